//! The form by which a recorded crossing is corrected, every field of it, or cancelled where nobody crossed.

use crate::{
    access::{CORRECT, Look, Nobody, Pages, again, at_posts, sight::Sight},
    app::App,
    kit::{
        failure::Failure,
        form,
        names::Names,
        parts::{Choice, WrongField, choices},
        session::SignedIn,
        shell::{Shell, moment, page},
    },
    node::desk::{
        correction::{self, Correction, CorrectionError, CorrectionFault},
        journey::Answers,
        typed::Typed,
    },
    records::record::Person,
    traveller::{
        about::adult_words,
        typed::{TypedFields, wrong_field},
    },
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
    Accompaniment, AdultUnnamed, Answer, Crossing, CrossingId, Direction, HealthAnswer, Mode, Purpose, StatedReason,
};
use limen_store::{AskedOutcome, Record};
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .get("/crossing/{id}/correct", at_posts(CORRECT, Look::Correction), ask)
        .post("/crossing/{id}/correct", at_posts(CORRECT, again(Look::Correction)), correct)
        .post("/crossing/{id}/cancel", at_posts(CORRECT, Nobody::Moves), cancel)
}

#[derive(Template)]
#[template(path = "records/correct.html")]
struct CorrectPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    id: CrossingId,
    traveller: String,
    /// What their officer asked for.
    asked: Vec<String>,
    fields: TypedFields,
    directions: Vec<Choice>,
    lists: Vec<List>,
    answers: Vec<TypedAnswer>,
    /// Whether they crossed with a party, and drove its vehicle.
    in_party: bool,
    drives: bool,
    health: Vec<HealthList>,
    reason: String,
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

/// A question on health that was asked then.
struct HealthList {
    question: String,
    answers: Vec<Choice>,
}

async fn ask(State(app): State<Arc<App>>, signed: SignedIn, sight: Sight) -> Result<Response, Failure> {
    let record = sight.record()?;
    correct_page(&app, &signed, record, Correction::from(&record.crossing), Vec::new()).await
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
    wrong: Vec<WrongField>,
) -> Result<Response, Failure> {
    let w = signed.words(app);
    let crossing = &record.crossing;
    let Correction { traveller, journey, direction, reason } = correction;
    let list = |name, answers| List { name, answers };
    let mut lists = vec![
        list("purpose", choices(w, "purpose", Purpose::ALL, Purpose::code, &journey.purpose)),
        list("mode", choices(w, "mode", Mode::ALL, Mode::code, &journey.mode)),
        list(
            "accompaniment",
            choices(w, "accompaniment", Accompaniment::ALL, Accompaniment::code, &journey.accompaniment),
        ),
    ];
    let is_wrong = |field: &str| WrongField::reason(&wrong, field).is_some();
    if crossing.traveller.may_be_minor_on(app.day_of(crossing.at)) || is_wrong("adult") {
        lists.push(list("adult", adults(app, w, crossing, &journey.adult).await?));
    }
    let typed = |name, label: &str, value: &str| TypedAnswer { name, label: w.t(label), value: value.to_owned() };
    let mut answers = vec![
        typed("origin", "ask-origin", &journey.origin),
        typed("destination", "ask-destination", &journey.destination),
        typed("residence", "ask-residence", &journey.residence),
        typed("stay_days", "ask-stay-days", &journey.stay_days),
    ];
    if crossing.direction == Direction::Entry || is_wrong("permit_until") {
        answers.push(typed("permit_until", "ask-permit", &journey.permit_until));
    }
    let names = Names::load(app).await?;
    let mut asked = app.store.corrections_asked_of(crossing.id).await?;
    asked.retain(|one| one.outcome == AskedOutcome::Waits);
    let asked = asked.into_iter().map(|one| {
        let by = names.of(&one.officer);
        w.t_of("record-asked", &[("officer", by), ("at", moment(app, w, one.at)), ("note", one.note)])
    });
    let reference = app.reference();
    let health = |asked: &HealthAnswer| HealthList {
        question: reference.health.text(&asked.question, w.language.tag()).to_string(),
        answers: health_choices(w, &journey, &asked.question),
    };
    Ok(page(&CorrectPage {
        id: crossing.id,
        traveller: crossing.traveller.name.to_string(),
        asked: asked.collect(),
        directions: choices(w, "direction", &[Direction::Entry, Direction::Exit], Direction::code, &direction),
        lists,
        answers,
        in_party: crossing.party.is_some(),
        drives: journey.drives.is_some(),
        health: crossing.journey.health.iter().map(health).collect(),
        reason,
        fields: TypedFields::new(w, traveller, wrong, None),
        shell: Shell::new(app, signed, "day").about("correct"),
        w,
    }))
}

/// The answers to a question on health, with the one that was given.
fn health_choices(w: &Words, journey: &Answers, question: &str) -> Vec<Choice> {
    let choice = |answer: &Answer| {
        let code = format!("{question}:{}", answer.code());
        Choice::new(code, w.coded("answer", answer.code()), journey.says(question, answer))
    };
    Answer::ALL.iter().map(choice).collect()
}

/// What is typed beside the traveller and the journey.
#[derive(Default, Deserialize)]
#[serde(default)]
struct RecordForm {
    direction: String,
    reason: String,
}

async fn correct(State(app): State<Arc<App>>, signed: SignedIn, sight: Sight, body: Body) -> Result<Response, Failure> {
    let received = form::receive(&signed, body).await?;
    let (traveller, journey): (Typed, Answers) = (received.fields()?, received.fields()?);
    let RecordForm { direction, reason } = received.fields()?;
    let correction = Correction { traveller, journey, direction, reason };
    let (id, record) = (sight.id, sight.record()?);
    match correction::correct(&app, &signed.session.account.id, record, &correction).await {
        Ok(new) => Ok(Redirect::to(&format!("/crossing/{}", new.unwrap_or(id))).into_response()),
        Err(CorrectionError::Faults(faults)) => {
            let w = signed.words(&app);
            let wrong = faults.into_iter().map(|fault| wrong_of(w, fault)).collect();
            let asked_again = correct_page(&app, &signed, record, correction, wrong).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, asked_again).into_response())
        }
        Err(CorrectionError::Store(error)) => Err(error.into()),
    }
}

/// The field that can't be taken of a correction, with the reason.
fn wrong_of(w: &Words, fault: CorrectionFault) -> WrongField {
    let (field, reason) = match fault {
        CorrectionFault::Typed(field, fault) => return wrong_field(w, field, fault),
        CorrectionFault::ReasonMissing => ("reason", "correct-reason-missing"),
        CorrectionFault::DirectionOfStop => ("direction", "correct-direction-of-stop"),
        CorrectionFault::PermitNoDate => ("permit_until", "correct-permit-no-date"),
        CorrectionFault::AdultNotNamed => ("adult", "not-open-adult"),
        CorrectionFault::AdultNotOffered => ("adult", "correct-adult-not-offered"),
    };
    WrongField { field, reason: w.t(reason) }
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
