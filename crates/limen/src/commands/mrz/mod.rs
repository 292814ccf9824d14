//! `limen mrz`: machine readable zones from a file or standard input, parted by blank lines, or from pictures.

mod blocks;
mod pictures;

use crate::outcome::Outcome;
use blocks::Blocks;
use jiff::civil::Date;
use limen_document::mrz::{self, Mrz};
use limen_domain::{Doubt, DoubtKind, Field, Sex};
use serde::Serialize;
use std::{
    fs::File,
    io::{self, BufRead, BufReader, Write},
    path::PathBuf,
    process::ExitCode,
};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Print one JSON object a line instead of text
    #[arg(long)]
    json: bool,
    /// The day as of which the century of two-digit years is resolved; default: today
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Option<Date>,
    /// Read the zones in these pictures (JPEG, PNG or WebP), one in each
    #[arg(long, value_name = "FILE", num_args = 1.., conflicts_with = "file")]
    image: Vec<PathBuf>,
    /// The file to read; without it, or with -, standard input
    file: Option<PathBuf>,
}

/// A zone as `--json` prints it. Texts are empty and the format is null where nothing could be read.
#[derive(Debug, Default, Serialize)]
struct Printed {
    format: Option<&'static str>,
    valid: bool,
    problems: Vec<Problem>,
    document_code: String,
    issuing_state: String,
    document_number: String,
    primary_identifier: String,
    secondary_identifier: String,
    nationality: String,
    birth_date: String,
    sex: &'static str,
    expiry_date: String,
    optional_data: String,
    optional_data_2: String,
    name_truncated: bool,
}

#[derive(Debug, Serialize)]
struct Problem {
    field: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    suggestion: Option<String>,
}

/// Reads, prints, and answers 0 where every zone was valid, 1 where one was not; an error is 2.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let on = arguments.on.unwrap_or_else(crate::commands::shared::today);
    if !arguments.image.is_empty() {
        return pictures::run(&arguments.image, on, arguments.json);
    }
    let named = arguments.file.as_ref().filter(|file| file.as_os_str() != "-");
    let input: Box<dyn BufRead> = match named {
        Some(file) => {
            let opened = File::open(file).map_err(|error| format!("{} can't be read: {error}", file.display()))?;
            Box::new(BufReader::new(opened))
        }
        None => Box::new(io::stdin().lock()),
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut all_valid = true;
    for block in Blocks::new(input) {
        let block = block.map_err(|error| format!("the input can't be read: {error}"))?;
        let printed = printed(&String::from_utf8_lossy(&block), on);
        all_valid &= printed.valid;
        if arguments.json {
            writeln!(out, "{}", serde_json::to_string(&printed)?)?;
        } else {
            print_text(&mut out, &printed)?;
        }
    }
    out.flush()?;
    Ok(if all_valid { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn printed(text: &str, on: Date) -> Printed {
    match mrz::read(text, on) {
        Ok(zone) => Printed::from(zone),
        Err(unreadable) => {
            let problem = Problem { field: Field::Mrz.code(), message: unreadable.to_string(), suggestion: None };
            Printed { problems: vec![problem], ..Printed::default() }
        }
    }
}

impl From<Mrz> for Printed {
    fn from(zone: Mrz) -> Self {
        Self {
            format: Some(zone.format.code()),
            valid: zone.problems.is_empty(),
            problems: zone.problems.iter().map(problem).collect(),
            document_code: zone.document_code,
            issuing_state: zone.issuing_state,
            document_number: zone.document_number,
            primary_identifier: zone.primary_identifier,
            secondary_identifier: zone.secondary_identifier,
            nationality: zone.nationality,
            birth_date: zone.birth_date.to_string(),
            sex: zone.sex.map(Sex::code).unwrap_or_default(),
            expiry_date: zone.expiry_date.to_string(),
            optional_data: zone.optional_data,
            optional_data_2: zone.optional_data_2,
            name_truncated: zone.name_truncated,
        }
    }
}

fn problem(doubt: &Doubt) -> Problem {
    let field = doubt.field.code().replace('_', " ");
    let message = match doubt.kind {
        DoubtKind::CheckDigit => format!("the check digit of the {field} does not fit"),
        DoubtKind::Character => format!("the {field} has a character that can't stand there"),
        DoubtKind::Missing => format!("the {field} is missing"),
        DoubtKind::UnknownCode => format!("the {field} is a code that does not exist"),
        DoubtKind::ImpossibleDate => format!("the {field} is a day that does not exist"),
        DoubtKind::InFuture => format!("the {field} is in the future"),
        DoubtKind::Expired => format!("the {field} is past"),
        DoubtKind::Amended => format!("the {field} was corrected by hand"),
        DoubtKind::KeyboardLayout => format!("the {field} was typed on a foreign keyboard, and two layouts fit"),
    };
    let others = doubt.suggestions.get(1..).unwrap_or_default();
    let message =
        if others.is_empty() { message } else { format!("{message}; it could also be {}", others.join(" or ")) };
    Problem { field: doubt.field.code(), message, suggestion: doubt.suggestions.first().cloned() }
}

fn print_text(out: &mut impl Write, printed: &Printed) -> io::Result<()> {
    let format = printed.format.unwrap_or("no zone");
    writeln!(out, "{format}, {}", if printed.valid { "valid" } else { "NOT VALID" })?;
    for problem in &printed.problems {
        write!(out, "  ! {}", problem.message)?;
        match &problem.suggestion {
            Some(suggestion) => writeln!(out, "; could it be {suggestion}?")?,
            None => writeln!(out)?,
        }
    }
    let truncated = if printed.name_truncated { " (may be truncated)" } else { "" };
    for (label, value, note) in [
        ("document code", printed.document_code.as_str(), ""),
        ("issuing state", &printed.issuing_state, ""),
        ("document number", &printed.document_number, ""),
        ("primary identifier", &printed.primary_identifier, truncated),
        ("secondary identifier", &printed.secondary_identifier, truncated),
        ("nationality", &printed.nationality, ""),
        ("birth date", &printed.birth_date, ""),
        ("sex", printed.sex, ""),
        ("expiry date", &printed.expiry_date, ""),
        ("optional data", &printed.optional_data, ""),
        ("optional data 2", &printed.optional_data_2, ""),
    ] {
        if !value.is_empty() {
            writeln!(out, "  {label:<22}{value}{note}")?;
        }
    }
    writeln!(out)
}
