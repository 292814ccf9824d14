//! What an agreement lets through, against an oracle that knows nothing but the JSON of the two.

use crate::support::Headquarters;
use jiff::civil::{Date, date};
use limen_neighbour::{Agreement, Article, Content, Kind, NotAllowed};
use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

const PAIRS: [&str; 4] = ["KRM", "NAF", "BAL", "GOG"];
const KINDS: [&str; 9] =
    ["figures", "pair-note", "notice", "withdrawal", "answer", "directory", "joint", "countersigned", "plan"];
const GROUPS: [&str; 4] = ["nationality", "sex", "age", "mode"];
const NOTICES: [&str; 8] = [
    "road-closed",
    "disease",
    "flood",
    "people-on-the-way",
    "missing-child",
    "stolen-vehicle",
    "danger-to-life",
    "wanted-by-warrant",
];
/// The fields of a subject as an agreement names them, as JSON does, and a value.
const FIELDS: [(&str, &str); 6] = [
    ("name", "name"),
    ("birth-date", "birth_date"),
    ("sex", "sex"),
    ("nationality", "nationality"),
    ("documents", "documents"),
    ("plates", "plates"),
];

fn value_of(field: &str) -> Value {
    match field {
        "name" => json!({"primary": "DIALLO", "secondary": "MAMADOU"}),
        "birth_date" => json!("1990-01-02"),
        "sex" => json!("M"),
        "nationality" => json!("GIN"),
        "documents" => json!(["GIN R0123456"]),
        _ => json!(["RC1234A"]),
    }
}

fn some_of(all: &'static [&'static str]) -> impl Strategy<Value = Vec<&'static str>> {
    prop::sample::subsequence(all, 0..=all.len())
}

fn agreement() -> impl Strategy<Value = Agreement> {
    let fields: &'static [&'static str] = &["name", "birth-date", "sex", "nationality", "documents", "plates"];
    let all_kinds: &'static [&'static str] = &KINDS;
    // Half of the agreements name most, so that what is let through is seen as often as what is not.
    let mostly = |all: &'static [&'static str]| prop_oneof![Just(all.to_vec()), some_of(all)];
    (mostly(&PAIRS), mostly(all_kinds), mostly(&GROUPS), mostly(&NOTICES), mostly(fields), 1_u64..12).prop_map(
        |(pairs, papers, groups, notices, fields, multiple_of)| {
            let (one, other) = Headquarters::both();
            let basis = Article { treaty: "Treaty".to_owned(), article: "4".to_owned() };
            let days = (date(2026, 1, 10), date(2026, 12, 20));
            let mut text = serde_json::to_value(Agreement::new(
                Uuid::from_u128(1),
                1,
                "Agreement",
                [one.party, other.party],
                basis,
                days,
            ))
            .expect("JSON");
            let pairs = pairs.iter().map(|code| {
                json!({"code": code, "name": code, "posts": {"GIN": "KRMG", "MLI": "KRMM"}, "zone": "Africa/Conakry"})
            });
            text["pairs"] = pairs.collect();
            text["papers"] = json!(papers);
            text["groups"] = json!(groups);
            text["notices"] = json!(notices);
            text["fields"] = json!(fields);
            text["multiple_of"] = json!(multiple_of);
            serde_json::from_value(text).expect("an agreement")
        },
    )
}

fn pair() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&PAIRS[..])
}

fn figures() -> impl Strategy<Value = Value> {
    let codes = [
        "GIN", "MLI", "SEN", "others", "unknown", "F", "M", "X", "foot", "0-14", "25-59", "60", "KEITA", "gin", "",
        "1-2-3", "0-", "m", "1000",
    ];
    let by_kind = prop_oneof![
        Just(("nationality", "GIN")),
        Just(("nationality", "others")),
        Just(("sex", "F")),
        Just(("age", "60")),
        Just(("mode", "foot")),
    ];
    let any = (prop::sample::select(&GROUPS[..]), prop::sample::select(codes.to_vec()));
    // Most groups are as they should be, so that figures that pass are seen as often as others.
    let group = (prop_oneof![8 => by_kind, 1 => any], 0_u64..6).prop_map(|((by, code), people)| (by, code, people));
    (pair(), prop::collection::vec(group, 0..4), 1_u64..12, 0_u64..6, 0_u64..6, 0_u64..6).prop_map(
        |(pair, groups, multiple, people, tallied, off)| {
            let groups = groups.iter().map(|(by, code, people)| json!({"by": by, "code": code, "people": people * multiple}));
            json!({"kind": "figures", "says": {
                "pair": pair, "day": "2026-05-01", "direction": "exit",
                "from": "2026-05-01T00:00:00Z", "to": "2026-05-02T00:00:00Z", "own_midnight": "2026-05-01T00:00:00Z",
                "people": people * multiple + u64::from(off == 1), "groups": groups.collect::<Value>(), "multiple_of": multiple,
                "coverage": {"tallied": tallied * multiple + u64::from(off == 2)}, "version": 1,
            }})
        },
    )
}

fn notice() -> impl Strategy<Value = Value> {
    let pairs = prop::sample::subsequence(&PAIRS[..], 0..3);
    let fields = prop::sample::subsequence(&FIELDS[..], 1..=6);
    (prop::sample::select(&NOTICES[..]), pairs, fields).prop_map(|(about, pairs, fields)| {
        let mut says = json!({
            "id": Uuid::from_u128(7), "about": about, "text": "Text", "place": "Place", "pairs": pairs,
            "reference": "12/2026", "from": "2026-05-01T00:00:00Z", "until": "2026-05-03T00:00:00Z",
        });
        let fields = fields.into_iter().map(|(_, in_json)| in_json);
        let fields: Vec<&str> = if about == "stolen-vehicle" { vec!["plates"] } else { fields.collect() };
        if NOTICES[4..].contains(&about) {
            says["subject"] = fields
                .into_iter()
                .map(|field| (field.to_owned(), value_of(field)))
                .collect::<serde_json::Map<_, _>>()
                .into();
        }
        json!({"kind": "notice", "says": says})
    })
}

fn other() -> impl Strategy<Value = Value> {
    let id = Uuid::from_u128(3);
    prop_oneof![
        pair().prop_map(|pair| json!({"kind": "pair-note", "says": {"pair": pair, "day": "2026-05-01", "text": "T"}})),
        Just(json!({"kind": "withdrawal", "says": {"notice": id, "reason": "Found"}})),
        pair().prop_map(move |pair| json!({"kind": "answer", "says": {
            "notice": id, "pair": pair, "at": "2026-05-01T10:00:00Z", "confirmed": true,
        }})),
        (pair(), any::<bool>()).prop_map(|(pair, is_hq)| json!({"kind": "directory", "says": {"contacts": [
            {"function": "Duty officer", "telephone": "+224 1", "pair": if is_hq { "" } else { pair }},
        ]}})),
        pair().prop_map(move |pair| json!({"kind": "joint", "says": {
            "id": id, "what": "patrol", "pair": pair, "place": "Road", "from": "2026-05-01T10:00:00Z",
            "to": "2026-05-01T11:00:00Z", "who": ["Chief of post"], "found": "Nothing",
        }})),
        Just(json!({"kind": "countersigned", "says": {"paper": "ab".repeat(32)}})),
        Just(json!({"kind": "plan", "says": {"id": id, "text": "Build", "owner": "Director", "state": "open"}})),
        Just(json!({"kind": "end", "says": {"reason": "Enough"}})),
    ]
}

fn has(list: &Value, what: &Value) -> bool {
    list.as_array().expect("a list").contains(what)
}

/// Whether the agreement names all that the paper says.
fn oracle(agreement: &Value, from: &str, content: &Value, today: &str) -> bool {
    let parties = agreement["parties"].as_array().expect("parties");
    if !parties.iter().any(|party| party["state"] == from) {
        return false;
    }
    if content["kind"] == "end" {
        return true;
    }
    let in_time = agreement["since"].as_str() <= Some(today) && Some(today) <= agreement["until"].as_str();
    if !in_time || !has(&agreement["papers"], &content["kind"]) {
        return false;
    }
    let says = &content["says"];
    let mut pairs: Vec<&Value> = says["pair"].as_str().map(|_| &says["pair"]).into_iter().collect();
    pairs.extend(says["pairs"].as_array().into_iter().flatten());
    let of_contacts = says["contacts"].as_array().into_iter().flatten().map(|contact| &contact["pair"]);
    pairs.extend(of_contacts.filter(|pair| **pair != ""));
    let named = agreement["pairs"].as_array().expect("pairs");
    if !pairs.iter().all(|code| named.iter().any(|pair| pair["code"] == **code)) {
        return false;
    }
    match content["kind"].as_str() {
        Some("figures") => {
            let multiple = says["multiple_of"].as_u64().expect("a number");
            let groups = says["groups"].as_array().expect("groups");
            let mut counts = vec![&says["people"], &says["coverage"]["tallied"]];
            counts.extend(groups.iter().map(|group| &group["people"]));
            let known = |by: &Value| match by.as_str() {
                Some("nationality") => &["GIN", "MLI", "others"][..],
                Some("sex") => &["F", "M", "X", "unknown"],
                Some("age") => &["0-14", "25-59", "60", "unknown"],
                _ => &["foot", "unknown"],
            };
            let names: std::collections::BTreeSet<String> =
                groups.iter().map(|group| format!("{} {}", group["by"], group["code"])).collect();
            multiple >= agreement["multiple_of"].as_u64().expect("a number")
                && counts.iter().all(|count| count.as_u64().expect("a count") % multiple == 0)
                && names.len() == groups.len()
                && groups.iter().all(|group| {
                    has(&agreement["groups"], &group["by"])
                        && known(&group["by"]).iter().any(|code| group["code"] == *code)
                })
        }
        Some("notice") => {
            let said = says["subject"].as_object().into_iter().flatten().map(|(field, _)| field.replace('_', "-"));
            has(&agreement["notices"], &says["about"])
                && said.into_iter().all(|field| has(&agreement["fields"], &json!(field)))
        }
        _ => true,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn nothing_passes_that_the_agreement_does_not_name_and_all_that_it_names_does(
        agreement in agreement(),
        content in prop_oneof![figures(), notice(), other()],
        from in prop_oneof![4 => Just("GIN"), 4 => Just("MLI"), 1 => Just("SEN")],
        today in prop_oneof![
            6 => Just("2026-05-01"), 1 => Just("2026-01-09"), 1 => Just("2026-01-10"), 1 => Just("2026-12-20"),
            1 => Just("2026-12-21"),
        ],
    ) {
        prop_assert_eq!(agreement.fault(), None);
        let read: Content = serde_json::from_value(content.clone()).expect("a content");
        prop_assert_eq!(read.fault(), None);
        let day: Date = today.parse().expect("a day");
        let passes = agreement.lets_through(from.parse().expect("a state"), &read, day);
        let expected = oracle(&serde_json::to_value(&agreement).expect("JSON"), from, &content, today);
        prop_assert_eq!(passes.is_ok(), expected, "{:?}", passes);
    }
}

#[test]
fn a_group_of_counts_is_a_state_of_the_two_or_a_known_code_and_no_place_for_words() {
    let (one, other) = Headquarters::both();
    let basis = Article { treaty: "Treaty".to_owned(), article: "4".to_owned() };
    let days = (date(2026, 1, 1), date(2026, 12, 31));
    let mut agreement = Agreement::new(Uuid::from_u128(1), 1, "A", [one.party.clone(), other.party], basis, days);
    (agreement.papers, agreement.groups) = (Kind::ALL.to_vec(), limen_neighbour::GroupBy::ALL.to_vec());
    agreement = {
        let mut text = serde_json::to_value(&agreement).unwrap();
        text["pairs"] =
            json!([{"code": "KRM", "name": "K", "posts": {"GIN": "A", "MLI": "B"}, "zone": "Africa/Conakry"}]);
        serde_json::from_value(text).unwrap()
    };
    let passes = |groups: &[(&str, &str)]| {
        let groups = groups.iter().map(|(by, code)| json!({"by": by, "code": code, "people": 5}));
        let content = json!({"kind": "figures", "says": {
            "pair": "KRM", "day": "2026-05-01", "direction": "exit", "from": "2026-05-01T00:00:00Z",
            "to": "2026-05-02T00:00:00Z", "own_midnight": "2026-05-01T00:00:00Z", "people": 5,
            "groups": groups.collect::<Value>(), "multiple_of": 5, "version": 1,
        }});
        agreement.lets_through(one.party.state, &serde_json::from_value(content).unwrap(), date(2026, 5, 1))
    };
    for good in [("nationality", "GIN"), ("nationality", "others"), ("sex", "X"), ("age", "15-17"), ("mode", "lorry")] {
        assert_eq!(passes(&[good]), Ok(()), "{good:?}");
    }
    for bad in [
        ("nationality", "SEN"),
        ("nationality", "KEITA MODIBO"),
        ("nationality", "gin"),
        ("nationality", "ZZZ"),
        ("sex", "R0123456"),
        ("age", "1990-01-02"),
        ("age", "0001-0002"),
        ("mode", "RC1234A"),
        ("mode", ""),
    ] {
        assert_eq!(passes(&[bad]), Err(NotAllowed::Group), "{bad:?}");
    }
    assert_eq!(passes(&[("sex", "F"), ("sex", "M"), ("sex", "F")]), Err(NotAllowed::Group), "twice");
}

#[test]
fn a_content_whose_values_cant_be_passes_no_agreement() {
    let (one, other) = Headquarters::both();
    let basis = Article { treaty: "Treaty".to_owned(), article: "4".to_owned() };
    let days = (date(2026, 1, 1), date(2026, 12, 31));
    let mut agreement = Agreement::new(Uuid::from_u128(1), 1, "A", [one.party.clone(), other.party], basis, days);
    agreement.papers = Kind::ALL.to_vec();
    let passes = |content: Content| agreement.lets_through(one.party.state, &content, date(2026, 5, 1));
    for reason in ["two\nlines", "\u{1b}[31m", "turned \u{202e}around", &"long".repeat(600)] {
        let refused = passes(Content::End { reason: reason.to_owned() });
        assert!(matches!(refused, Err(NotAllowed::Fault(_))), "{reason}");
    }
    assert_eq!(passes(Content::End { reason: "<b>markup is a text like any other</b>".to_owned() }), Ok(()));
}
