//! The database under the store: SQLite in a file, or PostgreSQL, through one interface. Statements are written once, in
//! what both understand, with `$1`, `$2`, … for parameters.

pub(crate) mod columns;
pub(crate) mod migrations;

use crate::{Key, StoreError, Trouble, database::migrations::migrations, error::IS_SERVER};
use sqlx::{
    Any, AnyConnection, AnyPool, AssertSqlSafe, Encode, Type,
    any::{AnyArguments, AnyConnectOptions, AnyPoolOptions, AnyRow},
    query::{Query, QueryScalar},
};
use sqlx::{ConnectOptions as _, Connection as _, Decode, sqlite::SqliteConnectOptions};
use std::{
    fmt::{Display, Write},
    fs::File,
    io::Read,
    path::Path,
    str::FromStr,
    sync::{Arc, Once, atomic::Ordering},
    time::{Duration, Instant},
};
use zeroize::Zeroizing;

pub(crate) type Conn = AnyConnection;
pub(crate) type DbRow = AnyRow;
pub(crate) type Pool = AnyPool;
pub(crate) type Transaction = sqlx::Transaction<'static, Any>;

/// How long a statement waits for another process to let go of an SQLite database.
const BUSY_TIMEOUT_MS: u32 = 2_000;
/// How long to wait for a connection.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);
/// Connections for reading; on SQLite each holds a thread.
const READERS: u32 = 4;

/// So many rows share a statement: as many as both databases take parameters for, since SQLite notes for each statement
/// what it would have to undo.
pub(crate) const ROWS_TOGETHER: usize = 800;

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
    pub(crate) readers: Pool,
    pub(crate) writer: Pool,
}

fn install_drivers() {
    static ONCE: Once = Once::new();
    ONCE.call_once(sqlx::any::install_default_drivers);
}

/// The statement that gives a connection the key of its file.
type KeyStatement = Arc<Zeroizing<String>>;

/// Sets up a connection to an SQLite file.
async fn prepare(conn: &mut Conn, key: Option<&KeyStatement>) -> Result<(), sqlx::Error> {
    // Before anything is read.
    if let Some(key) = key {
        sqlx::raw_sql(AssertSqlSafe(key.as_str())).execute(&mut *conn).await?;
    }
    let wait = format!("busy_timeout = {BUSY_TIMEOUT_MS}");
    // What a page confirmed is on disk: the log is flushed with each transaction.
    for pragma in
        [wait.as_str(), "journal_mode = wal", "synchronous = full", "foreign_keys = on", "cache_size = -16384", ERASES]
    {
        sqlx::query(AssertSqlSafe(format!("pragma {pragma}"))).execute(&mut *conn).await?;
    }
    Ok(())
}

impl Db {
    /// Opens an SQLite file, encrypted (SQLCipher) where there is a key, and makes it where that is asked for.
    pub(crate) async fn sqlite(file: &Path, key: Option<&Key>, create: bool) -> Result<Self, StoreError> {
        install_drivers();
        if key.is_some() && is_plain(file) {
            return Err(StoreError::new(Trouble::Key, "it is not encrypted, and there is a key for it".to_owned()));
        }
        let key: Option<KeyStatement> =
            key.map(|key| Arc::new(Zeroizing::new(format!("pragma key = \"{}\"", *key.of_database()))));
        let options = SqliteConnectOptions::new().filename(file).create_if_missing(create);
        let options = AnyConnectOptions::from_url(&options.to_url_lossy())?.disable_statement_logging();
        // A pool would try again and again, and at last say only that it took too long.
        let mut first = AnyConnection::connect_with(&options).await?;
        prepare(&mut first, key.as_ref()).await.map_err(|error| match StoreError::from(error) {
            error if key.is_some() && error.trouble() == Trouble::Damaged => error.with_trouble(Trouble::Key),
            error => error,
        })?;
        first.close().await?;
        let pool = |most| {
            let options = pool(most);
            let key = key.clone();
            options.after_connect(move |conn, _| {
                let key = key.clone();
                Box::pin(async move { prepare(conn, key.as_ref()).await })
            })
        };
        let readers = pool(READERS).connect_with(options.clone()).await?;
        Ok(Self { kind: Kind::Sqlite, readers, writer: pool(1).connect_lazy_with(options) })
    }

    /// Opens a PostgreSQL database: `postgres://user:password@host/name`.
    pub(crate) async fn postgres(url: &str) -> Result<Self, StoreError> {
        install_drivers();
        IS_SERVER.store(true, Ordering::Relaxed);
        let options = AnyConnectOptions::from_str(url)?.disable_statement_logging();
        let readers = pool(READERS).connect_with(options.clone()).await?;
        // Keys are compared as bytes here and in Rust: another order would leave gaps in what is published.
        let order = "select datcollate from pg_database where datname = current_database()";
        let order: String = sqlx::query_scalar(order).fetch_one(&readers).await?;
        if !["C", "POSIX", "C.UTF-8", "C.utf8"].contains(&order.as_str()) {
            let what =
                format!("its collation is {order}; make it with: createdb --template template0 --locale C.UTF-8");
            return Err(StoreError::new(Trouble::Other, what));
        }
        Ok(Self { kind: Kind::Postgres, readers, writer: pool(1).connect_lazy_with(options) })
    }

    /// Brings the tables up to this version.
    pub(crate) async fn migrate(&self) -> Result<(), StoreError> {
        let steps = migrations(self.kind == Kind::Postgres, i64::MAX);
        steps.run(&self.readers).await.map_err(|error| StoreError::of_migration(&error))
    }

    /// Begins a transaction that changes something: the only one at a time, in whichever process.
    pub(crate) async fn begin(&self) -> Result<Transaction, StoreError> {
        self.begin_in(&self.readers).await
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
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// Connections, none of which is used again whose transaction did not end.
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

/// A statement put together from parts, with its parameters. (sqlx's own builder writes parameters in a way that
/// PostgreSQL does not read when the database is only known at run time.)
pub(crate) struct Sql {
    text: String,
    arguments: AnyArguments,
    count: usize,
}

impl Sql {
    pub(crate) fn new(begins: &str) -> Self {
        Self { text: begins.to_owned(), arguments: AnyArguments::default(), count: 0 }
    }

    /// Adds text of ours; never what came from outside.
    pub(crate) fn push(&mut self, text: impl Display) -> &mut Self {
        // Writing into a text can't fail.
        let _ = write!(self.text, "{text}");
        self
    }

    /// Adds a parameter.
    pub(crate) fn push_bind<'t, T>(&mut self, value: T) -> &mut Self
    where
        T: Encode<'t, Any> + Type<Any>,
    {
        use sqlx::Arguments;
        // Texts, numbers and bytes always can be parameters.
        if let Err(error) = self.arguments.add(value) {
            tracing::error!("a parameter could not be written: {error}");
        }
        self.count += 1;
        let _ = write!(self.text, "${}", self.count);
        self
    }

    /// Adds parts with `between` between them.
    pub(crate) fn separated(&mut self, between: &'static str) -> Separated<'_> {
        Separated { sql: self, between, is_first: true }
    }

    /// Adds `values (…), (…)`.
    pub(crate) fn push_values<T>(
        &mut self,
        rows: impl IntoIterator<Item = T>,
        mut each: impl FnMut(Separated<'_>, T),
    ) -> &mut Self {
        self.push("values ");
        for (place, row) in rows.into_iter().enumerate() {
            self.push(if place == 0 { "(" } else { ", (" });
            each(self.separated(", "), row);
            self.push(")");
        }
        self
    }

    /// The whole statement.
    pub(crate) fn build(self) -> Query<'static, Any, AnyArguments> {
        sqlx::query_with(AssertSqlSafe(self.text), self.arguments)
    }

    /// The whole statement, for this connection. SQLite finds a parameter without a name at once, and one with a name by
    /// going through them all: with hundreds of them, that is most of the work.
    pub(crate) fn build_for(mut self, conn: &Conn) -> Query<'static, Any, AnyArguments> {
        if conn.backend_name() == "SQLite" {
            let mut text = String::with_capacity(self.text.len());
            for part in self.text.split('$') {
                if !text.is_empty() {
                    text.push('?');
                }
                text.push_str(part.trim_start_matches(|c: char| c.is_ascii_digit()));
            }
            self.text = text;
        }
        self.build()
    }

    /// The whole statement, for one column.
    pub(crate) fn build_query_scalar<T>(self) -> QueryScalar<'static, Any, T, AnyArguments>
    where
        T: for<'r> Decode<'r, Any> + Type<Any> + Send + Unpin,
        (T,): for<'r> sqlx::FromRow<'r, AnyRow>,
    {
        sqlx::query_scalar_with(AssertSqlSafe(self.text), self.arguments)
    }
}

/// Parts of a statement with something between them.
pub(crate) struct Separated<'a> {
    sql: &'a mut Sql,
    between: &'static str,
    is_first: bool,
}

impl Separated<'_> {
    fn part(&mut self) {
        if !std::mem::take(&mut self.is_first) {
            self.sql.push(self.between);
        }
    }

    pub(crate) fn push(&mut self, text: impl Display) -> &mut Self {
        self.part();
        self.sql.push(text);
        self
    }

    pub(crate) fn push_unseparated(&mut self, text: impl Display) -> &mut Self {
        self.sql.push(text);
        self
    }

    pub(crate) fn push_bind<'t, T>(&mut self, value: T) -> &mut Self
    where
        T: Encode<'t, Any> + Type<Any>,
    {
        self.part();
        self.sql.push_bind(value);
        self
    }

    pub(crate) fn push_bind_unseparated<'t, T>(&mut self, value: T) -> &mut Self
    where
        T: Encode<'t, Any> + Type<Any>,
    {
        self.sql.push_bind(value);
        self
    }
}
