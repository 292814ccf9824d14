//! What is kept beside a record: photos, pages of documents, files of the second line; from a browser or the scanner's
//! folder.

use crate::{
    Node, file_name,
    picture::{self, PictureError},
    scanner_folder::{self, Newest, PassedFile},
};
use limen_domain::{AccountId, AttachmentKind, CrossingId, MediaType};
use limen_store::StoreError;
use std::{io, path::PathBuf};

/// Maximum number of attachments of one record.
const MOST_ATTACHMENTS: usize = 40;
/// Maximum bytes of a PDF.
const MOST_BYTES_OF_PDF: usize = 8 * 1024 * 1024;

/// Maximum bytes of a chip's file that is kept as evidence: EF.SOD has some 10,000 at most.
const MOST_BYTES_OF_EVIDENCE: usize = 256 * 1024;

/// Why nothing was kept.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// Its type is not kept, it is too large, or the record has the maximum number of attachments.
    #[error("it is not kept: {}", .0.code())]
    NotKept(PictureError),
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

async fn has_room(node: &Node, crossing: CrossingId) -> Result<(), KeepError> {
    let count = node.store.attachments(&[crossing]).await?.len();
    if count < MOST_ATTACHMENTS { Ok(()) } else { Err(KeepError::NotKept(PictureError::TooLarge)) }
}

/// Keeps what a browser sent beside a record. A picture is written anew; only a file of the second line may be a PDF.
///
/// # Errors
/// [`KeepError`] says why it is not kept.
pub async fn keep(
    node: &Node,
    officer: &AccountId,
    crossing: CrossingId,
    kind: AttachmentKind,
    name: &str,
    bytes: Vec<u8>,
) -> Result<(), KeepError> {
    // A photo from the camera has no name of its own, nor has a chip's.
    let is_face = matches!(kind, AttachmentKind::Face | AttachmentKind::Chip);
    let name = if is_face { String::new() } else { file_name(name) };
    has_room(node, crossing).await?;
    let (media, bytes) = if kind == AttachmentKind::File && bytes.starts_with(b"%PDF-") {
        if bytes.len() > MOST_BYTES_OF_PDF {
            return Err(KeepError::NotKept(PictureError::TooLarge));
        }
        (MediaType::Pdf, bytes)
    } else {
        let kept = picture::keepable(bytes, is_face).await;
        (MediaType::Jpeg, kept.map_err(KeepError::NotKept)?)
    };
    node.store.attach(officer, crossing, kind, media, &name, &bytes).await?;
    Ok(())
}

/// Keeps a file of a chip beside a record, as it was read: its signature is over those bytes.
///
/// # Errors
/// [`KeepError`] says why it is not kept.
pub async fn keep_evidence(
    node: &Node,
    officer: &AccountId,
    crossing: CrossingId,
    name: &str,
    bytes: &[u8],
) -> Result<(), KeepError> {
    if bytes.len() > MOST_BYTES_OF_EVIDENCE {
        return Err(KeepError::NotKept(PictureError::TooLarge));
    }
    has_room(node, crossing).await?;
    node.store.attach(officer, crossing, AttachmentKind::Evidence, MediaType::ChipFile, name, bytes).await?;
    Ok(())
}

/// What came of asking for the newest page in the scanner's folder.
#[derive(Debug)]
pub struct Scanned {
    /// The page that was kept. `None` where none is whole.
    pub page: Option<ScannedPage>,
    /// The files before it that are not taken.
    pub passed_over: Vec<PassedFile>,
    /// Whether the time was over before all files had been tried. Asked again, the next ones are.
    pub is_cut_off: bool,
}

/// A page that was kept.
#[derive(Debug)]
pub struct ScannedPage {
    /// Its name.
    pub name: String,
    /// Why it could not be moved out of the way, and lies in the folder still. `None` where it was moved.
    pub stays: Option<io::Error>,
}

/// Why no page of the scanner's folder was kept.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    /// The folder can't be read.
    #[error("the scanner's folder can't be read: {0}")]
    Unreadable(#[from] io::Error),
    /// The page is not kept.
    #[error(transparent)]
    Keep(#[from] KeepError),
}

/// Keeps the newest page in the scanner's folder beside a record.
///
/// # Errors
/// [`ScanError`] says why none is kept.
pub async fn keep_scanned(
    node: &Node,
    officer: &AccountId,
    crossing: CrossingId,
    scanner: PathBuf,
) -> Result<Scanned, ScanError> {
    has_room(node, crossing).await?;
    let Newest { page, passed_over, is_cut_off } = scanner_folder::newest(scanner, officer).await?;
    let Some(page) = page else { return Ok(Scanned { page: None, passed_over, is_cut_off }) };
    let name = page.shown_name();
    let attached = page.attach(node.store.clone(), officer.clone(), crossing, AttachmentKind::Page).await;
    let stays = attached.map_err(KeepError::Store)?.err();
    Ok(Scanned { page: Some(ScannedPage { name, stays }), passed_over, is_cut_off })
}
