//! Parquet files written from flows, and questions asked of them.
#![allow(clippy::unwrap_used)]

use jiff::civil::date;
use limen_domain::{DecisionKind, Direction, PostId};
use limen_query::{CantAsk, Files, Limits, ask};
use limen_statistics::{FlowTable, Record, UNKNOWN_DAYS, movement, pack};
use limen_store::FlowDay;
use std::time::Duration;

fn record(hour: u8, nationality: &str, town: &str) -> Record {
    Record {
        hour,
        movement: movement(Direction::Entry, DecisionKind::Admit),
        nationality: nationality.into(),
        residence: String::new(),
        sex: 0,
        age: 30,
        document: 1,
        source: 0,
        purpose: 0,
        mode: 4,
        origin: town.into(),
        destination: String::new(),
        stay: 3,
        stayed: UNKNOWN_DAYS,
        overstayed: UNKNOWN_DAYS,
    }
}

fn day(month: i8, number: i8, changed: i64, records: Vec<Record>) -> FlowDay {
    FlowDay { post: PostId::parse("KRM").unwrap(), day: date(2026, month, number), changed, records: pack(records) }
}

fn table() -> FlowTable {
    let mut table = FlowTable::default();
    let busy = (0..500u32).map(|at| record((at % 24) as u8, if at % 3 == 0 { "GIN" } else { "" }, "Siguiri")).collect();
    table.take(&[day(9, 30, 1, vec![record(8, "MLI", "Kankan")]), day(10, 1, 2, busy)]).unwrap();
    table
}

async fn rows(files: &Files, question: &str) -> String {
    let answer = ask(files, question, Limits::default()).await.unwrap();
    let cells = |row: &Vec<Option<String>>| {
        let cells = row.iter().map(|cell| cell.clone().unwrap_or_else(|| "-".to_owned()));
        cells.collect::<Vec<_>>().join("|")
    };
    answer.rows.iter().map(cells).collect::<Vec<_>>().join("; ")
}

#[tokio::test]
async fn a_month_is_a_file_and_only_what_has_changed_is_written_anew() {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::new(folder.path());
    let mut table = table();
    assert_eq!(files.update(&table, |_, _| ()).unwrap(), 2);
    assert_eq!(files.update(&table, |_, _| ()).unwrap(), 0);
    table.take(&[day(10, 2, 3, vec![record(9, "SEN", "Dakar")])]).unwrap();
    assert_eq!(files.update(&table, |_, _| ()).unwrap(), 1);
    let months = "select month, count(*) from crossings group by month order by month";
    assert_eq!(rows(&files, months).await, "2026-09|1; 2026-10|501");
    // A day whose only crossing was cancelled takes its month with it.
    table.take(&[day(9, 30, 4, Vec::new())]).unwrap();
    files.update(&table, |_, _| ()).unwrap();
    assert!(!folder.path().join("month=2026-09").exists());
    assert_eq!(rows(&files, months).await, "2026-10|501");
}

#[tokio::test]
async fn what_is_not_known_is_null_and_codes_are_those_of_exports() {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::new(folder.path());
    files.update(&table(), |_, _| ()).unwrap();
    let question = "select post, day, hour, direction, decision, nationality, residence, sex, age, document, source,
        purpose, mode, origin, destination, stay_days, stayed_days from crossings where month = '2026-09'";
    let expected = "KRM|2026-09-30|8|entry|admit|MLI|-|F|30|passport|mrz|-|bus|Kankan|-|3|-";
    assert_eq!(rows(&files, question).await, expected);
    assert_eq!(rows(&files, "select sum(people) from flows where nationality is null").await, "333");
}

#[tokio::test]
async fn memory_and_rows_have_limits() {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::new(folder.path());
    files.update(&table(), |_, _| ()).unwrap();
    let limits = |milliseconds, bytes, rows| Limits { time: Duration::from_millis(milliseconds), bytes, rows };
    let answer = ask(&files, "select * from crossings", limits(10_000, 64 << 20, 10)).await.unwrap();
    assert!(answer.rows.len() == 10 && answer.is_cut);
    let large = "select array_agg(a.hour + b.hour) from crossings a cross join crossings b";
    let error = ask(&files, large, limits(20_000, 200_000, 10)).await.unwrap_err();
    assert!(matches!(error, CantAsk::TooLarge), "{error:?}");
}

#[tokio::test]
async fn where_the_files_lie_stands_in_no_answer() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("of-nobody");
    let files = Files::new(&folder);
    files.update(&table(), |_, _| ()).unwrap();
    let said = async |question: &str| format!("{:?}", ask(&files, question, Limits::default()).await);
    for question in [
        "select count(*) from crossings",
        "explain select count(*) from crossings",
        "explain verbose select count(*) from flows",
        "explain analyze select count(*) from crossings where hour > 3",
        "select input_file_name() from crossings limit 1",
        "select cast(input_file_name() as int) from crossings limit 1",
        "select arrow_cast(input_file_name(), 'Int32') from crossings",
        "select count(*) from 'of-nobody'",
    ] {
        let said = said(question).await;
        assert!(!said.contains("of-nobody/") && !said.contains(parent.path().to_str().unwrap()), "{question}: {said}");
    }
    let rows = said("select count(*) from crossings where month = '2026-10'").await;
    assert!(rows.contains("500"), "{rows}");
    // Files that can't be read are no place to learn it either.
    std::fs::write(folder.join("month=2026-10/flows.parquet"), "no Parquet").unwrap();
    let damaged = said("select count(*), max(hour) from crossings").await;
    assert!(damaged.contains("Err") && !damaged.contains("of-nobody/"), "{damaged}");
    std::fs::remove_dir_all(&folder).unwrap();
    let missing = said("select count(*), max(hour) from crossings").await;
    assert!(!missing.contains("of-nobody"), "{missing}");
}
