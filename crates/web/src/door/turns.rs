//! Officers who take turns at a counter: one steps aside, another signs in or takes up what they had set aside, with a PIN
//! ([`crate::node::pin`]).

use crate::{
    access::{Nobody, Pages, anyone, signed_in},
    app::App,
    kit::{
        failure::Failure,
        form,
        session::{self, SignedIn, Through},
        shell::{Shell, answer, page},
    },
    node::pin::{NoPin, Resumed},
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::CookieJar;
use limen_domain::AccountId;
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .post("/aside", signed_in(Nobody::Oneself), step_aside)
        .get("/resume", anyone(Nobody::Oneself), show)
        .post("/resume", anyone(Nobody::Oneself), resume)
}

#[derive(Template)]
#[template(path = "door/turns.html")]
struct ChoosePage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    message: Option<String>,
}

#[derive(Deserialize)]
struct Pin {
    pin: Option<String>,
    #[serde(default)]
    again: String,
}

/// Sets the session aside; the first time in a shift, a PIN is chosen for it.
async fn step_aside(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let form: Pin = form::read(&signed, body).await?;
    let w = signed.words(&app);
    if signed.session.has_pin {
        return leave(&app, &signed).await;
    }
    let message = match form.pin {
        None => None,
        Some(pin) => match app.choose_pin(&signed.session, pin, &form.again).await? {
            Ok(()) => return leave(&app, &signed).await,
            Err(NoPin::Weak) => Some(w.t("aside-weak")),
            Err(NoPin::NotTheSame) => Some(w.t("aside-not-the-same")),
        },
    };
    let is_wrong = message.is_some();
    Ok(answer(is_wrong, &ChoosePage { shell: Shell::new(&app, &signed, "aside"), w, message }))
}

async fn leave(app: &App, signed: &SignedIn) -> Result<Response, Failure> {
    app.step_aside(&signed.session).await?;
    let jar = CookieJar::new().add(session::session_cookie(String::new()));
    Ok((jar, Redirect::to("/resume")).into_response())
}

/// Someone who set something aside.
struct PersonAside {
    id: AccountId,
    name: String,
}

#[derive(Template)]
#[template(path = "door/resume.html")]
struct ResumePage<'a> {
    w: &'a Words,
    post: &'a str,
    message: Option<String>,
    /// Who set something aside here.
    people: Vec<PersonAside>,
}

/// The browser that asks, and through which device.
type Here = (HeaderMap, Through);

async fn show(State(app): State<Arc<App>>, here: Here) -> Result<Response, Failure> {
    resume_page(&app, &here, None).await
}

async fn resume_page(app: &App, here: &Here, message: Option<&str>) -> Result<Response, Failure> {
    let w = app.words.of(session::language_of(&here.0));
    let people = app.people_aside(&session::browser(&here.0, here.1)).await?;
    let people: Vec<_> = people.into_iter().map(|account| PersonAside { id: account.id, name: account.name }).collect();
    if people.is_empty() && message.is_none() {
        return Ok(Redirect::to("/sign-in").into_response());
    }
    let status = if message.is_some() { StatusCode::UNAUTHORIZED } else { StatusCode::OK };
    let message = message.map(|message| w.t(message));
    Ok((status, page(&ResumePage { w, post: &app.post.name, message, people })).into_response())
}

#[derive(Deserialize)]
struct Resume {
    account: AccountId,
    pin: String,
}

async fn resume(State(app): State<Arc<App>>, here: Here, body: Body) -> Result<Response, Failure> {
    let Resume { account, pin } = form::read_unsigned(body).await?;
    match app.resume(&session::browser(&here.0, here.1), &account, pin).await? {
        Resumed::Back { account, token } => Ok(session::enter_again(&app, &account, token)),
        Resumed::Wrong => resume_page(&app, &here, Some("resume-wrong")).await,
        Resumed::Over => resume_page(&app, &here, Some("resume-over")).await,
    }
}
