//! What a chip says of how to speak to it: SecurityInfos of EF.CardAccess, EF.CardSecurity and DG14 (Doc 9303-11 §9.2).

use crate::cipher::Cipher;
use limen_trust::asn1::{Element, Malformed, tag};
use limen_trust::curve::{Curve, Point};
use limen_trust::{PublicKey, SignedData, curve_of};

/// How many infos a file may have.
const MOST_INFOS: usize = 64;

/// What a chip says, as far as it is understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SecurityInfos {
    /// Ways of PACE, in the chip's order.
    pub pace: Vec<PaceInfo>,
    /// Ways of chip authentication.
    pub chip: Vec<ChipInfo>,
    /// Its keys for chip authentication.
    pub keys: Vec<ChipKey>,
    /// Whether it has keys of a kind that is not supported.
    pub has_other_keys: bool,
    /// The hash of active authentication with a curve, as the octets of an object identifier.
    pub active: Option<Vec<u8>>,
}

/// A way of PACE (§9.2.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaceInfo {
    /// Its object identifier's octets.
    pub protocol: Vec<u8>,
    /// How the nonce becomes a generator.
    pub mapping: Mapping,
    /// Whether over a curve, else over numbers.
    pub is_curve: bool,
    /// The cipher of the channel.
    pub cipher: Cipher,
    /// The number of the standardised domain parameters (§9.5.1).
    pub parameters: u32,
}

/// How PACE's nonce becomes a generator (§4.4.3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mapping {
    /// Generic mapping.
    Generic,
    /// Integrated mapping.
    Integrated,
    /// Chip authentication mapping.
    ChipAuthentication,
}

/// A way of chip authentication (§9.2.5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChipInfo {
    /// Its object identifier's octets.
    pub protocol: Vec<u8>,
    /// Whether over a curve, else over numbers.
    pub is_curve: bool,
    /// The cipher of the channel.
    pub cipher: Cipher,
    /// The key that it is about, where there are several.
    pub key: Option<Vec<u8>>,
}

/// A key of the chip (§9.2.6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChipKey {
    /// Its number, where there are several.
    pub number: Option<Vec<u8>>,
    /// The key.
    pub key: AgreementKey,
}

/// A public key for agreeing on a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AgreementKey {
    /// A point.
    Curve(Point),
    /// A number, in a group.
    Number(crate::dh::Group, num_bigint::BigUint),
}

// bsi-de 0.4.0.127.0.7, protocols 2.2: public keys 1, chip authentication 3, PACE 4.
pub(crate) const KEY_DH: &[u8] = &[0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02, 0x01, 0x01];
pub(crate) const KEY_ECDH: &[u8] = &[0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02, 0x01, 0x02];
const CHIP: &[u8] = &[0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02, 0x03];
const PACE: &[u8] = &[0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02, 0x04];
// id-icao-mrtd-security-aaProtocolObject 2.23.136.1.1.5.
const ACTIVE: &[u8] = &[0x67, 0x81, 0x08, 0x01, 0x01, 0x05];
// dhKeyAgreement (PKCS#3) and dhpublicnumber (X9.42), by which keys over numbers are written.
pub(crate) const PKCS3_DH: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x03, 0x01];
pub(crate) const X942_DH: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3E, 0x02, 0x01];

impl SecurityInfos {
    /// Reads EF.CardAccess: a SET of infos.
    ///
    /// # Errors
    /// It is none.
    pub fn card_access(file: &[u8]) -> Result<Self, Malformed> {
        let (set, _) = Element::first(file, "EF.CardAccess")?;
        Self::of_set(&set)
    }

    /// Reads EF.CardSecurity: infos that the issuing state signed. What it says counts once its signature is proven.
    ///
    /// # Errors
    /// It is none.
    pub fn card_security(file: &[u8]) -> Result<(SignedData, Self), Malformed> {
        let signed = SignedData::read(file)?;
        let infos = Self::of_set(&Element::first(signed.content(), "EF.CardSecurity")?.0)?;
        Ok((signed, infos))
    }

    /// Reads DG14: infos that the security object covers.
    ///
    /// # Errors
    /// It is none.
    pub fn dg14(file: &[u8]) -> Result<Self, Malformed> {
        let (outer, _) = Element::first(file, "DG14")?;
        Self::of_set(&outer.elements().any("DG14")?)
    }

    fn of_set(set: &Element<'_>) -> Result<Self, Malformed> {
        if set.tag != tag::SET {
            return Err(Malformed::Unexpected { what: "security infos", expected: tag::SET, found: set.tag });
        }
        let mut read = Self::default();
        let mut infos = set.elements();
        let mut count = 0;
        while let Some(info) = infos.next("a security info")? {
            count += 1;
            if count > MOST_INFOS {
                return Err(Malformed::TooMuch("security infos"));
            }
            read.take(&info)?;
        }
        Ok(read)
    }

    /// What is not understood is passed over: chips speak of much that is not for us.
    fn take(&mut self, info: &Element<'_>) -> Result<(), Malformed> {
        let mut parts = info.elements();
        let protocol = parts.expect(tag::OID, "a security info")?.value;
        let Some(required) = parts.next("a security info")? else { return Ok(()) };
        let number = parts.optional(tag::INTEGER, "a security info")?;
        if let Some(&[family, cipher]) = protocol.strip_prefix(PACE) {
            let (mapping, is_curve) = match family {
                1 => (Mapping::Generic, false),
                2 => (Mapping::Generic, true),
                3 => (Mapping::Integrated, false),
                4 => (Mapping::Integrated, true),
                6 => (Mapping::ChipAuthentication, true),
                _ => return Ok(()),
            };
            if let (Some(cipher), Some(number)) = (cipher_of(cipher), number) {
                let parameters = number.small("domain parameters of PACE")?;
                self.pace.push(PaceInfo { protocol: protocol.to_vec(), mapping, is_curve, cipher, parameters });
            }
        } else if let Some(&[family, cipher]) = protocol.strip_prefix(CHIP) {
            if let (1 | 2, Some(cipher)) = (family, cipher_of(cipher)) {
                let key = number.map(|number| number.value.to_vec());
                self.chip.push(ChipInfo { protocol: protocol.to_vec(), is_curve: family == 2, cipher, key });
            }
        } else if protocol == KEY_DH || protocol == KEY_ECDH {
            match agreement_key(&required) {
                Some(key) => self.keys.push(ChipKey { number: number.map(|number| number.value.to_vec()), key }),
                None => self.has_other_keys = true,
            }
        } else if protocol == ACTIVE {
            self.active = number_or_oid(info)?;
        }
        Ok(())
    }

    /// The way of chip authentication that is tried, with its key: the strongest cipher first. Chips of 2006 to 2010 have a
    /// key and say nothing of the way: then it is 3DES.
    pub fn chip_authentication(&self) -> Option<(ChipInfo, &ChipKey)> {
        let strength = |cipher: Cipher| match cipher {
            Cipher::Des3 => 0,
            other => other.key_octets(),
        };
        let mut infos: Vec<&ChipInfo> = self.chip.iter().collect();
        infos.sort_by_key(|info| std::cmp::Reverse(strength(info.cipher)));
        for info in infos {
            let fits = |key: &&ChipKey| {
                matches!(key.key, AgreementKey::Curve(_)) == info.is_curve
                    && (info.key.is_none() || key.number.is_none() || info.key == key.number)
            };
            if let Some(key) = self.keys.iter().find(fits) {
                return Some((info.clone(), key));
            }
        }
        let key = self.keys.first().filter(|_| self.chip.is_empty())?;
        let is_curve = matches!(key.key, AgreementKey::Curve(_));
        let protocol = [CHIP, &[if is_curve { 2 } else { 1 }, 1]].concat();
        Some((ChipInfo { protocol, is_curve, cipher: Cipher::Des3, key: key.number.clone() }, key))
    }
}

fn cipher_of(last: u8) -> Option<Cipher> {
    [Cipher::Des3, Cipher::Aes128, Cipher::Aes192, Cipher::Aes256].get(usize::from(last.checked_sub(1)?)).copied()
}

/// The signature algorithm of an ActiveAuthenticationInfo, which stands third.
fn number_or_oid(info: &Element<'_>) -> Result<Option<Vec<u8>>, Malformed> {
    let mut parts = info.elements();
    parts.any("active authentication")?;
    parts.any("active authentication")?;
    Ok(parts.optional(tag::OID, "active authentication")?.map(|oid| oid.value.to_vec()))
}

/// The key of a SubjectPublicKeyInfo; `None` for one that is not supported. A curve or group may be named by the number of
/// its standardised domain parameters.
fn agreement_key(info: &Element<'_>) -> Option<AgreementKey> {
    if let Ok(PublicKey::Curve(point)) = PublicKey::read(info) {
        return Some(AgreementKey::Curve(point));
    }
    let mut parts = info.elements();
    let mut algorithm = parts.expect(tag::SEQUENCE, "a key").ok()?.elements();
    let key = parts.expect(tag::BIT_STRING, "a key").ok()?.bits("a key").ok()?;
    let kind = algorithm.expect(tag::OID, "a key").ok()?.value;
    let parameters = algorithm.any("a key").ok()?;
    if kind == PKCS3_DH || kind == X942_DH {
        let mut numbers = parameters.elements();
        let prime = numbers.expect(tag::INTEGER, "a key").ok()?.number();
        let generator = numbers.expect(tag::INTEGER, "a key").ok()?.number();
        let order = if kind == X942_DH { Some(numbers.expect(tag::INTEGER, "a key").ok()?.number()) } else { None };
        let number = Element::only(key, tag::INTEGER, "a key").ok()?.number();
        let group = crate::dh::Group::new(prime, generator, order)?;
        return group.contains(&number).then_some(AgreementKey::Number(group, number));
    }
    let curve = match parameters.tag {
        tag::INTEGER => {
            let number = parameters.small("a key").ok()?;
            if let Some(group) = crate::dh::Group::standard(number) {
                let number = Element::only(key, tag::INTEGER, "a key").ok()?.number();
                return group.contains(&number).then(|| AgreementKey::Number(group.clone(), number));
            }
            standard_curve(number)?
        }
        _ => curve_of(&parameters).ok()?,
    };
    curve.point(key).ok().map(AgreementKey::Curve)
}

/// The curve of a number of standardised domain parameters (§9.5.1, table 7).
pub fn standard_curve(number: u32) -> Option<Curve> {
    const CURVES: [Curve; 11] = [
        Curve::P192,
        Curve::BrainpoolP192r1,
        Curve::P224,
        Curve::BrainpoolP224r1,
        Curve::P256,
        Curve::BrainpoolP256r1,
        Curve::BrainpoolP320r1,
        Curve::P384,
        Curve::BrainpoolP384r1,
        Curve::BrainpoolP512r1,
        Curve::P521,
    ];
    CURVES.get(usize::try_from(number.checked_sub(8)?).ok()?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use limen_trust::asn1::{object, object_of, write_integer};

    #[test]
    fn a_key_of_a_kind_that_is_not_supported_is_one_all_the_same() {
        // A curve of 160 bits, which no standard of travel documents knows.
        let curve = object(tag::OID, &[0x2B, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01, 0x01]);
        let kind = object(tag::OID, &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01]);
        let key = object_of(
            tag::SEQUENCE,
            [object_of(tag::SEQUENCE, [kind, curve]), object(tag::BIT_STRING, &[&[0, 4][..], &[7; 40]].concat())],
        );
        let info = object_of(tag::SEQUENCE, [object(tag::OID, KEY_ECDH), key, write_integer(&[1])]);
        let dg14 = object(0x6E, &object_of(tag::SET, [info]));
        let infos = SecurityInfos::dg14(&dg14).expect("DG14");
        assert!(infos.keys.is_empty() && infos.has_other_keys && infos.chip_authentication().is_none());
    }
}
