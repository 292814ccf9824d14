//! The passkey challenges that are not answered yet; each is good once.

use std::sync::{Mutex, MutexGuard, PoisonError};
use webauthn_rp::{
    DiscoverableAuthentication64, DiscoverableAuthenticationServerState, Registration, RegistrationServerState,
    request::{FixedCapHashSet, register::USER_HANDLE_MAX_LEN},
};

/// Maximum number of open challenges (memory bound). A challenge is good for five minutes.
const MOST_ASKED: usize = 1_000;

/// What keys were asked and have not answered yet.
#[derive(Debug)]
pub(crate) struct PasskeyQuestions {
    pub(super) to_sign: Mutex<FixedCapHashSet<DiscoverableAuthenticationServerState>>,
    pub(super) to_be: Mutex<FixedCapHashSet<RegistrationServerState<USER_HANDLE_MAX_LEN>>>,
}

impl Default for PasskeyQuestions {
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

impl PasskeyQuestions {
    /// Parses a WebAuthn assertion and consumes its challenge, whatever comes of it. `None` if it can't be parsed;
    /// without a challenge if that is unknown, too old or used.
    pub(crate) fn signed(
        &self,
        credential: &str,
    ) -> Option<(DiscoverableAuthentication64, Option<DiscoverableAuthenticationServerState>)> {
        let signed = DiscoverableAuthentication64::from_json_relaxed(credential.as_bytes()).ok()?;
        let question = signed.challenge_relaxed().ok().and_then(|challenge| lock(&self.to_sign).take(&challenge));
        Some((signed, question))
    }

    /// Parses a WebAuthn registration and consumes its challenge. `None` if it can't be parsed, or the challenge is
    /// unknown, too old or used.
    pub(crate) fn made(
        &self,
        credential: &str,
    ) -> Option<(Registration, RegistrationServerState<USER_HANDLE_MAX_LEN>)> {
        let made = Registration::from_json_relaxed(credential.as_bytes()).ok()?;
        let question = lock(&self.to_be).take(&made.challenge_relaxed().ok()?)?;
        Some((made, question))
    }
}
