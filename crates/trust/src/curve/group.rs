//! Arithmetic of points: projective coordinates and the complete formulas of Renes, Costello and Batina (2015, algorithms 1
//! and 3), which hold for every pair of points of a curve of odd order, so no case is apart.

use super::field::{Modulus, Residue, difference, is_below};

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

/// A curve over numbers of `L` words of 64 bits.
pub(super) struct Group<const L: usize> {
    bits: usize,
    known: Known,
    field: Modulus<L>,
    scalars: Modulus<L>,
    a: Residue<L>,
    b: Residue<L>,
    b3: Residue<L>,
    /// The multiples of the base point from 0 to 15.
    base: [Projective<L>; 1 << WINDOW],
}

#[derive(Clone, Copy)]
struct Projective<const L: usize> {
    x: Residue<L>,
    y: Residue<L>,
    z: Residue<L>,
}

impl<const L: usize> Group<L> {
    pub(super) fn new(written: &Written) -> Self {
        let octets = written.bits.div_ceil(8);
        let known = |hex: &str| octets_of(&parsed::<L>(hex), octets);
        let field = Modulus::new(parsed(written.p));
        let element = |hex: &str| field.residue(&parsed(hex));
        let b = element(written.b);
        let base = Projective { x: element(written.x), y: element(written.y), z: field.one() };
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
            scalars: Modulus::new(parsed(written.n)),
            a: element(written.a),
            b,
            b3: field.add(&field.add(&b, &b), &b),
            base: [base; 1 << WINDOW],
            field,
        };
        group.base = group.multiples(&base);
        group
    }

    fn element(&self, octets: &[u8]) -> Option<Residue<L>> {
        number_of(octets)
            .filter(|number| is_below(number, self.field.words()))
            .map(|number| self.field.residue(&number))
    }

    fn scalar(&self, octets: &[u8]) -> Option<[u64; L]> {
        number_of(octets).filter(|number| is_below(number, self.scalars.words()) && *number != [0; L])
    }

    fn infinity(&self) -> Projective<L> {
        Projective { x: [0; L], y: self.field.one(), z: [0; L] }
    }

    fn affine(&self, (x, y): Affine<'_>) -> Option<Projective<L>> {
        let (x, y) = (self.element(x)?, self.element(y)?);
        (self.field.square(&y) == self.right_side(&x)).then(|| Projective { x, y, z: self.field.one() })
    }

    /// x³ + ax + b.
    fn right_side(&self, x: &Residue<L>) -> Residue<L> {
        let f = &self.field;
        f.add(&f.multiply(&f.add(&f.square(x), &self.a), x), &self.b)
    }

    fn coordinates(&self, point: &Projective<L>) -> Option<Coordinates> {
        if point.z == [0; L] {
            return None;
        }
        let inverse = self.field.inverse(&point.z);
        let written = |element: &Residue<L>| self.written(&self.field.multiply(element, &inverse));
        Some((written(&point.x), written(&point.y)))
    }

    fn written(&self, element: &Residue<L>) -> Vec<u8> {
        octets_of(&self.field.number(element), self.bits.div_ceil(8))
    }

    fn sum(&self, one: &Projective<L>, other: &Projective<L>) -> Projective<L> {
        let f = &self.field;
        let t0 = f.multiply(&one.x, &other.x);
        let t1 = f.multiply(&one.y, &other.y);
        let t2 = f.multiply(&one.z, &other.z);
        // The products of different coordinates, crosswise: (u + v)(u' + v') - uu' - vv'.
        let crossed = |u: [&Residue<L>; 2], v: [&Residue<L>; 2], less: Residue<L>| {
            f.subtract(&f.multiply(&f.add(u[0], v[0]), &f.add(u[1], v[1])), &less)
        };
        let xy = crossed([&one.x, &other.x], [&one.y, &other.y], f.add(&t0, &t1));
        let xz = crossed([&one.x, &other.x], [&one.z, &other.z], f.add(&t0, &t2));
        let yz = crossed([&one.y, &other.y], [&one.z, &other.z], f.add(&t1, &t2));
        self.joined([t0, t1, t2], [xy, xz, yz])
    }

    fn double(&self, point: &Projective<L>) -> Projective<L> {
        let f = &self.field;
        let squares = [f.square(&point.x), f.square(&point.y), f.square(&point.z)];
        let twice = |one: &Residue<L>, other: &Residue<L>| {
            let product = f.multiply(one, other);
            f.add(&product, &product)
        };
        let products = [twice(&point.x, &point.y), twice(&point.x, &point.z), twice(&point.y, &point.z)];
        self.joined(squares, products)
    }

    /// What both formulas end in: from the products of like and of different coordinates.
    #[inline]
    fn joined(&self, [t0, t1, t2]: [Residue<L>; 3], [xy, xz, yz]: [Residue<L>; 3]) -> Projective<L> {
        let f = &self.field;
        let middle = f.add(&f.multiply(&self.b3, &t2), &f.multiply(&self.a, &xz));
        let minus = f.subtract(&t1, &middle);
        let plus = f.add(&t1, &middle);
        let at2 = f.multiply(&self.a, &t2);
        let slope = f.add(&f.add(&f.add(&t0, &t0), &t0), &at2);
        let tail = f.add(&f.multiply(&self.b3, &xz), &f.multiply(&self.a, &f.subtract(&t0, &at2)));
        Projective {
            x: f.subtract(&f.multiply(&xy, &minus), &f.multiply(&yz, &tail)),
            y: f.add(&f.multiply(&minus, &plus), &f.multiply(&slope, &tail)),
            z: f.add(&f.multiply(&yz, &plus), &f.multiply(&xy, &slope)),
        }
    }

    fn multiples(&self, point: &Projective<L>) -> [Projective<L>; 1 << WINDOW] {
        let mut multiples = [self.infinity(); 1 << WINDOW];
        for times in 1..multiples.len() {
            multiples[times] = self.sum(&multiples[times - 1], point);
        }
        multiples
    }

    /// The sum of points, of which multiples are given, each times its number.
    fn combination(&self, terms: &[(&[Projective<L>; 1 << WINDOW], [u64; L])]) -> Projective<L> {
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

    /// The leftmost bits of a digest, as a number modulo the order.
    fn truncated(&self, digest: &[u8]) -> Residue<L> {
        // Only P-521 has bits to spare in its first octet, and no digest is as long.
        let taken = &digest[..digest.len().min(self.bits / 8)];
        self.scalars.residue(&number_of(taken).unwrap_or([0; L]))
    }

    /// A number modulo the order.
    fn modulo_order(&self, octets: &[u8]) -> Option<[u64; L]> {
        Some(self.scalars.number(&self.scalars.residue(&number_of(octets)?)))
    }

    /// A square root where p is 3 mod 4.
    fn root(&self, square: &Residue<L>) -> Option<Residue<L>> {
        let root = self.field.power(square, &self.quarter()?);
        (self.field.square(&root) == *square).then_some(root)
    }

    /// (p + 1)/4, where p is 3 mod 4.
    fn quarter(&self) -> Option<[u64; L]> {
        let p = self.field.words();
        if p[0] & 3 != 3 {
            return None;
        }
        let mut quarter = [0; L];
        for at in 0..L {
            quarter[at] = p[at] >> 2 | p.get(at + 1).map_or(0, |word| word << 62);
        }
        // p/4 ends in one bits at most, of which no more than all but the top can be set.
        for word in &mut quarter {
            let (more, carry) = word.overflowing_add(1);
            *word = more;
            if !carry {
                break;
            }
        }
        Some(quarter)
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
        let y = self.written(&root);
        let is_odd = y.last().is_some_and(|last| last & 1 == 1);
        Some(if is_odd == odd { y } else { self.written(&self.field.negate(&root)) })
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
        let quarter = self.quarter()?;
        let f = &self.field;
        let t = self.element(number)?;
        let alpha = f.negate(&f.square(&t));
        let sum = f.add(&alpha, &f.square(&alpha));
        let factor = f.multiply(&f.negate(&self.b), &f.inverse(&self.a));
        let x2 = f.multiply(&factor, &f.add(&f.one(), &f.inverse(&sum)));
        let x3 = f.multiply(&alpha, &x2);
        let h2 = self.right_side(&x2);
        // h₂ to the power p - 1 - (p+1)/4: the root of its inverse, where there is one.
        let mut one = [0; L];
        one[0] = 1;
        let power = difference(&difference(f.words(), &one).0, &quarter).0;
        let root = f.power(&h2, &power);
        let has_root = f.multiply(&f.square(&root), &h2) == f.one();
        let y2 = f.multiply(&root, &h2);
        let (x, y) = if has_root { (x2, y2) } else { (x3, f.multiply(&y2, &f.multiply(&f.square(&t), &t))) };
        let point = Projective { x, y, z: f.one() };
        (f.square(&y) == self.right_side(&x)).then(|| self.coordinates(&point)).flatten()
    }

    fn verifies(&self, key: Affine<'_>, digest: &[u8], r: &[u8], s: &[u8]) -> bool {
        let (Some(key), Some(r), Some(s)) = (self.affine(key), self.scalar(r), self.scalar(s)) else { return false };
        let n = &self.scalars;
        let inverse = n.inverse(&n.residue(&s));
        let of_base = n.number(&n.multiply(&self.truncated(digest), &inverse));
        let of_key = n.number(&n.multiply(&n.residue(&r), &inverse));
        let point = self.combination(&[(&self.base, of_base), (&self.multiples(&key), of_key)]);
        let Some((x, _)) = self.coordinates(&point) else { return false };
        self.modulo_order(&x) == Some(r)
    }

    #[cfg(feature = "mint")]
    fn sign(&self, secret: &[u8], nonce: &[u8], digest: &[u8]) -> Option<Coordinates> {
        let n = &self.scalars;
        let secret = n.residue(&self.scalar(secret)?);
        let nonce = self.scalar(nonce)?;
        let (x, _) = self.coordinates(&self.combination(&[(&self.base, nonce)]))?;
        let r = self.modulo_order(&x)?;
        let sum = n.add(&self.truncated(digest), &n.multiply(&n.residue(&r), &secret));
        let s = n.multiply(&n.inverse(&n.residue(&nonce)), &sum);
        let octets = self.bits.div_ceil(8);
        Some((octets_of(&r, octets), octets_of(&n.number(&s), octets)))
    }
}

/// The four bits of a number that stand at `window`, counted from its end.
fn nibble<const L: usize>(number: &[u64; L], window: usize) -> usize {
    let bit = window * WINDOW;
    (number[bit / 64] >> (bit % 64)) as usize & ((1 << WINDOW) - 1)
}

/// The number that octets are, if it fits.
fn number_of<const L: usize>(octets: &[u8]) -> Option<[u64; L]> {
    let octets = crate::asn1::without_zeros(octets);
    if octets.len() > L * 8 {
        return None;
    }
    let mut words = [0; L];
    for (word, chunk) in words.iter_mut().zip(octets.rchunks(8)) {
        *word = chunk.iter().fold(0, |word, &octet| word << 8 | u64::from(octet));
    }
    Some(words)
}

/// A number of the table.
fn parsed<const L: usize>(hex: &str) -> [u64; L] {
    let digits: Vec<u8> = hex.chars().filter_map(|digit| digit.to_digit(16)).map(|digit| digit as u8).collect();
    let octets: Vec<u8> = digits.chunks(2).map(|pair| pair.iter().fold(0, |octet, digit| octet << 4 | digit)).collect();
    number_of(&octets).unwrap_or([0; L])
}

/// A number in so many octets, which it fits in.
fn octets_of<const L: usize>(number: &[u64; L], octets: usize) -> Vec<u8> {
    let wide: Vec<u8> = number.iter().rev().flat_map(|word| word.to_be_bytes()).collect();
    wide[wide.len() - octets..].to_vec()
}
