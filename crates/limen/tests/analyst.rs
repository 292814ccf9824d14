//! Flows with `limen-analyst`: that every way of counting agrees, what questions may do, and what is drawn.
//!
//! Each test needs the program beside `limen`, so a plain test run leaves them out. `./check` builds it and runs them:
//! `cargo build --locked --manifest-path analyst/Cargo.toml --target-dir target`, then
//! `cargo nextest run -p limen --test analyst --run-ignored all`.
#![allow(clippy::unwrap_used)]

#[path = "support/network.rs"]
mod network;
mod support;

use network::run;
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

/// How many crossings `limen statistics tables` counts in all time.
fn counted(data: &Path, by: &str) -> BTreeMap<String, u64> {
    let data = data.to_str().unwrap();
    let csv = run(&["statistics", "tables", "--data", data, "--by", by, "--from", "2000-01-01", "--to", "2099-12-31"]);
    csv.lines()
        .skip(1)
        .map(|line| line.rsplit_once(',').unwrap())
        .map(|(codes, count)| (codes.to_owned(), count.parse().unwrap()))
        .collect()
}

/// The same by a question in SQL.
fn asked(data: &Path, question: &str) -> BTreeMap<String, u64> {
    let csv = run(&["statistics", "query", "--data", data.to_str().unwrap(), question]);
    csv.lines()
        .skip(1)
        .map(|line| line.rsplit_once(',').unwrap_or(("", line)))
        .map(|(codes, count)| (codes.to_owned(), count.parse().unwrap()))
        .collect()
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
    let table = counted(&post.data, by);
    let parquet = asked(
        &post.data,
        "select post, direction, coalesce(nationality, 'unknown') as nationality, count(*) as n from crossings
         where decision in ('admit', 'let-depart') group by 1, 2, 3",
    );
    assert_eq!(table, parquet);
    let flows = asked(
        &post.data,
        "select post, direction, coalesce(nationality, 'unknown'), sum(people) from flows group by 1, 2, 3",
    );
    assert_eq!(table, flows);
    // From the journal alone: the tables made anew, every day counted anew.
    let data = post.data.to_str().unwrap();
    run(&["journal", "rebuild", "--data", data]);
    run(&["statistics", "recount", "--data", data]);
    assert_eq!(counted(&post.data, by), table);
    let total: u64 = table.values().sum();
    assert!(total > 1_000, "{total}");
    assert_eq!(asked(&post.data, "select count(*) from crossings where residence = 'GIN' and stay_days = 83 and source = 'mrz' and day >= now() - interval '2 days'").values().sum::<u64>(), 1);
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
        "delete from crossings",
        "insert into crossings values ('x')",
        "create table mine as select * from crossings",
        "create external table passwd stored as csv location '/etc/passwd'",
        "copy crossings to '/tmp/stolen.csv'",
        "select * from '/etc/passwd'",
        "select * from read_csv('/etc/passwd')",
        "select * from account",
        "set datafusion.execution.time_zone = '+00:00'",
        "select 1; drop table crossings",
        "with recursive n as (select 1 as n union all select n + 1 from n) select count(*) from n",
        "select * from generate_series(1, 1000000000000)",
        "explain analyze select 1 from crossings a, crossings b, crossings c, crossings d, crossings e",
        "select count(*) from crossings a, crossings b, crossings c where a.hour + b.hour + c.hour > 60 and a.origin < b.origin",
        "select array_agg(a.origin) from crossings a cross join crossings b",
        "selec post",
        " ",
    ] {
        let page = ask(question).await;
        assert!(page.says("questions-no-answer"), "{question}: {}", page.text());
    }
    // A thousand rows and no more; nobody's name is a column.
    let page = ask("select * from crossings").await;
    assert!(page.says("questions-cut"));
    for column in ["primary_identifier", "document_number", "birth_date", "officer", "id"] {
        assert!(ask(&format!("select {column} from crossings")).await.says("questions-no-answer"), "{column}");
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
    let written = fs::metadata(parquet.join("month=2026-10/flows.parquet")).unwrap();
    assert_eq!(written.permissions().mode() & 0o777, 0o600, "it is its user's alone");
}

#[tokio::test]
#[ignore = "needs limen-analyst beside limen; ./check builds it"]
async fn a_post_whose_disk_does_not_answer_stops_when_it_is_told_to() {
    let mut post = Post::demo();
    let djeneba = Officer::sign_in_at(&post.address, "djeneba", "/flows").await;
    // What a thread reads from now on comes never.
    fs::create_dir_all(post.data.join("parquet")).unwrap();
    let state = post.data.join("parquet/written.csv");
    let _ = fs::remove_file(&state);
    assert!(Command::new("mkfifo").arg(&state).status().unwrap().success());
    let asked =
        tokio::spawn(async move { djeneba.try_post("/flows/questions", &[("question", "select 1")]).await.is_ok() });
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(!asked.is_finished(), "the question waits for the disk");
    let begin = Instant::now();
    assert!(tokio::task::spawn_blocking(move || post.terminate()).await.unwrap());
    assert!(begin.elapsed() < Duration::from_secs(10), "{:?}", begin.elapsed());
}
