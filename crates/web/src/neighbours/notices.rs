//! The notices that hold now, ours and the neighbours': read by the officers whom the agreements name, renewed and taken
//! back at headquarters.

use crate::{
    access::{Look, NOTICES, NOTICES_SENT, Pages, again, anywhere_or_named, at_headquarters},
    app::App,
    kit::{
        bar::When,
        failure::Failure,
        form,
        names::Names,
        parts::Choice,
        second_person::ProposalRow,
        session::SignedIn,
        shell::{Shell, answer},
    },
    neighbours::{
        notice_view::{NoticeView, sends},
        overview::proposal_name,
        why::why,
    },
    node::neighbours::{
        held::{self, Whom},
        notices::{self, Sent},
    },
};
use askama::Template;
use axum::{
    body::Body,
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use limen_domain::{StateCode, StatedReason};
use limen_neighbour::Kind;
use limen_store::NeighbourProposed;
use serde::Deserialize;
use std::{collections::BTreeSet, sync::Arc};
use uuid::Uuid;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .get("/notices", anywhere_or_named(NOTICES, Look::Notices), show)
        .a_step_away_if(When::InNetwork)
        .post("/notices/renew", at_headquarters(NOTICES_SENT, again(Look::Notices)), renew)
        .post("/notices/withdraw", at_headquarters(NOTICES_SENT, again(Look::Notices)), withdraw)
}

#[derive(Template)]
#[template(path = "neighbours/notices.html")]
struct NoticesPage<'a> {
    shell: Shell<'a>,
    w: &'a crate::words::Words,
    notices: Vec<NoticeView>,
    /// The neighbours to whom this person may send some.
    send_to: Vec<Choice>,
    /// Whether this person sends, renews and takes back.
    sends: bool,
    proposals: Vec<ProposalRow>,
    problem: Option<String>,
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn) -> Result<Response, Failure> {
    notices_page(&app, &signed, None).await
}

async fn notices_page(app: &App, signed: &SignedIn, problem: Option<String>) -> Result<Response, Failure> {
    let (w, role) = (signed.words(app), signed.session.account.role);
    let sends = sends(app, role);
    let in_force = notices::in_force(app, role).await?;
    let answers = held::of_kind(app, Kind::Answer, Whom::Shown(role)).await?;
    let mut proposals = Vec::new();
    let mut send_to = Vec::new();
    if sends {
        let names = Names::load(app).await?;
        let open = app.store.open_neighbour_proposals().await?;
        let waiting = open.iter().filter(|proposal| proposal.what == NeighbourProposed::Paper);
        proposals.extend(waiting.map(|proposal| {
            let name = proposal_name(w, proposal);
            ProposalRow::new((app, w, &names), (proposal.id, name), (&proposal.author, proposal.at))
        }));
        let all = held::agreements(app).await?;
        let may = all.into_iter().filter(|(_, signed)| signed.agreement.papers.contains(&Kind::Notice));
        let states: BTreeSet<StateCode> = may.map(|(state, _)| state).collect();
        send_to.extend(states.into_iter().map(|state| Choice::new(state.as_str(), w.state(state), false)));
    }
    Ok(answer(
        problem.is_some(),
        &NoticesPage {
            notices: in_force.iter().map(|notice| NoticeView::held(app, w, notice, &answers)).collect(),
            send_to,
            sends,
            proposals,
            problem,
            shell: Shell::new(app, signed, "notices"),
            w,
        },
    ))
}

/// Which notice of ours, and for how many hours more.
#[derive(Deserialize)]
struct RenewForm {
    neighbour: StateCode,
    notice: Uuid,
    hours: i64,
}

async fn renew(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let RenewForm { neighbour, notice, hours } = form::read(&signed, body).await?;
    match notices::renew(&app, &signed.session.account.id, (neighbour, notice), hours).await {
        Ok(sent) => Ok(to(sent)),
        Err(error) => {
            let problem = why(signed.words(&app), error)?;
            notices_page(&app, &signed, Some(problem)).await
        }
    }
}

/// To where it goes on.
pub(super) fn to(sent: Sent) -> Response {
    match sent {
        Sent::Said => Redirect::to("/notices").into_response(),
        Sent::Proposed(id) => Redirect::to(&format!("/notices/proposal/{id}")).into_response(),
    }
}

/// Which notice of ours is taken back, and why.
#[derive(Deserialize)]
struct WithdrawForm {
    neighbour: StateCode,
    notice: Uuid,
    reason: StatedReason,
}

async fn withdraw(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let WithdrawForm { neighbour, notice, reason } = form::read(&signed, body).await?;
    let by = &signed.session.account.id;
    match notices::withdraw(&app, by, (neighbour, notice), reason.as_str()).await {
        Ok(()) => Ok(Redirect::to("/notices").into_response()),
        Err(error) => {
            let problem = why(signed.words(&app), error)?;
            notices_page(&app, &signed, Some(problem)).await
        }
    }
}
