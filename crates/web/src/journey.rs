//! What is asked about the journey, as a form and as it was answered.

use limen_domain::{Journey, counter::Questions};
use serde::Deserialize;
use std::str::FromStr;

/// The longest name of a town that is kept.
const LONGEST_TOWN: usize = 80;
/// The longest stay that can be meant, in days.
const LONGEST_STAY: u16 = 3_650;

/// The answers as typed; what was not asked is not there.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct JourneyForm {
    pub(crate) purpose: String,
    pub(crate) mode: String,
    pub(crate) origin: String,
    pub(crate) destination: String,
    pub(crate) stay_days: String,
    pub(crate) accompaniment: String,
}

impl JourneyForm {
    /// The answers to what was asked; anything else that a form may carry is left out.
    pub(crate) fn journey(&self, asked: Questions) -> Journey {
        fn code<T: FromStr>(is_asked: bool, text: &str) -> Option<T> {
            if is_asked { text.parse().ok() } else { None }
        }
        let town = |is_asked: bool, text: &str| {
            let town: String = text.trim().chars().filter(|c| !c.is_control()).take(LONGEST_TOWN).collect();
            (is_asked && !town.is_empty()).then_some(town)
        };
        Journey {
            purpose: code(asked.purpose, &self.purpose),
            mode: code(true, &self.mode),
            origin: town(asked.origin, &self.origin),
            destination: town(asked.destination, &self.destination),
            stay_days: code::<u16>(asked.stay, self.stay_days.trim()).filter(|days| (1..=LONGEST_STAY).contains(days)),
            accompaniment: code(asked.accompaniment, &self.accompaniment),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use limen_domain::{Mode, Purpose};

    #[test]
    fn only_what_was_asked_is_kept_and_only_what_makes_sense() {
        let form = JourneyForm {
            purpose: "trade".into(),
            mode: "bus".into(),
            origin: format!(" Siguiri\u{7}{} ", "x".repeat(200)),
            destination: "Bamako".into(),
            stay_days: "99999".into(),
            accompaniment: "alone".into(),
        };
        let mut asked = Questions { purpose: true, stay: true, origin: true, destination: false, accompaniment: false };
        let journey = form.journey(asked);
        assert_eq!((journey.purpose, journey.mode), (Some(Purpose::Trade), Some(Mode::Bus)));
        assert_eq!(journey.origin.map(|town| town.chars().count()), Some(80));
        assert_eq!((journey.destination, journey.stay_days, journey.accompaniment), (None, None, None));
        asked.purpose = false;
        assert_eq!(form.journey(asked).purpose, None);
    }
}
