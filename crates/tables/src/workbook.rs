//! Sheets of a workbook (XLSX).
//!
//! XLS of older programs is refused: no reader of it is there that a few bytes can't make ask for more memory than any
//! machine has, which ends the program.

use crate::table::{MOST_FIELDS, Row, TableError};
use calamine::{Data, DataRef, Reader, Xlsx};
use std::io::{Cursor, Read};

/// Maximum bytes of a workbook.
const MOST_BYTES: u64 = 64 * 1024 * 1024;
/// Maximum bytes that it may unpack to.
const MOST_UNPACKED_BYTES: u64 = 512 * 1024 * 1024;
/// Maximum number of sheets that are looked at, and of rows and cells of all of them.
const MOST_SHEETS: usize = 20;
const MOST_ROWS: usize = 1_100_000;
const MOST_CELLS: usize = 20_000_000;
/// Maximum bytes of the text of all cells: one text may stand in many.
const MOST_TEXT_BYTES: usize = 256 * 1024 * 1024;
/// What an XLS begins with (a compound file), and an XLSX (a ZIP).
const COMPOUND_FILE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const ZIP: &[u8] = b"PK\x03\x04";

/// Whether a file that begins so is a workbook.
pub(crate) fn is_one(beginning: &[u8]) -> bool {
    beginning.starts_with(COMPOUND_FILE) || beginning.starts_with(ZIP)
}

/// The rows of each sheet.
pub(crate) fn sheets(mut bytes: Vec<u8>, rest: impl Read) -> Result<Vec<Vec<Row>>, TableError> {
    if bytes.starts_with(COMPOUND_FILE) {
        return Err(broken("it is of an older form; save it as XLSX or CSV"));
    }
    let left = MOST_BYTES.saturating_sub(bytes.len() as u64);
    rest.take(left + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(TableError::TooLarge);
    }
    of_xlsx(&bytes)
}

fn broken(error: impl std::fmt::Display) -> TableError {
    TableError::Workbook(error.to_string().chars().take(200).collect())
}

fn of_xlsx(bytes: &[u8]) -> Result<Vec<Vec<Row>>, TableError> {
    unpacks_within_limits(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes))
        .map_err(|_: calamine::XlsxError| broken("it is no XLSX; save it as XLSX or CSV"))?;
    let (mut sheets, mut count, mut count_of_cells, mut bytes_of_text) = (Vec::new(), 0, 0, 0);
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
                let text = text(cell.get_value());
                let width = last.cells.len().max(column + 1);
                count_of_cells += width - last.cells.len();
                bytes_of_text += text.len();
                if count_of_cells > MOST_CELLS || bytes_of_text > MOST_TEXT_BYTES {
                    return Err(TableError::TooLarge);
                }
                last.cells.resize(width, String::new());
                last.cells[column] = text;
            }
        }
        sheets.push(rows);
    }
    Ok(sheets)
}

/// A cell as it would stand in CSV: dates as `YYYY-MM-DD`, whole numbers without a point.
fn text(cell: &DataRef<'_>) -> String {
    match cell {
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTimeIso(text) => text.split('T').next().unwrap_or_default().to_owned(),
        DataRef::Empty | DataRef::Error(_) => String::new(),
        other => Data::from(other.clone()).to_string().trim().to_owned(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    /// A workbook of one sheet with these rows.
    fn workbook(texts: &str, rows: &str) -> Vec<u8> {
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let relations = "http://schemas.openxmlformats.org/package/2006/relationships";
        let of = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let parts = [
            (
                "_rels/.rels",
                format!(
                    "<Relationships xmlns=\"{relations}\"><Relationship Id=\"r1\" Type=\"{of}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
                ),
            ),
            (
                "[Content_Types].xml",
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>".to_owned(),
            ),
            (
                "xl/workbook.xml",
                format!(
                    "<workbook xmlns=\"{main}\" xmlns:r=\"{of}\"><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    "<Relationships xmlns=\"{relations}\"><Relationship Id=\"r1\" Type=\"{of}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
                ),
            ),
            ("xl/sharedStrings.xml", format!("<sst xmlns=\"{main}\"><si><t>{texts}</t></si></sst>")),
            (
                "xl/worksheets/sheet1.xml",
                format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>"),
            ),
        ];
        let mut packed = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            packed.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
            packed.write_all(content.as_bytes()).expect("written");
        }
        packed.finish().expect("packed").into_inner()
    }

    fn read(bytes: Vec<u8>) -> Result<Vec<Vec<Row>>, TableError> {
        sheets(bytes, std::io::empty())
    }

    #[test]
    fn one_long_text_in_many_cells_and_cells_far_out_are_more_than_a_sheet_may_hold() {
        let small = read(workbook("Awa", "<row r=\"1\"><c r=\"B1\" t=\"s\"><v>0</v></c></row>")).expect("read");
        assert_eq!(small[0][0].cells, ["", "Awa"]);
        let cells: String =
            (1..=200).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>")).collect();
        assert!(matches!(read(workbook(&"a".repeat(2_000_000), &cells)), Err(TableError::TooLarge)));
        let far: String =
            (1..=110_000).map(|row| format!("<row r=\"{row}\"><c r=\"GR{row}\"><v>1</v></c></row>")).collect();
        assert!(matches!(read(workbook("Awa", &far)), Err(TableError::TooLarge)));
    }

    #[test]
    fn a_workbook_of_an_older_form_is_refused_by_what_it_is() {
        let refused = read([COMPOUND_FILE, &[0; 600]].concat()).expect_err("refused");
        assert!(refused.to_string().contains("save it as XLSX"), "{refused}");
    }
}
