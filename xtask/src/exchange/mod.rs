//! `cargo xtask exchange`: what crossings cost on the way to headquarters, how long they take on a poor link, and how
//! many headquarters takes in.

mod alerts;
mod bytes;
mod days;
mod intake;
mod line;
mod time;

use crate::{Outcome, support::now};
use limen_domain::NodeId;
use limen_exchange::{
    Authority, Headquarters, Identity, PostNode,
    authority::Certificates,
    enrolment::{self, Request},
};
use limen_store::Store;
use std::{io::Write, path::Path, process::ExitCode};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// What to measure; everything where nothing is said
    #[arg(value_enum)]
    what: Vec<What>,
    /// A PostgreSQL server to take crossings in on too: postgres://user@host/database, where databases may be made
    #[arg(long, value_name = "URL")]
    postgres: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum What {
    /// Bytes of a crossing
    Bytes,
    /// Crossings that headquarters takes in from 100 posts
    Intake,
    /// From a decision to headquarters, on a link of 600 ms and 64 kbit/s
    Time,
    /// A post that comes back after 7 days with 20,000 crossings, on that link
    Back,
    /// 1,000 changes onto a million alerts
    Alerts,
}

const ALL: [What; 5] = [What::Bytes, What::Intake, What::Time, What::Back, What::Alerts];
const SEED: u64 = 9303;

pub(crate) async fn run(arguments: &Arguments) -> Outcome {
    let asked: &[What] = if arguments.what.is_empty() { &ALL } else { &arguments.what };
    let mut out = std::io::stdout();
    for what in asked {
        match what {
            What::Bytes => bytes::run(&mut out).await?,
            What::Intake => intake::run(&mut out, arguments.postgres.as_deref()).await?,
            What::Time => time::one(&mut out).await?,
            What::Back => time::back(&mut out).await?,
            What::Alerts => alerts::run(&mut out).await?,
        }
        writeln!(out)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Headquarters on this store, its keys in a folder.
fn headquarters(store: &Store, folder: &Path) -> Result<Headquarters, crate::Failed> {
    let identity = Identity::generate()?;
    identity.save(folder)?;
    Ok(Headquarters::new(store.clone(), identity, Authority::create(folder, "HQ", now())?))
}

/// A post that headquarters has enrolled, with `crossings` crossings in its journal.
async fn post(
    headquarters: &Headquarters,
    folder: &Path,
    id: &str,
    crossings: usize,
    address: &str,
) -> Result<PostNode, crate::Failed> {
    let (id, now, identity) = (limen_domain::PostId::parse(id)?, now(), Identity::generate()?);
    identity.save(folder)?;
    let code = enrolment::invite(headquarters.store(), headquarters.authority(), None, &id, now).await?;
    let welcome = headquarters.enrol(&Request::new(&code, &identity), now).await?;
    Certificates::new(welcome.certificates()?).ok_or("no certificate")?.save(folder)?;
    let store = Store::create(folder, &welcome.node).await?;
    let belongs_to = limen_exchange::post::BelongsTo { address: address.to_owned(), ..welcome.belongs_to };
    PostNode::belong(&store, &belongs_to).await?;
    let seed = id.as_str().bytes().fold(SEED, |seed, byte| seed * 257 + u64::from(byte));
    store.bring_in(&NodeId::parse(id.as_str())?, days::journal(seed, crossings)?).await?;
    Ok(PostNode::new(store, identity).await?)
}

/// The middle of several figures.
fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}

/// How many crossings a dictionary is learnt from, and how large it becomes.
const LEARNT_FROM: usize = 20_000;
const DICTIONARY_BYTES: usize = 110 << 10;
/// Other crossings than those that are measured.
const LEARNT_SEED: u64 = 9;

/// Learns the dictionary of compression from invented crossings, and writes it into a file.
pub(crate) fn dictionary(file: &Path) -> Outcome {
    let texts: Result<Vec<String>, _> =
        days::journal(LEARNT_SEED, LEARNT_FROM)?.iter().map(|new| serde_json::to_string(&new.event)).collect();
    let dictionary = limen_exchange::packed::train(&texts?, DICTIONARY_BYTES)?;
    std::fs::write(file, dictionary).map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(ExitCode::SUCCESS)
}
