//! Who looked at whom, and what travellers may ask about their data.

pub(crate) mod audit;
mod claims;
mod erasures;
pub(crate) mod person_report;
mod rights;

use crate::app::App;
use axum::Router;
use std::sync::Arc;

/// The pages of this folder.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new().merge(audit::routes()).merge(claims::routes()).merge(erasures::routes()).merge(rights::routes())
}
