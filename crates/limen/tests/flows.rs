//! Flows over HTTP and by command: what an analyst sees, takes out and asks, and that every way of counting agrees.
#![allow(clippy::unwrap_used)]

#[path = "support/network.rs"]
mod network;
mod support;

use network::{run, try_run};
use reqwest::StatusCode;
use support::{Officer, Post, between, limen, zone};

async fn analyst(post: &Post) -> Officer {
    Officer::sign_in_at(&post.address, "djeneba", "/flows").await
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
        ("figure:streams", "xlsx", b"PK"),
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
        9,
        "{events:?}"
    );
    assert!(events.iter().any(|event| event.contains("hide-5")));
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
    let file = post.data.join("bulletin.xlsx");
    let arguments = ["statistics", "report", "--data", data, "month:2026-10", "--to", file.to_str().unwrap()];
    let (done, _, said) = try_run(&arguments);
    assert!(!done && said.contains("--why"), "{said}");
    run(&[&arguments[..], &["--why", "ministère", "--language", "en"]].concat());
    assert!(std::fs::read(&file).unwrap().starts_with(b"PK"));
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

#[tokio::test]
async fn where_limen_analyst_is_not_there_one_sentence_says_how_to_add_it_and_all_else_goes_on() {
    // No program stands there.
    let folder = tempfile::tempdir().unwrap();
    let mut command = limen();
    command.env("LIMEN_ANALYST", "/nowhere/limen-analyst").args([
        "demo",
        "--port",
        "0",
        "--crossings",
        "3000",
        "--data",
    ]);
    command.arg(folder.path());
    let mut post = Post::start(command, folder.path().to_owned(), None);
    let analyst = analyst(&post).await;
    let page = analyst.page("/flows/questions").await;
    assert!(page.contains("limen-analyst") && page.contains("docs/operate.md"), "{page}");
    assert!(!page.contains("<textarea"), "nothing can be asked: {page}");
    let page = analyst.page("/flows/take?what=figure:ages").await;
    assert!(page.contains("docs/operate.md") && page.contains(r#"<option value="png" disabled>"#), "{page}");
    let taken =
        [("what", "figure:ages"), ("query", "days=30"), ("form", "png"), ("use", "publish"), ("why", "institut")];
    let answer = analyst.post("/flows/take", &taken).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let taken = taken.map(|(name, value)| (name, if name == "form" { "svg" } else { value }));
    assert_eq!(analyst.post("/flows/take", &taken).await.status(), StatusCode::OK);
    assert!(post.terminate());
    let events = post.journal("flows-exported").await;
    assert_eq!(events.len(), 1, "what was not taken is not noted: {events:?}");
}
