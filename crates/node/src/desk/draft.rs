//! What an officer has typed and not decided yet: kept until the decision, so that no refused one loses an answer.
//!
//! It lives in memory alone. Who waits stands in the journal; answers that nobody has decided with are nobody's record.

use crate::counter::journey::JourneyForm;
use limen_domain::{AccountId, CrossingId, GroundCode, ReferralReason};
use serde::Deserialize;
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Answers, grounds and reason as typed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Draft {
    pub(crate) answers: JourneyForm,
    pub(crate) chosen: Chosen,
}

/// The grounds that were ticked, and the reason that was chosen.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Chosen {
    pub(crate) grounds: Vec<GroundCode>,
    pub(crate) reason: Option<ReferralReason>,
}

/// The draft of each officer, about whom it is.
#[derive(Debug, Default)]
pub(crate) struct Drafts(Mutex<HashMap<AccountId, (CrossingId, Draft)>>);

impl Drafts {
    fn lock(&self) -> MutexGuard<'_, HashMap<AccountId, (CrossingId, Draft)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps what an officer has typed about a traveller, in place of what was kept.
    pub(crate) fn keep(&self, officer: &AccountId, presentation: CrossingId, draft: Draft) {
        self.lock().insert(officer.clone(), (presentation, draft));
    }

    /// Keeps the answers that came along with something else than a decision; what was chosen stays.
    pub(crate) fn keep_answers(&self, officer: &AccountId, presentation: CrossingId, answers: JourneyForm) {
        let chosen = self.of(officer, presentation).unwrap_or_default().chosen;
        self.keep(officer, presentation, Draft { answers, chosen });
    }

    /// What an officer has typed about this traveller; `None` where nothing was.
    pub(crate) fn of(&self, officer: &AccountId, presentation: CrossingId) -> Option<Draft> {
        self.lock().get(officer).filter(|(about, _)| *about == presentation).map(|(_, draft)| draft.clone())
    }

    /// Lets what was typed about a traveller go on when they are presented again.
    pub(crate) fn go_on(&self, officer: &AccountId, before: CrossingId, now: CrossingId) {
        if let Some((about, _)) = self.lock().get_mut(officer).filter(|(about, _)| *about == before) {
            *about = now;
        }
    }

    /// Forgets what an officer has typed.
    pub(crate) fn forget(&self, officer: &AccountId) {
        self.lock().remove(officer);
    }
}
