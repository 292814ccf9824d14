//! Tries at what people prove who they are with: counted before they are checked, so that tries sent at once are as many as
//! tries sent one after the other. A try counts even if its sender hangs up.

use crate::{Store, StoreError, database::columns, error::damaged};
use jiff::{SignedDuration, Timestamp};
use limen_domain::AccountId;
use sqlx::{AssertSqlSafe, Row};

/// Wrong tries in a row that lock.
const TRIES_BEFORE_LOCK: i64 = 5;
/// How long the lock lasts that falls with the fifth try, and with each further one. The last holds for all after it: an
/// attacker must not keep an officer out for good.
const LOCKS: [SignedDuration; 5] = [
    SignedDuration::from_mins(1),
    SignedDuration::from_mins(2),
    SignedDuration::from_mins(4),
    SignedDuration::from_mins(8),
    SignedDuration::from_mins(15),
];

/// How many tries in a row were not right, and until when no other begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failures {
    /// How many.
    pub count: i64,
    /// Until when; in the past where the next try may begin.
    pub locked_until: Timestamp,
}

impl Default for Failures {
    fn default() -> Self {
        Self { count: 0, locked_until: Timestamp::UNIX_EPOCH }
    }
}

/// No try begins before this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Locked {
    /// The end of the lock.
    pub until: Timestamp,
}

impl Failures {
    /// With one more try, which counts as a failure until it is known to be right.
    ///
    /// # Errors
    /// The lock has not ended.
    pub fn with_a_try(self, now: Timestamp) -> Result<Self, Locked> {
        if self.locked_until > now {
            return Err(Locked { until: self.locked_until });
        }
        let count = self.count + 1;
        Ok(Self { count, locked_until: lock_after(count, now) })
    }
}

/// Until when the next try must wait; the epoch if it need not.
fn lock_after(count: i64, now: Timestamp) -> Timestamp {
    let Ok(further) = usize::try_from(count - TRIES_BEFORE_LOCK) else { return Timestamp::UNIX_EPOCH };
    now + LOCKS[further.min(LOCKS.len() - 1)]
}

/// A try that was counted. What is dropped stays counted as a failure.
#[derive(Debug)]
#[must_use = "a try that turned out right is said so, and counts as a failure otherwise"]
pub struct Try {
    account: AccountId,
    /// The browser where it was made, if its tries are counted there.
    browser: Option<[u8; 32]>,
    failures: Failures,
}

impl Try {
    /// What holds if it is wrong.
    pub fn failures(&self) -> Failures {
        self.failures
    }
}

/// Where tries are counted: the table, and the condition for its row, of a person ($1) and a browser ($2).
type Place = (&'static str, &'static str);
/// In a browser where the person has signed in before. Tries elsewhere do not lock it.
const IN_BROWSER: Place = ("known_browser", "account = $1 and browser = $2");
/// Under the person's name, for all other browsers together.
const UNDER_NAME: Place = ("account", "id = $1 and $2 is null");

fn place(browser: Option<&[u8; 32]>) -> Place {
    browser.map_or(UNDER_NAME, |_| IN_BROWSER)
}

impl Store {
    /// Counts one more try of someone's password, or of a code of theirs, before it is checked: in this browser where they
    /// have signed in before, otherwise under their name. The inner error says that it is not to be checked.
    ///
    /// # Errors
    /// The database can't be used, or nobody has this name.
    pub async fn try_begins(
        &self,
        account: &AccountId,
        browser: Option<&[u8; 32]>,
        now: Timestamp,
    ) -> Result<Result<Try, Locked>, StoreError> {
        if let Some(browser) = browser
            && let Some(begun) = self.try_begins_at(account, Some(browser), now).await?
        {
            return Ok(begun);
        }
        let begun = self.try_begins_at(account, None, now).await?;
        begun.ok_or_else(|| damaged(format!("a password of {account} is tried, whom nobody knows")))
    }

    /// The same, in one place; `None` where there is no such row.
    async fn try_begins_at(
        &self,
        account: &AccountId,
        browser: Option<&[u8; 32]>,
        now: Timestamp,
    ) -> Result<Option<Result<Try, Locked>>, StoreError> {
        let (table, row) = place(browser);
        let earlier: String = (1..LOCKS.len() as i64)
            .map(|further| format!("when failures + 1 < {} then ${} ", TRIES_BEFORE_LOCK + further, 3 + further))
            .collect();
        let counted = format!(
            "update {table} set failures = failures + 1, locked_until =
                 case when failures + 1 < {TRIES_BEFORE_LOCK} then 0 {earlier}else ${} end
             where {row} and locked_until <= $3 returning failures, locked_until",
            3 + LOCKS.len()
        );
        let mut query = sqlx::query(AssertSqlSafe(counted))
            .bind(account.as_str())
            .bind(browser.map(|browser| &browser[..]))
            .bind(now.as_millisecond());
        for lock in LOCKS {
            query = query.bind((now + lock).as_millisecond());
        }
        if let [counted] = &query.fetch_all(&self.db.pool).await?[..] {
            let failures = Failures {
                count: counted.try_get("failures")?,
                locked_until: columns::moment(counted, "locked_until")?,
            };
            return Ok(Some(Ok(Try { account: account.clone(), browser: browser.copied(), failures })));
        }
        let locked = sqlx::query(AssertSqlSafe(format!("select locked_until from {table} where {row}")))
            .bind(account.as_str())
            .bind(browser.map(|browser| &browser[..]))
            .fetch_optional(&self.db.pool)
            .await?;
        let until = locked.as_ref().map(|row| columns::moment(row, "locked_until")).transpose()?;
        Ok(until.map(|until| Err(Locked { until })))
    }

    /// A try was right, and let its owner in: it is forgiven, with those that were begun before it.
    ///
    /// # Errors
    /// The database can't be used.
    pub async fn try_was_right(&self, tried: Try) -> Result<(), StoreError> {
        self.forgive(&tried, tried.failures.count).await
    }

    /// A try was right, and something more is asked for: it is taken back, and those before it still count.
    ///
    /// # Errors
    /// The database can't be used.
    pub async fn try_goes_on(&self, tried: Try) -> Result<(), StoreError> {
        self.forgive(&tried, 1).await
    }

    /// Takes back `count` tries. The lock goes where none has been begun since; otherwise it is that one's.
    async fn forgive(&self, tried: &Try, count: i64) -> Result<(), StoreError> {
        let (table, row) = place(tried.browser.as_ref());
        let forgiven = format!(
            "update {table} set locked_until = case when failures <= $3 then 0 else locked_until end,
                 failures = case when failures > $4 then failures - $4 else 0 end
             where {row}"
        );
        sqlx::query(AssertSqlSafe(forgiven))
            .bind(tried.account.as_str())
            .bind(tried.browser.as_ref().map(|browser| &browser[..]))
            .bind(tried.failures.count)
            .bind(count)
            .execute(&self.db.pool)
            .await?;
        Ok(())
    }

    /// Who has signed in in this browser before, and is still known there.
    ///
    /// # Errors
    /// The database can't be used.
    pub async fn known_in(&self, browser: &[u8; 32]) -> Result<Vec<AccountId>, StoreError> {
        let rows = sqlx::query("select account from known_browser where browser = $1").bind(&browser[..]);
        rows.fetch_all(&self.db.pool).await?.iter().map(|row| columns::account(row, "account")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::{
        civil::{Date, date},
        tz::TimeZone,
    };

    #[test]
    fn locks_grow_from_a_minute_to_a_quarter_of_an_hour_and_no_further() {
        let now = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(1);
        let minutes = |count| lock_after(count, now).duration_since(now).as_mins();
        assert!(lock_after(4, now) < now);
        assert_eq!([5, 6, 7, 8, 9, 500].map(minutes), [1, 2, 4, 8, 15, 15]);
    }
    #[test]
    fn whoever_tries_without_end_has_four_tries_in_an_hour_that_passes_whatever_clocks_show() {
        for (zone, day, hours) in [
            ("Africa/Bamako", date(2026, 5, 10), 24),
            ("America/Bogota", date(2026, 5, 10), 24),
            ("Asia/Kathmandu", date(2026, 5, 10), 24),
            ("Europe/Paris", date(2026, 3, 29), 23),
            ("Europe/Paris", date(2026, 10, 25), 25),
        ] {
            let zone = TimeZone::get(zone).expect("a zone");
            let midnight = |day: Date| zone.to_timestamp(day.at(0, 0, 0, 0)).expect("a moment");
            let (mut now, end) = (midnight(day), midnight(day.tomorrow().expect("a day")));
            let mut failures = Failures::default();
            while now < end {
                while let Ok(one_more) = failures.with_a_try(now) {
                    failures = one_more;
                }
                now += SignedDuration::from_mins(1);
            }
            assert_eq!(failures.count, 7 + 4 * hours, "{day} by {zone:?}");
        }
    }
}
