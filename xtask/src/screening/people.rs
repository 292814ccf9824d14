//! The people of the benchmark: names put together anew from a file of invented people, or, where there is none, from
//! the names of the demonstration.

use jiff::civil::Date;
use limen::demo;
use limen_domain::{Action, Alert, AlertId, BirthDate, ListName, PartialDate, Sex};
use limen_screening::{Subject, WrittenName};
use rand::{Rng, RngExt, seq::IndexedRandom};
use serde::Deserialize;
use std::{collections::HashMap, path::PathBuf};

/// Someone invented.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Person {
    /// Given names, then surname.
    pub parts: Vec<String>,
    pub born: String,
    pub sex: Sex,
    /// Whether the given names were cut short.
    pub cut: bool,
}

impl Person {
    pub fn date(&self) -> Option<Date> {
        self.born.parse().ok()
    }

    pub fn name(&self) -> String {
        self.parts.join(" ")
    }

    pub fn birth_date(&self) -> Option<BirthDate> {
        self.born.parse::<PartialDate>().ok().filter(|date| *date != PartialDate::Unknown).map(BirthDate::On)
    }

    pub fn subject(&self) -> Subject {
        let cut_after = self.cut.then(|| self.parts.len() - 1);
        Subject {
            names: vec![WrittenName { text: self.name(), cut_after }],
            birth_date: self.birth_date(),
            sex: Some(self.sex),
            ..Subject::default()
        }
    }

    /// The person of an alert that has a Latin name of two parts or more, and a day of birth; `None` for others.
    pub fn of(alert: &Alert) -> Option<Self> {
        let name = alert.names.first().filter(|name| name.is_ascii() && !name.contains(','))?;
        let parts: Vec<String> = name.split_whitespace().map(str::to_owned).collect();
        let born = alert.birth_dates.iter().find(|date| matches!(date, BirthDate::On(PartialDate::Full(_))))?;
        let sex = alert.sex.unwrap_or(Sex::Male);
        (parts.len() >= 2).then(|| Self { parts, born: born.to_string(), sex, cut: false })
    }

    pub fn alert(&self, list: &ListName, number: usize, aliases: Vec<String>) -> Alert {
        // The identifier is made of digits and a letter, which is always one.
        let id = AlertId::parse(&format!("A{number}")).unwrap_or_else(|_| unreachable!("letters and digits"));
        let mut alert = Alert::new(list.clone(), id, Action::Refer);
        alert.names = std::iter::once(self.name()).chain(aliases).collect();
        alert.birth_dates = self.birth_date().into_iter().collect();
        alert.sex = Some(self.sex);
        alert
    }
}

#[derive(Deserialize)]
struct Row {
    first_name: String,
    middle_name: String,
    last_name: String,
}

/// Names of one culture: people of one script, as near as their file tells.
#[derive(Debug, Default)]
struct Culture {
    given: Vec<String>,
    surnames: Vec<String>,
}

/// Where people are drawn from.
#[derive(Debug)]
pub(super) struct Source {
    cultures: Vec<Culture>,
}

impl Source {
    /// The names of these files (columns `first_name`, `middle_name`, `last_name`), in groups of one script.
    ///
    /// # Errors
    /// A file can't be read, or is no CSV with these columns.
    pub fn of_files(files: &[PathBuf]) -> Result<Self, crate::Failed> {
        let mut groups: HashMap<u8, Culture> = HashMap::new();
        for file in files {
            for row in csv::Reader::from_path(file)?.deserialize() {
                let Row { first_name, middle_name, last_name } = row?;
                let culture = groups.entry(script(&last_name)).or_default();
                culture.given.push(first_name);
                culture
                    .given
                    .extend(Some(middle_name).filter(|name| !name.is_empty() && script(name) == script(&last_name)));
                culture.surnames.push(last_name);
            }
        }
        let mut groups: Vec<(u8, Culture)> =
            groups.into_iter().filter(|(_, culture)| culture.given.len() > 50).collect();
        groups.sort_by_key(|(script, _)| *script);
        Ok(Self { cultures: groups.into_iter().map(|(_, culture)| culture).collect() })
    }

    /// The names of the demonstration's people.
    pub fn of_the_demonstration() -> Self {
        let demo::people::NamesUsed { given, surnames } = demo::people::all_names();
        let own = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Self { cultures: vec![Culture { given: own(&given), surnames: own(&surnames) }] }
    }

    /// Someone new: one to three given names and a surname of one culture, as common as they are in the source.
    pub fn person(&self, random: &mut impl Rng) -> Person {
        let total: usize = self.cultures.iter().map(|culture| culture.surnames.len()).sum();
        let mut at = random.random_range(0..total);
        let culture = self.cultures.iter().find(|culture| {
            let here = at < culture.surnames.len();
            at = at.saturating_sub(culture.surnames.len());
            here
        });
        let culture = culture.unwrap_or(&self.cultures[0]);
        let count = if random.random_bool(0.4) { 2 } else { 1 };
        let mut parts: Vec<String> = (0..count).filter_map(|_| culture.given.choose(random).cloned()).collect();
        parts.dedup();
        parts.extend(culture.surnames.choose(random).cloned());
        let parts = parts.iter().flat_map(|part| part.split_whitespace()).map(str::to_owned).collect();
        let (year, month, day) =
            (random.random_range(1940..2009), random.random_range(1..13), random.random_range(1..29));
        let sex = if random.random_bool(0.5) { Sex::Female } else { Sex::Male };
        Person { parts, born: format!("{year:04}-{month:02}-{day:02}"), sex, cut: false }
    }
}

/// The script of a name's first letter, by the block it stands in.
fn script(name: &str) -> u8 {
    match name.chars().next().map_or(0, u32::from) {
        0..=0x24f => 0,
        0x370..=0x3ff => 1,
        0x400..=0x52f => 2,
        0x530..=0x58f => 3,
        0x590..=0x5ff => 4,
        0x600..=0x77f => 5,
        0x900..=0x97f => 6,
        0x980..=0xdff => 7,
        0xe00..=0xeff => 8,
        0x10a0..=0x10ff => 9,
        0x1200..=0x139f => 10,
        0x3040..=0x30ff | 0x4e00..=0x9fff => 11,
        0xac00..=0xd7a3 => 12,
        _ => 13,
    }
}
