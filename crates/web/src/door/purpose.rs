//! What someone looks at personal data for: asked before they look, kept for half an hour, and noted with each look.

use crate::{
    access::{COUNTER, Nobody, Pages, anywhere},
    app::App,
    kit::{
        failure::Failure,
        form::{self, FormTrouble},
        parts::{Choice, ExplainedChoice},
        session::SignedIn,
        shell::{Shell, page},
    },
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use limen_domain::{LookPurpose, Why};
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new().get("/purpose", anywhere(COUNTER, Nobody::Oneself), ask).post(
        "/purpose",
        anywhere(COUNTER, Nobody::Oneself),
        name,
    )
}

#[derive(Deserialize)]
struct PurposeQuery {
    #[serde(default)]
    back: String,
}

#[derive(Template)]
#[template(path = "door/purpose.html")]
struct PurposePage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    back: String,
    purposes: Vec<ExplainedChoice>,
    reference: String,
    message: Option<String>,
}

fn purpose_page(app: &App, signed: &SignedIn, back: String, asked: Option<(LookPurpose, String)>) -> Response {
    let w = signed.words(app);
    let message = asked.as_ref().map(|_| w.t("purpose-reference-missing"));
    let (chosen, reference) = match (asked, &signed.session.why) {
        (Some((chosen, reference)), _) => (Some(chosen), reference),
        (None, Some(why)) => (Some(why.purpose), why.reference.clone()),
        (None, None) => (None, String::new()),
    };
    let purposes = LookPurpose::NAMED.iter().map(|purpose| {
        let code = purpose.code();
        ExplainedChoice {
            choice: Choice::new(code, w.coded("look-purpose", code), chosen == Some(*purpose)),
            explanation: w.coded("look-purpose-help", code),
        }
    });
    page(&PurposePage {
        purposes: purposes.collect(),
        back,
        reference,
        message,
        shell: Shell::new(app, signed, "purpose"),
        w,
    })
}

async fn ask(State(app): State<Arc<App>>, signed: SignedIn, Query(asked): Query<PurposeQuery>) -> Response {
    purpose_page(&app, &signed, asked.back, None)
}

#[derive(Deserialize)]
struct Named {
    purpose: LookPurpose,
    #[serde(default)]
    reference: String,
    #[serde(default)]
    back: String,
}

async fn name(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let named: Named = form::read(&signed, body).await?;
    // A duty is not named: the page that it is about says it.
    if !named.purpose.is_named() {
        return Err(FormTrouble::Malformed.into());
    }
    let Ok(why) = Why::new(named.purpose, &named.reference) else {
        let asked = Some((named.purpose, named.reference));
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, purpose_page(&app, &signed, named.back, asked)).into_response());
    };
    app.store.set_why(&signed.session.token, &why).await?;
    Ok(Redirect::to(own(&named.back)).into_response())
}

/// An address of this node's own pages; the first page for any other, such as `//elsewhere` or `/\elsewhere`.
fn own(back: &str) -> &str {
    let is_own = back.starts_with('/')
        && !back[1..].starts_with(['/', '\\'])
        && back.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if is_own { back } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_named_a_purpose_is_led_back_to_a_page_of_ours_and_nowhere_else() {
        assert_eq!(own("/day?day=2026-11-25&search=Diallo"), "/day?day=2026-11-25&search=Diallo");
        for back in
            ["", "https://example.org/", "//example.org", "/\\example.org", "/day\r\nSet-Cookie: x", "javascript:x"]
        {
            assert_eq!(own(back), "/", "{back}");
        }
    }
}
