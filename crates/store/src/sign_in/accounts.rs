//! People who sign in. Passwords are kept as argon2id hashes; a wrong one is counted, many of them lock the account.

use crate::{
    Credentials, Store, StoreError,
    database::{Conn, DbRow, Insert, Sql, columns},
    error::damaged,
    journal::Changed,
    reference::turns::{self, Turned},
};
use jiff::Timestamp;
use limen_domain::{AccountId, Event, PostId, Role, SignInRefusal, StatedReason};
use serde::{Deserialize, Serialize};
use sqlx::Row;

/// A person who may sign in.
#[derive(Debug, Clone)]
pub struct Account {
    /// What they type as their name at the sign-in page.
    pub id: AccountId,
    /// Their name as pages show it.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// What they prove who they are with.
    pub credentials: Credentials,
    /// The language of their pages, a BCP 47 tag.
    pub language: String,
    /// The number of their stamp; empty where they have none.
    pub stamp: String,
    /// The posts that they work at; none for every node.
    pub posts: Vec<PostId>,
    /// Why they may sign in no more; `None` while they may.
    pub ended: Option<String>,
    /// How many passkeys of theirs are good at this node.
    pub passkeys: i64,
}

/// What is decided about a person: who they are to the service, what they may do, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountDraft {
    /// What they type as their name at the sign-in page.
    pub id: AccountId,
    /// Their name as pages show it.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// The language of their pages at first, a BCP 47 tag.
    pub language: String,
    /// The number of their stamp; empty where they have none.
    pub stamp: String,
    /// The posts that they work at; none for every node.
    pub posts: Vec<PostId>,
}

impl Account {
    /// Whether their password alone does not let them in at this node.
    pub fn has_second_factor(&self) -> bool {
        !self.credentials.totp.is_empty() || self.passkeys > 0
    }

    /// Why this person may not work at a node of this post; `None` where they may. Headquarters stands here as a place too,
    /// and is no post of anyone's.
    pub fn refused_at(&self, post: &PostId) -> Option<SignInRefusal> {
        if self.ended.is_some() {
            Some(SignInRefusal::Ended)
        } else if !self.posts.is_empty() && !self.posts.contains(post) {
            Some(SignInRefusal::Elsewhere)
        } else {
            None
        }
    }
}

/// Posts as a column holds them.
pub(crate) fn joined(posts: &[PostId]) -> String {
    posts.iter().map(PostId::as_str).collect::<Vec<_>>().join(" ")
}

pub(crate) fn account(row: &DbRow) -> Result<Account, StoreError> {
    Ok(Account {
        id: columns::account(row, "id")?,
        name: row.try_get("name")?,
        role: columns::parsed(row, "role")?,
        credentials: Credentials::of_row(row)?,
        language: row.try_get("language")?,
        stamp: row.try_get("stamp")?,
        posts: row
            .try_get::<&str, _>("posts")?
            .split_whitespace()
            .map(|post| PostId::parse(post).map_err(damaged))
            .collect::<Result<_, _>>()?,
        ended: row.try_get("ended")?,
        passkeys: row.try_get("passkeys")?,
    })
}

impl Store {
    /// Adds a person, and notes it in the journal (without the password).
    ///
    /// # Errors
    /// The database can't be written, or this headquarters was restored and decides nothing yet; nothing has changed
    /// then. An identifier that is taken is an error too.
    pub async fn add_account(
        &self,
        actor: Option<&AccountId>,
        draft: &AccountDraft,
        credentials: &Credentials,
    ) -> Result<(), StoreError> {
        let (draft, credentials) = (draft.clone(), credentials.clone());
        self.change(actor, move |conn| {
            Box::pin(async move { Ok(Some(Changed::noted(vec![add(conn, &draft, &credentials).await?]))) })
        })
        .await?;
        Ok(())
    }

    /// Lets a person do what a draft says, and where; someone who had left is back. The language stays as its owner set it.
    ///
    /// # Errors
    /// The database can't be written, or this headquarters was restored and decides nothing yet; nothing has changed
    /// then.
    pub async fn change_account(&self, actor: Option<&AccountId>, draft: &AccountDraft) -> Result<(), StoreError> {
        let draft = draft.clone();
        self.change(actor, move |conn| {
            Box::pin(async move { Ok(Some(Changed::noted(vec![change(conn, &draft).await?]))) })
        })
        .await?;
        Ok(())
    }

    /// Lets a person sign in no more, here and, once it is published, everywhere; their sessions end at the next
    /// step. Says whether there was such a person.
    ///
    /// # Errors
    /// The database can't be written, or this headquarters was restored and decides nothing yet; nothing has changed
    /// then.
    pub async fn end_account(
        &self,
        actor: Option<&AccountId>,
        id: &AccountId,
        reason: &StatedReason,
    ) -> Result<bool, StoreError> {
        let (account, reason) = (id.clone(), reason.as_str().to_owned());
        let ended = self.change(actor, move |conn| {
            Box::pin(async move {
                let ended = sqlx::query("update account set ended = $1 where id = $2 and ended is null")
                    .bind(&reason)
                    .bind(account.as_str())
                    .execute(&mut *conn)
                    .await?;
                if ended.rows_affected() == 0 {
                    return Ok(None);
                }
                end_sessions(conn, &account, None).await?;
                turns::note(conn, &Turned::Others).await?;
                Ok(Some(Changed::noted(vec![Event::AccountEnded { account, reason }])))
            })
        });
        Ok(ended.await?.is_some())
    }

    /// The person with this identifier.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn account(&self, id: &AccountId) -> Result<Option<Account>, StoreError> {
        let row =
            sqlx::query("select * from account where id = $1").bind(id.as_str()).fetch_optional(&self.db.pool).await?;
        row.as_ref().map(account).transpose()
    }

    /// Everyone who may sign in.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        let rows = sqlx::query("select * from account order by id").fetch_all(&self.db.pool).await?;
        rows.iter().map(account).collect()
    }

    /// Sets the language of a person's pages.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn set_language(&self, id: &AccountId, language: &str) -> Result<(), StoreError> {
        sqlx::query("update account set language = $1 where id = $2")
            .bind(language)
            .bind(id.as_str())
            .execute(&self.db.pool)
            .await?;
        Ok(())
    }
}

/// Whether there is a person with this identifier.
pub(crate) async fn exists(conn: &mut Conn, id: &AccountId) -> Result<bool, StoreError> {
    let row = sqlx::query("select 1 from account where id = $1").bind(id.as_str());
    Ok(row.fetch_optional(conn).await?.is_some())
}

/// Adds a person; returns what the journal says of it.
pub(crate) async fn add(conn: &mut Conn, draft: &AccountDraft, credentials: &Credentials) -> Result<Event, StoreError> {
    let mut insert = Insert::into("account");
    insert
        .row()
        .set("id", draft.id.as_str())
        .set("name", &draft.name)
        .set("role", draft.role.code())
        .set("password_hash", &credentials.password_hash)
        .set("language", &draft.language)
        .set("failures", 0_i64)
        .set("locked_until", 0_i64)
        .set("stamp", &draft.stamp)
        .set("posts", joined(&draft.posts))
        .set("drawn_until", credentials.drawn_until.map_or(0, Timestamp::as_millisecond));
    insert.run(conn).await?;
    turns::note(conn, &Turned::Others).await?;
    let AccountDraft { id, role, posts, .. } = draft.clone();
    Ok(Event::AccountAdded { account: id, role, posts })
}

/// Changes a person; returns what the journal says of it. With other rights, one signs in anew.
pub(crate) async fn change(conn: &mut Conn, draft: &AccountDraft) -> Result<Event, StoreError> {
    let mut update = Sql::new("update account set ended = null");
    update.push(", name = ").push_bind(&draft.name);
    update.push(", role = ").push_bind(draft.role.code());
    update.push(", stamp = ").push_bind(&draft.stamp);
    update.push(", posts = ").push_bind(joined(&draft.posts));
    update.push(" where id = ").push_bind(draft.id.as_str());
    update.build().execute(&mut *conn).await?;
    end_sessions(conn, &draft.id, None).await?;
    turns::note(conn, &Turned::Others).await?;
    let AccountDraft { id, role, posts, .. } = draft.clone();
    Ok(Event::AccountChanged { account: id, role, posts })
}

/// Ends every session of a person but the one with the token of hash `kept`.
pub(crate) async fn end_sessions(conn: &mut Conn, id: &AccountId, kept: Option<&[u8; 32]>) -> Result<(), StoreError> {
    sqlx::query("delete from session where account = $1 and token <> $2")
        .bind(id.as_str())
        .bind(kept.map_or_else(Vec::new, |token| token.to_vec()))
        .execute(conn)
        .await?;
    Ok(())
}
