//! Readers of documents: let in at one counter, they hand in what they read, and are asked for chips. What the program does at
//! its end of the line is tested in its own workspace (`reader/`).

use crate::{
    documents::{PAGE, grey},
    support::{Officer, Post, documents},
};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use http_body_util::BodyExt;
use image::{ImageFormat, Rgb, RgbImage};
use limen_trust::asn1::object;
use serde_json::{Value, json};
use std::{io::Cursor, time::Duration};

/// Lets a reader in at the node's own counter; its token.
pub(crate) async fn reader(post: &Post) -> String {
    let mariam = post.sign_in("mariam").await;
    let made = mariam.post("/devices", &[("name", "Lecteur"), ("reads_for", "node")]).await;
    let code = made.page().part_of_class("p", "code").text();
    let let_in = post.nobody().post_json("/reader/enrol", "", &json!({ "code": code }).to_string()).await;
    assert_eq!(let_in.status(), StatusCode::OK, "{}", let_in.text());
    let answer: Value = serde_json::from_slice(&let_in.bytes).expect("JSON");
    answer["token"].as_str().expect("a token").to_owned()
}

/// Sends a multipart form of texts and bytes; the status, and what is said.
pub(crate) async fn hand_in(nobody: &Officer, token: &str, parts: &[(&str, &[u8])]) -> (StatusCode, String) {
    let mut body = Vec::new();
    for (name, bytes) in parts {
        body.extend(format!("--edge\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n").as_bytes());
        body.extend_from_slice(bytes);
        body.extend(b"\r\n");
    }
    body.extend(b"--edge--\r\n");
    let request = Request::builder().method("POST").uri("/reader/readings").header(header::HOST, "localhost");
    let request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    let request = request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge");
    let answer = nobody.send(request, Body::from(body)).await;
    let status = answer.status();
    let said = answer.into_body().collect().await.expect("a body in memory").to_bytes();
    (status, String::from_utf8(said.to_vec()).expect("text"))
}

#[tokio::test]
async fn what_a_reader_reads_waits_at_its_counter_and_is_taken_as_if_it_had_been_typed() {
    let post = Post::new().await;
    let (token, nobody) = (reader(&post).await, post.nobody());
    let aminata = post.sign_in("aminata").await;
    let zone = documents::numbered(1, "DIALLO");
    let page = documents::picture(120);
    let parts = [("zone", zone.as_bytes()), ("read_by", b"desko"), ("white", page.as_slice())];
    let (status, said) = hand_in(&nobody, &token, &parts).await;
    assert_eq!(status, StatusCode::OK, "{said}");

    let counter = aminata.page("/counter").await;
    assert!(counter.says("reader-has-read"), "{}", counter.text());
    let handed = counter.value("handed").expect("what was handed in");
    let form = [("mrz", zone.as_str()), ("handed", handed.as_str())];
    assert_eq!(aminata.post("/counter/scan", &form).await.to(), "/counter");
    let counter = aminata.page("/counter").await;
    assert!(counter.contains("DIALLO") && !counter.has_field("handed"), "{}", counter.text());
    let id = aminata.waiting().await;
    assert!(post.journal("attachment-kept").await[0].contains(&id), "the page is kept beside the traveller");
}

#[tokio::test]
async fn what_was_handed_in_goes_on_while_the_officer_is_asked_whose_document_it_is() {
    let post = Post::new().await;
    let (token, nobody) = (reader(&post).await, post.nobody());
    let aminata = post.sign_in("aminata").await;
    let open = aminata.scan(&documents::numbered(1, "SOW")).await;
    let second = documents::numbered(2, "KEITA");
    let page = documents::picture(90);
    hand_in(&nobody, &token, &[("zone", second.as_bytes()), ("white", page.as_slice())]).await;
    let handed = aminata.page("/counter").await.value("handed").expect("what was handed in");
    let asked = aminata.post("/counter/scan", &[("mrz", &second), ("handed", &handed)]).await;
    assert_eq!(asked.status(), StatusCode::CONFLICT);
    assert_eq!(asked.page().value("handed").as_deref(), Some(handed.as_str()));
    // The page that stands there does not offer it a second time.
    assert!(!aminata.page("/counter").await.has_field("handed"));
    let taken = [("mrz", second.as_str()), ("handed", &handed), ("replace", &open)];
    assert_eq!(aminata.post("/counter/scan", &taken).await.to(), "/counter");
    let id = aminata.waiting().await;
    assert!(post.journal("attachment-kept").await[0].contains(&id));
}

#[tokio::test]
async fn a_counter_says_whether_its_reader_is_there_and_asks_it_for_the_chip_of_what_was_read() {
    let post = Post::new().await;
    let (token, nobody) = (reader(&post).await, post.nobody());
    let aminata = post.sign_in("aminata").await;
    assert!(!aminata.page("/counter").await.says("reader-chips"));
    let presence = json!({ "readers": [{ "name": "desko", "state": "here" }], "chips": true }).to_string();
    let (asking, asked_with) = (nobody.clone(), token.clone());
    let waiting = tokio::spawn(async move { asking.post_json("/reader/requests", &asked_with, &presence).await });
    while !aminata.page("/counter").await.contains("desko") {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let zone = documents::numbered(1, "DIALLO");
    let id = aminata.scan(&zone).await;
    let answer = waiting.await.expect("answered");
    let answer: Value = serde_json::from_slice(&answer.bytes).expect("JSON");
    let request = &answer["request"];
    assert_eq!(request["zone"], zone.trim().replace("\r\n", "\n"), "{answer}");
    assert_eq!(request["challenge"].as_str().map(str::len), Some(16));

    let request = request["id"].as_str().expect("an identifier");
    let progress = json!({ "request": request, "step": "reading", "file": "DG2", "read": 10, "total": 20 });
    let goes_on = nobody.post_json("/reader/progress", &token, &progress.to_string()).await;
    assert!(goes_on.text().contains("true"));
    assert!(aminata.page("/counter").await.contains("DG2"));

    // What the zone is worth is said while the face is read. Nothing is kept of it, and the rest is waited for.
    let letters: String = zone.lines().map(str::trim).collect();
    let of = |letters: &str| [&[0x61, 0x5B, 0x5F, 0x1F, 0x58], letters.as_bytes()].concat();
    for (letters, said) in
        [(letters.replace("DIALLO", "DIALLA"), "reader-zone-check"), (letters.clone(), "reader-zone-open")]
    {
        let group = of(&letters);
        let parts = [("request", request.as_bytes()), ("part", b"zone"), ("DG1", group.as_slice())];
        let (status, answer) = hand_in(&nobody, &token, &parts).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        let counter = aminata.page("/counter").await;
        assert!(counter.says(said) && counter.contains("DG2"), "{}", counter.text());
    }
    assert!(post.journal("chip-read").await.is_empty());
    let other = [("request", request.as_bytes()), ("part", b"face")];
    assert_eq!(hand_in(&nobody, &token, &other).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let nobodys = [("part", b"zone".as_slice()), ("DG1", b"a")];
    assert_eq!(hand_in(&nobody, &token, &nobodys).await.0, StatusCode::UNPROCESSABLE_ENTITY);

    // The chip says the same zone, and nobody signed it.
    let group = of(&letters);
    let parts = [("request", request.as_bytes()), ("access", b"pace"), ("DG1", group.as_slice())];
    let (status, said) = hand_in(&nobody, &token, &parts).await;
    assert_eq!(status, StatusCode::OK, "{said}");
    let kept = post.journal("chip-read").await;
    assert!(kept.len() == 1 && kept[0].contains(&id) && kept[0].contains("no_security_object"), "{kept:?}");
    assert!(kept[0].contains("\"zone_matches\":true"), "{kept:?}");
    // Twice is once.
    assert_eq!(hand_in(&nobody, &token, &parts).await.0, StatusCode::GONE);
    assert!(!aminata.page("/counter").await.says("reader-zone-open"), "it is over");
    let goes_on = nobody.post_json("/reader/progress", &token, &progress.to_string()).await;
    assert!(goes_on.text().contains("false"));
}

/// What a reader of chips at the counter is asked for, after it said that it is there.
async fn asked_for(nobody: &Officer, token: &str) -> Value {
    let presence = json!({ "readers": [], "chips": true }).to_string();
    let answer = nobody.post_json("/reader/requests", token, &presence).await;
    let answer: Value = serde_json::from_slice(&answer.bytes).expect("JSON");
    answer["request"].clone()
}

/// Whether the counter's page asks for the number on the card.
async fn asks_for_number(officer: &Officer) -> bool {
    let html = officer.text("/counter").await;
    let form = html.split("id=\"can\"").nth(1).and_then(|rest| rest.split('>').next());
    form.is_some_and(|form| !form.contains("hidden"))
}

#[tokio::test]
async fn a_chip_that_the_zone_does_not_open_is_opened_by_the_number_that_is_typed_and_kept_nowhere() {
    let post = Post::new().await;
    let (token, nobody) = (reader(&post).await, post.nobody());
    let aminata = post.sign_in("aminata").await;
    let zone = documents::numbered(1, "DIALLO");
    // Nobody is there to be asked.
    let id = aminata.scan(&zone).await;
    let type_number =
        async |id: &str, number: &str| aminata.post("/counter/chip", &[("presentation", id), ("can", number)]).await;
    let refused = type_number(&id, "731946").await;
    assert!(refused.status() == StatusCode::UNPROCESSABLE_ENTITY && refused.page().says("can-no-reader"));
    assert!(!asks_for_number(&aminata).await);

    // Laid down again, the chip is asked for by its zone, which does not open it.
    let presence = json!({ "readers": [{ "name": "desko", "state": "here" }], "chips": true }).to_string();
    let (asking, asked_with) = (nobody.clone(), token.clone());
    let waiting = tokio::spawn(async move { asking.post_json("/reader/requests", &asked_with, &presence).await });
    while !aminata.page("/counter").await.contains("desko") {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let id = aminata.scan(&zone).await;
    let answer: Value = serde_json::from_slice(&waiting.await.expect("answered").bytes).expect("JSON");
    assert_eq!(answer["request"]["can"], Value::Null);
    let wrong = |request: &Value| json!({ "request": request["id"], "step": "wrong-key" }).to_string();
    nobody.post_json("/reader/progress", &token, &wrong(&answer["request"])).await;
    assert!(asks_for_number(&aminata).await);
    assert!(aminata.page("/counter").await.says("reader-step-wrong-key"));

    for number in ["", "12345", "1234567", "12345a", &"1".repeat(400)] {
        let refused = type_number(&id, number).await;
        assert!(refused.page().says("can-malformed"), "{number}: {}", refused.text());
    }
    assert_eq!(type_number(&id, "731 946").await.to(), "/counter");
    let request = asked_for(&nobody, &token).await;
    assert_eq!((&request["can"], &request["zone"]), (&json!("731946"), &answer["request"]["zone"]));
    nobody.post_json("/reader/progress", &token, &wrong(&request)).await;
    assert!(aminata.page("/counter").await.says("reader-step-wrong-number"));
    assert_eq!(type_number(&id, "731946").await.to(), "/counter");
    let request = asked_for(&nobody, &token).await;
    let request_id = request["id"].as_str().expect("an identifier");
    let letters: String = zone.lines().map(str::trim).collect();
    let group = [&[0x61, 0x5B, 0x5F, 0x1F, 0x58], letters.as_bytes()].concat();
    let (status, said) =
        hand_in(&nobody, &token, &[("request", request_id.as_bytes()), ("DG1", group.as_slice())]).await;
    assert_eq!(status, StatusCode::OK, "{said}");
    let kept = post.journal("chip-read").await;
    assert!(kept.len() == 1 && kept[0].contains("\"zone_matches\":true"), "{kept:?}");
    assert!(!aminata.text("/counter").await.contains("731946"), "no page shows it");
    assert!(post.journal("%").await.iter().all(|event| !event.contains("731946")), "no event has it");
}

#[tokio::test]
async fn a_card_that_was_typed_by_hand_is_opened_by_its_number_and_held_against_the_number_that_was_typed() {
    let post = Post::new().await;
    let (token, nobody) = (reader(&post).await, post.nobody());
    let aminata = post.sign_in("aminata").await;
    let zone = documents::numbered(1, "DIALLO");
    let letters: String = zone.lines().map(str::trim).collect();
    let group = [&[0x61, 0x5B, 0x5F, 0x1F, 0x58], letters.as_bytes()].concat();
    // The chip's own document, and another one.
    for (number, matches) in [("T00000001", true), ("T00000002", false)] {
        let card = [
            ("document", "identity-card"),
            ("number", number),
            ("issuer", "GIN"),
            ("primary", "Diallo"),
            ("birth", "1985"),
            ("sex", "F"),
            ("nationality", "GIN"),
        ];
        let taken = aminata.post("/counter/typed", &card).await;
        assert_eq!(taken.status(), StatusCode::SEE_OTHER, "{}", taken.text());
        let id = aminata.waiting().await;
        assert!(!asks_for_number(&aminata).await, "no reader of chips is there");
        let presence = json!({ "readers": [], "chips": true }).to_string();
        let (asking, asked_with) = (nobody.clone(), token.clone());
        let waiting = tokio::spawn(async move { asking.post_json("/reader/requests", &asked_with, &presence).await });
        while !asks_for_number(&aminata).await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let typed = aminata.post("/counter/chip", &[("presentation", id.as_str()), ("can", "731946")]).await;
        assert_eq!(typed.to(), "/counter");
        let answer: Value = serde_json::from_slice(&waiting.await.expect("answered").bytes).expect("JSON");
        let request = &answer["request"];
        assert_eq!((&request["zone"], &request["can"]), (&json!(""), &json!("731946")), "{answer}");
        let request = request["id"].as_str().expect("an identifier");
        hand_in(&nobody, &token, &[("request", request.as_bytes()), ("DG1", group.as_slice())]).await;
        let kept = post.journal("chip-read").await;
        let last = kept.last().expect("a chip that was read");
        assert!(last.contains(&format!("\"zone_matches\":{matches}")), "{number}: {last}");
        assert_eq!(aminata.page("/counter").await.says("chip-differs"), !matches);
        aminata.post("/counter/withdraw", &[("presentation", &id)]).await;
        post.minutes_pass(1);
    }
}

#[tokio::test]
async fn who_has_no_readers_token_hands_in_nothing_and_a_reader_sees_no_page() {
    let post = Post::new().await;
    let (token, nobody) = (reader(&post).await, post.nobody());
    let zone = documents::numbered(1, "DIALLO");
    for wrong in ["", "x", "limen-session"] {
        assert_eq!(hand_in(&nobody, wrong, &[("zone", zone.as_bytes())]).await.0, StatusCode::UNAUTHORIZED);
    }
    // A reader's token in a browser's cookie opens nothing, and neither does a browser's code here.
    let mut elsewhere = post.nobody_elsewhere();
    elsewhere.plant("__Host-limen-device", &token);
    assert_eq!(elsewhere.get("/sign-in").await.to(), "/enrol");
    let mariam = post.sign_in("mariam").await;
    let made = mariam.post("/devices", &[("name", "Guichet 2")]).await;
    let code = made.page().part_of_class("p", "code").text();
    let refused = nobody.post_json("/reader/enrol", "", &json!({ "code": code }).to_string()).await;
    assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
    // Shut out, it hands in nothing any more.
    let rows = mariam.page("/devices").await.parts("tr");
    let row = rows.into_iter().find(|row| row.contains("Lecteur")).expect("a row");
    mariam.post(&row.address("/devices/"), &[("reason", "volé")]).await;
    assert_eq!(hand_in(&nobody, &token, &[("zone", zone.as_bytes())]).await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn what_is_no_reading_is_refused_with_what_to_send() {
    let post = Post::new().await;
    let (token, nobody) = (reader(&post).await, post.nobody());
    let long = vec![b'<'; 601];
    let huge = vec![0; 7 * 1024 * 1024];
    let cases: [(&str, &[u8], StatusCode); 6] = [
        ("read_by", b"desko", StatusCode::UNPROCESSABLE_ENTITY),
        ("zone", &long, StatusCode::UNPROCESSABLE_ENTITY),
        ("zone", b"\xFF\xFE", StatusCode::UNPROCESSABLE_ENTITY),
        ("DG17", b"x", StatusCode::UNPROCESSABLE_ENTITY),
        ("access", b"magic", StatusCode::UNPROCESSABLE_ENTITY),
        ("infrared", &huge, StatusCode::PAYLOAD_TOO_LARGE),
    ];
    for (name, bytes, status) in cases {
        let (answered, said) = hand_in(&nobody, &token, &[(name, bytes)]).await;
        assert!(answered == status && said.contains("problem"), "{name}: {answered} {said}");
    }
    let aminata = post.sign_in("aminata").await;
    assert!(!aminata.page("/counter").await.has_field("handed"));
}

#[tokio::test]
async fn a_zone_that_was_typed_on_another_keyboard_is_put_right_without_scripts() {
    let post = Post::new().await;
    let aminata = post.sign_in("aminata").await;
    // A reader presses the keys of QWERTY, the machine has QWERTZ.
    let arrives: String = documents::numbered(1, "DIALLO")
        .chars()
        .map(|letter| match letter {
            '<' => ';',
            'Y' => 'Z',
            'Z' => 'Y',
            other => other,
        })
        .collect();
    aminata.scan(&arrives).await;
    assert!(aminata.page("/counter").await.contains("DIALLO"));
}

/// DG2 with one face of ISO/IEC 19794-5, whose picture is this.
fn face_file(picture: &[u8]) -> Vec<u8> {
    let length = u32::try_from(32 + picture.len()).expect("short").to_be_bytes();
    let block = [&length[..], &[0; 28], picture].concat();
    let record = [&b"FAC\x00010\x00\0\0\0\0\0\x01"[..], &block].concat();
    let template = object(0x7F60, &object(0x5F2E, &record));
    object(0x75, &object(0x7F61, &[object(2, &[1]), template].concat()))
}

#[tokio::test]
async fn the_face_in_a_chip_stands_beside_the_live_picture_and_the_page() {
    let post = Post::new().await;
    let (token, nobody) = (reader(&post).await, post.nobody());
    let aminata = post.sign_in("aminata").await;
    let mut drawn = Cursor::new(Vec::new());
    let picture = RgbImage::from_pixel(240, 320, Rgb([126, 92, 74]));
    picture.write_to(&mut drawn, ImageFormat::Jpeg).expect("written");
    let drawn = drawn.into_inner();
    for (number, picture, is_shown) in [(1, drawn.as_slice(), true), (2, b"no picture, of some length", false)] {
        let zone = documents::numbered(number, "DIALLO");
        let face = face_file(picture);
        let parts: [(&str, &[u8]); 3] = [("zone", zone.as_bytes()), ("white", PAGE), ("DG2", &face)];
        let (status, said) = hand_in(&nobody, &token, &parts).await;
        assert_eq!(status, StatusCode::OK, "{said}");
        let handed = aminata.page("/counter").await.value("handed").expect("what was handed in");
        aminata.post("/counter/scan", &[("mrz", &zone), ("handed", &handed)]).await;
        let id = aminata.waiting().await;
        let counter = aminata.text("/counter").await;
        let has_place = |kind: &str| counter.contains(&format!("{id}/pictures?kind={kind}\""));
        assert_eq!(["face", "chip", "page"].map(has_place), [true, is_shown, true]);
        aminata.post("/counter/withdraw", &[("presentation", &id)]).await;
        post.minutes_pass(1);
    }
}

#[tokio::test]
async fn the_page_in_each_light_that_a_reader_hands_in_is_kept_and_shown_side_by_side() {
    let post = Post::new().await;
    let (token, nobody) = (reader(&post).await, post.nobody());
    let aminata = post.sign_in("aminata").await;
    let zone = documents::numbered(1, "DIALLO");
    let ultraviolet = grey(40);
    let parts: [(&str, &[u8]); 5] = [
        ("zone", zone.as_bytes()),
        ("read_by", b"desko"),
        ("white", PAGE),
        ("infrared", PAGE),
        ("ultraviolet", ultraviolet.as_slice()),
    ];
    let (status, said) = hand_in(&nobody, &token, &parts).await;
    assert_eq!(status, StatusCode::OK, "{said}");
    let handed = aminata.page("/counter").await.value("handed").expect("what was handed in");
    aminata.post("/counter/scan", &[("mrz", &zone), ("handed", &handed)]).await;
    let id = aminata.waiting().await;
    let kept = post.journal("attachment-kept").await;
    for kind in ["page", "infrared", "ultraviolet"] {
        assert!(kept.iter().any(|event| event.contains(&id) && event.contains(&format!("\"{kind}\""))), "{kind}");
    }
    let page = aminata.page(&format!("/crossing/{id}/pictures")).await;
    // Each stands in the list of what is kept, and in the row of lights.
    let own = format!("/crossing/{id}/picture/");
    assert_eq!(page.pictures().iter().filter(|address| address.starts_with(&own)).count(), 6, "{}", page.text());
    assert!(page.says("light-infrared-visible") && page.says("light-ultraviolet-dull"), "{}", page.text());
    let twice = [("zone", zone.as_bytes()), ("infrared", PAGE), ("infrared", PAGE)];
    assert_eq!(hand_in(&nobody, &token, &twice).await.0, StatusCode::UNPROCESSABLE_ENTITY);
}

/// What is seen under ultraviolet of a page that is attached from a file, a little brighter than usual.
async fn a_little_bright(officer: &Officer, (number, name): (u64, &str)) -> crate::support::Page {
    let id = officer.scan(&documents::numbered(number, name)).await;
    let pictures = format!("/crossing/{id}/pictures");
    officer.send_file(&pictures, &[("kind", "page")], "page.png", PAGE).await;
    officer.send_file(&pictures, &[("kind", "ultraviolet")], "page.png", &grey(71)).await;
    let page = officer.page(&pictures).await;
    officer.decides(&id, &[("decision", "admit"), ("purpose", "family")]).await;
    page
}

#[tokio::test]
async fn thresholds_are_measured_with_a_known_document_kept_used_and_undone() {
    let post = Post::new().await;
    let (mariam, officer) = (post.sign_in("mariam").await, post.sign_in("aminata").await);
    assert!(a_little_bright(&officer, (1, "SOW")).await.says("light-ultraviolet-dull"), "by the usual thresholds");
    assert!(mariam.page("/devices").await.addresses().contains(&"/reader-lights"));
    assert_eq!(officer.get("/reader-lights").await.status(), StatusCode::FORBIDDEN);

    let dark = grey(40);
    let alone = mariam.send_files("/reader-lights/files", &[("reader", "*")], &[("white", PAGE)]).await;
    assert!(alone.status() == StatusCode::UNPROCESSABLE_ENTITY && alone.page().says("lights-missing"));
    let pictures: [(&str, &[u8]); 3] = [("white", PAGE), ("infrared", PAGE), ("ultraviolet", &dark)];
    let measured = mariam.send_files("/reader-lights/files", &[("reader", "*")], &pictures).await.page();
    assert!(measured.says("lights-contrast") && measured.says("lights-brightness"), "{}", measured.text());
    let of = |name: &str| measured.value(name).expect(name);
    let limits = ["visible", "gone", "dull", "bright"].map(|name| (name, of(name)));
    assert_eq!((of("dull").as_str(), of("bright").as_str()), ("25", "35"), "a paper of 16 percent");
    let mut form: Vec<(&str, &str)> = vec![("reader", "*")];
    form.extend(limits.iter().map(|(name, value)| (*name, value.as_str())));
    let is_noted = async || post.journal("setting-changed").await.iter().any(|event| event.contains("reader-lights"));
    assert!(!is_noted().await, "nothing is kept before");
    assert_eq!(mariam.post("/reader-lights/keep", &form).await.to(), "/reader-lights");
    assert!(is_noted().await);
    assert!(a_little_bright(&officer, (2, "BALDE")).await.says("light-ultraviolet-somewhat"), "by what is usual here");

    let wrong = [("reader", "*"), ("visible", "20"), ("gone", "30"), ("dull", "25"), ("bright", "35")];
    let refused = mariam.post("/reader-lights/keep", &wrong).await;
    assert!(refused.status() == StatusCode::UNPROCESSABLE_ENTITY && refused.page().says("lights-limits"));
    assert_eq!(mariam.post("/reader-lights/undo", &[("reader", "*")]).await.to(), "/reader-lights");
    assert!(mariam.page("/reader-lights").await.says("lights-none"));
    assert!(a_little_bright(&officer, (3, "CAMARA")).await.says("light-ultraviolet-dull"));
}

#[tokio::test]
async fn a_known_document_on_the_reader_is_measured_at_its_counter_and_is_no_travellers() {
    let post = Post::new().await;
    let (token, nobody, mariam) = (reader(&post).await, post.nobody(), post.sign_in("mariam").await);
    let zone = documents::numbered(1, "SPECIMEN");
    let parts: [(&str, &[u8]); 4] =
        [("zone", zone.as_bytes()), ("read_by", b"desko"), ("white", PAGE), ("infrared", PAGE)];
    assert_eq!(hand_in(&nobody, &token, &parts).await.0, StatusCode::OK);
    let handed = mariam.page("/reader-lights").await.value("handed").expect("what lies on the reader");
    let measured = mariam.post("/reader-lights/handed", &[("handed", &handed)]).await.page();
    assert!(measured.says("lights-contrast") && !measured.says("lights-brightness"), "{}", measured.text());
    assert_eq!(measured.value("reader").as_deref(), Some("desko"));
    assert!(!mariam.page("/counter").await.has_field("handed"), "nobody takes it for a traveller's");
    let again = mariam.post("/reader-lights/handed", &[("handed", &handed)]).await;
    assert!(again.page().says("lights-taken"));
    assert!(post.journal("attachment-kept").await.is_empty(), "nothing of it is kept");
}
