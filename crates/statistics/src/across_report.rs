//! The report for the mixed commission: a month or a quarter of all pairs of an agreement, and the drawing that it shares with
//! the page.

use crate::{
    across::{DayAcross, Fact, Side, Sums},
    chart::{self, Drawing, Line, Trend},
    figure::{Figure, Topic},
    report::{Block, Report},
    sheet::{Cell, Column, Sheet},
};
use jiff::{ToSpan, civil::Date};
use limen_domain::{Direction, StateCode};
use limen_words::Words;
use std::{fmt, str::FromStr};

/// The time that a report is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// A month, by its first day.
    Month(Date),
    /// A quarter of a year, by its first day.
    Quarter(Date),
}

/// A text that names no month and no quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a report is about a month, such as 2026-11, or a quarter, such as 2026-Q4")]
pub struct UnknownPeriod;

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Month(day) => write!(f, "{}", day.strftime("%Y-%m")),
            Self::Quarter(day) => write!(f, "{:04}-Q{}", day.year(), (day.month() + 2) / 3),
        }
    }
}

impl FromStr for Period {
    type Err = UnknownPeriod;

    fn from_str(text: &str) -> Result<Self, UnknownPeriod> {
        let (year, part) = text.split_once('-').ok_or(UnknownPeriod)?;
        let year: i16 = year.parse().ok().filter(|year| (1900..=2200).contains(year)).ok_or(UnknownPeriod)?;
        let number = |text: &str| text.parse::<i8>().map_err(|_| UnknownPeriod);
        match part.strip_prefix('Q') {
            Some(quarter) => {
                let quarter = Some(number(quarter)?).filter(|quarter| (1..=4).contains(quarter));
                let month = quarter.ok_or(UnknownPeriod)? * 3 - 2;
                Date::new(year, month, 1).map(Self::Quarter).map_err(|_| UnknownPeriod)
            }
            None => Date::new(year, number(part)?, 1).map(Self::Month).map_err(|_| UnknownPeriod),
        }
    }
}

impl Period {
    /// Its first and its last day.
    pub fn days(self) -> (Date, Date) {
        let (from, span) = match self {
            Self::Month(from) => (from, 1.month()),
            Self::Quarter(from) => (from, 3.months()),
        };
        (from, from.checked_add(span).and_then(|next| next.yesterday()).unwrap_or(from))
    }

    /// What it is called.
    pub fn name(self, w: &Words) -> String {
        match self {
            Self::Month(from) => w.month_and_year(from),
            Self::Quarter(from) => {
                let quarter = (from.month() + 2) / 3;
                w.t2("across-quarter", ("quarter", quarter.to_string()), ("year", from.year().to_string()))
            }
        }
    }
}

/// A note of a chief.
#[derive(Debug, Clone)]
pub struct ReportNote {
    /// About which day.
    pub day: Date,
    /// Whose.
    pub side: Side,
    /// What it says.
    pub text: String,
}

/// A pair in a report.
#[derive(Debug, Clone)]
pub struct ReportPair {
    /// What both call the place.
    pub name: String,
    /// The days of the time into this state.
    pub entries: Vec<DayAcross>,
    /// And out of it.
    pub exits: Vec<DayAcross>,
    /// What the chiefs wrote about them.
    pub notes: Vec<ReportNote>,
}

/// What a report for the mixed commission is made from.
#[derive(Debug, Clone)]
pub struct Mixed {
    /// What the agreement is called.
    pub agreement: String,
    /// The treaty and the article on which it stands.
    pub basis: String,
    /// The time.
    pub period: Period,
    /// This state and the other.
    pub states: (StateCode, StateCode),
    /// Its pairs.
    pub pairs: Vec<ReportPair>,
}

/// Between which two numbers a gap usually lies, in words.
pub fn band_in_words(w: &Words, band: Option<(f64, f64)>) -> String {
    match band {
        Some((low, high)) => {
            let bound = |value: f64| w.difference(value.round() as i64);
            w.t2("across-band", ("low", bound(low)), ("high", bound(high)))
        }
        None => w.t("across-no-band"),
    }
}

/// Where people go in one direction as this state sees it: `Mali → Guinée`.
pub fn way(w: &Words, (own, neighbour): (StateCode, StateCode), direction: Direction) -> String {
    let (from, to) = match direction {
        Direction::Entry => (neighbour, own),
        Direction::Exit => (own, neighbour),
    };
    w.t2("across-way", ("from", w.state(from)), ("to", w.state(to)))
}

/// Both sides by day, and where this side's count would lie were the gap as usual.
pub fn drawing(w: &Words, (own, neighbour): (StateCode, StateCode), days: &[DayAcross], size: (f64, f64)) -> Drawing {
    let line = |state: StateCode, class: &'static str, of: &dyn Fn(&DayAcross) -> Option<u64>| Line {
        label: w.state(state),
        class,
        values: days.iter().map(|day| of(day).map(|people| people as f64)).collect(),
    };
    let theirs = |day: &DayAcross| day.theirs.as_ref().map(|figures| figures.people);
    let band = |day: &DayAcross| match (theirs(day), day.usual.band()) {
        (Some(theirs), Some((low, high))) => ((theirs as f64 + low).max(0.0), (theirs as f64 + high).max(0.0)),
        _ => (f64::NAN, f64::NAN),
    };
    let is_missing =
        |day: &DayAcross| day.facts.iter().any(|fact| matches!(fact, Fact::Missing(_) | Fact::NotWhole(..)));
    let step = if days.len() > 45 { 14 } else { 7 };
    let trend = Trend {
        lines: vec![
            line(own, "first", &|day| day.ours.as_ref().map(|figures| figures.people)),
            line(neighbour, "second", &theirs),
        ],
        labels: days.iter().enumerate().step_by(step).map(|(at, day)| (at, w.day_and_month(day.day))).collect(),
        band: days.iter().map(band).collect(),
        missing: days.iter().map(is_missing).collect(),
        marks: days.iter().enumerate().filter(|(_, day)| day.is_unusual()).map(|(at, _)| at).collect(),
        are_bars: false,
    };
    chart::trend(&trend, size, |count| w.number(count))
}

/// The days in a table: ours, theirs, the gap, and what it usually is.
pub fn days_sheet(w: &Words, (own, neighbour): (StateCode, StateCode), days: &[DayAcross]) -> Sheet {
    let columns = vec![
        Column::text(&w.t("dimension-day"), "#date"),
        Column::number(&w.state(own), "#indicator+crossings+ours+num"),
        Column::number(&w.state(neighbour), "#indicator+crossings+theirs+num"),
        Column::number(&w.t("across-gap"), "#indicator+gap+num"),
        Column::text(&w.t("across-usual"), "#indicator+gap+usual"),
    ];
    let count = |figures: Option<u64>| figures.map_or(Cell::Unknown, Cell::Count);
    let rows = days.iter().map(|day| {
        vec![
            Cell::Day(day.day, w.date(day.day)),
            count(day.ours.as_ref().map(|figures| figures.people)),
            count(day.theirs.as_ref().map(|figures| figures.people)),
            day.gap().map_or(Cell::Unknown, Cell::Difference),
            Cell::Text(band_in_words(w, day.usual.band())),
        ]
    });
    Sheet { columns, rows: rows.collect() }
}

/// What is known beside the gaps of the days, in a table; `None` where nothing is.
fn facts_sheet(w: &Words, states: (StateCode, StateCode), days: &[DayAcross]) -> Option<Sheet> {
    let columns =
        vec![Column::text(&w.t("dimension-day"), "#date"), Column::text(&w.t("across-facts"), "#meta+coverage")];
    let rows: Vec<Vec<Cell>> = days
        .iter()
        .filter(|day| !day.facts.is_empty())
        .map(|day| {
            let facts = facts_in_words(w, states, day).join(" \u{b7} ");
            vec![Cell::Day(day.day, w.date(day.day)), Cell::Text(facts)]
        })
        .collect();
    (!rows.is_empty()).then_some(Sheet { columns, rows })
}

/// What is known beside the gap of a day, each in words.
pub fn facts_in_words(w: &Words, (own, neighbour): (StateCode, StateCode), day: &DayAcross) -> Vec<String> {
    let state = |side: Side| {
        w.state(match side {
            Side::Ours => own,
            Side::Theirs => neighbour,
        })
    };
    let words = |fact: &Fact| match *fact {
        Fact::Missing(side) => w.t1("across-fact-missing", "state", state(side)),
        Fact::NotWhole(side, until) => {
            let until = until.to_zoned_datetime(jiff::tz::TimeZone::UTC);
            let moment = format!("{} {}", w.date(until.date()), w.time(until.time()));
            w.t2("across-fact-not-whole", ("state", state(side)), ("until", moment))
        }
        Fact::Closed(side, hours) => w.t2("across-fact-closed", ("state", state(side)), ("hours", i64::from(hours))),
        Fact::Tallied(side, people) => {
            w.t2("across-fact-tallied", ("state", state(side)), ("people", w.number(people)))
        }
        Fact::OtherMidnight(side, minutes) => {
            let key = if minutes > 0 { "across-fact-later-midnight" } else { "across-fact-earlier-midnight" };
            w.t2(key, ("state", state(side)), ("time", w.minutes(minutes.abs())))
        }
        Fact::Corrected(side, version) => {
            w.t2("across-fact-corrected", ("state", state(side)), ("version", i64::from(version)))
        }
        Fact::EvensOut(other) => w.t1("across-fact-evens-out", "day", w.date(other)),
    };
    day.facts.iter().map(words).collect()
}

impl Mixed {
    /// The report, for the notes and the tables of a workbook too.
    pub fn report(&self, w: &Words) -> Report {
        let (from, to) = self.period.days();
        let mut blocks = vec![Block::Text(w.t("across-report-definition")), self.totals(w)];
        for pair in &self.pairs {
            blocks.push(Block::Heading(pair.name.clone()));
            for (direction, days) in pair.directions() {
                blocks.push(Block::Figure(self.figure(w, pair, direction, days)));
                let title = self.titled(w, pair, direction, "across-report-days");
                blocks.push(Block::Table(title, days_sheet(w, self.states, days)));
                let facts = facts_sheet(w, self.states, days);
                blocks.extend(
                    facts.map(|sheet| Block::Table(self.titled(w, pair, direction, "across-report-facts"), sheet)),
                );
            }
            blocks.push(self.coverage(w, pair));
            for note in &pair.notes {
                let who = match note.side {
                    Side::Ours => w.state(self.states.0),
                    Side::Theirs => w.state(self.states.1),
                };
                blocks.push(Block::Text(w.colon(format!("{} · {who}", w.date(note.day)), note.text.clone())));
            }
            if pair.notes.is_empty() {
                blocks.push(Block::Text(w.t("across-no-notes")));
            }
        }
        blocks.push(Block::Heading(w.t("across-unsaid")));
        blocks.extend(self.unsaid(w).into_iter().map(Block::Text));
        let span = w.t2("report-span", ("from", w.date(from)), ("to", w.date(to)));
        Report {
            title: w.t2("across-report-title", ("agreement", self.agreement.clone()), ("period", self.period.name(w))),
            subtitle: format!("{span} · {}", self.basis),
            blocks,
        }
    }

    fn titled(&self, w: &Words, pair: &ReportPair, direction: Direction, key: &str) -> String {
        w.t2(key, ("pair", pair.name.clone()), ("way", way(w, self.states, direction)))
    }

    fn figure(&self, w: &Words, pair: &ReportPair, direction: Direction, days: &[DayAcross]) -> Figure {
        let sums = Sums::of(days);
        let name = self.titled(w, pair, direction, "across-figure");
        let title = match sums.both {
            0 => w.t1("across-finding-none", "way", way(w, self.states, direction)),
            _ => w.t_of(
                "across-finding",
                &[
                    ("way", way(w, self.states, direction)),
                    ("gap", w.difference(sums.gap())),
                    ("usual", band_in_words(w, sums.band)),
                ],
            ),
        };
        Figure {
            topic: Topic::Trend,
            name,
            title,
            drawing: drawing(w, self.states, days, (930.0, 220.0)),
            // The days stand in a table of their own.
            sheet: Sheet::default(),
            is_empty: sums.both == 0,
        }
    }

    /// Both sides of each pair, added up.
    fn totals(&self, w: &Words) -> Block {
        let columns = vec![
            Column::text(&w.t("across-pair"), "#loc+name"),
            Column::text(&w.coded("dimension", "direction"), "#meta+direction"),
            Column::number(&w.state(self.states.0), "#indicator+crossings+ours+num"),
            Column::number(&w.state(self.states.1), "#indicator+crossings+theirs+num"),
            Column::number(&w.t("across-gap"), "#indicator+gap+num"),
            Column::text(&w.t("across-usual"), "#indicator+gap+usual"),
            Column::number(&w.t("across-days-both"), "#indicator+days+num"),
            Column::number(&w.t("across-days-unusual"), "#indicator+days+unusual+num"),
        ];
        let rows =
            self.pairs.iter().flat_map(|pair| pair.directions().map(|(direction, days)| (pair, direction, days)));
        let rows = rows.map(|(pair, direction, days)| {
            let sums = Sums::of(days);
            let known = |cell: Cell| if sums.both == 0 { Cell::Unknown } else { cell };
            vec![
                Cell::Text(pair.name.clone()),
                Cell::Text(way(w, self.states, direction)),
                known(Cell::Count(sums.ours)),
                known(Cell::Count(sums.theirs)),
                known(Cell::Difference(sums.gap())),
                Cell::Text(band_in_words(w, sums.band)),
                Cell::Count(sums.both as u64),
                Cell::Count(sums.unusual as u64),
            ]
        });
        Block::Table(w.t("across-report-totals"), Sheet { columns, rows: rows.collect() })
    }

    /// How whole both sides of a pair are.
    fn coverage(&self, w: &Words, pair: &ReportPair) -> Block {
        let columns = vec![
            Column::text(&w.t("across-side"), "#loc+country"),
            Column::number(&w.t("across-days-missing"), "#indicator+days+missing+num"),
            Column::number(&w.t("across-days-not-whole"), "#indicator+days+partial+num"),
            Column::number(&w.t("across-hours-closed"), "#indicator+hours+closed+num"),
            Column::number(&w.t("across-tallied"), "#indicator+people+tallied+num"),
            Column::number(&w.t("across-corrected"), "#indicator+days+corrected+num"),
        ];
        let sides = [(Side::Ours, self.states.0), (Side::Theirs, self.states.1)];
        let rows = sides.map(|(side, state)| {
            let counts = Counts::of(pair, side);
            let mut row = vec![Cell::Text(w.state(state))];
            row.extend(
                [counts.missing, counts.not_whole, counts.hours, counts.tallied, counts.corrected].map(Cell::Count),
            );
            row
        });
        let title = w.t1("across-report-coverage", "pair", pair.name.clone());
        Block::Table(title, Sheet { columns, rows: rows.into() })
    }

    /// What the figures do not say.
    fn unsaid(&self, w: &Words) -> Vec<String> {
        let days = || self.pairs.iter().flat_map(|pair| pair.entries.iter().chain(&pair.exits));
        let multiple =
            days().flat_map(|day| day.ours.iter().chain(&day.theirs)).map(|figures| figures.multiple_of).max();
        let mut unsaid: Vec<String> =
            multiple.map(|multiple| w.t1("across-unsaid-multiple", "multiple", multiple as i64)).into_iter().collect();
        let missing = days().filter(|day| day.gap().is_none()).count();
        if missing > 0 {
            unsaid.push(w.t1("across-unsaid-missing", "days", missing as i64));
        }
        let without_band = days().filter(|day| day.gap().is_some() && day.usual.band().is_none()).count();
        if without_band > 0 {
            unsaid.push(w.t1("across-unsaid-band", "days", without_band as i64));
        }
        unsaid.push(w.t("across-unsaid-tally"));
        unsaid.push(w.t("across-unsaid-persons"));
        unsaid
    }
}

impl ReportPair {
    fn directions(&self) -> [(Direction, &[DayAcross]); 2] {
        [(Direction::Entry, &self.entries), (Direction::Exit, &self.exits)]
    }
}

/// How whole one side is. Days and hours are those of a post, so what both directions say of them counts once.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counts {
    missing: u64,
    not_whole: u64,
    hours: u64,
    tallied: u64,
    corrected: u64,
}

impl Counts {
    fn of(pair: &ReportPair, side: Side) -> Self {
        let mut counts = Self::default();
        for (entry, exit) in pair.entries.iter().zip(&pair.exits) {
            let facts = || entry.facts.iter().chain(&exit.facts);
            let has = |is_it: &dyn Fn(&Fact) -> bool| u64::from(facts().any(is_it));
            counts.missing += has(&|fact| *fact == Fact::Missing(side));
            counts.not_whole += has(&|fact| matches!(fact, Fact::NotWhole(of, _) if *of == side));
            counts.corrected += has(&|fact| matches!(fact, Fact::Corrected(of, _) if *of == side));
            let hours = facts().filter_map(|fact| match fact {
                Fact::Closed(of, hours) if *of == side => Some(u64::from(*hours)),
                _ => None,
            });
            counts.hours += hours.max().unwrap_or_default();
            counts.tallied += facts()
                .filter_map(|fact| match fact {
                    Fact::Tallied(of, people) if *of == side => Some(*people),
                    _ => None,
                })
                .sum::<u64>();
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::across::{Usual, across};
    use jiff::civil::date;
    use limen_neighbour::{Coverage, DayBounds, DayFigures};
    use limen_words::{AllWords, Language};

    fn figures(day: Date, direction: Direction, people: u64) -> DayFigures {
        let begins = |day: Date| day.to_zoned_datetime(jiff::tz::TimeZone::UTC).expect("a day").timestamp();
        let bounds =
            DayBounds { from: begins(day), to: begins(day.tomorrow().expect("a day")), own_midnight: begins(day) };
        DayFigures {
            pair: "KOU".to_owned(),
            day,
            direction,
            bounds,
            people,
            groups: Vec::new(),
            multiple_of: 5,
            coverage: Coverage::default(),
            version: 1,
        }
    }

    fn mixed() -> Mixed {
        let period: Period = "2026-11".parse().expect("a month");
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for day in date(2026, 8, 1).series(1.day()).take_while(|day| *day <= date(2026, 11, 30)) {
            ours.extend(Direction::ALL.iter().map(|direction| figures(day, *direction, 100)));
            theirs.extend(Direction::ALL.iter().map(|direction| figures(day, *direction, 95)));
        }
        let market = ours.iter_mut().find(|figures| figures.day == date(2026, 11, 7)).expect("a day");
        market.coverage = Coverage { hours_closed: 2, tallied: 40, reached_until: None };
        market.people = 30;
        theirs.retain(|figures| figures.day != date(2026, 11, 12));
        let days = |direction| across(direction, &ours, &theirs, period.days());
        let notes = vec![ReportNote { day: date(2026, 11, 7), side: Side::Theirs, text: "<b>Marché</b>".to_owned() }];
        let pair = ReportPair {
            name: "Kourémalé".to_owned(),
            entries: days(Direction::Entry),
            exits: days(Direction::Exit),
            notes,
        };
        let states = ("MLI".parse().expect("a state"), "GIN".parse().expect("a state"));
        Mixed { agreement: "Accord".to_owned(), basis: "Article 4".to_owned(), period, states, pairs: vec![pair] }
    }

    #[test]
    fn a_report_is_about_a_month_or_a_quarter() {
        for text in ["2026-11", "2026-Q4", "2027-01", "2024-Q1"] {
            assert_eq!(text.parse::<Period>().map(|period| period.to_string()), Ok(text.to_owned()));
        }
        for text in ["", "2026", "2026-13", "2026-Q0", "2026-Q5", "2026-Q-1", "99999-01", "2026-Q200"] {
            assert_eq!(text.parse::<Period>(), Err(UnknownPeriod), "{text}");
        }
        assert_eq!("2026-Q1".parse::<Period>().map(Period::days), Ok((date(2026, 1, 1), date(2026, 3, 31))));
        assert_eq!("2024-02".parse::<Period>().map(Period::days), Ok((date(2024, 2, 1), date(2024, 2, 29))));
    }

    #[test]
    fn totals_are_of_the_days_of_which_both_sides_have_said_something() {
        let report = mixed().report(AllWords::load().of(Language::English));
        let tables = report.tables();
        let totals = &tables.first().expect("totals").sheet.rows;
        // A day of theirs is missing, on one the gap is another.
        assert_eq!(totals[0][2..5], [Cell::Count(29 * 100 - 70), Cell::Count(29 * 95), Cell::Difference(29 * 5 - 70)]);
        assert_eq!(totals[0][6..], [Cell::Count(29), Cell::Count(1)]);
    }

    #[test]
    fn coverage_counts_days_and_hours_of_a_post_once() {
        let mixed = mixed();
        let ours = Counts { hours: 2, tallied: 40, ..Counts::default() };
        assert_eq!(Counts::of(&mixed.pairs[0], Side::Ours), ours);
        assert_eq!(Counts::of(&mixed.pairs[0], Side::Theirs), Counts { missing: 1, ..Counts::default() });
    }

    #[test]
    fn it_is_said_in_both_languages_what_the_figures_do_not_say_and_every_message_is_there() {
        let (words, mixed) = (AllWords::load(), mixed());
        for language in [Language::French, Language::English] {
            let w = words.of(language);
            let report = mixed.report(w);
            let said = report.notes().join("\n");
            assert!(said.contains(&w.t1("across-unsaid-missing", "days", 2)), "{said}");
            assert!(said.contains("<b>Marché</b>"), "a note stands as it was written");
            let cells: Vec<String> =
                report.tables().iter().flat_map(|table| table.sheet.rows.iter().flatten()).map(Cell::plain).collect();
            let all = [said, cells.join("\n")].concat();
            assert!(!all.contains("across-"), "a message is missing: {all}");
        }
    }

    #[test]
    fn a_day_of_which_too_little_is_known_has_no_band() {
        let mut mixed = mixed();
        mixed.pairs[0].entries.iter_mut().for_each(|day| day.usual = Usual::TooLittle(3));
        let w = AllWords::load();
        let report = mixed.report(w.of(Language::English));
        let said = report.notes().join("\n");
        assert!(said.contains(&w.of(Language::English).t1("across-unsaid-band", "days", 29)), "{said}");
    }

    #[test]
    fn a_drawing_has_no_band_where_none_is_known_and_no_number_that_is_none() {
        let mut mixed = mixed();
        mixed.pairs[0].entries[5].usual = Usual::TooLittle(3);
        let words = AllWords::load();
        let drawn = drawing(words.of(Language::French), mixed.states, &mixed.pairs[0].entries, (930.0, 220.0));
        let drawn = drawn.in_page("across", "x");
        // Before the day without a band, up to the day that is missing, and after it.
        assert_eq!(drawn.matches("<polygon").count(), 3, "{drawn}");
        assert!(!drawn.contains("NaN") && drawn.contains(r#"class="missing""#));
    }
}
