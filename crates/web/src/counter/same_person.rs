//! Two documents, one person: an officer ties them together, or parts them again.

use crate::{
    access::{COUNTER, Nobody, Pages, at_posts},
    app::App,
    kit::{
        failure::Failure,
        form::{self, FormTrouble},
        session::SignedIn,
    },
    words::Words,
};
use axum::{
    body::Body,
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use limen_domain::{CrossingId, DocumentKey, Event};
use limen_store::SamePerson;
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new().post("/person/tie", at_posts(COUNTER, Nobody::Moves), tie).post(
        "/person/part",
        at_posts(COUNTER, Nobody::Moves),
        part,
    )
}

/// Why two documents are, or are not, one person's; the message `same-person-…` says each.
pub(crate) const REASONS: [&str; 4] = ["face", "documents", "says-so", "mistake"];

#[derive(Deserialize)]
struct Tie {
    one: DocumentKey,
    other: DocumentKey,
    reason: String,
    /// The record that one came from; without it, the counter.
    back: Option<CrossingId>,
}

impl Tie {
    async fn read(signed: &SignedIn, body: Body) -> Result<Self, Failure> {
        let tie: Self = form::read(signed, body).await?;
        let makes_sense = REASONS.contains(&tie.reason.as_str()) && tie.one != tie.other;
        if makes_sense { Ok(tie) } else { Err(FormTrouble::Malformed.into()) }
    }

    fn back(&self) -> Response {
        let back = self.back.map_or("/counter".to_owned(), |crossing| format!("/crossing/{crossing}"));
        Redirect::to(&back).into_response()
    }
}

async fn tie(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let tie = Tie::read(&signed, body).await?;
    let back = tie.back();
    let event = Event::SamePerson { one: tie.one, other: tie.other, reason: tie.reason };
    app.store.append(Some(&signed.session.account.id), vec![event], None).await?;
    Ok(back)
}

async fn part(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let tie = Tie::read(&signed, body).await?;
    let back = tie.back();
    let event = Event::NotSamePerson { one: tie.one, other: tie.other, reason: tie.reason };
    app.store.append(Some(&signed.session.account.id), vec![event], None).await?;
    Ok(back)
}

/// A tie as a record shows it.
pub(crate) struct TieView {
    pub(crate) one: DocumentKey,
    pub(crate) other: DocumentKey,
    pub(crate) words: String,
}

/// Ties as a record shows them.
pub(crate) fn tie_views(app: &App, w: &Words, ties: Vec<SamePerson>) -> Vec<TieView> {
    let view = |tie: SamePerson| {
        let reason = if tie.reason.is_empty() { "together" } else { &tie.reason };
        let words = format!(
            "{} = {} · {} · {}, {}",
            tie.tied_to,
            tie.document,
            w.coded("same-person", reason),
            tie.officer,
            w.date(app.day_of(tie.at))
        );
        TieView { one: tie.tied_to, other: tie.document, words }
    };
    ties.into_iter().map(view).collect()
}
