//! What was found of documents' chips, by the record that they belong to.

use crate::{
    Store, StoreError,
    database::{Conn, Insert, Sql},
    journal::Entry,
};
use limen_domain::{ChipReading, CrossingId};
use sqlx::Row;

/// Takes in what was found of a chip.
pub(crate) async fn keep(conn: &mut Conn, reading: &ChipReading, entry: &Entry) -> Result<(), StoreError> {
    let mut insert = Insert::into("chip_reading");
    insert
        .row()
        .set("node", entry.node.as_str())
        .set("seq", entry.seq)
        .set("crossing", reading.crossing.to_string())
        .set("at", entry.new.at.as_millisecond())
        .set("officer", entry.actor())
        .set("body", serde_json::to_string(reading)?);
    insert.run(conn).await?;
    Ok(())
}

impl Store {
    /// What was found of chips beside these records, the latest first.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn chip_readings(&self, crossings: &[CrossingId]) -> Result<Vec<ChipReading>, StoreError> {
        if crossings.is_empty() {
            return Ok(Vec::new());
        }
        let mut query = Sql::new("select body from chip_reading where crossing in (");
        let mut ids = query.separated(", ");
        for id in crossings {
            ids.push_bind(id.to_string());
        }
        query.push(") order by at desc, seq desc");
        let rows = query.build().fetch_all(&self.db.pool).await?;
        rows.iter().map(|row| Ok(serde_json::from_str(row.try_get::<&str, _>("body")?)?)).collect()
    }
}
