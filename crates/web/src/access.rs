//! Who may open which page and do what: the one table by which every request is let in, and the documentation of it.
//!
//! What the table does not name, nobody may open. A test asks every line of it, with every role, of a running server.

use crate::{
    failure::Failure,
    form::FormTrouble,
    purpose,
    session::{self, SignedIn},
    state::App,
};
use axum::{
    extract::{MatchedPath, Request, State},
    http::{Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use jiff::Timestamp;
use limen_domain::{AccountId, Event, Permission, Role};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// Who may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Anyone, before signing in.
    Nothing,
    /// A key of another system, which the handler checks.
    Key,
    /// Anyone who is signed in.
    SignIn,
    /// Someone signed in whose role has one of these permissions.
    One(&'static [Permission]),
}

/// At which nodes it is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// At every node.
    Anywhere,
    /// At posts: nobody crosses at headquarters.
    Post,
    /// At headquarters.
    Headquarters,
}

/// One line of the table.
#[derive(Debug, Clone, Copy)]
pub struct Access {
    /// The method: GET or POST. Whoever may GET may also HEAD.
    pub method: &'static str,
    /// The address, with `{…}` for its parts that vary.
    pub path: &'static str,
    /// Who may ask.
    pub needs: Needs,
    /// At which nodes.
    pub place: Place,
    /// Whether a purpose must have been named: personal data of travellers who do not stand before the officer.
    pub asks_purpose: bool,
}

const fn line(method: &'static str, path: &'static str, needs: Needs, place: Place) -> Access {
    Access { method, path, needs, place, asks_purpose: false }
}

/// Reading personal data away from a traveller.
const fn look(path: &'static str, permission: &'static [Permission]) -> Access {
    Access { asks_purpose: true, ..at_post("GET", path, permission) }
}

const fn of(method: &'static str, path: &'static str, permission: &'static [Permission]) -> Access {
    line(method, path, Needs::One(permission), Place::Anywhere)
}

const fn at_post(method: &'static str, path: &'static str, permission: &'static [Permission]) -> Access {
    line(method, path, Needs::One(permission), Place::Post)
}

const fn at_headquarters(method: &'static str, path: &'static str, permission: &'static [Permission]) -> Access {
    line(method, path, Needs::One(permission), Place::Headquarters)
}

const COUNTER: &[Permission] = &[Permission::WorkAtCounter];
const CORRECT: &[Permission] = &[Permission::Correct];
const REFERRALS: &[Permission] = &[Permission::SettleReferrals];
const PROTECTION: &[Permission] = &[Permission::SeeProtection];
const VISAS: &[Permission] = &[Permission::IssueVisas];
const HITS: &[Permission] = &[Permission::SeeHits];
const ALERTS: &[Permission] = &[Permission::ManageAlerts];
const LISTS: &[Permission] = &[Permission::ManageLists];
const NETWORK: &[Permission] = &[Permission::SeeNetwork];
const NODES: &[Permission] = &[Permission::ManageNetwork];
const FLOWS: &[Permission] = &[Permission::SeeFlows];
const AUDIT: &[Permission] = &[Permission::Audit];
const DATA: &[Permission] = &[Permission::ProtectData];
const DEVICES: &[Permission] = &[Permission::EnrolDevices];
const PEOPLE: &[Permission] = &[Permission::ManagePeople];
const ANALYSIS: &[Permission] = &[Permission::AnalyseFlows];

/// Everything that is served, but for style sheets, scripts and pictures of Limen's own.
pub const TABLE: &[Access] = &[
    line("GET", "/", Needs::Nothing, Place::Anywhere),
    line("GET", "/sign-in", Needs::Nothing, Place::Anywhere),
    line("POST", "/sign-in", Needs::Nothing, Place::Anywhere),
    line("POST", "/sign-in/code", Needs::Nothing, Place::Anywhere),
    line("POST", "/sign-in/passkey", Needs::Nothing, Place::Anywhere),
    line("POST", "/sign-in/passkey/options", Needs::Nothing, Place::Anywhere),
    line("GET", "/account", Needs::SignIn, Place::Anywhere),
    line("POST", "/account/password", Needs::SignIn, Place::Anywhere),
    line("POST", "/account/sessions/end", Needs::SignIn, Place::Anywhere),
    line("POST", "/account/second-factor", Needs::SignIn, Place::Anywhere),
    line("POST", "/account/second-factor/off", Needs::SignIn, Place::Anywhere),
    line("POST", "/account/passkey", Needs::SignIn, Place::Anywhere),
    line("POST", "/account/passkey/options", Needs::SignIn, Place::Anywhere),
    line("POST", "/account/passkey/remove", Needs::SignIn, Place::Anywhere),
    line("POST", "/aside", Needs::SignIn, Place::Anywhere),
    line("GET", "/resume", Needs::Nothing, Place::Anywhere),
    line("POST", "/resume", Needs::Nothing, Place::Anywhere),
    line("POST", "/sign-out", Needs::SignIn, Place::Anywhere),
    line("POST", "/language", Needs::SignIn, Place::Anywhere),
    of("GET", "/purpose", COUNTER),
    of("POST", "/purpose", COUNTER),
    line("POST", "/api/visas", Needs::Key, Place::Anywhere),
    // The counter.
    at_post("GET", "/counter", COUNTER),
    at_post("GET", "/counter/scan", COUNTER),
    at_post("POST", "/counter/scan", COUNTER),
    at_post("GET", "/counter/typed", COUNTER),
    at_post("POST", "/counter/typed", COUNTER),
    at_post("POST", "/counter/amend", COUNTER),
    at_post("POST", "/counter/judge", COUNTER),
    at_post("GET", "/counter/decide", COUNTER),
    at_post("POST", "/counter/decide", COUNTER),
    at_post("POST", "/counter/withdraw", COUNTER),
    at_post("POST", "/counter/direction", COUNTER),
    at_post("GET", "/stay", COUNTER),
    at_post("GET", "/card", COUNTER),
    at_post("GET", "/party", COUNTER),
    at_post("POST", "/party", COUNTER),
    at_post("POST", "/party/list", COUNTER),
    at_post("GET", "/party/{id}", COUNTER),
    at_post("POST", "/party/{id}", COUNTER),
    at_post("POST", "/party/{id}/work", COUNTER),
    at_post("POST", "/party/{id}/next", COUNTER),
    at_post("POST", "/party/{id}/judge", COUNTER),
    at_post("POST", "/party/{id}/leave", COUNTER),
    at_post("POST", "/party/{id}/end", COUNTER),
    at_post("POST", "/person/tie", COUNTER),
    at_post("POST", "/person/part", COUNTER),
    at_post("GET", "/tally", COUNTER),
    at_post("POST", "/tally", COUNTER),
    at_post("POST", "/tally/{id}/cancel", CORRECT),
    // What was recorded.
    look("/day", COUNTER),
    look("/day.csv", COUNTER),
    look("/overstays", COUNTER),
    look("/crossing/{id}", COUNTER),
    at_post("GET", "/crossing/{id}/notice", COUNTER),
    at_post("GET", "/crossing/{id}/slip", COUNTER),
    at_post("GET", "/crossing/{id}/pictures", COUNTER),
    at_post("POST", "/crossing/{id}/pictures", COUNTER),
    at_post("POST", "/crossing/{id}/pictures/scanned", COUNTER),
    at_post("GET", "/crossing/{id}/picture/{sha256}", COUNTER),
    at_post("GET", "/crossing/{id}/correct", CORRECT),
    at_post("POST", "/crossing/{id}/correct", CORRECT),
    at_post("POST", "/crossing/{id}/cancel", CORRECT),
    at_post("POST", "/clock", CORRECT),
    // The second line.
    at_post("GET", "/second-line", REFERRALS),
    at_post("GET", "/second-line/{id}", REFERRALS),
    at_post("POST", "/second-line/{id}/take", REFERRALS),
    at_post("POST", "/second-line/{id}/release", REFERRALS),
    at_post("POST", "/second-line/{id}/note", REFERRALS),
    at_post("POST", "/second-line/{id}/decide", REFERRALS),
    look("/protection", PROTECTION),
    // Whoever sees a need begins its way.
    at_post("GET", "/protection/new", COUNTER),
    at_post("POST", "/protection/new", COUNTER),
    look("/protection/{id}", PROTECTION),
    at_post("POST", "/protection/{id}", PROTECTION),
    at_post("GET", "/protection/{id}/form", PROTECTION),
    look("/visas", COUNTER),
    look("/visas/entry/{number}", COUNTER),
    at_post("GET", "/visas/new", VISAS),
    at_post("POST", "/visas/new", VISAS),
    at_post("POST", "/visas/entry/{number}/extend", VISAS),
    at_post("POST", "/visas/entry/{number}/revoke", VISAS),
    at_post("POST", "/visas/import", CORRECT),
    // Alerts and hits.
    of("GET", "/hits", HITS),
    of("GET", "/alerts", ALERTS),
    of("GET", "/alerts/draft", ALERTS),
    of("POST", "/alerts/draft", ALERTS),
    of("POST", "/alerts/upload", ALERTS),
    of("GET", "/alerts/entry/{list}/{id}", ALERTS),
    of("POST", "/alerts/entry/{list}/{id}/withdraw", ALERTS),
    of("GET", "/alerts/list/{list}", ALERTS),
    of("POST", "/alerts/list/{list}", ALERTS),
    of("GET", "/alerts/proposal/{id}", ALERTS),
    of("POST", "/alerts/proposal/{id}", ALERTS),
    // Lists, nodes and the network.
    of("GET", "/lists", LISTS),
    of("POST", "/lists/upload", LISTS),
    of("GET", "/lists/file/{kind}", LISTS),
    of("GET", "/lists/proposal/{id}", LISTS),
    of("POST", "/lists/proposal/{id}", LISTS),
    of("GET", "/network", NETWORK),
    of("GET", "/network/stick", NETWORK),
    of("POST", "/network/stick", NETWORK),
    of("GET", "/network/stick/{node}", NETWORK),
    at_headquarters("POST", "/network/invite", NODES),
    at_headquarters("POST", "/network/revoke", NODES),
    of("GET", "/live", &[Permission::SeeNetwork, Permission::SeeHits, Permission::ManageAlerts]),
    // Devices.
    line("GET", "/enrol", Needs::Nothing, Place::Anywhere),
    line("POST", "/enrol", Needs::Nothing, Place::Anywhere),
    of("GET", "/devices", DEVICES),
    of("POST", "/devices", DEVICES),
    of("POST", "/devices/{id}/end", DEVICES),
    of("GET", "/devices/authority", DEVICES),
    // People.
    of("GET", "/people", PEOPLE),
    of("GET", "/people/new", PEOPLE),
    of("POST", "/people/new", PEOPLE),
    of("GET", "/people/entry/{id}", PEOPLE),
    of("POST", "/people/entry/{id}", PEOPLE),
    of("POST", "/people/entry/{id}/reset", PEOPLE),
    of("POST", "/people/entry/{id}/end", PEOPLE),
    of("GET", "/people/proposal/{id}", PEOPLE),
    of("POST", "/people/proposal/{id}", PEOPLE),
    // Flows.
    of("GET", "/flows", FLOWS),
    of("GET", "/flows/warnings", FLOWS),
    of("GET", "/flows/reports", FLOWS),
    of("GET", "/flows/reports/{kind}", FLOWS),
    of("GET", "/flows/take", ANALYSIS),
    of("POST", "/flows/take", ANALYSIS),
    of("GET", "/flows/questions", ANALYSIS),
    of("POST", "/flows/questions", ANALYSIS),
    // What travellers may ask.
    of("GET", "/rights", DATA),
    of("POST", "/rights/person", DATA),
    of("POST", "/rights/claim", DATA),
    of("POST", "/rights/claim/{id}", DATA),
    // The audit.
    of("GET", "/audit", AUDIT),
    of("GET", "/audit/person", AUDIT),
    of("GET", "/audit/officer", AUDIT),
    of("GET", "/audit/exports", AUDIT),
];

impl Access {
    /// The line of a method and an address; nothing where nobody may.
    fn find(method: &Method, path: &str) -> Option<&'static Self> {
        let method = if method == Method::HEAD { &Method::GET } else { method };
        TABLE.iter().find(|access| access.method == method.as_str() && access.path == path)
    }

    /// Whether a role may, at a post or at headquarters.
    pub fn allows(&self, role: Role, at_headquarters: bool) -> bool {
        let is_there = match self.place {
            Place::Anywhere => true,
            Place::Post => !at_headquarters,
            Place::Headquarters => at_headquarters,
        };
        is_there
            && match self.needs {
                Needs::Nothing | Needs::Key | Needs::SignIn => true,
                Needs::One(permissions) => permissions.iter().any(|permission| role.may(*permission)),
            }
    }
}

/// The methods that the table names for an address; empty for none.
fn methods(path: &str) -> String {
    let named = TABLE.iter().filter(|access| access.path == path).map(|access| access.method);
    named.collect::<Vec<_>>().join(", ")
}

/// Lets in whom the table lets in. What a handler takes of [`SignedIn`] is made here, and nowhere else.
pub(crate) async fn guard(
    State(app): State<Arc<App>>,
    path: MatchedPath,
    mut request: Request,
    next: Next,
) -> Result<Response, Response> {
    let Some(access) = Access::find(request.method(), path.as_str()) else {
        let allowed = methods(path.as_str());
        return Err(match allowed.as_str() {
            "" => Failure::NotFound.into_response(),
            // RFC 9110 §15.5.6.
            _ => (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, allowed)]).into_response(),
        });
    };
    if !matches!(access.needs, Needs::Nothing | Needs::Key) {
        let signed = session::signed_in(&app, request.headers()).await.map_err(IntoResponse::into_response)?;
        let Some(signed) = signed else { return Err(Redirect::to("/sign-in").into_response()) };
        let role = signed.session.account.role;
        if !access.allows(role, app.is_headquarters()) {
            // Whoever signs in is sent to the counter first: those who have none go on to their own page.
            let own = session::home(&app, role).filter(|_| access.method == "GET" && access.path == "/counter");
            if own.is_none() {
                let noted = note_refusal(&app, &signed.session.account.id, access, "").await;
                noted.map_err(IntoResponse::into_response)?;
            }
            return Err(
                own.map_or_else(|| Failure::NotAllowed.into_response(), |own| Redirect::to(own).into_response())
            );
        }
        let account = &signed.session.account;
        // A password that was drawn is known to whoever drew it: nothing is done with it but choosing another.
        let is_half = account.credentials.drawn_until.is_some() || app.lacks_second_factor(account);
        if is_half && matches!(access.needs, Needs::One(_)) {
            return Err(match access.method {
                "GET" => Redirect::to("/account").into_response(),
                _ => Failure::NotAllowed.into_response(),
            });
        }
        let account = account.id.clone();
        let looked = if access.asks_purpose {
            let wanted = request.uri().path_and_query().map_or("/", |wanted| wanted.as_str());
            purpose::look(&app, &signed, wanted.to_owned()).await
        } else {
            Ok(())
        };
        request.extensions_mut().insert::<SignedIn>(signed);
        let response = match looked {
            Ok(()) => next.run(request).await,
            Err(failure) => failure.into_response(),
        };
        let noted = match response.extensions().get() {
            // A form without the session's key may be another site's, sent with this person's cookie.
            Some(Failure::Form(FormTrouble::WrongKey)) => Some(" (form key)"),
            Some(Failure::TooManyLooks) => Some(" (too many looks)"),
            _ => None,
        };
        if let Some(why) = noted {
            note_refusal(&app, &account, access, why).await.map_err(IntoResponse::into_response)?;
        }
        return Ok(response);
    }
    Ok(next.run(request).await)
}

/// So many refusals of one person are noted in an hour: whoever goes on is no news, and must not fill the journal.
const MOST_NOTED: u32 = 60;

/// How many refusals of each person were noted in which hour (of all time).
#[derive(Debug, Default)]
pub(crate) struct Refusals(Mutex<HashMap<AccountId, (i64, u32)>>);

impl Refusals {
    /// Whether one more is noted.
    fn is_news(&self, account: &AccountId, now: Timestamp) -> bool {
        let hour = now.as_second() / 3_600;
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        noted.retain(|_, (of, _)| *of == hour);
        let (_, count) = noted.entry(account.clone()).or_insert((hour, 0));
        *count += 1;
        *count <= MOST_NOTED
    }
}

async fn note_refusal(app: &App, account: &AccountId, access: &Access, why: &str) -> Result<(), Failure> {
    if app.refusals.is_news(account, Timestamp::now()) {
        let refused = Event::AccessRefused { address: format!("{} {}{why}", access.method, access.path) };
        app.store.append(Some(account), vec![refused], None).await?;
    }
    Ok(())
}

/// The table as a page of the documentation.
pub fn document() -> String {
    let all = limen_words::AllWords::load();
    let w = all.of(limen_words::Language::English);
    let mark = |is: bool| if is { "●" } else { "" };
    let mut text = String::from(
        "# Who may do what\n\nThis page is made from the table by which every request is let in \
         (`crates/web/src/access.rs`), and from the roles (`crates/domain/src/access.rs`). A test asks every line of it, with \
         every role, of a running post and of a running headquarters (`crates/limen/tests/access.rs`). What stands here \
         nowhere, nobody may do.\n\n## Roles\n\n| may |",
    );
    for role in Role::ALL {
        text += &format!(" {} |", w.coded("role", role.code()));
    }
    text += "\n| --- |";
    text += &" :-: |".repeat(Role::ALL.len());
    for permission in Permission::ALL {
        text += &format!("\n| {} |", w.coded("permission", permission.code()));
        for role in Role::ALL {
            text += &format!(" {} |", mark(role.may(*permission)));
        }
    }
    text += "\n\n## Addresses\n\nA purpose is asked where someone looks at travellers who do not stand before them; it is noted \
             with each look.\n\n| | address | needs | at | purpose |\n| --- | --- | --- | --- | :-: |";
    for access in TABLE {
        let needs = match access.needs {
            Needs::Nothing => "nothing".to_owned(),
            Needs::Key => "another system's key".to_owned(),
            Needs::SignIn => "to be signed in".to_owned(),
            Needs::One(permissions) => {
                let words = permissions.iter().map(|permission| w.coded("permission", permission.code()));
                words.collect::<Vec<_>>().join(", or: ")
            }
        };
        let place = match access.place {
            Place::Anywhere => "every node",
            Place::Post => "posts",
            Place::Headquarters => "headquarters",
        };
        let Access { method, path, asks_purpose, .. } = access;
        text += &format!("\n| {method} | `{path}` | {needs} | {place} | {} |", mark(*asks_purpose));
    }
    text + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{collections::BTreeSet, path::Path};

    #[test]
    fn the_page_of_the_documentation_says_what_the_table_says() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/access.md");
        if std::env::var_os("LIMEN_WRITE_DOCS").is_some() {
            std::fs::write(&file, document()).expect("written");
        }
        let written = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(
            written == document(),
            "docs/access.md is not what the table says; write it anew with LIMEN_WRITE_DOCS=1"
        );
    }

    #[test]
    fn each_line_stands_once_and_whatever_changes_something_is_a_post() {
        let mut seen = BTreeSet::new();
        for access in TABLE {
            assert!(seen.insert((access.method, access.path)), "{} {}", access.method, access.path);
            assert!(["GET", "POST"].contains(&access.method));
        }
    }

    #[test]
    fn of_one_persons_refusals_an_hours_first_sixty_are_noted_and_then_the_next_hours() {
        let (refusals, now) = (Refusals::default(), Timestamp::UNIX_EPOCH);
        let [salif, nana] = ["salif", "nana"].map(|id| AccountId::parse(id).expect("an identifier"));
        let noted = (0..100).filter(|_| refusals.is_news(&salif, now)).count();
        assert_eq!(noted, 60);
        assert!(refusals.is_news(&nana, now));
        assert!(refusals.is_news(&salif, now + jiff::SignedDuration::from_hours(1)));
    }

    #[test]
    fn auditors_reach_nothing_that_changes_anything() {
        for access in TABLE.iter().filter(|access| access.allows(Role::Auditor, false)) {
            let own = access.path.starts_with("/account/")
                || access.path.starts_with("/sign-in/")
                || ["/sign-in", "/sign-out", "/aside", "/resume", "/enrol", "/language", "/api/visas"]
                    .contains(&access.path);
            assert!(access.method == "GET" || own, "{} {}", access.method, access.path);
        }
    }
}
