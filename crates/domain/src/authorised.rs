//! Until when this traveller may stay, and why; and, when they leave, whether they stayed too long.

use crate::{
    Allowances, Direction, History, MayStay, PermitDays, StateCode, Stay, Traveller,
    reference::{Rule, RuleSet},
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

/// How far the stay of an entry is one of a visa or a permit: `entry`, or the last day before as `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PermitStay {
    /// From the entry on.
    FromEntry,
    /// After this day, the last that the rule allowed: a permit or an extension moved the end of the stay.
    After(Date),
}

/// A text that does not say how far a stay is one of a visa or a permit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\u{201c}{0}\u{201d} does not say from when a stay is one of a visa or permit; it is entry, or YYYY-MM-DD")]
pub struct InvalidPermitStay(String);

impl fmt::Display for PermitStay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FromEntry => f.write_str("entry"),
            Self::After(last) => last.fmt(f),
        }
    }
}

impl FromStr for PermitStay {
    type Err = InvalidPermitStay;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "entry" {
            return Ok(Self::FromEntry);
        }
        text.parse().map(Self::After).map_err(|_| InvalidPermitStay(text.chars().take(20).collect()))
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
    /// On an entry, how far a visa or a permit authorised it; `None` where the rule alone did.
    pub permit: Option<PermitStay>,
}

impl Movement {
    /// The days that a visa or a permit allows after this entry.
    fn permit_days(&self) -> Option<PermitDays> {
        let first = match self.permit? {
            PermitStay::FromEntry => self.day,
            PermitStay::After(last) => last.tomorrow().ok()?.max(self.day),
        };
        let last = match self.authorised? {
            Authorised::To(last) => last,
            Authorised::Freely => Date::MAX,
        };
        (first <= last).then_some(PermitDays { first, last })
    }
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
                    past.only(&before);
                    past.open = Some(*movement);
                }
                (Direction::Exit, None) => past.only(movement),
                (Direction::Exit, Some(entry)) => {
                    let exit = Some(movement.day.max(entry.day));
                    past.stays.push(Stay { entry: entry.day, exit, permit: entry.permit_days() });
                }
            }
        }
        past
    }

    fn only(&mut self, seen: &Movement) {
        self.stays.push(Stay { entry: seen.day, exit: Some(seen.day), permit: seen.permit_days() });
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
    /// On entry: may stay so long by this rule, and by its waiver where that makes the stay longer.
    May(Authorised, Rule),
    /// On entry: this rule asks for a visa or a permit.
    VisaNeeded(Rule),
    /// On entry: the days of the rule and its waiver are used up; when they may come again, if within a year.
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
                let by_rule = || authorised(&rule_on(entry.day)?.allowances(), &past.history(), entry.day);
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
                past.only(&entry);
            }
            let Some(rule) = rule_on(day) else { return (StayFinding::NoRule, past.unmatched) };
            let history = past.history();
            let finding = match authorised(&rule.allowances(), &history, day) {
                _ if rule.needs_visa() => StayFinding::VisaNeeded(rule.clone()),
                // The waiver is named where it makes the stay longer.
                Some(until) if authorised(&rule.alone().allowances(), &history, day) == Some(until) => {
                    StayFinding::May(until, rule.alone())
                }
                Some(until) => StayFinding::May(until, rule.clone()),
                None => StayFinding::UsedUp(rule.clone(), rule.allowances().may_enter_again(&history, day)),
            };
            (finding, past.unmatched)
        }
    }
}

fn authorised(allowances: &Allowances, history: &History, day: Date) -> Option<Authorised> {
    match allowances.standing(history, day).may_stay {
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
        Movement { day, direction, authorised: None, permit: None }
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
    fn days_stayed_on_a_visa_or_permit_leave_the_rules_days_to_the_traveller() {
        let (entry, exit) = (date(2026, 6, 1), date(2026, 11, 20));
        let stayed = |until, permit| {
            let entry = Movement { authorised: Some(Authorised::To(until)), permit, ..moved(entry, Direction::Entry) };
            found("FRA", Direction::Entry, &[entry, moved(exit, Direction::Exit)], TODAY).0
        };
        let all = Some(Authorised::To(date(2027, 2, 21)));
        assert_eq!(stayed(exit, Some(PermitStay::FromEntry)).authorises(None), all);
        // 90 days by the rule to 29 August, and by a permit to the exit: 90 days of the last 180 are the rule's.
        let extended = stayed(exit, Some(PermitStay::After(date(2026, 8, 29))));
        assert!(matches!(extended, StayFinding::UsedUp(_, Some(again)) if again == date(2026, 11, 28)), "{extended:?}");
        assert!(matches!(stayed(date(2026, 8, 29), None), StayFinding::UsedUp(..)));
    }

    #[test]
    fn a_bilateral_waiver_lets_in_whose_days_by_the_rule_are_used_up_and_is_named() {
        let csv = "from,to,nationality,document,stay,source,waiver,waiver_source\n2020-01-01,,*,*,90/180,Law,,\n\
                   2020-01-01,,JPN,*,90/180,Law,30/year,Agreement of 1955\n";
        let rules = RuleSet::read(csv.as_bytes()).expect("rules");
        let country = "MLI".parse().expect("code");
        let on = |movements: &[Movement]| {
            stay_finding(&traveller("JPN"), Direction::Entry, country, &rules, movements, TODAY).0
        };
        let StayFinding::May(until, by) = on(&[]) else { panic!("may enter") };
        assert_eq!((until, by.sources("en").as_str()), (Authorised::To(date(2027, 3, 23)), "Law; Agreement of 1955"));
        let stay = [moved(date(2026, 8, 1), Direction::Entry), moved(date(2026, 10, 29), Direction::Exit)];
        let StayFinding::May(until, _) = on(&stay) else { panic!("may enter by the waiver") };
        assert_eq!(until, Authorised::To(date(2026, 12, 23)), "30 days of the year");
    }

    #[test]
    fn at_exit_the_days_beyond_what_was_authorised_are_counted() {
        let entry = Movement {
            day: date(2026, 10, 1),
            direction: Direction::Entry,
            authorised: Some(Authorised::To(date(2026, 11, 20))),
            permit: None,
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
        assert_eq!(Past::of(&[entry, exit]).stays, [Stay { entry: entry.day, exit: Some(exit.day), permit: None }]);
        // A post in another zone wrote an exit of the day before its entry: it is one day, and no stay runs backwards.
        let early = moved(date(2026, 10, 23), Direction::Exit);
        assert_eq!(Past::of(&[entry, early]).stays, [Stay { entry: entry.day, exit: Some(entry.day), permit: None }]);
    }

    #[test]
    fn without_rules_nothing_is_said() {
        let country = "MLI".parse().expect("code");
        let none = RuleSet::default();
        let (finding, _) = stay_finding(&traveller("GIN"), Direction::Entry, country, &none, &[], TODAY);
        assert_eq!(finding, StayFinding::NotAsked);
    }
}
