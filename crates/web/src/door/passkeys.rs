//! Passkeys: signing in with a key that answers only to this node's own name (WebAuthn level 3), instead of a password, or
//! after it. Each is unlocked by its owner with a PIN or a finger: it is two factors in one.
//!
//! A browser talks to a key only on a page with a name: `localhost` on the node's own machine, or one of the names under
//! which other machines find the node. Under an address such as 127.0.0.1 there are no passkeys.

use crate::{
    access::{Nobody, Pages, anyone, signed_in},
    app::App,
    door::{
        account::{self, Outcome},
        passkey_questions::lock,
        sign_in,
    },
    kit::{
        failure::Failure,
        form,
        session::{self, SignedIn, Through},
    },
    node::limits::Sender,
};
use axum::{
    Json,
    body::Body,
    extract::{ConnectInfo, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use limen_domain::SignInRefusal;
use limen_store::Passkey;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use webauthn_rp::{
    AuthenticatedCredential, DiscoverableAuthentication64, DiscoverableAuthenticationServerState,
    DiscoverableCredentialRequestOptions, PublicKeyCredentialCreationOptions,
    bin::{Decode, Encode},
    request::{
        AsciiDomain, ExtensionInfo, InsertResult, PublicKeyCredentialDescriptor, RpId,
        auth::AuthenticationVerificationOptions,
        register::{CredProtect, PublicKeyCredentialUserEntity, RegistrationVerificationOptions, UserHandle64},
    },
    response::{
        AuthTransports, CredentialId,
        register::{DynamicState, StaticState},
    },
};

pub(crate) fn pages() -> Pages {
    Pages::new()
        .post("/sign-in/passkey/options", anyone(Nobody::Oneself), ask)
        .post("/sign-in/passkey", anyone(Nobody::Oneself), sign_in_with)
        .post("/account/passkey/options", signed_in(Nobody::Oneself), offer)
        .post("/account/passkey", signed_in(Nobody::Oneself), add)
        .post("/account/passkey/remove", signed_in(Nobody::Oneself), remove)
}

/// The longest name of a passkey, in characters.
const LONGEST_NAME: usize = 60;

/// The name by which keys know the pages that a browser asks, and the pages' origin.
pub(crate) struct Here {
    name: AsciiDomain,
    origin: String,
}

impl Here {
    /// The name and origin under which the browser asks. `None` if that is no name of this node's, or none under which
    /// passkeys work (an IP address).
    pub(crate) fn of(app: &App, headers: &HeaderMap) -> Option<Self> {
        let host = headers.get(header::HOST)?.to_str().ok()?;
        let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
        let over_tls = format!("https://{host}");
        let is_ours = |address: &String| *address == over_tls || address.strip_suffix(":443") == Some(&over_tls);
        let origin = if app.to_devices.get().is_some_and(|to| to.addresses.iter().any(is_ours)) {
            over_tls
        } else if name == "localhost" {
            format!("http://{host}")
        } else {
            return None;
        };
        // A key's name is a domain: never an address of numbers.
        let is_address = name.parse::<std::net::IpAddr>().is_ok() || name.starts_with('[');
        let name = AsciiDomain::try_from(name.to_owned()).ok().filter(|_| !is_address)?;
        Some(Self { name, origin })
    }

    fn party(&self) -> RpId {
        RpId::Domain(self.name.clone())
    }

    fn name(&self) -> &str {
        self.name.as_ref()
    }
}

/// What a browser is to ask its keys, to sign someone in.
async fn ask(
    State(app): State<Arc<App>>,
    ConnectInfo(sender): ConnectInfo<Sender>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let party = Here::of(&app, &headers).ok_or(Failure::NotFound)?.party();
    // Someone who asks again and again must not take the places that others need.
    let known_by = session::browser(&headers, Through::default()).known_by();
    let (source, _) = app.source(known_by, sender).await?;
    if !app.limits.questions.lets(source, app.now()) {
        return Ok(StatusCode::TOO_MANY_REQUESTS.into_response());
    }
    let (kept, sent) =
        DiscoverableCredentialRequestOptions::passkey(&party).start_ceremony().map_err(|_| Failure::NotFound)?;
    Ok(question(lock(&app.asked.to_sign).insert_or_replace_all_expired(kept), sent))
}

/// What goes to the browser, if what is asked was kept.
fn question(kept: InsertResult, sent: impl Serialize) -> Response {
    match kept {
        InsertResult::Success => Json(sent).into_response(),
        InsertResult::CapacityFull | InsertResult::Duplicate => StatusCode::TOO_MANY_REQUESTS.into_response(),
    }
}

#[derive(Deserialize)]
struct Signed {
    credential: String,
}

/// Signs in the owner of the passkey that signed the challenge.
async fn sign_in_with(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    through: Through,
    body: Body,
) -> Result<Response, Failure> {
    let Signed { credential } = form::read_unsigned(body).await?;
    let w = app.words.of(session::language_of(&headers));
    let refuse = async |message: String| sign_in::refused(&app, &headers, String::new(), message).await;

    let answered = app.asked.signed(&credential);
    let found = match &answered {
        Some((signed, _)) => app.store.passkey(signed.raw_id().as_ref()).await?,
        None => None,
    };
    let (Some((signed, question)), Some(found), Some(here)) = (answered, found, Here::of(&app, &headers)) else {
        return refuse(w.t("sign-in-passkey")).await;
    };
    let Some(account) = app.store.account(&found.account).await? else {
        return refuse(w.t("sign-in-passkey")).await;
    };
    let is_used = match question.and_then(|question| proved(question, &here, &signed, &found)) {
        Some(state) => app.store.use_passkey(&found, &state, app.now()).await?,
        None => false,
    };
    if !is_used {
        app.note_refusal(&account.id, SignInRefusal::Passkey).await?;
        return refuse(w.t("sign-in-passkey")).await;
    }
    match app.sign_in_by_key(account, &session::browser(&headers, through)).await? {
        Ok(begun) => Ok(session::enter(&app, begun)),
        Err(refusal) => refuse(w.coded("sign-in", refusal.code())).await,
    }
}

/// The state of a passkey after this assertion; `None` if it did not sign the challenge, at this origin, with its owner
/// verified.
fn proved(
    question: DiscoverableAuthenticationServerState,
    here: &Here,
    signed: &DiscoverableAuthentication64,
    found: &Passkey,
) -> Option<[u8; 7]> {
    if found.host != here.name() {
        return None;
    }
    let handle = UserHandle64::decode(found.handle).ok()?;
    let state = DynamicState::decode(found.state.clone().try_into().ok()?).ok()?;
    let public = StaticState::decode(found.public.as_slice()).ok()?;
    let mut key = AuthenticatedCredential::new(signed.raw_id(), &handle, public, state).ok()?;
    let origins = [here.origin.as_str()];
    let options = AuthenticationVerificationOptions::<'_, '_, &str, &str> {
        allowed_origins: &origins,
        ..AuthenticationVerificationOptions::default()
    };
    question.verify(&here.party(), signed, &mut key, &options).ok()?;
    key.dynamic_state().encode().ok()
}

/// What a browser is to ask for a new passkey.
async fn offer(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    signed: SignedIn,
    body: Body,
) -> Result<Response, Failure> {
    form::receive(&signed, body).await?;
    let here = Here::of(&app, &headers).ok_or(Failure::NotFound)?;
    let account = &signed.session.account;
    let known = app.store.passkeys_of(&account.id).await?;
    let handle = match known.first() {
        Some(known) => UserHandle64::decode(known.handle).map_err(|_| Failure::NotFound)?,
        None => UserHandle64::new(),
    };
    let excluded = known.into_iter().filter_map(|known| {
        // How it is reached is not kept: browsers ask for it wherever it may be.
        Some(PublicKeyCredentialDescriptor {
            id: CredentialId::decode(known.id).ok()?,
            transports: AuthTransports::decode(0).ok()?,
        })
    });
    let name = account.id.as_str().try_into().map_err(|_| Failure::NotFound)?;
    let user = PublicKeyCredentialUserEntity { name, id: &handle, display_name: account.name.as_str().try_into().ok() };
    let party = here.party();
    let mut options = PublicKeyCredentialCreationOptions::passkey(&party, user, excluded.collect());
    // Each use asks for the PIN or the finger; that a key never answers without is wished for, and older ones don't know it.
    options.extensions.cred_protect = CredProtect::UserVerificationRequired(ExtensionInfo::AllowDontEnforceValue);
    let (kept, sent) = options.start_ceremony().map_err(|_| Failure::NotFound)?;
    Ok(question(lock(&app.asked.to_be).insert_or_replace_all_expired(kept), sent))
}

#[derive(Deserialize)]
struct NewKey {
    password: String,
    name: String,
    credential: String,
}

/// Adds a passkey, made for what [`offer`] asked.
async fn add(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    signed: SignedIn,
    body: Body,
) -> Result<Response, Failure> {
    let form: NewKey = form::read(&signed, body).await?;
    let w = signed.words(&app);
    let here = Here::of(&app, &headers).ok_or(Failure::NotFound)?;
    let made = || made(&app, &here, &signed, &form);
    let outcome = match app.add_passkey(&signed.session, &form.password, made).await? {
        Ok(recovery) => Outcome { done: Some(w.t("account-passkey-added")), recovery, ..Outcome::default() },
        Err(why) => account::unchanged(&app, w, why)?,
    };
    account::account_page(&app, &signed, outcome).await
}

/// The passkey that a browser made; `None` if it does not answer the challenge, at this origin.
fn made(app: &App, here: &Here, signed: &SignedIn, form: &NewKey) -> Option<Passkey> {
    let (made, question) = app.asked.made(&form.credential)?;
    let origins = [here.origin.as_str()];
    let options = RegistrationVerificationOptions::<'_, '_, &str, &str> {
        allowed_origins: &origins,
        ..RegistrationVerificationOptions::default()
    };
    let registered = question.verify(&here.party(), &made, &options).ok()?;
    let name = form::short(&form.name, LONGEST_NAME);
    Some(Passkey {
        id: registered.id().as_ref().to_vec(),
        account: signed.session.account.id.clone(),
        handle: registered.user_id().encode().ok()?,
        host: here.name().to_owned(),
        name: if name.is_empty() { here.name().to_owned() } else { name },
        public: registered.static_state().encode().ok()?,
        state: registered.dynamic_state().encode().ok()?.to_vec(),
        added: app.now(),
        used: Timestamp::UNIX_EPOCH,
    })
}

#[derive(Deserialize)]
struct OldKey {
    password: String,
    id: String,
}

async fn remove(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let form: OldKey = form::read(&signed, body).await?;
    let w = signed.words(&app);
    let id = data_encoding::HEXLOWER.decode(form.id.as_bytes()).map_err(|_| Failure::NotFound)?;
    let outcome = match app.remove_passkey(&signed.session, &form.password, &id).await? {
        Ok(true) => Outcome { done: Some(w.t("account-passkey-removed")), ..Outcome::default() },
        Ok(false) => return Err(Failure::NotFound),
        Err(why) => account::unchanged(&app, w, why)?,
    };
    account::account_page(&app, &signed, outcome).await
}
