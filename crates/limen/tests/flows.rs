//! Flows over HTTP and by command: what an analyst sees, takes out and asks, and that every way of counting agrees.
#![allow(clippy::unwrap_used)]

#[path = "support/network.rs"]
mod network;
mod support;

use network::{run, try_run};
use reqwest::StatusCode;
use std::{collections::BTreeMap, path::Path};
use support::{Officer, Post, between, zone};

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
    let before = {
        let page = supervisor.page("/flows?days=1&post=KRM").await;
        assert!(page.contains("Passages"), "{page}");
        page
    };
    assert!(before.contains("figure-trend"));
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
async fn a_correction_moves_a_crossing_in_the_flows_at_once() {
    let post = Post::demo();
    let officer = Officer::sign_in(&post.address, "aminata").await;
    let supervisor = Officer::sign_in(&post.address, "mariam").await;
    let entries = async || {
        let page = supervisor.page("/flows?days=1&post=KRM").await;
        let fact = between(&page, "<dt>Entrées</dt><dd>", "</dd>").replace('\u{202f}', "");
        fact.parse::<u64>().unwrap()
    };
    let before = entries().await;
    let id = officer.scan(&zone(4_712, "SAKO")).await;
    assert_eq!(
        officer.decide(&id, &[("decision", "admit"), ("purpose", "trade"), ("stay_days", "3")]).await.0,
        StatusCode::SEE_OTHER
    );
    assert_eq!(entries().await, before + 1);
    let done = supervisor.post(&format!("/crossing/{id}/cancel"), &[("reason", "essai")]).await;
    assert_eq!(done.status(), StatusCode::SEE_OTHER, "{}", done.text().await.unwrap());
    assert_eq!(entries().await, before);
}

#[tokio::test]
async fn an_analyst_sees_counts_and_nobody() {
    let post = Post::demo();
    let analyst = analyst(&post).await;
    for path in ["/counter", "/day", "/day.csv", "/crossing/x", "/hits", "/alerts", "/visas", "/network", "/lists"] {
        let status = analyst.get(path).await.status();
        let is_home = path == "/counter" && status == StatusCode::SEE_OTHER;
        assert!(is_home || status == StatusCode::FORBIDDEN, "{path}: {status}");
    }
    // Neither do officers at a counter see flows, nor may a supervisor take them out or ask in SQL.
    let officer = Officer::sign_in(&post.address, "aminata").await;
    assert_eq!(officer.get("/flows").await.status(), StatusCode::FORBIDDEN);
    let supervisor = Officer::sign_in(&post.address, "mariam").await;
    assert_eq!(supervisor.get("/flows").await.status(), StatusCode::OK);
    for path in ["/flows/take?what=figure:trend", "/flows/questions"] {
        assert_eq!(supervisor.get(path).await.status(), StatusCode::FORBIDDEN, "{path}");
        assert_eq!(analyst.get(path).await.status(), StatusCode::OK, "{path}");
    }
    let taken = [("what", "figure:trend"), ("query", ""), ("form", "csv"), ("use", "inside"), ("why", "x")];
    assert_eq!(supervisor.post("/flows/take", &taken).await.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_leaves_the_house_is_protected_named_and_recorded() {
    let mut post = Post::demo();
    let analyst = analyst(&post).await;
    let take = async |what: &str, form: &str, used: &str, why: &str| {
        let fields = [("what", what), ("query", "days=365"), ("form", form), ("use", used), ("why", why)];
        let answer = analyst.post("/flows/take", &fields).await;
        (answer.status(), answer.bytes().await.unwrap().to_vec())
    };
    let (status, page) = take("figure:nationalities", "csv", "publish", "  ").await;
    assert_eq!(status, StatusCode::OK);
    assert!(String::from_utf8(page).unwrap().contains("rien ne sort sans motif"));
    let why = "Institut national de la statistique";
    let (_, inside) = take("figure:nationalities", "csv", "inside", why).await;
    let (_, published) = take("figure:nationalities", "hxl", "publish", why).await;
    let (inside, published) = (String::from_utf8(inside).unwrap(), String::from_utf8(published).unwrap());
    assert!(published.contains("#country+nationality") && !inside.contains('#'));
    assert!(!inside.lines().any(|line| line.ends_with(",c")), "{inside}");
    let small = |text: &str| {
        text.lines()
            .skip(2)
            .flat_map(|line| line.split(',').skip(1).filter_map(|cell| cell.parse::<u64>().ok()).collect::<Vec<_>>())
            .any(|count| (1..5).contains(&count))
    };
    assert!(!small(&published), "{published}");
    for (what, form, begins) in [
        ("figure:posts", "svg", &b"<svg"[..]),
        ("figure:ages", "png", b"\x89PNG"),
        ("figure:streams", "xlsx", b"PK"),
        ("report:month:2026-10", "pdf", b"%PDF"),
        ("report:year:2026", "xlsx", b"PK"),
        ("report:week:2026-11-16", "csv", b""),
        ("series", "sdmx-csv", b"STRUCTURE,STRUCTURE_ID,ACTION,FREQ"),
        ("series", "sdmx-json", b"{"),
        ("tallies", "hxl", b""),
    ] {
        let (status, bytes) = take(what, form, "publish", why).await;
        assert_eq!(status, StatusCode::OK, "{what} {form}");
        assert!(bytes.starts_with(begins), "{what} {form}: {:?}", &bytes[..bytes.len().min(40)]);
    }
    for (what, form) in
        [("figure:names", "csv"), ("figure:trend", "pdf"), ("report:day:../../etc:2026-01-01", "pdf"), ("", "csv")]
    {
        assert_eq!(take(what, form, "publish", why).await.0, StatusCode::NOT_FOUND, "{what} {form}");
    }
    assert!(post.terminate());
    let events = post.journal("flows-%").await;
    assert_eq!(
        events.iter().filter(|event| event.contains("flows-exported") && event.contains(why)).count(),
        11,
        "{events:?}"
    );
    assert!(events.iter().any(|event| event.contains("hide-5")));
}

#[tokio::test]
async fn questions_that_write_read_files_recurse_or_never_end_get_no_answer() {
    let post = Post::demo();
    let analyst = analyst(&post).await;
    let ask = async |question: &str| {
        let answer = analyst.post("/flows/questions", &[("question", question)]).await;
        assert_eq!(answer.status(), StatusCode::OK, "{question}");
        answer.text().await.unwrap()
    };
    let page = ask("select direction, sum(people) as people from flows group by direction order by 1").await;
    assert!(page.contains("entry") && page.contains("2 lignes"), "{page}");
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
        assert!(page.contains("Pas de réponse"), "{question}: {page}");
    }
    // A thousand rows and no more; nobody's name is a column.
    let page = ask("select * from crossings").await;
    assert!(page.contains("seules les mille premières"));
    for column in ["primary_identifier", "document_number", "birth_date", "officer", "id"] {
        assert!(ask(&format!("select {column} from crossings")).await.contains("Pas de réponse"), "{column}");
    }
    let deep = format!("select {}1", "1+".repeat(4_000));
    ask(&deep).await;
    assert_eq!(analyst.get("/flows").await.status(), StatusCode::OK, "the pages go on");
}

#[tokio::test]
async fn filters_that_make_no_sense_are_answered_in_a_sentence() {
    let post = Post::demo();
    let analyst = analyst(&post).await;
    for (query, words) in [
        ("from=2026-11-30&to=2026-11-01", "vient après le dernier"),
        ("from=gestern", "n’est pas une date"),
        ("from=99999-01-01", "n’est pas une date"),
        ("nationality=ZZZ", "Aucun passage ne correspond"),
        ("post=NOWHERE&days=7", "Aucun passage ne correspond"),
        ("from=1950-01-01&to=1950-12-31", "Aucun passage ne correspond"),
        ("days=-1", "Évolution"),
        ("post=%3Cscript%3E", "Aucun passage"),
    ] {
        let answer = analyst.get(&format!("/flows?{query}")).await;
        assert_eq!(answer.status(), StatusCode::OK, "{query}");
        let page = answer.text().await.unwrap();
        if words != "Évolution" {
            assert!(page.contains(words), "{query}: {page}");
        }
        assert!(!page.contains("<script>"), "{query}");
    }
    assert_eq!(analyst.get("/flows/reports/century:1900").await.status(), StatusCode::NOT_FOUND);
    assert_eq!(analyst.get("/flows/warnings?until=never").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_report_is_made_by_command_and_without_a_reason_it_is_not() {
    let mut post = Post::demo();
    assert!(post.terminate());
    let data = post.data.to_str().unwrap();
    let file = post.data.join("bulletin.pdf");
    let arguments = ["statistics", "report", "--data", data, "month:2026-10", "--to", file.to_str().unwrap()];
    let (done, _, said) = try_run(&arguments);
    assert!(!done && said.contains("--why"), "{said}");
    run(&[&arguments[..], &["--why", "ministère", "--language", "en"]].concat());
    assert!(std::fs::read(&file).unwrap().starts_with(b"%PDF"));
    let parquet = post.data.join("out");
    let said = run(&["statistics", "export", "--data", data, "--to", parquet.to_str().unwrap(), "--why", "institut"]);
    assert!(said.contains("months written"), "{said}");
    assert!(parquet.join("month=2026-10/flows.parquet").exists());
    let table =
        run(&["statistics", "tables", "--data", data, "--by", "nationality,sex", "--from", "2025-01-01", "--publish"]);
    assert!(table.starts_with("nationality,sex:F,sex:M"), "{table}");
    let (done, _, said) = try_run(&["statistics", "tables", "--data", data, "--by", "name"]);
    assert!(!done && said.contains("not counted by"), "{said}");
    let (done, _, said) =
        try_run(&["statistics", "tables", "--data", data, "--from", "2026-02-01", "--to", "2026-01-01"]);
    assert!(!done && said.contains("comes before"), "{said}");
}

#[tokio::test]
async fn every_title_is_whole_however_little_is_chosen() {
    let post = Post::demo();
    let djeneba = analyst(&post).await;
    let board = djeneba.page("/flows?days=90&nationality=GIN").await;
    assert!(board.contains("Guinée : 100"), "one nationality is named alone: {board}");
    for chosen in [
        "post=KRM",
        "sex=female",
        "purpose=trade",
        "mode=bus",
        "direction=exit",
        "age=30-34",
        "nationality=GIN&sex=female",
    ] {
        let board = djeneba.page(&format!("/flows?days=30&{chosen}")).await;
        assert!(!board.contains("{$") && !board.contains("{ $"), "{chosen}: a word is missing: {board}");
    }
}
