//! What a new version of a list adds, changes and removes, before it takes effect.

use limen_domain::{Alert, AlertId};
use std::collections::HashMap;

/// The difference between what holds now and what is to hold.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Alerts that are new.
    pub added: Vec<Alert>,
    /// Alerts that change: as they are, and as they will be.
    pub changed: Vec<(Alert, Alert)>,
    /// Alerts that will be gone.
    pub removed: Vec<Alert>,
    /// How many stay as they are.
    pub same: usize,
}

/// Compares two versions of one list by the identifiers of their alerts.
pub fn difference(now: Vec<Alert>, new: Vec<Alert>) -> Difference {
    let mut before: HashMap<AlertId, Alert> = now.into_iter().map(|alert| (alert.id.clone(), alert)).collect();
    let mut difference = Difference::default();
    for alert in new {
        match before.remove(&alert.id) {
            None => difference.added.push(alert),
            Some(known) if known == alert => difference.same += 1,
            Some(known) => difference.changed.push((known, alert)),
        }
    }
    difference.removed = before.into_values().collect();
    difference.removed.sort_by(|one, other| one.id.cmp(&other.id));
    difference
}
