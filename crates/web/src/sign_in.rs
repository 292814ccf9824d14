//! Signing in and out, and choosing the language.

use crate::{
    account,
    devices::Through,
    failure::Failure,
    form, passwords, second_factor, session,
    session::SignedIn,
    shell::page,
    state::App,
    words::{Language, Words},
};
use askama::Template;
use axum::{
    Router,
    body::Body,
    extract::{Query, State},
    http::{HeaderMap, HeaderName, StatusCode},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use axum_extra::extract::CookieJar;
use jiff::{SignedDuration, Timestamp};
use limen_domain::{AccountId, CredentialChange, Event, SignInRefusal};
use limen_store::{Account, Credentials, Failures, NewSession};
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/", get(|| async { Redirect::to("/counter") }))
        .route("/sign-in", get(show).post(sign_in))
        .route("/sign-in/code", post(give_code))
        .route("/sign-out", post(sign_out))
        .route("/language", post(choose_language))
}

/// So many wrong passwords in a row lock an account.
const FAILURES_BEFORE_LOCK: i64 = 5;
/// The first lock lasts this long; each further failure doubles it.
const FIRST_LOCK: SignedDuration = SignedDuration::from_mins(1);
/// No lock lasts longer: an attacker must not keep an officer out for good.
const LONGEST_LOCK: SignedDuration = SignedDuration::from_mins(15);

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage<'a> {
    w: &'a Words,
    post: &'a str,
    account: String,
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
    Ok(page(&SignInPage { w: app.words.of(language), post: &app.post.name, account, message, people, passkeys }))
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
    headers: HeaderMap,
    through: Through,
    body: Body,
) -> Result<Response, Failure> {
    let asked: SignIn = form::read_unsigned(body).await?;
    let w = app.words.of(session::language_of(&headers));
    let refuse = async |message: String| {
        let name = asked.account.chars().take(64).collect();
        refused(&app, &headers, name, message).await
    };

    let id = AccountId::parse(asked.account.trim());
    let account = match &id {
        Ok(id) => app.store.account(id).await?,
        Err(_) => None,
    };
    let now = Timestamp::now();
    let browser = session::browser(&headers);
    let (failures, is_known) = match &account {
        Some(account) => app.store.failures(account, browser.as_ref()).await?,
        None => (Failures { count: 0, locked_until: Timestamp::UNIX_EPOCH }, false),
    };
    if let Some(account) = account.as_ref().filter(|_| failures.locked_until > now) {
        note_refusal(&app, account, SignInRefusal::Locked).await?;
        return refuse(locked_message(&app, w, failures.locked_until)).await;
    }
    let hash = account.as_ref().map(|account| account.credentials.password_hash.clone());
    let fits = asked.password.len() <= passwords::LONGEST && passwords::is_right(asked.password.clone(), hash).await;
    let account = match account {
        Some(account) if fits => account,
        Some(account) => {
            note_refusal(&app, &account, SignInRefusal::Wrong).await?;
            let failures = after_failure(failures, now);
            app.store.set_failures(&account.id, browser.as_ref().filter(|_| is_known), failures).await?;
            let locked_until = failures.locked_until;
            let is_locked = locked_until > now;
            return refuse(if is_locked { locked_message(&app, w, locked_until) } else { w.t("sign-in-wrong") }).await;
        }
        None => return refuse(w.t("sign-in-wrong")).await,
    };

    if let Some(refusal) = barred(&app, &account, now) {
        note_refusal(&app, &account, refusal).await?;
        return refuse(w.coded("sign-in", refusal.code())).await;
    }
    if !account.has_second_factor() {
        return begin(&app, &account, &headers, through).await;
    }
    let ticket = app.waiting.begin(&account.id, now);
    let passkeys = account.passkeys > 0;
    Ok(page(&CodePage { w, post: &app.post.name, ticket, message: None, passkeys }))
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
    let is_here = account::changes_here(app, account);
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
#[template(path = "sign_in_code.html")]
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
    let credentials = &account.credentials;
    let is_right = match second_factor::step_of(&credentials.totp, &asked.code, now) {
        Some(step) => app.store.use_totp_step(&account.id, step).await?,
        None => match second_factor::without_recovery(&credentials.recovery, &asked.code) {
            Some(recovery) => {
                let left = Credentials { recovery, ..credentials.clone() };
                app.store
                    .set_credentials(Some(&account.id), &account.id, &left, CredentialChange::RecoveryUsed)
                    .await?;
                true
            }
            None => false,
        },
    };
    if !is_right {
        note_refusal(&app, &account, SignInRefusal::Code).await?;
        let message = Some(w.t("account-code-wrong"));
        let shown =
            page(&CodePage { w, post: &app.post.name, ticket: asked.ticket, message, passkeys: account.passkeys > 0 });
        return Ok((StatusCode::UNAUTHORIZED, shown).into_response());
    }
    app.waiting.end(&asked.ticket);
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
    let token = session::random_text();
    // Whoever tries passwords elsewhere goes on waiting.
    if !app.store.failures(account, session::browser(headers).as_ref()).await?.1 {
        let none = Failures { count: 0, locked_until: Timestamp::UNIX_EPOCH };
        app.store.set_failures(&account.id, None, none).await?;
    }
    app.store.append(Some(&account.id), vec![Event::SignedIn], None).await?;
    // From now on this person is known in this browser.
    let browser = session::browser_token(headers).unwrap_or_else(session::random_text);
    let known_by = session::token_hash(&browser);
    let new = NewSession {
        token: session::token_hash(&token),
        account: account.id.clone(),
        browser: known_by,
        device: through.0,
        form_key: session::random_text(),
    };
    app.store.begin_session(&new, session::LONGEST_SESSION).await?;
    app.store.know_browser(&account.id, &known_by, session::BROWSER_KNOWN_DAYS).await?;
    let language = account.language.parse().unwrap_or_default();
    let jar = CookieJar::new()
        .add(session::session_cookie(token))
        .add(session::browser_cookie(browser))
        .add(session::language_cookie(language));
    Ok((jar, Redirect::to(session::home(app, account.role).unwrap_or("/account"))).into_response())
}

pub(crate) async fn note_refusal(app: &App, account: &Account, refusal: SignInRefusal) -> Result<(), Failure> {
    app.store.append(Some(&account.id), vec![Event::SignInRefused { refusal }], None).await?;
    Ok(())
}

fn locked_message(app: &App, w: &Words, until: Timestamp) -> String {
    w.t1("sign-in-locked", "time", w.time(until.to_zoned_datetime(app.zone.clone()).time()))
}

/// What holds after one more failure.
pub(crate) fn after_failure(failures: Failures, now: Timestamp) -> Failures {
    let count = failures.count + 1;
    Failures { count, locked_until: lock_after(count, now) }
}

/// Until when an account is locked after so many wrong passwords in a row; the epoch where it is not.
fn lock_after(failures: i64, now: Timestamp) -> Timestamp {
    let Ok(doublings) = u32::try_from(failures - FAILURES_BEFORE_LOCK) else { return Timestamp::UNIX_EPOCH };
    let minutes = 1i64.checked_shl(doublings.min(10)).unwrap_or(i64::MAX);
    let lock = (FIRST_LOCK.as_mins() * minutes).min(LONGEST_LOCK.as_mins());
    now + SignedDuration::from_mins(lock)
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
    let back = match choice.back.as_str() {
        "day" => "/day",
        "card" => "/card",
        "flows" => "/flows",
        "alerts" => "/alerts",
        "hits" => "/hits",
        "network" => "/network",
        "account" => "/account",
        "audit" => "/audit",
        "people" => "/people",
        "devices" => "/devices",
        "rights" => "/rights",
        _ => session::home(&app, signed.session.account.role).unwrap_or("/counter"),
    };
    Ok((jar, Redirect::to(back)).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locks_grow_from_a_minute_to_a_quarter_of_an_hour_and_no_further() {
        let now = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(1);
        let minutes = |failures| (lock_after(failures, now).duration_since(now)).as_mins();
        assert!(lock_after(4, now) < now);
        assert_eq!([5, 6, 7, 8, 9, 500].map(minutes), [1, 2, 4, 8, 15, 15]);
    }
}
