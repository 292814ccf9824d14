//! Files that were sent and wait in memory until something is answered about them, one of each session.

use crate::node::age::is_within;
use axum::body::Bytes;
use jiff::{SignedDuration, Timestamp};
use std::sync::{Mutex, PoisonError};
use uuid::Uuid;

/// How long a file waits for an answer.
const WAITS: SignedDuration = SignedDuration::from_mins(20);
/// Maximum bytes that wait in all; the file that has waited longest goes first.
const MOST_BYTES: usize = 128 * 1024 * 1024;

/// A file with the form that it came by.
#[derive(Debug, Clone)]
pub(crate) struct KeptFile {
    /// What tells it from other files, so that a page answers about the file that it shows.
    pub(crate) id: Uuid,
    /// The form's fields in their order, but for the key.
    pub(crate) fields: Vec<(String, String)>,
    /// The file's name.
    pub(crate) name: String,
    /// What is in the file.
    pub(crate) bytes: Bytes,
}

/// Whose file waits, where it is answered, and since when.
#[derive(Debug)]
struct Waiting {
    token: [u8; 32],
    page: &'static str,
    since: Timestamp,
    file: KeptFile,
}

/// The files that wait.
#[derive(Debug, Default)]
pub(crate) struct KeptFiles(Mutex<Vec<Waiting>>);

impl KeptFiles {
    /// Keeps a file of the session of this token, until it is answered on a page; another of the session goes.
    pub(crate) fn put(&self, token: [u8; 32], page: &'static str, now: Timestamp, file: KeptFile) {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        files.retain(|one| one.token != token && is_within(one.since, WAITS, now));
        files.push(Waiting { token, page, since: now, file });
        while files.iter().map(|one| one.file.bytes.len()).sum::<usize>() > MOST_BYTES {
            files.remove(0);
        }
    }

    /// The file that waits, which goes on waiting.
    pub(crate) fn waiting(&self, token: &[u8; 32], page: &str, now: Timestamp) -> Option<KeptFile> {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        files.retain(|one| is_within(one.since, WAITS, now));
        files.iter().find(|one| one.token == *token && one.page == page).map(|one| one.file.clone())
    }

    /// The file of this identifier, which waits no more: it is read once.
    pub(crate) fn take(&self, token: &[u8; 32], page: &str, id: Uuid, now: Timestamp) -> Option<KeptFile> {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        files.retain(|one| is_within(one.since, WAITS, now));
        let at = files.iter().position(|one| one.token == *token && one.page == page && one.file.id == id)?;
        Some(files.remove(at).file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_waits_for_its_own_session_and_page_and_not_for_ever() {
        let (files, now) = (KeptFiles::default(), Timestamp::UNIX_EPOCH);
        let file = |name: &str, bytes: usize| KeptFile {
            id: Uuid::from_u128(name.len() as u128),
            fields: Vec::new(),
            name: name.to_owned(),
            bytes: vec![0; bytes].into(),
        };
        let name = |token: u8, page: &str, now| files.waiting(&[token; 32], page, now).map(|file| file.name);
        files.put([1; 32], "/visas", now, file("a", 10));
        assert_eq!(name(1, "/visas", now).as_deref(), Some("a"));
        assert_eq!((name(2, "/visas", now), name(1, "/party", now)), (None, None));
        assert_eq!(name(1, "/visas", now + WAITS), None);
        // The next file of a session takes the place of the one before, and too many bytes let the oldest go.
        files.put([1; 32], "/visas", now, file("b", 10));
        files.put([2; 32], "/visas", now, file("c", MOST_BYTES));
        assert_eq!((name(1, "/visas", now), name(2, "/visas", now).as_deref()), (None, Some("c")));
        let take = |id: u128| files.take(&[2; 32], "/visas", Uuid::from_u128(id), now);
        assert!(take(7).is_none() && take(1).is_some() && take(1).is_none(), "the file that is meant, and once");
    }
}
