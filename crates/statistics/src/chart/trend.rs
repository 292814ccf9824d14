//! How something went from day to day, week to week, or month to month: lines, or bars where each place is a count by
//! itself, with their names at their ends.

use super::{Drawing, FIRST, QUIET, RULE, SECOND, WARNING, ticks};

/// A line.
#[derive(Debug, Clone)]
pub struct Line {
    /// What it is called, at its end.
    pub label: String,
    /// `first`, `second`, or `before` for what it is held against.
    pub class: &'static str,
    /// A value for each place from left to right; `None` where nothing is known.
    pub values: Vec<Option<f64>>,
}

/// What is drawn.
#[derive(Debug, Clone, Default)]
pub struct Trend {
    /// The lines.
    pub lines: Vec<Line>,
    /// Labels below, and at which place.
    pub labels: Vec<(usize, String)>,
    /// Between which values what is usual lies, for each place; `NAN` where that is not known.
    pub band: Vec<(f64, f64)>,
    /// Places without data, or with incomplete data.
    pub missing: Vec<bool>,
    /// Places that are marked as unusual.
    pub marks: Vec<usize>,
    /// Whether the first and the second line are drawn as bars.
    pub are_bars: bool,
}

/// A drawing of it, `wide` by `high` units; `number` says a number in words.
pub fn trend(trend: &Trend, (wide, high): (f64, f64), number: impl Fn(u64) -> String) -> Drawing {
    let places = trend.lines.iter().map(|line| line.values.len()).max().unwrap_or_default();
    let mut drawing = Drawing::new(wide, high);
    if places == 0 {
        return drawing;
    }
    let values = trend.lines.iter().flat_map(|line| line.values.iter().flatten().copied());
    let most = values.chain(trend.band.iter().map(|(_, top)| *top)).fold(0.0, f64::max);
    let scale = ticks(most);
    let end = scale.last().copied().unwrap_or(1.0);
    let ends = trend.lines.iter().map(|line| super::width(&line.label, 12.0)).fold(0.0, f64::max);
    let (left, right, top, bottom) = (48.0, wide - (ends * 1.15).min(130.0) - 14.0, 8.0, high - 22.0);
    // Bars stand in the middle of their places, lines begin and end at the edges.
    let (step, first) = match trend.are_bars {
        true => ((right - left) / places as f64, (right - left) / places as f64 / 2.0),
        false => ((right - left) / (places.max(2) - 1) as f64, 0.0),
    };
    let x = |place: usize| left + first + step * place as f64;
    let y = |value: f64| bottom - value / end * (bottom - top);
    let mut from = 0;
    while from < trend.missing.len() {
        let run = trend.missing[from..].iter().take_while(|missing| **missing).count();
        if run > 0 {
            let start = (x(from) - step / 2.0).max(left);
            drawing.rect("missing", start, top, (x(from + run - 1) + step / 2.0).min(right) - start, bottom - top);
        }
        from += run.max(1);
    }
    for tick in &scale {
        drawing.line(if *tick == 0.0 { "axis" } else { "grid" }, (left, y(*tick)), (right, y(*tick)));
        drawing.text("quiet", left - 6.0, y(*tick) + 4.0, "end", &number(*tick as u64));
    }
    for (place, label) in &trend.labels {
        drawing.line("grid", (x(*place), bottom), (x(*place), bottom + 4.0));
        let anchor = if *place == 0 { "start" } else { "middle" };
        drawing.text("quiet", x(*place), bottom + 16.0, anchor, label);
    }
    let places_with_band: Vec<usize> = (0..trend.band.len()).filter(|at| !trend.band[*at].1.is_nan()).collect();
    for run in places_with_band.chunk_by(|one, next| one + 1 == *next) {
        let upper = run.iter().map(|at| format!("{:.1},{:.1}", x(*at), y(trend.band[*at].1)));
        let lower = run.iter().rev().map(|at| format!("{:.1},{:.1}", x(*at), y(trend.band[*at].0)));
        let points: Vec<String> = upper.chain(lower).collect();
        drawing.push(format_args!(
            r#"<polygon class="band" points="{}" fill="{RULE}" fill-opacity="0.7"/>"#,
            points.join(" ")
        ));
    }
    let mut labels: Vec<(f64, &Line)> = Vec::new();
    let series = trend.lines.iter().filter(|line| line.class != "before").count().max(1);
    for (at, line) in trend.lines.iter().enumerate() {
        if let Some(value) = line.values.iter().rev().flatten().next() {
            labels.push((y(*value), line));
        }
        if trend.are_bars && line.class != "before" {
            let thick = (step * 0.76 / series as f64).min(22.0);
            for (place, value) in line.values.iter().enumerate() {
                let Some(value) = value.filter(|value| *value > 0.0) else { continue };
                let from = x(place) + thick * (at as f64 - series as f64 / 2.0);
                drawing.rect(line.class, from, y(value), thick - 1.0, bottom - y(value));
            }
            continue;
        }
        let (stroke, width, dash) = match line.class {
            "second" => (SECOND, 2.0, r#" stroke-dasharray="6 3""#),
            "before" => (QUIET, 1.2, r#" stroke-dasharray="2 3""#),
            _ => (FIRST, 2.0, ""),
        };
        let mut path = String::new();
        let mut pen_is_down = false;
        for (at, value) in line.values.iter().enumerate() {
            match value {
                Some(value) => {
                    path.push_str(&format!("{}{:.1} {:.1}", if pen_is_down { "L" } else { "M" }, x(at), y(*value)));
                    // A value between two unknown ones is a dot.
                    if !pen_is_down && line.values.get(at + 1).is_none_or(Option::is_none) {
                        path.push_str("h0.1");
                    }
                    pen_is_down = true;
                }
                None => pen_is_down = false,
            }
        }
        drawing.push(format_args!(
            r#"<path class="line {}" d="{path}" fill="none" stroke="{stroke}" stroke-width="{width}"{dash} stroke-linejoin="round" stroke-linecap="round"/>"#,
            line.class
        ));
    }
    // Names at the ends of lines that lie close to each other are moved apart.
    labels.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut lowest = f64::MIN;
    for (at, line) in labels {
        lowest = at.max(lowest + 14.0);
        let class = if line.class == "before" { "quiet" } else { line.class };
        drawing.text(class, right + 6.0, lowest + 4.0, "start", &line.label);
    }
    for place in &trend.marks {
        if let Some(Some(value)) = trend.lines.first().and_then(|line| line.values.get(*place)) {
            drawing.push(format_args!(
                r#"<circle class="mark" cx="{:.1}" cy="{:.1}" r="4.5" fill="none" stroke="{WARNING}" stroke-width="2"/>"#,
                x(*place),
                y(*value)
            ));
        }
    }
    drawing
}
