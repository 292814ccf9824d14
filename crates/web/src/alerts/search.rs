//! The alert manager's first page: lists, what waits for a second person, what is due for review, and the search; and
//! the page of one alert.

use crate::{
    access::{ALERTS, Look, Nobody, Pages, anywhere, asked::AlertsAsked},
    alerts::{
        hits::{HitView, hit_views},
        proposal::{coming_into_force, coming_progress, coming_title},
        view::{AlertRow, alert_facts, alert_row},
    },
    app::App,
    kit::{
        failure::Failure,
        form::{self, FormTrouble},
        names::Names,
        session::SignedIn,
        shell::{Shell, page},
    },
    node::PATIENCE,
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use jiff::ToSpan;
use limen_domain::{AlertId, ListName};
use limen_screening::Subject;
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .get("/alerts", anywhere(ALERTS, Look::Alerts), show)
        .at_hand()
        .get("/alerts/entry/{list}/{id}", anywhere(ALERTS, Look::Alert), show_alert)
        .post("/alerts/entry/{list}/{id}/withdraw", anywhere(ALERTS, Nobody::Moves), withdraw)
}

/// How many days ahead a review is announced.
const REVIEW_AHEAD_DAYS: i64 = 30;
/// The least likeness of what a search finds, whatever the lists' thresholds.
const LEAST_FOUND: f64 = 0.5;
/// Maximum number of alerts that one page shows.
const MOST_SHOWN: usize = 50;

struct ListRow {
    name: String,
    alerts: String,
    version: String,
    loaded: String,
    threshold: String,
}

struct ProposalRow {
    id: String,
    what: String,
    list: String,
    author: String,
    at: String,
}

#[derive(Template)]
#[template(path = "alerts/alerts.html")]
struct AlertsPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    /// That something approved does not hold yet.
    waits: Option<String>,
    /// The lists that are being read: the page of each, which it is, and how far it is.
    coming: Vec<(Uuid, String, String)>,
    search: String,
    found: Option<Vec<AlertRow>>,
    lists: Vec<ListRow>,
    proposals: Vec<ProposalRow>,
    reviews: Vec<AlertRow>,
}

async fn show(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Query(asked): Query<AlertsAsked>,
) -> Result<Response, Failure> {
    let (w, names) = (signed.words(&app), Names::load(&app).await?);
    let search = asked.searched();
    let found = if search.is_empty() { None } else { Some(find(&app, &signed, &search).await?) };
    let day = |at| w.date(app.day_of(at));
    let lists = app.store.alert_lists().await?.into_iter().map(|list| ListRow {
        loaded: if list.loaded_at.as_millisecond() == 0 { String::new() } else { day(list.loaded_at) },
        name: list.name.to_string(),
        // While a new version is put in place of another, neither count is the list's.
        alerts: if list.is_moving { "—".to_owned() } else { w.number(list.alerts.unsigned_abs()) },
        version: list.version,
        threshold: w.percent(list.threshold),
    });
    let proposals = app.store.open_proposals().await?.into_iter().map(|proposal| ProposalRow {
        id: proposal.id.to_string(),
        what: match &proposal.alert {
            Some(alert) => alert.names.first().cloned().unwrap_or_else(|| alert.id.to_string()),
            None => w.t("proposal-whole-list"),
        },
        list: proposal.list.to_string(),
        author: names.of(&proposal.author),
        at: day(proposal.at),
    });
    let soon = app.today().saturating_add(REVIEW_AHEAD_DAYS.days());
    let due = app.store.alerts_due(soon, MOST_SHOWN as i64).await?;
    let page_ = AlertsPage {
        waits: coming_into_force(&app, w).await?,
        coming: app
            .lists_coming
            .under_way()
            .into_iter()
            .map(|(id, coming)| (id, coming_title(w, &coming), coming_progress(w, &coming)))
            .collect(),
        search,
        found,
        lists: lists.collect(),
        proposals: proposals.collect(),
        reviews: due.iter().map(|alert| alert_row(w, alert, None)).collect(),
        shell: Shell::new(&app, &signed, "alerts"),
        w,
    };
    Ok(page(&page_))
}

/// Alerts by identifier, by number, or by a name, however it is spelt: the search is screening itself.
async fn find(app: &App, signed: &SignedIn, search: &str) -> Result<Vec<AlertRow>, Failure> {
    let w = signed.words(app);
    let mut rows: Vec<AlertRow> = Vec::new();
    if let Ok(id) = AlertId::parse(search) {
        for list in app.store.alert_lists().await? {
            rows.extend(app.store.alert(&list.name, &id).await?.map(|alert| alert_row(w, &alert, None)));
        }
    }
    let subject =
        Subject { names: vec![search.into()], document_numbers: vec![search.to_owned().into()], ..Subject::default() };
    for hit in app.alerts().search(&subject, app.today(), LEAST_FOUND) {
        let row = alert_row(w, &hit.alert, Some(hit.score));
        if !rows.iter().any(|known| known.address == row.address) {
            rows.push(row);
        }
    }
    rows.truncate(MOST_SHOWN);
    Ok(rows)
}

#[derive(Template)]
#[template(path = "alerts/alert.html")]
struct AlertPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    row: AlertRow,
    facts: Vec<(String, String)>,
    list: String,
    id: String,
    hits: Vec<HitView>,
}

async fn show_alert(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path((list, id)): Path<(ListName, AlertId)>,
) -> Result<Response, Failure> {
    let alert = app.store.alert(&list, &id).await?.ok_or(Failure::NotFound)?;
    let w = signed.words(&app);
    let hits = app.store.hits(Some((&list, &id)), MOST_SHOWN as i64).await?;
    Ok(page(&AlertPage {
        row: alert_row(w, &alert, None),
        facts: alert_facts(w, &alert),
        list: list.to_string(),
        id: id.to_string(),
        hits: hit_views(&app, w, &Names::load(&app).await?, hits),
        shell: Shell::new(&app, &signed, "alerts"),
        w,
    }))
}

#[derive(Deserialize)]
struct Withdraw {
    reason: String,
}

/// Withdrawing takes one person and holds at once: nobody is to be stopped while it waits.
async fn withdraw(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path((list, id)): Path<(ListName, AlertId)>,
    body: Body,
) -> Result<Response, Failure> {
    let withdraw: Withdraw = form::read(&signed, body).await?;
    let reason = form::reason(&withdraw.reason);
    if reason.is_empty() {
        return Err(FormTrouble::Malformed.into());
    }
    if let Some(turn) = app.store.withdraw_alert(&list, &id, &signed.session.account.id, &reason).await? {
        app.in_force.reaches(turn, PATIENCE).await;
    }
    Ok(Redirect::to("/alerts").into_response())
}
