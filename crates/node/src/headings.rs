//! Headings of tables that Limen does not know, and what people answered about them: remembered for the next file.

use limen_domain::AccountId;
use limen_store::{Store, StoreError, settings::TABLE_HEADINGS};
use limen_tables::{Answers, Field, comparable};
use std::collections::BTreeMap;

/// Maximum number of headings that are remembered.
const MOST_HEADINGS: usize = 2_000;

/// What holds of a heading from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It names this field.
    Holds(Field),
    /// What was answered about it is forgotten.
    Forgotten,
}

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

/// Remembers what `officer` answered about headings as they are written; the journal says who answered what.
///
/// # Errors
/// The database can't be used.
pub async fn remember(store: &Store, officer: &AccountId, answered: Vec<(String, Answer)>) -> Result<(), StoreError> {
    let amended = move |mut known: BTreeMap<String, String>| {
        for (heading, answer) in &answered {
            let heading = comparable(heading);
            match answer {
                _ if heading.is_empty() => None,
                Answer::Holds(field) => known.insert(heading, field.code().to_owned()),
                Answer::Forgotten => known.remove(&heading),
            };
        }
        while known.len() > MOST_HEADINGS {
            known.pop_first();
        }
        known
    };
    store.amend(Some(officer), &TABLE_HEADINGS, amended).await
}
