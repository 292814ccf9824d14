//! `limen nodes`: at headquarters, the machines of the network.

use crate::{
    folder::{files::DataFolder, vault::Unlocked},
    outcome::Outcome,
};
use limen_domain::{NodeId, PostId, StatedReason};
use limen_exchange::{Authority, enrolment, headquarters::Said};
use limen_node::network::members::{self, Revoked};
use std::{io::Write, process::ExitCode};

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Make a code by which one machine joins the network as a node of a post
    Invite {
        #[command(flatten)]
        data: DataFolder,
        /// The identifier of the post
        #[arg(long, value_name = "ID")]
        post: String,
    },
    /// List the machines of the network, and how many of their events have arrived
    List(DataFolder),
    /// Exclude a machine from the network; with --journal, one of two machines that run under one name
    Revoke {
        #[command(flatten)]
        data: DataFolder,
        /// The machine; with --journal, the journal that it writes
        #[arg(value_name = "NODE")]
        node: String,
        /// Exclude only the machine that writes the journal NODE
        #[arg(long)]
        journal: bool,
        /// The reason, recorded in the journal
        #[arg(long, value_name = "TEXT")]
        reason: StatedReason,
    },
}

pub(crate) async fn run(command: Command) -> Outcome {
    let mut out = std::io::stdout();
    match command {
        Command::Invite { data, post } => {
            let home = Unlocked::of(&data.data)?;
            let store = home.store().await?;
            let post = PostId::parse(&post)?;
            let (code, _) = members::invite(&store, &Authority::load(&home)?, None, &post).await?;
            store.close().await;
            writeln!(out, "{code}")?;
            eprintln!(
                "Good once, for {} hours: limen init post --headquarters https://… --code {code}",
                enrolment::GOOD_FOR.as_hours()
            );
        }
        Command::List(data) => {
            let store = crate::commands::shared::open(&data.data).await?;
            let (journals, ended) = (store.journals().await?, store.ended_journals().await?);
            for member in store.members().await? {
                let said = member.said.as_deref().and_then(Said::read);
                let held =
                    journals.iter().filter(|(journal, _)| limen_exchange::identity::is_journal_of(&member.id, journal));
                let held: i64 = held.map(|(_, end)| end).sum();
                // What the machine said last may be older than what has come since.
                let all = said.map_or_else(|| "?".to_owned(), |said| said.status.journal.max(held).to_string());
                let heard = member.heard_at.map_or_else(|| "never heard".to_owned(), |at| format!("heard {at}"));
                let said = member.said.as_deref().and_then(Said::read);
                let twins = said
                    .as_ref()
                    .and_then(Said::twins)
                    .filter(|(twin, _)| !ended.iter().any(|(other, _)| other == twin));
                let twins = twins.map(|(one, other)| {
                    format!("  TWO MACHINES run under this name and write {one} and {other}; revoke one: limen nodes revoke --journal")
                });
                let twins = twins.unwrap_or_default();
                let revoked = member.revoked.map(|reason| format!("  REVOKED: {reason}")).unwrap_or_default();
                writeln!(out, "{}  {}  {held} of {all} events  {heard}{revoked}{twins}", member.id, member.post)?;
            }
        }
        Command::Revoke { data, node, journal, reason } => {
            let store = crate::commands::shared::open(&data.data).await?;
            let node = NodeId::parse(&node)?;
            let revoked = if journal { Revoked::Journal(node) } else { Revoked::Machine(node) };
            members::revoke(&store, None, &revoked, &reason).await?;
            store.close().await;
        }
    }
    Ok(ExitCode::SUCCESS)
}
