//! Parquet files written from flows, and questions asked of them, by the program itself.
#![allow(clippy::unwrap_used)]

use limen_analyst_protocol::{About, Analyst, AnalystError, Answer, Codes, Day, Limits, NO_DAYS, packed};
use serde_bytes::ByteBuf;
use std::{collections::BTreeMap, path::Path, time::Duration};

fn analyst() -> Analyst {
    Analyst::at(env!("CARGO_BIN_EXE_limen-analyst"))
}

/// Days since 1970 of days in autumn 2026.
const SEPTEMBER_30: i32 = 20_726;
const OCTOBER_1: i32 = SEPTEMBER_30 + 1;

/// People at Kourémalé on a day, one for each nationality.
fn day(number: i32, town: &str, nationalities: &[Option<&str>]) -> Day {
    let all = |text: &str| Codes::of(nationalities.iter().map(|_| Some(text)));
    let none = || Codes::of(nationalities.iter().map(|_| None));
    let days = |days: u16| packed(nationalities.iter().map(|_| days));
    Day {
        post: "KRM".into(),
        day: number,
        hours: ByteBuf::from((0..nationalities.len()).map(|at| (at % 24) as u8).collect::<Vec<_>>()),
        directions: all("entry"),
        decisions: all("admit"),
        nationalities: Codes::of(nationalities.iter().copied()),
        residences: none(),
        sexes: all("F"),
        ages: ByteBuf::from(vec![30; nationalities.len()]),
        documents: all("passport"),
        sources: all("mrz"),
        purposes: none(),
        modes: all("bus"),
        origins: all(town),
        destinations: none(),
        stays: days(3),
        stayed: days(NO_DAYS),
        overstayed: days(NO_DAYS),
    }
}

type Months = BTreeMap<String, (String, Vec<Day>)>;

/// One woman in September, 500 in October, of whom each third is Guinean and the others of unknown nationality.
fn months() -> Months {
    let busy: Vec<Option<&str>> = (0..500).map(|at| (at % 3 == 0).then_some("GIN")).collect();
    BTreeMap::from([
        ("2026-09".into(), ("1".into(), vec![day(SEPTEMBER_30, "Kankan", &[Some("MLI")])])),
        ("2026-10".into(), ("2".into(), vec![day(OCTOBER_1, "Siguiri", &busy)])),
    ])
}

async fn write(folder: &Path, months: &Months) -> Result<usize, AnalystError> {
    let states = months.iter().map(|(month, (state, _))| (month.clone(), state.clone())).collect();
    let months = months.clone();
    let send = move |month: &str, _: (usize, usize), send: limen_analyst_protocol::SendDay<'_>| {
        months[month].1.iter().cloned().try_for_each(send)
    };
    analyst().write(folder, states, send).await
}

async fn ask(folder: &Path, question: &str, limits: Limits) -> Result<Answer, AnalystError> {
    analyst().answer(folder, question, limits).await
}

async fn rows(folder: &Path, question: &str) -> String {
    let answer = ask(folder, question, Limits::default()).await.unwrap();
    let cells = |row: &Vec<Option<String>>| {
        let cells = row.iter().map(|cell| cell.clone().unwrap_or_else(|| "-".to_owned()));
        cells.collect::<Vec<_>>().join("|")
    };
    answer.rows.iter().map(cells).collect::<Vec<_>>().join("; ")
}

#[tokio::test]
async fn a_month_is_a_file_and_only_what_has_changed_is_written_anew() {
    let folder = tempfile::tempdir().unwrap();
    let files = folder.path();
    let mut all = months();
    assert_eq!(write(files, &all).await, Ok(2));
    assert_eq!(write(files, &all).await, Ok(0));
    let (state, days) = all.get_mut("2026-10").unwrap();
    days.push(day(OCTOBER_1 + 1, "Dakar", &[Some("SEN")]));
    *state = "3".into();
    assert_eq!(write(files, &all).await, Ok(1));
    let by_month = "select month, count(*) from crossings group by month order by month";
    assert_eq!(rows(files, by_month).await, "2026-09|1; 2026-10|501");
    // A day whose only crossing was cancelled takes its month with it.
    all.remove("2026-09");
    assert_eq!(write(files, &all).await, Ok(0));
    assert!(!folder.path().join("month=2026-09").exists());
    assert_eq!(rows(files, by_month).await, "2026-10|501");
}

#[tokio::test]
async fn what_is_not_known_is_null_and_codes_are_those_of_exports() {
    let folder = tempfile::tempdir().unwrap();
    let files = folder.path();
    write(files, &months()).await.unwrap();
    let question = "select post, day, hour, direction, decision, nationality, residence, sex, age, document, source,
        purpose, mode, origin, destination, stay_days, stayed_days from crossings where month = '2026-09'";
    let expected = "KRM|2026-09-30|0|entry|admit|MLI|-|F|30|passport|mrz|-|bus|Kankan|-|3|-";
    assert_eq!(rows(files, question).await, expected);
    assert_eq!(rows(files, "select sum(people) from flows where nationality is null").await, "333");
}

#[tokio::test]
async fn memory_and_rows_have_limits() {
    let folder = tempfile::tempdir().unwrap();
    let files = folder.path();
    write(files, &months()).await.unwrap();
    let limits = |milliseconds, bytes, rows| Limits { time: Duration::from_millis(milliseconds), bytes, rows };
    let answer = ask(files, "select * from crossings", limits(10_000, 64 << 20, 10)).await.unwrap();
    assert!(answer.rows.len() == 10 && answer.is_cut);
    let large = "select array_agg(a.hour + b.hour) from crossings a cross join crossings b";
    let error = ask(files, large, limits(20_000, 200_000, 10)).await.unwrap_err();
    assert!(error == AnalystError::TooLarge, "{error:?}");
}

#[tokio::test]
async fn where_the_files_lie_stands_in_no_answer() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("of-nobody");
    write(&folder, &months()).await.unwrap();
    let said = async |question: &str| format!("{:?}", ask(&folder, question, Limits::default()).await);
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

#[tokio::test]
async fn a_month_that_is_not_sent_whole_leaves_the_one_that_was_there() {
    let folder = tempfile::tempdir().unwrap();
    let files = folder.path();
    write(files, &months()).await.unwrap();
    let mut damaged = months();
    let (state, days) = damaged.get_mut("2026-10").unwrap();
    days[0].ages.pop();
    *state = "9".into();
    let error = write(files, &damaged).await.unwrap_err();
    assert!(error.to_string().contains("no day of 2026-10"), "{error}");
    assert_eq!(rows(files, "select count(*) from crossings").await, "501");
    // What was not written is written the next time.
    damaged.get_mut("2026-10").unwrap().1 = months()["2026-10"].1.clone();
    assert_eq!(write(files, &damaged).await, Ok(1));
}

#[tokio::test]
async fn a_question_that_never_ends_is_ended() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &months()).await.unwrap();
    let endless = "select count(*) from crossings a, crossings b, crossings c, crossings d
        where a.hour + b.hour + c.hour > 60 and a.origin < d.origin";
    let begun = std::time::Instant::now();
    let limits = Limits { time: Duration::from_secs(1), ..Limits::default() };
    assert_eq!(ask(folder.path(), endless, limits).await, Err(AnalystError::TooLong(1)));
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn drawings_become_pictures_and_pages() {
    let svg =
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="595" height="842"><text x="9" y="30">Kourémalé</text></svg>"#;
    let about = || About { title: "Octobre".into(), description: "Mali".into(), language: "fr".into() };
    let picture = analyst().picture(svg.into()).await.unwrap();
    assert!(picture.starts_with(b"\x89PNG"));
    let paper = analyst().paper(vec![svg.into(), svg.into()], about()).await.unwrap();
    assert!(paper.starts_with(b"%PDF"));
    let broken = analyst().paper(vec!["<svg".into()], about()).await;
    assert!(matches!(broken, Err(AnalystError::Failed(_))), "{broken:?}");
}

#[tokio::test]
async fn a_program_that_is_not_there_is_named() {
    let missing = Analyst::at("/nowhere/limen-analyst");
    let error = missing.picture(String::new()).await.unwrap_err();
    assert_eq!(error, AnalystError::NotInstalled);
    assert!(error.to_string().contains("docs/operate.md"));
}
