//! A piece of a journal on its way: its events in columns, so that what is alike lies together.
//!
//! Hashes do not travel: the receiver computes each commitment and each link of the chain anew. Of an event whose payload
//! was erased, the commitment travels instead.

use crate::packed::{Packed, UnpackError};
use limen_domain::NodeId;
use limen_store::{JournalEvent, MOST_EVENTS};
use serde::{Deserialize, Serialize};

/// Events of one journal that follow one another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalPiece {
    /// Whose journal.
    #[serde(rename = "j")]
    pub journal: NodeId,
    /// The number of the first event.
    #[serde(rename = "f")]
    pub first: i64,
    /// The hash of the event before it.
    #[serde(rename = "b", with = "serde_bytes")]
    pub before: [u8; 32],
    /// When: milliseconds since 1970 for the first, for each other those since the one before.
    #[serde(rename = "t")]
    at: Vec<i64>,
    /// Everyone who acted.
    #[serde(rename = "n")]
    actors: Vec<String>,
    /// Who acted, as places in that list.
    #[serde(rename = "a", with = "serde_bytes")]
    actor: Vec<u8>,
    /// The payloads that are there.
    #[serde(rename = "p")]
    payloads: Packed,
    /// Their salts, 16 bytes each.
    #[serde(rename = "s", with = "serde_bytes")]
    salts: Vec<u8>,
    /// The events whose payload was erased.
    #[serde(rename = "e", default, skip_serializing_if = "Vec::is_empty")]
    erased: Vec<Erased>,
}

/// What is left of an event whose payload was erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Erased {
    /// Its place in the piece.
    place: u32,
    kind: String,
    #[serde(with = "serde_bytes")]
    commitment: [u8; 32],
}

/// A piece that can't be events of a journal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PieceError {
    /// Its columns do not fit together.
    #[error("a piece of the journal {0} is not whole")]
    NotWhole(NodeId),
    /// Its payloads can't be unpacked.
    #[error("the payloads in a piece of the journal {0}: {1}")]
    Payloads(NodeId, UnpackError),
}

/// The kind of an event, which its payload names.
#[derive(Deserialize)]
struct Kind {
    kind: String,
}

impl JournalPiece {
    /// A piece of `journal`: these events, which follow one another, after an event of the hash `before`. Where more than
    /// 256 people act in them it ends before the next.
    pub fn new(journal: &NodeId, before: [u8; 32], events: &[JournalEvent]) -> Self {
        let mut piece = Self {
            journal: journal.clone(),
            first: events.first().map_or(1, |event| event.seq),
            before,
            at: Vec::new(),
            actors: Vec::new(),
            actor: Vec::new(),
            payloads: Packed::default(),
            salts: Vec::new(),
            erased: Vec::new(),
        };
        let mut last = 0;
        for event in events {
            let known = piece.actors.iter().position(|actor| *actor == event.actor);
            let Ok(place) = u8::try_from(known.unwrap_or(piece.actors.len())) else { break };
            if known.is_none() {
                piece.actors.push(event.actor.clone());
            }
            match &event.payload {
                Some(_) => piece.salts.extend_from_slice(&event.salt),
                None => piece.erased.push(Erased {
                    place: u32::try_from(piece.at.len()).unwrap_or(u32::MAX),
                    kind: event.kind.clone(),
                    commitment: event.commitment,
                }),
            }
            piece.actor.push(place);
            piece.at.push(event.at.saturating_sub(last));
            last = event.at;
        }
        let payloads = events.iter().take(piece.at.len()).filter_map(|event| event.payload.as_deref());
        piece.payloads = Packed::pack(payloads);
        piece
    }

    /// How many events it has.
    pub fn len(&self) -> usize {
        self.at.len()
    }

    /// Whether it has no event.
    pub fn is_empty(&self) -> bool {
        self.at.is_empty()
    }

    /// The events, with commitments computed from their payloads.
    ///
    /// # Errors
    /// [`PieceError`]: the columns are damaged, or of different lengths.
    pub fn events(&self) -> Result<Vec<JournalEvent>, PieceError> {
        let not_whole = || PieceError::NotWhole(self.journal.clone());
        let count = self.at.len();
        let erased = self.erased.len();
        let is_whole = count <= MOST_EVENTS && self.actor.len() == count && self.salts.len().is_multiple_of(16);
        if !is_whole || erased > count || self.salts.len() / 16 != count - erased || self.first < 1 {
            return Err(not_whole());
        }
        let payloads = self.payloads.unpack(count);
        let payloads = payloads.map_err(|error| PieceError::Payloads(self.journal.clone(), error))?;
        if payloads.len() != count - erased {
            return Err(not_whole());
        }
        let (mut payloads, mut salts, mut erased) =
            (payloads.into_iter(), self.salts.chunks_exact(16), self.erased.iter().peekable());
        let (mut events, mut at, mut seq) = (Vec::with_capacity(count), 0_i64, self.first);
        for (place, (since, actor)) in self.at.iter().zip(&self.actor).enumerate() {
            at = at.checked_add(*since).ok_or_else(not_whole)?;
            let actor = self.actors.get(usize::from(*actor)).ok_or_else(not_whole)?.clone();
            let gone = erased.next_if(|erased| usize::try_from(erased.place) == Ok(place));
            let event = match gone {
                Some(Erased { kind, commitment, .. }) => JournalEvent {
                    seq,
                    at,
                    actor,
                    kind: kind.clone(),
                    payload: None,
                    salt: [0; 16],
                    commitment: *commitment,
                },
                None => {
                    let payload = payloads.next().ok_or_else(not_whole)?;
                    let salt = salts.next().and_then(|salt| salt.try_into().ok()).ok_or_else(not_whole)?;
                    let Kind { kind } = serde_json::from_str(&payload).map_err(|_| not_whole())?;
                    let commitment = JournalEvent::commit(&salt, &payload);
                    JournalEvent { seq, at, actor, kind, payload: Some(payload), salt, commitment }
                }
            };
            events.push(event);
            seq = seq.checked_add(1).ok_or_else(not_whole)?;
        }
        if erased.next().is_none() { Ok(events) } else { Err(not_whole()) }
    }
}
