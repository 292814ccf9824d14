//! Tables as they leave the house: CSV, for readers or for programs (with HXL tags), and XLSX.

use jiff::civil::Date;
use limen_words::Language;
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Workbook, XlsxError};

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
    /// A code of a closed list, and how it is said.
    Code(String, String),
    /// The head of the row that adds up those above it, and how it is said.
    Total(String),
    /// A day, and how it is said.
    Day(Date, String),
    /// A month by its first day, and how it is said.
    Month(Date, String),
    /// A count.
    Count(u64),
    /// A count less another.
    Difference(i64),
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
            Self::Text(text) | Self::Code(_, text) | Self::Total(text) => text.clone(),
            Self::Day(day, _) => day.to_string(),
            Self::Month(first, _) => first.strftime("%Y-%m").to_string(),
            Self::Count(count) => count.to_string(),
            Self::Difference(difference) => difference.to_string(),
            Self::Share(share) => format!("{share:.4}"),
            Self::Unknown => NOT_KNOWN.to_owned(),
        }
    }

    /// As it stands in a file with HXL tags: codes and not words, which differ from reader to reader; nothing where nothing
    /// is known.
    fn tagged(&self) -> String {
        match self {
            Self::Code(code, _) => code.clone(),
            Self::Unknown => String::new(),
            cell => cell.plain(),
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
    /// As CSV in UTF-8 for programs (RFC 4180), with a row of HXL tags below the head. A row of totals is left out, or whoever
    /// adds up the file would count everyone twice.
    ///
    /// # Errors
    /// A line can't be written.
    pub fn hxl(&self) -> Result<Vec<u8>, SheetError> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(self.columns.iter().map(|column| no_formula(&column.name)))?;
        writer.write_record(self.columns.iter().map(|column| column.hxl))?;
        let is_total = |row: &&Vec<Cell>| matches!(row.first(), Some(Cell::Total(_)));
        for row in self.rows.iter().filter(|row| !is_total(row)) {
            writer.write_record(row.iter().map(|cell| match cell {
                // A number below nought is no formula.
                Cell::Difference(_) => cell.plain(),
                cell => no_formula(&cell.tagged()),
            }))?;
        }
        written(writer)
    }

    /// As CSV for a spreadsheet of a reader of this language; see [`csv_for`].
    ///
    /// # Errors
    /// A line can't be written.
    pub fn csv(&self, language: Language) -> Result<Vec<u8>, SheetError> {
        let mut writer = csv_for(language);
        self.write(&mut writer, language)?;
        written(writer)
    }

    /// Writes its lines for a reader of this language.
    pub(crate) fn write(&self, writer: &mut csv::Writer<Vec<u8>>, language: Language) -> Result<(), SheetError> {
        writer.write_record(self.columns.iter().map(|column| no_formula(&column.name)))?;
        for row in &self.rows {
            let cells = row.iter().map(|cell| match cell {
                Cell::Share(_) if has_decimal_comma(language) => cell.plain().replace('.', ","),
                Cell::Difference(_) => cell.plain(),
                cell => no_formula(&cell.plain()),
            });
            writer.write_record(cells)?;
        }
        Ok(())
    }
}

/// Whether spreadsheets of this language write decimals with a comma, and so part cells with semicolons.
fn has_decimal_comma(language: Language) -> bool {
    matches!(language, Language::French | Language::Spanish | Language::Portuguese)
}

/// A CSV file that a spreadsheet of a reader of this language opens in columns and with its accents: in UTF-8 with a mark at
/// its beginning, its cells parted by semicolons where decimals have a comma. Lines may have cells of any number.
pub fn csv_for(language: Language) -> csv::Writer<Vec<u8>> {
    let parted = if has_decimal_comma(language) { b';' } else { b',' };
    let begun = "\u{feff}".as_bytes().to_vec();
    csv::WriterBuilder::new().delimiter(parted).flexible(true).from_writer(begun)
}

/// What was written.
pub(crate) fn written(writer: csv::Writer<Vec<u8>>) -> Result<Vec<u8>, SheetError> {
    writer.into_inner().map_err(|error| SheetError::Csv(csv::Error::from(error.into_error())))
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

/// A table on its way into a workbook.
#[derive(Debug, Clone)]
pub struct Named<'a> {
    /// What it holds, in a few words: the name of its sheet.
    pub name: String,
    /// What it says: its title.
    pub title: String,
    /// The table.
    pub sheet: &'a Sheet,
}

/// The name of a sheet that no other has, as spreadsheets take it: cut between words.
fn sheet_name(name: &str, before: &[String]) -> String {
    let plain: String = name.chars().filter(|c| !"[]:*?/\\'".contains(*c)).collect();
    let numbered = |room: usize, end: &str| {
        let mut short: String = plain.chars().take(room).collect();
        if short.len() < plain.len()
            && let Some(at) = short.rfind(' ').filter(|at| *at > room / 2)
        {
            short.truncate(at);
        }
        format!("{}{end}", short.trim()).trim().to_owned()
    };
    let mut named = numbered(LONGEST_NAME, "");
    let mut number = 2;
    while named.is_empty() || before.contains(&named) {
        named = numbered(LONGEST_NAME - 4, &format!(" {number}"));
        number += 1;
    }
    named
}

/// A workbook: a sheet for each table under its title, and one of notes in front.
///
/// # Errors
/// A sheet can't be made of a table: a name or a cell that the format does not take.
pub fn workbook(notes: &[String], tables: &[Named<'_>]) -> Result<Vec<u8>, SheetError> {
    let mut book = Workbook::new();
    let (bold, head) = (Format::new().set_bold(), Format::new().set_bold().set_align(FormatAlign::Right));
    let (count, share) = (Format::new().set_num_format("#,##0"), Format::new().set_num_format("0.0 %"));
    let difference = Format::new().set_num_format("+#,##0;-#,##0;0");
    let right = Format::new().set_align(FormatAlign::Right);
    let left = || Format::new().set_align(FormatAlign::Left);
    let (day, month) = (left().set_num_format("d mmm yyyy"), left().set_num_format("mmm yyyy"));
    let first = book.add_worksheet().set_name("Notes")?;
    first.set_column_width(0, 110)?;
    let wrapped = Format::new().set_text_wrap();
    for (row, note) in notes.iter().enumerate() {
        first.write_string_with_format(row as u32, 0, note, if row == 0 { &bold } else { &wrapped })?;
    }
    let mut names = vec!["Notes".to_owned()];
    for Named { name, title, sheet } in tables {
        names.push(sheet_name(name, &names));
        let page = book.add_worksheet().set_name(names.last().map_or("", String::as_str))?;
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
                    Cell::Text(text) | Cell::Code(_, text) | Cell::Total(text) => {
                        page.write_string(row, column, text)?
                    }
                    Cell::Day(date, _) => page.write_datetime_with_format(row, column, in_excel(*date)?, &day)?,
                    Cell::Month(date, _) => page.write_datetime_with_format(row, column, in_excel(*date)?, &month)?,
                    // Spreadsheets count in floating point, exactly up to 2^53.
                    Cell::Count(value) => page.write_number_with_format(row, column, *value as f64, &count)?,
                    Cell::Difference(value) => {
                        page.write_number_with_format(row, column, *value as f64, &difference)?
                    }
                    Cell::Share(value) => page.write_number_with_format(row, column, *value, &share)?,
                    Cell::Unknown => page.write_string_with_format(row, column, NOT_KNOWN, &right)?,
                };
            }
        }
        page.set_freeze_panes(3, 1)?;
    }
    Ok(book.save_to_buffer()?)
}

fn in_excel(day: Date) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::from_ymd(day.year().unsigned_abs(), day.month().unsigned_abs(), day.day().unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        Sheet {
            columns: vec![
                Column::text("Ville, pays", "#loc+name"),
                Column::number("Entrées", "#indicator+crossings+entry+num"),
            ],
            rows: vec![
                vec![Cell::Text("Siguiri".into()), Cell::Count(12)],
                vec![Cell::Text("=HYPERLINK(1)".into()), Cell::Unknown],
                vec![Cell::Text("Kati".into()), Cell::Unknown],
            ],
        }
    }

    #[test]
    fn a_table_is_csv_with_or_without_tags_and_no_town_is_a_formula() {
        let text = |bytes: Result<Vec<u8>, SheetError>| String::from_utf8(bytes.expect("written")).expect("text");
        let english = "\u{feff}\"Ville, pays\",Entrées\nSiguiri,12\n'=HYPERLINK(1),..\nKati,..\n";
        assert_eq!(text(sheet().csv(Language::English)), english);
        // In French a decimal has a comma, so cells are parted by semicolons; a day is one that spreadsheets know.
        let french = "\u{feff}Ville, pays;Entrées\nSiguiri;12\n'=HYPERLINK(1);..\nKati;..\n";
        assert_eq!(text(sheet().csv(Language::French)), french);
        let days = Sheet {
            columns: vec![Column::text("Jour", "#date"), Column::number("Part", "#indicator+share+num")],
            rows: vec![vec![Cell::Day(jiff::civil::date(2026, 10, 1), "1er oct. 2026".into()), Cell::Share(0.25)]],
        };
        assert_eq!(text(days.csv(Language::French)), "\u{feff}Jour;Part\n2026-10-01;0,2500\n");
        let tags = "\"Ville, pays\",Entrées\n#loc+name,#indicator+crossings+entry+num\n";
        assert_eq!(text(sheet().hxl()), format!("{tags}Siguiri,12\n'=HYPERLINK(1),\nKati,\n"));
    }

    #[test]
    fn for_programs_a_table_has_codes_for_words_and_no_row_of_totals() {
        let sheet = Sheet {
            columns: vec![Column::text("Nationalité", "#country"), Column::number("Entrées", "#indicator+num")],
            rows: vec![
                vec![Cell::Code("GIN".into(), "Guinée".into()), Cell::Count(12)],
                vec![Cell::Total("Total".into()), Cell::Count(12)],
            ],
        };
        let text = |bytes: Result<Vec<u8>, SheetError>| String::from_utf8(bytes.expect("written")).expect("text");
        assert_eq!(text(sheet.hxl()), "Nationalité,Entrées\n#country,#indicator+num\nGIN,12\n");
        assert!(text(sheet.csv(Language::French)).ends_with("Guinée;12\nTotal;12\n"));
    }

    #[test]
    fn a_difference_is_a_number_in_every_file_although_it_begins_with_a_sign() {
        let sheet = Sheet {
            columns: vec![Column::text("Jour", "#date"), Column::number("Écart", "#indicator+gap+num")],
            rows: vec![vec![Cell::Text("-1".into()), Cell::Difference(-12)]],
        };
        let text = |bytes: Result<Vec<u8>, SheetError>| String::from_utf8(bytes.expect("written")).expect("text");
        assert!(text(sheet.csv(Language::French)).ends_with("'-1;-12\n"));
        assert!(text(sheet.hxl()).ends_with("'-1,-12\n"));
    }

    #[test]
    fn sheets_are_named_by_what_they_hold_and_each_differently() {
        assert_eq!(sheet_name("Âge et sexe", &[]), "Âge et sexe");
        let long = "Entrées\u{a0}: pays de nationalité, par groupe d’âge";
        let first = sheet_name(long, &[]);
        assert_eq!(first, "Entrées\u{a0} pays de nationalité,");
        assert_eq!(sheet_name(long, std::slice::from_ref(&first)), "Entrées\u{a0} pays de 2");
        assert_eq!(sheet_name("[]", &[]), "2", "a name that is nothing but signs");
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
        let named = || Named { name: "Par ville: [tout]".into(), title: "Siguiri en tête".into(), sheet: &sheet };
        let tables = [named(), named()];
        let bytes = workbook(&["Méthode".into(), "x".into()], &tables).expect("made");
        assert!(bytes.starts_with(b"PK"));
    }
}
