//! `limen lists`: reference lists, checked and put in force at a node.

use crate::outcome::Outcome;
use limen_domain::{ListKind, Reference};
use std::{io::Write, path::PathBuf, process::ExitCode};

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Check a list, and print each wrong line and each gap
    Check(File),
    /// Put a list in force; a running `limen serve` uses it within seconds
    Load {
        #[command(flatten)]
        file: File,
        /// The data folder of the node
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
    },
    /// Print the list in force; without --data, the one that is built in
    Show {
        /// Which list
        #[arg(value_name = "LIST", value_parser = kind)]
        kind: ListKind,
        /// The data folder of the node
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
}

#[derive(clap::Args)]
pub(crate) struct File {
    /// Which list: stay-rules, refusal-grounds, appeals, authorities, guide, health-questions, documents, code-layouts or tally-points
    #[arg(value_name = "LIST", value_parser = kind)]
    kind: ListKind,
    /// CSV in UTF-8, with column names in the first line
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

fn kind(text: &str) -> Result<ListKind, String> {
    let all = || ListKind::ALL.iter().map(|kind| kind.code()).collect::<Vec<_>>().join(", ");
    text.parse().map_err(|_| format!("the lists are {}", all()))
}

/// Maximum bytes of a list.
const MOST_BYTES: u64 = 1024 * 1024;

pub(crate) async fn run(command: Command) -> Outcome {
    match command {
        Command::Check(file) => Ok(read(&file)?.map_or(ExitCode::FAILURE, |_| ExitCode::SUCCESS)),
        Command::Load { file, data } => {
            let Some((entries, csv)) = read(&file)? else { return Ok(ExitCode::FAILURE) };
            let store = crate::commands::shared::open(&data).await?;
            store.load_list(file.kind, &csv, entries).await?;
            crate::commands::shared::publish(&store).await?;
            store.close().await;
            Ok(ExitCode::SUCCESS)
        }
        Command::Show { kind, data } => {
            let csv = match data {
                Some(data) => {
                    let store = crate::commands::shared::open(&data).await?;
                    let held = store.held_lists().await?.into_iter().find(|held| held.kind == kind);
                    store.close().await;
                    held.map(|held| held.csv)
                }
                None => kind.built_in().map(str::to_owned),
            };
            let csv = csv.ok_or_else(|| format!("there is no list {kind}; load one"))?;
            std::io::stdout().write_all(csv.as_bytes())?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// How many entries a list has, and its text, if nothing is wrong with it; what is wrong is told.
fn read(File { kind, file }: &File) -> Result<Option<(usize, String)>, crate::outcome::Failed> {
    let at = |error: std::io::Error| format!("{} can't be read: {error}", file.display());
    let bytes = limen_exchange::file::read(file, MOST_BYTES).map_err(at)?;
    let mut out = std::io::stdout().lock();
    let mut reference = Reference::default();
    match reference.put(*kind, &bytes) {
        Ok(entries) => {
            writeln!(out, "{entries} entries, none of them wrong")?;
            if *kind == ListKind::StayRules
                && let Some(gap) = reference.rules.first_gap(crate::commands::shared::today())
            {
                writeln!(
                    out,
                    "gap: on {gap} no rule covers all other travellers; their stay will have to be checked by hand"
                )?;
            }
            Ok(Some((entries, String::from_utf8(bytes)?)))
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
