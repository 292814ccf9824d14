//! A carrier's list: checked row by row before the bus or boat comes; its people then wait as a party.

use crate::{
    access::{COUNTER, Look, Pages, again, at_posts},
    app::App,
    kit::{
        failure::Failure,
        form::FormTrouble,
        session::SignedIn,
        table_file,
        upload::{self, Upload},
    },
    node::desk::party,
    party::{
        fields::{self, PartyForm},
        parties,
    },
};
use axum::{
    extract::{Multipart, State},
    response::{IntoResponse, Redirect, Response},
};
use limen_domain::read_manifest;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new().upload(
        "/party/list",
        at_posts(COUNTER, again(Look::Parties)),
        upload::limit(table_file::MOST_BYTES),
        take,
    )
}

async fn take(State(app): State<Arc<App>>, signed: SignedIn, parts: Multipart) -> Result<Response, Failure> {
    let w = signed.words(&app);
    let upload = match Upload::receive(&signed, parts, table_file::MOST_BYTES).await {
        Ok(upload) => upload,
        Err(Failure::Form(FormTrouble::TooLarge)) => {
            let message = w.t("party-list-too-large");
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
    let bytes = upload.bytes;
    // Unpacking a sheet takes a moment: it is done beside the counters' requests.
    let rows = tokio::task::spawn_blocking(move || table_file::rows(&bytes)).await.map_err(|_| Failure::Fault)?;
    let rows = match rows {
        Ok(rows) => rows,
        Err(no_table) => {
            let message = match no_table {
                table_file::TableFileError::Unreadable => "party-list-unreadable",
                table_file::TableFileError::TooLarge => "party-list-too-large",
            };
            return parties::list_page(&app, &signed, Some(typed), Some(w.t(message)), Vec::new()).await;
        }
    };
    let members = match read_manifest(&rows, app.today()) {
        Ok(members) => members,
        Err(problems) => {
            let problems = problems.iter().map(ToString::to_string).collect();
            return parties::list_page(&app, &signed, Some(typed), Some(w.t("party-list-refused")), problems).await;
        }
    };
    let id = party::announce(&app, officer, announced, members).await?;
    Ok(Redirect::to(&format!("/party/{id}")).into_response())
}
