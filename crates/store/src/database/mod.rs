//! The database under the store: SQLite in a file, or PostgreSQL, through one interface. Statements are written once, in
//! what both understand, with `$1`, `$2`, … for parameters.

pub(crate) mod columns;
pub(crate) mod migrations;
pub(crate) mod paged;
mod pool;
mod sql;

pub(crate) use pool::Pool;
pub(crate) use sql::{Insert, InsertRow, Sql};

use crate::{Key, StoreError, Trouble, database::migrations::migrations};
use sqlx::{
    Any, AnyConnection, AssertSqlSafe, ConnectOptions as _, Connection as _,
    any::{AnyConnectOptions, AnyPoolOptions, AnyRow},
    sqlite::SqliteConnectOptions,
};
use std::{
    fs::File,
    io::Read,
    path::Path,
    str::FromStr,
    sync::{Arc, Once},
    time::{Duration, Instant},
};
use zeroize::Zeroizing;

pub(crate) type Conn = AnyConnection;
pub(crate) type DbRow = AnyRow;
pub(crate) type Transaction = sqlx::Transaction<'static, Any>;

/// How long a statement waits for another process to let go of an SQLite database.
const BUSY_TIMEOUT_MS: u32 = 2_000;
/// How long to wait for a connection.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);
/// Connections of the pool; on SQLite each holds a thread.
const POOL_CONNECTIONS: u32 = 4;

/// Rows of one multi-row statement. With 40 columns its 6,400 parameters stay well below what SQLite (32,766) and PostgreSQL
/// (65,535) take; five times as many rows made the demonstration's past take a tenth longer.
pub(crate) const ROWS_TOGETHER: usize = 160;

/// The longest pause between two pieces of something long.
const LONGEST_PAUSE: Duration = Duration::from_millis(100);

/// What is deleted is overwritten, not only no longer found.
const ERASES: &str = "secure_delete = on";

/// Which database it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
}

/// An open database: connections for reading and small changes, and one for the journal.
#[derive(Debug, Clone)]
pub(crate) struct Db {
    pub(crate) kind: Kind,
    pub(crate) pool: Pool,
    pub(crate) writer: Pool,
}

fn install_drivers() {
    static ONCE: Once = Once::new();
    ONCE.call_once(sqlx::any::install_default_drivers);
}

/// How an SQLite file is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opening {
    /// It is there.
    Existing,
    /// It is made where it is not there.
    New,
    /// It is made, and never flushed to disk: for a file that is thrown away where making it was cut off.
    NewInOneGo,
}

/// The statement that gives a connection the key of its file.
type KeyStatement = Arc<Zeroizing<String>>;

/// Sets up a connection to an SQLite file.
async fn prepare(conn: &mut Conn, key: Option<&KeyStatement>, opening: Opening) -> Result<(), sqlx::Error> {
    // Before anything is read.
    if let Some(key) = key {
        sqlx::raw_sql(AssertSqlSafe(key.as_str())).execute(&mut *conn).await?;
    }
    let wait = format!("busy_timeout = {BUSY_TIMEOUT_MS}");
    // What a page confirmed is on disk: the log is flushed with each transaction.
    let flushes = if opening == Opening::NewInOneGo { "synchronous = off" } else { "synchronous = full" };
    for pragma in [wait.as_str(), "journal_mode = wal", flushes, "foreign_keys = on", "cache_size = -16384", ERASES] {
        sqlx::query(AssertSqlSafe(format!("pragma {pragma}"))).execute(&mut *conn).await?;
    }
    Ok(())
}

impl Db {
    /// Opens an SQLite file, encrypted (SQLCipher) where there is a key, and makes it where that is asked for.
    pub(crate) async fn sqlite(file: &Path, key: Option<&Key>, opening: Opening) -> Result<Self, StoreError> {
        install_drivers();
        if key.is_some() && is_plain(file) {
            return Err(StoreError::new(Trouble::Key, "it is not encrypted, and there is a key for it".to_owned()));
        }
        let key: Option<KeyStatement> =
            key.map(|key| Arc::new(Zeroizing::new(format!("pragma key = \"{}\"", *key.of_database()))));
        let options = SqliteConnectOptions::new().filename(file).create_if_missing(opening != Opening::Existing);
        let options = AnyConnectOptions::from_url(&options.to_url_lossy())?.disable_statement_logging();
        // A pool would try again and again, and at last say only that it took too long.
        let mut first = AnyConnection::connect_with(&options).await?;
        prepare(&mut first, key.as_ref(), opening).await.map_err(|error| match StoreError::from(error) {
            error if key.is_some() && error.trouble() == Trouble::Damaged => error.with_trouble(Trouble::Key),
            error => error,
        })?;
        first.close().await?;
        let pool = |most| {
            let options = pool(most);
            let key = key.clone();
            options.after_connect(move |conn, _| {
                let key = key.clone();
                Box::pin(async move { prepare(conn, key.as_ref(), opening).await })
            })
        };
        let kind = Kind::Sqlite;
        let all = Pool::new(pool(POOL_CONNECTIONS).connect_with(options.clone()).await?, kind);
        Ok(Self { kind, pool: all, writer: Pool::new(pool(1).connect_lazy_with(options), kind) })
    }

    /// Opens a PostgreSQL database: `postgres://user:password@host/name`.
    pub(crate) async fn postgres(url: &str) -> Result<Self, StoreError> {
        install_drivers();
        let options = AnyConnectOptions::from_str(url)?.disable_statement_logging();
        let kind = Kind::Postgres;
        let all = Pool::new(pool(POOL_CONNECTIONS).connect_with(options.clone()).await?, kind);
        // Keys are compared as bytes here and in Rust: another order would leave gaps in what is published.
        let order = "select datcollate from pg_database where datname = current_database()";
        let order: String = sqlx::query_scalar(order).fetch_one(&all).await?;
        if !["C", "POSIX", "C.UTF-8", "C.utf8"].contains(&order.as_str()) {
            let what =
                format!("its collation is {order}; make it with: createdb --template template0 --locale C.UTF-8");
            return Err(StoreError::new(Trouble::Other, what));
        }
        Ok(Self { kind, pool: all, writer: Pool::new(pool(1).connect_lazy_with(options), kind) })
    }

    /// Brings the tables up to this version.
    pub(crate) async fn migrate(&self) -> Result<(), StoreError> {
        let steps = migrations(self.kind == Kind::Postgres, i64::MAX);
        steps.run(self.pool.connections()).await.map_err(|error| StoreError::of_migration(&error))
    }

    /// Begins a transaction that changes something: the only one at a time, in whichever process.
    pub(crate) async fn begin(&self) -> Result<Transaction, StoreError> {
        self.begin_in(&self.pool).await
    }

    /// The same, on the journal's own connection.
    pub(crate) async fn begin_journal(&self) -> Result<Transaction, StoreError> {
        self.begin_in(&self.writer).await
    }

    async fn begin_in(&self, pool: &Pool) -> Result<Transaction, StoreError> {
        match self.kind {
            Kind::Sqlite => Ok(pool.begin_with("begin immediate").await?),
            Kind::Postgres => {
                let mut transaction = pool.begin().await?;
                sqlx::query("lock table writing in exclusive mode").execute(&mut *transaction).await?;
                Ok(transaction)
            }
        }
    }

    /// Closes all connections, the journal's last: with it everything comes from the log into an SQLite file.
    pub(crate) async fn close(&self) {
        self.pool.close().await;
        self.writer.close().await;
    }
}

/// Connections. One whose transaction did not end is not used again.
///
/// SQLite rolls a transaction back by itself when the disk is full (sqlite.org/lang_transaction.html, 3.2); the rollback
/// that follows then fails, and the connection counts itself in a transaction for ever. It is closed instead, and another
/// one opened.
fn pool(most: u32) -> AnyPoolOptions {
    let options = AnyPoolOptions::new().max_connections(most).acquire_timeout(ACQUIRE_TIMEOUT);
    options.before_acquire(|conn, _| Box::pin(async move { Ok(!conn.is_in_transaction()) }))
}

/// Carries out one piece of something long, and then leaves the database to others for as long as the piece took: SQLite
/// has no queue for those who wait for its lock.
pub(crate) async fn piece<T>(work: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
    let begun = Instant::now();
    let done = work.await?;
    tokio::time::sleep(begun.elapsed().min(LONGEST_PAUSE)).await;
    Ok(done)
}

/// Whether a file is an SQLite database that is not encrypted.
pub(crate) fn is_plain(file: &Path) -> bool {
    let mut head = [0; PLAIN.len()];
    File::open(file).and_then(|mut file| file.read_exact(&mut head)).is_ok() && head == *PLAIN
}

/// What an SQLite file that is not encrypted begins with.
const PLAIN: &[u8; 16] = b"SQLite format 3\0";
