//! Headings of tables that Limen does not know, and what people answered about them: remembered for the next file.

use limen_domain::AccountId;
use limen_store::{Store, StoreError, settings::TABLE_HEADINGS};
use limen_tables::{Answers, Field};

/// Maximum number of headings that are remembered.
const MOST_HEADINGS: usize = 2_000;

/// The answers that are remembered.
///
/// # Errors
/// The database can't be read.
pub async fn answers(store: &Store) -> Result<Answers, StoreError> {
    let mut answers = Answers::default();
    for (heading, code) in store.read(&TABLE_HEADINGS).await? {
        // A field of a later version is not known here.
        if let Some(field) = Field::of_code(&code) {
            answers.put(&heading, field);
        }
    }
    Ok(answers)
}

/// Remembers what `officer` answered.
///
/// # Errors
/// The database can't be used.
pub async fn remember(store: &Store, officer: &AccountId, answered: &Answers) -> Result<(), StoreError> {
    let mut known = store.read(&TABLE_HEADINGS).await?;
    known.extend(answered.iter().map(|(heading, field)| (heading.to_owned(), field.code().to_owned())));
    while known.len() > MOST_HEADINGS {
        known.pop_first();
    }
    store.decide(Some(officer), &TABLE_HEADINGS, known).await?;
    Ok(())
}
