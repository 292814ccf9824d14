//! Travellers who cross together: a family, a group, a bus with its list.

pub(crate) mod bar;
mod fields;
mod manifest;
mod parties;

use crate::access::Pages;

/// The pages of this folder.
pub(crate) fn pages() -> Pages {
    Pages::new().and(manifest::pages()).and(parties::pages())
}
