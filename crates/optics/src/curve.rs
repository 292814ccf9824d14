//! The course of a line: where its letters' middles are, as a smooth function of the letter's number.
//!
//! Perspective and a page that bends move the letters off even steps, but smoothly: a cubic follows both to a fraction of a
//! pixel.

use crate::{
    cell::Frame,
    plane::{length, minus},
};

/// How tall letters are against their pitch as they appear, and how much they lean: [1, 0] is upright and undistorted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Shape {
    pub tall: f32,
    pub lean: f32,
}

impl Shape {
    /// As printed.
    pub const PLAIN: Self = Self { tall: 1.0, lean: 0.0 };

    /// With what the network says of a letter seen in this shape: logarithm of height, and lean.
    pub fn corrected(self, taller: f32, lean: f32) -> Self {
        let by = taller.clamp(-0.3, 0.3).exp();
        Self {
            tall: (self.tall * by).clamp(0.4, 2.2),
            lean: (by * (self.lean + lean.clamp(-0.3, 0.3))).clamp(-0.6, 0.6),
        }
    }

    /// The frame of a letter with this shape.
    pub fn frame(self, middle: [f32; 2], along: [f32; 2]) -> Frame {
        let down = [-along[1] * self.tall + along[0] * self.lean, along[0] * self.tall + along[1] * self.lean];
        Frame { middle, along, down }
    }
}

/// Coefficients of a polynomial of up to the third degree.
type Cubic = [f32; 4];

/// A line's course.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Curve {
    x: Cubic,
    y: Cubic,
    middle: f32,
    half: f32,
    tall: Cubic,
    lean: Cubic,
}

/// A letter as found: its number in the line, its middle, and its shape.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Point {
    pub number: f32,
    pub place: [f32; 2],
    pub shape: Shape,
    /// How much it counts, 0 to 1.
    pub weight: f32,
}

impl Curve {
    /// The smooth course nearest to the points (least squares, twice, the second time without those far off).
    pub fn through(points: &[Point]) -> Option<Self> {
        let (first, last) = (points.first()?.number, points.last()?.number);
        let (middle, half) = ((first + last) / 2.0, ((last - first) / 2.0).max(1.0));
        let degree = match points.len() {
            0..3 => return None,
            3..10 => 1,
            10..24 => 2,
            _ => 3,
        };
        let mut weights: Vec<f32> = points.iter().map(|point| point.weight).collect();
        let along: Vec<f32> = points.iter().map(|point| (point.number - middle) / half).collect();
        let mut curve = None;
        for _ in 0..3 {
            let fit = |value: &dyn Fn(&Point) -> f32, degree: usize| {
                let values: Vec<f32> = points.iter().map(value).collect();
                polynomial(&along, &values, &weights, degree)
            };
            let found = Self {
                x: fit(&|point| point.place[0], degree)?,
                y: fit(&|point| point.place[1], degree)?,
                tall: fit(&|point| point.shape.tall, 1)?,
                lean: fit(&|point| point.shape.lean, 1)?,
                middle,
                half,
            };
            for (weight, point) in weights.iter_mut().zip(points) {
                let frame = found.frame(point.number);
                let off = length(minus(frame.middle, point.place)) / frame.pitch();
                *weight = point.weight / (1.0 + (off / 0.08).powi(2));
            }
            curve = Some(found);
        }
        curve
    }

    /// Where the letter of a number is.
    pub fn frame(&self, number: f32) -> Frame {
        let t = (number - self.middle) / self.half;
        // Beyond the known letters the course goes on straight.
        let inside = t.clamp(-1.0, 1.0);
        let slope = |c: &Cubic| (c[1] + 2.0 * c[2] * inside + 3.0 * c[3] * inside * inside) / self.half;
        let along = [slope(&self.x), slope(&self.y)];
        let beyond = (t - inside) * self.half;
        let middle = [value(&self.x, inside) + beyond * along[0], value(&self.y, inside) + beyond * along[1]];
        let shape =
            Shape { tall: value(&self.tall, inside).clamp(0.4, 2.2), lean: value(&self.lean, inside).clamp(-0.6, 0.6) };
        shape.frame(middle, along)
    }

    /// The same course, so many pitches down (of its own letters).
    pub fn frame_beside(&self, number: f32, down: f32) -> Frame {
        let frame = self.frame(number);
        Frame { middle: frame.at(0.0, down), ..frame }
    }
}

fn value(c: &Cubic, t: f32) -> f32 {
    c[0] + t * (c[1] + t * (c[2] + t * c[3]))
}

/// Weighted least squares; `None` where the points do not determine the polynomial.
fn polynomial(t: &[f32], values: &[f32], weights: &[f32], degree: usize) -> Option<Cubic> {
    let size = degree + 1;
    let mut rows = [[0.0f64; 5]; 4];
    for ((&t, &value), &weight) in t.iter().zip(values).zip(weights) {
        let (t, value, weight) = (f64::from(t), f64::from(value), f64::from(weight));
        let powers = [1.0, t, t * t, t * t * t];
        for i in 0..size {
            for j in 0..size {
                rows[i][j] += weight * powers[i] * powers[j];
            }
            rows[i][4] += weight * powers[i] * value;
        }
    }
    for pivot in 0..size {
        let best = (pivot..size).max_by(|&a, &b| rows[a][pivot].abs().total_cmp(&rows[b][pivot].abs()))?;
        rows.swap(pivot, best);
        if rows[pivot][pivot].abs() < 1e-9 {
            return None;
        }
        for row in 0..size {
            if row != pivot {
                let factor = rows[row][pivot] / rows[pivot][pivot];
                let pivot_row = rows[pivot];
                for (value, own) in rows[row].iter_mut().zip(pivot_row) {
                    *value -= factor * own;
                }
            }
        }
    }
    let mut found = [0.0; 4];
    for (index, own) in found.iter_mut().enumerate().take(size) {
        *own = (rows[index][4] / rows[index][index]) as f32;
    }
    found.iter().all(|c| c.is_finite()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(count: usize, place: impl Fn(f32) -> [f32; 2]) -> Vec<Point> {
        (0..count)
            .map(|n| Point { number: n as f32, place: place(n as f32), shape: Shape::PLAIN, weight: 1.0 })
            .collect()
    }

    #[test]
    fn a_line_in_perspective_is_followed_to_a_twentieth_of_a_pitch() {
        // Letters at the right end appear three quarters wider than at the left.
        let place = |n: f32| [100.0 + 20.0 * n / (1.0 - n / 176.0), 50.0 + 3.0 * n / (1.0 - n / 176.0)];
        let curve = Curve::through(&points(44, place)).expect("a course");
        for n in 0..44 {
            let off = length(minus(curve.frame(n as f32).middle, place(n as f32)));
            assert!(off < 0.05 * curve.frame(n as f32).pitch(), "letter {n}: {off}");
        }
    }

    #[test]
    fn one_letter_far_off_does_not_move_the_course() {
        let mut points = points(30, |n| [10.0 + 12.0 * n, 40.0]);
        points[14].place = [points[14].place[0] + 5.0, 46.0];
        let curve = Curve::through(&points).expect("a course");
        let off = length(minus(curve.frame(14.0).middle, [10.0 + 12.0 * 14.0, 40.0]));
        assert!(off < 1.0, "{off}");
    }

    #[test]
    fn beyond_its_ends_a_course_goes_straight_on() {
        let curve = Curve::through(&points(30, |n| [12.0 * n, 7.0])).expect("a course");
        let [x, y] = curve.frame(35.0).middle;
        assert!((x - 420.0).abs() < 0.1 && (y - 7.0).abs() < 0.1);
    }

    #[test]
    fn two_letters_make_no_course() {
        assert!(Curve::through(&points(2, |n| [n, n])).is_none());
        assert!(Curve::through(&points(20, |_| [5.0, 5.0])).is_some(), "letters on one spot: no panic");
    }
}
