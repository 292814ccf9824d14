//! Sealed messages: who speaks to whom, when, and what; signed by the sender's key.
//!
//! ```text
//! "LMN1" | kind 1 | from: length 1, text | to: length 1, text | made at: milliseconds 8 | body: length 4, CBOR | signature 64
//! ```
//!
//! Numbers are big-endian. The signature (Ed25519) covers everything before it. The body is read only once the signature
//! was found to be the sender's. The same message goes over the link and onto a stick.

use crate::{
    ExchangeError, RefusalReason,
    identity::{Identity, SIGNATURE_BYTES, is_signed_by},
};
use jiff::Timestamp;
use limen_domain::NodeId;
use serde::{Serialize, de::DeserializeOwned};

const MAGIC: &[u8; 4] = b"LMN1";
/// Maximum bytes of a sealed message.
pub const MOST_SEALED: usize = 16 << 20;
/// Maximum bytes of what stands before a message's body: its beginning, its kind, two names each after its length, a time and
/// a length.
const MOST_HEAD: usize = MAGIC.len() + 1 + 2 * (1 + u8::MAX as usize) + 8 + 4;
/// Maximum bytes of what a seal adds to a message.
pub(crate) const MOST_SEAL: usize = MOST_HEAD + SIGNATURE_BYTES;

/// What a sealed message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A post's question to headquarters.
    Question = 1,
    /// Headquarters' answer.
    Answer = 2,
    /// What a headquarters says to that of a neighbouring state first.
    ToNeighbour = 3,
    /// What it is answered.
    FromNeighbour = 4,
}

/// A message whose signature has still to be checked.
#[derive(Debug)]
pub struct Sealed<'a> {
    kind: u8,
    /// Who says that they sent it.
    pub from: NodeId,
    /// To whom.
    pub to: NodeId,
    /// When it was made, by the sender's clock.
    pub made_at: Timestamp,
    signed: &'a [u8],
    body: &'a [u8],
    signature: &'a [u8],
}

/// Seals a message.
///
/// # Errors
/// [`RefusalReason::TooLarge`]: the message is larger than anything that is exchanged.
pub fn seal<T: Serialize>(
    identity: &Identity,
    kind: Kind,
    from: &NodeId,
    to: &NodeId,
    made_at: Timestamp,
    message: &T,
) -> Result<Vec<u8>, ExchangeError> {
    let mut body = Vec::new();
    ciborium::into_writer(message, &mut body)
        .map_err(|error| ExchangeError::new(RefusalReason::Damaged, error.to_string()))?;
    seal_body(identity, kind, from, to, made_at, &body)
}

/// Seals what is written already.
///
/// # Errors
/// [`RefusalReason::TooLarge`], as of [`seal`].
pub(crate) fn seal_body(
    identity: &Identity,
    kind: Kind,
    from: &NodeId,
    to: &NodeId,
    made_at: Timestamp,
    body: &[u8],
) -> Result<Vec<u8>, ExchangeError> {
    let mut sealed = MAGIC.to_vec();
    sealed.push(kind as u8);
    for name in [from, to] {
        // A node's name has 32 characters at most.
        sealed.push(u8::try_from(name.as_str().len()).unwrap_or(u8::MAX));
        sealed.extend_from_slice(name.as_str().as_bytes());
    }
    sealed.extend_from_slice(&made_at.as_millisecond().to_be_bytes());
    let length = u32::try_from(body.len()).unwrap_or(u32::MAX);
    sealed.extend_from_slice(&length.to_be_bytes());
    sealed.extend_from_slice(body);
    if sealed.len() + SIGNATURE_BYTES > MOST_SEALED {
        return Err(ExchangeError::new(RefusalReason::TooLarge, format!("{} bytes", sealed.len())));
    }
    let signature = identity.sign(&sealed);
    sealed.extend_from_slice(&signature);
    Ok(sealed)
}

/// Who says that they sent a sealed message, by its beginning; `None` while too little of it is there.
///
/// # Errors
/// [`RefusalReason::Damaged`]: it is none.
pub(crate) fn sender_of_beginning(bytes: &[u8]) -> Result<Option<NodeId>, ExchangeError> {
    let damaged = |what: &str| ExchangeError::new(RefusalReason::Damaged, what.to_owned());
    let common = bytes.len().min(MAGIC.len());
    if bytes[..common] != MAGIC[..common] {
        return Err(damaged("it does not begin as a bundle does"));
    }
    let Some(length) = bytes.get(MAGIC.len() + 1) else { return Ok(None) };
    let begins = MAGIC.len() + 2;
    let Some(name) = bytes.get(begins..begins + usize::from(*length)) else { return Ok(None) };
    let name = std::str::from_utf8(name).map_err(|_| damaged("a name is no text"))?;
    NodeId::parse(name).map(Some).map_err(|_| damaged("a name can't be a node's"))
}

impl<'a> Sealed<'a> {
    /// Reads who a message is from and to; its body stays closed.
    ///
    /// # Errors
    /// [`RefusalReason::Damaged`] and [`RefusalReason::TooLarge`]: it is no message, or too large a one.
    pub fn read(bytes: &'a [u8]) -> Result<Self, ExchangeError> {
        let damaged = |what: &str| ExchangeError::new(RefusalReason::Damaged, what.to_owned());
        if bytes.len() > MOST_SEALED {
            return Err(ExchangeError::new(RefusalReason::TooLarge, format!("{} bytes", bytes.len())));
        }
        let mut rest = bytes.strip_prefix(MAGIC).ok_or_else(|| damaged("it does not begin as a bundle does"))?;
        let mut take = |count: usize| {
            let (taken, left) = rest.split_at_checked(count).ok_or_else(|| damaged("it ends too early"))?;
            rest = left;
            Ok::<_, ExchangeError>(taken)
        };
        let kind = take(1)?[0];
        let mut name = || {
            let length = usize::from(take(1)?[0]);
            let text = std::str::from_utf8(take(length)?).map_err(|_| damaged("a name is no text"))?;
            NodeId::parse(text).map_err(|_| damaged("a name can't be a node's"))
        };
        let (from, to) = (name()?, name()?);
        let made_at = take(8)?.try_into().map(i64::from_be_bytes).map_err(|_| damaged("it has no time"))?;
        let made_at = Timestamp::from_millisecond(made_at).map_err(|_| damaged("its time can't be"))?;
        let length = take(4)?.try_into().map(u32::from_be_bytes).map_err(|_| damaged("it has no length"))?;
        let body = take(usize::try_from(length).unwrap_or(usize::MAX))?;
        let signature = take(SIGNATURE_BYTES)?;
        if !rest.is_empty() {
            return Err(damaged("it goes on after its end"));
        }
        let signed = &bytes[..bytes.len() - SIGNATURE_BYTES];
        Ok(Self { kind, from, to, made_at, signed, body, signature })
    }

    /// Its content; the seal is not checked.
    pub(crate) fn body(&self) -> &'a [u8] {
        self.body
    }

    /// The message, if it is for `me`, of this kind, and signed by the sender's key.
    ///
    /// # Errors
    /// It is not signed by this key, is for another node, of another kind, or damaged.
    pub fn open<T: DeserializeOwned>(
        &self,
        kind: Kind,
        me: &NodeId,
        public_key: &[u8; 32],
    ) -> Result<T, ExchangeError> {
        let body = self.opened(kind, me, public_key)?;
        ciborium::from_reader(body).map_err(|error| ExchangeError::new(RefusalReason::Damaged, error.to_string()))
    }

    /// The message's bytes, for a reader of their own, if it is for `me`, of this kind, and signed by the sender's key.
    ///
    /// # Errors
    /// It is not signed by this key, is for another node, or of another kind.
    pub(crate) fn opened(&self, kind: Kind, me: &NodeId, public_key: &[u8; 32]) -> Result<&'a [u8], ExchangeError> {
        if !is_signed_by(public_key, self.signed, self.signature) {
            return Err(ExchangeError::new(RefusalReason::NotSigned, format!("it says that it is from {}", self.from)));
        }
        if self.to != *me {
            return Err(ExchangeError::new(RefusalReason::NotForUs, format!("it is for {}", self.to)));
        }
        if self.kind != kind as u8 {
            return Err(ExchangeError::new(RefusalReason::Damaged, "it is another kind of message".to_owned()));
        }
        Ok(self.body)
    }
}
