//! Ink: lines of letters as a printer leaves them on paper. Lengths are in pitches of the zone (2.54 mm).

use crate::{
    chance::{Chance, noise},
    font::Font,
};

/// A line of letters.
#[derive(Debug, Clone)]
pub struct Line {
    /// Height of the letters' middle.
    pub y: f32,
    /// Size, 1 for a zone's letters.
    pub size: f32,
    /// The letters' middles, left to right, and their classes.
    pub letters: Vec<(f32, usize)>,
}

impl Line {
    /// A line at a fixed pitch; each letter stands up to `jitter` beside its place.
    pub fn fixed(y: f32, x: f32, text: &[usize], jitter: f32, chance: &mut Chance) -> Self {
        let letters = text
            .iter()
            .enumerate()
            .map(|(i, &class)| (x + i as f32 + chance.between(-jitter, jitter), class))
            .collect();
        Self { y, size: 1.0, letters }
    }

    /// A line of proportional letters that begins at `x`; `None` among the classes is a space.
    pub fn proportional(y: f32, x: f32, size: f32, text: &[Option<usize>], font: &Font) -> Self {
        let mut at = x;
        let mut letters = Vec::new();
        for &class in text {
            let Some(class) = class else {
                at += 0.5 * size;
                continue;
            };
            let width = font.advance(class) * size;
            letters.push((at + width / 2.0, class));
            at += width;
        }
        Self { y, size, letters }
    }
}

/// How a printer prints.
#[derive(Debug, Clone)]
pub struct Print {
    /// Added to each stroke's edge: thicker above 0.
    weight: f32,
    /// How wide the ink's edge is.
    soft: f32,
    stretch: [f32; 2],
    slant: f32,
    /// How far the edge wanders, how finely, and where it wanders to.
    rough: f32,
    grain: f32,
    seed: u64,
    /// Bending of the letters' shape.
    bend: f32,
    bend_phase: [f32; 4],
    /// Stripes of a printer's head: depth, per pitch, across or along.
    stripes: (f32, f32, bool),
    /// How much of the ink is worn off, in blotches.
    worn: f32,
    /// How black the ink is: reflectance.
    pub black: f32,
}

impl Print {
    /// A printer; `wild` from 0 (as the standard asks) to 1 (whatever exists).
    pub fn drawn(wild: f32, chance: &mut Chance) -> Self {
        let n = |chance: &mut Chance, by: f32| chance.normal() * by * wild;
        Self {
            weight: chance.between(-0.03, 0.05) * wild,
            soft: chance.between(0.0, 0.10) * wild,
            stretch: [1.0 + n(chance, 0.06), 1.0 + n(chance, 0.03)],
            slant: n(chance, 0.03),
            rough: if chance.happens(0.5) { chance.between(0.0, 0.05) * wild } else { 0.0 },
            grain: chance.between(2.0, 14.0),
            seed: chance.bits(),
            bend: chance.between(0.0, 0.035) * wild,
            bend_phase: [(); 4].map(|()| chance.between(0.0, 6.28)),
            stripes: if chance.happens(0.15 * wild) {
                (chance.between(0.0, 0.06), chance.between(5.0, 14.0), chance.happens(0.5))
            } else {
                (0.0, 1.0, true)
            },
            worn: if chance.happens(0.25 * wild) { chance.between(0.0, 0.8) } else { 0.0 },
            black: chance.between(0.03, 0.03 + 0.4 * wild),
        }
    }

    /// Worn off in blotches, by a coarse head, or both.
    pub fn spoil(&mut self, chance: &mut Chance) {
        if chance.happens(0.6) {
            self.worn = chance.between(0.2, 0.9);
        }
        if chance.happens(0.4) {
            self.stripes = (chance.between(0.02, 0.08), chance.between(4.0, 14.0), chance.happens(0.5));
        }
    }

    /// How much of the paper at (`x`, `y`) is covered by the ink of a line, for a pixel `footprint` wide: 0 to 1.
    pub fn covered(&self, font: &Font, line: &Line, x: f32, y: f32, footprint: f32) -> f32 {
        let dy = (y - line.y) / line.size;
        if dy.abs() > 0.85 {
            return 0.0;
        }
        let next = line.letters.partition_point(|letter| letter.0 < x);
        let mut distance = f32::MAX;
        for (at, class) in line.letters[next.saturating_sub(1)..(next + 1).min(line.letters.len())].iter().copied() {
            let dx = (x - at) / line.size;
            if dx.abs() > 0.85 {
                continue;
            }
            let turn = class as f32 * 2.4;
            let [a, b, c, d] = self.bend_phase;
            let bent_x =
                dx + self.slant * dy + self.bend * (4.0 * dy + a + turn).sin() + self.bend * 0.6 * (5.0 * dx + b).sin();
            let bent_y = dy + self.bend * (4.0 * dx + c + turn).sin() + self.bend * 0.6 * (5.0 * dy + d).sin();
            distance =
                distance.min(font.distance(class, bent_x / self.stretch[0], bent_y / self.stretch[1]) * line.size);
        }
        if distance > 0.3 {
            return 0.0;
        }
        let mut edge = distance - self.weight;
        if self.rough > 0.0 {
            edge += self.rough * noise(self.seed, x * self.grain, y * self.grain);
        }
        if self.stripes.0 > 0.0 {
            let along = if self.stripes.2 { x } else { y };
            edge += self.stripes.0 * (along * self.stripes.1 * 6.283).sin();
        }
        let width = footprint.max(self.soft).max(0.01);
        let mut cover = (0.5 - edge / width).clamp(0.0, 1.0);
        if self.worn > 0.0 {
            cover *= 1.0
                - self.worn
                    * (1.5 * noise(self.seed ^ 77, x * self.grain * 0.4, y * self.grain * 0.4) - 0.2).clamp(0.0, 1.0);
        }
        cover
    }
}
