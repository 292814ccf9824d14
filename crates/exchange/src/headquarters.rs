//! Headquarters' side: it takes in what a post sends, and answers with what the post lacks, most urgent first.

use crate::{
    ExchangeError, RefusalReason,
    across::Across,
    authority::{Authority, NODE_DAYS},
    enrolment::{Request, Welcome},
    identity::{Identity, is_journal_of, writer_of},
    message::{
        Answer, Content, Cursors, Held, PackedKnown, PackedReference, Part, Question, Recall, Rejected, Status, seq_of,
    },
    piece::JournalPiece,
    proof::Root,
    refusals::AtTheDoor,
    seal::{Kind, Sealed, seal},
    statement::version_text,
};
use jiff::{SignedDuration, Timestamp};
use limen_domain::NodeId;
use limen_store::{
    Continuation, Member, ReferenceCursor, ReferencePiece, Refusal, SignedHead, Store, StoreError, TakenIn, Trouble,
    settings::{HEADQUARTERS, HISTORY_DAYS},
};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// How far ahead of headquarters a message's time may be.
const FUTURE: SignedDuration = SignedDuration::from_hours(24);
/// How often it is written down that a post was heard of that has nothing new to say of itself.
const HEARD_EVERY: SignedDuration = SignedDuration::from_secs(20);
/// Maximum bytes of an answer, whatever the post asks for.
const MOST_ANSWER: usize = 4 << 20;
/// Times the room of an answer that are read for it: compression saves at least that.
const COMPRESSION: usize = 4;
/// How many pictures are asked for at once.
const MOST_WANTED: i64 = 50;
/// A certificate that is good for less than this is renewed.
const RENEW: SignedDuration = SignedDuration::from_hours(24 * NODE_DAYS as i64 / 2);
/// For how long what happened at other posts is told and kept.
///
/// # Errors
/// The database or the setting can't be read.
pub async fn history(store: &Store) -> Result<SignedDuration, StoreError> {
    Ok(SignedDuration::from_hours(24 * i64::from(store.read(&HISTORY_DAYS).await?)))
}

/// When a node was heard, what it said of itself then, and which other node goes on under its name.
type Heard = (Timestamp, (Status, Option<NodeId>));

/// Headquarters.
#[derive(Debug)]
pub struct Headquarters {
    store: Store,
    identity: Identity,
    authority: Authority,
    me: NodeId,
    /// When each node was last written down as heard of, and what it said then.
    heard: Mutex<HashMap<NodeId, Heard>>,
    at_the_door: AtTheDoor,
    across: Across,
}

impl Headquarters {
    /// Headquarters with this store, these keys and this authority.
    pub fn new(store: Store, identity: Identity, authority: Authority) -> Self {
        let me = writer_of(store.node());
        let at_the_door = AtTheDoor::new(store.clone());
        Self { store, identity, authority, me, heard: Mutex::default(), at_the_door, across: Across::default() }
    }

    /// Its store.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// What neighbours' halves of joint posts recorded within the hour.
    pub fn across(&self) -> &Across {
        &self.across
    }

    /// Its authority.
    pub fn authority(&self) -> &Authority {
        &self.authority
    }

    /// Its keys.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// Answers a post's question. A refusal is noted, with whose it was as far as that is sure.
    ///
    /// # Errors
    /// [`ExchangeError`] says why the question is not answered.
    pub async fn answer(&self, bytes: &[u8], now: Timestamp) -> Result<Vec<u8>, ExchangeError> {
        self.answer_from(bytes, None, now).await
    }

    /// Answers a question that came over a connection on which this key was shown: nobody else's.
    ///
    /// # Errors
    /// [`ExchangeError`] says why the question is not answered.
    pub async fn answer_over_link(
        &self,
        bytes: &[u8],
        key: &[u8; 32],
        now: Timestamp,
    ) -> Result<Vec<u8>, ExchangeError> {
        self.answer_from(bytes, Some(key), now).await
    }

    async fn answer_from(
        &self,
        bytes: &[u8],
        key: Option<&[u8; 32]>,
        now: Timestamp,
    ) -> Result<Vec<u8>, ExchangeError> {
        let mut sender = None;
        let answered = self.try_answer(bytes, key, now, &mut sender).await;
        if let Err(refused) = &answered {
            self.note(sender, refused, now).await;
        }
        answered
    }

    /// Makes a machine that has a good code a node.
    ///
    /// # Errors
    /// The code is unknown, too old or used, the keys are none, or the database can't be written.
    pub async fn enrol(&self, request: &Request, now: Timestamp) -> Result<Welcome, ExchangeError> {
        let welcome = self.try_enrol(request, now).await;
        if let Err(refused) = &welcome {
            self.at_the_door.note(refusal(None, refused, now));
        }
        welcome
    }

    /// Counts what was refused to someone who calls himself a neighbouring state's headquarters.
    pub fn refuses(&self, refused: &ExchangeError, now: Timestamp) {
        self.at_the_door.note(refusal(None, refused, now));
    }

    async fn try_enrol(&self, request: &Request, now: Timestamp) -> Result<Welcome, ExchangeError> {
        if self.store.restored().await?.is_some() {
            return Err(ExchangeError::new(RefusalReason::Recovering, "no machine joins until then".to_owned()));
        }
        let welcome = request.answer(&self.store, &self.authority, &self.identity, &self.me, now).await?;
        // Posts hold who belongs to the network, so that it can be had back from them.
        self.store.publish().await?;
        Ok(welcome)
    }

    /// The node whose connection shows this key, if it belongs to the network: asked before anything it sends is read.
    ///
    /// # Errors
    /// The key is nobody's, its node was revoked, or the database can't be read.
    pub async fn sender(&self, key: &[u8; 32], now: Timestamp) -> Result<NodeId, ExchangeError> {
        let member = self.store.member_of_key(key).await?;
        let (sender, refused) = match member {
            Some(Member { id, revoked: None, .. }) => return Ok(id),
            Some(Member { id, revoked: Some(reason), .. }) => {
                let refused = ExchangeError::new(RefusalReason::Revoked, format!("{id}: {reason}"));
                (Some(id), refused)
            }
            None => {
                (None, unknown("a machine with this authority's certificate", self.store.restored().await?.is_some()))
            }
        };
        self.at_the_door.note(refusal(sender, &refused, now));
        Err(refused)
    }

    async fn try_answer(
        &self,
        bytes: &[u8],
        key: Option<&[u8; 32]>,
        now: Timestamp,
        sender: &mut Option<NodeId>,
    ) -> Result<Vec<u8>, ExchangeError> {
        let sealed = Sealed::read(bytes)?;
        let is_restored = self.store.restored().await?.is_some();
        let member = self.store.member(&sealed.from).await?;
        let member = member.ok_or_else(|| unknown(sealed.from.as_str(), is_restored))?;
        let mut question: Question = sealed.open(Kind::Question, &self.me, &member.public_key)?;
        *sender = Some(member.id.clone());
        if key.is_some_and(|key| *key != member.public_key) {
            return Err(ExchangeError::new(
                RefusalReason::UnknownSender,
                format!("{} came over another node's link", member.id),
            ));
        }
        if let Some(reason) = &member.revoked {
            return Err(ExchangeError::new(RefusalReason::Revoked, format!("{}: {reason}", member.id)));
        }
        let ahead = key.map(|_| sealed.made_at.duration_since(now));
        if let Some(ahead) = ahead {
            self.store.hear_clock(&member.id, -ahead);
        }
        if sealed.made_at > now + FUTURE {
            return Err(ExchangeError::new(
                RefusalReason::FromTheFuture,
                format!("{} says that it is {}", member.id, sealed.made_at),
            ));
        }
        self.is_theirs(&member, &question.journal)?;
        let ended = self.store.ended_journals().await?;
        if let Some((journal, reason)) = ended.iter().find(|(journal, _)| *journal == question.journal) {
            return Err(ExchangeError::new(RefusalReason::Revoked, format!("{journal}: {reason}")));
        }
        let clock_ahead_s = ahead.map(|ahead| ahead.as_secs());
        let ended: Vec<NodeId> = ended.into_iter().map(|(journal, _)| journal).collect();
        let twin = self.hear(&member, &question, &ended, (sealed.made_at, clock_ahead_s), now).await?;
        let has = Cursors::of(&question);
        if is_restored {
            if let Some(given) = question.given.take() {
                self.take_back(&member, given, now).await?;
            }
            return self
                .seal(&member, Reply { recall: self.recall(&member.id).await?, twin, ..Reply::default() }, now)
                .await;
        }
        let rejected = self.take_in(&member, &question, now).await?;
        let mut taken = false;
        for (account, credentials) in &question.credentials {
            taken |= self.store.take_credentials(&member.post, account, credentials, now).await?;
        }
        if taken {
            self.store.publish().await?;
        }
        for content in &question.contents {
            self.store.keep_content(&content.sha256, &content.bytes).await?;
        }
        let room = usize::try_from(question.room).unwrap_or(0);
        let journals = self.store.journals().await?;
        let mut parts = self.parts(&member, &has, &journals, room, now).await?;
        // On a stick it would come too late, and lie on a disk.
        if key.is_some()
            && let Some(place) = self.place().await
        {
            let told = self.across.for_post((place.country, &member.post), question.seen_across, now);
            parts.extend((!told.is_empty()).then_some(Part::Across(told)));
        }
        let own = Some(self.store.node());
        let knows_line = has.source.as_ref() == own && has.kept.as_ref().is_none_or(|(kept, _)| Some(kept) == own);
        let line = if knows_line { Vec::new() } else { self.store.line().await? };
        self.seal(&member, Reply { parts, rejected, line, twin, ..Reply::default() }, now).await
    }

    /// Where headquarters is. `None` where that is not said, or can't be read: marks of an hour hold no round up.
    async fn place(&self) -> Option<limen_store::Post> {
        let read = self.store.read(&HEADQUARTERS).await;
        read.inspect_err(|error| tracing::error!("where headquarters is can't be read: {error}")).ok().flatten()
    }

    /// Notes that a post was heard of; what it says of itself where its journal has not gone on since. Returns the journal
    /// that another machine writes under the same name and key.
    async fn hear(
        &self,
        member: &Member,
        question: &Question,
        ended: &[NodeId],
        (made_at, clock_ahead_s): (Timestamp, Option<i64>),
        now: Timestamp,
    ) -> Result<Option<NodeId>, ExchangeError> {
        let before = member.said.as_deref().and_then(Said::read);
        let mut journals = before.as_ref().map(Said::journals).unwrap_or_default();
        journals.retain(|journal| !ended.contains(journal));
        let place = journals.iter().position(|journal| *journal == question.journal);
        if place.is_none() {
            journals.push(question.journal.clone());
        }
        let latest = journals.last().cloned();
        let mut twin = before.as_ref().and_then(|before| before.twin.clone()).filter(|twin| !ended.contains(twin));
        // A machine whose journal another one goes on from, and that asks all the same: what it says comes over the link
        // now, and on a stick it may be from before.
        if latest.as_ref() != Some(&question.journal) && clock_ahead_s.is_some() {
            twin = Some(question.journal.clone());
        }
        let other = twin.as_ref().and_then(|twin| if *twin == question.journal { latest } else { Some(twin.clone()) });
        let said = &question.status;
        let now_said = Said {
            status: said.clone(),
            made_at,
            has: Some(Cursors::of(question)),
            clock_ahead_s,
            journals: journals.clone(),
            twin: twin.clone(),
        };
        let said = match before {
            Some(before) if before.place(&journals) > now_said.place(&journals) => {
                if before.twin == twin {
                    return Ok(other);
                }
                Said { twin, journals, ..before }
            }
            _ => now_said,
        };
        {
            let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((at, before)) = heard.get(&member.id)
                && now.duration_since(*at).abs() < HEARD_EVERY
                && *before == (said.status.clone(), said.twin.clone())
            {
                return Ok(other);
            }
            heard.insert(member.id.clone(), (now, (said.status.clone(), said.twin.clone())));
        }
        self.store.heard(&member.id, now, &said.write()).await?;
        Ok(other)
    }

    /// Takes in the pieces of a post's journals, and holds their signed ends against what is held. Each piece stands for
    /// itself: what is wrong with one keeps none of another journal away.
    async fn take_in(
        &self,
        member: &Member,
        question: &Question,
        now: Timestamp,
    ) -> Result<Option<Rejected>, ExchangeError> {
        let mut rejected = None;
        for piece in &question.pieces {
            self.is_theirs(member, &piece.journal)?;
            let taken = match piece.events() {
                Ok(events) => self.store.take_in(&piece.journal, piece.before, events).await?,
                Err(bad) => TakenIn::Unsound { seq: piece.first, what: bad.to_string() },
            };
            rejected = rejected.or(self.reject(member, &piece.journal, taken, now).await);
        }
        for end in &question.ends {
            self.is_theirs(member, &end.journal)?;
            if !end.is_signed_by(&member.public_key) {
                return Err(ExchangeError::new(
                    RefusalReason::NotSigned,
                    format!("the end of the journal {}", end.journal),
                ));
            }
            let held = self.store.journal_head(&end.journal).await?;
            if end.seq < 1 || end.seq > held.seq {
                continue;
            }
            if self.store.hash_at(&end.journal, end.seq).await? != Some(end.hash) {
                let fork = TakenIn::Fork { seq: end.seq };
                rejected = rejected.or(self.reject(member, &end.journal, fork, now).await);
            } else if !question.pieces.is_empty() {
                let (journal, signature) = (end.journal.clone(), end.signature.clone());
                self.store.keep_head(&SignedHead { journal, head: end.head(), signature, at: now }).await?;
            }
        }
        Ok(rejected)
    }

    /// Refuses a journal that is not this node's to write.
    fn is_theirs(&self, member: &Member, journal: &NodeId) -> Result<(), ExchangeError> {
        if is_journal_of(&member.id, journal) && journal != self.store.node() {
            return Ok(());
        }
        Err(ExchangeError::new(RefusalReason::NotTheirs, format!("{} sent {journal}", member.id)))
    }

    /// What a post is told of a piece that was not taken in; a fork and an unsound event are noted, a gap closes itself.
    async fn reject(&self, member: &Member, journal: &NodeId, taken: TakenIn, now: Timestamp) -> Option<Rejected> {
        let (why, seq, detail) = match taken {
            TakenIn::Held(_) => return None,
            TakenIn::Gap(held) => (RefusalReason::Gap, held.seq, String::new()),
            TakenIn::Fork { seq } => (RefusalReason::Fork, seq, String::new()),
            TakenIn::Unsound { seq, what } => (RefusalReason::Unsound, seq, what),
        };
        if why != RefusalReason::Gap {
            let detail = format!("event {seq} of {journal} {detail}").trim().to_owned();
            self.note(Some(member.id.clone()), &ExchangeError::new(why, detail), now).await;
        }
        Some(Rejected { journal: journal.clone(), why, seq, detail })
    }

    async fn note(&self, sender: Option<NodeId>, refused: &ExchangeError, now: Timestamp) {
        tracing::warn!(sender = sender.as_ref().map(NodeId::as_str), "refused: {refused}");
        if let Err(error) = self.store.note_refusals(&refusal(sender, refused, now), 1).await {
            tracing::error!("a refusal could not be noted: {error}");
        }
    }

    /// What there is for a node that has come so far: reference data, its post's other journals, pictures, a certificate,
    /// what happened elsewhere.
    async fn parts(
        &self,
        member: &Member,
        has: &Cursors,
        journals: &Held,
        room: usize,
        now: Timestamp,
    ) -> Result<Vec<Part>, ExchangeError> {
        let mut parts = Parts { room: room.min(MOST_ANSWER), all: Vec::new() };
        let reference = self.reference(&has.reference, parts.may_read()).await?;
        // A node of a version that says nothing of these needs none of them.
        let is_told = has.source.is_none() && has.reached.version > 0
            || has.source.as_ref() == Some(&reference.source) && has.is_signed;
        if !reference.rows.is_empty() || reference.whole.is_some_and(|whole| whole != has.reached || !is_told) {
            parts.add(Part::Reference(PackedReference::pack(&reference)));
        }
        let missing = self.store.missing_contents(&has.journal, MOST_WANTED).await?;
        if !missing.is_empty() && missing != has.asked {
            parts.add(Part::Wanted(missing));
        }
        if has.certificate_until.is_some_and(|until| until < (now + RENEW).as_millisecond()) {
            let chain = self.authority.for_node(&member.id, &member.public_key, now);
            let chain = chain.map_err(|error| ExchangeError::new(RefusalReason::Trouble, error.to_string()))?;
            parts.add(Part::Certificate(chain.into_iter().map(serde_bytes::ByteBuf::from).collect()));
        }
        if let Some(before) = has.witnessed {
            let own = self.store.node();
            let kept = (before, has.kept.as_ref().map(|(journal, _)| journal));
            let root = Root::after(&self.store, &self.identity, own, own, kept).await;
            parts.add(Part::Root(root.map_err(|error| ExchangeError::new(RefusalReason::Trouble, error.to_string()))?));
        }
        let members = self.store.members().await?;
        let of_this_post = |journal: &NodeId| {
            members.iter().any(|other| other.post == member.post && is_journal_of(&other.id, journal))
        };
        for (journal, end) in journals.iter().filter(|(journal, _)| of_this_post(journal)) {
            let after = seq_of(&has.own, journal);
            if *journal == has.journal || *end <= after || parts.is_full() {
                continue;
            }
            let events = self.store.journal_after(journal, after, parts.may_read()).await?;
            let before = self.store.hash_at(journal, after).await?.unwrap_or_default();
            parts.add(Part::Journal(JournalPiece::new(journal, before, &events)));
        }
        for sha256 in &has.wanted {
            if parts.is_full() {
                break;
            }
            if let Some(bytes) = self.store.content_of(sha256).await? {
                parts.add(Part::Content(Content { sha256: sha256.clone(), bytes }));
            }
        }
        let since = match history(&self.store).await {
            Ok(kept) => now - kept,
            // For how long posts may be told can't be read: they are told nothing, and the rest goes on.
            Err(error) if error.trouble() == Trouble::Setting => {
                tracing::error!("posts are not told what happened at the others: {error}");
                return Ok(parts.all);
            }
            Err(error) => return Err(error.into()),
        };
        for (journal, end) in journals {
            let after = seq_of(&has.known, journal);
            if of_this_post(journal) || journal == self.store.node() || *end <= after || parts.is_full() {
                continue;
            }
            if let Some(piece) = self.store.known_after(journal, after, since, parts.may_read()).await? {
                parts.add(Part::Known(PackedKnown::pack(&piece)));
            }
        }
        Ok(parts.all)
    }

    /// What changed of the reference data after a cursor, with headquarters' signature under the version that is whole with
    /// it.
    async fn reference(&self, after: &ReferenceCursor, bytes: usize) -> Result<ReferencePiece, ExchangeError> {
        let mut piece = self.store.reference_after(after, bytes).await?;
        let sign = |version| self.identity.sign(&version_text(&piece.source, version)).to_vec();
        piece.signature = piece.whole.map(sign);
        Ok(piece)
    }

    /// What there is for a node, as sealed answers for a stick: as if it asked again and again from where it had come
    /// when it was last heard of, until nothing is left or they have about `bytes`.
    ///
    /// # Errors
    /// The node is not known or was revoked, or the database can't be read.
    pub async fn answers_for(
        &self,
        node: &NodeId,
        bytes: usize,
        now: Timestamp,
    ) -> Result<Vec<Vec<u8>>, ExchangeError> {
        let member = self.store.member(node).await?.filter(|member| member.revoked.is_none());
        let member = member.ok_or_else(|| ExchangeError::new(RefusalReason::UnknownSender, node.to_string()))?;
        let said = member.said.as_deref().and_then(Said::read);
        let mut has = said.and_then(|said| said.has).unwrap_or_else(|| Cursors::of_new(node));
        if let Some(recall) = self.recall(node).await? {
            let reply = Reply { recall: Some(recall), ..Reply::default() };
            return Ok(vec![self.seal(&member, reply, now).await?]);
        }
        let (journals, line) = (self.store.journals().await?, self.store.line().await?);
        let (mut answers, mut size) = (Vec::new(), 0);
        loop {
            let parts = self.parts(&member, &has, &journals, MOST_ANSWER, now).await?;
            parts.iter().for_each(|part| has.advance(part));
            let is_last = parts.is_empty();
            let reply = Reply { parts, line: line.clone(), ..Reply::default() };
            let answer = self.seal(&member, reply, now).await?;
            size += answer.len();
            answers.push(answer);
            if is_last || size >= bytes {
                return Ok(answers);
            }
        }
    }

    async fn seal(&self, member: &Member, reply: Reply, now: Timestamp) -> Result<Vec<u8>, ExchangeError> {
        let mut held = self.store.journals().await?;
        held.retain(|(journal, _)| is_journal_of(&member.id, journal));
        let Reply { parts, rejected, line, recall, twin } = reply;
        let parts = parts.iter().map(Part::encode).collect();
        let journal = Some(self.store.node().clone());
        let answer = Answer { held, rejected, journal, line, recall, twin, parts };
        seal(&self.identity, Kind::Answer, &self.me, &member.id, now, &answer)
    }
}

/// Why a sender that is no member is refused.
fn unknown(sender: &str, is_restored: bool) -> ExchangeError {
    let since = if is_restored { ", unknown since the restore: it may have joined after the backup" } else { "" };
    ExchangeError::new(RefusalReason::UnknownSender, format!("{sender}{since}"))
}

fn refusal(sender: Option<NodeId>, refused: &ExchangeError, now: Timestamp) -> Refusal {
    Refusal { at: now, sender, why: refused.why.code().to_owned(), detail: refused.detail.clone() }
}

/// What is answered to one node, besides how far its journals are held.
#[derive(Default)]
struct Reply {
    parts: Vec<Part>,
    rejected: Option<Rejected>,
    line: Vec<Continuation>,
    recall: Option<Recall>,
    twin: Option<NodeId>,
}

/// The parts of an answer, as far as there is room.
struct Parts {
    room: usize,
    all: Vec<Part>,
}

impl Parts {
    fn add(&mut self, part: Part) {
        self.room = self.room.saturating_sub(part.encode().len());
        self.all.push(part);
    }

    fn is_full(&self) -> bool {
        self.room == 0
    }

    fn may_read(&self) -> usize {
        self.room.saturating_mul(COMPRESSION)
    }
}

/// What a post said of itself, with when it did, as headquarters keeps it.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Said {
    /// What.
    pub status: Status,
    /// When, by the post's clock.
    pub made_at: Timestamp,
    /// How far it had come with what headquarters has for it.
    #[serde(default)]
    pub has: Option<Cursors>,
    /// How many seconds its clock was ahead; `None` where it came on a stick.
    #[serde(default)]
    pub clock_ahead_s: Option<i64>,
    /// The journals that were written under its name, each by a machine that was put back since the one before.
    #[serde(default)]
    pub journals: Vec<NodeId>,
    /// The one of them that is not the last and is written on all the same: two machines run under one name and key.
    #[serde(default)]
    pub twin: Option<NodeId>,
}

impl Said {
    /// Reads what was kept.
    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// The journal that is written on though another machine was put back in its place, and that one's; `None` where one
    /// machine runs under this name.
    pub fn twins(&self) -> Option<(NodeId, NodeId)> {
        Some((self.twin.clone()?, self.journals().last()?.clone()))
    }

    fn journals(&self) -> Vec<NodeId> {
        match &self.has {
            // Said to the version before.
            Some(has) if self.journals.is_empty() => vec![has.journal.clone()],
            _ => self.journals.clone(),
        }
    }

    /// How far the node had come when it said this: what orders what it says, since its clock does not.
    fn place(&self, journals: &[NodeId]) -> impl PartialOrd {
        let has = self.has.as_ref();
        let journal = has.and_then(|has| journals.iter().position(|journal| *journal == has.journal));
        let reference = has.map(|has| (has.reached.version, has.reference.clone()));
        (journal, self.status.journal, reference)
    }

    fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}
