//! The network that recognises one letter: three convolutions and two full layers, as loops.
//!
//! | layer | in | kernel, step | out |
//! | --- | --- | --- | --- |
//! | 1 | 24 x 24 x 1 | 5 x 5, 2 | 12 x 12 x 16 |
//! | 2 | 12 x 12 x 16 | 3 x 3, 2 | 6 x 6 x 32 |
//! | 3 | 6 x 6 x 32 | 3 x 3, 2 | 3 x 3 x 64 |
//! | 4 | 576 | full | 64 |
//! | 5 | 64 | full | 42 |
//!
//! Each layer but the last ends in max(0, x). The last gives 38 classes (0 to 9, A to Z, `<`, no letter) and where the
//! letter stands in its cell: how far right, how far down, how much taller than it should be, how much it leans.
//!
//! Eight cells go through at once. Sums are taken in one order and without fused operations, so the outcome is the same
//! on every machine.

use crate::cell::{AREA, Cell};

/// Cells that go through at once.
pub const LANES: usize = 8;
/// One value for each of the cells.
pub type Lanes = [f32; LANES];
/// Classes: the letters of a zone, and none.
pub const CLASSES: usize = 38;
/// The class of what is no letter.
pub const NO_LETTER: usize = 37;
/// What the last layer gives.
pub const OUTPUTS: usize = CLASSES + 4;

/// The shape of a convolution with padding on all sides.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// Side and channels of what goes in.
    pub side: usize,
    /// Channels that go in.
    pub channels: usize,
    /// Side of the kernel.
    pub kernel: usize,
    /// Channels that come out; the side is half.
    pub out: usize,
}

/// The three convolutions.
pub const CONVOLUTIONS: [Shape; 3] = [
    Shape { side: 24, channels: 1, kernel: 5, out: 16 },
    Shape { side: 12, channels: 16, kernel: 3, out: 32 },
    Shape { side: 6, channels: 32, kernel: 3, out: 64 },
];
/// The two full layers: in, out.
pub const FULL: [(usize, usize); 2] = [(576, 64), (64, OUTPUTS)];

impl Shape {
    /// Weights of the kernels, then one bias for each channel.
    pub const fn weights(&self) -> usize {
        self.out * self.channels * self.kernel * self.kernel + self.out
    }

    /// The side of what comes out.
    pub const fn out_side(&self) -> usize {
        self.side / 2
    }

    /// Which of `out` places along a side a kernel's row or column `k` touches, with the place it touches of the input.
    pub fn touched(&self, k: usize) -> impl Iterator<Item = (usize, usize)> + Clone {
        let (side, pad) = (self.side, self.kernel / 2);
        (0..self.out_side()).filter_map(move |o| {
            let at = (2 * o + k).checked_sub(pad)?;
            (at < side).then_some((o, at))
        })
    }

    /// One step forward, before max(0, x), by weights that [`Shape::packed`] put in order.
    fn forward(&self, packed: &[f32], biases: &[f32], input: &[Lanes], output: &mut [Lanes]) {
        let (k, side, out_side) = (self.kernel, self.side, self.out_side());
        let (pad, plane) = (k / 2, out_side * out_side);
        // The part of the kernel that lies within the input at a place of the output, and where it begins there.
        let within = |o: usize| {
            let from = pad.saturating_sub(2 * o);
            let to = k.min(side + pad - 2 * o);
            (from..to, 2 * o + from - pad)
        };
        let blocks = output.chunks_exact_mut(BLOCK * plane).zip(packed.chunks_exact(BLOCK * self.channels * k * k));
        for ((planes, weights), biases) in blocks.zip(biases.chunks_exact(BLOCK)) {
            for oy in 0..out_side {
                let (rows, top) = within(oy);
                for ox in 0..out_side {
                    let (columns, left) = within(ox);
                    let mut sums = [[0.0; LANES]; BLOCK];
                    for (sum, &bias) in sums.iter_mut().zip(biases) {
                        *sum = [bias; LANES];
                    }
                    for (image, kernel) in input.chunks_exact(side * side).zip(weights.chunks_exact(BLOCK * k * k)) {
                        for ky in rows.clone() {
                            let line = &image[(top + ky - rows.start) * side + left..];
                            let weights = &kernel[BLOCK * (ky * k + columns.start)..BLOCK * (ky * k + columns.end)];
                            for (value, weights) in line.iter().zip(weights.as_chunks::<BLOCK>().0) {
                                for (sum, weight) in sums.iter_mut().zip(weights) {
                                    for (sum, value) in sum.iter_mut().zip(value) {
                                        *sum += weight * value;
                                    }
                                }
                            }
                        }
                    }
                    for (out, sum) in sums.into_iter().enumerate() {
                        planes[out * plane + oy * out_side + ox] = sum;
                    }
                }
            }
        }
    }

    /// The kernels, of four outputs beside each other.
    fn packed(&self, weights: &[f32]) -> Vec<f32> {
        let each = self.channels * self.kernel * self.kernel;
        let mut packed = Vec::with_capacity(self.out * each);
        for block in weights[..self.out * each].chunks_exact(BLOCK * each) {
            packed.extend((0..each).flat_map(|at| (0..BLOCK).map(move |out| block[out * each + at])));
        }
        packed
    }
}

/// Outputs that are summed up at once.
const BLOCK: usize = 4;

/// What each layer gave, kept for those who train.
#[derive(Debug)]
pub struct Pass {
    /// The cells.
    pub input: Vec<Lanes>,
    /// What the convolutions gave, after max(0, x).
    pub maps: [Vec<Lanes>; 3],
    /// What the first full layer gave, after max(0, x).
    pub hidden: Vec<Lanes>,
    /// What the network gives.
    pub output: Vec<Lanes>,
}

impl Default for Pass {
    fn default() -> Self {
        let zeros = |count: usize| vec![[0.0; LANES]; count];
        let map = |shape: Shape| zeros(shape.out * shape.out_side() * shape.out_side());
        Self { input: zeros(AREA), maps: CONVOLUTIONS.map(map), hidden: zeros(FULL[0].1), output: zeros(OUTPUTS) }
    }
}

impl Pass {
    /// Puts a cell into a lane.
    pub fn put(&mut self, lane: usize, cell: &Cell) {
        for (values, &value) in self.input.iter_mut().zip(cell) {
            values[lane] = value;
        }
    }
}

/// Weights in all.
pub const WEIGHTS: usize = CONVOLUTIONS[0].weights()
    + CONVOLUTIONS[1].weights()
    + CONVOLUTIONS[2].weights()
    + FULL[0].0 * FULL[0].1
    + FULL[0].1
    + FULL[1].0 * FULL[1].1
    + FULL[1].1;

/// Where each layer's weights stand.
pub fn layers() -> [std::ops::Range<usize>; 5] {
    let counts = [
        CONVOLUTIONS[0].weights(),
        CONVOLUTIONS[1].weights(),
        CONVOLUTIONS[2].weights(),
        FULL[0].0 * FULL[0].1 + FULL[0].1,
        FULL[1].0 * FULL[1].1 + FULL[1].1,
    ];
    let mut from = 0;
    counts.map(|count| {
        from += count;
        from - count..from
    })
}

/// A network.
#[derive(Debug, Clone)]
pub struct Net {
    weights: Vec<f32>,
    packed: [Vec<f32>; 3],
}

impl Net {
    /// A network of these weights; `None` where they are not as many as the layers have.
    pub fn new(weights: Vec<f32>) -> Option<Self> {
        let mut net = (weights.len() == WEIGHTS).then_some(Self { weights, packed: Default::default() })?;
        net.pack();
        Some(net)
    }

    /// From a file of weights: 32-bit floats, least byte first.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Self::new(bytes.as_chunks::<4>().0.iter().map(|&four| f32::from_le_bytes(four)).collect())
    }

    /// Its weights.
    pub fn weights(&self) -> &[f32] {
        &self.weights
    }

    /// Changes its weights: for training.
    pub fn change(&mut self, change: impl FnOnce(&mut [f32])) {
        change(&mut self.weights);
        self.pack();
    }

    fn pack(&mut self) {
        for ((packed, shape), layer) in self.packed.iter_mut().zip(CONVOLUTIONS).zip(layers()) {
            *packed = shape.packed(&self.weights[layer]);
        }
    }

    /// Runs the cells of `pass` through.
    pub fn run(&self, pass: &mut Pass) {
        let layers = layers();
        let [first, second, third] = &mut pass.maps;
        self.convolve(0, &pass.input, first);
        self.convolve(1, first, second);
        self.convolve(2, second, third);
        full(&self.weights[layers[3].clone()], third, &mut pass.hidden);
        cut_off(&mut pass.hidden);
        full(&self.weights[layers[4].clone()], &pass.hidden, &mut pass.output);
    }
}

impl Net {
    fn convolve(&self, layer: usize, input: &[Lanes], output: &mut [Lanes]) {
        let (shape, range) = (CONVOLUTIONS[layer], layers()[layer].clone());
        let biases = &self.weights[range.end - shape.out..range.end];
        shape.forward(&self.packed[layer], biases, input, output);
        cut_off(output);
    }
}

/// max(0, x).
fn cut_off(values: &mut [Lanes]) {
    for value in values.iter_mut().flatten() {
        *value = value.max(0.0);
    }
}

/// A full layer: weights ordered by output, then one bias for each.
fn full(weights: &[f32], input: &[Lanes], output: &mut [Lanes]) {
    let (kernels, biases) = weights.split_at(input.len() * output.len());
    for ((sum, kernel), &bias) in output.iter_mut().zip(kernels.chunks_exact(input.len())).zip(biases) {
        *sum = [bias; LANES];
        for (&weight, value) in kernel.iter().zip(input) {
            for lane in 0..LANES {
                sum[lane] += weight * value[lane];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_another_length_is_no_network() {
        assert!(Net::from_bytes(&[0; 12]).is_none());
        assert!(Net::new(vec![0.0; WEIGHTS]).is_some());
    }

    #[test]
    fn a_kernel_with_one_weight_passes_on_what_it_touches() {
        let shape = Shape { side: 6, channels: 1, kernel: 3, out: 4 };
        let mut weights = vec![0.0; shape.weights()];
        // The middle of the second output's kernel; its bias.
        weights[9 + 4] = 2.0;
        weights[4 * 9 + 1] = 0.5;
        let input: Vec<Lanes> = (0..36).map(|at| [at as f32; LANES]).collect();
        let mut output = vec![[0.0; LANES]; 4 * 9];
        shape.forward(&shape.packed(&weights), &weights[36..], &input, &mut output);
        // Every second place of every second row, twice, and a half.
        let second: Vec<f32> = output[9..18].iter().map(|lanes| lanes[0]).collect();
        assert_eq!(second, [0.5, 4.5, 8.5, 24.5, 28.5, 32.5, 48.5, 52.5, 56.5]);
        assert!(output[..9].iter().chain(&output[18..]).flatten().all(|&value| value == 0.0));
    }

    #[test]
    fn each_lane_is_a_cell_of_its_own() {
        let weights: Vec<f32> = (0..WEIGHTS).map(|at| ((at * 37 % 101) as f32 - 50.0) / 900.0).collect();
        let net = Net::new(weights).expect("as many weights as it has");
        let cell = |k: usize| -> Cell { std::array::from_fn(|at| ((at * (k + 3)) % 17) as f32 / 8.0 - 1.0) };
        let mut together = Pass::default();
        (0..LANES).for_each(|lane| together.put(lane, &cell(lane)));
        net.run(&mut together);
        for lane in 0..LANES {
            let mut alone = Pass::default();
            alone.put(0, &cell(lane));
            net.run(&mut alone);
            assert!(together.output.iter().zip(&alone.output).all(|(a, b)| a[lane].to_bits() == b[0].to_bits()));
        }
    }
}
