//! `limen doctor`: what is wrong with a node, and what to do. It changes nothing, and may run beside the program.

use crate::{
    commands::data::{day, much},
    folder::{files::DataFolder, settings::Settings, vault::Unlocked},
    outcome::Outcome,
};
use jiff::{SignedDuration, Timestamp};
use limen_exchange::{
    Authority, Headquarters, Identity, Post,
    authority::Certificates,
    https::{Link, NoAnswer},
    post::Ask,
    tls,
};
use limen_node::link_state::{CLOCK_OFF, LOW_DISK_BYTES, disk_free};
use limen_store::{
    ClockState, Store,
    settings::{HEADQUARTERS, is_shared},
};
use std::{fs, io::Write, path::Path, process::ExitCode};

/// How a thing was found.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Found {
    Well,
    /// It works, and somebody should look.
    Look,
    Wrong,
}

/// What was looked at, line by line.
struct Report {
    out: std::io::Stdout,
    worst: bool,
}

impl Report {
    fn say(&mut self, found: Found, what: &str, text: &str) -> std::io::Result<()> {
        let mark = match found {
            Found::Well => "well ",
            Found::Look => "LOOK ",
            Found::Wrong => "WRONG",
        };
        self.worst |= found == Found::Wrong;
        writeln!(self.out, "{mark}  {what}: {text}")
    }
}

/// Less room than this on the disk is wrong.
const NO_ROOM_BYTES: u64 = 100 << 20;
/// A certificate that is good for less than this is said.
const CERTIFICATE_LEFT: SignedDuration = SignedDuration::from_hours(24 * 60);

pub(crate) async fn run(arguments: DataFolder) -> Outcome {
    let folder = arguments.data;
    let mut report = Report { out: std::io::stdout(), worst: false };
    match Settings::load(&folder) {
        Ok(_) => report.say(Found::Well, "settings", "can be read")?,
        Err(error) => report.say(Found::Wrong, "settings", &format!("{error}; mend the file"))?,
    }
    disk(&mut report, &folder)?;
    match Unlocked::of(&folder) {
        Ok(home) => {
            at_rest(&mut report, &home)?;
            match home.store().await {
                Ok(store) => look(&mut report, &home, &store).await?,
                Err(error) => report.say(Found::Wrong, "database", &error.to_string())?,
            }
        }
        Err(error) => report.say(Found::Wrong, "vault", &error.to_string())?,
    }
    Ok(if report.worst { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn disk(report: &mut Report, folder: &Path) -> std::io::Result<()> {
    let probe = folder.join("doctor.probe");
    match fs::write(&probe, b"limen").and_then(|()| fs::remove_file(&probe)) {
        Ok(()) => report.say(Found::Well, "folder", "can be written")?,
        Err(error) => {
            report.say(Found::Wrong, "folder", &format!("{error}; give Limen's user the right to write it"))?;
        }
    }
    let Some(free) = disk_free(folder) else { return report.say(Found::Look, "disk", "its room can't be told") };
    let text = format!("{:.1} GB free", free as f64 / f64::from(1 << 30));
    if free >= LOW_DISK_BYTES {
        report.say(Found::Well, "disk", &text)
    } else if free >= NO_ROOM_BYTES {
        report.say(Found::Look, "disk", &format!("{text}; make room"))
    } else {
        report.say(Found::Wrong, "disk", &format!("{text}; make room now, recording stops without"))
    }
}

fn at_rest(report: &mut Report, home: &Unlocked) -> std::io::Result<()> {
    if limen_exchange::vault::openers(home.folder()).is_empty() {
        let text = "nothing is encrypted; unless the disk is, encrypt it: limen vault seal";
        return report.say(Found::Look, "at rest", text);
    }
    report.say(Found::Well, "at rest", "encrypted")
}

async fn look(report: &mut Report, home: &Unlocked, store: &Store) -> Result<(), crate::outcome::Failed> {
    for journal in store.verify().await? {
        match journal.broken {
            None => {
                report.say(Found::Well, "journal", &format!("{}: {} events, sound", journal.node, journal.events))?
            }
            Some(broken) => {
                let text = format!(
                    "{}: breaks at event {}: {}; keep the machine as it is, find out who changed it, and restore a backup",
                    journal.node, broken.seq, broken.what
                );
                report.say(Found::Wrong, "journal", &text)?;
            }
        }
    }
    match store.clock(Timestamp::now()) {
        ClockState::Doubted(doubt) => {
            report.say(Found::Wrong, "clock", &format!("{doubt}; nothing is erased until then"))?
        }
        ClockState::Believed => report.say(Found::Well, "clock", "nothing speaks against it")?,
    }
    for (name, why) in store.unreadable_settings().await? {
        let text =
            format!("{name} can't be read ({why}), and what depends on it is closed; {}", mend(store, name).await?);
        report.say(Found::Wrong, "setting", &text)?;
    }
    for waits in store.waiting_erasures().await? {
        let what = format!("{}: {}", waits.data, much(waits.due, waits.held, waits.before));
        match waits.approved {
            Some(before) => {
                let text =
                    format!("{what}; two people approved what is older than {}: the next night erases it", day(before));
                report.say(Found::Well, "erasure", &text)?;
            }
            None => {
                let text = format!(
                    "{what}, the oldest on {}; that waits since {} for two people, on the page Rights, at headquarters for its posts",
                    day(waits.oldest),
                    day(waits.since)
                );
                report.say(Found::Look, "erasure", &text)?;
            }
        }
    }
    let is_headquarters = match store.read(&HEADQUARTERS).await {
        Ok(place) => place.is_some(),
        Err(error) => return Ok(report.say(Found::Wrong, "network", &error.to_string())?),
    };
    let belongs = limen_exchange::post::belongs(store).await?;
    if !is_headquarters && !belongs {
        return Ok(report.say(Found::Well, "network", "this node belongs to none")?);
    }
    let identity = match Identity::load(home) {
        Ok(identity) => identity,
        Err(error) => return Ok(report.say(Found::Wrong, "keys", &error.to_string())?),
    };
    report.say(Found::Well, "keys", "can be read")?;
    if is_headquarters {
        match Authority::load(home) {
            Ok(authority) => {
                report.say(Found::Well, "authority", "can be read")?;
                let headquarters = Headquarters::new(store.clone(), identity, authority);
                if let Some(recovery) = headquarters.recovery().await? {
                    if recovery.is_restored {
                        let text =
                            "this headquarters decides and publishes nothing until it goes on; see its page Network";
                        report.say(Found::Wrong, "restored", text)?;
                    }
                    for missing in recovery.without() {
                        report.say(Found::Look, "missing", &missing)?;
                    }
                }
            }
            Err(error) => report.say(Found::Wrong, "authority", &format!("{error}; restore it from a backup"))?,
        }
        return Ok(());
    }
    link(report, home.folder(), store, identity).await
}

/// Who sets a setting that can't be read.
async fn mend(store: &Store, name: &str) -> Result<&'static str, crate::outcome::Failed> {
    let is_of_headquarters = limen_exchange::post::belongs(store).await? && is_shared(name);
    Ok(if is_of_headquarters {
        "headquarters sends it anew once it is set there: change its limen.toml, and start it again"
    } else {
        "limen serve sets it anew where limen.toml speaks of it; otherwise restore a backup"
    })
}

async fn link(
    report: &mut Report,
    folder: &Path,
    store: &Store,
    identity: Identity,
) -> Result<(), crate::outcome::Failed> {
    let certificates = match Certificates::load(folder) {
        Ok(certificates) => certificates,
        Err(error) => return Ok(report.say(Found::Wrong, "certificate", &error.to_string())?),
    };
    if let Some(until) = certificates.until() {
        let left = until.duration_since(Timestamp::now());
        let text = format!("good until {}", until.strftime("%Y-%m-%d"));
        if left < SignedDuration::ZERO {
            report.say(Found::Wrong, "certificate", "good no more; let headquarters make a new code for this post")?;
        } else if left < CERTIFICATE_LEFT {
            report.say(
                Found::Look,
                "certificate",
                &format!("{text}; it renews itself once headquarters is reached"),
            )?;
        } else {
            report.say(Found::Well, "certificate", &text)?;
        }
    }
    let post = Post::new(store.clone(), identity).await?;
    let address = post.belongs_to().address.clone();
    let mut link = Link::new(&address, tls::client(post.identity(), certificates.chain())?)?;
    // A question that carries nothing and takes nothing.
    let question = post.question(Timestamp::now(), &Ask::default()).await?;
    match link.ask(question).await {
        Ok(answer) => {
            let answered = post.open(&answer).await?;
            report.say(Found::Well, "link", &format!("{address} answers"))?;
            let ahead = Timestamp::now().duration_since(answered.made_at);
            if ahead.abs() > CLOCK_OFF {
                let text = format!("{} s ahead of headquarters' clock; set the one that is wrong", ahead.as_secs());
                report.say(Found::Look, "clock", &text)?;
            }
            if let Some(twin) = answered.twin {
                let text =
                    format!("another machine writes {twin} under this name and key; have headquarters revoke one");
                report.say(Found::Wrong, "name", &text)?;
            }
            if answered.recall.is_some() {
                report.say(
                    Found::Look,
                    "headquarters",
                    "was restored and asks what this post holds; alerts hold as before",
                )?;
            }
            if Post::headquarters_rewritten(store).await? {
                let text = "its journal is not the one whose root is kept here; tell the auditor";
                report.say(Found::Wrong, "headquarters", text)?;
            }
            if let Some(rejected) = answered.rejected {
                let text = format!(
                    "headquarters has another journal {} from event {} on; restore this machine from a backup",
                    rejected.journal, rejected.seq
                );
                report.say(Found::Wrong, "journal", &text)?;
            }
        }
        Err(NoAnswer::Refused(refused, _)) => {
            report.say(Found::Wrong, "link", &format!("{address} refuses: {refused}"))?
        }
        Err(error) => report.say(Found::Look, "link", &format!("{error}; the post works alone until then"))?,
    }
    let waiting = post.waiting().await?;
    report.say(Found::Well, "to be sent", &format!("{waiting} events"))?;
    Ok(())
}
