//! The crossings of one day at one post, without who crossed: a row each, as columns.

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;
use std::collections::HashMap;

/// Marks a row without an age.
pub const NO_AGE: u8 = u8::MAX;
/// Marks a row without a number of days.
pub const NO_DAYS: u16 = u16::MAX;
/// Marks a row without a text.
pub const NO_TEXT: u16 = u16::MAX;

/// A column of texts: each text once, and the place of each row's text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Codes {
    /// Each text once.
    pub texts: Vec<String>,
    /// Two bytes a row, the lower first: the place of its text, or [`NO_TEXT`].
    pub rows: ByteBuf,
}

impl Codes {
    /// The column of these rows; `None` is a row without a text.
    pub fn of<'a>(rows: impl Iterator<Item = Option<&'a str>>) -> Self {
        let mut places: HashMap<&str, u16> = HashMap::new();
        let mut texts = Vec::new();
        let rows = packed(rows.map(|text| match text {
            None => NO_TEXT,
            Some(text) => *places.entry(text).or_insert_with(|| {
                texts.push(text.to_owned());
                u16::try_from(texts.len() - 1).unwrap_or(NO_TEXT)
            }),
        }));
        Self { texts, rows }
    }

    /// The text of each row; `None` where it has none.
    pub fn iter(&self) -> impl Iterator<Item = Option<&str>> {
        numbers(&self.rows).map(|place| self.texts.get(usize::from(place)).map(String::as_str))
    }
}

/// Numbers of two bytes each, the lower first.
pub fn packed(numbers: impl Iterator<Item = u16>) -> ByteBuf {
    ByteBuf::from(numbers.flat_map(u16::to_le_bytes).collect::<Vec<u8>>())
}

/// The numbers that [`packed`] put together.
pub fn numbers(bytes: &[u8]) -> impl Iterator<Item = u16> {
    bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
}

/// A day at a post. All columns have as many rows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// The post's code.
    pub post: String,
    /// Days since 1 January 1970.
    pub day: i32,
    /// Hours of the day, 0 to 23.
    pub hours: ByteBuf,
    /// `entry` or `exit`.
    pub directions: Codes,
    /// What was decided.
    pub decisions: Codes,
    /// Nationalities.
    pub nationalities: Codes,
    /// Countries of residence.
    pub residences: Codes,
    /// Sexes.
    pub sexes: Codes,
    /// Ages in completed years, or [`NO_AGE`].
    pub ages: ByteBuf,
    /// Kinds of document.
    pub documents: Codes,
    /// How the identity reached the counter.
    pub sources: Codes,
    /// Purposes.
    pub purposes: Codes,
    /// Modes of transport.
    pub modes: Codes,
    /// Towns of origin.
    pub origins: Codes,
    /// Towns of destination.
    pub destinations: Codes,
    /// Days they meant to stay, two bytes each, or [`NO_DAYS`].
    pub stays: ByteBuf,
    /// For exits: days since the entry, two bytes each, or [`NO_DAYS`].
    pub stayed: ByteBuf,
    /// For exits: days after the last day authorised, two bytes each, or [`NO_DAYS`].
    pub overstayed: ByteBuf,
}

impl Day {
    /// How many rows it has.
    pub fn rows(&self) -> usize {
        self.hours.len()
    }

    /// Whether each column has as many rows as the others.
    pub fn is_whole(&self) -> bool {
        let codes = [
            &self.directions,
            &self.decisions,
            &self.nationalities,
            &self.residences,
            &self.sexes,
            &self.documents,
            &self.sources,
            &self.purposes,
            &self.modes,
            &self.origins,
            &self.destinations,
        ];
        let pairs = [&self.stays, &self.stayed, &self.overstayed];
        self.ages.len() == self.rows()
            && codes.iter().all(|column| column.rows.len() == 2 * self.rows())
            && pairs.iter().all(|column| column.len() == 2 * self.rows())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_of_texts_comes_back_as_it_was() {
        let rows = [Some("GIN"), None, Some("MLI"), Some("GIN"), Some("")];
        let column = Codes::of(rows.into_iter());
        assert_eq!(column.texts, ["GIN", "MLI", ""]);
        assert_eq!(column.iter().collect::<Vec<_>>(), rows);
    }

    #[test]
    fn a_day_whose_columns_differ_in_length_is_not_whole() {
        let mut day = Day { hours: ByteBuf::from(vec![8]), ..Day::default() };
        assert!(!day.is_whole());
        day.hours.clear();
        assert!(day.is_whole());
    }
}
