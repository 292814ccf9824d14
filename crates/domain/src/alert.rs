//! Alerts, and the hits that screening finds for a traveller.
//!
//! A hit is *possible* until an officer has judged it; screening explains, a person decides.

use crate::{
    AccountId, AlertId, BirthDate, DocumentKey, DocumentNumber, ListName, Sex, StateCode, alert_written, coded::coded,
};
use jiff::{Timestamp, civil::Date};
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

coded! {
    /// What an alert is about.
    "kinds of alert"
    pub enum AlertKind {
        /// A person.
        Person = "person",
        /// A document without its bearer.
        Document = "document",
        /// A vehicle alone.
        Vehicle = "vehicle",
    }
}

/// An entry of an alert list. Missing fields are empty; they neither help nor harm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    /// Its identifier within the list.
    pub id: AlertId,
    /// The list it stands in.
    pub list: ListName,
    /// The person's name first, then aliases; empty for an alert about a document or a vehicle alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// Birth dates that are said of the person, as far as each is known.
    #[serde(with = "alert_written::births", default, skip_serializing_if = "Vec::is_empty")]
    pub birth_dates: Vec<BirthDate>,
    /// Birth dates that go with one of the names alone: those of false papers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alias_births: Vec<AliasBirths>,
    /// Sex, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// Nationalities that are said of the person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nationalities: Vec<StateCode>,
    /// Places of birth that are said of the person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub birth_places: Vec<String>,
    /// Documents the person carries, or that were stolen or lost.
    #[serde(
        rename = "document_numbers",
        with = "alert_written::documents",
        default,
        skip_serializing_if = "Vec::is_empty"
    )]
    pub documents: Vec<DocumentKey>,
    /// Plates of vehicles that the person drives, or that were stolen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plates: Vec<DocumentNumber>,
    /// What it asks for.
    pub action: Action,
    /// What the list's owner tells the officer to do, in the owner's words; for a discreet alert, all that the first
    /// line sees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instruction: Option<String>,
    /// Under what the list's source holds it: a case or reference number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The last day on which it holds; `None` where it has no end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Date>,
    /// The day by which its owner must look at it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_on: Option<Date>,
}

/// Birth dates that a list gives beside one of a person's names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AliasBirths {
    /// The name, one of the alert's.
    pub name: String,
    /// The birth dates.
    pub birth_dates: Vec<BirthDate>,
}

impl Alert {
    /// An alert without any identity.
    pub fn new(list: ListName, id: AlertId, action: Action) -> Self {
        Self {
            id,
            list,
            action,
            names: vec![],
            birth_dates: vec![],
            alias_births: vec![],
            sex: None,
            nationalities: vec![],
            birth_places: vec![],
            documents: vec![],
            plates: vec![],
            instruction: None,
            reference: None,
            valid_until: None,
            review_on: None,
        }
    }

    /// What it is about: a person where it has a name.
    pub fn kind(&self) -> AlertKind {
        match (self.names.is_empty(), self.documents.is_empty()) {
            (false, _) => AlertKind::Person,
            (true, false) => AlertKind::Document,
            (true, true) => AlertKind::Vehicle,
        }
    }

    /// Whether it still holds on `day`.
    pub fn holds_on(&self, day: Date) -> bool {
        self.valid_until.is_none_or(|last| day <= last)
    }

    /// Whether anything of it can be found at a counter: a name or a number.
    pub fn can_be_found(&self) -> bool {
        !(self.names.is_empty() && self.documents.is_empty() && self.plates.is_empty())
    }
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

coded! {
    /// How two parts of names compare.
    "part matches"
    pub enum PartMatch {
        /// The same letters.
        Same = "same",
        /// Two spellings of one name.
        Spelling = "spelling",
        /// Two forms of one name: a short form, another language.
        OtherForm = "other-form",
        /// They sound alike.
        Sound = "sound",
        /// They differ by a slip of the pen.
        Slip = "slip",
        /// The same as far as a script without vowels tells.
        Script = "script",
        /// One is the first letter of the other.
        Initial = "initial",
        /// Written as one word on one side, as several on the other.
        Joined = "joined",
        /// One is the beginning of the other, which a document cut short.
        CutShort = "cut-short",
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
    /// In what way.
    pub how: PartMatch,
}

/// Why an alert was found, or what speaks against it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "kebab-case")]
pub enum Reason {
    /// The document's number is the alert's, or near it as numbers are misread.
    DocumentNumber {
        /// The alert's number.
        number: DocumentNumber,
        /// How they compare.
        likeness: Likeness,
        /// Who issued the alert's document, where another state issued the traveller's: a number is unique for its
        /// issuer alone (Doc 9303-4 §4.2.2).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        other_issuer: Option<StateCode>,
    },
    /// The vehicle's plate is the alert's, or near it.
    Plate {
        /// The alert's plate.
        number: DocumentNumber,
        /// How they compare.
        likeness: Likeness,
    },
    /// The name is like one of the alert's names.
    Name {
        /// The alert's name that came nearest.
        name: String,
        /// How it compares as a whole.
        how: NameMatch,
        /// Part by part.
        parts: Vec<Part>,
        /// Parts that stand in the traveller's name only.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        only_traveller: Vec<String>,
        /// Parts that stand in the alert's name only.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        only_alert: Vec<String>,
    },
    /// What the birth dates say.
    BirthDate {
        /// How they compare.
        likeness: Likeness,
        /// By how many years they differ at least, where they do.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        years_apart: Option<u16>,
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
    /// What the places of birth say.
    BirthPlace {
        /// How they compare.
        likeness: Likeness,
    },
}

/// The least score of a hit of a list for which no other was set.
pub const DEFAULT_THRESHOLD: f64 = 0.70;

/// An alert that screening found for a traveller.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// The alert as it stood when it was found.
    pub alert: Alert,
    /// How strongly the evidence speaks for it, 0 to 1.
    pub score: f64,
    /// Why, the strongest first.
    pub reasons: Vec<Reason>,
    /// An officer's judgement that this traveller is not the alert's, made when both were as they are now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cleared_before: Option<JudgedBefore>,
    /// An officer's judgement that this traveller is the alert's, made when they stood at a counter before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_before: Option<JudgedBefore>,
}

/// An earlier judgement of a traveller and an alert that still holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JudgedBefore {
    /// Who judged.
    pub officer: AccountId,
    /// When.
    pub at: Timestamp,
    /// Why, as [`MadeJudgement::reason`] has it.
    pub reason: String,
}

impl Hit {
    /// Whether the document itself is the alert's.
    pub fn is_of_document(&self) -> bool {
        self.reasons
            .iter()
            .any(|reason| matches!(reason, Reason::DocumentNumber { likeness: Likeness::Same, other_issuer: None, .. }))
    }

    /// Whether the question is about the document and not about its holder: the alert names nobody, or nothing but a number
    /// compares.
    pub fn is_about_document(&self) -> bool {
        let is_number = |reason: &Reason| matches!(reason, Reason::DocumentNumber { .. });
        self.alert.names.is_empty() || (!self.reasons.is_empty() && self.reasons.iter().all(is_number))
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

coded! {
    /// Why a hit of a traveller's was judged as it was.
    "reasons of judgements"
    pub enum JudgementReason {
        /// The date of birth.
        BirthDate = "birth-date",
        /// The face.
        Face = "face",
        /// The document.
        Document = "document",
        /// The name.
        Name = "name",
        /// The sex.
        Sex = "sex",
        /// The nationality.
        Nationality = "nationality",
        /// The document's number.
        Number = "number",
        /// The State that issued the document.
        Issuer = "issuer",
        /// Something else.
        Other = "other",
    }
}

impl JudgementReason {
    const OF_PERSON: &'static [Self] =
        &[Self::BirthDate, Self::Face, Self::Document, Self::Name, Self::Sex, Self::Nationality, Self::Other];
    const OF_DOCUMENT: &'static [Self] = &[Self::Number, Self::Issuer, Self::Document, Self::Other];

    /// The reasons that fit what a hit asks: whether it is this person, or whether it is this document.
    pub fn fitting(hit: &Hit) -> &'static [Self] {
        if hit.is_about_document() { Self::OF_DOCUMENT } else { Self::OF_PERSON }
    }
}

coded! {
    /// Why a hit of a vehicle's was judged as it was.
    "reasons of judgements of vehicles"
    pub enum VehicleReason {
        /// The plate.
        Plate = "plate",
        /// The vehicle.
        Vehicle = "vehicle",
        /// The vehicle's papers.
        Document = "document",
    }
}

/// A hit with what an officer made of it; without a judgement it is still possible.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judged {
    /// The hit.
    pub hit: Hit,
    /// What an officer made of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judgement: Option<MadeJudgement>,
}

/// A judgement as an officer made it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MadeJudgement {
    /// The judgement.
    pub judgement: Judgement,
    /// By whom.
    pub officer: AccountId,
    /// When.
    pub at: Timestamp,
    /// Why: the code of a [`JudgementReason`] or [`VehicleReason`], or of one that a node of another version knows.
    pub reason: String,
}

impl Judged {
    /// The judgement alone; an earlier one that still holds counts.
    pub fn outcome(&self) -> Option<Judgement> {
        let now = self.judgement.as_ref().map(|made| made.judgement);
        now.or(self.hit.confirmed_before.as_ref().map(|_| Judgement::Confirmed)).or(self
            .hit
            .cleared_before
            .as_ref()
            .map(|_| Judgement::Cleared))
    }

    /// Who confirmed it, when and why, now or at a counter before; `None` where it is not confirmed.
    pub fn confirmed(&self) -> Option<JudgedBefore> {
        match &self.judgement {
            Some(MadeJudgement { judgement: Judgement::Confirmed, officer, at, reason }) => {
                Some(JudgedBefore { officer: officer.clone(), at: *at, reason: reason.clone() })
            }
            Some(_) => None,
            None => self.hit.confirmed_before.clone(),
        }
    }

    /// Whether the hit needs an action before the traveller goes: it has still to be judged, or is confirmed, and its
    /// alert is not discreet.
    pub fn asks_for_action(&self) -> bool {
        self.outcome() != Some(Judgement::Cleared) && !self.is_discreet()
    }

    /// Whether the first line sees only the instruction of the list's owner.
    pub fn is_discreet(&self) -> bool {
        self.hit.alert.action == Action::InformDiscreetly
    }

    /// Whether an officer at the counter has still to judge it.
    pub fn is_possible(&self) -> bool {
        self.outcome().is_none() && !self.is_discreet()
    }
}
