//! What nodes of the network exchange, and how it stays whole on the way.
//!
//! A post asks, headquarters answers; one question carries the next piece of the post's journal, one answer what
//! headquarters has for it, most urgent first. Both are sealed: signed by their sender, for one receiver. They go over
//! HTTPS ([`https`]) or on a stick ([`stick`]); [`post`] and [`headquarters`] do not know which.
//!
//! ```text
//! journal ─▶ piece ─▶ question ─▶ seal ══ link or stick ══▶ headquarters ─▶ its store
//! store  ◀─ parts ◀─  answer  ◀─ seal ══ link or stick ══◀─┘
//! ```

pub mod across;
pub mod authority;
pub mod backup;
pub mod by_hand;
pub mod enrolment;
mod error;
pub mod file;
#[doc(hidden)]
pub mod fuzzing;
pub mod headquarters;
pub mod https;
pub mod identity;
pub mod keys;
pub mod message;
pub mod neighbours;
pub mod packed;
pub mod page_certificate;
pub mod piece;
pub mod post;
pub mod proof;
pub mod recovery;
mod refusals;
pub mod release;
pub mod round;
pub mod seal;
mod statement;
pub mod stick;
pub mod tls;
pub mod vault;

pub use authority::Authority;
pub use error::{ExchangeError, RefusalReason};
pub use headquarters::Headquarters;
pub use identity::Identity;
pub use message::Status;
pub use post::PostNode;
