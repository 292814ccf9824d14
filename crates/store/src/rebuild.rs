//! The tables made anew from the journals, and held against what was there.

use crate::{
    Store, StoreError,
    database::Conn,
    error::damaged,
    journal::{BATCH, JournalEvent},
    network::known,
    record::{flows, projection},
};
use limen_domain::NodeId;
use serde::Serialize;

/// A table that is read from the journal alone, and the statements that hold it against a copy.
struct Table {
    name: &'static str,
    copy: &'static str,
    empty: &'static str,
    forget: &'static str,
    only_in_journal: &'static str,
    only_in_table: &'static str,
}

macro_rules! tables {
    ($($name:literal),+) => {
        [$(Table {
            name: $name,
            copy: concat!("create temp table before_", $name, " as select * from ", $name),
            empty: concat!("delete from ", $name),
            forget: concat!("drop table before_", $name),
            only_in_journal: concat!(
                "select count(*) from (select * from ", $name, " except select * from before_", $name, ") as differing"
            ),
            only_in_table: concat!(
                "select count(*) from (select * from before_", $name, " except select * from ", $name, ") as differing"
            ),
        }),+]
    };
}

const TABLES: [Table; 24] = tables![
    "presentation",
    "judgement",
    "hit",
    "cleared_pair",
    "set_aside",
    "crossing",
    "referral",
    "referral_note",
    "protection",
    "health_answer",
    "same_person",
    "party",
    "party_goods",
    "visa",
    "visa_step",
    "tally",
    "tally_count",
    "shift",
    "told_apart",
    "correction_request",
    "attachment",
    "chip_reading",
    "neighbour_draft",
    "look"
];

/// How one table compares with what was there before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rebuilt {
    /// Which table.
    pub table: &'static str,
    /// Rows that the journal gives and the table did not have, or had otherwise.
    pub only_in_journal: i64,
    /// Rows that the table had and the journal does not give, or gives otherwise.
    pub only_in_table: i64,
}

impl Store {
    /// Makes the tables anew from the journals in one transaction, and says how they differ from what was there.
    ///
    /// # Errors
    /// The database can't be written, or an event's time, node or actor can't be; the tables are as they were then.
    pub async fn rebuild(&self) -> Result<Vec<Rebuilt>, StoreError> {
        let mut transaction = self.db.begin().await?;
        for table in TABLES {
            sqlx::query(table.copy).execute(&mut *transaction).await?;
            sqlx::query(table.empty).execute(&mut *transaction).await?;
        }
        let nodes: Vec<String> =
            sqlx::query_scalar("select distinct node from event order by node").fetch_all(&mut *transaction).await?;
        for node in nodes {
            replay(&mut transaction, &NodeId::parse(&node).map_err(damaged)?).await?;
        }
        known::replay(&mut transaction).await?;
        flows::all_changed(&mut transaction).await?;
        let mut rebuilt = Vec::new();
        for table in TABLES {
            rebuilt.push(Rebuilt {
                table: table.name,
                only_in_journal: sqlx::query_scalar(table.only_in_journal).fetch_one(&mut *transaction).await?,
                only_in_table: sqlx::query_scalar(table.only_in_table).fetch_one(&mut *transaction).await?,
            });
        }
        for table in TABLES {
            sqlx::query(table.forget).execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        Ok(rebuilt)
    }
}

async fn replay(conn: &mut Conn, node: &NodeId) -> Result<(), StoreError> {
    let mut last = 0i64;
    loop {
        let rows = sqlx::query("select * from event where node = $1 and seq > $2 order by seq limit $3")
            .bind(node.as_str())
            .bind(last)
            .bind(BATCH as i64)
            .fetch_all(&mut *conn)
            .await?;
        let mut entries = Vec::with_capacity(rows.len());
        for row in &rows {
            let event = JournalEvent::of_row(row)?;
            last = event.seq;
            // What was erased, or is not understood, means nothing to the tables.
            entries.extend(event.entry(node)?);
        }
        projection::apply(conn, &entries).await?;
        if rows.len() < BATCH {
            return Ok(());
        }
    }
}
