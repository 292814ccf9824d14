//! How far a picture must be turned for the bars of a PDF417 code to stand upright. Its reader reads those that stand within
//! some degrees of a quarter turn.

/// Side of the squares in which the direction of grey levels is taken.
const SQUARE: usize = 24;
/// Directions that are told apart over half a turn.
const DIRECTIONS: usize = 90;
/// How much of the change in a square must go one way for it to count: bars do so, letters don't.
const ONE_WAY: f32 = 0.45;
/// Least mean square of change in a square.
const LEAST_CHANGE: f32 = 60.0;
/// Within so many degrees of a quarter turn a code is read as it stands.
const UPRIGHT: f32 = 3.0;
/// Squares that a code has at least.
const FEWEST: f32 = 6.0;

/// By how much the picture is to be turned, in radians; `None` where no bars are aslant.
pub(crate) fn of_bars(width: usize, height: usize, pixels: &[u8]) -> Option<f32> {
    let mut weights = [0.0f32; DIRECTIONS];
    for top in (1..height.saturating_sub(SQUARE)).step_by(SQUARE) {
        for left in (1..width.saturating_sub(SQUARE)).step_by(SQUARE) {
            let (mut xx, mut yy, mut xy) = (0i64, 0i64, 0i64);
            for y in (top..top + SQUARE).step_by(2) {
                for x in left..left + SQUARE {
                    let at = y * width + x;
                    let dx = i64::from(pixels[at + 1]) - i64::from(pixels[at - 1]);
                    let dy = i64::from(pixels[at + width]) - i64::from(pixels[at - width]);
                    xx += dx * dx;
                    yy += dy * dy;
                    xy += dx * dy;
                }
            }
            let (xx, yy, xy) = (xx as f32, yy as f32, xy as f32);
            let sum = xx + yy;
            let one_way = (xx - yy).hypot(2.0 * xy) / sum.max(1.0);
            if one_way < ONE_WAY || sum < LEAST_CHANGE * (SQUARE * SQUARE / 2) as f32 {
                continue;
            }
            // Bars change across: the direction of most change.
            let direction = 0.5 * (2.0 * xy).atan2(xx - yy);
            let at = (direction / std::f32::consts::PI * DIRECTIONS as f32).rem_euclid(DIRECTIONS as f32);
            weights[at as usize % DIRECTIONS] += 1.0;
        }
    }
    let around = |at: usize| [DIRECTIONS - 2, DIRECTIONS - 1, 0, 1, 2].map(|by| (at + by) % DIRECTIONS);
    let total = |at: usize| around(at).map(|at| weights[at]).iter().sum::<f32>();
    let best = (0..DIRECTIONS).max_by(|&a, &b| total(a).total_cmp(&total(b)))?;
    if total(best) < FEWEST {
        return None;
    }
    // The mean of the directions near the most frequent.
    let off: f32 = (-2..=2i32).zip(around(best)).map(|(by, at)| by as f32 * weights[at]).sum::<f32>() / total(best);
    let direction = (best as f32 + 0.5 + off) / DIRECTIONS as f32 * std::f32::consts::PI;
    let quarter = std::f32::consts::FRAC_PI_2;
    let aslant = direction - (direction / quarter).round() * quarter;
    (aslant.abs() > UPRIGHT.to_radians()).then_some(-aslant)
}

/// A picture turned around its middle by an angle, large enough for all of it, white around it.
pub(crate) struct Turned {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) pixels: Vec<u8>,
    angle: f32,
    before: [usize; 2],
}

impl Turned {
    pub(crate) fn by(angle: f32, width: usize, height: usize, pixels: &[u8]) -> Self {
        let (sin, cos) = angle.sin_cos();
        let (across, down) = (width as f32, height as f32);
        let size = [across * cos.abs() + down * sin.abs(), across * sin.abs() + down * cos.abs()];
        let [new_width, new_height] = size.map(|side| side.ceil() as usize);
        let mut turned =
            Self { width: new_width, height: new_height, pixels: Vec::new(), angle, before: [width, height] };
        turned.pixels.reserve(new_width * new_height);
        for y in 0..new_height {
            let [mut at_x, mut at_y] = turned.before([0.0, y as f32]);
            for _ in 0..new_width {
                let is_inside = at_x >= 0.0 && at_y >= 0.0 && at_x < across - 1.0 && at_y < down - 1.0;
                turned.pixels.push(if is_inside {
                    let (left, top) = (at_x as usize, at_y as usize);
                    let (fx, fy) = (at_x - left as f32, at_y - top as f32);
                    let upper = &pixels[top * width + left..][..2];
                    let lower = &pixels[(top + 1) * width + left..][..2];
                    let mix = |row: &[u8]| f32::from(row[0]) + (f32::from(row[1]) - f32::from(row[0])) * fx;
                    (mix(upper) + (mix(lower) - mix(upper)) * fy) as u8
                } else {
                    255
                });
                (at_x, at_y) = (at_x + cos, at_y - sin);
            }
        }
        turned
    }

    /// Where a place was before it was turned.
    pub(crate) fn before(&self, [x, y]: [f32; 2]) -> [f32; 2] {
        let (sin, cos) = self.angle.sin_cos();
        let (dx, dy) = (x - self.width as f32 / 2.0, y - self.height as f32 / 2.0);
        [dx * cos + dy * sin + self.before[0] as f32 / 2.0, dy * cos - dx * sin + self.before[1] as f32 / 2.0]
    }
}
