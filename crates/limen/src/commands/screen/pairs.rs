//! `limen screen pairs`: how surely the two names of each row are one.

use crate::outcome::Outcome;
use limen_screening::{Frequencies, name_likeness};
use std::{
    fs::File,
    io::{self, BufReader, BufWriter},
    path::Path,
    process::ExitCode,
};

/// Prints the rows of the file with a column `score`. Names are weighed by how common their parts are in the file.
pub(super) fn run(path: &Path) -> Outcome {
    let open = || -> Result<csv::Reader<BufReader<File>>, crate::outcome::Failed> {
        let file = File::open(path).map_err(|error| format!("{} can't be opened: {error}", path.display()))?;
        Ok(csv::ReaderBuilder::new().flexible(true).from_reader(BufReader::new(file)))
    };
    let text = |record: &csv::ByteRecord, at: usize| {
        String::from_utf8_lossy(record.get(at).unwrap_or_default()).trim().to_owned()
    };
    let mut rows = open()?;
    let headings = rows.byte_headers()?.clone();
    let column = |name: &str| {
        let mut headings = headings
            .iter()
            .map(|heading| String::from_utf8_lossy(heading).trim_start_matches('\u{feff}').trim().to_owned());
        headings
            .position(|heading| heading == name)
            .ok_or_else(|| format!("{} has no column \u{201c}{name}\u{201d}", path.display()))
    };
    let (one, other) = (column("name1")?, column("name2")?);
    let mut frequencies = Frequencies::default();
    for record in rows.byte_records() {
        let record = record?;
        frequencies.add(&text(&record, one));
        frequencies.add(&text(&record, other));
    }
    let mut out = csv::WriterBuilder::new().flexible(true).from_writer(BufWriter::new(io::stdout().lock()));
    let mut named = headings.clone();
    named.push_field(b"score");
    out.write_byte_record(&named)?;
    for record in open()?.byte_records() {
        let mut record = record?;
        let score = name_likeness(&text(&record, one), &text(&record, other), &frequencies);
        while record.len() < headings.len() {
            record.push_field(b"");
        }
        record.push_field(format!("{score:.4}").as_bytes());
        out.write_byte_record(&record)?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
