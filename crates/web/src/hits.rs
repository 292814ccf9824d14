//! The hits of the post, newest first: what was found, where, and what became of it. Discreet ones stand here and
//! nowhere at the counter.

use crate::{
    failure::Failure,
    session::SignedIn,
    shell::{Shell, page},
    state::App,
    words::Words,
};
use askama::Template;
use axum::{Router, extract::State, response::Response, routing::get};
use limen_domain::Action;
use limen_store::HitRow;
use std::sync::Arc;

pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new().route("/hits", get(show))
}

/// The most hits that are shown.
const MOST_SHOWN: i64 = 200;

/// A hit as a row of a table.
pub(crate) struct HitView {
    pub(crate) at: String,
    pub(crate) action: String,
    pub(crate) traveller: String,
    pub(crate) list: String,
    pub(crate) alert: String,
    pub(crate) score: String,
    pub(crate) officer: String,
    pub(crate) outcome: String,
    /// `clear`, `check` or `stop`, as everywhere.
    pub(crate) level: &'static str,
}

#[derive(Template)]
#[template(path = "hits.html")]
struct HitsPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    hits: Vec<HitView>,
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn) -> Result<Response, Failure> {
    let w = signed.words(&app);
    let hits = hit_views(&app, w, app.store.hits(None, MOST_SHOWN).await?);
    Ok(page(&HitsPage { shell: Shell::new(&app, &signed, "hits"), w, hits }))
}

/// Hits as rows of a table.
pub(crate) fn hit_views(app: &App, w: &Words, hits: Vec<HitRow>) -> Vec<HitView> {
    let view = |hit: HitRow| {
        let at = hit.at.to_zoned_datetime(app.zone.clone());
        let (outcome, level) = match &hit.judgement {
            Some((judgement, by)) => {
                let level = if *judgement == limen_domain::Judgement::Confirmed { "stop" } else { "clear" };
                (format!("{} ({by})", w.coded("judgement", judgement.code())), level)
            }
            None if hit.action == Action::InformDiscreetly => (w.t("hit-tell-owner"), "check"),
            None => (w.t("hit-not-judged"), "check"),
        };
        HitView {
            at: format!("{} · {}", w.date(at.date()), w.time(at.time())),
            action: w.coded("action", hit.action.code()),
            traveller: hit.traveller,
            list: hit.list.to_string(),
            alert: hit.alert.to_string(),
            score: w.percent(hit.score),
            officer: hit.officer.to_string(),
            outcome,
            level,
        }
    };
    hits.into_iter().map(view).collect()
}
