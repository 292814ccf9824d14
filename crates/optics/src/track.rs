//! A line followed letter by letter, from a few evenly standing pieces of ink to both its ends.

use crate::{
    cell::Frame,
    curve::{Curve, Point, Shape},
    look::{Looker, Seen},
    plane::{length, minus},
};
use std::collections::BTreeMap;

/// Cells looked at on each side in one step.
const AHEAD: i32 = 4;
/// Cells without a letter after which a line has ended.
const EMPTY: usize = 3;
/// Most letters to either side of where a line was met.
const FARTHEST: i32 = 60;
/// Letters by which the course beyond a line's end is foretold.
const RECENT: usize = 14;

/// Letters by whose shape those beyond a line's end are looked at.
const LATEST: usize = 8;

/// Logarithm of the best letter's probability from which a letter is clear wherever in its cell it stands.
const CLEAR: f32 = -0.001;
/// How far beside its place, in pitches, a clear letter need not be looked at anew.
const NEAR: f32 = 0.15;

/// A cell of a line.
#[derive(Debug, Clone)]
pub(crate) struct Spot {
    pub frame: Frame,
    shape: Shape,
    pub seen: Seen,
}

impl Spot {
    /// The letter's place as the network corrects it.
    fn point(&self, number: i32) -> Point {
        let [right, down, taller, lean] = self.seen.place;
        Point {
            number: number as f32,
            place: self.frame.at(right.clamp(-0.45, 0.45), down.clamp(-0.45, 0.45)),
            shape: self.shape.corrected(taller, lean),
            weight: self.seen.letter(),
        }
    }

    fn is_letter(&self) -> bool {
        self.seen.letter() > 0.5
    }
}

/// The shape that is usual among letters.
fn shape_of(points: &[Point]) -> Shape {
    let median = |value: fn(&Point) -> f32, or: f32| {
        let mut values: Vec<f32> = points.iter().map(value).collect();
        values.sort_by(f32::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or(or)
    };
    Shape { tall: median(|point| point.shape.tall, 1.0), lean: median(|point| point.shape.lean, 0.0) }
}

/// A line of letters.
#[derive(Debug, Clone, Default)]
pub(crate) struct Track {
    /// Its cells by number, from left to right as it is read.
    pub spots: BTreeMap<i32, Spot>,
    pub contrasts: Vec<f32>,
}

/// A line met: eight cells, and how well they are letters.
#[derive(Debug, Clone)]
pub(crate) struct Seed {
    pub track: Track,
    /// Mean logarithm of the best letter's probability.
    pub score: f32,
}

impl Track {
    /// Looks at the frames of some numbers.
    fn look(&mut self, looker: &mut Looker<'_>, frames: Vec<(i32, Frame, Shape)>) {
        let only: Vec<Frame> = frames.iter().map(|(_, frame, _)| *frame).collect();
        let seen = looker.look(&only, &mut self.contrasts);
        for ((number, frame, shape), seen) in frames.into_iter().zip(seen) {
            self.spots.insert(number, Spot { frame, shape, seen });
        }
    }

    /// The letters found, in order.
    fn points(&self) -> Vec<Point> {
        self.spots.iter().filter(|(_, spot)| spot.is_letter()).map(|(&number, spot)| spot.point(number)).collect()
    }

    /// How many letters it has.
    pub fn letters(&self) -> usize {
        self.spots.values().filter(|spot| spot.is_letter()).count()
    }

    /// Its course.
    pub fn curve(&self) -> Option<Curve> {
        Curve::through(&self.points())
    }

    /// Eight cells around a place that are the letters `numbers` of a line; looked at three times, ever better placed.
    pub fn seed(looker: &mut Looker<'_>, frames: Vec<(i32, Frame, Shape)>) -> Option<Seed> {
        let mut track = Self::default();
        let numbers: Vec<i32> = frames.iter().map(|(number, ..)| *number).collect();
        track.look(looker, frames);
        for again in 0..3 {
            let score = track.score();
            if score < [-2.6, -2.2, -1.6][again] {
                return None;
            }
            if again == 2 || score > -0.12 {
                return (track.letters() >= 5).then_some(Seed { score, track });
            }
            let points = track.points();
            if points.len() < 4 {
                return None;
            }
            let (curve, shape) = (Curve::through(&points)?, shape_of(&points));
            let frames = numbers
                .iter()
                .map(|&number| {
                    let frame = curve.frame(number as f32);
                    (number, shape.frame(frame.middle, frame.along), shape)
                })
                .collect();
            track.look(looker, frames);
        }
        None
    }

    /// Mean logarithm of the best letter's probability, empty cells counted.
    fn score(&self) -> f32 {
        let sum: f32 = self.spots.values().map(|spot| spot.seen.best().1.max(-6.0)).sum();
        sum / self.spots.len().max(1) as f32
    }

    /// Follows the line to both its ends.
    pub fn follow(&mut self, looker: &mut Looker<'_>) {
        let (mut left_open, mut right_open) = (true, true);
        while left_open || right_open {
            let points = self.points();
            let mut frames = Vec::with_capacity(2 * AHEAD as usize);
            let mut ahead = |points: &[Point], from: i32, by: i32| {
                let Some(curve) = Curve::through(points) else { return false };
                let latest = points.len().min(LATEST);
                let shape = shape_of(if by < 0 { &points[..latest] } else { &points[points.len() - latest..] });
                for number in (1..=AHEAD).map(|step| from + by * step) {
                    let frame = curve.frame(number as f32);
                    if number.abs() > FARTHEST || !looker.holds(frame.middle) {
                        return false;
                    }
                    frames.push((number, shape.frame(frame.middle, frame.along), shape));
                }
                true
            };
            let (Some((&first, _)), Some((&last, _))) = (self.spots.first_key_value(), self.spots.last_key_value())
            else {
                return;
            };
            if left_open {
                left_open = ahead(&points[..points.len().min(RECENT)], first, -1);
            }
            if right_open {
                right_open = ahead(&points[points.len().saturating_sub(RECENT)..], last, 1);
            }
            if frames.is_empty() {
                return;
            }
            self.look(looker, frames);
            left_open = left_open && self.spots.values().take(EMPTY).any(Spot::is_letter);
            right_open = right_open && self.spots.values().rev().take(EMPTY).any(Spot::is_letter);
        }
    }

    /// Looks at the letters of some numbers where the course of the whole line says that they are; anew, but for those that
    /// were clear where they were looked at.
    pub fn settle(&mut self, looker: &mut Looker<'_>, numbers: std::ops::Range<i32>) -> Option<Curve> {
        let curve = self.curve()?;
        let before = std::mem::take(&mut self.spots);
        let mut frames = Vec::with_capacity(numbers.len());
        for number in numbers {
            let frame = curve.frame(number as f32);
            let off = |spot: &Spot| length(minus(spot.frame.middle, frame.middle)) / frame.pitch();
            if let Some(spot) = before.get(&number).filter(|spot| spot.seen.best().1 > CLEAR && off(spot) < NEAR) {
                self.spots.insert(number, spot.clone());
                continue;
            }
            let along = frame.along;
            let square = along[0] * along[0] + along[1] * along[1];
            let shape = Shape {
                tall: (frame.down[1] * along[0] - frame.down[0] * along[1]) / square,
                lean: (frame.down[0] * along[0] + frame.down[1] * along[1]) / square,
            };
            frames.push((number, frame, shape));
        }
        self.look(looker, frames);
        Some(curve)
    }
}
