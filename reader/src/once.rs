//! A chip read once, for whoever asks at the command line: `limen-reader chip read`. What was read is printed as one JSON
//! object, or saved as files; what it is worth, `limen chip read` and `limen chip verify` say. docs/trust.md has the fields.

use crate::{
    chip::{self, PcscPlace, Place},
    node::{Progress, Reading, Request, Step},
    settings::ChipReaders,
};
use jiff::Timestamp;
use limen_chip::{AccessKey, CHALLENGE_OCTETS};
use serde::Serialize;
use std::{
    collections::BTreeMap,
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, BufRead, IsTerminal, Read, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};
use thiserror::Error;

/// Maximum bytes of a file with a zone.
const MOST_ZONE_BYTES: u64 = 1024;
/// Maximum bytes of a line with a card access number.
const MOST_NUMBER_BYTES: u64 = 64;
/// What stands for a number that is read from standard input.
const FROM_INPUT: &str = "-";

/// What is done with a chip.
#[derive(clap::Subcommand)]
pub enum Command {
    /// Reads the chip that lies on a reader, waiting up to two minutes for it
    Read(Wanted),
}

/// Which chip, what opens it, and where its files go.
#[derive(Default, clap::Args)]
pub struct Wanted {
    /// A part of the reader's name, as limen-reader list shows it; any reader otherwise
    #[arg(long, value_name = "NAME")]
    pub reader: Option<String>,
    /// A file with the document's zone, which opens its chip
    #[arg(long, value_name = "FILE", conflicts_with = "can")]
    pub zone: Option<PathBuf>,
    /// The card access number, which is printed on cards and some passports. Who lists this machine's processes sees it here:
    /// with "-" as N it is read from standard input
    #[arg(long, value_name = "N")]
    pub can: Option<String>,
    /// Print one JSON object: the files in hexadecimal, and what the chip answered
    #[arg(long)]
    pub json: bool,
    /// Save the files there as EF.SOD, EF.COM, DG1 ...: a folder that is empty, or not there yet
    #[arg(long, value_name = "DIR")]
    pub save: Option<PathBuf>,
}

/// Why a chip was not read.
#[derive(Debug, Error)]
pub enum OnceError {
    /// A file or folder can't be used.
    #[error("{0}: {1}")]
    File(PathBuf, io::Error),
    /// The zone's file holds no zone that opens a chip.
    #[error("{0} holds no zone that opens a chip; write its two or three lines as they are printed")]
    NoZone(PathBuf),
    /// The number is none.
    #[error(transparent)]
    NoNumber(#[from] limen_chip::KeyError),
    /// The files of one chip would come among others.
    #[error("{0} is not empty; name a folder that is, so that files of two chips are never mixed")]
    NotEmpty(PathBuf),
    /// There are no random numbers.
    #[error("this machine gives no random numbers: {0}")]
    NoRandom(String),
    /// There is no reader.
    #[error("no reader of chips of that name is there, or pcscd does not run; limen-reader list shows which there are")]
    NoReader,
    /// Nothing opens it.
    #[error("the chip does not open with this zone or number; compare it with the document")]
    WrongKey,
    /// It is no travel document.
    #[error("what lies on the reader is no travel document")]
    NoDocument,
    /// Nothing was read, or a part.
    #[error("the chip was not read to its end; lay the document on the reader, leave it there, and start anew")]
    NotRead,
}

/// What was read, as `--json` prints it. Bytes are written in hexadecimal.
#[derive(Debug, Serialize)]
struct Printed {
    #[serde(flatten)]
    said: BTreeMap<&'static str, String>,
    /// What active authentication asked, and what the chip signed then.
    challenge: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    active: Option<String>,
    files: BTreeMap<String, String>,
}

/// Reads a chip as the command asks.
///
/// # Errors
/// [`OnceError`] says why it was not read to its end. What was read of it is printed and saved all the same.
pub fn run(command: Command, chips: ChipReaders, now: Timestamp) -> Result<(), OnceError> {
    let Command::Read(mut wanted) = command;
    if wanted.can.as_deref() == Some(FROM_INPUT) {
        if io::stdin().is_terminal() {
            eprintln!("limen-reader: type the number that is printed on the card, and press Enter");
        }
        wanted.can = Some(number_of(io::stdin().lock())?);
    }
    let named = wanted.reader.clone().unwrap_or(chips.named);
    let mut place = PcscPlace::new(ChipReaders { named, ..chips });
    read(&wanted, &mut place, now, &mut io::stdout().lock())
}

/// The same, of whatever lies in a place.
///
/// # Errors
/// As [`run`].
pub fn read(wanted: &Wanted, place: &mut dyn Place, now: Timestamp, out: &mut dyn Write) -> Result<(), OnceError> {
    let zone = wanted.zone.as_deref().map(zone_of).transpose()?.unwrap_or_default();
    if let Some(number) = &wanted.can {
        AccessKey::can(number)?;
    }
    if let Some(folder) = &wanted.save {
        prepare(folder)?;
    }
    let mut challenge = [0; CHALLENGE_OCTETS];
    getrandom::fill(&mut challenge).map_err(|error| OnceError::NoRandom(error.to_string()))?;
    let request = Request { id: String::new(), zone, can: wanted.can.clone(), challenge: hex(&challenge) };
    let keys = chip::keys(&request, now);
    if let (Some(file), true) = (&wanted.zone, keys.is_empty()) {
        return Err(OnceError::NoZone(file.clone()));
    }
    let (mut last, mut before) = (None, None);
    let reading = chip::read_with(keys, &request, place, now, &mut |_| {}, &mut |progress| {
        tell(&progress, last);
        (before, last) = (last, Some(progress.step));
        // A reader that is not there is not waited for.
        progress.step != Step::NoReader
    });
    let Some(reading) = reading else { return Err(why(last, before)) };
    if let Some(folder) = &wanted.save {
        save(folder, &reading)?;
    }
    print(&reading, request.challenge, wanted.json, out)
        .map_err(|error| OnceError::File("standard output".into(), error))?;
    match last {
        None | Some(Step::Opened | Step::Reading | Step::Proving) => Ok(()),
        ended => Err(why(ended, before)),
    }
}

/// Why reading ended with a step; one that was given up ended for what came before it.
fn why(ended: Option<Step>, before: Option<Step>) -> OnceError {
    match if ended == Some(Step::GivenUp) { before } else { ended } {
        Some(Step::NoReader) => OnceError::NoReader,
        Some(Step::WrongKey) => OnceError::WrongKey,
        Some(Step::NoDocument) => OnceError::NoDocument,
        _ => OnceError::NotRead,
    }
}

/// The number in the first line of an input.
fn number_of(input: impl BufRead) -> Result<String, OnceError> {
    let mut line = String::new();
    let read = input.take(MOST_NUMBER_BYTES).read_line(&mut line);
    read.map_err(|error| OnceError::File("standard input".into(), error))?;
    Ok(line.trim().to_owned())
}

fn zone_of(file: &Path) -> Result<String, OnceError> {
    let at = |error| OnceError::File(file.to_owned(), error);
    let mut text = String::new();
    File::open(file).map_err(at)?.take(MOST_ZONE_BYTES).read_to_string(&mut text).map_err(at)?;
    Ok(text)
}

/// A folder for its user's eyes alone, with nothing in it.
fn prepare(folder: &Path) -> Result<(), OnceError> {
    let at = |error| OnceError::File(folder.to_owned(), error);
    DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(at)?;
    if fs::read_dir(folder).map_err(at)?.next().is_some() {
        return Err(OnceError::NotEmpty(folder.to_owned()));
    }
    Ok(())
}

/// Saves each file under its name; what the chip signed is no file of it.
fn save(folder: &Path, reading: &Reading) -> Result<(), OnceError> {
    for (name, bytes) in reading.files.iter().filter(|(name, _)| name != ACTIVE) {
        let path = folder.join(name);
        let written = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
        written.and_then(|mut file| file.write_all(bytes)).map_err(|error| OnceError::File(path, error))?;
    }
    Ok(())
}

/// The name under which a reading has what the chip signed.
const ACTIVE: &str = "active";

fn print(reading: &Reading, challenge: String, json: bool, out: &mut dyn Write) -> io::Result<()> {
    if json {
        let said = reading.texts.iter().filter(|(name, _)| *name != "request");
        let active = reading.files.iter().find(|(name, _)| name == ACTIVE).map(|(_, bytes)| hex(bytes));
        let files = reading.files.iter().filter(|(name, _)| name != ACTIVE);
        let files = files.map(|(name, bytes)| (name.clone(), hex(bytes))).collect();
        let printed =
            Printed { said: said.map(|(name, text)| (*name, text.clone())).collect(), challenge, active, files };
        writeln!(out, "{}", serde_json::to_string(&printed)?)?;
    } else {
        for (name, bytes) in reading.files.iter().filter(|(name, _)| name != ACTIVE) {
            writeln!(out, "{name}\t{} bytes", bytes.len())?;
        }
    }
    out.flush()
}

/// Says how it goes on, to who waits at the command line.
fn tell(progress: &Progress, last: Option<Step>) {
    let (step, file) = (progress.step, progress.file.as_deref().unwrap_or_default());
    let said = match step {
        Step::Reading if progress.total > 0 => {
            let percent = (100 * progress.read / progress.total).min(100);
            format!("reading {file}, {percent} %")
        }
        _ if last == Some(step) => return,
        Step::LayDown => "lay the document on the reader, and leave it there".to_owned(),
        Step::Opened => "the chip opened".to_owned(),
        Step::Reading => format!("reading {file}"),
        Step::Proving => "asking whether the chip is the original".to_owned(),
        Step::Lost => "the document was taken away; lay it down again".to_owned(),
        // How it ended is the error's to say.
        Step::WrongKey | Step::NoDocument | Step::GivenUp | Step::NoReader => return,
    };
    eprintln!("limen-reader: {said}");
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use limen_chip::{
        Card,
        simulated::{Issuer, Locks, Passport, SimulatedChip, Trouble, passport},
    };
    use limen_trust::{FileName, Files, Outcome, Verdict, verify};
    use std::os::unix::fs::PermissionsExt;

    const ZONE: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10\n";

    fn now() -> Timestamp {
        "2026-11-28T12:00:00Z".parse().expect("a moment")
    }

    fn chip() -> SimulatedChip {
        let of = Passport { can: Some("123456".into()), ..Passport::new(&ZONE.replace('\n', ""), &[0xFF; 3_000]) };
        passport(&of, &Issuer::of("UT")).0
    }

    struct Table(Option<SimulatedChip>);

    impl Place for Table {
        fn card(&mut self) -> Result<Option<Box<dyn Card + '_>>, String> {
            match &mut self.0 {
                Some(chip) => Ok(Some(Box::new(chip))),
                None => Err("no reader of chips is there".to_owned()),
            }
        }
    }

    fn read_of(wanted: &Wanted, chip: Option<SimulatedChip>) -> (Result<(), OnceError>, String) {
        let mut out = Vec::new();
        let done = read(wanted, &mut Table(chip), now(), &mut out);
        (done, String::from_utf8(out).expect("text"))
    }

    #[test]
    fn a_chip_opened_by_the_number_on_the_card_is_printed_and_saved_as_it_stands() {
        let folder = tempfile::tempdir().expect("a folder");
        let save = folder.path().join("chip");
        let wanted = Wanted { can: Some("123456".into()), json: true, save: Some(save.clone()), ..Wanted::default() };
        let (done, printed) = read_of(&wanted, Some(chip()));
        done.expect("read");
        let printed: serde_json::Value = serde_json::from_str(&printed).expect("JSON");
        assert_eq!(printed["access"], "pace");
        assert_eq!(printed["challenge"].as_str().map(str::len), Some(16));
        assert!(!printed.to_string().contains("123456"), "the number is not printed");
        let mut files = Files::default();
        for entry in fs::read_dir(&save).expect("a folder") {
            let entry = entry.expect("an entry");
            let name = entry.file_name().into_string().expect("a name");
            assert_eq!(entry.metadata().expect("a file").permissions().mode() & 0o777, 0o600, "{name}");
            let bytes = fs::read(entry.path()).expect("read");
            assert_eq!(printed["files"][&name], hex(&bytes), "{name}");
            if let Some(name) = FileName::of(&name) {
                files.add(name, bytes).expect("added");
            }
        }
        let report = verify(&files, None, now());
        assert_eq!((report.integrity.outcome(), report.signer.outcome()), (Outcome::Good, Outcome::Good));
        // A second chip does not come among the files of the first.
        let (done, printed) = read_of(&wanted, Some(chip()));
        assert!(matches!(done, Err(OnceError::NotEmpty(_))) && printed.is_empty());
    }

    #[test]
    fn a_zone_in_a_file_opens_and_people_read_a_line_for_each_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let zone = folder.path().join("zone.txt");
        fs::write(&zone, ZONE).expect("written");
        let wanted = Wanted { zone: Some(zone.clone()), ..Wanted::default() };
        let (done, printed) = read_of(&wanted, Some(chip()));
        done.expect("read");
        assert!(printed.contains("DG1\t") && printed.contains("EF.SOD\t"), "{printed}");
        fs::write(&zone, "no zone").expect("written");
        assert!(matches!(read_of(&wanted, Some(chip())).0, Err(OnceError::NoZone(_))));
    }

    #[test]
    fn a_number_can_come_by_a_line_of_input_in_place_of_the_list_of_processes() {
        assert_eq!(number_of(&b" 123456 \r\n654321"[..]).expect("a line"), "123456");
        assert_eq!(number_of(&b""[..]).expect("no line"), "");
        let endless = vec![b'1'; 10_000];
        assert_eq!(number_of(&endless[..]).expect("a line").len(), 64);
        assert!(number_of(&[0xFF, b'\n'][..]).is_err());
    }

    #[test]
    fn a_chip_that_is_open_to_everyone_is_read_without_a_key() {
        let (_, files) = passport(&Passport::new(&ZONE.replace('\n', ""), &[0xFF; 900]), &Issuer::of("UT"));
        let open = SimulatedChip::new(&files, Locks::default(), Vec::new());
        let (done, printed) = read_of(&Wanted { json: true, ..Wanted::default() }, Some(open));
        done.expect("read");
        let printed: serde_json::Value = serde_json::from_str(&printed).expect("JSON");
        assert_eq!(printed["access"], "open");
        assert!(printed["files"]["DG1"].is_string(), "{printed}");
    }

    #[test]
    fn what_was_not_read_is_an_error_that_says_what_to_do() {
        let with = |can: &str| Wanted { can: Some(can.into()), json: true, ..Wanted::default() };
        assert!(matches!(read_of(&with("654321"), Some(chip())).0, Err(OnceError::WrongKey)));
        assert!(matches!(read_of(&with("12"), Some(chip())).0, Err(OnceError::NoNumber(_))));
        assert!(matches!(read_of(&with("123456"), None).0, Err(OnceError::NoReader)));
        // Without a key, only a chip that is open to everyone is read.
        assert!(matches!(read_of(&Wanted::default(), Some(chip())).0, Err(OnceError::WrongKey)));
        let broken = chip().trouble(Trouble::WrongToken);
        assert!(matches!(read_of(&with("123456"), Some(broken)).0, Err(OnceError::NotRead)));
    }
}
