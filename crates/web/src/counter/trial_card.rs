//! The card of a trial: documents of invented people to lay on the reader, one for each case.

use crate::{
    app::App,
    kit::{
        failure::Failure,
        session::SignedIn,
        shell::{Shell, page},
    },
    trial::CardEntry,
    words::Words,
};
use askama::Template;
use axum::{Router, extract::State, response::Response, routing::get};
use std::sync::Arc;

pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new().route("/card", get(show))
}

#[derive(Template)]
#[template(path = "counter/trial_card.html")]
struct CardPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    entries: &'a [CardEntry],
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn) -> Result<Response, Failure> {
    let trial = app.trial.as_ref().ok_or(Failure::NotFound)?;
    Ok(page(&CardPage { shell: Shell::new(&app, &signed, "card"), w: signed.words(&app), entries: &trial.card }))
}
