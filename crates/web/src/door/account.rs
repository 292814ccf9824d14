//! One's own account: a new password, a second factor, recovery codes. Each change asks for the password again.

use crate::{
    access::{Nobody, Pages, signed_in},
    app::App,
    door::sign_in,
    kit::{
        failure::Failure,
        form,
        session::SignedIn,
        shell::{Shell, answer, moment},
    },
    node::{
        hashing::{Turn, Who},
        passwords, second_factor,
    },
    words::Words,
};
use askama::Template;
use axum::{body::Body, extract::State, response::Response};
use jiff::Timestamp;
use limen_domain::CredentialChange;
use limen_store::{Credentials, Locked};
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
    /// Since when each session is, when it was last used, and whether it is this one.
    sessions: Vec<(String, String, bool)>,
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
    let sessions =
        sessions.map(|one| (moment(app, w, one.began), moment(app, w, one.seen), one.token == signed.session.token));
    let passkeys = app.store.passkeys_of(&account.id).await?.into_iter().map(|key| PasskeyRow {
        id: limen_store::hex(&key.id),
        name: key.name,
        added: moment(app, w, key.added),
        used: (key.used != Timestamp::UNIX_EPOCH).then(|| moment(app, w, key.used)),
    });
    let secret = outcome.secret.unwrap_or_else(second_factor::new_secret);
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

/// What became of a password that the signed-in person gave again.
enum Proof {
    Right,
    Wrong,
    /// Not looked at before then.
    Locked(Timestamp),
}

/// Whether this is the signed-in person's password; tries are counted as at the sign-in page.
async fn prove(app: &App, signed: &SignedIn, password: &str) -> Result<Proof, Failure> {
    let turn = turn(app, signed).await?;
    // What holds now, not what did when the request came.
    let account = app.store.account(&signed.session.account.id).await?.ok_or(Failure::NotAllowed)?;
    let tried = match app.store.try_begins(&account.id, signed.session.browser.as_ref(), Timestamp::now()).await? {
        Ok(tried) => tried,
        Err(Locked { until }) => return Ok(Proof::Locked(until)),
    };
    let hash = Some(account.credentials.password_hash);
    if !passwords::is_right(turn, password.to_owned(), hash).await {
        return Ok(Proof::Wrong);
    }
    app.store.try_was_right(tried).await?;
    Ok(Proof::Right)
}

/// A turn in which something is hashed for whoever is signed in.
pub(crate) async fn turn(app: &App, signed: &SignedIn) -> Result<Turn, Failure> {
    Ok(app.hashing.wait(Who::signed_in(&signed.session.account.id)).await?)
}

/// Why this is not taken for the signed-in person's password; `None` where it is theirs.
pub(crate) async fn why_not_own(app: &App, signed: &SignedIn, password: &str) -> Result<Option<String>, Failure> {
    let w = signed.words(app);
    Ok(match prove(app, signed, password).await? {
        Proof::Right => None,
        Proof::Wrong => Some(w.t("account-wrong")),
        Proof::Locked(until) => Some(sign_in::locked_message(app, w, until)),
    })
}

/// Makes sure that it is the signed-in person who does something grave, not whoever found their browser open: with their own
/// password.
pub(crate) async fn make_sure(app: &App, signed: &SignedIn, password: &str) -> Result<(), Failure> {
    match prove(app, signed, password).await? {
        Proof::Right => Ok(()),
        Proof::Wrong => Err(Failure::WrongPassword),
        Proof::Locked(_) => Err(Failure::PasswordLocked),
    }
}

/// Sets what was made from the credentials that the request found. Says whether it was: not where they were changed or used
/// meanwhile.
async fn set(
    app: &App,
    signed: &SignedIn,
    was: &Credentials,
    credentials: &Credentials,
    change: CredentialChange,
) -> Result<bool, Failure> {
    let id = &signed.session.account.id;
    if !app.store.change_credentials(id, was, credentials, change).await? {
        return Ok(false);
    }
    // Whoever else is signed in under this name is out: the reason may be that they know the password.
    app.store.end_sessions(id, Some(&signed.session.token)).await?;
    Ok(true)
}

/// What holds with one more passkey: nobody else stays signed in under this name, and there are codes for the day on which it
/// is lost. The codes, where they were drawn just now.
pub(crate) async fn with_passkey(app: &App, signed: &SignedIn) -> Result<Vec<String>, Failure> {
    loop {
        let account = app.store.account(&signed.session.account.id).await?.ok_or(Failure::NotAllowed)?;
        let was = &account.credentials;
        if !was.recovery.is_empty() {
            app.store.end_sessions(&account.id, Some(&signed.session.token)).await?;
            return Ok(Vec::new());
        }
        let (codes, recovery) = second_factor::new_recovery();
        let credentials = Credentials { recovery, ..was.clone() };
        if set(app, signed, was, &credentials, CredentialChange::RecoveryDrawn).await? {
            return Ok(codes);
        }
    }
}

#[derive(Deserialize)]
struct PasswordForm {
    password: String,
    new: String,
    again: String,
}

async fn change_password(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let form: PasswordForm = form::read(&signed, body).await?;
    let (w, account) = (signed.words(&app), &signed.session.account);
    let known = [account.id.as_str(), account.name.as_str(), app.post.name.as_str(), "Limen"];
    let outcome = if !app.changes_credentials_here(account) {
        return Err(Failure::NotAllowed);
    } else if let Some(why_not) = why_not_own(&app, &signed, &form.password).await? {
        Outcome::refused(why_not)
    } else if form.new != form.again {
        Outcome::refused(w.t("account-not-the-same"))
    } else if let Some(weak) = passwords::weakness(&form.new, &known) {
        Outcome::refused(w.coded("account-password", weak.code()))
    } else {
        let password_hash = passwords::hash_apart(turn(&app, &signed).await?, form.new).await?;
        let was = &account.credentials;
        let credentials = Credentials { password_hash, drawn_until: None, ..was.clone() };
        if set(&app, &signed, was, &credentials, CredentialChange::Password).await? {
            Outcome { done: Some(w.t("account-password-changed")), ..Outcome::default() }
        } else {
            Outcome::refused(w.t("account-meanwhile"))
        }
    };
    account_page(&app, &signed, outcome).await
}

/// Signs the person out wherever else they are signed in.
async fn end_others(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    form::receive(&signed, body).await?;
    app.store.end_sessions(&signed.session.account.id, Some(&signed.session.token)).await?;
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
    let (w, account) = (signed.words(&app), &signed.session.account);
    if !app.changes_credentials_here(account) {
        return Err(Failure::NotAllowed);
    }
    let step = second_factor::step_of(&form.secret, &form.code, Timestamp::now());
    let outcome = if let Some(why_not) = why_not_own(&app, &signed, &form.password).await? {
        Outcome { message: Some(why_not), secret: Some(form.secret), ..Outcome::default() }
    } else if let Some(step) = step {
        let (codes, recovery) = second_factor::new_recovery();
        let was = &account.credentials;
        let credentials = Credentials { totp: form.secret, recovery, ..was.clone() };
        if set(&app, &signed, was, &credentials, CredentialChange::SecondFactorOn).await? {
            app.store.use_totp_step(&account.id, &credentials.totp, step).await?;
            Outcome { done: Some(w.t("account-factor-on")), recovery: codes, ..Outcome::default() }
        } else {
            Outcome::refused(w.t("account-meanwhile"))
        }
    } else {
        Outcome { message: Some(w.t("account-code-wrong")), secret: Some(form.secret), ..Outcome::default() }
    };
    account_page(&app, &signed, outcome).await
}

async fn turn_off(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let form: FactorForm = form::read(&signed, body).await?;
    let (w, account) = (signed.words(&app), &signed.session.account);
    if !app.changes_credentials_here(account) {
        return Err(Failure::NotAllowed);
    }
    let outcome = if account.passkeys == 0 && app.demands_second_factor(account) {
        Outcome::refused(w.t("account-factor-demanded"))
    } else if let Some(why_not) = why_not_own(&app, &signed, &form.password).await? {
        Outcome::refused(why_not)
    } else {
        let was = &account.credentials;
        // Recovery codes are for a lost passkey too.
        let recovery = if account.passkeys > 0 { was.recovery.clone() } else { Vec::new() };
        let credentials = Credentials { totp: String::new(), recovery, ..was.clone() };
        if set(&app, &signed, was, &credentials, CredentialChange::SecondFactorOff).await? {
            Outcome { done: Some(w.t("account-factor-off")), ..Outcome::default() }
        } else {
            Outcome::refused(w.t("account-meanwhile"))
        }
    };
    account_page(&app, &signed, outcome).await
}
