//! How long people wait: by post, by hour, by day of the week. Half of them, and nine of ten; of few, nothing is said.

use crate::{
    Dimension,
    figure::Scene,
    published::published_count,
    sheet::{Cell, Column, Sheet},
};
use jiff::{SignedDuration, tz::TimeZone};
use limen_domain::PostId;
use limen_store::{Wait, wait_of};
use std::collections::{BTreeMap, HashMap};

/// On how many waits a figure rests at least: nine of ten of fewer are one or two people.
pub const LEAST_WAITS: usize = 20;

/// What waits are shown by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitsBy {
    /// Where.
    Post,
    /// The hour in which they began.
    Hour,
    /// The day of the week on which they began.
    Weekday,
}

impl WaitsBy {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Post, Self::Hour, Self::Weekday];

    fn dimension(self) -> Dimension {
        match self {
            Self::Post => Dimension::Post,
            Self::Hour => Dimension::Hour,
            Self::Weekday => Dimension::Weekday,
        }
    }
}

/// How long half of some people waited at most, and nine of ten of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HalfAndNine {
    /// Half of them.
    pub half: SignedDuration,
    /// Nine of ten.
    pub nine: SignedDuration,
}

impl HalfAndNine {
    /// Of these waits; `None` where they are too few.
    pub fn of(mut waits: Vec<SignedDuration>) -> Option<Self> {
        if waits.len() < LEAST_WAITS {
            return None;
        }
        waits.sort_unstable();
        Some(Self { half: wait_of(&waits, 50)?, nine: wait_of(&waits, 90)? })
    }
}

impl Scene<'_> {
    /// What waits come to in a line; `None` where they are too few.
    pub fn waits_in_words(&self, waits: &[Wait]) -> Option<String> {
        let w = self.w;
        let HalfAndNine { half, nine } = HalfAndNine::of(waits.iter().map(|wait| wait.took).collect())?;
        Some(w.t2("waits-line", ("half", w.seconds(half.as_secs())), ("nine", w.seconds(nine.as_secs()))))
    }

    /// Waits as a table: how many there were, half of them and nine of ten; where they are too few, that this is so. Counts
    /// that may be published are rounded down.
    pub fn waits(&self, waits: &[Wait], by: WaitsBy) -> Sheet {
        let w = self.w;
        let zones: HashMap<&PostId, TimeZone> =
            self.posts.iter().filter_map(|post| Some((&post.id, TimeZone::get(&post.time_zone).ok()?))).collect();
        // Hours and days come in their order; a number before the code keeps it.
        let mut groups: BTreeMap<(i8, String), Vec<SignedDuration>> = BTreeMap::new();
        for wait in waits {
            let began = wait.from.to_zoned_datetime(zones.get(&wait.post).cloned().unwrap_or(TimeZone::UTC));
            let group = match by {
                WaitsBy::Post => (0, wait.post.to_string()),
                WaitsBy::Hour => (began.hour(), began.hour().to_string()),
                WaitsBy::Weekday => {
                    let day = began.weekday().to_monday_one_offset();
                    (day, day.to_string())
                }
            };
            groups.entry(group).or_default().push(wait.took);
        }
        let columns = vec![
            Column::text(&w.coded("dimension", by.dimension().code()), "#meta+group"),
            Column::number(&w.t("waits-half"), "#indicator+wait+median"),
            Column::number(&w.t("waits-nine"), "#indicator+wait+p90"),
            Column::number(&w.t("waits-number"), "#indicator+waits+num"),
        ];
        let rows = groups.into_iter().map(|((_, code), waits)| {
            let count = waits.len() as u64;
            let count = self.table.bound().map_or(count, |bound| published_count(0, count, bound));
            let (half, nine) = match HalfAndNine::of(waits) {
                Some(HalfAndNine { half, nine }) => (w.seconds(half.as_secs()), w.seconds(nine.as_secs())),
                None => (w.t("waits-too-few"), w.t("waits-too-few")),
            };
            let head = Cell::Code(code.clone(), self.label(by.dimension(), &code));
            vec![head, Cell::Text(half), Cell::Text(nine), Cell::Count(count)]
        });
        Sheet { columns, rows: rows.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FlowTable, Heard};
    use jiff::{Timestamp, civil::date};
    use limen_store::Post;
    use limen_words::{AllWords, Language};

    fn waits(count: i64, from: &str) -> Vec<Wait> {
        let from: Timestamp = from.parse().expect("a moment");
        let post = PostId::parse("KRM").expect("a post");
        (1..=count).map(|took| Wait { post: post.clone(), from, took: SignedDuration::from_mins(took) }).collect()
    }

    #[test]
    fn few_waits_say_nothing() {
        let of = |count| HalfAndNine::of((1..=count).map(SignedDuration::from_mins).collect());
        assert_eq!(of(19), None);
        let minutes = SignedDuration::from_mins;
        assert_eq!(of(20), Some(HalfAndNine { half: minutes(11), nine: minutes(19) }));
    }

    #[test]
    fn waits_are_of_the_hour_and_the_day_on_which_they_began_at_their_post() {
        let words = AllWords::load();
        let post = Post {
            id: PostId::parse("KRM").expect("a post"),
            name: "Kourémalé".into(),
            country: "MLI".parse().expect("a state"),
            time_zone: "Africa/Nairobi".into(),
            neighbour: "GIN".parse().expect("a state"),
            town_in: String::new(),
            town_out: String::new(),
            records_all_exits: true,
            place: None,
        };
        let (table, heard, posts) = (FlowTable::default(), Heard::default(), [post]);
        let w = words.of(Language::English);
        let scene = Scene { table: &table, w, posts: &posts, heard: &heard, today: date(2026, 11, 28) };
        // A Friday night in Greenwich is Saturday in Nairobi.
        let mut all = waits(40, "2026-11-27T22:30:00Z");
        all.extend(waits(3, "2026-11-27T06:00:00Z"));
        let by = |by| scene.waits(&all, by).rows;
        let codes = |rows: &[Vec<Cell>]| -> Vec<String> {
            let code = |row: &Vec<Cell>| match &row[0] {
                Cell::Code(code, _) => code.clone(),
                other => panic!("{other:?}"),
            };
            rows.iter().map(code).collect()
        };
        let hours = by(WaitsBy::Hour);
        assert_eq!(codes(&hours), ["1", "9"]);
        assert_eq!(codes(&by(WaitsBy::Weekday)), ["5", "6"]);
        assert_eq!(hours[0][3], Cell::Count(40));
        assert_eq!((&hours[1][1], &hours[1][3]), (&Cell::Text(w.t("waits-too-few")), &Cell::Count(3)));
        assert_eq!(by(WaitsBy::Post).len(), 1);
    }
}
