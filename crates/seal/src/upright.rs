//! An Aztec code as a camera sees it, drawn anew as it was printed. The reader of Aztec codes reads those that stand upright
//! and undistorted.
//!
//! Around a bull's eye lie squares of known shades. A quarter of a turn more or less, their four corners say where each
//! module is, near the middle; farther out, where the modules are black and white at their clearest says it better.

use crate::bulls_eye::BullsEye;

/// Modules from the middle to the corners by which the code's place is kept.
const HELD_AT: f32 = 3.5;
/// Rays on which the squares' edges are looked for.
const RAYS: usize = 72;
/// Edges that a ray crosses from the middle to the square at [`HELD_AT`].
const EDGES: usize = 4;
/// Modules from the middle to which the code's place is found, one after the other; the largest code ends at 75.
const STAGES: [i32; 9] = [4, 6, 9, 13, 18, 24, 31, 39, 48];
/// Modules from the middle to where the smallest code ends.
const SMALLEST: i32 = 7;
/// The share of dark modules in a ring below which it lies outside the code.
const BLANK: f32 = 0.1;
/// Pixels of a module as it is drawn anew.
const DRAWN: usize = 4;
/// Modules of white around it.
const QUIET: usize = 3;
/// Least contrast of a bull's eye, in grey levels from the mean.
const LEAST: f32 = 8.0;
/// How much of its contrast is where it belongs in a bull's eye; in what only looks like one, less.
const TRUE: f32 = 0.75;
/// Modules by which the code's place is found, at most: a part of them, evenly, where there are more.
const ENOUGH: i32 = 600;

/// A grey picture, row by row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Picture<'a> {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) pixels: &'a [u8],
}

impl Picture<'_> {
    /// The grey level between four pixels; `None` outside.
    fn at(&self, [x, y]: [f32; 2]) -> Option<f32> {
        let is_inside = x >= 0.0 && y >= 0.0 && x < (self.width - 1) as f32 && y < (self.height - 1) as f32;
        if !is_inside {
            return None;
        }
        let (left, top) = (x as usize, y as usize);
        let (fx, fy) = (x - left as f32, y - top as f32);
        let pixel = |dx: usize, dy: usize| f32::from(self.pixels[(top + dy) * self.width + left + dx]);
        let upper = pixel(0, 0) + (pixel(1, 0) - pixel(0, 0)) * fx;
        let lower = pixel(0, 1) + (pixel(1, 1) - pixel(0, 1)) * fx;
        Some(upper + (lower - upper) * fy)
    }
}

/// A code drawn anew, and where its corners were in the picture.
#[derive(Debug, Clone)]
pub(crate) struct Upright {
    pub(crate) side: usize,
    pub(crate) pixels: Vec<u8>,
    pub(crate) corners: [[f32; 2]; 4],
}

/// The code around a bull's eye; `None` where there is none.
pub(crate) fn code(picture: Picture<'_>, eye: &BullsEye) -> Option<Upright> {
    let mut quad = corners(picture, eye)?;
    fit_core(picture, &mut quad)?;
    let mut reach = STAGES[0];
    for stage in &STAGES[1..] {
        let level = Level::of(picture, &quad, reach)?;
        let is_blank = |ring: &i32| *ring > SMALLEST && level.dark_share(picture, &quad, *ring) < BLANK;
        let end = (reach + 1..=*stage).find(is_blank).map_or(*stage, |blank| blank - 1);
        if end > reach {
            let level = Level::of(picture, &quad, end)?;
            let from = 0.3 * module(&quad);
            climb(&mut quad, from, &|quad| level.clearness(picture, quad, end));
            reach = end;
        }
        if end < *stage {
            break;
        }
    }
    drawn(picture, &quad, reach)
}

/// Corners of the square at [`HELD_AT`] modules, in pixels, one after the other around it.
type Quad = [[f32; 2]; 4];

/// About how many pixels a module has.
fn module(quad: &Quad) -> f32 {
    let [a, b, ..] = quad;
    ((a[0] - b[0]).hypot(a[1] - b[1]) / (2.0 * HELD_AT)).max(1.0)
}

/// The map from modules to pixels (Heckbert 1989): row by row, the last of nine is 1.
fn map_of(quad: &Quad) -> Option<[f32; 8]> {
    let [[x0, y0], [x1, y1], [x2, y2], [x3, y3]] = *quad;
    let (dx1, dx2, sx) = (x1 - x2, x3 - x2, x0 - x1 + x2 - x3);
    let (dy1, dy2, sy) = (y1 - y2, y3 - y2, y0 - y1 + y2 - y3);
    let determinant = dx1 * dy2 - dx2 * dy1;
    if determinant.abs() < 1e-3 {
        return None;
    }
    let g = (sx * dy2 - dx2 * sy) / determinant;
    let h = (dx1 * sy - sx * dy1) / determinant;
    Some([x1 - x0 + g * x1, x3 - x0 + h * x3, x0, y1 - y0 + g * y1, y3 - y0 + h * y3, y0, g, h])
}

/// Where a module is.
fn place(map: &[f32; 8], u: f32, v: f32) -> [f32; 2] {
    let (s, t) = ((u + HELD_AT) / (2.0 * HELD_AT), (v + HELD_AT) / (2.0 * HELD_AT));
    let depth = map[6] * s + map[7] * t + 1.0;
    [(map[0] * s + map[1] * t + map[2]) / depth, (map[3] * s + map[4] * t + map[5]) / depth]
}

/// The corners of the square of seven modules, from the edges that rays from the middle meet.
fn corners(picture: Picture<'_>, eye: &BullsEye) -> Option<Quad> {
    let middle = [eye.x as f32, eye.y as f32];
    let reach = eye.ring * 8.0;
    let edges: Vec<[f32; 2]> = (0..RAYS)
        .filter_map(|ray| {
            let (sin, cos) = (ray as f32 / RAYS as f32 * std::f32::consts::TAU).sin_cos();
            let steps = (reach * 2.0) as usize;
            let along: Vec<f32> = (0..steps)
                .map_while(|step| {
                    picture.at([middle[0] + step as f32 * 0.5 * cos, middle[1] + step as f32 * 0.5 * sin])
                })
                .collect();
            let (dark, light) =
                along.iter().fold((f32::MAX, f32::MIN), |(dark, light), v| (dark.min(*v), light.max(*v)));
            let half = (dark + light) / 2.0;
            let mut crossed = 0;
            for (step, pair) in along.windows(2).enumerate() {
                if (pair[0] < half) == (pair[1] < half) {
                    continue;
                }
                crossed += 1;
                if crossed == EDGES {
                    let far = (step as f32 + (half - pair[0]) / (pair[1] - pair[0])) * 0.5;
                    return Some([middle[0] + far * cos, middle[1] + far * sin]);
                }
            }
            None
        })
        .collect();
    if edges.len() < RAYS / 2 {
        return None;
    }
    let farthest = |value: &dyn Fn(&[f32; 2]) -> f32| {
        edges.iter().copied().max_by(|a, b| value(a).total_cmp(&value(b))).unwrap_or(middle)
    };
    let first = farthest(&|p| (p[0] - middle[0]).hypot(p[1] - middle[1]));
    let (dx, dy) = (first[0] - middle[0], first[1] - middle[1]);
    let second = farthest(&|p| (p[1] - middle[1]) * dx - (p[0] - middle[0]) * dy);
    let fourth = farthest(&|p| (p[0] - middle[0]) * dy - (p[1] - middle[1]) * dx);
    let third = farthest(&|p| -(p[0] - middle[0]) * dx - (p[1] - middle[1]) * dy);
    Some([first, second, third, fourth])
}

/// Moves the corners to where a value is largest, one coordinate after the other, in ever smaller steps.
fn climb(quad: &mut Quad, from: f32, value: &dyn Fn(&Quad) -> f32) {
    let mut best = value(quad);
    let mut step = from;
    while step > from / 40.0 {
        let mut has_moved = false;
        for corner in 0..4 {
            for axis in 0..2 {
                for by in [step, -step] {
                    let mut other = *quad;
                    other[corner][axis] += by;
                    let own = value(&other);
                    if own > best {
                        (best, *quad, has_moved) = (own, other, true);
                    }
                }
            }
        }
        if !has_moved {
            step *= 0.5;
        }
    }
}

/// Fits the corners to the squares of known shades; `None` where they are not there.
fn fit_core(picture: Picture<'_>, quad: &mut Quad) -> Option<()> {
    let value = |quad: &Quad| {
        let Some(map) = map_of(quad) else { return f32::MIN };
        let mut sum = 0.0;
        // Four samples to a module: the edges count too.
        for (row, column) in (-9..=9).flat_map(|row| (-9..=9).map(move |column| (row, column))) {
            let (u, v) = (column as f32 / 2.0, row as f32 / 2.0);
            let ring = u.abs().max(v.abs());
            let Some(grey) = picture.at(place(&map, u, v)) else { return f32::MIN };
            // Dark at 0, 2, 4; light at 1, 3; edges between.
            sum -= grey * (ring * std::f32::consts::PI).cos();
        }
        sum
    };
    let from = 0.5 * module(quad);
    climb(quad, from, &value);
    let level = Level::of(picture, quad, STAGES[0])?;
    let map = map_of(quad)?;
    let (mut sum, mut all) = (0.0, 0.0);
    for (row, column) in squares(STAGES[0]) {
        let ring = row.abs().max(column.abs());
        let off = level.middle - picture.at(place(&map, column as f32, row as f32))?;
        sum += if ring % 2 == 0 { off } else { -off };
        all += off.abs();
    }
    let clear = sum / squares(STAGES[0]).count() as f32;
    (clear > LEAST && sum > TRUE * all).then_some(())
}

/// All modules within so many of the middle.
fn squares(reach: i32) -> impl Iterator<Item = (i32, i32)> {
    (-reach..=reach).flat_map(move |row| (-reach..=reach).map(move |column| (row, column)))
}

/// The grey level between black and white: over the code, and how it changes across it.
struct Level {
    middle: f32,
    across: f32,
    down: f32,
}

impl Level {
    /// The plane nearest to the grey levels of all modules: half of them are black, everywhere.
    fn of(picture: Picture<'_>, quad: &Quad, reach: i32) -> Option<Self> {
        let map = map_of(quad)?;
        let (mut sum, mut count, mut by_column, mut by_row, mut squared) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (row, column) in squares(reach) {
            let Some(grey) = picture.at(place(&map, column as f32, row as f32)) else { continue };
            sum += grey;
            count += 1.0;
            by_column += grey * column as f32;
            by_row += grey * row as f32;
            squared += (column * column) as f32;
        }
        // Half of what a slope would be: the bull's eye and the code's ends are no even mixture.
        let slope = |by: f32| if reach > STAGES[1] { 0.5 * by / squared } else { 0.0 };
        (count > 0.0).then(|| Self { middle: sum / count, across: slope(by_column), down: slope(by_row) })
    }

    fn at(&self, row: i32, column: i32) -> f32 {
        self.middle + self.across * column as f32 + self.down * row as f32
    }

    /// How far modules are from the middle level, in the mean; of many, a part of them, evenly.
    fn clearness(&self, picture: Picture<'_>, quad: &Quad, reach: i32) -> f32 {
        let Some(map) = map_of(quad) else { return 0.0 };
        let every = ((2 * reach + 1).pow(2) / ENOUGH).max(1);
        let (mut sum, mut count) = (0.0, 0.0);
        for (row, column) in squares(reach).filter(|(row, column)| (5 * row + 2 * column).rem_euclid(every) == 0) {
            let grey = picture.at(place(&map, column as f32, row as f32));
            sum += grey.map_or(0.0, |grey| (grey - self.at(row, column)).abs());
            count += 1.0;
        }
        sum / f32::max(count, 1.0)
    }

    /// The share of dark modules among those that lie so far from the middle.
    fn dark_share(&self, picture: Picture<'_>, quad: &Quad, ring: i32) -> f32 {
        let Some(map) = map_of(quad) else { return 0.0 };
        let (mut dark, mut count) = (0.0, 0.0);
        for (row, column) in squares(ring).filter(|(row, column)| row.abs().max(column.abs()) == ring) {
            let grey = picture.at(place(&map, column as f32, row as f32));
            dark += f32::from(u8::from(grey.is_some_and(|grey| grey < self.at(row, column))));
            count += 1.0;
        }
        dark / f32::max(count, 1.0)
    }
}

/// Modules within which the level between black and white is taken.
const AROUND: i32 = 4;

/// The modules drawn anew, upright.
fn drawn(picture: Picture<'_>, quad: &Quad, reach: i32) -> Option<Upright> {
    let map = map_of(quad)?;
    let across = (2 * reach + 1) as usize;
    let level = Level::of(picture, quad, reach)?;
    let greys: Vec<f32> = squares(reach)
        .map(|(row, column)| picture.at(place(&map, column as f32, row as f32)).unwrap_or(255.0))
        .collect();
    let grey = |row: i32, column: i32| greys[((row + reach) as usize) * across + (column + reach) as usize];
    let side = (across + 2 * QUIET) * DRAWN;
    let mut pixels = vec![255; side * side];
    for (row, column) in squares(reach) {
        let near = |at: i32| (at - AROUND).max(-reach)..=(at + AROUND).min(reach);
        let (mut dark, mut light) = (f32::MAX, f32::MIN);
        for value in near(row).flat_map(|row| near(column).map(move |column| (row, column))).map(|(r, c)| grey(r, c)) {
            (dark, light) = (dark.min(value), light.max(value));
        }
        // Where all is of one shade, the level of the whole tells which.
        let border = if light - dark > LEAST { (dark + light) / 2.0 } else { level.at(row, column) };
        if grey(row, column) < border {
            let corner = |at: i32| ((at + reach) as usize + QUIET) * DRAWN;
            for y in corner(row)..corner(row) + DRAWN {
                pixels[y * side + corner(column)..][..DRAWN].fill(0);
            }
        }
    }
    let edge = reach as f32 + 0.5;
    let corners = [[-edge, -edge], [edge, -edge], [edge, edge], [-edge, edge]].map(|[u, v]| place(&map, u, v));
    Some(Upright { side, pixels, corners })
}
