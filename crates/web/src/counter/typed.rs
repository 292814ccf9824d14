//! The form of an identity typed by hand, with what could not be taken of it.

use crate::{
    access::{COUNTER, Nobody, Pages, at_posts},
    app::App,
    kit::{
        failure::Failure,
        form,
        parts::{Choice, WrongField, choices},
        session::SignedIn,
        shell::{Shell, page},
    },
    node::{
        desk::typed::{self, Typed, TypedFault, TypedField, TypedFor},
        typed_day::as_typed,
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
use limen_domain::{DocumentKind, Sex, StateCode, Status};
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

/// The fields that can be wrong, as they stand on the page.
const ORDER: [&str; 8] =
    ["number", "issuer", "expiry", "primary", "secondary", "birth", "nationality", "further_nationality"];

#[derive(Template)]
#[template(path = "counter/typed.html")]
struct TypedPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    typed: Typed,
    /// Whom it is typed for.
    typed_for: TypedFor,
    wrong: Vec<WrongField>,
    kinds: Vec<Choice>,
    sexes: Vec<Choice>,
    statuses: Vec<Choice>,
}

impl TypedPage<'_> {
    fn wrong(&self, field: &str) -> Option<&str> {
        WrongField::reason(&self.wrong, field)
    }

    /// Whether the page begins at a field: the first that is wrong, or the first that is typed.
    fn begins_at(&self, field: &str) -> bool {
        let first = if self.typed_for.replace.is_some() { "primary" } else { "number" };
        ORDER.into_iter().find(|field| self.wrong(field).is_some()).unwrap_or(first) == field
    }
}

#[derive(Deserialize)]
struct TypedQuery {
    #[serde(default)]
    from: Option<String>,
}

async fn show(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Query(asked): Query<TypedQuery>,
) -> Result<Response, Failure> {
    // Most who come without a zone are neighbours with a card of theirs.
    let mut typed = Typed {
        document: DocumentKind::IdentityCard.code().into(),
        issuer: app.post.neighbour.to_string(),
        ..Typed::default()
    };
    let mut typed_for = TypedFor::default();
    let open = app.store.open_presentation(&signed.session.account.id).await?;
    match (open, asked.from.as_deref()) {
        // Correcting by hand what was read, or another document of the same traveller.
        (Some((presentation, _)), Some(from @ ("open" | "beside"))) => {
            let traveller = presentation.traveller;
            let is_beside = from == "beside";
            let of = |is_so: bool| is_so.then_some(presentation.id);
            typed_for = TypedFor { replace: of(!is_beside), beside: of(is_beside) };
            typed = Typed {
                status: traveller.status.code().into(),
                further_nationality: code(traveller.further_nationalities.first().copied()),
                birth_place: traveller.birth_place.unwrap_or_default(),
                document: DocumentKind::Visa.code().into(),
                primary: traveller.name.primary,
                secondary: traveller.name.secondary,
                birth: as_typed(traveller.birth_date),
                sex: traveller.sex.code().into(),
                nationality: code(traveller.nationality),
                ..Typed::default()
            };
            if let Some(document) = traveller.document.filter(|_| !is_beside) {
                typed.document = document.kind.code().into();
                typed.number = document.number.to_string();
                typed.issuer = code(document.issuer);
                typed.expiry = as_typed(document.expiry);
            }
        }
        // An open decision asks first.
        (Some(_), _) => return Ok(Redirect::to("/counter").into_response()),
        (None, _) => {}
    }
    Ok(typed_page(&app, &signed, typed, typed_for, Vec::new()))
}

fn code(state: Option<StateCode>) -> String {
    state.map(|code| code.to_string()).unwrap_or_default()
}

fn typed_page(
    app: &App,
    signed: &SignedIn,
    typed: Typed,
    typed_for: TypedFor,
    wrong: Vec<(TypedField, TypedFault)>,
) -> Response {
    let w = signed.words(app);
    let wrong = wrong.into_iter().map(|(field, fault)| WrongField { field: name(field), reason: message(w, fault) });
    page(&TypedPage {
        wrong: wrong.collect(),
        kinds: choices(w, "document", DocumentKind::ALL, DocumentKind::code, &typed.document),
        sexes: choices(w, "sex", Sex::ALL, Sex::code, &typed.sex),
        statuses: choices(w, "status", Status::ALL, Status::code, &typed.status),
        typed,
        typed_for,
        shell: Shell::new(app, signed, "counter"),
        w,
    })
}

/// The name of a field in the form.
fn name(field: TypedField) -> &'static str {
    match field {
        TypedField::Primary => "primary",
        TypedField::Secondary => "secondary",
        TypedField::Birth => "birth",
        TypedField::Nationality => "nationality",
        TypedField::FurtherNationality => "further_nationality",
        TypedField::Number => "number",
        TypedField::Expiry => "expiry",
        TypedField::Issuer => "issuer",
    }
}

/// The message about a fault.
fn message(w: &Words, fault: TypedFault) -> String {
    match fault {
        TypedFault::NameMissing => w.t("typed-name-missing"),
        TypedFault::NameTooLong => w.t("typed-name-too-long"),
        TypedFault::NoDate => w.t("typed-date-wrong"),
        TypedFault::BirthInFuture => w.t("typed-birth-in-future"),
        TypedFault::BirthTooOld => w.t("typed-birth-too-old"),
        TypedFault::UnknownState => w.t("typed-state-unknown"),
        TypedFault::NumberMissing => w.t("typed-number-missing"),
    }
}

async fn take(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let received = form::receive(&signed, body).await?;
    let (typed, typed_for): (Typed, TypedFor) = (received.fields()?, received.fields()?);
    let traveller = match typed.traveller(app.today()) {
        Ok(traveller) => traveller,
        Err(wrong) => {
            let asked_again = typed_page(&app, &signed, typed, typed_for, wrong);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, asked_again).into_response());
        }
    };
    // Where another traveller came to this counter meanwhile, the counter shows them; nothing was lost there.
    let _: Appended = typed::present(&app, signed.counter(), traveller, typed_for).await?;
    Ok(Redirect::to("/counter").into_response())
}
