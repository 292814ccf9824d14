//! `cargo xtask detection`: how soon unusual movement is noticed, and how often wrongly, beside simple thresholds.
//!
//! Invented posts of several sizes, over years with days of the week, seasons, feasts, growth and more scatter than chance;
//! into some of them an event is put: people in flight (more), or a road closed (fewer). A method notices an event when it
//! warns on one of its days; warnings on days without an event, and not just after one, are false.

use crate::Outcome;
use jiff::{ToSpan, civil::Date, civil::Weekday};
use limen_statistics::usual::{Departure, Series, Usual};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use std::{io::Write, process::ExitCode};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// How many invented posts of each size
    #[arg(long, default_value_t = 40)]
    posts: usize,
    /// How many years each has a past
    #[arg(long, default_value_t = 3)]
    years: i64,
}

/// Crossings a day at the posts.
const SIZES: [f64; 3] = [20.0, 100.0, 600.0];
/// Days that are watched, the last ones of each past.
const WATCHED: usize = 300;
/// How long an event lasts, and after how many more days warnings are called false again.
const EVENT_DAYS: usize = 14;
const AFTER_DAYS: usize = 30;
/// How many times as many cross during an event.
const EVENTS: [f64; 5] = [1.3, 1.6, 2.5, 0.6, 0.2];
/// The last day of every past.
const UNTIL: Date = Date::constant(2026, 6, 30);

struct Found {
    name: &'static str,
    noticed: [usize; EVENTS.len()],
    delays: [Vec<usize>; EVENTS.len()],
    false_alarms: usize,
    quiet_days: usize,
}

/// A method: for each of the last days whether it warns.
type Method = (&'static str, fn(&Series, &[Departure]) -> Vec<bool>);

const METHODS: [Method; 3] = [
    ("limen", |_, departures| departures.iter().map(|day| day.unusual().is_some()).collect()),
    ("mean of 28 days ± 3 standard deviations", |series, departures| last(series, departures, three_sigma)),
    ("same weekday of 4 weeks, ± 50 %", |series, departures| last(series, departures, half_more)),
];

fn last(series: &Series, departures: &[Departure], warns: fn(&Series, usize) -> bool) -> Vec<bool> {
    let length = series.counts.len();
    (length - departures.len()..length).map(|at| warns(series, at)).collect()
}

fn three_sigma(series: &Series, at: usize) -> bool {
    let past: Vec<f64> =
        series.counts[at.saturating_sub(28)..at].iter().flatten().map(|count| f64::from(*count)).collect();
    let mean = past.iter().sum::<f64>() / past.len().max(1) as f64;
    let variance = past.iter().map(|count| (count - mean).powi(2)).sum::<f64>() / past.len().max(1) as f64;
    series.counts[at].is_some_and(|count| (f64::from(count) - mean).abs() > 3.0 * variance.sqrt().max(1.0))
}

fn half_more(series: &Series, at: usize) -> bool {
    let past: Vec<f64> = (1..=4)
        .filter_map(|weeks| series.counts.get(at.checked_sub(weeks * 7)?).copied().flatten())
        .map(f64::from)
        .collect();
    let mean = past.iter().sum::<f64>() / past.len().max(1) as f64;
    series.counts[at].is_some_and(|count| {
        let count = f64::from(count);
        count > mean * 1.5 + 3.0 || count < mean * 0.5 - 3.0
    })
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let mut out = std::io::stdout().lock();
    let mut random = StdRng::seed_from_u64(1954);
    let mut found: Vec<Found> = METHODS
        .iter()
        .map(|(name, _)| Found {
            name,
            noticed: [0; EVENTS.len()],
            delays: std::array::from_fn(|_| Vec::new()),
            false_alarms: 0,
            quiet_days: 0,
        })
        .collect();
    for size in SIZES {
        for post in 0..arguments.posts {
            for (kind, factor) in EVENTS.into_iter().enumerate() {
                let begins = random.random_range(60..WATCHED - EVENT_DAYS - 1);
                let series = invent(&mut random, size, arguments.years, post, Some((begins, factor)));
                let departures = Usual::of(&series).departures(WATCHED);
                let shift = WATCHED - departures.len();
                for (found, (_, method)) in found.iter_mut().zip(METHODS) {
                    let warned = method(&series, &departures);
                    let event = begins - shift..begins - shift + EVENT_DAYS;
                    if let Some(delay) = event.clone().position(|day| warned.get(day) == Some(&true)) {
                        found.noticed[kind] += 1;
                        found.delays[kind].push(delay);
                    }
                    // A warning that goes on is one alarm.
                    let mut before = false;
                    for (day, warns) in warned.iter().enumerate() {
                        if day >= event.start && day < event.end + AFTER_DAYS {
                            before = *warns;
                            continue;
                        }
                        found.quiet_days += 1;
                        found.false_alarms += usize::from(*warns && !before);
                        before = *warns;
                    }
                }
            }
        }
    }
    let all = SIZES.len() * arguments.posts;
    writeln!(
        out,
        "{} pasts of {} years, each with one event of {EVENT_DAYS} days; noticed of 100, and days until then (median):",
        all * EVENTS.len(),
        arguments.years
    )?;
    write!(out, "{:42}", "method")?;
    for factor in EVENTS {
        write!(out, "{:>12}", format!("x{factor}"))?;
    }
    writeln!(out, "{:>22}", "false alarms a month")?;
    for found in &mut found {
        write!(out, "{:42}", found.name)?;
        for kind in 0..EVENTS.len() {
            found.delays[kind].sort_unstable();
            let delay =
                found.delays[kind].get(found.delays[kind].len() / 2).map_or("-".to_owned(), ToString::to_string);
            write!(out, "{:>12}", format!("{:.0} / {delay}", 100.0 * found.noticed[kind] as f64 / all as f64))?;
        }
        writeln!(out, "{:>22.3}", found.false_alarms as f64 / (found.quiet_days as f64 / 30.4))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// A past, with an event that begins `event.0` days after the first watched one.
fn invent(random: &mut StdRng, size: f64, years: i64, post: usize, event: Option<(usize, f64)>) -> Series {
    let first = UNTIL.checked_sub(years.years()).unwrap_or(UNTIL);
    let length = (UNTIL - first).get_days() as usize + 1;
    let phase = post as f64;
    let amplitude = random.random_range(0.05..0.35);
    let growth = random.random_range(-0.05..0.15);
    let saturday = random.random_range(1.1..1.7);
    let scatter = random.random_range(0.04..0.14);
    let mut level = 0.0f64;
    let counts = (0..length).map(|at| {
        let day = first.checked_add((at as i64).days()).unwrap_or(first);
        let week = match day.weekday() {
            Weekday::Saturday => saturday,
            Weekday::Friday => 0.8,
            Weekday::Sunday => 0.85,
            _ => 1.0,
        };
        let season = 1.0 + amplitude * (f64::from(day.day_of_year()) / 365.25 * std::f64::consts::TAU + phase).cos();
        let feast = feast(day);
        level = level * 0.9 + random.random_range(-1.0..1.0) * scatter * 0.4;
        let mut expected = size * week * season * feast * (1.0 + growth * at as f64 / 365.25) * (1.0 + level);
        expected *= 1.0 + random.random_range(-1.7..1.7) * scatter;
        if let Some((begins, factor)) = event
            && (length - WATCHED + begins..length - WATCHED + begins + EVENT_DAYS).contains(&at)
        {
            expected *= factor;
        }
        Some(poisson(random, expected.max(0.0)))
    });
    Series { first, counts: counts.collect() }
}

/// Travel around the feast of sacrifice and the end of Ramadan, in the years that are invented.
fn feast(day: Date) -> f64 {
    const FEASTS: [Date; 8] = [
        Date::constant(2023, 4, 21),
        Date::constant(2023, 6, 28),
        Date::constant(2024, 4, 10),
        Date::constant(2024, 6, 16),
        Date::constant(2025, 3, 30),
        Date::constant(2025, 6, 6),
        Date::constant(2026, 3, 20),
        Date::constant(2026, 5, 27),
    ];
    let away = FEASTS.iter().map(|feast| (day - *feast).get_days()).min_by_key(|days| days.abs());
    match away {
        Some(-3..=-1) => 1.7,
        Some(0) => 0.4,
        Some(1..=3) => 1.4,
        _ => 1.0,
    }
}

/// A number drawn from a Poisson distribution (Knuth for small means, rounded normal for large ones).
fn poisson(random: &mut StdRng, mean: f64) -> u32 {
    if mean > 60.0 {
        let (a, b): (f64, f64) = (random.random(), random.random());
        let normal = (-2.0 * a.max(1e-12).ln()).sqrt() * (b * std::f64::consts::TAU).cos();
        return (mean + mean.sqrt() * normal).round().max(0.0) as u32;
    }
    let (limit, mut product, mut count) = ((-mean).exp(), random.random::<f64>(), 0);
    while product > limit {
        product *= random.random::<f64>();
        count += 1;
    }
    count
}
