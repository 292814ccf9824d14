//! How alike a name must be before someone is stopped: for one list, chosen by what each choice would have meant for
//! the travellers of the last month.

use crate::{
    access::{ALERTS, Nobody, Pages, anywhere},
    alerts::draft::{MOST_TRIED, month_ago},
    app::App,
    kit::{
        failure::Failure,
        form::{self, FormTrouble},
        session::SignedIn,
        shell::{Shell, page},
    },
    node::PATIENCE,
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use limen_domain::ListName;
use limen_screening::{Builder, Frequencies, Subject};
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new().get("/alerts/list/{list}", anywhere(ALERTS, Nobody::Counts), show).post(
        "/alerts/list/{list}",
        anywhere(ALERTS, Nobody::Moves),
        set,
    )
}

/// The thresholds to choose from, in hundredths.
const CHOICES: [u32; 9] = [50, 60, 65, 70, 75, 80, 85, 90, 95];

struct Choice {
    value: String,
    shown: String,
    stopped: String,
    of_a_thousand: String,
    is_now: bool,
}

#[derive(Template)]
#[template(path = "alerts/threshold.html")]
struct ThresholdPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    list: String,
    headline: String,
    choices: Vec<Choice>,
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn, Path(list): Path<ListName>) -> Result<Response, Failure> {
    let w = signed.words(&app);
    let alerts = app.store.alerts_of(&list).await?;
    let travellers = app.store.past_travellers(month_ago(&app), MOST_TRIED).await?;
    let (count, alert_count) = (travellers.len(), alerts.len());
    let today = app.today();
    let lowest = f64::from(CHOICES[0]) / 100.0;
    let of_list = list.clone();
    let best = tokio::task::spawn_blocking(move || {
        let mut frequencies = Frequencies::default();
        travellers.iter().for_each(|(_, traveller)| frequencies.add(&traveller.name.in_full()));
        let mut builder = Builder::with_frequencies(frequencies);
        alerts.iter().for_each(|alert| builder.add(alert));
        let index = builder.finish().with_threshold(of_list, lowest);
        let score = |traveller| index.screen(&Subject::from(traveller), today).first().map(|hit| hit.score);
        travellers.iter().filter_map(|(_, traveller)| score(traveller)).collect::<Vec<f64>>()
    });
    let best = best.await.map_err(|_| Failure::Fault)?;
    let now = app.threshold(&list);
    let choices = CHOICES.iter().map(|hundredths| {
        let threshold = f64::from(*hundredths) / 100.0;
        let stopped = best.iter().filter(|score| **score >= threshold).count();
        Choice {
            value: format!("{threshold:.2}"),
            shown: w.percent(threshold),
            stopped: w.number(stopped as u64),
            of_a_thousand: w.one_decimal(1_000.0 * stopped as f64 / count.max(1) as f64),
            is_now: (threshold - now).abs() < 0.005,
        }
    });
    Ok(page(&ThresholdPage {
        headline: w.t2("threshold-headline", ("travellers", count), ("alerts", alert_count)),
        choices: choices.collect(),
        list: list.to_string(),
        shell: Shell::new(&app, &signed, "alerts"),
        w,
    }))
}

#[derive(Deserialize)]
struct Set {
    threshold: f64,
}

async fn set(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(list): Path<ListName>,
    body: Body,
) -> Result<Response, Failure> {
    let set: Set = form::read(&signed, body).await?;
    if !(0.5..=0.99).contains(&set.threshold) {
        return Err(FormTrouble::Malformed.into());
    }
    let turn = app.store.set_threshold(&list, set.threshold, &signed.session.account.id).await?;
    app.in_force.reaches(turn.ok_or(Failure::NotFound)?, PATIENCE).await;
    Ok(Redirect::to("/alerts").into_response())
}
