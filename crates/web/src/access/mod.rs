//! Who may open which page and do what, and what is noted when a page shows travellers.
//!
//! Each page says it in the line by which it is added (`pages::Pages`). What no line names, nobody may open, and no page shows
//! travellers unless its line says so. Tests ask every line of a running server.

pub(crate) mod asked;
mod document;
mod guard;
pub(crate) mod just_now;
mod look;
mod noted;
mod pages;
mod refusals;
mod rule;
pub(crate) mod sight;

pub use crate::kit::who_may::{Needs, Place, WhoMay};
pub use document::document;
pub(crate) use just_now::Looks;
pub use look::Look;
pub(crate) use noted::note_at_counter;
pub(crate) use pages::Pages;
pub(crate) use rule::{
    ACROSS, ALERTS, ANALYSIS, AUDIT, CORRECT, COUNTER, DATA, DEVICES, DOCUMENTS, EXPORTS, FIND, FLOWS, HITS, LISTS,
    NETWORK, NODES, NOTICES, NOTICES_SENT, PAIR_NOTES, PEOPLE, PLANNING, PROTECTION, REFERRALS, VISAS, again, anyone,
    anywhere, anywhere_or_named, at_headquarters, at_posts, of_reader, signed_in, with_key,
};
pub use rule::{Access, Nobody, Shows};
pub(crate) use rule::{DOCUMENT_QUESTIONS, JOINT, JOINT_WRITTEN};

/// Everything that is served, but for style sheets, scripts and pictures of Limen's own.
pub fn table() -> Vec<Access> {
    crate::pages().table()
}
