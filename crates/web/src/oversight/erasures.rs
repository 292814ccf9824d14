//! Large erasures: one person proposes that what is due may go although it is much at once, another approves it.

use crate::{
    access::{DATA, Nobody, Pages, anywhere},
    alerts::proposal::Decide,
    app::App,
    door::account,
    kit::{
        failure::Failure,
        form::{self, FormTrouble},
        names::Names,
        session::SignedIn,
        shell::moment,
    },
    node::Network,
};
use axum::{
    body::Body,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use jiff::Timestamp;
use limen_domain::{DataKind, Retention};
use limen_store::{
    ClockState, MUCH_PERCENT,
    settings::{CONFIRMED_ERASURES, RETENTION},
};
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

pub(crate) fn pages() -> Pages {
    Pages::new().post("/rights/erasure", anywhere(DATA, Nobody::Moves), propose).post(
        "/rights/erasure/{id}",
        anywhere(DATA, Nobody::Moves),
        decide,
    )
}

/// Erasures that wait, and proposals for them.
pub(crate) struct Erasures {
    /// Whether people at this node decide for it: at a post of a network, headquarters does.
    pub(crate) decides: bool,
    /// Whether the clock is doubted: then nothing is decided or erased.
    pub(crate) clock_is_doubted: bool,
    pub(crate) explains: String,
    pub(crate) rows: Vec<Row>,
}

/// A kind of data with a period.
pub(crate) struct Row {
    pub(crate) code: &'static str,
    pub(crate) name: String,
    /// How much waits, since when.
    pub(crate) waits: String,
    /// That two people approved it, and what of it will go.
    pub(crate) approved: Option<String>,
    /// Whether the next night erases it here: then there is nothing to propose.
    pub(crate) goes_next: bool,
    pub(crate) propose: String,
    pub(crate) proposal: Option<Proposed>,
}

pub(crate) struct Proposed {
    pub(crate) id: Uuid,
    pub(crate) by: String,
    pub(crate) is_own: bool,
}

/// Whether people at this node decide about its data.
fn decides(app: &App) -> bool {
    !matches!(app.network, Network::Post(_))
}

/// What is shown of large erasures. Headquarters decides for posts too: there each kind of data that has a period is shown.
pub(crate) async fn erasures(app: &App, signed: &SignedIn, retention: &Retention) -> Result<Erasures, Failure> {
    let w = signed.words(app);
    let (waiting, proposals) = (app.store.waiting_erasures().await?, app.store.open_erasure_proposals().await?);
    let names = Names::load(app).await?;
    let confirmed = app.store.read(&CONFIRMED_ERASURES).await?;
    let mut rows = Vec::new();
    for due in retention.due(&app.now().to_zoned_datetime(app.zone.clone())) {
        let waits = waiting.iter().find(|waiting| waiting.data == due.data);
        let proposal = proposals.iter().find(|proposal| proposal.data == due.data);
        if waits.is_none() && proposal.is_none() && !app.is_headquarters() {
            continue;
        }
        let day = |at| w.date(app.day_of(at));
        let before = proposal.map_or(due.before, |proposal| proposal.before);
        let goes_before = waits.and_then(|waits| waits.approved);
        // What headquarters approved goes at its posts, each by itself.
        let goes_at_posts = confirmed.before(due.data).filter(|_| waits.is_none() && app.is_headquarters());
        rows.push(Row {
            code: due.data.code(),
            name: w.coded("data", due.data.code()),
            waits: waits.map_or_else(
                || w.t("erasure-none-waits"),
                |waits| {
                    let counts = (("due", w.number(waits.due)), ("held", w.number(waits.held)));
                    let much = w.t2("erasure-waits", counts.0, counts.1);
                    let since = w.t2("erasure-since", ("oldest", day(waits.oldest)), ("since", day(waits.since)));
                    format!("{much} {since}")
                },
            ),
            approved: goes_before
                .map(|before| w.t1("erasure-approved", "day", day(before)))
                .or(goes_at_posts.map(|before| w.t1("erasure-approved-for-posts", "day", day(before)))),
            goes_next: goes_before.is_some(),
            propose: w.t1("erasure-propose", "day", day(before)),
            proposal: proposal.map(|proposal| Proposed {
                id: proposal.id,
                by: w.t3(
                    "erasure-by",
                    ("author", names.of(&proposal.author)),
                    ("at", moment(app, w, proposal.at)),
                    ("day", day(before)),
                ),
                is_own: proposal.author == signed.session.account.id,
            }),
        });
    }
    let explains = w.t1("erasures-explain", "percent", MUCH_PERCENT.to_string());
    let clock_is_doubted = app.store.clock(app.now()) != ClockState::Believed;
    Ok(Erasures { decides: decides(app), clock_is_doubted, explains, rows })
}

#[derive(Deserialize)]
struct Propose {
    data: DataKind,
}

/// Refuses if the clock is doubted, since what is due is counted in days from today, or if this node does not decide.
fn by_right_clock(app: &App, now: Timestamp) -> Result<(), Failure> {
    match app.store.clock(now) {
        ClockState::Believed if decides(app) => Ok(()),
        _ => Err(Failure::NotAllowed),
    }
}

async fn propose(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let Propose { data } = form::read(&signed, body).await?;
    let now = app.now();
    by_right_clock(&app, now)?;
    let now_here = now.to_zoned_datetime(app.zone.clone());
    let due = app.store.read(&RETENTION).await?.due(&now_here).into_iter().find(|due| due.data == data);
    let due = due.ok_or(FormTrouble::Malformed)?;
    app.store.propose_erasure(&due, &signed.session.account.id, now).await?;
    Ok(to_erasures())
}

async fn decide(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<Uuid>,
    body: Body,
) -> Result<Response, Failure> {
    let decide: Decide = form::read(&signed, body).await?;
    by_right_clock(&app, app.now())?;
    if decide.is_approval() {
        account::make_sure(&app, &signed, &decide.password).await?;
    }
    let by = &signed.session.account.id;
    // Four eyes: nobody decides about what they proposed.
    if !app.store.decide_erasure(id, decide.is_approval(), by, &decide.reason()).await? {
        return Err(Failure::NotAllowed);
    }
    Ok(to_erasures())
}

fn to_erasures() -> Response {
    Redirect::to("/rights#erasures").into_response()
}
