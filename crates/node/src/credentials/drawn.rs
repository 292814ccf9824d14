//! Passwords that are drawn for others, who choose their own before they do anything else.

use crate::{
    Node,
    credentials::{
        CredentialsError,
        own::NotProved,
        passwords::{self, DrawnPassword},
    },
};
use limen_domain::{AccountId, CredentialChange, Permission};
use limen_store::{Account, Session};

/// Why no password was drawn for someone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DrawError {
    /// They have left, or approve what others propose, or ask for themselves.
    NotAllowed,
    /// The person who asks did not prove who they are.
    NotProved(NotProved),
}

impl Node {
    /// Draws a password, as `by` asks.
    ///
    /// # Errors
    /// Too many wait, or it could not be hashed.
    pub async fn draw_password(&self, by: &AccountId) -> Result<DrawnPassword, CredentialsError> {
        Ok(passwords::draw_apart(self.turn(by).await?, self.store.chance().clone(), self.now()).await?)
    }

    /// Draws a new password for someone who lost theirs or their phone. The person who asks proves again who they are.
    /// Not for another administrator: with that one's password they could approve what they propose themselves. It is
    /// drawn by the command on the machine.
    ///
    /// # Errors
    /// The database can't be used, too many wait, or the account of the person who asks is gone.
    pub async fn reset_password(
        &self,
        session: &Session,
        password: &str,
        account: &Account,
    ) -> Result<Result<DrawnPassword, DrawError>, CredentialsError> {
        let by = &session.account.id;
        if account.ended.is_some() || account.role.may(Permission::ManagePeople) || account.id == *by {
            return Ok(Err(DrawError::NotAllowed));
        }
        if let Err(why) = self.prove(session, password).await? {
            return Ok(Err(DrawError::NotProved(why)));
        }
        let drawn = self.draw_password(by).await?;
        self.store.set_credentials(Some(by), &account.id, &drawn.credentials, CredentialChange::Reset).await?;
        Ok(Ok(drawn))
    }
}
