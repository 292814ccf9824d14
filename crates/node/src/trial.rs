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
    /// Identifier and password of each person.
    pub people: Vec<(String, String)>,
}

/// What a trial has, so that it is the same after a restart.
pub const TRIAL: Setting<Option<Trial>> = Setting::json("trial", || None);
