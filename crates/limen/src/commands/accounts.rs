//! `limen accounts`: the people who may sign in.

use crate::{folder::files::DataFolder, outcome::Outcome};
use limen_domain::{AccountId, CredentialChange, PostId, Role, StatedReason};
use limen_node::{
    administration::people,
    passwords::{self, DrawnPassword},
};
use limen_store::AccountDraft;
use std::{io::Write, process::ExitCode};

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Let a person sign in; a password is drawn and shown once
    Add {
        #[command(flatten)]
        data: DataFolder,
        /// What they sign in as
        #[arg(long, value_name = "ACCOUNT")]
        id: String,
        /// Their name as pages show it
        #[arg(long, value_name = "NAME")]
        name: String,
        /// What they may do: first-line, second-line, supervisor, alert-manager, administrator, analyst, auditor or
        /// data-protection
        #[arg(long, value_name = "ROLE")]
        role: Role,
        /// The language of their pages: fr or en
        #[arg(long, value_name = "LANGUAGE", default_value = "fr")]
        language: String,
        /// The number of their stamp
        #[arg(long, value_name = "STAMP", default_value = "")]
        stamp: String,
        /// A post that they work at; may be given several times. Without one, every node
        #[arg(long = "post", value_name = "POST")]
        posts: Vec<String>,
    },
    /// Let a person sign in no more: at once here, and at posts as soon as they hear of it
    End {
        #[command(flatten)]
        data: DataFolder,
        /// What they sign in as
        #[arg(long, value_name = "ACCOUNT")]
        id: String,
        /// Why, for the journal
        #[arg(long, value_name = "TEXT")]
        reason: StatedReason,
    },
    /// Draw a new password for someone who lost theirs, or their phone: the second factor is off, and they are signed out
    Reset {
        #[command(flatten)]
        data: DataFolder,
        /// What they sign in as
        #[arg(long, value_name = "ACCOUNT")]
        id: String,
    },
    /// Say who may sign in
    List(DataFolder),
}

pub(crate) async fn run(command: Command) -> Outcome {
    let mut out = std::io::stdout();
    match command {
        Command::Add { data, id, name, role, language, stamp, posts } => {
            let store = crate::commands::shared::open(&data.data).await?;
            let posts = posts.iter().map(|post| PostId::parse(post)).collect::<Result<Vec<_>, _>>()?;
            if let Some(post) = people::unknown_post(&store, &posts).await? {
                return Err(format!("there is no post {post} here; `limen posts list` says which there are").into());
            }
            let draft = AccountDraft { id: AccountId::parse(&id)?, name, role, language, stamp, posts };
            let DrawnPassword { password, credentials } = passwords::draw(store.now())?;
            store.add_account(None, &draft, &credentials).await?;
            crate::commands::shared::publish(&store).await?;
            store.close().await;
            say(&mut out, &id, &password)?;
        }
        Command::End { data, id, reason } => {
            let (store, id) = (crate::commands::shared::open(&data.data).await?, AccountId::parse(&id)?);
            people::end(&store, None, &id, &reason).await?;
            crate::commands::shared::publish(&store).await?;
            store.close().await;
            writeln!(out, "{id} signs in no more")?;
        }
        Command::Reset { data, id } => {
            let (store, id) = (crate::commands::shared::open(&data.data).await?, AccountId::parse(&id)?);
            let account = store.account(&id).await?.filter(|account| account.ended.is_none());
            account.ok_or_else(|| format!("{id} is nobody who may sign in"))?;
            let DrawnPassword { password, credentials } = passwords::draw(store.now())?;
            store.set_credentials(None, &id, &credentials, CredentialChange::Reset).await?;
            crate::commands::shared::publish(&store).await?;
            store.close().await;
            say(&mut out, id.as_str(), &password)?;
        }
        Command::List(data) => {
            for account in crate::commands::shared::open(&data.data).await?.accounts().await? {
                let posts = account.posts.iter().map(PostId::as_str).collect::<Vec<_>>().join(" ");
                let posts = if posts.is_empty() { "everywhere".to_owned() } else { posts };
                let ended = account.ended.map(|reason| format!("  ended: {reason}")).unwrap_or_default();
                writeln!(out, "{}  {}  {}  {posts}{ended}", account.id, account.role, account.name)?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn say(out: &mut impl Write, id: &str, password: &str) -> std::io::Result<()> {
    writeln!(out, "{id} signs in with the password {password}; it is not shown again.")?;
    writeln!(out, "It is good for {} days, and for nothing but choosing their own.", passwords::DRAWN_GOOD_DAYS)
}
