//! `limen seal`: bar codes in pictures, read, and where they are seals checked against trusted certificates.

use crate::{
    commands::{shared, trust},
    outcome::{Failed, Outcome},
};
use jiff::tz::TimeZone;
use limen_document::mrz::{self, Mrz};
use limen_domain::{CodeLayouts, ListProblem};
use limen_exchange::file;
use limen_optics::{Luma, picture};
use limen_seal::{Beside, Content, Fit, Grey, Level, Reason, SealReport, Status, Symbology};
use serde::Serialize;
use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

/// Maximum bytes of a list of layouts, and of a zone.
const MOST_TEXT: u64 = 1024 * 1024;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The pictures: JPEG, PNG or WebP
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print one JSON object a picture instead of text
    #[arg(long)]
    json: bool,
    /// Certificates to believe: CSCA certificates, master lists, signers, lists of revoked ones (DER, PEM, LDIF)
    #[arg(long, value_name = "FILE", num_args = 1..)]
    trust: Vec<PathBuf>,
    /// A text file with the zone of the document that the codes are on; without it, the zone in the picture
    #[arg(long, value_name = "FILE")]
    zone: Option<PathBuf>,
    /// Lists of layouts for codes that are no seals, CSV (docs/bar-codes.md); AAMVA is known without
    #[arg(long, value_name = "FILE", num_args = 1..)]
    layouts: Vec<PathBuf>,
}

/// What a picture holds, as `--json` prints it.
#[derive(Debug, Serialize)]
struct Printed {
    file: String,
    codes: Vec<PrintedCode>,
    /// Why there is nothing: the picture can't be opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    milliseconds: u64,
}

#[derive(Debug, Serialize)]
struct PrintedCode {
    symbology: Symbology,
    /// The box around it: left, top, right, bottom.
    place: [usize; 4],
    #[serde(flatten)]
    content: Content,
}

/// Answers 0 where codes were found in every picture and no seal is invalid, 1 otherwise; an error is 2.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let now = shared::now();
    let today = now.to_zoned_datetime(TimeZone::system()).date();
    let trust = if arguments.trust.is_empty() { None } else { Some(trust::believed(&arguments.trust)?) };
    let mut layouts = CodeLayouts::default();
    for path in &arguments.layouts {
        let list = file::read(path, MOST_TEXT).map_err(|error| unreadable(path, &error))?;
        let read = CodeLayouts::read(&list).map_err(|problems| {
            let problems: Vec<String> = problems.iter().map(ListProblem::to_string).collect();
            unreadable(path, &problems.join("; "))
        });
        layouts = layouts.and(read?);
    }
    let layouts = layouts.and(CodeLayouts::built_in());
    let zone = match &arguments.zone {
        Some(path) => {
            let text = file::read_text(path, MOST_TEXT).map_err(|error| unreadable(path, &error))?;
            Some(mrz::read(&text, today).map_err(|error| unreadable(path, &error))?)
        }
        None => None,
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut all_good = true;
    for path in &arguments.files {
        let bytes = file::read(path, picture::MOST_BYTES as u64).map_err(|error| unreadable(path, &error))?;
        let begin = Instant::now();
        let (codes, reason) = match picture::open(&bytes) {
            Ok(luma) => {
                let grey = Grey::new(luma.width(), luma.height(), luma.pixels());
                let codes = grey.map(limen_seal::find).unwrap_or_default();
                let is_seal = codes.iter().any(|code| limen_seal::is_seal(&code.octets));
                let beside_it = if zone.is_none() && is_seal { zone_in(luma, today) } else { None };
                let zone = zone.as_ref().or(beside_it.as_ref());
                let beside = Beside { zone, passport: None, trust: trust.as_ref(), layouts: &layouts, now };
                let judged = codes.iter().map(|code| PrintedCode {
                    symbology: code.symbology,
                    place: code.place,
                    content: limen_seal::judge(&code.octets, &beside),
                });
                (judged.collect(), None)
            }
            Err(error) => (Vec::new(), Some(error.to_string())),
        };
        let milliseconds = u64::try_from(begin.elapsed().as_millis()).unwrap_or(u64::MAX);
        let printed = Printed { file: path.display().to_string(), codes, reason, milliseconds };
        all_good &= !printed.codes.is_empty() && !printed.codes.iter().any(|code| is_invalid(&code.content));
        if arguments.json {
            writeln!(out, "{}", serde_json::to_string(&printed)?)?;
        } else {
            print_text(&mut out, &printed)?;
        }
    }
    out.flush()?;
    Ok(if all_good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn unreadable(path: &Path, error: &dyn std::fmt::Display) -> Failed {
    format!("{} can't be used: {error}", path.display()).into()
}

/// The zone in the same picture, where it is read for sure.
fn zone_in(picture: Luma, today: jiff::civil::Date) -> Option<Mrz> {
    let reading = limen_optics::read_luma(picture).ok().filter(|reading| reading.sure)?;
    mrz::read(&reading.text(), today).ok()
}

fn is_invalid(content: &Content) -> bool {
    matches!(content, Content::Seal(report) if report.status == Status::Invalid)
}

fn print_text(out: &mut impl Write, printed: &Printed) -> io::Result<()> {
    writeln!(out, "{}", printed.file)?;
    match &printed.reason {
        Some(reason) => writeln!(out, "  {reason}")?,
        None if printed.codes.is_empty() => writeln!(out, "  no bar code found")?,
        None => {}
    }
    for code in &printed.codes {
        match &code.content {
            Content::Seal(report) => print_seal(out, code.symbology, report)?,
            Content::Text { text, found } => {
                let name = found.as_ref().map_or("text", |found| found.name.english.as_str());
                writeln!(out, "  {}: {name}", code.symbology.name())?;
                match found {
                    Some(found) => {
                        for named in &found.fields {
                            writeln!(out, "    {:<26}{}", named.name.english, shown(&named.field.value))?;
                        }
                    }
                    None => writeln!(out, "    {}", shown(text))?,
                }
            }
        }
    }
    writeln!(out)
}

fn print_seal(out: &mut impl Write, symbology: Symbology, report: &SealReport) -> io::Result<()> {
    let reasons: Vec<String> = report.reasons.iter().map(Reason::to_string).collect();
    let because = if reasons.is_empty() { String::new() } else { format!(" ({})", reasons.join(", ")) };
    writeln!(out, "  {}: seal, {}: {}{because}", symbology.name(), report.kind, report.status)?;
    let level = match report.level {
        Level::Trustable => "trustable",
        Level::MediumFraudPotential => "medium fraud potential",
        Level::HighFraudPotential => "high fraud potential",
    };
    let fit = match &report.fit {
        Fit::Fits => "fits".to_owned(),
        Fit::Differs(what) => format!("DIFFERS in {}", what.join(", ").replace('_', " ")),
        Fit::NotCompared => "not compared".to_owned(),
    };
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let signer = if report.reference.is_empty() {
        report.signer.clone()
    } else {
        format!("{}, certificate {}", report.signer, report.reference)
    };
    for (label, value) in [
        ("level", level.to_owned()),
        ("fault", report.fault.clone().unwrap_or_default()),
        ("zone", fit),
        ("issuing state", report.state.clone()),
        ("signer", signer),
        ("issued", day(report.issued)),
        ("signed", day(report.signed)),
    ] {
        if !value.is_empty() {
            writeln!(out, "    {label:<26}{}", shown(&value))?;
        }
    }
    for field in &report.fields {
        writeln!(out, "    {:<26}{}", shown(&field.code), shown(&field.value))?;
    }
    Ok(())
}

/// A text for a terminal: what would move its cursor or colour it is shown by its number.
fn shown(text: &str) -> String {
    text.chars()
        .flat_map(|letter| if letter.is_control() { letter.escape_default().collect() } else { vec![letter] })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_does_not_command_the_terminal() {
        assert_eq!(shown("a\u{1b}[2Jb\n"), "a\\u{1b}[2Jb\\n");
        assert_eq!(shown("né à Kankan"), "né à Kankan");
    }
}
