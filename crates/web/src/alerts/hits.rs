//! The hits of the post, newest first: what was found, where, and what became of it. Discreet ones stand here and
//! nowhere at the counter.

use crate::{
    access::{HITS, Look, Pages, anywhere, at_posts, sight::Sight},
    app::App,
    counter::verdict::{JudgedView, judged_hits},
    kit::{
        failure::Failure,
        names::Names,
        parts::{Fact, Link},
        session::SignedIn,
        shell::{Shell, moment, page},
    },
    neighbours_work::{LateHitView, late_hits},
    node::level::Level,
    traveller::about::{DocumentView, about, birth},
    words::Words,
};
use askama::Template;
use axum::{extract::State, response::Response};
use limen_domain::{Action, Judgement, SetAside};
use limen_store::{HitEnd, HitRow};
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new().get("/hits", anywhere(HITS, Look::Hits), show).beside_counter().get(
        "/hits/{id}",
        at_posts(HITS, Look::Hit),
        one,
    )
}

/// Maximum number of hits that are shown.
const MOST_SHOWN: i64 = 200;

/// A hit as a row of a table.
pub(crate) struct HitView {
    /// The page of the traveller or party that it was found for; `None` at headquarters, which reads no traveller.
    pub(crate) address: Option<String>,
    pub(crate) at: String,
    pub(crate) action: String,
    pub(crate) traveller: String,
    pub(crate) list: String,
    pub(crate) alert: String,
    pub(crate) score: String,
    pub(crate) officer: String,
    pub(crate) outcome: String,
    /// What became of the traveller, where an alert may be about them.
    pub(crate) end: Option<String>,
    pub(crate) level: Level,
}

#[derive(Template)]
#[template(path = "alerts/hits.html")]
struct HitsPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    hits: Vec<HitView>,
    /// Documents that were presented before a neighbour was known to list them as lost.
    late: Vec<LateHitView>,
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn) -> Result<Response, Failure> {
    let w = signed.words(&app);
    let hits = hit_views(&app, w, &Names::load(&app).await?, app.store.hits(None, MOST_SHOWN).await?);
    let late = late_hits(&app, w, signed.session.account.role).await?;
    Ok(page(&HitsPage { shell: Shell::new(&app, &signed, "hits"), w, hits, late }))
}

/// Hits as rows of a table.
pub(crate) fn hit_views(app: &App, w: &Words, names: &Names, hits: Vec<HitRow>) -> Vec<HitView> {
    let view = |hit: HitRow| {
        let at = hit.at.to_zoned_datetime(app.zone.clone());
        let (outcome, level) = match &hit.judgement {
            Some((judgement, by)) => {
                let level = if *judgement == Judgement::Confirmed { Level::Stop } else { Level::Clear };
                (format!("{} ({})", w.coded("judgement", judgement.code()), names.of(by)), level)
            }
            None if hit.action == Action::InformDiscreetly => (w.t("hit-tell-owner"), Level::Check),
            None => (w.t("hit-not-judged"), Level::Check),
        };
        let asks_for_action = level != Level::Clear && hit.action != Action::InformDiscreetly;
        let (end, level) = match &hit.end {
            _ if !asks_for_action => (None, level),
            HitEnd::SetAside(why, by, _) => (Some(aside_words(w, why, &names.of(by))), Level::Stop),
            HitEnd::Waits => (Some(w.t("hit-waits")), level),
            HitEnd::Decided(kind) => (Some(w.coded("decision", kind.code())), level),
            HitEnd::Gone => (None, level),
        };
        HitView {
            address: (!app.is_headquarters()).then(|| {
                let page = if hit.is_of_party { "party" } else { "hits" };
                format!("/{page}/{}", hit.presentation)
            }),
            at: format!("{} · {}", w.date(at.date()), w.time(at.time())),
            action: w.coded("action", hit.action.code()),
            traveller: hit.traveller,
            list: hit.list.to_string(),
            alert: hit.alert.to_string(),
            score: w.percent(hit.score),
            officer: names.of(&hit.officer),
            outcome,
            end,
            level,
        }
    };
    hits.into_iter().map(view).collect()
}

/// Why someone was set aside, and by whom.
pub(crate) fn aside_words(w: &Words, why: &SetAside, by: &str) -> String {
    let reason = w.coded("aside", why.reason.code());
    let reason = if why.words.is_empty() { reason } else { format!("{reason} ({})", why.words) };
    w.t2("hit-set-aside", ("reason", reason), ("officer", by.to_owned()))
}

#[derive(Template)]
#[template(path = "alerts/hit.html")]
struct OnePage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    name: String,
    about: String,
    facts: Vec<Fact>,
    hits: Vec<JudgedView>,
    /// Why they were set aside.
    aside: Option<String>,
    /// The record that the presentation ended in, by its decision.
    record: Option<Link>,
}

/// Whom a hit was found for: as they stood at the counter, what was judged, and what became of them.
async fn one(State(app): State<Arc<App>>, signed: SignedIn, sight: Sight) -> Result<Response, Failure> {
    let id = sight.id;
    let (presentation, _) = app.store.presentation(id).await?.ok_or(Failure::NotFound)?;
    if presentation.post != app.post.id {
        return Err(Failure::NotFound);
    }
    let (w, names) = (signed.words(&app), Names::load(&app).await?);
    let (traveller, day) = (&presentation.traveller, app.day_of(presentation.at));
    let mut facts = vec![
        Fact::new(w.t("record-when"), moment(&app, w, presentation.at)),
        Fact::new(w.t("record-direction"), w.coded("direction", presentation.direction.code())),
        Fact::new(w.t("record-officer"), names.of(&presentation.officer)),
    ];
    if let Some(document) = traveller.document.as_ref().map(|document| DocumentView::of(w, document, day)) {
        let value = format!("{} {} · {}", document.kind, document.number, document.issuer);
        facts.push(Fact::new(w.t("record-document"), value));
    }
    let aside = app.store.why_set_aside(id).await?;
    let record = app.store.record(id).await?;
    let record = record.map(|record| Link {
        address: format!("/crossing/{id}"),
        words: w.coded("decision", record.crossing.decision.kind().code()),
    });
    Ok(page(&OnePage {
        name: traveller.name.to_string(),
        about: format!("{} · {}", about(w, traveller, day), birth(w, traveller)),
        facts,
        hits: judged_hits(&app, w, &names, id).await?,
        aside: aside
            .map(|one| format!("{} · {}", aside_words(w, &one.why, &names.of(&one.officer)), moment(&app, w, one.at))),
        record,
        shell: Shell::new(&app, &signed, "hits"),
        w,
    }))
}
