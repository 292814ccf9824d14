//! The figures that pages, bulletins and downloads show: what is counted, what the title finds, the drawing and its table.

use crate::{
    CountError, Counts, Coverage, Dimension, Filter, FlowTable, Heard, UNKNOWN,
    chart::{self, Band, Bar, Drawing, Line, MapPost, Stream, Trend},
    grid::Grid,
    sheet::{Cell, Column, Sheet},
};
use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};
use limen_domain::{Direction, Sex, StateCode};
use limen_store::Post;
use limen_words::Words;
use std::collections::BTreeMap;

/// What a figure is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// From day to day, week to week, or month to month.
    Trend,
    /// By post, on a map.
    Posts,
    /// By nationality.
    Nationalities,
    /// By sex and age.
    Ages,
    /// By purpose.
    Purposes,
    /// By mode of transport.
    Modes,
    /// From where to where.
    Streams,
    /// By hour of the day.
    Hours,
    /// By country of residence.
    Residences,
    /// By kind of document.
    Documents,
    /// By length of the stay that is meant.
    Stays,
    /// By length of the stays that have ended.
    Stayed,
}

/// Between which changes, as parts of what was before, 95 of 100 lie that chance would make: counts scatter as the `days`
/// do, and no less than chance alone would scatter them (Poisson). `None` where nothing was counted.
fn change_range(before: u64, now: u64, days: &[f64]) -> Option<(f64, f64)> {
    if before == 0 || now == 0 || days.is_empty() {
        return None;
    }
    let mean = days.iter().sum::<f64>() / days.len() as f64;
    let variance = days.iter().map(|day| (day - mean).powi(2)).sum::<f64>() / days.len() as f64;
    let scatter = (variance / mean).max(1.0);
    let spread = 1.96 * (scatter * (1.0 / now as f64 + 1.0 / before as f64)).sqrt();
    let ratio = (now as f64 / before as f64).ln();
    Some(((ratio - spread).exp() - 1.0, (ratio + spread).exp() - 1.0))
}

/// A title says the first of the values where it is at least one of so many passages.
const LEAST_FOUND: u64 = 20;

impl Topic {
    /// Every topic, in the order of the board.
    pub const ALL: [Self; 12] = [
        Self::Trend,
        Self::Posts,
        Self::Nationalities,
        Self::Ages,
        Self::Purposes,
        Self::Streams,
        Self::Modes,
        Self::Hours,
        Self::Residences,
        Self::Stays,
        Self::Stayed,
        Self::Documents,
    ];

    /// The code, as it stands in addresses and messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::Trend => "trend",
            Self::Posts => "posts",
            Self::Nationalities => "nationalities",
            Self::Ages => "ages",
            Self::Purposes => "purposes",
            Self::Modes => "modes",
            Self::Streams => "streams",
            Self::Hours => "hours",
            Self::Residences => "residences",
            Self::Documents => "documents",
            Self::Stays => "stays",
            Self::Stayed => "stayed",
        }
    }

    /// The topic of a code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.code() == code)
    }
}

/// A figure, ready to be shown.
#[derive(Debug, Clone)]
pub struct Figure {
    /// What it is about.
    pub topic: Topic,
    /// What it holds, in a few words.
    pub name: String,
    /// What it finds.
    pub title: String,
    /// The drawing; empty where nothing was counted.
    pub drawing: Drawing,
    /// The same as a table.
    pub sheet: Sheet,
    /// Whether nothing was counted.
    pub is_empty: bool,
}

/// What figures are made from.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    /// The flows; the table of what may be published where the figures are.
    pub table: &'a FlowTable,
    /// The words.
    pub w: &'a Words,
    /// The posts that are described.
    pub posts: &'a [Post],
    /// Until when each post was heard from.
    pub heard: &'a Heard,
    /// The day it is.
    pub today: Date,
}

/// Rows of a figure before the others are added up.
const MOST_BARS: usize = 10;
/// Towns on either side of the drawing of streams.
const MOST_TOWNS: usize = 7;
/// Fewer a day than this, over at least so many days, are drawn by week.
const FEW_A_DAY: u64 = 5;
const LEAST_DAYS_BY_WEEK: i32 = 28;
/// Times longer than this are drawn by month.
const MOST_DAYS: i32 = 130;

impl Scene<'_> {
    /// What a code of a dimension is called.
    pub fn label(&self, dimension: Dimension, code: &str) -> String {
        let w = self.w;
        if code == UNKNOWN && dimension != Dimension::AgeBand {
            return w.t("flows-unknown");
        }
        if code == OTHERS {
            return w.t("flows-others");
        }
        let day = |code: &str| code.parse::<Date>().ok();
        match dimension {
            Dimension::Post => self
                .posts
                .iter()
                .find(|post| post.id.as_str() == code)
                .map_or_else(|| code.to_owned(), |post| post.name.clone()),
            Dimension::Nationality | Dimension::Residence => {
                code.parse().map_or_else(|_| code.to_owned(), |state| w.state(state))
            }
            Dimension::Day | Dimension::Week => day(code).map_or_else(|| code.to_owned(), |day| w.date(day)),
            Dimension::Month => day(&format!("{code}-01")).map_or_else(|| code.to_owned(), |day| w.month_and_year(day)),
            Dimension::Age => match code {
                "80" => w.t("flows-80"),
                code => code.replace('-', "–"),
            },
            Dimension::Hour => w.t1("flows-hour", "hour", code.to_owned()),
            Dimension::Weekday => w.coded("weekday", code),
            Dimension::Stay | Dimension::Stayed | Dimension::Overstayed => w.coded("stay-class", code),
            Dimension::Year | Dimension::Origin | Dimension::Destination => code.to_owned(),
            Dimension::Direction
            | Dimension::Decision
            | Dimension::Sex
            | Dimension::AgeBand
            | Dimension::Document
            | Dimension::Source
            | Dimension::Purpose
            | Dimension::Mode => w.coded(dimension.code(), code),
        }
    }

    /// What a topic is called.
    fn name(&self, topic: Topic) -> String {
        self.w.t(&format!("topic-{}", topic.code()))
    }

    /// The head of a row: a day or a month as such, so that spreadsheets can count with it.
    fn head(&self, dimension: Dimension, code: &str) -> Cell {
        let label = self.label(dimension, code);
        let day = |code: &str| code.parse::<Date>().ok();
        match dimension {
            Dimension::Day | Dimension::Week => day(code).map(|day| Cell::Day(day, label.clone())),
            Dimension::Month => day(&format!("{code}-01")).map(|first| Cell::Month(first, label.clone())),
            Dimension::Nationality | Dimension::Residence => {
                code.parse::<StateCode>().ok().map(|state| Cell::Code(state.iso_or_own().to_owned(), label.clone()))
            }
            _ => None,
        }
        .unwrap_or_else(|| Cell::Code(code.to_owned(), label))
    }

    /// A count in words.
    fn number(&self, count: u64) -> String {
        self.w.number(count)
    }

    /// The figure of a topic for what `filter` asks for.
    ///
    /// # Errors
    /// The days are in the wrong order, or the answer has too many cells.
    pub fn figure(&self, topic: Topic, filter: &Filter) -> Result<Figure, CountError> {
        match topic {
            Topic::Trend => self.trend(filter),
            Topic::Posts => self.by_post(filter),
            Topic::Ages => self.ages(filter),
            Topic::Streams => self.streams(filter),
            Topic::Hours => self.bars(topic, filter, Dimension::Hour, Order::AsListed),
            Topic::Nationalities => self.bars(topic, filter, Dimension::Nationality, Order::Largest),
            Topic::Purposes => self.bars(topic, filter, Dimension::Purpose, Order::Largest),
            Topic::Modes => self.bars(topic, filter, Dimension::Mode, Order::Largest),
            Topic::Residences => self.bars(topic, filter, Dimension::Residence, Order::Largest),
            Topic::Documents => self.bars(topic, filter, Dimension::Document, Order::Largest),
            Topic::Stays => {
                let filter = filter.clone().with(Dimension::Direction, Direction::Entry.code());
                self.bars(topic, &filter, Dimension::Stay, Order::AsListed)
            }
            Topic::Stayed => {
                let filter = filter.clone().with(Dimension::Direction, Direction::Exit.code());
                self.bars(topic, &filter, Dimension::Stayed, Order::AsListed)
            }
        }
    }

    fn bars(&self, topic: Topic, filter: &Filter, dimension: Dimension, order: Order) -> Result<Figure, CountError> {
        let counts = self.table.count(filter, &[dimension, Dimension::Direction])?;
        let rows = rows(&counts, order, if order == Order::AsListed { usize::MAX } else { MOST_BARS });
        let grid = Grid::of(&rows.iter().map(|(_, pair)| pair.to_vec()).collect::<Vec<_>>());
        let directions = directions(filter);
        let value = |at: usize, column: usize| {
            let count = grid.value(at, column);
            (count, self.number(count))
        };
        let bars: Vec<Bar> = rows
            .iter()
            .enumerate()
            .map(|(at, (code, _))| Bar {
                label: self.label(dimension, code),
                first: value(at, place(directions[0])),
                second: directions.get(1).map(|direction| value(at, place(*direction))),
            })
            .collect();
        let names = self.directions_in_words();
        let drawing = if counts.total() == 0 {
            Drawing::none()
        } else if topic == Topic::Hours {
            let line = |direction: &Direction| Line {
                label: names[place(*direction)].clone(),
                class: if *direction == Direction::Entry { "first" } else { "second" },
                values: (0..rows.len()).map(|at| Some(grid.value(at, place(*direction)) as f64)).collect(),
            };
            let labels = (0..rows.len()).step_by(4).map(|hour| (hour, self.label(dimension, &hour.to_string())));
            let trend =
                Trend { lines: directions.iter().map(line).collect(), labels: labels.collect(), ..Trend::default() };
            chart::trend(&trend, (480.0, 210.0), |count| self.number(count))
        } else {
            let both = (directions.len() == 2).then_some((names[0].as_str(), names[1].as_str()));
            chart::bars(&bars, both)
        };
        let listed: Vec<(Cell, usize)> =
            rows.iter().enumerate().map(|(at, (code, _))| (self.head(dimension, code), at)).collect();
        let sheet = self.by_direction(&self.w.coded("dimension", dimension.code()), dimension, &listed, &grid);
        Ok(Figure {
            topic,
            name: self.name(topic),
            title: self.finding(topic, &rows, dimension),
            drawing,
            sheet,
            is_empty: counts.total() == 0,
        })
    }

    /// What the rows of a figure say first.
    fn finding(&self, topic: Topic, rows: &[(String, [u64; 2])], dimension: Dimension) -> String {
        let sum = |pair: &[u64; 2]| pair[0] + pair[1];
        let total: u64 = rows.iter().map(|(_, pair)| sum(pair)).sum();
        let mut known: Vec<_> =
            rows.iter().filter(|(code, pair)| code != OTHERS && code != UNKNOWN && sum(pair) > 0).collect();
        known.sort_by_key(|(_, pair)| std::cmp::Reverse(sum(pair)));
        let Some((first, pair)) = known.first() else { return self.w.t(&format!("question-{}", topic.code())) };
        // One value alone is what the filter says; a share beside which most is unknown, or that is one of many, says
        // nothing.
        let unknown: u64 = rows.iter().filter(|(code, _)| code == UNKNOWN).map(|(_, pair)| sum(pair)).sum();
        if known.len() == 1 || unknown >= sum(pair) || sum(pair) * LEAST_FOUND < total {
            return self.w.t(&format!("question-{}", topic.code()));
        }
        let percent = self.w.percent(sum(pair) as f64 / total as f64);
        let first = ("first", self.label(dimension, first));
        if topic == Topic::Nationalities {
            let Some((second, pair_of_second)) = known.get(1) else {
                return self.w.t(&format!("question-{}", topic.code()));
            };
            let both = (sum(pair) + sum(pair_of_second)) as f64 / total as f64;
            let second = ("second", self.label(dimension, second));
            return self.w.t_of("finding-nationalities", &[first, second, ("percent", self.w.percent(both))]);
        }
        capitalised(&self.w.t_of(&format!("finding-{}", topic.code()), &[first, ("percent", percent)]))
    }

    fn directions_in_words(&self) -> [String; 2] {
        [self.w.t("flows-entries"), self.w.t("flows-exits")]
    }

    /// How much more or less there was than a year before, with the range in which chance leaves the change.
    fn change_in_words(&self, change: f64, range: Option<(f64, f64)>) -> String {
        let w = self.w;
        let signed = |part: f64| {
            let sign = if part < 0.0 { "\u{2212}" } else { "+" };
            format!("{sign}{}", w.percent(part.abs()))
        };
        let key = match (range, (change * 100.0).round() as i64) {
            (Some((least, most)), _) if least < 0.0 && most > 0.0 => "finding-trend-chance",
            (_, 0) => "finding-trend-same",
            (_, change) if change > 0 => "finding-trend-more",
            _ => "finding-trend-fewer",
        };
        let title = w.t1(key, "percent", w.percent(change.abs()));
        match range {
            Some((least, most)) => {
                w.t_of("finding-trend-range", &[("title", title), ("least", signed(least)), ("most", signed(most))])
            }
            None => title,
        }
    }

    /// A table of rows by direction, with totals.
    fn by_direction(&self, head: &str, dimension: Dimension, rows: &[(Cell, usize)], grid: &Grid) -> Sheet {
        let [entries, exits] = self.directions_in_words();
        let cell = |row: usize, column: usize| Cell::Count(grid.value(row, column));
        let row = |head: Cell, at: usize| vec![head, cell(at, 0), cell(at, 1), cell(at, 2)];
        let mut body: Vec<Vec<Cell>> = rows.iter().map(|(head, at)| row(head.clone(), *at)).collect();
        body.push(row(Cell::Total(self.w.t("flows-all")), grid.last_row()));
        Sheet {
            columns: vec![
                Column::text(head, hxl_of(dimension)),
                Column::number(&entries, "#indicator+crossings+entry+num"),
                Column::number(&exits, "#indicator+crossings+exit+num"),
                Column::number(&self.w.t("flows-both"), "#indicator+crossings+total+num"),
            ],
            rows: body,
        }
    }

    fn trend(&self, filter: &Filter) -> Result<Figure, CountError> {
        let w = self.w;
        let days = (filter.to - filter.from).get_days() + 1;
        let unit = match days {
            ..=MOST_DAYS if self.are_few(filter, days)? => Dimension::Week,
            ..=MOST_DAYS => Dimension::Day,
            _ => Dimension::Month,
        };
        let counts = self.table.count(filter, &[unit, Dimension::Direction])?;
        let codes: Vec<String> = counts.codes(0).to_vec();
        let pairs = pairs(&counts);
        let grid = Grid::of(
            &codes.iter().map(|code| pairs.get(code).copied().unwrap_or_default().to_vec()).collect::<Vec<_>>(),
        );
        let coverage = Coverage::over(self.table, filter, self.heard, self.today)?;
        // A day, a week or a month that is not over, or not asked for as a whole, is no less than others.
        let spans: Vec<(Date, Date)> = codes.iter().filter_map(|code| span_of(unit, code)).collect();
        let is_open = |at: usize| spans.get(at).is_some_and(|(_, last)| *last >= self.today);
        let is_cut = |(first, last): &(Date, Date)| *first < filter.from || *last > filter.to;
        let missing: Vec<bool> = spans
            .iter()
            .enumerate()
            .map(|(at, span)| is_open(at) || (unit == Dimension::Week && is_cut(span)) || is_missing(span, &coverage))
            .collect();
        let names = self.directions_in_words();
        let directions = directions(filter);
        let mut lines: Vec<Line> = directions
            .iter()
            .map(|direction| Line {
                label: names[place(*direction)].clone(),
                class: if *direction == Direction::Entry { "first" } else { "second" },
                values: (0..codes.len())
                    .map(|at| {
                        let count = grid.value(at, place(*direction));
                        // Nothing recorded where nothing is known is not nought.
                        (!is_open(at) && (count > 0 || !missing[at])).then_some(count as f64)
                    })
                    .collect(),
            })
            .collect();
        let before = self.year_before(filter, unit)?;
        let title = match (&before, counts.total()) {
            (_, 0) => w.t("question-trend"),
            (Some((total, _)), now) => {
                let change = now as f64 / *total as f64 - 1.0;
                let days: Vec<f64> = pairs.values().map(|pair| pair.iter().sum::<u64>() as f64).collect();
                let range = (unit != Dimension::Month).then(|| change_range(*total, now, &days)).flatten();
                self.change_in_words(change, range)
            }
            _ => w.t1("finding-trend", "count", self.number(counts.total())),
        };
        if let (Some((_, values)), 1) = (&before, directions.len()) {
            lines.push(Line { label: w.t("flows-year-before"), class: "before", values: values.clone() });
        }
        let labels = labels(unit, &codes, w);
        let drawing = if counts.total() == 0 {
            Drawing::none()
        } else {
            let are_bars = unit == Dimension::Week;
            let trend = Trend { lines, labels, missing: missing.clone(), are_bars, ..Trend::default() };
            chart::trend(&trend, (930.0, 230.0), |count| self.number(count))
        };
        let listed: Vec<(Cell, usize)> =
            codes.iter().enumerate().map(|(at, code)| (self.head(unit, code), at)).collect();
        let mut sheet = self.by_direction(&w.coded("dimension", unit.code()), unit, &listed, &grid);
        for (at, row) in sheet.rows.iter_mut().enumerate() {
            if missing.get(at).is_some_and(|missing| *missing) {
                row.iter_mut().skip(1).filter(|cell| **cell == Cell::Count(0)).for_each(|cell| *cell = Cell::Unknown);
            }
        }
        Ok(Figure {
            topic: Topic::Trend,
            name: self.name(Topic::Trend),
            title,
            drawing,
            sheet,
            is_empty: counts.total() == 0,
        })
    }

    /// Whether so few cross that days say nothing by themselves: they are then counted by the week.
    fn are_few(&self, filter: &Filter, days: i32) -> Result<bool, CountError> {
        let total = self.table.count(filter, &[])?.total();
        Ok(days >= LEAST_DAYS_BY_WEEK && total < FEW_A_DAY * u64::try_from(days).unwrap_or_default())
    }

    /// The same days a year (52 weeks) before: how many, and how many at each place.
    #[expect(clippy::type_complexity, reason = "a sum and its parts")]
    fn year_before(&self, filter: &Filter, unit: Dimension) -> Result<Option<(u64, Vec<Option<f64>>)>, CountError> {
        let back = |day: Date| {
            if unit == Dimension::Month { day.checked_sub(1.year()) } else { day.checked_sub(364.days()) }
                .unwrap_or(day)
        };
        let before = filter.over(back(filter.from), back(filter.to));
        if self.table.days().is_none_or(|(first, _)| before.from < first) {
            return Ok(None);
        }
        let counts = self.table.count(&before, &[unit])?;
        let values = counts.codes(0).iter().map(|code| Some(counts.of(code) as f64)).collect();
        Ok((counts.total() > 0).then_some((counts.total(), values)))
    }

    fn by_post(&self, filter: &Filter) -> Result<Figure, CountError> {
        let counts = self.table.count(filter, &[Dimension::Post, Dimension::Direction])?;
        let mut rows = rows(&counts, Order::Largest, usize::MAX);
        // A post that recorded nothing is not left out: it is said to be silent.
        let asked = filter.only.get(&Dimension::Post);
        for post in self.table.posts().iter().filter(|post| asked.is_none_or(|codes| codes.contains(post.as_str()))) {
            if rows.iter().all(|(code, _)| code != post.as_str()) {
                rows.push((post.to_string(), [0, 0]));
            }
        }
        let grid = Grid::of(&rows.iter().map(|(_, pair)| pair.to_vec()).collect::<Vec<_>>());
        let country = self.posts.first().map(|post| post.country.to_string()).unwrap_or_default();
        let total = |at: usize| grid.value(at, 2);
        let places: Vec<MapPost> = rows
            .iter()
            .enumerate()
            .filter_map(|(at, (code, pair))| {
                let post = self.posts.iter().find(|post| post.id.as_str() == code)?;
                let is_silent = pair == &[0, 0];
                let words = if is_silent { self.w.t("flows-silent") } else { self.number(total(at)) };
                Some(MapPost {
                    name: post.name.clone(),
                    place: post.place?,
                    count: (!is_silent).then(|| total(at)),
                    words,
                    is_tally_point: false,
                })
            })
            .collect();
        let drawing = if places.is_empty() {
            let bars: Vec<Bar> = rows
                .iter()
                .enumerate()
                .map(|(at, (code, _))| Bar {
                    label: self.label(Dimension::Post, code),
                    first: (total(at), self.number(total(at))),
                    second: None,
                })
                .collect();
            chart::bars(&bars, None)
        } else {
            chart::map(&places, &country, |code| code.parse().ok().map(|state| self.w.state(state)))
        };
        let listed: Vec<(Cell, usize)> =
            rows.iter().enumerate().map(|(at, (code, _))| (self.head(Dimension::Post, code), at)).collect();
        let mut sheet = self.by_direction(&self.w.coded("dimension", "post"), Dimension::Post, &listed, &grid);
        for (at, (_, pair)) in rows.iter().enumerate() {
            if pair == &[0, 0] {
                sheet.rows[at].iter_mut().skip(1).for_each(|cell| *cell = Cell::Unknown);
            }
        }
        let title = self.finding(Topic::Posts, &rows, Dimension::Post);
        Ok(Figure {
            topic: Topic::Posts,
            name: self.name(Topic::Posts),
            title,
            drawing,
            sheet,
            is_empty: counts.total() == 0,
        })
    }

    fn ages(&self, filter: &Filter) -> Result<Figure, CountError> {
        let w = self.w;
        let counts = self.table.count(filter, &[Dimension::Age, Dimension::Sex])?;
        let codes: Vec<String> = counts.codes(0).to_vec();
        let mut rows = vec![vec![0u64; Sex::ALL.len()]; codes.len()];
        for (cell, count) in counts.cells() {
            let row = codes.iter().position(|code| code == cell[0]).unwrap_or_default();
            let column = Sex::ALL.iter().position(|sex| sex.code() == cell[1]).unwrap_or_default();
            rows[row][column] += count;
        }
        let grid = Grid::of(&rows);
        let column = |sex: Sex| Sex::ALL.iter().position(|other| *other == sex).unwrap_or_default();
        let bands: Vec<Band> = codes
            .iter()
            .enumerate()
            .filter(|(_, code)| *code != UNKNOWN)
            .map(|(at, code)| Band {
                label: self.label(Dimension::Age, code),
                women: grid.value(at, column(Sex::Female)),
                men: grid.value(at, column(Sex::Male)),
            })
            .collect();
        let names = (w.t("flows-women"), w.t("flows-men"));
        let drawing = if counts.total() == 0 {
            Drawing::none()
        } else {
            chart::pyramid(&bands, (&names.0, &names.1), |count| self.number(count))
        };
        // The band in which the middle one of all stands.
        let known: u64 = rows.iter().take(codes.len() - 1).flatten().sum();
        let mut sum = 0;
        let middle = codes.iter().zip(&rows).find(|(_, row)| {
            sum += row.iter().sum::<u64>();
            sum * 2 >= known.max(1)
        });
        // Within an age that was asked for, the middle one says what was asked.
        let title = match middle {
            Some((code, _)) if known > 0 && !filter.only.contains_key(&Dimension::AgeBand) => {
                w.t1("finding-ages", "band", self.label(Dimension::Age, code))
            }
            _ => w.t("question-ages"),
        };
        let cell = |row: usize, column: usize| Cell::Count(grid.value(row, column));
        let mut columns = vec![Column::text(&w.coded("dimension", "age"), "#meta+age")];
        columns.extend(Sex::ALL.iter().map(|sex| {
            Column::number(
                &w.coded("sex", sex.code()),
                match sex {
                    Sex::Female => "#indicator+crossings+f+num",
                    Sex::Male => "#indicator+crossings+m+num",
                    Sex::Unspecified => "#indicator+crossings+unknown+num",
                },
            )
        }));
        columns.push(Column::number(&w.t("flows-both-sexes"), "#indicator+crossings+total+num"));
        let heads = codes.iter().map(|code| self.head(Dimension::Age, code)).chain([Cell::Total(w.t("flows-all"))]);
        let rows = heads.enumerate().map(|(at, head)| {
            std::iter::once(head).chain((0..=Sex::ALL.len()).map(|column| cell(at, column))).collect()
        });
        let sheet = Sheet { columns, rows: rows.collect() };
        Ok(Figure {
            topic: Topic::Ages,
            name: self.name(Topic::Ages),
            title,
            drawing,
            sheet,
            is_empty: counts.total() == 0,
        })
    }

    fn columns_of_streams(&self) -> Vec<Column> {
        vec![
            Column::text(&self.w.coded("dimension", "origin"), hxl_of(Dimension::Origin)),
            Column::text(&self.w.coded("dimension", "destination"), hxl_of(Dimension::Destination)),
            Column::number(&self.w.t("flows-both"), "#indicator+crossings+total+num"),
        ]
    }

    fn streams(&self, filter: &Filter) -> Result<Figure, CountError> {
        let w = self.w;
        // Town by town would be more cells than there are towns worth showing: the largest first.
        let largest = |dimension: Dimension| -> Result<Vec<String>, CountError> {
            let counts = self.table.count(filter, &[dimension])?;
            let mut towns: Vec<(String, u64)> = counts
                .cells()
                .filter(|(codes, _)| codes[0] != UNKNOWN)
                .map(|(codes, count)| (codes[0].to_owned(), count))
                .collect();
            towns.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), name.clone()));
            Ok(towns.into_iter().take(MOST_TOWNS).map(|(name, _)| name).collect())
        };
        let (origins, destinations) = (largest(Dimension::Origin)?, largest(Dimension::Destination)?);
        let mut narrowed = filter.clone();
        // Where a town is unknown on either side, there is no stream.
        narrowed.only.insert(Dimension::Origin, origins.iter().cloned().collect());
        narrowed.only.insert(Dimension::Destination, destinations.iter().cloned().collect());
        if origins.is_empty() || destinations.is_empty() {
            let sheet = Sheet { columns: self.columns_of_streams(), rows: Vec::new() };
            return Ok(Figure {
                topic: Topic::Streams,
                name: self.name(Topic::Streams),
                title: w.t("question-streams"),
                drawing: Drawing::none(),
                sheet,
                is_empty: true,
            });
        }
        let counts = self.table.count(&narrowed, &[Dimension::Origin, Dimension::Destination])?;
        let mut grid_rows = vec![vec![0u64; destinations.len()]; origins.len()];
        for (codes, count) in counts.cells() {
            let at = origins.iter().position(|origin| origin == codes[0]);
            let place = destinations.iter().position(|destination| destination == codes[1]);
            if let Some((at, place)) = at.zip(place) {
                grid_rows[at][place] = count;
            }
        }
        let all = self.table.count(filter, &[])?.total();
        let grid = Grid::of(&grid_rows);
        let mut streams = Vec::new();
        let mut rows = Vec::new();
        for (at, origin) in origins.iter().enumerate() {
            for (place, destination) in destinations.iter().enumerate() {
                if grid.value(at, place) == 0 {
                    continue;
                }
                let count = grid.value(at, place);
                streams.push(Stream { from: origin.clone(), to: destination.clone(), count });
                let cells = vec![Cell::Text(origin.clone()), Cell::Text(destination.clone()), Cell::Count(count)];
                rows.push((count, cells));
            }
        }
        rows.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        let widest = streams.iter().max_by_key(|stream| stream.count);
        let title = match widest {
            Some(widest) if streams.len() > 1 && widest.count * LEAST_FOUND >= all => w.t_of(
                "finding-streams",
                &[
                    ("from", widest.from.clone()),
                    ("to", widest.to.clone()),
                    ("percent", w.percent(widest.count as f64 / all as f64)),
                ],
            ),
            _ => w.t("question-streams"),
        };
        let sheet = Sheet { columns: self.columns_of_streams(), rows: rows.into_iter().map(|(_, row)| row).collect() };
        let drawing = chart::sankey(&streams, |count| self.number(count));
        let is_empty = streams.is_empty();
        Ok(Figure { topic: Topic::Streams, name: self.name(Topic::Streams), title, drawing, sheet, is_empty })
    }
}

/// The days of a day, a week or a month.
fn span_of(unit: Dimension, code: &str) -> Option<(Date, Date)> {
    let first: Date = if unit == Dimension::Month { format!("{code}-01").parse().ok()? } else { code.parse().ok()? };
    Some(match unit {
        Dimension::Month => (first, first.last_of_month()),
        Dimension::Week => (first, first.checked_add(6.days()).ok()?),
        _ => (first, first),
    })
}

/// Whether of a day, or of more than a few days of a longer time, something is not known.
fn is_missing(&(first, last): &(Date, Date), coverage: &Coverage) -> bool {
    let least = if first == last { 0.0 } else { 0.1 };
    coverage.missing(first, last) > least
}

/// A title begins with a capital, whatever it begins with.
fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The code of what is added up of many small rows.
const OTHERS: &str = "others";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Largest,
    AsListed,
}

/// The directions that a filter lets through.
fn directions(filter: &Filter) -> Vec<Direction> {
    let only = filter.only.get(&Dimension::Direction);
    let chosen: Vec<Direction> =
        Direction::ALL.iter().copied().filter(|way| only.is_none_or(|codes| codes.contains(way.code()))).collect();
    if chosen.is_empty() { Direction::ALL.to_vec() } else { chosen }
}

fn place(direction: Direction) -> usize {
    usize::from(direction == Direction::Exit)
}

/// Entries and exits of each code, counted by a dimension and the direction.
fn pairs(counts: &Counts) -> BTreeMap<String, [u64; 2]> {
    let mut pairs: BTreeMap<String, [u64; 2]> = BTreeMap::new();
    for (codes, count) in counts.cells() {
        let side = usize::from(codes[1] == Direction::Exit.code());
        pairs.entry(codes[0].to_owned()).or_default()[side] += count;
    }
    pairs
}

/// The rows of a figure: each code with its entries and exits, the small ones added up where there are too many.
fn rows(counts: &Counts, order: Order, most: usize) -> Vec<(String, [u64; 2])> {
    let mut pairs = pairs(counts);
    if order == Order::AsListed {
        return counts.codes(0).iter().map(|code| (code.clone(), pairs.remove(code).unwrap_or_default())).collect();
    }
    let unknown = pairs.remove(UNKNOWN);
    let mut rows: Vec<(String, [u64; 2])> = pairs.into_iter().collect();
    rows.sort_by_key(|(code, pair)| (std::cmp::Reverse(pair[0] + pair[1]), code.clone()));
    if rows.len() > most {
        let rest = rows.split_off(most - 1);
        let sum = rest.iter().fold([0, 0], |sum, (_, pair)| [sum[0] + pair[0], sum[1] + pair[1]]);
        rows.push((OTHERS.to_owned(), sum));
    }
    rows.extend(unknown.map(|pair| (UNKNOWN.to_owned(), pair)));
    rows
}

/// Where on the axis a day, a week or a month is named: at days that people count from, a Monday or the first of a month.
fn labels(unit: Dimension, codes: &[String], w: &Words) -> Vec<(usize, String)> {
    let days: Vec<Date> = codes.iter().filter_map(|code| span_of(unit, code)).map(|(first, _)| first).collect();
    let named = |day: &Date| match (unit, days.len()) {
        (Dimension::Day, ..=13) => true,
        (Dimension::Day, ..=62) => day.weekday() == Weekday::Monday,
        (Dimension::Day, _) => day.day() == 1 || (day.day() == 15 && days.len() <= 124),
        _ => true,
    };
    let at: Vec<usize> = (0..days.len()).filter(|at| days.get(*at).is_some_and(named)).collect();
    let step = at.len().div_ceil(9).max(1);
    let label = |at: usize| {
        let day = *days.get(at)?;
        Some((at, if unit == Dimension::Month { w.month_and_year(day) } else { w.day_and_month(day) }))
    };
    at.into_iter().step_by(step).filter_map(label).collect()
}

/// The HXL tag of a dimension (Humanitarian Exchange Language 1.1).
fn hxl_of(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Post => "#loc+code",
        Dimension::Day | Dimension::Week | Dimension::Month | Dimension::Year => "#date",
        Dimension::Nationality => "#country+code+v_iso3+nationality",
        Dimension::Residence => "#country+code+v_iso3+residence",
        Dimension::Origin => "#loc+name+origin",
        Dimension::Destination => "#loc+name+dest",
        Dimension::Sex => "#meta+sex",
        Dimension::Age | Dimension::AgeBand => "#meta+age",
        Dimension::Hour => "#meta+hour",
        Dimension::Weekday => "#meta+weekday",
        Dimension::Direction => "#meta+direction",
        Dimension::Decision => "#meta+decision",
        Dimension::Purpose => "#meta+purpose",
        Dimension::Mode => "#meta+transport",
        Dimension::Document => "#meta+document",
        Dimension::Source => "#meta+source",
        Dimension::Stay | Dimension::Stayed => "#meta+stay",
        Dimension::Overstayed => "#meta+overstay",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::{Record, movement, pack};
    use jiff::civil::date;
    use limen_domain::{DecisionKind, PostId};
    use limen_store::FlowDay;
    use limen_words::{AllWords, Language};

    /// The trend of 60 days with so many entries each, as the heads of its table.
    fn trend_heads(a_day: usize) -> (Vec<Cell>, Drawing) {
        let first = date(2026, 9, 1);
        let entry = Record { movement: movement(Direction::Entry, DecisionKind::Admit), ..Record::default() };
        let days = (0..60).map(|at| FlowDay {
            post: PostId::parse("KRM").expect("a post"),
            day: first.checked_add(i64::from(at).days()).expect("a day"),
            changed: i64::from(at) + 1,
            records: pack(vec![entry.clone(); a_day]),
        });
        let mut table = FlowTable::default();
        table.take(&days.collect::<Vec<_>>()).expect("taken in");
        let texts = AllWords::load();
        let (w, heard) = (texts.of(Language::English), Heard::default());
        let scene = Scene { table: &table, w, posts: &[], heard: &heard, today: date(2026, 11, 28) };
        let filter = Filter::between(first, date(2026, 10, 30));
        let figure = scene.figure(Topic::Trend, &filter).expect("a figure");
        (figure.sheet.rows.into_iter().filter_map(|row| row.into_iter().next()).collect(), figure.drawing)
    }

    #[test]
    fn where_few_cross_weeks_are_counted_and_drawn_as_bars() {
        let (heads, drawing) = trend_heads(2);
        let Some(Cell::Day(monday, _)) = heads.first() else { panic!("{heads:?}") };
        // 1 September 2026 is a Tuesday: the week began the day before, and is said to be incomplete.
        assert_eq!((*monday, heads.len()), (date(2026, 8, 31), 9 + 1));
        let svg = drawing.in_page("trend", "");
        assert_eq!(svg.matches(r#"<rect class="first""#).count(), 9);
        assert!(svg.contains(r#"<rect class="missing""#) && !svg.contains(r#"class="line first""#));
    }

    #[test]
    fn where_many_cross_days_are_counted_and_drawn_as_a_line() {
        let (heads, drawing) = trend_heads(9);
        assert_eq!(heads.len(), 60 + 1);
        assert!(drawing.in_page("trend", "").contains(r#"class="line first""#));
    }

    #[test]
    fn a_change_of_few_passages_is_no_more_than_chance_makes_and_of_many_it_is() {
        let (least, most) = change_range(59, 55, &[1.0, 2.0, 0.0, 3.0, 1.0]).expect("a range");
        assert!(least < -0.3 && most > 0.3, "{least} {most}");
        let (least, most) = change_range(5_900, 5_500, &[180.0, 190.0, 170.0, 185.0]).expect("a range");
        assert!(least < -0.06 && most < 0.0, "{least} {most}");
        // Days that scatter more than chance widen it.
        let (_, wide) = change_range(5_900, 5_500, &[20.0, 400.0, 10.0, 300.0]).expect("a range");
        assert!(wide > 0.2, "{wide}");
        assert_eq!(change_range(0, 5, &[5.0]), None);
    }
}
