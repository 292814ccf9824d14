//! One recorded crossing: everything about it, what it took the place of, and its correction.

use crate::{
    access::{
        CORRECT, COUNTER, Look, Nobody, Pages, again, at_posts,
        sight::{self, Sight},
    },
    app::App,
    kit::{
        failure::Failure,
        form,
        names::Names,
        parts::{Choice, Fact, Link, choices},
        session::SignedIn,
        shell::{Shell, level, moment, page},
    },
    node::{
        desk::{
            correction::{self, Correction, CorrectionError, CorrectionFault},
            journey::Answers,
        },
        level::Level,
        rights::claims,
        typed_day::as_typed,
    },
    records::{
        pictures::{self, AttachmentView},
        printed::{notice_link, slip_link},
    },
    traveller::about::adult_words,
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use limen_domain::{
    Accompaniment, AdultUnnamed, Authorised, Crossing, CrossingId, DocumentKey, Journey, Mode, Permission, Purpose,
    ReferralReason, Role, SamePersonReason, StatedReason, Status,
};
use limen_store::{Record, SamePerson};
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .get("/crossing/{id}", at_posts(COUNTER, Look::Record), show)
        .get("/crossing/{id}/correct", at_posts(CORRECT, Look::Correction), ask)
        .post("/crossing/{id}/correct", at_posts(CORRECT, again(Look::Correction)), correct)
        .post("/crossing/{id}/cancel", at_posts(CORRECT, Nobody::Moves), cancel)
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
    event: String,
}

/// Someone else, as a record names them.
struct Person {
    id: CrossingId,
    /// Name and document.
    words: String,
}

impl Person {
    /// The person of a crossing, as the record that stands for it says.
    async fn of(app: &App, id: CrossingId) -> Result<Option<Self>, Failure> {
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
    let attachments: Vec<CrossingId> = [Some(id), crossing.settles].into_iter().flatten().collect();
    let attachments = sight::attachments(&app, role, &attachments).await?;
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
    Ok(page(&RecordPage {
        adult,
        minors,
        kept: pictures::views(&app, w, &attachments),
        ties: tie_views(&app, w, app.store.ties(&documents).await?),
        shell: Shell::new(&app, &signed, "day"),
        w,
        id,
        title: crossing.traveller.name.to_string(),
        decision: w.coded("decision", kind.code()),
        level: level(kind),
        facts: facts(&app, w, &Names::load(&app).await?, role, record),
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

#[derive(Template)]
#[template(path = "records/correct.html")]
struct CorrectPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    id: CrossingId,
    traveller: String,
    message: Option<String>,
    correction: Correction,
    lists: Vec<List>,
    answers: Vec<TypedAnswer>,
}

/// A question that is answered by typing.
struct TypedAnswer {
    name: &'static str,
    label: String,
    value: String,
}

/// A question that is answered by choosing.
struct List {
    name: &'static str,
    answers: Vec<Choice>,
}

async fn ask(State(app): State<Arc<App>>, signed: SignedIn, sight: Sight) -> Result<Response, Failure> {
    let record = sight.record()?;
    let (traveller, journey) = (&record.crossing.traveller, &record.crossing.journey);
    let correction = Correction {
        primary: traveller.name.primary.clone(),
        secondary: traveller.name.secondary.clone(),
        birth: as_typed(traveller.birth_date),
        sex: traveller.sex.code().into(),
        direction: record.crossing.direction.code().into(),
        reason: String::new(),
    };
    let answers = Answers {
        purpose: journey.purpose.map(Purpose::code).unwrap_or_default().into(),
        mode: journey.mode.map(Mode::code).unwrap_or_default().into(),
        origin: journey.origin.clone().unwrap_or_default(),
        destination: journey.destination.clone().unwrap_or_default(),
        residence: journey.residence.map(|state| state.to_string()).unwrap_or_default(),
        stay_days: journey.stay_days.map(|days| days.to_string()).unwrap_or_default(),
        accompaniment: journey.accompaniment.map(Accompaniment::code).unwrap_or_default().into(),
        adult: adult_code(journey),
        drives: None,
        permit_until: String::new(),
        health: Vec::new(),
    };
    correct_page(&app, &signed, record, correction, answers, None).await
}

/// The adult whom a journey names, or why it names none, as a code of the list of both.
fn adult_code(journey: &Journey) -> String {
    let unnamed = journey.adult_unnamed.map(AdultUnnamed::code).unwrap_or_default();
    journey.adult.map_or_else(|| unnamed.to_owned(), |adult| adult.to_string())
}

/// The adults to choose from in the correction of a minor's record: the one whom it names, those who passed at that time,
/// and why nobody is named.
async fn adults(app: &App, w: &Words, crossing: &Crossing, chosen: &str) -> Result<Vec<Choice>, Failure> {
    let mut answers = Vec::new();
    let adult = |id: CrossingId, words: String| {
        let code = id.to_string();
        Choice { is_chosen: code == chosen, code, word: words }
    };
    if let Some(named) = crossing.journey.adult
        && let Some(person) = Person::of(app, named).await?
    {
        answers.push(adult(named, person.words));
    }
    let offered = correction::adults(app, crossing).await?;
    let others = offered.iter().filter(|adult| Some(adult.id) != crossing.journey.adult);
    answers.extend(others.map(|other| adult(other.id, adult_words(app, w, other))));
    answers.extend(choices(w, "adult-unnamed", AdultUnnamed::ALL, AdultUnnamed::code, chosen));
    Ok(answers)
}

async fn correct_page(
    app: &App,
    signed: &SignedIn,
    record: &Record,
    correction: Correction,
    answers: Answers,
    message: Option<String>,
) -> Result<Response, Failure> {
    let w = signed.words(app);
    let crossing = &record.crossing;
    let list = |name, answers| List { name, answers };
    let mut lists = vec![
        list("purpose", choices(w, "purpose", Purpose::ALL, Purpose::code, &answers.purpose)),
        list("mode", choices(w, "mode", Mode::ALL, Mode::code, &answers.mode)),
        list(
            "accompaniment",
            choices(w, "accompaniment", Accompaniment::ALL, Accompaniment::code, &answers.accompaniment),
        ),
    ];
    if crossing.traveller.may_be_minor_on(app.day_of(crossing.at)) {
        lists.push(list("adult", adults(app, w, crossing, &answers.adult).await?));
    }
    let typed = |name, label: &str, value| TypedAnswer { name, label: w.t(label), value };
    let answers = vec![
        typed("origin", "ask-origin", answers.origin),
        typed("destination", "ask-destination", answers.destination),
        typed("residence", "ask-residence", answers.residence),
        typed("stay_days", "ask-stay", answers.stay_days),
    ];
    Ok(page(&CorrectPage {
        shell: Shell::new(app, signed, "day"),
        w,
        id: crossing.id,
        traveller: crossing.traveller.name.to_string(),
        message,
        correction,
        lists,
        answers,
    }))
}

async fn correct(State(app): State<Arc<App>>, signed: SignedIn, sight: Sight, body: Body) -> Result<Response, Failure> {
    let received = form::receive(&signed, body).await?;
    let (correction, answers): (Correction, Answers) = (received.fields()?, received.fields()?);
    let (id, record, officer) = (sight.id, sight.record()?, &signed.session.account.id);
    match correction::correct(&app, officer, &record.crossing, &correction, &answers).await {
        Ok(new) => Ok(Redirect::to(&format!("/crossing/{}", new.unwrap_or(id))).into_response()),
        Err(CorrectionError::Fault(fault)) => {
            let message = message(signed.words(&app), fault);
            let asked_again = correct_page(&app, &signed, record, correction, answers, Some(message)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, asked_again).into_response())
        }
        Err(CorrectionError::Store(error)) => Err(error.into()),
    }
}

/// The message about what can't be taken of a correction.
fn message(w: &Words, fault: CorrectionFault) -> String {
    match fault {
        CorrectionFault::ReasonMissing => w.t("correct-reason-missing"),
        CorrectionFault::NameMissing => w.t("typed-name-missing"),
        CorrectionFault::NoDate => w.t("typed-date-wrong"),
        CorrectionFault::BirthInFuture => w.t("typed-birth-in-future"),
        CorrectionFault::DirectionOfStop => w.t("correct-direction-of-stop"),
        CorrectionFault::AdultNotNamed => w.t("not-open-adult"),
        CorrectionFault::AdultNotOffered => w.t("correct-adult-not-offered"),
    }
}

#[derive(Deserialize)]
struct Cancel {
    reason: StatedReason,
}

/// Marks a record of what did not happen; it stays to be seen.
async fn cancel(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<CrossingId>,
    body: Body,
) -> Result<Response, Failure> {
    let Cancel { reason } = form::read(&signed, body).await?;
    Sight::of(&app, &signed, id).await?.correctable(&app)?;
    correction::cancel(&app, &signed.session.account.id, id, reason).await?;
    Ok(Redirect::to(&format!("/crossing/{id}")).into_response())
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
