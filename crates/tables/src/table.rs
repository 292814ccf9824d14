//! A table: the columns that its heading row names, and the rows below it.

use crate::{
    csv_rows,
    field::Field,
    heading::{self, Answers},
    values::DayOrder,
    workbook,
};
use std::io::{self, Cursor, Read};
use thiserror::Error;

/// How much of a file is looked at to find out how it is written.
const BEGINNING_BYTES: u64 = 256 * 1024;
/// Among how many rows the one that names the columns is looked for.
pub(crate) const MOST_ABOVE_HEADINGS: usize = 40;
/// How many rows below it show how days are written.
pub(crate) const ROWS_LOOKED_AT: usize = 2_000;
/// Maximum number of fields of a row.
pub const MOST_FIELDS: usize = 200;
/// How many columns an error names.
const MOST_NAMED: usize = 20;

/// Why a file is no table.
#[derive(Debug, Error)]
pub enum TableError {
    /// It can't be read.
    #[error("the file can't be read: {0}")]
    Read(#[from] io::Error),
    /// Nothing stands in it.
    #[error("the file is empty")]
    Empty,
    /// It is larger than any table, or unpacks to more.
    #[error("the file is too large, or unpacks to too much")]
    TooLarge,
    /// It looks like a workbook and can't be read as one.
    #[error("the workbook can't be read: {0}")]
    Workbook(String),
    /// It ends within a quoted field, or within a row.
    #[error("the file is cut off, or a quotation mark is not closed")]
    CutOff,
    /// No row names a column that is known.
    #[error("no row of it names columns that are known; its first row is: {}", headings(.0))]
    NoHeadings(Vec<Column>),
}

/// The first headings of some columns, one after another.
fn headings(columns: &[Column]) -> String {
    let named = columns.iter().filter(|column| !column.heading.is_empty()).take(MOST_NAMED);
    named.map(|column| column.heading.chars().take(60).collect()).collect::<Vec<String>>().join(" | ")
}

impl TableError {
    /// A code for each kind, by which pages look up what they say.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Read(_) => "read",
            Self::Empty => "empty",
            Self::TooLarge => "too-large",
            Self::Workbook(_) => "workbook",
            Self::CutOff => "cut-off",
            Self::NoHeadings(_) => "no-headings",
        }
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its heading, as it is written.
    pub heading: String,
    /// What it holds; `None` where that is not known.
    pub field: Option<Field>,
    /// The first values that stand in it.
    pub sample: Vec<String>,
}

/// The columns of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    columns: Vec<Column>,
    /// In which order days are written.
    pub days: DayOrder,
}

impl Columns {
    /// Every column.
    pub fn iter(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter()
    }

    /// Whether a column holds this.
    pub fn has(&self, field: Field) -> bool {
        self.columns.iter().any(|column| column.field == Some(field))
    }

    /// Whether a column holds names.
    pub fn has_names(&self) -> bool {
        [Field::FullName, Field::Surname, Field::GivenNames].iter().any(|field| self.has(*field))
    }

    /// The headings of which no field is known, and under which something stands.
    pub fn unknown(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|column| column.field.is_none() && !column.sample.is_empty())
    }

    /// What a row says in the first filled column of this field; empty where it says nothing.
    pub fn get<'a>(&self, row: &'a Row, field: Field) -> &'a str {
        let places = self.columns.iter().zip(&row.cells).filter(|(column, _)| column.field == Some(field));
        places.map(|(_, cell)| cell.trim()).find(|cell| !cell.is_empty()).unwrap_or_default()
    }

    /// What a row says in every filled column of this field.
    pub fn each<'a>(&'a self, row: &'a Row, field: Field) -> impl Iterator<Item = &'a str> {
        let places = self.columns.iter().zip(&row.cells).filter(move |(column, _)| column.field == Some(field));
        places.map(|(_, cell)| cell.trim()).filter(|cell| !cell.is_empty())
    }
}

/// A row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// The line on which it begins, or its number in a sheet; from 1.
    pub line: u64,
    /// Its fields.
    pub cells: Vec<String>,
    /// Whether some of its bytes are no letters.
    pub is_damaged: bool,
    /// Whether the file ends within it, and not with the end of a row.
    pub is_cut: bool,
}

impl Row {
    /// Whether nothing stands in it.
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// The rows of a table, as they are read.
pub type Rows<'a> = Box<dyn Iterator<Item = Result<Row, TableError>> + Send + 'a>;

/// A table whose columns are known, with the rows below them.
pub struct Table<'a> {
    /// Its columns.
    pub columns: Columns,
    /// The rows below the one that names the columns, empty ones left out.
    pub rows: Rows<'a>,
}

impl<'a> Table<'a> {
    /// Finds out how a file is written, and reads its columns. Rows are read as they are asked for; a workbook is read
    /// whole.
    ///
    /// # Errors
    /// The file can't be read as a table, or no row of it names a column that is known.
    pub fn open(file: impl Read + Send + 'a, answers: &Answers) -> Result<Self, TableError> {
        let mut file = file;
        let mut beginning = Vec::new();
        file.by_ref().take(BEGINNING_BYTES).read_to_end(&mut beginning)?;
        if beginning.iter().all(u8::is_ascii_whitespace) {
            return Err(TableError::Empty);
        }
        if workbook::is_one(&beginning) {
            let sheets = workbook::sheets(beginning, file)?;
            let best = sheets.into_iter().map(|rows| (Begun::of(&rows, answers), rows)).reduce(|one, other| {
                let known = |begun: &Begun| begun.known;
                if known(&other.0) > known(&one.0) { other } else { one }
            });
            let (begun, rows) = best.ok_or(TableError::Empty)?;
            let columns = begun.columns(answers)?;
            let below = rows.into_iter().skip(begun.at + 1).filter(|row| !row.is_empty()).map(Ok);
            return Ok(Self { columns, rows: Box::new(below) });
        }
        let written = csv_rows::written(&beginning, answers);
        let begun = Begun::of(&written.first_rows, answers);
        let columns = begun.columns(answers)?;
        let whole = Cursor::new(beginning).chain(file);
        let below = csv_rows::rows(whole, &written).skip(begun.at + 1);
        let below = below.filter(|row| !row.as_ref().is_ok_and(Row::is_empty));
        Ok(Self { columns, rows: Box::new(below) })
    }
}

/// The columns of a table about which somebody must be asked: those that are not understood, and all that have headings
/// where what is `needed` of them is not there. Nothing for what is no table.
pub fn columns_to_ask(file: impl Read + Send, answers: &Answers, needed: impl Fn(&Columns) -> bool) -> Vec<Column> {
    // What says nothing, such as `#`, can be named by no answer.
    let is_named = |column: &Column| !heading::comparable(&column.heading).is_empty();
    let columns = match Table::open(file, answers) {
        Ok(Table { columns, .. }) if needed(&columns) => {
            return columns.unknown().filter(|column| is_named(column)).cloned().collect();
        }
        Ok(Table { columns, .. }) => columns.columns,
        // A row with numbers in it is one of a list without headings: its first passenger names no column.
        Err(TableError::NoHeadings(columns))
            if !columns.iter().any(|column| column.heading.chars().any(char::is_numeric)) =>
        {
            columns
        }
        Err(_) => return Vec::new(),
    };
    // What has no rows is no table that an answer would help to read.
    let has_rows = columns.iter().any(|column| !column.sample.is_empty());
    columns.into_iter().filter(|column| has_rows && is_named(column)).collect()
}

/// The first rows of a file, and which of them names the columns.
pub(crate) struct Begun {
    at: usize,
    /// How many of its fields are known headings.
    pub known: usize,
    headings: Vec<String>,
    below: Vec<Row>,
}

impl Begun {
    /// Looks for the row that names the columns: of the first rows the one with most known headings.
    pub fn of(rows: &[Row], answers: &Answers) -> Self {
        let known = |row: &Row| {
            let mut known: Vec<_> = row.cells.iter().filter_map(|cell| heading::named(cell, answers)).collect();
            // A row of one word twice over is a row of values.
            known.dedup();
            known.len()
        };
        let first = rows.iter().enumerate().take(MOST_ABOVE_HEADINGS);
        let best =
            first.map(|(at, row)| (at, known(row))).reduce(|one, other| if other.1 > one.1 { other } else { one });
        let (at, known) = best.unwrap_or_default();
        let at = if known == 0 { rows.iter().position(|row| !row.is_empty()).unwrap_or(0) } else { at };
        let headings = rows.get(at).map(|row| row.cells.clone()).unwrap_or_default();
        let below = rows.iter().skip(at + 1).take(ROWS_LOOKED_AT).cloned().collect();
        Self { at, known, headings, below }
    }

    /// How many fields the row has that names the columns.
    pub fn width(&self) -> usize {
        self.headings.len()
    }

    fn columns(&self, answers: &Answers) -> Result<Columns, TableError> {
        let fields = heading::fields(self.headings.iter().map(String::as_str), answers);
        let column = |(at, (heading, field)): (usize, (&String, Option<Field>))| {
            let values = self.below.iter().filter_map(|row| row.cells.get(at)).map(|cell| cell.trim());
            let sample = values.filter(|cell| !cell.is_empty()).take(3).map(|cell| cell.chars().take(60).collect());
            Column { heading: heading.trim().to_owned(), field, sample: sample.collect() }
        };
        let columns: Vec<Column> = self.headings.iter().zip(fields).enumerate().map(column).collect();
        if self.known == 0 {
            return Err(TableError::NoHeadings(columns));
        }
        let days = |column: usize| self.below.iter().filter_map(move |row| row.cells.get(column)).map(String::as_str);
        let of_days = (0..columns.len()).filter(|at| columns[*at].field.is_some_and(is_day)).flat_map(days);
        let days = DayOrder::of(of_days);
        Ok(Columns { columns, days })
    }
}

/// Whether a field holds days.
fn is_day(field: Field) -> bool {
    matches!(
        field,
        Field::BirthDate
            | Field::Expiry
            | Field::ValidFrom
            | Field::ValidUntil
            | Field::ReviewOn
            | Field::Entry
            | Field::Exit
    )
}

/// All rows of a file as they stand, the first one too: for files whose columns a service names by itself. `mark`: what
/// parts its fields, where that is known.
///
/// # Errors
/// The file can't be read as a table.
pub fn raw_rows<'a>(file: impl Read + Send + 'a, mark: Option<u8>) -> Result<Rows<'a>, TableError> {
    let mut file = file;
    let mut beginning = Vec::new();
    file.by_ref().take(BEGINNING_BYTES).read_to_end(&mut beginning)?;
    if workbook::is_one(&beginning) {
        let first = workbook::sheets(beginning, file)?.into_iter().next().unwrap_or_default();
        return Ok(Box::new(first.into_iter().map(Ok)));
    }
    let written = match mark {
        Some(mark) => csv_rows::parted(&beginning, &Answers::default(), &[mark]),
        None => csv_rows::written(&beginning, &Answers::default()),
    };
    Ok(csv_rows::rows(Cursor::new(beginning).chain(file), &written))
}
