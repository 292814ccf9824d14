//! An agreement as it is kept: laid out to be read and printed, its signed file, and its end with one press.

use crate::{
    access::{NODES, Nobody, Pages, at_headquarters},
    app::App,
    kit::{
        download::Download,
        failure::Failure,
        form,
        session::SignedIn,
        shell::{Shell, answer, moment, page},
    },
    neighbours::{
        agreement_view::{AgreementView, state_words},
        state::ended,
        why::why,
    },
    node::neighbours::{agreements, proposals},
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use limen_domain::StatedReason;
use limen_neighbour::SignedAgreement;
use limen_store::{AgreementState, KeptAgreement};
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .get("/neighbours/agreement/{name}", at_headquarters(NODES, Nobody::House), show)
        .get("/neighbours/agreement/{name}/print", at_headquarters(NODES, Nobody::House), print)
        .get("/neighbours/agreement/{name}/file", at_headquarters(NODES, Nobody::House), file)
        .post("/neighbours/agreement/{name}/sign", at_headquarters(NODES, Nobody::House), sign)
        .post("/neighbours/agreement/{name}/end", at_headquarters(NODES, Nobody::House), end)
}

#[derive(Template)]
#[template(path = "neighbours/agreement.html")]
struct AgreementPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    name: String,
    neighbour: String,
    view: AgreementView,
    /// How far it is, and since when.
    state: String,
    since: String,
    ended: Option<String>,
    /// Whether it can be ended.
    can_end: bool,
    is_in_force: bool,
    /// Whether the other side has signed it, and it waits for this one.
    is_offered: bool,
    /// What was typed before the end was not taken, and why it was not.
    reason: String,
    problem: Option<String>,
}

/// The agreement of this name, and what it says.
async fn kept(app: &App, name: &str) -> Result<(KeptAgreement, SignedAgreement), Failure> {
    let kept = app.store.agreement(name).await?.ok_or(Failure::NotFound)?;
    let signed = SignedAgreement::read(&kept.file).map_err(|error| {
        tracing::error!("an agreement that is kept can't be read: {error}");
        Failure::Fault
    })?;
    Ok((kept, signed))
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn, Path(name): Path<String>) -> Result<Response, Failure> {
    agreement_page(&app, &signed, &name, (String::new(), None)).await
}

async fn agreement_page(
    app: &App,
    signed: &SignedIn,
    name: &str,
    (reason, problem): (String, Option<String>),
) -> Result<Response, Failure> {
    let (kept, agreement) = kept(app, name).await?;
    let w = signed.words(app);
    Ok(answer(
        problem.is_some(),
        &AgreementPage {
            name: kept.name.clone(),
            neighbour: kept.neighbour.to_string(),
            view: AgreementView::of(app, w, &agreement),
            state: state_words(w, &kept),
            since: moment(app, w, kept.since),
            ended: ended(app, w, &kept),
            can_end: !matches!(kept.state, AgreementState::Ended | AgreementState::Replaced),
            is_in_force: kept.state == AgreementState::InForce,
            is_offered: kept.state == AgreementState::Offered,
            reason,
            problem,
            shell: Shell::new(app, signed, "neighbours"),
            w,
        },
    ))
}

/// The agreement on paper.
#[derive(Template)]
#[template(path = "neighbours/agreement_sheet.html")]
struct SheetPage<'a> {
    w: &'a Words,
    name: String,
    view: AgreementView,
    state: String,
    since: String,
}

async fn print(State(app): State<Arc<App>>, signed: SignedIn, Path(name): Path<String>) -> Result<Response, Failure> {
    let (kept, agreement) = kept(&app, &name).await?;
    let w = signed.words(&app);
    Ok(page(&SheetPage {
        view: AgreementView::of(&app, w, &agreement),
        state: state_words(w, &kept),
        since: moment(&app, w, kept.since),
        name: kept.name,
        w,
    }))
}

/// The file with the signatures that are known.
async fn file(State(app): State<Arc<App>>, _: SignedIn, Path(name): Path<String>) -> Result<Response, Failure> {
    let (kept, _) = kept(&app, &name).await?;
    let name = format!("limen-agreement-{}-{}-{}.txt", app.post.country, kept.neighbour, kept.version);
    Ok(Download::new(&name, "text/plain; charset=utf-8", kept.file).into_response())
}

/// Proposes that this side signs what the other side offers.
async fn sign(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(name): Path<String>,
    body: Body,
) -> Result<Response, Failure> {
    form::receive(&signed, body).await?;
    let (kept, _) = kept(&app, &name).await?;
    match proposals::agreement(&app, &signed.session.account.id, &kept.file).await {
        Ok(id) => Ok(Redirect::to(&format!("/neighbours/proposal/{id}")).into_response()),
        Err(error) => {
            let problem = why(signed.words(&app), error)?;
            agreement_page(&app, &signed, &name, (String::new(), Some(problem))).await
        }
    }
}

#[derive(Deserialize)]
struct EndForm {
    #[serde(default)]
    reason: String,
    /// That whoever presses has read what it means.
    sure: Option<String>,
}

/// Ends it at once, by one person.
async fn end(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(name): Path<String>,
    body: Body,
) -> Result<Response, Failure> {
    let EndForm { reason, sure } = form::read(&signed, body).await?;
    let w = signed.words(&app);
    let Some(stated) = StatedReason::parse(&reason).ok().filter(|_| sure.is_some()) else {
        let problem = w.t("neighbour-end-how");
        return agreement_page(&app, &signed, &name, (form::short(&reason, 300), Some(problem))).await;
    };
    // The state to come back to; and an agreement that is not there is not found, not refused.
    let (kept, _) = kept(&app, &name).await?;
    match agreements::end(&app, &signed.session.account.id, &name, stated.as_str()).await {
        Ok(()) => Ok(Redirect::to(&format!("/neighbours/{}", kept.neighbour)).into_response()),
        Err(error) => {
            let problem = why(w, error)?;
            agreement_page(&app, &signed, &name, (stated.to_string(), Some(problem))).await
        }
    }
}
