//! Who sends a request: the session in the cookie, and the words in their language.

use crate::{
    app::App,
    kit::failure::Failure,
    node::{
        desk::Counter,
        neighbours::{documents, held::Whom},
        session::{BROWSER_KNOWN_DAYS, Begun, Browser},
        token::token_hash,
    },
    words::{Language, Words},
};
use axum::{
    extract::FromRequestParts,
    http::{Extensions, HeaderMap, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::{
    CookieJar,
    cookie::{Cookie, SameSite},
};
use jiff::SignedDuration;
use limen_domain::{Permission, Role};
use limen_store::{Account, SecondWord, Session};
use std::{convert::Infallible, sync::Arc, time::Duration};
use uuid::Uuid;

/// The cookie that holds the session's token.
pub(crate) const SESSION_COOKIE: &str = "limen-session";
/// The cookie that holds the language, for pages before signing in and for pages about failures.
const LANGUAGE_COOKIE: &str = "limen-language";
/// The cookie by which a browser is known.
const BROWSER_COOKIE: &str = "limen-browser";
/// For how long the bar says that a document which was presented here turned out to be lost.
const LATE_HIT_IS_NEWS: SignedDuration = SignedDuration::from_hours(3 * 24);
/// How long a browser keeps the language.
const LANGUAGE_KEPT: Duration = Duration::from_secs(365 * 24 * 3600);

/// The device through which a request comes; `None` at the node's own port.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Through(pub(crate) Option<Uuid>);

impl Through {
    /// What [`crate::door::devices::guard`] found.
    pub(crate) fn of(extensions: &Extensions) -> Self {
        extensions.get().copied().unwrap_or_default()
    }
}

impl<S: Sync> FromRequestParts<S> for Through {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.extensions))
    }
}

/// Someone signed in whom the guard let in. A handler that takes this answers nobody else.
#[derive(Debug, Clone)]
pub(crate) struct SignedIn {
    pub(crate) session: Session,
    /// The device through which they ask.
    pub(crate) through: Through,
    pub(crate) language: Language,
    /// How many referrals have waited too long, for those who can settle them.
    pub(crate) late: i64,
    /// Whether an agreement with a neighbouring state names their role, where that may not read its notices by itself: the guard
    /// asks.
    pub(crate) is_named: bool,
    /// How much of what neighbours signed contradicts what they signed before, for those who speak to them.
    pub(crate) forks: i64,
    /// How much waits for them on which pages, by the pages' names in the bar.
    pub(crate) waits: Vec<(&'static str, i64)>,
}

impl SignedIn {
    /// The words of the officer's language.
    pub(crate) fn words<'a>(&self, app: &'a App) -> &'a Words {
        app.words.of(self.language)
    }

    /// How much waits for them on a page, by its name in the bar. `None` where nothing does.
    pub(crate) fn waiting(&self, page: &str) -> Option<i64> {
        self.waits.iter().find(|(name, _)| *name == page).map(|(_, count)| *count)
    }

    /// The counter that they work at.
    pub(crate) fn counter(&self) -> Counter<'_> {
        Counter::from(&self.session)
    }
}

impl FromRequestParts<Arc<App>> for SignedIn {
    type Rejection = Failure;

    /// The person whom the guard found signed in; refused if the guard was not asked.
    async fn from_request_parts(parts: &mut Parts, _: &Arc<App>) -> Result<Self, Failure> {
        parts.extensions.remove::<Self>().ok_or(Failure::NotAllowed)
    }
}

/// The person signed in who sends a request with these headers; `None` if nobody is. A page that only `follows` what
/// happens does not extend the session.
pub(crate) async fn signed_in(
    app: &App,
    headers: &HeaderMap,
    through: Through,
    follows: bool,
) -> Result<Option<SignedIn>, Failure> {
    let jar = CookieJar::from_headers(headers);
    let Some(token) = jar.get(SESSION_COOKIE).map(|cookie| token_hash(cookie.value())) else { return Ok(None) };
    let Some(session) = app.going_on(&token, through.0).await? else { return Ok(None) };
    if !follows {
        app.store.use_session(&session).await?;
    }
    let language = session.account.language.parse().unwrap_or_default();
    let (role, mut late, mut forks, mut waits) = (session.account.role, 0, 0, Vec::new());
    if role.may(Permission::SettleReferrals) {
        late = app.store.waiting_since(&app.post.id, app.now() - app.settings().late_after).await?;
        let mut waiting = app.store.waiting_since(&app.post.id, app.now()).await?;
        if role.may(Permission::SeeProtection) {
            waiting += app.store.protections_unreferred_count().await?;
        }
        waits.push(("second-line", waiting));
    }
    if role.may(Permission::Correct) {
        waits.push(("corrections", app.store.corrections_waiting(&app.post.id).await?));
    }
    if role.may(Permission::SeeHits) && !app.is_headquarters() {
        let news = documents::late_hits(app, Whom::Shown(role)).await?.into_iter();
        let news = news.filter(|hit| app.now().duration_since(hit.at) < LATE_HIT_IS_NEWS).count();
        waits.push(("hits", i64::try_from(news).unwrap_or(i64::MAX)));
    }
    let proposed = [
        (Permission::ManageAlerts, "alerts", SecondWord::Alerts),
        (Permission::ManageLists, "lists", SecondWord::Lists),
        (Permission::ManageLists, "trust", SecondWord::Trust),
        (Permission::ManagePeople, "people", SecondWord::People),
        (Permission::ManageNetwork, "neighbours", SecondWord::Neighbours),
        (Permission::ManageNetwork, "notices", SecondWord::Notices),
        (Permission::ManageAlerts, "notices", SecondWord::Notices),
    ];
    for (_, page, what) in proposed.into_iter().filter(|(permission, ..)| role.may(*permission)) {
        waits.push((page, app.store.proposed_to(&session.account.id, what).await?));
    }
    if role.may(Permission::ManageNetwork) && app.is_headquarters() {
        forks = app.store.open_neighbour_forks().await?;
        waits.iter_mut().filter(|(page, _)| *page == "neighbours").for_each(|(_, count)| *count += forks);
    }
    waits.retain(|(_, count)| *count > 0);
    Ok(Some(SignedIn { session, through, language, is_named: false, late, forks, waits }))
}

/// A cookie that browsers send over TLS and to this machine itself, with no other site's pages' requests, and show to no
/// script; kept for some time, or until the browser ends.
pub(crate) fn cookie(name: &'static str, value: String, kept: Option<Duration>) -> Cookie<'static> {
    let cookie = Cookie::build((name, value)).path("/").http_only(true).secure(true).same_site(SameSite::Strict);
    match kept.and_then(|kept| kept.try_into().ok()) {
        Some(kept) => cookie.max_age(kept).build(),
        None => cookie.build(),
    }
}

/// Whether a request comes from a browser that had a session: one that is over now, where it has none.
pub(crate) fn had_session(headers: &HeaderMap) -> bool {
    CookieJar::from_headers(headers).get(SESSION_COOKIE).is_some()
}

/// The cookie that begins a session.
pub(crate) fn session_cookie(token: String) -> Cookie<'static> {
    cookie(SESSION_COOKIE, token, None)
}

/// The browser that sends a request, through this device.
pub(crate) fn browser(headers: &HeaderMap, through: Through) -> Browser {
    Browser { token: token_in(headers, BROWSER_COOKIE), device: through.0 }
}

/// The token that a cookie holds.
pub(crate) fn token_in(headers: &HeaderMap, name: &str) -> Option<String> {
    let jar = CookieJar::from_headers(headers);
    let token = jar.get(name)?.value();
    // Only what has the form of a token made here: anything else is not hashed.
    (token.len() == 64 && token.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| token.to_owned())
}

/// Leads someone whose session has begun to where their role begins.
pub(crate) fn enter(app: &App, begun: Begun) -> Response {
    let jar = cookies_of(begun.token, &begun.account).add(browser_cookie(begun.browser));
    (jar, to_home(app, begun.account.role)).into_response()
}

/// Leads someone whose session goes on under another token to where their role begins.
pub(crate) fn enter_again(app: &App, account: &Account, token: String) -> Response {
    (cookies_of(token, account), to_home(app, account.role)).into_response()
}

fn cookies_of(token: String, account: &Account) -> CookieJar {
    CookieJar::new().add(session_cookie(token)).add(language_cookie(account.language.parse().unwrap_or_default()))
}

/// To the page that a role begins at.
fn to_home(app: &App, role: Role) -> Redirect {
    Redirect::to(app.home(role).as_deref().unwrap_or("/account"))
}

/// The cookie by which a browser is known in which someone has signed in.
fn browser_cookie(token: String) -> Cookie<'static> {
    let kept = Duration::from_secs(BROWSER_KNOWN_DAYS.unsigned_abs() * 24 * 3_600);
    cookie(BROWSER_COOKIE, token, Some(kept))
}

/// The cookie that remembers the language.
pub(crate) fn language_cookie(language: Language) -> Cookie<'static> {
    cookie(LANGUAGE_COOKIE, language.tag().to_owned(), Some(LANGUAGE_KEPT))
}

/// The language of someone who is not signed in: their cookie's, or French.
pub(crate) fn language_of(headers: &HeaderMap) -> Language {
    CookieJar::from_headers(headers)
        .get(LANGUAGE_COOKIE)
        .and_then(|cookie| cookie.value().parse().ok())
        .unwrap_or_default()
}
