//! Pages that follow what happens: the server says that something was written, the page asks for itself anew
//! (server-sent events, WHATWG HTML §9.2). A stream ends with the session in which the page was opened.

use crate::{
    access::{Nobody, Pages, anywhere},
    app::App,
    kit::session::{SignedIn, Through},
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
use limen_domain::Permission;
use std::{convert::Infallible, sync::Arc, time::Duration};

pub(crate) fn pages() -> Pages {
    Pages::new().get(
        "/live",
        anywhere(&[Permission::SeeNetwork, Permission::SeeHits, Permission::ManageAlerts], Nobody::House),
        follow,
    )
}

/// How long changes are gathered before a page is told.
const GATHER: Duration = Duration::from_millis(500);
/// How often a stream asks whether its session goes on. The page hears of it, so that either side notices when the other is
/// gone.
const STILL_HERE: Duration = Duration::from_secs(3);

async fn follow(State(app): State<Arc<App>>, signed: SignedIn, through: Through) -> Response {
    let (token, written) = (signed.session.token, app.store.written());
    let events = stream::unfold((app, written), move |(app, mut written)| async move {
        let event = match tokio::time::timeout(STILL_HERE, written.changed()).await {
            Ok(Ok(())) => {
                tokio::time::sleep(GATHER).await;
                written.mark_unchanged();
                Event::default().data("written")
            }
            Ok(Err(_)) => return None,
            Err(_) => Event::default().comment("still here"),
        };
        // Signed out, set aside, ended from elsewhere or with the device: nobody is told any more. Where that can't be read,
        // the page asks again.
        app.going_on(&token, through.0).await.ok().flatten()?;
        Some((Ok::<_, Infallible>(event), (app, written)))
    });
    ([(header::CACHE_CONTROL, "no-store")], Sse::new(events)).into_response()
}
