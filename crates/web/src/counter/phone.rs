//! The officer's own phone as the camera of their counter: it shows a code, the counter takes the code, and what the phone
//! reads comes to the counter as a scan until one of the two signs out.

use crate::{
    access::{COUNTER, Nobody, Pages, at_posts},
    app::App,
    counter::camera::{Heard, camera_page, received},
    kit::{
        camera,
        failure::Failure,
        form,
        session::SignedIn,
        shell::{Shell, page},
        upload,
    },
    node::eye::{self, MOST_BYTES_OF_FRAME},
    words::Words,
};
use askama::Template;
use axum::{
    Json,
    body::Body,
    extract::{Multipart, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .get("/camera", at_posts(COUNTER, Nobody::AtCounter), show)
        .upload("/camera/frame", at_posts(COUNTER, Nobody::AtCounter), upload::limit(MOST_BYTES_OF_FRAME), frame)
        .post("/camera/end", at_posts(COUNTER, Nobody::AtCounter), end)
        .get("/counter/phone", at_posts(COUNTER, Nobody::AtCounter), ask)
        .post("/counter/phone", at_posts(COUNTER, Nobody::AtCounter), pair)
}

/// Letters and digits of a code, in two groups: it is good for its own officer alone.
const CODE_CHARACTERS: usize = 6;

#[derive(Template)]
#[template(path = "counter/phone.html")]
struct PhonePage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    /// The code that the counter asks for. `None` once it serves one.
    code: Option<String>,
}

/// The phone's page: its code, or its camera.
async fn show(State(app): State<Arc<App>>, signed: SignedIn) -> Response {
    let (token, now) = (signed.session.token, app.now());
    let code = match app.phones.counter_of(&token, now) {
        Some(_) => None,
        None => {
            let drawn = app.store.chance().legible(CODE_CHARACTERS);
            Some(in_two(&app.phones.code(token, &signed.session.account.id, drawn, now)))
        }
    };
    camera::on(page(&PhonePage { shell: Shell::new(&app, &signed, "camera"), w: signed.words(&app), code }))
}

fn in_two(code: &str) -> String {
    match code.split_at_checked(code.len() / 2) {
        Some((one, other)) => format!("{one} {other}"),
        None => code.to_owned(),
    }
}

/// A frame of the phone's camera, for the counter that it serves.
async fn frame(State(app): State<Arc<App>>, signed: SignedIn, parts: Multipart) -> Result<Response, Failure> {
    let (bytes, token) = (received(&signed, parts).await?, signed.session.token);
    let Some(counter) = app.phones.counter_of(&token, app.now()) else {
        return Ok(Json(Heard::Apart).into_response());
    };
    let frame = eye::frame(&app, token, counter, bytes).await;
    Ok(Json(Heard::of(signed.words(&app), frame)).into_response())
}

/// Ends that a phone serves a counter, at either of the two.
async fn end(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Redirect, Failure> {
    form::receive(&signed, body).await?;
    let is_counter = app.phones.phone_of(&signed.session.token, app.now()).is_some();
    app.phones.end(&signed.session.token, app.now());
    Ok(Redirect::to(if is_counter { "/counter/camera" } else { "/camera" }))
}

/// What the phone has read for this counter, told once; nothing where it has read nothing.
async fn ask(State(app): State<Arc<App>>, signed: SignedIn) -> Response {
    match app.held.heard(&signed.session.token, app.now()) {
        Some(page) => Json(Heard::page(&page)).into_response(),
        None => StatusCode::NO_CONTENT.into_response(),
    }
}

#[derive(Deserialize)]
struct Code {
    code: String,
}

/// The counter takes the phone that shows this code.
async fn pair(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let Code { code } = form::read(&signed, body).await?;
    let account = &signed.session.account.id;
    if app.phones.pair(&code, account, signed.session.token, app.now()) {
        return Ok(Redirect::to("/counter").into_response());
    }
    Ok(camera_page(&app, &signed, Some(signed.words(&app).t("eye-code-wrong"))))
}
