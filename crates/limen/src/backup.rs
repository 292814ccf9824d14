//! `limen backup` and `limen restore`: a node in one file, and a node from that file.
//!
//! The file is a tar archive, compressed with Zstandard, of the database as it stood at one moment, the keys and
//! certificates, and the settings. Who has it is that node: keep it as the machine itself. That of an encrypted folder is
//! encrypted as the folder is, and opens with what opens it.

use crate::{DataFolder, Outcome, settings, vault::Unlocked};
use jiff::{Timestamp, ToSpan, ZonedDateTime};
use limen_exchange::{identity::FOLDER, vault};
use limen_store::{ClockState, FILE_NAME, Store};
use std::{
    fs,
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

/// How a backup's file ends.
const EXTENSION: &str = "limen-backup";
/// How hard to compress: nights are long, disks are small.
const LEVEL: i32 = 6;
/// The files beside the database and the settings that are kept.
const KEYS: [(&str, &str); 9] = [
    (FOLDER, "node.key"),
    (FOLDER, "stick.key"),
    (FOLDER, "node.crt"),
    (FOLDER, "authority.key"),
    (FOLDER, "authority.crt"),
    (FOLDER, "pages.key"),
    (FOLDER, "pages.crt"),
    (vault::FOLDER, "passphrase.age"),
    (vault::FOLDER, "key-file.age"),
];

#[derive(clap::Args)]
pub(crate) struct BackupArguments {
    #[command(flatten)]
    data: DataFolder,
    /// The folder to put it into
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
}

#[derive(clap::Args)]
pub(crate) struct RestoreArguments {
    /// The backup
    #[arg(long, value_name = "FILE")]
    backup: PathBuf,
    /// The folder to make
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}

pub(crate) async fn run(arguments: BackupArguments) -> Outcome {
    let store = crate::open(&arguments.data.data).await?;
    let file = make(&store, &arguments.data.data, &arguments.to).await?;
    store.close().await;
    writeln!(io::stdout(), "{}", file.display())?;
    Ok(ExitCode::SUCCESS)
}

/// Makes a backup of the node of `folder` in the folder `to`, whole or not at all, while it runs.
pub(crate) async fn make(store: &Store, folder: &Path, to: &Path) -> Result<PathBuf, crate::Failed> {
    fs::create_dir_all(to).map_err(|error| format!("{}: {error}", to.display()))?;
    let name = format!("{}-{}", store.node(), stamp(Timestamp::now()));
    let (database, part) = (to.join(format!("{name}.sqlite")), to.join(format!("{name}.part")));
    let made = async {
        store.backup(&database).await?;
        pack(folder, &database, &part)?;
        let whole = to.join(format!("{name}.{EXTENSION}"));
        fs::rename(&part, &whole)?;
        Ok::<_, crate::Failed>(whole)
    };
    let made = made.await;
    let _ = fs::remove_file(&database);
    let _ = fs::remove_file(&part);
    made
}

/// A time as backups' names have it.
fn stamp(at: Timestamp) -> impl std::fmt::Display {
    at.strftime("%Y%m%dT%H%M%SZ")
}

fn pack(folder: &Path, database: &Path, to: &Path) -> Result<(), crate::Failed> {
    let file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(to)?;
    let mut archive = tar::Builder::new(zstd::Encoder::new(file, LEVEL)?);
    archive.append_path_with_name(database, FILE_NAME)?;
    let keys = KEYS.map(|(folder, name)| format!("{folder}/{name}"));
    for name in keys.iter().map(String::as_str).chain([settings::FILE]) {
        let path = folder.join(name);
        if path.exists() {
            archive.append_path_with_name(path, name)?;
        }
    }
    archive.into_inner()?.finish()?.sync_all()?;
    Ok(())
}

/// What a data folder has beside its database and what opens it: keys, certificates, settings.
pub(crate) fn beside_the_database() -> impl Iterator<Item = String> {
    let of_node = KEYS.iter().filter(|(folder, _)| *folder == FOLDER).map(|(folder, name)| format!("{folder}/{name}"));
    of_node.chain([settings::FILE.to_owned()])
}

/// Removes all but the newest `keep` backups of this node in a folder. None is removed by a clock that can't be believed, and
/// one that such a clock dated after now takes no other's place.
fn thin_out(store: &Store, folder: &Path, keep: usize, now: Timestamp) -> io::Result<()> {
    if store.clock(now) != ClockState::Believed {
        return Ok(());
    }
    let begins = format!("{}-", store.node());
    let newest = format!("{begins}{}.{EXTENSION}", stamp(now));
    let mut backups: Vec<PathBuf> = fs::read_dir(folder)?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == EXTENSION))
        .filter(|path| {
            let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
            name.starts_with(&begins) && *name <= *newest
        })
        .collect();
    // Their names sort by time.
    backups.sort();
    let old = backups.len().saturating_sub(keep.max(1));
    backups[..old].iter().try_for_each(fs::remove_file)
}

/// A backup every night, for as long as the program runs.
pub(crate) async fn nightly(store: Store, folder: PathBuf, settings: settings::Backup) {
    let Some(to) = settings.folder else { return };
    loop {
        tokio::time::sleep(until(&ZonedDateTime::now(), settings.at)).await;
        match make(&store, &folder, &to).await {
            Ok(file) => tracing::info!("backup: {}", file.display()),
            Err(error) => tracing::error!("no backup was made: {error}"),
        }
        if let Err(error) = thin_out(&store, &to, settings.keep, Timestamp::now()) {
            tracing::warn!("old backups could not be removed: {error}");
        }
    }
}

/// How long it is until the clock shows this time next.
pub(crate) fn until(now: &ZonedDateTime, at: jiff::civil::Time) -> Duration {
    const DAY: Duration = Duration::from_secs(24 * 3_600);
    let next = |day: jiff::civil::Date| day.to_datetime(at).to_zoned_datetime(now.time_zone().clone()).ok();
    let today = next(now.date()).filter(|next| next > now);
    let next = today.or_else(|| now.date().checked_add(1.day()).ok().and_then(next));
    next.and_then(|next| Duration::try_from(next.timestamp().duration_since(now.timestamp())).ok()).unwrap_or(DAY)
}

pub(crate) async fn restore(arguments: RestoreArguments) -> Outcome {
    let RestoreArguments { backup, data } = arguments;
    if data.join(FILE_NAME).exists() {
        return Err(format!(
            "{} holds a database already; it may hold what the backup does not: move it away first",
            data.display()
        )
        .into());
    }
    let unpacked = data.join("restoring");
    let _ = fs::remove_dir_all(&unpacked);
    for folder in [FOLDER, vault::FOLDER] {
        fs::create_dir_all(unpacked.join(folder)).map_err(|error| format!("{}: {error}", unpacked.display()))?;
    }
    unpack(&backup, &unpacked).map_err(|error| format!("{}: {error}", backup.display()))?;
    let home = Unlocked::of(&unpacked)?.moved_to(&data);
    // The keys first: a database without them could not be used.
    for (folder, name) in KEYS {
        let (from, to) = (unpacked.join(folder).join(name), data.join(folder).join(name));
        if from.exists() {
            fs::create_dir_all(data.join(folder))?;
            fs::rename(from, to)?;
        }
    }
    if unpacked.join(settings::FILE).exists() && !data.join(settings::FILE).exists() {
        fs::rename(unpacked.join(settings::FILE), data.join(settings::FILE))?;
    }
    let store = Store::restore(&unpacked.join(FILE_NAME), &home).await?;
    let (node, restored) = (store.node().clone(), store.restored().await?);
    let broken =
        store.verify().await?.into_iter().find_map(|journal| journal.broken.map(|broken| (journal.node, broken)));
    store.close().await;
    fs::remove_dir_all(&unpacked)?;
    if let Some((journal, broken)) = broken {
        return Err(format!(
            "the journal {journal} in this backup breaks at event {}: {}; take an older one",
            broken.seq, broken.what
        )
        .into());
    }
    let what_comes_back = match restored {
        None => "What it wrote since the backup comes back from headquarters, as far as it got there.".to_owned(),
        Some(restored) => format!(
            "It asks its posts what they hold of what was decided since the backup, and decides and publishes nothing until \
             all of them were heard; posts go on with what they hold. The backup has {} events of the journal {}: later \
             ones nobody holds. The page Network and limen doctor say what is missing; two administrators confirm there that \
             it goes on without.",
            restored.events, restored.before
        ),
    };
    writeln!(
        io::stdout(),
        "Restored as {node}, which writes a new journal from here on. {what_comes_back}\nStart it with: limen serve --data {}",
        data.display()
    )?;
    Ok(ExitCode::SUCCESS)
}

/// Unpacks what a backup may hold, and nothing else, whatever its names say.
fn unpack(backup: &Path, to: &Path) -> Result<(), crate::Failed> {
    let keys = KEYS.map(|(folder, name)| format!("{folder}/{name}"));
    let mut archive = tar::Archive::new(zstd::Decoder::new(fs::File::open(backup)?)?);
    let mut has_database = false;
    for entry in archive.entries()? {
        let mut entry = entry?;
        let name = entry.path()?.to_string_lossy().into_owned();
        let is_known = name == FILE_NAME || name == settings::FILE || keys.contains(&name);
        if !is_known || !entry.header().entry_type().is_file() {
            return Err(format!("it is no backup of Limen: it holds {name}").into());
        }
        has_database |= name == FILE_NAME;
        let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(to.join(&name))?;
        io::copy(&mut entry, &mut file)?;
        file.sync_all()?;
    }
    if has_database { Ok(()) } else { Err("it is no backup of Limen: it holds no database".into()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::SignedDuration;
    use limen_domain::NodeId;

    #[tokio::test]
    async fn a_wrong_clock_removes_no_backup_and_its_backups_push_out_no_others() {
        let (data, backups) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let store = Store::create(data.path(), &NodeId::parse("KRM").expect("a node")).await.expect("a store");
        let now = Timestamp::now();
        let days = |days: i64| now + SignedDuration::from_hours(24 * days);
        let all: Vec<_> = [-3, -2, -1, 400].map(|at| format!("KRM-{}.{EXTENSION}", stamp(days(at)))).into();
        for name in &all {
            fs::write(backups.path().join(name), "").expect("a backup");
        }
        let left = || {
            let mut left: Vec<_> = fs::read_dir(backups.path())
                .expect("the folder")
                .map(|file| file.expect("a file").file_name().into_string().expect("a name"))
                .collect();
            left.sort();
            left
        };
        thin_out(&store, backups.path(), 2, days(400)).expect("looked at");
        assert_eq!(left(), all, "the clock leapt");
        thin_out(&store, backups.path(), 2, now).expect("removed");
        assert_eq!(left(), all[1..], "the newest two that are not dated after now");
        store.close().await;
    }

    #[test]
    fn the_next_night_is_never_now_and_at_most_a_day_away() {
        let at = jiff::civil::time(2, 0, 0, 0);
        let now = |text: &str| text.parse::<ZonedDateTime>().expect("a moment");
        assert_eq!(until(&now("2026-11-25T01:30:00[Africa/Bamako]"), at), Duration::from_secs(1_800));
        assert_eq!(until(&now("2026-11-25T02:00:00[Africa/Bamako]"), at), Duration::from_secs(24 * 3_600));
        assert_eq!(until(&now("2026-11-25T23:00:00[Africa/Bamako]"), at), Duration::from_secs(3 * 3_600));
    }
}
