//! A reference document as an administrator types it, with a picture in one light: it waits for a second person with the list
//! that it belongs to.

use crate::{
    access::{LISTS, Nobody, Pages, anywhere},
    administration::lists::problem_words,
    app::App,
    kit::{
        failure::Failure,
        form::{self, FormTrouble},
        parts::{Choice, choices, state_choices},
        session::SignedIn,
        shell::{Shell, answer},
        upload::{self, Upload},
    },
    node::{
        administration::documents::{self, DocumentError, TypedDocument},
        picture,
    },
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Multipart, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use jiff::civil::Date;
use limen_domain::{DocumentKind, PageLight, ReferenceDocument};
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .get("/documents/edit", anywhere(LISTS, Nobody::House), show)
        .upload("/documents/edit", anywhere(LISTS, Nobody::House), upload::limit(picture::MOST_BYTES), propose)
        .post("/documents/remove", anywhere(LISTS, Nobody::House), remove)
}

/// Which document is changed; a new one where none is named.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    code: String,
}

#[derive(Template)]
#[template(path = "administration/document.html")]
struct EditPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    typed: TypedDocument,
    states: Vec<Choice>,
    kinds: Vec<Choice>,
    lights: Vec<Choice>,
    /// The lights of which there is a picture already; empty where there is none.
    shown: String,
    is_known: bool,
    /// Why nothing was proposed.
    problems: Vec<String>,
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let typed = match held(&app, &signed, &asked.code).await? {
        Some(document) => typed(&document),
        None => TypedDocument::default(),
    };
    edit_page(&app, &signed, typed, Vec::new()).await
}

/// The document with a code in the version that this administrator goes on with, or in the list in force.
async fn held(app: &App, signed: &SignedIn, code: &str) -> Result<Option<ReferenceDocument>, Failure> {
    let list = match documents::begun(app, &signed.session.account.id).await {
        Ok((list, _)) => list,
        Err(DocumentError::Store(error)) => return Err(error.into()),
        Err(_) => app.reference().documents.clone(),
    };
    Ok(list.get(code).cloned())
}

/// A document as it is typed.
fn typed(document: &ReferenceDocument) -> TypedDocument {
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    TypedDocument {
        code: document.code.clone(),
        state: document.state.to_string(),
        kind: document.kind.code().to_owned(),
        series: document.series.clone(),
        from: day(document.from),
        to: day(document.to),
        look: document.look.lines(""),
        look_en: document.look.lines("en"),
        known: document.known.lines(""),
        known_en: document.known.lines("en"),
    }
}

async fn edit_page(
    app: &App,
    signed: &SignedIn,
    typed: TypedDocument,
    problems: Vec<String>,
) -> Result<Response, Failure> {
    let w = signed.words(app);
    let held = held(app, signed, typed.code.trim()).await?;
    let lights = held.iter().flat_map(|document| document.pictures.keys());
    let lights: Vec<String> = lights.map(|light| w.coded("page-light", light.code())).collect();
    let shown = EditPage {
        states: state_choices(w, &typed.state),
        kinds: choices(w, "document", DocumentKind::ALL, DocumentKind::code, &typed.kind),
        lights: choices(w, "page-light", PageLight::ALL, PageLight::code, ""),
        shown: lights.join(" · "),
        is_known: held.is_some(),
        typed,
        problems,
        shell: Shell::new(app, signed, "documents"),
        w,
    };
    Ok(answer(!shown.problems.is_empty(), &shown))
}

async fn propose(State(app): State<Arc<App>>, signed: SignedIn, parts: Multipart) -> Result<Response, Failure> {
    let upload = Upload::receive(&signed, parts, picture::MOST_BYTES).await?;
    let field = |name: &str| upload.field(name).to_owned();
    let typed = TypedDocument {
        code: field("code"),
        state: field("state"),
        kind: field("kind"),
        series: field("series"),
        from: field("from"),
        to: field("to"),
        look: field("look"),
        look_en: field("look_en"),
        known: field("known"),
        known_en: field("known_en"),
    };
    let picture = if upload.bytes.is_empty() {
        None
    } else {
        let light: PageLight = upload.field("light").parse().map_err(|_| FormTrouble::Malformed)?;
        Some((light, upload.bytes.to_vec()))
    };
    let proposed = documents::propose(&app, &signed.session.account.id, &typed, picture).await;
    came_of(&app, &signed, typed, proposed).await
}

#[derive(Deserialize)]
struct RemoveForm {
    code: String,
}

async fn remove(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let RemoveForm { code } = form::read(&signed, body).await?;
    let held = held(&app, &signed, &code).await?.ok_or(Failure::NotFound)?;
    let proposed = documents::propose_without(&app, &signed.session.account.id, &code).await;
    came_of(&app, &signed, typed(&held), proposed).await
}

/// The proposal that came of a change, or the page with what was typed and why nothing was proposed.
async fn came_of(
    app: &App,
    signed: &SignedIn,
    typed: TypedDocument,
    proposed: Result<Uuid, DocumentError>,
) -> Result<Response, Failure> {
    let w = signed.words(app);
    let problems = match proposed {
        Ok(proposal) => return Ok(Redirect::to(&format!("/lists/proposal/{proposal}")).into_response()),
        Err(DocumentError::Problems(problems)) => problems.iter().map(|problem| problem_words(w, problem)).collect(),
        Err(DocumentError::Picture(why)) => vec![w.coded("no-picture", why.code())],
        Err(DocumentError::Waits) => vec![w.t("documents-waits")],
        Err(DocumentError::Unreadable(_)) => vec![w.t("documents-unreadable")],
        Err(DocumentError::Meanwhile) => vec![w.t("documents-meanwhile")],
        Err(DocumentError::Store(error)) => return Err(error.into()),
    };
    edit_page(app, signed, typed, problems).await
}
