//! The scanner's folder: the newest page in it that is whole becomes part of a record, and lies aside from then on.
//!
//! What lies there is not trusted, and a scanner may be writing while an officer asks. So each file is opened once,
//! without following a link or waiting for a pipe, and is read through that descriptor, whatever is put under its name
//! meanwhile. A page is taken when it has not changed for a second and can be read to its end. It is moved and not
//! deleted, and only after it is on the disk as part of the record; [`forget_taken`] deletes it a day later. A picture that
//! is damaged is tried once for as long as it stays what it is, so that no number of them hides a page.

use crate::{
    file_name,
    picture::{self, PictureError},
};
use jiff::{SignedDuration, Timestamp, fmt::strtime};
use limen_domain::{AccountId, AttachmentKind, CrossingId, MediaType};
use limen_store::{Chance, Store, StoreError};
use rustix::fs::{AtFlags, Dir, Mode, OFlags, RenameFlags, mkdirat, open, openat, renameat, renameat_with, unlinkat};
use std::{
    collections::BTreeMap,
    ffi::OsString,
    fs::{File, Metadata},
    io::{self, Read},
    os::{
        fd::OwnedFd,
        unix::{
            ffi::OsStringExt,
            fs::{FileExt, MetadataExt},
        },
    },
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use tokio::{
    sync::{Mutex, MutexGuard},
    task::spawn_blocking,
    time::{interval, sleep, timeout},
};

/// How long a file must not have changed before it counts as written to its end.
const AT_REST: Duration = Duration::from_secs(1);
/// Maximum number of entries of a folder. One with more is not read: which page is the newest could not be told.
const MOST_ENTRIES: usize = 100_000;
/// Maximum number of files that are held open at once.
const MOST_OPEN: usize = 100;
/// For how long pictures are tried until one is whole. Asked again, the next ones are.
const TRIED_FOR: Duration = Duration::from_secs(10);
/// Maximum number of damaged pictures that are remembered (memory bound).
const MOST_REMEMBERED: usize = MOST_ENTRIES;
/// The folder, in the scanner's, for what was taken.
const TAKEN: &str = "taken";
/// How the name of a file there begins: when it was taken.
const TAKEN_AT: &str = "%Y%m%dT%H%M%SZ";
/// How long what was taken lies there, in case that a record is asked for anew.
const TAKEN_KEPT: SignedDuration = SignedDuration::from_hours(24);
/// How often is looked for what lay there long enough.
const FORGET_EVERY: Duration = Duration::from_secs(3_600);

/// Held while a page is taken: one page goes to one traveller, even if two officers ask at once. It holds the pictures that
/// were tried and are damaged.
static ONE_AT_A_TIME: Mutex<BTreeMap<Seen, PictureError>> = Mutex::const_new(BTreeMap::new());

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassedOver {
    /// It is a link, or stands under another name too.
    Link,
    /// It is a pipe, a device or another thing that is no regular file.
    NoFile,
    /// It changes, or there is nothing in it yet.
    Writing,
    /// It can't be opened or read.
    Unreadable,
    /// It can be read, and is no picture that is kept.
    NoPicture(PictureError),
}

impl PassedOver {
    /// The code, as it stands in messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::NoFile => "no-file",
            Self::Writing => "writing",
            Self::Unreadable => "unreadable",
            Self::NoPicture(why) => why.code(),
        }
    }
}

/// What a file was when it was looked at: it is another, or was written to, when one of these differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Seen {
    device: u64,
    inode: u64,
    bytes: u64,
    /// When it was written last: seconds, and nanoseconds of the second.
    written: (i64, i64),
}

impl Seen {
    fn of(file: &File) -> io::Result<Self> {
        file.metadata().map(|found| Self::by(&found))
    }

    fn by(found: &Metadata) -> Self {
        let written = (found.mtime(), found.mtime_nsec());
        Self { device: found.dev(), inode: found.ino(), bytes: found.len(), written }
    }
}

/// A file that is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassedFile {
    /// Its name, as pages show it.
    pub name: String,
    /// Why.
    pub why: PassedOver,
}

/// A file that may be a page, open.
#[derive(Debug)]
struct Page {
    folder: Arc<OwnedFd>,
    name: OsString,
    file: File,
    seen: Seen,
}

/// What was found in a folder.
struct Found {
    /// Pictures, the newest first.
    pages: Vec<Page>,
    /// What is older than all of these, the newest first. It is opened when its turn comes.
    older: Vec<(OsString, Seen)>,
    passed_over: Vec<PassedFile>,
    folder: Arc<OwnedFd>,
}

/// How folders are opened: never by a link, but for the one that the settings name.
const FOLDER: OFlags = OFlags::DIRECTORY.union(OFlags::RDONLY).union(OFlags::CLOEXEC);
/// How a file is looked at without opening it.
const LOOK: OFlags = OFlags::PATH.union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);
/// How a file is opened: a pipe that was put in its place meanwhile is not waited for.
const READ: OFlags =
    OFlags::RDONLY.union(OFlags::NOFOLLOW).union(OFlags::NONBLOCK).union(OFlags::NOCTTY).union(OFlags::CLOEXEC);

/// Looks into the folder of an officer's own in the scanner's folder, where there is one, and otherwise into that one.
fn look(scanner: &Path, own: &str) -> io::Result<Found> {
    let shared = open(scanner, FOLDER, Mode::empty())?;
    let is_name = own != TAKEN && !own.starts_with('.');
    let own = is_name.then(|| openat(&shared, own, FOLDER | OFlags::NOFOLLOW, Mode::empty()).ok()).flatten();
    let folder = Arc::new(own.unwrap_or(shared));
    let mut files = Vec::new();
    for (number, entry) in Dir::read_from(&folder)?.enumerate() {
        if number == MOST_ENTRIES {
            return Err(io::Error::other(format!(
                "there are more than {MOST_ENTRIES} files in it; move old ones away"
            )));
        }
        let name = OsString::from_vec(entry?.file_name().to_bytes().to_vec());
        if name.as_encoded_bytes().starts_with(b".") {
            continue;
        }
        // What is gone by now is nobody's page.
        let Ok(looked) = openat(&folder, &name, LOOK, Mode::empty()) else { continue };
        let metadata = File::from(looked).metadata()?;
        if !metadata.is_dir() {
            files.push((name, Seen::by(&metadata)));
        }
    }
    files.sort_by(|(name, seen), (other, than)| (than.written, other).cmp(&(seen.written, name)));
    let mut found = Found { pages: Vec::new(), older: Vec::new(), passed_over: Vec::new(), folder };
    for (name, seen) in files {
        if found.pages.len() == MOST_OPEN {
            found.older.push((name, seen));
            continue;
        }
        match Page::open(&found.folder, name.clone(), seen) {
            Ok(page) => found.pages.push(page),
            Err(why) => found.passed_over.push(PassedFile { name: file_name(&name.to_string_lossy()), why }),
        }
    }
    Ok(found)
}

impl Page {
    /// Opens a file that begins as a picture does, and has not changed since it was `seen`.
    fn open(folder: &Arc<OwnedFd>, name: OsString, seen: Seen) -> Result<Self, PassedOver> {
        let looked = openat(folder, &name, LOOK, Mode::empty()).map_err(|_| PassedOver::Unreadable)?;
        let kind = File::from(looked).metadata().map_err(|_| PassedOver::Unreadable)?;
        if kind.is_symlink() {
            return Err(PassedOver::Link);
        }
        if !kind.is_file() {
            return Err(PassedOver::NoFile);
        }
        let file = openat(folder, &name, READ, Mode::empty()).map_err(|_| PassedOver::Unreadable)?;
        let file = File::from(file);
        // Another file may have come under its name.
        let metadata = file.metadata().map_err(|_| PassedOver::Unreadable)?;
        if !metadata.is_file() {
            return Err(PassedOver::NoFile);
        }
        if metadata.nlink() > 1 {
            return Err(PassedOver::Link);
        }
        if metadata.len() == 0 || Seen::by(&metadata) != seen {
            return Err(PassedOver::Writing);
        }
        if metadata.len() > picture::MOST_BYTES as u64 {
            return Err(PassedOver::NoPicture(PictureError::TooLarge));
        }
        let mut head = [0; 16];
        let length = file.read_at(&mut head, 0).map_err(|_| PassedOver::Unreadable)?;
        if !picture::begins_as_picture(&head[..length]) {
            return Err(PassedOver::NoPicture(PictureError::Other));
        }
        Ok(Self { folder: folder.clone(), name, file, seen })
    }

    /// The name as pages and records show it.
    fn shown_name(&self) -> String {
        file_name(&self.name.to_string_lossy())
    }

    /// Everything in it, if it has not changed since it was opened.
    fn read(&self) -> Result<Vec<u8>, PassedOver> {
        let is_as_seen = || Seen::of(&self.file).map(|now| now == self.seen).map_err(|_| PassedOver::Unreadable);
        if !is_as_seen()? {
            return Err(PassedOver::Writing);
        }
        let mut bytes = Vec::new();
        let mut file = (&self.file).take(picture::MOST_BYTES as u64 + 1);
        file.read_to_end(&mut bytes).map_err(|_| PassedOver::Unreadable)?;
        if bytes.len() as u64 != self.seen.bytes || !is_as_seen()? {
            return Err(PassedOver::Writing);
        }
        Ok(bytes)
    }

    /// Moves it out of the way once it is kept. Where another page has come under its name, or into the same file, that one
    /// stays: it is the next to be taken.
    fn put_aside(&self, now: Timestamp) -> io::Result<()> {
        match mkdirat(&self.folder, TAKEN, Mode::RWXU) {
            Ok(()) | Err(rustix::io::Errno::EXIST) => {}
            Err(error) => return Err(error.into()),
        }
        let taken = openat(&self.folder, TAKEN, FOLDER | OFlags::NOFOLLOW, Mode::empty())?;
        if Seen::of(&self.file)? != self.seen || !self.is_under(&self.folder, &self.name)? {
            return Ok(());
        }
        let short: String = self.shown_name().chars().take(40).collect();
        let apart = limen_store::hex(&Chance::default().bytes::<4>());
        let name = format!("{}-{apart}-{short}", now.strftime(TAKEN_AT));
        renameat(&self.folder, &self.name, &taken, &name)?;
        // Between looking and moving one more moment has passed.
        if !self.is_under(&taken, &OsString::from(&name))? {
            renameat_with(&taken, &name, &self.folder, &self.name, RenameFlags::NOREPLACE)?;
        }
        Ok(())
    }

    /// Whether it is the file of this name.
    fn is_under(&self, folder: &OwnedFd, name: &OsString) -> io::Result<bool> {
        match openat(folder, name, LOOK, Mode::empty()) {
            Ok(file) => {
                let there = Seen::of(&File::from(file))?;
                Ok((there.device, there.inode) == (self.seen.device, self.seen.inode))
            }
            Err(rustix::io::Errno::NOENT) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}

/// What the scanner's folder holds for an officer.
#[derive(Debug)]
pub struct Newest {
    /// The newest page that is at rest and whole. `None` where there is none.
    pub page: Option<WholePage>,
    /// The files before it that are not taken.
    pub passed_over: Vec<PassedFile>,
    /// Whether the time was over before all files had been tried. Asked again, the next ones are.
    pub is_cut_off: bool,
}

/// A page that is at rest and whole. Nobody else takes one meanwhile.
#[derive(Debug)]
pub struct WholePage {
    page: Page,
    /// The picture as it is kept, JPEG.
    bytes: Vec<u8>,
    turn: MutexGuard<'static, BTreeMap<Seen, PictureError>>,
}

/// The newest page for an officer in the scanner's folder: in the folder of their own, where there is one.
///
/// # Errors
/// The folder can't be read.
pub async fn newest(scanner: PathBuf, officer: &AccountId) -> io::Result<Newest> {
    let mut damaged = ONE_AT_A_TIME.lock().await;
    let own = officer.as_str().to_owned();
    let Found { pages, older, mut passed_over, folder } = spawn_blocking(move || look(&scanner, &own)).await??;
    if !pages.is_empty() {
        sleep(AT_REST).await;
    }
    let trying = async {
        for page in pages {
            let name = page.shown_name();
            match whole(page, &mut damaged).await? {
                Ok(whole) => return Ok(Some(whole)),
                Err(why) => passed_over.push(PassedFile { name, why }),
            }
        }
        for (name, seen) in older {
            let (folder, shown) = (folder.clone(), file_name(&name.to_string_lossy()));
            let read = match spawn_blocking(move || Page::open(&folder, name, seen)).await? {
                Ok(page) => whole(page, &mut damaged).await?,
                Err(why) => Err(why),
            };
            match read {
                Ok(whole) => return Ok(Some(whole)),
                Err(why) => passed_over.push(PassedFile { name: shown, why }),
            }
        }
        Ok::<_, io::Error>(None)
    };
    let tried = timeout(TRIED_FOR, trying).await;
    let is_cut_off = tried.is_err();
    let found = tried.unwrap_or(Ok(None))?;
    let page = found.map(|(page, bytes)| WholePage { page, bytes, turn: damaged });
    Ok(Newest { page, passed_over, is_cut_off })
}

/// A page with its picture as it is kept, if it is whole. A damaged one is noted, and not read again.
async fn whole(
    page: Page,
    damaged: &mut BTreeMap<Seen, PictureError>,
) -> io::Result<Result<(Page, Vec<u8>), PassedOver>> {
    if let Some(why) = damaged.get(&page.seen) {
        return Ok(Err(PassedOver::NoPicture(*why)));
    }
    let read = spawn_blocking(move || page.read().map(|bytes| (page, bytes))).await?;
    let (page, bytes) = match read {
        Ok(read) => read,
        Err(why) => return Ok(Err(why)),
    };
    Ok(match picture::keepable(bytes, false).await {
        Ok(kept) => Ok((page, kept)),
        Err(why) => {
            if damaged.len() == MOST_REMEMBERED {
                damaged.clear();
            }
            damaged.insert(page.seen, why);
            Err(PassedOver::NoPicture(why))
        }
    })
}

impl WholePage {
    /// The name as pages and records show it.
    pub fn shown_name(&self) -> String {
        self.page.shown_name()
    }

    /// The picture as it is kept, JPEG.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Moves it out of the way: what it shows is on its way to a record.
    ///
    /// # Errors
    /// It could not be moved, and lies where it was.
    pub async fn put_aside(self, now: Timestamp) -> io::Result<()> {
        let Self { page, turn, .. } = self;
        let aside = spawn_blocking(move || page.put_aside(now)).await;
        drop(turn);
        aside.unwrap_or_else(|error| Err(error.into()))
    }

    /// Makes it part of a record, and then moves it out of the way. The inner error says that it could not be moved, and
    /// lies where it was.
    ///
    /// # Errors
    /// The database can't be written; the page is offered again.
    pub async fn attach(
        self,
        store: Store,
        officer: AccountId,
        crossing: CrossingId,
        kind: AttachmentKind,
    ) -> Result<io::Result<()>, StoreError> {
        // This goes on even if the browser hangs up: a page that is part of a record must not be offered again.
        let work = tokio::spawn(async move {
            let Self { page, bytes, turn } = self;
            store.attach(&officer, crossing, kind, MediaType::Jpeg, &page.shown_name(), &bytes).await?;
            let now = store.now();
            let aside = spawn_blocking(move || page.put_aside(now)).await;
            drop(turn);
            Ok(aside.unwrap_or_else(|error| Err(error.into())))
        });
        work.await.unwrap_or_else(|error| Err(StoreError::fault(error.to_string())))
    }
}

/// Deletes what was taken from the scanner's folder once it has lain aside for a day, as long as the program runs.
pub async fn forget_taken(store: Store, scanner: PathBuf) {
    let mut every = interval(FORGET_EVERY);
    loop {
        every.tick().await;
        let scanner = scanner.clone();
        let before = store.now() - TAKEN_KEPT;
        match spawn_blocking(move || forget(&scanner, before)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                tracing::warn!("pages that were taken can't be removed from the scanner's folder: {error}")
            }
            Err(error) => tracing::error!("{error}"),
        }
    }
}

/// Deletes what was taken before a moment, in the scanner's folder and in officers' own in it.
fn forget(scanner: &Path, before: Timestamp) -> io::Result<()> {
    let shared = open(scanner, FOLDER, Mode::empty())?;
    let mut folders = vec![];
    for entry in Dir::read_from(&shared)?.take(MOST_ENTRIES) {
        let entry = entry?;
        // Nor the folder itself, nor the one that it lies in.
        if entry.file_name().to_bytes().starts_with(b".") {
            continue;
        }
        if let Ok(own) = openat(&shared, entry.file_name(), FOLDER | OFlags::NOFOLLOW, Mode::empty()) {
            folders.push(own);
        }
    }
    folders.push(shared);
    for folder in folders {
        let Ok(taken) = openat(&folder, TAKEN, FOLDER | OFlags::NOFOLLOW, Mode::empty()) else { continue };
        for entry in Dir::read_from(&taken)? {
            let entry = entry?;
            // Only names that were given here are old.
            let name = entry.file_name().to_string_lossy();
            let at = name.split_once('-').and_then(|(at, _)| strtime::parse(TAKEN_AT, at).ok()?.to_datetime().ok());
            let at = at.and_then(|at| Some(at.to_zoned_datetime(jiff::tz::TimeZone::UTC).ok()?.timestamp()));
            if at.is_some_and(|at| at < before) {
                unlinkat(&taken, entry.file_name(), AtFlags::empty())?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs, os::unix::fs::symlink, time::SystemTime};

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and what follows";

    fn names(found: &Found) -> Vec<String> {
        found.pages.iter().map(Page::shown_name).collect()
    }

    fn passed(found: &Found, name: &str) -> Option<PassedOver> {
        found.passed_over.iter().find(|file| file.name == name).map(|file| file.why)
    }

    #[test]
    fn pictures_are_found_newest_first_and_everything_else_is_named_with_its_reason() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        for (name, bytes, age) in
            [("old.png", PNG, 20), ("new.png", PNG, 10), ("notes.txt", b"notes", 1), ("begun.jpg", b"", 2)]
        {
            fs::write(at(name), bytes).expect("written");
            let file = File::options().write(true).open(at(name)).expect("open");
            file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000 - age)).expect("aged");
        }
        fs::write(at(".hidden"), PNG).expect("written");
        fs::create_dir(at("folder")).expect("a folder");
        symlink(at("old.png"), at("link.png")).expect("a link");
        rustix::fs::mkfifoat(rustix::fs::CWD, at("pipe.png"), Mode::RWXU).expect("a pipe");
        fs::write(at("twice.png"), PNG).expect("written");
        fs::hard_link(at("twice.png"), at("again.png")).expect("linked");
        let found = look(folder.path(), "aminata").expect("looked");
        assert_eq!(names(&found), ["new.png", "old.png"]);
        assert_eq!(passed(&found, "notes.txt"), Some(PassedOver::NoPicture(PictureError::Other)));
        assert_eq!(passed(&found, "begun.jpg"), Some(PassedOver::Writing));
        assert_eq!(passed(&found, "link.png"), Some(PassedOver::Link));
        assert_eq!(passed(&found, "pipe.png"), Some(PassedOver::NoFile));
        assert_eq!(passed(&found, "twice.png"), Some(PassedOver::Link));
        assert_eq!(found.passed_over.len(), 6);
    }

    #[test]
    fn an_officers_own_folder_goes_before_the_shared_one_and_a_link_is_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let (scanner, elsewhere) = (folder.path().join("scanner"), folder.path().join("elsewhere"));
        for (place, name) in [(scanner.join("aminata"), "own.png"), (elsewhere.clone(), "secret.png")] {
            fs::create_dir_all(&place).expect("a folder");
            fs::write(place.join(name), PNG).expect("written");
        }
        fs::write(scanner.join("shared.png"), PNG).expect("written");
        symlink(&elsewhere, scanner.join("oumar")).expect("a link");
        assert_eq!(names(&look(&scanner, "aminata").expect("looked")), ["own.png"]);
        let found = look(&scanner, "oumar").expect("looked");
        assert_eq!(names(&found), ["shared.png"]);
        assert_eq!(passed(&found, "oumar"), Some(PassedOver::Link));
    }

    #[tokio::test]
    async fn three_hundred_newer_pictures_that_are_damaged_hide_no_page_and_are_tried_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut page = io::Cursor::new(Vec::new());
        image::GrayImage::new(600, 800).write_to(&mut page, image::ImageFormat::Jpeg).expect("written");
        let page = page.into_inner();
        fs::write(folder.path().join("page.jpg"), &page).expect("written");
        for number in 0..300 {
            let file = folder.path().join(format!("broken{number}.jpg"));
            fs::write(&file, &page[..page.len() / 2]).expect("written");
            let file = File::options().write(true).open(file).expect("open");
            file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(3_975_000_000)).expect("aged");
        }
        let officer = AccountId::parse("aminata").expect("an identifier");
        for _ in 0..2 {
            let Newest { page, passed_over, .. } = newest(folder.path().to_owned(), &officer).await.expect("read");
            assert_eq!(page.expect("a page").shown_name(), "page.jpg");
            assert_eq!(passed_over.len(), 300);
        }
        let damaged = ONE_AT_A_TIME.lock().await.len();
        assert!(damaged >= 300, "{damaged} are remembered");
    }

    #[test]
    fn a_page_is_moved_aside_and_whatever_came_in_its_place_is_left() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("scan.png");
        let now = "2026-11-27T10:00:00Z".parse().expect("a moment");
        let taken = || fs::read_dir(folder.path().join(TAKEN)).map_or(0, Iterator::count);
        let page = || {
            fs::write(&file, PNG).expect("written");
            look(folder.path(), "aminata").expect("looked").pages.remove(0)
        };
        let first = page();
        assert_eq!(first.read(), Ok(PNG.to_vec()));
        first.put_aside(now).expect("moved");
        assert!(!file.exists() && taken() == 1);
        // Another file under its name; the same file written anew; a link under its name; nothing.
        let second = page();
        fs::write(folder.path().join("next"), PNG).expect("written");
        fs::rename(folder.path().join("next"), &file).expect("moved");
        second.put_aside(now).expect("left");
        assert!(file.exists() && taken() == 1);
        let third = page();
        fs::write(&file, [PNG, b"more"].concat()).expect("written");
        assert_eq!(third.read(), Err(PassedOver::Writing));
        third.put_aside(now).expect("left");
        assert!(file.exists() && taken() == 1);
        let fourth = page();
        fs::remove_file(&file).expect("removed");
        symlink("/etc/passwd", &file).expect("a link");
        fourth.put_aside(now).expect("left");
        assert!(file.is_symlink() && taken() == 1);
    }

    #[test]
    fn what_was_taken_is_deleted_a_day_later_and_nothing_else() {
        let parent = tempfile::tempdir().expect("a folder");
        let folder = parent.path().join("scanner");
        let beside = parent.path().join(TAKEN).join("20261126T080000Z-1-a.png");
        fs::create_dir(parent.path().join(TAKEN)).expect("a folder");
        fs::write(&beside, PNG).expect("written");
        for place in ["", "aminata"] {
            fs::create_dir_all(folder.join(place).join(TAKEN)).expect("a folder");
            for name in ["20261126T080000Z-1-a.png", "20261127T080000Z-2-b.png", "c.png", "99999999T000000Z-d.png"] {
                fs::write(folder.join(place).join(TAKEN).join(name), PNG).expect("written");
            }
        }
        forget(&folder, "2026-11-27T00:00:00Z".parse().expect("a moment")).expect("forgotten");
        for place in ["", "aminata"] {
            let left = fs::read_dir(folder.join(place).join(TAKEN)).expect("the folder");
            let mut left: Vec<_> = left.map(|entry| entry.expect("an entry").file_name()).collect();
            left.sort();
            assert_eq!(left, ["20261127T080000Z-2-b.png", "99999999T000000Z-d.png", "c.png"]);
        }
        assert!(beside.exists(), "a folder of the same name elsewhere");
    }
}
