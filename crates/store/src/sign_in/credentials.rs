//! What people prove who they are with, as they set it themselves: their password, a second factor, recovery codes.
//!
//! They are set at headquarters, or at a post that the person is bound to. A post sends what was set there to headquarters,
//! which publishes it with the account; what was set last holds.

use crate::{
    Store, StoreError,
    database::{Conn, DbRow, Insert, Sql, columns},
    journal::Changed,
    reference::{
        settings::POST,
        turns::{self, Turned},
    },
    sign_in::{accounts, passkeys},
};
use jiff::Timestamp;
use limen_domain::{AccountId, CredentialChange, Event, PostId};
use serde::{Deserialize, Serialize};
use sqlx::Row;

/// The proofs of one person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credentials {
    /// Argon2id hash of the password, as a PHC string.
    pub password_hash: String,
    /// The secret of the second factor (RFC 6238), base 32; empty where there is none.
    #[serde(default)]
    pub totp: String,
    /// SHA-256 of each recovery code that is left, in hexadecimal.
    #[serde(default)]
    pub recovery: Vec<String>,
    /// Number of changes of these credentials known to the node of the last change: the higher number is the later
    /// version. 0 if set by a version of Limen that did not count.
    #[serde(default)]
    pub number: i64,
    /// When any of these was set last, by the clock of the node where it was.
    #[serde(default = "never")]
    pub at: Timestamp,
    /// Until when the password is good, where it was drawn for its owner and not chosen by them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drawn_until: Option<Timestamp>,
}

/// By how much a credential's number from a post may be ahead of headquarters': no post sets them more often while it
/// is away.
const MOST_AHEAD: i64 = 10_000;

fn never() -> Timestamp {
    Timestamp::UNIX_EPOCH
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials").field("at", &self.at).finish_non_exhaustive()
    }
}

impl Credentials {
    /// A password and nothing else.
    pub fn of_password(password_hash: String) -> Self {
        let at = Timestamp::UNIX_EPOCH;
        Self { password_hash, totp: String::new(), recovery: Vec::new(), number: 0, at, drawn_until: None }
    }

    /// A password that was drawn for someone, good until then.
    pub fn drawn(password_hash: String, until: Timestamp) -> Self {
        Self { drawn_until: Some(until), ..Self::of_password(password_hash) }
    }

    /// Whether these were set after others: told by their numbers. Of two with one number, which were set at two nodes that
    /// knew nothing of each other, and of those that were not counted, the times tell.
    fn is_after(&self, others: &Self) -> bool {
        if self.number == 0 || others.number == 0 {
            return (self.at, self.number) > (others.at, others.number);
        }
        (self.number, self.at) > (others.number, others.at)
    }

    fn drawn_column(&self) -> i64 {
        self.drawn_until.map_or(0, Timestamp::as_millisecond)
    }

    /// The codes as a column holds them.
    pub(crate) fn recovery_column(&self) -> String {
        self.recovery.join(" ")
    }

    pub(crate) fn of_row(row: &DbRow) -> Result<Self, StoreError> {
        Ok(Self {
            password_hash: row.try_get("password_hash")?,
            totp: row.try_get("totp")?,
            recovery: row.try_get::<&str, _>("recovery")?.split_whitespace().map(str::to_owned).collect(),
            number: row.try_get("credentials_number")?,
            at: columns::moment(row, "credentials_at")?,
            drawn_until: Some(columns::moment(row, "drawn_until")?).filter(|until| *until != Timestamp::UNIX_EPOCH),
        })
    }
}

impl Store {
    /// Sets someone's credentials, and notes in the journal that they were, not what they are; their sessions end. `actor`
    /// is the person, or who sets them anew for them; `None` for a command.
    ///
    /// # Errors
    /// The database can't be written; nothing has changed then.
    pub async fn set_credentials(
        &self,
        actor: Option<&AccountId>,
        account: &AccountId,
        credentials: &Credentials,
        change: CredentialChange,
    ) -> Result<(), StoreError> {
        let (account, credentials) = (account.clone(), credentials.clone());
        let now = self.now();
        self.change(actor, move |conn| {
            Box::pin(async move {
                let noted = set(conn, &account, None, &credentials, change, now).await?;
                Ok(Some(Changed::noted(vec![noted])))
            })
        })
        .await?;
        Ok(())
    }

    /// At a post: what was set here and headquarters does not know yet, of those who are bound to this post: of nobody else
    /// it would be taken (see [`Store::take_credentials`]).
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn unsent_credentials(&self) -> Result<Vec<(AccountId, Credentials)>, StoreError> {
        let Some(here) = self.read(&POST).await? else { return Ok(Vec::new()) };
        let rows =
            sqlx::query("select * from account where credentials_unsent = 1 and posts <> '' order by id limit 100");
        let rows = rows.fetch_all(&self.db.pool).await?;
        let accounts = rows.iter().map(accounts::account).collect::<Result<Vec<_>, _>>()?;
        let of_post = accounts.into_iter().filter(|account| account.posts.contains(&here));
        Ok(of_post.map(|account| (account.id, account.credentials)).collect())
    }

    /// At headquarters: takes the credentials that were set at a post, only of people bound to that post: a stolen
    /// machine must not give the access of others. Says whether it was taken.
    ///
    /// # Errors
    /// The database can't be written; nothing has changed then.
    pub async fn take_credentials(
        &self,
        post: &PostId,
        account: &AccountId,
        credentials: &Credentials,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let (post, account, credentials) = (post.clone(), account.clone(), credentials.clone());
        let taken = self.change(None, move |conn| {
            Box::pin(async move {
                let row = sqlx::query("select * from account where id = $1").bind(account.as_str());
                let known = row.fetch_optional(&mut *conn).await?.as_ref().map(accounts::account).transpose()?;
                let Some(known) = known.filter(|known| known.ended.is_none() && known.posts.contains(&post)) else {
                    return Ok(None);
                };
                let known = known.credentials;
                // Those that were not counted, of a clock that is ahead, must not keep out what is set later; nor may a
                // number that nobody reaches.
                let is_ahead = credentials.number == 0 && credentials.at > now
                    || credentials.number > known.number.saturating_add(MOST_AHEAD);
                if is_ahead || !credentials.is_after(&known) {
                    return Ok(None);
                }
                let recovery = left_of(&known.recovery, &credentials.recovery);
                write(conn, &account, &Credentials { recovery, ..credentials }).await?;
                Ok(Some(Changed::noted(Vec::new())))
            })
        });
        Ok(taken.await?.is_some())
    }

    /// Sets one's own credentials, made from those that were read, `was`. The person's sessions end, but the one with the
    /// token of hash `kept`. Says whether that was done: where anything of them was set or used since, nothing is changed.
    ///
    /// # Errors
    /// The database can't be written; nothing has changed then.
    pub async fn change_credentials(
        &self,
        account: &AccountId,
        kept: &[u8; 32],
        was: &Credentials,
        credentials: &Credentials,
        change: CredentialChange,
    ) -> Result<bool, StoreError> {
        let (id, kept, was, credentials) = (account.clone(), *kept, (was.number, was.at), credentials.clone());
        let now = self.now();
        let changed = self.change(Some(account), move |conn| {
            Box::pin(async move {
                let unchanged =
                    "select 1 from account where id = $1 and credentials_number = $2 and credentials_at = $3";
                let unchanged = sqlx::query(unchanged)
                    .bind(id.as_str())
                    .bind(was.0)
                    .bind(was.1.as_millisecond())
                    .fetch_optional(&mut *conn)
                    .await?;
                if unchanged.is_none() {
                    return Ok(None);
                }
                let noted = set(conn, &id, Some(&kept), &credentials, change, now).await?;
                Ok(Some(Changed::noted(vec![noted])))
            })
        });
        Ok(changed.await?.is_some())
    }

    /// Uses the code of a step of someone's second factor with this secret: each once, and none before one that was used.
    ///
    /// # Errors
    /// The database can't be used.
    pub async fn use_totp_step(&self, account: &AccountId, secret: &str, step: i64) -> Result<bool, StoreError> {
        let used = sqlx::query("update account set totp_step = $1 where id = $2 and totp = $3 and totp_step < $1")
            .bind(step)
            .bind(account.as_str())
            .bind(secret)
            .execute(&self.db.pool)
            .await?;
        Ok(used.rows_affected() == 1)
    }

    /// Uses a recovery code, known by its hash as [`Credentials::recovery`] has it. Says whether it was one that was left:
    /// each is good once, and whatever else is used or set meanwhile brings none back.
    ///
    /// # Errors
    /// The database can't be used.
    pub async fn use_recovery(&self, account: &AccountId, hash: &str) -> Result<bool, StoreError> {
        let now = self.now();
        let (id, hash) = (account.clone(), format!(" {hash} "));
        let used = self.change(Some(account), move |conn| {
            Box::pin(async move {
                let used = sqlx::query(
                    "update account set recovery = trim(replace(' ' || recovery || ' ', $2, ' ')), credentials_unsent = 1,
                         credentials_number = credentials_number + 1, credentials_at = $3
                     where id = $1 and replace(' ' || recovery || ' ', $2, ' ') <> ' ' || recovery || ' '",
                )
                .bind(id.as_str())
                .bind(hash)
                .bind(now.as_millisecond())
                .execute(&mut *conn)
                .await?;
                if used.rows_affected() == 0 {
                    return Ok(None);
                }
                turns::note(conn, &Turned::Others).await?;
                let change = CredentialChange::RecoveryUsed;
                Ok(Some(Changed::noted(vec![Event::CredentialsSet { account: id, change }])))
            })
        });
        Ok(used.await?.is_some())
    }

    /// Notes that someone has signed in in a browser; browsers that nobody has used for `forget_after_days` are forgotten.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn know_browser(
        &self,
        account: &AccountId,
        browser: &[u8; 32],
        forget_after_days: i64,
    ) -> Result<(), StoreError> {
        let now = self.now().as_millisecond();
        sqlx::query("delete from known_browser where seen < $1")
            .bind(now - forget_after_days * 24 * 3_600_000)
            .execute(&self.db.pool)
            .await?;
        let mut insert = Insert::into("known_browser");
        insert
            .row()
            .set("browser", &browser[..])
            .set("account", account.as_str())
            .set("failures", 0_i64)
            .set("locked_until", 0_i64)
            .set("seen", now);
        insert.or_update("browser, account", &["failures", "locked_until"]);
        insert.run(&mut *self.db.pool.acquire().await?).await?;
        Ok(())
    }

    /// Ends every session of a person but the one with the token of hash `kept`.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn end_other_sessions(&self, account: &AccountId, kept: &[u8; 32]) -> Result<(), StoreError> {
        accounts::end_sessions(&mut *self.db.pool.acquire().await?, account, Some(kept)).await
    }
}

/// Sets someone's credentials now; returns what the journal says of it. Their sessions end in the same transaction, but
/// the one with the token of hash `kept`: someone else may have begun one with the credentials before.
pub(crate) async fn set(
    conn: &mut Conn,
    account: &AccountId,
    kept: Option<&[u8; 32]>,
    credentials: &Credentials,
    change: CredentialChange,
    now: Timestamp,
) -> Result<Event, StoreError> {
    let number: Option<i64> = sqlx::query_scalar("select credentials_number from account where id = $1")
        .bind(account.as_str())
        .fetch_optional(&mut *conn)
        .await?;
    let number = number.unwrap_or(0).saturating_add(1);
    let credentials = Credentials { number, at: now, ..credentials.clone() };
    write(conn, account, &credentials).await?;
    sqlx::query("update account set credentials_unsent = 1, failures = 0, locked_until = 0 where id = $1")
        .bind(account.as_str())
        .execute(&mut *conn)
        .await?;
    accounts::end_sessions(conn, account, kept).await?;
    turns::note(conn, &Turned::Others).await?;
    Ok(Event::CredentialsSet { account: account.clone(), change })
}

/// Lets credentials that headquarters published hold, unless those here were set later. If the password is another one,
/// the person's sessions end.
pub(crate) async fn put(conn: &mut Conn, account: &AccountId, credentials: &Credentials) -> Result<(), StoreError> {
    let row = sqlx::query("select * from account where id = $1").bind(account.as_str());
    let held = row.fetch_optional(&mut *conn).await?.as_ref().map(Credentials::of_row).transpose()?;
    let Some(held) = held.filter(|held| !held.is_after(credentials)) else { return Ok(()) };
    let recovery = left_of(&held.recovery, &credentials.recovery);
    // What was used here headquarters is still to hear.
    let is_news = recovery != credentials.recovery;
    let number = credentials.number + i64::from(is_news);
    write(conn, account, &Credentials { recovery, number, ..credentials.clone() }).await?;
    sqlx::query("update account set credentials_unsent = $1 where id = $2")
        .bind(i64::from(is_news))
        .bind(account.as_str())
        .execute(&mut *conn)
        .await?;
    if held.password_hash != credentials.password_hash {
        accounts::end_sessions(conn, account, None).await?;
    }
    Ok(())
}

/// The recovery codes that are left of those that are told, where others of the same drawing are held: what was used at one
/// of two nodes is used.
fn left_of(held: &[String], told: &[String]) -> Vec<String> {
    let left: Vec<String> = told.iter().filter(|code| held.contains(code)).cloned().collect();
    if left.is_empty() { told.to_vec() } else { left }
}

async fn write(conn: &mut Conn, account: &AccountId, credentials: &Credentials) -> Result<(), StoreError> {
    let mut update = Sql::new("update account set ");
    update.push("password_hash = ").push_bind(&credentials.password_hash);
    update.push(", totp = ").push_bind(&credentials.totp);
    update.push(", recovery = ").push_bind(credentials.recovery_column());
    update.push(", credentials_at = ").push_bind(credentials.at.as_millisecond());
    update.push(", drawn_until = ").push_bind(credentials.drawn_column());
    update.push(", credentials_number = ").push_bind(credentials.number);
    update.push(" where id = ").push_bind(account.as_str());
    update.build().execute(&mut *conn).await?;
    match credentials.drawn_until {
        Some(_) => passkeys::forget(conn, account).await,
        None => Ok(()),
    }
}
