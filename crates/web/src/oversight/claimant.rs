//! The person who claims a right, found by name and birth date: whoever lost their passport has a file too.

use crate::{
    access::{DATA, Look, Pages, anywhere, asked::ClaimantAsked},
    app::App,
    kit::{
        failure::Failure,
        parts::Link,
        session::SignedIn,
        shell::{Shell, moment, page},
    },
    node::find::{self, Found},
    words::Words,
};
use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use limen_domain::{DocumentKey, PartialDate, StateCode};
use limen_store::FoundPerson;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new().get("/rights/find", anywhere(DATA, Look::Claimant), show)
}

/// Someone who was found.
struct PersonRow {
    name: String,
    /// Birth date and nationality.
    about: String,
    /// The latest crossing.
    last: String,
    documents: Vec<DocumentRow>,
}

/// A document that is known of them.
struct DocumentRow {
    key: String,
    /// The register of claims, with this document in its form.
    claim: Link,
}

#[derive(Template)]
#[template(path = "oversight/claimant.html")]
struct ClaimantPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    name: String,
    birth: String,
    is_birth_wrong: bool,
    people: Vec<PersonRow>,
    is_cut: bool,
}

async fn show(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Query(asked): Query<ClaimantAsked>,
) -> Result<Response, Failure> {
    let w = signed.words(&app);
    let born = asked.born(&app);
    let Found { people: found, is_cut, .. } = match born {
        Some(born) => find::by_name(&app, &asked.name(), born).await?,
        None => Found::default(),
    };
    let mut people = Vec::with_capacity(found.len());
    for person in &found {
        people.push(row(&app, w, person).await?);
    }
    Ok(page(&ClaimantPage {
        shell: Shell::new(&app, &signed, "rights"),
        w,
        name: asked.name(),
        birth: asked.birth(),
        is_birth_wrong: born.is_none(),
        people,
        is_cut,
    }))
}

async fn row(app: &App, w: &Words, person: &FoundPerson) -> Result<PersonRow, Failure> {
    let born = person.birth_date.parse::<PartialDate>().map_or_else(|_| String::new(), |date| w.partial_date(date));
    let nationality = person.nationality.parse::<StateCode>().ok();
    let nationality = nationality.map_or_else(|| w.t("nationality-unknown"), |code| w.state(code));
    let known = match person.document.parse::<DocumentKey>() {
        Ok(document) => app.store.documents_with(&[document]).await?,
        Err(_) => Vec::new(),
    };
    Ok(PersonRow {
        name: person.name.to_string(),
        about: format!("{born} · {nationality}"),
        last: format!("{} · {}", moment(app, w, person.at), app.post_name(&person.post)),
        documents: known.iter().map(|document| document_row(w, document)).collect(),
    })
}

fn document_row(w: &Words, document: &DocumentKey) -> DocumentRow {
    let key = document.to_string();
    let query = serde_html_form::to_string([("document", &key)]).unwrap_or_default();
    DocumentRow { claim: Link { address: format!("/rights?{query}#claims"), words: w.t("claim-new") }, key }
}
