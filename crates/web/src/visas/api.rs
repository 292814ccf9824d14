//! The JSON interface: what other systems send. An e-visa system sends the visas it issued.

use crate::{
    access::{Nobody, Pages, with_key},
    app::App,
    kit::failure::Failure,
    node::visas::{self, SentError, TakeInError},
    visas::register,
};
use axum::{
    Json,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use std::sync::Arc;

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
    let sent = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let key = sent.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default().trim();
    match visas::take_in_sent(&app, key, body.into()).await {
        Ok(taken) => Ok(Json(Taken { taken }).into_response()),
        Err(SentError::WrongKey) => {
            let what = "send the key that this node gave you as Authorization: Bearer KEY";
            Ok(refused(StatusCode::UNAUTHORIZED, [(0, what.to_owned())]))
        }
        Err(SentError::NotTaken(TakeInError::Problems(problems))) => {
            let problems = problems.into_iter().map(|problem| (problem.line, problem.fault.to_string()));
            Ok(refused(StatusCode::UNPROCESSABLE_ENTITY, problems))
        }
        Err(SentError::NotTaken(TakeInError::Store(error))) => Err(error.into()),
    }
}
