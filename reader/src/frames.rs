//! From the bytes of a page reader to scans: start and end signs, line ends, the sign for a letter that was not read.
//!
//! Pure: bytes and moments are given, so that every fault of a line can be tested. A scan is never lost in the middle of
//! another: what follows an end sign begins the next one, in the same bytes or in later ones.

use serde::Deserialize;
use std::time::Duration;

/// Maximum number of bytes of a scan: the largest zone has 92, a reader that sends JSON some thousand.
pub const MOST_BYTES: usize = 16 * 1024;
/// A reader without an end sign has ended when nothing came for so long.
pub const QUIET: Duration = Duration::from_millis(400);
/// A scan that began and does not go on was cut off: the reader was unplugged, or the document pulled out.
pub const CUT_OFF: Duration = Duration::from_secs(3);
/// Lines of a zone: how long, and how many (Doc 9303-4 to -7; the French card of 2 x 36).
const SHAPES: [(usize, usize); 3] = [(30, 3), (36, 2), (44, 2)];

const STX: u8 = 0x02;
const ETX: u8 = 0x03;

/// What a reader wraps around a scan.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Framing {
    /// The byte with which a scan begins; `None` where there is none.
    pub start: Option<u8>,
    /// The byte with which it ends; `None` where only silence ends it.
    pub end: Option<u8>,
    /// The bytes that end a line; each of them ends one, and empty lines count for nothing.
    pub line_ends: Vec<u8>,
    /// What stands for a letter that the reader could not read.
    pub error_sign: Option<char>,
    /// What stands between start and end.
    pub form: Form,
}

/// What stands between start and end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// The lines of a zone.
    #[default]
    Lines,
    /// A JSON object with the zone among its fields.
    Json,
}

impl Default for Framing {
    fn default() -> Self {
        Self { start: Some(STX), end: Some(ETX), line_ends: vec![b'\r', b'\n'], error_sign: None, form: Form::Lines }
    }
}

/// What came of some bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// A scan.
    Scan(Scan),
    /// Bytes that are part of none: noise, another speed, or a scan that was cut off.
    Noise {
        /// How many.
        bytes: usize,
        /// Whether a scan had begun with them.
        is_cut_off: bool,
    },
}

/// What a reader read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    /// Its lines, parted by line feeds. A letter that was not read is `*`.
    pub zone: String,
    /// How many letters were not read.
    pub unread: usize,
}

/// Makes scans of bytes as they come.
#[derive(Debug, Clone)]
pub struct Frames {
    framing: Framing,
    buffer: Vec<u8>,
    /// Whether a start sign was seen, where there are some.
    is_begun: bool,
    /// Bytes that are part of no scan.
    noise: usize,
    last: Duration,
}

impl Frames {
    /// For a reader that wraps its scans so.
    pub fn new(framing: Framing) -> Self {
        Self { framing, buffer: Vec::new(), is_begun: false, noise: 0, last: Duration::ZERO }
    }

    /// Takes bytes that came at a moment, counted from any beginning.
    pub fn take(&mut self, bytes: &[u8], at: Duration) -> Vec<Heard> {
        let mut heard = self.wait(at);
        for &byte in bytes {
            self.byte(byte, &mut heard);
        }
        if !bytes.is_empty() {
            self.last = at;
        }
        heard
    }

    /// Nothing came until this moment.
    pub fn wait(&mut self, at: Duration) -> Vec<Heard> {
        let mut heard = Vec::new();
        let silent = at.saturating_sub(self.last);
        if self.framing.end.is_none() && silent >= QUIET {
            self.end(&mut heard);
        } else if silent >= CUT_OFF && !self.buffer.is_empty() {
            self.cut_off(&mut heard);
        }
        if silent >= QUIET {
            self.tell_noise(&mut heard);
        }
        heard
    }

    /// The reader is gone: what it had begun is cut off.
    pub fn gone(&mut self) -> Vec<Heard> {
        let mut heard = Vec::new();
        if self.framing.end.is_none() {
            self.end(&mut heard);
        }
        if !self.buffer.is_empty() {
            self.cut_off(&mut heard);
        }
        self.tell_noise(&mut heard);
        heard
    }

    fn byte(&mut self, byte: u8, heard: &mut Vec<Heard>) {
        if Some(byte) == self.framing.start {
            // One that is begun anew was cut off.
            if !self.buffer.is_empty() {
                self.cut_off(heard);
            }
            self.is_begun = true;
            return;
        }
        if self.framing.start.is_some() && !self.is_begun {
            self.noise += 1;
            return;
        }
        if Some(byte) == self.framing.end {
            self.end(heard);
            return;
        }
        if self.buffer.len() == MOST_BYTES {
            self.cut_off(heard);
            self.noise += 1;
            return;
        }
        self.buffer.push(byte);
        // Without an end sign, the last line's end is one: the next scan may follow at once.
        if self.framing.end.is_none() && self.framing.line_ends.contains(&byte) && is_whole(&self.lines()) {
            self.end(heard);
        }
    }

    /// A scan has ended.
    fn end(&mut self, heard: &mut Vec<Heard>) {
        self.is_begun = false;
        let scan = match self.framing.form {
            Form::Lines => self.lines(),
            Form::Json => zone_in(&self.buffer),
        };
        let bytes = std::mem::take(&mut self.buffer).len();
        match self.scan(&scan) {
            Some(scan) => {
                self.tell_noise(heard);
                heard.push(Heard::Scan(scan));
            }
            // Line ends alone are what some send behind a scan.
            None if scan.is_empty() && self.framing.form == Form::Lines => {}
            None => self.noise += bytes,
        }
    }

    fn cut_off(&mut self, heard: &mut Vec<Heard>) {
        self.is_begun = false;
        let bytes = std::mem::take(&mut self.buffer).len();
        heard.push(Heard::Noise { bytes, is_cut_off: true });
    }

    fn tell_noise(&mut self, heard: &mut Vec<Heard>) {
        let bytes = std::mem::take(&mut self.noise);
        // A line end or a sign around a scan is no noise.
        if bytes > 4 {
            heard.push(Heard::Noise { bytes, is_cut_off: false });
        }
    }

    /// The lines between the signs, without control characters.
    fn lines(&self) -> Vec<String> {
        let is_end = |byte: &u8| self.framing.line_ends.contains(byte);
        let lines = self.buffer.split(is_end).map(|line| {
            let text = String::from_utf8_lossy(line);
            text.chars().filter(|letter| !letter.is_control()).collect::<String>().trim().to_owned()
        });
        lines.filter(|line| !line.is_empty()).collect()
    }

    /// The scan of these lines; `None` where they are none of a document.
    fn scan(&self, lines: &[String]) -> Option<Scan> {
        let sign = self.framing.error_sign;
        let zone = lines.join("\n");
        let zone: String = zone.chars().map(|letter| if Some(letter) == sign { '*' } else { letter }).collect();
        let is_letter = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '<' | '*' | ' ' | '\n');
        let letters = zone.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '<').count();
        // Half a zone is handed on too: the counter says what is missing. A bar code's few letters are none.
        let is_zone = letters >= 24 && zone.len() <= 3 * 48 && zone.chars().all(is_letter);
        is_zone.then(|| Scan { unread: zone.chars().filter(|letter| *letter == '*').count(), zone })
    }
}

/// Whether these are all the lines of a zone.
fn is_whole(lines: &[String]) -> bool {
    SHAPES.iter().any(|&(length, count)| {
        let count_is = lines.len() == count && lines.iter().all(|line| line.chars().count() == length);
        // Without line ends of its own, a zone is one line.
        count_is || (lines.len() == 1 && lines[0].chars().count() == length * count && length != 36)
    })
}

/// The lines of the zone in a JSON object: the field `mrz`, a text or a list of texts, at whatever depth.
fn zone_in(json: &[u8]) -> Vec<String> {
    fn found(value: &serde_json::Value) -> Option<Vec<String>> {
        let serde_json::Value::Object(fields) = value else { return None };
        let own = fields.iter().find(|(name, _)| name.eq_ignore_ascii_case("mrz")).and_then(|(_, value)| match value {
            serde_json::Value::String(text) => Some(vec![text.clone()]),
            serde_json::Value::Array(lines) => lines.iter().map(|line| line.as_str().map(str::to_owned)).collect(),
            other => found(other),
        });
        own.or_else(|| fields.values().find_map(found))
    }
    let lines = serde_json::from_slice(json).ok().and_then(|value| found(&value)).unwrap_or_default();
    let lines = lines.iter().flat_map(|line| line.split(['\r', '\n'])).map(|line| line.trim().to_owned());
    lines.filter(|line| !line.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ZONE: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";
    const CARD: &str = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<";

    fn bare() -> Framing {
        Framing { start: None, end: None, ..Framing::default() }
    }

    fn wrapped(zone: &str) -> Vec<u8> {
        [&[STX], zone.replace('\n', "\r").as_bytes(), &[b'\r', ETX]].concat()
    }

    fn zones(heard: &[Heard]) -> Vec<&str> {
        let scans = heard.iter().filter_map(|heard| match heard {
            Heard::Scan(scan) => Some(scan.zone.as_str()),
            Heard::Noise { .. } => None,
        });
        scans.collect()
    }

    #[test]
    fn two_scans_in_one_piece_are_two() {
        let mut frames = Frames::new(Framing::default());
        let heard = frames.take(&[wrapped(ZONE), wrapped(CARD)].concat(), Duration::ZERO);
        assert_eq!(zones(&heard), [ZONE, CARD]);
    }

    #[test]
    fn a_scan_that_was_cut_off_takes_none_after_it_along() {
        let mut frames = Frames::new(Framing::default());
        let half = &wrapped(ZONE)[..40];
        let heard = frames.take(&[half, &wrapped(CARD)].concat(), Duration::ZERO);
        assert_eq!(zones(&heard), [CARD]);
        assert_eq!(heard[0], Heard::Noise { bytes: 39, is_cut_off: true });
        // Pulled out: said after a while, and the next one is whole.
        assert_eq!(frames.take(half, Duration::from_secs(1)), []);
        assert_eq!(frames.wait(Duration::from_secs(5)), [Heard::Noise { bytes: 39, is_cut_off: true }]);
        assert_eq!(zones(&frames.take(&wrapped(ZONE), Duration::from_secs(6))), [ZONE]);
    }

    #[test]
    fn a_reader_without_signs_ends_a_scan_with_its_last_line_or_by_silence() {
        let mut frames = Frames::new(bare());
        let both = format!("{ZONE}\r\n{CARD}");
        let heard = frames.take(both.as_bytes(), Duration::ZERO);
        assert_eq!(zones(&heard), [ZONE]);
        assert_eq!(zones(&frames.wait(Duration::from_millis(500))), [CARD]);
        assert_eq!(frames.wait(Duration::from_secs(60)), []);
    }

    #[test]
    fn another_speed_is_noise_and_is_said() {
        let mut frames = Frames::new(Framing::default());
        let noise = [0xF8, 0x80, 0x1C, 0xFE, 0x00, 0xE0, 0xFC];
        assert_eq!(frames.take(&noise, Duration::ZERO), []);
        assert_eq!(frames.wait(Duration::from_secs(1)), [Heard::Noise { bytes: 7, is_cut_off: false }]);
    }

    #[test]
    fn letters_that_were_not_read_are_counted() {
        let mut frames = Frames::new(Framing { error_sign: Some('?'), ..Framing::default() });
        let heard = frames.take(&wrapped(&ZONE.replace("L898", "?89?")), Duration::ZERO);
        assert_eq!(heard, [Heard::Scan(Scan { zone: ZONE.replace("L898", "*89*"), unread: 2 })]);
    }

    #[test]
    fn a_zone_in_json_is_found() {
        let mut frames = Frames::new(Framing { form: Form::Json, ..Framing::default() });
        let lines: Vec<&str> = ZONE.lines().collect();
        for json in [
            serde_json::json!({ "MRZ": ZONE.replace('\n', "\r\n") }),
            serde_json::json!({ "qr": null, "document": { "mrz": lines } }),
        ] {
            let sent = [&[STX], json.to_string().as_bytes(), &[ETX, b'\r', b'\n']].concat();
            assert_eq!(zones(&frames.take(&sent, Duration::ZERO)), [ZONE], "{json}");
        }
        assert_eq!(zones(&frames.take(b"\x02{\"mrz\": 7, \x03", Duration::ZERO)), [""; 0]);
    }

    proptest! {
        #[test]
        fn however_a_scan_comes_in_pieces_and_whatever_comes_before_it_it_is_read(
            noise in proptest::collection::vec(any::<u8>().prop_filter("no sign", |byte| *byte != STX), 0..200),
            cuts in proptest::collection::vec(1_usize..30, 1..40),
            is_card in any::<bool>(),
        ) {
            let zone = if is_card { CARD } else { ZONE };
            let sent = [noise, wrapped(zone)].concat();
            let (mut frames, mut heard, mut rest) = (Frames::new(Framing::default()), Vec::new(), sent.as_slice());
            for (count, cut) in cuts.iter().cycle().enumerate() {
                if rest.is_empty() { break }
                let (piece, after) = rest.split_at((*cut).min(rest.len()));
                heard.extend(frames.take(piece, Duration::from_millis(u64::try_from(count).unwrap_or(0) * 60)));
                rest = after;
            }
            prop_assert_eq!(zones(&heard).last().copied(), Some(zone));
        }

        #[test]
        fn nothing_that_comes_grows_without_bound_or_is_handed_on_as_what_no_zone_holds(
            pieces in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..2_000), 0..40),
            has_signs in any::<bool>(),
        ) {
            let mut frames = Frames::new(if has_signs { Framing::default() } else { bare() });
            for (count, piece) in pieces.iter().enumerate() {
                for heard in frames.take(piece, Duration::from_millis(u64::try_from(count).unwrap_or(0) * 100)) {
                    if let Heard::Scan(scan) = heard {
                        prop_assert!(scan.zone.len() <= 144 && scan.zone.is_ascii());
                    }
                }
                prop_assert!(frames.buffer.len() <= MOST_BYTES);
            }
            frames.gone();
            prop_assert!(frames.buffer.is_empty());
        }
    }
}
