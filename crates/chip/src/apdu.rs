//! Commands and responses (ISO/IEC 7816-4 §5.1; Doc 9303-10 §3.6): written in short form where they fit, else in extended.

use std::fmt;

/// A command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// Class: 00, or 10 where more of a chain follows.
    pub class: u8,
    /// Instruction.
    pub instruction: u8,
    /// First parameter.
    pub p1: u8,
    /// Second parameter.
    pub p2: u8,
    /// Data.
    pub data: Vec<u8>,
    /// How many octets are wanted at most, 1 to 65536; `None` for none.
    pub expected: Option<usize>,
}

impl Command {
    /// A command without data, of which nothing is wanted.
    pub fn new(instruction: u8, p1: u8, p2: u8) -> Self {
        Self { class: 0, instruction, p1, p2, data: Vec::new(), expected: None }
    }

    /// With data.
    pub fn data(mut self, data: impl Into<Vec<u8>>) -> Self {
        self.data = data.into();
        self
    }

    /// With a response of at most so many octets.
    pub fn expecting(mut self, octets: usize) -> Self {
        self.expected = Some(octets);
        self
    }

    /// The command's octets.
    pub fn octets(&self) -> Vec<u8> {
        let mut octets = vec![self.class, self.instruction, self.p1, self.p2];
        let is_extended = self.data.len() > 255 || self.expected.is_some_and(|expected| expected > 256);
        if is_extended {
            octets.push(0);
            if !self.data.is_empty() {
                octets.extend(u16::try_from(self.data.len()).unwrap_or(u16::MAX).to_be_bytes());
                octets.extend_from_slice(&self.data);
            }
            if let Some(expected) = self.expected {
                // 65536 is written as 0000.
                octets.extend((expected as u16).to_be_bytes());
            }
        } else {
            if !self.data.is_empty() {
                octets.push(self.data.len() as u8);
                octets.extend_from_slice(&self.data);
            }
            if let Some(expected) = self.expected {
                // 256 is written as 00.
                octets.push(expected as u8);
            }
        }
        octets
    }

    /// The command that octets are; for chips in software.
    pub fn read(octets: &[u8]) -> Option<Self> {
        let (&[class, instruction, p1, p2], rest) = octets.split_first_chunk::<4>()?;
        let command = Self { class, instruction, p1, p2, data: Vec::new(), expected: None };
        let short = |octet: u8| if octet == 0 { 256 } else { usize::from(octet) };
        let long = |high: u8, low: u8| match usize::from(u16::from_be_bytes([high, low])) {
            0 => 65_536,
            some => some,
        };
        Some(match rest {
            [] => command,
            [expected] => command.expecting(short(*expected)),
            [0, high, low] => command.expecting(long(*high, *low)),
            [0, high, low, rest @ ..] => {
                let length = usize::from(u16::from_be_bytes([*high, *low]));
                let (data, rest) = rest.split_at_checked(length)?;
                match rest {
                    [] => command.data(data),
                    [high, low] => command.data(data).expecting(long(*high, *low)),
                    _ => return None,
                }
            }
            [length, rest @ ..] => {
                let (data, rest) = rest.split_at_checked(usize::from(*length))?;
                match rest {
                    [] => command.data(data),
                    [expected] => command.data(data).expecting(short(*expected)),
                    _ => return None,
                }
            }
        })
    }
}

/// A response: data and status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The data.
    pub data: Vec<u8>,
    /// What the chip says of the command.
    pub status: Status,
}

impl Response {
    /// The response that octets are; `None` if they have no status.
    pub fn read(mut octets: Vec<u8>) -> Option<Self> {
        let low = octets.pop()?;
        let high = octets.pop()?;
        Some(Self { data: octets, status: Status(u16::from_be_bytes([high, low])) })
    }
}

/// The two octets by which a chip says how a command went (ISO/IEC 7816-4 §5.1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Status(pub u16);

impl Status {
    /// Done.
    pub const DONE: Status = Status(0x9000);
    /// The file ended before as much was read as was wanted.
    pub const END_OF_FILE: Status = Status(0x6282);
    /// Wrong length.
    pub const WRONG_LENGTH: Status = Status(0x6700);
    /// Not allowed without the key.
    pub const NOT_ALLOWED: Status = Status(0x6982);
    /// There is no such file.
    pub const NOT_FOUND: Status = Status(0x6A82);
    /// Wrong parameters.
    pub const WRONG_PARAMETERS: Status = Status(0x6A86);

    /// Whether the chip asks for another length (6700, 6Cxx, and 6F00 as old chips do).
    pub fn is_about_length(self) -> bool {
        self == Self::WRONG_LENGTH || self.0 >> 8 == 0x6C || self.0 == 0x6F00
    }

    /// Whether it says that secure messaging went wrong, upon which the chip forgets its keys.
    pub fn ends_channel(self) -> bool {
        matches!(self.0, 0x6882 | 0x6987 | 0x6988)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let meaning = match self.0 {
            0x6282 => "the file ends before",
            0x6300..=0x63CF => "the key does not fit",
            0x6700 | 0x6C00..=0x6CFF => "wrong length",
            0x6882 | 0x6987 | 0x6988 => "the encryption went wrong",
            0x6982 => "not allowed with this key",
            0x6983 => "the key is blocked",
            0x6984 | 0x6985 => "not possible now",
            0x6A80 => "wrong data",
            0x6A81 | 0x6D00 | 0x6E00 => "the chip does not know this command",
            0x6A82 | 0x6A88 => "not there",
            0x6A86 | 0x6B00 => "wrong parameters",
            _ => "refused",
        };
        write!(f, "{meaning} ({:04X})", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn commands_are_short_where_they_fit() {
        assert_eq!(Command::new(0x84, 0, 0).expecting(8).octets(), [0, 0x84, 0, 0, 8]);
        assert_eq!(Command::new(0xB0, 0, 4).expecting(256).octets(), [0, 0xB0, 0, 4, 0]);
        assert_eq!(Command::new(0xB0, 0, 4).expecting(300).octets(), [0, 0xB0, 0, 4, 0, 1, 0x2C]);
        assert_eq!(Command::new(0xA4, 2, 12).data([1, 0x1E]).octets(), [0, 0xA4, 2, 12, 2, 1, 0x1E]);
        assert_eq!(Command::new(1, 2, 3).expecting(65_536).octets(), [0, 1, 2, 3, 0, 0, 0]);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            data in proptest::collection::vec(any::<u8>(), 0..600),
            expected in proptest::option::of(1..=65_536_usize),
        ) {
            let command = Command { expected, ..Command::new(0xB0, 1, 2).data(data) };
            prop_assert_eq!(Command::read(&command.octets()), Some(command));
        }

        #[test]
        fn any_octets_are_a_command_or_none(octets in proptest::collection::vec(any::<u8>(), 0..20)) {
            let _ = Command::read(&octets);
            let _ = Response::read(octets);
        }
    }
}
