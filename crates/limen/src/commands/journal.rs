//! `limen journal`: verifying a journal, and making the tables anew from it.

use crate::{
    folder::{files::DataFolder, vault::Unlocked},
    outcome::Outcome,
};
use jiff::Timestamp;
use limen_domain::NodeId;
use limen_exchange::{
    Identity,
    identity::writer_of,
    message::SignedEnd,
    proof::{self, Proof, public_key},
};
use limen_store::{Store, hex};
use std::{
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Verify every journal in the database, from its first event on
    Verify(DataFolder),
    /// Rebuild the tables from the journals, and print each difference
    Rebuild(DataFolder),
    /// Print a proof that an event is in a journal held here; it is checked with this node's public key alone
    Prove {
        #[command(flatten)]
        data: DataFolder,
        /// The event: its journal and number, such as KRM/1234, as pages and the audit name it
        #[arg(value_name = "JOURNAL/NUMBER")]
        event: String,
        /// Leave out the content of the event: only its time, actor and kind are proved
        #[arg(long)]
        without_content: bool,
    },
    /// Check a proof with the public key of the node that signed it
    Check {
        /// The file of the proof
        #[arg(value_name = "FILE")]
        proof: PathBuf,
        /// The public key, as `limen journal key` prints it
        #[arg(long, value_name = "KEY")]
        key: String,
    },
    /// Print this node's public key, and the signed root of its journal
    Key(DataFolder),
}

pub(crate) async fn run(command: Command) -> Outcome {
    match command {
        Command::Verify(folder) => verify(&crate::commands::shared::open(&folder.data).await?).await,
        Command::Rebuild(folder) => rebuild(&crate::commands::shared::open(&folder.data).await?).await,
        Command::Prove { data, event, without_content } => prove(&data.data, &event, !without_content).await,
        Command::Check { proof, key } => check(&proof, &key),
        Command::Key(folder) => key(&folder.data).await,
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
    for signed in store.signed_heads().await? {
        let journal = &signed.journal;
        let writer = store.member(&writer_of(journal)).await?;
        let end = SignedEnd {
            journal: journal.clone(),
            seq: signed.head.seq,
            hash: signed.head.hash,
            signature: signed.signature,
        };
        let what = if !writer.is_some_and(|writer| end.is_signed_by(&writer.public_key)) {
            "the signature of its last signed event is not its writer's"
        } else if store.hash_at(journal, end.seq).await? != Some(end.hash) {
            "it differs from the journal that its writer signed"
        } else {
            writeln!(out, "{journal}: as its writer signed it up to event {}", end.seq)?;
            continue;
        };
        sound = false;
        writeln!(out, "{journal}: BROKEN at event {}: {what}", end.seq)?;
    }
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn prove(folder: &Path, event: &str, with_payload: bool) -> Outcome {
    let which =
        event.rsplit_once('/').and_then(|(journal, seq)| Some((NodeId::parse(journal).ok()?, seq.parse().ok()?)));
    let (journal, seq) = which.ok_or_else(|| format!("\u{201c}{event}\u{201d} names no event; give it as KRM/1234"))?;
    let home = Unlocked::of(folder)?;
    let (store, identity) = (home.store().await?, Identity::load(&home)?);
    let proof = Proof::of(&store, &identity, store.node(), (&journal, seq), with_payload).await?;
    writeln!(std::io::stdout(), "{}", serde_json::to_string_pretty(&proof)?)?;
    Ok(ExitCode::SUCCESS)
}

fn check(file: &Path, key: &str) -> Outcome {
    let mut out = std::io::stdout().lock();
    let key = public_key(key).ok_or("a public key has 64 hexadecimal digits; `limen journal key` prints it")?;
    let read = limen_exchange::file::read(file, proof::MOST_BYTES as u64);
    let bytes = read.map_err(|error| format!("{}: {error}", file.display()))?;
    let proof = Proof::read(&bytes)?;
    let signed = match proof.check(&key) {
        Ok(signed) => signed,
        Err(error) => {
            writeln!(out, "{error}")?;
            return Ok(ExitCode::FAILURE);
        }
    };
    let at = Timestamp::from_millisecond(proof.at)?;
    let actor = if proof.actor.is_empty() { "the node itself" } else { &proof.actor };
    writeln!(out, "The proof holds: event {} of the journal {}", proof.seq, proof.journal)?;
    writeln!(out, "  what: {}", proof.kind)?;
    writeln!(out, "  when: {at}")?;
    writeln!(out, "  who:  {actor}")?;
    writeln!(out, "  root: signed by {} over {} events", signed.by, signed.size)?;
    if let Some(payload) = &proof.payload {
        writeln!(out, "  it says: {payload}")?;
    }
    Ok(ExitCode::SUCCESS)
}

async fn key(folder: &Path) -> Outcome {
    let home = Unlocked::of(folder)?;
    let (store, identity) = (home.store().await?, Identity::load(&home)?);
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", hex(&identity.public_key()))?;
    write!(out, "{}", proof::checkpoint(&store, &identity, store.node(), store.node()).await?)?;
    Ok(ExitCode::SUCCESS)
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
                "{}: DIFFERED; {} missing rows were added, {} wrong rows removed",
                table.table, table.only_in_journal, table.only_in_table
            )?;
        }
    }
    Ok(if equal { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
