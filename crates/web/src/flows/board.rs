//! Flows: the board that headquarters, and each post, sees of who crosses; what is drawn, filtered by the address.

use crate::{
    access::{FLOWS, Nobody, Pages, anywhere},
    app::App,
    flows::waits,
    kit::{
        failure::Failure,
        form::{self, FormTrouble},
        parts::{Choice, Link},
        session::SignedIn,
        shell::{Shell, moment, page},
    },
    node::{
        flows::{
            self, CurrentFlowsError,
            views::{self, KeepError},
        },
        typed_day::{day_as_typed, whole_day},
    },
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use jiff::{ToSpan, civil::Date};
use limen_domain::{FlowBound, Permission, Role};
use limen_statistics::{
    CountError, Dimension, Filter, FlowTable, Heard,
    figure::{Figure, Scene, Topic},
    heard,
    report::Fact,
    sheet::{Cell, Column, Sheet},
};
use limen_store::Post;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new().get("/flows", anywhere(FLOWS, Nobody::Counts), show).beside_counter().post(
        "/flows/views",
        anywhere(FLOWS, Nobody::Counts),
        keep_view,
    )
}

/// The first figures are on the board; the others are one step further.
const ON_THE_BOARD: usize = 8;
/// The days that are shown where none are asked for.
const USUAL_DAYS: i64 = 90;
/// Spans of time at hand, in days up to today.
const SPANS: [i64; 4] = [7, 30, 90, 365];
/// Values of a dimension that can be chosen.
const MOST_CHOICES: usize = 60;

/// What the flows were when a page began: nothing changes while it is made.
pub(crate) struct FlowSnapshot {
    app: Arc<App>,
    pub(crate) table: Arc<FlowTable>,
    pub(crate) posts: Vec<Post>,
    pub(crate) heard: Heard,
    /// The last day that is shown: today, or yesterday where what may be published is.
    pub(crate) today: Date,
}

impl FlowSnapshot {
    /// The flows as someone sees them.
    pub(crate) async fn of(app: &Arc<App>, signed: &SignedIn) -> Result<Self, Failure> {
        Self::with(app, flows::seen_by(app, signed.session.account.role).await?).await
    }

    /// The flows of a table.
    pub(crate) async fn with(app: &Arc<App>, table: Arc<FlowTable>) -> Result<Self, Failure> {
        let posts = app.store.posts().await?;
        let heard = heard(&app.store, &posts).await?;
        let today = app.today();
        // Nothing is published of a day before it is over.
        let today = if table.bound().is_some() { today.yesterday().unwrap_or(today) } else { today };
        Ok(Self { app: app.clone(), table, posts, heard, today })
    }

    /// The scene that figures are made from.
    pub(crate) fn scene<'a>(&'a self, w: &'a Words) -> Scene<'a> {
        Scene { table: &self.table, w, posts: &self.posts, heard: &self.heard, today: self.today }
    }

    /// Does what takes the processor a while, away from those who wait for the network.
    pub(crate) async fn work<T: Send + 'static>(
        self,
        language: crate::words::Language,
        work: impl FnOnce(&Self, &Words) -> T + Send + 'static,
    ) -> Result<T, Failure> {
        let app = self.app.clone();
        let done = tokio::task::spawn_blocking(move || work(&self, app.words.of(language))).await;
        done.map_err(|_| Failure::Fault)
    }
}

impl From<CurrentFlowsError> for Failure {
    fn from(error: CurrentFlowsError) -> Self {
        match error {
            CurrentFlowsError::NotReady => Self::FlowsNotReady,
            CurrentFlowsError::NoBound => Self::FlowsUnbounded,
            CurrentFlowsError::Unreadable(error) => error.into(),
        }
    }
}

/// What the address asks for; empty for everything.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct FlowsQuery {
    from: String,
    to: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    days: String,
    post: String,
    direction: String,
    nationality: String,
    residence: String,
    sex: String,
    #[serde(rename = "age-band")]
    age_band: String,
    purpose: String,
    mode: String,
}

/// The dimensions that the board can be filtered by.
const FILTERS: [Dimension; 8] = [
    Dimension::Post,
    Dimension::Direction,
    Dimension::Nationality,
    Dimension::Residence,
    Dimension::Sex,
    Dimension::AgeBand,
    Dimension::Purpose,
    Dimension::Mode,
];

impl FlowsQuery {
    fn chosen(&self, dimension: Dimension) -> &str {
        match dimension {
            Dimension::Post => &self.post,
            Dimension::Direction => &self.direction,
            Dimension::Nationality => &self.nationality,
            Dimension::Residence => &self.residence,
            Dimension::Sex => &self.sex,
            Dimension::AgeBand => &self.age_band,
            Dimension::Purpose => &self.purpose,
            Dimension::Mode => &self.mode,
            _ => "",
        }
    }

    /// The filter that is asked for; a day that can't be read is left out, with a message.
    pub(crate) fn filter(&self, w: &Words, today: Date) -> (Filter, Option<String>) {
        let mut message = None;
        let mut day = |text: &str| match text.trim() {
            "" => None,
            text => match whole_day(text) {
                Some(day) if (1900..=2200).contains(&day.year()) => Some(day),
                _ => {
                    message = Some(w.t1("flows-no-day", "text", text.chars().take(30).collect::<String>()));
                    None
                }
            },
        };
        let days: Option<i64> = self.days.parse().ok().filter(|days| (1..=40_000).contains(days));
        let (from, to) = match days {
            Some(days) => (today.checked_sub((days - 1).days()).ok(), Some(today)),
            None => (day(&self.from), day(&self.to)),
        };
        let to = to.unwrap_or(today);
        let from = from.unwrap_or_else(|| to.checked_sub((USUAL_DAYS - 1).days()).unwrap_or(to));
        if to < from {
            message = Some(w.t2("flows-reversed", ("from", w.date(from)), ("to", w.date(to))));
        }
        let mut filter = Filter::between(from, to);
        for dimension in FILTERS {
            let chosen = self.chosen(dimension);
            if !chosen.is_empty() {
                filter = filter.with(dimension, &chosen.chars().take(80).collect::<String>());
            }
        }
        (filter, message)
    }

    /// The address of this view, with the days written out.
    pub(crate) fn query(&self, filter: &Filter) -> String {
        Self { from: filter.from.to_string(), to: filter.to.to_string(), days: String::new(), ..self.clone() }.asked()
    }

    /// What is asked for, as an address says it, without what is left open: days up to today are those up to the day on
    /// which it is asked again.
    fn asked(&self) -> String {
        serde_html_form::to_string(self)
            .unwrap_or_default()
            .split('&')
            .filter(|part| !part.ends_with('='))
            .collect::<Vec<_>>()
            .join("&")
    }
}

struct Chooser {
    name: &'static str,
    label: String,
    choices: Vec<Choice>,
}

/// A figure as a page shows it.
pub(crate) struct FigureView {
    pub(crate) code: &'static str,
    pub(crate) title: String,
    pub(crate) svg: String,
    pub(crate) table: Table,
    pub(crate) is_wide: bool,
    pub(crate) is_empty: bool,
}

/// A table as a page shows it.
pub(crate) struct Table {
    pub(crate) heads: Vec<TableCell>,
    pub(crate) rows: Vec<Vec<TableCell>>,
}

/// A cell of a table, or the head of a column.
pub(crate) struct TableCell {
    pub(crate) text: String,
    /// Whether its column holds numbers.
    pub(crate) is_number: bool,
}

impl Table {
    pub(crate) fn of(w: &Words, sheet: &Sheet) -> Self {
        let words = |cell: &Cell| match cell {
            Cell::Text(text) | Cell::Code(_, text) | Cell::Total(text) | Cell::Day(_, text) | Cell::Month(_, text) => {
                text.clone()
            }
            Cell::Count(count) => w.number(*count),
            Cell::Share(share) => w.percent(*share),
            Cell::Unknown => w.t("flows-no-data"),
        };
        let head = |column: &Column| TableCell { text: column.name.clone(), is_number: column.is_number };
        let cell = |(cell, column): (&Cell, &Column)| TableCell { text: words(cell), is_number: column.is_number };
        Self {
            heads: sheet.columns.iter().map(head).collect(),
            rows: sheet.rows.iter().map(|row| row.iter().zip(&sheet.columns).map(cell).collect()).collect(),
        }
    }
}

impl FigureView {
    pub(crate) fn of(w: &Words, figure: &Figure) -> Self {
        Self {
            code: figure.topic.code(),
            svg: figure.drawing.in_page(figure.topic.code(), &figure.title),
            title: figure.title.clone(),
            table: Table::of(w, &figure.sheet),
            is_wide: figure.topic == Topic::Trend,
            is_empty: figure.is_empty,
        }
    }
}

#[derive(Template)]
#[template(path = "flows/board.html")]
struct FlowsPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    headline: String,
    /// How today compares, where that can be said.
    today: Option<String>,
    /// How long people wait at counters, or that it can't be said.
    waits: String,
    message: Option<String>,
    span: String,
    from: String,
    to: String,
    /// Spans of time at hand, each by its days.
    spans: Vec<Choice>,
    choosers: Vec<Chooser>,
    facts: Vec<Fact>,
    figures: Vec<FigureView>,
    more: Vec<FigureView>,
    query: String,
    /// The views that are kept, by their names.
    views: Vec<Link>,
    /// What is asked for, as it would be kept.
    asked: String,
    longest_name: usize,
    quality: String,
    as_of: String,
    /// What published counts are multiples of; `None` for those who see each crossing.
    bound: Option<String>,
    /// That figures are left out.
    apart: Option<String>,
    may_analyse: bool,
    may_take: bool,
}

struct BoardParts {
    facts: Vec<Fact>,
    figures: Vec<FigureView>,
    choosers: Vec<Chooser>,
    quality: String,
    today: Option<String>,
    is_empty: bool,
    problem: Option<String>,
    bound: Option<FlowBound>,
    /// Whether figures are left out whose filters are not published together with what they show.
    are_apart: bool,
}

/// Whether a role may take flows out.
pub(crate) fn may_take(role: Role) -> bool {
    role.may(Permission::AnalyseFlows) || role.may(Permission::CountExactly)
}

async fn show(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Query(asked): Query<FlowsQuery>,
) -> Result<Response, Failure> {
    let w = signed.words(&app);
    let seen = FlowSnapshot::of(&app, &signed).await?;
    let today = seen.today;
    let (filter, message) = asked.filter(w, today);
    board(&app, &signed, seen, asked, (filter, message)).await
}

async fn board(
    app: &Arc<App>,
    signed: &SignedIn,
    seen: FlowSnapshot,
    asked: FlowsQuery,
    (filter, mut message): (Filter, Option<String>),
) -> Result<Response, Failure> {
    let (w, today) = (signed.words(app), seen.today);
    let views = views::kept(&app.store).await?;
    let waits = waits::line(app, w, &seen).await?;
    let hour = app.now().to_zoned_datetime(app.zone.clone()).hour();
    let (wanted, given) = (filter.clone(), asked.clone());
    let drawn = seen.work(signed.language, move |seen, w| draw(seen, w, &wanted, &given, hour)).await?;
    message = message.or(drawn.problem);
    if drawn.is_empty && message.is_none() {
        message = Some(w.t("flows-nothing"));
    }
    let mut figures = drawn.figures;
    let more = figures.split_off(figures.len().min(ON_THE_BOARD));
    let span = if filter.from == filter.to {
        w.date(filter.from)
    } else {
        w.t2("report-span", ("from", w.date(filter.from)), ("to", w.date(filter.to)))
    };
    let length = i64::from((filter.to - filter.from).get_days()) + 1;
    // What the first figure finds is the page's own title: over the figure stands what it answers.
    let mut headline = w.t("question-trend");
    if let Some(first) = figures.first_mut() {
        std::mem::swap(&mut headline, &mut first.title);
    }
    Ok(page(&FlowsPage {
        headline,
        today: drawn.today,
        waits,
        message,
        span,
        from: day_as_typed(filter.from),
        to: day_as_typed(filter.to),
        spans: SPANS
            .iter()
            .map(|days| {
                let is_chosen = filter.to == today && length == *days;
                Choice::new(days.to_string(), w.t(&format!("flows-span-{days}")), is_chosen)
            })
            .collect(),
        choosers: drawn.choosers,
        facts: drawn.facts,
        figures,
        more,
        query: asked.query(&filter),
        views: views
            .into_iter()
            .map(|(name, asked)| Link { address: format!("/flows?{asked}"), words: name })
            .collect(),
        asked: asked.asked(),
        longest_name: views::LONGEST_NAME,
        quality: drawn.quality,
        as_of: moment(app, w, app.now()),
        bound: drawn.bound.map(|bound| w.t1("flows-bound", "bound", i64::from(bound.get()))),
        apart: drawn.are_apart.then(|| w.t("flows-apart")),
        may_analyse: signed.session.account.role.may(Permission::AnalyseFlows),
        may_take: may_take(signed.session.account.role),
        shell: Shell::new(app, signed, "flows"),
        w,
    }))
}

#[derive(Deserialize)]
struct ViewForm {
    name: String,
    /// What the view asks for, as an address does; empty for the board as it opens.
    #[serde(default)]
    asked: String,
    /// Whether the view of that name is forgotten.
    #[serde(default)]
    forget: String,
}

async fn keep_view(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let ViewForm { name, asked, forget } = form::read(&signed, body).await?;
    let officer = &signed.session.account.id;
    // Only what the board can be asked for is kept, however the form was filled in.
    let asked: FlowsQuery = serde_html_form::from_str(&asked).map_err(|_| FormTrouble::Malformed)?;
    if !forget.is_empty() {
        views::forget(&app.store, officer, &name).await?;
        return Ok(to_view(&asked));
    }
    let problem = match views::keep(&app.store, officer, &name, asked.asked()).await {
        Ok(()) => return Ok(to_view(&asked)),
        Err(KeepError::Name) => "flows-view-name",
        Err(KeepError::Full) => "flows-view-full",
        Err(KeepError::Store(error)) => return Err(error.into()),
    };
    let w = signed.words(&app);
    let seen = FlowSnapshot::of(&app, &signed).await?;
    let (filter, _) = asked.filter(w, seen.today);
    let message = Some(w.t(problem));
    Ok((StatusCode::UNPROCESSABLE_ENTITY, board(&app, &signed, seen, asked, (filter, message)).await?).into_response())
}

fn to_view(asked: &FlowsQuery) -> Response {
    Redirect::to(&format!("/flows?{}", asked.asked())).into_response()
}

fn draw(seen: &FlowSnapshot, w: &Words, filter: &Filter, asked: &FlowsQuery, hour: i8) -> BoardParts {
    let scene = seen.scene(w);
    let mut drawn = BoardParts {
        facts: Vec::new(),
        figures: Vec::new(),
        choosers: choosers(seen, &scene, w, asked),
        quality: String::new(),
        today: today_against_usual(seen, w, filter, hour),
        is_empty: true,
        problem: None,
        bound: seen.table.bound(),
        are_apart: false,
    };
    if filter.to < filter.from {
        return drawn;
    }
    use rayon::prelude::*;
    let figures: Vec<Result<Figure, _>> = Topic::ALL.into_par_iter().map(|topic| scene.figure(topic, filter)).collect();
    let mut are_apart = false;
    for figure in figures {
        match figure {
            Ok(figure) => drawn.figures.push(FigureView::of(w, &figure)),
            Err(CountError::Apart(..) | CountError::TooClose) => are_apart = true,
            Err(CountError::TooFine(_)) => drawn.problem = Some(w.t("flows-too-fine")),
            Err(CountError::Reversed(..)) => drawn.problem = Some(w.t("flows-reversed")),
        }
    }
    drawn.is_empty = drawn.figures.iter().all(|figure| figure.is_empty);
    drawn.are_apart = are_apart && !drawn.is_empty;
    drawn.facts = scene.facts(filter).unwrap_or_default();
    if let Ok(coverage) = limen_statistics::Coverage::over(&seen.table, filter, &seen.heard, seen.today) {
        drawn.quality = w.t_of(
            "report-quality",
            &[
                ("typed", w.percent(coverage.typed)),
                ("nationality", w.percent(coverage.without_nationality)),
                ("age", w.percent(coverage.without_age)),
            ],
        );
    }
    drawn
}

/// What can be chosen: the values that occurred in the last two years, those of most crossings first.
fn choosers(seen: &FlowSnapshot, scene: &Scene<'_>, w: &Words, asked: &FlowsQuery) -> Vec<Chooser> {
    let recent = Filter::between(seen.today.checked_sub(730.days()).unwrap_or(seen.today), seen.today);
    let choosers = FILTERS.into_iter().map(|dimension| {
        let chosen = asked.chosen(dimension);
        let mut values: Vec<(String, u64)> = seen
            .table
            .count(&recent, &[dimension])
            .map(|counts| counts.cells().map(|(codes, count)| (codes[0].to_owned(), count)).collect())
            .unwrap_or_default();
        if dimension.codes().is_none() {
            values.sort_by_key(|(code, count)| (std::cmp::Reverse(*count), code.clone()));
        }
        values.truncate(MOST_CHOICES);
        if !chosen.is_empty() && values.iter().all(|(code, _)| code != chosen) {
            values.push((chosen.to_owned(), 0));
        }
        let mut choices = vec![Choice::new("", w.t("flows-any"), chosen.is_empty())];
        choices.extend(values.into_iter().map(|(code, _)| {
            let is_chosen = code == chosen;
            Choice::new(code.as_str(), scene.label(dimension, &code), is_chosen)
        }));
        Chooser { name: dimension.code(), label: w.coded("dimension", dimension.code()), choices }
    });
    choosers.collect()
}

/// Past weeks from which the usual count at this hour and day of the week is taken.
const WEEKS: i64 = 8;

/// Today up to this hour, and the same day of past weeks up to the same hour.
fn today_against_usual(seen: &FlowSnapshot, w: &Words, filter: &Filter, hour: i8) -> Option<String> {
    // Nothing is published of a day before it is over.
    if seen.table.bound().is_some() {
        return None;
    }
    let until_now = |day: Date| -> Option<u64> {
        let counts = seen.table.count(&filter.over(day, day), &[Dimension::Hour]).ok()?;
        let before = |code: &str| code.parse::<i8>().is_ok_and(|other| other < hour);
        Some(counts.cells().filter(|(codes, _)| before(codes[0])).map(|(_, count)| count).sum())
    };
    let mut before: Vec<u64> = (1..=WEEKS)
        .filter_map(|weeks| seen.today.checked_sub((weeks * 7).days()).ok())
        .filter_map(until_now)
        .filter(|count| *count > 0)
        .collect();
    if before.len() < 4 {
        return None;
    }
    before.sort_unstable();
    let (low, middle, high) = (before[before.len() / 4], before[before.len() / 2], before[before.len() * 3 / 4]);
    let now = until_now(seen.today)?;
    let key = match now {
        now if now < low => "flows-today-fewer",
        now if now > high => "flows-today-more",
        _ => "flows-today-usual",
    };
    Some(w.t_of(key, &[("hour", hour.to_string()), ("now", w.number(now)), ("usual", w.number(middle))]))
}
