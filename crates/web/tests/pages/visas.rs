//! Visas and permits: recorded elsewhere, issued at the border, taken in from a file or from an e-visa system.

use crate::support::{
    Officer, Post,
    documents::{Document, passport},
};
use axum::http::StatusCode;
use jiff::{ToSpan, civil::date};
use limen_document::mrz::Format;
use limen_store::settings::{Sha256Hex, VISA_KEY};
use serde_json::{Value, json};

const ADMIT: (&str, &str) = ("decision", "admit");

async fn turn_and_decide(officer: &Officer, zone: &str, decision: &str) {
    officer.post("/counter/direction", &[]).await;
    let id = officer.scan(zone).await;
    officer.decides(&id, &[("decision", decision)]).await;
}

#[tokio::test]
async fn a_recorded_visa_admits_as_often_as_it_says_and_then_no_more() {
    let post = Post::new().await;
    post.takes_in_a_visa().await;
    let officer = post.sign_in("aminata").await;
    let zone = passport("CHN", "E12345678", "LI");
    let first = officer.scan(&zone).await;
    let page = officer.page("/counter").await;
    assert!(page.says_with("visas-good", &[("number", "ML2604711")]), "{}", page.text());
    assert!(!page.has_field("permit_until"), "the last day is not asked where a record says it");
    officer.decides(&first, &[ADMIT]).await;
    assert!(officer.page(&format!("/crossing/{first}")).await.contains("ML2604711"));
    turn_and_decide(&officer, &zone, "let-depart").await;
    turn_and_decide(&officer, &zone, "admit").await;
    turn_and_decide(&officer, &zone, "let-depart").await;
    officer.post("/counter/direction", &[]).await;
    let third = officer.scan(&zone).await;
    assert!(officer.page("/counter").await.says_with("visas-used-up", &[("number", "ML2604711")]));
    let refused = officer.decide(&third, &[ADMIT]).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.page().says("not-open-permit"), "{}", refused.page().text());
    // An entry that did not happen gives its use back.
    let supervisor = post.sign_in("mariam").await;
    supervisor.post(&format!("/crossing/{first}/cancel"), &[("reason", "mauvais voyageur")]).await;
    assert!(officer.page("/counter").await.says_with("visas-good", &[("number", "ML2604711")]));
}

#[tokio::test]
async fn a_visa_is_issued_at_the_border_against_a_receipt_extended_and_revoked() {
    let post = Post::new().await;
    let second = post.sign_in("oumar").await;
    let zone = passport("CHN", "E99887766", "WANG");
    let id = second.scan(&zone).await;
    let new = format!("/visas/new?presentation={id}");
    assert!(second.page("/counter").await.addresses().contains(&new.as_str()));
    let form = second.page(&new).await;
    assert_eq!(form.value("surname").as_deref(), Some("WANG"));
    assert_eq!(form.value("document_number").as_deref(), Some("E99887766"));
    let today = post.today();
    let (from, to) = (today.to_string(), (today + 14.days()).to_string());
    let visa = |to: &str, receipt: &str| {
        let fields = [
            ("number", "VIG-1"),
            ("kind", "visa"),
            ("surname", "WANG"),
            ("issuer", "CHN"),
            ("document_number", "E99887766"),
            ("from", &from),
            ("to", to),
            ("entries", "1"),
            ("fee_receipt", receipt),
        ];
        fields.map(|(name, value)| (name, value.to_owned()))
    };
    let send = async |fields: [(&'static str, String); 9]| {
        second.post("/visas/new", &fields.each_ref().map(|(name, value)| (*name, value.as_str()))).await
    };
    assert_eq!(send(visa(&to, "")).await.status(), StatusCode::UNPROCESSABLE_ENTITY, "without a receipt");
    assert!(send(visa("2020-01-01", "Q-1")).await.page().says("visa-fault-order"));
    let issued = send(visa(&to, "Q-0001")).await;
    assert_eq!(issued.status(), StatusCode::SEE_OTHER, "{}", issued.page().text());
    assert!(second.page("/counter").await.says_with("visas-good-freely", &[("number", "VIG-1")]));
    second.decides(&id, &[ADMIT]).await;
    assert!(send(visa(&to, "Q-0001")).await.page().says("visa-number-taken"), "a sticker has one number");

    let first = post.sign_in("aminata").await;
    assert!(first.page("/visas?search=wang").await.contains("VIG-1"));
    assert!(first.page("/visas/entry/VIG-1").await.contains("Q-0001"));
    let later = (today + 30.days()).to_string();
    let extend = [("to", later.as_str()), ("reason", "maladie"), ("fee_receipt", "Q-0002")];
    assert_eq!(first.post("/visas/entry/VIG-1/extend", &extend).await.status(), StatusCode::FORBIDDEN);
    assert_eq!(second.post("/visas/entry/VIG-1/extend", &extend).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(second.post("/visas/entry/VIG-1/extend", &extend).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    // The stay that it is extended in ends later too.
    first.post("/counter/direction", &[]).await;
    first.scan(&zone).await;
    assert!(first.page("/counter").await.says("stays-in-time"));
    assert_eq!(second.post("/visas/entry/VIG-1/revoke", &[("reason", "faux")]).await.status(), StatusCode::SEE_OTHER);
    assert!(second.page("/visas/entry/VIG-1").await.says_with("visa-standing-revoked", &[("reason", "faux")]));
    second.post("/visas/entry/VIG-1/revoke", &[("reason", "autre")]).await;
    assert!(second.page("/visas/entry/VIG-1").await.says_with("visa-standing-revoked", &[("reason", "faux")]));
    assert_eq!(post.journal("visa-revoked").await.len(), 1, "revoked once, for the first reason");
}

#[tokio::test]
async fn what_was_done_with_a_visa_and_where_it_was_used_stands_on_its_page() {
    let post = Post::new().await;
    let second = post.sign_in("oumar").await;
    // As officers write days, whatever the browser's own language is.
    let (from, to, later) = ("20/11/2026", "31.3.2027", "30 avril 2027");
    let issue = async |number: &str, receipt: &str| {
        let fields = [
            ("number", number),
            ("kind", "visa"),
            ("from", from),
            ("to", to),
            ("entries", "2"),
            ("days", ""),
            ("conditions", "Bamako"),
            ("fee_receipt", receipt),
            ("fee", "50 000 F CFA"),
            ("surname", "WANG"),
            ("given_names", "LIN"),
            ("birth_date", "01/05/1990"),
            ("nationality", "CHN"),
            ("issuer", "CHN"),
            ("document_number", "E77777777"),
        ];
        second.post("/visas/new", &fields).await
    };
    assert_eq!(issue("VIG-1", "q-0001").await.status(), StatusCode::SEE_OTHER);
    // Issued just now: its holder is there, and no purpose is asked.
    let address = "/visas/entry/VIG-1";
    let page = second.page(address).await;
    assert!(page.contains("Q-0001") && page.says("visa-step-issued") && page.says("visa-uses-none"), "{}", page.text());
    // One receipt, one visa; also where it is typed otherwise, and for an extension.
    let again = issue("VIG-2", " Q-0001 ").await;
    assert_eq!(again.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.page().says_with("visa-receipt-spent", &[("number", "VIG-1")]));
    assert!(issue("VIG-2", "Q\"1").await.page().says("visa-receipt-wrong"));
    let extend = async |receipt: &str, reason: &str| {
        let fields = [("to", later), ("fee_receipt", receipt), ("fee", "10 000"), ("reason", reason)];
        second.post(&format!("{address}/extend"), &fields).await
    };
    assert!(extend("Q-0001", "maladie").await.page().says_with("visa-receipt-spent", &[("number", "VIG-1")]));
    let unsaid = extend("Q-0002", " ").await.page();
    assert!(unsaid.says("visa-reason-missing") && unsaid.contains("Q-0002"), "what was typed stays: {}", unsaid.text());
    assert_eq!(extend("Q-0002", "maladie").await.status(), StatusCode::SEE_OTHER);
    assert!(issue("VIG-2", "Q-0002").await.page().says_with("visa-receipt-spent", &[("number", "VIG-1")]));

    // An entry uses it; the page says which, and until when they may stay.
    let first = post.sign_in("aminata").await;
    let id = first.scan(&passport("CHN", "E77777777", "WANG")).await;
    first.decides(&id, &[ADMIT, ("purpose", "work")]).await;
    let page = second.page(address).await;
    for part in ["maladie", "Q-0002", "10 000", &format!("/crossing/{id}")] {
        assert!(page.contains(part), "{part}: {}", page.text());
    }
    let until = page.date(2027, 4, 30);
    assert!(page.says_with("visa-step-extended", &[("date", &until)]) && page.says("visa-use-inside"));
    assert!(page.contains(&until) && page.contains("Oumar"), "until when, and by whom: {}", page.text());

    // The sticker for the passport, and each receipt in a language of the holder's.
    let sticker = second.get(&format!("{address}/sticker")).await;
    let letter = |letter: char| format!("<span>{}</span>", letter.to_string().replace('<', "&#60;"));
    let zone: String = "V<MLIWANG<<LIN".chars().map(letter).collect();
    assert!(sticker.text().contains(&zone), "{}", sticker.text());
    let sticker = sticker.page();
    assert!(sticker.contains("30 04 27") && sticker.contains("Bamako"), "its last day now: {}", sticker.text());
    let receipts = page.addresses();
    let receipts: Vec<&str> = receipts.iter().copied().filter(|to| to.contains("/VIG-1/receipt/")).collect();
    assert_eq!(receipts.len(), 2, "{receipts:?}");
    let receipt = second.page(&format!("{}?language=es", receipts[1])).await;
    assert!(receipt.contains("Recibo n.º Q-0002") && receipt.contains("10 000"), "{}", receipt.text());
    assert_eq!(first.get(receipts[1]).await.status(), StatusCode::FORBIDDEN, "who issues visas prints them");
    second.post(&format!("{address}/revoke"), &[("reason", "faux")]).await;
    assert_eq!(second.get(&format!("{address}/sticker")).await.status(), StatusCode::NOT_FOUND, "it is good no more");
}

#[tokio::test]
async fn of_two_who_spend_one_receipt_at_once_one_does() {
    let post = Post::new().await;
    let (one, other) = (post.sign_in("oumar").await, post.sign_in("mariam").await);
    let fields = |number: &'static str| {
        [
            ("number", number),
            ("kind", "visa"),
            ("from", "2026-11-20"),
            ("to", "2027-03-31"),
            ("entries", "1"),
            ("fee_receipt", "Q-1"),
            ("surname", "WANG"),
            ("document_number", "E1"),
            ("issuer", "CHN"),
        ]
    };
    let (a, b) = (fields("A-1"), fields("A-2"));
    let (a, b) = tokio::join!(one.post("/visas/new", &a), other.post("/visas/new", &b));
    let mut statuses = [a.status(), b.status()];
    statuses.sort_unstable();
    assert_eq!(statuses, [StatusCode::SEE_OTHER, StatusCode::UNPROCESSABLE_ENTITY]);
    assert_eq!(post.journal("visa-recorded").await.len(), 1);
}

#[tokio::test]
async fn a_file_of_visas_is_taken_whole_or_not_at_all() {
    let post = Post::new().await;
    let supervisor = post.sign_in("mariam").await;
    let head = "number,surname,issuer,document_number,from,to,entries,status\n";
    let wrong = format!("{head}A-1,Kim,KOR,M1,2026-01-01,2026-02-01,1,\nA-2,,KOR,M2,2026-01-01,2026-02-01,1,\n");
    let refused = supervisor.send_file("/visas/import", &[], "visas.csv", wrong.as_bytes()).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.page().contains("ligne 3\u{a0}: nom"), "{}", refused.page().text());
    assert!(supervisor.page("/visas?search=A-1").await.says("visas-none"));
    let right = format!("{head}A-1,Kim,KOR,M1,2026-01-01,2026-02-01,1,revoked\n");
    let taken = supervisor.send_file("/visas/import", &[], "visas.csv", right.as_bytes()).await;
    assert_eq!(taken.status(), StatusCode::SEE_OTHER);
    let found = supervisor.page("/visas?search=A-1").await;
    assert!(found.contains("/visas/entry/A-1") && found.says("visa-standing-revoked"), "{}", found.text());
    let forbidden = post.sign_in("aminata").await.send_file("/visas/import", &[], "visas.csv", right.as_bytes()).await;
    assert_eq!(forbidden.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_visa_read_after_the_passport_is_laid_beside_it_and_says_its_last_day() {
    let post = Post::new().await;
    post.takes_in_a_visa().await;
    let officer = post.sign_in("aminata").await;
    let open = officer.scan(&passport("IND", "Z1234567", "PATEL")).await;
    let sticker = Document {
        format: Format::MrvA,
        code: "V",
        state: "CHN",
        number: "ML2604711",
        primary: "LI",
        expiry: date(2028, 5, 1),
        ..Document::default()
    };
    let sticker = sticker.zone().expect("a zone");
    let asked = officer.post("/counter/scan", &[("mrz", &sticker)]).await;
    assert_eq!(asked.status(), StatusCode::CONFLICT);
    assert!(asked.page().says_with("pending-beside", &[("name", "PATEL")]), "{}", asked.page().text());
    let beside = [("mrz", sticker.as_str()), ("beside", open.as_str())];
    assert_eq!(officer.post("/counter/scan", &beside).await.status(), StatusCode::SEE_OTHER);
    let page = officer.page("/counter").await;
    assert!(page.contains("PATEL") && page.contains("ML2604711"), "{}", page.text());
    assert!(page.says("visas-of-another"), "the record says whose visa it is");
}

/// What other systems are told they may send, and what they are answered.
fn openapi() -> Value {
    serde_json::from_str(include_str!("../../../../docs/openapi.json")).expect("JSON")
}

/// Whether a value is what a schema of the documentation says: as much of JSON Schema as it uses.
fn fits(schema: &Value, value: &Value, all: &Value) -> bool {
    if let Some(name) = schema["$ref"].as_str() {
        let named =
            all.pointer(name.trim_start_matches('#')).unwrap_or_else(|| panic!("{name} is named and not there"));
        return fits(named, value, all);
    }
    if let Some(types) = schema["type"].as_array() {
        return types.iter().any(|one| fits(&json!({ "type": one }), value, all));
    }
    let is_type = match schema["type"].as_str() {
        Some("object") => value.as_object().is_some_and(|object| {
            let properties = schema["properties"].as_object().expect("properties");
            let required = schema["required"].as_array().into_iter().flatten();
            required.filter_map(Value::as_str).all(|name| object.contains_key(name))
                && object.iter().all(|(name, value)| properties.get(name).is_some_and(|of| fits(of, value, all)))
        }),
        Some("array") => value.as_array().is_some_and(|array| array.iter().all(|one| fits(&schema["items"], one, all))),
        Some("integer") => value.is_u64(),
        Some("string") => value.is_string(),
        other => panic!("the documentation uses a type that this test does not know: {other:?}"),
    };
    is_type && schema["enum"].as_array().is_none_or(|of| of.contains(value))
}

/// A record with every property of the documentation, right by its description.
fn full_record() -> Value {
    json!({
        "number": "EV-7", "kind": "visa", "surname": "Kim", "given_names": "Min", "birth_date": "1990-05-01",
        "nationality": "KOR", "issuer": "KOR", "document_number": "M1", "from": "2027-01-01", "to": "2027-12-31",
        "entries": "several", "days": "30", "conditions": "Bamako", "status": "valid"
    })
}

#[tokio::test]
async fn what_the_documentation_says_of_the_interface_for_visas_is_what_it_takes_and_answers() {
    let (post, all) = (Post::new().await, openapi());
    let path = all["paths"].as_object().expect("paths");
    assert_eq!(path.keys().collect::<Vec<_>>(), ["/api/visas"]);
    let with_key = limen_web::access::table().into_iter().filter(|access| access.path.starts_with("/api/"));
    assert_eq!(with_key.map(|access| (access.method, access.path)).collect::<Vec<_>>(), [("POST", "/api/visas")]);
    let post_visas = &path["/api/visas"]["post"];
    let (visa, record) = (&all["components"]["schemas"]["Visa"], full_record());
    let properties = visa["properties"].as_object().expect("properties");
    assert_eq!(properties.keys().collect::<Vec<_>>(), record.as_object().expect("a record").keys().collect::<Vec<_>>());
    assert!(fits(visa, &record, &all));

    let nobody = post.nobody();
    let key = "k".repeat(64);
    // Each answer is one that the documentation names, with the body that it says.
    let send = async |key: &str, body: &Value| {
        let answer = nobody.post_json("/api/visas", key, &body.to_string()).await;
        let documented = &post_visas["responses"][answer.status().as_str()];
        assert!(documented.is_object(), "{} is not documented", answer.status());
        let said: Value = serde_json::from_str(&answer.text()).expect("JSON");
        let schema = &documented["content"]["application/json"]["schema"];
        assert!(fits(schema, &said, &all), "{}: {said} is not {schema}", answer.status());
        (answer.status(), said)
    };
    assert_eq!(send(&key, &json!([record])).await.0, StatusCode::UNAUTHORIZED, "without a key nobody has it");
    post.store.write(&VISA_KEY, &Some(Sha256Hex::of(key.as_bytes()))).await.expect("set");
    assert_eq!(send("", &json!([record])).await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(send(&key, &json!([record])).await, (StatusCode::OK, json!({"taken": 1})));
    assert_eq!(send(&key, &json!([record])).await, (StatusCode::OK, json!({"taken": 0})), "twice is once");

    let required: Vec<&str> = visa["required"].as_array().expect("names").iter().filter_map(Value::as_str).collect();
    for name in properties.keys() {
        let mut without = record.clone();
        without.as_object_mut().expect("a record").remove(name);
        without["number"] = match name.as_str() {
            "number" => Value::Null,
            _ => json!(format!("EV-{name}")),
        };
        if name == "number" {
            without.as_object_mut().expect("a record").remove("number");
        }
        let expected =
            if required.contains(&name.as_str()) { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        assert_eq!(send(&key, &json!([without])).await.0, expected, "without {name}");
    }
    for name in ["kind", "status"] {
        for word in visa["properties"][name]["enum"].as_array().expect("words") {
            let mut other = record.clone();
            (other["number"], other[name]) =
                (json!(format!("{name}-{}", word.as_str().unwrap_or_default())), word.clone());
            assert_eq!(send(&key, &json!([other])).await.0, StatusCode::OK, "{name} {word}");
            other[name] = json!("something");
            assert_eq!(send(&key, &json!([other])).await.0, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        }
    }
    // Whole numbers are taken as such.
    let mut other = record.clone();
    (other["number"], other["entries"], other["days"]) = (json!("EV-N"), json!(2), json!(30));
    assert!(fits(visa, &other, &all));
    assert_eq!(send(&key, &json!([other])).await, (StatusCode::OK, json!({"taken": 1})));
    other["entries"] = json!([2]);
    let (status, said) = send(&key, &json!([other])).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(said["problems"][0]["what"], "entries: write it as text or as a whole number");
    // One wrong record, and nothing is taken.
    let mut other = record.clone();
    other["number"] = json!("EV-8");
    let (status, said) = send(&key, &json!([other, {"number": "EV-9"}])).await;
    assert_eq!((status, &said["problems"][0]["record"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!(2)));
    let officer = post.sign_in("aminata").await;
    assert!(!officer.page("/visas?search=EV-8").await.contains("/visas/entry/EV-8"));
    assert!(officer.page("/visas?search=EV-7").await.contains("KOR M1"));
    // As many records, and as long a body, as the documentation says.
    let items = &post_visas["requestBody"]["content"]["application/json"]["schema"];
    assert_eq!((&items["minItems"], &items["maxItems"]), (&json!(1), &json!(50_000)));
    assert_eq!(send(&key, &json!([])).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let too_many = vec![json!({}); 50_001];
    assert_eq!(send(&key, &json!(too_many)).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let too_long = nobody.post_json("/api/visas", &key, &" ".repeat((16 << 20) + 1)).await;
    let documented = &post_visas["responses"][too_long.status().as_str()];
    assert!(too_long.status().is_client_error() && documented.is_object(), "{}", too_long.status());
}
