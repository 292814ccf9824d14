//! Whatever the bytes: an answer, and never a verdict that they do not deserve.

mod common;

use common::*;
use limen_trust::{
    Certificate, FileName, Files, Group, MasterList, Outcome, RevocationList, SecurityObject, Verdict, import, lds,
    verify,
};
use proptest::prelude::*;
use std::sync::LazyLock;

static SOUND: LazyLock<Files> =
    LazyLock::new(|| passport(ZONE, &signer(&authority("GN"), "GN"), Some(at("2025-02-01"))));

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = Certificate::read(&bytes);
        let _ = RevocationList::read(&bytes);
        let _ = MasterList::read(&bytes);
        let _ = SecurityObject::read(&bytes);
        let _ = import::read(&bytes);
        let _ = lds::zone(&bytes);
        let _ = lds::listed(&bytes);
    }

    #[test]
    fn a_security_object_with_other_octets_proves_no_other_data(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)
    ) {
        let files = with(&SOUND, FileName::SecurityObject, |bytes| {
            for (place, octet) in &changes {
                let at = place.index(bytes.len());
                bytes[at] = *octet;
            }
        });
        // The face is another's: whatever became of EF.SOD, it must not be proven.
        let files = with(&files, FileName::Group(Group::FACE), |bytes| bytes[50] ^= 1);
        let report = verify(&files, Some(&trusting(&[&authority("GN")])), now());
        prop_assert!(!report.is_proven());
        prop_assert_ne!(report.integrity.outcome(), Outcome::Good);
    }

    #[test]
    fn a_security_object_that_is_cut_off_is_not_proven(end in any::<prop::sample::Index>()) {
        let files = with(&SOUND, FileName::SecurityObject, |bytes| bytes.truncate(end.index(bytes.len())));
        prop_assert!(!verify(&files, None, now()).is_proven());
        prop_assert_ne!(verify(&files, None, now()).signer.outcome(), Outcome::Good);
    }

    #[test]
    fn names_of_files_are_whatever_they_are(name in ".{0,20}") {
        let _ = FileName::of(&name);
    }
}
