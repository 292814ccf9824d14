//! How often the tests of kills kill, and when.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

use limen_store::Chance;
use rand::{SeedableRng, rngs::StdRng};

/// Enough to notice a fault in every run of the checks.
const USUAL_KILLS: usize = 12;

/// How many kills (`LIMEN_KILLS`), and the chance by which moments are chosen, of the seed `LIMEN_SEED` or another. The seed
/// is printed: it brings back the moments, though not what the machine did in them.
pub fn kills() -> (usize, StdRng) {
    let of = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let seed = of("LIMEN_SEED").unwrap_or_else(|| u64::from_le_bytes(Chance::default().bytes()));
    println!("LIMEN_SEED={seed}");
    (of("LIMEN_KILLS").map_or(USUAL_KILLS, |kills| kills as usize), StdRng::seed_from_u64(seed))
}
