//! Reference data on its way from headquarters to posts: alerts, people, posts, reference lists, settings.
//!
//! Headquarters holds what it keeps against what it last published; whatever is new, changed or gone gets the next
//! version. A post asks for what changed after the version it has, stages what comes, and lets it take effect in one
//! transaction once it is whole: the fingerprint over all things then is the one that headquarters published.

use crate::{
    Account, Credentials, Post, Store, StoreError, accounts, alerts, columns, credentials,
    db::{Conn, DbRow, Sql},
    error::damaged,
    journal::{self, BATCH, Hash},
    network,
    reference::{self, put_setting},
    reference_lists,
    turns::{self, Turned},
};
use jiff::Timestamp;
use limen_domain::{AccountId, Alert, AlertId, Event, ListName, NodeId, PostId, Role};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sqlx::Row;
use std::{
    collections::{HashMap, HashSet},
    iter,
};

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
    /// What it is now; nothing where it is gone.
    pub body: Option<String>,
}

impl ReferenceRow {
    /// Its place among all that changed.
    fn place(&self) -> ReferenceCursor {
        ReferenceCursor { version: self.version, kind: self.kind.clone(), key: self.key.clone() }
    }
}

/// A piece of reference data on its way to a post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferencePiece {
    /// The journal that headquarters writes: another one means that it counts its versions anew.
    pub source: NodeId,
    /// After what it goes on.
    pub after: ReferenceCursor,
    /// What changed, oldest first.
    pub rows: Vec<ReferenceRow>,
    /// The version that is whole with these; nothing where more must come first.
    pub whole: Option<ReferenceVersion>,
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
    /// It does not come to its version's fingerprint: nothing took effect, and everything is to be asked for anew.
    NotWhole,
}

/// Which headquarters a node follows, and since when.
#[derive(Serialize, Deserialize)]
struct Source {
    node: NodeId,
    since: Timestamp,
}

/// What took effect when a version did.
#[derive(Debug, Clone, Copy, Default)]
pub struct Effect {
    /// The version.
    pub reached: ReferenceVersion,
}

/// What of an account is published: not what happens to it at a node.
#[derive(Serialize, Deserialize)]
struct PublishedAccount {
    name: String,
    role: Role,
    #[serde(flatten)]
    credentials: Credentials,
    language: String,
    #[serde(default)]
    stamp: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    posts: Vec<PostId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ended: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct PublishedAlertList {
    threshold: f64,
    version: String,
    sha256: String,
    loaded_at: i64,
}

/// Where things of a kind are kept.
struct Kept {
    kind: &'static str,
    table: &'static str,
    /// The columns that a thing's key is made of, parted by `/`.
    key: &'static [&'static str],
}

const ACCOUNT: &str = "account";
const ALERT: &str = "alert";
const ALERT_LIST: &str = "alert-list";
const POST: &str = "post";
const REFERENCE_LIST: &str = "reference-list";
const SETTING: &str = "setting";
const KINDS: [Kept; 6] = [
    Kept { kind: ACCOUNT, table: "account", key: &["id"] },
    Kept { kind: ALERT, table: "alert", key: &["list", "id"] },
    Kept { kind: ALERT_LIST, table: "alert_list", key: &["name"] },
    Kept { kind: POST, table: "post", key: &["id"] },
    Kept { kind: REFERENCE_LIST, table: "reference_list", key: &["kind"] },
    Kept { kind: SETTING, table: "setting", key: &["name"] },
];

impl Kept {
    fn of(kind: &str) -> Option<&'static Self> {
        KINDS.iter().find(|kept| kept.kind == kind)
    }

    /// A statement about all things of this kind, or about the one with a key.
    fn query(&self, begins: &str, key: Option<&str>) -> Sql {
        let mut query = Sql::new(begins);
        query.push(self.table);
        if let Some(key) = key {
            query.push(" where ");
            let mut parts = query.separated(" and ");
            // A key that has too few parts is no thing's.
            let of_key = key.splitn(self.key.len(), '/').chain(iter::repeat(""));
            for (column, part) in self.key.iter().zip(of_key) {
                parts.push(*column).push_unseparated(" = ").push_bind_unseparated(part.to_owned());
            }
        }
        query
    }

    /// Everything of this kind that is published, or the one thing with a key: keys and bodies.
    async fn read(&self, conn: &mut Conn, key: Option<&str>) -> Result<Vec<(String, String)>, StoreError> {
        let rows = self.query("select * from ", key).build().fetch_all(conn).await?;
        let mut things = Vec::with_capacity(rows.len());
        for row in &rows {
            let key: Vec<&str> = self.key.iter().map(|column| row.try_get(*column)).collect::<Result<_, _>>()?;
            let key = key.join("/");
            if self.kind != SETTING || SHARED_SETTINGS.contains(&key.as_str()) {
                things.push((key, self.body(row)?));
            }
        }
        Ok(things)
    }

    /// What of a row is published.
    fn body(&self, row: &DbRow) -> Result<String, StoreError> {
        Ok(match self.kind {
            ACCOUNT => {
                let Account { name, role, credentials, language, stamp, posts, ended, .. } = accounts::account(row)?;
                let published = PublishedAccount { name, role, credentials, language, stamp, posts, ended };
                serde_json::to_string(&published)?
            }
            ALERT_LIST => serde_json::to_string(&PublishedAlertList {
                threshold: row.try_get("threshold")?,
                version: row.try_get("version")?,
                sha256: row.try_get("sha256")?,
                loaded_at: row.try_get("loaded_at")?,
            })?,
            POST => serde_json::to_string(&reference::post(row)?)?,
            ALERT => row.try_get("body")?,
            REFERENCE_LIST => row.try_get("csv")?,
            _ => row.try_get("value")?,
        })
    }
}

/// The settings that headquarters decides for all.
const SHARED_SETTINGS: [&str; 5] =
    ["history-days", "people-good-days", "retention", "second-factor-roles", "second-line-minutes"];
/// The settings in which a node keeps the version that it published or has reached, and how far it has come.
const REACHED: &str = "reference-reached";
const STAGED_TO: &str = "reference-staged-to";
/// The setting that holds a version that took effect until the journal says so too.
const UNTOLD: &str = "reference-untold";
/// The setting that says whose versions these are.
const SOURCE: &str = "reference-source";

impl Store {
    /// Publishes what changed since the last time. Returns the version that holds now.
    pub async fn publish(&self) -> Result<ReferenceVersion, StoreError> {
        let mut transaction = self.db.begin().await?;
        let mut reached = reached(&mut transaction).await?;
        let next = reached.version + 1;
        let mut changed = false;
        for kept in &KINDS {
            let kind = kept.kind;
            let before = hashes(&mut transaction, kind).await?;
            let mut now = HashSet::new();
            for (key, body) in kept.read(&mut transaction, None).await? {
                now.insert(key.clone());
                let hash = hash(kind, &key, &body);
                if before.get(&key) == Some(&hash) {
                    continue;
                }
                changed = true;
                note(&mut transaction, kind, &key, Some(hash), next).await?;
                turn(&mut reached.fingerprint, before.get(&key), Some(&hash));
            }
            for (key, old) in &before {
                if now.contains(key) {
                    continue;
                }
                changed = true;
                note(&mut transaction, kind, key, None, next).await?;
                turn(&mut reached.fingerprint, Some(old), None);
            }
        }
        if changed {
            reached.version = next;
            put_setting(&mut transaction, REACHED, &serde_json::to_string(&reached)?).await?;
            transaction.commit().await?;
        }
        Ok(reached)
    }

    /// The version that was last published here, or that this node has reached.
    pub async fn reference_reached(&self) -> Result<ReferenceVersion, StoreError> {
        reached(&mut *self.db.readers.acquire().await?).await
    }

    /// At headquarters: what changed after `cursor`, oldest first: about so many `bytes`, at least one thing, if there is
    /// one.
    pub async fn reference_after(&self, cursor: &ReferenceCursor, bytes: usize) -> Result<ReferencePiece, StoreError> {
        // One transaction, so that all is read as it stands at one moment.
        let mut transaction = self.db.readers.begin().await?;
        let rows = sqlx::query(
            "select kind, key, version, gone, hash from published where (version, kind, key) > ($1, $2, $3)
             order by version, kind, key limit $4",
        )
        .bind(cursor.version)
        .bind(&cursor.kind)
        .bind(&cursor.key)
        .bind(BATCH as i64)
        .fetch_all(&mut *transaction)
        .await?;
        let reached = reached(&mut transaction).await?;
        let (mut is_whole, mut changed, mut size) = (rows.len() < BATCH, Vec::new(), 0);
        for row in rows {
            let (kind, key): (String, String) = (row.try_get("kind")?, row.try_get("key")?);
            let version = row.try_get("version")?;
            let mut body = None;
            if row.try_get::<i64, _>("gone")? == 0 {
                let kept =
                    Kept::of(&kind).ok_or_else(|| damaged(format!("nothing of the kind {kind} is published")))?;
                body = kept.read(&mut transaction, Some(&key)).await?.pop().map(|(_, body)| body);
                // Changed again since it was published: the next version brings it.
                let published: Hash = columns::bytes(&row, "hash")?;
                if body.as_ref().is_none_or(|body| hash(&kind, &key, body) != published) {
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
        let (source, after) = (self.node.clone(), cursor.clone());
        Ok(ReferencePiece { source, after, rows: changed, whole: is_whole.then_some(reached) })
    }

    /// How far this node has come with what changed at headquarters.
    pub async fn reference_cursor(&self) -> Result<ReferenceCursor, StoreError> {
        let cursor = self.setting(STAGED_TO).await?.map(|text| serde_json::from_str(&text)).transpose()?;
        Ok(cursor.unwrap_or_default())
    }

    /// Takes in a piece of headquarters' reference data that was made at `made_at`.
    ///
    /// Its things are kept until the version is whole; then all take effect in one transaction, and only where they come
    /// to that version's fingerprint. Otherwise nothing takes effect, and the next piece is asked for from the beginning.
    pub async fn take_reference(
        &self,
        piece: &ReferencePiece,
        made_at: Timestamp,
    ) -> Result<ReferenceTaken, StoreError> {
        if !self.is_of_source(&piece.source, made_at).await? {
            return Ok(ReferenceTaken::Old);
        }
        self.tell().await?;
        let cursor = self.reference_cursor().await?;
        if piece.after > cursor {
            return Ok(ReferenceTaken::Gap);
        }
        let reached = self.reference_reached().await?;
        if piece.whole.is_some_and(|whole| whole.version < reached.version.max(cursor.version)) {
            return Ok(ReferenceTaken::Old);
        }
        self.stage(&cursor, piece).await?;
        match piece.whole {
            Some(whole) => self.reach_reference(whole).await,
            None => Ok(ReferenceTaken::Staged),
        }
    }

    /// Whether a piece is of the headquarters whose reference data this node follows. A headquarters that was put back
    /// from a backup counts its versions anew under another name: it is followed from the beginning, unless the piece is
    /// older than what this node has had since.
    async fn is_of_source(&self, source: &NodeId, made_at: Timestamp) -> Result<bool, StoreError> {
        let followed: Option<Source> =
            self.setting(SOURCE).await?.map(|text| serde_json::from_str(&text)).transpose()?;
        let is_new = match &followed {
            Some(followed) if followed.node == *source => return Ok(true),
            Some(followed) => followed.since < made_at,
            None => true,
        };
        if is_new {
            if followed.is_some() {
                self.forget_reference().await?;
            }
            let followed = Source { node: source.clone(), since: made_at };
            self.set_setting(SOURCE, &serde_json::to_string(&followed)?).await?;
        }
        Ok(is_new)
    }

    /// Keeps what comes after the cursor, until the version is whole.
    async fn stage(&self, cursor: &ReferenceCursor, piece: &ReferencePiece) -> Result<(), StoreError> {
        let rows: Vec<&ReferenceRow> = piece.rows.iter().filter(|row| row.place() > *cursor).collect();
        if rows.is_empty() {
            return Ok(());
        }
        let mut last = cursor.clone();
        let mut transaction = self.db.begin().await?;
        for row in rows {
            sqlx::query(
                "insert into staged_reference (kind, key, body, version) values ($1, $2, $3, $4)
                 on conflict (kind, key) do update set body = excluded.body, version = excluded.version",
            )
            .bind(&row.kind)
            .bind(&row.key)
            .bind(&row.body)
            .bind(row.version)
            .execute(&mut *transaction)
            .await?;
            last = last.max(row.place());
        }
        put_setting(&mut transaction, STAGED_TO, &serde_json::to_string(&last)?).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Lets everything staged take effect as the version `whole`.
    async fn reach_reference(&self, whole: ReferenceVersion) -> Result<ReferenceTaken, StoreError> {
        let mut transaction = self.db.begin().await?;
        let before = reached(&mut transaction).await?;
        if before == whole {
            return Ok(ReferenceTaken::Old);
        }
        let mut fingerprint = before.fingerprint;
        let rows = sqlx::query("select kind, key, body, version from staged_reference order by kind, key");
        let rows = rows.fetch_all(&mut *transaction).await?;
        if before.version == 0 {
            clear(&mut transaction, &rows).await?;
        }
        for row in &rows {
            let (kind, key): (String, String) = (row.try_get("kind")?, row.try_get("key")?);
            let (body, version): (Option<String>, i64) = (row.try_get("body")?, row.try_get("version")?);
            let old = hash_of(&mut transaction, &kind, &key).await?;
            let new = body.as_ref().map(|body| hash(&kind, &key, body));
            if old == new && new.is_some() {
                continue;
            }
            turn(&mut fingerprint, old.as_ref(), new.as_ref());
            note(&mut transaction, &kind, &key, new, version).await?;
            put(&mut transaction, &kind, &key, body.as_deref()).await?;
        }
        if fingerprint != whole.fingerprint {
            transaction.rollback().await?;
            self.forget_reference().await?;
            return Ok(ReferenceTaken::NotWhole);
        }
        sqlx::query("delete from staged_reference").execute(&mut *transaction).await?;
        let text = serde_json::to_string(&whole)?;
        put_setting(&mut transaction, REACHED, &text).await?;
        put_setting(&mut transaction, UNTOLD, &text).await?;
        transaction.commit().await?;
        if let Err(error) = self.tell().await {
            tracing::error!("the journal does not say yet which reference data is in force: {error}");
        }
        Ok(ReferenceTaken::InForce(Effect { reached: whole }))
    }

    /// Notes in the journal which version took effect, where it does not say so yet: the tables and the journal are not
    /// written together here.
    async fn tell(&self) -> Result<(), StoreError> {
        let Some(text) = self.setting(UNTOLD).await? else { return Ok(()) };
        let ReferenceVersion { version, fingerprint } = serde_json::from_str(&text)?;
        let event = Event::ReferenceReached { version, fingerprint: crate::hex(&fingerprint) };
        self.append(None, vec![event], None).await?;
        let told = sqlx::query("delete from setting where name = $1 and value = $2").bind(UNTOLD).bind(text);
        told.execute(&self.db.readers).await?;
        Ok(())
    }

    /// Forgets how far this node has come, so that everything is asked for anew; what holds goes on holding.
    pub(crate) async fn forget_reference(&self) -> Result<(), StoreError> {
        let mut transaction = self.db.begin().await?;
        sqlx::query("delete from setting where name in ($1, $2)")
            .bind(REACHED)
            .bind(STAGED_TO)
            .execute(&mut *transaction)
            .await?;
        sqlx::query("delete from published").execute(&mut *transaction).await?;
        sqlx::query("delete from staged_reference").execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(())
    }
}

async fn reached(conn: &mut Conn) -> Result<ReferenceVersion, StoreError> {
    let text: Option<String> =
        sqlx::query_scalar("select value from setting where name = $1").bind(REACHED).fetch_optional(conn).await?;
    Ok(text.map(|text| serde_json::from_str(&text)).transpose()?.unwrap_or_default())
}

fn hash(kind: &str, key: &str, body: &str) -> Hash {
    let mut hasher = Sha256::new();
    [kind, key, body].iter().for_each(|text| journal::part(&mut hasher, text.as_bytes()));
    hasher.finalize().into()
}

/// Takes a thing's old hash out of a fingerprint and its new one in.
fn turn(fingerprint: &mut Hash, old: Option<&Hash>, new: Option<&Hash>) {
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

async fn hash_of(conn: &mut Conn, kind: &str, key: &str) -> Result<Option<Hash>, StoreError> {
    let row = sqlx::query("select hash from published where kind = $1 and key = $2 and gone = 0");
    let row = row.bind(kind).bind(key).fetch_optional(conn).await?;
    row.map(|row| columns::bytes(&row, "hash")).transpose()
}

async fn note(conn: &mut Conn, kind: &str, key: &str, hash: Option<Hash>, version: i64) -> Result<(), StoreError> {
    sqlx::query(
        "insert into published (kind, key, hash, gone, version) values ($1, $2, $3, $4, $5)
         on conflict (kind, key) do update set hash = excluded.hash, gone = excluded.gone, version = excluded.version",
    )
    .bind(kind)
    .bind(key)
    .bind(hash.map(|hash| hash.to_vec()).unwrap_or_default())
    .bind(i64::from(hash.is_none()))
    .bind(version)
    .execute(conn)
    .await?;
    Ok(())
}

/// Lets one thing take effect. Of what this version does not know it keeps only the hash: the fingerprint still comes
/// out, and a later version asks for everything anew.
async fn put(conn: &mut Conn, kind: &str, key: &str, body: Option<&str>) -> Result<(), StoreError> {
    let Some(kept) = Kept::of(kind).filter(|_| kind != SETTING || SHARED_SETTINGS.contains(&key)) else {
        tracing::warn!(kind, key, "reference data that this version does not know");
        return network::note_not_understood(conn, network::REFERENCE).await;
    };
    let Some(body) = body else {
        if kind == ALERT {
            let (list, id) = alert_key(key)?;
            alerts::remove(conn, &list, &id).await?;
            return Ok(());
        }
        kept.query("delete from ", Some(key)).build().execute(&mut *conn).await?;
        if kind == ACCOUNT {
            sqlx::query("delete from session where account = $1").bind(key).execute(&mut *conn).await?;
        }
        turns::note(conn, &Turned::Others).await?;
        return Ok(());
    };
    match kind {
        ALERT => {
            let alert: Alert = serde_json::from_str(body)?;
            if alert_key(key)? != (alert.list.clone(), alert.id.clone()) {
                return Err(damaged(format!("an alert under the key {key} is another")));
            }
            alerts::put(conn, body, &alert).await?;
            return Ok(());
        }
        ACCOUNT => {
            let id = AccountId::parse(key).map_err(damaged)?;
            let published: PublishedAccount = serde_json::from_str(body)?;
            // The language stays as its owner set it here.
            sqlx::query(
                "insert into account (id, name, role, password_hash, language, failures, locked_until, stamp, posts, ended)
                 values ($1, $2, $3, $4, $5, 0, 0, $6, $7, $8)
                 on conflict (id) do update set name = excluded.name, role = excluded.role, stamp = excluded.stamp,
                     posts = excluded.posts, ended = excluded.ended",
            )
            .bind(id.as_str())
            .bind(published.name)
            .bind(published.role.code())
            .bind(&published.credentials.password_hash)
            .bind(published.language)
            .bind(published.stamp)
            .bind(accounts::joined(&published.posts))
            .bind(published.ended)
            .execute(&mut *conn)
            .await?;
            credentials::put(conn, &id, &published.credentials).await?;
        }
        ALERT_LIST => {
            let published: PublishedAlertList = serde_json::from_str(body)?;
            sqlx::query(
                "insert into alert_list (name, threshold, version, sha256, loaded_at) values ($1, $2, $3, $4, $5)
                 on conflict (name) do update set threshold = excluded.threshold, version = excluded.version,
                     sha256 = excluded.sha256, loaded_at = excluded.loaded_at",
            )
            .bind(key)
            .bind(published.threshold)
            .bind(published.version)
            .bind(published.sha256)
            .bind(published.loaded_at)
            .execute(&mut *conn)
            .await?;
        }
        POST => {
            let post: Post = serde_json::from_str(body)?;
            reference::put_post(conn, &post).await?;
        }
        REFERENCE_LIST => {
            let kind = key.parse().map_err(damaged)?;
            reference_lists::put(conn, kind, body, body.lines().count().saturating_sub(1)).await?;
        }
        _ => put_setting(conn, key, body).await?,
    }
    turns::note(conn, &Turned::Others).await?;
    Ok(())
}

/// Takes away everything that headquarters decides and that is not among these rows: a node that begins anew, or has
/// forgotten what it had, does not know what of it is gone.
async fn clear(conn: &mut Conn, rows: &[DbRow]) -> Result<(), StoreError> {
    let there = |row: &DbRow| Ok::<_, StoreError>((row.try_get("kind")?, row.try_get("key")?));
    let there: HashSet<(String, String)> = rows.iter().map(there).collect::<Result<_, _>>()?;
    for kept in &KINDS {
        for (key, _) in kept.read(conn, None).await? {
            let thing = (kept.kind.to_owned(), key);
            if !there.contains(&thing) {
                put(conn, kept.kind, &thing.1, None).await?;
            }
        }
    }
    Ok(())
}

fn alert_key(key: &str) -> Result<(ListName, AlertId), StoreError> {
    let (list, id) = key.split_once('/').ok_or_else(|| damaged("an alert's key has no list"))?;
    Ok((ListName::parse(list).map_err(damaged)?, AlertId::parse(id).map_err(damaged)?))
}
