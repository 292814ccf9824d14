//! The paper under ultraviolet: whether it shines, and in which colour. Print that shines is no matter: that is how
//! documents are secured.

use super::{LightError, ReaderModel, White, part_of, scaled};
use crate::{cell::Frame, picture::Colours};
use limen_document::mrz::Format;

/// Whether paper shines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shine {
    /// It does not, as Doc 9303-3 demands.
    Dull,
    /// More than usual with this reader.
    Somewhat,
    /// It does, as office paper and some laminates do.
    Bright,
}

/// The colour in which it shines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hue {
    /// Blue, as paper that was whitened.
    Blue,
    /// Another colour.
    Coloured,
    /// None above others.
    Grey,
}

/// Paper under ultraviolet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ultraviolet {
    /// How bright it is in its brightest colour, 0 to 1, in the middle of all places without print.
    pub level: f32,
    /// In which colour.
    pub hue: Hue,
    /// What that is with this reader.
    pub shine: Shine,
}

/// How far above the zone's first line the page goes on, in pitches of 2.54 mm: less than it has (Doc 9303-4 to -7).
fn height_above(format: Format) -> usize {
    match format {
        Format::Td1 => 9,
        Format::Td2 | Format::MrvB | Format::French => 16,
        Format::Td3 | Format::MrvA => 22,
    }
}

/// Places over the page, in the picture in white light: the zone's lines and what stands above them.
fn places(white: &White) -> Vec<Frame> {
    let frames = white.frames();
    let Some(first) = frames.first() else { return Vec::new() };
    let above = 2 * height_above(white.reading.format);
    let mut places = Vec::new();
    for frame in first {
        for half in 0..above {
            let middle = frame.at(0.0, -(half as f32) / 2.0);
            places.push(Frame { middle, ..*frame });
        }
    }
    let own = white.pyramid.picture();
    let is_within = |[x, y]: [f32; 2]| x >= 0.0 && y >= 0.0 && x < own.width() as f32 && y < own.height() as f32;
    places.retain(|place| is_within(place.middle));
    places
}

/// How bright a place must be in white light to be paper, as a part of the brightest places.
const PAPER: f32 = 0.85;
/// How much stronger than the others a colour must be to be one.
const STRONGER: f32 = 1.2;

/// What is seen of the paper under ultraviolet.
pub(super) fn seen(white: &White, ultraviolet: &Colours, model: &ReaderModel) -> Result<Ultraviolet, LightError> {
    let scale = white.scale_to(ultraviolet.width(), ultraviolet.height())?;
    let mut lit = Vec::new();
    for place in places(white) {
        let level = white.pyramid.level_for(place.pitch() / 4.0);
        lit.push((white.pyramid.at(level, place.middle[0], place.middle[1]), place));
    }
    let brightest = part_of(&mut lit.iter().map(|(level, _)| *level).collect::<Vec<_>>(), 0.9);
    let paper = lit.iter().filter(|(level, _)| *level >= PAPER * brightest);
    let colours: Vec<[f32; 3]> = paper.map(|(_, place)| ultraviolet.at(scaled(place, scale).middle)).collect();
    let [red, green, blue] = [0, 1, 2]
        .map(|channel| part_of(&mut colours.iter().map(|colour| colour[channel] / 255.0).collect::<Vec<_>>(), 0.5));
    let level = red.max(green).max(blue);
    let hue = if blue > STRONGER * red.max(green) {
        Hue::Blue
    } else if red > STRONGER * green.max(blue) || green > STRONGER * red.max(blue) || red.min(green) > STRONGER * blue {
        Hue::Coloured
    } else {
        Hue::Grey
    };
    let shine = match level {
        dull if dull <= model.dull => Shine::Dull,
        bright if bright >= model.bright => Shine::Bright,
        _ => Shine::Somewhat,
    };
    Ok(Ultraviolet { level, hue, shine })
}
