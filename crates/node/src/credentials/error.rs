use crate::credentials::{hashing::Busy, passwords::PasswordError};
use limen_store::StoreError;

/// Why nothing could be looked at or set.
#[derive(Debug, thiserror::Error)]
pub enum CredentialsError {
    /// Too many passwords wait to be checked.
    #[error("too many passwords wait to be checked; try again in a few seconds")]
    Busy,
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A password could not be hashed.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// There is no such account any more.
    #[error("there is no such account any more")]
    Gone,
}

impl From<Busy> for CredentialsError {
    fn from(_: Busy) -> Self {
        Self::Busy
    }
}
