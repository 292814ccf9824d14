//! Who sends a request: the session in the cookie, and the words in their language.

use crate::{
    failure::Failure,
    state::App,
    words::{Language, Words},
};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, Method, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::{
    CookieJar,
    cookie::{Cookie, SameSite},
};
use jiff::{SignedDuration, Timestamp};
use limen_domain::Role;
use limen_store::Session;
use sha2::{Digest, Sha256};
use std::{sync::Arc, time::Duration};

/// The cookie that holds the session's token.
pub(crate) const SESSION_COOKIE: &str = "limen-session";
/// The cookie that holds the language, for pages before signing in and for pages about failures.
const LANGUAGE_COOKIE: &str = "limen-language";
/// A session ends after one working shift at the latest.
pub(crate) const LONGEST_SESSION: SignedDuration = SignedDuration::from_hours(12);
/// A session ends when nobody has used it for this long.
const LONGEST_IDLE: SignedDuration = SignedDuration::from_hours(1);
/// How long a browser keeps the language.
const LANGUAGE_KEPT: Duration = Duration::from_secs(365 * 24 * 3600);

/// Someone signed in. A handler that takes this answers nobody else: they are sent to sign in.
#[derive(Debug)]
pub(crate) struct SignedIn {
    pub(crate) session: Session,
    pub(crate) language: Language,
    /// How many referrals have waited too long, for those who can settle them.
    pub(crate) late: i64,
}

impl SignedIn {
    /// The words of the officer's language.
    pub(crate) fn words<'a>(&self, app: &'a App) -> &'a Words {
        app.words.of(self.language)
    }
}

impl FromRequestParts<Arc<App>> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Response> {
        let jar = CookieJar::from_headers(&parts.headers);
        let to_sign_in = || Redirect::to("/sign-in").into_response();
        let token = jar.get(SESSION_COOKIE).map(|cookie| token_hash(cookie.value())).ok_or_else(to_sign_in)?;
        let session = app.store.session(&token, LONGEST_SESSION, LONGEST_IDLE).await;
        let session = session.map_err(|error| Failure::from(error).into_response())?.ok_or_else(to_sign_in)?;
        let language = session.account.language.parse().unwrap_or_default();
        if !may_open(session.account.role, parts.uri.path(), app.is_headquarters()) {
            let own = home(app, session.account.role);
            let at_the_door = parts.method == Method::GET && parts.uri.path() == "/counter";
            return Err(if at_the_door {
                Redirect::to(own).into_response()
            } else {
                Failure::NotAllowed.into_response()
            });
        }
        let late = if session.account.role.may_settle_referrals() {
            app.store.waiting_since(&app.post.id, Timestamp::now() - app.settings().late_after).await
        } else {
            Ok(0)
        };
        let late = late.map_err(|error| Failure::from(error).into_response())?;
        Ok(Self { session, language, late })
    }
}

/// The page that someone of this role begins at.
pub(crate) fn home(app: &App, role: Role) -> &'static str {
    if app.is_headquarters() {
        return if role.may_manage_alerts() {
            "/alerts"
        } else if role.may_analyse_flows() {
            "/flows"
        } else {
            "/network"
        };
    }
    if role.may_work_at_a_counter() {
        "/counter"
    } else if role.may_analyse_flows() {
        "/flows"
    } else if role.may_manage_lists() {
        "/lists"
    } else {
        "/alerts"
    }
}

/// Whether a role may open what stands under an address, by its first part; what is not named here nobody may.
///
/// At headquarters nobody crosses: it has no counter and no day.
fn may_open(role: Role, path: &str, at_headquarters: bool) -> bool {
    match path.split('/').nth(1).unwrap_or_default() {
        "counter" | "day" | "day.csv" | "crossing" | "stay" | "overstays" | "card" | "party" | "person" | "tally"
        | "visas" | "second-line" | "protection"
            if at_headquarters =>
        {
            false
        }
        "flows" => role.may_see_flows(),
        "network" => role.may_see_network(),
        "live" => role.may_see_network() || role.may_see_hits(),
        "counter" | "day" | "day.csv" | "crossing" | "stay" | "overstays" | "card" | "party" | "person" | "tally"
        | "visas" => role.may_work_at_a_counter(),
        "clock" => role.may_correct(),
        "second-line" => role.may_settle_referrals(),
        // Anyone at a counter begins the way of protection; who may read on is asked by its pages.
        "protection" => role.may_work_at_a_counter(),
        "lists" => role.may_manage_lists(),
        "alerts" => role.may_manage_alerts(),
        "hits" => role.may_see_hits(),
        "language" | "sign-out" => true,
        _ => false,
    }
}

/// What the table keeps of a token: whoever reads the database can't use it as a cookie.
pub(crate) fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// A random text of 256 bits.
pub(crate) fn random_text() -> String {
    let bytes: [u8; 32] = rand::random();
    limen_store::hex(&bytes)
}

/// The cookie that begins a session. Browsers send it over TLS and to this machine itself, to no other site's pages'
/// requests, and show it to no script.
pub(crate) fn session_cookie(token: String) -> Cookie<'static> {
    Cookie::build((SESSION_COOKIE, token)).path("/").http_only(true).secure(true).same_site(SameSite::Strict).build()
}

/// The cookie that remembers the language.
pub(crate) fn language_cookie(language: Language) -> Cookie<'static> {
    let kept = LANGUAGE_KEPT.try_into().unwrap_or_default();
    Cookie::build((LANGUAGE_COOKIE, language.tag()))
        .path("/")
        .http_only(true)
        .secure(true)
        .same_site(SameSite::Strict)
        .max_age(kept)
        .build()
}

/// The language of someone who is not signed in: their cookie's, or French.
pub(crate) fn language_of(headers: &HeaderMap) -> Language {
    CookieJar::from_headers(headers)
        .get(LANGUAGE_COOKIE)
        .and_then(|cookie| cookie.value().parse().ok())
        .unwrap_or_default()
}
