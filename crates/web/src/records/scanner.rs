//! The scanner's folder: the newest page in it becomes part of a record ([`crate::node::scanner_folder`]).

use crate::{
    access::{COUNTER, Look, Pages, again, at_posts, sight::Sight},
    app::App,
    kit::{failure::Failure, form, session::SignedIn},
    node::{
        attachments::{self, KeepError, ScanError, Scanned, ScannedPage},
        scanner_folder::PassedFile,
    },
    records::pictures,
    words::Words,
};
use axum::{
    body::Body,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use limen_domain::AttachmentKind;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new().post("/crossing/{id}/pictures/scanned", at_posts(COUNTER, again(Look::Pictures)), take)
}

/// Maximum number of files that a page names as passed over.
const MOST_NAMED: usize = 8;

/// Takes the newest page that the scanner put into its folder.
async fn take(State(app): State<Arc<App>>, signed: SignedIn, sight: Sight, body: Body) -> Result<Response, Failure> {
    form::receive(&signed, body).await?;
    let id = sight.id;
    let scanner = app.drop_folder.clone().ok_or(Failure::NotFound)?;
    let (kind, w) = (AttachmentKind::Page, signed.words(&app));
    let Scanned { page, passed_over, is_cut_off } =
        match attachments::keep_scanned(&app, &signed.session.account.id, id, scanner).await {
            Ok(scanned) => scanned,
            Err(ScanError::Keep(KeepError::NotKept(why))) => {
                return pictures::refused(&app, &signed, &sight, kind.code(), why).await;
            }
            Err(ScanError::Unreadable(error)) => {
                tracing::error!("the scanner's folder can't be read: {error}");
                let said = w.t("pictures-scanner-unreadable");
                return pictures::pictures_page(&app, &signed, &sight, kind.code(), Some(said)).await;
            }
            Err(ScanError::Keep(KeepError::Store(error))) => return Err(error.into()),
        };
    let Some(ScannedPage { name, stays }) = page else {
        let said = if is_cut_off {
            w.t("pictures-scanner-slow")
        } else if passed_over.is_empty() {
            w.t("pictures-none-scanned")
        } else {
            w.t1("pictures-none-whole", "files", listed(w, &passed_over))
        };
        return pictures::pictures_page(&app, &signed, &sight, kind.code(), Some(said)).await;
    };
    let mut said = Vec::new();
    if let Some(error) = stays {
        tracing::error!("a page was taken and can't be moved out of the way in the scanner's folder: {error}");
        said.push(w.t1("pictures-scanned-stays", "name", name.clone()));
    }
    if !passed_over.is_empty() {
        said.push(w.t1("pictures-scanned-this", "name", name));
        said.push(w.t1("pictures-passed-over", "files", listed(w, &passed_over)));
    }
    if said.is_empty() {
        return Ok(Redirect::to(&format!("/crossing/{id}/pictures?kind={kind}")).into_response());
    }
    let mut shown = pictures::pictures_page(&app, &signed, &sight, kind.code(), Some(said.join(" "))).await?;
    *shown.status_mut() = StatusCode::OK;
    Ok(shown)
}

/// Files that were passed over, each with the reason.
fn listed(w: &Words, passed_over: &[PassedFile]) -> String {
    let named = passed_over.iter().take(MOST_NAMED);
    let mut named: Vec<String> =
        named.map(|file| format!("{} ({})", file.name, w.coded("passed-over", file.why.code()))).collect();
    if let Some(more) = passed_over.len().checked_sub(MOST_NAMED).filter(|more| *more > 0) {
        named.push(w.t1("passed-over-more", "count", more as i64));
    }
    named.join(", ")
}
