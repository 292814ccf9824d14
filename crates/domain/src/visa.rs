//! Visas and permits as records: issued at the border or elsewhere, checked at the counter, used up, extended, revoked.
//!
//! What a visa says follows Doc 9303-7 §4: number, first and last day, number of entries, the passport it belongs to. Its
//! days are counted as a stay's are: the day of entry is the first.

use crate::{
    AccountId, Authorised, DocumentKey, Name, PartialDate, PostId, StateCode, coded::coded, ids::text_id,
    text::single_spaced,
};
use jiff::{Timestamp, ToSpan, civil::Date};
use serde::{Deserialize, Serialize};
use std::{fmt, num::NonZeroU16, str::FromStr};

text_id!(
    /// The number on the sticker of a visa or permit.
    VisaNumber, "a visa", 32
);

coded! {
    /// What a record allows.
    "kinds of visa"
    pub enum VisaKind {
        /// To come in, as often and for as many days as it says.
        Visa = "visa",
        /// To be in the country to a day, and to come and go until then.
        Permit = "permit",
    }
}

/// How often someone may come in: a number, or `several`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Entries {
    /// This number of times.
    Times(NonZeroU16),
    /// As often as they like.
    Several,
}

impl fmt::Display for Entries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Times(times) => times.fmt(f),
            Self::Several => f.write_str("several"),
        }
    }
}

impl FromStr for Entries {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.trim() {
            "several" | "multiple" | "M" => Ok(Self::Several),
            times => times.parse().map(Self::Times).map_err(|_| "entries is a number from 1 on, or several".to_owned()),
        }
    }
}

impl TryFrom<String> for Entries {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Entries> for String {
    fn from(entries: Entries) -> String {
        entries.to_string()
    }
}

/// The number of the receipt of a fee, in capitals: 1 to 40 letters, digits, spaces and `-/._°º#`.
///
/// Each pays for one visa or one extension. Events keep its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptNumber(String);

/// A text that is no number of a receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a receipt's number has 1 to {LONGEST_RECEIPT} letters A to Z, digits, spaces or -/._°#")]
pub struct InvalidReceipt;

/// The longest number of a receipt, in characters.
const LONGEST_RECEIPT: usize = 40;

impl ReceiptNumber {
    /// The number that a text spells.
    ///
    /// # Errors
    /// It is empty, too long, or has other characters.
    pub fn parse(text: &str) -> Result<Self, InvalidReceipt> {
        let number = single_spaced(text).to_ascii_uppercase();
        let is_allowed = |letter: char| letter.is_ascii_alphanumeric() || " -/._°º#".contains(letter);
        let fits = (1..=LONGEST_RECEIPT).contains(&number.chars().count()) && number.chars().all(is_allowed);
        if fits { Ok(Self(number)) } else { Err(InvalidReceipt) }
    }

    /// The number as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a text that an event keeps spells the same number.
    pub fn is(&self, kept: &str) -> bool {
        single_spaced(kept).to_ascii_uppercase() == self.0
    }
}

/// A visa or a permit as it was issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visa {
    /// Its number.
    pub number: VisaNumber,
    /// What it allows.
    #[serde(rename = "visa_kind")] // An event that carries it has a kind of its own.
    pub kind: VisaKind,
    /// Whose it is.
    pub holder: Name,
    /// The holder's birth date.
    #[serde(default)]
    pub birth_date: PartialDate,
    /// The holder's nationality.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nationality: Option<StateCode>,
    /// The document it belongs to.
    pub document: DocumentKey,
    /// The first day on which it is good for an entry.
    pub from: Date,
    /// The last day on which it is.
    pub to: Date,
    /// How often the holder may come in.
    pub entries: Entries,
    /// How many days each stay may last; nothing: to the last day of the visa.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<NonZeroU16>,
    /// What else it says: a town, an employer.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub conditions: String,
    /// The number of the fee's receipt; empty where no fee was paid here.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub fee_receipt: String,
    /// How much was paid, with its currency, as the receipt says; empty where it was not noted.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub fee: String,
    /// The post that issued it; nothing for one issued elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<PostId>,
    /// Who issued it at the border, or took in its record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub officer: Option<AccountId>,
    /// When that was.
    pub at: Timestamp,
}

/// Why a visa was revoked whose issuer says so and nothing else.
pub const REVOKED_BY_ISSUER: &str = "issuer";

/// A visa with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldVisa {
    /// As it was issued.
    pub visa: Visa,
    /// The last day that an extension gave.
    pub extended_to: Option<Date>,
    /// Why it was revoked.
    pub revoked: Option<String>,
    /// How many entries it has been used for.
    pub used: u32,
}

/// What a visa means for an entry on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VisaStanding {
    /// It is good: to this day they may stay.
    Good(Authorised),
    /// It is good from this day on only.
    NotYet(Date),
    /// Its last day is past.
    Past(Date),
    /// Its entries have been used.
    UsedUp(u32),
    /// It was revoked, for this reason.
    Revoked(String),
}

impl HeldVisa {
    /// The last day on which it is good for an entry.
    pub fn last_day(&self) -> Date {
        self.extended_to.map_or(self.visa.to, |to| to.max(self.visa.to))
    }

    /// What it means for an entry on `day`: a stay ends with its days or with the visa's last day, whichever is first.
    pub fn standing(&self, day: Date) -> VisaStanding {
        let last = self.last_day();
        if let Some(reason) = &self.revoked {
            return VisaStanding::Revoked(reason.clone());
        }
        if day < self.visa.from {
            return VisaStanding::NotYet(self.visa.from);
        }
        if day > last {
            return VisaStanding::Past(last);
        }
        match self.visa.entries {
            Entries::Times(times) if self.used >= u32::from(times.get()) => VisaStanding::UsedUp(self.used),
            _ => {
                let days = self.visa.days.map(|days| i64::from(days.get()) - 1);
                let by_days = days.and_then(|days| day.checked_add(days.days()).ok());
                VisaStanding::Good(Authorised::To(by_days.map_or(last, |by_days| by_days.min(last))))
            }
        }
    }
}

/// The visa that speaks for an entry on `day`: one that is good, the longest stay first; otherwise the latest issued,
/// so that the officer learns why it is not good.
pub fn best_visa(visas: Vec<HeldVisa>, day: Date) -> Option<(HeldVisa, VisaStanding)> {
    let standing = |held: HeldVisa| {
        let standing = held.standing(day);
        (held, standing)
    };
    let rank = |(held, standing): &(HeldVisa, VisaStanding)| match standing {
        VisaStanding::Good(Authorised::To(last)) => (2, *last),
        VisaStanding::Good(Authorised::Freely) => (3, Date::MAX),
        _ => (1, held.visa.from),
    };
    visas.into_iter().map(standing).max_by_key(rank)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn held(entries: &str, days: Option<u16>) -> HeldVisa {
        HeldVisa {
            visa: Visa {
                number: VisaNumber::parse("ML-0001").expect("a number"),
                kind: VisaKind::Visa,
                holder: Name { primary: "LI".into(), secondary: "WEI".into(), truncated: false },
                birth_date: PartialDate::Unknown,
                nationality: "CHN".parse().ok(),
                document: "CHN E12345678".parse().expect("a document"),
                from: date(2026, 11, 1),
                to: date(2027, 1, 31),
                entries: entries.parse().expect("entries"),
                days: days.and_then(NonZeroU16::new),
                conditions: String::new(),
                fee_receipt: String::new(),
                fee: String::new(),
                post: None,
                officer: None,
                at: Timestamp::UNIX_EPOCH,
            },
            extended_to: None,
            revoked: None,
            used: 0,
        }
    }

    fn good_to(year: i16, month: i8, day: i8) -> VisaStanding {
        VisaStanding::Good(Authorised::To(date(year, month, day)))
    }

    #[test]
    fn a_stay_ends_with_the_visas_days_or_with_its_last_day() {
        assert_eq!(held("1", Some(30)).standing(date(2026, 11, 10)), good_to(2026, 12, 9));
        assert_eq!(held("1", Some(30)).standing(date(2027, 1, 20)), good_to(2027, 1, 31));
        assert_eq!(held("1", None).standing(date(2026, 11, 1)), good_to(2027, 1, 31));
    }

    #[test]
    fn a_visa_is_good_from_its_first_to_its_last_day_and_as_often_as_it_says() {
        let mut visa = held("2", Some(30));
        assert_eq!(visa.standing(date(2026, 10, 31)), VisaStanding::NotYet(date(2026, 11, 1)));
        assert_eq!(visa.standing(date(2027, 2, 1)), VisaStanding::Past(date(2027, 1, 31)));
        visa.used = 1;
        assert!(matches!(visa.standing(date(2026, 12, 1)), VisaStanding::Good(_)));
        visa.used = 2;
        assert_eq!(visa.standing(date(2026, 12, 1)), VisaStanding::UsedUp(2));
        assert!(matches!(held("several", None).standing(date(2026, 12, 1)), VisaStanding::Good(_)));
    }

    #[test]
    fn an_extension_moves_the_last_day_and_a_revocation_ends_it() {
        let mut visa = held("1", None);
        visa.extended_to = Some(date(2027, 3, 1));
        assert_eq!(visa.standing(date(2027, 2, 1)), good_to(2027, 3, 1));
        visa.extended_to = Some(date(2026, 1, 1));
        assert_eq!(visa.last_day(), date(2027, 1, 31), "an extension takes nothing away");
        visa.revoked = Some("forged".into());
        assert_eq!(visa.standing(date(2026, 12, 1)), VisaStanding::Revoked("forged".into()));
    }

    #[test]
    fn a_good_visa_speaks_before_one_that_is_used_up() {
        let mut old = held("1", None);
        old.used = 1;
        let day = date(2026, 12, 1);
        let (best, standing) = best_visa(vec![old, held("1", Some(10))], day).expect("a visa");
        assert_eq!((best.used, standing), (0, good_to(2026, 12, 10)));
        assert_eq!(best_visa(vec![], day), None);
    }

    #[test]
    fn entries_are_a_number_or_several() {
        assert_eq!("2".parse::<Entries>().map(|entries| entries.to_string()), Ok("2".to_owned()));
        assert_eq!("multiple".parse(), Ok(Entries::Several));
        assert!("0".parse::<Entries>().is_err() && "many".parse::<Entries>().is_err());
    }

    #[test]
    fn a_receipt_is_the_same_however_it_is_typed() {
        let receipt = ReceiptNumber::parse("  n° 0045 / b ").expect("a number");
        assert_eq!(receipt.as_str(), "N° 0045 / B");
        assert!(receipt.is("N°  0045 / b") && !receipt.is("N° 0046 / B"));
        for wrong in ["", " ", "Q\"1", "Q\\1", "Q%1", &"1".repeat(41)] {
            assert!(ReceiptNumber::parse(wrong).is_err(), "{wrong}");
        }
    }
}
