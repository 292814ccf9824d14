//! Sticks: sealed messages in a file, encrypted to their receiver (age, <https://age-encryption.org/v1>).
//!
//! ```text
//! age( "LMS1" | length 4, sealed message | length 4, sealed message | … )
//! ```

use crate::{ExchangeError, RefusalReason, identity::Identity, seal::MOST_SEALED};
use std::{
    io::{BufReader, Read, Write},
    iter,
    str::FromStr,
};

const MAGIC: &[u8; 4] = b"LMS1";
/// Maximum number of messages on a stick.
const MOST_MESSAGES: usize = 10_000;
/// About how many bytes are put onto a stick at once; what is left goes onto the next.
pub const STICK_BYTES: usize = 256 << 20;
/// Maximum bytes read from a stick.
const MOST_BYTES: usize = STICK_BYTES + MOST_SEALED;
/// Maximum bytes of a stick's file: what is read from it, and what encryption adds.
pub const MOST_BYTES_OF_FILE: u64 = (MOST_BYTES + (MOST_BYTES >> 10)) as u64;

/// Encrypts sealed messages to `recipient`.
///
/// # Errors
/// [`RefusalReason::Damaged`]: `recipient` is none.
pub fn write(recipient: &str, messages: &[Vec<u8>]) -> Result<Vec<u8>, ExchangeError> {
    let recipient = age::x25519::Recipient::from_str(recipient);
    let recipient = recipient.map_err(|error| ExchangeError::new(RefusalReason::Damaged, error.to_owned()))?;
    let encryptor = age::Encryptor::with_recipients(iter::once(&recipient as &dyn age::Recipient));
    let encryptor = encryptor.map_err(|error| ExchangeError::new(RefusalReason::Damaged, error.to_string()))?;
    let write = || {
        let mut file = encryptor.wrap_output(Vec::new())?;
        file.write_all(MAGIC)?;
        for message in messages {
            let length = u32::try_from(message.len()).unwrap_or(u32::MAX);
            file.write_all(&length.to_be_bytes())?;
            file.write_all(message)?;
        }
        file.finish()
    };
    write().map_err(|error: std::io::Error| ExchangeError::new(RefusalReason::Damaged, error.to_string()))
}

/// What is on a stick.
#[derive(Debug)]
pub struct Stick {
    /// The sealed messages, as far as they could be read.
    pub messages: Vec<Vec<u8>>,
    /// Why no more could be.
    pub broken: Option<ExchangeError>,
}

/// Reads a file that was encrypted to this node, piece by piece: of what is none of ours no more is read than its beginning.
///
/// # Errors
/// [`RefusalReason::NotForUs`], or [`RefusalReason::Damaged`] where not even its beginning can be read.
pub fn read(file: impl Read, identity: &Identity) -> Result<Stick, ExchangeError> {
    let damaged = |error: String| ExchangeError::new(RefusalReason::Damaged, error);
    let file = BufReader::new(file);
    let decryptor = age::Decryptor::new_buffered(file).map_err(|error| damaged(error.to_string()))?;
    let mut file =
        decryptor.decrypt(iter::once(identity.stick() as &dyn age::Identity)).map_err(|error| match error {
            age::DecryptError::NoMatchingKeys => {
                ExchangeError::new(RefusalReason::NotForUs, "it is encrypted to another node".into())
            }
            other => damaged(other.to_string()),
        })?;
    let mut magic = [0; 4];
    file.read_exact(&mut magic).map_err(|error| damaged(error.to_string()))?;
    if magic != *MAGIC {
        return Err(damaged("it holds no bundles".into()));
    }
    let (mut messages, mut size) = (Vec::new(), 0);
    loop {
        match message(&mut file) {
            Ok(Some(message)) => {
                size += message.len();
                messages.push(message);
            }
            Ok(None) => return Ok(Stick { messages, broken: None }),
            Err(broken) => return Ok(Stick { messages, broken: Some(broken) }),
        }
        if size > MOST_BYTES || messages.len() >= MOST_MESSAGES {
            let broken = ExchangeError::new(RefusalReason::TooLarge, format!("more than {size} bytes"));
            return Ok(Stick { messages, broken: Some(broken) });
        }
    }
}

fn message(file: &mut impl Read) -> Result<Option<Vec<u8>>, ExchangeError> {
    let damaged = |error: std::io::Error| ExchangeError::new(RefusalReason::Damaged, error.to_string());
    let mut length = Vec::with_capacity(4);
    file.take(4).read_to_end(&mut length).map_err(damaged)?;
    if length.is_empty() {
        return Ok(None);
    }
    let length: [u8; 4] =
        length.try_into().map_err(|_| ExchangeError::new(RefusalReason::Damaged, "it ends too early".into()))?;
    let length = u64::from(u32::from_be_bytes(length));
    if length > MOST_SEALED as u64 {
        return Err(ExchangeError::new(RefusalReason::TooLarge, format!("{length} bytes")));
    }
    let mut message = Vec::new();
    file.take(length).read_to_end(&mut message).map_err(damaged)?;
    if message.len() as u64 == length {
        Ok(Some(message))
    } else {
        Err(ExchangeError::new(RefusalReason::Damaged, "it ends too early".into()))
    }
}
