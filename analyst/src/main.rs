//! `limen-analyst`: answers questions in SQL about flows, writes flows as Parquet, draws PDF and PNG.
//!
//! `limen` starts it for one task (`limen_analyst_protocol::Task`), tells the task on standard input, and reads the reply from
//! standard output. It holds no key and reads no database. Flows are two tables of counts that may be published, a folder for
//! each table and in it one for each month (`people/month=2026-10/people.parquet`, as Hive partitions are named), so that
//! DuckDB, R, Python, Spark and others open them as they are.

mod ask;
mod draw;
mod files;
mod group;

use limen_analyst_protocol::{AnalystError, PROGRAM, Reply, Task, VERSION, read, write};
use rustix::process::{Resource, Rlimit, Signal, set_parent_process_death_signal, setrlimit};
use std::{
    io::{BufReader, BufWriter, IsTerminal, Write, stdin, stdout},
    process::ExitCode,
};

/// What the process may hold besides what a task needs, in bytes.
const BESIDES_BYTES: u64 = 2 << 30;
/// What writing a month or drawing a report may hold, in bytes.
const WORK_BYTES: u64 = 2 << 30;

fn main() -> ExitCode {
    let (input, output) = (stdin(), stdout());
    if input.is_terminal() {
        eprintln!("{PROGRAM} {} is started by limen, which tells it what to do", env!("CARGO_PKG_VERSION"));
        return ExitCode::from(2);
    }
    // It ends with the process that started it, whatever it waits for.
    if let Err(error) = set_parent_process_death_signal(Some(Signal::KILL)) {
        eprintln!("{PROGRAM}: {error}");
        return ExitCode::FAILURE;
    }
    let (mut from, mut to) = (BufReader::new(input.lock()), BufWriter::new(output.lock()));
    let replied = match task(&mut from) {
        Ok(task) => done(task, &mut from, &mut to),
        Err(error) => Err(error),
    };
    match write(&mut to, &replied).and_then(|()| to.flush()) {
        // What a question still does is not waited for.
        Ok(()) => std::process::exit(0),
        // Nobody listens any longer.
        Err(_) => ExitCode::FAILURE,
    }
}

fn task(from: &mut impl std::io::Read) -> Result<Task, AnalystError> {
    if !read::<u32>(from).is_ok_and(|version| version == VERSION) {
        return Err(AnalystError::OtherRelease);
    }
    read(from).map_err(|_| AnalystError::OtherRelease)
}

fn done(task: Task, from: &mut impl std::io::Read, to: &mut impl Write) -> Result<Reply, AnalystError> {
    let bytes = match &task {
        Task::Answer { limits, .. } => limits.bytes as u64,
        Task::Write { .. } | Task::Picture { .. } | Task::Paper { .. } => WORK_BYTES,
    };
    let most = Some(bytes.saturating_add(BESIDES_BYTES));
    setrlimit(Resource::As, Rlimit { current: most, maximum: most }).map_err(AnalystError::failed)?;
    match task {
        Task::Answer { folder, question, limits } => {
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_time().build();
            let runtime = runtime.map_err(AnalystError::failed)?;
            let answered = runtime.block_on(ask::ask(&folder, &question, limits));
            runtime.shutdown_background();
            answered.map(Reply::Answer)
        }
        Task::Write { folder, months } => files::update(&folder, &months, from, to).map(Reply::Written),
        Task::Picture { svg } => draw::png(&svg).map(Reply::Drawn),
        Task::Paper { pages, about } => draw::pdf(&pages, &about).map(Reply::Drawn),
    }
}
