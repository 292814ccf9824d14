//! How long people wait: at counters, for the second line, and as parties; by post, hour and day of the week.

use crate::{
    access::{FLOWS, Nobody, Pages, anywhere},
    app::App,
    flows::board::{FlowSnapshot, Table},
    kit::{
        failure::Failure,
        parts::{Choice, choices},
        session::SignedIn,
        shell::{Shell, page},
    },
    node::flows::planning,
    words::Words,
};
use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use jiff::ToSpan;
use limen_domain::PostId;
use limen_statistics::waits::{LEAST_WAITS, WaitsBy};
use limen_store::{StoreError, Wait, WaitKind};
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new().get("/flows/waits", anywhere(FLOWS, Nobody::Counts), show)
}

/// Spans of time at hand, in days; the second is the usual one.
const SPANS: [i64; 3] = [7, 30, 90];
/// The days whose waits the board speaks of.
const DAYS_OF_BOARD: i64 = 7;

#[derive(Default, Deserialize)]
#[serde(default)]
struct WaitsQuery {
    post: String,
    kind: String,
    days: String,
}

#[derive(Template)]
#[template(path = "flows/waits.html")]
struct WaitsPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    /// What half wait and nine of ten, or that it can't be said.
    headline: String,
    span: String,
    posts: Vec<Choice>,
    kinds: Vec<Choice>,
    spans: Vec<Choice>,
    /// By post, hour and day of the week, each under its name.
    tables: Vec<(String, Table)>,
    few: String,
}

/// Waits of the last days of those that are seen.
async fn of_last_days(
    app: &App,
    seen: &FlowSnapshot,
    kind: WaitKind,
    post: Option<&PostId>,
    days: i64,
) -> Result<Vec<Wait>, StoreError> {
    let first = seen.today.checked_sub((days - 1).days()).unwrap_or(seen.today);
    let Some(((from, _), (_, to))) = app.bounds_of(first).zip(app.bounds_of(seen.today)) else { return Ok(Vec::new()) };
    planning::waits(&app.store, kind, post, (from, to)).await
}

/// What the board says of waits at counters.
pub(crate) async fn line(app: &App, w: &Words, seen: &FlowSnapshot) -> Result<String, StoreError> {
    let waits = of_last_days(app, seen, WaitKind::Counter, None, DAYS_OF_BOARD).await?;
    Ok(seen.scene(w).waits_in_words(&waits).unwrap_or_else(|| few(w)))
}

fn few(w: &Words) -> String {
    w.t1("waits-few", "least", LEAST_WAITS as i64)
}

async fn show(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Query(asked): Query<WaitsQuery>,
) -> Result<Response, Failure> {
    let w = signed.words(&app);
    let seen = FlowSnapshot::of(&app, &signed).await?;
    let kind = WaitKind::ALL.into_iter().find(|kind| kind.code() == asked.kind).unwrap_or(WaitKind::Counter);
    let days = SPANS.into_iter().find(|days| days.to_string() == asked.days).unwrap_or(SPANS[1]);
    let post = seen.posts.iter().map(|post| &post.id).find(|id| id.as_str() == asked.post);
    let waits = of_last_days(&app, &seen, kind, post, days).await?;
    let scene = seen.scene(w);
    let tables = WaitsBy::ALL.into_iter().map(|by| {
        let name = match by {
            WaitsBy::Post => "waits-by-post",
            WaitsBy::Hour => "waits-by-hour",
            WaitsBy::Weekday => "waits-by-weekday",
        };
        (w.t(name), Table::of(w, &scene.waits(&waits, by)))
    });
    let tables: Vec<(String, Table)> = if waits.is_empty() { Vec::new() } else { tables.collect() };
    let mut posts = vec![Choice::new("", w.t("flows-any"), post.is_none())];
    posts.extend(seen.posts.iter().map(|one| Choice::new(one.id.as_str(), one.name.clone(), Some(&one.id) == post)));
    let first = seen.today.checked_sub((days - 1).days()).unwrap_or(seen.today);
    Ok(page(&WaitsPage {
        headline: scene.waits_in_words(&waits).unwrap_or_else(|| few(w)),
        span: w.t2("report-span", ("from", w.date(first)), ("to", w.date(seen.today))),
        posts,
        kinds: choices(w, "waits", &WaitKind::ALL, WaitKind::code, kind.code()),
        spans: SPANS
            .into_iter()
            .map(|span| Choice::new(span.to_string(), w.t(&format!("flows-span-{span}")), span == days))
            .collect(),
        tables,
        few: few(w),
        shell: Shell::new(&app, &signed, "flows"),
        w,
    }))
}
