//! Reference data on its way in: at a post from headquarters, at a headquarters that was restored from its posts.
//!
//! What comes is staged until its version is whole; it takes effect only if it then has the fingerprint that
//! headquarters published. A node never goes back behind what it holds: which source is newer is told by their lines
//! and versions ([`crate::network::lineage`]), and no clock is asked.

use crate::{
    Continuation, Effect, ReferenceCursor, ReferencePiece, ReferenceRow, ReferenceTaken, ReferenceVersion, Store,
    StoreError,
    database::{Conn, Transaction, columns, piece},
    hash::Hash,
    journal::Changed,
    network::{
        kinds::{self, ACCOUNT, ALERT, KINDS},
        lineage::{Follow, Source},
        published::{Noted, REACHED, hash, reached, setting, turn, turn_to},
    },
    reference::settings::put_setting,
};
use jiff::Timestamp;
use limen_domain::{Event, NodeId};
use serde::{Deserialize, Serialize};
use sqlx::Row;

/// Things that take effect in one transaction: others wait for less than 200 ms.
const EFFECT_TOGETHER: usize = 500;
/// How many staged things are read at once.
const READ_TOGETHER: usize = 5_000;
/// The setting that says how far this node has come with what is staged.
const STAGED_TO: &str = "reference-staged-to";
/// The setting that holds a version that took effect until the journal says so too.
const UNTOLD: &str = "reference-untold";
/// The setting that says whose reference data this node follows.
const SOURCE: &str = "reference-source";
/// The setting that holds the version that is taking effect: what it comes to was checked.
const UNDER_WAY: &str = "reference-under-way";
/// The setting that holds headquarters' signature under the version that this node has reached.
const SIGNED: &str = "reference-signed";

/// Headquarters' signature under a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Signed {
    source: NodeId,
    version: ReferenceVersion,
    signature: Vec<u8>,
}

/// What a node holds of headquarters' reference data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldReference {
    /// The journal of headquarters under which it was published.
    pub source: NodeId,
    /// From which journals that one goes on, the latest first.
    pub line: Vec<Continuation>,
    /// The version.
    pub version: ReferenceVersion,
    /// Headquarters' signature under it; `None` where it came from a version of Limen that did not sign it.
    pub signature: Option<Vec<u8>>,
}

impl HeldReference {
    /// Whether this is more than another node holds: a later version of the same source, or one of a source that goes on
    /// from it.
    pub fn is_further_than(&self, other: &Self) -> bool {
        if self.source == other.source {
            return self.version.version > other.version.version;
        }
        let source = Source::new(other.source.clone(), other.line.clone());
        match source.follow(&self.source, &self.line, other.version.version) {
            Follow::On(_) | Follow::Anew(_) => self.version.version > 0,
            Follow::Same | Follow::Old | Follow::Behind => false,
        }
    }
}

impl Store {
    /// What this node holds of headquarters' reference data; `None` where it follows no headquarters.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn held_reference(&self) -> Result<Option<HeldReference>, StoreError> {
        let mut transaction = self.begin_read().await?;
        let Some(Source { node, line, .. }) = source(&mut transaction).await? else { return Ok(None) };
        let version = reached(&mut transaction).await?;
        let signed: Option<Signed> = setting(&mut transaction, SIGNED).await?;
        let signed = signed.filter(|signed| signed.source == node && signed.version == version);
        Ok(Some(HeldReference { source: node, line, version, signature: signed.map(|signed| signed.signature) }))
    }

    /// How far this node has come with what changed at headquarters.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn reference_cursor(&self) -> Result<ReferenceCursor, StoreError> {
        Ok(setting(&mut *self.db.pool.acquire().await?, STAGED_TO).await?.unwrap_or_default())
    }

    /// At a headquarters that was restored: after what it wants of what a post holds.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn reference_to_recall(&self, held: &HeldReference) -> Result<ReferenceCursor, StoreError> {
        let mut transaction = self.begin_read().await?;
        let cursor: ReferenceCursor = setting(&mut transaction, STAGED_TO).await?.unwrap_or_default();
        let reached = reached(&mut transaction).await?.version;
        let Some(source) = source(&mut transaction).await? else { return Ok(cursor) };
        Ok(match source.follow(&held.source, &held.line, reached.max(source.floor)) {
            Follow::Anew(_) => ReferenceCursor::default(),
            Follow::On(base) if cursor > after_all_of(base.version) => after_all_of(reached),
            _ => cursor,
        })
    }

    /// Takes in a piece of headquarters' reference data.
    ///
    /// Its things are kept until the version is whole; then they take effect, and only where they come to that version's
    /// fingerprint. Otherwise nothing takes effect, and the next piece is asked for from the beginning. A source that
    /// lacks what this node holds changes nothing, unless two people confirmed that.
    ///
    /// # Errors
    /// The database can't be written. A piece that does not fit is no error: [`ReferenceTaken`] says so.
    pub async fn take_reference(&self, piece: &ReferencePiece) -> Result<ReferenceTaken, StoreError> {
        let finished = self.finish_reference().await?;
        self.tell().await?;
        let taken = self.take_piece(piece).await?;
        Ok(match (taken, finished) {
            (ReferenceTaken::InForce(effect), _) => ReferenceTaken::InForce(effect),
            (_, Some(before)) => ReferenceTaken::InForce(before),
            (taken, None) => taken,
        })
    }

    async fn take_piece(&self, piece: &ReferencePiece) -> Result<ReferenceTaken, StoreError> {
        let mut transaction = self.db.begin().await?;
        let version = reached(&mut transaction).await?;
        let (floor, is_other) = match follow(&mut transaction, piece, version.version).await? {
            Ok(followed) => followed,
            Err(taken) => return Ok(taken),
        };
        let cursor: ReferenceCursor = setting(&mut transaction, STAGED_TO).await?.unwrap_or_default();
        // From the beginning where two people confirmed that headquarters goes on without what was here.
        let version = reached(&mut transaction).await?;
        if piece.after > cursor {
            transaction.commit().await?;
            return Ok(ReferenceTaken::Gap);
        }
        let least = version.version.max(staged_version(&cursor)).max(floor);
        if piece.whole.is_some_and(|whole| whole.version < least) {
            transaction.commit().await?;
            return Ok(ReferenceTaken::Old);
        }
        let is_new = stage(&mut transaction, &cursor, piece).await?;
        let is_signed = match piece.whole.filter(|whole| *whole == version) {
            Some(version) => {
                keep_signature(&mut transaction, &piece.source, version, piece.signature.as_deref()).await?
            }
            None => false,
        };
        transaction.commit().await?;
        match piece.whole {
            Some(whole) if whole != version => self.reach_reference(piece, whole).await,
            _ if is_new || is_other || is_signed => Ok(ReferenceTaken::Staged),
            Some(_) => Ok(ReferenceTaken::Old),
            None => Ok(ReferenceTaken::Staged),
        }
    }

    /// Lets everything staged take effect as the version `whole`, if it comes to its fingerprint.
    async fn reach_reference(
        &self,
        piece: &ReferencePiece,
        whole: ReferenceVersion,
    ) -> Result<ReferenceTaken, StoreError> {
        let (fingerprint, staged_to) = self.staged_fingerprint().await?;
        if fingerprint != whole.fingerprint {
            self.forget_reference().await?;
            return Ok(ReferenceTaken::NotWhole);
        }
        self.stage_what_is_gone(whole.version).await?;
        let (source, signature) = (piece.source.clone(), piece.signature.clone());
        let effect = self.let_take_effect(Some(UnderWay { whole, staged_to, source, signature })).await?;
        if let Err(error) = self.tell().await {
            tracing::error!("the journal does not say yet which reference data is in force: {error}");
        }
        Ok(effect.map_or(ReferenceTaken::Old, ReferenceTaken::InForce))
    }

    /// The fingerprint over the hashes of all things once the staged ones are in force, and how far they are staged.
    /// Nobody waits for this.
    async fn staged_fingerprint(&self) -> Result<(Hash, ReferenceCursor), StoreError> {
        let mut transaction = self.begin_read().await?;
        let staged_to = setting(&mut transaction, STAGED_TO).await?.unwrap_or_default();
        let mut fingerprint = reached(&mut transaction).await?.fingerprint;
        let mut last = (String::new(), String::new());
        loop {
            let rows = sqlx::query(
                "select staged.kind, staged.key, staged.body, published.hash from staged_reference as staged
                 left join published on published.kind = staged.kind and published.key = staged.key
                     and published.gone = 0
                 where (staged.kind, staged.key) > ($1, $2) order by staged.kind, staged.key limit $3",
            )
            .bind(&last.0)
            .bind(&last.1)
            .bind(READ_TOGETHER as i64)
            .fetch_all(&mut *transaction)
            .await?;
            for row in &rows {
                let (kind, key): (String, String) = (row.try_get("kind")?, row.try_get("key")?);
                let (body, old): (Option<String>, Option<Vec<u8>>) = (row.try_get("body")?, row.try_get("hash")?);
                let old = if old.is_some() { Some(columns::bytes(row, "hash")?) } else { None };
                let new = body.map(|body| hash(&kind, &key, &body));
                turn(&mut fingerprint, old.as_ref(), new.as_ref());
                last = (kind, key);
            }
            if rows.len() < READ_TOGETHER {
                return Ok((fingerprint, staged_to));
            }
        }
    }

    /// A node that begins anew, or has forgotten what it had, does not know what of it is gone: everything that
    /// headquarters decides and that is not staged.
    async fn stage_what_is_gone(&self, version: i64) -> Result<(), StoreError> {
        let mut transaction = self.begin_read().await?;
        if reached(&mut transaction).await?.version != 0 {
            return Ok(());
        }
        let mut gone = Vec::new();
        for kept in &KINDS {
            let mut last = Vec::new();
            loop {
                for (key, _) in kept.page(&mut transaction, &mut last, READ_TOGETHER).await? {
                    let is_there: Option<i64> =
                        sqlx::query_scalar("select version from staged_reference where kind = $1 and key = $2")
                            .bind(kept.kind)
                            .bind(&key)
                            .fetch_optional(&mut *transaction)
                            .await?;
                    if is_there.is_none() {
                        gone.push(ReferenceRow { kind: kept.kind.to_owned(), key, version, body: None });
                    }
                }
                if last.is_empty() {
                    break;
                }
            }
        }
        drop(transaction);
        for some in gone.chunks(EFFECT_TOGETHER) {
            piece(self.stage_rows(some)).await?;
        }
        Ok(())
    }

    async fn stage_rows(&self, rows: &[ReferenceRow]) -> Result<(), StoreError> {
        let mut transaction = self.db.begin().await?;
        for row in rows {
            stage_row(&mut transaction, row).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// Goes on with a version that was taking effect when the program stopped. Returns what that changed.
    pub(crate) async fn finish_reference(&self) -> Result<Option<Effect>, StoreError> {
        self.let_take_effect(None).await
    }

    /// Lets what is staged take effect piece by piece, people and posts before alerts; `begun` is noted with the first
    /// piece, so that whatever stops this is gone on with. `None` where nothing is under way.
    async fn let_take_effect(&self, mut begun: Option<UnderWay>) -> Result<Option<Effect>, StoreError> {
        loop {
            match piece(self.effect_of_piece(begun.take())).await? {
                Progress::Nothing => return Ok(None),
                Progress::More => {}
                Progress::Whole(reached) => return Ok(Some(Effect { reached })),
            }
        }
    }

    /// Lets one piece of what is staged take effect.
    async fn effect_of_piece(&self, begun: Option<UnderWay>) -> Result<Progress, StoreError> {
        let mut transaction = self.db.begin().await?;
        if let Some(begun) = begun {
            // More was staged since it was checked: it is checked anew with what comes next.
            let staged_to: ReferenceCursor = setting(&mut transaction, STAGED_TO).await?.unwrap_or_default();
            if staged_to != begun.staged_to {
                return Ok(Progress::Nothing);
            }
            put_setting(&mut transaction, UNDER_WAY, &serde_json::to_string(&begun)?).await?;
        }
        let under_way: Option<UnderWay> = setting(&mut transaction, UNDER_WAY).await?;
        let Some(UnderWay { whole, source, signature, .. }) = under_way else { return Ok(Progress::Nothing) };
        let some = next_staged(&mut transaction, EFFECT_TOGETHER).await?;
        take_effect(&mut transaction, &some, self.now()).await?;
        let is_last = some.len() < EFFECT_TOGETHER;
        if is_last {
            let text = serde_json::to_string(&whole)?;
            put_setting(&mut transaction, REACHED, &text).await?;
            put_setting(&mut transaction, UNTOLD, &text).await?;
            keep_signature(&mut transaction, &source, whole, signature.as_deref()).await?;
            forget_setting(&mut transaction, UNDER_WAY).await?;
        }
        transaction.commit().await?;
        Ok(if is_last { Progress::Whole(whole) } else { Progress::More })
    }

    /// Lets the first things of what is staged take effect, as a program does that is killed then.
    #[cfg(test)]
    pub(crate) async fn begin_effect(
        &self,
        whole: ReferenceVersion,
        source: &NodeId,
        most: usize,
    ) -> Result<(), StoreError> {
        let mut transaction = self.db.begin().await?;
        let staged_to = setting(&mut transaction, STAGED_TO).await?.unwrap_or_default();
        let begun = UnderWay { whole, staged_to, source: source.clone(), signature: None };
        put_setting(&mut transaction, UNDER_WAY, &serde_json::to_string(&begun)?).await?;
        let some = next_staged(&mut transaction, most).await?;
        take_effect(&mut transaction, &some, self.now()).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Notes in the journal which version took effect, where it does not say so yet.
    async fn tell(&self) -> Result<(), StoreError> {
        self.change(None, |conn| {
            Box::pin(async move {
                let Some(ReferenceVersion { version, fingerprint }) = setting(conn, UNTOLD).await? else {
                    return Ok(None);
                };
                forget_setting(conn, UNTOLD).await?;
                let fingerprint = crate::hash::hex(&fingerprint);
                Ok(Some(Changed::noted(vec![Event::ReferenceReached { version, fingerprint }])))
            })
        })
        .await?;
        Ok(())
    }

    /// Forgets how far this node has come, so that everything is asked for anew; what holds goes on holding, and no
    /// version before the one that was reached takes effect.
    pub(crate) async fn forget_reference(&self) -> Result<(), StoreError> {
        let mut transaction = self.db.begin().await?;
        if let Some(mut source) = source(&mut transaction).await? {
            source.floor = source.floor.max(reached(&mut transaction).await?.version);
            put_setting(&mut transaction, SOURCE, &serde_json::to_string(&source)?).await?;
        }
        forget(&mut transaction).await?;
        transaction.commit().await?;
        Ok(())
    }
}

/// A version that is taking effect.
#[derive(Serialize, Deserialize)]
struct UnderWay {
    whole: ReferenceVersion,
    /// How far what came was staged when it was checked.
    staged_to: ReferenceCursor,
    source: NodeId,
    signature: Option<Vec<u8>>,
}

/// How far a version that is taking effect has come.
enum Progress {
    /// None is under way.
    Nothing,
    /// There is more of it.
    More,
    /// It is in force.
    Whole(ReferenceVersion),
}

/// Whose reference data this node follows; `None` where it follows nobody's.
pub(crate) async fn source(conn: &mut Conn) -> Result<Option<Source>, StoreError> {
    setting(conn, SOURCE).await
}

/// Notes whose reference data is followed from here on.
pub(crate) async fn put_source(conn: &mut Conn, source: &Source) -> Result<(), StoreError> {
    put_setting(conn, SOURCE, &serde_json::to_string(source)?).await
}

/// A headquarters that was restored has everything of the version that it published last.
pub(crate) async fn begin_after(conn: &mut Conn) -> Result<(), StoreError> {
    let after = after_all_of(reached(conn).await?.version);
    put_setting(conn, STAGED_TO, &serde_json::to_string(&after)?).await
}

/// After everything of a version and before everything of the next.
fn after_all_of(version: i64) -> ReferenceCursor {
    match version {
        0 => ReferenceCursor::default(),
        version => ReferenceCursor { version: version + 1, ..ReferenceCursor::default() },
    }
}

/// The latest version of which something is staged, or has taken effect.
fn staged_version(cursor: &ReferenceCursor) -> i64 {
    if cursor.kind.is_empty() { cursor.version - 1 } else { cursor.version }
}

/// A headquarters that goes on follows nobody.
pub(crate) async fn follow_nobody(conn: &mut Conn) -> Result<(), StoreError> {
    for name in [SOURCE, SIGNED, STAGED_TO, UNTOLD] {
        forget_setting(conn, name).await?;
    }
    sqlx::query("delete from staged_reference").execute(conn).await?;
    Ok(())
}

/// Whether a version is taking effect.
pub(crate) async fn is_under_way(conn: &mut Conn) -> Result<bool, StoreError> {
    Ok(setting::<UnderWay>(conn, UNDER_WAY).await?.is_some())
}

/// Decides whether a piece is of the source that this node follows, or of one to follow from here on. Returns the least
/// version that takes effect and whether the source is another one; otherwise what becomes of the piece.
async fn follow(
    conn: &mut Conn,
    piece: &ReferencePiece,
    reached: i64,
) -> Result<Result<(i64, bool), ReferenceTaken>, StoreError> {
    let Some(followed) = source(conn).await? else {
        put_source(conn, &Source::new(piece.source.clone(), piece.line.clone())).await?;
        return Ok(Ok((0, true)));
    };
    let next = |floor| followed.next(piece.source.clone(), piece.line.clone(), floor);
    let next = match followed.follow(&piece.source, &piece.line, reached.max(followed.floor)) {
        Follow::Same => return Ok(Ok((followed.floor, false))),
        Follow::Old => return Ok(Err(ReferenceTaken::Old)),
        Follow::Behind => return Ok(Err(ReferenceTaken::Behind)),
        Follow::On(base) => {
            let cursor: ReferenceCursor = setting(conn, STAGED_TO).await?.unwrap_or_default();
            if cursor > after_all_of(base.version) {
                // What was staged beyond that version is not the source's.
                sqlx::query("delete from staged_reference").execute(&mut *conn).await?;
                put_setting(conn, STAGED_TO, &serde_json::to_string(&after_all_of(reached))?).await?;
            }
            next(followed.floor)
        }
        Follow::Anew(base) => {
            forget(conn).await?;
            next(base.version)
        }
    };
    put_source(conn, &next).await?;
    Ok(Ok((next.floor, true)))
}

async fn forget(conn: &mut Conn) -> Result<(), StoreError> {
    for name in [REACHED, STAGED_TO, UNDER_WAY] {
        forget_setting(conn, name).await?;
    }
    sqlx::query("delete from published").execute(&mut *conn).await?;
    sqlx::query("delete from staged_reference").execute(conn).await?;
    Ok(())
}

async fn forget_setting(conn: &mut Conn, name: &str) -> Result<(), StoreError> {
    sqlx::query("delete from setting where name = $1").bind(name).execute(conn).await?;
    Ok(())
}

/// Keeps what comes after the cursor, until the version is whole. Says whether there was anything.
async fn stage(conn: &mut Transaction, cursor: &ReferenceCursor, piece: &ReferencePiece) -> Result<bool, StoreError> {
    let mut last = cursor.clone();
    for row in piece.rows.iter().filter(|row| row.place() > *cursor) {
        stage_row(conn, row).await?;
        last = last.max(row.place());
    }
    if last == *cursor {
        return Ok(false);
    }
    put_setting(conn, STAGED_TO, &serde_json::to_string(&last)?).await?;
    Ok(true)
}

async fn stage_row(conn: &mut Conn, row: &ReferenceRow) -> Result<(), StoreError> {
    sqlx::query(
        "insert into staged_reference (kind, key, body, version) values ($1, $2, $3, $4)
         on conflict (kind, key) do update set body = excluded.body, version = excluded.version",
    )
    .bind(&row.kind)
    .bind(&row.key)
    .bind(&row.body)
    .bind(row.version)
    .execute(conn)
    .await?;
    Ok(())
}

/// The next staged things: people, posts and settings before alerts.
async fn next_staged(conn: &mut Conn, most: usize) -> Result<Vec<ReferenceRow>, StoreError> {
    let mut staged = Vec::new();
    for is in ["<", ">", "="] {
        let statement = match is {
            "<" => "select * from staged_reference where kind < $1 order by kind, key limit $2",
            ">" => "select * from staged_reference where kind > $1 order by kind, key limit $2",
            _ => "select * from staged_reference where kind = $1 order by kind, key limit $2",
        };
        let rows = sqlx::query(statement).bind(ALERT).bind((most - staged.len()) as i64).fetch_all(&mut *conn).await?;
        for row in rows {
            let (kind, key) = (row.try_get("kind")?, row.try_get("key")?);
            staged.push(ReferenceRow { kind, key, version: row.try_get("version")?, body: row.try_get("body")? });
        }
    }
    Ok(staged)
}

/// Lets staged things take effect.
async fn take_effect(conn: &mut Conn, staged: &[ReferenceRow], now: Timestamp) -> Result<(), StoreError> {
    let mut noted = Vec::with_capacity(staged.len());
    for ReferenceRow { kind, key, version, body } in staged {
        kinds::put(conn, kind, key, body.as_deref(), now).await?;
        noted.push(Noted {
            kind: kind.clone(),
            key: key.clone(),
            hash: body.as_ref().map(|body| hash(kind, key, body)),
            version: *version,
            body: body.clone().filter(|_| kind == ACCOUNT),
        });
        sqlx::query("delete from staged_reference where kind = $1 and key = $2")
            .bind(kind)
            .bind(key)
            .execute(&mut *conn)
            .await?;
    }
    // What it comes to was checked before.
    turn_to(conn, &mut Hash::default(), &noted).await
}

/// Keeps headquarters' signature under a version; one that is kept stays where none comes. Says whether it is new.
async fn keep_signature(
    conn: &mut Conn,
    source: &NodeId,
    version: ReferenceVersion,
    signature: Option<&[u8]>,
) -> Result<bool, StoreError> {
    let Some(signature) = signature else { return Ok(false) };
    let signed = Signed { source: source.clone(), version, signature: signature.to_vec() };
    if setting::<Signed>(conn, SIGNED).await?.is_some_and(|kept| kept == signed) {
        return Ok(false);
    }
    put_setting(conn, SIGNED, &serde_json::to_string(&signed)?).await?;
    Ok(true)
}
