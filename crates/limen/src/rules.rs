//! `limen rules`: the rules of stay, checked and put in force at a node.

use crate::Outcome;
use limen_domain::RuleSet;
use limen_store::Store;
use std::{io::Write, path::PathBuf, process::ExitCode};

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Check a rule set, and say each line that is wrong and each gap
    Check(File),
    /// Put a rule set in force at the post whose data folder is given; restart `limen serve` for it to be used
    Load {
        #[command(flatten)]
        file: File,
        /// The folder that holds the database
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
    },
}

#[derive(clap::Args)]
pub(crate) struct File {
    /// CSV with the columns from, to, nationality, document, stay, source
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// The most bytes of a rule set.
const MOST_BYTES: u64 = 1024 * 1024;

pub(crate) async fn run(command: Command) -> Outcome {
    match command {
        Command::Check(file) => Ok(read(&file)?.map_or(ExitCode::FAILURE, |_| ExitCode::SUCCESS)),
        Command::Load { file, data } => {
            let Some((rules, csv)) = read(&file)? else { return Ok(ExitCode::FAILURE) };
            let store = Store::open(&data).await?;
            store.load_rules(&rules, &csv).await?;
            store.close().await;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// The rule set and its text, if nothing is wrong with it; what is wrong is told.
fn read(File { file }: &File) -> Result<Option<(RuleSet, String)>, Box<dyn std::error::Error>> {
    let at = |error: std::io::Error| format!("{} can't be read: {error}", file.display());
    if std::fs::metadata(file).map_err(at)?.len() > MOST_BYTES {
        return Err(format!("{} is longer than 1 MiB, which no rule set is", file.display()).into());
    }
    let bytes = std::fs::read(file).map_err(at)?;
    let mut out = std::io::stdout().lock();
    match RuleSet::read(&bytes) {
        Ok(rules) => {
            writeln!(out, "{} rules, none of them wrong", rules.len())?;
            if let Some(gap) = rules.first_gap(crate::today()) {
                writeln!(
                    out,
                    "gap: on {gap} no rule is about everyone else; those travellers will be sent to be checked"
                )?;
            }
            Ok(Some((rules, String::from_utf8(bytes)?)))
        }
        Err(problems) => {
            for problem in problems {
                writeln!(out, "{problem}")?;
            }
            writeln!(out, "nothing was taken")?;
            Ok(None)
        }
    }
}
