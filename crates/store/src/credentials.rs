//! What people prove who they are with, as they set it themselves: their password, a second factor, recovery codes.
//!
//! They are set at headquarters, or at a post that the person is bound to. A post sends what was set there to headquarters,
//! which publishes it with the account; what was set last holds.

use crate::{
    Account, Store, StoreError, accounts, columns, passkeys,
    turns::{self, Turned},
    writer::Changed,
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
    /// How often any of these was set, as far as whoever set them last knew: which are the later ones. 0 where a version of
    /// Limen set them that did not count.
    #[serde(default)]
    pub number: i64,
    /// When any of these was set last, by the clock of the node where it was.
    #[serde(default = "never")]
    pub at: Timestamp,
    /// Until when the password is good, where it was drawn for its owner and not chosen by them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drawn_until: Option<Timestamp>,
}

/// So much further than at headquarters the numbers of credentials from a post may be: no post sets them more often while it
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

    pub(crate) fn of_row(row: &crate::db::DbRow) -> Result<Self, StoreError> {
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

/// How often in a row someone has failed to sign in, and until when no password is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failures {
    /// How often.
    pub count: i64,
    /// Until when.
    pub locked_until: Timestamp,
}

impl Store {
    /// Sets someone's credentials, and notes in the journal that they were, not what they are. `actor` is the person, or
    /// whoever sets them anew for them.
    pub async fn set_credentials(
        &self,
        actor: Option<&AccountId>,
        account: &AccountId,
        credentials: &Credentials,
        change: CredentialChange,
    ) -> Result<(), StoreError> {
        let (account, credentials) = (account.clone(), credentials.clone());
        self.change(actor, move |conn| {
            Box::pin(async move { Ok(Some(Changed::noted(vec![set(conn, &account, &credentials, change).await?]))) })
        })
        .await?;
        Ok(())
    }

    /// At a post: what was set here and headquarters does not know yet, of those who are bound to this post: of nobody else
    /// it would be taken (see [`Store::take_credentials`]).
    pub async fn unsent_credentials(&self) -> Result<Vec<(AccountId, Credentials)>, StoreError> {
        let here = self.setting("post").await?.unwrap_or_default();
        let rows =
            sqlx::query("select * from account where credentials_unsent = 1 and posts <> '' order by id limit 100");
        let rows = rows.fetch_all(&self.db.readers).await?;
        let accounts = rows.iter().map(accounts::account).collect::<Result<Vec<_>, _>>()?;
        let of_post = accounts.into_iter().filter(|account| account.posts.iter().any(|post| post.as_str() == here));
        Ok(of_post.map(|account| (account.id, account.credentials)).collect())
    }

    /// At headquarters: takes what was set at a post, of someone who is bound to that post and nowhere else's business:
    /// whoever holds a post's machine must not become someone of another's. Says whether it was taken.
    pub async fn take_credentials(
        &self,
        post: &PostId,
        account: &AccountId,
        credentials: &Credentials,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let known = self.account(account).await?;
        let Some(known) = known.filter(|known| known.ended.is_none() && known.posts.contains(post)) else {
            return Ok(false);
        };
        // Those that were not counted, of a clock that is ahead, must not keep out what is set later; nor may a number that
        // nobody reaches.
        let is_ahead = credentials.number == 0 && credentials.at > now
            || credentials.number > known.credentials.number.saturating_add(MOST_AHEAD);
        if is_ahead || !credentials.is_after(&known.credentials) {
            return Ok(false);
        }
        write(&mut *self.db.readers.acquire().await?, account, credentials).await?;
        Ok(true)
    }

    /// Uses the code of a step of someone's second factor: each once, and none before one that was used.
    pub async fn use_totp_step(&self, account: &AccountId, step: i64) -> Result<bool, StoreError> {
        let used = sqlx::query("update account set totp_step = $1 where id = $2 and totp_step < $1")
            .bind(step)
            .bind(account.as_str())
            .execute(&self.db.readers)
            .await?;
        Ok(used.rows_affected() == 1)
    }

    /// How often someone has failed in this browser, where they have signed in before; otherwise how often anyone has failed
    /// under this name in browsers where nobody had.
    pub async fn failures(
        &self,
        account: &Account,
        browser: Option<&[u8; 32]>,
    ) -> Result<(Failures, bool), StoreError> {
        if let Some(browser) = browser {
            let row =
                sqlx::query("select failures, locked_until from known_browser where browser = $1 and account = $2")
                    .bind(&browser[..])
                    .bind(account.id.as_str())
                    .fetch_optional(&self.db.readers)
                    .await?;
            if let Some(row) = row {
                let locked_until = columns::moment(&row, "locked_until")?;
                return Ok((Failures { count: row.try_get("failures")?, locked_until }, true));
            }
        }
        Ok((Failures { count: account.failures, locked_until: account.locked_until }, false))
    }

    /// Notes how often in a row someone has failed: in this browser, or where it is none that they are known in.
    pub async fn set_failures(
        &self,
        account: &AccountId,
        known_browser: Option<&[u8; 32]>,
        failures: Failures,
    ) -> Result<(), StoreError> {
        let statement = match known_browser {
            Some(_) => "update known_browser set failures = $1, locked_until = $2 where account = $3 and browser = $4",
            None => "update account set failures = $1, locked_until = $2 where id = $3",
        };
        let query = sqlx::query(statement)
            .bind(failures.count)
            .bind(failures.locked_until.as_millisecond())
            .bind(account.as_str());
        match known_browser {
            Some(browser) => query.bind(&browser[..]).execute(&self.db.readers).await?,
            None => query.execute(&self.db.readers).await?,
        };
        Ok(())
    }

    /// Notes that someone has signed in in a browser; browsers that nobody has used for `forget_after_days` are forgotten.
    pub async fn know_browser(
        &self,
        account: &AccountId,
        browser: &[u8; 32],
        forget_after_days: i64,
    ) -> Result<(), StoreError> {
        let now = Timestamp::now().as_millisecond();
        sqlx::query("delete from known_browser where seen < $1")
            .bind(now - forget_after_days * 24 * 3_600_000)
            .execute(&self.db.readers)
            .await?;
        sqlx::query(
            "insert into known_browser (browser, account, failures, locked_until, seen) values ($1, $2, 0, 0, $3)
             on conflict (browser, account) do update set failures = 0, locked_until = 0, seen = excluded.seen",
        )
        .bind(&browser[..])
        .bind(account.as_str())
        .bind(now)
        .execute(&self.db.readers)
        .await?;
        Ok(())
    }

    /// Ends every session of a person, but one that is kept.
    pub async fn end_sessions(&self, account: &AccountId, kept: Option<&[u8; 32]>) -> Result<(), StoreError> {
        let kept = kept.map_or_else(Vec::new, |token| token.to_vec());
        sqlx::query("delete from session where account = $1 and token <> $2")
            .bind(account.as_str())
            .bind(kept)
            .execute(&self.db.readers)
            .await?;
        Ok(())
    }
}

/// Sets someone's credentials now; returns what the journal says of it. Whoever is signed in with a password that was then
/// drawn anew for its owner is out.
pub(crate) async fn set(
    conn: &mut crate::db::Conn,
    account: &AccountId,
    credentials: &Credentials,
    change: CredentialChange,
) -> Result<Event, StoreError> {
    let number: Option<i64> = sqlx::query_scalar("select credentials_number from account where id = $1")
        .bind(account.as_str())
        .fetch_optional(&mut *conn)
        .await?;
    let number = number.unwrap_or(0).saturating_add(1);
    let credentials = Credentials { number, at: Timestamp::now(), ..credentials.clone() };
    write(conn, account, &credentials).await?;
    sqlx::query("update account set credentials_unsent = 1, failures = 0, locked_until = 0 where id = $1")
        .bind(account.as_str())
        .execute(&mut *conn)
        .await?;
    if credentials.drawn_until.is_some() {
        accounts::end_sessions(conn, account).await?;
    }
    turns::note(conn, &Turned::Others).await?;
    Ok(Event::CredentialsSet { account: account.clone(), change })
}

/// Lets credentials that headquarters published hold, unless those here were set later. Where the password is another one,
/// whoever is signed in with the old one is out.
pub(crate) async fn put(
    conn: &mut crate::db::Conn,
    account: &AccountId,
    credentials: &Credentials,
) -> Result<(), StoreError> {
    let row = sqlx::query("select * from account where id = $1").bind(account.as_str());
    let held = row.fetch_optional(&mut *conn).await?.as_ref().map(Credentials::of_row).transpose()?;
    let Some(held) = held.filter(|held| !held.is_after(credentials)) else { return Ok(()) };
    write(conn, account, credentials).await?;
    sqlx::query("update account set credentials_unsent = 0 where id = $1")
        .bind(account.as_str())
        .execute(&mut *conn)
        .await?;
    if held.password_hash != credentials.password_hash {
        sqlx::query("delete from session where account = $1").bind(account.as_str()).execute(conn).await?;
    }
    Ok(())
}

async fn write(conn: &mut crate::db::Conn, account: &AccountId, credentials: &Credentials) -> Result<(), StoreError> {
    sqlx::query(
        "update account set password_hash = $1, totp = $2, recovery = $3, credentials_at = $4, drawn_until = $5,
             credentials_number = $6 where id = $7",
    )
    .bind(&credentials.password_hash)
    .bind(&credentials.totp)
    .bind(credentials.recovery_column())
    .bind(credentials.at.as_millisecond())
    .bind(credentials.drawn_column())
    .bind(credentials.number)
    .bind(account.as_str())
    .execute(&mut *conn)
    .await?;
    match credentials.drawn_until {
        Some(_) => passkeys::forget(conn, account).await,
        None => Ok(()),
    }
}
