//! Copies of the database, and nodes put back from them.
//!
//! A node that is put back writes a new journal under its old name with a suffix: what it wrote after the backup may
//! have reached headquarters already, and two events of one number would be a fork. Its old journal comes back from
//! headquarters as far as it got there.

use crate::{
    FILE_NAME, Home, Key, Store, StoreError, Trouble,
    db::{Db, Kind},
    journal, recovery,
    reference::put_setting,
};
use limen_domain::{Event, NodeId};
use rand::RngExt;
use sqlx::AssertSqlSafe;
use std::{fs, path::Path};

/// Letters and digits of which none is taken for another.
const LEGIBLE: &[u8] = b"23456789abcdefghjkmnpqrstuvwxyz";
const SUFFIX_CHARACTERS: usize = 6;

/// What tells apart what bears the same name: drawn by chance, so that nobody need remember what was drawn before.
pub(crate) fn suffix() -> String {
    legible(SUFFIX_CHARACTERS)
}

/// A text drawn by chance that people can read and type: each character is worth almost five bits.
pub fn legible(characters: usize) -> String {
    let mut random = rand::rng();
    (0..characters).map(|_| char::from(LEGIBLE[random.random_range(0..LEGIBLE.len())])).collect()
}

impl Store {
    /// Copies the database as it stands at one moment into the file `to`, whole or not at all; a copy of an encrypted one is
    /// encrypted with the same key.
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
        sqlx::query("vacuum into $1").bind(part.display().to_string()).execute(&self.db.readers).await?;
        fs::File::open(&part).and_then(|file| file.sync_all()).map_err(failed)?;
        fs::rename(&part, to).map_err(failed)
    }

    /// Encrypts the database of a data folder with another key, or with its first; nothing else may have it open. What the
    /// disk held before is not wiped.
    pub async fn encrypt(home: impl Into<Home<'_>>, key: &Key) -> Result<(), StoreError> {
        let home = home.into();
        let file = home.folder.join(FILE_NAME);
        let part = home.folder.join("limen.encrypting");
        Self::encrypt_into(home, key, &part).await?;
        let failed = |error: std::io::Error| StoreError::new(Trouble::Disk, format!("{}: {error}", file.display()));
        fs::rename(&part, &file).map_err(failed)
    }

    /// Copies the database of a data folder into a file, encrypted with another key; nothing else may have it open.
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
        let db = Db::sqlite(&file, home.key, true).await?;
        let mut conn = db.readers.acquire().await?;
        // Whoever else has it open keeps this from happening.
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
        let db = Db::sqlite(file, Some(key), false).await?;
        let said: Vec<String> = sqlx::query_scalar("pragma quick_check").fetch_all(&db.readers).await?;
        db.close().await;
        if said == ["ok"] { Ok(()) } else { Err(StoreError::new(Trouble::Damaged, said.join("; "))) }
    }

    /// Puts a node back from a backup into a folder that holds no database yet, and lets it go on with a journal of its
    /// own. The folder's key is that of the backup.
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
        let db = Db::sqlite(&part, home.key, false).await?;
        db.migrate().await?;
        let before: Option<String> =
            sqlx::query_scalar("select value from setting where name = 'node'").fetch_optional(&db.readers).await?;
        let before = before.and_then(|node| NodeId::parse(&node).ok());
        let before = before.ok_or_else(|| StoreError::new(Trouble::Damaged, "it is no backup of a node".into()))?;
        let name = before.as_str().split('.').next().unwrap_or_default();
        let next = NodeId::parse(&format!("{name}.{}", suffix())).map_err(crate::error::damaged)?;
        let mut conn = db.readers.acquire().await?;
        let held = journal::head(&mut conn, &before).await?;
        put_setting(&mut conn, "node", next.as_str()).await?;
        recovery::begin(&mut conn, &before, held.seq).await?;
        sqlx::query("delete from session").execute(&mut *conn).await?;
        drop(conn);
        db.close().await;
        fs::rename(&part, &file).map_err(failed)?;
        let store = Self::open(home).await?;
        store.append(None, vec![Event::NodeRestored { before, events: held.seq }], None).await?;
        Ok(store)
    }
}
