//! From where the pictures of a post's readers in other light are as usual: measured with a document that is known to be
//! genuine, laid on the reader at this counter or sent as files, kept by a supervisor or an administrator, and undone.

use crate::{
    access::{DEVICES, Nobody, Pages, at_posts},
    app::App,
    kit::{
        failure::Failure,
        form,
        parts::Fact,
        session::SignedIn,
        shell::{Shell, answer},
        upload::{self, Uploads},
    },
    node::{
        light::{self, ANY_READER, CalibrateError, KeepLimitsError, LONGEST_NAME, MeasureError, Measured},
        picture,
    },
    records::light::error_words,
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Multipart, State},
    response::{IntoResponse, Redirect, Response},
};
use limen_domain::{LightLimits, PageLight};
use limen_store::CounterAt;
use serde::Deserialize;
use std::{collections::BTreeMap, sync::Arc};
use uuid::Uuid;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .get("/reader-lights", at_posts(DEVICES, Nobody::House), show)
        .upload("/reader-lights/files", at_posts(DEVICES, Nobody::Typed), upload::limit(3 * picture::MOST_BYTES), files)
        .post("/reader-lights/handed", at_posts(DEVICES, Nobody::Typed), handed)
        .post("/reader-lights/keep", at_posts(DEVICES, Nobody::House), keep)
        .post("/reader-lights/undo", at_posts(DEVICES, Nobody::House), undo)
}

/// Limits of a reader, as they are shown and typed.
#[derive(Debug, Clone, Default, Deserialize)]
struct TypedLimits {
    reader: String,
    visible: String,
    gone: String,
    dull: String,
    bright: String,
}

impl TypedLimits {
    fn of(reader: &str, limits: LightLimits) -> Self {
        Self {
            reader: reader.to_owned(),
            visible: limits.visible().to_string(),
            gone: limits.gone().to_string(),
            dull: limits.dull().to_string(),
            bright: limits.bright().to_string(),
        }
    }

    fn read(&self) -> Option<LightLimits> {
        let percent = |text: &str| text.trim().parse::<u8>().ok();
        let (visible, gone) = (percent(&self.visible)?, percent(&self.gone)?);
        LightLimits::new(visible, gone, percent(&self.dull)?, percent(&self.bright)?).ok()
    }
}

/// What is proposed to be kept.
struct Proposed {
    /// What was measured; empty where it is shown again.
    measured: Vec<Fact>,
    limits: TypedLimits,
}

#[derive(Template)]
#[template(path = "door/reader_lights.html")]
struct LightsPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    /// The limits that are kept, by the readers' names.
    kept: Vec<TypedLimits>,
    /// Whether they can't be read.
    is_unreadable: bool,
    /// What this counter's reader has read and nobody has taken.
    waiting: Option<Uuid>,
    any_reader: &'static str,
    longest_name: usize,
    proposed: Option<Proposed>,
    /// Why nothing was measured or kept.
    problem: Option<String>,
}

async fn lights_page(
    app: &App,
    signed: &SignedIn,
    proposed: Option<Proposed>,
    problem: Option<String>,
) -> Result<Response, Failure> {
    let kept = light::kept(&app.store).await?;
    let is_unreadable = kept.is_none();
    let kept = kept.unwrap_or_default();
    let standing = app.readers.standing(CounterAt(signed.through.0), app.now());
    let shown = LightsPage {
        kept: kept.iter().map(|(reader, limits)| TypedLimits::of(reader, *limits)).collect(),
        waiting: standing.waiting.map(|(id, _)| id),
        any_reader: ANY_READER,
        longest_name: LONGEST_NAME,
        is_unreadable,
        proposed,
        problem,
        shell: Shell::new(app, signed, "devices"),
        w: signed.words(app),
    };
    Ok(answer(shown.problem.is_some(), &shown))
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn) -> Result<Response, Failure> {
    lights_page(&app, &signed, None, None).await
}

/// A known document's pictures as files.
async fn files(State(app): State<Arc<App>>, signed: SignedIn, parts: Multipart) -> Result<Response, Failure> {
    let names: Vec<&str> = PageLight::ALL.iter().map(|light| light.code()).collect();
    let sent = Uploads::receive(&signed, parts, &names, picture::MOST_BYTES).await?;
    let of_light = |light: &PageLight| Some((*light, sent.file(light.code())?.to_vec()));
    let pictures = PageLight::ALL.iter().filter_map(of_light).collect();
    measure(&app, &signed, sent.field("reader"), pictures).await
}

#[derive(Deserialize)]
struct Handed {
    handed: Uuid,
}

/// What the reader at this counter has read: taken from the counter, measured, and kept nowhere.
async fn handed(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let Handed { handed } = form::read(&signed, body).await?;
    let counter = CounterAt(signed.through.0);
    let Some(taken) = app.readers.take(counter, handed, app.now()) else {
        let problem = signed.words(&app).t("lights-taken");
        return lights_page(&app, &signed, None, Some(problem)).await;
    };
    app.readers.done(counter, handed, app.now());
    let reader = if taken.read_by.trim().is_empty() { ANY_READER } else { taken.read_by.as_str() };
    measure(&app, &signed, reader, taken.pictures.clone()).await
}

/// Measures a document, and shows what was found with the limits that it speaks for.
async fn measure(
    app: &App,
    signed: &SignedIn,
    reader: &str,
    pictures: BTreeMap<PageLight, Vec<u8>>,
) -> Result<Response, Failure> {
    let w = signed.words(app);
    let Some(reader) = light::reader_name(reader) else {
        return lights_page(app, signed, None, Some(w.t1("lights-name", "most", LONGEST_NAME))).await;
    };
    let before = light::kept(&app.store).await?.and_then(|kept| kept.get(&reader).copied());
    match light::measured(pictures, before).await {
        Ok(Measured { contrast, brightness, limits }) => {
            let fact = |label: &str, value: Option<u8>| Some(Fact::new(w.t(label), w.t1("percent", "percent", value?)));
            let facts = [fact("lights-contrast", contrast), fact("lights-brightness", brightness)];
            let measured = facts.into_iter().flatten().collect();
            let proposed = Proposed { measured, limits: TypedLimits::of(&reader, limits) };
            lights_page(app, signed, Some(proposed), None).await
        }
        Err(error) => lights_page(app, signed, None, Some(not_measured(w, &error))).await,
    }
}

/// Why nothing was measured, and what to do.
fn not_measured(w: &Words, error: &MeasureError) -> String {
    match error {
        MeasureError::Missing => w.t("lights-missing"),
        MeasureError::Picture(why) => w.coded("no-picture", why.code()),
        MeasureError::Calibrate(CalibrateError::Light(error)) => {
            w.colon(w.t("lights-not-measured"), error_words(w, error))
        }
        MeasureError::Calibrate(CalibrateError::NotVisible) => w.t("lights-not-visible"),
        MeasureError::Calibrate(CalibrateError::Shines) => w.t("lights-shines"),
        MeasureError::GivenUp => w.t("lights-again"),
    }
}

/// Keeps the limits of a reader.
async fn keep(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let limits: TypedLimits = form::read(&signed, body).await?;
    let w = signed.words(&app);
    let by = &signed.session.account.id;
    let problem = match limits.read() {
        None => w.t("lights-limits"),
        Some(read) => match light::keep(&app.store, by, &limits.reader, read).await {
            Ok(()) => return Ok(Redirect::to("/reader-lights").into_response()),
            Err(KeepLimitsError::Name) => w.t1("lights-name", "most", LONGEST_NAME),
            Err(KeepLimitsError::Full) => w.t("lights-full"),
            Err(KeepLimitsError::Store(error)) => return Err(error.into()),
        },
    };
    let proposed = Proposed { measured: Vec::new(), limits };
    lights_page(&app, &signed, Some(proposed), Some(problem)).await
}

#[derive(Deserialize)]
struct Undone {
    reader: String,
}

/// Goes back to what is usual with any reader.
async fn undo(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let Undone { reader } = form::read(&signed, body).await?;
    light::forget(&app.store, &signed.session.account.id, &reader).await?;
    Ok(Redirect::to("/reader-lights").into_response())
}
