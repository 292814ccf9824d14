//! Two states at one border, each with a headquarters and two posts, on real databases: links that are cut, sticks that come
//! twice, late or to the wrong state, clocks twelve hours apart, agreements that end or are replaced while something is
//! under way, a neighbour that says what was not agreed, answers from an old disk or writes its line anew, and headquarters
//! that are put back from backups. After each step nothing is held that the agreement in force did not name, and nobody whom
//! the other side recorded is on any disk; in the end the counts of both sides agree with who crossed.
//!
//! What happens is drawn from a seed. `LIMEN_SEED=7` runs that one; `LIMEN_SEEDS=500` sets the number of seeds,
//! `LIMEN_STEPS=1000` the steps of each.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)]

mod agreed;
mod agreeing;
mod checks;
mod country;
mod counts;
mod hostile;
mod made;
#[path = "../support/neighbours.rs"]
mod support;
mod world;

use counts::Counts;
use std::{
    sync::atomic::{AtomicU64, Ordering},
    thread,
};
use world::World;

const SEEDS: u64 = 8;
const STEPS: u64 = 70;
/// As many tell whether anything goes wrong on the way at all.
const MANY_STEPS: u64 = 500;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

fn run(seed: u64, steps: u64) -> Counts {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut world = World::new(seed).await;
        for _ in 0..steps {
            world.step().await;
        }
        world.settle().await;
        world.check().await;
        world.close().await;
        world.counts.clone()
    })
}

#[test]
fn two_states_with_two_posts_each_count_the_same_in_the_end_and_hold_nothing_that_was_not_agreed() {
    let steps = number("LIMEN_STEPS").unwrap_or(STEPS);
    let seeds = match number("LIMEN_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("LIMEN_SEEDS").unwrap_or(SEEDS),
    };
    made::template();
    let next = AtomicU64::new(seeds.start);
    let total = thread::scope(|scope| {
        let work = || {
            let mut sum = Counts::default();
            loop {
                let seed = next.fetch_add(1, Ordering::Relaxed);
                if seed >= seeds.end {
                    return sum;
                }
                sum.add(&run(seed, steps));
            }
        };
        let workers = thread::available_parallelism().map_or(2, usize::from);
        let handles: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        let mut total = Counts::default();
        for handle in handles {
            match handle.join() {
                Ok(sum) => total.add(&sum),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        total
    });
    println!("{} seeds of {steps} steps: {total:?}", seeds.end - seeds.start);
    // A simulation in which nothing goes wrong shows nothing.
    if (seeds.end - seeds.start) * steps >= MANY_STEPS {
        let Counts { crossings, lost, doubled, sticks, astray, replays, forks, lies, .. } = total;
        assert!(crossings > 0 && lost > 0 && doubled > 0 && sticks > 0 && astray > 0);
        assert!(replays > 0 && forks > 0 && lies > 0);
        assert!(total.ended > 0 && total.agreed > 0 && total.restored > 0 && total.refused > 0 && total.versions > 0);
    }
}
