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
    node::rights::person_report::{PersonReport, Request},
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
    extract::State,
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

async fn show(State(app): State<Arc<App>>, signed: SignedIn) -> Result<Response, Failure> {
    rights_page(&app, &signed, Asked::default(), None).await
}

/// The page again, with a word on an erasure that was not taken.
pub(crate) async fn again(app: &App, signed: &SignedIn, given: (Uuid, GivenWord)) -> Result<Response, Failure> {
    rights_page(app, signed, Asked::default(), Some(given)).await
}

/// What was asked for of a person, where it can't be answered.
#[derive(Default)]
struct Asked {
    document: String,
    reference: String,
    wrong: bool,
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
            today: app.today().to_string(),
            erased: erased.collect(),
            erasures: erasures::erasures(app, signed, &retention, given).await?,
        },
    ))
}

#[derive(Deserialize)]
struct PersonReportForm {
    document: String,
    reference: String,
    form: String,
}

async fn person(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let asked: PersonReportForm = form::read(&signed, body).await?;
    let reference = form::short(&asked.reference, LONGEST_REFERENCE);
    let document = form::short(&asked.document, LONGEST_REFERENCE);
    let key = document.parse::<DocumentKey>().ok().filter(|key| key.issuer.is_some());
    let Some(key) = key.filter(|_| !reference.is_empty()) else {
        return rights_page(&app, &signed, Asked { document, reference, wrong: true }, None).await;
    };
    let (w, controller) = (signed.words(&app), app.post.name.clone());
    let request = Request { documents: vec![key], reference, controller, of_alerts: w.t("about-alerts") };
    let report = PersonReport::gather(&app.store, request, Some(&signed.session.account.id)).await?;
    let (kind, name, file) = match asked.form.as_str() {
        "machine" => ("application/json", "limen-person.json", report.file.json()?),
        _ => ("text/html; charset=utf-8", "limen-person.html", person_report::readable(w, &report)),
    };
    Ok(Download::new(name, kind, file).into_response())
}
