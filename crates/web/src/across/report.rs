//! The report for the mixed commission: asked for by agreement, time and form, and the event that says who took it, and why.

use crate::{
    access::{ACROSS, Nobody, Pages, anywhere},
    app::App,
    kit::{
        download::Download,
        failure::Failure,
        form,
        parts::Choice,
        session::SignedIn,
        shell::{Shell, answer},
    },
    node::neighbours::across::{SeenPair, pairs, said},
    words::{Language, Words},
};
use askama::Template;
use axum::{
    body::Body,
    extract::State,
    response::{IntoResponse, Response},
};
use jiff::{ToSpan, civil::Date};
use limen_domain::{Direction, Event, StatedReason};
use limen_statistics::{
    across::{Side, across},
    across_report::{Mixed, Period, ReportNote, ReportPair},
    form::Form,
};
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new().get("/across/report", anywhere(ACROSS, Nobody::Counts), ask).post(
        "/across/report",
        anywhere(ACROSS, Nobody::Counts),
        take,
    )
}

/// Months and quarters that can be chosen.
const MONTHS: i64 = 12;
const QUARTERS: i64 = 8;
/// The forms that it can be had in; the first is the usual one.
const FORMS: [Form; 2] = [Form::Pdf, Form::Xlsx];

/// A form to choose.
struct FormChoice {
    code: &'static str,
    name: String,
    is_had: bool,
}

#[derive(Template)]
#[template(path = "across/report.html")]
struct ReportPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    agreements: Vec<Choice>,
    periods: Vec<Choice>,
    forms: Vec<FormChoice>,
    languages: Vec<Choice>,
    lacks_analyst: bool,
    why: String,
    message: Option<String>,
}

async fn ask(State(app): State<Arc<App>>, signed: SignedIn) -> Result<Response, Failure> {
    let all = pairs(&app, signed.session.account.role).await?;
    Ok(shown(&app, &signed, &all, &Taken::default(), None))
}

/// The months and quarters that have begun, the latest first: the last month that is over comes first.
fn periods(today: Date) -> Vec<Period> {
    let first = today.first_of_month();
    let months = (1..=MONTHS).filter_map(|back| first.checked_sub(back.months()).ok()).map(Period::Month);
    let of_quarter = i64::from((first.month() - 1) % 3);
    let quarter = first.checked_sub(of_quarter.months()).unwrap_or(first);
    let quarters = (0..QUARTERS).filter_map(|back| quarter.checked_sub((3 * back).months()).ok()).map(Period::Quarter);
    months.chain([Period::Month(first)]).chain(quarters).collect()
}

fn shown(app: &App, signed: &SignedIn, all: &[SeenPair], taken: &Taken, message: Option<String>) -> Response {
    let w = signed.words(app);
    let is_there = app.analyst.is_there();
    let mut agreements: Vec<Choice> = Vec::new();
    for seen in all {
        let name = seen.agreement.name();
        if agreements.iter().all(|choice| choice.code != name) {
            let words = format!("{} · {}", seen.agreement.agreement.title, w.state(seen.neighbour));
            let is_chosen = taken.agreement == name;
            agreements.push(Choice::new(name, words, is_chosen));
        }
    }
    let chosen_language = taken.language.parse().unwrap_or(signed.language);
    let language = |language: Language| {
        let key = format!("across-language-{}", language.tag());
        Choice::new(language.tag(), w.t(&key), language == chosen_language)
    };
    answer(
        message.is_some(),
        &ReportPage {
            agreements,
            periods: periods(app.today())
                .into_iter()
                .map(|period| Choice::new(period.to_string(), period.name(w), period.to_string() == taken.period))
                .collect(),
            forms: FORMS
                .iter()
                .map(|form| FormChoice {
                    code: form.code(),
                    name: w.coded("form", form.code()),
                    is_had: is_there || !form.is_drawn(),
                })
                .collect(),
            languages: [Language::French, Language::English].map(language).into(),
            lacks_analyst: !is_there,
            why: taken.why.clone(),
            message,
            shell: Shell::new(app, signed, "across"),
            w,
        },
    )
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Taken {
    agreement: String,
    period: String,
    form: String,
    language: String,
    why: String,
}

async fn take(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let taken: Taken = form::read(&signed, body).await?;
    let all = pairs(&app, signed.session.account.role).await?;
    let of_agreement: Vec<&SeenPair> = all.iter().filter(|seen| seen.agreement.name() == taken.agreement).collect();
    let Some(first) = of_agreement.first() else { return Err(Failure::NotFound) };
    let w = signed.words(&app);
    let period = taken.period.parse::<Period>().ok().filter(|period| periods(app.today()).contains(period));
    let form = FORMS.into_iter().find(|form| form.code() == taken.form);
    let form = form.filter(|form| app.analyst.is_there() || !form.is_drawn());
    let (period, form, why) = match (period, form, StatedReason::parse(&taken.why)) {
        (Some(period), Some(form), Ok(why)) => (period, form, why),
        (None, ..) => return Ok(shown(&app, &signed, &all, &taken, Some(w.t("across-report-no-period")))),
        (_, None, _) => return Ok(shown(&app, &signed, &all, &taken, Some(w.t("across-report-no-form")))),
        (.., Err(_)) => return Ok(shown(&app, &signed, &all, &taken, Some(w.t("across-report-no-reason")))),
    };
    let agreement = &first.agreement.agreement;
    let mut mixed = Mixed {
        agreement: agreement.title.clone(),
        basis: format!("{}, {}", agreement.basis.treaty, agreement.basis.article),
        period,
        states: (first.own, first.neighbour),
        pairs: Vec::with_capacity(of_agreement.len()),
    };
    // Days that the agreement does not cover, or that are to come, are no missing ones.
    let (from, to) = period.days();
    let yesterday = app.today().yesterday().unwrap_or_else(|_| app.today());
    let days = (from.max(agreement.since), to.min(agreement.until).min(yesterday));
    for seen in &of_agreement {
        mixed.pairs.push(pair(&app, seen, days).await?);
    }
    let language = taken.language.parse::<Language>().unwrap_or(signed.language);
    let w = app.words.of(language);
    let report = mixed.report(w);
    let source = w.t2("take-source", ("place", app.post.name.clone()), ("day", w.date(yesterday)));
    let bytes = report.written(form, w, &source, &app.analyst).await.map_err(|error| {
        tracing::error!("the report for the mixed commission could not be written: {error}");
        Failure::Fault
    })?;
    // Who took it, and why, stands in the journal before it leaves.
    let event = Event::FlowsExported {
        what: "across".to_owned(),
        which: format!("{}/{period}", first.agreement.name()),
        form: form.code().to_owned(),
        why: why.to_string(),
        protection: format!("bound-{}", multiple(&mixed).unwrap_or(agreement.multiple_of)),
    };
    app.store.append(Some(&signed.session.account.id), vec![event], None).await?;
    let (end, media) = form.file();
    let name = format!("{}-{period}.{end}", w.t("across-file"));
    Ok(Download::new(&name, media, bytes).into_response())
}

/// What the counts in a report are multiples of at least.
fn multiple(mixed: &Mixed) -> Option<u64> {
    let days = mixed.pairs.iter().flat_map(|pair| pair.entries.iter().chain(&pair.exits));
    days.flat_map(|day| day.ours.iter().chain(&day.theirs)).map(|figures| figures.multiple_of).min()
}

async fn pair(app: &App, seen: &SeenPair, (from, to): (Date, Date)) -> Result<ReportPair, Failure> {
    let said = said(app, seen).await?;
    let days = |direction| across(direction, &said.ours, &said.theirs, (from, to));
    let (entries, exits) = (days(Direction::Entry), days(Direction::Exit));
    let mut notes: Vec<ReportNote> = said
        .notes
        .into_iter()
        .filter(|note| (from..=to).contains(&note.note.day))
        .map(|note| ReportNote {
            day: note.note.day,
            side: if note.is_ours { Side::Ours } else { Side::Theirs },
            text: note.note.text,
        })
        .collect();
    notes.sort_by_key(|note| (note.day, note.side));
    Ok(ReportPair { name: seen.pair.name.clone(), entries, exits, notes })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_last_whole_month_comes_first_and_the_quarter_that_goes_on_is_there() {
        let found: Vec<String> = periods(date(2027, 2, 10)).iter().map(Period::to_string).collect();
        assert_eq!(found.first().map(String::as_str), Some("2027-01"));
        assert!(found.contains(&"2027-02".to_owned()) && found.contains(&"2027-Q1".to_owned()));
        assert!(found.contains(&"2026-Q4".to_owned()) && !found.contains(&"2027-Q2".to_owned()));
    }
}
