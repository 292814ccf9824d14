//! Headquarters of neighbouring states, the agreements with them, and what is proposed to a second person about them. What
//! files say is for callers to read.

use crate::{
    Store, StoreError,
    database::{Conn, DbRow, Insert, columns},
    hash::sha256_hex,
    journal::Changed,
    neighbours::papers::{self, NewPaper, PaperEffect, Said},
    reference::{
        proposals::{self, Closed, ProposalKind},
        settings::{self, Setting, put_setting},
    },
};
use jiff::Timestamp;
use limen_domain::{AccountId, Event, NeighbourStep, StateCode};
use limen_neighbour::Head;
use sqlx::Row;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The setting of a headquarters that was restored that names the neighbours it has not heard of since, and when it was restored.
/// What it said to them after its backup only they hold: what it said now would be another paper of the same number.
const TO_BE_HEARD: Setting<BTreeMap<StateCode, Timestamp>> = Setting::json("neighbours-to-be-heard", BTreeMap::new);

/// A neighbouring state's headquarters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbour {
    /// The state.
    pub state: StateCode,
    /// Its signed card.
    pub card: String,
    /// Since when it is known.
    pub added_at: Timestamp,
    /// How far this side has spoken.
    pub said: Head,
    /// How far their papers are held.
    pub held: Head,
    /// How far they hold ours.
    pub taken: u64,
    /// Their signed receipt for that; empty for none.
    pub receipt: String,
    /// The signed root of their journal that is kept here; empty for none.
    pub witnessed: String,
    /// When they were heard of last; `None` for never.
    pub heard_at: Option<Timestamp>,
}

/// How far an agreement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgreementState {
    /// They have signed it, and it waits for this side.
    Offered,
    /// This side has signed it, and it waits for them.
    Signed,
    /// Both have signed it, and nobody has ended it. Whether its days are reached is for callers to ask.
    InForce,
    /// A later version took its place.
    Replaced,
    /// One side ended it.
    Ended,
}

impl AgreementState {
    const ALL: [Self; 5] = [Self::Offered, Self::Signed, Self::InForce, Self::Replaced, Self::Ended];

    /// The code, as it stands in the table and in messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::Offered => "offered",
            Self::Signed => "signed",
            Self::InForce => "in-force",
            Self::Replaced => "replaced",
            Self::Ended => "ended",
        }
    }
}

/// An agreement with a neighbour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAgreement {
    /// The SHA-256 of its text, in hexadecimal.
    pub name: String,
    /// The neighbour.
    pub neighbour: StateCode,
    /// Which: later versions have the same.
    pub id: Uuid,
    /// Its version.
    pub version: u32,
    /// The file, with the signatures that are known.
    pub file: String,
    /// How far it is.
    pub state: AgreementState,
    /// Since when.
    pub since: Timestamp,
    /// Which state ended it, and why; `None` while nobody did.
    pub ended: Option<(StateCode, String)>,
}

/// What is proposed to a second person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NeighbourProposed {
    /// A headquarters' card.
    Card,
    /// An agreement, to be signed by this side.
    Agreement,
    /// What a paper says.
    Paper,
}

impl NeighbourProposed {
    const ALL: [Self; 3] = [Self::Card, Self::Agreement, Self::Paper];

    /// The code, as it stands in the table, the journal and in messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Agreement => "agreement",
            Self::Paper => "paper",
        }
    }
}

/// Something about a neighbour that waits, or waited, for a second person.
#[derive(Debug, Clone)]
pub struct NeighbourProposal {
    /// Which proposal.
    pub id: Uuid,
    /// The neighbour.
    pub neighbour: StateCode,
    /// What.
    pub what: NeighbourProposed,
    /// Its text.
    pub file: String,
    /// Who proposed it.
    pub author: AccountId,
    /// When.
    pub at: Timestamp,
    /// The second person's word; `None` while it waits for it.
    pub closed: Option<Closed>,
}

/// What an approved proposal does.
#[derive(Debug, Clone)]
pub enum NeighbourChange {
    /// A neighbour is known by its card, which takes the place of an earlier one.
    Card,
    /// This side has signed an agreement.
    Agreement(Box<PaperEffect>),
    /// A paper is said.
    Paper(Box<NewPaper>),
}

impl Store {
    /// The neighbours of this headquarters, in the order of their codes.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn neighbours(&self) -> Result<Vec<Neighbour>, StoreError> {
        let rows = sqlx::query("select * from neighbour order by state");
        rows.fetch_all(&self.db.pool).await?.iter().map(neighbour_of).collect()
    }

    /// One neighbour; `None` where that state's headquarters is not known.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn neighbour(&self, state: StateCode) -> Result<Option<Neighbour>, StoreError> {
        neighbour(&mut *self.db.pool.acquire().await?, state).await
    }

    /// Whether this headquarters was restored and has not heard since how far a neighbour holds what it said: it says nothing to
    /// it until then.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn is_neighbour_to_be_heard(&self, state: StateCode) -> Result<bool, StoreError> {
        Ok(self.neighbour_silent_since(state).await?.is_some())
    }

    /// Since when this headquarters, put back from a backup, says nothing to a neighbour; `None` where it speaks.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn neighbour_silent_since(&self, state: StateCode) -> Result<Option<Timestamp>, StoreError> {
        Ok(self.read(&TO_BE_HEARD).await?.remove(&state))
    }

    /// The agreements with a neighbour, the latest first.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn agreements(&self, state: StateCode) -> Result<Vec<KeptAgreement>, StoreError> {
        let rows = sqlx::query("select * from agreement where neighbour = $1 order by since desc, version desc, name");
        rows.bind(state.as_str()).fetch_all(&self.db.pool).await?.iter().map(agreement_of).collect()
    }

    /// One agreement, by the SHA-256 of its text.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn agreement(&self, name: &str) -> Result<Option<KeptAgreement>, StoreError> {
        let row = sqlx::query("select * from agreement where name = $1").bind(name);
        row.fetch_optional(&self.db.pool).await?.as_ref().map(agreement_of).transpose()
    }

    /// Lays something about a neighbour before a second person. `None` where a card of this state waits already: of these one
    /// waits at a time.
    ///
    /// # Errors
    /// The database can't be written, or this headquarters was restored and decides nothing yet; nothing has changed
    /// then.
    pub async fn propose_to_neighbour(
        &self,
        neighbour: StateCode,
        what: NeighbourProposed,
        file: &str,
        author: &AccountId,
    ) -> Result<Option<Uuid>, StoreError> {
        let now = self.now();
        let (id, file, by) = (self.new_id(), file.to_owned(), author.clone());
        let proposed = self.change(Some(author), move |conn| {
            Box::pin(async move {
                if what == NeighbourProposed::Card && a_card_waits(conn, neighbour).await? {
                    return Ok(None);
                }
                let sha256 = sha256_hex(file.as_bytes());
                let mut insert = Insert::into("neighbour_proposal");
                let row = insert.row().set("neighbour", neighbour.as_str()).set("what", what.code()).set("file", file);
                proposals::open(row, id, &by, now);
                insert.run(conn).await?;
                let what = what.code().to_owned();
                let step = NeighbourStep::Proposed { proposal: id, neighbour, what, sha256 };
                Ok(Some(Changed { events: vec![Event::Neighbour(Box::new(step))], answer: id }))
            })
        });
        proposed.await
    }

    /// What waits for a second person, oldest first.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn open_neighbour_proposals(&self) -> Result<Vec<NeighbourProposal>, StoreError> {
        let rows = sqlx::query("select * from neighbour_proposal where state = 'open' order by at");
        rows.fetch_all(&self.db.pool).await?.iter().map(proposal_of).collect()
    }

    /// One of them.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn neighbour_proposal(&self, id: Uuid) -> Result<Option<NeighbourProposal>, StoreError> {
        proposal(&mut *self.db.pool.acquire().await?, id).await
    }

    /// Lets go of what was proposed and is closed since before a moment: papers since the first of two moments, everything else
    /// since the second. A paper that has waited for so long can't be said any more, and goes as well. Returns how many.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn forget_neighbour_proposals(
        &self,
        state: StateCode,
        (papers, others): (Timestamp, Timestamp),
    ) -> Result<u64, StoreError> {
        let gone = self.change(None, move |conn| {
            Box::pin(async move {
                // Nothing has decided what is open: its moment is 0.
                let gone = sqlx::query(
                    "delete from neighbour_proposal where neighbour = $1 and (
                         (what = 'paper' and at < $2 and decided_at < $2)
                         or (what <> 'paper' and state <> 'open' and decided_at < $3))",
                )
                .bind(state.as_str().to_owned())
                .bind(papers.as_millisecond())
                .bind(others.as_millisecond())
                .execute(conn)
                .await?;
                Ok(Some(Changed { events: Vec::new(), answer: gone.rows_affected() }))
            })
        });
        Ok(gone.await?.unwrap_or_default())
    }

    /// Approves what was proposed, which takes effect, or rejects it (`None`). Says whether that was done: one that no longer
    /// waits is left as it is, and so is one that `by` proposed and would approve, and a paper that does not go on from
    /// what was said by now.
    ///
    /// # Errors
    /// The database can't be written, or this headquarters was restored and decides nothing yet; nothing has changed
    /// then.
    pub async fn decide_neighbour_proposal(
        &self,
        id: Uuid,
        change: Option<NeighbourChange>,
        by: &AccountId,
        reason: &str,
    ) -> Result<bool, StoreError> {
        let now = self.now();
        let (second, reason) = (by.clone(), reason.to_owned());
        let decided = self.change(Some(by), move |conn| {
            Box::pin(async move {
                let approved = change.is_some();
                let may_decide = |found: &NeighbourProposal| proposals::may_decide(approved, &second, &found.author);
                let Some(found) = proposal(conn, id).await?.filter(may_decide) else { return Ok(None) };
                if !proposals::close(conn, ProposalKind::Neighbour, id, approved, &second, &reason, now).await? {
                    return Ok(None);
                }
                let mut events = vec![Event::ProposalDecided { proposal: id, approved, reason }];
                match change {
                    None => {}
                    Some(NeighbourChange::Card) => add(conn, found.neighbour, &found.file, now).await?,
                    Some(NeighbourChange::Agreement(effect)) => {
                        events.extend(papers::take_effect(conn, found.neighbour, *effect).await?);
                    }
                    Some(NeighbourChange::Paper(paper)) => {
                        match papers::say(conn, found.neighbour, *paper, now).await? {
                            // Nothing of it is written: it is made anew.
                            Said::NotNext | Said::Already => return Ok(None),
                            Said::Yes(said) => events.extend(said),
                        }
                    }
                }
                Ok(Some(Changed::noted(events)))
            })
        });
        Ok(decided.await?.is_some())
    }
}

/// Whether a card of this state waits for a second person.
async fn a_card_waits(conn: &mut Conn, state: StateCode) -> Result<bool, StoreError> {
    let open = "select count(*) from neighbour_proposal where neighbour = $1 and what = $2 and state = 'open'";
    let open = sqlx::query_scalar(open).bind(state.as_str().to_owned()).bind(NeighbourProposed::Card.code());
    let open: i64 = open.fetch_one(conn).await?;
    Ok(open > 0)
}

/// Knows a neighbour by its card from now on. What was said and heard before goes on under the same key alone.
async fn add(conn: &mut Conn, state: StateCode, card: &str, now: Timestamp) -> Result<(), StoreError> {
    let mut insert = Insert::into("neighbour");
    insert
        .row()
        .set("state", state.as_str())
        .set("card", card)
        .set("added_at", now.as_millisecond())
        .set("said_number", 0_i64)
        .set("said_name", "")
        .set("held_number", 0_i64)
        .set("held_name", "")
        .set("taken_number", 0_i64)
        .set("receipt", "")
        .set("witnessed", "")
        .set("heard_at", 0_i64);
    insert.or_update(
        "state",
        &["said_number", "said_name", "held_number", "held_name", "taken_number", "receipt", "witnessed", "heard_at"],
    );
    insert.run(conn).await?;
    Ok(())
}

/// Notes in a database that is put back that each neighbour is to be heard before anything is said to it.
pub(crate) async fn to_be_heard_first(conn: &mut Conn, now: Timestamp) -> Result<(), StoreError> {
    let states: Vec<String> =
        sqlx::query_scalar("select state from neighbour order by state").fetch_all(&mut *conn).await?;
    if states.is_empty() {
        return Ok(());
    }
    let since: BTreeMap<String, Timestamp> = states.into_iter().map(|state| (state, now)).collect();
    put_setting(conn, TO_BE_HEARD.name(), &serde_json::to_string(&since)?).await
}

pub(super) async fn is_to_be_heard(conn: &mut Conn, state: StateCode) -> Result<bool, StoreError> {
    Ok(settings::read(conn, &TO_BE_HEARD).await?.contains_key(&state))
}

/// Notes that a neighbour was heard.
pub(super) async fn was_heard(conn: &mut Conn, state: StateCode) -> Result<(), StoreError> {
    let mut states = settings::read(conn, &TO_BE_HEARD).await?;
    states.remove(&state);
    put_setting(conn, TO_BE_HEARD.name(), &serde_json::to_string(&states)?).await
}

pub(super) async fn neighbour(conn: &mut Conn, state: StateCode) -> Result<Option<Neighbour>, StoreError> {
    let row = sqlx::query("select * from neighbour where state = $1").bind(state.as_str().to_owned());
    row.fetch_optional(conn).await?.as_ref().map(neighbour_of).transpose()
}

fn number(row: &DbRow, column: &str) -> Result<u64, StoreError> {
    Ok(u64::try_from(row.try_get::<i64, _>(column)?).unwrap_or_default())
}

fn neighbour_of(row: &DbRow) -> Result<Neighbour, StoreError> {
    let heard_at = columns::moment(row, "heard_at")?;
    Ok(Neighbour {
        state: columns::parsed(row, "state")?,
        card: row.try_get("card")?,
        added_at: columns::moment(row, "added_at")?,
        said: Head { number: number(row, "said_number")?, name: row.try_get("said_name")? },
        held: Head { number: number(row, "held_number")?, name: row.try_get("held_name")? },
        taken: number(row, "taken_number")?,
        receipt: row.try_get("receipt")?,
        witnessed: row.try_get("witnessed")?,
        heard_at: (heard_at != Timestamp::UNIX_EPOCH).then_some(heard_at),
    })
}

fn agreement_of(row: &DbRow) -> Result<KeptAgreement, StoreError> {
    let code: &str = row.try_get("state")?;
    let state = AgreementState::ALL.into_iter().find(|state| state.code() == code);
    let ended_by: &str = row.try_get("ended_by")?;
    let reason: String = row.try_get("reason")?;
    Ok(KeptAgreement {
        name: row.try_get("name")?,
        neighbour: columns::parsed(row, "neighbour")?,
        id: columns::parsed(row, "id")?,
        version: u32::try_from(row.try_get::<i64, _>("version")?).unwrap_or_default(),
        file: row.try_get("file")?,
        state: state.ok_or_else(|| crate::error::damaged(format!("an agreement is in no state: {code}")))?,
        since: columns::moment(row, "since")?,
        ended: if ended_by.is_empty() { None } else { Some((columns::parsed(row, "ended_by")?, reason)) },
    })
}

async fn proposal(conn: &mut Conn, id: Uuid) -> Result<Option<NeighbourProposal>, StoreError> {
    let row = sqlx::query("select * from neighbour_proposal where id = $1").bind(id.to_string());
    row.fetch_optional(conn).await?.as_ref().map(proposal_of).transpose()
}

fn proposal_of(row: &DbRow) -> Result<NeighbourProposal, StoreError> {
    let code: &str = row.try_get("what")?;
    let what = NeighbourProposed::ALL.into_iter().find(|what| what.code() == code);
    Ok(NeighbourProposal {
        id: columns::parsed(row, "id")?,
        neighbour: columns::parsed(row, "neighbour")?,
        what: what.ok_or_else(|| crate::error::damaged(format!("nobody proposes this: {code}")))?,
        file: row.try_get("file")?,
        author: columns::account(row, "author")?,
        at: columns::moment(row, "at")?,
        closed: proposals::closed(row)?,
    })
}
