//! The clock has leapt, or is behind: the supervisor says that it is right, or has it set.

use crate::{
    access::{CORRECT, Nobody, Pages, at_posts},
    app::App,
    kit::{failure::Failure, form, session::SignedIn},
    node::network::clock,
};
use axum::{
    body::Body,
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new().post("/clock", at_posts(CORRECT, Nobody::Moves), confirm)
}

async fn confirm(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    form::receive(&signed, body).await?;
    clock::confirm(&app, &signed.session.account.id).await?;
    Ok(Redirect::to("/counter").into_response())
}
