//! Drafting an alert: all its names and documents, a try-out against past travellers, and the proposal that a second
//! person approves.

use crate::{
    access::{ALERTS, Look, Pages, Shows, anywhere, asked::DraftAsked},
    alerts::view::reasons_line,
    app::App,
    kit::{
        failure::Failure,
        form,
        parts::{Choice, WrongField, choices},
        session::SignedIn,
        shell::{Shell, page},
    },
    node::alerts::{
        PastError,
        draft::{self, Draft, DraftFault, ProposeError, TriedHit},
    },
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use limen_domain::{Action, Sex};
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new().get("/alerts/draft", anywhere(ALERTS, Look::Draft), show).post(
        "/alerts/draft",
        anywhere(ALERTS, Shows::Noted("draft-tried", None)),
        take,
    )
}

/// What is to become of a draft.
#[derive(Deserialize)]
struct Next {
    /// `try` or `propose`.
    #[serde(default)]
    next: String,
}

/// What came of holding a draft against past travellers.
struct Tried {
    headline: String,
    rows: Vec<TriedRow>,
}

struct TriedRow {
    at: String,
    name: String,
    born: String,
    score: String,
    reasons: String,
}

#[derive(Template)]
#[template(path = "alerts/draft.html")]
struct DraftPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    draft: Draft,
    wrong: Vec<WrongField>,
    lists: Vec<String>,
    actions: Vec<Choice>,
    sexes: Vec<Choice>,
    tried: Option<Tried>,
}

impl DraftPage<'_> {
    fn wrong(&self, field: &str) -> Option<&str> {
        WrongField::reason(&self.wrong, field)
    }
}

async fn show(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Query(asked): Query<DraftAsked>,
) -> Result<Response, Failure> {
    let known = match asked.begins_with() {
        Some((list, id)) => app.store.alert(&list, &id).await?,
        None => None,
    };
    let draft = known.as_ref().map_or_else(Draft::new, Draft::from);
    draft_page(&app, &signed, draft, vec![], None).await
}

async fn draft_page(
    app: &App,
    signed: &SignedIn,
    draft: Draft,
    wrong: Vec<WrongField>,
    tried: Option<Tried>,
) -> Result<Response, Failure> {
    let w = signed.words(app);
    let mut lists: Vec<String> = app.store.alert_lists().await?.into_iter().map(|list| list.name.to_string()).collect();
    if lists.is_empty() {
        lists.push("national".to_owned());
    }
    Ok(page(&DraftPage {
        lists,
        actions: choices(w, "action", Action::ALL, Action::code, &draft.action),
        sexes: choices(w, "sex", &[Sex::Female, Sex::Male], Sex::code, &draft.sex),
        shell: Shell::new(app, signed, "alerts"),
        w,
        draft,
        wrong,
        tried,
    }))
}

async fn take(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let received = form::receive(&signed, body).await?;
    let (draft, Next { next }): (Draft, Next) = (received.fields()?, received.fields()?);
    let (w, by) = (signed.words(&app), &signed.session.account.id);
    let alert = match draft.read(app.now(), app.today()) {
        Ok(alert) => alert,
        Err(faults) => return wrong_page(&app, &signed, draft, faults).await,
    };
    if next == "propose" {
        return match draft::propose(&app, by, &alert).await {
            Ok(id) => Ok(Redirect::to(&format!("/alerts/proposal/{id}")).into_response()),
            Err(ProposeError::Draft(fault)) => wrong_page(&app, &signed, draft, vec![fault]).await,
            Err(ProposeError::Store(error)) => Err(error.into()),
        };
    }
    let tried = tried(w, draft::try_out(&app, by, &alert).await?);
    let draft = Draft { id: alert.id.to_string(), ..draft };
    draft_page(&app, &signed, draft, vec![], Some(tried)).await
}

/// The page again, with what can't be taken.
async fn wrong_page(app: &App, signed: &SignedIn, draft: Draft, faults: Vec<DraftFault>) -> Result<Response, Failure> {
    let w = signed.words(app);
    let wrong = faults.into_iter().map(|fault| WrongField { field: fault.field(), reason: fault_words(w, fault) });
    let page = draft_page(app, signed, draft, wrong.collect(), None).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

fn fault_words(w: &Words, fault: DraftFault) -> String {
    w.t(match fault {
        DraftFault::Id => "draft-id-wrong",
        DraftFault::NameLong => "draft-name-long",
        DraftFault::BirthDate => "draft-birth-wrong",
        DraftFault::Nationality => "draft-state-wrong",
        DraftFault::ValidUntil | DraftFault::ReviewOn => "draft-day-wrong",
        DraftFault::Past => "draft-past",
        DraftFault::NothingToFind => "draft-nothing-to-find",
        DraftFault::NoGround => "draft-no-ground",
    })
}

/// What came of a try-out, in words.
fn tried(w: &Words, tried: draft::Tried) -> Tried {
    let since = tried.since.map(|day| w.date(day)).unwrap_or_default();
    let rows = tried.highest.into_iter().map(|TriedHit { day, traveller, hit }| TriedRow {
        at: w.date(day),
        name: traveller.name.to_string(),
        born: w.partial_date(traveller.birth_date),
        score: w.percent(hit.score),
        reasons: reasons_line(w, &hit),
    });
    Tried {
        headline: w.t3(
            "tried-headline",
            ("stopped", tried.stopped),
            ("travellers", tried.travellers),
            ("since", since),
        ),
        rows: rows.collect(),
    }
}

impl From<PastError> for Failure {
    fn from(error: PastError) -> Self {
        match error {
            PastError::Failed => Self::Fault,
            PastError::Store(error) => error.into(),
        }
    }
}
