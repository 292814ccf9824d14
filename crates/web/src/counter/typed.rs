//! An identity typed by hand: from a document that no reader reads, or as the traveller declares it.

use crate::{
    access::{COUNTER, Nobody, Pages, at_posts},
    app::App,
    counter::desk::{self, Coming},
    kit::{
        failure::Failure,
        form,
        session::SignedIn,
        shell::{Shell, page},
    },
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use limen_domain::{
    CrossingId, DocumentKind, DocumentNumber, Doubt, DoubtKind, Field, Name, PartialDate, Sex, Source, StateCode,
    Status, TravelDocument, Traveller,
};
use limen_store::Appended;
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new().get("/counter/typed", at_posts(COUNTER, Nobody::AtCounter), show).post(
        "/counter/typed",
        at_posts(COUNTER, Nobody::AtCounter),
        take,
    )
}

/// The longest name that is taken, in characters.
const LONGEST_NAME: usize = 80;
/// The oldest birth that is believed, in years before today.
const OLDEST_AGE: u16 = 130;

/// What is typed, as it is typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Typed {
    document: String,
    number: String,
    issuer: String,
    expiry: String,
    primary: String,
    secondary: String,
    birth: String,
    birth_place: String,
    sex: String,
    nationality: String,
    further_nationality: String,
    status: String,
    /// The presentation that this takes the place of.
    replace: Option<CrossingId>,
    /// The presentation whose traveller shows this document too.
    beside: Option<CrossingId>,
}

#[derive(Template)]
#[template(path = "counter/typed.html")]
struct TypedPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    typed: Typed,
    /// Fields that were not taken, each with the reason.
    wrong: Vec<(&'static str, String)>,
    kinds: Vec<(&'static str, String)>,
    sexes: Vec<(&'static str, String)>,
    statuses: Vec<(&'static str, String)>,
}

impl TypedPage<'_> {
    fn wrong(&self, field: &str) -> Option<&str> {
        self.wrong.iter().find(|(name, _)| *name == field).map(|(_, reason)| reason.as_str())
    }
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    from: Option<String>,
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let mut typed = Typed { document: DocumentKind::IdentityCard.code().into(), ..Typed::default() };
    let open = app.store.open_presentation(&signed.session.account.id).await?;
    match (open, asked.from.as_deref()) {
        // Correcting by hand what was read, or another document of the same traveller.
        (Some((presentation, _)), Some(from @ ("open" | "beside"))) => {
            let traveller = presentation.traveller;
            let is_beside = from == "beside";
            typed = Typed {
                status: traveller.status.code().into(),
                further_nationality: code(traveller.further_nationalities.first().copied()),
                birth_place: traveller.birth_place.unwrap_or_default(),
                document: DocumentKind::Visa.code().into(),
                beside: is_beside.then_some(presentation.id),
                primary: traveller.name.primary,
                secondary: traveller.name.secondary,
                birth: traveller.birth_date.to_string(),
                sex: traveller.sex.code().into(),
                nationality: code(traveller.nationality),
                replace: (!is_beside).then_some(presentation.id),
                ..Typed::default()
            };
            if let Some(document) = traveller.document.filter(|_| !is_beside) {
                typed.document = document.kind.code().into();
                typed.number = document.number.to_string();
                typed.issuer = code(document.issuer);
                typed.expiry = document.expiry.to_string();
            }
        }
        // An open decision asks first.
        (Some(_), _) => return Ok(Redirect::to("/counter").into_response()),
        (None, _) => {}
    }
    Ok(typed_page(&app, &signed, typed, Vec::new()))
}

fn code(state: Option<StateCode>) -> String {
    state.map(|code| code.to_string()).unwrap_or_default()
}

fn typed_page(app: &App, signed: &SignedIn, typed: Typed, wrong: Vec<(&'static str, String)>) -> Response {
    let w = signed.words(app);
    let kinds = DocumentKind::ALL.iter().map(|kind| (kind.code(), w.coded("document", kind.code()))).collect();
    let sexes = Sex::ALL.iter().map(|sex| (sex.code(), w.coded("sex", sex.code()))).collect();
    let statuses = Status::ALL.iter().map(|status| (status.code(), w.coded("status", status.code()))).collect();
    page(&TypedPage { shell: Shell::new(app, signed, "counter"), w, typed, wrong, kinds, sexes, statuses })
}

async fn take(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let typed: Typed = form::read(&signed, body).await?;
    let traveller = match traveller(&app, signed.words(&app), &typed) {
        Ok(traveller) => traveller,
        Err(wrong) => {
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, typed_page(&app, &signed, typed, wrong)).into_response());
        }
    };
    let open = app.store.open_presentation(&signed.session.account.id).await?.map(|(open, _)| open);
    let is_open = |id: Option<CrossingId>| open.as_ref().filter(|open| Some(open.id) == id);
    let coming = match (is_open(typed.replace), is_open(typed.beside)) {
        (_, Some(open)) => {
            let mut both = open.traveller.clone();
            both.show(traveller);
            Coming::again(open, both)
        }
        // What was laid beside the document stays there when the document is corrected.
        (Some(open), None) => {
            let further_documents = open.traveller.further_documents.clone();
            Coming::again(open, Traveller { further_documents, ..traveller })
        }
        (None, None) => Coming { replaces: typed.replace.or(typed.beside), ..Coming::new(&signed, traveller) },
    };
    // Where another traveller came to this counter meanwhile, the counter shows them; nothing was lost there.
    let _: Appended = desk::present(&app, &signed, coming).await?;
    Ok(Redirect::to("/counter").into_response())
}

/// The traveller that was typed, or the fields that can't be taken.
fn traveller(app: &App, w: &Words, typed: &Typed) -> Result<Traveller, Vec<(&'static str, String)>> {
    let today = app.today();
    let mut wrong = Vec::new();
    let (primary, secondary) = (form::single_spaced(&typed.primary), form::single_spaced(&typed.secondary));
    if primary.is_empty() {
        wrong.push(("primary", w.t("typed-name-missing")));
    }
    for (field, name) in [("primary", &primary), ("secondary", &secondary)] {
        if name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
            wrong.push((field, w.t("typed-name-too-long")));
        }
    }
    let birth_date: PartialDate = typed.birth.trim().parse().unwrap_or_else(|_| {
        wrong.push(("birth", w.t("typed-date-wrong")));
        PartialDate::Unknown
    });
    if birth_date.is_after(today) {
        wrong.push(("birth", w.t("typed-birth-in-future")));
    }
    if birth_date.ages_on(today).is_some_and(|ages| ages.youngest > OLDEST_AGE) {
        wrong.push(("birth", w.t("typed-birth-too-old")));
    }
    let state = |field: &'static str, text: &str, wrong: &mut Vec<(&'static str, String)>| {
        if text.is_empty() {
            return None;
        }
        let known = text.parse().ok().filter(|code: &StateCode| code.is_known());
        if known.is_none() {
            wrong.push((field, w.t("typed-state-unknown")));
        }
        known
    };
    let nationality = state("nationality", &typed.nationality, &mut wrong);
    let further = state("further_nationality", &typed.further_nationality, &mut wrong);
    let kind: Option<DocumentKind> = typed.document.parse().ok();
    let document = kind.map(|kind| {
        let number = DocumentNumber::new(&typed.number);
        if number.is_empty() {
            wrong.push(("number", w.t("typed-number-missing")));
        }
        let expiry = typed.expiry.trim().parse().unwrap_or_else(|_| {
            wrong.push(("expiry", w.t("typed-date-wrong")));
            PartialDate::Unknown
        });
        TravelDocument { kind, issuer: state("issuer", &typed.issuer, &mut wrong), number, expiry, mrz: None }
    });
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let mut doubts = Vec::new();
    if birth_date == PartialDate::Unknown {
        doubts.push(Doubt::new(Field::BirthDate, DoubtKind::Missing));
    }
    let source = if document.is_some() { Source::Typed } else { Source::Declared };
    let name = Name { primary, secondary, truncated: false };
    let kind = document.as_ref().map_or(DocumentKind::Other, |document| document.kind);
    let birth_place = form::short(&typed.birth_place, LONGEST_NAME);
    Ok(Traveller {
        birth_date,
        birth_place: Some(birth_place).filter(|place| !place.is_empty()),
        sex: typed.sex.parse().unwrap_or(Sex::Unspecified),
        nationality,
        further_nationalities: further.into_iter().filter(|further| Some(*further) != nationality).collect(),
        // What the officer says goes before what the document speaks for.
        status: typed.status.parse().unwrap_or_else(|_| Status::of_document(kind, nationality)),
        document,
        doubts,
        ..Traveller::named(name, source)
    })
}
