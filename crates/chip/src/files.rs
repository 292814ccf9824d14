//! Files of a chip, read piece by piece (Doc 9303-10 §3.6.2): as much at once as the reader and the chip allow, less where
//! one refuses, and on from where it stopped.

use crate::apdu::{Command, Status};
use crate::channel::Broken;
use crate::session::{Fault, Session};
use limen_trust::asn1::{Element, object};
use thiserror::Error;

/// The longest file that is read, in octets.
pub const MOST_OCTETS: usize = 512 * 1024;
/// Where READ BINARY ends and the form with an offset of any size begins.
const SHORT_OFFSETS: usize = 0x8000;
/// What is read first, to know how long the file is.
const HEAD: usize = 4;
/// Least that a chip must give at once, where it has more.
const LEAST_GIVEN: usize = 8;
/// Least that is asked for at once.
const LEAST: usize = 32;

/// A file of which a part has been read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its identifier.
    pub identifier: u16,
    /// What was read.
    pub octets: Vec<u8>,
    /// How long it is, once that is known.
    pub total: Option<usize>,
}

/// How much is asked for at once, which only ever becomes less.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Octets of a response at most.
    pub response: usize,
}

/// Why a file was not read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FileError {
    /// The chip was lost, or its answer does not count. What was read is kept.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The chip refused.
    #[error("the chip refused the file: {0}")]
    Refused(Status),
    /// It says that it is longer than any file is.
    #[error("the file says that it has {0} octets, more than any chip's")]
    TooLong(usize),
    /// It ends before its own end.
    #[error("the file ends after {read} of {total} octets")]
    Short {
        /// What it has.
        read: usize,
        /// What it says.
        total: usize,
    },
    /// It does not begin as a file does.
    #[error("the file does not say how long it is")]
    NoLength,
}

impl Pace {
    /// As much as a reader passes on.
    pub fn of(most_response: usize) -> Self {
        Self { response: most_response.clamp(LEAST, 65_536) }
    }

    /// Less, after a refusal: first what a short response holds, then what brings the 160 octets that old chips give, then
    /// half and half.
    /// `false` if there is no less.
    pub fn less(&mut self) -> bool {
        let next = match self.response {
            257.. => 256,
            185..=256 => 184,
            other => other / 2,
        };
        let is_less = next >= LEAST;
        if is_less {
            self.response = next;
        }
        is_less
    }
}

impl Part {
    /// A file of which nothing was read yet.
    pub fn new(identifier: u16) -> Self {
        Self { identifier, octets: Vec::new(), total: None }
    }

    /// Reads on to the end. `each` is told how many octets of how many are there.
    ///
    /// # Errors
    /// The chip was lost, refused, or the file is none.
    pub fn read(
        &mut self,
        session: &mut Session<'_>,
        pace: &mut Pace,
        each: &mut dyn FnMut(usize, usize),
    ) -> Result<(), FileError> {
        self.select(session)?;
        loop {
            let total = match self.total {
                Some(total) => total,
                None => match length(&self.octets)? {
                    Some(total) if total > MOST_OCTETS => return Err(FileError::TooLong(total)),
                    Some(total) => *self.total.insert(total),
                    None => self.octets.len() + HEAD,
                },
            };
            if self.total.is_some() {
                each(self.octets.len().min(total), total);
            }
            if self.octets.len() >= total {
                self.octets.truncate(total);
                return Ok(());
            }
            self.piece(session, pace, total)?;
        }
    }

    fn select(&self, session: &mut Session<'_>) -> Result<(), FileError> {
        let silent = Command::new(0xA4, 0x02, 0x0C).data(self.identifier.to_be_bytes());
        let mut response = session.send(&silent)?;
        if response.status == Status::WRONG_PARAMETERS {
            // Some chips take only the form in which they may say something of the file.
            response = session.send(&Command { p2: 0, ..silent }.expecting(256))?;
        }
        match response.status {
            Status::DONE => Ok(()),
            // Some chips want to answer.
            status if status.0 >> 8 == 0x62 || status.0 >> 8 == 0x61 => Ok(()),
            status => Err(FileError::Refused(status)),
        }
    }

    /// Reads one piece, with as many tries as there are lengths to try.
    fn piece(&mut self, session: &mut Session<'_>, pace: &mut Pace, total: usize) -> Result<(), FileError> {
        let offset = self.octets.len();
        loop {
            let wanted = session.room(pace.response).min(total - offset).max(1);
            // Only a response that is long needs a command of extended length.
            let response = session.send(&binary(offset, wanted))?;
            match response.status {
                Status::DONE | Status::END_OF_FILE if !response.data.is_empty() => {
                    let data = if offset < SHORT_OFFSETS { response.data } else { discretionary(&response.data)? };
                    // One that gives a few octets at a time would keep the reader for hours.
                    if data.len() < wanted.min(LEAST_GIVEN) {
                        return Err(FileError::Short { read: offset, total });
                    }
                    let taken = data.len().min(total - offset);
                    self.octets.extend_from_slice(&data[..taken]);
                    return Ok(());
                }
                Status::DONE | Status::END_OF_FILE => return Err(FileError::Short { read: offset, total }),
                status if status.is_about_length() => {
                    if !pace.less() {
                        return Err(FileError::Refused(status));
                    }
                }
                Status(0x6B00) => return Err(FileError::Short { read: offset, total }),
                status => return Err(FileError::Refused(status)),
            }
        }
    }
}

/// READ BINARY of so many octets from an offset (ISO/IEC 7816-4 §11.2.3).
fn binary(offset: usize, wanted: usize) -> Command {
    let octets = (offset as u32).to_be_bytes();
    if offset < SHORT_OFFSETS {
        return Command::new(0xB0, octets[2], octets[3]).expecting(wanted);
    }
    // What comes is wrapped in an object, whose tag and length take room.
    let offset = object(0x54, limen_trust::asn1::without_zeros(&octets));
    Command::new(0xB1, 0, 0).data(offset).expecting(wanted + 4)
}

/// The octets within the object that an odd READ BINARY brings.
fn discretionary(data: &[u8]) -> Result<Vec<u8>, FileError> {
    match Element::first(data, "a part of a file") {
        Ok((element, _)) if element.tag == 0x53 => Ok(element.value.to_vec()),
        _ => Err(Fault::Broken(Broken::Malformed).into()),
    }
}

/// The length of a file, from its beginning; `None` while too little is read.
fn length(head: &[u8]) -> Result<Option<usize>, FileError> {
    let tag = match head {
        [] => return Ok(None),
        [first, ..] if first & 0x1F != 0x1F => 1,
        _ => 2,
    };
    let Some((&first, more)) = head.get(tag..).and_then(<[u8]>::split_first) else { return Ok(None) };
    let octets = match first {
        0..=0x7F => return Ok(Some(tag + 1 + usize::from(first))),
        0x81..=0x84 => usize::from(first & 0x7F),
        _ => return Err(FileError::NoLength),
    };
    let Some(octets) = more.get(..octets) else { return Ok(None) };
    let value = octets.iter().fold(0, |length, &octet| length << 8 | usize::from(octet));
    Ok(Some(tag + 1 + octets.len() + value))
}
