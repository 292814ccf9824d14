//! Connections to the database that are taken and given back.

use crate::database::{DbRow, Kind, Transaction};
use futures_util::{
    TryStreamExt,
    future::BoxFuture,
    stream::{BoxStream, StreamExt},
};
use sqlx::{
    Any, AnyPool, Either, Error, Execute, Executor, SqlStr,
    any::{AnyQueryResult, AnyStatement, AnyTypeInfo},
    pool::PoolConnection,
};
use std::io;

/// sqlx's pool, which tells two things apart that are one to sqlx: no connection in time is a server that can't be reached,
/// or a file that others hold.
#[derive(Debug, Clone)]
pub(crate) struct Pool {
    connections: AnyPool,
    kind: Kind,
}

impl Pool {
    pub(crate) fn new(connections: AnyPool, kind: Kind) -> Self {
        Self { connections, kind }
    }

    pub(crate) async fn acquire(&self) -> Result<PoolConnection<Any>, Error> {
        self.connections.acquire().await.map_err(|error| told_apart(self.kind, error))
    }

    pub(crate) async fn begin(&self) -> Result<Transaction, Error> {
        self.connections.begin().await.map_err(|error| told_apart(self.kind, error))
    }

    pub(crate) async fn begin_with(&self, statement: &'static str) -> Result<Transaction, Error> {
        self.connections.begin_with(statement).await.map_err(|error| told_apart(self.kind, error))
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.connections.is_closed()
    }

    pub(crate) async fn close(&self) {
        self.connections.close().await;
    }

    /// The pool itself, for what takes no other.
    pub(crate) fn connections(&self) -> &AnyPool {
        &self.connections
    }
}

fn told_apart(kind: Kind, error: Error) -> Error {
    match (kind, error) {
        (Kind::Postgres, Error::PoolTimedOut) => {
            Error::Io(io::Error::new(io::ErrorKind::TimedOut, "no connection to the server in time"))
        }
        (_, error) => error,
    }
}

impl<'p> Executor<'p> for &Pool {
    type Database = Any;

    fn fetch_many<'e, 'q: 'e, E>(self, query: E) -> BoxStream<'e, Result<Either<AnyQueryResult, DbRow>, Error>>
    where
        'p: 'e,
        E: 'q + Execute<'q, Any>,
    {
        let kind = self.kind;
        (&self.connections).fetch_many(query).map_err(move |error| told_apart(kind, error)).boxed()
    }

    fn fetch_optional<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, Result<Option<DbRow>, Error>>
    where
        'p: 'e,
        E: 'q + Execute<'q, Any>,
    {
        let (kind, row) = (self.kind, (&self.connections).fetch_optional(query));
        Box::pin(async move { row.await.map_err(|error| told_apart(kind, error)) })
    }

    fn prepare_with<'e>(self, sql: SqlStr, parameters: &'e [AnyTypeInfo]) -> BoxFuture<'e, Result<AnyStatement, Error>>
    where
        'p: 'e,
    {
        let (kind, statement) = (self.kind, (&self.connections).prepare_with(sql, parameters));
        Box::pin(async move { statement.await.map_err(|error| told_apart(kind, error)) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{StoreError, Trouble};

    #[test]
    fn no_connection_in_time_is_a_server_out_of_reach_or_a_file_that_others_hold() {
        for (kind, trouble) in [(Kind::Postgres, Trouble::Unreachable), (Kind::Sqlite, Trouble::Locked)] {
            assert_eq!(StoreError::from(told_apart(kind, Error::PoolTimedOut)).trouble(), trouble);
        }
    }
}
