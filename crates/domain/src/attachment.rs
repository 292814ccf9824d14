//! What is kept beside a record: a live photo, pages of documents, files of the second line. The bytes are kept once, by
//! the hash of their content; the journal holds that hash.

use crate::{CrossingId, coded::coded};
use serde::{Deserialize, Serialize};

coded! {
    /// What an attachment shows.
    "kinds of attachment"
    pub enum AttachmentKind {
        /// The traveller's face, taken at the counter.
        Face = "face",
        /// The face in a document's chip.
        Chip = "chip",
        /// A page of a document.
        Page = "page",
        /// The same page in near infrared, as it lay.
        Infrared = "infrared",
        /// The same page under ultraviolet, as it lay.
        Ultraviolet = "ultraviolet",
        /// A file of a document's chip, kept as evidence.
        Evidence = "evidence",
        /// A file of the second line.
        File = "file",
    }
}

coded! {
    /// The forms in which attachments are kept: pictures are always written anew.
    "media types"
    pub enum MediaType {
        /// A picture, JPEG (ISO/IEC 10918-1).
        Jpeg = "image/jpeg",
        /// A document, PDF (ISO 32000), kept as it came and never shown within a page.
        Pdf = "application/pdf",
        /// A file of a chip, kept as it was read, since its signature is over those bytes, and never shown within a page.
        ChipFile = "application/octet-stream",
    }
}

/// Something kept beside a presentation, and the crossing it ends in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// The presentation, the crossing, or the referral that it belongs to.
    pub crossing: CrossingId,
    /// What it shows.
    #[serde(rename = "attachment_kind")] // An event that carries it has a kind of its own.
    pub kind: AttachmentKind,
    /// SHA-256 of the bytes as they are kept, in hexadecimal.
    pub sha256: String,
    /// In what form.
    pub media: MediaType,
    /// How many bytes.
    pub bytes: u64,
    /// What the sender called it; empty for a photo taken here.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
}
