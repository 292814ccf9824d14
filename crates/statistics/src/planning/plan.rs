//! A plan as a report: where and when people are counted beside the posts, who needs what, how far the next post is, how long
//! people wait, and what posts that could be opened would do, side by side. It says what it rests on and what isn't known.

use super::{CountedPath, NeedFigure, PathCount, Place, Scenario};
use crate::{
    CountError, Dimension, Filter,
    chart::{self, Line, MapPost, Trend},
    figure::{Figure, Scene, Topic},
    report::{Block, Report},
    sheet::{Cell, Column, Sheet},
    waits::WaitsBy,
};
use jiff::civil::Date;
use limen_domain::{FlowBound, Need, TallyPoint, Vulnerability};
use limen_store::{Post, Wait};

/// What a plan is made from; counts are what may be published of them.
#[derive(Debug, Clone)]
pub struct PlannedFrom {
    /// The first day and the last.
    pub days: (Date, Date),
    /// The places of the list.
    pub points: Vec<TallyPoint>,
    /// Who was counted at each of them, and last at all other places.
    pub counts: Vec<PathCount>,
    /// What was counted at each of them as arrivals, of which only what many did is told.
    pub paths: Vec<CountedPath>,
    /// Who had which need at a post.
    pub needs: Vec<NeedFigure>,
    /// How long people stood at counters.
    pub waits: Vec<Wait>,
    /// Whether there are more tallies than were read.
    pub is_cut: bool,
}

/// A scenario with the name of its place.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedScenario {
    /// The name of a place of the list, or coordinates as they were typed.
    pub place: String,
    /// The scenario.
    pub scenario: Scenario,
}

/// What a planner supposes.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Posts that could be opened.
    pub scenarios: Vec<NamedScenario>,
    /// How far a post may be, in kilometres.
    pub within_km: f64,
    /// The mean service time in seconds; `None` for those that were measured.
    pub service: Option<f64>,
}

pub(super) fn place_of(post: &Post) -> Option<Place> {
    post.place.and_then(|(north, east)| Place::new(north, east))
}

impl Scene<'_> {
    /// Makes a plan.
    ///
    /// # Errors
    /// The days are in the wrong order, or the answer has too many cells.
    pub fn plan(&self, from: &PlannedFrom, plan: &Plan) -> Result<Report, CountError> {
        let w = self.w;
        let bound = self.bound();
        let mut blocks = Vec::new();
        if from.points.is_empty() {
            blocks.push(Block::Text(w.t("planning-no-points")));
        }
        blocks.push(Block::Figure(self.plan_map(from)?));
        blocks.push(Block::Table(w.t("planning-places"), self.plan_places(from)));
        blocks.push(Block::Figure(self.plan_hours(from)));
        blocks.push(Block::Table(w.t("planning-when"), self.plan_when(from)));
        blocks.push(Block::Heading(w.t("planning-needs")));
        blocks.push(Block::Table(w.t("planning-exposed"), self.plan_exposed(from)));
        blocks.push(Block::Table(w.t("planning-needs-posts"), self.plan_needs(from)));
        blocks.push(Block::Heading(w.t("planning-waits")));
        blocks.push(match from.waits.is_empty() {
            true => Block::Text(w.t("planning-no-waits")),
            false => Block::Table(w.t("waits-counter"), self.waits(&from.waits, WaitsBy::Post)),
        });
        blocks.push(Block::Heading(w.t("planning-scenarios")));
        blocks.extend(self.plan_scenarios(from, plan));
        blocks.push(Block::Heading(w.t("planning-unknown")));
        let unknown = ["counting", "induced", "distance", "recorded", "needs"];
        blocks.extend(unknown.map(|code| Block::Text(w.t(&format!("planning-unknown-{code}")))));
        if from.is_cut {
            blocks.push(Block::Text(w.t("planning-cut")));
        }
        blocks.push(Block::Text(w.t1("planning-protection", "bound", i64::from(bound.get()))));
        let span = w.t2("report-span", ("from", w.date(from.days.0)), ("to", w.date(from.days.1)));
        let protected = w.t1("planning-rounded", "bound", i64::from(bound.get()));
        Ok(Report { title: w.t("planning-title"), subtitle: format!("{span} · {protected}"), blocks })
    }

    pub(super) fn bound(&self) -> FlowBound {
        self.table.bound().unwrap_or_default()
    }

    /// A count that may be published; where nothing of it is, that it is less than the bound.
    pub(super) fn count_or_few(&self, count: u64) -> Cell {
        if count > 0 {
            return Cell::Count(count);
        }
        Cell::Text(self.w.t1("planning-few", "bound", i64::from(self.bound().get())))
    }

    /// The name of a place; those that no list has are one.
    fn path_name(&self, count: &PathCount) -> String {
        if count.name.is_empty() { self.w.t("planning-elsewhere") } else { count.name.clone() }
    }

    /// How many people a day were counted at a place, of what is published; `None` where none was.
    fn counted_a_day(count: &PathCount, path: Option<&CountedPath>) -> Option<u64> {
        let days = path.map_or(0, |path| path.days.len()) as u64;
        (days > 0).then(|| (count.people() as f64 / days as f64).round() as u64)
    }

    /// Posts and places on the map, with how many people a day.
    fn plan_map(&self, from: &PlannedFrom) -> Result<Figure, CountError> {
        let w = self.w;
        let filter = Filter::between(from.days.0, from.days.1);
        let crossed = self.table.count(&filter, &[Dimension::Post])?;
        let days = (i64::from((from.days.1 - from.days.0).get_days()) + 1).max(1);
        let posts = self.posts.iter().filter_map(|post| {
            let count = (crossed.of(post.id.as_str()) as f64 / days as f64).round() as u64;
            let words = w.t1("planning-cross", "people", w.number(count));
            Some(MapPost {
                name: post.name.clone(),
                place: post.place?,
                count: Some(count),
                words,
                is_tally_point: false,
            })
        });
        let points = from.points.iter().zip(&from.counts).zip(&from.paths).map(|((point, count), path)| {
            let people = Self::counted_a_day(count, Some(path));
            let words = match people {
                Some(people) => w.t1("planning-counted", "people", w.number(people)),
                None => w.t("flows-no-data"),
            };
            let (name, place) = (point.name.clone(), point.place());
            MapPost { name, place, count: people, words, is_tally_point: true }
        });
        let all: Vec<MapPost> = posts.chain(points).collect();
        let country = self.posts.first().map(|post| post.country.to_string()).unwrap_or_default();
        let drawing = chart::map(&all, &country, |code| code.parse().ok().map(|state| w.state(state)));
        let rows = all.iter().map(|place| {
            let kind = if place.is_tally_point { "planning-path" } else { "planning-post" };
            let name = w.t1(kind, "name", place.name.clone());
            vec![Cell::Text(name), place.count.map_or(Cell::Unknown, Cell::Count)]
        });
        let columns = vec![
            Column::text(&w.t("planning-place"), "#loc+name"),
            Column::number(&w.t("planning-a-day"), "#indicator+people+num"),
        ];
        Ok(Figure {
            topic: Topic::Posts,
            name: w.t("planning-map"),
            title: w.t("planning-map-title"),
            drawing,
            sheet: Sheet { columns, rows: rows.collect() },
            is_empty: all.is_empty(),
        })
    }

    /// Each place: on how many days was counted there, how many came, and how far the next post is.
    fn plan_places(&self, from: &PlannedFrom) -> Sheet {
        let w = self.w;
        let columns = vec![
            Column::text(&w.t("planning-place"), "#loc+name"),
            Column::text(&w.t("planning-next"), "#loc+post"),
            Column::number(&w.t("planning-km"), "#indicator+distance+km"),
            Column::number(&w.t("planning-days"), "#indicator+days+num"),
            Column::number(&w.t("planning-people"), "#indicator+people+num"),
            Column::number(&w.t("flows-entries"), "#indicator+people+entry+num"),
            Column::number(&w.t("flows-exits"), "#indicator+people+exit+num"),
        ];
        let rows = from.counts.iter().enumerate().map(|(at, count)| {
            let path = from.paths.get(at);
            let next = path.and_then(|path| self.next_post(path.at?));
            let (name, km) = match next {
                Some((post, km)) => (Cell::Text(post.name.clone()), Cell::Text(w.one_decimal(km))),
                None => (Cell::Unknown, Cell::Unknown),
            };
            let days = path.map_or(Cell::Unknown, |path| Cell::Count(path.days.len() as u64));
            let mut row = vec![Cell::Text(self.path_name(count)), name, km, days, self.count_or_few(count.people())];
            row.extend(
                limen_domain::Direction::ALL
                    .iter()
                    .map(|direction| self.count_or_few(count.by_direction.get(direction).copied().unwrap_or_default())),
            );
            row
        });
        Sheet { columns, rows: rows.collect() }
    }

    fn next_post(&self, at: Place) -> Option<(&Post, f64)> {
        let far = self.posts.iter().filter_map(|post| Some((post, place_of(post)?.km_to(at))));
        far.min_by(|(_, one), (_, other)| one.total_cmp(other))
    }

    fn plan_hours(&self, from: &PlannedFrom) -> Figure {
        let w = self.w;
        let sums: Vec<u64> = (0..24).map(|hour| from.counts.iter().map(|count| count.by_hour[hour]).sum()).collect();
        let label = |hour: usize| self.label(Dimension::Hour, &hour.to_string());
        let is_empty = sums.iter().all(|sum| *sum == 0);
        let line = Line {
            label: w.t("planning-counted-all"),
            class: "second",
            values: sums.iter().map(|sum| Some(*sum as f64)).collect(),
        };
        let labels = (0..24).step_by(4).map(|hour| (hour, label(hour))).collect();
        let trend = Trend { lines: vec![line], labels, ..Trend::default() };
        let columns = vec![
            Column::text(&w.coded("dimension", "hour"), "#meta+hour"),
            Column::number(&w.t("planning-people"), "#indicator+people+num"),
        ];
        let rows = sums.iter().enumerate();
        let rows = rows.map(|(hour, sum)| vec![Cell::Code(hour.to_string(), label(hour)), Cell::Count(*sum)]);
        Figure {
            topic: Topic::Hours,
            name: w.t("planning-hours"),
            title: w.t("planning-hours-title"),
            drawing: chart::trend(&trend, (480.0, 210.0), |count| w.number(count)),
            sheet: Sheet { columns, rows: rows.collect() },
            is_empty,
        }
    }

    /// Each place by quarters of the day and by days of the week.
    fn plan_when(&self, from: &PlannedFrom) -> Sheet {
        let w = self.w;
        let mut columns = vec![Column::text(&w.t("planning-place"), "#loc+name")];
        let quarter = |at: i64| w.t2("planning-quarter", ("from", at * 6), ("to", at * 6 + 6));
        columns.extend((0..4).map(|at| Column::number(&quarter(at), "#indicator+people+num")));
        let day = |at: i32| self.label(Dimension::Weekday, &at.to_string());
        columns.extend((1..=7).map(|at| Column::number(&day(at), "#indicator+people+num")));
        let rows = from.counts.iter().map(|count| {
            let mut row = vec![Cell::Text(self.path_name(count))];
            row.extend(count.by_hour.chunks(6).map(|hours| Cell::Count(hours.iter().sum())));
            row.extend(count.by_weekday.map(Cell::Count));
            row
        });
        Sheet { columns, rows: rows.collect() }
    }

    fn plan_exposed(&self, from: &PlannedFrom) -> Sheet {
        let w = self.w;
        let mut columns = vec![Column::text(&w.t("planning-place"), "#loc+name")];
        let name = |vulnerability: &Vulnerability| w.coded("vulnerability", vulnerability.code());
        columns.extend(Vulnerability::ALL.iter().map(|one| Column::number(&name(one), "#indicator+people+num")));
        let rows = from.counts.iter().map(|count| {
            let of = |vulnerability: &Vulnerability| count.exposed.get(vulnerability).copied().unwrap_or_default();
            let cells = Vulnerability::ALL.iter().map(|vulnerability| self.count_or_few(of(vulnerability)));
            std::iter::once(Cell::Text(self.path_name(count))).chain(cells).collect()
        });
        Sheet { columns, rows: rows.collect() }
    }

    fn plan_needs(&self, from: &PlannedFrom) -> Sheet {
        let w = self.w;
        let needs: Vec<Option<Need>> = Need::ALL.iter().copied().map(Some).chain([None]).collect();
        let mut columns = vec![Column::text(&w.coded("dimension", "post"), "#loc+code")];
        columns.extend(needs.iter().map(|need| {
            let name = need.map_or_else(|| w.t("planning-health"), |need| w.coded("need", need.code()));
            Column::number(&name, "#indicator+people+num")
        }));
        let posts = self.posts.iter().map(|post| (Some(&post.id), post.name.clone()));
        let rows = posts.chain([(None, w.t("planning-not-presented"))]).map(|(post, name)| {
            let of = |need: &Option<Need>| {
                let found = from.needs.iter().find(|one| one.post.as_ref() == post && one.need == *need);
                self.count_or_few(found.map_or(0, |one| one.people))
            };
            std::iter::once(Cell::Text(name)).chain(needs.iter().map(of)).collect()
        });
        Sheet { columns, rows: rows.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        FlowTable, Heard,
        planning::{arrivals_of, path_counts},
        queue::Opening,
    };
    use jiff::{SignedDuration, ToSpan, civil::date, tz::TimeZone};
    use limen_domain::{Direction, Mode, PostId, TallyPoints};
    use limen_store::{CountedAt, PlaceSum};
    use limen_words::{AllWords, Language};

    const DAYS: (Date, Date) = (date(2026, 11, 1), date(2026, 11, 28));

    fn post() -> Post {
        Post {
            id: PostId::parse("KRM").expect("a post"),
            name: "Kourémalé".into(),
            country: "MLI".parse().expect("a state"),
            time_zone: "Africa/Bamako".into(),
            neighbour: "GIN".parse().expect("a state"),
            town_in: String::new(),
            town_out: String::new(),
            records_all_exits: true,
            place: Some((11.956, -8.785)),
        }
    }

    /// Twenty days on which a bus of forty came at nine, and somebody every three minutes from seven to noon.
    fn planned_from() -> PlannedFrom {
        let list = "name,post,latitude,longitude\nGué de Kado,KRM,11.7,-8.95\n";
        let points = TallyPoints::read(list.as_bytes()).expect("places").all().to_vec();
        let at = |day: i64, hour: i8| {
            let day = DAYS.0.checked_add(day.days()).expect("a day");
            day.at(hour, 0, 0, 0).to_zoned_datetime(TimeZone::UTC).expect("a moment").timestamp()
        };
        let tally = |from, minutes, mode, people| CountedAt {
            post: post().id,
            place: "Gué de Kado".into(),
            from,
            to: from + SignedDuration::from_mins(minutes),
            mode,
            people,
        };
        let day = |day| [tally(at(day, 9), 5, Mode::Bus, 40), tally(at(day, 7), 300, Mode::Foot, 100)];
        let counted: Vec<CountedAt> = (0..20).flat_map(day).collect();
        let sum = |hour, people| PlaceSum {
            post: post().id,
            place: "Gué de Kado".into(),
            direction: Direction::Entry,
            vulnerability: None,
            hour,
            weekday: 0,
            people,
        };
        let until = [sum(9, 800), sum(7, 2_003)];
        PlannedFrom {
            days: DAYS,
            counts: path_counts(&points, &[], &until, FlowBound::USUAL),
            paths: arrivals_of(&points, &counted, |_| TimeZone::UTC),
            points,
            needs: Vec::new(),
            waits: Vec::new(),
            is_cut: false,
        }
    }

    fn scenario(counters: u32) -> NamedScenario {
        let at = Place::new(11.7, -8.95).expect("a place");
        let opening = Opening { counters, opens: 6, closes: 18 };
        NamedScenario { place: "Gué de Kado".into(), scenario: Scenario { at, opening, share: 1.0, reach_km: 10.0 } }
    }

    fn planned(from: &PlannedFrom, scenarios: Vec<NamedScenario>, language: Language) -> Report {
        let (words, table, heard, posts) =
            (AllWords::load(), FlowTable::published(FlowBound::USUAL), Heard::default(), [post()]);
        let w = words.of(language);
        let scene = Scene { table: &table, w, posts: &posts, heard: &heard, today: DAYS.1 };
        scene.plan(from, &Plan { scenarios, within_km: 20.0, service: None }).expect("a plan")
    }

    /// The cells of a row of the table of scenarios, by what its head says in English.
    fn row(report: &Report, head: &str) -> Vec<String> {
        let rows = report.tables().into_iter().flat_map(|named| named.sheet.rows.clone());
        let found = rows.into_iter().find(|row| row[0].plain() == head);
        found.expect("a row").iter().skip(1).map(Cell::plain).collect()
    }

    #[test]
    fn scenarios_stand_side_by_side_with_what_the_formula_does_not_see() {
        let report = planned(&planned_from(), vec![scenario(1), scenario(3)], Language::English);
        let w = AllWords::load();
        let w = w.of(Language::English);
        let of = |key: &str| row(&report, &w.t(key));
        assert_eq!(of("planning-served"), ["140", "140"]);
        assert_eq!(of("planning-simulated-days"), ["20", "20"]);
        // Three counters do with a third of the time of one what one does.
        let load =
            |text: &str| -> f64 { text.trim_end_matches(['%', ' ', '\u{a0}', '\u{202f}']).parse().expect("a number") };
        let loads: Vec<f64> = of("planning-load").iter().map(|text| load(text)).collect();
        assert!((loads[0] - 3.0 * loads[1]).abs() < 2.0, "{loads:?}");
        // A bus of forty before one counter: the formula, which has them come evenly, says less.
        let texts = report.notes();
        assert!(texts.contains(&w.t1("planning-gap-more", "scenario", "B")), "{texts:?}");
        assert!(texts.contains(&w.t1("planning-service-assumed", "mean", w.seconds(120))));
    }

    #[test]
    fn a_plan_says_how_far_the_next_post_is_and_withholds_what_is_too_little() {
        let mut from = planned_from();
        let report = planned(&from, vec![scenario(2)], Language::French);
        let next = row(&report, "Gué de Kado");
        assert_eq!((next[0].as_str(), next[1].as_str()), ("Kourémalé", "33,7"));
        // What is published of 800 and 2,003 in one cell of one direction.
        assert_eq!(next[3], "2800");
        from.paths[0].days.truncate(2);
        let few = planned(&from, vec![scenario(2)], Language::French);
        let words = AllWords::load();
        let w = words.of(Language::French);
        assert_eq!(row(&few, &w.t("planning-served")), [w.t("planning-withheld")]);
        assert!(few.notes().contains(&w.t1("planning-too-little", "scenario", "A")));
    }

    #[test]
    fn a_plan_is_put_on_paper_with_its_map() {
        let report = planned(&planned_from(), vec![scenario(1), scenario(3)], Language::English);
        let pages = crate::paper::pages(&report, |page, pages| format!("{page} of {pages}"));
        let drawn: String = pages.iter().flat_map(|page| &page.0).map(|piece| piece.svg.as_str()).collect();
        assert!(pages.len() >= 2, "{}", pages.len());
        assert!(drawn.contains("tally-point") && drawn.contains("Gué de Kado") && drawn.contains("1 of "));
    }

    #[test]
    fn a_plan_without_places_or_scenarios_says_so_in_both_languages() {
        let nothing = PlannedFrom {
            points: Vec::new(),
            counts: path_counts(&[], &[], &[], FlowBound::USUAL),
            paths: Vec::new(),
            ..planned_from()
        };
        let words = AllWords::load();
        for language in [Language::French, Language::English] {
            let notes = planned(&nothing, Vec::new(), language).notes();
            for key in ["planning-no-points", "planning-no-scenario", "planning-no-waits"] {
                assert!(notes.contains(&words.of(language).t(key)), "{key}");
            }
        }
    }
}
