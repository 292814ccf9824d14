//! What two states have agreed to tell each other: a small file that both sign. Nothing passes that it does not name.

use crate::{
    Content, Note, NoteError, Party, Signer,
    content::{Kind, NOTE, fault_of_lines, fault_of_text},
    notice::{NoticeKind, SubjectField},
};
use jiff::{civil::Date, tz::TimeZone};
use limen_domain::{PostId, Role, StateCode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The form that an agreement says it has.
const FORM: &str = "limen agreement 1";
/// Maximum bytes of an agreement's file.
pub const MOST_AGREEMENT: usize = 64 << 10;
/// Maximum number of pairs of posts.
pub const MOST_PAIRS: usize = 100;
/// Maximum number of questions a day about documents.
const MOST_QUESTIONS: u32 = 100_000;

limen_domain::coded! {
    /// By what the counts of a day may be parted.
    "groups of counts"
    pub enum GroupBy {
        /// The nationality, in the groups that the agreement allows: the two states and all others.
        Nationality = "nationality",
        /// The sex.
        Sex = "sex",
        /// The age, in bands.
        Age = "age",
        /// The means of transport.
        Mode = "mode",
    }
}

/// One of the two states.
pub type State = StateCode;

/// Two posts that face each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// A code for the two, at most 16 characters.
    pub code: String,
    /// What both call the place.
    pub name: String,
    /// The post of each state, as that state calls it.
    pub posts: BTreeMap<StateCode, PostId>,
    /// The IANA time zone by which both count the days of this pair.
    pub zone: String,
    /// Whether the two stand in one building.
    #[serde(default)]
    pub is_joint: bool,
}

impl Pair {
    /// Whether a post of a state is one half of it.
    pub fn is_at(&self, state: State, post: &PostId) -> bool {
        self.posts.get(&state) == Some(post)
    }
}

/// For how many days what came from the other side is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    /// Counts.
    pub figures: u16,
    /// Notices and what was answered, once they hold no more.
    pub notices: u16,
    /// Joint records, plan and directory.
    pub work: u16,
}

/// The article of a treaty on which an agreement stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Article {
    /// The treaty.
    pub treaty: String,
    /// The article.
    pub article: String,
}

/// What two states have agreed to tell each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    form: String,
    /// Which; a later version has the same.
    pub id: Uuid,
    /// Its version, from 1; a later one in force takes the place of the earlier.
    pub version: u32,
    /// What it is called.
    pub title: String,
    /// The two states, in the order of their codes.
    pub parties: [Party; 2],
    /// On what it stands.
    pub basis: Article,
    /// Its first day (UTC).
    pub since: Date,
    /// Its last day (UTC).
    pub until: Date,
    /// The posts that face each other.
    pub pairs: Vec<Pair>,
    /// The kinds of papers that may pass. Ending it always may.
    pub papers: Vec<Kind>,
    /// By what counts may be parted.
    #[serde(default)]
    pub groups: Vec<GroupBy>,
    /// What every count must be a multiple of at least: what protects the few.
    pub multiple_of: u64,
    /// The kinds of notices that may pass.
    #[serde(default)]
    pub notices: Vec<NoticeKind>,
    /// What may be said of whom or what a notice names.
    #[serde(default)]
    pub fields: Vec<SubjectField>,
    /// Who may see what comes from the other side.
    pub seen_by: Vec<Role>,
    /// For how long it is kept.
    pub kept_days: Kept,
    /// How many questions about lost documents each side may ask a day (oblivious, RFC 9497); 0 for none.
    #[serde(default)]
    pub document_questions: u32,
    /// Whether officers of a joint post see that the other side recorded the same document within the hour.
    #[serde(default)]
    pub same_document: bool,
}

/// Why a file is no agreement, or not one in force.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AgreementError {
    /// It can't be read.
    #[error("this is no agreement: {0}")]
    Form(String),
    /// What it says can't be agreed.
    #[error("this can't be agreed: {0}")]
    Fault(&'static str),
    /// A party has not signed it, or something in it was changed since.
    #[error("{0} has not signed this text")]
    NotSigned(State),
}

/// What an agreement does not let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAllowed {
    /// It is not one of its parties'.
    #[error("it is from no party to the agreement")]
    NotAParty,
    /// The agreement does not hold on this day.
    #[error("the agreement does not hold on this day")]
    NotInForce,
    /// Papers of this kind are not named.
    #[error("the agreement does not name this kind of paper")]
    Kind,
    /// The pair is not named.
    #[error("the agreement does not name this pair of posts")]
    Pair,
    /// Counts are parted by what is not named, or protected less than agreed.
    #[error("the counts say more than was agreed")]
    Counts,
    /// A group of the counts is none by which they may be parted, or stands there twice.
    #[error("a group of the counts is none by which they may be parted, or stands there twice")]
    Group,
    /// Notices of this kind are not named.
    #[error("the agreement does not name this kind of notice")]
    NoticeKind,
    /// A notice says something of whom it names that is not agreed.
    #[error("the notice says more of whom it names than was agreed")]
    Field,
    /// Its values can't be.
    #[error("{0}")]
    Fault(&'static str),
}

impl NotAllowed {
    /// A code for looking up the words that pages show.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotAParty => "not-a-party",
            Self::NotInForce => "not-in-force",
            Self::Kind => "kind",
            Self::Pair => "pair",
            Self::Counts => "counts",
            Self::Group => "group",
            Self::NoticeKind => "notice-kind",
            Self::Field => "field",
            Self::Fault(_) => "fault",
        }
    }
}

impl Agreement {
    /// What a form sets that says what is agreed: everything else is for the caller to fill in.
    pub fn new(
        id: Uuid,
        version: u32,
        title: &str,
        mut parties: [Party; 2],
        basis: Article,
        days: (Date, Date),
    ) -> Self {
        parties.sort_by_key(|party| party.state);
        Self {
            form: FORM.to_owned(),
            id,
            version,
            title: title.to_owned(),
            parties,
            basis,
            since: days.0,
            until: days.1,
            pairs: Vec::new(),
            papers: Vec::new(),
            groups: Vec::new(),
            multiple_of: 5,
            notices: Vec::new(),
            fields: Vec::new(),
            seen_by: Vec::new(),
            kept_days: Kept { figures: 1_825, notices: 30, work: 1_825 },
            document_questions: 0,
            same_document: false,
        }
    }

    /// What is wrong with what it says; `None` where nothing is.
    pub fn fault(&self) -> Option<&'static str> {
        let [one, other] = &self.parties;
        if one.state >= other.state || one.key == other.key {
            return Some("it is between two states, in the order of their codes, with a key each");
        }
        if self.version == 0 || self.until < self.since {
            return Some("its version or its days can't be");
        }
        if self.multiple_of == 0 || self.multiple_of > 1_000 || self.document_questions > MOST_QUESTIONS {
            return Some("what counts are a multiple of, or the number of questions, can't be");
        }
        if self.pairs.len() > MOST_PAIRS {
            return Some("it names too many pairs");
        }
        for (place, pair) in self.pairs.iter().enumerate() {
            let is_known = |state: &StateCode| *state == one.state || *state == other.state;
            if pair.posts.len() != 2 || !pair.posts.keys().all(is_known) {
                return Some("a pair has a post of each of the two states");
            }
            if pair.code.is_empty() || pair.code.len() > 16 || TimeZone::get(&pair.zone).is_err() {
                return Some("a pair has a code and a time zone");
            }
            if self.pairs[..place].iter().any(|earlier| earlier.code == pair.code) {
                return Some("two pairs have one code");
            }
        }
        let texts = [&self.title, &one.name, &other.name].into_iter();
        let texts = texts.chain(self.pairs.iter().flat_map(|pair| [&pair.code, &pair.name]));
        fault_of_lines(texts)
            .or_else(|| fault_of_text(&self.basis.treaty, NOTE))
            .or_else(|| fault_of_text(&self.basis.article, NOTE))
    }

    /// The party of a state.
    pub fn party(&self, state: State) -> Option<&Party> {
        self.parties.iter().find(|party| party.state == state)
    }

    /// The other party.
    pub fn other(&self, state: State) -> Option<&Party> {
        self.party(state)?;
        self.parties.iter().find(|party| party.state != state)
    }

    /// The pair with a code.
    pub fn pair(&self, code: &str) -> Option<&Pair> {
        self.pairs.iter().find(|pair| pair.code == code)
    }

    /// Whether its days are reached and not past.
    pub fn holds_on(&self, today: Date) -> bool {
        (self.since..=self.until).contains(&today)
    }

    /// Whether it lets a paper of `from` through on a day. Both sides ask: who sends and who receives.
    ///
    /// # Errors
    /// What it does not name.
    pub fn lets_through(&self, from: State, content: &Content, today: Date) -> Result<(), NotAllowed> {
        self.party(from).ok_or(NotAllowed::NotAParty)?;
        if let Some(fault) = content.fault() {
            return Err(NotAllowed::Fault(fault));
        }
        if let Content::End { .. } = content {
            return Ok(());
        }
        if !self.holds_on(today) {
            return Err(NotAllowed::NotInForce);
        }
        if !self.papers.contains(&content.kind()) {
            return Err(NotAllowed::Kind);
        }
        let pairs: Vec<&String> = match content {
            Content::Figures(day) => vec![&day.pair],
            Content::PairNote(note) => vec![&note.pair],
            Content::Answer(answer) => vec![&answer.pair],
            Content::Joint(record) => vec![&record.pair],
            Content::Notice(notice) => notice.pairs.iter().collect(),
            // Who is at headquarters is of no pair.
            Content::Directory(directory) => {
                directory.contacts.iter().map(|contact| &contact.pair).filter(|pair| !pair.is_empty()).collect()
            }
            _ => Vec::new(),
        };
        if pairs.into_iter().any(|code| self.pair(code).is_none()) {
            return Err(NotAllowed::Pair);
        }
        match content {
            Content::Figures(day) => {
                let is_multiple = |people: u64| people.is_multiple_of(day.multiple_of);
                let are_named = day.groups.iter().all(|group| self.groups.contains(&group.by));
                let counts = [day.people, day.coverage.tallied];
                let mut counts = day.groups.iter().map(|group| group.people).chain(counts);
                let are_multiples = counts.all(is_multiple);
                if day.multiple_of < self.multiple_of || !are_named || !are_multiples {
                    return Err(NotAllowed::Counts);
                }
                // The groups of nationality are the two states and all others.
                let states = self.parties.each_ref().map(|party| party.state);
                let is_twice = |(place, group): (usize, &crate::Group)| {
                    day.groups[..place].iter().any(|earlier| earlier.by == group.by && earlier.code == group.code)
                };
                if !day.groups.iter().all(|group| group.is_of(states)) || day.groups.iter().enumerate().any(is_twice) {
                    return Err(NotAllowed::Group);
                }
            }
            Content::Notice(notice) => {
                if !self.notices.contains(&notice.about) {
                    return Err(NotAllowed::NoticeKind);
                }
                let said = notice.subject.iter().flat_map(crate::Subject::fields);
                if said.into_iter().any(|field| !self.fields.contains(&field)) {
                    return Err(NotAllowed::Field);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The text that both sign.
    ///
    /// # Errors
    /// It can't be written as JSON.
    pub fn note(&self) -> Result<Note, serde_json::Error> {
        Ok(Note::new(&serde_json::to_string_pretty(self)?))
    }
}

/// An agreement's file: the text, and who has signed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedAgreement {
    /// What it says.
    pub agreement: Agreement,
    note: Note,
}

impl SignedAgreement {
    /// Reads an agreement's file, whoever has signed it.
    ///
    /// # Errors
    /// [`AgreementError::Form`] and [`AgreementError::Fault`].
    pub fn read(file: &str) -> Result<Self, AgreementError> {
        if file.len() > MOST_AGREEMENT {
            return Err(AgreementError::Form("it is too large".to_owned()));
        }
        let note = Note::read(file).map_err(|error: NoteError| AgreementError::Form(error.to_string()))?;
        let agreement: Agreement =
            serde_json::from_str(note.text()).map_err(|error| AgreementError::Form(error.to_string()))?;
        if agreement.form != FORM {
            return Err(AgreementError::Form("it says another form".to_owned()));
        }
        match agreement.fault() {
            Some(fault) => Err(AgreementError::Fault(fault)),
            None => Ok(Self { agreement, note }),
        }
    }

    /// An agreement that nobody has signed.
    ///
    /// # Errors
    /// What it says can't be agreed, or written.
    pub fn unsigned(agreement: Agreement) -> Result<Self, AgreementError> {
        if let Some(fault) = agreement.fault() {
            return Err(AgreementError::Fault(fault));
        }
        let note = agreement.note().map_err(|error| AgreementError::Form(error.to_string()))?;
        Ok(Self { agreement, note })
    }

    /// Signs it for a state that is a party and has this key; once.
    pub fn sign(&mut self, state: State, signer: &dyn Signer) {
        if let Some(party) = self.agreement.party(state)
            && party.key == signer.public_key()
            && !self.note.is_signed_by(&party.signs_as(), &party.key)
        {
            let name = party.signs_as();
            self.note.sign(&name, signer);
        }
    }

    /// Whether a party has signed it.
    pub fn is_signed_by(&self, state: State) -> bool {
        self.agreement.party(state).is_some_and(|party| self.note.is_signed_by(&party.signs_as(), &party.key))
    }

    /// Whether both have.
    ///
    /// # Errors
    /// Who has not.
    pub fn check_both(&self) -> Result<(), AgreementError> {
        match self.agreement.parties.iter().find(|party| !self.is_signed_by(party.state)) {
            Some(party) => Err(AgreementError::NotSigned(party.state)),
            None => Ok(()),
        }
    }

    /// The SHA-256 of its text, by which papers name it.
    pub fn name(&self) -> String {
        self.note.name_of_text()
    }

    /// The file.
    pub fn file(&self) -> String {
        self.note.to_string()
    }
}
