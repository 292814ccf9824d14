//! The traveller's page beside what a genuine one looks like, in each light of which there is a picture of either.

use crate::{
    access::{
        COUNTER, Look, Pages, at_posts,
        sight::{self, Sight},
    },
    app::App,
    kit::{
        failure::Failure,
        parts::Choice,
        session::SignedIn,
        shell::{Shell, page},
    },
    records::{
        genuine::documents,
        pictures::{address, newest_of},
    },
    words::Words,
};
use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use limen_domain::{CrossingId, PageLight, ReferenceDocument};
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new().get("/crossing/{id}/beside", at_posts(COUNTER, Look::Pictures), show)
}

#[derive(Deserialize)]
struct Asked {
    /// Which reference document; the first where none is named, or none that fits.
    #[serde(default)]
    document: String,
    /// In which light; white where none is named.
    #[serde(default)]
    light: String,
}

#[derive(Template)]
#[template(path = "records/beside.html")]
struct BesidePage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    id: CrossingId,
    name: String,
    /// The reference documents to choose from, by their codes.
    documents: Vec<Choice>,
    lights: Vec<Choice>,
    /// The code of the document that is shown; empty where there is none.
    document: String,
    /// The picture of the traveller's page.
    own: Option<String>,
    /// The picture of the reference document.
    genuine: Option<String>,
    look: Vec<String>,
    known: Vec<String>,
}

async fn show(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    sight: Sight,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let (id, w, reference) = (sight.id, signed.words(&app), app.reference());
    let all = documents(&reference, &sight);
    let shown = all.iter().find(|document| document.code == asked.document).or(all.first()).copied();
    let light: PageLight = asked.light.parse().unwrap_or(PageLight::White);
    let kept = sight::attachments(&app, signed.session.account.role, &[id]).await?;
    let here = app.store.reference_pictures().await?;
    let genuine = shown.and_then(|document| document.pictures.get(&light)).filter(|sha256| here.contains(*sha256));
    let language = w.language.tag();
    let of_document = |document: &&ReferenceDocument| {
        let name = if document.series.is_empty() { &document.code } else { &document.series };
        Choice::new(document.code.as_str(), name.clone(), shown.is_some_and(|shown| shown.code == document.code))
    };
    let of_light = |one: &PageLight| Choice::new(one.code(), w.coded("page-light", one.code()), *one == light);
    Ok(page(&BesidePage {
        id,
        name: sight.name(),
        documents: all.iter().map(of_document).collect(),
        lights: PageLight::ALL.iter().map(of_light).collect(),
        document: shown.map(|document| document.code.clone()).unwrap_or_default(),
        own: newest_of(&kept, light.kept_as()).map(|kept| address(&kept.attachment)),
        genuine: genuine.map(|sha256| format!("/documents/picture/{sha256}")),
        look: shown.map(|document| document.look.of(language).to_vec()).unwrap_or_default(),
        known: shown.map(|document| document.known.of(language).to_vec()).unwrap_or_default(),
        shell: Shell::new(&app, &signed, "counter").about("beside"),
        w,
    }))
}
