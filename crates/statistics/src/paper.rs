//! Reports laid out on pages of A4, which `limen-analyst` puts on paper as PDF: each part of a page with what it is to
//! someone who hears the document.

use crate::{
    chart::{escape, patterns, width, wrap},
    figure::Figure,
    filling::fill,
    report::{Block, Fact, Report},
    sheet::{Cell, Column, NOT_KNOWN, Sheet},
};
use limen_analyst_protocol::{CellKind, Page, Piece, Role};
use std::fmt::Write;

/// A4 in points.
const PAGE: (f64, f64) = (595.0, 842.0);
const MARGIN: f64 = 44.0;
const ROOM: f64 = PAGE.0 - 2.0 * MARGIN;
/// Where pages begin after the first, and where all end.
const TOP: f64 = MARGIN + 6.0;
const BOTTOM: f64 = PAGE.1 - 52.0;
/// What is left free above a figure's title, between title and drawing, and below.
const ABOVE: f64 = 14.0;
const BETWEEN: f64 = 8.0;
const BELOW: f64 = 10.0;
/// The size of a figure's title, and from one of its lines to the next.
const TITLE: f64 = 11.0;
const TITLE_LINE: f64 = TITLE * LEADING;
/// From one line to the next, in sizes of the type.
const LEADING: f64 = 1.25;
/// Rows of a table beside its drawing: the hours of a day, and their sum.
const MOST_ROWS_BESIDE: usize = 26;
const INK: &str = "#14181d";
const QUIET: &str = "#56616d";
const RULE: &str = "#cfd5db";

/// The pages of a report, each with its footer, which is told its number and how many there are.
pub fn pages(report: &Report, footer: impl Fn(usize, usize) -> String) -> Vec<Page> {
    let mut layout = laid_out(report);
    let count = layout.pages.len();
    for at in 0..count {
        let element = format!(
            r#"<line x1="{MARGIN}" y1="{y}" x2="{}" y2="{y}" stroke="{RULE}"/><text x="{MARGIN}" y="{}" font-size="8" fill="{QUIET}">{}</text>"#,
            PAGE.0 - MARGIN,
            BOTTOM + 26.0,
            escape(&footer(at + 1, count)),
            y = BOTTOM + 14.0,
        );
        layout.pages[at].push((Role::Artifact, 0, element));
    }
    layout.pages.into_iter().map(|parts| Page(parts.into_iter().map(piece).collect())).collect()
}

/// A part of a page before it is framed: its role, its element, and what is drawn.
type Part = (Role, u32, String);

fn piece((role, element, drawn): Part) -> Piece {
    // Only drawings are hatched.
    let hatchings = if matches!(role, Role::Figure { .. }) { patterns("") } else { String::new() };
    let (w, h) = PAGE;
    let svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}" font-family="Roboto" font-size="9">{hatchings}{drawn}</svg>"#
    );
    Piece { role, element, svg }
}

/// What is put on pages from above to below.
struct Layout {
    pages: Vec<Vec<Part>>,
    y: f64,
    /// What is put down now, and the number of its element.
    role: Role,
    element: u32,
    /// The number of the table and of the row that are put down now.
    table: u32,
    row: u32,
    /// The level of the headings within a section.
    level: u8,
}

fn laid_out(report: &Report) -> Layout {
    let (role, y) = (Role::Artifact, MARGIN + 10.0);
    let mut layout = Layout { pages: vec![Vec::new()], y, role, element: 0, table: 0, row: 0, level: 2 };
    layout.heading(1, &report.title);
    layout.text(MARGIN, 22.0, INK, true, &report.title);
    layout.y += 17.0;
    layout.begin(Role::Text);
    layout.text(MARGIN, 11.0, QUIET, false, &report.subtitle);
    layout.y += 8.0;
    layout.rule(INK);
    layout.y += 14.0;
    // Figures that follow each other are put down together, in an order that fills pages.
    let mut waiting = Vec::new();
    for block in &report.blocks {
        if let Block::Figure(figure) = block {
            waiting.push(figure);
            continue;
        }
        layout.figures(&mut waiting);
        match block {
            Block::Heading(text) => {
                layout.need(60.0);
                layout.y += 18.0;
                layout.heading(2, text);
                layout.level = 3;
                layout.text(MARGIN, 13.0, INK, true, text);
                layout.y += 10.0;
            }
            Block::Text(text) => layout.paragraph(text),
            Block::Facts(facts) => layout.facts(facts),
            Block::Figure(_) => {}
            Block::Table(title, sheet) => layout.table(title, sheet),
        }
    }
    layout.figures(&mut waiting);
    layout
}

/// How large a figure is on paper.
struct Measured {
    /// Whether it has the whole width, and no table beside it; its page or workbook does.
    is_wide: bool,
    /// The scale of its drawing, and how high that is.
    scale: f64,
    high: f64,
    /// Rows of its table.
    rows: usize,
    /// How high drawing and table are beside each other.
    tall: f64,
    /// How high all of it is, from what is left free above to what is left free below.
    all: f64,
}

impl Measured {
    fn of(figure: &Figure) -> Self {
        let drawing = &figure.drawing;
        let is_wide = drawing.width > 600.0;
        let scale = if is_wide { ROOM / drawing.width } else { 330.0 / drawing.width };
        let high = drawing.height * scale;
        let rows = if is_wide { 0 } else { figure.sheet.rows.len().min(MOST_ROWS_BESIDE) };
        let tall = high.max(rows as f64 * 11.0 + 16.0);
        let more_lines = wrap(&figure.title, ROOM, TITLE).len().saturating_sub(1);
        let all = ABOVE + more_lines as f64 * TITLE_LINE + BETWEEN + tall + BELOW;
        Self { is_wide, scale, high, rows, tall, all }
    }
}

impl Layout {
    /// Begins an element: what is pushed from now on belongs to it.
    fn begin(&mut self, role: Role) {
        self.role = role;
        self.element += 1;
    }

    fn heading(&mut self, level: u8, text: &str) {
        self.begin(Role::Heading { level, text: text.to_owned() });
    }

    fn begin_table(&mut self) {
        self.table += 1;
        self.row = 0;
    }

    fn begin_cell(&mut self, kind: CellKind) {
        self.begin(Role::Cell { kind, table: self.table, row: self.row });
    }

    fn push(&mut self, drawn: &str) {
        let Some(page) = self.pages.last_mut() else { return };
        match page.last_mut() {
            Some((_, element, before)) if *element == self.element => before.push_str(drawn),
            _ => page.push((self.role.clone(), self.element, drawn.to_owned())),
        }
    }

    /// Begins a page where less than this is left of the one there is.
    fn need(&mut self, high: f64) {
        if self.y + high > BOTTOM {
            self.pages.push(Vec::new());
            self.y = TOP;
        }
    }

    fn words(&mut self, (x, y): (f64, f64), anchor: &str, size: f64, fill: &str, bold: bool, text: &str) {
        let weight = if bold { r#" font-weight="bold""# } else { "" };
        // Who hears the document hears where a line ends: as a space, which shows where lines begin at the left alone.
        let space = if anchor == "start" { " " } else { "" };
        let element = format!(
            r#"<text x="{x:.1}" y="{y:.1}" text-anchor="{anchor}" font-size="{size}" fill="{fill}" xml:space="preserve"{weight}>{}{space}</text>"#,
            escape(text)
        );
        self.push(&element);
    }

    fn text(&mut self, x: f64, size: f64, fill: &str, bold: bool, text: &str) {
        for (at, line) in wrap(text, ROOM, size).into_iter().enumerate() {
            if at > 0 {
                self.y += size * LEADING;
            }
            self.words((x, self.y), "start", size, fill, bold, &line);
        }
    }

    fn rule(&mut self, stroke: &str) {
        let element = format!(
            r#"<line x1="{MARGIN}" y1="{y:.1}" x2="{}" y2="{y:.1}" stroke="{stroke}" stroke-width="0.8"/>"#,
            PAGE.0 - MARGIN,
            y = self.y
        );
        self.begin(Role::Artifact);
        self.push(&element);
    }

    fn paragraph(&mut self, text: &str) {
        self.begin(Role::Text);
        for line in wrap(text, ROOM, 9.5) {
            self.need(13.0);
            self.y += 12.5;
            self.words((MARGIN, self.y), "start", 9.5, INK, false, &line);
        }
        self.y += 6.0;
    }

    fn facts(&mut self, facts: &[Fact]) {
        self.need(58.0);
        let wide = ROOM / facts.len().max(1) as f64;
        for (at, fact) in facts.iter().enumerate() {
            let x = MARGIN + wide * at as f64;
            self.begin(Role::Text);
            self.words((x, self.y + 8.0), "start", 8.5, QUIET, false, &fact.label);
            self.words((x, self.y + 29.0), "start", 20.0, INK, true, &fact.value);
            for (line, text) in wrap(&fact.note, wide - 8.0, 8.5).into_iter().take(2).enumerate() {
                self.words((x, self.y + 41.0 + 10.0 * line as f64), "start", 8.5, QUIET, false, &text);
            }
        }
        self.y += 62.0;
    }

    /// Figures that follow each other, none broken over two pages, in an order in which pages are full. None waits any more.
    fn figures(&mut self, waiting: &mut Vec<&Figure>) {
        waiting.retain(|figure| !figure.is_empty);
        while !waiting.is_empty() {
            let heights: Vec<f64> = waiting.iter().map(|figure| Measured::of(figure).all).collect();
            // What is left free below the last one may be the page's own margin.
            let mut here = fill(&heights, BOTTOM + BELOW - self.y);
            if here.is_empty() && self.y <= TOP {
                // Higher than any page: it begins one.
                here.push(0);
            }
            here.iter().for_each(|at| self.figure(waiting[*at]));
            let mut at = 0..;
            waiting.retain(|_| at.next().is_some_and(|at: usize| !here.contains(&at)));
            if !waiting.is_empty() {
                self.need(f64::MAX);
            }
        }
    }

    /// A drawing with its table beside it.
    fn figure(&mut self, figure: &Figure) {
        let Measured { is_wide, scale, high, rows, tall, .. } = Measured::of(figure);
        let drawing = &figure.drawing;
        self.y += ABOVE;
        self.heading(self.level, &figure.title);
        self.text(MARGIN, TITLE, INK, true, &figure.title);
        self.y += BETWEEN;
        let element = drawing.at(MARGIN, self.y, scale);
        let at = [MARGIN, self.y, drawing.width * scale, high].map(|length| length as f32);
        self.begin(Role::Figure { words: format!("{}. {}", figure.name, figure.title), at });
        self.push(&element);
        if !is_wide {
            let top = self.y;
            self.small_table(&figure.sheet, rows);
            self.y = top;
        }
        self.y += tall + BELOW;
    }

    fn small_table(&mut self, sheet: &Sheet, rows: usize) {
        let (left, right) = (MARGIN + 346.0, PAGE.0 - MARGIN);
        // The last column holds the sums, which the drawing does not need.
        let columns = sheet.columns.len().min(if sheet.columns.len() > 3 { sheet.columns.len() - 1 } else { 3 });
        let numbers: Vec<usize> = (0..columns).filter(|at| sheet.columns[*at].is_number).collect();
        let each = 46.0;
        let mut y = self.y + 8.0;
        let room = right - left - each * numbers.len() as f64;
        self.begin_table();
        let names: Vec<&str> =
            (0..columns).filter(|at| !numbers.contains(at)).map(|at| sheet.columns[at].name.as_str()).collect();
        self.begin_cell(CellKind::Column);
        self.words((left, y), "start", 7.5, QUIET, false, &short(&names.join(" – "), room, 7.5));
        for (at, column) in numbers.iter().enumerate() {
            let x = right - each * (numbers.len() - 1 - at) as f64;
            self.begin_cell(CellKind::Column);
            self.words((x, y), "end", 7.5, QUIET, false, &short(&sheet.columns[*column].name, each, 7.5));
        }
        for row in sheet.rows.iter().take(rows) {
            y += 11.0;
            self.row += 1;
            self.begin_cell(CellKind::Row);
            let text: Vec<String> =
                (0..columns).filter(|at| !numbers.contains(at)).map(|at| self.cell(&row[at])).collect();
            self.words((left, y), "start", 8.0, INK, false, &short(&text.join(" – "), room, 8.0));
            for (at, column) in numbers.iter().enumerate() {
                let x = right - each * (numbers.len() - 1 - at) as f64;
                let text = self.cell(&row[*column]);
                self.begin_cell(CellKind::Value);
                self.words((x, y), "end", 8.0, INK, false, &text);
            }
        }
    }

    fn cell(&self, cell: &Cell) -> String {
        match cell {
            Cell::Text(text) | Cell::Code(_, text) | Cell::Total(text) | Cell::Day(_, text) | Cell::Month(_, text) => {
                text.clone()
            }
            Cell::Count(count) => thousands(*count),
            Cell::Difference(difference) => {
                let sign = match *difference {
                    0 => "",
                    1.. => "+",
                    _ => "\u{2212}",
                };
                format!("{sign}{}", thousands(difference.unsigned_abs()))
            }
            Cell::Share(share) => format!("{:.0} %", share * 100.0),
            Cell::Unknown => NOT_KNOWN.to_owned(),
        }
    }

    fn table(&mut self, title: &str, sheet: &Sheet) {
        self.need(70.0);
        self.y += 16.0;
        self.heading(self.level, title);
        self.text(MARGIN, 11.0, INK, true, title);
        self.begin_table();
        let numbers = sheet.columns.iter().filter(|column| column.is_number).count();
        let texts = sheet.columns.len() - numbers;
        let each = if texts == 0 { ROOM / numbers as f64 } else { (ROOM * 0.72 / numbers.max(1) as f64).min(78.0) };
        let first = (ROOM - each * numbers as f64) / texts.max(1) as f64;
        self.heads(sheet, first, each, true);
        for row in &sheet.rows {
            // What is longer than its column goes on below: nothing on paper is cut.
            let lines = |(cell, column): (&Cell, &Column)| {
                let text = self.cell(cell);
                if column.is_number { vec![text] } else { wrap(&text, first - 6.0, 8.0) }
            };
            let lines: Vec<Vec<String>> = row.iter().zip(&sheet.columns).map(lines).collect();
            let further = 9.5 * (lines.iter().map(Vec::len).max().unwrap_or(1).max(1) - 1) as f64;
            if self.y + 12.0 + further > BOTTOM {
                self.need(f64::MAX);
                self.heads(sheet, first, each, false);
            }
            self.y += 11.5;
            self.row += 1;
            let mut x = MARGIN;
            for (at, (lines, column)) in lines.iter().zip(&sheet.columns).enumerate() {
                self.begin_cell(if at == 0 && !column.is_number { CellKind::Row } else { CellKind::Value });
                let (anchor, left) = if column.is_number { ("end", x + each) } else { ("start", x) };
                for (line, text) in lines.iter().enumerate() {
                    self.words((left, self.y + 9.5 * line as f64), anchor, 8.0, INK, false, &short(text, ROOM, 8.0));
                }
                x += if column.is_number { each } else { first };
            }
            self.y += further;
        }
        self.y += 12.0;
    }

    /// The heads of a table's columns; read where it begins, and only seen where it goes on.
    fn heads(&mut self, sheet: &Sheet, first: f64, each: f64, begins: bool) {
        self.y += 6.0;
        let lines = sheet
            .columns
            .iter()
            .map(|column| wrap(&column.name, if column.is_number { each - 4.0 } else { first }, 7.5));
        let lines: Vec<Vec<String>> = lines.collect();
        let most = lines.iter().map(Vec::len).max().unwrap_or(1);
        let mut x = MARGIN;
        for (column, lines) in sheet.columns.iter().zip(&lines) {
            if begins {
                self.begin_cell(CellKind::Column);
            } else {
                self.begin(Role::Artifact);
            }
            let (anchor, at) = if column.is_number { ("end", x + each) } else { ("start", x) };
            for (line, text) in lines.iter().enumerate() {
                let y = self.y + 9.0 * (most - lines.len() + line + 1) as f64;
                self.words((at, y), anchor, 7.5, QUIET, false, text);
            }
            x += if column.is_number { each } else { first };
        }
        self.y += 9.0 * most as f64 + 3.0;
        self.rule(RULE);
    }
}

fn thousands(count: u64) -> String {
    let digits = count.to_string();
    let mut parted = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            parted.push('\u{202f}');
        }
        parted.push(digit);
    }
    parted
}

fn short(text: &str, room: f64, size: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut short = String::new();
    for c in text.chars() {
        if width(&short, size) + size > room {
            break;
        }
        let _ = write!(short, "{c}");
    }
    short + "…"
}
