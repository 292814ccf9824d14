//! The second line: referrals, and people in need of protection.

pub(crate) mod protection;
pub(crate) mod referrals;

use crate::app::App;
use axum::Router;
use std::sync::Arc;

/// The pages of this folder.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new().merge(protection::routes()).merge(referrals::routes())
}
