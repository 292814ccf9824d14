//! Visas and permits: searched, entered, imported, and asked for by other systems.

mod api;
pub(crate) mod register;

use crate::app::App;
use axum::Router;
use std::sync::Arc;

/// The pages of this folder.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new().merge(api::routes()).merge(register::routes())
}
