//! Reference documents: what genuine ones look like and what is known to be forged, by state, kind and series.

use crate::{
    access::{DOCUMENTS, Nobody, Pages, anywhere},
    app::App,
    kit::{
        failure::Failure,
        parts::{Choice, Fact, choices, state_choices},
        session::SignedIn,
        shell::{Shell, page},
    },
    words::Words,
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::header,
    response::{IntoResponse, Response},
};
use limen_domain::{DocumentKind, PageLight, Permission, ReferenceDocument};
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .get("/documents", anywhere(DOCUMENTS, Nobody::House), browse)
        .a_step_away()
        .get("/documents/entry/{id}", anywhere(DOCUMENTS, Nobody::House), show)
        .get("/documents/picture/{sha256}", anywhere(DOCUMENTS, Nobody::House), picture)
}

/// What of the list is shown: all of it where nothing is asked for.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    state: String,
    kind: String,
}

struct Row {
    code: String,
    state: String,
    kind: String,
    series: String,
    issued: String,
    known: usize,
}

#[derive(Template)]
#[template(path = "second_line/documents.html")]
struct BrowsePage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    states: Vec<Choice>,
    kinds: Vec<Choice>,
    rows: Vec<Row>,
    manages: bool,
}

async fn browse(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let (w, reference) = (signed.words(&app), app.reference());
    let is_asked = |document: &&ReferenceDocument| {
        (asked.state.is_empty() || document.state.as_str() == asked.state)
            && (asked.kind.is_empty() || document.kind.code() == asked.kind)
    };
    let mut rows: Vec<Row> = reference
        .documents
        .all()
        .iter()
        .filter(is_asked)
        .map(|document| Row {
            code: document.code.clone(),
            state: w.state(document.state),
            kind: w.coded("document", document.kind.code()),
            series: document.series.clone(),
            issued: issued(w, document),
            known: document.known.of(w.language.tag()).len(),
        })
        .collect();
    rows.sort_by(|one, other| (&one.state, &one.kind, &one.series).cmp(&(&other.state, &other.kind, &other.series)));
    Ok(page(&BrowsePage {
        states: state_choices(w, &asked.state),
        kinds: choices(w, "document", DocumentKind::ALL, DocumentKind::code, &asked.kind),
        rows,
        manages: signed.session.account.role.may(Permission::ManageLists),
        shell: Shell::new(&app, &signed, "documents"),
        w,
    }))
}

/// Between which days a document was issued; empty where neither is known.
fn issued(w: &Words, document: &ReferenceDocument) -> String {
    match (document.from, document.to) {
        (Some(from), Some(to)) => w.t2("documents-from-to", ("from", w.date(from)), ("to", w.date(to))),
        (Some(from), None) => w.t1("documents-from", "from", w.date(from)),
        (None, Some(to)) => w.t1("documents-to", "to", w.date(to)),
        (None, None) => String::new(),
    }
}

struct Picture {
    address: String,
    words: String,
    /// Whether it has come here.
    is_here: bool,
}

#[derive(Template)]
#[template(path = "second_line/document.html")]
struct DocumentPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    code: String,
    title: String,
    facts: Vec<Fact>,
    look: Vec<String>,
    known: Vec<String>,
    pictures: Vec<Picture>,
    manages: bool,
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn, Path(code): Path<String>) -> Result<Response, Failure> {
    let (w, reference) = (signed.words(&app), app.reference());
    let document = reference.documents.get(&code).ok_or(Failure::NotFound)?;
    let language = w.language.tag();
    let here = app.store.reference_pictures().await?;
    let picture = |light: &PageLight| {
        let sha256 = document.pictures.get(light)?;
        Some(Picture {
            address: format!("/documents/picture/{sha256}"),
            words: w.coded("page-light", light.code()),
            is_here: here.contains(sha256),
        })
    };
    let facts = [
        Fact::new(w.t("documents-state"), w.state(document.state)),
        Fact::new(w.t("documents-kind"), w.coded("document", document.kind.code())),
        Fact::new(w.t("documents-series"), document.series.clone()),
        Fact::new(w.t("documents-issued"), issued(w, document)),
    ];
    Ok(page(&DocumentPage {
        title: title(w, document),
        facts: facts.into_iter().filter(|fact| !fact.value.is_empty()).collect(),
        look: document.look.of(language).to_vec(),
        known: document.known.of(language).to_vec(),
        pictures: PageLight::ALL.iter().filter_map(picture).collect(),
        manages: signed.session.account.role.may(Permission::ManageLists),
        shell: Shell::new(&app, &signed, "documents"),
        code,
        w,
    }))
}

/// A document as it is named: its kind, its state, its series.
fn title(w: &Words, document: &ReferenceDocument) -> String {
    let parts = [w.coded("document", document.kind.code()), w.state(document.state), document.series.clone()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// The bytes of a picture of a reference document: of those alone, never of what is kept beside a record.
async fn picture(State(app): State<Arc<App>>, _: SignedIn, Path(sha256): Path<String>) -> Result<Response, Failure> {
    let bytes = app.store.reference_picture(&sha256).await?.ok_or(Failure::NotFound)?;
    Ok(([(header::CONTENT_TYPE, "image/jpeg")], bytes).into_response())
}
