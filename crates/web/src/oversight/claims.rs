//! What travellers claim about their own data: the register, and one claim to its end: what is held, what was done, and the
//! answer. What is answered stays: it shows that it was, and in time.

use crate::{
    access::{DATA, Look, Nobody, Pages, again, anywhere},
    app::App,
    kit::{
        failure::Failure,
        form::{self, FormTrouble},
        names::Names,
        parts::{Choice, Fact, Link, choices},
        second_person::{GivenWord, SecondPersonForm},
        session::SignedIn,
        shell::{Shell, answer as page_answer, moment},
    },
    node::{
        level::Level,
        rights::claims::{self, Case, Chosen, ClaimError, NewClaim},
    },
    oversight::{
        corrections::{CorrectionRow, correction_row, crossing_words},
        letter,
    },
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use jiff::civil::Date;
use limen_domain::{CrossingId, Right, RightAnswer, StatedReason, VisaNumber};
use limen_store::{Claim, ClaimAnswer, ProposedErasure};
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .post("/rights/claim", anywhere(DATA, Nobody::Moves), receive)
        .get("/rights/claim/{id}", anywhere(DATA, Look::Claim), show)
        .post("/rights/claim/{id}", anywhere(DATA, again(Look::Claim)), answer)
        .post("/rights/claim/{id}/erase", anywhere(DATA, again(Look::Claim)), propose)
        .post("/rights/claim/{id}/decide", anywhere(DATA, again(Look::Claim)), decide)
}

/// A claim as the page shows it.
pub(crate) struct ClaimRow {
    pub(crate) id: Uuid,
    /// Clear for answered, check for waiting, stop for late.
    pub(crate) level: Level,
    pub(crate) state: String,
    pub(crate) right: String,
    pub(crate) reference: String,
    pub(crate) document: String,
    pub(crate) words: String,
    pub(crate) received: String,
    pub(crate) waits: bool,
}

/// The register, what waits first, the most urgent on top.
pub(crate) async fn rows(app: &App, w: &Words) -> Result<Vec<ClaimRow>, Failure> {
    let today = app.today();
    Ok(claims::register(app).await?.iter().map(|claim| row(app, w, today, claim)).collect())
}

fn row(app: &App, w: &Words, today: Date, claim: &Claim) -> ClaimRow {
    let (level, state) = match &claim.answer {
        Some(ClaimAnswer { at, answer, reason }) => {
            let answered =
                w.t2("claim-answered", ("answer", w.coded("claim-answer", answer.code())), ("at", moment(app, w, *at)));
            (Level::Clear, if reason.is_empty() { answered } else { format!("{answered} · {reason}") })
        }
        None if claim.due < today => {
            let days = i64::from((today - claim.due).get_days());
            (Level::Stop, w.t2("claim-late", ("distance", w.distance(days)), ("due", w.date(claim.due))))
        }
        None => (Level::Check, w.t1("claim-due", "due", w.date(claim.due))),
    };
    ClaimRow {
        id: claim.id,
        level,
        state,
        right: w.coded("right", claim.right.code()),
        reference: claim.reference.clone(),
        document: claim.document.as_ref().map(ToString::to_string).unwrap_or_default(),
        words: claim.words.clone(),
        received: w.date(claim.received),
        waits: claim.answer.is_none(),
    }
}

#[derive(Deserialize)]
struct ClaimForm {
    right: Right,
    reference: String,
    #[serde(default)]
    document: String,
    #[serde(default)]
    words: String,
    received: String,
    #[serde(default)]
    due: String,
}

async fn receive(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let form: ClaimForm = form::read(&signed, body).await?;
    let claim = NewClaim {
        right: form.right,
        reference: &form.reference,
        document: &form.document,
        words: &form.words,
        received: &form.received,
        due: &form.due,
    };
    let id = claims::receive(&app, &signed.session.account.id, claim).await?;
    Ok(to_claim(id))
}

impl From<ClaimError> for Failure {
    fn from(error: ClaimError) -> Self {
        match error {
            ClaimError::Incomplete
            | ClaimError::NoReason
            | ClaimError::NothingDone
            | ClaimError::NothingChosen
            | ClaimError::TooMany
            | ClaimError::StillOpen
            | ClaimError::Prolongs
            | ClaimError::AtHeadquarters => FormTrouble::Malformed.into(),
            ClaimError::NotFound => Self::NotFound,
            ClaimError::Store(error) => error.into(),
        }
    }
}

fn to_claim(id: Uuid) -> Response {
    Redirect::to(&format!("/rights/claim/{id}")).into_response()
}

/// A record that may be chosen to be erased, or is to be put right.
struct RecordRow {
    /// The field of the form that chooses it: `crossing` or `visa`.
    field: &'static str,
    id: String,
    words: String,
    /// What became of it: corrected, cancelled. Empty where it stands.
    state: String,
}

/// What is proposed to be erased.
struct Proposed {
    by: String,
    records: Vec<String>,
    reason: String,
    is_own: bool,
    given: GivenWord,
}

#[derive(Template)]
#[template(path = "oversight/claim.html")]
struct ClaimPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    row: ClaimRow,
    /// The code of the right.
    right: &'static str,
    facts: Vec<Fact>,
    has_document: bool,
    files: Vec<String>,
    records: Vec<RecordRow>,
    corrections: Vec<CorrectionRow>,
    proposed: Option<Proposed>,
    erases_here: bool,
    answers: Vec<Choice>,
    letter: Option<Link>,
    message: Option<String>,
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    claim_page(&app, &signed, id, GivenWord::default(), None).await
}

async fn claim_page(
    app: &App,
    signed: &SignedIn,
    id: Uuid,
    given: GivenWord,
    message: Option<String>,
) -> Result<Response, Failure> {
    let case = claims::case(app, id).await?;
    let (w, claim) = (signed.words(app), &case.claim);
    let row = row(app, w, app.today(), claim);
    let names = Names::load(app).await?;
    let is_wrong = message.is_some() || given.wrong.is_some();
    let proposed = claim.proposed.as_ref().map(|proposed| Proposed {
        by: w.t2("claim-erase-by", ("author", names.of(&proposed.by)), ("at", moment(app, w, proposed.at))),
        records: records(app, w, &case).into_iter().filter(|row| is_of(proposed, row)).map(|row| row.words).collect(),
        reason: proposed.reason.clone(),
        is_own: proposed.by == signed.session.account.id,
        given,
    });
    let mut facts = vec![
        Fact::new(w.t("claim-received"), row.received.clone()),
        Fact::new(w.t("record-document"), row.document.clone()),
    ];
    if !row.words.is_empty() {
        facts.push(Fact::new(w.t("claim-words"), row.words.clone()));
    }
    if let Some(events) = claim.erased {
        facts.push(Fact::new(w.t("claim-erased"), w.t1("claim-erased-events", "count", events)));
    }
    let possible: Vec<RightAnswer> = RightAnswer::ALL.iter().copied().filter(|answer| case.may_be(*answer)).collect();
    Ok(page_answer(
        is_wrong,
        &ClaimPage {
            shell: Shell::new(app, signed, "rights"),
            w,
            right: claim.right.code(),
            facts,
            has_document: claim.document.is_some(),
            files: case.files.iter().map(|at| moment(app, w, *at)).collect(),
            records: records(app, w, &case),
            corrections: case.corrections.iter().map(|one| correction_row(app, w, one)).collect(),
            proposed,
            erases_here: case.erases_here,
            answers: choices(w, "claim-answer", &possible, RightAnswer::code, ""),
            letter: claim.answer.as_ref().map(|_| letter::link(w, id)),
            row,
            message,
        },
    ))
}

fn is_of(proposed: &ProposedErasure, row: &RecordRow) -> bool {
    match row.field {
        "visa" => proposed.visas.iter().any(|number| number.as_str() == row.id),
        _ => proposed.crossings.iter().any(|id| id.to_string() == row.id),
    }
}

fn records(app: &App, w: &Words, case: &Case) -> Vec<RecordRow> {
    let Some(about) = &case.about else { return Vec::new() };
    let crossings = about.crossings.iter().map(|one| {
        let state = match (&one.record.cancelled, one.record.corrected_by) {
            (Some(_), _) => w.t("claim-record-cancelled"),
            (None, Some(_)) => w.t("claim-record-corrected"),
            (None, None) => String::new(),
        };
        let crossing = &one.record.crossing;
        RecordRow { field: "crossing", id: crossing.id.to_string(), words: crossing_words(app, w, crossing), state }
    });
    let presented = about.presented.iter().map(|one| RecordRow {
        field: "crossing",
        id: one.id.to_string(),
        words: format!("{} · {} · {}", moment(app, w, one.at), app.post_name(&one.post), w.t("claim-record-presented")),
        state: String::new(),
    });
    let visas = about.visas.iter().map(|visa| RecordRow {
        field: "visa",
        id: visa.held.visa.number.to_string(),
        words: format!("{} {}", w.coded("visa-kind", visa.held.visa.kind.code()), visa.held.visa.number),
        state: String::new(),
    });
    crossings.chain(presented).chain(visas).collect()
}

/// The page again, with what is wrong; another failure as such.
async fn wrong(app: &App, signed: &SignedIn, id: Uuid, error: ClaimError) -> Result<Response, Failure> {
    let message = match error {
        ClaimError::NoReason => "claim-no-reason",
        ClaimError::NothingDone => "claim-nothing-done",
        ClaimError::NothingChosen => "claim-nothing-chosen",
        ClaimError::TooMany => "claim-too-many",
        ClaimError::StillOpen => "claim-still-open",
        ClaimError::Prolongs => "claim-prolongs",
        ClaimError::AtHeadquarters => "erasure-at-headquarters",
        other => return Err(other.into()),
    };
    claim_page(app, signed, id, GivenWord::default(), Some(signed.words(app).t(message))).await
}

#[derive(Deserialize)]
struct AnswerForm {
    answer: RightAnswer,
    #[serde(default)]
    reason: String,
}

async fn answer(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<Uuid>,
    body: Body,
) -> Result<Response, Failure> {
    let AnswerForm { answer, reason } = form::read(&signed, body).await?;
    match claims::answer(&app, &signed.session.account.id, id, answer, &reason).await {
        Ok(()) => Ok(to_claim(id)),
        Err(error) => wrong(&app, &signed, id, error).await,
    }
}

#[derive(Deserialize)]
struct EraseForm {
    #[serde(default)]
    crossing: Vec<CrossingId>,
    #[serde(default)]
    visa: Vec<VisaNumber>,
    #[serde(default)]
    reason: String,
}

async fn propose(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<Uuid>,
    body: Body,
) -> Result<Response, Failure> {
    let EraseForm { crossing: crossings, visa: visas, reason } = form::read(&signed, body).await?;
    let Ok(reason) = StatedReason::parse(&reason) else { return wrong(&app, &signed, id, ClaimError::NoReason).await };
    let chosen = Chosen { crossings, visas };
    match claims::propose_erasure(&app, &signed.session.account.id, id, chosen, &reason).await {
        Ok(()) => Ok(to_claim(id)),
        Err(error) => wrong(&app, &signed, id, error).await,
    }
}

async fn decide(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<Uuid>,
    body: Body,
) -> Result<Response, Failure> {
    let given: SecondPersonForm = form::read(&signed, body).await?;
    match claims::decide_erasure(&app, &signed.session, id, given.word()).await {
        Ok(()) => Ok(to_claim(id)),
        Err(error) => {
            let again = given.again(&app, signed.words(&app), error)?;
            claim_page(&app, &signed, id, again, None).await
        }
    }
}
