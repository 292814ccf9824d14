//! How long data about persons is kept, and by what right: kinds of data, and a period for each.

use crate::{Event, coded::coded};
use jiff::{Timestamp, ToSpan, ZonedDateTime};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

coded! {
    /// A kind of data about persons that is kept for a time of its own.
    "kinds of data"
    pub enum DataKind {
        /// Who crossed: presentations, hits, decisions, referrals, parties, documents tied together, shifts handed over, and
        /// what posts wrote about these for neighbouring states.
        Crossings = "crossings",
        /// Photos, pages and files beside records.
        Pictures = "pictures",
        /// Visas and permits, from their last day on.
        Visas = "visas",
        /// People in need of protection, from their handing over on.
        Protection = "protection",
        /// Alerts as they were proposed, from their decision on. Those in force are kept while they are.
        Alerts = "alerts",
        /// Who looked at whom, what left the house, and what travellers claimed about their data.
        Looks = "looks",
    }
}

impl DataKind {
    /// The kinds of event that hold data of this kind.
    pub fn events(self) -> &'static [&'static str] {
        match self {
            Self::Crossings => &[
                "traveller-presented",
                "hit-judged",
                "hit-reopened",
                "presentation-withdrawn",
                "crossing-recorded",
                "crossing-corrected",
                "crossing-cancelled",
                "correction-requested",
                "correction-declined",
                "referral-taken",
                "referral-released",
                "referral-noted",
                "party-announced",
                "party-arrived",
                "party-changed",
                "party-ended",
                "same-person",
                "not-same-person",
                "shift-closed",
                "chip-read",
                "neighbour-drafted",
            ],
            Self::Pictures => &["attachment-kept"],
            Self::Visas => &["visa-recorded", "visa-revoked", "visa-extended"],
            Self::Protection => &["protection-begun", "handed-over"],
            Self::Alerts => &["alerts-proposed"],
            Self::Looks => &[
                "crossing-consulted",
                "correction-consulted",
                "corrections-consulted",
                "pictures-consulted",
                "picture-consulted",
                "referrals-consulted",
                "day-consulted",
                "day-exported",
                "protection-consulted",
                "parties-consulted",
                "party-consulted",
                "visas-consulted",
                "overstays-consulted",
                "audit-consulted",
                "alert-consulted",
                "alerts-searched",
                "document-asked",
                "others-consulted",
                "hits-consulted",
                "people-searched",
                "proposal-consulted",
                "draft-tried",
                "person-reported",
                "right-claimed",
                "claims-consulted",
                "claim-consulted",
                "claim-erasure-proposed",
                "claim-erased",
                "right-answered",
            ],
        }
    }

    /// What an event holds; `None` where it holds no data about a traveller.
    pub fn of(event: &Event) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.events().contains(&event.kind()))
    }
}

/// How long data of a kind is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// For how many days.
    pub days: u32,
    /// By what right: the law and its article.
    pub ground: String,
}

/// The least period: what is needed to find overstays and to answer complaints is not erased by a slip of the pen.
pub const LEAST_DAYS: u32 = 30;

/// The periods that are in force. What has none is kept until it gets one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BTreeMap<DataKind, Period>", into = "BTreeMap<DataKind, Period>")]
pub struct Retention(BTreeMap<DataKind, Period>);

/// A period that is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// It is too short.
    #[error("{0} can't be kept for less than {LEAST_DAYS} days")]
    TooShort(DataKind),
    /// It names no law.
    #[error("say by what right {0} are kept: the law and its article, as ground = \"…\"")]
    NoGround(DataKind),
    /// Pictures would outlive the records that they belong to.
    #[error("pictures can't be kept longer than crossings: they belong to them")]
    PicturesAlone,
}

impl Retention {
    /// Periods, each long enough and with its ground.
    ///
    /// # Errors
    /// A period is shorter than any may be, or names no ground.
    pub fn new(periods: BTreeMap<DataKind, Period>) -> Result<Self, PeriodError> {
        for (kind, period) in &periods {
            if period.days < LEAST_DAYS {
                return Err(PeriodError::TooShort(*kind));
            }
            if period.ground.trim().is_empty() {
                return Err(PeriodError::NoGround(*kind));
            }
        }
        if let (Some(crossings), Some(pictures)) = (periods.get(&DataKind::Crossings), periods.get(&DataKind::Pictures))
            && pictures.days > crossings.days
        {
            return Err(PeriodError::PicturesAlone);
        }
        Ok(Self(periods))
    }

    /// The shortest period of any kind of data, in days. `None` where none is set.
    pub fn shortest_days(&self) -> Option<u32> {
        DataKind::ALL.iter().filter_map(|kind| self.of(*kind)).map(|period| period.days).min()
    }

    /// The period of a kind; `None` where none is set.
    pub fn of(&self, kind: DataKind) -> Option<&Period> {
        self.0.get(&kind)
    }

    /// What is to be erased at `now`, by the clocks of the node's place: of each kind with a period, what was recorded
    /// before the day that lies the period's days back.
    pub fn due(&self, now: &ZonedDateTime) -> Vec<Due> {
        let due = self.0.iter().filter_map(|(data, period)| {
            let first_kept = now.date().checked_sub(i64::from(period.days).days()).ok()?;
            let before = first_kept.to_zoned_datetime(now.time_zone().clone()).ok()?.timestamp();
            Some(Due { data: *data, before, ground: period.ground.clone() })
        });
        due.collect()
    }
}

impl TryFrom<BTreeMap<DataKind, Period>> for Retention {
    type Error = PeriodError;

    fn try_from(periods: BTreeMap<DataKind, Period>) -> Result<Self, Self::Error> {
        Self::new(periods)
    }
}

impl From<Retention> for BTreeMap<DataKind, Period> {
    fn from(retention: Retention) -> Self {
        retention.0
    }
}

/// A kind of data whose period has ended for what was recorded before a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Which kind.
    pub data: DataKind,
    /// What was recorded before this moment is to go.
    pub before: Timestamp,
    /// By what right it was kept until then.
    pub ground: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::{
        civil::{Date, date},
        tz::TimeZone,
    };
    use std::collections::BTreeSet;

    /// Kinds of event that hold nothing about a traveller.
    const OF_NOBODY: &[&str] = &[
        "access-refused",
        "account-added",
        "account-changed",
        "person-proposed",
        "device-invited",
        "device-enrolled",
        "device-refused",
        "device-ended",
        "stepped-aside",
        "stepped-back",
        "account-ended",
        "alert-withdrawn",
        "alerts-loaded",
        "clock-confirmed",
        "credentials-set",
        "data-erased",
        "erasure-proposed",
        "flows-exported",
        "flows-queried",
        "list-loaded",
        "list-proposed",
        "trust-proposed",
        "neighbour",
        "node-enrolled",
        "node-invited",
        "node-restored",
        "continuation-proposed",
        "headquarters-continued",
        "journal-ended",
        "node-revoked",
        "node-started",
        "proposal-decided",
        "reference-reached",
        "setting-changed",
        "sign-in-refused",
        "signed-in",
        "signed-out",
        "tally-cancelled",
        "tally-counted",
        "threshold-set",
    ];

    #[test]
    fn every_kind_of_event_is_kept_for_the_time_of_one_kind_of_data_or_is_of_nobody() {
        let source = include_str!("event.rs");
        let (_, kinds) = source.split_once("pub fn kind(&self)").expect("the function");
        let kinds: BTreeSet<&str> = kinds
            .lines()
            .filter_map(|line| line.split_once("=> \"")?.1.split_once('"').map(|(kind, _)| kind))
            .collect();
        assert!(kinds.len() > 50, "{kinds:?}");
        let mut seen = BTreeSet::new();
        for kind in DataKind::ALL.iter().flat_map(|kind| kind.events()).chain(OF_NOBODY) {
            assert!(seen.insert(*kind), "{kind} stands twice");
        }
        assert_eq!(kinds, seen);
    }

    #[test]
    fn a_day_is_kept_for_as_many_days_of_the_post_as_the_period_says_and_goes_as_a_whole() {
        let kept = Period { days: 30, ground: "loi 2013-015, art. 12".into() };
        let kept = Retention::new([(DataKind::Crossings, kept)].into()).expect("a period");
        // Clocks in Paris are turned on the day, within the period, or on the day on which it ends.
        let days = [date(2026, 3, 29), date(2026, 10, 25), date(2026, 10, 10), date(2026, 2, 27), date(2026, 9, 25)];
        for zone in ["Africa/Bamako", "America/Bogota", "Asia/Kathmandu", "Europe/Paris"] {
            let zone = TimeZone::get(zone).expect("a zone");
            for day in days {
                let at = |day: Date, (hour, minute)| {
                    day.at(hour, minute, 0, 0).to_zoned_datetime(zone.clone()).expect("a moment")
                };
                let is_due = |recorded: (i8, i8), now: ZonedDateTime| {
                    kept.due(&now).iter().any(|due| at(day, recorded).timestamp() < due.before)
                };
                for recorded in [(0, 0), (12, 0), (23, 59)] {
                    for night in [(0, 1), (2, 30), (23, 59)] {
                        assert!(!is_due(recorded, at(day + 30.days(), night)), "{recorded:?} of {day} by {zone:?}");
                        assert!(is_due(recorded, at(day + 31.days(), night)), "{recorded:?} of {day} by {zone:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_period_names_its_law_and_is_no_slip_of_the_pen() {
        let period = |days, ground: &str| Period { days, ground: ground.into() };
        let of = |kinds: &[(DataKind, Period)]| Retention::new(kinds.iter().cloned().collect());
        let law = "loi 2013-015, art. 12";
        assert_eq!(of(&[(DataKind::Looks, period(3, law))]), Err(PeriodError::TooShort(DataKind::Looks)));
        assert_eq!(of(&[(DataKind::Looks, period(365, " "))]), Err(PeriodError::NoGround(DataKind::Looks)));
        let both = [(DataKind::Crossings, period(365, law)), (DataKind::Pictures, period(366, law))];
        assert_eq!(of(&both), Err(PeriodError::PicturesAlone));
        let kept = of(&[(DataKind::Crossings, period(1_825, law))]).expect("taken");
        assert_eq!(kept.of(DataKind::Crossings).map(|period| period.days), Some(1_825));
        assert_eq!(kept.of(DataKind::Looks), None);
    }
}
