//! How much waits for a second person's word.

use crate::{Store, StoreError};
use limen_domain::AccountId;

/// What waits for somebody else than its author.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecondWord {
    /// Alerts, and versions of their lists.
    Alerts,
    /// Versions of reference lists.
    Lists,
    /// Files of certificates.
    Trust,
    /// Cards of neighbouring states, and agreements with them.
    Neighbours,
    /// Notices to them that name someone or something.
    Notices,
    /// People who are to be let in, or to have another role.
    People,
}

impl Store {
    /// How many proposals wait for the word of somebody who may not be their author.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn proposed_to(&self, account: &AccountId, what: SecondWord) -> Result<i64, StoreError> {
        let query = match what {
            SecondWord::Alerts => "select count(*) from proposal where state = 'open' and author <> $1",
            SecondWord::Lists => "select count(*) from list_proposal where state = 'open' and author <> $1",
            SecondWord::Trust => "select count(*) from trust_proposal where state = 'open' and author <> $1",
            SecondWord::Neighbours => {
                "select count(*) from neighbour_proposal where state = 'open' and what <> 'paper' and author <> $1"
            }
            SecondWord::Notices => {
                "select count(*) from neighbour_proposal where state = 'open' and what = 'paper' and author <> $1"
            }
            SecondWord::People => "select count(*) from person_proposal where state = 'open' and author <> $1",
        };
        Ok(sqlx::query_scalar(query).bind(account.as_str()).fetch_one(&self.db.pool).await?)
    }
}
