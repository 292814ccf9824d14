//! A post's side: what it asks, and what it does with the answer. Each part of an answer is taken in by itself, so that
//! whatever stops a post between two of them costs nothing but the rest.

pub use crate::enrolment::BelongsTo;
use crate::{
    ExchangeError, RefusalReason,
    across::{AtPost, SeenAcross},
    identity::{Identity, is_journal_of, is_signed_by, writer_of},
    message::{
        Answer, Content, Given, Held, PackedReference, Part, Question, Recall, Rejected, SignedEnd, Status, seq_of,
    },
    piece::JournalPiece,
    proof::{self, Root, Witness},
    seal::{Kind, Sealed, seal},
    statement::{signed_line, version_text},
};
use jiff::{SignedDuration, Timestamp};
use limen_domain::NodeId;
use limen_store::{
    Continuation, Effect, JournalHead, KnownTaken, ReferencePiece, ReferenceTaken, Store, TakenIn, is_confirmed,
    leaves, settings::Setting,
};
use serde::{Deserialize, Serialize};

/// The setting that remembers how far headquarters holds the journals that this node wrote.
const HELD: &str = "headquarters-holds";
/// The setting that remembers why headquarters takes no more of it.
const REJECTED: &str = "headquarters-rejects";
/// The setting that holds the root of headquarters' journal that this post keeps as a witness.
const WITNESSED: Setting<Option<Witnessed>> = Setting::json("headquarters-root", || None);
/// The setting that remembers what a headquarters that was restored asks back.
const RECALLED: &str = "headquarters-recalls";
/// How often a new one is asked for.
const WITNESS_EVERY: SignedDuration = SignedDuration::from_hours(1);
/// The setting that says which headquarters this post belongs to.
const BELONGS_TO: &str = "headquarters";
/// How many pictures are asked for at once.
const MOST_WANTED: i64 = 20;

/// A post.
#[derive(Debug)]
pub struct PostNode {
    store: Store,
    identity: Identity,
    me: NodeId,
    belongs_to: BelongsTo,
    headquarters_key: [u8; 32],
    across: AtPost,
}

/// What headquarters said last of the journals that this node wrote, and when.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Noted {
    /// By headquarters' clock: for people to read; nothing is ordered by it.
    at: Timestamp,
    held: Held,
    /// The journal that headquarters wrote then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    journal: Option<NodeId>,
    /// Those that it wrote before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    before: Vec<NodeId>,
}

/// The last signed root of headquarters' journal that this post accepted.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Witnessed {
    note: String,
    /// When, by this node's clock: for when to ask for the next; nothing is ordered by it.
    at: Timestamp,
    /// Another root that does not go on from it: two journals of one name, or one that leaves out what was witnessed. Kept
    /// as evidence from then on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    other: Option<String>,
    /// Roots that were let go since two people confirmed that headquarters goes on without what they witness.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    left: Vec<String>,
}

/// Whose words an answer's are.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// The journal that headquarters writes; `None` where it is of a version that does not say so.
    pub journal: Option<NodeId>,
    /// The journals that it continues, the latest first, as headquarters signed them.
    pub line: Vec<Continuation>,
}

/// An answer that is headquarters'.
#[derive(Debug)]
pub struct Answered {
    /// When headquarters made it, by its clock.
    pub made_at: Timestamp,
    /// How far headquarters holds the journals that this node wrote.
    pub held: Held,
    /// Why it takes no more of it.
    pub rejected: Option<Rejected>,
    /// Which headquarters answered.
    pub origin: Origin,
    /// What it asks back, where it was restored.
    pub recall: Option<Recall>,
    /// The journal that another machine writes under this node's name and key.
    pub twin: Option<NodeId>,
    /// What is to be taken in, most urgent first.
    pub parts: Vec<Part>,
}

/// What became of a part.
#[derive(Debug)]
pub enum Took {
    /// It is on disk.
    Kept,
    /// It changes what holds here from now on.
    Effect(Box<Effect>),
    /// Headquarters lacks these pictures.
    Wanted(Vec<String>),
    /// There is a new certificate: X.509 in DER, this node's first.
    Certificate(Vec<Vec<u8>>),
    /// It was not taken in: it is old, or something must come before it.
    Passed(RefusalReason),
}

impl PostNode {
    /// The post whose store and keys these are; it must have been enrolled.
    ///
    /// # Errors
    /// The node belongs to no headquarters, the setting that names it is damaged, or the database can't be read.
    pub async fn new(store: Store, identity: Identity) -> Result<Self, ExchangeError> {
        let text = store.setting(BELONGS_TO).await?;
        let text = text.ok_or_else(|| {
            ExchangeError::new(RefusalReason::UnknownSender, "this node belongs to no headquarters".into())
        })?;
        let damaged =
            |what: String| ExchangeError::new(RefusalReason::Damaged, format!("the setting {BELONGS_TO}: {what}"));
        let belongs_to: BelongsTo = serde_json::from_str(&text).map_err(|error| damaged(error.to_string()))?;
        let key = data_encoding::HEXLOWER.decode(belongs_to.public_key.as_bytes());
        let headquarters_key = key.ok().and_then(|key| key.try_into().ok()).ok_or_else(|| damaged("no key".into()))?;
        let me = writer_of(store.node());
        Ok(Self { store, identity, me, belongs_to, headquarters_key, across: AtPost::default() })
    }

    /// Lets a store belong to a headquarters.
    ///
    /// # Errors
    /// [`RefusalReason::Trouble`]: the database can't be written.
    pub async fn belong(store: &Store, to: &BelongsTo) -> Result<(), ExchangeError> {
        let text =
            serde_json::to_string(to).map_err(|error| ExchangeError::new(RefusalReason::Damaged, error.to_string()))?;
        Ok(store.set_setting(BELONGS_TO, &text).await?)
    }

    /// The headquarters that it belongs to.
    pub fn belongs_to(&self) -> &BelongsTo {
        &self.belongs_to
    }

    /// Its keys.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// What the other half of this post recorded within the hour, where it is a joint one and headquarters told it.
    pub fn seen_across(&self, now: Timestamp) -> Vec<SeenAcross> {
        self.across.marks(now)
    }

    /// Its store.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The last event that headquarters is known to hold of each journal that this node wrote.
    ///
    /// # Errors
    /// [`RefusalReason::Trouble`]: the database can't be read.
    pub async fn held(&self) -> Result<Held, ExchangeError> {
        Ok(self.noted().await?.held)
    }

    /// When headquarters said so, by its clock; `None` where it never did.
    ///
    /// # Errors
    /// [`RefusalReason::Trouble`]: the database can't be read.
    pub async fn heard_at(&self) -> Result<Option<Timestamp>, ExchangeError> {
        Ok(Some(self.noted().await?.at).filter(|at| *at > Timestamp::UNIX_EPOCH))
    }

    async fn noted(&self) -> Result<Noted, ExchangeError> {
        let noted = self.store.setting(HELD).await?;
        Ok(noted.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
    }

    /// Number of events of this node's journals that headquarters is not known to hold.
    ///
    /// # Errors
    /// [`RefusalReason::Trouble`]: the database can't be read.
    pub async fn waiting(&self) -> Result<i64, ExchangeError> {
        let held = self.held().await?;
        let journals = self.store.journals().await?;
        Ok(self.written(&journals).iter().map(|(journal, end)| (end - seq_of(&held, journal)).max(0)).sum())
    }

    /// The journals that this node wrote, the one that it writes now last, and where they end.
    fn written(&self, journals: &Held) -> Held {
        let mut written = journals.clone();
        written.retain(|(journal, _)| is_journal_of(&self.me, journal));
        written.sort_by_key(|(journal, _)| journal == self.store.node());
        written
    }

    /// Why headquarters takes no more of this node's journal; `None` where it does.
    ///
    /// # Errors
    /// [`RefusalReason::Trouble`]: the database can't be read.
    pub async fn rejected(store: &Store) -> Result<Option<Rejected>, ExchangeError> {
        let text = store.setting(REJECTED).await?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// The next question: about `bytes` of the journals' payloads from where headquarters holds them, and then, if all
    /// of that is through, those of the pictures `wanted` for which there is room.
    ///
    /// # Errors
    /// [`RefusalReason::Trouble`]: the database can't be read; [`RefusalReason::TooLarge`]: the question can't be sealed.
    pub async fn question(&self, now: Timestamp, ask: &Ask) -> Result<Vec<u8>, ExchangeError> {
        let held = self.held().await?;
        Ok(self.question_from(now, ask, &held).await?.0)
    }

    /// A question with the journals from where they are held; and how far it brings them. For a stick, which carries
    /// many.
    ///
    /// # Errors
    /// [`RefusalReason::Trouble`]: the database can't be read; [`RefusalReason::TooLarge`]: the question can't be sealed.
    pub async fn question_from(
        &self,
        now: Timestamp,
        ask: &Ask,
        held: &Held,
    ) -> Result<(Vec<u8>, Held), ExchangeError> {
        let (mut pieces, mut ends, mut up_to, mut bytes) = (Vec::new(), Vec::new(), Held::new(), ask.bytes);
        let journals = self.store.journals().await?;
        let written = self.written(&journals);
        for (journal, end) in &written {
            let from = seq_of(held, journal);
            let mut reached = from;
            if from < *end && bytes > 0 {
                let events = self.store.journal_after(journal, from, bytes).await?;
                let sizes = events.iter().map(|event| event.payload.as_ref().map_or(0, String::len));
                bytes = bytes.saturating_sub(sizes.sum());
                let before = self.store.hash_at(journal, from).await?.unwrap_or_default();
                let piece = JournalPiece::new(journal, before, &events);
                reached = from + i64::try_from(piece.len()).unwrap_or(0);
                pieces.push(piece);
                ends.push(self.signed_end(journal, reached).await?);
            }
            up_to.push((journal.clone(), reached));
        }
        let journal = self.store.node();
        let end = seq_of(&written, journal);
        if ends.is_empty() {
            ends.push(self.signed_end(journal, end).await?);
        }
        let is_through = written.iter().all(|(journal, end)| seq_of(&up_to, journal) >= *end);
        let mut contents = Vec::new();
        let mut room = if is_through { bytes.max(1) } else { 0 };
        for sha256 in &ask.wanted {
            if room == 0 {
                break;
            }
            let Some(bytes) = self.store.content_of(sha256).await? else { continue };
            room = room.saturating_sub(bytes.len());
            contents.push(Content { sha256: sha256.clone(), bytes });
        }
        let held_reference = self.store.held_reference().await?;
        let reached = self.store.reference_reached().await?;
        let (witnessed, kept) = self.witnesses(now).await?;
        let question = Question {
            status: Status {
                journal: end,
                reference: reached.version,
                pictures_waiting: ask.wanted.len() as u64,
                ..ask.status.clone()
            },
            journal: journal.clone(),
            pieces,
            ends,
            reached,
            reference: self.store.reference_cursor().await?,
            known: self.store.known_journals().await?,
            own: journals.into_iter().filter(|(other, _)| other != journal).collect(),
            contents,
            wanted: self.store.missing_contents_of_others(MOST_WANTED).await?,
            room: ask.room,
            certificate_until: ask.certificate_until.map(Timestamp::as_millisecond),
            witnessed,
            kept,
            source: held_reference.as_ref().map(|held| held.source.clone()),
            is_signed: held_reference.as_ref().is_some_and(|held| held.signature.is_some()),
            given: self.given(held_reference, ask.bytes).await?,
            credentials: self.store.unsent_credentials().await?,
            seen_across: self.across.last(now),
        };
        let sealed = seal(&self.identity, Kind::Question, &self.me, &self.belongs_to.headquarters, now, &question)?;
        Ok((sealed, up_to))
    }

    /// Over how many events the root of headquarters' journal is that is kept here, where a new one is to be asked for; and
    /// which root that is.
    async fn witnesses(&self, now: Timestamp) -> Result<(Option<u64>, Option<(NodeId, i64)>), ExchangeError> {
        // Beside a root that can't be read, none can be believed: none is asked for.
        let kept = match self.witnessed().await.inspect_err(|error| tracing::error!("{error}")) {
            Ok(Some(kept)) => kept,
            Ok(None) => return Ok((Some(0), None)),
            Err(_) => return Ok((None, None)),
        };
        // A clock that was ahead when it was kept keeps no new one away; and what does not go on may be explained any time.
        let is_new = kept.other.is_none() && now.duration_since(kept.at).abs() < WITNESS_EVERY;
        let root = Witness::read(&kept.note, &self.headquarters_key).ok().map(|root| (root.journal, root.size));
        Ok(((!is_new).then(|| proof::size_of(&kept.note)), root))
    }

    fn journal_of(&self, note: &str) -> Option<NodeId> {
        Witness::read(note, &self.headquarters_key).ok().map(|root| root.journal)
    }

    async fn witnessed(&self) -> Result<Option<Witnessed>, ExchangeError> {
        witnessed(&self.store).await
    }

    /// Keeps a root of headquarters' journal that goes on from the one that was kept. One that does not is kept beside it,
    /// as evidence, and takes its place only where two people confirmed that headquarters goes on without what was witnessed;
    /// what was kept stays as evidence then.
    async fn witness(&self, root: Root, line: &[Continuation], now: Timestamp) -> Result<Took, ExchangeError> {
        let kept = self.witnessed().await?;
        if kept.as_ref().is_some_and(|kept| root.is_late(&self.headquarters_key, &kept.note)) {
            return Ok(Took::Passed(RefusalReason::Old));
        }
        let holds = root.goes_on(&self.headquarters_key, kept.as_ref().map(|kept| kept.note.as_str()), line);
        let next = match (holds, kept) {
            (Ok(()), None) => Witnessed { note: root.note, at: now, other: None, left: Vec::new() },
            (Ok(()), Some(kept)) => Witnessed { note: root.note, at: now, ..kept },
            (Err(_), None) => return Ok(Took::Passed(RefusalReason::NotSigned)),
            (Err(error), Some(kept)) => {
                let (before, after) = (self.journal_of(&kept.note), self.journal_of(&root.note));
                let is_confirmed = before != after
                    && after.is_some()
                    && before.is_some_and(|before| leaves(line, &before).is_some() && is_confirmed(line, &before));
                if is_confirmed {
                    tracing::warn!(
                        "headquarters goes on without what was witnessed here, as two people confirmed: {error}"
                    );
                    let mut left = kept.left;
                    left.extend([Some(kept.note), kept.other].into_iter().flatten());
                    Witnessed { note: root.note, at: now, other: None, left }
                } else {
                    tracing::error!("headquarters' journal is not the one it was: {error}");
                    Witnessed { other: Some(root.note), at: now, ..kept }
                }
            }
        };
        let is_fork = next.other.is_some();
        self.store.write(&WITNESSED, &Some(next)).await?;
        Ok(if is_fork { Took::Passed(RefusalReason::Fork) } else { Took::Kept })
    }

    /// Whether headquarters' journal is not the one whose root this post kept.
    ///
    /// # Errors
    /// [`RefusalReason::Trouble`]: the database can't be read.
    pub async fn headquarters_rewritten(store: &Store) -> Result<bool, ExchangeError> {
        Ok(witnessed(store).await?.is_some_and(|kept| kept.other.is_some()))
    }

    /// How many roots this post keeps as evidence of what headquarters went on without.
    ///
    /// # Errors
    /// [`RefusalReason::Trouble`]: the database can't be read.
    pub async fn evidence(store: &Store) -> Result<usize, ExchangeError> {
        Ok(witnessed(store).await?.map_or(0, |kept| kept.left.len()))
    }

    /// What is given back to a headquarters that was restored and asks for it.
    async fn given(
        &self,
        held: Option<limen_store::HeldReference>,
        bytes: usize,
    ) -> Result<Option<Given>, ExchangeError> {
        let text = self.store.setting(RECALLED).await?.filter(|text| !text.is_empty());
        let damaged = |error: serde_json::Error| ExchangeError::new(RefusalReason::Damaged, error.to_string());
        let Some(text) = text else { return Ok(None) };
        let Recall { after } = serde_json::from_str(&text).map_err(damaged)?;
        let mut piece = None;
        if let Some(after) = after {
            piece = Some(PackedReference::pack(&self.store.reference_after(&after, bytes).await?));
        }
        let kept = self.witnessed().await?;
        let roots = kept.map(|kept| [vec![kept.note], kept.left].concat()).unwrap_or_default();
        Ok(Some(Given { held, roots, piece }))
    }

    async fn signed_end(&self, journal: &NodeId, seq: i64) -> Result<SignedEnd, ExchangeError> {
        let hash = self.store.hash_at(journal, seq).await?.unwrap_or_default();
        Ok(SignedEnd::sign(&self.identity, journal, JournalHead { seq, hash }))
    }

    /// Opens an answer, and notes what it says of this node's journal.
    ///
    /// # Errors
    /// The answer is damaged, for another node, not signed by headquarters, or not sent by it.
    pub async fn open(&self, bytes: &[u8]) -> Result<Answered, ExchangeError> {
        let sealed = Sealed::read(bytes)?;
        if sealed.from != self.belongs_to.headquarters {
            return Err(ExchangeError::new(RefusalReason::UnknownSender, sealed.from.to_string()));
        }
        let answer: Answer = sealed.open(Kind::Answer, &self.me, &self.headquarters_key)?;
        let parts: Vec<Part> = answer.parts.iter().filter_map(|part| Part::decode(part)).collect();
        if parts.len() < answer.parts.len() {
            tracing::warn!("parts of an answer are not understood by this version");
        }
        let key = &self.headquarters_key;
        let line = answer.journal.as_ref().map(|journal| signed_line(answer.line, journal, key)).unwrap_or_default();
        let (held, rejected, recall, twin) = (answer.held, answer.rejected, answer.recall, answer.twin);
        let origin = Origin { journal: answer.journal, line };
        Ok(Answered { made_at: sealed.made_at, held, rejected, origin, recall, twin, parts })
    }

    /// Notes how far headquarters holds this node's journals: what is sent next begins there.
    ///
    /// # Errors
    /// [`RefusalReason::Trouble`]: the database can't be written.
    pub async fn note(&self, answered: &Answered) -> Result<(), ExchangeError> {
        let before = self.noted().await?;
        self.note_after(before, answered, answered.held.clone()).await
    }

    /// The same for an answer from a stick, which may be old: of two answers of one headquarters, the one that says
    /// that it holds more is the later; one of a journal that headquarters went on from is ignored.
    ///
    /// # Errors
    /// [`RefusalReason::Trouble`]: the database can't be written.
    pub async fn note_late(&self, answered: &Answered) -> Result<(), ExchangeError> {
        let before = self.noted().await?;
        let journal = &answered.origin.journal;
        if journal.as_ref().is_some_and(|journal| before.before.contains(journal)) {
            return Ok(());
        }
        let is_same = before.journal.is_none() || *journal == before.journal;
        let goes_on = before.journal.as_ref().is_some_and(|before| leaves(&answered.origin.line, before).is_some());
        if is_same {
            let mut held = before.held.clone();
            for (journal, seq) in &answered.held {
                match held.iter_mut().find(|(other, _)| other == journal) {
                    Some((_, known)) => *known = (*known).max(*seq),
                    None => held.push((journal.clone(), *seq)),
                }
            }
            // An earlier answer says nothing of what is rejected now, or asked back.
            if held != answered.held && !before.held.is_empty() {
                let noted = Noted { held, ..before.clone() };
                return self.keep_noted(&before, noted).await;
            }
            return self.note_after(before, answered, held).await;
        }
        if goes_on || answered.recall.is_some() {
            self.note_after(before, answered, answered.held.clone()).await
        } else {
            Ok(())
        }
    }

    async fn note_after(&self, before: Noted, answered: &Answered, held: Held) -> Result<(), ExchangeError> {
        let damaged = |error: serde_json::Error| ExchangeError::new(RefusalReason::Damaged, error.to_string());
        let rejected = answered.rejected.as_ref().filter(|rejected| rejected.why != RefusalReason::Gap);
        if Self::rejected(&self.store).await?.as_ref() != rejected {
            let text = rejected.map(serde_json::to_string).transpose().map_err(damaged)?.unwrap_or_default();
            self.store.set_setting(REJECTED, &text).await?;
        }
        let recall = answered.recall.as_ref().map(serde_json::to_string).transpose().map_err(damaged)?;
        let recall = recall.unwrap_or_default();
        if self.store.setting(RECALLED).await?.unwrap_or_default() != recall {
            self.store.set_setting(RECALLED, &recall).await?;
        }
        let mut noted = Noted { at: answered.made_at, held, ..before.clone() };
        if let Some(journal) =
            answered.origin.journal.as_ref().filter(|journal| before.journal.as_ref() != Some(journal))
        {
            noted.before.extend(noted.journal.replace(journal.clone()));
            noted.before.retain(|before| before != journal);
        }
        self.keep_noted(&before, noted).await
    }

    async fn keep_noted(&self, before: &Noted, noted: Noted) -> Result<(), ExchangeError> {
        if (&before.held, &before.journal) == (&noted.held, &noted.journal) {
            return Ok(());
        }
        let text = serde_json::to_string(&noted)
            .map_err(|error| ExchangeError::new(RefusalReason::Damaged, error.to_string()))?;
        Ok(self.store.set_setting(HELD, &text).await?)
    }

    /// Whether what headquarters asks back waits to be given.
    ///
    /// # Errors
    /// [`RefusalReason::Trouble`]: the database can't be read.
    pub async fn is_recalled(&self) -> Result<bool, ExchangeError> {
        Ok(self.store.setting(RECALLED).await?.is_some_and(|text| !text.is_empty()))
    }

    /// Takes in one part of an answer, at `now` by this node's clock.
    ///
    /// # Errors
    /// [`RefusalReason::Damaged`]: the part can't be unpacked; [`RefusalReason::Trouble`]: the database can't be written.
    pub async fn take(&self, part: Part, origin: &Origin, now: Timestamp) -> Result<Took, ExchangeError> {
        let damaged = |error: crate::packed::UnpackError| ExchangeError::new(RefusalReason::Damaged, error.to_string());
        match part {
            Part::Reference(packed) => {
                let piece = self.signed(packed.unpack().map_err(damaged)?, origin);
                Ok(match self.store.take_reference(&piece).await? {
                    ReferenceTaken::InForce(effect) => Took::Effect(Box::new(effect)),
                    ReferenceTaken::Staged | ReferenceTaken::NotWhole => Took::Kept,
                    ReferenceTaken::Old => Took::Passed(RefusalReason::Old),
                    ReferenceTaken::Gap => Took::Passed(RefusalReason::Gap),
                    ReferenceTaken::Behind => Took::Passed(RefusalReason::Behind),
                })
            }
            Part::Journal(piece) => {
                if piece.journal == *self.store.node() {
                    return Ok(Took::Passed(RefusalReason::NotTheirs));
                }
                let events =
                    piece.events().map_err(|bad| ExchangeError::new(RefusalReason::Unsound, bad.to_string()))?;
                let before = self.store.journal_head(&piece.journal).await?;
                match self.store.take_in(&piece.journal, piece.before, events).await? {
                    TakenIn::Held(head) if head == before => Ok(Took::Passed(RefusalReason::Old)),
                    TakenIn::Held(_) => Ok(Took::Kept),
                    TakenIn::Gap(_) => Ok(Took::Passed(RefusalReason::Gap)),
                    TakenIn::Fork { seq } => {
                        Err(ExchangeError::new(RefusalReason::Fork, format!("event {seq} of {}", piece.journal)))
                    }
                    TakenIn::Unsound { seq, what } => Err(ExchangeError::new(
                        RefusalReason::Unsound,
                        format!("event {seq} of {}: {what}", piece.journal),
                    )),
                }
            }
            Part::Known(packed) => {
                let piece = packed.unpack().map_err(damaged)?;
                Ok(match self.store.take_known(&piece).await? {
                    KnownTaken::Kept => Took::Kept,
                    KnownTaken::Old => Took::Passed(RefusalReason::Old),
                    KnownTaken::Gap => Took::Passed(RefusalReason::Gap),
                })
            }
            Part::Content(content) => {
                self.store.keep_content(&content.sha256, &content.bytes).await?;
                Ok(Took::Kept)
            }
            Part::Root(root) => self.witness(root, &origin.line, now).await,
            Part::Across(told) => {
                self.across.take(told, now);
                Ok(Took::Kept)
            }
            Part::Wanted(wanted) => Ok(Took::Wanted(wanted)),
            Part::Certificate(chain) => {
                Ok(Took::Certificate(chain.into_iter().map(serde_bytes::ByteBuf::into_vec).collect()))
            }
        }
    }
}

impl PostNode {
    /// A piece with what its answer says of its source; a signature that is not headquarters' is left off.
    fn signed(&self, mut piece: ReferencePiece, origin: &Origin) -> ReferencePiece {
        if origin.journal.as_ref() == Some(&piece.source) {
            piece.line.clone_from(&origin.line);
        }
        let (source, whole) = (piece.source.clone(), piece.whole);
        piece.signature = piece.signature.filter(|signature| {
            whole.is_some_and(|whole| is_signed_by(&self.headquarters_key, &version_text(&source, whole), signature))
        });
        piece
    }
}

async fn witnessed(store: &Store) -> Result<Option<Witnessed>, ExchangeError> {
    Ok(store.read(&WITNESSED).await?)
}

/// Whether a store's node belongs to a headquarters.
///
/// # Errors
/// [`RefusalReason::Trouble`]: the database can't be read.
pub async fn belongs(store: &Store) -> Result<bool, ExchangeError> {
    Ok(store.setting(BELONGS_TO).await?.is_some())
}

/// What a question is made of besides what the store knows.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// How this node is.
    pub status: Status,
    /// How many bytes of payloads, about, a question may carry.
    pub bytes: usize,
    /// How many bytes, about, the answer may have.
    pub room: u32,
    /// The pictures that headquarters lacks.
    pub wanted: Vec<String>,
    /// Until when this node's certificate is good.
    pub certificate_until: Option<Timestamp>,
}
