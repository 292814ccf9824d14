//! `limen stay` as an officer or a script uses it.
#![allow(clippy::unwrap_used)]

mod support;

use limen_domain::ListKind;
use limen_store::Store;
use serde_json::{Value, json};
use std::{fs, process::Output};
use support::limen;

/// The command's answer for a history: status, standard output, standard error.
fn stay(history: &[u8], arguments: &[&str]) -> (Option<i32>, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("history.csv");
    fs::write(&file, history).unwrap();
    let Output { status, stdout, stderr } =
        limen().arg("stay").arg("--history").arg(&file).args(arguments).output().unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

fn answer(history: &str, arguments: &[&str]) -> Value {
    let (status, out, error) = stay(history.as_bytes(), &[arguments, &["--json"]].concat());
    assert_eq!(status, Some(0), "{error}");
    serde_json::from_str(&out).unwrap()
}

#[test]
fn a_traveller_who_is_here_is_told_the_last_day_of_the_stay() {
    let history = "entry,exit\n2026-01-10,2026-02-08\n2026-05-01,\n";
    let answer = answer(history, &["--on", "2026-05-10"]);
    let expected = json!({
        "on": "2026-05-10", "rule": "90/180", "present": true, "days_used": 40, "days_left": 50, "may_stay": true,
        // What was stayed from the 10th of January on counts until July.
        "may_stay_until": "2026-06-29", "overstayed_days": 0
    });
    assert_eq!(answer, expected);
}

#[test]
fn an_overstay_is_counted_by_the_day_under_every_rule() {
    let history = "exit,entry\n2026-04-10,2026-01-01\n";
    for (rule, over) in
        [("90/180", 10), ("90/365", 10), ("30/entry", 70), ("90/year", 10), ("until 2026-04-01", 9), ("free", 0)]
    {
        let answer = answer(history, &["--on", "2026-04-20", "--rule", rule]);
        assert_eq!(answer["overstayed_days"], over, "{rule}");
    }
}

#[test]
fn someone_who_was_never_here_has_all_days_before_them() {
    let answer = answer("\u{feff}Entry,Exit\n", &["--on", "2026-01-01"]);
    assert_eq!((&answer["days_left"], &answer["may_stay_until"]), (&json!(90), &json!("2026-03-31")));
}

#[test]
fn the_text_form_says_it_in_words() {
    let (_, out, _) = stay(b"entry,exit\n2026-01-01,\n", &["--on", "2026-04-20"]);
    insta::assert_snapshot!(out, @r"
    2026-04-20, rule 90/180: in the country
    days used        110
    days left        0
    may stay until   may not stay on that day
    overstayed days  20
    ");
}

#[test]
fn a_history_that_can_not_be_counted_is_said_plainly() {
    for (history, said) in [
        (&b"entry,exit\n2026-02-30,\n"[..], "line 2: \u{201c}2026-02-30\u{201d} is no date"),
        (b"entry,exit\n2026-02-01,2026-01-01\n", "stay 1 ends before it begins"),
        (b"entry,exit\n2026-02-01,\n2026-03-01,\n", "stay 1 has no exit"),
        (b"name,sex\n", "no column \u{201c}entry\u{201d}"),
        (b"entry,exit\n\xff\xfe,\n", "is no date"),
        (b"", "is empty"),
    ] {
        let (status, out, error) = stay(history, &["--on", "2026-04-20"]);
        assert_eq!((status, out.as_str()), (Some(2), ""), "{error}");
        assert!(error.contains(said), "{error}");
    }
    let (status, _, error) = stay(b"entry,exit\n", &["--rule", "180/90"]);
    assert_eq!(status, Some(2));
    assert!(error.contains("is no rule of stay"), "{error}");
}

#[test]
fn a_rule_set_with_an_overlap_is_refused_and_a_gap_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rules.csv");
    let check = |rules: &str| {
        fs::write(&file, format!("from,to,nationality,document,stay,source\n{rules}")).unwrap();
        let out = limen().args(["lists", "check", "stay-rules"]).arg(&file).output().unwrap();
        (out.status.code(), String::from_utf8(out.stdout).unwrap())
    };
    let (status, out) = check("2020-01-01,,GIN,*,90/entry,A\n2024-01-01,,GIN SEN,*,30/entry,B\n");
    assert_eq!(status, Some(1));
    assert!(out.contains("line 3: it overlaps with line 2") && out.contains("nothing was taken"), "{out}");
    let (status, out) = check("2020-01-01,,GIN,*,90/entry,A\n");
    assert_eq!(status, Some(0));
    assert!(out.contains("gap: on "), "{out}");
}

#[tokio::test]
async fn a_rule_set_that_is_loaded_is_what_the_post_has_from_the_next_start_on() {
    let folder = tempfile::tempdir().unwrap();
    support::new_post(folder.path(), []).await;
    let file = folder.path().join("rules.csv");
    let rules = "from,to,nationality,document,stay,source\n2020-01-01,,GHA,*,30/entry,Accord d'essai\n";
    fs::write(&file, rules).unwrap();
    let loaded =
        limen().args(["lists", "load", "stay-rules"]).arg(&file).arg("--data").arg(folder.path()).status().unwrap();
    assert!(loaded.success());
    let store = Store::open(folder.path()).await.unwrap();
    let held = store.held_lists().await.unwrap();
    assert!(held.iter().any(|list| list.kind == ListKind::StayRules && list.csv == rules));
    store.close().await;
}
