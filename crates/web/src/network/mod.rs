//! The network: a post's link, headquarters' board and its recovery, sticks, the clock.

mod board;
mod clock;
mod overview;
mod recovery;

use crate::access::Pages;

/// The pages of this folder.
pub(crate) fn pages() -> Pages {
    Pages::new().and(clock::pages()).and(overview::pages()).and(recovery::pages())
}
