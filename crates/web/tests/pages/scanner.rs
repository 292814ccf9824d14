//! The folder into which a scanner puts pages: none is lost, and nothing in it but pages is taken.

use crate::support::{
    Officer, Page, Post,
    documents::{passport, scanned_page, shade_of},
};
use axum::http::StatusCode;
use std::{
    fs,
    io::Write,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, SystemTime},
};
use tempfile::TempDir;

/// A post with a scanner, and an officer before whom a traveller stands.
struct Desk {
    folder: TempDir,
    officer: Officer,
    id: String,
}

impl Desk {
    async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("scanner")).expect("made");
        let post = Post::new().await.started_with(Some(&folder.path().join("scanner"))).await;
        let officer = post.sign_in("aminata").await;
        let id = officer.scan(&passport("GIN", "GN600", "DIABATE")).await;
        Self { folder, officer, id }
    }

    fn scanner(&self) -> PathBuf {
        self.folder.path().join("scanner")
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        fs::write(self.scanner().join(name), bytes).expect("written");
    }

    async fn take(&self) -> (StatusCode, Page) {
        let answer = self.officer.post(&format!("/crossing/{}/pictures/scanned", self.id), &[]).await;
        (answer.status(), answer.page())
    }

    /// The shade of each page that is kept, in the order in which they came.
    async fn shades(&self) -> Vec<u8> {
        let shown = self.officer.page(&format!("/crossing/{}/pictures", self.id)).await;
        let address = format!("/crossing/{}/picture/", self.id);
        let mut shades = Vec::new();
        for picture in shown.pictures().into_iter().filter(|at| at.starts_with(&address)) {
            shades.push(shade_of(&self.officer.get(picture).await.bytes));
        }
        shades
    }
}

/// What was taken lies in a folder beside, under a name with the time.
fn taken(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder.join("taken")).into_iter().flatten();
    let names = entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("text"));
    let mut names: Vec<_> = names.collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_page_that_is_still_being_written_is_left_alone_until_it_is_whole() {
    let desk = Desk::new().await;
    let (status, shown) = desk.take().await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(shown.says("pictures-none-scanned"), "{}", shown.text());
    let whole = scanned_page(100);
    for part in [10, 30, 60, 95] {
        desk.put("scan.jpg", &whole[..whole.len() * part / 100]);
        let (status, shown) = desk.take().await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{part} % of a page");
        assert!(shown.contains("scan.jpg"), "which file was passed over is said");
        assert!(desk.scanner().join("scan.jpg").exists(), "{part} % of a page stay where they are");
    }
    // A scanner that writes all the time.
    desk.put("scan.jpg", &whole);
    let file = desk.scanner().join("scan.jpg");
    let writing = std::thread::spawn(move || {
        let mut file = fs::OpenOptions::new().append(true).open(file).expect("opened");
        for _ in 0..40 {
            file.write_all(b"0").expect("written");
            std::thread::sleep(Duration::from_millis(50));
        }
    });
    let (status, shown) = desk.take().await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(shown.contains("scan.jpg"), "{}", shown.text());
    writing.join().expect("written");
    desk.put("scan.jpg", &whole);
    assert_eq!(desk.take().await.0, StatusCode::SEE_OTHER);
    assert_eq!(desk.shades().await, [100]);
    assert!(!desk.scanner().join("scan.jpg").exists());
    let taken = taken(&desk.scanner());
    assert!(taken.len() == 1 && taken[0].ends_with("-scan.jpg"), "{taken:?}");
    let own = fs::read(desk.scanner().join("taken").join(&taken[0])).expect("read");
    assert!(own == whole, "the scanner's own file");
}

#[tokio::test]
async fn two_pages_that_come_under_one_name_are_both_kept() {
    let desk = Desk::new().await;
    let (file, beside) = (desk.scanner().join("scan.jpg"), desk.folder.path().join("next.jpg"));
    desk.put("scan.jpg", &scanned_page(100));
    fs::write(&beside, scanned_page(150)).expect("written");
    // The next page is moved to the same name while the first is being taken.
    let ((status, shown), ()) = tokio::join!(desk.take(), async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        fs::rename(&beside, &file).expect("moved");
    });
    assert_eq!(status, StatusCode::SEE_OTHER, "{}", shown.text());
    assert!(file.exists(), "a page that nobody has read is left where it is");
    assert_eq!(desk.take().await.0, StatusCode::SEE_OTHER);
    assert_eq!(desk.shades().await, [100, 150]);
    // Or written over it, once the first was read.
    desk.put("scan.jpg", &scanned_page(50));
    let next = scanned_page(200);
    let (_, ()) = tokio::join!(desk.take(), async {
        tokio::time::sleep(Duration::from_millis(1_300)).await;
        fs::write(&file, &next).expect("written");
    });
    assert!(fs::read(&file).expect("read") == next, "a page that nobody has read is left where it is");
    assert_eq!(desk.take().await.0, StatusCode::SEE_OTHER);
    assert!(desk.shades().await.contains(&200));
}

#[tokio::test]
async fn what_is_no_page_hides_none_and_is_named() {
    let desk = Desk::new().await;
    desk.put("good.jpg", &scanned_page(100));
    desk.put("Thumbs.db", b"no picture");
    desk.put("letter.pdf", b"%PDF-1.7 letter");
    let far = SystemTime::UNIX_EPOCH + Duration::from_secs(3_975_000_000);
    let letter = fs::File::options().write(true).open(desk.scanner().join("letter.pdf")).expect("opened");
    letter.set_modified(far).expect("set");
    symlink("/etc/passwd", desk.scanner().join("link.jpg")).expect("made");
    let pipe = Command::new("mkfifo").arg(desk.scanner().join("pipe.jpg")).status().expect("run");
    assert!(pipe.success());
    let (status, shown) = desk.take().await;
    assert_eq!(status, StatusCode::OK, "{}", shown.text());
    for name in ["Thumbs.db", "letter.pdf", "link.jpg", "pipe.jpg"] {
        assert!(shown.contains(name) && desk.scanner().join(name).symlink_metadata().is_ok(), "{name}");
    }
    assert!(shown.contains("good.jpg"));
    assert_eq!(desk.shades().await, [100]);
    let (status, shown) = desk.take().await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(shown.contains("Thumbs.db"), "{}", shown.text());
}

#[tokio::test]
async fn an_officers_own_folder_that_is_a_link_leads_nowhere() {
    let desk = Desk::new().await;
    let elsewhere = desk.folder.path().join("elsewhere");
    fs::create_dir(&elsewhere).expect("made");
    fs::write(elsewhere.join("private.jpg"), scanned_page(150)).expect("written");
    symlink(&elsewhere, desk.scanner().join("aminata")).expect("made");
    desk.put("mine.jpg", &scanned_page(100));
    let (_, shown) = desk.take().await;
    assert!(elsewhere.join("private.jpg").exists());
    assert!(!desk.shades().await.contains(&150), "{}", shown.text());
    fs::remove_file(desk.scanner().join("aminata")).expect("removed");
    fs::create_dir(desk.scanner().join("aminata")).expect("made");
    fs::write(desk.scanner().join("aminata/own.jpg"), scanned_page(200)).expect("written");
    assert_eq!(desk.take().await.0, StatusCode::SEE_OTHER);
    assert!(desk.shades().await.contains(&200), "a folder that is one is the officer's own");
}
