//! Where the middle of an Aztec code may be: rings of one width around a dark square. The reader of Aztec codes looks only
//! at the middle of a picture, so what lies around each is drawn anew for it.

/// How many places are tried.
const MOST: usize = 32;
/// The rings that a line through the middle crosses, before the outermost.
const RINGS: usize = 7;
/// The narrowest ring, in pixels.
const NARROWEST: f32 = 1.4;
/// Over how many pixels the line between dark and light is drawn.
const NEIGHBOURHOOD: usize = 48;

/// A middle, and how wide a ring is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct BullsEye {
    pub(crate) x: usize,
    pub(crate) y: usize,
    pub(crate) ring: f32,
}

/// The places of a grey picture that look like the middle of an Aztec code.
pub(crate) fn find(width: usize, height: usize, pixels: &[u8]) -> Vec<BullsEye> {
    let mut found: Vec<BullsEye> = Vec::new();
    for y in (0..height).step_by(2) {
        let row = &pixels[y * width..(y + 1) * width];
        let runs = runs(row);
        for seven in runs.windows(RINGS).filter(|seven| !seven[0].is_dark) {
            let Some(ring) = even(seven) else { continue };
            let middle = seven[RINGS / 2];
            let x = middle.start + middle.length / 2;
            let column: Vec<u8> = pixels[x..].iter().step_by(width).copied().collect();
            let Some((y, across)) = through(&column, y) else { continue };
            let is_square = (0.5..2.0).contains(&(across / ring));
            let reach = (ring * 0.8) as usize;
            // What looks like one just beside the middle must not stand in for it.
            let is_new = found.iter().all(|other| other.x.abs_diff(x) > reach || other.y.abs_diff(y) > reach);
            if is_square && is_new {
                found.push(BullsEye { x, y, ring: ring.max(across) });
                if found.len() == MOST {
                    return found;
                }
            }
        }
    }
    found
}

/// Pixels in a row that are all dark, or all light.
#[derive(Debug, Clone, Copy)]
struct Run {
    start: usize,
    length: usize,
    is_dark: bool,
}

fn runs(line: &[u8]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (block, pixels) in line.chunks(NEIGHBOURHOOD).enumerate() {
        let from = (block * NEIGHBOURHOOD).saturating_sub(NEIGHBOURHOOD);
        let around = &line[from..((block + 2) * NEIGHBOURHOOD).min(line.len())];
        let (dark, light) =
            around.iter().fold((255u8, 0u8), |(dark, light), &pixel| (dark.min(pixel), light.max(pixel)));
        let middle = if light.saturating_sub(dark) < 24 { 0 } else { ((u16::from(dark) + u16::from(light)) / 2) as u8 };
        for (at, &pixel) in pixels.iter().enumerate() {
            let is_dark = pixel < middle;
            match runs.last_mut().filter(|run| run.is_dark == is_dark) {
                Some(run) => run.length += 1,
                None => runs.push(Run { start: block * NEIGHBOURHOOD + at, length: 1, is_dark }),
            }
        }
    }
    runs
}

/// The width of runs that are all about as wide.
fn even(runs: &[Run]) -> Option<f32> {
    let mean = runs.iter().map(|run| run.length).sum::<usize>() as f32 / runs.len() as f32;
    let is_even = runs.iter().all(|run| (run.length as f32 - mean).abs() <= mean * 0.5 + 0.5);
    (mean >= NARROWEST && is_even).then_some(mean)
}

/// Whether a column crosses the rings too, around a place: the middle of them, and their width.
fn through(column: &[u8], y: usize) -> Option<(usize, f32)> {
    let runs = runs(column);
    let at = runs.iter().position(|run| run.start <= y && y < run.start + run.length)?;
    let seven = runs.get(at.checked_sub(RINGS / 2)?..at + RINGS / 2 + 1)?;
    let middle = seven[RINGS / 2];
    middle.is_dark.then(|| even(seven))?.map(|ring| (middle.start + middle.length / 2, ring))
}
