//! How well the reader reads: drawn pictures of held-back seeds, in four grades.
//!
//! `limen-training measure COUNT` prints, for each grade, how many zones came out exactly, how many were called sure, how
//! many of those were wrong, and the processor's time. Seeds from 1,000,000 on are held back: training uses none of them.

use crate::{
    chance::Chance,
    font::Font,
    page::{self, Grade, Page},
};
use limen_optics::{Reading, Reason, Unread, net::Net, picture};
use std::{
    sync::OnceLock,
    time::{Duration, Instant},
};

/// Where held-back seeds begin.
pub const HELD_BACK: u64 = 1_000_000;

/// The held-back picture of a number.
pub fn held_back(fonts: &[Font], grade: Grade, number: usize) -> Page {
    page::page(fonts, grade, &mut Chance::new(HELD_BACK + 4 * number as u64 + grade as u64))
}

/// Why a zone was not read exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// No line of it was found.
    NotFound,
    /// It was refused, for another reason.
    Refused,
    /// Lines of another number or length.
    CutWrongly,
    /// A wrong letter stands beside where the zone's is.
    PlacedWrongly,
    /// The network saw another letter.
    SeenWrongly,
    /// The network saw the letter, and another was chosen.
    DecodedWrongly,
}

/// What came of one picture.
#[derive(Debug)]
pub struct Outcome {
    /// The picture, and what it says.
    pub page: Page,
    /// What was read.
    pub read: Result<Reading, Unread>,
    /// How long it took the processor, with the file opened.
    pub took: Duration,
}

impl Outcome {
    /// Whether the zone came out exactly.
    pub fn is_exact(&self) -> bool {
        self.read.as_ref().is_ok_and(|reading| reading.text_lines() == self.page.lines)
    }

    /// Why it is not exact; `None` where it is.
    pub fn cause(&self) -> Option<Cause> {
        let reading = match &self.read {
            _ if self.is_exact() => return None,
            Err(unread) if unread.reason == Reason::NoZone => return Some(Cause::NotFound),
            Err(_) => return Some(Cause::Refused),
            Ok(reading) => reading,
        };
        let sizes = |counts: Vec<usize>| (counts.len(), counts.first().copied());
        if sizes(reading.lines.iter().map(Vec::len).collect())
            != sizes(self.page.lines.iter().map(String::len).collect())
        {
            return Some(Cause::CutWrongly);
        }
        let (mut is_misplaced, mut is_misseen) = (false, false);
        for ((characters, line), middles) in reading.lines.iter().zip(&self.page.lines).zip(&self.page.middles) {
            for ((character, true_letter), middle) in characters.iter().zip(line.chars()).zip(middles) {
                if character.letter == true_letter {
                    continue;
                }
                let [a, _, c, _] = character.corners;
                let off = ((a[0] + c[0]) / 2.0 - middle[0]).hypot((a[1] + c[1]) / 2.0 - middle[1]);
                is_misplaced |= off > 0.3 * self.page.pitch;
                is_misseen |= character.seen.is_none_or(|seen| seen != true_letter);
            }
        }
        Some(match (is_misplaced, is_misseen) {
            (true, _) => Cause::PlacedWrongly,
            (_, true) => Cause::SeenWrongly,
            _ => Cause::DecodedWrongly,
        })
    }

    /// What was read beside what stands there, for one that is not exact.
    pub fn said(&self) -> String {
        let (what, lines) = match &self.read {
            Ok(read) if read.sure => ("SURE AND WRONG".to_owned(), read.text_lines()),
            Ok(read) => (format!("probability {:.3}", read.probability), read.text_lines()),
            Err(unread) => (unread.reason.to_string(), unread.text_lines()),
        };
        let cause = self.cause().map_or(String::new(), |cause| format!(" ({cause:?})"));
        let part = if self.page.is_whole() { "" } else { ", not whole in the picture" };
        let mut said = format!("{} at {:.1} pixels{part}: {what}{cause}", self.page.format.code(), self.page.pitch);
        for (at, line) in self.page.lines.iter().enumerate() {
            said += &format!("\n    is   {line}\n    read {}", lines.get(at).map_or("", String::as_str));
        }
        said
    }

    /// Whether it was called sure.
    pub fn is_sure(&self) -> bool {
        self.read.as_ref().is_ok_and(|reading| reading.sure)
    }
}

/// The processor's time that this thread has had, which other work on the machine does not lengthen; where the system does
/// not say, the time of day's.
fn processor() -> Duration {
    static BEGUN: OnceLock<Instant> = OnceLock::new();
    let said = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = said.and_then(|said| said.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| BEGUN.get_or_init(Instant::now).elapsed(), Duration::from_nanos)
}

/// Reads a file, by some weights; and how long it took the processor.
pub fn read(net: Option<&Net>, file: &[u8]) -> (Result<Reading, Unread>, Duration) {
    let begun = processor();
    let read = match net {
        Some(net) => picture::open(file)
            .map_err(|error| Unread { reason: error.into(), lines: Vec::new() })
            .and_then(|picture| limen_optics::read_with(net, picture)),
        None => limen_optics::read(file),
    };
    (read, processor().saturating_sub(begun))
}

/// Reads one picture, by some weights.
pub fn outcome(net: Option<&Net>, page: Page) -> Outcome {
    let (read, took) = read(net, &page.jpeg());
    Outcome { page, read, took }
}

/// What came of a grade's pictures.
#[derive(Debug, Default, Clone)]
pub struct Tally {
    /// Pictures.
    pub count: usize,
    /// Zones read exactly.
    pub exact: usize,
    /// Zones called sure, and those of them that were wrong.
    pub sure: usize,
    /// Sure and wrong.
    pub sure_wrong: usize,
    /// Refused.
    pub refused: usize,
    /// Times of the processor, in milliseconds, and those of pictures of 12 megapixels.
    pub times: Vec<f64>,
    /// See `times`.
    pub times_of_large: Vec<f64>,
    /// Megapixels.
    pub megapixels: f64,
    /// For each zone read: its probability, the least of its characters' probabilities by the picture alone, whether its
    /// check digits fit and no character differs from what the picture says, and whether it is exact.
    pub judged: Vec<(f32, f32, bool, bool)>,
}

impl Tally {
    /// Counts one in.
    pub fn add(&mut self, outcome: &Outcome) {
        self.count += 1;
        self.exact += usize::from(outcome.is_exact());
        self.sure += usize::from(outcome.is_sure());
        self.sure_wrong += usize::from(outcome.is_sure() && !outcome.is_exact());
        self.refused += usize::from(outcome.read.is_err());
        if let Ok(reading) = &outcome.read {
            self.judged.push((reading.probability, reading.least, reading.agrees, outcome.is_exact()));
        }
        let (took, megapixels) =
            (outcome.took.as_secs_f64() * 1000.0, outcome.page.picture.pixels().len() as f64 / 1e6);
        self.times.push(took);
        self.megapixels += megapixels;
        if megapixels > 10.0 {
            self.times_of_large.push(took);
        }
    }

    /// What other thresholds of *sure* would give: zones sure, and sure and wrong.
    pub fn thresholds(&self) -> String {
        let mut said = String::new();
        for probability in [0.8, 0.85, 0.9, 0.95, 0.98] {
            for least in [0.3, 0.4, 0.5, 0.6, 0.8] {
                let sure = || self.judged.iter().filter(|own| own.0 >= probability && own.1 >= least && own.2);
                let wrong = sure().filter(|own| !own.3).count();
                said += &format!(
                    "\n    zone {probability}, character {least}: {} sure, {wrong} of them wrong",
                    sure().count()
                );
            }
        }
        said
    }

    /// A line of a table.
    pub fn line(&self) -> String {
        let at = |times: &[f64], share: f64| {
            let mut times = times.to_vec();
            times.sort_by(f64::total_cmp);
            times.get((times.len() as f64 * share) as usize).copied().unwrap_or(0.0)
        };
        let share = |part: usize| 100.0 * part as f64 / self.count.max(1) as f64;
        let large = match self.times_of_large.len() {
            0 => String::new(),
            count => format!("; {count} of 12 Mpx: median {:.0} ms", at(&self.times_of_large, 0.5)),
        };
        format!(
            "{} pictures: exact {:.1} %, sure {:.1} %, sure and wrong {}, refused {:.1} %; median {:.0} ms, 95 % within {:.0} ms, {:.1} Mpx on average{large}",
            self.count,
            share(self.exact),
            share(self.sure),
            self.sure_wrong,
            share(self.refused),
            at(&self.times, 0.5),
            at(&self.times, 0.95),
            self.megapixels / self.count.max(1) as f64,
        )
    }
}
