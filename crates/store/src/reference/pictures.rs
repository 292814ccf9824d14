//! Pictures of reference documents: kept once for each content, for as long as the list in force or a version that waits
//! names them. At a post they come after the list, as pictures beside records do.

use crate::{Store, StoreError, database::Conn, error::damaged, hash::sha256_hex};
use limen_domain::{Documents, ListKind};
use std::collections::BTreeSet;

/// Keeps a picture with the version of the list that names it.
pub(crate) async fn keep(conn: &mut Conn, sha256: &str, bytes: &[u8]) -> Result<(), StoreError> {
    sqlx::query(
        "insert into reference_picture (sha256, bytes) values ($1, $2)
         on conflict (sha256) do update set bytes = excluded.bytes",
    )
    .bind(sha256)
    .bind(bytes)
    .execute(conn)
    .await?;
    Ok(())
}

impl Store {
    /// A picture of a reference document; `None` where it is not here, or not yet.
    ///
    /// # Errors
    /// The database can't be read, or the bytes are not those that were kept.
    pub async fn reference_picture(&self, sha256: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let query = "select bytes from reference_picture where sha256 = $1 and bytes is not null";
        let bytes: Option<Vec<u8>> = sqlx::query_scalar(query).bind(sha256).fetch_optional(&self.db.pool).await?;
        match bytes {
            Some(bytes) if sha256_hex(&bytes) != sha256 => {
                Err(damaged(format!("the picture {sha256} is not what was kept")))
            }
            bytes => Ok(bytes),
        }
    }

    /// The SHA-256 of each picture of a reference document that is here.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn reference_pictures(&self) -> Result<BTreeSet<String>, StoreError> {
        let query = "select sha256 from reference_picture where bytes is not null";
        let all: Vec<String> = sqlx::query_scalar(query).fetch_all(&self.db.pool).await?;
        Ok(all.into_iter().collect())
    }

    /// The SHA-256 of pictures that are named and not here, drawn by chance: those that nobody has hide none of the others.
    pub(crate) async fn missing_reference_pictures(&self, most: i64) -> Result<Vec<String>, StoreError> {
        let query = "select sha256 from reference_picture where bytes is null order by sha256";
        let mut missing: Vec<String> = sqlx::query_scalar(query).fetch_all(&self.db.pool).await?;
        if !missing.is_empty() {
            let drawn = u16::from_be_bytes(self.chance().bytes());
            let first = usize::from(drawn) % missing.len();
            missing.rotate_left(first);
        }
        missing.truncate(usize::try_from(most).unwrap_or_default());
        Ok(missing)
    }

    /// Keeps the bytes of a picture that is named here and came apart from it. Its hash was checked.
    pub(crate) async fn keep_named_picture(&self, sha256: &str, bytes: &[u8]) -> Result<(), StoreError> {
        sqlx::query("update reference_picture set bytes = $2 where sha256 = $1 and bytes is null")
            .bind(sha256)
            .bind(bytes)
            .execute(&self.db.pool)
            .await?;
        Ok(())
    }
}

fn named(csv: &str) -> BTreeSet<String> {
    let documents = Documents::read(csv.as_bytes()).unwrap_or_default();
    documents.pictures().map(str::to_owned).collect()
}

/// Notes which pictures a list names that now holds, and lets those go that neither it nor a version that waits names.
pub(crate) async fn note_named(conn: &mut Conn, csv: &str) -> Result<(), StoreError> {
    let mut wanted = named(csv);
    for sha256 in &wanted {
        sqlx::query("insert into reference_picture (sha256) values ($1) on conflict (sha256) do nothing")
            .bind(sha256)
            .execute(&mut *conn)
            .await?;
    }
    let waiting: Vec<String> = sqlx::query_scalar("select csv from list_proposal where kind = $1 and state = 'open'")
        .bind(ListKind::Documents.code())
        .fetch_all(&mut *conn)
        .await?;
    waiting.iter().for_each(|csv| wanted.extend(named(csv)));
    let held: Vec<String> = sqlx::query_scalar("select sha256 from reference_picture").fetch_all(&mut *conn).await?;
    for sha256 in held.iter().filter(|sha256| !wanted.contains(*sha256)) {
        sqlx::query("delete from reference_picture where sha256 = $1").bind(sha256).execute(&mut *conn).await?;
    }
    Ok(())
}
