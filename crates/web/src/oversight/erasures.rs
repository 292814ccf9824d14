//! Large erasures: one person proposes that what is due may go although it is much at once, another approves it.

use crate::{
    access::{DATA, Look, Nobody, Pages, again, anywhere},
    app::App,
    kit::{
        failure::Failure,
        form::{self, FormTrouble},
        names::Names,
        second_person::{GivenWord, SecondPersonForm},
        session::SignedIn,
        shell::moment,
    },
    node::rights::erasures::{self, LargeErasure, ProposeError},
    oversight::rights,
};
use axum::{
    body::Body,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use limen_domain::{DataKind, Retention};
use limen_store::MUCH_PERCENT;
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

pub(crate) fn pages() -> Pages {
    Pages::new().post("/rights/erasure", anywhere(DATA, Nobody::Moves), propose).post(
        "/rights/erasure/{id}",
        anywhere(DATA, again(Look::Claims)),
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
    pub(crate) given: GivenWord,
}

/// What is shown of large erasures; of the proposal on which a word was given and not taken, with that word.
pub(crate) async fn erasures(
    app: &App,
    signed: &SignedIn,
    retention: &Retention,
    given: Option<(Uuid, GivenWord)>,
) -> Result<Erasures, Failure> {
    let w = signed.words(app);
    let names = Names::load(app).await?;
    let rows = erasures::waiting(app, retention).await?.into_iter().map(|large| {
        let LargeErasure { data, before, waits, goes_at_posts_before, proposal } = large;
        let day = |at| w.date(app.day_of(at));
        let goes_before = waits.as_ref().and_then(|waits| waits.approved);
        Row {
            code: data.code(),
            name: w.coded("data", data.code()),
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
                .or(goes_at_posts_before.map(|before| w.t1("erasure-approved-for-posts", "day", day(before)))),
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
                given: given
                    .iter()
                    .find(|(id, _)| *id == proposal.id)
                    .map(|(_, given)| given.clone())
                    .unwrap_or_default(),
            }),
        }
    });
    let explains = w.t1("erasures-explain", "percent", MUCH_PERCENT.to_string());
    Ok(Erasures {
        decides: erasures::decides(app),
        clock_is_doubted: erasures::clock_is_doubted(app, app.now()),
        explains,
        rows: rows.collect(),
    })
}

#[derive(Deserialize)]
struct Propose {
    data: DataKind,
}

async fn propose(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let Propose { data } = form::read(&signed, body).await?;
    erasures::propose(&app, &signed.session.account.id, data).await?;
    Ok(to_erasures())
}

impl From<ProposeError> for Failure {
    fn from(error: ProposeError) -> Self {
        match error {
            ProposeError::NotNow => Self::NotAllowed,
            ProposeError::NoPeriod => FormTrouble::Malformed.into(),
            ProposeError::Store(error) => error.into(),
        }
    }
}

async fn decide(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<Uuid>,
    body: Body,
) -> Result<Response, Failure> {
    let given: SecondPersonForm = form::read(&signed, body).await?;
    match erasures::decide(&app, &signed.session, id, given.word()).await {
        Ok(()) => Ok(to_erasures()),
        Err(error) => {
            let again = given.again(&app, signed.words(&app), error)?;
            rights::again(&app, &signed, (id, again)).await
        }
    }
}

fn to_erasures() -> Response {
    Redirect::to("/rights#erasures").into_response()
}
