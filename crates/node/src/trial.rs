//! What only a trial with invented data has.

use limen_store::settings::Setting;
use serde::{Deserialize, Serialize};

/// A document to try.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CardEntry {
    /// Which case it shows; the message `card-…` says it.
    pub case: String,
    /// Its machine readable zone, lines parted by `\n`.
    pub mrz: String,
}

/// What only a trial with invented data has: a card of documents to scan, and people to sign in as.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Trial {
    /// The card.
    pub card: Vec<CardEntry>,
    /// The people.
    pub people: Vec<TrialPerson>,
}

/// Someone to sign in as. Kept as a pair of identifier and password.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(from = "(String, String)", into = "(String, String)")]
pub struct TrialPerson {
    /// What they sign in as.
    pub id: String,
    /// Their password.
    pub password: String,
}

impl From<(String, String)> for TrialPerson {
    fn from((id, password): (String, String)) -> Self {
        Self { id, password }
    }
}

impl From<TrialPerson> for (String, String) {
    fn from(TrialPerson { id, password }: TrialPerson) -> Self {
        (id, password)
    }
}

/// What a trial has, so that it is the same after a restart.
pub const TRIAL: Setting<Option<Trial>> = Setting::json("trial", || None);
