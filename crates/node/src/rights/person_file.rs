//! What stands in the file of a person: for machines as JSON, and read by people from the same values.
//!
//! Every field is named here, so that nothing is told by chance: who acted for the service is not, and neither is what
//! alerts say.

use crate::rights::person_report::Known;
use jiff::{Timestamp, ZonedDateTime, civil::Date, tz::TimeZone};
use limen_domain::{
    AttachmentKind, Authorised, Crossing, CrossingId, DecisionKind, Direction, DocumentKey, Entries, Event, GroundCode,
    Journey, LookPurpose, MediaType, Name, Need, PartialDate, PartyId, ProtectionId, ReferralReason, Retention, Right,
    RightAnswer, Role, StateCode, Traveller, VisaKind, VisaNumber,
};
use limen_store::{
    About, AboutCrossing, AboutParty, AboutPresentation, AboutSource, AboutVisa, Claim, KeptAttachment, ProtectionRow,
    Seen, SeenAs, StoreError, VisaStep,
};
use serde::Serialize;

/// The form of the file.
pub const FORM: &str = "limen person report 2";

/// The file of a person.
#[derive(Debug, Serialize)]
pub struct PersonFile {
    /// What it is and how it was made.
    #[serde(flatten)]
    pub head: Head,
    /// The documents that are known to be theirs.
    pub documents: Vec<DocumentKey>,
    /// Which of these were found to be one person's.
    pub documents_tied: Vec<Tied>,
    /// Whose records these are.
    pub held_of: Vec<HeldOf>,
    /// Crossings, oldest first.
    pub crossings: Vec<FiledCrossing>,
    /// When they were read without a decision, oldest first.
    pub presented_without_decision: Vec<FiledPresentation>,
    /// Visas and permits.
    pub visas: Vec<FiledVisa>,
    /// Parties that they were of.
    pub parties: Vec<FiledParty>,
    /// What they claimed about their data.
    pub claims: Vec<FiledClaim>,
    /// Who saw them, latest first.
    pub looked_at: Vec<FiledLook>,
    /// Whether more looks are held than are told.
    pub looked_at_is_cut: bool,
}

/// What the file is and how it was made.
#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "said by their names and by what fills them")]
pub struct Head {
    pub form: &'static str,
    pub made_at: Timestamp,
    /// The same, as clocks show it here.
    #[serde(skip)]
    pub made: ZonedDateTime,
    pub request: String,
    pub controller: String,
    /// Whether all that every post recorded is in it, as far as it has arrived.
    pub made_at_headquarters: bool,
    pub kept_for: Retention,
    /// What is said of alerts.
    pub alerts: String,
}

/// A place, by its name and its clocks.
#[derive(Debug, Clone)]
pub struct Place {
    /// The post's name; its code where that is not known here.
    pub name: String,
    /// The zone of its clocks.
    pub zone: TimeZone,
}

/// A moment at a place.
#[derive(Debug, Clone, Serialize)]
pub struct There {
    /// When.
    pub at: Timestamp,
    /// The post's name.
    pub post_name: String,
    /// The moment as clocks show it there.
    #[serde(skip)]
    pub clock: ZonedDateTime,
}

impl There {
    fn of(at: Timestamp, place: &Place) -> Self {
        Self { at, post_name: place.name.clone(), clock: at.to_zoned_datetime(place.zone.clone()) }
    }
}

/// Two documents that were found to be one person's.
#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "said by their names")]
pub struct Tied {
    pub one: DocumentKey,
    pub other: DocumentKey,
    /// Why, as a code; empty where they were shown together.
    pub reason: String,
    pub at: Timestamp,
}

/// What is held of a post's records.
#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "said by their names")]
pub struct HeldOf {
    pub post_name: String,
    pub crossings: u64,
    /// Up to when what the post recorded is in the file. `None` for the post where it was made.
    pub up_to: Option<Timestamp>,
}

/// A crossing.
#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "as in the record of a crossing")]
pub struct FiledCrossing {
    pub id: CrossingId,
    #[serde(flatten)]
    pub there: There,
    pub direction: Direction,
    pub traveller: Traveller,
    pub journey: Journey,
    pub decision: FiledDecision,
    pub authorised: Option<Authorised>,
    pub visa: Option<VisaNumber>,
    pub party: Option<PartyId>,
    pub settles: Option<CrossingId>,
    pub settled_by: Option<CrossingId>,
    pub undoes: Option<CrossingId>,
    pub undone_by: Option<CrossingId>,
    pub corrects: Option<CrossingId>,
    /// Why it takes the place of another; empty where it does not.
    pub correction_reason: String,
    pub corrected_by: Option<CrossingId>,
    /// Why it was cancelled. `None` where it was not.
    pub cancelled: Option<String>,
    pub notes: Vec<FiledNote>,
    pub pictures: Vec<FiledPicture>,
    pub protection: Vec<FiledProtection>,
}

/// What was decided. Why someone was referred or held is told to nobody: where it was left out for alerts alone, its absence
/// would say that there is one.
#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "said by their names")]
pub struct FiledDecision {
    pub kind: DecisionKind,
    pub grounds: Vec<GroundCode>,
}

/// What was noted.
#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "said by their names")]
pub struct FiledNote {
    pub at: Timestamp,
    pub question: String,
    pub text: String,
}

/// A photo, a page or a file.
#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "said by their names")]
pub struct FiledPicture {
    pub kind: AttachmentKind,
    pub at: Timestamp,
    pub media: MediaType,
    pub sha256: String,
    /// Its bytes. `None` where they are not held here, or all pictures together are too large.
    pub base64: Option<String>,
}

/// What was begun for someone's protection.
#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "as in the record of a protection")]
pub struct FiledProtection {
    pub id: ProtectionId,
    pub at: Timestamp,
    pub need: Need,
    pub person: String,
    pub words: String,
    pub authority: String,
    pub due: Timestamp,
    pub handed_over: Option<FiledHandOver>,
}

/// How someone was handed over.
#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "said by their names")]
pub struct FiledHandOver {
    pub at: Timestamp,
    pub to: String,
    pub reference: String,
}

/// A presentation without a decision.
#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "as in a presentation")]
pub struct FiledPresentation {
    pub id: CrossingId,
    #[serde(flatten)]
    pub there: There,
    pub traveller: Traveller,
    pub pictures: Vec<FiledPicture>,
}

/// A visa or permit.
#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "as in the record of a visa")]
pub struct FiledVisa {
    pub number: VisaNumber,
    pub kind: VisaKind,
    pub holder: Name,
    pub birth_date: PartialDate,
    pub nationality: Option<StateCode>,
    pub document: DocumentKey,
    pub from: Date,
    pub to: Date,
    /// Its last day with its extensions.
    pub last_day: Date,
    pub entries: Entries,
    pub days: Option<std::num::NonZeroU16>,
    pub conditions: String,
    /// Why it was revoked. `None` where it was not.
    pub revoked: Option<String>,
    pub history: Vec<FiledStep>,
    pub uses: Vec<FiledUse>,
}

/// Something that was done with a visa.
#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "said by their names")]
pub struct FiledStep {
    pub at: Timestamp,
    pub what: StepKind,
    /// The last day that an extension gave.
    pub to: Option<Date>,
    pub fee_receipt: String,
    pub fee: String,
    pub reason: String,
    pub post_name: Option<String>,
}

/// What was done with a visa.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepKind {
    /// It was issued at a border of this service.
    Issued,
    /// The record of one that was issued elsewhere was taken in.
    Recorded,
    /// It was made good for longer.
    Extended,
    /// It was ended.
    Revoked,
}

/// An entry that a visa was used for.
#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "said by their names")]
pub struct FiledUse {
    pub crossing: CrossingId,
    #[serde(flatten)]
    pub there: There,
    pub until: Option<Authorised>,
    pub left: Option<Timestamp>,
}

/// A party.
#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "as in the record of a party")]
pub struct FiledParty {
    pub id: PartyId,
    #[serde(flatten)]
    pub there: There,
    pub name: String,
    pub plate: Option<String>,
    /// The person as a carrier announced them.
    pub announced: Option<Traveller>,
}

/// A claim, and its answer.
#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "said by their names")]
pub struct FiledClaim {
    pub right: Right,
    pub reference: String,
    pub words: String,
    pub received: Date,
    pub due: Date,
    pub answer: Option<FiledAnswer>,
}

/// The answer to a claim.
#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "said by their names")]
pub struct FiledAnswer {
    pub at: Timestamp,
    pub answer: RightAnswer,
    pub reason: String,
}

/// A look at someone.
#[derive(Debug, Serialize)]
pub struct FiledLook {
    /// When.
    pub at: Timestamp,
    /// Whose: not by name.
    pub by: Looker,
    /// Which kind of look: the code of its event.
    pub kind: String,
    /// How they were seen.
    pub how: How,
    /// What for. `None` where it is the crossing itself, or was not asked then.
    pub purpose: Option<LookPurpose>,
}

/// How someone was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// What was looked at is theirs.
    Themselves,
    /// A search found them.
    Found,
    /// They stood in a list that was read.
    Listed,
}

impl How {
    /// The code, as it stands in the file and in messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::Themselves => "themselves",
            Self::Found => "found",
            Self::Listed => "listed",
        }
    }
}

/// Who looked at someone: not by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Looker {
    /// Their role. `None` where it is not known here.
    pub role: Option<Role>,
    /// The name of the post, or the node.
    pub place: String,
}

impl PersonFile {
    /// The file of what is held about someone.
    pub(super) fn of(
        head: Head,
        about: About,
        ((seen, is_cut), sources): ((Vec<Seen>, bool), Vec<AboutSource>),
        known: &Known,
    ) -> Self {
        let seen = seen.into_iter().map(|seen| look(seen, known));
        let held_of = sources.into_iter().map(|source| HeldOf {
            post_name: known.place(&source.post).name,
            crossings: source.crossings,
            up_to: source.up_to,
        });
        let ties = about.ties.into_iter();
        Self {
            head,
            documents_tied: ties
                .map(|tie| Tied { one: tie.tied_to, other: tie.document, reason: tie.reason, at: tie.at })
                .collect(),
            held_of: held_of.collect(),
            crossings: about.crossings.into_iter().map(|one| crossing(one, known)).collect(),
            presented_without_decision: about.presented.into_iter().map(|one| presentation(one, known)).collect(),
            visas: about.visas.into_iter().map(|one| visa(one, known)).collect(),
            parties: about.parties.into_iter().map(|one| party(one, known)).collect(),
            claims: about.claims.into_iter().map(claim).collect(),
            looked_at: seen.collect(),
            looked_at_is_cut: is_cut,
            documents: about.documents,
        }
    }

    /// The file for machines.
    ///
    /// # Errors
    /// A value has no form in JSON, which none of these types allows.
    pub fn json(&self) -> Result<String, StoreError> {
        Ok(serde_json::to_string_pretty(self)?)
    }
}

/// Whether what the second line noted may be shown: where an alert was found, it may be of that.
fn is_told(one: &AboutCrossing) -> bool {
    !one.has_hits && one.record.crossing.decision.reason() != Some(ReferralReason::Hit)
}

fn crossing(one: AboutCrossing, known: &Known) -> FiledCrossing {
    let (is_told, record) = (is_told(&one), one.record);
    let Crossing {
        id,
        post,
        at,
        day: _,
        direction,
        traveller,
        journey,
        decision,
        authorised,
        visa,
        party,
        member: _,
        officer: _,
        settles,
        undoes,
        stamp: _,
    } = record.crossing;
    let notes = one.notes.into_iter().filter(|_| is_told);
    FiledCrossing {
        id,
        there: There::of(at, &known.place(&post)),
        direction,
        traveller,
        journey,
        decision: FiledDecision { kind: decision.kind(), grounds: decision.refused_on().to_vec() },
        authorised,
        visa,
        party,
        settles,
        settled_by: record.settled_by,
        undoes,
        undone_by: record.undone_by,
        corrects: record.corrects,
        correction_reason: record.correction_reason,
        corrected_by: record.corrected_by,
        cancelled: record.cancelled,
        notes: notes.map(|note| FiledNote { at: note.at, question: note.question, text: note.text }).collect(),
        pictures: one.attachments.into_iter().map(|kept| picture(kept, known)).collect(),
        protection: one.protections.into_iter().map(protection).collect(),
    }
}

fn picture(kept: KeptAttachment, known: &Known) -> FiledPicture {
    let KeptAttachment { attachment, at, officer: _ } = kept;
    let base64 = known.picture(&attachment.sha256);
    FiledPicture { kind: attachment.kind, at, media: attachment.media, sha256: attachment.sha256, base64 }
}

fn protection(row: ProtectionRow) -> FiledProtection {
    let protection = row.protection;
    FiledProtection {
        id: protection.id,
        at: protection.at,
        need: protection.need,
        person: protection.person,
        words: protection.words,
        authority: protection.authority,
        due: protection.due,
        handed_over: row.handed_over.map(|handed| FiledHandOver {
            at: handed.at,
            to: handed.proof.receiver,
            reference: handed.proof.reference,
        }),
    }
}

fn presentation(one: AboutPresentation, known: &Known) -> FiledPresentation {
    FiledPresentation {
        id: one.id,
        there: There::of(one.at, &known.place(&one.post)),
        traveller: one.traveller,
        pictures: one.attachments.into_iter().map(|kept| picture(kept, known)).collect(),
    }
}

fn visa(one: AboutVisa, known: &Known) -> FiledVisa {
    let last_day = one.held.last_day();
    let visa = one.held.visa;
    let uses = one.uses.into_iter().map(|used| FiledUse {
        crossing: used.crossing,
        there: There::of(used.at, &known.place(&used.post)),
        until: used.until,
        left: used.left,
    });
    FiledVisa {
        number: visa.number,
        kind: visa.kind,
        holder: visa.holder,
        birth_date: visa.birth_date,
        nationality: visa.nationality,
        document: visa.document,
        from: visa.from,
        to: visa.to,
        last_day,
        entries: visa.entries,
        days: visa.days,
        conditions: visa.conditions,
        revoked: one.held.revoked,
        history: one.steps.into_iter().filter_map(|taken| step(taken, known)).collect(),
        uses: uses.collect(),
    }
}

fn step(step: VisaStep, known: &Known) -> Option<FiledStep> {
    let named = |post: Option<limen_domain::PostId>| post.map(|post| known.place(&post).name);
    let at = step.at;
    Some(match step.event {
        Event::VisaRecorded(visa) => FiledStep {
            at,
            what: if visa.post.is_some() { StepKind::Issued } else { StepKind::Recorded },
            to: None,
            fee_receipt: visa.fee_receipt,
            fee: visa.fee,
            reason: String::new(),
            post_name: named(visa.post),
        },
        Event::VisaExtended { to, fee_receipt, fee, post, reason, .. } => {
            FiledStep { at, what: StepKind::Extended, to: Some(to), fee_receipt, fee, reason, post_name: named(post) }
        }
        Event::VisaRevoked { reason, .. } => FiledStep {
            at,
            what: StepKind::Revoked,
            to: None,
            fee_receipt: String::new(),
            fee: String::new(),
            reason,
            post_name: None,
        },
        _ => return None,
    })
}

fn party(one: AboutParty, known: &Known) -> FiledParty {
    let there = There::of(one.at, &known.place(&one.post));
    FiledParty { id: one.id, there, name: one.name, plate: one.plate, announced: one.announced }
}

fn claim(claim: Claim) -> FiledClaim {
    let Claim { right, reference, words, received, due, answer, .. } = claim;
    let answer = answer.map(|given| FiledAnswer { at: given.at, answer: given.answer, reason: given.reason });
    FiledClaim { right, reference, words, received, due, answer }
}

fn look(seen: Seen, known: &Known) -> FiledLook {
    let Seen { look, how } = seen;
    let name = look.node.machine();
    let place = limen_domain::PostId::parse(name).map_or_else(|_| name.to_owned(), |post| known.place(&post).name);
    FiledLook {
        at: look.at,
        by: Looker { role: known.role(&look.officer), place },
        how: match how {
            SeenAs::Themselves => How::Themselves,
            SeenAs::Found => How::Found,
            SeenAs::Listed => How::Listed,
        },
        purpose: look.why.map(|why| why.purpose),
        kind: look.kind,
    }
}
