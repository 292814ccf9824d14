//! Early warning: movements that are unusual at a post, with their size, how sure that is, and since when they go on.

use crate::{
    access::{FLOWS, Nobody, Pages, anywhere},
    app::App,
    flows::board::FlowSnapshot,
    kit::{
        failure::Failure,
        session::SignedIn,
        shell::{Shell, page},
    },
    node::{
        flows::warnings::{self, Watch},
        level::Level,
        typed_day::{day_as_typed, whole_day},
    },
    words::Words,
};
use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use jiff::civil::Date;
use limen_statistics::{
    Dimension,
    chart::{self, Line, Trend},
    figure::Scene,
    usual::{Departure, Unusual},
    warning::{Warning, Watched},
};
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new().get("/flows/warnings", anywhere(FLOWS, Nobody::Counts), show)
}

/// Maximum number of warnings drawn.
const MOST: usize = 24;

#[derive(Deserialize)]
struct WarningsQuery {
    /// The day up to which is looked; yesterday, the last whole day, where it is not said.
    until: Option<String>,
}

struct WarningView {
    level: Level,
    title: String,
    size: String,
    certainty: String,
    svg: String,
}

#[derive(Template)]
#[template(path = "flows/warnings.html")]
struct WarningsPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    headline: String,
    until: String,
    watched: usize,
    warnings: Vec<WarningView>,
    calm: Vec<CalmRow>,
    too_young: Vec<String>,
}

/// Something that is as usual.
struct CalmRow {
    name: String,
    /// How many, and how many usually.
    against: String,
}

/// What the page shows of what is watched.
struct WatchView {
    warnings: Vec<WarningView>,
    calm: Vec<CalmRow>,
    too_young: Vec<String>,
    watched: usize,
}

async fn show(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Query(asked): Query<WarningsQuery>,
) -> Result<Response, Failure> {
    let w = signed.words(&app);
    let seen = FlowSnapshot::of(&app, &signed).await?;
    let asked: Option<Date> = asked.until.as_deref().and_then(whole_day);
    let until = warnings::until(asked, seen.today);
    let drawn = seen.work(signed.language, move |seen, w| draw(seen, w, until)).await?;
    let WatchView { warnings, calm, too_young, watched } = drawn;
    let posts = warnings.len() as i64;
    Ok(page(&WarningsPage {
        headline: w.t1("warnings-headline", "count", posts),
        until: day_as_typed(until),
        watched,
        warnings,
        calm,
        too_young,
        shell: Shell::new(&app, &signed, "flows"),
        w,
    }))
}

fn draw(seen: &FlowSnapshot, w: &Words, until: Date) -> WatchView {
    let scene = seen.scene(w);
    let watch = Watch::of(&seen.table, &seen.heard, until);
    let shown = watch.warnings().take(MOST).enumerate();
    let shown = shown.filter_map(|(at, (warning, watched))| Some(one(&scene, w, at, warning, watched?)));
    let calm = watch.calm();
    let calm = calm.map(|(watched, last)| CalmRow { name: name(&scene, w, watched), against: against(w, last) });
    WatchView {
        warnings: shown.collect(),
        calm: calm.collect(),
        too_young: watch.too_young().map(|watched| name(&scene, w, watched)).collect(),
        watched: watch.count(),
    }
}

fn name(scene: &Scene<'_>, w: &Words, watched: &Watched) -> String {
    let post = scene.label(Dimension::Post, watched.post.as_str());
    let direction = scene.label(Dimension::Direction, watched.direction.code());
    match &watched.nationality {
        Some(code) => w.t_of(
            "warnings-of-nationality",
            &[("post", post), ("direction", direction), ("nationality", scene.label(Dimension::Nationality, code))],
        ),
        None => w.t2("warnings-of", ("post", post), ("direction", direction)),
    }
}

/// How many, and how many usually.
fn against(w: &Words, day: &Departure) -> String {
    let usual = w.number(day.usual.round() as u64);
    match day.count {
        Some(count) => w.t2("warnings-against", ("count", w.number(u64::from(count))), ("usual", usual)),
        None => w.t("flows-no-data"),
    }
}

fn one(scene: &Scene<'_>, w: &Words, at: usize, warning: &Warning, watched: &Watched) -> WarningView {
    let departure = &warning.departure;
    let (level, key) = match warning.unusual {
        Unusual::More => (Level::Check, "warnings-more"),
        Unusual::Fewer => (Level::Stop, "warnings-fewer"),
    };
    let times = departure.times().unwrap_or_default();
    let size = match warning.unusual {
        Unusual::More => w.t1("warnings-times", "times", w.one_decimal(times)),
        Unusual::Fewer => w.t1("warnings-share", "percent", w.percent(times)),
    };
    let days = i64::from((departure.day - warning.since).get_days()) + 1;
    let band = w.t2(
        "warnings-band",
        ("low", w.number(departure.band.0.round() as u64)),
        ("high", w.number(departure.band.1.round() as u64)),
    );
    let feast = departure.feast.map(|day| w.t(&format!("feast-{}", day.feast.code())));
    let feast = feast.map(|feast| format!(" {}", w.t1("warnings-feast", "feast", feast))).unwrap_or_default();
    let day = departure.day;
    let title = w.t_of(key, &[("what", name(scene, w, watched)), ("day", w.date(day))]);
    let codes: Vec<Date> = watched.days.iter().map(|day| day.day).collect();
    let trend = Trend {
        lines: vec![Line {
            label: w.t("warning-counted"),
            class: "first",
            values: watched.days.iter().map(|day| day.count.map(f64::from)).collect(),
        }],
        labels: codes.iter().enumerate().step_by(14).map(|(at, day)| (at, w.day_and_month(*day))).collect(),
        band: watched.days.iter().map(|day| day.band).collect(),
        missing: watched.days.iter().map(|day| day.count.is_none()).collect(),
        marks: watched.days.iter().enumerate().filter(|(_, day)| day.unusual().is_some()).map(|(at, _)| at).collect(),
        ..Trend::default()
    };
    let drawing = chart::trend(&trend, (620.0, 170.0), |count| w.number(count));
    WarningView {
        level,
        svg: drawing.in_page(&format!("warning-{at}"), &title),
        title,
        size: format!("{} · {}", against(w, departure), size),
        certainty: format!("{band} {}{feast}", w.t2("warnings-since", ("day", w.date(warning.since)), ("days", days))),
    }
}
