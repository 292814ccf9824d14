//! What was recorded: the day, a crossing, its corrections, its pictures and papers, overstays.

pub(crate) mod day;
mod day_chart;
mod overstays;
pub(crate) mod pictures;
mod printed;
pub(crate) mod record;
pub(crate) mod scanner;

use crate::app::App;
use axum::Router;
use std::sync::Arc;

/// The pages of this folder.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .merge(day::routes())
        .merge(overstays::routes())
        .merge(pictures::routes())
        .merge(printed::routes())
        .merge(record::routes())
        .merge(scanner::routes())
}
