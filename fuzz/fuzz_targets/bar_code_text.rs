//! Whatever text a bar code holds, and whatever list of layouts explains it: no panic, and JSON in its canonical form is
//! its own. The list stands before the first 0, the text behind it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use limen_domain::CodeLayouts;
use limen_seal::{canonical, layout, vds_nc::VdsNc};

fuzz_target!(|octets: &[u8]| {
    let text = String::from_utf8_lossy(octets);
    let (list, text) = text.split_once('\0').unwrap_or(("", &text));
    let _ = layout::find(&CodeLayouts::built_in(), text);
    if let Ok(layouts) = CodeLayouts::read(list.as_bytes()) {
        let _ = layout::find(&layouts, text);
    }
    let _ = VdsNc::read(text);
    if let Ok(value) = serde_json::from_str::<serde_json::Value>(text) {
        let once = canonical::written(&value);
        let again: serde_json::Value = serde_json::from_str(&once).expect("canonical JSON is JSON");
        assert_eq!(canonical::written(&again), once);
    }
});
