//! Rows of a text file: what parts its fields is found out by looking.

use crate::{
    encoding::{self, Letters},
    heading::Answers,
    table::{Begun, MOST_ABOVE_HEADINGS, MOST_FIELDS, ROWS_LOOKED_AT, Row, Rows, TableError},
};
use std::{
    io::{self, ErrorKind, Read},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

/// Maximum bytes of a row.
const MOST_ROW_BYTES: usize = 4_000_000;

/// How a file is written.
pub(crate) struct Written {
    /// What parts the fields.
    delimiter: u8,
    letters: Letters,
    /// The first bytes of the file, by which UTF-16 is known.
    first_two: Vec<u8>,
    /// Whether its first line only says what parts the fields (`sep=;`).
    says_delimiter: bool,
    /// Its first rows.
    pub first_rows: Vec<Row>,
}

/// Finds out how a file is written that begins so: the mark that makes the most of its first rows known headings.
pub(crate) fn written(beginning: &[u8], answers: &Answers) -> Written {
    parted(beginning, answers, b",;\t|")
}

/// The same, where one of these marks parts its fields.
pub(crate) fn parted(beginning: &[u8], answers: &Answers, marks: &[u8]) -> Written {
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
    let marks = said.map_or_else(|| marks.to_vec(), |said| vec![said]);
    let best = marks.into_iter().map(|mark| (mark, first(mark))).reduce(|one, other| {
        let told = |(known, width, _): &(usize, usize, Vec<Row>)| (*known, *width);
        if told(&other.1) > told(&one.1) { other } else { one }
    });
    let (delimiter, (.., first_rows)) = best.unwrap_or((b',', (0, 0, Vec::new())));
    let first_two = beginning.get(..2).unwrap_or_default().to_vec();
    Written { delimiter, letters, first_two, says_delimiter: said.is_some(), first_rows }
}

/// The rows of a file, the empty ones too.
pub(crate) fn rows<'a>(file: impl Read + Send + 'a, written: &Written) -> Rows<'a> {
    let is_within_row = Arc::new(AtomicBool::new(false));
    let watched = Watched {
        file: encoding::without_utf_16(&written.first_two, file),
        delimiter: written.delimiter,
        at: At::Begin,
        bytes_of_row: 0,
        is_within_row: is_within_row.clone(),
    };
    let mut letters = written.letters;
    let records = reader(watched, written.delimiter).into_byte_records();
    let mut records = records.skip(usize::from(written.says_delimiter)).peekable();
    Box::new(std::iter::from_fn(move || {
        let record = records.next()?;
        let is_last = records.peek().is_none();
        Some(record.map_err(broken).map(|record| Row {
            is_cut: is_last && is_within_row.load(Ordering::Relaxed),
            ..row(&record, &mut letters)
        }))
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
    Row { line, cells, is_damaged, is_cut: false }
}

/// Where a byte of CSV stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Begin,
    Field,
    Quoted,
    /// Behind a quote within a quoted field: it ends there, or a second one follows that stands for a quote.
    Quote,
}

/// Bytes of CSV, watched on their way: a row without an end is refused before it is in memory, and so is a file that ends
/// within a quoted field, for what follows a quote that is never closed would be one field.
struct Watched<R> {
    file: R,
    delimiter: u8,
    at: At,
    bytes_of_row: usize,
    /// Whether the bytes up to here end within a row.
    is_within_row: Arc<AtomicBool>,
}

impl<R: Read> Watched<R> {
    fn see(&mut self, byte: u8) {
        let is_end = matches!(byte, b'\n' | b'\r');
        self.at = match (self.at, byte) {
            (At::Begin, b'"') => At::Quoted,
            (At::Quoted, b'"') => At::Quote,
            (At::Quote, b'"') => At::Quoted,
            (At::Quoted, _) => At::Quoted,
            _ if is_end || byte == self.delimiter => At::Begin,
            _ => At::Field,
        };
        self.bytes_of_row = if is_end && self.at == At::Begin { 0 } else { self.bytes_of_row + 1 };
    }
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(bytes)?;
        for byte in &bytes[..read] {
            self.see(*byte);
            if self.bytes_of_row > MOST_ROW_BYTES {
                return Err(ErrorKind::FileTooLarge.into());
            }
        }
        if read == 0 && self.at == At::Quoted {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        self.is_within_row.store(self.bytes_of_row > 0, Ordering::Relaxed);
        Ok(read)
    }
}

/// Why CSV can't be read on.
fn broken(error: csv::Error) -> TableError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) if error.kind() == ErrorKind::FileTooLarge => TableError::TooLarge,
        csv::ErrorKind::Io(error) if error.kind() == ErrorKind::UnexpectedEof => TableError::CutOff,
        csv::ErrorKind::Io(error) => TableError::Read(error),
        other => TableError::Read(io::Error::other(format!("{other:?}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8]) -> Result<Vec<Row>, TableError> {
        rows(io::Cursor::new(text.to_vec()), &written(text, &Answers::default())).collect()
    }

    #[test]
    fn a_quote_that_is_never_closed_is_no_field_of_the_rest_of_the_file() {
        assert!(matches!(read(b"name,sex\nAwa,F\n\"Ali,M\nSira,F\n"), Err(TableError::CutOff)));
        assert_eq!(read(b"name,sex\n\"Ali, dit \"\"Bob\"\"\",M\nSi\"ra,F\n").expect("read").len(), 3);
        let endless = [b"name,sex\n\"".to_vec(), vec![b'a'; MOST_ROW_BYTES + 1]].concat();
        assert!(matches!(read(&endless), Err(TableError::TooLarge)));
    }

    #[test]
    fn the_row_within_which_a_file_ends_is_known() {
        let is_cut = |text: &[u8]| read(text).expect("read").iter().map(|row| row.is_cut).collect::<Vec<_>>();
        assert_eq!(is_cut(b"name,sex\nAwa,F\nAli"), [false, false, true]);
        assert_eq!(is_cut(b"name,sex\r\nAwa,F\r\n"), [false, false]);
    }
}
