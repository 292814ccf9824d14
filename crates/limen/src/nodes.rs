//! `limen nodes`: at headquarters, the machines of the network.

use crate::{DataFolder, Outcome, vault::Unlocked};
use jiff::Timestamp;
use limen_domain::{NodeId, PostId};
use limen_exchange::{Authority, enrolment, headquarters::Said};
use std::{io::Write, process::ExitCode};

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Make a code with which one machine becomes a node of a post
    Invite {
        #[command(flatten)]
        data: DataFolder,
        /// The post
        #[arg(long, value_name = "ID")]
        post: String,
    },
    /// Say which machines belong to the network, and how far their journals have come
    List(DataFolder),
    /// Let a machine belong to the network no more
    Revoke {
        #[command(flatten)]
        data: DataFolder,
        /// The machine
        #[arg(value_name = "NODE")]
        node: String,
        /// Why
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
}

pub(crate) async fn run(command: Command) -> Outcome {
    let mut out = std::io::stdout();
    match command {
        Command::Invite { data, post } => {
            let home = Unlocked::of(&data.data)?;
            let store = home.store().await?;
            let post = PostId::parse(&post)?;
            if !store.posts().await?.iter().any(|known| known.id == post) {
                return Err(format!("there is no post {post}; describe it with limen posts add").into());
            }
            let code = enrolment::invite(&store, &Authority::load(&home)?, None, &post, Timestamp::now()).await?;
            store.close().await;
            writeln!(out, "{code}")?;
            eprintln!(
                "Good once, for {} hours: limen init post --headquarters https://… --code {code}",
                enrolment::GOOD_FOR.as_hours()
            );
        }
        Command::List(data) => {
            let store = crate::open(&data.data).await?;
            let journals = store.journals().await?;
            for member in store.members().await? {
                let said = member.said.as_deref().and_then(Said::read);
                let all = said.map_or_else(|| "?".to_owned(), |said| said.status.journal.to_string());
                let held =
                    journals.iter().filter(|(journal, _)| limen_exchange::identity::is_journal_of(&member.id, journal));
                let held: i64 = held.map(|(_, end)| end).sum();
                let heard = member.heard_at.map_or_else(|| "never heard".to_owned(), |at| format!("heard {at}"));
                let revoked = member.revoked.map(|reason| format!("  REVOKED: {reason}")).unwrap_or_default();
                writeln!(out, "{}  {}  {held} of {all} events  {heard}{revoked}", member.id, member.post)?;
            }
        }
        Command::Revoke { data, node, reason } => {
            let store = crate::open(&data.data).await?;
            let node = NodeId::parse(&node)?;
            store.member(&node).await?.ok_or_else(|| format!("no machine {node} belongs to the network"))?;
            store.revoke(None, &node, &reason).await?;
            store.close().await;
        }
    }
    Ok(ExitCode::SUCCESS)
}
