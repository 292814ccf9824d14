//! The edition of a day: the lost documents of one side as the other holds them, evaluated and cut short, so that they say
//! nothing to who can't ask; announced, signed, and sent in pieces.

use crate::{
    Note, Party, Signer,
    lost::{EditionKey, LostError, LostTag, TAG},
    party::hexadecimal,
};
use jiff::civil::Date;
use limen_domain::DocumentKey;
use serde::{Deserialize, Serialize};
use serde_bytes::{ByteArray, ByteBuf};
use sha2::{Digest, Sha256};

/// The form that an edition says it has.
const FORM: &str = "limen edition 1";
/// Maximum bytes of an announcement.
const MOST_BYTES: usize = 4 << 10;
/// Maximum number of documents that an edition lists.
pub const MOST_DOCUMENTS: usize = 1_000_000;
/// Maximum number of tags in one piece.
pub const MOST_TAGS: usize = 32 << 10;

/// The announcement of an edition: its key, and what the list is that was made with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    form: String,
    /// Whose documents, as they sign.
    pub from: String,
    /// For whom, as they sign. Each neighbour has editions of its own, with keys of their own.
    pub to: String,
    /// The day for which it was made, by the clock of whose it is.
    pub day: Date,
    /// The public half of its key, by which it is called.
    #[serde(with = "hexadecimal")]
    pub key: [u8; 32],
    /// How many documents are listed.
    pub documents: u32,
    /// The SHA-256 of the whole list.
    #[serde(with = "hexadecimal")]
    pub list: [u8; 32],
}

impl Edition {
    /// Makes the edition of a day, with a new key drawn from 32 secret bytes. The key is kept by its owner alone; what a
    /// list of the same documents says under another key is unlike it in every byte.
    ///
    /// # Errors
    /// [`LostError::Documents`].
    pub fn of(
        seed: &[u8; 32],
        (from, to): (&Party, &Party),
        day: Date,
        documents: impl IntoIterator<Item = DocumentKey>,
    ) -> Result<(Self, EditionKey, EditionList), LostError> {
        let key = EditionKey::new(seed)?;
        let list = EditionList::of(&key, documents)?;
        let edition = Self {
            form: FORM.to_owned(),
            from: from.signs_as(),
            to: to.signs_as(),
            day,
            key: key.public(),
            documents: u32::try_from(list.0.len()).unwrap_or(u32::MAX),
            list: Sha256::digest(list.bytes()).into(),
        };
        Ok((edition, key, list))
    }

    /// The signed file.
    ///
    /// # Errors
    /// It can't be written as JSON.
    pub fn signed(&self, signer: &dyn Signer) -> Result<String, serde_json::Error> {
        let mut note = Note::new(&serde_json::to_string(self)?);
        note.sign(&self.from, signer);
        Ok(note.to_string())
    }

    /// Reads an edition of `from` for `to`.
    ///
    /// # Errors
    /// [`LostError::Edition`] and [`LostError::Documents`].
    pub fn read(file: &str, from: &Party, to: &Party) -> Result<Self, LostError> {
        let note = (file.len() <= MOST_BYTES).then(|| Note::read(file).ok()).flatten().ok_or(LostError::Edition)?;
        let text = note.opened(&from.signs_as(), &from.key).map_err(|_| LostError::Edition)?;
        let edition: Self = serde_json::from_str(text).map_err(|_| LostError::Edition)?;
        if edition.form != FORM || edition.from != from.signs_as() || edition.to != to.signs_as() {
            return Err(LostError::Edition);
        }
        if edition.documents as usize > MOST_DOCUMENTS {
            return Err(LostError::Documents(MOST_DOCUMENTS));
        }
        Ok(edition)
    }
}

/// The documents of an edition, as tags in order of their bytes: the order says nothing of the documents.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EditionList(Vec<[u8; TAG]>);

impl EditionList {
    /// The list of these documents under a key; a document that comes twice is listed once.
    ///
    /// # Errors
    /// [`LostError::Documents`].
    pub fn of(key: &EditionKey, documents: impl IntoIterator<Item = DocumentKey>) -> Result<Self, LostError> {
        let mut tags = Vec::new();
        for document in documents {
            if tags.len() == MOST_DOCUMENTS {
                return Err(LostError::Documents(MOST_DOCUMENTS));
            }
            tags.push(key.tag(&document)?.0);
        }
        tags.sort_unstable();
        tags.dedup();
        Ok(Self(tags))
    }

    /// The list that an edition announced.
    ///
    /// # Errors
    /// [`LostError::Piece`]: these are other bytes.
    pub fn read(edition: &Edition, bytes: &[u8]) -> Result<Self, LostError> {
        let (tags, rest) = bytes.as_chunks::<TAG>();
        let is_sorted = tags.windows(2).all(|two| two[0] < two[1]);
        let is_whole = rest.is_empty() && tags.len() == edition.documents as usize;
        if !is_whole || !is_sorted || <[u8; 32]>::from(Sha256::digest(bytes)) != edition.list {
            return Err(LostError::Piece);
        }
        Ok(Self(tags.to_vec()))
    }

    /// The whole list, tag after tag.
    pub fn bytes(&self) -> &[u8] {
        self.0.as_flattened()
    }

    /// Whether it holds what was found out about a document.
    pub fn holds(&self, tag: &LostTag) -> bool {
        self.0.binary_search(&tag.0).is_ok()
    }

    /// The piece from one tag on that has room in so many bytes; `None` where none is left or none has room.
    pub fn piece(&self, edition: &Edition, from: u32, room: usize) -> Option<EditionPiece> {
        let rest = self.0.get(from as usize..)?;
        let tags = &rest[..rest.len().min(room / TAG).min(MOST_TAGS)];
        let piece = || EditionPiece {
            edition: ByteArray::new(edition.key),
            from,
            tags: ByteBuf::from(tags.as_flattened().to_vec()),
        };
        (!tags.is_empty()).then(piece)
    }
}

/// A piece of an edition's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditionPiece {
    /// Of which edition: the public half of its key.
    #[serde(rename = "e")]
    pub edition: ByteArray<32>,
    /// From which tag on, from 0.
    #[serde(rename = "f", default)]
    pub from: u32,
    /// The tags.
    #[serde(rename = "t", default)]
    pub tags: ByteBuf,
}

impl EditionPiece {
    /// The tag after its last one.
    pub fn end(&self) -> u32 {
        self.from.saturating_add(u32::try_from(self.tags.len() / TAG).unwrap_or(u32::MAX))
    }
}

/// An edition whose list is on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionComing {
    /// Which.
    pub edition: Edition,
    bytes: Vec<u8>,
}

impl EditionComing {
    /// Of which these bytes are here already.
    pub fn new(edition: Edition, bytes: Vec<u8>) -> Self {
        Self { edition, bytes }
    }

    /// How many tags are here.
    pub fn held(&self) -> u32 {
        u32::try_from(self.bytes.len() / TAG).unwrap_or(u32::MAX)
    }

    /// What is here, to be kept.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Takes the next piece; one that is here already changes nothing.
    ///
    /// # Errors
    /// [`LostError::Piece`]: it is of another edition, not the next one, or longer than was announced.
    pub fn take(&mut self, piece: &EditionPiece) -> Result<(), LostError> {
        let tags = piece.tags.len() / TAG;
        if *piece.edition != self.edition.key || !piece.tags.len().is_multiple_of(TAG) || tags > MOST_TAGS {
            return Err(LostError::Piece);
        }
        let (from, held) = (piece.from as usize, self.held() as usize);
        if from > held || from.saturating_add(tags) > self.edition.documents as usize {
            return Err(LostError::Piece);
        }
        if let Some(new) = piece.tags.get((held - from) * TAG..) {
            self.bytes.extend_from_slice(new);
        }
        Ok(())
    }

    /// The list, once all of it is here: `None` before.
    ///
    /// # Errors
    /// [`LostError::Piece`]: what came is not what was announced, and is to be thrown away.
    pub fn whole(&self) -> Result<Option<EditionList>, LostError> {
        if self.held() < self.edition.documents {
            return Ok(None);
        }
        EditionList::read(&self.edition, &self.bytes).map(Some)
    }
}
