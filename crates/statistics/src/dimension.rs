//! What crossings are counted by: the columns of the flow table, and what is made of them.

use crate::records::of_movement;
use limen_domain::{AgeBand, Direction, DocumentKind, Mode, Purpose, Sex, Source};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

macro_rules! dimensions {
    ($($(#[$meta:meta])* $name:ident = $code:literal),+ $(,)?) => {
        /// What crossings are counted by.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Dimension { $($(#[$meta])* $name),+ }

        impl Dimension {
            /// Every dimension.
            pub const ALL: &'static [Dimension] = &[$(Dimension::$name),+];

            /// The code, as it stands in addresses, exports and messages.
            pub fn code(self) -> &'static str {
                match self { $(Dimension::$name => $code),+ }
            }
        }

        impl FromStr for Dimension {
            type Err = DimensionError;

            fn from_str(text: &str) -> Result<Self, DimensionError> {
                match text { $($code => Ok(Dimension::$name),)+ _ => Err(DimensionError(text.chars().take(40).collect())) }
            }
        }
    };
}

dimensions! {
    /// The post.
    Post = "post",
    /// The year.
    Year = "year",
    /// The month.
    Month = "month",
    /// The week from Monday on, by its first day.
    Week = "week",
    /// The day at the post.
    Day = "day",
    /// The day of the week, Monday 1 to Sunday 7 (ISO 8601).
    Weekday = "weekday",
    /// The hour of the day at the post.
    Hour = "hour",
    /// Which way.
    Direction = "direction",
    /// How it was decided.
    Decision = "decision",
    /// The nationality.
    Nationality = "nationality",
    /// The country of residence.
    Residence = "residence",
    /// The sex.
    Sex = "sex",
    /// The age in bands of five years.
    Age = "age",
    /// The age in broad bands.
    AgeBand = "age-band",
    /// The kind of document.
    Document = "document",
    /// How the identity reached the counter: read or typed.
    Source = "source",
    /// The purpose.
    Purpose = "purpose",
    /// The mode of transport.
    Mode = "mode",
    /// The town of origin.
    Origin = "origin",
    /// The town of destination.
    Destination = "destination",
    /// How long they meant to stay.
    Stay = "stay",
    /// How long those who leave have stayed.
    Stayed = "stayed",
    /// Whether those who leave have overstayed, and how long.
    Overstayed = "overstayed",
}

/// A text that names no dimension.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("flows are not counted by \u{201c}{0}\u{201d}")]
pub struct DimensionError(String);

impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Where a dimension comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum From {
    /// The same for a whole post and month, or a day.
    Time,
    /// A closed list: one byte a row.
    Byte(Byte),
    /// Texts that each have a number.
    Text(Text),
    /// A number of days.
    Days(Days),
}

/// What a dimension tells of. Of what is published, who crossed and how they passed are never told of the same people: an
/// hour or a town beside a rare nationality would be somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    /// When and at which post, which way, by what means, and how the identity reached the counter.
    Frame,
    /// Who crossed, and for how long.
    Person,
    /// At which hour, from where to where, with what document.
    Passage,
}

/// Columns of one byte a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Byte {
    Hour,
    Movement,
    Sex,
    Age,
    Document,
    Source,
    Purpose,
    Mode,
}

impl Byte {
    pub(crate) const ALL: [Self; 8] =
        [Self::Hour, Self::Movement, Self::Sex, Self::Age, Self::Document, Self::Source, Self::Purpose, Self::Mode];
    pub(crate) const COUNT: usize = Self::ALL.len();
}

/// Columns of texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Text {
    Nationality,
    Residence,
    Origin,
    Destination,
}

impl Text {
    pub(crate) const ALL: [Self; 4] = [Self::Nationality, Self::Residence, Self::Origin, Self::Destination];
    pub(crate) const COUNT: usize = Self::ALL.len();
}

/// Columns of numbers of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Days {
    Stay,
    Stayed,
    Overstayed,
}

impl Days {
    pub(crate) const ALL: [Self; 3] = [Self::Stay, Self::Stayed, Self::Overstayed];
    pub(crate) const COUNT: usize = Self::ALL.len();
}

/// How many bands of five years there are: 0 to 4, 5 to 9 and so on to 80 and over, and unknown.
const AGE_BANDS: usize = 18;
const OLDEST_BAND: u8 = 80;
/// Classes of duration: the upper bounds in days (Recommendations on Statistics of International Migration, Rev. 1, and
/// IRTS 2008: same day, up to a week, a month, three months, a year, longer).
const STAY_CLASSES: [(u16, &str); 7] =
    [(0, "0"), (3, "1-3"), (7, "4-7"), (30, "8-30"), (90, "31-90"), (365, "91-365"), (u16::MAX - 1, "366")];
/// The least age of the band that an age falls into: of five years, but that 18 begins a band of its own, as it does of the
/// broad ones.
pub(crate) fn lowest_age(years: u8) -> u8 {
    match years {
        18 | 19 => 18,
        years => years.min(OLDEST_BAND) / 5 * 5,
    }
}

/// The fewest days of the class of duration that a number of days falls into.
pub(crate) fn lowest_stay(days: u16) -> u16 {
    let shorter = STAY_CLASSES.iter().rev().find(|(most, _)| *most < days);
    shorter.map_or(0, |(most, _)| most + 1)
}

/// What stands for a value that is not known.
pub const UNKNOWN: &str = "unknown";

impl Dimension {
    pub(crate) fn group(self) -> Group {
        match self {
            Self::Post
            | Self::Year
            | Self::Month
            | Self::Week
            | Self::Day
            | Self::Weekday
            | Self::Direction
            | Self::Decision
            | Self::Source
            | Self::Mode => Group::Frame,
            Self::Nationality
            | Self::Residence
            | Self::Sex
            | Self::Age
            | Self::AgeBand
            | Self::Purpose
            | Self::Stay
            | Self::Stayed
            | Self::Overstayed => Group::Person,
            Self::Hour | Self::Document | Self::Origin | Self::Destination => Group::Passage,
        }
    }

    pub(crate) fn from(self) -> From {
        match self {
            Self::Post | Self::Year | Self::Month | Self::Week | Self::Day | Self::Weekday => From::Time,
            Self::Hour => From::Byte(Byte::Hour),
            Self::Direction | Self::Decision => From::Byte(Byte::Movement),
            Self::Sex => From::Byte(Byte::Sex),
            Self::Age | Self::AgeBand => From::Byte(Byte::Age),
            Self::Document => From::Byte(Byte::Document),
            Self::Source => From::Byte(Byte::Source),
            Self::Purpose => From::Byte(Byte::Purpose),
            Self::Mode => From::Byte(Byte::Mode),
            Self::Nationality => From::Text(Text::Nationality),
            Self::Residence => From::Text(Text::Residence),
            Self::Origin => From::Text(Text::Origin),
            Self::Destination => From::Text(Text::Destination),
            Self::Stay => From::Days(Days::Stay),
            Self::Stayed => From::Days(Days::Stayed),
            Self::Overstayed => From::Days(Days::Overstayed),
        }
    }

    /// The codes of a dimension whose values are a closed list, in their order; nothing for others.
    pub fn codes(self) -> Option<Vec<String>> {
        fn listed<T: Copy>(all: &[T], code: fn(T) -> &'static str) -> Vec<String> {
            all.iter().map(|value| code(*value).to_owned()).collect()
        }
        fn unknown_first<T: Copy>(all: &[T], code: fn(T) -> &'static str) -> Vec<String> {
            std::iter::once(UNKNOWN.to_owned()).chain(listed(all, code)).collect()
        }
        Some(match self {
            Self::Weekday => (1..=7).map(|day| day.to_string()).collect(),
            Self::Hour => (0..24).map(|hour| hour.to_string()).collect(),
            Self::Direction => listed(Direction::ALL, Direction::code),
            Self::Decision => listed(limen_domain::DecisionKind::ALL, limen_domain::DecisionKind::code),
            Self::Sex => listed(Sex::ALL, Sex::code),
            Self::Age => (0..AGE_BANDS)
                .map(|band| match band {
                    17 => UNKNOWN.to_owned(),
                    16 => OLDEST_BAND.to_string(),
                    band => format!("{}-{}", band * 5, band * 5 + 4),
                })
                .collect(),
            Self::AgeBand => AgeBand::ALL.iter().map(|band| band.code().to_owned()).collect(),
            Self::Document => unknown_first(DocumentKind::ALL, DocumentKind::code),
            Self::Source => listed(Source::ALL, Source::code),
            Self::Purpose => unknown_first(Purpose::ALL, Purpose::code),
            Self::Mode => unknown_first(Mode::ALL, Mode::code),
            Self::Stay | Self::Stayed | Self::Overstayed => {
                STAY_CLASSES.iter().map(|(_, code)| (*code).to_owned()).chain([UNKNOWN.to_owned()]).collect()
            }
            Self::Post | Self::Year | Self::Month | Self::Week | Self::Day => return None,
            Self::Nationality | Self::Residence | Self::Origin | Self::Destination => return None,
        })
    }

    /// Which of [`Dimension::codes`] a byte of a column stands for.
    pub(crate) fn of_byte(self, byte: u8) -> u32 {
        match self {
            Self::Direction => of_movement(byte).map_or(0, |(direction, _)| u32::from(direction == Direction::Exit)),
            Self::Decision => u32::from(byte % 8),
            Self::Age if byte == u8::MAX => AGE_BANDS as u32 - 1,
            Self::Age => u32::from(byte.min(OLDEST_BAND) / 5),
            Self::AgeBand => {
                let band = AgeBand::of((byte != u8::MAX).then_some(u16::from(byte)));
                AgeBand::ALL.iter().position(|other| *other == band).unwrap_or_default() as u32
            }
            _ => u32::from(byte),
        }
    }

    /// Which class of duration a number of days belongs to.
    pub(crate) fn of_days(days: u16) -> u32 {
        let class = STAY_CLASSES.iter().position(|(most, _)| days <= *most);
        class.unwrap_or(STAY_CLASSES.len()) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_and_durations_fall_into_their_classes() {
        let age =
            |years: u8| Dimension::Age.codes().expect("a closed list")[Dimension::Age.of_byte(years) as usize].clone();
        assert_eq!(
            [age(0), age(4), age(5), age(79), age(80), age(119), age(255)],
            ["0-4", "0-4", "5-9", "75-79", "80", "80", UNKNOWN]
        );
        let stay =
            |days: u16| Dimension::Stay.codes().expect("a closed list")[Dimension::of_days(days) as usize].clone();
        assert_eq!(
            [stay(0), stay(3), stay(4), stay(90), stay(400), stay(u16::MAX)],
            ["0", "1-3", "4-7", "31-90", "366", UNKNOWN]
        );
        let band = |years: u8| {
            Dimension::AgeBand.codes().expect("a closed list")[Dimension::AgeBand.of_byte(years) as usize].clone()
        };
        assert_eq!([band(14), band(17), band(18), band(255)], ["0-14", "15-17", "18-24", "unknown"]);
    }

    #[test]
    fn what_is_published_of_an_age_or_a_duration_falls_into_the_same_classes() {
        for age in 0..=u8::MAX - 1 {
            for bands in [Dimension::Age, Dimension::AgeBand] {
                assert_eq!(bands.of_byte(lowest_age(age)), bands.of_byte(age), "{bands} of {age}");
            }
        }
        for days in 0..u16::MAX {
            assert_eq!(Dimension::of_days(lowest_stay(days)), Dimension::of_days(days), "{days} days");
        }
    }

    #[test]
    fn every_dimension_is_found_by_its_code() {
        for &dimension in Dimension::ALL {
            assert_eq!(dimension.code().parse(), Ok(dimension));
        }
        assert!("name".parse::<Dimension>().is_err());
    }
}
