//! The seals on the pages of who waits, at the counter: a line each, as soon as their pictures were looked through.

use crate::{
    access::{COUNTER, Nobody, Pages, at_posts, sight},
    app::App,
    kit::{failure::Failure, session::SignedIn},
    node::seals::{self, Judged},
    records::codes::{VerdictView, seal_line},
    words::Words,
};
use axum::{Json, extract::State};
use limen_domain::{CrossingId, Presentation};
use limen_seal::Content;
use limen_store::KeptAttachment;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new().get("/counter/seals", at_posts(COUNTER, Nobody::AtCounter), lines)
}

/// What the counter says of seals.
pub(super) struct SealsView {
    pub(super) lines: Vec<VerdictView>,
    /// Whether a picture has not been looked through yet: the page asks for the lines by itself.
    pub(super) is_looking: bool,
}

impl SealsView {
    pub(super) fn of(app: &App, w: &Words, presentation: &Presentation, kept: &[KeptAttachment]) -> Self {
        let judged = seals::at_hand(app, kept, Some(&presentation.traveller));
        Self { is_looking: judged.is_none(), lines: of_seals(w, &judged.unwrap_or_default()) }
    }
}

/// The records whose pictures belong to who waits.
pub(super) fn records_of(presentation: &Presentation) -> Vec<CrossingId> {
    [Some(presentation.id), presentation.settles].into_iter().flatten().collect()
}

/// A line for each seal; other codes are for the page of pictures.
fn of_seals(w: &Words, judged: &[Judged]) -> Vec<VerdictView> {
    let line = |judged: &Judged| match &judged.content {
        Content::Seal(report) => Some(seal_line(w, report)),
        Content::Text { .. } => None,
    };
    judged.iter().filter_map(line).collect()
}

/// The lines, once all pictures were looked through.
async fn lines(State(app): State<Arc<App>>, signed: SignedIn) -> Result<Json<Vec<VerdictView>>, Failure> {
    let open = app.store.open_presentation(&signed.session.account.id).await?;
    let Some((presentation, _)) = open else { return Ok(Json(Vec::new())) };
    let kept = sight::attachments(&app, signed.session.account.role, &records_of(&presentation)).await?;
    let judged = seals::of_record(&app, &kept, Some(&presentation.traveller)).await?;
    Ok(Json(of_seals(signed.words(&app), &judged)))
}
