//! The counter: a document is read, the traveller screened, hits judged, the decision recorded.
//!
//! Who waits at a counter stands in the journal from the moment they are presented; a power cut or another page changes
//! nothing about it.

use crate::{
    access::{COUNTER, Nobody, Pages, REFERRALS, at_posts},
    app::App,
    counter::{
        draft::{Chosen, Draft},
        hit::JUDGEMENT_REASONS,
        set_aside::{self, AsideForm},
        view::{self, CounterPage, Panel, Pending, Refused},
    },
    kit::{
        failure::Failure,
        form::{self, FormTrouble},
        session::SignedIn,
        shell::page,
    },
    node::desk::known::Known,
    second_line::protection,
};
use axum::{
    body::Body,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use limen_document::mrz::{self, Unreadable};
use limen_domain::{
    AlertId, Crossing, CrossingId, Decision, DecisionKind, Doubt, DoubtKind, Event, Field, GroundCode, Judged,
    Judgement, ListName, Need, PartyId, Permission, Presentation, ReferralReason, SetAside, Traveller,
    counter::NotOpen, may_be_set_aside,
};
use limen_screening::Subject;
use limen_store::{Appended, Expect, PartyState};
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .get("/counter", at_posts(COUNTER, Nobody::AtCounter), show)
        .at_hand()
        .get("/counter/scan", at_posts(COUNTER, Nobody::AtCounter), || async { Redirect::to("/counter") })
        .post("/counter/scan", at_posts(COUNTER, Nobody::AtCounter), scan)
        .post("/counter/amend", at_posts(COUNTER, Nobody::AtCounter), amend)
        .post("/counter/judge", at_posts(COUNTER, Nobody::AtCounter), judge)
        .get("/counter/decide", at_posts(COUNTER, Nobody::AtCounter), || async { Redirect::to("/counter") })
        .post("/counter/decide", at_posts(COUNTER, Nobody::AtCounter), decide)
        .get("/counter/panel", at_posts(COUNTER, Nobody::AtCounter), || async { Redirect::to("/counter") })
        .post("/counter/panel", at_posts(COUNTER, Nobody::AtCounter), panel)
        .get("/counter/withdraw", at_posts(COUNTER, Nobody::AtCounter), || async { Redirect::to("/counter") })
        .post("/counter/withdraw", at_posts(COUNTER, Nobody::AtCounter), withdraw)
        .post("/counter/direction", at_posts(COUNTER, Nobody::AtCounter), turn)
        .post("/second-line/{id}/decide", at_posts(REFERRALS, Nobody::AtCounter), take_up)
}

#[derive(Deserialize)]
struct Asked {
    panel: Option<String>,
    done: Option<String>,
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let panel = asked.panel.unwrap_or_default().parse().unwrap_or(Panel::Decide);
    let mut counter = CounterPage::load(&app, &signed, panel).await?;
    if let Some(id) = asked.done.and_then(|id| id.parse().ok()) {
        counter.done = view::done(&app, &signed, id).await?;
    }
    Ok(page(&counter))
}

/// The counter as it is, with a message; what waits there is untouched.
async fn with_message(app: &App, signed: &SignedIn, message: String) -> Result<Response, Failure> {
    let mut counter = CounterPage::load(app, signed, Panel::Decide).await?;
    counter.message = Some(message);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&counter)).into_response())
}

fn to_counter() -> Response {
    Redirect::to("/counter").into_response()
}

#[derive(Deserialize)]
struct Scan {
    mrz: String,
    /// The open presentation that the officer said may be set aside.
    replace: Option<CrossingId>,
    /// The open presentation whose traveller shows this document too.
    beside: Option<CrossingId>,
}

async fn scan(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let w = signed.words(&app);
    let received = match form::receive(&signed, body).await {
        Ok(received) => received,
        Err(Failure::Form(FormTrouble::TooLarge)) => return with_message(&app, &signed, w.t("scan-too-long")).await,
        Err(failure) => return Err(failure),
    };
    keep_answers(&app, &signed, &received).await?;
    // Why the open one is set aside, where the new one is taken.
    let (scan, aside): (Scan, AsideForm) = (received.fields()?, received.fields()?);
    let zone = match mrz::read(&scan.mrz, app.today()) {
        Ok(zone) => zone,
        Err(unreadable) => {
            let message = match unreadable {
                Unreadable::Empty => w.t("scan-empty"),
                Unreadable::TooLong { .. } => w.t("scan-too-long"),
                Unreadable::ForeignCharacter { character, position } => {
                    w.t2("scan-foreign-character", ("character", character.to_string()), ("position", position))
                }
                Unreadable::Shape { characters, .. } => w.t1("scan-shape", "characters", characters),
            };
            return with_message(&app, &signed, message).await;
        }
    };
    let traveller = zone.traveller();
    let open = app.store.open_presentation(&signed.session.account.id).await?;
    let why = aside.reason();
    if let Some((open, hits)) = &open
        && (scan.replace != Some(open.id) || may_be_set_aside(hits, why.as_ref()).is_err())
    {
        let mut both = open.traveller.clone();
        if !both.show(traveller.clone()) {
            return Ok(to_counter()); // The same document again: nothing new.
        }
        if scan.beside == Some(open.id) {
            present(&app, &signed, Coming::again(open, both)).await?;
            return Ok(to_counter());
        }
        let mut counter = CounterPage::load(&app, &signed, Panel::Decide).await?;
        let is_again = scan.replace == Some(open.id);
        counter.message = is_again.then(|| view::not_open(w, NotOpen::SetAsideWithoutReason));
        counter.pending = Some(Pending::new(w, (open, hits), &traveller, zone.lines.join("\n"), aside));
        return Ok((StatusCode::CONFLICT, page(&counter)).into_response());
    }
    let coming = Coming { replaces: scan.replace, why, ..Coming::new(&signed, traveller) };
    present(&app, &signed, coming).await?;
    Ok(to_counter())
}

/// A traveller on their way to this officer's counter.
pub(crate) struct Coming {
    pub(crate) traveller: Traveller,
    /// The open presentation that is set aside for them.
    pub(crate) replaces: Option<CrossingId>,
    /// Why that one is set aside, where an alert may speak of them.
    pub(crate) why: Option<SetAside>,
    /// The presentation, or the referral, at which the same traveller stood before.
    pub(crate) goes_on: Option<CrossingId>,
    /// The referral that is taken up.
    pub(crate) settles: Option<CrossingId>,
    pub(crate) party: Option<PartyId>,
    pub(crate) member: Option<u16>,
}

impl Coming {
    /// Someone new, of the party that the counter works through.
    pub(crate) fn new(signed: &SignedIn, traveller: Traveller) -> Self {
        let party = signed.session.party;
        Self { traveller, replaces: None, why: None, goes_on: None, settles: None, party, member: None }
    }

    /// The same traveller again, of whom something else is known now.
    pub(crate) fn again(open: &Presentation, traveller: Traveller) -> Self {
        let Presentation { id, settles, party, member, .. } = *open;
        Self { traveller, replaces: Some(id), why: None, goes_on: Some(id), settles, party, member }
    }
}

/// Puts a traveller before this officer: examined, screened, and noted in the journal.
pub(crate) async fn present(app: &App, signed: &SignedIn, coming: Coming) -> Result<Appended, Failure> {
    let Coming { mut traveller, replaces, why, goes_on, settles, party, member } = coming;
    let officer = &signed.session.account.id;
    let now = app.now();
    let day = app.day_of(now);
    traveller.examine(day);
    let mut hits = app.alerts().screen(&Subject::from(&traveller), app.day_of_lapse());
    if let Some(before) = goes_on {
        hits = set_aside::go_on(app, &judged(app, before).await?, hits).await?;
    }
    app.store.recall_judged(&traveller, &mut hits).await?;
    let party = match party {
        // A party goes one way while it is here; a referral keeps the one it came with.
        Some(id) => app.store.party(id).await?.filter(|row| {
            let goes_along = row.state == PartyState::Here && row.party.direction == signed.session.direction;
            settles.is_some() || goes_along
        }),
        None => None,
    };
    let member = party.as_ref().and(member).or_else(|| {
        let row = party.as_ref()?;
        row.party.member_of(&traveller, |member| !row.came.contains(&member))
    });
    let presentation = Presentation {
        id: CrossingId(Uuid::now_v7()),
        post: app.post.id.clone(),
        at: now,
        officer: officer.clone(),
        direction: signed.session.direction,
        hits,
        traveller,
        settles,
        party: party.map(|row| row.party.id),
        member,
    };
    let id = presentation.id;
    let presented = Event::TravellerPresented(Box::new(presentation));
    let (events, expect) = match replaces {
        // Of the same traveller nothing is lost; of another, nobody goes of whom an alert may speak without a reason.
        Some(id) if goes_on.is_none() && may_be_set_aside(&judged(app, id).await?, why.as_ref()).is_err() => {
            return Ok(Appended::NotAsExpected);
        }
        Some(id) => (vec![Event::PresentationWithdrawn { presentation: id, why }, presented], Expect::Open(id)),
        None => (vec![presented], Expect::NoneOpen(officer.clone())),
    };
    let appended = app.store.append(Some(officer), events, Some(expect)).await?;
    if let (Appended::OnDisk, Some(before)) = (appended, goes_on) {
        app.drafts.go_on(officer, before, id);
    }
    Ok(appended)
}

/// What was found for a presentation, as far as it is judged.
async fn judged(app: &App, id: CrossingId) -> Result<Vec<Judged>, Failure> {
    Ok(app.store.presentation(id).await?.map(|(_, hits)| hits).unwrap_or_default())
}

/// The traveller at this officer's counter, if it is the one that a form speaks of.
async fn open(app: &App, signed: &SignedIn, id: CrossingId) -> Result<Option<(Presentation, Vec<Judged>)>, Failure> {
    let open = app.store.open_presentation(&signed.session.account.id).await?;
    Ok(open.filter(|(presentation, _)| presentation.id == id))
}

#[derive(Deserialize)]
struct Amend {
    presentation: CrossingId,
    field: Field,
    value: String,
}

/// Takes one of the corrections that the reading offered, and presents the traveller anew.
async fn amend(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let received = form::receive(&signed, body).await?;
    keep_answers(&app, &signed, &received).await?;
    let amend: Amend = received.fields()?;
    let Some((before, _)) = open(&app, &signed, amend.presentation).await? else { return Ok(to_counter()) };
    let mut traveller = before.traveller.clone();
    let is_offered = |doubt: &Doubt| doubt.field == amend.field && doubt.suggestions.contains(&amend.value);
    if !traveller.doubts.iter().any(is_offered) {
        return Err(FormTrouble::Malformed.into());
    }
    let read = set(&mut traveller, amend.field, &amend.value);
    traveller.doubts.retain(|doubt| doubt.field != amend.field);
    traveller.doubts.push(Doubt { field: amend.field, kind: DoubtKind::Amended, suggestions: vec![read] });
    present(&app, &signed, Coming::again(&before, traveller)).await?;
    Ok(to_counter())
}

/// Sets a field to a correction, and returns what stood there.
fn set(traveller: &mut Traveller, field: Field, value: &str) -> String {
    let document = traveller.document.as_mut();
    let text = |place: &mut String| std::mem::replace(place, value.to_owned());
    match (field, document) {
        (Field::PrimaryIdentifier, _) => text(&mut traveller.name.primary),
        (Field::SecondaryIdentifier, _) => text(&mut traveller.name.secondary),
        (Field::BirthDate, _) => {
            std::mem::replace(&mut traveller.birth_date, value.parse().unwrap_or_default()).to_string()
        }
        (Field::Nationality, _) => {
            let before = std::mem::replace(&mut traveller.nationality, value.parse().ok());
            before.map(|code| code.to_string()).unwrap_or_default()
        }
        (Field::DocumentNumber, Some(document)) => {
            std::mem::replace(&mut document.number, value.to_owned().into()).to_string()
        }
        (Field::ExpiryDate, Some(document)) => {
            std::mem::replace(&mut document.expiry, value.parse().unwrap_or_default()).to_string()
        }
        (Field::IssuingState, Some(document)) => {
            let before = std::mem::replace(&mut document.issuer, value.parse().ok());
            before.map(|code| code.to_string()).unwrap_or_default()
        }
        // The other fields are not kept; that the officer looked at them is.
        _ => String::new(),
    }
}

#[derive(Deserialize)]
struct Judge {
    presentation: CrossingId,
    list: ListName,
    alert: AlertId,
    judgement: Judgement,
    reason: String,
}

async fn judge(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let received = form::receive(&signed, body).await?;
    keep_answers(&app, &signed, &received).await?;
    let judge: Judge = received.fields()?;
    let account = &signed.session.account;
    let Some((presentation, hits)) = open(&app, &signed, judge.presentation).await? else { return Ok(to_counter()) };
    let is_found = |judged: &&Judged| judged.hit.alert.list == judge.list && judged.hit.alert.id == judge.alert;
    let Some(found) = hits.iter().find(is_found).filter(|_| JUDGEMENT_REASONS.contains(&judge.reason.as_str())) else {
        return Err(FormTrouble::Malformed.into());
    };
    // What somebody else has confirmed is for the second line to judge otherwise.
    let is_of_another = found.confirmed().is_some_and(|before| before.officer != account.id);
    if is_of_another && !account.role.may(Permission::SettleReferrals) {
        return with_message(&app, &signed, view::not_open(signed.words(&app), NotOpen::ConfirmedHit)).await;
    }
    let event = Event::HitJudged {
        presentation: presentation.id,
        list: judge.list,
        alert: judge.alert,
        judgement: judge.judgement,
        reason: judge.reason,
    };
    app.store.append(Some(&account.id), vec![event], Some(Expect::Open(presentation.id))).await?;
    Ok(to_counter())
}

#[derive(Deserialize)]
struct Decide {
    presentation: CrossingId,
    /// How the hits stood on the page that the officer had before them.
    #[serde(default)]
    standing: String,
    decision: DecisionKind,
    /// Why a traveller is referred with one key: the reason that the page has said.
    likely: Option<ReferralReason>,
}

impl Decide {
    fn decision(&self, app: &App, chosen: Chosen) -> Result<Decision, FormTrouble> {
        let (reason, grounds) = (chosen.reason.or(self.likely).ok_or(FormTrouble::Malformed), chosen.grounds);
        if let Some(direction) = self.decision.direction() {
            let (reference, day) = (app.reference(), app.today());
            let is_offered =
                |code: &GroundCode| reference.grounds.in_use(direction, day).any(|ground| ground.code == *code);
            if !grounds.iter().all(is_offered) {
                return Err(FormTrouble::Malformed);
            }
        }
        Ok(match self.decision {
            DecisionKind::Admit => Decision::Admit,
            DecisionKind::LetDepart => Decision::LetDepart,
            DecisionKind::TakeBack => Decision::TakeBack,
            DecisionKind::Desist => Decision::Desist,
            DecisionKind::Refuse => Decision::Refuse { grounds },
            DecisionKind::RefuseExit => Decision::RefuseExit { grounds },
            DecisionKind::Refer => Decision::Refer { reason: reason? },
            DecisionKind::Hold => Decision::Hold { reason: reason? },
        })
    }
}

#[derive(Deserialize)]
struct AskPanel {
    presentation: CrossingId,
    panel: String,
}

/// Opens another panel about whoever waits; what was typed so far is kept.
async fn panel(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let received = form::receive(&signed, body).await?;
    let AskPanel { presentation, panel } = received.fields()?;
    keep_draft(&app, &signed, &received, presentation)?;
    let panel: Panel = panel.parse().unwrap_or(Panel::Decide);
    Ok(Redirect::to(panel.address()).into_response())
}

/// Keeps what an officer has typed about whoever waits, until it is decided.
fn keep_draft(app: &App, signed: &SignedIn, received: &form::Received, about: CrossingId) -> Result<Draft, Failure> {
    let draft = Draft { answers: received.fields()?, chosen: received.fields()? };
    app.drafts.keep(&signed.session.account.id, about, draft.clone());
    Ok(draft)
}

/// Of whom the answers are that a page sends along with another of its forms; it always has a mode.
#[derive(Deserialize)]
struct Along {
    about: Option<CrossingId>,
    mode: Option<String>,
}

/// Keeps the answers typed about whoever waits that came along with a scan, a judgement, a correction or a turn.
async fn keep_answers(app: &App, signed: &SignedIn, received: &form::Received) -> Result<(), Failure> {
    let Along { about: Some(about), mode: Some(_) } = received.fields()? else { return Ok(()) };
    if open(app, signed, about).await?.is_some() {
        app.drafts.keep_answers(&signed.session.account.id, about, received.fields()?);
    }
    Ok(())
}

async fn decide(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let received = form::receive(&signed, body).await?;
    let decide: Decide = received.fields()?;
    let id = decide.presentation;
    let done = || Redirect::to(&format!("/counter?done={id}")).into_response();
    let Some((mut presentation, hits)) = open(&app, &signed, id).await? else {
        // Pressed twice, or decided in another window: what was recorded is shown, and nothing is recorded again.
        return match app.store.record(id).await? {
            Some(_) => Ok(done()),
            None => with_message(&app, &signed, signed.words(&app).t("not-recorded")).await,
        };
    };
    let Draft { answers, chosen } = keep_draft(&app, &signed, &received, id)?;
    let refused = async |refused: Refused| view::refused(&app, &signed, decide.decision, refused).await;
    let decision = decide.decision(&app, chosen)?;
    let known = Known::of(&app, &mut presentation).await?;
    let journey = answers.journey_of(known.questions(&app, &presentation), &known.health, known.asks_for_driver());
    let case = known.case(&presentation, &hits, signed.session.account.role);
    if let Err(not_open) = case.allows(&decision, &journey) {
        return refused(Refused::NotOpen(not_open)).await;
    }
    // What was judged in another window meanwhile is shown before anything is decided by it.
    let standing = known.standing(&presentation, &hits);
    if standing.mark() != decide.standing {
        return refused(Refused::Changed("judged-meanwhile")).await;
    }
    // A minor without a parent is on the way of protection from the moment they are referred.
    let is_for_protection = matches!(decision, Decision::Refer { .. }) && case.is_minor_without_parent(&journey);
    let child = is_for_protection.then(|| {
        let (id, person) = (presentation.id, presentation.traveller.name.to_string());
        protection::seen(&app, &signed, Need::Child, person, String::new(), Some(id))
    });
    let changed = if journey.adult.is_some() { "not-open-changed" } else { "judged-meanwhile" };
    let expect = known.expects(id, standing, &journey);
    let crossing = known.crossing(&signed.session, presentation, journey, decision);
    let mut events = vec![Event::CrossingRecorded(Box::new(crossing))];
    events.extend(child.map(|child| Event::ProtectionBegun(Box::new(child))));
    let appended = app.store.append(Some(&signed.session.account.id), events, Some(expect)).await?;
    if appended == Appended::NotAsExpected && app.store.record(id).await?.is_none() {
        return refused(Refused::Changed(changed)).await;
    }
    app.drafts.forget(&signed.session.account.id);
    Ok(done())
}

#[derive(Deserialize)]
struct Withdraw {
    presentation: CrossingId,
}

async fn withdraw(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let received = form::receive(&signed, body).await?;
    let (Withdraw { presentation }, aside): (Withdraw, AsideForm) = (received.fields()?, received.fields()?);
    if let Some((_, hits)) = open(&app, &signed, presentation).await? {
        let why = aside.reason();
        if let Err(not_open) = may_be_set_aside(&hits, why.as_ref()) {
            return view::not_set_aside(&app, &signed, not_open, aside).await;
        }
        let event = Event::PresentationWithdrawn { presentation, why };
        app.store.append(Some(&signed.session.account.id), vec![event], Some(Expect::Open(presentation))).await?;
        app.drafts.forget(&signed.session.account.id);
    }
    Ok(to_counter())
}

/// Turns the counter the other way, and a traveller who waits there with it.
async fn turn(State(app): State<Arc<App>>, mut signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let received = form::receive(&signed, body).await?;
    keep_answers(&app, &signed, &received).await?;
    let direction = signed.session.direction.other();
    app.store.set_direction(&signed.session.token, direction).await?;
    signed.session.direction = direction;
    if let Some((open, _)) = app.store.open_presentation(&signed.session.account.id).await?
        && open.settles.is_none()
    {
        let coming = Coming { member: None, ..Coming::again(&open, open.traveller.clone()) };
        present(&app, &signed, coming).await?;
    }
    Ok(to_counter())
}

/// The second line takes up a referral: the traveller stands before this officer again.
async fn take_up(
    State(app): State<Arc<App>>,
    mut signed: SignedIn,
    Path(id): Path<CrossingId>,
    body: Body,
) -> Result<Response, Failure> {
    form::receive(&signed, body).await?;
    let record = app.store.record(id).await?.ok_or(Failure::NotFound)?;
    if !record.is_open_referral() {
        return with_message(&app, &signed, signed.words(&app).t("referral-settled-already")).await;
    }
    let officer = signed.session.account.id.clone();
    let taken = Event::ReferralTaken { referral: id };
    if app.store.append(Some(&officer), vec![taken], Some(Expect::FreeFor(id, officer.clone()))).await?
        == Appended::NotAsExpected
    {
        return with_message(&app, &signed, signed.words(&app).t("referral-taken-by-other")).await;
    }
    signed.session.direction = record.crossing.direction;
    let Crossing { mut traveller, party, member, .. } = record.crossing;
    // What only the day of the referral knew is examined anew.
    traveller.doubts.retain(|doubt| doubt.kind != DoubtKind::Expired);
    let (replaces, why, goes_on) = (None, None, Some(id));
    let coming = Coming { traveller, replaces, why, goes_on, settles: Some(id), party, member };
    if present(&app, &signed, coming).await? == Appended::NotAsExpected {
        return with_message(&app, &signed, signed.words(&app).t("finish-open-first")).await;
    }
    Ok(to_counter())
}
