//! What a page says when something does not work: what happened, what it means, what to do.

use crate::{
    app::App,
    door::purpose,
    kit::{form::FormTrouble, session, shell::page},
    node::hashing::{self, Busy},
    words::Words,
};
use askama::Template;
use axum::{
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use limen_store::StoreError;
use std::{any::Any, sync::Arc};

/// The status of a request that took too long; only time-outs have it.
pub(crate) const TIMED_OUT: StatusCode = StatusCode::GATEWAY_TIMEOUT;

/// Why a request was not carried out.
#[derive(Debug, Clone)]
pub(crate) enum Failure {
    /// The database is in trouble: nothing was recorded.
    Store(StoreError),
    /// The form was not taken.
    Form(FormTrouble),
    /// This role may not do this.
    NotAllowed,
    /// There is no such page, or no such record.
    NotFound,
    /// What is grave is done with one's own password, and this is not it.
    WrongPassword,
    /// The same, and wrong ones were given too often.
    PasswordLocked,
    /// Too many passwords wait to be checked.
    PasswordsBusy,
    /// Records are looked at for a purpose, and none was named: the address that is looked at once it is.
    NoPurpose(String),
    /// They looked at more records within an hour than anyone's work asks for.
    TooManyLooks,
    /// The request asks for a name that is none of this node's: another site's page may have sent it.
    OtherHost,
    /// As much as this machine can is being done already.
    Busy,
    /// The flows of a long past are still being counted.
    FlowsNotReady,
    /// The disk or the machine did not answer in time.
    TimedOut,
    /// A fault in Limen.
    Fault,
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<FormTrouble> for Failure {
    fn from(trouble: FormTrouble) -> Self {
        Self::Form(trouble)
    }
}

impl From<Busy> for Failure {
    fn from(_: Busy) -> Self {
        Self::PasswordsBusy
    }
}

impl Failure {
    fn status(&self) -> StatusCode {
        match self {
            Self::Store(_) | Self::FlowsNotReady | Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Form(FormTrouble::TooLarge) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Form(FormTrouble::WrongKey) | Self::NotAllowed | Self::WrongPassword | Self::PasswordLocked => {
                StatusCode::FORBIDDEN
            }
            Self::Form(FormTrouble::Malformed) => StatusCode::BAD_REQUEST,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::NoPurpose(_) => StatusCode::SEE_OTHER,
            Self::OtherHost => StatusCode::MISDIRECTED_REQUEST,
            Self::TooManyLooks | Self::PasswordsBusy => StatusCode::TOO_MANY_REQUESTS,
            Self::TimedOut => TIMED_OUT,
            Self::Fault => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The beginning of the identifiers of its messages.
    fn message(&self) -> String {
        match self {
            Self::Store(error) => format!("store-{}", error.trouble().code()),
            Self::Form(FormTrouble::TooLarge) => "form-too-large".into(),
            Self::Form(FormTrouble::WrongKey) => "form-wrong-key".into(),
            Self::Form(FormTrouble::Malformed) => "form-malformed".into(),
            // No page: they are led to where a purpose is named.
            Self::NotAllowed | Self::NoPurpose(_) => "not-allowed".into(),
            Self::WrongPassword => "wrong-password".into(),
            Self::PasswordLocked => "password-locked".into(),
            Self::PasswordsBusy => "passwords-busy".into(),
            Self::TooManyLooks => "too-many-looks".into(),
            Self::OtherHost => "other-host".into(),
            Self::NotFound => "not-found".into(),
            Self::Busy => "busy".into(),
            Self::FlowsNotReady => "flows-not-ready".into(),
            Self::TimedOut => "timed-out".into(),
            Self::Fault => "fault".into(),
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        if let Self::Store(error) = &self {
            tracing::error!(trouble = error.trouble().code(), "{error}");
        }
        if let Self::NoPurpose(wanted) = &self {
            return Redirect::to(&purpose::address(wanted)).into_response();
        }
        // The page is made further out, where the language is known.
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

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
    // Programs read which methods there are; a person reads that there is no such page.
    if let Some(methods) = response.headers().get(header::ALLOW) {
        *shown.status_mut() = response.status();
        shown.headers_mut().insert(header::ALLOW, methods.clone());
    }
    shown
}

/// Whether a response is a page of ours, or an answer to another system; what the framework says of a wrong address or form is bare text.
fn is_page(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html") || kind == "application/json")
}

/// The answer to an address that nobody serves.
pub(crate) async fn not_found() -> Failure {
    Failure::NotFound
}

/// The answer where a handler panicked: the fault is logged, the officer is told that nothing was confirmed.
pub(crate) fn of_panic(_: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("a handler panicked");
    Failure::Fault.into_response()
}
