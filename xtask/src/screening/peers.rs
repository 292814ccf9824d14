//! What others do with the same names: RapidFuzz, nomenklatura's logic-v2, PostgreSQL's pg_trgm.

use super::{Quantiles, Traveller, people::Person};
use serde::Serialize;
use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

/// The script that runs the peers in Python.
const SCRIPT: &str = include_str!("peers.py");
/// Maximum number of travellers for brute force, which is slow: enough to know its median.
const MOST_TRAVELLERS: usize = 200;

/// Two names that are one person's or two people's.
#[derive(Debug)]
pub(super) struct NamePair {
    pub one: Person,
    pub other: Person,
    pub same: bool,
}

/// A peer, the score from which it takes two names for one, and its score of each pair.
type Scored = (String, f64, Vec<f64>);

/// Where peers are to be found.
#[derive(Debug)]
pub(super) struct Peers<'a> {
    pub python: Option<&'a Path>,
    pub postgres: Option<&'a str>,
}

/// How fast and how surely someone finds the sought.
#[derive(Debug)]
pub(super) struct Speed {
    pub name: String,
    pub quantiles: Quantiles,
    /// Sought travellers whose true alert was among the first twenty, and how many were sought.
    pub found: usize,
    pub sought: usize,
}

#[derive(Serialize)]
struct Given<'a> {
    alerts: &'a [String],
    /// The name as it is shown, and for the sought the name under which they are sought.
    travellers: Vec<(String, Option<String>)>,
    postgres: Option<&'a str>,
}

impl Peers<'_> {
    pub fn are_there(&self) -> bool {
        self.python.is_some()
    }

    /// Runs the script on one JSON document and reads the one it prints.
    fn ask(&self, what: &str, given: &impl Serialize) -> Result<serde_json::Value, crate::Failed> {
        let python = self.python.ok_or("no Python was given")?;
        let mut child =
            Command::new(python).args(["-c", SCRIPT, what]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let mut input = child.stdin.take().ok_or("the peers' script can't be written to")?;
        let given = serde_json::to_vec(given)?;
        let writer = std::thread::spawn(move || input.write_all(&given));
        let output = child.wait_with_output()?;
        writer.join().map_err(|_| "the peers' script can't be written to")??;
        if !output.status.success() {
            return Err(format!("the peers' script failed: {}", output.status).into());
        }
        Ok(serde_json::from_slice(&output.stdout)?)
    }

    /// How long each peer takes for a query over these names, and how many of the sought it finds.
    ///
    /// # Errors
    /// The script of the peers does not start, fails, or prints something else than it was asked for.
    pub fn speed(&self, alerts: &[String], travellers: &[Traveller]) -> Result<Vec<Speed>, crate::Failed> {
        if !self.are_there() {
            return Ok(vec![]);
        }
        let step = (travellers.len() / MOST_TRAVELLERS).max(1);
        let travellers = travellers.iter().step_by(step).take(MOST_TRAVELLERS);
        let travellers = travellers.map(|traveller| (traveller.shown.name(), traveller.name.clone())).collect();
        let answer = self.ask("speed", &Given { alerts, travellers, postgres: self.postgres })?;
        let rows: Vec<(String, Vec<f64>, usize, usize)> = serde_json::from_value(answer)?;
        let speed = |(name, seconds, found, sought): (_, Vec<f64>, _, _)| Speed {
            name,
            quantiles: Quantiles::of(seconds.into_iter().map(Duration::from_secs_f64).collect()),
            found,
            sought,
        };
        Ok(rows.into_iter().map(speed).collect())
    }

    /// How each peer scores these pairs, and from which score on it takes two names for one.
    ///
    /// # Errors
    /// The script of the peers does not start, fails, or prints something else than it was asked for.
    pub fn quality(&self, pairs: &[NamePair]) -> Result<Vec<Scored>, crate::Failed> {
        if !self.are_there() {
            return Ok(vec![]);
        }
        let names: Vec<(String, String)> = pairs.iter().map(|pair| (pair.one.name(), pair.other.name())).collect();
        Ok(serde_json::from_value(self.ask("quality", &names)?)?)
    }
}

/// A row of the table of quality.
pub(super) fn row(name: &str, threshold: f64, pairs: &[NamePair], scores: &[f64]) -> String {
    let counts = |threshold: f64| {
        let over = |same: bool| {
            pairs.iter().zip(scores).filter(|(pair, score)| pair.same == same && **score >= threshold).count() as f64
        };
        (over(true), over(false))
    };
    let same = pairs.iter().filter(|pair| pair.same).count() as f64;
    let other = pairs.len() as f64 - same;
    let f1 = |threshold: f64| {
        let (found, wrong) = counts(threshold);
        2.0 * found / (found + wrong + same)
    };
    let thresholds = (1..100).map(|hundredths| f64::from(hundredths) / 100.0);
    let (best, at) = thresholds
        .clone()
        .map(|threshold| (f1(threshold), threshold))
        .fold((0.0, 0.0), |best, next| if next.0 > best.0 { next } else { best });
    let strict = thresholds
        .filter(|threshold| counts(*threshold).1 <= other * 0.01)
        .map(|threshold| counts(threshold).0)
        .fold(0.0, f64::max);
    let (found, wrong) = counts(threshold);
    format!(
        "| {name} | {threshold:.2} | {:.1}% | {:.1}% | {best:.3} ({at:.2}) | {:.1}% |",
        100.0 * found / same,
        100.0 * wrong / other,
        100.0 * strict / same
    )
}
