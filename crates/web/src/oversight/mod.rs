//! Who looked at whom, and what travellers may ask about their data.

mod audit;
mod claimant;
mod claims;
mod corrections;
mod erasures;
mod letter;
pub(crate) mod person_report;
mod rights;

use crate::access::Pages;

/// The pages of this folder.
pub(crate) fn pages() -> Pages {
    Pages::new()
        .and(audit::pages())
        .and(claims::pages())
        .and(letter::pages())
        .and(erasures::pages())
        .and(rights::pages())
        .and(claimant::pages())
}
