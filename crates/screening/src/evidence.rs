//! From what is alike and what is not to one score with its reasons.
//!
//! The name carries the score; a birth date, sex or nationality that differs takes from it, one that is missing takes
//! little or nothing. A document's number speaks for itself.

use crate::names::Comparison;
use limen_domain::{Alert, Likeness, PartialDate, Reason, Sex, StateCode, Traveller};

/// The score and the reasons of a name that is like an alert's.
pub(crate) fn weigh(traveller: &Traveller, alert: &Alert, name: &str, comparison: Comparison) -> (f64, Vec<Reason>) {
    let mut score = comparison.score;
    let mut reasons = vec![Reason::Name { name: name.to_owned(), how: comparison.how, parts: comparison.parts }];
    match birth_dates(traveller.birth_date, alert.birth_date) {
        Some(likeness) => {
            score -= match likeness {
                Likeness::Same => 0.0,
                Likeness::Agrees => 0.02,
                Likeness::Near => 0.05,
                Likeness::Different => 0.30,
            };
            reasons.push(Reason::BirthDate { likeness });
        }
        None => score -= 0.08,
    }
    if let Some(likeness) = alert.sex.and_then(|sex| sexes(traveller.sex, sex)) {
        score -= if likeness == Likeness::Different { 0.20 } else { 0.0 };
        reasons.push(Reason::Sex { likeness });
    }
    if let Some(likeness) = nationalities(traveller.nationality, alert.nationality) {
        score -= if likeness == Likeness::Different { 0.05 } else { 0.0 };
        reasons.push(Reason::Nationality { likeness });
    }
    (score.clamp(0.0, 1.0), reasons)
}

fn sexes(one: Sex, other: Sex) -> Option<Likeness> {
    match (one, other) {
        (Sex::Unspecified, _) | (_, Sex::Unspecified) => None,
        _ if one == other => Some(Likeness::Same),
        _ => Some(Likeness::Different),
    }
}

fn nationalities(one: Option<StateCode>, other: Option<StateCode>) -> Option<Likeness> {
    Some(if one? == other? { Likeness::Same } else { Likeness::Different })
}

/// How two birth dates compare, as far as both are known; nothing where one is unknown.
pub(crate) fn birth_dates(one: PartialDate, other: PartialDate) -> Option<Likeness> {
    let (year, other_year) = (one.year()?, other.year()?);
    if let (PartialDate::Full(one), PartialDate::Full(other)) = (one, other) {
        let swapped = one.year() == other.year() && one.month() == other.day() && one.day() == other.month();
        let differing = [year != other_year, one.month() != other.month(), one.day() != other.day()];
        return Some(match differing.iter().filter(|&&differs| differs).count() {
            0 => Likeness::Same,
            _ if swapped => Likeness::Near,
            1 if (year - other_year).abs() <= 1 => Likeness::Near,
            _ => Likeness::Different,
        });
    }
    let months_agree = one.month().zip(other.month()).is_none_or(|(one, other)| one == other);
    Some(match (year - other_year).abs() {
        0 if months_agree => Likeness::Agrees,
        0 | 1 => Likeness::Near,
        _ => Likeness::Different,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(one: &str, other: &str) -> Option<Likeness> {
        birth_dates(one.parse().expect("date"), other.parse().expect("date"))
    }

    #[test]
    fn birth_dates_are_held_as_far_as_both_are_known() {
        assert_eq!(held("1992-02-14", "1992-02-14"), Some(Likeness::Same));
        assert_eq!(held("1992-02-14", "1992"), Some(Likeness::Agrees));
        assert_eq!(held("1992-02", "1992-02-14"), Some(Likeness::Agrees));
        assert_eq!(held("1992-02-14", ""), None);
    }

    #[test]
    fn day_and_month_swapped_or_one_year_off_is_near() {
        assert_eq!(held("1992-02-11", "1992-11-02"), Some(Likeness::Near));
        assert_eq!(held("1992-02-14", "1993-02-14"), Some(Likeness::Near));
        assert_eq!(held("1992-02-14", "1992-02-24"), Some(Likeness::Near));
        assert_eq!(held("1992-02-14", "1992-03-24"), Some(Likeness::Different));
        assert_eq!(held("1992-02-14", "1972"), Some(Likeness::Different));
    }
}
