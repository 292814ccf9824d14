//! The port that a page reader hangs at: opened, read, and opened again after it was unplugged.

use crate::{
    frames::{Frames, Heard, Scan},
    makes::{Make, Parity},
    settings::SerialReader,
};
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    fs::{Mode, OFlags, open},
    io::{Errno, read},
    termios::{
        ControlModes, InputModes, OptionalActions, QueueSelector, SpecialCodeIndex, tcflush, tcgetattr, tcsetattr,
    },
};
use std::{
    io,
    os::fd::OwnedFd,
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
    thread::sleep,
    time::{Duration, Instant},
};

/// How long to wait until a port that is not there is tried again.
const AGAIN: Duration = Duration::from_millis(500);
/// How long one look at the port waits.
const LOOK: Timespec = Timespec { tv_sec: 0, tv_nsec: 100_000_000 };
/// So many bytes of noise without a scan say that the reader speaks at another speed.
const MUCH_NOISE: usize = 60;
/// The speeds that are tried then, after the make's.
const SPEEDS: [u32; 6] = [9_600, 19_200, 38_400, 57_600, 115_200, 256_000];

/// What is said of a reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// It is there.
    Here,
    /// It is not, or not any more.
    Away(String),
    /// It read a document.
    Scan(Scan),
    /// What it sent is no document.
    Noise {
        /// How many bytes.
        bytes: usize,
        /// Whether a scan was cut off.
        is_cut_off: bool,
    },
    /// Nothing but noise came: it is listened to at another speed from now on.
    OtherSpeed(u32),
}

/// Listens to a reader until it is told to stop.
pub fn listen(reader: &SerialReader, stop: &AtomicBool, told: &mut dyn FnMut(Told)) {
    let begun = Instant::now();
    let (mut frames, mut speeds) = (Frames::new(reader.make.framing.clone()), Speeds::of(&reader.make));
    let mut is_said = None;
    while !stop.load(Ordering::Relaxed) {
        let away = match Port::open(&reader.port, &reader.make, speeds.now()) {
            Ok(port) => {
                if is_said != Some(true) {
                    is_said = Some(true);
                    told(Told::Here);
                }
                match hear(&port, &mut frames, &mut speeds, begun, stop, told) {
                    Ok(()) => continue,
                    Err(error) => error,
                }
            }
            Err(error) => error,
        };
        for heard in frames.gone() {
            told(heard.into());
        }
        if is_said != Some(false) {
            is_said = Some(false);
            told(Told::Away(away.to_string()));
        }
        sleep(AGAIN);
    }
}

/// Hears what comes; returns where another speed is to be tried, or it is to stop.
fn hear(
    port: &Port,
    frames: &mut Frames,
    speeds: &mut Speeds,
    begun: Instant,
    stop: &AtomicBool,
    told: &mut dyn FnMut(Told),
) -> io::Result<()> {
    let mut buffer = [0; 4_096];
    while !stop.load(Ordering::Relaxed) {
        let count = port.read(&mut buffer)?;
        let mut is_other_speed = false;
        for heard in frames.take(&buffer[..count], begun.elapsed()) {
            is_other_speed |= speeds.note(&heard);
            told(heard.into());
        }
        if is_other_speed {
            told(Told::OtherSpeed(speeds.now()));
            return Ok(());
        }
    }
    Ok(())
}

impl From<Heard> for Told {
    fn from(heard: Heard) -> Self {
        match heard {
            Heard::Scan(scan) => Told::Scan(scan),
            Heard::Noise { bytes, is_cut_off } => Told::Noise { bytes, is_cut_off },
        }
    }
}

/// The speeds at which a reader is listened to, one after the other while nothing but noise comes.
#[derive(Debug)]
struct Speeds {
    all: Vec<u32>,
    at: usize,
    noise: usize,
}

impl Speeds {
    fn of(make: &Make) -> Self {
        let others = SPEEDS.into_iter().filter(|speed| *speed != make.speed);
        Self { all: std::iter::once(make.speed).chain(others).collect(), at: 0, noise: 0 }
    }

    fn now(&self) -> u32 {
        self.all[self.at]
    }

    /// Whether another speed is to be tried after this.
    fn note(&mut self, heard: &Heard) -> bool {
        match heard {
            Heard::Scan(_) => self.noise = 0,
            Heard::Noise { bytes, .. } => self.noise += bytes,
        }
        let is_much = self.noise >= MUCH_NOISE;
        if is_much {
            self.noise = 0;
            self.at = (self.at + 1) % self.all.len();
        }
        is_much
    }
}

/// An open port.
#[derive(Debug)]
struct Port(OwnedFd);

impl Port {
    fn open(path: &Path, make: &Make, speed: u32) -> io::Result<Self> {
        // Not waiting for a modem's carrier, which no reader raises; and this process is no terminal's.
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let port = open(path, flags, Mode::empty())?;
        let mut form = tcgetattr(&port)?;
        form.make_raw();
        form.control_modes |= ControlModes::CREAD | ControlModes::CLOCAL;
        form.control_modes -=
            ControlModes::PARENB | ControlModes::PARODD | ControlModes::CSTOPB | ControlModes::CRTSCTS;
        form.input_modes -= InputModes::IXON | InputModes::IXOFF;
        match make.parity {
            Parity::None => {}
            Parity::Even => form.control_modes |= ControlModes::PARENB,
            Parity::Odd => form.control_modes |= ControlModes::PARENB | ControlModes::PARODD,
        }
        form.special_codes[SpecialCodeIndex::VMIN] = 0;
        form.special_codes[SpecialCodeIndex::VTIME] = 0;
        form.set_speed(speed)?;
        tcsetattr(&port, OptionalActions::Now, &form)?;
        // What came before belongs to a traveller who is gone.
        tcflush(&port, QueueSelector::IFlush)?;
        Ok(Self(port))
    }

    /// Reads what has come, or waits a moment; 0 where nothing came.
    fn read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut polled = [PollFd::new(&self.0, PollFlags::IN)];
        match poll(&mut polled, Some(&LOOK)) {
            Ok(0) | Err(Errno::INTR) => return Ok(0),
            Ok(_) => {}
            Err(error) => return Err(error.into()),
        }
        let seen = polled[0].revents();
        if seen.contains(PollFlags::IN) {
            match read(&self.0, buffer) {
                // Something was said to be there, and is not: the line is gone.
                Ok(0) => {}
                Ok(count) => return Ok(count),
                Err(Errno::AGAIN | Errno::INTR) => return Ok(0),
                Err(error) => return Err(error.into()),
            }
        }
        Err(io::Error::new(io::ErrorKind::NotConnected, "it was unplugged"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frames::Framing;
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    use std::{path::PathBuf, sync::mpsc, thread};

    const ZONE: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";

    /// A line, and where its other end is.
    fn line() -> (OwnedFd, PathBuf) {
        let line = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a line");
        grantpt(&line).expect("granted");
        unlockpt(&line).expect("unlocked");
        let name = ptsname(&line, Vec::new()).expect("a name").into_string().expect("a path");
        (line, name.into())
    }

    fn send(line: &OwnedFd, bytes: &[u8]) {
        assert_eq!(rustix::io::write(line, bytes), Ok(bytes.len()));
    }

    #[test]
    fn a_reader_is_heard_unplugged_and_heard_again() {
        let link = tempfile::tempdir().expect("a folder");
        let port = link.path().join("reader");
        let (first, path) = line();
        std::os::unix::fs::symlink(path, &port).expect("a link");
        let make = Make { speed: 9_600, parity: Parity::None, framing: Framing::default() };
        let reader = SerialReader { name: "test".into(), port: port.clone(), make };
        let (tell, told) = mpsc::channel();
        let stop = AtomicBool::new(false);
        thread::scope(|scope| {
            scope.spawn(|| listen(&reader, &stop, &mut |what| tell.send(what).expect("heard")));
            let next = || told.recv_timeout(Duration::from_secs(10)).expect("told");
            assert_eq!(next(), Told::Here);
            let scan = [b"\x02", ZONE.replace('\n', "\r\n").as_bytes(), b"\r\n\x03"].concat();
            // A wave of two documents, the second in the same bytes as the first's end.
            send(&first, &scan[..50]);
            sleep(Duration::from_millis(150));
            send(&first, &[&scan[50..], &scan[..]].concat());
            let whole = Told::Scan(Scan { zone: ZONE.into(), unread: 0 });
            assert_eq!([next(), next()], [whole.clone(), whole.clone()]);
            // Unplugged in the middle of a third.
            send(&first, &scan[..50]);
            sleep(Duration::from_millis(150));
            drop(first);
            assert_eq!(next(), Told::Noise { bytes: 49, is_cut_off: true });
            assert!(matches!(next(), Told::Away(_)));
            let (second, path) = line();
            std::fs::remove_file(&port).expect("removed");
            std::os::unix::fs::symlink(path, &port).expect("a link");
            assert_eq!(next(), Told::Here);
            send(&second, &scan);
            assert_eq!(next(), whole);
            // It speaks at another speed: what comes is noise.
            send(&second, &[0xE0; 80]);
            assert_eq!(next(), Told::Noise { bytes: 80, is_cut_off: false });
            assert_eq!(next(), Told::OtherSpeed(19_200));
            stop.store(true, Ordering::Relaxed);
        });
    }
}
