//! The command `limen`: one program for a post, for headquarters, and for trying it all out.

mod demo;
mod exchange;
mod journal;
mod lists;
mod mrz;
mod screen;
mod serve;
mod stay;
mod visas;

use clap::{Parser, Subcommand};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use std::{path::PathBuf, process::ExitCode};

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
    /// Serve the pages of the post whose data folder is given
    Serve(serve::Arguments),
    /// Read machine readable zones (ICAO Doc 9303) from a file or standard input
    Mrz(mrz::Arguments),
    /// Hold travellers from a file against an alert list
    Screen(screen::Arguments),
    /// Say how much of an allowance a history of entries and exits has used, and until when someone may stay
    Stay(stay::Arguments),
    /// Check a reference list (rules of stay, grounds of refusal and others), or put it in force
    Lists {
        #[command(subcommand)]
        command: lists::Command,
    },
    /// Take in visas that were issued elsewhere, or make the key with which an e-visa system sends them
    Visas {
        #[command(subcommand)]
        command: visas::Command,
    },
    /// Exchange with headquarters, or with posts
    Exchange {
        #[command(subcommand)]
        command: exchange::Command,
    },
    /// Verify a journal, or make the tables anew from it
    Journal {
        #[command(subcommand)]
        command: journal::Command,
    },
}

/// A data folder, as several commands take it.
#[derive(clap::Args)]
struct DataFolder {
    /// The folder that holds the database
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}

/// What a command answers to the shell: an error is told on standard error, in a sentence.
type Outcome = Result<ExitCode, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(tracing_subscriber::EnvFilter::try_from_env("LIMEN_LOG").unwrap_or_else(|_| "warn".into()))
        .init();
    let outcome = match Arguments::parse().command {
        Command::Demo(arguments) => wait(demo::run(arguments)),
        Command::Serve(arguments) => wait(serve::run(arguments)),
        Command::Mrz(arguments) => mrz::run(&arguments),
        Command::Screen(arguments) => screen::run(arguments),
        Command::Stay(arguments) => stay::run(&arguments),
        Command::Lists { command } => wait(lists::run(command)),
        Command::Visas { command } => wait(visas::run(command)),
        Command::Exchange { command } => wait(exchange::run(command)),
        Command::Journal { command } => wait(journal::run(command)),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("limen: {error}");
        ExitCode::from(2)
    })
}

/// The day it is, by this computer's clock and time zone.
fn today() -> Date {
    Timestamp::now().to_zoned_datetime(TimeZone::system()).date()
}

fn wait(work: impl Future<Output = Outcome>) -> Outcome {
    tokio::runtime::Runtime::new()?.block_on(work)
}
