//! Tables as spreadsheets write them: CSV parted by commas, semicolons or tabs, with or without a mark of UTF-8.

/// What parts the fields of a CSV: whichever of `;`, tab and `,` its first line has most of. French spreadsheets write `;`.
pub fn delimiter_of(csv: &[u8]) -> u8 {
    let head = csv.split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
    let count = |mark: &u8| head.iter().filter(|byte| *byte == mark).count();
    [b';', b'\t', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

/// A reader of a CSV with its columns' names in the first line.
pub(crate) fn csv_reader(csv: &[u8]) -> csv::Reader<&[u8]> {
    let csv = csv.strip_prefix("\u{feff}".as_bytes()).unwrap_or(csv);
    csv::ReaderBuilder::new().trim(csv::Trim::All).delimiter(delimiter_of(csv)).from_reader(csv)
}
