//! Feasts that move people: by the civil calendar, by the Islamic one, and Easter.

use icu_calendar::{Date as AnyDate, cal::Hijri};
use jiff::{ToSpan, civil::Date};

/// A feast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Feast {
    /// The end of Ramadan (1 Shawwal), called Korité or Eid al-Fitr.
    Fitr,
    /// The feast of sacrifice (10 Dhu al-Hijja), called Tabaski or Eid al-Adha.
    Adha,
    /// The birth of the Prophet (12 Rabi al-awwal), called Maouloud.
    Mawlid,
    /// Easter Sunday.
    Easter,
    /// Christmas.
    Christmas,
    /// New Year.
    NewYear,
}

impl Feast {
    /// Every feast.
    pub const ALL: [Self; 6] = [Self::Fitr, Self::Adha, Self::Mawlid, Self::Easter, Self::Christmas, Self::NewYear];

    /// The code, as it stands in messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::Fitr => "fitr",
            Self::Adha => "adha",
            Self::Mawlid => "mawlid",
            Self::Easter => "easter",
            Self::Christmas => "christmas",
            Self::NewYear => "new-year",
        }
    }

    /// Whether it falls on this day. Where the moon is looked for, the day may be one off; the days around count too.
    fn is_on(self, day: Date) -> bool {
        match self {
            Self::Christmas => (day.month(), day.day()) == (12, 25),
            Self::NewYear => (day.month(), day.day()) == (1, 1),
            Self::Easter => easter(day.year()) == Some(day),
            Self::Fitr => islamic(day) == Some((10, 1)),
            Self::Adha => islamic(day) == Some((12, 10)),
            Self::Mawlid => islamic(day) == Some((3, 12)),
        }
    }
}

/// How many days before and after a feast people travel for it.
pub const DAYS_AROUND: i64 = 4;

/// A day around a feast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FeastDay {
    /// The feast.
    pub feast: Feast,
    /// How many days after it the day is; below 0 for a day before it.
    pub days_after: i8,
}

/// The feast that a day lies around.
pub fn around(day: Date) -> Option<FeastDay> {
    let offsets = (0..=DAYS_AROUND).flat_map(|off| [off, -off]);
    offsets.into_iter().find_map(|off| {
        let feast_day = day.checked_sub(off.days()).ok()?;
        Feast::ALL
            .into_iter()
            .find(|feast| feast.is_on(feast_day))
            .map(|feast| FeastDay { feast, days_after: off as i8 })
    })
}

/// Month and day in the Islamic calendar of Umm al-Qura.
fn islamic(day: Date) -> Option<(u8, u8)> {
    let iso = AnyDate::try_new_iso(i32::from(day.year()), day.month() as u8, day.day() as u8).ok()?;
    let date = iso.to_calendar(Hijri::new_umm_al_qura());
    Some((date.month().ordinal, date.day_of_month().0))
}

/// Easter Sunday by the Gregorian reckoning (Meeus, Astronomical Algorithms, chapter 8).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let (month, day) = ((h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1);
    Date::new(year, month as i8, day as i8).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn feasts_fall_on_the_days_on_which_they_were_kept() {
        // Published by Saudi Arabia's Umm al-Qura calendar.
        for (day, feast) in [
            (date(2024, 4, 10), Feast::Fitr),
            (date(2024, 6, 16), Feast::Adha),
            (date(2025, 3, 30), Feast::Fitr),
            (date(2025, 6, 6), Feast::Adha),
            (date(2024, 3, 31), Feast::Easter),
            (date(2025, 4, 20), Feast::Easter),
            (date(2025, 12, 25), Feast::Christmas),
        ] {
            assert!(feast.is_on(day), "{feast:?} on {day}");
        }
    }

    #[test]
    fn the_days_around_a_feast_belong_to_it() {
        assert_eq!(around(date(2025, 6, 4)), Some(FeastDay { feast: Feast::Adha, days_after: -2 }));
        assert_eq!(around(date(2025, 6, 9)), Some(FeastDay { feast: Feast::Adha, days_after: 3 }));
        assert_eq!(around(date(2025, 8, 9)), None);
    }
}
