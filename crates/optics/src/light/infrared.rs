//! The zone in infrared: letter by letter how much darker its ink is than the paper, and whether it says the same.
//!
//! Ink and paper are where white light shows them; so what is measured is the ink of the letters that an officer sees, and
//! not some other print that is dark in infrared.

use super::{LightError, ReaderModel, White, part_of, scaled};
use crate::{
    cell::{self, Frame, PITCH, SIDE},
    look::Looker,
    luma::{Luma, Pyramid},
    net::NO_LETTER,
    network,
    prior::LETTERS,
};

/// How a letter's ink is in infrared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Print {
    /// It is there, as Doc 9303-3 demands.
    Visible,
    /// It is there, and fainter than usual with this reader.
    Faint,
    /// It is not there.
    NotVisible,
}

/// How the zone is in infrared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZonePrint {
    /// It is there.
    Visible,
    /// Some letters are not there, or many are faint.
    Partly,
    /// It is not there.
    NotVisible,
}

/// A letter in infrared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InfraredLetter {
    /// What it is in white light.
    pub letter: char,
    /// Its print contrast signal: (paper − ink) / paper.
    pub contrast: f32,
    /// What that is with this reader.
    pub print: Print,
    /// What it is in infrared, where that is clearly another letter.
    pub other: Option<char>,
}

/// The zone in infrared.
#[derive(Debug, Clone, PartialEq)]
pub struct Infrared {
    /// Its letters, line by line as in white light.
    pub lines: Vec<Vec<InfraredLetter>>,
}

/// The part of letters from which, where they are not there, the zone is not.
const ALL_BUT_A_FEW: f32 = 0.9;
/// The part of letters that may be faint: dirt, glare.
const FEW: f32 = 0.1;

impl Infrared {
    /// All letters.
    pub fn letters(&self) -> impl Iterator<Item = &InfraredLetter> {
        self.lines.iter().flatten()
    }

    /// How the zone is as a whole.
    pub fn zone(&self) -> ZonePrint {
        let all = self.letters().count().max(1) as f32;
        let part = |print: Print| self.letters().filter(|letter| letter.print == print).count() as f32 / all;
        let gone = part(Print::NotVisible);
        if gone >= ALL_BUT_A_FEW {
            ZonePrint::NotVisible
        } else if gone > 0.0 || part(Print::Faint) > FEW {
            ZonePrint::Partly
        } else {
            ZonePrint::Visible
        }
    }

    /// The letters that are another in infrared, with their lines and places, from 1.
    pub fn others(&self) -> impl Iterator<Item = (usize, usize, &InfraredLetter)> {
        let lines = self.lines.iter().enumerate();
        let all = lines.flat_map(|(line, letters)| {
            letters.iter().enumerate().map(move |(place, letter)| (line + 1, place + 1, letter))
        });
        all.filter(|(_, _, letter)| letter.other.is_some())
    }

    /// The print contrast in the middle of all letters.
    pub fn contrast(&self) -> f32 {
        part_of(&mut self.letters().map(|letter| letter.contrast).collect::<Vec<_>>(), 0.5)
    }
}

/// The samples of a cell that are ink and those that are paper, by the picture in white light.
struct Parts {
    ink: Vec<usize>,
    paper: Vec<usize>,
}

impl Parts {
    /// Fewest samples of each.
    const FEWEST: usize = 4;
    /// Grey levels between ink and paper below which white light shows no letter.
    const LEAST: f32 = 12.0;

    /// `None` where white light shows no letter.
    fn of(white: &Pyramid, frame: &Frame) -> Option<Self> {
        let cell = cell::cut(white, frame);
        let offset = (SIDE as f32 - 1.0) / 2.0;
        // The letter itself, without its neighbours' edges.
        let is_own = |index: &usize| {
            let (row, column) = ((index / SIDE) as f32 - offset, (index % SIDE) as f32 - offset);
            column.abs() <= 0.5 * PITCH && row.abs() <= 0.6 * PITCH
        };
        let own: Vec<usize> = (0..cell.len()).filter(is_own).collect();
        let mut levels: Vec<f32> = own.iter().map(|&index| cell[index]).collect();
        let (low, high) = (part_of(&mut levels, 0.03), part_of(&mut levels, 0.85));
        if high - low < Self::LEAST {
            return None;
        }
        let between = |part: f32| low + part * (high - low);
        let ink: Vec<usize> = own.iter().copied().filter(|&index| cell[index] <= between(0.3)).collect();
        let paper: Vec<usize> = own.iter().copied().filter(|&index| cell[index] >= between(0.8)).collect();
        (ink.len() >= Self::FEWEST && paper.len() >= Self::FEWEST).then_some(Self { ink, paper })
    }

    /// The levels of ink and paper in another light.
    fn levels(&self, other: &Pyramid, frame: &Frame) -> [f32; 2] {
        let cell = cell::cut(other, frame);
        let mean = |of: &[usize]| of.iter().map(|&index| cell[index]).sum::<f32>() / of.len().max(1) as f32;
        [mean(&self.ink), mean(&self.paper)]
    }
}

/// A letter of the zone: its line, its place in the picture, ink and paper in it.
struct Letter {
    frame: Frame,
    parts: Option<Parts>,
}

/// Below this level of paper the picture is too dark.
const DARK: f32 = 24.0;

/// The print contrast signal of levels. It is defined for reflected light (ISO 1831), and levels of a picture stand for light
/// by a power: sRGB's, nearly.
fn contrast([ink, paper]: [f32; 2]) -> f32 {
    const GAMMA: f32 = 2.2;
    if paper < 1.0 { 0.0 } else { (1.0 - (ink / paper).max(0.0).powf(GAMMA)).clamp(0.0, 1.0) }
}

/// What is seen of the zone in infrared.
pub(super) fn seen(white: &White, infrared: Luma, model: &ReaderModel) -> Result<Infrared, LightError> {
    let scale = white.scale_to(infrared.width(), infrared.height())?;
    let infrared = Pyramid::new(infrared);
    let mut lines: Vec<Vec<Letter>> = Vec::new();
    for line in white.frames() {
        let letter = |frame: &Frame| Letter { frame: scaled(frame, scale), parts: Parts::of(&white.pyramid, frame) };
        lines.push(line.iter().map(letter).collect());
    }
    let shift = shift(&lines, &infrared);
    lines.iter_mut().flatten().for_each(|letter| letter.frame = shifted(&letter.frame, shift));
    let mut papers = Vec::new();
    let mut contrasts = Vec::new();
    for letter in lines.iter().flatten() {
        let levels = letter.parts.as_ref().map(|parts| parts.levels(&infrared, &letter.frame));
        papers.extend(levels.map(|[_, paper]| paper));
        contrasts.push(levels.map_or(0.0, contrast));
    }
    if part_of(&mut papers, 0.5) < DARK {
        return Err(LightError::Dark);
    }
    let mut contrasts = contrasts.into_iter();
    let mut seen = Vec::new();
    for (line, characters) in lines.iter().zip(&white.reading.lines) {
        let frames: Vec<Frame> = line.iter().map(|letter| letter.frame).collect();
        let in_infrared = clear_letters(&infrared, &frames);
        let mut letters = Vec::new();
        for (place, (character, contrast)) in characters.iter().zip(contrasts.by_ref()).enumerate() {
            let print = match contrast {
                there if there >= model.visible => Print::Visible,
                faint if faint >= model.gone => Print::Faint,
                _ => Print::NotVisible,
            };
            let is_white = |letter: char| letter == character.letter || Some(letter) == character.seen;
            let other = in_infrared.get(place).copied().flatten();
            let other = other.filter(|other| print != Print::NotVisible && !is_white(*other));
            letters.push(InfraredLetter { letter: character.letter, contrast, print, other });
        }
        seen.push(letters);
    }
    Ok(Infrared { lines: seen })
}

/// From this probability on a letter is clear by itself.
const CLEAR: f32 = 0.9;

/// The letters of a line as the network sees them; `None` where one is not clear.
fn clear_letters(infrared: &Pyramid, frames: &[Frame]) -> Vec<Option<char>> {
    let Some(net) = network() else { return vec![None; frames.len()] };
    let seen = Looker::new(net, infrared).look(frames, &mut Vec::new());
    let clear = |seen: &crate::look::Seen| {
        let (class, log) = seen.best();
        let is_clear = class < NO_LETTER && log.exp() >= CLEAR;
        LETTERS.get(class).filter(|_| is_clear).map(|&letter| char::from(letter))
    };
    seen.iter().map(clear).collect()
}

fn shifted(frame: &Frame, [x, y]: [f32; 2]) -> Frame {
    Frame { middle: frame.at(x, y), ..*frame }
}

/// How far the page moved between the two pictures, in pitches: where the letters are darkest. Lamps and sensors of a reader
/// do not stand at one place.
fn shift(lines: &[Vec<Letter>], infrared: &Pyramid) -> [f32; 2] {
    const STEP: f32 = 0.1;
    const FAR: i32 = 4;
    /// Every so many letters are tried.
    const EVERY: usize = 3;
    /// How much more contrast there must be for a shift to be one.
    const MORE: f32 = 0.03;
    let tried = || lines.iter().flatten().step_by(EVERY).filter_map(|one| one.parts.as_ref().map(|parts| (one, parts)));
    let count = tried().count().max(1) as f32;
    let at = |shift: [f32; 2]| {
        let of = |(one, parts): (&Letter, &Parts)| contrast(parts.levels(infrared, &shifted(&one.frame, shift)));
        tried().map(of).sum::<f32>() / count
    };
    let none = at([0.0, 0.0]);
    let mut best = (none + MORE, [0.0, 0.0]);
    for y in -FAR..=FAR {
        for x in -FAR..=FAR {
            let shift = [x as f32 * STEP, y as f32 * STEP];
            let there = at(shift);
            if there > best.0 {
                best = (there, shift);
            }
        }
    }
    best.1
}
