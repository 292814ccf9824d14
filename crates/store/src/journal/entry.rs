//! An event of a journal: as it is to be appended, as it stands in the chain, and with its meaning.
//!
//! An event's hash is SHA-256 over the hash of the event before it and its own node, sequence number, time, actor, kind
//! and commitment, each with its length before it. The commitment is SHA-256 over a random salt and the payload: once a
//! payload and its salt are erased nobody can guess it back, and the chain still verifies.

use crate::{
    Chance, StoreError,
    database::{DbRow, columns},
    error::damaged,
    hash::{Hash, part},
};
use jiff::Timestamp;
use limen_domain::{AccountId, Event, NodeId};
use sha2::{Digest, Sha256};
use sqlx::Row;

/// An event that is to be appended.
#[derive(Debug, Clone)]
pub struct NewEvent {
    /// When it happened.
    pub at: Timestamp,
    /// Who did it; nobody for the node itself.
    pub actor: Option<AccountId>,
    /// What happened.
    pub event: Event,
}

/// An event as the journal holds it.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub node: NodeId,
    pub seq: i64,
    pub new: NewEvent,
}

impl Entry {
    /// Who did it, as tables keep it: empty for the node itself.
    pub(crate) fn actor(&self) -> &str {
        self.new.actor.as_ref().map_or("", |actor| actor.as_str())
    }
}

/// An event as it stands in a journal, with what its hash is made of. Its payload need not be understood: a node of a
/// later version may have written it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalEvent {
    /// Its place in the chain, from 1 on.
    pub seq: i64,
    /// When, in milliseconds since 1970, UTC.
    pub at: i64,
    /// Who; empty for the node itself.
    pub actor: String,
    /// The kind of event.
    pub kind: String,
    /// JSON; `None` once it was erased.
    pub payload: Option<String>,
    /// What the commitment is salted with; zeros once the payload was erased.
    pub salt: [u8; 16],
    /// SHA-256 of salt and payload.
    pub commitment: [u8; 32],
}

impl JournalEvent {
    /// The event at the place `seq` of a chain, its commitment salted by chance.
    pub(super) fn new(seq: i64, new: &NewEvent) -> Result<Self, StoreError> {
        let payload = serde_json::to_string(&new.event)?;
        let salt = Chance::default().bytes();
        Ok(Self {
            seq,
            at: new.at.as_millisecond(),
            actor: new.actor.as_ref().map_or("", |actor| actor.as_str()).to_owned(),
            kind: new.event.kind().to_owned(),
            commitment: Self::commit(&salt, &payload),
            payload: Some(payload),
            salt,
        })
    }

    /// The commitment to a payload.
    pub fn commit(salt: &[u8; 16], payload: &str) -> [u8; 32] {
        let mut hasher = Sha256::new();
        part(&mut hasher, salt);
        part(&mut hasher, payload.as_bytes());
        hasher.finalize().into()
    }

    /// The hash of this event in `node`'s chain, after an event of the hash `before`.
    pub fn hash(&self, node: &NodeId, before: &[u8; 32]) -> [u8; 32] {
        chain(before, node.as_str(), self)
    }

    /// What does not fit between its payload and the rest; `None` where it is sound, or was erased.
    pub(crate) fn fault(&self) -> Option<&'static str> {
        let payload = self.payload.as_ref()?;
        if Self::commit(&self.salt, payload) != self.commitment {
            Some("its payload was changed")
        } else if !is_of_kind(payload, &self.kind) {
            Some("its payload is of another kind")
        } else {
            None
        }
    }

    /// The event with its meaning; `None` where it was erased, or where this version of Limen does not understand it.
    pub(crate) fn entry(&self, node: &NodeId) -> Result<Option<Entry>, StoreError> {
        let Some(payload) = &self.payload else { return Ok(None) };
        entry(node, self.seq, self.at, &self.actor, payload)
    }

    pub(crate) fn of_row(row: &DbRow) -> Result<Self, StoreError> {
        let payload: Option<String> = row.try_get("payload")?;
        // Erased with the payload.
        let salt = if payload.is_some() { columns::bytes(row, "salt")? } else { [0; 16] };
        Ok(Self {
            seq: row.try_get("seq")?,
            at: row.try_get("at")?,
            actor: row.try_get("actor")?,
            kind: row.try_get("kind")?,
            payload,
            salt,
            commitment: columns::bytes(row, "commitment")?,
        })
    }
}

/// An event with its meaning; `None` where this version of Limen does not understand it.
pub(crate) fn entry(node: &NodeId, seq: i64, at: i64, actor: &str, payload: &str) -> Result<Option<Entry>, StoreError> {
    let Ok(event) = serde_json::from_str(payload) else {
        tracing::warn!(%node, seq, "an event is not understood by this version");
        return Ok(None);
    };
    let actor = if actor.is_empty() { None } else { Some(AccountId::parse(actor).map_err(damaged)?) };
    let at = Timestamp::from_millisecond(at).map_err(damaged)?;
    Ok(Some(Entry { node: node.clone(), seq, new: NewEvent { at, actor, event } }))
}

pub(super) fn chain(before: &Hash, node: &str, event: &JournalEvent) -> Hash {
    let mut hasher = Sha256::new();
    part(&mut hasher, b"limen event 1");
    part(&mut hasher, before);
    part(&mut hasher, node.as_bytes());
    part(&mut hasher, &event.seq.to_be_bytes());
    part(&mut hasher, &event.at.to_be_bytes());
    part(&mut hasher, event.actor.as_bytes());
    part(&mut hasher, event.kind.as_bytes());
    part(&mut hasher, &event.commitment);
    hasher.finalize().into()
}

/// Whether a payload says that it is of this kind, which a later version of Limen may have brought.
fn is_of_kind(payload: &str, kind: &str) -> bool {
    #[derive(serde::Deserialize)]
    struct Kind {
        kind: String,
    }
    serde_json::from_str::<Kind>(payload).is_ok_and(|said| said.kind == kind)
}
