//! How alike a name must be before someone is stopped: for one list, with what each choice would have meant for the
//! travellers of the last month.

use crate::{
    Node, PATIENCE,
    alerts::past::{self, PastError},
};
use limen_domain::{AccountId, ListName};
use limen_screening::{Builder, Frequencies, Subject};
use limen_store::StoreError;
use std::ops::RangeInclusive;

/// The thresholds to choose from, in hundredths.
const CHOICES_HUNDREDTHS: [u32; 9] = [50, 60, 65, 70, 75, 80, 85, 90, 95];
/// The thresholds that may be set.
const ALLOWED: RangeInclusive<f64> = 0.5..=0.99;
/// A threshold is a choice's where it is nearer to it than this.
const SAME: f64 = 0.005;

/// What a list's threshold may be.
#[derive(Debug)]
pub struct Choices {
    /// How many past travellers they were held against.
    pub travellers: usize,
    /// How many alerts the list has.
    pub alerts: usize,
    /// The choices, the lowest first.
    pub choices: Vec<Choice>,
}

/// A threshold to choose.
#[derive(Debug, Clone, Copy)]
pub struct Choice {
    /// It.
    pub threshold: f64,
    /// How many of the past travellers it would have stopped.
    pub stopped: usize,
    /// The same, of a thousand.
    pub of_a_thousand: f64,
    /// Whether it holds now.
    pub is_now: bool,
}

/// The thresholds that a list may have, with whom each would have stopped.
///
/// # Errors
/// [`PastError`] says why that could not be counted.
pub async fn choices(node: &Node, list: &ListName) -> Result<Choices, PastError> {
    let alerts = node.store.alerts_of(list).await?;
    let travellers = past::travellers(node).await?;
    let (count, alert_count) = (travellers.len(), alerts.len());
    let today = node.today();
    let lowest = f64::from(CHOICES_HUNDREDTHS[0]) / 100.0;
    let of_list = list.clone();
    let best = past::screened(move || {
        let mut frequencies = Frequencies::default();
        travellers.iter().for_each(|(_, traveller)| frequencies.add(&traveller.name.in_full()));
        let mut builder = Builder::with_frequencies(frequencies);
        alerts.iter().for_each(|alert| builder.add(alert));
        let index = builder.finish().with_threshold(of_list, lowest);
        let score = |traveller| index.screen(&Subject::from(traveller), today).first().map(|hit| hit.score);
        travellers.iter().filter_map(|(_, traveller)| score(traveller)).collect::<Vec<f64>>()
    })
    .await?;
    let now = node.threshold(list);
    let choices = CHOICES_HUNDREDTHS.iter().map(|hundredths| {
        let threshold = f64::from(*hundredths) / 100.0;
        let stopped = best.iter().filter(|score| **score >= threshold).count();
        let of_a_thousand = 1_000.0 * stopped as f64 / count.max(1) as f64;
        Choice { threshold, stopped, of_a_thousand, is_now: (threshold - now).abs() < SAME }
    });
    Ok(Choices { travellers: count, alerts: alert_count, choices: choices.collect() })
}

/// Why a threshold was not set.
#[derive(Debug, thiserror::Error)]
pub enum ThresholdError {
    /// It is none that may be set.
    #[error("a threshold is between 0.5 and 0.99")]
    OutOfRange,
    /// There is no such list.
    #[error("there is no such list")]
    NotFound,
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Sets a list's threshold, and waits a little until it holds.
///
/// # Errors
/// [`ThresholdError`] says why it was not set.
pub async fn set(node: &Node, by: &AccountId, list: &ListName, threshold: f64) -> Result<(), ThresholdError> {
    if !ALLOWED.contains(&threshold) {
        return Err(ThresholdError::OutOfRange);
    }
    let turn = node.store.set_threshold(list, threshold, by).await?;
    node.in_force.reaches(turn.ok_or(ThresholdError::NotFound)?, PATIENCE).await;
    Ok(())
}
