//! A crossing: one entry or exit of one traveller at one post at one moment, and how it was decided.

use crate::{AccountId, Authorised, CrossingId, PostId, Traveller, coded::coded};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

coded! {
    /// Which way.
    "directions"
    pub enum Direction {
        /// Into the country.
        Entry = "entry",
        /// Out of the country.
        Exit = "exit",
    }
}

impl Direction {
    /// The other way.
    pub fn other(self) -> Self {
        match self {
            Self::Entry => Self::Exit,
            Self::Exit => Self::Entry,
        }
    }
}

coded! {
    /// Why someone travels.
    "purposes"
    pub enum Purpose {
        /// To see family or friends.
        Family = "family",
        /// Trade and market.
        Trade = "trade",
        /// Business or official mission.
        Business = "business",
        /// Work.
        Work = "work",
        /// Study.
        Study = "study",
        /// Holiday, culture, sport.
        Tourism = "tourism",
        /// Health care.
        Health = "health",
        /// Pilgrimage or another religious reason.
        Religion = "religion",
        /// On the way to another country.
        Transit = "transit",
        /// Going home.
        Return = "return",
        /// Another reason.
        Other = "other",
    }
}

coded! {
    /// How someone travels.
    "modes of transport"
    pub enum Mode {
        /// On foot.
        Foot = "foot",
        /// By bicycle or motorcycle.
        Motorcycle = "motorcycle",
        /// By car or taxi.
        Car = "car",
        /// By bus.
        Bus = "bus",
        /// By lorry.
        Lorry = "lorry",
        /// By train.
        Train = "train",
        /// By boat.
        Boat = "boat",
        /// By air.
        Air = "air",
        /// With animals, or another way.
        Other = "other",
    }
}

coded! {
    /// With whom a minor crosses.
    "accompaniments"
    pub enum Accompaniment {
        /// With a parent or legal guardian.
        Parent = "parent",
        /// With another adult.
        OtherAdult = "other-adult",
        /// Alone, or with other minors only.
        Alone = "alone",
    }
}

/// What is asked about the journey; only what was needed is filled.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Journey {
    /// Why they travel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Purpose>,
    /// How they travel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<Mode>,
    /// The town they come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// The town they go to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination: Option<String>,
    /// How many days they mean to stay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stay_days: Option<u16>,
    /// With whom a minor crosses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accompaniment: Option<Accompaniment>,
    /// The last day of the visa or permit that they showed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permit_until: Option<Date>,
}

coded! {
    /// Grounds of refusal, after the standard form of Annex V part B to Regulation (EU) 2016/399 (letters A to I).
    "refusal grounds"
    pub enum RefusalGround {
        /// No valid travel document.
        NoDocument = "A",
        /// A false, counterfeit or forged travel document.
        FalseDocument = "B",
        /// No valid visa or residence permit.
        NoVisa = "C",
        /// A false, counterfeit or forged visa or residence permit.
        FalseVisa = "D",
        /// No documents that justify purpose and conditions of stay.
        PurposeNotJustified = "E",
        /// The days allowed are used up.
        DaysUsedUp = "F",
        /// Not enough means for the stay or the return.
        NoMeans = "G",
        /// An alert asks for refusal.
        Alert = "H",
        /// A threat to public order, security or health, or to international relations.
        Threat = "I",
    }
}

coded! {
    /// Why a traveller is sent to the second line.
    "referral reasons"
    pub enum ReferralReason {
        /// A possible or confirmed hit.
        Hit = "hit",
        /// A document in doubt.
        Document = "document",
        /// A minor who may be alone, or with an adult who is not a parent.
        Minor = "minor",
        /// Someone who asks for asylum or may need protection.
        Protection = "protection",
        /// Stay, purpose or means to be looked into.
        Conditions = "conditions",
        /// Another reason.
        Other = "other",
    }
}

/// What the officer decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Decision {
    /// Entry: may come in.
    Admit,
    /// Entry: may not come in, on at least one ground.
    Refuse {
        /// The grounds; never empty.
        grounds: Vec<RefusalGround>,
    },
    /// Either way: the second line decides.
    Refer {
        /// Why.
        reason: ReferralReason,
    },
    /// Exit: may leave.
    LetDepart,
    /// Exit: is held.
    Hold {
        /// Why.
        reason: ReferralReason,
    },
}

coded! {
    /// A decision without its grounds.
    "decisions"
    pub enum DecisionKind {
        /// May come in.
        Admit = "admit",
        /// May not come in.
        Refuse = "refuse",
        /// The second line decides.
        Refer = "refer",
        /// May leave.
        LetDepart = "let-depart",
        /// Is held.
        Hold = "hold",
    }
}

impl DecisionKind {
    /// Whether the traveller crossed the border: these are counted as flows, the others beside them.
    pub fn crossed(self) -> bool {
        matches!(self, Self::Admit | Self::LetDepart)
    }

    /// The direction it belongs to; a referral belongs to both.
    pub fn direction(self) -> Option<Direction> {
        match self {
            Self::Admit | Self::Refuse => Some(Direction::Entry),
            Self::LetDepart | Self::Hold => Some(Direction::Exit),
            Self::Refer => None,
        }
    }

    /// The decision that lets a traveller pass in this direction.
    pub fn pass(direction: Direction) -> Self {
        match direction {
            Direction::Entry => Self::Admit,
            Direction::Exit => Self::LetDepart,
        }
    }

    /// The decision that stops a traveller in this direction.
    pub fn stop(direction: Direction) -> Self {
        match direction {
            Direction::Entry => Self::Refuse,
            Direction::Exit => Self::Hold,
        }
    }
}

impl Decision {
    /// The decision without its grounds.
    pub fn kind(&self) -> DecisionKind {
        match self {
            Self::Admit => DecisionKind::Admit,
            Self::Refuse { .. } => DecisionKind::Refuse,
            Self::Refer { .. } => DecisionKind::Refer,
            Self::LetDepart => DecisionKind::LetDepart,
            Self::Hold { .. } => DecisionKind::Hold,
        }
    }

    /// The codes of its grounds or of its reason, parted by spaces; empty where it has none.
    pub fn grounds(&self) -> String {
        match self {
            Self::Admit | Self::LetDepart => String::new(),
            Self::Refuse { grounds } => grounds.iter().map(|ground| ground.code()).collect::<Vec<_>>().join(" "),
            Self::Refer { reason } | Self::Hold { reason } => reason.code().to_owned(),
        }
    }
}

/// One entry or exit of one traveller at one post at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Crossing {
    /// Its identifier, the same as that of the presentation it ends.
    pub id: CrossingId,
    /// Where.
    pub post: PostId,
    /// When it was decided.
    pub at: Timestamp,
    /// Which way.
    pub direction: Direction,
    /// Who, as seen.
    pub traveller: Traveller,
    /// What was asked about the journey.
    #[serde(default)]
    pub journey: Journey,
    /// What was decided.
    pub decision: Decision,
    /// Until when someone who was admitted may stay; nothing for nationals, and where no rule said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorised: Option<Authorised>,
    /// Who decided.
    pub officer: AccountId,
    /// The referral that this decision settles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settles: Option<CrossingId>,
}
