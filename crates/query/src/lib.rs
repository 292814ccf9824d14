//! Flows as Parquet, and questions asked of them in SQL.
//!
//! The files are a table of all crossings without who crossed, a folder for each month (`month=2026-10/flows.parquet`,
//! as Hive partitions are named), so that DuckDB, R, Python, Spark and others open it as it is. Questions are answered by
//! DataFusion over the same files; docs/decisions/0013 says why.

mod apart;
mod ask;
mod files;
mod group;

pub use apart::{answer, ask_apart};
pub use ask::{Answer, CantAsk, Limits, ask};
pub use files::{CantWrite, Files, schema};
