//! Letters as distance fields: for each point of a cell, how far it is from the edge of the letter's ink.
//!
//! A distance field can be drawn at any size, slanted, thinner and thicker, which outlines can't. The outlines are those
//! of Debian's package `fonts-ocr-b` (OCR-B after ISO 1073-2).

use std::{fs, path::Path};
use ttf_parser::{Face, OutlineBuilder};

/// The letters of a zone (Doc 9303-3 §4.2.3), in the order of the network's classes.
pub const LETTERS: &[u8; 37] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<";
/// Samples along each side of a field.
const SIDE: usize = 72;
/// A field covers this many pitches to each side of the letter's middle.
const REACH: f32 = 0.9;
/// Height of a capital letter in pitches: 2.40 mm at 2.54 mm (ISO 1073-2 size I, Doc 9303-3 §4.4).
pub const CAPITAL: f32 = 2.40 / 2.54;
/// The upright cuts of the font, with round and with square ends of strokes, and their folder.
const FOLDER: &str = "/usr/share/fonts/opentype/ocr-b";
const CUTS: [&str; 2] = ["OCRB", "OCRBS"];

/// A cut of the font.
#[derive(Debug)]
pub struct Font {
    fields: Vec<Vec<f32>>,
    /// Width of each letter's own field in a proportional text, in pitches.
    advances: Vec<f32>,
}

/// Every cut, or what to install.
///
/// # Errors
/// A sentence: which file can't be read, and which package has it.
pub fn fonts() -> Result<Vec<Font>, String> {
    CUTS.iter().map(|cut| Font::read(&Path::new(FOLDER).join(format!("{cut}.otf")))).collect()
}

impl Font {
    fn read(path: &Path) -> Result<Self, String> {
        let hint = |why: String| format!("{}: {why}; install the package fonts-ocr-b", path.display());
        let bytes = fs::read(path).map_err(|error| hint(error.to_string()))?;
        let face = Face::parse(&bytes, 0).map_err(|error| hint(error.to_string()))?;
        let outline = |letter: u8| -> Option<Outline> {
            let glyph = face.glyph_index(char::from(letter))?;
            let mut outline = Outline::default();
            face.outline_glyph(glyph, &mut outline)?;
            Some(outline)
        };
        let tall = outline(b'H').ok_or_else(|| hint("no letter H".to_owned()))?.bounds();
        let scale = CAPITAL / (tall.3 - tall.1);
        let middle_y = (tall.1 + tall.3) / 2.0;
        let advance =
            face.glyph_index('H').and_then(|glyph| face.glyph_hor_advance(glyph)).map_or(tall.0 + tall.2, f32::from);
        let mut font = Self { fields: Vec::new(), advances: Vec::new() };
        for &letter in LETTERS {
            let outline = outline(letter).ok_or_else(|| hint(format!("no letter {}", char::from(letter))))?;
            let bounds = outline.bounds();
            font.fields.push(outline.field(advance / 2.0, middle_y, scale));
            font.advances.push((bounds.2 - bounds.0) * scale + 0.22);
        }
        Ok(font)
    }

    /// Distance in pitches from (`x`, `y`), in pitches from the letter's middle (y downwards), to the letter's edge;
    /// negative within the ink.
    pub fn distance(&self, class: usize, x: f32, y: f32) -> f32 {
        let to_grid = |v: f32| (v + REACH) / (2.0 * REACH) * (SIDE - 1) as f32;
        let (gx, gy) = (to_grid(x), to_grid(y));
        let most = (SIDE - 2) as f32;
        let (cx, cy) = (gx.clamp(0.0, most), gy.clamp(0.0, most));
        let (ix, iy) = (cx as usize, cy as usize);
        let (fx, fy) = (cx - ix as f32, cy - iy as f32);
        let field = &self.fields[class];
        let at = iy * SIDE + ix;
        let top = field[at] + (field[at + 1] - field[at]) * fx;
        let bottom = field[at + SIDE] + (field[at + SIDE + 1] - field[at + SIDE]) * fx;
        let outside = ((gx - cx).abs() + (gy - cy).abs()) * 2.0 * REACH / SIDE as f32;
        top + (bottom - top) * fy + outside
    }

    /// How far the next letter stands in a proportional text, in pitches.
    pub fn advance(&self, class: usize) -> f32 {
        self.advances[class]
    }
}

/// An outline as straight pieces, in the font's units.
#[derive(Debug, Default)]
struct Outline {
    pieces: Vec<[(f32, f32); 2]>,
    start: (f32, f32),
    at: (f32, f32),
}

impl Outline {
    fn to(&mut self, to: (f32, f32)) {
        self.pieces.push([self.at, to]);
        self.at = to;
    }

    fn bounds(&self) -> (f32, f32, f32, f32) {
        self.pieces.iter().flatten().fold((f32::MAX, f32::MAX, f32::MIN, f32::MIN), |b, p| {
            (b.0.min(p.0), b.1.min(p.1), b.2.max(p.0), b.3.max(p.1))
        })
    }

    /// The field around (`middle_x`, `middle_y`), scaled to pitches.
    fn field(&self, middle_x: f32, middle_y: f32, scale: f32) -> Vec<f32> {
        let step = 2.0 * REACH / (SIDE - 1) as f32;
        let mut field = Vec::with_capacity(SIDE * SIDE);
        for row in 0..SIDE {
            for column in 0..SIDE {
                let x = (column as f32 * step - REACH) / scale + middle_x;
                let y = middle_y - (row as f32 * step - REACH) / scale;
                let (mut nearest, mut winding) = (f32::MAX, 0i32);
                for [a, b] in &self.pieces {
                    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
                    let length = dx * dx + dy * dy;
                    let t =
                        if length > 0.0 { (((x - a.0) * dx + (y - a.1) * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
                    let (ex, ey) = (x - a.0 - t * dx, y - a.1 - t * dy);
                    nearest = nearest.min(ex * ex + ey * ey);
                    if (a.1 <= y) != (b.1 <= y) && a.0 + (y - a.1) / (b.1 - a.1) * dx > x {
                        winding += if b.1 > a.1 { 1 } else { -1 };
                    }
                }
                let distance = nearest.sqrt() * scale;
                field.push(if winding == 0 { distance } else { -distance });
            }
        }
        field
    }
}

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.start = (x, y);
        self.at = (x, y);
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.to((x, y));
    }
    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let from = self.at;
        for step in 1..=8u8 {
            let t = f32::from(step) / 8.0;
            let mix = |a: f32, b: f32, c: f32| (1.0 - t) * (1.0 - t) * a + 2.0 * t * (1.0 - t) * b + t * t * c;
            self.to((mix(from.0, x1, x), mix(from.1, y1, y)));
        }
    }
    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let from = self.at;
        for step in 1..=8u8 {
            let t = f32::from(step) / 8.0;
            let u = 1.0 - t;
            let mix = |a: f32, b: f32, c: f32, d: f32| {
                u * u * u * a + 3.0 * u * u * t * b + 3.0 * u * t * t * c + t * t * t * d
            };
            self.to((mix(from.0, x1, x2, x), mix(from.1, y1, y2, y)));
        }
    }
    fn close(&mut self) {
        let start = self.start;
        self.to(start);
    }
}
