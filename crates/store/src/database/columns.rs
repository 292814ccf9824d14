//! A column of a row as the type it holds; what can't be read as that says that the database is damaged.

use crate::{StoreError, database::DbRow, error::damaged};
use jiff::Timestamp;
use limen_domain::{AccountId, Name, NodeId, PostId};
use sqlx::Row;
use std::{fmt::Display, str::FromStr};

/// A moment, kept as milliseconds since 1970.
pub(crate) fn moment(row: &DbRow, column: &str) -> Result<Timestamp, StoreError> {
    Timestamp::from_millisecond(row.try_get(column)?).map_err(damaged)
}

/// A person who signs in.
pub(crate) fn account(row: &DbRow, column: &str) -> Result<AccountId, StoreError> {
    AccountId::parse(row.try_get(column)?).map_err(damaged)
}

/// A node.
pub(crate) fn node(row: &DbRow, column: &str) -> Result<NodeId, StoreError> {
    NodeId::parse(row.try_get(column)?).map_err(damaged)
}

/// A post.
pub(crate) fn post(row: &DbRow, column: &str) -> Result<PostId, StoreError> {
    PostId::parse(row.try_get(column)?).map_err(damaged)
}

/// A node with a place in its journal, from the columns `node` and `seq`.
pub(crate) fn place(row: &DbRow) -> Result<(NodeId, i64), StoreError> {
    Ok((node(row, "node")?, row.try_get("seq")?))
}

/// Bytes of a fixed number: a hash, a salt.
pub(crate) fn bytes<const N: usize>(row: &DbRow, column: &str) -> Result<[u8; N], StoreError> {
    let bytes: Vec<u8> = row.try_get(column)?;
    bytes.try_into().map_err(|_| damaged(format!("the column {column} has not {N} bytes")))
}

/// A code, an identifier or a day, kept as its text.
pub(crate) fn parsed<T: FromStr<Err: Display>>(row: &DbRow, column: &str) -> Result<T, StoreError> {
    row.try_get::<&str, _>(column)?.parse().map_err(damaged)
}

/// The name of a crossing's traveller.
pub(crate) fn name(row: &DbRow) -> Result<Name, StoreError> {
    Ok(Name {
        primary: row.try_get("primary_identifier")?,
        secondary: row.try_get("secondary_identifier")?,
        truncated: false,
    })
}
