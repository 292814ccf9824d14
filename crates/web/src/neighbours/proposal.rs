//! What waits for a second person about a neighbour: a card and an agreement among the neighbours, a notice among the
//! notices, each as it will be.

use crate::{
    access::{Look, NODES, NOTICES_SENT, Nobody, Pages, again, at_headquarters},
    app::App,
    kit::{
        failure::Failure,
        form,
        names::Names,
        parts::Fact,
        second_person::{GivenWord, SecondPersonForm},
        session::SignedIn,
        shell::{Shell, answer, closed_words, moment},
    },
    neighbours::{agreement_view::AgreementView, notice_view::NoticeView, overview::proposal_name, why::why},
    node::neighbours::{NeighbourError, proposals},
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use limen_neighbour::{Card, Content, SignedAgreement};
use limen_store::{NeighbourProposal, NeighbourProposed};
use std::sync::Arc;
use uuid::Uuid;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .get("/neighbours/proposal/{id}", at_headquarters(NODES, Nobody::House), show)
        .post("/neighbours/proposal/{id}", at_headquarters(NODES, Nobody::House), decide)
        .get("/notices/proposal/{id}", at_headquarters(NOTICES_SENT, Look::Proposal), show_notice)
        .post("/notices/proposal/{id}", at_headquarters(NOTICES_SENT, again(Look::Proposal)), decide_notice)
}

/// Among which proposals one stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Among {
    /// Cards and agreements.
    Neighbours,
    /// What names someone.
    Notices,
}

impl Among {
    fn page(self) -> &'static str {
        match self {
            Self::Neighbours => "neighbours",
            Self::Notices => "notices",
        }
    }

    fn base(self) -> &'static str {
        match self {
            Self::Neighbours => "/neighbours",
            Self::Notices => "/notices",
        }
    }
}

#[derive(Template)]
#[template(path = "neighbours/proposal.html")]
struct ProposalPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    base: &'static str,
    id: Uuid,
    title: String,
    by: String,
    /// Of a card: whose it is.
    card: Vec<Fact>,
    agreement: Option<AgreementView>,
    notice: Option<NoticeView>,
    /// What to do before approving.
    advice: String,
    closed: Option<String>,
    is_own: bool,
    given: GivenWord,
    problem: Option<String>,
}

/// The proposal of this identifier, if it stands among these.
async fn found(app: &App, id: Uuid, among: Among) -> Result<NeighbourProposal, Failure> {
    let proposal = app.store.neighbour_proposal(id).await?.ok_or(Failure::NotFound)?;
    let is_notice = proposal.what == NeighbourProposed::Paper;
    if is_notice == (among == Among::Notices) { Ok(proposal) } else { Err(Failure::NotFound) }
}

async fn proposal_page(
    app: &App,
    signed: &SignedIn,
    (id, among): (Uuid, Among),
    given: GivenWord,
    problem: Option<String>,
) -> Result<Response, Failure> {
    let proposal = found(app, id, among).await?;
    let (w, names) = (signed.words(app), Names::load(app).await?);
    let (mut card, mut agreement, mut notice) = (Vec::new(), None, None);
    // What was read when it was proposed can be read now.
    match proposal.what {
        NeighbourProposed::Card => card = card_facts(w, &proposal.file),
        NeighbourProposed::Agreement => {
            let read = SignedAgreement::read(&proposal.file).ok();
            agreement = read.map(|read| AgreementView::of(app, w, &read));
        }
        NeighbourProposed::Paper => {
            if let Some(Content::Notice(proposed)) = proposals::content(&proposal) {
                notice = Some(NoticeView::of(app, w, (proposal.neighbour, true), &proposed));
            }
        }
    }
    let is_wrong = given.wrong.is_some() || problem.is_some();
    Ok(answer(
        is_wrong,
        &ProposalPage {
            base: among.base(),
            id,
            title: proposal_name(w, &proposal),
            by: w.t2("proposal-by", ("author", names.of(&proposal.author)), ("at", moment(app, w, proposal.at))),
            card,
            agreement,
            notice,
            advice: w.coded("neighbour-advice", proposal.what.code()),
            closed: proposal.closed.as_ref().map(|closed| closed_words(app, w, &names, closed)),
            is_own: proposal.author == signed.session.account.id,
            given,
            problem,
            shell: Shell::new(app, signed, among.page()),
            w,
        },
    ))
}

/// Whose card it is, with what two people compare.
fn card_facts(w: &Words, file: &str) -> Vec<Fact> {
    let Ok(card) = Card::read(file) else { return Vec::new() };
    let address = if card.address.is_empty() { w.t("neighbour-no-address") } else { card.address.clone() };
    [
        ("neighbour-state", w.state(card.party.state)),
        ("neighbour-service", card.party.name.clone()),
        ("neighbour-fingerprint", card.party.fingerprint().to_string()),
        ("neighbour-address", address),
    ]
    .into_iter()
    .map(|(label, value)| Fact::new(w.t(label), value))
    .collect()
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    proposal_page(&app, &signed, (id, Among::Neighbours), GivenWord::default(), None).await
}

async fn show_notice(State(app): State<Arc<App>>, signed: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    proposal_page(&app, &signed, (id, Among::Notices), GivenWord::default(), None).await
}

async fn decide(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<Uuid>,
    body: Body,
) -> Result<Response, Failure> {
    decided(&app, &signed, (id, Among::Neighbours), body).await
}

async fn decide_notice(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<Uuid>,
    body: Body,
) -> Result<Response, Failure> {
    decided(&app, &signed, (id, Among::Notices), body).await
}

/// The second person's word, and what came of it.
async fn decided(app: &App, signed: &SignedIn, (id, among): (Uuid, Among), body: Body) -> Result<Response, Failure> {
    let given: SecondPersonForm = form::read(signed, body).await?;
    let proposal = found(app, id, among).await?;
    let w = signed.words(app);
    match proposals::decide(app, &signed.session, id, given.word()).await {
        Ok(()) => Ok(Redirect::to(&on(proposal, among)).into_response()),
        Err(NeighbourError::SecondPerson(error)) => {
            let again = given.again(app, w, *error)?;
            proposal_page(app, signed, (id, among), again, None).await
        }
        Err(error) => {
            let problem = why(w, error)?;
            proposal_page(app, signed, (id, among), given.given(), Some(problem)).await
        }
    }
}

/// To where it goes on once it is decided.
fn on(proposal: NeighbourProposal, among: Among) -> String {
    match proposal.what {
        NeighbourProposed::Agreement => format!("/neighbours/{}", proposal.neighbour),
        NeighbourProposed::Card | NeighbourProposed::Paper => among.base().to_owned(),
    }
}
