//! The table of access: every address with who may ask for it, where, and whom its answer shows.

use super::look::Look;
use axum::http::Method;
use limen_domain::{AuditView, Permission, Role};

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
    /// Whom the answer shows, and what is noted of it.
    pub shows: Shows,
}

/// Whom an answer shows. A page can't be added to the table without saying so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shows {
    /// No traveller but those whom [`Nobody`] says.
    Nobody(Nobody),
    /// Travellers: the guard notes this look before the handler runs. The same thing opened again in the same session within
    /// a minute is the same look; a page that is left open and asks for itself anew is one look an hour.
    Look(Look),
    /// It does something and leads to another page. Where what was typed is not taken, it shows a page again, which is this
    /// look.
    Again(Look),
    /// Travellers whom only the handler knows, by the form that is sent: it notes an event of this kind before it answers.
    /// Where what was typed is not taken, the page that is shown again is a look as in [`Shows::Again`].
    Noted(&'static str, Option<Look>),
}

/// Why an answer shows no traveller, or none who is not being dealt with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nobody {
    /// Signing in and out, one's own account, what a page is opened for.
    Oneself,
    /// It leads to another page, and shows nobody where it refuses.
    Moves,
    /// Whoever stands at the officer's own counter, whose presentation is the look; and what came of the officer's own
    /// decisions.
    AtCounter,
    /// What whoever asks has typed or sent, and nothing that is kept.
    Typed,
    /// The node, its lists, its machines, the network.
    House,
    /// People who work here.
    Staff,
    /// Counts of travellers.
    Counts,
    /// Journals, sealed for another node.
    Sealed,
}

impl Nobody {
    /// The reason, as the documentation says it.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Oneself => "nobody else",
            Self::Moves => "leads on",
            Self::AtCounter => "one's own counter",
            Self::Typed => "what was typed",
            Self::House => "the node",
            Self::Staff => "people who work here",
            Self::Counts => "counts",
            Self::Sealed => "sealed for another node",
        }
    }
}

const fn line(method: &'static str, path: &'static str, needs: Needs, place: Place, shows: Shows) -> Access {
    Access { method, path, needs, place, shows }
}

const fn of(method: &'static str, path: &'static str, permission: &'static [Permission], shows: Shows) -> Access {
    line(method, path, Needs::One(permission), Place::Anywhere, shows)
}

const fn at_post(method: &'static str, path: &'static str, permission: &'static [Permission], shows: Shows) -> Access {
    line(method, path, Needs::One(permission), Place::Post, shows)
}

const fn at_headquarters(
    method: &'static str,
    path: &'static str,
    permission: &'static [Permission],
    shows: Shows,
) -> Access {
    line(method, path, Needs::One(permission), Place::Headquarters, shows)
}

const ONESELF: Shows = Shows::Nobody(Nobody::Oneself);
const MOVES: Shows = Shows::Nobody(Nobody::Moves);
const AT_COUNTER: Shows = Shows::Nobody(Nobody::AtCounter);
const TYPED: Shows = Shows::Nobody(Nobody::Typed);
const HOUSE: Shows = Shows::Nobody(Nobody::House);
const STAFF: Shows = Shows::Nobody(Nobody::Staff);
const COUNTS: Shows = Shows::Nobody(Nobody::Counts);
const SEALED: Shows = Shows::Nobody(Nobody::Sealed);

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
    line("GET", "/", Needs::Nothing, Place::Anywhere, ONESELF),
    line("GET", "/sign-in", Needs::Nothing, Place::Anywhere, ONESELF),
    line("POST", "/sign-in", Needs::Nothing, Place::Anywhere, ONESELF),
    line("POST", "/sign-in/code", Needs::Nothing, Place::Anywhere, ONESELF),
    line("POST", "/sign-in/passkey", Needs::Nothing, Place::Anywhere, ONESELF),
    line("POST", "/sign-in/passkey/options", Needs::Nothing, Place::Anywhere, ONESELF),
    line("GET", "/account", Needs::SignIn, Place::Anywhere, ONESELF),
    line("POST", "/account/password", Needs::SignIn, Place::Anywhere, ONESELF),
    line("POST", "/account/sessions/end", Needs::SignIn, Place::Anywhere, ONESELF),
    line("POST", "/account/second-factor", Needs::SignIn, Place::Anywhere, ONESELF),
    line("POST", "/account/second-factor/off", Needs::SignIn, Place::Anywhere, ONESELF),
    line("POST", "/account/passkey", Needs::SignIn, Place::Anywhere, ONESELF),
    line("POST", "/account/passkey/options", Needs::SignIn, Place::Anywhere, ONESELF),
    line("POST", "/account/passkey/remove", Needs::SignIn, Place::Anywhere, ONESELF),
    line("POST", "/aside", Needs::SignIn, Place::Anywhere, ONESELF),
    line("GET", "/resume", Needs::Nothing, Place::Anywhere, ONESELF),
    line("POST", "/resume", Needs::Nothing, Place::Anywhere, ONESELF),
    line("POST", "/sign-out", Needs::SignIn, Place::Anywhere, ONESELF),
    line("POST", "/language", Needs::SignIn, Place::Anywhere, ONESELF),
    of("GET", "/purpose", COUNTER, ONESELF),
    of("POST", "/purpose", COUNTER, ONESELF),
    line("POST", "/api/visas", Needs::Key, Place::Anywhere, TYPED),
    // The counter.
    at_post("GET", "/counter", COUNTER, AT_COUNTER),
    at_post("GET", "/counter/scan", COUNTER, AT_COUNTER),
    at_post("POST", "/counter/scan", COUNTER, AT_COUNTER),
    at_post("GET", "/counter/typed", COUNTER, AT_COUNTER),
    at_post("POST", "/counter/typed", COUNTER, AT_COUNTER),
    at_post("POST", "/counter/amend", COUNTER, AT_COUNTER),
    at_post("POST", "/counter/judge", COUNTER, AT_COUNTER),
    at_post("GET", "/counter/decide", COUNTER, AT_COUNTER),
    at_post("POST", "/counter/decide", COUNTER, AT_COUNTER),
    at_post("GET", "/counter/panel", COUNTER, AT_COUNTER),
    at_post("POST", "/counter/panel", COUNTER, AT_COUNTER),
    at_post("GET", "/counter/withdraw", COUNTER, AT_COUNTER),
    at_post("POST", "/counter/withdraw", COUNTER, AT_COUNTER),
    at_post("POST", "/counter/direction", COUNTER, AT_COUNTER),
    at_post("GET", "/stay", COUNTER, TYPED),
    at_post("GET", "/card", COUNTER, HOUSE),
    at_post("GET", "/party", COUNTER, Shows::Look(Look::Parties)),
    at_post("POST", "/party", COUNTER, Shows::Again(Look::Parties)),
    at_post("POST", "/party/list", COUNTER, Shows::Again(Look::Parties)),
    at_post("GET", "/party/{id}", COUNTER, Shows::Look(Look::Party)),
    at_post("POST", "/party/{id}", COUNTER, Shows::Again(Look::Party)),
    at_post("POST", "/party/{id}/work", COUNTER, MOVES),
    at_post("POST", "/party/{id}/next", COUNTER, MOVES),
    at_post("POST", "/party/{id}/judge", COUNTER, MOVES),
    at_post("POST", "/party/{id}/leave", COUNTER, MOVES),
    at_post("POST", "/party/{id}/end", COUNTER, Shows::Again(Look::Party)),
    at_post("POST", "/person/tie", COUNTER, MOVES),
    at_post("POST", "/person/part", COUNTER, MOVES),
    at_post("GET", "/tally", COUNTER, COUNTS),
    at_post("POST", "/tally", COUNTER, COUNTS),
    at_post("POST", "/tally/{id}/cancel", CORRECT, MOVES),
    // What was recorded.
    at_post("GET", "/day", COUNTER, Shows::Look(Look::Day)),
    at_post("GET", "/day.csv", COUNTER, Shows::Look(Look::DayFile)),
    at_post("GET", "/overstays", COUNTER, Shows::Look(Look::Overstays)),
    at_post("GET", "/crossing/{id}", COUNTER, Shows::Look(Look::Record)),
    at_post("GET", "/crossing/{id}/notice", COUNTER, Shows::Look(Look::Printed)),
    at_post("GET", "/crossing/{id}/slip", COUNTER, Shows::Look(Look::Printed)),
    at_post("GET", "/crossing/{id}/pictures", COUNTER, Shows::Look(Look::Pictures)),
    at_post("POST", "/crossing/{id}/pictures", COUNTER, Shows::Again(Look::Pictures)),
    at_post("POST", "/crossing/{id}/pictures/scanned", COUNTER, Shows::Again(Look::Pictures)),
    at_post("GET", "/crossing/{id}/picture/{sha256}", COUNTER, Shows::Look(Look::Picture)),
    at_post("GET", "/crossing/{id}/correct", CORRECT, Shows::Look(Look::Correction)),
    at_post("POST", "/crossing/{id}/correct", CORRECT, Shows::Again(Look::Correction)),
    at_post("POST", "/crossing/{id}/cancel", CORRECT, MOVES),
    at_post("POST", "/clock", CORRECT, MOVES),
    // The second line.
    at_post("GET", "/second-line", REFERRALS, Shows::Look(Look::Queue)),
    at_post("GET", "/second-line/{id}", REFERRALS, Shows::Look(Look::Referral)),
    at_post("POST", "/second-line/{id}/take", REFERRALS, MOVES),
    at_post("POST", "/second-line/{id}/release", REFERRALS, MOVES),
    at_post("POST", "/second-line/{id}/note", REFERRALS, MOVES),
    at_post("POST", "/second-line/{id}/decide", REFERRALS, AT_COUNTER),
    at_post("GET", "/protection", PROTECTION, Shows::Look(Look::Protections)),
    // Whoever sees a need begins its way.
    at_post("GET", "/protection/new", COUNTER, AT_COUNTER),
    at_post("POST", "/protection/new", COUNTER, AT_COUNTER),
    at_post("GET", "/protection/{id}", PROTECTION, Shows::Look(Look::Protection)),
    at_post("POST", "/protection/{id}", PROTECTION, MOVES),
    at_post("GET", "/protection/{id}/form", PROTECTION, Shows::Look(Look::Protection)),
    at_post("GET", "/visas", COUNTER, Shows::Look(Look::Visas)),
    at_post("GET", "/visas/entry/{number}", COUNTER, Shows::Look(Look::Visa)),
    at_post("GET", "/visas/new", VISAS, AT_COUNTER),
    at_post("POST", "/visas/new", VISAS, TYPED),
    at_post("POST", "/visas/entry/{number}/extend", VISAS, Shows::Again(Look::Visa)),
    at_post("POST", "/visas/entry/{number}/revoke", VISAS, Shows::Again(Look::Visa)),
    at_post("POST", "/visas/import", CORRECT, Shows::Again(Look::Visas)),
    // Alerts and hits.
    of("GET", "/hits", HITS, Shows::Look(Look::Hits)),
    at_post("GET", "/hits/{id}", HITS, Shows::Look(Look::Hit)),
    of("GET", "/alerts", ALERTS, Shows::Look(Look::Alerts)),
    of("GET", "/alerts/draft", ALERTS, Shows::Look(Look::Draft)),
    of("POST", "/alerts/draft", ALERTS, Shows::Noted("draft-tried", None)),
    of("POST", "/alerts/upload", ALERTS, TYPED),
    of("GET", "/alerts/entry/{list}/{id}", ALERTS, Shows::Look(Look::Alert)),
    of("POST", "/alerts/entry/{list}/{id}/withdraw", ALERTS, MOVES),
    of("GET", "/alerts/list/{list}", ALERTS, COUNTS),
    of("POST", "/alerts/list/{list}", ALERTS, MOVES),
    of("GET", "/alerts/proposal/{id}", ALERTS, Shows::Look(Look::Proposal)),
    of("POST", "/alerts/proposal/{id}", ALERTS, MOVES),
    // Lists, nodes and the network.
    of("GET", "/lists", LISTS, HOUSE),
    of("POST", "/lists/upload", LISTS, HOUSE),
    of("GET", "/lists/file/{kind}", LISTS, HOUSE),
    of("GET", "/lists/proposal/{id}", LISTS, HOUSE),
    of("POST", "/lists/proposal/{id}", LISTS, HOUSE),
    of("GET", "/network", NETWORK, HOUSE),
    of("GET", "/network/stick", NETWORK, SEALED),
    of("POST", "/network/stick", NETWORK, HOUSE),
    of("GET", "/network/stick/{node}", NETWORK, SEALED),
    at_headquarters("POST", "/network/invite", NODES, HOUSE),
    at_headquarters("POST", "/network/revoke", NODES, HOUSE),
    at_headquarters("GET", "/network/continue", NODES, HOUSE),
    at_headquarters("POST", "/network/continue", NODES, HOUSE),
    of("GET", "/live", &[Permission::SeeNetwork, Permission::SeeHits, Permission::ManageAlerts], HOUSE),
    // Devices.
    line("GET", "/enrol", Needs::Nothing, Place::Anywhere, HOUSE),
    line("POST", "/enrol", Needs::Nothing, Place::Anywhere, HOUSE),
    of("GET", "/devices", DEVICES, HOUSE),
    of("POST", "/devices", DEVICES, HOUSE),
    of("POST", "/devices/{id}/end", DEVICES, HOUSE),
    of("GET", "/devices/authority", DEVICES, HOUSE),
    // People.
    of("GET", "/people", PEOPLE, STAFF),
    of("GET", "/people/new", PEOPLE, STAFF),
    of("POST", "/people/new", PEOPLE, STAFF),
    of("GET", "/people/entry/{id}", PEOPLE, STAFF),
    of("POST", "/people/entry/{id}", PEOPLE, STAFF),
    of("POST", "/people/entry/{id}/reset", PEOPLE, STAFF),
    of("POST", "/people/entry/{id}/end", PEOPLE, STAFF),
    of("GET", "/people/proposal/{id}", PEOPLE, STAFF),
    of("POST", "/people/proposal/{id}", PEOPLE, STAFF),
    // Flows.
    of("GET", "/flows", FLOWS, COUNTS),
    of("GET", "/flows/warnings", FLOWS, COUNTS),
    of("GET", "/flows/reports", FLOWS, COUNTS),
    of("GET", "/flows/reports/{kind}", FLOWS, COUNTS),
    of("GET", "/flows/take", ANALYSIS, COUNTS),
    of("POST", "/flows/take", ANALYSIS, COUNTS),
    of("GET", "/flows/questions", ANALYSIS, COUNTS),
    of("POST", "/flows/questions", ANALYSIS, COUNTS),
    // What travellers may ask.
    of("GET", "/rights", DATA, Shows::Look(Look::Claims)),
    of("POST", "/rights/person", DATA, Shows::Noted("person-reported", Some(Look::Claims))),
    of("POST", "/rights/claim", DATA, MOVES),
    of("POST", "/rights/claim/{id}", DATA, MOVES),
    of("POST", "/rights/erasure", DATA, MOVES),
    of("POST", "/rights/erasure/{id}", DATA, MOVES),
    // The audit.
    of("GET", "/audit", AUDIT, Shows::Look(Look::Audit(AuditView::Unusual))),
    of("GET", "/audit/person", AUDIT, Shows::Look(Look::Audit(AuditView::Person))),
    of("GET", "/audit/officer", AUDIT, Shows::Look(Look::Audit(AuditView::Officer))),
    of("GET", "/audit/exports", AUDIT, Shows::Look(Look::Audit(AuditView::Exports))),
];

impl Access {
    /// The line of a method and an address; nothing where nobody may.
    pub(super) fn find(method: &Method, path: &str) -> Option<&'static Self> {
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
pub(super) fn methods(path: &str) -> String {
    let named = TABLE.iter().filter(|access| access.path == path).map(|access| access.method);
    named.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_line_stands_once_and_whatever_changes_something_is_a_post() {
        let mut seen = BTreeSet::new();
        for access in TABLE {
            assert!(seen.insert((access.method, access.path)), "{} {}", access.method, access.path);
            assert!(["GET", "POST"].contains(&access.method));
            // A form does something; what is only looked at is asked for.
            let is_form = matches!(access.shows, Shows::Again(_) | Shows::Noted(..));
            assert!(!matches!(access.shows, Shows::Look(_)) || access.method == "GET", "{}", access.path);
            assert!(!is_form || access.method == "POST", "{}", access.path);
        }
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
