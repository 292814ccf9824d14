//! Elliptic curves of documents: points, and signatures over them (TR-03111).
//!
//! One implementation serves every curve, over numbers of a fixed size: no crate has all that documents use, and most
//! certificates write the numbers of their curve out, which crates refuse. [`Curve::of_numbers`] recognises them.

mod ecdsa;
mod field;
mod group;
mod table;

pub(crate) use ecdsa::Signature;

use thiserror::Error;

/// A curve of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is named as in its standard")]
pub enum Curve {
    P192,
    P224,
    P256,
    P384,
    P521,
    BrainpoolP192r1,
    BrainpoolP224r1,
    BrainpoolP256r1,
    BrainpoolP320r1,
    BrainpoolP384r1,
    BrainpoolP512r1,
}

/// Octets that are no point of the curve they are said to be on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the point is not on the curve {}", .0.name())]
pub struct NotOnCurve(pub Curve);

/// The numbers of a curve y² = x³ + ax + b over the field of p elements, as a certificate writes them out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named as in SEC 1")]
pub struct Numbers<'a> {
    pub p: &'a [u8],
    pub a: &'a [u8],
    pub b: &'a [u8],
    /// The base point, uncompressed or compressed.
    pub base: &'a [u8],
    pub order: &'a [u8],
    /// The cofactor, if it is said.
    pub cofactor: Option<&'a [u8]>,
}

impl Curve {
    /// The curve of an object identifier, if the table has it.
    pub fn of_oid(oid: &[u8]) -> Option<Self> {
        Self::ALL.into_iter().find(|curve| curve.oid() == oid)
    }

    /// The curve that these numbers are, if it is one of the table. They are compared as numbers: a leading zero changes
    /// nothing, one other bit does.
    pub fn of_numbers(numbers: &Numbers<'_>) -> Option<Self> {
        let trimmed = crate::asn1::without_zeros;
        if numbers.cofactor.is_some_and(|cofactor| trimmed(cofactor) != [1]) {
            return None;
        }
        Self::ALL.into_iter().find(|curve| {
            let known = curve.arithmetic().numbers();
            let same_base = match numbers.base {
                [4, point @ ..] => {
                    point.len() == 2 * curve.field_octets()
                        && point[..curve.field_octets()] == known.x
                        && point[curve.field_octets()..] == known.y
                }
                [sign @ (2 | 3), x @ ..] => x == known.x && known.y.last().is_some_and(|last| last & 1 == sign & 1),
                _ => false,
            };
            same_base
                && trimmed(numbers.p) == trimmed(&known.p)
                && trimmed(numbers.a) == trimmed(&known.a)
                && trimmed(numbers.b) == trimmed(&known.b)
                && trimmed(numbers.order) == trimmed(&known.n)
        })
    }

    /// How many bits a number of its field has, and so its order.
    pub fn bits(self) -> usize {
        self.arithmetic().bits()
    }

    /// How many octets a number of its field has.
    pub fn field_octets(self) -> usize {
        self.bits().div_ceil(8)
    }

    /// Its prime p, in [`field_octets`](Self::field_octets) octets.
    pub fn prime(self) -> Vec<u8> {
        self.arithmetic().numbers().p.clone()
    }

    /// Its order n, in [`field_octets`](Self::field_octets) octets.
    pub fn order(self) -> Vec<u8> {
        self.arithmetic().numbers().n.clone()
    }

    /// Its base point.
    pub fn base(self) -> Point {
        let numbers = self.arithmetic().numbers();
        Point { curve: self, x: numbers.x.clone(), y: numbers.y.clone() }
    }

    /// The curve's numbers, for those who write them out.
    #[cfg(feature = "mint")]
    pub(crate) fn known(self) -> &'static group::Known {
        self.arithmetic().numbers()
    }

    /// Signs the leftmost bits of a digest with a secret and a number that is used once.
    #[cfg(feature = "mint")]
    pub(crate) fn sign(self, secret: &[u8], nonce: &[u8], digest: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
        self.arithmetic().sign(secret, nonce, digest)
    }

    /// The point that these octets are (TR-03111 §3.2: 04, x, y; or 02 or 03 and x).
    ///
    /// # Errors
    /// They are no point of the curve, or the point at infinity.
    pub fn point(self, octets: &[u8]) -> Result<Point, NotOnCurve> {
        let size = self.field_octets();
        match octets {
            [4, xy @ ..] if xy.len() == 2 * size => {
                let (x, y) = xy.split_at(size);
                if self.arithmetic().contains(x, y) {
                    return Ok(Point { curve: self, x: x.to_vec(), y: y.to_vec() });
                }
                Err(NotOnCurve(self))
            }
            [sign @ (2 | 3), x @ ..] if x.len() == size => self
                .arithmetic()
                .lift(x, sign & 1 == 1)
                .map(|y| Point { curve: self, x: x.to_vec(), y })
                .ok_or(NotOnCurve(self)),
            _ => Err(NotOnCurve(self)),
        }
    }

    /// A number from 1 to n-1 for a key that is used once, drawn from `random`; `None` if what is drawn is not random.
    pub fn draw(self, random: &mut dyn FnMut(&mut [u8])) -> Option<Vec<u8>> {
        let mut scalar = vec![0; self.field_octets()];
        let spare = self.field_octets() * 8 - self.bits();
        // Each try succeeds with a chance of more than a half.
        for _ in 0..128 {
            random(&mut scalar);
            if let Some(first) = scalar.first_mut() {
                *first &= 0xFF >> spare;
            }
            if self.arithmetic().is_scalar(&scalar) {
                return Some(scalar);
            }
        }
        None
    }

    /// The point of this curve that a number is encoded to (Doc 9303-11 Appendix B), for the integrated mapping; `None` on
    /// a curve whose prime is 1 mod 4, or for the few numbers that have none.
    pub fn encoded(self, number: &[u8]) -> Option<Point> {
        self.arithmetic().encoded(number).map(|(x, y)| Point { curve: self, x, y })
    }
}

/// A point of a curve other than that at infinity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    curve: Curve,
    x: Vec<u8>,
    y: Vec<u8>,
}

impl Point {
    /// Its curve.
    pub fn curve(&self) -> Curve {
        self.curve
    }

    /// Its first coordinate, in [`Curve::field_octets`] octets.
    pub fn x(&self) -> &[u8] {
        &self.x
    }

    /// Its second coordinate, likewise.
    pub fn y(&self) -> &[u8] {
        &self.y
    }

    /// The point as octets: 04, x, y (TR-03111 §3.2.1).
    pub fn octets(&self) -> Vec<u8> {
        let mut octets = vec![4];
        octets.extend_from_slice(&self.x);
        octets.extend_from_slice(&self.y);
        octets
    }

    /// The point times a number; `None` at infinity, and for a number that is 0 or not below the order.
    pub fn times(&self, scalar: &[u8]) -> Option<Point> {
        let (x, y) = self.curve.arithmetic().multiply((&self.x, &self.y), scalar)?;
        Some(Point { curve: self.curve, x, y })
    }

    /// The sum with another point of the same curve; `None` at infinity, and for a point of another curve.
    pub fn plus(&self, other: &Point) -> Option<Point> {
        if self.curve != other.curve {
            return None;
        }
        let (x, y) = self.curve.arithmetic().add((&self.x, &self.y), (&other.x, &other.y))?;
        Some(Point { curve: self.curve, x, y })
    }
}

#[cfg(test)]
mod tests;
