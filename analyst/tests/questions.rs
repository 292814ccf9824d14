//! Parquet files written from flows, and questions asked of them, by the program itself.
#![allow(clippy::unwrap_used)]

use limen_analyst_protocol::{
    About, Analyst, AnalystError, Answer, CellKind, Codes, Day, Field, Limits, NOT_KNOWN, Page, Part, Piece, Role,
    Values, packed, packed_counts,
};
use std::{collections::BTreeMap, fs, iter::repeat_n, path::Path, time::Duration};

fn analyst() -> Analyst {
    Analyst::at(env!("CARGO_BIN_EXE_limen-analyst"))
}

/// Days since 1970 of days in autumn 2026.
const SEPTEMBER_30: i32 = 20_726;
const OCTOBER_1: i32 = SEPTEMBER_30 + 1;

/// Women at Kourémalé on a day: five of each nationality, in a row of both tables.
fn day(number: i32, town: &str, nationalities: &[Option<&str>]) -> Vec<Day> {
    let rows = nationalities.len();
    let texts = |text: Option<&str>| Values::Texts(Codes::of(repeat_n(text, rows)));
    let numbers = |number: u16| Values::Numbers(packed(repeat_n(number, rows)));
    let values = |field: &Field| match field {
        Field::Hour => Values::Numbers(packed((0..rows).map(|at| (at % 24) as u16))),
        Field::Direction => texts(Some("entry")),
        Field::Decision => texts(Some("admit")),
        Field::Nationality => Values::Texts(Codes::of(nationalities.iter().copied())),
        Field::Sex => texts(Some("F")),
        Field::Age => numbers(30),
        Field::Document => texts(Some("passport")),
        Field::Source => texts(Some("mrz")),
        Field::Mode => texts(Some("bus")),
        Field::Origin => texts(Some(town)),
        Field::Residence | Field::Purpose | Field::Destination => texts(None),
        Field::Stay => numbers(1),
        Field::Stayed | Field::Overstayed => numbers(NOT_KNOWN),
    };
    let in_part = |part: Part| Day {
        part,
        post: "KRM".into(),
        day: number,
        columns: part.fields().iter().map(values).collect(),
        people: packed_counts(repeat_n(5, rows)),
    };
    Part::ALL.map(in_part).into()
}

type Months = BTreeMap<String, (String, Vec<Day>)>;

/// A row in September, 500 in October, of which each third is of Guineans and the others of unknown nationality.
fn months() -> Months {
    let busy: Vec<Option<&str>> = (0..500).map(|at| (at % 3 == 0).then_some("GIN")).collect();
    BTreeMap::from([
        ("2026-09".into(), ("1".into(), day(SEPTEMBER_30, "Kankan", &[Some("MLI")]))),
        ("2026-10".into(), ("2".into(), day(OCTOBER_1, "Siguiri", &busy))),
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

/// The files below a folder, as they are named from there.
fn files_in(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        match entry.file_type().unwrap().is_dir() {
            true => found.extend(files_in(&entry.path()).iter().map(|file| format!("{name}/{file}"))),
            false => found.push(name),
        }
    }
    found.sort();
    found
}

#[tokio::test]
async fn a_month_is_a_file_in_each_table_and_only_what_has_changed_is_written_anew() {
    let folder = tempfile::tempdir().unwrap();
    let files = folder.path();
    let mut all = months();
    assert_eq!(write(files, &all).await, Ok(2));
    assert_eq!(write(files, &all).await, Ok(0));
    let (state, days) = all.get_mut("2026-10").unwrap();
    days.extend(day(OCTOBER_1 + 1, "Dakar", &[Some("SEN")]));
    *state = "3".into();
    assert_eq!(write(files, &all).await, Ok(1));
    let by_month = "select month, count(*), sum(people) from people group by month order by month";
    let passages = by_month.replace("from people", "from passages");
    assert_eq!(rows(files, by_month).await, "2026-09|1|5; 2026-10|501|2505");
    assert_eq!(rows(files, &passages).await, "2026-09|1|5; 2026-10|501|2505");
    // A day whose only crossing was cancelled takes its month with it.
    all.remove("2026-09");
    assert_eq!(write(files, &all).await, Ok(0));
    assert_eq!(rows(files, by_month).await, "2026-10|501|2505");
    // In no folder is anything that a reader of the whole folder would stumble over.
    let left = ["passages/month=2026-10/passages.parquet", "people/month=2026-10/people.parquet"];
    assert_eq!(files_in(files), left);
    assert_eq!(fs::read_dir(files).unwrap().count(), 2);
    // A file that is cut off is written anew.
    let october = files.join(left[1]);
    let bytes = fs::read(&october).unwrap();
    fs::write(&october, &bytes[..bytes.len() - 9]).unwrap();
    assert_eq!(write(files, &all).await, Ok(1));
    assert_eq!(rows(files, by_month).await, "2026-10|501|2505");
}

#[tokio::test]
async fn what_earlier_versions_wrote_with_a_row_for_each_crossing_is_taken_away() {
    let folder = tempfile::tempdir().unwrap();
    let files = folder.path();
    for month in ["2026-08", "2026-09", "2026-10"] {
        fs::create_dir(files.join(format!("month={month}"))).unwrap();
        fs::write(files.join(format!("month={month}/flows.parquet")), "each crossing").unwrap();
    }
    fs::write(files.join("month=2026-10/flows.making"), "each crossing").unwrap();
    fs::write(files.join("month=2026-08/notes.txt"), "an analyst's own").unwrap();
    fs::write(files.join("written.csv"), "2026-08,1\n2026-09,1\n2026-10,2\n").unwrap();
    fs::create_dir_all(files.join("people/month=2026-10")).unwrap();
    fs::write(files.join("people/month=2026-10/.people.making"), "half").unwrap();
    assert_eq!(write(files, &months()).await, Ok(2), "their states are not those of these files");
    let left = files_in(files);
    assert!(!left.iter().any(|file| file.contains("flows.") || file.contains("making")), "{left:?}");
    assert!(!left.contains(&"written.csv".to_owned()), "{left:?}");
    assert!(left.contains(&"month=2026-08/notes.txt".to_owned()), "{left:?}");
    let gone = ask(files, "select * from crossings", Limits::default()).await;
    assert!(matches!(gone, Err(AnalystError::NotAllowed(_))), "{gone:?}");
}

#[tokio::test]
async fn what_is_not_known_is_null_and_codes_are_those_of_exports() {
    let folder = tempfile::tempdir().unwrap();
    let files = folder.path();
    write(files, &months()).await.unwrap();
    let people = "select post, day, direction, decision, nationality, residence, sex, age, purpose, mode, stay_days,
        stayed_days, overstayed_days, people from people where month = '2026-09'";
    assert_eq!(rows(files, people).await, "KRM|2026-09-30|entry|admit|MLI|-|F|30|-|bus|1|-|-|5");
    let passages = "select post, day, hour, direction, decision, mode, document, source, origin, destination, people
        from passages where month = '2026-09'";
    assert_eq!(rows(files, passages).await, "KRM|2026-09-30|0|entry|admit|bus|passport|mrz|Kankan|-|5");
    let flows = "select age_band, sum(people) from flows where nationality is null group by age_band";
    assert_eq!(rows(files, flows).await, "25-64|1665");
    // As docs/statistics.md has it: so many came with a document, and nobody is known to have left.
    let present = "select (select sum(people) from passages
                where decision in ('admit', 'let-depart') and direction = 'entry' and document is not null)
             - (select coalesce(sum(people), 0) from people
                where decision in ('admit', 'let-depart') and stayed_days is not null) as present";
    assert_eq!(rows(files, present).await, "2505");
}

#[tokio::test]
async fn no_table_has_an_hour_a_town_or_a_document_beside_a_nationality() {
    let folder = tempfile::tempdir().unwrap();
    let files = folder.path();
    write(files, &months()).await.unwrap();
    for (table, columns) in [
        ("people", ["hour", "origin", "destination", "document", "source"]),
        ("passages", ["nationality", "residence", "sex", "age", "stay_days"]),
    ] {
        for column in columns {
            let question = format!("select {column} from {table}");
            let refused = ask(files, &question, Limits::default()).await;
            assert!(matches!(refused, Err(AnalystError::NotUnderstood(_))), "{question}: {refused:?}");
        }
    }
}

#[tokio::test]
async fn memory_and_rows_have_limits() {
    let folder = tempfile::tempdir().unwrap();
    let files = folder.path();
    write(files, &months()).await.unwrap();
    let limits = |milliseconds, bytes, rows| Limits { time: Duration::from_millis(milliseconds), bytes, rows };
    let answer = ask(files, "select * from people", limits(10_000, 64 << 20, 10)).await.unwrap();
    assert!(answer.rows.len() == 10 && answer.is_cut);
    let large = "select array_agg(a.hour + b.hour) from passages a cross join passages b";
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
        "select count(*) from people",
        "explain select count(*) from people",
        "explain verbose select count(*) from flows",
        "explain analyze select count(*) from passages where hour > 3",
        "select input_file_name() from people limit 1",
        "select cast(input_file_name() as int) from people limit 1",
        "select arrow_cast(input_file_name(), 'Int32') from passages",
        "select count(*) from 'of-nobody'",
    ] {
        let said = said(question).await;
        assert!(!said.contains("of-nobody/") && !said.contains(parent.path().to_str().unwrap()), "{question}: {said}");
    }
    let rows = said("select count(*) from people where month = '2026-10'").await;
    assert!(rows.contains("500"), "{rows}");
    // Files that can't be read are no place to learn it either.
    fs::write(folder.join("passages/month=2026-10/passages.parquet"), "no Parquet").unwrap();
    let damaged = said("select count(*), max(hour) from passages").await;
    assert!(damaged.contains("Err") && !damaged.contains("of-nobody/"), "{damaged}");
    fs::remove_dir_all(&folder).unwrap();
    let missing = said("select count(*), max(hour) from passages").await;
    assert!(!missing.contains("of-nobody"), "{missing}");
}

#[tokio::test]
async fn a_month_that_is_not_sent_whole_leaves_the_one_that_was_there() {
    let folder = tempfile::tempdir().unwrap();
    let files = folder.path();
    write(files, &months()).await.unwrap();
    let mut damaged = months();
    let (state, days) = damaged.get_mut("2026-10").unwrap();
    // What lacks a column comes after people who were sent whole.
    days[1].columns.pop();
    *state = "9".into();
    let error = write(files, &damaged).await.unwrap_err();
    assert!(error.to_string().contains("no day of 2026-10"), "{error}");
    assert_eq!(rows(files, "select count(*) from people").await, "501");
    // What was not written is written the next time.
    damaged.get_mut("2026-10").unwrap().1 = months()["2026-10"].1.clone();
    assert_eq!(write(files, &damaged).await, Ok(1));
}

#[tokio::test]
async fn writing_that_was_cut_off_goes_on_with_the_month_it_had_come_to() {
    let folder = tempfile::tempdir().unwrap();
    let files = folder.path();
    let states = months().into_iter().map(|(month, (state, _))| (month, state)).collect();
    let cut_off = |month: &str, _: (usize, usize), send: limen_analyst_protocol::SendDay<'_>| {
        months()[month].1.iter().cloned().try_for_each(send)?;
        // The page whose question it was is closed within the second month.
        if month == "2026-10" { Err(std::io::Error::other("closed")) } else { Ok(()) }
    };
    let analyst = Analyst::at(env!("CARGO_BIN_EXE_limen-analyst"));
    assert!(analyst.write(files, states, cut_off).await.is_err());
    assert_eq!(rows(files, "select count(*) from people").await, "1", "the first month is there");
    assert_eq!(write(files, &months()).await, Ok(1), "and is not written again");
    assert_eq!(rows(files, "select count(*) from people").await, "501");
}

#[tokio::test]
async fn a_program_that_does_not_start_is_not_said_to_need_more_memory() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("limen-analyst");
    fs::write(&program, "no program").unwrap();
    let answered = Analyst::at(&program).answer(folder.path(), "select 1", Limits::default()).await;
    assert!(matches!(answered, Err(AnalystError::Failed(_))), "{answered:?}");
}

#[tokio::test]
async fn a_question_that_never_ends_is_ended() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &months()).await.unwrap();
    let endless = "select count(*) from passages a, passages b, passages c, passages d
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
    let piece = |role, element| Piece { role, element, svg: svg.to_owned() };
    let cell = |kind, row, element| piece(Role::Cell { kind, table: 1, row }, element);
    let first = Page(vec![
        piece(Role::Heading { level: 1, text: "Octobre".into() }, 1),
        piece(Role::Text, 2),
        piece(Role::Figure { words: "Passages par jour".into(), at: [9.0, 20.0, 90.0, 20.0] }, 3),
        cell(CellKind::Column, 0, 4),
        cell(CellKind::Row, 1, 5),
        piece(Role::Artifact, 6),
    ]);
    // The table goes on, with its heads, which are not read again.
    let second = Page(vec![piece(Role::Artifact, 7), cell(CellKind::Value, 1, 8)]);
    let paper = analyst().paper(vec![first, second], about()).await.unwrap();
    assert!(paper.starts_with(b"%PDF"));
    let says = |text: &str| paper.windows(text.len()).any(|part| part == text.as_bytes());
    assert!(says("<pdfuaid:part>1</pdfuaid:part>"), "it says that it is PDF/UA-1, which was held against its rules");
    let broken = Page(vec![Piece { role: Role::Text, element: 1, svg: "<svg".into() }]);
    let broken = analyst().paper(vec![broken], about()).await;
    assert!(matches!(broken, Err(AnalystError::Failed(_))), "{broken:?}");
}

#[tokio::test]
async fn a_program_that_is_not_there_is_named() {
    let missing = Analyst::at("/nowhere/limen-analyst");
    let error = missing.picture(String::new()).await.unwrap_err();
    assert_eq!(error, AnalystError::NotInstalled);
    assert!(error.to_string().contains("copy limen-analyst"));
}
