//! A chip that lies on a reader of this machine, read by `limen-reader`: this program starts on machines without libpcsclite,
//! which readers of chips need, so the reading is another's.

use crate::outcome::Failed;
use limen_chip::CHALLENGE_OCTETS;
use limen_node::chip_check::{HandedChip, agreed};
use limen_trust::FileName;
use serde::Deserialize;
use std::{
    collections::BTreeMap,
    env,
    ffi::OsStr,
    io::{self, Read, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Maximum bytes that limen-reader prints: the files of a chip in hexadecimal.
const MOST_BYTES: u64 = 32 * 1024 * 1024;

/// What stands for a number that is read from standard input, here and by limen-reader.
const FROM_INPUT: &str = "-";

/// What limen-reader is told.
#[derive(Default, clap::Args)]
pub(crate) struct Wanted {
    /// A part of the reader's name, as limen-reader list shows it; any reader otherwise
    #[arg(long, value_name = "NAME")]
    reader: Option<String>,
    /// A file with the document's zone, which opens its chip
    #[arg(long, value_name = "FILE", conflicts_with = "can")]
    zone: Option<PathBuf>,
    /// The card access number, which is printed on cards and some passports. Who lists this machine's processes sees it here:
    /// with "-" as N it is read from standard input
    #[arg(long, value_name = "N")]
    can: Option<String>,
    /// Save the chip's files there as EF.SOD, EF.COM, DG1 ...: a folder that is empty, or not there yet
    #[arg(long, value_name = "DIR")]
    save: Option<PathBuf>,
}

/// What limen-reader prints. Bytes are in hexadecimal.
#[derive(Debug, Deserialize)]
struct Printed {
    challenge: String,
    active: Option<String>,
    chip_authentication: Option<String>,
    pace_mapping: Option<String>,
    files: BTreeMap<String, String>,
}

/// Has the chip read. What is to be done meanwhile, limen-reader says on standard error.
pub(crate) fn read(wanted: &Wanted) -> Result<HandedChip, Failed> {
    let own = env::current_exe().ok();
    let program = reader_program(own.as_deref(), env::var_os("PATH").as_deref()).ok_or(
        "reading a chip needs the program limen-reader, which is not here; install it beside limen or on PATH, with pcscd \
         and the reader's driver (docs/readers.md says how), or check saved files with limen chip verify",
    )?;
    let mut command = Command::new(&program);
    command.args(["chip", "read", "--json"]).stdout(Stdio::piped());
    // A number goes on by a pipe, whichever way it came: the list of processes shows what a program was told.
    command.stdin(match wanted.can.as_deref() {
        None => Stdio::null(),
        Some(FROM_INPUT) => Stdio::inherit(),
        Some(_) => Stdio::piped(),
    });
    let option = |name: &str, value: Option<&OsStr>| value.map(|value| [OsStr::new(name), value].map(OsStr::to_owned));
    let options = [
        option("--reader", wanted.reader.as_deref().map(OsStr::new)),
        option("--zone", wanted.zone.as_deref().map(Path::as_os_str)),
        option("--can", wanted.can.as_ref().map(|_| OsStr::new(FROM_INPUT))),
        option("--save", wanted.save.as_deref().map(Path::as_os_str)),
    ];
    let options = options.into_iter().flatten().flatten();
    let at = |error: io::Error| format!("{} can't be run: {error}", program.display());
    let mut child = command.args(options).spawn().map_err(at)?;
    if let (Some(number), Some(mut input)) = (&wanted.can, child.stdin.take()) {
        // One that has ended already says why itself.
        let _ = writeln!(input, "{number}");
    }
    let mut printed = Vec::new();
    let taken = child.stdout.take().map(|out| out.take(MOST_BYTES).read_to_end(&mut printed));
    let status = child.wait().map_err(at)?;
    taken.transpose().map_err(at)?;
    if !status.success() {
        return Err("the chip was not read to its end, and is not judged; limen-reader says above why".into());
    }
    handed(&printed)
}

/// The program beside this one, or on PATH; folders that PATH does not name whole are passed over.
fn reader_program(own: Option<&Path>, path: Option<&OsStr>) -> Option<PathBuf> {
    let beside = own.and_then(Path::parent).map(Path::to_owned);
    let on_path = path.into_iter().flat_map(env::split_paths).filter(|folder| folder.is_absolute());
    let name = format!("limen-reader{}", env::consts::EXE_SUFFIX);
    beside.into_iter().chain(on_path).map(|folder| folder.join(&name)).find(|program| program.is_file())
}

/// What was read, from what limen-reader printed.
fn handed(printed: &[u8]) -> Result<HandedChip, Failed> {
    let other = "limen-reader printed something else than a chip's files; install the one of this version of limen";
    let printed: Printed = serde_json::from_slice(printed).map_err(|_| other)?;
    let bytes =
        |text: &str| data_encoding::HEXLOWER_PERMISSIVE.decode(text.as_bytes()).map_err(|_| Failed::from(other));
    let mut chip = HandedChip::default();
    for (name, text) in &printed.files {
        match name.as_str() {
            "EF.CardAccess" => chip.card_access = Some(bytes(text)?),
            "EF.CardSecurity" => chip.card_security = Some(bytes(text)?),
            name => chip.files.add(FileName::of(name).ok_or(other)?, bytes(text)?)?,
        }
    }
    if let Some(active) = &printed.active {
        let challenge = <[u8; CHALLENGE_OCTETS]>::try_from(bytes(&printed.challenge)?).map_err(|_| other)?;
        chip.active = Some((challenge, bytes(active)?));
    }
    let said = [&printed.chip_authentication, &printed.pace_mapping];
    chip.agreed = said.into_iter().flatten().fold(None, |before, said| agreed(before, said));
    Ok(chip)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_beside_this_one_is_taken_before_one_on_path_and_never_one_of_a_working_folder() {
        let folder = tempfile::tempdir().expect("a folder");
        let [beside, on_path] = ["beside", "on_path"].map(|name| folder.path().join(name));
        let name = format!("limen-reader{}", env::consts::EXE_SUFFIX);
        let path = env::join_paths([Path::new("."), Path::new(""), &on_path]).expect("a path");
        let found = || reader_program(Some(&beside.join("limen")), Some(&path));
        for folder in [&beside, &on_path] {
            std::fs::create_dir(folder).expect("made");
        }
        assert_eq!(found(), None);
        std::fs::write(on_path.join(&name), "").expect("written");
        assert_eq!(found(), Some(on_path.join(&name)));
        std::fs::write(beside.join(&name), "").expect("written");
        assert_eq!(found(), Some(beside.join(&name)));
    }

    #[test]
    fn what_limen_reader_prints_is_taken_whole_or_not_at_all() {
        let printed = r#"{"access":"pace","challenge":"0102030405060708","active":"aabb","chip_authentication":"yes",
            "pace_mapping":"no","files":{"DG1":"6100","EF.CardAccess":"3100"}}"#;
        let chip = handed(printed.as_bytes()).expect("a chip");
        assert_eq!(chip.files.group(limen_trust::Group::ZONE), Some(&[0x61, 0][..]));
        assert_eq!(chip.active, Some(([1, 2, 3, 4, 5, 6, 7, 8], vec![0xAA, 0xBB])));
        assert_eq!((chip.card_access, chip.agreed), (Some(vec![0x31, 0]), Some(false)));
        for (from, to) in [("DG1", "DG99"), ("6100", "61x0"), ("0102030405060708", "01"), ("{\"access", "{access")] {
            assert!(handed(printed.replace(from, to).as_bytes()).is_err(), "{to}");
        }
    }
}
