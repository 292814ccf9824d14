//! Which of the lines found, and which of their letters, make a zone: two of 44 or 36 letters, or three of 30.

use crate::{look::Seen, track::Track};

/// Lines and letters in each that a zone may have.
pub(crate) const SIZES: [(usize, usize); 3] = [(2, 44), (2, 36), (3, 30)];

/// How much more likely than not a cell is a letter that can be told: other text beside a zone has letters too, but not at
/// this pitch.
fn worth(seen: &Seen) -> f32 {
    let logit = |p: f32| {
        let p = p.clamp(0.002, 0.998);
        (p / (1.0 - p)).ln().clamp(-3.0, 3.0)
    };
    (logit(seen.letter()) + 2.0 * logit(seen.best().1.exp())) / 3.0
}

/// What the cells of a line are worth, added up: from [`Sums::FIRST`] to before each number.
struct Sums {
    /// Outside what was looked at there is rather no letter.
    all: Vec<f32>,
    looked_at: Vec<f32>,
}

impl Sums {
    const FIRST: i32 = -80;
    const LAST: i32 = 120;

    fn of(track: &Track) -> Self {
        let (mut all, mut looked_at) = (vec![0.0], vec![0.0]);
        let (mut sum, mut sum_looked_at) = (0.0, 0.0);
        for number in Self::FIRST..Self::LAST {
            let own = track.spots.get(&number).map(|spot| worth(&spot.seen));
            sum += own.unwrap_or(-1.5);
            sum_looked_at += own.unwrap_or(0.0);
            all.push(sum);
            looked_at.push(sum_looked_at);
        }
        Self { all, looked_at }
    }

    /// What all cells that were looked at are worth.
    fn total(&self) -> f32 {
        self.looked_at.last().copied().unwrap_or(0.0)
    }

    /// What a line of `width` letters from a number is worth, less what lies outside it.
    fn inside(&self, start: i32, width: usize) -> f32 {
        let from = (start - Self::FIRST) as usize;
        let part = |sums: &[f32]| sums[from + width] - sums[from];
        part(&self.all) - (self.total() - part(&self.looked_at))
    }
}

/// Lines, and where they begin, that may be a zone.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    /// The first of the lines.
    pub first_row: usize,
    /// Letters in each line.
    pub width: usize,
    /// The number of each line's first letter.
    pub starts: Vec<i32>,
    /// How much it makes of a zone: three for each letter in it, less three for each beside it.
    pub score: f32,
}

/// For each size that a zone may have, the choice that makes the most of it; the best first.
pub(crate) fn choices(tracks: &[&Track]) -> Vec<Choice> {
    let sums: Vec<Sums> = tracks.iter().map(|track| Sums::of(track)).collect();
    let mut all = Vec::new();
    for (count, width) in SIZES {
        let mut best: Option<Choice> = None;
        for first_row in 0..(tracks.len() + 1).saturating_sub(count) {
            let chosen = first_row..first_row + count;
            let others: f32 =
                sums.iter().enumerate().filter(|(index, _)| !chosen.contains(index)).map(|(_, own)| own.total()).sum();
            for start in -60..30 {
                let mut score = -others;
                let mut starts = Vec::with_capacity(count);
                for own in &sums[chosen.clone()] {
                    let (worth, at) = [-1, 0, 1]
                        .map(|shift: i32| (own.inside(start + shift, width) - 1.5 * shift.abs() as f32, start + shift))
                        .into_iter()
                        .fold((f32::MIN, start), |best, own| if own.0 > best.0 { own } else { best });
                    score += worth;
                    starts.push(at);
                }
                if best.as_ref().is_none_or(|best| score > best.score) {
                    best = Some(Choice { first_row, width, starts, score });
                }
            }
        }
        all.extend(best);
    }
    all.sort_by(|a, b| b.score.total_cmp(&a.score));
    all
}
