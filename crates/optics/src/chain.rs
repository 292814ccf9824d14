//! Rows of pieces of ink that stand evenly: where a line of a zone may be.
//!
//! A zone's letters stand 2.54 mm apart and are 2.4 mm tall (Doc 9303-3 §4.4), so a row of pieces as far apart as they are
//! tall, evenly, is found whatever the letters say and however the page lies.

use crate::{
    ink::Piece,
    plane::{length, minus},
};

/// Least pieces in a row.
const LEAST: usize = 7;
/// Most pieces missing one after another.
const GAP: usize = 2;
/// Size of a piece against the step between pieces: letters that are seen from above or from a side are flat or tall.
const SIZES: std::ops::Range<f32> = 0.42..1.9;
/// A letter's height in pitches: 2.4 of 2.54 mm.
const HEIGHT: f32 = 0.945;
/// How far a piece may stand from where it is expected, in pitches.
const TOLERANCE: f32 = 0.27;
/// Side of the squares by which pieces are looked up, in pixels.
const SQUARE: f32 = 32.0;
/// Most rows that are given back.
const MOST: usize = 40;

/// An even row of pieces.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Chain {
    /// A place in the middle of the row where a letter is, in pixels.
    pub middle: [f32; 2],
    /// From a letter to the next, in either direction of reading.
    pub step: [f32; 2],
    /// How tall its pieces are against what letters at that step are: 1 as printed, more where the page is seen from a side.
    pub tall: f32,
    /// How many pieces it has.
    pub count: usize,
}

/// Pieces by the square that they are in.
struct Map<'a> {
    pieces: &'a [Piece],
    /// Squares across and down.
    size: [usize; 2],
    /// Where each square's pieces begin in `order`; one more at the end.
    begins: Vec<u32>,
    order: Vec<u32>,
}

/// The square of a place along one side; places before the first and beyond the last belong to those.
fn square_of(place: f32, count: usize) -> usize {
    ((place / SQUARE).max(0.0) as usize).min(count - 1)
}

impl<'a> Map<'a> {
    fn new(pieces: &'a [Piece]) -> Self {
        let size = [0, 1].map(|k| {
            let farthest = pieces.iter().map(|piece| piece.middle[k]).fold(0.0, f32::max);
            (farthest / SQUARE) as usize + 1
        });
        let square =
            |piece: &Piece| square_of(piece.middle[1], size[1]) * size[0] + square_of(piece.middle[0], size[0]);
        let mut begins = vec![0u32; size[0] * size[1] + 1];
        for piece in pieces {
            begins[square(piece) + 1] += 1;
        }
        for at in 1..begins.len() {
            begins[at] += begins[at - 1];
        }
        let mut next = begins.clone();
        let mut order = vec![0; pieces.len()];
        for (index, piece) in pieces.iter().enumerate() {
            let place = &mut next[square(piece)];
            order[*place as usize] = index as u32;
            *place += 1;
        }
        Self { pieces, size, begins, order }
    }

    /// The pieces within a distance of a place.
    fn near(&self, place: [f32; 2], reach: f32) -> impl Iterator<Item = (usize, f32)> {
        let [left, top] = [0, 1].map(|k| square_of(place[k] - reach, self.size[k]));
        let [right, bottom] = [0, 1].map(|k| square_of(place[k] + reach, self.size[k]));
        let rows = (top..=bottom).map(move |y| (y * self.size[0] + left, y * self.size[0] + right));
        rows.flat_map(|(first, last)| &self.order[self.begins[first] as usize..self.begins[last + 1] as usize])
            .filter_map(move |&index| {
                let distance = length(minus(self.pieces[index as usize].middle, place));
                (distance <= reach).then_some((index as usize, distance))
            })
    }

    /// Goes from a piece in steps; gives the pieces met, each with the number of its step.
    fn walk(&self, from: usize, first_step: [f32; 2]) -> Vec<(i32, usize)> {
        let start = self.pieces[from].middle;
        let (mut step, mut at, mut number, mut missing) = (first_step, start, 0, 0);
        let mut met: Vec<(i32, usize)> = Vec::new();
        while missing <= GAP && number < 64 {
            number += 1;
            at = [at[0] + step[0], at[1] + step[1]];
            let pitch = length(step);
            let fits = |index: usize| SIZES.contains(&(self.pieces[index].size / pitch));
            let best =
                self.near(at, TOLERANCE * pitch).filter(|&(index, _)| fits(index)).min_by(|a, b| a.1.total_cmp(&b.1));
            let Some((index, _)) = best else {
                missing += 1;
                continue;
            };
            missing = 0;
            met.push((number, index));
            let place = self.pieces[index].middle;
            // From the last few pieces the step is known better.
            let (back, origin) = if met.len() > 6 { met[met.len() - 7] } else { (0, from) };
            let origin = self.pieces[origin].middle;
            let count = (number - back) as f32;
            step = [(place[0] - origin[0]) / count, (place[1] - origin[1]) / count];
            at = [(at[0] + place[0]) / 2.0, (at[1] + place[1]) / 2.0];
        }
        met
    }
}

/// The even rows among some pieces, the longest first.
pub(crate) fn chains(pieces: &[Piece]) -> Vec<Chain> {
    let map = Map::new(pieces);
    let mut taken = vec![false; pieces.len()];
    let mut chains = Vec::new();
    for start in 0..pieces.len() {
        if taken[start] {
            continue;
        }
        let piece = pieces[start];
        let mut best: Vec<(i32, usize)> = Vec::new();
        let neighbours: Vec<usize> = map
            .near(piece.middle, 2.0 * piece.size)
            .filter(|&(index, distance)| {
                let other = pieces[index].size.max(piece.size);
                index != start && (0.53..1.9).contains(&(distance / other))
            })
            .map(|(index, _)| index)
            .take(12)
            .collect();
        for next in neighbours {
            let step = [pieces[next].middle[0] - piece.middle[0], pieces[next].middle[1] - piece.middle[1]];
            let ahead = map.walk(start, step);
            if ahead.len() < 2 {
                continue;
            }
            let behind = map.walk(start, [-step[0], -step[1]]);
            if ahead.len() + behind.len() + 1 > best.len() {
                best = behind.into_iter().map(|(number, index)| (-number, index)).rev().collect();
                best.push((0, start));
                best.extend(ahead);
            }
        }
        if best.len() < LEAST {
            continue;
        }
        for &(_, index) in &best {
            taken[index] = true;
        }
        if let Some(chain) = fitted(pieces, &best) {
            chains.push(chain);
        }
    }
    chains.sort_by_key(|chain| std::cmp::Reverse(chain.count));
    chains.truncate(MOST);
    chains
}

/// The middle third of a row as a straight even row (least squares): over a whole line perspective bends it.
fn fitted(pieces: &[Piece], row: &[(i32, usize)]) -> Option<Chain> {
    let third = (row.len() / 3).min(row.len().saturating_sub(LEAST) / 2);
    let middle = row.get(third..row.len() - third)?;
    let count = middle.len() as f32;
    let mean_number = middle.iter().map(|&(number, _)| number as f32).sum::<f32>() / count;
    let mut mean = [0.0; 2];
    for &(_, index) in middle {
        mean[0] += pieces[index].middle[0] / count;
        mean[1] += pieces[index].middle[1] / count;
    }
    let (mut spread, mut slope) = (0.0, [0.0; 2]);
    for &(number, index) in middle {
        let d = number as f32 - mean_number;
        spread += d * d;
        slope[0] += d * (pieces[index].middle[0] - mean[0]);
        slope[1] += d * (pieces[index].middle[1] - mean[1]);
    }
    if spread <= 0.0 {
        return None;
    }
    let step = [slope[0] / spread, slope[1] / spread];
    let off = mean_number.round() - mean_number;
    let middle = [mean[0] + off * step[0], mean[1] + off * step[1]];
    Some(Chain { middle, step, tall: tall(pieces, row, step), count: row.len() })
}

/// How tall the pieces of a row are across it, in heights of letters; 1 where the row runs so aslant that their boxes don't
/// tell.
fn tall(pieces: &[Piece], row: &[(i32, usize)], step: [f32; 2]) -> f32 {
    let pitch = length(step).max(f32::MIN_POSITIVE);
    let [along, across] = step.map(|part| (part / pitch).abs());
    let slope = along * along - across * across;
    if slope.abs() < 0.5 {
        return 1.0;
    }
    // A box around a slanting letter is as wide as a part of its width and a part of its height.
    let height = |&(_, index): &(i32, usize)| {
        let [width, height] = pieces[index].sides;
        (height * along - width * across) / (slope * pitch * HEIGHT)
    };
    let mut heights: Vec<f32> = row.iter().map(height).collect();
    heights.sort_by(f32::total_cmp);
    heights.get(heights.len() / 2).map_or(1.0, |tall| tall.clamp(0.6, 1.8))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn piece(x: f32, y: f32) -> Piece {
        Piece { middle: [x, y], size: 10.0, sides: [7.0, 10.0] }
    }

    #[test]
    fn even_pieces_make_a_row_at_any_angle() {
        for angle in [0.0f32, 0.4, 1.2, 2.0, 3.0] {
            let (sin, cos) = angle.sin_cos();
            let row: Vec<Piece> =
                (0..20).map(|n| piece(300.0 + 12.0 * cos * n as f32, 300.0 + 12.0 * sin * n as f32)).collect();
            let found = chains(&row);
            assert_eq!(found.iter().map(|chain| chain.count).collect::<Vec<_>>(), [20], "{angle}");
            assert!((length(found[0].step) - 12.0).abs() < 0.01);
        }
    }

    #[test]
    fn two_missing_letters_do_not_end_a_row() {
        let row: Vec<Piece> = (0..20).filter(|n| ![8, 9].contains(n)).map(|n| piece(12.0 * n as f32, 50.0)).collect();
        assert_eq!(chains(&row).first().map(|chain| chain.count), Some(18));
    }

    #[test]
    fn uneven_pieces_are_no_row() {
        let widths = [9.0, 21.0, 13.0, 30.0, 9.0, 24.0, 11.0, 33.0, 8.5, 19.0, 36.0, 10.0];
        let mut x = 0.0;
        let row: Vec<Piece> = widths
            .iter()
            .map(|width| {
                x += width;
                piece(x, 50.0)
            })
            .collect();
        assert!(chains(&row).is_empty());
    }

    proptest! {
        #[test]
        fn whatever_lies_where_nothing_falls_over(places in prop::collection::vec((0.0f32..500.0, 0.0f32..500.0, 4.0f32..44.0), 0..300)) {
            let pieces: Vec<Piece> = places.iter().map(|&(x, y, size)| Piece { middle: [x, y], size, sides: [size * 0.7, size] }).collect();
            for chain in chains(&pieces) {
                prop_assert!(chain.count >= LEAST && chain.step.iter().chain(&chain.middle).all(|v| v.is_finite()));
            }
        }
    }
}
