//! A proof that an event stands in a journal, which a machine checks that has nothing but the signer's public key.
//!
//! The root of the tree over the journal is signed as a checkpoint (C2SP tlog-checkpoint) in a signed note (C2SP
//! signed-note, Ed25519). A proof holds that note, the event, and the path from it to the root (RFC 9162 §2.1.3).

use crate::identity::{Identity, is_signed_by};
use data_encoding::HEXLOWER;
use limen_domain::NodeId;
use limen_neighbour::Note;
use limen_store::{Continuation, JournalEvent, Store, StoreError, goes_on, leads, leaves};
use serde::{Deserialize, Serialize};
use tlog_tiles::Checkpoint;

/// The form that a proof says it has.
const FORM: &str = "limen proof 1";
/// The longest proof that is read.
pub const MOST_BYTES: usize = 16 * 1024 * 1024;

/// A proof that an event stands in a journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    form: String,
    /// The journal.
    pub journal: NodeId,
    /// The event's number.
    pub seq: i64,
    /// When, in milliseconds since 1970, UTC.
    pub at: i64,
    /// Who; empty for the node itself.
    pub actor: String,
    /// The event's kind.
    pub kind: String,
    /// What it says; `None` where that was erased, or is not to be shown.
    pub payload: Option<String>,
    /// What the commitment is salted with, in hexadecimal; empty without a payload.
    salt: String,
    /// The commitment to what it says, in hexadecimal.
    commitment: String,
    /// The hash of the event before it, in hexadecimal.
    before: String,
    /// The path to the root, in hexadecimal, from the event up.
    path: Vec<String>,
    /// The signed root.
    pub note: String,
}

/// Why there is no proof, or why it does not hold.
#[derive(Debug, thiserror::Error)]
pub enum ProofError {
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no such event.
    #[error("the journal {0} has no event {1} here")]
    NoEvent(NodeId, i64),
    /// The bytes are no proof.
    #[error("this is no proof: {0}")]
    Malformed(String),
    /// What the event says is not what was committed to.
    #[error("the proof does not hold: what the event says was changed")]
    Payload,
    /// The path does not lead to the root.
    #[error("the proof does not hold: the event does not stand in the journal of which the root was signed")]
    Path,
    /// The root was not signed with this key.
    #[error("the proof does not hold: the root was not signed with this key")]
    Signature,
}

/// What a proof that holds says of the root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// Who signed: the name in the note.
    pub by: String,
    /// Over how many events.
    pub size: u64,
}

/// The name under which a node signs a journal's root.
fn origin(signer: &NodeId, journal: &NodeId) -> String {
    format!("limen/{signer}/{journal}")
}

/// A checkpoint as a signed note.
fn sign(checkpoint: &Checkpoint, identity: &Identity) -> String {
    let mut note = Note::new(&String::from_utf8_lossy(&checkpoint.to_bytes()));
    note.sign(checkpoint.origin(), identity);
    note.to_string()
}

/// The checkpoint of a signed note that the holder of a key signed.
fn opened(note: &str, key: &[u8; 32]) -> Result<Checkpoint, ProofError> {
    let malformed = |what: &str| ProofError::Malformed(what.to_owned());
    let note = Note::read(note).map_err(|_| malformed("its root is not signed"))?;
    let checkpoint = Checkpoint::from_bytes(note.text().as_bytes()).map_err(|_| malformed("its root can't be read"))?;
    if note.is_signed_by(checkpoint.origin(), key) { Ok(checkpoint) } else { Err(ProofError::Signature) }
}

/// A signed root as a witness keeps it: of which journal, over how many events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Witness {
    /// The journal.
    pub journal: NodeId,
    /// Over how many events.
    pub size: i64,
    /// The root.
    pub root: [u8; 32],
}

impl Witness {
    /// Reads a signed root that the holder of a key signed.
    ///
    /// # Errors
    /// Where it is none, or somebody else signed it.
    pub fn read(note: &str, key: &[u8; 32]) -> Result<Self, ProofError> {
        let checkpoint = opened(note, key)?;
        let malformed = || ProofError::Malformed("it is the root of no journal".to_owned());
        let journal = checkpoint.origin().rsplit('/').next().and_then(|name| NodeId::parse(name).ok());
        let size = i64::try_from(checkpoint.size()).map_err(|_| malformed())?;
        Ok(Self { journal: journal.ok_or_else(malformed)?, size, root: checkpoint.hash().0 })
    }
}

/// The root of the tree over the first `size` events of a journal that is held here; zeros for none.
pub(crate) async fn root_of(store: &Store, journal: &NodeId, size: i64) -> Result<[u8; 32], StoreError> {
    if size == 0 { Ok([0; 32]) } else { store.tree(journal, size, size).await?.root() }
}

/// The root of the tree over a journal as it stands now, signed by a node.
///
/// # Errors
/// The database can't be read.
pub async fn checkpoint(
    store: &Store,
    identity: &Identity,
    signer: &NodeId,
    journal: &NodeId,
) -> Result<String, ProofError> {
    let size = store.journal_head(journal).await?.seq;
    let tree = store.tree(journal, size, size.max(1)).await?;
    signed_root(&tree, identity, signer, journal)
}

fn signed_root(
    tree: &limen_store::Tree,
    identity: &Identity,
    signer: &NodeId,
    journal: &NodeId,
) -> Result<String, ProofError> {
    let root = tlog_tiles::Hash(tree.root()?);
    let checkpoint = Checkpoint::new(&origin(signer, journal), tree.size, root, "")
        .map_err(|error| ProofError::Malformed(error.to_string()))?;
    Ok(sign(&checkpoint, identity))
}

/// The root of a journal that goes on from an earlier one: what a witness is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Root {
    /// The signed root.
    #[serde(rename = "n")]
    pub note: String,
    /// The path from the earlier root (RFC 9162 §2.1.4), to this one or, where the witness keeps that of another journal,
    /// to the place from which this journal goes on; empty where the witness had none.
    #[serde(rename = "p", default)]
    pub path: Vec<serde_bytes::ByteBuf>,
    /// Over how many events the root is that the path begins at. `None` from a headquarters of an earlier version.
    #[serde(rename = "f", default)]
    pub from: Option<u64>,
}

impl Root {
    /// The root of `journal` as it stands now, for a witness that keeps the one over the first `before` events of `kept`.
    ///
    /// # Errors
    /// Where the journal can't be read.
    pub async fn after(
        store: &Store,
        identity: &Identity,
        signer: &NodeId,
        journal: &NodeId,
        (before, kept): (u64, Option<&NodeId>),
    ) -> Result<Self, ProofError> {
        let size = store.journal_head(journal).await?.seq;
        let seq = i64::try_from(before).unwrap_or(i64::MAX).clamp(1, size.max(1));
        let tree = store.tree(journal, size, seq).await?;
        let path = match kept.filter(|kept| *kept != journal) {
            None => path_from(&tree, before)?,
            Some(kept) => {
                let line = store.line().await?;
                let end = leaves(&line, kept).map_or(0, |continuation| continuation.events);
                let end = end.min(store.journal_head(kept).await?.seq);
                let seq = i64::try_from(before).unwrap_or(i64::MAX).clamp(1, end.max(1));
                path_from(&store.tree(kept, end, seq).await?, before)?
            }
        };
        let path = path.iter().map(|hash| serde_bytes::ByteBuf::from(hash.to_vec())).collect();
        Ok(Self { note: signed_root(&tree, identity, signer, journal)?, path, from: Some(before) })
    }

    /// Whether it says nothing of the root that is kept: it answers an earlier question, doubled or late, so that its path
    /// begins elsewhere. Two roots over as many events of one journal always speak of each other.
    pub fn is_late(&self, key: &[u8; 32], kept: &str) -> bool {
        let (Ok(now), Ok(before)) = (Witness::read(&self.note, key), Witness::read(kept, key)) else { return false };
        let contradicts = now.journal == before.journal && now.size == before.size && now.root != before.root;
        self.from.is_some_and(|from| from != size_of(kept)) && !contradicts
    }

    /// Checks that the holder of a key signed it, and that it goes on from the root that was kept: of the same journal, or
    /// of one that a signed statement of `line` goes on from.
    ///
    /// # Errors
    /// Where it does not.
    pub fn goes_on(&self, key: &[u8; 32], kept: Option<&str>, line: &[Continuation]) -> Result<(), ProofError> {
        let now = Witness::read(&self.note, key)?;
        let Some(kept) = kept else { return Ok(()) };
        let before = Witness::read(kept, key)?;
        let path: Vec<[u8; 32]> = self
            .path
            .iter()
            .map(|hash| hash.as_slice().try_into().map_err(|_| ProofError::Malformed("a hash is too short".to_owned())))
            .collect::<Result<_, _>>()?;
        let (size, root) = if now.journal == before.journal {
            (now.size, now.root)
        } else {
            leaves(line, &before.journal)
                .filter(|continuation| is_signed_by(key, &continuation.text(), &continuation.signature))
                .map(|continuation| (continuation.events, continuation.root))
                .ok_or(ProofError::Path)?
        };
        let count = |size: i64| u64::try_from(size).unwrap_or_default();
        // Every journal goes on from nothing.
        if before.size == 0 || goes_on(&path, (count(size), &root), (count(before.size), &before.root)) {
            Ok(())
        } else {
            Err(ProofError::Path)
        }
    }
}

fn path_from(tree: &limen_store::Tree, before: u64) -> Result<Vec<[u8; 32]>, StoreError> {
    if (1..=tree.size).contains(&before) { tree.goes_on_from(before) } else { Ok(Vec::new()) }
}

/// Over how many events a signed root is, as it says itself.
pub fn size_of(note: &str) -> u64 {
    note.lines().nth(1).and_then(|size| size.parse().ok()).unwrap_or_default()
}

impl Proof {
    /// Proves that an event stands in a journal that is held here; `signer` is this node. Without its payload, a proof
    /// says that something happened, when and by whom, and not to whom.
    ///
    /// # Errors
    /// There is no such event in the journal, or the database can't be read.
    pub async fn of(
        store: &Store,
        identity: &Identity,
        signer: &NodeId,
        (journal, seq): (&NodeId, i64),
        with_payload: bool,
    ) -> Result<Self, ProofError> {
        let size = store.journal_head(journal).await?.seq;
        let event =
            if (1..=size).contains(&seq) { store.journal_after(journal, seq - 1, 0).await?.pop() } else { None };
        let event = event.filter(|event| event.seq == seq).ok_or_else(|| ProofError::NoEvent(journal.clone(), seq))?;
        let before = store.hash_at(journal, seq - 1).await?.unwrap_or_default();
        let tree = store.tree(journal, size, seq).await?;
        let payload = event.payload.filter(|_| with_payload);
        Ok(Self {
            form: FORM.to_owned(),
            journal: journal.clone(),
            seq,
            at: event.at,
            actor: event.actor,
            kind: event.kind,
            salt: if payload.is_some() { HEXLOWER.encode(&event.salt) } else { String::new() },
            payload,
            commitment: HEXLOWER.encode(&event.commitment),
            before: HEXLOWER.encode(&before),
            path: tree.path(seq)?.iter().map(|hash| HEXLOWER.encode(hash)).collect(),
            note: signed_root(&tree, identity, signer, journal)?,
        })
    }

    /// Reads a proof; whether it holds, [`Proof::check`] says.
    ///
    /// # Errors
    /// [`ProofError::Malformed`]: the bytes are no proof.
    pub fn read(bytes: &[u8]) -> Result<Self, ProofError> {
        if bytes.len() > MOST_BYTES {
            return Err(ProofError::Malformed("it is too long".to_owned()));
        }
        let proof: Self = serde_json::from_slice(bytes).map_err(|error| ProofError::Malformed(error.to_string()))?;
        if proof.form != FORM {
            return Err(ProofError::Malformed(format!("its form is not \u{201c}{FORM}\u{201d}")));
        }
        Ok(proof)
    }

    /// Checks a proof with the public key under which the root was signed.
    ///
    /// # Errors
    /// [`ProofError`] says why the proof does not hold.
    pub fn check(&self, key: &[u8; 32]) -> Result<Signed, ProofError> {
        let commitment = bytes(&self.commitment)?;
        let mut salt = [0; 16];
        if let Some(payload) = &self.payload {
            salt = bytes(&self.salt)?;
            if JournalEvent::commit(&salt, payload) != commitment {
                return Err(ProofError::Payload);
            }
        }
        let event = JournalEvent {
            seq: self.seq,
            at: self.at,
            actor: self.actor.clone(),
            kind: self.kind.clone(),
            payload: None,
            salt,
            commitment,
        };
        let hash = event.hash(&self.journal, &bytes(&self.before)?);
        let checkpoint = opened(&self.note, key)?;
        let path: Vec<[u8; 32]> = self.path.iter().map(|hash| bytes(hash)).collect::<Result<_, _>>()?;
        let is_of_journal = checkpoint.origin().rsplit('/').next() == Some(self.journal.as_str());
        if !is_of_journal || !leads(&path, checkpoint.size(), &checkpoint.hash().0, self.seq, &hash) {
            return Err(ProofError::Path);
        }
        Ok(Signed { by: checkpoint.origin().to_owned(), size: checkpoint.size() })
    }
}

fn bytes<const N: usize>(hex: &str) -> Result<[u8; N], ProofError> {
    let bytes = HEXLOWER.decode(hex.as_bytes()).ok().and_then(|bytes| bytes.try_into().ok());
    bytes.ok_or_else(|| ProofError::Malformed("a hash in it has the wrong length".to_owned()))
}

/// A public key as it is written down: 64 hexadecimal digits.
pub fn public_key(text: &str) -> Option<[u8; 32]> {
    bytes(&text.trim().to_ascii_lowercase()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use limen_domain::Event;

    async fn journal(events: usize) -> (tempfile::TempDir, Store, Identity, NodeId) {
        let folder = tempfile::tempdir().expect("a folder");
        let node = NodeId::parse("KRM").expect("a node");
        let store = Store::create(folder.path(), &node).await.expect("a store");
        let started = Event::NodeStarted { version: "1".to_owned() };
        store.append(None, vec![started; events], None).await.expect("appended");
        (folder, store, Identity::generate().expect("keys"), node)
    }

    #[tokio::test]
    async fn every_event_of_a_journal_is_proved_and_no_other_proof_holds() {
        let (_folder, store, identity, node) = journal(600).await;
        let key = identity.public_key();
        let size = store.journal_head(&node).await.expect("a head").seq;
        for seq in [1, 2, 255, 256, 257, 511, 512, 513, size] {
            let proof = Proof::of(&store, &identity, &node, (&node, seq), true).await.expect("a proof");
            let signed = proof.check(&key).expect("a proof that holds");
            assert_eq!((signed.by.as_str(), signed.size), ("limen/KRM/KRM", size as u64));
            let read = Proof::read(&serde_json::to_vec(&proof).expect("json")).expect("read again");
            assert_eq!(read, proof);
            // Whatever is changed, it does not hold.
            let later = Proof { seq: proof.seq % size + 1, ..proof.clone() };
            assert!(matches!(later.check(&key), Err(ProofError::Path)), "{seq}");
            let by_another = Proof { actor: "mariam".to_owned(), ..proof.clone() };
            assert!(matches!(by_another.check(&key), Err(ProofError::Path)));
            let of_another = Proof { journal: NodeId::parse("ZEG").expect("a node"), ..proof.clone() };
            assert!(matches!(of_another.check(&key), Err(ProofError::Path)));
            let says_other =
                Proof { payload: proof.payload.clone().map(|text| text.replace('1', "2")), ..proof.clone() };
            assert!(matches!(says_other.check(&key), Err(ProofError::Payload)));
            let larger = Proof { note: proof.note.replace(&size.to_string(), "9999"), ..proof.clone() };
            assert!(matches!(larger.check(&key), Err(ProofError::Signature)));
            let other_key = Identity::generate().expect("keys").public_key();
            assert!(matches!(proof.check(&other_key), Err(ProofError::Signature)));
        }
        let beyond = Proof::of(&store, &identity, &node, (&node, size + 1), true).await;
        assert!(matches!(beyond, Err(ProofError::NoEvent(_, _))));
    }

    #[tokio::test]
    async fn a_witness_notices_when_a_journal_is_not_the_one_it_was_shown() {
        let (_folder, store, identity, node) = journal(300).await;
        let key = identity.public_key();
        let first = Root::after(&store, &identity, &node, &node, (0, None)).await.expect("a root");
        first.goes_on(&key, None, &[]).expect("the first is taken as it is");
        for more in [1, 5, 250, 600] {
            let kept = Root::after(&store, &identity, &node, &node, (0, None)).await.expect("a root").note;
            let started = Event::NodeStarted { version: "2".to_owned() };
            store.append(None, vec![started; more], None).await.expect("appended");
            let next =
                Root::after(&store, &identity, &node, &node, (size_of(&kept), Some(&node))).await.expect("a root");
            next.goes_on(&key, Some(&kept), &[]).expect("it goes on");
            let is_first = kept == first.note;
            assert_eq!(next.goes_on(&key, Some(&first.note), &[]).is_ok(), is_first, "a path is from one root");
        }
        // The same journal written anew with other events, signed with the right key.
        let (_folder, anew, _, _) = journal(2_000).await;
        let kept = Root::after(&store, &identity, &node, &node, (0, None)).await.expect("a root").note;
        let other = Root::after(&anew, &identity, &node, &node, (size_of(&kept), Some(&node))).await.expect("a root");
        assert!(matches!(other.goes_on(&key, Some(&kept), &[]), Err(ProofError::Path)));
        let shorter = Root { note: first.note.clone(), path: Vec::new(), from: None };
        assert!(shorter.goes_on(&key, Some(&kept), &[]).is_err(), "a journal does not become shorter");
    }

    #[test]
    fn the_fuzzers_corpus_is_read_and_nothing_in_it_holds_for_another_key() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/proof");
        let mut read = 0;
        for file in std::fs::read_dir(folder).expect("a corpus") {
            let bytes = std::fs::read(file.expect("a file").path()).expect("read");
            if let Ok(proof) = Proof::read(&bytes) {
                assert!(proof.check(&[7; 32]).is_err());
                read += 1;
            }
        }
        assert!(read >= 2);
    }

    #[tokio::test]
    async fn a_proof_without_what_the_event_says_holds_too() {
        let (_folder, store, identity, node) = journal(3).await;
        let proof = Proof::of(&store, &identity, &node, (&node, 2), false).await.expect("a proof");
        assert_eq!(proof.payload, None);
        assert!(proof.check(&identity.public_key()).is_ok());
    }
}
