//! One's own account: a new password, a second factor, recovery codes. Each change asks for the password again.

use crate::{
    access::{Nobody, Pages, signed_in},
    app::App,
    kit::{
        failure::Failure,
        form,
        proof::not_proved,
        session::SignedIn,
        shell::{Shell, answer, moment},
    },
    node::{
        own::{MOST_PASSKEYS, Unchanged},
        passwords, second_factor,
    },
    words::Words,
};
use askama::Template;
use axum::{body::Body, extract::State, response::Response};
use jiff::Timestamp;
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .get("/account", signed_in(Nobody::Oneself), show)
        .post("/account/password", signed_in(Nobody::Oneself), change_password)
        .post("/account/sessions/end", signed_in(Nobody::Oneself), end_others)
        .post("/account/second-factor", signed_in(Nobody::Oneself), turn_on)
        .post("/account/second-factor/off", signed_in(Nobody::Oneself), turn_off)
}

#[derive(Template)]
#[template(path = "door/account.html")]
struct AccountPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    /// Where it is changed instead, if not here.
    elsewhere: bool,
    /// Whether the password was drawn for them, so that they choose their own before anything else.
    is_drawn: bool,
    /// Whether their role has to have a second factor, and they have none.
    lacks_factor: bool,
    message: Option<String>,
    done: Option<String>,
    has_second_factor: bool,
    recovery_left: i64,
    /// A secret that is offered, and its picture.
    secret: String,
    picture: String,
    /// Shown once.
    recovery: Vec<String>,
    shortest: i64,
    sessions: Vec<SessionRow>,
    passkeys: Vec<PasskeyRow>,
}

/// What became of a change.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) message: Option<String>,
    pub(crate) done: Option<String>,
    pub(crate) recovery: Vec<String>,
    /// A secret that was offered already, so that a wrong code does not mean a new picture.
    pub(crate) secret: Option<String>,
}

impl Outcome {
    pub(crate) fn refused(message: String) -> Self {
        Self { message: Some(message), ..Self::default() }
    }
}

/// A session of the account.
struct SessionRow {
    began: String,
    /// When it was last used.
    seen: String,
    /// Whether the page is shown in it.
    is_this: bool,
}

/// A passkey as the page shows it.
struct PasskeyRow {
    id: String,
    name: String,
    added: String,
    used: Option<String>,
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn) -> Result<Response, Failure> {
    account_page(&app, &signed, Outcome::default()).await
}

pub(crate) async fn account_page(app: &App, signed: &SignedIn, outcome: Outcome) -> Result<Response, Failure> {
    let w = signed.words(app);
    // What it is now, not what it was when the request came.
    let account = app.store.account(&signed.session.account.id).await?.ok_or(Failure::NotFound)?;
    let sessions = app.store.sessions_of(&account.id).await?.into_iter();
    let sessions = sessions.map(|session| SessionRow {
        began: moment(app, w, session.began),
        seen: moment(app, w, session.seen),
        is_this: session.token == signed.session.token,
    });
    let passkeys = app.store.passkeys_of(&account.id).await?.into_iter().map(|key| PasskeyRow {
        id: limen_store::hex(&key.id),
        name: key.name,
        added: moment(app, w, key.added),
        used: (key.used != Timestamp::UNIX_EPOCH).then(|| moment(app, w, key.used)),
    });
    let secret = outcome.secret.unwrap_or_else(|| second_factor::new_secret(app.store.chance()));
    let is_wrong = outcome.message.is_some();
    Ok(answer(
        is_wrong,
        &AccountPage {
            shell: Shell::new(app, signed, "account"),
            w,
            elsewhere: !app.changes_credentials_here(&account),
            lacks_factor: app.lacks_second_factor(&account),
            is_drawn: account.credentials.drawn_until.is_some(),
            has_second_factor: !account.credentials.totp.is_empty(),
            recovery_left: account.credentials.recovery.len() as i64,
            picture: second_factor::picture(&account.id, &secret),
            secret,
            message: outcome.message,
            done: outcome.done,
            recovery: outcome.recovery,
            shortest: passwords::SHORTEST as i64,
            sessions: sessions.collect(),
            passkeys: passkeys.collect(),
        },
    ))
}

/// Why nothing was changed, as the page says it.
pub(crate) fn unchanged(app: &App, w: &Words, why: Unchanged) -> Result<Outcome, Failure> {
    Ok(Outcome::refused(match why {
        Unchanged::Elsewhere => return Err(Failure::NotAllowed),
        Unchanged::NotProved(why) => not_proved(app, w, why),
        Unchanged::NotTheSame => w.t("account-not-the-same"),
        Unchanged::Weak(weak) => w.coded("account-password", weak.code()),
        Unchanged::WrongCode => w.t("account-code-wrong"),
        Unchanged::Demanded => w.t("account-factor-demanded"),
        Unchanged::TooManyPasskeys => w.t1("account-passkey-most", "count", MOST_PASSKEYS as i64),
        Unchanged::NoPasskey => w.t("account-passkey-refused"),
        Unchanged::Meanwhile => w.t("account-meanwhile"),
    }))
}

#[derive(Deserialize)]
struct PasswordForm {
    password: String,
    new: String,
    again: String,
}

async fn change_password(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let form: PasswordForm = form::read(&signed, body).await?;
    let w = signed.words(&app);
    let outcome = match app.change_password(&signed.session, &form.password, (form.new, &form.again)).await? {
        Ok(()) => Outcome { done: Some(w.t("account-password-changed")), ..Outcome::default() },
        Err(why) => unchanged(&app, w, why)?,
    };
    account_page(&app, &signed, outcome).await
}

/// Signs the person out wherever else they are signed in.
async fn end_others(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    form::receive(&signed, body).await?;
    app.store.end_other_sessions(&signed.session.account.id, &signed.session.token).await?;
    let done = Some(signed.words(&app).t("account-sessions-ended"));
    account_page(&app, &signed, Outcome { done, ..Outcome::default() }).await
}

#[derive(Deserialize)]
struct FactorForm {
    password: String,
    #[serde(default)]
    secret: String,
    #[serde(default)]
    code: String,
}

async fn turn_on(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let form: FactorForm = form::read(&signed, body).await?;
    let w = signed.words(&app);
    let (secret, code) = (form.secret.clone(), form.code.as_str());
    let outcome = match app.turn_second_factor_on(&signed.session, &form.password, (secret, code)).await? {
        Ok(recovery) => Outcome { done: Some(w.t("account-factor-on")), recovery, ..Outcome::default() },
        // The secret that was offered goes on being offered, unless something else was set.
        Err(why @ Unchanged::Meanwhile) => unchanged(&app, w, why)?,
        Err(why) => Outcome { secret: Some(form.secret), ..unchanged(&app, w, why)? },
    };
    account_page(&app, &signed, outcome).await
}

async fn turn_off(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let form: FactorForm = form::read(&signed, body).await?;
    let w = signed.words(&app);
    let outcome = match app.turn_second_factor_off(&signed.session, &form.password).await? {
        Ok(()) => Outcome { done: Some(w.t("account-factor-off")), ..Outcome::default() },
        Err(why) => unchanged(&app, w, why)?,
    };
    account_page(&app, &signed, outcome).await
}
