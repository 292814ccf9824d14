//! `limen alerts`: alert lists too large for a browser, read beside a running node.

use crate::{folder::files::DataFolder, outcome::Outcome};
use indicatif::{ProgressBar, ProgressStyle};
use limen_domain::{AccountId, ListName, Permission};
use std::{
    io::Write,
    path::PathBuf,
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Read an alert list from a file of any size and propose it; a second person approves it on the page of alerts
    Import {
        /// The file, in any format that the page of alerts accepts
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// The name of the list; the file replaces all its alerts
        #[arg(long, value_name = "NAME")]
        list: String,
        /// The account of the alert manager who proposes it; somebody else approves it
        #[arg(long = "as", value_name = "ACCOUNT")]
        author: String,
        #[command(flatten)]
        data: DataFolder,
    },
}

/// How often the bar moves.
const TICK: Duration = Duration::from_millis(200);

pub(crate) async fn run(command: Command) -> Outcome {
    let Command::Import { file, list, author, data } = command;
    let list = ListName::parse(&list).map_err(|error| format!("{list} can't be the name of a list: {error}"))?;
    let author = AccountId::parse(&author).map_err(|error| format!("{author} is no account: {error}"))?;
    let opened = limen_exchange::file::open(&file, u64::MAX);
    let opened = opened.map_err(|error| format!("{} can't be opened: {error}", file.display()))?;
    let store = crate::commands::shared::open(&data.data).await?;
    let manager = store.account(&author).await?.filter(|account| account.ended.is_none());
    if !manager.is_some_and(|account| account.role.may(Permission::ManageAlerts)) {
        return Err(
            format!("there is no account {author} here that may propose alerts; see limen accounts list").into()
        );
    }
    let staged = Arc::new(AtomicU64::new(0));
    let bar = ProgressBar::new_spinner().with_style(ProgressStyle::with_template("{spinner} {pos} alerts, {elapsed}")?);
    let moves = tokio::spawn({
        let (bar, staged) = (bar.clone(), staged.clone());
        async move {
            loop {
                bar.set_position(staged.load(Ordering::Relaxed));
                tokio::time::sleep(TICK).await;
            }
        }
    });
    let read = limen_node::lists_coming::stage(&store, &list, opened, &staged).await;
    moves.abort();
    bar.finish_and_clear();
    let (staging, report, about) =
        read?.map_err(|error| format!("{} was refused, and nothing has changed: {error}", file.display()))?;
    let mut out = std::io::stdout();
    for line in report.lines() {
        writeln!(out, "{line}")?;
    }
    if report.taken == 0 {
        return Err(format!("{} holds no alert; nothing has changed", file.display()).into());
    }
    let proposal = staging.propose(about, &author).await?;
    store.close().await;
    writeln!(
        out,
        "{} alerts read, {} of them without something that is not understood, {} entries left out. Proposed as {author}; somebody else approves it at /alerts/proposal/{proposal}",
        report.taken, report.weakened, report.left_out
    )?;
    Ok(ExitCode::SUCCESS)
}
