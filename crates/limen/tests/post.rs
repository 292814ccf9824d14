//! The whole of a real post's work over HTTP: whoever comes, with whatever they carry, with whom, and what is kept of it.
#![allow(clippy::unwrap_used)]

mod support;

use limen_domain::{Action, Alert, AlertId, DocumentNumber, ListName};
use limen_store::Store;
use reqwest::{Client, StatusCode, header};
use std::process::Command;
use support::{Officer, Post, between, born_years_ago, limen, presentation, zone_of, zone_of_child_or_adult};

const ADMIT: (&str, &str) = ("decision", "admit");

async fn turn_and_decide(officer: &Officer, zone: &str, decision: &str) {
    officer.post("/counter/direction", &[]).await;
    let id = officer.scan(zone).await;
    let (status, page) = officer.decide(&id, &[("decision", decision)]).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
}

#[tokio::test]
async fn a_recorded_visa_admits_as_often_as_it_says_and_then_no_more() {
    let post = Post::demo();
    let officer = Officer::sign_in(&post.address, "aminata").await;
    let zone = officer.card("Visa nécessaire, e-visa enregistré").await;
    let first = officer.scan(&zone).await;
    let page = officer.page("/counter").await;
    assert!(page.contains("visa ML2604711 : bon, séjour jusqu"), "{page}");
    assert!(!page.contains("permit_until"), "the last day is not asked where a record says it");
    assert_eq!(officer.decide(&first, &[ADMIT]).await.0, StatusCode::SEE_OTHER);
    assert!(officer.page(&format!("/crossing/{first}")).await.contains("ML2604711"));
    turn_and_decide(&officer, &zone, "let-depart").await;
    turn_and_decide(&officer, &zone, "admit").await;
    turn_and_decide(&officer, &zone, "let-depart").await;
    officer.post("/counter/direction", &[]).await;
    let third = officer.scan(&zone).await;
    assert!(officer.page("/counter").await.contains("entrées épuisées"));
    let (status, page) = officer.decide(&third, &[ADMIT]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("le dernier jour du visa"), "{page}");
    // An entry that did not happen gives its use back.
    let supervisor = Officer::sign_in(&post.address, "mariam").await;
    supervisor.post(&format!("/crossing/{first}/cancel"), &[("reason", "mauvais voyageur")]).await;
    assert!(officer.page("/counter").await.contains("visa ML2604711 : bon"));
}

#[tokio::test]
async fn a_visa_is_issued_at_the_border_against_a_receipt_extended_and_revoked() {
    let post = Post::demo();
    let second = Officer::sign_in(&post.address, "oumar").await;
    let id = second.scan(&zone_of("CHN", "E99887766", "WANG")).await;
    assert!(second.page("/counter").await.contains("Délivrer un visa"));
    let form = second.page(&format!("/visas/new?presentation={id}")).await;
    assert!(form.contains("value=\"WANG\"") && form.contains("E99887766"));
    let today = born_years_ago(0);
    let (from, to) = (today.to_string(), (today + jiff::Span::new().days(14)).to_string());
    let visa = |number: &'static str| {
        vec![
            ("number", number),
            ("kind", "visa"),
            ("surname", "WANG"),
            ("issuer", "CHN"),
            ("document_number", "E99887766"),
            ("from", from.as_str()),
            ("to", to.as_str()),
            ("entries", "1"),
        ]
    };
    let without_receipt = second.post("/visas/new", &visa("VIG-1")).await;
    assert_eq!(without_receipt.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let backwards = [visa("VIG-1"), vec![("fee_receipt", "Q-1")]].concat();
    let backwards: Vec<_> =
        backwards.into_iter().filter(|(field, _)| *field != "to").chain([("to", "2020-01-01")]).collect();
    assert!(second.post("/visas/new", &backwards).await.text().await.unwrap().contains("Le dernier jour vient avant"));
    let paid = [visa("VIG-1"), vec![("fee_receipt", "Q-0001")]].concat();
    let issued = second.post("/visas/new", &paid).await;
    assert_eq!(issued.status(), StatusCode::SEE_OTHER, "{}", issued.text().await.unwrap());
    assert!(second.page("/counter").await.contains("visa VIG-1 : bon"));
    assert_eq!(second.decide(&id, &[ADMIT]).await.0, StatusCode::SEE_OTHER);
    let again = second.post("/visas/new", &paid).await;
    assert!(again.text().await.unwrap().contains("déjà enregistré"), "a sticker has one number");

    let first = Officer::sign_in(&post.address, "aminata").await;
    assert!(first.page("/visas?search=wang").await.contains("VIG-1"));
    assert!(first.page("/visas/entry/VIG-1").await.contains("Q-0001"));
    let later = (today + jiff::Span::new().days(30)).to_string();
    let extend = [("to", later.as_str()), ("reason", "maladie"), ("fee_receipt", "Q-0002")];
    assert_eq!(first.post("/visas/entry/VIG-1/extend", &extend).await.status(), StatusCode::FORBIDDEN);
    assert_eq!(second.post("/visas/entry/VIG-1/extend", &extend).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(second.post("/visas/entry/VIG-1/extend", &extend).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    // The stay that it is extended in ends later too.
    first.post("/counter/direction", &[]).await;
    first.scan(&zone_of("CHN", "E99887766", "WANG")).await;
    assert!(first.page("/counter").await.contains("sort à temps"));
    assert_eq!(second.post("/visas/entry/VIG-1/revoke", &[("reason", "faux")]).await.status(), StatusCode::SEE_OTHER);
    assert!(second.page("/visas/entry/VIG-1").await.contains("révoqué : faux"));
}

#[tokio::test]
async fn an_e_visa_system_sends_its_records_with_the_key_it_was_given() {
    let post = Post::demo();
    let record = r#"[{"number":"EV-7","surname":"Kim","issuer":"KOR","document_number":"M1","from":"2020-01-01","to":"2049-01-01","entries":"several"}]"#;
    let send = |key: String, body: &'static str| {
        let request = Client::new().post(format!("{}/api/visas", post.address));
        async move { request.header(header::AUTHORIZATION, format!("Bearer {key}")).body(body).send().await.unwrap() }
    };
    assert_eq!(send("guess".into(), record).await.status(), StatusCode::UNAUTHORIZED, "without a key nobody has it");
    let output = limen().args(["visas", "key", "--data"]).arg(&post.data).output().unwrap();
    let key = String::from_utf8(output.stdout).unwrap().trim().to_owned();
    assert_eq!(key.len(), 64);
    assert_eq!(send(String::new(), record).await.status(), StatusCode::UNAUTHORIZED);
    let broken = send(key.clone(), r#"[{"number":"EV-8"}]"#).await;
    assert_eq!(broken.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(broken.text().await.unwrap(), r#"{"problems":[{"record":1,"what":"surname: it is empty"}]}"#);
    assert_eq!(send(key.clone(), record).await.text().await.unwrap(), r#"{"taken":1}"#);
    assert_eq!(send(key, record).await.text().await.unwrap(), r#"{"taken":0}"#, "twice is once");
    let officer = Officer::sign_in(&post.address, "aminata").await;
    assert!(officer.page("/visas?search=EV-7").await.contains("KOR M1"));
}

#[tokio::test]
async fn a_file_of_visas_is_taken_whole_or_not_at_all() {
    let post = Post::demo();
    let supervisor = Officer::sign_in(&post.address, "mariam").await;
    let head = "number,surname,issuer,document_number,from,to,entries,status\n";
    let wrong = format!("{head}A-1,Kim,KOR,M1,2026-01-01,2026-02-01,1,\nA-2,,KOR,M2,2026-01-01,2026-02-01,1,\n");
    let refused = supervisor.send_bytes("/visas/import", &[], "visas.csv", wrong.as_bytes()).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().await.unwrap().contains("line 3: surname"));
    assert!(supervisor.page("/visas?search=A-1").await.contains("Aucun visa"));
    let right = format!("{head}A-1,Kim,KOR,M1,2026-01-01,2026-02-01,1,revoked\n");
    let taken = supervisor.send_bytes("/visas/import", &[], "visas.csv", right.as_bytes()).await;
    assert_eq!(taken.status(), StatusCode::SEE_OTHER);
    assert!(supervisor.page("/visas?search=A-1").await.contains("révoqué"));
    let officer = Officer::sign_in(&post.address, "aminata").await;
    let forbidden = officer.send_bytes("/visas/import", &[], "visas.csv", right.as_bytes()).await;
    assert_eq!(forbidden.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_new_passport_is_tied_to_the_old_one_by_an_officer_and_parted_again() {
    let post = Post::demo();
    let officer = Officer::sign_in(&post.address, "aminata").await;
    let id = officer.scan(&officer.card("Nouveau passeport d&#39;un voyageur connu").await).await;
    let page = officer.page("/counter").await;
    assert!(
        page.contains("Aucun passage connu avec ce document") && page.contains("Est-ce la même personne"),
        "{page}"
    );
    let other = between(&page, "name=\"other\" value=\"", "\"").to_owned();
    let pair = [("one", "SEN SN2607310"), ("other", other.as_str()), ("reason", "face")];
    assert_eq!(officer.post("/person/tie", &pair).await.status(), StatusCode::SEE_OTHER);
    let page = officer.page("/counter").await;
    assert!(!page.contains("Est-ce la même personne") && !page.contains("Aucun passage connu"), "{page}");
    officer.decide(&id, &[ADMIT]).await;
    let record = officer.page(&format!("/crossing/{id}")).await;
    assert!(record.contains("Documents de la même personne") && record.contains("le visage"));
    let back = [pair[0], pair[1], ("reason", "mistake"), ("back", id.as_str())];
    assert_eq!(officer.post("/person/part", &back).await.status(), StatusCode::SEE_OTHER);
    assert!(!officer.page(&format!("/crossing/{id}")).await.contains("Documents de la même personne"));
}

#[tokio::test]
async fn a_visa_read_after_the_passport_is_laid_beside_it_and_says_its_last_day() {
    let post = Post::demo();
    let officer = Officer::sign_in(&post.address, "aminata").await;
    officer.scan(&zone_of("IND", "Z1234567", "PATEL")).await;
    let open = presentation(&officer.page("/counter").await);
    let sticker = officer.card("Le visa de ce voyageur (vignette)").await;
    let asked = officer.post("/counter/scan", &[("mrz", &sticker)]).await;
    assert_eq!(asked.status(), StatusCode::CONFLICT);
    assert!(asked.text().await.unwrap().contains("Autre document de PATEL"));
    let beside = [("mrz", sticker.as_str()), ("beside", open.as_str())];
    assert_eq!(officer.post("/counter/scan", &beside).await.status(), StatusCode::SEE_OTHER);
    let page = officer.page("/counter").await;
    assert!(page.contains("PATEL") && page.contains("ML2604711"), "{page}");
    assert!(page.contains("enregistré pour un autre document"), "the record says whose visa it is");
}

#[tokio::test]
async fn a_national_with_a_foreign_passport_and_a_diplomat_are_taken_as_what_they_are() {
    let post = Post::demo();
    let officer = Officer::sign_in(&post.address, "aminata").await;
    let typed = |extra: &[(&'static str, &'static str)]| {
        let mut all = vec![
            ("document", "passport"),
            ("number", "US777"),
            ("issuer", "USA"),
            ("primary", "Keita"),
            ("birth", "1980-01-01"),
            ("sex", "F"),
            ("nationality", "USA"),
        ];
        all.extend_from_slice(extra);
        all
    };
    officer.post("/counter/typed", &typed(&[("further_nationality", "MLI")])).await;
    let page = officer.page("/counter").await;
    assert!(page.contains("États-Unis, Mali") && !page.contains("visa ou permis nécessaire"), "{page}");
    let replace = presentation(&page);
    let replaced = [typed(&[("status", "diplomat")]), vec![("replace", replace.as_str())]].concat();
    officer.post("/counter/typed", &replaced).await;
    assert!(officer.page("/counter").await.contains("diplomate"));
}

#[tokio::test]
async fn a_bus_that_is_sought_stops_its_driver_until_the_alert_is_judged_and_nobody_else() {
    let post = Post::demo();
    let officer = Officer::sign_in(&post.address, "aminata").await;
    let bus = [
        ("kind", "vehicle"),
        ("plate", "RC 9911 B"),
        ("country", "GIN"),
        ("mode", "bus"),
        ("goods", "food"),
        ("customs", "D-7"),
    ];
    let begun = officer.post("/party", &bus).await;
    let address = begun.headers()["location"].to_str().unwrap().to_owned();
    assert!(officer.page(&address).await.contains("véhicule signalé"), "{address}");
    let driver = officer.scan(&zone_of("GIN", "GD0000001", "CONTE")).await;
    let (status, page) = officer.decide(&driver, &[ADMIT, ("drives", "yes")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("Un signalement vise le véhicule"), "{page}");
    officer.post("/counter/withdraw", &[("presentation", &driver), ("why", "left")]).await;
    let passenger = officer.scan(&zone_of("GIN", "GD0000002", "SYLLA")).await;
    assert_eq!(officer.decide(&passenger, &[ADMIT]).await.0, StatusCode::SEE_OTHER);
    let judge = [("list", "national"), ("alert", "V-0001"), ("judgement", "cleared"), ("reason", "plate")];
    assert_eq!(officer.post(&format!("{address}/judge"), &judge).await.status(), StatusCode::SEE_OTHER);
    let driver = officer.scan(&zone_of("GIN", "GD0000001", "CONTE")).await;
    assert_eq!(officer.decide(&driver, &[ADMIT, ("drives", "yes")]).await.0, StatusCode::SEE_OTHER);
    let party = officer.page(&address).await;
    assert!(party.contains("2 traités") && party.contains("conduit"), "{party}");
    assert!(officer.page("/day").await.contains("vivres"), "loads are counted by kind");
}

#[tokio::test]
async fn a_carriers_list_is_checked_row_by_row_and_its_people_wait_as_a_party() {
    let post = Post::demo();
    let officer = Officer::sign_in(&post.address, "aminata").await;
    let bus = [("name", "Sama"), ("plate", "AB-12"), ("mode", "bus"), ("direction", "entry")];
    let wrong = "nom;numero\nXikombo;1\n;2\n";
    let refused = officer.send_bytes("/party/list", &bus, "bus.csv", wrong.as_bytes()).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().await.unwrap().contains("line 3: the name is missing"));
    let unreadable = officer.send_bytes("/party/list", &bus, "bus.xlsx", b"PK no sheet").await;
    assert!(unreadable.text().await.unwrap().contains("ni un CSV"));
    let list = "nom;prenoms;naissance;sexe;nationalite;numero\nXikombo;Awa;31/02/1990;F;GIN;GN111\nSow;Ali;1985-05-05;M;GIN;GN222\n";
    let taken = officer.send_bytes("/party/list", &bus, "bus.csv", list.as_bytes()).await;
    let address = taken.headers()["location"].to_str().unwrap().to_owned();
    let page = officer.page(&address).await;
    assert!(page.contains("2 personnes attendues") && page.contains("cette date n&#39;existe pas"), "{page}");
    assert_eq!(officer.post(&format!("{address}/work"), &[]).await.status(), StatusCode::SEE_OTHER);
    assert!(officer.page("/counter").await.contains("Suivant : Xikombo, Awa"));
    // Whoever lays their document on the reader is found on the list by its number.
    let sow = officer.scan(&zone_of("GIN", "GN222", "SOW")).await;
    assert_eq!(
        officer.decide(&sow, &[ADMIT, ("origin", "Kankan"), ("purpose", "trade")]).await.0,
        StatusCode::SEE_OTHER
    );
    assert!(officer.page(&address).await.contains("1 personne attendue"));
    officer.post(&format!("{address}/next"), &[("member", "0")]).await;
    let counter = officer.page("/counter").await;
    assert!(
        counter.contains("liste du transporteur") && counter.contains("value=\"Kankan\""),
        "what is shared is kept: {counter}"
    );
    // A name that no alert of the demonstration is like, whatever the day it is made on.
    let last = presentation(&counter);
    let (status, page) = officer.decide(&last, &[ADMIT]).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    officer.post(&format!("{address}/end"), &[]).await;
    assert!(officer.page(&address).await.contains("terminé"));
}

#[tokio::test]
async fn a_child_with_an_aunt_goes_the_way_of_protection_and_is_tied_to_her() {
    let post = Post::demo();
    let officer = Officer::sign_in(&post.address, "aminata").await;
    officer.post("/party", &[("kind", "family"), ("name", "Bangoura")]).await;
    let aunt = officer.scan(&zone_of("GIN", "GN300", "BANGOURA")).await;
    officer.decide(&aunt, &[ADMIT]).await;
    let child = officer.scan(&zone_of_child_or_adult("GIN", "GN301", "BANGOURA", born_years_ago(9))).await;
    let page = officer.page("/counter").await;
    assert!(page.contains(&format!("<option value=\"{aunt}\" selected>BANGOURA")), "{page}");
    let with_aunt = [("accompaniment", "other-adult"), ("adult", aunt.as_str())];
    let (status, page) = officer.decide(&child, &[&with_aunt[..], &[ADMIT]].concat()).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("passe par la 2e ligne"), "{page}");
    let refer = [&with_aunt[..], &[("decision", "refer"), ("reason", "minor")]].concat();
    assert_eq!(officer.decide(&child, &refer).await.0, StatusCode::SEE_OTHER);
    let second = Officer::sign_in(&post.address, "oumar").await;
    assert!(second.page("/protection").await.contains("BANGOURA"), "referred, the child is on the way of protection");
    let case = second.page(&format!("/second-line/{child}")).await;
    assert!(case.contains("par un autre adulte") && case.contains("/party/"), "{case}");
}

#[tokio::test]
async fn the_same_traveller_at_two_counters_at_once_is_said_at_both() {
    let post = Post::demo();
    let (one, other) =
        (Officer::sign_in(&post.address, "aminata").await, Officer::sign_in(&post.address, "ibrahima").await);
    let zone = zone_of("GIN", "GN400", "DIABATE");
    one.scan(&zone).await;
    other.scan(&zone).await;
    assert!(one.page("/counter").await.contains("aussi ouvert au guichet de ibrahima"));
    assert!(other.page("/counter").await.contains("aussi ouvert au guichet de aminata"));
}

#[tokio::test]
async fn people_who_are_counted_stand_beside_crossings_and_never_among_them() {
    let post = Post::demo();
    let officer = Officer::sign_in(&post.address, "aminata").await;
    let id = uuid();
    let parcel = [
        ("id", id.as_str()),
        ("direction", "entry"),
        ("mode", "foot"),
        ("place", "gué de Balandougou"),
        ("count", "F/18-59=12"),
        ("count", "M/0-4=3"),
        ("count", "F/18-59/pregnant=2"),
        ("parcel", "yes"),
    ];
    for _ in 0..2 {
        // Sent again because its answer was lost.
        assert_eq!(officer.post("/tally", &parcel).await.status(), StatusCode::NO_CONTENT);
    }
    let before = between(&officer.page("/day").await, "<dd>", "</dd>").to_owned();
    assert_eq!(before, between(&officer.page("/day").await, "<dd>", "</dd>"));
    let day = officer.page("/day").await;
    assert!(between(&day, "Personnes comptées", "</tr>").contains("<td>17</td><td>0</td>"), "{day}");
    assert!(!officer.page("/day.csv").await.contains("Balandougou"));
    let tally = officer.page("/tally?direction=entry").await;
    assert!(tally.contains("gué de Balandougou") && !tally.contains("/cancel"));
    let other = uuid();
    for (field, value) in
        [("count", "F/18-59=0"), ("count", "F/18-59=1000000"), ("count", "Q/1"), ("from", "99999999999999")]
    {
        let bad = [("id", other.as_str()), ("direction", "entry"), ("mode", "foot"), ("count", "M/60"), (field, value)];
        let bad = if field == "count" { [&bad[..3], &bad[4..]].concat() } else { bad.to_vec() };
        assert_eq!(officer.post("/tally", &bad).await.status(), StatusCode::BAD_REQUEST, "{value}");
    }
    let supervisor = Officer::sign_in(&post.address, "mariam").await;
    let cancel = format!("/tally/{id}/cancel");
    assert_eq!(officer.post(&cancel, &[("reason", "x")]).await.status(), StatusCode::FORBIDDEN);
    assert_eq!(supervisor.post(&cancel, &[("reason", "compté deux fois")]).await.status(), StatusCode::SEE_OTHER);
    assert!(!officer.page("/day").await.contains("Personnes comptées"));
    // Without scripts each press is a request of its own.
    let press = [
        ("id", other.as_str()),
        ("direction", "exit"),
        ("mode", "foot"),
        ("count", "M/60"),
        ("vulnerability", "disabled"),
    ];
    assert_eq!(officer.post("/tally", &press).await.status(), StatusCode::SEE_OTHER);
}

fn uuid() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// A PNG of one grey colour.
fn png(side: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let picture = image::GrayImage::from_pixel(side, side, image::Luma([120]));
    let mut cursor = std::io::Cursor::new(&mut bytes);
    image::DynamicImage::ImageLuma8(picture).write_to(&mut cursor, image::ImageFormat::Png).unwrap();
    bytes
}

#[tokio::test]
async fn a_photo_is_written_anew_and_what_is_no_picture_is_said_to_be_none() {
    let post = Post::demo();
    let officer = Officer::sign_in(&post.address, "aminata").await;
    let id = officer.scan(&zone_of("GIN", "GN500", "DIABATE")).await;
    let address = format!("/crossing/{id}/pictures");
    let face = [("kind", "face")];
    let sent = officer.send_bytes(&address, &face, "me.png", &png(2_000)).await;
    assert_eq!(sent.status(), StatusCode::SEE_OTHER, "{}", sent.text().await.unwrap());
    let counter = officer.page("/counter").await;
    let picture = format!("/crossing/{id}/picture/{}", between(&counter, &format!("/crossing/{id}/picture/"), "\""));
    let served = officer.get(&picture).await;
    assert_eq!(served.headers()[header::CONTENT_TYPE], "image/jpeg");
    assert_eq!(served.headers()[header::CACHE_CONTROL], "no-store");
    let kept = image::load_from_memory(&served.bytes().await.unwrap()).unwrap();
    assert_eq!((kept.width(), kept.height()), (720, 720));

    for (name, bytes, says) in [
        ("photo.jpg", b"<script>alert(1)</script>".to_vec(), "pas une image"),
        ("photo.png", png(300)[..200].to_vec(), "abîmée"),
        ("huge.png", png(10_000), "trop grande"),
        ("long.jpg", vec![0xff; 13 * 1024 * 1024], "trop grande"),
    ] {
        let refused = officer.send_bytes(&address, &face, name, &bytes).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        let page = refused.text().await.unwrap();
        assert!(page.contains(says), "{name}: {page}");
    }
    assert!(officer.page("/counter").await.contains("DIABATE"), "nothing is lost");
    officer.decide(&id, &[ADMIT]).await;
    assert!(officer.page(&format!("/crossing/{id}")).await.contains(&picture), "it is part of the record");
    let other = Officer::sign_in(&post.address, "ibrahima").await;
    let foreign = other.send_bytes(&address, &face, "me.png", &png(10)).await;
    assert_eq!(foreign.status(), StatusCode::FORBIDDEN, "another officer's traveller");
    let (status, rebuilt) = rebuild(&post);
    assert!(status && rebuilt.contains("attachment: equal to what was there"), "{rebuilt}");
}

fn rebuild(post: &Post) -> (bool, String) {
    let output = limen().args(["journal", "rebuild", "--data"]).arg(&post.data).output().unwrap();
    (output.status.success(), String::from_utf8(output.stdout).unwrap())
}

#[tokio::test]
async fn a_scanned_page_is_taken_from_its_folder_once() {
    let demo = Post::demo();
    let data = tempfile::tempdir().unwrap();
    // The same data, served with a scanner beside it.
    std::fs::copy(demo.data.join("limen.sqlite"), data.path().join("limen.sqlite")).unwrap();
    for end in ["-wal", "-shm"] {
        let _ =
            std::fs::copy(demo.data.join(format!("limen.sqlite{end}")), data.path().join(format!("limen.sqlite{end}")));
    }
    let scanner = tempfile::tempdir().unwrap();
    let mut command: Command = limen();
    command.args(["serve", "--port", "0", "--data"]).arg(data.path()).arg("--scanner").arg(scanner.path());
    let post = Post::start(command, data.path().to_owned(), None);
    let officer = Officer::sign_in(&post.address, "aminata").await;
    let id = officer.scan(&zone_of("GIN", "GN600", "DIABATE")).await;
    let take = format!("/crossing/{id}/pictures/scanned");
    let empty = officer.post(&take, &[]).await;
    assert!(empty.text().await.unwrap().contains("dossier du scanner est vide"));
    std::fs::write(scanner.path().join("page.png"), png(400)).unwrap();
    assert_eq!(officer.post(&take, &[]).await.status(), StatusCode::SEE_OTHER);
    assert!(!scanner.path().join("page.png").exists());
    assert!(officer.page(&format!("/crossing/{id}/pictures")).await.contains("page.png"));
    std::fs::write(scanner.path().join("bad.png"), "no picture").unwrap();
    assert_eq!(officer.post(&take, &[]).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(scanner.path().join("bad.png").exists(), "what is not taken stays where it is");
}

#[tokio::test]
async fn the_second_line_attaches_files_which_no_page_shows_as_its_own() {
    let post = Post::demo();
    let first = Officer::sign_in(&post.address, "aminata").await;
    let id = first.scan(&zone_of("GIN", "GN700", "DIABATE")).await;
    let pdf = [("kind", "file")];
    let address = format!("/crossing/{id}/pictures");
    let by_first = first.send_bytes(&address, &pdf, "letter.pdf", b"%PDF-1.7 letter").await;
    assert_eq!(by_first.status(), StatusCode::FORBIDDEN);
    first.decide(&id, &[("decision", "refer"), ("reason", "document")]).await;
    let second = Officer::sign_in(&post.address, "oumar").await;
    let sent = second.send_bytes(&address, &pdf, "../letter\".pdf", b"%PDF-1.7 letter").await;
    assert_eq!(sent.status(), StatusCode::SEE_OTHER);
    let case = second.page(&format!("/second-line/{id}")).await;
    let file = format!("/crossing/{id}/picture/{}", between(&case, &format!("/crossing/{id}/picture/"), "\""));
    let served = second.get(&file).await;
    assert_eq!(served.headers()[header::CONTENT_TYPE], "application/pdf");
    assert!(
        served.headers()[header::CONTENT_DISPOSITION].to_str().unwrap().starts_with("attachment; filename=\"letter")
    );
    assert_eq!(served.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
}

#[tokio::test]
async fn an_alert_does_not_lapse_by_a_clock_that_leapt() {
    let mut demo = Post::demo();
    demo.terminate();
    let now = jiff::Timestamp::now();
    let days_ago = |days: i64| now - jiff::SignedDuration::from_hours(24 * days);
    let list = ListName::parse("lapsing").unwrap();
    let mut alert = Alert::new(list.clone(), AlertId::parse("L-1").unwrap(), Action::Arrest);
    alert.document_numbers = vec![DocumentNumber::new("GN900")];
    alert.valid_until = Some(days_ago(100).to_zoned_datetime(jiff::tz::TimeZone::UTC).date());
    let store = Store::open(&*demo.data).await.unwrap();
    store.load_alerts(&list, &[alert], "").await.unwrap();
    store.close().await;
    // By a clock that was believed it is a year ago; the machine says that it is today.
    let leapt =
        format!(r#"{{"believed":{},"landed":{}}}"#, days_ago(365).as_millisecond(), days_ago(1).as_millisecond());
    let set = "update setting set value = $1 where name = 'clock'";
    sqlx::query(set).bind(leapt).execute(&mut demo.database().await).await.unwrap();
    let post = demo.restart_stopped();
    let officer = Officer::sign_in(&post.address, "aminata").await;
    let id = officer.scan(&zone_of("GIN", "GN900", "DIABATE")).await;
    let presented = post.journal("traveller-presented").await.pop().unwrap();
    assert!(presented.contains("lapsing"), "{presented}");
    officer.post("/counter/withdraw", &[("presentation", &id), ("why", "left")]).await;
    // Once it is said that the date is right, the alert has lapsed.
    let supervisor = Officer::sign_in(&post.address, "mariam").await;
    assert_eq!(supervisor.post("/clock", &[]).await.status(), StatusCode::SEE_OTHER);
    supervisor.scan(&zone_of("GIN", "GN900", "DIABATE")).await;
    let presented = post.journal("traveller-presented").await.pop().unwrap();
    assert!(presented.contains("GN900") && !presented.contains("lapsing"), "{presented}");
}

#[tokio::test]
async fn a_clock_that_leapt_is_said_on_every_page_until_the_supervisor_says_it_is_right() {
    let mut demo = Post::demo();
    demo.terminate();
    let mut conn = demo.database().await;
    let (now, hour) = (jiff::Timestamp::now().as_millisecond(), 3_600_000);
    let leapt = format!(r#"{{"believed":{},"landed":{}}}"#, now - 365 * 24 * hour, now - hour);
    sqlx::query("update setting set value = $1 where name = 'clock'").bind(leapt).execute(&mut conn).await.unwrap();
    drop(conn);
    let post = Post::serve(&demo.data);
    let door = reqwest::get(format!("{}/sign-in", post.address)).await.unwrap().text().await.unwrap();
    assert!(door.contains("a avancé de"), "whoever comes reads it first: {door}");
    let officer = Officer::sign_in(&post.address, "aminata").await;
    assert!(officer.page("/counter").await.contains("a avancé de"));
    assert_eq!(officer.post("/clock", &[]).await.status(), StatusCode::FORBIDDEN);
    let supervisor = Officer::sign_in(&post.address, "mariam").await;
    assert!(supervisor.page("/counter").await.contains("La date affichée est-elle juste"));
    assert_eq!(supervisor.post("/clock", &[]).await.status(), StatusCode::SEE_OTHER);
    assert!(!officer.page("/counter").await.contains("a avancé de"));
}
