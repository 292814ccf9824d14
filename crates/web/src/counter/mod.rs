//! The counter: a document is read or typed, its traveller examined, hits are judged, a decision is taken.

pub(crate) mod desk;
pub(crate) mod draft;
mod hit;
pub(crate) mod journey;
pub(crate) mod known;
pub(crate) mod same_person;
pub(crate) mod set_aside;
mod stay_calculator;
mod stay_lines;
mod tally;
pub(crate) mod traveller;
pub(crate) mod trial_card;
mod typed;
pub(crate) mod verdict;
pub(crate) mod view;

use crate::app::App;
use axum::Router;
use std::sync::Arc;

/// The pages of this folder.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .merge(desk::routes())
        .merge(same_person::routes())
        .merge(stay_calculator::routes())
        .merge(tally::routes())
        .merge(trial_card::routes())
        .merge(typed::routes())
}
