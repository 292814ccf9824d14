//! The second pair of eyes: someone who is to sign in, or to do something else than before, approved or rejected by an
//! administrator who neither proposed it nor gains by it.

use crate::{
    access::{Nobody, PEOPLE, Pages, anywhere},
    administration::people,
    alerts::proposal::Decide,
    app::App,
    door::account,
    kit::{
        failure::Failure,
        form,
        names::Names,
        session::SignedIn,
        shell::{Shell, answer, closed_words, moment},
    },
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use limen_domain::Permission;
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

#[derive(Template)]
#[template(path = "administration/people_proposal.html")]
struct ProposalPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    id: Uuid,
    name: String,
    account: String,
    by: String,
    /// The subject, the value in force (empty for someone new), the value proposed, and whether it changes.
    lines: Vec<(String, String, String, bool)>,
    is_new: bool,
    closed: Option<String>,
    is_decided_by_reader: bool,
    /// Whether anyone could approve it.
    has_second: bool,
    message: Option<String>,
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    let proposal = app.store.person_proposal(id).await?.ok_or(Failure::NotFound)?;
    proposal_page(&app, &signed, &proposal, None).await
}

async fn proposal_page(
    app: &App,
    signed: &SignedIn,
    proposal: &PersonProposal,
    message: Option<String>,
) -> Result<Response, Failure> {
    let w = signed.words(app);
    let draft = &proposal.draft;
    let (now, names) = (app.store.account(&draft.id).await?, Names::load(app).await?);
    let line = |name: &str, was: Option<String>, is: String| {
        let changes = was.as_ref().is_some_and(|was| *was != is);
        (w.t(name), was.unwrap_or_default(), is, changes)
    };
    let role = |role: limen_domain::Role| w.coded("role", role.code());
    let lines = vec![
        line("people-name", now.as_ref().map(|now| now.name.clone()), draft.name.clone()),
        line("people-role", now.as_ref().map(|now| role(now.role)), role(draft.role)),
        line(
            "people-posts",
            now.as_ref().map(|now| people::posts(app, w, &now.posts)),
            people::posts(app, w, &draft.posts),
        ),
        line("people-stamp", now.as_ref().map(|now| now.stamp.clone()), draft.stamp.clone()),
    ];
    let accounts = app.store.accounts().await?;
    let may_decide = |account: &limen_store::Account| {
        account.ended.is_none() && account.role.may(Permission::ManagePeople) && proposal.is_decided_by(&account.id)
    };
    let is_wrong = message.is_some();
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
            has_second: accounts.iter().any(may_decide),
            message,
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
    let decide: Decide = form::read(&signed, body).await?;
    let proposal = app.store.person_proposal(id).await?.ok_or(Failure::NotFound)?;
    let by = &signed.session.account.id;
    if !app.manages_people() || !proposal.is_decided_by(by) {
        return Err(Failure::NotAllowed);
    }
    let approved = decide.is_approval();
    if approved && let Some(why_not) = account::why_not_own(&app, &signed, &decide.password).await? {
        return proposal_page(&app, &signed, &proposal, Some(why_not)).await;
    }
    let known = app.store.account(&proposal.draft.id).await?;
    // Someone who could not sign in until now gets a password; others keep theirs.
    let drawn = match known {
        Some(known) if known.ended.is_none() => None,
        _ if approved => Some(app.draw_password(by).await?),
        _ => None,
    };
    let reason = decide.reason();
    let credentials = drawn.as_ref().map(|(_, credentials)| credentials);
    let decided = app.store.decide_person_proposal(id, approved, by, &reason, credentials).await?;
    match drawn {
        Some((password, credentials)) if decided => {
            let until = credentials.drawn_until.unwrap_or_default();
            Ok(people::drawn_page(&app, &signed, &proposal.draft, password, until))
        }
        _ => Ok(Redirect::to("/people").into_response()),
    }
}
