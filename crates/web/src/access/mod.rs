//! Who may open which page and do what, and what is noted when a page shows travellers: one table, by which every request is
//! let in.
//!
//! What the table does not name, nobody may open, and no page shows travellers unless its line says so. Tests ask every line
//! of it of a running server.

pub(crate) mod asked;
mod document;
mod guard;
pub(crate) mod just_now;
mod look;
mod noted;
mod refusals;
pub(crate) mod sight;
mod table;

pub use document::document;
pub(crate) use guard::guard;
pub(crate) use just_now::Looks;
pub use look::Look;
pub use table::{Access, Needs, Nobody, Place, Shows, TABLE};
