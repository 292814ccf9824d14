//! Who may open which page and do what, and what is noted when a page shows travellers: one table, by which every request is
//! let in.
//!
//! What the table does not name, nobody may open, and no page shows travellers unless its line says so. Tests ask every line
//! of it of a running server.

mod document;
mod guard;
mod look;
mod noted;
mod refusals;
pub(crate) mod sight;
mod table;

pub use document::document;
pub(crate) use guard::guard;
pub use look::Look;
pub(crate) use noted::Looks;
pub use table::{Access, Needs, Nobody, Place, Shows, TABLE};
