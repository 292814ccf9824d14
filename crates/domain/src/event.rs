//! What can happen at a node: the kinds of event in its journal, with their payloads.
//!
//! Every change is one of these, and every look at a person's data is too. Tables are what the events amount to.

use crate::{
    AccountId, Alert, AlertId, Attachment, AuditView, ChipReading, CredentialChange, Crossing, CrossingId, DataKind,
    Direction, DocumentKey, Driver, HandOver, Hit, Judgement, JudgementReason, ListKind, ListName, NeighbourStep,
    NodeId, Party, PartyId, PostId, Protection, ProtectionId, Right, RightAnswer, Role, SetAside, ShiftClosing,
    SignInRefusal, StateCode, Tally, TallyId, Traveller, VehicleReason, Visa, VisaNumber, Why,
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A traveller presented at a counter, screened, and waiting for the officer's decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Presentation {
    /// Its identifier; the crossing it ends in carries the same one.
    pub id: CrossingId,
    /// Where.
    pub post: PostId,
    /// When.
    pub at: Timestamp,
    /// Whose counter.
    pub officer: AccountId,
    /// Which way the counter works.
    pub direction: Direction,
    /// Who, as seen.
    pub traveller: Traveller,
    /// What screening found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hits: Vec<Hit>,
    /// The referral that is taken up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settles: Option<CrossingId>,
    /// The party they cross with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<PartyId>,
    /// Which of the members that a carrier's list announced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<u16>,
}

impl Presentation {
    /// The presentation that a crossing ended, of which screening found nothing: for journals that are drawn by chance.
    pub fn ended_by(crossing: &Crossing, at: Timestamp) -> Self {
        Self {
            id: crossing.id,
            post: crossing.post.clone(),
            at,
            officer: crossing.officer.clone(),
            direction: crossing.direction,
            traveller: crossing.traveller.clone(),
            hits: Vec::new(),
            settles: crossing.settles,
            party: crossing.party,
            member: crossing.member,
        }
    }
}

/// Something that happened, as the journal keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Event {
    /// A traveller was presented and screened. This is also the record that the officer looked this person up.
    TravellerPresented(Box<Presentation>),
    /// An officer judged a hit: made by [`Event::hit_judged`] or [`Event::vehicle_judged`].
    HitJudged {
        /// The presentation it belongs to; of a vehicle's hit, the party under [`PartyId::as_of_hits`].
        presentation: CrossingId,
        /// The list of the alert.
        list: ListName,
        /// The alert.
        alert: AlertId,
        /// What was judged.
        judgement: Judgement,
        /// Why, as a code: journals of other versions may hold codes that this one does not know.
        reason: String,
    },
    /// A hit for a party's vehicle that was cleared is to be judged anew: the plate was put right, or the alert is another.
    HitReopened {
        /// The party, under [`PartyId::as_of_hits`].
        presentation: CrossingId,
        /// The list of the alert.
        list: ListName,
        /// The alert.
        alert: AlertId,
    },
    /// A presentation ended without a decision: the traveller left, or was read again.
    PresentationWithdrawn {
        /// Which.
        presentation: CrossingId,
        /// Why, where an alert may be about the traveller; `None` where none does, or they were read again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<SetAside>,
    },
    /// A decision was made and recorded.
    CrossingRecorded(Box<Crossing>),
    /// A recorded crossing was mistaken; another takes its place. The old one stays.
    CrossingCorrected {
        /// The mistaken one.
        mistaken: CrossingId,
        /// What takes its place, with an identifier of its own.
        crossing: Box<Crossing>,
        /// Why.
        reason: String,
    },
    /// Someone looked at a recorded crossing: its record, its referral, or what is printed of it.
    CrossingConsulted {
        /// Which.
        crossing: CrossingId,
        /// What for; `None` in records that are older than the question.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<Why>,
    },
    /// Someone opened a recorded crossing to correct it.
    CorrectionConsulted {
        /// Which.
        crossing: CrossingId,
        /// What for; `None` in records that are older than the question.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<Why>,
    },
    /// Someone read which corrections officers ask for.
    CorrectionsConsulted {
        /// The crossings that were shown.
        shown: Vec<CrossingId>,
        /// What for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<Why>,
    },
    /// Someone opened the list of pictures and files beside a traveller.
    PicturesConsulted {
        /// The presentation or the crossing that they belong to.
        crossing: CrossingId,
        /// What for; `None` in records that are older than the question.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<Why>,
    },
    /// Someone saw one of these: a face, a page of a document, a file.
    PictureConsulted {
        /// The presentation or the crossing that it belongs to.
        crossing: CrossingId,
        /// Which: SHA-256 of its bytes, in hexadecimal.
        sha256: String,
        /// What for; `None` in records that are older than the question.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<Why>,
    },
    /// Someone read who waits at the second line.
    ReferralsConsulted {
        /// What for; `None` in records that are older than the question.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<Why>,
    },
    /// The list of a day's crossings was opened.
    DayConsulted {
        /// The day.
        day: Date,
        /// What was searched for, empty for all.
        search: String,
        /// What for; `None` in records that are older than the question.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<Why>,
    },
    /// A day's crossings left the house as a file.
    DayExported {
        /// The day.
        day: Date,
        /// How many rows.
        rows: u64,
        /// What for; `None` in records that are older than the question.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<Why>,
    },
    /// Flows left the house. Codes are those of the statistics, and stay texts here: journals of other versions may hold
    /// codes that this one does not know.
    FlowsExported {
        /// What: the code of a figure, a report, series, or all counts.
        what: String,
        /// Which part of it, as its address says.
        which: String,
        /// The code of the form.
        form: String,
        /// Who gets it, and what for.
        why: String,
        /// The code of how small cells were protected; empty where they were not.
        protection: String,
    },
    /// A question of one's own was asked of flows, or of records without identities.
    FlowsQueried {
        /// In SQL.
        question: String,
        /// How many rows it gave; `None` where it was refused or cut off.
        rows: Option<u64>,
    },
    /// An alert list took effect at this node.
    AlertsLoaded {
        /// Which.
        list: ListName,
        /// How many alerts it holds.
        alerts: u64,
        /// SHA-256 of the list as loaded, in hexadecimal.
        sha256: String,
    },
    /// A recorded crossing did not happen. It stays, marked so.
    CrossingCancelled {
        /// Which.
        crossing: CrossingId,
        /// Why.
        reason: String,
    },
    /// An officer asks that a crossing that they recorded be corrected.
    CorrectionRequested {
        /// Which.
        crossing: CrossingId,
        /// What is wrong with it.
        note: String,
    },
    /// What was asked to be corrected stays as it is.
    CorrectionDeclined {
        /// Which crossing.
        crossing: CrossingId,
        /// Why.
        reason: String,
    },
    /// A second-line officer took a referral.
    ReferralTaken {
        /// Which.
        referral: CrossingId,
    },
    /// A second-line officer gave a referral back to the queue.
    ReferralReleased {
        /// Which.
        referral: CrossingId,
    },
    /// Something was noted in a referral.
    ReferralNoted {
        /// Which.
        referral: CrossingId,
        /// The guide's question that it answers; nothing for a free note.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        question: Option<String>,
        /// What was noted.
        text: String,
    },
    /// A need of protection was seen.
    ProtectionBegun(Box<Protection>),
    /// Someone in need of protection was handed over.
    HandedOver(HandOver),
    /// Someone read about a person in need of protection; nothing for the list of them all.
    ProtectionConsulted {
        /// Whom.
        protection: Option<ProtectionId>,
        /// What for; `None` in records that are older than the question.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<Why>,
    },
    /// A party was announced by a carrier's list; it has not come yet.
    PartyAnnounced(Box<Party>),
    /// A party is at the post: it begins here, or was announced before.
    PartyArrived(Box<Party>),
    /// A party was changed: its vehicle, its goods, its name.
    PartyChanged(Box<Party>),
    /// Nobody else of a party is waited for.
    PartyEnded {
        /// Which.
        party: PartyId,
        /// Why, where an alert may be about its vehicle.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<SetAside>,
        /// Who drove its vehicle; `None` where that was said before, or was not asked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        driver: Option<Driver>,
    },
    /// Someone read which parties are here or announced.
    PartiesConsulted {
        /// What for; `None` in records that are older than the question.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<Why>,
    },
    /// Someone read the list of a party's members.
    PartyConsulted {
        /// Which.
        party: PartyId,
        /// What for; `None` in records that are older than the question.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<Why>,
    },
    /// An officer found two documents to be one person's.
    SamePerson {
        /// One document.
        one: DocumentKey,
        /// The other.
        other: DocumentKey,
        /// Why: the code of a [`SamePersonReason`](crate::SamePersonReason), or one of another version's.
        reason: String,
    },
    /// An officer found that two documents are not one person's after all.
    NotSamePerson {
        /// One document.
        one: DocumentKey,
        /// The other.
        other: DocumentKey,
        /// Why, as [`Event::SamePerson`] has it.
        reason: String,
    },
    /// A visa or permit was issued here, or its record taken in.
    VisaRecorded(Box<Visa>),
    /// A visa or permit is good no more.
    VisaRevoked {
        /// Which.
        visa: VisaNumber,
        /// Why.
        reason: String,
    },
    /// A visa or permit is good for longer.
    VisaExtended {
        /// Which.
        visa: VisaNumber,
        /// Its new last day.
        to: Date,
        /// The number of the fee's receipt; empty where no fee was paid.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        fee_receipt: String,
        /// How much was paid, with its currency; empty where it was not noted.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        fee: String,
        /// The post that extended it; `None` in records that are older than the question.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        post: Option<PostId>,
        /// Why.
        reason: String,
    },
    /// Someone searched the visas and permits, or read one.
    VisasConsulted {
        /// What for; a visa's number.
        search: String,
        /// What for; `None` in records that are older than the question.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<Why>,
    },
    /// People were searched for across days.
    PeopleSearched {
        /// What was typed.
        search: String,
        /// The latest crossings of those who were shown.
        shown: Vec<CrossingId>,
        /// What for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<Why>,
    },
    /// People were counted without being registered one by one.
    TallyCounted(Box<Tally>),
    /// A tally was mistaken and counts no more.
    TallyCancelled {
        /// Which.
        tally: TallyId,
        /// Why.
        reason: String,
    },
    /// A shift was closed and handed over.
    ShiftClosed(Box<ShiftClosing>),
    /// The chip of a document was read at a counter, and checked.
    ChipRead(Box<ChipReading>),
    /// A photo, a page or a file was kept beside a record.
    AttachmentKept(Box<Attachment>),
    /// Someone said that this node's clock is right although it has leapt ahead of the journal.
    ClockConfirmed,
    /// A reference list took effect at this node.
    ListLoaded {
        /// Which.
        list: ListKind,
        /// How many entries it holds.
        entries: u64,
        /// SHA-256 of the list as loaded, in hexadecimal.
        sha256: String,
    },
    /// Someone proposed a new version of a reference list. Approving or rejecting it is [`Event::ProposalDecided`].
    ListProposed {
        /// Which proposal.
        proposal: Uuid,
        /// The list.
        list: ListKind,
        /// SHA-256 of its file, in hexadecimal.
        sha256: String,
    },
    /// Someone proposed a file of certificates by which chips are believed. Approving or rejecting it is
    /// [`Event::ProposalDecided`].
    TrustProposed {
        /// Which proposal.
        proposal: Uuid,
        /// SHA-256 of the file, in hexadecimal.
        sha256: String,
    },
    /// Something between this headquarters and a neighbouring state's.
    Neighbour(Box<NeighbourStep>),
    /// Someone at a post wrote something for a neighbouring state, which headquarters says. Its words may name people.
    NeighbourDrafted {
        /// The neighbour.
        neighbour: StateCode,
        /// What it says, as JSON.
        content: String,
    },
    /// Someone read the list of overstays.
    OverstaysConsulted {
        /// What for; `None` in records that are older than the question.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<Why>,
    },
    /// An auditor read who looked at what.
    AuditConsulted {
        /// Which view.
        view: AuditView,
        /// Whom it is about: a document, or an account; empty for all.
        about: String,
    },
    /// Someone proposed that an alert be put into its list, or a new version of a whole list.
    AlertsProposed {
        /// Which proposal.
        proposal: Uuid,
        /// The list.
        list: ListName,
        /// The alert as it is to be; nothing for a whole list.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        alert: Option<Box<Alert>>,
        /// SHA-256 of the list's file, in hexadecimal; nothing for a single alert.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sha256: Option<String>,
    },
    /// A second person approved a proposal, which takes effect, or rejected it.
    ProposalDecided {
        /// Which proposal.
        proposal: Uuid,
        /// Whether it takes effect.
        approved: bool,
        /// Why.
        reason: String,
    },
    /// An alert was withdrawn, at once.
    AlertWithdrawn {
        /// Its list.
        list: ListName,
        /// Which.
        alert: AlertId,
        /// Why.
        reason: String,
    },
    /// The least score of a list's hits was set.
    ThresholdSet {
        /// Which list.
        list: ListName,
        /// The score, 0 to 1.
        threshold: f64,
    },
    /// Someone read an alert.
    AlertConsulted {
        /// Its list.
        list: ListName,
        /// Which.
        alert: AlertId,
        /// What for; `None` in records that are older than the question.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<Why>,
    },
    /// Someone searched the alerts, or read which wait for a decision or a review.
    AlertsSearched {
        /// What for; empty where nothing was searched.
        search: String,
        /// What for; `None` in records that are older than the question.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<Why>,
    },
    /// Someone has a neighbouring state asked whether a document is one of its lost ones; it does not see which.
    DocumentAsked {
        /// Whom.
        neighbour: StateCode,
        /// About which document.
        document: DocumentKey,
        /// What for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<Why>,
    },
    /// Someone read the alerts that wait for a second person.
    ProposalConsulted {
        /// Which proposal.
        proposal: Uuid,
        /// What for; `None` in records that are older than the question.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<Why>,
    },
    /// An officer was shown others beside the traveller at their counter: adults whom a minor may be tied to, people of the
    /// same name.
    OthersConsulted {
        /// The presentation of the traveller at the counter.
        beside: CrossingId,
        /// The crossings of the adults who were shown.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        adults: Vec<CrossingId>,
        /// The documents of people of the same name who were shown.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        namesakes: Vec<DocumentKey>,
        /// What for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<Why>,
    },
    /// Someone read the list of hits.
    HitsConsulted {
        /// What for; `None` in records that are older than the question.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<Why>,
    },
    /// A draft was held against past travellers.
    DraftTried {
        /// The list it is meant for.
        list: ListName,
        /// How many travellers it was held against.
        travellers: u64,
        /// How many it would have stopped.
        stopped: u64,
    },
    /// A person may sign in from now on.
    AccountAdded {
        /// Who.
        account: AccountId,
        /// As what.
        role: Role,
        /// At which posts; none for every node.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        posts: Vec<PostId>,
    },
    /// What a person may do, or where, is otherwise from now on.
    AccountChanged {
        /// Who.
        account: AccountId,
        /// As what.
        role: Role,
        /// At which posts; none for every node.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        posts: Vec<PostId>,
    },
    /// Someone proposed that a person may sign in, or may do something else than before. Approving or rejecting it is
    /// [`Event::ProposalDecided`].
    PersonProposed {
        /// Which proposal.
        proposal: Uuid,
        /// Whom it is about.
        account: AccountId,
        /// As what.
        role: Role,
        /// At which posts; none for every node.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        posts: Vec<PostId>,
    },
    /// A person may sign in no more.
    AccountEnded {
        /// Who.
        account: AccountId,
        /// Why.
        reason: String,
    },
    /// Data about persons was erased from this node, as its period ended.
    DataErased {
        /// Which kind of data.
        data: DataKind,
        /// What was recorded before this moment.
        before: Timestamp,
        /// From how many events.
        events: u64,
        /// By what right it was kept until then.
        ground: String,
    },
    /// Someone proposed that data of a kind be erased although it is much at once. Approving or rejecting it is
    /// [`Event::ProposalDecided`].
    ErasureProposed {
        /// Which proposal.
        proposal: Uuid,
        /// Which kind of data.
        data: DataKind,
        /// What was recorded before this moment.
        before: Timestamp,
        /// From how many events, at the node where it was proposed.
        events: u64,
    },
    /// A decision that is kept as a setting is another from now on.
    SettingChanged {
        /// Which setting.
        setting: String,
        /// What it was, as the table has it; empty where its default held.
        before: String,
        /// What it is.
        after: String,
    },
    /// Everything about a person was put together, to answer that person.
    PersonReported {
        /// The person's documents.
        documents: Vec<DocumentKey>,
        /// The request that it answers.
        request: String,
    },
    /// Someone claimed a right about their own data.
    RightClaimed {
        /// Which claim.
        claim: Uuid,
        /// Which right.
        right: Right,
        /// The service's number or date of it.
        reference: String,
        /// The document by which the person is known; `None` where none was named.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        document: Option<DocumentKey>,
        /// What was asked, in words.
        words: String,
        /// The day on which it came.
        received: Date,
        /// The day by which it is to be answered.
        due: Date,
    },
    /// Someone read what travellers claim.
    ClaimsConsulted {
        /// What for; `None` in records that are older than the question.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<Why>,
    },
    /// Someone read one claim, with the person's records.
    ClaimConsulted {
        /// Which.
        claim: Uuid,
        /// The document by which the person is known; `None` where none was named.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        document: Option<DocumentKey>,
        /// What for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<Why>,
    },
    /// Someone proposed that records of a person be erased, as they claimed. Approving or rejecting it is
    /// [`Event::ProposalDecided`] of the claim.
    ClaimErasureProposed {
        /// Which claim.
        claim: Uuid,
        /// Crossings, and presentations without a decision.
        crossings: Vec<CrossingId>,
        /// Visas and permits.
        visas: Vec<VisaNumber>,
        /// Whether that is all that the claim is about.
        whole: bool,
        /// Why they are not to be kept.
        reason: String,
    },
    /// Records of a person were erased from this node, as they claimed.
    ClaimErased {
        /// Which claim.
        claim: Uuid,
        /// From how many events.
        events: u64,
    },
    /// A claim was answered.
    RightAnswered {
        /// Which claim.
        claim: Uuid,
        /// How.
        answer: RightAnswer,
        /// What was done, or why not.
        reason: String,
    },
    /// What someone proves who they are with was changed; not what it is.
    CredentialsSet {
        /// Whose.
        account: AccountId,
        /// How.
        change: CredentialChange,
    },
    /// A code was made with which a browser on another machine becomes a device of this node.
    DeviceInvited {
        /// What the device is called.
        device: String,
    },
    /// A browser on another machine became a device of this node.
    DeviceEnrolled {
        /// What it is called.
        device: String,
    },
    /// A browser on another machine gave a code that is not good. At most 60 are noted in an hour.
    DeviceRefused {
        /// The address that it came from.
        from: String,
    },
    /// A browser is a device of this node no more.
    DeviceEnded {
        /// What it is called.
        device: String,
        /// Why.
        reason: String,
    },
    /// Someone signed in.
    SignedIn,
    /// Someone asked for a page, or for something to be done, that their role may not.
    AccessRefused {
        /// What for: the method and the address, without what varies in it.
        address: String,
    },
    /// Someone left a counter to someone else, to take it up again with a PIN.
    SteppedAside,
    /// Someone took up again with a PIN what they had set aside.
    SteppedBack,
    /// Someone signed out.
    SignedOut,
    /// Someone could not sign in.
    SignInRefused {
        /// Why.
        refusal: SignInRefusal,
    },
    /// A version of headquarters' reference data took effect at this node.
    ReferenceReached {
        /// Its number.
        version: i64,
        /// What the hashes of all things come to, in hexadecimal.
        fingerprint: String,
    },
    /// A code was made with which a machine becomes a node of a post.
    NodeInvited {
        /// The post.
        post: PostId,
    },
    /// A machine became a node of the network.
    NodeEnrolled {
        /// Which.
        node: NodeId,
        /// Of which post.
        post: PostId,
        /// Its Ed25519 public key, in hexadecimal.
        public_key: String,
    },
    /// A node belongs to the network no more.
    NodeRevoked {
        /// Which.
        node: NodeId,
        /// Why.
        reason: String,
    },
    /// The node was put back from a backup, and writes another journal from here on: what it wrote since the backup
    /// may be at headquarters under the old name.
    NodeRestored {
        /// The journal that it wrote before.
        before: NodeId,
        /// How many events of it the backup held.
        events: i64,
    },
    /// Someone proposed that a restored headquarters goes on without what could not be had back.
    ContinuationProposed {
        /// What that is: codes with what they are about.
        without: Vec<String>,
        /// Why it is not waited for; empty in records that are older than the question.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
    },
    /// A restored headquarters goes on: from here on it publishes and decides again.
    HeadquartersContinued {
        /// The journal that this one goes on from.
        before: NodeId,
        /// How many events of it are held here.
        events: i64,
        /// The version of the reference data from which it goes on counting.
        version: i64,
        /// What the hashes of all things in it come to, in hexadecimal.
        fingerprint: String,
        /// What could not be had back, as a second person confirmed; empty where nothing is missing.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        without: Vec<String>,
        /// Why it was not waited for, as the first person said; empty where nothing is missing.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
    },
    /// A journal is taken in no more: of one of two machines that wrote under one name.
    JournalEnded {
        /// Which.
        journal: NodeId,
        /// Why.
        reason: String,
    },
    /// The node started.
    NodeStarted {
        /// Its version.
        version: String,
    },
}

impl Event {
    /// The judgement of an alert that was found for a traveller.
    pub fn hit_judged(
        presentation: CrossingId,
        list: ListName,
        alert: AlertId,
        judgement: Judgement,
        reason: JudgementReason,
    ) -> Self {
        Self::HitJudged { presentation, list, alert, judgement, reason: reason.code().to_owned() }
    }

    /// The judgement of an alert that was found for a party's vehicle. The event names the party where it names a
    /// traveller's presentation otherwise: journals have it so.
    pub fn vehicle_judged(
        party: PartyId,
        list: ListName,
        alert: AlertId,
        judgement: Judgement,
        reason: VehicleReason,
    ) -> Self {
        Self::HitJudged { presentation: party.as_of_hits(), list, alert, judgement, reason: reason.code().to_owned() }
    }

    /// Whether headquarters decides by it what holds for all: who belongs, who may do what, which alerts and lists hold,
    /// what is kept for how long.
    pub fn is_decision_for_all(&self) -> bool {
        matches!(
            self,
            Self::AlertsLoaded { .. }
                | Self::AlertsProposed { .. }
                | Self::AlertWithdrawn { .. }
                | Self::ThresholdSet { .. }
                | Self::ListLoaded { .. }
                | Self::ListProposed { .. }
                | Self::TrustProposed { .. }
                | Self::ProposalDecided { .. }
                | Self::AccountAdded { .. }
                | Self::AccountChanged { .. }
                | Self::AccountEnded { .. }
                | Self::PersonProposed { .. }
                | Self::NodeInvited { .. }
                | Self::NodeEnrolled { .. }
                | Self::NodeRevoked { .. }
                | Self::JournalEnded { .. }
                | Self::SettingChanged { .. }
                | Self::ErasureProposed { .. }
                | Self::ClaimErasureProposed { .. }
                | Self::Neighbour(_)
        )
    }

    /// The kind's code, as it stands in the journal.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::TravellerPresented(_) => "traveller-presented",
            Self::HitJudged { .. } => "hit-judged",
            Self::HitReopened { .. } => "hit-reopened",
            Self::PresentationWithdrawn { .. } => "presentation-withdrawn",
            Self::CrossingRecorded(_) => "crossing-recorded",
            Self::CrossingCorrected { .. } => "crossing-corrected",
            Self::CrossingConsulted { .. } => "crossing-consulted",
            Self::CorrectionConsulted { .. } => "correction-consulted",
            Self::CorrectionsConsulted { .. } => "corrections-consulted",
            Self::PicturesConsulted { .. } => "pictures-consulted",
            Self::PictureConsulted { .. } => "picture-consulted",
            Self::ReferralsConsulted { .. } => "referrals-consulted",
            Self::DayConsulted { .. } => "day-consulted",
            Self::DayExported { .. } => "day-exported",
            Self::FlowsExported { .. } => "flows-exported",
            Self::FlowsQueried { .. } => "flows-queried",
            Self::AlertsLoaded { .. } => "alerts-loaded",
            Self::CrossingCancelled { .. } => "crossing-cancelled",
            Self::CorrectionRequested { .. } => "correction-requested",
            Self::CorrectionDeclined { .. } => "correction-declined",
            Self::ReferralTaken { .. } => "referral-taken",
            Self::ReferralReleased { .. } => "referral-released",
            Self::ReferralNoted { .. } => "referral-noted",
            Self::ProtectionBegun(_) => "protection-begun",
            Self::HandedOver(_) => "handed-over",
            Self::ProtectionConsulted { .. } => "protection-consulted",
            Self::PartyAnnounced(_) => "party-announced",
            Self::PartyArrived(_) => "party-arrived",
            Self::PartyChanged(_) => "party-changed",
            Self::PartyEnded { .. } => "party-ended",
            Self::PartiesConsulted { .. } => "parties-consulted",
            Self::PartyConsulted { .. } => "party-consulted",
            Self::SamePerson { .. } => "same-person",
            Self::NotSamePerson { .. } => "not-same-person",
            Self::VisaRecorded(_) => "visa-recorded",
            Self::VisaRevoked { .. } => "visa-revoked",
            Self::VisaExtended { .. } => "visa-extended",
            Self::VisasConsulted { .. } => "visas-consulted",
            Self::PeopleSearched { .. } => "people-searched",
            Self::TallyCounted(_) => "tally-counted",
            Self::TallyCancelled { .. } => "tally-cancelled",
            Self::ShiftClosed(_) => "shift-closed",
            Self::ChipRead(_) => "chip-read",
            Self::AttachmentKept(_) => "attachment-kept",
            Self::ClockConfirmed => "clock-confirmed",
            Self::ListLoaded { .. } => "list-loaded",
            Self::ListProposed { .. } => "list-proposed",
            Self::TrustProposed { .. } => "trust-proposed",
            Self::Neighbour(_) => "neighbour",
            Self::NeighbourDrafted { .. } => "neighbour-drafted",
            Self::OverstaysConsulted { .. } => "overstays-consulted",
            Self::AuditConsulted { .. } => "audit-consulted",
            Self::AlertsProposed { .. } => "alerts-proposed",
            Self::ProposalDecided { .. } => "proposal-decided",
            Self::AlertWithdrawn { .. } => "alert-withdrawn",
            Self::ThresholdSet { .. } => "threshold-set",
            Self::AlertConsulted { .. } => "alert-consulted",
            Self::AlertsSearched { .. } => "alerts-searched",
            Self::DocumentAsked { .. } => "document-asked",
            Self::ProposalConsulted { .. } => "proposal-consulted",
            Self::OthersConsulted { .. } => "others-consulted",
            Self::HitsConsulted { .. } => "hits-consulted",
            Self::DraftTried { .. } => "draft-tried",
            Self::AccountAdded { .. } => "account-added",
            Self::AccountChanged { .. } => "account-changed",
            Self::PersonProposed { .. } => "person-proposed",
            Self::AccountEnded { .. } => "account-ended",
            Self::DataErased { .. } => "data-erased",
            Self::ErasureProposed { .. } => "erasure-proposed",
            Self::SettingChanged { .. } => "setting-changed",
            Self::PersonReported { .. } => "person-reported",
            Self::RightClaimed { .. } => "right-claimed",
            Self::ClaimsConsulted { .. } => "claims-consulted",
            Self::ClaimConsulted { .. } => "claim-consulted",
            Self::ClaimErasureProposed { .. } => "claim-erasure-proposed",
            Self::ClaimErased { .. } => "claim-erased",
            Self::RightAnswered { .. } => "right-answered",
            Self::CredentialsSet { .. } => "credentials-set",
            Self::DeviceInvited { .. } => "device-invited",
            Self::DeviceEnrolled { .. } => "device-enrolled",
            Self::DeviceRefused { .. } => "device-refused",
            Self::DeviceEnded { .. } => "device-ended",
            Self::SignedIn => "signed-in",
            Self::AccessRefused { .. } => "access-refused",
            Self::SteppedAside => "stepped-aside",
            Self::SteppedBack => "stepped-back",
            Self::SignedOut => "signed-out",
            Self::SignInRefused { .. } => "sign-in-refused",
            Self::ReferenceReached { .. } => "reference-reached",
            Self::NodeInvited { .. } => "node-invited",
            Self::NodeEnrolled { .. } => "node-enrolled",
            Self::NodeRevoked { .. } => "node-revoked",
            Self::NodeRestored { .. } => "node-restored",
            Self::ContinuationProposed { .. } => "continuation-proposed",
            Self::HeadquartersContinued { .. } => "headquarters-continued",
            Self::JournalEnded { .. } => "journal-ended",
            Self::NodeStarted { .. } => "node-started",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn judgements_and_ties_stand_in_journals_as_codes_and_those_of_other_versions_are_read() {
        let (list, alert) = ("national".to_owned().try_into(), "A-1".to_owned().try_into());
        let (list, alert): (ListName, AlertId) = (list.expect("a name"), alert.expect("an identifier"));
        let (party, cleared) = (PartyId(Uuid::max()), Judgement::Cleared);
        let written = [
            Event::vehicle_judged(party, list.clone(), alert.clone(), cleared, VehicleReason::Plate),
            Event::hit_judged(CrossingId(Uuid::max()), list, alert, cleared, JudgementReason::BirthDate),
        ];
        let judged = |reason: &str| {
            format!(
                r#"{{"kind":"hit-judged","presentation":"{}","list":"national","alert":"A-1","judgement":"cleared","reason":"{reason}"}}"#,
                Uuid::max()
            )
        };
        for (event, reason) in written.iter().zip(["plate", "birth-date"]) {
            assert_eq!(serde_json::to_string(event).expect("written"), judged(reason));
        }
        let tied = r#"{"kind":"same-person","one":"MLI ML1","other":"MLI ML2","reason":"gait"}"#;
        for said in [judged("iris"), tied.to_owned()] {
            let event: Event = serde_json::from_str(&said).expect(&said);
            assert_eq!(serde_json::to_string(&event).expect("written"), said);
        }
    }

    #[test]
    fn looks_in_journals_of_older_versions_are_read() {
        let said = [
            r#"{"kind":"hits-consulted"}"#,
            r#"{"kind":"alert-consulted","list":"national","alert":"T-1"}"#,
            r#"{"kind":"alerts-searched","search":"Diallo"}"#,
            r#"{"kind":"overstays-consulted"}"#,
            r#"{"kind":"day-exported","day":"2026-11-27","rows":12,"why":{"purpose":"inquiry","reference":"12/2026"}}"#,
        ];
        for said in said {
            let event: Event = serde_json::from_str(said).expect(said);
            assert_eq!(serde_json::to_string(&event).expect("written"), said);
        }
    }
}
