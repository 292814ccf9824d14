//! A reference list as a CSV file: read whole, or refused with every line that is wrong.

use crate::table_text::csv_reader;
use std::collections::BTreeMap;
use thiserror::Error;

/// Maximum number of lines of a list.
const MOST_LINES: usize = 2_000;
/// Maximum number of characters of one text.
const LONGEST_TEXT: usize = 300;

/// What is wrong with a line of a reference list.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}: {what}")]
pub struct ListProblem {
    /// The line of the file, counted from 1; 0 for the list as a whole.
    pub line: u64,
    /// What is wrong, and what to do.
    pub what: String,
}

/// One text in several languages; French and English are always there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Texts(BTreeMap<String, String>);

impl Texts {
    /// The text in a language (BCP 47, two letters); in English where it is not in that language.
    pub fn of(&self, language: &str) -> &str {
        self.0.get(language).or_else(|| self.0.get("en")).map_or("", String::as_str)
    }
}

/// A line of a list, its fields found by their columns' names.
pub(super) struct Line<'a> {
    columns: &'a csv::StringRecord,
    fields: &'a csv::StringRecord,
}

impl Line<'_> {
    /// The field of a column; empty where the list has no such column.
    pub(super) fn get(&self, column: &str) -> &str {
        let place = self.columns.iter().position(|name| name == column);
        place.and_then(|place| self.fields.get(place)).unwrap_or_default()
    }

    /// A field that must say something, in at most [`LONGEST_TEXT`] characters.
    pub(super) fn text(&self, column: &str) -> Result<String, String> {
        let text = self.get(column);
        if text.is_empty() || text.chars().count() > LONGEST_TEXT {
            return Err(format!("{column} is a text of 1 to {LONGEST_TEXT} characters"));
        }
        Ok(text.to_owned())
    }

    /// A code of 1 to 16 letters, digits or dashes.
    pub(super) fn code(&self) -> Result<String, String> {
        let code = self.get("code");
        let fits = (1..=16).contains(&code.len()) && code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if fits { Ok(code.to_owned()) } else { Err("a code has 1 to 16 letters, digits or dashes".to_owned()) }
    }

    /// The text of the line in every language that has a column.
    pub(super) fn texts(&self) -> Result<Texts, String> {
        let languages =
            self.columns.iter().filter(|name| name.len() == 2 && name.chars().all(|c| c.is_ascii_lowercase()));
        let mut texts = BTreeMap::new();
        for language in languages {
            if matches!(language, "fr" | "en") || !self.get(language).is_empty() {
                texts.insert(language.to_owned(), self.text(language)?);
            }
        }
        Ok(Texts(texts))
    }

    /// A day, `YYYY-MM-DD`.
    pub(super) fn day(&self, column: &str) -> Result<jiff::civil::Date, String> {
        let text = self.get(column);
        text.parse().map_err(|_| format!("\u{201c}{}\u{201d} is no day; write YYYY-MM-DD", cut(text)))
    }

    /// A day that may be left out.
    pub(super) fn day_or_none(&self, column: &str) -> Result<Option<jiff::civil::Date>, String> {
        if self.get(column).is_empty() { Ok(None) } else { self.day(column).map(Some) }
    }

    /// Codes of states parted by spaces; empty for `*`, which is everyone.
    pub(super) fn states(&self, column: &str) -> Result<Vec<crate::StateCode>, String> {
        let state = |text: &str| {
            let code = text.parse::<crate::StateCode>().ok().filter(|code| code.is_known());
            code.ok_or_else(|| format!("\u{201c}{}\u{201d} is no code of a state of Doc 9303-3", cut(text)))
        };
        match self.get(column) {
            "*" => Ok(Vec::new()),
            "" => Err(format!("{column} names no state; write codes such as GIN SEN, or *")),
            codes => codes.split_whitespace().map(state).collect(),
        }
    }
}

/// The lines read of a list, and what is wrong with it.
pub(super) struct Read<T> {
    pub(super) lines: Vec<(u64, T)>,
    pub(super) problems: Vec<ListProblem>,
}

impl<T> Read<T> {
    /// Notes a problem of a line.
    pub(super) fn wrong(&mut self, line: u64, what: String) {
        self.problems.push(ListProblem { line, what });
    }

    /// Notes each line whose code an earlier line has.
    pub(super) fn codes_are_distinct(&mut self, code: impl Fn(&T) -> &str) {
        let mut seen = BTreeMap::new();
        let mut doubled = Vec::new();
        for (line, item) in &self.lines {
            if let Some(first) = seen.insert(code(item).to_owned(), *line) {
                doubled.push((*line, format!("its code stands on line {first} already; give each line its own")));
            }
        }
        doubled.into_iter().for_each(|(line, what)| self.wrong(line, what));
    }

    /// The list, if nothing is wrong with it.
    pub(super) fn whole(mut self) -> Result<Vec<T>, Vec<ListProblem>> {
        if self.lines.len() > MOST_LINES {
            self.wrong(0, format!("there are more than {MOST_LINES} lines"));
        }
        if self.lines.is_empty() && self.problems.is_empty() {
            self.wrong(1, "there is nothing below the columns' names; write one entry a line".into());
        }
        self.problems.sort_by_key(|problem| problem.line);
        if self.problems.is_empty() {
            Ok(self.lines.into_iter().map(|(_, item)| item).collect())
        } else {
            Err(self.problems)
        }
    }
}

/// Reads a list that has at least the columns `required`.
pub(super) fn read<T>(csv: &[u8], required: &[&str], take: impl Fn(&Line<'_>) -> Result<T, String>) -> Read<T> {
    let mut reader = csv_reader(csv);
    let columns = reader.headers().cloned().unwrap_or_default();
    let mut all = Read { lines: Vec::new(), problems: Vec::new() };
    if let Some(missing) = required.iter().find(|name| !columns.iter().any(|column| column == **name)) {
        all.wrong(1, format!("there is no column \u{201c}{missing}\u{201d}; add it"));
        return all;
    }
    for record in reader.records().take(MOST_LINES + 1) {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                all.wrong(line, "this is not a line of CSV in UTF-8 with as many fields as columns".into());
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        match take(&Line { columns: &columns, fields: &record }) {
            Ok(item) => all.lines.push((line, item)),
            Err(what) => all.wrong(line, what),
        }
    }
    all
}

/// The beginning of a text, for saying what is wrong with it.
pub(super) fn cut(text: &str) -> String {
    text.chars().take(40).collect()
}
