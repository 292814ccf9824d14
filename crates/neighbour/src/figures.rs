//! The counts of a pair of posts: how many people one side recorded in one direction on one day, and how whole that is.

use crate::{
    GroupBy,
    content::{NOTE, fault_of_text},
};
use jiff::{Timestamp, civil::Date};
use limen_domain::{Direction, Mode, Sex, StateCode};
use serde::{Deserialize, Serialize};

/// Maximum number of groups in the counts of a day.
const MOST_GROUPS: usize = 400;
/// Maximum number of people in one count: more is a slip.
const MOST_PEOPLE: u64 = 10_000_000;

/// From when to when a day is. Both sides name days by the zone that the agreement names for the pair, so that a day is the
/// same day; a side that publishes counts by days of its own says its own day of this date, and when that began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayBounds {
    /// Its beginning, in UTC.
    pub from: Timestamp,
    /// Its end, in UTC; not part of it.
    pub to: Timestamp,
    /// When the sender's own day of this date begins, in UTC.
    pub own_midnight: Timestamp,
}

/// How whole a count is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Coverage {
    /// For how many hours of the day the post was closed, or nobody worked there.
    #[serde(default)]
    pub hours_closed: u8,
    /// How many people were counted by tally, and not registered; they are in no group.
    #[serde(default)]
    pub tallied: u64,
    /// Until when the post's records have come in; `None` where all are there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reached_until: Option<Timestamp>,
}

/// The code of everyone who is a national of neither state, or of whom it is not known.
pub const OTHERS: &str = "others";
/// The code of everyone of whom it is not known, where groups are not those of nationality.
pub const UNKNOWN: &str = "unknown";
/// Maximum characters of a band of ages: `100-104`.
const LONGEST_BAND: usize = 7;

/// How many people of one group, by one thing that groups are made by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// By what.
    pub by: GroupBy,
    /// Which: a state, a sex, an age band, a mode of transport, as a code.
    pub code: String,
    /// How many people, protected as the agreement says.
    pub people: u64,
}

impl Group {
    /// Whether its code is one of those by which an agreement of these two states lets counts be parted: a code is no place for
    /// words.
    pub(crate) fn is_of(&self, states: [StateCode; 2]) -> bool {
        let code = self.code.as_str();
        match self.by {
            GroupBy::Nationality => code == OTHERS || states.iter().any(|state| state.as_str() == code),
            GroupBy::Sex => code == UNKNOWN || code.parse::<Sex>().is_ok(),
            GroupBy::Mode => code == UNKNOWN || code.parse::<Mode>().is_ok(),
            GroupBy::Age => code == UNKNOWN || is_band(code),
        }
    }
}

/// Whether a code is a band of ages: `18-24`, or `60` for that age and all above it. Each side has bands of its own.
fn is_band(code: &str) -> bool {
    let is_age = |text: &str| (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    code.len() <= LONGEST_BAND && code.split('-').count() <= 2 && code.split('-').all(is_age)
}

/// What one side counted in one direction on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayFigures {
    /// The pair's code, as the agreement has it.
    pub pair: String,
    /// The day, by the pair's zone.
    pub day: Date,
    /// Which way, as the sender sees it: its exit is the other side's entry.
    pub direction: Direction,
    /// From when to when.
    #[serde(flatten)]
    pub bounds: DayBounds,
    /// How many people were recorded, protected.
    pub people: u64,
    /// The same people by groups; each kind of group makes up the whole, but for what protection does.
    #[serde(default)]
    pub groups: Vec<Group>,
    /// What every count is a multiple of.
    pub multiple_of: u64,
    /// How whole the count is.
    #[serde(default)]
    pub coverage: Coverage,
    /// Grows with each correction of this day, from 1.
    pub version: u32,
}

impl DayFigures {
    pub(crate) fn fault(&self) -> Option<&'static str> {
        let counts = self.groups.iter().map(|group| group.people).chain([self.people, self.coverage.tallied]);
        if counts.into_iter().any(|people| people > MOST_PEOPLE) || self.groups.len() > MOST_GROUPS {
            return Some("a count is too large, or there are too many groups");
        }
        if self.bounds.from >= self.bounds.to || self.coverage.hours_closed > 25 || self.version == 0 {
            return Some("the day or its version can't be");
        }
        self.groups.iter().find_map(|group| fault_of_text(&group.code, 16)).or_else(|| fault_of_text(&self.pair, 16))
    }

    /// The day and pair of the other side's counts that these are to be held against, and its direction.
    pub fn counterpart(&self) -> (String, Date, Direction) {
        (self.pair.clone(), self.day, self.direction.other())
    }
}

/// What the chief of a post writes beside the counts of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairNote {
    /// The pair's code.
    pub pair: String,
    /// The day, by the pair's zone.
    pub day: Date,
    /// The text.
    pub text: String,
}

impl PairNote {
    pub(crate) fn fault(&self) -> Option<&'static str> {
        fault_of_text(&self.text, NOTE).or_else(|| fault_of_text(&self.pair, 16))
    }
}
