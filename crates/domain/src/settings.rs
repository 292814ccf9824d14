//! Decisions that a service makes for all its nodes, as types: what part of one a node does not understand is kept, and
//! never taken for something milder.

use crate::{AccountId, CrossingId, DataKind, Role, VisaNumber};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The roles that sign in with a second factor only: a list of [`Role`]s.
///
/// A role that only a later version knows is kept: the list holds for the others, and who has that role needs one too.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<String>", into = "Vec<String>")]
pub struct SecondFactorRoles {
    known: BTreeSet<Role>,
    unknown: BTreeSet<String>,
}

impl SecondFactorRoles {
    /// Every role that this version knows: for a list that can't be read.
    pub fn everyone() -> Self {
        Self::from_iter(Role::ALL.iter().copied())
    }

    /// Whether who has this role needs a second factor.
    pub fn contain(&self, role: Role) -> bool {
        self.known.contains(&role)
    }

    /// The roles of the list that this version does not know.
    pub fn unknown(&self) -> impl Iterator<Item = &str> {
        self.unknown.iter().map(String::as_str)
    }
}

impl FromIterator<Role> for SecondFactorRoles {
    fn from_iter<T: IntoIterator<Item = Role>>(roles: T) -> Self {
        Self { known: roles.into_iter().collect(), unknown: BTreeSet::new() }
    }
}

impl From<Vec<String>> for SecondFactorRoles {
    fn from(codes: Vec<String>) -> Self {
        let mut roles = Self::default();
        for code in codes {
            match code.parse() {
                Ok(role) => roles.known.insert(role),
                Err(_) => roles.unknown.insert(code),
            };
        }
        roles
    }
}

impl From<SecondFactorRoles> for Vec<String> {
    fn from(roles: SecondFactorRoles) -> Self {
        roles.known.iter().map(|role| role.code().to_owned()).chain(roles.unknown).collect()
    }
}

/// The bound of published flows: every count that is published is a multiple of it, so that it tells of no fewer people.
/// From 3 to 50: two would tell one person from none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "SaidBound", into = "SaidBound")]
pub struct FlowBound(u8);

impl FlowBound {
    /// The usual bound.
    pub const USUAL: Self = Self(5);

    /// The bound of a number. `None` if it is too small or too large.
    pub fn new(bound: u64) -> Option<Self> {
        u8::try_from(bound).ok().filter(|bound| (3..=50).contains(bound)).map(Self)
    }

    /// The number.
    pub fn get(self) -> u32 {
        self.0.into()
    }

    /// What exports and the journal say of it.
    pub fn code(self) -> String {
        format!("bound-{}", self.0)
    }
}

impl Default for FlowBound {
    fn default() -> Self {
        Self::USUAL
    }
}

/// A bound as settings say it: a number, or as versions before 0.3 said how tables were protected.
#[derive(Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum SaidBound {
    Number(u64),
    Before(ProtectionBefore),
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "kebab-case", deny_unknown_fields)]
enum ProtectionBefore {
    Hide { smallest: u64 },
    Round { base: u64 },
}

impl TryFrom<SaidBound> for FlowBound {
    type Error = &'static str;

    fn try_from(said: SaidBound) -> Result<Self, Self::Error> {
        let (SaidBound::Number(bound)
        | SaidBound::Before(ProtectionBefore::Hide { smallest: bound } | ProtectionBefore::Round { base: bound })) =
            said;
        Self::new(bound).ok_or("the bound of published flows is a number from 3 to 50")
    }
}

impl From<FlowBound> for SaidBound {
    // In words that posts of versions before 0.3 understand too.
    fn from(bound: FlowBound) -> Self {
        Self::Before(ProtectionBefore::Round { base: bound.0.into() })
    }
}

/// What two people said may be erased although it is much at once: for each kind of data, what was recorded before a
/// moment. Kinds that only a later version knows are kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ConfirmedErasures(BTreeMap<String, ConfirmedErasure>);

/// What two people said of one kind of data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmedErasure {
    /// What was recorded before this moment may go.
    pub before: Timestamp,
    /// Who proposed it, and who approved it.
    pub by: [AccountId; 2],
}

impl ConfirmedErasures {
    /// The moment before which data of a kind may be erased however much it is. `None` where nobody said so.
    pub fn before(&self, data: DataKind) -> Option<Timestamp> {
        self.0.get(data.code()).map(|confirmed| confirmed.before)
    }

    /// Adds what two people said of a kind of data, in the place of what was said before.
    pub fn put(&mut self, data: DataKind, confirmed: ConfirmedErasure) {
        self.0.insert(data.code().to_owned(), confirmed);
    }
}

/// For how long an erasure on a claim is published: a post that was away for less learns of it.
const PUBLISHED_DAYS: i64 = 730;
/// Maximum number of records of all erasures on claims together, so that the setting stays small enough to travel.
const MOST_RECORDS: usize = 100_000;

/// Records that two people said are to be erased everywhere, since the person claimed it, the latest last.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasuresOnClaims(Vec<ErasureOnClaim>);

/// What is to be erased on one claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasureOnClaim {
    /// Which claim.
    pub claim: Uuid,
    /// When it was approved. Visas are erased as they were then: their numbers may come again.
    pub at: Timestamp,
    /// Crossings, and presentations without a decision.
    pub crossings: Vec<CrossingId>,
    /// Visas and permits.
    pub visas: Vec<VisaNumber>,
    /// Who proposed it, and who approved it.
    pub by: [AccountId; 2],
}

/// More records are to be erased than the list of them holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("at most {MOST_RECORDS} records are erased on claims within {PUBLISHED_DAYS} days")]
pub struct TooManyErasures;

impl ErasuresOnClaims {
    /// Each, the oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &ErasureOnClaim> {
        self.0.iter()
    }

    /// Adds what was approved on a claim, and leaves out what was published for long enough.
    ///
    /// # Errors
    /// There are too many; nothing has changed then.
    pub fn put(&mut self, erasure: ErasureOnClaim) -> Result<(), TooManyErasures> {
        let since = erasure.at - SignedDuration::from_hours(24 * PUBLISHED_DAYS);
        let records = |one: &ErasureOnClaim| one.crossings.len() + one.visas.len();
        let published = self.0.iter().filter(|one| one.at >= since).map(records).sum::<usize>();
        if published + records(&erasure) > MOST_RECORDS {
            return Err(TooManyErasures);
        }
        self.0.retain(|one| one.at >= since);
        self.0.push(erasure);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_of_a_later_version_is_kept_and_the_list_holds_for_the_others() {
        let said = r#"["administrator","inspector-general"]"#;
        let roles: SecondFactorRoles = serde_json::from_str(said).expect("a list");
        assert!(roles.contain(Role::Administrator) && !roles.contain(Role::FirstLine));
        assert_eq!(roles.unknown().collect::<Vec<_>>(), ["inspector-general"]);
        assert_eq!(serde_json::to_string(&roles).expect("JSON"), said, "what is sent on is what came");
        assert!(serde_json::from_str::<SecondFactorRoles>(r#""administrator""#).is_err(), "no list");
        assert!(Role::ALL.iter().all(|role| SecondFactorRoles::everyone().contain(*role)));
    }
}
