//! Alerts and their hits: searched, drafted, imported, approved by a second person, and how alike a name must be.

mod browse;
mod draft;
pub(crate) mod hits;
mod list_choice;
mod proposal;
mod search;
mod threshold;
mod view;

use crate::access::Pages;

/// The pages of this folder.
pub(crate) fn pages() -> Pages {
    Pages::new()
        .and(search::pages())
        .and(browse::pages())
        .and(hits::pages())
        .and(draft::pages())
        .and(proposal::pages())
        .and(threshold::pages())
}
