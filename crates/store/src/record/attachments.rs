//! What is kept beside records: once for each content, found by the record it belongs to.

use crate::{
    Store, StoreError,
    database::{Conn, Insert, Sql, columns},
    error::damaged,
    hash::sha256_hex,
    journal::Entry,
};
use jiff::Timestamp;
use limen_domain::{AccountId, Attachment, AttachmentKind, CrossingId, Event, MediaType, NodeId};
use sqlx::Row;

/// An attachment with who kept it, and when.
#[derive(Debug, Clone)]
pub struct KeptAttachment {
    /// What it is.
    pub attachment: Attachment,
    /// When it was kept.
    pub at: Timestamp,
    /// By whom.
    pub officer: AccountId,
}

/// Takes in what was kept beside a record.
pub(crate) async fn keep(conn: &mut Conn, attachment: &Attachment, entry: &Entry) -> Result<(), StoreError> {
    let mut insert = Insert::into("attachment");
    insert
        .row()
        .set("node", entry.node.as_str())
        .set("seq", entry.seq)
        .set("crossing", attachment.crossing.to_string())
        .set("at", entry.new.at.as_millisecond())
        .set("officer", entry.actor())
        .set("kind", attachment.kind.code())
        .set("sha256", &attachment.sha256)
        .set("media", attachment.media.code())
        .set("bytes", i64::try_from(attachment.bytes).unwrap_or(i64::MAX))
        .set("name", &attachment.name);
    insert.run(conn).await?;
    Ok(())
}

impl Store {
    /// Keeps bytes beside a record, and returns once both they and the event that names their hash are on disk.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn attach(
        &self,
        officer: &AccountId,
        crossing: CrossingId,
        kind: AttachmentKind,
        media: MediaType,
        name: &str,
        bytes: &[u8],
    ) -> Result<(), StoreError> {
        let sha256 = sha256_hex(bytes);
        sqlx::query("insert into content (sha256, bytes) values ($1, $2) on conflict (sha256) do nothing")
            .bind(&sha256)
            .bind(bytes)
            .execute(&self.db.pool)
            .await?;
        let (name, bytes) = (name.to_owned(), bytes.len() as u64);
        let attachment = Attachment { crossing, kind, sha256, media, bytes, name };
        self.append(Some(officer), vec![Event::AttachmentKept(Box::new(attachment))], None).await?;
        Ok(())
    }

    /// What is kept beside any of these records, in the order in which it was.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn attachments(&self, crossings: &[CrossingId]) -> Result<Vec<KeptAttachment>, StoreError> {
        let mut query = Sql::new("select * from attachment where crossing in (");
        let mut ids = query.separated(", ");
        for id in crossings {
            ids.push_bind(id.to_string());
        }
        query.push(") order by at, seq");
        query
            .build()
            .fetch_all(&self.db.pool)
            .await?
            .iter()
            .map(|row| {
                Ok(KeptAttachment {
                    attachment: Attachment {
                        crossing: columns::parsed(row, "crossing")?,
                        kind: columns::parsed(row, "kind")?,
                        sha256: row.try_get("sha256")?,
                        media: columns::parsed(row, "media")?,
                        bytes: u64::try_from(row.try_get::<i64, _>("bytes")?).unwrap_or_default(),
                        name: row.try_get("name")?,
                    },
                    at: columns::moment(row, "at")?,
                    officer: columns::account(row, "officer")?,
                })
            })
            .collect()
    }

    /// The bytes of an attachment of this record, if they are still as they were kept.
    ///
    /// # Errors
    /// The database can't be read, or the bytes are not those that were kept.
    pub async fn content(
        &self,
        crossing: CrossingId,
        sha256: &str,
    ) -> Result<Option<(KeptAttachment, Vec<u8>)>, StoreError> {
        let all = self.attachments(&[crossing]).await?;
        let Some(kept) = all.into_iter().find(|kept| kept.attachment.sha256 == sha256) else { return Ok(None) };
        Ok(self.content_of(sha256).await?.map(|bytes| (kept, bytes)))
    }

    /// Keeps bytes that an attachment or a reference document here speaks of and that came apart from it. Others are passed
    /// over.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn keep_content(&self, sha256: &str, bytes: &[u8]) -> Result<(), StoreError> {
        if sha256_hex(bytes) != sha256 {
            return Ok(());
        }
        sqlx::query(
            "insert into content (sha256, bytes) select $1, $2 where exists (select 1 from attachment where sha256 = $1)
             on conflict (sha256) do nothing",
        )
        .bind(sha256)
        .bind(bytes)
        .execute(&self.db.pool)
        .await?;
        self.keep_named_picture(sha256, bytes).await
    }

    /// The bytes of this hash, if they are here and still as they were kept.
    ///
    /// # Errors
    /// The database can't be read, or the bytes are not those that were kept.
    pub async fn content_of(&self, sha256: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let bytes: Option<Vec<u8>> = sqlx::query_scalar("select bytes from content where sha256 = $1")
            .bind(sha256)
            .fetch_optional(&self.db.pool)
            .await?;
        let bytes = match bytes {
            Some(bytes) => Some(bytes),
            None => self.reference_picture(sha256).await?,
        };
        match bytes {
            Some(bytes) if sha256_hex(&bytes) != sha256 => {
                Err(damaged(format!("the content {sha256} is not what was kept")))
            }
            bytes => Ok(bytes),
        }
    }

    /// The hashes of what `journal` speaks of and is not here, the newest first; then of pictures of reference documents.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn missing_contents(&self, journal: &NodeId, most: i64) -> Result<Vec<String>, StoreError> {
        self.missing("node = ", journal, most).await
    }

    /// The hashes of what other journals held here speak of and is not here; the newest first.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn missing_contents_of_others(&self, most: i64) -> Result<Vec<String>, StoreError> {
        self.missing("node <> ", &self.node, most).await
    }

    async fn missing(&self, whose: &'static str, journal: &NodeId, most: i64) -> Result<Vec<String>, StoreError> {
        // Half of the room is for pictures of reference documents: attachments that never come keep none of them away.
        let mut missing = self.missing_reference_pictures(most / 2).await?;
        let room = most - i64::try_from(missing.len()).unwrap_or(most);
        let mut query = Sql::new("select sha256 from attachment where ");
        query.push(whose).push_bind(journal.as_str());
        query.push(" and not exists (select 1 from content where content.sha256 = attachment.sha256)");
        query.push(" group by sha256 order by max(at) desc limit ").push_bind(room);
        let attachments: Vec<String> = query.build_query_scalar().fetch_all(&self.db.pool).await?;
        missing.extend(attachments);
        Ok(missing)
    }
}
