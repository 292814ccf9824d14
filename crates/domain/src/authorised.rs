//! Until when this traveller may stay, and why; and, when they leave, whether they stayed too long.

use crate::{
    Allowance, Direction, History, MayStay, StateCode, Stay, Traveller,
    reference::{Grant, Rule, RuleSet},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Until when someone who was admitted may stay: `free`, or the last day as `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Authorised {
    /// For as long as they like.
    Freely,
    /// To this day, which is the last.
    To(Date),
}

impl fmt::Display for Authorised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Freely => f.write_str("free"),
            Self::To(last) => last.fmt(f),
        }
    }
}

impl FromStr for Authorised {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "free" { Ok(Self::Freely) } else { text.parse().map(Self::To) }
    }
}

impl TryFrom<String> for Authorised {
    type Error = jiff::Error;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Authorised> for String {
    fn from(authorised: Authorised) -> String {
        authorised.to_string()
    }
}

/// An earlier crossing of the traveller's, as far as stays are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Movement {
    /// The post's day on which they crossed.
    pub day: Date,
    /// Which way.
    pub direction: Direction,
    /// On an entry, until when they were admitted; `None` where that was not recorded.
    pub authorised: Option<Authorised>,
}

/// Earlier crossings paired to stays.
#[derive(Debug, Clone, Default)]
struct Past {
    stays: Vec<Stay>,
    /// The entry that no exit has followed.
    open: Option<Movement>,
    /// Entries without an exit and exits without an entry.
    unmatched: u32,
}

impl Past {
    /// Pairs movements, earliest first. A stay of which only one end was seen counts that one day: what nobody saw is
    /// not held against a traveller.
    fn of(movements: &[Movement]) -> Self {
        let mut past = Self::default();
        for movement in movements {
            match (movement.direction, past.open.take()) {
                (Direction::Entry, None) => past.open = Some(*movement),
                (Direction::Entry, Some(before)) => {
                    past.only(before.day);
                    past.open = Some(*movement);
                }
                (Direction::Exit, None) => past.only(movement.day),
                (Direction::Exit, Some(entry)) => {
                    past.stays.push(Stay { entry: entry.day, exit: Some(movement.day.max(entry.day)) });
                }
            }
        }
        past
    }

    fn only(&mut self, day: Date) {
        self.stays.push(Stay { entry: day, exit: Some(day) });
        self.unmatched += 1;
    }

    /// The latest stays, which are all that an allowance looks at.
    fn history(&self) -> History {
        History::latest(&self.stays)
    }
}

/// What the rules of stay say about a traveller at the counter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StayFinding {
    /// There is nothing to say: a national, or no rule set at this node.
    NotAsked,
    /// On entry: may stay so long by this rule.
    May(Authorised, Rule),
    /// On entry: this rule asks for a visa or a permit.
    VisaNeeded(Rule),
    /// On entry: the rule's days are used up; when they may come again, if within a year.
    UsedUp(Rule, Option<Date>),
    /// On entry: no rule is about this traveller; the rule set has a gap.
    NoRule,
    /// On exit: within what was authorised.
    InTime(Authorised),
    /// On exit: the days of overstay, and the last day that was authorised.
    Overstayed(u32, Date),
    /// On exit: their entry was not recorded, or not until when they might stay.
    EntryUnseen,
}

impl StayFinding {
    /// Whether an officer should look at it before deciding.
    pub fn is_to_check(&self) -> bool {
        matches!(self, Self::VisaNeeded(_) | Self::UsedUp(..) | Self::NoRule | Self::Overstayed(..))
    }

    /// Whether nobody is admitted by it without a visa or a permit, whose last day the officer types.
    pub fn needs_permit(&self) -> bool {
        matches!(self, Self::VisaNeeded(_) | Self::UsedUp(..) | Self::NoRule)
    }

    /// Until when an admission authorises the stay: the visa or permit has precedence over the rule.
    pub fn authorises(&self, permit_until: Option<Date>) -> Option<Authorised> {
        match (permit_until, self) {
            (Some(last), _) => Some(Authorised::To(last)),
            (None, Self::May(authorised, _)) => Some(*authorised),
            _ => None,
        }
    }
}

/// What the rules say on `day` about `traveller`, who goes in `direction` at a post of `country`, with these earlier
/// crossings, earliest first; and how many of those have no counterpart.
pub fn stay_finding(
    traveller: &Traveller,
    direction: Direction,
    country: StateCode,
    rules: &RuleSet,
    movements: &[Movement],
    day: Date,
) -> (StayFinding, u32) {
    if traveller.is_national_of(country) || rules.is_empty() {
        return (StayFinding::NotAsked, 0);
    }
    let past = Past::of(movements);
    let rule_on = |day| rules.rule_for_traveller(traveller, day);
    match direction {
        Direction::Exit => match past.open {
            None => (StayFinding::EntryUnseen, past.unmatched),
            Some(entry) => {
                let by_rule = || match rule_on(entry.day)?.grant {
                    Grant::Stay(allowance) => authorised(allowance, &past.history(), entry.day),
                    Grant::Visa => None,
                };
                let finding = match entry.authorised.or_else(by_rule) {
                    None => StayFinding::EntryUnseen,
                    Some(Authorised::To(last)) if last < day => {
                        StayFinding::Overstayed(u32::try_from((day - last).get_days()).unwrap_or(0), last)
                    }
                    Some(authorised) => StayFinding::InTime(authorised),
                };
                (finding, past.unmatched)
            }
        },
        Direction::Entry => {
            // Someone who comes in has left, seen or not.
            let mut past = past;
            if let Some(entry) = past.open.take() {
                past.only(entry.day);
            }
            let Some(rule) = rule_on(day) else { return (StayFinding::NoRule, past.unmatched) };
            let finding = match rule.grant {
                Grant::Visa => StayFinding::VisaNeeded(rule.clone()),
                Grant::Stay(allowance) => match authorised(allowance, &past.history(), day) {
                    Some(authorised) => StayFinding::May(authorised, rule.clone()),
                    None => StayFinding::UsedUp(rule.clone(), allowance.may_enter_again(&past.history(), day)),
                },
            };
            (finding, past.unmatched)
        }
    }
}

fn authorised(allowance: Allowance, history: &History, day: Date) -> Option<Authorised> {
    match allowance.standing(history, day).may_stay {
        MayStay::No => None,
        MayStay::To(last) => Some(Authorised::To(last)),
        MayStay::Freely => Some(Authorised::Freely),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DocumentKind, Name, Source, Status, TravelDocument};
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 24);

    fn traveller(nationality: &str) -> Traveller {
        let name = Name { primary: "DIALLO".into(), secondary: "MAMADOU".into(), truncated: false };
        Traveller { nationality: nationality.parse().ok(), ..Traveller::named(name, Source::Declared) }
    }

    fn rules() -> RuleSet {
        let csv = "from,to,nationality,document,stay,source\n2020-01-01,,GIN,*,90/entry,Protocol\n\
                   2020-01-01,,FRA,*,90/180,Agreement\n2020-01-01,2026-12-31,*,*,visa,Law\n";
        RuleSet::read(csv.as_bytes()).expect("rules")
    }

    fn found(nationality: &str, direction: Direction, movements: &[Movement], day: Date) -> (StayFinding, u32) {
        let country = "MLI".parse().expect("code");
        stay_finding(&traveller(nationality), direction, country, &rules(), movements, day)
    }

    fn moved(day: Date, direction: Direction) -> Movement {
        Movement { day, direction, authorised: None }
    }

    #[test]
    fn a_citizen_of_the_community_may_stay_90_days_from_each_entry() {
        let (finding, _) = found("GIN", Direction::Entry, &[], TODAY);
        assert_eq!(finding.authorises(None), Some(Authorised::To(date(2027, 2, 21))));
        assert!(!finding.is_to_check());
    }

    #[test]
    fn a_national_is_asked_nothing_about_a_stay() {
        assert_eq!(found("MLI", Direction::Entry, &[], TODAY).0, StayFinding::NotAsked);
    }

    #[test]
    fn someone_who_needs_a_visa_stays_to_the_day_that_it_says() {
        let (finding, _) = found("CHN", Direction::Entry, &[], TODAY);
        assert!(finding.needs_permit() && finding.is_to_check());
        assert_eq!(finding.authorises(None), None);
        assert_eq!(finding.authorises(Some(date(2026, 12, 1))), Some(Authorised::To(date(2026, 12, 1))));
        assert_eq!(found("CHN", Direction::Entry, &[], date(2027, 1, 1)).0, StayFinding::NoRule);
    }

    #[test]
    fn someone_whose_90_days_of_180_are_used_up_learns_when_to_come_again() {
        let stay = [moved(date(2026, 8, 1), Direction::Entry), moved(date(2026, 10, 29), Direction::Exit)];
        let (finding, unmatched) = found("FRA", Direction::Entry, &stay, TODAY);
        assert!(matches!(finding, StayFinding::UsedUp(_, Some(again)) if again == date(2027, 1, 28)), "{finding:?}");
        assert_eq!(unmatched, 0);
    }

    #[test]
    fn at_exit_the_days_beyond_what_was_authorised_are_counted() {
        let entry = Movement {
            day: date(2026, 10, 1),
            direction: Direction::Entry,
            authorised: Some(Authorised::To(date(2026, 11, 20))),
        };
        let (finding, _) = found("GIN", Direction::Exit, &[entry], TODAY);
        assert_eq!(finding, StayFinding::Overstayed(4, date(2026, 11, 20)));
        let in_time = found("GIN", Direction::Exit, &[entry], date(2026, 11, 20)).0;
        assert_eq!(in_time, StayFinding::InTime(Authorised::To(date(2026, 11, 20))));
    }

    #[test]
    fn where_nothing_was_recorded_at_entry_the_rule_of_that_day_counts() {
        let entry = moved(date(2026, 8, 1), Direction::Entry);
        let (finding, _) = found("GIN", Direction::Exit, &[entry], TODAY);
        assert_eq!(finding, StayFinding::Overstayed(26, date(2026, 10, 29)));
    }

    #[test]
    fn an_exit_without_an_entry_is_said_and_not_held_against_anyone() {
        assert_eq!(found("GIN", Direction::Exit, &[], TODAY), (StayFinding::EntryUnseen, 0));
        let exits = [moved(date(2026, 9, 1), Direction::Exit), moved(date(2026, 9, 20), Direction::Exit)];
        assert_eq!(found("GIN", Direction::Exit, &exits, TODAY), (StayFinding::EntryUnseen, 2));
    }

    #[test]
    fn two_entries_without_an_exit_count_a_day_each_and_are_said() {
        let entries = [moved(date(2026, 7, 1), Direction::Entry), moved(date(2026, 8, 1), Direction::Entry)];
        let (finding, unmatched) = found("FRA", Direction::Entry, &entries, TODAY);
        assert_eq!(unmatched, 2);
        let all = Authorised::To(date(2027, 2, 21));
        assert!(matches!(finding, StayFinding::May(until, _) if until == all), "{finding:?}");
    }

    #[test]
    fn a_dual_national_is_judged_by_the_nationality_that_opens_the_way() {
        let mut dual = traveller("CHN");
        dual.further_nationalities = vec!["GIN".parse().expect("code")];
        let country = "MLI".parse().expect("code");
        let (finding, _) = stay_finding(&dual, Direction::Entry, country, &rules(), &[], TODAY);
        assert_eq!(finding.authorises(None), Some(Authorised::To(date(2027, 2, 21))));
        dual.further_nationalities.push(country);
        assert_eq!(stay_finding(&dual, Direction::Entry, country, &rules(), &[], TODAY).0, StayFinding::NotAsked);
    }

    #[test]
    fn a_diplomat_and_a_resident_come_under_rules_of_their_own() {
        let csv = "from,to,nationality,status,document,stay,source\n2020-01-01,,*,*,*,visa,Law\n\
                   2020-01-01,,*,diplomat,*,free,Vienna\n2020-01-01,,*,*,residence-permit,free,Residence\n";
        let rules = RuleSet::read(csv.as_bytes()).expect("rules");
        let finding = |traveller: &Traveller| {
            stay_finding(traveller, Direction::Entry, "MLI".parse().expect("code"), &rules, &[], TODAY).0
        };
        let mut guest = traveller("CHN");
        guest.document = Some(TravelDocument::numbered(DocumentKind::Passport, guest.nationality, "E1"));
        assert!(finding(&guest).needs_permit());
        guest.further_documents.push(TravelDocument::numbered(DocumentKind::ResidencePermit, None, "R1"));
        assert_eq!(finding(&guest).authorises(None), Some(Authorised::Freely));
        let diplomat = Traveller { status: Status::Diplomat, ..traveller("CHN") };
        assert_eq!(finding(&diplomat).authorises(None), Some(Authorised::Freely));
    }

    #[test]
    fn a_journey_over_midnight_and_a_change_of_zone_counts_each_day_once() {
        // In at ten to midnight, out at ten past: two of the post's days.
        let entry = moved(date(2026, 10, 24), Direction::Entry);
        let exit = moved(date(2026, 10, 25), Direction::Exit);
        assert_eq!(Past::of(&[entry, exit]).stays, [Stay { entry: entry.day, exit: Some(exit.day) }]);
        // A post in another zone wrote an exit of the day before its entry: it is one day, and no stay runs backwards.
        let early = moved(date(2026, 10, 23), Direction::Exit);
        assert_eq!(Past::of(&[entry, early]).stays, [Stay { entry: entry.day, exit: Some(entry.day) }]);
    }

    #[test]
    fn without_rules_nothing_is_said() {
        let country = "MLI".parse().expect("code");
        let none = RuleSet::default();
        let (finding, _) = stay_finding(&traveller("GIN"), Direction::Entry, country, &none, &[], TODAY);
        assert_eq!(finding, StayFinding::NotAsked);
    }
}
