//! The pyramid of ages: women to the right, men to the left, the youngest below.

use super::{Drawing, ticks};

/// An age band.
#[derive(Debug, Clone)]
pub struct Band {
    /// What it is called.
    pub label: String,
    /// How many women.
    pub women: u64,
    /// How many men.
    pub men: u64,
}

/// The pyramid, the youngest band first; `number` says a number in words.
pub fn pyramid(bands: &[Band], (women, men): (&str, &str), number: impl Fn(u64) -> String) -> Drawing {
    let (step, gap, side) = (15.0, 52.0, 206.0);
    let top = 22.0;
    let bottom = top + step * bands.len() as f64;
    let mut drawing = Drawing::new(480.0, bottom + 22.0);
    let most = bands.iter().flat_map(|band| [band.women, band.men]).max().unwrap_or(1);
    let scale = ticks(most as f64);
    let end = scale.last().copied().unwrap_or(1.0);
    let (left, right) = (240.0 - gap / 2.0, 240.0 + gap / 2.0);
    for tick in scale.iter().step_by(2) {
        let off = tick / end * side * 0.98;
        for x in [left - off, right + off] {
            drawing.line("grid", (x, top - 2.0), (x, bottom));
            drawing.text("quiet", x, bottom + 14.0, "middle", &number(*tick as u64));
        }
    }
    drawing.text("second", left, 12.0, "end", men);
    drawing.text("first", right, 12.0, "start", women);
    for (at, band) in bands.iter().enumerate() {
        let y = bottom - step * (at + 1) as f64;
        drawing.text("quiet", 240.0, y + 11.0, "middle", &band.label);
        let length = |count: u64| count as f64 / end * side * 0.98;
        drawing.rect("second", left - length(band.men), y + 1.0, length(band.men), step - 2.0);
        drawing.rect("first", right, y + 1.0, length(band.women), step - 2.0);
    }
    drawing.line("axis", (left, top), (left, bottom));
    drawing.line("axis", (right, top), (right, bottom));
    drawing
}
