//! Whether a chip's files say the truth: verified here, whoever read them.

use jiff::{Timestamp, tz::TimeZone};
use limen_chip::{CHALLENGE_OCTETS, ChipData, Evidence, genuineness};
use limen_document::mrz;
use limen_domain::{ChipDeclared, ChipOutcome, ChipVerdict, ChipVerdicts, DocumentNumber, text::short};
use limen_trust::{Files, Integrity, Note, Outcome, Report, TrustStore, Verdict, verify};

/// How many declarations of a state are kept with a document, and how much of the words of each.
const MOST_DECLARED: usize = 4;
const LONGEST_DECLARED: usize = 200;

/// What a reader handed over of a chip.
#[derive(Debug, Clone, Default)]
pub struct HandedChip {
    /// Its files, as they were read.
    pub files: Files,
    /// EF.CardAccess.
    pub card_access: Option<Vec<u8>>,
    /// EF.CardSecurity.
    pub card_security: Option<Vec<u8>>,
    /// What it answered in active authentication to the challenge that this node drew.
    pub active: Option<([u8; CHALLENGE_OCTETS], Vec<u8>)>,
    /// Whether it could use the keys of chip authentication, or of PACE with that mapping. Only who read it saw that: a
    /// reader that was let in is believed, as far as the state signed the chip's key.
    pub agreed: Option<bool>,
}

/// What is printed on a document, to hold its chip's zone against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Printed {
    /// Its zone.
    Zone(String),
    /// Its number, typed by hand, where there is no zone.
    Number(DocumentNumber),
}

impl Printed {
    /// Whether a chip's zone is of this document.
    fn matches(&self, zone: &[String], now: Timestamp) -> bool {
        match self {
            Self::Zone(printed) => letters(&zone.concat()) == letters(printed),
            Self::Number(printed) => {
                let day = now.to_zoned_datetime(TimeZone::UTC).date();
                let read = mrz::read(&zone.join("\n"), day);
                read.is_ok_and(|read| DocumentNumber::new(&read.document_number) == *printed)
            }
        }
    }
}

/// Whether a chip could use its keys, as far as that is known and a reader now says of one more proof: `yes`, `no`, or
/// something else where it does not know. One that failed outweighs one that held.
pub fn agreed(before: Option<bool>, said: &str) -> Option<bool> {
    match (before, said) {
        (Some(false), _) | (_, "no") => Some(false),
        (_, "yes") => Some(true),
        _ => before,
    }
}

/// What a chip's files are worth, and whether the chip is the original.
pub fn judged(chip: &HandedChip, trust: Option<&TrustStore>, now: Timestamp) -> Report {
    let mut report = verify(&chip.files, trust, now);
    let data = ChipData {
        files: chip.files.clone(),
        card_access: chip.card_access.clone(),
        card_security: chip.card_security.clone(),
        active: chip.active.clone().map(|(challenge, signature)| Ok(Evidence { challenge, signature })),
        chip: chip.agreed.map(Ok),
        ..ChipData::default()
    };
    report.clone = genuineness(&data, &report, trust);
    report
}

/// The verdicts on a chip's files, with what is printed to hold them against.
pub fn verdicts(
    chip: &HandedChip,
    trust: Option<&TrustStore>,
    printed: Option<&Printed>,
    now: Timestamp,
) -> ChipVerdicts {
    let report = judged(chip, trust, now);
    let zone_matches = report.zone.as_deref().zip(printed).map(|(zone, printed)| printed.matches(zone, now));
    ChipVerdicts {
        integrity: verdict(&report.integrity),
        signer: verdict(&report.signer),
        issuer: verdict(&report.issuer),
        revocation: verdict(&report.revocation),
        clone: verdict(&report.clone),
        zone_matches,
        altered: altered(&report.integrity),
        declared: declared(&report),
    }
}

/// The data groups that are not what was signed, or that nobody signed.
fn altered(integrity: &Integrity) -> Vec<u8> {
    match integrity {
        Integrity::Broken { altered, unsigned } => altered.iter().chain(unsigned).map(|group| group.number()).collect(),
        _ => Vec::new(),
    }
}

/// What the state has declared of documents like this, shortened: the words are the state's, and kept with each document.
fn declared(report: &Report) -> Vec<ChipDeclared> {
    let declared = report.notes.iter().filter_map(|note| match note {
        Note::Declared(declared) => Some(declared),
        _ => None,
    });
    let kept = declared.map(|declared| ChipDeclared {
        kind: declared.kind.code().to_owned(),
        text: declared.text.as_deref().map(|text| short(text, LONGEST_DECLARED)),
    });
    kept.take(MOST_DECLARED).collect()
}

fn verdict(verdict: &dyn Verdict) -> ChipVerdict {
    let outcome = match verdict.outcome() {
        Outcome::Good => ChipOutcome::Good,
        Outcome::Failed => ChipOutcome::Failed,
        Outcome::NotChecked => ChipOutcome::NotChecked,
        Outcome::Unknown => ChipOutcome::Unknown,
    };
    ChipVerdict::new(outcome, verdict.code())
}

/// A zone's letters, without line ends.
fn letters(zone: &str) -> String {
    zone.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '<').collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use limen_chip::simulated::{Issuer, Passport, passport};
    use limen_chip::{AccessKey, ChipReader};

    const ZONE: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10";

    fn now() -> Timestamp {
        "2026-11-28T12:00:00Z".parse().expect("a moment")
    }

    fn read() -> HandedChip {
        let passport_of = Passport::new(ZONE, &[0xFF; 900]);
        let (mut chip, _) = passport(&passport_of, &Issuer::of("UT"));
        let mut reader = ChipReader::new(vec![AccessKey::Zone(passport_of.key())]);
        let mut count = 0_u8;
        let mut random = |octets: &mut [u8]| {
            for octet in octets {
                count = count.wrapping_mul(5).wrapping_add(113);
                *octet = count;
            }
        };
        reader.run(&mut chip, &mut random, &mut |_| {}).expect("read");
        HandedChip { files: reader.into_data().files, ..HandedChip::default() }
    }

    #[test]
    fn a_sound_chip_of_a_state_that_is_not_at_hand_is_neither_proven_nor_failed() {
        let printed = Printed::Zone(format!("{}\n{}", &ZONE[..44], &ZONE[44..]));
        for trust in [None, Some(TrustStore::default())] {
            let verdicts = verdicts(&read(), trust.as_ref(), Some(&printed), now());
            assert!(verdicts.is_of_unknown_issuer() && !verdicts.has_failed(), "{verdicts:?}");
            assert_eq!(verdicts.zone_matches, Some(true));
        }
    }

    #[test]
    fn a_document_without_a_zone_is_held_against_the_number_that_was_typed() {
        let found = |number: &str| {
            let printed = Printed::Number(DocumentNumber::new(number));
            verdicts(&read(), None, Some(&printed), now()).zone_matches
        };
        assert_eq!((found("l898902c3"), found("L898902C4")), (Some(true), Some(false)));
    }

    #[test]
    fn a_proof_that_failed_outweighs_one_that_held() {
        assert_eq!(
            [agreed(None, "yes"), agreed(None, "no-answer"), agreed(Some(true), "?")],
            [Some(true), None, Some(true)]
        );
        assert_eq!([agreed(Some(true), "no"), agreed(Some(false), "yes")], [Some(false), Some(false)]);
    }

    #[test]
    fn a_chip_with_a_key_that_nobody_saw_it_use_gave_no_answer() {
        let secret = limen_trust::mint::Secret::on(limen_trust::curve::Curve::BrainpoolP256r1, b"key");
        let of = Passport {
            chip: Some((secret.into(), limen_chip::cipher::Cipher::Aes128)),
            ..Passport::new(ZONE, &[0xFF; 900])
        };
        let (_, files) = passport(&of, &Issuer::of("UT"));
        let found = |agreed| {
            let handed = HandedChip { files: files.clone(), agreed, ..HandedChip::default() };
            let clone = verdicts(&handed, None, None, now()).clone;
            (clone.outcome, clone.detail)
        };
        assert_eq!(found(None), (ChipOutcome::Unknown, "no_answer".to_owned()));
        assert_eq!(found(Some(true)), (ChipOutcome::Good, "original".to_owned()));
        assert_eq!(found(Some(false)), (ChipOutcome::Failed, "refuted".to_owned()));
    }

    #[test]
    fn an_altered_group_and_the_zone_of_another_document_have_failed() {
        let mut altered = HandedChip::default();
        for (name, bytes) in read().files.iter() {
            let mut bytes = bytes.to_vec();
            if name.to_string() == "DG2" {
                let last = bytes.len() - 1;
                bytes[last] ^= 1;
            }
            altered.files.add(name, bytes).expect("added");
        }
        let found = verdicts(&altered, None, None, now());
        assert_eq!((found.integrity.outcome, found.integrity.detail.as_str()), (ChipOutcome::Failed, "altered"));
        assert_eq!(found.altered, [2]);
        let other = Printed::Zone(ZONE.replace("ANNA", "ANNE"));
        let other = verdicts(&read(), None, Some(&other), now());
        assert!(other.zone_matches == Some(false) && other.has_failed());
    }
}
