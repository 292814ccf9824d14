//! Rows of a text file: what parts its fields is found out by looking.

use crate::{
    encoding::{self, Letters},
    heading::Answers,
    table::{Begun, MOST_ABOVE_HEADINGS, MOST_FIELDS, ROWS_LOOKED_AT, Row, Rows, TableError},
};
use std::io::Read;

/// Maximum bytes of a row. A quote that is never closed would make one row of the rest of the file.
const MOST_ROW_BYTES: usize = 4_000_000;

/// How a file is written.
pub(crate) struct Written {
    /// What parts the fields.
    delimiter: u8,
    letters: Letters,
    is_wide: Vec<u8>,
    /// Whether its first line only says what parts the fields (`sep=;`).
    says_delimiter: bool,
    /// Its first rows.
    pub first_rows: Vec<Row>,
}

/// Finds out how a file is written that begins so: the mark that makes the most of its first rows known headings.
pub(crate) fn written(beginning: &[u8], answers: &Answers) -> Written {
    let text = encoding::beginning_without_utf_16(beginning);
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&text);
    let said = text.strip_prefix(b"sep=").and_then(|rest| rest.first().copied());
    let letters = Letters::of(text);
    let first = |delimiter: u8| {
        let mut letters = letters;
        let rows = reader(text, delimiter).into_byte_records().filter_map(Result::ok);
        let rows = rows.map(|record| row(&record, &mut letters)).take(MOST_ABOVE_HEADINGS + ROWS_LOOKED_AT);
        let first_rows: Vec<Row> = rows.skip(usize::from(said.is_some())).collect();
        let begun = Begun::of(&first_rows, answers);
        (begun.known, begun.width(), first_rows)
    };
    let marks = said.map_or_else(|| vec![b',', b';', b'\t', b'|'], |said| vec![said]);
    let best = marks.into_iter().map(|mark| (mark, first(mark))).reduce(|one, other| {
        let told = |(known, width, _): &(usize, usize, Vec<Row>)| (*known, *width);
        if told(&other.1) > told(&one.1) { other } else { one }
    });
    let (delimiter, (.., first_rows)) = best.unwrap_or((b',', (0, 0, Vec::new())));
    let is_wide = beginning.get(..2).unwrap_or_default().to_vec();
    Written { delimiter, letters, is_wide, says_delimiter: said.is_some(), first_rows }
}

/// The rows of a file, the empty ones too.
pub(crate) fn rows<'a>(file: impl Read + Send + 'a, written: &Written) -> Rows<'a> {
    let text = WithoutMark::new(encoding::without_utf_16(&written.is_wide, file));
    let mut letters = written.letters;
    let records = reader(text, written.delimiter).into_byte_records();
    Box::new(records.skip(usize::from(written.says_delimiter)).map(move |record| {
        let record = record.map_err(|error| TableError::Read(std::io::Error::other(error)))?;
        if record.as_slice().len() > MOST_ROW_BYTES {
            return Err(TableError::TooLarge);
        }
        Ok(row(&record, &mut letters))
    }))
}

fn reader<R: Read>(file: R, delimiter: u8) -> csv::Reader<R> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(file)
}

fn row(record: &csv::ByteRecord, letters: &mut Letters) -> Row {
    let line = record.position().map_or(0, csv::Position::line);
    let mut is_damaged = false;
    let mut cell = |bytes: &[u8]| {
        let (text, damaged) = letters.text(bytes);
        is_damaged |= damaged;
        text.trim().to_owned()
    };
    let cells = record.iter().take(MOST_FIELDS).map(&mut cell).collect();
    Row { line, cells, is_damaged }
}

/// A text without the mark with which some programs begin a file of UTF-8.
struct WithoutMark<R> {
    file: R,
    begun: Option<([u8; 3], usize, usize)>,
}

impl<R: Read> WithoutMark<R> {
    fn new(file: R) -> Self {
        Self { file, begun: None }
    }
}

impl<R: Read> Read for WithoutMark<R> {
    fn read(&mut self, bytes: &mut [u8]) -> std::io::Result<usize> {
        let (first, from, to) = match &mut self.begun {
            Some(begun) => begun,
            None => {
                let mut first = [0; 3];
                let mut read = 0;
                while read < first.len() {
                    match self.file.read(&mut first[read..])? {
                        0 => break,
                        more => read += more,
                    }
                }
                let from = if first[..read] == *b"\xef\xbb\xbf" { read } else { 0 };
                self.begun.insert((first, from, read))
            }
        };
        if from < to {
            let count = bytes.len().min(*to - *from);
            bytes[..count].copy_from_slice(&first[*from..*from + count]);
            *from += count;
            return Ok(count);
        }
        self.file.read(bytes)
    }
}
