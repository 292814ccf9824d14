//! The adults whom a minor may be tied to, as the tables know them.

use crate::{
    Store, StoreError,
    database::{Conn, DbRow, columns},
    record::hits,
};
use limen_domain::{ACCOMPANIES_WITHIN, Adult, CrossingId, MinorAt, PartyId, Traveller};
use sqlx::{AssertSqlSafe, Row};

/// Maximum number of adults that are looked at: more than pass a post in half an hour.
const MOST_ADULTS: i64 = 400;

/// The adults who may accompany `minor`, or `only` one of them: those of the party first, then the latest.
async fn offered(conn: &mut Conn, minor: &MinorAt, only: Option<CrossingId>) -> Result<Vec<Adult>, StoreError> {
    let confirmed = hits::CONFIRMED;
    let query = format!(
        "select crossing.*,
             case when exists (select 1 from presentation where presentation.document = crossing.document
                 and presentation.document <> '' and presentation.ended = 0)
             or exists (select 1 from crossing as later where later.document = crossing.document and later.document <> ''
                 and later.at > crossing.at and later.corrected_by is null and later.cancelled is null)
             then 1 else 0 end as under_way,
             case when exists (select 1 from hit left join judgement using (presentation, list, alert)
                 where (hit.presentation = crossing.id or hit.presentation in (
                     select referral.id from crossing as referral where referral.settled_by = crossing.id))
                 and {confirmed})
             then 1 else 0 end as confirmed
         from crossing where post = $1 and age >= $2 and stands = 1 and settled_by is null
         and ((party <> '' and party = $3) or at >= $4) and ($5 = '' or id = $5)
         order by case when party <> '' and party = $3 then 0 else 1 end, at desc, id desc limit $6"
    );
    let rows = sqlx::query(AssertSqlSafe(query))
        .bind(minor.post.as_str())
        .bind(i64::from(Traveller::MAJORITY_YEARS))
        .bind(minor.party.map(|party| party.to_string()).unwrap_or_default())
        .bind((minor.since - ACCOMPANIES_WITHIN).as_millisecond())
        .bind(only.map(|id| id.to_string()).unwrap_or_default())
        .bind(MOST_ADULTS)
        .fetch_all(conn)
        .await?;
    let adults: Vec<Adult> = rows.iter().map(adult).collect::<Result<_, _>>()?;
    Ok(adults.into_iter().filter(|adult| adult.may_accompany(minor)).collect())
}

/// Whether a minor may be tied to this adult.
pub(crate) async fn accompanies(conn: &mut Conn, adult: CrossingId, minor: &MinorAt) -> Result<bool, StoreError> {
    Ok(!offered(conn, minor, Some(adult)).await?.is_empty())
}

impl Store {
    /// The adults whom a minor may be tied to: those of the party first, then the latest.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn adults(&self, minor: &MinorAt) -> Result<Vec<Adult>, StoreError> {
        offered(&mut *self.db.pool.acquire().await?, minor, None).await
    }

    /// The minors who are tied to an adult by a record that stands, the first first.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn minors_with(&self, adult: CrossingId) -> Result<Vec<CrossingId>, StoreError> {
        let ids: Vec<String> = sqlx::query_scalar(
            "select id from crossing where adult = $1 and corrected_by is null and cancelled is null order by at, id",
        )
        .bind(adult.to_string())
        .fetch_all(&self.db.pool)
        .await?;
        ids.iter().map(|id| id.parse().map_err(crate::error::damaged)).collect()
    }
}

fn adult(row: &DbRow) -> Result<Adult, StoreError> {
    let party: Option<PartyId> = row.try_get::<&str, _>("party")?.parse().ok();
    Ok(Adult {
        id: columns::parsed(row, "id")?,
        name: columns::name(row)?,
        document: row.try_get("document_number")?,
        post: columns::post(row, "post")?,
        direction: columns::parsed(row, "direction")?,
        party,
        at: columns::moment(row, "at")?,
        decision: columns::parsed(row, "decision")?,
        is_under_way: row.try_get::<i64, _>("under_way")? != 0,
        is_confirmed: row.try_get::<i64, _>("confirmed")? != 0,
    })
}
