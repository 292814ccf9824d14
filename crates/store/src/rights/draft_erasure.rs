//! Erasing what people at posts wrote for a neighbouring state, once the agreement with it says that it is kept no longer: it
//! may be sooner than what was recorded beside it goes.

use crate::{
    ClockState, NeighbourDraft, Store, StoreError,
    journal::{self, Changed},
    rights::erasure::{add_unnoted, erase_payload, forget},
};
use jiff::Timestamp;
use limen_domain::{DataKind, Due};
use sqlx::Row;

impl Store {
    /// Erases these drafts, in every journal that this node holds, and notes in its own that it did: all were written before
    /// this moment, and were kept by this right. Returns how many. Nothing is erased while the clock can't be believed, or a
    /// restored headquarters asks its posts what was decided since.
    ///
    /// # Errors
    /// The database can't be used. What was erased before stays so, and the journal says of it with the next run.
    pub async fn erase_neighbour_drafts(
        &self,
        drafts: Vec<NeighbourDraft>,
        (before, ground): (Timestamp, &str),
    ) -> Result<u64, StoreError> {
        self.note_erased().await?;
        let is_doubted = matches!(self.look_at_clock(self.now()).await?, ClockState::Doubted(_));
        if drafts.is_empty() || is_doubted || self.restored().await?.is_some() {
            return Ok(0);
        }
        let due = Due { data: DataKind::Crossings, before, ground: ground.to_owned() };
        let erased = self.change(None, move |conn| {
            Box::pin(async move {
                let mut erased = 0_i64;
                for NeighbourDraft { place: (node, seq), .. } in drafts {
                    let row = sqlx::query("select at, actor, payload from event where node = $1 and seq = $2")
                        .bind(node.as_str().to_owned())
                        .bind(seq)
                        .fetch_optional(&mut *conn)
                        .await?;
                    let Some(row) = row else { continue };
                    let Some(payload): Option<String> = row.try_get("payload")? else { continue };
                    let (at, actor): (i64, &str) = (row.try_get("at")?, row.try_get("actor")?);
                    if let Some(entry) = journal::entry(&node, seq, at, actor, &payload)? {
                        forget(conn, &entry).await?;
                        erase_payload(conn, &node, seq).await?;
                        erased += 1;
                    }
                }
                add_unnoted(conn, &due, erased).await?;
                Ok(Some(Changed { events: Vec::new(), answer: erased.unsigned_abs() }))
            })
        });
        let erased = erased.await?.unwrap_or_default();
        self.note_erased().await?;
        Ok(erased)
    }
}
