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
    node::{
        level::Level,
        typed_day::{as_typed, whole_day},
    },
    words::Words,
};
use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use jiff::civil::Date;
use limen_domain::{Allowance, Allowances, History, HistoryError, MayStay, PartialDate, PermitDays, Standing, Stay};
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new().get("/stay", at_posts(COUNTER, Nobody::Typed), show).a_step_away()
}

/// The rules offered; any other may be typed.
const RULES: [&str; 5] = ["90/180", "90/365", "90/year", "90/entry", "30/entry"];
/// The waivers offered; any other may be typed.
const WAIVERS: [&str; 4] = ["30/entry", "30/year", "90/180", "90/year"];
/// Maximum number of characters of a history that are read.
const MOST_TYPED: usize = 4_000;

/// What the address asks for; every field may be missing or wrong.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct StayQuery {
    rule: String,
    waiver: String,
    on: String,
    history: Option<String>,
}

/// What is wrong with what was typed, beside its field.
#[derive(Default)]
struct Wrong {
    rule: Option<String>,
    waiver: Option<String>,
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
    by_waiver: Option<u32>,
    overstayed: u32,
}

#[derive(Template)]
#[template(path = "counter/stay_calculator.html")]
struct StayPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    rules: [&'static str; 5],
    rule: String,
    waivers: [&'static str; 4],
    waiver: String,
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
    let on = if asked.on.is_empty() { as_typed(PartialDate::Full(app.today())) } else { asked.on };
    let mut wrong = Wrong::default();
    let mut answer = None;
    if let Some(typed) = &asked.history {
        let allowance = rule.parse::<Allowance>().map_err(|_| wrong.rule = Some(w.t("stay-rule-wrong")));
        let waiver = match asked.waiver.trim() {
            "" => Ok(None),
            typed => typed.parse::<Allowance>().map(Some).map_err(|_| wrong.waiver = Some(w.t("stay-rule-wrong"))),
        };
        let day = whole_day(&on).ok_or_else(|| wrong.on = Some(w.t("stay-date-wrong")));
        let history = history(typed, w).map_err(|message| wrong.history = Some(message));
        if let (Ok(rule), Ok(waiver), Ok(day), Ok(history)) = (allowance, waiver, day, history) {
            let allowances = Allowances::of([rule].into_iter().chain(waiver));
            answer = Some(Answer::new(&allowances, &history, day, w));
        }
    }
    Ok(page(&StayPage {
        shell: Shell::new(&app, &signed, "stay"),
        w,
        rules: RULES,
        rule: rule.chars().take(60).collect(),
        waivers: WAIVERS,
        waiver: asked.waiver.chars().take(60).collect(),
        on,
        history: asked.history.unwrap_or_default().chars().take(MOST_TYPED).collect(),
        wrong,
        answer,
    }))
}

impl Answer {
    fn new(allowances: &Allowances, history: &History, on: Date, w: &Words) -> Self {
        let standing = allowances.standing(history, on);
        let Standing { is_present, days_used, days_left, waiver_days_used, may_stay, overstayed_days } = standing;
        let verdict = match (may_stay, is_present) {
            (MayStay::To(last), true) => w.t1("stay-until", "date", w.date(last)),
            (MayStay::To(last), false) => w.t2("stay-enter-until", ("date", w.date(last)), ("on", w.date(on))),
            (MayStay::Freely, _) => w.t("stay-freely"),
            (MayStay::No, true) => w.t1("stay-overstayed", "count", overstayed_days),
            (MayStay::No, false) => w.t1("stay-no-entry", "on", w.date(on)),
        };
        let is_out = may_stay == MayStay::No && !is_present;
        let again = is_out.then(|| match allowances.may_enter_again(history, on) {
            Some(day) => w.t1("stay-again", "date", w.date(day)),
            None => w.t("stay-not-again"),
        });
        let level = match may_stay {
            MayStay::No => Level::Stop,
            _ if overstayed_days > 0 => Level::Check,
            _ => Level::Clear,
        };
        Self {
            level,
            verdict,
            again,
            used: days_used,
            left: days_left,
            by_waiver: waiver_days_used,
            overstayed: overstayed_days,
        }
    }
}

/// The history typed, a stay on each line: its entry and, unless it goes on, its exit; after a word, the last day of the
/// visa or permit that allowed it, or its first and its last.
fn history(typed: &str, w: &Words) -> Result<History, String> {
    if typed.chars().count() > MOST_TYPED {
        return Err(w.t("stay-too-long"));
    }
    let mut stays = Vec::new();
    let lines = (1_usize..).zip(typed.lines()).filter(|(_, line)| !line.trim().is_empty());
    for (number, line) in lines {
        stays.push(stay(line).ok_or_else(|| w.t1("stay-line-wrong", "line", number))?);
    }
    History::new(stays).map_err(|error| match error {
        HistoryError::EndsBeforeItBegins(stay) => w.t1("stay-ends-early", "stay", stay),
        HistoryError::PermitEndsBeforeItBegins(stay) => w.t1("stay-permit-ends-early", "stay", stay),
        HistoryError::NoExit(stay) => w.t1("stay-no-exit", "stay", stay),
        HistoryError::TooOld(stay) => w.t1("stay-too-old", "stay", stay),
        HistoryError::TooMany => w.t("stay-too-long"),
    })
}

/// How a line says that a stay was one of a visa or a permit.
const ON_PERMIT: [&str; 6] = ["visa", "permis", "permit", "titre", "titre de séjour", "residence permit"];

/// A stay as a line says it; `None` where it says none.
fn stay(line: &str) -> Option<Stay> {
    let words = line.split_whitespace().map(|text| text.trim_matches([',', ';', ':']));
    let words: Vec<&str> = words.filter(|text| text.chars().any(char::is_alphanumeric)).collect();
    let is_word = |text: &&str| text.chars().all(char::is_alphabetic);
    let at = words.iter().position(is_word).unwrap_or(words.len());
    let words_end = at + words[at..].iter().take_while(|text| is_word(text)).count();
    // What is said of a stay is that it was one of a visa or a permit, and nothing else.
    let said = words[at..words_end].join(" ").to_lowercase();
    if at < words.len() && !ON_PERMIT.contains(&said.as_str()) {
        return None;
    }
    let days = |texts: &[&str]| texts.iter().map(|text| whole_day(text)).collect::<Option<Vec<Date>>>();
    let (entry, exit) = match days(&words[..at])?[..] {
        [entry] => (entry, None),
        [entry, exit] => (entry, Some(exit)),
        _ => return None,
    };
    let permit = match (at < words.len(), days(&words[words_end..])?.as_slice()) {
        (false, _) => None,
        (true, [last]) => Some(PermitDays { first: entry, last: *last }),
        (true, [first, last]) => Some(PermitDays { first: *first, last: *last }),
        (true, _) => return None,
    };
    Some(Stay { entry, exit, permit })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_line_is_a_stay_and_after_a_word_the_days_that_a_visa_or_permit_allowed() {
        let (entry, exit) = (date(2026, 2, 14), date(2026, 6, 28));
        let on = |permit| Some(Stay { entry, exit: Some(exit), permit });
        for text in ["14.02.2026 28.06.2026", "2026-02-14 – 2026-06-28", " 14/2/2026, 28/6/2026;"] {
            assert_eq!(stay(text), on(None), "{text}");
        }
        assert_eq!(stay("14/02/2026"), Some(Stay { entry, exit: None, permit: None }));
        let to = |first| on(Some(PermitDays { first, last: date(2026, 5, 31) }));
        assert_eq!(stay("14/02/2026 28/06/2026 visa 31/05/2026"), to(entry));
        assert_eq!(stay("14/02/2026 28/06/2026 permis: 01/05/2026 - 31/05/2026"), to(date(2026, 5, 1)));
        assert_eq!(stay("14/02/2026 28/06/2026 titre de séjour 31/05/2026"), to(entry));
        for text in ["14/02/2026 au 28/02/2026", "14/02/2026 to 28/02/2026", "14/02/2026 sortie 28/02/2026"] {
            assert_eq!(stay(text), None, "{text}");
        }
        for text in ["", "14", "30/02/2026", "14/02/2026 visa", "visa 31/05/2026", "14/02/2026 28/06/2026 1/7/2026"] {
            assert_eq!(stay(text), None, "{text}");
        }
    }
}
