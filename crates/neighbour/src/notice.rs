//! Notices: what one side tells the other's officers, for a time. Some name someone or something that is sought.

use crate::{
    CLOCKS,
    content::{LINE, NOTE, fault_of_lines, fault_of_text},
};
use jiff::{SignedDuration, Timestamp};
use limen_domain::{BirthDate, DocumentKey, Name, Sex, StateCode};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// For how long a notice holds at most, unless it is renewed.
pub const LONGEST: SignedDuration = SignedDuration::from_hours(72);
/// Maximum number of documents or plates in one notice.
pub const MOST_NUMBERS: usize = 10;
/// Maximum number of needs in one notice.
pub const MOST_NEEDS: usize = 12;
/// Maximum number of people on the way.
const MOST_PEOPLE: u32 = 1_000_000;

limen_domain::coded! {
    /// What a notice is about.
    "kinds of notices"
    pub enum NoticeKind {
        /// A road or a bridge is closed.
        RoadClosed = "road-closed",
        /// A disease has broken out.
        Disease = "disease",
        /// Water stands high.
        Flood = "flood",
        /// Many people are on their way.
        PeopleOnTheWay = "people-on-the-way",
        /// A child is missing.
        MissingChild = "missing-child",
        /// A vehicle was stolen.
        StolenVehicle = "stolen-vehicle",
        /// Someone's life is in danger.
        DangerToLife = "danger-to-life",
        /// Someone is wanted by a warrant.
        WantedByWarrant = "wanted-by-warrant",
    }
}

impl NoticeKind {
    /// Whether it names someone or something that officers look for: it takes two people to send, and is screened.
    pub fn is_alert(self) -> bool {
        matches!(self, Self::MissingChild | Self::StolenVehicle | Self::DangerToLife | Self::WantedByWarrant)
    }

    /// Whether it may name a person.
    pub fn names_someone(self) -> bool {
        self.is_alert() && self != Self::StolenVehicle
    }
}

limen_domain::coded! {
    /// What may be said of whom or what a notice names. An agreement lists those that may pass.
    "fields of a notice"
    pub enum SubjectField {
        /// A name.
        Name = "name",
        /// A birth date.
        BirthDate = "birth-date",
        /// The sex.
        Sex = "sex",
        /// The nationality.
        Nationality = "nationality",
        /// Documents.
        Documents = "documents",
        /// Plates of vehicles.
        Plates = "plates",
    }
}

/// Whom or what a notice names.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Subject {
    /// A person's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// Their birth date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<BirthDate>,
    /// Their sex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// Their nationality.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nationality: Option<StateCode>,
    /// Their documents, written `GIN R0123456`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<String>,
    /// Plates of vehicles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plates: Vec<String>,
}

impl Subject {
    /// The documents, as keys.
    pub fn document_keys(&self) -> impl Iterator<Item = DocumentKey> + '_ {
        self.documents.iter().filter_map(|text| text.parse().ok())
    }

    /// What of the fields is filled.
    pub fn fields(&self) -> Vec<SubjectField> {
        let filled = [
            (SubjectField::Name, self.name.is_some()),
            (SubjectField::BirthDate, self.birth_date.is_some()),
            (SubjectField::Sex, self.sex.is_some()),
            (SubjectField::Nationality, self.nationality.is_some()),
            (SubjectField::Documents, !self.documents.is_empty()),
            (SubjectField::Plates, !self.plates.is_empty()),
        ];
        filled.into_iter().filter_map(|(field, is_filled)| is_filled.then_some(field)).collect()
    }

    /// Whether it names a person, and not a vehicle alone.
    pub fn names_someone(&self) -> bool {
        self.fields().into_iter().any(|field| field != SubjectField::Plates)
    }

    fn fault(&self) -> Option<&'static str> {
        if self.documents.len() > MOST_NUMBERS || self.plates.len() > MOST_NUMBERS {
            return Some("it names too many documents or plates");
        }
        if self.document_keys().count() != self.documents.len() {
            return Some("a document in it can't be one: its issuer and its number are expected");
        }
        let name = self.name.iter().flat_map(|name| [&name.primary, &name.secondary]);
        fault_of_lines(name.chain(&self.documents).chain(&self.plates))
    }
}

/// A notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Which; a renewal has the same.
    pub id: Uuid,
    /// What it is about.
    pub about: NoticeKind,
    /// What officers read, in the sender's words.
    pub text: String,
    /// Where; may be empty.
    #[serde(default)]
    pub place: String,
    /// The pairs that it is for; every pair of the agreement where it is empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pairs: Vec<String>,
    /// How many people, of people on the way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub people: Option<u32>,
    /// What they need, of people on the way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
    /// Whom or what it names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Subject>,
    /// The number of the warrant or of the case, with who issued it; may be empty where nobody is wanted.
    #[serde(default)]
    pub reference: String,
    /// From when on it holds.
    pub from: Timestamp,
    /// Until when: at most [`LONGEST`] later. A renewal is a notice with the same identifier that holds longer.
    pub until: Timestamp,
}

impl Notice {
    /// Whether it holds at a moment: up to its end, and never for longer than [`LONGEST`] by any clock that is at most twelve
    /// hours off. One whose beginning is far ahead does not hold until then.
    pub fn holds(&self, now: Timestamp) -> bool {
        now < self.until && self.until.duration_since(now) <= LONGEST + CLOCKS
    }

    pub(crate) fn fault(&self) -> Option<&'static str> {
        if self.until <= self.from || self.until.duration_since(self.from) > LONGEST {
            return Some("a notice holds for 72 hours at most, and can be renewed");
        }
        if self.subject.is_some() != self.about.is_alert() {
            return Some("this kind of notice names someone or something, or must not");
        }
        if let Some(subject) = &self.subject {
            if subject.fields().is_empty() {
                return Some("it names nobody and nothing");
            }
            if subject.names_someone() && !self.about.names_someone() {
                return Some("this kind of notice names vehicles alone");
            }
        }
        if self.about == NoticeKind::WantedByWarrant && self.reference.is_empty() {
            return Some("a warrant has a number");
        }
        if self.people.is_some_and(|people| people > MOST_PEOPLE) || self.needs.len() > MOST_NEEDS {
            return Some("it says too many people or needs");
        }
        fault_of_text(&self.text, NOTE)
            .or_else(|| fault_of_lines(self.needs.iter().chain([&self.place, &self.reference]).chain(&self.pairs)))
            .or_else(|| self.subject.as_ref().and_then(Subject::fault))
    }
}

/// A notice holds no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// Which.
    pub notice: Uuid,
    /// Why.
    pub reason: String,
}

/// Whom or what a notice names was seen: where and when. Nothing else is said until the two have telephoned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// To which notice.
    pub notice: Uuid,
    /// At which pair's post.
    pub pair: String,
    /// When, to the hour.
    pub at: Timestamp,
    /// Whether an officer found that it is they; `false` where they are not, and `None` where that is still asked.
    pub confirmed: Option<bool>,
    /// Whom to telephone.
    #[serde(default)]
    pub telephone: String,
}

impl Answer {
    pub(crate) fn fault(&self) -> Option<&'static str> {
        fault_of_lines([&self.pair, &self.telephone]).or_else(|| fault_of_text(&self.telephone, LINE))
    }
}
