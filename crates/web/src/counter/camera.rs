//! The camera at the counter: a page is held before it, comes as a file, or lies on a scanner; its zone is read, and goes on
//! as a scan does. What a picture leaves in doubt is compared first ([`super::seen`]).

use crate::{
    access::{COUNTER, Nobody, Pages, at_posts},
    app::App,
    counter::{
        desk::{self, ScanForm, keep_answers},
        phone::ForPhone,
        seen,
    },
    kit::{
        camera,
        failure::Failure,
        form::{self, FormTrouble},
        session::SignedIn,
        shell::{Shell, answer},
        upload::{self, Upload},
    },
    node::{
        eye::{self, Frame, HeldPage, MOST_BYTES_OF_FRAME, PictureError, Reason, Scanned, Side, scanimage},
        picture,
    },
    traveller::set_aside::AsideForm,
    words::Words,
};
use askama::Template;
use axum::{
    Json,
    body::Body,
    extract::{Multipart, State},
    response::{IntoResponse, Redirect, Response},
};
use serde::Serialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .get("/counter/camera", at_posts(COUNTER, Nobody::AtCounter), show)
        .post("/counter/camera", at_posts(COUNTER, Nobody::AtCounter), open)
        .upload("/counter/frame", at_posts(COUNTER, Nobody::AtCounter), upload::limit(MOST_BYTES_OF_FRAME), frame)
        .get("/counter/picture", at_posts(COUNTER, Nobody::AtCounter), || async { to_camera() })
        .upload("/counter/picture", at_posts(COUNTER, Nobody::AtCounter), upload::limit(picture::MOST_BYTES), take)
        .get("/counter/picture/folder", at_posts(COUNTER, Nobody::AtCounter), || async { to_camera() })
        .post("/counter/picture/folder", at_posts(COUNTER, Nobody::AtCounter), from_folder)
        .get("/counter/picture/scanner", at_posts(COUNTER, Nobody::AtCounter), || async { to_camera() })
        .post("/counter/picture/scanner", at_posts(COUNTER, Nobody::AtCounter), from_scanner)
}

fn to_camera() -> Redirect {
    Redirect::to("/counter/camera")
}

#[derive(Template)]
#[template(path = "counter/camera.html")]
struct CameraPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    /// Whether a scanner puts its pages into a folder that this node watches.
    has_folder: bool,
    /// Whether a scanner at this node's machine is asked.
    has_scanner: bool,
    /// Whether the officer's phone serves as the camera.
    has_phone: bool,
    /// What the phone scans to become the camera; `None` where one serves, or no other machine is served any page.
    for_phone: Option<ForPhone>,
    /// Where the page is that it has read, and that nobody has gone on with.
    from_phone: Option<String>,
    message: Option<String>,
}

/// The page of the camera, with a message where a picture was refused.
pub(super) fn camera_page(app: &App, signed: &SignedIn, message: Option<String>) -> Response {
    let (token, now) = (&signed.session.token, app.now());
    let has_phone = app.phones.phone_of(token, now).is_some();
    camera::on(answer(
        message.is_some(),
        &CameraPage {
            shell: Shell::new(app, signed, "counter").about("eye"),
            w: signed.words(app),
            has_folder: app.drop_folder.is_some(),
            has_scanner: app.scanimage.get().is_some(),
            has_phone,
            for_phone: if has_phone { None } else { ForPhone::of(app, signed) },
            from_phone: app.held.from_phone(token, now).map(|page| seen::address(page.id)),
            message,
        },
    ))
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn) -> Response {
    camera_page(&app, &signed, None)
}

/// Opens the camera from the counter; what was typed there is kept.
async fn open(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let received = form::receive(&signed, body).await?;
    keep_answers(&app, &signed, &received).await?;
    Ok(to_camera().into_response())
}

/// What a page's script hears of a frame.
#[derive(Serialize)]
#[serde(tag = "state", rename_all = "lowercase")]
pub(super) enum Heard {
    /// A page was read: it goes on as a scan.
    Read {
        /// The page.
        seen: String,
        /// Its zone.
        zone: String,
    },
    /// The next frame is looked at.
    Again {
        /// Why nothing was read; empty where the frame was not looked at.
        said: String,
    },
    /// No counter is served any more.
    Apart,
}

impl Heard {
    /// What came of a frame, in words.
    pub(super) fn of(w: &Words, frame: Frame) -> Self {
        match frame {
            Frame::Read(page) => Self::page(&page),
            Frame::Once => Self::Again { said: w.t("eye-hold-still") },
            Frame::Not(reason) => Self::Again { said: reason_words(w, reason) },
            Frame::Busy => Self::Again { said: String::new() },
        }
    }

    /// That a page was read.
    pub(super) fn page(page: &HeldPage) -> Self {
        Self::Read { seen: page.id.to_string(), zone: page.reading.text() }
    }
}

/// A frame that the page's camera sent.
pub(super) async fn received(signed: &SignedIn, parts: Multipart) -> Result<Vec<u8>, Failure> {
    Ok(Upload::receive(signed, parts, MOST_BYTES_OF_FRAME).await?.bytes.to_vec())
}

async fn frame(State(app): State<Arc<App>>, signed: SignedIn, parts: Multipart) -> Result<Response, Failure> {
    let (bytes, token) = (received(&signed, parts).await?, signed.session.token);
    let frame = eye::frame(&app, token, token, bytes).await;
    Ok(Json(Heard::of(signed.words(&app), frame)).into_response())
}

/// A file, from a browser without scripts or from a picture that was taken before.
async fn take(State(app): State<Arc<App>>, signed: SignedIn, parts: Multipart) -> Result<Response, Failure> {
    let upload = match Upload::receive(&signed, parts, picture::MOST_BYTES).await {
        Ok(upload) => upload,
        Err(Failure::Form(FormTrouble::TooLarge)) => {
            let said = reason_words(signed.words(&app), Reason::Picture(PictureError::TooLarge));
            return Ok(camera_page(&app, &signed, Some(said)));
        }
        Err(failure) => return Err(failure),
    };
    read(&app, &signed, upload.bytes.to_vec()).await
}

/// Reads a picture and goes on with its zone, or says why not.
async fn read(app: &App, signed: &SignedIn, bytes: Vec<u8>) -> Result<Response, Failure> {
    match eye::picture(app, signed.session.token, bytes).await {
        Ok(page) => goes_on(app, signed, &page).await,
        Err(reason) => Ok(camera_page(app, signed, Some(reason_words(signed.words(app), reason)))),
    }
}

/// Goes on with a page as with a scan.
async fn goes_on(app: &App, signed: &SignedIn, page: &HeldPage) -> Result<Response, Failure> {
    let scan = ScanForm { mrz: page.reading.text(), seen: page.id.to_string(), ..ScanForm::default() };
    desk::take_scan(app, signed, scan, AsideForm::default()).await
}

/// The newest page in the scanner's folder.
async fn from_folder(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    form::receive(&signed, body).await?;
    let (folder, w) = (app.drop_folder.clone().ok_or(Failure::NotFound)?, signed.words(&app));
    let said = match eye::scanned(&app, signed.counter(), folder).await {
        Ok(Scanned::Read(page)) => return goes_on(&app, &signed, &page).await,
        Ok(Scanned::Not(name, reason)) => w.t2("eye-file-not", ("name", name), ("why", reason_words(w, reason))),
        Ok(Scanned::None(_, true)) => w.t("pictures-scanner-slow"),
        Ok(Scanned::None(passed_over, false)) if passed_over.is_empty() => w.t("pictures-none-scanned"),
        Ok(Scanned::None(passed_over, false)) => {
            let names: Vec<String> = passed_over.into_iter().take(8).map(|file| file.name).collect();
            w.t1("pictures-none-whole", "files", names.join(", "))
        }
        Err(error) => {
            tracing::error!("the scanner's folder can't be read: {error}");
            w.t("pictures-scanner-unreadable")
        }
    };
    Ok(camera_page(&app, &signed, Some(said)))
}

/// The page that lies on the scanner at this node's machine.
async fn from_scanner(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    form::receive(&signed, body).await?;
    let program = app.scanimage.get().ok_or(Failure::NotFound)?;
    match scanimage::page(program).await {
        Ok(bytes) => read(&app, &signed, bytes).await,
        Err(error) => {
            tracing::warn!("{error}");
            let w = signed.words(&app);
            let said = match error {
                scanimage::ScanimageError::Busy => w.t("eye-scanner-busy"),
                scanimage::ScanimageError::Slow => w.t("eye-scanner-slow"),
                scanimage::ScanimageError::Failed(_) | scanimage::ScanimageError::TooLarge => w.t("eye-scanner-failed"),
            };
            Ok(camera_page(&app, &signed, Some(said)))
        }
    }
}

/// Why no zone was read, and what to do.
pub(super) fn reason_words(w: &Words, reason: Reason) -> String {
    match reason {
        Reason::Picture(PictureError::Other) => w.t("eye-no-picture"),
        Reason::Picture(PictureError::Damaged) => w.t("eye-damaged"),
        Reason::Picture(PictureError::TooLarge) => w.t("eye-too-large"),
        Reason::NoZone => w.t("eye-no-zone"),
        Reason::SeveralZones => w.t("eye-several-zones"),
        Reason::Part => w.t("eye-part"),
        Reason::TooSmall => w.t("eye-too-small"),
        Reason::Blurred => w.t("eye-blurred"),
        Reason::Glare(line) => w.t1("eye-glare", "line", line as i64),
        Reason::CutOff(Side::Left) => w.t("eye-cut-left"),
        Reason::CutOff(Side::Right) => w.t("eye-cut-right"),
        Reason::CutOff(Side::Both) => w.t("eye-cut-both"),
    }
}
