//! Reports as pages: the daily sheet of a post, the weekly and monthly bulletin, the tables of the year-book.

use crate::{
    access::{FLOWS, Nobody, Pages, anywhere},
    app::App,
    flows::board::{FigureView, FlowSnapshot, Table, may_take},
    kit::{
        failure::Failure,
        form::FormTrouble,
        parts::{Choice, Link},
        session::SignedIn,
        shell::{Shell, page},
    },
    node::{
        flows,
        typed_day::{day_as_typed, whole_day},
    },
    words::{Language, Words},
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use jiff::{ToSpan, civil::Date};
use limen_domain::FlowBound;
use limen_statistics::{
    CountError, monday,
    report::{Block, Fact, Kind, Report},
};
use limen_store::TallySum;
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new().get("/flows/reports", anywhere(FLOWS, Nobody::Counts), list).get(
        "/flows/reports/{kind}",
        anywhere(FLOWS, Nobody::Counts),
        show,
    )
}

/// Weeks, months and years that are listed.
const WEEKS: i64 = 6;
const MONTHS: i64 = 12;
const YEARS: i16 = 5;

#[derive(Template)]
#[template(path = "flows/reports.html")]
struct ListPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    posts: Vec<Choice>,
    yesterday: String,
    weeks: Vec<Link>,
    months: Vec<Link>,
    years: Vec<Link>,
    may_take: bool,
}

#[derive(Deserialize)]
struct ReportsQuery {
    post: Option<String>,
    day: Option<String>,
}

async fn list(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Query(asked): Query<ReportsQuery>,
) -> Result<Response, Failure> {
    if let (Some(post), Some(day)) = (&asked.post, &asked.day) {
        let day = whole_day(day).ok_or(FormTrouble::Malformed)?;
        let kind: Kind = format!("day:{post}:{day}").parse().map_err(|_| Failure::NotFound)?;
        return Ok(Redirect::to(&format!("/flows/reports/{kind}")).into_response());
    }
    let w = signed.words(&app);
    let seen = FlowSnapshot::of(&app, &signed).await?;
    let (today, first) = (seen.today, seen.table.days().map_or(seen.today, |(first, _)| first));
    let week = |back: i64| monday(today).checked_sub((back * 7).days()).ok().filter(|day| *day >= monday(first));
    let month =
        |back: i64| today.first_of_month().checked_sub(back.months()).ok().filter(|day| *day >= first.first_of_month());
    let link = |kind: Kind, words: String| Link { address: format!("/flows/reports/{kind}"), words };
    Ok(page(&ListPage {
        posts: seen
            .posts
            .iter()
            .filter(|post| seen.table.posts().contains(&post.id))
            .map(|post| Choice::new(post.id.as_str(), post.name.clone(), false))
            .collect(),
        yesterday: day_as_typed(today.yesterday().unwrap_or(today)),
        weeks: (0..WEEKS)
            .filter_map(week)
            .map(|day| link(Kind::Week(day), w.t1("report-week", "day", w.date(day))))
            .collect(),
        months: (0..MONTHS).filter_map(month).map(|day| link(Kind::Month(day), w.month_and_year(day))).collect(),
        years: (0..YEARS)
            .map(|back| today.year() - back)
            .filter(|year| *year >= first.year())
            .map(|year| link(Kind::Year(year), year.to_string()))
            .collect(),
        may_take: may_take(signed.session.account.role),
        shell: Shell::new(&app, &signed, "flows"),
        w,
    }))
}

/// A part of a report as a page shows it.
pub(crate) enum Part {
    Heading(String),
    Text(String),
    Facts(Vec<Fact>),
    Figure(FigureView),
    Table(String, Table),
}

#[derive(Template)]
#[template(path = "flows/report.html")]
struct ReportPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    kind: String,
    title: String,
    subtitle: String,
    parts: Vec<Part>,
    may_take: bool,
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn, Path(kind): Path<String>) -> Result<Response, Failure> {
    let kind: Kind = kind.parse().map_err(|_| Failure::NotFound)?;
    let report = make(&app, FlowSnapshot::of(&app, &signed).await?, signed.language, kind.clone()).await??;
    let w = signed.words(&app);
    Ok(page(&ReportPage {
        kind: kind.to_string(),
        title: report.title.clone(),
        subtitle: report.subtitle.clone(),
        parts: parts(w, &report),
        may_take: may_take(signed.session.account.role),
        shell: Shell::new(&app, &signed, "flows"),
        w,
    }))
}

/// The parts of a report as a page shows them.
pub(crate) fn parts(w: &Words, report: &Report) -> Vec<Part> {
    let parts = report.blocks.iter().map(|block| match block {
        Block::Heading(text) => Part::Heading(text.clone()),
        Block::Text(text) => Part::Text(text.clone()),
        Block::Facts(facts) => Part::Facts(facts.clone()),
        Block::Figure(figure) => Part::Figure(FigureView::of(w, figure)),
        Block::Table(title, sheet) => Part::Table(title.clone(), Table::of(w, sheet)),
    });
    parts.collect()
}

/// Makes a report from what someone sees.
pub(crate) async fn make(
    app: &Arc<App>,
    seen: FlowSnapshot,
    language: Language,
    kind: Kind,
) -> Result<Result<Report, Failure>, Failure> {
    let tallies = tallies(app, &kind, seen.table.bound()).await?;
    let work = move |seen: &FlowSnapshot, w: &Words| seen.scene(w).report(&kind, &tallies);
    let report: Result<Report, CountError> = seen.work(language, work).await?;
    Ok(report.map_err(|error| {
        tracing::error!("a report could not be counted: {error}");
        Failure::Fault
    }))
}

/// Who was counted without being registered in the time of a report.
async fn tallies(app: &App, kind: &Kind, bound: Option<FlowBound>) -> Result<Vec<TallySum>, Failure> {
    let (from, to): (Date, Date) = kind.days();
    let (Some((from, _)), Some((_, to))) = (app.bounds_of(from), app.bounds_of(to)) else { return Ok(Vec::new()) };
    let post = match kind {
        Kind::Day(post, _) => Some(post),
        _ => None,
    };
    Ok(flows::tallies(&app.store, post, (from, to), bound).await?)
}
