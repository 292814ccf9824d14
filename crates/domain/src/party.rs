//! Parties: travellers who cross together, with the vehicle that carries them and the goods that it carries.
//!
//! A party is announced by a carrier's list or begins at the counter. Its members are presented and decided one by one:
//! what stops one of them stops nobody else.

use crate::{
    AccountId, CrossingId, Direction, DocumentNumber, Hit, Mode, PostId, StateCode, Traveller, coded::coded,
    ids::uuid_id,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

uuid_id!(
    /// One party on one journey.
    PartyId
);

impl PartyId {
    /// The identifier under which the hits of its vehicle are kept and judged; a traveller's hits are under their
    /// presentation's.
    pub fn as_of_hits(self) -> CrossingId {
        CrossingId(self.0)
    }
}

coded! {
    /// What holds a party together.
    "kinds of party"
    pub enum PartyKind {
        /// People of one household.
        Family = "family",
        /// People who travel together by their own choice or a leader's.
        Group = "group",
        /// Those whom a bus, a lorry, a boat or a car carries.
        Vehicle = "vehicle",
    }
}

coded! {
    /// Goods by kind, as flows of goods are counted: the broad groups of the Harmonized System that roads carry.
    "kinds of goods"
    pub enum GoodsKind {
        /// Live animals (HS chapter 1).
        Livestock = "livestock",
        /// Cereals, fruit, vegetables and other food (HS 2 to 24).
        Food = "food",
        /// Fuel (HS 27).
        Fuel = "fuel",
        /// Ores, salt, stone and cement (HS 25, 26, 68 to 70).
        Minerals = "minerals",
        /// Chemicals, fertiliser and medicines (HS 28 to 40).
        Chemicals = "chemicals",
        /// Wood and paper (HS 44 to 49).
        Wood = "wood",
        /// Cotton, cloth and clothes (HS 50 to 67).
        Textiles = "textiles",
        /// Metal, machines and vehicles (HS 72 to 89).
        Machines = "machines",
        /// Household goods and furniture (HS 94 to 96).
        Household = "household",
        /// Other goods, or several kinds.
        Other = "other",
        /// The vehicle is empty.
        Empty = "empty",
    }
}

/// A vehicle as it stands at the post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vehicle {
    /// Its plate, compared as document numbers are.
    pub plate: DocumentNumber,
    /// The state that registered it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<StateCode>,
    /// What it is.
    pub mode: Mode,
}

/// Goods as they were declared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goods {
    /// What kind.
    pub kind: GoodsKind,
    /// The number of the customs declaration; empty where there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub customs_reference: String,
}

/// Who drives the vehicle of a party that ends, where nobody was said to at a counter. Written `nobody`, or as the crossing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Driver {
    /// A member, by their crossing.
    Member(CrossingId),
    /// None of its members.
    Nobody,
}

const NOBODY: &str = "nobody";

impl FromStr for Driver {
    type Err = <CrossingId as FromStr>::Err;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == NOBODY { Ok(Self::Nobody) } else { text.parse().map(Self::Member) }
    }
}

impl TryFrom<String> for Driver {
    type Error = <CrossingId as FromStr>::Err;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl fmt::Display for Driver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Member(crossing) => write!(f, "{crossing}"),
            Self::Nobody => f.write_str(NOBODY),
        }
    }
}

impl From<Driver> for String {
    fn from(driver: Driver) -> Self {
        driver.to_string()
    }
}

/// Travellers who cross together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Party {
    /// Its identifier.
    pub id: PartyId,
    /// Where.
    pub post: PostId,
    /// When it was announced, or began.
    pub at: Timestamp,
    /// Who took it in.
    pub officer: AccountId,
    /// Which way it goes.
    pub direction: Direction,
    /// What holds it together.
    #[serde(rename = "party_kind")] // An event that carries it has a kind of its own.
    pub kind: PartyKind,
    /// What officers call it: a family's name, a company and its bus.
    pub name: String,
    /// The vehicle that carries it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vehicle: Option<Vehicle>,
    /// What the vehicle carries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub goods: Vec<Goods>,
    /// What screening found for the plate.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hits: Vec<Hit>,
    /// The members that a carrier's list announced, in its order; empty for a party that began at the counter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<Traveller>,
}

impl Party {
    /// The number of the announced member whose document, or whose name and birth date, is this traveller's, among those
    /// that `waits` says have not come yet.
    pub fn member_of(&self, traveller: &Traveller, waits: impl Fn(u16) -> bool) -> Option<u16> {
        let number = |traveller: &Traveller| traveller.document.as_ref().map(|document| document.number.clone());
        let carried = number(traveller).filter(|number| !number.is_empty());
        let waiting = || (0u16..).zip(&self.members).filter(|(at, _)| waits(*at));
        let by_number = waiting().find(|(_, member)| carried.is_some() && number(member) == carried);
        let is_namesake = |member: &Traveller| {
            member.name.search_key() == traveller.name.search_key() && member.birth_date == traveller.birth_date
        };
        by_number.or_else(|| waiting().find(|(_, member)| is_namesake(member))).map(|(at, _)| at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DocumentKind, Name, Source, TravelDocument};

    fn member(name: &str, number: &str, birth: &str) -> Traveller {
        let mut member =
            Traveller::named(Name { primary: name.into(), secondary: "AWA".into(), truncated: false }, Source::Listed);
        member.birth_date = birth.parse().expect("a date");
        if !number.is_empty() {
            member.document = Some(TravelDocument::numbered(DocumentKind::Passport, None, number));
        }
        member
    }

    fn bus(members: Vec<Traveller>) -> Party {
        Party {
            id: PartyId(uuid::Uuid::nil()),
            post: PostId::parse("KRM").expect("a post"),
            at: Timestamp::UNIX_EPOCH,
            officer: AccountId::parse("awa").expect("an account"),
            direction: Direction::Entry,
            kind: PartyKind::Vehicle,
            name: "Sama".into(),
            vehicle: None,
            goods: vec![],
            hits: vec![],
            members,
        }
    }

    #[test]
    fn a_traveller_is_found_on_the_carriers_list_by_number_before_name() {
        let party = bus(vec![member("BAH", "GN1", "1990-01-01"), member("BAH", "GN2", "1990-01-01")]);
        assert_eq!(party.member_of(&member("BARRY", "GN2", "1980-05-05"), |_| true), Some(1));
        assert_eq!(party.member_of(&member("Bah", "GN9", "1990-01-01"), |_| true), Some(0));
        assert_eq!(party.member_of(&member("Bah", "", "1990-01-01"), |at| at != 0), Some(1));
        assert_eq!(party.member_of(&member("DIALLO", "", "1990-01-01"), |_| true), None);
    }

    #[test]
    fn a_driver_is_written_as_their_crossing_or_as_nobody() {
        for driver in [Driver::Nobody, Driver::Member(CrossingId(uuid::Uuid::max()))] {
            let written = serde_json::to_string(&driver).expect("JSON");
            assert_eq!(serde_json::from_str::<Driver>(&written).expect("a driver"), driver);
            assert_eq!(driver.to_string().parse::<Driver>(), Ok(driver));
        }
        assert!("someone".parse::<Driver>().is_err());
    }

    #[test]
    fn two_people_without_a_number_are_not_one_member() {
        let party = bus(vec![member("BAH", "", "1990-01-01")]);
        assert_eq!(party.member_of(&member("CAMARA", "", "1991-01-01"), |_| true), None);
    }
}
