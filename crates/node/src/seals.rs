//! Bar codes and seals in the pictures of a record: read once, and judged by what is believed now.

use crate::Node;
use jiff::civil::Date;
use limen_document::mrz::{self, Mrz};
use limen_domain::{AttachmentKind, MediaType, Traveller};
use limen_seal::{Beside, Code, Content, Fit, Grey, Layouts, Symbology};
use limen_store::{KeptAttachment, StoreError};
use std::{
    collections::VecDeque,
    sync::{Arc, LazyLock, Mutex, PoisonError},
    time::{Duration, Instant},
};
use tokio::sync::Semaphore;

/// How long one picture is looked through for codes.
const PATIENCE: Duration = Duration::from_secs(2);
/// How many pictures are remembered that were looked through.
const MOST_REMEMBERED: usize = 64;
/// How many pictures of one record are looked through.
const MOST_PICTURES: usize = 8;

/// One picture is looked through at a time: it takes a core, and 12 megapixels of memory or more.
static ONE_AT_A_TIME: Semaphore = Semaphore::const_new(1);
static LAYOUTS: LazyLock<Layouts> = LazyLock::new(Layouts::built_in);

/// A code in a picture, and what it is.
#[derive(Debug, Clone)]
pub struct Judged {
    /// Its kind.
    pub symbology: Symbology,
    /// What it holds.
    pub content: Content,
}

/// What was found in a picture.
#[derive(Debug, Default)]
struct Seen {
    codes: Vec<Code>,
    /// The zone, where it was read for sure.
    zone: Option<String>,
}

/// What was found in pictures lately, by the SHA-256 of their bytes.
#[derive(Debug, Default)]
pub struct SeenPictures(Mutex<VecDeque<(String, Arc<Seen>)>>);

impl SeenPictures {
    fn get(&self, sha256: &str) -> Option<Arc<Seen>> {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.iter().find(|(of, _)| of == sha256).map(|(_, seen)| seen.clone())
    }

    fn keep(&self, sha256: &str, found: Arc<Seen>) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() == MOST_REMEMBERED {
            seen.pop_front();
        }
        seen.push_back((sha256.to_owned(), found));
    }
}

/// The codes in a record's pictures of pages, judged. A seal is held against the zone in its picture, or else against those
/// of the documents that the traveller showed; a visa's against the number of their passport too.
///
/// # Errors
/// The database can't be read.
pub async fn of_record(
    node: &Node,
    kept: &[KeptAttachment],
    traveller: Option<&Traveller>,
) -> Result<Vec<Judged>, StoreError> {
    let pages = kept
        .iter()
        .map(|kept| &kept.attachment)
        .filter(|attachment| attachment.kind != AttachmentKind::Face && attachment.media == MediaType::Jpeg);
    let trust = node.in_force.trust();
    let mut judged: Vec<Judged> = Vec::new();
    for page in pages.take(MOST_PICTURES) {
        let seen = match node.seen_pictures.get(&page.sha256) {
            Some(seen) => seen,
            None => {
                let Some(bytes) = node.store.content_of(&page.sha256).await? else { continue };
                let seen = Arc::new(look_through(bytes).await);
                node.seen_pictures.keep(&page.sha256, seen.clone());
                seen
            }
        };
        let zones = zones(&seen, traveller, node.today());
        for code in &seen.codes {
            let content = best(zones.iter().map(Some).chain(zones.is_empty().then_some(None)).map(|zone| {
                let passport = passport(traveller);
                let beside = Beside { zone, passport, trust: trust.believed(), layouts: &LAYOUTS, now: node.now() };
                limen_seal::judge(&code.octets, &beside)
            }));
            judged.extend(content.map(|content| Judged { symbology: code.symbology, content }));
        }
    }
    Ok(judged)
}

/// The zones that a seal may belong to: the one in its picture, or else those of the documents that were shown.
fn zones(seen: &Seen, traveller: Option<&Traveller>, today: Date) -> Vec<Mrz> {
    let shown =
        traveller.into_iter().flat_map(|traveller| traveller.document.iter().chain(&traveller.further_documents));
    let shown = shown.filter_map(|document| document.mrz.as_deref());
    let in_picture = seen.zone.as_deref();
    let texts: Vec<&str> = if in_picture.is_some() { in_picture.into_iter().collect() } else { shown.collect() };
    texts.into_iter().filter_map(|zone| mrz::read(zone, today).ok()).collect()
}

fn passport(traveller: Option<&Traveller>) -> Option<&str> {
    Some(traveller?.document.as_ref()?.number.as_str()).filter(|number| !number.is_empty())
}

/// Of a seal beside several zones: where it belongs to one of them, that.
fn best(contents: impl Iterator<Item = Content>) -> Option<Content> {
    let rank = |content: &Content| match content {
        Content::Seal(report) => match report.fit {
            Fit::Fits => 0,
            Fit::Differs(_) => 1,
            Fit::NotCompared => 2,
        },
        Content::Text { .. } => 0,
    };
    contents.min_by_key(rank)
}

/// Looks a picture through, away from what answers requests.
async fn look_through(bytes: Vec<u8>) -> Seen {
    let Ok(_turn) = ONE_AT_A_TIME.acquire().await else { return Seen::default() };
    tokio::task::spawn_blocking(move || seen_in(&bytes)).await.unwrap_or_default()
}

fn seen_in(bytes: &[u8]) -> Seen {
    let Ok(luma) = limen_optics::picture::open(bytes) else { return Seen::default() };
    let until = Instant::now() + PATIENCE;
    let grey = Grey::new(luma.width(), luma.height(), luma.pixels());
    let codes = grey.map(|grey| limen_seal::find_until(grey, &|| Instant::now() > until)).unwrap_or_default();
    let has_seal = codes.iter().any(|code| limen_seal::is_seal(&code.octets));
    let reading = if has_seal { limen_optics::read_luma(luma).ok().filter(|reading| reading.sure) } else { None };
    Seen { codes, zone: reading.map(|reading| reading.text()) }
}
