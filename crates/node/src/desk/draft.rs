//! What an officer has typed and not decided yet: kept until the decision, so that no refused one loses an answer.
//!
//! It lives in memory alone. Who waits stands in the journal; answers that nobody has decided with are nobody's record.

use crate::desk::journey::Answers;
use limen_domain::{AccountId, CrossingId, GroundCode, ReferralReason};
use serde::Deserialize;
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Answers, grounds and reason as typed.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// What was answered about the journey.
    pub answers: Answers,
    /// What was chosen for a decision.
    pub chosen: Chosen,
}

/// The grounds that were ticked, and the reason that was chosen.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Chosen {
    /// The grounds of a refusal.
    pub grounds: Vec<GroundCode>,
    /// The reason of a referral or a hold.
    pub reason: Option<ReferralReason>,
}

/// The draft of each officer, about whom it is.
#[derive(Debug, Default)]
pub struct Drafts(Mutex<HashMap<AccountId, (CrossingId, Draft)>>);

impl Drafts {
    fn lock(&self) -> MutexGuard<'_, HashMap<AccountId, (CrossingId, Draft)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps what an officer has typed about a traveller, in place of what was kept.
    pub fn keep(&self, officer: &AccountId, presentation: CrossingId, draft: Draft) {
        self.lock().insert(officer.clone(), (presentation, draft));
    }

    /// Keeps the answers that came along with something else than a decision; what was chosen stays.
    pub fn keep_answers(&self, officer: &AccountId, presentation: CrossingId, answers: Answers) {
        let chosen = self.of(officer, presentation).unwrap_or_default().chosen;
        self.keep(officer, presentation, Draft { answers, chosen });
    }

    /// What an officer has typed about this traveller; `None` where nothing was.
    pub fn of(&self, officer: &AccountId, presentation: CrossingId) -> Option<Draft> {
        self.lock().get(officer).filter(|(about, _)| *about == presentation).map(|(_, draft)| draft.clone())
    }

    /// Lets what was typed about a traveller go on when they are presented again.
    pub fn go_on(&self, officer: &AccountId, before: CrossingId, now: CrossingId) {
        if let Some((about, _)) = self.lock().get_mut(officer).filter(|(about, _)| *about == before) {
            *about = now;
        }
    }

    /// Forgets what an officer has typed.
    pub fn forget(&self, officer: &AccountId) {
        self.lock().remove(officer);
    }
}
