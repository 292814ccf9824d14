//! Alerts, and the hits that screening finds for a traveller.
//!
//! A hit is *possible* until an officer has judged it; screening explains, a person decides.

use crate::{AccountId, AlertId, DocumentNumber, ListName, PartialDate, Sex, StateCode, coded::coded};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

coded! {
    /// What an alert asks of the officer.
    "actions"
    pub enum Action {
        /// Hold the person for arrest.
        Arrest = "arrest",
        /// Refuse entry.
        Refuse = "refuse",
        /// Send to the second line.
        Refer = "refer",
        /// Let pass and tell the list's owner, without a word to the traveller.
        InformDiscreetly = "inform-discreetly",
        /// The person needs protection.
        Protect = "protect",
        /// Take the document.
        SeizeDocument = "seize-document",
    }
}

impl Action {
    /// Whether a confirmed hit with this action lets the first line admit the traveller all the same.
    pub fn lets_pass(self) -> bool {
        matches!(self, Self::InformDiscreetly)
    }
}

/// An entry of an alert list. Missing fields are empty; they neither help nor harm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    /// Its identifier within the list.
    pub id: AlertId,
    /// The list it stands in.
    pub list: ListName,
    /// The person's name first, then aliases; empty for an alert about a document alone.
    #[serde(default)]
    pub names: Vec<String>,
    /// Birth date, as far as it is known.
    #[serde(default)]
    pub birth_date: PartialDate,
    /// Sex, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// Nationality, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nationality: Option<StateCode>,
    /// A document the person carries, or that was stolen or lost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_number: Option<DocumentNumber>,
    /// What it asks for.
    pub action: Action,
}

coded! {
    /// How two values compare.
    "likenesses"
    pub enum Likeness {
        /// They are the same.
        Same = "same",
        /// They agree as far as both are known (only the year, say).
        Agrees = "agrees",
        /// They differ by a usual slip (day and month swapped, one digit, one year).
        Near = "near",
        /// They differ.
        Different = "different",
    }
}

coded! {
    /// How a name compares as a whole.
    "name matches"
    pub enum NameMatch {
        /// Every part is the same.
        Equal = "equal",
        /// The parts are the same in another order.
        Reordered = "reordered",
        /// The parts are spelt nearly the same.
        NearlyEqual = "nearly-equal",
        /// Some parts are the same; others stand on one side only.
        Partial = "partial",
    }
}

/// One part of a traveller's name beside the part of the alert's name it was held against.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// The traveller's part.
    pub traveller: String,
    /// The alert's part.
    pub alert: String,
    /// How alike they are, 0 to 1.
    pub likeness: f64,
}

/// Why an alert was found, or what speaks against it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "kebab-case")]
pub enum Reason {
    /// The document's number is the alert's.
    DocumentNumber,
    /// The name is like one of the alert's names.
    Name {
        /// The alert's name that came nearest.
        name: String,
        /// How it compares as a whole.
        how: NameMatch,
        /// Part by part.
        parts: Vec<Part>,
    },
    /// What the birth dates say.
    BirthDate {
        /// How they compare.
        likeness: Likeness,
    },
    /// What the sexes say.
    Sex {
        /// How they compare.
        likeness: Likeness,
    },
    /// What the nationalities say.
    Nationality {
        /// How they compare.
        likeness: Likeness,
    },
}

/// An alert that screening found for a traveller.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// The alert as it stood when it was found.
    pub alert: Alert,
    /// How strongly the evidence speaks for it, 0 to 1.
    pub score: f64,
    /// Why, the strongest first.
    pub reasons: Vec<Reason>,
}

impl Hit {
    /// Whether the document itself is the alert's.
    pub fn is_of_document(&self) -> bool {
        self.reasons.contains(&Reason::DocumentNumber)
    }
}

coded! {
    /// What an officer judged a hit to be.
    "judgements"
    pub enum Judgement {
        /// It is the same person or document.
        Confirmed = "confirmed",
        /// It is not.
        Cleared = "cleared",
    }
}

/// A hit with what an officer made of it; without a judgement it is still possible.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judged {
    /// The hit.
    pub hit: Hit,
    /// What was judged, by whom, when and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judgement: Option<(Judgement, AccountId, Timestamp, String)>,
}

impl Judged {
    /// The judgement alone.
    pub fn outcome(&self) -> Option<Judgement> {
        self.judgement.as_ref().map(|(judgement, ..)| *judgement)
    }

    /// Whether an officer has still to judge it.
    pub fn is_possible(&self) -> bool {
        self.judgement.is_none()
    }
}
