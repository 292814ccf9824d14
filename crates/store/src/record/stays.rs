//! Stays: a traveller's movements, and who has stayed too long.

use crate::{
    Page, Paged, Store, StoreError,
    database::{Sql, columns},
    record::same_person::push_keys,
};
use jiff::{Timestamp, civil::Date};
use limen_domain::{Authorised, CrossingId, Direction, DocumentKey, Name, PermitStay, PostId, Source};
use sqlx::Row;

/// Maximum number of movements of one document that are read, the latest ones.
const MOST_MOVEMENTS: i64 = 2_000;

/// When and which way someone crossed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MovementAt {
    /// When.
    pub at: Timestamp,
    /// Which way.
    pub direction: Direction,
    /// Until when an entry allowed a stay.
    pub authorised: Option<Authorised>,
    /// How far a visa or a permit authorised it; `None` where the rule alone did.
    pub permit: Option<PermitStay>,
}

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
    /// When and which way someone crossed with any of these documents, earliest first.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn movements(&self, documents: &[DocumentKey]) -> Result<Vec<MovementAt>, StoreError> {
        if documents.is_empty() {
            return Ok(Vec::new());
        }
        let mut query = Sql::new(
            "select at, direction, authorised,
             case when permit = '' and visa <> '' and direction = 'entry' then 'entry' else permit end as permit from crossing where stands = 1
             and decision in ('admit', 'let-depart') and document <> '' and document in ",
        );
        push_keys(&mut query, documents);
        query.push(" order by at desc limit ").push_bind(MOST_MOVEMENTS);
        let rows = query.build().fetch_all(&self.db.pool).await?;
        let movements = rows.iter().rev().map(|row| {
            Ok(MovementAt {
                at: columns::moment(row, "at")?,
                direction: columns::parsed(row, "direction")?,
                authorised: row.try_get::<&str, _>("authorised")?.parse().ok(),
                permit: row.try_get::<&str, _>("permit")?.parse().ok(),
            })
        });
        movements.collect()
    }

    /// The exit with any of these documents, at or after `since`, that nothing has followed.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn last_exit(
        &self,
        documents: &[DocumentKey],
        since: Timestamp,
    ) -> Result<Option<CrossingId>, StoreError> {
        if documents.is_empty() {
            return Ok(None);
        }
        let mut query = Sql::new(
            "select id, at, decision from crossing where stands = 1
             and decision in ('admit', 'let-depart') and document <> '' and document in ",
        );
        push_keys(&mut query, documents);
        query.push(" order by at desc limit 1");
        let row = query.build().fetch_optional(&self.db.pool).await?;
        let Some(row) = row else { return Ok(None) };
        let is_exit = row.try_get::<&str, _>("decision")? == "let-depart";
        let is_since = row.try_get::<i64, _>("at")? >= since.as_millisecond();
        let id = columns::parsed(&row, "id")?;
        Ok((is_exit && is_since).then_some(id))
    }

    /// Whose authorised stay ended before `day` and who has crossed no border since, with this document or one tied to
    /// it; the latest first.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn overstays(&self, day: Date, page: Page) -> Result<Paged<Overstay>, StoreError> {
        let rows = sqlx::query(
            "select *, count(*) over () as total from crossing as entry
             where authorised <> '' and authorised <> 'free' and authorised < $1
             and decision = 'admit' and stands = 1
             and not exists (
                 select 1 from crossing as later
                 where later.document = entry.document and later.document <> '' and later.at > entry.at
                 and later.stands = 1 and later.decision in ('admit', 'let-depart'))
             and not exists (
                 select 1 from same_person join crossing as later
                     on later.document = case when one = entry.document then other else one end
                 where (one = entry.document or other = entry.document) and later.document <> ''
                 and later.at > entry.at and later.stands = 1 and later.decision in ('admit', 'let-depart'))
             order by authorised desc, at desc limit $2 offset $3",
        )
        .bind(day.to_string())
        .bind(page.limit)
        .bind(page.offset)
        .fetch_all(&self.db.pool)
        .await?;
        let total = rows.first().map(|row| row.try_get("total")).transpose()?.unwrap_or(0);
        let overstays = rows.iter().map(|row| {
            Ok(Overstay {
                entry: columns::parsed(row, "id")?,
                post: columns::post(row, "post")?,
                at: columns::moment(row, "at")?,
                name: columns::name(row)?,
                nationality: row.try_get("nationality")?,
                document_number: row.try_get("document_number")?,
                source: columns::parsed(row, "source")?,
                until: columns::parsed(row, "authorised")?,
            })
        });
        Ok(Paged { rows: overstays.collect::<Result<_, StoreError>>()?, total })
    }
}
