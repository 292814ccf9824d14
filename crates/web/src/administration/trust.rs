//! Certificates of states, by which chips are believed: what holds, a file that is proposed, and a second person's word on
//! what it would change.

use crate::{
    access::{LISTS, Nobody, Pages, anywhere},
    app::App,
    kit::{
        failure::Failure,
        form,
        names::Names,
        second_person::{GivenWord, ProposalRow, SecondPersonForm},
        session::SignedIn,
        shell::{Shell, answer, closed_words, moment, page},
        upload::{self, Upload},
    },
    node::trust::{self, Described, Found, FoundRefused, MOST_BYTES, ProposeError, RefusedKind},
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Multipart, Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use jiff::Timestamp;
use limen_domain::StateKind;
use limen_store::TrustKind;
use std::sync::Arc;
use uuid::Uuid;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .get("/trust", anywhere(LISTS, Nobody::House), show)
        .at_hand()
        .upload("/trust/upload", anywhere(LISTS, Nobody::House), upload::limit(MOST_BYTES), upload)
        .get("/trust/proposal/{id}", anywhere(LISTS, Nobody::House), proposal)
        .post("/trust/proposal/{id}", anywhere(LISTS, Nobody::House), decide)
}

/// A certificate, or a list of revoked ones.
struct ThingRow {
    state: String,
    kind: String,
    name: String,
    until: String,
    /// It is past its last day, or a newer list was due.
    is_past: bool,
    /// How it came.
    came: String,
    /// The SHA-256 of its bytes, in groups that people compare.
    fingerprint: String,
}

#[derive(Template)]
#[template(path = "administration/trust.html")]
struct TrustPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    things: Vec<ThingRow>,
    /// How many there are, of how many states.
    counted: String,
    proposals: Vec<ProposalRow>,
    /// Why a file that was just sent was not proposed.
    problems: Vec<String>,
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn) -> Result<Response, Failure> {
    Ok(page(&trust_page(&app, &signed, Vec::new()).await?))
}

async fn trust_page<'a>(app: &'a App, signed: &'a SignedIn, problems: Vec<String>) -> Result<TrustPage<'a>, Failure> {
    let w = signed.words(app);
    let held = Described::all(app.in_force.trust().items());
    let mut states: Vec<&str> = held.iter().map(|thing| thing.country.as_str()).collect();
    states.dedup();
    let (proposals, names) = (app.store.open_trust_proposals().await?, Names::load(app).await?);
    Ok(TrustPage {
        counted: w.t2("trust-counted", ("count", held.len()), ("states", states.len())),
        things: rows(app, w, &held),
        proposals: proposals
            .iter()
            .map(|proposal| {
                let (name, by) = (proposal.name.clone(), (&proposal.author, proposal.at));
                let mut row = ProposalRow::new((app, w, &names), (proposal.id, name), by);
                if let Some((added, removed)) = proposal.counts {
                    let changes = w.t2("trust-changes", ("added", added), ("removed", removed));
                    row.by = format!("{} · {changes}", row.by);
                }
                row
            })
            .collect(),
        problems,
        shell: Shell::new(app, signed, "trust"),
        w,
    })
}

fn rows(app: &App, w: &Words, things: &[Described]) -> Vec<ThingRow> {
    let now = app.now();
    let day = |at: Timestamp| w.date(app.day_of(at));
    let row = |thing: &Described| {
        let by_hand = thing.by_hand.then(|| w.t("trust-by-hand"));
        let listed = thing.lists.iter().map(|country| w.t1("trust-by-list", "country", state(w, country)));
        let (kind, until) = match thing.kind {
            TrustKind::Certificate => ("trust-certificate", "trust-until"),
            TrustKind::RevocationList => ("trust-revoked", "trust-due"),
            TrustKind::SealSigner => ("trust-seal-signer", "trust-until"),
            TrustKind::DeviationList => ("trust-deviations", "trust-until"),
        };
        ThingRow {
            state: state(w, &thing.country),
            kind: w.t(kind),
            name: thing.name.clone(),
            until: thing.until.map(|at| w.t1(until, "day", day(at))).unwrap_or_default(),
            is_past: thing.until.is_some_and(|at| at < now),
            came: by_hand.into_iter().chain(listed).collect::<Vec<_>>().join(" · "),
            fingerprint: grouped(&thing.id),
        }
    };
    things.iter().map(row).collect()
}

/// A state's name by the two letters that certificates have; others stay as they are.
fn state(w: &Words, letters: &str) -> String {
    let is_its = |code: limen_domain::StateCode| matches!(code.kind(), StateKind::State(own) if own == letters);
    match w.states().iter().find(|(code, _)| is_its(*code)) {
        Some((_, name)) => format!("{name} ({letters})"),
        None => letters.to_owned(),
    }
}

/// A SHA-256 in groups of eight digits.
fn grouped(id: &str) -> String {
    let groups: Vec<String> =
        id.as_bytes().chunks(8).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
    groups.join(" ")
}

/// What is refused of a file, and why, in the reader's language.
fn refused_words(app: &App, w: &Words, FoundRefused { kind, name, why, in_force }: &FoundRefused) -> String {
    let what = match kind {
        RefusedKind::Certificate => w.t1("trust-refused-certificate", "name", name.as_str()),
        RefusedKind::MasterList => w.t1("trust-refused-list", "name", name.as_str()),
        RefusedKind::RevocationList => w.t1("trust-refused-revoked", "name", name.as_str()),
        RefusedKind::SealSigner => w.t1("trust-refused-seal-signer", "name", name.as_str()),
        RefusedKind::DeviationList => w.t1("trust-refused-deviations", "name", name.as_str()),
    };
    let why = match in_force {
        Some(in_force) => w.t1("trust-why-older", "day", w.date(app.day_of(*in_force))),
        None => w.coded_elsewhere("trust-why", why),
    };
    format!("{what} {why}")
}

/// Reads a file and proposes it; one that changes nothing is not proposed, and it is said why.
async fn upload(State(app): State<Arc<App>>, signed: SignedIn, parts: Multipart) -> Result<Response, Failure> {
    let upload = Upload::receive(&signed, parts, MOST_BYTES).await?;
    let w = signed.words(&app);
    let by = &signed.session.account.id;
    let problems = match trust::propose(&app.store, app.in_force.trust(), by, &upload.name, &upload.bytes).await {
        Ok((id, _)) => return Ok(Redirect::to(&format!("/trust/proposal/{id}")).into_response()),
        Err(ProposeError::Unreadable(_)) => vec![w.t("trust-unreadable")],
        Err(ProposeError::Nothing(change)) => nothing_words(&app, w, &Found::from(&*change)),
        Err(ProposeError::Store(error)) => return Err(error.into()),
    };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&trust_page(&app, &signed, problems).await?)).into_response())
}

/// Why a file changes nothing.
fn nothing_words(app: &App, w: &Words, found: &Found) -> Vec<String> {
    let refused = found.refused.iter().map(|refused| refused_words(app, w, refused));
    refused.chain(counted_words(w, found)).collect()
}

/// How many things of a file are known, left out or not readable.
fn counted_words(w: &Words, found: &Found) -> Vec<String> {
    let counted =
        [(found.known, "trust-known"), (found.signers, "trust-signers"), (found.unreadable, "trust-not-readable")];
    counted.into_iter().filter(|(count, _)| *count > 0).map(|(count, key)| w.t1(key, "count", count)).collect()
}

#[derive(Template)]
#[template(path = "administration/trust_proposal.html")]
struct ProposalPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    id: Uuid,
    name: String,
    by: String,
    /// Whether it is known what it changes, or changed: not of one that was closed before that was kept.
    is_known: bool,
    added: Vec<ThingRow>,
    removed: Vec<ThingRow>,
    refused: Vec<String>,
    /// How many are known, left out, not readable.
    others: Vec<String>,
    closed: Option<String>,
    is_own: bool,
    given: GivenWord,
}

async fn proposal(State(app): State<Arc<App>>, signed: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    proposal_page(&app, &signed, id, GivenWord::default()).await
}

async fn proposal_page(app: &App, signed: &SignedIn, id: Uuid, given: GivenWord) -> Result<Response, Failure> {
    let proposal = app.store.trust_proposal(id).await?.ok_or(Failure::NotFound)?;
    let names = Names::load(app).await?;
    let w = signed.words(app);
    let found = trust::found(app, &proposal).await?;
    let (is_known, found) = (found.is_some(), found.unwrap_or_default());
    let shown = ProposalPage {
        id,
        by: w.t2("proposal-by", ("author", names.of(&proposal.author)), ("at", moment(app, w, proposal.at))),
        name: proposal.name,
        is_known,
        added: rows(app, w, &found.added),
        removed: rows(app, w, &found.removed),
        refused: found.refused.iter().map(|refused| refused_words(app, w, refused)).collect(),
        others: counted_words(w, &found),
        closed: proposal.closed.as_ref().map(|closed| closed_words(app, w, &names, closed)),
        is_own: proposal.author == signed.session.account.id,
        shell: Shell::new(app, signed, "trust"),
        w,
        given,
    };
    Ok(answer(shown.given.wrong.is_some(), &shown))
}

async fn decide(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<Uuid>,
    body: Body,
) -> Result<Response, Failure> {
    let given: SecondPersonForm = form::read(&signed, body).await?;
    match trust::decide(&app, &signed.session, id, given.word()).await {
        Ok(()) => Ok(Redirect::to("/trust").into_response()),
        Err(error) => {
            let again = given.again(&app, signed.words(&app), error)?;
            proposal_page(&app, &signed, id, again).await
        }
    }
}
