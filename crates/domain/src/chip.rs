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

coded! {
    /// What a chip comes to in one line, the gravest first. No word says that a document is forged: each says what was seen.
    "what chips come to"
    pub enum ChipSummary {
        /// Its zone is another than the printed one.
        Differs = "differs",
        /// Something in it is not what was signed.
        Altered = "altered",
        /// It could not prove to be the chip that was made.
        Copy = "copy",
        /// Its signature does not match.
        Unsigned = "unsigned",
        /// The state that it names does not stand behind the signer.
        IssuerFailed = "issuer-failed",
        /// The signer was revoked.
        Revoked = "revoked",
        /// Whole, signed, and the state stands behind it.
        Proven = "proven",
        /// Whole and signed, by a state whose certificates are not held: neither proven nor failed.
        UnknownIssuer = "unknown-issuer",
        /// Too little was read or understood to say anything.
        NotProven = "not-proven",
    }
}

impl ChipSummary {
    /// Whether something does not hold, and an officer should look before the decision.
    pub fn is_to_check(self) -> bool {
        !matches!(self, Self::Proven | Self::UnknownIssuer | Self::NotProven)
    }

    /// Whether only the second line lets such a traveller pass: what is in this chip is not this document's. A signature
    /// that does not match may be its state's own fault, as some are known to be.
    pub fn asks_second_line(self) -> bool {
        matches!(self, Self::Differs | Self::Altered | Self::Copy)
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

/// An error that a state has declared in a series of its own documents, to which this one belongs. It changes no verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChipDeclared {
    /// A word for what is wrong, such as `group_digest`; a text here, as a later version may have others.
    pub kind: String,
    /// The state's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
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
    /// The data groups that are not what was signed, or that nobody signed, by their numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub altered: Vec<u8>,
    /// What its state has declared of documents like this.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub declared: Vec<ChipDeclared>,
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

    /// What it comes to in one line.
    pub fn summary(&self) -> ChipSummary {
        let has_failed = |verdict: &ChipVerdict| verdict.outcome == ChipOutcome::Failed;
        if self.zone_matches == Some(false) {
            ChipSummary::Differs
        } else if has_failed(&self.integrity) {
            ChipSummary::Altered
        } else if has_failed(&self.clone) {
            ChipSummary::Copy
        } else if has_failed(&self.signer) {
            ChipSummary::Unsigned
        } else if has_failed(&self.issuer) {
            ChipSummary::IssuerFailed
        } else if has_failed(&self.revocation) {
            ChipSummary::Revoked
        } else if self.is_proven() {
            ChipSummary::Proven
        } else if self.is_of_unknown_issuer() {
            ChipSummary::UnknownIssuer
        } else {
            ChipSummary::NotProven
        }
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
            altered: Vec::new(),
            declared: Vec::new(),
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
    fn the_gravest_that_was_seen_stands_in_the_one_line() {
        let good = verdicts(ChipOutcome::Good, ChipOutcome::Good);
        assert_eq!(good.summary(), ChipSummary::Proven);
        let unknown = verdicts(ChipOutcome::Unknown, ChipOutcome::NotChecked);
        assert_eq!(unknown.summary(), ChipSummary::UnknownIssuer);
        assert!(!unknown.summary().is_to_check());
        let failed = || ChipVerdict::new(ChipOutcome::Failed, "mismatch");
        let unsigned = ChipVerdicts {
            signer: failed(),
            integrity: ChipVerdict::new(ChipOutcome::NotChecked, "signature_not_proven"),
            ..good.clone()
        };
        assert_eq!(unsigned.summary(), ChipSummary::Unsigned);
        assert!(unsigned.summary().is_to_check() && !unsigned.summary().asks_second_line());
        let copy = ChipVerdicts { clone: failed(), revocation: failed(), ..good.clone() };
        assert_eq!(copy.summary(), ChipSummary::Copy);
        let differs = ChipVerdicts { zone_matches: Some(false), ..copy };
        assert!(differs.summary() == ChipSummary::Differs && differs.summary().asks_second_line());
        let nothing = ChipVerdicts { signer: ChipVerdict::new(ChipOutcome::NotChecked, "no_security_object"), ..good };
        assert_eq!(nothing.summary(), ChipSummary::NotProven);
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
