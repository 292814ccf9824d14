//! What an address says of itself when it is added: who may ask for it, where, and whom its answer shows.

use super::look::Look;
use crate::kit::who_may::{Needs, Place, WhoMay};
use limen_domain::Permission;

/// An address that is served.
#[derive(Debug, Clone, Copy)]
pub struct Access {
    /// The method: GET or POST. GET allows HEAD too.
    pub method: &'static str,
    /// The address, with `{…}` for its parts that vary.
    pub path: &'static str,
    /// Who may ask, and at which nodes.
    pub who: WhoMay,
    /// Whom the answer shows, and what is noted of it.
    pub shows: Shows,
}

/// Whom an answer shows. A page can't be added without saying so.
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
    /// The traveller at the officer's own counter, whose presentation is the look; and what came of the officer's own
    /// decisions. Where the page shows others beside them (adults for a minor, people of the same name, the next of a
    /// party), the handler notes that look before it answers.
    AtCounter,
    /// Only what the person who asks has typed or sent; nothing that is kept.
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

impl From<Nobody> for Shows {
    fn from(nobody: Nobody) -> Self {
        Self::Nobody(nobody)
    }
}

impl From<Look> for Shows {
    fn from(look: Look) -> Self {
        Self::Look(look)
    }
}

/// See [`Shows::Again`].
pub(crate) const fn again(look: Look) -> Shows {
    Shows::Again(look)
}

/// What each address says of itself.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rule {
    pub(super) who: WhoMay,
    pub(super) shows: Shows,
}

fn rule(needs: Needs, place: Place, shows: impl Into<Shows>) -> Rule {
    Rule { who: WhoMay { needs, place }, shows: shows.into() }
}

/// For anyone, before signing in.
pub(crate) fn anyone(shows: impl Into<Shows>) -> Rule {
    rule(Needs::Nothing, Place::Anywhere, shows)
}

/// For another system, whose key the handler checks.
pub(crate) fn with_key(shows: impl Into<Shows>) -> Rule {
    rule(Needs::Key, Place::Anywhere, shows)
}

/// For a reader of documents that was let in at a counter.
pub(crate) fn of_reader(shows: impl Into<Shows>) -> Rule {
    rule(Needs::Reader, Place::Anywhere, shows)
}

/// For anyone who is signed in.
pub(crate) fn signed_in(shows: impl Into<Shows>) -> Rule {
    rule(Needs::SignIn, Place::Anywhere, shows)
}

/// For those who have one of these permissions, at every node.
pub(crate) fn anywhere(permissions: &'static [Permission], shows: impl Into<Shows>) -> Rule {
    rule(Needs::One(permissions), Place::Anywhere, shows)
}

/// For those who have one of these permissions, and those whom an agreement with a neighbouring state names, at every node.
pub(crate) fn anywhere_or_named(permissions: &'static [Permission], shows: impl Into<Shows>) -> Rule {
    rule(Needs::Named(permissions), Place::Anywhere, shows)
}

/// For those who have one of these permissions, at posts.
pub(crate) fn at_posts(permissions: &'static [Permission], shows: impl Into<Shows>) -> Rule {
    rule(Needs::One(permissions), Place::Post, shows)
}

/// For those who have one of these permissions, at headquarters.
pub(crate) fn at_headquarters(permissions: &'static [Permission], shows: impl Into<Shows>) -> Rule {
    rule(Needs::One(permissions), Place::Headquarters, shows)
}

pub(crate) const COUNTER: &[Permission] = &[Permission::WorkAtCounter];
pub(crate) const CORRECT: &[Permission] = &[Permission::Correct];
pub(crate) const FIND: &[Permission] = &[Permission::SettleReferrals, Permission::Correct];
pub(crate) const REFERRALS: &[Permission] = &[Permission::SettleReferrals];
pub(crate) const PROTECTION: &[Permission] = &[Permission::SeeProtection];
pub(crate) const VISAS: &[Permission] = &[Permission::IssueVisas];
pub(crate) const HITS: &[Permission] = &[Permission::SeeHits];
pub(crate) const ALERTS: &[Permission] = &[Permission::ManageAlerts];
pub(crate) const LISTS: &[Permission] = &[Permission::ManageLists];
pub(crate) const DOCUMENTS: &[Permission] =
    &[Permission::WorkAtCounter, Permission::SettleReferrals, Permission::ManageLists];
pub(crate) const NETWORK: &[Permission] = &[Permission::SeeNetwork];
pub(crate) const NODES: &[Permission] = &[Permission::ManageNetwork];
/// Who reads notices to neighbouring states, and of theirs what the agreements let their role see; others read them only where
/// an agreement names them.
pub(crate) const NOTICES: &[Permission] =
    &[Permission::WorkAtCounter, Permission::SettleReferrals, Permission::ManageAlerts, Permission::ManageNetwork];
/// Who sends them.
pub(crate) const NOTICES_SENT: &[Permission] = &[Permission::ManageAlerts, Permission::ManageNetwork];
pub(crate) const FLOWS: &[Permission] = &[Permission::SeeFlows];
pub(crate) const AUDIT: &[Permission] = &[Permission::Audit];
pub(crate) const DATA: &[Permission] = &[Permission::ProtectData];
pub(crate) const DEVICES: &[Permission] = &[Permission::EnrolDevices];
pub(crate) const PEOPLE: &[Permission] = &[Permission::ManagePeople];
pub(crate) const ANALYSIS: &[Permission] = &[Permission::AnalyseFlows];
pub(crate) const PLANNING: &[Permission] = &[Permission::PlanPosts];
pub(crate) const EXPORTS: &[Permission] = &[Permission::AnalyseFlows, Permission::CountExactly];
pub(crate) const ACROSS: &[Permission] = &[Permission::SeeFlows, Permission::ManageNetwork];
pub(crate) const PAIR_NOTES: &[Permission] = &[Permission::Correct, Permission::ManageNetwork];
/// Who reads joint work with neighbouring states, as far as the agreements name their role, and who writes it.
pub(crate) const JOINT: &[Permission] = &[Permission::SettleReferrals, Permission::ManageNetwork];
pub(crate) const JOINT_WRITTEN: &[Permission] = &[Permission::Correct, Permission::ManageNetwork];
/// Who has a neighbouring state asked about a document.
pub(crate) const DOCUMENT_QUESTIONS: &[Permission] = &[Permission::SettleReferrals, Permission::ManageAlerts];
