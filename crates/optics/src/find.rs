//! From a picture to the letters of its zone: rows of even pieces at several sizes of the picture, each tried as a line.

use crate::{
    cell::Frame,
    chain::{self, Chain},
    ink::{self, Dark},
    look::Looker,
    luma::{Luma, Pyramid},
    net::Net,
    plane::{length, minus},
    zone::{self, Found, Row},
};

/// Most pixels of the picture in which lines are looked for first.
const MOST_PIXELS: usize = 1_300_000;
/// Below so many pixels a picture is made larger before lines are looked for in it.
const FEW_PIXELS: usize = 400_000;
/// Rows of pieces that are tried as lines, at most, in each stage.
const TRIES: usize = 12;
/// Pieces of a row that may be a second zone's.
const LONG: usize = 16;
/// Letters that a line of a second zone has: the shortest have thirty, and some may be worn.
const SHORTEST_LINE: usize = 26;
/// Letters from which a row is a line.
const FEWEST_LETTERS: usize = 8;
/// Mean probability of the best letter from which a zone is taken though its check digits don't fit.
const OBVIOUS: f32 = 0.93;
/// Probability that the cells are letters from which a zone is not looked for in the next stage.
const CLEAR_ENOUGH: f32 = 0.8;

/// A row of pieces, in pixels of the whole picture.
fn scaled(chain: Chain, scale: f32) -> Chain {
    let place = |v: f32| (v + 0.5) * scale - 0.5;
    Chain {
        middle: [place(chain.middle[0]), place(chain.middle[1])],
        step: [chain.step[0] * scale, chain.step[1] * scale],
        ..chain
    }
}

/// The rows of pieces at one size.
fn chains_in(picture: &Luma, scale: f32, dark: Dark) -> Vec<Chain> {
    chain::chains(&ink::pieces(picture, dark)).into_iter().map(|chain| scaled(chain, scale)).collect()
}

/// Where rows of pieces are looked for, one after another until a zone is found: the sizes at which letters mostly are,
/// darker ink only (where the paper has dark lines too), then finer sizes.
#[derive(Debug, Clone, Copy)]
enum Stage {
    Coarse(Dark),
    Fine(Dark),
    Enlarged(Dark),
}

const STAGES: [Stage; 6] = [
    Stage::Coarse(Dark::Ink),
    Stage::Coarse(Dark::Blackest),
    Stage::Enlarged(Dark::Ink),
    Stage::Fine(Dark::Ink),
    Stage::Enlarged(Dark::Blackest),
    Stage::Fine(Dark::Blackest),
];

impl Stage {
    fn chains(self, pyramid: &Pyramid) -> Vec<Chain> {
        let levels = pyramid.levels();
        let pixels = |level: &Luma| level.pixels().len();
        let first = levels.iter().position(|level| pixels(level) <= MOST_PIXELS).unwrap_or(levels.len() - 1);
        let scale = |level: usize| (1u32 << level) as f32;
        let mut chains = match self {
            Self::Coarse(dark) => {
                let coarse = levels.iter().enumerate().skip(first).take(3);
                coarse.flat_map(|(level, picture)| chains_in(picture, scale(level), dark)).collect()
            }
            Self::Fine(dark) => match first.checked_sub(1) {
                Some(finer) if pixels(&levels[finer]) <= 4 * MOST_PIXELS => {
                    chains_in(&levels[finer], scale(finer), dark)
                }
                _ => Vec::new(),
            },
            Self::Enlarged(dark) => {
                let picture = pyramid.picture();
                let larger = (pixels(picture) <= FEW_PIXELS)
                    .then(|| picture.scaled(picture.width() * 2, picture.height() * 2))
                    .flatten();
                larger.map(|larger| chains_in(&larger, 0.5, dark)).unwrap_or_default()
            }
        };
        chains.sort_by_key(|chain| std::cmp::Reverse(chain.count));
        chains
    }
}

/// What is found in a picture.
#[derive(Debug)]
pub(crate) enum Finding {
    /// No line of evenly spaced letters.
    Nothing,
    /// A zone, or the most that was found of one.
    One(Found),
    /// More than one zone; the clearest.
    Several(Found),
}

/// Finds the zone of a picture.
pub(crate) fn find(net: &Net, pyramid: &Pyramid) -> Finding {
    let mut looker = Looker::new(net, pyramid);
    let mut best: Option<Found> = None;
    for stage in STAGES {
        let chains = stage.chains(pyramid);
        let mut seen: Vec<[f32; 2]> = Vec::new();
        let mut tries = 0;
        for (index, chain) in chains.iter().enumerate() {
            if tries == TRIES || is_known(chain, &seen) {
                continue;
            }
            tries += 1;
            let Some((rows, found)) = rows_from(&mut looker, chain) else { continue };
            note(&mut seen, &rows);
            // A line followed in too large steps has letters too, but not whose check digits fit.
            let is_clear = found.is_clear() && (found.legible() > OBVIOUS || found.fits());
            if best.as_ref().is_none_or(|best| worth(&found) > worth(best)) {
                best = Some(found);
            }
            if is_clear && let Some(best) = best.take() {
                let has_other = another(&mut looker, &best, &chains[index + 1..], &mut seen);
                return if has_other { Finding::Several(best) } else { Finding::One(best) };
            }
        }
        if let Some(best) = best.take_if(|best| best.is_whole && best.letters > CLEAR_ENOUGH) {
            return Finding::One(best);
        }
    }
    best.map_or(Finding::Nothing, Finding::One)
}

/// Whether other long rows make a zone beside the one found.
fn another(looker: &mut Looker<'_>, best: &Found, chains: &[Chain], seen: &mut Vec<[f32; 2]>) -> bool {
    let long = chains.iter().filter(|chain| chain.count >= LONG);
    for chain in long.take(2 * TRIES) {
        if is_known(chain, seen) {
            continue;
        }
        let Some(row) = row_from(looker, chain) else { continue };
        note(seen, std::slice::from_ref(&row));
        if row.track.letters() < SHORTEST_LINE {
            continue;
        }
        let (rows, found) = zone::beside(looker, row);
        note(seen, &rows);
        if found.is_clear() && !overlap(best, &found) && found.fits() {
            return true;
        }
    }
    false
}

/// Whether the middle of one zone lies on the other: it was met a second time, by other pieces.
fn overlap(best: &Found, other: &Found) -> bool {
    let frames: Vec<Frame> = other.lines.iter().flatten().map(|(frame, _)| *frame).collect();
    let sum = frames.iter().fold([0.0; 2], |sum, frame| [sum[0] + frame.middle[0], sum[1] + frame.middle[1]]);
    let middle = sum.map(|sum| sum / frames.len().max(1) as f32);
    let mut own = best.lines.iter().flatten();
    own.any(|(frame, _)| length(minus(frame.middle, middle)) < 2.0 * frame.pitch())
}

/// Whether a row of pieces is a line that was followed already.
fn is_known(chain: &Chain, seen: &[[f32; 2]]) -> bool {
    let near = 0.6 * length(chain.step);
    seen.iter().any(|place| length(minus(*place, chain.middle)) < near)
}

fn note(seen: &mut Vec<[f32; 2]>, rows: &[Row]) {
    seen.extend(rows.iter().flat_map(|row| row.track.spots.values().map(|spot| spot.frame.middle)));
}

/// The line of a row of pieces with those beside it, and the zone that they make.
fn rows_from(looker: &mut Looker<'_>, chain: &Chain) -> Option<(Vec<Row>, Found)> {
    let row = row_from(looker, chain)?;
    (row.track.letters() >= FEWEST_LETTERS).then(|| zone::beside(looker, row))
}

/// The line of a row of pieces.
fn row_from(looker: &mut Looker<'_>, chain: &Chain) -> Option<Row> {
    let seed = zone::seed_of(looker, chain)?;
    zone::row_of(looker, seed)
}

/// A whole zone before a part, one that fits before one that doesn't, then the more and the clearer letters.
fn worth(found: &Found) -> f32 {
    let count: usize = found.lines.iter().map(Vec::len).sum();
    if !found.is_whole {
        return count as f32;
    }
    let by_digits = if found.fits() { 2.0 } else { 1.0 };
    1000.0 * found.letters * found.legible() * by_digits
}
