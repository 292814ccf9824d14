//! Statements put together from parts.

use crate::{StoreError, database::Conn};
use sqlx::{
    Any, Arguments, AssertSqlSafe, Decode, Encode, Type,
    any::{AnyArguments, AnyQueryResult, AnyRow},
    query::{Query, QueryScalar},
};

/// A statement put together from parts, with its parameters. (sqlx's own builder writes parameters in a way that
/// PostgreSQL does not read when the database is only known at run time.)
pub(crate) struct Sql {
    text: String,
    arguments: AnyArguments,
    count: usize,
}

impl Sql {
    pub(crate) fn new(begins: &'static str) -> Self {
        Self { text: begins.to_owned(), arguments: AnyArguments::default(), count: 0 }
    }

    /// Adds text. `'static`: nothing that came from outside can become part of a statement.
    pub(crate) fn push(&mut self, text: &'static str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Adds a parameter.
    pub(crate) fn push_bind<'t, T>(&mut self, value: T) -> &mut Self
    where
        T: Encode<'t, Any> + Type<Any>,
    {
        add(&mut self.arguments, value);
        self.count += 1;
        self.text.push('$');
        self.text.push_str(&self.count.to_string());
        self
    }

    /// Adds parts with `between` between them.
    pub(crate) fn separated(&mut self, between: &'static str) -> Separated<'_> {
        Separated { sql: self, between, is_first: true }
    }

    /// The whole statement.
    pub(crate) fn build(self) -> Query<'static, Any, AnyArguments> {
        sqlx::query_with(AssertSqlSafe(self.text), self.arguments)
    }

    /// The whole statement, for this connection. SQLite finds a parameter without a name at once, and one with a name by
    /// going through them all: with hundreds of them, that is most of the work.
    pub(crate) fn build_for(mut self, conn: &Conn) -> Query<'static, Any, AnyArguments> {
        if is_sqlite(conn) {
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

/// Adds a parameter.
fn add<'t, T>(arguments: &mut AnyArguments, value: T)
where
    T: Encode<'t, Any> + Type<Any>,
{
    // Texts, numbers and bytes always can be parameters.
    if let Err(error) = arguments.add(value) {
        tracing::error!("a parameter could not be written: {error}");
    }
}

/// Whether a connection is one to SQLite.
fn is_sqlite(conn: &Conn) -> bool {
    conn.backend_name() == "SQLite"
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

    pub(crate) fn push(&mut self, text: &'static str) -> &mut Self {
        self.part();
        self.sql.push(text);
        self
    }

    pub(crate) fn push_unseparated(&mut self, text: &'static str) -> &mut Self {
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

/// `insert into TABLE (…) values (…), (…)`: each value stands beside the name of its column.
pub(crate) struct Insert {
    table: &'static str,
    columns: Vec<&'static str>,
    rows: usize,
    arguments: AnyArguments,
    after: String,
}

impl Insert {
    /// An insertion of no rows yet.
    pub(crate) fn into(table: &'static str) -> Self {
        Self { table, columns: Vec::new(), rows: 0, arguments: AnyArguments::default(), after: String::new() }
    }

    /// Begins a row. Each row sets the columns of the first one, in the same order.
    pub(crate) fn row(&mut self) -> InsertRow<'_> {
        self.rows += 1;
        InsertRow { insert: self, set: 0 }
    }

    /// Leaves out rows whose key (`"id"`, `"list, alert"`) is there already.
    pub(crate) fn or_leave(&mut self, key: &'static str) {
        self.after = format!(" on conflict ({key}) do nothing");
    }

    /// Changes rows whose key is there already: their other columns become those given here, except what is in `kept`.
    pub(crate) fn or_update(&mut self, key: &'static str, kept: &[&'static str]) {
        let is_changed = |column: &&&str| !key.split(", ").any(|part| part == **column) && !kept.contains(*column);
        let changed: Vec<String> =
            self.columns.iter().filter(is_changed).map(|column| format!("{column} = excluded.{column}")).collect();
        self.after = format!(" on conflict ({key}) do update set {}", changed.join(", "));
    }

    /// A clause after the rows: a condition on what is changed.
    pub(crate) fn then(&mut self, after: &'static str) {
        self.after.push_str(after);
    }

    /// Inserts the rows.
    pub(crate) async fn run(self, conn: &mut Conn) -> Result<AnyQueryResult, StoreError> {
        // Rows of unequal length would shift all values after them.
        if self.arguments.len() != self.rows * self.columns.len() {
            return Err(StoreError::fault(format!("rows of one insertion into {} set other columns", self.table)));
        }
        let text = self.text(is_sqlite(conn));
        Ok(sqlx::query_with(AssertSqlSafe(text), self.arguments).execute(conn).await?)
    }

    /// The statement, with parameters without names for SQLite: see [`Sql::build_for`].
    fn text(&self, is_sqlite: bool) -> String {
        let Self { table, columns, rows, after, .. } = self;
        let row = |at: usize| {
            let parameter = |column: usize| match is_sqlite {
                true => "?".to_owned(),
                false => format!("${}", at * columns.len() + column + 1),
            };
            format!("({})", (0..columns.len()).map(parameter).collect::<Vec<_>>().join(", "))
        };
        let rows = if is_sqlite { vec![row(0); *rows] } else { (0..*rows).map(row).collect() };
        format!("insert into {table} ({}) values {}{after}", columns.join(", "), rows.join(", "))
    }
}

/// A row of an [`Insert`].
pub(crate) struct InsertRow<'a> {
    insert: &'a mut Insert,
    set: usize,
}

impl InsertRow<'_> {
    /// Sets a column.
    pub(crate) fn set<'t, T>(mut self, column: &'static str, value: T) -> Self
    where
        T: Encode<'t, Any> + Type<Any>,
    {
        if self.insert.rows == 1 {
            self.insert.columns.push(column);
        }
        debug_assert_eq!(
            self.insert.columns.get(self.set),
            Some(&column),
            "rows of one insertion set the same columns"
        );
        add(&mut self.insert.arguments, value);
        self.set += 1;
        self
    }
}
