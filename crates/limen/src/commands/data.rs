//! `limen data`: how long what is kept, erasing it when its time is over, and answering someone who asks what is held about
//! them.

use crate::{
    commands::statistics::language,
    folder::{files::DataFolder, network, settings::Settings, vault},
    outcome::{Failed, Outcome},
};
use jiff::Timestamp;
use limen_domain::{DataKind, DocumentKey};
use limen_node::{
    neighbours::drafts,
    rights::person_report::{PersonReport, Request},
};
use limen_statistics::{count_stale, settle_past};
use limen_store::{
    ClockState, Erased, Erasure, Store,
    settings::{FLOWS_BOUND, HEADQUARTERS, POST, RETENTION},
};
use limen_words::{AllWords, KeptFor, Language, Words};
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Print the register of processing activities, from the settings in force
    Register {
        #[command(flatten)]
        data: DataFolder,
        /// The language: fr or en
        #[arg(long, default_value = "fr", value_parser = language)]
        language: Language,
    },
    /// Erase now all data past its retention period
    Erase {
        #[command(flatten)]
        data: DataFolder,
        /// Only print what would be erased
        #[arg(long)]
        dry_run: bool,
    },
    /// Write all data held about a person: one file to read, one for machines
    Person {
        #[command(flatten)]
        data: DataFolder,
        /// A travel document of the person: issuing state and number, such as "GIN GN7654321"; may be given several times
        #[arg(long = "document", value_name = "DOCUMENT", required = true)]
        documents: Vec<DocumentKey>,
        /// The number or date of the person's request
        #[arg(long, value_name = "TEXT")]
        request: String,
        /// The folder to write the files to
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
        /// The language of the file to read: fr or en
        #[arg(long, default_value = "fr", value_parser = language)]
        language: Language,
    },
}

pub(crate) async fn run(command: Command) -> Outcome {
    match command {
        Command::Register { data, language } => register(&data.data, language).await,
        Command::Erase { data, dry_run } => {
            let (home, settings) = (vault::Unlocked::of(&data.data)?, Settings::load(&data.data)?);
            let store = home.store().await?;
            network::reads_retention(&store, &settings).await?;
            let now = store.now();
            let done =
                if dry_run { count(&store, &settings, now).await } else { erase_now(&store, &settings, now).await };
            store.close().await;
            done?.iter().try_for_each(|line| writeln!(std::io::stdout(), "{line}"))?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Person { data, documents, request, to, language } => {
            let store = crate::commands::shared::open(&data.data).await?;
            let controller = controller(&store).await?;
            let words = AllWords::load();
            let w = words.of(language);
            let request = Request { documents, reference: request, controller, of_alerts: w.t("about-alerts") };
            let report = PersonReport::gather(&store, request, None).await?;
            store.close().await;
            write(&to, w, &report)
        }
    }
}

/// Whose data it is: headquarters', or the post's.
async fn controller(store: &Store) -> Result<String, Failed> {
    if let Some(place) = store.read(&HEADQUARTERS).await? {
        return Ok(place.name);
    }
    let post = match store.read(&POST).await? {
        Some(here) => store.post(&here).await?,
        None => None,
    };
    Ok(post.map_or_else(|| store.node().to_string(), |post| post.name))
}

fn write(to: &Path, w: &Words, report: &PersonReport) -> Outcome {
    fs::create_dir_all(to).map_err(|error| format!("{}: {error}", to.display()))?;
    let readable = limen_web::printable::person_report(w, report);
    let for_machines = report.file.json()?;
    for (name, text) in [("person.html", readable), ("person.json", for_machines)] {
        let file = to.join(name);
        fs::write(&file, text).map_err(|error| format!("{}: {error}", file.display()))?;
        writeln!(std::io::stdout(), "{}", file.display())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Says of each kind of data what would be erased now: where this node decides, by what its file of settings says.
async fn count(store: &Store, settings: &Settings, now: Timestamp) -> Result<Vec<String>, Failed> {
    let retention = if network::decides_here(store).await? {
        settings.retention.periods()?
    } else {
        store.read(&RETENTION).await?
    };
    let mut lines = Vec::new();
    if let ClockState::Doubted(doubt) = store.clock(now) {
        lines.push(format!("nothing is erased now: {doubt}"));
    }
    let due = retention.due(&now.to_zoned_datetime(store.zone().await?));
    for data in DataKind::ALL {
        let Some(due) = due.iter().find(|due| due.data == *data) else {
            lines.push(format!("{data}: no period is set, nothing is erased"));
            continue;
        };
        let count = store.count_due(due).await?;
        let mut line = format!("{data}: {}", much(count.due, count.held, due.before));
        if let Some(oldest) = count.oldest {
            line += &format!(", the oldest on {}", day(oldest));
        }
        if count.is_much() {
            line += &format!("; {WAITS}");
        }
        lines.push(line);
    }
    Ok(lines)
}

/// What becomes of an erasure that is much at once.
const WAITS: &str = "that is much at once: nothing goes until two people have said so on the page Data rights, at headquarters \
                     for its posts";

/// How much is due.
pub(crate) fn much(due: u64, held: u64, before: Timestamp) -> String {
    format!("{due} of {held} events were recorded before {}", day(before))
}

pub(crate) fn day(at: Timestamp) -> impl std::fmt::Display {
    at.strftime("%Y-%m-%d")
}

/// Erases what has been kept long enough by what the file of settings says now, where this node decides.
async fn erase_now(store: &Store, settings: &Settings, now: Timestamp) -> Result<Vec<String>, Failed> {
    if network::decides_here(store).await? {
        network::keep_for(store, settings).await?;
    }
    erase(store, now).await
}

/// Erases what has been kept long enough.
async fn erase(store: &Store, now: Timestamp) -> Result<Vec<String>, Failed> {
    // What is counted stays; what is not counted yet could not be after.
    count_stale(store, |_, _| ()).await?;
    let mut lines = Vec::new();
    let on_claims = store.carry_out_claims().await?;
    if on_claims > 0 {
        lines.push(format!("on claims: {on_claims} events erased"));
    }
    let as_agreed = drafts::let_go(store).await?;
    if as_agreed > 0 {
        lines.push(format!("written for neighbours: {as_agreed} events erased, as agreements say"));
    }
    let now_here = now.to_zoned_datetime(store.zone().await?);
    for due in store.read(&RETENTION).await?.due(&now_here) {
        let data = due.data;
        lines.push(match store.erase(&due, now).await? {
            Erasure::Done(Erased { events, held }) => format!("{data}: {events} events erased, {held} still needed"),
            Erasure::Waits(count) => format!("{data}: {}; {WAITS}", much(count.due, count.held, due.before)),
            Erasure::Recovering => {
                format!("{data}: nothing was erased: this headquarters was restored, and asks its posts first")
            }
            Erasure::Doubted(doubt) => format!("{data}: nothing was erased: {doubt}"),
        });
    }
    // Of days whose crossings are gone, flows keep counts and no row for each crossing.
    settle_past(store, store.read(&FLOWS_BOUND).await?).await?;
    Ok(lines)
}

/// Erases what is due in a night.
pub(crate) async fn nightly(store: &Store) {
    match erase(store, store.now()).await {
        Ok(lines) => lines.iter().for_each(|line| tracing::info!("{line}")),
        Err(error) => tracing::error!("what has been kept long enough was not erased: {error}"),
    }
}

async fn register(folder: &Path, language: Language) -> Outcome {
    let home = vault::Unlocked::of(folder)?;
    let settings = Settings::load(folder)?;
    let store = home.store().await?;
    let words = AllWords::load();
    let w = words.of(language);
    let mut out = std::io::stdout().lock();
    let mark = |is: bool| w.t(if is { "register-yes" } else { "register-no" });
    writeln!(out, "# {}\n", w.t("register-title"))?;
    let line = |label: &str, value: String| w.t2("register-line", ("label", w.t(label)), ("value", value));
    writeln!(out, "{}  ", line("about-controller", controller(&store).await?))?;
    let today = store.now().to_zoned_datetime(store.zone().await?).date();
    writeln!(out, "{}\n", line("about-made", format!("{} · Limen {}", w.date(today), env!("CARGO_PKG_VERSION"))))?;
    writeln!(out, "## {}\n", w.t("register-data"))?;
    writeln!(
        out,
        "| {} | {} | {} | {} |\n| --- | --- | --- | --- |",
        w.t("rights-data"),
        w.t("register-what"),
        w.t("register-purpose"),
        w.t("rights-period")
    )?;
    network::reads_retention(&store, &settings).await?;
    let in_force = store.read(&RETENTION).await?;
    let kept = w.kept(&in_force);
    for (data, KeptFor { data: name, period }) in DataKind::ALL.iter().zip(kept) {
        writeln!(
            out,
            "| {name} | {} | {} | {period} |",
            w.coded("register-what", data.code()),
            w.coded("register-purpose", data.code())
        )?;
    }
    if network::decides_here(&store).await? && settings.retention.periods()? != in_force {
        writeln!(out, "\n{}", w.t("register-waits"))?;
    }
    for waiting in store.waiting_erasures().await?.iter().filter(|waiting| waiting.approved.is_none()) {
        writeln!(out, "\n{}", w.t1("register-brake", "kind", w.coded("data", waiting.data.code())))?;
    }
    writeln!(out, "\n## {}\n", w.t("register-who"))?;
    let mut roles = std::collections::BTreeMap::<_, usize>::new();
    for account in store.accounts().await?.iter().filter(|account| account.ended.is_none()) {
        *roles.entry(account.role).or_default() += 1;
    }
    for (role, people) in roles {
        let may = role.permissions().iter().map(|permission| w.coded("permission", permission.code()));
        writeln!(out, "- {} ({people}): {}", w.coded("role", role.code()), may.collect::<Vec<_>>().join("; "))?;
    }
    writeln!(out, "\n## {}\n", w.t("register-recipients"))?;
    writeln!(out, "- {}", w.t1("register-posts", "count", store.posts().await?.len() as i64))?;
    let history = limen_exchange::headquarters::history(&store).await?.as_hours() / 24;
    writeln!(out, "- {}", w.t1("register-history", "days", history))?;
    writeln!(out, "- {}", w.t("register-nobody-else"))?;
    writeln!(out, "\n## {}\n", w.t("register-security"))?;
    let encrypted = !limen_exchange::vault::openers(folder).is_empty();
    writeln!(out, "- {}", line("register-encrypted", mark(encrypted)))?;
    writeln!(out, "- {}", line("register-backup", mark(settings.backup.folder.is_some())))?;
    writeln!(out, "- {}", w.t("register-journal"))?;
    writeln!(out, "- {}", w.t("register-exchange"))?;
    drop(out);
    store.close().await;
    Ok(ExitCode::SUCCESS)
}
