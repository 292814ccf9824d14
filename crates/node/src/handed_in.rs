//! What a counter's reader handed in is kept beside the traveller: the page's picture, and what the chip's files are worth.

use crate::{
    Node,
    attachments::{self, KeepError},
    chip_check::verdicts,
    chip_face,
    desk::Counter,
    readers::{Asked, ChipRequest, Handed, Light},
};
use limen_domain::{AccountId, AttachmentKind, ChipReading, CrossingId, Event, TravelDocument};
use limen_store::{CounterAt, StoreError};
use limen_trust::Group;
use uuid::Uuid;

/// The presentation at an officer's counter of who holds the document with this zone.
async fn holder_of(node: &Node, officer: &AccountId, zone: &str) -> Result<Option<CrossingId>, StoreError> {
    let open = node.store.open_presentation(officer).await?;
    let holds = |document: &TravelDocument| document.mrz.as_deref() == Some(zone);
    Ok(open.filter(|(open, _)| open.traveller.documents().any(holds)).map(|(open, _)| open.id))
}

/// A document was taken at a counter, and with it what its reader handed in, if it was one: what belongs to it is kept, and
/// the reader is asked for the chip unless it has handed that in.
///
/// # Errors
/// The database can't be used.
pub async fn was_taken(
    node: &Node,
    at: CounterAt,
    counter: Counter<'_>,
    zone: &str,
    handed: Option<Handed>,
) -> Result<(), StoreError> {
    let officer = &counter.account.id;
    let Some(presentation) = holder_of(node, officer, zone).await? else { return Ok(()) };
    if handed.as_ref().is_none_or(|handed| handed.chip.is_none()) {
        ask_for_chip(node, at, counter, presentation, zone);
    }
    match handed {
        Some(handed) => keep_beside(node, officer, presentation, handed).await,
        None => Ok(()),
    }
}

/// Asks a counter's reader to read the chip of the document that was just read there, if it can.
fn ask_for_chip(node: &Node, at: CounterAt, counter: Counter<'_>, presentation: CrossingId, zone: &str) {
    let (id, challenge) = (node.store.new_id(), node.store.chance().bytes::<8>());
    let request = ChipRequest { id, zone: zone.to_owned(), can: None, challenge: limen_store::hex(&challenge) };
    let officer = counter.account.id.clone();
    node.readers.ask(at, Asked { request, challenge, presentation, officer, at: node.now(), is_told: false });
}

/// What comes of a chip's files that were asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChipTaken {
    /// They were verified, and the verdicts kept.
    Kept,
    /// Nobody waits for them any more.
    NotWanted,
}

/// Takes in the files of the chip that a counter asked for: verified here, the verdicts kept beside the presentation.
///
/// # Errors
/// The database can't be used.
pub async fn chip_was_read(
    node: &Node,
    counter: CounterAt,
    request: Uuid,
    mut handed: Handed,
) -> Result<ChipTaken, StoreError> {
    let Some(asked) = node.readers.answered(counter, request) else { return Ok(ChipTaken::NotWanted) };
    let Asked { presentation, officer, challenge, request, .. } = asked;
    if let Some(chip) = &mut handed.chip {
        // It counts only for what this node asked.
        chip.active = chip.active.take().map(|(_, signature)| (challenge, signature));
    }
    // They may have been presented anew meanwhile: with an answer corrected, the other way.
    let presentation = holder_of(node, &officer, &request.zone).await?.unwrap_or(presentation);
    keep_chip(node, &officer, presentation, Some(request.zone), handed).await?;
    node.readers.tell();
    Ok(ChipTaken::Kept)
}

/// Keeps what was handed in with a scan beside the presentation that came of it: the page's picture as its page, and what the
/// chip's files are worth. A picture that is not kept stops nothing: its reason goes to the log.
async fn keep_beside(
    node: &Node,
    officer: &AccountId,
    presentation: CrossingId,
    mut handed: Handed,
) -> Result<(), StoreError> {
    if let Some(chip) = &mut handed.chip {
        // An answer to what this node did not ask proves nothing: it may be of another day.
        chip.active = None;
    }
    let white = handed.pictures.iter().find(|(light, _)| *light == Light::White).map(|(_, bytes)| bytes.clone());
    if let Some(bytes) = white {
        match attachments::keep(node, officer, presentation, AttachmentKind::Page, &handed.read_by, bytes).await {
            Ok(()) => {}
            Err(KeepError::NotKept(error)) => tracing::warn!("a reader's picture is not kept: {}", error.code()),
            Err(KeepError::Store(error)) => return Err(error),
        }
    }
    let zone = handed.zone.clone();
    keep_chip(node, officer, presentation, zone, handed).await
}

async fn keep_chip(
    node: &Node,
    officer: &AccountId,
    presentation: CrossingId,
    printed: Option<String>,
    handed: Handed,
) -> Result<(), StoreError> {
    let Handed { chip: Some(chip), access, read_by, .. } = handed else { return Ok(()) };
    let (trust, now) = (node.in_force.trust(), node.now());
    let face = chip.files.group(Group::FACE).map(<[u8]>::to_vec);
    // Signatures of 6,144 bits take some milliseconds.
    let found = tokio::task::spawn_blocking(move || verdicts(&chip, trust.believed(), printed.as_deref(), now)).await;
    let Ok(verdicts) = found else {
        tracing::error!("a chip's files could not be verified");
        return Ok(());
    };
    let reading = ChipReading { crossing: presentation, verdicts, access, read_by };
    node.store.append(Some(officer), vec![Event::ChipRead(Box::new(reading))], None).await?;
    keep_face(node, officer, presentation, face).await
}

/// Keeps a chip's face beside the live picture and the page, as pictures are kept. One that is not kept stops nothing: its
/// reason goes to the log.
async fn keep_face(
    node: &Node,
    officer: &AccountId,
    presentation: CrossingId,
    dg2: Option<Vec<u8>>,
) -> Result<(), StoreError> {
    let Some(dg2) = dg2 else { return Ok(()) };
    let Some(picture) = chip_face::face(dg2).await else {
        tracing::warn!("a chip's face can't be read, and is not kept");
        return Ok(());
    };
    match attachments::keep(node, officer, presentation, AttachmentKind::Chip, "", picture).await {
        Ok(()) => Ok(()),
        Err(KeepError::NotKept(error)) => {
            tracing::warn!("a chip's face is not kept: {}", error.code());
            Ok(())
        }
        Err(KeepError::Store(error)) => Err(error),
    }
}
