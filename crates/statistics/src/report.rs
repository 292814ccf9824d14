//! Reports: the daily sheet of a post, the weekly and the monthly bulletin of the network, and the tables of the year-book.

use crate::{
    CountError, Coverage, DayState, Dimension, Filter,
    coverage::hours_without,
    figure::{Figure, Scene, Topic},
    grid::Grid,
    sheet::{Cell, Column, Named, Sheet, SheetError, csv_for, no_formula, written},
    warning::{Warning, warnings},
};
use jiff::{ToSpan, civil::Date};
use limen_domain::{DecisionKind, Direction, PostId, Sex};
use limen_store::TallySum;
use limen_words::{Language, Words};
use std::{collections::BTreeMap, fmt, str::FromStr};

/// Which report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A day at a post.
    Day(PostId, Date),
    /// A week of the network, from Monday on.
    Week(Date),
    /// A month of the network, by its first day.
    Month(Date),
    /// The tables of a year.
    Year(i16),
}

/// A text that names no report.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "there is no report \u{201c}{0}\u{201d}; there are day:POST:2026-11-25, week:2026-11-23, month:2026-11 and year:2026"
)]
pub struct UnknownReport(String);

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(post, day) => write!(f, "day:{post}:{day}"),
            Self::Week(day) => write!(f, "week:{day}"),
            Self::Month(day) => write!(f, "month:{}", day.strftime("%Y-%m")),
            Self::Year(year) => write!(f, "year:{year}"),
        }
    }
}

impl Kind {
    /// What the report is called; `post_name` names a post.
    pub fn title(&self, w: &Words, post_name: impl Fn(&PostId) -> String) -> String {
        match self {
            Self::Day(post, day) => w.t2("report-day", ("post", post_name(post)), ("day", w.date(*day))),
            Self::Week(from) => w.t1("report-week", "day", w.date(*from)),
            Self::Month(from) => w.t1("report-month", "month", w.month_and_year(*from)),
            Self::Year(year) => w.t1("report-year", "year", year.to_string()),
        }
    }
}

impl FromStr for Kind {
    type Err = UnknownReport;

    fn from_str(text: &str) -> Result<Self, UnknownReport> {
        let unknown = || UnknownReport(text.chars().take(60).collect());
        let (kind, rest) = text.split_once(':').ok_or_else(unknown)?;
        let day = |text: &str| text.parse::<Date>().ok();
        match kind {
            "day" => {
                let (post, at) = rest.split_once(':').ok_or_else(unknown)?;
                PostId::parse(post).ok().zip(day(at)).map(|(post, day)| Self::Day(post, day))
            }
            "week" => day(rest).map(|day| Self::Week(crate::monday(day))),
            "month" => day(&format!("{rest}-01")).map(Self::Month),
            "year" => rest.parse().ok().filter(|year| (1..=9998).contains(year)).map(Self::Year),
            _ => None,
        }
        .ok_or_else(unknown)
    }
}

impl Kind {
    /// The first and the last day that it is about.
    pub fn days(&self) -> (Date, Date) {
        let until =
            |from: Date, span: jiff::Span| from.checked_add(span).and_then(|next| next.yesterday()).unwrap_or(from);
        match self {
            Self::Day(_, day) => (*day, *day),
            Self::Week(from) => (*from, until(*from, 7.days())),
            Self::Month(from) => (*from, until(*from, 1.month())),
            Self::Year(year) => {
                let from = Date::new(*year, 1, 1).unwrap_or(Date::MIN);
                (from, until(from, 1.year()))
            }
        }
    }

    /// What it counts.
    pub fn filter(&self) -> Filter {
        let (from, to) = self.days();
        let filter = Filter::between(from, to);
        match self {
            Self::Day(post, _) => filter.with(Dimension::Post, post.as_str()),
            _ => filter,
        }
    }
}

/// A figure by itself.
#[derive(Debug, Clone)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// The figure.
    pub value: String,
    /// What it is held against.
    pub note: String,
}

/// A part of a report.
#[derive(Debug, Clone)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// Figures beside each other.
    Facts(Vec<Fact>),
    /// A drawing with its table.
    Figure(Figure),
    /// A table under its title.
    Table(String, Sheet),
}

/// A report.
#[derive(Debug, Clone)]
pub struct Report {
    /// What it is called.
    pub title: String,
    /// What it covers, and how it was protected.
    pub subtitle: String,
    /// Its parts.
    pub blocks: Vec<Block>,
}

impl Report {
    /// The tables in it, with their names and titles: for workbooks and CSV.
    pub fn tables(&self) -> Vec<Named<'_>> {
        let tables = self.blocks.iter().filter_map(|block| match block {
            // A figure whose counts stand in a table of their own has none.
            Block::Figure(figure) if figure.sheet.columns.is_empty() => None,
            Block::Figure(figure) => {
                Some(Named { name: figure.name.clone(), title: figure.title.clone(), sheet: &figure.sheet })
            }
            Block::Table(title, sheet) => Some(Named { name: title.clone(), title: title.clone(), sheet }),
            Block::Heading(_) | Block::Text(_) | Block::Facts(_) => None,
        });
        tables.collect()
    }

    /// Its tables one after the other as CSV for a reader of this language: a line with the title of each before it, an empty
    /// one after it.
    ///
    /// # Errors
    /// A line can't be written.
    pub fn csv(&self, language: Language) -> Result<Vec<u8>, SheetError> {
        let mut all = csv_for(language);
        for Named { title, sheet, .. } in self.tables() {
            all.write_record([no_formula(&title)])?;
            sheet.write(&mut all, language)?;
            all.write_record([""])?;
        }
        written(all)
    }

    /// What it says in sentences: the notes of a workbook.
    pub fn notes(&self) -> Vec<String> {
        let texts = self.blocks.iter().filter_map(|block| match block {
            Block::Heading(text) | Block::Text(text) => Some(text.clone()),
            Block::Facts(_) | Block::Figure(_) | Block::Table(..) => None,
        });
        [self.title.clone(), self.subtitle.clone()].into_iter().chain(texts).collect()
    }
}

/// States with fewer crossings in a year than this are added up in its tables, the largest ones stand by themselves.
const MOST_STATES: usize = 60;

impl Scene<'_> {
    /// Makes a report; `tallies` are the people who were counted and not registered in its time.
    ///
    /// # Errors
    /// The days are in the wrong order, or the answer has too many cells.
    pub fn report(&self, kind: &Kind, tallies: &[TallySum]) -> Result<Report, CountError> {
        let filter = kind.filter();
        let mut blocks = vec![Block::Facts(self.facts(&filter)?)];
        let topics: &[Topic] = match kind {
            Kind::Day(..) => &[Topic::Hours, Topic::Nationalities, Topic::Ages, Topic::Purposes, Topic::Modes],
            Kind::Week(_) | Kind::Month(_) => &[
                Topic::Trend,
                Topic::Posts,
                Topic::Nationalities,
                Topic::Ages,
                Topic::Purposes,
                Topic::Streams,
                Topic::Modes,
                Topic::Hours,
            ],
            Kind::Year(_) => &[Topic::Trend, Topic::Posts],
        };
        for topic in topics {
            blocks.push(Block::Figure(self.figure(*topic, &filter)?));
        }
        if let Kind::Week(_) | Kind::Month(_) = kind {
            blocks.extend(self.unusual(&filter));
        }
        if let Kind::Year(_) = kind {
            blocks.extend(self.year_tables(&filter)?);
        }
        blocks.extend(self.tallied(tallies));
        blocks.extend(self.methods(&filter)?);
        let w = self.w;
        let (from, to) = kind.days();
        let title = kind.title(w, |post| self.label(Dimension::Post, post.as_str()));
        let protected = match self.table.bound() {
            None => w.t("report-in-house"),
            Some(bound) => w.t1("report-rounded", "bound", i64::from(bound.get())),
        };
        let span =
            if from == to { w.date(from) } else { w.t2("report-span", ("from", w.date(from)), ("to", w.date(to))) };
        let blocks = blocks.into_iter().map(|block| self.or_words(block)).collect();
        Ok(Report { title, subtitle: format!("{span} · {protected}"), blocks })
    }

    /// A part of a report; where it would be noughts alone, a sentence that says so.
    fn or_words(&self, block: Block) -> Block {
        let is_nought = |sheet: &Sheet| {
            let mut counts = sheet.rows.iter().flatten().filter_map(|cell| match cell {
                Cell::Count(count) => Some(*count),
                _ => None,
            });
            counts.next().is_some_and(|first| first == 0) && counts.all(|count| count == 0)
        };
        let what = match &block {
            Block::Figure(figure) if figure.is_empty || is_nought(&figure.sheet) => figure.name.clone(),
            Block::Table(title, sheet) if is_nought(sheet) => title.clone(),
            _ => return block,
        };
        Block::Text(match self.table.bound() {
            None => self.w.t1("report-nothing", "what", what),
            Some(bound) => self.w.t2("report-below", ("what", what), ("bound", i64::from(bound.get()))),
        })
    }

    /// The figures that say most: entries, exits, those who were turned back, how complete it is.
    ///
    /// # Errors
    /// The days are in the wrong order, or the answer has too many cells.
    pub fn facts(&self, filter: &Filter) -> Result<Vec<Fact>, CountError> {
        let w = self.w;
        let counts = self.table.count(filter, &[Dimension::Direction, Dimension::Decision])?;
        let mut crossed = [0u64; 2];
        let (mut refused, mut referred) = (0u64, 0u64);
        for (codes, count) in counts.cells() {
            let decision: Option<DecisionKind> = codes[1].parse().ok();
            match decision {
                Some(decision) if decision.crossed() => {
                    crossed[usize::from(codes[0] == Direction::Exit.code())] += count
                }
                Some(decision) if decision.stops() => refused += count,
                Some(DecisionKind::Refer) => referred += count,
                _ => {}
            }
        }
        let days = i64::from((filter.to - filter.from).get_days()) + 1;
        let back = filter.over(
            filter.from.checked_sub(364.days()).unwrap_or(filter.from),
            filter.to.checked_sub(364.days()).unwrap_or(filter.to),
        );
        let has_before = self.table.days().is_some_and(|(first, _)| first <= back.from);
        let before = if has_before { Some(self.table.count(&back, &[Dimension::Direction])?) } else { None };
        let number = |count: u64| w.number(count);
        let note = |direction: Direction, now: u64| match &before {
            Some(before) if before.of(direction.code()) > 0 => {
                let change = now as f64 / before.of(direction.code()) as f64 - 1.0;
                let key = if change >= 0.0 { "fact-more" } else { "fact-fewer" };
                w.t1(key, "percent", w.percent(change.abs()))
            }
            _ => w.t1("fact-a-day", "count", w.number((now as f64 / days as f64).round() as u64)),
        };
        let coverage = Coverage::over(self.table, filter, self.heard, self.today)?;
        let missing = coverage.count(DayState::Silent) + coverage.count(DayState::Awaited);
        let fact = |label: &str, value: String, note: String| Fact { label: w.t(label), value, note };
        Ok(vec![
            fact("flows-entries", number(crossed[0]), note(Direction::Entry, crossed[0])),
            fact("flows-exits", number(crossed[1]), note(Direction::Exit, crossed[1])),
            fact("fact-refused", number(refused), w.t1("fact-referred", "count", number(referred))),
            fact(
                "fact-coverage",
                w.percent_of_all(coverage.share()),
                if missing == 0 { w.t("fact-complete") } else { w.t1("fact-missing", "days", missing as i64) },
            ),
        ])
    }

    fn unusual(&self, filter: &Filter) -> Vec<Block> {
        let w = self.w;
        let found: Vec<Warning> = warnings(self.table, self.heard, filter.to.min(self.today), 7);
        let mut blocks = vec![Block::Heading(w.t("report-unusual"))];
        if found.is_empty() {
            blocks.push(Block::Text(w.t("report-nothing-unusual")));
        } else {
            let rows = found.iter().take(12).map(|warning| {
                vec![
                    Cell::Text(self.label(Dimension::Post, warning.post.as_str())),
                    Cell::Text(self.label(Dimension::Direction, warning.direction.code())),
                    Cell::Day(warning.departure.day, w.date(warning.departure.day)),
                    warning.departure.count.map_or(Cell::Unknown, |count| Cell::Count(u64::from(count))),
                    Cell::Count(warning.departure.usual.round() as u64),
                ]
            });
            let columns = vec![
                Column::text(&w.coded("dimension", "post"), "#loc+code"),
                Column::text(&w.coded("dimension", "direction"), "#meta+direction"),
                Column::text(&w.coded("dimension", "day"), "#date"),
                Column::number(&w.t("warning-counted"), "#indicator+crossings+num"),
                Column::number(&w.t("warning-usual"), "#indicator+crossings+usual+num"),
            ];
            blocks.push(Block::Table(w.t("report-unusual-table"), Sheet { columns, rows: rows.collect() }));
        }
        blocks
    }

    /// Arrivals and departures as the Recommendations on Statistics of International Migration (Revision 1, tables 1 to 3)
    /// and IRTS 2008 (chapter 6) ask for them.
    fn year_tables(&self, filter: &Filter) -> Result<Vec<Block>, CountError> {
        let w = self.w;
        let mut blocks = Vec::new();
        for direction in Direction::ALL {
            let one = filter.clone().with(Dimension::Direction, direction.code());
            let way = self.label(Dimension::Direction, direction.code());
            let duration = if *direction == Direction::Entry { Dimension::Stay } else { Dimension::Stayed };
            blocks.extend(self.linked(
                &one,
                Dimension::Nationality,
                &[Dimension::Sex, Dimension::AgeBand, duration],
                &|w_key| w.t2("table-by", ("way", way.clone()), ("what", w_key)),
            )?);
        }
        let visitors = filter.clone().with(Dimension::Direction, Direction::Entry.code());
        blocks.extend(self.linked(
            &visitors,
            Dimension::Residence,
            &[Dimension::Purpose, Dimension::Mode],
            &|w_key| w.t1("table-visitors", "what", w_key),
        )?);
        Ok(blocks)
    }

    fn linked(
        &self,
        filter: &Filter,
        rows_by: Dimension,
        columns_by: &[Dimension],
        title: &dyn Fn(String) -> String,
    ) -> Result<Vec<Block>, CountError> {
        let w = self.w;
        let all = self.table.count(filter, &[rows_by])?;
        let mut rows: Vec<(String, u64)> = all.cells().map(|(codes, count)| (codes[0].to_owned(), count)).collect();
        rows.sort_by_key(|(code, count)| (std::cmp::Reverse(*count), code.clone()));
        // The largest stand by themselves, the others in one more row.
        rows.truncate(MOST_STATES);
        let rows: Vec<String> = rows.into_iter().map(|(code, _)| code).collect();
        let mut grids = Vec::new();
        let mut heads = Vec::new();
        for dimension in columns_by {
            let counts = self.table.count(filter, &[rows_by, *dimension])?;
            let used: Vec<String> = {
                let sums = counts.along(1);
                counts.codes(1).iter().filter(|code| sums.contains_key(*code)).cloned().collect()
            };
            let place: BTreeMap<&str, usize> = rows.iter().enumerate().map(|(at, code)| (code.as_str(), at)).collect();
            let mut values = vec![vec![0u64; used.len()]; rows.len() + 1];
            for (codes, count) in counts.cells() {
                let row = place.get(codes[0]).copied().unwrap_or(rows.len());
                let column = used.iter().position(|code| code == codes[1]).unwrap_or_default();
                values[row][column] += count;
            }
            grids.push(Grid::of(&values));
            heads.push((*dimension, used));
        }
        let mut labels: Vec<String> = rows.iter().map(|code| self.label(rows_by, code)).collect();
        labels.push(w.t("flows-others"));
        labels.push(w.t("flows-all"));
        let blocks = heads.iter().zip(&grids).map(|((dimension, used), grid)| {
            let mut columns = vec![Column::text(&w.coded("dimension", rows_by.code()), "#country")];
            columns.extend(
                used.iter().map(|code| Column::number(&self.label(*dimension, code), "#indicator+crossings+num")),
            );
            columns.push(Column::number(&w.t("flows-all"), "#indicator+crossings+total+num"));
            let body = labels.iter().enumerate().map(|(at, label)| {
                let cells = (0..=used.len()).map(|column| Cell::Count(grid.value(at, column)));
                std::iter::once(Cell::Text(label.clone())).chain(cells).collect()
            });
            let what = w.t2(
                "table-rows-by-columns",
                ("rows", w.coded("dimension", rows_by.code())),
                ("columns", w.coded("dimension", dimension.code())),
            );
            Block::Table(title(what), Sheet { columns, rows: body.collect() })
        });
        Ok(blocks.collect())
    }

    /// People counted and not registered, in the groups of IOM's flow monitoring.
    fn tallied(&self, tallies: &[TallySum]) -> Option<Block> {
        let w = self.w;
        if tallies.is_empty() {
            return None;
        }
        let mut sums: BTreeMap<(Direction, limen_domain::TallyAge), [u64; 3]> = BTreeMap::new();
        for tally in tallies {
            let column = Sex::ALL.iter().position(|sex| *sex == tally.sex).unwrap_or_default();
            sums.entry((tally.direction, tally.age)).or_default()[column] += tally.people;
        }
        let mut columns = vec![
            Column::text(&w.coded("dimension", "direction"), "#meta+direction"),
            Column::text(&w.coded("dimension", "age"), "#meta+age"),
        ];
        columns.extend(
            Sex::ALL.iter().map(|sex| Column::number(&w.coded("tally-sex", sex.code()), "#indicator+crossings+num")),
        );
        let rows = sums.iter().map(|((direction, age), people)| {
            let mut row = vec![
                Cell::Text(self.label(Dimension::Direction, direction.code())),
                Cell::Text(w.coded("tally-age", age.code())),
            ];
            row.extend(people.map(Cell::Count));
            row
        });
        Some(Block::Table(w.t("report-tallies"), Sheet { columns, rows: rows.collect() }))
    }

    /// What the figures are and how much is missing of them.
    fn methods(&self, filter: &Filter) -> Result<Vec<Block>, CountError> {
        let w = self.w;
        let coverage = Coverage::over(self.table, filter, self.heard, self.today)?;
        let mut blocks = vec![Block::Heading(w.t("report-methods")), Block::Text(w.t("report-definition"))];
        blocks.push(Block::Text(w.t_of(
            "report-coverage",
            &[
                ("share", w.percent(coverage.share())),
                ("silent", w.number(coverage.count(DayState::Silent) as u64)),
                ("awaited", w.number(coverage.count(DayState::Awaited) as u64)),
            ],
        )));
        // Of what is published, an hour without anybody says little: a few people may have crossed in it.
        if self.table.bound().is_none() {
            let hours = w.number(hours_without(self.table, filter)?.0);
            blocks.push(Block::Text(w.t1("report-hours", "hours", hours)));
        }
        let awaited: Vec<String> = coverage
            .awaited()
            .iter()
            .map(|(post, day)| {
                w.t2("report-awaited-post", ("post", self.label(Dimension::Post, post.as_str())), ("day", w.date(*day)))
            })
            .collect();
        if !awaited.is_empty() {
            blocks.push(Block::Text(w.t1("report-awaited", "posts", awaited.join("; "))));
        }
        blocks.push(Block::Text(w.t_of(
            "report-quality",
            &[
                ("typed", w.percent(coverage.typed)),
                ("nationality", w.percent(coverage.without_nationality)),
                ("age", w.percent(coverage.without_age)),
            ],
        )));
        if let Some(bound) = self.table.bound() {
            blocks.push(Block::Text(w.t1("report-protection", "bound", i64::from(bound.get()))));
        }
        Ok(blocks)
    }
}

/// Tallies in the manner of IOM's flow monitoring registry: one row for each kind of people at each point.
pub fn tally_sheet(w: &Words, sums: &[TallySum]) -> Sheet {
    let columns = vec![
        Column::text(&w.t("dimension-post"), "#loc+code"),
        Column::text(&w.t("dimension-direction"), "#meta+direction"),
        Column::text(&w.t("dimension-mode"), "#meta+transport"),
        Column::text(&w.t("dimension-sex"), "#meta+sex"),
        Column::text(&w.t("dimension-age"), "#meta+age"),
        Column::text(&w.t("take-vulnerability"), "#meta+vulnerability"),
        Column::number(&w.t("take-people"), "#indicator+people+num"),
    ];
    let rows = sums.iter().map(|sum| {
        vec![
            Cell::Text(sum.post.to_string()),
            Cell::Text(sum.direction.to_string()),
            Cell::Text(sum.mode.to_string()),
            Cell::Text(sum.sex.to_string()),
            Cell::Text(sum.age.to_string()),
            Cell::Text(sum.vulnerability.map(|v| v.to_string()).unwrap_or_default()),
            Cell::Count(sum.people),
        ]
    });
    Sheet { columns, rows: rows.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn reports_are_named_as_they_are_asked_for() {
        for text in ["day:KRM:2026-11-25", "week:2026-11-23", "month:2026-11", "year:2026"] {
            assert_eq!(text.parse::<Kind>().map(|kind| kind.to_string()), Ok(text.to_owned()));
        }
        for text in ["", "day", "day:KRM", "week:2026-13-01", "year:0", "year:99999", "century:1900", "month:2026"] {
            assert!(text.parse::<Kind>().is_err(), "{text}");
        }
        // A week is that of the day that is named.
        assert_eq!("week:2026-11-26".parse(), Ok(Kind::Week(date(2026, 11, 23))));
    }

    #[test]
    fn a_report_is_about_whole_days() {
        let days = |text: &str| text.parse::<Kind>().expect("a report").days();
        assert_eq!(days("month:2024-02"), (date(2024, 2, 1), date(2024, 2, 29)));
        assert_eq!(days("week:2026-11-23"), (date(2026, 11, 23), date(2026, 11, 29)));
        assert_eq!(days("year:2025"), (date(2025, 1, 1), date(2025, 12, 31)));
    }
}
