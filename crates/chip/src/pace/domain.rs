//! What PACE and chip authentication compute in: a curve, or a group of numbers (Doc 9303-11 §9.5, §9.4.4).

use crate::dh::Group;
use crate::security::{AgreementKey, standard_curve};
use limen_trust::asn1::object;
use limen_trust::curve::{Curve, Point};
use limen_trust::rsa::padded;
use num_bigint::BigUint;
use zeroize::Zeroizing;

/// A curve or a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Domain {
    /// A curve.
    Curve(Curve),
    /// A group of numbers.
    Group(Group),
}

/// An element: a public key, or a generator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Element {
    /// A point.
    Point(Point),
    /// A number.
    Number(BigUint),
}

/// A secret number that is used once.
pub struct Secret(pub(crate) Zeroizing<Vec<u8>>);

impl Domain {
    /// The domain of a number of standardised domain parameters; `None` for one that is reserved, or of the other kind.
    pub fn standard(number: u32, is_curve: bool) -> Option<Self> {
        if is_curve {
            standard_curve(number).map(Domain::Curve)
        } else {
            Group::standard(number).cloned().map(Domain::Group)
        }
    }

    /// The domain of a chip's key.
    pub fn of_key(key: &AgreementKey) -> (Self, Element) {
        match key {
            AgreementKey::Curve(point) => (Domain::Curve(point.curve()), Element::Point(point.clone())),
            AgreementKey::Number(group, number) => (Domain::Group(group.clone()), Element::Number(number.clone())),
        }
    }

    /// Its generator.
    pub fn generator(&self) -> Element {
        match self {
            Domain::Curve(curve) => Element::Point(curve.base()),
            Domain::Group(group) => Element::Number(group.generator().clone()),
        }
    }

    /// A secret for one use; `None` if what is drawn is not random.
    pub fn draw(&self, random: &mut dyn FnMut(&mut [u8])) -> Option<Secret> {
        Some(Secret(Zeroizing::new(match self {
            Domain::Curve(curve) => curve.draw(random)?,
            Domain::Group(group) => group.draw(random).to_bytes_be(),
        })))
    }

    /// An element times a secret (on a curve), or to its power.
    pub fn times(&self, element: &Element, secret: &Secret) -> Option<Element> {
        match (self, element) {
            (Domain::Curve(curve), Element::Point(point)) => {
                let order = BigUint::from_bytes_be(&curve.order());
                let scalar = BigUint::from_bytes_be(&secret.0) % order;
                point.times(&scalar.to_bytes_be()).map(Element::Point)
            }
            (Domain::Group(group), Element::Number(number)) => {
                Some(Element::Number(group.power(number, &BigUint::from_bytes_be(&secret.0))))
            }
            _ => None,
        }
    }

    /// Two elements together: their sum on a curve, else their product.
    pub fn joined(&self, one: &Element, other: &Element) -> Option<Element> {
        match (self, one, other) {
            (Domain::Curve(_), Element::Point(one), Element::Point(other)) => one.plus(other).map(Element::Point),
            (Domain::Group(group), Element::Number(one), Element::Number(other)) => {
                Some(Element::Number(group.product(one, other)))
            }
            _ => None,
        }
    }

    /// The element that a chip sends; `None` for one that is none of the domain.
    pub fn element(&self, octets: &[u8]) -> Option<Element> {
        match self {
            Domain::Curve(curve) => curve.point(octets).ok().map(Element::Point),
            Domain::Group(group) => {
                let number = BigUint::from_bytes_be(octets);
                (octets.len() <= group.octets() && group.contains(&number)).then_some(Element::Number(number))
            }
        }
    }

    /// An element as it is sent.
    pub fn octets(&self, element: &Element) -> Vec<u8> {
        match (self, element) {
            (_, Element::Point(point)) => point.octets(),
            (Domain::Group(group), Element::Number(number)) => padded(number, group.octets()),
            (Domain::Curve(_), Element::Number(number)) => number.to_bytes_be(),
        }
    }

    /// The secret that a shared element is: a point's first coordinate, or the number.
    pub fn shared(&self, element: &Element) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(match element {
            Element::Point(point) => point.x().to_vec(),
            number @ Element::Number(_) => self.octets(number),
        })
    }

    /// The public key data object that authentication tokens are made over (§9.4.4).
    pub fn key_object(&self, protocol: &[u8], element: &Element) -> Vec<u8> {
        let tag = if matches!(self, Domain::Curve(_)) { 0x86 } else { 0x84 };
        object(0x7F49, &[object(6, protocol), object(tag, &self.octets(element))].concat())
    }
}
