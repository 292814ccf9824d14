//! Master lists: read or refused; one that nobody vouches for brings nothing.
#![no_main]

use libfuzzer_sys::fuzz_target;
use limen_trust::{MasterList, OwnAuthority, TrustStore};

fuzz_target!(|bytes: &[u8]| {
    let Ok(list) = MasterList::read(bytes) else { return };
    assert!(TrustStore::default().approve(&list, OwnAuthority::Refused).is_err());
    let _ = TrustStore::default().approve(&list, OwnAuthority::Accepted);
    let _ = list.signing_time();
});
