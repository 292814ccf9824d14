//! `cargo xtask screening`: how fast screening is, whom it misses, and whom it stops wrongly.
//!
//! Everything is drawn from invented people with a fixed seed, so that two runs compare. Peers run on the same names in
//! the same run, where Python with their packages, or PostgreSQL, is at hand.

mod damage;
mod peers;
mod people;

use crate::Outcome;
use damage::Damage;
use jiff::civil::Date;
use limen_domain::ListName;
use limen_screening::{AlertIndex, Builder, Changes, DEFAULT_THRESHOLD, Frequencies, list, name_likeness};
use people::{Person, Source};
use rand::{Rng, RngExt, SeedableRng, rngs::SmallRng};
use std::{
    collections::HashSet,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    time::{Duration, Instant},
};

const SEED: u64 = 9303;
const TODAY: Date = Date::constant(2026, 11, 24);

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Files of invented people to draw names from (CSV: first_name, middle_name, last_name); without, the
    /// demonstration's few names are used, which makes everyone a namesake
    #[arg(long, value_name = "FILE.csv")]
    people: Vec<PathBuf>,
    /// How many alerts; several numbers make several runs
    #[arg(long, value_name = "N", value_delimiter = ',', default_value = "1000000")]
    alerts: Vec<usize>,
    /// How many travellers are screened
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    travellers: usize,
    /// How many of them are also held against every single alert, to see whether the index misses any
    #[arg(long, value_name = "N", default_value_t = 20)]
    every: usize,
    /// Leave the quality tables out
    #[arg(long)]
    speed_only: bool,
    /// Leave the speed tables out
    #[arg(long)]
    quality_only: bool,
    /// A whole alert list, such as the United Nations' (in any format that Limen reads): its own entries are damaged and
    /// held against it; the other tables are left out
    #[arg(long, value_name = "FILE")]
    list: Option<PathBuf>,
    /// The Python that has rapidfuzz, nomenklatura and psycopg2; without, these peers are left out
    #[arg(long, value_name = "PYTHON")]
    python: Option<PathBuf>,
    /// A PostgreSQL to measure pg_trgm in, as a connection string; without, it is left out
    #[arg(long, value_name = "DSN")]
    postgres: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let source =
        if arguments.people.is_empty() { Source::of_the_demonstration() } else { Source::of_files(&arguments.people)? };
    let peers = peers::Peers { python: arguments.python.as_deref(), postgres: arguments.postgres.as_deref() };
    let mut out = io::stdout().lock();
    if let Some(file) = &arguments.list {
        of_list(file, &source, &mut out)?;
        return Ok(ExitCode::SUCCESS);
    }
    if !arguments.quality_only {
        for &count in &arguments.alerts {
            speed(&source, count, arguments, &peers, &mut out)?;
        }
    }
    if !arguments.speed_only {
        quality(&source, &peers, &mut out)?;
        false_alarms(&source, &mut out)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// An alert's aliases: none to two damaged forms of its name.
fn aliases(person: &Person, random: &mut impl Rng) -> Vec<String> {
    let kinds = [Damage::Spelling, Damage::Slip, Damage::Missing, Damage::Order];
    let wanted = random.random_range(0..3);
    (0..wanted)
        .filter_map(|_| kinds[random.random_range(0..kinds.len())].to(person, random))
        .map(|alias| alias.name())
        .collect()
}

fn speed(
    source: &Source,
    count: usize,
    arguments: &Arguments,
    peers: &peers::Peers<'_>,
    out: &mut impl Write,
) -> Result<(), crate::Failed> {
    let mut random = SmallRng::seed_from_u64(SEED);
    let list = ListName::parse("bench")?;
    let before = resident_bytes();
    let mut builder = Builder::default();
    let mut adding = Duration::ZERO;
    let mut sought: Vec<Person> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    let every = count.div_ceil(arguments.travellers.max(2) / 2).max(1);
    for number in 0..count {
        let person = source.person(&mut random);
        let alert = person.alert(&list, number, aliases(&person, &mut random));
        if peers.are_there() {
            names.extend(alert.names.iter().cloned());
        }
        if number % every == 0 {
            sought.push(person);
        }
        let started = Instant::now();
        builder.add(&alert);
        adding += started.elapsed();
    }
    let started = Instant::now();
    let index = builder.finish();
    let built = adding + started.elapsed();
    let resident = resident_bytes().saturating_sub(before);

    // Half of the travellers are sought, with damage; half are nobody's.
    let kinds = Damage::ALL;
    let damaged = sought.iter().map(|person| {
        kinds[random.random_range(0..kinds.len())].to(person, &mut random).unwrap_or_else(|| person.clone())
    });
    let of_sought = |(shown, person): (Person, &Person)| Traveller { shown, name: Some(person.name()) };
    let mut travellers: Vec<Traveller> = damaged.zip(&sought).map(of_sought).collect();
    while travellers.len() < arguments.travellers {
        travellers.push(Traveller { shown: source.person(&mut random), name: None });
    }
    let mut times: Vec<Duration> = Vec::with_capacity(travellers.len());
    let (mut hits, mut found) = (0, 0);
    for traveller in &travellers {
        let subject = traveller.shown.subject();
        let started = Instant::now();
        let of_traveller = index.screen(&subject, TODAY);
        times.push(started.elapsed());
        hits += of_traveller.len();
        let is_true = |name: &String| of_traveller.iter().any(|hit| hit.alert.names.contains(name));
        found += usize::from(traveller.name.as_ref().is_some_and(is_true));
    }
    writeln!(out, "\n## {count} alerts, {} travellers, one thread", travellers.len())?;
    writeln!(
        out,
        "built in {:.1} s; {:.0} MB by its own count, {:.0} MB of the process",
        built.as_secs_f64(),
        index.bytes() as f64 / 1e6,
        resident as f64 / 1e6
    )?;
    let limen = Quantiles::of(times);
    let sought = travellers.iter().filter(|traveller| traveller.name.is_some()).count();
    writeln!(out, "limen: {limen}; {hits} hits; found {}", share(found, sought))?;
    changes(&index, source, &mut random, out)?;
    missed(&index, &travellers, arguments.every, out)?;
    for peer in peers.speed(&names, &travellers)? {
        writeln!(
            out,
            "{}: {}; {:.0} times limen's median; found {}",
            peer.name,
            peer.quantiles,
            peer.quantiles.median.as_secs_f64() / limen.median.as_secs_f64(),
            share(peer.found, peer.sought),
        )?;
    }
    Ok(())
}

/// A traveller of the speed tables.
#[derive(Debug)]
struct Traveller {
    /// As the document shows the person.
    shown: Person,
    /// The name under which the person is sought, if so.
    name: Option<String>,
}

fn share(found: usize, sought: usize) -> String {
    format!("{found} of {sought} sought ({:.1}%)", 100.0 * found as f64 / sought.max(1) as f64)
}

/// How long it takes until a thousand changed alerts are searched, beside those in use.
fn changes(
    index: &AlertIndex,
    source: &Source,
    random: &mut impl Rng,
    out: &mut impl Write,
) -> Result<(), crate::Failed> {
    let list = ListName::parse("bench")?;
    let mut changed = |from: usize| Changes {
        put: (from..from + 1_000).map(|number| source.person(random).alert(&list, number, vec![])).collect(),
        removed: vec![],
    };
    let first = changed(0);
    let second = changed(500);
    let started = Instant::now();
    let next = index.with_changes(&first);
    let (first_took, started) = (started.elapsed(), Instant::now());
    let next = next.with_changes(&second);
    writeln!(
        out,
        "1,000 changed alerts take effect after {:.2} s, 1,000 more after {:.2} s; {} alerts then",
        first_took.as_secs_f64(),
        started.elapsed().as_secs_f64(),
        next.len()
    )?;
    Ok(())
}

/// Whether the index returns what comparing every alert returns.
fn missed(index: &AlertIndex, travellers: &[Traveller], count: usize, out: &mut impl Write) -> io::Result<()> {
    let step = (travellers.len() / count.max(1)).max(1);
    let (mut all, mut missed, mut spent) = (0, 0, Duration::ZERO);
    for traveller in travellers.iter().step_by(step).take(count) {
        let subject = traveller.shown.subject();
        let found: HashSet<_> = index.screen(&subject, TODAY).into_iter().map(|hit| hit.alert.id).collect();
        let started = Instant::now();
        let true_hits = index.screen_every_alert(&subject, TODAY);
        spent += started.elapsed();
        all += true_hits.len();
        for hit in true_hits.iter().filter(|hit| !found.contains(&hit.alert.id)) {
            missed += 1;
            writeln!(
                out,
                "missed by the index: {} for {:?} ({:.3})",
                hit.alert.names.join(" | "),
                subject.names,
                hit.score
            )?;
        }
    }
    writeln!(
        out,
        "index against every alert: {missed} of {all} hits missed; comparing every alert takes {:.0} ms",
        spent.as_secs_f64() * 1_000.0 / count.max(1) as f64
    )
}

/// Whom screening misses, by kind of damage, beside peers on the same pairs of names.
fn quality(source: &Source, peers: &peers::Peers<'_>, out: &mut impl Write) -> Result<(), crate::Failed> {
    const EACH: usize = 1_000;
    let mut random = SmallRng::seed_from_u64(SEED + 1);
    let list = ListName::parse("bench")?;
    let wanted: Vec<Person> = (0..10_000).map(|_| source.person(&mut random)).collect();
    let mut builder = Builder::default();
    wanted.iter().enumerate().for_each(|(number, person)| builder.add(&person.alert(&list, number, vec![])));
    let index = builder.finish();
    let mut frequencies = Frequencies::default();
    wanted.iter().for_each(|person| frequencies.add(&person.name()));

    let mut pairs: Vec<peers::NamePair> = Vec::new();
    writeln!(
        out,
        "\n## Whom it misses: 10,000 alerts, {EACH} damaged travellers of each kind, threshold {DEFAULT_THRESHOLD}"
    )?;
    writeln!(out, "| damage | found | first of its hits | name alone, found |\n| --- | ---: | ---: | ---: |")?;
    let (mut found_all, mut done_all) = (0, 0);
    for kind in Damage::ALL {
        let (mut done, mut found, mut first, mut by_name, mut tries) = (0, 0, 0, 0, 0);
        while done < EACH && tries < EACH * 20 {
            tries += 1;
            let number = random.random_range(0..wanted.len());
            let Some(damaged) = kind.to(&wanted[number], &mut random) else { continue };
            done += 1;
            let hits = index.screen(&damaged.subject(), TODAY);
            let place = hits.iter().position(|hit| hit.alert.id.as_str() == format!("A{number}"));
            found += usize::from(place.is_some());
            first += usize::from(place == Some(0));
            by_name +=
                usize::from(name_likeness(&damaged.name(), &wanted[number].name(), &frequencies) >= DEFAULT_THRESHOLD);
            if done <= 200 {
                pairs.push(peers::NamePair { one: damaged, other: wanted[number].clone(), same: true });
            }
        }
        let share = |count: usize| 100.0 * count as f64 / done.max(1) as f64;
        writeln!(out, "| {} | {:.1}% | {:.1}% | {:.1}% |", kind.words(), share(found), share(first), share(by_name))?;
        found_all += found;
        done_all += done;
    }
    writeln!(out, "| all | {:.1}% | | |", 100.0 * found_all as f64 / done_all.max(1) as f64)?;

    // Two people of one culture who share a part of their names: what is hardest to tell apart.
    while pairs.iter().filter(|pair| !pair.same).count() < 4_000 {
        let (one, other) =
            (&wanted[random.random_range(0..wanted.len())], &wanted[random.random_range(0..wanted.len())]);
        let mut changed = one.clone();
        let (from, to) = (random.random_range(0..other.parts.len()), random.random_range(0..changed.parts.len()));
        changed.parts[to].clone_from(&other.parts[from]);
        changed.born.clone_from(&other.born);
        if changed.parts != one.parts && changed.parts.len() > 1 {
            pairs.push(peers::NamePair { one: changed, other: one.clone(), same: false });
        }
    }
    let scores: Vec<f64> =
        pairs.iter().map(|pair| name_likeness(&pair.one.name(), &pair.other.name(), &frequencies)).collect();
    writeln!(
        out,
        "\n## Names alone, beside peers: {} damaged pairs, {} of two people who share all but one part",
        pairs.iter().filter(|pair| pair.same).count(),
        pairs.iter().filter(|pair| !pair.same).count()
    )?;
    writeln!(
        out,
        "| by | threshold | found | stopped wrongly | best F1 (at) | found where 1% are stopped wrongly |\n| --- | ---: | ---: | ---: | ---: | ---: |"
    )?;
    writeln!(out, "{}", peers::row("limen", DEFAULT_THRESHOLD, &pairs, &scores))?;
    for (name, threshold, scores) in peers.quality(&pairs)? {
        writeln!(out, "{}", peers::row(&name, threshold, &pairs, &scores))?;
    }
    Ok(())
}

/// How many of the entries of a whole list are found when they come damaged, how often another entry is shown for them,
/// and how many travellers who are in no list are stopped for it.
fn of_list(file: &Path, source: &Source, out: &mut impl Write) -> Result<(), crate::Failed> {
    const EACH: usize = 1_000;
    const STRANGERS: usize = 100_000;
    let mut random = SmallRng::seed_from_u64(SEED + 3);
    let read = list::read_all(io::BufReader::new(std::fs::File::open(file)?), None, &ListName::parse("bench")?)?;
    let index = AlertIndex::build(&read.alerts);
    let people: Vec<(usize, Person)> =
        read.alerts.iter().enumerate().filter_map(|(at, alert)| Some((at, Person::of(alert)?))).collect();
    writeln!(
        out,
        "\n## Damaged entries of {}: {} alerts, {} of them with a Latin name and a day of birth",
        file.display(),
        read.alerts.len(),
        people.len()
    )?;
    writeln!(out, "| damage | found | other entries shown, of 1,000 |\n| --- | ---: | ---: |")?;
    let (mut found_all, mut done_all, mut others_all) = (0, 0, 0);
    for kind in Damage::ALL {
        let (mut done, mut found, mut others, mut tries) = (0, 0, 0, 0);
        while done < EACH && tries < EACH * 20 {
            tries += 1;
            let (at, person) = &people[random.random_range(0..people.len())];
            let Some(damaged) = kind.to(person, &mut random) else { continue };
            done += 1;
            let hits = index.screen(&damaged.subject(), TODAY);
            let is_true = |hit: &limen_screening::Hit| hit.alert.id == read.alerts[*at].id;
            found += usize::from(hits.iter().any(is_true));
            others += hits.iter().filter(|hit| !is_true(hit)).count();
        }
        let share = |count: usize, of: f64| of * count as f64 / done.max(1) as f64;
        writeln!(out, "| {} | {:.1}% | {:.1} |", kind.words(), share(found, 100.0), share(others, 1_000.0))?;
        (found_all, done_all, others_all) = (found_all + found, done_all + done, others_all + others);
    }
    let share = |count: usize, of: f64| of * count as f64 / done_all.max(1) as f64;
    writeln!(out, "| all | {:.2}% | {:.2} |", share(found_all, 100.0), share(others_all, 1_000.0))?;
    let stopped =
        (0..STRANGERS).filter(|_| !index.screen(&source.person(&mut random).subject(), TODAY).is_empty()).count();
    writeln!(
        out,
        "of {STRANGERS} invented travellers {stopped} are stopped for an entry: {:.2} of 1,000",
        1_000.0 * stopped as f64 / STRANGERS as f64
    )?;
    Ok(())
}

/// Whom screening stops wrongly: travellers against alerts about other people of the same cultures.
fn false_alarms(source: &Source, out: &mut impl Write) -> Result<(), crate::Failed> {
    const ALERTS: usize = 10_000;
    const TRAVELLERS: usize = 100_000;
    let mut random = SmallRng::seed_from_u64(SEED + 2);
    let list = ListName::parse("bench")?;
    let wanted: Vec<Person> = (0..ALERTS).map(|_| source.person(&mut random)).collect();
    let mut frequencies = Frequencies::default();
    let travellers: Vec<Person> = (0..TRAVELLERS).map(|_| source.person(&mut random)).collect();
    travellers.iter().for_each(|person| frequencies.add(&person.name()));
    let mut builder = Builder::with_frequencies(frequencies);
    wanted.iter().enumerate().for_each(|(number, person)| builder.add(&person.alert(&list, number, vec![])));
    let index = builder.finish();

    let best = |person: &Person, alert: Option<usize>, index: &AlertIndex| -> f64 {
        let hits = index.screen(&person.subject(), TODAY);
        let mut hits = hits.iter().filter(|hit| alert.is_none_or(|alert| hit.alert.id.as_str() == format!("A{alert}")));
        hits.next().map_or(0.0, |hit| hit.score)
    };
    let low = index.with_threshold(list, 0.4);
    let false_scores: Vec<f64> = travellers.iter().map(|person| best(person, None, &low)).collect();
    let mut true_scores: Vec<f64> = Vec::new();
    while true_scores.len() < 10_000 {
        let number = random.random_range(0..wanted.len());
        let kind = Damage::ALL[random.random_range(0..Damage::ALL.len())];
        let Some(damaged) = kind.to(&wanted[number], &mut random) else { continue };
        true_scores.push(best(&damaged, Some(number), &low));
    }
    writeln!(
        out,
        "\n## Whom it stops wrongly: {TRAVELLERS} travellers, {ALERTS} alerts about others of the same cultures"
    )?;
    writeln!(out, "| threshold | stopped wrongly, of 1,000 | damaged true matches found |\n| ---: | ---: | ---: |")?;
    for threshold in [0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9] {
        let over =
            |scores: &[f64]| scores.iter().filter(|score| **score >= threshold).count() as f64 / scores.len() as f64;
        writeln!(
            out,
            "| {threshold:.2} | {:.2} | {:.2}% |",
            over(&false_scores) * 1_000.0,
            over(&true_scores) * 100.0
        )?;
    }
    Ok(())
}

/// Times of many queries.
#[derive(Debug, Clone, Copy)]
struct Quantiles {
    median: Duration,
    high: Duration,
    most: Duration,
}

impl Quantiles {
    fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        let at = |share: f64| {
            times
                .get(((times.len() as f64 * share) as usize).min(times.len().saturating_sub(1)))
                .copied()
                .unwrap_or_default()
        };
        Self { median: at(0.5), high: at(0.99), most: at(1.0) }
    }
}

impl std::fmt::Display for Quantiles {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let milliseconds = |time: Duration| time.as_secs_f64() * 1_000.0;
        write!(
            f,
            "median {:.3} ms, p99 {:.3} ms, most {:.3} ms",
            milliseconds(self.median),
            milliseconds(self.high),
            milliseconds(self.most)
        )
    }
}

/// The memory that this process holds, where the system says.
fn resident_bytes() -> u64 {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    statm.split(' ').nth(1).and_then(|pages| pages.parse::<u64>().ok()).unwrap_or(0) * 4_096
}
