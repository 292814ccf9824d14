//! The page that stands in the place of a bare failure, in the language of who asked.

use crate::{
    app::App,
    kit::{
        failure::{Failure, FormTrouble, TIMED_OUT},
        session,
        shell::page,
    },
    node::hashing,
    words::Words,
};
use askama::Template;
use axum::{
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "kit/failure.html")]
struct FailurePage<'a> {
    w: &'a Words,
    /// Whether a record may have been wanted and was not made.
    is_grave: bool,
    title: String,
    meaning: String,
    advice: String,
}

/// Puts a page in the place of a bare failure.
pub(crate) async fn as_page(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let language = session::language_of(request.headers());
    let response = next.run(request).await;
    let failure = match response.extensions().get::<Failure>() {
        Some(failure) => failure.clone(),
        None if response.status() == TIMED_OUT => Failure::TimedOut,
        None if response.status().is_client_error() && !is_page(&response) => match response.status() {
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => Failure::NotFound,
            StatusCode::PAYLOAD_TOO_LARGE => Failure::Form(FormTrouble::TooLarge),
            _ => Failure::Form(FormTrouble::Malformed),
        },
        None => return response,
    };
    let w = app.words.of(language);
    let message = failure.message();
    let failure_page = FailurePage {
        w,
        is_grave: matches!(failure, Failure::Store(_) | Failure::TimedOut | Failure::Fault),
        title: w.t(&format!("{message}-title")),
        meaning: w.t(&format!("{message}-meaning")),
        advice: w.t(&format!("{message}-advice")),
    };
    let mut shown = (failure.status(), page(&failure_page)).into_response();
    if let Failure::PasswordsBusy = failure {
        shown.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(hashing::RETRY_AFTER_SECONDS));
    }
    // Programs read that there is another method, which the router names; a person reads that there is no such page.
    if response.status() == StatusCode::METHOD_NOT_ALLOWED {
        *shown.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
    }
    shown
}

/// Whether a response is a page of ours, or an answer to another system; what the framework says of a wrong address or form is bare text.
fn is_page(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html") || kind == "application/json")
}
