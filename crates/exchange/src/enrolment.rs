//! How a machine becomes a node: headquarters makes a code for a post, somebody types it at the machine, and the two get
//! to know each other's keys.
//!
//! A code is 20 bytes in base 32: 8 of a secret that headquarters knows by its hash, and the first 12 of the SHA-256 of
//! its authority's certificate. So the machine knows headquarters before it says anything, and headquarters the machine.

use crate::{ExchangeError, RefusalReason, authority::Authority, identity::Identity};
use jiff::{SignedDuration, Timestamp};
use limen_domain::{AccountId, NodeId, PostId};
use limen_store::Store;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{fmt, str::FromStr};

/// Bytes of a code's secret.
const SECRET: usize = 8;
/// Bytes of the authority's fingerprint in a code.
const NAMED: usize = 12;
/// For how long a code is good.
pub const GOOD_FOR: SignedDuration = SignedDuration::from_hours(72);
/// The characters between two dashes.
const GROUP: usize = 4;

/// A code.
#[derive(Clone, PartialEq, Eq)]
pub struct Code {
    secret: [u8; SECRET],
    authority: [u8; NAMED],
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(secret)")
    }
}

/// A text that is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no code: a code has 32 letters and digits from 2 to 7, in groups of four")]
pub struct CodeError;

impl FromStr for Code {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let letters: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let bytes = data_encoding::BASE32_NOPAD.decode(letters.to_uppercase().as_bytes()).map_err(|_| CodeError)?;
        let (secret, authority) = bytes.split_at_checked(SECRET).ok_or(CodeError)?;
        Ok(Self {
            secret: secret.try_into().map_err(|_| CodeError)?,
            authority: authority.try_into().map_err(|_| CodeError)?,
        })
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = data_encoding::BASE32_NOPAD.encode(&[&self.secret[..], &self.authority[..]].concat());
        for (place, letter) in text.chars().enumerate() {
            if place > 0 && place % GROUP == 0 {
                f.write_str("-")?;
            }
            write!(f, "{letter}")?;
        }
        Ok(())
    }
}

impl Code {
    /// Whether it names the authority of this fingerprint.
    pub(crate) fn names(&self, fingerprint: &[u8; 32]) -> bool {
        fingerprint[..NAMED] == self.authority
    }

    /// What headquarters knows its secret by.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.secret).into()
    }
}

/// Makes a code with which one machine becomes a node of a post.
///
/// # Errors
/// [`RefusalReason::Trouble`]: the database can't be written, or this headquarters was restored and decides nothing yet.
pub async fn invite(
    store: &Store,
    authority: &Authority,
    actor: Option<&AccountId>,
    post: &PostId,
    now: Timestamp,
) -> Result<Code, ExchangeError> {
    let fingerprint = authority.fingerprint();
    let mut named = [0; NAMED];
    named.copy_from_slice(&fingerprint[..NAMED]);
    let code = Code { secret: store.chance().bytes(), authority: named };
    store.invite(actor, code.hash(), post, now + GOOD_FOR).await?;
    Ok(code)
}

/// What a machine says to become a node.
#[derive(Debug, Serialize, Deserialize)]
pub struct Request {
    /// The code, as it was typed.
    pub code: String,
    /// Its Ed25519 public key, in hexadecimal.
    pub public_key: String,
    /// To whom a stick for it is encrypted.
    pub recipient: String,
}

/// The headquarters that a post belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BelongsTo {
    /// Its name.
    pub headquarters: NodeId,
    /// What its signatures are checked with, in hexadecimal.
    pub public_key: String,
    /// To whom a stick for it is encrypted.
    pub recipient: String,
    /// Where it is found: `https://name:port`.
    pub address: String,
}

/// What headquarters tells a machine that has become a node.
#[derive(Debug, Serialize, Deserialize)]
pub struct Welcome {
    /// Its name.
    pub node: NodeId,
    /// Its post.
    pub post: PostId,
    /// The headquarters that it belongs to; the address is for the machine to fill in.
    pub belongs_to: BelongsTo,
    /// Its certificate and the authority's, X.509 in DER, in base 64.
    pub certificates: Vec<String>,
}

impl Request {
    /// A machine with these keys and this code.
    pub fn new(code: &Code, identity: &Identity) -> Self {
        let public_key = limen_store::hex(&identity.public_key());
        Self { code: code.to_string(), public_key, recipient: identity.recipient() }
    }

    /// Makes the machine a node, if the code is good.
    pub(crate) async fn answer(
        &self,
        store: &Store,
        authority: &Authority,
        headquarters: &Identity,
        me: &NodeId,
        now: Timestamp,
    ) -> Result<Welcome, ExchangeError> {
        let refused = |what: &str| ExchangeError::new(RefusalReason::UnknownSender, what.to_owned());
        let code: Code = self.code.parse().map_err(|_| refused("this is no code"))?;
        let key = data_encoding::HEXLOWER.decode(self.public_key.as_bytes()).ok();
        let key: [u8; 32] = key.and_then(|key| key.try_into().ok()).ok_or_else(|| refused("this is no key"))?;
        age::x25519::Recipient::from_str(&self.recipient).map_err(|_| refused("this is no key for sticks"))?;
        let unknown = || refused("the code is unknown, too old, or used by another machine");
        // A guessed code is read only: it makes the database write nothing.
        if !store.is_invited(code.hash()).await? {
            return Err(unknown());
        }
        let member = store.enrol(code.hash(), key, &self.recipient, now).await?.ok_or_else(unknown)?;
        let certificates = authority.for_node(&member.id, &key, now);
        let certificates =
            certificates.map_err(|error| ExchangeError::new(RefusalReason::Trouble, error.to_string()))?;
        Ok(Welcome {
            node: member.id,
            post: member.post,
            belongs_to: BelongsTo {
                headquarters: me.clone(),
                public_key: limen_store::hex(&headquarters.public_key()),
                recipient: headquarters.recipient(),
                address: String::new(),
            },
            certificates: certificates.iter().map(|der| data_encoding::BASE64.encode(der)).collect(),
        })
    }
}

impl Welcome {
    /// The certificates, X.509 in DER.
    ///
    /// # Errors
    /// [`RefusalReason::Damaged`]: one is not base 64.
    pub fn certificates(&self) -> Result<Vec<Vec<u8>>, ExchangeError> {
        let decode = |text: &String| data_encoding::BASE64.decode(text.as_bytes());
        let all: Result<Vec<_>, _> = self.certificates.iter().map(decode).collect();
        all.map_err(|error| ExchangeError::new(RefusalReason::Damaged, error.to_string()))
    }
}
