//! `limen doctor`: what is wrong with a node, and what to do. It changes nothing, and may run beside the program.

use crate::{
    commands::data::{day, much},
    folder::{files::DataFolder, network, settings::Settings, vault::Unlocked},
    outcome::Outcome,
};
use jiff::SignedDuration;
use limen_exchange::{
    Authority, Headquarters, Identity, PostNode,
    authority::Certificates,
    https::{AnswerError, Link},
    post::Ask,
    tls,
    vault::Opens,
};
use limen_node::health::{self, CLOCK_OFF, Finding, Grade};
use limen_store::{ClockState, Store, Verified, settings::HEADQUARTERS};
use std::{fs, io::Write, path::Path, process::ExitCode};

/// What was looked at, line by line.
struct Report {
    out: std::io::Stdout,
    worst: bool,
}

impl Report {
    fn say(&mut self, grade: Grade, what: &str, text: &str) -> std::io::Result<()> {
        let mark = match grade {
            Grade::Well => "well ",
            Grade::Look => "LOOK ",
            Grade::Wrong => "WRONG",
        };
        self.worst |= grade == Grade::Wrong;
        writeln!(self.out, "{mark}  {what}: {text}")
    }
}

/// A certificate that is good for less than this is said.
const CERTIFICATE_LEFT: SignedDuration = SignedDuration::from_hours(24 * 60);

pub(crate) async fn run(arguments: DataFolder) -> Outcome {
    let folder = arguments.data;
    let mut report = Report { out: std::io::stdout(), worst: false };
    match Settings::load(&folder) {
        Ok(_) => report.say(Grade::Well, "settings", "can be read")?,
        Err(error) => report.say(Grade::Wrong, "settings", &format!("{error}; mend the file"))?,
    }
    disk(&mut report, &folder)?;
    match Unlocked::of(&folder) {
        Ok(home) => {
            at_rest(&mut report, &home)?;
            match home.store().await {
                Ok(store) => {
                    if let Ok(settings) = Settings::load(&folder)
                        && let Err(error) = network::reads_retention(&store, &settings).await
                    {
                        report.say(Grade::Wrong, "settings", &error.to_string())?;
                    }
                    look(&mut report, &home, &store).await?;
                }
                Err(error) => report.say(Grade::Wrong, "database", &error.to_string())?,
            }
        }
        Err(error) => report.say(Grade::Wrong, "vault", &error.to_string())?,
    }
    Ok(if report.worst { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn disk(report: &mut Report, folder: &Path) -> std::io::Result<()> {
    let probe = folder.join("doctor.probe");
    match fs::write(&probe, b"limen").and_then(|()| fs::remove_file(&probe)) {
        Ok(()) => report.say(Grade::Well, "folder", "can be written")?,
        Err(error) => {
            report.say(Grade::Wrong, "folder", &format!("{error}; give Limen's user the right to write it"))?;
        }
    }
    tell(report, &health::of_disk(folder))
}

/// Says what was found of one thing.
fn tell(report: &mut Report, finding: &Finding) -> std::io::Result<()> {
    let grade = finding.grade();
    let (what, text) = match finding {
        Finding::Disk(None) => ("disk", "its room can't be told".to_owned()),
        Finding::Disk(Some(free)) => {
            let free = format!("{:.1} GB free", *free as f64 / f64::from(1 << 30));
            let text = match grade {
                Grade::Well => free,
                Grade::Look => format!("{free}; make room"),
                Grade::Wrong => format!("{free}; make room now: recording stops when the disk is full"),
            };
            ("disk", text)
        }
        Finding::Journal(Verified { node, events, broken: None, .. }) => {
            ("journal", format!("{node}: {events} events, sound"))
        }
        Finding::Journal(Verified { node, broken: Some(broken), .. }) => {
            let text = format!(
                "{node}: breaks at event {}: {}; keep the machine as it is, find out who changed it, and restore a backup",
                broken.seq, broken.what
            );
            ("journal", text)
        }
        Finding::Clock(ClockState::Believed) => ("clock", "nothing speaks against it".to_owned()),
        Finding::Clock(ClockState::Doubted(doubt)) => {
            ("clock", format!("{doubt}; nothing is erased until it is right"))
        }
        Finding::UnreadableSetting { name, why, is_of_headquarters } => {
            let mend = if *is_of_headquarters {
                "headquarters sends it anew once it is set there: change its limen.toml, and start it again"
            } else {
                "limen serve sets it anew if it stands in limen.toml; otherwise restore a backup"
            };
            ("setting", format!("{name} can't be read ({why}), and what depends on it is closed; {mend}"))
        }
        Finding::Erasure(waits) => {
            let what = format!("{}: {}", waits.data, much(waits.due, waits.held, waits.before));
            let text = match waits.approved {
                Some(before) => {
                    format!("{what}; two people approved what is older than {}: the next night erases it", day(before))
                }
                None => format!(
                    "{what}, the oldest on {}; waiting since {} for two people to approve it on the page Data rights (for a post: at headquarters)",
                    day(waits.oldest),
                    day(waits.since)
                ),
            };
            ("erasure", text)
        }
    };
    report.say(grade, what, &text)
}

fn at_rest(report: &mut Report, home: &Unlocked) -> std::io::Result<()> {
    let openers = limen_exchange::vault::openers(home.folder());
    if openers.is_empty() {
        let text = "nothing is encrypted; unless the disk is, encrypt it: limen vault seal";
        return report.say(Grade::Look, "at rest", text);
    }
    let text = match openers.contains(&Opens::Passphrase) {
        true => "encrypted",
        false => {
            "encrypted, opened by a key file alone: keep a copy of it elsewhere, or nothing here can be read again"
        }
    };
    report.say(Grade::Well, "at rest", text)
}

async fn look(report: &mut Report, home: &Unlocked, store: &Store) -> Result<(), crate::outcome::Failed> {
    // Each is told before the next is asked, which a damaged database may not answer.
    for finding in health::of_journals(store).await? {
        tell(report, &finding)?;
    }
    let belongs = limen_exchange::post::belongs(store).await?;
    for finding in health::of_settings(store, belongs).await? {
        tell(report, &finding)?;
    }
    for finding in health::of_erasures(store).await? {
        tell(report, &finding)?;
    }
    let is_headquarters = match store.read(&HEADQUARTERS).await {
        Ok(place) => place.is_some(),
        Err(error) => return Ok(report.say(Grade::Wrong, "network", &error.to_string())?),
    };
    if !is_headquarters && !belongs {
        return Ok(report.say(Grade::Well, "network", "this node belongs to none")?);
    }
    let identity = match Identity::load(home) {
        Ok(identity) => identity,
        Err(error) => return Ok(report.say(Grade::Wrong, "keys", &error.to_string())?),
    };
    report.say(Grade::Well, "keys", "can be read")?;
    if is_headquarters {
        match Authority::load(home) {
            Ok(authority) => {
                report.say(Grade::Well, "authority", "can be read")?;
                let headquarters = Headquarters::new(store.clone(), identity, authority);
                if let Some(recovery) = headquarters.recovery().await? {
                    if recovery.is_restored {
                        let text =
                            "this headquarters decides and publishes nothing until it goes on; see its page Network";
                        report.say(Grade::Wrong, "restored", text)?;
                    }
                    for missing in recovery.without() {
                        report.say(Grade::Look, "missing", &missing)?;
                    }
                }
            }
            Err(error) => report.say(Grade::Wrong, "authority", &format!("{error}; restore it from a backup"))?,
        }
        return Ok(());
    }
    link(report, home.folder(), store, identity).await
}

async fn link(
    report: &mut Report,
    folder: &Path,
    store: &Store,
    identity: Identity,
) -> Result<(), crate::outcome::Failed> {
    let certificates = match Certificates::load(folder) {
        Ok(certificates) => certificates,
        Err(error) => return Ok(report.say(Grade::Wrong, "certificate", &error.to_string())?),
    };
    if let Some(until) = certificates.until() {
        let left = until.duration_since(store.now());
        let text = format!("good until {}", until.strftime("%Y-%m-%d"));
        if left < SignedDuration::ZERO {
            report.say(Grade::Wrong, "certificate", "good no more; let headquarters make a new code for this post")?;
        } else if left < CERTIFICATE_LEFT {
            report.say(
                Grade::Look,
                "certificate",
                &format!("{text}; it renews itself once headquarters is reached"),
            )?;
        } else {
            report.say(Grade::Well, "certificate", &text)?;
        }
    }
    let post = PostNode::new(store.clone(), identity).await?;
    let address = post.belongs_to().address.clone();
    let mut link = Link::new(&address, tls::client(post.identity(), certificates.chain())?)?;
    // A question that carries nothing and takes nothing.
    let question = post.question(store.now(), &Ask::default()).await?;
    match link.ask(question).await {
        Ok(answer) => {
            let answered = post.open(&answer).await?;
            report.say(Grade::Well, "link", &format!("{address} answers"))?;
            let ahead = store.now().duration_since(answered.made_at);
            if ahead.abs() > CLOCK_OFF {
                let text = format!("{} s ahead of headquarters' clock; set the one that is wrong", ahead.as_secs());
                report.say(Grade::Look, "clock", &text)?;
            }
            if let Some(twin) = answered.twin {
                let text =
                    format!("another machine writes {twin} under this name and key; have headquarters revoke one");
                report.say(Grade::Wrong, "name", &text)?;
            }
            if answered.recall.is_some() {
                report.say(
                    Grade::Look,
                    "headquarters",
                    "was restored and asks what this post holds; alerts hold as before",
                )?;
            }
            if PostNode::headquarters_rewritten(store).await? {
                let text = "its journal is not the one whose root is kept here; tell the auditor";
                report.say(Grade::Wrong, "headquarters", text)?;
            }
            if let Some(rejected) = answered.rejected {
                let text = format!(
                    "headquarters has another journal {} from event {} on; restore this machine from a backup",
                    rejected.journal, rejected.seq
                );
                report.say(Grade::Wrong, "journal", &text)?;
            }
        }
        Err(AnswerError::Refused(refused, _)) => {
            report.say(Grade::Wrong, "link", &format!("{address} refuses: {refused}"))?
        }
        Err(error) => {
            report.say(Grade::Look, "link", &format!("{error}; the post works alone until the link is back"))?
        }
    }
    let waiting = post.waiting().await?;
    report.say(Grade::Well, "to be sent", &format!("{waiting} events"))?;
    Ok(())
}
