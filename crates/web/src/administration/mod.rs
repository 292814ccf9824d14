//! People of the service and reference lists, each change with a second person's word.

mod lists;
pub(crate) mod people;
mod people_proposal;

use crate::app::App;
use axum::Router;
use std::sync::Arc;

/// The pages of this folder.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new().merge(lists::routes()).merge(people::routes()).merge(people_proposal::routes())
}
