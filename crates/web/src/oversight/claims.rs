//! The register of what travellers claim about their own data: each claim with the day by which it is to be answered, and
//! its answer. What is answered stays: it shows that it was, and in time.

use crate::{
    access::{DATA, Nobody, Pages, anywhere},
    app::App,
    kit::{
        failure::Failure,
        form::{self, FormTrouble},
        session::SignedIn,
        shell::moment,
    },
    words::Words,
};
use axum::{
    body::Body,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use jiff::{ToSpan, civil::Date};
use limen_domain::{DocumentKey, Event, Right, RightAnswer};
use limen_store::{Claim, ClaimAnswer};
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

pub(crate) fn pages() -> Pages {
    Pages::new().post("/rights/claim", anywhere(DATA, Nobody::Moves), receive).post(
        "/rights/claim/{id}",
        anywhere(DATA, Nobody::Moves),
        answer,
    )
}

/// Days within which a claim is answered, unless the law sets another period.
const ANSWER_DAYS: i64 = 30;
/// The longest words of a claim, or of its answer.
const LONGEST_WORDS: usize = 1_000;
/// The longest reference of a claim.
const LONGEST_REFERENCE: usize = 80;

/// A claim as the page shows it.
pub(crate) struct ClaimRow {
    pub(crate) id: Uuid,
    /// `clear`, `check` or `stop`: answered, waiting, late.
    pub(crate) level: &'static str,
    pub(crate) state: String,
    pub(crate) right: String,
    pub(crate) reference: String,
    pub(crate) document: String,
    pub(crate) words: String,
    pub(crate) received: String,
    pub(crate) waits: bool,
}

/// The register, what waits first, the most urgent on top.
pub(crate) async fn rows(app: &App, w: &Words) -> Result<Vec<ClaimRow>, Failure> {
    let today = app.today();
    let mut claims: Vec<Claim> = app.store.claims().await?;
    claims.sort_by_key(|claim| match &claim.event {
        Event::RightClaimed { due, .. } if claim.answer.is_none() => (0, *due),
        _ => (1, Date::MIN),
    });
    Ok(claims.into_iter().filter_map(|claim| row(app, w, today, claim)).collect())
}

fn row(app: &App, w: &Words, today: Date, claim: Claim) -> Option<ClaimRow> {
    let Event::RightClaimed { right, reference, document, words, received, due, .. } = claim.event else { return None };
    let waits = claim.answer.is_none();
    let (level, state) = match claim.answer {
        Some(ClaimAnswer { at, answer, reason }) => {
            let answered =
                w.t2("claim-answered", ("answer", w.coded("claim-answer", answer.code())), ("at", moment(app, w, at)));
            ("clear", if reason.is_empty() { answered } else { format!("{answered} · {reason}") })
        }
        None if due < today => {
            let days = i64::from((today - due).get_days());
            ("stop", w.t2("claim-late", ("distance", w.distance(days)), ("due", w.date(due))))
        }
        None => ("check", w.t1("claim-due", "due", w.date(due))),
    };
    Some(ClaimRow {
        id: claim.id,
        level,
        state,
        right: w.coded("right", right.code()),
        reference,
        document: document.map(|document| document.to_string()).unwrap_or_default(),
        words,
        received: w.date(received),
        waits,
    })
}

#[derive(Deserialize)]
struct ClaimForm {
    right: Right,
    reference: String,
    #[serde(default)]
    document: String,
    #[serde(default)]
    words: String,
    received: Date,
    #[serde(default)]
    due: String,
}

async fn receive(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let form: ClaimForm = form::read(&signed, body).await?;
    let reference = form::short(&form.reference, LONGEST_REFERENCE);
    let document = form::short(&form.document, LONGEST_REFERENCE);
    let document = match document.as_str() {
        "" => None,
        text => Some(text.parse::<DocumentKey>().map_err(|_| FormTrouble::Malformed)?),
    };
    let due = match form.due.trim() {
        "" => form.received.checked_add(ANSWER_DAYS.days()).map_err(|_| FormTrouble::Malformed)?,
        text => text.parse::<Date>().map_err(|_| FormTrouble::Malformed)?,
    };
    if reference.is_empty() || form.received > app.today() || due < form.received {
        return Err(FormTrouble::Malformed.into());
    }
    let event = Event::RightClaimed {
        claim: app.store.new_id(),
        right: form.right,
        reference,
        document,
        words: form::short(&form.words, LONGEST_WORDS),
        received: form.received,
        due,
    };
    app.store.append(Some(&signed.session.account.id), vec![event], None).await?;
    Ok(Redirect::to("/rights#claims").into_response())
}

#[derive(Deserialize)]
struct AnswerForm {
    answer: RightAnswer,
    #[serde(default)]
    reason: String,
}

async fn answer(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<Uuid>,
    body: Body,
) -> Result<Response, Failure> {
    let form: AnswerForm = form::read(&signed, body).await?;
    let reason = form::short(&form.reason, LONGEST_WORDS);
    // A refusal needs a reason.
    if form.answer != RightAnswer::Granted && reason.is_empty() {
        return Err(FormTrouble::Malformed.into());
    }
    if !app.store.answer_claim(&signed.session.account.id, id, form.answer, &reason).await? {
        return Err(Failure::NotFound);
    }
    Ok(Redirect::to("/rights#claims").into_response())
}
