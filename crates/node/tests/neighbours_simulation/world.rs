//! The world of the simulation: what happens between the two countries, drawn from a seed.

use crate::{
    agreed::{PAIRS, state},
    country::{Alike, Country, Goes, is_recovering},
    counts::Counts,
    made::{copy, place, template},
    support::NOON,
};
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use limen_domain::{Direction, Sex};
use limen_exchange::Status;
use limen_neighbour::{Agreement, Content, Notice, NoticeKind, PairNote, Withdrawal};
use limen_node::neighbours::talk;
use limen_store::Chance;
use std::collections::BTreeMap;
use tempfile::TempDir;
use uuid::Uuid;

/// Something on a stick.
pub struct Stick {
    pub from: usize,
    pub to: Receiver,
    pub bytes: Vec<u8>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Receiver {
    /// The post's own headquarters.
    Own,
    /// The neighbour's.
    Neighbour,
}

/// The agreements in force at each side.
pub type InForce = [Vec<(String, Agreement)>; 2];

/// Messages that were kept to be sent again.
const MOST_KEPT: usize = 30;
/// Steps from one look at the disks to the next.
const LOOKS_EVERY: u64 = 20;

/// Who crossed at a post of a side on a day: how many of each who are alike.
pub type Crossed = BTreeMap<(usize, usize, Date, Direction), BTreeMap<String, u64>>;

pub struct World {
    random: Chance,
    seed: u64,
    _folder: TempDir,
    pub now: Timestamp,
    pub countries: [Country; 2],
    /// People cross in fives: then nothing is rounded, and every count must be exact.
    pub in_fives: bool,
    pub crossed: Crossed,
    pub sticks: Vec<Stick>,
    /// Messages that opened a talk, and whose.
    pub kept: Vec<(usize, Vec<u8>)>,
    roads: Vec<(usize, Uuid)>,
    pub version: u32,
    pub steps: u64,
    /// How many papers of the other side were looked at, at each.
    pub looked_at: [u64; 2],
    pub counts: Counts,
}

impl Drop for World {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("seed {} at step {}", self.seed, self.steps);
        }
    }
}

impl World {
    pub async fn new(seed: u64) -> Self {
        let folder = place();
        copy(template(), folder.path());
        let now: Timestamp = NOON.parse().unwrap();
        let country = |side: usize| Country::new(side, folder.path().join(state(side).as_str()), seed, now);
        let countries = [country(0).await, country(1).await];
        Self {
            random: Chance::seeded(seed),
            seed,
            _folder: folder,
            now,
            countries,
            in_fives: seed.is_multiple_of(2),
            crossed: Crossed::new(),
            sticks: Vec::new(),
            kept: Vec::new(),
            roads: Vec::new(),
            version: 1,
            steps: 0,
            looked_at: [0; 2],
            counts: Counts::default(),
        }
    }

    pub fn below(&mut self, many: u32) -> u32 {
        u32::from_le_bytes(self.random.bytes()) % many
    }

    fn either(&mut self) -> usize {
        self.below(2) as usize
    }

    fn goes(&mut self) -> Goes {
        match self.below(10) {
            0 => Goes::Nowhere,
            1 => Goes::OneWay,
            2 => Goes::Twice,
            _ => Goes::BothWays,
        }
    }

    fn count(&mut self, goes: Goes) {
        self.counts.lost += u64::from(matches!(goes, Goes::Nowhere | Goes::OneWay));
        self.counts.doubled += u64::from(goes == Goes::Twice);
    }

    pub fn pass(&mut self, time: SignedDuration) {
        self.now += time;
        self.countries.iter().for_each(|country| country.set_clocks(self.now));
    }

    /// What is in force at each.
    pub async fn in_force(&self) -> InForce {
        [self.countries[0].in_force().await, self.countries[1].in_force().await]
    }

    /// Whatever happens next.
    pub async fn step(&mut self) {
        self.steps += 1;
        let minutes = i64::from(5 + self.below(180));
        self.pass(SignedDuration::from_mins(minutes));
        let before = self.in_force().await;
        let (side, place) = (self.either(), self.either());
        match self.below(100) {
            0..=24 => self.cross(side, place).await,
            25..=39 => {
                let goes = self.goes();
                self.count(goes);
                self.countries[side].asks(place, goes).await;
            }
            40..=44 => self.post_writes_stick(side, place).await,
            45..=52 => self.stick_arrives().await,
            53..=60 => self.countries[side].night().await,
            61..=71 => {
                let goes = self.goes();
                self.count(goes);
                self.talk(side, goes).await;
            }
            72..=74 => self.writes_stick(side).await,
            75..=76 => self.replays().await,
            77..=79 => self.countries[side].keep_snapshot().await,
            80..=82 => self.forks(side).await,
            83..=84 => self.lies(side).await,
            85..=86 => {
                let hours = i64::from(self.below(25)) - 12;
                self.countries[side].skew = SignedDuration::from_hours(hours);
                self.pass(SignedDuration::ZERO);
            }
            87..=88 => self.writes_note(side, place).await,
            89..=90 => self.closes_road(side).await,
            91 => self.reopens_road().await,
            92 => self.ends(side).await,
            93..=94 => self.agrees().await,
            95..=96 => self.countries[side].back_up().await,
            97..=98 => self.puts_back(side).await,
            _ => {
                if self.countries[side].is_recovering().await {
                    self.countries[side].confirm().await;
                }
            }
        }
        self.check_step(before).await;
        if self.steps.is_multiple_of(LOOKS_EVERY) {
            self.check_disks();
        }
    }

    async fn cross(&mut self, side: usize, place: usize) {
        const ALIKE: [Alike; 4] = [("GIN", Sex::Male), ("MLI", Sex::Female), ("MLI", Sex::Male), ("SEN", Sex::Female)];
        for _ in 0..=self.below(3) {
            let alike = ALIKE[self.below(4) as usize];
            let direction = Direction::ALL[self.either()];
            let people = if self.in_fives { 5 * (1 + self.below(3)) } else { 1 + self.below(9) };
            let at = self.countries[side].cross(place, direction, alike, people).await;
            // Both countries are at the zone of UTC.
            let day = at.to_zoned_datetime(TimeZone::UTC).date();
            let cells = self.crossed.entry((side, place, day, direction)).or_default();
            *cells.entry(format!("{alike:?}")).or_default() += u64::from(people);
            self.counts.crossings += u64::from(people);
        }
    }

    async fn post_writes_stick(&mut self, from: usize, place: usize) {
        let post = &self.countries[from].posts[place];
        let bytes = post.node.export(500_000, &Status::default(), &[], post.clock.now()).await.unwrap();
        self.sticks.push(Stick { from, to: Receiver::Own, bytes });
        self.counts.sticks += 1;
    }

    async fn writes_stick(&mut self, from: usize) {
        let country = &self.countries[from];
        let bytes = talk::onto_stick(&country.node, country.other()).await.unwrap();
        self.sticks.push(Stick { from, to: Receiver::Neighbour, bytes });
        self.counts.sticks += 1;
    }

    /// Any stick that lies about, in the hands of whom it is not for first; it may come once more later.
    async fn stick_arrives(&mut self) {
        if self.sticks.is_empty() {
            return;
        }
        let which = self.below(self.sticks.len() as u32) as usize;
        let (is_kept, goes_astray) = (self.below(3) == 0, self.below(4) == 0);
        if goes_astray {
            self.counts.astray += 1;
            let Stick { from, to, bytes } = &self.sticks[which];
            let (wrong, now) = match to {
                Receiver::Own => (&self.countries[1 - from], self.now),
                Receiver::Neighbour => (&self.countries[*from], self.now),
            };
            assert!(talk::take_stick(&wrong.node, bytes).await.is_err(), "it is not for this one");
            if *to == Receiver::Own {
                assert!(wrong.headquarters().import(&bytes[..], now).await.is_err(), "nor for this one");
            }
        }
        self.take_stick(which).await;
        if is_kept {
            self.counts.doubled += 1;
        } else {
            self.sticks.remove(which);
        }
    }

    pub async fn take_stick(&self, which: usize) {
        let Stick { from, to, bytes } = &self.sticks[which];
        match to {
            Receiver::Own => {
                let own = &self.countries[*from];
                own.headquarters().import(&bytes[..], own.clock.now()).await.unwrap();
            }
            Receiver::Neighbour => {
                let other = &self.countries[1 - from];
                match talk::take_stick(&other.node, bytes).await {
                    Ok(_) => {}
                    Err(error) => assert!(is_recovering(&error) && other.is_recovering().await, "{error}"),
                }
            }
        }
    }

    /// One side opens a talk with the other.
    pub async fn talk(&mut self, from: usize, goes: Goes) {
        let before = self.in_force().await;
        self.talks(from, goes).await;
        self.check_step(before).await;
    }

    async fn talks(&mut self, from: usize, goes: Goes) {
        let (one, other) = (&self.countries[from], &self.countries[1 - from]);
        let message = talk::opening(&one.node, one.other()).await.unwrap();
        if self.kept.len() < MOST_KEPT {
            self.kept.push((from, message.clone()));
        }
        if goes == Goes::Nowhere {
            return;
        }
        let mut answers = Vec::new();
        for _ in 0..if goes == Goes::Twice { 2 } else { 1 } {
            match talk::answer(&other.node, &message).await {
                Ok(answer) => answers.push(answer),
                Err(error) => {
                    assert!(is_recovering(&error) && other.is_recovering().await, "{error}");
                    return;
                }
            }
        }
        if goes == Goes::OneWay {
            return;
        }
        for answer in &answers {
            if let Err(error) = talk::closing(&one.node, one.other(), answer).await {
                assert!(is_recovering(&error) && one.is_recovering().await, "{error}");
            }
        }
    }

    async fn writes_note(&mut self, side: usize, place: usize) {
        let day = self.now.to_zoned_datetime(TimeZone::UTC).date().yesterday().unwrap();
        let text = format!("note {} of {}", self.steps, self.countries[side].code.as_str());
        let note = Content::PairNote(PairNote { pair: PAIRS[place].into(), day, text });
        self.countries[side].drafts(place, &note).await;
    }

    pub fn road(&mut self, about: NoticeKind) -> Notice {
        Notice {
            id: Uuid::from_bytes(self.random.bytes()),
            about,
            text: format!("road {}", self.steps),
            place: String::new(),
            pairs: vec![PAIRS[self.steps as usize % 2].into()],
            people: None,
            needs: Vec::new(),
            subject: None,
            reference: String::new(),
            from: self.now,
            until: self.now + SignedDuration::from_hours(30),
        }
    }

    async fn closes_road(&mut self, side: usize) {
        let about = [NoticeKind::RoadClosed, NoticeKind::Flood][self.either()];
        let road = self.road(about);
        let which = road.id;
        if self.countries[side].says(Content::Notice(Box::new(road))).await {
            self.roads.push((side, which));
        }
    }

    async fn reopens_road(&mut self) {
        if let Some((side, notice)) = self.roads.pop() {
            self.countries[side].says(Content::Withdrawal(Withdrawal { notice, reason: "open".into() })).await;
        }
    }

    /// All is well again: clocks are right, whatever is under way arrives, and everyone speaks until nothing is left.
    pub async fn settle(&mut self) {
        self.countries.iter_mut().for_each(|country| country.skew = SignedDuration::ZERO);
        self.pass(SignedDuration::ZERO);
        for which in 0..self.sticks.len() {
            let before = self.in_force().await;
            self.take_stick(which).await;
            self.check_step(before).await;
        }
        for country in &self.countries {
            country.recovers().await;
            assert!(!country.is_recovering().await, "something is missing still");
        }
        self.talk_it_out(4).await;
        self.agree(true).await;
        for _ in 0..5 {
            self.pass(SignedDuration::from_hours(24));
            for country in &self.countries {
                country.asks_all().await;
                country.night().await;
            }
            self.talk_it_out(2).await;
        }
        for country in &self.countries {
            country.night().await;
        }
        self.talk_it_out(4).await;
        for country in &self.countries {
            country.node.store.publish().await.unwrap();
            country.asks_all().await;
        }
    }

    async fn talk_it_out(&mut self, rounds: u32) {
        for _ in 0..rounds {
            for side in [0, 1] {
                self.talk(side, Goes::BothWays).await;
            }
        }
    }

    pub async fn close(&self) {
        for country in &self.countries {
            country.close().await;
        }
    }
}
