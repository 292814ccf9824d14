//! The flow table: every crossing as a row of small numbers, in memory, by post and month.
//!
//! A question is answered by going through the rows that it asks for, on all cores; each month keeps its totals by each
//! column besides, so that questions without a filter need not even do that. It takes some 20 bytes a crossing.

use crate::{
    dimension::{Byte, Days, Dimension, From, Group, Text, UNKNOWN},
    records::{Damaged, DayRecords, Texts, of_movement, unpack},
};
use jiff::{
    ToSpan,
    civil::{Date, date},
};
use limen_domain::{FlowBound, PostId};
use limen_store::{FlowDay, PublishedDay};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
};

/// Maximum number of cells that one answer may have.
pub const MOST_CELLS: usize = 4_000_000;
/// Maximum number of texts of one kind that are told apart; what comes after them is counted as not known.
const MOST_TEXTS: usize = 60_000;
/// Rows that are gone through together: they and what is made of them stay in the processor's cache.
const TOGETHER: usize = 2_048;
const MOVEMENTS: usize = 16;
/// Maximum number of things that describe people by which what is published is counted at once.
const MOST_ABOUT_PEOPLE: usize = 3;
/// Stands for a value of a column that is none of the codes that are asked for.
const NOT_ASKED: u32 = u32::MAX;

/// Which crossings are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// From this day on.
    pub from: Date,
    /// To this day, which is counted too.
    pub to: Date,
    /// For each dimension, the codes that are counted. Without a decision among them, only crossings that passed.
    pub only: BTreeMap<Dimension, BTreeSet<String>>,
}

impl Filter {
    /// Everyone who crossed between two days, both counted.
    pub fn between(from: Date, to: Date) -> Self {
        Self { from, to, only: BTreeMap::new() }
    }

    /// The same with one more condition.
    pub fn with(mut self, dimension: Dimension, code: &str) -> Self {
        self.only.entry(dimension).or_default().insert(code.to_owned());
        self
    }

    /// The same over other days.
    pub fn over(&self, from: Date, to: Date) -> Self {
        Self { from, to, only: self.only.clone() }
    }
}

/// Why a question can't be answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CountError {
    /// The last day comes before the first.
    #[error("the last day, {1}, comes before the first, {0}")]
    Reversed(Date, Date),
    /// The answer would have too many cells.
    #[error("the answer would have {0} cells, more than {MOST_CELLS}; ask for fewer dimensions or a shorter time")]
    TooFine(usize),
    /// What is published does not tell both of the same people.
    #[error(
        "what is published is not counted by {0} and {1} together: hours, towns and documents stand apart from who crossed"
    )]
    Apart(Dimension, Dimension),
    /// What is published tells no more than this of the same people.
    #[error("what is published is not counted by more than {MOST_ABOUT_PEOPLE} things that describe people")]
    TooClose,
}

/// How many crossings there were of each kind: an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// By what was counted.
    pub by: Vec<Dimension>,
    /// The codes of each dimension, in their order.
    codes: Vec<Arc<[String]>>,
    /// Places in `codes`, and how many; in order, and none of them nought.
    cells: Vec<(Vec<u32>, u64)>,
}

impl Counts {
    /// How many in all.
    pub fn total(&self) -> u64 {
        self.cells.iter().map(|(_, count)| count).sum()
    }

    /// The codes of a cell and how many, in order.
    pub fn cells(&self) -> impl ExactSizeIterator<Item = (Vec<&str>, u64)> {
        self.cells.iter().map(|(places, count)| {
            let codes = places.iter().zip(&self.codes);
            (codes.map(|(place, codes)| codes[*place as usize].as_str()).collect(), *count)
        })
    }

    /// The codes that one of the dimensions can have, in their order.
    pub fn codes(&self, place: usize) -> &[String] {
        self.codes.get(place).map_or(&[], |codes| codes)
    }

    /// How many of one code, counted by one dimension.
    pub fn of(&self, code: &str) -> u64 {
        self.cells().filter(|(codes, _)| codes.first() == Some(&code)).map(|(_, count)| count).sum()
    }

    /// By one dimension of several: the codes and how many, in order of the codes.
    pub fn along(&self, place: usize) -> BTreeMap<String, u64> {
        let mut sums = BTreeMap::new();
        for (codes, count) in self.cells() {
            if let Some(code) = codes.get(place) {
                *sums.entry((*code).to_owned()).or_default() += count;
            }
        }
        sums
    }
}

/// Texts with numbers; the empty one is number 0.
#[derive(Debug, Clone)]
struct Numbered {
    texts: Vec<String>,
    numbers: FxHashMap<String, u16>,
}

impl Default for Numbered {
    fn default() -> Self {
        Self { texts: vec![UNKNOWN.to_owned()], numbers: FxHashMap::from_iter([(String::new(), 0)]) }
    }
}

impl Numbered {
    fn number(&mut self, text: &str) -> u16 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        if self.texts.len() >= MOST_TEXTS {
            return 0;
        }
        let number = self.texts.len() as u16;
        self.texts.push(text.to_owned());
        self.numbers.insert(text.to_owned(), number);
        number
    }
}

/// The crossings of a month at a post.
#[derive(Debug, Clone, Default)]
struct Segment {
    /// The first row of each day of the month, and where the last day ends.
    starts: Vec<u32>,
    bytes: [Vec<u8>; Byte::COUNT],
    texts: [Vec<u16>; Text::COUNT],
    days: [Vec<u16>; Days::COUNT],
    /// For each day, how many of each movement.
    daily: Vec<[u32; MOVEMENTS]>,
    /// For each column, how many of each movement and value.
    totals: Vec<Vec<(u8, u16, u32)>>,
    /// The last change of any of its days.
    changed: i64,
}

const DAYS_OF_MONTH: usize = 31;

impl Segment {
    fn len(&self) -> usize {
        self.starts.last().copied().unwrap_or_default() as usize
    }

    /// The rows of some days of the month, counted from 0, the last one not included.
    fn rows(&self, from: usize, to: usize) -> std::ops::Range<usize> {
        match self.starts.get(to) {
            Some(end) => self.starts[from] as usize..*end as usize,
            None => 0..0,
        }
    }

    /// Puts days in the place of those that were there.
    fn with(&self, days: &BTreeMap<usize, Incoming>) -> Self {
        let mut next = Self { starts: vec![0], changed: self.changed, ..Self::default() };
        for day in 0..DAYS_OF_MONTH {
            if let Some(incoming) = days.get(&day) {
                let records = &incoming.records;
                next.changed = next.changed.max(incoming.changed);
                let bytes = [
                    &records.hour,
                    &records.movement,
                    &records.sex,
                    &records.age,
                    &records.document,
                    &records.source,
                    &records.purpose,
                    &records.mode,
                ];
                next.bytes.iter_mut().zip(bytes).for_each(|(column, bytes)| column.extend_from_slice(bytes));
                next.texts.iter_mut().zip(&incoming.texts).for_each(|(column, rows)| column.extend_from_slice(rows));
                next.days[Days::Stay as usize].extend(records.stay());
                next.days[Days::Stayed as usize].extend(records.stayed());
                next.days[Days::Overstayed as usize].extend(records.overstayed());
            } else {
                let rows = self.rows(day, day + 1);
                let bytes = next.bytes.iter_mut().zip(&self.bytes);
                bytes.for_each(|(column, old)| column.extend_from_slice(old.get(rows.clone()).unwrap_or(&[])));
                let wide = next.texts.iter_mut().chain(&mut next.days).zip(self.texts.iter().chain(&self.days));
                wide.for_each(|(column, old)| column.extend_from_slice(old.get(rows.clone()).unwrap_or(&[])));
            }
            next.starts.push(next.bytes[0].len() as u32);
        }
        next.add_up(self, days);
        next
    }

    fn add_up(&mut self, before: &Self, changed: &BTreeMap<usize, Incoming>) {
        let movements = &self.bytes[Byte::Movement as usize];
        self.daily = (0..DAYS_OF_MONTH)
            .map(|day| {
                let mut counts = [0; MOVEMENTS];
                for movement in &movements[self.starts[day] as usize..self.starts[day + 1] as usize] {
                    counts[usize::from(movement % MOVEMENTS as u8)] += 1;
                }
                counts
            })
            .collect();
        // Of a month that was there before, only the days that changed are gone through.
        let new: Vec<_> = changed.keys().map(|day| self.rows(*day, day + 1)).collect();
        let old: Vec<_> = changed.keys().map(|day| before.rows(*day, day + 1)).collect();
        let totals = Column::all().into_iter().map(|column| {
            let mut sums: FxHashMap<(u8, u16), u32> = FxHashMap::default();
            for (movement, value, count) in before.totals.get(column.total()).into_iter().flatten() {
                sums.insert((*movement, *value), *count);
            }
            for (segment, rows, adds) in [(before, &old, u32::MAX), (self, &new, 1)] {
                for row in rows.iter().flat_map(Clone::clone) {
                    let movement = segment.bytes[Byte::Movement as usize][row] % MOVEMENTS as u8;
                    let sum = sums.entry((movement, segment.value(column, row))).or_default();
                    // Adding the largest number takes one away.
                    *sum = sum.wrapping_add(adds);
                }
            }
            let mut totals: Vec<_> = sums
                .into_iter()
                .filter(|(_, count)| *count > 0)
                .map(|((movement, value), count)| (movement, value, count))
                .collect();
            totals.sort_unstable();
            totals
        });
        self.totals = totals.collect();
    }
}

/// A day on its way into the table, its texts numbered.
struct Incoming {
    records: DayRecords,
    texts: [Vec<u16>; Text::COUNT],
    changed: i64,
}

/// How many columns are counted together at most.
const MOST_TOGETHER: usize = 3;

/// How many there were of each movement with each values of some columns, in the columns' order.
type JointTotals = Vec<(u8, [u16; MOST_TOGETHER], u32)>;

/// What was counted by some columns of a month together, at all posts: counted once, and good until a day of it changes.
#[derive(Debug, Default)]
struct Joint(Mutex<FxHashMap<Vec<usize>, Arc<JointTotals>>>);

/// A month as a number: years times twelve and months.
type Month = i32;

fn month_of(day: Date) -> Month {
    i32::from(day.year()) * 12 + i32::from(day.month()) - 1
}

fn first_of(month: Month) -> Date {
    Date::new(month.div_euclid(12) as i16, (month.rem_euclid(12) + 1) as i8, 1).unwrap_or(Date::MAX)
}

fn name_of(month: Month) -> String {
    first_of(month).strftime("%Y-%m").to_string()
}

/// Every crossing that stands, without who crossed; or those that are published.
#[derive(Debug, Clone, Default)]
pub struct FlowTable {
    /// How many people each row stands for in what is published; `None` where each is one crossing.
    bound: Option<FlowBound>,
    /// Of what is published, how people passed: by hour, town and document. It is rounded by itself, so that no row of one
    /// table belongs to a row of the other.
    passages: Option<Box<FlowTable>>,
    posts: Vec<PostId>,
    states: Numbered,
    towns: Numbered,
    /// Each month's posts. A clone shares the months that do not change.
    months: BTreeMap<Month, Arc<BTreeMap<u16, Arc<Segment>>>>,
    /// For each month, what was counted by two columns of it.
    joint: BTreeMap<Month, Arc<Joint>>,
    /// The last change that it has taken in.
    pub(crate) changed: i64,
}

impl FlowTable {
    /// A table for what is published, without days yet.
    pub fn published(bound: FlowBound) -> Self {
        let passages = Self { bound: Some(bound), ..Self::default() };
        Self { bound: Some(bound), passages: Some(Box::new(passages)), ..Self::default() }
    }

    /// Takes in days as they are published, in place of those it had.
    ///
    /// # Errors
    /// A day is damaged.
    pub fn take_published(&mut self, days: Vec<PublishedDay>) -> Result<(), Damaged> {
        let passages = |day: &PublishedDay| FlowDay { records: day.passages.clone(), ..day.people.clone() };
        if let Some(table) = &mut self.passages {
            table.take(&days.iter().map(passages).collect::<Vec<_>>())?;
        }
        self.take(&days.into_iter().map(|day| day.people).collect::<Vec<_>>())
    }

    /// Of what is published, the table of how people passed; of each crossing, this one.
    pub fn passages(&self) -> &Self {
        self.passages.as_deref().unwrap_or(self)
    }

    /// How many people each row stands for in what is published; `None` where each is one crossing.
    pub fn bound(&self) -> Option<FlowBound> {
        self.bound
    }

    /// How many people each row stands for.
    fn people(&self) -> u32 {
        self.bound.map_or(1, FlowBound::get)
    }

    /// Takes in days as they are kept, in place of those it had.
    ///
    /// # Errors
    /// A day is damaged; the table stays as it was.
    pub fn take(&mut self, days: &[FlowDay]) -> Result<(), Damaged> {
        let unpacked: Result<Vec<DayRecords>, Damaged> = days.par_iter().map(|day| unpack(&day.records)).collect();
        let mut changes: BTreeMap<(Month, u16), BTreeMap<usize, Incoming>> = BTreeMap::new();
        for (day, records) in days.iter().zip(unpacked?) {
            let post = self.post(&day.post);
            let texts = [
                numbered(&mut self.states, &records.nationality),
                numbered(&mut self.states, &records.residence),
                numbered(&mut self.towns, &records.origin),
                numbered(&mut self.towns, &records.destination),
            ];
            let month = changes.entry((month_of(day.day), post)).or_default();
            month.insert(day.day.day() as usize - 1, Incoming { records, texts, changed: day.changed });
            self.changed = self.changed.max(day.changed);
        }
        let empty = Segment { starts: vec![0; DAYS_OF_MONTH + 1], ..Segment::default() };
        let next: Vec<_> = changes
            .par_iter()
            .map(|(place, days)| {
                let (month, post) = place;
                let before = self.months.get(month).and_then(|posts| posts.get(post));
                let before = before.map_or(&empty, |segment| segment);
                (*place, Arc::new(before.with(days)))
            })
            .collect();
        self.joint.extend(next.iter().map(|((month, _), _)| (*month, Arc::default())));
        for ((month, post), segment) in next {
            Arc::make_mut(self.months.entry(month).or_default()).insert(post, segment);
        }
        Ok(())
    }

    /// Each month at each post, in order.
    fn segments(&self) -> impl DoubleEndedIterator<Item = ((Month, u16), &Segment)> {
        self.segments_between(Month::MIN, Month::MAX)
    }

    /// The same, of some months, the last one included.
    fn segments_between(&self, from: Month, to: Month) -> impl DoubleEndedIterator<Item = ((Month, u16), &Segment)> {
        // A range whose end comes before its beginning would panic.
        let months = self.months.range(from..=to.max(from));
        months.flat_map(|(month, posts)| posts.iter().map(|(post, segment)| ((*month, *post), segment.as_ref())))
    }

    fn post(&mut self, post: &PostId) -> u16 {
        let place = self.posts.iter().position(|other| other == post).unwrap_or_else(|| {
            self.posts.push(post.clone());
            self.posts.len() - 1
        });
        place as u16
    }

    /// How many crossings it holds, of every decision.
    pub fn len(&self) -> usize {
        self.segments().map(|(_, segment)| segment.len()).sum()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The posts that crossings are known of.
    pub fn posts(&self) -> &[PostId] {
        &self.posts
    }

    /// The first and the last day with crossings; `None` where there are none.
    pub fn days(&self) -> Option<(Date, Date)> {
        let full = || self.segments().filter(|(_, segment)| segment.len() > 0);
        let day = |month: Month, segment: &Segment, last: bool| {
            let has = |day: &usize| segment.starts[*day] < segment.starts[day + 1];
            let mut days = 0..DAYS_OF_MONTH;
            let found = if last { days.rfind(has) } else { days.find(has) };
            first_of(month).checked_add((found.unwrap_or_default() as i64).days()).unwrap_or(Date::MAX)
        };
        let (first, last) = (full().next()?.0.0, full().next_back()?.0.0);
        let least =
            full().take_while(|((month, _), _)| *month == first).map(|((month, _), s)| day(month, s, false)).min()?;
        let most = full()
            .rev()
            .take_while(|((month, _), _)| *month == last)
            .map(|((month, _), s)| day(month, s, true))
            .max()?;
        Some((least, most))
    }

    /// How many bytes its columns take.
    pub fn bytes(&self) -> usize {
        let segment = |segment: &Segment| {
            let totals: usize = segment.totals.iter().map(|totals| totals.capacity() * 8).sum();
            segment.bytes.iter().map(Vec::capacity).sum::<usize>()
                + segment.texts.iter().chain(&segment.days).map(|column| column.capacity() * 2).sum::<usize>()
                + totals
                + segment.daily.capacity() * MOVEMENTS * 4
        };
        self.segments().map(|(_, one)| segment(one)).sum()
    }

    /// The codes of a dimension over these days, in their order; of texts only those that are asked for.
    fn codes(&self, dimension: Dimension, filter: &Filter) -> Arc<[String]> {
        if let Some(codes) = dimension.codes() {
            return codes.into();
        }
        let asked = |numbers: &Numbered| -> Arc<[String]> {
            match filter.only.get(&dimension) {
                Some(codes) => numbers.texts.iter().filter(|text| codes.contains(*text)).cloned().collect(),
                None => numbers.texts.as_slice().into(),
            }
        };
        let days = || filter.from.series(1.day()).take_while(|day| *day <= filter.to);
        match dimension {
            Dimension::Post => self.posts.iter().map(ToString::to_string).collect(),
            Dimension::Nationality | Dimension::Residence => asked(&self.states),
            Dimension::Origin | Dimension::Destination => asked(&self.towns),
            Dimension::Year => (filter.from.year()..=filter.to.year()).map(|year| year.to_string()).collect(),
            Dimension::Month => (month_of(filter.from)..=month_of(filter.to))
                .map(|month| first_of(month).strftime("%Y-%m").to_string())
                .collect(),
            Dimension::Week => {
                let weeks = monday(filter.from).series(7.days()).take_while(|day| *day <= filter.to);
                weeks.map(|day| day.to_string()).collect()
            }
            _ => days().map(|day| day.to_string()).collect(),
        }
    }

    /// Counts the crossings that `filter` asks for.
    ///
    /// # Errors
    /// The days are in the wrong order, the answer has too many cells, or what is published is not counted together.
    pub fn count(&self, filter: &Filter, by: &[Dimension]) -> Result<Counts, CountError> {
        if filter.to < filter.from {
            return Err(CountError::Reversed(filter.from, filter.to));
        }
        if self.bound.is_some() {
            together(filter.only.keys().chain(by))?;
        }
        if let Some(passages) = &self.passages
            && filter.only.keys().chain(by).any(|dimension| dimension.group() == Group::Passage)
        {
            return passages.count(filter, by);
        }
        let codes: Vec<Arc<[String]>> = by.iter().map(|dimension| self.codes(*dimension, filter)).collect();
        let cells = codes.iter().try_fold(1usize, |cells, codes| cells.checked_mul(codes.len().max(1)));
        let cells = cells.filter(|cells| *cells <= MOST_CELLS).ok_or_else(|| {
            CountError::TooFine(codes.iter().fold(1usize, |cells, codes| cells.saturating_mul(codes.len().max(1))))
        })?;
        let plan = Plan::new(self, filter, by, &codes);
        let (mut joined, mut segments) = (Vec::new(), Vec::new());
        for (place, segment) in self.segments_between(month_of(filter.from), month_of(filter.to)) {
            if plan.is_joint && plan.is_whole(place.0) {
                if joined.last() != Some(&place.0) {
                    joined.push(place.0);
                }
            } else if plan.posts.as_ref().is_none_or(|posts| posts.contains(&place.1)) {
                segments.push((place, segment));
            }
        }
        let count = |mut sums: Vec<u32>, ((month, post), segment): &((Month, u16), &Segment)| {
            plan.count(&mut sums, *month, *post, segment);
            sums
        };
        // A thread's sums cost as much as they have cells: few months are not worth a second thread.
        let rows: usize = segments.iter().map(|(_, segment)| segment.len()).sum();
        let mut sums = if rows < 200_000 {
            segments.iter().fold(vec![0; cells], count)
        } else {
            let length = segments.len().div_ceil(rayon::current_num_threads()).max(1);
            let parts = segments.par_chunks(length).map(|some| some.iter().fold(vec![0; cells], count));
            parts.reduce_with(add).unwrap_or_else(|| vec![0; cells])
        };
        let totals: Vec<_> = joined.par_iter().map(|month| (*month, self.joint(*month, &plan.asked))).collect();
        totals.iter().for_each(|(month, totals)| plan.count_joint(&mut sums, *month, totals));
        let mut counted = Vec::new();
        for (at, count) in sums.into_iter().enumerate().filter(|(_, count)| *count > 0) {
            let mut left = at;
            let mut places = vec![0; codes.len()];
            for (place, codes) in places.iter_mut().zip(&codes).rev() {
                *place = (left % codes.len().max(1)) as u32;
                left /= codes.len().max(1);
            }
            counted.push((places, u64::from(count) * u64::from(self.people())));
        }
        Ok(Counts { by: by.to_vec(), codes, cells: counted })
    }

    /// How many of each movement and of each values of some columns together there were in a month.
    fn joint(&self, month: Month, columns: &[Column]) -> Arc<JointTotals> {
        let Some(joint) = self.joint.get(&month) else { return Arc::default() };
        let key: Vec<usize> = columns.iter().map(|column| column.total()).collect();
        let counted = || joint.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(totals) = counted().get(&key) {
            return totals.clone();
        }
        let mut sums: FxHashMap<(u8, [u16; MOST_TOGETHER]), u32> = FxHashMap::default();
        for (_, segment) in self.segments_between(month, month) {
            let movements = &segment.bytes[Byte::Movement as usize];
            for (row, movement) in movements.iter().enumerate() {
                let mut values = [0; MOST_TOGETHER];
                values.iter_mut().zip(columns).for_each(|(value, column)| *value = segment.value(*column, row));
                *sums.entry((movement % MOVEMENTS as u8, values)).or_default() += 1;
            }
        }
        let totals = sums.into_iter().map(|((movement, values), count)| (movement, values, count));
        let totals: Arc<JointTotals> = Arc::new(totals.collect());
        counted().insert(key, totals.clone());
        totals
    }

    /// Counts ahead what the drawing of streams asks about the year to `until` with a nationality, so that nobody waits for it.
    pub fn count_ahead(&self, until: Date) {
        let columns = [Text::Nationality, Text::Origin, Text::Destination].map(Column::Text);
        let to = month_of(until);
        (to - 12..=to).into_par_iter().for_each(|month| drop(self.joint(month, &columns)));
    }

    /// The months with crossings, as `2026-10`, each with a text that changes when anything in it does.
    pub fn months(&self) -> Vec<(String, String)> {
        let mut months: BTreeMap<Month, (i64, usize)> = BTreeMap::new();
        for ((month, _), segment) in self.segments().filter(|(_, segment)| segment.len() > 0) {
            let (changed, rows) = months.entry(month).or_default();
            *changed = (*changed).max(segment.changed);
            *rows += segment.len();
        }
        months.into_iter().map(|(month, (changed, rows))| (name_of(month), format!("{changed}-{rows}"))).collect()
    }

    /// The rows of each day at each post in a month as [`FlowTable::months`] names it.
    pub fn for_each_day_of(&self, month: &str, mut each: impl FnMut(&PostId, Date, &DayRows<'_>)) {
        for ((number, post), segment) in self.segments().filter(|((number, _), _)| name_of(*number) == month) {
            for day in 0..DAYS_OF_MONTH {
                let rows = segment.rows(day, day + 1);
                if rows.is_empty() {
                    continue;
                }
                let date = first_of(number).checked_add((day as i64).days()).unwrap_or(Date::MAX);
                each(&self.posts[usize::from(post)], date, &DayRows { table: self, segment, rows });
            }
        }
    }

    /// How many of each movement there were at each post on each day from one to another, both counted: what coverage and
    /// baselines are made from.
    pub fn daily(&self, from: Date, to: Date) -> Vec<(&PostId, Vec<[u32; MOVEMENTS]>)> {
        let length = usize::try_from((to - from).get_days() + 1).unwrap_or_default();
        let mut daily: Vec<_> = self.posts.iter().map(|post| (post, vec![[0; MOVEMENTS]; length])).collect();
        if length == 0 {
            return daily;
        }
        for ((month, post), segment) in self.segments_between(month_of(from), month_of(to)) {
            let first = (first_of(month) - from).get_days();
            for (day, counts) in segment.daily.iter().enumerate() {
                let place = usize::try_from(i64::from(first) + day as i64).ok();
                if let Some(place) = place.and_then(|place| daily[usize::from(post)].1.get_mut(place)) {
                    // The days of a shorter month that do not exist have no rows, and belong to the next.
                    place.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count * self.people());
                }
            }
        }
        daily
    }
}

/// Whether what is published may be counted by these dimensions together.
fn together<'a>(dimensions: impl Iterator<Item = &'a Dimension>) -> Result<(), CountError> {
    let all: BTreeSet<Dimension> = dimensions.copied().collect();
    let of = |group: Group| all.iter().copied().filter(move |dimension| dimension.group() == group);
    match (of(Group::Person).next(), of(Group::Passage).next()) {
        (Some(person), Some(passage)) => Err(CountError::Apart(person, passage)),
        _ if of(Group::Person).count() > MOST_ABOUT_PEOPLE => Err(CountError::TooClose),
        _ => Ok(()),
    }
}

fn add(mut sums: Vec<u32>, others: Vec<u32>) -> Vec<u32> {
    sums.iter_mut().zip(others).for_each(|(sum, other)| *sum += other);
    sums
}

fn numbered(numbers: &mut Numbered, column: &Texts) -> Vec<u16> {
    let own: Vec<u16> = column.texts().iter().map(|text| numbers.number(text)).collect();
    column.rows().map(|at| own[usize::from(at)]).collect()
}

/// The Monday of a day's week.
pub fn monday(day: Date) -> Date {
    let back = i64::from(day.weekday().to_monday_zero_offset());
    day.checked_sub(back.days()).unwrap_or(date(1, 1, 1))
}

/// The rows of one day at one post.
#[derive(Debug)]
pub struct DayRows<'a> {
    table: &'a FlowTable,
    segment: &'a Segment,
    rows: std::ops::Range<usize>,
}

impl DayRows<'_> {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn bytes(&self, column: Byte) -> &[u8] {
        &self.segment.bytes[column as usize][self.rows.clone()]
    }

    fn days(&self, column: Days) -> &[u16] {
        &self.segment.days[column as usize][self.rows.clone()]
    }

    fn texts(&self, column: Text) -> impl Iterator<Item = &str> {
        let numbers = match column {
            Text::Nationality | Text::Residence => &self.table.states,
            Text::Origin | Text::Destination => &self.table.towns,
        };
        self.segment.texts[column as usize][self.rows.clone()]
            .iter()
            .map(|number| if *number == 0 { "" } else { numbers.texts[usize::from(*number)].as_str() })
    }
}

/// The columns of a day's rows; what each value stands for, [`crate::Record`] says.
macro_rules! columns {
    ($($(#[$meta:meta])* $name:ident: $kind:ident $column:ident -> $type:ty),+ $(,)?) => {
        impl DayRows<'_> {
            $($(#[$meta])* pub fn $name(&self) -> $type { columns!(@ self $kind $column) })+
        }
    };
    (@ $self:ident Byte $column:ident) => { $self.bytes(Byte::$column) };
    (@ $self:ident Text $column:ident) => { $self.texts(Text::$column) };
    (@ $self:ident Days $column:ident) => { $self.days(Days::$column) };
}

columns! {
    /// Hours of the day.
    hours: Byte Hour -> &[u8],
    /// Directions and decisions.
    movements: Byte Movement -> &[u8],
    /// Sexes.
    sexes: Byte Sex -> &[u8],
    /// Ages.
    ages: Byte Age -> &[u8],
    /// Kinds of document.
    documents: Byte Document -> &[u8],
    /// How identities reached the counter.
    sources: Byte Source -> &[u8],
    /// Purposes.
    purposes: Byte Purpose -> &[u8],
    /// Modes of transport.
    modes: Byte Mode -> &[u8],
    /// Nationalities, empty where unknown.
    nationalities: Text Nationality -> impl Iterator<Item = &str>,
    /// Countries of residence, empty where unknown.
    residences: Text Residence -> impl Iterator<Item = &str>,
    /// Towns of origin, empty where unknown.
    origins: Text Origin -> impl Iterator<Item = &str>,
    /// Towns of destination, empty where unknown.
    destinations: Text Destination -> impl Iterator<Item = &str>,
    /// Days that were meant to be stayed.
    stays: Days Stay -> &[u16],
    /// Days that were stayed.
    stayed: Days Stayed -> &[u16],
    /// Days that were overstayed.
    overstayed: Days Overstayed -> &[u16],
}

/// How a question is answered.
struct Plan<'a> {
    filter: &'a Filter,
    posts: Option<BTreeSet<u16>>,
    /// Which movements count.
    movements: [bool; MOVEMENTS],
    /// Conditions on columns: which values of the column hold.
    conditions: Vec<(Column, Vec<u8>)>,
    /// Dimensions of columns: what each value adds to a cell's place.
    columns: Vec<(Column, Vec<u32>)>,
    /// The columns that are asked about, each once, in their order.
    asked: Vec<Column>,
    /// What each movement adds to it.
    moves: [u32; MOVEMENTS],
    /// Whether whole months of all posts together are told from what was counted by these columns together.
    is_joint: bool,
    /// Dimensions of time and post: how much one step adds to a cell's place.
    times: Vec<(Dimension, usize)>,
    /// Whether days are told apart, within a month.
    by_day: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Byte(Byte),
    Text(Text),
    Days(Days),
}

impl Column {
    /// Every column, in the order of its totals.
    fn all() -> Vec<Self> {
        let bytes = Byte::ALL.map(Self::Byte);
        bytes.into_iter().chain(Text::ALL.map(Self::Text)).chain(Days::ALL.map(Self::Days)).collect()
    }

    fn total(self) -> usize {
        match self {
            Self::Byte(column) => column as usize,
            Self::Text(column) => Byte::COUNT + column as usize,
            Self::Days(column) => Byte::COUNT + Text::COUNT + column as usize,
        }
    }
}

impl<'a> Plan<'a> {
    fn new(table: &FlowTable, filter: &'a Filter, by: &[Dimension], codes: &[Arc<[String]>]) -> Self {
        let mut plan = Self {
            filter,
            posts: None,
            movements: [false; MOVEMENTS],
            conditions: Vec::new(),
            columns: Vec::new(),
            asked: Vec::new(),
            moves: [0; MOVEMENTS],
            is_joint: false,
            times: Vec::new(),
            by_day: false,
        };
        let any_decision = by.contains(&Dimension::Decision);
        for (place, counts) in plan.movements.iter_mut().enumerate() {
            let Some((direction, decision)) = of_movement(place as u8) else { continue };
            let holds = |dimension, code: &str| {
                filter.only.get(&dimension).is_none_or(|codes: &BTreeSet<String>| codes.contains(code))
            };
            let crossed = any_decision || filter.only.contains_key(&Dimension::Decision) || decision.crossed();
            *counts =
                crossed && holds(Dimension::Direction, direction.code()) && holds(Dimension::Decision, decision.code());
        }
        for (dimension, accepted) in &filter.only {
            let column = match dimension.from() {
                From::Time if *dimension == Dimension::Post => {
                    let posts = table.posts.iter().enumerate().filter(|(_, post)| accepted.contains(post.as_str()));
                    plan.posts = Some(posts.map(|(place, _)| place as u16).collect());
                    continue;
                }
                // Time is asked for by its days; direction and decision are among the movements.
                From::Time | From::Byte(Byte::Movement) => continue,
                From::Byte(column) => Column::Byte(column),
                From::Text(column) => Column::Text(column),
                From::Days(column) => Column::Days(column),
            };
            let values = table.values(*dimension, &table.codes(*dimension, filter));
            let codes = table.codes(*dimension, filter);
            let holds = values
                .iter()
                .map(|value| u8::from(codes.get(*value as usize).is_some_and(|code| accepted.contains(code))));
            plan.conditions.push((column, holds.collect()));
        }
        let mut stride: usize = codes.iter().map(|codes| codes.len().max(1)).product();
        for (dimension, codes) in by.iter().zip(codes) {
            stride /= codes.len().max(1);
            let column = match dimension.from() {
                From::Time => {
                    plan.by_day |= matches!(dimension, Dimension::Day | Dimension::Week | Dimension::Weekday);
                    plan.times.push((*dimension, stride));
                    continue;
                }
                From::Byte(Byte::Movement) => {
                    let values = table.values(*dimension, codes).into_iter().zip(&mut plan.moves);
                    values.for_each(|(value, adds)| *adds += value * stride as u32);
                    continue;
                }
                From::Byte(column) => Column::Byte(column),
                From::Text(column) => Column::Text(column),
                From::Days(column) => Column::Days(column),
            };
            let values = table.values(*dimension, codes).into_iter();
            // What is not asked for does not hold, and counts nowhere.
            let adds = values.map(|value| if value == NOT_ASKED { 0 } else { value * stride as u32 });
            plan.columns.push((column, adds.collect()));
        }
        let by_post = plan.posts.is_some() || by.contains(&Dimension::Post);
        let columns = plan.columns.iter().map(|(column, _)| *column);
        plan.asked = columns.chain(plan.conditions.iter().map(|(column, _)| *column)).collect();
        plan.asked.sort_unstable_by_key(|column| column.total());
        plan.asked.dedup();
        // Of three columns, towns with one more: what the drawing of streams asks with each filter. Others have too many
        // values together to be worth keeping.
        let towns = [Text::Origin, Text::Destination].map(Column::Text);
        let is_kept = match plan.asked.len() {
            2 => true,
            MOST_TOGETHER => towns.iter().all(|town| plan.asked.contains(town)),
            _ => false,
        };
        plan.is_joint = is_kept && !plan.by_day && !by_post;
        plan
    }

    /// The days of a month that are asked for, from 0 on, the last one not included; and whether they are all.
    fn days_of(&self, month: Month) -> (std::ops::Range<usize>, bool) {
        let length = first_of(month).days_in_month() as usize;
        let from = if month == month_of(self.filter.from) { self.filter.from.day() as usize - 1 } else { 0 };
        let to = if month == month_of(self.filter.to) { self.filter.to.day() as usize } else { length };
        (from..to, from == 0 && to == length)
    }

    fn is_whole(&self, month: Month) -> bool {
        self.days_of(month).1
    }

    /// The offset of the cell for this movement and these values; `None` if they were not asked for.
    fn adds(&self, movement: u8, value: impl Fn(Column) -> u16) -> Option<usize> {
        let movement = usize::from(movement);
        let holds = |(column, accepted): &(Column, Vec<u8>)| accepted.get(usize::from(value(*column))) == Some(&1);
        if !self.movements[movement] || !self.conditions.iter().all(holds) {
            return None;
        }
        let adds = self.columns.iter().map(|(column, adds)| adds[usize::from(value(*column)).min(adds.len() - 1)]);
        Some((self.moves[movement] + adds.sum::<u32>()) as usize)
    }

    fn count_joint(&self, sums: &mut [u32], month: Month, totals: &JointTotals) {
        let base = self.base(month, 0, first_of(month));
        for (movement, values, count) in totals {
            let value = |column| {
                let place = self.asked.iter().position(|asked| *asked == column);
                place.and_then(|place| values.get(place)).copied().unwrap_or_default()
            };
            if let Some(adds) = self.adds(*movement, value) {
                sums[base + adds] += count;
            }
        }
    }

    /// What the time and the post of a day add to a cell's place.
    fn base(&self, month: Month, post: u16, day: Date) -> usize {
        let step = |dimension: Dimension| -> i64 {
            let from = self.filter.from;
            match dimension {
                Dimension::Post => i64::from(post),
                Dimension::Year => i64::from(month.div_euclid(12)) - i64::from(from.year()),
                Dimension::Month => i64::from(month - month_of(from)),
                Dimension::Week => i64::from((monday(day) - monday(from)).get_days() / 7),
                Dimension::Weekday => i64::from(day.weekday().to_monday_zero_offset()),
                _ => i64::from((day - from).get_days()),
            }
        };
        let places = self.times.iter().map(|(dimension, stride)| step(*dimension) as usize * stride);
        places.sum()
    }

    fn count(&self, sums: &mut [u32], month: Month, post: u16, segment: &Segment) {
        let first = first_of(month);
        let (days, is_whole) = self.days_of(month);
        if self.asked.is_empty() {
            return self.add_days(sums, (month, post), segment, days);
        }
        if let ([column], true, false) = (&self.asked[..], is_whole, self.by_day) {
            let base = self.base(month, post, first);
            for (movement, value, count) in &segment.totals[column.total()] {
                if let Some(adds) = self.adds(*movement, |_| *value) {
                    sums[base + adds] += count;
                }
            }
            return;
        }
        if self.by_day {
            for day in days {
                let date = first.checked_add((day as i64).days()).unwrap_or(first);
                self.scan(sums, self.base(month, post, date), segment, segment.rows(day, day + 1));
            }
        } else {
            self.scan(sums, self.base(month, post, first), segment, segment.rows(days.start, days.end));
        }
    }

    /// Where no column is asked about, days are known by their movements.
    fn add_days(&self, sums: &mut [u32], (month, post): (Month, u16), segment: &Segment, days: std::ops::Range<usize>) {
        let first = first_of(month);
        for day in days {
            let date = first.checked_add((day as i64).days()).unwrap_or(first);
            let base = self.base(month, post, date);
            for (movement, count) in segment.daily[day].iter().enumerate() {
                if *count > 0 && self.movements[movement] {
                    sums[base + self.moves[movement] as usize] += count;
                }
            }
        }
    }

    fn scan(&self, sums: &mut [u32], base: usize, segment: &Segment, rows: std::ops::Range<usize>) {
        let mut places = [0u32; TOGETHER];
        let mut holds = [0u8; TOGETHER];
        let mut counts = [0u8; 256];
        self.movements.iter().enumerate().for_each(|(at, movement)| counts[at] = u8::from(*movement));
        let mut moves = [base as u32; 256];
        self.moves.iter().enumerate().for_each(|(at, adds)| moves[at] += adds);
        let movements = &segment.bytes[Byte::Movement as usize];
        let mut at = rows.start;
        while at < rows.end {
            let end = rows.end.min(at + TOGETHER);
            let (places, holds) = (&mut places[..end - at], &mut holds[..end - at]);
            for ((hold, place), movement) in holds.iter_mut().zip(places.iter_mut()).zip(&movements[at..end]) {
                *hold = counts[usize::from(*movement)];
                *place = moves[usize::from(*movement)];
            }
            for (column, accepted) in &self.conditions {
                match column {
                    Column::Byte(column) => {
                        let values = &segment.bytes[*column as usize][at..end];
                        holds.iter_mut().zip(values).for_each(|(hold, value)| *hold &= accepted[usize::from(*value)]);
                    }
                    Column::Text(_) | Column::Days(_) => {
                        let values = &segment.wide(*column)[at..end];
                        holds.iter_mut().zip(values).for_each(|(hold, value)| *hold &= accepted[usize::from(*value)]);
                    }
                }
            }
            for (column, adds) in &self.columns {
                match column {
                    Column::Byte(column) => {
                        let values = &segment.bytes[*column as usize][at..end];
                        places.iter_mut().zip(values).for_each(|(place, value)| *place += adds[usize::from(*value)]);
                    }
                    Column::Text(_) | Column::Days(_) => {
                        let values = &segment.wide(*column)[at..end];
                        places.iter_mut().zip(values).for_each(|(place, value)| *place += adds[usize::from(*value)]);
                    }
                }
            }
            for (place, hold) in places.iter().zip(holds.iter()) {
                sums[*place as usize] += u32::from(*hold);
            }
            at = end;
        }
    }
}

impl Segment {
    fn value(&self, column: Column, row: usize) -> u16 {
        match column {
            Column::Byte(column) => self.bytes[column as usize][row].into(),
            wide => self.wide(wide)[row],
        }
    }

    fn wide(&self, column: Column) -> &[u16] {
        match column {
            Column::Text(column) => &self.texts[column as usize],
            Column::Days(column) => &self.days[column as usize],
            Column::Byte(_) => &[],
        }
    }
}

impl FlowTable {
    /// For each value that a column can hold, which of a dimension's codes it stands for, or [`NOT_ASKED`].
    fn values(&self, dimension: Dimension, codes: &[String]) -> Vec<u32> {
        let last = codes.len().saturating_sub(1) as u32;
        match dimension.from() {
            From::Byte(_) => (0..=u8::MAX).map(|byte| dimension.of_byte(byte).min(last)).collect(),
            From::Days(_) => (0..=u16::MAX).map(|days| Dimension::of_days(days).min(last)).collect(),
            From::Text(_) => {
                let numbers = match dimension {
                    Dimension::Nationality | Dimension::Residence => &self.states,
                    _ => &self.towns,
                };
                // Codes stand in the order of their numbers.
                let mut left = codes.iter().enumerate().peekable();
                let place = |text: &String| {
                    left.next_if(|(_, code)| *code == text).map_or(NOT_ASKED, |(place, _)| place as u32)
                };
                numbers.texts.iter().map(place).collect()
            }
            From::Time => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::{Record, UNKNOWN_AGE, UNKNOWN_DAYS, pack};
    use proptest::prelude::*;

    fn record() -> impl Strategy<Value = Record> {
        let state = || prop_oneof!["MLI", "GIN", "SEN", ""].prop_map(|text| text.to_owned());
        let town = || prop_oneof!["Bamako", "Siguiri", "Kayes", ""].prop_map(|text| text.to_owned());
        let codes = (0u8..24, 0u8..16, state(), state(), 0u8..3, prop_oneof![0u8..90, Just(UNKNOWN_AGE)]);
        let days = || prop_oneof![0u16..400, Just(UNKNOWN_DAYS)];
        let more = (0u8..4, 0u8..3, 0u8..5, 0u8..5, town(), town(), days(), days(), days());
        (codes, more).prop_map(|((hour, movement, nationality, residence, sex, age), more)| {
            let (document, source, purpose, mode, origin, destination, stay, stayed, overstayed) = more;
            Record {
                hour,
                movement,
                nationality,
                residence,
                sex,
                age,
                document,
                source,
                purpose,
                mode,
                origin,
                destination,
                stay,
                stayed,
                overstayed,
            }
        })
    }

    fn day(at: u32) -> Date {
        date(2026, 1, 20).checked_add((i64::from(at)).days()).expect("a day")
    }

    fn taken(crossings: &[(u32, usize, Record)]) -> Vec<FlowDay> {
        let mut days: BTreeMap<(u32, usize), Vec<Record>> = BTreeMap::new();
        for (day, post, record) in crossings {
            days.entry((*day, *post)).or_default().push(record.clone());
        }
        let days = days.into_iter().enumerate().map(|(changed, ((at, post), records))| FlowDay {
            post: PostId::parse(["KRM", "ZEG"][post]).expect("a post"),
            day: day(at),
            changed: changed as i64 + 1,
            records: pack(records),
        });
        days.collect()
    }

    proptest! {
        /// Whole months are told from totals, and days by going through their rows: both say the same, whatever is asked.
        #[test]
        fn whole_months_say_what_their_days_say(
            crossings in proptest::collection::vec((0u32..80, 0usize..2, record()), 0..120),
            one in proptest::sample::select(Dimension::ALL.to_vec()),
            other in proptest::sample::select(Dimension::ALL.to_vec()),
            only in proptest::option::of(prop_oneof![
                Just((Dimension::Nationality, "GIN")), Just((Dimension::Origin, "Kayes")), Just((Dimension::Sex, "F")),
                Just((Dimension::Direction, "exit")), Just((Dimension::Post, "ZEG")), Just((Dimension::Nationality, UNKNOWN)),
            ]),
        ) {
            let days = taken(&crossings);
            let mut table = FlowTable::default();
            table.take(&days).expect("taken in");
            // Taken in day by day it is the same table.
            let mut slowly = FlowTable::default();
            for day in &days {
                slowly.take(std::slice::from_ref(day)).expect("taken in");
            }
            let mut filter = Filter::between(date(2026, 1, 1), date(2026, 4, 30));
            if let Some((dimension, code)) = only {
                filter = filter.with(dimension, code);
            }
            prop_assume!(one != other && one != Dimension::Day && other != Dimension::Day);
            let by = [one, other];
            let cells = |counts: &Counts| -> BTreeMap<Vec<String>, u64> {
                counts.cells().map(|(codes, count)| (codes.into_iter().map(str::to_owned).collect(), count)).collect()
            };
            let whole = cells(&table.count(&filter, &by).expect("counted"));
            // The second time it is remembered.
            prop_assert_eq!(&whole, &cells(&table.count(&filter, &by).expect("counted")));
            prop_assert_eq!(&whole, &cells(&slowly.count(&filter, &by).expect("counted")));
            let mut of_days: BTreeMap<Vec<String>, u64> = BTreeMap::new();
            for (mut codes, count) in cells(&table.count(&filter, &[Dimension::Day, one, other]).expect("counted")) {
                codes.remove(0);
                *of_days.entry(codes).or_default() += count;
            }
            prop_assert_eq!(whole, of_days);
        }
    }
}
