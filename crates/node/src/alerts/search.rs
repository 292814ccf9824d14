//! Finding alerts: by identifier, number or name, and those that are due for review.

use crate::Node;
use jiff::ToSpan;
use limen_domain::{Alert, AlertId, DocumentKey};
use limen_screening::{NameSearch, Subject};
use limen_store::StoreError;

/// How many days ahead a review is announced.
const REVIEW_AHEAD_DAYS: i64 = 30;
/// Minimum score of a search result; the lists' thresholds do not apply.
const LEAST_FOUND: f64 = 0.5;
/// Maximum number of alerts that are looked through for those that are due.
const MOST_DUE: i64 = 5_000;
/// Maximum number of alerts that are returned.
pub const MOST_FOUND: usize = 50;

/// An alert that was found.
#[derive(Debug, Clone)]
pub struct FoundAlert {
    /// The alert.
    pub alert: Alert,
    /// The score with which it was found, 0 to 1. `None` where it was by its identifier, or by parts of a name.
    pub score: Option<f64>,
}

/// Alerts by identifier, by number, by a whole name as screening finds it, and by any parts of a name, however spelt.
///
/// # Errors
/// The database can't be read.
pub async fn find(node: &Node, search: &str) -> Result<Vec<FoundAlert>, StoreError> {
    let mut found = Vec::new();
    if let Ok(id) = AlertId::parse(search) {
        for list in node.store.alert_lists().await? {
            found.extend(node.store.alert(&list.name, &id).await?.map(|alert| FoundAlert { alert, score: None }));
        }
    }
    let subject = Subject {
        names: vec![search.into()],
        documents: DocumentKey::of(None, search).into_iter().collect(),
        ..Subject::default()
    };
    for hit in node.alerts().search(&subject, node.today(), LEAST_FOUND) {
        let is_known = |known: &FoundAlert| (&known.alert.list, &known.alert.id) == (&hit.alert.list, &hit.alert.id);
        if !found.iter().any(is_known) {
            found.push(FoundAlert { alert: hit.alert, score: Some(hit.score) });
        }
    }
    if let Some(parts) = NameSearch::new(search) {
        for alert in node.alerts().by_parts(&parts, MOST_FOUND) {
            if !found.iter().any(|known| (&known.alert.list, &known.alert.id) == (&alert.list, &alert.id)) {
                found.push(FoundAlert { alert, score: None });
            }
        }
    }
    found.truncate(MOST_FOUND);
    Ok(found)
}

/// The alerts whose day of review is near or past, or which soon lapse; those that have lapsed are past.
///
/// # Errors
/// The database can't be read.
pub async fn due_for_review(node: &Node) -> Result<Vec<Alert>, StoreError> {
    let soon = node.today().saturating_add(REVIEW_AHEAD_DAYS.days());
    let today = node.today();
    let due = node.store.alerts_due(soon, MOST_DUE).await?;
    Ok(due.into_iter().filter(|alert| alert.holds_on(today)).take(MOST_FOUND).collect())
}

/// The alerts whose last day is over: they stop nobody, and still stand in their lists.
///
/// # Errors
/// The database can't be read.
pub async fn past(node: &Node) -> Result<Vec<Alert>, StoreError> {
    node.store.past_alerts(node.today()).await
}
