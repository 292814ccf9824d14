//! `limen stay` as an officer or a script uses it.
#![allow(clippy::unwrap_used)]

mod support;

use serde_json::{Value, json};
use std::{fs, process::Output};
use support::{Officer, Post, limen};

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
        (b"in,out\n", "no column \u{201c}entry\u{201d}"),
        (b"entry,exit\n\xff\xfe,\n", "can't be read"),
        (b"", "no column"),
    ] {
        let (status, out, error) = stay(history, &["--on", "2026-04-20"]);
        assert_eq!((status, out.as_str()), (Some(2), ""), "{error}");
        assert!(error.contains(said), "{error}");
    }
    let (status, _, error) = stay(b"entry,exit\n", &["--rule", "180/90"]);
    assert_eq!(status, Some(2));
    assert!(error.contains("is no rule of stay"), "{error}");
}

#[tokio::test]
async fn the_page_answers_from_the_stamps_that_an_officer_types() {
    let post = Post::demo();
    let officer = Officer::sign_in(&post.address, "aminata").await;
    let page = async |history: &str, on: &str| {
        let query = [("rule", "90/180"), ("on", on), ("history", history)];
        let query: Vec<String> = query
            .iter()
            .map(|(name, value)| format!("{name}={}", value.replace('/', "%2F").replace(' ', "+").replace('\n', "%0A")))
            .collect();
        officer.get(&format!("/stay?{}", query.join("&"))).await.text().await.unwrap()
    };
    let here = page("10.01.2026 08.02.2026\n1/5/2026", "2026-05-10").await;
    assert!(
        here.contains("Peut rester jusqu'au 29 juin 2026") || here.contains("Peut rester jusqu&#39;au 29 juin 2026"),
        "{here}"
    );
    let too_long = page("2026-01-01", "2026-04-20").await;
    assert!(too_long.contains("de 20 jours"), "{too_long}");
    let away = page("2026-01-01 2026-03-31", "2026-04-20").await;
    assert!(
        away.contains("1 juillet 2026") || away.contains("30 juin 2026") || away.contains("1er juillet 2026"),
        "{away}"
    );
    let wrong = page("2026-01-01 2026-01-05\nsoon", "2026-04-20").await;
    assert!(wrong.contains("La ligne 2"), "{wrong}");
    let kadiatou = Officer::sign_in(&post.address, "kadiatou").await;
    assert_eq!(kadiatou.get("/stay").await.status(), 403);
}
