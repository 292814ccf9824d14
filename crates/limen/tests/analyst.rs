//! Flows with `limen-analyst`: that every way of counting agrees, what questions may do, and what is drawn.
//!
//! Each test needs the program beside `limen`, so a plain test run leaves them out. `./check` builds it and runs them:
//! `cargo build --locked --manifest-path analyst/Cargo.toml --target-dir target`, then
//! `cargo nextest run -p limen --test analyst --run-ignored all`.
#![allow(clippy::unwrap_used)]

#[path = "support/network.rs"]
mod network;
mod support;

use network::{run, try_run};
use reqwest::StatusCode;
use std::{
    collections::BTreeMap,
    fs,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};
use support::{Officer, Page, Post, zone};

async fn analyst(post: &Post) -> Officer {
    Officer::sign_in_at(&post.address, "djeneba", "/flows").await
}

/// How many crossings `limen statistics tables` counts in all time: each, or as they are published.
fn counted(data: &Path, by: &str, is_published: bool) -> BTreeMap<String, u64> {
    let data = data.to_str().unwrap();
    let all = ["statistics", "tables", "--data", data, "--by", by, "--from", "2000-01-01", "--to", "2099-12-31"];
    let publish: &[&str] = if is_published { &["--publish"] } else { &[] };
    let csv = run(&[&all[..], publish].concat());
    csv.lines()
        .skip(1)
        .map(|line| line.rsplit_once(',').unwrap())
        .map(|(codes, count)| (codes.to_owned(), count.parse().unwrap()))
        .collect()
}

/// The last column of an answer in SQL, by the others.
fn asked(data: &Path, question: &str) -> BTreeMap<String, u64> {
    let csv = run(&["statistics", "query", "--data", data.to_str().unwrap(), question]);
    csv.lines()
        .skip(1)
        .map(|line| line.rsplit_once(',').unwrap_or(("", line)))
        .map(|(codes, count)| (codes.to_owned(), count.parse().unwrap()))
        .collect()
}

/// Whether a question has no answer, and the page says why.
fn is_refused(page: &Page) -> bool {
    let whys = ["not-allowed", "not-understood", "too-large", "failed"];
    let long = [("questions-too-long", ("seconds", "10")), ("questions-length", ("most", "10\u{202f}000"))];
    whys.iter().any(|why| page.says(&format!("questions-{why}")))
        || long.iter().any(|(message, value)| page.says_with(message, &[*value]))
}

#[tokio::test]
#[ignore = "needs limen-analyst beside limen; ./check builds it"]
async fn the_flow_table_parquet_and_the_journal_count_the_same() {
    let mut post = Post::demo();
    let officer = Officer::sign_in(&post.address, "aminata").await;
    let supervisor = Officer::sign_in(&post.address, "mariam").await;
    // Someone is admitted by mistake, and the record corrected: they had left.
    let id = officer.scan(&zone(4_711, "KANTE")).await;
    let (status, page) = officer
        .decide(&id, &[("decision", "admit"), ("purpose", "trade"), ("stay_days", "83"), ("residence", "GIN")])
        .await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let page = supervisor.read("/flows?days=1&post=KRM").await;
    assert!(page.says("flows-both") && page.has_id("figure-trend"), "{}", page.text());
    assert!(post.terminate());
    let by = "post,direction,nationality";
    let (exact, published) = (counted(&post.data, by, false), counted(&post.data, by, true));
    assert!(published.values().sum::<u64>() > 1_000, "{published:?}");
    let flows = "select post, direction, coalesce(nationality, 'unknown'), sum(people) from flows group by 1, 2, 3";
    assert_eq!(asked(&post.data, flows), published);
    for (part, by, columns) in [
        ("people", "sex,purpose", "sex, coalesce(purpose, 'unknown')"),
        ("passages", "hour,mode", "hour, coalesce(mode, 'unknown')"),
        ("passages", "origin,destination", "coalesce(origin, 'unknown'), coalesce(destination, 'unknown')"),
    ] {
        let crossed = "decision in ('admit', 'let-depart')";
        let question = format!("select {columns}, sum(people) from {part} where {crossed} group by 1, 2");
        assert_eq!(asked(&post.data, &question), counted(&post.data, by, true), "{part} by {by}");
    }
    // From the journal alone: the tables made anew, every day counted anew. What was published stays as it was.
    let data = post.data.to_str().unwrap();
    run(&["journal", "rebuild", "--data", data]);
    run(&["statistics", "recount", "--data", data]);
    assert_eq!(counted(&post.data, by, false), exact);
    assert_eq!(counted(&post.data, by, true), published);
    assert_eq!(asked(&post.data, flows), published);
}

#[tokio::test]
#[ignore = "needs limen-analyst beside limen; ./check builds it"]
async fn an_analyst_reads_multiples_of_five_and_no_table_has_an_hour_beside_a_nationality() {
    let mut post = Post::demo();
    assert!(post.terminate());
    let data = post.data.to_str().unwrap();
    for (table, columns) in [
        (
            "people",
            "post,day,direction,decision,nationality,residence,sex,age,purpose,mode,stay_days,stayed_days,\
             overstayed_days,people,month",
        ),
        ("passages", "post,day,hour,direction,decision,mode,document,source,origin,destination,people,month"),
    ] {
        let header = run(&["statistics", "query", "--data", data, &format!("select * from {table} limit 0")]);
        assert_eq!(header.trim_end(), columns, "{table}");
        let counts = format!("select people % 5 = 0 and people > 0, count(*) from {table} group by 1");
        let counts = asked(&post.data, &counts);
        assert!(counts.len() == 1 && counts["true"] > 100, "{table}: {counts:?}");
    }
    let ages = asked(&post.data, "select distinct age, 1 from people where age is not null");
    assert!(ages.len() > 5 && ages.keys().all(|age| age == "18" || age.parse::<u8>().unwrap() % 5 == 0), "{ages:?}");
}

#[tokio::test]
#[ignore = "needs limen-analyst beside limen; ./check builds it"]
async fn questions_that_write_read_files_recurse_or_never_end_get_no_answer() {
    let post = Post::demo();
    let analyst = analyst(&post).await;
    let ask = async |question: &str| {
        let answer = analyst.post("/flows/questions", &[("question", question)]).await;
        assert_eq!(answer.status(), StatusCode::OK, "{question}");
        Page::read(&answer.text().await.unwrap())
    };
    let page = ask("select direction, sum(people) as people from flows group by direction order by 1").await;
    assert!(page.contains("entry") && page.says_with("questions-rows", &[("count", "2")]), "{}", page.text());
    for question in [
        "delete from people",
        "insert into people values ('x')",
        "create table mine as select * from people",
        "create external table passwd stored as csv location '/etc/passwd'",
        "copy people to '/tmp/stolen.csv'",
        "select * from '/etc/passwd'",
        "select * from read_csv('/etc/passwd')",
        "select * from account",
        "select * from crossings",
        "set datafusion.execution.time_zone = '+00:00'",
        "select 1; drop table people",
        "with recursive n as (select 1 as n union all select n + 1 from n) select count(*) from n",
        "select * from generate_series(1, 1000000000000)",
        "explain analyze select 1 from people a, people b, people c, people d, people e",
        "select count(*) from passages a, passages b, passages c, passages d where a.hour + b.hour + c.hour > 60 and a.origin < d.origin",
        "select array_agg(a.origin) from passages a cross join passages b",
        "selec post",
        " ",
    ] {
        let page = ask(question).await;
        assert!(is_refused(&page), "{question}: {}", page.text());
    }
    // A thousand rows and no more; nobody's name is a column.
    let page = ask("select a.age from people a cross join people b").await;
    assert!(page.says("questions-cut"));
    for column in ["primary_identifier", "document_number", "birth_date", "officer", "id", "hour"] {
        assert!(is_refused(&ask(&format!("select {column} from people")).await), "{column}");
    }
    let deep = format!("select {}1", "1+".repeat(4_000));
    ask(&deep).await;
    assert_eq!(analyst.get("/flows").await.status(), StatusCode::OK, "the pages go on");
}

#[tokio::test]
#[ignore = "needs limen-analyst beside limen; ./check builds it"]
async fn figures_and_reports_are_drawn() {
    let mut post = Post::demo();
    let analyst = analyst(&post).await;
    for (what, form, begins) in [("figure:ages", "png", &b"\x89PNG"[..]), ("report:month:2026-10", "pdf", b"%PDF")] {
        let fields = [("what", what), ("query", "days=365"), ("form", form), ("use", "publish"), ("why", "institut")];
        let answer = analyst.post("/flows/take", &fields).await;
        assert_eq!(answer.status(), StatusCode::OK, "{what} {form}");
        assert!(answer.bytes().await.unwrap().starts_with(begins), "{what} {form}");
    }
    assert!(post.terminate());
    let data = post.data.to_str().unwrap();
    let file = post.data.join("bulletin.pdf");
    let report = ["statistics", "report", "--data", data, "month:2026-10", "--to", file.to_str().unwrap()];
    run(&[&report[..], &["--why", "ministère"]].concat());
    assert!(fs::read(&file).unwrap().starts_with(b"%PDF"));
    let parquet = post.data.join("out");
    let said = run(&["statistics", "export", "--data", data, "--to", parquet.to_str().unwrap(), "--why", "institut"]);
    assert!(said.contains("months written"), "{said}");
    let others = Command::new("find").arg(&parquet).args(["-type", "f", "!", "-name", "*.parquet"]).output().unwrap();
    assert_eq!(others.stdout, b"", "nothing else lies where a program reads every file");
    for file in ["people/month=2026-10/people.parquet", "passages/month=2026-10/passages.parquet"] {
        let written = fs::metadata(parquet.join(file)).unwrap();
        assert_eq!(written.permissions().mode() & 0o777, 0o600, "{file} is its user's alone");
    }
    // Each crossing is in no file of this form.
    let inside = post.data.join("inside");
    let each = ["statistics", "export", "--data", data, "--to", inside.to_str().unwrap(), "--inside", "--why", "R"];
    let (done, _, error) = try_run(&each);
    assert!(!done && error.contains("--inside") && !inside.exists(), "{error}");
}

#[tokio::test]
#[ignore = "needs limen-analyst beside limen; ./check builds it"]
async fn a_post_whose_disk_does_not_answer_stops_when_it_is_told_to() {
    let mut post = Post::demo();
    let djeneba = Officer::sign_in_at(&post.address, "djeneba", "/flows").await;
    // What a thread reads from now on comes never.
    let today = jiff::tz::Offset::UTC.to_datetime(support::now()).date();
    let month = today.first_of_month().yesterday().unwrap().strftime("month=%Y-%m").to_string();
    let folder = post.data.join("parquet/people").join(month);
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("people.parquet");
    let _ = fs::remove_file(&file);
    assert!(Command::new("mkfifo").arg(&file).status().unwrap().success());
    let asked =
        tokio::spawn(async move { djeneba.try_post("/flows/questions", &[("question", "select 1")]).await.is_ok() });
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(!asked.is_finished(), "the question waits for the disk");
    let begin = Instant::now();
    assert!(tokio::task::spawn_blocking(move || post.terminate()).await.unwrap());
    assert!(begin.elapsed() < Duration::from_secs(10), "{:?}", begin.elapsed());
}
