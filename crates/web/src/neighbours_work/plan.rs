//! The cooperation plan: recommendations of the mixed commission and the actions that they led to, of both sides in one table;
//! on paper, and as a report for the commission.

use crate::{
    access::{JOINT_WRITTEN, Nobody, Pages, anywhere},
    app::App,
    kit::{
        download::Download,
        failure::Failure,
        parts::{Choice, choices},
        session::SignedIn,
        shell::{Shell, page},
    },
    neighbours_work::work::neighbour_choices,
    node::neighbours::work::{self, SeenItem},
    words::Words,
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use limen_domain::StateCode;
use limen_neighbour::{Kind, PlanState};
use limen_statistics::{
    form::Form,
    report::{Block, Fact, Report},
    sheet::{Cell, Column, Sheet},
};
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .get("/neighbours/plan", anywhere(JOINT_WRITTEN, Nobody::House), show)
        .get("/neighbours/plan/print", anywhere(JOINT_WRITTEN, Nobody::House), print)
        .get("/neighbours/plan/report/{form}", anywhere(JOINT_WRITTEN, Nobody::House), report)
}

/// What of the plan is asked for, as it stands in the address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct PlanAsked {
    /// `ours`, `theirs`, or both.
    side: String,
    /// A state of the plan, `overdue`, or all.
    state: String,
}

impl PlanAsked {
    fn takes(&self, seen: &SeenItem, today: Date) -> bool {
        let is_side = match self.side.as_str() {
            "ours" => seen.is_ours,
            "theirs" => !seen.is_ours,
            _ => true,
        };
        let is_state = match self.state.as_str() {
            "" => true,
            "overdue" => seen.is_overdue(today),
            state => seen.item.state.code() == state,
        };
        is_side && is_state
    }

    /// As it stands after the question mark.
    fn query(&self) -> String {
        let known = |text: &str| text.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        let part = |text: &str| if known(text) { text.to_owned() } else { String::new() };
        format!("side={}&state={}", part(&self.side), part(&self.state))
    }
}

/// A row of the plan.
struct ItemView {
    id: String,
    neighbour: String,
    number: String,
    text: String,
    /// Whether it is an action that a recommendation led to.
    is_action: bool,
    owner: String,
    due: String,
    is_overdue: bool,
    state: String,
    done: String,
    side: String,
    /// Whether this person may change it here.
    may_change: bool,
}

async fn items(app: &App, signed: &SignedIn, asked: &PlanAsked) -> Result<Vec<SeenItem>, Failure> {
    let today = app.today();
    let mut items = work::plan(app, signed.session.account.role).await?;
    items.retain(|seen| asked.takes(seen, today));
    Ok(items)
}

/// Rows for a page; on paper nothing is changed.
fn views(app: &App, w: &Words, items: &[SeenItem], on_paper: bool) -> Vec<ItemView> {
    let today = app.today();
    let view = |seen: &SeenItem| ItemView {
        id: seen.item.id.to_string(),
        neighbour: seen.neighbour.to_string(),
        number: seen.item.number.clone(),
        text: seen.item.text.clone(),
        is_action: seen.item.of.is_some(),
        owner: seen.item.owner.clone(),
        due: seen.item.due.map(|due| w.date(due)).unwrap_or_default(),
        is_overdue: seen.is_overdue(today),
        state: w.coded("plan-state", seen.item.state.code()),
        done: seen.item.done.clone(),
        side: side(w, seen, app.post.country),
        may_change: seen.is_ours && app.is_headquarters() && !on_paper,
    };
    items.iter().map(view).collect()
}

#[derive(Template)]
#[template(path = "neighbours_work/plan.html")]
struct PlanPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    items: Vec<ItemView>,
    sides: Vec<Choice>,
    states: Vec<Choice>,
    query: String,
    /// The neighbours to whom items may be said here.
    write_to: Vec<Choice>,
    has_pdf: bool,
}

async fn show(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Query(asked): Query<PlanAsked>,
) -> Result<Response, Failure> {
    let w = signed.words(&app);
    let items = items(&app, &signed, &asked).await?;
    let side = |side: &str| Choice::new(side, w.coded("plan-side", side), asked.side == side);
    let mut states = choices(w, "plan-state", PlanState::ALL, PlanState::code, &asked.state);
    states.push(Choice::new("overdue", w.t("plan-overdue"), asked.state == "overdue"));
    let write_to = if app.is_headquarters() { neighbour_choices(&app, w, Kind::Plan, "").await? } else { Vec::new() };
    Ok(page(&PlanPage {
        items: views(&app, w, &items, false),
        sides: ["ours", "theirs"].map(side).into(),
        states,
        query: asked.query(),
        write_to,
        has_pdf: app.analyst.is_there(),
        shell: Shell::new(&app, &signed, "joint"),
        w,
    }))
}

/// The plan on paper.
#[derive(Template)]
#[template(path = "neighbours_work/plan_sheet.html")]
struct SheetPage<'a> {
    w: &'a Words,
    service: String,
    day: String,
    query: String,
    items: Vec<ItemView>,
}

async fn print(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Query(asked): Query<PlanAsked>,
) -> Result<Response, Failure> {
    let w = signed.words(&app);
    let items = items(&app, &signed, &asked).await?;
    Ok(page(&SheetPage {
        w,
        service: app.post.name.clone(),
        day: w.date(app.today()),
        query: asked.query(),
        items: views(&app, w, &items, true),
    }))
}

async fn report(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(form): Path<String>,
    Query(asked): Query<PlanAsked>,
) -> Result<Response, Failure> {
    let form = Form::of(&form).filter(|form| matches!(form, Form::Xlsx | Form::Pdf)).ok_or(Failure::NotFound)?;
    let w = signed.words(&app);
    let items = items(&app, &signed, &asked).await?;
    let report = report_of(w, &items, (app.post.country, app.today()), form);
    let source = w.t2("take-source", ("place", app.post.name.clone()), ("day", w.date(app.today())));
    let bytes = report.written(form, w, &source, &app.analyst).await.map_err(|error| {
        tracing::error!("the report on the plan could not be written: {error}");
        Failure::Fault
    })?;
    let (end, media) = form.file();
    Ok(Download::new(&format!("{}.{end}", w.t("plan-file")), media, bytes).into_response())
}

/// The report for the commission: on paper in sentences, since texts are long; as a workbook in a table.
fn report_of(w: &Words, items: &[SeenItem], (own, today): (StateCode, Date), form: Form) -> Report {
    let count = |state: PlanState| items.iter().filter(|seen| seen.item.state == state).count() as u64;
    let fact = |label: String, count: u64| Fact { label, value: w.number(count), note: String::new() };
    let mut facts: Vec<Fact> =
        PlanState::ALL.iter().map(|state| fact(w.coded("plan-state", state.code()), count(*state))).collect();
    let overdue = items.iter().filter(|seen| seen.is_overdue(today)).count() as u64;
    facts.push(fact(w.t("plan-overdue"), overdue));
    let mut blocks = vec![Block::Facts(facts)];
    if form == Form::Pdf {
        blocks.extend(items.iter().flat_map(|seen| in_sentences(w, seen, (own, today))));
    } else {
        blocks.push(Block::Table(w.t("plan-table"), sheet(w, items, (own, today))));
    }
    Report { title: w.t("plan-title"), subtitle: w.t1("plan-as-of", "day", w.date(today)), blocks }
}

/// How far an item is, and whether it should have been done.
fn how_far(w: &Words, seen: &SeenItem, today: Date) -> String {
    let state = w.coded("plan-state", seen.item.state.code());
    if seen.is_overdue(today) { format!("{state} · {}", w.t("plan-overdue")) } else { state }
}

fn side(w: &Words, seen: &SeenItem, own: StateCode) -> String {
    w.state(if seen.is_ours { own } else { seen.neighbour })
}

fn in_sentences(w: &Words, seen: &SeenItem, (own, today): (StateCode, Date)) -> Vec<Block> {
    let item = &seen.item;
    let said = |column: &str, text: String| w.colon(w.coded("plan-column", column), text);
    let mut facts = vec![said("owner", item.owner.clone())];
    facts.extend(item.due.map(|due| said("due", w.date(due))));
    facts.push(said("state", how_far(w, seen, today)));
    let mut blocks = Vec::new();
    if item.of.is_none() {
        blocks.push(Block::Heading(format!("{} {}", side(w, seen, own), item.number).trim().to_owned()));
        blocks.push(Block::Text(item.text.clone()));
    } else {
        blocks.push(Block::Text(format!("→ {} ({})", item.text, side(w, seen, own))));
    }
    blocks.push(Block::Text(facts.join(" · ")));
    blocks.extend((!item.done.is_empty()).then(|| Block::Text(said("done", item.done.clone()))));
    blocks
}

fn sheet(w: &Words, items: &[SeenItem], (own, today): (StateCode, Date)) -> Sheet {
    let columns = ["number", "what", "side", "owner", "due", "state", "done"];
    let columns = columns.map(|column| Column::text(&w.coded("plan-column", column), "#meta"));
    let row = |seen: &SeenItem| {
        let item = &seen.item;
        vec![
            Cell::Text(item.number.clone()),
            Cell::Text(if item.of.is_some() { format!("→ {}", item.text) } else { item.text.clone() }),
            Cell::Text(side(w, seen, own)),
            Cell::Text(item.owner.clone()),
            item.due.map_or_else(|| Cell::Text(String::new()), |due| Cell::Day(due, w.date(due))),
            Cell::Code(item.state.code().to_owned(), how_far(w, seen, today)),
            Cell::Text(item.done.clone()),
        ]
    };
    Sheet { columns: columns.into(), rows: items.iter().map(row).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use limen_neighbour::PlanItem;
    use limen_words::{AllWords, Language};
    use uuid::Uuid;

    fn seen(is_ours: bool, state: PlanState) -> SeenItem {
        let item = PlanItem {
            id: Uuid::nil(),
            of: None,
            number: "3".into(),
            text: "Radios communes".into(),
            owner: "PFA".into(),
            due: Some(date(2031, 3, 1)),
            state,
            done: String::new(),
        };
        SeenItem { neighbour: "MLI".parse().expect("a state"), is_ours, item }
    }

    #[test]
    fn an_address_asks_for_a_side_and_a_state_and_nothing_else_stands_in_it() {
        let today = date(2031, 3, 10);
        let asked = |side: &str, state: &str| PlanAsked { side: side.into(), state: state.into() };
        assert!(asked("ours", "overdue").takes(&seen(true, PlanState::Open), today));
        assert!(!asked("ours", "").takes(&seen(false, PlanState::Open), today));
        assert!(!asked("", "overdue").takes(&seen(true, PlanState::Done), today));
        assert!(asked("theirs", "done").takes(&seen(false, PlanState::Done), today));
        assert_eq!(asked("\"><script>", "done").query(), "side=&state=done");
    }

    #[test]
    fn the_report_counts_states_and_says_what_is_overdue() {
        let words = AllWords::load();
        let items = [seen(true, PlanState::Open), seen(false, PlanState::Done)];
        let own = "GIN".parse().expect("a state");
        let of = |form| report_of(words.of(Language::English), &items, (own, date(2031, 3, 10)), form);
        let report = of(Form::Xlsx);
        let tables = report.tables();
        assert_eq!(tables[0].sheet.rows.len(), 2);
        let first: Vec<String> = tables[0].sheet.rows[0].iter().map(Cell::plain).collect();
        assert_eq!((first[1].as_str(), first[4].as_str()), ("Radios communes", "2031-03-01"));
        assert!(first[5].contains("overdue"), "{first:?}");
        let Block::Facts(facts) = &report.blocks[0] else { panic!("figures first") };
        assert_eq!(facts.iter().map(|fact| fact.value.as_str()).collect::<Vec<_>>(), ["1", "0", "1", "0", "1"]);
        let texts = of(Form::Pdf).notes().join("\n");
        assert!(texts.contains("Radios communes") && texts.contains("overdue"), "{texts}");
    }
}
