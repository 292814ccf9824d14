//! PACE (Doc 9303-11 §4.4): both sides show that they know the password, and agree on keys that its guessing does not give
//! away. Generic, integrated and chip authentication mapping, over curves and numbers.

pub mod domain;
pub mod mapping;

use crate::apdu::{Command, Response, Status};
use crate::channel::{Broken, Channel};
use crate::cipher::{Cipher, Key, Use, padded, unpadded};
use crate::key::AccessKey;
use crate::security::{Mapping, PaceInfo};
use crate::session::{Fault, Session};
use domain::{Domain, Element, Secret};
use limen_trust::asn1::{Elements, object};
use thiserror::Error;
use zeroize::Zeroizing;

/// Why a chip did not open.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PaceError {
    /// The chip was lost, or its answer does not count.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The password is not this chip's.
    #[error("the chip does not open with this key: {0}")]
    WrongKey(Status),
    /// The chip took the password and then did not show that it knows it.
    #[error("the chip could not show that it knows the key: it is not the one it says, or was tampered with")]
    NotAuthentic,
    /// The chip refused before the password came into it.
    #[error("the chip refused PACE: {0}")]
    Refused(Status),
    /// The domain parameters are reserved or the chip's own.
    #[error("the chip asks for PACE with parameters that no standard knows")]
    Unsupported,
    /// What was drawn is not random.
    #[error("the machine's random numbers are not random")]
    Random,
}

/// What chip authentication mapping brought (§4.4.3.3.3): proof, once the chip's key is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The number by which the chip's key is tied to its mapping key.
    factor: Vec<u8>,
    domain: Domain,
    mapping_key: Element,
}

impl Evidence {
    /// Whether the chip has the secret of this public key; `None` if the key is of other parameters.
    pub fn proves(&self, domain: &Domain, key: &Element) -> Option<bool> {
        if *domain != self.domain {
            return None;
        }
        let factor = Secret(Zeroizing::new(self.factor.clone()));
        Some(self.domain.times(key, &factor).as_ref() == Some(&self.mapping_key))
    }
}

/// Opens a chip. `name_parameters` says which of several domain parameters are meant.
///
/// # Errors
/// It does not open.
pub fn open(
    session: &mut Session<'_>,
    info: &PaceInfo,
    name_parameters: bool,
    key: &AccessKey,
    random: &mut dyn FnMut(&mut [u8]),
) -> Result<Option<Evidence>, PaceError> {
    let domain = Domain::standard(info.parameters, info.is_curve).ok_or(PaceError::Unsupported)?;
    select(session, info, name_parameters, key)?;
    let encrypted = step(session, 0x10, None, 0x80)?;
    let password = info.cipher.derive(&key.password(), Use::Password);
    let nonce = Zeroizing::new(password.decrypt(&password.zeros(), &encrypted).ok_or(MALFORMED)?);
    if nonce.len() < 16 || nonce.len() > 64 {
        return Err(MALFORMED.into());
    }
    let (generator, mapping_key) = map(session, info, &domain, &nonce, random)?;

    let secret = domain.draw(random).ok_or(PaceError::Random)?;
    let own = domain.times(&generator, &secret).ok_or(MALFORMED)?;
    let of_chip = step(session, 0x10, Some((0x83, domain.octets(&own))), 0x84)?;
    let of_chip = domain.element(&of_chip).filter(|of_chip| *of_chip != own).ok_or(MALFORMED)?;
    let shared = domain.times(&of_chip, &secret).ok_or(MALFORMED)?;
    let shared = domain.shared(&shared);
    let encryption = info.cipher.derive(&shared, Use::Encryption);
    let checksum = info.cipher.derive(&shared, Use::Checksum);

    let token = token(&checksum, &domain.key_object(&info.protocol, &of_chip));
    let response = general(session, 0, Some((0x85, token.to_vec())))?;
    if response.status != Status::DONE {
        return Err(PaceError::WrongKey(response.status));
    }
    let (mut of_chip_token, mut authentication) = (None, None);
    let mut objects = answer(&response)?;
    while let Some(object) = objects.next("an answer of PACE").map_err(|_| MALFORMED)? {
        match object.tag {
            0x86 => of_chip_token = Some(object.value),
            0x8A => authentication = Some(object.value),
            _ => {}
        }
    }
    let expected = domain.key_object(&info.protocol, &own);
    if !of_chip_token.is_some_and(|of_chip| check_token(&checksum, &expected, of_chip)) {
        return Err(PaceError::NotAuthentic);
    }
    let evidence = match (info.mapping, mapping_key) {
        (Mapping::ChipAuthentication, Some(mapping_key)) => authentication
            .and_then(|data| opened(&encryption, data))
            .map(|factor| Evidence { factor, domain, mapping_key }),
        _ => None,
    };
    session.protect(Channel::new(encryption, checksum, None));
    Ok(evidence)
}

const MALFORMED: Fault = Fault::Broken(Broken::Malformed);

/// MSE:Set AT (§4.4.4.1). A warning of how many tries are left is no refusal.
fn select(session: &mut Session<'_>, info: &PaceInfo, name_parameters: bool, key: &AccessKey) -> Result<(), PaceError> {
    let mut data = object(0x80, &info.protocol);
    data.extend(object(0x83, &[key.reference()]));
    if name_parameters {
        let parameters = u8::try_from(info.parameters).map_err(|_| PaceError::Unsupported)?;
        data.extend(object(0x84, &[parameters]));
    }
    let response = session.send(&Command::new(0x22, 0xC1, 0xA4).data(data))?;
    match response.status.0 {
        0x9000 | 0x63C1..=0x63CF => Ok(()),
        _ => Err(PaceError::Refused(response.status)),
    }
}

/// Maps the nonce to a generator; with the chip's mapping key, where there is one.
fn map(
    session: &mut Session<'_>,
    info: &PaceInfo,
    domain: &Domain,
    nonce: &[u8],
    random: &mut dyn FnMut(&mut [u8]),
) -> Result<(Element, Option<Element>), PaceError> {
    if info.mapping == Mapping::Integrated {
        let mut own = vec![0; info.cipher.key_octets()];
        random(&mut own);
        let response = general(session, 0x10, Some((0x81, own.clone())))?;
        if response.status != Status::DONE {
            return Err(PaceError::Refused(response.status));
        }
        let generator = mapping::integrated(domain, info.cipher, nonce, &own).ok_or(MALFORMED)?;
        return Ok((generator, None));
    }
    let secret = domain.draw(random).ok_or(PaceError::Random)?;
    let own = domain.times(&domain.generator(), &secret).ok_or(MALFORMED)?;
    let of_chip = step(session, 0x10, Some((0x81, domain.octets(&own))), 0x82)?;
    let of_chip = domain.element(&of_chip).filter(|of_chip| *of_chip != own).ok_or(MALFORMED)?;
    let shared = domain.times(&of_chip, &secret).ok_or(MALFORMED)?;
    Ok((generic(domain, nonce, &shared).ok_or(MALFORMED)?, Some(of_chip)))
}

/// Generic mapping (§4.4.3.3.1): the generator times the nonce, and the shared element.
pub fn generic(domain: &Domain, nonce: &[u8], shared: &Element) -> Option<Element> {
    let nonce = Secret(Zeroizing::new(nonce.to_vec()));
    domain.joined(&domain.times(&domain.generator(), &nonce)?, shared)
}

/// One step whose answer must bring an object.
fn step(session: &mut Session<'_>, class: u8, sent: Option<(u32, Vec<u8>)>, wanted: u32) -> Result<Vec<u8>, PaceError> {
    let response = general(session, class, sent)?;
    if response.status != Status::DONE {
        return Err(PaceError::Refused(response.status));
    }
    let found = answer(&response)?.expect(wanted, "an answer of PACE").map_err(|_| MALFORMED)?;
    Ok(found.value.to_vec())
}

/// GENERAL AUTHENTICATE with dynamic authentication data (§4.4.4.2).
fn general(session: &mut Session<'_>, class: u8, sent: Option<(u32, Vec<u8>)>) -> Result<Response, Fault> {
    let data = sent.map_or_else(Vec::new, |(tag, value)| object(tag, &value));
    let command = Command { class, ..Command::new(0x86, 0, 0).data(object(0x7C, &data)) };
    session.send(&command.expecting(256))
}

fn answer(response: &Response) -> Result<Elements<'_>, Fault> {
    let data = Elements::of(&response.data).expect(0x7C, "an answer of PACE").map_err(|_| MALFORMED)?;
    Ok(data.elements())
}

/// The token over a public key (§4.4.3.4): eight octets.
pub(crate) fn token(key: &Key, object: &[u8]) -> [u8; 8] {
    key.checksum(&covered(key, object))
}

fn check_token(key: &Key, object: &[u8], token: &[u8]) -> bool {
    key.checks(&covered(key, object), token)
}

fn covered(key: &Key, object: &[u8]) -> Vec<u8> {
    if key.cipher() == Cipher::Des3 { padded(object, 8) } else { object.to_vec() }
}

/// Where the encryption of chip authentication data starts (§4.4.3.3.3): all bits set, encrypted.
pub(crate) fn start(key: &Key) -> Vec<u8> {
    key.encrypt(&key.zeros(), &vec![0xFF; key.cipher().block()])
}

fn opened(key: &Key, data: &[u8]) -> Option<Vec<u8>> {
    let decrypted = key.decrypt(&start(key), data)?;
    unpadded(&decrypted).map(<[u8]>::to_vec)
}

#[cfg(test)]
mod tests;
