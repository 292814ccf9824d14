//! Sticks: sealed messages in a file, encrypted to their receiver (age, <https://age-encryption.org/v1>).
//!
//! ```text
//! age( "LMS1" | length 4, sealed message | length 4, sealed message | … )
//! ```

use crate::{Refused, Why, identity::Identity, seal::MOST_SEALED};
use std::{
    io::{Read, Write},
    iter,
    str::FromStr,
};

const MAGIC: &[u8; 4] = b"LMS1";
/// The most messages on a stick.
const MOST_MESSAGES: usize = 10_000;
/// About how many bytes are put onto a stick at once; what is left goes onto the next.
pub const STICK_BYTES: usize = 256 << 20;

/// Encrypts sealed messages to `recipient` into a file.
pub fn write(file: impl Write, recipient: &str, messages: &[Vec<u8>]) -> Result<(), Refused> {
    let recipient = age::x25519::Recipient::from_str(recipient);
    let recipient = recipient.map_err(|error| Refused::new(Why::Damaged, error.to_owned()))?;
    let encryptor = age::Encryptor::with_recipients(iter::once(&recipient as &dyn age::Recipient));
    let encryptor = encryptor.map_err(|error| Refused::new(Why::Damaged, error.to_string()))?;
    let write = || {
        let mut file = encryptor.wrap_output(file)?;
        file.write_all(MAGIC)?;
        for message in messages {
            let length = u32::try_from(message.len()).unwrap_or(u32::MAX);
            file.write_all(&length.to_be_bytes())?;
            file.write_all(message)?;
        }
        file.finish()?.flush()
    };
    write().map_err(|error: std::io::Error| Refused::new(Why::Trouble, format!("the file can't be written: {error}")))
}

/// The sealed messages in a file that was encrypted to this node, one after the other, each no larger than any message.
pub fn read<'a>(
    file: impl Read + 'a,
    identity: &'a Identity,
) -> Result<impl Iterator<Item = Result<Vec<u8>, Refused>> + 'a, Refused> {
    let damaged = |error: String| Refused::new(Why::Damaged, error);
    let decryptor = age::Decryptor::new(file).map_err(|error| damaged(error.to_string()))?;
    let mut file = decryptor.decrypt(iter::once(identity.stick() as &dyn age::Identity)).map_err(|error| match error {
        age::DecryptError::NoMatchingKeys => Refused::new(Why::NotForUs, "it is encrypted to another node".into()),
        other => damaged(other.to_string()),
    })?;
    let mut magic = [0; 4];
    file.read_exact(&mut magic).map_err(|error| damaged(error.to_string()))?;
    if magic != *MAGIC {
        return Err(damaged("it holds no bundles".into()));
    }
    let mut is_over = false;
    let next = move || {
        if is_over {
            return None;
        }
        let message = message(&mut file).transpose();
        is_over = message.as_ref().is_none_or(Result::is_err);
        message
    };
    Ok(iter::from_fn(next).take(MOST_MESSAGES))
}

fn message(file: &mut impl Read) -> Result<Option<Vec<u8>>, Refused> {
    let damaged = |error: std::io::Error| Refused::new(Why::Damaged, error.to_string());
    let mut length = Vec::with_capacity(4);
    file.take(4).read_to_end(&mut length).map_err(damaged)?;
    if length.is_empty() {
        return Ok(None);
    }
    let length: [u8; 4] = length.try_into().map_err(|_| Refused::new(Why::Damaged, "it ends too early".into()))?;
    let length = u64::from(u32::from_be_bytes(length));
    if length > MOST_SEALED as u64 {
        return Err(Refused::new(Why::TooLarge, format!("{length} bytes")));
    }
    let mut message = Vec::new();
    file.take(length).read_to_end(&mut message).map_err(damaged)?;
    if message.len() as u64 == length { Ok(Some(message)) } else { Err(Refused::new(Why::Damaged, "it ends too early".into())) }
}
