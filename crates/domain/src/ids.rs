//! Identifiers, each with a type of its own so that one can't be taken for another.

use thiserror::Error;

/// A text that can't be an identifier: empty, too long, or with characters outside letters, digits and `-_.@`.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("an identifier of {what} has 1 to {limit} letters, digits, or -_.@, and this has not")]
pub struct InvalidId {
    what: &'static str,
    limit: usize,
}

impl InvalidId {
    pub(crate) fn new(what: &'static str, limit: usize) -> Self {
        Self { what, limit }
    }
}

macro_rules! text_id {
    ($(#[$meta:meta])* $name:ident, $what:literal, $limit:literal) => {
        $(#[$meta])*
        #[derive(
            Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
        )]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Takes `text` as an identifier, or says what an identifier is.
            ///
            /// # Errors
            /// The text has other characters than an identifier may have, none, or too many.
            pub fn parse(text: &str) -> Result<Self, $crate::InvalidId> {
                let fits = (1..=$limit).contains(&text.len())
                    && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.@".contains(c));
                if fits { Ok(Self(text.to_owned())) } else { Err($crate::InvalidId::new($what, $limit)) }
            }

            /// The identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::InvalidId;
            fn try_from(text: String) -> Result<Self, $crate::InvalidId> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

/// An identifier that is drawn where the thing begins; newer ones sort later.
macro_rules! uuid_id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub uuid::Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                uuid::Uuid::parse_str(text).map(Self)
            }
        }
    };
}

pub(crate) use {text_id, uuid_id};

text_id!(
    /// One running Limen with a journal of its own: a post's, or headquarters'.
    NodeId, "a node", 32
);

impl NodeId {
    /// The name of the machine that writes this journal: without the number under which it writes on after it was put back
    /// from a backup (`KRM.2`).
    pub fn machine(&self) -> &str {
        self.0.split('.').next().unwrap_or_default()
    }
}

text_id!(
    /// A border crossing point.
    PostId, "a post", 16
);
text_id!(
    /// A person who signs in; what they type as their name at the sign-in page.
    AccountId, "an account", 64
);
text_id!(
    /// An alert, unique within its list.
    AlertId, "an alert", 64
);
text_id!(
    /// An alert list.
    ListName, "an alert list", 64
);

uuid_id!(
    /// One crossing, from the moment its traveller is presented at the counter.
    ///
    /// A presentation and the crossing it ends in carry the same identifier: that is what makes recording twice
    /// impossible.
    CrossingId
);
