//! `limen exchange`: what a node exchanges with the others by hand.

use crate::{
    folder::{files::DataFolder, settings::Settings, vault::Unlocked},
    outcome::Outcome,
};
use jiff::Timestamp;
use limen_domain::NodeId;
use limen_exchange::{
    Headquarters, PostNode, RefusalReason, Status,
    by_hand::{Imported, file_name},
    file,
    identity::writer_of,
    stick::{MOST_BYTES_OF_FILE, STICK_BYTES},
};
use limen_node::NetworkRole;
use limen_store::Store;
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Write a file for a stick: at a post for headquarters, at headquarters for a post
    Export {
        #[command(flatten)]
        data: DataFolder,
        /// The folder to write it to: the stick
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
        /// At headquarters: the machine that it is for
        #[arg(long, value_name = "NODE")]
        node: Option<String>,
    },
    /// Import a file from a stick. Headquarters writes its answer to the post beside it
    Import {
        #[command(flatten)]
        data: DataFolder,
        /// The file
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

pub(crate) async fn run(command: Command) -> Outcome {
    match command {
        Command::Export { data, to, node } => export(&data.data, &to, node.as_deref()).await,
        Command::Import { data, file } => import(&data.data, &file).await,
    }
}

async fn export(folder: &Path, to: &Path, node: Option<&str>) -> Outcome {
    let home = Unlocked::of(folder)?;
    let store = home.store().await?;
    let now = store.now();
    let (name, bytes) = match side(&store, &home).await? {
        Side::Headquarters(headquarters) => {
            let node = NodeId::parse(node.ok_or("say for which machine, with --node")?)?;
            export_for(&headquarters, &node, now).await?
        }
        Side::PostNode(post) => {
            let status = Status { version: env!("CARGO_PKG_VERSION").to_owned(), ..Status::default() };
            (post.file_name(now), post.export(STICK_BYTES, &status, &[], now).await?)
        }
    };
    store.close().await;
    write(&to.join(name), &bytes)?;
    Ok(ExitCode::SUCCESS)
}

async fn export_for(
    headquarters: &Headquarters,
    node: &NodeId,
    now: Timestamp,
) -> Result<(String, Vec<u8>), limen_exchange::ExchangeError> {
    let me = writer_of(headquarters.store().node());
    Ok((file_name(&me, node, now), headquarters.export(node, STICK_BYTES, now).await?))
}

fn write(file: &Path, bytes: &[u8]) -> Result<(), crate::outcome::Failed> {
    let written = fs::File::create(file).and_then(|mut out| out.write_all(bytes).and_then(|()| out.sync_all()));
    written.map_err(|error| format!("{}: {error}", file.display()))?;
    writeln!(std::io::stdout(), "{}", file.display())?;
    Ok(())
}

async fn import(folder: &Path, file: &Path) -> Outcome {
    let stick = file::open(file, MOST_BYTES_OF_FILE).map_err(|error| format!("{}: {error}", file.display()))?;
    let home = Unlocked::of(folder)?;
    let store = home.store().await?;
    let now = store.now();
    let imported = match side(&store, &home).await? {
        Side::Headquarters(headquarters) => {
            let imported = headquarters.import(stick, now).await?;
            say(&imported, &format!("{} new events", imported.events))?;
            if let Some(node) = imported.from.as_ref().filter(|_| imported.refused.is_empty()) {
                let (name, answer) = export_for(&headquarters, node, now).await?;
                write(&file.with_file_name(name), &answer)?;
            }
            imported
        }
        Side::PostNode(post) => {
            let imported = post.import(stick, now).await?;
            say(&imported, &format!("{} new parts", imported.parts))?;
            if !imported.effects.is_empty() {
                eprintln!("Alerts or lists have changed: a running limen serve uses them within seconds.");
            }
            imported
        }
    };
    store.close().await;
    Ok(if imported.refused.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn say(imported: &Imported, new: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    let from = imported.from.as_ref().map_or("unknown", NodeId::as_str);
    let what = if imported.is_new() { new } else { "nothing new" };
    writeln!(out, "from {from}: {} messages, {what}", imported.messages)?;
    match imported.lacks() {
        Some(RefusalReason::Behind) => writeln!(
            out,
            "not in force: headquarters was restored from a backup older than what this post holds; two administrators \
             there have to confirm that it goes on"
        )?,
        Some(_) => writeln!(
            out,
            "not in force: an earlier part is missing; export a stick here, take it to headquarters, and import its answer"
        )?,
        None => {}
    }
    if imported.is_recalled {
        writeln!(
            out,
            "headquarters was restored and asks what this post holds; export a stick here and take it there"
        )?;
    }
    imported.refused.iter().try_for_each(|refused| writeln!(out, "refused: {refused}"))
}

/// Which side of the network a node is on.
enum Side {
    Headquarters(std::sync::Arc<Headquarters>),
    PostNode(Box<PostNode>),
}

async fn side(store: &Store, home: &Unlocked) -> Result<Side, crate::outcome::Failed> {
    match crate::folder::network::of(store, home, &Settings::load(home.folder())?).await? {
        (NetworkRole::Headquarters(headquarters), _) => Ok(Side::Headquarters(headquarters)),
        (NetworkRole::Post(_), Some(rounds)) => Ok(Side::PostNode(Box::new(rounds.into_post()))),
        _ => Err("this node belongs to no network".into()),
    }
}
