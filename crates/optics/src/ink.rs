//! Pieces of ink: connected dark places about as large as a letter.

use crate::luma::Luma;

/// Half the side of the square whose mean and deviation decide what is dark, in pixels.
const REACH: usize = 10;
/// Pieces larger than this many pixels to a side are no letters at this size of picture.
const LARGEST: u32 = 44;
/// Pieces smaller than this to their longer side, or of fewer pixels, are specks.
const SMALLEST: u32 = 4;
/// Most pieces that are kept: a page of text has a few thousand.
const MOST: usize = 20_000;

/// A piece of ink.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Piece {
    /// The middle of its box, in pixels.
    pub middle: [f32; 2],
    /// The longer side of its box.
    pub size: f32,
    /// How wide and high its box is.
    pub sides: [f32; 2],
}

/// A run of dark pixels in a row.
#[derive(Debug, Clone, Copy)]
struct Run {
    from: u32,
    to: u32,
    label: u32,
}

/// A piece that grows: its box and its pixels.
#[derive(Debug, Clone, Copy)]
struct Box {
    left: u32,
    right: u32,
    top: u32,
    bottom: u32,
    count: u32,
}

/// How much darker than what is around it ink is taken to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dark {
    /// A quarter of the deviation: between paper and ink where a fifth is ink.
    Ink,
    /// The whole deviation: where the paper has dark lines too.
    Blackest,
}

impl Dark {
    /// The square of the part of the deviation.
    fn of_variance(self) -> f32 {
        match self {
            Self::Ink => 0.0625,
            Self::Blackest => 0.9,
        }
    }
}

/// The pieces of ink of a picture.
pub(crate) fn pieces(picture: &Luma, dark: Dark) -> Vec<Piece> {
    let mut labels = Labels::default();
    let mut above: Vec<Run> = Vec::new();
    let of_variance = dark.of_variance();
    let mut dark = vec![false; picture.width()];
    let mut squares = Squares::new(picture);
    for y in 0..picture.height() {
        squares.mark_dark(y, of_variance, &mut dark);
        let mut runs = Vec::with_capacity(above.len() + 8);
        let mut x = 0;
        let mut over = 0;
        while x < dark.len() {
            if !dark[x] {
                x += 1;
                continue;
            }
            let from = x;
            while x < dark.len() && dark[x] {
                x += 1;
            }
            let run = Run { from: from as u32, to: x as u32, label: 0 };
            // Runs of the row above that touch this one, corners included.
            while over < above.len() && above[over].to < run.from {
                over += 1;
            }
            let mut label = None;
            let mut at = over;
            while at < above.len() && above[at].from <= run.to {
                label = Some(match label {
                    None => labels.root(above[at].label),
                    Some(label) => labels.join(label, above[at].label),
                });
                at += 1;
            }
            let label = label.unwrap_or_else(|| labels.begin(run.from, y as u32));
            labels.add(label, run.from, run.to, y as u32);
            runs.push(Run { label, ..run });
        }
        above = runs;
    }
    labels.pieces()
}

/// Pieces that grow and join.
#[derive(Debug, Default)]
struct Labels {
    parents: Vec<u32>,
    boxes: Vec<Box>,
}

impl Labels {
    fn begin(&mut self, x: u32, y: u32) -> u32 {
        let label = self.parents.len() as u32;
        self.parents.push(label);
        self.boxes.push(Box { left: x, right: x, top: y, bottom: y, count: 0 });
        label
    }

    fn root(&mut self, mut label: u32) -> u32 {
        while self.parents[label as usize] != label {
            let parent = self.parents[label as usize];
            self.parents[label as usize] = self.parents[parent as usize];
            label = parent;
        }
        label
    }

    fn join(&mut self, a: u32, b: u32) -> u32 {
        let (a, b) = (self.root(a), self.root(b));
        if a != b {
            self.parents[b as usize] = a;
            let other = self.boxes[b as usize];
            let own = &mut self.boxes[a as usize];
            own.left = own.left.min(other.left);
            own.right = own.right.max(other.right);
            own.top = own.top.min(other.top);
            own.bottom = own.bottom.max(other.bottom);
            own.count += other.count;
        }
        a
    }

    fn add(&mut self, label: u32, from: u32, to: u32, y: u32) {
        let root = self.root(label);
        let own = &mut self.boxes[root as usize];
        own.left = own.left.min(from);
        own.right = own.right.max(to - 1);
        own.bottom = y;
        own.count += to - from;
    }

    fn pieces(&self) -> Vec<Piece> {
        let whole = self.boxes.iter().zip(&self.parents).enumerate();
        let whole = whole.filter(|(label, (_, parent))| **parent as usize == *label).map(|(_, (own, _))| own);
        let of_letters = whole.filter(|own| {
            let (width, height) = (own.right - own.left + 1, own.bottom - own.top + 1);
            let longer = width.max(height);
            (SMALLEST..=LARGEST).contains(&longer) && own.count > SMALLEST
        });
        of_letters
            .take(MOST)
            .map(|own| {
                let sides = [(own.right - own.left + 1) as f32, (own.bottom - own.top + 1) as f32];
                let middle = [(own.left + own.right) as f32 / 2.0, (own.top + own.bottom) as f32 / 2.0];
                Piece { middle, size: sides[0].max(sides[1]), sides }
            })
            .collect()
    }
}

/// Sums over the square around each pixel, kept column by column as rows come and go.
struct Squares<'a> {
    picture: &'a Luma,
    sums: Vec<u32>,
    squares: Vec<u32>,
    rows: std::ops::Range<usize>,
    /// Sums over the square around each pixel of a row.
    around: Vec<[f32; 2]>,
    /// One over how many columns each square has.
    shares: Vec<f32>,
}

impl<'a> Squares<'a> {
    fn new(picture: &'a Luma) -> Self {
        let width = picture.width();
        let columns = |x: usize| (x + REACH + 1).min(width) - x.saturating_sub(REACH);
        Self {
            picture,
            sums: vec![0; width],
            squares: vec![0; width],
            rows: 0..0,
            around: vec![[0.0; 2]; width],
            shares: (0..width).map(|x| 1.0 / columns(x) as f32).collect(),
        }
    }

    /// Which pixels of a row are darker than what is around them. Rows are asked for one after another.
    fn mark_dark(&mut self, y: usize, of_variance: f32, dark: &mut [bool]) {
        let (from, to) = (y.saturating_sub(REACH), (y + REACH + 1).min(self.picture.height()));
        for row in self.rows.end..to {
            for ((sum, square), &value) in self.sums.iter_mut().zip(&mut self.squares).zip(self.picture.row(row)) {
                *sum += u32::from(value);
                *square += u32::from(value) * u32::from(value);
            }
        }
        for row in self.rows.start..from {
            for ((sum, square), &value) in self.sums.iter_mut().zip(&mut self.squares).zip(self.picture.row(row)) {
                *sum -= u32::from(value);
                *square -= u32::from(value) * u32::from(value);
            }
        }
        self.rows = from..to;
        self.add_across();
        let share = 1.0 / (to - from) as f32;
        let line = self.picture.row(y);
        for (((dark, &value), around), columns) in dark.iter_mut().zip(line).zip(&self.around).zip(&self.shares) {
            let mean = around[0] * share * columns;
            let variance = around[1] * share * columns - mean * mean;
            // Squares are compared, to save the root.
            let below = mean - f32::from(value);
            *dark = (below > 3.0) & (below * below > of_variance * variance) & (variance > 20.0);
        }
    }

    /// The sums of columns, added up across each square.
    fn add_across(&mut self) {
        let width = self.sums.len();
        let first = REACH.min(width);
        let mut sum: u32 = self.sums[..first].iter().sum();
        let mut square: u32 = self.squares[..first].iter().sum();
        for x in 0..width {
            if x + REACH < width {
                sum += self.sums[x + REACH];
                square += self.squares[x + REACH];
            }
            if x > REACH {
                sum -= self.sums[x - REACH - 1];
                square -= self.squares[x - REACH - 1];
            }
            self.around[x] = [sum as f32, square as f32];
        }
    }
}
