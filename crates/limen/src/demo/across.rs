//! The two posts of Kourémalé, one in each state: who crosses at one crosses at the other some minutes later. What they count
//! differs for two reasons that can be found on the page *Across the border*:
//!
//! - on market days the Malian post closes its counter at six in the evening, when many walk home, and counts them by tally;
//! - the Guinean post's link was down for some days: its records of these came later, and its counts were corrected.

use super::people::pick;
use jiff::{
    SignedDuration, Span, Timestamp, ZonedDateTime,
    civil::{Date, Weekday},
    tz::TimeZone,
};
use limen_domain::{
    AccountId, AgeBand, Crossing, CrossingId, Decision, Direction, Event, Journey, Mode, PostId, RuleSet, Sex, Tally,
    TallyAge, TallyCount, TallyId, Traveller, stay_finding,
};
use limen_neighbour::Pair;
use limen_store::{NewEvent, Post};
use rand::{Rng, RngExt};
use std::collections::BTreeMap;

/// The Guinean post, as its headquarters knows it.
pub const GUINEAN_POST: &str = "KOU";
/// The code of the pair.
pub const PAIR: &str = "KOUREMALE";
/// Who works there.
pub const GUINEAN_OFFICERS: [&str; 3] = ["fatoumata", "sekou", "mohamed"];

/// The day of the week on which there is a market, and the hour at which the Malian counter closes on it.
const MARKET: Weekday = Weekday::Saturday;
const CLOSES: i8 = 18;
/// How many people walk home to Guinea after a market, and over how many days back.
const WALK_HOME: std::ops::Range<u32> = 40..70;
const MARKETS_BACK: i32 = 400;
/// The Guinean post's link went down so many days ago, and its records came together once it was back.
const LINK_DOWN_DAYS_AGO: i32 = 5;
/// How long before now the link came back: what was counted until then was said already, and is corrected now.
const LINK_BACK: SignedDuration = SignedDuration::from_hours(12);
/// Seconds from one post to the other.
const BETWEEN: std::ops::Range<i64> = 300..1_500;
/// One in so many passes one post and not the other, such as those who stay between them for the market.
const STAYS_BETWEEN: f64 = 0.015;

/// Someone who walks home to Guinea on the evening of a market.
#[derive(Debug, Clone)]
pub struct Walker {
    at: Timestamp,
    traveller: Traveller,
}

/// The Guinean post of Kourémalé.
///
/// # Errors
/// A code in this file does not exist: a fault of it.
pub fn guinean_post() -> Result<Post, crate::outcome::Failed> {
    Ok(Post {
        id: PostId::parse(GUINEAN_POST)?,
        name: "Kourémalé-Guinée".into(),
        country: "GIN".parse()?,
        time_zone: "Africa/Conakry".into(),
        neighbour: "MLI".parse()?,
        town_in: "Siguiri".into(),
        town_out: "Bamako".into(),
        records_all_exits: true,
        place: Some((11.951, -8.792)),
    })
}

/// The two posts as an agreement names them.
pub fn pair(malian: &Post, guinean: &Post) -> Pair {
    Pair {
        code: PAIR.into(),
        name: "Kourémalé".into(),
        posts: [malian, guinean].map(|post| (post.country, post.id.clone())).into(),
        zone: "Africa/Bamako".into(),
        is_joint: false,
    }
}

/// Those who walk home on market evenings, out of the Guineans who crossed before.
///
/// # Errors
/// The time zone of the post does not exist.
pub fn walkers(
    random: &mut impl Rng,
    malian: &Post,
    past: &[NewEvent],
    now: Timestamp,
) -> Result<Vec<Walker>, crate::outcome::Failed> {
    let zone = TimeZone::get(&malian.time_zone)?;
    let guinea = malian.neighbour;
    let travellers: Vec<&Traveller> = past
        .iter()
        .filter_map(|event| match &event.event {
            Event::CrossingRecorded(crossing) => Some(&crossing.traveller),
            _ => None,
        })
        .filter(|traveller| traveller.nationality == Some(guinea))
        .collect();
    let today = now.to_zoned_datetime(zone.clone()).date();
    let mut walkers = Vec::new();
    for back in (1..=MARKETS_BACK).rev() {
        let day = today - Span::new().days(back);
        if day.weekday() != MARKET || travellers.is_empty() {
            continue;
        }
        let closes = day.at(CLOSES, 0, 0, 0).to_zoned_datetime(zone.clone())?.timestamp();
        for _ in 0..random.random_range(WALK_HOME) {
            let at = closes + SignedDuration::from_secs(random.random_range(0..3 * 3_600));
            let traveller = travellers[random.random_range(0..travellers.len())].clone();
            walkers.push(Walker { at, traveller });
        }
    }
    walkers.sort_by_key(|walker| walker.at);
    Ok(walkers)
}

/// Whether the Malian counter is closed: on the evening of a market, everyone is counted by tally.
fn is_closed(at: &ZonedDateTime) -> bool {
    at.date().weekday() == MARKET && at.hour() >= CLOSES
}

/// The past of the Malian post as it kept it: on market evenings, people stand in tallies and not in records.
///
/// # Errors
/// How many of each sex and age.
type People = BTreeMap<(Sex, TallyAge), u32>;

/// The time zone of the post does not exist.
pub fn market_evenings_by_tally(
    random: &mut impl Rng,
    malian: &Post,
    past: Vec<NewEvent>,
    walkers: &[Walker],
) -> Result<Vec<NewEvent>, crate::outcome::Failed> {
    let zone = TimeZone::get(&malian.time_zone)?;
    let officer = AccountId::parse("mariam")?;
    let mut counted: BTreeMap<(Date, Direction, Mode), People> = BTreeMap::new();
    let mut count = |day: Date, direction: Direction, mode: Mode, traveller: &Traveller| {
        let group = (traveller.sex, age_as_seen(traveller, day));
        *counted.entry((day, direction, mode)).or_default().entry(group).or_default() += 1;
    };
    let mut kept = Vec::with_capacity(past.len());
    for event in past {
        let at = event.at.to_zoned_datetime(zone.clone());
        match &event.event {
            Event::CrossingRecorded(crossing) if is_closed(&at) && crossing.decision.kind().crossed() => {
                let mode = crossing.journey.mode.unwrap_or(Mode::Foot);
                count(at.date(), crossing.direction, mode, &crossing.traveller);
            }
            _ => kept.push(event),
        }
    }
    for walker in walkers {
        let day = walker.at.to_zoned_datetime(zone.clone()).date();
        count(day, Direction::Exit, Mode::Foot, &walker.traveller);
    }
    for ((day, direction, mode), groups) in counted {
        let moment = |hour: i8| {
            let at = day.at(hour, 0, 0, 0).to_zoned_datetime(zone.clone());
            at.map(|at| at.timestamp())
        };
        let (from, to) = (moment(CLOSES)?, moment(23)?);
        let counts = groups.into_iter();
        let tally = Tally {
            id: TallyId(id(random, to)),
            post: malian.id.clone(),
            place: String::new(),
            officer: officer.clone(),
            from,
            to,
            direction,
            mode,
            counts: counts.map(|((sex, age), people)| TallyCount { sex, age, vulnerability: None, people }).collect(),
        };
        kept.push(NewEvent { at: to, actor: Some(officer.clone()), event: Event::TallyCounted(Box::new(tally)) });
    }
    kept.sort_by_key(|event| event.at);
    Ok(kept)
}

/// How old someone looks to who counts people in passing.
fn age_as_seen(traveller: &Traveller, day: Date) -> TallyAge {
    match AgeBand::of(traveller.ages_on(day).map(|ages| ages.youngest)) {
        AgeBand::To14 | AgeBand::To17 => TallyAge::Child,
        AgeBand::From65 => TallyAge::Elder,
        AgeBand::To24 | AgeBand::To64 | AgeBand::Unknown => TallyAge::Adult,
    }
}

/// The past of the Guinean post: those who crossed at the Malian one, as they were before some were counted by tally, the
/// other way round and some minutes later or earlier; and those who walked home. What would have happened after `now` is left out.
///
/// # Errors
/// The time zone of a post does not exist.
pub fn mirrored(
    random: &mut impl Rng,
    guinean: &Post,
    (malian_past, walkers): (&[NewEvent], &[Walker]),
    now: Timestamp,
    rules: &RuleSet,
) -> Result<Vec<NewEvent>, crate::outcome::Failed> {
    let zone = TimeZone::get(&guinean.time_zone)?;
    let officers = GUINEAN_OFFICERS.map(AccountId::parse).into_iter().collect::<Result<Vec<_>, _>>()?;
    let mut past = Vec::with_capacity(malian_past.len());
    for event in malian_past {
        let Event::CrossingRecorded(crossing) = &event.event else { continue };
        if !crossing.decision.kind().crossed() || random.random_bool(STAYS_BETWEEN) {
            continue;
        }
        let between = SignedDuration::from_secs(random.random_range(BETWEEN));
        // Who leaves Mali enters Guinea afterwards; who enters Mali has left Guinea before.
        let direction = crossing.direction.other();
        let at = if direction == Direction::Entry { event.at + between } else { event.at - between };
        if at >= now {
            continue;
        }
        let day = at.to_zoned_datetime(zone.clone()).date();
        let officer = officers[pick(random, &[0, 1, 2])].clone();
        let traveller = crossing.traveller.clone();
        let (finding, _) = stay_finding(&traveller, direction, guinean.country, rules, &[], day);
        let is_entry = direction == Direction::Entry;
        let journey = Journey {
            stay_days: crossing.journey.stay_days.filter(|_| is_entry),
            permit_until: None,
            residence: None,
            accompaniment: None,
            adult_unnamed: None,
            ..crossing.journey.clone()
        };
        let mirrored = Crossing {
            id: CrossingId(id(random, at)),
            post: guinean.id.clone(),
            at,
            direction,
            traveller,
            decision: if is_entry { Decision::Admit } else { Decision::LetDepart },
            authorised: if is_entry { finding.authorises(journey.permit_until) } else { None },
            journey,
            officer: officer.clone(),
            day: Some(day),
            ..(**crossing).clone()
        };
        past.push(NewEvent { at, actor: Some(officer), event: Event::CrossingRecorded(Box::new(mirrored)) });
    }
    for walker in walkers {
        let at = walker.at + SignedDuration::from_secs(random.random_range(BETWEEN));
        let officer = officers[pick(random, &[0, 1, 2])].clone();
        let crossing = Crossing {
            id: CrossingId(id(random, at)),
            post: guinean.id.clone(),
            at,
            day: Some(at.to_zoned_datetime(zone.clone()).date()),
            direction: Direction::Entry,
            traveller: walker.traveller.clone(),
            journey: Journey { mode: Some(Mode::Foot), ..Journey::default() },
            decision: Decision::Admit,
            authorised: None,
            visa: None,
            party: None,
            member: None,
            officer: officer.clone(),
            settles: None,
            undoes: None,
            stamp: None,
        };
        past.push(NewEvent { at, actor: Some(officer), event: Event::CrossingRecorded(Box::new(crossing)) });
    }
    past.sort_by_key(|event| event.at);
    Ok(past)
}

/// What had come to headquarters before the link of the post went down, and what came together once it was back. The post's
/// own journal holds both. Headquarters holds the first part when its counts are said at [`said_before`]; the rest comes with
/// the post's next round, and the days stand corrected.
///
/// # Errors
/// The time zone of the post does not exist.
pub fn as_they_came(
    post: &Post,
    past: Vec<NewEvent>,
    now: Timestamp,
) -> Result<(Vec<NewEvent>, Vec<NewEvent>), crate::outcome::Failed> {
    let zone = TimeZone::get(&post.time_zone)?;
    let went_down = now.to_zoned_datetime(zone.clone()).date() - Span::new().days(LINK_DOWN_DAYS_AGO);
    // In a journal everything comes in its order: what follows waits too.
    let went_down = went_down.at(10, 0, 0, 0).to_zoned_datetime(zone)?.timestamp();
    let mut at_once = past;
    let late = at_once.split_off(at_once.partition_point(|event| event.at < went_down));
    Ok((at_once, late))
}

/// When the counts of the days without a link were said for the first time.
pub fn said_before(now: Timestamp) -> Timestamp {
    now - LINK_BACK
}

fn id(random: &mut impl Rng, at: Timestamp) -> uuid::Uuid {
    let milliseconds = u64::try_from(at.as_millisecond()).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(milliseconds, &random.random()).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::{past, people, posts, reference};
    use rand::{SeedableRng, rngs::StdRng};

    struct Both {
        malian: Vec<NewEvent>,
        guinean: Vec<NewEvent>,
        now: Timestamp,
    }

    fn both() -> Both {
        let now: Timestamp = "2026-11-26T09:00:00Z".parse().expect("a moment");
        let mut random = StdRng::seed_from_u64(29);
        let (posts, (reference, _)) = (posts().expect("posts"), reference().expect("lists"));
        let mut regulars = people::regulars(&mut random, 6_000, now);
        let rules = &reference.rules;
        let past = past::of_post(&mut random, &posts[0], &posts, &mut regulars, 6_000, now, rules).expect("a past");
        let walkers = walkers(&mut random, &posts[0], &past, now).expect("walkers");
        let guinean = guinean_post().expect("a post");
        let mirrored = mirrored(&mut random, &guinean, (&past, &walkers), now, rules).expect("mirrored");
        let malian = market_evenings_by_tally(&mut random, &posts[0], past, &walkers).expect("tallied");
        Both { malian, guinean: mirrored, now }
    }

    /// How many were recorded in one direction on a day.
    fn recorded(events: &[NewEvent], direction: Direction, day: Date) -> usize {
        let is_it = |event: &&NewEvent| match &event.event {
            Event::CrossingRecorded(crossing) => {
                crossing.direction == direction
                    && crossing.decision.kind().crossed()
                    && event.at.to_zoned_datetime(TimeZone::UTC).date() == day
            }
            _ => false,
        };
        events.iter().filter(is_it).count()
    }

    #[test]
    fn on_market_days_the_malian_post_lacks_those_whom_it_counted_by_tally_and_on_others_nearly_nobody() {
        let both = both();
        let (saturday, wednesday) = (jiff::civil::date(2026, 11, 14), jiff::civil::date(2026, 11, 11));
        let gap = |day| {
            let (ours, theirs) =
                (recorded(&both.malian, Direction::Exit, day), recorded(&both.guinean, Direction::Entry, day));
            theirs as i64 - ours as i64
        };
        assert!(gap(saturday) >= 35, "{}", gap(saturday));
        assert!(gap(wednesday).abs() <= 3, "{}", gap(wednesday));
        let tallied: u32 = both
            .malian
            .iter()
            .filter(|event| event.at.to_zoned_datetime(TimeZone::UTC).date() == saturday)
            .filter_map(|event| match &event.event {
                Event::TallyCounted(tally) if tally.direction == Direction::Exit => Some(tally),
                _ => None,
            })
            .flat_map(|tally| &tally.counts)
            .map(|count| count.people)
            .sum();
        assert!(i64::from(tallied).abs_diff(gap(saturday)) <= 3, "the tally explains it: {tallied}");
        assert!(both.guinean.iter().all(|event| event.at <= both.now));
    }

    #[test]
    fn what_came_late_is_everything_since_the_link_went_down_and_counts_were_said_before() {
        let both = both();
        let guinean = guinean_post().expect("a post");
        let all = both.guinean.len();
        let (at_once, late) = as_they_came(&guinean, both.guinean, both.now).expect("parted");
        assert!(!late.is_empty() && at_once.len() + late.len() == all);
        let went_down = late.first().expect("late").at;
        assert!(at_once.iter().all(|event| event.at < went_down));
        assert!(said_before(both.now) > went_down + SignedDuration::from_hours(72));
    }
}
