//! An invented past: two years of crossings at a post, with days, weeks and market days as posts know them.

use super::people::{Regular, pick};
use jiff::{Span, Timestamp, civil::Weekday, tz::TimeZone};
use limen_domain::{
    Accompaniment, AccountId, AdultUnnamed, Crossing, CrossingId, Decision, Direction, Event, GroundCode, Journey,
    Presentation, RuleSet, counter, stay_finding,
};
use limen_store::{NewEvent, Post};
use rand::{Rng, RngExt};

/// How many days back the past goes.
const DAYS: i32 = 730;
/// For how many days back it is known when travellers were presented.
const PRESENTED_DAYS: i64 = 28;
/// How busy each hour is: quiet nights, buses in the morning and before dark.
const HOURS: [u32; 24] = [1, 1, 1, 1, 2, 4, 8, 12, 14, 13, 11, 10, 9, 8, 9, 11, 13, 12, 9, 6, 4, 3, 2, 1];

/// The journal of `post` over two years up to `now`, with about `crossings` crossings.
///
/// # Errors
/// The time zone of `post` does not exist, or two years before `now` is outside the calendar.
pub fn of_post(
    random: &mut impl Rng,
    post: &Post,
    posts: &[Post],
    regulars: &mut [Regular],
    crossings: usize,
    now: Timestamp,
    rules: &RuleSet,
) -> Result<Vec<NewEvent>, crate::outcome::Failed> {
    let here = posts.iter().position(|other| other.id == post.id).unwrap_or_default();
    let of_here: Vec<usize> = (0..regulars.len()).filter(|&at| regulars[at].home == here).collect();
    let officers = ["aminata", "ibrahima", "mariam"].map(AccountId::parse);
    let zone = TimeZone::get(&post.time_zone)?;
    let first = now.to_zoned_datetime(zone.clone()).date() - Span::new().days(DAYS);
    let usual = crossings as f64 / f64::from(DAYS);
    let mut events = Vec::with_capacity(crossings + crossings / 10);
    for day in 0..=DAYS {
        let date = first + Span::new().days(day);
        // Market day, rest day, and a slow growth over the two years.
        let week = match date.weekday() {
            Weekday::Saturday => 1.45,
            Weekday::Friday => 0.8,
            Weekday::Sunday => 0.85,
            _ => 0.98,
        };
        let growth = 0.85 + 0.3 * f64::from(day) / f64::from(DAYS);
        let season = 1.0 + 0.18 * (f64::from(date.day_of_year()) / 365.0 * std::f64::consts::TAU).cos();
        let event = event(post, DAYS - day);
        let today = (usual * week * growth * season * event * random.random_range(0.8..1.2)).round() as usize;
        let mut seconds: Vec<i64> = (0..today).map(|_| second_of_day(random)).collect();
        seconds.sort_unstable();
        let midnight = date.to_zoned_datetime(zone.clone())?.timestamp();
        for second in seconds {
            let at = midnight + jiff::SignedDuration::from_secs(second);
            if at >= now {
                break;
            }
            let regular = &mut regulars[of_here[skewed(random, of_here.len())]];
            let officer = officers[random.random_range(0..officers.len())].clone()?;
            let crossing = crossing(random, post, regular, at, &officer, date, rules);
            events.push(NewEvent { at, actor: Some(officer), event: Event::CrossingRecorded(Box::new(crossing)) });
        }
    }
    Ok(events)
}

/// A past in which the travellers of the last weeks were presented before they were decided, so that it is known how long
/// that took. The moment stands for chance.
pub fn presented(events: Vec<NewEvent>, now: Timestamp) -> Vec<NewEvent> {
    let since = now - jiff::SignedDuration::from_hours(24 * PRESENTED_DAYS);
    let presentation = |event: &NewEvent| match &event.event {
        Event::CrossingRecorded(crossing) if event.at > since => {
            let took = 35 + (event.at.as_second() / 3).rem_euclid(19) * (event.at.as_second() / 7).rem_euclid(11);
            let at = event.at - jiff::SignedDuration::from_secs(took);
            let event = Event::TravellerPresented(Box::new(Presentation::ended_by(crossing, at)));
            Some(NewEvent { at, actor: Some(crossing.officer.clone()), event })
        }
        _ => None,
    };
    let mut all: Vec<NewEvent> = events.iter().filter_map(presentation).collect();
    all.extend(events);
    all.sort_by_key(|event| event.at);
    all
}

/// What the last days have brought: a road closed before one post, people in flight before another.
fn event(post: &Post, days_ago: i32) -> f64 {
    match (post.id.as_str(), days_ago) {
        ("ZEG", 0..=4) => 0.3,
        ("DIB", 0..=2) => 2.2,
        _ => 1.0,
    }
}

/// The towns that people come from and go to, the nearest first: inside the country, and across the border.
fn towns(post: &Post) -> ([&'static str; 4], [&'static str; 4]) {
    match post.id.as_str() {
        "ZEG" => {
            (["Sikasso", "Bamako", "Koutiala", "Ségou"], ["Ouangolodougou", "Ferkessédougou", "Korhogo", "Abidjan"])
        }
        "DIB" => (["Kayes", "Bamako", "Diamou", "Kita"], ["Kidira", "Tambacounda", "Dakar", "Kaolack"]),
        _ => (["Bamako", "Kangaba", "Naréna", "Ségou"], ["Siguiri", "Kankan", "Conakry", "Kouroussa"]),
    }
}

/// One of them: most stay near. The moment stands for chance, so that nothing else of the past is drawn otherwise.
fn town(of: [&'static str; 4], at: Timestamp, turn: i64) -> String {
    let place = match (at.as_second() / turn).rem_euclid(20) {
        0..=10 => 0,
        11..=15 => 1,
        16..=18 => 2,
        _ => 3,
    };
    of[place].to_owned()
}

fn second_of_day(random: &mut impl Rng) -> i64 {
    let mut drawn = random.random_range(0..HOURS.iter().sum());
    let hour = HOURS.iter().position(|&weight| {
        let here = drawn < weight;
        drawn = drawn.saturating_sub(weight);
        here
    });
    hour.unwrap_or(12) as i64 * 3_600 + random.random_range(0..3_600)
}

/// Few cross often, many seldom.
fn skewed(random: &mut impl Rng, length: usize) -> usize {
    let drawn: f64 = random.random();
    ((drawn * drawn * length as f64) as usize).min(length - 1)
}

fn crossing(
    random: &mut impl Rng,
    post: &Post,
    regular: &mut Regular,
    at: Timestamp,
    officer: &AccountId,
    date: jiff::civil::Date,
    rules: &RuleSet,
) -> Crossing {
    let is_national = regular.traveller.nationality == Some(post.country);
    let direction = match regular.last {
        Some(last) => last.other(),
        None if is_national => Direction::Exit,
        None => Direction::Entry,
    };
    let decision = match direction {
        Direction::Entry if random.random_bool(0.004) => Decision::Refuse { grounds: vec![GroundCode("A".into())] },
        Direction::Entry => Decision::Admit,
        Direction::Exit => Decision::LetDepart,
    };
    if decision.kind().crossed() {
        regular.last = Some(direction);
    }
    regular.crossings += 1;
    // Every rule of the demonstration counts from the entry: what went before it makes no difference.
    let (finding, _) = stay_finding(&regular.traveller, direction, post.country, rules, &[], date);
    let asked = counter::questions(&regular.traveller, direction, post.country, &finding, date);
    let (inside, outside) = towns(post);
    let stay = pick(random, &[1, 2, 3, 7, 14, 30, 90]);
    let journey = Journey {
        purpose: asked.purpose.then_some(regular.purpose),
        mode: Some(regular.mode),
        origin: asked.origin.then(|| town(if direction == Direction::Entry { outside } else { inside }, at, 1)),
        destination: asked
            .destination
            .then(|| town(if direction == Direction::Entry { inside } else { outside }, at, 7)),
        residence: if asked.stay { regular.traveller.nationality } else { None },
        stay_days: asked.stay.then_some(stay),
        accompaniment: asked.accompaniment.then_some(Accompaniment::Parent),
        adult: None,
        adult_unnamed: asked.accompaniment.then_some(AdultUnnamed::CrossedBefore),
        drives: false,
        permit_until: asked.permit.then(|| date + Span::new().days(i32::from(stay) + 14)),
        health: Vec::new(),
    };
    let is_admitted = decision == Decision::Admit;
    let authorised = if is_admitted { finding.authorises(journey.permit_until) } else { None };
    let milliseconds = u64::try_from(at.as_millisecond()).unwrap_or_default();
    Crossing {
        id: CrossingId(uuid::Builder::from_unix_timestamp_millis(milliseconds, &random.random()).into_uuid()),
        post: post.id.clone(),
        at,
        direction,
        traveller: regular.traveller.clone(),
        journey,
        decision,
        authorised,
        visa: None,
        party: None,
        member: None,
        officer: officer.clone(),
        settles: None,
        undoes: None,
        day: Some(date),
        stamp: None,
    }
}
