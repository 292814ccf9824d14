//! The counter: what its forms ask of the desk (a document is read, hits are judged, a decision is recorded), and the page
//! that answers.

use crate::{
    access::{COUNTER, Nobody, Pages, REFERRALS, at_posts},
    app::App,
    counter::{
        PROTECTION_REPORTED, seen,
        view::{self, CounterPage, Done, Panel, Pending},
    },
    kit::{
        failure::Failure,
        form::{self, FormTrouble},
        session::SignedIn,
        shell::page,
    },
    node::{
        desk::{
            amend::{self, AmendError},
            decide::{self, Decide, DecideError},
            draft::Draft,
            judge::{self, JudgeError, Judging},
            present::{self, Scan, Scanned},
            referral::{self, TakeUpError},
            set_aside::{self, SetAsideError},
        },
        eye,
        handed_in::{self, NumberTaken},
        readers::CardNumber,
    },
    traveller::{not_open::not_open, set_aside::AsideForm},
};
use axum::{
    body::Body,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use limen_document::mrz::{self, Unreadable};
use limen_domain::{CrossingId, DecisionKind, Field, JudgementReason, ReferralReason, counter::NotOpen};
use limen_store::CounterAt;
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
        .get("/counter/chip", at_posts(COUNTER, Nobody::AtCounter), || async { Redirect::to("/counter") })
        .post("/counter/chip", at_posts(COUNTER, Nobody::AtCounter), open_chip)
        .post("/counter/direction", at_posts(COUNTER, Nobody::AtCounter), turn)
        .post("/second-line/{id}/decide", at_posts(REFERRALS, Nobody::AtCounter), take_up)
}

#[derive(Deserialize)]
struct CounterQuery {
    panel: Option<String>,
    done: Option<String>,
}

async fn show(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Query(asked): Query<CounterQuery>,
) -> Result<Response, Failure> {
    let panel = asked.panel.unwrap_or_default().parse().unwrap_or(Panel::Decide);
    let mut counter = CounterPage::load(&app, &signed, panel).await?;
    match asked.done.as_deref() {
        Some(PROTECTION_REPORTED) => counter.done = Some(Done::protection(signed.words(&app))),
        Some(id) => {
            if let Ok(id) = id.parse() {
                counter.done = view::done(&app, &signed, id).await?;
            }
        }
        None => {}
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

#[derive(Default, Deserialize)]
pub(super) struct ScanForm {
    pub(super) mrz: String,
    /// The open presentation that the officer said may be set aside.
    pub(super) replace: Option<CrossingId>,
    /// The open presentation whose traveller shows this document too.
    pub(super) beside: Option<CrossingId>,
    /// The page from whose picture the zone was read; empty where none was.
    #[serde(default)]
    pub(super) seen: String,
    /// Whether the officer has compared it with the document.
    #[serde(default)]
    pub(super) compared: String,
    /// What the counter's reader handed in with it.
    pub(super) handed: Option<Uuid>,
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
    let (scan, aside): (ScanForm, AsideForm) = (received.fields()?, received.fields()?);
    take_scan(&app, &signed, scan, aside).await
}

/// Goes on with a zone: from a reader, from a picture, or pasted.
pub(super) async fn take_scan(
    app: &App,
    signed: &SignedIn,
    scan: ScanForm,
    aside: AsideForm,
) -> Result<Response, Failure> {
    let w = signed.words(app);
    let held = match scan.seen.as_str() {
        "" => None,
        seen => {
            let id = seen.parse::<Uuid>().map_err(|_| FormTrouble::Malformed)?;
            match app.held.page(&signed.session.token, id, app.now()) {
                None => return with_message(app, signed, w.t("eye-gone")).await,
                held => held,
            }
        }
    };
    // What a picture left in doubt is compared by the officer, whoever sends it on.
    if let Some(page) = held.as_ref().filter(|page| !page.reading.sure && scan.compared.is_empty()) {
        return Ok(Redirect::to(&seen::address(page.id)).into_response());
    }
    // Offered to nobody else from now on, and there until it is kept: what fails on the way can be sent again.
    let at = CounterAt(signed.through.0);
    let handed = scan.handed.and_then(|id| app.readers.take(at, id, app.now()));
    let done = || scan.handed.into_iter().for_each(|id| app.readers.done(at, id, app.now()));
    let zone = match mrz::read_typed(&scan.mrz, app.today()) {
        Ok(zone) => zone,
        Err(unreadable) => {
            done();
            let message = match unreadable {
                Unreadable::Empty => w.t("scan-empty"),
                Unreadable::TooLong { .. } => w.t("scan-too-long"),
                Unreadable::ForeignCharacter { character, position } => {
                    w.t2("scan-foreign-character", ("character", character.to_string()), ("position", position))
                }
                Unreadable::Shape { characters, .. } => w.t1("scan-shape", "characters", characters),
            };
            return with_message(app, signed, message).await;
        }
    };
    let (mut traveller, why, lines) = (zone.traveller(), aside.reason(), zone.lines.join("\n"));
    if let Some(page) = &held {
        page.speak_for(&mut traveller, &lines);
    }
    let shown = traveller.document.clone();
    let scanned = Scanned { traveller, replace: scan.replace, why, beside: scan.beside };
    match present::scan(app, signed.counter(), scanned).await? {
        Scan::Stands => {
            handed_in::was_taken(app, at, signed.counter(), &lines, handed.as_deref()).await?;
            done();
            let Some(page) = held else { return Ok(to_counter()) };
            match eye::keep(app, signed.counter(), &page, shown.as_ref()).await {
                Ok(()) => Ok(to_counter()),
                Err(error) => {
                    tracing::error!("the picture of a page that was read is not kept: {error}");
                    with_message(app, signed, w.t("eye-not-kept")).await
                }
            }
        }
        Scan::Asks { open, hits, traveller } => {
            let mut counter = CounterPage::load(app, signed, Panel::Decide).await?;
            let is_again = scan.replace == Some(open.id);
            counter.message = is_again.then(|| not_open(w, NotOpen::SetAsideWithoutReason));
            let pending = Pending::new(w, (&open, &hits), &traveller, lines, aside);
            let (seen, compared, handed) = (scan.seen, scan.compared, scan.handed);
            counter.pending = Some(Pending { seen, compared, handed, ..pending });
            Ok((StatusCode::CONFLICT, page(&counter)).into_response())
        }
    }
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
    let Amend { presentation, field, value } = received.fields()?;
    match amend::amend(&app, signed.counter(), presentation, field, &value).await {
        Ok(_) => Ok(to_counter()),
        Err(AmendError::NotOffered) => Err(FormTrouble::Malformed.into()),
        Err(AmendError::Store(error)) => Err(error.into()),
    }
}

/// About whom a form is.
#[derive(Deserialize)]
struct About {
    presentation: CrossingId,
}

async fn judge(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let received = form::receive(&signed, body).await?;
    keep_answers(&app, &signed, &received).await?;
    let (About { presentation }, judging): (_, Judging<JudgementReason>) = (received.fields()?, received.fields()?);
    match judge::judge(&app, signed.counter(), presentation, judging).await {
        Ok(_) => Ok(to_counter()),
        Err(JudgeError::NotFound | JudgeError::NoParty) => Err(FormTrouble::Malformed.into()),
        Err(JudgeError::OfAnother) => {
            with_message(&app, &signed, not_open(signed.words(&app), NotOpen::ConfirmedHit)).await
        }
        Err(JudgeError::Store(error)) => Err(error.into()),
    }
}

#[derive(Deserialize)]
struct NumberForm {
    presentation: CrossingId,
    #[serde(default)]
    can: String,
}

/// `POST /counter/chip`: the reader is asked for the chip with the number that was typed. The number goes to the reader, and
/// no page, draft or journal has it.
async fn open_chip(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let received = form::receive(&signed, body).await?;
    keep_answers(&app, &signed, &received).await?;
    let NumberForm { presentation, can } = received.fields()?;
    let w = signed.words(&app);
    let Some(number) = CardNumber::of(&can) else { return with_message(&app, &signed, w.t("can-malformed")).await };
    let at = CounterAt(signed.through.0);
    match handed_in::ask_by_number(&app, at, signed.counter(), presentation, number).await? {
        NumberTaken::Asked | NumberTaken::Gone => Ok(to_counter()),
        NumberTaken::NoReader => with_message(&app, &signed, w.t("can-no-reader")).await,
    }
}

#[derive(Deserialize)]
struct DecideForm {
    presentation: CrossingId,
    /// How the hits stood on the page that the officer had before them.
    #[serde(default)]
    standing: String,
    decision: DecisionKind,
    /// Why a traveller is referred with one key: the reason that the page has said.
    likely: Option<ReferralReason>,
}

#[derive(Deserialize)]
struct AskPanel {
    presentation: CrossingId,
    panel: String,
}

/// Opens another panel about the traveller who waits; what was typed so far is kept.
async fn panel(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let received = form::receive(&signed, body).await?;
    let AskPanel { presentation, panel } = received.fields()?;
    app.drafts.keep(&signed.session.account.id, presentation, draft_in(&received)?);
    let panel: Panel = panel.parse().unwrap_or(Panel::Decide);
    Ok(Redirect::to(panel.address()).into_response())
}

/// What an officer has typed about the traveller who waits.
fn draft_in(received: &form::Received) -> Result<Draft, FormTrouble> {
    Ok(Draft { answers: received.fields()?, chosen: received.fields()? })
}

/// Whose answers a page sends along with another of its forms. Answers always have a mode.
#[derive(Deserialize)]
struct Along {
    about: Option<CrossingId>,
    mode: Option<String>,
}

/// Keeps the answers about the traveller who waits that came along with a scan, a judgement, a correction or a turn.
pub(super) async fn keep_answers(app: &App, signed: &SignedIn, received: &form::Received) -> Result<(), Failure> {
    let Along { about: Some(about), mode: Some(_) } = received.fields()? else { return Ok(()) };
    Ok(present::keep_answers(app, &signed.session.account.id, about, received.fields()?).await?)
}

async fn decide(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let received = form::receive(&signed, body).await?;
    let DecideForm { presentation, standing, decision, likely } = received.fields()?;
    let asked = Decide { presentation, standing, decision, likely, draft: draft_in(&received)? };
    match decide::decide(&app, signed.counter(), asked).await {
        Ok(()) => Ok(Redirect::to(&format!("/counter?done={presentation}")).into_response()),
        Err(DecideError::Gone) => with_message(&app, &signed, signed.words(&app).t("not-recorded")).await,
        Err(DecideError::Groundless) => Err(FormTrouble::Malformed.into()),
        Err(DecideError::Refused(refused)) => view::refused(&app, &signed, decision, refused).await,
        Err(DecideError::Store(error)) => Err(error.into()),
    }
}

async fn withdraw(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let received = form::receive(&signed, body).await?;
    let (About { presentation }, aside): (_, AsideForm) = (received.fields()?, received.fields()?);
    match set_aside::withdraw(&app, &signed.session.account.id, presentation, aside.reason()).await {
        Ok(_) => Ok(to_counter()),
        Err(SetAsideError::NotOpen(not_open)) => view::not_set_aside(&app, &signed, not_open, aside).await,
        Err(SetAsideError::Store(error)) => Err(error.into()),
    }
}

/// Turns the counter the other way, and a traveller who waits there with it.
async fn turn(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let received = form::receive(&signed, body).await?;
    keep_answers(&app, &signed, &received).await?;
    present::turn(&app, signed.counter()).await?;
    Ok(to_counter())
}

/// The second line takes up a referral: the traveller stands before this officer again.
async fn take_up(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<CrossingId>,
    body: Body,
) -> Result<Response, Failure> {
    form::receive(&signed, body).await?;
    let w = signed.words(&app);
    let message = match referral::take_up(&app, signed.counter(), id).await {
        Ok(()) => return Ok(to_counter()),
        Err(TakeUpError::NotFound) => return Err(Failure::NotFound),
        Err(TakeUpError::Store(error)) => return Err(error.into()),
        Err(TakeUpError::Settled) => w.t("referral-settled-already"),
        Err(TakeUpError::OfAnother) => w.t("referral-taken-by-other"),
        Err(TakeUpError::CounterBusy) => w.t("finish-open-first"),
    };
    with_message(&app, &signed, message).await
}
