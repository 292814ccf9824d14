//! What is stated of a person besides the name, packed for millions of alerts.

use crate::{
    evidence::{self, Findings},
    subject::Subject,
};
use limen_domain::{Alert, BirthDate, Sex, StateCode, StateKind, plain_letters};
use rustc_hash::FxHasher;
use smallvec::SmallVec;
use std::hash::Hasher;

/// The most birth dates, nationalities and places of one alert that are held.
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

    /// The most that any alert's facts can weigh beside these.
    pub fn most(&self) -> f32 {
        evidence::most_findings(!self.births.is_empty(), self.sex.is_some(), !self.states.is_empty(), !self.places.is_empty())
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

impl FactTable {
    pub fn add(&mut self, alert: &Alert) {
        self.sexes.push(alert.sex);
        self.births.add(alert.birth_dates.iter().copied().take(MOST));
        self.states.add(alert.nationalities.iter().map(|state| packed(*state)).take(MOST));
        self.places.add(alert.birth_places.iter().map(|place| place_key(place)).take(MOST));
    }

    pub fn of(&self, at: usize) -> FactsOf<'_> {
        FactsOf { births: self.births.of(at), sex: self.sexes[at], states: self.states.of(at), places: self.places.of(at) }
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

    /// Rows that end where `ends` says, which begins with 0.
    pub fn of_parts(ends: Vec<u32>, values: Vec<T>) -> Self {
        Self { ends, values }
    }

    pub fn of(&self, at: usize) -> &[T] {
        &self.values[self.ends[at] as usize..self.ends[at + 1] as usize]
    }

    pub fn len(&self) -> usize {
        self.ends.len() - 1
    }

    pub fn bytes(&self) -> usize {
        self.ends.len() * 4 + self.values.len() * size_of::<T>()
    }
}

/// A state as a number: its two letters where it has them, so that `D`, `DEU` and `DE` are one.
fn packed(state: StateCode) -> u16 {
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
