//! What posts that could be opened would do for the people of the paths, each by itself and beside the others.

use super::{CountedPath, Place};
use crate::queue::{Arrival, Opening, Seeded, Served, ServiceTimes, by_formula, by_simulation};

/// A post that could be opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// Where.
    pub at: Place,
    /// Its counters and hours.
    pub opening: Opening,
    /// What share of the people of a path would use it if it stood on the path, from 0 to 1.
    pub share: f64,
    /// The distance in kilometres at which that share has fallen to 1/e of it (exponential decay).
    pub reach_km: f64,
}

impl Scenario {
    /// What share of the people of a path at this place would use it.
    pub fn share_from(&self, path: Place) -> f64 {
        let falls = if self.reach_km > 0.0 { (-self.at.km_to(path) / self.reach_km).exp() } else { 0.0 };
        (self.share * falls).clamp(0.0, 1.0)
    }
}

/// On how much a figure must rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Enough {
    /// Days on which people were counted at one of the paths.
    pub days: usize,
    /// People who were counted and would come.
    pub people: u64,
}

/// What a post would do.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// By formula and by simulation; `None` where too little was counted, or nobody would come in its hours.
    pub served: Option<(Served, Served)>,
    /// How many days it was simulated for.
    pub days: usize,
    /// How many people a day would still have no post within the distance that was asked for.
    pub without: f64,
}

/// Days that are simulated at most, and people who are.
const MOST_DAYS: usize = 92;
const MOST_PEOPLE: usize = 400_000;
/// Where chance begins, for every scenario the same: they differ by what they are and not by what was drawn.
const SEED: u64 = 9_303;

/// What a scenario would do for these paths, beside the posts there are; `within_km` is how far a post may be.
pub fn compare(
    scenario: &Scenario,
    paths: &[CountedPath],
    posts: &[Place],
    service: &ServiceTimes,
    within_km: f64,
    enough: Enough,
) -> Comparison {
    let mut chance = Seeded::new(SEED);
    let mut days: Vec<Vec<Arrival>> = Vec::new();
    let (mut longest, mut come, mut left) = (0, 0_usize, MOST_PEOPLE);
    let near: Vec<(&CountedPath, f64)> =
        paths.iter().filter_map(|path| Some((path, scenario.share_from(path.at?)))).collect();
    for path in near.iter().filter(|(_, share)| *share > 0.0) {
        longest = longest.max(path.0.days.len().min(MOST_DAYS));
    }
    days.resize(longest, Vec::new());
    for (path, share) in near.iter().filter(|(path, share)| *share > 0.0 && !path.days.is_empty()) {
        // Paths are seldom counted on the same days: the days of each are gone through in turn.
        for (day, counted) in days.iter_mut().zip(path.days.iter().take(MOST_DAYS).cycle()) {
            for arrival in counted {
                // Who comes together goes together.
                let people = arrival.people as usize;
                if chance.share() < *share && people <= left {
                    (come, left) = (come + people, left - people);
                    day.push(*arrival);
                }
            }
        }
    }
    let is_enough = longest >= enough.days && come as u64 >= enough.people;
    let served = is_enough.then(|| served(&days, service, scenario.opening, &mut chance)).flatten();
    let is_without = |at: &Place| {
        let others = posts.iter().chain([&scenario.at]);
        !others.into_iter().any(|post| at.km_to(*post) <= within_km)
    };
    let without = paths.iter().filter(|path| path.at.as_ref().is_some_and(is_without));
    Comparison { served, days: longest, without: without.map(CountedPath::a_day).sum() }
}

/// By formula of the mean hours of these days, and by simulation of the days themselves.
fn served(
    days: &[Vec<Arrival>],
    service: &ServiceTimes,
    opening: Opening,
    chance: &mut Seeded,
) -> Option<(Served, Served)> {
    let mut by_hour = [0.0; 24];
    for arrival in days.iter().flatten() {
        if let Some(hour) = by_hour.get_mut((arrival.second / 3_600) as usize) {
            *hour += f64::from(arrival.people) / days.len() as f64;
        }
    }
    by_formula(&by_hour, service.mean(), opening).zip(by_simulation(days, service, opening, chance))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENOUGH: Enough = Enough { days: 3, people: 50 };

    fn place(north: f64, east: f64) -> Place {
        Place::new(north, east).expect("a place")
    }

    fn scenario() -> Scenario {
        let opening = Opening { counters: 2, opens: 6, closes: 18 };
        Scenario { at: place(11.9, -8.8), opening, share: 0.8, reach_km: 10.0 }
    }

    /// A path on which one comes every two minutes from seven to noon.
    fn path(north: f64, days: usize) -> CountedPath {
        let day = (0..150).map(|at| Arrival { second: 7 * 3_600 + at * 120, people: 1 }).collect();
        CountedPath { name: "a ford".into(), at: Some(place(north, -8.8)), days: vec![day; days] }
    }

    fn service() -> ServiceTimes {
        ServiceTimes::assumed(100.0).expect("a service")
    }

    fn of(scenario: &Scenario, paths: &[CountedPath]) -> Comparison {
        compare(scenario, paths, &[place(12.5, -8.8)], &service(), 20.0, ENOUGH)
    }

    #[test]
    fn fewer_come_from_farther_away() {
        let at = |north: f64| scenario().share_from(place(north, -8.8));
        assert!((at(11.9) - 0.8).abs() < 1e-12 && at(11.95) < 0.8 && at(12.0) < at(11.95));
        // Some eleven kilometres away: more than a third is lost, and at nought reach nobody comes.
        assert!((at(12.0) - 0.8 * (-1.112_f64).exp()).abs() < 0.001);
        assert_eq!(Scenario { reach_km: 0.0, ..scenario() }.share_from(place(12.0, -8.8)), 0.0);
    }

    #[test]
    fn a_post_serves_the_share_of_a_path_that_is_supposed() {
        let found = of(&scenario(), &[path(11.9, 30)]);
        let (formula, simulated) = found.served.expect("enough was counted");
        assert_eq!(found.days, 30);
        assert!((simulated.a_day - 120.0).abs() < 6.0 && (formula.a_day - simulated.a_day).abs() < 1e-9);
        assert!((formula.load - simulated.load).abs() < 0.03);
    }

    #[test]
    fn more_counters_never_lengthen_the_wait_of_the_same_people() {
        let waits = (1..6).map(|counters| {
            let opening = Opening { counters, ..scenario().opening };
            let found = of(&Scenario { opening, ..scenario() }, &[path(11.9, 20)]);
            found.served.expect("enough was counted").1.mean_wait
        });
        assert!(waits.collect::<Vec<_>>().is_sorted_by(|fewer, more| more <= fewer));
    }

    #[test]
    fn too_few_days_or_people_say_nothing_and_neither_does_a_path_without_a_place() {
        assert!(of(&scenario(), &[path(11.9, 2)]).served.is_none());
        let few = CountedPath { days: vec![vec![Arrival { second: 30_000, people: 3 }]; 10], ..path(11.9, 0) };
        assert!(of(&scenario(), &[few]).served.is_none());
        let lost = CountedPath { at: None, ..path(11.9, 30) };
        assert_eq!(of(&scenario(), &[lost]), Comparison { served: None, days: 0, without: 0.0 });
        assert!(of(&scenario(), &[]).served.is_none());
    }

    #[test]
    fn people_stay_without_a_post_where_none_is_near_enough() {
        // The second path is some 56 km from the new post, and 11 from an old one; the third far from both.
        let paths = [path(11.9, 5), path(12.4, 5), path(11.0, 5)];
        assert!((of(&scenario(), &paths).without - 150.0).abs() < 1e-9);
        let far = Scenario { at: place(0.0, 0.0), ..scenario() };
        assert!((of(&far, &paths).without - 300.0).abs() < 1e-9);
    }

    #[test]
    fn a_crowd_is_cut_off_and_not_gone_through_for_ever() {
        let crowd =
            CountedPath { days: vec![vec![Arrival { second: 40_000, people: 10_000 }; 50]; 90], ..path(11.9, 0) };
        let found = of(&Scenario { share: 1.0, ..scenario() }, &[crowd]);
        assert!(found.served.is_some_and(|(_, simulated)| simulated.a_day * 90.0 <= MOST_PEOPLE as f64));
    }
}
