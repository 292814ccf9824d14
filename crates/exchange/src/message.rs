//! What posts and headquarters say to each other: one question, one answer, and again until neither has anything new.
//!
//! Both are CBOR maps. A node passes over keys that it does not know, and over parts of an answer that it does not
//! understand, so that posts one version behind or ahead go on exchanging.

use crate::{
    RefusalReason,
    across::SeenAcross,
    identity::{Identity, is_signed_by},
    packed::{Packed, UnpackError},
    piece::JournalPiece,
    proof::Root,
};
use limen_domain::{AccountId, NodeId};
use limen_store::{
    Continuation, Credentials, HeldReference, JournalHead, KnownEvent, KnownPiece, MOST_EVENTS, ReferenceCursor,
    ReferencePiece, ReferenceRow, ReferenceVersion,
};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// What a post says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// The version of Limen that runs there.
    #[serde(default)]
    pub version: String,
    /// The number of the last event in its journal.
    #[serde(default)]
    pub journal: i64,
    /// The version of the reference data in force there.
    #[serde(default)]
    pub reference: i64,
    /// Bytes left on its disk.
    #[serde(default)]
    pub disk_free: Option<u64>,
    /// How many pictures wait to be sent.
    #[serde(default)]
    pub pictures_waiting: u64,
    /// What is wrong there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub complaints: Vec<Complaint>,
}

/// Something that is wrong at a post, as it says itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Complaint {
    /// Its journal does not verify.
    JournalBroken,
    /// Its clock is behind what it wrote last, or before the program was built.
    ClockBehind,
    /// Its clock leapt ahead, and nobody has said that it is right.
    ClockLeapt,
    /// A setting can't be read.
    SettingUnreadable,
    /// Much is to be erased, and waits for two people.
    ErasureWaits,
    /// Its clock differs from headquarters'.
    ClockOff,
    /// Its disk is almost full.
    DiskLow,
    /// Headquarters takes no more of its journal.
    Rejected,
    /// Headquarters' journal is another than the one it witnessed.
    HeadquartersRewritten,
    /// It holds more of headquarters' reference data than headquarters.
    HeadquartersBehind,
    /// Something that this version of Limen does not know.
    #[serde(other)]
    Unknown,
}

impl Complaint {
    /// A code for looking up the words that pages show.
    pub fn code(self) -> &'static str {
        match self {
            Self::JournalBroken => "journal-broken",
            Self::ClockBehind => "clock-behind",
            Self::ClockLeapt => "clock-leapt",
            Self::SettingUnreadable => "setting-unreadable",
            Self::ErasureWaits => "erasure-waits",
            Self::ClockOff => "clock-off",
            Self::DiskLow => "disk-low",
            Self::Rejected => "rejected",
            Self::HeadquartersRewritten => "headquarters-rewritten",
            Self::HeadquartersBehind => "headquarters-behind",
            Self::Unknown => "unknown",
        }
    }
}

/// What a post asks and tells.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Question {
    /// How the post is.
    #[serde(rename = "st")]
    pub status: Status,
    /// The journal that it writes now.
    #[serde(rename = "jn")]
    pub journal: NodeId,
    /// The next pieces of it, and of those that this node wrote before it was put back from a backup.
    #[serde(rename = "pc", default, skip_serializing_if = "Vec::is_empty")]
    pub pieces: Vec<JournalPiece>,
    /// Where each piece ends, signed; without any piece, where the journal ends.
    #[serde(rename = "hd", default)]
    pub ends: Vec<SignedEnd>,
    /// The reference data in force at the post.
    #[serde(rename = "rr", default)]
    pub reached: ReferenceVersion,
    /// How far the post has come with reference data.
    #[serde(rename = "rf", default)]
    pub reference: ReferenceCursor,
    /// How far it was told of other journals.
    #[serde(rename = "kn", default, skip_serializing_if = "Vec::is_empty")]
    pub known: Vec<(NodeId, i64)>,
    /// The other journals of this post that it holds whole, as far as here.
    #[serde(rename = "ow", default, skip_serializing_if = "Vec::is_empty")]
    pub own: Vec<(NodeId, i64)>,
    /// Pictures that headquarters asked for.
    #[serde(rename = "ct", default, skip_serializing_if = "Vec::is_empty")]
    pub contents: Vec<Content>,
    /// Pictures that the post lacks.
    #[serde(rename = "wt", default, skip_serializing_if = "Vec::is_empty")]
    pub wanted: Vec<String>,
    /// How many bytes the answer may have, about.
    #[serde(rename = "rm")]
    pub room: u32,
    /// The last day of its certificate, as milliseconds since 1970: headquarters renews it in time.
    #[serde(rename = "ce", default)]
    pub certificate_until: Option<i64>,
    /// Over how many events the root of headquarters' journal is that the post keeps as a witness, where it asks for a new
    /// one.
    #[serde(rename = "wr", default, skip_serializing_if = "Option::is_none")]
    pub witnessed: Option<u64>,
    /// The root that it keeps as a witness: of which journal of headquarters, over how many events.
    #[serde(rename = "wk", default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<(NodeId, i64)>,
    /// The journal of headquarters whose reference data the post follows.
    #[serde(rename = "rs", default, skip_serializing_if = "Option::is_none")]
    pub source: Option<NodeId>,
    /// Whether it keeps headquarters' signature under the version in force.
    #[serde(rename = "sg", default)]
    pub is_signed: bool,
    /// What it gives back to a headquarters that was restored.
    #[serde(rename = "gv", default, skip_serializing_if = "Option::is_none")]
    pub given: Option<Given>,
    /// What people bound to the post have set there as their password and second factor.
    #[serde(rename = "cd", default, skip_serializing_if = "Vec::is_empty")]
    pub credentials: Vec<(AccountId, Credentials)>,
    /// When the last mark of a joint post's other half came to headquarters that this post holds, in milliseconds since
    /// 1970.
    #[serde(rename = "sa", default)]
    pub seen_across: i64,
}

/// How far headquarters holds each journal.
pub type Held = Vec<(NodeId, i64)>;

/// How far a journal has come in such a list; 0 if it is not in it.
pub(crate) fn seq_of(list: &[(NodeId, i64)], journal: &NodeId) -> i64 {
    list.iter().find(|(other, _)| other == journal).map_or(0, |(_, seq)| *seq)
}

/// How far a node has come with what headquarters has for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursors {
    /// The journal that it writes now.
    pub journal: NodeId,
    /// The reference data in force there.
    pub reached: ReferenceVersion,
    /// How far it has come with what follows.
    pub reference: ReferenceCursor,
    /// How far it was told of other journals.
    pub known: Vec<(NodeId, i64)>,
    /// How far it holds the other journals of its post.
    pub own: Vec<(NodeId, i64)>,
    /// Pictures that it lacks.
    pub wanted: Vec<String>,
    /// Pictures that it knows headquarters lacks.
    pub asked: Vec<String>,
    /// Until when its certificate is good, in milliseconds since 1970.
    pub certificate_until: Option<i64>,
    /// Over how many events the root is that it keeps as a witness, where it asks for a new one.
    #[serde(default)]
    pub witnessed: Option<u64>,
    /// The root that it keeps as a witness: of which journal of headquarters, over how many events.
    #[serde(default)]
    pub kept: Option<(NodeId, i64)>,
    /// The journal of headquarters whose reference data it follows.
    #[serde(default)]
    pub source: Option<NodeId>,
    /// Whether it keeps headquarters' signature under the version in force.
    #[serde(default)]
    pub is_signed: bool,
}

impl Cursors {
    /// A node that has nothing yet.
    pub fn of_new(node: &NodeId) -> Self {
        Self {
            journal: node.clone(),
            reached: ReferenceVersion::default(),
            reference: ReferenceCursor::default(),
            known: Vec::new(),
            own: Vec::new(),
            wanted: Vec::new(),
            asked: Vec::new(),
            certificate_until: None,
            witnessed: None,
            kept: None,
            source: None,
            is_signed: false,
        }
    }

    /// How far a node has come that asks this.
    pub fn of(question: &Question) -> Self {
        Self {
            journal: question.journal.clone(),
            reached: question.reached,
            reference: question.reference.clone(),
            known: question.known.clone(),
            own: question.own.clone(),
            wanted: question.wanted.clone(),
            asked: Vec::new(),
            certificate_until: question.certificate_until,
            witnessed: question.witnessed,
            kept: question.kept.clone(),
            source: question.source.clone(),
            is_signed: question.is_signed,
        }
    }

    /// How far it will have come once it has taken this part in.
    pub fn advance(&mut self, part: &Part) {
        let put = |list: &mut Vec<(NodeId, i64)>, journal: &NodeId, seq: i64| {
            list.retain(|(other, _)| other != journal);
            list.push((journal.clone(), seq));
        };
        match part {
            Part::Reference(packed) => {
                if let Ok(piece) = packed.unpack() {
                    self.reference = piece.end();
                    if let Some(whole) = piece.whole {
                        (self.reached, self.source, self.is_signed) = (whole, Some(piece.source), true);
                    }
                }
            }
            Part::Journal(piece) => {
                let last = piece.first + i64::try_from(piece.len()).unwrap_or(0) - 1;
                put(&mut self.own, &piece.journal, last);
            }
            Part::Known(known) => put(&mut self.known, &known.node, known.up_to),
            Part::Content(content) => self.wanted.retain(|sha256| *sha256 != content.sha256),
            Part::Wanted(wanted) => self.asked.clone_from(wanted),
            Part::Certificate(_) => self.certificate_until = None,
            Part::Root(_) => self.witnessed = None,
            Part::Across(_) => {}
        }
    }
}

/// What headquarters answers.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Answer {
    /// How far each journal that the post's node wrote is held at headquarters.
    #[serde(rename = "hl", default)]
    pub held: Vec<(NodeId, i64)>,
    /// Why a piece of it was not taken in.
    #[serde(rename = "rj", default, skip_serializing_if = "Option::is_none")]
    pub rejected: Option<Rejected>,
    /// The journal that headquarters writes.
    #[serde(rename = "wj", default, skip_serializing_if = "Option::is_none")]
    pub journal: Option<NodeId>,
    /// From which journals it goes on, the latest first, for posts that follow an earlier one.
    #[serde(rename = "ln", default, skip_serializing_if = "Vec::is_empty")]
    pub line: Vec<Continuation>,
    /// What a headquarters that was restored asks back.
    #[serde(rename = "rc", default, skip_serializing_if = "Option::is_none")]
    pub recall: Option<Recall>,
    /// The journal that another machine writes under this node's name and key.
    #[serde(rename = "tw", default, skip_serializing_if = "Option::is_none")]
    pub twin: Option<NodeId>,
    /// What else there is, most urgent first: CBOR of [`Part`] each.
    #[serde(rename = "pt", default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<serde_bytes::ByteBuf>,
}

/// What a restored headquarters asks of a post.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recall {
    /// After what its reference data is wanted; `None` where what it says that it holds is enough.
    #[serde(rename = "a", default, skip_serializing_if = "Option::is_none")]
    pub after: Option<ReferenceCursor>,
}

/// What a post gives back to a restored headquarters.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Given {
    /// What it holds of headquarters' reference data; `None` where it holds none.
    #[serde(rename = "h", default, skip_serializing_if = "Option::is_none")]
    pub held: Option<HeldReference>,
    /// The signed roots of headquarters' journals that it keeps as a witness.
    #[serde(rename = "r", default, skip_serializing_if = "Vec::is_empty")]
    pub roots: Vec<String>,
    /// The next piece of the reference data.
    #[serde(rename = "p", default, skip_serializing_if = "Option::is_none")]
    pub piece: Option<PackedReference>,
}

/// Why a piece of a journal was not taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    /// Of which journal.
    pub journal: NodeId,
    /// Why: a fork, an unsound event, a gap.
    pub why: RefusalReason,
    /// At which event.
    pub seq: i64,
    /// What exactly.
    #[serde(default)]
    pub detail: String,
}

/// A part of an answer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Part {
    /// Reference data.
    #[serde(rename = "r")]
    Reference(PackedReference),
    /// A piece of another journal of this post.
    #[serde(rename = "j")]
    Journal(JournalPiece),
    /// What happened at another post.
    #[serde(rename = "k")]
    Known(PackedKnown),
    /// The pictures that headquarters lacks, those it wants first in front: SHA-256 in hexadecimal.
    #[serde(rename = "w")]
    Wanted(Vec<String>),
    /// A picture that the post lacks.
    #[serde(rename = "c")]
    Content(Content),
    /// A new certificate: X.509 in DER, the post's first.
    #[serde(rename = "x")]
    Certificate(Vec<serde_bytes::ByteBuf>),
    /// The root of headquarters' journal, for the post to witness.
    #[serde(rename = "h")]
    Root(Root),
    /// What the other half of a joint post recorded within the hour: held in memory alone.
    #[serde(rename = "s")]
    Across(Vec<SeenAcross>),
}

impl Part {
    /// The part as it stands in an answer.
    pub fn encode(&self) -> serde_bytes::ByteBuf {
        let mut bytes = Vec::new();
        // Writing into memory can't fail; a part that would is left out by its reader.
        let _ = ciborium::into_writer(self, &mut bytes);
        serde_bytes::ByteBuf::from(bytes)
    }

    /// Reads a part; `None` where this version does not understand it.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        ciborium::from_reader(bytes).ok()
    }
}

/// A picture, page or file, found by its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// Itself.
    #[serde(with = "serde_bytes")]
    pub bytes: Vec<u8>,
}

/// The end of a journal with its writer's signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedEnd {
    /// Whose end.
    #[serde(rename = "j")]
    pub journal: NodeId,
    /// The number of the last event.
    #[serde(rename = "n")]
    pub seq: i64,
    /// Its hash.
    #[serde(rename = "h", with = "serde_bytes")]
    pub hash: [u8; 32],
    /// Ed25519 over [`SignedEnd::text`].
    #[serde(rename = "s", with = "serde_bytes")]
    pub signature: Vec<u8>,
}

impl SignedEnd {
    /// Signs the end of a journal.
    pub fn sign(identity: &Identity, journal: &NodeId, head: JournalHead) -> Self {
        let signature = identity.sign(&Self::text(journal, head)).to_vec();
        Self { journal: journal.clone(), seq: head.seq, hash: head.hash, signature }
    }

    /// The end, without its signature.
    pub fn head(&self) -> JournalHead {
        JournalHead { seq: self.seq, hash: self.hash }
    }

    /// Whether the holder of this key signed that the journal ends so.
    pub fn is_signed_by(&self, public_key: &[u8; 32]) -> bool {
        is_signed_by(public_key, &Self::text(&self.journal, self.head()), &self.signature)
    }

    /// What is signed: `limen head 1`, then number and hash, then the journal's name.
    pub fn text(journal: &NodeId, head: JournalHead) -> Vec<u8> {
        let mut text = b"limen head 1".to_vec();
        text.extend_from_slice(&head.seq.to_be_bytes());
        text.extend_from_slice(&head.hash);
        text.extend_from_slice(journal.as_str().as_bytes());
        text
    }
}

/// A piece of reference data, compressed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PackedReference {
    #[serde(rename = "s")]
    source: NodeId,
    #[serde(rename = "a")]
    after: ReferenceCursor,
    /// Versions, each with how many things changed in it.
    #[serde(rename = "v")]
    versions: Vec<(i64, u32)>,
    /// The places of what is gone.
    #[serde(rename = "g", default, skip_serializing_if = "Vec::is_empty")]
    gone: Vec<u32>,
    /// Of each thing its kind, its key, and what it is.
    #[serde(rename = "t")]
    texts: Packed,
    #[serde(rename = "w")]
    whole: Option<ReferenceVersion>,
    /// Headquarters' signature under it.
    #[serde(rename = "sg", default, skip_serializing_if = "Option::is_none")]
    signature: Option<serde_bytes::ByteBuf>,
}

/// Maximum number of things in one piece of reference data.
const MOST_ROWS: usize = 10_000;
/// The texts of one thing.
const TEXTS: usize = 3;

impl PackedReference {
    /// Packs a piece.
    pub fn pack(piece: &ReferencePiece) -> Self {
        let mut versions: Vec<(i64, u32)> = Vec::new();
        for row in &piece.rows {
            match versions.last_mut() {
                Some((version, count)) if *version == row.version => *count += 1,
                _ => versions.push((row.version, 1)),
            }
        }
        let gone = (0..).zip(&piece.rows).filter(|(_, row)| row.body.is_none()).map(|(place, _)| place).collect();
        let texts = piece.rows.iter();
        let texts =
            texts.flat_map(|row| [row.kind.as_str(), row.key.as_str(), row.body.as_deref().unwrap_or_default()]);
        Self {
            source: piece.source.clone(),
            after: piece.after.clone(),
            versions,
            gone,
            texts: Packed::pack(texts),
            whole: piece.whole,
            signature: piece.signature.clone().map(serde_bytes::ByteBuf::from),
        }
    }

    /// The piece again; its source's line stands in the message around it.
    ///
    /// # Errors
    /// [`UnpackError`]: it is damaged, or larger than any piece.
    pub fn unpack(&self) -> Result<ReferencePiece, UnpackError> {
        let mut texts = self.texts.unpack(TEXTS * MOST_ROWS)?.into_iter();
        let gone: HashSet<u32> = self.gone.iter().copied().collect();
        let mut rows = Vec::new();
        for (version, count) in &self.versions {
            for _ in 0..*count {
                let mut next = || texts.next().ok_or(UnpackError::Damaged);
                let (kind, key, body) = (next()?, next()?, next()?);
                let is_gone = u32::try_from(rows.len()).is_ok_and(|place| gone.contains(&place));
                rows.push(ReferenceRow { kind, key, version: *version, body: (!is_gone).then_some(body) });
            }
        }
        if texts.next().is_some() {
            return Err(UnpackError::Damaged);
        }
        Ok(ReferencePiece {
            source: self.source.clone(),
            line: Vec::new(),
            after: self.after.clone(),
            rows,
            whole: self.whole,
            signature: self.signature.clone().map(serde_bytes::ByteBuf::into_vec),
        })
    }
}

/// What happened at another post, compressed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PackedKnown {
    #[serde(rename = "n")]
    node: NodeId,
    #[serde(rename = "a")]
    after: i64,
    #[serde(rename = "u")]
    up_to: i64,
    /// The numbers of the events and their times, each as what it is more than the one before.
    #[serde(rename = "e")]
    places: Vec<(i64, i64)>,
    /// Of each event who acted, and its payload.
    #[serde(rename = "t")]
    texts: Packed,
}

impl PackedKnown {
    /// Packs a piece.
    pub fn pack(piece: &KnownPiece) -> Self {
        let mut last = (0_i64, 0_i64);
        let places = piece.events.iter().map(|event| {
            let place = (event.seq.saturating_sub(last.0), event.at.saturating_sub(last.1));
            last = (event.seq, event.at);
            place
        });
        Self {
            node: piece.node.clone(),
            after: piece.after,
            up_to: piece.up_to,
            places: places.collect(),
            texts: Packed::pack(piece.events.iter().flat_map(|event| [event.actor.as_str(), event.payload.as_str()])),
        }
    }

    /// The piece again.
    ///
    /// # Errors
    /// [`UnpackError`]: it is damaged, or larger than any piece.
    pub fn unpack(&self) -> Result<KnownPiece, UnpackError> {
        let mut texts = self.texts.unpack(2 * MOST_EVENTS)?.into_iter();
        let (mut seq, mut at, mut events) = (0_i64, 0_i64, Vec::new());
        for place in &self.places {
            seq = seq.checked_add(place.0).ok_or(UnpackError::Damaged)?;
            at = at.checked_add(place.1).ok_or(UnpackError::Damaged)?;
            let mut next = || texts.next().ok_or(UnpackError::Damaged);
            let (actor, payload) = (next()?, next()?);
            events.push(KnownEvent { seq, at, actor, payload });
        }
        if texts.next().is_some() {
            return Err(UnpackError::Damaged);
        }
        Ok(KnownPiece { node: self.node.clone(), after: self.after, up_to: self.up_to, events })
    }
}
