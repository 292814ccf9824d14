//! The erasure brake: much at once is erased only after two people agreed. A period set wrong, or a clock that was
//! wrong and believed, would erase what nobody can bring back.

use crate::{
    Store, StoreError, Trouble,
    database::{Conn, DbRow, Insert, Sql, columns},
    journal::Changed,
    reference::{
        proposals::{self, ProposalKind},
        settings::{self, CONFIRMED_ERASURES},
        turns::{self, Turned},
    },
    rights::erasure::push_kinds,
};
use jiff::Timestamp;
use limen_domain::{AccountId, ConfirmedErasure, ConfirmedErasures, DataKind, Due, Event};
use sqlx::Row;
use uuid::Uuid;

/// Share of a kind of data, in per cent, above which an erasure needs two people.
pub const MUCH_PERCENT: u64 = 5;
/// Events up to which an erasure never needs two people.
const HANDFUL: u64 = 50;

/// How much is due of a kind of data.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DueCount {
    /// Events that are due.
    pub due: u64,
    /// Of these, those of which two people have not said that they may go.
    pub unconfirmed: u64,
    /// Events of this kind of data that are held, those that are due among them.
    pub held: u64,
    /// When the oldest that is due was recorded.
    pub oldest: Option<Timestamp>,
}

impl DueCount {
    /// Whether it is so much at once that two people must agree first.
    pub fn is_much(&self) -> bool {
        self.unconfirmed > HANDFUL && self.unconfirmed * 100 > self.held * MUCH_PERCENT
    }
}

/// An erasure that waits for two people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingErasure {
    /// Which kind of data.
    pub data: DataKind,
    /// What was recorded before this moment.
    pub before: Timestamp,
    /// Events that are due.
    pub due: u64,
    /// How many are held.
    pub held: u64,
    /// When the oldest of them was recorded.
    pub oldest: Timestamp,
    /// When it was held back first.
    pub since: Timestamp,
    /// Two people have said that what was recorded before this moment may go, and the next night erases it. `None` while
    /// they have not.
    pub approved: Option<Timestamp>,
}

/// What someone proposed to erase, for a second person to approve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErasureProposal {
    /// Which.
    pub id: Uuid,
    /// Which kind of data.
    pub data: DataKind,
    /// What was recorded before this moment.
    pub before: Timestamp,
    /// Who proposed it.
    pub author: AccountId,
    /// When.
    pub at: Timestamp,
}

impl Store {
    /// How much is due of a kind of data, and of how much.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn count_due(&self, due: &Due) -> Result<DueCount, StoreError> {
        let before = due.before.as_millisecond();
        let confirmed = self.read(&CONFIRMED_ERASURES).await?.before(due.data);
        let mut query = Sql::new("select count(*) as held, cast(coalesce(sum(case when at < ");
        query.push_bind(before).push(" then 1 else 0 end), 0) as bigint) as due, cast(coalesce(sum(case when at < ");
        query.push_bind(before).push(" and at >= ").push_bind(confirmed.map_or(i64::MIN, Timestamp::as_millisecond));
        query.push(" then 1 else 0 end), 0) as bigint) as unconfirmed, min(at) as oldest from event where payload is not null and kind in (");
        push_kinds(&mut query, due.data);
        query.push(
            ") and not exists (select 1 from erase_later where erase_later.node = event.node and erase_later.seq = event.seq)",
        );
        let row = query.build().fetch_one(&self.db.pool).await?;
        let number = |column| Ok::<_, StoreError>(row.try_get::<i64, _>(column)?.unsigned_abs());
        let oldest = row.try_get::<Option<i64>, _>("oldest")?.filter(|oldest| *oldest < before);
        Ok(DueCount {
            due: number("due")?,
            unconfirmed: number("unconfirmed")?,
            held: number("held")?,
            oldest: oldest.and_then(|oldest| Timestamp::from_millisecond(oldest).ok()),
        })
    }

    /// Notes that an erasure waits for two people, or that it waits no more.
    pub(crate) async fn hold_back(&self, due: &Due, count: &DueCount, now: Timestamp) -> Result<(), StoreError> {
        let waiting = self.waiting_erasures().await?;
        if !count.is_much() && !waiting.iter().any(|waiting| waiting.data == due.data) {
            return Ok(());
        }
        let (due, count) = (due.clone(), *count);
        let held_back = self.change(None, move |conn| {
            Box::pin(async move {
                if count.is_much() {
                    put_waiting(conn, &due, &count, now).await?;
                } else {
                    let forget = sqlx::query("delete from erasure_waiting where data = $1").bind(due.data.code());
                    forget.execute(&mut *conn).await?;
                }
                turns::note(conn, &Turned::Others).await?;
                Ok(Some(Changed::noted(Vec::new())))
            })
        });
        held_back.await?;
        Ok(())
    }

    /// What waits at this node for two people to say that it may be erased.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn waiting_erasures(&self) -> Result<Vec<WaitingErasure>, StoreError> {
        let rows = sqlx::query("select * from erasure_waiting order by data").fetch_all(&self.db.pool).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        // Where that can't be read, nobody has approved anything: it goes on waiting.
        let confirmed = match self.read(&CONFIRMED_ERASURES).await {
            Err(error) if error.trouble() == Trouble::Setting => ConfirmedErasures::default(),
            confirmed => confirmed?,
        };
        let waiting = rows.iter().map(|row| {
            let (data, oldest) = (columns::parsed(row, "data")?, columns::moment(row, "oldest")?);
            Ok(WaitingErasure {
                data,
                // What was approved once, and is gone, says nothing of what waits now.
                approved: confirmed.before(data).filter(|before| oldest < *before),
                before: columns::moment(row, "until")?,
                due: row.try_get::<i64, _>("due")?.unsigned_abs(),
                held: row.try_get::<i64, _>("held")?.unsigned_abs(),
                oldest,
                since: columns::moment(row, "since")?,
            })
        });
        waiting.collect()
    }

    /// Proposes that what is due of a kind of data be erased, however much it is. `None` where that is proposed already.
    ///
    /// # Errors
    /// The database can't be written; nothing has changed then.
    pub async fn propose_erasure(
        &self,
        due: &Due,
        author: &AccountId,
        now: Timestamp,
    ) -> Result<Option<Uuid>, StoreError> {
        let events = self.count_due(due).await?.due;
        let (due, by, id) = (due.clone(), author.clone(), self.new_id());
        self.change(Some(author), move |conn| {
            Box::pin(async move {
                let open =
                    sqlx::query_scalar("select count(*) from erasure_proposal where state = 'open' and data = $1");
                let open: i64 = open.bind(due.data.code()).fetch_one(&mut *conn).await?;
                if open > 0 {
                    return Ok(None);
                }
                let mut insert = Insert::into("erasure_proposal");
                let row = insert.row().set("data", due.data.code()).set("until", due.before.as_millisecond());
                proposals::open(row, id, &by, now);
                insert.run(conn).await?;
                let event = Event::ErasureProposed { proposal: id, data: due.data, before: due.before, events };
                Ok(Some(Changed { events: vec![event], answer: id }))
            })
        })
        .await
    }

    /// The proposed erasures that wait for a second person, oldest first.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn open_erasure_proposals(&self) -> Result<Vec<ErasureProposal>, StoreError> {
        let rows = sqlx::query("select * from erasure_proposal where state = 'open' order by at");
        rows.fetch_all(&self.db.pool).await?.iter().map(proposal).collect()
    }

    /// Approves an erasure, which the next night then does, or rejects it. Says whether that was done: one that no longer
    /// waits is left as it is, and so is one that `by` proposed and would approve.
    ///
    /// # Errors
    /// The database can't be written; nothing has changed then.
    pub async fn decide_erasure(
        &self,
        id: Uuid,
        approved: bool,
        by: &AccountId,
        reason: &str,
    ) -> Result<bool, StoreError> {
        let now = self.now();
        let (second, reason) = (by.clone(), reason.to_owned());
        let decided = self.change(Some(by), move |conn| {
            Box::pin(async move {
                let row = sqlx::query("select * from erasure_proposal where id = $1").bind(id.to_string());
                let Some(row) = row.fetch_optional(&mut *conn).await? else { return Ok(None) };
                let ErasureProposal { data, before, author, .. } = proposal(&row)?;
                if !proposals::may_decide(approved, &second, &author)
                    || !proposals::close(conn, ProposalKind::Erasure, id, approved, &second, &reason, now).await?
                {
                    return Ok(None);
                }
                let mut events = vec![Event::ProposalDecided { proposal: id, approved, reason }];
                if approved {
                    let mut confirmed = settings::read(conn, &CONFIRMED_ERASURES).await?;
                    confirmed.put(data, ConfirmedErasure { before, by: [author, second] });
                    events.extend(settings::decide(conn, &CONFIRMED_ERASURES, &confirmed).await?);
                }
                Ok(Some(Changed::noted(events)))
            })
        });
        Ok(decided.await?.is_some())
    }
}

async fn put_waiting(conn: &mut Conn, due: &Due, count: &DueCount, now: Timestamp) -> Result<(), StoreError> {
    let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let mut insert = Insert::into("erasure_waiting");
    insert
        .row()
        .set("data", due.data.code())
        .set("until", due.before.as_millisecond())
        .set("due", number(count.due))
        .set("held", number(count.held))
        .set("oldest", count.oldest.unwrap_or(due.before).as_millisecond())
        .set("since", now.as_millisecond());
    insert.or_update("data", &["since"]);
    insert.run(conn).await?;
    Ok(())
}

fn proposal(row: &DbRow) -> Result<ErasureProposal, StoreError> {
    Ok(ErasureProposal {
        id: columns::parsed(row, "id")?,
        data: columns::parsed(row, "data")?,
        before: columns::moment(row, "until")?,
        author: columns::account(row, "author")?,
        at: columns::moment(row, "at")?,
    })
}
