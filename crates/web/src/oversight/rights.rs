//! What travellers may ask of the service about their own data: for the data-protection officer.

use crate::{
    access::{DATA, Look, Pages, Shows, anywhere},
    app::App,
    kit::{
        download::Download,
        failure::Failure,
        form,
        parts::{Choice, choices},
        second_person::GivenWord,
        session::SignedIn,
        shell::{Shell, answer, moment},
    },
    node::{
        rights::person_report::{PersonReport, Request},
        typed_day::day_as_typed,
    },
    oversight::{
        claims::{self, ClaimRow},
        erasures::{self, Erasures},
        person_report,
    },
    words::{KeptFor, Words},
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Query, State},
    response::{IntoResponse, Response},
};
use limen_domain::{DocumentKey, Event, Right};
use limen_store::settings::RETENTION;
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

pub(crate) fn pages() -> Pages {
    Pages::new().get("/rights", anywhere(DATA, Look::Claims), show).at_hand().post(
        "/rights/person",
        anywhere(DATA, Shows::Noted("person-reported", Some(Look::Claims))),
        person,
    )
}

/// The longest number of a request that is kept.
const LONGEST_REFERENCE: usize = 80;
/// Maximum number of documents of one person that a file is made for.
const MOST_DOCUMENTS: usize = 40;

/// An erasure.
struct ErasedRow {
    at: String,
    data: String,
    /// From how many events it was erased.
    events: String,
    /// The day before which they were.
    before: String,
}

#[derive(Template)]
#[template(path = "oversight/rights.html")]
struct RightsPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    document: String,
    reference: String,
    wrong: bool,
    kept: Vec<KeptFor>,
    claims: Vec<ClaimRow>,
    rights: Vec<Choice>,
    today: String,
    erased: Vec<ErasedRow>,
    erasures: Erasures,
}

/// What is asked for of a person.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// The document that stands in the forms.
    document: String,
    #[serde(skip)]
    reference: String,
    /// Whether it can't be answered.
    #[serde(skip)]
    wrong: bool,
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let document = form::short(&asked.document, LONGEST_REFERENCE);
    rights_page(&app, &signed, Asked { document, ..Asked::default() }, None).await
}

/// The page again, with a word on an erasure that was not taken.
pub(crate) async fn again(app: &App, signed: &SignedIn, given: (Uuid, GivenWord)) -> Result<Response, Failure> {
    rights_page(app, signed, Asked::default(), Some(given)).await
}

async fn rights_page(
    app: &App,
    signed: &SignedIn,
    Asked { document, reference, wrong }: Asked,
    given: Option<(Uuid, GivenWord)>,
) -> Result<Response, Failure> {
    let w = signed.words(app);
    let retention = app.store.read(&RETENTION).await?;
    let erased = app.store.erasures().await?.into_iter().filter_map(|(at, event)| match event {
        Event::DataErased { data, before, events, .. } => Some(ErasedRow {
            at: moment(app, w, at),
            data: w.coded("data", data.code()),
            events: w.number(events),
            before: w.date(app.day_of(before)),
        }),
        _ => None,
    });
    Ok(answer(
        wrong || given.is_some(),
        &RightsPage {
            shell: Shell::new(app, signed, "rights"),
            w,
            document,
            reference,
            wrong,
            kept: w.kept(&retention),
            claims: claims::rows(app, w).await?,
            rights: choices(w, "right", Right::ALL, Right::code, ""),
            today: day_as_typed(app.today()),
            erased: erased.collect(),
            erasures: erasures::erasures(app, signed, &retention, given).await?,
        },
    ))
}

#[derive(Deserialize)]
struct PersonReportForm {
    /// Each may name several, parted by commas.
    #[serde(default)]
    document: Vec<String>,
    #[serde(default)]
    reference: String,
    form: String,
}

/// The document that a text names: by its issuer and its number, or by a number of which nobody knows the issuer. `None` where
/// it names none.
async fn named(app: &App, text: &str) -> Result<Option<DocumentKey>, Failure> {
    let Ok(key) = text.parse::<DocumentKey>() else { return Ok(None) };
    let is_whole = key.issuer.is_some() || app.store.are_known(std::slice::from_ref(&key)).await?;
    Ok(is_whole.then_some(key))
}

async fn person(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let asked: PersonReportForm = form::read(&signed, body).await?;
    let reference = form::short(&asked.reference, LONGEST_REFERENCE);
    let typed = asked.document.iter().flat_map(|typed| typed.split([',', ';']));
    let typed = typed.map(|document| form::short(document, LONGEST_REFERENCE)).filter(|document| !document.is_empty());
    // One more than is read: more than that are refused, and none is left out in silence.
    let typed: Vec<String> = typed.take(MOST_DOCUMENTS + 1).collect();
    let mut documents = Vec::with_capacity(typed.len());
    for document in &typed {
        documents.extend(named(&app, document).await?);
    }
    let are_named = !documents.is_empty() && documents.len() == typed.len() && typed.len() <= MOST_DOCUMENTS;
    if !are_named || reference.is_empty() {
        return rights_page(&app, &signed, Asked { document: typed.join(", "), reference, wrong: true }, None).await;
    }
    let (w, controller) = (signed.words(&app), app.post.name.clone());
    let request = Request { documents, reference, controller, of_alerts: w.t("about-alerts") };
    let report = PersonReport::gather(&app.store, request, Some(&signed.session.account.id)).await?;
    let (kind, name, file) = match asked.form.as_str() {
        "machine" => ("application/json", "limen-person.json", report.file.json()?),
        _ => ("text/html; charset=utf-8", "limen-person.html", person_report::readable(w, &report)),
    };
    Ok(Download::new(name, kind, file).into_response())
}
