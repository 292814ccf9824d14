//! Secret keys, and signatures by them.

use crate::algorithm::Algorithm;
use crate::asn1::{self, tag};
use crate::curve::{Curve, Point};
use crate::hash::Hash;
use crate::oid;
use crate::rsa::{mask_of, padded};
use num_bigint::BigUint;

/// The exponent of the RSA keys.
const EXPONENT: u32 = 65_537;

/// A secret key.
#[derive(Debug, Clone)]
pub enum Secret {
    /// A number, for a curve.
    Curve(Curve, Vec<u8>),
    /// Two primes, and the secret exponent.
    Rsa(BigUint, BigUint, BigUint),
}

impl Secret {
    /// A key for a curve that follows from a seed.
    ///
    /// # Panics
    /// Never, for any seed of those that tests use.
    #[expect(clippy::expect_used, reason = "for tests")]
    pub fn on(curve: Curve, seed: &[u8]) -> Self {
        Secret::Curve(curve, curve.draw(&mut stream(seed)).expect("a hash is random enough"))
    }

    /// The RSA key of 1024, 2048, 3072, 4096 or 6144 bits.
    ///
    /// # Panics
    /// For any other number of bits.
    #[expect(clippy::expect_used, reason = "for tests")]
    pub fn rsa(bits: u32) -> Self {
        let line = include_str!("primes.txt").lines().find(|line| line.starts_with(&format!("{bits} ")));
        let mut words = line.expect("a number of bits that is here").split(' ').skip(1);
        let mut prime =
            || words.next().and_then(|hex| BigUint::parse_bytes(hex.as_bytes(), 16)).expect("a prime in hexadecimal");
        let (p, q) = (prime(), prime());
        let one = BigUint::from(1u32);
        let secret = BigUint::from(EXPONENT).modinv(&((&p - &one) * (&q - &one))).expect("no common factor");
        Secret::Rsa(p, q, secret)
    }

    /// The public point of a key for a curve.
    pub fn point(&self) -> Option<Point> {
        match self {
            Secret::Curve(curve, scalar) => curve.base().times(scalar),
            Secret::Rsa(..) => None,
        }
    }

    /// The SubjectPublicKeyInfo, the curve's numbers written out or by its name.
    pub fn public(&self, written_out: bool) -> Vec<u8> {
        let bits = |octets: &[u8]| asn1::object_of(tag::BIT_STRING, [&[0], octets]);
        match self {
            Secret::Curve(curve, _) => {
                let parameters = if written_out { numbers(*curve) } else { asn1::object(tag::OID, curve.oid()) };
                let kind = asn1::object_of(tag::SEQUENCE, [asn1::object(tag::OID, oid::EC_PUBLIC_KEY), parameters]);
                let point = self.point().map(|point| point.octets()).unwrap_or_default();
                asn1::object_of(tag::SEQUENCE, [kind, bits(&point)])
            }
            Secret::Rsa(p, q, _) => {
                let kind = [asn1::object(tag::OID, oid::RSA), asn1::object(tag::NULL, &[])];
                let modulus = asn1::write_integer(&(p * q).to_bytes_be());
                let exponent = asn1::write_integer(&EXPONENT.to_be_bytes());
                let key = asn1::object_of(tag::SEQUENCE, [modulus, exponent]);
                asn1::object_of(tag::SEQUENCE, [asn1::object_of(tag::SEQUENCE, kind), bits(&key)])
            }
        }
    }

    /// A signature over a message.
    ///
    /// # Panics
    /// Where key and algorithm do not fit each other.
    #[expect(clippy::panic, reason = "for tests")]
    pub fn sign(&self, algorithm: Algorithm, message: &[u8]) -> Vec<u8> {
        let digest = algorithm.hash().of(message);
        match (self, algorithm) {
            (Secret::Curve(..), Algorithm::Ecdsa(_)) => {
                let (r, s) = self.pair(&digest);
                asn1::object_of(tag::SEQUENCE, [asn1::write_integer(&r), asn1::write_integer(&s)])
            }
            (Secret::Curve(..), Algorithm::EcdsaPlain(_)) => {
                let (r, s) = self.pair(&digest);
                [r, s].concat()
            }
            (Secret::Rsa(..), Algorithm::RsaPkcs1(hash)) => {
                let info = asn1::object_of(tag::SEQUENCE, [hash.algorithm(), asn1::write_octets(&digest)]);
                let padding = vec![0xFF; self.octets() - info.len() - 3];
                self.raised(&[&[0, 1], &padding[..], &[0], &info].concat())
            }
            (Secret::Rsa(..), Algorithm::RsaPss { hash, mask, salt }) => {
                let salt = &hash.of(&digest).repeat(4)[..salt];
                let check = hash.of(&[&[0; 8], &digest[..], salt].concat());
                let length = self.octets() - check.len() - 1;
                let mut data = vec![0; length - salt.len() - 1];
                data.push(1);
                data.extend_from_slice(salt);
                for (octet, other) in data.iter_mut().zip(mask_of(mask, &check, length)) {
                    *octet ^= other;
                }
                data[0] &= 0x7F;
                self.raised(&[&data[..], &check, &[0xBC]].concat())
            }
            _ => panic!("the key can't sign by {algorithm}"),
        }
    }

    /// A number to the power of the secret exponent, in as many octets as the modulus.
    ///
    /// # Panics
    /// For a key that is none of RSA.
    #[expect(clippy::panic, reason = "for tests")]
    pub fn raised(&self, number: &[u8]) -> Vec<u8> {
        let Secret::Rsa(p, q, secret) = self else { panic!("no RSA key") };
        // By the Chinese remainder theorem: a quarter of the work.
        let number = BigUint::from_bytes_be(number);
        let one = BigUint::from(1u32);
        let by_p = number.modpow(&(secret % (p - &one)), p);
        let by_q = number.modpow(&(secret % (q - &one)), q);
        let inverse = q.modinv(p).unwrap_or_default();
        let difference = (&by_p + p - &by_q % p) % p;
        padded(&(by_q + q * ((difference * inverse) % p)), self.octets())
    }

    /// The two numbers of an ECDSA signature over a digest.
    ///
    /// # Panics
    /// For a key that is none of a curve.
    #[expect(clippy::panic, clippy::expect_used, reason = "for tests")]
    pub fn pair(&self, digest: &[u8]) -> (Vec<u8>, Vec<u8>) {
        let Secret::Curve(curve, scalar) = self else { panic!("no key of a curve") };
        let nonce = curve.draw(&mut stream(&[scalar, digest].concat())).expect("a hash is random enough");
        curve.sign(scalar, &nonce, digest).expect("a key and a number below the order")
    }

    fn octets(&self) -> usize {
        match self {
            Secret::Curve(curve, _) => curve.field_octets(),
            Secret::Rsa(p, q, _) => usize::try_from((p * q).bits().div_ceil(8)).unwrap_or_default(),
        }
    }
}

/// ECParameters with the curve's numbers written out.
fn numbers(curve: Curve) -> Vec<u8> {
    let known = curve.known();
    let field = [asn1::object(tag::OID, oid::PRIME_FIELD), asn1::write_integer(&known.p)];
    asn1::object_of(
        tag::SEQUENCE,
        [
            asn1::write_integer(&[1]),
            asn1::object_of(tag::SEQUENCE, field),
            asn1::object_of(tag::SEQUENCE, [asn1::write_octets(&known.a), asn1::write_octets(&known.b)]),
            asn1::write_octets(&curve.base().octets()),
            asn1::write_integer(&known.n),
            asn1::write_integer(&[1]),
        ],
    )
}

/// Octets without end that follow from a seed.
fn stream(seed: &[u8]) -> impl FnMut(&mut [u8]) + use<> {
    let mut state = Hash::Sha256.of(seed);
    move |bytes: &mut [u8]| {
        for chunk in bytes.chunks_mut(32) {
            state = Hash::Sha256.of(&state);
            chunk.copy_from_slice(&Hash::Sha512.of(&state)[..chunk.len()]);
        }
    }
}
