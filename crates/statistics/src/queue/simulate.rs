//! Waits by simulation: every traveller of every recorded day goes through the queue, in the order in which they came.
//!
//! There is one queue for all counters, first come first served; who comes at once stands behind each other. What a
//! traveller takes is drawn before anyone is served, so that it is theirs at whatever counter (Kiefer and Wolfowitz 1955):
//! with one counter more nobody is served later.

use super::{Arrival, HOUR, Opening, Served, ServiceTimes};
use std::{cmp::Reverse, collections::BinaryHeap};

/// Chance from a seed (SplitMix64, Steele, Lea and Flood 2014): the same seed, the same numbers.
#[derive(Debug, Clone)]
pub struct Seeded(u64);

impl Seeded {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut drawn = self.0;
        drawn = (drawn ^ (drawn >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        drawn = (drawn ^ (drawn >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        drawn ^ (drawn >> 31)
    }

    /// From 0 to below 1.
    pub fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// From 0 to below a number; 0 where it is 0.
    pub fn below(&mut self, most: usize) -> usize {
        ((self.share() * most as f64) as usize).min(most.saturating_sub(1))
    }
}

/// Someone who comes, and what they take at the counter; both in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visit {
    /// When they come.
    pub comes: u64,
    /// For how long they stand at the counter.
    pub takes: u64,
}

/// When each begins to be served, in the order of `visits`, who come one after the other; with no counter, nobody is.
pub fn begin(visits: &[Visit], counters: u32) -> Vec<u64> {
    let mut free: BinaryHeap<Reverse<u64>> = (0..counters).map(|_| Reverse(0)).collect();
    let mut begins = Vec::with_capacity(visits.len());
    for visit in visits {
        let Some(Reverse(first)) = free.pop() else { break };
        let at = first.max(visit.comes);
        free.push(Reverse(at + visit.takes));
        begins.push(at);
    }
    begins
}

/// How a post would have served those who came on these days, each day by itself. `None` where nobody came while it was
/// open.
pub fn by_simulation(
    days: &[Vec<Arrival>],
    service: &ServiceTimes,
    opening: Opening,
    chance: &mut Seeded,
) -> Option<Served> {
    let (mut waits, mut at_closing, mut work) = (Vec::new(), 0_u64, 0_u64);
    for day in days {
        let mut come: Vec<Arrival> = day.iter().filter(|arrival| opening.is_open(arrival.second)).copied().collect();
        come.sort_by_key(|arrival| arrival.second);
        let each = come.iter().flat_map(|arrival| (0..arrival.people).map(|_| u64::from(arrival.second) * 1_000));
        let visits: Vec<Visit> =
            each.map(|comes| Visit { comes, takes: (service.drawn(chance) * 1_000.0) as u64 }).collect();
        let closes = u64::from(opening.closes) * 3_600_000;
        for (visit, begins) in visits.iter().zip(begin(&visits, opening.counters)) {
            waits.push(begins - visit.comes);
            at_closing += u64::from(begins >= closes);
        }
        work += visits.iter().map(|visit| visit.takes).sum::<u64>();
    }
    if waits.is_empty() {
        return None;
    }
    waits.sort_unstable();
    let (people, days) = (waits.len() as f64, days.len() as f64);
    let seconds = |milliseconds: u64| milliseconds as f64 / 1_000.0;
    Some(Served {
        a_day: people / days,
        at_closing: at_closing as f64 / days,
        mean_wait: seconds(waits.iter().sum()) / people,
        // Of ten the ninth, of eleven the tenth: at least nine of ten do not wait longer.
        wait_of_nine: seconds(waits[(waits.len() * 9).div_ceil(10).saturating_sub(1)]),
        load: seconds(work) / (days * opening.hours() * HOUR * f64::from(opening.counters)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queue::by_formula;
    use proptest::prelude::*;

    const ALL_DAY: Opening = Opening { counters: 3, opens: 0, closes: 24 };

    /// Days on which people come singly and independently of each other, so many an hour (Poisson).
    fn poisson(days: usize, an_hour: f64, chance: &mut Seeded) -> Vec<Vec<Arrival>> {
        let day = |chance: &mut Seeded| {
            let (mut at, mut come) = (0.0, Vec::new());
            loop {
                at += -(1.0 - chance.share()).ln() * HOUR / an_hour;
                if at >= 24.0 * HOUR {
                    return come;
                }
                come.push(Arrival { second: at as u32, people: 1 });
            }
        };
        (0..days).map(|_| day(chance)).collect()
    }

    #[test]
    fn the_simulation_agrees_with_the_formula_where_its_assumptions_hold() {
        let mut chance = Seeded::new(7);
        let days = poisson(400, 60.0, &mut chance);
        let service = ServiceTimes::assumed(120.0).expect("a service");
        let simulated = by_simulation(&days, &service, ALL_DAY, &mut chance).expect("some came");
        let formula = by_formula(&[60.0; 24], service.mean(), ALL_DAY).expect("some come");
        let within = |one: f64, other: f64, share: f64| (one / other - 1.0).abs() < share;
        assert!(within(simulated.mean_wait, formula.mean_wait, 0.06), "{simulated:?} {formula:?}");
        assert!(within(simulated.wait_of_nine, formula.wait_of_nine, 0.08), "{simulated:?} {formula:?}");
        assert!(within(simulated.a_day, formula.a_day, 0.02) && within(simulated.load, formula.load, 0.02));
    }

    #[test]
    fn buses_wait_longer_than_the_formula_says() {
        let bus = |hour: u32| Arrival { second: hour * 3_600, people: 40 };
        let days = vec![vec![bus(8), bus(12), bus(16)]; 20];
        let opening = Opening { counters: 2, opens: 6, closes: 18 };
        let service = ServiceTimes::assumed(90.0).expect("a service");
        let simulated = by_simulation(&days, &service, opening, &mut Seeded::new(1)).expect("some came");
        let mut by_hour = [0.0; 24];
        for hour in [8, 12, 16] {
            by_hour[hour] = 40.0;
        }
        let formula = by_formula(&by_hour, service.mean(), opening).expect("some come");
        assert!(simulated.mean_wait > 3.0 * formula.mean_wait, "{simulated:?} {formula:?}");
        assert!((simulated.a_day - 120.0).abs() < 1e-9 && simulated.at_closing == 0.0);
    }

    #[test]
    fn the_same_seed_gives_the_same_waits_and_a_closed_post_none() {
        let days = poisson(5, 30.0, &mut Seeded::new(3));
        let service = ServiceTimes::measured(vec![30.0, 60.0, 300.0]).expect("measured");
        let once = |seed| by_simulation(&days, &service, ALL_DAY, &mut Seeded::new(seed));
        assert!(once(9) == once(9) && once(9) != once(10));
        let closed = Opening { counters: 1, opens: 3, closes: 3 };
        assert_eq!(by_simulation(&days, &service, closed, &mut Seeded::new(9)), None);
        assert_eq!(ServiceTimes::measured(vec![0.0, f64::NAN]), None);
        assert!(begin(&[Visit { comes: 1, takes: 1 }], 0).is_empty());
    }

    #[test]
    fn who_still_waits_at_closing_is_served_and_counted() {
        let days = vec![vec![Arrival { second: 17 * 3_600, people: 100 }, Arrival { second: 18 * 3_600, people: 9 }]];
        let service = ServiceTimes::measured(vec![60.0]).expect("measured");
        let opening = Opening { counters: 1, opens: 8, closes: 18 };
        let served = by_simulation(&days, &service, opening, &mut Seeded::new(1)).expect("some came");
        assert_eq!((served.a_day, served.at_closing), (100.0, 40.0));
    }

    prop_compose! {
        fn visits()(all in proptest::collection::vec((0_u64..600_000, 1_u64..400_000), 1..120)) -> Vec<Visit> {
            let mut visits: Vec<Visit> = all.into_iter().map(|(comes, takes)| Visit { comes, takes }).collect();
            visits.sort_by_key(|visit| visit.comes);
            visits
        }
    }

    proptest! {
        #[test]
        fn with_one_counter_more_nobody_is_served_later(visits in visits(), counters in 1_u32..9) {
            let (fewer, more) = (begin(&visits, counters), begin(&visits, counters + 1));
            prop_assert!(fewer.iter().zip(&more).all(|(fewer, more)| more <= fewer));
        }

        /// Little's law: the mean number in the queue is the rate of arrivals times the mean wait. The queue is counted by
        /// going through the moments at which it changes, not from the waits.
        #[test]
        fn littles_law_holds(visits in visits(), counters in 1_u32..9) {
            let begins = begin(&visits, counters);
            let mut changes: Vec<(u64, i64)> = visits.iter().map(|visit| (visit.comes, 1)).collect();
            changes.extend(begins.iter().map(|at| (*at, -1)));
            changes.sort_by_key(|(at, change)| (*at, -change));
            let (mut waiting, mut last, mut area) = (0_i64, 0_u64, 0_u64);
            for (at, change) in changes {
                area += u64::try_from(waiting).expect("nobody leaves before they come") * (at - last);
                (waiting, last) = (waiting + change, at);
            }
            prop_assert_eq!(waiting, 0);
            let over = last.max(1) as f64;
            let mean_wait = begins.iter().zip(&visits).map(|(at, visit)| at - visit.comes).sum::<u64>() as f64
                / visits.len() as f64;
            let (in_queue, rate) = (area as f64 / over, visits.len() as f64 / over);
            prop_assert!((in_queue - rate * mean_wait).abs() < 1e-6 * (1.0 + in_queue));
        }

        #[test]
        fn no_more_are_served_at_once_than_there_are_counters_and_nobody_waits_while_one_is_free(
            visits in visits(), counters in 1_u32..9,
        ) {
            let begins = begin(&visits, counters);
            for (at, visit) in begins.iter().zip(&visits) {
                let others = begins.iter().zip(&visits);
                let busy = others.filter(|(begins, other)| (**begins..**begins + other.takes).contains(at)).count();
                prop_assert!(busy <= counters as usize);
                if *at > visit.comes {
                    // Who waits is served at the moment at which someone else is done.
                    prop_assert!(begins.iter().zip(&visits).any(|(begins, other)| begins + other.takes == *at));
                }
            }
        }
    }
}
