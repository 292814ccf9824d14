//! Invented flows for benchmarks: posts of all sizes over years, with days of the week, seasons, feasts and growth.

use jiff::{ToSpan, civil::Date, civil::Weekday};
use limen_domain::{DecisionKind, Direction, PostId};
use limen_statistics::{Record, UNKNOWN_DAYS, movement, pack};
use rand::{RngExt, SeedableRng, rngs::StdRng};

/// States and their shares, in thousandths, at a post whose neighbour is the first of the list.
const STATES: [&str; 24] = [
    "MLI", "GIN", "SEN", "CIV", "BFA", "NER", "MRT", "GMB", "GNB", "SLE", "LBR", "GHA", "TGO", "BEN", "NGA", "CMR",
    "TCD", "MAR", "DZA", "FRA", "CHN", "USA", "LBN", "TUR",
];
const TOWNS: [&str; 30] = [
    "Bamako",
    "Sikasso",
    "Kayes",
    "Ségou",
    "Mopti",
    "Gao",
    "Koutiala",
    "Kita",
    "Siguiri",
    "Kankan",
    "Conakry",
    "Dakar",
    "Tambacounda",
    "Kidira",
    "Abidjan",
    "Korhogo",
    "Bouaké",
    "Bobo-Dioulasso",
    "Ouagadougou",
    "Niamey",
    "Nouakchott",
    "Nioro",
    "Yanfolila",
    "Bougouni",
    "Kadiolo",
    "Faranah",
    "Labé",
    "Thiès",
    "Odienné",
    "Ferkessédougou",
];
const HOURS: [u32; 24] = [1, 1, 1, 1, 2, 4, 8, 12, 14, 13, 11, 10, 9, 8, 9, 11, 13, 12, 9, 6, 4, 3, 2, 1];

/// What is invented.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    /// About how many crossings in all.
    pub(crate) crossings: u64,
    /// How many posts.
    pub(crate) posts: usize,
    /// How many years up to `until`.
    pub(crate) years: i16,
    /// The last day.
    pub(crate) until: Date,
}

impl Plan {
    /// The identifier of a post.
    pub(crate) fn post(at: usize) -> Option<PostId> {
        PostId::parse(&format!("P{at:02}")).ok()
    }

    /// The first day.
    pub(crate) fn first(&self) -> Date {
        self.until.checked_sub(i64::from(self.years).years()).unwrap_or(self.until)
    }

    fn share(&self, post: usize) -> f64 {
        let weight = |at: usize| 1.0 / (at as f64 + 4.0);
        weight(post) / (0..self.posts).map(weight).sum::<f64>()
    }

    /// How many cross on a day at a post, before chance.
    fn expected(&self, post: usize, day: Date) -> f64 {
        let days = f64::from(self.years) * 365.25;
        let age = f64::from((day - self.first()).get_days()) / days;
        let week = match day.weekday() {
            Weekday::Saturday => 1.4,
            Weekday::Friday => 0.8,
            Weekday::Sunday => 0.85,
            _ => 0.99,
        };
        let season = 1.0 + 0.2 * (f64::from(day.day_of_year()) / 365.0 * std::f64::consts::TAU + post as f64).cos();
        self.crossings as f64 * self.share(post) / days * week * season * (0.7 + 0.6 * age)
    }

    /// The packed crossings of each day at a post.
    pub(crate) fn days(&self, post: usize) -> impl Iterator<Item = (Date, u32, Vec<u8>)> + use<> {
        let plan = *self;
        let mut random = StdRng::seed_from_u64(9303 + post as u64);
        let hours: u32 = HOURS.iter().sum();
        plan.first().series(1.day()).take_while(move |day| *day <= plan.until).map(move |day| {
            let count = (plan.expected(post, day) * random.random_range(0.85..1.15)).round() as u32;
            let records = (0..count).map(|_| record(&mut random, post, hours)).collect();
            (day, count, pack(records))
        })
    }
}

/// Few of many: the first ones most often.
fn skewed(random: &mut StdRng, length: usize, steep: i32) -> usize {
    let drawn: f64 = random.random();
    ((drawn.powi(steep) * length as f64) as usize).min(length - 1)
}

fn record(random: &mut StdRng, post: usize, hours: u32) -> Record {
    let mut drawn = random.random_range(0..hours);
    let hour = HOURS.iter().position(|weight| {
        let here = drawn < *weight;
        drawn = drawn.saturating_sub(*weight);
        here
    });
    let is_entry = random.random_bool(0.51);
    let direction = if is_entry { Direction::Entry } else { Direction::Exit };
    let decision = match random.random_range(0..1000u32) {
        0..4 => DecisionKind::refuse(direction),
        4..7 => DecisionKind::Refer,
        _ => DecisionKind::pass(direction),
    };
    let state =
        STATES[(skewed(random, STATES.len(), 5) + if random.random_bool(0.6) { 0 } else { post % 6 }) % STATES.len()];
    let near = random.random_range(0..20u32) < 13;
    let town = |random: &mut StdRng, turn: usize| {
        TOWNS[if near { (post + turn) % TOWNS.len() } else { skewed(random, TOWNS.len(), 3) }].to_owned()
    };
    let days = [0u16, 1, 2, 3, 7, 14, 30, 60, 90][skewed(random, 9, 2)];
    Record {
        hour: hour.unwrap_or(12) as u8,
        movement: movement(direction, decision),
        nationality: if random.random_bool(0.003) { String::new() } else { state.to_owned() },
        residence: if is_entry && state != "MLI" { state.to_owned() } else { String::new() },
        sex: u8::from(random.random_bool(0.64)),
        age: if random.random_bool(0.01) { u8::MAX } else { (4 + skewed(random, 80, 2)) as u8 },
        document: [1, 2, 2, 2, 3, 4, 0][random.random_range(0..7)],
        source: u8::from(random.random_bool(0.22)),
        purpose: [1, 1, 1, 2, 2, 2, 4, 6, 7, 10, 10, 0][random.random_range(0..12)],
        mode: [1, 2, 3, 4, 4, 4, 5][random.random_range(0..7)],
        origin: town(random, 0),
        destination: town(random, 9),
        stay: if is_entry && state != "MLI" { days } else { UNKNOWN_DAYS },
        stayed: if is_entry { UNKNOWN_DAYS } else { days },
        overstayed: if is_entry { UNKNOWN_DAYS } else { days.saturating_sub(60) },
    }
}
