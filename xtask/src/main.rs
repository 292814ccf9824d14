//! `cargo xtask`: benchmarks and generators that builders of Limen need, and no post. docs/benchmarks.md says how to read what
//! they print.

mod exchange;
mod flows;
mod screening;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// The program's own allocator: memory is measured too.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Benchmarks and generators.
#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Measure speed and quality of screening on invented people, beside peers
    Screening(screening::Arguments),
    /// Measure what crossings cost on the way to headquarters
    Exchange(exchange::Arguments),
    /// Measure the board's questions, SQL, and what flows take, with invented crossings
    Flows(flows::bench::Arguments),
    /// Measure how soon unusual movement is noticed, and how often wrongly, with invented seasons
    Detection(flows::detection::Arguments),
    /// Learn the dictionary by which crossings are compressed anew, from invented crossings
    Dictionary {
        /// The file to write
        file: std::path::PathBuf,
    },
}

/// What a command answers to the shell: an error is told on standard error, in a sentence.
type Outcome = Result<ExitCode, Failed>;

/// Why a command could not be done, in a sentence.
type Failed = Box<dyn std::error::Error + Send + Sync>;

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Screening(arguments) => screening::run(&arguments),
        Command::Exchange(arguments) => wait(exchange::run(&arguments)),
        Command::Flows(arguments) => wait(flows::bench::run(arguments)),
        Command::Detection(arguments) => flows::detection::run(&arguments),
        Command::Dictionary { file } => exchange::dictionary(&file),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("xtask: {error}");
        ExitCode::from(2)
    })
}

fn wait(work: impl Future<Output = Outcome>) -> Outcome {
    tokio::runtime::Runtime::new()?.block_on(work)
}
