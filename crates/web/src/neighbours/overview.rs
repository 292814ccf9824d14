//! The neighbours of this headquarters: its own card, theirs, how far each side holds what the other said, sticks, and what
//! waits for a second person.

use crate::{
    access::{NODES, Nobody, Pages, at_headquarters},
    app::App,
    kit::{
        bar::When,
        download::Download,
        failure::Failure,
        form::{self, short},
        names::Names,
        second_person::ProposalRow,
        session::SignedIn,
        shell::{Shell, answer, moment, page},
        upload::{self, Upload},
    },
    neighbours::why::why,
    node::{
        level::Level,
        neighbours::{ADDRESS, MOST_ADDRESS, Own, brought_today, is_address, proposals, talk},
        network::sticks::MOST_BYTES as MOST_STICK,
    },
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Multipart, Path, State},
    response::{IntoResponse, Redirect, Response},
};
use limen_domain::StateCode;
use limen_neighbour::{Card, MOST_CARD};
use limen_store::{Neighbour, NeighbourDay, NeighbourProposal, NeighbourProposed};
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .get("/neighbours", at_headquarters(NODES, Nobody::House), show)
        .a_step_away_if(When::InNetwork)
        .get("/neighbours/card", at_headquarters(NODES, Nobody::House), own_card)
        .upload("/neighbours/card", at_headquarters(NODES, Nobody::House), upload::limit(MOST_CARD), take_card)
        .post("/neighbours/address", at_headquarters(NODES, Nobody::House), set_address)
        .upload("/neighbours/stick", at_headquarters(NODES, Nobody::House), upload::limit(MOST_STICK), take_stick)
        .get("/neighbours/{state}/stick", at_headquarters(NODES, Nobody::Sealed), stick_for)
}

/// A neighbour in a row.
struct NeighbourRow {
    code: String,
    state: String,
    service: String,
    since: String,
    heard: String,
    /// How far they hold what this side said.
    ours: String,
    /// Whether something is on the way to them.
    is_behind: bool,
    /// How far theirs is held here.
    theirs: String,
    /// How many of theirs were refused.
    refused: String,
    /// How many are left until tomorrow; `None` for none.
    left: Option<String>,
    trouble: Option<String>,
    /// Whether something that they signed contradicts what they signed before, and nobody has spoken with them.
    is_forked: bool,
}

/// When a neighbour was heard of last, in words.
pub(super) fn heard(app: &App, w: &Words, neighbour: &Neighbour) -> String {
    neighbour.heard_at.map_or_else(|| w.t("link-never"), |at| moment(app, w, at))
}

/// How far they hold what this side said: `12 of 14`.
pub(super) fn ours(w: &Words, neighbour: &Neighbour) -> String {
    let (taken, said) = (w.number(neighbour.taken), w.number(neighbour.said.number));
    w.t2("board-of", ("held", taken), ("all", said))
}

/// What kept this side from talking with them last, and when; nothing once a talk worked since, whoever opened it.
pub(super) fn trouble(app: &App, w: &Words, neighbour: &Neighbour) -> Option<String> {
    let trouble = app.neighbour_troubles.since(neighbour.state, neighbour.heard_at)?;
    Some(format!("{} · {}", moment(app, w, trouble.at), w.coded("neighbour-trouble", trouble.why)))
}

/// How many of a neighbour's papers are left until tomorrow; `None` for none.
pub(super) fn left(w: &Words, today: &NeighbourDay) -> Option<String> {
    (today.left_over > 0).then(|| w.number(today.left_over.into()))
}

async fn row(app: &App, w: &Words, neighbour: &Neighbour) -> Result<NeighbourRow, Failure> {
    // What was taken by two people can be read.
    let service = Card::read(&neighbour.card).map(|card| card.party.name).unwrap_or_default();
    let forks = app.store.neighbour_forks(neighbour.state).await?;
    let today = brought_today(app, neighbour.state).await?;
    Ok(NeighbourRow {
        code: neighbour.state.to_string(),
        state: w.state(neighbour.state),
        service,
        since: moment(app, w, neighbour.added_at),
        heard: heard(app, w, neighbour),
        ours: ours(w, neighbour),
        is_behind: neighbour.taken < neighbour.said.number,
        theirs: w.number(neighbour.held.number),
        refused: w.number(app.store.refused_neighbour_papers(neighbour.state).await?),
        left: left(w, &today).map(|count| w.colon(w.t("neighbour-left"), count)),
        trouble: trouble(app, w, neighbour),
        is_forked: forks.iter().any(|fork| fork.settled.is_none()),
    })
}

/// What a proposal is called in a list.
pub(super) fn proposal_name(w: &Words, proposal: &NeighbourProposal) -> String {
    w.t1(&format!("neighbour-proposed-{}", proposal.what.code()), "state", w.state(proposal.neighbour))
}

/// What was sent and not taken, with why.
#[derive(Default)]
struct Given {
    /// Of a card: why it was not proposed.
    card: Option<String>,
    /// What was typed as its fingerprint.
    typed: String,
    /// An address that can't be one.
    address: Option<String>,
}

#[derive(Template)]
#[template(path = "neighbours/neighbours.html")]
struct NeighboursPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    state: String,
    service: String,
    /// The groups of this headquarters' fingerprint, as they are read aloud.
    fingerprint: Vec<String>,
    address: String,
    rows: Vec<NeighbourRow>,
    proposals: Vec<ProposalRow>,
    given: Given,
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn) -> Result<Response, Failure> {
    neighbours_page(&app, &signed, Given::default()).await
}

async fn neighbours_page(app: &App, signed: &SignedIn, given: Given) -> Result<Response, Failure> {
    let Ok(own) = Own::of(app) else { return Err(Failure::NotFound) };
    let w = signed.words(app);
    let (neighbours, names) = (app.store.neighbours().await?, Names::load(app).await?);
    let proposals = app.store.open_neighbour_proposals().await?;
    let waiting = proposals.iter().filter(|proposal| proposal.what != NeighbourProposed::Paper);
    let waiting = waiting.map(|proposal| {
        let name = proposal_name(w, proposal);
        ProposalRow::new((app, w, &names), (proposal.id, name), (&proposal.author, proposal.at))
    });
    let mut rows = Vec::with_capacity(neighbours.len());
    for neighbour in &neighbours {
        rows.push(row(app, w, neighbour).await?);
    }
    let is_wrong = given.card.is_some() || given.address.is_some();
    let address = match &given.address {
        Some(address) => address.clone(),
        None => app.store.read(&ADDRESS).await?,
    };
    Ok(answer(
        is_wrong,
        &NeighboursPage {
            state: w.state(own.party.state),
            service: own.party.name.clone(),
            fingerprint: own.party.fingerprint().to_string().split('-').map(str::to_owned).collect(),
            address,
            rows,
            proposals: waiting.collect(),
            shell: Shell::new(app, signed, "neighbours"),
            w,
            given,
        },
    ))
}

/// This headquarters' card, as a file for its neighbours.
async fn own_card(State(app): State<Arc<App>>, signed: SignedIn) -> Result<Response, Failure> {
    let w = signed.words(&app);
    let failed = |error| why(w, error).err().unwrap_or(Failure::Fault);
    let own = Own::of(&app).map_err(failed)?;
    let card = own.card(&app).await.map_err(failed)?;
    let name = format!("limen-card-{}.txt", own.party.state);
    Ok(Download::new(&name, "text/plain; charset=utf-8", card).into_response())
}

/// Proposes a neighbour's card, with the fingerprint that the other side read aloud.
async fn take_card(State(app): State<Arc<App>>, signed: SignedIn, parts: Multipart) -> Result<Response, Failure> {
    let upload = Upload::receive(&signed, parts, MOST_CARD).await?;
    let w = signed.words(&app);
    let typed = short(upload.field("fingerprint"), 60);
    let file = String::from_utf8_lossy(&upload.bytes);
    match proposals::card(&app, &signed.session.account.id, &file, &typed).await {
        Ok(id) => Ok(Redirect::to(&format!("/neighbours/proposal/{id}")).into_response()),
        Err(error) => {
            let given = Given { card: Some(why(w, error)?), typed, address: None };
            neighbours_page(&app, &signed, given).await
        }
    }
}

#[derive(Deserialize)]
struct AddressForm {
    #[serde(default)]
    address: String,
}

async fn set_address(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let AddressForm { address } = form::read(&signed, body).await?;
    let address = short(&address, MOST_ADDRESS);
    if !address.is_empty() && !is_address(&address) {
        let given = Given { address: Some(address), ..Given::default() };
        return neighbours_page(&app, &signed, given).await;
    }
    app.store.decide(Some(&signed.session.account.id), &ADDRESS, address).await?;
    Ok(Redirect::to("/neighbours").into_response())
}

/// What this side has for a neighbour, as a file for a stick.
async fn stick_for(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(state): Path<StateCode>,
) -> Result<Response, Failure> {
    let bytes = talk::onto_stick(&app, state).await;
    let bytes = bytes.map_err(|error| why(signed.words(&app), error).err().unwrap_or(Failure::Fault))?;
    let name = format!("{}-{state}-{}.limen", app.post.country, app.today());
    Ok(Download::new(&name, "application/octet-stream", bytes).into_response())
}

#[derive(Template)]
#[template(path = "neighbours/stick.html")]
struct StickPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    level: Level,
    headline: String,
    lines: Vec<String>,
    /// The neighbour for whom there is something to take back.
    answer_for: Option<String>,
}

/// Takes in a neighbour's stick, and says what came of it.
async fn take_stick(State(app): State<Arc<App>>, signed: SignedIn, parts: Multipart) -> Result<Response, Failure> {
    let upload = Upload::receive(&signed, parts, MOST_STICK).await?;
    let w = signed.words(&app);
    let (taken, refused) = match talk::take_stick(&app, &upload.bytes).await {
        Ok(taken) => (taken, None),
        Err(error) => (talk::Taken::default(), Some(why(w, error)?)),
    };
    let sender = taken.from.map_or_else(|| w.t("stick-unknown"), |state| w.state(state));
    let is_refused = refused.is_some() || !taken.refused.is_empty();
    let (level, headline) = match (is_refused, taken.from, taken.papers) {
        (true, ..) => (Level::Stop, w.t1("stick-refused", "sender", sender)),
        (false, None, _) => (Level::Stop, w.t("neighbour-stick-empty")),
        (false, Some(_), 0) => (Level::Check, w.t1("neighbour-stick-nothing-new", "state", sender)),
        (false, Some(_), _) => (Level::Clear, w.t1("neighbour-stick-taken", "state", sender)),
    };
    let mut lines: Vec<String> = refused.into_iter().collect();
    if taken.from.is_some() {
        lines.push(w.t1("neighbour-stick-papers", "count", taken.papers));
    }
    if taken.left_over > 0 {
        lines.push(w.t1("neighbour-stick-left", "count", taken.left_over));
    }
    if !taken.refused.is_empty() {
        lines.push(w.t1("neighbour-stick-messages-refused", "count", taken.refused.len()));
    }
    taken.refused.iter().for_each(|why| tracing::warn!("a neighbour's stick: {why}"));
    Ok(page(&StickPage {
        shell: Shell::new(&app, &signed, "neighbours"),
        w,
        level,
        headline,
        lines,
        answer_for: taken.from.map(|state| state.to_string()),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_name_and_perhaps_a_port() {
        for address in ["https://pfa.gov.gn", "https://pfa.gov.gn:8443", "https://10.0.0.1:9", "https://[::1]:8443"] {
            assert!(is_address(address), "{address}");
        }
        for address in
            ["http://pfa.gov.gn", "pfa.gov.gn", "https://", "https://a b", "https://a/b", "https://u@a", "https://a:0"]
        {
            assert!(!is_address(address), "{address}");
        }
    }
}
