//! Which counts of a pair are to be said now: of days that are over, once each, and again where what was counted has changed.
//! Pure: what was counted and said, and the time, are given.
//!
//! What comes in is published already: each count is a sum of cells that were rounded once (crate `limen-statistics`,
//! `published`). What goes out is made of it and of nothing else, and always in the same way. So whoever holds every version
//! of a day that was ever said knows no more than someone who holds what was published at these times: of a cell that did not
//! change, the same; of one that did, another draw with room for as many counts as the bound says. Where the agreement asks
//! for a larger multiple than this side publishes, what is published is made coarser, which tells less and never more.

use crate::{Agreement, Coverage, DayBounds, DayFigures, Group, GroupBy, Pair};
use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date, tz::TimeZone};
use limen_domain::Direction;
use std::collections::BTreeMap;

/// How long a day is over before its counts are said: most of what came late is there by then.
const SETTLES: SignedDuration = SignedDuration::from_hours(6);
/// How long a day waits for records that are still to come before it is said without them: a post that is closed at night is
/// heard from in the morning.
const WAITS: SignedDuration = SignedDuration::from_hours(36);
/// From one version of a day to the next, so that records that trickle in make one correction and not a hundred.
const BETWEEN_VERSIONS: SignedDuration = SignedDuration::from_hours(6);
/// Days back that are said where nothing was said of them; earlier ones are left.
const MOST_DAYS_BACK: u16 = 400;

/// What this side publishes of a day and direction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The day.
    pub day: Date,
    /// Which way, as this side sees it.
    pub direction: Direction,
    /// How many people, as published.
    pub people: u64,
    /// The same people by groups, as published: those of each kind make up the whole.
    pub groups: Vec<Group>,
    /// How whole the count is.
    pub coverage: Coverage,
    /// When this side's own day of this date begins.
    pub own_midnight: Timestamp,
}

/// What was said last of a day and direction.
#[derive(Debug, Clone, Copy)]
pub struct LastSaid<'a> {
    /// What.
    pub figures: &'a DayFigures,
    /// When.
    pub at: Timestamp,
    /// Whether the other side does not have it, and may take it now: it is said again.
    pub is_lost: bool,
}

/// The days of a pair that may be said now, first to last: those that the agreement covers, that are over for some hours, and
/// that are kept as long as that. `None` where there is none.
pub fn days_over(agreement: &Agreement, pair: &Pair, now: Timestamp) -> Option<(Date, Date)> {
    let zone = TimeZone::get(&pair.zone).ok()?;
    let last = (now - SETTLES).to_zoned_datetime(zone.clone()).date().yesterday().ok()?.min(agreement.until);
    let back = i64::from(agreement.kept_days.figures.min(MOST_DAYS_BACK)).saturating_sub(1).max(0);
    let first = now.to_zoned_datetime(zone).date().checked_sub(back.days()).ok()?.max(agreement.since);
    (first <= last).then_some((first, last))
}

/// From when to when a day of a pair is; `None` outside the calendar.
fn bounds(pair: &Pair, day: Date, own_midnight: Timestamp) -> Option<DayBounds> {
    let zone = TimeZone::get(&pair.zone).ok()?;
    let begins = |day: Date| day.to_zoned_datetime(zone.clone()).map(|zoned| zoned.timestamp()).ok();
    Some(DayBounds { from: begins(day)?, to: begins(day.tomorrow().ok()?)?, own_midnight })
}

/// What is to be said of what was counted, in the order of the days; at most `most`. `bound` is what published counts are
/// multiples of, and `said` what was said last of a day and direction.
pub fn due<'a>(
    (agreement, pair): (&Agreement, &Pair),
    counted: &[Counted],
    bound: u64,
    said: impl Fn(Date, Direction) -> Option<LastSaid<'a>>,
    now: Timestamp,
    most: usize,
) -> Vec<DayFigures> {
    let Some((first, last)) = days_over(agreement, pair, now) else { return Vec::new() };
    let multiple = bound.max(agreement.multiple_of).max(1);
    let next = |counted: &Counted| {
        let mut figures = said_of(agreement, pair, counted, multiple)?;
        match said(counted.day, counted.direction) {
            Some(before) if !before.is_lost && is_same(&figures, before.figures) => return None,
            Some(before) if now < before.at + BETWEEN_VERSIONS => return None,
            Some(before) => figures.version = before.figures.version.saturating_add(1),
            None if counted.coverage.reached_until.is_some() && now < figures.bounds.to + WAITS => return None,
            None => {}
        }
        Some(figures)
    };
    let mut days: Vec<&Counted> = counted.iter().filter(|counted| (first..=last).contains(&counted.day)).collect();
    days.sort_by_key(|counted| (counted.day, counted.direction));
    days.into_iter().filter_map(next).take(most).collect()
}

/// What is said of a day for the first time.
fn said_of(agreement: &Agreement, pair: &Pair, counted: &Counted, multiple: u64) -> Option<DayFigures> {
    let mut kinds: BTreeMap<GroupBy, Vec<&Group>> = BTreeMap::new();
    for group in counted.groups.iter().filter(|group| agreement.groups.contains(&group.by)) {
        kinds.entry(group.by).or_default().push(group);
    }
    let people = nearest(counted.people, multiple);
    let groups = kinds.into_values().flat_map(|groups| apportioned(people, &groups, multiple));
    let tallied = counted.coverage.tallied / multiple * multiple;
    Some(DayFigures {
        pair: pair.code.clone(),
        day: counted.day,
        direction: counted.direction,
        bounds: bounds(pair, counted.day, counted.own_midnight)?,
        people,
        groups: groups.collect(),
        multiple_of: multiple,
        coverage: Coverage { tallied, ..counted.coverage },
        version: 1,
    })
}

fn nearest(people: u64, multiple: u64) -> u64 {
    (people + multiple / 2) / multiple * multiple
}

/// Groups as multiples that make up the whole: each rounded down, and those with most left over rounded up (the method of the
/// largest remainder). Nobody is put into an empty group.
fn apportioned(people: u64, groups: &[&Group], multiple: u64) -> Vec<Group> {
    let mut shown: Vec<Group> =
        groups.iter().map(|group| Group { people: group.people / multiple * multiple, ..(*group).clone() }).collect();
    shown.sort_by(|one, other| one.code.cmp(&other.code));
    let left = |code: &str| groups.iter().find(|group| group.code == code).map_or(0, |group| group.people % multiple);
    let mut missing = people.saturating_sub(shown.iter().map(|group| group.people).sum()) / multiple;
    let mut order: Vec<usize> = (0..shown.len()).filter(|at| left(&shown[*at].code) > 0).collect();
    order.sort_by_key(|at| std::cmp::Reverse(left(&shown[*at].code)));
    for at in order {
        if missing == 0 {
            break;
        }
        shown[at].people += multiple;
        missing -= 1;
    }
    shown.retain(|group| group.people > 0);
    shown
}

/// Whether two say the same, whatever their version is. Until when a post's records reach matters only in that they are not
/// all there.
fn is_same(one: &DayFigures, other: &DayFigures) -> bool {
    let about = |figures: &DayFigures| {
        let Coverage { hours_closed, tallied, reached_until } = figures.coverage;
        (figures.bounds, figures.people, figures.multiple_of, hours_closed, tallied, reached_until.is_some())
    };
    about(one) == about(other) && one.groups == other.groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Article, Content, Kind, Party};
    use jiff::civil::date;
    use limen_domain::{PostId, StateCode};
    use proptest::prelude::*;
    use uuid::Uuid;

    fn state(code: &str) -> StateCode {
        code.parse().expect("a state")
    }

    fn agreement(multiple_of: u64) -> Agreement {
        let party = |code: &str, key: u8| Party { state: state(code), name: code.to_owned(), key: [key; 32] };
        let basis = Article { treaty: "Accord".to_owned(), article: "4".to_owned() };
        let days = (date(2026, 11, 1), date(2026, 11, 20));
        let parties = [party("MLI", 1), party("GIN", 2)];
        let mut agreement = Agreement::new(Uuid::nil(), 1, "Kourémalé", parties, basis, days);
        let posts = [("MLI", "KRM"), ("GIN", "KOU")];
        let posts = posts.map(|(code, post)| (state(code), PostId::parse(post).expect("a post")));
        agreement.pairs.push(Pair {
            code: "KOU".to_owned(),
            name: "Kourémalé".to_owned(),
            posts: posts.into_iter().collect(),
            zone: "Africa/Bamako".to_owned(),
            is_joint: false,
        });
        agreement.papers = vec![Kind::Figures];
        agreement.groups = vec![GroupBy::Nationality, GroupBy::Sex];
        agreement.multiple_of = multiple_of;
        agreement
    }

    /// A day as it is published in multiples of 5: so many of each nationality, and the same people by sex.
    fn counted(day: Date, direction: Direction, by_nationality: [u64; 3], women: u64) -> Counted {
        let people = 5 * by_nationality.iter().sum::<u64>();
        let women = (5 * women).min(people);
        let group = |by: GroupBy, code: &str, people: u64| Group { by, code: code.to_owned(), people };
        let groups = vec![
            group(GroupBy::Nationality, "MLI", 5 * by_nationality[0]),
            group(GroupBy::Nationality, "GIN", 5 * by_nationality[1]),
            group(GroupBy::Nationality, "others", 5 * by_nationality[2]),
            group(GroupBy::Sex, "F", women),
            group(GroupBy::Sex, "M", people - women),
            group(GroupBy::Mode, "foot", people),
        ];
        let own_midnight = day.to_zoned_datetime(TimeZone::UTC).expect("a day").timestamp();
        Counted { day, direction, people, groups, coverage: Coverage::default(), own_midnight }
    }

    fn at(day: Date, hour: i8) -> Timestamp {
        day.at(hour, 0, 0, 0).to_zoned_datetime(TimeZone::UTC).expect("a moment").timestamp()
    }

    fn of(groups: &[Group], by: GroupBy) -> u64 {
        groups.iter().filter(|group| group.by == by).map(|group| group.people).sum()
    }

    #[test]
    fn a_day_is_said_once_it_is_over_for_some_hours_and_not_again() {
        let agreement = agreement(5);
        let pair = &agreement.pairs[0];
        let day = date(2026, 11, 10);
        let counts = [counted(day, Direction::Entry, [3, 2, 1], 4)];
        let none = |_, _| None;
        assert_eq!(due((&agreement, pair), &counts, 5, none, at(day, 23), 10), []);
        assert_eq!(due((&agreement, pair), &counts, 5, none, at(date(2026, 11, 11), 5), 10), []);
        let said = due((&agreement, pair), &counts, 5, none, at(date(2026, 11, 11), 6), 10);
        assert_eq!((said.len(), said[0].people, said[0].version), (1, 30, 1));
        assert!(said[0].groups.iter().all(|group| group.by != GroupBy::Mode), "by what is not agreed");
        let first = LastSaid { figures: &said[0], at: at(date(2026, 11, 11), 6), is_lost: false };
        let again = |_, _| Some(first);
        assert_eq!(due((&agreement, pair), &counts, 5, again, at(date(2026, 11, 15), 6), 10), []);
    }

    #[test]
    fn records_that_come_later_make_a_new_version_and_those_that_trickle_in_one_and_not_many() {
        let agreement = agreement(5);
        let pair = &agreement.pairs[0];
        let day = date(2026, 11, 10);
        let mut before = counted(day, Direction::Exit, [3, 2, 1], 4);
        before.coverage.reached_until = Some(at(day, 14));
        let (first_at, none) = (at(date(2026, 11, 12), 12), |_, _| None);
        assert_eq!(due((&agreement, pair), &[before.clone()], 5, none, at(date(2026, 11, 12), 11), 10), [], "it waits");
        let said = due((&agreement, pair), &[before.clone()], 5, none, first_at, 10);
        let last = |_, _| Some(LastSaid { figures: &said[0], at: first_at, is_lost: false });
        // The same records, heard of a little further: nothing new.
        before.coverage.reached_until = Some(at(day, 15));
        assert_eq!(due((&agreement, pair), &[before], 5, last, at(date(2026, 11, 14), 6), 10), []);
        let whole = [counted(day, Direction::Exit, [5, 2, 1], 4)];
        assert_eq!(
            due((&agreement, pair), &whole, 5, last, at(date(2026, 11, 11), 11), 10),
            [],
            "soon after the first"
        );
        let second = due((&agreement, pair), &whole, 5, last, at(date(2026, 11, 12), 18), 10);
        assert_eq!((second[0].version, second[0].people, second[0].coverage.reached_until), (2, 40, None));
    }

    #[test]
    fn what_the_other_side_did_not_take_under_an_agreement_that_ended_is_said_again_under_the_next() {
        let agreement = agreement(5);
        let pair = &agreement.pairs[0];
        let counts = [counted(date(2026, 11, 10), Direction::Entry, [3, 2, 1], 4)];
        let first_at = at(date(2026, 11, 11), 6);
        let said = due((&agreement, pair), &counts, 5, |_, _| None, first_at, 10);
        let lost = |_, _| Some(LastSaid { figures: &said[0], at: first_at, is_lost: true });
        assert_eq!(due((&agreement, pair), &counts, 5, lost, at(date(2026, 11, 11), 11), 10), [], "soon after it");
        let again = due((&agreement, pair), &counts, 5, lost, at(date(2026, 11, 11), 12), 10);
        assert_eq!(again, [DayFigures { version: 2, ..said[0].clone() }]);
    }

    #[test]
    fn a_day_is_of_the_pairs_zone_and_says_when_the_senders_own_began() {
        let mut agreement = agreement(5);
        agreement.pairs[0].zone = "Africa/Lagos".to_owned();
        let day = date(2026, 11, 10);
        let said = due(
            (&agreement, &agreement.pairs[0]),
            &[counted(day, Direction::Entry, [1, 0, 0], 0)],
            5,
            |_, _| None,
            at(date(2026, 11, 12), 0),
            1,
        );
        assert_eq!(said[0].bounds.from, at(date(2026, 11, 9), 23));
        assert_eq!(said[0].bounds.to, at(day, 23));
        assert_eq!(said[0].bounds.own_midnight, at(day, 0));
    }

    #[test]
    fn no_day_is_said_that_the_agreement_does_not_cover_or_that_is_kept_no_longer() {
        let mut agreement = agreement(5);
        let now = at(date(2026, 12, 5), 12);
        assert_eq!(days_over(&agreement, &agreement.pairs[0], now), Some((date(2026, 11, 1), date(2026, 11, 20))));
        agreement.kept_days.figures = 20;
        assert_eq!(days_over(&agreement, &agreement.pairs[0], now), Some((date(2026, 11, 16), date(2026, 11, 20))));
        assert_eq!(days_over(&agreement, &agreement.pairs[0], at(date(2026, 11, 1), 12)), None);
        agreement.until = Date::MAX;
        agreement.kept_days.figures = u16::MAX;
        let (first, last) = days_over(&agreement, &agreement.pairs[0], at(date(2030, 1, 1), 12)).expect("days");
        assert_eq!((last, i64::from((last - first).get_days())), (date(2029, 12, 31), 398));
    }

    proptest! {
        #[test]
        fn what_is_said_is_let_through_adds_up_and_puts_nobody_into_an_empty_group(
            days in proptest::collection::vec((0i8..25, any::<bool>(), [0u64..40, 0u64..4, 0u64..2], 0u64..50), 0..40),
            multiple_of in prop_oneof![Just(1u64), Just(5), Just(7), Just(10), Just(25)],
            most in 0usize..30,
            hour in 0i8..24,
        ) {
            let agreement = agreement(multiple_of);
            let pair = &agreement.pairs[0];
            let counts: Vec<Counted> = days.iter().map(|(day, enters, by_nationality, women)| {
                let direction = if *enters { Direction::Entry } else { Direction::Exit };
                counted(date(2026, 10, 30).checked_add(i64::from(*day).days()).expect("a day"), direction, *by_nationality, *women)
            }).collect();
            let now = at(date(2026, 11, 18), hour);
            let said = due((&agreement, pair), &counts, 5, |_, _| None, now, most);
            prop_assert!(said.len() <= most);
            for figures in &said {
                let content = Content::Figures(figures.clone());
                prop_assert_eq!(agreement.lets_through(state("MLI"), &content, date(2026, 11, 18)), Ok(()));
                prop_assert!(figures.day >= agreement.since && figures.bounds.to + SETTLES <= now);
                for by in [GroupBy::Nationality, GroupBy::Sex] {
                    prop_assert_eq!(of(&figures.groups, by), figures.people);
                }
                let is_it = |other: &&Counted| {
                    other.day == figures.day
                        && other.direction == figures.direction
                        && nearest(other.people, figures.multiple_of) == figures.people
                };
                let found = counts.iter().filter(is_it);
                let is_near = |counted: &Counted| figures.groups.iter().all(|group| {
                    let before = counted.groups.iter().find(|other| (other.by, &other.code) == (group.by, &group.code));
                    before.is_some_and(|before| before.people > 0 && before.people.abs_diff(group.people) < figures.multiple_of.max(6))
                });
                prop_assert!(found.into_iter().any(is_near), "{figures:?}");
            }
        }

        #[test]
        fn what_did_not_change_is_not_said_again_however_much_else_did(
            before in proptest::collection::vec([0u64..20, 0u64..5, 0u64..3], 12),
            after in proptest::collection::vec([0u64..20, 0u64..5, 0u64..3], 12),
            stays in proptest::collection::vec(any::<bool>(), 12),
            multiple_of in prop_oneof![Just(5u64), Just(10), Just(25)],
        ) {
            let agreement = agreement(multiple_of);
            let pair = &agreement.pairs[0];
            let day = |at: usize| date(2026, 11, 1 + at as i8);
            let first: Vec<Counted> =
                before.iter().enumerate().map(|(at, by)| counted(day(at), Direction::Entry, *by, 3)).collect();
            let (first_at, later) = (at(date(2026, 11, 14), 8), at(date(2026, 11, 15), 8));
            let said = due((&agreement, pair), &first, 5, |_, _| None, first_at, 100);
            prop_assert_eq!(said.len(), first.len());
            let last = |day: Date, _| {
                said.iter().find(|figures| figures.day == day).map(|figures| LastSaid { figures, at: first_at, is_lost: false })
            };
            let second: Vec<Counted> = after.iter().enumerate().map(|(at, by)| {
                if stays[at] { first[at].clone() } else { counted(day(at), Direction::Entry, *by, 3) }
            }).collect();
            let corrected = due((&agreement, pair), &second, 5, last, later, 100);
            for figures in &corrected {
                let place = usize::try_from((figures.day - day(0)).get_days()).expect("a place");
                prop_assert!(!stays[place], "nothing changed on {}", figures.day);
                prop_assert_eq!(figures.version, 2);
                prop_assert!(!is_same(figures, &said[place]));
            }
            // What is left is what reads the same.
            for (place, counted) in second.iter().enumerate() {
                if corrected.iter().all(|figures| figures.day != counted.day) {
                    let now = said_of(&agreement, pair, counted, multiple_of.max(5)).expect("a day");
                    prop_assert!(is_same(&now, &said[place]));
                }
            }
        }
    }
}
