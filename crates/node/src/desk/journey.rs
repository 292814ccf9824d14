//! What is asked about the journey: what was typed, what is kept of it, and what is usual.

use crate::typed_day::{as_typed, whole_day};
use limen_domain::{
    Accompaniment, Answer, Direction, HealthAnswer, HealthQuestion, Journey, Mode, PartialDate, Purpose, StateCode,
    counter::Questions,
};
use limen_store::{Earlier, Post};
use serde::Deserialize;
use std::str::FromStr;

/// The longest name of a town that is kept, in characters.
const LONGEST_TOWN_CHARACTERS: usize = 80;
/// The longest stay that can be meant.
const LONGEST_STAY_DAYS: u16 = 3_650;

/// The answers that are already there when an officer is asked: those of the traveller's last crossings, or what is
/// usual at the post.
#[derive(Debug)]
pub struct Usual {
    /// Why they travel.
    pub purpose: Purpose,
    /// How they travel.
    pub mode: Mode,
    /// The town they come from.
    pub origin: String,
    /// The town they go to.
    pub destination: String,
    /// The code of the country that a visitor lives in.
    pub residence: String,
    /// How many days they mean to stay.
    pub stay_days: u16,
    /// The last day of the visa or permit that they show.
    pub permit_until: String,
}

/// How many days a visitor is thought to stay, until the officer says otherwise.
const USUAL_STAY_DAYS: u16 = 30;

impl Usual {
    /// For a traveller of this nationality who goes this way; `earlier` has the latest crossing first.
    pub fn of(post: &Post, nationality: Option<StateCode>, direction: Direction, earlier: &[Earlier]) -> Self {
        let same_way = || earlier.iter().filter(|earlier| earlier.direction == direction);
        let town_across = same_way()
            .map(|earlier| earlier.town.clone())
            .find(|town| !town.is_empty())
            .unwrap_or_else(|| post.town_out.clone());
        let (origin, destination) = match direction {
            Direction::Entry => (town_across, post.town_in.clone()),
            Direction::Exit => (post.town_in.clone(), town_across),
        };
        let goes_home = nationality == Some(post.country) && direction == Direction::Entry;
        let usual_purpose = if goes_home { Purpose::Return } else { Purpose::Family };
        Self {
            purpose: same_way().find_map(|earlier| earlier.purpose).unwrap_or(usual_purpose),
            mode: earlier.iter().find_map(|earlier| earlier.mode).unwrap_or(Mode::Bus),
            origin,
            destination,
            residence: nationality.map(|state| state.to_string()).unwrap_or_default(),
            stay_days: USUAL_STAY_DAYS,
            permit_until: String::new(),
        }
    }

    /// The same with the answers of the party's member who was decided last, instead of what is usual.
    pub fn like_the_party(self, last: Option<&Journey>) -> Self {
        let Some(last) = last else { return self };
        Self {
            purpose: last.purpose.unwrap_or(self.purpose),
            mode: last.mode.unwrap_or(self.mode),
            origin: last.origin.clone().unwrap_or(self.origin),
            destination: last.destination.clone().unwrap_or(self.destination),
            residence: last.residence.map(|state| state.to_string()).unwrap_or(self.residence),
            stay_days: last.stay_days.unwrap_or(self.stay_days),
            permit_until: self.permit_until,
        }
    }
}

impl From<Usual> for Answers {
    /// The answers that stand there before anything is typed.
    fn from(usual: Usual) -> Self {
        Self {
            purpose: usual.purpose.code().to_owned(),
            mode: usual.mode.code().to_owned(),
            origin: usual.origin,
            destination: usual.destination,
            residence: usual.residence,
            stay_days: usual.stay_days.to_string(),
            permit_until: usual.permit_until,
            ..Self::default()
        }
    }
}

impl From<&Journey> for Answers {
    /// The answers that a record holds, as they would be typed.
    fn from(journey: &Journey) -> Self {
        let unnamed = journey.adult_unnamed.map(|why| why.code().to_owned()).unwrap_or_default();
        Self {
            purpose: journey.purpose.map(|purpose| purpose.code().to_owned()).unwrap_or_default(),
            mode: journey.mode.map(|mode| mode.code().to_owned()).unwrap_or_default(),
            origin: journey.origin.clone().unwrap_or_default(),
            destination: journey.destination.clone().unwrap_or_default(),
            residence: journey.residence.map(|state| state.to_string()).unwrap_or_default(),
            stay_days: journey.stay_days.map(|days| days.to_string()).unwrap_or_default(),
            accompaniment: journey.accompaniment.map(|with| with.code().to_owned()).unwrap_or_default(),
            adult: journey.adult.map_or(unnamed, |adult| adult.to_string()),
            drives: journey.drives.then(|| "yes".to_owned()),
            permit_until: journey.permit_until.map(|last| as_typed(PartialDate::Full(last))).unwrap_or_default(),
            health: journey.health.iter().map(|one| format!("{}:{}", one.question, one.answer.code())).collect(),
        }
    }
}

/// The answers as typed; what was not asked is not there.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Answers {
    /// The code of a purpose.
    pub purpose: String,
    /// The code of a mode of transport.
    pub mode: String,
    /// The town they come from.
    pub origin: String,
    /// The town they go to.
    pub destination: String,
    /// The code of the country that they live in.
    pub residence: String,
    /// How many days they mean to stay.
    pub stay_days: String,
    /// The code of whom a minor is with.
    pub accompaniment: String,
    /// The adult's crossing, or why no adult is named.
    pub adult: String,
    /// Anything where they drive the party's vehicle.
    pub drives: Option<String>,
    /// The last day of the visa or permit that they show.
    pub permit_until: String,
    /// `code:answer` for each question on health.
    pub health: Vec<String>,
}

impl Answers {
    /// The answers to what was asked; anything else that a form may carry is left out.
    pub fn journey(&self, asked: Questions, health: &[HealthQuestion]) -> Journey {
        fn code<T: FromStr>(is_asked: bool, text: &str) -> Option<T> {
            if is_asked { text.parse().ok() } else { None }
        }
        let town = |is_asked: bool, text: &str| {
            let town: String = text.trim().chars().filter(|c| !c.is_control()).take(LONGEST_TOWN_CHARACTERS).collect();
            (is_asked && !town.is_empty()).then_some(town)
        };
        Journey {
            purpose: code(asked.purpose, &self.purpose),
            mode: code(true, &self.mode),
            origin: town(asked.origin, &self.origin),
            destination: town(asked.destination, &self.destination),
            residence: code(asked.stay, self.residence.trim().to_uppercase().as_str()),
            stay_days: code::<u16>(asked.stay, self.stay_days.trim())
                .filter(|days| (1..=LONGEST_STAY_DAYS).contains(days)),
            accompaniment: code(asked.accompaniment, &self.accompaniment),
            adult: None,
            adult_unnamed: None,
            drives: false,
            permit_until: whole_day(&self.permit_until).filter(|_| asked.permit),
            health: health.iter().filter_map(|question| self.answer(question)).collect(),
        }
    }

    /// The answers with those that are about others: the adult of a minor who is not alone, and who drives.
    pub fn journey_of(&self, asked: Questions, health: &[HealthQuestion], asks_for_driver: bool) -> Journey {
        let mut journey = self.journey(asked, health);
        let is_accompanied = journey.accompaniment.is_some_and(|with| with != Accompaniment::Alone);
        if is_accompanied {
            (journey.adult, journey.adult_unnamed) = (self.adult.parse().ok(), self.adult.parse().ok());
        }
        journey.drives = self.drives.is_some() && asks_for_driver;
        journey
    }

    /// Whether a question on health was answered so.
    pub fn says(&self, question: &str, answer: &Answer) -> bool {
        self.health.iter().any(|said| said.split_once(':') == Some((question, answer.code())))
    }

    fn answer(&self, question: &HealthQuestion) -> Option<HealthAnswer> {
        let answers = self.health.iter().filter_map(|text| text.split_once(':'));
        let (_, answer) = answers.into_iter().find(|(code, _)| *code == question.code)?;
        Some(HealthAnswer { question: question.code.clone(), answer: answer.parse().ok()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use limen_domain::{Mode, Purpose};

    #[test]
    fn only_what_was_asked_is_kept_and_only_what_makes_sense() {
        let typed = Answers {
            purpose: "trade".into(),
            mode: "bus".into(),
            origin: format!(" Siguiri\u{7}{} ", "x".repeat(200)),
            destination: "Bamako".into(),
            residence: "mli".into(),
            stay_days: "99999".into(),
            accompaniment: "alone".into(),
            adult: "nobody".into(),
            drives: Some("yes".into()),
            permit_until: "2026-12-31".into(),
            health: vec!["unasked:yes".into()],
        };
        let mut asked = Questions {
            purpose: true,
            stay: true,
            origin: true,
            destination: false,
            accompaniment: false,
            permit: false,
        };
        let journey = typed.journey(asked, &[]);
        assert_eq!((journey.purpose, journey.mode), (Some(Purpose::Trade), Some(Mode::Bus)));
        assert_eq!(journey.origin.map(|town| town.chars().count()), Some(80));
        assert_eq!((journey.destination, journey.stay_days, journey.accompaniment), (None, None, None));
        assert_eq!(journey.residence.map(|state| state.to_string()).as_deref(), Some("MLI"));
        assert_eq!((journey.permit_until, journey.health.len()), (None, 0));
        asked.purpose = false;
        assert_eq!(typed.journey(asked, &[]).purpose, None);
    }
}
