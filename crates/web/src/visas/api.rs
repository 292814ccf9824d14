//! The JSON interface: what other systems send. An e-visa system sends the visas it issued.

use crate::{
    access::{Nobody, Pages, with_key},
    app::App,
    kit::failure::Failure,
    visas::register,
};
use axum::{
    Json,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use limen_domain::visas_from_json;
use limen_store::{settings::VISA_KEY, sha256_hex};
use serde::Serialize;
use std::sync::Arc;
use subtle::ConstantTimeEq;

pub(crate) fn pages() -> Pages {
    Pages::new().upload("/api/visas", with_key(Nobody::Typed), DefaultBodyLimit::max(register::MOST_BYTES), take_visas)
}

#[derive(Serialize)]
struct Taken {
    /// Records that said something new.
    taken: usize,
}

#[derive(Serialize)]
struct Refused {
    /// What is wrong, each with the number of its record.
    problems: Vec<Problem>,
}

#[derive(Serialize)]
struct Problem {
    record: u64,
    what: String,
}

fn refused(status: StatusCode, problems: impl IntoIterator<Item = (u64, String)>) -> Response {
    let problems = problems.into_iter().map(|(record, what)| Problem { record, what }).collect();
    (status, Json(Refused { problems })).into_response()
}

/// `POST /api/visas` with `Authorization: Bearer KEY` and an array of records.
async fn take_visas(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Result<Response, Failure> {
    let known = app.store.read(&VISA_KEY).await?;
    let sent = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let sent = sha256_hex(sent.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default().trim().as_bytes());
    // Without a key set, nobody has it.
    if !known.is_some_and(|known| known.as_str().as_bytes().ct_eq(sent.as_bytes()).into()) {
        let what = "send the key that this node gave you as Authorization: Bearer KEY";
        return Ok(refused(StatusCode::UNAUTHORIZED, [(0, what.to_owned())]));
    }
    match visas_from_json(&body, None, app.now()) {
        Ok(listed) => Ok(Json(Taken { taken: app.store.take_in_visas(None, listed).await? }).into_response()),
        Err(problems) => {
            let problems = problems.into_iter().map(|problem| (problem.line, problem.what));
            Ok(refused(StatusCode::UNPROCESSABLE_ENTITY, problems))
        }
    }
}
