//! A pair of posts: both sides by day in both directions, with the gap, what it usually is, and what is known beside it.

use crate::{
    access::{ACROSS, Nobody, Pages, anywhere},
    across::asked::{address, chosen, code, states},
    app::App,
    kit::{
        bar::When,
        failure::Failure,
        parts::{Choice, Link},
        session::SignedIn,
        shell::{Shell, moment, page},
    },
    node::neighbours::across::{Said, SeenPair, said},
    words::Words,
};
use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use jiff::{ToSpan, civil::Date};
use limen_domain::Direction;
use limen_statistics::{
    across::{DayAcross, FEWEST_DAYS, Sums, Usual, across},
    across_report::{band_in_words, drawing, facts_in_words, way},
};
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new().get("/across", anywhere(ACROSS, Nobody::Counts), show).a_step_away_if(When::InNetwork)
}

/// Days that are shown.
const DAYS: i64 = 31;

#[derive(Deserialize)]
struct AcrossQuery {
    #[serde(default)]
    pair: String,
}

/// A day in one direction.
struct DayRow {
    day: Link,
    ours: Option<String>,
    theirs: Option<String>,
    gap: Option<String>,
    usual: String,
    is_unusual: bool,
    facts: Vec<String>,
}

/// A direction.
struct WayView {
    code: &'static str,
    name: String,
    /// What it finds.
    title: String,
    svg: String,
    /// That too little is known to say what is usual.
    young: Option<String>,
    rows: Vec<DayRow>,
}

/// A note of a chief.
struct NoteLine {
    day: Link,
    state: String,
    at: String,
    text: String,
}

#[derive(Template)]
#[template(path = "across/pair.html")]
struct PairPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    pairs: Vec<Choice>,
    name: String,
    own: String,
    neighbour: String,
    ways: Vec<WayView>,
    notes: Vec<NoteLine>,
}

async fn show(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Query(asked): Query<AcrossQuery>,
) -> Result<Response, Failure> {
    let w = signed.words(&app);
    let (all, seen) = chosen(&app, &signed, &asked.pair).await?;
    if seen.is_none() && !asked.pair.is_empty() {
        return Err(Failure::NotFound);
    }
    let mut shown = PairPage {
        pairs: all
            .iter()
            .map(|one| {
                let is_chosen = seen.as_ref().is_some_and(|seen| code(seen) == code(one));
                Choice::new(code(one), format!("{} · {}", one.pair.name, w.state(one.neighbour)), is_chosen)
            })
            .collect(),
        name: String::new(),
        own: String::new(),
        neighbour: String::new(),
        ways: Vec::new(),
        notes: Vec::new(),
        shell: Shell::new(&app, &signed, "across"),
        w,
    };
    if let Some(seen) = seen {
        let to = app.today().yesterday().unwrap_or_else(|_| app.today());
        let from = to.checked_sub((DAYS - 1).days()).unwrap_or(to);
        let said = said(&app, &seen).await?;
        shown.ways = Direction::ALL.iter().map(|way| view(w, &seen, &said, *way, (from, to))).collect();
        shown.notes = notes(&app, w, &seen, &said, (from, to));
        shown.name = seen.pair.name.clone();
        shown.own = w.state(seen.own);
        shown.neighbour = w.state(seen.neighbour);
    }
    Ok(page(&shown))
}

fn view(w: &Words, seen: &SeenPair, said: &Said, direction: Direction, days: (Date, Date)) -> WayView {
    let days = across(direction, &said.ours, &said.theirs, days);
    let (sums, name) = (Sums::of(&days), way(w, states(seen), direction));
    let title = match sums.both {
        0 => w.t1("across-finding-none", "way", name.clone()),
        _ => w.t_of(
            "across-finding",
            &[("way", name.clone()), ("gap", w.difference(sums.gap())), ("usual", band_in_words(w, sums.band))],
        ),
    };
    let young = days.last().and_then(|last| match last.usual {
        Usual::TooLittle(days) => Some(w.t2("across-young", ("days", days as i64), ("fewest", FEWEST_DAYS as i64))),
        Usual::Known { .. } => None,
    });
    let drawn = drawing(w, states(seen), &days, (930.0, 220.0));
    WayView {
        code: direction.code(),
        svg: drawn.in_page(&format!("across-{}", direction.code()), &title),
        name,
        title,
        young,
        rows: days.iter().rev().map(|day| row(w, seen, day)).collect(),
    }
}

fn row(w: &Words, seen: &SeenPair, day: &DayAcross) -> DayRow {
    DayRow {
        day: Link { address: address(seen, day.day), words: w.date(day.day) },
        ours: day.ours.as_ref().map(|figures| w.number(figures.people)),
        theirs: day.theirs.as_ref().map(|figures| w.number(figures.people)),
        gap: day.gap().map(|gap| w.difference(gap)),
        usual: band_in_words(w, day.usual.band()),
        is_unusual: day.is_unusual(),
        facts: facts_in_words(w, states(seen), day),
    }
}

/// The notes of both chiefs about these days, the latest day first.
fn notes(app: &App, w: &Words, seen: &SeenPair, said: &Said, (from, to): (Date, Date)) -> Vec<NoteLine> {
    let mut notes: Vec<_> = said.notes.iter().filter(|note| (from..=to).contains(&note.note.day)).collect();
    notes.sort_by_key(|note| (std::cmp::Reverse(note.note.day), !note.is_ours));
    let line = |note: &crate::node::neighbours::across::SaidNote| NoteLine {
        day: Link { address: address(seen, note.note.day), words: w.date(note.note.day) },
        state: w.state(if note.is_ours { seen.own } else { seen.neighbour }),
        at: moment(app, w, note.at),
        text: note.note.text.clone(),
    };
    notes.into_iter().map(line).collect()
}
