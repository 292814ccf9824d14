//! Signing in and out, and choosing the language.

use crate::{
    access::{Nobody, Pages, anyone, signed_in},
    app::App,
    kit::{
        failure::Failure,
        form,
        session::{self, SignedIn, Through},
        shell::{clock_warning, page},
    },
    node::{
        hashing::{RETRY_AFTER_SECONDS, Who},
        limits::Sender,
        passwords, second_factor,
        token::{random_text, token_hash},
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
use jiff::Timestamp;
use limen_domain::{AccountId, Event, SignInRefusal};
use limen_store::{Account, Failures, Locked, NewSession};
use serde::Deserialize;
use std::{sync::Arc, time::Duration};
use tokio::time::{Instant, sleep_until};

pub(crate) fn pages() -> Pages {
    Pages::new()
        .get("/", anyone(Nobody::Oneself), || async { Redirect::to("/counter") })
        .get("/sign-in", anyone(Nobody::Oneself), show)
        .post("/sign-in", anyone(Nobody::Oneself), sign_in)
        .post("/sign-in/code", anyone(Nobody::Oneself), give_code)
        .post("/sign-out", signed_in(Nobody::Oneself), sign_out)
        .post("/language", signed_in(Nobody::Oneself), choose_language)
}

/// Sign-ins that are refused are answered at the end of such a stretch of time after their turn began, so that whether there
/// is a record to be written, and so whether there is such a person, does not show in the time.
const EVEN: Duration = Duration::from_millis(250);

#[derive(Template)]
#[template(path = "door/sign_in.html")]
struct SignInPage<'a> {
    w: &'a Words,
    post: &'a str,
    account: String,
    /// That the clock is doubted.
    clock: Option<String>,
    message: Option<String>,
    people: &'a [(String, String)],
    /// Whether anyone signs in with a passkey here.
    passkeys: bool,
}

#[derive(Deserialize)]
struct Asked {
    language: Option<String>,
}

async fn show(
    State(app): State<Arc<App>>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let language = asked.language.and_then(|tag| tag.parse().ok());
    let spoken = language.unwrap_or_else(|| session::language_of(&headers));
    let shown = sign_in_page(&app, spoken, String::new(), None).await?;
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
    let id = AccountId::parse(&name);
    let (source, known) = session::source_of(&app, &headers, sender).await?;
    let is_known = id.as_ref().is_ok_and(|id| known.contains(id));
    // Whether there is such a person is looked up only now: what is said before does not depend on it.
    let Ok(turn) = app.hashing.wait(Who { is_known, source, name: name.clone() }).await else {
        return busy(&app, &headers, name).await;
    };
    let turned = Instant::now();
    let refuse = async |message: String| {
        sleep_until(turned + EVEN * (turned.elapsed().div_duration_f64(EVEN) as u32 + 1)).await;
        refused(&app, &headers, name.clone(), message).await
    };
    let now = Timestamp::now();
    let account = match &id {
        Ok(id) => app.store.account(id).await?,
        Err(_) => None,
    };
    let begun = match &account {
        Some(account) => app
            .store
            .try_begins(&account.id, session::browser(&headers).as_ref(), now)
            .await?
            .map(|tried| (tried.failures(), Some(tried))),
        None => app.limits.nobody.try_begins(&name, now).map(|failures| (failures, None)),
    };
    let (failures, tried) = match begun {
        Ok(begun) => begun,
        Err(Locked { until }) => {
            // Nothing is hashed: the next one's turn.
            drop(turn);
            if let Some(account) = &account {
                note_refusal(&app, &account.id, SignInRefusal::Locked).await?;
            }
            return refuse(locked_message(&app, w, until)).await;
        }
    };
    let hash = account.as_ref().map(|account| account.credentials.password_hash.clone());
    let fits = passwords::is_right(turn, asked.password, hash).await;
    let (account, tried) = match (account, tried) {
        (Some(account), Some(tried)) if fits => (account, tried),
        (account, _) => {
            if let Some(account) = &account {
                note_refusal(&app, &account.id, SignInRefusal::Wrong).await?;
            }
            return refuse(wrong_message(&app, w, failures, "sign-in-wrong")).await;
        }
    };

    if let Some(refusal) = barred(&app, &account, now) {
        app.store.try_goes_on(tried).await?;
        note_refusal(&app, &account.id, refusal).await?;
        return refuse(w.coded("sign-in", refusal.code())).await;
    }
    if !account.has_second_factor() {
        app.store.try_was_right(tried).await?;
        return begin(&app, &account, &headers, through).await;
    }
    app.store.try_goes_on(tried).await?;
    let ticket = app.waiting.begin(&account.id, now);
    let passkeys = account.passkeys > 0;
    Ok(page(&CodePage { w, post: &app.post.name, ticket, message: None, passkeys }))
}

/// The sign-in page anew, saying that too many are trying.
async fn busy(app: &App, headers: &HeaderMap, account: String) -> Result<Response, Failure> {
    let language = session::language_of(headers);
    let message = app.words.of(language).t1("sign-in-busy", "seconds", RETRY_AFTER_SECONDS);
    let shown = sign_in_page(app, language, account, Some(message)).await?;
    let later = [(header::RETRY_AFTER, HeaderValue::from(RETRY_AFTER_SECONDS))];
    Ok((StatusCode::TOO_MANY_REQUESTS, later, shown).into_response())
}

/// Why someone who has proved who they are is let in no more, or not here.
pub(crate) fn barred(app: &App, account: &Account, now: Timestamp) -> Option<SignInRefusal> {
    let is_stale = || app.people_good_for(now).is_some_and(|left| left.is_negative());
    account
        .refused_at(&app.post.id)
        .or_else(|| is_stale().then_some(SignInRefusal::Stale))
        .or_else(|| drawn(app, account, now))
}

/// Why a password that was drawn for someone lets them in no more, or not here; or why one without a second factor does not,
/// where it can't be set.
fn drawn(app: &App, account: &Account, now: Timestamp) -> Option<SignInRefusal> {
    let is_here = app.changes_credentials_here(account);
    if !is_here && app.lacks_second_factor(account) {
        return Some(SignInRefusal::NoFactor);
    }
    let until = account.credentials.drawn_until?;
    if until < now {
        Some(SignInRefusal::Expired)
    } else if !is_here {
        Some(SignInRefusal::Drawn)
    } else {
        None
    }
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
    let now = Timestamp::now();
    let w = app.words.of(session::language_of(&headers));
    let account = match app.waiting.try_again(&asked.ticket, now) {
        Some(id) => app.store.account(&id).await?,
        None => None,
    };
    let Some(account) = account.filter(|account| account.refused_at(&app.post.id).is_none()) else {
        return refused(&app, &headers, String::new(), w.t("sign-in-code-over")).await;
    };
    // Counted with the passwords: whoever has the password gets no more codes by giving it again.
    let tried = match app.store.try_begins(&account.id, session::browser(&headers).as_ref(), now).await? {
        Ok(tried) => tried,
        Err(Locked { until }) => {
            note_refusal(&app, &account.id, SignInRefusal::Locked).await?;
            return refused(&app, &headers, String::new(), locked_message(&app, w, until)).await;
        }
    };
    let credentials = &account.credentials;
    let is_right = match second_factor::step_of(&credentials.totp, &asked.code, now) {
        Some(step) => app.store.use_totp_step(&account.id, &credentials.totp, step).await?,
        None => match second_factor::recovery_of(&credentials.recovery, &asked.code) {
            Some(code) => app.store.use_recovery(&account.id, code).await?,
            None => false,
        },
    };
    if !is_right {
        note_refusal(&app, &account.id, SignInRefusal::Code).await?;
        let message = Some(wrong_message(&app, w, tried.failures(), "account-code-wrong"));
        let shown =
            page(&CodePage { w, post: &app.post.name, ticket: asked.ticket, message, passkeys: account.passkeys > 0 });
        return Ok((StatusCode::UNAUTHORIZED, shown).into_response());
    }
    app.waiting.end(&asked.ticket);
    app.store.try_was_right(tried).await?;
    begin(&app, &account, &headers, through).await
}

/// Begins the session of someone who has shown that it is them.
pub(crate) async fn begin(
    app: &App,
    account: &Account,
    headers: &HeaderMap,
    through: Through,
) -> Result<Response, Failure> {
    // A new token for every session: one that was planted in the browser before is worth nothing.
    let token = random_text();
    app.store.append(Some(&account.id), vec![Event::SignedIn], None).await?;
    // From now on this person is known in this browser.
    let browser = session::browser_token(headers).unwrap_or_else(random_text);
    let known_by = token_hash(&browser);
    let new = NewSession {
        token: token_hash(&token),
        account: account.id.clone(),
        browser: known_by,
        device: through.0,
        form_key: random_text(),
    };
    app.store.begin_session(&new, session::LONGEST_SESSION).await?;
    app.store.know_browser(&account.id, &known_by, session::BROWSER_KNOWN_DAYS).await?;
    let language = account.language.parse().unwrap_or_default();
    let jar = CookieJar::new()
        .add(session::session_cookie(token))
        .add(session::browser_cookie(browser))
        .add(session::language_cookie(language));
    Ok((jar, Redirect::to(app.home(account.role).as_deref().unwrap_or("/account"))).into_response())
}

pub(crate) async fn note_refusal(app: &App, account: &AccountId, refusal: SignInRefusal) -> Result<(), Failure> {
    if app.limits.sign_ins.lets(account.clone(), Timestamp::now()) {
        app.store.append(Some(account), vec![Event::SignInRefused { refusal }], None).await?;
    }
    Ok(())
}

/// What is said of a try that was wrong: that it locks, if it does.
fn wrong_message(app: &App, w: &Words, failures: Failures, otherwise: &str) -> String {
    let locks = failures.locked_until != Timestamp::UNIX_EPOCH;
    if locks { locked_message(app, w, failures.locked_until) } else { w.t(otherwise) }
}

pub(crate) fn locked_message(app: &App, w: &Words, until: Timestamp) -> String {
    w.t1("sign-in-locked", "time", w.time(until.to_zoned_datetime(app.zone.clone()).time()))
}

async fn sign_out(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    form::receive(&signed, body).await?;
    app.store.append(Some(&signed.session.account.id), vec![Event::SignedOut], None).await?;
    app.store.end_session(&signed.session.token).await?;
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
    let back = app.page(role, &choice.back).or_else(|| app.home(role));
    Ok((jar, Redirect::to(back.as_deref().unwrap_or("/account"))).into_response())
}
