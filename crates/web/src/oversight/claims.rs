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
    node::{
        level::Level,
        rights::claims::{self, ClaimError, NewClaim},
    },
    words::Words,
};
use axum::{
    body::Body,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use jiff::civil::Date;
use limen_domain::{Event, Right, RightAnswer};
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

/// A claim as the page shows it.
pub(crate) struct ClaimRow {
    pub(crate) id: Uuid,
    /// Clear for answered, check for waiting, stop for late.
    pub(crate) level: Level,
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
    Ok(claims::register(app).await?.into_iter().filter_map(|claim| row(app, w, today, claim)).collect())
}

fn row(app: &App, w: &Words, today: Date, claim: Claim) -> Option<ClaimRow> {
    let Event::RightClaimed { right, reference, document, words, received, due, .. } = claim.event else { return None };
    let waits = claim.answer.is_none();
    let (level, state) = match claim.answer {
        Some(ClaimAnswer { at, answer, reason }) => {
            let answered =
                w.t2("claim-answered", ("answer", w.coded("claim-answer", answer.code())), ("at", moment(app, w, at)));
            (Level::Clear, if reason.is_empty() { answered } else { format!("{answered} · {reason}") })
        }
        None if due < today => {
            let days = i64::from((today - due).get_days());
            (Level::Stop, w.t2("claim-late", ("distance", w.distance(days)), ("due", w.date(due))))
        }
        None => (Level::Check, w.t1("claim-due", "due", w.date(due))),
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
    let claim = NewClaim {
        right: form.right,
        reference: &form.reference,
        document: &form.document,
        words: &form.words,
        received: form.received,
        due: &form.due,
    };
    claims::receive(&app, &signed.session.account.id, claim).await?;
    Ok(to_claims())
}

impl From<ClaimError> for Failure {
    fn from(error: ClaimError) -> Self {
        match error {
            ClaimError::Incomplete | ClaimError::NoReason => FormTrouble::Malformed.into(),
            ClaimError::NotFound => Self::NotFound,
            ClaimError::Store(error) => error.into(),
        }
    }
}

fn to_claims() -> Response {
    Redirect::to("/rights#claims").into_response()
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
    let AnswerForm { answer, reason } = form::read(&signed, body).await?;
    claims::answer(&app, &signed.session.account.id, id, answer, &reason).await?;
    Ok(to_claims())
}
