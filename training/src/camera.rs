//! A camera: a plane seen in perspective, its blur, noise, sharpening and compression.

use crate::chance::Chance;
use image::{ExtendedColorType, codecs::jpeg::JpegEncoder};
use limen_optics::luma::Luma;

/// A projective map of the plane, row by row.
#[derive(Debug, Clone, Copy)]
pub struct Map(pub [f32; 9]);

impl Map {
    /// Where a place goes.
    pub fn at(&self, x: f32, y: f32) -> [f32; 2] {
        let m = &self.0;
        let depth = m[6] * x + m[7] * y + m[8];
        [(m[0] * x + m[1] * y + m[2]) / depth, (m[3] * x + m[4] * y + m[5]) / depth]
    }

    /// First this map, then `next`.
    pub fn then(&self, next: &Map) -> Map {
        let mut product = [0.0; 9];
        for row in 0..3 {
            for column in 0..3 {
                product[row * 3 + column] = (0..3).map(|k| next.0[row * 3 + k] * self.0[k * 3 + column]).sum();
            }
        }
        Map(product)
    }

    /// The map back (the adjugate; scale does not matter).
    pub fn inverse(&self) -> Map {
        let [a, b, c, d, e, f, g, h, i] = self.0;
        Map([
            e * i - f * h,
            c * h - b * i,
            b * f - c * e,
            f * g - d * i,
            a * i - c * g,
            c * d - a * f,
            d * h - e * g,
            b * g - a * h,
            a * e - b * d,
        ])
    }

    /// Shifts.
    pub fn shift(x: f32, y: f32) -> Map {
        Map([1.0, 0.0, x, 0.0, 1.0, y, 0.0, 0.0, 1.0])
    }

    /// Scales.
    pub fn scale(x: f32, y: f32) -> Map {
        Map([x, 0.0, 0.0, 0.0, y, 0.0, 0.0, 0.0, 1.0])
    }

    /// Turns by an angle in radians.
    pub fn turn(angle: f32) -> Map {
        let (sin, cos) = angle.sin_cos();
        Map([cos, -sin, 0.0, sin, cos, 0.0, 0.0, 0.0, 1.0])
    }

    /// Tilts away: what lies one to the right is that much farther away, what lies one below likewise.
    pub fn tilt(right: f32, below: f32) -> Map {
        Map([1.0, 0.0, 0.0, 0.0, 1.0, 0.0, right, below, 1.0])
    }
}

/// A grey picture in the making, 0 to 255.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Pixels across.
    pub width: usize,
    /// Pixels down.
    pub height: usize,
    /// Row by row.
    pub pixels: Vec<f32>,
}

impl Sheet {
    /// What a camera sees of a scene: `to_plane` takes a pixel to the plane, `scene` gives the reflectance of a place for
    /// a pixel of some width.
    pub fn seen(width: usize, height: usize, to_plane: &Map, scene: impl Fn(f32, f32, f32) -> f32) -> Self {
        let mut pixels = Vec::with_capacity(width * height);
        for row in 0..height {
            let mut before = to_plane.at(-1.0, row as f32);
            for column in 0..width {
                let place = to_plane.at(column as f32, row as f32);
                let footprint = (place[0] - before[0]).hypot(place[1] - before[1]);
                pixels.push(255.0 * scene(place[0], place[1], footprint));
                before = place;
            }
        }
        Self { width, height, pixels }
    }

    /// Weighted sum along one direction of whole steps.
    fn convolved(&self, kernel: &[f32], step: [f32; 2]) -> Vec<f32> {
        let middle = (kernel.len() / 2) as f32;
        let steps: Vec<(isize, isize, f32)> = kernel
            .iter()
            .enumerate()
            .map(|(k, &weight)| {
                let t = k as f32 - middle;
                ((t * step[0]).round() as isize, (t * step[1]).round() as isize, weight)
            })
            .collect();
        let mut out = vec![0.0; self.pixels.len()];
        let (width, height) = (self.width as isize, self.height as isize);
        for (row, sums) in out.chunks_exact_mut(self.width).enumerate() {
            for &(dx, dy, weight) in &steps {
                let y = (row as isize + dy).clamp(0, height - 1) as usize;
                let line = &self.pixels[y * self.width..(y + 1) * self.width];
                let (from, to) = ((-dx).clamp(0, width) as usize, (width - dx).clamp(0, width) as usize);
                for sum in &mut sums[..from] {
                    *sum += weight * line[0];
                }
                if from < to {
                    let shifted = &line[(from as isize + dx) as usize..];
                    for (sum, value) in sums[from..to].iter_mut().zip(shifted) {
                        *sum += weight * value;
                    }
                }
                for sum in &mut sums[to.max(from)..] {
                    *sum += weight * line[self.width - 1];
                }
            }
        }
        out
    }

    /// A lens out of focus, by a deviation in pixels.
    pub fn blur(&mut self, deviation: f32) {
        if deviation < 0.2 {
            return;
        }
        let reach = (deviation * 2.5).ceil() as isize;
        let mut kernel: Vec<f32> =
            (-reach..=reach).map(|t| (-(t * t) as f32 / (2.0 * deviation * deviation)).exp()).collect();
        let sum: f32 = kernel.iter().sum();
        kernel.iter_mut().for_each(|weight| *weight /= sum);
        self.pixels = self.convolved(&kernel, [1.0, 0.0]);
        self.pixels = self.convolved(&kernel, [0.0, 1.0]);
    }

    /// A camera that moves: `length` in pixels, direction in radians.
    pub fn smear(&mut self, length: f32, direction: f32) {
        let steps = length.round() as usize;
        if steps < 2 {
            return;
        }
        self.pixels = self.convolved(&vec![1.0 / steps as f32; steps], [direction.cos(), direction.sin()]);
    }

    /// Edges made stronger, as cameras and scanners do.
    pub fn sharpen(&mut self, amount: f32, deviation: f32) {
        let mut soft = self.clone();
        soft.blur(deviation);
        for (value, soft) in self.pixels.iter_mut().zip(soft.pixels) {
            *value += amount * (*value - soft);
        }
    }

    /// Noise of a deviation in grey levels, `coarse` pixels wide (1 or 2).
    pub fn noise(&mut self, deviation: f32, coarse: usize, chance: &mut Chance) {
        if deviation < 0.3 {
            return;
        }
        let coarse = coarse.max(1);
        let across = self.width.div_ceil(coarse);
        let mut row = vec![0.0; across];
        for y in 0..self.height {
            if y % coarse == 0 {
                for value in &mut row {
                    // Four of a sum: near enough to a normal distribution.
                    let bits = chance.bits();
                    let sum = (0..4).map(|k| (bits >> (16 * k) & 0xFFFF) as f32).sum::<f32>() / 65536.0 - 2.0;
                    *value = sum * 1.73 * deviation;
                }
            }
            for (x, value) in self.pixels[y * self.width..(y + 1) * self.width].iter_mut().enumerate() {
                *value += row[x / coarse];
            }
        }
    }

    /// As eight-bit grey.
    pub fn luma(&self) -> Luma {
        let pixels = self.pixels.iter().map(|value| value.round().clamp(0.0, 255.0) as u8).collect();
        Luma::new(self.width, self.height, pixels).unwrap_or_else(|| unreachable!("as many pixels as drawn"))
    }

    /// Grey through a JPEG's compression and back.
    pub fn compressed(&self, quality: u8) -> Luma {
        let luma = self.luma();
        let mut file = Vec::new();
        let encoder = JpegEncoder::new_with_quality(&mut file, quality);
        let back = encoder_of(encoder, &luma)
            .and_then(|()| image::load_from_memory(&file))
            .map(image::DynamicImage::into_luma8);
        back.ok().and_then(|back| Luma::new(self.width, self.height, back.into_raw())).unwrap_or(luma)
    }

    /// The same at another size, each pixel between four.
    pub fn scaled(&self, width: usize, height: usize) -> Self {
        let (sx, sy) = (self.width as f32 / width as f32, self.height as f32 / height as f32);
        let at = |x: usize, y: usize| self.pixels[y.min(self.height - 1) * self.width + x.min(self.width - 1)];
        let mut pixels = Vec::with_capacity(width * height);
        for row in 0..height {
            let y = ((row as f32 + 0.5) * sy - 0.5).max(0.0);
            let (top, fy) = (y as usize, y.fract());
            for column in 0..width {
                let x = ((column as f32 + 0.5) * sx - 0.5).max(0.0);
                let (left, fx) = (x as usize, x.fract());
                let upper = at(left, top) * (1.0 - fx) + at(left + 1, top) * fx;
                let lower = at(left, top + 1) * (1.0 - fx) + at(left + 1, top + 1) * fx;
                pixels.push(upper * (1.0 - fy) + lower * fy);
            }
        }
        Self { width, height, pixels }
    }

    /// A sheet of eight-bit grey.
    pub fn of(luma: &Luma) -> Self {
        let pixels = luma.pixels().iter().map(|&value| f32::from(value)).collect();
        Self { width: luma.width(), height: luma.height(), pixels }
    }
}

fn encoder_of(mut encoder: JpegEncoder<&mut Vec<u8>>, luma: &Luma) -> image::ImageResult<()> {
    encoder.encode(luma.pixels(), luma.width() as u32, luma.height() as u32, ExtendedColorType::L8)
}
