//! Arithmetic of points: projective coordinates and the complete formulas of Renes, Costello and Batina (2015, algorithms 1
//! and 3), which hold for every pair of points of a curve of odd order, so no case is apart.
//!
//! Numbers that are secret are those of keys used once; they are multiplied without branches on their bits.

use crypto_bigint::{
    Limb, Uint, Word,
    modular::runtime_mod::{DynResidue, DynResidueParams},
};

/// Bits of a scalar that are taken at once.
const WINDOW: usize = 4;

/// A curve's numbers as the table writes them.
pub(super) struct Written {
    pub bits: usize,
    pub p: &'static str,
    pub a: &'static str,
    pub b: &'static str,
    pub x: &'static str,
    pub y: &'static str,
    pub n: &'static str,
}

/// A curve's numbers, each in as many octets as the field has.
#[derive(Debug)]
pub(crate) struct Known {
    pub p: Vec<u8>,
    pub a: Vec<u8>,
    pub b: Vec<u8>,
    pub x: Vec<u8>,
    pub y: Vec<u8>,
    pub n: Vec<u8>,
}

type Affine<'a> = (&'a [u8], &'a [u8]);
type Coordinates = (Vec<u8>, Vec<u8>);

/// What a curve computes, whatever the width of its numbers.
pub(super) trait Arithmetic: Sync {
    fn bits(&self) -> usize;
    fn numbers(&self) -> &Known;
    /// Whether a number is from 1 to n-1.
    fn is_scalar(&self, scalar: &[u8]) -> bool;
    fn contains(&self, x: &[u8], y: &[u8]) -> bool;
    /// The y of this x, even or odd.
    fn lift(&self, x: &[u8], odd: bool) -> Option<Vec<u8>>;
    fn multiply(&self, point: Affine<'_>, scalar: &[u8]) -> Option<Coordinates>;
    fn add(&self, one: Affine<'_>, other: Affine<'_>) -> Option<Coordinates>;
    fn encoded(&self, number: &[u8]) -> Option<Coordinates>;
    /// Whether (r, s) signs the leftmost bits of a digest (TR-03111 §4.2.1.2).
    fn verifies(&self, key: Affine<'_>, digest: &[u8], r: &[u8], s: &[u8]) -> bool;
    /// Signs the leftmost bits of a digest with a secret and a number used once.
    #[cfg(feature = "mint")]
    fn sign(&self, secret: &[u8], nonce: &[u8], digest: &[u8]) -> Option<Coordinates>;
}

/// A curve over numbers of `L` words.
pub(super) struct Group<const L: usize> {
    bits: usize,
    known: Known,
    n: Uint<L>,
    p: Uint<L>,
    field: DynResidueParams<L>,
    scalars: DynResidueParams<L>,
    a: DynResidue<L>,
    b: DynResidue<L>,
    b3: DynResidue<L>,
    /// The multiples of the base point from 0 to 15.
    base: [Projective<L>; 1 << WINDOW],
}

#[derive(Clone, Copy)]
struct Projective<const L: usize> {
    x: DynResidue<L>,
    y: DynResidue<L>,
    z: DynResidue<L>,
}

impl<const L: usize> Group<L> {
    pub(super) fn new(written: &Written) -> Self {
        let octets = written.bits.div_ceil(8);
        let number = |hex: &str| Uint::<L>::from_be_hex(hex);
        let known = |hex: &str| octets_of(&number(hex), octets);
        let p = number(written.p);
        let n = number(written.n);
        let field = DynResidueParams::new(&p);
        let element = |hex: &str| DynResidue::new(&number(hex), field);
        let b = element(written.b);
        let zero = DynResidue::zero(field);
        let infinity = Projective { x: zero, y: DynResidue::one(field), z: zero };
        let mut group = Self {
            bits: written.bits,
            known: Known {
                p: known(written.p),
                a: known(written.a),
                b: known(written.b),
                x: known(written.x),
                y: known(written.y),
                n: known(written.n),
            },
            n,
            p,
            field,
            scalars: DynResidueParams::new(&n),
            a: element(written.a),
            b,
            b3: b + b + b,
            base: [infinity; 1 << WINDOW],
        };
        let base = Projective { x: element(written.x), y: element(written.y), z: DynResidue::one(field) };
        group.base = group.multiples(&base);
        group
    }

    fn element(&self, octets: &[u8]) -> Option<DynResidue<L>> {
        let number = number_of(octets)?;
        (number < self.p).then(|| DynResidue::new(&number, self.field))
    }

    fn scalar(&self, octets: &[u8]) -> Option<Uint<L>> {
        number_of(octets).filter(|number| *number < self.n && *number != Uint::ZERO)
    }

    fn infinity(&self) -> Projective<L> {
        let zero = DynResidue::zero(self.field);
        Projective { x: zero, y: DynResidue::one(self.field), z: zero }
    }

    fn affine(&self, (x, y): Affine<'_>) -> Option<Projective<L>> {
        let (x, y) = (self.element(x)?, self.element(y)?);
        (y.square() == self.right_side(&x)).then(|| Projective { x, y, z: DynResidue::one(self.field) })
    }

    /// x³ + ax + b.
    fn right_side(&self, x: &DynResidue<L>) -> DynResidue<L> {
        (x.square() + self.a) * *x + self.b
    }

    fn inverse(&self, element: &DynResidue<L>) -> DynResidue<L> {
        element.pow(&self.p.wrapping_sub(&Uint::from_u8(2)))
    }

    fn coordinates(&self, point: &Projective<L>) -> Option<Coordinates> {
        if point.z.retrieve() == Uint::ZERO {
            return None;
        }
        let inverse = self.inverse(&point.z);
        let octets = self.bits.div_ceil(8);
        let written = |element: DynResidue<L>| octets_of(&(element * inverse).retrieve(), octets);
        Some((written(point.x), written(point.y)))
    }

    fn sum(&self, one: &Projective<L>, other: &Projective<L>) -> Projective<L> {
        let t0 = one.x * other.x;
        let t1 = one.y * other.y;
        let t2 = one.z * other.z;
        let xy = (one.x + one.y) * (other.x + other.y) - (t0 + t1);
        let xz = (one.x + one.z) * (other.x + other.z) - (t0 + t2);
        let yz = (one.y + one.z) * (other.y + other.z) - (t1 + t2);
        let middle = self.b3 * t2 + self.a * xz;
        let minus = t1 - middle;
        let plus = t1 + middle;
        let at2 = self.a * t2;
        let slope = t0 + t0 + t0 + at2;
        let tail = self.b3 * xz + self.a * (t0 - at2);
        Projective { x: xy * minus - yz * tail, y: minus * plus + slope * tail, z: yz * plus + xy * slope }
    }

    fn double(&self, point: &Projective<L>) -> Projective<L> {
        let t0 = point.x.square();
        let t1 = point.y.square();
        let t2 = point.z.square();
        let xy = twice(point.x * point.y);
        let xz = twice(point.x * point.z);
        let middle = self.a * xz + self.b3 * t2;
        let minus = t1 - middle;
        let plus = t1 + middle;
        let at2 = self.a * t2;
        let tail = self.a * (t0 - at2) + self.b3 * xz;
        let slope = t0 + t0 + t0 + at2;
        let yz = twice(point.y * point.z);
        Projective { x: xy * minus - yz * tail, y: minus * plus + slope * tail, z: twice(twice(yz * t1)) }
    }

    fn multiples(&self, point: &Projective<L>) -> [Projective<L>; 1 << WINDOW] {
        let mut multiples = [self.infinity(); 1 << WINDOW];
        for times in 1..multiples.len() {
            multiples[times] = self.sum(&multiples[times - 1], point);
        }
        multiples
    }

    /// The sum of points, of which multiples are given, each times its number.
    fn combination(&self, terms: &[(&[Projective<L>; 1 << WINDOW], Uint<L>)]) -> Projective<L> {
        let mut sum = self.infinity();
        for window in (0..self.bits.div_ceil(WINDOW)).rev() {
            for _ in 0..WINDOW {
                sum = self.double(&sum);
            }
            for (multiples, scalar) in terms {
                sum = self.sum(&sum, &multiples[nibble(scalar, window)]);
            }
        }
        sum
    }

    /// The leftmost bits of a digest, as a number below the order.
    fn truncated(&self, digest: &[u8]) -> DynResidue<L> {
        let octets = self.bits.div_ceil(8);
        let taken = &digest[..digest.len().min(octets)];
        let number = number_of::<L>(taken).unwrap_or(Uint::ZERO);
        // Only P-521 has bits to spare in its last octet, and no digest is as long.
        let spare = (taken.len() * 8).saturating_sub(self.bits);
        DynResidue::new(&number.shr_vartime(spare).rem(&crypto_bigint::NonZero::from_uint(self.n)), self.scalars)
    }

    fn scalar_inverse(&self, scalar: &DynResidue<L>) -> DynResidue<L> {
        scalar.pow(&self.n.wrapping_sub(&Uint::from_u8(2)))
    }

    /// A square root where p is 3 mod 4.
    fn root(&self, square: &DynResidue<L>) -> Option<DynResidue<L>> {
        if !self.is_three_mod_four() {
            return None;
        }
        let root = square.pow(&self.p.shr_vartime(2).wrapping_add(&Uint::ONE));
        (root.square() == *square).then_some(root)
    }

    fn is_three_mod_four(&self) -> bool {
        self.p.as_words().first().is_some_and(|word| word & 3 == 3)
    }
}

impl<const L: usize> Arithmetic for Group<L> {
    fn bits(&self) -> usize {
        self.bits
    }

    fn numbers(&self) -> &Known {
        &self.known
    }

    fn is_scalar(&self, scalar: &[u8]) -> bool {
        self.scalar(scalar).is_some()
    }

    fn contains(&self, x: &[u8], y: &[u8]) -> bool {
        self.affine((x, y)).is_some()
    }

    fn lift(&self, x: &[u8], odd: bool) -> Option<Vec<u8>> {
        let root = self.root(&self.right_side(&self.element(x)?))?;
        let octets = self.bits.div_ceil(8);
        let y = octets_of(&root.retrieve(), octets);
        let is_odd = y.last().is_some_and(|last| last & 1 == 1);
        Some(if is_odd == odd { y } else { octets_of(&root.neg().retrieve(), octets) })
    }

    fn multiply(&self, point: Affine<'_>, scalar: &[u8]) -> Option<Coordinates> {
        let point = self.affine(point)?;
        let scalar = self.scalar(scalar)?;
        self.coordinates(&self.combination(&[(&self.multiples(&point), scalar)]))
    }

    fn add(&self, one: Affine<'_>, other: Affine<'_>) -> Option<Coordinates> {
        self.coordinates(&self.sum(&self.affine(one)?, &self.affine(other)?))
    }

    fn encoded(&self, number: &[u8]) -> Option<Coordinates> {
        if !self.is_three_mod_four() {
            return None;
        }
        let t = self.element(number)?;
        let alpha = t.square().neg();
        let sum = alpha + alpha.square();
        let one = DynResidue::one(self.field);
        let x2 = self.b.neg() * self.inverse(&self.a) * (one + self.inverse(&sum));
        let x3 = alpha * x2;
        let h2 = self.right_side(&x2);
        // h₂ to the power p - 1 - (p+1)/4: the root of its inverse, where there is one.
        let quarter = self.p.shr_vartime(2).wrapping_add(&Uint::ONE);
        let root = h2.pow(&self.p.wrapping_sub(&Uint::ONE).wrapping_sub(&quarter));
        let (x, y) = if root.square() * h2 == one { (x2, root * h2) } else { (x3, root * t.square() * t * h2) };
        let point = Projective { x, y, z: one };
        (y.square() == self.right_side(&x)).then(|| self.coordinates(&point)).flatten()
    }

    fn verifies(&self, key: Affine<'_>, digest: &[u8], r: &[u8], s: &[u8]) -> bool {
        let (Some(key), Some(r), Some(s)) = (self.affine(key), self.scalar(r), self.scalar(s)) else { return false };
        let inverse = self.scalar_inverse(&DynResidue::new(&s, self.scalars));
        let of_base = (self.truncated(digest) * inverse).retrieve();
        let of_key = (DynResidue::new(&r, self.scalars) * inverse).retrieve();
        let point = self.combination(&[(&self.base, of_base), (&self.multiples(&key), of_key)]);
        let Some((x, _)) = self.coordinates(&point) else { return false };
        number_of::<L>(&x).is_some_and(|x| x.rem(&crypto_bigint::NonZero::from_uint(self.n)) == r)
    }

    #[cfg(feature = "mint")]
    fn sign(&self, secret: &[u8], nonce: &[u8], digest: &[u8]) -> Option<Coordinates> {
        let secret = DynResidue::new(&self.scalar(secret)?, self.scalars);
        let nonce = self.scalar(nonce)?;
        let (x, _) = self.coordinates(&self.combination(&[(&self.base, nonce)]))?;
        let r = number_of::<L>(&x)?.rem(&crypto_bigint::NonZero::from_uint(self.n));
        let inverse = self.scalar_inverse(&DynResidue::new(&nonce, self.scalars));
        let s = inverse * (self.truncated(digest) + DynResidue::new(&r, self.scalars) * secret);
        let octets = self.bits.div_ceil(8);
        Some((octets_of(&r, octets), octets_of(&s.retrieve(), octets)))
    }
}

fn twice<const L: usize>(element: DynResidue<L>) -> DynResidue<L> {
    element + element
}

/// The four bits of a number that stand at `window`, counted from its end.
fn nibble<const L: usize>(number: &Uint<L>, window: usize) -> usize {
    let bit = window * WINDOW;
    let word = number.as_words()[bit / Limb::BITS];
    (word >> (bit % Limb::BITS)) as usize & ((1 << WINDOW) - 1)
}

/// The number that octets are, if it fits.
fn number_of<const L: usize>(octets: &[u8]) -> Option<Uint<L>> {
    let octets = crate::asn1::without_zeros(octets);
    if octets.len() > L * Limb::BYTES {
        return None;
    }
    let mut words: [Word; L] = [0; L];
    for (word, chunk) in words.iter_mut().zip(octets.rchunks(Limb::BYTES)) {
        *word = chunk.iter().fold(0, |word, &octet| word << 8 | Word::from(octet));
    }
    Some(Uint::from_words(words))
}

/// A number in so many octets, which it fits in.
fn octets_of<const L: usize>(number: &Uint<L>, octets: usize) -> Vec<u8> {
    let wide: Vec<u8> = number.as_words().iter().rev().flat_map(|word| word.to_be_bytes()).collect();
    wide[wide.len() - octets..].to_vec()
}
