//! Training by back-propagation and Adam (Kingma and Ba 2015), on one core.

use crate::{
    chance::Chance,
    font::Font,
    strip::{self, Example, Mix},
};
use limen_optics::net::{CLASSES, CONVOLUTIONS, FULL, LANES, Lanes, Net, Pass, Shape, WEIGHTS, layers};

/// What is learned in one go.
#[derive(Debug, Clone, Copy)]
pub struct Lesson {
    /// The share of the strips that are hard to read; the others are of all kinds.
    pub hard: f32,
    /// Cells that are learned from.
    pub cells: usize,
    /// Where chance begins.
    pub seed: u64,
    /// How far a step goes at most.
    pub rate: f32,
    /// SHA-256 of the weights that come of it.
    pub sha_256: &'static str,
}

/// How the weights of `limen-optics` were learned, one lesson after the other.
pub const LESSONS: [Lesson; 2] = [
    Lesson {
        hard: 0.0,
        cells: 3_600_000,
        seed: 3,
        rate: 0.002,
        sha_256: "ef7ff984bbe2e27a7119a16598f4277cabdeb7297def30dfd4f05147353402c5",
    },
    Lesson {
        hard: 0.5,
        cells: 2_400_000,
        seed: 4,
        rate: 0.001,
        sha_256: "8a32c7e6936bb7387a61caca79e4626585870128757c0c7d620f0db456097e76",
    },
];
/// Steps after which progress is told.
const TOLD: usize = 800;
/// Cells in a step.
pub const BATCH: usize = 64;
/// How much an error of place counts beside one of class: right, down, height, lean.
const PLACE: [f32; 4] = [12.0, 12.0, 4.0, 4.0];
/// Strips whose cells are mixed before they are learned from.
const MIXED: usize = 256;

/// A network and what Adam remembers of each weight.
#[derive(Debug)]
pub struct Learner {
    /// The network.
    pub net: Net,
    first: Vec<f32>,
    second: Vec<f32>,
    steps: i32,
    gradient: Vec<f32>,
    pass: Pass,
    back: Back,
}

/// Gradients of what each layer gave.
#[derive(Debug)]
struct Back {
    maps: [Vec<Lanes>; 3],
    hidden: Vec<Lanes>,
    output: Vec<Lanes>,
}

/// Weights to begin with (He and others 2015).
fn beginning(chance: &mut Chance) -> Vec<f32> {
    let mut weights = Vec::with_capacity(WEIGHTS);
    let mut layer = |kernels: usize, inputs: usize, biases: usize| {
        let deviation = (2.0 / inputs as f32).sqrt();
        weights.extend((0..kernels).map(|_| chance.normal() * deviation));
        weights.extend(std::iter::repeat_n(0.0, biases));
    };
    for shape in CONVOLUTIONS {
        let inputs = shape.channels * shape.kernel * shape.kernel;
        layer(shape.out * inputs, inputs, shape.out);
    }
    for (inputs, outputs) in FULL {
        layer(inputs * outputs, inputs, outputs);
    }
    weights
}

impl Learner {
    /// A network that knows nothing.
    pub fn new(seed: u64) -> Self {
        let weights = beginning(&mut Chance::new(seed));
        Self::from(Net::new(weights).unwrap_or_else(|| unreachable!("as many as the layers have")))
    }

    /// A network that learns on.
    pub fn from(net: Net) -> Self {
        let pass = Pass::default();
        let back = Back { maps: pass.maps.clone(), hidden: pass.hidden.clone(), output: pass.output.clone() };
        let zeros = vec![0.0; WEIGHTS];
        Self { net, first: zeros.clone(), second: zeros.clone(), steps: 0, gradient: zeros, pass, back }
    }

    /// One step on a batch; gives the mean loss of class and how many were right.
    pub fn step(&mut self, batch: &[Example], rate: f32) -> (f32, usize) {
        self.gradient.fill(0.0);
        let (mut loss, mut right) = (0.0, 0);
        for eight in batch.chunks(LANES) {
            for lane in 0..LANES {
                self.pass.put(lane, &eight[lane.min(eight.len() - 1)].cell);
            }
            self.net.run(&mut self.pass);
            self.back.output.fill([0.0; LANES]);
            for (lane, example) in eight.iter().enumerate() {
                let (own, is_right) = judge(&self.pass.output, &mut self.back.output, lane, example, batch.len());
                loss += own / batch.len() as f32;
                right += usize::from(is_right);
            }
            self.propagate();
        }
        self.steps += 1;
        let (keep, keep_square) = (0.9f32, 0.999f32);
        let correct = (1.0 - keep_square.powi(self.steps)).sqrt() / (1.0 - keep.powi(self.steps));
        let (gradient, first, second) = (&self.gradient, &mut self.first, &mut self.second);
        self.net.change(|weights| {
            for (((weight, &g), m), v) in weights.iter_mut().zip(gradient).zip(first).zip(second) {
                *m = keep * *m + (1.0 - keep) * g;
                *v = keep_square * *v + (1.0 - keep_square) * g * g;
                *weight -= rate * (correct * *m / (v.sqrt() + 1e-8) + 0.0002 * *weight);
            }
        });
        (loss, right)
    }

    fn propagate(&mut self) {
        let layers = layers();
        let (weights, gradient) = (self.net.weights(), &mut self.gradient);
        let (pass, back) = (&self.pass, &mut self.back);
        full_back(
            &weights[layers[4].clone()],
            &pass.hidden,
            &back.output,
            &mut gradient[layers[4].clone()],
            &mut back.hidden,
        );
        gate(&pass.hidden, &mut back.hidden);
        let [first, second, third] = &mut back.maps;
        full_back(&weights[layers[3].clone()], &pass.maps[2], &back.hidden, &mut gradient[layers[3].clone()], third);
        gate(&pass.maps[2], third);
        let l = layers[2].clone();
        convolution_back(&CONVOLUTIONS[2], &weights[l.clone()], &pass.maps[1], third, &mut gradient[l], Some(second));
        gate(&pass.maps[1], second);
        let l = layers[1].clone();
        convolution_back(&CONVOLUTIONS[1], &weights[l.clone()], &pass.maps[0], second, &mut gradient[l], Some(first));
        gate(&pass.maps[0], first);
        let l = layers[0].clone();
        convolution_back(&CONVOLUTIONS[0], &weights[l.clone()], &pass.input, first, &mut gradient[l], None);
    }
}

/// The loss of one example, and its gradient.
fn judge(output: &[Lanes], back: &mut [Lanes], lane: usize, example: &Example, batch: usize) -> (f32, bool) {
    let scores: Vec<f32> = output[..CLASSES].iter().map(|lanes| lanes[lane]).collect();
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let sum: f32 = scores.iter().map(|score| (score - most).exp()).sum();
    for (class, score) in scores.iter().enumerate() {
        let probability = (score - most).exp() / sum;
        back[class][lane] = (probability - f32::from(u8::from(class == example.class))) / batch as f32;
    }
    if let Some(place) = example.place {
        for k in 0..4 {
            let error = output[CLASSES + k][lane] - place[k];
            back[CLASSES + k][lane] = PLACE[k] * error.clamp(-0.3, 0.3) / batch as f32;
        }
    }
    let loss = sum.ln() + most - scores[example.class];
    (loss, scores[example.class] >= most)
}

/// No gradient passes where max(0, x) cut off.
fn gate(values: &[Lanes], gradients: &mut [Lanes]) {
    for (value, gradient) in values.iter().flatten().zip(gradients.iter_mut().flatten()) {
        if *value <= 0.0 {
            *gradient = 0.0;
        }
    }
}

fn full_back(weights: &[f32], input: &[Lanes], out: &[Lanes], gradient: &mut [f32], back: &mut [Lanes]) {
    back.fill([0.0; LANES]);
    let kernels = input.len() * out.len();
    for (o, error) in out.iter().enumerate() {
        let row = o * input.len()..(o + 1) * input.len();
        let (kernel, slope) = (&weights[row.clone()], &mut gradient[row]);
        for (((weight, slope), value), back) in kernel.iter().zip(slope).zip(input).zip(back.iter_mut()) {
            let mut sum = 0.0;
            for lane in 0..LANES {
                back[lane] += weight * error[lane];
                sum += error[lane] * value[lane];
            }
            *slope += sum;
        }
        gradient[kernels + o] += error.iter().sum::<f32>();
    }
}

fn convolution_back(
    shape: &Shape,
    weights: &[f32],
    input: &[Lanes],
    out: &[Lanes],
    gradient: &mut [f32],
    mut back: Option<&mut Vec<Lanes>>,
) {
    if let Some(back) = &mut back {
        back.fill([0.0; LANES]);
    }
    let (k, side, out_side) = (shape.kernel, shape.side, shape.out_side());
    let biases = shape.out * shape.channels * k * k;
    for (o, errors) in out.chunks_exact(out_side * out_side).enumerate() {
        gradient[biases + o] += errors.iter().flatten().sum::<f32>();
        for channel in 0..shape.channels {
            let plane = channel * side * side;
            let at = (o * shape.channels + channel) * k * k;
            for ky in 0..k {
                for kx in 0..k {
                    let pad = k / 2;
                    let first = pad.saturating_sub(kx).div_ceil(2);
                    let from = 2 * first + kx - pad;
                    let weight = weights[at + ky * k + kx];
                    let mut slope = [0.0f32; LANES];
                    for (oy, iy) in shape.touched(ky) {
                        let errors = &errors[oy * out_side + first..(oy + 1) * out_side];
                        let line = plane + iy * side + from..plane + (iy + 1) * side;
                        for (error, value) in errors.iter().zip(input[line.clone()].iter().step_by(2)) {
                            for lane in 0..LANES {
                                slope[lane] += error[lane] * value[lane];
                            }
                        }
                        if let Some(back) = &mut back {
                            for (error, value) in errors.iter().zip(back[line].iter_mut().step_by(2)) {
                                for lane in 0..LANES {
                                    value[lane] += error[lane] * weight;
                                }
                            }
                        }
                    }
                    gradient[at + ky * k + kx] += slope.iter().sum::<f32>();
                }
            }
        }
    }
}

/// How far training has come: means since it was told last.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    /// Cells so far.
    pub cells: usize,
    /// Loss of class.
    pub loss: f32,
    /// The share told right.
    pub right: f32,
}

/// Learns a lesson, after those that made `net`; `report` hears of the progress.
pub fn learn(fonts: &[Font], net: Option<Net>, lesson: &Lesson, mut report: impl FnMut(Progress)) -> Net {
    let mut learner = net.map_or_else(|| Learner::new(lesson.seed), Learner::from);
    let mut chance = Chance::new(lesson.seed ^ 0xD5A3);
    let count = lesson.cells;
    let (mut seen, mut loss, mut right, mut told) = (0, 0.0, 0, 0);
    while seen < count {
        let mut examples: Vec<Example> = (0..MIXED)
            .flat_map(|_| {
                let is_hard = lesson.hard > 0.0 && chance.happens(lesson.hard);
                strip::examples(fonts, if is_hard { Mix::Hard } else { Mix::All }, &mut chance)
            })
            .collect();
        for at in (1..examples.len()).rev() {
            examples.swap(at, chance.below(at + 1));
        }
        for batch in examples.chunks_exact(BATCH) {
            let (own, ok) = learner.step(batch, lesson.rate * pace(seen, count));
            loss += own;
            right += ok;
            seen += BATCH;
            told += 1;
        }
        if told >= TOLD {
            let share = 1.0 / told as f32;
            report(Progress { cells: seen, loss: loss * share, right: right as f32 * share / BATCH as f32 });
            (loss, right, told) = (0.0, 0, 0);
        }
    }
    learner.net
}

/// How far a step goes against the farthest: rising over the first cells, then falling as a cosine to a hundredth.
fn pace(seen: usize, count: usize) -> f32 {
    let share = (seen as f32 / count as f32).min(1.0);
    let warm = (seen as f32 / 20_000.0).min(1.0);
    warm * (0.01 + 0.99 * 0.5 * (1.0 + (std::f32::consts::PI * share).cos()))
}

#[cfg(test)]
mod tests {
    use super::LESSONS;
    use sha2::{Digest, Sha256};

    #[test]
    fn the_weights_of_optics_are_those_of_the_last_lesson() {
        let weights = include_bytes!("../../crates/optics/weights/letters.f32");
        let hash: String = Sha256::digest(weights).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(LESSONS.last().map(|lesson| lesson.sha_256), Some(hash.as_str()));
    }
}
