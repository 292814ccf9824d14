//! Flows as Parquet, written by `limen-analyst`: a row for each crossing, without who crossed.

use crate::{DayRows, FlowTable, UNKNOWN_AGE, UNKNOWN_DAYS, of_movement};
use jiff::civil::{Date, date};
use limen_analyst_protocol::{Analyst, AnalystError, Codes, Day, NO_AGE, NO_DAYS, packed};
use limen_domain::{DocumentKind, Mode, PostId, Purpose, Sex, Source};
use serde_bytes::ByteBuf;
use std::{path::Path, sync::Arc};

// Both sides mark what is not known in one way.
const _: () = assert!(UNKNOWN_AGE == NO_AGE && UNKNOWN_DAYS == NO_DAYS);

/// Brings the Parquet files in a folder up to date with the flow table; says how many months were written. `progress` is told
/// how many months of how many are sent.
///
/// # Errors
/// The disk failed, or `limen-analyst` is not there or failed.
pub async fn write_parquet(
    analyst: &Analyst,
    folder: &Path,
    table: Arc<FlowTable>,
    progress: impl Fn(usize, usize) + Send + 'static,
) -> Result<usize, AnalystError> {
    let months = table.months().into_iter().collect();
    let send = move |month: &str, (at, all): (usize, usize), send: limen_analyst_protocol::SendDay<'_>| {
        progress(at, all);
        let mut sent = Ok(());
        table.for_each_day_of(month, |post, day, rows| {
            if sent.is_ok() {
                sent = send(columns(post, day, rows));
            }
        });
        sent
    };
    analyst.write(folder, months, send).await
}

/// A day's rows in the codes of exports.
fn columns(post: &PostId, day: Date, rows: &DayRows<'_>) -> Day {
    let movements = || rows.movements().iter().map(|movement| of_movement(*movement));
    Day {
        post: post.to_string(),
        day: (day - date(1970, 1, 1)).get_days(),
        hours: ByteBuf::from(rows.hours()),
        directions: Codes::of(movements().map(|known| known.map(|(direction, _)| direction.code()))),
        decisions: Codes::of(movements().map(|known| known.map(|(_, decision)| decision.code()))),
        nationalities: texts(rows.nationalities()),
        residences: texts(rows.residences()),
        sexes: listed(rows.sexes(), 0, Sex::ALL, Sex::code),
        ages: ByteBuf::from(rows.ages()),
        documents: listed(rows.documents(), 1, DocumentKind::ALL, DocumentKind::code),
        sources: listed(rows.sources(), 0, Source::ALL, Source::code),
        purposes: listed(rows.purposes(), 1, Purpose::ALL, Purpose::code),
        modes: listed(rows.modes(), 1, Mode::ALL, Mode::code),
        origins: texts(rows.origins()),
        destinations: texts(rows.destinations()),
        stays: packed(rows.stays().iter().copied()),
        stayed: packed(rows.stayed().iter().copied()),
        overstayed: packed(rows.overstayed().iter().copied()),
    }
}

fn texts<'a>(rows: impl Iterator<Item = &'a str>) -> Codes {
    Codes::of(rows.map(|text| (!text.is_empty()).then_some(text)))
}

/// The codes of a closed list, given as places that begin at `first`; a place before it is not known.
fn listed<T: Copy>(places: &[u8], first: u8, all: &[T], code: fn(T) -> &'static str) -> Codes {
    let value = |place: &u8| place.checked_sub(first).and_then(|place| all.get(usize::from(place)));
    Codes::of(places.iter().map(|place| value(place).map(|value| code(*value))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Record, movement, pack};
    use limen_domain::{DecisionKind, Direction};
    use limen_store::FlowDay;

    #[test]
    fn a_day_is_sent_in_the_codes_of_exports_and_what_is_not_known_has_none() {
        let record = |hour, nationality: &str, purpose| Record {
            hour,
            movement: movement(Direction::Entry, DecisionKind::Admit),
            nationality: nationality.into(),
            residence: String::new(),
            sex: 0,
            age: UNKNOWN_AGE,
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
        let records = pack(vec![record(8, "GIN", 1), record(9, "", 0)]);
        let mut table = FlowTable::default();
        table.take(&[FlowDay { post, day: date(1970, 1, 3), changed: 1, records }]).expect("a day");
        let mut days = Vec::new();
        table.for_each_day_of("1970-01", |post, day, rows| days.push(columns(post, day, rows)));
        let [day] = days.as_slice() else { panic!("one day: {days:?}") };
        assert!(day.is_whole() && day.rows() == 2 && day.post == "KRM" && day.day == 2);
        let column = |codes: &Codes| codes.iter().map(|text| text.map(str::to_owned)).collect::<Vec<_>>();
        assert_eq!(column(&day.directions), [Some("entry".to_owned()), Some("entry".to_owned())]);
        assert_eq!(column(&day.nationalities), [Some("GIN".to_owned()), None]);
        assert_eq!(column(&day.purposes), [Some(Purpose::ALL[0].code().to_owned()), None]);
        assert_eq!(column(&day.destinations), [None, None]);
        assert_eq!((day.ages.as_slice(), day.hours.as_slice()), (&[NO_AGE; 2][..], &[8, 9][..]));
    }
}
