//! Parties: those who are here and those who are announced; one party with its vehicle, its goods and its members.

use crate::{
    access::{COUNTER, Look, Nobody, Pages, again, at_posts},
    app::App,
    counter::{
        desk::{self, Coming},
        set_aside::{self, AsideForm, AsideQuestion},
        view::not_open as not_open_words,
    },
    kit::{
        failure::Failure,
        form::{self, FormTrouble},
        session::SignedIn,
        shell::{Shell, answer, level, moment},
    },
    party::{
        bar::{progress, title},
        fields::{PartyForm, empty, plate_hits},
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
use limen_domain::{
    AlertId, CrossingId, Event, Judged, Judgement, ListName, Party, PartyId, PartyKind, may_be_set_aside,
};
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

/// Why an alert about a vehicle was judged as it was; the message `judgement-reason-…` says each.
const REASONS: [&str; 3] = ["plate", "vehicle", "document"];
/// Parties that ended are listed for so long.
const ENDED_SINCE: SignedDuration = SignedDuration::from_hours(12);
/// The most parties that are listed.
const MOST_SHOWN: i64 = 60;

struct Row {
    id: PartyId,
    title: String,
    kind: String,
    direction: String,
    is_entry: bool,
    at: String,
    state: &'static str,
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
        is_entry: row.party.direction == limen_domain::Direction::Entry,
        at: moment(app, w, row.at),
        state: row.state.code(),
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
            form: form.unwrap_or_else(|| PartyForm::of(&Party { kind: PartyKind::Vehicle, ..empty(app, signed) })),
            message,
            problems,
        },
    ))
}

/// A party begins at this counter.
async fn begin(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let typed: PartyForm = form::read(&signed, body).await?;
    let mut party = empty(&app, &signed);
    if let Err(message) = typed.fill(&mut party) {
        let message = signed.words(&app).t(message);
        return list_page(&app, &signed, Some(typed), Some(message), Vec::new()).await;
    }
    party.hits = plate_hits(&app, &party);
    let (id, has_hits) = (party.id, !party.hits.is_empty());
    app.store.append(Some(&signed.session.account.id), vec![Event::PartyArrived(Box::new(party))], None).await?;
    app.store.set_party(&signed.session.token, Some(id)).await?;
    let next = if has_hits { format!("/party/{id}") } else { "/counter".to_owned() };
    Ok(Redirect::to(&next).into_response())
}

async fn found(app: &App, id: PartyId) -> Result<PartyRow, Failure> {
    app.store.party(id).await?.filter(|row| row.party.post == app.post.id).ok_or(Failure::NotFound)
}

struct MemberView {
    id: CrossingId,
    time: String,
    name: String,
    age: String,
    decision: String,
    level: &'static str,
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
struct HitView {
    list: ListName,
    alert: AlertId,
    action: String,
    plate: String,
    outcome: Option<String>,
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
    state: &'static str,
    progress: String,
    is_mine: bool,
    form: PartyForm,
    hits: Vec<HitView>,
    waiting: Vec<WaitingView>,
    members: Vec<MemberView>,
    /// Why it is ended, where an alert may be about its vehicle.
    aside: Option<AsideQuestion>,
    message: Option<String>,
}

#[derive(Deserialize)]
struct Asked {
    message: Option<String>,
}

async fn show(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<PartyId>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let message = asked.message.filter(|code| code == "open").map(|_| signed.words(&app).t("finish-open-first"));
    party_page(&app, &signed, id, message, AsideForm::default()).await
}

async fn party_page(
    app: &App,
    signed: &SignedIn,
    id: PartyId,
    message: Option<String>,
    aside: AsideForm,
) -> Result<Response, Failure> {
    let found = found(app, id).await?;
    let (w, day) = (signed.words(app), app.today());
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
            about: crate::counter::traveller::about(w, traveller, day) + &document.unwrap_or_default(),
            doubts: traveller
                .doubts
                .iter()
                .map(|doubt| crate::counter::traveller::doubt_line(w, doubt.field, w.coded("doubt", doubt.kind.code())))
                .collect(),
        }
    });
    let shown = row(app, signed, &found);
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
            hits: found.hits.iter().map(|judged| hit(w, judged)).collect(),
            waiting: waiting.collect(),
            members: members.collect(),
            aside: AsideQuestion::of(w, &found.hits, aside),
            message,
            shell: Shell::new(app, signed, "party"),
            w,
        },
    ))
}

fn hit(w: &Words, judged: &Judged) -> HitView {
    let alert = &judged.hit.alert;
    let plate = alert.plates.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    HitView {
        list: alert.list.clone(),
        alert: alert.id.clone(),
        action: w.coded("action", alert.action.code()),
        plate,
        outcome: judged.judgement.as_ref().map(|made| {
            let reason = w.coded("judgement-reason", &made.reason);
            format!("{} ({reason}) · {}", w.coded("judgement", made.judgement.code()), made.officer)
        }),
    }
}

fn to_party(id: PartyId) -> Response {
    Redirect::to(&format!("/party/{id}")).into_response()
}

/// What is known of a party is put right: its name, its vehicle, its goods.
async fn change(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<PartyId>,
    body: Body,
) -> Result<Response, Failure> {
    let typed: PartyForm = form::read(&signed, body).await?;
    let row = found(&app, id).await?;
    if row.state == PartyState::Ended {
        return Ok(to_party(id));
    }
    let plate = |party: &Party| party.vehicle.as_ref().map(|vehicle| vehicle.plate.clone());
    let before = plate(&row.party);
    let mut party = row.party;
    if let Err(message) = typed.fill(&mut party) {
        let message = signed.words(&app).t(message);
        return party_page(&app, &signed, id, Some(message), AsideForm::default()).await;
    }
    if plate(&party) != before {
        party.hits = set_aside::go_on(&app, &row.hits, plate_hits(&app, &party)).await?;
    }
    let event = match row.state {
        PartyState::Announced => Event::PartyAnnounced(Box::new(party)),
        _ => Event::PartyChanged(Box::new(party)),
    };
    app.store.append(Some(&signed.session.account.id), vec![event], None).await?;
    Ok(to_party(id))
}

/// This counter works through the party from now on; one that was announced arrives.
async fn work(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<PartyId>,
    body: Body,
) -> Result<Response, Failure> {
    form::receive(&signed, body).await?;
    let row = found(&app, id).await?;
    match row.state {
        PartyState::Ended => return Ok(to_party(id)),
        PartyState::Announced => {
            let mut party = Party { at: app.now(), ..row.party.clone() };
            party.hits = plate_hits(&app, &party);
            let arrived = Event::PartyArrived(Box::new(party));
            app.store.append(Some(&signed.session.account.id), vec![arrived], None).await?;
        }
        PartyState::Here => {}
    }
    app.store.set_party(&signed.session.token, Some(id)).await?;
    if signed.session.direction != row.party.direction {
        app.store.set_direction(&signed.session.token, row.party.direction).await?;
    }
    Ok(Redirect::to("/counter").into_response())
}

#[derive(Deserialize)]
struct Next {
    member: u16,
}

/// The next announced member stands at the counter, as the carrier's list has them.
async fn next(
    State(app): State<Arc<App>>,
    mut signed: SignedIn,
    Path(id): Path<PartyId>,
    body: Body,
) -> Result<Response, Failure> {
    let Next { member } = form::read(&signed, body).await?;
    let row = found(&app, id).await?;
    let waiting = row.waiting().find(|(at, _)| *at == member).map(|(_, traveller)| traveller.clone());
    if let Some(traveller) = waiting
        && row.state == PartyState::Here
    {
        signed.session.direction = row.party.direction;
        let coming = Coming { party: Some(id), member: Some(member), ..Coming::new(&signed, traveller) };
        if desk::present(&app, &signed, coming).await? == Appended::NotAsExpected {
            return Ok(Redirect::to(&format!("/party/{id}?message=open")).into_response());
        }
    }
    Ok(Redirect::to("/counter").into_response())
}

#[derive(Deserialize)]
struct Judge {
    list: ListName,
    alert: AlertId,
    judgement: Judgement,
    reason: String,
}

/// An alert about the vehicle is judged, as one about a person is.
async fn judge(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<PartyId>,
    body: Body,
) -> Result<Response, Failure> {
    let judge: Judge = form::read(&signed, body).await?;
    let row = found(&app, id).await?;
    let is_found = |judged: &Judged| judged.hit.alert.list == judge.list && judged.hit.alert.id == judge.alert;
    if !row.hits.iter().any(is_found) || !REASONS.contains(&judge.reason.as_str()) {
        return Err(FormTrouble::Malformed.into());
    }
    let Judge { list, alert, judgement, reason } = judge;
    let event = Event::HitJudged { presentation: CrossingId(id.0), list, alert, judgement, reason };
    app.store.append(Some(&signed.session.account.id), vec![event], None).await?;
    Ok(to_party(id))
}

/// This counter works without the party from now on; others may go on with it.
async fn leave(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(_): Path<PartyId>,
    body: Body,
) -> Result<Response, Failure> {
    form::receive(&signed, body).await?;
    app.store.set_party(&signed.session.token, None).await?;
    Ok(Redirect::to("/counter").into_response())
}

/// Nobody else of the party is waited for. One whose vehicle an alert may be about ends for a reason that is said.
async fn end(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<PartyId>,
    body: Body,
) -> Result<Response, Failure> {
    let typed: AsideForm = form::read(&signed, body).await?;
    let row = found(&app, id).await?;
    if row.state != PartyState::Ended {
        let why = typed.reason();
        if let Err(not_open) = may_be_set_aside(&row.hits, why.as_ref()) {
            let message = not_open_words(signed.words(&app), not_open);
            return party_page(&app, &signed, id, Some(message), typed).await;
        }
        app.store.append(Some(&signed.session.account.id), vec![Event::PartyEnded { party: id, why }], None).await?;
    }
    if signed.session.party == Some(id) {
        app.store.set_party(&signed.session.token, None).await?;
    }
    Ok(Redirect::to("/counter").into_response())
}
