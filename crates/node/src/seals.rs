//! Bar codes and seals in the pictures of a record: read once, and judged by what is believed now.

use crate::{Node, seen_pictures::Seen};
use jiff::civil::Date;
use limen_document::mrz::{self, Mrz};
use limen_domain::{Attachment, AttachmentKind, MediaType, Traveller};
use limen_seal::{Beside, Code, Content, Fit, Symbology};
use limen_store::{KeptAttachment, StoreError};

/// How many pictures of one record are looked through.
const MOST_PICTURES: usize = 8;

/// A code in a picture, and what it is.
#[derive(Debug, Clone)]
pub struct Judged {
    /// Its kind.
    pub symbology: Symbology,
    /// What it holds.
    pub content: Content,
}

/// The pictures of a record in which codes are looked for.
fn pages(kept: &[KeptAttachment]) -> impl Iterator<Item = &Attachment> {
    kept.iter()
        .map(|kept| &kept.attachment)
        .filter(|attachment| matches!(attachment.kind, AttachmentKind::Page | AttachmentKind::File))
        .filter(|attachment| attachment.media == MediaType::Jpeg)
        .take(MOST_PICTURES)
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
    let mut judged: Vec<Judged> = Vec::new();
    for page in pages(kept) {
        let seen = match node.seen_pictures.get(&page.sha256) {
            Some(seen) => seen,
            None => {
                let Some(bytes) = node.store.content_of(&page.sha256).await? else { continue };
                node.seen_pictures.look(&page.sha256, bytes).await
            }
        };
        judged.extend(judge(node, &seen, traveller));
    }
    Ok(judged)
}

/// The same, of pictures that were all looked through lately; `None` where one was not. It takes no time.
pub fn at_hand(node: &Node, kept: &[KeptAttachment], traveller: Option<&Traveller>) -> Option<Vec<Judged>> {
    let mut judged = Vec::new();
    for page in pages(kept) {
        let seen = node.seen_pictures.get(&page.sha256)?;
        judged.extend(judge(node, &seen, traveller));
    }
    Some(judged)
}

fn judge(node: &Node, seen: &Seen, traveller: Option<&Traveller>) -> Vec<Judged> {
    let (trust, passport, now) = (node.in_force.trust(), passport(traveller), node.now());
    let (zones, reference) = (zones(seen, traveller, node.today()), node.reference());
    let of_code = |code: &Code| {
        let content = best(zones.iter().map(Some).chain(zones.is_empty().then_some(None)).map(|zone| {
            let beside = Beside { zone, passport, trust: trust.believed(), layouts: &reference.layouts, now };
            limen_seal::judge(&code.octets, &beside)
        }))?;
        Some(Judged { symbology: code.symbology, content })
    };
    seen.codes.iter().filter_map(of_code).collect()
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
