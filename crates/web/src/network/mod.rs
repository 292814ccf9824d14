//! The network: a post's link, headquarters' board and its recovery, sticks, the clock.

mod board;
mod clock;
pub(crate) mod overview;
mod recovery;

use crate::app::App;
use axum::Router;
use std::sync::Arc;

/// The pages of this folder.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new().merge(clock::routes()).merge(overview::routes()).merge(recovery::routes())
}
