//! The words of a border post as types, and the rules that hold between them.
//!
//! Nothing here reads a file, asks the time or waits: a moment or a day is always given by the caller, so every rule
//! can be tested as a sentence about a traveller and a post.
//!
//! The way of a crossing, in types: a [`Traveller`] with a [`TravelDocument`] is presented at a counter, screening
//! answers with [`Hit`]s, the rules of [`counter`] say what the officer may decide, and the [`Decision`] makes a
//! [`Crossing`], which the journal keeps as an [`Event`].

mod access;
mod adult;
mod alert;
mod alert_written;
mod attachment;
mod authorised;
mod chip;
mod coded;
pub mod counter;
mod crossing;
mod date;
mod document;
mod event;
mod ids;
mod light;
mod neighbour;
mod party;
mod protection;
mod reason;
mod reference;
mod retention;
mod rights;
mod same_person;
mod second_line;
mod set_aside;
mod settings;
mod shift;
mod standing;
mod state;
mod stay;
pub mod table_text;
mod tally;
pub mod text;
mod traveller;
mod visa;
mod visa_list;
mod way;

pub use access::{AuditView, CredentialChange, LookPurpose, NoReferenceError, Permission, Role, SignInRefusal, Why};
pub use adult::{ACCOMPANIES_WITHIN, Adult, AdultUnnamed, MinorAt};
pub use alert::{
    Action, Alert, AlertKind, AliasBirths, DEFAULT_THRESHOLD, Hit, Judged, JudgedBefore, Judgement, JudgementReason,
    Likeness, MadeJudgement, NameMatch, Part, PartMatch, Reason, VehicleReason,
};
pub use attachment::{Attachment, AttachmentKind, MediaType};
pub use authorised::{Authorised, InvalidPermitStay, Movement, PermitStay, StayFinding, stay_finding};
pub use chip::{ChipDeclared, ChipOutcome, ChipReading, ChipSummary, ChipVerdict, ChipVerdicts};
pub use coded::UnknownCode;
pub use crossing::{Crossing, Decision, Journey};
pub use date::{Ages, BirthDate, InvalidDate, PartialDate};
pub use document::{DocumentKey, DocumentKeyError, DocumentKind, DocumentNumber, TravelDocument};
pub use event::{Event, Presentation};
pub use ids::{AccountId, AlertId, CrossingId, InvalidId, ListName, NodeId, PostId};
pub use light::{InvalidLimits, LightLimits};
pub use neighbour::NeighbourStep;
pub use party::{Driver, Goods, GoodsKind, Party, PartyId, PartyKind, Vehicle};
pub use protection::{HandOver, Need, Protection, ProtectionId};
pub use reason::{NoReason, StatedReason};
pub use reference::{
    Answer, Appeal, Appeals, Authorities, Authority, CodeField, CodeLayout, CodeLayouts, DayForm, Documents,
    FieldPlace, Grant, Ground, GroundCode, Grounds, Guide, GuideQuestion, HealthAnswer, HealthQuestion,
    HealthQuestions, LayoutFault, ListFault, ListKind, ListProblem, MOST_DOCUMENTS, Offered, PageLight, Points,
    Reference, ReferenceDocument, Rule, RuleSet, TallyPoint, TallyPoints, Texts, Waiver,
};
pub use retention::{DataKind, Due, LEAST_DAYS, Period, PeriodError, Retention};
pub use rights::{Right, RightAnswer};
pub use same_person::SamePersonReason;
pub use second_line::Urgency;
pub use set_aside::{MOST_WORDS, SetAside, SetAsideReason, may_be_set_aside};
pub use settings::{
    ConfirmedErasure, ConfirmedErasures, ErasureOnClaim, ErasuresOnClaims, FlowBound, SecondFactorRoles,
    TooManyErasures,
};
pub use shift::{MOST_NOTE, ShiftClosing};
pub use standing::{Allowances, MayStay, Standing};
pub use state::{InvalidStateCode, StateCode, StateKind};
pub use stay::{Allowance, History, HistoryError, InvalidAllowance, PermitDays, Stay};
pub use tally::{InvalidTallyError, LONGEST_PLACE, Tally, TallyAge, TallyCount, TallyId, Vulnerability};
pub use traveller::{AgeBand, Doubt, DoubtKind, Field, Name, Sex, Source, Status, Traveller, plain_letters};
pub use visa::{
    Entries, HeldVisa, InvalidReceipt, REVOKED_BY_ISSUER, ReceiptNumber, Visa, VisaKind, VisaNumber, VisaStanding,
    best_visa,
};
pub use visa_list::{FieldFaults, ListedVisa, VisaFault, WrittenVisa};
pub use way::{Accompaniment, DecisionKind, Direction, Mode, Purpose, ReferralReason};
