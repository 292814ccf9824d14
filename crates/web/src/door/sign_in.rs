//! Signing in and out, and choosing the language.

use crate::{
    access::{Nobody, Pages, anyone, signed_in},
    app::App,
    kit::{
        failure::Failure,
        form,
        proof::locked_message,
        session::{self, SignedIn, Through},
        shell::{clock_warning, page},
    },
    node::{
        hashing::RETRY_AFTER_SECONDS,
        limits::Sender,
        sign_in::{CodeTried, PasswordTried},
        trial::TrialPerson,
    },
    words::{Language, Words},
};
use askama::Template;
use axum::{
    body::Body,
    extract::{ConnectInfo, Query, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::CookieJar;
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .get("/", anyone(Nobody::Oneself), || async { Redirect::to("/counter") })
        .get("/sign-in", anyone(Nobody::Oneself), show)
        .post("/sign-in", anyone(Nobody::Oneself), sign_in)
        .post("/sign-in/code", anyone(Nobody::Oneself), give_code)
        .post("/sign-out", signed_in(Nobody::Oneself), sign_out)
        .post("/language", signed_in(Nobody::Oneself), choose_language)
}

#[derive(Template)]
#[template(path = "door/sign_in.html")]
struct SignInPage<'a> {
    w: &'a Words,
    post: &'a str,
    account: String,
    /// That the clock is doubted.
    clock: Option<String>,
    message: Option<String>,
    people: &'a [TrialPerson],
    /// Whether anyone signs in with a passkey here.
    passkeys: bool,
}

#[derive(Deserialize)]
struct SignInQuery {
    language: Option<String>,
    /// Whether it was asked for by someone whose session was over.
    over: Option<String>,
}

async fn show(
    State(app): State<Arc<App>>,
    Query(asked): Query<SignInQuery>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let language = asked.language.and_then(|tag| tag.parse().ok());
    let spoken = language.unwrap_or_else(|| session::language_of(&headers));
    let why = asked.over.map(|_| app.words.of(spoken).t("session-over"));
    let shown = sign_in_page(&app, spoken, String::new(), why).await?;
    Ok(match language {
        Some(language) => (CookieJar::new().add(session::language_cookie(language)), shown).into_response(),
        None => shown,
    })
}

async fn sign_in_page(
    app: &App,
    language: Language,
    account: String,
    message: Option<String>,
) -> Result<Response, Failure> {
    let people = app.trial.as_ref().map(|trial| &trial.people[..]).unwrap_or_default();
    let passkeys = app.store.has_passkeys().await?;
    let w = app.words.of(language);
    let clock = clock_warning(app, w);
    Ok(page(&SignInPage { w, post: &app.post.name, account, clock, message, people, passkeys }))
}

/// The sign-in page anew, saying why nobody was let in.
pub(crate) async fn refused(
    app: &App,
    headers: &HeaderMap,
    account: String,
    message: String,
) -> Result<Response, Failure> {
    let shown = sign_in_page(app, session::language_of(headers), account, Some(message)).await?;
    Ok((StatusCode::UNAUTHORIZED, shown).into_response())
}

#[derive(Deserialize)]
struct SignIn {
    account: String,
    password: String,
}

async fn sign_in(
    State(app): State<Arc<App>>,
    ConnectInfo(sender): ConnectInfo<Sender>,
    headers: HeaderMap,
    through: Through,
    body: Body,
) -> Result<Response, Failure> {
    let asked: SignIn = form::read_unsigned(body).await?;
    let w = app.words.of(session::language_of(&headers));
    let name: String = asked.account.trim().chars().take(64).collect();
    let browser = session::browser(&headers, through);
    let message = match app.sign_in(&name, asked.password, &browser, sender).await? {
        PasswordTried::In(begun) => return Ok(session::enter(&app, *begun)),
        PasswordTried::NeedsCode { ticket, has_passkeys } => {
            return Ok(page(&CodePage { w, post: &app.post.name, ticket, message: None, passkeys: has_passkeys }));
        }
        PasswordTried::Busy => return busy(&app, &headers, name).await,
        PasswordTried::Wrong => w.t("sign-in-wrong"),
        PasswordTried::Locked(until) => locked_message(&app, w, until),
        PasswordTried::Barred(refusal) => w.coded("sign-in", refusal.code()),
    };
    refused(&app, &headers, name, message).await
}

/// The sign-in page anew, saying that too many are trying.
async fn busy(app: &App, headers: &HeaderMap, account: String) -> Result<Response, Failure> {
    let language = session::language_of(headers);
    let message = app.words.of(language).t1("sign-in-busy", "seconds", RETRY_AFTER_SECONDS);
    let shown = sign_in_page(app, language, account, Some(message)).await?;
    let later = [(header::RETRY_AFTER, HeaderValue::from(RETRY_AFTER_SECONDS))];
    Ok((StatusCode::TOO_MANY_REQUESTS, later, shown).into_response())
}

#[derive(Template)]
#[template(path = "door/sign_in_code.html")]
struct CodePage<'a> {
    w: &'a Words,
    post: &'a str,
    ticket: String,
    message: Option<String>,
    /// Whether a passkey of theirs does as well.
    passkeys: bool,
}

#[derive(Deserialize)]
struct Code {
    ticket: String,
    code: String,
}

/// The second step of those who have a second factor: a code of it, or a recovery code.
async fn give_code(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    through: Through,
    body: Body,
) -> Result<Response, Failure> {
    let asked: Code = form::read_unsigned(body).await?;
    let w = app.words.of(session::language_of(&headers));
    let again = async |message: String| refused(&app, &headers, String::new(), message).await;
    match app.give_code(&asked.ticket, &asked.code, &session::browser(&headers, through)).await? {
        CodeTried::In(begun) => Ok(session::enter(&app, *begun)),
        CodeTried::Over => again(w.t("sign-in-code-over")).await,
        CodeTried::Locked(until) => again(locked_message(&app, w, until)).await,
        CodeTried::Wrong { locked_until, has_passkeys } => {
            let wrong = || w.t("account-code-wrong");
            let message = Some(locked_until.map_or_else(wrong, |until| locked_message(&app, w, until)));
            let shown =
                page(&CodePage { w, post: &app.post.name, ticket: asked.ticket, message, passkeys: has_passkeys });
            Ok((StatusCode::UNAUTHORIZED, shown).into_response())
        }
    }
}

async fn sign_out(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    form::receive(&signed, body).await?;
    app.sign_out(&signed.session).await?;
    let jar = CookieJar::new().add(session::session_cookie(String::new()));
    // Pages are kept by no cache; should one have, it lets them go. What stays are tallies that wait for the link.
    let clear = [(HeaderName::from_static("clear-site-data"), "\"cache\"")];
    Ok((jar, clear, Redirect::to("/sign-in")).into_response())
}

#[derive(Deserialize)]
struct Choice {
    language: String,
    back: String,
}

async fn choose_language(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let choice: Choice = form::read(&signed, body).await?;
    let language: Language = choice.language.parse().unwrap_or_default();
    app.store.set_language(&signed.session.account.id, language.tag()).await?;
    let jar = CookieJar::new().add(session::language_cookie(language));
    // Back to one of our own pages, never to an address that a form names.
    let role = signed.session.account.role;
    let back = app.page(role, signed.is_named, &choice.back).or_else(|| app.home(role));
    Ok((jar, Redirect::to(back.as_deref().unwrap_or("/account"))).into_response())
}
