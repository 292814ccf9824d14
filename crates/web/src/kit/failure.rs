//! What a page says when something does not work: what happened, what it means, what to do.

use crate::node::CredentialsError;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use limen_statistics::FlowsError;
use limen_store::StoreError;
use std::any::Any;

/// The status of a request that took too long; only time-outs have it.
pub(crate) const TIMED_OUT: StatusCode = StatusCode::GATEWAY_TIMEOUT;

/// Why a form is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FormTrouble {
    /// It is larger than any form of ours.
    TooLarge,
    /// It does not carry the session's key: another site sent it, or the page is older than the session.
    WrongKey,
    /// It is not what the page sends.
    Malformed,
}

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
    /// What published counts are multiples of can't be read, so none are shown.
    FlowsUnbounded,
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

impl From<FlowsError> for Failure {
    fn from(error: FlowsError) -> Self {
        match error {
            FlowsError::Store(error) => error.into(),
            FlowsError::Damaged(error) => {
                tracing::error!("{error}");
                Self::Fault
            }
        }
    }
}

impl From<FormTrouble> for Failure {
    fn from(trouble: FormTrouble) -> Self {
        Self::Form(trouble)
    }
}

impl From<CredentialsError> for Failure {
    fn from(error: CredentialsError) -> Self {
        match error {
            CredentialsError::Busy => Self::PasswordsBusy,
            CredentialsError::Store(error) => Self::Store(error),
            CredentialsError::Password(_) => Self::Fault,
            CredentialsError::Gone => Self::NotAllowed,
        }
    }
}

impl Failure {
    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::Store(_) | Self::FlowsNotReady | Self::FlowsUnbounded | Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Form(FormTrouble::TooLarge) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Form(FormTrouble::WrongKey) | Self::NotAllowed => StatusCode::FORBIDDEN,
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
    pub(super) fn message(&self) -> String {
        match self {
            Self::Store(error) => format!("store-{}", error.trouble().code()),
            Self::Form(FormTrouble::TooLarge) => "form-too-large".into(),
            Self::Form(FormTrouble::WrongKey) => "form-wrong-key".into(),
            Self::Form(FormTrouble::Malformed) => "form-malformed".into(),
            // No page: they are led to where a purpose is named.
            Self::NotAllowed | Self::NoPurpose(_) => "not-allowed".into(),
            Self::PasswordsBusy => "passwords-busy".into(),
            Self::TooManyLooks => "too-many-looks".into(),
            Self::OtherHost => "other-host".into(),
            Self::NotFound => "not-found".into(),
            Self::Busy => "busy".into(),
            Self::FlowsNotReady => "flows-not-ready".into(),
            Self::FlowsUnbounded => "flows-unbounded".into(),
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
            return Redirect::to(&address_of_purpose(wanted)).into_response();
        }
        // The page is made further out, where the language is known.
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The address at which the purpose is asked before `wanted` is shown.
fn address_of_purpose(wanted: &str) -> String {
    let query = serde_html_form::to_string([("back", wanted)]).unwrap_or_default();
    format!("/purpose?{query}")
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
