//! A chip read through the real stack: Debian's pcscd and vsmartcard-vpcd, with the chip in software as the card. It needs
//! both, and the right to start pcscd; `./check` runs it.
#![cfg(feature = "chips")]
#![allow(missing_docs)]

use jiff::Timestamp;
use limen_chip::{
    Card,
    simulated::{Issuer, Passport, SimulatedChip, passport},
};
use limen_reader::{
    chip::{self, PcscPlace},
    node::{Request, Step},
    settings::ChipReaders,
};
use limen_trust::{Files, Outcome, Verdict, verify};
use rustix::net::sockopt::set_tcp_quickack;
use std::{
    fs,
    io::{self, Read, Write},
    net::TcpStream,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

const ZONE: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";
/// The port at which vpcd waits for a card (0x8C7B).
const PORT: u16 = 35_963;
/// A contactless card's answer to reset, without historical characters (PC/SC part 3 §3.1.3.2.3).
const ATR: [u8; 5] = [0x3B, 0x80, 0x80, 0x01, 0x01];

/// pcscd, which ends with the test.
struct Pcscd(Child);

impl Drop for Pcscd {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn chip_in_software() -> SimulatedChip {
    let face: Vec<u8> = (0..20_000_u32).map(|at| at.to_le_bytes()[0]).collect();
    passport(&Passport::new(&ZONE.replace('\n', ""), &face), &Issuer::of("UT")).0.most(60_000)
}

/// Answers vpcd as the card until it hangs up: frames of a length in two octets, and commands of one octet for the power.
fn serve(mut stream: TcpStream) -> io::Result<()> {
    let mut chip = chip_in_software();
    loop {
        // Linux waits 40 ms for data to send along with each acknowledgement; vpcd sends length and data apart.
        set_tcp_quickack(&stream, true)?;
        let mut length = [0; 2];
        stream.read_exact(&mut length)?;
        set_tcp_quickack(&stream, true)?;
        let mut frame = vec![0; usize::from(u16::from_be_bytes(length))];
        stream.read_exact(&mut frame)?;
        let answer = match frame[..] {
            // Off, on, reset: the chip forgets its keys.
            [0..=2] => {
                chip = chip_in_software();
                continue;
            }
            [4] => ATR.to_vec(),
            _ => chip.transmit(&frame).map_err(|lost| io::Error::other(lost.to_string()))?,
        };
        let length = u16::try_from(answer.len()).map_err(io::Error::other)?;
        stream.write_all(&[&length.to_be_bytes()[..], &answer].concat())?;
    }
}

/// The connection of a card to vpcd, once pcscd has loaded it.
fn inserted() -> TcpStream {
    let begun = Instant::now();
    loop {
        match TcpStream::connect(("127.0.0.1", PORT)) {
            Ok(stream) => return stream,
            Err(error) if begun.elapsed() > Duration::from_secs(20) => panic!("vpcd does not listen: {error}"),
            Err(_) => thread::sleep(Duration::from_millis(100)),
        }
    }
}

#[test]
#[ignore = "needs pcscd and vsmartcard-vpcd, and the right to start pcscd: ./check runs it"]
fn a_chip_is_read_through_pcscd_and_its_files_verify() {
    let mut pcscd = Command::new("pcscd");
    let pcscd = pcscd.arg("--foreground").stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    // Where one runs already, this one ends at once, and the other is used.
    let _pcscd = Pcscd(pcscd.expect("pcscd"));
    let card = inserted();
    card.set_nodelay(true).expect("set");
    thread::spawn(move || serve(card));
    let mut place = PcscPlace::new(ChipReaders { named: "Virtual PCD".into(), extended: true });
    let challenge = "0102030405060708".to_owned();
    let request = Request { id: "1".into(), zone: ZONE.into(), can: None, challenge };
    let now: Timestamp = "2026-11-28T12:00:00Z".parse().expect("a moment");
    let (begun, mut steps) = (Instant::now(), Vec::new());
    let reading = chip::read(&request, &mut place, now, &mut |_| {}, &mut |progress| {
        steps.push(progress.step);
        begun.elapsed() < Duration::from_secs(60)
    });
    let reading = reading.unwrap_or_else(|| panic!("nothing was read: {steps:?}"));
    assert!(steps.contains(&Step::Opened), "{steps:?}");
    let (files, _) = Files::gather(reading.files).expect("files");
    let report = verify(&files, None, now);
    assert_eq!((report.integrity.outcome(), report.signer.outcome()), (Outcome::Good, Outcome::Good), "{report:?}");
    drop(place);
    read_once_at_the_command_line(&files);
}

/// The program itself, with the card that still lies there.
fn read_once_at_the_command_line(files: &Files) {
    let folder = tempfile::tempdir().expect("a folder");
    let (zone, save) = (folder.path().join("zone.txt"), folder.path().join("chip"));
    fs::write(&zone, ZONE).expect("written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_limen-reader"));
    command.arg("--folder").arg(folder.path()).args(["chip", "read", "--json", "--reader", "Virtual PCD", "--zone"]);
    let done = command.arg(&zone).arg("--save").arg(&save).output().expect("run");
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{said}");
    let printed: serde_json::Value = serde_json::from_slice(&done.stdout).expect("JSON");
    assert_eq!(printed["access"], "pace");
    for (name, bytes) in files.iter() {
        assert_eq!(fs::read(save.join(name.to_string())).expect("saved"), bytes, "{name}");
        assert_eq!(printed["files"][name.to_string()].as_str().map(str::len), Some(2 * bytes.len()), "{name}");
    }
    // A reader of that name is not there: said at once, with what to do.
    let begun = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_limen-reader"));
    command.arg("--folder").arg(folder.path()).args(["chip", "read", "--reader", "no such reader", "--zone"]);
    let done = command.arg(&zone).output().expect("run");
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(!done.status.success() && said.contains("limen-reader list"), "{said}");
    assert!(begun.elapsed() < Duration::from_secs(10));
}
