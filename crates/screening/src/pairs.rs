//! Two names by themselves: how surely they are one.

use crate::{
    evidence, explain,
    name::{frequencies::Frequencies, parts::parts},
};

/// How surely two written names are the same name, 0 to 1, whatever else is known of their bearers;
/// [`crate::DEFAULT_THRESHOLD`] is the border. How common the names' parts are counts only for how much each part
/// speaks for the whole.
pub fn name_likeness(one: &str, other: &str, frequencies: &Frequencies) -> f64 {
    let (one_parts, other_parts) = (parts(one), parts(other));
    if one_parts.parts.is_empty() || other_parts.parts.is_empty() {
        return 0.0;
    }
    if one_parts == other_parts {
        return 1.0;
    }
    explain::hold(&one_parts, &other_parts, None, frequencies)
        .map_or(0.0, |outcome| evidence::name_score(outcome.share))
}
