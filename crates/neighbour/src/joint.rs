//! Joint work: who is to be reached, what both did together, and the common plan.

use crate::content::{LINE, NOTE, fault_of_lines, fault_of_text};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Maximum number of people in a directory, and of those who took part.
const MOST_PEOPLE: usize = 100;

/// Someone of one side who is to be reached by the other: an office, not a private person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// What they do: duty officer, chief of the post, health desk.
    pub function: String,
    /// Their name; may be empty.
    #[serde(default)]
    pub name: String,
    /// The pair's code whose post they are at; empty for headquarters.
    #[serde(default)]
    pub pair: String,
    /// Languages, as people say them.
    #[serde(default)]
    pub languages: String,
    /// The telephone number.
    pub telephone: String,
    /// When they are reached.
    #[serde(default)]
    pub hours: String,
}

/// Everyone of one side who is to be reached; a new one takes the place of the old.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directory {
    /// They.
    pub contacts: Vec<Contact>,
}

impl Directory {
    pub(crate) fn fault(&self) -> Option<&'static str> {
        if self.contacts.len() > MOST_PEOPLE {
            return Some("a directory has too many entries");
        }
        let texts = self.contacts.iter().flat_map(|contact| {
            let Contact { function, name, pair, languages, telephone, hours } = contact;
            [function, name, pair, languages, telephone, hours]
        });
        fault_of_lines(texts)
    }
}

limen_domain::coded! {
    /// What both did together.
    "kinds of joint records"
    pub enum JointKind {
        /// A patrol.
        Patrol = "patrol",
        /// A meeting.
        Meeting = "meeting",
        /// Something happened.
        Incident = "incident",
    }
}

/// What both did together, as one of them wrote it; the other agrees word for word ([`Countersigned`]) or answers with a
/// record of its own. No traveller is named in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JointRecord {
    /// Which; a corrected version has the same.
    pub id: Uuid,
    /// What.
    #[serde(rename = "what")]
    pub kind: JointKind,
    /// The pair's code.
    pub pair: String,
    /// Where.
    pub place: String,
    /// From when.
    pub from: Timestamp,
    /// To when.
    pub to: Timestamp,
    /// Who took part: function and service, of both sides.
    pub who: Vec<String>,
    /// What was found or agreed.
    pub found: String,
}

impl JointRecord {
    pub(crate) fn fault(&self) -> Option<&'static str> {
        if self.to < self.from || self.who.is_empty() || self.who.len() > MOST_PEOPLE {
            return Some("a joint record says from when to when, and who took part");
        }
        fault_of_lines(self.who.iter().chain([&self.pair, &self.place])).or_else(|| fault_of_text(&self.found, NOTE))
    }
}

/// Agrees to a joint record of the other side, word for word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Countersigned {
    /// The SHA-256 of the paper's text, in hexadecimal.
    pub paper: String,
}

impl Countersigned {
    pub(crate) fn fault(&self) -> Option<&'static str> {
        let is_hash = self.paper.len() == 64 && self.paper.bytes().all(|b| b.is_ascii_hexdigit());
        (!is_hash).then_some("a record is named by 64 hexadecimal digits")
    }
}

limen_domain::coded! {
    /// How far an item of the plan has come.
    "states of the plan"
    pub enum PlanState {
        /// Not begun.
        Open = "open",
        /// Under way.
        UnderWay = "under-way",
        /// Done.
        Done = "done",
        /// Given up.
        Dropped = "dropped",
    }
}

/// A recommendation of the mixed commission, or an action that it led to. Each item is its owner's: only the side that
/// wrote it changes it, so that no two versions of it can stand against each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanItem {
    /// Which; a later version has the same.
    pub id: Uuid,
    /// The recommendation that it belongs to; `None` for a recommendation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Uuid>,
    /// Its number in the commission's minutes; may be empty.
    #[serde(default)]
    pub number: String,
    /// What is to be done.
    pub text: String,
    /// Who sees to it: function and service.
    pub owner: String,
    /// By when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// How far it has come.
    pub state: PlanState,
    /// What was done.
    #[serde(default)]
    pub done: String,
}

impl PlanItem {
    pub(crate) fn fault(&self) -> Option<&'static str> {
        if self.text.is_empty() {
            return Some("an item of the plan says what is to be done");
        }
        fault_of_text(&self.text, NOTE)
            .or_else(|| fault_of_text(&self.done, NOTE))
            .or_else(|| fault_of_text(&self.owner, LINE))
            .or_else(|| fault_of_text(&self.number, LINE))
    }
}
