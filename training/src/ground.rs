//! Paper: tone, fine lines of security print, grain, blotches. Lengths are in pitches.

use crate::chance::{Chance, noise};

/// A family of fine lines.
#[derive(Debug, Clone)]
struct Wave {
    direction: [f32; 2],
    /// Lines a pitch.
    often: f32,
    /// How far the lines swing, how often, and along what.
    swing: (f32, f32, f32),
    depth: f32,
    /// Thin lines above 1.
    sharp: usize,
}

/// A piece of paper.
#[derive(Debug, Clone)]
pub struct Ground {
    tone: f32,
    slope: [f32; 2],
    waves: Vec<Wave>,
    grain: (f32, f32),
    blotches: (f32, f32),
    seed: u64,
}

impl Ground {
    /// A piece of paper; `wild` from 0 (white and empty) to 1.
    pub fn drawn(wild: f32, chance: &mut Chance) -> Self {
        let waves = if chance.happens(0.2) { 0 } else { 1 + chance.below(4) };
        let waves = (0..waves)
            .map(|_| {
                let angle = chance.between(0.0, 6.283);
                Wave {
                    direction: [angle.cos(), angle.sin()],
                    often: chance.between_log(0.15, 4.0),
                    swing: (chance.between(0.0, 2.0), chance.between(0.05, 1.2), chance.between(0.0, 6.283)),
                    depth: chance.between(0.0, 0.22) * chance.unit() * wild,
                    sharp: 1 + chance.below(6),
                }
            })
            .collect();
        Self {
            tone: chance.between(1.0 - 0.5 * wild, 0.97),
            slope: [chance.normal() * 0.006 * wild, chance.normal() * 0.006 * wild],
            waves,
            grain: (chance.between(0.0, 0.05) * wild * chance.unit(), chance.between(3.0, 25.0)),
            blotches: (chance.between(0.0, 0.25) * wild * chance.unit(), chance.between(0.05, 0.6)),
            seed: chance.bits(),
        }
    }

    /// Reflectance at a place, 0 to 1, for a pixel `footprint` wide.
    pub fn at(&self, x: f32, y: f32, footprint: f32) -> f32 {
        let mut value = self.tone + self.slope[0] * x + self.slope[1] * y;
        for wave in &self.waves {
            let fine = wave.often * footprint;
            if fine > 0.7 || wave.depth < 0.004 {
                continue;
            }
            let across = x * wave.direction[0] + y * wave.direction[1];
            let along = y * wave.direction[0] - x * wave.direction[1];
            let phase = across * wave.often + wave.swing.0 * (along * wave.swing.1 + wave.swing.2).sin();
            let height = 0.5 + 0.5 * (phase * 6.283).sin();
            value -= wave.depth * raised(height, wave.sharp) * (1.0 - fine / 0.7);
        }
        if self.grain.0 > 0.003 {
            value += self.grain.0 * noise(self.seed, x * self.grain.1, y * self.grain.1);
        }
        if self.blotches.0 > 0.01 {
            value += self.blotches.0 * noise(self.seed ^ 5, x * self.blotches.1, y * self.blotches.1);
        }
        value.clamp(0.02, 1.0)
    }
}

fn raised(height: f32, power: usize) -> f32 {
    (1..power).fold(height, |product, _| product * height)
}
