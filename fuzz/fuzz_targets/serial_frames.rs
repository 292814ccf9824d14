//! Whatever a serial line brings, in whatever pieces: no panic, no memory without bound, nothing but a zone's letters handed on.
#![no_main]

use libfuzzer_sys::fuzz_target;
use limen_reader::frames::{Form, Frames, Framing, Heard};
use std::time::Duration;

fuzz_target!(|bytes: &[u8]| {
    let Some((&[how, cut], line)) = bytes.split_first_chunk() else { return };
    let form = if how & 1 == 0 { Form::Lines } else { Form::Json };
    let usual = Framing { form, error_sign: (how & 8 != 0).then_some('?'), ..Framing::default() };
    let framing = Framing {
        start: if how & 2 == 0 { usual.start } else { None },
        end: if how & 4 == 0 { usual.end } else { None },
        ..usual
    };
    let mut frames = Frames::new(framing);
    let mut heard = Vec::new();
    for (count, piece) in line.chunks(usize::from(cut).max(1)).enumerate() {
        heard.extend(frames.take(piece, Duration::from_millis(count as u64 * 150)));
    }
    heard.extend(frames.gone());
    for scan in heard.iter().filter_map(|heard| if let Heard::Scan(scan) = heard { Some(scan) } else { None }) {
        assert!(scan.zone.is_ascii() && scan.zone.len() <= 144);
        assert_eq!(scan.unread, scan.zone.matches('*').count());
    }
});
