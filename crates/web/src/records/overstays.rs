//! Who has stayed too long: admitted to a day that is past, and not seen leaving; with how sure that is.

use crate::{
    access::{COUNTER, Look, Pages, at_posts},
    app::App,
    kit::{
        failure::Failure,
        session::SignedIn,
        shell::{Shell, page},
    },
    words::Words,
};
use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use limen_domain::CrossingId;
use limen_store::{Overstay, Page, Paged};
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new().get("/overstays", at_posts(COUNTER, Look::Overstays), show)
}

/// Rows of one page.
const ROWS: i64 = 50;
/// The last page that is looked for.
const LAST_PAGE: i64 = 100_000;

#[derive(Deserialize)]
struct OverstaysQuery {
    page: Option<i64>,
}

struct Row {
    entry: CrossingId,
    name: String,
    nationality: String,
    document: String,
    entered: String,
    until: String,
    days: i32,
    /// What else may explain it; `None` if an overstay is likely.
    doubt: Option<String>,
}

#[derive(Template)]
#[template(path = "records/overstays.html")]
struct OverstaysPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    rows: Vec<Row>,
    total: i64,
    before: Option<i64>,
    after: Option<i64>,
}

async fn show(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Query(asked): Query<OverstaysQuery>,
) -> Result<Response, Failure> {
    let w = signed.words(&app);
    let number = asked.page.unwrap_or(0).clamp(0, LAST_PAGE);
    let Paged { rows, total } = app.store.overstays(app.today(), Page { offset: number * ROWS, limit: ROWS }).await?;
    Ok(page(&OverstaysPage {
        shell: Shell::new(&app, &signed, "stay").about("overstays"),
        w,
        rows: rows.iter().map(|overstay| row(&app, w, overstay)).collect(),
        total,
        before: (number > 0).then(|| number - 1),
        after: ((number + 1) * ROWS < total).then_some(number + 1),
    }))
}

fn row(app: &App, w: &Words, overstay: &Overstay) -> Row {
    // A number typed by hand may be another than that at the exit, and a post without a full record may have been the
    // way out: either way the traveller may have left.
    let unrecorded = &app.settings().unrecorded_exits;
    let doubt = if !unrecorded.is_empty() {
        Some(w.t1("overstays-exit-unseen", "posts", unrecorded.join(", ")))
    } else if !overstay.source.is_zone() {
        Some(w.t("overstays-typed"))
    } else {
        None
    };
    Row {
        entry: overstay.entry,
        name: overstay.name.to_string(),
        nationality: overstay.nationality.parse().map_or_else(|_| w.t("nationality-unknown"), |code| w.state(code)),
        document: overstay.document_number.clone(),
        entered: format!("{} · {}", w.date(app.day_of(overstay.at)), app.post_name(&overstay.post)),
        until: w.date(overstay.until),
        days: (app.today() - overstay.until).get_days(),
        doubt,
    }
}
