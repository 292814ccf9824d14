//! Drafting an alert: what is typed is read, held against past travellers, and proposed to a second person.

use crate::{
    Node,
    alerts::past::{self, PastError},
    typed_day::{as_typed, typed_day},
};
use jiff::{Timestamp, civil::Date};
use limen_domain::{
    AccountId, Action, Alert, AlertId, DocumentKey, DocumentNumber, Event, Hit, ListName, PartialDate, StateCode,
    Traveller,
    text::{short, single_spaced},
};
use limen_screening::{AlertIndex, Subject};
use limen_store::StoreError;
use limen_tables::values::{self, DayOrder, birth_date};
use serde::Deserialize;
use uuid::Uuid;

/// How many of those whom a draft would have stopped are returned.
const MOST_RETURNED: usize = 10;
/// Maximum number of values of one field.
const MOST_VALUES: usize = 100;
/// The longest name of an alert, in characters.
const LONGEST_NAME_CHARACTERS: usize = 200;
/// The longest instruction, and the longest reference, in characters.
const LONGEST_TEXT_CHARACTERS: usize = 300;

/// An alert as it is typed; several values stand on lines of their own.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct Draft {
    pub list: String,
    pub id: String,
    pub names: String,
    pub birth_dates: String,
    pub sex: String,
    pub nationalities: String,
    pub birth_places: String,
    pub document_numbers: String,
    pub plates: String,
    pub action: String,
    pub instruction: String,
    pub reference: String,
    pub valid_until: String,
    pub review_on: String,
}

/// What of a draft can't be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftFault {
    /// The list's name or the identifier.
    Id,
    /// A name is longer than any.
    NameLong,
    /// A date of birth.
    BirthDate,
    /// A nationality.
    Nationality,
    /// The last day.
    ValidUntil,
    /// The last day is over: it would stop nobody.
    Past,
    /// The day of review.
    ReviewOn,
    /// Nobody could be found by it.
    NothingToFind,
    /// Neither the reference of who asks for it nor its ground is given: it is tried out, and not proposed.
    NoGround,
}

impl DraftFault {
    /// The field that it is about.
    pub fn field(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::NameLong | Self::NothingToFind => "names",
            Self::BirthDate => "birth_dates",
            Self::Nationality => "nationalities",
            Self::ValidUntil | Self::Past => "valid_until",
            Self::ReviewOn => "review_on",
            Self::NoGround => "reference",
        }
    }
}

impl Draft {
    /// A draft that nothing was typed into yet.
    pub fn new() -> Self {
        Self { action: Action::Refer.code().into(), ..Self::default() }
    }

    /// The alert that a draft of `now`, on the day `today`, spells, or everything of it that can't be taken.
    ///
    /// # Errors
    /// Each thing that can't be taken.
    pub fn read(&self, now: Timestamp, today: Date) -> Result<Alert, Vec<DraftFault>> {
        let list = ListName::parse(self.list.trim());
        // An identifier is made where none is given; it says when, and is no one's already.
        let made = || format!("D-{}", now.as_millisecond());
        let given = self.id.trim();
        let id = AlertId::parse(if given.is_empty() { made() } else { given.to_owned() }.as_str());
        let (Ok(list), Ok(id)) = (list, id) else { return Err(vec![DraftFault::Id]) };
        let mut faults = Vec::new();
        let mut alert = Alert::new(list, id, self.action.parse().unwrap_or(Action::Refer));
        alert.names = lines(&self.names);
        if alert.names.iter().any(|name| name.chars().count() > LONGEST_NAME_CHARACTERS) {
            faults.push(DraftFault::NameLong);
        }
        for line in lines(&self.birth_dates) {
            match birth_date(&line, DayOrder::DayFirst) {
                Some(date) => alert.birth_dates.push(date),
                None => faults.push(DraftFault::BirthDate),
            }
        }
        alert.sex = self.sex.parse().ok();
        for line in lines(&self.nationalities) {
            match StateCode::from_iso(&line) {
                Ok(state) => alert.nationalities.push(state),
                Err(_) => faults.push(DraftFault::Nationality),
            }
        }
        alert.birth_places = lines(&self.birth_places);
        alert.documents =
            lines(&self.document_numbers).iter().flat_map(|line| values::documents_in_words(line)).collect();
        alert.plates = numbers(&self.plates);
        let text = |text: &str| Some(short(text, LONGEST_TEXT_CHARACTERS)).filter(|text| !text.is_empty());
        alert.instruction = text(&self.instruction);
        alert.reference = text(&self.reference);
        let mut day = |fault, text: &str| match typed_day(text) {
            Some(PartialDate::Full(date)) => Some(date),
            Some(PartialDate::Unknown) => None,
            _ => {
                faults.push(fault);
                None
            }
        };
        alert.valid_until = day(DraftFault::ValidUntil, &self.valid_until);
        alert.review_on = day(DraftFault::ReviewOn, &self.review_on);
        if !alert.holds_on(today) {
            faults.push(DraftFault::Past);
        }
        if !alert.can_be_found() {
            faults.push(DraftFault::NothingToFind);
        }
        if faults.is_empty() { Ok(alert) } else { Err(faults) }
    }
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(single_spaced).filter(|line| !line.is_empty()).take(MOST_VALUES).collect()
}

/// A document as it is typed: its number, and its issuer in brackets.
fn written(document: &DocumentKey) -> String {
    match document.issuer {
        Some(issuer) => format!("{} ({issuer})", document.number),
        None => document.number.to_string(),
    }
}

fn numbers(text: &str) -> Vec<DocumentNumber> {
    lines(text).iter().map(|line| DocumentNumber::new(line)).filter(|number| !number.is_empty()).collect()
}

/// A known alert as it would be typed.
impl From<&Alert> for Draft {
    fn from(alert: &Alert) -> Self {
        let lines = |values: Vec<String>| values.join("\n");
        let day = |day: Option<Date>| day.map(|day| as_typed(PartialDate::Full(day))).unwrap_or_default();
        Self {
            list: alert.list.to_string(),
            id: alert.id.to_string(),
            names: lines(alert.names.clone()),
            birth_dates: lines(alert.birth_dates.iter().map(ToString::to_string).collect()),
            sex: alert.sex.map(|sex| sex.code().to_owned()).unwrap_or_default(),
            nationalities: lines(alert.nationalities.iter().map(ToString::to_string).collect()),
            birth_places: lines(alert.birth_places.clone()),
            document_numbers: lines(alert.documents.iter().map(written).collect()),
            plates: lines(alert.plates.iter().map(ToString::to_string).collect()),
            action: alert.action.code().to_owned(),
            instruction: alert.instruction.clone().unwrap_or_default(),
            reference: alert.reference.clone().unwrap_or_default(),
            valid_until: day(alert.valid_until),
            review_on: day(alert.review_on),
        }
    }
}

/// What came of holding a draft against past travellers.
#[derive(Debug)]
pub struct Tried {
    /// How many it was held against.
    pub travellers: usize,
    /// The day of the first of them. `None` where there was none.
    pub since: Option<Date>,
    /// How many of them it would have stopped.
    pub stopped: usize,
    /// Those of the highest scores, the highest first.
    pub highest: Vec<TriedHit>,
}

/// A past traveller whom a draft would have stopped.
#[derive(Debug)]
pub struct TriedHit {
    /// The day on which they were at a counter.
    pub day: Date,
    /// Who.
    pub traveller: Traveller,
    /// How the draft was found.
    pub hit: Hit,
}

/// Holds a draft against the travellers of the last month; the journal notes that it was.
///
/// # Errors
/// [`PastError`] says why it was not.
pub async fn try_out(node: &Node, by: &AccountId, alert: &Alert) -> Result<Tried, PastError> {
    let today = node.today();
    let travellers = past::travellers(node).await?;
    let count = travellers.len();
    let since = travellers.last().map(|(at, _)| node.day_of(*at));
    let index = AlertIndex::build([alert]).with_threshold(alert.list.clone(), node.threshold(&alert.list));
    let mut found = past::screened(move || {
        let held = |(at, traveller): (Timestamp, Traveller)| {
            let hit = index.screen(&Subject::from(&traveller), today).into_iter().next()?;
            Some((at, traveller, hit))
        };
        travellers.into_iter().filter_map(held).collect::<Vec<_>>()
    })
    .await?;
    let stopped = found.len();
    let tried = Event::DraftTried { list: alert.list.clone(), travellers: count as u64, stopped: stopped as u64 };
    node.store.append(Some(by), vec![tried], None).await?;
    found.sort_by(|one, other| other.2.score.total_cmp(&one.2.score));
    let highest = found.into_iter().take(MOST_RETURNED).map(|(at, traveller, hit)| TriedHit {
        day: node.day_of(at),
        traveller,
        hit,
    });
    Ok(Tried { travellers: count, since, stopped, highest: highest.collect() })
}

/// Why a draft was not proposed.
#[derive(Debug, thiserror::Error)]
pub enum ProposeError {
    /// It can't be proposed as it is.
    #[error("an alert is proposed with the reference of who asks for it, or with its ground")]
    Draft(DraftFault),
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Proposes a draft to a second person. Returns the proposal. Whoever is stopped by it is owed an answer as to why: one
/// that says under what it is held is needed. Lists are held by their sources, and are not asked.
///
/// # Errors
/// [`ProposeError`] says why it was not proposed.
pub async fn propose(node: &Node, by: &AccountId, alert: &Alert) -> Result<Uuid, ProposeError> {
    if alert.reference.is_none() {
        return Err(ProposeError::Draft(DraftFault::NoGround));
    }
    Ok(node.store.propose_alert(alert, by).await?)
}
