//! The alert manager's first page: lists, what waits for a second person, what is due for review, and the search; and
//! the page of one alert.

use crate::{
    access::{ALERTS, Look, Pages, again, anywhere, asked::AlertsAsked},
    alerts::{
        hits::{HitView, hit_views},
        list_choice::ListChoice,
        proposal::{coming_into_force, coming_progress, coming_title},
        view::{AlertRow, alert_facts, alert_row, version_words},
    },
    app::App,
    kit::{
        failure::Failure,
        form,
        names::Names,
        parts::Fact,
        session::SignedIn,
        shell::{Shell, page},
    },
    node::alerts::{search, withdraw},
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use limen_domain::{AlertId, ListName, StatedReason};
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .get("/alerts", anywhere(ALERTS, Look::Alerts), show)
        .at_hand()
        .get("/alerts/entry/{list}/{id}", anywhere(ALERTS, Look::Alert), show_alert)
        .post("/alerts/entry/{list}/{id}/withdraw", anywhere(ALERTS, again(Look::Alert)), withdraw)
}

/// Maximum number of hits that the page of an alert shows.
const MOST_HITS_SHOWN: i64 = 50;

struct ListRow {
    name: String,
    alerts: String,
    /// How many of them are past; `None` where none is.
    past: Option<String>,
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

/// A list that is being read.
struct ComingRow {
    id: Uuid,
    title: String,
    /// How far the reading is.
    progress: String,
}

#[derive(Template)]
#[template(path = "alerts/alerts.html")]
struct AlertsPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    /// That something approved does not hold yet.
    waits: Option<String>,
    /// The lists that are being read.
    coming: Vec<ComingRow>,
    search: String,
    found: Option<Vec<AlertRow>>,
    lists: Vec<ListRow>,
    upload: ListChoice,
    proposals: Vec<ProposalRow>,
    reviews: Vec<AlertRow>,
    /// Those whose last day is over.
    past: Vec<AlertRow>,
}

async fn show(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Query(asked): Query<AlertsAsked>,
) -> Result<Response, Failure> {
    let (w, names) = (signed.words(&app), Names::load(&app).await?);
    let search = asked.searched();
    let found = if search.is_empty() {
        None
    } else {
        let found = search::find(&app, &search).await?;
        Some(found.iter().map(|found| alert_row(w, &found.alert, app.today(), found.score)).collect())
    };
    let day = |at| w.date(app.day_of(at));
    let past = search::past(&app).await?;
    let past_of = |list: &ListName| past.iter().filter(|alert| alert.list == *list).count();
    let lists = app.store.alert_lists().await?;
    let upload = ListChoice::new(w, &lists);
    let lists = lists.into_iter().map(|list| ListRow {
        past: Some(past_of(&list.name)).filter(|past| *past > 0).map(|past| w.t1("lists-past", "count", past)),
        loaded: if list.loaded_at.as_millisecond() == 0 { String::new() } else { day(list.loaded_at) },
        name: list.name.to_string(),
        // While a new version is put in place of another, neither count is the list's.
        alerts: if list.is_moving { "—".to_owned() } else { w.number(list.alerts.unsigned_abs()) },
        version: version_words(w, &list.version),
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
    let due = search::due_for_review(&app).await?;
    let page_ = AlertsPage {
        waits: coming_into_force(&app, w).await?,
        coming: app
            .lists_coming
            .under_way()
            .into_iter()
            .map(|(id, coming)| ComingRow {
                id,
                title: coming_title(w, &coming),
                progress: coming_progress(w, &coming),
            })
            .collect(),
        search,
        found,
        lists: lists.collect(),
        upload,
        proposals: proposals.collect(),
        past: past.iter().take(search::MOST_FOUND).map(|alert| alert_row(w, alert, app.today(), None)).collect(),
        reviews: due.iter().map(|alert| alert_row(w, alert, app.today(), None)).collect(),
        shell: Shell::new(&app, &signed, "alerts"),
        w,
    };
    Ok(page(&page_))
}

#[derive(Template)]
#[template(path = "alerts/alert.html")]
struct AlertPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    row: AlertRow,
    facts: Vec<Fact>,
    list: String,
    id: String,
    hits: Vec<HitView>,
    message: Option<String>,
}

async fn show_alert(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path((list, id)): Path<(ListName, AlertId)>,
) -> Result<Response, Failure> {
    alert_page(&app, &signed, &list, &id, None).await
}

async fn alert_page(
    app: &App,
    signed: &SignedIn,
    list: &ListName,
    id: &AlertId,
    message: Option<String>,
) -> Result<Response, Failure> {
    let alert = app.store.alert(list, id).await?.ok_or(Failure::NotFound)?;
    let w = signed.words(app);
    let hits = app.store.hits(Some((list, id)), MOST_HITS_SHOWN).await?;
    Ok(page(&AlertPage {
        message,
        row: alert_row(w, &alert, app.today(), None),
        facts: alert_facts(w, &alert),
        list: list.to_string(),
        id: id.to_string(),
        hits: hit_views(app, w, &Names::load(app).await?, hits),
        shell: Shell::new(app, signed, "alerts"),
        w,
    }))
}

#[derive(Deserialize)]
struct Withdraw {
    reason: String,
}

async fn withdraw(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path((list, id)): Path<(ListName, AlertId)>,
    body: Body,
) -> Result<Response, Failure> {
    let Withdraw { reason } = form::read(&signed, body).await?;
    let Ok(reason) = StatedReason::parse(&reason) else {
        let message = Some(signed.words(&app).t("withdraw-no-reason"));
        let page = alert_page(&app, &signed, &list, &id, message).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    withdraw::withdraw(&app, &signed.session.account.id, &list, &id, &reason).await?;
    Ok(Redirect::to("/alerts").into_response())
}
