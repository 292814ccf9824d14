//! `limen statistics`: flows counted, reported, taken out, and asked about in SQL.

pub(crate) mod bulletins;

use crate::{
    folder::files::DataFolder,
    outcome::{Failed, Outcome},
};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::{ToSpan, civil::Date, tz::TimeZone};
use limen_analyst_protocol::{Analyst, Answer, Limits};
use limen_domain::FlowBound;
use limen_domain::StatedReason;
use limen_node::flows::{export::taken, questions::asked};
use limen_statistics::{
    Dimension, Filter, FlowTable, Flows, Heard, ParquetError, count_stale,
    figure::Scene,
    form::{Form, series, series_structure},
    heard, observations,
    report::Kind,
    sheet::no_formula,
    write_parquet,
};
use limen_store::{Post, Store, settings::FLOWS_BOUND};
use limen_words::{AllWords, Language};
use std::{
    io::{IsTerminal, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Count crossings by chosen dimensions, as CSV
    Tables(Tables),
    /// Write a report: day:POST:2026-11-25, week:2026-11-23, month:2026-11 or year:2026
    Report(Report),
    /// Export counts that may be published as Parquet, or monthly series as SDMX
    Export(Export),
    /// Answer a question in SQL about counts that may be published: the tables `people` and `passages`, and the view `flows`
    Query(Query),
    /// Count every day anew from the records
    Recount(DataFolder),
}

#[derive(clap::Args)]
pub(crate) struct Tables {
    #[command(flatten)]
    data: DataFolder,
    /// The dimensions, one to four of: post, year, month, week, day, weekday, hour, direction, decision, nationality, residence, sex, age, age-band, document, source, purpose, mode, origin, destination, stay, stayed, overstayed
    #[arg(long, value_name = "DIMENSIONS", value_delimiter = ',', default_value = "post,direction")]
    by: Vec<Dimension>,
    /// Count only crossings with this value, such as nationality=GIN; may be given several times
    #[arg(long, value_name = "DIMENSION=CODE", value_parser = condition)]
    only: Vec<(Dimension, String)>,
    /// The first day; default: 29 days before the last
    #[arg(long, value_name = "DAY")]
    from: Option<Date>,
    /// The last day, included; default: today
    #[arg(long, value_name = "DAY")]
    to: Option<Date>,
    /// Protect small counts, as for publication: the last dimension becomes columns
    #[arg(long)]
    publish: bool,
}

#[derive(clap::Args)]
pub(crate) struct Report {
    #[command(flatten)]
    data: DataFolder,
    /// The report, such as month:2026-11
    #[arg(value_name = "REPORT")]
    kind: Kind,
    /// The file to write; its extension gives the format: .pdf, .xlsx or .csv
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    /// The language: fr or en
    #[arg(long, default_value = "fr", value_parser = language)]
    language: Language,
    /// For use inside the service: show small counts
    #[arg(long)]
    inside: bool,
    /// The recipient and the purpose, recorded in the journal
    #[arg(long, value_name = "TEXT")]
    why: StatedReason,
}

#[derive(clap::Args)]
pub(crate) struct Export {
    #[command(flatten)]
    data: DataFolder,
    /// A folder for Parquet files, or a file that ends with .csv (SDMX-CSV), .json (SDMX-JSON) or .xml (the structure of both)
    #[arg(long, value_name = "PLACE")]
    to: PathBuf,
    /// For SDMX: any day of the first month; default: all
    #[arg(long, value_name = "DAY")]
    from: Option<Date>,
    /// For SDMX: show small counts
    #[arg(long)]
    inside: bool,
    /// The recipient and the purpose, recorded in the journal
    #[arg(long, value_name = "TEXT")]
    why: StatedReason,
}

#[derive(clap::Args)]
pub(crate) struct Query {
    #[command(flatten)]
    data: DataFolder,
    /// The question in SQL
    #[arg(value_name = "SQL")]
    question: String,
    /// The maximum time, in seconds
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// The maximum number of rows
    #[arg(long, default_value_t = 100_000)]
    rows: usize,
}

fn condition(text: &str) -> Result<(Dimension, String), String> {
    let (dimension, code) = text.split_once('=').ok_or("a condition is a dimension, = and a code")?;
    Ok((dimension.parse().map_err(|error| format!("{error}"))?, code.to_owned()))
}

pub(crate) fn language(text: &str) -> Result<Language, String> {
    text.parse().map_err(|()| "the languages are fr and en".to_owned())
}

/// The folder of the Parquet files in a data folder.
pub(crate) const PARQUET: &str = limen_node::PARQUET_FOLDER;

/// What is known of a store's flows.
pub(crate) struct FlowSnapshot {
    pub(crate) table: Arc<FlowTable>,
    pub(crate) posts: Vec<Post>,
    pub(crate) heard: Heard,
    pub(crate) today: Date,
    pub(crate) zone: TimeZone,
}

impl FlowSnapshot {
    /// The flows of a store: each crossing, or what may be published.
    pub(crate) async fn of(store: &Store, which: Which) -> Result<Self, Failed> {
        let bar = bar();
        count_stale(store, |done, all| {
            bar.set_length(all as u64);
            bar.set_position(done as u64);
        })
        .await?;
        bar.finish_and_clear();
        let flows = Flows::new(store.clone());
        let table = match which {
            Which::Counted => flows.current().await?,
            Which::Published => flows.published(store.read(&FLOWS_BOUND).await?).await?,
        };
        let posts = store.posts().await?;
        let zone = store.zone().await?;
        let heard = heard(store, &posts).await?;
        let today = store.now().to_zoned_datetime(zone.clone()).date();
        Ok(Self { table, posts, heard, today, zone })
    }

    pub(crate) fn scene<'a>(&'a self, w: &'a limen_words::Words) -> Scene<'a> {
        Scene { table: &self.table, w, posts: &self.posts, heard: &self.heard, today: self.today }
    }
}

/// Which flows are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    /// Each crossing, for use in the house.
    Counted,
    /// What may be published.
    Published,
}

impl Which {
    /// Those that are asked for.
    fn inside(is_inside: bool) -> Self {
        if is_inside { Self::Counted } else { Self::Published }
    }
}

fn bar() -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {pos} of {len} {msg} · {eta} left");
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

pub(crate) async fn run(command: Command) -> Outcome {
    match command {
        Command::Tables(arguments) => tables(arguments).await,
        Command::Report(arguments) => report(arguments).await,
        Command::Export(arguments) => export(arguments).await,
        Command::Query(arguments) => query(arguments).await,
        Command::Recount(data) => {
            let store = crate::commands::shared::open(&data.data).await?;
            store.recount_flows().await?;
            let known = FlowSnapshot::of(&store, Which::Counted).await?;
            let crossed = known.table.count(&Filter::between(Date::MIN, Date::MAX), &[])?.total();
            writeln!(std::io::stdout(), "{} crossings counted, {crossed} of them crossed", known.table.len())?;
            store.close().await;
            Ok(ExitCode::SUCCESS)
        }
    }
}

async fn tables(arguments: Tables) -> Outcome {
    if arguments.by.len() > 4 {
        return Err("crossings are counted by four dimensions at most".into());
    }
    let store = crate::commands::shared::open(&arguments.data.data).await?;
    let known = FlowSnapshot::of(&store, Which::inside(!arguments.publish)).await?;
    let to = arguments.to.unwrap_or(known.today);
    let from = arguments.from.unwrap_or_else(|| to.checked_sub(29.days()).unwrap_or(to));
    let mut filter = Filter::between(from, to);
    for (dimension, code) in &arguments.only {
        filter = filter.with(*dimension, code);
    }
    let counts = known.table.count(&filter, &arguments.by)?;
    let mut out = csv::Writer::from_writer(std::io::stdout().lock());
    let names = arguments.by.iter().map(|dimension| dimension.code());
    out.write_record(names.chain(["crossings"]))?;
    for (codes, count) in counts.cells() {
        out.write_record(codes.into_iter().map(no_formula).chain([count.to_string()]))?;
    }
    out.flush()?;
    drop(out);
    store.close().await;
    Ok(ExitCode::SUCCESS)
}

async fn report(arguments: Report) -> Outcome {
    let form = match arguments.to.extension().and_then(|end| end.to_str()) {
        Some("pdf") => Form::Pdf,
        Some("xlsx") => Form::Xlsx,
        Some("csv") => Form::Csv,
        _ => return Err("a report is written as .pdf, .xlsx or .csv".into()),
    };
    let store = crate::commands::shared::open(&arguments.data.data).await?;
    let known = FlowSnapshot::of(&store, Which::inside(arguments.inside)).await?;
    let words = AllWords::load();
    let bytes = bulletins::write(&store, &known, &arguments.kind, words.of(arguments.language), form).await?;
    took_out(
        &store,
        format!("report:{}", arguments.kind),
        String::new(),
        form.code(),
        &arguments.why,
        known.table.bound(),
    )
    .await?;
    std::fs::write(&arguments.to, bytes).map_err(|error| format!("{}: {error}", arguments.to.display()))?;
    store.close().await;
    Ok(ExitCode::SUCCESS)
}

/// What leaves the house stands in the journal.
pub(crate) async fn took_out(
    store: &Store,
    what: String,
    which: String,
    form: &str,
    why: &StatedReason,
    bound: Option<FlowBound>,
) -> Result<(), Failed> {
    store.append(None, vec![taken(what, which, form, why, bound)], None).await?;
    Ok(())
}

async fn export(arguments: Export) -> Outcome {
    let form = match arguments.to.extension().and_then(|end| end.to_str()) {
        Some("csv") => Some(Form::SdmxCsv),
        Some("json") => Some(Form::SdmxJson),
        Some("xml") => Some(Form::SdmxStructure),
        _ => None,
    };
    if form.is_none() && arguments.inside {
        return Err("Parquet holds only what may be published: leave --inside out, or name a .csv or .json file".into());
    }
    let store = crate::commands::shared::open(&arguments.data.data).await?;
    let known = FlowSnapshot::of(&store, Which::inside(arguments.inside)).await?;
    if let Some(form) = form {
        let from = arguments.from.unwrap_or_else(|| known.table.days().map_or(known.today, |(first, _)| first));
        let filter = Filter::between(from.first_of_month(), known.today);
        let bytes = if form == Form::SdmxStructure {
            series_structure(store.now(), AllWords::load().of(Language::English))
        } else {
            let found = observations(&known.table, &filter, known.today)?;
            let written = series(&found, form, store.node().as_str(), store.now())?;
            written.ok_or("nothing was counted in whole months of that time; nothing is written")?
        };
        took_out(&store, "series".into(), from.to_string(), form.code(), &arguments.why, known.table.bound()).await?;
        std::fs::write(&arguments.to, bytes).map_err(|error| format!("{}: {error}", arguments.to.display()))?;
    } else {
        took_out(&store, "counts".into(), String::new(), "parquet", &arguments.why, known.table.bound()).await?;
        let months = written(&known, &arguments.to).await?;
        let to = arguments.to.display();
        writeln!(
            std::io::stdout(),
            "{months} months written to {to}: open {to}/people or {to}/passages, not both as one"
        )?;
    }
    store.close().await;
    Ok(ExitCode::SUCCESS)
}

/// Writes what may be published as Parquet, with a bar.
async fn written(known: &FlowSnapshot, folder: &Path) -> Result<usize, ParquetError> {
    let bar = bar().with_message("months");
    let shown = bar.clone();
    let analyst = Analyst::find();
    let months = write_parquet(&analyst, folder, known.table.clone(), move |at, all| {
        shown.set_length(all as u64);
        shown.set_position(at as u64);
    });
    let months = months.await;
    bar.finish_and_clear();
    months
}

async fn query(arguments: Query) -> Outcome {
    let store = crate::commands::shared::open(&arguments.data.data).await?;
    let known = FlowSnapshot::of(&store, Which::Published).await?;
    let folder = arguments.data.data.join(PARQUET);
    written(&known, &folder).await?;
    let limits =
        Limits { time: std::time::Duration::from_secs(arguments.seconds), rows: arguments.rows, ..Limits::default() };
    let answer = Analyst::find().answer(&folder, &arguments.question, limits).await;
    store.append(None, vec![asked(&arguments.question, &answer)], None).await?;
    store.close().await;
    print(&answer?)?;
    Ok(ExitCode::SUCCESS)
}

fn print(answer: &Answer) -> Result<(), Failed> {
    let mut out = csv::Writer::from_writer(std::io::stdout().lock());
    out.write_record(answer.columns.iter().map(|column| &column.name))?;
    for row in &answer.rows {
        let cells = row.iter().zip(&answer.columns).map(|(cell, column)| {
            let cell = cell.as_deref().unwrap_or_default();
            if column.is_number { cell.to_owned() } else { no_formula(cell) }
        });
        out.write_record(cells)?;
    }
    out.flush()?;
    if answer.is_cut {
        eprintln!("limen: there are more rows; --rows gives more");
    }
    Ok(())
}
