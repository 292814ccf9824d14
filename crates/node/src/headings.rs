//! Headings of tables that Limen does not know, and what people answered about them: remembered for the next file of the
//! same kind. What someone says of a carrier's list changes nothing in how an alert list is read.

use limen_domain::AccountId;
use limen_store::{Store, StoreError, settings::TABLE_HEADINGS};
use limen_tables::{Answers, Field, comparable};
use std::collections::BTreeMap;

/// Maximum number of headings that are remembered of a kind of table.
pub const MOST_HEADINGS: usize = 300;

/// A kind of table that people send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableKind {
    /// A carrier's list.
    Manifest,
    /// Records of visas.
    Visas,
    /// A list of alerts.
    Alerts,
}

impl TableKind {
    /// The code by which its headings are kept.
    fn code(self) -> &'static str {
        match self {
            Self::Manifest => "manifest",
            Self::Visas => "visas",
            Self::Alerts => "alerts",
        }
    }
}

/// What holds of a heading from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It names this field.
    Holds(Field),
    /// What was answered about it is forgotten.
    Forgotten,
}

/// The answers about a kind of table that are remembered.
///
/// # Errors
/// The database can't be read.
pub async fn answers(store: &Store, kind: TableKind) -> Result<Answers, StoreError> {
    let mut answers = Answers::default();
    for (heading, code) in store.read(&TABLE_HEADINGS).await?.remove(kind.code()).unwrap_or_default() {
        // A field of a later version is not known here.
        if let Some(field) = Field::of_code(&code) {
            answers.put(&heading, field);
        }
    }
    Ok(answers)
}

/// Remembers what `officer` answered about headings as they are written; the journal says who answered what. Of more than
/// [`MOST_HEADINGS`] none of the new ones is remembered.
///
/// # Errors
/// The database can't be used.
pub async fn remember(
    store: &Store,
    kind: TableKind,
    officer: &AccountId,
    answered: Vec<(String, Answer)>,
) -> Result<(), StoreError> {
    let amended = move |mut known: BTreeMap<String, BTreeMap<String, String>>| {
        let of_kind = known.entry(kind.code().to_owned()).or_default();
        for (heading, answer) in &answered {
            let heading = comparable(heading);
            let is_full = of_kind.len() >= MOST_HEADINGS && !of_kind.contains_key(&heading);
            match answer {
                Answer::Forgotten => of_kind.remove(&heading),
                Answer::Holds(_) if heading.is_empty() || is_full => None,
                Answer::Holds(field) => of_kind.insert(heading, field.code().to_owned()),
            };
        }
        known
    };
    store.amend(Some(officer), &TABLE_HEADINGS, amended).await
}
