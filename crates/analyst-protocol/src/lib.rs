//! What `limen` and `limen-analyst` say to each other.
//!
//! `limen-analyst` answers questions in SQL, writes flows as Parquet and draws PDF and PNG. It is a program of its own, in a
//! workspace of its own, because its engine takes longer to build than all of Limen and no post needs it. It holds no key and
//! reads no database: it gets what it works on from `limen`, on standard input, does one task, and ends.
//! docs/decisions/0029 says why.
//!
//! ```text
//! limen (client::Analyst)                       limen-analyst
//!   version, Task              ──────────────▶
//!                              ◀──────────────  only for Task::Write: Result<months out of date, AnalystError>
//!   only for Task::Write: Sent ──────────────▶
//!                              ◀──────────────  Result<Reply, AnalystError>
//! ```
//!
//! Each is a value in CBOR (RFC 8949).

mod client;
mod day;
mod part;
mod task;
mod wire;

pub use client::{Analyst, PROGRAM, SendDay};
pub use day::{Codes, Day, NOT_KNOWN, Values, numbers, packed, packed_counts};
pub use part::{Field, FieldKind, Part};
pub use task::{
    About, AnalystError, Answer, CellKind, Column, LONGEST_QUESTION, Limits, Page, Piece, Reply, Role, Sent, Task,
};
pub use wire::{VERSION, read, write};
