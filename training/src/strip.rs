//! What the network learns from: strips of three short lines of letters, printed, seen and cut into cells as the reader
//! cuts them, somewhat beside the letters as its finder would.

use crate::{
    camera::{Map, Sheet},
    chance::Chance,
    font::Font,
    ground::Ground,
    print::{Line, Print},
};
use limen_optics::{
    cell::{self, Cell, Frame},
    luma::Pyramid,
    net::NO_LETTER,
};

/// A cell and what is true of it.
#[derive(Debug, Clone)]
pub struct Example {
    /// The cell, evened out.
    pub cell: Cell,
    /// Its class.
    pub class: usize,
    /// For a letter: how far right and down it stands, in pitches; the logarithm of its height; its lean.
    pub place: Option<[f32; 4]>,
}

/// Letters in a line of a strip.
const LETTERS: usize = 12;
/// The class of the filler.
const FILLER: usize = 36;

/// What strips are like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mix {
    /// All letters and all damage, some of it beyond reading.
    All,
    /// What is taken wrongly most, more often: worn ink, coarse heads, few pixels, motion, letters that look alike; on
    /// paper that they stand out from.
    Hard,
}

/// Letters that are taken for each other when whole, and when worn or coarse too.
const ALIKE: [&[u8]; 2] =
    [b"O0Q0DB8I1S5Z2G6U0V1LMNWHK7YT4A", b"O0QDOCGCQUGSG6GKEFBREPFTRAKXHMWNHKNEVYJI1TLIS5Z2D0B8U0B34A976"];

impl Mix {
    /// One thing where all is drawn, another where what is hard is.
    fn or<T>(self, all: T, hard: T) -> T {
        match self {
            Self::All => all,
            Self::Hard => hard,
        }
    }
}

/// The share of the cells of a hard strip whose faint ink is deepened.
const DEEPENED: f32 = 0.15;

/// The cells of one strip.
pub fn examples(fonts: &[Font], mix: Mix, chance: &mut Chance) -> Vec<Example> {
    let font = chance.one_of(fonts);
    let mut print = Print::drawn(1.0, chance);
    if mix == Mix::Hard {
        print.spoil(chance);
    }
    let ground = Ground::drawn(1.0, chance);
    let spacing = chance.between(1.9, 2.9);
    let jitter = if chance.happens(0.4) { chance.between(0.0, 0.05) } else { 0.0 };
    let lines: Vec<Line> =
        (0..3).map(|l| Line::fixed(l as f32 * spacing, 0.0, &text(mix, chance), jitter, chance)).collect();
    // Text of another size below: no letters of a zone.
    let size = if chance.happens(0.5) { chance.between(0.3, 0.6) } else { chance.between(1.7, 2.6) };
    let other: Vec<Option<usize>> = (0..24).map(|_| (!chance.happens(0.15)).then(|| chance.below(37))).collect();
    let other = Line::proportional(2.0 * spacing + 1.0 + size * 0.8, -1.0, size, &other, font);

    let most = mix.or(14.0, 10.0);
    let pixels = if chance.happens(0.65) { chance.between_log(5.0, most) } else { chance.between_log(12.0, 32.0) };
    let (middle_x, middle_y) = (LETTERS as f32 / 2.0 - 0.5, spacing * 1.3);
    let stretch = (chance.normal() * 0.10).exp();
    let angle = chance.normal() * 0.12 + chance.below(4) as f32 * std::f32::consts::FRAC_PI_2;
    let half = [(LETTERS as f32 / 2.0 + 1.6), spacing * 1.3 + 1.7];
    let (sin, cos) = (angle.sin().abs(), angle.cos().abs());
    let reach = [half[0] * cos + half[1] * stretch * sin, half[0] * sin + half[1] * stretch * cos];
    let (width, height) = ((reach[0] * 2.0 * pixels) as usize, (reach[1] * 2.0 * pixels) as usize);
    let to_pixel = Map::shift(-middle_x, -middle_y)
        .then(&Map([1.0, chance.normal() * 0.06, 0.0, 0.0, stretch, 0.0, 0.0, 0.0, 1.0]))
        .then(&Map::tilt(chance.normal() * 0.008, chance.normal() * 0.012))
        .then(&Map::turn(angle))
        .then(&Map::scale(pixels, pixels))
        .then(&Map::shift(width as f32 / 2.0 + chance.unit(), height as f32 / 2.0 + chance.unit()));
    let glare = glare(chance);
    let marks = Marks::drawn(font, chance);
    let sheet = Sheet::seen(width, height, &to_pixel.inverse(), |x, y, footprint| {
        let paper = ground.at(x, y, footprint).max(mix.or(0.0, 0.3));
        let line = ((y / spacing).round().max(0.0) as usize).min(2);
        let covered =
            print.covered(font, &lines[line], x, y, footprint).max(print.covered(font, &other, x, y, footprint));
        let value = paper + (print.black.min(paper * 0.75) - paper) * covered;
        glare(x, y, marks.over(font, &print, [x, y], footprint, value))
    });
    let (picture, grown) = seen_through(sheet, pixels, mix, chance);
    let pyramid = Pyramid::new(picture);
    let to_pixel = to_pixel.then(&Map::shift(0.5, 0.5)).then(&Map::scale(grown, grown)).then(&Map::shift(-0.5, -0.5));

    let mut examples = Vec::with_capacity(3 * (LETTERS + 3));
    for line in &lines {
        // Errors of the finder: those of the whole line, and each cell's own.
        let common = [chance.normal() * 0.08, chance.normal() * 0.08];
        let (taller, lean) = (chance.normal() * 0.10, chance.normal() * 0.07);
        let (wider, turned) = (chance.normal() * 0.03, chance.normal() * 0.025);
        let mut places: Vec<(f32, f32, usize)> = line.letters.iter().map(|&(x, class)| (x, line.y, class)).collect();
        places.push((-1.0 - chance.unit() * 0.3, line.y, NO_LETTER));
        places.push((LETTERS as f32 + chance.unit() * 0.3, line.y, NO_LETTER));
        let beside = if chance.happens(0.5) { (line.y - spacing / 2.0) + chance.between(-0.1, 0.1) } else { other.y };
        places.push((chance.between(0.0, LETTERS as f32 - 1.0), beside, NO_LETTER));
        // One letter upside down: what a line looks like from its other end is none.
        let one_way = |class: usize| ONE_WAY.contains(&crate::font::LETTERS[class]);
        let turned_about = line.letters.iter().copied().filter(|&(_, class)| one_way(class)).nth(chance.below(6));
        let first_turned = places.len();
        places.extend(turned_about.map(|(x, _)| (x, line.y, NO_LETTER)));
        let mut cells = Vec::new();
        let mut facts = Vec::new();
        for (index, (x, y, class)) in places.into_iter().enumerate() {
            let own = [
                (common[0] + chance.normal() * 0.06).clamp(-0.36, 0.36),
                (common[1] + chance.normal() * 0.05).clamp(-0.36, 0.36),
            ];
            let middle = to_pixel.at(x, y);
            let minus = |a: [f32; 2], b: [f32; 2]| [a[0] - b[0], a[1] - b[1]];
            let along = minus(to_pixel.at(x + 0.5, y), to_pixel.at(x - 0.5, y));
            let down = minus(to_pixel.at(x, y + 0.5), to_pixel.at(x, y - 0.5));
            let mut frame = Frame { middle, along, down };
            frame.along = frame
                .at(wider, turned)
                .iter()
                .zip(middle)
                .zip(along)
                .map(|((a, m), v)| a - m + v)
                .collect::<Vec<_>>()
                .try_into()
                .unwrap_or(along);
            // The true down is e^taller (down + lean along), so this frame's is:
            frame.down = [0, 1].map(|k| down[k] * (-taller).exp() - lean * frame.along[k]);
            frame.middle = frame.at(-own[0], -own[1]);
            if index == first_turned {
                frame.along = frame.along.map(|v| -v);
                frame.down = frame.down.map(|v| -v);
            }
            cells.push(cell::cut(&pyramid, &frame));
            facts.push((class, (class != NO_LETTER).then_some([own[0], own[1], taller, lean])));
        }
        let usual = cell::usual(&cells.iter().map(|cell| cell::contrast(cell).1).collect::<Vec<_>>());
        cells.iter_mut().for_each(|cell| cell::even_out(cell, usual));
        // The reader deepens what is not clear.
        cells.iter_mut().filter(|_| mix == Mix::Hard && chance.happens(DEEPENED)).for_each(cell::deepen);
        examples.extend(cells.into_iter().zip(facts).map(|(cell, (class, place))| Example { cell, class, place }));
    }
    examples
}

/// What else is on a page: faint text behind the zone, scratches, folds, strokes of a pen.
struct Marks {
    behind: Option<(Line, f32)>,
    strokes: Vec<[f32; 5]>,
}

impl Marks {
    fn drawn(font: &Font, chance: &mut Chance) -> Self {
        let behind = chance.happens(0.12).then(|| {
            let text: Vec<Option<usize>> = (0..30).map(|_| (!chance.happens(0.1)).then(|| chance.below(36))).collect();
            let size = chance.between_log(0.4, 3.0);
            let line = Line::proportional(chance.between(-0.5, 5.5), chance.between(-6.0, 2.0), size, &text, font);
            (line, chance.between(-0.25, 0.3))
        });
        let count = if chance.happens(0.1) { 1 + chance.below(3) } else { 0 };
        let strokes = (0..count)
            .map(|_| {
                let angle = chance.between(0.0, 3.14);
                let through = [chance.between(0.0, 12.0), chance.between(-1.0, 6.0)];
                let (a, b) = (angle.cos(), angle.sin());
                let shade = if chance.happens(0.5) { chance.between(0.7, 1.0) } else { chance.between(0.05, 0.5) };
                [a, b, a * through[0] + b * through[1], chance.between(0.02, 0.12), shade]
            })
            .collect();
        Self { behind, strokes }
    }

    /// The reflectance with them, of a place that has `value` without.
    fn over(&self, font: &Font, print: &Print, [x, y]: [f32; 2], footprint: f32, value: f32) -> f32 {
        let mut value = value;
        if let Some((line, depth)) = &self.behind {
            let covered = print.covered(font, line, x, y, footprint);
            value =
                if *depth > 0.0 { value * (1.0 - depth * covered) } else { value - (1.0 - value) * depth * covered };
        }
        for [a, b, c, width, shade] in &self.strokes {
            let off = (a * x + b * y - c).abs();
            let covered = (0.5 - (off - width / 2.0) / footprint.max(0.02)).clamp(0.0, 1.0) * 0.7;
            value += (shade - value) * covered;
        }
        value
    }
}

/// Letters that upside down are no others.
const ONE_WAY: &[u8] = b"<AKRPFEJTY4QBC";

/// Letters of a line: any, or as they stand in zones.
fn text(mix: Mix, chance: &mut Chance) -> Vec<usize> {
    let kind = chance.below(10);
    let (any, alike) = (mix.or(6, 4), mix.or(ALIKE[0], ALIKE[1]));
    let mut fill = 0;
    (0..LETTERS)
        .map(|_| {
            if fill > 0 {
                fill -= 1;
                return FILLER;
            }
            match kind {
                _ if kind < any => chance.below(37),
                6 => chance.below(10),
                7 if chance.happens(0.15) => {
                    fill = chance.below(6);
                    FILLER
                }
                7 => 10 + chance.below(26),
                // Look-alikes, which are the most work.
                8 | ..6 => {
                    let letter = *chance.one_of(alike);
                    crate::font::LETTERS.iter().position(|&l| l == letter).unwrap_or(FILLER)
                }
                _ if chance.happens(0.5) => FILLER,
                _ => chance.below(37),
            }
        })
        .collect()
}

/// Light that mirrors in the laminate, and shadows: changes the reflectance at a place.
fn glare(chance: &mut Chance) -> impl Fn(f32, f32, f32) -> f32 + use<> {
    let spots: Vec<[f32; 5]> = (0..if chance.happens(0.3) { 1 + chance.below(2) } else { 0 })
        .map(|_| {
            [
                chance.between(-2.0, 14.0),
                chance.between(-2.0, 8.0),
                chance.between(0.5, 5.0),
                chance.between(0.3, 2.5),
                if chance.happens(0.7) { chance.between(0.1, 0.75) } else { chance.between(-0.5, -0.1) },
            ]
        })
        .collect();
    move |x, y, value| {
        let mut value = value;
        for [cx, cy, rx, ry, strength] in &spots {
            let r = ((x - cx) / rx).powi(2) + ((y - cy) / ry).powi(2);
            let near = 1.0 / (1.0 + r * r);
            value =
                if *strength > 0.0 { value + (1.0 - value) * strength * near } else { value * (1.0 + strength * near) };
        }
        value
    }
}

/// Lens, sensor and file; gives the picture and by how much it was scaled.
fn seen_through(mut sheet: Sheet, pixels: f32, mix: Mix, chance: &mut Chance) -> (limen_optics::luma::Luma, f32) {
    // Blur counts against the letters' size: what a fifth of a pitch blurs is not to be read any more.
    let blur = if chance.happens(0.75) { chance.between(0.0, 0.12) * chance.unit().sqrt() } else { 0.0 };
    let least = chance.between(0.0, if pixels < 8.0 { 0.5 } else { 0.7 });
    sheet.blur((blur * pixels).max(least));
    if chance.happens(mix.or(0.2, 0.4)) {
        sheet.smear(chance.between(0.0, 0.25) * pixels, chance.between(0.0, 3.14));
    }
    // Exposure, and a curve.
    let (low, high) = (chance.between(0.0, 90.0), chance.between(120.0, 275.0));
    let high = high.max(low + 55.0);
    let curve = chance.between_log(0.6, 1.6);
    let (gx, gy) = (chance.normal() * 0.12 / sheet.width as f32, chance.normal() * 0.12 / sheet.height as f32);
    for row in 0..sheet.height {
        for column in 0..sheet.width {
            let light = 1.0 + gx * column as f32 + gy * row as f32;
            let value = &mut sheet.pixels[row * sheet.width + column];
            *value = (low + (high - low) * (*value / 255.0).clamp(0.0, 1.0).powf(curve)) * light;
        }
    }
    // The grid of a screen that shows the page.
    if chance.happens(0.06) {
        let (across, down) = (chance.between(0.5, 2.9), chance.between(0.5, 2.9));
        let depth = chance.between(0.03, 0.2);
        for (at, value) in sheet.pixels.iter_mut().enumerate() {
            let (x, y) = ((at % sheet.width) as f32, (at / sheet.width) as f32);
            *value *= 1.0 - depth * (0.5 + 0.5 * (x * across).sin() * (y * down).sin());
        }
    }
    let contrast = (high - low) / 200.0;
    if chance.happens(0.7) {
        let deviation = chance.between(0.0, 11.0) * contrast.min(1.0) * chance.unit() * (pixels / 12.0).clamp(0.6, 1.6);
        sheet.noise(deviation, 1 + chance.below(2), chance);
    }
    if chance.happens(0.3) {
        sheet.sharpen(chance.between(0.2, 1.5), chance.between(0.7, 2.0));
    }
    let mut picture = if chance.happens(0.75) {
        sheet.compressed(chance.between(if pixels < 9.0 { 45.0 } else { 20.0 }, 96.0) as u8)
    } else {
        sheet.luma()
    };
    let mut grown = 1.0;
    if chance.happens(0.2) {
        grown = if pixels < 16.0 { chance.between(1.0, 2.4) } else { chance.between(0.5, 1.2) };
        let sheet = Sheet::of(&picture);
        let (width, height) = ((sheet.width as f32 * grown) as usize, (sheet.height as f32 * grown) as usize);
        let mut sheet = sheet.scaled(width.max(8), height.max(8));
        if chance.happens(0.3) {
            sheet.sharpen(chance.between(0.2, 1.0), 1.0);
        }
        picture = if chance.happens(0.5) { sheet.compressed(chance.between(40.0, 95.0) as u8) } else { sheet.luma() };
    }
    (picture, grown)
}
