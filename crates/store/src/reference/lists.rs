//! Reference lists as they hold, and as they are proposed: nobody approves what they proposed themselves.

use crate::{
    Store, StoreError,
    database::{Conn, DbRow, Insert, columns},
    error::damaged,
    hash::sha256_hex,
    journal::Changed,
    reference::{
        pictures,
        proposals::{self, Closed, ProposalKind},
        turns::{self, Turned},
    },
};
use jiff::Timestamp;
use limen_domain::{AccountId, Event, ListKind, Reference};
use sqlx::Row;
use uuid::Uuid;

/// A reference list as it holds.
#[derive(Debug, Clone)]
pub struct HeldList {
    /// Which.
    pub kind: ListKind,
    /// Its file, CSV.
    pub csv: String,
    /// How many entries it has.
    pub entries: i64,
    /// When it took effect; `None` for the one that Limen brings.
    pub loaded_at: Option<Timestamp>,
}

/// A new version of a reference list that waits, or waited, for a second person.
#[derive(Debug, Clone)]
pub struct ListProposal {
    /// Which proposal.
    pub id: Uuid,
    /// Of which list.
    pub kind: ListKind,
    /// Its file, CSV; it was read without a fault when it was proposed.
    pub csv: String,
    /// Who proposed it.
    pub author: AccountId,
    /// When.
    pub at: Timestamp,
    /// The second person's word; `None` while it waits for it.
    pub closed: Option<Closed>,
}

impl Store {
    /// The lists in force at this node: built-in ones, or the ones loaded in their place.
    ///
    /// # Errors
    /// The database can't be read, or a list that holds can't be.
    pub async fn reference(&self) -> Result<Reference, StoreError> {
        let mut reference = Reference::built_in();
        for held in self.held_lists().await? {
            let read = reference.put(held.kind, held.csv.as_bytes());
            read.map_err(|problems| damaged(format!("the list {}: {problems:?}", held.kind)))?;
        }
        Ok(reference)
    }

    /// Each list that was loaded or that Limen brings.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn held_lists(&self) -> Result<Vec<HeldList>, StoreError> {
        let rows = sqlx::query("select * from reference_list").fetch_all(&self.db.pool).await?;
        let mut held = Vec::new();
        for kind in ListKind::ALL {
            let loaded = rows.iter().find(|row| row.try_get("kind").is_ok_and(|text: &str| text == kind.code()));
            match (loaded, kind.built_in()) {
                (Some(row), _) => held.push(HeldList {
                    kind: *kind,
                    csv: row.try_get("csv")?,
                    entries: row.try_get("entries")?,
                    loaded_at: Some(columns::moment(row, "loaded_at")?),
                }),
                (None, Some(csv)) => held.push(HeldList {
                    kind: *kind,
                    csv: csv.to_owned(),
                    entries: i64::try_from(csv.lines().count().saturating_sub(1)).unwrap_or_default(),
                    loaded_at: None,
                }),
                (None, None) => {}
            }
        }
        Ok(held)
    }

    /// Puts a list in force at this node, in the place of the one before; `entries` is how many it was read to have.
    ///
    /// # Errors
    /// The database can't be written, or this headquarters was restored and decides nothing yet; nothing has changed
    /// then.
    pub async fn load_list(&self, kind: ListKind, csv: &str, entries: usize) -> Result<(), StoreError> {
        let (csv, now) = (csv.to_owned(), self.now());
        self.change(None, move |conn| {
            Box::pin(async move {
                put(conn, kind, &csv, entries, now).await?;
                turns::note(conn, &Turned::Others).await?;
                let sha256 = sha256_hex(csv.as_bytes());
                Ok(Some(Changed::noted(vec![Event::ListLoaded { list: kind, entries: entries as u64, sha256 }])))
            })
        })
        .await?;
        Ok(())
    }

    /// Lays a new version of a list before a second person.
    ///
    /// # Errors
    /// The database can't be written, or this headquarters was restored and decides nothing yet; nothing has changed
    /// then.
    pub async fn propose_reference_list(
        &self,
        kind: ListKind,
        csv: &str,
        author: &AccountId,
    ) -> Result<Uuid, StoreError> {
        let now = self.now();
        let (id, csv, by) = (self.new_id(), csv.to_owned(), author.clone());
        self.change(Some(author), move |conn| {
            Box::pin(async move { Ok(Some(Changed::noted(vec![open(conn, id, kind, &csv, &by, now).await?]))) })
        })
        .await?;
        Ok(id)
    }

    /// Lays a new version of the list of reference documents before a second person, with a picture that it names, in the
    /// place of the version `before` that its author goes on with, which is taken back. `None`, and nothing has changed,
    /// where that no longer waits, or another version does.
    ///
    /// # Errors
    /// The database can't be written, or this headquarters was restored and decides nothing yet; nothing has changed
    /// then.
    pub async fn propose_documents(
        &self,
        csv: &str,
        picture: Option<Vec<u8>>,
        before: Option<Uuid>,
        author: &AccountId,
    ) -> Result<Option<Uuid>, StoreError> {
        const KIND: ListKind = ListKind::Documents;
        let now = self.now();
        let (id, csv, by) = (self.new_id(), csv.to_owned(), author.clone());
        let proposed = self.change(Some(author), move |conn| {
            Box::pin(async move {
                let waiting: Vec<String> =
                    sqlx::query_scalar("select id from list_proposal where kind = $1 and state = 'open'")
                        .bind(KIND.code())
                        .fetch_all(&mut *conn)
                        .await?;
                if waiting != before.map(|before| before.to_string()).into_iter().collect::<Vec<_>>() {
                    return Ok(None);
                }
                let mut events = Vec::new();
                if let Some(before) = before {
                    let is_own = list_proposal(conn, before).await?.is_some_and(|proposal| proposal.author == by);
                    if !is_own || !proposals::close(conn, ProposalKind::List, before, false, &by, "", now).await? {
                        return Ok(None);
                    }
                    events.push(Event::ProposalDecided { proposal: before, approved: false, reason: String::new() });
                }
                if let Some(picture) = picture {
                    pictures::keep(conn, &sha256_hex(&picture), &picture).await?;
                }
                events.push(open(conn, id, KIND, &csv, &by, now).await?);
                Ok(Some(Changed::noted(events)))
            })
        });
        Ok(proposed.await?.map(|_| id))
    }

    /// The versions that wait for a second person, oldest first.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn open_list_proposals(&self) -> Result<Vec<ListProposal>, StoreError> {
        let rows = sqlx::query("select * from list_proposal where state = 'open' order by at");
        rows.fetch_all(&self.db.pool).await?.iter().map(of_row).collect()
    }

    /// One proposed version.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn list_proposal(&self, id: Uuid) -> Result<Option<ListProposal>, StoreError> {
        list_proposal(&mut *self.db.pool.acquire().await?, id).await
    }

    /// Approves a version, which takes effect with its `entries`, or rejects it (`None`). Says whether that was done: one
    /// that no longer waits is left as it is, and so is one that `by` proposed and would approve.
    ///
    /// # Errors
    /// The database can't be written, or this headquarters was restored and decides nothing yet; nothing has changed
    /// then.
    pub async fn decide_list_proposal(
        &self,
        id: Uuid,
        entries: Option<usize>,
        by: &AccountId,
        reason: &str,
    ) -> Result<bool, StoreError> {
        let now = self.now();
        let (second, reason) = (by.clone(), reason.to_owned());
        let decided = self.change(Some(by), move |conn| {
            Box::pin(async move {
                let approved = entries.is_some();
                let may_decide = |proposal: &ListProposal| proposals::may_decide(approved, &second, &proposal.author);
                let Some(proposal) = list_proposal(conn, id).await?.filter(may_decide) else { return Ok(None) };
                if !proposals::close(conn, ProposalKind::List, id, approved, &second, &reason, now).await? {
                    return Ok(None);
                }
                if let Some(entries) = entries {
                    put(conn, proposal.kind, &proposal.csv, entries, now).await?;
                    turns::note(conn, &Turned::Others).await?;
                }
                Ok(Some(Changed::noted(vec![Event::ProposalDecided { proposal: id, approved, reason }])))
            })
        });
        Ok(decided.await?.is_some())
    }
}

/// A version that waits for a second person from now on; what the journal says of it.
async fn open(
    conn: &mut Conn,
    id: Uuid,
    kind: ListKind,
    csv: &str,
    author: &AccountId,
    now: Timestamp,
) -> Result<Event, StoreError> {
    let sha256 = sha256_hex(csv.as_bytes());
    let mut insert = Insert::into("list_proposal");
    let row = insert.row().set("kind", kind.code()).set("csv", csv).set("sha256", &sha256);
    proposals::open(row, id, author, now);
    insert.run(conn).await?;
    Ok(Event::ListProposed { proposal: id, list: kind, sha256 })
}

pub(crate) async fn put(
    conn: &mut Conn,
    kind: ListKind,
    csv: &str,
    entries: usize,
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut insert = Insert::into("reference_list");
    insert
        .row()
        .set("kind", kind.code())
        .set("csv", csv)
        .set("entries", i64::try_from(entries).unwrap_or(i64::MAX))
        .set("sha256", sha256_hex(csv.as_bytes()))
        .set("loaded_at", now.as_millisecond());
    insert.or_update("kind", &[]);
    insert.run(conn).await?;
    if kind == ListKind::Documents {
        pictures::note_named(conn, csv).await?;
    }
    Ok(())
}

async fn list_proposal(conn: &mut Conn, id: Uuid) -> Result<Option<ListProposal>, StoreError> {
    let row = sqlx::query("select * from list_proposal where id = $1").bind(id.to_string());
    row.fetch_optional(conn).await?.as_ref().map(of_row).transpose()
}

fn of_row(row: &DbRow) -> Result<ListProposal, StoreError> {
    Ok(ListProposal {
        id: columns::parsed(row, "id")?,
        kind: columns::parsed(row, "kind")?,
        csv: row.try_get("csv")?,
        author: columns::account(row, "author")?,
        at: columns::moment(row, "at")?,
        closed: proposals::closed(row)?,
    })
}
