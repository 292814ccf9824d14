//! Parties as they are announced, work their way through, and end.

use crate::{
    Store, StoreError,
    database::{Conn, DbRow, Insert, columns},
    error::damaged,
    journal::{BATCH, Entry},
    record::{hits, party_state::PartyState},
};
use jiff::Timestamp;
use limen_domain::{
    CrossingId, DecisionKind, Driver, Event, GoodsKind, Journey, Judged, Name, Party, PartyId, PartyKind, PostId,
    Traveller,
};
use sqlx::{AssertSqlSafe, Row};
use std::collections::BTreeSet;

/// A party with what became of it.
#[derive(Debug, Clone)]
pub struct PartyRow {
    /// The party.
    pub party: Party,
    /// Where it is.
    pub state: PartyState,
    /// When it was announced, or arrived.
    pub at: Timestamp,
    /// Hits of the plate, with their judgements.
    pub hits: Vec<Judged>,
    /// Who of it has been decided, in that order.
    pub decided: Vec<PartyMember>,
    /// The announced members who have been presented or decided.
    pub came: BTreeSet<u16>,
}

impl PartyRow {
    /// The announced members who have not come, each with its number.
    pub fn waiting(&self) -> impl Iterator<Item = (u16, &Traveller)> {
        (0u16..).zip(&self.party.members).filter(|(at, _)| !self.came.contains(at))
    }

    /// Whether it has still to be said who drives its vehicle.
    pub fn asks_for_driver(&self) -> bool {
        self.party.kind == PartyKind::Vehicle && !self.decided.iter().any(|member| member.drives)
    }

    /// The members who may have driven: all who were decided and are no minors.
    pub fn may_drive(&self) -> impl Iterator<Item = &PartyMember> {
        let is_minor = |age: u16| age < Traveller::MAJORITY_YEARS;
        self.decided.iter().filter(move |member| !member.age.is_some_and(is_minor))
    }
}

/// A member of a party who has been decided.
#[derive(Debug, Clone)]
pub struct PartyMember {
    /// Their crossing.
    pub id: CrossingId,
    /// When it was decided.
    pub at: Timestamp,
    /// Their name.
    pub name: Name,
    /// Their age, the least that the birth date allows.
    pub age: Option<u16>,
    /// How it was decided.
    pub decision: DecisionKind,
    /// Whether a referral still waits.
    pub is_open_referral: bool,
    /// Whether they drive.
    pub drives: bool,
    /// The adult whom they cross with.
    pub adult: Option<CrossingId>,
}

/// Takes in a party as it is now.
pub(crate) async fn put(conn: &mut Conn, party: &Party, state: PartyState) -> Result<(), StoreError> {
    let id = party.id.to_string();
    let mut insert = Insert::into("party");
    insert
        .row()
        .set("id", &id)
        .set("post", party.post.as_str())
        .set("at", party.at.as_millisecond())
        .set("direction", party.direction.code())
        .set("state", state.code())
        .set("plate", party.vehicle.as_ref().map_or("", |vehicle| vehicle.plate.as_str()))
        .set("body", serde_json::to_string(party)?);
    insert.or_update("id", &["post", "direction"]);
    insert.run(conn).await?;
    sqlx::query("delete from party_goods where party = $1").bind(&id).execute(&mut *conn).await?;
    for (place, goods) in (0i64..).zip(&party.goods) {
        sqlx::query("insert into party_goods (party, place, kind, customs_reference) values ($1, $2, $3, $4)")
            .bind(&id)
            .bind(place)
            .bind(goods.kind.code())
            .bind(&goods.customs_reference)
            .execute(&mut *conn)
            .await?;
    }
    let plate = party.vehicle.as_ref().map(|vehicle| vehicle.plate.to_string()).unwrap_or_default();
    hits::note(conn, party.id.as_of_hits(), &party.hits, party.at, &party.officer, &plate).await
}

/// Forgets what an event said of a party: its rows are what its other events say.
pub(crate) async fn forget(conn: &mut Conn, id: PartyId, erased: &Entry) -> Result<(), StoreError> {
    for rows in ["party where id = $1", "party_goods where party = $1", "hit where presentation = $1"] {
        sqlx::query(AssertSqlSafe(format!("delete from {rows}"))).bind(id.to_string()).execute(&mut *conn).await?;
    }
    let mut last = 0_i64;
    loop {
        // The index `event_of_party` has the same condition.
        let rows = sqlx::query(
            "select seq, payload from event where node = $1 and seq > $2 and payload is not null
             and kind in ('party-announced', 'party-arrived', 'party-changed', 'party-ended') order by seq limit $3",
        )
        .bind(erased.node.as_str())
        .bind(last)
        .bind(BATCH as i64)
        .fetch_all(&mut *conn)
        .await?;
        for row in &rows {
            last = row.try_get("seq")?;
            if last == erased.seq {
                continue;
            }
            match serde_json::from_str(row.try_get("payload")?) {
                Ok(Event::PartyAnnounced(party)) if party.id == id => put(conn, &party, PartyState::Announced).await?,
                Ok(Event::PartyArrived(party) | Event::PartyChanged(party)) if party.id == id => {
                    put(conn, &party, PartyState::Here).await?;
                }
                // Nothing is said of a party once it has ended.
                Ok(Event::PartyEnded { party, .. }) if party == id => return end(conn, id).await,
                _ => {}
            }
        }
        if rows.len() < BATCH {
            return Ok(());
        }
    }
}

/// Whether a party is what it was when it was read, and where it was.
pub(crate) async fn is(conn: &mut Conn, read: &Party, was: PartyState) -> Result<bool, StoreError> {
    let row = sqlx::query("select body, state from party where id = $1").bind(read.id.to_string());
    let Some(row) = row.fetch_optional(conn).await? else { return Ok(false) };
    let now: Party = serde_json::from_str(row.try_get("body")?)?;
    Ok(now == *read && state(&row)? == was)
}

/// Nobody else of a party is waited for.
pub(crate) async fn end(conn: &mut Conn, party: PartyId) -> Result<(), StoreError> {
    let ended = PartyState::Ended.code();
    sqlx::query("update party set state = $1 where id = $2").bind(ended).bind(party.to_string()).execute(conn).await?;
    Ok(())
}

/// Marks the member of a party who was said to drive when it ended; or takes that mark away again.
pub(crate) async fn drives(
    conn: &mut Conn,
    party: PartyId,
    driver: Option<Driver>,
    is_so: bool,
) -> Result<(), StoreError> {
    let Some(Driver::Member(crossing)) = driver else { return Ok(()) };
    sqlx::query("update crossing set drives = $1 where id = $2 and party = $3")
        .bind(i64::from(is_so))
        .bind(crossing.to_string())
        .bind(party.to_string())
        .execute(conn)
        .await?;
    Ok(())
}

fn state(row: &DbRow) -> Result<PartyState, StoreError> {
    let code: &str = row.try_get("state")?;
    let all = [PartyState::Announced, PartyState::Here, PartyState::Ended];
    all.into_iter().find(|state| state.code() == code).ok_or_else(|| damaged(format!("a party is {code}")))
}

impl Store {
    /// The parties at a post that have not ended, and those that ended since `since`; the latest first.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn parties(&self, post: &PostId, since: Timestamp, most: i64) -> Result<Vec<PartyRow>, StoreError> {
        let ids: Vec<String> = sqlx::query_scalar(
            "select id from party where post = $1 and (state <> 'ended' or at >= $2)
             order by state = 'ended', at desc limit $3",
        )
        .bind(post.as_str())
        .bind(since.as_millisecond())
        .bind(most)
        .fetch_all(&self.db.pool)
        .await?;
        let mut parties = Vec::with_capacity(ids.len());
        for id in ids {
            parties.extend(self.party(id.parse().map_err(damaged)?).await?);
        }
        Ok(parties)
    }

    /// One party with what became of it.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn party(&self, id: PartyId) -> Result<Option<PartyRow>, StoreError> {
        let row = sqlx::query("select state, at, body from party where id = $1").bind(id.to_string());
        let Some(row) = row.fetch_optional(&self.db.pool).await? else { return Ok(None) };
        let party: Party = serde_json::from_str(row.try_get("body")?)?;
        let decided = self.party_members(id).await?;
        let came: Vec<i64> = sqlx::query_scalar(
            "select member from crossing where party = $1 and member is not null and stands = 1
             union select member from presentation where party = $1 and member is not null and ended = 0",
        )
        .bind(id.to_string())
        .fetch_all(&self.db.pool)
        .await?;
        Ok(Some(PartyRow {
            state: state(&row)?,
            at: columns::moment(&row, "at")?,
            hits: self.judged(id.as_of_hits(), &party.hits).await?,
            decided,
            came: came.into_iter().filter_map(|member| u16::try_from(member).ok()).collect(),
            party,
        }))
    }

    async fn party_members(&self, id: PartyId) -> Result<Vec<PartyMember>, StoreError> {
        // A member who was referred is listed once, with the decision that settled the referral.
        let rows = sqlx::query(
            "select * from crossing where party = $1 and stands = 1 and settled_by is null order by at, id",
        );
        rows.bind(id.to_string()).fetch_all(&self.db.pool).await?.iter().map(member).collect()
    }

    /// What was asked of the member of a party who was decided last: the next is usually asked the same.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn last_journey(&self, party: PartyId) -> Result<Option<Journey>, StoreError> {
        let id: Option<String> = sqlx::query_scalar(
            "select id from crossing where party = $1 and stands = 1 order by at desc, id desc limit 1",
        )
        .bind(party.to_string())
        .fetch_optional(&self.db.pool)
        .await?;
        let Some(id) = id else { return Ok(None) };
        let record = self.record(id.parse().map_err(damaged)?).await?;
        Ok(record.map(|record| record.crossing.journey))
    }

    /// How many loads of each kind of goods crossed in each direction at a post, from one moment to before another.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn goods(
        &self,
        post: &PostId,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<(limen_domain::Direction, GoodsKind, i64)>, StoreError> {
        let rows = sqlx::query(
            "select direction, kind, count(*) as loads from party_goods join party on party.id = party_goods.party
             where post = $1 and at >= $2 and at < $3 and state <> 'announced' group by direction, kind
             order by direction, loads desc, kind",
        )
        .bind(post.as_str())
        .bind(from.as_millisecond())
        .bind(to.as_millisecond())
        .fetch_all(&self.db.pool)
        .await?;
        rows.iter()
            .map(|row| {
                let direction = columns::parsed(row, "direction")?;
                Ok((direction, columns::parsed(row, "kind")?, row.try_get("loads")?))
            })
            .collect()
    }

    /// Which party a counter works through.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn set_party(&self, token: &[u8; 32], party: Option<PartyId>) -> Result<(), StoreError> {
        sqlx::query("update session set party = $1 where token = $2")
            .bind(party.map(|party| party.to_string()).unwrap_or_default())
            .bind(&token[..])
            .execute(&self.db.pool)
            .await?;
        Ok(())
    }
}

fn member(row: &DbRow) -> Result<PartyMember, StoreError> {
    let decision: DecisionKind = columns::parsed(row, "decision")?;
    Ok(PartyMember {
        id: columns::parsed(row, "id")?,
        at: columns::moment(row, "at")?,
        name: columns::name(row)?,
        age: row.try_get::<Option<i64>, _>("age")?.and_then(|age| u16::try_from(age).ok()),
        decision,
        is_open_referral: decision == DecisionKind::Refer,
        drives: row.try_get::<i64, _>("drives")? != 0,
        adult: row.try_get::<Option<&str>, _>("adult")?.map(str::parse).transpose().map_err(damaged)?,
    })
}
