//! Stays: a traveller's movements, and who has stayed too long.

use crate::{Page, Store, StoreError, error::damaged};
use jiff::{Timestamp, civil::Date};
use limen_domain::{Authorised, CrossingId, Direction, Name, PostId, Source, TravelDocument};
use sqlx::Row;

/// The most movements of one document that are read, the latest ones.
const MOST_MOVEMENTS: i64 = 2_000;

/// Someone who was admitted to a day that is past and has not been seen leaving.
#[derive(Debug, Clone)]
pub struct Overstay {
    /// Their entry.
    pub entry: CrossingId,
    /// Where they came in.
    pub post: PostId,
    /// When they came in.
    pub at: Timestamp,
    /// Their name.
    pub name: Name,
    /// Nationality's code, empty where unknown.
    pub nationality: String,
    /// Their document's number.
    pub document_number: String,
    /// How the document was read.
    pub source: Source,
    /// The last day they might stay.
    pub until: Date,
}

impl Store {
    /// When and which way someone crossed with this document, earliest first, and until when each entry allowed a stay.
    pub async fn movements(
        &self,
        document: &TravelDocument,
    ) -> Result<Vec<(Timestamp, Direction, Option<Authorised>)>, StoreError> {
        if document.number.is_empty() {
            return Ok(Vec::new());
        }
        let rows = sqlx::query(
            "select at, direction, authorised from crossing
             where document_number = $1 and document_number <> '' and document_issuer = $2 and stands = 1
             and decision in ('admit', 'let-depart') order by at desc limit $3",
        )
        .bind(document.number.as_str())
        .bind(document.issuer.as_ref().map_or("", |issuer| issuer.as_str()))
        .bind(MOST_MOVEMENTS)
        .fetch_all(&self.readers)
        .await?;
        let movements = rows.iter().rev().map(|row| {
            Ok((
                Timestamp::from_millisecond(row.try_get("at")?).map_err(damaged)?,
                row.try_get::<&str, _>("direction")?.parse().map_err(damaged)?,
                row.try_get::<&str, _>("authorised")?.parse().ok(),
            ))
        });
        movements.collect()
    }

    /// The exit with this document, at or after `since`, that nothing has followed.
    pub async fn last_exit(
        &self,
        document: &TravelDocument,
        since: Timestamp,
    ) -> Result<Option<CrossingId>, StoreError> {
        let row = sqlx::query(
            "select id, at, decision from crossing
             where document_number = $1 and document_number <> '' and document_issuer = $2 and stands = 1
             and decision in ('admit', 'let-depart') order by at desc limit 1",
        )
        .bind(document.number.as_str())
        .bind(document.issuer.as_ref().map_or("", |issuer| issuer.as_str()))
        .fetch_optional(&self.readers)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let is_exit = row.try_get::<&str, _>("decision")? == "let-depart";
        let is_since = row.try_get::<i64, _>("at")? >= since.as_millisecond();
        let id = row.try_get::<&str, _>("id")?.parse().map_err(damaged)?;
        Ok((is_exit && is_since).then_some(id))
    }

    /// Whose authorised stay ended before `day` and who has crossed no border since; the latest first, and how many
    /// there are in all.
    pub async fn overstays(&self, day: Date, page: Page) -> Result<(Vec<Overstay>, i64), StoreError> {
        let rows = sqlx::query(
            "select *, count(*) over () as total from crossing as entry
             where authorised <> '' and authorised <> 'free' and authorised < $1
             and decision = 'admit' and stands = 1
             and not exists (
                 select 1 from crossing as later
                 where later.document_number = entry.document_number and later.document_number <> ''
                 and later.document_issuer = entry.document_issuer and later.at > entry.at
                 and later.stands = 1 and later.decision in ('admit', 'let-depart'))
             order by authorised desc, at desc limit $2 offset $3",
        )
        .bind(day.to_string())
        .bind(page.limit)
        .bind(page.offset)
        .fetch_all(&self.readers)
        .await?;
        let total = rows.first().map(|row| row.try_get("total")).transpose()?.unwrap_or(0);
        let overstays = rows.iter().map(|row| {
            Ok(Overstay {
                entry: row.try_get::<&str, _>("id")?.parse().map_err(damaged)?,
                post: PostId::parse(row.try_get("post")?).map_err(damaged)?,
                at: Timestamp::from_millisecond(row.try_get("at")?).map_err(damaged)?,
                name: Name {
                    primary: row.try_get("primary_identifier")?,
                    secondary: row.try_get("secondary_identifier")?,
                    truncated: false,
                },
                nationality: row.try_get("nationality")?,
                document_number: row.try_get("document_number")?,
                source: row.try_get::<&str, _>("source")?.parse().map_err(damaged)?,
                until: row.try_get::<&str, _>("authorised")?.parse().map_err(damaged)?,
            })
        });
        Ok((overstays.collect::<Result<_, StoreError>>()?, total))
    }
}
