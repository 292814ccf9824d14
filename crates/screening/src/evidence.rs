//! The weight of evidence: what agrees and what differs, added to one score.
//!
//! After Fellegi and Sunter (1969): each field that both sides state adds a log likelihood ratio: how much more often
//! it comes out so for one person than for two. A field that one side does not state adds nothing. The weights below
//! are hundredths of a unit in which 0 is the usual border of a possible hit; they were set by the generator of damage
//! (`cargo xtask screening`), which shows what each change does to missed persons and to false alarms.

use limen_domain::{BirthDate, DEFAULT_THRESHOLD, Likeness, PartialDate, Sex};

/// How much a share of name evidence above or below [`ENOUGH_SHARE`] weighs.
const SHARE_SLOPE: f32 = 20.0;
/// The share of name evidence that is just enough where nothing else is known and the name is of usual rarity.
const ENOUGH_SHARE: f32 = 0.80;
/// What a bit of rarity above or below the usual weighs.
const RARITY_SLOPE: f32 = 0.35;
const USUAL_BITS: f32 = 16.0;
const MOST_BITS: f32 = 34.0;
/// Minimum likeness of a name that counts as evidence.
pub(crate) const LEAST_SHARE: f32 = 0.48;
/// How a unit of weight moves the score, on the logistic scale.
const STEEPNESS: f64 = 0.35;

/// The weight of a name: how much of it is alike and how rare it is.
pub(crate) fn name(share: f32, bits: f32) -> f32 {
    SHARE_SLOPE * (share - ENOUGH_SHARE) + RARITY_SLOPE * (bits.min(MOST_BITS) - USUAL_BITS)
}

/// The least share of a name of `bits` bits at most that can weigh `weight`.
pub(crate) fn least_share(weight: f32, bits: f32) -> f32 {
    let share = ENOUGH_SHARE + (weight - RARITY_SLOPE * (bits.min(MOST_BITS) - USUAL_BITS)) / SHARE_SLOPE;
    share.max(LEAST_SHARE)
}

/// The score of a weight: 0 to 1, [`DEFAULT_THRESHOLD`] at weight 0.
pub(crate) fn score(weight: f32) -> f64 {
    let border = (DEFAULT_THRESHOLD / (1.0 - DEFAULT_THRESHOLD)).ln();
    1.0 / (1.0 + (-(f64::from(weight) * STEEPNESS + border)).exp())
}

/// The weight that a score is the score of.
pub(crate) fn weight(score: f64) -> f32 {
    let score = score.clamp(0.000_1, 0.999_9);
    let border = (DEFAULT_THRESHOLD / (1.0 - DEFAULT_THRESHOLD)).ln();
    (((score / (1.0 - score)).ln() - border) / STEEPNESS) as f32
}

/// The score of a name by itself, however common: 1 for the same letters, [`DEFAULT_THRESHOLD`] where it is just
/// enough.
pub(crate) fn name_score(share: f32) -> f64 {
    if share >= 0.9999 {
        return 1.0;
    }
    score(2.0 * SHARE_SLOPE * (share - ENOUGH_SHARE) * if share > ENOUGH_SHARE { 1.0 } else { 0.8 })
}

/// One of the other things stated, with how it compares and what that weighs.
pub(crate) type Finding = Option<(Likeness, f32)>;

/// All the other findings of a pair.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Findings {
    pub birth_date: Finding,
    pub sex: Finding,
    pub nationality: Finding,
    pub birth_place: Finding,
}

impl Findings {
    /// What they weigh together.
    pub fn weight(&self) -> f32 {
        [self.birth_date, self.sex, self.nationality, self.birth_place]
            .into_iter()
            .flatten()
            .map(|(_, weight)| weight)
            .sum()
    }
}

/// Maximum weight of findings other than the birth date, by which of them the subject states.
pub(crate) fn most_findings(sex: bool, nationality: bool, birth_place: bool) -> f32 {
    let worth = |stated: bool, weight: f32| if stated { weight } else { 0.0 };
    worth(sex, 0.3) + worth(nationality, 0.8) + worth(birth_place, 1.2)
}

/// The most that birth dates can weigh.
pub(crate) const MOST_OF_BIRTH_DATE: f32 = 6.0;

/// What a birth date weighs at most that has neither a year near nor the day and month.
pub(crate) const OTHER_BIRTH_DATE: f32 = -8.0;

/// The same where both are known to the day.
pub(crate) const OTHER_EXACT_BIRTH_DATE: f32 = -9.0;

/// What a birth date weighs at most that is more than two years away.
pub(crate) const ANOTHER_YEAR: f32 = -1.5;

pub(crate) fn sexes(one: Option<Sex>, other: Option<Sex>) -> Finding {
    match (one?, other?) {
        (Sex::Unspecified, _) | (_, Sex::Unspecified) => None,
        (one, other) if one == other => Some((Likeness::Same, 0.3)),
        _ => Some((Likeness::Different, OTHER_SEX)),
    }
}

/// What it weighs that one is a woman and the other a man.
pub(crate) const OTHER_SEX: f32 = -11.0;

/// Nationalities, as the numbers that [`crate::facts`] makes of them: the first of the subject's is the nationality,
/// others issued a document. People have two, and lists err.
pub(crate) fn nationalities(one: &[u16], other: &[u16]) -> Finding {
    let first = one.first()?;
    if other.is_empty() {
        return None;
    }
    Some(if other.contains(first) {
        (Likeness::Same, 0.8)
    } else if one.iter().any(|state| other.contains(state)) {
        (Likeness::Agrees, 0.4)
    } else {
        (Likeness::Different, -1.2)
    })
}

pub(crate) fn birth_places(one: &[u32], other: &[u32]) -> Finding {
    if one.is_empty() || other.is_empty() {
        return None;
    }
    Some(if one.iter().any(|place| other.contains(place)) {
        (Likeness::Same, 1.2)
    } else {
        (Likeness::Different, -0.3)
    })
}

/// The most favourable of all pairs of birth dates.
pub(crate) fn birth_dates(one: &[BirthDate], other: &[BirthDate]) -> Finding {
    let pairs = one.iter().flat_map(|one| other.iter().filter_map(|other| birth_date(*one, *other)));
    pairs.max_by(|one, other| one.1.total_cmp(&other.1))
}

fn birth_date(one: BirthDate, other: BirthDate) -> Finding {
    match (one, other) {
        (BirthDate::On(one), BirthDate::On(other)) => dates(one, other),
        (BirthDate::Between(first, last), BirthDate::On(date))
        | (BirthDate::On(date), BirthDate::Between(first, last)) => {
            let year = date.year()?;
            Some(years_apart(i32::from(first - year).max(i32::from(year - last)), i32::from(last - first)))
        }
        (BirthDate::Between(first, last), BirthDate::Between(other_first, other_last)) => {
            let apart = i32::from(other_first - last).max(i32::from(first - other_last));
            Some(years_apart(apart, i32::from((last - first).max(other_last - other_first))))
        }
    }
}

/// Years of which one is not exact: `apart` is how far outside, `width` how wide the row of years is.
fn years_apart(apart: i32, width: i32) -> (Likeness, f32) {
    match apart {
        ..=0 if width <= 5 => (Likeness::Agrees, 1.6),
        ..=0 => (Likeness::Agrees, 0.8),
        1 => (Likeness::Near, -0.5),
        2 => (Likeness::Different, -4.0),
        _ => (Likeness::Different, -8.0),
    }
}

/// In how many decimal digits two numbers differ.
fn digits_off(mut one: i32, mut other: i32) -> u32 {
    let mut off = 0;
    while one != other {
        off += u32::from(one % 10 != other % 10);
        (one, other) = (one / 10, other / 10);
    }
    off
}

fn dates(one: PartialDate, other: PartialDate) -> Finding {
    let apart = i32::from((one.year()? - other.year()?).abs());
    // Where the day is not known, many a registry writes the first of January: it says no more than the year.
    let is_new_year =
        |date: PartialDate| matches!(date, PartialDate::Full(date) if date.month() == 1 && date.day() == 1);
    if let (PartialDate::Full(a), PartialDate::Full(b)) = (one, other)
        && !(is_new_year(one) ^ is_new_year(other))
    {
        if a == b {
            return Some((Likeness::Same, if is_new_year(one) { 3.0 } else { 6.0 }));
        }
        if a.year() == b.year() && a.month() == b.day() && a.day() == b.month() {
            return Some((Likeness::Near, 1.0));
        }
        let same =
            [a.year() == b.year(), a.month() == b.month(), a.day() == b.day()].iter().filter(|same| **same).count();
        let one_digit = digits_off(i32::from(a.year()), i32::from(b.year()))
            + digits_off(a.month().into(), b.month().into())
            + digits_off(a.day().into(), b.day().into())
            == 1;
        return Some(match (same, apart) {
            (2, _) if one_digit => (Likeness::Near, -1.5),
            (2, 0..=1) => (Likeness::Near, -1.5),
            (2, _) => (Likeness::Near, -3.0),
            (_, 0) => (Likeness::Different, -3.0),
            (_, 1) => (Likeness::Different, -6.0),
            _ => (Likeness::Different, OTHER_EXACT_BIRTH_DATE),
        });
    }
    let (one_month, other_month) =
        if is_new_year(one) || is_new_year(other) { (None, None) } else { (one.month(), other.month()) };
    Some(match (apart, one_month.zip(other_month)) {
        (0, Some((one, other))) if one == other => (Likeness::Agrees, 3.0),
        (0, Some(_)) => (Likeness::Near, -0.5),
        (0, None) => (Likeness::Agrees, 2.0),
        (apart, _) => years_apart(apart, 0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(one: &str, other: &str) -> Option<Likeness> {
        birth_dates(
            &one.parse().ok().into_iter().collect::<Vec<_>>(),
            &other.parse().ok().into_iter().collect::<Vec<_>>(),
        )
        .map(|(likeness, _)| likeness)
    }

    #[test]
    fn birth_dates_are_held_as_far_as_both_are_known() {
        assert_eq!(held("1992-02-14", "1992-02-14"), Some(Likeness::Same));
        assert_eq!(held("1992-02-14", "1992"), Some(Likeness::Agrees));
        assert_eq!(held("1992-02", "1992-02-14"), Some(Likeness::Agrees));
        assert_eq!(held("1992-02-14", "1992-01-01"), Some(Likeness::Agrees));
        assert_eq!(held("1992-02-14", "1990..1995"), Some(Likeness::Agrees));
        assert_eq!(held("1992-02-14", ""), None);
    }

    #[test]
    fn a_slip_in_a_birth_date_is_near_and_another_date_is_not() {
        for near in ["1992-11-02", "1993-02-11", "1992-02-17", "1982-02-11", "1991"] {
            assert_eq!(held("1992-02-11", near), Some(Likeness::Near), "{near}");
        }
        for different in ["1992-03-24", "1972", "1995..1999"] {
            assert_eq!(held("1992-02-14", different), Some(Likeness::Different), "{different}");
        }
    }

    #[test]
    fn a_weight_and_its_score_are_two_ways_to_say_one_thing() {
        for score_ in [0.2, 0.5, 0.7, 0.85, 0.95] {
            assert!((score(weight(score_)) - score_).abs() < 1e-4);
        }
        assert!((score(0.0) - DEFAULT_THRESHOLD).abs() < 1e-9);
        assert!((least_share(name(0.9, 20.0), 20.0) - 0.9).abs() < 1e-4);
    }
}
