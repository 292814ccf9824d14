//! Where the next post should be: a page and a paper for planners, of counts that may be published and of what they suppose.

use crate::{
    access::{ANALYSIS, Nobody, PLANNING, Pages, at_headquarters},
    app::App,
    flows::{
        board::FlowSnapshot,
        reports::{self, Part},
    },
    kit::{
        download::Download,
        failure::Failure,
        form::{self, FormTrouble},
        parts::Choice,
        session::SignedIn,
        shell::{Shell, answer},
    },
    node::flows::{
        self,
        export::taken,
        planning::{DAYS, planned_from},
    },
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{RawQuery, State},
    response::{IntoResponse, Response},
};
use limen_domain::{Permission, StatedReason, TallyPoint};
use limen_statistics::{
    form::Form,
    planning::{NamedScenario, Place, Plan, Scenario, USUAL_SERVICE},
    queue::Opening,
    report::Report,
};
use serde::{Deserialize, Serialize};
use std::{ops::RangeInclusive, sync::Arc};

pub(crate) fn pages() -> Pages {
    Pages::new().get("/planning", at_headquarters(PLANNING, Nobody::Counts), show).a_step_away().post(
        "/planning/paper",
        at_headquarters(ANALYSIS, Nobody::Counts),
        paper,
    )
}

/// Scenarios that stand side by side at most.
const MOST_SCENARIOS: usize = 4;
/// The longest plan as an address says it, in bytes.
const MOST_BYTES: usize = 4_096;
/// The longest text of a field, in characters.
const MOST_TEXT: usize = 60;
/// The forms in which a plan leaves the house.
const FORMS: [Form; 3] = [Form::Pdf, Form::Xlsx, Form::Csv];
/// The days that are looked at where none are said.
const USUAL_DAYS: i64 = 28;
/// How far a post may be where it is not said, in kilometres.
const USUAL_WITHIN: f64 = 20.0;

const COUNTERS: RangeInclusive<f64> = 1.0..=50.0;
const OPENS: RangeInclusive<f64> = 0.0..=23.0;
const CLOSES: RangeInclusive<f64> = 1.0..=24.0;
const SHARE: RangeInclusive<f64> = 0.0..=100.0;
const REACH: RangeInclusive<f64> = 0.1..=200.0;
const WITHIN: RangeInclusive<f64> = 1.0..=500.0;
const SERVICE: RangeInclusive<f64> = 5.0..=3_600.0;

/// What a planner supposes, as the address says it; the fields of a scenario have one place in each list.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
struct PlanQuery {
    days: String,
    within: String,
    service: String,
    place: Vec<String>,
    counters: Vec<String>,
    opens: Vec<String>,
    closes: Vec<String>,
    share: Vec<String>,
    reach: Vec<String>,
}

/// A scenario as it was typed.
#[derive(Debug, Clone)]
struct Typed {
    letter: char,
    place: String,
    counters: String,
    opens: String,
    closes: String,
    share: String,
    reach: String,
}

impl Typed {
    fn usual(at: usize) -> Self {
        let text = |text: &str| text.to_owned();
        Self {
            letter: letter(at),
            place: String::new(),
            counters: text("2"),
            opens: text("6"),
            closes: text("18"),
            share: text("60"),
            reach: text("10"),
        }
    }
}

fn letter(at: usize) -> char {
    char::from(b'A' + (at % 26) as u8)
}

/// A number within its span; `usual` where nothing is typed, `None` where it is none or out of the span.
fn number(text: &str, usual: f64, span: &RangeInclusive<f64>) -> Option<f64> {
    match text.trim() {
        "" => Some(usual),
        text => text.replace(',', ".").parse().ok().filter(|number| span.contains(number)),
    }
}

impl PlanQuery {
    /// What an address asks for.
    fn of(query: &str) -> Result<Self, FormTrouble> {
        if query.len() > MOST_BYTES {
            return Err(FormTrouble::Malformed);
        }
        serde_html_form::from_str(query).map_err(|_| FormTrouble::Malformed)
    }

    /// As an address says it.
    fn query(&self) -> String {
        serde_html_form::to_string(self).unwrap_or_default()
    }

    /// The scenarios as they were typed; where nothing was, two at the first place of the list, with two counters and four.
    fn typed(&self, points: &[TallyPoint]) -> Vec<Typed> {
        let begins = self.place.is_empty();
        let one = |at: usize| {
            let mut typed = Typed::usual(at);
            if begins && at < 2 {
                typed.place = points.first().map(|point| point.name.clone()).unwrap_or_default();
                typed.counters = (2 * (at + 1)).to_string();
            }
            let fields = [
                (&mut typed.place, &self.place),
                (&mut typed.counters, &self.counters),
                (&mut typed.opens, &self.opens),
                (&mut typed.closes, &self.closes),
                (&mut typed.share, &self.share),
                (&mut typed.reach, &self.reach),
            ];
            for (field, said) in fields {
                if let Some(said) = said.get(at) {
                    *field = form::short(said, MOST_TEXT);
                }
            }
            typed
        };
        (0..MOST_SCENARIOS).map(one).collect()
    }

    /// Over how many days is looked.
    fn days(&self) -> i64 {
        self.days.parse().ok().filter(|days| DAYS.contains(days)).unwrap_or(USUAL_DAYS)
    }

    /// The plan, and what of it was not understood.
    fn plan(&self, w: &Words, points: &[TallyPoint]) -> (Plan, Vec<String>) {
        let mut problems = Vec::new();
        let mut within = number(&self.within, USUAL_WITHIN, &WITHIN);
        if within.is_none() {
            problems.push(out_of(w, "planning-within", &WITHIN));
            within = Some(USUAL_WITHIN);
        }
        let service = number(&self.service, USUAL_SERVICE, &SERVICE);
        if service.is_none() {
            problems.push(out_of(w, "planning-service", &SERVICE));
        }
        let mut scenarios = Vec::new();
        for typed in self.typed(points).iter().filter(|typed| !typed.place.is_empty()) {
            match scenario(w, typed, points) {
                Ok(scenario) => scenarios.push(scenario),
                Err(problem) => {
                    let letter = typed.letter.to_string();
                    problems.push(w.t2("planning-problem", ("scenario", letter), ("problem", problem)));
                }
            }
        }
        let service = service.filter(|_| !self.service.trim().is_empty());
        (Plan { scenarios, within_km: within.unwrap_or(USUAL_WITHIN), service }, problems)
    }
}

fn out_of(w: &Words, field: &str, span: &RangeInclusive<f64>) -> String {
    let number = |number: &f64| if number.fract() == 0.0 { format!("{number:.0}") } else { w.one_decimal(*number) };
    let values = [("field", w.t(field)), ("least", number(span.start())), ("most", number(span.end()))];
    w.t_of("planning-out-of", &values)
}

/// A scenario as it was typed, or what of it was not understood.
fn scenario(w: &Words, typed: &Typed, points: &[TallyPoint]) -> Result<NamedScenario, String> {
    let of_list = points.iter().find(|point| point.name == typed.place).map(TallyPoint::place);
    let at = of_list.and_then(|(north, east)| Place::new(north, east)).or_else(|| Place::typed(&typed.place));
    let at = at.ok_or_else(|| w.t1("planning-no-place", "text", typed.place.clone()))?;
    let read = |text: &str, usual, field: &str, span: &RangeInclusive<f64>| {
        number(text, usual, span).ok_or_else(|| out_of(w, field, span))
    };
    let counters = read(&typed.counters, 2.0, "planning-counters", &COUNTERS)? as u32;
    let opens = read(&typed.opens, 6.0, "planning-opens", &OPENS)? as u8;
    let closes = read(&typed.closes, 18.0, "planning-closes", &CLOSES)? as u8;
    if closes <= opens {
        return Err(w.t("planning-closed"));
    }
    let share = read(&typed.share, 60.0, "planning-share", &SHARE)? / 100.0;
    let reach_km = read(&typed.reach, 10.0, "planning-reach", &REACH)?;
    let opening = Opening { counters, opens, closes };
    Ok(NamedScenario { place: typed.place.clone(), scenario: Scenario { at, opening, share, reach_km } })
}

#[derive(Template)]
#[template(path = "flows/planning.html")]
struct PlanningPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    title: String,
    subtitle: String,
    parts: Vec<Part>,
    spans: Vec<Choice>,
    within: String,
    service: String,
    scenarios: Vec<Typed>,
    /// The names of places that can be chosen.
    points: Vec<String>,
    problems: Vec<String>,
    /// The plan, as its address says it.
    query: String,
    forms: Vec<Choice>,
    lacks_analyst: bool,
    may_take: bool,
    message: Option<String>,
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn, RawQuery(query): RawQuery) -> Result<Response, Failure> {
    let asked = PlanQuery::of(query.as_deref().unwrap_or_default())?;
    planning_page(&app, &signed, &asked, None).await
}

/// The plan that is asked for, of what may be published, and what of it was not understood.
async fn make(app: &Arc<App>, signed: &SignedIn, asked: &PlanQuery) -> Result<(Report, Vec<String>), Failure> {
    let w = signed.words(app);
    let seen = FlowSnapshot::with(app, flows::published(app).await?).await?;
    let bound = seen.table.bound().unwrap_or_default();
    let from = planned_from(app, asked.days(), bound).await?;
    let (plan, problems) = asked.plan(w, &from.points);
    let report = seen.work(signed.language, move |seen, w| seen.scene(w).plan(&from, &plan)).await?;
    let report = report.map_err(|error| {
        tracing::error!("a plan could not be counted: {error}");
        Failure::Fault
    })?;
    Ok((report, problems))
}

async fn planning_page(
    app: &Arc<App>,
    signed: &SignedIn,
    asked: &PlanQuery,
    message: Option<String>,
) -> Result<Response, Failure> {
    let w = signed.words(app);
    let (report, problems) = make(app, signed, asked).await?;
    let reference = app.reference();
    let points = reference.tally_points.all();
    let days = asked.days();
    let is_there = app.analyst.is_there();
    let had = FORMS.into_iter().filter(|form| is_there || !form.is_drawn());
    Ok(answer(
        message.is_some(),
        &PlanningPage {
            parts: reports::parts(w, &report),
            title: report.title,
            subtitle: report.subtitle,
            spans: [7, USUAL_DAYS, 92]
                .into_iter()
                .map(|span| Choice::new(span.to_string(), w.t1("distance-days", "count", span), span == days))
                .collect(),
            within: form::short(&asked.within, MOST_TEXT),
            service: form::short(&asked.service, MOST_TEXT),
            scenarios: asked.typed(points),
            points: points.iter().map(|point| point.name.clone()).collect(),
            problems,
            query: asked.query(),
            forms: had.map(|form| Choice::new(form.code(), w.coded("form", form.code()), false)).collect(),
            lacks_analyst: !is_there,
            may_take: signed.session.account.role.may(Permission::AnalyseFlows),
            message,
            shell: Shell::new(app, signed, "planning"),
            w,
        },
    ))
}

#[derive(Deserialize)]
struct PaperForm {
    /// The plan, as its address says it.
    query: String,
    form: String,
    why: String,
}

/// The plan as a file; the journal says who took it, and why.
async fn paper(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let PaperForm { query, form, why } = form::read(&signed, body).await?;
    let (w, asked) = (signed.words(&app), PlanQuery::of(&query)?);
    let form = FORMS.into_iter().find(|one| one.code() == form).ok_or(Failure::NotFound)?;
    let Ok(why) = StatedReason::parse(&why) else {
        return planning_page(&app, &signed, &asked, Some(w.t("take-no-reason"))).await;
    };
    if form.is_drawn() && !app.analyst.is_there() {
        return planning_page(&app, &signed, &asked, Some(w.t("analyst-missing"))).await;
    }
    let (report, _) = make(&app, &signed, &asked).await?;
    let source = w.t2("take-source", ("place", app.post.name.clone()), ("day", w.date(app.today())));
    let bytes = report.written(form, w, &source, &app.analyst).await.map_err(|error| {
        tracing::error!("a plan could not be written: {error}");
        Failure::Fault
    })?;
    let bound = app.settings().flows_bound.ok_or(Failure::FlowsUnbounded)?;
    // What can't be noted does not leave.
    let event = taken("plan".to_owned(), asked.query(), form.code(), &why, Some(bound));
    app.store.append(Some(&signed.session.account.id), vec![event], None).await?;
    let (end, media) = form.file();
    Ok(Download::new(&format!("plan-{}.{end}", app.today()), media, bytes).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_within_their_spans_and_with_either_comma() {
        assert_eq!((number("", 2.0, &REACH), number(" 7,5 ", 2.0, &REACH)), (Some(2.0), Some(7.5)));
        for text in ["0", "201", "NaN", "inf", "-3", "x"] {
            assert_eq!(number(text, 2.0, &REACH), None, "{text}");
        }
    }

    #[test]
    fn a_plan_is_read_from_its_address_and_written_as_one() {
        let asked = PlanQuery::of("days=7&place=A&counters=1&place=11.9,+-8.8&counters=3").expect("a plan");
        assert_eq!((asked.days(), asked.place.len(), asked.counters.len()), (7, 2, 2));
        let again = PlanQuery::of(&asked.query()).expect("a plan");
        assert_eq!((again.place, again.counters), (asked.place.clone(), asked.counters.clone()));
        let typed = asked.typed(&[]);
        assert_eq!((typed.len(), typed[1].counters.as_str(), typed[1].opens.as_str()), (4, "3", "6"));
        assert!(PlanQuery::of(&"x".repeat(MOST_BYTES + 1)).is_err());
        assert_eq!(PlanQuery::of("days=100000").expect("a plan").days(), USUAL_DAYS);
    }
}
