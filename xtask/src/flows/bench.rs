//! `cargo xtask flows`: the board's questions, SQL beside DuckDB, and what flows take, with invented crossings.

use super::invented::Plan;
use crate::Outcome;
use indicatif::ProgressBar;
use jiff::{SignedDuration, ToSpan, civil::Date, tz::TimeZone};
use limen_analyst_protocol::{Analyst, Limits};
use limen_domain::{
    AccountId, Crossing, CrossingId, Decision, Direction, Event, FlowBound, Journey, Name, NodeId, Role, Source,
    Traveller,
};
use limen_statistics::{
    Dimension, Filter, Flows, Heard,
    figure::{Scene, Topic},
    warning, write_parquet,
};
use limen_store::{AccountDraft, Credentials, Post, Store, settings::POST};
use limen_words::{AllWords, Language};
use std::{
    io::Write,
    path::PathBuf,
    process::{Command, ExitCode},
    time::{Duration, Instant},
};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// About how many crossings to invent
    #[arg(long, default_value_t = 1_000_000)]
    crossings: u64,
    /// At how many posts
    #[arg(long, default_value_t = 60)]
    posts: usize,
    /// Over how many years
    #[arg(long, default_value_t = 10)]
    years: i16,
    /// A folder for the data; made where it is missing and used again where it is there
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Only one part: board, refresh or sql; all of them without
    #[arg(long, value_name = "PART")]
    only: Option<Part>,
    /// A Python that can import duckdb: the peer for SQL
    #[arg(long, value_name = "PROGRAM")]
    python: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    Board,
    Refresh,
    Sql,
}

const UNTIL: Date = Date::constant(2026, 10, 31);
const TIMES: usize = 9;

pub(crate) async fn run(arguments: Arguments) -> Outcome {
    let mut out = std::io::stdout();
    let plan = Plan { crossings: arguments.crossings, posts: arguments.posts, years: arguments.years, until: UNTIL };
    let store = if arguments.data.join(limen_store::FILE_NAME).exists() {
        Store::open(&arguments.data).await?
    } else {
        std::fs::create_dir_all(&arguments.data)?;
        let store = Store::create(&arguments.data, &NodeId::parse("BENCH")?).await?;
        fill(&store, plan).await?;
        // So that `limen serve` opens it, and its board can be measured in a browser.
        let first = Plan::post(0).ok_or("no post")?;
        store.write(&POST, &Some(first)).await?;
        let analyst = AccountDraft {
            id: AccountId::parse("analyst")?,
            name: "Analyst".to_owned(),
            role: Role::Analyst,
            language: "fr".to_owned(),
            stamp: String::new(),
            posts: Vec::new(),
        };
        let limen_node::passwords::DrawnPassword { password, credentials: drawn } =
            limen_node::passwords::draw(store.chance(), store.now())?;
        // Nobody but this benchmark knows it: it need not be changed.
        store.add_account(None, &analyst, &Credentials::of_password(drawn.password_hash)).await?;
        writeln!(out, "served, its board is open to analyst with the password {password}")?;
        store
    };
    let wanted = |part: Part| arguments.only.is_none_or(|only| only == part);
    let folder = arguments.data.join(limen_node::PARQUET_FOLDER);
    if arguments.only != Some(Part::Sql) || !folder.exists() {
        let flows = Flows::new(store.clone());
        let begun = Instant::now();
        let table = flows.current().await?;
        let millions = table.len() as f64 / 1e6;
        writeln!(
            out,
            "{} crossings, {} posts, {} years; read in {:.1} s",
            table.len(),
            arguments.posts,
            arguments.years,
            begun.elapsed().as_secs_f64()
        )?;
        let stored = std::fs::metadata(arguments.data.join(limen_store::FILE_NAME))?.len();
        writeln!(
            out,
            "kept: {:.1} MB a million crossings; in memory: {:.1} MB",
            stored as f64 / 1e6 / millions,
            table.bytes() as f64 / 1e6 / millions
        )?;
        if wanted(Part::Board) {
            board(&mut out, &flows, &store).await?;
        }
        if wanted(Part::Refresh) {
            refresh(&mut out, &store, &flows).await?;
        }
        if wanted(Part::Sql) {
            let begun = Instant::now();
            let published = flows.published(FlowBound::USUAL).await?;
            writeln!(out, "published in {:.0} s", begun.elapsed().as_secs_f64())?;
            let begun = Instant::now();
            let written = write_parquet(&analyst()?, &folder, published, |_, _| ()).await?;
            writeln!(
                out,
                "Parquet: {:.1} MB a million crossings; {written} months written in {:.0} s",
                folder_size(&folder)? as f64 / 1e6 / millions,
                begun.elapsed().as_secs_f64()
            )?;
        }
    }
    // By then the table is out of memory: both engines have the same.
    if wanted(Part::Sql) {
        sql(&mut out, &folder, arguments.python.as_deref()).await?;
    }
    store.close().await;
    Ok(ExitCode::SUCCESS)
}

async fn fill(store: &Store, plan: Plan) -> Result<(), crate::Failed> {
    let bar = ProgressBar::new(plan.posts as u64).with_message("posts");
    let (send, mut receive) = tokio::sync::mpsc::channel(4);
    let next = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
        let (send, next) = (send.clone(), next.clone());
        std::thread::spawn(move || {
            loop {
                let post = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                let Some(id) = Plan::post(post).filter(|_| post < plan.posts) else { break };
                let days: Vec<_> = plan.days(post).map(|(day, _, packed)| (id.clone(), day, packed)).collect();
                if send.blocking_send((id, days)).is_err() {
                    break;
                }
            }
        });
    }
    drop(send);
    while let Some((id, days)) = receive.recv().await {
        store
            .add_post(&Post {
                name: id.to_string(),
                id,
                country: "MLI".parse()?,
                time_zone: "Africa/Bamako".into(),
                neighbour: "GIN".parse()?,
                town_in: String::new(),
                town_out: String::new(),
                records_all_exits: true,
                place: Some((12.0, -8.0)),
            })
            .await?;
        store.put_flow_days(&days).await?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(())
}

/// The median of some tries, and the longest of them.
fn timed(mut work: impl FnMut() -> Result<(), crate::Failed>) -> Result<(Duration, Duration), crate::Failed> {
    let mut took = Vec::new();
    for _ in 0..TIMES {
        let begun = Instant::now();
        work()?;
        took.push(begun.elapsed());
    }
    took.sort_unstable();
    Ok((took[TIMES / 2], took[TIMES - 1]))
}

async fn board(out: &mut impl Write, flows: &Flows, store: &Store) -> Result<(), crate::Failed> {
    let table = flows.current().await?;
    let (words, posts) = (AllWords::load(), store.posts().await?);
    let heard = Heard::default();
    let scene = Scene { table: &table, w: words.of(Language::French), posts: &posts, heard: &heard, today: UNTIL };
    let days = |days: i64| Filter::between(UNTIL.checked_sub(days.days()).unwrap_or(UNTIL), UNTIL);
    let spans = [("90 days", days(89)), ("a year", days(364)), ("ten years", days(3652))];
    let filters = [
        ("all", Vec::new()),
        ("one post", vec![(Dimension::Post, "P07")]),
        ("one nationality", vec![(Dimension::Nationality, "GIN")]),
        (
            "women of a nationality, for trade",
            vec![(Dimension::Nationality, "SEN"), (Dimension::Sex, "F"), (Dimension::Purpose, "trade")],
        ),
    ];
    let mut all = Vec::new();
    writeln!(out, "the board's figures, one by one: median of {TIMES} tries (longest), milliseconds")?;
    for (span, filter) in &spans {
        for (name, conditions) in &filters {
            let filter =
                conditions.iter().fold(filter.clone(), |filter, (dimension, code)| filter.with(*dimension, code));
            let (mut medians, mut slowest) = (Vec::new(), (Duration::ZERO, Duration::ZERO, Topic::Trend));
            for topic in Topic::ALL {
                let (median, most) = timed(|| {
                    scene.figure(topic, &filter)?;
                    Ok(())
                })?;
                medians.push(median);
                slowest = slowest.max((median, most, topic));
            }
            medians.sort_unstable();
            let ms = |duration: Duration| duration.as_secs_f64() * 1e3;
            writeln!(
                out,
                "  {span:10} {name:36} median {:7.2}  slowest {:>7.2} ({:.1}): {}  together {:7.1}",
                ms(medians[medians.len() / 2]),
                ms(slowest.0),
                ms(slowest.1),
                slowest.2.code(),
                medians.iter().map(|m| ms(*m)).sum::<f64>()
            )?;
            all.extend(medians);
        }
    }
    all.sort_unstable();
    writeln!(out, "  over all: median {:.2} ms", all[all.len() / 2].as_secs_f64() * 1e3)?;
    let begun = Instant::now();
    let watched = warning::watch(&table, &heard, UNTIL, 63);
    writeln!(out, "early warning: {} series in {:.2} s", watched.len(), begun.elapsed().as_secs_f64())?;
    Ok(())
}

/// A crossing is recorded, then the flows are read: how long the reading takes.
async fn refresh(out: &mut impl Write, store: &Store, flows: &Flows) -> Result<(), crate::Failed> {
    let post = Plan::post(0).ok_or("no post")?;
    let mut took = Vec::new();
    // A day as busy as the post's usual ones, from six in the morning on; the last crossings come in its last hour.
    let before = 1_000;
    let (all, minutes) = (before + 25, 14 * 60);
    // Its own day for each run.
    let day = {
        let table = flows.current().await?;
        let daily = table.daily(UNTIL, UNTIL.checked_add(365.days())?);
        let of_post = daily.into_iter().find(|(id, _)| **id == post).map(|(_, days)| days).unwrap_or_default();
        let last = of_post.iter().rposition(|counts| counts.iter().any(|count| *count > 0)).unwrap_or_default();
        UNTIL.checked_add((last as i64 + 1).days())?
    };
    let morning = day.at(6, 0, 0, 0).to_zoned_datetime(TimeZone::UTC)?.timestamp();
    for at in 0..all {
        let traveller = Traveller {
            nationality: Some("GIN".parse()?),
            ..Traveller::named(Name { primary: format!("Diallo{at}"), ..Name::default() }, Source::Typed)
        };
        let now = morning + SignedDuration::from_mins(minutes * at / all);
        let crossing = Crossing {
            id: CrossingId(store.new_id()),
            post: post.clone(),
            at: now,
            direction: Direction::Entry,
            traveller,
            journey: Journey::default(),
            decision: Decision::Admit,
            authorised: None,
            visa: None,
            party: None,
            member: None,
            officer: AccountId::parse("aminata")?,
            settles: None,
            undoes: None,
            day: None,
            stamp: None,
        };
        store.append(None, vec![Event::CrossingRecorded(Box::new(crossing))], None).await?;
        if at >= before {
            let begun = Instant::now();
            flows.current().await?;
            took.push(begun.elapsed());
        }
    }
    took.remove(0);
    took.sort_unstable();
    writeln!(
        out,
        "refresh after a crossing, on a day of {before} at a post: median {:.2} ms, longest {:.2} ms",
        took[took.len() / 2].as_secs_f64() * 1e3,
        took[took.len() - 1].as_secs_f64() * 1e3
    )?;
    Ok(())
}

/// Questions in SQL, as both engines understand them.
const QUESTIONS: [(&str, &str); 4] = [
    (
        "a year by post, nationality, direction",
        "select post, nationality, direction, sum(people) as n from people where day >= date '2025-11-01' group by post, nationality, direction",
    ),
    (
        "ten years by nationality, sex, age",
        "select nationality, sex, age, sum(people) as n from people group by nationality, sex, age",
    ),
    (
        "a town, by month and mode",
        "select month, mode, sum(people) as n from passages where destination = 'Siguiri' group by month, mode",
    ),
    (
        "mean stay by nationality and mode",
        "select nationality, mode, sum(stayed_days * people) * 1.0 / sum(people) as stay, sum(people) as n from people where stayed_days is not null group by nationality, mode",
    ),
];

/// The engine, which must have been built: it stands where `cargo build --manifest-path analyst/Cargo.toml --target-dir target`
/// puts it, beside this program.
fn analyst() -> Result<Analyst, crate::Failed> {
    let analyst = Analyst::find();
    if !analyst.is_there() {
        return Err("build the engine first: cargo build --release --locked --manifest-path analyst/Cargo.toml --target-dir target".into());
    }
    Ok(analyst)
}

async fn sql(
    out: &mut impl Write,
    folder: &std::path::Path,
    python: Option<&std::path::Path>,
) -> Result<(), crate::Failed> {
    let analyst = analyst()?;
    let limits = Limits { time: Duration::from_secs(300), bytes: 4 << 30, rows: 1_000_000 };
    writeln!(out, "SQL over the same Parquet files: median of {TIMES} tries, milliseconds")?;
    for (name, question) in QUESTIONS {
        let mut took = Vec::new();
        let mut rows = 0;
        for _ in 0..TIMES {
            let begun = Instant::now();
            rows = analyst.answer(folder, question, limits).await?.rows.len();
            took.push(begun.elapsed());
        }
        took.sort_unstable();
        let own = took[TIMES / 2].as_secs_f64() * 1e3;
        let peer = python.map(|python| duckdb(python, folder, question)).transpose()?;
        match peer {
            Some((peer, peer_rows)) => writeln!(
                out,
                "  {name:42} limen {own:8.0}  duckdb {peer:8.0}  ratio {:.2}  rows {rows} {peer_rows}",
                own / peer
            )?,
            None => writeln!(out, "  {name:42} limen {own:8.0}  rows {rows} (no peer: --python)")?,
        }
    }
    Ok(())
}

fn duckdb(python: &std::path::Path, folder: &std::path::Path, question: &str) -> Result<(f64, usize), crate::Failed> {
    let script = "import sys, time, statistics, duckdb\n\
        c = duckdb.connect()\n\
        c.execute(\"set enable_progress_bar = false\")\n\
        for part in (\"people\", \"passages\"):\n\
        \x20   c.execute(\"create view \" + part + \" as select * from read_parquet('\" + sys.argv[1] + \"/\" + part + \"/*/*.parquet', hive_partitioning = true)\")\n\
        took = []\n\
        for _ in range(int(sys.argv[3])):\n\
        \x20   begun = time.perf_counter()\n\
        \x20   rows = c.execute(sys.argv[2]).fetchall()\n\
        \x20   took.append(time.perf_counter() - begun)\n\
        print(statistics.median(took) * 1000, len(rows))\n";
    let output = Command::new(python).args(["-c", script]).arg(folder).arg(question).arg(TIMES.to_string()).output()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let parsed = text.split_once(' ').and_then(|(ms, rows)| Some((ms.parse().ok()?, rows.trim().parse().ok()?)));
    parsed.ok_or_else(|| {
        format!("DuckDB did not answer ({}): {}", output.status, String::from_utf8_lossy(&output.stderr)).into()
    })
}

fn folder_size(folder: &std::path::Path) -> Result<u64, crate::Failed> {
    let mut size = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        size += if entry.file_type()?.is_dir() { folder_size(&entry.path())? } else { entry.metadata()?.len() };
    }
    Ok(size)
}
