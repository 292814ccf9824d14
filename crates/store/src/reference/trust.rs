//! By what chips are believed: certificates of states, lists of revoked ones, and what states declare of errors in their own
//! documents, as they hold; and files of them that are proposed. Nobody approves what they proposed themselves. What the bytes
//! say is for callers to read.

use crate::{
    Store, StoreError,
    database::{Conn, DbRow, Insert, columns},
    error::damaged,
    hash::sha256_hex,
    journal::Changed,
    reference::{
        proposals::{self, Closed, ProposalKind},
        turns::{self, Turned},
    },
};
use data_encoding::BASE64;
use jiff::Timestamp;
use limen_domain::{AccountId, Event};
use serde::{Deserialize, Serialize};
use sqlx::Row;
use uuid::Uuid;

/// What a thing by which chips are believed is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TrustKind {
    /// A CSCA's certificate.
    Certificate,
    /// A list of revoked certificates.
    RevocationList,
    /// The certificate of a signer of seals: chips bring theirs, seals only name it.
    SealSigner,
    /// A state's list of errors in its own documents.
    DeviationList,
}

/// A master list that has a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedBy {
    /// The country whose signer signed it, two letters as a rule; empty where the signer names none.
    pub country: String,
    /// When it was signed; the beginning of 1970 where it does not say.
    pub signed: Timestamp,
}

/// A thing by which chips are believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustItem {
    /// The SHA-256 of its bytes, in hexadecimal.
    pub id: String,
    /// What it is.
    pub kind: TrustKind,
    /// Its bytes, DER.
    pub der: Vec<u8>,
    /// Whether somebody brought it by itself.
    pub by_hand: bool,
    /// The master lists that have it.
    pub lists: Vec<ListedBy>,
}

/// What is kept of one, and published.
#[derive(Serialize, Deserialize)]
struct Body {
    kind: TrustKind,
    der: String,
    #[serde(default)]
    by_hand: bool,
    #[serde(default)]
    lists: Vec<ListedBy>,
}

impl TrustItem {
    /// A thing of these bytes, with nobody who brought it yet.
    pub fn new(kind: TrustKind, der: &[u8]) -> Self {
        Self { id: sha256_hex(der), kind, der: der.to_vec(), by_hand: false, lists: Vec::new() }
    }

    fn body(&self) -> Result<String, StoreError> {
        let (kind, by_hand, lists) = (self.kind, self.by_hand, self.lists.clone());
        Ok(serde_json::to_string(&Body { kind, der: BASE64.encode(&self.der), by_hand, lists })?)
    }

    /// Reads one as it is kept; its bytes must be those of its name.
    pub(crate) fn read(id: &str, body: &str) -> Result<Self, StoreError> {
        let Body { kind, der, by_hand, lists } = serde_json::from_str(body)?;
        let der = BASE64.decode(der.as_bytes()).map_err(damaged)?;
        if sha256_hex(&der) != id {
            return Err(damaged(format!("the certificate under the key {id} is another")));
        }
        Ok(Self { id: id.to_owned(), kind, der, by_hand, lists })
    }

    /// The same; `None` for a kind of a later version, from which this program was gone back to.
    fn kept(id: &str, body: &str) -> Result<Option<Self>, StoreError> {
        #[derive(Deserialize)]
        struct OfKind {
            kind: serde_json::Value,
        }
        let OfKind { kind } = serde_json::from_str(body)?;
        if serde_json::from_value::<TrustKind>(kind).is_err() {
            return Ok(None);
        }
        Self::read(id, body).map(Some)
    }
}

/// What a file was found to change: how much, and the whole of it as the caller writes it for its pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustFound {
    /// How many come.
    pub added: i64,
    /// How many go.
    pub removed: i64,
    /// All of it.
    pub text: String,
}

/// A file of certificates that waits for a second person, without the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingTrust {
    /// Which proposal.
    pub id: Uuid,
    /// The file's name, as who brought it says.
    pub name: String,
    /// Who proposed it.
    pub author: AccountId,
    /// When.
    pub at: Timestamp,
    /// How many come and how many go, as it was found when it was proposed; `None` of one from before that was kept.
    pub counts: Option<(i64, i64)>,
}

/// A file of certificates that waits, or waited, for a second person; [`Store::trust_file`] has the file.
#[derive(Debug, Clone)]
pub struct TrustProposal {
    /// Which proposal.
    pub id: Uuid,
    /// The file's name, as who brought it says.
    pub name: String,
    /// Who proposed it.
    pub author: AccountId,
    /// When.
    pub at: Timestamp,
    /// What it was found to change when it was proposed, and once it is approved what it changed; `None` of one from before
    /// that was kept.
    pub found: Option<String>,
    /// The second person's word; `None` while it waits for it.
    pub closed: Option<Closed>,
}

/// What a file changes once it is approved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrustChange {
    /// What comes, or is known by something else from now on.
    pub put: Vec<TrustItem>,
    /// What goes, by its SHA-256.
    pub removed: Vec<String>,
}

impl Store {
    /// By what chips are believed at this node, in the order of their SHA-256.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn trust_items(&self) -> Result<Vec<TrustItem>, StoreError> {
        trust_items(&mut *self.db.pool.acquire().await?).await
    }

    /// Lays a file of certificates before a second person.
    ///
    /// # Errors
    /// The database can't be written, or this headquarters was restored and decides nothing yet; nothing has changed
    /// then.
    pub async fn propose_trust(
        &self,
        name: &str,
        file: &[u8],
        found: TrustFound,
        author: &AccountId,
    ) -> Result<Uuid, StoreError> {
        let now = self.now();
        let (id, name, file, by) = (self.new_id(), name.to_owned(), file.to_vec(), author.clone());
        self.change(Some(author), move |conn| {
            Box::pin(async move {
                let sha256 = sha256_hex(&file);
                let mut insert = Insert::into("trust_proposal");
                let row = insert.row().set("name", name).set("file", file).set("sha256", &sha256);
                let row = row.set("added", found.added).set("removed", found.removed).set("found", found.text);
                proposals::open(row, id, &by, now);
                insert.run(conn).await?;
                Ok(Some(Changed::noted(vec![Event::TrustProposed { proposal: id, sha256 }])))
            })
        })
        .await?;
        Ok(id)
    }

    /// The files that wait for a second person, oldest first; the files themselves are not read.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn open_trust_proposals(&self) -> Result<Vec<WaitingTrust>, StoreError> {
        let rows = "select id, name, author, at, added, removed from trust_proposal where state = 'open' order by at";
        let waiting = |row: &DbRow| -> Result<WaitingTrust, StoreError> {
            let counts: (Option<i64>, Option<i64>) = (row.try_get("added")?, row.try_get("removed")?);
            Ok(WaitingTrust {
                id: columns::parsed(row, "id")?,
                name: row.try_get("name")?,
                author: columns::account(row, "author")?,
                at: columns::moment(row, "at")?,
                counts: counts.0.zip(counts.1),
            })
        };
        sqlx::query(rows).fetch_all(&self.db.pool).await?.iter().map(waiting).collect()
    }

    /// One proposal.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn trust_proposal(&self, id: Uuid) -> Result<Option<TrustProposal>, StoreError> {
        trust_proposal(&mut *self.db.pool.acquire().await?, id).await
    }

    /// The file of a proposal.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn trust_file(&self, id: Uuid) -> Result<Option<Vec<u8>>, StoreError> {
        let file = sqlx::query_scalar("select file from trust_proposal where id = $1").bind(id.to_string());
        Ok(file.fetch_optional(&self.db.pool).await?)
    }

    /// Approves a file, whose `change` takes effect, or rejects it (`None`). A change comes with what it was found from, and
    /// takes effect only while that still holds; what was found is kept, for who looks the decision up. Says whether that was
    /// done: one that no longer waits is left as it is, and so is one that `by` proposed and would approve.
    ///
    /// # Errors
    /// The database can't be written, or this headquarters was restored and decides nothing yet; nothing has changed
    /// then.
    pub async fn decide_trust_proposal(
        &self,
        id: Uuid,
        change: Option<(TrustChange, Vec<TrustItem>, TrustFound)>,
        by: &AccountId,
        reason: &str,
    ) -> Result<bool, StoreError> {
        let now = self.now();
        let (second, reason) = (by.clone(), reason.to_owned());
        let decided = self.change(Some(by), move |conn| {
            Box::pin(async move {
                let approved = change.is_some();
                let may_decide = |proposal: &TrustProposal| proposals::may_decide(approved, &second, &proposal.author);
                if trust_proposal(conn, id).await?.filter(may_decide).is_none() {
                    return Ok(None);
                }
                if let Some((_, held, _)) = &change
                    && trust_items(conn).await? != *held
                {
                    return Ok(None);
                }
                if !proposals::close(conn, ProposalKind::Trust, id, approved, &second, &reason, now).await? {
                    return Ok(None);
                }
                if let Some((change, _, found)) = change {
                    let kept = "update trust_proposal set added = $1, removed = $2, found = $3 where id = $4";
                    let kept = sqlx::query(kept).bind(found.added).bind(found.removed).bind(found.text);
                    kept.bind(id.to_string()).execute(&mut *conn).await?;
                    for id in &change.removed {
                        sqlx::query("delete from trust_item where id = $1")
                            .bind(id.as_str())
                            .execute(&mut *conn)
                            .await?;
                    }
                    for item in &change.put {
                        put(conn, &item.id, &item.body()?).await?;
                    }
                    turns::note(conn, &Turned::Others).await?;
                }
                Ok(Some(Changed::noted(vec![Event::ProposalDecided { proposal: id, approved, reason }])))
            })
        });
        Ok(decided.await?.is_some())
    }
}

/// Keeps one under its SHA-256, in place of what was known of it.
pub(crate) async fn put(conn: &mut Conn, id: &str, body: &str) -> Result<(), StoreError> {
    let mut insert = Insert::into("trust_item");
    insert.row().set("id", id).set("body", body);
    insert.or_update("id", &[]);
    insert.run(conn).await?;
    Ok(())
}

async fn trust_items(conn: &mut Conn) -> Result<Vec<TrustItem>, StoreError> {
    let rows = sqlx::query("select id, body from trust_item order by id").fetch_all(conn).await?;
    let kept = rows.iter().map(|row| TrustItem::kept(row.try_get("id")?, row.try_get("body")?));
    kept.filter_map(Result::transpose).collect()
}

async fn trust_proposal(conn: &mut Conn, id: Uuid) -> Result<Option<TrustProposal>, StoreError> {
    const FIELDS: &str = "select id, name, author, at, found, state, decided_by, decided_at, reason \
                          from trust_proposal where id = $1";
    let row = sqlx::query(FIELDS).bind(id.to_string());
    row.fetch_optional(conn).await?.as_ref().map(of_row).transpose()
}

fn of_row(row: &DbRow) -> Result<TrustProposal, StoreError> {
    Ok(TrustProposal {
        id: columns::parsed(row, "id")?,
        name: row.try_get("name")?,
        author: columns::account(row, "author")?,
        at: columns::moment(row, "at")?,
        found: row.try_get("found")?,
        closed: proposals::closed(row)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_of_a_later_version_is_passed_over_and_what_is_damaged_is_not() {
        let item = TrustItem::new(TrustKind::DeviationList, b"a list");
        let body = item.body().expect("written");
        assert_eq!(TrustItem::kept(&item.id, &body).expect("read"), Some(item.clone()));
        let later = body.replace("deviation-list", "kind-of-a-later-version");
        assert_eq!(TrustItem::kept(&item.id, &later).expect("read"), None);
        assert!(TrustItem::kept(&"0".repeat(64), &body).is_err());
        assert!(TrustItem::kept(&item.id, &body[1..]).is_err());
    }
}
