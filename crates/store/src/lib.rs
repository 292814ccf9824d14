//! The journal and the tables read from it.
//!
//! Every change is an [`limen_domain::Event`] appended to the node's journal; in the same transaction the
//! tables take in what it means ([`Store::append`]), or reference data changes with it (`Store::change`). Both return only
//! once all of it is on disk (SQLite in WAL mode with `synchronous=FULL`), so what they confirmed survives a power cut.
//!
//! One task owns the writing connection. Whatever waits while a transaction is being written to disk goes into the
//! next one together: many counters share one flush.

mod backup;
mod chance;
mod clock;
mod clock_kept;
mod database;
mod edition;
mod error;
mod hash;
mod home;
mod journal;
mod neighbours;
mod network;
mod open;
mod rebuild;
mod record;
mod reference;
mod rights;
mod sign_in;
mod store;
mod time;
mod writer;
mod writing;

pub use chance::Chance;
pub use clock::{ClockState, Doubt};
#[doc(hidden)]
pub use database::migrations::migrations;
pub use database::paged::{Page, Paged};
pub use edition::{Edition, Editions};
pub use error::{StoreError, Trouble};
pub use hash::{hex, sha256_hex};
pub use home::{Home, Key};
pub use journal::{Broken, JournalEvent, JournalHead, NewEvent, TakenIn, Tree, Verified, goes_on, leads};
pub use neighbours::{
    asked_documents::{AnsweredDocument, AskedDocument, DocumentState, WishedDocument},
    days::NeighbourDay,
    documents::KeptEdition,
    forks::{Fork, ForkOf, NewFork},
    known::{AgreementState, KeptAgreement, Neighbour, NeighbourChange, NeighbourProposal, NeighbourProposed},
    papers::{Fact, HeardOf, HeardPaper, KeptPaper, NewPaper, PaperEffect, SaidTo},
};
pub use network::{
    followed::HeldReference,
    intake::MOST_EVENTS,
    known::{KnownEvent, KnownPiece, KnownTaken},
    lineage::{Confirmed, Continuation, is_confirmed, leaves},
    members::{Member, Refusal, RefusalCount, SignedHead},
    published::{Effect, ReferenceCursor, ReferencePiece, ReferenceRow, ReferenceTaken, ReferenceVersion},
    recovery::{Lost, Proposed, Recalled, Restored},
};
pub use open::Given;
pub use rebuild::Rebuilt;
pub use record::{
    asked_corrections::{AskedCorrection, AskedOutcome},
    attachments::KeptAttachment,
    crossings::{Earlier, EventPlace, Record},
    day::{DayFilter, DayRow, DecisionCounts, Totals},
    find::{FoundPerson, FoundVehicle},
    flows::{Counted, DayToCount, FlowDay, StaleHour},
    hits::{HitEnd, HitRow, SetAsideBy},
    looks::{Between, Export, LooksOfQuarter, RecordedLook},
    neighbour_drafts::NeighbourDraft,
    parties::{PartyMember, PartyRow},
    party_state::PartyState,
    published::{DayToPublish, PublishedDay, SettledDay, Shown},
    same_person::{Namesake, SamePerson},
    second_line::{HandedOver, MadeDecision, NeedCount, Note, ProtectionRow, WaitingReferral},
    shift::{ClosedShift, OfficerWork, ShiftCount},
    standing::Standing,
    stays::{MovementAt, Overstay},
    tallies::{CountedAt, PlaceSum, TallyRow, TallySum, TallyTotals},
    visa_history::{Spent, VisaStep, VisaUse},
    waits::{Wait, WaitKind, wait_of},
};
pub use reference::{
    alert_lists::{ListFile, Staging},
    alert_proposals::{Decided, Proposal},
    alerts::AlertList,
    lists::{HeldList, ListProposal},
    posts::Post,
    proposals::{Closed, ProposalEnd, may_decide},
    settings,
    trust::{ListedBy, TrustChange, TrustFound, TrustItem, TrustKind, TrustProposal, WaitingTrust},
    turns::{Turn, Turned},
    waiting::SecondWord,
};
pub use rights::{
    about::{About, AboutCrossing, AboutParty, AboutPresentation, AboutSource, AboutVisa, VISAS_LISTED},
    claim_erasure::ToErase,
    claims::{Claim, ClaimAnswer, ProposedErasure},
    erasure::{Erased, Erasure},
    erasure_brake::{DueCount, ErasureProposal, MUCH_PERCENT, WaitingErasure},
    seen::{Seen, SeenAs},
};
pub use sign_in::{
    account_proposals::PersonProposal,
    accounts::{Account, AccountDraft},
    credentials::Credentials,
    devices::{CounterAt, Device},
    passkeys::{Passkey, PasskeyAdded},
    sessions::{Aside, NewSession, Session, SessionLimits, SessionUse},
    tries::{Failures, Locked, Try},
};
pub use store::{FILE_NAME, Store};
pub use time::Time;
pub use writer::{Appended, Expect};
