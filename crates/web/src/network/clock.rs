//! The clock has leapt, or is behind: the supervisor says that it is right, or has it set.

use crate::{
    app::App,
    kit::{failure::Failure, form, session::SignedIn},
};
use axum::{
    Router,
    body::Body,
    extract::State,
    response::{IntoResponse, Redirect, Response},
    routing::post,
};
use limen_domain::Event;
use std::sync::Arc;

pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new().route("/clock", post(confirm))
}

async fn confirm(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    form::receive(&signed, body).await?;
    app.store.append(Some(&signed.session.account.id), vec![Event::ClockConfirmed], None).await?;
    Ok(Redirect::to("/counter").into_response())
}
