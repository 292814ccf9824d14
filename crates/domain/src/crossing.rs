//! A crossing: one entry or exit of one traveller at one post at one moment, and how it was decided.

use crate::{
    Accompaniment, AccountId, AdultUnnamed, Authorised, CrossingId, DecisionKind, Direction, GroundCode, HealthAnswer,
    Mode, PartyId, PermitStay, PostId, Purpose, ReferralReason, StateCode, Traveller, VisaNumber,
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

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
    /// The country that they live in (IRTS 2008 §2.16), where a visitor was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub residence: Option<StateCode>,
    /// How many days they mean to stay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stay_days: Option<u16>,
    /// With whom a minor crosses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accompaniment: Option<Accompaniment>,
    /// The crossing of the adult whom a minor crosses with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adult: Option<CrossingId>,
    /// Why that adult is not named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adult_unnamed: Option<AdultUnnamed>,
    /// Whether they drive the party's vehicle.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub drives: bool,
    /// The last day of the visa or permit that they showed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permit_until: Option<Date>,
    /// What was answered to questions on health.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub health: Vec<HealthAnswer>,
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
        grounds: Vec<GroundCode>,
    },
    /// Entry: comes back at once, because the other side did not let them in. Undoes their exit.
    TakeBack,
    /// Either way: the second line decides.
    Refer {
        /// Why.
        reason: ReferralReason,
    },
    /// Either way: the traveller gives up crossing.
    Desist,
    /// Exit: may leave.
    LetDepart,
    /// Exit: may not leave, on at least one ground, and goes free.
    RefuseExit {
        /// The grounds; never empty.
        grounds: Vec<GroundCode>,
    },
    /// Exit: is held.
    Hold {
        /// Why.
        reason: ReferralReason,
    },
}

impl Decision {
    /// A decision of a kind: a refusal on these grounds, a referral or a hold for this reason. `None` for a referral or a hold
    /// without a reason.
    pub fn new(kind: DecisionKind, grounds: Vec<GroundCode>, reason: Option<ReferralReason>) -> Option<Self> {
        Some(match kind {
            DecisionKind::Admit => Self::Admit,
            DecisionKind::LetDepart => Self::LetDepart,
            DecisionKind::TakeBack => Self::TakeBack,
            DecisionKind::Desist => Self::Desist,
            DecisionKind::Refuse => Self::Refuse { grounds },
            DecisionKind::RefuseExit => Self::RefuseExit { grounds },
            DecisionKind::Refer => Self::Refer { reason: reason? },
            DecisionKind::Hold => Self::Hold { reason: reason? },
        })
    }

    /// The decision without its grounds.
    pub fn kind(&self) -> DecisionKind {
        match self {
            Self::Admit => DecisionKind::Admit,
            Self::Refuse { .. } => DecisionKind::Refuse,
            Self::TakeBack => DecisionKind::TakeBack,
            Self::Refer { .. } => DecisionKind::Refer,
            Self::Desist => DecisionKind::Desist,
            Self::LetDepart => DecisionKind::LetDepart,
            Self::RefuseExit { .. } => DecisionKind::RefuseExit,
            Self::Hold { .. } => DecisionKind::Hold,
        }
    }

    /// The grounds on which it refuses; empty where it refuses nothing.
    pub fn refused_on(&self) -> &[GroundCode] {
        match self {
            Self::Refuse { grounds } | Self::RefuseExit { grounds } => grounds,
            _ => &[],
        }
    }

    /// Why it refers or holds.
    pub fn reason(&self) -> Option<ReferralReason> {
        match self {
            Self::Refer { reason } | Self::Hold { reason } => Some(*reason),
            _ => None,
        }
    }

    /// The codes of its grounds or of its reason, parted by spaces; empty where it has none.
    pub fn grounds(&self) -> String {
        match self.reason() {
            Some(reason) => reason.code().to_owned(),
            None => self.refused_on().iter().map(|ground| ground.0.as_str()).collect::<Vec<_>>().join(" "),
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
    /// The post's day on which it was; `None` in records older than this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Date>,
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
    /// The visa or permit record that was used for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visa: Option<VisaNumber>,
    /// The party they cross with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<PartyId>,
    /// Which of the members that a carrier's list announced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<u16>,
    /// Who decided.
    pub officer: AccountId,
    /// The referral that this decision settles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settles: Option<CrossingId>,
    /// The exit that is undone because the other side did not let the traveller in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<CrossingId>,
    /// The number of the officer's stamp, as it stands in the document; `None` where nothing was stamped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stamp: Option<String>,
}

impl Crossing {
    /// How far its stay is one of a visa or a permit; `None` where the rule alone authorised it.
    pub fn permit_stay(&self) -> Option<PermitStay> {
        let is_on_permit = self.visa.is_some() || self.journey.permit_until.is_some();
        (self.direction == Direction::Entry && is_on_permit).then_some(PermitStay::FromEntry)
    }
}
