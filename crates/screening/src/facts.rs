//! What is stated of a person besides the name, packed for millions of alerts.

use crate::{
    evidence::{self, Findings},
    subject::Subject,
};
use jiff::civil::Date;
use limen_domain::{Alert, BirthDate, PartialDate, Sex, StateCode, StateKind, plain_letters};
use rustc_hash::FxHasher;
use smallvec::SmallVec;
use std::hash::Hasher;

/// Maximum number of birth dates, nationalities and places of one alert that are held.
const MOST: usize = 8;

/// One person's facts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Facts {
    births: SmallVec<[BirthDate; 2]>,
    sex: Option<Sex>,
    states: SmallVec<[u16; 2]>,
    places: SmallVec<[u32; 2]>,
}

impl Facts {
    /// What two sides' facts say of their being one person.
    pub fn findings(&self, other: FactsOf<'_>) -> Findings {
        Findings {
            birth_date: evidence::birth_dates(&self.births, other.births),
            sex: evidence::sexes(self.sex, other.sex),
            nationality: evidence::nationalities(&self.states, other.states),
            birth_place: evidence::birth_places(&self.places, other.places),
        }
    }

    /// The most that the facts of an alert with this birth date can weigh beside these; `own` is [`Self::short_birth`].
    pub fn most_beside(&self, own: ShortBirth, birth: ShortBirth) -> f32 {
        if let Some(weight) = own.weight_of_years(birth) {
            return self.most_others() + weight;
        }
        match birth.date() {
            Some(date) => {
                let weights =
                    self.births.iter().filter_map(|birth| evidence::birth_weight(*birth, BirthDate::On(date)));
                self.most_others() + weights.reduce(f32::max).unwrap_or(0.0)
            }
            None => self.most(),
        }
    }

    fn most_others(&self) -> f32 {
        evidence::most_findings(self.sex.is_some(), !self.states.is_empty(), !self.places.is_empty())
    }

    /// A birth date to hold others against quickly.
    pub fn short_birth(&self) -> ShortBirth {
        ShortBirth::of(&self.births)
    }

    /// The sex, where it is stated.
    pub fn sex(&self) -> Option<Sex> {
        self.sex
    }

    /// The most that the facts of an alert can weigh beside these where its birth date weighs so much.
    pub fn most_with(&self, birth: f32) -> f32 {
        self.most_others() + birth
    }

    /// The most that the facts of an alert can weigh beside these where the birth dates do not agree.
    pub fn most_of_others(&self) -> f32 {
        self.most_others() + evidence::OTHER_BIRTH_DATE
    }

    /// The same where both birth dates are known to the day.
    pub fn most_of_exact_others(&self) -> f32 {
        self.most_others() + evidence::OTHER_EXACT_BIRTH_DATE
    }

    /// The most that they can weigh beside a full name of which `tied` bits are no rarity, where they weigh less beside
    /// another.
    pub fn most_of_guessed(&self, tied: f32) -> f32 {
        self.most_others() + evidence::most_of_guessed(tied)
    }

    /// The most that any alert's facts can weigh beside these.
    pub fn most(&self) -> f32 {
        self.most_others() + if self.births.is_empty() { 0.0 } else { evidence::MOST_OF_BIRTH_DATE }
    }
}

impl From<&Subject> for Facts {
    fn from(subject: &Subject) -> Self {
        Self {
            births: subject.birth_date.into_iter().collect(),
            sex: subject.sex,
            states: subject.states.iter().map(|state| packed(*state)).collect(),
            places: subject.birth_place.iter().map(|place| place_key(place)).collect(),
        }
    }
}

/// A month and a day; 0 if unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DayOfYear {
    pub month: u8,
    pub day: u8,
}

impl DayOfYear {
    /// The bits that a day takes.
    pub const DAY_BITS: u8 = 0b1_1111;
    /// More than any number of a day.
    pub const END: usize = 13 << 5;

    /// A number for each day, in their order.
    pub fn number(self) -> usize {
        usize::from(self.month) << 5 | usize::from(self.day & Self::DAY_BITS)
    }
}

/// An only birth date in three bytes: years since [`FIRST_YEAR`], or [`ANY_YEAR`] where none is known, several are, or it
/// is outside; then month and day, 0 where they are not known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct ShortBirth {
    pub year: u8,
    pub month: u8,
    pub day: u8,
}

const FIRST_YEAR: i16 = 1870;
const ANY_YEAR: u8 = u8::MAX;

impl ShortBirth {
    /// The year of dates that are not single known ones: the last.
    pub const OPEN_YEAR: usize = ANY_YEAR as usize;
    /// How many years apart two dates can be near by their years.
    pub const NEAR_YEARS: usize = 2;

    /// The year where it is known, as a number that puts years in order.
    pub fn known_year(self) -> Option<u8> {
        Some(self.year).filter(|year| *year != ANY_YEAR)
    }

    /// The only one of these birth dates.
    pub fn of(births: &[BirthDate]) -> Self {
        let short = |date: PartialDate| {
            let year = u8::try_from(date.year()? - FIRST_YEAR).ok().filter(|year| *year != ANY_YEAR)?;
            let day = match date {
                PartialDate::Full(date) => date.day() as u8,
                _ => 0,
            };
            Some(Self { year, month: date.month().unwrap_or(0) as u8, day })
        };
        let [BirthDate::On(date)] = births else { return Self { year: ANY_YEAR, month: 0, day: 0 } };
        short(*date).unwrap_or(Self { year: ANY_YEAR, month: 0, day: 0 })
    }

    /// The month and the day where both are known.
    pub fn day_of_year(self) -> Option<DayOfYear> {
        (self.day != 0).then_some(DayOfYear { month: self.month, day: self.day })
    }

    /// Whether two birth dates can weigh more than [`evidence::OTHER_BIRTH_DATE`]: without a branch that guesses, since
    /// it is asked of thousands.
    pub fn may_agree(self, other: Self) -> bool {
        let either_is_open = (self.year == ANY_YEAR) | (other.year == ANY_YEAR);
        // A date that is not exact may be near by its year alone.
        let by_year = |date: Self| !date.is_exact();
        let years_apart = self.year.abs_diff(other.year);
        let same_day = (self.month == other.month) & (self.day == other.day);
        either_is_open | (years_apart <= 1) | same_day | ((years_apart <= 2) & (by_year(self) | by_year(other)))
    }

    /// What the same day of another year weighs, of those more than [`Self::NEAR_YEARS`] away.
    pub fn weight_of_day_in(self, year: usize) -> f32 {
        let whole = |year: usize| FIRST_YEAR + year as i16;
        evidence::same_day_of_another_year(whole(self.year.into()), whole(year))
    }

    /// What two dates weigh that have no more in common than a year; `None` where they do, or one is not exact. Most are
    /// such, and are weighed by this without reckoning with dates.
    fn weight_of_years(self, other: Self) -> Option<f32> {
        let are_exact = self.is_exact() & other.is_exact() & (self.year != ANY_YEAR) & (other.year != ANY_YEAR);
        let in_common = (self.month == other.month) | (self.day == other.day);
        let swapped = (self.month == other.day) & (self.day == other.month);
        let years_apart = self.year.abs_diff(other.year).into();
        (are_exact & !in_common & !swapped).then(|| evidence::only_years_in_common(years_apart))
    }

    /// Whether one can be a guess of the other.
    pub fn may_be_guess(self, other: Self) -> bool {
        u16::from(self.year.abs_diff(other.year)) <= evidence::MOST_GUESSED_YEARS
    }

    /// Whether it is known to the day: the first of January stands for a year in many a registry.
    pub fn is_exact(self) -> bool {
        (self.day != 0) & ((self.month != 1) | (self.day != 1))
    }

    /// Whether both are known to be the same day of the same year.
    pub fn is_day_of(self, other: Self) -> bool {
        self.is_exact() && self.known_year().is_some() && self == other
    }

    /// The date again; `None` where it is not a single known one.
    fn date(self) -> Option<PartialDate> {
        let year = FIRST_YEAR + i16::from(self.year);
        match self {
            Self { year: ANY_YEAR, .. } => None,
            Self { month: 0, .. } => Some(PartialDate::Year(year)),
            Self { month, day: 0, .. } => Some(PartialDate::YearMonth(year, month as i8)),
            Self { month, day, .. } => Date::new(year, month as i8, day as i8).ok().map(PartialDate::Full),
        }
    }
}

/// The facts of many alerts, in rows.
#[derive(Debug, Default)]
pub(crate) struct FactTable {
    sexes: Vec<Option<Sex>>,
    births: Rows<BirthDate>,
    states: Rows<u16>,
    places: Rows<u32>,
}

/// The facts of one of them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FactsOf<'a> {
    births: &'a [BirthDate],
    sex: Option<Sex>,
    states: &'a [u16],
    places: &'a [u32],
}

impl<'a> FactsOf<'a> {
    /// The same with other birth dates.
    pub fn born(self, births: &'a [BirthDate]) -> Self {
        Self { births, ..self }
    }

    /// The sex, where it is stated.
    pub fn sex(&self) -> Option<Sex> {
        self.sex
    }
}

impl FactTable {
    pub fn add(&mut self, alert: &Alert) {
        self.sexes.push(alert.sex);
        self.births.add(alert.birth_dates.iter().copied().take(MOST));
        self.states.add(alert.nationalities.iter().map(|state| packed(*state)).take(MOST));
        self.places.add(alert.birth_places.iter().map(|place| place_key(place)).take(MOST));
    }

    /// The birth dates of an alert.
    pub fn births(&self, at: usize) -> &[BirthDate] {
        self.births.of(at)
    }

    pub fn of(&self, at: usize) -> FactsOf<'_> {
        FactsOf {
            births: self.births.of(at),
            sex: self.sexes[at],
            states: self.states.of(at),
            places: self.places.of(at),
        }
    }

    /// Gives back the memory that was taken beforehand.
    pub fn shrink(&mut self) {
        self.sexes.shrink_to_fit();
        self.births.shrink();
        self.states.shrink();
        self.places.shrink();
    }

    pub fn bytes(&self) -> usize {
        self.sexes.len() + self.births.bytes() + self.states.bytes() + self.places.bytes()
    }
}

/// Rows of different lengths, one after the other.
#[derive(Debug)]
pub(crate) struct Rows<T> {
    ends: Vec<u32>,
    values: Vec<T>,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self { ends: vec![0], values: Vec::new() }
    }
}

impl<T> Rows<T> {
    pub fn add(&mut self, row: impl IntoIterator<Item = T>) {
        self.values.extend(row);
        self.ends.push(self.values.len() as u32);
    }

    /// Gives back the memory that was taken beforehand.
    pub fn shrink(&mut self) {
        self.ends.shrink_to_fit();
        self.values.shrink_to_fit();
    }

    /// The end of each of `rows` rows, from the row of each value; a 0 stands before the first.
    pub fn ends_of(rows: usize, row_of_values: impl Iterator<Item = usize>) -> Vec<u32> {
        let mut ends = vec![0; rows + 1];
        row_of_values.for_each(|row| ends[row + 1] += 1);
        (1..ends.len()).for_each(|at| ends[at] += ends[at - 1]);
        ends
    }

    /// Puts values into their rows, which end where `ends` says; within a row they keep their order.
    pub fn gathered(ends: Vec<u32>, values: impl Iterator<Item = (usize, T)>) -> Self
    where
        T: Clone + Default,
    {
        let mut next = ends.clone();
        let mut gathered = vec![T::default(); ends.last().copied().unwrap_or_default() as usize];
        for (row, value) in values {
            gathered[next[row] as usize] = value;
            next[row] += 1;
        }
        Self { ends, values: gathered }
    }

    pub fn of(&self, at: usize) -> &[T] {
        &self.values[self.ends[at] as usize..self.ends[at + 1] as usize]
    }

    /// Where each row ends; 0 stands before them.
    pub fn ends(&self) -> &[u32] {
        &self.ends
    }

    /// All values.
    pub fn values(&self) -> std::slice::Iter<'_, T> {
        self.values.iter()
    }

    /// All values, to change them in place.
    pub fn values_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.values.iter_mut()
    }

    pub fn len(&self) -> usize {
        self.ends.len() - 1
    }

    pub fn bytes(&self) -> usize {
        self.ends.len() * 4 + self.values.len() * size_of::<T>()
    }
}

/// A state as a number: its two letters where it has them, so that `D`, `DEU` and `DE` are one.
pub(crate) fn packed(state: StateCode) -> u16 {
    let text = match state.kind() {
        StateKind::State(two) => two,
        StateKind::Special | StateKind::Unknown => state.as_str(),
    };
    text.bytes().fold(0, |number, letter| number * 27 + u16::from(letter.wrapping_sub(b'A') % 26) + 1)
}

/// A place of birth as compared: its first part in plain letters, hashed (`Kankan, Guinée` is `KANKAN`).
fn place_key(place: &str) -> u32 {
    let first = place.split([',', '(', '/']).next().unwrap_or_default();
    let mut hasher = FxHasher::default();
    for letter in plain_letters(&first.chars().take(60).collect::<String>()).chars().filter(|c| c.is_alphanumeric()) {
        hasher.write_u32(letter.into());
    }
    let hash = hasher.finish();
    (hash ^ (hash >> 32)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_that_have_only_a_year_in_common_weigh_by_it_what_they_weigh_as_dates() {
        let short = |date: Date| ShortBirth::of(&[BirthDate::On(PartialDate::Full(date))]);
        let day = |at: i32| Date::constant(1970, 1, 1) + jiff::Span::new().days(at);
        let mut short_ways = 0;
        for (one, other) in (0..3_000).map(|at| (day(at * 37 % 1_500), day(at * 61 % 1_499))) {
            let Some(weight) = short(one).weight_of_years(short(other)) else { continue };
            let on = |date| BirthDate::On(PartialDate::Full(date));
            assert_eq!(evidence::birth_weight(on(one), on(other)), Some(weight), "{one} and {other}");
            short_ways += 1;
        }
        assert!(short_ways > 2_000, "most go the short way");
    }
}
