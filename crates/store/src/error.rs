//! What can go wrong with the database, told apart by what an officer can pass on.

use std::fmt;

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The disk is full.
    Full,
    /// Another program holds the database.
    Locked,
    /// The database's file is not where it was.
    Missing,
    /// The database's file is damaged, or is no database.
    Damaged,
    /// The database is encrypted with another key, or is not encrypted.
    Key,
    /// The database may only be read.
    ReadOnly,
    /// The disk does not take what is written to it.
    Disk,
    /// The database's server can't be reached.
    Unreachable,
    /// The database was made by a later version of Limen.
    Later,
    /// This is a headquarters that was restored, and decides nothing until it goes on.
    Recovering,
    /// A setting has a value that is not allowed; the rest can be used.
    Setting,
    /// Something else, most likely a fault in Limen.
    Other,
}

impl Trouble {
    /// A code for looking up the sentence that pages show.
    pub fn code(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Locked => "locked",
            Self::Missing => "missing",
            Self::Damaged => "damaged",
            Self::Key => "key",
            Self::ReadOnly => "read-only",
            Self::Disk => "disk",
            Self::Unreachable => "unreachable",
            Self::Later => "later",
            Self::Recovering => "recovering",
            Self::Setting => "setting",
            Self::Other => "other",
        }
    }

    fn sentence(self) -> &'static str {
        match self {
            Self::Full => "the disk is full; make room, nothing is lost",
            Self::Locked => "another program holds the database; stop it",
            Self::Missing => "the database is missing; bring it back to its folder, or restore a backup",
            Self::Damaged => "the database is damaged, or encrypted; stop here and restore a backup",
            Self::Key => {
                "the database can't be read with the key that was given; give the one that it was encrypted with"
            }
            Self::ReadOnly => "the database may only be read; give Limen's user the right to write its folder",
            Self::Disk => "the disk does not take what is written to it; have it checked",
            Self::Unreachable => "the database's server can't be reached; see that PostgreSQL runs",
            Self::Later => "the database was made by a later version of Limen; install that version",
            Self::Recovering => {
                "this headquarters was restored and decides nothing until it goes on; see its page Network, or limen doctor"
            }
            Self::Setting => "a setting can't be read; set it anew, or install the version of Limen that wrote it",
            Self::Other => "the database gave an answer that was not expected",
        }
    }
}

/// An error of the database: what is wrong in a sentence, and the details for an administrator.
#[derive(Debug, Clone)]
pub struct StoreError {
    trouble: Trouble,
    detail: String,
}

impl StoreError {
    pub(crate) fn new(trouble: Trouble, detail: String) -> Self {
        Self { trouble, detail }
    }

    pub(crate) fn of_migration(error: &sqlx::migrate::MigrateError) -> Self {
        match error {
            sqlx::migrate::MigrateError::Execute(error) | sqlx::migrate::MigrateError::ExecuteMigration(error, _) => {
                Self::of(error)
            }
            sqlx::migrate::MigrateError::VersionMissing(_)
            | sqlx::migrate::MigrateError::VersionTooNew(..)
            | sqlx::migrate::MigrateError::VersionMismatch(_) => Self::new(Trouble::Later, error.to_string()),
            other => Self::new(Trouble::Other, other.to_string()),
        }
    }

    /// A fault in Limen that kept it from doing what it was asked.
    pub fn fault(detail: String) -> Self {
        Self::new(Trouble::Other, detail)
    }

    fn of(error: &sqlx::Error) -> Self {
        let trouble = match error {
            sqlx::Error::Database(database) => {
                let code = database.code().unwrap_or_default();
                if code.len() == SQLSTATE_LENGTH { of_sqlstate(&code) } else { of_sqlite(&code) }
            }
            sqlx::Error::Io(_) | sqlx::Error::Tls(_) => Trouble::Unreachable,
            // Of a file; a server's pool says otherwise (`database::Pool`).
            sqlx::Error::PoolTimedOut => Trouble::Locked,
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => Trouble::Damaged,
            _ => Trouble::Other,
        };
        Self { trouble, detail: error.to_string() }
    }

    /// The same error, known to be something else.
    pub(crate) fn with_trouble(self, trouble: Trouble) -> Self {
        Self { trouble, ..self }
    }

    /// What is wrong.
    pub fn trouble(&self) -> Trouble {
        self.trouble
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.trouble.sentence(), self.detail)
    }
}

impl std::error::Error for StoreError {}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::of(&error)
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::new(Trouble::Damaged, error.to_string())
    }
}

/// PostgreSQL's codes have five characters; those of SQLite, four digits at most.
const SQLSTATE_LENGTH: usize = 5;

/// PostgreSQL's error codes (its documentation, appendix A).
fn of_sqlstate(code: &str) -> Trouble {
    match code {
        "53100" => Trouble::Full,
        "55P03" | "40P01" | "40001" => Trouble::Locked,
        "25006" => Trouble::ReadOnly,
        "58030" => Trouble::Disk,
        "XX001" | "XX002" => Trouble::Damaged,
        _ if ["08", "57", "53", "28"].iter().any(|class| code.starts_with(class)) => Trouble::Unreachable,
        _ => Trouble::Other,
    }
}

/// SQLite's extended result codes carry the primary one in their low byte (sqlite.org/rescode.html).
fn of_sqlite(code: &str) -> Trouble {
    match code.parse::<u32>().map(|code| code & 0xff) {
        Ok(5 | 6) => Trouble::Locked,
        Ok(8) => Trouble::ReadOnly,
        Ok(10) => Trouble::Disk,
        Ok(11 | 26) => Trouble::Damaged,
        Ok(13) => Trouble::Full,
        Ok(14) => Trouble::Missing,
        _ => Trouble::Other,
    }
}

/// A value in a table that is not what was written there.
pub(crate) fn damaged(error: impl fmt::Display) -> StoreError {
    StoreError::new(Trouble::Damaged, error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::{Connection, SqliteConnection};

    #[tokio::test]
    async fn a_full_disk_is_told_apart_from_every_other_trouble() {
        let mut conn = SqliteConnection::connect("sqlite::memory:").await.expect("a database");
        sqlx::query("create table row (text text)").execute(&mut conn).await.expect("a table");
        // SQLite answers the same when a file has reached its page limit as when the disk has no room.
        sqlx::query("pragma max_page_count = 8").execute(&mut conn).await.expect("a limit");
        let insert = sqlx::query("insert into row values (zeroblob(100000))").execute(&mut conn).await;
        let error = StoreError::from(insert.expect_err("no room"));
        assert_eq!(error.trouble(), Trouble::Full);
        assert!(error.to_string().starts_with("the disk is full; make room, nothing is lost"));
    }
}
