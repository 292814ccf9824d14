//! People by their names: records, hits and proposals know who did something by the account alone.

use crate::{app::App, kit::failure::Failure};
use limen_domain::AccountId;
use std::collections::HashMap;

/// The names of all who sign in, or did.
pub(crate) struct Names(HashMap<AccountId, String>);

impl Names {
    /// Reads them.
    ///
    /// # Errors
    /// Where the database can't be read.
    pub(crate) async fn load(app: &App) -> Result<Self, Failure> {
        let accounts = app.store.accounts().await?;
        Ok(Self(accounts.into_iter().map(|account| (account.id, account.name)).collect()))
    }

    /// Someone's name; the account itself where nobody here has it, as with people of other posts.
    pub(crate) fn of(&self, account: &AccountId) -> String {
        self.0.get(account).cloned().unwrap_or_else(|| account.to_string())
    }
}
