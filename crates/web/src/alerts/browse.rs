//! A list's alerts to leaf through: by name, of one kind or all. The view stands in the address.

use crate::{
    access::{ALERTS, Look, Pages, anywhere, asked::BrowseAsked},
    alerts::view::{AlertRow, alert_row},
    app::App,
    kit::{
        failure::Failure,
        parts::{Choice, choices},
        session::SignedIn,
        shell::{Shell, page},
    },
    words::Words,
};
use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use limen_domain::AlertKind;
use limen_store::{Page, Paged};
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new().get("/alerts/all", anywhere(ALERTS, Look::AlertList), show)
}

/// Alerts of one page.
const ROWS: i64 = 50;

#[derive(Template)]
#[template(path = "alerts/browse.html")]
struct BrowsePage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    lists: Vec<Choice>,
    kinds: Vec<Choice>,
    /// Which of how many alerts are shown.
    shown: String,
    rows: Vec<AlertRow>,
    previous: Option<String>,
    next: Option<String>,
}

async fn show(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Query(asked): Query<BrowseAsked>,
) -> Result<Response, Failure> {
    let w = signed.words(&app);
    let lists = app.store.alert_lists().await?;
    let (kind, number) = (asked.kind(), asked.page());
    let before = (number - 1) * ROWS;
    let list = lists.iter().find(|list| list.name.as_str() == asked.list);
    let found = match list {
        Some(list) => {
            let Paged { rows, total } =
                app.store.alerts_in_order(&list.name, kind, Page { offset: before, limit: ROWS }).await?;
            Some((rows, total))
        }
        None => None,
    };
    let shown = match &found {
        None => w.t("browse-choose"),
        Some((rows, total)) => {
            let last = before + rows.len() as i64;
            w.t3("browse-shown", ("first", before + 1), ("last", last), ("total", *total))
        }
    };
    let (rows, total) = found.unwrap_or_default();
    let list_choices = lists.iter().map(|list| {
        let name = list.name.as_str();
        Choice::new(name, name.to_owned(), name == asked.list)
    });
    Ok(page(&BrowsePage {
        lists: list_choices.collect(),
        kinds: choices(w, "alert-kind", AlertKind::ALL, AlertKind::code, kind.map_or("", AlertKind::code)),
        shown,
        rows: rows.iter().map(|alert| alert_row(w, alert, app.today(), None)).collect(),
        previous: (number > 1).then(|| asked.address(number - 1)),
        next: (before + ROWS < total).then(|| asked.address(number + 1)),
        shell: Shell::new(&app, &signed, "alerts"),
        w,
    }))
}
