//! Decisions that a service makes for all its nodes, as types: what part of one a node does not understand is kept, and
//! never taken for something milder.

use crate::{AccountId, DataKind, Role};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

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

/// How tables of flows are protected before they leave the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "kebab-case", deny_unknown_fields)]
pub enum FlowProtection {
    /// Counts below `smallest` are hidden, and others so that they can't be inferred.
    Hide {
        /// The smallest count that is shown.
        smallest: u64,
    },
    /// Every count is rounded at random to a multiple of `base`.
    Round {
        /// The base.
        base: u64,
    },
}

impl Default for FlowProtection {
    fn default() -> Self {
        Self::Hide { smallest: 5 }
    }
}

impl FlowProtection {
    /// What exports and the journal say of it.
    pub fn code(self) -> String {
        match self {
            Self::Hide { smallest } => format!("hide-{smallest}"),
            Self::Round { base } => format!("round-{base}"),
        }
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
