//! Two documents, one person: an officer ties them together, or parts them again.

use crate::{
    access::{COUNTER, Nobody, Pages, at_posts},
    app::App,
    counter::desk::keep_answers,
    kit::{
        failure::Failure,
        form::{self, FormTrouble},
        session::SignedIn,
    },
    node::desk::same_person::{self, Pair},
};
use axum::{
    body::Body,
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use limen_domain::{CrossingId, DocumentKey, SamePersonReason};
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new().post("/person/tie", at_posts(COUNTER, Nobody::Moves), tie).post(
        "/person/part",
        at_posts(COUNTER, Nobody::Moves),
        part,
    )
}

#[derive(Deserialize)]
struct Tie {
    one: DocumentKey,
    other: DocumentKey,
    reason: SamePersonReason,
    /// The record that one came from; without it, the counter.
    back: Option<CrossingId>,
}

impl Tie {
    /// The two documents, why, and where the officer goes on.
    async fn read(app: &App, signed: &SignedIn, body: Body) -> Result<(Pair, SamePersonReason, Response), Failure> {
        let received = form::receive(signed, body).await?;
        keep_answers(app, signed, &received).await?;
        let Self { one, other, reason, back } = received.fields()?;
        let back = back.map_or("/counter".to_owned(), |crossing| format!("/crossing/{crossing}"));
        let pair = Pair::new(one, other).ok_or(FormTrouble::Malformed)?;
        Ok((pair, reason, Redirect::to(&back).into_response()))
    }
}

async fn tie(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let (pair, reason, back) = Tie::read(&app, &signed, body).await?;
    same_person::tie(&app, &signed.session.account.id, pair, reason).await?;
    Ok(back)
}

async fn part(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let (pair, reason, back) = Tie::read(&app, &signed, body).await?;
    same_person::part(&app, &signed.session.account.id, pair, reason).await?;
    Ok(back)
}
