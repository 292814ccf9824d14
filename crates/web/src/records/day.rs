//! The day at the post: its crossings with search and filter, its totals, its CSV.

use crate::{
    access::{
        COUNTER, Look, Pages,
        asked::{DayAsked, MOST_EXPORTED},
        at_posts,
    },
    app::App,
    kit::{
        download::Download,
        failure::Failure,
        names::Names,
        parts::{Choice, Link, choices},
        session::SignedIn,
        shell::{Shell, level, page},
    },
    node::{level::Level, typed_day::day_as_typed},
    records::day_chart,
    words::Words,
};
use askama::Template;
use axum::{
    extract::{Query, State},
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use limen_domain::{
    AccountId, AgeBand, Answer, CrossingId, DecisionKind, Direction, GoodsKind, Permission, ReferralReason, Role, Sex,
    StateCode,
};
use limen_statistics::sheet::no_formula;
use limen_store::{DayRow, Page, Paged, TallyTotals, Totals};
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new().get("/day", at_posts(COUNTER, Look::Day), show).at_hand().get(
        "/day.csv",
        at_posts(COUNTER, Look::DayFile),
        export,
    )
}

/// Rows on one page.
const ROWS: i64 = 50;
/// Nationalities shown before the rest is put together.
const NATIONALITIES_SHOWN: usize = 6;

#[derive(Template)]
#[template(path = "records/day.html")]
struct DayPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    asked: DayAsked,
    day: String,
    day_value: String,
    rows: Vec<RowView>,
    shown: String,
    /// The days before and after this one; `None` after today.
    previous: Option<Link>,
    next: Option<Link>,
    earlier_page: Option<String>,
    later_page: Option<String>,
    csv: String,
    chart: String,
    totals: TotalsView,
    decisions: Vec<Choice>,
}

struct RowView {
    id: CrossingId,
    time: String,
    is_entry: bool,
    direction: String,
    name: String,
    nationality: String,
    age: String,
    document: String,
    decision: String,
    level: Level,
    officer: String,
    is_corrected: bool,
    is_cancelled: bool,
    is_correction: bool,
    is_open_referral: bool,
}

struct TotalsView {
    entries: String,
    exits: String,
    refused: String,
    referred: String,
    sexes: Vec<BothWays>,
    ages: Vec<BothWays>,
    nationalities: Vec<BothWays>,
    /// The questions on health that were answered.
    health: Vec<HealthRow>,
    /// People who were counted and not registered: never added to the others. `None` if there were none.
    tally: Option<BothWays>,
    /// Loads of each kind of goods.
    goods: Vec<BothWays>,
}

/// How many came and went.
struct BothWays {
    label: String,
    entries: String,
    exits: String,
}

/// How many answered a question on health.
struct HealthRow {
    question: String,
    yes: String,
    no: String,
}

async fn show(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Query(asked): Query<DayAsked>,
) -> Result<Response, Failure> {
    let (w, names) = (signed.words(&app), Names::load(&app).await?);
    let day = asked.day(&app);
    let filter = asked.filter(&app, day)?;
    let number = asked.page.parse::<i64>().unwrap_or(1).clamp(1, 10_000);
    let Paged { rows, total: found } =
        app.store.day(&filter, Page { offset: (number - 1) * ROWS, limit: ROWS }).await?;
    let totals = app.store.totals(&filter, &app.zone).await?;
    let beside = Beside {
        tally: TallyTotals::of(&app.store.tallies(&app.post.id, filter.from, filter.to).await?),
        goods: app.store.goods(&app.post.id, filter.from, filter.to).await?,
    };
    let hours = match day.cmp(&app.today()) {
        std::cmp::Ordering::Less => 24,
        std::cmp::Ordering::Greater => 0,
        std::cmp::Ordering::Equal => app.now().to_zoned_datetime(app.zone.clone()).hour().unsigned_abs() + 1,
    };
    let decisions = choices(w, "decision", DecisionKind::ALL, DecisionKind::code, &asked.decision);
    let page_view = DayPage {
        shell: Shell::new(&app, &signed, "day"),
        w,
        day: w.date(day),
        day_value: day_as_typed(day),
        previous: day.yesterday().ok().map(|day| of_day(w, "day-previous", day)),
        next: day.tomorrow().ok().filter(|day| *day <= app.today()).map(|day| of_day(w, "day-next", day)),
        rows: rows.iter().map(|row| row_view(&app, w, &names, row)).collect(),
        shown: w.t2("day-found", ("count", found), ("page", number)),
        earlier_page: (number > 1).then(|| asked.address("/day", number - 1)),
        later_page: (number * ROWS < found).then(|| asked.address("/day", number + 1)),
        csv: asked.address("/day.csv", 1),
        chart: day_chart::hours(w, &totals, hours),
        totals: totals_view(&app, w, &totals, &beside),
        decisions,
        asked,
    };
    Ok(page(&page_view))
}

fn of_day(w: &Words, words: &str, day: Date) -> Link {
    Link { address: format!("/day?day={day}"), words: w.t(words) }
}

fn row_view(app: &App, w: &Words, names: &Names, row: &DayRow) -> RowView {
    let state = |code: &str| code.parse::<StateCode>().map_or_else(|_| String::new(), |code| w.state(code));
    RowView {
        id: row.id,
        time: w.time(row.at.to_zoned_datetime(app.zone.clone()).time()),
        is_entry: row.direction == Direction::Entry,
        direction: w.coded("direction", row.direction.code()),
        name: row.name.in_full(),
        nationality: state(&row.nationality),
        age: row.age.map(|age| age.to_string()).unwrap_or_default(),
        document: format!("{} {}", row.document_issuer, row.document_number).trim().to_owned(),
        decision: w.coded("decision", row.decision.code()),
        level: level(row.decision),
        officer: AccountId::parse(&row.officer).map_or_else(|_| row.officer.clone(), |officer| names.of(&officer)),
        is_corrected: row.is_corrected,
        is_cancelled: row.is_cancelled,
        is_correction: row.is_correction,
        is_open_referral: row.is_open_referral,
    }
}

/// What is counted beside crossings.
struct Beside {
    tally: TallyTotals,
    goods: Vec<(Direction, GoodsKind, i64)>,
}

/// A row of totals; `None` where nobody is in it.
fn both_ways(w: &Words, label: String, entries: u64, exits: u64) -> Option<BothWays> {
    (entries + exits > 0).then(|| BothWays { label, entries: w.number(entries), exits: w.number(exits) })
}

fn totals_view(app: &App, w: &Words, totals: &Totals, beside: &Beside) -> TotalsView {
    let sexes = Sex::ALL.iter().filter_map(|&sex| {
        let of = |direction| totals.by_sex.get(&(direction, sex)).copied().unwrap_or_default();
        both_ways(w, w.coded("sex", sex.code()), of(Direction::Entry), of(Direction::Exit))
    });
    let ages = AgeBand::ALL.iter().filter_map(|&band| {
        let of = |direction| totals.by_age.get(&(direction, band)).copied().unwrap_or_default();
        both_ways(w, w.coded("age-band", band.code()), of(Direction::Entry), of(Direction::Exit))
    });
    let counted = |direction| beside.tally.people(direction);
    TotalsView {
        entries: w.number(totals.crossed(Direction::Entry)),
        exits: w.number(totals.crossed(Direction::Exit)),
        refused: w.number(totals.decided.stopped()),
        referred: w.number(totals.decided.of(DecisionKind::Refer)),
        sexes: sexes.collect(),
        ages: ages.collect(),
        nationalities: nationalities(w, totals),
        health: health(app, w, totals),
        tally: both_ways(w, w.t("tally-counted"), counted(Direction::Entry), counted(Direction::Exit)),
        goods: goods(w, &beside.goods),
    }
}

/// Loads of each kind of goods, in and out.
fn goods(w: &Words, loads: &[(Direction, GoodsKind, i64)]) -> Vec<BothWays> {
    let of = |kind, direction| {
        let found = loads.iter().find(|(way, other, _)| *way == direction && *other == kind);
        found.map_or(0, |(_, _, loads)| *loads).to_string()
    };
    let kinds = GoodsKind::ALL.iter().filter(|kind| loads.iter().any(|(_, other, _)| other == *kind));
    let row = |kind: &GoodsKind| BothWays {
        label: w.coded("goods", kind.code()),
        entries: of(*kind, Direction::Entry),
        exits: of(*kind, Direction::Exit),
    };
    kinds.map(row).collect()
}

fn health(app: &App, w: &Words, totals: &Totals) -> Vec<HealthRow> {
    let mut questions: Vec<&String> = totals.health.keys().map(|(question, _)| question).collect();
    questions.dedup();
    let reference = app.reference();
    let row = |question: &String| {
        let count = |answer| w.number(totals.health.get(&(question.clone(), answer)).copied().unwrap_or_default());
        let text = reference.health.text(question, w.language.tag()).to_owned();
        HealthRow { question: text, yes: count(Answer::Yes), no: count(Answer::No) }
    };
    questions.into_iter().map(row).collect()
}

/// The nationalities that crossed most, and the rest together.
fn nationalities(w: &Words, totals: &Totals) -> Vec<BothWays> {
    let mut by_code: std::collections::BTreeMap<&str, (u64, u64)> = std::collections::BTreeMap::new();
    for ((code, direction), &count) in &totals.by_nationality {
        let entry = by_code.entry(code).or_default();
        match direction {
            Direction::Entry => entry.0 += count,
            Direction::Exit => entry.1 += count,
        }
    }
    let mut all: Vec<_> = by_code.into_iter().collect();
    all.sort_by_key(|(_, (entries, exits))| std::cmp::Reverse(entries + exits));
    let rest = all.split_off(all.len().min(NATIONALITIES_SHOWN));
    let row = |label, entries, exits| BothWays { label, entries: w.number(entries), exits: w.number(exits) };
    let mut rows: Vec<_> = all
        .into_iter()
        .map(|(code, (entries, exits))| {
            let name = code.parse().map_or_else(|_| w.t("nationality-unknown"), |code| w.state(code));
            row(name, entries, exits)
        })
        .collect();
    if !rest.is_empty() {
        let (entries, exits) = rest.iter().fold((0, 0), |sum, (_, count)| (sum.0 + count.0, sum.1 + count.1));
        rows.push(row(w.t1("nationalities-other", "count", rest.len()), entries, exits));
    }
    rows
}

async fn export(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Query(asked): Query<DayAsked>,
) -> Result<Response, Failure> {
    let day = asked.day(&app);
    let filter = asked.filter(&app, day)?;
    let rows = app.store.day(&filter, Page { offset: 0, limit: MOST_EXPORTED }).await?.rows;
    let text = csv(&app, signed.session.account.role, &rows).map_err(|error| {
        tracing::error!("the day could not be written as CSV: {error}");
        Failure::Fault
    })?;
    let name = format!("{}-{day}.csv", app.post.id);
    Ok(Download::new(&name, "text/csv; charset=utf-8", text).into_response())
}

const COLUMNS: [&str; 23] = [
    "crossing",
    "post",
    "at",
    "direction",
    "decision",
    "grounds",
    "surname",
    "given_names",
    "birth_date",
    "age",
    "sex",
    "nationality",
    "document_kind",
    "document_issuer",
    "document_number",
    "source",
    "purpose",
    "mode",
    "origin",
    "destination",
    "stay_days",
    "officer",
    "record",
];

/// The day as CSV: codes, not words, so that it means the same in every language; times with the post's offset.
fn csv(app: &App, role: Role, rows: &[DayRow]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for row in rows {
        let record = match (row.is_corrected, row.is_correction) {
            _ if row.is_cancelled => "cancelled",
            (true, _) => "corrected",
            (false, true) => "correction",
            (false, false) => "original",
        };
        let at = row.at.to_zoned_datetime(app.zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
        let cells = [
            row.id.to_string(),
            app.post.id.to_string(),
            at,
            row.direction.to_string(),
            row.decision.to_string(),
            if is_reserved(role, &row.grounds) { "reserved".to_owned() } else { row.grounds.clone() },
            row.name.primary.clone(),
            row.name.secondary.clone(),
            row.birth_date.clone(),
            row.age.map(|age| age.to_string()).unwrap_or_default(),
            row.sex.to_string(),
            row.nationality.clone(),
            row.document_kind.clone(),
            row.document_issuer.clone(),
            row.document_number.clone(),
            row.source.clone(),
            row.purpose.clone(),
            row.mode.clone(),
            row.origin.clone(),
            row.destination.clone(),
            row.stay_days.map(|days| days.to_string()).unwrap_or_default(),
            row.officer.clone(),
            record.to_owned(),
        ];
        writer.write_record(cells.iter().map(|cell| no_formula(cell)))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// Whether the reason of a referral is not for this role: it would say who asks for asylum.
fn is_reserved(role: Role, grounds: &str) -> bool {
    grounds == ReferralReason::Protection.code() && !role.may(Permission::SeeProtection)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_view_carries_its_filters() {
        let asked = DayAsked { search: "Keïta & fils".into(), direction: "entry".into(), ..DayAsked::default() };
        assert_eq!(asked.address("/day", 2), "/day?search=Ke%C3%AFta+%26+fils&direction=entry&page=2");
        assert_eq!(DayAsked::default().address("/day", 1), "/day");
    }
}
