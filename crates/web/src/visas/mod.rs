//! Visas and permits: searched, issued, read, printed, imported, and sent by other systems.

mod api;
mod entry;
mod issue;
mod printed;
mod register;

use crate::access::Pages;

pub(crate) use register::revoked_because;

/// The pages of this folder.
pub(crate) fn pages() -> Pages {
    Pages::new().and(api::pages()).and(register::pages()).and(issue::pages()).and(entry::pages()).and(printed::pages())
}
