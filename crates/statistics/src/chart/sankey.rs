//! Where people come from and where they go: streams from towns on the left to towns on the right, as wide as they are many.

use super::{Drawing, FIRST, cut};
use std::collections::BTreeMap;

/// How many go from one place to another.
#[derive(Debug, Clone)]
pub struct Stream {
    /// Where from.
    pub from: String,
    /// Where to.
    pub to: String,
    /// How many.
    pub count: u64,
}

/// The drawing; `number` says a number in words.
pub fn sankey(streams: &[Stream], number: impl Fn(u64) -> String) -> Drawing {
    let total: u64 = streams.iter().map(|stream| stream.count).sum();
    let sides = |side: fn(&Stream) -> &str| {
        let mut sums: BTreeMap<&str, u64> = BTreeMap::new();
        streams.iter().for_each(|stream| *sums.entry(side(stream)).or_default() += stream.count);
        let mut sums: Vec<(&str, u64)> = sums.into_iter().collect();
        sums.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
        sums
    };
    let (left, right) = (sides(|stream| &stream.from), sides(|stream| &stream.to));
    let gap = 10.0;
    let rows = left.len().max(right.len());
    let height = (rows as f64 * 30.0).max(90.0);
    let mut drawing = Drawing::new(480.0, height + 8.0);
    if total == 0 {
        return drawing;
    }
    let (x0, x1, thick) = (156.0, 332.0, 8.0);
    let scale = (height - gap * (rows - 1) as f64) / total as f64;
    let places = |side: &[(&str, u64)]| -> BTreeMap<String, f64> {
        let used: f64 =
            side.iter().map(|(_, count)| *count as f64 * scale).sum::<f64>() + gap * (side.len() - 1) as f64;
        let mut y = 4.0 + (height - used) / 2.0;
        side.iter()
            .map(|(name, count)| {
                let here = y;
                y += *count as f64 * scale + gap;
                ((*name).to_owned(), here)
            })
            .collect()
    };
    let (mut from, mut to) = (places(&left), places(&right));
    let (starts, ends) = (from.clone(), to.clone());
    let rank = |side: &[(&str, u64)], name: &str| side.iter().position(|(other, _)| *other == name).unwrap_or_default();
    let mut ordered: Vec<&Stream> = streams.iter().filter(|stream| stream.count > 0).collect();
    ordered.sort_by_key(|stream| (rank(&left, &stream.from), rank(&right, &stream.to)));
    for stream in ordered {
        let wide = stream.count as f64 * scale;
        let (Some(a), Some(b)) = (from.get_mut(&stream.from), to.get_mut(&stream.to)) else { continue };
        let (y0, y1) = (*a + wide / 2.0, *b + wide / 2.0);
        *a += wide;
        *b += wide;
        let middle = (x0 + x1) / 2.0;
        drawing.push(format_args!(
            r#"<path class="stream" d="M{:.1} {y0:.1}C{middle:.1} {y0:.1} {middle:.1} {y1:.1} {:.1} {y1:.1}" fill="none" stroke="{FIRST}" stroke-opacity="0.35" stroke-width="{:.1}"/>"#,
            x0 + thick,
            x1,
            wide.max(0.7)
        ));
    }
    for (side, starts, x, anchor, label) in
        [(&left, &starts, x0, "end", x0 - 6.0), (&right, &ends, x1, "start", x1 + thick + 6.0)]
    {
        // The names of thin streams are moved apart.
        let mut lowest = 0.0f64;
        for (name, count) in side {
            let Some(y) = starts.get(*name) else { continue };
            let tall = (*count as f64 * scale).max(1.0);
            drawing.rect("first", x, *y, thick, tall);
            lowest = (y + tall / 2.0 + 4.0).max(lowest + 14.0);
            drawing.text("label", label, lowest, anchor, &format!("{} {}", cut(name, 90.0), number(*count)));
        }
    }
    drawing
}
