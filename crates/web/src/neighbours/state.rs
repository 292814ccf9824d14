//! One neighbour: the agreements with it, the line of papers in both directions, and what proves who said what.

use crate::{
    access::{NODES, Nobody, Pages, at_headquarters},
    app::App,
    kit::{
        failure::Failure,
        form::{self, short},
        parts::Fact,
        session::SignedIn,
        shell::{Shell, answer, moment},
        upload::{self, Upload},
    },
    neighbours::{
        agreement_view::{state_words, title_of},
        fork::{ForkView, forks},
        overview::{heard, left, ours, trouble},
        why::why,
    },
    node::neighbours::{self, Own, agreements::is_by_last_day, brought_today, proposals, talk},
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Multipart, Path, State},
    response::{IntoResponse, Redirect, Response},
};
use limen_domain::StateCode;
use limen_exchange::neighbours::kept_root;
use limen_neighbour::{Card, MOST_AGREEMENT, MOST_BYTES_A_DAY, MOST_NOTICES_A_DAY, MOST_PAPERS_A_DAY, Party, Receipt};
use limen_store::{AgreementState, KeptAgreement, KeptPaper, Neighbour, NeighbourDay};
use serde::Deserialize;
use std::sync::Arc;

/// How many of the last papers of each side are shown.
const LAST_PAPERS: u64 = 50;
/// Bytes of the unit in which it is said how much was taken.
const KIB: u64 = 1 << 10;
/// How many letters of a name are shown.
const SHORT_NAME: usize = 16;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .get("/neighbours/{state}", at_headquarters(NODES, Nobody::House), show)
        .upload(
            "/neighbours/{state}/file",
            at_headquarters(NODES, Nobody::House),
            upload::limit(MOST_AGREEMENT),
            take_agreement,
        )
        .post("/neighbours/{state}/moved", at_headquarters(NODES, Nobody::House), moved)
}

/// An agreement in a row.
struct AgreementRow {
    name: String,
    title: String,
    version: String,
    state: String,
    since: String,
    /// Who ended it, and why; empty while nobody did.
    ended: String,
    is_in_force: bool,
}

fn agreement_row(app: &App, w: &Words, kept: &KeptAgreement) -> AgreementRow {
    AgreementRow {
        name: kept.name.clone(),
        title: title_of(kept),
        version: w.number(kept.version.into()),
        state: state_words(w, kept),
        since: moment(app, w, kept.since),
        ended: ended(app, w, kept).unwrap_or_default(),
        is_in_force: kept.state == AgreementState::InForce,
    }
}

/// Who ended an agreement, and why; `None` while nobody did. Its last day is no state's doing.
pub(super) fn ended(app: &App, w: &Words, kept: &KeptAgreement) -> Option<String> {
    let ended = kept.ended.as_ref()?;
    let (state, reason) = ended;
    Some(match is_by_last_day(app, ended) {
        true => w.t("neighbour-ended-by-day"),
        false => w.colon(w.state(*state), reason),
    })
}

/// A paper in a row.
struct PaperRow {
    number: String,
    kind: String,
    at: String,
    /// Whether the other side holds it, or why it was refused.
    outcome: String,
    is_refused: bool,
}

/// The last papers of one side, the latest first.
async fn papers(app: &App, w: &Words, neighbour: &Neighbour, is_ours: bool) -> Result<Vec<PaperRow>, Failure> {
    let last = if is_ours { neighbour.said.number } else { neighbour.held.number };
    let from = last.saturating_sub(LAST_PAPERS - 1).max(1);
    let mut papers = app.store.neighbour_papers(neighbour.state, is_ours, from, LAST_PAPERS as i64).await?;
    papers.reverse();
    let row = |paper: &KeptPaper| PaperRow {
        number: w.number(paper.head.number),
        kind: w.coded_elsewhere("neighbour-paper", &paper.kind),
        at: moment(app, w, paper.at),
        outcome: match (paper.refused.as_str(), is_ours) {
            ("", true) if paper.head.number > neighbour.taken => w.t("neighbour-paper-under-way"),
            ("", true) => w.t("neighbour-paper-taken"),
            ("", false) => w.t("neighbour-paper-held"),
            (refused, _) => w.colon(w.t("neighbour-paper-refused"), w.coded_elsewhere("neighbour-why", refused)),
        },
        is_refused: !paper.refused.is_empty(),
    };
    Ok(papers.iter().map(row).collect())
}

/// What was taken of a neighbour today of what a day takes, and what of theirs was refused or left.
fn taken(w: &Words, today: &NeighbourDay, refused: u64) -> Vec<Fact> {
    let of = |held: u64, all: u64| w.t2("board-of", ("held", w.number(held)), ("all", w.number(all)));
    let text = w.t3(
        "neighbour-taken-today-text",
        ("papers", of(today.taken.papers.into(), MOST_PAPERS_A_DAY.into())),
        ("bytes", of(today.taken.bytes.div_ceil(KIB), MOST_BYTES_A_DAY / KIB)),
        ("notices", of(today.taken.notices.into(), MOST_NOTICES_A_DAY.into())),
    );
    let fact = |label: &str, value: String| Fact::new(w.t(label), value);
    let mut facts = vec![fact("neighbour-refused", w.number(refused)), fact("neighbour-taken-today", text)];
    facts.extend(left(w, today).map(|count| fact("neighbour-left", count)));
    if today.questions_refused > 0 {
        facts.push(fact("neighbour-questions-refused", w.number(today.questions_refused.into())));
    }
    facts
}

/// What is kept that the other side signed, and what it proves.
fn proofs(app: &App, w: &Words, neighbour: &Neighbour, own: &Party, theirs: &Party) -> Vec<Fact> {
    let short = |name: &str| name.chars().take(SHORT_NAME).collect::<String>();
    let receipt = Receipt::read(&neighbour.receipt, own, theirs).ok().map(|receipt| {
        let (number, at) = (w.number(receipt.head.number), moment(app, w, receipt.at));
        let said = w.t3("neighbour-receipt-text", ("number", number), ("name", short(&receipt.head.name)), ("at", at));
        Fact::new(w.t("neighbour-receipt"), said)
    });
    let root = kept_root(&neighbour.witnessed, &theirs.key).map(|(journal, events)| {
        let said = w.t2("neighbour-root-text", ("count", w.number(events)), ("journal", journal));
        Fact::new(w.t("neighbour-root"), said)
    });
    receipt.into_iter().chain(root).collect()
}

/// What was sent and not taken, with why.
#[derive(Default)]
struct Given {
    /// Of an agreement's file.
    agreement: Option<String>,
    /// Of the address to which they moved: what was typed, and why.
    moved: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "neighbours/state.html")]
struct StatePage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    code: String,
    state: String,
    facts: Vec<Fact>,
    agreements: Vec<AgreementRow>,
    /// What they signed twice.
    forks: Vec<ForkView>,
    /// Where they are reached that have moved; empty where their card says it.
    moved: String,
    /// Why that is not taken.
    moved_wrong: Option<String>,
    /// Why an agreement's file was not proposed.
    problem: Option<String>,
    ours: Vec<PaperRow>,
    theirs: Vec<PaperRow>,
    proofs: Vec<Fact>,
}

async fn show(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(state): Path<StateCode>,
) -> Result<Response, Failure> {
    state_page(&app, &signed, state, Given::default()).await
}

async fn state_page(app: &App, signed: &SignedIn, state: StateCode, given: Given) -> Result<Response, Failure> {
    let Ok(own) = Own::of(app) else { return Err(Failure::NotFound) };
    let w = signed.words(app);
    let neighbour = app.store.neighbour(state).await?.ok_or(Failure::NotFound)?;
    // What was taken by two people can be read.
    let theirs = Card::read(&neighbour.card).map_err(|_| Failure::Fault)?;
    let fact = |label: &str, value: String| Fact::new(w.t(label), value);
    let address = talk::address(app, state, &theirs).await?;
    let address = if address.is_empty() { w.t("neighbour-no-address") } else { address };
    let mut facts = vec![
        fact("neighbour-service", theirs.party.name.clone()),
        fact("neighbour-fingerprint", theirs.party.fingerprint().to_string()),
        fact("neighbour-signs-as", theirs.party.signs_as()),
        fact("neighbour-address", address),
        fact("neighbour-since", moment(app, w, neighbour.added_at)),
        fact("neighbour-heard", heard(app, w, &neighbour)),
        fact("neighbour-ours-held", ours(w, &neighbour)),
        fact("neighbour-theirs-held", w.number(neighbour.held.number)),
    ];
    let refused = app.store.refused_neighbour_papers(state).await?;
    facts.extend(taken(w, &brought_today(app, state).await?, refused));
    facts.extend(trouble(app, w, &neighbour).map(|trouble| fact("neighbour-trouble", trouble)));
    let agreements = app.store.agreements(state).await?;
    let (moved, moved_wrong) = match given.moved {
        Some((typed, why)) => (typed, Some(why)),
        None => (app.store.read(&neighbours::MOVED).await?.remove(&state).unwrap_or_default(), None),
    };
    let problem = given.agreement;
    Ok(answer(
        problem.is_some() || moved_wrong.is_some(),
        &StatePage {
            code: state.to_string(),
            state: w.state(state),
            facts,
            agreements: agreements.iter().map(|kept| agreement_row(app, w, kept)).collect(),
            forks: forks(app, w, &own.party, &theirs.party).await?,
            moved,
            moved_wrong,
            problem,
            ours: papers(app, w, &neighbour, true).await?,
            theirs: papers(app, w, &neighbour, false).await?,
            proofs: proofs(app, w, &neighbour, &own.party, &theirs.party),
            shell: Shell::new(app, signed, "neighbours"),
            w,
        },
    ))
}

/// Proposes that this side signs the agreement in a file.
async fn take_agreement(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(state): Path<StateCode>,
    parts: Multipart,
) -> Result<Response, Failure> {
    let upload = Upload::receive(&signed, parts, MOST_AGREEMENT).await?;
    let file = String::from_utf8_lossy(&upload.bytes);
    match proposals::agreement(&app, &signed.session.account.id, &file).await {
        Ok(id) => Ok(Redirect::to(&format!("/neighbours/proposal/{id}")).into_response()),
        Err(error) => {
            let problem = why(signed.words(&app), error)?;
            state_page(&app, &signed, state, Given { agreement: Some(problem), ..Given::default() }).await
        }
    }
}

#[derive(Deserialize)]
struct MovedForm {
    #[serde(default)]
    address: String,
}

/// Says where the neighbour is reached that has moved; nothing: where its card says.
async fn moved(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(state): Path<StateCode>,
    body: Body,
) -> Result<Response, Failure> {
    let MovedForm { address } = form::read(&signed, body).await?;
    let address = short(&address, neighbours::MOST_ADDRESS + 1);
    match neighbours::moved(&app.store, Some(&signed.session.account.id), state, &address).await {
        Ok(()) => Ok(Redirect::to(&format!("/neighbours/{state}")).into_response()),
        Err(error) => {
            let problem = why(signed.words(&app), error)?;
            state_page(&app, &signed, state, Given { moved: Some((address, problem)), ..Given::default() }).await
        }
    }
}
