//! What must hold in the simulation: after each step, on the disks, and in the end.

use crate::{
    agreed::{PAIRS, SINCE, names},
    country::Country,
    made::holds,
    world::{InForce, World},
};
use jiff::{ToSpan, civil::Date, tz::TimeZone};
use limen_domain::Direction;
use limen_neighbour::{Content, DayFigures, GroupBy, Kind, Note, Paper};
use limen_node::{flows, neighbours::held};
use limen_statistics::{Dimension, Filter};
use limen_store::Store;
use std::collections::BTreeMap;

/// What one side holds of what was said of the days of both pairs, by pair, day and direction.
type Figures = BTreeMap<(String, Date, Direction), DayFigures>;

/// What a paper says.
fn content(file: &str) -> Content {
    let note = Note::read(file).unwrap();
    serde_json::from_str::<Paper>(note.text()).unwrap().content
}

fn today(country: &Country) -> Date {
    country.clock.now().to_zoned_datetime(TimeZone::UTC).date()
}

async fn figures(country: &Country, is_ours: bool) -> Figures {
    let held = held::of_kind(&country.node, Kind::Figures, held::Whom::Work).await.unwrap().into_iter();
    let said = held.filter(|held| held.is_ours == is_ours).filter_map(|held| match held.content {
        Content::Figures(figures) => Some(((figures.pair.clone(), figures.day, figures.direction), figures)),
        _ => None,
    });
    said.collect()
}

/// Everything that holds at a node, by its identifier.
#[allow(clippy::disallowed_methods, reason = "what the disk holds, whoever may see it")]
async fn facts(store: &Store) -> BTreeMap<String, String> {
    store.neighbour_facts("").await.unwrap().into_iter().map(|fact| (fact.id, fact.body)).collect()
}

impl World {
    /// Nothing came that no agreement named which was in force where it came, before this step or after it; and what holds for
    /// a time holds by one that is in force.
    pub async fn check_step(&mut self, before: InForce) {
        for (side, before) in before.iter().enumerate() {
            let country = &self.countries[side];
            let (after, day) = (country.in_force().await, today(country));
            let from = self.looked_at[side] + 1;
            let papers = country.node.store.neighbour_papers(country.other(), false, from, 100_000).await.unwrap();
            for paper in &papers {
                assert_eq!(paper.head.number, self.looked_at[side] + 1, "none is missing, none stands twice");
                self.looked_at[side] = paper.head.number;
                let Some(file) = &paper.file else {
                    assert!(!paper.refused.is_empty(), "{paper:?}");
                    self.counts.refused += 1;
                    continue;
                };
                let content = content(file);
                let is_named = before.iter().chain(&after).any(|(_, agreement)| names(agreement, &content, day));
                assert!(is_named, "{} holds what was not agreed: {content:?}", country.code.as_str());
                for never in ["forked", "too early", "lie"] {
                    assert!(!matches!(&content, Content::PairNote(note) if note.text == never), "{content:?}");
                }
            }
            // What posts gave back may be later than what headquarters has heard since.
            if country.is_silent().await {
                continue;
            }
            for held in held::of_kind(&country.node, Kind::Notice, held::Whom::Work).await.unwrap() {
                let is_named = after.iter().any(|(_, agreement)| names(agreement, &held.content, day));
                assert!(held.is_ours || is_named, "{} shows {held:?}", country.code.as_str());
            }
        }
    }

    /// Nobody whom one side recorded is on any disk of the other, with its log, its backups and what is left in free pages.
    pub fn check_disks(&self) {
        for (side, country) in self.countries.iter().enumerate() {
            let other = &self.countries[1 - side];
            assert!(!holds(&country.folder, &other.surname()), "{} holds someone", country.code.as_str());
            let has_recorded = self.crossed.keys().any(|(recorder, ..)| *recorder == side);
            assert!(!has_recorded || holds(&country.folder, &country.surname()), "they would be found");
        }
    }

    /// What must hold in the end.
    pub async fn check(&mut self) {
        self.check_disks();
        for side in [0, 1] {
            self.check_lines(side).await;
            self.check_counts(side).await;
            let country = &self.countries[side];
            let here = facts(&country.node.store).await;
            for post in &country.posts {
                assert_eq!(facts(post.node.store()).await, here, "{} shows what headquarters does", post.post);
            }
            for journal in country.node.store.verify().await.unwrap() {
                assert_eq!(journal.broken, None, "{}", journal.node);
            }
        }
    }

    /// The other side holds the whole line of this one, word for word but for what passes no more.
    async fn check_lines(&self, side: usize) {
        let (country, other) = (&self.countries[side], &self.countries[1 - side]);
        let (said, held) = (country.known().await, other.known().await.held);
        assert_eq!((&said.said, said.taken), (&held, held.number), "{} and its line", country.code.as_str());
        let theirs = other.node.store.neighbour_papers(country.code, false, 1, 100_000).await.unwrap();
        assert_eq!(theirs.len() as u64, held.number);
        let ours = country.node.store.neighbour_papers(country.other(), true, 1, 100_000).await.unwrap();
        assert_eq!(ours.len() as u64, held.number, "no place is left out");
        for paper in &ours {
            let there = &theirs[paper.head.number as usize - 1];
            assert_eq!(there.head, paper.head);
            assert!(there.file.is_none() || paper.file.is_none() || there.file == paper.file, "{paper:?} {there:?}");
        }
        let names =
            async |country: &Country| country.in_force().await.into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(names(country).await, names(other).await);
    }

    /// What the other side holds of the counts of this one is what this one publishes of everyone who crossed there.
    async fn check_counts(&mut self, side: usize) {
        let (country, other) = (&self.countries[side], &self.countries[1 - side]);
        let (ours, theirs) = (figures(country, true).await, figures(other, false).await);
        let last = today(country).checked_sub(4.days()).unwrap();
        let table = flows::published(&country.node).await.unwrap();
        let mut corrected = 0;
        for (place, pair) in PAIRS.into_iter().enumerate() {
            let filter = Filter::between(SINCE, last).with(Dimension::Post, country.posts[place].post.as_str());
            let counts = table.count(&filter, &[Dimension::Day, Dimension::Direction]).unwrap();
            let published: BTreeMap<(Date, Direction), u64> = counts
                .cells()
                .map(|(codes, people)| ((codes[0].parse().unwrap(), codes[1].parse().unwrap()), people))
                .collect();
            for day in SINCE.series(1.day()).take_while(|day| *day <= last) {
                for direction in Direction::ALL {
                    let key = (pair.to_owned(), day, *direction);
                    let what = format!("{} of {pair} on {day}, {direction}", country.code.as_str());
                    let Some(held) = theirs.get(&key) else { panic!("{what} was not said") };
                    assert_eq!(Some(held), ours.get(&key), "{what}");
                    assert_eq!(held.people, published.get(&(day, *direction)).copied().unwrap_or_default(), "{what}");
                    let cells = self.crossed.get(&(side, place, day, *direction));
                    let crossed: u64 = cells.into_iter().flat_map(BTreeMap::values).sum();
                    let alike = cells.map_or(0, BTreeMap::len) as u64;
                    if self.in_fives {
                        assert_eq!(held.people, crossed, "{what}: nothing was to be rounded");
                    } else {
                        assert!(held.people.abs_diff(crossed) <= 4 * alike, "{what}: {} {crossed}", held.people);
                    }
                    for by in [GroupBy::Nationality, GroupBy::Sex] {
                        let groups = held.groups.iter().filter(|group| group.by == by);
                        assert_eq!(groups.map(|group| group.people).sum::<u64>(), held.people, "{what}");
                    }
                    corrected += u64::from(is_corrected(other, held).await);
                }
            }
        }
        self.counts.versions += corrected;
    }
}

/// Whether earlier versions of what holds of a day are still seen; the latest is what holds, and each is later than the one
/// before.
async fn is_corrected(reader: &Country, held: &DayFigures) -> bool {
    let about = Content::Figures(held.clone()).about();
    let papers = reader.node.store.neighbour_versions(reader.other(), false, ("figures", &about), 1_000).await.unwrap();
    let versions: Vec<DayFigures> = papers
        .iter()
        .filter_map(|paper| match content(paper.file.as_ref()?) {
            Content::Figures(figures) => Some(figures),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(versions.first(), Some(held));
    assert!(versions.windows(2).all(|two| two[0].version > two[1].version), "{versions:?}");
    versions.len() > 1
}
