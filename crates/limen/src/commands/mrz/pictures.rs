//! Zones in pictures: what is read in each, and how sure it is.

use super::{Printed, Problem, print_text, printed};
use crate::outcome::Outcome;
use jiff::civil::Date;
use limen_domain::Field;
use limen_optics::{Character, Reading, Unread, picture::MOST_BYTES};
use serde::Serialize;
use std::{
    fs::File,
    io::{self, Read, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    time::{Duration, Instant},
};

/// What was read in a picture, as `--json` prints it: the same object as for text, and what the picture adds.
#[derive(Debug, Serialize)]
struct OfPicture {
    file: String,
    /// The zone as read; where none was read, as far as its lines were.
    lines: Vec<String>,
    /// Whether it may be taken without a look at the document.
    sure: bool,
    /// The probability of each character, line by line.
    confidence: Vec<Vec<f32>>,
    /// Why nothing was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    milliseconds: f64,
    #[serde(flatten)]
    zone: Printed,
}

/// Reads each picture and prints it, and answers 0 where every zone was read and valid, 1 where one was not. A file that
/// can't be read is an error, said once all others are printed.
pub(super) fn run(files: &[PathBuf], on: Date, json: bool) -> Outcome {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let (mut all_valid, mut unreadable) = (true, Vec::new());
    for file in files {
        let bytes = match bytes_of(file) {
            Ok(bytes) => bytes,
            Err(error) => {
                unreadable.push(format!("{} can't be read: {error}", file.display()));
                continue;
            }
        };
        let begun = Instant::now();
        let read = limen_optics::read(&bytes);
        let found = OfPicture::of(file, read, begun.elapsed(), on);
        all_valid &= found.zone.valid;
        if json {
            writeln!(out, "{}", serde_json::to_string(&found)?)?;
        } else {
            print(&mut out, &found)?;
        }
    }
    out.flush()?;
    if !unreadable.is_empty() {
        return Err(unreadable.join("\n").into());
    }
    Ok(if all_valid { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What is in a file: one byte more than is read as a picture, at most.
fn bytes_of(file: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(file)?.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

impl OfPicture {
    fn of(file: &Path, read: Result<Reading, Unread>, took: Duration, on: Date) -> Self {
        let milliseconds = (took.as_secs_f64() * 10_000.0).round() / 10.0;
        let file = file.display().to_string();
        match read {
            Ok(reading) => Self {
                file,
                lines: reading.text_lines(),
                sure: reading.sure,
                confidence: confidence(&reading.lines),
                reason: None,
                milliseconds,
                zone: printed(&reading.text(), on),
            },
            Err(unread) => {
                let reason = unread.reason.to_string();
                let problem = Problem { field: Field::Mrz.code(), message: reason.clone(), suggestion: None };
                Self {
                    file,
                    lines: unread.text_lines(),
                    sure: false,
                    confidence: confidence(&unread.lines),
                    reason: Some(reason),
                    milliseconds,
                    zone: Printed { problems: vec![problem], ..Printed::default() },
                }
            }
        }
    }
}

/// To four places: more says nothing.
fn confidence(lines: &[Vec<Character>]) -> Vec<Vec<f32>> {
    let rounded = |character: &Character| (character.confidence * 10_000.0).round() / 10_000.0;
    lines.iter().map(|line| line.iter().map(rounded).collect()).collect()
}

/// The zone as read, a mark below each character that is not sure, and then what a text would print.
fn print(out: &mut impl Write, found: &OfPicture) -> io::Result<()> {
    let state = if found.sure { "sure" } else { "not sure" };
    writeln!(out, "{}: {state}, {:.0} ms", found.file, found.milliseconds)?;
    for (line, confidence) in found.lines.iter().zip(&found.confidence) {
        writeln!(out, "  {line}")?;
        let marks: String =
            confidence.iter().map(|&sure| if sure < Reading::CLEAR_CHARACTER { '^' } else { ' ' }).collect();
        if !marks.trim().is_empty() {
            writeln!(out, "  {}", marks.trim_end())?;
        }
    }
    print_text(out, &found.zone)
}
