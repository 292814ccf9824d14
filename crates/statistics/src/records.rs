//! The crossings of a day as they are kept: a column for each thing that is known, packed.
//!
//! The same crossings give the same bytes, in whatever order they came: a day counted anew from the journal can be
//! compared byte by byte with what was kept.

use limen_domain::{DecisionKind, Direction, DocumentKind, Mode, Purpose, Sex, Source};
use limen_store::Counted;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;
use std::collections::{BTreeMap, BTreeSet};

/// Marks a number of days, or an age, that is not known.
pub const UNKNOWN_DAYS: u16 = u16::MAX;
/// Marks an age that is not known.
pub const UNKNOWN_AGE: u8 = u8::MAX;
/// The oldest age that is told apart.
const OLDEST: u16 = 120;
/// Bytes are packed quickly rather than most tightly: a day is packed again with each crossing.
const LEVEL: i32 = 3;
/// Maximum bytes that a day unpacks to: some 600,000 crossings.
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// One crossing without who crossed: what a row of the flow table is.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Record {
    /// The hour of the day at the post, 0 to 23.
    pub hour: u8,
    /// Direction and decision, see [`movement`].
    pub movement: u8,
    /// Nationality's code, empty where unknown.
    pub nationality: String,
    /// Code of the country of residence, empty where it was not asked.
    pub residence: String,
    /// Sex, as its place in the list from 0.
    pub sex: u8,
    /// Age in completed years, or [`UNKNOWN_AGE`].
    pub age: u8,
    /// Kind of document, as its place in the list from 1; 0 without one.
    pub document: u8,
    /// How the identity reached the counter, as its place in the list from 0.
    pub source: u8,
    /// Purpose, as its place in the list from 1; 0 where it was not asked.
    pub purpose: u8,
    /// Mode of transport, as its place in the list from 1; 0 where it was not asked.
    pub mode: u8,
    /// Town of origin, empty where it was not asked.
    pub origin: String,
    /// Town of destination, empty where it was not asked.
    pub destination: String,
    /// Days they meant to stay, or [`UNKNOWN_DAYS`].
    pub stay: u16,
    /// For an exit: days since the entry, or [`UNKNOWN_DAYS`].
    pub stayed: u16,
    /// For an exit: days after the last day authorised, or [`UNKNOWN_DAYS`].
    pub overstayed: u16,
}

/// Direction and decision in one number: the direction's place times eight and the decision's.
pub fn movement(direction: Direction, decision: DecisionKind) -> u8 {
    (place(Direction::ALL, direction) * 8 + place(DecisionKind::ALL, decision)) as u8
}

/// The movement of a number; `None` for a number that stands for none.
pub fn of_movement(movement: u8) -> Option<(Direction, DecisionKind)> {
    Some((*Direction::ALL.get(usize::from(movement / 8))?, *DecisionKind::ALL.get(usize::from(movement % 8))?))
}

fn place<T: PartialEq>(all: &[T], value: T) -> usize {
    all.iter().position(|other| *other == value).unwrap_or_default()
}

fn place_or_none<T: PartialEq>(all: &[T], value: Option<T>) -> u8 {
    value.map_or(0, |value| place(all, value) as u8 + 1)
}

impl Record {
    /// A counted crossing at this hour of the day at its post.
    pub fn of(counted: &Counted, hour: u8) -> Self {
        Self {
            hour,
            movement: movement(counted.direction, counted.decision),
            nationality: counted.nationality.clone(),
            residence: counted.residence.clone(),
            sex: place(Sex::ALL, counted.sex) as u8,
            age: counted.age.map_or(UNKNOWN_AGE, |age| age.min(OLDEST) as u8),
            document: place_or_none(DocumentKind::ALL, counted.document),
            source: place(Source::ALL, counted.source) as u8,
            purpose: place_or_none(Purpose::ALL, counted.purpose),
            mode: place_or_none(Mode::ALL, counted.mode),
            origin: counted.origin.clone(),
            destination: counted.destination.clone(),
            stay: counted.stay_days.unwrap_or(UNKNOWN_DAYS),
            stayed: counted.stayed_days.unwrap_or(UNKNOWN_DAYS),
            overstayed: counted.overstayed_days.unwrap_or(UNKNOWN_DAYS),
        }
    }
}

/// A column of texts: each text once, and which of them each row has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Texts {
    texts: Vec<String>,
    /// Two bytes a row, the lower first.
    rows: ByteBuf,
}

impl Texts {
    fn of<'a>(rows: impl Iterator<Item = &'a str> + Clone) -> Self {
        let texts: BTreeSet<&str> = rows.clone().collect();
        let places: BTreeMap<&str, u16> =
            texts.iter().enumerate().map(|(at, text)| (*text, u16::try_from(at).unwrap_or(u16::MAX))).collect();
        let mut bytes = Vec::new();
        for row in rows {
            bytes.extend(places.get(row).copied().unwrap_or(u16::MAX).to_le_bytes());
        }
        Self { texts: texts.into_iter().map(str::to_owned).collect(), rows: ByteBuf::from(bytes) }
    }

    /// Each text once.
    pub(crate) fn texts(&self) -> &[String] {
        &self.texts
    }

    /// Which text each row has, as its place.
    pub(crate) fn rows(&self) -> impl Iterator<Item = u16> + '_ {
        numbers(&self.rows)
    }
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u16> + '_ {
    bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
}

/// The crossings of a day at a post, as columns.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DayRecords {
    pub(crate) hour: ByteBuf,
    pub(crate) movement: ByteBuf,
    pub(crate) nationality: Texts,
    pub(crate) residence: Texts,
    pub(crate) sex: ByteBuf,
    pub(crate) age: ByteBuf,
    pub(crate) document: ByteBuf,
    pub(crate) source: ByteBuf,
    pub(crate) purpose: ByteBuf,
    pub(crate) mode: ByteBuf,
    pub(crate) origin: Texts,
    pub(crate) destination: Texts,
    stay: ByteBuf,
    stayed: ByteBuf,
    overstayed: ByteBuf,
}

/// Packed records that can't be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the flows of a day are damaged; count them anew with `limen statistics recount`")]
pub struct Damaged;

impl DayRecords {
    pub(crate) fn len(&self) -> usize {
        self.hour.len()
    }

    pub(crate) fn stay(&self) -> impl Iterator<Item = u16> + '_ {
        numbers(&self.stay)
    }

    pub(crate) fn stayed(&self) -> impl Iterator<Item = u16> + '_ {
        numbers(&self.stayed)
    }

    pub(crate) fn overstayed(&self) -> impl Iterator<Item = u16> + '_ {
        numbers(&self.overstayed)
    }

    /// Whether each column has as many rows as the others, and no row a text that is not there.
    fn is_whole(&self) -> bool {
        let rows = self.len();
        let bytes = [&self.movement, &self.sex, &self.age, &self.document, &self.source, &self.purpose, &self.mode];
        let pairs = [&self.stay, &self.stayed, &self.overstayed];
        let texts = [&self.nationality, &self.residence, &self.origin, &self.destination];
        bytes.iter().all(|column| column.len() == rows)
            && pairs.iter().all(|column| column.len() == 2 * rows)
            && texts.iter().all(|column| {
                column.rows.len() == 2 * rows && column.rows().all(|at| usize::from(at) < column.texts.len())
            })
    }
}

/// Packs the crossings of a day.
pub fn pack(mut records: Vec<Record>) -> Vec<u8> {
    records.sort_unstable();
    let bytes = |column: fn(&Record) -> u8| ByteBuf::from(records.iter().map(column).collect::<Vec<u8>>());
    let pairs = |column: fn(&Record) -> u16| {
        ByteBuf::from(records.iter().flat_map(|r| column(r).to_le_bytes()).collect::<Vec<u8>>())
    };
    let day = DayRecords {
        hour: bytes(|record| record.hour),
        movement: bytes(|record| record.movement),
        nationality: Texts::of(records.iter().map(|record| record.nationality.as_str())),
        residence: Texts::of(records.iter().map(|record| record.residence.as_str())),
        sex: bytes(|record| record.sex),
        age: bytes(|record| record.age),
        document: bytes(|record| record.document),
        source: bytes(|record| record.source),
        purpose: bytes(|record| record.purpose),
        mode: bytes(|record| record.mode),
        origin: Texts::of(records.iter().map(|record| record.origin.as_str())),
        destination: Texts::of(records.iter().map(|record| record.destination.as_str())),
        stay: pairs(|record| record.stay),
        stayed: pairs(|record| record.stayed),
        overstayed: pairs(|record| record.overstayed),
    };
    let mut plain = Vec::new();
    // Neither writing to memory nor packing it fails.
    if ciborium::into_writer(&day, &mut plain).is_err() {
        return Vec::new();
    }
    zstd::bulk::compress(&plain, LEVEL).unwrap_or_default()
}

/// Unpacks the crossings of a day; empty for a day without any.
pub(crate) fn unpack(packed: &[u8]) -> Result<DayRecords, Damaged> {
    if packed.is_empty() {
        return Ok(DayRecords::default());
    }
    let plain = zstd::bulk::decompress(packed, MOST_BYTES).map_err(|_| Damaged)?;
    let day: DayRecords = ciborium::from_reader(plain.as_slice()).map_err(|_| Damaged)?;
    if day.is_whole() { Ok(day) } else { Err(Damaged) }
}

/// The crossings of a day one by one.
///
/// # Errors
/// The bytes are no day as [`pack`] writes it.
pub fn unpacked(packed: &[u8]) -> Result<Vec<Record>, Damaged> {
    let day = unpack(packed)?;
    let texts = |column: &Texts| column.rows().map(|at| column.texts[usize::from(at)].clone()).collect::<Vec<_>>();
    let (nationality, residence) = (texts(&day.nationality), texts(&day.residence));
    let (origin, destination) = (texts(&day.origin), texts(&day.destination));
    let days = day.stay().zip(day.stayed()).zip(day.overstayed());
    let records = days.enumerate().map(|(at, ((stay, stayed), overstayed))| Record {
        hour: day.hour[at],
        movement: day.movement[at],
        nationality: nationality[at].clone(),
        residence: residence[at].clone(),
        sex: day.sex[at],
        age: day.age[at],
        document: day.document[at],
        source: day.source[at],
        purpose: day.purpose[at],
        mode: day.mode[at],
        origin: origin[at].clone(),
        destination: destination[at].clone(),
        stay,
        stayed,
        overstayed,
    });
    Ok(records.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn record() -> impl Strategy<Value = Record> {
        let codes = (0u8..24, 0u8..16, "[A-Z]{0,3}", "[A-Z]{0,3}", 0u8..3, any::<u8>());
        let more = (0u8..9, 0u8..4, 0u8..12, 0u8..10, ".{0,8}", ".{0,8}", any::<u16>(), any::<u16>(), any::<u16>());
        (codes, more).prop_map(|((hour, movement, nationality, residence, sex, age), more)| {
            let (document, source, purpose, mode, origin, destination, stay, stayed, overstayed) = more;
            Record {
                hour,
                movement,
                nationality,
                residence,
                sex,
                age,
                document,
                source,
                purpose,
                mode,
                origin,
                destination,
                stay,
                stayed,
                overstayed,
            }
        })
    }

    proptest! {
        #[test]
        fn the_same_crossings_give_the_same_bytes_and_come_back_whole(mut records in proptest::collection::vec(record(), 0..60)) {
            let packed = pack(records.clone());
            records.reverse();
            prop_assert_eq!(&packed, &pack(records.clone()));
            records.sort();
            prop_assert_eq!(unpacked(&packed), Ok(records));
        }

        #[test]
        fn bytes_that_are_no_day_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            // Nothing but what was packed is read, and nothing panics.
            let _ = unpacked(&bytes);
        }
    }

    #[test]
    fn a_movement_is_a_direction_and_a_decision() {
        for &direction in Direction::ALL {
            for &decision in DecisionKind::ALL {
                assert_eq!(of_movement(movement(direction, decision)), Some((direction, decision)));
            }
        }
        assert_eq!(of_movement(16), None);
    }
}
