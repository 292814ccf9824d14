//! `limen neighbours`: at headquarters, those of neighbouring states: its card, sticks for them and of them, what an agreement
//! says.

use crate::{
    folder::{files::DataFolder, network, vault::Unlocked},
    outcome::{Failed, Outcome},
};
use limen_domain::StateCode;
use limen_neighbour::{Agreement, Card, MOST_AGREEMENT, SignedAgreement};
use limen_node::{
    Node,
    neighbours::{Own, agreements::is_by_last_day, moved, talk},
    network::sticks::MOST_BYTES,
};
use limen_store::{AgreementState, KeptAgreement};
use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Print this headquarters' card, which neighbours take in; its fingerprint is read aloud to them
    Card {
        #[command(flatten)]
        data: DataFolder,
    },
    /// List the neighbours: how far each side holds what the other said, and the agreements
    List {
        #[command(flatten)]
        data: DataFolder,
    },
    /// Say where a neighbour is reached that has moved. It needs no new card: whoever answers there must show the certificate
    /// that its card names
    Moved {
        #[command(flatten)]
        data: DataFolder,
        /// The neighbour's code, such as GIN
        #[arg(value_name = "STATE")]
        state: StateCode,
        /// The address: https://name:port. Without one, that of its card holds again
        #[arg(value_name = "ADDRESS")]
        address: Option<String>,
    },
    /// Write what there is for a neighbour into a file for a stick
    Export {
        #[command(flatten)]
        data: DataFolder,
        /// The neighbour's code, such as GIN
        #[arg(value_name = "STATE")]
        state: StateCode,
        /// The file
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Import a neighbour's file from a stick
    Import {
        #[command(flatten)]
        data: DataFolder,
        /// The file
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Agreements between two states
    Agreement {
        #[command(subcommand)]
        command: AgreementCommand,
    },
}

#[derive(clap::Subcommand)]
pub(crate) enum AgreementCommand {
    /// Print what an agreement's file says, and whether both have signed it; exits with 1 where they have not
    Show {
        /// The file
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

pub(crate) async fn run(command: Command) -> Outcome {
    match command {
        Command::Card { data } => {
            let node = started(&data.data).await?;
            let own = Own::of(&node)?;
            let card = own.card(&node).await;
            node.store.clone().close().await;
            write!(io::stdout(), "{}", card?)?;
            eprintln!("Fingerprint, to be read aloud: {}", own.party.fingerprint());
            Ok(ExitCode::SUCCESS)
        }
        Command::List { data } => list(&data.data).await,
        Command::Moved { data, state, address } => {
            let store = Unlocked::of(&data.data)?.store().await?;
            let done = moved(&store, None, state, address.as_deref().unwrap_or_default()).await;
            store.close().await;
            done?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Export { data, state, file } => {
            let node = started(&data.data).await?;
            let bytes = talk::onto_stick(&node, state).await;
            node.store.clone().close().await;
            let bytes = bytes?;
            let written =
                fs::File::create(&file).and_then(|mut out| out.write_all(&bytes).and_then(|()| out.sync_all()));
            written.map_err(|error| format!("{}: {error}", file.display()))?;
            writeln!(io::stdout(), "{}", file.display())?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Import { data, file } => import(&data.data, &file).await,
        Command::Agreement { command: AgreementCommand::Show { file } } => show(&file),
    }
}

/// The node of a data folder, as these commands need it: headquarters, with its keys.
async fn started(folder: &Path) -> Result<Arc<Node>, Failed> {
    network::started(&Unlocked::of(folder)?).await
}

async fn list(folder: &Path) -> Outcome {
    let node = started(folder).await?;
    Own::of(&node)?;
    let mut out = io::stdout();
    for neighbour in node.store.neighbours().await? {
        let card = Card::read(&neighbour.card)?;
        let heard = neighbour.heard_at.map_or_else(|| "never heard".to_owned(), |at| format!("heard {at}"));
        writeln!(
            out,
            "{}  {}  {}  they hold {} of {}  {} of theirs  {heard}",
            neighbour.state.as_str(),
            card.party.fingerprint(),
            card.party.name,
            neighbour.taken,
            neighbour.said.number,
            neighbour.held.number
        )?;
        for kept in node.store.agreements(neighbour.state).await? {
            writeln!(out, "  {}", agreement_line(&node, &kept))?;
        }
    }
    node.store.clone().close().await;
    Ok(ExitCode::SUCCESS)
}

/// An agreement in a line: how far it is, version, SHA-256, title, who ended it.
fn agreement_line(node: &Node, kept: &KeptAgreement) -> String {
    let title = SignedAgreement::read(&kept.file).map(|signed| signed.agreement.title).unwrap_or_default();
    let ended = kept.ended.as_ref().filter(|_| kept.state == AgreementState::Ended);
    let ended = ended.map(|ended| match is_by_last_day(node, ended) {
        true => "  its last day is over".to_owned(),
        false => format!("  by {}: {}", ended.0.as_str(), ended.1),
    });
    let ended = ended.unwrap_or_default();
    format!("{}  version {}  {}  {title}{ended}", kept.state.code(), kept.version, kept.name)
}

async fn import(folder: &Path, file: &Path) -> Outcome {
    let bytes = limen_exchange::file::read(file, MOST_BYTES as u64);
    let bytes = bytes.map_err(|error| format!("{} can't be read: {error}", file.display()))?;
    let node = started(folder).await?;
    let taken = talk::take_stick(&node, &bytes).await;
    node.store.clone().close().await;
    let taken = taken.map_err(|error| format!("{} was not taken in: {error}", file.display()))?;
    let mut out = io::stdout();
    let from = taken.from.map_or_else(|| "unknown".to_owned(), |state| state.as_str().to_owned());
    writeln!(out, "from {from}: {} new papers", taken.papers)?;
    if taken.left_over > 0 {
        writeln!(out, "{} more than a day takes: import it again tomorrow", taken.left_over)?;
    }
    taken.refused.iter().try_for_each(|refused| writeln!(out, "refused: {refused}"))?;
    Ok(if taken.refused.is_empty() && taken.from.is_some() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn show(file: &Path) -> Outcome {
    let text = limen_exchange::file::read_text(file, MOST_AGREEMENT as u64);
    let text = text.map_err(|error| format!("{} can't be read: {error}", file.display()))?;
    let signed = SignedAgreement::read(&text).map_err(|error| format!("{}: {error}", file.display()))?;
    let mut out = io::stdout();
    tell(&mut out, &signed.agreement)?;
    for party in &signed.agreement.parties {
        let has = if signed.is_signed_by(party.state) { "signed by" } else { "NOT signed by" };
        writeln!(out, "{has} {}  {}  {}", party.state.as_str(), party.fingerprint(), party.name)?;
    }
    writeln!(out, "SHA-256 {}", signed.name())?;
    Ok(if signed.check_both().is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What an agreement says, a line each.
fn tell(out: &mut impl Write, agreement: &Agreement) -> io::Result<()> {
    fn codes<T: ToString>(values: &[T]) -> String {
        let codes: Vec<String> = values.iter().map(ToString::to_string).collect();
        if codes.is_empty() { "none".to_owned() } else { codes.join(", ") }
    }
    writeln!(out, "{}, version {}", agreement.title, agreement.version)?;
    writeln!(out, "basis: {}, {}", agreement.basis.treaty, agreement.basis.article)?;
    writeln!(out, "from {} to {}", agreement.since, agreement.until)?;
    for pair in &agreement.pairs {
        let posts: Vec<String> = pair.posts.iter().map(|(state, post)| format!("{} {post}", state.as_str())).collect();
        let joint = if pair.is_joint { ", one building" } else { "" };
        writeln!(out, "pair {}: {}, {}, {}{joint}", pair.code, pair.name, posts.join(" and "), pair.zone)?;
    }
    writeln!(out, "papers: {}", codes(&agreement.papers))?;
    writeln!(out, "counts by: {}; multiples of {}", codes(&agreement.groups), agreement.multiple_of)?;
    writeln!(out, "notices: {}; of whom: {}", codes(&agreement.notices), codes(&agreement.fields))?;
    writeln!(out, "seen by: {}", codes(&agreement.seen_by))?;
    let kept = agreement.kept_days;
    writeln!(out, "kept: counts {} days, notices {} days, work {} days", kept.figures, kept.notices, kept.work)?;
    writeln!(out, "questions about lost documents: {} a day", agreement.document_questions)?;
    writeln!(out, "same document at a joint post: {}", if agreement.same_document { "yes" } else { "no" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use limen_neighbour::{Article, Party};

    #[test]
    fn an_agreement_is_told_a_line_for_each_thing_that_it_says() {
        let party = |state: &str, key: u8| Party {
            state: state.parse().expect("a state"),
            name: state.to_owned(),
            key: [key; 32],
        };
        let basis = Article { treaty: "Traité".into(), article: "4".into() };
        let days = ("2027-01-01".parse().expect("a day"), "2028-12-31".parse().expect("a day"));
        let agreement =
            Agreement::new(uuid::Uuid::nil(), 3, "Kourémalé", [party("MLI", 1), party("GIN", 2)], basis, days);
        let mut told = Vec::new();
        tell(&mut told, &agreement).expect("written");
        let told = String::from_utf8(told).expect("text");
        assert!(told.starts_with("Kourémalé, version 3\nbasis: Traité, 4\nfrom 2027-01-01 to 2028-12-31\n"), "{told}");
        assert!(told.contains("papers: none") && told.contains("multiples of 5"), "{told}");
    }
}
