//! Two names by themselves: how surely they are one.

use crate::{
    evidence, explain,
    name::{frequencies::Frequencies, readings::readings},
};

/// How surely two written names are the same name, 0 to 1, whatever else is known of their bearers;
/// [`crate::DEFAULT_THRESHOLD`] is the border. How common the names' parts are counts only for how much each part
/// speaks for the whole.
pub fn name_likeness(one: &str, other: &str, frequencies: &Frequencies) -> f64 {
    let (ones, others) = (readings(one), readings(other));
    let pairs = ones.iter().flat_map(|one| others.iter().map(move |other| (one, other)));
    let scores = pairs.map(|(one, other)| match (one.parts.is_empty() || other.parts.is_empty(), one == other) {
        (true, _) => 0.0,
        (_, true) => 1.0,
        _ => explain::hold(one, other, frequencies).map_or(0.0, |outcome| evidence::name_score(outcome.share)),
    });
    scores.fold(0.0, f64::max)
}
