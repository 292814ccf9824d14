//! Posts that could be opened, side by side in a table, with what that rests on and where the formula misleads.

use super::{Comparison, Enough, NamedScenario, Place, Plan, PlannedFrom, compare, plan::place_of};
use crate::{
    figure::Scene,
    published::published_count,
    queue::{Served, ServiceTimes},
    report::Block,
    sheet::{Cell, Column, Sheet},
    waits::LEAST_WAITS,
};
use jiff::SignedDuration;
use limen_store::Wait;

/// Who stood longer at a counter was left there, and is left out of the service times.
const LONGEST_SERVICE: SignedDuration = SignedDuration::from_hours(1);
/// The mean service time that is assumed where too few were measured and a planner says none, in seconds.
pub const USUAL_SERVICE: f64 = 120.0;
/// On how many days a scenario rests at least.
const LEAST_DAYS: usize = 3;
/// On how many people a scenario rests at least, in bounds of what is published.
const LEAST_BOUNDS: u64 = 10;

/// Service times, and how many of them were measured; nought where they are assumed.
struct Service {
    times: ServiceTimes,
    measured: usize,
}

impl Service {
    fn of(waits: &[Wait], said: Option<f64>) -> Option<Self> {
        let took = waits.iter().map(|wait| wait.took).filter(|took| *took <= LONGEST_SERVICE);
        let seconds: Vec<f64> = took.map(|took| took.as_secs_f64()).collect();
        let measured = seconds.len();
        if said.is_none() && measured >= LEAST_WAITS {
            return ServiceTimes::measured(seconds).map(|times| Self { times, measured });
        }
        ServiceTimes::assumed(said.unwrap_or(USUAL_SERVICE)).map(|times| Self { times, measured: 0 })
    }
}

impl Scene<'_> {
    /// What is published of a number a day that was computed.
    fn a_day(&self, people: f64) -> Cell {
        self.count_or_few(published_count(0, people.round().max(0.0) as u64, self.bound()))
    }

    /// The scenarios side by side, with what they rest on.
    pub(super) fn plan_scenarios(&self, from: &PlannedFrom, plan: &Plan) -> Vec<Block> {
        let w = self.w;
        if plan.scenarios.is_empty() {
            return vec![Block::Text(w.t("planning-no-scenario"))];
        }
        let Some(service) = Service::of(&from.waits, plan.service) else {
            return vec![Block::Text(w.t("planning-no-scenario"))];
        };
        let posts: Vec<Place> = self.posts.iter().filter_map(place_of).collect();
        let enough = Enough { days: LEAST_DAYS, people: u64::from(self.bound().get()) * LEAST_BOUNDS };
        let found: Vec<Comparison> = plan
            .scenarios
            .iter()
            .map(|one| compare(&one.scenario, &from.paths, &posts, &service.times, plan.within_km, enough))
            .collect();
        let mean = w.seconds(service.times.mean().round() as i64);
        let mut blocks = vec![Block::Text(match service.measured {
            0 => w.t1("planning-service-assumed", "mean", mean),
            measured => {
                let measured = published_count(0, measured as u64, self.bound());
                w.t2("planning-service-measured", ("mean", mean), ("count", w.number(measured)))
            }
        })];
        blocks.push(Block::Table(w.t("planning-compared"), self.plan_compared(plan, &found)));
        for (at, comparison) in found.iter().enumerate() {
            let name = name(at);
            let key = match comparison.served {
                None => Some("planning-too-little"),
                Some((formula, simulated)) if misleads(simulated.mean_wait, formula.mean_wait) => {
                    Some("planning-gap-more")
                }
                Some((formula, simulated)) if misleads(formula.mean_wait, simulated.mean_wait) => {
                    Some("planning-gap-less")
                }
                Some(_) => None,
            };
            blocks.extend(key.map(|key| Block::Text(w.t1(key, "scenario", name))));
        }
        blocks.push(Block::Text(w.t("planning-assumptions")));
        blocks.push(Block::Text(w.t("planning-formulae")));
        blocks
    }

    fn plan_compared(&self, plan: &Plan, found: &[Comparison]) -> Sheet {
        let w = self.w;
        let mut columns = vec![Column::text(&w.t("planning-measure"), "#indicator")];
        columns.extend((0..found.len()).map(|at| Column::number(&name(at), "#indicator+value")));
        let all = || plan.scenarios.iter().zip(found);
        let text = |words: &dyn Fn(&NamedScenario) -> String| -> Vec<Cell> {
            plan.scenarios.iter().map(|one| Cell::Text(words(one))).collect()
        };
        let withheld = || Cell::Text(w.t("planning-withheld"));
        let of_served = |cell: &dyn Fn(&Served, &Served) -> Cell| -> Vec<Cell> {
            let each = |one: &Comparison| {
                one.served.as_ref().map_or_else(withheld, |(formula, simulated)| cell(formula, simulated))
            };
            found.iter().map(each).collect()
        };
        let minutes = |seconds: f64| w.minutes((seconds / 60.0).round() as i64);
        let wait = |seconds: f64| Cell::Text(minutes(seconds));
        let gap = |formula: &Served, simulated: &Served| {
            let gap = ((simulated.mean_wait - formula.mean_wait) / 60.0).round();
            let sign = if gap < 0.0 { "\u{2212}" } else { "+" };
            Cell::Text(format!("{sign}{}", minutes(gap.abs() * 60.0)))
        };
        let opening = |one: &NamedScenario| one.scenario.opening;
        let rows: Vec<(&str, Vec<Cell>)> = vec![
            ("planning-place", text(&|one| one.place.clone())),
            ("planning-counters", text(&|one| w.number(u64::from(opening(one).counters)))),
            (
                "planning-open",
                text(&|one| {
                    let hours = [("from", i64::from(opening(one).opens)), ("to", i64::from(opening(one).closes))];
                    w.t2("planning-quarter", hours[0], hours[1])
                }),
            ),
            ("planning-share", text(&|one| w.percent(one.scenario.share))),
            ("planning-reach", text(&|one| w.one_decimal(one.scenario.reach_km))),
            ("planning-simulated-days", all().map(|(_, one)| Cell::Count(one.days as u64)).collect()),
            ("planning-served", of_served(&|_, simulated| self.a_day(simulated.a_day))),
            ("planning-wait-mean", of_served(&|_, simulated| wait(simulated.mean_wait))),
            ("planning-wait-mean-formula", of_served(&|formula, _| wait(formula.mean_wait))),
            ("planning-gap", of_served(&gap)),
            ("planning-wait-nine", of_served(&|_, simulated| wait(simulated.wait_of_nine))),
            ("planning-wait-nine-formula", of_served(&|formula, _| wait(formula.wait_of_nine))),
            ("planning-load", of_served(&|_, simulated| Cell::Text(w.percent(simulated.load)))),
            ("planning-at-closing", of_served(&|_, simulated| self.a_day(simulated.at_closing))),
        ];
        let mut rows: Vec<Vec<Cell>> =
            rows.into_iter().map(|(key, cells)| std::iter::once(Cell::Text(w.t(key))).chain(cells).collect()).collect();
        let without = w.t1("planning-without", "km", w.one_decimal(plan.within_km));
        let cells = all().map(|(_, one)| self.a_day(one.without));
        rows.push(std::iter::once(Cell::Text(without)).chain(cells).collect());
        Sheet { columns, rows }
    }
}

/// A scenario's letter.
fn name(at: usize) -> String {
    char::from(b'A' + (at % 26) as u8).to_string()
}

/// Whether a wait is so much longer than another one that who reads the other only is misled: a quarter and a minute.
fn misleads(one: f64, other: f64) -> bool {
    one > other * 1.25 + 60.0
}
