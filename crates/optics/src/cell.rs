//! A cell: what the network sees of one letter, cut from the picture in grey levels.
//!
//! A zone is printed at a fixed pitch of 2.54 mm (Doc 9303-3 §4.4). A cell is a square of one and a half pitches around a
//! letter's middle, so that the edges of both neighbours are in it and a letter may stand somewhat beside the middle.

use crate::{luma::Pyramid, plane::length};

/// Samples along each side of a cell.
pub const SIDE: usize = 24;
/// Samples in a pitch.
pub const PITCH: f32 = 16.0;
/// Samples in a cell.
pub const AREA: usize = SIDE * SIDE;

/// Where a letter stands in the picture, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// The letter's middle.
    pub middle: [f32; 2],
    /// One pitch along the line.
    pub along: [f32; 2],
    /// One pitch down, as long as it would be if the letter stood upright and undistorted.
    pub down: [f32; 2],
}

impl Frame {
    /// The place that is `x` pitches along and `y` pitches down from the middle.
    pub fn at(&self, x: f32, y: f32) -> [f32; 2] {
        [self.middle[0] + x * self.along[0] + y * self.down[0], self.middle[1] + x * self.along[1] + y * self.down[1]]
    }

    /// The corners of the letter: top left, top right, bottom right, bottom left, as it is read.
    pub fn corners(&self) -> [[f32; 2]; 4] {
        [self.at(-0.5, -0.6), self.at(0.5, -0.6), self.at(0.5, 0.6), self.at(-0.5, 0.6)]
    }

    /// Length of the pitch in pixels.
    pub fn pitch(&self) -> f32 {
        length(self.along)
    }
}

/// A cell's grey levels, and after [`even_out`] its letter's in units of its contrast, ink positive.
pub type Cell = [f32; AREA];

/// Cuts a cell out.
pub fn cut(pyramid: &Pyramid, frame: &Frame) -> Cell {
    let step = frame.pitch().min(length(frame.down)) / PITCH;
    let level = pyramid.level_for(step);
    let mut cell = [0.0; AREA];
    let offset = (SIDE as f32 - 1.0) / 2.0;
    for (index, value) in cell.iter_mut().enumerate() {
        let (row, column) = (index / SIDE, index % SIDE);
        let [x, y] = frame.at((column as f32 - offset) / PITCH, (row as f32 - offset) / PITCH);
        *value = pyramid.at(level, x, y);
    }
    cell
}

/// The mean and the deviation of a cell's grey levels.
pub fn contrast(cell: &Cell) -> (f32, f32) {
    let mean = cell.iter().sum::<f32>() / AREA as f32;
    let variance = cell.iter().map(|value| (value - mean) * (value - mean)).sum::<f32>() / AREA as f32;
    (mean, variance.sqrt())
}

/// Least contrast of a line, in grey levels, by which it is evened out: less is noise.
const LEAST_CONTRAST: f32 = 3.0;

/// The contrast that is usual in a line, of those of its cells: empty ones count little.
pub fn usual(contrasts: &[f32]) -> f32 {
    let mut sorted = contrasts.to_vec();
    sorted.sort_by(f32::total_cmp);
    sorted.get(sorted.len() * 2 / 3).copied().unwrap_or(0.0).max(LEAST_CONTRAST)
}

/// The power to which the depth of ink is raised: below 1, faint ink gains most.
const DEEPENED: f32 = 0.6;

/// Brings a cell to the contrast of its line, whatever the light on it: its own deviation counts, but no less than four
/// tenths of what is usual in the line, so that empty paper stays empty.
pub fn even_out(cell: &mut Cell, usual: f32) {
    let (mean, deviation) = contrast(cell);
    let scale = -1.0 / deviation.max(0.4 * usual);
    for value in cell.iter_mut() {
        *value = ((*value - mean) * scale).clamp(-4.0, 4.0);
    }
}

/// Brings faint ink of an evened cell nearer to the blackest: what is left of a worn stroke tells an E from an F.
pub fn deepen(cell: &mut Cell) {
    let mut sorted = *cell;
    sorted.sort_unstable_by(f32::total_cmp);
    let (paper, ink) = (sorted[AREA / 4], sorted[AREA - AREA / 40]);
    let depth = (ink - paper).max(f32::MIN_POSITIVE);
    for value in cell.iter_mut() {
        let part = (*value - paper) / depth;
        *value = part.abs().min(1.2).powf(DEEPENED).copysign(part);
    }
    let (mean, deviation) = contrast(cell);
    cell.iter_mut().for_each(|value| *value = ((*value - mean) / deviation.max(0.01)).clamp(-4.0, 4.0));
}
