//! Headquarters' board: how each machine of the network is, and what was refused.

use crate::{
    health::{CLOCK_OFF, LOW_DISK_BYTES},
    level::Level,
};
use jiff::{SignedDuration, Timestamp};
use limen_domain::NodeId;
use limen_exchange::{Headquarters, headquarters::Said, message::Complaint};
use limen_store::{Member, ReferenceVersion, RefusalCount, StoreError};
use std::collections::HashMap;

/// A machine that was not heard of for this long is shown as away.
const AWAY: SignedDuration = SignedDuration::from_hours(1);
/// Maximum number of refusals that are read.
const MOST_REFUSALS: i64 = 20;
/// Refusals this old still mark their sender.
const RECENT: SignedDuration = SignedDuration::from_hours(24);

/// What is wrong with a machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MachineTrouble {
    /// Something of it was refused lately, for this reason.
    Refused(String),
    /// Two machines write these journals under its name.
    Twins(NodeId, NodeId),
    /// It was not heard of.
    Away,
    /// Its clock differs from headquarters'.
    ClockOff,
    /// Its disk is almost full.
    DiskLow,
    /// It says so itself.
    Complaint(Complaint),
}

impl MachineTrouble {
    /// Whether someone has to act before anything else.
    fn is_grave(&self) -> bool {
        match self {
            Self::Refused(_) | Self::Twins(..) => true,
            Self::Away | Self::ClockOff | Self::DiskLow => false,
            Self::Complaint(complaint) => matches!(
                complaint,
                Complaint::JournalBroken
                    | Complaint::Rejected
                    | Complaint::HeadquartersRewritten
                    | Complaint::HeadquartersBehind
            ),
        }
    }
}

/// A machine of the network.
#[derive(Debug)]
pub struct Machine {
    /// Which.
    pub member: Member,
    /// How it is.
    pub level: Level,
    /// What is wrong, what is grave first.
    pub troubles: Vec<MachineTrouble>,
    /// What it last said of itself. `None` where it said nothing yet.
    pub said: Option<Said>,
    /// How many events of its journal are held here.
    pub held: i64,
    /// The two journals, where two machines write under its name.
    pub twins: Option<(NodeId, NodeId)>,
}

/// The board.
#[derive(Debug)]
pub struct Board {
    /// Each machine of the network.
    pub machines: Vec<Machine>,
    /// The reference data that nodes are to have.
    pub reached: ReferenceVersion,
    /// What was refused, the latest first.
    pub refusals: Vec<RefusalCount>,
}

/// How many machines belong to the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MachineCounts {
    /// All but those that were revoked.
    pub all: usize,
    /// Those of them that are well.
    pub well: usize,
}

impl Board {
    /// The board as it is now.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn of(headquarters: &Headquarters, now: Timestamp) -> Result<Self, StoreError> {
        let store = headquarters.store();
        let ended: Vec<NodeId> = store.ended_journals().await?.into_iter().map(|(journal, _)| journal).collect();
        let journals: HashMap<NodeId, i64> = store.journals().await?.into_iter().collect();
        let reached = store.reference_reached().await?;
        let refusals = store.refusals(MOST_REFUSALS).await?;
        let known = Evidence { journals, ended, refusals: &refusals, now };
        let machines = store.members().await?.into_iter().map(|member| known.machine(member)).collect();
        Ok(Self { machines, reached, refusals })
    }

    /// How many machines belong to the network.
    pub fn counts(&self) -> MachineCounts {
        MachineCounts {
            all: self.machines.iter().filter(|machine| machine.level != Level::Off).count(),
            well: self.machines.iter().filter(|machine| machine.level == Level::Clear).count(),
        }
    }
}

/// What the machines' levels are made from.
struct Evidence<'a> {
    journals: HashMap<NodeId, i64>,
    ended: Vec<NodeId>,
    refusals: &'a [RefusalCount],
    now: Timestamp,
}

impl Evidence<'_> {
    fn machine(&self, member: Member) -> Machine {
        let said = member.said.as_deref().and_then(Said::read);
        let twins = said.as_ref().and_then(Said::twins).filter(|(twin, _)| !self.ended.contains(twin));
        let mut troubles = Vec::new();
        let recent = self.refusals.iter().map(|refused| &refused.last).find(|refusal| {
            refusal.sender.as_ref() == Some(&member.id) && self.now.duration_since(refusal.at) < RECENT
        });
        troubles.extend(recent.map(|refusal| MachineTrouble::Refused(refusal.why.clone())));
        if member.heard_at.is_none_or(|at| self.now.duration_since(at) > AWAY) {
            troubles.push(MachineTrouble::Away);
        }
        troubles.extend(twins.clone().map(|(one, other)| MachineTrouble::Twins(one, other)));
        let mut held = 0;
        if let Some(Said { status, has, clock_ahead_s, .. }) = &said {
            let writes = has.as_ref().map_or(&member.id, |has| &has.journal);
            held = self.journals.get(writes).copied().unwrap_or(0);
            if clock_ahead_s.is_some_and(|ahead| ahead.abs() > CLOCK_OFF.as_secs()) {
                troubles.push(MachineTrouble::ClockOff);
            }
            if status.disk_free.is_some_and(|free| free < LOW_DISK_BYTES) {
                troubles.push(MachineTrouble::DiskLow);
            }
            // Seen here too, or of a later version.
            let is_told = |complaint: &&Complaint| {
                !matches!(complaint, Complaint::ClockOff | Complaint::DiskLow | Complaint::Unknown)
            };
            troubles.extend(status.complaints.iter().filter(is_told).copied().map(MachineTrouble::Complaint));
        }
        troubles.sort_by_key(|trouble| !trouble.is_grave());
        let level = match (&member.revoked, troubles.first().map(MachineTrouble::is_grave)) {
            (Some(_), _) => Level::Off,
            (None, Some(true)) => Level::Stop,
            (None, Some(false)) => Level::Check,
            (None, None) => Level::Clear,
        };
        Machine { member, level, troubles, said, held, twins }
    }
}
