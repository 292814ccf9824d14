//! A table as someone sends it, CSV or XLSX, as rows of texts.

use calamine::{Data, Reader, Xlsx, XlsxError};
use limen_domain::table_text::delimiter_of;
use std::io::{Cursor, Read};

/// Maximum bytes of a file.
pub(crate) const MOST_BYTES: usize = 2 * 1024 * 1024;
/// Maximum bytes that an XLSX may unpack to.
const MOST_UNPACKED: u64 = 64 * 1024 * 1024;
/// Maximum number of rows read, and of fields in a row.
const MOST_ROWS: usize = 2_000;
const MOST_FIELDS: usize = 60;

/// Why a file is no table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TableFileError {
    /// It is neither CSV in UTF-8 nor XLSX, or it is damaged.
    #[error("it is neither CSV in UTF-8 nor XLSX")]
    Unreadable,
    /// It is larger than any list, or unpacks to more.
    #[error("it is too large")]
    TooLarge,
}

/// The rows of a file. An XLSX's first sheet counts.
pub(crate) fn rows(bytes: &[u8]) -> Result<Vec<Vec<String>>, TableFileError> {
    if bytes.len() > MOST_BYTES {
        return Err(TableFileError::TooLarge);
    }
    if bytes.starts_with(b"PK") { of_xlsx(bytes) } else { of_csv(bytes) }
}

fn of_csv(bytes: &[u8]) -> Result<Vec<Vec<String>>, TableFileError> {
    let text = std::str::from_utf8(bytes).map_err(|_| TableFileError::Unreadable)?;
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter_of(text.as_bytes()))
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        if rows.len() == MOST_ROWS {
            return Err(TableFileError::TooLarge);
        }
        let record = record.map_err(|_| TableFileError::Unreadable)?;
        rows.push(record.iter().take(MOST_FIELDS).map(str::to_owned).collect());
    }
    Ok(rows)
}

fn of_xlsx(bytes: &[u8]) -> Result<Vec<Vec<String>>, TableFileError> {
    unpacks_within_limits(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_: XlsxError| TableFileError::Unreadable)?;
    let sheet = book.worksheet_range_at(0).and_then(Result::ok).ok_or(TableFileError::Unreadable)?;
    // A range is as large as its corners say: one cell far out would make all those between.
    let (height, width) = sheet.get_size();
    if height > MOST_ROWS || width > 16_384 {
        return Err(TableFileError::TooLarge);
    }
    Ok(sheet.rows().map(|row| row.iter().take(MOST_FIELDS).map(text).collect()).collect())
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
        other => other.to_string(),
    }
}

/// Unpacks every part to nowhere, counting: what a packed file says of its size need not be true.
fn unpacks_within_limits(bytes: &[u8]) -> Result<(), TableFileError> {
    let mut packed = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| TableFileError::Unreadable)?;
    let mut left = MOST_UNPACKED;
    for at in 0..packed.len() {
        let part = packed.by_index(at).map_err(|_| TableFileError::Unreadable)?;
        let read =
            std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(|_| TableFileError::Unreadable)?;
        left = left.checked_sub(read).ok_or(TableFileError::TooLarge)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            writer.start_file(*name, SimpleFileOptions::default()).expect("a part");
            writer.write_all(bytes).expect("written");
        }
        writer.finish().expect("packed").into_inner()
    }

    /// The least that a workbook consists of (ECMA-376).
    fn workbook(sheet: &str) -> Vec<u8> {
        let types = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>"#;
        let links = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
        let book = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Liste" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
        let book_links = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
        let sheet = format!(
            r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{sheet}</sheetData></worksheet>"#
        );
        packed(&[
            ("[Content_Types].xml", types.as_bytes()),
            ("_rels/.rels", links.as_bytes()),
            ("xl/workbook.xml", book.as_bytes()),
            ("xl/_rels/workbook.xml.rels", book_links.as_bytes()),
            ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ])
    }

    #[test]
    fn semicolons_commas_and_tabs_part_the_same_rows() {
        let expected = vec![vec!["nom".to_owned(), "numero".to_owned()], vec!["Bah".to_owned(), "1".to_owned()]];
        for csv in ["nom;numero\nBah;1\n", "nom,numero\nBah,1\n", "\u{feff}nom\tnumero\r\nBah\t1\r\n"] {
            assert_eq!(rows(csv.as_bytes()), Ok(expected.clone()));
        }
    }

    #[test]
    fn a_sheet_is_read_as_rows() {
        let sheet = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>nom</t></is></c><c r="B1" t="inlineStr"><is><t>numero</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>Bah</t></is></c><c r="B2"><v>7</v></c></row>"#;
        assert_eq!(
            rows(&workbook(sheet)),
            Ok(vec![vec!["nom".into(), "numero".into()], vec!["Bah".into(), "7".into()]])
        );
    }

    #[test]
    fn a_file_that_unpacks_to_more_than_any_list_is_refused() {
        let bomb = packed(&[("xl/sharedStrings.xml", &vec![b'a'; MOST_UNPACKED as usize + 1])]);
        assert!(bomb.len() < MOST_BYTES);
        assert_eq!(rows(&bomb), Err(TableFileError::TooLarge));
        let far_out =
            workbook(r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1000000"><c r="A1000000"><v>1</v></c></row>"#);
        assert!(matches!(rows(&far_out), Err(TableFileError::TooLarge | TableFileError::Unreadable)));
    }

    #[test]
    fn what_is_no_table_is_said_to_be_none() {
        for bytes in [&b"PK\x03\x04"[..], b"\xff\xfe\x00", &packed(&[("a.txt", b"x")])] {
            assert_eq!(rows(bytes), Err(TableFileError::Unreadable));
        }
        assert_eq!(rows("a,b\n".repeat(MOST_ROWS + 1).as_bytes()), Err(TableFileError::TooLarge));
    }
}
