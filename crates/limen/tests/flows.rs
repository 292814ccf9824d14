//! Flows by command. What an analyst sees is in `crates/web/tests/pages/flows.rs`.
#![allow(clippy::unwrap_used)]

#[path = "support/network.rs"]
mod network;
mod support;

use network::{run, try_run};
use support::Post;

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
    let counts: Vec<u64> =
        table.lines().skip(1).map(|line| line.rsplit(',').next().unwrap().parse().unwrap()).collect();
    assert!(table.starts_with("nationality,sex,crossings") && counts.len() > 10, "{table}");
    assert!(counts.iter().all(|count| count % 5 == 0), "{table}");
    let (done, _, said) = try_run(&["statistics", "tables", "--data", data, "--by", "name"]);
    assert!(!done && said.contains("not counted by"), "{said}");
    let (done, _, said) =
        try_run(&["statistics", "tables", "--data", data, "--from", "2026-02-01", "--to", "2026-01-01"]);
    assert!(!done && said.contains("comes before"), "{said}");
}
