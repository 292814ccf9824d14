//! EF.COM and data groups: read or refused. The first byte chooses which.
#![no_main]

use libfuzzer_sys::fuzz_target;
use limen_chip::{lds::*, security::SecurityInfos};
use limen_trust::lds;

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, file)) = bytes.split_first() else { return };
    match choice {
        b'c' => drop(lds::listed(file)),
        b'1' => {
            if let Ok(zone) = lds::zone(file) {
                assert!([2, 3].contains(&zone.len()));
                assert!(lds::issuing_state(&zone).is_some());
            }
        }
        b'2' => {
            for face in faces(file).unwrap_or_default() {
                assert!(face.picture.octets.len() <= file.len());
            }
        }
        b'7' => drop(signatures(file)),
        b'h' => drop(HolderDetails::read(file)),
        b'd' => drop(DocumentDetails::read(file)),
        b'k' => drop(limen_chip::Evidence { challenge: [0; 8], signature: file.to_vec() }.verify(file, None)),
        b'a' => drop(SecurityInfos::card_access(file)),
        b's' => drop(SecurityInfos::card_security(file)),
        _ => {
            if let Ok(infos) = SecurityInfos::dg14(file) {
                let _ = infos.chip_authentication();
            }
        }
    }
});
