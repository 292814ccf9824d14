//! What was published of the flows of each day, and of which crossings.

use crate::{
    Store, StoreError,
    database::{DbRow, Insert, Sql},
    record::flows::{FlowDay, LONGEST_DAY, fixed, flow_day, number_of},
};
use jiff::civil::Date;
use sqlx::Row;

const DAYS_READ_TOGETHER: i64 = 500;
const LAST: &str = "select coalesce(max(changed), 0) from published_day";

/// A day as it was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedDay {
    /// Where and when, the change, and the records that are shown of who crossed, packed.
    pub people: FlowDay,
    /// The records that are shown of how they passed, packed.
    pub passages: Vec<u8>,
    /// The crossings of which it was published, packed.
    pub counted: Vec<u8>,
}

/// What is shown of a day, packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Of who crossed.
    pub people: Vec<u8>,
    /// Of how they passed.
    pub passages: Vec<u8>,
}

/// A day whose crossings are others than those of which it was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayToPublish {
    /// The day as it is counted now.
    pub counted: FlowDay,
    /// As it was published until now; `None` if it never was.
    pub before: Option<PublishedDay>,
}

/// A published day of which counts alone are left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettledDay {
    /// As it was published until now.
    pub day: PublishedDay,
    /// As many records as people are shown, packed.
    pub counted: Vec<u8>,
    /// What is shown.
    pub shown: Shown,
}

impl Store {
    /// Some days before `before`, by the posts' own calendars, whose crossings are others than those of which they were
    /// published, the earliest first; none when all are published. Days that are to be counted anew are not among them: they
    /// are published once they are counted.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn days_to_publish(&self, before: Date) -> Result<Vec<DayToPublish>, StoreError> {
        let fixed = fixed(&mut *self.db.pool.acquire().await?).await?;
        let rows = sqlx::query(
            "select flow_day.post, flow_day.day, flow_day.changed, flow_day.records, published_day.changed as published,
                 published_day.counted, published_day.people, published_day.passages
             from flow_day left join published_day
                 on published_day.post = flow_day.post and published_day.day = flow_day.day
             where flow_day.day < $1 and (published_day.post is null or published_day.counted <> flow_day.records)
                 and not exists (
                     select 1 from flow_stale where flow_stale.post = flow_day.post and flow_stale.hour >= $3
                     and flow_stale.hour between flow_day.day * 24 - 14 and flow_day.day * 24 + 38)
             order by flow_day.day, flow_day.post limit $2",
        )
        .bind(number_of(before))
        .bind(DAYS_READ_TOGETHER)
        .bind(fixed)
        .fetch_all(&self.db.pool)
        .await?;
        let days = rows.iter().map(|row| {
            let published: Option<i64> = row.try_get("published")?;
            Ok(DayToPublish {
                counted: flow_day(row, "changed", "records")?,
                before: published.map(|_| published_day(row, "published")).transpose()?,
            })
        });
        days.collect()
    }

    /// Keeps what is shown of some days from now on, packed, each record of which stands for `bound` people. A day that
    /// another program has published meanwhile stays as that one published it. Returns the number of the last change.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn publish_days(&self, bound: u32, days: &[(DayToPublish, Shown)]) -> Result<i64, StoreError> {
        let mut transaction = self.db.begin().await?;
        let last: i64 = sqlx::query_scalar(LAST).fetch_one(&mut *transaction).await?;
        for (changed, (day, shown)) in (last + 1..).zip(days) {
            let now = &day.counted;
            if let Some(before) = &day.before {
                sqlx::query(
                    "update published_day set changed = $1, counted = $2, people = $3, passages = $4
                     where post = $5 and day = $6 and changed = $7",
                )
                .bind(changed)
                .bind(now.records.as_slice())
                .bind(shown.people.as_slice())
                .bind(shown.passages.as_slice())
                .bind(now.post.as_str())
                .bind(number_of(now.day))
                .bind(before.people.changed)
                .execute(&mut *transaction)
                .await?;
                continue;
            }
            let mut insert = Insert::into("published_day");
            let row =
                insert.row().set("post", now.post.as_str()).set("day", number_of(now.day)).set("changed", changed);
            row.set("bound", i64::from(bound))
                .set("counted", now.records.as_slice())
                .set("people", shown.people.as_slice())
                .set("passages", shown.passages.as_slice());
            insert.or_leave("post, day");
            insert.run(&mut transaction).await?;
        }
        transaction.commit().await?;
        Ok(last + days.len() as i64)
    }

    /// The number of the last change of what was published; 0 before anything was.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn last_published(&self) -> Result<i64, StoreError> {
        Ok(sqlx::query_scalar(LAST).fetch_one(&self.db.pool).await?)
    }

    /// Some published days whose crossings may be erased, that still hold a record for each of them; none when there are no
    /// more.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn days_to_settle(&self) -> Result<Vec<PublishedDay>, StoreError> {
        let fixed = fixed(&mut *self.db.pool.acquire().await?).await?;
        let rows = sqlx::query(
            "select * from published_day where settled = 0 and day * 24 + $1 <= $2 order by day, post limit $3",
        )
        .bind(2 * LONGEST_DAY)
        .bind(fixed)
        .bind(DAYS_READ_TOGETHER)
        .fetch_all(&self.db.pool)
        .await?;
        rows.iter().map(|row| published_day(row, "changed")).collect()
    }

    /// Keeps of some days nothing but what is shown of them: `shown` in place of what was, and `counted`, which is as much,
    /// in place of their crossings.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn settle_days(&self, days: &[SettledDay]) -> Result<(), StoreError> {
        let mut transaction = self.db.begin().await?;
        for day in days {
            let (post, number) = (day.day.people.post.as_str(), number_of(day.day.people.day));
            sqlx::query(
                "update flow_day set records = $1, changed = (select max(changed) + 1 from flow_day)
                 where post = $2 and day = $3",
            )
            .bind(day.counted.as_slice())
            .bind(post)
            .bind(number)
            .execute(&mut *transaction)
            .await?;
            let mut query = Sql::new("update published_day set settled = 1, counted = ");
            query.push_bind(day.counted.clone()).push(", people = ").push_bind(day.shown.people.clone());
            query.push(", passages = ").push_bind(day.shown.passages.clone());
            query
                .push(", changed = (select max(changed) + 1 from published_day) where post = ")
                .push_bind(post.to_owned());
            query.push(" and day = ").push_bind(number).push(" and changed = ").push_bind(day.day.people.changed);
            query.build_for(&transaction).execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// The people that each record stands for in what was published; `None` before anything was.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn published_bound(&self) -> Result<Option<i64>, StoreError> {
        let bound = sqlx::query_scalar("select bound from published_day order by changed limit 1");
        Ok(bound.fetch_optional(&self.db.pool).await?)
    }

    /// Some days that were published after the change `after`, in the order in which they were; none when there are no
    /// more.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn published_days(&self, after: i64) -> Result<Vec<PublishedDay>, StoreError> {
        let rows = sqlx::query("select * from published_day where changed > $1 order by changed limit $2")
            .bind(after)
            .bind(DAYS_READ_TOGETHER)
            .fetch_all(&self.db.pool)
            .await?;
        rows.iter().map(|row| published_day(row, "changed")).collect()
    }
}

fn published_day(row: &DbRow, changed: &str) -> Result<PublishedDay, StoreError> {
    Ok(PublishedDay {
        people: flow_day(row, changed, "people")?,
        passages: row.try_get("passages")?,
        counted: row.try_get("counted")?,
    })
}
