//! The calculator: may someone with these stays behind them enter on a day, and for how long?
//!
//! It knows no traveller: stays are typed from the stamps of a document, and stand in the address.

use crate::{
    access::{COUNTER, Nobody, Pages, at_posts},
    app::App,
    kit::{
        failure::Failure,
        session::SignedIn,
        shell::{Shell, page},
    },
    node::level::Level,
    words::Words,
};
use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use jiff::civil::Date;
use limen_domain::{Allowance, History, HistoryError, MayStay, Standing, Stay};
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new().get("/stay", at_posts(COUNTER, Nobody::Typed), show).a_step_away()
}

/// The rules offered; any other may be typed.
const RULES: [&str; 5] = ["90/180", "90/365", "90/year", "90/entry", "30/entry"];
/// Maximum number of characters of a history that are read.
const MOST_TYPED: usize = 4_000;

/// What the address asks for; every field may be missing or wrong.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct StayQuery {
    rule: String,
    on: String,
    history: Option<String>,
}

/// What is wrong with what was typed, beside its field.
#[derive(Default)]
struct Wrong {
    rule: Option<String>,
    on: Option<String>,
    history: Option<String>,
}

/// The verdict and the figures under it.
struct Answer {
    level: Level,
    verdict: String,
    /// When someone who may not enter may do so again.
    again: Option<String>,
    used: u32,
    left: Option<u32>,
    overstayed: u32,
}

#[derive(Template)]
#[template(path = "counter/stay_calculator.html")]
struct StayPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    rules: [&'static str; 5],
    rule: String,
    on: String,
    history: String,
    wrong: Wrong,
    answer: Option<Answer>,
}

async fn show(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Query(asked): Query<StayQuery>,
) -> Result<Response, Failure> {
    let w = signed.words(&app);
    let rule = if asked.rule.trim().is_empty() { RULES[0].to_owned() } else { asked.rule };
    let on = if asked.on.is_empty() { app.today().to_string() } else { asked.on };
    let mut wrong = Wrong::default();
    let mut answer = None;
    if let Some(typed) = &asked.history {
        let allowance = rule.parse::<Allowance>().map_err(|_| wrong.rule = Some(w.t("stay-rule-wrong")));
        let day = day(&on).ok_or_else(|| wrong.on = Some(w.t("stay-date-wrong")));
        let history = history(typed, w).map_err(|message| wrong.history = Some(message));
        if let (Ok(allowance), Ok(day), Ok(history)) = (allowance, day, history) {
            answer = Some(Answer::new(allowance, &history, day, w));
        }
    }
    Ok(page(&StayPage {
        shell: Shell::new(&app, &signed, "stay"),
        w,
        rules: RULES,
        rule: rule.chars().take(60).collect(),
        on,
        history: asked.history.unwrap_or_default().chars().take(MOST_TYPED).collect(),
        wrong,
        answer,
    }))
}

impl Answer {
    fn new(allowance: Allowance, history: &History, on: Date, w: &Words) -> Self {
        let standing = allowance.standing(history, on);
        let Standing { is_present, days_used, days_left, may_stay, overstayed_days } = standing;
        let verdict = match (may_stay, is_present) {
            (MayStay::To(last), true) => w.t1("stay-until", "date", w.date(last)),
            (MayStay::To(last), false) => w.t2("stay-enter-until", ("date", w.date(last)), ("on", w.date(on))),
            (MayStay::Freely, _) => w.t("stay-freely"),
            (MayStay::No, true) => w.t1("stay-overstayed", "count", overstayed_days),
            (MayStay::No, false) => w.t1("stay-no-entry", "on", w.date(on)),
        };
        let is_out = may_stay == MayStay::No && !is_present;
        let again = is_out.then(|| match allowance.may_enter_again(history, on) {
            Some(day) => w.t1("stay-again", "date", w.date(day)),
            None => w.t("stay-not-again"),
        });
        let level = match may_stay {
            MayStay::No => Level::Stop,
            _ if overstayed_days > 0 => Level::Check,
            _ => Level::Clear,
        };
        Self { level, verdict, again, used: days_used, left: days_left, overstayed: overstayed_days }
    }
}

/// The history typed, a stay on each line: its entry and, unless it goes on, its exit.
fn history(typed: &str, w: &Words) -> Result<History, String> {
    if typed.chars().count() > MOST_TYPED {
        return Err(w.t("stay-too-long"));
    }
    let mut stays = Vec::new();
    let lines = (1_usize..).zip(typed.lines()).filter(|(_, line)| !line.trim().is_empty());
    for (number, line) in lines {
        let wrong = || w.t1("stay-line-wrong", "line", number);
        let mut dates = line.split_whitespace().map(|text| text.trim_matches([',', ';']));
        let mut dates = dates.by_ref().filter(|text| text.chars().any(char::is_alphanumeric));
        let entry = dates.next().and_then(day).ok_or_else(wrong)?;
        let exit = dates.next().map(|text| day(text).ok_or_else(wrong)).transpose()?;
        if dates.next().is_some() {
            return Err(wrong());
        }
        stays.push(Stay { entry, exit });
    }
    History::new(stays).map_err(|error| match error {
        HistoryError::EndsBeforeItBegins(stay) => w.t1("stay-ends-early", "stay", stay),
        HistoryError::NoExit(stay) => w.t1("stay-no-exit", "stay", stay),
        HistoryError::TooOld(stay) => w.t1("stay-too-old", "stay", stay),
        HistoryError::TooMany => w.t("stay-too-long"),
    })
}

/// A day as officers write it: `2026-02-14`, `14.02.2026` or `14/02/2026`.
fn day(text: &str) -> Option<Date> {
    if let Ok(date) = text.trim().parse() {
        return Some(date);
    }
    let mut numbers = text.trim().split(['.', '/', '-']).map(|number| number.parse::<i16>().ok());
    let [day, month, year] = [numbers.next()??, numbers.next()??, numbers.next()??];
    let day = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    numbers.next().is_none().then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_read_as_officers_write_them() {
        for text in ["2026-02-14", "14.02.2026", "14/2/2026", " 14-02-2026 "] {
            assert_eq!(day(text), Some(date(2026, 2, 14)), "{text}");
        }
        for text in ["", "14", "14.02", "30/02/2026", "02/14/2026", "14.02.2026.1", "99999-01-01", "1.1.99999"] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
