//! The network looks at cells of a picture.

use crate::{
    cell::{self, Cell, Frame},
    luma::Pyramid,
    net::{CLASSES, LANES, NO_LETTER, Net, Pass},
};

/// What the network says of one cell.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    /// The natural logarithm of each class's probability.
    pub logs: [f32; CLASSES],
    /// Where the letter stands: pitches right and down of the cell's middle, logarithm of its height, lean.
    pub place: [f32; 4],
}

impl Seen {
    /// The probability that there is a letter.
    pub fn letter(&self) -> f32 {
        1.0 - self.logs[NO_LETTER].exp()
    }

    /// The most likely letter and the logarithm of its probability.
    pub fn best(&self) -> (usize, f32) {
        let letters = self.logs[..NO_LETTER].iter().copied().enumerate();
        letters.fold((0, f32::MIN), |best, own| if own.1 > best.1 { own } else { best })
    }
}

/// The network at work on one picture.
pub(crate) struct Looker<'a> {
    net: &'a Net,
    pass: Pass,
    /// The picture.
    pub pyramid: &'a Pyramid,
}

impl<'a> Looker<'a> {
    pub fn new(net: &'a Net, pyramid: &'a Pyramid) -> Self {
        Self { net, pass: Pass::default(), pyramid }
    }

    /// Whether a place lies within the picture.
    pub fn holds(&self, place: [f32; 2]) -> bool {
        let picture = self.pyramid.picture();
        place[0] >= 0.0 && place[1] >= 0.0 && place[0] < picture.width() as f32 && place[1] < picture.height() as f32
    }

    /// Looks at some cells of one line. `contrasts` are those of the line's cells seen so far, and takes in these.
    pub fn look(&mut self, frames: &[Frame], contrasts: &mut Vec<f32>) -> Vec<Seen> {
        let cells = self.cells(frames, contrasts);
        self.seen(&cells)
    }

    /// Looks at some cells of one line with their faint ink deepened.
    pub fn look_deeply(&mut self, frames: &[Frame]) -> Vec<Seen> {
        let mut cells = self.cells(frames, &mut Vec::new());
        cells.iter_mut().for_each(cell::deepen);
        self.seen(&cells)
    }

    fn cells(&self, frames: &[Frame], contrasts: &mut Vec<f32>) -> Vec<Cell> {
        let mut cells: Vec<Cell> = frames.iter().map(|frame| cell::cut(self.pyramid, frame)).collect();
        contrasts.extend(cells.iter().map(|cell| cell::contrast(cell).1));
        let usual = cell::usual(contrasts);
        cells.iter_mut().for_each(|cell| cell::even_out(cell, usual));
        cells
    }

    fn seen(&mut self, cells: &[Cell]) -> Vec<Seen> {
        let mut seen = Vec::with_capacity(cells.len());
        for eight in cells.chunks(LANES) {
            for (lane, cell) in eight.iter().enumerate() {
                self.pass.put(lane, cell);
            }
            self.net.run(&mut self.pass);
            seen.extend((0..eight.len()).map(|lane| seen_in(&self.pass, lane)));
        }
        seen
    }
}

fn seen_in(pass: &Pass, lane: usize) -> Seen {
    let mut logs = [0.0; CLASSES];
    for (log, output) in logs.iter_mut().zip(&pass.output) {
        *log = output[lane];
    }
    let most = logs.iter().copied().fold(f32::MIN, f32::max);
    let sum = logs.iter().map(|log| (log - most).exp()).sum::<f32>().ln() + most;
    logs.iter_mut().for_each(|log| *log -= sum);
    let mut place = [0.0; 4];
    for (value, output) in place.iter_mut().zip(&pass.output[CLASSES..]) {
        *value = output[lane];
    }
    Seen { logs, place }
}
