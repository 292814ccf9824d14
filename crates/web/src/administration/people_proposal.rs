//! The second pair of eyes: someone who is to sign in, or to do something else than before, approved or rejected by an
//! administrator who neither proposed it nor gains by it.

use crate::{
    access::{Nobody, PEOPLE, Pages, anywhere},
    administration::people::{drawn_page, posts},
    app::App,
    kit::{
        failure::Failure,
        form,
        names::Names,
        second_person::{GivenWord, SecondPersonForm},
        session::SignedIn,
        shell::{Shell, answer, closed_words, moment},
    },
    node::administration::people,
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use limen_store::PersonProposal;
use std::sync::Arc;
use uuid::Uuid;

pub(crate) fn pages() -> Pages {
    Pages::new().get("/people/proposal/{id}", anywhere(PEOPLE, Nobody::Staff), show).post(
        "/people/proposal/{id}",
        anywhere(PEOPLE, Nobody::Staff),
        decide,
    )
}

/// Something about the person, as it is and as it is proposed.
struct Line {
    what: String,
    /// The value in force; empty for someone new.
    was: String,
    will_be: String,
    changes: bool,
}

#[derive(Template)]
#[template(path = "administration/people_proposal.html")]
struct ProposalPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    id: Uuid,
    name: String,
    account: String,
    by: String,
    lines: Vec<Line>,
    is_new: bool,
    closed: Option<String>,
    is_decided_by_reader: bool,
    is_own: bool,
    /// Whether anyone could approve it.
    has_second: bool,
    given: GivenWord,
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    let proposal = app.store.person_proposal(id).await?.ok_or(Failure::NotFound)?;
    proposal_page(&app, &signed, &proposal, GivenWord::default()).await
}

async fn proposal_page(
    app: &App,
    signed: &SignedIn,
    proposal: &PersonProposal,
    given: GivenWord,
) -> Result<Response, Failure> {
    let w = signed.words(app);
    let draft = &proposal.draft;
    let (now, names) = (app.store.account(&draft.id).await?, Names::load(app).await?);
    let line = |name: &str, was: Option<String>, will_be: String| {
        let changes = was.as_ref().is_some_and(|was| *was != will_be);
        Line { what: w.t(name), was: was.unwrap_or_default(), will_be, changes }
    };
    let role = |role: limen_domain::Role| w.coded("role", role.code());
    let lines = vec![
        line("people-name", now.as_ref().map(|now| now.name.clone()), draft.name.clone()),
        line("people-role", now.as_ref().map(|now| role(now.role)), role(draft.role)),
        line("people-posts", now.as_ref().map(|now| posts(app, w, &now.posts)), posts(app, w, &draft.posts)),
        line("people-stamp", now.as_ref().map(|now| now.stamp.clone()), draft.stamp.clone()),
    ];
    let is_wrong = given.wrong.is_some();
    Ok(answer(
        is_wrong,
        &ProposalPage {
            id: proposal.id,
            name: draft.name.clone(),
            account: draft.id.to_string(),
            by: w.t2("proposal-by", ("author", names.of(&proposal.author)), ("at", moment(app, w, proposal.at))),
            lines,
            is_new: now.is_none(),
            closed: proposal.closed.as_ref().map(|closed| closed_words(app, w, &names, closed)),
            is_decided_by_reader: proposal.is_decided_by(&signed.session.account.id),
            is_own: proposal.author == signed.session.account.id,
            has_second: people::has_second(app, proposal).await?,
            given,
            shell: Shell::new(app, signed, "people"),
            w,
        },
    ))
}

async fn decide(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<Uuid>,
    body: Body,
) -> Result<Response, Failure> {
    let given: SecondPersonForm = form::read(&signed, body).await?;
    match people::decide(&app, &signed.session, id, given.word()).await {
        Ok(Some(drawn)) => Ok(drawn_page(&app, &signed, drawn)),
        Ok(None) => Ok(Redirect::to("/people").into_response()),
        Err(error) => {
            let again = given.again(&app, signed.words(&app), error)?;
            let proposal = app.store.person_proposal(id).await?.ok_or(Failure::NotFound)?;
            proposal_page(&app, &signed, &proposal, again).await
        }
    }
}
