//! The alerts in the form in which they are searched.
//!
//! Every distinct part of every name stands once in a dictionary with the names it occurs in. A traveller's parts are
//! held against the dictionary, and only names that share a like part are compared whole; since a hit needs at least
//! one like part, nothing that comparing every alert would find is missed.

use crate::{
    evidence,
    names::{self, LEAST_PART_LIKENESS},
};
use limen_domain::{Alert, DocumentNumber, Hit, Reason, Traveller};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The score from which an alert is a possible hit.
pub const DEFAULT_THRESHOLD: f64 = 0.85;
/// The most hits that are returned for one traveller, the best ones.
const MOST_HITS: usize = 20;

/// Alerts ready for screening. Built once for each version of the lists, and shared.
#[derive(Debug)]
pub struct AlertIndex {
    alerts: Vec<Alert>,
    /// Name parts of each name of each alert: (alert, which of its names, parts).
    names: Vec<(usize, usize, Vec<String>)>,
    /// Each distinct part with the names that hold it.
    dictionary: Vec<(String, Vec<usize>)>,
    documents: HashMap<DocumentNumber, Vec<usize>>,
    threshold: f64,
}

impl AlertIndex {
    /// Builds the index with the default threshold.
    pub fn build(alerts: Vec<Alert>) -> Self {
        Self::with_threshold(alerts, DEFAULT_THRESHOLD)
    }

    /// Builds the index; `threshold` (0 to 1) is the least score of a hit by name.
    pub fn with_threshold(alerts: Vec<Alert>, threshold: f64) -> Self {
        let mut names = Vec::new();
        let mut dictionary: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        let mut documents: HashMap<DocumentNumber, Vec<usize>> = HashMap::new();
        for (at, alert) in alerts.iter().enumerate() {
            for (which, name) in alert.names.iter().enumerate() {
                let parts = names::parts(name);
                for part in &parts {
                    dictionary.entry(part.clone()).or_default().insert(names.len());
                }
                names.push((at, which, parts));
            }
            if let Some(number) = alert.document_number.as_ref().filter(|number| !number.is_empty()) {
                documents.entry(number.clone()).or_default().push(at);
            }
        }
        let dictionary = dictionary.into_iter().map(|(part, names)| (part, names.into_iter().collect())).collect();
        Self { alerts, names, dictionary, documents, threshold }
    }

    /// How many alerts it holds.
    pub fn len(&self) -> usize {
        self.alerts.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.alerts.is_empty()
    }

    /// Every alert that the traveller's document or name speaks for, best first.
    pub fn screen(&self, traveller: &Traveller) -> Vec<Hit> {
        let mut best: HashMap<usize, (f64, Vec<Reason>)> = self.by_name(traveller);
        let number = traveller.document.as_ref().map(|document| &document.number);
        for &at in number.and_then(|number| self.documents.get(number)).into_iter().flatten() {
            let found = best.entry(at).or_default();
            found.0 = 1.0;
            found.1.insert(0, Reason::DocumentNumber);
        }
        let mut hits: Vec<Hit> = best
            .into_iter()
            .map(|(at, (score, reasons))| Hit { alert: self.alerts[at].clone(), score, reasons })
            .collect();
        hits.sort_by(|one, other| other.score.total_cmp(&one.score).then_with(|| one.alert.id.cmp(&other.alert.id)));
        hits.truncate(MOST_HITS);
        hits
    }

    fn by_name(&self, traveller: &Traveller) -> HashMap<usize, (f64, Vec<Reason>)> {
        let parts = names::parts(&traveller.name.in_full());
        let mut candidates: BTreeSet<usize> = BTreeSet::new();
        for (known, names) in &self.dictionary {
            let alike = parts.iter().any(|part| {
                names::part_likeness(part, known) >= LEAST_PART_LIKENESS
                    || (traveller.name.truncated && known.starts_with(part.as_str()))
            });
            if alike {
                candidates.extend(names);
            }
        }
        let mut best: HashMap<usize, (f64, Vec<Reason>)> = HashMap::new();
        for at in candidates {
            let (alert, which, alert_parts) = &self.names[at];
            let Some(comparison) = names::compare(&parts, traveller.name.truncated, alert_parts) else { continue };
            let alert_entry = &self.alerts[*alert];
            let (score, reasons) = evidence::weigh(traveller, alert_entry, &alert_entry.names[*which], comparison);
            if score >= self.threshold && best.get(alert).is_none_or(|(known, _)| score > *known) {
                best.insert(*alert, (score, reasons));
            }
        }
        best
    }
}
