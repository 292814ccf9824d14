//! The officer's own phone as the camera of their counter: it shows a code that the counter takes, or scans one that the counter
//! shows; what the phone reads comes to the counter as a scan until one of the two signs out.

use crate::{
    access::{COUNTER, Nobody, Pages, at_posts},
    app::App,
    counter::camera::{Heard, camera_page, received},
    kit::{
        camera,
        failure::Failure,
        form,
        session::SignedIn,
        shell::{Shell, answer},
        upload,
    },
    node::{
        eye::{self, MOST_BYTES_OF_FRAME},
        qr,
    },
    words::Words,
};
use askama::Template;
use axum::{
    Json,
    body::Body,
    extract::{Multipart, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .get("/camera", at_posts(COUNTER, Nobody::AtCounter), show)
        .upload("/camera/frame", at_posts(COUNTER, Nobody::AtCounter), upload::limit(MOST_BYTES_OF_FRAME), frame)
        .post("/camera/pair", at_posts(COUNTER, Nobody::AtCounter), serve)
        .post("/camera/end", at_posts(COUNTER, Nobody::AtCounter), end)
        .get("/counter/phone", at_posts(COUNTER, Nobody::AtCounter), ask)
        .post("/counter/phone", at_posts(COUNTER, Nobody::AtCounter), pair)
}

/// Letters and digits of a code, in two groups: it is good for its own officer alone.
const CODE_CHARACTERS: usize = 6;
/// The longest code that is shown again.
const LONGEST_CODE: usize = 20;

#[derive(Template)]
#[template(path = "counter/phone.html")]
struct PhonePage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    /// The code that the counter asks for. `None` once it serves one.
    code: Option<String>,
    /// The code that a counter shows, as it was scanned there; empty where none was.
    counter: String,
    /// Why it was not taken.
    message: Option<String>,
}

/// What the address that a counter shows says.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Scanned {
    counter: String,
}

/// The phone's page: the counter that it is to serve, its code, or its camera.
async fn show(State(app): State<Arc<App>>, signed: SignedIn, Query(Scanned { counter }): Query<Scanned>) -> Response {
    phone_page(&app, &signed, form::short(&counter, LONGEST_CODE), None)
}

fn phone_page(app: &App, signed: &SignedIn, counter: String, message: Option<String>) -> Response {
    let (token, now) = (signed.session.token, app.now());
    let code = match app.phones.counter_of(&token, now) {
        Some(_) => None,
        None => {
            let drawn = app.store.chance().legible(CODE_CHARACTERS);
            Some(in_two(&app.phones.code(token, &signed.session.account.id, drawn, now)))
        }
    };
    let (shell, w) = (Shell::new(app, signed, "camera"), signed.words(app));
    camera::on(answer(message.is_some(), &PhonePage { shell, w, code, counter, message }))
}

/// What a counter shows for a phone to scan: a picture, and the address in it.
pub(super) struct ForPhone {
    pub(super) picture: String,
    pub(super) address: String,
}

impl ForPhone {
    /// `None` where no other machine is served any page.
    pub(super) fn of(app: &App, signed: &SignedIn) -> Option<Self> {
        let served = app.to_devices.get()?.addresses.first()?;
        let drawn = || app.store.chance().legible(CODE_CHARACTERS);
        let session = &signed.session;
        let code = app.phones.counters_code(session.token, &session.account.id, drawn, app.now());
        let address = format!("{served}/camera?counter={code}");
        Some(Self { picture: qr::picture(&address), address })
    }
}

/// The phone serves the counter that shows this code.
async fn serve(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let Code { code } = form::read(&signed, body).await?;
    if app.phones.serve(&code, &signed.session.account.id, signed.session.token, app.now()) {
        return Ok(Redirect::to("/camera").into_response());
    }
    let message = signed.words(&app).t("phone-code-wrong");
    Ok(phone_page(&app, &signed, form::short(&code, LONGEST_CODE), Some(message)))
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
