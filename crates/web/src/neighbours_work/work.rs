//! Joint work: who is to be reached on both sides, and what both did together, with the two signatures under it.

use crate::{
    access::{JOINT, JOINT_WRITTEN, Nobody, Pages, anywhere, at_headquarters},
    app::App,
    kit::{
        bar::When,
        failure::Failure,
        form,
        parts::{Choice, Fact},
        session::SignedIn,
        shell::{Shell, answer, moment},
    },
    neighbours_work::why::why,
    node::neighbours::work::{self, SeenRecord, Signed},
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use limen_domain::{Permission, StateCode};
use limen_neighbour::{Contact, Kind};
use serde::Deserialize;
use std::{collections::BTreeSet, sync::Arc};

pub(crate) fn pages() -> Pages {
    Pages::new()
        .get("/joint", anywhere(JOINT, Nobody::Moves), begin)
        .a_step_away_if(When::InNetwork)
        .get("/neighbours/work", anywhere(JOINT, Nobody::Staff), show)
        .post("/neighbours/work/countersign", at_headquarters(JOINT_WRITTEN, Nobody::Staff), countersign)
}

/// The bar leads here.
async fn begin() -> Redirect {
    Redirect::to("/neighbours/work")
}

/// The people of one side who are to be reached.
struct SideView {
    title: String,
    contacts: Vec<Contact>,
}

/// A neighbour, with what may be written to it.
struct NeighbourView {
    code: String,
    name: String,
    /// Whether it may be told who is to be reached, and whether a record may be written.
    takes_contacts: bool,
    takes_records: bool,
}

struct RecordView {
    /// Which record; its paper.
    id: String,
    paper: String,
    neighbour: String,
    /// What it is, in a line.
    title: String,
    facts: Vec<Fact>,
    found: String,
    state: String,
    /// Whether both have signed it.
    is_signed: bool,
    /// Whether this person may sign it, or write it anew.
    may_sign: bool,
    may_correct: bool,
}

#[derive(Template)]
#[template(path = "neighbours_work/work.html")]
struct WorkPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    neighbours: Vec<NeighbourView>,
    sides: Vec<SideView>,
    records: Vec<RecordView>,
    /// Whether this person writes, and whether this is headquarters.
    writes: bool,
    at_headquarters: bool,
    reads_plan: bool,
    asks_documents: bool,
    problem: Option<String>,
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn) -> Result<Response, Failure> {
    work_page(&app, &signed, None).await
}

async fn work_page(app: &App, signed: &SignedIn, problem: Option<String>) -> Result<Response, Failure> {
    let (w, role) = (signed.words(app), signed.session.account.role);
    let (writes, at_headquarters) = (writes(signed), app.is_headquarters());
    let mut sides = Vec::new();
    for (state, is_ours, contacts) in work::contacts(app, role).await? {
        let title = if is_ours { "joint-contacts-ours" } else { "joint-contacts-theirs" };
        sides.push(SideView { title: w.t1(title, "state", w.state(state)), contacts });
    }
    let records = work::records(app, role).await?;
    let view = |seen: &SeenRecord| record_view(app, w, seen, (writes, at_headquarters));
    Ok(answer(
        problem.is_some(),
        &WorkPage {
            neighbours: neighbours(app, w).await?,
            sides,
            records: records.iter().map(view).collect(),
            writes,
            at_headquarters,
            reads_plan: role.may(Permission::Correct) || role.may(Permission::ManageNetwork),
            asks_documents: role.may(Permission::SettleReferrals),
            problem,
            shell: Shell::new(app, signed, "joint"),
            w,
        },
    ))
}

/// Whether someone writes joint records.
fn writes(signed: &SignedIn) -> bool {
    let role = signed.session.account.role;
    JOINT_WRITTEN.iter().any(|permission| role.may(*permission))
}

async fn neighbours(app: &App, w: &Words) -> Result<Vec<NeighbourView>, Failure> {
    let (contacts, records) = (states(app, Kind::Directory).await?, states(app, Kind::Joint).await?);
    let view = |state: &StateCode| NeighbourView {
        code: state.to_string(),
        name: w.state(*state),
        takes_contacts: contacts.contains(state),
        takes_records: records.contains(state),
    };
    Ok(contacts.union(&records).map(view).collect())
}

fn record_view(app: &App, w: &Words, seen: &SeenRecord, (writes, at_headquarters): (bool, bool)) -> RecordView {
    let record = &seen.record;
    let numbers = [seen.numbers.0, seen.numbers.1];
    let numbers: Vec<String> = numbers.into_iter().flatten().map(|number| number.to_string()).collect();
    let mut state = w.coded("joint-signed", seen.signed.code());
    if !numbers.is_empty() {
        state = format!("{state} ({})", w.t1("joint-papers", "numbers", numbers.join(", ")));
    }
    let span = format!("{} → {}", moment(app, w, record.from), moment(app, w, record.to));
    RecordView {
        id: record.id.to_string(),
        paper: seen.paper.clone(),
        neighbour: seen.neighbour.to_string(),
        title: format!(
            "{} · {} · {}",
            w.coded("joint-kind", record.kind.code()),
            record.place,
            w.state(seen.neighbour)
        ),
        facts: vec![
            Fact::new(w.t("joint-when"), span),
            Fact::new(w.t("joint-pair"), record.pair.clone()),
            Fact::new(w.t("joint-who"), record.who.join(", ")),
            Fact::new(w.t("joint-written-by"), w.t(if seen.is_ours { "joint-ours" } else { "joint-theirs" })),
        ],
        found: record.found.clone(),
        state,
        is_signed: seen.signed == Signed::ByBoth,
        may_sign: at_headquarters && writes && seen.signed == Signed::WaitsForUs,
        may_correct: writes && seen.is_ours && seen.signed != Signed::Drafted && at_headquarters,
    }
}

/// The neighbours to whom papers of a kind may be said.
async fn states(app: &App, kind: Kind) -> Result<BTreeSet<StateCode>, Failure> {
    Ok(work::agreements(app, kind).await?.into_iter().map(|(state, _)| state).collect())
}

/// The same as options.
pub(super) async fn neighbour_choices(app: &App, w: &Words, kind: Kind, chosen: &str) -> Result<Vec<Choice>, Failure> {
    Ok(states(app, kind)
        .await?
        .into_iter()
        .map(|state| Choice::new(state.as_str(), w.state(state), state.as_str() == chosen))
        .collect())
}

#[derive(Deserialize)]
struct CountersignForm {
    paper: String,
}

async fn countersign(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let CountersignForm { paper } = form::read(&signed, body).await?;
    let account = &signed.session.account;
    match work::countersign(&app, (&account.id, account.role), &paper).await {
        Ok(()) => Ok(Redirect::to("/neighbours/work").into_response()),
        Err(error) => {
            let problem = why(signed.words(&app), error)?;
            work_page(&app, &signed, Some(problem)).await
        }
    }
}
