//! What a paper says: one kind each, with its fields.

use crate::{
    figures::{DayFigures, PairNote},
    joint::{Countersigned, Directory, JointRecord, PlanItem},
    notice::{Answer, Notice, Withdrawal},
};
use limen_domain::text::short;
use serde::{Deserialize, Serialize};

/// What a paper says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "says", rename_all = "kebab-case")]
pub enum Content {
    /// The counts of one pair, day and direction.
    Figures(DayFigures),
    /// What a chief writes beside the counts of a day.
    PairNote(PairNote),
    /// A notice, which may name someone or something.
    Notice(Box<Notice>),
    /// A notice holds no more.
    Withdrawal(Withdrawal),
    /// What was seen of whom or what a notice names.
    Answer(Answer),
    /// Who is to be reached for what.
    Directory(Directory),
    /// A patrol, a meeting, an incident of both.
    Joint(JointRecord),
    /// Agrees to the other side's joint record, word for word.
    Countersigned(Countersigned),
    /// A recommendation or an action of the common plan.
    Plan(PlanItem),
    /// The agreement ends, at once.
    End {
        /// Why, in the words of who ended it.
        reason: String,
    },
}

limen_domain::coded! {
    /// The kinds of papers.
    "kinds of papers"
    pub enum Kind {
        /// [`Content::Figures`].
        Figures = "figures",
        /// [`Content::PairNote`].
        PairNote = "pair-note",
        /// [`Content::Notice`].
        Notice = "notice",
        /// [`Content::Withdrawal`].
        Withdrawal = "withdrawal",
        /// [`Content::Answer`].
        Answer = "answer",
        /// [`Content::Directory`].
        Directory = "directory",
        /// [`Content::Joint`].
        Joint = "joint",
        /// [`Content::Countersigned`].
        Countersigned = "countersigned",
        /// [`Content::Plan`].
        Plan = "plan",
        /// [`Content::End`].
        End = "end",
    }
}

impl Content {
    /// Its kind.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Figures(_) => Kind::Figures,
            Self::PairNote(_) => Kind::PairNote,
            Self::Notice(_) => Kind::Notice,
            Self::Withdrawal(_) => Kind::Withdrawal,
            Self::Answer(_) => Kind::Answer,
            Self::Directory(_) => Kind::Directory,
            Self::Joint(_) => Kind::Joint,
            Self::Countersigned(_) => Kind::Countersigned,
            Self::Plan(_) => Kind::Plan,
            Self::End { .. } => Kind::End,
        }
    }

    /// What it is about: a later paper of the same side, kind and thing takes its place, and the earlier one stays seen.
    pub fn about(&self) -> String {
        match self {
            Self::Figures(day) => format!("{}/{}/{}", day.pair, day.day, day.direction),
            Self::PairNote(note) => format!("{}/{}", note.pair, note.day),
            Self::Notice(notice) => notice.id.to_string(),
            Self::Withdrawal(withdrawal) => withdrawal.notice.to_string(),
            Self::Answer(answer) => format!("{}/{}", answer.notice, answer.pair),
            Self::Directory(_) => String::new(),
            Self::Joint(record) => record.id.to_string(),
            Self::Countersigned(signed) => signed.paper.clone(),
            Self::Plan(item) => item.id.to_string(),
            Self::End { .. } => String::new(),
        }
    }

    /// What is wrong with its values, whoever wrote it: a text too long, a number that can't be. `None` where nothing is.
    pub fn fault(&self) -> Option<&'static str> {
        match self {
            Self::Figures(day) => day.fault(),
            Self::PairNote(note) => note.fault(),
            Self::Notice(notice) => notice.fault(),
            Self::Withdrawal(withdrawal) => fault_of_text(&withdrawal.reason, NOTE),
            Self::Answer(answer) => answer.fault(),
            Self::Directory(directory) => directory.fault(),
            Self::Joint(record) => record.fault(),
            Self::Countersigned(signed) => signed.fault(),
            Self::Plan(item) => item.fault(),
            Self::End { reason } => fault_of_text(reason, NOTE),
        }
    }
}

/// Maximum characters of a short text: a name, a function, a telephone number.
pub const LINE: usize = 200;
/// Maximum characters of a note.
pub const NOTE: usize = 2_000;

/// What is wrong with a text that may have `most` characters: it must be as [`short`] would leave it, and turn nothing around
/// that stands beside it on a page.
pub(crate) fn fault_of_text(text: &str, most: usize) -> Option<&'static str> {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    (short(text, most) != text || text.contains(turns))
        .then_some("a text is too long, or holds line ends or control characters")
}

/// What is wrong with any of these texts.
pub(crate) fn fault_of_lines<'a>(texts: impl IntoIterator<Item = &'a String>) -> Option<&'static str> {
    texts.into_iter().find_map(|text| fault_of_text(text, LINE))
}
