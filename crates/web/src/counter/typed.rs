//! The form of an identity typed by hand.

use crate::{
    access::{COUNTER, Nobody, Pages, at_posts},
    app::App,
    kit::{
        failure::Failure,
        form,
        parts::WrongField,
        session::SignedIn,
        shell::{Shell, page},
    },
    node::desk::typed::{self, Typed, TypedFor},
    traveller::typed::{TypedFields, wrong_field},
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use limen_domain::DocumentKind;
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

#[derive(Template)]
#[template(path = "counter/typed.html")]
struct TypedPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    fields: TypedFields,
    /// Whom it is typed for.
    typed_for: TypedFor,
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
            typed = Typed::of(&traveller);
            if is_beside {
                typed = Typed {
                    document: DocumentKind::Visa.code().into(),
                    number: String::new(),
                    issuer: String::new(),
                    expiry: String::new(),
                    ..typed
                };
            }
        }
        // An open decision asks first.
        (Some(_), _) => return Ok(Redirect::to("/counter").into_response()),
        (None, _) => {}
    }
    Ok(typed_page(&app, &signed, typed, typed_for, Vec::new()))
}

fn typed_page(app: &App, signed: &SignedIn, typed: Typed, typed_for: TypedFor, wrong: Vec<WrongField>) -> Response {
    let w = signed.words(app);
    let first = if typed_for.replace.is_some() { "primary" } else { "number" };
    page(&TypedPage {
        fields: TypedFields::new(w, typed, wrong, Some(first)),
        typed_for,
        shell: Shell::new(app, signed, "counter").about("typed"),
        w,
    })
}

async fn take(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let received = form::receive(&signed, body).await?;
    let (typed, typed_for): (Typed, TypedFor) = (received.fields()?, received.fields()?);
    let traveller = match typed.traveller(app.today()) {
        Ok(traveller) => traveller,
        Err(wrong) => {
            let w = signed.words(&app);
            let wrong = wrong.into_iter().map(|(field, fault)| wrong_field(w, field, fault)).collect();
            let asked_again = typed_page(&app, &signed, typed, typed_for, wrong);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, asked_again).into_response());
        }
    };
    // Where another traveller came to this counter meanwhile, the counter shows them; nothing was lost there.
    let _: Appended = typed::present(&app, signed.counter(), traveller, typed_for).await?;
    Ok(Redirect::to("/counter").into_response())
}
