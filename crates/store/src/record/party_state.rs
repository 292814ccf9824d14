//! Where a party is: read with it, and expected by those who write.

/// Where a party is on its way through the post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartyState {
    /// A carrier's list says that it comes.
    Announced,
    /// It is at the post.
    Here,
    /// Nobody else is waited for.
    Ended,
}

impl PartyState {
    /// The code, as it stands in the table and in messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::Announced => "announced",
            Self::Here => "here",
            Self::Ended => "ended",
        }
    }
}
