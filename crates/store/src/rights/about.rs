//! Everything that this node holds about a person, by their documents: for answering that person.

use crate::{
    KeptAttachment, Note, ProtectionRow, Record, RecordedLook, Store, StoreError,
    database::{Sql, columns},
    record::same_person::push_keys,
};
use jiff::Timestamp;
use limen_domain::{CrossingId, DocumentKey, Event, HeldVisa, PostId, Presentation};
use sqlx::Row;

/// Maximum number of records of one person that are put together; nobody crosses as often.
const MOST_RECORDS: i64 = 20_000;

/// One crossing with what was kept beside it.
#[derive(Debug, Clone)]
pub struct AboutCrossing {
    /// As it was recorded.
    pub record: Record,
    /// What was noted while it was a referral.
    pub notes: Vec<Note>,
    /// What was begun for the person's protection.
    pub protections: Vec<ProtectionRow>,
    /// Photos, pages and files.
    pub attachments: Vec<KeptAttachment>,
}

/// Everything about a person.
#[derive(Debug, Clone)]
pub struct About {
    /// The documents that are known to be theirs.
    pub documents: Vec<DocumentKey>,
    /// Their crossings, also those that were corrected or cancelled, oldest first.
    pub crossings: Vec<AboutCrossing>,
    /// When and where they were presented without a decision.
    pub presented: Vec<(Timestamp, PostId)>,
    /// Their visas and permits.
    pub visas: Vec<HeldVisa>,
    /// Who looked at them, latest first.
    pub looks: Vec<RecordedLook>,
}

impl Store {
    /// Puts together everything about the person of these documents, and of those tied to them.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn about(&self, shown: &[DocumentKey]) -> Result<About, StoreError> {
        let documents = self.documents_with(shown).await?;
        let mut query = Sql::new("select id from crossing where document in ");
        push_keys(&mut query, &documents);
        query.push(" order by at limit ").push_bind(MOST_RECORDS);
        let ids: Vec<String> = query.build_query_scalar().fetch_all(&self.db.pool).await?;
        let mut crossings = Vec::with_capacity(ids.len());
        for id in ids {
            let id: CrossingId = id.parse().map_err(crate::error::damaged)?;
            let Some(record) = self.record(id).await? else { continue };
            crossings.push(AboutCrossing {
                notes: self.notes(id).await?,
                protections: self.protections_of(id).await?,
                attachments: self.attachments(&[id]).await?,
                record,
            });
        }
        let mut query = Sql::new("select body from presentation where document in ");
        push_keys(&mut query, &documents);
        query.push(" and not exists (select 1 from crossing where crossing.id = presentation.id) order by at limit ");
        query.push_bind(MOST_RECORDS);
        let rows = query.build().fetch_all(&self.db.pool).await?;
        let presented = rows.iter().map(|row| {
            let presentation: Presentation = serde_json::from_str(row.try_get("body")?)?;
            Ok((presentation.at, presentation.post))
        });
        Ok(About {
            presented: presented.collect::<Result<_, StoreError>>()?,
            visas: self.visas_of(&documents).await?,
            looks: self.looks_at(&documents).await?,
            crossings,
            documents,
        })
    }

    /// When each kind of data was erased last, and up to which moment.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn erasures(&self) -> Result<Vec<(Timestamp, Event)>, StoreError> {
        let rows = sqlx::query(
            "select at, payload from event where node = $1 and kind = 'data-erased' and payload is not null
             order by seq desc limit 50",
        )
        .bind(self.node().as_str())
        .fetch_all(&self.db.pool)
        .await?;
        rows.iter()
            .map(|row| Ok((columns::moment(row, "at")?, serde_json::from_str(row.try_get("payload")?)?)))
            .collect()
    }
}
