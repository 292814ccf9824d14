//! `limen-reader`: let in at a counter like a device, it opens the readers that hang at this machine and hands what they read
//! to the counter.

use clap::{Parser, Subcommand};
use limen_reader::{
    frames::Scan,
    node::{Node, NodeError, Presence, Progress, Reader, Reading, Request, State, Step},
    serial::{self, Told},
    settings::{Counter, SerialReader, Settings, SettingsError},
};
use std::{
    fs,
    path::PathBuf,
    process::ExitCode,
    sync::{Mutex, MutexGuard, PoisonError, atomic::AtomicBool, mpsc},
    thread,
    time::{Duration, Instant},
};

/// A scan that could not be handed in for so long belongs to a traveller who is gone.
const TOO_LATE: Duration = Duration::from_secs(30);
/// How long to wait before the node is tried again.
const AGAIN: Duration = Duration::from_secs(2);
/// How many scans wait at most while the node is away.
const MOST_WAITING: usize = 16;

/// Reads documents at a counter's machine.
#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    /// The folder of reader.toml, and of where this program belongs.
    #[arg(long, global = true, default_value = "/etc/limen-reader")]
    folder: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Lets this program in at a node, with a code from its page Devices.
    Enrol {
        /// The node's address, as the page Devices shows it.
        url: String,
        /// The code.
        code: String,
        /// The certificate of the node's authority, limen.crt from the page Devices; not on the node's own machine.
        #[arg(long)]
        authority: Option<PathBuf>,
    },
    /// Opens the readers and hands what they read to the counter, until it is stopped.
    Run,
    /// Shows which readers are set and which are there.
    List,
    /// Reads a chip at the command line, without any node.
    #[cfg(feature = "chips")]
    Chip {
        #[command(subcommand)]
        command: limen_reader::once::Command,
    },
}

#[derive(Debug, thiserror::Error)]
enum Failed {
    #[error(transparent)]
    Settings(#[from] SettingsError),
    #[error(transparent)]
    Node(#[from] NodeError),
    #[cfg(feature = "chips")]
    #[error(transparent)]
    Once(#[from] limen_reader::once::OnceError),
    #[error("{0}: {1}")]
    File(PathBuf, std::io::Error),
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("limen-reader: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<(), Failed> {
    let folder = arguments.folder;
    match arguments.command {
        Command::Enrol { url, code, authority } => {
            let authority = authority.map(|path| fs::read_to_string(&path).map_err(|error| Failed::File(path, error)));
            Node::enrol(&url, authority.transpose()?, &code)?.keep(&folder)?;
            eprintln!("limen-reader: let in at {url}; limen-reader run hands over what is read here");
            Ok(())
        }
        Command::Run => serve(&Node::of(&Counter::read(&folder)?)?, &Settings::read(&folder)?),
        Command::List => {
            list(&Settings::read(&folder)?);
            Ok(())
        }
        #[cfg(feature = "chips")]
        Command::Chip { command } => {
            let chips = Settings::read(&folder)?.chips.unwrap_or_default();
            #[expect(clippy::disallowed_methods, reason = "here the time is asked, and nowhere else")]
            let now = jiff::Timestamp::now();
            Ok(limen_reader::once::run(command, chips, now)?)
        }
    }
}

#[expect(clippy::print_stdout, reason = "this is what was asked for")]
fn list(settings: &Settings) {
    for SerialReader { name, port, make } in &settings.serial {
        let there = if port.exists() { "there" } else { "not there" };
        println!("{name}\t{}\t{} bits a second\t{there}", port.display(), make.speed);
    }
    #[cfg(feature = "chips")]
    if let Some(chips) = &settings.chips {
        match limen_reader::chip::names(chips) {
            Ok(names) => names.iter().for_each(|name| println!("{name}\tchips")),
            Err(error) => println!("chips\t{error}"),
        }
    }
}

/// How the readers are, for the page to say.
#[derive(Debug, Default)]
struct Board(Mutex<Vec<Reader>>);

impl Board {
    fn lock(&self) -> MutexGuard<'_, Vec<Reader>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, name: &str, state: State) {
        let mut readers = self.lock();
        match readers.iter_mut().find(|reader| reader.name == name) {
            Some(reader) => reader.state = state,
            None => readers.push(Reader { name: name.to_owned(), state }),
        }
    }
}

fn serve(node: &Node, settings: &Settings) -> Result<(), Failed> {
    let (stop, board) = (AtomicBool::new(false), Board::default());
    let (read, waiting) = mpsc::sync_channel::<(Instant, String, Scan)>(MOST_WAITING);
    thread::scope(|scope| {
        for reader in &settings.serial {
            board.note(&reader.name, State::Away);
            let (read, board, stop) = (read.clone(), &board, &stop);
            scope.spawn(move || serial::listen(reader, stop, &mut |told| heard(reader, told, board, &read)));
        }
        scope.spawn(move || {
            for (at, name, scan) in waiting {
                hand_in(node, at, &name, &scan);
            }
        });
        loop {
            let chips = has_chips(settings);
            let presence = Presence { readers: board.lock().clone(), chips };
            match node.ask(&presence) {
                Ok(Some(request)) => read_chip(node, settings, &request),
                Ok(None) => {}
                Err(error @ NodeError::NotLetIn) => {
                    eprintln!("limen-reader: {error}");
                    // A service that is started again and again says the same; an administrator has to act.
                    thread::sleep(Duration::from_secs(30));
                }
                Err(error) => {
                    eprintln!("limen-reader: {error}");
                    thread::sleep(AGAIN);
                }
            }
        }
    })
}

/// Notes what is said of a reader; a scan waits to be handed in.
fn heard(reader: &SerialReader, told: Told, board: &Board, read: &mpsc::SyncSender<(Instant, String, Scan)>) {
    let name = &reader.name;
    match told {
        Told::Here => {
            board.note(name, State::Here);
            eprintln!("limen-reader: {name} is at {}", reader.port.display());
        }
        Told::Away(why) => {
            board.note(name, State::Away);
            eprintln!("limen-reader: {name} is not at {}: {why}", reader.port.display());
        }
        Told::Scan(scan) => {
            board.note(name, State::Here);
            if read.try_send((Instant::now(), name.clone(), scan)).is_err() {
                eprintln!(
                    "limen-reader: {MOST_WAITING} scans wait for the node already; lay this document down again later"
                );
            }
        }
        Told::Noise { bytes, is_cut_off } => {
            let what = if is_cut_off { "a scan was cut off" } else { "what came is no document" };
            eprintln!("limen-reader: {name}: {what} ({bytes} bytes)");
            if !is_cut_off {
                board.note(name, State::Noise);
            }
        }
        Told::OtherSpeed(speed) => {
            eprintln!(
                "limen-reader: {name}: nothing but noise came; listening at {speed} bits a second. Set its speed in reader.toml"
            );
        }
    }
}

/// Hands a scan in, and tries again for as long as its traveller may stand at the counter.
fn hand_in(node: &Node, at: Instant, name: &str, scan: &Scan) {
    let texts = vec![("zone", scan.zone.clone()), ("read_by", name.to_owned()), ("unread", scan.unread.to_string())];
    let reading = Reading { texts, files: Vec::new() };
    while at.elapsed() < TOO_LATE {
        match node.hand_in(&reading) {
            Ok(()) => return,
            Err(NodeError::Away(error)) => {
                eprintln!("limen-reader: a scan waits: {error}");
                thread::sleep(AGAIN / 4);
            }
            Err(error) => {
                eprintln!("limen-reader: a scan was not taken: {error}");
                return;
            }
        }
    }
    eprintln!("limen-reader: a scan could not be handed in for 30 s and was thrown away; lay the document down again");
}

#[cfg(feature = "chips")]
fn has_chips(settings: &Settings) -> bool {
    settings.chips.as_ref().is_some_and(|chips| limen_reader::chip::names(chips).is_ok_and(|names| !names.is_empty()))
}

#[cfg(not(feature = "chips"))]
fn has_chips(_: &Settings) -> bool {
    false
}

/// Reads the chip that the counter asks for, and hands over its files.
#[cfg(feature = "chips")]
fn read_chip(node: &Node, settings: &Settings, request: &Request) {
    let Some(chips) = &settings.chips else { return no_reader(node, request) };
    let mut place = limen_reader::chip::PcscPlace::new(chips.clone());
    #[expect(clippy::disallowed_methods, reason = "here the time is asked, and nowhere else")]
    let now = jiff::Timestamp::now();
    // Where progress can't be told, reading goes on: the files are what counts.
    let mut tell = |progress: Progress| node.progress(&progress).unwrap_or(true);
    // Nor where the node does not take the zone before the rest: all of it is handed in at the end.
    let mut first = |zone: Reading| drop(node.hand_in(&zone));
    let Some(reading) = limen_reader::chip::read(request, &mut place, now, &mut first, &mut tell) else { return };
    let begun = Instant::now();
    while begun.elapsed() < TOO_LATE {
        match node.hand_in(&reading) {
            Err(NodeError::Away(_)) => thread::sleep(AGAIN / 4),
            Ok(()) => return,
            Err(error) => return eprintln!("limen-reader: a chip's files were not taken: {error}"),
        }
    }
    eprintln!("limen-reader: a chip's files could not be handed in for 30 s; read it again");
}

#[cfg(not(feature = "chips"))]
fn read_chip(node: &Node, _: &Settings, request: &Request) {
    no_reader(node, request);
}

fn no_reader(node: &Node, request: &Request) {
    let step = Step::NoReader;
    let _ = node.progress(&Progress { request: request.id.clone(), step, file: None, read: 0, total: 0 });
}
