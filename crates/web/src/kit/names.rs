//! People by their names: records, hits and proposals know who did something by the account alone.

use crate::{app::App, kit::failure::Failure};
use limen_domain::AccountId;
use limen_store::Account;
use std::collections::HashMap;

/// The names of all who sign in, or did.
pub(crate) struct Names(HashMap<AccountId, String>);

impl Names {
    /// Reads them.
    ///
    /// # Errors
    /// Where the database can't be read.
    pub(crate) async fn load(app: &App) -> Result<Self, Failure> {
        Ok(Self::among(&app.store.accounts().await?))
    }

    /// The same, of accounts that were read already.
    pub(crate) fn among(accounts: &[Account]) -> Self {
        Self(accounts.iter().map(|account| (account.id.clone(), account.name.clone())).collect())
    }

    /// Someone's name; the account itself where nobody here has it, as with people of other posts.
    pub(crate) fn of(&self, account: &AccountId) -> String {
        self.0.get(account).cloned().unwrap_or_else(|| account.to_string())
    }
}
