//! The key by which a chip in software proves itself in chip authentication: over a curve, or over numbers.

use crate::dh::Group;
use crate::security::{AgreementKey, KEY_DH, KEY_ECDH, PKCS3_DH, X942_DH};
use limen_trust::asn1::{object, object_of, tag, write_integer};
use limen_trust::mint::Secret;
use num_bigint::BigUint;

/// A secret for chip authentication.
#[derive(Clone)]
pub enum ChipSecret {
    /// Over a curve.
    Curve(Secret),
    /// Over numbers.
    Numbers {
        /// Which group of the standardised domain parameters.
        group: u32,
        /// The secret.
        secret: Vec<u8>,
        /// How its public key is written.
        written: Written,
    },
}

/// How a public key over numbers is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// By the number of its group.
    Number,
    /// With prime, generator and order (X9.42).
    Whole,
    /// With prime and generator (PKCS #3).
    WithoutOrder,
}

impl From<Secret> for ChipSecret {
    fn from(secret: Secret) -> Self {
        Self::Curve(secret)
    }
}

impl ChipSecret {
    /// The public key, and the secret's octets.
    #[expect(clippy::expect_used, reason = "for tests and demonstrations")]
    pub(super) fn pair(&self) -> (AgreementKey, Vec<u8>) {
        match self {
            Self::Curve(secret) => {
                let Secret::Curve(_, scalar) = secret else { panic!("chip authentication over a curve") };
                (AgreementKey::Curve(secret.point().expect("a point")), scalar.clone())
            }
            Self::Numbers { group, secret, .. } => {
                let group = Group::standard(*group).expect("a group");
                let public = group.power(group.generator(), &BigUint::from_bytes_be(secret));
                (AgreementKey::Number(group.clone(), public), secret.clone())
            }
        }
    }

    /// The way of chip authentication with the key of number 1, and the cipher of this last octet.
    pub(super) fn way(&self, cipher: u8) -> Vec<u8> {
        let family = if matches!(self, Self::Curve(_)) { 2 } else { 1 };
        let protocol = [0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02, 0x03, family, cipher];
        object_of(tag::SEQUENCE, [object(tag::OID, &protocol), write_integer(&[1]), write_integer(&[1])])
    }

    /// The public key of number 1 (§9.2.6).
    pub(super) fn key_info(&self) -> Vec<u8> {
        let (kind, public) = match self {
            Self::Curve(secret) => (KEY_ECDH, secret.public(true)),
            Self::Numbers { group, written, .. } => (KEY_DH, self.numbers(*group, *written)),
        };
        object_of(tag::SEQUENCE, [object(tag::OID, kind), public, write_integer(&[1])])
    }

    #[expect(clippy::expect_used, reason = "for tests and demonstrations")]
    fn numbers(&self, number: u32, written: Written) -> Vec<u8> {
        // standardizedDomainParameters 0.4.0.127.0.7.1.2 (TR-03110-3 A.2.1.1).
        const STANDARDISED: &[u8] = &[0x04, 0x00, 0x7F, 0x00, 0x07, 0x01, 0x02];
        let group = Group::standard(number).expect("a group");
        let integer = |number: &BigUint| write_integer(&number.to_bytes_be());
        let (prime, generator) = (integer(group.prime()), integer(group.generator()));
        let (kind, parameters) = match written {
            Written::Number => (STANDARDISED, write_integer(&number.to_be_bytes())),
            Written::Whole => {
                let order = integer(group.order().expect("an order"));
                (X942_DH, object_of(tag::SEQUENCE, [prime, generator, order]))
            }
            Written::WithoutOrder => (PKCS3_DH, object_of(tag::SEQUENCE, [prime, generator])),
        };
        let (AgreementKey::Number(_, public), _) = self.pair() else { panic!("a key over numbers") };
        let algorithm = object_of(tag::SEQUENCE, [object(tag::OID, kind), parameters]);
        let key = object(tag::BIT_STRING, &[vec![0], integer(&public)].concat());
        object_of(tag::SEQUENCE, [algorithm, key])
    }
}
