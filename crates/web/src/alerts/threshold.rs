//! How alike a name must be before someone is stopped: for one list, chosen by what each choice would have meant for
//! the travellers of the last month.

use crate::{
    access::{ALERTS, Nobody, Pages, anywhere},
    app::App,
    kit::{
        failure::Failure,
        form::{self, FormTrouble},
        session::SignedIn,
        shell::{Shell, page},
    },
    node::alerts::threshold::{self, Choices, ThresholdError},
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use limen_domain::ListName;
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new().get("/alerts/list/{list}", anywhere(ALERTS, Nobody::Counts), show).post(
        "/alerts/list/{list}",
        anywhere(ALERTS, Nobody::Moves),
        set,
    )
}

/// A threshold that may be chosen, with what it would have meant.
struct ThresholdRow {
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
    choices: Vec<ThresholdRow>,
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn, Path(list): Path<ListName>) -> Result<Response, Failure> {
    let w = signed.words(&app);
    let Choices { travellers, alerts, choices } = threshold::choices(&app, &list).await?;
    let choices = choices.into_iter().map(|choice| ThresholdRow {
        value: format!("{:.2}", choice.threshold),
        shown: w.percent(choice.threshold),
        stopped: w.number(choice.stopped as u64),
        of_a_thousand: w.one_decimal(choice.of_a_thousand),
        is_now: choice.is_now,
    });
    Ok(page(&ThresholdPage {
        headline: w.t2("threshold-headline", ("travellers", travellers), ("alerts", alerts)),
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
    threshold::set(&app, &signed.session.account.id, &list, set.threshold).await?;
    Ok(Redirect::to("/alerts").into_response())
}

impl From<ThresholdError> for Failure {
    fn from(error: ThresholdError) -> Self {
        match error {
            ThresholdError::OutOfRange => FormTrouble::Malformed.into(),
            ThresholdError::NotFound => Self::NotFound,
            ThresholdError::Store(error) => error.into(),
        }
    }
}
