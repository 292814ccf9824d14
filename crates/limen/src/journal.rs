//! `limen journal`: verifying a journal, and making the tables anew from it.

use crate::{DataFolder, Outcome};
use limen_store::Store;
use std::{io::Write, process::ExitCode};

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Read every journal in the database from its first event and check every link
    Verify(DataFolder),
    /// Make the tables anew from the journals, and say how they differ from what was there
    Rebuild(DataFolder),
}

pub(crate) async fn run(command: Command) -> Outcome {
    match command {
        Command::Verify(folder) => verify(&crate::open(&folder.data).await?).await,
        Command::Rebuild(folder) => rebuild(&crate::open(&folder.data).await?).await,
    }
}

async fn verify(store: &Store) -> Outcome {
    let mut out = std::io::stdout().lock();
    let mut sound = true;
    for journal in store.verify().await? {
        match &journal.broken {
            None => {
                let erased = if journal.erased > 0 { format!(", {} erased", journal.erased) } else { String::new() };
                writeln!(out, "{}: sound, {} events{erased}, head {}", journal.node, journal.events, journal.head)?;
            }
            Some(broken) => {
                sound = false;
                writeln!(out, "{}: BROKEN at event {}: {}", journal.node, broken.seq, broken.what)?;
            }
        }
    }
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn rebuild(store: &Store) -> Outcome {
    let mut out = std::io::stdout().lock();
    let mut equal = true;
    for table in store.rebuild().await? {
        if table.only_in_journal == 0 && table.only_in_table == 0 {
            writeln!(out, "{}: equal to what was there", table.table)?;
        } else {
            equal = false;
            writeln!(
                out,
                "{}: DIFFERED; {} rows of the journal were not there, {} rows there were not the journal's; now set right",
                table.table, table.only_in_journal, table.only_in_table
            )?;
        }
    }
    Ok(if equal { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
