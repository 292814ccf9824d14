//! One of two states that share a border: its headquarters' key, and the name under which it signs.

use limen_domain::StateCode;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{fmt, str::FromStr};

/// Bytes of a fingerprint.
const BYTES: usize = 15;
/// The letters between two dashes.
const GROUP: usize = 4;

/// What two people read to each other to know that they hold the same key: the first 15 bytes of its SHA-256, as 24 letters
/// and digits of base 32 in groups of four.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint([u8; BYTES]);

/// A text that is no fingerprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no fingerprint: it has 24 letters and digits from 2 to 7, in groups of four")]
pub struct FingerprintError;

impl Fingerprint {
    /// That of a key.
    pub fn of(key: &[u8; 32]) -> Self {
        let hash: [u8; 32] = Sha256::digest(key).into();
        let mut bytes = [0; BYTES];
        bytes.copy_from_slice(&hash[..BYTES]);
        Self(bytes)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = data_encoding::BASE32_NOPAD.encode(&self.0);
        for (place, letter) in text.chars().enumerate() {
            if place > 0 && place % GROUP == 0 {
                f.write_str("-")?;
            }
            write!(f, "{letter}")?;
        }
        Ok(())
    }
}

impl FromStr for Fingerprint {
    type Err = FingerprintError;

    fn from_str(text: &str) -> Result<Self, FingerprintError> {
        let letters: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let bytes = data_encoding::BASE32_NOPAD.decode(letters.to_uppercase().as_bytes());
        bytes.ok().and_then(|bytes| bytes.try_into().ok()).map(Self).ok_or(FingerprintError)
    }
}

/// A state's headquarters, as its neighbour knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// The state.
    pub state: StateCode,
    /// What its service is called, in its own words.
    pub name: String,
    /// What its signatures are checked with: an Ed25519 public key, in hexadecimal.
    #[serde(with = "hexadecimal")]
    pub key: [u8; 32],
}

impl Party {
    /// The name under which it signs: its state and the beginning of its fingerprint, such as `GIN-7K3FQ2MA`. It tells
    /// two headquarters apart that both call themselves `hq`.
    pub fn signs_as(&self) -> String {
        let letters = self.fingerprint().to_string().replace('-', "");
        format!("{}-{}", self.state.as_str(), letters.get(..8).unwrap_or_default())
    }

    /// What is read aloud of its key.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.key)
    }
}

/// Thirty-two bytes as hexadecimal in JSON.
pub(crate) mod hexadecimal {
    use data_encoding::HEXLOWER_PERMISSIVE;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(crate) fn serialize<S: Serializer>(bytes: &[u8; 32], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&data_encoding::HEXLOWER.encode(bytes))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<[u8; 32], D::Error> {
        let text = String::deserialize(from)?;
        let bytes = HEXLOWER_PERMISSIVE.decode(text.as_bytes()).map_err(D::Error::custom)?;
        bytes.try_into().map_err(|_| D::Error::custom("it must have 32 bytes in hexadecimal"))
    }
}
