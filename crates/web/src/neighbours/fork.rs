//! What a neighbour signed that contradicts what it signed before: what is held, what came, and what to do about it.

use crate::{
    access::{NODES, Nobody, Pages, at_headquarters},
    app::App,
    kit::{failure::Failure, form, names::Names, parts::Fact, session::SignedIn, shell::moment},
    words::Words,
};
use axum::{
    body::Body,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use limen_domain::{StateCode, StatedReason};
use limen_neighbour::{Paper, Party};
use limen_store::{Fork, ForkOf};
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new().post("/neighbours/{state}/fork", at_headquarters(NODES, Nobody::House), settle)
}

/// One of them.
pub(super) struct ForkView {
    /// What, and of which number, as the form sends it.
    pub(super) what: &'static str,
    pub(super) number: u64,
    pub(super) title: String,
    pub(super) facts: Vec<Fact>,
    /// Who spoke with them, when, and what came of it; `None` while nobody did.
    pub(super) settled: Option<String>,
}

/// What a neighbour signed twice, what nobody has spoken about first.
pub(super) async fn forks(app: &App, w: &Words, own: &Party, theirs: &Party) -> Result<Vec<ForkView>, Failure> {
    let mut forks = app.store.neighbour_forks(theirs.state).await?;
    forks.sort_by_key(|fork| fork.settled.is_some());
    let names = Names::load(app).await?;
    Ok(forks.iter().map(|fork| view(app, w, &names, (own, theirs), fork)).collect())
}

fn view(app: &App, w: &Words, names: &Names, (own, theirs): (&Party, &Party), fork: &Fork) -> ForkView {
    let (what, number) = (&fork.what, w.number(fork.what.number));
    let (title, held, came) = match what.of {
        ForkOf::Paper => {
            let title = w.t1("neighbour-fork-paper", "number", number);
            (title, what.held.clone(), paper(app, w, (own, theirs), &what.came))
        }
        ForkOf::Journal => (w.t1("neighbour-fork-journal", "count", number), root(w, &what.held), root(w, &what.came)),
    };
    let fact = |label: &str, value: String| Fact::new(w.t(label), value);
    ForkView {
        what: what.of.code(),
        number: what.number,
        title,
        facts: vec![
            fact("neighbour-fork-held", held),
            fact("neighbour-fork-came", came),
            fact("neighbour-fork-first", moment(app, w, fork.at)),
            fact("neighbour-fork-ours", own.fingerprint().to_string()),
            fact("neighbour-fork-theirs", theirs.fingerprint().to_string()),
        ],
        settled: fork.settled.as_ref().map(|(by, at, reason)| {
            w.t3(
                "neighbour-fork-settled",
                ("by", names.of(by)),
                ("at", moment(app, w, *at)),
                ("reason", reason.clone()),
            )
        }),
    }
}

/// The SHA-256 of a paper that came, by which both can tell it from the one that is held, and where it says that it stands.
fn paper(app: &App, w: &Words, (own, theirs): (&Party, &Party), file: &str) -> String {
    let Ok((head, before)) = Paper::stands(file, theirs, own) else { return String::new() };
    let at = Paper::said(file, theirs, own).map(|paper| moment(app, w, paper.at)).unwrap_or_default();
    let stands = w.t3("neighbour-fork-stands", ("number", w.number(head.number)), ("before", before), ("at", at));
    format!("{} · {stands}", head.name)
}

/// Over how many events a signed root is, and the root, as the note says them.
fn root(w: &Words, note: &str) -> String {
    let mut lines = note.lines().skip(1);
    let events = lines.next().and_then(|size| size.parse().ok()).unwrap_or_default();
    w.t2("neighbour-fork-root", ("count", w.number(events)), ("root", lines.next().unwrap_or_default().to_owned()))
}

#[derive(Deserialize)]
struct SettleForm {
    what: String,
    number: u64,
    reason: StatedReason,
}

/// Notes that someone spoke with the neighbour about it, and what came of it.
async fn settle(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(state): Path<StateCode>,
    body: Body,
) -> Result<Response, Failure> {
    let SettleForm { what, number, reason } = form::read(&signed, body).await?;
    let of = ForkOf::of(&what).ok_or(Failure::NotFound)?;
    let by = &signed.session.account.id;
    app.store.settle_neighbour_fork((state, of, number), by, reason.as_str()).await?;
    Ok(Redirect::to(&format!("/neighbours/{state}")).into_response())
}
