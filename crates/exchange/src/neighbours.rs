//! Messages between headquarters of two states: sealed as those of a network are, over HTTPS or on a stick.

use crate::{
    ExchangeError, Identity, RefusalReason,
    proof::{Root, Witness},
    seal::{Kind, MOST_SEAL, Sealed, seal_body},
    stick::{self, Stick},
};
use jiff::Timestamp;
use limen_domain::NodeId;
use limen_neighbour::{MOST_MESSAGE, Message, MessageError, Party};
use limen_store::{Continuation, Store};
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

/// Maximum bytes of a sealed message of a neighbour.
pub const MOST_SEALED_MESSAGE: usize = MOST_MESSAGE + MOST_SEAL;

/// Why a message was not read or written, as it is told and counted.
fn refused(error: MessageError) -> ExchangeError {
    let why = match error {
        MessageError::Form(_) => RefusalReason::Damaged,
        MessageError::Over(_) => RefusalReason::TooLarge,
    };
    ExchangeError::new(why, error.to_string())
}

/// The name under which a party's messages are sealed.
fn node_of(party: &Party) -> Result<NodeId, ExchangeError> {
    NodeId::parse(&party.signs_as()).map_err(|error| ExchangeError::new(RefusalReason::Damaged, error.to_string()))
}

/// Which way a message goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It opens the talk.
    First,
    /// It answers.
    Answer,
}

impl Way {
    fn kind(self) -> Kind {
        match self {
            Self::First => Kind::ToNeighbour,
            Self::Answer => Kind::FromNeighbour,
        }
    }
}

/// Seals a message to a neighbour, if they would read it.
///
/// # Errors
/// [`RefusalReason::TooLarge`]: it is over a limit.
pub fn sealed(
    identity: &Identity,
    (from, to): (&Party, &Party),
    way: Way,
    at: Timestamp,
    message: &Message,
) -> Result<Vec<u8>, ExchangeError> {
    let body = message.written().map_err(refused)?;
    seal_body(identity, way.kind(), &node_of(from)?, &node_of(to)?, at, &body)
}

/// Who says that they sent a sealed message, by the name under which they seal; nothing is believed yet.
///
/// # Errors
/// It is no message.
pub fn sender(bytes: &[u8]) -> Result<String, ExchangeError> {
    Ok(Sealed::read(bytes)?.from.as_str().to_owned())
}

/// Opens a message of a neighbour to us, within its limits: nothing is built of one that is over them.
///
/// # Errors
/// It is not signed by them, is for someone else, or damaged.
pub fn opened(bytes: &[u8], (from, to): (&Party, &Party), way: Way) -> Result<(Message, Timestamp), ExchangeError> {
    let sealed = Sealed::read(bytes)?;
    if sealed.from != node_of(from)? {
        return Err(ExchangeError::new(RefusalReason::UnknownSender, sealed.from.as_str().to_owned()));
    }
    let body = sealed.opened(way.kind(), &node_of(to)?, &from.key)?;
    Ok((Message::read(body).map_err(refused)?, sealed.made_at))
}

/// Messages to a neighbour as a stick's file.
///
/// # Errors
/// Their card names nobody to whom a stick could be encrypted.
pub fn stick(recipient: &str, messages: &[Vec<u8>]) -> Result<Vec<u8>, ExchangeError> {
    stick::write(recipient, messages)
}

/// The messages on a stick for us.
///
/// # Errors
/// It is for someone else, or damaged.
pub fn from_stick(identity: &Identity, file: &[u8]) -> Result<Stick, ExchangeError> {
    stick::read(file, identity)
}

/// The root of a journal as it is shown to a neighbour, with the journals that it goes on from.
#[derive(Serialize, Deserialize)]
struct Shown {
    #[serde(rename = "r")]
    root: Root,
    #[serde(rename = "l", default)]
    line: Vec<Continuation>,
}

/// The signed root of this headquarters' journal, for a neighbour that keeps the one over the first events of a journal.
///
/// # Errors
/// The journal can't be read.
pub async fn root(store: &Store, identity: &Identity, kept: Option<&(String, u64)>) -> Result<ByteBuf, ExchangeError> {
    let journal = store.node().clone();
    let trouble = |error: String| ExchangeError::new(RefusalReason::Trouble, error);
    let before = kept.and_then(|(kept, size)| Some((NodeId::parse(kept).ok()?, *size)));
    let (size, kept) = before.as_ref().map_or((0, None), |(kept, size)| (*size, Some(kept)));
    let signer = crate::identity::writer_of(&journal);
    let root = Root::after(store, identity, &signer, &journal, (size, kept)).await;
    let root = root.map_err(|error| trouble(error.to_string()))?;
    let line = store.line().await?;
    let mut bytes = Vec::new();
    ciborium::into_writer(&Shown { root, line }, &mut bytes).map_err(|error| trouble(error.to_string()))?;
    Ok(ByteBuf::from(bytes))
}

/// The signed root that a neighbour shows, if it goes on from the one that was kept of it.
///
/// # Errors
/// It does not, or is damaged.
pub fn witnessed(shown: &[u8], key: &[u8; 32], kept: Option<&str>) -> Result<String, ExchangeError> {
    let damaged = |error: String| ExchangeError::new(RefusalReason::Damaged, error);
    let Shown { root, line }: Shown = ciborium::from_reader(shown).map_err(|error| damaged(error.to_string()))?;
    if kept.is_some_and(|kept| root.is_late(key, kept)) {
        return Ok(kept.unwrap_or_default().to_owned());
    }
    root.goes_on(key, kept, &line).map_err(|error| ExchangeError::new(RefusalReason::Fork, error.to_string()))?;
    Ok(root.note)
}

/// The signed root that a neighbour shows, whether it goes on from anything or not; `None` where its key did not sign it.
pub fn shown_root(shown: &[u8], key: &[u8; 32]) -> Option<String> {
    let Shown { root, .. } = ciborium::from_reader(shown).ok()?;
    kept_root(&root.note, key)?;
    Some(root.note)
}

/// Of which journal a kept root is, and over how many events.
pub fn kept_root(kept: &str, key: &[u8; 32]) -> Option<(String, u64)> {
    let witness = Witness::read(kept, key).ok()?;
    Some((witness.journal.as_str().to_owned(), u64::try_from(witness.size).ok()?))
}
