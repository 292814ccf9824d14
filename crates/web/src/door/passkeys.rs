//! Passkeys at the sign-in page and on one's own account: what a browser is to ask its keys, and what they answered
//! ([`crate::node::passkeys`]).

use crate::{
    access::{Nobody, Pages, anyone, signed_in},
    app::App,
    door::{
        account::{self, Outcome},
        sign_in,
    },
    kit::{
        failure::Failure,
        form,
        session::{self, SignedIn, Through},
    },
    node::{
        limits::Sender,
        passkeys::{Here, KeyTried, NewPasskey, PasskeyError},
    },
};
use axum::{
    body::Body,
    extract::{ConnectInfo, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .post("/sign-in/passkey/options", anyone(Nobody::Oneself), ask)
        .post("/sign-in/passkey", anyone(Nobody::Oneself), sign_in_with)
        .post("/account/passkey/options", signed_in(Nobody::Oneself), offer)
        .post("/account/passkey", signed_in(Nobody::Oneself), add)
        .post("/account/passkey/remove", signed_in(Nobody::Oneself), remove)
}

/// The name and origin under which the browser asks; `None` where passkeys do not work under it.
fn here(app: &App, headers: &HeaderMap) -> Option<Here> {
    let host = headers.get(header::HOST)?.to_str().ok()?;
    Here::of(host, app.to_devices.get().map(|to| to.addresses.as_slice()).unwrap_or_default())
}

/// What a browser is to ask its keys, as JSON.
fn question(asked: Result<String, PasskeyError>) -> Result<Response, Failure> {
    match asked {
        Ok(question) => Ok(([(header::CONTENT_TYPE, "application/json")], question).into_response()),
        Err(PasskeyError::TooMany) => Ok(StatusCode::TOO_MANY_REQUESTS.into_response()),
        Err(PasskeyError::Impossible) => Err(Failure::NotFound),
        Err(PasskeyError::Store(error)) => Err(error.into()),
    }
}

/// What a browser is to ask its keys, to sign someone in.
async fn ask(
    State(app): State<Arc<App>>,
    ConnectInfo(sender): ConnectInfo<Sender>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let here = here(&app, &headers).ok_or(Failure::NotFound)?;
    let known_by = session::browser(&headers, Through::default()).known_by();
    question(app.ask_to_sign(&here, known_by, sender).await)
}

#[derive(Deserialize)]
struct Signed {
    credential: String,
}

/// Signs in the owner of the passkey that signed the challenge.
async fn sign_in_with(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    through: Through,
    body: Body,
) -> Result<Response, Failure> {
    let Signed { credential } = form::read_unsigned(body).await?;
    let w = app.words.of(session::language_of(&headers));
    let here = here(&app, &headers);
    let message = match app.try_key(here.as_ref(), &credential, &session::browser(&headers, through)).await? {
        KeyTried::In(begun) => return Ok(session::enter(&app, *begun)),
        KeyTried::Wrong => w.t("sign-in-passkey"),
        KeyTried::Barred(refusal) => w.coded("sign-in", refusal.code()),
    };
    sign_in::refused(&app, &headers, String::new(), message).await
}

/// What a browser is to ask for a new passkey.
async fn offer(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    signed: SignedIn,
    body: Body,
) -> Result<Response, Failure> {
    form::receive(&signed, body).await?;
    let here = here(&app, &headers).ok_or(Failure::NotFound)?;
    question(app.offer_passkey(&signed.session.account, &here).await)
}

#[derive(Deserialize)]
struct NewKey {
    password: String,
    name: String,
    credential: String,
}

/// Adds a passkey, made for what [`offer`] asked.
async fn add(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    signed: SignedIn,
    body: Body,
) -> Result<Response, Failure> {
    let NewKey { password, name, credential } = form::read(&signed, body).await?;
    let w = signed.words(&app);
    let here = here(&app, &headers).ok_or(Failure::NotFound)?;
    let new = NewPasskey { here: &here, name: &name, credential: &credential };
    let outcome = match app.add_passkey(&signed.session, &password, new).await? {
        Ok(recovery) => Outcome { done: Some(w.t("account-passkey-added")), recovery, ..Outcome::default() },
        Err(why) => account::unchanged(&app, w, why)?,
    };
    account::account_page(&app, &signed, outcome).await
}

#[derive(Deserialize)]
struct OldKey {
    password: String,
    id: String,
}

async fn remove(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let form: OldKey = form::read(&signed, body).await?;
    let w = signed.words(&app);
    let id = data_encoding::HEXLOWER.decode(form.id.as_bytes()).map_err(|_| Failure::NotFound)?;
    let outcome = match app.remove_passkey(&signed.session, &form.password, &id).await? {
        Ok(true) => Outcome { done: Some(w.t("account-passkey-removed")), ..Outcome::default() },
        Ok(false) => return Err(Failure::NotFound),
        Err(why) => account::unchanged(&app, w, why)?,
    };
    account::account_page(&app, &signed, outcome).await
}
