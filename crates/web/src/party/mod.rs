//! Travellers who cross together: a family, a group, a bus with its list.

pub(crate) mod bar;
mod fields;
mod manifest;
mod parties;

use crate::app::App;
use axum::Router;
use std::sync::Arc;

/// The pages of this folder.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new().merge(manifest::routes()).merge(parties::routes())
}
