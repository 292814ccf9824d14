//! A reference list as a CSV file: read whole, or refused with every line that is wrong.

use super::fault::{ListFault, ListProblem};
use crate::table_text::csv_reader;
use std::collections::BTreeMap;

/// Maximum number of lines of a list.
pub(super) const MOST_LINES: usize = 2_000;
/// Maximum number of characters of one text.
pub(super) const LONGEST_TEXT: usize = 300;

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
    pub(super) fn text(&self, column: &str) -> Result<String, ListFault> {
        let text = self.get(column);
        if text.is_empty() || text.chars().count() > LONGEST_TEXT {
            return Err(ListFault::Text(column.to_owned()));
        }
        Ok(text.to_owned())
    }

    /// A code of 1 to 16 letters, digits or dashes.
    pub(super) fn code(&self) -> Result<String, ListFault> {
        let code = self.get("code");
        let fits = (1..=16).contains(&code.len()) && code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if fits { Ok(code.to_owned()) } else { Err(ListFault::Code) }
    }

    /// The text of the line in every language that has a column.
    pub(super) fn texts(&self) -> Result<Texts, ListFault> {
        let mut texts = BTreeMap::new();
        for language in self.columns.iter().filter(|name| is_language(name)) {
            if matches!(language, "fr" | "en") || !self.get(language).is_empty() {
                texts.insert(language.to_owned(), self.text(language)?);
            }
        }
        Ok(Texts(texts))
    }

    /// The text of a column, which counts for every language but those that have a column of their own (`source_en` beside
    /// `source`) and something in it.
    pub(super) fn text_by_language(&self, column: &str) -> Result<Texts, ListFault> {
        let all = self.text(column)?;
        let mut texts = BTreeMap::from(["fr", "en"].map(|language| (language.to_owned(), all.clone())));
        for name in self.columns {
            let language = name.strip_prefix(column).and_then(|rest| rest.strip_prefix('_'));
            if let Some(language) = language.filter(|text| is_language(text) && !self.get(name).is_empty()) {
                texts.insert(language.to_owned(), self.text(name)?);
            }
        }
        Ok(Texts(texts))
    }

    /// A day, `YYYY-MM-DD`.
    pub(super) fn day(&self, column: &str) -> Result<jiff::civil::Date, ListFault> {
        let text = self.get(column);
        text.parse().map_err(|_| ListFault::Day(cut(text)))
    }

    /// A day that may be left out.
    pub(super) fn day_or_none(&self, column: &str) -> Result<Option<jiff::civil::Date>, ListFault> {
        if self.get(column).is_empty() { Ok(None) } else { self.day(column).map(Some) }
    }

    /// Codes of states parted by spaces; empty for `*`, which is everyone.
    pub(super) fn states(&self, column: &'static str) -> Result<Vec<crate::StateCode>, ListFault> {
        let state = |text: &str| {
            let code = text.parse::<crate::StateCode>().ok().filter(|code| code.is_known());
            code.ok_or_else(|| ListFault::State(cut(text)))
        };
        match self.get(column) {
            "*" => Ok(Vec::new()),
            "" => Err(ListFault::NoState(column)),
            codes => codes.split_whitespace().map(state).collect(),
        }
    }
}

/// Whether a column, or the end of its name, names a language (BCP 47, two letters).
fn is_language(name: &str) -> bool {
    name.len() == 2 && name.chars().all(|c| c.is_ascii_lowercase())
}

/// The lines read of a list, and what is wrong with it.
pub(super) struct Read<T> {
    pub(super) lines: Vec<(u64, T)>,
    pub(super) problems: Vec<ListProblem>,
}

impl<T> Read<T> {
    /// Notes a problem of a line.
    pub(super) fn wrong(&mut self, line: u64, fault: ListFault) {
        self.problems.push(ListProblem { line, fault });
    }

    /// Notes each line whose code an earlier line has.
    pub(super) fn codes_are_distinct(&mut self, code: impl Fn(&T) -> &str) {
        let mut seen = BTreeMap::new();
        let mut doubled = Vec::new();
        for (line, item) in &self.lines {
            if let Some(first) = seen.insert(code(item).to_owned(), *line) {
                doubled.push((*line, ListFault::Twice(first)));
            }
        }
        doubled.into_iter().for_each(|(line, fault)| self.wrong(line, fault));
    }

    /// The list, if nothing is wrong with it.
    pub(super) fn whole(mut self) -> Result<Vec<T>, Vec<ListProblem>> {
        if self.lines.len() > MOST_LINES {
            self.wrong(0, ListFault::TooMany);
        }
        if self.lines.is_empty() && self.problems.is_empty() {
            self.wrong(1, ListFault::Empty);
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
pub(super) fn read<T>(
    csv: &[u8],
    required: &[&'static str],
    take: impl Fn(&Line<'_>) -> Result<T, ListFault>,
) -> Read<T> {
    let mut reader = csv_reader(csv);
    let columns = reader.headers().cloned().unwrap_or_default();
    let mut all = Read { lines: Vec::new(), problems: Vec::new() };
    if let Some(missing) = required.iter().find(|name| !columns.iter().any(|column| column == **name)) {
        all.wrong(1, ListFault::NoColumn(missing));
        return all;
    }
    for record in reader.records().take(MOST_LINES + 1) {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                all.wrong(line, ListFault::NoLine);
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        match take(&Line { columns: &columns, fields: &record }) {
            Ok(item) => all.lines.push((line, item)),
            Err(fault) => all.wrong(line, fault),
        }
    }
    all
}

/// The beginning of a text, for saying what is wrong with it.
pub(super) fn cut(text: &str) -> String {
    text.chars().take(40).collect()
}
