//! Notes refusals in the journal: at most 60 an hour of each person.

use super::rule::Access;
use crate::{app::App, kit::failure::Failure};
use limen_domain::{AccountId, Event};

/// Notes that someone was refused what a line of the table says, and why in brackets where it is not their role.
pub(super) async fn note(app: &App, account: &AccountId, access: &Access, why: &str) -> Result<(), Failure> {
    if app.limits.refusals.lets(account.clone(), app.now()) {
        let refused = Event::AccessRefused { address: format!("{} {}{why}", access.method, access.path) };
        app.store.append(Some(account), vec![refused], None).await?;
    }
    Ok(())
}
