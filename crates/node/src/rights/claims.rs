//! What travellers claim about their own data: each claim with the day by which it is to be answered, what is done on it,
//! and its answer.

use crate::{
    Node,
    rights::erasures,
    second_person::{SecondPersonError, Word},
    typed_day::whole_day,
};
use jiff::{Timestamp, ToSpan, civil::Date};
use limen_domain::{
    AccountId, Authorised, Crossing, CrossingId, DocumentKey, Event, Right, RightAnswer, StatedReason, VisaKind,
    VisaNumber, text::short,
};
use limen_statistics::count_stale;
use limen_store::{About, AboutCrossing, AboutVisa, Claim, Session, StoreError, ToErase};
use std::{collections::BTreeSet, ops::RangeInclusive};
use uuid::Uuid;

/// Days within which a claim is answered, unless the law sets another period.
const ANSWER_DAYS: i64 = 30;
/// The longest words of a claim, or of its answer, in characters.
const LONGEST_WORDS_CHARACTERS: usize = 1_000;
/// The longest reference of a claim, in characters.
const LONGEST_REFERENCE_CHARACTERS: usize = 80;

/// Maximum number of records of one proposal.
const MOST_CHOSEN: usize = 1_000;

/// The register: what waits first, the most urgent on top.
///
/// # Errors
/// The database can't be read.
pub async fn register(node: &Node) -> Result<Vec<Claim>, StoreError> {
    let mut claims = node.store.claims().await?;
    claims.sort_by_key(|claim| if claim.answer.is_none() { (0, claim.due) } else { (1, Date::MIN) });
    Ok(claims)
}

/// The claims that wait for a record to be put right, of the person of these documents.
///
/// # Errors
/// The database can't be read.
pub async fn to_rectify(node: &Node, documents: &[DocumentKey]) -> Result<Vec<Claim>, StoreError> {
    let mut claims = node.store.claims_of(documents).await?;
    claims.retain(|claim| claim.answer.is_none() && claim.right == Right::Rectification);
    Ok(claims)
}

/// A claim as it is typed.
#[derive(Debug, Clone, Copy)]
pub struct NewClaim<'a> {
    /// Which right.
    pub right: Right,
    /// The number or date of the letter.
    pub reference: &'a str,
    /// A document of the person's; it may be empty.
    pub document: &'a str,
    /// What they say; it may be empty.
    pub words: &'a str,
    /// When it came, as it was typed.
    pub received: &'a str,
    /// By when it is to be answered; where it is empty, as the law usually says.
    pub due: &'a str,
}

/// Why a claim was not kept or answered.
#[derive(Debug, thiserror::Error)]
pub enum ClaimError {
    /// It has no reference, its document or a day of it can't be read, or its days can't be so.
    #[error("a claim has a reference, a day on which it came, and a day after it by which it is answered")]
    Incomplete,
    /// A refusal, or an erasure, has no reason.
    #[error("say why")]
    NoReason,
    /// Nothing was done of what it asks.
    #[error("it is granted once what it asks is done")]
    NothingDone,
    /// Nothing was chosen that could be erased.
    #[error("choose what is to be erased")]
    NothingChosen,
    /// More records are chosen than may be at once.
    #[error("at most {MOST_CHOSEN} records are chosen at once")]
    TooMany,
    /// Someone still works on one of them: an open referral, a traveller at a counter, someone not handed over yet.
    #[error("one of them is still open")]
    StillOpen,
    /// A stay that is kept was prolonged by a visa that is chosen.
    #[error("choose the entry too whose stay it prolonged")]
    Prolongs,
    /// Headquarters decides what its posts erase.
    #[error("headquarters decides what is erased")]
    AtHeadquarters,
    /// No such claim waits.
    #[error("no such claim waits")]
    NotFound,
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Enters a claim into the register. Returns its identifier.
///
/// # Errors
/// [`ClaimError`] says why it was not entered.
pub async fn receive(node: &Node, by: &AccountId, claim: NewClaim<'_>) -> Result<Uuid, ClaimError> {
    let right = claim.right;
    let received = whole_day(claim.received).ok_or(ClaimError::Incomplete)?;
    let reference = short(claim.reference, LONGEST_REFERENCE_CHARACTERS);
    let document = match short(claim.document, LONGEST_REFERENCE_CHARACTERS).as_str() {
        "" => None,
        text => Some(text.parse::<DocumentKey>().map_err(|_| ClaimError::Incomplete)?),
    };
    let due = match claim.due.trim() {
        "" => received.checked_add(ANSWER_DAYS.days()).map_err(|_| ClaimError::Incomplete)?,
        text => whole_day(text).ok_or(ClaimError::Incomplete)?,
    };
    if reference.is_empty() || received > node.today() || due < received {
        return Err(ClaimError::Incomplete);
    }
    let words = short(claim.words, LONGEST_WORDS_CHARACTERS);
    let id = node.store.new_id();
    let event = Event::RightClaimed { claim: id, right, reference, document, words, received, due };
    node.store.append(Some(by), vec![event], None).await?;
    Ok(id)
}

/// A claim with what is held about the person, and what was done since it came.
#[derive(Debug)]
pub struct Case {
    /// The claim.
    pub claim: Claim,
    /// What is held; `None` where no document was named.
    pub about: Option<About>,
    /// When files of the person were made for it.
    pub files: Vec<Timestamp>,
    /// Records that were put right since.
    pub corrections: Vec<Correction>,
    /// Whether it is decided here what is erased.
    pub erases_here: bool,
}

/// What became of a record that was put right.
#[derive(Debug)]
pub enum After {
    /// It is this now.
    Corrected(Box<Crossing>),
    /// It is under another document now, and may be another person's: nothing of it is told.
    Elsewhere,
    /// It was cancelled.
    Cancelled,
}

/// A record that was put right.
#[derive(Debug)]
pub struct Correction {
    /// When.
    pub at: Timestamp,
    /// As it was.
    pub before: Crossing,
    /// What became of it.
    pub after: After,
    /// Why.
    pub reason: String,
}

impl Case {
    /// Whether nothing is held that the claim could be about.
    pub fn is_of_nothing(&self) -> bool {
        self.about
            .as_ref()
            .is_some_and(|about| about.crossings.is_empty() && about.presented.is_empty() && about.visas.is_empty())
    }

    /// Whether it may be answered so: what is granted was done.
    pub fn may_be(&self, answer: RightAnswer) -> bool {
        if answer == RightAnswer::Refused || self.about.is_none() || self.is_of_nothing() {
            return true;
        }
        match self.claim.right {
            Right::Access => !self.files.is_empty(),
            // Headquarters erases: words say what it did.
            Right::Erasure | Right::Objection if !self.erases_here => true,
            Right::Rectification => !self.corrections.is_empty(),
            // Who approves the erasure answers it.
            Right::Erasure | Right::Objection => false,
        }
    }
}

/// A claim, whether it waits or is answered, with what is held and what was done.
///
/// # Errors
/// There is no such claim, or the database can't be read.
pub async fn case(node: &Node, id: Uuid) -> Result<Case, ClaimError> {
    let claim = node.store.claims().await?.into_iter().find(|claim| claim.id == id).ok_or(ClaimError::NotFound)?;
    let about = match &claim.document {
        Some(document) => Some(node.store.about(std::slice::from_ref(document)).await?),
        None => None,
    };
    let files = match &about {
        Some(about) => node.store.files_made(&claim, &about.documents).await?,
        None => Vec::new(),
    };
    // What the letter says was done before it was written.
    let until = claim.answer.as_ref().map_or(Timestamp::MAX, |given| given.at);
    let corrections = match &about {
        Some(about) => corrections(node, about, claim.at..=until).await?,
        None => Vec::new(),
    };
    Ok(Case { files, corrections, erases_here: erasures::decides(node), claim, about })
}

/// The records of someone that were put right within a time, the first one first.
async fn corrections(
    node: &Node,
    about: &About,
    within: RangeInclusive<Timestamp>,
) -> Result<Vec<Correction>, StoreError> {
    let is_theirs = |id: CrossingId| about.crossings.iter().any(|one| one.record.crossing.id == id);
    let mut corrections = Vec::new();
    for one in &about.crossings {
        let Some(at) = one.put_right.filter(|at| within.contains(at)) else { continue };
        let (before, record) = (one.record.crossing.clone(), &one.record);
        if let Some(reason) = &record.cancelled {
            corrections.push(Correction { at, before, after: After::Cancelled, reason: reason.clone() });
        } else if let Some(new) = record.corrected_by
            && let Some(found) = node.store.record(new).await?
        {
            let reason = found.correction_reason;
            let after = if is_theirs(new) { After::Corrected(Box::new(found.crossing)) } else { After::Elsewhere };
            corrections.push(Correction { at, before, after, reason });
        }
    }
    corrections.sort_by_key(|one| one.at);
    Ok(corrections)
}

/// Answers a claim. All but what is granted in full needs a reason; what is granted was done before.
///
/// # Errors
/// [`ClaimError`] says why it was not answered.
pub async fn answer(
    node: &Node,
    by: &AccountId,
    claim: Uuid,
    answer: RightAnswer,
    reason: &str,
) -> Result<(), ClaimError> {
    let reason = short(reason, LONGEST_WORDS_CHARACTERS);
    let case = case(node, claim).await?;
    if case.claim.answer.is_some() {
        return Err(ClaimError::NotFound);
    }
    // Where no record shows what was done, words say it.
    let is_done_here = !matches!(case.claim.right, Right::Erasure | Right::Objection);
    let is_held = case.about.is_some() && !case.is_of_nothing();
    let is_shown = answer == RightAnswer::Granted && is_held && is_done_here;
    if !is_shown && reason.is_empty() {
        return Err(ClaimError::NoReason);
    }
    if !case.may_be(answer) {
        return Err(ClaimError::NothingDone);
    }
    if node.store.answer_claim(by, claim, answer, &reason).await? { Ok(()) } else { Err(ClaimError::NotFound) }
}

/// What was chosen to be erased.
#[derive(Debug, Clone, Default)]
pub struct Chosen {
    /// Crossings, and presentations without a decision.
    pub crossings: Vec<CrossingId>,
    /// Visas and permits.
    pub visas: Vec<VisaNumber>,
}

/// Proposes to erase records of the person, as their claim asks. With a record go those that it took the place of, settled or
/// undid, and the other way.
///
/// # Errors
/// [`ClaimError`] says why it was not proposed.
pub async fn propose_erasure(
    node: &Node,
    by: &AccountId,
    claim: Uuid,
    chosen: Chosen,
    reason: &StatedReason,
) -> Result<(), ClaimError> {
    let Case { claim: held, about, erases_here, .. } = case(node, claim).await?;
    if !erases_here {
        return Err(ClaimError::AtHeadquarters);
    }
    let about =
        about.filter(|_| matches!(held.right, Right::Erasure | Right::Objection)).ok_or(ClaimError::NotFound)?;
    let mut crossings: BTreeSet<CrossingId> = chosen.crossings.into_iter().collect();
    loop {
        let before = crossings.len();
        for one in &about.crossings {
            let id = one.record.crossing.id;
            let (record, crossing) = (&one.record, &one.record.crossing);
            let corrected = [record.corrects, record.corrected_by];
            let chain =
                corrected.into_iter().chain([record.settled_by, record.undone_by, crossing.settles, crossing.undoes]);
            if crossings.contains(&id) || chain.flatten().any(|other| crossings.contains(&other)) {
                crossings.insert(id);
            }
        }
        if crossings.len() == before {
            break;
        }
    }
    let theirs =
        about.crossings.iter().map(|one| one.record.crossing.id).chain(about.presented.iter().map(|one| one.id));
    let theirs: BTreeSet<CrossingId> = theirs.collect();
    crossings.retain(|id| theirs.contains(id));
    let mut visas = chosen.visas;
    visas.retain(|number| about.visas.iter().any(|visa| visa.held.visa.number == *number));
    if crossings.is_empty() && visas.is_empty() {
        return Err(ClaimError::NothingChosen);
    }
    if crossings.len() + visas.len() > MOST_CHOSEN {
        return Err(ClaimError::TooMany);
    }
    if is_worked_on(&about, |id| crossings.contains(&id)) {
        return Err(ClaimError::StillOpen);
    }
    let mut kept = about.crossings.iter().filter(|one| !crossings.contains(&one.record.crossing.id));
    if kept.any(|one| about.visas.iter().any(|visa| visas.contains(&visa.held.visa.number) && prolongs(visa, one))) {
        return Err(ClaimError::Prolongs);
    }
    let whole = crossings.len() == theirs.len() && visas.len() == about.visas.len();
    let erase = ToErase { crossings: crossings.into_iter().collect(), visas, whole };
    let proposed = node.store.propose_claim_erasure(by, claim, erase, reason.as_str()).await?;
    if proposed { Ok(()) } else { Err(ClaimError::NotFound) }
}

/// Whether someone still works on one of these records: an open referral, someone in need of protection who was not handed
/// over, a traveller at a counter.
fn is_worked_on(about: &About, is_chosen: impl Fn(CrossingId) -> bool) -> bool {
    let is_open = |one: &AboutCrossing| {
        one.record.is_open_referral() || one.protections.iter().any(|row| row.handed_over.is_none())
    };
    about.crossings.iter().any(|one| is_chosen(one.record.crossing.id) && is_open(one))
        || about.presented.iter().any(|one| is_chosen(one.id) && one.is_open)
}

/// Whether the stay of an entry ends on a day that a permit, or an extension, gave it.
fn prolongs(visa: &AboutVisa, entry: &AboutCrossing) -> bool {
    let held = &visa.held;
    let permitted = (held.visa.kind == VisaKind::Permit).then_some(held.visa.to);
    let days = [permitted, held.extended_to];
    let is_moved = entry.until != entry.record.crossing.authorised;
    is_moved && days.into_iter().flatten().any(|day| entry.until == Some(Authorised::To(day)))
}

/// Approves what is proposed to be erased on a claim, and erases it at once from what this node holds; or rejects it, or
/// takes it back.
///
/// # Errors
/// [`SecondPersonError`] says why it was not decided.
pub async fn decide_erasure(
    node: &Node,
    session: &Session,
    claim: Uuid,
    word: Word<'_>,
) -> Result<(), SecondPersonError> {
    if !erasures::decides_at(node, node.now()) {
        return Err(SecondPersonError::NotTheirs);
    }
    if word.approves {
        node.make_sure(session, word.password).await?;
    }
    let held = node.store.claims().await?.into_iter().find(|one| one.id == claim).ok_or(SecondPersonError::NotFound)?;
    let about = match &held.document {
        Some(document) => node.store.about(std::slice::from_ref(document)).await?,
        None => About::default(),
    };
    let proposed = held.proposed.as_ref().ok_or(SecondPersonError::NotTheirs)?;
    let is_in = |id: CrossingId| proposed.crossings.contains(&id);
    if word.approves {
        // Taken up again since it was proposed.
        if is_worked_on(&about, is_in) {
            return Err(SecondPersonError::NotTheirs);
        }
        // What is counted stays; what is not counted yet could not be after.
        count_stale(&node.store, |_, _| ()).await?;
    }
    // Who crossed again since it was proposed, or was issued a visa, keeps that.
    let all = about.crossings.iter().all(|one| is_in(one.record.crossing.id))
        && about.presented.iter().all(|one| is_in(one.id))
        && about.visas.iter().all(|visa| proposed.visas.contains(&visa.held.visa.number));
    let by = &session.account.id;
    if !node.store.decide_claim_erasure(claim, (word.approves, all), by, word.reason()).await? {
        return Err(SecondPersonError::NotTheirs);
    }
    if word.approves {
        node.store.carry_out_claims().await?;
    }
    Ok(())
}
