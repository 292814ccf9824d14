//! Officers who take turns at a counter: one steps aside, another signs in or takes up what they had set aside, with a PIN.
//!
//! A PIN is worth nothing alone: it takes up a session that began with a full sign-in in the same browser on the same device,
//! this shift, and three wrong ones end it. It is chosen for the shift and forgotten with it.

use crate::{
    access::{Nobody, Pages, anyone, signed_in},
    app::App,
    door::{account, sign_in},
    kit::{
        failure::Failure,
        form,
        session::{self, SignedIn, Through},
        shell::{Shell, answer, page},
    },
    node::{
        hashing::Who,
        passwords,
        token::{random_text, token_hash},
    },
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
use jiff::SignedDuration;
use limen_domain::{AccountId, Event, SignInRefusal};
use limen_store::{Aside, SessionLimits};
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .post("/aside", signed_in(Nobody::Oneself), step_aside)
        .get("/resume", anyone(Nobody::Oneself), show)
        .post("/resume", anyone(Nobody::Oneself), resume)
}

/// What was set aside ends after a shift, and when nobody has taken it up for four hours.
const LIMITS: SessionLimits = SessionLimits { longest: session::LONGEST_SESSION, idle: SignedDuration::from_hours(4) };
/// How many digits a PIN has.
const DIGITS: std::ops::RangeInclusive<usize> = 4..=8;

/// Whether these digits are no PIN that anyone would try first: not one digit again and again, and none in a row.
fn is_pin(pin: &str) -> bool {
    let digits = pin.as_bytes();
    let steps: Vec<i16> = digits.windows(2).map(|pair| i16::from(pair[1]) - i16::from(pair[0])).collect();
    let is_row = [0, 1, -1].iter().any(|step| steps.iter().all(|other| other == step));
    DIGITS.contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit) && !is_row
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
    if !signed.session.has_pin {
        let message = match &form.pin {
            None => None,
            Some(pin) if !is_pin(pin) => Some(w.t("aside-weak")),
            Some(pin) if *pin != form.again => Some(w.t("aside-not-the-same")),
            Some(pin) => {
                let hash = passwords::hash_apart(account::turn(&app, &signed).await?, pin.clone()).await?;
                app.store.set_pin(&signed.session.token, &hash).await?;
                return leave(&app, &signed).await;
            }
        };
        let is_wrong = message.is_some();
        return Ok(answer(is_wrong, &ChoosePage { shell: Shell::new(&app, &signed, "aside"), w, message }));
    }
    leave(&app, &signed).await
}

async fn leave(app: &App, signed: &SignedIn) -> Result<Response, Failure> {
    app.store.set_aside(&signed.session.token).await?;
    app.store.append(Some(&signed.session.account.id), vec![Event::SteppedAside], None).await?;
    let jar = CookieJar::new().add(session::session_cookie(String::new()));
    Ok((jar, Redirect::to("/resume")).into_response())
}

#[derive(Template)]
#[template(path = "door/resume.html")]
struct ResumePage<'a> {
    w: &'a Words,
    post: &'a str,
    message: Option<String>,
    /// Who set something aside here: identifier, name.
    people: Vec<(AccountId, String)>,
}

/// The browser that asks, and through which device.
type Here = (HeaderMap, Through);

async fn set_aside_here(app: &App, (headers, through): &Here) -> Result<Vec<Aside>, Failure> {
    let Some(browser) = session::browser(headers) else { return Ok(Vec::new()) };
    Ok(app.store.aside(&browser, through.0, LIMITS).await?)
}

async fn show(State(app): State<Arc<App>>, here: Here) -> Result<Response, Failure> {
    resume_page(&app, &here, None).await
}

async fn resume_page(app: &App, here: &Here, message: Option<&str>) -> Result<Response, Failure> {
    let w = app.words.of(session::language_of(&here.0));
    let mut people = Vec::new();
    for aside in set_aside_here(app, here).await? {
        if let Some(account) = app.store.account(&aside.account).await? {
            people.push((account.id, account.name));
        }
    }
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
    let aside = set_aside_here(&app, &here).await?.into_iter().find(|aside| aside.account == account);
    let person = app.store.account(&account).await?.filter(|person| person.refused_at(&app.post.id).is_none());
    let (Some(aside), Some(person)) = (aside, person) else {
        return resume_page(&app, &here, Some("resume-over")).await;
    };
    let turn = app.hashing.wait(Who::signed_in(&account)).await?;
    if !app.store.pin_try_begins(&aside).await? {
        return resume_page(&app, &here, Some("resume-over")).await;
    }
    if !passwords::is_right(turn, pin, Some(aside.pin_hash.clone())).await {
        let is_there = app.store.pin_was_wrong(&aside).await?;
        sign_in::note_refusal(&app, &account, SignInRefusal::Pin).await?;
        return resume_page(&app, &here, Some(if is_there { "resume-wrong" } else { "resume-over" })).await;
    }
    let (token, form_key) = (random_text(), random_text());
    if !app.store.take_up(&aside, &token_hash(&token), &form_key).await? {
        return resume_page(&app, &here, Some("resume-over")).await;
    }
    app.store.append(Some(&account), vec![Event::SteppedBack], None).await?;
    let jar = CookieJar::new()
        .add(session::session_cookie(token))
        .add(session::language_cookie(person.language.parse().unwrap_or_default()));
    Ok((jar, Redirect::to(app.home(person.role).as_deref().unwrap_or("/account"))).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_that_anyone_tries_first_is_not_taken() {
        for weak in ["", "123", "1111", "12345678", "8765", "12a4", "123456789"] {
            assert!(!is_pin(weak), "{weak}");
        }
        for fine in ["2580", "9041", "70264418"] {
            assert!(is_pin(fine), "{fine}");
        }
    }
}
