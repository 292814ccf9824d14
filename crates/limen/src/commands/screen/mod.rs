//! `limen screen`: travellers from a file held against an alert list, without a post or a database.

mod pairs;

use crate::outcome::Outcome;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::Date;
use limen_domain::{ListName, Reason};
use limen_screening::{AlertIndex, Builder, DEFAULT_THRESHOLD, Frequencies, Hit, Subject, list};
use limen_tables::{Answers, Column, Field, Person, Table};
use serde::Serialize;
use std::{
    fs::File,
    io::{self, BufReader, BufWriter, IsTerminal, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    screening: Option<Screening>,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Score how surely the two names of each row are one; prints the rows with a column score (0 to 1) added
    Pairs {
        /// A CSV with the columns name1 and name2, and any others
        file: PathBuf,
    },
}

#[derive(clap::Args)]
struct Screening {
    /// The file of the alert list, or an archive of it; more than once for files that belong together (SDN.CSV, ALT.CSV)
    #[arg(long, value_name = "FILE", required = true)]
    alerts: Vec<PathBuf>,
    /// The format of the list
    #[arg(long, value_enum, default_value_t = ListFormat::Auto)]
    format: ListFormat,
    /// A table of travellers (CSV or a workbook) with any of the columns full_name, given_names, surname, birth_date, sex,
    /// nationality, birth_place, document_number, issuer, or the same in French, Spanish, Portuguese or Arabic
    #[arg(long, value_name = "FILE", required = true)]
    travellers: PathBuf,
    /// The minimum score of a hit, 0 to 1
    #[arg(long, value_name = "X", default_value_t = DEFAULT_THRESHOLD)]
    threshold: f64,
    /// Print one JSON object a line for each traveller
    #[arg(long)]
    json: bool,
    /// The day on which alerts must be in force; default: today
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Option<Date>,
}

/// The forms of lists as the command names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum ListFormat {
    /// As the file looks.
    Auto,
    /// A table of persons, documents or vehicles: CSV or a workbook
    #[value(alias = "csv", alias = "documents")]
    Table,
    /// The United Nations' list
    Un,
    /// OFAC's list, in any of its forms
    Ofac,
    /// OpenSanctions' table
    Opensanctions,
    /// FollowTheMoney entities
    Ftm,
}

impl ListFormat {
    /// The format itself; `None` where the file shows it.
    fn chosen(self) -> Option<list::Format> {
        match self {
            Self::Auto | Self::Ofac => None,
            Self::Table => Some(list::Format::Table),
            Self::Un => Some(list::Format::Un),
            Self::Opensanctions => Some(list::Format::OpenSanctions),
            Self::Ftm => Some(list::Format::Ftm),
        }
    }
}

/// A traveller's hits as `--json` prints them.
#[derive(Debug, Serialize)]
struct Printed<'a> {
    /// The traveller's row, from 1.
    row: u64,
    hits: Vec<PrintedHit<'a>>,
}

#[derive(Debug, Serialize)]
struct PrintedHit<'a> {
    alert: &'a str,
    score: f64,
    action: &'static str,
    reasons: &'a [Reason],
}

pub(crate) fn run(arguments: Arguments) -> Outcome {
    match (arguments.command, arguments.screening) {
        (Some(Command::Pairs { file }), _) => pairs::run(&file),
        (None, Some(screening)) => screen(&screening),
        (None, None) => Err("say which alerts and which travellers: --alerts FILE --travellers FILE.csv".into()),
    }
}

fn screen(arguments: &Screening) -> Outcome {
    if !(0.0..=1.0).contains(&arguments.threshold) {
        return Err(format!("a threshold is a number from 0 to 1; {} is none", arguments.threshold).into());
    }
    let on = arguments.on.unwrap_or_else(crate::commands::shared::today);
    let mut frequencies = Frequencies::default();
    let unknown = each_traveller(&arguments.travellers, |_, subject, _| {
        subject.names.iter().take(1).for_each(|name| frequencies.add(&name.text));
        Ok(())
    })?;
    for column in unknown {
        eprintln!(
            "limen: {}: the column \u{201c}{}\u{201d} is not understood",
            arguments.travellers.display(),
            column.heading
        );
    }
    let index =
        load(&arguments.alerts, arguments.format, frequencies)?.with_threshold(command_list()?, arguments.threshold);
    let mut out = BufWriter::new(io::stdout().lock());
    each_traveller(&arguments.travellers, |row, subject, person| {
        for (field, text) in &person.not_understood {
            eprintln!(
                "limen: traveller {row}: {} \u{201c}{text}\u{201d} is not understood; taken as not known",
                field.code()
            );
        }
        let hits = index.screen(subject, on);
        if arguments.json { print_json(&mut out, row, &hits) } else { print_text(&mut out, row, subject, &hits) }
    })?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// The name that the list of a command line goes by.
fn command_list() -> Result<ListName, limen_domain::InvalidId> {
    ListName::parse("list")
}

/// Reads the files of a list into an index, with a bar where someone watches and it takes long.
fn load(paths: &[PathBuf], format: ListFormat, frequencies: Frequencies) -> Result<AlertIndex, crate::outcome::Failed> {
    let mut files: Vec<list::ListFile<'_>> = Vec::new();
    let mut bars = Vec::new();
    for path in paths {
        let file = File::open(path).map_err(|error| format!("the list {} can't be opened: {error}", path.display()))?;
        let bar = progress(file.metadata()?.len(), "reading alerts");
        files.push(Box::new(BufReader::with_capacity(1 << 18, bar.wrap_read(file))));
        bars.push(bar);
    }
    let named = paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ");
    let mut builder = Builder::with_frequencies(frequencies);
    let report = list::read(files, format.chosen(), &command_list()?, &Answers::default(), |alert| builder.add(&alert))
        .map_err(|error| format!("{named}: {error}; nothing of it was taken"))?;
    bars.iter().for_each(ProgressBar::finish_and_clear);
    for line in report.lines().take(20) {
        eprintln!("limen: {named}: {line}");
    }
    if report.left_out + report.weakened > 20 {
        eprintln!(
            "limen: {named}: {} entries were left out and {} alerts hold without something that is not understood, in all",
            report.left_out, report.weakened
        );
    }
    if report.taken == 0 {
        return Err(format!("{named}: no alert could be taken from it").into());
    }
    let bar = progress(0, "building the index");
    let index = builder.finish();
    bar.finish_and_clear();
    Ok(index)
}

fn progress(bytes: u64, what: &'static str) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{msg:24} {wide_bar} {bytes}/{total_bytes} {eta}");
    ProgressBar::new(bytes).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar())).with_message(what)
}

/// Hands each traveller of a file to `each`, with the line of the row and what of it is not understood.
fn each_traveller(
    path: &Path,
    mut each: impl FnMut(u64, &Subject, &Person) -> Result<(), crate::outcome::Failed>,
) -> Result<Vec<Column>, crate::outcome::Failed> {
    let at = |error: &dyn std::fmt::Display| format!("the travellers {}: {error}", path.display());
    let file = File::open(path).map_err(|error| at(&error))?;
    let table = Table::open(BufReader::new(file), &Answers::default()).map_err(|error| at(&error))?;
    let columns = &table.columns;
    let numbers = [Field::DocumentNumber, Field::PassportNumber, Field::CardNumber];
    if !columns.has_names() && !numbers.iter().any(|field| columns.has(*field)) {
        let headings = columns.iter().map(|column| column.heading.as_str()).collect::<Vec<_>>().join(" | ");
        return Err(at(&format!("no column holds names or numbers of documents; its columns are: {headings}")).into());
    }
    let mut row = 0;
    for read in table.rows {
        row += 1;
        let person = Person::of(columns, &read.map_err(|error| at(&error))?);
        each(row, &Subject::from(&person), &person)?;
    }
    if row == 0 {
        return Err(at(&"nobody stands below the columns' names").into());
    }
    Ok(columns.unknown().cloned().collect())
}

fn print_json(out: &mut impl Write, row: u64, hits: &[Hit]) -> Result<(), crate::outcome::Failed> {
    let hits = hits.iter().map(|hit| PrintedHit {
        alert: hit.alert.id.as_str(),
        score: (hit.score * 10_000.0).round() / 10_000.0,
        action: hit.alert.action.code(),
        reasons: &hit.reasons,
    });
    serde_json::to_writer(&mut *out, &Printed { row, hits: hits.collect() })?;
    Ok(out.write_all(b"\n")?)
}

fn print_text(out: &mut impl Write, row: u64, subject: &Subject, hits: &[Hit]) -> Result<(), crate::outcome::Failed> {
    let name = subject.names.first().map_or("without a name", |name| name.text.as_str());
    if hits.is_empty() {
        return Ok(writeln!(out, "{row}  {name}: nothing found")?);
    }
    for hit in hits {
        writeln!(out, "{row}  {name}: {} {:.0}% {}", hit.alert.id, hit.score * 100.0, hit.alert.action.code())?;
        for reason in &hit.reasons {
            writeln!(out, "     {}", in_words(reason))?;
        }
    }
    Ok(())
}

/// A reason in a line of English.
fn in_words(reason: &Reason) -> String {
    match reason {
        Reason::DocumentNumber { number, likeness, other_issuer: None } => {
            format!("document number {number}: {}", likeness.code())
        }
        Reason::DocumentNumber { number, likeness, other_issuer: Some(issuer) } => {
            format!("document number {number}: {}, but the alert's document is one of {issuer}", likeness.code())
        }
        Reason::Plate { number, likeness } => format!("plate {number}: {}", likeness.code()),
        Reason::Name { name, how, parts, only_traveller, only_alert } => {
            let pairs = parts.iter().map(|part| match part.traveller == part.alert {
                true => part.alert.clone(),
                false => format!("{} ~ {} ({})", part.traveller, part.alert, part.how.code()),
            });
            let only = |who: &str, parts: &[String]| {
                if parts.is_empty() { String::new() } else { format!("; only {who}: {}", parts.join(" ")) }
            };
            let (mine, theirs) = (only("the traveller", only_traveller), only("the alert", only_alert));
            format!(
                "name \u{201c}{name}\u{201d}: {}; {}{mine}{theirs}",
                how.code(),
                pairs.collect::<Vec<_>>().join(", ")
            )
        }
        Reason::BirthDate { likeness, years_apart: Some(years) } => {
            format!("birth date: {}, by {years} years", likeness.code())
        }
        Reason::BirthDate { likeness, years_apart: None } => format!("birth date: {}", likeness.code()),
        Reason::Sex { likeness } => format!("sex: {}", likeness.code()),
        Reason::Nationality { likeness } => format!("nationality: {}", likeness.code()),
        Reason::BirthPlace { likeness } => format!("place of birth: {}", likeness.code()),
    }
}
