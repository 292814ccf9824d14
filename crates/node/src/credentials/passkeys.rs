//! Passkeys: signing in with a key that answers only to this node's own name (WebAuthn level 3), instead of a password, or
//! after it. Each is unlocked by its owner with a PIN or a finger: it is two factors in one.
//!
//! A browser talks to a key only on a page with a name: `localhost` on the node's own machine, or one of the names under
//! which other machines find the node. Under an address such as 127.0.0.1 there are no passkeys.

use crate::{
    Node,
    credentials::{
        passkey_questions::lock,
        session::{Begun, Browser},
    },
    limits::Sender,
};
use jiff::Timestamp;
use limen_domain::{SignInRefusal, text::short};
use limen_store::{Account, Passkey, Session, StoreError};
use serde::Serialize;
use std::net::IpAddr;
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

/// The longest name of a passkey, in characters.
const LONGEST_NAME_CHARACTERS: usize = 60;

/// The name by which keys know the pages that a browser asks, and the pages' origin.
#[derive(Debug)]
pub struct Here {
    name: AsciiDomain,
    origin: String,
}

impl Here {
    /// The name and origin of the pages that a browser asks at `host`, a name with or without a port. `addresses` are those
    /// under which other machines find them. `None` if it is no name of this node's, or none under which passkeys work (an
    /// IP address).
    pub fn of(host: &str, addresses: &[String]) -> Option<Self> {
        let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
        let over_tls = format!("https://{host}");
        let is_ours = |address: &String| *address == over_tls || address.strip_suffix(":443") == Some(&over_tls);
        let origin = if addresses.iter().any(is_ours) {
            over_tls
        } else if name == "localhost" {
            format!("http://{host}")
        } else {
            return None;
        };
        // A key's name is a domain: never an address of numbers.
        let is_address = name.parse::<IpAddr>().is_ok() || name.starts_with('[');
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

/// Why a browser is not told what to ask its keys.
#[derive(Debug, thiserror::Error)]
pub enum PasskeyError {
    /// Too many questions are open, or were asked for from there.
    #[error("too many keys are being asked; try again in a few minutes")]
    TooMany,
    /// There is nothing to ask.
    #[error("there is nothing to ask a key here")]
    Impossible,
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What goes to the browser as JSON, if what is asked was kept.
fn question(kept: InsertResult, sent: &impl Serialize) -> Result<String, PasskeyError> {
    match kept {
        InsertResult::Success => serde_json::to_string(sent).map_err(|_| PasskeyError::Impossible),
        InsertResult::CapacityFull | InsertResult::Duplicate => Err(PasskeyError::TooMany),
    }
}

/// What a signature of a passkey comes to.
pub enum KeyTried {
    /// They are in.
    In(Box<Begun>),
    /// It proves nothing.
    Wrong,
    /// It is them, and they are let in no more, or not here.
    Barred(SignInRefusal),
}

/// A passkey that a browser made.
#[derive(Debug, Clone, Copy)]
pub struct NewPasskey<'a> {
    /// Where it was made.
    pub here: &'a Here,
    /// What its owner calls it; where they don't, it is named as the node.
    pub name: &'a str,
    /// What the browser sent, JSON.
    pub credential: &'a str,
}

impl Node {
    /// What a browser is to ask its keys, to sign someone in: JSON. `known_by` is what the browser is known by. Someone who
    /// asks again and again must not take the places that others need.
    ///
    /// # Errors
    /// [`PasskeyError`] says why nothing is asked.
    pub async fn ask_to_sign(
        &self,
        here: &Here,
        known_by: Option<[u8; 32]>,
        sender: Sender,
    ) -> Result<String, PasskeyError> {
        let (source, _) = self.source(known_by, sender).await?;
        if !self.limits.questions.lets(source, self.now()) {
            return Err(PasskeyError::TooMany);
        }
        let party = here.party();
        let asked = DiscoverableCredentialRequestOptions::passkey(&party).start_ceremony();
        let (kept, sent) = asked.map_err(|_| PasskeyError::Impossible)?;
        question(lock(&self.asked.to_sign).insert_or_replace_all_expired(kept), &sent)
    }

    /// Signs in the owner of the passkey that signed the challenge, `credential` being what the browser sent, JSON. `here`
    /// is `None` where passkeys do not work.
    ///
    /// # Errors
    /// The database can't be used.
    pub async fn try_key(
        &self,
        here: Option<&Here>,
        credential: &str,
        browser: &Browser,
    ) -> Result<KeyTried, StoreError> {
        let answered = self.asked.signed(credential);
        let found = match &answered {
            Some((signed, _)) => self.store.passkey(signed.raw_id().as_ref()).await?,
            None => None,
        };
        let (Some((signed, question)), Some(found), Some(here)) = (answered, found, here) else {
            return Ok(KeyTried::Wrong);
        };
        let Some(account) = self.store.account(&found.account).await? else { return Ok(KeyTried::Wrong) };
        let is_used = match question.and_then(|question| proved(question, here, &signed, &found)) {
            Some(state) => self.store.use_passkey(&found, &state, self.now()).await?,
            None => false,
        };
        if !is_used {
            self.note_refusal(&account.id, SignInRefusal::Passkey).await?;
            return Ok(KeyTried::Wrong);
        }
        Ok(match self.sign_in_by_key(account, browser).await? {
            Ok(begun) => KeyTried::In(Box::new(begun)),
            Err(refusal) => KeyTried::Barred(refusal),
        })
    }

    /// What a browser is to ask for a new passkey of someone's: JSON.
    ///
    /// # Errors
    /// [`PasskeyError`] says why nothing is asked.
    pub async fn offer_passkey(&self, account: &Account, here: &Here) -> Result<String, PasskeyError> {
        let known = self.store.passkeys_of(&account.id).await?;
        let handle = match known.first() {
            Some(known) => UserHandle64::decode(known.handle).map_err(|_| PasskeyError::Impossible)?,
            None => UserHandle64::new(),
        };
        let excluded = known.into_iter().filter_map(|known| {
            // How it is reached is not kept: browsers ask for it wherever it may be.
            Some(PublicKeyCredentialDescriptor {
                id: CredentialId::decode(known.id).ok()?,
                transports: AuthTransports::decode(0).ok()?,
            })
        });
        let name = account.id.as_str().try_into().map_err(|_| PasskeyError::Impossible)?;
        let display_name = account.name.as_str().try_into().ok();
        let user = PublicKeyCredentialUserEntity { name, id: &handle, display_name };
        let party = here.party();
        let mut options = PublicKeyCredentialCreationOptions::passkey(&party, user, excluded.collect());
        // Each use asks for the PIN or the finger; that a key never answers without is wished for, and older ones don't know it.
        options.extensions.cred_protect = CredProtect::UserVerificationRequired(ExtensionInfo::AllowDontEnforceValue);
        let (kept, sent) = options.start_ceremony().map_err(|_| PasskeyError::Impossible)?;
        question(lock(&self.asked.to_be).insert_or_replace_all_expired(kept), &sent)
    }

    /// The passkey that a browser made; `None` if it does not answer the challenge, at this origin.
    pub(super) fn made_passkey(&self, session: &Session, new: NewPasskey<'_>) -> Option<Passkey> {
        let NewPasskey { here, name, credential } = new;
        let (made, question) = self.asked.made(credential)?;
        let origins = [here.origin.as_str()];
        let options = RegistrationVerificationOptions::<'_, '_, &str, &str> {
            allowed_origins: &origins,
            ..RegistrationVerificationOptions::default()
        };
        let registered = question.verify(&here.party(), &made, &options).ok()?;
        let name = short(name, LONGEST_NAME_CHARACTERS);
        Some(Passkey {
            id: registered.id().as_ref().to_vec(),
            account: session.account.id.clone(),
            handle: registered.user_id().encode().ok()?,
            host: here.name().to_owned(),
            name: if name.is_empty() { here.name().to_owned() } else { name },
            public: registered.static_state().encode().ok()?,
            state: registered.dynamic_state().encode().ok()?.to_vec(),
            added: self.now(),
            used: Timestamp::UNIX_EPOCH,
        })
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
