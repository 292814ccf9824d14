//! What may be published of flows as Parquet, written by `limen-analyst`: two tables of counts, who crossed and how they
//! passed.

use crate::{DayRows, FlowTable, UNKNOWN_AGE, UNKNOWN_DAYS, of_movement};
use jiff::civil::{Date, date};
use limen_analyst_protocol::{
    Analyst, AnalystError, Codes, Day, Field, NOT_KNOWN, Part, SendDay, Values, numbers, packed, packed_counts,
};
use limen_domain::{DocumentKind, FlowBound, Mode, PostId, Purpose, Sex, Source};
use std::{collections::BTreeMap, path::Path, sync::Arc};

// Both sides mark a number of days that is not known in one way.
const _: () = assert!(UNKNOWN_DAYS == NOT_KNOWN);

/// Why Parquet was not written.
#[derive(Debug, thiserror::Error)]
pub enum ParquetError {
    /// The table holds each crossing, and not what may be published.
    #[error("only what may be published is written as Parquet, and these flows are each crossing")]
    NotPublished,
    /// The disk failed, or `limen-analyst` is not there or failed.
    #[error(transparent)]
    Analyst(#[from] AnalystError),
}

/// Brings the Parquet files in a folder up to date with what may be published; says how many months were written.
/// `progress` is told how many months of how many are sent.
///
/// # Errors
/// The table is not what may be published, the disk failed, or `limen-analyst` is not there or failed.
pub async fn write_parquet(
    analyst: &Analyst,
    folder: &Path,
    table: Arc<FlowTable>,
    progress: impl Fn(usize, usize) + Send + 'static,
) -> Result<usize, ParquetError> {
    let bound = table.bound().ok_or(ParquetError::NotPublished)?;
    // Counts of another bound are other counts.
    let state = |state: String| format!("{state}-{}", bound.code());
    let months = table.months().into_iter().map(|(month, changed)| (month, state(changed))).collect();
    let send = move |month: &str, (at, all): (usize, usize), send: SendDay<'_>| {
        progress(at, all);
        let mut sent = Ok(());
        for (part, table) in [(Part::People, &*table), (Part::Passages, table.passages())] {
            table.for_each_day_of(month, |post, day, rows| {
                if sent.is_ok() {
                    sent = send(counts(part, post, day, rows, bound));
                }
            });
        }
        sent
    };
    Ok(analyst.write(folder, months, send).await?)
}

/// A day in one of the tables: rows that are alike in it are one, with how many people they stand for.
fn counts(part: Part, post: &PostId, day: Date, rows: &DayRows<'_>, bound: FlowBound) -> Day {
    let columns: Vec<Values> = part.fields().iter().map(|field| values(*field, rows)).collect();
    let unpacked: Vec<Vec<u16>> = columns.iter().map(|column| numbers(column.rows()).collect()).collect();
    let mut alike: BTreeMap<Vec<u16>, u32> = BTreeMap::new();
    for row in 0..rows.len() {
        let values = unpacked.iter().map(|column| column[row]).collect();
        *alike.entry(values).or_default() += bound.get();
    }
    let columns = columns.iter().enumerate();
    Day {
        part,
        post: post.to_string(),
        day: (day - date(1970, 1, 1)).get_days(),
        columns: columns.map(|(at, column)| column.with_rows(alike.keys().map(|values| values[at]))).collect(),
        people: packed_counts(alike.values().copied()),
    }
}

/// The values of a field in each row, in the codes of exports.
fn values(field: Field, rows: &DayRows<'_>) -> Values {
    let movements = || rows.movements().iter().map(|movement| of_movement(*movement));
    match field {
        Field::Hour => Values::Numbers(packed(rows.hours().iter().map(|hour| u16::from(*hour)))),
        Field::Age => Values::Numbers(packed(rows.ages().iter().map(|age| match *age {
            UNKNOWN_AGE => NOT_KNOWN,
            age => u16::from(age),
        }))),
        Field::Stay => days(rows.stays()),
        Field::Stayed => days(rows.stayed()),
        Field::Overstayed => days(rows.overstayed()),
        Field::Direction => texts(movements().map(|known| known.map(|(direction, _)| direction.code()))),
        Field::Decision => texts(movements().map(|known| known.map(|(_, decision)| decision.code()))),
        Field::Nationality => texts(rows.nationalities().map(not_empty)),
        Field::Residence => texts(rows.residences().map(not_empty)),
        Field::Origin => texts(rows.origins().map(not_empty)),
        Field::Destination => texts(rows.destinations().map(not_empty)),
        Field::Sex => listed(rows.sexes(), 0, Sex::ALL, Sex::code),
        Field::Document => listed(rows.documents(), 1, DocumentKind::ALL, DocumentKind::code),
        Field::Source => listed(rows.sources(), 0, Source::ALL, Source::code),
        Field::Purpose => listed(rows.purposes(), 1, Purpose::ALL, Purpose::code),
        Field::Mode => listed(rows.modes(), 1, Mode::ALL, Mode::code),
    }
}

fn days(rows: &[u16]) -> Values {
    Values::Numbers(packed(rows.iter().copied()))
}

fn texts<'a>(rows: impl Iterator<Item = Option<&'a str>>) -> Values {
    Values::Texts(Codes::of(rows))
}

fn not_empty(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// The codes of a closed list, given as places that begin at `first`; a place before it is not known.
fn listed<T: Copy>(places: &[u8], first: u8, all: &[T], code: fn(T) -> &'static str) -> Values {
    let value = |place: &u8| place.checked_sub(first).and_then(|place| all.get(usize::from(place)));
    texts(places.iter().map(|place| value(place).map(|value| code(*value))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Record, movement, pack};
    use limen_domain::{DecisionKind, Direction};
    use limen_store::FlowDay;

    /// A day at Kourémalé: two rows of Guineans who came at eight and at nine, and one of someone of whom little is known.
    fn taken(mut table: FlowTable) -> FlowTable {
        let record = |hour, nationality: &str, age, purpose| Record {
            hour,
            movement: movement(Direction::Entry, DecisionKind::Admit),
            nationality: nationality.into(),
            residence: String::new(),
            sex: 0,
            age,
            document: 1,
            source: 0,
            purpose,
            mode: 0,
            origin: "Siguiri".into(),
            destination: String::new(),
            stay: 3,
            stayed: UNKNOWN_DAYS,
            overstayed: UNKNOWN_DAYS,
        };
        let post = PostId::parse("KRM").expect("a post");
        let records = [record(8, "GIN", 20, 1), record(9, "GIN", 20, 1), record(9, "", UNKNOWN_AGE, 0)];
        let records = pack(records.to_vec());
        table.take(&[FlowDay { post, day: date(1970, 1, 3), changed: 1, records }]).expect("a day");
        table
    }

    fn sent(part: Part) -> Day {
        let bound = FlowBound::USUAL;
        let mut days = Vec::new();
        taken(FlowTable::published(bound)).for_each_day_of("1970-01", |post, day, rows| {
            days.push(counts(part, post, day, rows, bound));
        });
        let [day] = days.as_slice() else { panic!("one day: {days:?}") };
        assert!(day.is_whole() && day.part == part && day.post == "KRM" && day.day == 2);
        day.clone()
    }

    /// The values of a field as texts, `-` where it is not known.
    fn column(day: &Day, field: Field) -> Vec<String> {
        let at = day.part.fields().iter().position(|other| *other == field).expect("a field of the table");
        let shown = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
        match &day.columns[at] {
            Values::Texts(codes) => codes.iter().map(|text| shown(text.map(str::to_owned))).collect(),
            Values::Numbers(rows) => {
                numbers(rows).map(|number| shown((number != NOT_KNOWN).then(|| number.to_string()))).collect()
            }
        }
    }

    #[test]
    fn people_who_are_alike_are_one_count_in_the_codes_of_exports_and_what_is_not_known_has_none() {
        let people = sent(Part::People);
        assert_eq!(people.counts().collect::<Vec<_>>(), [10, 5], "two rows differ in their hour alone");
        assert_eq!(column(&people, Field::Direction), ["entry", "entry"]);
        assert_eq!(column(&people, Field::Nationality), ["GIN", "-"]);
        assert_eq!(column(&people, Field::Age), ["20", "-"]);
        assert_eq!(column(&people, Field::Purpose), [Purpose::ALL[0].code(), "-"]);
        assert_eq!(column(&people, Field::Stay), ["3", "3"]);
        assert_eq!(column(&people, Field::Stayed), ["-", "-"]);
    }

    #[test]
    fn passages_count_who_came_in_an_hour_whoever_they_were() {
        let passages = sent(Part::Passages);
        assert_eq!(column(&passages, Field::Hour), ["8", "9"]);
        assert_eq!(passages.counts().collect::<Vec<_>>(), [5, 10]);
        assert_eq!(column(&passages, Field::Origin), ["Siguiri", "Siguiri"]);
        assert_eq!(column(&passages, Field::Destination), ["-", "-"]);
    }

    #[tokio::test]
    async fn flows_that_are_each_crossing_are_never_written() {
        let parent = tempfile::tempdir().expect("a folder");
        let folder = parent.path().join("flows");
        let exact = Arc::new(taken(FlowTable::default()));
        let written = write_parquet(&Analyst::at("/nowhere/limen-analyst"), &folder, exact, |_, _| ()).await;
        assert!(matches!(written, Err(ParquetError::NotPublished)), "{written:?}");
        assert!(!folder.exists());
    }
}
