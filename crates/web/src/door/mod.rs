//! Who comes in, and as whom: sign-in and its second factor, passkeys, turns at a counter, devices, one's own account, the
//! purpose of a look.

pub(crate) mod account;
pub(crate) mod devices;
pub(crate) mod passkey_questions;
mod passkeys;
mod purpose;
pub(crate) mod second_factor;
mod sign_in;
mod turns;

use crate::app::App;
use axum::Router;
use std::sync::Arc;

/// The pages of this folder.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .merge(account::routes())
        .merge(devices::routes())
        .merge(passkeys::routes())
        .merge(purpose::routes())
        .merge(sign_in::routes())
        .merge(turns::routes())
}
