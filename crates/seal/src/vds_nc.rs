//! Seals in JSON (ICAO VDS-NC): the same seals where there is room for a certificate, such as proofs of vaccination.

use crate::{Field, Malformed, canonical};
use data_encoding::BASE64URL_NOPAD;
use limen_trust::{Certificate, Hash};
use serde_json::Value;

/// The longest seal, in octets; a QR code holds less than 3,000.
pub const MOST_OCTETS: usize = 16 * 1024;
/// How many things of its message are shown.
const MOST_FIELDS: usize = 100;

/// A seal in JSON.
#[derive(Debug, Clone)]
pub struct VdsNc {
    /// The issuing state, as zones have it, without fillers.
    pub state: String,
    /// Its type: `icao.vacc`, `icao.test`.
    pub kind: String,
    /// What it says, by the names of the standard: `pid.n`.
    pub fields: Vec<Field>,
    /// What the signature is over: the data in canonical form.
    pub signed: String,
    /// With what it was hashed.
    pub hash: Hash,
    /// r and s side by side.
    pub signature: Vec<u8>,
    /// The signer's certificate.
    pub certificate: Certificate,
}

/// Whether a text may be one: an object with data and a signature.
pub fn is_one(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with('{') && text.contains("\"sigvl\"")
}

impl VdsNc {
    /// Reads a seal.
    ///
    /// # Errors
    /// It is not as the standard has it.
    pub fn read(text: &str) -> Result<Self, Malformed> {
        if text.len() > MOST_OCTETS {
            return Err(Malformed("the length of the seal"));
        }
        let whole: Value = serde_json::from_str(text).map_err(|_| Malformed("the seal's JSON"))?;
        let data = whole.get("data").filter(|data| data.is_object()).ok_or(Malformed("the seal's data"))?;
        let text_at = |place: &str, what| whole.pointer(place).and_then(Value::as_str).ok_or(Malformed(what));
        let state = text_at("/data/hdr/is", "the issuing state")?;
        let kind = text_at("/data/hdr/t", "the type of the seal")?;
        if !(1..=3).contains(&state.trim_end_matches('<').len()) || kind.is_empty() {
            return Err(Malformed("the header"));
        }
        let hash = match text_at("/sig/alg", "the algorithm of the signature")? {
            "ES256" => Hash::Sha256,
            "ES384" => Hash::Sha384,
            "ES512" => Hash::Sha512,
            _ => return Err(Malformed("the algorithm of the signature")),
        };
        let signature = octets(text_at("/sig/sigvl", "the signature")?).ok_or(Malformed("the signature"))?;
        let certificate = octets(text_at("/sig/cer", "the signer's certificate")?);
        let certificate = certificate.and_then(|der| Certificate::read(&der).ok());
        let mut fields = Vec::new();
        gather(&mut fields, "", data.get("msg").ok_or(Malformed("the message"))?);
        Ok(Self {
            state: state.trim_end_matches('<').to_owned(),
            kind: kind.to_owned(),
            fields,
            signed: canonical::written(data),
            hash,
            signature,
            certificate: certificate.ok_or(Malformed("the signer's certificate"))?,
        })
    }

    /// What the message says under a name of the standard.
    pub fn field(&self, code: &str) -> Option<&str> {
        self.fields.iter().find(|field| field.code == code).map(|field| field.value.as_str())
    }
}

/// Base 64 of addresses, as the standard has it, or the common one.
fn octets(text: &str) -> Option<Vec<u8>> {
    let text = text.trim_end_matches('=').replace('+', "-").replace('/', "_");
    BASE64URL_NOPAD.decode(text.as_bytes()).ok()
}

/// The values of a message by their places: `pid.n`, `ve.0.des`.
fn gather(fields: &mut Vec<Field>, place: &str, value: &Value) {
    let below = |name: &str| if place.is_empty() { name.to_owned() } else { format!("{place}.{name}") };
    let value = match value {
        Value::Object(members) => return members.iter().for_each(|(name, value)| gather(fields, &below(name), value)),
        Value::Array(values) => {
            return values.iter().enumerate().for_each(|(at, value)| gather(fields, &below(&at.to_string()), value));
        }
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    if fields.len() < MOST_FIELDS {
        fields.push(Field { code: place.to_owned(), value });
    }
}
