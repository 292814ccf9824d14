//! A carrier's list: checked row by row before the bus or boat comes; its people then wait as a party.

use crate::{
    access::{COUNTER, Look, Pages, again, at_posts},
    app::App,
    kit::{
        failure::Failure,
        form::FormTrouble,
        session::SignedIn,
        upload::{self, Upload},
    },
    node::desk::party,
    party::{
        fields::{self, PartyForm},
        parties,
    },
    words::Words,
};
use axum::{
    extract::{Multipart, State},
    response::{IntoResponse, Redirect, Response},
};
use limen_tables::{Answers, MOST_MANIFEST_BYTES, ManifestError, TableError, read_manifest};
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new().upload(
        "/party/list",
        at_posts(COUNTER, again(Look::Parties)),
        upload::limit(MOST_MANIFEST_BYTES),
        take,
    )
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
    let announced = match party::new(&app, officer, direction, typed.draft()) {
        Ok(announced) => announced,
        Err(fault) => {
            let message = fields::message(w, fault);
            return parties::list_page(&app, &signed, Some(typed), Some(message), Vec::new()).await;
        }
    };
    let (bytes, today) = (upload.bytes, app.today());
    // Unpacking a sheet takes a moment: it is done beside the counters' requests.
    let read = tokio::task::spawn_blocking(move || read_manifest(&bytes[..], &Answers::default(), today));
    let members = match read.await.map_err(|_| Failure::Fault)? {
        Ok(manifest) => manifest.members,
        Err(refused) => {
            let (message, problems) = refusal(w, &refused);
            return parties::list_page(&app, &signed, Some(typed), Some(message), problems).await;
        }
    };
    let id = party::announce(&app, officer, announced, members).await?;
    Ok(Redirect::to(&format!("/party/{id}")).into_response())
}

/// Why a list is not taken, and the rows that can't be.
fn refusal(w: &Words, refused: &ManifestError) -> (String, Vec<String>) {
    match refused {
        ManifestError::Table(error) => (w.t(&format!("table-error-{}", error.code())), named(error)),
        ManifestError::NoNames(unknown) => {
            (w.t("table-no-names"), unknown.iter().map(|column| column.heading.clone()).collect())
        }
        ManifestError::Rows(problems) => {
            (w.t("party-list-refused"), problems.iter().map(ToString::to_string).collect())
        }
    }
}

/// What an error names.
fn named(error: &TableError) -> Vec<String> {
    match error {
        TableError::NoHeadings(headings) => headings.clone(),
        _ => Vec::new(),
    }
}
