//! An identity typed by hand: from a document that no reader reads, or as the traveller declares it.

use crate::{
    counter,
    failure::Failure,
    form,
    session::SignedIn,
    shell::{Shell, page},
    state::App,
    words::Words,
};
use askama::Template;
use axum::{
    Router,
    body::Body,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use limen_domain::{
    CrossingId, DocumentKind, DocumentNumber, Doubt, DoubtKind, Field, Name, PartialDate, Sex, Source, StateCode,
    TravelDocument, Traveller,
};
use limen_store::Appended;
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new().route("/counter/typed", get(show).post(take))
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
    sex: String,
    nationality: String,
    /// The presentation that this takes the place of.
    replace: Option<CrossingId>,
}

#[derive(Template)]
#[template(path = "typed.html")]
struct TypedPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    typed: Typed,
    /// Fields that were not taken, each with the reason.
    wrong: Vec<(&'static str, String)>,
    kinds: Vec<(&'static str, String)>,
    sexes: Vec<(&'static str, String)>,
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
        // Correcting by hand what was read.
        (Some((presentation, _)), Some("open")) => {
            let traveller = presentation.traveller;
            typed = Typed {
                primary: traveller.name.primary,
                secondary: traveller.name.secondary,
                birth: traveller.birth_date.to_string(),
                sex: traveller.sex.code().into(),
                nationality: code(traveller.nationality),
                replace: Some(presentation.id),
                ..Typed::default()
            };
            if let Some(document) = traveller.document {
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
    page(&TypedPage { shell: Shell::new(app, signed, "counter"), w, typed, wrong, kinds, sexes })
}

async fn take(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let typed: Typed = form::read(&signed, body).await?;
    let traveller = match traveller(&app, signed.words(&app), &typed) {
        Ok(traveller) => traveller,
        Err(wrong) => {
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, typed_page(&app, &signed, typed, wrong)).into_response());
        }
    };
    let mut settles = None;
    if let Some(replaced) = typed.replace {
        let open = app.store.open_presentation(&signed.session.account.id).await?;
        settles = open.filter(|(open, _)| open.id == replaced).and_then(|(open, _)| open.settles);
    }
    // Where another traveller came to this counter meanwhile, the counter shows them; nothing was lost there.
    let _: Appended = counter::present(&app, &signed, traveller, typed.replace, settles).await?;
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
    Ok(Traveller {
        name: Name { primary, secondary, truncated: false },
        birth_date,
        sex: typed.sex.parse().unwrap_or(Sex::Unspecified),
        nationality,
        document,
        birth_place: None,
        source,
        doubts,
    })
}
