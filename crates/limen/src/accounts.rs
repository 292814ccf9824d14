//! `limen accounts`: the people who may sign in.

use crate::{DataFolder, Outcome};
use jiff::Timestamp;
use limen_domain::{AccountId, Role};
use limen_store::{Account, Store};
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
        /// What they may do: first-line, second-line, supervisor, alert-manager or administrator
        #[arg(long, value_name = "ROLE")]
        role: Role,
        /// The language of their pages: fr or en
        #[arg(long, value_name = "LANGUAGE", default_value = "fr")]
        language: String,
        /// The number of their stamp
        #[arg(long, value_name = "STAMP", default_value = "")]
        stamp: String,
    },
    /// Say who may sign in
    List(DataFolder),
}

pub(crate) async fn run(command: Command) -> Outcome {
    let mut out = std::io::stdout();
    match command {
        Command::Add { data, id, name, role, language, stamp } => {
            let store = crate::open(&data.data).await?;
            let password = add(&store, &AccountId::parse(&id)?, &name, role, &language, &stamp).await?;
            crate::publish(&store).await?;
            store.close().await;
            writeln!(out, "{id} signs in with the password {password}; it is not shown again")?;
        }
        Command::List(data) => {
            for account in crate::open(&data.data).await?.accounts().await? {
                writeln!(out, "{}  {}  {}", account.id, account.role, account.name)?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The length of drawn passwords: 79 bits.
const PASSWORD_LETTERS: usize = 16;

/// Adds a person with a drawn password, and returns it.
pub(crate) async fn add(
    store: &Store,
    id: &AccountId,
    name: &str,
    role: Role,
    language: &str,
    stamp: &str,
) -> Result<String, crate::Failed> {
    let password = limen_store::legible(PASSWORD_LETTERS);
    let account = Account {
        id: id.clone(),
        name: name.to_owned(),
        role,
        password_hash: limen_web::hash_password(&password)?,
        language: language.to_owned(),
        failures: 0,
        locked_until: Timestamp::UNIX_EPOCH,
        stamp: stamp.to_owned(),
    };
    store.add_account(&account).await?;
    Ok(password)
}
