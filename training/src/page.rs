//! Whole pictures of travel documents' pages, in four grades. Lengths are in pitches (2.54 mm).

use crate::{
    camera::{Map, Sheet},
    chance::{Chance, noise},
    font::{Font, LETTERS},
    ground::Ground,
    print::{Line, Print},
    zone,
};
use image::{ExtendedColorType, codecs::jpeg::JpegEncoder};
use limen_document::mrz::Format;
use limen_optics::luma::Luma;

/// The least reflectance of a document's paper: print must stand out from it (Doc 9303-3 §4.4 asks for six tenths less).
const DARKEST: f32 = 0.35;

/// How a picture was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grade {
    /// On a flat-bed scanner.
    Scan,
    /// Held before a webcam.
    Webcam,
    /// By a phone, on a table.
    Table,
    /// By a phone, in a hand, at night.
    Night,
}

impl Grade {
    /// All four.
    pub const ALL: [Grade; 4] = [Self::Scan, Self::Webcam, Self::Table, Self::Night];
}

/// A drawn picture and what its zone says.
#[derive(Debug, Clone)]
pub struct Page {
    /// The zone's lines.
    pub lines: Vec<String>,
    /// The format.
    pub format: Format,
    /// Grey.
    pub picture: Luma,
    /// JPEG's quality, 0 to 100.
    pub quality: u8,
    /// Pixels in a pitch in the middle of the zone.
    pub pitch: f32,
    /// Where each letter's middle is, in pixels, line by line.
    pub middles: Vec<Vec<[f32; 2]>>,
    tint: [f32; 3],
}

impl Page {
    /// Whether every letter is in the picture, whole.
    pub fn is_whole(&self) -> bool {
        let edge = self.pitch * 0.45;
        let (right, bottom) = (self.picture.width() as f32 - edge, self.picture.height() as f32 - edge);
        self.middles.iter().flatten().all(|&[x, y]| x >= edge && y >= edge && x <= right && y <= bottom)
    }

    /// As a JPEG file in colour.
    pub fn jpeg(&self) -> Vec<u8> {
        let pixels: Vec<u8> = self
            .picture
            .pixels()
            .iter()
            .flat_map(|&value| self.tint.map(|tint| (f32::from(value) * tint).min(255.0) as u8))
            .collect();
        let mut file = Vec::new();
        let (width, height) = (self.picture.width() as u32, self.picture.height() as u32);
        let written = JpegEncoder::new_with_quality(&mut file, self.quality).encode(
            &pixels,
            width,
            height,
            ExtendedColorType::Rgb8,
        );
        assert!(written.is_ok(), "a JPEG is written to memory");
        file
    }
}

/// Width and height of a document, in pitches.
fn size(format: Format) -> [f32; 2] {
    let millimetres = match format {
        Format::Td1 => [85.6, 54.0],
        Format::Td2 | Format::MrvB | Format::French => [105.0, 74.0],
        Format::Td3 => [125.0, 88.0],
        Format::MrvA => [120.0, 80.0],
    };
    millimetres.map(|length: f32| length / 2.54)
}

fn classes(text: &str) -> Vec<usize> {
    text.bytes().map(|c| LETTERS.iter().position(|&l| l == c).unwrap_or(36)).collect()
}

struct Scene<'a> {
    font: &'a Font,
    other_font: &'a Font,
    size: [f32; 2],
    paper: Ground,
    zone_paper: Option<Ground>,
    table: Ground,
    table_dark: f32,
    zone_print: Print,
    print: Print,
    zone_top: f32,
    zone_lines: Vec<Line>,
    other_lines: Vec<Line>,
    photo: [f32; 4],
    spread: bool,
    newspaper: bool,
    seed: u64,
    bend: f32,
    lights: Vec<[f32; 5]>,
}

impl Scene<'_> {
    fn at(&self, x: f32, y: f32, footprint: f32) -> f32 {
        let across = x / self.size[0] - 0.5;
        let y = y + self.bend * across * across * 4.0;
        let top = if self.spread { -self.size[1] } else { 0.0 };
        let mut value = if x < 0.0 || x > self.size[0] || y < top || y > self.size[1] {
            let mut value = self.table.at(x, y, footprint) * self.table_dark;
            if self.newspaper {
                value = self.inked(
                    &self.print,
                    self.other_font,
                    &self.other_lines,
                    x,
                    (y + 400.0) % self.size[1],
                    footprint,
                    value,
                );
            }
            value
        } else {
            self.page(x, y, footprint)
        };
        for [cx, cy, rx, ry, strength] in &self.lights {
            let r = ((x - cx) / rx).powi(2) + ((y - cy) / ry).powi(2);
            let near = 1.0 / (1.0 + r * r);
            value =
                if *strength > 0.0 { value + (1.0 - value) * strength * near } else { value * (1.0 + strength * near) };
        }
        value
    }

    fn page(&self, x: f32, y: f32, footprint: f32) -> f32 {
        if y > self.zone_top {
            let paper = self.zone_paper.as_ref().unwrap_or(&self.paper).at(x, y, footprint).max(DARKEST);
            return self.inked(&self.zone_print, self.font, &self.zone_lines, x, y, footprint, paper);
        }
        let paper = self.paper.at(x, y, footprint).max(DARKEST);
        let [left, upper, right, lower] = self.photo;
        if x > left && x < right && y > upper && y < lower {
            let face =
                noise(self.seed, (x - left) * 0.25, (y - upper) * 0.25) + 0.4 * noise(self.seed ^ 9, x * 1.2, y * 1.2);
            return (0.45 + 0.4 * face).clamp(0.05, 0.95);
        }
        let y = if y < 0.0 { y + self.size[1] } else { y };
        self.inked(&self.print, self.other_font, &self.other_lines, x, y, footprint, paper)
    }

    #[expect(clippy::too_many_arguments, reason = "a place, and what is on it")]
    fn inked(&self, print: &Print, font: &Font, lines: &[Line], x: f32, y: f32, footprint: f32, paper: f32) -> f32 {
        let near = lines.iter().filter(|line| (y - line.y).abs() < 0.85 * line.size);
        let covered = near.map(|line| print.covered(font, line, x, y, footprint)).fold(0.0, f32::max);
        paper + (print.black.min(paper * 0.7) - paper) * covered
    }
}

/// Lines of text as a page has them above its zone.
fn text_above(size: [f32; 2], bottom: f32, font: &Font, chance: &mut Chance) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut y = chance.between(1.0, 2.5);
    while y < bottom - 1.0 {
        let height = if chance.happens(0.3) { chance.between(0.8, 1.3) } else { chance.between(0.4, 0.8) };
        let x = if chance.happens(0.7) { size[0] * 0.33 } else { chance.between(0.5, size[0] * 0.7) };
        let room = ((size[0] - x) / height * 1.1) as usize;
        let count = (3 + chance.below(22)).min(room);
        let text: Vec<Option<usize>> = (0..count).map(|_| (!chance.happens(0.15)).then(|| chance.below(36))).collect();
        lines.push(Line::proportional(y, x, height, &text, font));
        y += height * chance.between(1.4, 2.6);
    }
    lines
}

/// A picture of a grade.
pub fn page(fonts: &[Font], grade: Grade, chance: &mut Chance) -> Page {
    let format = if chance.happens(0.4) { Format::Td3 } else { *chance.one_of(&zone::FORMATS) };
    let lines = zone::zone(format, chance);
    let level = grade as usize;
    let size = size(format);
    let wild = [0.55, 0.6, 0.65, 0.7][level];
    let width = lines.first().map_or(44, String::len) as f32;
    let spacing = chance.between(2.2, 2.7);
    let left = ((size[0] - width) / 2.0 + 0.5 + chance.between(-0.6, 0.6)).max(0.6);
    let last = size[1] - chance.between(1.8, 3.4);
    let jitter = if chance.happens(0.3) { 0.03 } else { 0.0 };
    let count = lines.len() as f32;
    let zone_lines: Vec<Line> = lines
        .iter()
        .enumerate()
        .map(|(l, line)| Line::fixed(last - (count - 1.0 - l as f32) * spacing, left, &classes(line), jitter, chance))
        .collect();
    let zone_top = last - (count - 1.0) * spacing - chance.between(0.9, 1.5);
    let (font, other_font) = (chance.one_of(fonts), chance.one_of(fonts));
    let other_lines = text_above(size, zone_top, other_font, chance);
    let photo_width = size[0] * chance.between(0.2, 0.3);
    let photo = [1.0, size[1] * 0.15, 1.0 + photo_width, (size[1] * 0.15 + photo_width * 1.3).min(zone_top - 0.5)];
    let mut lights = Vec::new();
    if level >= 2 && chance.happens(if level == 3 { 0.6 } else { 0.3 }) {
        let strength = if chance.happens(0.6) { chance.between(0.1, 0.45) } else { chance.between(-0.6, -0.2) };
        lights.push([
            chance.between(0.0, size[0]),
            chance.between(0.0, size[1]),
            chance.between(3.0, 20.0),
            chance.between(3.0, 20.0),
            strength,
        ]);
    }
    let scene = Scene {
        font,
        other_font,
        size,
        paper: Ground::drawn(0.8, chance),
        zone_paper: chance.happens(0.5).then(|| Ground::drawn(0.5, chance)),
        table: Ground::drawn(1.0, chance),
        table_dark: if chance.happens(0.5) { chance.between(0.1, 0.5) } else { chance.between(0.5, 1.0) },
        zone_print: Print::drawn(wild, chance),
        print: Print::drawn(wild, chance),
        zone_top,
        zone_lines,
        other_lines,
        photo,
        spread: format == Format::Td3 && chance.happens(0.25),
        newspaper: level > 0 && chance.happens(0.15),
        seed: chance.bits(),
        bend: if level > 0 { chance.normal() * 0.25 } else { 0.0 },
        lights,
    };
    let shot = Shot::drawn(grade, &scene, chance);
    let mut sheet =
        Sheet::seen(shot.width, shot.height, &shot.to_pixel.inverse(), |x, y, footprint| scene.at(x, y, footprint));
    let middle = (size[0] / 2.0, last);
    let (a, b) = (shot.to_pixel.at(middle.0 - 0.5, middle.1), shot.to_pixel.at(middle.0 + 0.5, middle.1));
    let pitch = (a[0] - b[0]).hypot(a[1] - b[1]);
    let quality = shot.develop(&mut sheet, pitch, chance);
    let middle_of = |line: &Line, x: f32| {
        let across = x / size[0] - 0.5;
        shot.to_pixel.at(x, line.y - scene.bend * across * across * 4.0)
    };
    let middles =
        scene.zone_lines.iter().map(|line| line.letters.iter().map(|letter| middle_of(line, letter.0)).collect());
    let middles = middles.collect();
    let tint = [1.0, chance.between(0.9, 1.0), chance.between(0.75, 1.0)];
    Page { lines, format, picture: sheet.luma(), quality, pitch, middles, tint }
}

/// How one picture is taken.
struct Shot {
    grade: Grade,
    width: usize,
    height: usize,
    to_pixel: Map,
}

impl Shot {
    fn drawn(grade: Grade, scene: &Scene<'_>, chance: &mut Chance) -> Self {
        let [page_width, page_height] = scene.size;
        let tall = if scene.spread { page_height * 2.0 } else { page_height };
        let middle = Map::shift(-page_width / 2.0, if scene.spread { 0.0 } else { -page_height / 2.0 });
        let quarter = std::f32::consts::FRAC_PI_2 * chance.below(4) as f32;
        if grade == Grade::Scan {
            // The picture is cut around the page, or the whole glass.
            let pixels = chance.between_log(6.5, 26.0);
            let margin = if chance.happens(0.6) { chance.between(-0.02, 0.06) } else { chance.between(0.1, 0.6) };
            let turned = if chance.happens(0.7) { 0.0 } else { quarter };
            let (across, down) = (page_width * (1.0 + margin), tall * (1.0 + margin.max(0.0)));
            let is_upright = (turned / std::f32::consts::FRAC_PI_2).round() as i32 % 2 == 0;
            let (across, down) = if is_upright { (across, down) } else { (down, across) };
            let (width, height) = ((across * pixels) as usize, (down * pixels) as usize);
            let to_pixel = middle
                .then(&Map::turn(turned + chance.normal() * 0.012))
                .then(&Map::scale(pixels, pixels * (1.0 + chance.normal() * 0.01)))
                .then(&Map::shift(width as f32 / 2.0, height as f32 / 2.0));
            return Self { grade, width, height, to_pixel };
        }
        let (width, height) = match grade {
            Grade::Webcam => *chance.one_of(&[(1280, 720), (1280, 960), (1920, 1080), (800, 600)]),
            _ => *chance.one_of(&[(1920, 1080), (1600, 1200), (2560, 1440), (1280, 960), (4000, 3000)]),
        };
        let turned = match grade {
            Grade::Webcam => 0.0,
            _ => quarter,
        } + chance.normal() * [0.0, 0.06, 0.1, 0.12][grade as usize];
        let steep = [0.0, 0.0015, 0.0025, 0.0035][grade as usize];
        let (right, below) = (chance.normal() * steep, chance.normal() * steep);
        let flat = |tilt: f32| 1.0 - (tilt * 80.0).powi(2).min(0.6) * 0.5;
        let fill = chance.between(0.62, 0.97);
        let (sin, cos) = (turned.sin().abs(), turned.cos().abs());
        let needed = [page_width * cos + tall * sin, page_width * sin + tall * cos];
        let mut pixels = (width as f32 / needed[0]).min(height as f32 / needed[1]) * fill;
        // Nobody asks for letters of under seven pixels to be read from a webcam.
        pixels = pixels.max(7.5);
        let slack = [0, 1].map(|k| ([width, height][k] as f32 - needed[k] * pixels).max(0.0) * 0.4);
        let to_pixel = middle
            .then(&Map::scale(flat(right), flat(below)))
            .then(&Map::tilt(right, below))
            .then(&Map::turn(turned))
            .then(&Map::scale(pixels, pixels))
            .then(&Map::shift(
                width as f32 / 2.0 + chance.between(-0.5, 0.5) * slack[0],
                height as f32 / 2.0 + chance.between(-0.5, 0.5) * slack[1],
            ));
        Self { grade, width, height, to_pixel }
    }

    /// Lens, sensor, and the file's quality.
    fn develop(&self, sheet: &mut Sheet, pitch: f32, chance: &mut Chance) -> u8 {
        let level = self.grade as usize;
        // The least that any lens blurs, and what this one does, against the letters' size.
        let out = [0.03, 0.06, 0.05, 0.085][level] * chance.unit();
        sheet.blur((out * pitch).max(chance.between(0.3, 0.6)));
        if level == 3 && chance.happens(0.6) {
            sheet.smear(chance.between(0.0, 0.16) * pitch, chance.between(0.0, 3.14));
        }
        let high = match level {
            0 => chance.between(215.0, 265.0),
            1 | 2 => chance.between(150.0, 250.0),
            _ => chance.between(80.0, 190.0),
        };
        let low = chance.between(0.0, [30.0, 40.0, 35.0, 25.0][level]);
        let uneven = [0.03, 0.15, 0.2, 0.3][level];
        let (gx, gy) = (chance.normal() * uneven / sheet.width as f32, chance.normal() * uneven / sheet.height as f32);
        for row in 0..sheet.height {
            for column in 0..sheet.width {
                let light = 1.0
                    + gx * (column as f32 - sheet.width as f32 / 2.0)
                    + gy * (row as f32 - sheet.height as f32 / 2.0);
                let value = &mut sheet.pixels[row * sheet.width + column];
                *value = (low + (high - low) * *value / 255.0) * light;
            }
        }
        let deviation =
            chance.between(0.0, [2.0, 5.0, 4.0, 9.0][level]) * (pitch / 14.0).clamp(0.5, 1.5) * (high - low) / 200.0;
        sheet.noise(deviation, 1 + chance.below(2), chance);
        if chance.happens(0.4) {
            sheet.sharpen(chance.between(0.2, 1.0), chance.between(0.7, 1.6));
        }
        chance.between([45.0, 50.0, 60.0, 55.0][level], 95.0) as u8
    }
}
