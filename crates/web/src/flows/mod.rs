//! Flows: the board, warnings, reports, exports, questions.

mod board;
mod export;
pub(crate) mod questions;
mod reports;
mod warnings;

use crate::app::App;
use axum::Router;
use std::sync::Arc;

/// The pages of this folder.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .merge(board::routes())
        .merge(export::routes())
        .merge(questions::routes())
        .merge(reports::routes())
        .merge(warnings::routes())
}
