//! `limen backup` and `limen restore`: a node in one file, and a node from that file.
//!
//! The file is a tar archive, compressed with Zstandard, of the database as it stood at one moment, the keys and
//! certificates, and the settings. Who has it is that node: keep it as the machine itself. That of an encrypted folder is
//! encrypted as the folder is, and opens with what opens it.

use crate::{
    folder::{
        files::DataFolder,
        lock::Lock,
        private,
        set_aside::{self, set_aside},
        settings,
        vault::Unlocked,
    },
    outcome::Outcome,
};
use jiff::{SignedDuration, Timestamp};
use limen_domain::NodeId;
use limen_exchange::{
    backup::{keys, unpack},
    keys::FOLDER,
    vault,
};
use limen_node::health::disk_free;
use limen_store::{ClockState, FILE_NAME, Restored, Store, settings::RETENTION};
use std::{
    fs,
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// How a backup's file ends.
const EXTENSION: &str = "limen-backup";
/// How hard to compress: nights are long, disks are small.
const LEVEL: i32 = 6;
#[derive(clap::Args)]
pub(crate) struct BackupArguments {
    #[command(flatten)]
    data: DataFolder,
    /// The folder to write the backup to
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
}

#[derive(clap::Args)]
pub(crate) struct RestoreArguments {
    /// The backup file. Leave it out if the database was restored already: by the PostgreSQL server, or by hand
    #[arg(long, value_name = "FILE")]
    backup: Option<PathBuf>,
    /// The data folder to make; without --backup, the existing one
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}

pub(crate) async fn run(arguments: BackupArguments) -> Outcome {
    let store = crate::commands::shared::open(&arguments.data.data).await?;
    let file = make(&store, &arguments.data.data, &arguments.to).await?;
    store.close().await;
    writeln!(io::stdout(), "{}", file.display())?;
    Ok(ExitCode::SUCCESS)
}

/// Makes a backup of the node of `folder` in the folder `to`, whole or not at all, while it runs.
pub(crate) async fn make(store: &Store, folder: &Path, to: &Path) -> Result<PathBuf, crate::outcome::Failed> {
    fs::create_dir_all(to).map_err(|error| format!("{}: {error}", to.display()))?;
    let name = format!("{}-{}", store.node(), stamp(store.now()));
    let (database, part) = (to.join(format!("{name}.sqlite")), to.join(format!("{name}.part")));
    let made = async {
        store.backup(&database).await?;
        pack(folder, &database, &part)?;
        let whole = to.join(format!("{name}.{EXTENSION}"));
        fs::rename(&part, &whole)?;
        Ok::<_, crate::outcome::Failed>(whole)
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

fn pack(folder: &Path, database: &Path, to: &Path) -> Result<(), crate::outcome::Failed> {
    let file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(to)?;
    let mut archive = tar::Builder::new(zstd::Encoder::new(file, LEVEL)?);
    archive.sparse(false);
    archive.append_path_with_name(database, FILE_NAME)?;
    let keys = keys().map(|(folder, name)| format!("{folder}/{name}"));
    for name in keys.chain([settings::FILE.to_owned()]) {
        let path = folder.join(&name);
        if path.exists() {
            archive.append_path_with_name(path, name)?;
        }
    }
    archive.into_inner()?.finish()?.sync_all()?;
    Ok(())
}

/// Removes all but the newest `keep` backups of this node in a folder, and those older than the shortest period for which data
/// may be kept: what is erased in the database lies in them still. The newest stays. None is removed by a clock that can't be
/// believed, and one that such a clock dated after now takes no other's place.
fn thin_out(store: &Store, folder: &Path, keep: usize, kept_days: Option<u32>, now: Timestamp) -> io::Result<()> {
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
    let days = kept_days.map(|days| SignedDuration::from_hours(24 * i64::from(days)));
    let oldest =
        days.and_then(|days| now.checked_sub(days).ok()).map(|at| folder.join(format!("{begins}{}", stamp(at))));
    let past = oldest.map_or(0, |oldest| backups.partition_point(|backup| *backup < oldest));
    let old = backups.len().saturating_sub(keep.max(1)).max(past.min(backups.len().saturating_sub(1)));
    backups[..old].iter().try_for_each(fs::remove_file)
}

/// Makes the backup of a night, and removes those that are too many.
pub(crate) async fn nightly(store: &Store, folder: &Path, to: &Path, keep: usize) {
    match make(store, folder, to).await {
        Ok(file) => tracing::info!("backup: {}", file.display()),
        Err(error) => tracing::error!("no backup was made: {error}"),
    }
    let removed = match store.read(&RETENTION).await {
        Ok(retention) => {
            thin_out(store, to, keep, retention.shortest_days(), store.now()).map_err(|error| error.to_string())
        }
        Err(error) => Err(error.to_string()),
    };
    if let Err(error) = removed {
        tracing::warn!("old backups could not be removed: {error}");
    }
}

/// Where a backup is unpacked and looked at before it is put in its place: removed with everything in it when it is dropped.
struct Restoring {
    folder: PathBuf,
    /// The data folder, if it was made for this.
    new: Option<PathBuf>,
}

impl Restoring {
    fn begin(data: &Path) -> Result<Self, crate::outcome::Failed> {
        let folder = data.join("restoring");
        let _ = fs::remove_dir_all(&folder);
        let restoring = Self { folder, new: (!data.exists()).then(|| data.to_owned()) };
        for folder in [&restoring.unpacked().join(FOLDER), &restoring.unpacked().join(vault::FOLDER), &restoring.made()]
        {
            fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        }
        Ok(restoring)
    }

    /// What was in the archive.
    fn unpacked(&self) -> PathBuf {
        self.folder.join("unpacked")
    }

    /// The database of the node that goes on.
    fn made(&self) -> PathBuf {
        self.folder.join("made")
    }
}

impl Drop for Restoring {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.folder) {
            tracing::warn!("{} can't be removed: {error}", self.folder.display());
        }
        // Empty if the backup was refused, and otherwise the node's.
        if let Some(data) = &self.new {
            let _ = fs::remove_dir(data);
        }
    }
}

pub(crate) async fn restore(arguments: RestoreArguments) -> Outcome {
    let RestoreArguments { backup, data } = arguments;
    let Some(backup) = backup else { return put_back(&data).await };
    if data.join(FILE_NAME).exists() {
        return Err(format!(
            "{} holds a database already, which may hold records that the backup lacks: move it away first",
            data.display()
        )
        .into());
    }
    let restoring = Restoring::begin(&data)?;
    let (unpacked, made) = (restoring.unpacked(), restoring.made());
    unpack(&backup, &unpacked, disk_free(&unpacked)).map_err(|error| format!("{}: {error}", backup.display()))?;
    let set_aside = set_aside(&unpacked)?;
    let home = Unlocked::of(&unpacked)?.moved_to(&made);
    let gone_on = sound(Store::restore(&unpacked.join(FILE_NAME), &home).await?).await?;
    // From here on nothing is refused. The keys first: a database without them could not be used.
    private::close(&data);
    for (folder, name) in keys() {
        let (from, to) = (unpacked.join(folder).join(&name), data.join(folder).join(&name));
        if from.exists() {
            fs::create_dir_all(data.join(folder))?;
            fs::rename(from, to)?;
        }
    }
    for name in [settings::FILE, set_aside::UNREADABLE] {
        if unpacked.join(name).exists() && !data.join(name).exists() {
            fs::rename(unpacked.join(name), data.join(name))?;
        }
    }
    fs::rename(made.join(FILE_NAME), data.join(FILE_NAME))?;
    drop(restoring);
    say(&gone_on, &set_aside, &data)
}

/// Lets a node whose database was put back already go on with a journal of its own.
async fn put_back(folder: &Path) -> Outcome {
    let _lock = Lock::take(folder)?;
    let home = Unlocked::of(folder)?;
    let store = match settings::Settings::load(folder)?.database.postgres {
        Some(url) => Store::put_back_on(&url).await?,
        None => Store::put_back(&home).await?,
    };
    say(&sound(store).await?, &[], folder)
}

/// The journal that a restored node writes, and, of a headquarters, from what it was restored; an error where a journal
/// does not verify.
async fn sound(store: Store) -> Result<(NodeId, Option<Restored>), crate::outcome::Failed> {
    let gone_on = (store.node().clone(), store.restored().await?);
    let broken =
        store.verify().await?.into_iter().find_map(|journal| journal.broken.map(|broken| (journal.node, broken)));
    store.close().await;
    if let Some((journal, broken)) = broken {
        return Err(format!(
            "the journal {journal} in this backup breaks at event {}: {}; take an older one",
            broken.seq, broken.what
        )
        .into());
    }
    Ok(gone_on)
}

/// Says how a node that was restored goes on, and which of its settings were set aside.
fn say((node, restored): &(NodeId, Option<Restored>), set_aside: &[String], folder: &Path) -> Outcome {
    let what_comes_back = match restored {
        None => "What it wrote since the backup comes back from headquarters, as far as it got there.".to_owned(),
        Some(restored) => format!(
            "It asks its posts for the decisions made since the backup, and decides and publishes nothing until all have \
             answered; posts go on with the alerts and lists that they hold. The backup has {} events of the journal {}: \
             later ones are lost. Proposals that waited for a second person, and codes for machines and devices, are \
             lost if they were made since: make them again. The page Network and limen doctor say what is missing; two \
             administrators confirm on that page that headquarters goes on without it.",
            restored.events, restored.before
        ),
    };
    let mut out = io::stdout().lock();
    writeln!(out, "Restored as {node}, which writes a new journal from here on. {what_comes_back}")?;
    set_aside.iter().try_for_each(|line| writeln!(out, "{line}"))?;
    writeln!(out, "Start it with: limen serve --data {}", folder.display())?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_wrong_clock_removes_no_backup_and_its_backups_push_out_no_others() {
        let (data, backups) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let store = Store::create(data.path(), &NodeId::parse("KRM").expect("a node")).await.expect("a store");
        let now = store.now();
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
        thin_out(&store, backups.path(), 2, None, days(400)).expect("looked at");
        assert_eq!(left(), all, "the clock leapt");
        thin_out(&store, backups.path(), 2, None, now).expect("removed");
        assert_eq!(left(), all[1..], "the newest two that are not dated after now");
        // What is erased after a day lies in no backup that is older, and the newest one stays.
        thin_out(&store, backups.path(), 2, Some(1), now).expect("removed");
        assert_eq!(left(), all[2..], "the one of two days ago is past the period");
        thin_out(&store, backups.path(), 2, Some(0), now).expect("removed");
        assert_eq!(left(), all[2..], "the newest stays");
        store.close().await;
    }
}
