//! The second line: who waits, most pressing first; and one referral with all that is known, noted and asked about it.

use crate::{
    access::{
        Look, Nobody, Pages, REFERRALS, at_posts,
        sight::{self, Sight},
    },
    alerts::hits::{HitView, hit_views},
    app::App,
    counter::verdict::{JudgedView, judged_hits},
    kit::{
        failure::Failure,
        form::{self, FormTrouble},
        names::Names,
        parts::{Choice, Fact, Link},
        session::SignedIn,
        shell::{Shell, moment, page},
    },
    node::desk::referral::{self, ReferralError},
    party::bar::title,
    records::{
        genuine,
        pictures::{self, AttachmentView},
    },
    traveller::chip::chip_facts,
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use jiff::{SignedDuration, Timestamp};
use limen_domain::{CrossingId, Need, Permission, Protection, ProtectionId, ReferralReason, StateCode, Urgency};
use limen_store::WaitingReferral;
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .get("/second-line", at_posts(REFERRALS, Look::Queue), queue)
        .at_hand()
        .get("/second-line/{id}", at_posts(REFERRALS, Look::Referral), show)
        .post("/second-line/{id}/take", at_posts(REFERRALS, Nobody::Moves), take)
        .post("/second-line/{id}/release", at_posts(REFERRALS, Nobody::Moves), release)
        .post("/second-line/{id}/note", at_posts(REFERRALS, Nobody::Moves), note)
}

/// Travellers set aside although an alert may be about them: for how long they are shown, and how many at most.
const ASIDE_SINCE: SignedDuration = SignedDuration::from_hours(24);
const ASIDE_SHOWN: i64 = 20;
/// How many earlier crossings are shown.
const EARLIER_SHOWN: i64 = 20;

#[derive(Template)]
#[template(path = "second_line/second_line.html")]
struct QueuePage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    rows: Vec<Row>,
    /// How many in need of protection wait to be handed over.
    protected: i64,
    /// Who was set aside although an alert may be about them: for supervisors.
    aside: Vec<HitView>,
}

struct Row {
    /// Its page.
    address: String,
    /// Their name; of someone who was never presented the need alone, for whose name a purpose is asked.
    name: String,
    about: String,
    why: String,
    urgency: Urgency,
    urgency_word: String,
    at: Timestamp,
    waits: String,
    is_late: bool,
    from: String,
    taken_by: Option<String>,
}

async fn queue(State(app): State<Arc<App>>, signed: SignedIn) -> Result<Response, Failure> {
    let (w, names) = (signed.words(&app), Names::load(&app).await?);
    let now = app.now();
    let waiting = app.store.waiting(&app.post.id).await?;
    let mut rows: Vec<Row> = waiting.iter().map(|waiting| row(&app, w, &names, waiting, now)).collect();
    if signed.session.account.role.may(Permission::SeeProtection) {
        let unreferred = app.store.protections_unreferred().await?;
        rows.extend(unreferred.iter().map(|one| row_of_need(&app, w, &names, &one.protection, now)));
    }
    rows.sort_by_key(|row| (row.urgency, row.at));
    let aside = if signed.session.account.role.may(Permission::SeeHits) {
        app.store.set_aside_hits(now - ASIDE_SINCE, ASIDE_SHOWN).await?
    } else {
        Vec::new()
    };
    let aside = hit_views(&app, w, &names, aside);
    let protected = app.store.protections_waiting().await?;
    Ok(page(&QueuePage { shell: Shell::new(&app, &signed, "second-line"), w, rows, protected, aside }))
}

fn urgency(waiting: &WaitingReferral) -> Urgency {
    Urgency::of(waiting.reason, &waiting.needs, &waiting.confirmed, &waiting.certain)
}

fn row(app: &App, w: &Words, names: &Names, waiting: &WaitingReferral, now: Timestamp) -> Row {
    let minutes = now.duration_since(waiting.at).as_mins();
    let nationality = waiting.nationality.parse::<StateCode>().ok();
    let nationality = nationality.map_or_else(|| w.t("nationality-unknown"), |code| w.state(code));
    let age = waiting.age.map(|years| format!(" · {}", w.t1("age", "years", i64::from(years)))).unwrap_or_default();
    let urgency = urgency(waiting);
    Row {
        address: format!("/second-line/{}", waiting.id),
        name: waiting.name.to_string(),
        about: format!("{nationality}{age} · {}", w.coded("direction", waiting.direction.code())),
        why: why(w, waiting.reason, &waiting.needs),
        urgency,
        urgency_word: w.coded("urgency", urgency.code()),
        at: waiting.at,
        waits: w.minutes(minutes),
        is_late: minutes >= app.settings().late_after.as_mins(),
        from: names.of(&waiting.officer),
        taken_by: waiting.taken_by.as_ref().map(|officer| names.of(officer)),
    }
}

/// Someone in need of protection who was never presented at a counter: the need, and no name.
fn row_of_need(app: &App, w: &Words, names: &Names, protection: &Protection, now: Timestamp) -> Row {
    let minutes = now.duration_since(protection.at).as_mins();
    let (reason, need) = (ReferralReason::Protection, protection.need);
    let urgency = Urgency::of(reason, &[need], &[], &[]);
    Row {
        address: format!("/protection/{}", protection.id),
        name: w.coded("need", need.code()),
        about: w.t("no-document"),
        why: w.coded("referral", reason.code()),
        urgency,
        urgency_word: w.coded("urgency", urgency.code()),
        at: protection.at,
        waits: w.minutes(minutes),
        is_late: minutes >= app.settings().late_after.as_mins(),
        from: names.of(&protection.officer),
        taken_by: None,
    }
}

/// The reason of a referral, with the needs of protection that were seen.
fn why(w: &Words, reason: ReferralReason, needs: &[Need]) -> String {
    let mut words = vec![w.coded("referral", reason.code())];
    words.extend(needs.iter().map(|need| w.coded("need", need.code())));
    words.join(" · ")
}

struct NoteView {
    when: String,
    by: String,
    question: Option<String>,
    text: String,
}

/// A need of protection that was seen in the traveller.
struct ProtectionLine {
    id: ProtectionId,
    /// The need, and the authority.
    words: String,
    is_handed_over: bool,
}

#[derive(Template)]
#[template(path = "second_line/referral.html")]
struct ReferralPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    id: CrossingId,
    name: String,
    why: String,
    waits: String,
    facts: Vec<Fact>,
    mrz: Option<String>,
    hits: Vec<JudgedView>,
    earlier: Vec<Link>,
    earlier_total: i64,
    kept: Vec<AttachmentView>,
    /// Whether there are reference documents to lay beside the traveller's.
    has_documents: bool,
    /// The party they cross with.
    party: Option<Link>,
    notes: Vec<NoteView>,
    questions: Vec<Choice>,
    protections: Vec<ProtectionLine>,
    is_open: bool,
    taken_by: Option<String>,
    is_mine: bool,
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn, sight: Sight) -> Result<Response, Failure> {
    let (id, record, me) = (sight.id, sight.record()?, &signed.session.account);
    let (w, names) = (signed.words(&app), Names::load(&app).await?);
    let crossing = &record.crossing;
    let reason = crossing.decision.reason().unwrap_or(ReferralReason::Other);
    let protections = app.store.protections_of(id).await?;
    let needs: Vec<Need> = protections.iter().map(|row| row.protection.need).collect();
    let documents = app.store.documents_of(&crossing.traveller).await?;
    let (earlier, earlier_total) = app.store.earlier_crossings(&documents, EARLIER_SHOWN).await?;
    let taken_by = app.store.referral_taken_by(id).await?;
    let kept = sight::attachments(&app, me.role, &[id]).await?;
    let chip = chip_facts(&app, w, &[id]).await?;
    let party = match crossing.party {
        Some(party) => app.store.party(party).await?,
        None => None,
    };
    let reference = app.reference();
    let mut subjects = vec![reason.code()];
    subjects.extend(needs.iter().map(|need| need.code()));
    let language = w.language.tag();
    let note = |note: limen_store::Note| NoteView {
        when: moment(&app, w, note.at),
        by: names.of(&note.officer),
        question: (!note.question.is_empty()).then(|| reference.guide.text(&note.question, language).to_owned()),
        text: note.text,
    };
    let earlier_line = |earlier: &limen_store::Earlier| {
        let direction = w.coded("direction", earlier.direction.code());
        let decision = w.coded("decision", earlier.decision.code());
        let (when, post) = (w.date(app.day_of(earlier.at)), app.post_name(&earlier.post));
        let words = format!("{when} · {direction} · {post} · {decision}");
        Link { address: format!("/crossing/{}", earlier.id), words }
    };
    Ok(page(&ReferralPage {
        id,
        name: crossing.traveller.name.to_string(),
        why: why(w, reason, &needs),
        waits: w.minutes(app.now().duration_since(crossing.at).as_mins()),
        facts: crate::records::record::facts(&app, w, &names, me.role, record).into_iter().chain(chip).collect(),
        mrz: crossing.traveller.document.as_ref().and_then(|document| document.mrz.clone()),
        hits: judged_hits(&app, w, &names, id).await?,
        earlier: earlier.iter().filter(|earlier| earlier.id != id).map(earlier_line).collect(),
        earlier_total: (earlier_total - 1).max(0),
        kept: pictures::views(&app, w, &kept),
        has_documents: genuine::has_documents(&app, &sight),
        party: party.map(|row| Link { address: format!("/party/{}", row.party.id), words: title(&row.party) }),
        notes: app.store.notes(id).await?.into_iter().map(note).collect(),
        questions: reference
            .guide
            .about(&subjects)
            .map(|question| Choice::new(question.code.as_str(), question.texts.of(language).to_owned(), false))
            .collect(),
        protections: protections
            .iter()
            .map(|row| {
                let words = format!("{} · {}", w.coded("need", row.protection.need.code()), row.protection.authority);
                ProtectionLine { id: row.protection.id, words, is_handed_over: row.handed_over.is_some() }
            })
            .collect(),
        is_open: record.is_open_referral(),
        is_mine: taken_by.as_ref() == Some(&me.id),
        taken_by: taken_by.map(|officer| names.of(&officer)),
        shell: Shell::new(&app, &signed, "second-line").about("referral"),
        w,
    }))
}

impl From<ReferralError> for Failure {
    fn from(error: ReferralError) -> Self {
        match error {
            ReferralError::NotFound => Self::NotFound,
            ReferralError::OfAnother => Self::NotAllowed,
            ReferralError::NoQuestion => FormTrouble::Malformed.into(),
            ReferralError::Store(error) => error.into(),
        }
    }
}

fn to_referral(id: CrossingId) -> Response {
    Redirect::to(&format!("/second-line/{id}")).into_response()
}

async fn take(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<CrossingId>,
    body: Body,
) -> Result<Response, Failure> {
    form::receive(&signed, body).await?;
    // Who took it first keeps it; the page then says who.
    referral::take(&app, &signed.session.account.id, id).await?;
    Ok(to_referral(id))
}

async fn release(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<CrossingId>,
    body: Body,
) -> Result<Response, Failure> {
    form::receive(&signed, body).await?;
    referral::release(&app, &signed.session.account, id).await?;
    Ok(to_referral(id))
}

#[derive(Deserialize)]
struct NoteForm {
    #[serde(default)]
    question: String,
    text: String,
}

async fn note(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<CrossingId>,
    body: Body,
) -> Result<Response, Failure> {
    let NoteForm { question, text } = form::read(&signed, body).await?;
    let question = Some(question).filter(|question| !question.is_empty());
    referral::note(&app, &signed.session.account.id, id, question, &text).await?;
    Ok(to_referral(id))
}
