//! How urgent it is that someone attends to something.

use std::fmt;

/// How urgent it is that someone attends to something. Pages tell levels apart by word, shape and colour together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// It is over: an account that ended, a machine that left the network.
    Off,
    /// Something grave is wrong.
    Stop,
    /// Something is to be looked at.
    Check,
    /// All is well.
    Clear,
}

impl Level {
    /// The code, as it stands in messages and style sheets.
    pub fn code(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Stop => "stop",
            Self::Check => "check",
            Self::Clear => "clear",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
