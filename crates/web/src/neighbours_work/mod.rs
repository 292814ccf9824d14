//! Joint work with neighbouring states: who is to be reached there, patrols, meetings and incidents with both signatures, the
//! common plan, and documents that a neighbour is asked about without seeing them.

mod contacts_form;
mod documents;
mod plan;
mod plan_form;
mod record_form;
mod why;
mod work;

pub(crate) use documents::{LateHitView, late_hits};

use crate::access::Pages;

/// The pages of this folder.
pub(crate) fn pages() -> Pages {
    Pages::new()
        .and(work::pages())
        .and(record_form::pages())
        .and(contacts_form::pages())
        .and(plan::pages())
        .and(plan_form::pages())
        .and(documents::pages())
}
