//! `limen exchange`: what a node exchanges with the others, by hand and measured.

mod bench;
pub(crate) mod days;

use crate::Outcome;
use std::{path::PathBuf, process::ExitCode};

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Measure what crossings cost on the way to headquarters
    Bench(bench::Arguments),
    /// Learn the dictionary of compression anew from invented crossings
    #[command(hide = true)]
    Dictionary {
        /// The file to write
        file: PathBuf,
    },
}

pub(crate) async fn run(command: Command) -> Outcome {
    match command {
        Command::Bench(arguments) => bench::run(&arguments).await,
        Command::Dictionary { file } => dictionary(&file),
    }
}

/// How many crossings a dictionary is learnt from, and how large it becomes.
const LEARNT_FROM: usize = 20_000;
const DICTIONARY_BYTES: usize = 110 << 10;
/// Other crossings than those that are measured.
const LEARNT_SEED: u64 = 9;

fn dictionary(file: &std::path::Path) -> Outcome {
    let texts: Result<Vec<String>, _> =
        days::journal(LEARNT_SEED, LEARNT_FROM)?.iter().map(|new| serde_json::to_string(&new.event)).collect();
    let dictionary = limen_exchange::packed::train(&texts?, DICTIONARY_BYTES)?;
    std::fs::write(file, dictionary).map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(ExitCode::SUCCESS)
}
