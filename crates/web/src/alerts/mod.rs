//! Alerts and their hits: searched, drafted, imported, approved by a second person, and how alike a name must be.

pub(crate) mod draft;
pub(crate) mod hits;
pub(crate) mod proposal;
pub(crate) mod search;
mod threshold;
mod view;

use crate::app::App;
use axum::Router;
use std::sync::Arc;

/// The pages of this folder.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .merge(draft::routes())
        .merge(hits::routes())
        .merge(proposal::routes())
        .merge(search::routes())
        .merge(threshold::routes())
}
