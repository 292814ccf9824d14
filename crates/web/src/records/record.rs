//! One recorded crossing: everything about it, what it took the place of, and what was asked to be corrected in it.

use crate::{
    access::{
        COUNTER, Look, Pages, at_posts,
        sight::{self, Sight},
    },
    app::App,
    kit::{
        failure::Failure,
        names::Names,
        parts::{Fact, Link},
        session::SignedIn,
        shell::{Shell, level, moment, page},
    },
    node::{
        desk::asked_correction::{self, LONGEST_NOTE_CHARACTERS},
        level::Level,
        rights::claims,
    },
    records::{
        asked_corrections::outcome_words,
        pictures::{self, AttachmentView},
        printed::{notice_link, slip_link},
    },
    traveller::chip::chip_facts,
    words::Words,
};
use askama::Template;
use axum::{extract::State, response::Response};
use limen_domain::{Authorised, CrossingId, DocumentKey, Permission, ReferralReason, Role, SamePersonReason, Status};
use limen_store::{AskedCorrection, AskedOutcome, Record, SamePerson};
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new().get("/crossing/{id}", at_posts(COUNTER, Look::Record), show)
}

/// How many corrections of one record are followed.
const MOST_CORRECTIONS: usize = 10;

#[derive(Template)]
#[template(path = "records/record.html")]
struct RecordPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    id: CrossingId,
    title: String,
    decision: String,
    level: Level,
    facts: Vec<Fact>,
    /// The adult whom this minor crossed with.
    adult: Option<Person>,
    /// The minors who crossed with this adult.
    minors: Vec<Person>,
    mrz: Option<String>,
    cancelled: Option<String>,
    undone_by: Option<CrossingId>,
    undoes: Option<CrossingId>,
    /// The pages of it that are printed.
    prints: Vec<Link>,
    corrects: Option<CrossingId>,
    correction_reason: String,
    corrected_by: Option<CrossingId>,
    settled_by: Option<CrossingId>,
    kept: Vec<AttachmentView>,
    ties: Vec<TieView>,
    may_correct: bool,
    /// What the traveller claims to be put right, for those who may.
    claimed: Vec<String>,
    may_take_up: bool,
    /// What was asked to be corrected, with what became of it: for who asked, and for who corrects.
    asked: Vec<String>,
    /// Whether this person may ask that it be corrected.
    may_ask: bool,
    longest_note: usize,
    event: String,
}

/// Someone else, as a record names them.
pub(super) struct Person {
    id: CrossingId,
    /// Name and document.
    pub(super) words: String,
}

impl Person {
    /// The person of a crossing, as the record that stands for it says.
    pub(super) async fn of(app: &App, id: CrossingId) -> Result<Option<Self>, Failure> {
        let mut found = app.store.record(id).await?;
        for _ in 0..MOST_CORRECTIONS {
            match found.as_ref().and_then(|record| record.corrected_by) {
                Some(later) => found = app.store.record(later).await?,
                None => break,
            }
        }
        Ok(found.map(|record| {
            let traveller = &record.crossing.traveller;
            let number = traveller.document.as_ref().map(|document| format!(" · {}", document.number));
            Self { id: record.crossing.id, words: format!("{}{}", traveller.name, number.unwrap_or_default()) }
        }))
    }
}

/// The minors who are tied to an adult, by the record or by one that it took the place of.
async fn minors_with(app: &App, record: &Record) -> Result<Vec<Person>, Failure> {
    let (mut adult, mut minors) = (Some((record.crossing.id, record.corrects)), Vec::new());
    for _ in 0..MOST_CORRECTIONS {
        let Some((id, corrects)) = adult else { break };
        for minor in app.store.minors_with(id).await? {
            minors.extend(Person::of(app, minor).await?);
        }
        adult = match corrects {
            Some(mistaken) => app.store.record(mistaken).await?.map(|record| (mistaken, record.corrects)),
            None => None,
        };
    }
    Ok(minors)
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn, sight: Sight) -> Result<Response, Failure> {
    let (id, record, w) = (sight.id, sight.record()?, signed.words(&app));
    let (crossing, role) = (&record.crossing, signed.session.account.role);
    let kind = crossing.decision.kind();
    let is_here = crossing.post == app.post.id;
    let is_current = record.is_current();
    let mut prints = Vec::new();
    if is_current && kind.crossed() {
        prints.push(slip_link(w, id));
    }
    if is_current && !crossing.decision.refused_on().is_empty() {
        prints.push(notice_link(w, id, kind));
    }
    let here: Vec<CrossingId> = [Some(id), crossing.settles].into_iter().flatten().collect();
    let attachments = sight::attachments(&app, role, &here).await?;
    let chip = chip_facts(&app, w, &here).await?;
    let documents = app.store.documents_of(&crossing.traveller).await?;
    let adult = match crossing.journey.adult {
        Some(adult) => Person::of(&app, adult).await?,
        None => None,
    };
    let minors = minors_with(&app, record).await?;
    let may_correct = role.may(Permission::Correct) && is_current && is_here && record.settled_by.is_none();
    let claimed = if may_correct { claims::to_rectify(&app, &documents).await? } else { Vec::new() };
    let claimed = claimed
        .into_iter()
        .map(|claim| w.t2("claim-on-record", ("reference", claim.reference), ("words", claim.words)));
    let names = Names::load(&app).await?;
    let asked = asked_of(&app, &signed, record).await?;
    let waits = asked.iter().any(|one| one.outcome == AskedOutcome::Waits);
    let asked = asked.iter().map(|one| {
        let by = names.of(&one.officer);
        let said =
            w.t_of("record-asked", &[("officer", by), ("at", moment(&app, w, one.at)), ("note", one.note.clone())]);
        format!("{said} · {}", outcome_words(w, &names, &one.outcome))
    });
    Ok(page(&RecordPage {
        asked: asked.collect(),
        may_ask: !waits && asked_correction::may_ask(&app, &signed.session.account, record),
        longest_note: LONGEST_NOTE_CHARACTERS,
        adult,
        minors,
        kept: pictures::views(&app, w, &attachments),
        ties: tie_views(&app, w, app.store.ties(&documents).await?),
        shell: Shell::new(&app, &signed, "day").about("record"),
        w,
        id,
        title: crossing.traveller.name.to_string(),
        decision: w.coded("decision", kind.code()),
        level: level(kind),
        facts: facts(&app, w, &names, role, record).into_iter().chain(chip).collect(),
        mrz: crossing.traveller.document.as_ref().and_then(|document| document.mrz.clone()),
        cancelled: record.cancelled.clone(),
        undone_by: record.undone_by,
        undoes: crossing.undoes,
        prints,
        corrects: record.corrects,
        correction_reason: record.correction_reason.clone(),
        corrected_by: record.corrected_by,
        settled_by: record.settled_by,
        may_correct,
        claimed: claimed.collect(),
        may_take_up: role.may(Permission::SettleReferrals) && is_here && record.is_open_referral(),
        event: w.t2("record-event", ("node", record.event.node.to_string()), ("seq", record.event.seq)),
    }))
}

/// What was asked to be corrected in a record, or in the one that it took the place of: told to the officer whose record it is,
/// and to those who correct.
async fn asked_of(app: &App, signed: &SignedIn, record: &Record) -> Result<Vec<AskedCorrection>, Failure> {
    let account = &signed.session.account;
    if record.crossing.officer != account.id && !account.role.may(Permission::Correct) {
        return Ok(Vec::new());
    }
    let mut asked = Vec::new();
    for id in [record.corrects, Some(record.crossing.id)].into_iter().flatten() {
        asked.extend(app.store.corrections_asked_of(id).await?);
    }
    Ok(asked)
}

/// What a record says, for those of this role.
pub(crate) fn facts(app: &App, w: &Words, names: &Names, role: Role, record: &Record) -> Vec<Fact> {
    let crossing = &record.crossing;
    let (traveller, journey) = (&crossing.traveller, &crossing.journey);
    let at = crossing.at.to_zoned_datetime(app.zone.clone());
    let mut facts = vec![
        Fact::new(w.t("record-when"), moment(app, w, crossing.at)),
        Fact::new(w.t("record-post"), app.post_name(&crossing.post)),
        Fact::new(w.t("record-direction"), w.coded("direction", crossing.direction.code())),
        Fact::new(w.t("field-birth_date"), w.partial_date(traveller.birth_date)),
        Fact::new(w.t("field-sex"), w.coded("sex", traveller.sex.code())),
        Fact::new(
            w.t("field-nationality"),
            traveller.nationality.map_or_else(|| w.t("nationality-unknown"), |code| w.state(code)),
        ),
    ];
    if !traveller.further_nationalities.is_empty() {
        let further: Vec<String> = traveller.further_nationalities.iter().map(|code| w.state(*code)).collect();
        facts.push(Fact::new(w.t("typed-further-nationality"), further.join(", ")));
    }
    if traveller.status != Status::Ordinary {
        facts.push(Fact::new(w.t("typed-status"), w.coded("status", traveller.status.code())));
    }
    if let Some(ages) = traveller.ages_on(at.date()) {
        facts[3].value.push_str(&format!(" · {}", w.ages(ages)));
    }
    if let Some(document) = &traveller.document {
        let issuer = document.issuer.map(|code| w.state(code)).unwrap_or_default();
        let kind = w.coded("document", document.kind.code());
        facts.push(Fact::new(w.t("record-document"), format!("{kind} {} · {issuer}", document.number)));
        facts.push(Fact::new(w.t("field-expiry_date"), w.partial_date(document.expiry)));
    }
    for document in &traveller.further_documents {
        let kind = w.coded("document", document.kind.code());
        facts.push(Fact::new(w.t("record-further-document"), format!("{kind} {}", document.number)));
    }
    facts.push(Fact::new(w.t("record-source"), w.coded("source", traveller.source.code())));
    let mut answer = |label: &str, value: Option<String>| {
        if let Some(value) = value {
            facts.push(Fact::new(w.t(label), value));
        }
    };
    answer("ask-purpose", journey.purpose.map(|purpose| w.coded("purpose", purpose.code())));
    answer("ask-mode", journey.mode.map(|mode| w.coded("mode", mode.code())));
    answer("ask-origin", journey.origin.clone());
    answer("ask-destination", journey.destination.clone());
    answer("ask-residence", journey.residence.map(|state| w.state(state)));
    answer("ask-stay", journey.stay_days.map(|days| w.t1("distance-days", "count", days)));
    answer("ask-accompaniment", journey.accompaniment.map(|with| w.coded("accompaniment", with.code())));
    let unnamed = journey.adult_unnamed.map(|why| w.coded("adult-unnamed", why.code()));
    answer("record-adult", unnamed.map(|why| w.t1("record-adult-unnamed", "reason", why)));
    answer("ask-drives", journey.drives.then(|| w.t("answer-yes")));
    answer("record-visa", crossing.visa.as_ref().map(ToString::to_string));
    answer("ask-permit", journey.permit_until.map(|last| w.date(last)));
    let authorised = crossing.authorised.map(|authorised| match authorised {
        Authorised::Freely => w.t("record-freely"),
        Authorised::To(last) => w.date(last),
    });
    answer("record-authorised", authorised);
    let reference = app.reference();
    for answered in &journey.health {
        let question = reference.health.text(&answered.question, w.language.tag());
        answer("record-health", Some(format!("{question} {}", w.coded("answer", answered.answer.code()))));
    }
    let grounds: Vec<String> = match crossing.decision.reason() {
        Some(ReferralReason::Protection) if !role.may(Permission::SeeProtection) => vec![w.t("referral-reserved")],
        Some(reason) => vec![w.coded("referral", reason.code())],
        None => {
            let text = |code| format!("{code} {}", reference.grounds.text(code, w.language.tag()));
            crossing.decision.refused_on().iter().map(text).collect()
        }
    };
    answer("record-grounds", (!grounds.is_empty()).then(|| grounds.join("; ")));
    answer("record-stamp", crossing.stamp.clone());
    answer("record-officer", Some(names.of(&crossing.officer)));
    facts
}

/// A tie as a record shows it.
struct TieView {
    one: DocumentKey,
    other: DocumentKey,
    words: String,
}

/// Ties as a record shows them.
fn tie_views(app: &App, w: &Words, ties: Vec<SamePerson>) -> Vec<TieView> {
    let view = |tie: SamePerson| {
        let reason = if tie.reason.is_empty() { "together" } else { &tie.reason };
        let words = format!(
            "{} = {} · {} · {}, {}",
            tie.tied_to,
            tie.document,
            w.coded_elsewhere("same-person", reason),
            tie.officer,
            w.date(app.day_of(tie.at))
        );
        TieView { one: tie.tied_to, other: tie.document, words }
    };
    ties.into_iter().map(view).collect()
}
