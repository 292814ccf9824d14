//! The way of protection: one key from the counter begins it; those who must see it follow it to the handing over.

use crate::{
    access::{COUNTER, Look, Nobody, PROTECTION, Pages, at_posts},
    app::App,
    counter::PROTECTION_REPORTED,
    kit::{
        failure::Failure,
        form::{self, FormTrouble},
        names::Names,
        parts::{Choice, ExplainedChoice, Fact},
        session::SignedIn,
        shell::{Shell, moment, page},
    },
    node::desk::protection::{self, BeginError, HandOverError, NeedSeen},
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use limen_domain::{CrossingId, Need, Permission, ProtectionId};
use limen_store::{HandedOver, ProtectionRow};
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .get("/protection", at_posts(PROTECTION, Look::Protections), list)
        .get("/protection/new", at_posts(COUNTER, Nobody::AtCounter), ask)
        .post("/protection/new", at_posts(COUNTER, Nobody::AtCounter), begin)
        .get("/protection/{id}", at_posts(PROTECTION, Look::Protection), show)
        .post("/protection/{id}", at_posts(PROTECTION, Nobody::Moves), hand_over)
        .get("/protection/{id}/form", at_posts(PROTECTION, Look::Protection), referral_form)
}

/// How many people the list shows.
const MOST_SHOWN: i64 = 200;

/// The traveller who waits at the counter.
struct AtCounter {
    id: CrossingId,
    name: String,
}

/// A form that was not taken.
struct RefusedForm {
    form: Begin,
    message: String,
}

#[derive(Template)]
#[template(path = "second_line/protection_new.html")]
struct NewPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    /// Who waits at the counter.
    presentation: Option<AtCounter>,
    /// Each need with its signs; the likely one is chosen.
    needs: Vec<ExplainedChoice>,
    person: String,
    words: String,
    message: Option<String>,
}

async fn ask(State(app): State<Arc<App>>, signed: SignedIn) -> Result<Response, Failure> {
    Ok(page(&new_page(&app, &signed, None).await?))
}

async fn new_page<'a>(
    app: &'a App,
    signed: &'a SignedIn,
    refused: Option<RefusedForm>,
) -> Result<NewPage<'a>, Failure> {
    let w = signed.words(app);
    let open = app.store.open_presentation(&signed.session.account.id).await?;
    let is_child = open.as_ref().is_some_and(|(open, _)| open.traveller.may_be_minor_on(app.today()));
    let (begin, message) = refused.map_or((None, None), |refused| (Some(refused.form), Some(refused.message)));
    let likely = if is_child { Need::Child } else { Need::Asylum };
    let chosen = begin.as_ref().map_or(likely, |begin| begin.need);
    let needs = Need::ALL.iter().map(|need| {
        let code = need.code();
        ExplainedChoice {
            choice: Choice::new(code, w.coded("need", code), *need == chosen),
            explanation: w.coded("need-signs", code),
        }
    });
    Ok(NewPage {
        presentation: open.map(|(open, _)| AtCounter { id: open.id, name: open.traveller.name.to_string() }),
        needs: needs.collect(),
        person: begin.as_ref().map(|begin| begin.person.clone()).unwrap_or_default(),
        words: begin.map(|begin| begin.words).unwrap_or_default(),
        message,
        shell: Shell::new(app, signed, "counter").about("protect"),
        w,
    })
}

#[derive(Deserialize)]
struct Begin {
    need: Need,
    presentation: Option<CrossingId>,
    #[serde(default)]
    person: String,
    #[serde(default)]
    words: String,
}

/// Begins the way; a traveller who waits at the counter is referred in the same transaction.
async fn begin(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let noted: Begin = form::read(&signed, body).await?;
    let Begin { need, presentation, person, words } = &noted;
    let seen = NeedSeen { need: *need, presentation: *presentation, person, words };
    let next = match protection::begin(&app, signed.counter(), seen).await {
        Ok(Some(referred)) => format!("/counter?done={referred}"),
        Ok(None) if signed.session.account.role.may(Permission::SeeProtection) => "/protection".to_owned(),
        Ok(None) => format!("/counter?done={PROTECTION_REPORTED}"),
        Err(BeginError::NobodyNamed) => {
            let message = signed.words(&app).t("protection-who-missing");
            let asked_again = new_page(&app, &signed, Some(RefusedForm { form: noted, message })).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&asked_again)).into_response());
        }
        Err(BeginError::Changed) => return Err(FormTrouble::Malformed.into()),
        Err(BeginError::Store(error)) => return Err(error.into()),
    };
    Ok(Redirect::to(&next).into_response())
}

struct Row {
    id: String,
    person: String,
    need: String,
    since: String,
    authority: String,
    due: String,
    is_overdue: bool,
    handed_over: Option<String>,
}

#[derive(Template)]
#[template(path = "second_line/protections.html")]
struct ListPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    rows: Vec<Row>,
}

async fn list(State(app): State<Arc<App>>, signed: SignedIn) -> Result<Response, Failure> {
    let w = signed.words(&app);
    let rows = app.store.protections(MOST_SHOWN).await?;
    let rows = rows.iter().map(|row| list_row(&app, w, row)).collect();
    Ok(page(&ListPage { shell: Shell::new(&app, &signed, "second-line").about("protection"), w, rows }))
}

fn list_row(app: &App, w: &Words, row: &ProtectionRow) -> Row {
    let protection = &row.protection;
    Row {
        id: protection.id.to_string(),
        person: protection.person.clone(),
        need: w.coded("need", protection.need.code()),
        since: moment(app, w, protection.at),
        authority: protection.authority.clone(),
        due: moment(app, w, protection.due),
        is_overdue: row.handed_over.is_none() && protection.due < app.now(),
        handed_over: row
            .handed_over
            .as_ref()
            .map(|handed| format!("{} · {}", moment(app, w, handed.at), handed.proof.receiver)),
    }
}

#[derive(Template)]
#[template(path = "second_line/protection.html")]
struct ProtectionPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    id: String,
    need: String,
    person: String,
    facts: Vec<Fact>,
    words: String,
    referral: Option<CrossingId>,
    is_overdue: bool,
    handed_over: Option<String>,
    questions: Vec<String>,
}

async fn found(app: &App, id: Uuid) -> Result<ProtectionRow, Failure> {
    app.store.protection(ProtectionId(id)).await?.ok_or(Failure::NotFound)
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    let row = found(&app, id).await?;
    let (w, reference, names) = (signed.words(&app), app.reference(), Names::load(&app).await?);
    let shown = list_row(&app, w, &row);
    let need = row.protection.need.code();
    let subjects = [need];
    let questions = reference.guide.about(&subjects).map(|question| question.texts.of(w.language.tag()).to_owned());
    Ok(page(&ProtectionPage {
        facts: facts(&app, w, &names, &row),
        words: row.protection.words.clone(),
        referral: row.protection.referral,
        handed_over: row.handed_over.as_ref().map(|HandedOver { proof, at, officer }| {
            let reference = if proof.reference.is_empty() { String::new() } else { format!(" · {}", proof.reference) };
            format!("{} · {}{reference} · {}", moment(&app, w, *at), proof.receiver, names.of(officer))
        }),
        questions: questions.collect(),
        id: shown.id,
        need: shown.need,
        person: shown.person,
        is_overdue: shown.is_overdue,
        shell: Shell::new(&app, &signed, "second-line").about("protection"),
        w,
    }))
}

fn facts(app: &App, w: &Words, names: &Names, row: &ProtectionRow) -> Vec<Fact> {
    let protection = &row.protection;
    let mut facts = vec![
        Fact::new(w.t("protection-seen"), moment(app, w, protection.at)),
        Fact::new(w.t("record-post"), app.post_name(&protection.post)),
        Fact::new(w.t("record-officer"), names.of(&protection.officer)),
        Fact::new(w.t("protection-due"), moment(app, w, protection.due)),
    ];
    let unnamed = || w.t("protection-no-authority");
    let authority = &protection.authority;
    let authority = if authority.is_empty() { unnamed() } else { authority.clone() };
    facts.push(Fact::new(w.t("protection-authority"), authority));
    if !protection.contact.is_empty() {
        facts.push(Fact::new(w.t("protection-contact"), protection.contact.clone()));
    }
    facts
}

#[derive(Deserialize)]
struct HandOverForm {
    receiver: String,
    #[serde(default)]
    reference: String,
}

async fn hand_over(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<Uuid>,
    body: Body,
) -> Result<Response, Failure> {
    let HandOverForm { receiver, reference } = form::read(&signed, body).await?;
    let (officer, of) = (&signed.session.account.id, ProtectionId(id));
    match protection::hand_over(&app, officer, of, &receiver, &reference).await {
        Ok(()) => Ok(Redirect::to(&format!("/protection/{id}")).into_response()),
        Err(HandOverError::NotFound) => Err(Failure::NotFound),
        Err(HandOverError::NoReceiver) => Err(FormTrouble::Malformed.into()),
        Err(HandOverError::Store(error)) => Err(error.into()),
    }
}

#[derive(Template)]
#[template(path = "second_line/protection_form.html")]
struct FormPage<'a> {
    w: &'a Words,
    id: String,
    country: String,
    post: String,
    need: String,
    person: String,
    facts: Vec<Fact>,
    words: String,
    language: crate::words::Language,
}

/// The sheet that goes with the person to the authority.
async fn referral_form(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Response, Failure> {
    let row = found(&app, id).await?;
    let (w, names) = (signed.words(&app), Names::load(&app).await?);
    Ok(page(&FormPage {
        id: row.protection.id.to_string(),
        country: w.state(app.post.country),
        post: app.post_name(&row.protection.post),
        need: w.coded("need", row.protection.need.code()),
        person: row.protection.person.clone(),
        facts: facts(&app, w, &names, &row),
        words: row.protection.words.clone(),
        language: w.language,
        w,
    }))
}
