//! Flows: the board, warnings, reports, exports, questions.

mod board;
mod export;
mod questions;
mod reports;
mod warnings;

use crate::access::Pages;

/// The pages of this folder.
pub(crate) fn pages() -> Pages {
    Pages::new()
        .and(board::pages())
        .and(export::pages())
        .and(questions::pages())
        .and(reports::pages())
        .and(warnings::pages())
}
