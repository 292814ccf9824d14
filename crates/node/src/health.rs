//! The health of a node: its journals, its clock, its disk, its settings. `limen doctor` asks here; pages take their limits.

use jiff::SignedDuration;
use limen_store::{ClockState, Store, StoreError, Verified, WaitingErasure, settings::is_shared};
use std::path::Path;

/// Less room than this on the disk is said.
pub const LOW_DISK_BYTES: u64 = 2 << 30;
/// Less room than this on the disk is wrong: recording stops soon.
const NO_ROOM_BYTES: u64 = 100 << 20;
/// A clock that is further off than this is said.
pub const CLOCK_OFF: SignedDuration = SignedDuration::from_mins(2);

/// How a thing was found, from the best to the worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// It is well.
    Well,
    /// It works, and somebody should look.
    Look,
    /// It is wrong.
    Wrong,
}

/// What was found of one thing.
#[derive(Debug)]
pub enum Finding {
    /// Bytes left on the disk. `None` where that can't be told.
    Disk(Option<u64>),
    /// A journal, verified.
    Journal(Verified),
    /// Whether the clock can be believed.
    Clock(ClockState),
    /// A setting that can't be read: what depends on it is closed.
    UnreadableSetting {
        /// Its name.
        name: &'static str,
        /// Why it can't be read.
        why: String,
        /// Whether headquarters sets it.
        is_of_headquarters: bool,
    },
    /// An erasure that was held back.
    Erasure(WaitingErasure),
}

impl Finding {
    /// How it was found.
    pub fn grade(&self) -> Grade {
        match self {
            Self::Disk(None) => Grade::Look,
            Self::Disk(Some(free)) if *free < NO_ROOM_BYTES => Grade::Wrong,
            Self::Disk(Some(free)) if *free < LOW_DISK_BYTES => Grade::Look,
            Self::Journal(Verified { broken: Some(_), .. }) => Grade::Wrong,
            Self::Clock(ClockState::Doubted(_)) | Self::UnreadableSetting { .. } => Grade::Wrong,
            // Nothing goes until two people have said so.
            Self::Erasure(WaitingErasure { approved: None, .. }) => Grade::Look,
            Self::Disk(Some(_)) | Self::Journal(_) | Self::Clock(ClockState::Believed) | Self::Erasure(_) => {
                Grade::Well
            }
        }
    }
}

/// Looks at the room on the disk that holds a folder.
pub fn of_disk(folder: &Path) -> Finding {
    Finding::Disk(disk_free(folder))
}

/// Verifies every journal of a store, and looks at its clock.
///
/// # Errors
/// The database can't be read, or is damaged.
pub async fn of_journals(store: &Store) -> Result<Vec<Finding>, StoreError> {
    let mut findings: Vec<_> = store.verify().await?.into_iter().map(Finding::Journal).collect();
    findings.push(Finding::Clock(store.clock(store.now())));
    Ok(findings)
}

/// Looks for settings that can't be read. `is_post`: the node is a post of a network, to which headquarters sends the settings
/// that are shared.
///
/// # Errors
/// The database can't be read.
pub async fn of_settings(store: &Store, is_post: bool) -> Result<Vec<Finding>, StoreError> {
    let unreadable = store.unreadable_settings().await?.into_iter();
    let finding =
        |(name, why)| Finding::UnreadableSetting { name, why, is_of_headquarters: is_post && is_shared(name) };
    Ok(unreadable.map(finding).collect())
}

/// Looks at the erasures that wait for two people.
///
/// # Errors
/// The database can't be read, or is damaged.
pub async fn of_erasures(store: &Store) -> Result<Vec<Finding>, StoreError> {
    Ok(store.waiting_erasures().await?.into_iter().map(Finding::Erasure).collect())
}

/// Bytes left on the disk that holds a folder. `None` where that can't be told.
pub fn disk_free(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(test)]
mod tests {
    use super::*;
    use limen_domain::NodeId;

    #[test]
    fn a_disk_is_looked_at_before_recording_stops_and_wrong_when_it_is_about_to() {
        let grades = [None, Some(0), Some(NO_ROOM_BYTES), Some(LOW_DISK_BYTES)].map(|free| Finding::Disk(free).grade());
        assert_eq!(grades, [Grade::Look, Grade::Wrong, Grade::Look, Grade::Well]);
    }

    #[tokio::test]
    async fn a_new_node_is_well_and_a_setting_that_nobody_can_read_is_wrong() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::create(folder.path(), &NodeId::parse("KRM").expect("a node")).await.expect("a store");
        let grades = |findings: Vec<Finding>| findings.iter().map(Finding::grade).max();
        assert_eq!(grades(of_journals(&store).await.expect("looked")), Some(Grade::Well));
        assert_eq!(grades(of_settings(&store, false).await.expect("looked")), None);
        assert_eq!(grades(of_erasures(&store).await.expect("looked")), None);
        store.set_setting("retention", "for ever").await.expect("set");
        let found = of_settings(&store, false).await.expect("looked");
        let wrong: Vec<_> = found.iter().filter(|finding| finding.grade() == Grade::Wrong).collect();
        let [Finding::UnreadableSetting { name: "retention", is_of_headquarters: false, .. }] = wrong[..] else {
            panic!("{found:?}")
        };
        store.close().await;
    }
}
