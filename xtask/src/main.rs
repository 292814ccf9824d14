//! `cargo xtask`: benchmarks and generators that builders of Limen need, and no post. docs/benchmarks.md says how to read what
//! they print. What opens real pages runs the program `limen` that lies beside this one: `cargo build --release -p limen`.

mod exchange;
mod first_paint;
mod flows;
mod pictures;
mod screening;

// A demonstration and its people, a browser and its keys: as the tests have them.
#[path = "../../crates/limen/tests/support/browser.rs"]
#[allow(clippy::unwrap_used)]
mod browser;
#[path = "../../crates/limen/tests/support/keys.rs"]
#[allow(clippy::unwrap_used)]
mod keys;
#[path = "../../crates/limen/tests/support/network.rs"]
mod network;
#[path = "../../crates/limen/tests/support/mod.rs"]
mod support;

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
    /// Measure how far published counts of flows are from the exact ones, table by table
    Loss(flows::loss::Arguments),
    /// Learn the dictionary by which crossings are compressed anew, from invented crossings
    Dictionary {
        /// The file to write
        file: std::path::PathBuf,
    },
    /// Write docs/access.md anew, from the lines by which pages are added
    AccessDoc,
    /// Take the pictures of docs/pictures from real pages in Chromium
    Pictures {
        /// Which; all where none is named
        groups: Vec<pictures::Group>,
    },
    /// Measure how soon the board is painted in Chromium with a large past
    FirstPaint(first_paint::Arguments),
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
        Command::Loss(arguments) => wait(flows::loss::run(&arguments)),
        Command::Dictionary { file } => exchange::dictionary(&file),
        Command::AccessDoc => access_doc(),
        Command::Pictures { groups } => wait(pictures::run(&groups)),
        Command::FirstPaint(arguments) => wait(first_paint::run(&arguments)),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("xtask: {error}");
        ExitCode::from(2)
    })
}

/// Writes who may do what.
fn access_doc() -> Outcome {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/access.md");
    std::fs::write(file, limen_web::access::document(&limen_web::access::table()))?;
    Ok(ExitCode::SUCCESS)
}

fn wait(work: impl Future<Output = Outcome>) -> Outcome {
    tokio::runtime::Runtime::new()?.block_on(work)
}
