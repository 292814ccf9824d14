//! Sheets of a workbook: XLSX, and XLS of older programs.

use crate::table::{MOST_FIELDS, Row, TableError};
use calamine::{Data, Reader, Xls, Xlsx};
use std::io::{Cursor, Read};

/// Maximum bytes of a workbook.
const MOST_BYTES: u64 = 64 * 1024 * 1024;
/// Maximum bytes that it may unpack to.
const MOST_UNPACKED_BYTES: u64 = 512 * 1024 * 1024;
/// Maximum number of sheets that are looked at, and of rows of all of them.
const MOST_SHEETS: usize = 20;
const MOST_ROWS: usize = 1_100_000;
/// What an XLS begins with (a compound file), and an XLSX (a ZIP).
const COMPOUND_FILE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const ZIP: &[u8] = b"PK\x03\x04";

/// Whether a file that begins so is a workbook.
pub(crate) fn is_one(beginning: &[u8]) -> bool {
    beginning.starts_with(COMPOUND_FILE) || beginning.starts_with(ZIP)
}

/// The rows of each sheet.
pub(crate) fn sheets(mut bytes: Vec<u8>, rest: impl Read) -> Result<Vec<Vec<Row>>, TableError> {
    let left = MOST_BYTES.saturating_sub(bytes.len() as u64);
    rest.take(left + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(TableError::TooLarge);
    }
    if bytes.starts_with(COMPOUND_FILE) { of_xls(bytes) } else { of_xlsx(&bytes) }
}

fn broken(error: impl std::fmt::Display) -> TableError {
    TableError::Workbook(error.to_string().chars().take(200).collect())
}

fn of_xls(bytes: Vec<u8>) -> Result<Vec<Vec<Row>>, TableError> {
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(broken)?;
    let sheets = book.worksheets().into_iter().take(MOST_SHEETS);
    let rows = sheets.map(|(_, sheet)| {
        let first = sheet.start().map_or(0, |(row, _)| row);
        (u64::from(first) + 1..)
            .zip(sheet.rows())
            .map(|(line, row)| Row { line, cells: row.iter().take(MOST_FIELDS).map(text).collect(), is_damaged: false })
            .collect()
    });
    Ok(rows.collect())
}

fn of_xlsx(bytes: &[u8]) -> Result<Vec<Vec<Row>>, TableError> {
    unpacks_within_limits(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes))
        .map_err(|_: calamine::XlsxError| broken("it is neither XLSX nor XLS; save it in one of these, or as CSV"))?;
    let (mut sheets, mut count) = (Vec::new(), 0);
    for name in book.sheet_names().into_iter().take(MOST_SHEETS) {
        let mut cells = match book.worksheet_cells_reader(&name) {
            Ok(cells) => cells,
            // A sheet that is a chart has no cells.
            Err(_) => continue,
        };
        let mut rows: Vec<Row> = Vec::new();
        // Cell by cell: a sheet with one cell far out is not as large as its corners say.
        while let Some(cell) = cells.next_cell().map_err(broken)? {
            let (row, column) = cell.get_position();
            let (line, column) = (u64::from(row) + 1, column as usize);
            if column >= MOST_FIELDS {
                continue;
            }
            if rows.last().is_none_or(|last| last.line != line) {
                count += 1;
                if count > MOST_ROWS {
                    return Err(TableError::TooLarge);
                }
                rows.push(Row { line, ..Row::default() });
            }
            if let Some(last) = rows.last_mut() {
                last.cells.resize(last.cells.len().max(column + 1), String::new());
                last.cells[column] = text(&Data::from(cell.get_value().clone()));
            }
        }
        sheets.push(rows);
    }
    Ok(sheets)
}

/// A cell as it would stand in CSV: dates as `YYYY-MM-DD`, whole numbers without a point.
fn text(cell: &Data) -> String {
    match cell {
        Data::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTimeIso(text) => text.split('T').next().unwrap_or_default().to_owned(),
        Data::Empty | Data::Error(_) => String::new(),
        other => other.to_string().trim().to_owned(),
    }
}

/// Unpacks every part to nowhere, counting: what a packed file says of its size need not be true.
fn unpacks_within_limits(bytes: &[u8]) -> Result<(), TableError> {
    let mut packed = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let mut left = MOST_UNPACKED_BYTES;
    for at in 0..packed.len() {
        let part = packed.by_index(at).map_err(broken)?;
        let read = std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(broken)?;
        left = left.checked_sub(read).ok_or(TableError::TooLarge)?;
    }
    Ok(())
}
