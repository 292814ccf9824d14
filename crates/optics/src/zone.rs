//! Lines that together make a zone: two of 44 or 36 letters, or three of 30 (Doc 9303-4 to -7).

use crate::{
    cell::Frame,
    chain::Chain,
    choice::{Choice, SIZES, choices},
    curve::{Curve, Shape},
    decode,
    look::{Looker, Seen},
    plane::{length, minus},
    prior::{self, Odds},
    track::{Seed, Track},
};

/// Where the next line may be, in pitches: 2.2 to 2.7 as printed, more and less as it is seen.
const NEXT: std::ops::RangeInclusive<f32> = 1.5..=3.7;
/// Heights of letters that are taken to be as printed.
const AS_PRINTED: std::ops::Range<f32> = 0.8..1.25;
/// By how much the next best size may be worse for its check digits to decide: it leaves out no more than some seven clear letters.
const CLOSE: f32 = 45.0;
/// The cells that show where a line runs.
const SHOWN: i32 = 8;
/// Least mean logarithm of the best letter's probability for eight cells to be a line's.
const LEAST_SCORE: f32 = -1.1;

/// A cell is empty where the network gives a letter less than this.
pub(crate) const EMPTY: f32 = 0.3;
/// Mean probability of the best letter below which what was found is no zone: text in another script, a pattern.
const TEXT: f32 = 0.6;
/// Mean probability of the best letter from which a zone is read.
pub(crate) const LEGIBLE: f32 = 0.72;
/// Probability that the cells are letters from which a zone is taken without looking further.
const CLEAR: f32 = 0.93;
/// Probability that the cells are letters below which lines of the right length are no zone.
const FILLED: f32 = 0.7;
/// Letters in a line below which nothing is said of it.
const SHORTEST_LINE: usize = 16;
/// Different letters that any zone has: those of its states and dates.
const FEWEST_CLASSES: usize = 5;

/// How far a course may move, in pitches, without being followed once more.
const SETTLED: f32 = 0.05;
/// Logarithm of the best letter's probability below which a cell is looked at again.
const UNCLEAR: f32 = -0.05;

/// A line whose course is known.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub track: Track,
    pub curve: Curve,
}

/// A zone's letters, or as much as was found of them.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// Lines, from the top, each with its letters.
    pub lines: Vec<Vec<(Frame, Seen)>>,
    /// Whether the lines are as many and as long as a zone's.
    pub is_whole: bool,
    /// Mean probability that the cells are letters.
    pub letters: f32,
    /// Whether letters lie beyond the picture: to the left and to the right as it is read.
    pub cut: [bool; 2],
    /// Whether the picture ends within a pitch of the letters, so that more may have been there.
    pub touches: [bool; 2],
}

impl Found {
    /// Mean probability of the best letter, over the cells that have one.
    pub fn legible(&self) -> f32 {
        let letters = || self.lines.iter().flatten().filter(|(_, seen)| seen.letter() >= EMPTY);
        letters().map(|(_, seen)| seen.best().1.exp()).sum::<f32>() / letters().count().max(1) as f32
    }

    /// Whether it can be a zone at all and not a pattern of the paper: letters that are told, long lines, several letters.
    pub fn may_be_zone(&self) -> bool {
        let mut classes: Vec<usize> = self.lines.iter().flatten().map(|(_, seen)| seen.best().0).collect();
        classes.sort_unstable();
        classes.dedup();
        let longest = self.lines.iter().map(Vec::len).max().unwrap_or(0);
        let is_filled = !self.is_whole || self.letters > FILLED;
        is_filled && self.legible() >= TEXT && longest >= SHORTEST_LINE && classes.len() >= FEWEST_CLASSES
    }

    /// Whether its check digits fit.
    pub fn fits(&self) -> bool {
        let odds: Vec<Odds> = self.lines.iter().flatten().map(|(_, seen)| prior::odds_of(&seen.logs)).collect();
        let width = self.lines.first().map_or(0, Vec::len);
        decode::decode(self.lines.len(), width, &odds).is_some_and(|decoded| decoded.fits)
    }

    /// Whether nothing better is to be expected.
    pub fn is_clear(&self) -> bool {
        self.is_whole && self.letters > CLEAR && self.legible() > LEGIBLE && self.may_be_zone()
    }
}

/// A row of pieces as a line, read in its better direction.
pub(crate) fn seed_of(looker: &mut Looker<'_>, chain: &Chain) -> Option<Seed> {
    // Blur and thick ink make letters seem taller: only what is clearly not as printed counts.
    let tall = if AS_PRINTED.contains(&chain.tall) { 1.0 } else { chain.tall };
    let shape = Shape { tall, ..Shape::PLAIN };
    let toward = |sign: f32, looker: &mut Looker<'_>| {
        let along = [chain.step[0] * sign, chain.step[1] * sign];
        let frames = (-SHOWN / 2..SHOWN / 2)
            .map(|number| {
                let n = number as f32;
                let middle = [chain.middle[0] + n * along[0], chain.middle[1] + n * along[1]];
                (number, shape.frame(middle, along), shape)
            })
            .collect();
        Track::seed(looker, frames)
    };
    let (one, other) = (toward(1.0, looker), toward(-1.0, looker));
    let better = match (one, other) {
        (Some(one), Some(other)) => {
            if one.score >= other.score {
                one
            } else {
                other
            }
        }
        (one, other) => one.or(other)?,
    };
    (better.score > LEAST_SCORE).then_some(better)
}

/// The line that begins with a seed.
pub(crate) fn row_of(looker: &mut Looker<'_>, seed: Seed) -> Option<Row> {
    let mut track = seed.track;
    track.follow(looker);
    let curve = track.curve()?;
    Some(Row { track, curve })
}

/// The lines beside one, from the top, with it among them; and the zone that they make. No further line is looked for once
/// that is clear.
pub(crate) fn beside(looker: &mut Looker<'_>, row: Row) -> (Vec<Row>, Found) {
    let mut rows = vec![row];
    for side in [1.0, -1.0] {
        while rows.len() < 4 {
            let edge = if side > 0.0 { rows.last() } else { rows.first() };
            let Some(next) = edge.and_then(|edge| neighbour(looker, edge, side)) else { break };
            if side > 0.0 {
                rows.push(next)
            } else {
                rows.insert(0, next)
            }
            if !may_be_whole(&rows) {
                continue;
            }
            let found = assemble(looker, &rows);
            if found.is_clear() && found.fits() {
                return (rows, found);
            }
        }
    }
    let found = assemble(looker, &rows);
    (rows, found)
}

/// Whether the lines are of the lengths of a zone, so that it is worth looking at them closely.
fn may_be_whole(rows: &[Row]) -> bool {
    let shortest = rows.iter().map(|row| row.track.letters()).min().unwrap_or(0);
    SIZES.iter().any(|&(count, width)| rows.len() == count && shortest + 3 > width)
}

/// The line next to one, below (`side` 1) or above (−1).
fn neighbour(looker: &mut Looker<'_>, row: &Row, side: f32) -> Option<Row> {
    let (first, last) = (*row.track.spots.keys().next()?, *row.track.spots.keys().next_back()?);
    let mut peaks = peaks(looker, &row.curve, first..last, side);
    peaks.truncate(3);
    let shape_at = |frame: &Frame| {
        let along = frame.along;
        let square = along[0] * along[0] + along[1] * along[1];
        Shape {
            tall: (frame.down[1] * along[0] - frame.down[0] * along[1]) / square,
            lean: (frame.down[0] * along[0] + frame.down[1] * along[1]) / square,
        }
    };
    let middle = (first + last) / 2;
    // In the middle, then where less light may be in the way.
    let starts = [middle - SHOWN / 2, first + (last - first) / 5 - SHOWN / 2, last - (last - first) / 5 - SHOWN / 2];
    for off in peaks {
        for start in starts {
            for phase in [0.0, 0.5] {
                let frames: Vec<_> = (start..start + SHOWN)
                    .map(|number| {
                        let frame = row.curve.frame_beside(number as f32 + phase, off);
                        (number, frame, shape_at(&frame))
                    })
                    .collect();
                if frames.iter().any(|(_, frame, _)| !looker.holds(frame.middle)) {
                    continue;
                }
                let Some(seed) = Track::seed(looker, frames) else { continue };
                if seed.score < LEAST_SCORE {
                    continue;
                }
                if let Some(next) = row_of(looker, seed)
                    && next.track.letters() >= 10
                {
                    return Some(next);
                }
            }
        }
    }
    None
}

/// How far beside a line others run, in its pitches, the nearest first: where grey levels change along the line.
fn peaks(looker: &Looker<'_>, curve: &Curve, numbers: std::ops::Range<i32>, side: f32) -> Vec<f32> {
    const FINE: f32 = 0.1;
    const QUARTER: f32 = 0.25;
    /// How much they change there, against the line itself.
    const MARKED: f32 = 0.35;
    let frames: Vec<Frame> =
        (numbers.start * 4..numbers.end * 4).map(|quarter| curve.frame(quarter as f32 * QUARTER)).collect();
    let Some(frame) = frames.first() else { return Vec::new() };
    let level = looker.pyramid.level_for(frame.pitch() / 10.0);
    let changes = |off: f32| {
        let sum: f32 = frames
            .iter()
            .map(|frame| {
                let (a, b) = (frame.at(0.0, off), frame.at(QUARTER, off));
                (looker.pyramid.at(level, a[0], a[1]) - looker.pyramid.at(level, b[0], b[1])).abs().min(60.0)
            })
            .sum();
        sum / frames.len() as f32
    };
    let count = (NEXT.end() / FINE) as usize + 8;
    let raw: Vec<f32> = (0..count).map(|step| changes(step as f32 * FINE * side)).collect();
    // A letter is nine tenths of a pitch tall.
    let smooth: Vec<f32> = (0..count)
        .map(|at| {
            let part = &raw[at.saturating_sub(4)..(at + 5).min(count)];
            part.iter().sum::<f32>() / part.len() as f32
        })
        .collect();
    // The nearest first: between two lines of a zone stands nothing.
    (1..count - 1)
        .filter(|&at| NEXT.contains(&(at as f32 * FINE)))
        .filter(|&at| smooth[at] >= smooth[at - 1] && smooth[at] > smooth[at + 1] && smooth[at] > MARKED * smooth[0])
        .map(|at| at as f32 * FINE * side)
        .collect()
}

/// The zone that lines make, looked at closely. Where its check digits don't fit, as a rule, a line of the page above it was
/// taken for one of it, or its end is hard to see: then a size that is nearly as good is taken if they do fit there.
pub(crate) fn assemble(looker: &mut Looker<'_>, rows: &[Row]) -> Found {
    let mut best: Option<Found> = None;
    let tracks: Vec<&Track> = rows.iter().map(|row| &row.track).collect();
    let choices = choices(&tracks);
    let most = choices.first().map_or(0.0, |choice| choice.score);
    for choice in choices.into_iter().filter(|choice| choice.score > most - CLOSE) {
        let Some(found) = laid_out(looker, rows, &choice) else { continue };
        let is_text = found.letters > 0.5 && found.legible() > TEXT;
        if is_text && found.fits() {
            return found;
        }
        if best.get_or_insert(found).legible() < TEXT || !is_text {
            break;
        }
    }
    best.unwrap_or_else(|| part(looker, rows))
}

/// The letters of a choice.
fn laid_out(looker: &mut Looker<'_>, rows: &[Row], choice: &Choice) -> Option<Found> {
    let mut lines = Vec::new();
    let (mut letters, mut cut, mut touches) = (0.0, [false; 2], [false; 2]);
    let count = choice.starts.len();
    for (row, &start) in rows[choice.first_row..].iter().zip(&choice.starts) {
        let mut track = row.track.clone();
        let numbers = start..start + choice.width as i32;
        // Where the course moves, it is followed once more: letters are told best in the middle of their cells.
        let course = track.settle(looker, numbers.clone())?;
        if track.curve().is_some_and(|better| moved(&course, &better, &numbers) > SETTLED) {
            track.settle(looker, numbers.clone());
        }
        let sure: f32 = track.spots.values().map(|spot| spot.seen.letter()).sum();
        letters += sure / (choice.width * count) as f32;
        for (side, number, next) in [(0, numbers.start, -1), (1, numbers.end - 1, 1)] {
            let place = |number: i32| row.curve.frame(number as f32).middle;
            cut[side] |= !looker.holds(place(number));
            touches[side] |= !looker.holds(place(number + next));
        }
        lines.push(looked_at_again(looker, &track));
    }
    Some(Found { lines, is_whole: true, letters, cut, touches })
}

/// How far apart two courses of a line are at most, in pitches.
fn moved(one: &Curve, other: &Curve, numbers: &std::ops::Range<i32>) -> f32 {
    let apart = numbers.clone().map(|number| {
        let (one, other) = (one.frame(number as f32), other.frame(number as f32));
        length(minus(one.middle, other.middle)) / one.pitch()
    });
    apart.fold(0.0, f32::max)
}

/// A cell that is not clear is looked at again so far right and down of its place, and so much larger; and whether with its
/// faint ink deepened.
const VIEWS: [([f32; 2], f32, bool); 6] = [
    ([0.06, -0.05], 1.04, false),
    ([-0.06, 0.05], 0.96, false),
    ([0.05, 0.06], 0.97, false),
    ([-0.05, -0.06], 1.03, false),
    ([0.0, 0.0], 1.0, true),
    ([-0.03, 0.03], 1.02, true),
];

/// The cells of a line; those that are not clear are seen again, somewhat beside and with the contrast of their like (letters
/// may be worn faint), and the mean counts.
fn looked_at_again(looker: &mut Looker<'_>, track: &Track) -> Vec<(Frame, Seen)> {
    let mut all: Vec<(Frame, Seen)> = track.spots.values().map(|spot| (spot.frame, spot.seen.clone())).collect();
    let unclear: Vec<usize> = (0..all.len()).filter(|&at| all[at].1.best().1 < UNCLEAR).collect();
    for is_deep in [false, true] {
        let mut frames = Vec::new();
        for ([right, down], larger, _) in VIEWS.into_iter().filter(|(.., deeply)| *deeply == is_deep) {
            frames.extend(unclear.iter().map(|&at| {
                let frame = all[at].0;
                Frame {
                    middle: frame.at(right, down),
                    along: frame.along.map(|v| v * larger),
                    down: frame.down.map(|v| v * larger),
                }
            }));
        }
        let again = if is_deep { looker.look_deeply(&frames) } else { looker.look(&frames, &mut Vec::new()) };
        for (&at, again) in unclear.iter().cycle().zip(again) {
            for (log, other) in all[at].1.logs.iter_mut().zip(again.logs) {
                *log += other;
            }
        }
    }
    for &at in &unclear {
        all[at].1.logs.iter_mut().for_each(|log| *log /= (1 + VIEWS.len()) as f32);
    }
    all
}

/// What was found where it makes no zone: the letters of each line.
fn part(looker: &Looker<'_>, rows: &[Row]) -> Found {
    let mut cut = [false; 2];
    let mut lines = Vec::new();
    for row in rows {
        let known: Vec<_> = row.track.spots.iter().filter(|(_, spot)| spot.seen.letter() > 0.5).collect();
        if let (Some(&(first, _)), Some(&(last, _))) = (known.first(), known.last()) {
            cut[0] |= !looker.holds(row.curve.frame((*first - 1) as f32).middle);
            cut[1] |= !looker.holds(row.curve.frame((*last + 1) as f32).middle);
        }
        lines.push(known.into_iter().map(|(_, spot)| (spot.frame, spot.seen.clone())).collect());
    }
    Found { lines, is_whole: false, letters: 0.0, cut, touches: cut }
}
