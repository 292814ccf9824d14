//! Headquarters and posts as real programs: crossings go up, alerts come down, sticks, dead disks, kills.
#![allow(clippy::unwrap_used)]

#[path = "support/network.rs"]
mod network;
mod support;

use jiff::SignedDuration;
use limen_domain::PostId;
use limen_store::DayFilter;
use network::{Network, journals, kill, run, stick, try_run, until};
use reqwest::{StatusCode, header};
use std::collections::HashSet;
use support::{Officer, Page, Post, zone};

/// An officer admits someone with this document.
async fn admit(officer: &Officer, number: u64, surname: &str) {
    let id = officer.scan(&zone(number, surname)).await;
    let (status, page) = officer.decide(&id, &[("decision", "admit"), ("purpose", "family")]).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
}

/// An alert for this name holds at headquarters.
async fn put_in_force(network: &Network, id: &str, name: &str) {
    let kadiatou = network.at_headquarters("kadiatou", "/alerts").await;
    let seydou = network.at_headquarters("seydou", "/alerts").await;
    let draft = [
        ("list", "national"),
        ("id", id),
        ("names", name),
        ("birth_dates", "1990-01-01"),
        ("action", "refer"),
        ("instruction", ""),
        ("reference", "PV 12/2027"),
        ("next", "propose"),
    ];
    let answer = kadiatou.post("/alerts/draft", &draft).await;
    let proposal = answer.headers()[header::LOCATION].to_str().unwrap().to_owned();
    let answer =
        seydou.post(&proposal, &[("decision", "approve"), ("reason", ""), ("password", support::PASSWORD)]).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
}

/// How many events the page of a post's link says are left to send.
async fn left_to_send(officer: &Officer) -> u64 {
    let facts = officer.read("/network").await.part("dl").parts("div");
    let left = facts.iter().find(|fact| fact.says("link-waiting")).unwrap().part("dd").text();
    // Where nothing is left it has no number.
    left.split(' ').find_map(|word| word.parse().ok()).unwrap_or_default()
}

async fn all_arrived(network: &Network, post: &std::path::Path, journal: &str) {
    until("headquarters holds the whole journal", || async {
        let (here, there) = (journals(post), journals(&network.data("HQ")));
        there.get(journal) == here.get(journal)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crossing_at_one_post_is_at_headquarters_and_seen_at_the_counter_of_another() {
    let mut network = Network::new().await;
    network.start();
    let (krm, zeg) = (network.join("KRM", "KRM"), network.join("ZEG", "ZEG"));
    let (here, there) = (Post::serve(&krm), Post::serve(&zeg));
    let aminata = network.sign_in(&here.address, "aminata", "/counter").await;
    admit(&aminata, 7, "KEITA FANTA").await;
    all_arrived(&network, &krm, "KRM").await;

    let other = network.sign_in(&there.address, "aminata", "/counter").await;
    until("the other post's counter knows of it", || async {
        let id = other.scan(&zone(7, "KEITA FANTA")).await;
        let page = other.page("/counter").await;
        other.post("/counter/withdraw", &[("presentation", &id), ("why", "left")]).await;
        page.contains("Kourémalé")
    })
    .await;

    let fanta = network.at_headquarters("fanta", "/network").await;
    let board = fanta.read("/network").await;
    assert!(board.says_with("board-headline", &[("all", "2"), ("well", "2")]), "{}", board.text());
    assert!(aminata.read("/counter").await.says("link-state-here"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alert_approved_at_headquarters_stops_a_traveller_at_the_post_and_the_hit_is_seen_at_headquarters() {
    let mut network = Network::new().await;
    network.start();
    let krm = network.join("KRM", "KRM");
    let post = Post::serve(&krm);
    put_in_force(&network, "T-1", "Zoumana Kelessery").await;
    let aminata = network.sign_in(&post.address, "aminata", "/counter").await;
    until("the alert holds at the post", || async {
        let id = aminata.scan(&zone(1, "KELESSERY ZOUMANA")).await;
        let page = aminata.page("/counter").await;
        let stops = page.contains("national");
        if !stops {
            aminata.post("/counter/withdraw", &[("presentation", &id), ("why", "left")]).await;
        }
        stops
    })
    .await;
    let kadiatou = network.at_headquarters("kadiatou", "/alerts").await;
    until("the hit is at headquarters", || async { kadiatou.page("/hits").await.contains("KELESSERY") }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stick_carries_what_the_link_does_not_and_one_that_is_old_foreign_or_damaged_does_no_harm() {
    let mut network = Network::new().await;
    network.start();
    let krm = network.join("KRM", "KRM");
    let zeg = network.join("ZEG", "ZEG");
    kill(network.headquarters.as_mut().unwrap());
    let post = Post::serve(&krm);
    let aminata = network.sign_in(&post.address, "aminata", "/counter").await;
    admit(&aminata, 8, "SIDIBE AWA").await;
    until("the counter says that the link is away", || async {
        aminata.read("/counter").await.says("link-state-away")
    })
    .await;

    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().to_str().unwrap();
    let (hq, krm_data, zeg_data) = (network.data("HQ"), krm.to_str().unwrap(), zeg.to_str().unwrap());
    let hq = hq.to_str().unwrap();
    run(&["exchange", "export", "--data", krm_data, "--to", to]);
    let file = stick(folder.path(), "KRM-HQ-");
    let name = file.to_str().unwrap();

    // Foreign: it is for headquarters alone.
    let (done, out, error) = try_run(&["exchange", "import", "--data", zeg_data, name]);
    assert!(!done && format!("{out}{error}").contains("it is for another node"), "{out}{error}");
    // Damaged: one byte of what is encrypted.
    let mut bytes = std::fs::read(&file).unwrap();
    let last = bytes.len() - 20;
    bytes[last] ^= 1;
    let damaged = folder.path().join("damaged");
    std::fs::write(&damaged, &bytes).unwrap();
    let (done, out, error) = try_run(&["exchange", "import", "--data", hq, damaged.to_str().unwrap()]);
    assert!(!done && format!("{out}{error}").contains("damaged"), "{out}{error}");

    let before = journals(&network.data("HQ")).get("KRM").copied();
    let out = run(&["exchange", "import", "--data", hq, name]);
    assert!(out.contains("from KRM") && out.contains("new events"), "{out}");
    assert!(journals(&network.data("HQ")).get("KRM") > before.as_ref());
    // Doubled.
    let out = run(&["exchange", "import", "--data", hq, name]);
    assert!(out.contains("nothing new"), "{out}");

    // What headquarters has for the post comes back on the same stick, through the post's own page.
    let answer = stick(folder.path(), "HQ-KRM-");
    let mariam = network.sign_in(&post.address, "mariam", "/counter").await;
    let before = left_to_send(&mariam).await;
    let page = mariam.send_bytes("/network/stick", &[], "stick", &std::fs::read(answer).unwrap()).await;
    let page = Page::read(&page.text().await.unwrap());
    assert!(page.says_with("stick-taken", &[("sender", "HQ")]), "{}", page.text());
    let after = left_to_send(&mariam).await;
    assert!(after < before, "it knows what headquarters holds by now: {before}, then {after}");
    let page = mariam.send_bytes("/network/stick", &[], "stick", b"no stick at all").await.text().await.unwrap();
    assert!(Page::read(&page).says("stick-refused"), "{page}");
}

/// docs/operate.md, "A post whose disk died": the same steps.
#[tokio::test(flavor = "multi_thread")]
async fn a_post_whose_disk_died_is_there_again_with_its_history_on_a_new_machine() {
    let mut network = Network::new().await;
    network.start();
    let krm = network.join("KRM", "KRM");
    let mut post = Post::serve(&krm);
    let aminata = network.sign_in(&post.address, "aminata", "/counter").await;
    for number in 20..25 {
        admit(&aminata, number, "TRAORE ISSA").await;
    }
    all_arrived(&network, &krm, "KRM").await;
    kill(&mut post);
    let events = journals(&krm)["KRM"];
    std::fs::remove_dir_all(&krm).unwrap();

    let data = network.join("KRM", "new machine");
    assert_eq!(journals(&data)["KRM"], events, "the history is there before the first traveller");
    let post = Post::serve(&data);
    let aminata = network.sign_in(&post.address, "aminata", "/counter").await;
    aminata.scan(&zone(22, "TRAORE ISSA")).await;
    let page = aminata.read("/counter").await;
    assert!(page.part_of_class("section", "before").says("direction-entry"), "{}", page.text());
    assert!(aminata.page("/day").await.contains("TRAORE"));
    let nodes = network.nodes();
    assert!(nodes.contains("KRM@"), "{nodes}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_put_back_from_last_nights_backup_loses_nothing_that_reached_headquarters() {
    let mut network = Network::new().await;
    network.start();
    let krm = network.join("KRM", "KRM");
    let mut post = Post::serve(&krm);
    let aminata = network.sign_in(&post.address, "aminata", "/counter").await;
    admit(&aminata, 30, "DIARRA BAKARY").await;
    let backups = tempfile::tempdir().unwrap();
    let to = backups.path().to_str().unwrap();
    let file = run(&["backup", "--data", krm.to_str().unwrap(), "--to", to]).trim().to_owned();
    admit(&aminata, 31, "CISSE OUMOU").await;
    all_arrived(&network, &krm, "KRM").await;
    kill(&mut post);
    let events = journals(&krm)["KRM"];
    std::fs::remove_dir_all(&krm).unwrap();

    let data = krm.to_str().unwrap();
    let out = run(&["restore", "--backup", &file, "--data", data]);
    assert!(out.contains("Restored as KRM."), "{out}");
    assert!(!try_run(&["restore", "--backup", &file, "--data", data]).0, "a database that is there is left alone");
    let post = Post::serve(&krm);
    until("the rest of its old journal is back", || async { journals(&krm)["KRM"] == events }).await;
    let aminata = network.sign_in(&post.address, "aminata", "/counter").await;
    admit(&aminata, 32, "MAIGA SEKOU").await;
    until("its new journal is at headquarters too", || async {
        let (here, there) = (journals(&krm), journals(&network.data("HQ")));
        here.iter()
            .filter(|(journal, _)| journal.starts_with("KRM"))
            .all(|(journal, end)| there.get(journal) == Some(end))
    })
    .await;
    assert_eq!(run(&["doctor", "--data", data]).matches("WRONG").count(), 0);
}

/// docs/operate.md, "Backups": what was decided since the backup comes back from the post.
#[tokio::test(flavor = "multi_thread")]
async fn a_headquarters_put_back_from_a_backup_takes_no_decision_back_and_goes_on_on_the_word_of_two_people() {
    if std::env::var("LIMEN_POSTGRES").is_ok() {
        // A PostgreSQL database is backed up by its server.
        return;
    }
    let mut network = Network::new().await;
    let hq = network.data("HQ");
    let hq = hq.to_str().unwrap();
    run(&["accounts", "add", "--data", hq, "--id", "moussa", "--name", "Moussa", "--role", "administrator"]);
    network.settle("moussa").await;
    network.start();
    let krm = network.join("KRM", "KRM");
    let post = Post::serve(&krm);
    let aminata = network.sign_in(&post.address, "aminata", "/counter").await;
    until("the post has heard headquarters", || async { aminata.read("/counter").await.says("link-state-here") }).await;
    let backups = tempfile::tempdir().unwrap();
    let file = run(&["backup", "--data", hq, "--to", backups.path().to_str().unwrap()]).trim().to_owned();

    put_in_force(&network, "R-AFTER", "Zoumana Kelessery").await;
    let stops = || async {
        let id = aminata.scan(&zone(1, "KELESSERY ZOUMANA")).await;
        let stops = aminata.page("/counter").await.contains("national");
        aminata.post("/counter/withdraw", &[("presentation", &id), ("why", "left")]).await;
        stops
    };
    until("the alert holds at the post", &stops).await;
    // As if the hour had passed after which the post witnesses headquarters' journal anew: with what was decided since.
    let beside = network.open(&krm).await;
    beside.set_setting("headquarters-root", "null").await.unwrap();
    until("the post has witnessed it", || async {
        assert!(stops().await, "the alert holds on");
        beside.setting("headquarters-root").await.unwrap().is_some_and(|kept| kept != "null")
    })
    .await;
    beside.close().await;
    kill(network.headquarters.as_mut().unwrap());
    std::fs::remove_dir_all(network.data("HQ")).unwrap();

    let out = run(&["restore", "--backup", &file, "--data", hq]);
    assert!(out.contains("asks its posts") && !out.contains("comes back from headquarters"), "{out}");
    let (done, out, _) = try_run(&["doctor", "--data", hq]);
    assert!(!done && out.contains("decides and publishes nothing") && out.contains("KRM was not heard of"), "{out}");
    let (done, _, error) =
        try_run(&["accounts", "end", "--data", hq, "--id", "aminata", "--reason", "nobody decides now"]);
    assert!(!done && error.contains("decides nothing until it goes on"), "{error}");
    let place = ["--country", "MLI", "--neighbour", "CIV", "--time-zone", "Africa/Bamako", "--town-in", "Sikasso"];
    let add = ["posts", "add", "--data", hq, "--id", "ZEG", "--name", "Zégoua", "--town-out", "Ouangolodougou"];
    let (done, _, error) = try_run(&[&add[..], &place[..]].concat());
    assert!(!done && error.contains("decides nothing until it goes on"), "{error}");
    network.start();
    let fanta = network.at_headquarters("fanta", "/network").await;
    until("headquarters has heard the post", || async {
        let page = fanta.read("/network").await;
        page.says("recovery-title") && !page.says("recovery-not-heard") && !page.says("recovery-on-its-way")
    })
    .await;
    assert!(stops().await, "the post goes on with what it holds");
    let page = fanta.read("/network").await;
    assert!(page.says("recovery-events"), "{}", page.text());
    assert!(page.says("recovery-waiting"), "{}", page.text());
    let moussa = network.at_headquarters("moussa", "/network").await;
    for (who, decision) in [(&fanta, "propose"), (&fanta, "confirm"), (&moussa, "confirm")] {
        assert!(who.read("/network").await.says("recovery-title"), "one person alone is not enough");
        let answer = who
            .post(
                "/network/continue",
                &[("decision", decision), ("reason", "la machine est morte"), ("password", support::PASSWORD)],
            )
            .await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    }
    until("the board is there again", || async { !fanta.read("/network").await.says("recovery-title") }).await;
    put_in_force(&network, "R-NEW", "Bintou Samassa").await;
    until("what is decided from now on holds at the post too", || async {
        let id = aminata.scan(&zone(2, "SAMASSA BINTOU")).await;
        let stops = aminata.page("/counter").await.contains("national");
        aminata.post("/counter/withdraw", &[("presentation", &id), ("why", "left")]).await;
        stops
    })
    .await;
    assert!(stops().await, "and so does what was decided before");
    assert!(aminata.read("/counter").await.says("link-state-here"));
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_for_prometheus_say_how_the_post_is_and_name_nobody() {
    let mut network = Network::new().await;
    network.start();
    let krm = network.join("KRM", "KRM");
    let address = format!("127.0.0.1:{}", support::port());
    let settings = std::fs::read_to_string(krm.join("limen.toml")).unwrap();
    let settings = settings.replace("#address = \"127.0.0.1:9464\"", &format!("address = \"{address}\""));
    std::fs::write(krm.join("limen.toml"), settings).unwrap();
    let post = Post::serve(&krm);
    let aminata = network.sign_in(&post.address, "aminata", "/counter").await;
    admit(&aminata, 40, "SOUMARE DJENEBA").await;
    until("the figures show the last contact", || async {
        let text = Officer::nobody(&format!("http://{address}")).page("/metrics").await;
        assert!(!text.contains("SOUMARE") && !text.contains("aminata"));
        text.contains("limen_link_contact_age_seconds") && text.contains("limen_journal_events{journal=\"KRM\"}")
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_that_was_revoked_is_refused_and_says_so() {
    let mut network = Network::new().await;
    network.start();
    let krm = network.join("KRM", "KRM");
    let fanta = network.at_headquarters("fanta", "/network").await;
    let answer =
        fanta.post("/network/revoke", &[("node", "KRM"), ("reason", "volée"), ("password", support::PASSWORD)]).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let (done, out, _) = try_run(&["doctor", "--data", krm.to_str().unwrap()]);
    assert!(!done && out.contains("belongs to this network no more"), "{out}");
    let post = Post::serve(&krm);
    let mariam = network.sign_in(&post.address, "mariam", "/counter").await;
    until("the post says why", || async { mariam.read("/network").await.says("link-trouble-refused") }).await;
    until("headquarters shows what it refused", || async { fanta.read("/network").await.says("why-revoked") }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_serves_one_machine_and_only_at_the_headquarters_that_made_it() {
    let (mut network, mut other) = (Network::new().await, Network::new().await);
    network.start();
    other.start();
    let code = network.code("KRM");
    let data = network.data("first");
    let join = |data: &std::path::Path, address: &str| {
        let known = ["--headquarters", address, "--code", &code, "--unencrypted"];
        try_run(&[&["init", "post", "--data", data.to_str().unwrap()], &known[..]].concat())
    };
    let (done, _, error) = join(&data, &other.address());
    assert!(!done && error.contains("the code is not of the headquarters at this address"), "{error}");
    assert!(join(&data, &network.address()).0);
    let (done, _, error) = join(&network.data("second"), &network.address());
    assert!(!done && error.contains("used by another machine"), "{error}");
}

/// Post and headquarters are killed again and again while crossings are recorded and sent: in the end headquarters holds
/// each that was confirmed, once.
#[tokio::test(flavor = "multi_thread")]
async fn kills_on_either_side_of_an_exchange_lose_nothing_and_double_nothing() {
    let kills = std::env::var("LIMEN_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(8);
    let mut network = Network::new().await;
    network.start();
    let krm = network.join("KRM", "KRM");
    let mut confirmed = 0;
    for round in 0..kills {
        let mut post = Post::serve(&krm);
        let aminata = network.sign_in(&post.address, "aminata", "/counter").await;
        let until = std::time::Instant::now() + std::time::Duration::from_millis(100 + 37 * (round % 11));
        while std::time::Instant::now() < until {
            confirmed += 1;
            admit(&aminata, 1_000 + confirmed, "KONE MOUSSA").await;
        }
        if round % 2 == 0 {
            kill(&mut post);
        } else {
            kill(network.headquarters.as_mut().unwrap());
            network.start();
            kill(&mut post);
        }
    }
    let _post = Post::serve(&krm);
    all_arrived(&network, &krm, "KRM").await;
    let store = network.store().await;
    let filter = DayFilter {
        post: PostId::parse("KRM").unwrap(),
        from: support::now() - SignedDuration::from_hours(48),
        to: support::now() + SignedDuration::from_hours(1),
        search: String::new(),
        direction: None,
        decision: None,
        open_referrals: false,
    };
    let rows = store.day(&filter, limen_store::Page { offset: 0, limit: 1_000_000 }).await.unwrap().rows;
    store.close().await;
    let numbers: HashSet<&str> = rows.iter().map(|row| row.document_number.as_str()).collect();
    assert_eq!(numbers.len(), rows.len(), "a crossing stands twice");
    for number in 1..=confirmed {
        let number = format!("T{:08}", 1_000 + number);
        assert!(
            numbers.contains(number.as_str()),
            "the crossing with {number} was confirmed and is not at headquarters"
        );
    }
}

#[tokio::test]
async fn an_officer_of_one_post_works_at_that_post_alone_and_is_out_at_once_when_they_leave() {
    let mut network = Network::new().await;
    let hq = network.data("HQ");
    let hq = hq.to_str().unwrap();
    let add = |post: &'static str| {
        ["accounts", "add", "--data", hq, "--id", "oumar", "--name", "Oumar", "--role", "second-line", "--post", post]
    };
    let (done, _, error) = try_run(&add("NOWHERE"));
    assert!(!done && error.contains("there is no post NOWHERE here"), "{error}");
    run(&add("KRM"));
    network.settle("oumar").await;
    let password = support::PASSWORD;
    network.start();
    let (krm, zeg) = (network.join("KRM", "KRM"), network.join("ZEG", "ZEG"));
    let (at_krm, at_zeg) = (Post::serve(&krm), Post::serve(&zeg));
    let officer = Officer::sign_in_with(&at_krm.address, "oumar", password, "/counter").await;
    assert_eq!(officer.get("/counter").await.status(), StatusCode::OK);
    let fields = [("account", "oumar"), ("password", password)];
    for address in [&at_zeg.address, &network.headquarters.as_ref().unwrap().address] {
        let refused = Officer::nobody(address).post("/sign-in", &fields).await;
        assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
        let page = Page::read(&refused.text().await.unwrap());
        assert!(page.says("sign-in-elsewhere"), "{}", page.text());
    }
    // A wrong password says nothing of it.
    let wrong = Officer::nobody(&at_zeg.address).post("/sign-in", &[("account", "oumar"), ("password", "x")]).await;
    assert!(!Page::read(&wrong.text().await.unwrap()).says("sign-in-elsewhere"));

    run(&["accounts", "end", "--data", hq, "--id", "oumar", "--reason", "muté à Kayes"]);
    until("the post hears that they left", || async {
        officer.get("/counter").await.headers().get("location").is_some_and(|next| next == "/sign-in?over=yes")
    })
    .await;
    let refused = Officer::nobody(&at_krm.address).post("/sign-in", &fields).await;
    assert!(Page::read(&refused.text().await.unwrap()).says("sign-in-ended"));
    let (done, _, error) = try_run(&["accounts", "end", "--data", hq, "--id", "oumar", "--reason", "encore"]);
    assert!(!done && error.contains("there is no account"), "{error}");
}
