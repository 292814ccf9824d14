//! Chips: a document on a PC/SC reader, read with the zone or the number that the counter gave.
//!
//! [`read`] works on whatever [`Place`] gives cards: readers of this machine ([`pcsc_place`]), or a chip in software.

mod pcsc_place;

use crate::node::{Progress, Reading, Request, Step};
use jiff::{Timestamp, tz::TimeZone};
use limen_chip::{Access, AccessKey, CHALLENGE_OCTETS, Card, ChipData, ChipReader, ReadError, ZoneKey, genuineness};
use limen_document::mrz;
use limen_trust::{FileName, Files, Genuineness, Group, Proof, verify};
use std::{
    thread::sleep,
    time::{Duration, Instant},
};

pub use pcsc_place::{PcscPlace, names};

/// How long a request is worked on, from the counter's asking to the last file.
pub const LONGEST: Duration = Duration::from_secs(120);
/// How long to wait until it is looked whether a document lies there.
const LOOK: Duration = Duration::from_millis(200);
/// How often progress is told at most, but for a change of what happens.
const TELL_EVERY: Duration = Duration::from_millis(250);

/// Where documents are laid.
pub trait Place {
    /// What lies there, if anything does. Of several readers that have a document, each is given in turn.
    ///
    /// # Errors
    /// There is no reader, or it can't be used: a sentence for the log.
    fn card(&mut self) -> Result<Option<Box<dyn Card + '_>>, String>;
}

/// Reads the chip that the counter asks for. `tell` says how it goes on, and answers whether it is still wanted; `first` is
/// handed the zone with its signature as soon as they are there, as the face takes long.
///
/// Whatever was read is handed over, also where reading was given up: the node says what it is worth.
pub fn read(
    request: &Request,
    place: &mut dyn Place,
    now: Timestamp,
    first: &mut dyn FnMut(Reading),
    tell: &mut dyn FnMut(Progress) -> bool,
) -> Option<Reading> {
    let keys = keys(request, now);
    if keys.is_empty() {
        Teller { request: &request.id, tell, last: None, is_wanted: true }.step(Step::WrongKey);
        return None;
    }
    read_with(keys, request, place, now, first, tell)
}

/// The same with these keys; without any, a chip that is open to everyone.
pub(crate) fn read_with(
    keys: Vec<AccessKey>,
    request: &Request,
    place: &mut dyn Place,
    now: Timestamp,
    first: &mut dyn FnMut(Reading),
    tell: &mut dyn FnMut(Progress) -> bool,
) -> Option<Reading> {
    let begun = Instant::now();
    let mut teller = Teller { request: &request.id, tell, last: None, is_wanted: true };
    let mut reader = ChipReader::new(keys);
    if let Some(challenge) =
        octets(&request.challenge).and_then(|octets| <[u8; CHALLENGE_OCTETS]>::try_from(octets).ok())
    {
        reader = reader.challenge(challenge);
    }
    let end = loop {
        if begun.elapsed() > LONGEST || !teller.is_wanted {
            break Step::GivenUp;
        }
        let mut card = match place.card() {
            Ok(Some(card)) => card,
            Ok(None) => {
                let has_begun = reader.data().files.iter().next().is_some();
                teller.step(if has_begun { Step::Lost } else { Step::LayDown });
                sleep(LOOK);
                continue;
            }
            Err(error) => {
                say(&error);
                teller.step(Step::NoReader);
                sleep(LOOK);
                continue;
            }
        };
        let mut random = |octets: &mut [u8]| {
            // Without random numbers the buffer stays as it is, which the reader of chips refuses.
            let _ = getrandom::fill(octets);
        };
        let mut each = |progress: limen_chip::Progress<'_>| {
            if let limen_chip::Progress::Read { file: FileName::Group(Group::ZONE), files } = progress {
                first(begun_with(request, files));
            }
            teller.chip(&progress);
        };
        match reader.run(&mut *card, &mut random, &mut each) {
            Ok(()) => return Some(handed(request, reader.into_data(), now)),
            // Laid down again, it is read on.
            Err(ReadError::Lost(_)) => teller.step(Step::Lost),
            Err(ReadError::WrongKey { .. } | ReadError::NeedsZone) => break Step::WrongKey,
            Err(ReadError::NoApplication(_)) => break Step::NoDocument,
            Err(error) => {
                say(&error.to_string());
                break Step::GivenUp;
            }
        }
        sleep(LOOK);
    };
    teller.step(end);
    let data = reader.into_data();
    let is_empty = data.files.iter().next().is_none();
    if is_empty { None } else { Some(handed(request, data, now)) }
}

/// What opens the chip: the number on the card, where it was typed; the zone, and a few readings of it that its check digits
/// can't tell from it.
pub(crate) fn keys(request: &Request, now: Timestamp) -> Vec<AccessKey> {
    let zone = mrz::read(&request.zone, now.to_zoned_datetime(TimeZone::UTC).date()).ok();
    let readings = zone.and_then(|zone| ZoneKey::readings(&zone).ok()).unwrap_or_default();
    let can = request.can.as_deref().and_then(|number| AccessKey::can(number).ok());
    can.into_iter().chain(readings.into_iter().map(AccessKey::Zone)).collect()
}

/// What is handed over of a chip that is still being read: the files up to its zone.
fn begun_with(request: &Request, files: &Files) -> Reading {
    Reading {
        texts: vec![("request", request.id.clone()), ("part", "zone".to_owned())],
        files: files.iter().map(|(name, bytes)| (name.to_string(), bytes.to_vec())).collect(),
    }
}

/// What is handed over: the files as they were read, and what the chip answered.
fn handed(request: &Request, data: ChipData, now: Timestamp) -> Reading {
    let mut reading = Reading { texts: vec![("request", request.id.clone())], files: Vec::new() };
    let access = match &data.access {
        Some(Access::Pace { .. }) => Some("pace"),
        Some(Access::Basic) => Some("bac"),
        Some(Access::Open) => Some("open"),
        None => None,
    };
    reading.texts.extend(access.map(|access| ("access", access.to_owned())));
    reading.texts.extend(data.chip.as_ref().map(|answer| {
        let word = match answer {
            Ok(true) => "yes",
            Ok(false) => "no",
            Err(_) => "no-answer",
        };
        ("chip_authentication", word.to_owned())
    }));
    if data.mapped.is_some() {
        // Only this program saw how the connection was made; the node can't see it again.
        let alone = ChipData { active: None, chip: None, ..data.clone() };
        let report = verify(&alone.files, None, now);
        let word = match genuineness(&alone, &report, None) {
            Genuineness::Original(Proof::PaceChipAuthentication) => Some("yes"),
            Genuineness::Refuted(Proof::PaceChipAuthentication) => Some("no"),
            _ => None,
        };
        reading.texts.extend(word.map(|word| ("pace_mapping", word.to_owned())));
    }
    reading.files.extend(data.files.iter().map(|(name, bytes)| (name.to_string(), bytes.to_vec())));
    reading.files.extend(data.card_access.map(|file| ("EF.CardAccess".to_owned(), file)));
    reading.files.extend(data.card_security.map(|file| ("EF.CardSecurity".to_owned(), file)));
    if let Some(Ok(evidence)) = data.active {
        reading.files.push(("active".to_owned(), evidence.signature));
    }
    reading
}

/// Tells how it goes on, not too often.
struct Teller<'a> {
    request: &'a str,
    tell: &'a mut dyn FnMut(Progress) -> bool,
    last: Option<(Step, Option<String>, Instant)>,
    is_wanted: bool,
}

impl Teller<'_> {
    fn step(&mut self, step: Step) {
        self.progress(step, None, 0, 0);
    }

    fn chip(&mut self, progress: &limen_chip::Progress<'_>) {
        match progress {
            limen_chip::Progress::Opened(_) => self.step(Step::Opened),
            limen_chip::Progress::Reading { file, read, total } => {
                self.progress(Step::Reading, Some(file.to_string()), *read, *total);
            }
            limen_chip::Progress::Read { .. } => {}
            limen_chip::Progress::Proving(_) => self.step(Step::Proving),
        }
    }

    fn progress(&mut self, step: Step, file: Option<String>, read: usize, total: usize) {
        let is_new = self.last.as_ref().is_none_or(|(last, of, at)| {
            *last != step || *of != file || (step == Step::Reading && at.elapsed() > TELL_EVERY)
                // A request that was taken back is noticed while nothing lies there, too.
                || at.elapsed() > 8 * TELL_EVERY
        });
        if is_new {
            self.last = Some((step, file.clone(), Instant::now()));
            self.is_wanted &= (self.tell)(Progress { request: self.request.to_owned(), step, file, read, total });
        }
    }
}

fn say(what: &str) {
    eprintln!("limen-reader: {what}");
}

/// The octets of a text in hexadecimal.
fn octets(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use limen_chip::simulated::{Issuer, Passport, SimulatedChip, Trouble, passport};
    use limen_trust::{Outcome, TrustStore, Verdict};

    const ZONE: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";

    fn now() -> Timestamp {
        "2026-11-28T12:00:00Z".parse().expect("a moment")
    }

    struct Table {
        chip: Option<SimulatedChip>,
        looks: usize,
    }

    impl Place for Table {
        fn card(&mut self) -> Result<Option<Box<dyn Card + '_>>, String> {
            self.looks += 1;
            if self.looks < 3 {
                return Ok(None);
            }
            Ok(self.chip.as_mut().map(|chip| Box::new(chip) as Box<dyn Card + '_>))
        }
    }

    fn request(zone: &str) -> Request {
        Request { id: "7".into(), zone: zone.into(), can: None, challenge: "0102030405060708".into() }
    }

    fn chip() -> SimulatedChip {
        passport(&Passport::new(&ZONE.replace('\n', ""), &[0xFF; 9_000]), &Issuer::of("UT")).0
    }

    fn read_on(request: &Request, chip: SimulatedChip) -> (Option<Reading>, Vec<Step>) {
        let mut steps = Vec::new();
        let mut table = Table { chip: Some(chip), looks: 0 };
        let reading = read(request, &mut table, now(), &mut |_| {}, &mut |progress| {
            if steps.last() != Some(&progress.step) {
                steps.push(progress.step);
            }
            steps.len() < 50
        });
        (reading, steps)
    }

    #[test]
    fn a_chip_is_read_with_the_zone_and_its_files_are_handed_over_as_they_stand() {
        let (reading, steps) = read_on(&request(ZONE), chip());
        assert_eq!(steps, [Step::LayDown, Step::Opened, Step::Reading]);
        let reading = reading.expect("a reading");
        assert!(reading.texts.contains(&("access", "pace".to_owned())), "{:?}", reading.texts);
        let (files, others) = Files::gather(reading.files).expect("files");
        assert_eq!(others, ["EF.CardAccess"]);
        let report = verify(&files, Some(&TrustStore::default()), now());
        assert_eq!((report.integrity.outcome(), report.signer.outcome()), (Outcome::Good, Outcome::Good));
    }

    /// A reader that is pulled out while the chip is read, and plugged in again.
    struct PulledOut {
        chip: SimulatedChip,
        looks: usize,
    }

    impl Place for PulledOut {
        fn card(&mut self) -> Result<Option<Box<dyn Card + '_>>, String> {
            self.looks += 1;
            match self.looks {
                2 | 3 => Err("no reader of chips is there".to_owned()),
                _ => Ok(Some(Box::new(&mut self.chip))),
            }
        }
    }

    #[test]
    fn a_reader_that_is_pulled_out_is_said_and_the_chip_is_read_on_when_it_is_back() {
        let mut place = PulledOut { chip: chip().trouble(Trouble::LostAfter(40)), looks: 0 };
        let mut steps = Vec::new();
        let reading = read(&request(ZONE), &mut place, now(), &mut |_| {}, &mut |progress| {
            if steps.last() != Some(&progress.step) {
                steps.push(progress.step);
            }
            steps.len() < 50
        });
        assert_eq!(steps, [Step::Opened, Step::Reading, Step::Lost, Step::NoReader, Step::Opened, Step::Reading]);
        let (files, _) = Files::gather(reading.expect("a reading").files).expect("files");
        assert_eq!(verify(&files, None, now()).integrity.outcome(), Outcome::Good);
    }

    #[test]
    fn the_zone_with_its_signature_is_handed_over_before_the_face_and_once() {
        // The document is taken away while the face is read, and laid down again.
        let mut table = Table { chip: Some(chip().trouble(Trouble::LostAfter(40))), looks: 2 };
        let (mut first, mut last) = (Vec::new(), None);
        let seen = std::cell::Cell::new(0_usize);
        let reading = read(
            &request(ZONE),
            &mut table,
            now(),
            &mut |reading| first.push((reading, seen.get())),
            &mut |progress| {
                last = progress.file.or(last.take());
                seen.set(seen.get() + usize::from(last.as_deref() == Some("DG2")));
                true
            },
        );
        assert!(reading.is_some());
        let [(early, before)] = first.as_slice() else { panic!("once, and not {} times", first.len()) };
        assert_eq!(*before, 0, "nothing of DG2 was read yet");
        assert_eq!(early.texts, [("request", "7".to_owned()), ("part", "zone".to_owned())]);
        let names: Vec<&str> = early.files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["EF.COM", "EF.SOD", "DG1"]);
        let (files, _) = Files::gather(early.files.clone()).expect("files");
        let report = verify(&files, None, now());
        assert_eq!((report.integrity.outcome(), report.signer.outcome()), (Outcome::Good, Outcome::Good));
    }

    #[test]
    fn a_doubtful_number_is_tried_in_its_few_readings() {
        let misread = ZONE.replace("L898902C", "L8989O2C");
        let (reading, steps) = read_on(&request(&misread), chip());
        assert!(reading.is_some(), "{steps:?}");
    }

    #[test]
    fn a_card_opens_by_the_number_that_the_officer_typed_where_there_is_no_zone_or_another() {
        let card = || {
            let of = Passport { can: Some("123456".into()), ..Passport::new(&ZONE.replace('\n', ""), &[0xFF; 900]) };
            passport(&of, &Issuer::of("UT")).0
        };
        let other = ZONE.replace("7408122F", "8001014F");
        for zone in ["", &other] {
            let typed = |can: &str| Request { can: Some(can.into()), ..request(zone) };
            let (reading, steps) = read_on(&typed("123456"), card());
            let reading = reading.unwrap_or_else(|| panic!("{steps:?}"));
            assert!(reading.files.iter().any(|(name, _)| name == "EF.SOD"));
            assert!(!format!("{reading:?} {:?}", typed("123456")).contains("123456"), "the number is said nowhere");
            let (reading, steps) = read_on(&typed("654321"), card());
            assert_eq!((reading, steps.last()), (None, Some(&Step::WrongKey)));
        }
    }

    #[test]
    fn a_document_that_is_taken_away_is_read_on_and_another_one_is_refused() {
        let (reading, steps) = read_on(&request(ZONE), chip().trouble(Trouble::LostAfter(40)));
        assert!(reading.is_some() && steps.contains(&Step::Lost), "{steps:?}");
        let other = ZONE.replace("7408122F", "8001014F");
        let (reading, steps) = read_on(&request(&other), chip());
        assert_eq!((reading, steps.last()), (None, Some(&Step::WrongKey)));
        let (reading, steps) = read_on(&request("no zone"), chip());
        assert_eq!((reading, steps), (None, vec![Step::WrongKey]));
    }
}
