//! A carrier's list: checked row by row before the bus or boat comes; its people then wait as a party.

use crate::{
    access::{COUNTER, Look, Nobody, Pages, again, at_posts},
    app::App,
    kit::{
        columns::{self, Answered},
        failure::Failure,
        form::FormTrouble,
        session::SignedIn,
        upload::{self, Upload},
    },
    node::{
        desk::party,
        headings::{self, TableKind},
    },
    party::{
        fields::{self, PartyForm},
        parties,
    },
    words::Words,
};
use axum::{
    body::Body,
    extract::{Multipart, State},
    response::{IntoResponse, Redirect, Response},
};
use limen_tables::{MOST_MANIFEST_BYTES, ManifestError, RowFault, TableError, read_manifest};
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    let columns = columns::address(TableKind::Manifest);
    Pages::new()
        .upload("/party/list", at_posts(COUNTER, again(Look::Parties)), upload::limit(MOST_MANIFEST_BYTES), take)
        .get(columns, at_posts(COUNTER, Nobody::Typed), ask_columns)
        .post(columns, at_posts(COUNTER, again(Look::Parties)), answered)
}

async fn ask_columns(State(app): State<Arc<App>>, signed: SignedIn) -> Result<Response, Failure> {
    columns::show(&app, &signed, TableKind::Manifest).await
}

async fn answered(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    match columns::answered(&app, &signed, TableKind::Manifest, body).await? {
        Answered::File(upload) => announce(&app, &signed, upload).await,
        Answered::Page(page) => Ok(page),
    }
}

async fn take(State(app): State<Arc<App>>, signed: SignedIn, parts: Multipart) -> Result<Response, Failure> {
    let w = signed.words(&app);
    let upload = match Upload::receive(&signed, parts, MOST_MANIFEST_BYTES).await {
        Ok(upload) => upload,
        Err(Failure::Form(FormTrouble::TooLarge)) => {
            let message = w.t("table-error-too-large");
            return parties::list_page(&app, &signed, None, Some(message), Vec::new()).await;
        }
        Err(failure) => return Err(failure),
    };
    match columns::ask(&app, &signed, TableKind::Manifest, &upload).await? {
        Some(page) => Ok(page),
        None => announce(&app, &signed, upload).await,
    }
}

/// Announces the party of a list, once its columns are understood.
async fn announce(app: &App, signed: &SignedIn, upload: Upload) -> Result<Response, Failure> {
    let w = signed.words(app);
    let field = |name: &str| upload.field(name).to_owned();
    let typed = PartyForm {
        kind: "vehicle".into(),
        name: field("name"),
        plate: field("plate"),
        country: field("country"),
        mode: field("mode"),
        ..PartyForm::default()
    };
    let direction = upload.field("direction").parse().unwrap_or(signed.session.direction);
    let officer = &signed.session.account.id;
    let announced = match party::new(app, officer, direction, typed.draft()) {
        Ok(announced) => announced,
        Err(fault) => {
            let message = fields::message(w, fault);
            return parties::list_page(app, signed, Some(typed), Some(message), Vec::new()).await;
        }
    };
    let (bytes, today) = (upload.bytes, app.today());
    let answers = headings::answers(&app.store, TableKind::Manifest).await?;
    // Unpacking a sheet takes a moment: it is done beside the counters' requests.
    let read = tokio::task::spawn_blocking(move || read_manifest(&bytes[..], &answers, today));
    let members = match read.await.map_err(|_| Failure::Fault)? {
        Ok(manifest) => manifest.members,
        Err(refused) => {
            let (message, problems) = refusal(w, &refused);
            return parties::list_page(app, signed, Some(typed), Some(message), problems).await;
        }
    };
    let id = party::announce(app, officer, announced, members).await?;
    Ok(Redirect::to(&format!("/party/{id}")).into_response())
}

/// Why a list is not taken, and the rows that can't be.
fn refusal(w: &Words, refused: &ManifestError) -> (String, Vec<String>) {
    match refused {
        ManifestError::Table(error) => (w.t(&format!("table-error-{}", error.code())), named(error)),
        ManifestError::NoNames(unknown) => {
            (w.t("table-no-names"), unknown.iter().map(|column| column.heading.clone()).collect())
        }
        ManifestError::Nobody => (w.t("table-nobody"), Vec::new()),
        ManifestError::Rows(problems) => {
            let problem = |(line, fault): &(u64, RowFault)| {
                w.t2("table-line", ("line", *line), ("what", w.coded("table-row", fault.code())))
            };
            (w.t("party-list-refused"), problems.iter().map(problem).collect())
        }
    }
}

/// What an error names.
fn named(error: &TableError) -> Vec<String> {
    match error {
        TableError::NoHeadings(columns) => columns.iter().map(|column| column.heading.clone()).collect(),
        _ => Vec::new(),
    }
}
