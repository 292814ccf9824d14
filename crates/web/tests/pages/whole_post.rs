//! The whole of a post's work: who comes, with which documents, with whom, and what is kept of it.

use crate::support::{
    Post,
    documents::{Document, numbered, of_child, passport, picture_of},
};
use axum::http::{StatusCode, header};
use jiff::{SignedDuration, ToSpan, civil::date};
use limen_domain::{Action, Alert, AlertId, ListName};

const ADMIT: (&str, &str) = ("decision", "admit");

#[tokio::test]
async fn a_new_passport_is_tied_to_the_old_one_by_an_officer_and_parted_again() {
    let post = Post::new().await;
    let officer = post.sign_in("aminata").await;
    let passport = |number| {
        let (primary, secondary, birth) = ("FAYE", "IBRAHIMA", date(1988, 7, 14));
        Document { state: "SEN", number, primary, secondary, birth, ..Document::default() }.zone().expect("a zone")
    };
    let before = officer.scan(&passport("SN1000001")).await;
    officer.decides(&before, &[ADMIT]).await;
    let id = officer.scan(&passport("SN2607310")).await;
    let page = officer.page("/counter").await;
    assert!(page.says("earlier-none") && page.says("namesake"), "{}", page.text());
    assert_eq!(page.value("other").as_deref(), Some("SEN SN1000001"));
    // It is asked where other judgements are asked, with keys of its own, and Enter still decides.
    let middle = page.part_of_class("section", "found");
    let asked = middle.part_of_class("form", "namesake");
    assert_eq!((asked.keys(), asked.chosen("reason")), (vec!["1", "2", "3", "A", "M"], None));
    assert_eq!(page.focus(), (1, Some("decision".to_owned())));
    let pair = [("one", "SEN SN2607310"), ("other", "SEN SN1000001"), ("reason", "face")];
    let typed = [("about", id.as_str()), ("mode", "lorry"), ("origin", "Kankan")];
    let tied = officer.post("/person/tie", &[&pair[..], &typed[..]].concat()).await;
    assert_eq!(tied.status(), StatusCode::SEE_OTHER);
    let page = officer.page("/counter").await;
    assert_eq!(page.value("origin").as_deref(), Some("Kankan"), "what was typed before the answer is kept");
    assert!(!page.says("namesake") && !page.says("earlier-none"), "{}", page.text());
    officer.decides(&id, &[ADMIT]).await;
    let record = officer.page(&format!("/crossing/{id}")).await;
    assert!(record.says("person-title") && record.says("same-person-face"));
    let back = [pair[0], pair[1], ("reason", "mistake"), ("back", id.as_str())];
    assert_eq!(officer.post("/person/part", &back).await.status(), StatusCode::SEE_OTHER);
    assert!(!officer.page(&format!("/crossing/{id}")).await.says("person-title"));
}

#[tokio::test]
async fn a_national_with_a_foreign_passport_and_a_diplomat_are_taken_as_what_they_are() {
    let post = Post::new().await;
    let officer = post.sign_in("aminata").await;
    let typed = [
        ("document", "passport"),
        ("number", "US777"),
        ("issuer", "USA"),
        ("primary", "Keita"),
        ("birth", "1980-01-01"),
        ("sex", "F"),
        ("nationality", "USA"),
    ];
    officer.post("/counter/typed", &typed).await;
    let foreign = officer.page("/counter").await;
    assert!(foreign.says("stays-visa"), "without her second nationality she needs a visa: {}", foreign.text());
    let replaces = officer.waiting().await;
    let as_national = [&typed[..], &[("further_nationality", "MLI"), ("replace", &replaces)]].concat();
    officer.post("/counter/typed", &as_national).await;
    let page = officer.page("/counter").await;
    assert!(page.contains("États-Unis, Mali") && !page.says("stays-visa"), "{}", page.text());
    let replaces = officer.waiting().await;
    officer.post("/counter/typed", &[&typed[..], &[("status", "diplomat"), ("replace", &replaces)]].concat()).await;
    assert!(officer.page("/counter").await.says("status-diplomat"));
}

#[tokio::test]
async fn a_bus_that_is_sought_stops_its_driver_until_the_alert_is_judged_and_nobody_else() {
    let post = Post::new().await;
    let officer = post.sign_in("aminata").await;
    let bus = [
        ("kind", "vehicle"),
        ("plate", "RC 9911 B"),
        ("country", "GIN"),
        ("mode", "bus"),
        ("goods", "food"),
        ("customs", "D-7"),
    ];
    let address = officer.post("/party", &bus).await.to().to_owned();
    let sought = officer.page(&address).await;
    assert!(sought.says("party-hit"), "{address}");
    let asked = sought.part_of_class("section", "question");
    assert_eq!((asked.keys(), asked.chosen("reason")), (vec!["1", "2", "3", "A", "M"], None));
    assert_eq!(sought.focus(), (1, Some("reason".to_owned())), "the page begins at what is asked");
    let driver = officer.scan(&passport("GIN", "GD0000001", "CONTE")).await;
    let stopped = officer.decide(&driver, &[ADMIT, ("drives", "yes")]).await;
    assert_eq!(stopped.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stopped.page().says("not-open-vehicle"), "{}", stopped.page().text());
    officer.post("/counter/withdraw", &[("presentation", &driver), ("why", "left")]).await;
    let passenger = officer.scan(&passport("GIN", "GD0000002", "SYLLA")).await;
    officer.decides(&passenger, &[ADMIT]).await;
    let judge = [("list", "national"), ("alert", "V-0001"), ("judgement", "cleared"), ("reason", "plate")];
    assert_eq!(officer.post(&format!("{address}/judge"), &judge).await.status(), StatusCode::SEE_OTHER);
    let driver = officer.scan(&passport("GIN", "GD0000001", "CONTE")).await;
    officer.decides(&driver, &[ADMIT, ("drives", "yes")]).await;
    let party = officer.page(&address).await;
    assert!(party.says_with("party-decided", &[("count", "2")]) && party.says("party-driver"), "{}", party.text());
    assert!(officer.page("/day").await.says("goods-food"), "loads are counted by kind");
}

#[tokio::test]
async fn a_carriers_list_is_checked_row_by_row_and_its_people_wait_as_a_party() {
    let post = Post::new().await;
    let officer = post.sign_in("aminata").await;
    let bus = [("name", "Sama"), ("plate", "AB-12"), ("mode", "bus"), ("direction", "entry")];
    let refused = officer.send_file("/party/list", &bus, "bus.csv", b"nom;numero\nXikombo;1\n;2\n").await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.page().contains("ligne 3\u{a0}: le nom manque"), "{}", refused.page().text());
    let unreadable = officer.send_file("/party/list", &bus, "bus.xlsx", b"PK\x03\x04 no sheet").await;
    assert!(unreadable.page().says("table-error-workbook"));
    let list = "nom;prenoms;naissance;sexe;nationalite;numero\n\
                Xikombo;Awa;31/02/1990;F;GIN;GN111\nSow;Ali;1985-05-05;M;GIN;GN222\n";
    let address = officer.send_file("/party/list", &bus, "bus.csv", list.as_bytes()).await.to().to_owned();
    let page = officer.page(&address).await;
    assert!(page.says_with("party-waiting-title", &[("count", "2")]), "{}", page.text());
    assert!(page.says("doubt-impossible-date"), "{}", page.text());
    assert_eq!(officer.post(&format!("{address}/work"), &[]).await.status(), StatusCode::SEE_OTHER);
    assert!(officer.page("/counter").await.says_with("party-next", &[("name", "Xikombo, Awa")]));
    // A passenger whose document is read is found on the list by its number.
    let sow = officer.scan(&passport("GIN", "GN222", "SOW")).await;
    officer.decides(&sow, &[ADMIT, ("origin", "Kankan"), ("purpose", "trade")]).await;
    let waiting = officer.page(&address).await;
    assert!(waiting.values("member") == ["0"] && !waiting.says_with("party-waiting-title", &[("count", "2")]));
    officer.post(&format!("{address}/next"), &[("member", "0")]).await;
    let counter = officer.page("/counter").await;
    assert!(counter.says("source-listed"), "{}", counter.text());
    assert_eq!(counter.value("origin").as_deref(), Some("Kankan"), "what is shared is kept");
    let last = officer.waiting().await;
    officer.decides(&last, &[ADMIT]).await;
    // Nobody was said to drive the bus: that is said before it goes, or that none of them does.
    assert!(officer.page(&address).await.says("party-who-drives"));
    let unsaid = officer.post(&format!("{address}/end"), &[]).await;
    assert_eq!(unsaid.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let unsaid = unsaid.page();
    assert!(unsaid.says("not-open-driver") && unsaid.chosen("driver").is_none(), "{}", unsaid.text());
    assert_eq!(unsaid.choices("driver").len(), 3, "two passengers, and nobody");
    let driver = [("driver", sow.as_str())];
    assert_eq!(officer.post(&format!("{address}/end"), &driver).await.status(), StatusCode::SEE_OTHER);
    let ended = officer.page(&address).await;
    assert!(ended.says("party-state-ended") && ended.says("party-driver"), "{}", ended.text());
    assert!(officer.page(&format!("/crossing/{sow}")).await.says("ask-drives"));
}

#[tokio::test]
async fn who_drives_is_asked_of_each_adult_of_a_vehicle_until_somebody_does() {
    let post = Post::new().await;
    let officer = post.sign_in("aminata").await;
    officer.post("/party", &[("kind", "vehicle"), ("plate", "AB 12"), ("mode", "bus")]).await;
    let asks = async || officer.page("/counter").await.has_field("drives");
    let child = officer.scan(&of_child("GN500", "SOW")).await;
    assert!(!asks().await, "no child drives");
    officer.post("/counter/withdraw", &[("presentation", &child)]).await;
    let passenger = officer.scan(&passport("GIN", "GN501", "SOW")).await;
    let keys = officer.page("/counter").await;
    assert!(asks().await && keys.keys().contains(&"V") && keys.keys().contains(&"F6"), "{:?}", keys.keys());
    officer.decides(&passenger, &[ADMIT]).await;
    let driver = officer.scan(&passport("GIN", "GN502", "BAH")).await;
    assert!(asks().await);
    officer.decides(&driver, &[ADMIT, ("drives", "yes")]).await;
    officer.scan(&passport("GIN", "GN503", "BARRY")).await;
    assert!(!asks().await, "somebody drives");
}

#[tokio::test]
async fn columns_that_nobody_knows_are_asked_about_once_and_the_list_waits_meanwhile() {
    let post = Post::new().await;
    let officer = post.sign_in("aminata").await;
    let bus = [("name", "Sama"), ("plate", "AB-12"), ("mode", "bus"), ("direction", "entry")];
    let list = "Quidam;Nationalité;Porte-bagages\nBangoura Aïssatou;GIN;toit\n";
    let asked = officer.send_file("/party/list", &bus, "bus.csv", list.as_bytes()).await;
    assert_eq!(asked.to(), "/party/list/columns");
    let page = officer.page(asked.to()).await;
    assert!(page.says_with("columns-asked", &[("file", "bus.csv")]) && page.contains("Bangoura Aïssatou"));
    assert_eq!(page.values("heading"), ["Quidam", "Nationalité", "Porte-bagages"], "no name is known: all are asked");
    let file = page.value("file").expect("the file that waits");
    let answers = [
        ("file", file.as_str()),
        ("heading", "Quidam"),
        ("field", "full_name"),
        ("heading", "Nationalité"),
        ("field", "nationality"),
        ("heading", "Porte-bagages"),
        ("field", "unneeded"),
    ];
    let address = officer.post("/party/list/columns", &answers).await.to().to_owned();
    let page = officer.page(&address).await;
    assert!(page.contains("Bangoura Aïssatou") && page.contains("AB12"), "{}", page.text());
    // The next list is read at once, and who answered what is in the journal.
    let again = officer.send_file("/party/list", &bus, "bus.csv", list.as_bytes()).await;
    assert!(again.to().starts_with("/party/") && again.to() != "/party/list/columns");
    let remembered = officer.page("/party/list/columns").await;
    assert_eq!(remembered.values("heading"), ["porte bagages", "quidam"], "what was known is no answer");
    let twice = officer.post("/party/list/columns", &answers).await;
    assert!(twice.status() == StatusCode::GONE && twice.page().says("columns-gone"), "a file is read once");
    // What was answered can be taken back; without a file that waits nothing is read.
    let forgotten = [("heading", "quidam"), ("field", "")];
    assert_eq!(officer.post("/party/list/columns", &forgotten).await.to(), "/party/list/columns");
    // Nobody says here what a heading means that no file had, or that another kind of table has.
    let smuggled = [("heading", "status"), ("field", "unneeded"), ("heading", "quidam"), ("field", "visa_number")];
    officer.post("/party/list/columns", &smuggled).await.to();
    assert_eq!(officer.page("/party/list/columns").await.values("heading"), ["porte bagages"]);
    officer.send_file("/party/list", &bus, "bus.csv", list.as_bytes()).await.to();
    let asked = officer.page("/party/list/columns").await;
    assert!(asked.says_with("columns-asked", &[("file", "bus.csv")]));
}

#[tokio::test]
async fn a_list_of_alerts_and_a_file_of_visas_ask_about_their_columns_too() {
    let post = Post::new().await;
    let kadiatou = post.sign_in("kadiatou").await;
    let list = "id;name;Arme\nQ-1;Zongo Karim;couteau\n";
    let fields = [("list", ""), ("new_list", "specimens")];
    let asked = kadiatou.send_file("/alerts/upload", &fields, "list.csv", list.as_bytes()).await;
    let asked = kadiatou.page(asked.to()).await;
    assert_eq!(asked.values("heading"), ["Arme"], "{}", asked.text());
    let file = asked.value("file").expect("the file that waits");
    let answers = [("file", file.as_str()), ("heading", "Arme"), ("field", "instruction")];
    let proposal = kadiatou.post("/alerts/upload/columns", &answers).await.to().to_owned();
    assert!(kadiatou.page(&proposal).await.contains("Zongo Karim"));
    let mariam = post.sign_in("mariam").await;
    let visas =
        "Vignette n\u{b0} ECO;surname;document_number;issuer;from;to\nV-77;Zongo;GN111;GIN;2026-01-01;2026-12-31\n";
    let asked = mariam.send_file("/visas/import", &[], "visas.csv", visas.as_bytes()).await;
    let asked = mariam.page(asked.to()).await;
    assert!(asked.values("heading").contains(&"Vignette n\u{b0} ECO".to_owned()), "{}", asked.text());
    // Another's file is not read by this answer.
    assert_eq!(kadiatou.get("/visas/import/columns").await.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_child_with_an_aunt_goes_the_way_of_protection_and_is_tied_to_her() {
    let post = Post::new().await;
    let officer = post.sign_in("aminata").await;
    officer.post("/party", &[("kind", "family"), ("name", "Bangoura")]).await;
    let aunt = officer.scan(&passport("GIN", "GN300", "BANGOURA")).await;
    officer.decides(&aunt, &[ADMIT]).await;
    let child = officer.scan(&of_child("GN301", "BANGOURA")).await;
    assert_eq!(officer.page("/counter").await.chosen("adult"), Some(aunt.clone()));
    let with_aunt = [("accompaniment", "other-adult"), ("adult", aunt.as_str())];
    let admitted = officer.decide(&child, &[&with_aunt[..], &[ADMIT]].concat()).await;
    assert_eq!(admitted.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(admitted.page().says("not-open-minor-without-parent"), "{}", admitted.page().text());
    officer.decides(&child, &[&with_aunt[..], &[("decision", "refer"), ("reason", "minor")]].concat()).await;
    let second = post.sign_in("oumar").await;
    assert!(second.page("/protection").await.contains("BANGOURA"), "referred, the child is on the way of protection");
    let case = second.page(&format!("/second-line/{child}")).await;
    assert!(case.says("accompaniment-other-adult") && !case.address("/party/").is_empty(), "{}", case.text());
}

#[tokio::test]
async fn the_same_traveller_at_two_counters_at_once_is_said_at_both() {
    let post = Post::new().await;
    let (one, other) = (post.sign_in("aminata").await, post.sign_in("ibrahima").await);
    let zone = passport("GIN", "GN400", "DIABATE");
    one.scan(&zone).await;
    other.scan(&zone).await;
    for (officer, beside) in [(&one, "Ibrahima Sacko"), (&other, "Aminata Coulibaly")] {
        assert!(officer.page("/counter").await.says_with("verdict-elsewhere", &[("officer", beside)]), "{beside}");
    }
}

#[tokio::test]
async fn people_who_are_counted_stand_beside_crossings_and_never_among_them() {
    let post = Post::new().await;
    let officer = post.sign_in("aminata").await;
    let crossed = officer.scan(&numbered(1, "DIALLO")).await;
    officer.decides(&crossed, &[ADMIT]).await;
    let rows = officer.page("/day").await.part("table").parts("tr").len();
    assert_eq!(rows, 4, "a head, and one sex, one age and one nationality: rows of zeros are left out");
    let totals = async || officer.page("/day").await.part("dl").text();
    let before = totals().await;
    let id = post.store.new_id().to_string();
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
    assert_eq!(totals().await, before, "those who cross are as many as before");
    let day = officer.page("/day").await;
    let counted = day.parts("tr").into_iter().find(|row| row.says("tally-counted")).expect("a row");
    assert_eq!(counted.texts("td"), ["17", "0"], "{}", counted.text());
    assert!(!officer.text("/day.csv").await.contains("Balandougou"));
    let tally = officer.page("/tally?direction=entry").await;
    assert!(tally.contains("gué de Balandougou") && !tally.contains("/cancel"));
    let other = post.store.new_id().to_string();
    for (field, value) in
        [("count", "F/18-59=0"), ("count", "F/18-59=1000000"), ("count", "Q/1"), ("from", "99999999999999")]
    {
        let counts = if field == "count" { [].as_slice() } else { &[("count", "M/60")] };
        let bad =
            [&[("id", other.as_str()), ("direction", "entry"), ("mode", "foot"), (field, value)], counts].concat();
        assert_eq!(officer.post("/tally", &bad).await.status(), StatusCode::BAD_REQUEST, "{value}");
    }
    let supervisor = post.sign_in("mariam").await;
    let cancel = format!("/tally/{id}/cancel");
    assert_eq!(officer.post(&cancel, &[("reason", "x")]).await.status(), StatusCode::FORBIDDEN);
    assert_eq!(supervisor.post(&cancel, &[("reason", "compté deux fois")]).await.status(), StatusCode::SEE_OTHER);
    supervisor.post(&cancel, &[("reason", "autre")]).await;
    assert_eq!(post.journal("tally-cancelled").await.len(), 1, "cancelled once, for the first reason");
    assert!(!officer.page("/day").await.says("tally-counted"));
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

#[tokio::test]
async fn a_photo_is_written_anew_and_what_is_no_picture_is_said_to_be_none() {
    let post = Post::new().await;
    let officer = post.sign_in("aminata").await;
    let id = officer.scan(&passport("GIN", "GN500", "DIABATE")).await;
    let address = format!("/crossing/{id}/pictures");
    let face = [("kind", "face")];
    let sent = officer.send_file(&address, &face, "me.png", &picture_of(2_000)).await;
    assert_eq!(sent.status(), StatusCode::SEE_OTHER, "{}", sent.page().text());
    let picture = officer.page("/counter").await.address(&format!("/crossing/{id}/picture/"));
    let served = officer.get(&picture).await;
    assert_eq!(served.header(header::CONTENT_TYPE), "image/jpeg");
    assert_eq!(served.header(header::CACHE_CONTROL), "no-store");
    let kept = image::load_from_memory(&served.bytes).expect("a picture");
    assert_eq!((kept.width(), kept.height()), (720, 720));

    for (name, bytes, says) in [
        ("photo.jpg", b"<script>alert(1)</script>".to_vec(), "no-picture-other"),
        ("photo.png", picture_of(300)[..200].to_vec(), "no-picture-damaged"),
        ("huge.png", picture_of(10_000), "no-picture-too-large"),
        ("long.jpg", vec![0xff; 13 * 1024 * 1024], "no-picture-too-large"),
    ] {
        let refused = officer.send_file(&address, &face, name, &bytes).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(refused.page().says(says), "{name}: {}", refused.page().text());
    }
    assert!(officer.page("/counter").await.contains("DIABATE"), "nothing is lost");
    officer.decides(&id, &[ADMIT]).await;
    let record = officer.page(&format!("/crossing/{id}")).await;
    assert!(record.addresses().contains(&picture.as_str()), "it is part of the record");
    let foreign = post.sign_in("ibrahima").await.send_file(&address, &face, "me.png", &picture_of(10)).await;
    assert_eq!(foreign.status(), StatusCode::FORBIDDEN, "another officer's traveller");
    let rebuilt = post.store.rebuild().await.expect("rebuilt");
    assert!(rebuilt.iter().all(|table| (table.only_in_journal, table.only_in_table) == (0, 0)), "{rebuilt:?}");
}

#[tokio::test]
async fn the_second_line_attaches_files_which_no_page_shows_as_its_own() {
    let post = Post::new().await;
    let first = post.sign_in("aminata").await;
    let id = first.scan(&passport("GIN", "GN700", "DIABATE")).await;
    let pdf = [("kind", "file")];
    let address = format!("/crossing/{id}/pictures");
    let by_first = first.send_file(&address, &pdf, "letter.pdf", b"%PDF-1.7 letter").await;
    assert_eq!(by_first.status(), StatusCode::FORBIDDEN);
    first.decides(&id, &[("decision", "refer"), ("reason", "document")]).await;
    let second = post.sign_in("oumar").await;
    let sent = second.send_file(&address, &pdf, "../letter\".pdf", b"%PDF-1.7 letter").await;
    assert_eq!(sent.status(), StatusCode::SEE_OTHER);
    let case = second.page(&format!("/second-line/{id}")).await;
    let served = second.get(&case.address(&format!("/crossing/{id}/picture/"))).await;
    assert_eq!(served.header(header::CONTENT_TYPE), "application/pdf");
    assert!(served.header(header::CONTENT_DISPOSITION).starts_with("attachment; filename=\"letter"));
    assert_eq!(served.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
}

#[tokio::test]
async fn an_alert_does_not_lapse_by_a_clock_that_leapt() {
    let post = Post::new().await;
    let list = ListName::parse("lapsing").expect("a name");
    let mut alert = Alert::new(list.clone(), AlertId::parse("L-1").expect("an identifier"), Action::Arrest);
    alert.documents = vec!["GN900".parse().expect("a document")];
    alert.valid_until = Some(post.today() + 100.days());
    post.store.load_alerts(&list, &[alert], "").await.expect("loaded");
    let post = post.started_again().await;
    // By a clock that was believed it is a year ago.
    post.clock_leaps(SignedDuration::from_hours(24 * 365));
    let zone = passport("GIN", "GN900", "DIABATE");
    let officer = post.sign_in("aminata").await;
    let id = officer.scan(&zone).await;
    let presented = post.journal("traveller-presented").await.pop().expect("presented");
    assert!(presented.contains("lapsing"), "{presented}");
    officer.post("/counter/withdraw", &[("presentation", &id), ("why", "left")]).await;
    // Once it is said that the date is right, the alert has lapsed.
    let supervisor = post.sign_in("mariam").await;
    assert_eq!(supervisor.post("/clock", &[]).await.status(), StatusCode::SEE_OTHER);
    supervisor.scan(&zone).await;
    let presented = post.journal("traveller-presented").await.pop().expect("presented");
    assert!(presented.contains("GN900") && !presented.contains("lapsing"), "{presented}");
}

#[tokio::test]
async fn a_clock_that_leapt_is_said_on_every_page_until_the_supervisor_says_it_is_right() {
    let post = Post::new().await;
    post.sign_in("aminata").await;
    post.clock_leaps(SignedDuration::from_hours(24 * 365));
    assert!(post.nobody().page("/sign-in").await.says("clock-leapt-warning"), "it is read before anyone signs in");
    let officer = post.sign_in("aminata").await;
    assert!(officer.page("/counter").await.says("clock-leapt-warning"));
    assert_eq!(officer.post("/clock", &[]).await.status(), StatusCode::FORBIDDEN);
    let supervisor = post.sign_in("mariam").await;
    assert!(supervisor.page("/counter").await.says("clock-question"));
    assert_eq!(supervisor.post("/clock", &[]).await.status(), StatusCode::SEE_OTHER);
    assert!(!officer.page("/counter").await.says("clock-leapt-warning"));
}
