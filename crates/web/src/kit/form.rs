//! Forms as they arrive: limited in size, and with the key of the session that they were made for.

pub(crate) use crate::kit::failure::FormTrouble;
use crate::kit::{failure::Failure, session::SignedIn};
use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http_body_util::BodyExt;
pub(crate) use limen_domain::text::short;
use serde::{Deserialize, de::DeserializeOwned};
use subtle::ConstantTimeEq;

/// Maximum bytes of a form that are kept.
const MOST_BYTES: usize = 64 * 1024;
/// Maximum bytes that are read and thrown away, so that the browser gets an answer and not a broken connection.
const MOST_BYTES_PASSED_OVER: usize = 64 * 1024 * 1024;

#[derive(Deserialize)]
struct Key {
    form_key: String,
}

/// The body of a form of someone signed in, whose form key was checked. A form may have no other field.
pub(crate) struct Received(Vec<u8>);

impl Received {
    /// The fields that `T` names.
    pub(crate) fn fields<T: DeserializeOwned>(&self) -> Result<T, FormTrouble> {
        serde_html_form::from_bytes(&self.0).map_err(|_| FormTrouble::Malformed)
    }
}

/// Receives the form of someone signed in.
pub(crate) async fn receive(signed: &SignedIn, body: Body) -> Result<Received, Failure> {
    let bytes = bytes(body).await?;
    let key: Key = serde_html_form::from_bytes(&bytes).map_err(|_| FormTrouble::WrongKey)?;
    if !bool::from(key.form_key.as_bytes().ct_eq(signed.session.form_key.as_bytes())) {
        return Err(FormTrouble::WrongKey.into());
    }
    Ok(Received(bytes))
}

/// The fields of the form of someone signed in.
pub(crate) async fn read<T: DeserializeOwned>(signed: &SignedIn, body: Body) -> Result<T, Failure> {
    Ok(receive(signed, body).await?.fields()?)
}

/// The form of someone not signed in yet.
pub(crate) async fn read_unsigned<T: DeserializeOwned>(body: Body) -> Result<T, Failure> {
    Ok(serde_html_form::from_bytes(&bytes(body).await?).map_err(|_| FormTrouble::Malformed)?)
}

async fn bytes(mut body: Body) -> Result<Vec<u8>, FormTrouble> {
    let (mut kept, mut all) = (Vec::new(), 0);
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| FormTrouble::Malformed)?.into_data() else { continue };
        all += data.len();
        if all <= MOST_BYTES {
            kept.extend_from_slice(&data);
        } else if all > MOST_BYTES_PASSED_OVER {
            break;
        }
    }
    if all > MOST_BYTES { Err(FormTrouble::TooLarge) } else { Ok(kept) }
}

/// Lets no other site's page send a form here, the sign-in form included: browsers say where a request comes from.
pub(crate) async fn from_here(request: Request, next: Next) -> Response {
    if request.method() != Method::GET && is_foreign(request.headers()) {
        return Failure::from(FormTrouble::WrongKey).into_response();
    }
    next.run(request).await
}

fn is_foreign(headers: &HeaderMap) -> bool {
    let named = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match (named("sec-fetch-site"), named("origin")) {
        (Some(site), _) => !matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            let host = named(header::HOST.as_str()).unwrap_or_default();
            origin.split_once("://").is_none_or(|(_, origin)| origin != host)
        }
        // Programs that are no browsers send neither, and no cookie of an officer's either.
        (None, None) => false,
    }
}
