//! Tables as they leave the house: CSV (with HXL tags on request) and XLSX.

use rust_xlsxwriter::{Format, FormatAlign, Workbook, XlsxError};

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its head.
    pub name: String,
    /// Its tag in the Humanitarian Exchange Language 1.1.
    pub hxl: &'static str,
    /// Whether it holds numbers.
    pub is_number: bool,
}

impl Column {
    /// Of texts.
    pub fn text(name: &str, hxl: &'static str) -> Self {
        Self { name: name.to_owned(), hxl, is_number: false }
    }

    /// Of numbers.
    pub fn number(name: &str, hxl: &'static str) -> Self {
        Self { name: name.to_owned(), hxl, is_number: true }
    }
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// A text.
    Text(String),
    /// A count.
    Count(u64),
    /// A share from 0 to 1.
    Share(f64),
    /// Nothing is known: not the same as nought.
    Unknown,
}

/// How what is not known is written.
pub const NOT_KNOWN: &str = "..";

impl Cell {
    /// As it stands in a file that other programs read.
    pub fn plain(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Count(count) => count.to_string(),
            Self::Share(share) => format!("{share:.4}"),
            Self::Unknown => NOT_KNOWN.to_owned(),
        }
    }
}

/// A table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows; each has as many cells as there are columns.
    pub rows: Vec<Vec<Cell>>,
}

/// Why a table could not be written.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// The workbook.
    #[error("the workbook could not be made: {0}")]
    Workbook(#[from] XlsxError),
    /// The CSV.
    #[error("the table could not be written: {0}")]
    Csv(#[from] csv::Error),
}

impl Sheet {
    /// As CSV in UTF-8 (RFC 4180), with a row of HXL tags below the head where they are wanted.
    ///
    /// # Errors
    /// A line can't be written.
    pub fn csv(&self, hxl: bool) -> Result<Vec<u8>, SheetError> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(self.columns.iter().map(|column| no_formula(&column.name)))?;
        if hxl {
            writer.write_record(self.columns.iter().map(|column| column.hxl))?;
        }
        for row in &self.rows {
            writer.write_record(row.iter().map(|cell| no_formula(&cell.plain())))?;
        }
        writer.into_inner().map_err(|error| SheetError::Csv(csv::Error::from(error.into_error())))
    }
}

/// What makes a spreadsheet take a cell of a CSV file for a formula when it stands first, in either width; and what may part
/// it from the cell before (OWASP, CSV injection).
const BEGINS_FORMULA: [char; 11] =
    ['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}', '\t', '\r', '\n'];

/// A cell of a CSV file as a text: an apostrophe before what a spreadsheet would run keeps it one.
pub fn no_formula(cell: &str) -> String {
    if cell.starts_with(BEGINS_FORMULA) { format!("'{cell}") } else { cell.to_owned() }
}

/// The longest name of a sheet that spreadsheets take.
const LONGEST_NAME: usize = 31;

/// A workbook: a sheet for each table under its title, and one of notes in front.
///
/// # Errors
/// A sheet can't be made of a table: a name or a cell that the format does not take.
pub fn workbook(notes: &[String], tables: &[(String, &Sheet)]) -> Result<Vec<u8>, SheetError> {
    let mut book = Workbook::new();
    let (bold, head) = (Format::new().set_bold(), Format::new().set_bold().set_align(FormatAlign::Right));
    let (count, share) = (Format::new().set_num_format("#,##0"), Format::new().set_num_format("0.0 %"));
    let right = Format::new().set_align(FormatAlign::Right);
    let first = book.add_worksheet().set_name("Notes")?;
    first.set_column_width(0, 110)?;
    let wrapped = Format::new().set_text_wrap();
    for (row, note) in notes.iter().enumerate() {
        first.write_string_with_format(row as u32, 0, note, if row == 0 { &bold } else { &wrapped })?;
    }
    for (at, (title, sheet)) in tables.iter().enumerate() {
        let name: String =
            format!("{} {}", at + 1, title).chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(LONGEST_NAME).collect();
        let page = book.add_worksheet().set_name(name.trim())?;
        page.write_string_with_format(0, 0, title, &bold)?;
        for (column, head_of) in sheet.columns.iter().enumerate() {
            let place = column as u16;
            page.write_string_with_format(2, place, &head_of.name, if head_of.is_number { &head } else { &bold })?;
            page.set_column_width(place, if head_of.is_number { 14 } else { 28 })?;
        }
        for (row, cells) in sheet.rows.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                let (row, column) = (row as u32 + 3, column as u16);
                match cell {
                    Cell::Text(text) => page.write_string(row, column, text)?,
                    // Spreadsheets count in floating point, exactly up to 2^53.
                    Cell::Count(value) => page.write_number_with_format(row, column, *value as f64, &count)?,
                    Cell::Share(value) => page.write_number_with_format(row, column, *value, &share)?,
                    Cell::Unknown => page.write_string_with_format(row, column, NOT_KNOWN, &right)?,
                };
            }
        }
        page.set_freeze_panes(3, 1)?;
    }
    Ok(book.save_to_buffer()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        Sheet {
            columns: vec![Column::text("Ville, pays", "#loc+name"), Column::number("Entrées", "#reached+entry")],
            rows: vec![
                vec![Cell::Text("Siguiri".into()), Cell::Count(12)],
                vec![Cell::Text("=HYPERLINK(1)".into()), Cell::Unknown],
                vec![Cell::Text("Kati".into()), Cell::Unknown],
            ],
        }
    }

    #[test]
    fn a_table_is_csv_with_or_without_tags_and_no_town_is_a_formula() {
        let csv = |hxl| String::from_utf8(sheet().csv(hxl).expect("written")).expect("text");
        assert_eq!(csv(false), "\"Ville, pays\",Entrées\nSiguiri,12\n'=HYPERLINK(1),..\nKati,..\n");
        assert!(csv(true).contains("\n#loc+name,#reached+entry\n"));
    }

    #[test]
    fn a_cell_that_a_spreadsheet_would_run_is_made_text() {
        // OWASP, CSV injection: the signs in both widths, and what parts a cell from the one before.
        for sign in "=+-@\u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}\t\r\n".chars() {
            let cell = format!("{sign}HYPERLINK(1)");
            assert_eq!(no_formula(&cell), format!("'{cell}"));
        }
        assert_eq!(no_formula("DIALLO"), "DIALLO");
        assert_eq!(no_formula("a=b"), "a=b");
    }

    #[test]
    fn a_workbook_holds_notes_and_every_table() {
        let sheet = sheet();
        let tables = [("Par ville: [tout]".to_owned(), &sheet), ("Par ville: [tout]".to_owned(), &sheet)];
        let bytes = workbook(&["Méthode".into(), "x".into()], &tables).expect("made");
        assert!(bytes.starts_with(b"PK"));
    }
}
