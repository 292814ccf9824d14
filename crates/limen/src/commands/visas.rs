//! `limen visas`: records of visas issued elsewhere, from a file or from an e-visa system.

use crate::{folder::files::DataFolder, outcome::Outcome};
use limen_domain::ListedVisa;
use limen_store::settings::{Sha256Hex, VISA_KEY};
use limen_tables::{Answers, visas_from};
use std::{
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Check a file of visas, and print each wrong record
    Check {
        /// CSV with column names in the first line, or a JSON array
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Import a file of visas
    Import {
        /// CSV with column names in the first line, or a JSON array
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[command(flatten)]
        data: DataFolder,
    },
    /// Make the key by which an e-visa system sends visas to POST /api/visas; it replaces the previous key
    Key {
        #[command(flatten)]
        data: DataFolder,
    },
}

/// Maximum bytes of a file of records.
const MOST_BYTES: u64 = 16 * 1024 * 1024;

pub(crate) async fn run(command: Command) -> Outcome {
    match command {
        Command::Check { file } => {
            Ok(read(&file, &Answers::default())?.map_or(ExitCode::FAILURE, |_| ExitCode::SUCCESS))
        }
        Command::Import { file, data } => {
            let store = crate::commands::shared::open(&data.data).await?;
            let answers = limen_node::headings::answers(&store, limen_node::headings::TableKind::Visas).await?;
            let Some(listed) = read(&file, &answers)? else { return Ok(ExitCode::FAILURE) };
            let taken = store.take_in_visas(None, listed).await?;
            store.close().await;
            writeln!(std::io::stdout(), "{taken} of them new or changed")?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Key { data } => {
            let store = crate::commands::shared::open(&data.data).await?;
            let key = limen_node::token::random_text(store.chance());
            store.decide(None, &VISA_KEY, Some(Sha256Hex::of(key.as_bytes()))).await?;
            store.close().await;
            writeln!(std::io::stdout(), "{key}")?;
            eprintln!("Only its hash is kept here: give the key to the e-visa system now.");
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// The records of a file, if nothing is wrong with it; what is wrong is told.
fn read(file: &Path, answers: &Answers) -> Result<Option<Vec<ListedVisa>>, crate::outcome::Failed> {
    let at = |error: std::io::Error| format!("{} can't be read: {error}", file.display());
    let bytes = limen_exchange::file::read(file, MOST_BYTES).map_err(at)?;
    let mut out = std::io::stdout().lock();
    match visas_from(&bytes, answers, None, crate::commands::shared::now()) {
        Ok(read) => {
            for column in &read.unknown {
                writeln!(out, "the column \u{201c}{}\u{201d} is not understood, and passed over", column.heading)?;
            }
            writeln!(out, "{} records, none of them wrong", read.visas.len())?;
            Ok(Some(read.visas))
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
