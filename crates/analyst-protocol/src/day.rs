//! The counts of one day at one post in one of the tables: a row for all who are alike, as columns.

use crate::{Field, FieldKind, Part};
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;
use std::collections::HashMap;

/// Marks a row without a value.
pub const NOT_KNOWN: u16 = u16::MAX;

/// A column of texts: each text once, and the place of each row's text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Codes {
    /// Each text once.
    pub texts: Vec<String>,
    /// Two bytes a row, the lower first: the place of its text, or [`NOT_KNOWN`].
    pub rows: ByteBuf,
}

impl Codes {
    /// The column of these rows; `None` is a row without a text.
    pub fn of<'a>(rows: impl Iterator<Item = Option<&'a str>>) -> Self {
        let mut places: HashMap<&str, u16> = HashMap::new();
        let mut texts = Vec::new();
        let rows = packed(rows.map(|text| match text {
            None => NOT_KNOWN,
            Some(text) => *places.entry(text).or_insert_with(|| {
                texts.push(text.to_owned());
                u16::try_from(texts.len() - 1).unwrap_or(NOT_KNOWN)
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

/// Counts of four bytes each, the lower first.
pub fn packed_counts(counts: impl Iterator<Item = u32>) -> ByteBuf {
    ByteBuf::from(counts.flat_map(u32::to_le_bytes).collect::<Vec<u8>>())
}

/// The values of a field, a row each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Values {
    /// Texts.
    Texts(Codes),
    /// Numbers, or [`NOT_KNOWN`]: two bytes a row, the lower first.
    Numbers(ByteBuf),
}

impl Values {
    /// Two bytes a row: the number, or the place of the text.
    pub fn rows(&self) -> &[u8] {
        match self {
            Self::Texts(codes) => &codes.rows,
            Self::Numbers(rows) => rows,
        }
    }

    /// The same texts or numbers in other rows.
    pub fn with_rows(&self, rows: impl Iterator<Item = u16>) -> Self {
        let rows = packed(rows);
        match self {
            Self::Texts(codes) => Self::Texts(Codes { texts: codes.texts.clone(), rows }),
            Self::Numbers(_) => Self::Numbers(rows),
        }
    }

    /// Whether these are values of a field for a number of rows.
    fn are_of(&self, field: Field, rows: usize) -> bool {
        // The first number that stands for no value.
        let end = match (field.kind(), self) {
            (FieldKind::Listed | FieldKind::Named, Self::Texts(codes)) => codes.texts.len(),
            (FieldKind::Small, Self::Numbers(_)) => usize::from(u8::MAX),
            (FieldKind::Days, Self::Numbers(_)) => usize::from(NOT_KNOWN),
            _ => return false,
        };
        let is_value = |value: u16| usize::from(value) < end || value == NOT_KNOWN && !field.is_always_known();
        self.rows().len() == 2 * rows && numbers(self.rows()).all(is_value)
    }
}

/// A day at a post in one of the tables. All columns have as many rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// The table.
    pub part: Part,
    /// The post's code.
    pub post: String,
    /// Days since 1 January 1970.
    pub day: i32,
    /// The values of each of the table's fields, in the order of [`Part::fields`].
    pub columns: Vec<Values>,
    /// How many people are alike in all of them: four bytes a row, the lower first.
    pub people: ByteBuf,
}

impl Day {
    /// How many rows it has.
    pub fn rows(&self) -> usize {
        self.people.len() / size_of::<u32>()
    }

    /// How many people each row stands for.
    pub fn counts(&self) -> impl Iterator<Item = u32> {
        self.people.chunks_exact(size_of::<u32>()).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
    }

    /// Whether it has the columns of its table, each with as many rows as the others.
    pub fn is_whole(&self) -> bool {
        let fields = self.part.fields();
        self.people.len().is_multiple_of(size_of::<u32>())
            && self.columns.len() == fields.len()
            && self.columns.iter().zip(fields).all(|(values, field)| values.are_of(*field, self.rows()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten people of an hour and five of another, of unknown origin.
    fn passages() -> Day {
        let values = |field: &Field| match field {
            Field::Hour => Values::Numbers(packed([8, 9].into_iter())),
            Field::Origin => Values::Texts(Codes::of([None, None].into_iter())),
            _ => Values::Texts(Codes::of([Some("a code"), Some("a code")].into_iter())),
        };
        Day {
            part: Part::Passages,
            post: "KRM".into(),
            day: 20_000,
            columns: Part::Passages.fields().iter().map(values).collect(),
            people: packed_counts([10, 5].into_iter()),
        }
    }

    #[test]
    fn a_column_of_texts_comes_back_as_it_was() {
        let rows = [Some("GIN"), None, Some("MLI"), Some("GIN"), Some("")];
        let column = Codes::of(rows.into_iter());
        assert_eq!(column.texts, ["GIN", "MLI", ""]);
        assert_eq!(column.iter().collect::<Vec<_>>(), rows);
    }

    #[test]
    fn a_day_that_lacks_a_column_a_row_or_a_value_that_is_always_known_is_not_whole() {
        let whole = passages();
        assert!(whole.is_whole() && whole.rows() == 2 && whole.counts().eq([10, 5]));
        let changes: [fn(&mut Day); 6] = [
            |day| day.part = Part::People,
            |day| drop(day.columns.pop()),
            |day| day.people.truncate(7),
            |day| day.people = packed_counts([5].into_iter()),
            |day| day.columns[0] = Values::Numbers(packed([8, NOT_KNOWN].into_iter())),
            |day| day.columns[0] = Values::Numbers(packed([8, 300].into_iter())),
        ];
        for (at, change) in changes.into_iter().enumerate() {
            let mut day = whole.clone();
            change(&mut day);
            assert!(!day.is_whole(), "change {at}: {day:?}");
        }
    }
}
