//! Who may do what: roles, and the permissions that each is a set of. What no role has, nobody may do.

use crate::coded::coded;
use serde::{Deserialize, Serialize};

coded! {
    /// What a person may do, as a role.
    "roles"
    pub enum Role {
        /// First-line officer: the counter and the day.
        FirstLine = "first-line",
        /// Second-line officer: referrals and people in need of protection, and a counter to decide at.
        SecondLine = "second-line",
        /// Post supervisor: all this, and corrections.
        Supervisor = "supervisor",
        /// Alert manager: drafts, tries, approves and withdraws alerts; no counter.
        AlertManager = "alert-manager",
        /// Administrator: posts, nodes, people and reference lists; no counter and no traveller.
        Administrator = "administrator",
        /// Analyst: flows; no counter and no traveller.
        Analyst = "analyst",
        /// Auditor: who looked at whom, and why; changes nothing.
        Auditor = "auditor",
        /// Data-protection officer: what travellers ask about their own data, how long it is kept, and who looked at it.
        DataProtection = "data-protection",
    }
}

coded! {
    /// What may be done. Every page and every action needs one of these.
    "permissions"
    pub enum Permission {
        /// Read documents, screen, decide and record; the day's crossings, parties, persons, tallies.
        WorkAtCounter = "work-at-counter",
        /// Correct or cancel what was recorded; confirm the clock.
        Correct = "correct",
        /// Work through referrals.
        SettleReferrals = "settle-referrals",
        /// Read who is in need of protection, and why.
        SeeProtection = "see-protection",
        /// Issue, extend and revoke visas and permits.
        IssueVisas = "issue-visas",
        /// See every hit, the discreet ones too.
        SeeHits = "see-hits",
        /// Draft, try, approve and withdraw alerts.
        ManageAlerts = "manage-alerts",
        /// Propose and approve reference lists.
        ManageLists = "manage-lists",
        /// See how the network is, and exchange by hand where the link is away.
        SeeNetwork = "see-network",
        /// Let machines join the network and leave it.
        ManageNetwork = "manage-network",
        /// Let browsers on other machines be devices of this node, and end that.
        EnrolDevices = "enrol-devices",
        /// See flows: counts of crossings, and no person.
        SeeFlows = "see-flows",
        /// See flows as they were counted, each crossing, and take them out for the service. Others see what may be published.
        CountExactly = "count-exactly",
        /// Take flows out of the house, and ask questions of one's own in SQL.
        AnalyseFlows = "analyse-flows",
        /// Plan where posts should be, over counts that may be published.
        PlanPosts = "plan-posts",
        /// Let people sign in, give them a role and posts, and let them go.
        ManagePeople = "manage-people",
        /// Read who looked at whom, when and why.
        Audit = "audit",
        /// Answer travellers who ask about their own data; erase.
        ProtectData = "protect-data",
    }
}

impl Role {
    /// What this role may do: all of it.
    pub fn permissions(self) -> &'static [Permission] {
        use Permission::{
            AnalyseFlows, Audit, Correct, CountExactly, EnrolDevices, IssueVisas, ManageAlerts, ManageLists,
            ManageNetwork, ManagePeople, PlanPosts, ProtectData, SeeFlows, SeeHits, SeeNetwork, SeeProtection,
            SettleReferrals, WorkAtCounter,
        };
        match self {
            Self::FirstLine => &[WorkAtCounter],
            Self::SecondLine => &[WorkAtCounter, SettleReferrals, SeeProtection, IssueVisas],
            Self::Supervisor => &[
                WorkAtCounter,
                SettleReferrals,
                SeeProtection,
                IssueVisas,
                Correct,
                SeeHits,
                SeeNetwork,
                EnrolDevices,
                SeeFlows,
                CountExactly,
            ],
            Self::AlertManager => &[ManageAlerts, SeeHits],
            Self::Administrator => &[ManageLists, SeeNetwork, ManageNetwork, EnrolDevices, PlanPosts, ManagePeople],
            Self::Analyst => &[SeeFlows, AnalyseFlows, PlanPosts],
            Self::Auditor => &[Audit],
            Self::DataProtection => &[Audit, ProtectData],
        }
    }

    /// Whether this role may do this.
    pub fn may(self, permission: Permission) -> bool {
        self.permissions().contains(&permission)
    }
}

coded! {
    /// Why someone looks at personal data of a traveller: a purpose that they name, or a duty that the page is part of.
    "purposes of looking"
    pub enum LookPurpose {
        /// A case goes on: a document is brought back, a traveller returns to the counter.
        Case = "case",
        /// A referral is settled.
        Referral = "referral",
        /// Something recorded is checked or corrected.
        Correction = "correction",
        /// The post is supervised, the day closed.
        Supervision = "supervision",
        /// The traveller asks.
        Traveller = "traveller",
        /// An authority asks: its reference is named.
        Inquiry = "inquiry",
        /// Duty: the traveller stands before them, waits for them or crosses with a party here. Never named.
        AtHand = "at-hand",
        /// Duty: alerts and hits are what they look after. Never named.
        Alerts = "alerts",
        /// Duty: travellers who claim a right are answered. Never named.
        Rights = "rights",
    }
}

impl LookPurpose {
    /// Those that someone names before they look. The others are duties, which the page itself says.
    pub const NAMED: [Self; 6] =
        [Self::Case, Self::Referral, Self::Correction, Self::Supervision, Self::Traveller, Self::Inquiry];

    /// Whether someone names it.
    pub fn is_named(self) -> bool {
        Self::NAMED.contains(&self)
    }
}

/// The longest reference of a case.
const LONGEST_REFERENCE: usize = 80;

/// A purpose as it was named before looking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    /// The purpose.
    pub purpose: LookPurpose,
    /// The case that it belongs to, such as the number of an authority's letter; may be empty but for an inquiry.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reference: String,
}

/// An inquiry whose authority's reference is not named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an authority's inquiry is named by its reference")]
pub struct NoReferenceError;

impl Why {
    /// A purpose with the reference of its case, which is cut to 80 characters.
    ///
    /// # Errors
    /// [`NoReferenceError`]: an inquiry names no case.
    pub fn new(purpose: LookPurpose, reference: &str) -> Result<Self, NoReferenceError> {
        let reference: String =
            reference.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST_REFERENCE).collect();
        if purpose == LookPurpose::Inquiry && reference.is_empty() {
            return Err(NoReferenceError);
        }
        Ok(Self { purpose, reference })
    }

    /// A duty, which has no case of its own.
    pub fn duty(purpose: LookPurpose) -> Self {
        Self { purpose, reference: String::new() }
    }
}

coded! {
    /// How someone's proofs of who they are were changed.
    "changes of credentials"
    pub enum CredentialChange {
        /// A new password, by its owner.
        Password = "password",
        /// A second factor from now on.
        SecondFactorOn = "second-factor-on",
        /// No second factor any more.
        SecondFactorOff = "second-factor-off",
        /// A recovery code was used, and is worth nothing now.
        RecoveryUsed = "recovery-used",
        /// Recovery codes were drawn.
        RecoveryDrawn = "recovery-drawn",
        /// One more passkey at the node that says so.
        PasskeyAdded = "passkey-added",
        /// One passkey less there.
        PasskeyRemoved = "passkey-removed",
        /// A new password, drawn for someone who lost theirs; a second factor is off, and no passkey is good any more.
        Reset = "reset",
    }
}

coded! {
    /// What an auditor reads.
    "views of the audit"
    pub enum AuditView {
        /// Who looked at a person.
        Person = "person",
        /// What someone looked at.
        Officer = "officer",
        /// Unusual looking.
        Unusual = "unusual",
        /// What left the house.
        Exports = "exports",
    }
}

coded! {
    /// Why a sign-in was refused.
    "sign-in refusals"
    pub enum SignInRefusal {
        /// Name or password are wrong.
        Wrong = "wrong",
        /// The code of the second factor is wrong, or was used.
        Code = "code",
        /// What a passkey signed does not fit.
        Passkey = "passkey",
        /// The PIN is wrong with which they would take up again what they set aside.
        Pin = "pin",
        /// Too many wrong passwords: the account waits.
        Locked = "locked",
        /// The account is for other posts.
        Elsewhere = "elsewhere",
        /// The password was drawn for them, and they have not put their own in its place in time.
        Expired = "expired",
        /// The password was drawn for them, and their own can't be set at this node.
        Drawn = "drawn",
        /// Their role has to have a second factor, and theirs can't be set at this node.
        NoFactor = "no-factor",
        /// What this post knows of people is too old: someone who has left may still be listed.
        Stale = "stale",
        /// The person has left.
        Ended = "ended",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_permission_is_some_roles_and_no_role_has_one_twice() {
        for permission in Permission::ALL {
            assert!(Role::ALL.iter().any(|role| role.may(*permission)), "nobody may {permission}");
        }
        for role in Role::ALL {
            let mut permissions = role.permissions().to_vec();
            permissions.sort_unstable();
            permissions.dedup();
            assert_eq!(permissions.len(), role.permissions().len(), "{role}");
        }
    }

    #[test]
    fn who_watches_does_nothing_else_and_who_manages_people_sees_no_traveller() {
        let sees_travellers = [
            Permission::WorkAtCounter,
            Permission::Correct,
            Permission::SettleReferrals,
            Permission::SeeProtection,
            Permission::SeeHits,
        ];
        for role in [Role::Auditor, Role::DataProtection, Role::Administrator, Role::Analyst] {
            assert!(!sees_travellers.iter().any(|permission| role.may(*permission)), "{role}");
        }
        assert_eq!(Role::Auditor.permissions(), [Permission::Audit]);
    }
}
