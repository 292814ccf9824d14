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
/// The share that is just enough for a name of which not even the rarity is asked.
const ENOUGH_ALONE: f32 = 0.795;
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
    score(2.0 * SHARE_SLOPE * (share - ENOUGH_ALONE) * if share > ENOUGH_ALONE { 1.0 } else { 0.8 })
}

/// One of the other things stated, with how it compares and what that weighs.
pub(crate) type Finding = Option<(Likeness, f32)>;

/// How birth dates compare.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Births {
    pub likeness: Likeness,
    pub weight: f32,
    /// By how many years they differ at least.
    pub years_apart: u16,
}

/// All the other findings of a pair.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Findings {
    pub birth_date: Option<Births>,
    pub sex: Finding,
    pub nationality: Finding,
    pub birth_place: Finding,
}

impl Findings {
    /// What they weigh together.
    pub fn weight(&self) -> f32 {
        self.weight_of_others() + self.birth_date.map_or(0.0, |births| births.weight)
    }

    /// The same beside a name that is `share` alike, of which `tied` bits are no rarity.
    pub fn weight_beside(&self, share: f32, tied: f32) -> f32 {
        let of_birth = |births: Births| if share < FULL_SHARE { births.weight } else { beside_full_name(births, tied) };
        self.weight_of_others() + self.birth_date.map_or(0.0, of_birth)
    }

    fn weight_of_others(&self) -> f32 {
        [self.sex, self.nationality, self.birth_place].into_iter().flatten().map(|(_, weight)| weight).sum()
    }

    /// Whether both birth dates are the same day.
    pub fn same_birth_date(&self) -> bool {
        self.birth_date.is_some_and(|births| births.likeness == Likeness::Same)
    }
}

/// The share from which a name is a full one.
pub(crate) const FULL_SHARE: f32 = 0.97;
/// What a differing birth date takes from a full name at least.
const LEAST_TAKEN: f32 = 4.0;
/// People guess an age within so many years, and hardly ever by so many more; two generations are two people.
const GUESSED_WITHIN_YEARS: u16 = 6;
pub(crate) const MOST_GUESSED_YEARS: u16 = 7;

/// What birth dates weigh beside a full name. It speaks for one person although they differ, since an alert's is often a
/// guess: within the years of a guess they take [`LEAST_TAKEN`], with each year beyond them more. Bits that are no
/// rarity are taken as well: there a full name says less.
fn beside_full_name(births: Births, tied: f32) -> f32 {
    let beyond = f32::from(births.years_apart.saturating_sub(GUESSED_WITHIN_YEARS));
    let likely = 1.0 - beyond / f32::from(MOST_GUESSED_YEARS + 1 - GUESSED_WITHIN_YEARS);
    let given_back = likely.max(0.0) * (-LEAST_TAKEN - births.weight) - RARITY_SLOPE * tied;
    births.weight + given_back.max(0.0)
}

/// The most that birth dates can weigh beside a full name that weigh less beside another.
pub(crate) fn most_of_guessed(tied: f32) -> f32 {
    -LEAST_TAKEN - RARITY_SLOPE * tied
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

/// What a birth date weighs of which one digit is another: one of a hundred is written so, and by chance one of six
/// hundred is so near.
const ONE_DIGIT_OFF: f32 = 0.3;
/// What a birth date weighs that is the same day of another year, more than one year away and more than one digit off.
const DAY_ALONE: f32 = -3.0;

/// What dates weigh that are known to the day, are so many years apart and have no more in common than a year.
pub(crate) fn only_years_in_common(years_apart: i32) -> f32 {
    match years_apart {
        0 => -3.0,
        1 => -6.0,
        _ => OTHER_EXACT_BIRTH_DATE,
    }
}

/// What the same day of another year weighs, where both are known to the day and the years are more than one apart.
pub(crate) fn same_day_of_another_year(one: i16, other: i16) -> f32 {
    if digits_off(one.into(), other.into()) == 1 { ONE_DIGIT_OFF } else { DAY_ALONE }
}

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
pub(crate) fn birth_dates(one: &[BirthDate], other: &[BirthDate]) -> Option<Births> {
    let pairs = one.iter().flat_map(|one| other.iter().filter_map(|other| births(*one, *other)));
    pairs.max_by(|one, other| one.weight.total_cmp(&other.weight))
}

/// What two birth dates weigh; `None` where they say nothing of each other.
pub(crate) fn birth_weight(one: BirthDate, other: BirthDate) -> Option<f32> {
    birth_date(one, other).map(|(_, weight)| weight)
}

fn births(one: BirthDate, other: BirthDate) -> Option<Births> {
    let (likeness, weight) = birth_date(one, other)?;
    let ((first, last, _), (other_first, other_last, _)) = (years(one)?, years(other)?);
    let years_apart = u16::try_from((first - other_last).max(other_first - last)).unwrap_or(0);
    Some(Births { likeness, weight, years_apart })
}

/// The years that a birth date may be of, and whether they are a guess.
fn years(date: BirthDate) -> Option<(i16, i16, bool)> {
    Some(match date {
        BirthDate::On(date) => (date.year()?, date.year()?, false),
        BirthDate::Between(first, last) => (first, last, false),
        BirthDate::About(first, last) => (first, last, true),
    })
}

fn birth_date(one: BirthDate, other: BirthDate) -> Finding {
    if let (BirthDate::On(one), BirthDate::On(other)) = (one, other) {
        return dates(one, other);
    }
    let ((first, last, is_guess), (other_first, other_last, other_is_guess)) = (years(one)?, years(other)?);
    let apart = i32::from((other_first - last).max(first - other_last));
    let width = i32::from((last - first).max(other_last - other_first));
    Some(if is_guess || other_is_guess { guessed(apart, width) } else { years_apart(apart, width) })
}

/// By how many years a guessed age is off, as a standard deviation, and the width of a normal distribution of it.
const GUESS_DEVIATION_YEARS: f32 = 2.0;
const GUESS_WIDTH_YEARS: f32 = 5.0;
/// Among birth years of about so many people are spread.
const SPREAD_YEARS: f32 = 60.0;
/// What a unit of log likelihood weighs.
const WEIGHT_OF_LIKELIHOOD: f32 = 0.5;

/// Years of which one is a guess: how much likelier this difference is for one person, whose age was guessed with a normal
/// error, than for two whose ages are spread evenly.
fn guessed(apart: i32, width: i32) -> (Likeness, f32) {
    let inside = (SPREAD_YEARS / (GUESS_WIDTH_YEARS + width as f32)).ln();
    let off = apart.max(0) as f32 / GUESS_DEVIATION_YEARS;
    let weight = (WEIGHT_OF_LIKELIHOOD * (inside - off * off / 2.0)).clamp(OTHER_BIRTH_DATE, 1.6);
    let likeness = match weight {
        0.5.. => Likeness::Agrees,
        -1.5.. => Likeness::Near,
        _ => Likeness::Different,
    };
    (likeness, weight)
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
            (2, _) if one_digit => (Likeness::Near, ONE_DIGIT_OFF),
            (2, 0..=1) => (Likeness::Near, -1.5),
            (2, _) => (Likeness::Near, DAY_ALONE),
            _ => (Likeness::Different, only_years_in_common(apart)),
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
    use jiff::civil::date;

    fn held(one: &str, other: &str) -> Option<Likeness> {
        birth_dates(
            &one.parse().ok().into_iter().collect::<Vec<_>>(),
            &other.parse().ok().into_iter().collect::<Vec<_>>(),
        )
        .map(|births| births.likeness)
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
    fn a_guessed_year_agrees_with_those_near_it_and_less_the_further_they_are() {
        let weight = |years: i16| {
            let traveller = [BirthDate::On(PartialDate::Year(1966 + years))];
            birth_dates(&traveller, &[BirthDate::About(1966, 1966)]).expect("both known").weight
        };
        for agrees in ["1966-07-01", "1968-03-09", "1963-03-09"] {
            assert_eq!(held(agrees, "~1966"), Some(Likeness::Agrees), "{agrees}");
        }
        assert_eq!(held("1960-05-05", "~1955..1958"), Some(Likeness::Agrees));
        assert_eq!(held("1976", "~1966"), Some(Likeness::Different));
        assert!((0..12).all(|years| weight(years) > weight(years + 1)), "no cut-off");
    }

    #[test]
    fn a_differing_date_takes_less_from_a_full_name() {
        let births = |one: &str, other: &str| {
            let date = |text: &str| [text.parse().expect("a date")];
            Findings { birth_date: birth_dates(&date(one), &date(other)), ..Findings::default() }
        };
        let six_years = births("1966-02-01", "1972-05-09");
        assert!(six_years.weight_beside(1.0, 0.0) > six_years.weight_beside(0.9, 0.0));
        assert_eq!(six_years.birth_date.map(|births| births.years_apart), Some(6));
        let generations = births("1946-02-01", "1972-05-09");
        assert_eq!(generations.weight_beside(1.0, 0.0), generations.weight());
        let seven_years = births("1966-02-01", "1973-05-09");
        assert!(seven_years.weight_beside(1.0, 0.0) < six_years.weight_beside(1.0, 0.0));
        assert!(six_years.weight_beside(1.0, 3.0) < six_years.weight_beside(1.0, 0.0), "the name is common");
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
    fn the_same_day_of_another_year_weighs_what_its_dates_do() {
        let on = |year: i16, day: i8| BirthDate::On(PartialDate::Full(date(year, day, day)));
        for (one, day) in [(1966_i16, 7), (1960, 1), (2000, 9), (1999, 3)] {
            for other in (1870..2125).filter(|other| one.abs_diff(*other) > 1) {
                let weight = birth_weight(on(one, day), on(other, day)).expect("both known");
                assert_eq!(same_day_of_another_year(one, other), weight, "{one} and {other}");
            }
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
