//! The two tables of counts that files and questions know, and the columns of each.

use serde::{Deserialize, Serialize};

/// A table of counts. Who crossed and how they passed stand apart: an hour or a town beside a rare nationality would be
/// somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// Who crossed, and for how long.
    People,
    /// At which hour, from where to where, with what document.
    Passages,
}

impl Part {
    /// Each of them.
    pub const ALL: [Self; 2] = [Self::People, Self::Passages];

    /// The name of the table, of its folder, and of the file of a month.
    pub fn name(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Passages => "passages",
        }
    }

    /// What is counted by, beside the post and the day.
    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::People => &[
                Field::Direction,
                Field::Decision,
                Field::Nationality,
                Field::Residence,
                Field::Sex,
                Field::Age,
                Field::Purpose,
                Field::Mode,
                Field::Stay,
                Field::Stayed,
                Field::Overstayed,
            ],
            Self::Passages => &[
                Field::Hour,
                Field::Direction,
                Field::Decision,
                Field::Mode,
                Field::Document,
                Field::Source,
                Field::Origin,
                Field::Destination,
            ],
        }
    }

    /// The names of all columns in their order, beside `month`, which the folders' names give.
    pub fn columns(self) -> Vec<&'static str> {
        let own = self.fields().iter().map(|field| field.name());
        ["post", "day"].into_iter().chain(own).chain(["people"]).collect()
    }
}

/// What people are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Hours of the day, 0 to 23.
    Hour,
    /// `entry` or `exit`.
    Direction,
    /// What was decided.
    Decision,
    /// Nationalities.
    Nationality,
    /// Countries of residence.
    Residence,
    /// Sexes.
    Sex,
    /// Ages in completed years: the lowest of their band.
    Age,
    /// Kinds of document.
    Document,
    /// How the identity reached the counter.
    Source,
    /// Purposes.
    Purpose,
    /// Modes of transport.
    Mode,
    /// Towns of origin.
    Origin,
    /// Towns of destination.
    Destination,
    /// Days they meant to stay: the lowest of their class.
    Stay,
    /// For exits, days since the entry: the lowest of their class.
    Stayed,
    /// For exits, days after the last day authorised: the lowest of their class.
    Overstayed,
}

/// What the values of a field are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// Codes of a closed list.
    Listed,
    /// Codes of countries, or names of towns.
    Named,
    /// Numbers of one byte.
    Small,
    /// Numbers of days.
    Days,
}

impl Field {
    /// The name of its column.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Direction => "direction",
            Self::Decision => "decision",
            Self::Nationality => "nationality",
            Self::Residence => "residence",
            Self::Sex => "sex",
            Self::Age => "age",
            Self::Document => "document",
            Self::Source => "source",
            Self::Purpose => "purpose",
            Self::Mode => "mode",
            Self::Origin => "origin",
            Self::Destination => "destination",
            Self::Stay => "stay_days",
            Self::Stayed => "stayed_days",
            Self::Overstayed => "overstayed_days",
        }
    }

    /// What its values are.
    pub fn kind(self) -> FieldKind {
        match self {
            Self::Direction
            | Self::Decision
            | Self::Sex
            | Self::Document
            | Self::Source
            | Self::Purpose
            | Self::Mode => FieldKind::Listed,
            Self::Nationality | Self::Residence | Self::Origin | Self::Destination => FieldKind::Named,
            Self::Hour | Self::Age => FieldKind::Small,
            Self::Stay | Self::Stayed | Self::Overstayed => FieldKind::Days,
        }
    }

    /// Whether each row has a value.
    pub fn is_always_known(self) -> bool {
        matches!(self, Self::Hour | Self::Direction | Self::Decision | Self::Sex | Self::Source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_table_tells_the_hour_the_town_or_the_document_of_a_nationality_an_age_or_a_stay() {
        let [people, passages] = Part::ALL.map(|part| part.columns());
        let both: Vec<_> = people.iter().filter(|name| passages.contains(name)).copied().collect();
        assert_eq!(both, ["post", "day", "direction", "decision", "mode", "people"]);
        for name in ["hour", "origin", "destination", "document", "source"] {
            assert!(!people.contains(&name) && passages.contains(&name), "{name}");
        }
    }
}
