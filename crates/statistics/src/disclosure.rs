//! Disclosure control: tables that leave the house tell nothing of one person.
//!
//! Counts below the smallest that may be shown are hidden. From the totals they could be computed again, so others are
//! hidden with them: for each hidden small count, what may be inferred is computed (what the equations of the table and
//! the fact that counts are not negative leave open), and as long as that is narrower than the smallest count, the
//! counts whose loss costs least are hidden too. In a table of rows and columns with totals, what may be inferred is a
//! maximum flow between the row and the column of the count (Gusfield 1988, "A graph theoretic approach to statistical
//! data security"), so that it is exact. Tables that share the totals of their rows are protected together: small rows
//! are put together first, so that these totals can be shown, and then each table from someone who knows them.
//!
//! The other method rounds every count, totals too, at random to a multiple of a base, up or down so that nothing is shifted
//! on average; the same count of the same table is always rounded the same way.

pub use limen_domain::FlowProtection as Protection;

use rustc_hash::FxHasher;
use serde::Serialize;
use std::{
    collections::{BinaryHeap, VecDeque},
    hash::{Hash, Hasher},
};

/// A count as it is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Shown {
    /// As it is, or rounded.
    Count(u64),
    /// Not shown.
    Hidden,
}

impl Shown {
    /// The count, where it is shown.
    pub fn count(self) -> Option<u64> {
        match self {
            Self::Count(count) => Some(count),
            Self::Hidden => None,
        }
    }
}

/// Counts in rows and columns; the last row and the last column are the totals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    rows: usize,
    columns: usize,
    values: Vec<u64>,
}

impl Grid {
    /// Of rows of equal length, without totals; these are added.
    pub fn of(rows: &[Vec<u64>]) -> Self {
        let columns = rows.first().map_or(0, Vec::len);
        let mut values = Vec::with_capacity((rows.len() + 1) * (columns + 1));
        let mut totals = vec![0; columns + 1];
        for row in rows {
            let row = row.iter().copied().chain(std::iter::repeat(0)).take(columns);
            let start = values.len();
            values.extend(row);
            values.push(values[start..].iter().sum());
            totals.iter_mut().zip(&values[start..]).for_each(|(total, value)| *total += value);
        }
        values.extend(totals);
        Self { rows: rows.len() + 1, columns: columns + 1, values }
    }

    /// How many rows and columns it has, totals counted too.
    pub fn size(&self) -> (usize, usize) {
        (self.rows, self.columns)
    }

    /// A count.
    pub fn value(&self, row: usize, column: usize) -> u64 {
        self.values.get(row * self.columns + column).copied().unwrap_or_default()
    }

    /// Whether a count stands alone on one side of an equation: the total of a row or a column, not the grand total.
    fn is_margin(&self, at: usize) -> bool {
        (at / self.columns == self.rows - 1) != (at % self.columns == self.columns - 1)
    }
}

/// A table as it is published: the grid's counts in the same places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    columns: usize,
    shown: Vec<Shown>,
}

impl Published {
    /// A count as it is shown.
    pub fn shown(&self, row: usize, column: usize) -> Shown {
        self.shown.get(row * self.columns + column).copied().unwrap_or(Shown::Hidden)
    }

    /// How many counts are hidden.
    pub fn hidden(&self) -> usize {
        self.shown.iter().filter(|shown| **shown == Shown::Hidden).count()
    }

    /// Nothing protected: for use in the house.
    pub fn plain(grid: &Grid) -> Self {
        Self { columns: grid.columns, shown: grid.values.iter().map(|value| Shown::Count(*value)).collect() }
    }
}

/// Protects tables that have the same rows, and so the same totals of rows; of several tables, no total of a row may be
/// small (put them together before), or nothing is shown. `name` tells one set of tables from another.
pub fn protect(grids: &[Grid], protection: Protection, name: &str) -> Vec<Published> {
    match protection {
        Protection::Round { base } => grids.iter().enumerate().map(|(at, grid)| round(grid, base, at, name)).collect(),
        Protection::Hide { smallest } => hide(grids, smallest),
    }
}

fn round(grid: &Grid, base: u64, table: usize, name: &str) -> Published {
    let base = base.max(1);
    let rounded = grid.values.iter().enumerate().map(|(at, value)| {
        let mut hasher = FxHasher::default();
        // The totals that tables share are rounded alike.
        let place = if at % grid.columns == grid.columns - 1 { (usize::MAX, at / grid.columns) } else { (table, at) };
        (name, place, value, grid.rows).hash(&mut hasher);
        let rest = value % base;
        let up = (hasher.finish() >> 11) % base < rest;
        Shown::Count(value - rest + if up { base } else { 0 })
    });
    Published { columns: grid.columns, shown: rounded.collect() }
}

fn hide(grids: &[Grid], smallest: u64) -> Vec<Published> {
    // Tables that share the totals of their rows are safe together when each is safe from someone who knows these totals:
    // given the totals, no table says anything of another.
    let shares = grids.len() > 1;
    let protected = grids.iter().map(|grid| {
        let mut hiding = Hiding::new(grid, smallest, shares);
        hiding.protect();
        let shown = grid.values.iter().zip(&hiding.hidden);
        let shown = shown.map(|(value, hidden)| if *hidden { Shown::Hidden } else { Shown::Count(*value) });
        Published { columns: grid.columns, shown: shown.collect() }
    });
    protected.collect()
}

struct Hiding<'a> {
    grid: &'a Grid,
    smallest: u64,
    /// Whether the totals of rows are known from other tables, and so stay.
    totals_known: bool,
    hidden: Vec<bool>,
}

impl<'a> Hiding<'a> {
    fn new(grid: &'a Grid, smallest: u64, totals_known: bool) -> Self {
        let is_small = |value: &u64| (1..smallest).contains(value);
        let mut hiding = Self { grid, smallest, totals_known, hidden: grid.values.iter().map(is_small).collect() };
        // Small rows that were not put together with others can't be protected one table at a time: nothing is shown.
        let last = grid.columns - 1;
        if totals_known && (0..grid.rows).any(|row| hiding.hidden[row * grid.columns + last]) {
            hiding.hidden.fill(true);
        }
        hiding
    }

    /// Hides more until no small count can be narrowed down.
    fn protect(&mut self) {
        let small: Vec<usize> =
            (0..self.hidden.len()).filter(|at| (1..self.smallest).contains(&self.grid.values[*at])).collect();
        for at in small {
            while self.width(at) < self.smallest && self.hide_around(at) {}
        }
    }

    /// Whether a count may be hidden.
    fn may_hide(&self, at: usize) -> bool {
        !self.totals_known || at % self.grid.columns != self.grid.columns - 1
    }

    /// How wide what can be inferred of a hidden count is, up to twice the smallest that is shown.
    fn width(&self, at: usize) -> u64 {
        let (low, high) = inferred(self.grid, &self.hidden, at, 2 * self.smallest);
        high - low
    }

    /// Hides the cheapest ring of counts around one, each of them large enough to protect it; without such a ring, of any
    /// counts; without any, the cheapest count that is left. Whether there was something to hide.
    fn hide_around(&mut self, at: usize) -> bool {
        for least in [self.smallest, 1, 0] {
            let ring = self.ring(at, least).unwrap_or_default();
            let before = self.hidden.iter().filter(|hidden| **hidden).count();
            ring.iter().for_each(|cell| self.hidden[*cell] = true);
            if self.hidden.iter().filter(|hidden| **hidden).count() > before {
                return true;
            }
        }
        let left = (0..self.hidden.len()).filter(|at| !self.hidden[*at] && self.may_hide(*at));
        let cheapest = left.min_by_key(|at| (self.is_total(*at), self.grid.values[*at]));
        if let Some(cheapest) = cheapest {
            self.hidden[cheapest] = true;
        }
        cheapest.is_some()
    }

    fn is_total(&self, at: usize) -> bool {
        at / self.grid.columns == self.grid.rows - 1 || at % self.grid.columns == self.grid.columns - 1
    }

    /// The cheapest way from the row of a count to its column over other counts that are at least `least`.
    fn ring(&self, at: usize, least: u64) -> Option<Vec<usize>> {
        let (rows, columns) = self.grid.size();
        let (from, to) = (at / columns, rows + at % columns);
        let mut best = vec![(u64::MAX, usize::MAX, usize::MAX); rows + columns];
        let mut heap = BinaryHeap::from([(std::cmp::Reverse(0u64), from)]);
        best[from].0 = 0;
        while let Some((std::cmp::Reverse(cost), node)) = heap.pop() {
            if cost > best[node].0 {
                continue;
            }
            let others = if node < rows { rows..rows + columns } else { 0..rows };
            for other in others {
                let cell = if node < rows { node * columns + other - rows } else { other * columns + node - rows };
                if cell == at || self.grid.values[cell] < least || !(self.hidden[cell] || self.may_hide(cell)) {
                    continue;
                }
                // Each count more that is hidden costs, besides its size: totals are the last to go.
                let value = self.grid.values[cell];
                let costs =
                    if self.hidden[cell] { 0 } else { value + 1 + if self.grid.is_margin(cell) { value } else { 0 } };
                if cost + costs < best[other].0 {
                    best[other] = (cost + costs, node, cell);
                    heap.push((std::cmp::Reverse(cost + costs), other));
                }
            }
        }
        let mut ring = Vec::new();
        let mut node = to;
        while node != from {
            let (cost, before, cell) = best[node];
            if cost == u64::MAX {
                return None;
            }
            ring.push(cell);
            node = before;
        }
        Some(ring)
    }
}

/// The lower and upper bound of a hidden count that follow from the counts shown and from none being negative; each at
/// most `far` from it.
pub(crate) fn inferred(grid: &Grid, hidden: &[bool], at: usize, far: u64) -> (u64, u64) {
    let value = grid.values[at];
    let up = flow(grid, hidden, at, true, far);
    let down = flow(grid, hidden, at, false, far).min(value);
    (value - down, value + up)
}

/// How far a count can go up or down while the equations of all rows and columns hold: a maximum flow between its row and
/// its column over the other hidden counts, none of which may fall below nought.
fn flow(grid: &Grid, hidden: &[bool], at: usize, up: bool, far: u64) -> u64 {
    let (rows, columns) = grid.size();
    // What a count that is a total adds to its equation has the other sign.
    let rises = |cell: usize, change: bool| change != grid.is_margin(cell);
    let up = rises(at, up);
    let (from, to) = (at / columns, rows + at % columns);
    // How far each count has been moved already, as what it adds to its equations.
    let mut moved = vec![0i64; grid.values.len()];
    let mut total = 0u64;
    while total < far {
        let mut came: Vec<Option<(usize, usize)>> = vec![None; rows + columns];
        let mut queue = VecDeque::from([from]);
        let mut reached = vec![false; rows + columns];
        reached[from] = true;
        // From a row to a column, counts go against the way of the one that is moved; from a column to a row, along it.
        let room = |cell: usize, towards_column: bool, moved: &[i64]| -> u64 {
            let adds = if towards_column { !up } else { up };
            let now = grid.values[cell] as i64 + if grid.is_margin(cell) { -moved[cell] } else { moved[cell] };
            if rises(cell, adds) { u64::MAX } else { now.max(0) as u64 }
        };
        while let Some(node) = queue.pop_front() {
            let others = if node < rows { rows..rows + columns } else { 0..rows };
            for other in others {
                let cell = if node < rows { node * columns + other - rows } else { other * columns + node - rows };
                if cell != at && hidden[cell] && !reached[other] && room(cell, node < rows, &moved) > 0 {
                    reached[other] = true;
                    came[other] = Some((node, cell));
                    queue.push_back(other);
                }
            }
        }
        if !reached[to] {
            break;
        }
        let (mut step, mut node) = (far - total, to);
        while let Some((before, cell)) = came[node] {
            step = step.min(room(cell, before < rows, &moved));
            node = before;
        }
        let mut node = to;
        while let Some((before, cell)) = came[node] {
            let adds = if before < rows { !up } else { up };
            moved[cell] += if adds { step as i64 } else { -(step as i64) };
            node = before;
        }
        total += step;
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;
    use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};
    use proptest::prelude::*;

    /// Between which numbers linear programming places each hidden count, over all the tables at once: the attack. Each
    /// row's total is one and the same in all of them.
    fn attack(grids: &[Grid], published: &[Published]) -> Vec<(u64, f64, f64)> {
        let bound = |direction, target: (usize, usize)| -> f64 {
            let mut problem = Problem::new(direction);
            let mut shared: Vec<Option<Variable>> = vec![None; grids[0].rows];
            let mut variables: Vec<Vec<Variable>> = Vec::new();
            for (table, grid) in grids.iter().enumerate() {
                let mut own = Vec::new();
                for at in 0..grid.values.len() {
                    let (row, column) = (at / grid.columns, at % grid.columns);
                    let weight = if (table, at) == target { 1.0 } else { 0.0 };
                    let range = match published[table].shown(row, column) {
                        Shown::Count(count) => (count as f64, count as f64),
                        Shown::Hidden => (0.0, 100_000.0),
                    };
                    let is_shared = column == grid.columns - 1;
                    let variable = match shared[row].filter(|_| is_shared) {
                        Some(variable) => variable,
                        None => problem.add_var(weight, range),
                    };
                    if is_shared {
                        shared[row] = Some(variable);
                    }
                    own.push(variable);
                }
                variables.push(own);
            }
            for (grid, own) in grids.iter().zip(&variables) {
                for row in 0..grid.rows {
                    let terms: Vec<(Variable, f64)> = (0..grid.columns)
                        .map(|column| {
                            (own[row * grid.columns + column], if column == grid.columns - 1 { -1.0 } else { 1.0 })
                        })
                        .collect();
                    problem.add_constraint(&terms[..], ComparisonOp::Eq, 0.0);
                }
                for column in 0..grid.columns {
                    let terms: Vec<(Variable, f64)> = (0..grid.rows)
                        .map(|row| (own[row * grid.columns + column], if row == grid.rows - 1 { -1.0 } else { 1.0 }))
                        .collect();
                    problem.add_constraint(&terms[..], ComparisonOp::Eq, 0.0);
                }
            }
            problem.solve().expect("feasible").into_solution().expect("solved").objective()
        };
        let mut found = Vec::new();
        let mut seen_totals = vec![false; grids[0].rows];
        for (table, grid) in grids.iter().enumerate() {
            for at in 0..grid.values.len() {
                let (row, column) = (at / grid.columns, at % grid.columns);
                // A shared total is a variable of the first table that has it.
                if column == grid.columns - 1 && std::mem::replace(&mut seen_totals[row], true) {
                    continue;
                }
                if published[table].shown(row, column) == Shown::Hidden {
                    let (low, high) = (
                        bound(OptimizationDirection::Minimize, (table, at)),
                        bound(OptimizationDirection::Maximize, (table, at)),
                    );
                    found.push((grid.values[at], low, high));
                }
            }
        }
        found
    }

    fn counts() -> impl Strategy<Value = Vec<Vec<u64>>> {
        let count = prop_oneof![3 => Just(0u64), 3 => 1u64..5, 4 => 5u64..200];
        (2usize..6, 2usize..5).prop_flat_map(move |(rows, columns)| {
            proptest::collection::vec(proptest::collection::vec(count.clone(), columns), rows)
        })
    }

    const K: u64 = 5;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(120))]

        #[test]
        fn linear_programming_narrows_no_small_count_down(rows in counts()) {
            let grid = Grid::of(&rows);
            let published = protect(std::slice::from_ref(&grid), Protection::Hide { smallest: K }, "test");
            for (value, low, high) in attack(std::slice::from_ref(&grid), &published) {
                prop_assert!(value >= K || value == 0 || high - low >= K as f64 - 1e-6, "{value}: {low} to {high} in {grid:?}, {published:?}");
            }
        }

        #[test]
        fn what_may_be_inferred_is_what_linear_programming_finds(rows in counts()) {
            let grid = Grid::of(&rows);
            let published = protect(std::slice::from_ref(&grid), Protection::Hide { smallest: K }, "test");
            let hidden: Vec<bool> = published[0].shown.iter().map(|shown| *shown == Shown::Hidden).collect();
            let mut attacked = attack(std::slice::from_ref(&grid), &published).into_iter();
            for at in (0..hidden.len()).filter(|at| hidden[*at]) {
                let (low, high) = inferred(&grid, &hidden, at, 100_000);
                let (value, lowest, highest) = attacked.next().expect("a hidden count");
                prop_assert_eq!(value, grid.values[at]);
                prop_assert!((low as f64 - lowest).abs() < 1e-6, "{} {}", low, lowest);
                prop_assert!((high as f64 - highest).abs() < 1e-6 || highest > 90_000.0, "{} {}", high, highest);
            }
        }

        #[test]
        fn tables_that_share_totals_give_nothing_away_together(pairs in (2usize..5).prop_flat_map(|rows| {
            let row = || (proptest::collection::vec(prop_oneof![0u64..5, 5u64..90], 3), 0usize..3);
            proptest::collection::vec(row(), rows)
        })) {
            // Small rows are put together with others before; the second table parts the same people otherwise.
            let first: Vec<Vec<u64>> = pairs.iter().map(|(row, _)| if row.iter().sum::<u64>() < K { vec![K, 0, 0] } else { row.clone() }).collect();
            let second: Vec<Vec<u64>> = pairs.iter().map(|(row, moved)| {
                let total: u64 = row.iter().sum::<u64>().max(K);
                let part = total * (*moved as u64 + 1) / 5;
                vec![part, total - part]
            }).collect();
            let grids = [Grid::of(&first), Grid::of(&second)];
            let published = protect(&grids, Protection::Hide { smallest: K }, "test");
            for (value, low, high) in attack(&grids, &published) {
                prop_assert!(value >= K || value == 0 || high - low >= K as f64 - 1e-6, "{value}: {low} to {high} in {grids:?} {published:?}");
            }
        }
    }

    #[test]
    fn a_small_count_takes_others_with_it_and_totals_stay() {
        let grid = Grid::of(&[vec![120, 80, 3], vec![60, 45, 20], vec![33, 21, 70]]);
        let published = &protect(std::slice::from_ref(&grid), Protection::Hide { smallest: 5 }, "test")[0];
        assert_eq!(published.shown(0, 2), Shown::Hidden);
        assert_eq!(published.hidden(), 4, "{published:?}");
        assert_eq!(published.shown(3, 3), Shown::Count(452));
        assert!((0..4).all(|at| published.shown(at, 3) != Shown::Hidden && published.shown(3, at) != Shown::Hidden));
        // Hidden by itself alone it would be known.
        let alone: Vec<bool> = (0..16).map(|at| at == 2).collect();
        assert_eq!(inferred(&grid, &alone, 2, 10), (3, 3));
    }

    #[test]
    fn rounding_is_the_same_each_time_and_shifts_nothing_on_average() {
        let rows: Vec<Vec<u64>> = (0..200).map(|at| vec![at, at + 1, at * 2]).collect();
        let grid = Grid::of(&rows);
        let once = protect(std::slice::from_ref(&grid), Protection::Round { base: 5 }, "test");
        assert_eq!(once, protect(std::slice::from_ref(&grid), Protection::Round { base: 5 }, "test"));
        let shown: Vec<u64> = once[0].shown.iter().filter_map(|shown| shown.count()).collect();
        assert!(shown.iter().all(|count| count % 5 == 0));
        let shift: i64 = shown.iter().zip(&grid.values).map(|(shown, value)| *shown as i64 - *value as i64).sum();
        assert!(shift.abs() < 250, "{shift}");
    }
}
