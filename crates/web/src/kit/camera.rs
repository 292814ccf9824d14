//! Which pages may use a camera (W3C Permissions Policy): those that say so, and no other.

use axum::{
    http::{HeaderName, HeaderValue},
    response::{IntoResponse, Response},
};

/// The header.
pub(crate) fn policy() -> HeaderName {
    HeaderName::from_static("permissions-policy")
}

/// What every page says that does not say otherwise.
pub(crate) const NONE: &str = "camera=(), microphone=(), geolocation=()";
const OWN: &str = "camera=(self), microphone=(), geolocation=()";

/// A page that may use the camera of the machine that shows it.
pub(crate) fn on(page: Response) -> Response {
    ([(policy(), HeaderValue::from_static(OWN))], page).into_response()
}
