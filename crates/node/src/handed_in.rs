//! What a counter's reader handed in is kept beside the traveller: the page's picture, and what the chip's files are worth.

use crate::{
    Node,
    attachments::{self, KeepError},
    chip_check::{HandedChip, Printed, verdicts},
    chip_face,
    desk::Counter,
    readers::{Asked, CardNumber, ChipRequest, Handed},
};
use limen_domain::{
    AccountId, AttachmentKind, ChipReading, ChipVerdicts, CrossingId, DocumentNumber, Event, TravelDocument,
};
use limen_store::{CounterAt, StoreError};
use limen_trust::{FileName, Files, Group};
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
    handed: Option<&Handed>,
) -> Result<(), StoreError> {
    let officer = &counter.account.id;
    let Some(presentation) = holder_of(node, officer, zone).await? else { return Ok(()) };
    // What another document left at the counter is nobody's here.
    let handed = handed.filter(|handed| {
        let is_of_it = handed.zone.as_deref().is_some_and(|read| is_zone(read, zone));
        if !is_of_it {
            tracing::warn!("what a reader handed in is of another document than was taken, and is not kept");
        }
        is_of_it
    });
    if handed.is_none_or(|handed| handed.chip.is_none()) {
        ask_for_chip(node, at, counter, presentation, zone.to_owned(), None);
    }
    match handed {
        Some(handed) => keep_beside(node, officer, presentation, zone, handed.clone()).await,
        None => Ok(()),
    }
}

/// Whether what a reader read is this zone: letter by letter, an unread one being any.
fn is_zone(read: &str, zone: &str) -> bool {
    let letters = |text: &str| -> Vec<char> {
        let letters = text.chars().filter(|letter| !matches!(letter, '\r' | '\n'));
        letters.map(|letter| if letter == ' ' { '<' } else { letter.to_ascii_uppercase() }).collect()
    };
    let (read, zone) = (letters(read), letters(zone));
    read.len() == zone.len() && read.iter().zip(&zone).all(|(read, letter)| *read == '*' || read == letter)
}

/// Asks a counter's reader to read the chip of the document with this zone, or of one that opens by its number; says whether
/// it can.
fn ask_for_chip(
    node: &Node,
    at: CounterAt,
    counter: Counter<'_>,
    presentation: CrossingId,
    zone: String,
    can: Option<CardNumber>,
) -> bool {
    let (id, challenge) = (node.store.new_id(), node.store.chance().bytes::<8>());
    let request = ChipRequest { id, zone, can, challenge: limen_store::hex(&challenge) };
    let officer = counter.account.id.clone();
    node.readers.ask(at, Asked { request, challenge, presentation, officer, at: node.now(), told_at: None })
}

/// What comes of a number that was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberTaken {
    /// The reader is asked for the chip with it.
    Asked,
    /// No reader of chips stands at this counter.
    NoReader,
    /// The traveller with this presentation does not wait here any more.
    Gone,
}

/// Asks a counter's reader for the chip of the document that the officer has before them, with the number on it.
///
/// # Errors
/// The database can't be used.
pub async fn ask_by_number(
    node: &Node,
    at: CounterAt,
    counter: Counter<'_>,
    presentation: CrossingId,
    number: CardNumber,
) -> Result<NumberTaken, StoreError> {
    let open = node.store.open_presentation(&counter.account.id).await?;
    let Some((open, _)) = open.filter(|(open, _)| open.id == presentation) else { return Ok(NumberTaken::Gone) };
    let zone = open.traveller.document.and_then(|document| document.mrz).unwrap_or_default();
    let is_asked = ask_for_chip(node, at, counter, presentation, zone, Some(number));
    Ok(if is_asked { NumberTaken::Asked } else { NumberTaken::NoReader })
}

/// What comes of a chip's files that were asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChipTaken {
    /// They were verified, and the verdicts kept.
    Kept,
    /// Nobody waits for them any more.
    NotWanted,
}

/// Takes in the zone of the chip that a counter asked for, whose face is still being read: what it is worth is said at the
/// counter, and kept once all of it is there.
///
/// # Errors
/// The database can't be used.
pub async fn zone_was_read(
    node: &Node,
    counter: CounterAt,
    request: Uuid,
    handed: Handed,
) -> Result<ChipTaken, StoreError> {
    let Some(asked) = node.readers.asked(counter, request, node.now()) else { return Ok(ChipTaken::NotWanted) };
    let printed = printed(node, &asked.request.zone, asked.presentation).await?;
    if let Some(chip) = handed.chip
        && let Some(found) = found(node, chip, printed).await
    {
        node.readers.zone_came_to(counter, request, found.summary(), node.now());
    }
    Ok(ChipTaken::Kept)
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
    let Some(asked) = node.readers.asked(counter, request, node.now()) else { return Ok(ChipTaken::NotWanted) };
    let Asked { presentation, officer, challenge, request, .. } = asked;
    if let Some(chip) = &mut handed.chip {
        // It counts only for what this node asked.
        chip.active = chip.active.take().map(|(_, signature)| (challenge, signature));
    }
    // They may have been presented anew meanwhile: with an answer corrected, the other way.
    let presentation = holder_of(node, &officer, &request.zone).await?.unwrap_or(presentation);
    let printed = printed(node, &request.zone, presentation).await?;
    keep_chip(node, &officer, presentation, printed, handed).await?;
    // Only now: where it could not be kept, the reader hands it in again.
    node.readers.answered(counter, request.id, node.now());
    Ok(ChipTaken::Kept)
}

/// What is printed on a document: its zone, or the number that was typed where it has none.
async fn printed(node: &Node, zone: &str, presentation: CrossingId) -> Result<Option<Printed>, StoreError> {
    Ok(match zone {
        "" => typed_number(node, presentation).await?.map(Printed::Number),
        zone => Some(Printed::Zone(zone.to_owned())),
    })
}

/// The number that was typed of a document without a zone: all that its chip can be held against.
async fn typed_number(node: &Node, presentation: CrossingId) -> Result<Option<DocumentNumber>, StoreError> {
    let presented = node.store.presentation(presentation).await?;
    let document = presented.and_then(|(presented, _)| presented.traveller.document);
    Ok(document.map(|document| document.number).filter(|number| !number.is_empty()))
}

/// Keeps what was handed in with a scan beside the presentation that came of it: the page's pictures in each light, and what
/// the chip's files are worth.
async fn keep_beside(
    node: &Node,
    officer: &AccountId,
    presentation: CrossingId,
    zone: &str,
    mut handed: Handed,
) -> Result<(), StoreError> {
    if let Some(chip) = &mut handed.chip {
        // An answer to what this node did not ask proves nothing: it may be of another day.
        chip.active = None;
    }
    let (read_by, pictures) = (handed.read_by.clone(), std::mem::take(&mut handed.pictures));
    // The chip's own zone is no printed one.
    let printed = handed.is_printed.then(|| Printed::Zone(zone.to_owned()));
    keep_chip(node, officer, presentation, printed, handed).await?;
    for (light, bytes) in pictures {
        keep_picture(node, officer, presentation, light.kept_as(), &read_by, bytes).await?;
    }
    Ok(())
}

/// Keeps a picture that a reader handed in, as pictures are kept. One that is not kept stops nothing: its reason goes to the
/// log.
async fn keep_picture(
    node: &Node,
    officer: &AccountId,
    presentation: CrossingId,
    kind: AttachmentKind,
    read_by: &str,
    bytes: Vec<u8>,
) -> Result<(), StoreError> {
    match attachments::keep(node, officer, presentation, kind, read_by, bytes).await {
        Ok(()) => Ok(()),
        Err(KeepError::NotKept(error)) => {
            tracing::warn!("a reader's picture ({kind}) is not kept: {}", error.code());
            Ok(())
        }
        Err(KeepError::Store(error)) => Err(error),
    }
}

async fn keep_chip(
    node: &Node,
    officer: &AccountId,
    presentation: CrossingId,
    printed: Option<Printed>,
    handed: Handed,
) -> Result<(), StoreError> {
    let Handed { chip: Some(chip), access, read_by, .. } = handed else { return Ok(()) };
    let face = chip.files.group(Group::FACE).map(<[u8]>::to_vec);
    let evidence = if node.settings().keeps_chip_evidence { evidence(&chip.files) } else { Vec::new() };
    let Some(verdicts) = found(node, chip, printed).await else { return Ok(()) };
    let reading = ChipReading { crossing: presentation, verdicts, access, read_by };
    node.store.append(Some(officer), vec![Event::ChipRead(Box::new(reading))], None).await?;
    keep_face(node, officer, presentation, face).await?;
    for (name, bytes) in evidence {
        match attachments::keep_evidence(node, officer, presentation, &name, &bytes).await {
            Ok(()) => {}
            Err(KeepError::NotKept(error)) => tracing::warn!("a chip's {name} is not kept: {}", error.code()),
            Err(KeepError::Store(error)) => return Err(error),
        }
    }
    Ok(())
}

/// What a chip's files are worth.
async fn found(node: &Node, chip: HandedChip, printed: Option<Printed>) -> Option<ChipVerdicts> {
    let (trust, now) = (node.in_force.trust(), node.now());
    // Signatures of 6,144 bits take some milliseconds.
    let found = tokio::task::spawn_blocking(move || verdicts(&chip, trust.believed(), printed.as_ref(), now)).await;
    if found.is_err() {
        tracing::error!("a chip's files could not be verified");
    }
    found.ok()
}

/// What shows later what the state signed: its signature, and the zone.
fn evidence(files: &Files) -> Vec<(String, Vec<u8>)> {
    let names = [FileName::SecurityObject, FileName::Group(Group::ZONE)];
    names.into_iter().filter_map(|name| Some((name.to_string(), files.get(name)?.to_vec()))).collect()
}

/// Keeps a chip's face beside the live picture and the page.
async fn keep_face(
    node: &Node,
    officer: &AccountId,
    presentation: CrossingId,
    dg2: Option<Vec<u8>>,
) -> Result<(), StoreError> {
    let Some(dg2) = dg2 else { return Ok(()) };
    let Some(turn) = node.reading.in_turn().await else { return Ok(()) };
    let Some(picture) = chip_face::face(turn, dg2).await else {
        tracing::warn!("a chip's face can't be read, and is not kept");
        return Ok(());
    };
    keep_picture(node, officer, presentation, AttachmentKind::Chip, "", picture).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_reader_read_belongs_to_the_zone_that_was_taken_or_to_nobody() {
        let zone = "P<GINDIALLO<<MAMADOU\nGN7654321<4GIN";
        assert!(is_zone("P<GINDIALLO<<MAMADOU\r\nGN76*4321 4GIN\r\n", zone));
        assert!(!is_zone("P<GINDIALLO<<MAMADOU\nGN7654322<4GIN", zone));
        assert!(!is_zone("P<GINDIALLO<<MAMADOU", zone));
    }
}
