//! The counter's reader, as its page says: whether it is there and by what, what it has read that nobody has taken yet, how
//! reading a chip goes on.

use crate::{
    access::{COUNTER, Nobody, Pages, at_posts},
    app::App,
    kit::session::SignedIn,
    node::readers::{ChipStep, Standing},
    traveller::chip::chip_form,
    words::Words,
};
use axum::{
    extract::State,
    http::header,
    response::{
        IntoResponse, Response,
        sse::{Event, Sse},
    },
};
use futures_util::stream;
use limen_domain::ChipSummary;
use limen_store::CounterAt;
use serde::Serialize;
use std::{convert::Infallible, sync::Arc, time::Duration};
use uuid::Uuid;

pub(crate) fn pages() -> Pages {
    Pages::new().get("/counter/reader", at_posts(COUNTER, Nobody::AtCounter), follow)
}

/// How often a stream asks whether its session goes on, and whether the reader was heard.
const STILL_HERE: Duration = Duration::from_secs(3);

/// What a reader read and nobody has taken yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct WaitingReading {
    pub(crate) id: Uuid,
    pub(crate) zone: String,
}

/// What the page is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct ReaderView {
    /// Whether the reader is there, and by what; empty where there is none.
    pub(crate) said: String,
    /// Whether someone has to look after it.
    pub(crate) is_trouble: bool,
    pub(crate) reading: Option<WaitingReading>,
    /// Whether the zone does not open the chip, and the officer may type the number on the card.
    pub(crate) wants_number: bool,
    /// Whether chips can be read.
    #[serde(skip)]
    pub(crate) chips: bool,
}

impl ReaderView {
    /// How things stand at someone's counter.
    pub(crate) fn of(app: &App, signed: &SignedIn) -> Self {
        let standing = app.readers.standing(CounterAt(signed.through.0), app.now());
        let (said, is_trouble) = said(signed.words(app), &standing);
        let (wants_number, chips) = (standing.wants_number(), standing.presence.is_some_and(|presence| presence.chips));
        let reading = standing.waiting.map(|(id, zone)| WaitingReading { id, zone });
        Self { said, is_trouble, reading, wants_number, chips }
    }
}

fn said(w: &Words, standing: &Standing) -> (String, bool) {
    let Some(presence) = &standing.presence else { return (String::new(), false) };
    if let Some(progress) = &standing.progress {
        let step = match progress.step {
            ChipStep::WrongKey if standing.by_number => w.t("reader-step-wrong-number"),
            step => w.coded("reader-step", step.code()),
        };
        let part = match progress.file.as_deref() {
            Some(file) if progress.total > 0 => {
                let percent = (100 * progress.read / progress.total).min(100);
                w.t3("reader-reads", ("step", step), ("file", file.to_owned()), ("percent", percent))
            }
            _ => step,
        };
        // The face takes long: what the zone came to is said before it is there.
        let zone = standing.zone.filter(|_| !progress.step.is_trouble());
        let said = zone.map(|zone| w.coded("reader-zone", chip_form(zone)));
        let is_trouble = progress.step.is_trouble() || zone.is_some_and(ChipSummary::is_to_check);
        return ([part].into_iter().chain(said).collect::<Vec<_>>().join(" · "), is_trouble);
    }
    let (mut here, mut trouble) = (Vec::new(), Vec::new());
    for reader in &presence.readers {
        match reader.state.as_str() {
            "here" => here.push(reader.name.clone()),
            "noise" => trouble.push(w.t1("reader-noise", "reader", reader.name.as_str())),
            _ => trouble.push(w.t1("reader-away", "reader", reader.name.as_str())),
        }
    }
    if presence.chips {
        here.push(w.t("reader-chips"));
    }
    let is_trouble = !trouble.is_empty();
    let there = (!here.is_empty()).then(|| w.t1("reader-here", "readers", here.join(", ")));
    (there.into_iter().chain(trouble).collect::<Vec<_>>().join(" · "), is_trouble)
}

/// Tells a counter's page what changes with its reader, for as long as the session goes on.
async fn follow(State(app): State<Arc<App>>, signed: SignedIn) -> Response {
    let mut changed = app.readers.changed();
    changed.mark_changed();
    let events = stream::unfold((app, signed, changed, None), move |(app, signed, mut changed, before)| async move {
        // What happens at other counters wakes this one too, and is not told: nothing is asked of the database for it.
        let here = async {
            loop {
                if changed.changed().await.is_err() {
                    return None;
                }
                let now = ReaderView::of(&app, &signed);
                if before.as_ref() != Some(&now) {
                    return Some(now);
                }
            }
        };
        let now = match tokio::time::timeout(STILL_HERE, here).await {
            Ok(told) => told?,
            Err(_) => ReaderView::of(&app, &signed),
        };
        app.going_on(&signed.session.token, signed.through.0).await.ok().flatten()?;
        let event = match &before {
            Some(before) if *before == now => Event::default().comment("still here"),
            _ => Event::default().json_data(&now).ok()?,
        };
        Some((Ok::<_, Infallible>(event), (app, signed, changed, Some(now))))
    });
    ([(header::CACHE_CONTROL, "no-store")], Sse::new(events)).into_response()
}
