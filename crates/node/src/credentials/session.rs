//! Sessions: in which browser they begin, how long they last, which of them go on.

use crate::{
    Node,
    limits::{Sender, Source},
    token::{random_text, token_hash},
};
use jiff::SignedDuration;
use limen_domain::{AccountId, Event};
use limen_store::{Account, NewSession, Session, SessionLimits, StoreError};
use uuid::Uuid;

/// Days for which a browser is known after someone has signed in in it.
pub const BROWSER_KNOWN_DAYS: i64 = 180;
/// A session ends after one working shift at the latest.
pub(super) const LONGEST: SignedDuration = SignedDuration::from_hours(12);
/// A session ends after a shift, and when nobody has used it for an hour.
const LIMITS: SessionLimits = SessionLimits { longest: LONGEST, idle: SignedDuration::from_hours(1) };

/// The browser that asks.
#[derive(Clone)]
pub struct Browser {
    /// What it is known by. `None` where nobody has signed in in it.
    pub token: Option<String>,
    /// The device that it is. `None` at the node's own port.
    pub device: Option<Uuid>,
}

/// A session that has begun.
pub struct Begun {
    /// Whose.
    pub account: Account,
    /// What the session is known by: said to the browser, and kept as a hash alone.
    pub token: String,
    /// What the browser is known by from now on.
    pub browser: String,
}

impl Browser {
    /// What the table keeps of what it is known by.
    pub fn known_by(&self) -> Option<[u8; 32]> {
        self.token.as_deref().map(token_hash)
    }
}

impl Node {
    /// The session of a token, if it goes on: on the device on which it began, of someone who works here still.
    ///
    /// # Errors
    /// The database can't be used.
    pub async fn going_on(&self, token: &[u8; 32], device: Option<Uuid>) -> Result<Option<Session>, StoreError> {
        let session = self.store.session(token, device, LIMITS).await?;
        match session {
            // A person who has left, or is bound to other posts now, is signed out with their next request.
            Some(session) if session.account.refused_at(&self.post.id).is_some() => {
                self.store.end_session(token).await?;
                Ok(None)
            }
            session => Ok(session),
        }
    }

    /// The source of a request before anyone has signed in, and who has signed in before in its browser, `known_by`.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn source(
        &self,
        known_by: Option<[u8; 32]>,
        sender: Sender,
    ) -> Result<(Source, Vec<AccountId>), StoreError> {
        if let Some(browser) = known_by {
            let known = self.store.known_in(&browser).await?;
            if !known.is_empty() {
                return Ok((Source::Browser(browser), known));
            }
        }
        Ok((Source::Address(sender.address()), Vec::new()))
    }

    /// Begins the session of someone who has shown that it is them.
    pub(super) async fn begin_session(&self, account: Account, browser: &Browser) -> Result<Begun, StoreError> {
        // A new token for every session: one that was planted in the browser before is worth nothing.
        let chance = self.store.chance();
        let token = random_text(chance);
        self.store.append(Some(&account.id), vec![Event::SignedIn], None).await?;
        // From now on this person is known in this browser.
        let known = browser.token.clone().unwrap_or_else(|| random_text(chance));
        let known_by = token_hash(&known);
        let new = NewSession {
            token: token_hash(&token),
            account: account.id.clone(),
            browser: known_by,
            device: browser.device,
            form_key: random_text(chance),
        };
        self.store.begin_session(&new, LONGEST).await?;
        self.store.know_browser(&account.id, &known_by, BROWSER_KNOWN_DAYS).await?;
        Ok(Begun { account, token, browser: known })
    }
}
