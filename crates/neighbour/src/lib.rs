//! What two neighbouring states say to each other, and what of it an agreement lets through: signed texts, no I/O, no clock.
//!
//! ```text
//! card ─▶ agreement ─▶ paper (numbered, each names the one before) ─▶ note (signed) ══ message or stick ══▶ the other side
//! ```
//!
//! Everything that passes is JSON in a signed note, so that a neighbour that runs another system can write and read it. What
//! an agreement does not name is refused by whom it would leave ([`Agreement::lets_through`]), and again where it comes.

mod agreement;
mod budget;
mod card;
mod content;
pub mod due;
mod edition;
mod figures;
mod joint;
mod lost;
mod message;
mod note;
mod notice;
mod paper;
mod party;
mod quota;
mod tag;
mod values;

/// How far the clocks of the two sides may be apart.
pub const CLOCKS: jiff::SignedDuration = jiff::SignedDuration::from_hours(12);

pub use agreement::{
    Agreement, AgreementError, Article, GroupBy, Kept, MOST_AGREEMENT, MOST_PAIRS, NotAllowed, Pair, SignedAgreement,
    State,
};
pub use budget::{DayTaken, MOST_BYTES_A_DAY, MOST_NOTICES_A_DAY, MOST_PAPERS_A_DAY};
pub use card::{Card, CardError, MOST_CARD};
pub use content::{Content, Kind, LINE as MOST_LINE, NOTE as MOST_NOTE};
pub use edition::{Edition, EditionComing, EditionList, EditionPiece, MOST_DOCUMENTS, MOST_TAGS};
pub use figures::{Coverage, DayBounds, DayFigures, Group, OTHERS, PairNote, UNKNOWN};
pub use joint::{Contact, Countersigned, Directory, JointKind, JointRecord, PlanItem, PlanState};
pub use lost::{Answered, Asked, Blinded, EditionKey, Evaluated, LostError, LostTag, MOST_AT_ONCE};
pub use message::{
    EditionHeld, MESSAGE_VERSION, MOST_AGREEMENTS, MOST_MESSAGE, Message, MessageError, Question, Reply, Withheld,
};
pub use note::{Note, NoteError, Signer, is_signed_by};
pub use notice::{Answer, LONGEST, MOST_NEEDS, MOST_NUMBERS, Notice, NoticeKind, Subject, SubjectField, Withdrawal};
pub use paper::{Head, MOST_PAPER, Paper, PaperError, Receipt};
pub use party::{Fingerprint, FingerprintError, Party};
pub use quota::{Quota, QuotaError};
pub use tag::{MARK_KEPT, Seen, SeenWithinTheHour, crossing_tag, hour_of};
