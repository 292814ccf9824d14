//! The day's chart: who crossed in each hour, entries upwards and exits downwards, drawn as SVG.

use crate::words::Words;
use limen_domain::Direction;
use limen_store::Totals;
use std::fmt::Write;

const WIDTH: u64 = 480;
const HALF: u64 = 60;
const LABELS: u64 = 14;

/// The chart of a day up to its hour `hours`, as clocks show it; hours to come are left empty, not drawn as nought.
pub(crate) fn hours(w: &Words, totals: &Totals, hours: u8) -> String {
    let count = |direction, hour| totals.by_hour.get(&(direction, hour)).copied().unwrap_or_default();
    let all = || (0..24).flat_map(|hour| Direction::ALL.iter().map(move |&direction| (direction, hour)));
    let most = all().map(|(direction, hour)| count(direction, hour)).max().unwrap_or_default().max(1);
    let slot = WIDTH / 24;
    let middle = HALF + LABELS;
    let mut svg = String::new();
    let title = w.t("chart-title");
    // Writing to a String does not fail.
    let _ = write!(
        svg,
        r#"<svg class="hours" role="img" aria-label="{title}" viewBox="0 0 {WIDTH} {}">"#,
        2 * (HALF + LABELS)
    );
    for (direction, hour) in all().filter(|(_, hour)| *hour < hours) {
        let crossed = count(direction, hour);
        let height = crossed * HALF / most;
        let x = u64::from(hour) * slot + 2;
        let (class, y, label) = match direction {
            Direction::Entry => ("entry", middle - height, middle - height - 3),
            Direction::Exit => ("exit", middle, middle + height + 11),
        };
        if crossed > 0 {
            let width = slot - 4;
            let _ = write!(svg, r#"<rect class="{class}" x="{x}" y="{y}" width="{width}" height="{height}"/>"#);
            let _ = write!(svg, r#"<text x="{}" y="{label}">{crossed}</text>"#, x + width / 2);
        }
    }
    let _ = write!(svg, r#"<line x1="0" y1="{middle}" x2="{WIDTH}" y2="{middle}"/>"#);
    if hours < 24 {
        let x = u64::from(hours) * slot;
        let _ = write!(svg, r#"<rect class="to-come" x="{x}" y="{}" width="{}" height="4"/>"#, middle - 2, WIDTH - x);
    }
    svg.push_str("</svg>");
    svg
}
