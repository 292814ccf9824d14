//! Neighbouring states: their headquarters and the agreements with them, what was said under these, and the notices that
//! officers read.

mod agreement;
mod agreement_form;
mod agreement_view;
mod fork;
mod notice_form;
mod notice_view;
mod notices;
mod overview;
mod proposal;
mod state;
mod why;

pub(crate) use notice_view::{by_agreement, notices_link};

use crate::access::Pages;

/// The pages of this folder.
pub(crate) fn pages() -> Pages {
    Pages::new()
        .and(overview::pages())
        .and(notices::pages())
        .and(notice_form::pages())
        .and(proposal::pages())
        .and(agreement::pages())
        .and(agreement_form::pages())
        .and(state::pages())
        .and(fork::pages())
}
