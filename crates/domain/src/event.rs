//! What can happen at a node: the kinds of event in its journal, with their payloads.
//!
//! Every change is one of these, and every look at a person's data is too. Tables are what the events amount to.

use crate::{
    AccountId, Alert, AlertId, Crossing, CrossingId, Direction, Hit, Judgement, ListName, PostId, Traveller,
    coded::coded,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

coded! {
    /// What a person may do, as a role.
    "roles"
    pub enum Role {
        /// First-line officer: the counter and the day.
        FirstLine = "first-line",
        /// Post supervisor: the same, referrals, and corrections.
        Supervisor = "supervisor",
        /// Alert manager: drafts, tries, approves and withdraws alerts; no counter.
        AlertManager = "alert-manager",
    }
}

impl Role {
    /// Whether this role may correct a recorded crossing.
    pub fn may_correct(self) -> bool {
        self == Self::Supervisor
    }

    /// Whether this role works at a counter and with the day's crossings.
    pub fn may_work_at_a_counter(self) -> bool {
        matches!(self, Self::FirstLine | Self::Supervisor)
    }

    /// Whether this role may read and change alert lists.
    pub fn may_manage_alerts(self) -> bool {
        self == Self::AlertManager
    }

    /// Whether this role sees every hit of the post, the discreet ones too.
    pub fn may_see_hits(self) -> bool {
        matches!(self, Self::Supervisor | Self::AlertManager)
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
    /// A rule set of stays took effect at this node.
    RulesLoaded {
        /// How many rules it holds.
        rules: u64,
        /// SHA-256 of the set as loaded, in hexadecimal.
        sha256: String,
    },
    /// Someone read the list of overstays.
    OverstaysConsulted,
    /// Someone proposed that an alert be put into its list, or a new version of a whole list.
    AlertsProposed {
        /// Which proposal.
        proposal: Uuid,
        /// The list.
        list: ListName,
        /// The alert as it is to be; nothing for a whole list.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        alert: Option<Box<Alert>>,
        /// SHA-256 of the list's file, in hexadecimal; nothing for a single alert.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sha256: Option<String>,
    },
    /// A second person approved a proposal, which takes effect, or rejected it.
    ProposalDecided {
        /// Which proposal.
        proposal: Uuid,
        /// Whether it takes effect.
        approved: bool,
        /// Why.
        reason: String,
    },
    /// An alert was withdrawn, at once.
    AlertWithdrawn {
        /// Its list.
        list: ListName,
        /// Which.
        alert: AlertId,
        /// Why.
        reason: String,
    },
    /// The least score of a list's hits was set.
    ThresholdSet {
        /// Which list.
        list: ListName,
        /// The score, 0 to 1.
        threshold: f64,
    },
    /// Someone read an alert.
    AlertConsulted {
        /// Its list.
        list: ListName,
        /// Which.
        alert: AlertId,
    },
    /// Someone searched the alerts.
    AlertsSearched {
        /// What for.
        search: String,
    },
    /// Someone read the list of hits.
    HitsConsulted,
    /// A draft was held against past travellers.
    DraftTried {
        /// The list it is meant for.
        list: ListName,
        /// How many travellers it was held against.
        travellers: u64,
        /// How many it would have stopped.
        stopped: u64,
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
            Self::RulesLoaded { .. } => "rules-loaded",
            Self::OverstaysConsulted => "overstays-consulted",
            Self::AlertsProposed { .. } => "alerts-proposed",
            Self::ProposalDecided { .. } => "proposal-decided",
            Self::AlertWithdrawn { .. } => "alert-withdrawn",
            Self::ThresholdSet { .. } => "threshold-set",
            Self::AlertConsulted { .. } => "alert-consulted",
            Self::AlertsSearched { .. } => "alerts-searched",
            Self::HitsConsulted => "hits-consulted",
            Self::DraftTried { .. } => "draft-tried",
            Self::AccountAdded { .. } => "account-added",
            Self::SignedIn => "signed-in",
            Self::SignedOut => "signed-out",
            Self::SignInRefused { .. } => "sign-in-refused",
            Self::NodeStarted { .. } => "node-started",
        }
    }
}
