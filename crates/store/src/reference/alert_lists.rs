//! New versions of whole alert lists: staged beside the version in force, switched to in one transaction, moved in pieces.
//!
//! A list may have a million alerts. Nobody at a counter waits for it: each piece is a transaction of its own between
//! theirs. That the list is another is decided in one of them ([`turn_to`]); what is left then is moving rows, which goes
//! on after a restart before anyone is screened.

use crate::{
    Store, StoreError,
    database::{Conn, Insert, piece},
    journal::Changed,
    reference::{
        alert_order::sort,
        alert_proposals::New,
        alerts::{bodies, due, ensure_list, parsed},
        turns::{self, Turned},
    },
};
use jiff::{SignedDuration, Timestamp};
use limen_domain::{AccountId, Alert, AlertId, Event, ListName};
use sqlx::Row;
use uuid::Uuid;

/// Alerts written in one transaction: on a slow disk well under 200 ms.
const PIECE_ALERTS: usize = 800;
/// Age at which staged alerts without a proposal are deleted: their upload was interrupted.
const FORSAKEN_AFTER: SignedDuration = SignedDuration::from_hours(24);

/// A list that is being staged.
#[derive(Debug)]
pub struct Staging<'a> {
    store: &'a Store,
    id: Uuid,
    list: ListName,
    alerts: u64,
}

/// What is known of a file that holds a list.
#[derive(Debug, Clone, Default)]
pub struct ListFile {
    /// The version as its source states it; empty where it says nothing.
    pub version: String,
    /// SHA-256, in hexadecimal.
    pub sha256: String,
    /// What was left out, in lines.
    pub report: Vec<String>,
}

impl<'a> Staging<'a> {
    /// The store it is staged in.
    pub fn store(&self) -> &'a Store {
        self.store
    }

    /// How many alerts were added.
    pub fn alerts(&self) -> u64 {
        self.alerts
    }

    /// Adds alerts, in pieces; one with an identifier that came before takes its place.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn add(&mut self, alerts: &[Alert]) -> Result<(), StoreError> {
        for some in alerts.chunks(PIECE_ALERTS) {
            let rows: Vec<(AlertId, String)> =
                bodies(some)?.into_iter().map(|(alert, body)| (alert.id.clone(), body)).collect();
            let id = self.id;
            piece(self.store.change(None, move |conn| Box::pin(stage(conn, id, rows)))).await?;
            self.alerts += some.len() as u64;
        }
        Ok(())
    }

    /// Lays it before a second person.
    ///
    /// # Errors
    /// The database can't be written, or this headquarters was restored and decides nothing yet; nothing has changed
    /// then.
    pub async fn propose(self, file: ListFile, author: &AccountId) -> Result<Uuid, StoreError> {
        let ListFile { version, sha256, report } = file;
        self.store.propose(self.id, New { list: self.list, alert: None, version, sha256, report }, author).await
    }
}

impl Store {
    /// Begins to stage another version of a list.
    pub fn stage_list(&self, list: &ListName) -> Staging<'_> {
        self.stage_list_as(self.new_id(), list)
    }

    /// The same under an identifier (version 7) that was made before.
    pub fn stage_list_as(&self, id: Uuid, list: &ListName) -> Staging<'_> {
        Staging { store: self, id, list: list.clone(), alerts: 0 }
    }

    /// Puts `alerts` in the place of what `list` held before, and notes in the journal which version took effect: for
    /// setting a node up, without a second person.
    ///
    /// # Errors
    /// The database can't be written, or this headquarters was restored and decides nothing yet; the list is as it was
    /// then.
    pub async fn load_alerts(&self, list: &ListName, alerts: &[Alert], sha256: &str) -> Result<(), StoreError> {
        let mut staging = self.stage_list(list);
        staging.add(alerts).await?;
        let now = self.now();
        let (id, count, list, sha256) = (staging.id, staging.alerts, list.clone(), sha256.to_owned());
        self.change(None, move |conn| {
            Box::pin(async move {
                turn_to(conn, &list, id, "", &sha256, now).await?;
                Ok(Some(Changed::noted(vec![Event::AlertsLoaded { list, alerts: count, sha256 }])))
            })
        })
        .await?;
        self.finish_lists().await
    }

    /// At most `most` alerts of a proposed list, in the order of their identifiers, after one of them.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn staged_alerts_after(
        &self,
        proposal: Uuid,
        after: Option<&AlertId>,
        most: i64,
    ) -> Result<Vec<Alert>, StoreError> {
        let bodies =
            sqlx::query_scalar("select body from staged_alert where proposal = $1 and id > $2 order by id limit $3");
        let bodies = bodies.bind(proposal.to_string()).bind(after.map_or("", AlertId::as_str)).bind(most);
        parsed(bodies.fetch_all(&self.db.pool).await?)
    }

    /// Moves what was approved and is not moved yet, and lets go what was staged and is no longer wanted. After it the
    /// table of alerts is what holds.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn finish_lists(&self) -> Result<(), StoreError> {
        loop {
            let moving = sqlx::query("select list, proposal from moving_list limit 1").fetch_optional(&self.db.pool);
            let Some(row) = moving.await? else { break };
            self.move_list(row.try_get("list")?, row.try_get("proposal")?).await?;
        }
        let mut last = String::new();
        loop {
            // Each proposal is found by one step in the index, however many rows it has.
            let next = sqlx::query_scalar("select min(proposal) from staged_alert where proposal > $1").bind(&last);
            let next: Option<String> = next.fetch_one(&self.db.pool).await?;
            let Some(next) = next else { return Ok(()) };
            last = next;
            if self.is_over(&last).await? {
                self.unstage(&last).await?;
            }
        }
    }

    /// Whether nobody waits for what was staged any more.
    async fn is_over(&self, proposal: &str) -> Result<bool, StoreError> {
        let state = sqlx::query_scalar("select state from proposal where id = $1").bind(proposal);
        let state: Option<String> = state.fetch_optional(&self.db.pool).await?;
        Ok(match state {
            Some(state) => state != "open",
            None => Uuid::parse_str(proposal)
                .ok()
                .and_then(begun)
                .is_none_or(|begun| self.now().duration_since(begun) > FORSAKEN_AFTER),
        })
    }

    /// Moves the rows of a list from the staged ones, piece by piece.
    async fn move_list(&self, list: &str, proposal: &str) -> Result<(), StoreError> {
        let mut after = Some(String::new());
        while let Some(from) = after {
            let (list, proposal) = (list.to_owned(), proposal.to_owned());
            after = piece(self.change(None, move |conn| Box::pin(move_piece(conn, list, proposal, from)))).await?;
        }
        self.unstage(proposal).await
    }

    /// Lets staged rows go, piece by piece.
    async fn unstage(&self, proposal: &str) -> Result<(), StoreError> {
        loop {
            let proposal = proposal.to_owned();
            let gone = self.change(None, move |conn| {
                Box::pin(async move {
                    let gone = sqlx::query(
                        "delete from staged_alert where proposal = $1 and id in
                         (select id from staged_alert where proposal = $1 order by id limit $2)",
                    );
                    let gone = gone.bind(proposal).bind(PIECE_ALERTS as i64).execute(conn).await?.rows_affected();
                    Ok((gone > 0).then(|| Changed::noted(vec![])))
                })
            });
            if piece(gone).await?.is_none() {
                return Ok(());
            }
        }
    }
}

/// When a version 7 identifier was made.
fn begun(id: Uuid) -> Option<Timestamp> {
    let (seconds, nanoseconds) = id.get_timestamp()?.to_unix();
    Timestamp::new(i64::try_from(seconds).ok()?, i32::try_from(nanoseconds).ok()?).ok()
}

async fn stage(
    conn: &mut Conn,
    proposal: Uuid,
    rows: Vec<(AlertId, String)>,
) -> Result<Option<Changed<()>>, StoreError> {
    // A statement may not touch a row twice.
    let mut last: std::collections::BTreeMap<AlertId, String> = std::collections::BTreeMap::new();
    last.extend(rows);
    if last.is_empty() {
        return Ok(Some(Changed::noted(vec![])));
    }
    let mut insert = Insert::into("staged_alert");
    for (id, body) in last {
        insert.row().set("proposal", proposal.to_string()).set("id", id.as_str()).set("body", body);
    }
    insert.or_update("proposal, id", &[]);
    insert.run(conn).await?;
    Ok(Some(Changed::noted(vec![])))
}

/// Turns a list to what was staged under `proposal`: from here on it is the list, though its rows are moved afterwards.
/// Returns the turn.
pub(crate) async fn turn_to(
    conn: &mut Conn,
    list: &ListName,
    proposal: Uuid,
    version: &str,
    sha256: &str,
    now: Timestamp,
) -> Result<i64, StoreError> {
    ensure_list(conn, list).await?;
    sqlx::query("update alert_list set version = $1, sha256 = $2, loaded_at = $3 where name = $4")
        .bind(version)
        .bind(sha256)
        .bind(now.as_millisecond())
        .bind(list.as_str())
        .execute(&mut *conn)
        .await?;
    // Where an earlier version is still being moved, this one takes its place.
    sqlx::query(
        "insert into moving_list (list, proposal) values ($1, $2)
         on conflict (list) do update set proposal = excluded.proposal",
    )
    .bind(list.as_str())
    .bind(proposal.to_string())
    .execute(&mut *conn)
    .await?;
    turns::note(conn, &Turned::List(list.clone())).await
}

/// Moves the rows of one piece, those after the identifier `after`; answers the last one of the piece. `None` once the list
/// is whole, or is being moved from another proposal.
async fn move_piece(
    conn: &mut Conn,
    list: String,
    proposal: String,
    after: String,
) -> Result<Option<Changed<String>>, StoreError> {
    let moves: Option<i64> = sqlx::query_scalar("select 1 from moving_list where list = $1 and proposal = $2")
        .bind(&list)
        .bind(&proposal)
        .fetch_optional(&mut *conn)
        .await?;
    if moves.is_none() {
        return Ok(None);
    }
    // Neither more rows that come nor more that go than a piece has.
    let ids = |text| sqlx::query_scalar::<_, String>(text);
    let coming = ids("select id from staged_alert where proposal = $1 and id > $2 order by id limit 1 offset $3");
    let coming = coming.bind(&proposal).bind(&after).bind(PIECE_ALERTS as i64 - 1).fetch_optional(&mut *conn).await?;
    let there = ids("select id from alert where list = $1 and id > $2 order by id limit 1 offset $3");
    let there = there.bind(&list).bind(&after).bind(PIECE_ALERTS as i64 - 1).fetch_optional(&mut *conn).await?;
    let end = match (coming, there) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    };
    // Past every identifier: the last piece.
    let last = end.clone().unwrap_or_else(|| char::MAX.to_string());
    let rows = sqlx::query_scalar("select body from staged_alert where proposal = $1 and id > $2 and id <= $3");
    let rows = parsed(rows.bind(&proposal).bind(&after).bind(&last).fetch_all(&mut *conn).await?)?;
    sqlx::query(
        "delete from alert where list = $1 and id > $2 and id <= $3
         and id not in (select id from staged_alert where proposal = $4 and id > $2 and id <= $3)",
    )
    .bind(&list)
    .bind(&after)
    .bind(&last)
    .bind(&proposal)
    .execute(&mut *conn)
    .await?;
    if !rows.is_empty() {
        let mut insert = Insert::into("alert");
        for (alert, body) in bodies(&rows)? {
            let row = insert.row().set("list", &list).set("id", alert.id.as_str()).set("body", body);
            row.set("due", due(alert)).set("kind", alert.kind().code()).set("sort", sort(alert));
        }
        insert.or_update("list, id", &[]);
        insert.then(" where alert.body <> excluded.body");
        insert.run(conn).await?;
    }
    match end {
        Some(answer) => Ok(Some(Changed { events: vec![], answer })),
        None => {
            sqlx::query("delete from moving_list where list = $1").bind(&list).execute(conn).await?;
            Ok(Some(Changed { events: vec![], answer: last }))
        }
    }
}
