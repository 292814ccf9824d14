//! Bars from left to right: one series, or two under each other.

use super::{Drawing, cut};

/// A bar, or a pair of them.
#[derive(Debug, Clone)]
pub struct Bar {
    /// What it stands for.
    pub label: String,
    /// The first series, as a number and in words.
    pub first: (u64, String),
    /// The second series, for pairs.
    pub second: Option<(u64, String)>,
}

/// Bars with what each of the two series is called; with one series, its name is not needed.
pub fn bars(bars: &[Bar], names: Option<(&str, &str)>) -> Drawing {
    let labels = 132.0;
    let (step, thick) = if names.is_some() { (31.0, 12.0) } else { (22.0, 15.0) };
    let top = if names.is_some() { 20.0 } else { 2.0 };
    let mut drawing = Drawing::new(480.0, top + step * bars.len() as f64 + 4.0);
    let numbers =
        bars.iter().flat_map(|bar| [Some(&bar.first), bar.second.as_ref()]).flatten().map(|(count, _)| *count);
    let most = numbers.max().unwrap_or(1).max(1) as f64;
    let room = drawing.width - labels - 64.0;
    if let Some((first, second)) = names {
        drawing.rect("first", labels, 3.0, 10.0, 10.0);
        drawing.text("first", labels + 15.0, 12.0, "start", first);
        let x = labels + 40.0 + super::width(first, 12.0);
        drawing.rect("second", x, 3.0, 10.0, 10.0);
        drawing.text("second", x + 15.0, 12.0, "start", second);
    }
    for (at, bar) in bars.iter().enumerate() {
        let y = top + step * at as f64;
        let middle = y + if names.is_some() { thick + 1.0 } else { thick / 2.0 } + 4.0;
        drawing.text("label", labels - 8.0, middle, "end", &cut(&bar.label, labels - 10.0));
        let second = bar.second.as_ref().filter(|_| names.is_some());
        let rows = [Some(("first", &bar.first)), second.map(|value| ("second", value))];
        for (row, (class, (count, words))) in rows.into_iter().flatten().enumerate() {
            let y = y + row as f64 * (thick + 2.0);
            let length = (room * *count as f64 / most).max(if *count > 0 { 1.0 } else { 0.0 });
            drawing.rect(class, labels, y, length, thick);
            drawing.text("", labels + length + 5.0, y + thick - 2.5, "start", words);
        }
    }
    drawing.line("axis", (labels, top - 1.0), (labels, drawing.height - 2.0));
    drawing
}
