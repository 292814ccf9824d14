//! Charts as SVG, drawn here so that they read the same on a screen, on paper and in black and white: labels stand at what
//! they name, two series differ by form and not only by colour, and days of which nothing is known are hatched, not nought.
//!
//! Colours are written into the drawing, for files that stand alone; pages give the same classes the colours of the screen.

mod bars;
mod map;
mod pyramid;
mod sankey;
mod trend;

pub use bars::{Bar, bars};
pub use map::{MapPost, map};
pub use pyramid::{Band, pyramid};
pub use sankey::{Stream, sankey};
pub use trend::{Line, Trend, trend};

use std::fmt::{Display, Write};

/// Entries; the first of two series.
const FIRST: &str = "#285f8a";
/// Exits; the second of two series.
const SECOND: &str = "#b8763a";
const INK: &str = "#14181d";
const QUIET: &str = "#56616d";
const RULE: &str = "#cfd5db";
const SHEET: &str = "#ffffff";
const WARNING: &str = "#b00020";
/// The type of drawings that stand alone; pages use their own.
const TYPE: &str = "Roboto, system-ui, sans-serif";

/// A drawing: its size in units of which text is some 12 high, and what is in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// How wide.
    pub width: f64,
    /// How high.
    pub height: f64,
    body: String,
}

impl Drawing {
    fn new(width: f64, height: f64) -> Self {
        Self { width, height, body: String::new() }
    }

    /// One in which there is nothing.
    pub fn none() -> Self {
        Self::new(0.0, 0.0)
    }

    fn push(&mut self, element: impl Display) {
        // Writing to a String does not fail.
        let _ = write!(self.body, "{element}");
    }

    fn text(&mut self, class: &str, x: f64, y: f64, anchor: &str, text: &str) {
        let (fill, weight) = match class {
            "quiet" => (QUIET, ""),
            "warning" => (WARNING, r#" font-weight="bold""#),
            "strong" => (INK, r#" font-weight="bold""#),
            "first" => (FIRST, r#" font-weight="bold""#),
            "second" => (SECOND, r#" font-weight="bold""#),
            "on" => (SHEET, ""),
            _ => (INK, ""),
        };
        let text = escape(text);
        self.push(format_args!(
            r#"<text class="{class}" x="{x:.1}" y="{y:.1}" text-anchor="{anchor}" fill="{fill}"{weight}>{text}</text>"#
        ));
    }

    fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let stroke = if class == "axis" { INK } else { RULE };
        let ((x1, y1), (x2, y2)) = (from, to);
        self.push(format_args!(
            r#"<line class="{class}" x1="{x1:.1}" y1="{y1:.1}" x2="{x2:.1}" y2="{y2:.1}" stroke="{stroke}" stroke-width="1"/>"#
        ));
    }

    /// A rectangle of the first or the second series; the second is hatched.
    fn rect(&mut self, class: &str, x: f64, y: f64, width: f64, height: f64) {
        let fill = match class {
            "first" => FIRST.to_owned(),
            "second" => "url(#second)".to_owned(),
            "missing" => "url(#missing)".to_owned(),
            _ => RULE.to_owned(),
        };
        let edge = if class == "second" { format!(r#" stroke="{SECOND}" stroke-width="1""#) } else { String::new() };
        self.push(format_args!(
            r#"<rect class="{class}" x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}" fill="{fill}"{edge}/>"#
        ));
    }

    /// Whether a text says nothing: an empty drawing.
    pub fn is_empty(&self) -> bool {
        self.body.is_empty()
    }

    /// As a part of a page, named for those who do not see it. `id` is unlike that of any other drawing of the page.
    pub fn in_page(&self, id: &str, name: &str) -> String {
        let body =
            self.body.replace("url(#", &format!("url(#{id}-")).replace(r#"id="frame""#, &format!(r#"id="{id}-frame""#));
        format!(
            r#"<svg class="chart" role="img" aria-label="{}" viewBox="0 0 {:.0} {:.0}" font-size="12">{}{body}</svg>"#,
            escape(name),
            self.width,
            self.height,
            patterns(&format!("{id}-"))
        )
    }

    /// As a file of its own, with its title above and its source below.
    pub fn alone(&self, title: &str, source: &str) -> String {
        let (width, height) = (self.width + 32.0, self.height + 76.0);
        let lines = wrap(title, width - 32.0, 15.0);
        let more = 20.0 * (lines.len().max(1) - 1) as f64;
        let mut head = String::new();
        for (at, line) in lines.iter().enumerate() {
            let y = 28.0 + 20.0 * at as f64;
            let _ = write!(
                head,
                r#"<text x="16" y="{y}" font-size="15" font-weight="bold" fill="{INK}">{}</text>"#,
                escape(line)
            );
        }
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0}" height="{:.0}" viewBox="0 0 {width:.0} {:.0}" font-family="{TYPE}" font-size="12"><rect width="100%" height="100%" fill="{SHEET}"/>{}{head}<g transform="translate(16 {:.0})">{}</g><text x="16" y="{:.0}" font-size="11" fill="{QUIET}">{}</text></svg>"#,
            height + more,
            height + more,
            patterns(""),
            44.0 + more,
            self.body,
            height + more - 12.0,
            escape(source),
        )
    }

    /// As a part of a larger drawing: its upper left corner at (`x`, `y`), enlarged by `scale`.
    pub(crate) fn at(&self, x: f64, y: f64, scale: f64) -> String {
        format!(r#"<g transform="translate({x:.1} {y:.1}) scale({scale:.4})" font-size="12">{}</g>"#, self.body)
    }
}

/// Hatchings: for the second series, and for days without data.
pub(crate) fn patterns(prefix: &str) -> String {
    format!(
        r#"<defs><pattern id="{prefix}second" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch-ground" width="5" height="5" fill="{SHEET}"/><rect class="hatch" width="3" height="5" fill="{SECOND}"/></pattern><pattern id="{prefix}missing" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch-ground" width="6" height="6" fill="{SHEET}"/><rect class="hatch-missing" width="1.2" height="6" fill="{QUIET}"/></pattern></defs>"#
    )
}

/// Text as it may stand in a drawing.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // What XML 1.0 does not allow at all.
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// How wide a text is, near enough to know where to break it: letters are half as wide as high.
pub(crate) fn width(text: &str, size: f64) -> f64 {
    text.chars()
        .map(|c| match c {
            'i' | 'l' | 'j' | 'I' | '.' | ',' | '\'' | '\u{2019}' | ':' | ';' | '|' | '!' => 0.26,
            'f' | 't' | 'r' | '(' | ')' | ' ' | '-' | '\u{202f}' | '\u{a0}' => 0.34,
            'm' | 'w' | 'M' | 'W' | '—' => 0.86,
            c if c.is_uppercase() => 0.64,
            _ => 0.55,
        })
        .sum::<f64>()
        * size
}

/// A text in lines that are not wider than `room`.
pub(crate) fn wrap(text: &str, room: f64, size: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if width(line, size) + width(word, size) + size * 0.34 <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A text cut to a room, with an ellipsis where it was cut.
fn cut(text: &str, room: f64) -> String {
    if width(text, 12.0) <= room {
        return text.to_owned();
    }
    let mut short = String::new();
    for c in text.chars() {
        if width(&short, 12.0) + 14.0 > room {
            break;
        }
        short.push(c);
    }
    short.trim_end().to_owned() + "…"
}

/// Round numbers from 0 to at least `most`, some four of them.
fn ticks(most: f64) -> Vec<f64> {
    let most = most.max(1.0);
    let raw = most / 4.0;
    let magnitude = 10f64.powf(raw.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|factor| factor * magnitude).find(|step| *step >= raw);
    let step = step.unwrap_or(magnitude * 10.0).max(1.0);
    let count = (most / step).ceil() as usize;
    (0..=count).map(|at| at as f64 * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_begin_at_nought_and_end_above_the_largest_number_at_round_ones() {
        assert_eq!(ticks(97.0), [0.0, 25.0, 50.0, 75.0, 100.0]);
        assert_eq!(ticks(1.0), [0.0, 1.0]);
        assert_eq!(ticks(0.0), [0.0, 1.0]);
        assert!(ticks(123_456.0).last().is_some_and(|last| *last >= 123_456.0));
    }

    #[test]
    fn whatever_a_town_is_called_stays_text() {
        let mut drawing = Drawing::new(10.0, 10.0);
        drawing.text("", 0.0, 0.0, "start", "<script>\u{1}\"&");
        assert!(drawing.body.contains("&lt;script&gt; &quot;&amp;"));
    }

    #[test]
    fn long_texts_are_broken_between_words_and_long_names_cut() {
        assert!(wrap("one two three four five six seven", 60.0, 12.0).len() > 2);
        assert!(cut("Ouangolodougou-sur-Léraba", 60.0).ends_with('…'));
        assert_eq!(cut("Kati", 60.0), "Kati");
    }
}
