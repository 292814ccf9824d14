//! What can happen at a node: the kinds of event in its journal, with their payloads.
//!
//! Every change is one of these, and every look at a person's data is too. Tables are what the events amount to.

use crate::{
    AccountId, AlertId, Crossing, CrossingId, Direction, Hit, Judgement, ListName, PostId, Traveller, coded::coded,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

coded! {
    /// What a person may do, as a role.
    "roles"
    pub enum Role {
        /// First-line officer: the counter and the day.
        FirstLine = "first-line",
        /// Post supervisor: the same, referrals, and corrections.
        Supervisor = "supervisor",
    }
}

impl Role {
    /// Whether this role may correct a recorded crossing.
    pub fn may_correct(self) -> bool {
        self == Self::Supervisor
    }

    /// Whether this role may settle a referral.
    pub fn may_settle_referrals(self) -> bool {
        self == Self::Supervisor
    }
}

coded! {
    /// Why a sign-in was refused.
    "sign-in refusals"
    pub enum SignInRefusal {
        /// Name or password are wrong.
        Wrong = "wrong",
        /// Too many wrong passwords: the account waits.
        Locked = "locked",
    }
}

/// A traveller presented at a counter, screened, and waiting for the officer's decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Presentation {
    /// Its identifier; the crossing it ends in carries the same one.
    pub id: CrossingId,
    /// Where.
    pub post: PostId,
    /// When.
    pub at: Timestamp,
    /// Whose counter.
    pub officer: AccountId,
    /// Which way the counter works.
    pub direction: Direction,
    /// Who, as seen.
    pub traveller: Traveller,
    /// What screening found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hits: Vec<Hit>,
    /// The referral that is taken up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settles: Option<CrossingId>,
}

/// Something that happened, as the journal keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Event {
    /// A traveller was presented and screened. This is also the record that the officer looked this person up.
    TravellerPresented(Box<Presentation>),
    /// An officer judged a hit.
    HitJudged {
        /// The presentation it belongs to.
        presentation: CrossingId,
        /// The list of the alert.
        list: ListName,
        /// The alert.
        alert: AlertId,
        /// What was judged.
        judgement: Judgement,
        /// Why.
        reason: String,
    },
    /// A presentation ended without a decision: the traveller left, or was read again.
    PresentationWithdrawn {
        /// Which.
        presentation: CrossingId,
    },
    /// A decision was made and recorded.
    CrossingRecorded(Box<Crossing>),
    /// A recorded crossing was mistaken; another takes its place. The old one stays.
    CrossingCorrected {
        /// The mistaken one.
        mistaken: CrossingId,
        /// What takes its place, with an identifier of its own.
        crossing: Box<Crossing>,
        /// Why.
        reason: String,
    },
    /// Someone looked at a recorded crossing away from the counter.
    CrossingConsulted {
        /// Which.
        crossing: CrossingId,
    },
    /// The list of a day's crossings was opened.
    DayConsulted {
        /// The day, `YYYY-MM-DD`.
        day: String,
        /// What was searched for, empty for all.
        search: String,
    },
    /// A day's crossings left the house as a file.
    DayExported {
        /// The day, `YYYY-MM-DD`.
        day: String,
        /// How many rows.
        rows: u64,
    },
    /// An alert list took effect at this node.
    AlertsLoaded {
        /// Which.
        list: ListName,
        /// How many alerts it holds.
        alerts: u64,
        /// SHA-256 of the list as loaded, in hexadecimal.
        sha256: String,
    },
    /// A person may sign in from now on.
    AccountAdded {
        /// Who.
        account: AccountId,
        /// As what.
        role: Role,
    },
    /// Someone signed in.
    SignedIn,
    /// Someone signed out.
    SignedOut,
    /// Someone could not sign in.
    SignInRefused {
        /// Why.
        refusal: SignInRefusal,
    },
    /// The node started.
    NodeStarted {
        /// Its version.
        version: String,
    },
}

impl Event {
    /// The kind's code, as it stands in the journal.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::TravellerPresented(_) => "traveller-presented",
            Self::HitJudged { .. } => "hit-judged",
            Self::PresentationWithdrawn { .. } => "presentation-withdrawn",
            Self::CrossingRecorded(_) => "crossing-recorded",
            Self::CrossingCorrected { .. } => "crossing-corrected",
            Self::CrossingConsulted { .. } => "crossing-consulted",
            Self::DayConsulted { .. } => "day-consulted",
            Self::DayExported { .. } => "day-exported",
            Self::AlertsLoaded { .. } => "alerts-loaded",
            Self::AccountAdded { .. } => "account-added",
            Self::SignedIn => "signed-in",
            Self::SignedOut => "signed-out",
            Self::SignInRefused { .. } => "sign-in-refused",
            Self::NodeStarted { .. } => "node-started",
        }
    }
}
