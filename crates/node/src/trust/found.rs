//! What a file of certificates was found to change, as it is kept with its proposal: pages show it without reading the file
//! or checking a signature again.

use super::{Change, Described, Refusal, Refused, RefusedKind};
use jiff::Timestamp;
use limen_store::TrustFound;
use serde::{Deserialize, Serialize};

/// What a file was found to change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Found {
    /// What comes.
    pub added: Vec<Described>,
    /// What goes.
    pub removed: Vec<Described>,
    /// What is refused.
    pub refused: Vec<FoundRefused>,
    /// How many are known already.
    pub known: usize,
    /// How many are certificates of signers.
    pub signers: usize,
    /// How many could not be read.
    pub unreadable: usize,
}

/// Something of a file that is not believed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundRefused {
    /// What it is.
    pub kind: RefusedKind,
    /// Whose.
    pub name: String,
    /// The word for why.
    pub why: String,
    /// When the newer one that holds was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_force: Option<Timestamp>,
}

impl From<&Refused> for FoundRefused {
    fn from(Refused { kind, name, why }: &Refused) -> Self {
        let in_force = match why {
            Refusal::Older { in_force } => Some(*in_force),
            Refusal::NotTrusted(_) => None,
        };
        Self { kind: *kind, name: name.clone(), why: why.code().to_owned(), in_force }
    }
}

impl From<&Change> for Found {
    fn from(change: &Change) -> Self {
        Self {
            added: change.added.clone(),
            removed: change.removed.clone(),
            refused: change.refused.iter().map(FoundRefused::from).collect(),
            known: change.known,
            signers: change.signers,
            unreadable: change.unreadable,
        }
    }
}

impl Found {
    /// What was kept; `None` where nothing was, or what another version wrote can't be read.
    pub fn kept(text: Option<&str>) -> Option<Self> {
        serde_json::from_str(text?).ok()
    }

    /// The same, to be kept.
    pub(super) fn to_keep(&self) -> TrustFound {
        let count = |things: &[Described]| i64::try_from(things.len()).unwrap_or(i64::MAX);
        TrustFound {
            added: count(&self.added),
            removed: count(&self.removed),
            text: serde_json::to_string(self).unwrap_or_default(),
        }
    }
}
