//! Large erasures: one person proposes that what is due may go although it is much at once, another approves it.

use crate::{
    access::{DATA, Nobody, Pages, anywhere},
    alerts::proposal::Decide,
    app::{App, Network},
    door::account,
    kit::{
        failure::Failure,
        form::{self, FormTrouble},
        session::SignedIn,
        shell::moment,
    },
};
use axum::{
    body::Body,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use jiff::Timestamp;
use limen_domain::{DataKind, Retention};
use limen_store::{ClockState, MUCH_PERCENT, settings::RETENTION};
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

/// What waits, and what was proposed.
pub(crate) struct Erasures {
    /// Whether people at this node decide for it: at a post of a network, headquarters does.
    pub(crate) decides: bool,
    pub(crate) explains: String,
    pub(crate) rows: Vec<Row>,
}

/// A kind of data with a period.
pub(crate) struct Row {
    pub(crate) code: &'static str,
    pub(crate) name: String,
    /// How much waits, since when.
    pub(crate) waits: String,
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
    let mut rows = Vec::new();
    for due in retention.due(&app.now().to_zoned_datetime(app.zone.clone())) {
        let waits = waiting.iter().find(|waiting| waiting.data == due.data);
        let proposal = proposals.iter().find(|proposal| proposal.data == due.data);
        if waits.is_none() && proposal.is_none() && !app.is_headquarters() {
            continue;
        }
        let day = |at| w.date(app.day_of(at));
        let before = proposal.map_or(due.before, |proposal| proposal.before);
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
            propose: w.t1("erasure-propose", "day", day(before)),
            proposal: proposal.map(|proposal| Proposed {
                id: proposal.id,
                by: w.t3(
                    "erasure-by",
                    ("author", proposal.author.to_string()),
                    ("at", moment(app, w, proposal.at)),
                    ("day", day(before)),
                ),
                is_own: proposal.author == signed.session.account.id,
            }),
        });
    }
    let explains = w.t1("erasures-explain", "percent", MUCH_PERCENT.to_string());
    Ok(Erasures { decides: decides(app), explains, rows })
}

#[derive(Deserialize)]
struct Propose {
    data: DataKind,
}

/// What may go is counted in days from today: by a clock that can't be believed nobody says what may.
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
