//! `limen screen`: travellers from a file held against an alert list, without a post or a database.

mod pairs;

use crate::outcome::Outcome;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::Date;
use limen_domain::{BirthDate, DocumentNumber, ListName, PartialDate, Reason, Sex, StateCode};
use limen_screening::{AlertIndex, Builder, DEFAULT_THRESHOLD, Frequencies, Hit, Subject, list};
use serde::{Deserialize, Serialize};
use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, IsTerminal, Write},
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
    /// The file of the alert list
    #[arg(long, value_name = "FILE", required = true)]
    alerts: PathBuf,
    /// The format of the list
    #[arg(long, value_enum, default_value_t = ListFormat::Auto)]
    format: ListFormat,
    /// A CSV of travellers with any of the columns full_name, given_names, surname, birth_date, sex, nationality,
    /// birth_place, document_number
    #[arg(long, value_name = "FILE.csv", required = true)]
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
    Auto,
    Csv,
    Un,
    Ofac,
    Opensanctions,
    Ftm,
    Documents,
}

impl ListFormat {
    /// The format itself, found from the beginning of the file where the name leaves a choice.
    fn of(self, beginning: &[u8]) -> list::Format {
        match self {
            Self::Auto => list::Format::detect(beginning),
            Self::Csv => list::Format::Csv,
            Self::Un => list::Format::Un,
            Self::Ofac if beginning.trim_ascii_start().starts_with(b"<") || beginning.starts_with(b"\xef\xbb\xbf<") => {
                list::Format::OfacXml
            }
            Self::Ofac => list::Format::OfacCsv,
            Self::Opensanctions => list::Format::OpenSanctions,
            Self::Ftm => list::Format::Ftm,
            Self::Documents => list::Format::Documents,
        }
    }
}

/// A row of the travellers' file.
#[derive(Debug, Default, Deserialize)]
struct Row {
    full_name: Option<String>,
    given_names: Option<String>,
    surname: Option<String>,
    birth_date: Option<String>,
    sex: Option<String>,
    nationality: Option<String>,
    birth_place: Option<String>,
    document_number: Option<String>,
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
    each_traveller(&arguments.travellers, |_, subject, _| {
        subject.names.iter().take(1).for_each(|name| frequencies.add(&name.text));
        Ok(())
    })?;
    let index =
        load(&arguments.alerts, arguments.format, frequencies)?.with_threshold(command_list()?, arguments.threshold);
    let mut out = BufWriter::new(io::stdout().lock());
    each_traveller(&arguments.travellers, |row, subject, problems| {
        for problem in problems {
            eprintln!("limen: traveller {row}: {problem}; taken as not known");
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

/// Reads a list into an index, with a bar where someone watches and it takes long.
fn load(path: &Path, format: ListFormat, frequencies: Frequencies) -> Result<AlertIndex, crate::outcome::Failed> {
    let file = File::open(path).map_err(|error| format!("the list {} can't be opened: {error}", path.display()))?;
    let bar = progress(file.metadata()?.len(), "reading alerts");
    let mut reader = BufReader::with_capacity(1 << 18, bar.wrap_read(file));
    let format = format.of(reader.fill_buf()?);
    let mut builder = Builder::with_frequencies(frequencies);
    let report = list::read(reader, format, &command_list()?, |alert| builder.add(&alert))
        .map_err(|error| format!("{}: {error}; nothing of it was taken", path.display()))?;
    bar.finish_and_clear();
    for problem in report.problems.iter().take(20) {
        eprintln!("limen: {}: {problem}; left out", path.display());
    }
    if report.left_out > 20 {
        eprintln!("limen: {}: {} entries were left out in all", path.display(), report.left_out);
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

/// Hands each traveller of a file to `each`, with the number of the row from 1 and what is wrong with the row.
fn each_traveller(
    path: &Path,
    mut each: impl FnMut(u64, &Subject, Vec<String>) -> Result<(), crate::outcome::Failed>,
) -> Result<(), crate::outcome::Failed> {
    let file =
        File::open(path).map_err(|error| format!("the travellers {} can't be opened: {error}", path.display()))?;
    let mut csv = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(BufReader::new(file));
    let headings = csv.byte_headers()?.clone();
    let headings: csv::StringRecord = headings
        .iter()
        .map(|heading| String::from_utf8_lossy(heading).trim_start_matches('\u{feff}').to_owned())
        .collect::<Vec<_>>()
        .into();
    let mut record = csv::ByteRecord::new();
    let mut row = 0;
    while csv.read_byte_record(&mut record)? {
        row += 1;
        let text: csv::StringRecord =
            record.iter().map(|field| String::from_utf8_lossy(field).into_owned()).collect::<Vec<_>>().into();
        let (subject, problems) = subject(&text.deserialize::<Row>(Some(&headings)).unwrap_or_default());
        each(row, &subject, problems)?;
    }
    Ok(())
}

/// The traveller that a row describes, and the problems of the fields that can't be read.
fn subject(row: &Row) -> (Subject, Vec<String>) {
    let filled = |value: &Option<String>| value.clone().filter(|value| !value.is_empty());
    let mut problems = Vec::new();
    let mut subject = Subject::default();
    let parted = [filled(&row.given_names), filled(&row.surname)].into_iter().flatten().collect::<Vec<_>>().join(" ");
    for name in filled(&row.full_name).into_iter().chain(Some(parted).filter(|name| !name.is_empty())) {
        let name = name.as_str().into();
        if !subject.names.contains(&name) {
            subject.names.push(name);
        }
    }
    if let Some(date) = filled(&row.birth_date) {
        match date.parse::<PartialDate>() {
            Ok(date) => subject.birth_date = Some(BirthDate::On(date)),
            Err(error) => problems.push(format!("birth_date \u{201c}{date}\u{201d}: {error}")),
        }
    }
    if let Some(sex) = filled(&row.sex) {
        match sex.to_ascii_uppercase().parse::<Sex>() {
            Ok(sex) => subject.sex = Some(sex).filter(|sex| *sex != Sex::Unspecified),
            Err(error) => problems.push(error.to_string()),
        }
    }
    if let Some(code) = filled(&row.nationality) {
        match StateCode::from_iso(&code) {
            Ok(state) => subject.states.push(state),
            Err(error) => problems.push(format!("nationality \u{201c}{code}\u{201d}: {error}")),
        }
    }
    subject.birth_place = filled(&row.birth_place);
    subject.document_numbers =
        filled(&row.document_number).map(|number| DocumentNumber::new(&number)).into_iter().collect();
    (subject, problems)
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
        Reason::DocumentNumber { number, likeness } => format!("document number {number}: {}", likeness.code()),
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
        Reason::BirthDate { likeness } => format!("birth date: {}", likeness.code()),
        Reason::Sex { likeness } => format!("sex: {}", likeness.code()),
        Reason::Nationality { likeness } => format!("nationality: {}", likeness.code()),
        Reason::BirthPlace { likeness } => format!("place of birth: {}", likeness.code()),
    }
}
