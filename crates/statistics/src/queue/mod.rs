//! How long people wait at the counters of a post: a formula for each hour of the day, and a simulation that checks it.
//!
//! Neither knows a clock or chance of its own: arrivals, service times and a seed are given.

mod erlang;
mod simulate;

pub use erlang::{by_formula, waiting_share};
pub use simulate::{Seeded, Visit, begin, by_simulation};

/// Seconds of an hour.
const HOUR: f64 = 3_600.0;

/// People who come at once: one on foot, or a bus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    /// When, in seconds since midnight at the place.
    pub second: u32,
    /// How many.
    pub people: u32,
}

/// How many counters are open, and at which hours: the same ones every day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opening {
    /// How many counters; at least one.
    pub counters: u32,
    /// The hour at which they open.
    pub opens: u8,
    /// The hour at which they close, after the one before: 24 for midnight.
    pub closes: u8,
}

impl Opening {
    /// Whether they are open at a second of the day.
    pub fn is_open(&self, second: u32) -> bool {
        (u32::from(self.opens) * 3_600..u32::from(self.closes) * 3_600).contains(&second)
    }

    /// For how many hours they are open.
    pub fn hours(&self) -> f64 {
        f64::from(self.closes.saturating_sub(self.opens))
    }
}

/// How long the officers take with one traveller: times that were measured, or one that is assumed for each.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceTimes(Vec<f64>);

impl ServiceTimes {
    /// From measured ones, in seconds; `None` where there is none above nought.
    pub fn measured(mut seconds: Vec<f64>) -> Option<Self> {
        seconds.retain(|second| second.is_finite() && *second >= 0.0);
        seconds.sort_by(f64::total_cmp);
        (seconds.iter().sum::<f64>() > 0.0).then_some(Self(seconds))
    }

    /// As an exponential distribution of this mean has them, where nothing was measured: its quantiles in steps of 1 in 1,000.
    pub fn assumed(mean: f64) -> Option<Self> {
        let quantile = |at: u32| -mean * (1.0 - (f64::from(at) + 0.5) / 1_000.0).ln();
        Self::measured((0..1_000).map(quantile).collect())
    }

    /// The mean, in seconds.
    pub fn mean(&self) -> f64 {
        self.0.iter().sum::<f64>() / self.0.len() as f64
    }

    /// One of them, drawn.
    fn drawn(&self, chance: &mut Seeded) -> f64 {
        self.0.get(chance.below(self.0.len())).copied().unwrap_or_default()
    }
}

/// How a post serves those who come in its hours.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Served {
    /// How many come a day while it is open.
    pub a_day: f64,
    /// How many of them still wait when it closes; they are served before the officers go.
    pub at_closing: f64,
    /// The mean wait before a counter, in seconds.
    pub mean_wait: f64,
    /// The wait that nine of ten do not exceed, in seconds.
    pub wait_of_nine: f64,
    /// What part of the counters' open hours the work takes; more than 1 can't be done in them.
    pub load: f64,
}
