//! Visas and permits: searched, entered, imported, and asked for by other systems.

mod api;
mod register;

use crate::access::Pages;

/// The pages of this folder.
pub(crate) fn pages() -> Pages {
    Pages::new().and(api::pages()).and(register::pages())
}
