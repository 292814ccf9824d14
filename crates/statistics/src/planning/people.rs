//! Who was counted beside the posts, and who had which need, as it may be published; and what was counted as arrivals.
//!
//! Only places of the list are named: what officers typed may name someone, and is put together. Each count is what is
//! published of it ([`published_count`]).

use super::{CountedPath, Place};
use crate::{published::published_count, queue::Arrival};
use jiff::{SignedDuration, civil::Date, tz::TimeZone};
use limen_domain::{Direction, FlowBound, Mode, Need, PostId, TallyPoint, Vulnerability};
use limen_store::{CountedAt, NeedCount, PlaceSum};
use std::collections::{BTreeMap, HashMap};

/// A bus unloads within this time: what was counted of one for longer were several.
const AT_ONCE: SignedDuration = SignedDuration::from_mins(15);
/// The arrivals that one tally is parted into, at most.
const MOST_PARTS: u32 = 1_000;

/// How many people were counted at a place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PathCount {
    /// The place's name; empty for all places that no list has.
    pub name: String,
    /// How many in each direction.
    pub by_direction: BTreeMap<Direction, u64>,
    /// How many in each hour of the day.
    pub by_hour: [u64; 24],
    /// How many on each day of the week, from Monday on.
    pub by_weekday: [u64; 7],
    /// How many were more exposed than others, and why.
    pub exposed: BTreeMap<Vulnerability, u64>,
}

impl PathCount {
    /// How many were counted.
    pub fn people(&self) -> u64 {
        self.by_direction.values().sum()
    }

    fn add(&mut self, sum: &PlaceSum) {
        *self.by_direction.entry(sum.direction).or_default() += sum.people;
        let places = [self.by_hour.get_mut(usize::from(sum.hour)), self.by_weekday.get_mut(usize::from(sum.weekday))];
        places.into_iter().flatten().for_each(|count| *count += sum.people);
        if let Some(vulnerability) = sum.vulnerability {
            *self.exposed.entry(vulnerability).or_default() += sum.people;
        }
    }

    /// What is published of this count, of which `before` was counted earlier.
    fn published(&self, before: &Self, bound: FlowBound) -> Self {
        fn each<K: Ord + Copy>(
            until: &BTreeMap<K, u64>,
            before: &BTreeMap<K, u64>,
            bound: FlowBound,
        ) -> BTreeMap<K, u64> {
            let earlier = |key: &K| before.get(key).copied().unwrap_or_default();
            until.iter().map(|(key, people)| (*key, published_count(earlier(key), *people, bound))).collect()
        }
        let (mut by_hour, mut by_weekday) = (self.by_hour, self.by_weekday);
        by_hour
            .iter_mut()
            .zip(before.by_hour)
            .for_each(|(count, before)| *count = published_count(before, *count, bound));
        let weekdays = by_weekday.iter_mut().zip(before.by_weekday);
        weekdays.for_each(|(count, before)| *count = published_count(before, *count, bound));
        Self {
            name: self.name.clone(),
            by_direction: each(&self.by_direction, &before.by_direction, bound),
            by_hour,
            by_weekday,
            exposed: each(&self.exposed, &before.exposed, bound),
        }
    }
}

/// What is published of who was counted at each place of the list, and last at all others: of everyone counted until the end
/// of some days, and before their beginning.
pub fn path_counts(points: &[TallyPoint], before: &[PlaceSum], until: &[PlaceSum], bound: FlowBound) -> Vec<PathCount> {
    let of_points = |sums: &[PlaceSum]| {
        let named = points.iter().map(|point| PathCount { name: point.name.clone(), ..PathCount::default() });
        let mut counts: Vec<PathCount> = named.chain([PathCount::default()]).collect();
        // At the post itself nobody is without one.
        for sum in sums.iter().filter(|sum| !sum.place.is_empty()) {
            let listed = points.iter().position(|point| is_at(point, &sum.post, &sum.place));
            if let Some(count) = counts.get_mut(listed.unwrap_or(points.len())) {
                count.add(sum);
            }
        }
        counts
    };
    of_points(until).iter().zip(of_points(before)).map(|(until, before)| until.published(&before, bound)).collect()
}

fn is_at(point: &TallyPoint, post: &PostId, place: &str) -> bool {
    point.post == *post && point.name == place
}

/// The places of the list, with the days on which people were counted there and who came when, by the clocks of `zone`.
pub fn arrivals_of(
    points: &[TallyPoint],
    counted: &[CountedAt],
    zone: impl Fn(&PostId) -> TimeZone,
) -> Vec<CountedPath> {
    let zones: HashMap<&PostId, TimeZone> = points.iter().map(|point| (&point.post, zone(&point.post))).collect();
    let path = |point: &TallyPoint| {
        let mut days: BTreeMap<Date, Vec<Arrival>> = BTreeMap::new();
        for tally in counted.iter().filter(|tally| is_at(point, &tally.post, &tally.place)) {
            let from = tally.from.to_zoned_datetime(zones.get(&point.post).cloned().unwrap_or(TimeZone::UTC));
            let time = from.time();
            let second = u32::from(time.hour().unsigned_abs()) * 3_600
                + u32::from(time.minute().unsigned_abs()) * 60
                + u32::from(time.second().unsigned_abs());
            let lasted = tally.to.duration_since(tally.from);
            days.entry(from.date()).or_default().extend(arrivals(tally, second, lasted));
        }
        let (north, east) = point.place();
        CountedPath { name: point.name.clone(), at: Place::new(north, east), days: days.into_values().collect() }
    };
    points.iter().map(path).collect()
}

/// A bus, a train, a boat and an aeroplane bring their people at once; others come evenly while they are counted.
fn arrivals(tally: &CountedAt, second: u32, lasted: SignedDuration) -> Vec<Arrival> {
    let comes_together = matches!(tally.mode, Mode::Bus | Mode::Train | Mode::Boat | Mode::Air);
    if comes_together && lasted <= AT_ONCE {
        return vec![Arrival { second, people: tally.people }];
    }
    // Who was counted beyond midnight came before it.
    let lasted = u32::try_from(lasted.as_secs()).unwrap_or_default().min(86_399_u32.saturating_sub(second));
    let parts = tally.people.clamp(1, MOST_PARTS);
    let part = |at: u32| Arrival {
        second: second + (u64::from(lasted) * u64::from(at) / u64::from(parts)) as u32,
        people: tally.people / parts + u32::from(at < tally.people % parts),
    };
    (0..parts).map(part).collect()
}

/// How many people had a need at a post, as it may be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeedFigure {
    /// Where; `None` where they were never presented at a counter.
    pub post: Option<PostId>,
    /// Of what protection; `None` where they said yes to a question on health.
    pub need: Option<Need>,
    /// How many.
    pub people: u64,
}

/// What is published of needs: of everyone until the end of some days, and before their beginning.
pub fn needs(before: &[NeedCount], until: &[NeedCount], bound: FlowBound) -> Vec<NeedFigure> {
    let earlier = |count: &NeedCount| {
        let same = before.iter().find(|other| (&other.post, other.need) == (&count.post, count.need));
        same.map_or(0, |other| other.people)
    };
    let published = until.iter().map(|count| NeedFigure {
        post: count.post.clone(),
        need: count.need,
        people: published_count(earlier(count), count.people, bound),
    });
    published.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use limen_domain::TallyPoints;

    fn points() -> Vec<TallyPoint> {
        let list = "name,post,latitude,longitude\nGué,KRM,11.9,-8.86\nPiste,KRM,12.02,-8.7\n";
        TallyPoints::read(list.as_bytes()).expect("places").all().to_vec()
    }

    fn post() -> PostId {
        PostId::parse("KRM").expect("a post")
    }

    fn sum(place: &str, people: u64) -> PlaceSum {
        PlaceSum {
            post: post(),
            place: place.into(),
            direction: Direction::Entry,
            vulnerability: Some(Vulnerability::Ill),
            hour: 8,
            weekday: 5,
            people,
        }
    }

    #[test]
    fn only_places_of_the_list_are_named_and_every_count_is_a_multiple_of_the_bound() {
        let bound = FlowBound::USUAL;
        let until = [sum("Gué", 23), sum("chez Moussa", 9), sum("sous le manguier", 4), sum("", 70)];
        let found = path_counts(&points(), &[sum("Gué", 9)], &until, bound);
        let names: Vec<&str> = found.iter().map(|count| count.name.as_str()).collect();
        assert_eq!(names, ["Gué", "Piste", ""]);
        // 23 is published as 20, and 9 of them before as 5.
        assert_eq!((found[0].people(), found[0].by_hour[8], found[0].by_weekday[5]), (15, 15, 15));
        assert_eq!(found[0].exposed.get(&Vulnerability::Ill), Some(&15));
        assert_eq!((found[1].people(), found[2].people()), (0, 10));
    }

    #[test]
    fn a_bus_comes_at_once_and_people_on_foot_one_after_the_other() {
        let from: Timestamp = "2026-11-27T08:00:00Z".parse().expect("a moment");
        let counted = |place: &str, mode, minutes, people| CountedAt {
            post: post(),
            place: place.into(),
            from,
            to: from + SignedDuration::from_mins(minutes),
            mode,
            people,
        };
        let all = [
            counted("Gué", Mode::Bus, 5, 44),
            counted("Gué", Mode::Foot, 30, 3),
            counted("Piste", Mode::Bus, 120, 2),
            counted("ailleurs", Mode::Foot, 1, 9),
        ];
        let paths = arrivals_of(&points(), &all, |_| TimeZone::UTC);
        assert_eq!((paths.len(), paths[0].days.len(), paths[0].people(), paths[1].people()), (2, 1, 47, 2));
        let seconds: Vec<(u32, u32)> = paths[0].days[0].iter().map(|one| (one.second, one.people)).collect();
        assert_eq!(seconds, [(28_800, 44), (28_800, 1), (29_400, 1), (30_000, 1)]);
        assert_eq!(paths[1].days[0].iter().map(|one| one.second).collect::<Vec<_>>(), [28_800, 32_400]);
    }

    #[test]
    fn a_crowd_comes_in_parts_that_add_up_and_before_midnight() {
        let from: Timestamp = "2026-11-27T23:00:00Z".parse().expect("a moment");
        let to = from + SignedDuration::from_hours(5);
        let crowd = CountedAt { post: post(), place: "Gué".into(), from, to, mode: Mode::Foot, people: 10_007 };
        let day = &arrivals_of(&points(), &[crowd], |_| TimeZone::UTC)[0].days[0];
        assert_eq!((day.len(), day.iter().map(|one| one.people).sum::<u32>()), (1_000, 10_007));
        assert!(day.iter().all(|one| one.second < 86_400));
    }

    #[test]
    fn needs_of_a_few_are_not_told() {
        let count = |people| NeedCount { post: Some(post()), need: Some(Need::Asylum), people };
        let of = |before, until| needs(&[count(before)], &[count(until)], FlowBound::USUAL)[0].people;
        assert_eq!((of(0, 4), of(4, 6), of(3, 17)), (0, 5, 15));
    }
}
