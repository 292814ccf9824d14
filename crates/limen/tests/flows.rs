//! Flows by command, and without the program that draws and answers in SQL.
#![allow(clippy::unwrap_used)]

#[path = "support/network.rs"]
mod network;
mod support;

use network::{run, try_run};
use reqwest::StatusCode;
use support::{Officer, Post, limen};

async fn analyst(post: &Post) -> Officer {
    Officer::sign_in_at(&post.address, "djeneba", "/flows").await
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
