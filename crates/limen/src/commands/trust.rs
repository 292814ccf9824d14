//! `limen trust`: certificates of states and what they declare, by which chips are believed: proposed, listed, shown.

use crate::{
    commands::shared,
    folder::files::DataFolder,
    outcome::{Failed, Outcome},
};
use limen_domain::{AccountId, Permission};
use limen_node::trust::{self, Change, Described, ProposeError, RefusedKind, Trust};
use limen_store::TrustKind;
use limen_trust::{OwnAuthority, TrustStore, import};
use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Propose a file: CSCA certificates, master lists, signers of seals, lists of revoked ones or of deviations; a second
    /// person approves it on the page Trust
    Import {
        /// The file: DER, PEM, or LDIF of the ICAO PKD
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// The account of the administrator who proposes it; somebody else approves it
        #[arg(long = "as", value_name = "ACCOUNT")]
        author: String,
        #[command(flatten)]
        data: DataFolder,
    },
    /// List what a node believes: state, until when, how it came, SHA-256, name
    List {
        #[command(flatten)]
        data: DataFolder,
    },
    /// Print one certificate or list as PEM, with what it says
    Show {
        /// Its SHA-256 or the beginning of it, as `limen trust list` prints it
        #[arg(value_name = "SHA256")]
        id: String,
        #[command(flatten)]
        data: DataFolder,
    },
}

pub(crate) async fn run(command: Command) -> Outcome {
    match command {
        Command::Import { file, author, data } => propose(&file, &author, &data.data).await,
        Command::List { data } => {
            let mut out = io::stdout();
            for thing in Described::all(&held(&data.data).await?) {
                writeln!(out, "{}", line(&thing))?;
            }
            Ok(ExitCode::SUCCESS)
        }
        Command::Show { id, data } => {
            let id = id.to_lowercase();
            let held = held(&data.data).await?;
            let mut found = held.iter().filter(|item| item.id.starts_with(&id));
            let (Some(item), None) = (found.next(), found.next()) else {
                return Err(format!("no thing, or more than one, has a SHA-256 that begins with {id}").into());
            };
            let mut out = io::stdout();
            if let Some(thing) = Described::of(item) {
                writeln!(out, "{}", line(&thing))?;
            }
            write!(out, "{}", pem(item.kind, &item.der))?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Everything that a node believes.
async fn held(data: &Path) -> Result<Vec<limen_store::TrustItem>, Failed> {
    let store = shared::open(data).await?;
    let held = store.trust_items().await;
    store.close().await;
    Ok(held?)
}

async fn propose(file: &Path, author: &str, data: &Path) -> Outcome {
    let author = AccountId::parse(author).map_err(|error| format!("{author} is no account: {error}"))?;
    let bytes = limen_exchange::file::read(file, trust::MOST_BYTES as u64);
    let bytes = bytes.map_err(|error| format!("{} can't be read: {error}", file.display()))?;
    let store = shared::open(data).await?;
    let manager = store.account(&author).await?.filter(|account| account.ended.is_none());
    if !manager.is_some_and(|account| account.role.may(Permission::ManageLists)) {
        return Err(format!(
            "there is no account {author} here that may propose certificates; see limen accounts list"
        )
        .into());
    }
    let held = Trust::load(&store, Arc::default()).await?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let proposed = trust::propose(&store, held, &author, &name, &bytes).await;
    store.close().await;
    let mut out = io::stdout();
    match proposed {
        Ok((proposal, change)) => {
            tell(&mut out, &change)?;
            writeln!(out, "Proposed as {author}; somebody else approves it at /trust/proposal/{proposal}")?;
            Ok(ExitCode::SUCCESS)
        }
        Err(ProposeError::Nothing(change)) => {
            tell(&mut out, &change)?;
            Err(format!("{} changes nothing, and was not proposed", file.display()).into())
        }
        Err(error) => Err(format!("{} was not proposed: {error}", file.display()).into()),
    }
}

fn tell(out: &mut impl Write, change: &Change) -> io::Result<()> {
    for (sign, things) in [("+", &change.added), ("-", &change.removed)] {
        for thing in things {
            writeln!(out, "{sign} {}", line(thing))?;
        }
    }
    for refused in &change.refused {
        let what = match refused.kind {
            RefusedKind::Certificate => "certificate",
            RefusedKind::MasterList => "master list",
            RefusedKind::RevocationList => "list of revoked certificates",
            RefusedKind::SealSigner => "signer of seals",
            RefusedKind::DeviationList => "list of deviations",
        };
        writeln!(out, "refused: {what} {}: {}", refused.name, refused.why)?;
    }
    writeln!(
        out,
        "{} added, {} removed, {} known, {} refused, {} of signers left out, {} not readable",
        change.added.len(),
        change.removed.len(),
        change.known,
        change.refused.len(),
        change.signers,
        change.unreadable
    )
}

/// A thing in a line: state, until when, how it came, SHA-256, name.
fn line(thing: &Described) -> String {
    let until = thing.until.map_or_else(|| "-".into(), |until| until.to_string().chars().take(10).collect::<String>());
    let mut came: Vec<String> = thing.lists.iter().map(|country| format!("list:{country}")).collect();
    if thing.by_hand {
        came.insert(0, "by hand".into());
    }
    let kind = match thing.kind {
        TrustKind::Certificate => "csca",
        TrustKind::RevocationList => "crl",
        TrustKind::SealSigner => "seals",
        TrustKind::DeviationList => "deviations",
    };
    let country = if thing.country.is_empty() { "--" } else { &thing.country };
    format!("{country}\t{kind}\t{until}\t{}\t{}\t{}", came.join(","), thing.id, thing.name)
}

fn pem(kind: TrustKind, der: &[u8]) -> String {
    let label = match kind {
        TrustKind::Certificate | TrustKind::SealSigner => "CERTIFICATE",
        TrustKind::RevocationList => "X509 CRL",
        // A signed list, as RFC 7468 §9 labels it.
        TrustKind::DeviationList => "CMS",
    };
    let base64 = data_encoding::BASE64.encode(der);
    let mut text = format!("-----BEGIN {label}-----\n");
    for (at, letter) in base64.chars().enumerate() {
        if at > 0 && at % 64 == 0 {
            text.push('\n');
        }
        text.push(letter);
    }
    text.push_str(&format!("\n-----END {label}-----\n"));
    text
}

/// What is believed of files that someone names at the command line, and so vouches for: master lists too, with the CSCA
/// certificate that they bring. What is refused is told.
pub(super) fn believed(files: &[PathBuf]) -> Result<TrustStore, Failed> {
    let mut items = Vec::new();
    for file in files {
        let at = |error: &dyn std::fmt::Display| format!("{} can't be read: {error}", file.display());
        let bytes = limen_exchange::file::read(file, import::MOST_OCTETS as u64).map_err(|error| at(&error))?;
        let (read, unreadable) = import::read(&bytes).map_err(|error| at(&error))?;
        if unreadable > 0 {
            eprintln!("limen: {unreadable} parts of {} can't be read and are left out", file.display());
        }
        items.extend(read);
    }
    let mut believed = TrustStore::default();
    for (name, why) in believed.import(items, OwnAuthority::Accepted).refused {
        eprintln!("limen: not believed: {name}: {why}");
    }
    Ok(believed)
}
