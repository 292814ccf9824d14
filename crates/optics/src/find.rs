//! From a picture to the letters of its zone: rows of even pieces at several sizes of the picture, each tried as a line.

use crate::{
    chain::{self, Chain},
    ink,
    look::Looker,
    luma::{Luma, Pyramid},
    net::Net,
    zone::{self, Found},
};

/// Most pixels of the picture in which lines are looked for first.
const MOST_PIXELS: usize = 1_300_000;
/// Below so many pixels a picture is made larger before lines are looked for in it.
const FEW_PIXELS: usize = 400_000;
/// Rows of pieces that are tried as lines, at most, in all.
const TRIES: usize = 28;
/// Probability that the cells are letters from which a zone is taken without looking further.
const CLEAR: f32 = 0.93;

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
fn chains_in(picture: &Luma, scale: f32) -> Vec<Chain> {
    chain::chains(&ink::pieces(picture)).into_iter().map(|chain| scaled(chain, scale)).collect()
}

/// The best that is found in a picture; `None` where no line of evenly spaced letters is in it.
pub(crate) fn find(net: &Net, pyramid: &Pyramid) -> Option<Found> {
    let mut looker = Looker::new(net, pyramid);
    let mut best: Option<Found> = None;
    let mut tries = 0;
    let levels = pyramid.levels();
    let first = levels.iter().position(|level| level.width() * level.height() <= MOST_PIXELS).unwrap_or(levels.len() - 1);
    // First the sizes at which letters mostly are, then finer ones.
    let mut stages: Vec<Vec<Chain>> = Vec::new();
    let coarse = levels.iter().enumerate().skip(first).take(3);
    stages.push(coarse.flat_map(|(level, picture)| chains_in(picture, (1u32 << level) as f32)).collect());
    for stage in 0..3 {
        let mut chains = match stage {
            0 => std::mem::take(&mut stages[0]),
            1 => match first.checked_sub(1) {
                Some(finer) if levels[finer].pixels().len() <= 4 * MOST_PIXELS => chains_in(&levels[finer], (1u32 << finer) as f32),
                _ => Vec::new(),
            },
            _ => {
                let picture = pyramid.picture();
                let (width, height) = (picture.width() * 2, picture.height() * 2);
                match (picture.pixels().len() <= FEW_PIXELS).then(|| picture.scaled(width, height)).flatten() {
                    Some(larger) => chains_in(&larger, 0.5),
                    None => Vec::new(),
                }
            }
        };
        chains.sort_by_key(|chain| std::cmp::Reverse(chain.count));
        let mut seen: Vec<[f32; 2]> = Vec::new();
        for chain in chains {
            if tries >= TRIES {
                break;
            }
            let pitch = chain.step[0].hypot(chain.step[1]);
            let is_known = seen.iter().any(|place| (place[0] - chain.middle[0]).hypot(place[1] - chain.middle[1]) < 0.6 * pitch);
            if is_known {
                continue;
            }
            tries += 1;
            let Some(row) = zone::seed_of(&mut looker, &chain).and_then(|seed| zone::row_of(&mut looker, seed)) else { continue };
            seen.extend(row.track.spots.values().map(|spot| spot.frame.middle));
            if row.track.letters() < 8 {
                continue;
            }
            let rows = zone::beside(&mut looker, row);
            for row in &rows {
                seen.extend(row.track.spots.values().map(|spot| spot.frame.middle));
            }
            let found = zone::assemble(&mut looker, &rows);
            let is_clear = found.is_whole && found.letters > CLEAR;
            if best.as_ref().is_none_or(|best| worth(&found) > worth(best)) {
                best = Some(found);
            }
            if is_clear {
                return best;
            }
        }
        if best.as_ref().is_some_and(|best| best.is_whole && best.letters > 0.8) {
            return best;
        }
    }
    best
}

/// A whole zone before a part, then the more letters.
fn worth(found: &Found) -> f32 {
    let count: usize = found.lines.iter().map(Vec::len).sum();
    if found.is_whole { 1000.0 * found.letters } else { count as f32 }
}
