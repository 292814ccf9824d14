//! Copies of the database, and nodes put back from them.
//!
//! A node that is put back writes a new journal under its old name with a suffix: what it wrote after the backup may
//! have reached headquarters already, and two events of one number would be a fork. Its old journal comes back from
//! headquarters as far as it got there.

use crate::{
    Chance, FILE_NAME, Home, Key, Store, StoreError, Time, Trouble,
    database::{Db, Kind, Opening, is_plain},
    journal,
    network::recovery,
    reference::settings::put_setting,
};
use limen_domain::{Event, NodeId};
use sqlx::AssertSqlSafe;
use std::{fs, path::Path};

impl Store {
    /// Copies the database as it stands at one moment into the file `to`, whole or not at all; a copy of an encrypted one is
    /// encrypted with the same key.
    ///
    /// # Errors
    /// The copy can't be written, or the database is PostgreSQL, which is copied with `pg_dump`.
    pub async fn backup(&self, to: &Path) -> Result<(), StoreError> {
        let failed = |error: std::io::Error| StoreError::new(Trouble::Disk, format!("{}: {error}", to.display()));
        let part = to.with_extension("part");
        if part.exists() {
            fs::remove_file(&part).map_err(failed)?;
        }
        if self.db.kind == Kind::Postgres {
            let what = "a PostgreSQL database is copied with pg_dump".to_owned();
            return Err(StoreError::new(Trouble::Other, what));
        }
        sqlx::query("vacuum into $1").bind(part.display().to_string()).execute(&self.db.pool).await?;
        fs::File::open(&part).and_then(|file| file.sync_all()).map_err(failed)?;
        fs::rename(&part, to).map_err(failed)
    }

    /// Whether the database in a data folder lies there without encryption; `false` also where there is none.
    pub fn is_plain(folder: &Path) -> bool {
        is_plain(&folder.join(FILE_NAME))
    }

    /// Puts an encrypted copy, as [`Store::encrypt_into`] makes it, in the place of the database of a data folder; nothing else
    /// may have it open. What the disk held before is not wiped.
    ///
    /// # Errors
    /// The file can't be moved to its place.
    pub fn put_encrypted(folder: &Path, copy: &Path) -> Result<(), StoreError> {
        let file = folder.join(FILE_NAME);
        let failed = |error: std::io::Error| StoreError::new(Trouble::Disk, format!("{}: {error}", file.display()));
        fs::rename(copy, &file).map_err(failed)?;
        fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)
    }

    /// Copies the database of a data folder into a file, encrypted with another key; nothing else may have it open.
    ///
    /// # Errors
    /// There is no database, another program has it open, or the copy can't be written or read again.
    pub async fn encrypt_into(home: impl Into<Home<'_>>, key: &Key, part: &Path) -> Result<(), StoreError> {
        let home = home.into();
        let file = home.folder.join(FILE_NAME);
        let failed = |error: std::io::Error| StoreError::new(Trouble::Disk, format!("{}: {error}", part.display()));
        if part.exists() {
            fs::remove_file(part).map_err(failed)?;
        }
        if !file.exists() {
            return Err(StoreError::new(Trouble::Missing, format!("there is no {}", file.display())));
        }
        // Attaching makes files only where the first file might have been made.
        let db = Db::sqlite(&file, home.key, Opening::New).await?;
        let mut conn = db.pool.acquire().await?;
        // Fails if another program has the database open.
        sqlx::query("pragma locking_mode = exclusive").execute(&mut *conn).await?;
        sqlx::query("begin exclusive").execute(&mut *conn).await?;
        sqlx::query("commit").execute(&mut *conn).await?;
        let attach = format!("attach $1 as encrypted key \"{}\"", *key.of_database());
        sqlx::query(AssertSqlSafe(attach)).bind(part.display().to_string()).execute(&mut *conn).await?;
        sqlx::query("select sqlcipher_export('encrypted')").fetch_all(&mut *conn).await?;
        sqlx::query("detach encrypted").execute(&mut *conn).await?;
        drop(conn);
        db.close().await;
        Self::check(part, key).await?;
        fs::File::open(part).and_then(|file| file.sync_all()).map_err(failed)
    }

    /// Whether a database can be read with a key, to its last page.
    async fn check(file: &Path, key: &Key) -> Result<(), StoreError> {
        let db = Db::sqlite(file, Some(key), Opening::Existing).await?;
        let said: Vec<String> = sqlx::query_scalar("pragma quick_check").fetch_all(&db.pool).await?;
        db.close().await;
        if said == ["ok"] { Ok(()) } else { Err(StoreError::new(Trouble::Damaged, said.join("; "))) }
    }

    /// Puts a node back from a backup into a folder that holds no database yet, and lets it go on with a journal of its
    /// own. The folder's key is that of the backup.
    ///
    /// # Errors
    /// The folder holds a database already, the backup can't be read or is none of a node, or the folder can't be
    /// written.
    pub async fn restore(backup: &Path, home: impl Into<Home<'_>>) -> Result<Self, StoreError> {
        let home = home.into();
        let folder = home.folder;
        let file = folder.join(FILE_NAME);
        if file.exists() {
            let what = format!(
                "{} is there already; move it away first, it may hold what the backup does not",
                file.display()
            );
            return Err(StoreError::new(Trouble::Other, what));
        }
        let failed = |error: std::io::Error| StoreError::new(Trouble::Disk, format!("{}: {error}", backup.display()));
        // Whatever stops this before the end leaves no database behind that could be taken for one put back.
        let part = folder.join("limen.restoring");
        fs::copy(backup, &part).map_err(failed)?;
        let db = Db::sqlite(&part, home.key, Opening::Existing).await?;
        let restored = begin_anew(&db).await?;
        db.close().await;
        fs::rename(&part, &file).map_err(failed)?;
        Self::open(home).await?.note_restored(restored).await
    }

    /// Lets the database of a data folder, which was put back there from a copy, go on with a journal of its own; nothing
    /// else may have it open.
    ///
    /// # Errors
    /// The database can't be opened and written, or is none of a node.
    pub async fn put_back(home: impl Into<Home<'_>>) -> Result<Self, StoreError> {
        let home = home.into();
        let db = Db::sqlite(&home.folder.join(FILE_NAME), home.key, Opening::Existing).await?;
        let restored = begin_anew(&db).await?;
        db.close().await;
        Self::open(home).await?.note_restored(restored).await
    }

    /// The same for a PostgreSQL database, which its server put back.
    ///
    /// # Errors
    /// The database can't be reached and written, or is none of a node.
    pub async fn put_back_on(url: &str) -> Result<Self, StoreError> {
        let db = Db::postgres(url).await?;
        let restored = begin_anew(&db).await?;
        db.close().await;
        Self::open_on(url).await?.note_restored(restored).await
    }

    async fn note_restored(self, (before, events): (NodeId, i64)) -> Result<Self, StoreError> {
        self.append(None, vec![Event::NodeRestored { before, events }], None).await?;
        Ok(self)
    }
}

/// Gives the node of a database that was put back from a backup a journal of its own to write. Returns the journal that it
/// wrote before, and how many events of it the backup held.
async fn begin_anew(db: &Db) -> Result<(NodeId, i64), StoreError> {
    db.migrate().await?;
    let mut transaction = db.begin().await?;
    let before: Option<String> =
        sqlx::query_scalar("select value from setting where name = 'node'").fetch_optional(&mut *transaction).await?;
    let before = before.and_then(|node| NodeId::parse(&node).ok());
    let before = before.ok_or_else(|| StoreError::new(Trouble::Damaged, "it is no backup of a node".into()))?;
    let name = before.machine();
    let next = NodeId::parse(&format!("{name}.{}", Chance::default().suffix())).map_err(crate::error::damaged)?;
    let held = journal::head(&mut transaction, &before).await?;
    put_setting(&mut transaction, "node", next.as_str()).await?;
    recovery::begin(&mut transaction, &before, held.seq, Time::default().now()).await?;
    sqlx::query("delete from session").execute(&mut *transaction).await?;
    transaction.commit().await?;
    Ok((before, held.seq))
}
