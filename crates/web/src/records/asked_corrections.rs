//! The corrections that officers ask for of what they recorded: how they are asked for, listed for those who correct, and
//! declined.

use crate::{
    access::{CORRECT, COUNTER, Look, Nobody, Pages, at_posts, sight::Sight},
    app::App,
    kit::{
        failure::Failure,
        form::{self, FormTrouble},
        names::Names,
        session::SignedIn,
        shell::{Shell, level, moment, page},
    },
    node::{
        desk::asked_correction::{self, AskError},
        level::Level,
    },
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use limen_domain::{CrossingId, StatedReason};
use limen_store::{AskedCorrection, AskedOutcome};
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .get("/corrections", at_posts(CORRECT, Look::Corrections), show)
        .a_step_away()
        .post("/crossing/{id}/ask-correction", at_posts(COUNTER, Nobody::Moves), ask)
        .post("/crossing/{id}/decline-correction", at_posts(CORRECT, Nobody::Moves), decline)
}

/// What became of a correction that was asked for, in a few words.
pub(crate) fn outcome(w: &Words, outcome: &AskedOutcome) -> String {
    match outcome {
        AskedOutcome::Waits => w.t("asked-waits"),
        AskedOutcome::Corrected(_) => w.t("asked-corrected"),
        AskedOutcome::Cancelled => w.t("asked-cancelled"),
        AskedOutcome::Declined { reason, .. } => w.colon(w.t("asked-declined"), reason),
    }
}

/// The same, with who declined it.
pub(super) fn outcome_words(w: &Words, names: &Names, of: &AskedOutcome) -> String {
    match of {
        AskedOutcome::Declined { by, reason, .. } => {
            w.t2("asked-declined-by", ("officer", names.of(by)), ("reason", reason.clone()))
        }
        other => outcome(w, other),
    }
}

/// A correction that is asked for.
struct AskedRow {
    crossing: CrossingId,
    name: String,
    crossed: String,
    decision: String,
    level: Level,
    asked: String,
    by: String,
    note: String,
}

#[derive(Template)]
#[template(path = "records/corrections.html")]
struct CorrectionsPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    rows: Vec<AskedRow>,
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn) -> Result<Response, Failure> {
    let (w, names) = (signed.words(&app), Names::load(&app).await?);
    let asked = app.store.corrections_asked(&app.post.id).await?;
    Ok(page(&CorrectionsPage {
        rows: asked.into_iter().map(|one| row(&app, w, &names, one)).collect(),
        shell: Shell::new(&app, &signed, "corrections"),
        w,
    }))
}

fn row(app: &App, w: &Words, names: &Names, one: AskedCorrection) -> AskedRow {
    AskedRow {
        crossing: one.crossing,
        name: one.name.to_string(),
        crossed: moment(app, w, one.crossed),
        decision: w.coded("decision", one.decision.code()),
        level: level(one.decision),
        asked: moment(app, w, one.at),
        by: names.of(&one.officer),
        note: one.note,
    }
}

#[derive(Deserialize)]
struct AskForm {
    #[serde(default)]
    note: String,
}

impl From<AskError> for Failure {
    fn from(error: AskError) -> Self {
        match error {
            AskError::NotTheirs => Self::NotAllowed,
            AskError::NoNote => FormTrouble::Malformed.into(),
            AskError::Store(error) => error.into(),
        }
    }
}

async fn ask(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<CrossingId>,
    body: Body,
) -> Result<Response, Failure> {
    let AskForm { note } = form::read(&signed, body).await?;
    let record = app.store.record(id).await?.ok_or(Failure::NotFound)?;
    asked_correction::ask(&app, &signed.session.account, &record, &note).await?;
    Ok(Redirect::to(&format!("/crossing/{id}")).into_response())
}

#[derive(Deserialize)]
struct DeclineForm {
    reason: StatedReason,
}

async fn decline(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<CrossingId>,
    body: Body,
) -> Result<Response, Failure> {
    let DeclineForm { reason } = form::read(&signed, body).await?;
    let sight = Sight::of(&app, &signed, id).await?.recorded()?;
    if sight.record()?.crossing.post != app.post.id {
        return Err(Failure::NotAllowed);
    }
    // Where it was corrected or declined meanwhile, the list no longer has it.
    asked_correction::decline(&app, &signed.session.account.id, id, reason).await?;
    Ok(Redirect::to("/corrections").into_response())
}
