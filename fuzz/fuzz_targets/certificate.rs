//! Files of certificates, in every form: read or refused; what is no CSCA's becomes no anchor.
#![no_main]

use libfuzzer_sys::fuzz_target;
use limen_trust::{OwnAuthority, TrustStore, import};

fuzz_target!(|bytes: &[u8]| {
    let Ok((items, _)) = import::read(bytes) else { return };
    let count = items.len();
    let mut store = TrustStore::default();
    // A list of revoked certificates or a master list alone has nobody who vouches for it.
    let report = store.import(items, OwnAuthority::Refused);
    assert!(report.anchors + report.signers <= count);
    assert_eq!(store.anchors().len(), report.anchors);
    for anchor in store.anchors() {
        assert!(anchor.certificate.may_issue());
        let _ = (anchor.certificate.subject.to_string(), anchor.certificate.fingerprint(), anchor.certificate.country());
    }
});
