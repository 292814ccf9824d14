//! Which reader of documents sends a request, and at which counter it stands.

use crate::{app::App, kit::failure::Failure, node::token::token_hash};
use axum::{
    Json,
    extract::{FromRequestParts, Request},
    http::{StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use limen_store::CounterAt;
use serde::Serialize;

/// The counter of the reader that sends a request. A handler that takes this answers no one else.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AtCounter(pub(crate) CounterAt);

impl<S: Sync> FromRequestParts<S> for AtCounter {
    type Rejection = Failure;

    /// The counter that [`let_in`] found; refused if it was not asked.
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        parts.extensions.remove::<Self>().ok_or(Failure::NotAllowed)
    }
}

/// Lets readers in by their token, and nobody else; none sends more than a reader does.
pub(crate) async fn let_in(app: &App, mut request: Request, next: Next) -> Response {
    let sent = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = sent.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default().trim();
    match app.store.reader(&token_hash(token)).await {
        Ok(Some((reader, counter))) => {
            if !app.limits.readers.lets(reader.id, app.now()) {
                return refused(StatusCode::TOO_MANY_REQUESTS, "this reader sends too much; wait a minute");
            }
            request.extensions_mut().insert(AtCounter(counter));
            next.run(request).await
        }
        Ok(None) => refused(
            StatusCode::UNAUTHORIZED,
            "send the token that this node gave you as Authorization: Bearer TOKEN; a code for one is made on the page Devices",
        ),
        Err(error) => Failure::from(error).into_response(),
    }
}

#[derive(Serialize)]
struct Problem<'a> {
    problem: &'a str,
}

/// Says to a program why something is not taken.
pub(crate) fn refused(status: StatusCode, problem: &str) -> Response {
    (status, Json(Problem { problem })).into_response()
}
