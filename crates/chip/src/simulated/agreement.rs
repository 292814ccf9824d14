//! The chip's side of agreeing on keys: PACE (Doc 9303-11 §4.4) and chip authentication (§6.2).

use super::{ProofKey, SimulatedChip, Trouble, number, status};
use crate::apdu::{Command, Response, Status};
use crate::channel::Channel;
use crate::cipher::{Cipher, Use, padded};
use crate::key::AccessKey;
use crate::pace::domain::{Domain, Element, Secret};
use crate::pace::{self, mapping};
use crate::security::{AgreementKey, Mapping, PaceInfo};
use limen_trust::asn1::{Elements, object};
use num_bigint::BigUint;
use zeroize::Zeroizing;

/// Where PACE stands.
pub(super) struct Pace {
    info: PaceInfo,
    domain: Domain,
    password: Zeroizing<Vec<u8>>,
    nonce: Vec<u8>,
    generator: Option<Element>,
    mapping: Option<(Secret, Element)>,
    agreed: Option<(Zeroizing<Vec<u8>>, Element, Element)>,
}

impl SimulatedChip {
    pub(super) fn set_pace(&mut self, data: &[u8]) -> Option<Response> {
        let (mut protocol, mut reference, mut parameters) = (None, None, None);
        let mut objects = Elements::of(data);
        while let Some(object) = objects.next("data of a command").ok()? {
            match (object.tag, object.value) {
                (0x80, value) => protocol = Some(value.to_vec()),
                (0x83, [value]) => reference = Some(*value),
                (0x84, [value]) => parameters = Some(u32::from(*value)),
                _ => return None,
            }
        }
        let fits = |info: &&PaceInfo| {
            Some(&info.protocol) == protocol.as_ref() && parameters.is_none_or(|number| info.parameters == number)
        };
        let info = self.locks.pace.iter().find(fits)?.clone();
        let password = match reference? {
            1 => AccessKey::Zone(self.locks.zone.clone()?).password(),
            2 => AccessKey::can(self.locks.can.as_deref()?).ok()?.password(),
            _ => return None,
        };
        let domain = Domain::standard(info.parameters, info.is_curve)?;
        let pace = Pace { info, domain, password, nonce: Vec::new(), generator: None, mapping: None, agreed: None };
        self.state.pace = Some(pace);
        self.state.chip_key = None;
        Some(status(0x9000))
    }

    pub(super) fn step(&mut self, command: &Command) -> Option<Response> {
        let mut pace = self.state.pace.take()?;
        let data = Elements::of(&command.data).expect(0x7C, "data of a command").ok()?;
        let sent = data.elements().next("data of a command").ok()?;
        let answer = match sent.map(|object| (object.tag, object.value)) {
            None => {
                let octets = if matches!(pace.info.cipher, Cipher::Des3 | Cipher::Aes128) { 16 } else { 32 };
                pace.nonce = self.drawn(octets);
                let key = pace.info.cipher.derive(&pace.password, Use::Password);
                object(0x80, &key.encrypt(&key.zeros(), &pace.nonce))
            }
            Some((0x81, of_terminal)) => self.mapped(&mut pace, of_terminal)?,
            Some((0x83, of_terminal)) => {
                let of_terminal = pace.domain.element(of_terminal)?;
                let secret = self.draw(&pace.domain)?;
                let own = pace.domain.times(pace.generator.as_ref()?, &secret)?;
                let shared = pace.domain.shared(&pace.domain.times(&of_terminal, &secret)?);
                let answer = object(0x84, &pace.domain.octets(&own));
                pace.agreed = Some((shared, own, of_terminal));
                answer
            }
            Some((0x85, token)) => return Some(self.finish(&pace, token)),
            _ => return None,
        };
        self.state.pace = Some(pace);
        let data = if answer.is_empty() { Vec::new() } else { object(0x7C, &answer) };
        Some(Response { data, status: Status::DONE })
    }

    fn mapped(&mut self, pace: &mut Pace, of_terminal: &[u8]) -> Option<Vec<u8>> {
        if pace.info.mapping == Mapping::Integrated {
            pace.generator = Some(mapping::integrated(&pace.domain, pace.info.cipher, &pace.nonce, of_terminal)?);
            return Some(object(0x82, &[]));
        }
        let of_terminal = pace.domain.element(of_terminal)?;
        let secret = self.draw(&pace.domain)?;
        let own = pace.domain.times(&pace.domain.generator(), &secret)?;
        let shared = pace.domain.times(&of_terminal, &secret)?;
        pace.generator = Some(pace::generic(&pace.domain, &pace.nonce, &shared)?);
        let answer = object(0x82, &pace.domain.octets(&own));
        pace.mapping = Some((secret, own));
        Some(answer)
    }

    fn finish(&mut self, pace: &Pace, token: &[u8]) -> Response {
        let Some((shared, own, of_terminal)) = &pace.agreed else { return status(0x6985) };
        let encryption = pace.info.cipher.derive(shared, Use::Encryption);
        let checksum = pace.info.cipher.derive(shared, Use::Checksum);
        let expected = pace::token(&checksum, &pace.domain.key_object(&pace.info.protocol, own));
        if token != expected {
            self.was_wrong = true;
            return status(0x6300);
        }
        let mut of_chip = pace::token(&checksum, &pace.domain.key_object(&pace.info.protocol, of_terminal)).to_vec();
        if self.troubles.contains(&Trouble::WrongToken) {
            of_chip[0] ^= 1;
        }
        let mut answer = object(0x86, &of_chip);
        if pace.info.mapping == Mapping::ChipAuthentication {
            let Some(factor) = self.factor(pace) else { return status(0x6A88) };
            let data = padded(&factor, encryption.cipher().block());
            answer.extend(object(0x8A, &encryption.encrypt(&pace::start(&encryption), &data)));
        }
        self.state.channel = Some(Channel::new(encryption, checksum, None));
        self.state.is_open = true;
        Response { data: object(0x7C, &answer), status: Status::DONE }
    }

    /// CA_IC: the mapping secret over the chip's own, modulo the order (§4.4.3.3.3).
    fn factor(&self, pace: &Pace) -> Option<Vec<u8>> {
        let Domain::Curve(curve) = &pace.domain else { return None };
        let (secret, _) = pace.mapping.as_ref()?;
        let order = BigUint::from_bytes_be(&curve.order());
        let own = self.proofs.iter().find_map(|proof| match proof {
            ProofKey::Chip(AgreementKey::Curve(point), own, _) if point.curve() == *curve => Some(own),
            _ => None,
        })?;
        let inverse = BigUint::from_bytes_be(own).modinv(&order)?;
        let factor = BigUint::from_bytes_be(&secret.0) * inverse % order;
        Some(limen_trust::rsa::padded(&factor, curve.field_octets()))
    }

    /// MSE:Set KAT: the whole of chip authentication with 3DES.
    pub(super) fn agree_at_once(&mut self, data: &[u8]) -> Option<Response> {
        let of_terminal = Elements::of(data).expect(0x91, "a key").ok()?.value.to_vec();
        let at = self.chip_key(|cipher| cipher == Cipher::Des3)?;
        self.agreed(at, &of_terminal)?;
        Some(status(0x9000))
    }

    /// MSE:Set AT: which way of chip authentication.
    pub(super) fn set_chip(&mut self, data: &[u8]) -> Option<Response> {
        let mut objects = Elements::of(data);
        let protocol = objects.expect(0x80, "a protocol").ok()?.value;
        let reference = objects.optional(0x84, "a key").ok()?;
        if reference.is_some_and(|reference| number(reference.value) != [1]) {
            return None;
        }
        let last = usize::from(*protocol.last()?);
        let cipher = *[Cipher::Des3, Cipher::Aes128, Cipher::Aes192, Cipher::Aes256].get(last.checked_sub(1)?)?;
        self.state.chip_key = Some(self.chip_key(|own| own == cipher)?);
        Some(status(0x9000))
    }

    /// GENERAL AUTHENTICATE of chip authentication.
    pub(super) fn agree(&mut self, data: &[u8]) -> Option<Response> {
        let at = self.state.chip_key.take()?;
        let data = Elements::of(data).expect(0x7C, "a key").ok()?;
        let of_terminal = data.elements().expect(0x80, "a key").ok()?.value.to_vec();
        self.agreed(at, &of_terminal)?;
        Some(Response { data: object(0x7C, &[]), status: Status::DONE })
    }

    fn chip_key(&self, fits: impl Fn(Cipher) -> bool) -> Option<usize> {
        self.proofs.iter().position(|proof| matches!(proof, ProofKey::Chip(_, _, cipher) if fits(*cipher)))
    }

    fn agreed(&mut self, at: usize, of_terminal: &[u8]) -> Option<()> {
        let ProofKey::Chip(key, secret, cipher) = self.proofs.get(at)? else { return None };
        let (domain, _) = Domain::of_key(key);
        let shared = domain.times(&domain.element(of_terminal)?, &Secret(Zeroizing::new(secret.clone())))?;
        self.state.next_channel = Some(Channel::of_secret(*cipher, &domain.shared(&shared)));
        Some(())
    }
}
