//! The crossings that may be published: counts rounded once, of which every published figure is a sum.
//!
//! Crossings of a day at a post that are alike in all that is published of them are a cell. Its count is rounded up or down to
//! a multiple of the bound, and what was published of it stays as long as it is near enough. Figures, tables, series and
//! reports of any days, posts and filters are sums of these rounded cells and of nothing else. So whoever subtracts, adds
//! and combines them learns the rounded cells at most: of a cell, `bound` counts or more are possible, and of a sum too.
//!
//! There are two sets of cells: who crossed, and how they passed. Each is rounded by itself, so that nothing in one says
//! which rows of the other are of the same people.
//!
//! Which way a cell is rounded is drawn. The odds lean against what the cells before have left too much or too little in
//! each of the sums that people read ([`Part::sums`]), so that these stay near what was counted, however long the time is:
//! a self-balancing walk (Alweiss, Liu and Sawhney 2021, "Discrepancy minimization via a self-balancing walk"). Both ways
//! stay possible for each cell, so that the method itself gives nothing away either.

use crate::{
    dimension::{Dimension, lowest_age, lowest_stay},
    records::{Record, UNKNOWN_AGE, UNKNOWN_DAYS},
};
use jiff::civil::Date;
use limen_domain::FlowBound;
use limen_store::{Chance, TallySum};
use rustc_hash::{FxHashMap, FxHasher};
use std::{
    collections::BTreeMap,
    hash::{Hash, Hasher},
};

/// How strongly the odds lean: of the sums that a cell belongs to, the mean of what is too much, in cells.
const LEAN: f64 = 2.0;
/// The least odds of either way.
const LEAST_ODDS: f64 = 0.02;

/// What is told of crossings together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Who crossed, and for how long.
    People,
    /// At which hour, from where to where, with what document.
    Passages,
}

impl Part {
    /// The cell of a record: coarser than it, and without what the other part tells.
    fn cell(self, record: &Record) -> Record {
        let frame = Record {
            movement: record.movement,
            mode: record.mode,
            source: record.source,
            age: UNKNOWN_AGE,
            stay: UNKNOWN_DAYS,
            stayed: UNKNOWN_DAYS,
            overstayed: UNKNOWN_DAYS,
            ..Record::default()
        };
        match self {
            Self::People => Record {
                nationality: record.nationality.clone(),
                residence: record.residence.clone(),
                sex: record.sex,
                age: if record.age == UNKNOWN_AGE { UNKNOWN_AGE } else { lowest_age(record.age) },
                purpose: record.purpose,
                stay: coarse(record.stay),
                stayed: coarse(record.stayed),
                overstayed: coarse(record.overstayed),
                ..frame
            },
            Self::Passages => Record {
                hour: record.hour,
                origin: record.origin.clone(),
                destination: record.destination.clone(),
                document: record.document,
                ..frame
            },
        }
    }

    /// The sums of all days that a cell belongs to, as hashes: those that the board, the bulletins and the year-book show.
    fn sums(self, post: &str, cell: &Record) -> Vec<u64> {
        let Record { hour, movement, sex, age, document, source, purpose, mode, stay, stayed, overstayed, .. } = *cell;
        let (nationality, residence) = (cell.nationality.as_str(), cell.residence.as_str());
        let (origin, destination) = (cell.origin.as_str(), cell.destination.as_str());
        let frame = [key(&()), key(&post), key(&mode), key(&(post, mode)), key(&source)];
        let own: &[u64] = match self {
            Self::People => &[
                key(&nationality),
                key(&(post, nationality)),
                key(&(nationality, sex)),
                key(&(nationality, Dimension::AgeBand.of_byte(age))),
                key(&(sex, age)),
                key(&(post, sex)),
                key(&(post, age)),
                key(&purpose),
                key(&(post, purpose)),
                key(&residence),
                key(&(residence, purpose)),
                key(&(residence, mode)),
                key(&stay),
                key(&stayed),
                key(&overstayed),
                key(&(nationality, if stayed == UNKNOWN_DAYS { stay } else { stayed })),
            ],
            Self::Passages => &[
                key(&hour),
                key(&(post, hour)),
                key(&origin),
                key(&destination),
                key(&(origin, destination)),
                key(&document),
            ],
        };
        frame.iter().chain(own).enumerate().map(|(place, hash)| key(&(place, movement, hash))).collect()
    }
}

fn coarse(days: u16) -> u16 {
    if days == UNKNOWN_DAYS { UNKNOWN_DAYS } else { lowest_stay(days) }
}

/// The sums of its day that a cell belongs to.
fn sums_of_day(post: &str, day: Date, cell: &Record) -> Vec<u64> {
    vec![key(&(cell.movement, day)), key(&(cell.movement, day, post))]
}

fn key(parts: &impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    parts.hash(&mut hasher);
    hasher.finish()
}

/// People who have come to a cell from others of its day, and how many were shown of them there.
#[derive(Debug, Clone, Copy, Default)]
struct Moved {
    people: u32,
    shown: u32,
}

/// How much two cells have in common, so that someone may have moved from one to the other.
fn likeness(one: &Record, other: &Record) -> u32 {
    let who = [
        one.movement == other.movement,
        one.nationality == other.nationality,
        one.sex == other.sex,
        one.age == other.age,
        one.residence == other.residence,
        one.purpose == other.purpose,
        one.mode == other.mode,
        one.stay == other.stay,
        one.stayed == other.stayed,
        one.overstayed == other.overstayed,
    ];
    let how = [
        one.hour == other.hour,
        one.origin == other.origin,
        one.destination == other.destination,
        one.document == other.document,
        one.source == other.source,
    ];
    who.into_iter().chain(how).map(u32::from).sum()
}

/// Maximum number of sums of single days that are remembered.
const MOST_SUMS_OF_DAYS: usize = 10_000;

/// The sums that a cell belongs to.
struct Sums {
    /// Of all days.
    lasting: Vec<u64>,
    /// Of its own day.
    of_day: Vec<u64>,
}

/// A day at a post as it is published.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PublishedDay {
    /// The crossings of which it was published.
    pub counted: Vec<Record>,
    /// What is published of who crossed: each stands for as many people as the bound says.
    pub people: Vec<Record>,
    /// What is published of how they passed, in the same way.
    pub passages: Vec<Record>,
}

/// How many people are in a cell.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    people: u32,
    /// How many there were when it was published last.
    before: u32,
    /// How many are shown of it.
    shown: u32,
}

/// What was published so far, so that what is published next evens it out.
#[derive(Debug)]
pub struct Balance {
    people: Rounding,
    passages: Rounding,
}

impl Balance {
    /// Before anything was published.
    pub fn new(bound: FlowBound) -> Self {
        Self { people: Rounding::new(Part::People, bound), passages: Rounding::new(Part::Passages, bound) }
    }

    /// Takes in a day as it is published.
    pub fn take(&mut self, post: &str, now: &PublishedDay) {
        self.people.take(post, &now.counted, &now.people);
        self.passages.take(post, &now.counted, &now.passages);
    }

    /// What is published of a day once it is `counted` as it is now; `before` was published of it until now, and has been
    /// taken in.
    pub fn publish(
        &mut self,
        post: &str,
        day: Date,
        counted: Vec<Record>,
        before: &PublishedDay,
        chance: &Chance,
    ) -> PublishedDay {
        let people = self.people.publish((post, day), &counted, (&before.counted, &before.people), chance);
        let passages = self.passages.publish((post, day), &counted, (&before.counted, &before.passages), chance);
        PublishedDay { counted, people, passages }
    }
}

/// One set of cells, with what each sum of it has too much (more than nought) or too little of.
#[derive(Debug)]
struct Rounding {
    part: Part,
    bound: FlowBound,
    excess: FxHashMap<u64, i64>,
    /// The same of the days that were published last, which no later day shares.
    of_days: FxHashMap<u64, i64>,
}

impl Rounding {
    fn new(part: Part, bound: FlowBound) -> Self {
        Self { part, bound, excess: FxHashMap::default(), of_days: FxHashMap::default() }
    }

    fn take(&mut self, post: &str, counted: &[Record], shown: &[Record]) {
        for (cell, count) in self.cells((counted, shown), counted) {
            let more = i64::from(count.shown) - i64::from(count.people);
            add(&mut self.excess, &self.part.sums(post, &cell), more);
        }
    }

    fn publish(
        &mut self,
        (post, day): (&str, Date),
        counted: &[Record],
        before: (&[Record], &[Record]),
        chance: &Chance,
    ) -> Vec<Record> {
        if self.of_days.len() > MOST_SUMS_OF_DAYS {
            self.of_days.clear();
        }
        let mut published = Vec::new();
        let cells = self.cells(before, counted);
        let moved = self.moved(&cells);
        for (cell, count) in cells {
            let sums = Sums { lasting: self.part.sums(post, &cell), of_day: sums_of_day(post, day, &cell) };
            let shown = self.next(count, moved.get(&cell).copied().unwrap_or_default(), &sums, chance);
            let before = i64::from(count.shown) - i64::from(count.before);
            let more = i64::from(shown) - i64::from(count.people) - before;
            add(&mut self.excess, &sums.lasting, more);
            add(&mut self.of_days, &sums.of_day, more);
            published.extend(std::iter::repeat_n(cell, (shown / self.bound.get()) as usize));
        }
        published
    }

    /// Each cell of a day, as it was published (the crossings and what was shown of them) and as it is counted now.
    fn cells(&self, before: (&[Record], &[Record]), counted: &[Record]) -> BTreeMap<Record, Count> {
        let mut cells: BTreeMap<Record, Count> = BTreeMap::new();
        for record in before.0 {
            cells.entry(self.part.cell(record)).or_default().before += 1;
        }
        for record in before.1 {
            cells.entry(self.part.cell(record)).or_default().shown += self.bound.get();
        }
        for record in counted {
            cells.entry(self.part.cell(record)).or_default().people += 1;
        }
        cells
    }

    /// The cells to which people have come from others of the day, whose records were corrected or of whom less is known by
    /// now; with what was shown of them where they were. They are not rounded again: two roundings of one count give away
    /// more than one.
    fn moved(&self, cells: &BTreeMap<Record, Count>) -> BTreeMap<Record, Moved> {
        let mut gains: Vec<(&Record, u32)> = cells
            .iter()
            .filter(|(_, count)| count.people > count.before)
            .map(|(cell, count)| (cell, count.people - count.before))
            .collect();
        let mut moved: BTreeMap<Record, Moved> = BTreeMap::new();
        for (from, count) in cells.iter().filter(|(_, count)| count.people < count.before) {
            let mut freed = count.shown - self.kept(count.people, count.shown);
            for _ in 0..count.before - count.people {
                let open = gains.iter_mut().filter(|(_, left)| *left > 0);
                let Some((to, left)) = open.max_by_key(|(to, _)| likeness(from, to)) else { return moved };
                *left -= 1;
                let arrived = moved.entry((*to).clone()).or_default();
                arrived.people += 1;
                let shown = freed.min(self.bound.get());
                (arrived.shown, freed) = (arrived.shown + shown, freed - shown);
            }
        }
        moved
    }

    /// How much of what is shown of a cell stays: all of it as long as it is near.
    fn kept(&self, people: u32, shown: u32) -> u32 {
        let mut kept = shown;
        while kept > 0 && !self.is_near(people, kept) {
            kept -= self.bound.get();
        }
        kept
    }

    fn is_near(&self, people: u32, shown: u32) -> bool {
        people.abs_diff(shown) < self.bound.get() && (people > 0 || shown == 0)
    }

    /// How many people are shown of a cell from now on: those who are new are rounded by themselves; what was shown stays, and
    /// what came with people from other cells, unless that is no longer near.
    fn next(&self, count: Count, moved: Moved, sums: &Sums, chance: &Chance) -> u32 {
        let Count { people, before, shown } = count;
        let new = people.saturating_sub(before).saturating_sub(moved.people);
        let next = self.kept(people, shown) + moved.shown + self.rounded(new, sums, chance);
        if self.is_near(people, next) { next } else { self.rounded(people, sums, chance) }
    }

    fn rounded(&self, people: u32, sums: &Sums, chance: &Chance) -> u32 {
        let bound = self.bound.get();
        let (floor, rest) = (people / bound * bound, people % bound);
        if rest == 0 {
            return people;
        }
        let lasting: i64 = sums.lasting.iter().filter_map(|sum| self.excess.get(sum)).sum();
        let of_day: i64 = sums.of_day.iter().filter_map(|sum| self.of_days.get(sum)).sum();
        let mean = (lasting + of_day) as f64 / (sums.lasting.len() + sums.of_day.len()) as f64;
        let odds = ((f64::from(rest) - LEAN * mean) / f64::from(bound)).clamp(LEAST_ODDS, 1.0 - LEAST_ODDS);
        let drawn = f64::from(u32::from_le_bytes(chance.bytes())) / (f64::from(u32::MAX) + 1.0);
        if drawn < odds { floor + bound } else { floor }
    }
}

fn add(excess: &mut FxHashMap<u64, i64>, sums: &[u64], people: i64) {
    if people != 0 {
        sums.iter().for_each(|sum| *excess.entry(*sum).or_default() += people);
    }
}

/// What stands in the place of a day's crossings once they are erased: as many records as people are shown, none of which was
/// somebody. Who crossed and how they passed are put together as they come.
pub(crate) fn settled(people: &[Record], passages: &[Record], bound: FlowBound) -> Vec<Record> {
    let crossed = people.iter().flat_map(|person| std::iter::repeat_n(person, bound.get() as usize));
    let records = crossed.enumerate().map(|(at, person)| {
        let passage = passages.get(at % passages.len().max(1));
        Record {
            hour: passage.map_or(0, |passage| passage.hour),
            origin: passage.map_or_else(String::new, |passage| passage.origin.clone()),
            destination: passage.map_or_else(String::new, |passage| passage.destination.clone()),
            document: passage.map_or(0, |passage| passage.document),
            ..person.clone()
        }
    });
    records.collect()
}

/// What is published of a count: of how many there were up to the end of some days, and up to their beginning, each rounded
/// down to a multiple of the bound, less one the other. Whatever days are asked for, sums up to a day are all that is told.
pub(crate) fn published_count(before: u64, until: u64, bound: FlowBound) -> u64 {
    let bound = u64::from(bound.get());
    let rounded = |people: u64| people / bound * bound;
    rounded(until).saturating_sub(rounded(before))
}

/// People counted and not registered, as they are published: of those counted in groups up to the end of some days, and up
/// to their beginning, each sum rounded down to a multiple of the bound, less one the other.
pub fn published_tallies(before: &[TallySum], until: &[TallySum], bound: FlowBound) -> Vec<TallySum> {
    let group = |sum: &TallySum| TallySum { people: 0, ..sum.clone() };
    let earlier =
        |sum: &TallySum| before.iter().find(|other| group(other) == group(sum)).map_or(0, |other| other.people);
    let published = until.iter().map(|sum| {
        let people = published_count(earlier(sum), sum.people, bound);
        TallySum { people, ..sum.clone() }
    });
    published.filter(|sum| sum.people > 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CountError, Filter, FlowTable, movement, pack};
    use jiff::{ToSpan, civil::date};
    use limen_domain::{DecisionKind, Direction, PostId};
    use limen_store::FlowDay;
    use proptest::prelude::*;

    const STATES: [&str; 5] = ["GIN", "MLI", "SEN", "CHN", "FRA"];

    fn person(nationality: usize, sex: u8, age: u8) -> Record {
        Record {
            hour: 8 + age % 10,
            movement: movement(Direction::Entry, DecisionKind::Admit),
            nationality: STATES[nationality % STATES.len()].into(),
            residence: String::new(),
            sex: sex % 2,
            age,
            document: 1,
            source: 0,
            purpose: 1 + sex % 3,
            mode: 1,
            origin: "Siguiri".into(),
            destination: "Bamako".into(),
            stay: u16::from(age) % 40,
            stayed: UNKNOWN_DAYS,
            overstayed: UNKNOWN_DAYS,
        }
    }

    /// Days of a post: many of one nationality, a few of others, and now and then one alone.
    fn days(count: i64, seed: u64) -> Vec<(Date, Vec<Record>)> {
        let chance = Chance::seeded(seed);
        let first = date(2026, 8, 1);
        let of_day = |day: i64| {
            let crossed = (0..60).map(|_| {
                let [state, sex, age, _] = chance.bytes();
                let state = match state {
                    0..150 => 0,
                    150..220 => 1,
                    220..248 => 2,
                    248..253 => 3,
                    _ => 4,
                };
                person(state, sex, 15 + age % 60)
            });
            (first.checked_add(day.days()).expect("a day"), crossed.collect())
        };
        (0..count).map(of_day).collect()
    }

    fn post() -> PostId {
        PostId::parse("KRM").expect("a post")
    }

    fn table(mut empty: FlowTable, days: impl Iterator<Item = (Date, Vec<Record>)>) -> FlowTable {
        let kept = days.enumerate().map(|(at, (day, records))| FlowDay {
            post: post(),
            day,
            changed: at as i64 + 1,
            records: pack(records),
        });
        empty.take(&kept.collect::<Vec<_>>()).expect("packed here");
        empty
    }

    /// What was counted, and what is published of it.
    fn both(counted: &[(Date, Vec<Record>)]) -> (FlowTable, FlowTable) {
        let (mut balance, chance) = (Balance::new(FlowBound::USUAL), Chance::seeded(24));
        let published = counted.iter().enumerate().map(|(at, (day, records))| {
            let now = balance.publish("KRM", *day, records.clone(), &PublishedDay::default(), &chance);
            let people = FlowDay { post: post(), day: *day, changed: at as i64 + 1, records: pack(now.people) };
            limen_store::PublishedDay { people, passages: pack(now.passages), counted: Vec::new() }
        });
        let mut table_published = FlowTable::published(FlowBound::USUAL);
        table_published.take_published(published.collect()).expect("packed here");
        (table(FlowTable::default(), counted.iter().cloned()), table_published)
    }

    type Cells = BTreeMap<Vec<String>, i64>;

    fn cells(table: &FlowTable, filter: &Filter, by: &[Dimension]) -> Cells {
        let counts = table.count(filter, by).expect("counted");
        counts.cells().map(|(codes, count)| (codes.into_iter().map(str::to_owned).collect(), count as i64)).collect()
    }

    fn difference(more: &Cells, fewer: &Cells) -> Cells {
        let keys: std::collections::BTreeSet<_> = more.keys().chain(fewer.keys()).collect();
        let of = |cells: &Cells, key: &Vec<String>| cells.get(key).copied().unwrap_or_default();
        keys.into_iter().map(|key| (key.clone(), of(more, key) - of(fewer, key))).collect()
    }

    /// Of the small counts (1 to below the bound) of `true_cells`, how many `found` names exactly; and how many there are.
    fn recovered(true_cells: &Cells, found: &Cells) -> (usize, usize) {
        let small = || true_cells.iter().filter(|(_, count)| (1..FlowBound::USUAL.get().into()).contains(*count));
        (
            small().filter(|(key, count)| found.get(*key).copied().unwrap_or_default() == **count).count(),
            small().count(),
        )
    }

    #[test]
    fn an_analyst_who_subtracts_windows_complements_and_filters_finds_nobody() {
        use Dimension::{Age, Day, Month, Nationality, Sex, Week};
        let counted = days(120, 1);
        let (exact, published) = both(&counted);
        let (first, last) = (counted[0].0, counted[119].0);
        let (mut found, mut small) = (0, 0);
        let mut attack = |truth: &Cells, by_subtraction: &Cells| {
            let (exactly, all) = recovered(truth, by_subtraction);
            (found, small) = (found + exactly, small + all);
            assert!(by_subtraction.values().all(|count| count % 5 == 0), "a difference tells of fewer than five");
        };
        let by: &[Dimension] = &[Nationality, Sex, Age];
        // Windows that grow by a day: what was counted on that day.
        for (day, _) in &counted[1..] {
            let (until, before) =
                (Filter::between(first, *day), Filter::between(first, day.yesterday().expect("a day")));
            let truth = cells(&exact, &Filter::between(*day, *day), by);
            attack(&truth, &difference(&cells(&published, &until, by), &cells(&published, &before, by)));
        }
        // All less those of one sex; all less those of each other nationality; weeks and days against months.
        let all = Filter::between(first, last);
        let women = all.clone().with(Sex, "F");
        let men =
            difference(&cells(&published, &all, &[Day, Nationality]), &cells(&published, &women, &[Day, Nationality]));
        attack(&cells(&exact, &all.clone().with(Sex, "M"), &[Day, Nationality]), &men);
        let mut left = cells(&published, &all, &[Day]);
        for state in STATES.iter().filter(|state| **state != "CHN") {
            left = difference(&left, &cells(&published, &all.clone().with(Nationality, state), &[Day]));
        }
        attack(&cells(&exact, &all.clone().with(Nationality, "CHN"), &[Day]), &left);
        for unit in [Week, Month] {
            let sums = cells(&published, &all, &[unit, Nationality, Sex]);
            attack(&cells(&exact, &all, &[unit, Nationality, Sex]), &sums);
            let of_days: i64 = cells(&published, &all, &[Day, Nationality, Sex]).values().sum();
            assert_eq!(sums.values().sum::<i64>(), of_days, "all windows are sums of one set of cells");
        }
        assert!(small > 3_000, "{small}");
        assert_eq!(found, 0, "of {small} small counts");
    }

    /// Which counts of a cell are possible for someone who knows everything that is published, by linear programming: each
    /// cell is within the bound of what is shown of it, and what is shown of sums is what is shown of their cells.
    #[test]
    fn linear_programming_over_all_that_is_published_leaves_as_many_counts_possible_as_the_bound() {
        use microlp::{ComparisonOp, OptimizationDirection, Problem};
        let counted = days(20, 2);
        let (exact, published) = both(&counted);
        let all = Filter::between(counted[0].0, counted[19].0);
        let by = [Dimension::Day, Dimension::Nationality, Dimension::Sex];
        let (truth, shown) = (cells(&exact, &all, &by), cells(&published, &all, &by));
        // The sums that are published beside them: by week, by nationality, by sex, by day, and all.
        let of = |key: &[String]| {
            let day: Date = key[0].parse().expect("a day");
            [key[0].clone(), key[1].clone(), key[2].clone(), format!("week {}", crate::monday(day)), String::new()]
        };
        let mut narrowest = i64::MAX;
        for target in truth.keys().filter(|key| (1..5).contains(&truth[*key])) {
            let bound = |direction| {
                let mut problem = Problem::new(direction);
                let mut sums: BTreeMap<String, (Vec<(microlp::Variable, f64)>, i64)> = BTreeMap::new();
                for key in truth.keys() {
                    let shown = shown.get(key).copied().unwrap_or_default();
                    let range = ((shown - 4).max(0) as f64, (shown + 4) as f64);
                    let variable = problem.add_var(if key == target { 1.0 } else { 0.0 }, range);
                    for sum in of(key) {
                        let sum = sums.entry(sum).or_default();
                        sum.0.push((variable, 1.0));
                        sum.1 += shown;
                    }
                }
                for (terms, shown) in sums.values() {
                    // Someone who believes that sums are as near as cells knows more than is published.
                    problem.add_constraint(terms.as_slice(), ComparisonOp::Le, (shown + 4) as f64);
                    problem.add_constraint(terms.as_slice(), ComparisonOp::Ge, (shown - 4) as f64);
                }
                problem.solve().expect("feasible").into_solution().expect("solved").objective()
            };
            let (low, high) = (bound(OptimizationDirection::Minimize), bound(OptimizationDirection::Maximize));
            narrowest = narrowest.min((high - low).round() as i64);
        }
        assert!(narrowest >= 4, "five counts or more are possible: {narrowest}");
    }

    #[test]
    fn what_is_published_is_near_what_was_counted_however_long_the_time_is() {
        use Dimension::{Day, Month, Nationality, Purpose, Sex};
        let counted = days(700, 3);
        let (exact, published) = both(&counted);
        let all = Filter::between(counted[0].0, counted[699].0);
        for by in [&[Sex][..], &[Nationality], &[Month, Nationality], &[Day], &[Nationality, Sex], &[Month, Purpose]] {
            let off = difference(&cells(&published, &all, by), &cells(&exact, &all, by));
            let mean = off.values().map(|off| off.unsigned_abs()).sum::<u64>() as f64 / off.len() as f64;
            assert!(mean < 12.0, "{by:?}: {mean}");
        }
        let total = |table: &FlowTable| table.count(&all, &[]).expect("counted").total() as i64;
        assert!((total(&exact) - total(&published)).abs() < 30, "{} {}", total(&exact), total(&published));
    }

    #[test]
    fn who_crossed_and_how_they_passed_are_drawn_apart() {
        let (mut balance, chance) = (Balance::new(FlowBound::USUAL), Chance::seeded(9));
        // Each person has an hour of their own: were both drawn together, the hours shown would be those of the people shown.
        let records: Vec<Record> = (0..17).map(|at| Record { hour: at, ..person(0, 0, 20 + 5 * (at % 12)) }).collect();
        let mut apart = 0;
        for day in 1..=28 {
            let day = date(2026, 2, day);
            let now = balance.publish("KRM", day, records.clone(), &PublishedDay::default(), &chance);
            let blank = |one: &Record| one.nationality.is_empty() && one.age == UNKNOWN_AGE && one.stay == UNKNOWN_DAYS;
            assert!(now.passages.iter().all(blank), "a passage says of nobody who they are");
            assert!(now.people.iter().all(|one| one.hour == 0 && one.origin.is_empty() && one.document == 0));
            let ages: std::collections::BTreeSet<u8> = now.people.iter().map(|one| one.age).collect();
            let of_hours: std::collections::BTreeSet<u8> =
                now.passages.iter().map(|one| lowest_age(20 + 5 * (one.hour % 12))).collect();
            apart += usize::from(ages != of_hours);
        }
        assert!(apart > 20, "on {apart} days of 28 the two are of different people");
    }

    #[test]
    fn of_a_day_that_is_past_its_period_counts_are_left() {
        let (mut balance, chance) = (Balance::new(FlowBound::USUAL), Chance::seeded(5));
        let (day, records) = days(1, 5).remove(0);
        let now = balance.publish("KRM", day, records, &PublishedDay::default(), &chance);
        let left = settled(&now.people, &now.passages, FlowBound::USUAL);
        assert_eq!(left.len(), 5 * now.people.len());
        let who = |one: &Record| (one.movement, one.mode, one.nationality.clone(), one.sex, one.age);
        let mut counts: BTreeMap<_, u32> = BTreeMap::new();
        left.iter().for_each(|one| *counts.entry(who(one)).or_default() += 1);
        assert!(counts.values().all(|count| count % 5 == 0), "no row is one person: {counts:?}");
        assert_eq!(settled(&[], &[], FlowBound::USUAL), []);
    }

    #[test]
    fn an_hour_or_a_town_is_published_of_nobody_whose_nationality_is() {
        let (_, published) = both(&days(2, 4));
        let all = Filter::between(date(2026, 8, 1), date(2026, 8, 2));
        let count = |filter: &Filter, by: &[Dimension]| published.count(filter, by).map(|counts| counts.total());
        use Dimension::{Age, Hour, Mode, Nationality, Origin, Post, Purpose, Sex};
        assert!(count(&all, &[Post, Hour, Origin]).is_ok() && count(&all, &[Post, Nationality, Mode]).is_ok());
        let apart = Err(CountError::Apart(Nationality, Hour));
        assert_eq!(count(&all, &[Nationality, Hour]), apart);
        assert_eq!(count(&all.clone().with(Nationality, "CHN"), &[Hour]), apart);
        assert_eq!(count(&all.with(Sex, "F"), &[Nationality, Age, Purpose]), Err(CountError::TooClose));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn however_often_a_day_changes_each_cell_is_within_the_bound_and_unchanged_cells_stay(
            versions in proptest::collection::vec(proptest::collection::vec((0usize..3, 0u8..2, 20u8..24), 0..30), 1..5),
            seed in any::<u64>(),
        ) {
            let (mut balance, chance) = (Balance::new(FlowBound::USUAL), Chance::seeded(seed));
            let day = date(2026, 8, 1);
            let mut now = PublishedDay::default();
            let counts = |records: &[Record]| {
                let mut counts: BTreeMap<Record, i64> = BTreeMap::new();
                records.iter().for_each(|record| *counts.entry(Part::People.cell(record)).or_default() += 1);
                counts
            };
            for version in versions {
                let counted: Vec<Record> = version.iter().map(|(state, sex, age)| person(*state, *sex, *age)).collect();
                let before = now.clone();
                now = balance.publish("KRM", day, counted, &before, &chance);
                let (people, shown) = (counts(&now.counted), counts(&now.people));
                for (cell, count) in &people {
                    let shown = 5 * shown.get(cell).copied().unwrap_or_default();
                    prop_assert!((count - shown).abs() < 5, "{count} {shown}");
                }
                prop_assert!(shown.keys().all(|cell| people.contains_key(cell)), "nobody is published who is not there");
                let (people_before, shown_before) = (counts(&before.counted), counts(&before.people));
                for (cell, count) in people_before.iter().filter(|(cell, count)| people.get(*cell) == Some(count)) {
                    prop_assert_eq!(shown.get(cell), shown_before.get(cell), "{}", count);
                }
            }
        }

        #[test]
        fn of_someone_of_whom_less_is_known_later_what_was_published_stays(seed in any::<u64>()) {
            let (mut balance, chance) = (Balance::new(FlowBound::USUAL), Chance::seeded(seed));
            let (day, counted) = days(1, seed).remove(0);
            let first = balance.publish("KRM", day, counted.clone(), &PublishedDay::default(), &chance);
            let forgotten = counted.into_iter().map(|record| Record { stay: UNKNOWN_DAYS, ..record });
            let second = balance.publish("KRM", day, forgotten.collect(), &first, &chance);
            let of = |day: &PublishedDay| {
                let mut shown: Vec<_> = day.people.iter().map(|one| (one.nationality.clone(), one.sex, one.age)).collect();
                shown.sort();
                shown
            };
            let (before, after) = (of(&first), of(&second));
            // Where several meet in one cell, what is shown of it may be too much or too little for all of them.
            let same = before.iter().filter(|one| after.contains(one)).count();
            prop_assert!(before.len().abs_diff(same) <= 2, "{before:?} {after:?}");
        }

        #[test]
        fn what_was_published_can_be_taken_in_again_as_if_it_had_just_been(seed in any::<u64>()) {
            let chance = Chance::seeded(seed);
            let (mut balance, mut again) = (Balance::new(FlowBound::USUAL), Balance::new(FlowBound::USUAL));
            for (day, counted) in days(5, seed) {
                let now = balance.publish("KRM", day, counted, &PublishedDay::default(), &chance);
                let fewer = now.counted[1..].to_vec();
                again.take("KRM", &balance.publish("KRM", day, fewer, &now, &chance));
            }
            let of = |balance: &Balance| {
                let both = balance.people.excess.iter().chain(&balance.passages.excess);
                let kept = both.filter(|(_, people)| **people != 0);
                kept.map(|(sum, people)| (*sum, *people)).collect::<Vec<_>>().into_iter().collect::<BTreeMap<_, _>>()
            };
            prop_assert_eq!(of(&balance), of(&again));
        }
    }
}
