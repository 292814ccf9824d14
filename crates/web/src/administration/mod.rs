//! People of the service, reference lists and certificates of states, each change with a second person's word.

mod documents;
mod lists;
mod people;
mod people_proposal;
mod trust;

use crate::access::Pages;

/// The pages of this folder.
pub(crate) fn pages() -> Pages {
    Pages::new()
        .and(lists::pages())
        .and(documents::pages())
        .and(trust::pages())
        .and(people::pages())
        .and(people_proposal::pages())
}
