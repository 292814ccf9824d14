//! What a document's chip says of itself, as the node found it: five verdicts, as BSI TR-03135 has them.

use crate::{CrossingId, coded::coded};
use serde::{Deserialize, Serialize};

coded! {
    /// What a check of a chip comes to.
    "outcomes of a chip's check"
    pub enum ChipOutcome {
        /// It was checked and holds.
        Good = "good",
        /// It was checked and does not hold.
        Failed = "failed",
        /// It was not checked: something is missing that it needs, or a check before it did not hold.
        NotChecked = "not_checked",
        /// It was tried, and can't be said.
        Unknown = "unknown",
    }
}

/// One check: what it comes to, and a word that says why, such as `altered`. The word stays a text here: journals of other
/// versions may hold one that this version does not know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChipVerdict {
    /// What it comes to.
    pub outcome: ChipOutcome,
    /// Why.
    pub detail: String,
}

impl ChipVerdict {
    /// A verdict with the word that says why.
    pub fn new(outcome: ChipOutcome, detail: &str) -> Self {
        Self { outcome, detail: detail.to_owned() }
    }
}

/// What the checks of a chip come to, in the order in which they build on each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChipVerdicts {
    /// Whether the data groups are those that were signed.
    pub integrity: ChipVerdict,
    /// Whether the signature over them is sound.
    pub signer: ChipVerdict,
    /// Whether the issuing state stands behind it.
    pub issuer: ChipVerdict,
    /// Whether it was revoked.
    pub revocation: ChipVerdict,
    /// Whether the chip is a copy.
    pub clone: ChipVerdict,
    /// Whether the zone in the chip is the printed one; `None` where one of them is not there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone_matches: Option<bool>,
}

impl ChipVerdicts {
    /// The five checks by their names.
    pub fn checks(&self) -> [(&'static str, &ChipVerdict); 5] {
        [
            ("integrity", &self.integrity),
            ("signer", &self.signer),
            ("issuer", &self.issuer),
            ("revocation", &self.revocation),
            ("clone", &self.clone),
        ]
    }

    /// Whether a check failed, or the chip's zone is another than the printed one.
    pub fn has_failed(&self) -> bool {
        self.zone_matches == Some(false)
            || self.checks().iter().any(|(_, verdict)| verdict.outcome == ChipOutcome::Failed)
    }

    /// Whether the data are proven: whole, signed, by a state that is known, and nothing failed.
    pub fn is_proven(&self) -> bool {
        let is_good = |verdict: &ChipVerdict| verdict.outcome == ChipOutcome::Good;
        !self.has_failed() && is_good(&self.integrity) && is_good(&self.signer) && is_good(&self.issuer)
    }

    /// Whether the signature is sound and its issuer is not known here: neither proven nor failed.
    pub fn is_of_unknown_issuer(&self) -> bool {
        let is_good = |verdict: &ChipVerdict| verdict.outcome == ChipOutcome::Good;
        let is_open = matches!(self.issuer.outcome, ChipOutcome::Unknown | ChipOutcome::NotChecked);
        !self.has_failed() && is_good(&self.integrity) && is_good(&self.signer) && is_open
    }
}

/// A chip that was read at a counter, and what the node found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChipReading {
    /// The presentation, and the crossing it ends in, of the document.
    pub crossing: CrossingId,
    /// What was found.
    pub verdicts: ChipVerdicts,
    /// How the chip was opened: `pace`, `bac` or `open`; empty where that was not said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub access: String,
    /// What read it, as it calls itself.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub read_by: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdicts(issuer: ChipOutcome, clone: ChipOutcome) -> ChipVerdicts {
        let verdict = |outcome: ChipOutcome| ChipVerdict::new(outcome, "");
        ChipVerdicts {
            integrity: verdict(ChipOutcome::Good),
            signer: verdict(ChipOutcome::Good),
            issuer: verdict(issuer),
            revocation: verdict(ChipOutcome::NotChecked),
            clone: verdict(clone),
            zone_matches: Some(true),
        }
    }

    #[test]
    fn a_sound_signature_of_an_unknown_issuer_is_neither_proven_nor_failed() {
        let unknown = verdicts(ChipOutcome::Unknown, ChipOutcome::NotChecked);
        assert!(unknown.is_of_unknown_issuer() && !unknown.is_proven() && !unknown.has_failed());
        let known = verdicts(ChipOutcome::Good, ChipOutcome::Good);
        assert!(known.is_proven() && !known.is_of_unknown_issuer());
    }

    #[test]
    fn a_copy_and_a_chip_of_another_zone_have_failed_whatever_else_is_good() {
        let copy = verdicts(ChipOutcome::Good, ChipOutcome::Failed);
        let other = ChipVerdicts { zone_matches: Some(false), ..verdicts(ChipOutcome::Good, ChipOutcome::Good) };
        for failed in [copy, other] {
            assert!(failed.has_failed() && !failed.is_proven() && !failed.is_of_unknown_issuer());
        }
    }
}
