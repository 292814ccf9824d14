//! Flows: the board, waits, warnings, reports, exports, questions, and where posts should be.

mod board;
mod export;
mod planning;
mod questions;
mod reports;
mod waits;
mod warnings;

use crate::access::Pages;

/// The pages of this folder.
pub(crate) fn pages() -> Pages {
    Pages::new()
        .and(board::pages())
        .and(export::pages())
        .and(questions::pages())
        .and(reports::pages())
        .and(waits::pages())
        .and(warnings::pages())
        .and(planning::pages())
}
