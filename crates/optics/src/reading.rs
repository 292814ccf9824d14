//! What comes of a picture: a zone with how sure each of its characters is, or the reason why none could be read.

use crate::{
    cell::Frame,
    decode::{self, Decoded},
    look::Seen,
    luma::{Luma, Pyramid},
    picture::PictureError,
    prior::{self, LETTERS, Odds},
    zone::{EMPTY, Found, LEGIBLE},
};
use limen_document::mrz::Format;
use thiserror::Error;

/// A character as read.
#[derive(Debug, Clone, PartialEq)]
pub struct Character {
    /// A to Z, 0 to 9 or `<`.
    pub letter: char,
    /// The probability that it is right, 0 to 1, given the picture, the position and the check digits.
    pub confidence: f32,
    /// What the picture alone says, without position and check digits, where that is another character.
    pub seen: Option<char>,
    /// Other characters that it may be, with their probabilities, the likeliest first; at most three.
    pub alternatives: Vec<(char, f32)>,
    /// Where it stands in the picture, in pixels of the file as stored: top left, top right, bottom right, bottom left as
    /// it is read.
    pub corners: [[f32; 2]; 4],
}

/// How the picture must be turned, clockwise, for the zone to stand upright.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// It stands upright.
    None,
    /// By a quarter.
    Quarter,
    /// By a half: it stands on its head.
    Half,
    /// By three quarters.
    ThreeQuarters,
}

/// A zone that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The format that fits best.
    pub format: Format,
    /// Two or three lines of 44, 36 or 30 characters.
    pub lines: Vec<Vec<Character>>,
    /// Whether it may be taken without an officer's look: see [`Reading::SURE`].
    pub sure: bool,
    /// The probability that the whole is right, given the picture, the positions and the check digits.
    pub probability: f32,
    /// The least probability of a character by the picture alone.
    pub least: f32,
    /// Whether every check digit fits, and the picture alone says of each character the same.
    pub agrees: bool,
    /// How the picture must be turned.
    pub turn: Turn,
    /// Each line straightened, 16 pixels a character and 24 high: for showing beside what was read.
    pub strips: Vec<Luma>,
}

impl Reading {
    /// A zone is *sure* where the whole is right with at least this probability, every check digit fits, and the
    /// picture alone says the same of each character, with at least [`Reading::SURE_CHARACTER`].
    ///
    /// Measured on 2,500 held-back pictures (`limen-training measure 750 --first 50000 --thresholds`): 2,174 were sure and
    /// none of those was wrong, which bounds the error at 0.14 % (95 %); with 3,303 of the development 5,034 and none, 0.06 %.
    pub const SURE: f32 = 0.9;
    /// See [`Reading::SURE`].
    pub const SURE_CHARACTER: f32 = 0.5;
    /// A character with less confidence is one to compare, where the zone is not sure.
    pub const CLEAR_CHARACTER: f32 = 0.95;

    /// The zone as text, its lines parted by line feeds: what `limen_document::mrz::read` takes.
    pub fn text(&self) -> String {
        text(&self.lines).join("\n")
    }

    /// The lines as text.
    pub fn text_lines(&self) -> Vec<String> {
        text(&self.lines)
    }
}

fn text(lines: &[Vec<Character>]) -> Vec<String> {
    lines.iter().map(|line| line.iter().map(|character| character.letter).collect()).collect()
}

/// Sides of a zone, as it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Its left end.
    Left,
    /// Its right end.
    Right,
    /// Both ends.
    Both,
}

impl Side {
    /// From whether it is the left and the right.
    fn of(sides: [bool; 2]) -> Option<Self> {
        match sides {
            [true, true] => Some(Self::Both),
            [true, false] => Some(Self::Left),
            [false, true] => Some(Self::Right),
            [false, false] => None,
        }
    }
}

/// Why no zone was read. Each says what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Reason {
    /// The file is no picture.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// No line of evenly spaced letters is in it.
    #[error(
        "no machine readable zone was found; hold the page so that its bottom lines are in the picture, in even light"
    )]
    NoZone,
    /// Two zones or more: which is meant?
    #[error("more than one zone is in the picture; show one page at a time")]
    SeveralZones,
    /// Fewer lines, or shorter ones, than a zone has.
    #[error("only a part of a zone was found; hold the whole page before the camera")]
    Part,
    /// The letters have too few pixels.
    #[error("the zone is too small in the picture; come nearer")]
    TooSmall,
    /// The letters run into each other.
    #[error("the zone is blurred; hold still, and let the camera focus")]
    Blurred,
    /// Light mirrors on a line, from 1.
    #[error("glare on line {0} of the zone; tilt the page or move the light")]
    Glare(usize),
    /// The zone goes on beyond the picture.
    #[error("the zone is cut off at its {}; bring the whole page into the picture", match .0 {
        Side::Left => "left end",
        Side::Right => "right end",
        Side::Both => "ends",
    })]
    CutOff(Side),
}

/// No zone, and what was read so far.
#[derive(Debug, Clone, PartialEq, Error)]
#[error("{reason}")]
pub struct Unread {
    /// Why.
    pub reason: Reason,
    /// The lines found, with their characters as far as they go; may be empty.
    pub lines: Vec<Vec<Character>>,
}

impl Unread {
    /// Nothing was read, for a reason.
    pub(crate) fn nothing(reason: impl Into<Reason>) -> Self {
        Self { reason: reason.into(), lines: Vec::new() }
    }

    /// The lines as text.
    pub fn text_lines(&self) -> Vec<String> {
        text(&self.lines)
    }
}

/// Below this many pixels a pitch, what can't be read is too small.
const SMALL_PITCH: f32 = 7.0;
/// Empty cells in a line from which it is asked whether light mirrors there.
const EMPTY_CELLS: usize = 3;
/// Empty cells in a line from which it is not read.
const WORN_CELLS: usize = 7;
/// What comes of what was found.
pub(crate) fn judged(found: &Found, pyramid: &Pyramid) -> Result<Reading, Unread> {
    let refused = |reason: Reason| Err(Unread { reason, lines: as_seen(found) });
    let cells = || found.lines.iter().flatten();
    let count = cells().count().max(1) as f32;
    let pitch = cells().map(|(frame, _)| frame.pitch()).sum::<f32>() / count;
    if !found.may_be_zone() {
        return Err(Unread::nothing(Reason::NoZone));
    }
    if let Some(side) = Side::of(found.cut) {
        return refused(Reason::CutOff(side));
    }
    let too_coarse = if pitch < SMALL_PITCH { Reason::TooSmall } else { Reason::Blurred };
    if found.legible() < LEGIBLE {
        return refused(too_coarse);
    }
    if !found.is_whole {
        return refused(Reason::Part);
    }
    for (number, line) in found.lines.iter().enumerate() {
        let empty: Vec<&Frame> =
            line.iter().filter(|(_, seen)| seen.letter() < EMPTY).map(|(frame, _)| frame).collect();
        if empty.len() >= EMPTY_CELLS {
            let is_glare = mirrors(&empty, line, pyramid);
            if is_glare {
                return refused(Reason::Glare(number + 1));
            }
            // Letters worn off: what is left is read, and never sure.
            if empty.len() >= WORN_CELLS {
                return refused(Reason::Part);
            }
        }
    }
    let odds: Vec<Odds> = cells().map(|(_, seen)| prior::odds_of(&seen.logs)).collect();
    let width = found.lines.first().map_or(0, Vec::len);
    let Some(decoded) = decode::decode(found.lines.len(), width, &odds) else { return refused(Reason::Part) };
    if let Some(side) = Side::of(found.touches)
        && !decoded.fits
    {
        return refused(Reason::CutOff(side));
    }
    Ok(reading(found, &odds, &decoded, pyramid))
}

/// Whether empty cells are brighter than the line's letters, as where light mirrors in the laminate.
fn mirrors(empty: &[&Frame], line: &[(Frame, Seen)], pyramid: &Pyramid) -> bool {
    let mean = |frame: &Frame| crate::cell::contrast(&crate::cell::cut(pyramid, frame)).0;
    let bright = empty.iter().map(|frame| mean(frame)).sum::<f32>() / empty.len().max(1) as f32;
    let letters: Vec<f32> = line.iter().filter(|(_, seen)| seen.letter() > 0.5).map(|(frame, _)| mean(frame)).collect();
    let usual = letters.iter().sum::<f32>() / letters.len().max(1) as f32;
    bright > usual + 12.0 || bright > 235.0
}

fn letter(class: usize) -> char {
    LETTERS.get(class).map_or('<', |&letter| char::from(letter))
}

/// The characters as the network sees them, without judgement.
pub(crate) fn as_seen(found: &Found) -> Vec<Vec<Character>> {
    let character = |(frame, seen): &(Frame, Seen)| {
        let (class, log) = seen.best();
        Character {
            letter: letter(class),
            confidence: log.exp(),
            seen: None,
            alternatives: Vec::new(),
            corners: frame.corners(),
        }
    };
    found.lines.iter().map(|line| line.iter().map(character).collect()).collect()
}

fn reading(found: &Found, odds: &[Odds], decoded: &Decoded, pyramid: &Pyramid) -> Reading {
    let width = found.lines.first().map_or(1, Vec::len);
    let frames = found.lines.iter().flatten().map(|(frame, _)| frame);
    let (mut least, mut agrees) = (1.0f32, decoded.fits);
    let characters: Vec<Character> = frames
        .zip(odds)
        .zip(decoded.classes.iter().zip(&decoded.odds))
        .map(|((frame, own), (&class, odds))| {
            let best = (0..own.len()).fold(0, |best, other| if own[other] > own[best] { other } else { best });
            agrees &= best == class;
            least = least.min(own[class] as f32);
            let mut others: Vec<(usize, f64)> =
                odds.iter().copied().enumerate().filter(|&(other, p)| other != class && p > 0.002).collect();
            others.sort_by(|a, b| b.1.total_cmp(&a.1));
            Character {
                letter: letter(class),
                confidence: odds[class] as f32,
                seen: (best != class).then(|| letter(best)),
                alternatives: others.into_iter().take(3).map(|(other, p)| (letter(other), p as f32)).collect(),
                corners: frame.corners(),
            }
        })
        .collect();
    let probability = decoded.whole as f32;
    Reading {
        format: decoded.format,
        lines: characters.chunks(width).map(<[Character]>::to_vec).collect(),
        sure: agrees && least >= Reading::SURE_CHARACTER && probability >= Reading::SURE,
        probability,
        least,
        agrees,
        turn: turn(found),
        strips: found.lines.iter().filter_map(|line| strip(line, pyramid)).collect(),
    }
}

fn turn(found: &Found) -> Turn {
    let along = found.lines.iter().flatten().map(|(frame, _)| frame.along);
    let [x, y] = along.fold([0.0f32; 2], |sum, v| [sum[0] + v[0], sum[1] + v[1]]);
    match (x.abs() >= y.abs(), x >= 0.0, y >= 0.0) {
        (true, true, _) => Turn::None,
        (true, false, _) => Turn::Half,
        // Read upwards: a quarter clockwise makes it upright.
        (false, _, false) => Turn::Quarter,
        (false, _, true) => Turn::ThreeQuarters,
    }
}

/// A line straightened.
fn strip(line: &[(Frame, Seen)], pyramid: &Pyramid) -> Option<Luma> {
    const ACROSS: usize = 16;
    const DOWN: usize = 24;
    let mut pixels = Vec::with_capacity(line.len() * ACROSS * DOWN);
    for y in 0..DOWN {
        let down = (y as f32 + 0.5 - DOWN as f32 / 2.0) / ACROSS as f32;
        for (frame, _) in line {
            let level = pyramid.level_for(frame.pitch() / ACROSS as f32);
            for x in 0..ACROSS {
                let [px, py] = frame.at((x as f32 + 0.5) / ACROSS as f32 - 0.5, down);
                pixels.push(pyramid.at(level, px, py).round() as u8);
            }
        }
    }
    Luma::new(line.len() * ACROSS, DOWN, pixels)
}
