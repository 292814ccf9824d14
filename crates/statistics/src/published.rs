//! The crossings that may be published: counts rounded once, of which every published figure is a sum.
//!
//! Crossings of a day at a post that are alike in all that is published are a cell. Its count is rounded up or down to a
//! multiple of the bound, and what was published of it stays as long as it is near enough. Figures, tables, series and
//! reports of any days, posts and filters are sums of these rounded cells and of nothing else. So whoever subtracts, adds
//! and combines them learns the rounded cells at most: of a cell, `bound` counts or more are possible, and of a sum too.
//!
//! Which way a cell is rounded is drawn. The odds lean against what the cells before have left too much or too little in
//! each of the sums that people read ([`SUMS`]), so that these stay near what was counted, however long the time is: a
//! self-balancing walk (Alweiss, Liu and Sawhney 2021, "Discrepancy minimization via a self-balancing walk"). Both ways
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

/// A cell as it is published: coarser than the record.
fn cell(record: &Record) -> Record {
    Record {
        age: if record.age == UNKNOWN_AGE { UNKNOWN_AGE } else { lowest_age(record.age) },
        stay: coarse(record.stay),
        stayed: coarse(record.stayed),
        overstayed: coarse(record.overstayed),
        ..record.clone()
    }
}

fn coarse(days: u16) -> u16 {
    if days == UNKNOWN_DAYS { UNKNOWN_DAYS } else { lowest_stay(days) }
}

/// How many sums of all days are balanced.
const SUMS: usize = 26;
/// How many sums of one day are.
const SUMS_OF_DAY: usize = 2;

/// The sums of all days that a cell belongs to, as hashes: those that the board, the bulletins and the year-book show.
fn sums(post: &str, cell: &Record) -> [u64; SUMS] {
    let Record { hour, movement, sex, age, document, source, purpose, mode, stay, stayed, overstayed, .. } = *cell;
    let (nationality, residence) = (cell.nationality.as_str(), cell.residence.as_str());
    let (origin, destination) = (cell.origin.as_str(), cell.destination.as_str());
    let broad = Dimension::AgeBand.of_byte(age);
    let keys = [
        key(&()),
        key(&post),
        key(&nationality),
        key(&(post, nationality)),
        key(&(nationality, sex)),
        key(&(nationality, broad)),
        key(&(sex, age)),
        key(&(post, sex)),
        key(&(post, age)),
        key(&purpose),
        key(&(post, purpose)),
        key(&residence),
        key(&(residence, purpose)),
        key(&(residence, mode)),
        key(&mode),
        key(&(post, mode)),
        key(&(post, hour)),
        key(&hour),
        key(&origin),
        key(&destination),
        key(&(origin, destination)),
        key(&stay),
        key(&stayed),
        key(&overstayed),
        key(&(nationality, if stayed == UNKNOWN_DAYS { stay } else { stayed })),
        key(&(document, source)),
    ];
    let mut place = 0_u64;
    keys.map(|hash| {
        place += 1;
        key(&(place, movement, hash))
    })
}

/// The sums of its day that a cell belongs to.
fn sums_of_day(post: &str, day: Date, cell: &Record) -> [u64; SUMS_OF_DAY] {
    [key(&(cell.movement, day)), key(&(cell.movement, day, post))]
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

/// The sums that a cell belongs to: of all days, and of its own.
type Sums = ([u64; SUMS], [u64; SUMS_OF_DAY]);
/// Maximum number of sums of single days that are remembered.
const MOST_SUMS_OF_DAYS: usize = 10_000;

/// A day at a post as it is published.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PublishedDay {
    /// The crossings of which it was published.
    pub counted: Vec<Record>,
    /// What is published: each stands for as many people as the bound says.
    pub shown: Vec<Record>,
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

/// What each sum has too much (more than nought) or too little of, over all that was published.
#[derive(Debug)]
pub struct Balance {
    bound: FlowBound,
    excess: FxHashMap<u64, i64>,
    /// The same of the days that were published last, which no later day shares.
    of_days: FxHashMap<u64, i64>,
}

impl Balance {
    /// Before anything was published.
    pub fn new(bound: FlowBound) -> Self {
        Self { bound, excess: FxHashMap::default(), of_days: FxHashMap::default() }
    }

    /// Takes in a day as it is published.
    pub fn take(&mut self, post: &str, now: &PublishedDay) {
        for (cell, count) in self.cells(now, &now.counted) {
            add(&mut self.excess, &sums(post, &cell), i64::from(count.shown) - i64::from(count.people));
        }
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
        if self.of_days.len() > MOST_SUMS_OF_DAYS {
            self.of_days.clear();
        }
        let mut shown_records = Vec::new();
        let cells = self.cells(before, &counted);
        let moved = self.moved(&cells);
        for (cell, count) in cells {
            let sums = (sums(post, &cell), sums_of_day(post, day, &cell));
            let shown = self.next(count, moved.get(&cell).copied().unwrap_or_default(), &sums, chance);
            let before = i64::from(count.shown) - i64::from(count.before);
            let more = i64::from(shown) - i64::from(count.people) - before;
            add(&mut self.excess, &sums.0, more);
            add(&mut self.of_days, &sums.1, more);
            shown_records.extend(std::iter::repeat_n(cell, (shown / self.bound.get()) as usize));
        }
        PublishedDay { counted, shown: shown_records }
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

    /// Each cell of a day, as it was published and as it is counted now.
    fn cells(&self, before: &PublishedDay, counted: &[Record]) -> BTreeMap<Record, Count> {
        let mut cells: BTreeMap<Record, Count> = BTreeMap::new();
        for record in &before.counted {
            cells.entry(cell(record)).or_default().before += 1;
        }
        for record in &before.shown {
            cells.entry(cell(record)).or_default().shown += self.bound.get();
        }
        for record in counted {
            cells.entry(cell(record)).or_default().people += 1;
        }
        cells
    }

    /// How many people are shown of a cell from now on: those who are new are rounded by themselves; what was shown stays, and
    /// what came with people from other cells, unless that is no longer near.
    fn next(&self, count: Count, moved: Moved, sums: &Sums, chance: &Chance) -> u32 {
        let Count { people, before, shown } = count;
        let new = people.saturating_sub(before).saturating_sub(moved.people);
        let next = self.kept(people, shown) + moved.shown + self.rounded(new, sums, chance);
        if self.is_near(people, next) { next } else { self.rounded(people, sums, chance) }
    }

    fn rounded(&self, people: u32, (sums, of_day): &Sums, chance: &Chance) -> u32 {
        let bound = self.bound.get();
        let (floor, rest) = (people / bound * bound, people % bound);
        if rest == 0 {
            return people;
        }
        let excess: i64 = sums.iter().filter_map(|sum| self.excess.get(sum)).sum();
        let excess = excess + of_day.iter().filter_map(|sum| self.of_days.get(sum)).sum::<i64>();
        let mean = excess as f64 / (SUMS + SUMS_OF_DAY) as f64;
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

/// What is left of what is shown of a day whose crossings are erased: the same counts of who crossed, and the same of how
/// they passed, and nothing that says which of them belong together.
pub(crate) fn apart(shown: Vec<Record>) -> Vec<Record> {
    let frame = |record: &Record| (record.movement, record.mode, record.source);
    let (mut people, mut passages) = (shown.clone(), shown);
    people.sort_unstable_by(|one, other| {
        let who = |record: &Record| (frame(record), record.nationality.clone(), record.residence.clone(), record.sex);
        let more = |record: &Record| (record.age, record.purpose, record.stay, record.stayed, record.overstayed);
        who(one).cmp(&who(other)).then_with(|| more(one).cmp(&more(other)))
    });
    passages.sort_unstable_by_key(|record| {
        let place = (record.hour, record.origin.clone(), record.destination.clone());
        (frame(record), place, record.document)
    });
    let both = people.into_iter().zip(passages);
    let of = |(person, passage): (Record, Record)| Record {
        hour: passage.hour,
        document: passage.document,
        origin: passage.origin,
        destination: passage.destination,
        ..person
    };
    both.map(of).collect()
}

/// People counted and not registered, as they are published: of those counted in groups up to the end of some days, and up
/// to their beginning, each sum rounded down to a multiple of the bound, less one the other.
pub fn published_tallies(before: &[TallySum], until: &[TallySum], bound: FlowBound) -> Vec<TallySum> {
    let bound = u64::from(bound.get());
    let rounded = |people: u64| people / bound * bound;
    let group = |sum: &TallySum| TallySum { people: 0, ..sum.clone() };
    let earlier =
        |sum: &TallySum| before.iter().find(|other| group(other) == group(sum)).map_or(0, |other| other.people);
    let published = until.iter().map(|sum| {
        let people = rounded(sum.people).saturating_sub(rounded(earlier(sum)));
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
        let published = counted.iter().map(|(day, records)| {
            let now = balance.publish("KRM", *day, records.clone(), &PublishedDay::default(), &chance);
            (*day, now.shown)
        });
        let published = table(FlowTable::published(FlowBound::USUAL), published.collect::<Vec<_>>().into_iter());
        (table(FlowTable::default(), counted.iter().cloned()), published)
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
    fn of_a_day_that_is_past_its_period_counts_are_left_and_not_who_passed_when() {
        let (_, records) = days(1, 5).remove(0);
        let left = apart(records.clone());
        let sorted = |records: &[Record], part: fn(&Record) -> Vec<String>| {
            let mut parts: Vec<_> = records.iter().map(part).collect();
            parts.sort();
            parts
        };
        let who: fn(&Record) -> Vec<String> =
            |one| vec![one.movement.to_string(), one.mode.to_string(), one.nationality.clone(), one.age.to_string()];
        let how: fn(&Record) -> Vec<String> =
            |one| vec![one.movement.to_string(), one.mode.to_string(), one.hour.to_string(), one.origin.clone()];
        assert_eq!((sorted(&left, who), sorted(&left, how)), (sorted(&records, who), sorted(&records, how)));
        let whole: fn(&Record) -> Vec<String> =
            |one| vec![one.nationality.clone(), one.age.to_string(), one.hour.to_string()];
        assert_ne!(sorted(&left, whole), sorted(&records, whole), "who passed at which hour is not told any more");
        let again: Vec<Record> = records.into_iter().rev().collect();
        assert_eq!(apart(again), left, "whatever the order they came in");
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
                records.iter().for_each(|record| *counts.entry(cell(record)).or_default() += 1);
                counts
            };
            for version in versions {
                let counted: Vec<Record> = version.iter().map(|(state, sex, age)| person(*state, *sex, *age)).collect();
                let before = now.clone();
                now = balance.publish("KRM", day, counted, &before, &chance);
                let (people, shown) = (counts(&now.counted), counts(&now.shown));
                for (cell, count) in &people {
                    let shown = 5 * shown.get(cell).copied().unwrap_or_default();
                    prop_assert!((count - shown).abs() < 5, "{count} {shown}");
                }
                prop_assert!(shown.keys().all(|cell| people.contains_key(cell)), "nobody is published who is not there");
                let (people_before, shown_before) = (counts(&before.counted), counts(&before.shown));
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
                let mut shown: Vec<_> = day.shown.iter().map(|one| (one.nationality.clone(), one.sex, one.age)).collect();
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
                let kept = balance.excess.iter().filter(|(_, people)| **people != 0);
                kept.map(|(sum, people)| (*sum, *people)).collect::<BTreeMap<_, _>>()
            };
            prop_assert_eq!(of(&balance), of(&again));
        }
    }
}
