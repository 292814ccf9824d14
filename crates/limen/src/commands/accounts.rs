//! `limen accounts`: the people who may sign in.

use crate::{commands::statistics::language, folder::files::DataFolder, outcome::Outcome};
use limen_domain::{AccountId, PostId, Role, StatedReason};
use limen_node::administration::people::{self, Person};
use limen_words::Language;
use std::{io::Write, process::ExitCode};

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Add an account; its first password is drawn and printed once
    Add {
        #[command(flatten)]
        data: DataFolder,
        /// The name of the account, as it is typed to sign in
        #[arg(long, value_name = "ACCOUNT")]
        id: String,
        /// The person's name, as pages show it
        #[arg(long, value_name = "NAME")]
        name: String,
        /// The role: first-line, second-line, supervisor, alert-manager, administrator, analyst, auditor or
        /// data-protection
        #[arg(long, value_name = "ROLE")]
        role: Role,
        /// The language of the pages: fr or en
        #[arg(long, value_name = "LANGUAGE", default_value = "fr", value_parser = language)]
        language: Language,
        /// The number of the officer's stamp
        #[arg(long, value_name = "STAMP", default_value = "")]
        stamp: String,
        /// A post where the person works; may be given several times. Without it: every post, and headquarters
        #[arg(long = "post", value_name = "POST")]
        posts: Vec<String>,
    },
    /// End an account: here at once, at each post with its next exchange
    End {
        #[command(flatten)]
        data: DataFolder,
        /// The name of the account
        #[arg(long, value_name = "ACCOUNT")]
        id: String,
        /// The reason, recorded in the journal
        #[arg(long, value_name = "TEXT")]
        reason: StatedReason,
    },
    /// Draw a new password after a lost password or phone; removes the second factor and ends all sessions
    Reset {
        #[command(flatten)]
        data: DataFolder,
        /// The name of the account
        #[arg(long, value_name = "ACCOUNT")]
        id: String,
    },
    /// List the accounts
    List(DataFolder),
}

pub(crate) async fn run(command: Command) -> Outcome {
    let mut out = std::io::stdout();
    match command {
        Command::Add { data, id, name, role, language, stamp, posts } => {
            let store = crate::commands::shared::open(&data.data).await?;
            let posts = posts.iter().map(|post| PostId::parse(post)).collect::<Result<Vec<_>, _>>()?;
            let (language, stamp) = (language.tag(), stamp.as_str());
            let person = Person { name: &name, role, language, stamp, posts: &posts };
            let drawn = people::add(&store, AccountId::parse(&id)?, person).await?;
            crate::commands::shared::publish(&store).await?;
            store.close().await;
            say(&mut out, &id, &drawn.drawn.password)?;
        }
        Command::End { data, id, reason } => {
            let (store, id) = (crate::commands::shared::open(&data.data).await?, AccountId::parse(&id)?);
            people::end(&store, None, &id, &reason).await?;
            crate::commands::shared::publish(&store).await?;
            store.close().await;
            writeln!(out, "The account {id} has ended.")?;
        }
        Command::Reset { data, id } => {
            let (store, id) = (crate::commands::shared::open(&data.data).await?, AccountId::parse(&id)?);
            let password = people::reset(&store, &id).await?;
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
    writeln!(
        out,
        "It is good for {} days, and only to choose another password.",
        limen_node::passwords::DRAWN_GOOD_DAYS
    )
}
