//! People who were counted beside the demonstration's post, on the places of its list: invented, up to yesterday.

use jiff::{SignedDuration, Span, Timestamp, civil::Weekday, tz::TimeZone};
use limen_domain::{AccountId, Direction, Event, Mode, Sex, Tally, TallyAge, TallyCount, TallyId, Vulnerability};
use limen_store::{NewEvent, Post};
use rand::{Rng, RngExt};

/// How many days back it was counted.
const DAYS: i32 = 56;
/// How long one tally takes.
const HALF_HOUR: SignedDuration = SignedDuration::from_mins(30);

/// How a place is: on which days somebody counts there, between which hours, how many come in half an hour, and at which
/// hours a bus does.
struct Place {
    days: &'static [Weekday],
    hours: std::ops::Range<i8>,
    on_foot: u32,
    buses: &'static [i8],
}

/// The ford has a market on Saturdays and a bus before and after it; the track has people on foot alone.
const PLACES: [Place; 2] = [
    Place {
        days: &[Weekday::Monday, Weekday::Wednesday, Weekday::Friday, Weekday::Saturday],
        hours: 6..17,
        on_foot: 7,
        buses: &[8, 15],
    },
    Place { days: &[Weekday::Tuesday, Weekday::Saturday], hours: 7..13, on_foot: 4, buses: &[] },
];

/// What was counted beside `post` up to the day before `now`; nothing where the list has no place of it.
///
/// # Errors
/// The time zone of `post` does not exist, or a list of the demonstration is wrong: faults of its files.
pub(super) fn of_post(
    random: &mut impl Rng,
    post: &Post,
    now: Timestamp,
) -> Result<Vec<NewEvent>, crate::outcome::Failed> {
    let points = super::reference()?.0.tally_points;
    let zone = TimeZone::get(&post.time_zone)?;
    let today = now.to_zoned_datetime(zone.clone()).date();
    let officer = AccountId::parse("aminata")?;
    let mut tallies = Vec::new();
    for (point, place) in points.of_post(&post.id).zip(&PLACES) {
        for day in (1..=DAYS).map(|back| today - Span::new().days(back)) {
            if !place.days.contains(&day.weekday()) {
                continue;
            }
            let market = if day.weekday() == Weekday::Saturday { 2 } else { 1 };
            let mut count = |from: Timestamp, lasts: SignedDuration, mode: Mode, people: u32, direction: Direction| {
                let milliseconds = u64::try_from(from.as_millisecond()).unwrap_or_default();
                tallies.push(Tally {
                    id: TallyId(uuid::Builder::from_unix_timestamp_millis(milliseconds, &random.random()).into_uuid()),
                    post: post.id.clone(),
                    place: point.name.clone(),
                    officer: officer.clone(),
                    from,
                    to: from + lasts,
                    direction,
                    mode,
                    counts: groups(random, people),
                });
            };
            for hour in place.hours.clone() {
                let begins = day.at(hour, 0, 0, 0).to_zoned_datetime(zone.clone())?.timestamp();
                // To the market in the morning, home in the afternoon.
                let direction = if hour < 12 { Direction::Entry } else { Direction::Exit };
                for half in 0..2 {
                    let wave = u32::from(hour.unsigned_abs()) * 5 % 4;
                    count(begins + HALF_HOUR * half, HALF_HOUR, Mode::Foot, place.on_foot * market + wave, direction);
                }
                if place.buses.contains(&hour) {
                    let at = begins + SignedDuration::from_mins(10);
                    count(at, SignedDuration::from_mins(5), Mode::Bus, 24, direction);
                }
            }
        }
    }
    let event = |tally: Tally| NewEvent {
        at: tally.to,
        actor: Some(officer.clone()),
        event: Event::TallyCounted(Box::new(tally)),
    };
    let mut events: Vec<NewEvent> = tallies.into_iter().map(event).collect();
    events.sort_by_key(|event| event.at);
    Ok(events)
}

/// So many people in groups, each named once: most are grown up, and now and then somebody is ill or nurses a child.
fn groups(random: &mut impl Rng, people: u32) -> Vec<TallyCount> {
    let mut counts: Vec<TallyCount> = Vec::new();
    for _ in 0..people {
        let sex = if random.random_bool(0.6) { Sex::Female } else { Sex::Male };
        let age = match random.random_range(0..20) {
            0..=2 => TallyAge::Infant,
            3..=6 => TallyAge::Child,
            7..=18 => TallyAge::Adult,
            _ => TallyAge::Elder,
        };
        let vulnerability = match random.random_range(0..60) {
            0 | 1 if sex == Sex::Female && age == TallyAge::Adult => Some(Vulnerability::Pregnant),
            2 => Some(Vulnerability::Ill),
            3 if age == TallyAge::Child => Some(Vulnerability::ChildAlone),
            _ => None,
        };
        let same = |count: &&mut TallyCount| (count.sex, count.age, count.vulnerability) == (sex, age, vulnerability);
        match counts.iter_mut().find(same) {
            Some(count) => count.people += 1,
            None => counts.push(TallyCount { sex, age, vulnerability, people: 1 }),
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{SeedableRng, rngs::StdRng};

    #[test]
    fn what_is_invented_could_have_been_counted_before_today() {
        let now: Timestamp = "2026-11-28T10:00:00Z".parse().expect("a moment");
        let midnight: Timestamp = "2026-11-28T00:00:00Z".parse().expect("a moment");
        let posts = super::super::posts().expect("posts");
        let events = of_post(&mut StdRng::seed_from_u64(1), &posts[0], now).expect("events");
        assert!(events.len() > 500 && events.is_sorted_by_key(|event| event.at));
        for event in &events {
            let Event::TallyCounted(tally) = &event.event else { panic!("{event:?}") };
            assert_eq!(tally.check(now), Ok(()));
            assert!(tally.to < midnight);
        }
        assert!(of_post(&mut StdRng::seed_from_u64(1), &posts[1], now).expect("none").is_empty());
    }
}
