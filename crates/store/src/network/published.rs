//! Reference data as headquarters publishes it: alerts, people, posts, machines, reference lists, settings.
//!
//! Headquarters compares its data with what it last published; what is new, changed or gone gets the next version. It
//! is read at one moment and noted in pieces, so that no counter waits for it; a version is served once it is noted
//! whole. `followed` is the side of those who take it in.

use crate::{
    Store, StoreError, Trouble,
    database::{Conn, Insert, Kind, Sql, columns, piece},
    hash::{Hash, part},
    journal::BATCH,
    network::{
        kinds::{ALERT, ALERT_LIST, KINDS, Kept},
        lineage::Continuation,
    },
    reference::settings::put_setting,
};
use limen_domain::NodeId;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sqlx::Row;
use std::collections::HashMap;

/// A version of all reference data together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferenceVersion {
    /// Its number; 0 for none.
    pub version: i64,
    /// What the hashes of all things come to.
    pub fingerprint: [u8; 32],
}

/// How far someone has come with what changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ReferenceCursor {
    /// The version,
    pub version: i64,
    /// and in it the kind
    pub kind: String,
    /// and the key of the last thing that came.
    pub key: String,
}

/// One thing that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferenceRow {
    /// What kind of thing.
    pub kind: String,
    /// Which.
    pub key: String,
    /// In which version.
    pub version: i64,
    /// What it is now; `None` where it is gone.
    pub body: Option<String>,
}

impl ReferenceRow {
    /// Its place among all that changed.
    pub(crate) fn place(&self) -> ReferenceCursor {
        ReferenceCursor { version: self.version, kind: self.kind.clone(), key: self.key.clone() }
    }
}

/// A piece of reference data on its way to a post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferencePiece {
    /// The journal of headquarters under which it was published.
    pub source: NodeId,
    /// From which journals that one goes on, the latest first; empty where headquarters was never restored.
    pub line: Vec<Continuation>,
    /// After what it goes on.
    pub after: ReferenceCursor,
    /// What changed, oldest first.
    pub rows: Vec<ReferenceRow>,
    /// The version that is whole with these; `None` where more must come first.
    pub whole: Option<ReferenceVersion>,
    /// Headquarters' signature under that version; over what, `limen_exchange` says.
    pub signature: Option<Vec<u8>>,
}

impl ReferencePiece {
    /// How far someone has come who has it.
    pub fn end(&self) -> ReferenceCursor {
        self.rows.last().map_or_else(|| self.after.clone(), ReferenceRow::place)
    }
}

/// What became of a piece of reference data.
#[derive(Debug, Clone)]
pub enum ReferenceTaken {
    /// It is kept until its version is whole.
    Staged,
    /// Its version has taken effect.
    InForce(Effect),
    /// This node has later ones.
    Old,
    /// What lies between must come first.
    Gap,
    /// Headquarters was restored and lacks what this node holds: nothing took effect.
    Behind,
    /// It does not come to its version's fingerprint: nothing took effect, and everything is to be asked for anew.
    NotWhole,
}

/// What took effect when a version did.
#[derive(Debug, Clone, Copy, Default)]
pub struct Effect {
    /// The version.
    pub reached: ReferenceVersion,
}

/// Things noted in one transaction: others wait for less than 200 ms.
const NOTED_TOGETHER: usize = 1_000;
/// How many things are read at once.
const READ_TOGETHER: usize = 5_000;
/// The setting that holds the version that was published last, or that this node has reached.
pub(crate) const REACHED: &str = "reference-reached";
/// The setting that holds the version that is being noted, and its fingerprint as far as it is.
const PUBLISHING: &str = "reference-publishing";
/// The setting that holds from which journals that of a restored headquarters goes on.
pub(crate) const LINE: &str = "reference-line";

/// What of a thing is noted.
pub(crate) struct Noted {
    pub(crate) kind: String,
    pub(crate) key: String,
    /// The hash of what it is now; `None` where it is gone.
    pub(crate) hash: Option<Hash>,
    pub(crate) version: i64,
    /// The body as published, where the tables of this node may differ from it later.
    pub(crate) body: Option<String>,
}

impl Store {
    /// Publishes what changed since the last time. Returns the version that holds now. A headquarters that was restored
    /// publishes nothing until it goes on.
    ///
    /// # Errors
    /// The database can't be read or written; what was published before is served on.
    pub async fn publish(&self) -> Result<ReferenceVersion, StoreError> {
        let store = self.clone();
        // It goes on even if its caller is gone.
        let done = tokio::spawn(async move { store.publish_all().await }).await;
        done.map_err(|error| StoreError::new(Trouble::Other, error.to_string()))?
    }

    async fn publish_all(&self) -> Result<ReferenceVersion, StoreError> {
        let _one = self.publishing.lock().await;
        loop {
            if self.restored().await?.is_some() {
                return self.reference_reached().await;
            }
            let (at, changes) = self.changes().await?;
            if let Some(reached) = self.note_changes(at, changes).await? {
                return Ok(reached);
            }
        }
    }

    /// The differences from what was last noted, read at one moment, and what was noted at that moment.
    async fn changes(&self) -> Result<(Noting, Vec<Noted>), StoreError> {
        let mut transaction = self.begin_read().await?;
        let at = Noting::read(&mut transaction).await?;
        let moving = lists_that_move(&mut transaction).await?;
        let mut changes = Vec::new();
        let mut note = |kind: &str, key: String, hash| {
            changes.push(Noted { kind: kind.to_owned(), key, hash, version: at.next, body: None });
        };
        for kept in &KINDS {
            let mut before = hashes(&mut transaction, kept.kind).await?;
            let mut last = Vec::new();
            loop {
                let things = kept.page(&mut transaction, &mut last, READ_TOGETHER).await?;
                for (key, body) in things {
                    if is_moving(&moving, kept.kind, &key) {
                        continue;
                    }
                    let hash = hash(kept.kind, &key, &body);
                    if before.remove(&key) != Some(hash) {
                        note(kept.kind, key, Some(hash));
                    }
                }
                if last.is_empty() {
                    break;
                }
            }
            let gone = before.into_keys().filter(|key| !is_moving(&moving, kept.kind, key));
            gone.for_each(|key| note(kept.kind, key, None));
        }
        Ok((at, changes))
    }

    /// Notes changes as the next version, piece by piece. `None` where another program noted something meanwhile.
    async fn note_changes(&self, mut at: Noting, changes: Vec<Noted>) -> Result<Option<ReferenceVersion>, StoreError> {
        if changes.is_empty() && !at.is_under_way {
            return Ok(Some(at.reached));
        }
        let mut changes = changes.into_iter().peekable();
        loop {
            let some: Vec<Noted> = changes.by_ref().take(NOTED_TOGETHER).collect();
            let is_last = changes.peek().is_none();
            let Some(version) = piece(self.note_piece(&at, &some, is_last)).await? else { return Ok(None) };
            if is_last {
                return Ok(Some(version));
            }
            (at.fingerprint, at.is_under_way) = (version.fingerprint, true);
        }
    }

    /// Notes one piece of the next version. Returns that version as far as it is noted; `None` where another program noted
    /// something meanwhile.
    async fn note_piece(
        &self,
        at: &Noting,
        some: &[Noted],
        is_last: bool,
    ) -> Result<Option<ReferenceVersion>, StoreError> {
        let mut transaction = self.db.begin().await?;
        if Noting::read(&mut transaction).await? != *at {
            return Ok(None);
        }
        let mut fingerprint = at.fingerprint;
        turn_to(&mut transaction, &mut fingerprint, some).await?;
        let version = ReferenceVersion { version: at.next, fingerprint };
        let (name, done) = if is_last { (REACHED, PUBLISHING) } else { (PUBLISHING, "") };
        put_setting(&mut transaction, name, &serde_json::to_string(&version)?).await?;
        sqlx::query("delete from setting where name = $1").bind(done).execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(Some(version))
    }

    /// The version that was last published here, or that this node has reached.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn reference_reached(&self) -> Result<ReferenceVersion, StoreError> {
        reached(&mut *self.db.pool.acquire().await?).await
    }

    /// Begins a transaction that reads everything as it stands at one moment, and holds nobody up.
    pub(crate) async fn begin_read(&self) -> Result<crate::database::Transaction, StoreError> {
        let mut transaction = self.db.pool.begin().await?;
        if self.db.kind == Kind::Postgres {
            sqlx::query("set transaction isolation level repeatable read").execute(&mut *transaction).await?;
        }
        Ok(transaction)
    }

    /// What changed after `cursor`, oldest first: about `bytes`, at least one thing if there is one. At
    /// headquarters for posts; at a post for a headquarters that was restored.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn reference_after(&self, cursor: &ReferenceCursor, bytes: usize) -> Result<ReferencePiece, StoreError> {
        let mut transaction = self.begin_read().await?;
        let reached = reached(&mut transaction).await?;
        let is_under_way = Noting::read(&mut transaction).await?.is_under_way
            || crate::network::followed::is_under_way(&mut transaction).await?;
        let rows = sqlx::query(
            "select kind, key, version, gone, hash, body from published
             where (version, kind, key) > ($1, $2, $3) and version <= $4 order by version, kind, key limit $5",
        )
        .bind(cursor.version)
        .bind(&cursor.kind)
        .bind(&cursor.key)
        .bind(reached.version)
        .bind(BATCH as i64)
        .fetch_all(&mut *transaction)
        .await?;
        let (mut is_whole, mut changed, mut size) = (rows.len() < BATCH && !is_under_way, Vec::new(), 0);
        for row in rows {
            let (kind, key): (String, String) = (row.try_get("kind")?, row.try_get("key")?);
            let version = row.try_get("version")?;
            let mut body = None;
            if row.try_get::<i64, _>("gone")? == 0 {
                let published: Hash = columns::bytes(&row, "hash")?;
                let is_it = |body: &String| hash(&kind, &key, body) == published;
                body = match Kept::of(&kind) {
                    Some(kept) => kept.read(&mut transaction, &key).await?.filter(is_it),
                    None => None,
                };
                if body.is_none() {
                    body = row.try_get::<Option<String>, _>("body")?.filter(is_it);
                }
                // Changed again since it was published: the next version brings it.
                if body.is_none() {
                    is_whole = false;
                    break;
                }
            }
            size += key.len() + body.as_ref().map_or(0, String::len);
            if size > bytes && !changed.is_empty() {
                is_whole = false;
                break;
            }
            changed.push(ReferenceRow { kind, key, version, body });
        }
        let (source, line) = crate::network::followed::source(&mut transaction)
            .await?
            .map_or((self.node.clone(), None), |source| (source.node, Some(source.line)));
        let line = match line {
            Some(line) => line,
            None => self::line(&mut transaction).await?,
        };
        let whole = is_whole.then_some(reached);
        Ok(ReferencePiece { source, line, after: cursor.clone(), rows: changed, whole, signature: None })
    }

    /// At headquarters: from which journals its own goes on, the latest first; empty where it was never restored.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn line(&self) -> Result<Vec<Continuation>, StoreError> {
        line(&mut *self.db.pool.acquire().await?).await
    }
}

/// The alert lists whose rows are still being moved: they are published once they are whole.
async fn lists_that_move(conn: &mut Conn) -> Result<Vec<String>, StoreError> {
    Ok(sqlx::query_scalar("select list from moving_list").fetch_all(conn).await?)
}

/// Whether a thing belongs to a list whose rows are still being moved.
fn is_moving(moving: &[String], kind: &str, key: &str) -> bool {
    match kind {
        ALERT => key.split_once('/').is_some_and(|(list, _)| moving.iter().any(|moving| moving == list)),
        ALERT_LIST => moving.iter().any(|moving| moving == key),
        _ => false,
    }
}

/// What was noted, and what is noted next.
#[derive(PartialEq, Eq)]
struct Noting {
    reached: ReferenceVersion,
    next: i64,
    /// The fingerprint over the hashes of all things that are noted.
    fingerprint: Hash,
    /// Whether something of the next version is noted already.
    is_under_way: bool,
}

impl Noting {
    async fn read(conn: &mut Conn) -> Result<Self, StoreError> {
        let reached = reached(conn).await?;
        let publishing: Option<ReferenceVersion> = setting(conn, PUBLISHING).await?;
        let is_under_way = publishing.is_some();
        let fingerprint = publishing.map_or(reached.fingerprint, |publishing| publishing.fingerprint);
        Ok(Self { reached, next: reached.version + 1, fingerprint, is_under_way })
    }
}

/// A setting that holds JSON.
pub(crate) async fn setting<T: for<'j> Deserialize<'j>>(conn: &mut Conn, name: &str) -> Result<Option<T>, StoreError> {
    let text: Option<String> =
        sqlx::query_scalar("select value from setting where name = $1").bind(name).fetch_optional(conn).await?;
    Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
}

pub(crate) async fn reached(conn: &mut Conn) -> Result<ReferenceVersion, StoreError> {
    Ok(setting(conn, REACHED).await?.unwrap_or_default())
}

pub(crate) async fn line(conn: &mut Conn) -> Result<Vec<Continuation>, StoreError> {
    Ok(setting(conn, LINE).await?.unwrap_or_default())
}

pub(crate) fn hash(kind: &str, key: &str, body: &str) -> Hash {
    let mut hasher = Sha256::new();
    [kind, key, body].iter().for_each(|text| part(&mut hasher, text.as_bytes()));
    hasher.finalize().into()
}

/// Takes a thing's old hash out of a fingerprint and its new one in.
pub(crate) fn turn(fingerprint: &mut Hash, old: Option<&Hash>, new: Option<&Hash>) {
    for hash in [old, new].into_iter().flatten() {
        fingerprint.iter_mut().zip(hash).for_each(|(all, one)| *all ^= one);
    }
}

/// The hashes of all things of a kind as they were last published.
async fn hashes(conn: &mut Conn, kind: &str) -> Result<HashMap<String, Hash>, StoreError> {
    let rows = sqlx::query("select key, hash from published where kind = $1 and gone = 0").bind(kind);
    let rows = rows.fetch_all(conn).await?;
    rows.iter().map(|row| Ok((row.try_get("key")?, columns::bytes(row, "hash")?))).collect()
}

/// The hashes of some things as they were last published; those of other kinds are not looked for.
async fn hashes_of(conn: &mut Conn, things: &[Noted]) -> Result<HashMap<(String, String), Hash>, StoreError> {
    let mut found = HashMap::new();
    for some in things.chunk_by(|one, next| one.kind == next.kind) {
        let mut query = Sql::new("select kind, key, hash from published where gone = 0 and kind = ");
        query.push_bind(some[0].kind.clone()).push(" and key in (");
        let mut keys = query.separated(", ");
        some.iter().for_each(|thing| {
            keys.push_bind(thing.key.clone());
        });
        query.push(")");
        for row in query.build_for(conn).fetch_all(&mut *conn).await? {
            found.insert((row.try_get("kind")?, row.try_get("key")?), columns::bytes(&row, "hash")?);
        }
    }
    Ok(found)
}

/// Notes things, and turns a fingerprint to what they are now.
pub(crate) async fn turn_to(conn: &mut Conn, fingerprint: &mut Hash, things: &[Noted]) -> Result<(), StoreError> {
    if things.is_empty() {
        return Ok(());
    }
    let before = hashes_of(conn, things).await?;
    for thing in things {
        let old = before.get(&(thing.kind.clone(), thing.key.clone()));
        turn(fingerprint, old, thing.hash.as_ref());
    }
    let mut insert = Insert::into("published");
    for thing in things {
        let row = insert.row().set("kind", &thing.kind).set("key", &thing.key);
        let row = row.set("hash", thing.hash.map(|hash| hash.to_vec()).unwrap_or_default());
        let row = row.set("gone", i64::from(thing.hash.is_none()));
        row.set("version", thing.version).set("body", thing.body.clone());
    }
    insert.or_update("kind, key", &[]);
    insert.run(conn).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use limen_domain::{Action, Alert, AlertId, ListName};

    fn alerts(count: usize) -> Vec<Alert> {
        let alert = |number| {
            let (list, id) = (ListName::parse("national"), AlertId::parse(&format!("A-{number}")));
            Alert::new(list.expect("a name"), id.expect("an identifier"), Action::Refer)
        };
        (0..count).map(alert).collect()
    }

    async fn headquarters(count: usize) -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::create(folder.path(), &NodeId::parse("HQ").expect("a node")).await.expect("a store");
        let list = ListName::parse("national").expect("a name");
        store.load_alerts(&list, &alerts(count), "").await.expect("loaded");
        (folder, store)
    }

    /// Notes the first things of the next version, as a program does that is killed then.
    async fn note_some(store: &Store, count: usize) {
        let (mut at, mut changes) = store.changes().await.expect("read");
        changes.truncate(count);
        let mut transaction = store.db.begin().await.expect("begun");
        turn_to(&mut transaction, &mut at.fingerprint, &changes).await.expect("noted");
        let version = ReferenceVersion { version: at.next, fingerprint: at.fingerprint };
        let text = serde_json::to_string(&version).expect("json");
        put_setting(&mut transaction, PUBLISHING, &text).await.expect("set");
        transaction.commit().await.expect("committed");
    }

    #[tokio::test]
    async fn a_version_that_was_noted_in_part_is_served_to_nobody_and_gone_on_with() {
        let (_folder, store) = headquarters(2_500).await;
        note_some(&store, 1_000).await;
        let start = ReferenceCursor::default();
        let piece = store.reference_after(&start, usize::MAX).await.expect("read");
        assert_eq!((piece.rows.len(), piece.whole), (0, None));
        assert_eq!(store.reference_reached().await.expect("read").version, 0);
        // What changes meanwhile goes into the same version.
        let list = ListName::parse("national").expect("a name");
        store.load_alerts(&list, &alerts(2_400), "").await.expect("loaded");
        let reached = store.publish().await.expect("published");
        let (_other, at_once) = headquarters(2_400).await;
        let expected = at_once.publish().await.expect("published");
        assert_eq!(reached.version, 1);
        // The list says when it was loaded: of the alerts themselves the fingerprints come to the same.
        let hashes = async |store: &Store| {
            hashes(&mut store.db.pool.acquire().await.expect("a connection"), ALERT).await.expect("read")
        };
        assert_eq!(hashes(&store).await, hashes(&at_once).await);
        assert_eq!(expected.version, 1);
        assert_eq!(store.publish().await.expect("published"), reached, "nothing has changed since");
    }

    #[tokio::test]
    async fn a_list_whose_rows_are_being_moved_is_published_once_it_is_whole() {
        let (_folder, store) = headquarters(3).await;
        store.publish().await.expect("published");
        let moving = "insert into moving_list (list, proposal) values ('national', 'none')";
        sqlx::query(moving).execute(&store.db.pool).await.expect("moving");
        sqlx::query("delete from alert where id = 'A-1'").execute(&store.db.pool).await.expect("half moved");
        assert_eq!(store.publish().await.expect("published").version, 1);
        sqlx::query("delete from moving_list").execute(&store.db.pool).await.expect("moved");
        assert_eq!(store.publish().await.expect("published").version, 2);
    }

    #[tokio::test]
    async fn a_version_that_was_taking_effect_is_gone_on_with_at_the_next_start() {
        let (_folder, headquarters) = headquarters(1_200).await;
        let whole = headquarters.publish().await.expect("published");
        let folder = tempfile::tempdir().expect("a folder");
        let node = NodeId::parse("KRM").expect("a node");
        let post = Store::create(folder.path(), &node).await.expect("a store");
        let mut pieces = Vec::new();
        let mut cursor = ReferenceCursor::default();
        loop {
            let piece = headquarters.reference_after(&cursor, usize::MAX).await.expect("read");
            cursor = piece.end();
            let is_last = piece.whole.is_some();
            pieces.push(piece);
            if is_last {
                break;
            }
        }
        // All is staged and found whole, and some of it has taken effect when the program is killed.
        for piece in &mut pieces {
            piece.whole = None;
            post.take_reference(piece).await.expect("staged");
        }
        post.begin_effect(whole, &headquarters.node, 500).await.expect("begun");
        let list = ListName::parse("national").expect("a name");
        let there = post.alerts_of(&list).await.expect("read").len();
        assert!(there > 0 && there < 1_200, "{there}");
        assert_eq!(post.reference_reached().await.expect("read").version, 0);
        post.close().await;
        let post = Store::open(folder.path()).await.expect("opened");
        assert_eq!(post.alerts_of(&list).await.expect("read").len(), 1_200);
        assert_eq!(post.reference_reached().await.expect("read"), whole);
    }
}
