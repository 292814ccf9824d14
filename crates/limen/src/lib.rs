//! The command `limen`: one program for a post, for headquarters, and for trying it all out.
//!
//! What is public beside [`main`] is for `xtask`, which measures it.

mod commands;
#[doc(hidden)]
pub mod demo;
#[doc(hidden)]
pub mod folder;
mod outcome;
#[doc(hidden)]
pub mod serve;

#[doc(hidden)]
pub use folder::settings;
#[doc(hidden)]
pub use serve::{doors, network};

use clap::{Parser, Subcommand};
use commands::{
    accounts, alerts, backup, chip, data, doctor, exchange, init, journal, lists, mrz, neighbours, nodes, posts,
    screen, seal, statistics, stay, trust, update, visas,
};
use folder::{files::DataFolder, private, vault};
use outcome::Outcome;
use std::{io::IsTerminal, process::ExitCode, time::Duration};

/// A border management information system.
#[derive(Parser)]
#[command(version, about, propagate_version = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Start a post with invented people, documents and alerts, to try Limen out
    Demo(demo::Arguments),
    /// Make a data folder for headquarters, or for a post
    Init {
        #[command(subcommand)]
        command: Box<init::Command>,
    },
    /// Run a node: serve its pages, and exchange with the other nodes
    Serve(serve::Arguments),
    /// Read machine readable zones (ICAO Doc 9303) from a file, from pictures or from standard input
    Mrz(mrz::Arguments),
    /// Read bar codes from pictures, and check those that are seals (ICAO Doc 9303-13, VDS-NC)
    Seal(seal::Arguments),
    /// Screen travellers from a file against an alert list
    Screen(screen::Arguments),
    /// Check what the saved files of a document's chip prove (ICAO Doc 9303)
    Chip {
        #[command(subcommand)]
        command: chip::Command,
    },
    /// Certificates of states, by which chips are believed: propose, list or show them
    Trust {
        #[command(subcommand)]
        command: trust::Command,
    },
    /// Calculate the days of stay used and left, from a file of entries and exits
    Stay(stay::Arguments),
    /// Check a reference list (rules of stay, grounds of refusal and others), or put it in force
    Lists {
        #[command(subcommand)]
        command: lists::Command,
    },
    /// Import an alert list from a file of any size, for a second person to approve
    Alerts {
        #[command(subcommand)]
        command: alerts::Command,
    },
    /// Import visas issued elsewhere, or make the key of an e-visa system
    Visas {
        #[command(subcommand)]
        command: visas::Command,
    },
    /// Add, change or list the border posts, at headquarters
    Posts {
        #[command(subcommand)]
        command: posts::Command,
    },
    /// Invite, list or exclude the machines of the network, at headquarters
    Nodes {
        #[command(subcommand)]
        command: nodes::Command,
    },
    /// At headquarters, those of neighbouring states: cards, sticks, agreements
    Neighbours {
        #[command(subcommand)]
        command: neighbours::Command,
    },
    /// Add, end or list accounts, or reset a password
    Accounts {
        #[command(subcommand)]
        command: accounts::Command,
    },
    /// Encrypt a data folder, or change its passphrase or key files
    Vault {
        #[command(subcommand)]
        command: vault::Command,
    },
    /// Personal data: print the register of processing, erase data past its retention period, report on one person
    Data {
        #[command(subcommand)]
        command: data::Command,
    },
    /// Back up a node into one file, while it runs
    Backup(backup::BackupArguments),
    /// Restore a node from a backup; it keeps its name and begins a journal of its own
    Restore(backup::RestoreArguments),
    /// Check a node: print what is wrong, and what to do
    Doctor(DataFolder),
    /// Install a signed release from a stick, or go back to the previous version
    Update {
        #[command(subcommand)]
        command: update::Command,
    },
    /// Exchange by hand, with files on a USB stick
    Exchange {
        #[command(subcommand)]
        command: exchange::Command,
    },
    /// Count flows, write reports, export flows, answer questions in SQL
    Statistics {
        #[command(subcommand)]
        command: Box<statistics::Command>,
    },
    /// Verify the journals, rebuild the tables from them, or prove an event
    Journal {
        #[command(subcommand)]
        command: journal::Command,
    },
}

/// Does what the command line says.
pub fn main() -> ExitCode {
    private::begin();
    let filter = tracing_subscriber::EnvFilter::try_from_env("LIMEN_LOG").unwrap_or_else(|_| "warn".into());
    let log = tracing_subscriber::fmt().with_writer(std::io::stderr).with_env_filter(filter);
    // JSON lines, for a collector of the logs of many machines.
    if std::env::var_os("LIMEN_LOG_JSON").is_some() {
        log.json().init();
    } else {
        log.with_ansi(std::io::stderr().is_terminal()).init();
    }
    let outcome = match Arguments::parse().command {
        Command::Demo(arguments) => wait(demo::run(arguments)),
        Command::Serve(arguments) => wait(serve::run(arguments)),
        Command::Mrz(arguments) => mrz::run(&arguments),
        Command::Seal(arguments) => seal::run(&arguments),
        Command::Screen(arguments) => screen::run(arguments),
        Command::Chip { command } => chip::run(command),
        Command::Trust { command } => wait(trust::run(command)),
        Command::Stay(arguments) => stay::run(&arguments),
        Command::Lists { command } => wait(lists::run(command)),
        Command::Alerts { command } => wait(alerts::run(command)),
        Command::Visas { command } => wait(visas::run(command)),
        Command::Init { command } => wait(init::run(*command)),
        Command::Posts { command } => wait(posts::run(command)),
        Command::Nodes { command } => wait(nodes::run(command)),
        Command::Neighbours { command } => wait(neighbours::run(command)),
        Command::Accounts { command } => wait(accounts::run(command)),
        Command::Data { command } => wait(data::run(command)),
        Command::Vault { command } => wait(vault::run(command)),
        Command::Update { command } => wait(update::run(command)),
        Command::Backup(arguments) => wait(backup::run(arguments)),
        Command::Restore(arguments) => wait(backup::restore(arguments)),
        Command::Doctor(arguments) => wait(doctor::run(arguments)),
        Command::Exchange { command } => wait(exchange::run(command)),
        Command::Statistics { command } => wait(statistics::run(*command)),
        Command::Journal { command } => wait(journal::run(command)),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("limen: {error}");
        ExitCode::from(2)
    })
}

/// How long a thread that is still at work may keep the program from ending.
const LAST_WORK: Duration = Duration::from_secs(1);

fn wait(work: impl Future<Output = Outcome>) -> Outcome {
    let runtime = tokio::runtime::Runtime::new()?;
    let outcome = runtime.block_on(async {
        let outcome = work.await;
        vault::close_all().await;
        outcome
    });
    // Databases are closed: what still waits for a share or a disk that never answers has nothing to lose.
    runtime.shutdown_timeout(LAST_WORK);
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    #[test]
    fn a_thread_that_waits_for_a_disk_keeps_the_program_from_ending_no_longer_than_a_moment() {
        let begin = Instant::now();
        let outcome = wait(async {
            tokio::task::spawn_blocking(|| std::thread::sleep(Duration::from_secs(30)));
            tokio::task::yield_now().await;
            Ok(ExitCode::SUCCESS)
        });
        assert!(outcome.is_ok() && begin.elapsed() < Duration::from_secs(5), "{:?}", begin.elapsed());
    }
}
