//! Headquarters and five posts on real databases, in a network that loses, doubles, delays, reorders and damages what is
//! sent, with machines that stop, disks that fail, clocks that jump, sticks, and machines put back from backups.
//!
//! Everything that happens is drawn from a seed, in one thread. `LIMEN_SEED=7` runs that one; `LIMEN_SEEDS=5000` sets
//! the number of seeds, `LIMEN_STEPS=1000000` the steps of each.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

mod world;

use std::{
    sync::atomic::{AtomicU64, Ordering},
    thread,
};
use world::World;

const SEEDS: u64 = 250;
const STEPS: u64 = 60;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

fn run(seed: u64, steps: u64) -> world::Counts {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut world = World::new(seed).await;
        for _ in 0..steps {
            world.step().await;
        }
        world.settle().await;
        world.check().await;
        world.counts
    })
}

#[test]
fn every_confirmed_crossing_reaches_headquarters_once_whatever_happens_on_the_way() {
    let steps = number("LIMEN_STEPS").unwrap_or(STEPS);
    let seeds = match number("LIMEN_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("LIMEN_SEEDS").unwrap_or(SEEDS),
    };
    let next = AtomicU64::new(seeds.start);
    let workers = thread::available_parallelism().map_or(2, usize::from);
    let total = thread::scope(|scope| {
        let work = || {
            let mut sum = world::Counts::default();
            loop {
                let seed = next.fetch_add(1, Ordering::Relaxed);
                if seed >= seeds.end {
                    return sum;
                }
                let done = std::panic::catch_unwind(|| run(seed, steps));
                match done {
                    Ok(counts) => sum.add(&counts),
                    Err(panic) => {
                        let text = panic.downcast_ref::<String>().cloned();
                        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
                        panic!("seed {seed} with {steps} steps: {}", text.unwrap_or_default());
                    }
                }
            }
        };
        let handles: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        let mut total = world::Counts::default();
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
    if seeds.end - seeds.start >= 100 {
        assert!(total.lost > 0 && total.doubled > 0 && total.damaged > 0 && total.stopped > 0 && total.failed > 0);
        assert!(total.cut > 0 && total.sticks > 0);
        assert!(total.went_on > 0 && total.confirmed > 0);
        assert!(total.restored > 0 && total.headquarters_restored > 0 && total.replaced > 0 && total.versions > 0);
    }
}
