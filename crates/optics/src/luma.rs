//! A grey picture, and the same picture ever smaller, so that a sample at any size is a mean and not a chance hit.

/// A grey picture, row by row, 0 black to 255 white.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Luma {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

impl Luma {
    /// A picture of `width` x `height`; `None` where the pixels are not as many, or none.
    pub fn new(width: usize, height: usize, pixels: Vec<u8>) -> Option<Self> {
        let count = width.checked_mul(height)?;
        (count > 0 && count == pixels.len()).then_some(Self { width, height, pixels })
    }

    /// Pixels across.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Pixels down.
    pub fn height(&self) -> usize {
        self.height
    }

    /// All pixels, row by row.
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// A row; empty outside the picture.
    pub(crate) fn row(&self, y: usize) -> &[u8] {
        self.pixels.get(y * self.width..(y + 1) * self.width).unwrap_or_default()
    }

    /// The value between four pixels; the picture's edge goes on beyond it. (0, 0) is the middle of the first pixel.
    pub(crate) fn between(&self, x: f32, y: f32) -> f32 {
        let x = x.clamp(0.0, (self.width - 1) as f32);
        let y = y.clamp(0.0, (self.height - 1) as f32);
        let (left, top) = (x as usize, y as usize);
        let (right, bottom) = ((left + 1).min(self.width - 1), (top + 1).min(self.height - 1));
        let (fx, fy) = (x - left as f32, y - top as f32);
        let at = |x: usize, y: usize| self.pixels.get(y * self.width + x).map_or(0.0, |&v| f32::from(v));
        let upper = at(left, top) + (at(right, top) - at(left, top)) * fx;
        let lower = at(left, bottom) + (at(right, bottom) - at(left, bottom)) * fx;
        upper + (lower - upper) * fy
    }

    /// Half the size: each pixel the mean of four. A last odd row or column is left out.
    fn halved(&self) -> Option<Self> {
        let (width, height) = (self.width / 2, self.height / 2);
        if width == 0 || height == 0 {
            return None;
        }
        let mut pixels = Vec::with_capacity(width * height);
        for y in 0..height {
            let (upper, lower) = (self.row(2 * y), self.row(2 * y + 1));
            pixels.extend(upper.chunks_exact(2).zip(lower.chunks_exact(2)).map(|(a, b)| {
                let sum = a.iter().chain(b).map(|&v| u16::from(v)).sum::<u16>();
                ((sum + 2) / 4) as u8
            }));
        }
        Self::new(width, height, pixels)
    }

    /// Scaled to `width` x `height`, each value between four pixels: for making small pictures larger.
    pub(crate) fn scaled(&self, width: usize, height: usize) -> Option<Self> {
        let (step_x, step_y) = (self.width as f32 / width as f32, self.height as f32 / height as f32);
        let mut pixels = Vec::with_capacity(width * height);
        for y in 0..height {
            for x in 0..width {
                let value = self.between((x as f32 + 0.5) * step_x - 0.5, (y as f32 + 0.5) * step_y - 0.5);
                pixels.push(value.round() as u8);
            }
        }
        Self::new(width, height, pixels)
    }
}

/// A picture and its halves, the largest first.
#[derive(Debug, Clone)]
pub struct Pyramid {
    levels: Vec<Luma>,
}

impl Pyramid {
    /// The smallest side at which halving ends.
    const SMALLEST: usize = 24;

    /// The halves of a picture.
    pub fn new(picture: Luma) -> Self {
        let mut levels = vec![picture];
        while let Some(last) = levels.last()
            && last.width.min(last.height) >= 2 * Self::SMALLEST
            && let Some(half) = last.halved()
        {
            levels.push(half);
        }
        Self { levels }
    }

    /// The levels, the picture itself first.
    pub(crate) fn levels(&self) -> &[Luma] {
        &self.levels
    }

    /// The picture itself.
    pub(crate) fn picture(&self) -> &Luma {
        &self.levels[0]
    }

    /// The level at which samples that stand `step` pixels apart stand about one pixel apart.
    pub(crate) fn level_for(&self, step: f32) -> usize {
        let wanted = step.max(1.0).log2().round() as usize;
        wanted.min(self.levels.len() - 1)
    }

    /// The value at a place of the whole picture, read from a level.
    pub(crate) fn at(&self, level: usize, x: f32, y: f32) -> f32 {
        let scale = 1.0 / (1u32 << level) as f32;
        self.levels[level].between((x + 0.5) * scale - 0.5, (y + 0.5) * scale - 0.5)
    }
}
