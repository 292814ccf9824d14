//! Parties: the list of parties that are here or announced; one party with its vehicle, its goods and its members.

use crate::{
    access::{COUNTER, Look, Nobody, Pages, again, at_posts},
    app::App,
    kit::{
        failure::Failure,
        form::{self, FormTrouble},
        names::Names,
        parts::{AnswerView, Choice, choices},
        session::SignedIn,
        shell::{Shell, answer, level, moment},
    },
    neighbours::by_agreement,
    node::{
        desk::{
            judge::{self, JudgeError, Judging},
            party::{self, Ending, PartyError},
        },
        level::Level,
    },
    party::{
        bar::{progress, title},
        fields::{PartyForm, message},
    },
    traveller::{
        about::{about, doubt_line},
        not_open::not_open as not_open_words,
        set_aside::{AsideForm, AsideQuestion},
    },
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use jiff::SignedDuration;
use limen_domain::{AlertId, CrossingId, Direction, Driver, Judged, ListName, PartyId, VehicleReason};
use limen_store::{Appended, PartyRow, PartyState};
use serde::Deserialize;
use std::{collections::HashMap, sync::Arc};

pub(crate) fn pages() -> Pages {
    Pages::new()
        .get("/party", at_posts(COUNTER, Look::Parties), list)
        .at_hand()
        .post("/party", at_posts(COUNTER, again(Look::Parties)), begin)
        .get("/party/{id}", at_posts(COUNTER, Look::Party), show)
        .post("/party/{id}", at_posts(COUNTER, again(Look::Party)), change)
        .post("/party/{id}/work", at_posts(COUNTER, Nobody::Moves), work)
        .post("/party/{id}/next", at_posts(COUNTER, Nobody::Moves), next)
        .post("/party/{id}/judge", at_posts(COUNTER, Nobody::Moves), judge)
        .post("/party/{id}/leave", at_posts(COUNTER, Nobody::Moves), leave)
        .post("/party/{id}/end", at_posts(COUNTER, again(Look::Party)), end)
}

/// How long parties that ended are listed.
const ENDED_SINCE: SignedDuration = SignedDuration::from_hours(12);
/// Maximum number of parties that are listed.
const MOST_SHOWN: i64 = 60;

struct Row {
    id: PartyId,
    title: String,
    kind: String,
    direction: String,
    is_entry: bool,
    at: String,
    state: PartyState,
    progress: String,
    is_mine: bool,
}

fn row(app: &App, signed: &SignedIn, row: &PartyRow) -> Row {
    let w = signed.words(app);
    Row {
        id: row.party.id,
        title: title(&row.party),
        kind: w.coded("party-kind", row.party.kind.code()),
        direction: w.coded("direction", row.party.direction.code()),
        is_entry: row.party.direction == Direction::Entry,
        at: moment(app, w, row.at),
        state: row.state,
        progress: progress(w, row),
        is_mine: signed.session.party == Some(row.party.id),
    }
}

#[derive(Template)]
#[template(path = "party/parties.html")]
struct ListPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    rows: Vec<Row>,
    form: PartyForm,
    message: Option<String>,
    /// What is wrong with a carrier's list that was just sent.
    problems: Vec<String>,
}

async fn list(State(app): State<Arc<App>>, signed: SignedIn) -> Result<Response, Failure> {
    list_page(&app, &signed, None, None, Vec::new()).await
}

/// The list of parties, with what could not be taken.
pub(crate) async fn list_page(
    app: &App,
    signed: &SignedIn,
    form: Option<PartyForm>,
    message: Option<String>,
    problems: Vec<String>,
) -> Result<Response, Failure> {
    let parties = app.store.parties(&app.post.id, app.now() - ENDED_SINCE, MOST_SHOWN).await?;
    let is_wrong = message.is_some();
    Ok(answer(
        is_wrong,
        &ListPage {
            shell: Shell::new(app, signed, "party"),
            w: signed.words(app),
            rows: parties.iter().map(|party| row(app, signed, party)).collect(),
            form: form.unwrap_or_else(PartyForm::of_vehicle),
            message,
            problems,
        },
    ))
}

impl From<PartyError> for Failure {
    fn from(error: PartyError) -> Self {
        match error {
            PartyError::NotFound => Self::NotFound,
            PartyError::Store(error) => error.into(),
            // What can be typed anew is said on the page that asked for it.
            PartyError::Fault(_) | PartyError::NotOpen(_) => FormTrouble::Malformed.into(),
        }
    }
}

/// A party begins at this counter.
async fn begin(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let typed: PartyForm = form::read(&signed, body).await?;
    match party::begin(&app, signed.counter(), typed.draft()).await {
        Ok(begun) if begun.has_hits => Ok(to_party(begun.id)),
        Ok(_) => Ok(to_counter()),
        Err(PartyError::Fault(fault)) => {
            let message = message(signed.words(&app), fault);
            list_page(&app, &signed, Some(typed), Some(message), Vec::new()).await
        }
        Err(error) => Err(error.into()),
    }
}

struct MemberView {
    id: CrossingId,
    time: String,
    name: String,
    age: String,
    decision: String,
    level: Level,
    /// Driver, or the adult whom a minor is with.
    notes: Vec<String>,
}

struct WaitingView {
    member: u16,
    name: String,
    about: String,
    doubts: Vec<String>,
}

/// An alert about the vehicle.
struct VehicleHitView {
    list: ListName,
    alert: AlertId,
    /// That it is a neighbour's notice, by agreement; `None` where it is our own alert.
    theirs: Option<String>,
    action: String,
    plate: String,
    outcome: Option<String>,
    /// What may be answered: that it is another, that it is the same.
    answers: [AnswerView; 2],
    /// Whether keys answer it, and the page begins at it: the first that is still to be judged.
    is_next: bool,
}

#[derive(Template)]
#[template(path = "party/party.html")]
struct PartyPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    id: PartyId,
    title: String,
    kind: String,
    direction: String,
    at: String,
    state: PartyState,
    progress: String,
    is_mine: bool,
    form: PartyForm,
    hits: Vec<VehicleHitView>,
    /// Whether one of them is still to be judged.
    has_open_hit: bool,
    /// By what a hit may be judged.
    reasons: Vec<Choice>,
    waiting: Vec<WaitingView>,
    members: Vec<MemberView>,
    /// Why it is ended, where an alert may be about its vehicle.
    aside: Option<AsideQuestion>,
    /// Who may have driven, and that nobody of it did; empty where that is not asked when it ends.
    drivers: Vec<Choice>,
    message: Option<String>,
}

/// What is said when a party ends, as it was typed.
#[derive(Debug, Default)]
struct EndForm {
    aside: AsideForm,
    driver: String,
}

/// Who drove, as typed.
#[derive(Deserialize)]
struct DriverField {
    #[serde(default)]
    driver: String,
}

#[derive(Deserialize)]
struct PartyQuery {
    message: Option<String>,
}

async fn show(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<PartyId>,
    Query(asked): Query<PartyQuery>,
) -> Result<Response, Failure> {
    let message = asked.message.filter(|code| code == "open").map(|_| signed.words(&app).t("finish-open-first"));
    party_page(&app, &signed, id, message, EndForm::default()).await
}

async fn party_page(
    app: &App,
    signed: &SignedIn,
    id: PartyId,
    message: Option<String>,
    ending: EndForm,
) -> Result<Response, Failure> {
    let found = party::found(app, id).await?;
    let (w, day, officers) = (signed.words(app), app.today(), Names::load(app).await?);
    let mut names: HashMap<CrossingId, String> =
        found.decided.iter().map(|member| (member.id, member.name.to_string())).collect();
    // An adult who passed with no party, or before this one, is named too.
    for adult in found.decided.iter().filter_map(|member| member.adult) {
        if !names.contains_key(&adult)
            && let Some(record) = app.store.record(adult).await?
        {
            names.insert(adult, record.crossing.traveller.name.to_string());
        }
    }
    let members = found.decided.iter().map(|member| {
        let mut notes = Vec::new();
        if member.drives {
            notes.push(w.t("party-driver"));
        }
        if let Some(adult) = member.adult {
            notes.push(w.t1("party-with", "name", names.get(&adult).cloned().unwrap_or_default()));
        }
        MemberView {
            id: member.id,
            time: w.time(member.at.to_zoned_datetime(app.zone.clone()).time()),
            name: member.name.to_string(),
            age: member.age.map(|age| age.to_string()).unwrap_or_default(),
            decision: w.coded("decision", member.decision.code()),
            level: level(member.decision),
            notes,
        }
    });
    let waiting = found.waiting().map(|(member, traveller)| {
        let document = traveller.document.as_ref().map(|document| format!(" · {}", document.number));
        WaitingView {
            member,
            name: traveller.name.to_string(),
            about: about(w, traveller, day) + &document.unwrap_or_default(),
            doubts: traveller
                .doubts
                .iter()
                .map(|doubt| doubt_line(w, doubt.field, w.coded("doubt", doubt.kind.code())))
                .collect(),
        }
    });
    let shown = row(app, signed, &found);
    let next = found.hits.iter().position(|judged| judged.judgement.is_none());
    let hits = found.hits.iter().enumerate();
    let is_wrong = message.is_some();
    Ok(answer(
        is_wrong,
        &PartyPage {
            id,
            title: shown.title,
            kind: shown.kind,
            direction: shown.direction,
            at: shown.at,
            state: shown.state,
            progress: shown.progress,
            is_mine: shown.is_mine,
            form: PartyForm::of(&found.party),
            hits: hits.map(|(at, judged)| hit(w, &officers, judged, next == Some(at))).collect(),
            has_open_hit: next.is_some(),
            reasons: choices(w, "judgement-reason", VehicleReason::ALL, VehicleReason::code, ""),
            waiting: waiting.collect(),
            members: members.collect(),
            aside: AsideQuestion::of(w, &found.hits, ending.aside),
            drivers: drivers(w, &found, &ending.driver),
            message,
            shell: Shell::new(app, signed, "party"),
            w,
        },
    ))
}

/// Who may have driven the vehicle, the last that nobody of the party did. Nobody where that is not asked.
fn drivers(w: &Words, found: &PartyRow, chosen: &str) -> Vec<Choice> {
    if !party::must_name_driver(found) {
        return Vec::new();
    }
    let members = found.may_drive().map(|member| (Driver::Member(member.id), member.name.to_string()));
    let choice = |(driver, words): (Driver, String)| {
        let code = driver.to_string();
        let is_chosen = code == chosen;
        Choice::new(code, words, is_chosen)
    };
    members.chain([(Driver::Nobody, w.t("party-driver-nobody"))]).map(choice).collect()
}

fn hit(w: &Words, officers: &Names, judged: &Judged, is_next: bool) -> VehicleHitView {
    let alert = &judged.hit.alert;
    let plate = alert.plates.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    VehicleHitView {
        list: alert.list.clone(),
        alert: alert.id.clone(),
        theirs: by_agreement(w, &alert.list),
        action: w.coded("action", alert.action.code()),
        plate,
        answers: AnswerView::both(w, "party-hit"),
        is_next,
        outcome: judged.judgement.as_ref().map(|made| {
            let reason = w.coded_elsewhere("judgement-reason", &made.reason);
            format!("{} ({reason}) · {}", w.coded("judgement", made.judgement.code()), officers.of(&made.officer))
        }),
    }
}

fn to_party(id: PartyId) -> Response {
    Redirect::to(&format!("/party/{id}")).into_response()
}

fn to_counter() -> Response {
    Redirect::to("/counter").into_response()
}

/// What is known of a party is put right: its name, its vehicle, its goods.
async fn change(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<PartyId>,
    body: Body,
) -> Result<Response, Failure> {
    let typed: PartyForm = form::read(&signed, body).await?;
    match party::change(&app, &signed.session.account.id, id, typed.draft()).await {
        Ok(()) => Ok(to_party(id)),
        Err(PartyError::Fault(fault)) => {
            let message = message(signed.words(&app), fault);
            party_page(&app, &signed, id, Some(message), EndForm::default()).await
        }
        Err(error) => Err(error.into()),
    }
}

/// This counter works through the party from now on; one that was announced arrives.
async fn work(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<PartyId>,
    body: Body,
) -> Result<Response, Failure> {
    form::receive(&signed, body).await?;
    let works = party::work(&app, signed.counter(), id).await?;
    Ok(if works { to_counter() } else { to_party(id) })
}

#[derive(Deserialize)]
struct Next {
    member: u16,
}

/// The next announced member stands at the counter, as the carrier's list has them.
async fn next(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<PartyId>,
    body: Body,
) -> Result<Response, Failure> {
    let Next { member } = form::read(&signed, body).await?;
    match party::next(&app, signed.counter(), id, member).await? {
        Some(Appended::NotAsExpected) => Ok(Redirect::to(&format!("/party/{id}?message=open")).into_response()),
        Some(Appended::OnDisk) | None => Ok(to_counter()),
    }
}

/// An alert about the vehicle is judged, as one about a person is.
async fn judge(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<PartyId>,
    body: Body,
) -> Result<Response, Failure> {
    let judging: Judging<VehicleReason> = form::read(&signed, body).await?;
    match judge::judge_vehicle(&app, &signed.session.account.id, id, judging).await {
        // Where the party changed meanwhile, its page shows it as it is.
        Ok(_) => Ok(to_party(id)),
        Err(JudgeError::NoParty) => Err(Failure::NotFound),
        Err(JudgeError::NotFound | JudgeError::OfAnother) => Err(FormTrouble::Malformed.into()),
        Err(JudgeError::Store(error)) => Err(error.into()),
    }
}

/// This counter works without the party from now on; others may go on with it.
async fn leave(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(_): Path<PartyId>,
    body: Body,
) -> Result<Response, Failure> {
    form::receive(&signed, body).await?;
    party::leave(&app, signed.counter()).await?;
    Ok(to_counter())
}

/// Nobody else of the party is waited for. One whose vehicle an alert may be about ends for a reason that is said, and one
/// that crossed in a vehicle once it is said who drove.
async fn end(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<PartyId>,
    body: Body,
) -> Result<Response, Failure> {
    let received = form::receive(&signed, body).await?;
    let (aside, DriverField { driver }): (AsideForm, _) = (received.fields()?, received.fields()?);
    let ending = Ending { why: aside.reason(), driver: driver.parse().ok() };
    match party::end(&app, signed.counter(), id, ending).await {
        Ok(()) => Ok(to_counter()),
        Err(PartyError::NotOpen(not_open)) => {
            let message = not_open_words(signed.words(&app), not_open);
            party_page(&app, &signed, id, Some(message), EndForm { aside, driver }).await
        }
        Err(error) => Err(error.into()),
    }
}
