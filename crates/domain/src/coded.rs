//! Closed lists of codes: how an enum is written in the journal, in tables, in CSV and in messages.
//!
//! Each such enum has one code per variant, and the code is the same everywhere.

use thiserror::Error;

/// A text that is no code of the list it should come from.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("\u{201c}{text}\u{201d} is not a code for {list}")]
pub struct UnknownCode {
    /// What was found, cut to 40 characters.
    pub text: String,
    /// The list that does not hold it.
    pub list: &'static str,
}

impl UnknownCode {
    /// Says that `text` is not in `list`.
    pub fn new(text: &str, list: &'static str) -> Self {
        Self { text: text.chars().take(40).collect(), list }
    }
}

/// Declares an enum whose variants each have a fixed code.
#[macro_export]
macro_rules! coded {
    ($(#[$meta:meta])* $list:literal pub enum $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$variant_meta])* #[serde(rename = $code)] $variant),+ }

        impl $name {
            /// Every value, in the order of the list.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The code, as it stands in the journal, in tables and in exports.
            pub fn code(self) -> &'static str {
                match self { $($name::$variant => $code),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::UnknownCode;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text { $($code => Ok($name::$variant),)+ _ => Err($crate::UnknownCode::new(text, $list)) }
            }
        }
    };
}

pub(crate) use coded;
