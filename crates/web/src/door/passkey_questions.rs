//! What keys were asked and have not answered yet: each question is good once.

use std::sync::{Mutex, MutexGuard, PoisonError};
use webauthn_rp::{
    DiscoverableAuthentication64, DiscoverableAuthenticationServerState, Registration, RegistrationServerState,
    request::{FixedCapHashSet, register::USER_HANDLE_MAX_LEN},
};

/// The most people who are being asked for their key at one time. Whoever takes longer than five minutes begins again.
const MOST_ASKED: usize = 1_000;
/// What keys were asked and have not answered yet.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(super) to_sign: Mutex<FixedCapHashSet<DiscoverableAuthenticationServerState>>,
    pub(super) to_be: Mutex<FixedCapHashSet<RegistrationServerState<USER_HANDLE_MAX_LEN>>>,
}

impl Default for Asked {
    fn default() -> Self {
        Self {
            to_sign: Mutex::new(FixedCapHashSet::new(MOST_ASKED)),
            to_be: Mutex::new(FixedCapHashSet::new(MOST_ASKED)),
        }
    }
}

pub(super) fn lock<T>(asked: &Mutex<T>) -> MutexGuard<'_, T> {
    asked.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Asked {
    /// What a key signed, as a browser sent it, with what it was asked: nothing where that was never asked, or was answered
    /// before, since each question is good once, whatever comes of it.
    pub(crate) fn signed(
        &self,
        credential: &str,
    ) -> Option<(DiscoverableAuthentication64, Option<DiscoverableAuthenticationServerState>)> {
        let signed = DiscoverableAuthentication64::from_json_relaxed(credential.as_bytes()).ok()?;
        let question = signed.challenge_relaxed().ok().and_then(|challenge| lock(&self.to_sign).take(&challenge));
        Some((signed, question))
    }

    /// The key that a browser made for a question, which is good once as well.
    pub(crate) fn made(
        &self,
        credential: &str,
    ) -> Option<(Registration, RegistrationServerState<USER_HANDLE_MAX_LEN>)> {
        let made = Registration::from_json_relaxed(credential.as_bytes()).ok()?;
        let question = lock(&self.to_be).take(&made.challenge_relaxed().ok()?)?;
        Some((made, question))
    }
}
