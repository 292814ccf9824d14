//! One's own password, second factor, recovery codes and passkeys, as their owner changes them. Each change asks for
//! the password again and ends the person's other sessions: someone else may know the password.

use crate::{
    Node,
    credentials::{
        CredentialsError,
        hashing::{Turn, Who},
        passkeys::NewPasskey,
        passwords::{self, Weak},
        second_factor,
    },
};
use jiff::Timestamp;
use limen_domain::{AccountId, CredentialChange};
use limen_store::{Credentials, Locked, PasskeyAdded, Session};

/// Maximum number of passkeys of one person at one node.
pub const MOST_PASSKEYS: usize = 10;

/// Why a password that a signed-in person gave again proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotProved {
    /// It is not theirs.
    Wrong,
    /// None is looked at before then.
    Locked(Timestamp),
}

/// Why something grave is not done, before which someone proves again who they are.
#[derive(Debug, thiserror::Error)]
pub enum UnprovedError {
    /// The password that they gave proves nothing.
    #[error("the password that was given again proves nothing")]
    NotProved(NotProved),
    /// It could not be looked at.
    #[error(transparent)]
    Credentials(#[from] CredentialsError),
}

/// Why nothing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unchanged {
    /// Theirs are not changed at this node, or their password is a drawn one that they have to change first.
    Elsewhere,
    /// The password that they gave again proves nothing.
    NotProved(NotProved),
    /// What was typed twice is not the same.
    NotTheSame,
    /// The new password is not taken.
    Weak(Weak),
    /// The code is not one of the new second factor's.
    WrongCode,
    /// Their role has to have a second factor.
    Demanded,
    /// They have the maximum number of passkeys.
    TooManyPasskeys,
    /// What the browser made is not the passkey that it was asked for.
    NoPasskey,
    /// Something of theirs was set or used meanwhile.
    Meanwhile,
}

impl Node {
    /// A turn in which something is hashed for someone who is signed in.
    pub(super) async fn turn(&self, account: &AccountId) -> Result<Turn, CredentialsError> {
        Ok(self.hashing.wait(Who::signed_in(account)).await?)
    }

    /// Whether this is the signed-in person's password; tries are counted as at the sign-in page.
    ///
    /// # Errors
    /// The database can't be used, too many wait, or the person has gone.
    pub async fn prove(&self, session: &Session, password: &str) -> Result<Result<(), NotProved>, CredentialsError> {
        let turn = self.turn(&session.account.id).await?;
        // What holds now, not what did when the request came.
        let account = self.store.account(&session.account.id).await?.ok_or(CredentialsError::Gone)?;
        let tried = match self.store.try_begins(&account.id, session.browser.as_ref(), self.now()).await? {
            Ok(tried) => tried,
            Err(Locked { until }) => return Ok(Err(NotProved::Locked(until))),
        };
        let hash = Some(account.credentials.password_hash);
        if !passwords::is_right(turn, password.to_owned(), hash).await {
            return Ok(Err(NotProved::Wrong));
        }
        self.store.try_was_right(tried).await?;
        Ok(Ok(()))
    }

    /// Asks for the signed-in person's own password before something grave, which someone else at their open browser must
    /// not do.
    ///
    /// # Errors
    /// [`UnprovedError`] says why it is not to be done.
    pub(crate) async fn make_sure(&self, session: &Session, password: &str) -> Result<(), UnprovedError> {
        self.prove(session, password).await?.map_err(UnprovedError::NotProved)
    }

    /// Sets what was made from the credentials that the request found, and ends the person's other sessions. Says whether
    /// it was done: not where they were changed or used meanwhile.
    async fn set_own(
        &self,
        session: &Session,
        was: &Credentials,
        credentials: &Credentials,
        change: CredentialChange,
    ) -> Result<bool, CredentialsError> {
        Ok(self.store.change_credentials(&session.account.id, &session.token, was, credentials, change).await?)
    }

    /// Sets a new password in the place of one's own.
    ///
    /// # Errors
    /// As of [`Node::prove`].
    pub async fn change_password(
        &self,
        session: &Session,
        password: &str,
        (new, again): (String, &str),
    ) -> Result<Result<(), Unchanged>, CredentialsError> {
        let account = &session.account;
        if !self.changes_credentials_here(account) {
            return Ok(Err(Unchanged::Elsewhere));
        }
        if let Err(why) = self.prove(session, password).await? {
            return Ok(Err(Unchanged::NotProved(why)));
        }
        if new != again {
            return Ok(Err(Unchanged::NotTheSame));
        }
        let known = [account.id.as_str(), account.name.as_str(), self.post.name.as_str(), "Limen"];
        if let Some(weak) = passwords::weakness(&new, &known) {
            return Ok(Err(Unchanged::Weak(weak)));
        }
        let password_hash = passwords::hash_apart(self.turn(&account.id).await?, new).await?;
        let was = &account.credentials;
        let credentials = Credentials { password_hash, drawn_until: None, ..was.clone() };
        let is_set = self.set_own(session, was, &credentials, CredentialChange::Password).await?;
        Ok(is_set.then_some(()).ok_or(Unchanged::Meanwhile))
    }

    /// Sets a second factor of this secret, whose code shows that an authenticator has it. Returns the recovery codes, to be
    /// said once.
    ///
    /// # Errors
    /// As of [`Node::prove`].
    pub async fn turn_second_factor_on(
        &self,
        session: &Session,
        password: &str,
        (secret, code): (String, &str),
    ) -> Result<Result<Vec<String>, Unchanged>, CredentialsError> {
        let account = &session.account;
        if !self.changes_credentials_here(account) {
            return Ok(Err(Unchanged::Elsewhere));
        }
        let step = second_factor::step_of(&secret, code, self.now());
        if let Err(why) = self.prove(session, password).await? {
            return Ok(Err(Unchanged::NotProved(why)));
        }
        let Some(step) = step else { return Ok(Err(Unchanged::WrongCode)) };
        let codes = second_factor::new_recovery(self.store.chance());
        let was = &account.credentials;
        let credentials = Credentials { totp: secret, recovery: codes.kept, ..was.clone() };
        if !self.set_own(session, was, &credentials, CredentialChange::SecondFactorOn).await? {
            return Ok(Err(Unchanged::Meanwhile));
        }
        self.store.use_totp_step(&account.id, &credentials.totp, step).await?;
        Ok(Ok(codes.shown))
    }

    /// Takes one's second factor away.
    ///
    /// # Errors
    /// As of [`Node::prove`].
    pub async fn turn_second_factor_off(
        &self,
        session: &Session,
        password: &str,
    ) -> Result<Result<(), Unchanged>, CredentialsError> {
        let account = &session.account;
        if !self.changes_credentials_here(account) {
            return Ok(Err(Unchanged::Elsewhere));
        }
        if account.passkeys == 0 && self.demands_second_factor(account) {
            return Ok(Err(Unchanged::Demanded));
        }
        if let Err(why) = self.prove(session, password).await? {
            return Ok(Err(Unchanged::NotProved(why)));
        }
        let was = &account.credentials;
        // Recovery codes are for a lost passkey too.
        let recovery = if account.passkeys > 0 { was.recovery.clone() } else { Vec::new() };
        let credentials = Credentials { totp: String::new(), recovery, ..was.clone() };
        let is_set = self.set_own(session, was, &credentials, CredentialChange::SecondFactorOff).await?;
        Ok(is_set.then_some(()).ok_or(Unchanged::Meanwhile))
    }

    /// Adds a passkey to one's own, if it is what the browser was asked for. Returns recovery codes for the day on which the key is lost, where they were drawn just now.
    ///
    /// # Errors
    /// As of [`Node::prove`].
    pub async fn add_passkey(
        &self,
        session: &Session,
        password: &str,
        new: NewPasskey<'_>,
    ) -> Result<Result<Vec<String>, Unchanged>, CredentialsError> {
        let account = &session.account;
        if !self.changes_credentials_here(account) || account.credentials.drawn_until.is_some() {
            return Ok(Err(Unchanged::Elsewhere));
        }
        if let Err(why) = self.prove(session, password).await? {
            return Ok(Err(Unchanged::NotProved(why)));
        }
        if self.store.passkeys_of(&account.id).await?.len() >= MOST_PASSKEYS {
            return Ok(Err(Unchanged::TooManyPasskeys));
        }
        let Some(passkey) = self.made_passkey(session, new) else { return Ok(Err(Unchanged::NoPasskey)) };
        let codes = second_factor::new_recovery(self.store.chance());
        Ok(match self.store.add_passkey(&passkey, &session.token, &codes.kept).await? {
            PasskeyAdded::No => Err(Unchanged::NoPasskey),
            PasskeyAdded::WithRecovery => Ok(codes.shown),
            PasskeyAdded::Alone => Ok(Vec::new()),
        })
    }

    /// Removes one of their own passkeys. Returns whether it was there.
    ///
    /// # Errors
    /// As of [`Node::prove`].
    pub async fn remove_passkey(
        &self,
        session: &Session,
        password: &str,
        id: &[u8],
    ) -> Result<Result<bool, Unchanged>, CredentialsError> {
        let account = &session.account;
        let is_last = account.passkeys <= 1 && account.credentials.totp.is_empty();
        if is_last && self.demands_second_factor(account) {
            return Ok(Err(Unchanged::Demanded));
        }
        if let Err(why) = self.prove(session, password).await? {
            return Ok(Err(Unchanged::NotProved(why)));
        }
        Ok(Ok(self.store.remove_passkey(&account.id, &session.token, id).await?))
    }
}
