//! Passkeys: keys that sign for their owner at this node's pages (WebAuthn, W3C). What a key signs is read by the pages; here
//! stands what is kept of it.
//!
//! A passkey is good at the node at which it was made and nowhere else: it is not published, so that no other node's
//! machine can ask for it by name.

use crate::{
    Store, StoreError,
    database::{Conn, Insert, columns},
    journal::Changed,
    sign_in::{
        accounts,
        credentials::{self, Credentials},
    },
};
use jiff::Timestamp;
use limen_domain::{AccountId, CredentialChange, Event};
use sqlx::Row;

/// A passkey as it is kept.
#[derive(Clone)]
pub struct Passkey {
    /// The credential's identifier, which the key chose.
    pub id: Vec<u8>,
    /// Whose it is.
    pub account: AccountId,
    /// The user handle: 64 random bytes, the same for all passkeys of a person.
    pub handle: [u8; 64],
    /// The name of the pages that it was made for (the relying party's identifier).
    pub host: String,
    /// What its owner calls it.
    pub name: String,
    /// Its public key, and what it said of itself when it was made.
    pub public: Vec<u8>,
    /// What changes with each use: the counter above all.
    pub state: Vec<u8>,
    /// When it was added.
    pub added: Timestamp,
    /// When it was used last; the epoch before that.
    pub used: Timestamp,
}

impl std::fmt::Debug for Passkey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Passkey").field("account", &self.account).field("name", &self.name).finish_non_exhaustive()
    }
}

impl Passkey {
    fn of_row(row: &crate::database::DbRow) -> Result<Self, StoreError> {
        let handle: Vec<u8> = row.try_get("handle")?;
        Ok(Self {
            id: row.try_get("id")?,
            account: columns::account(row, "account")?,
            handle: handle.try_into().map_err(|_| crate::error::damaged("the handle of a passkey is no handle"))?,
            host: row.try_get("host")?,
            name: row.try_get("name")?,
            public: row.try_get("public")?,
            state: row.try_get("state")?,
            added: columns::moment(row, "added")?,
            used: columns::moment(row, "used")?,
        })
    }
}

/// Whether a passkey was added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasskeyAdded {
    /// This node has it already, or its owner is none who may sign in.
    No,
    /// It was, and its owner had recovery codes before.
    Alone,
    /// It was, and its owner has the recovery codes that were drawn for them.
    WithRecovery,
}

impl Store {
    /// Adds a passkey of the person signed in. Their sessions end, but the one with the token of hash `kept`; where they
    /// have no recovery codes, those with the hashes `recovery` are theirs.
    ///
    /// # Errors
    /// The database can't be written; nothing has changed then.
    pub async fn add_passkey(
        &self,
        passkey: &Passkey,
        kept: &[u8; 32],
        recovery: &[String],
    ) -> Result<PasskeyAdded, StoreError> {
        let (passkey, kept, recovery, now) = (passkey.clone(), *kept, recovery.to_vec(), self.now());
        let account = passkey.account.clone();
        let added = self.change(Some(&account), move |conn| {
            Box::pin(async move {
                let owner = sqlx::query("select * from account where id = $1 and ended is null");
                let owner = owner.bind(passkey.account.as_str()).fetch_optional(&mut *conn).await?;
                let was = owner.as_ref().map(Credentials::of_row).transpose()?;
                // With a password that was drawn meanwhile nobody adds one.
                let Some(was) = was.filter(|was| was.drawn_until.is_none()) else { return Ok(None) };
                let mut insert = Insert::into("passkey");
                insert
                    .row()
                    .set("id", &passkey.id)
                    .set("account", passkey.account.as_str())
                    .set("handle", &passkey.handle[..])
                    .set("host", &passkey.host)
                    .set("name", &passkey.name)
                    .set("public", &passkey.public)
                    .set("state", &passkey.state)
                    .set("added", passkey.added.as_millisecond())
                    .set("used", 0_i64);
                insert.or_leave("id");
                let added = insert.run(conn).await?;
                if added.rows_affected() == 0 {
                    return Ok(None);
                }
                count(conn, &passkey.account).await?;
                accounts::end_sessions(conn, &passkey.account, Some(&kept)).await?;
                let mut events = vec![noted(&passkey.account, CredentialChange::PasskeyAdded)];
                let draws = was.recovery.is_empty();
                if draws {
                    let (with, drawn) = (Credentials { recovery, ..was }, CredentialChange::RecoveryDrawn);
                    events.push(credentials::set(conn, &passkey.account, Some(&kept), &with, drawn, now).await?);
                }
                let added = if draws { PasskeyAdded::WithRecovery } else { PasskeyAdded::Alone };
                Ok(Some(Changed { events, answer: added }))
            })
        });
        Ok(added.await?.unwrap_or(PasskeyAdded::No))
    }

    /// The passkeys of a person at this node, the oldest first.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn passkeys_of(&self, account: &AccountId) -> Result<Vec<Passkey>, StoreError> {
        let rows = sqlx::query("select * from passkey where account = $1 order by added, id").bind(account.as_str());
        rows.fetch_all(&self.db.pool).await?.iter().map(Passkey::of_row).collect()
    }

    /// Whether anyone has a passkey at this node.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn has_passkeys(&self) -> Result<bool, StoreError> {
        Ok(sqlx::query("select 1 from passkey limit 1").fetch_optional(&self.db.pool).await?.is_some())
    }

    /// The passkey with this identifier.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn passkey(&self, id: &[u8]) -> Result<Option<Passkey>, StoreError> {
        let row = sqlx::query("select * from passkey where id = $1").bind(id).fetch_optional(&self.db.pool).await?;
        row.as_ref().map(Passkey::of_row).transpose()
    }

    /// Notes that a passkey was used, if it still is in the state that was found: of two uses at once one counts.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn use_passkey(&self, found: &Passkey, state: &[u8], now: Timestamp) -> Result<bool, StoreError> {
        let used = sqlx::query("update passkey set state = $1, used = $2 where id = $3 and state = $4 and used = $5")
            .bind(state)
            .bind(now.as_millisecond())
            .bind(&found.id)
            .bind(&found.state)
            .bind(found.used.as_millisecond())
            .execute(&self.db.pool)
            .await?;
        Ok(used.rows_affected() == 1)
    }

    /// Removes a passkey of the person signed in; false where it is none of theirs. Their sessions end, but the one with
    /// the token of hash `kept`.
    ///
    /// # Errors
    /// The database can't be written; nothing has changed then.
    pub async fn remove_passkey(&self, account: &AccountId, kept: &[u8; 32], id: &[u8]) -> Result<bool, StoreError> {
        let (owner, kept, id) = (account.clone(), *kept, id.to_owned());
        let removed = self.change(Some(account), move |conn| {
            Box::pin(async move {
                let removed = sqlx::query("delete from passkey where account = $1 and id = $2")
                    .bind(owner.as_str())
                    .bind(id)
                    .execute(&mut *conn)
                    .await?;
                if removed.rows_affected() == 0 {
                    return Ok(None);
                }
                count(conn, &owner).await?;
                accounts::end_sessions(conn, &owner, Some(&kept)).await?;
                Ok(Some(Changed::noted(vec![noted(&owner, CredentialChange::PasskeyRemoved)])))
            })
        });
        Ok(removed.await?.is_some())
    }
}

fn noted(account: &AccountId, change: CredentialChange) -> Event {
    Event::CredentialsSet { account: account.clone(), change }
}

/// Lets none of a person's passkeys be good any more: their password was drawn anew, so something is lost or known.
pub(crate) async fn forget(conn: &mut Conn, account: &AccountId) -> Result<(), StoreError> {
    sqlx::query("delete from passkey where account = $1").bind(account.as_str()).execute(&mut *conn).await?;
    count(conn, account).await
}

async fn count(conn: &mut Conn, account: &AccountId) -> Result<(), StoreError> {
    sqlx::query("update account set passkeys = (select count(*) from passkey where account = $1) where id = $1")
        .bind(account.as_str())
        .execute(conn)
        .await?;
    Ok(())
}
