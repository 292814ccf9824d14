//! The pictures of the docs, taken from the pages of demonstrations in a real Chromium, and written to `docs/pictures`.
#![allow(clippy::unwrap_used, reason = "what goes wrong with the browser ends the taking of pictures")]

use crate::{
    Outcome,
    browser::{self, Browser},
    keys, network,
    support::{self, Officer, PASSWORD, Post, limen, zone_of},
};
use clap::ValueEnum;
use fantoccini::{Client, Locator};
use jiff::{SignedDuration, tz::TimeZone};
use std::{path::Path, process::ExitCode};

/// Pages whose pictures are taken together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Group {
    /// The counter and the day
    Counter,
    /// Alert managers' pages
    Alerts,
    /// The second line and protection
    SecondLine,
    /// Parties, visas, tallies, the camera
    Post,
    /// Headquarters' board and a post's link
    Network,
    /// Flows, reports and a bulletin
    Flows,
    /// The audit
    Audit,
    /// Rights of travellers
    Rights,
    /// One's own account and passkeys
    Account,
    /// People and devices
    People,
}

/// Takes the pictures of some groups; of all where none is named.
pub(crate) async fn run(groups: &[Group]) -> Outcome {
    let all = Group::value_variants();
    for group in if groups.is_empty() { all } else { groups } {
        match group {
            Group::Counter => counter().await,
            Group::Alerts => alerts().await,
            Group::SecondLine => second_line().await,
            Group::Post => whole_post().await,
            Group::Network => network_board().await,
            Group::Flows => flows().await,
            Group::Audit => audit().await,
            Group::Rights => rights().await,
            Group::Account => account().await,
            Group::People => people().await,
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn take(client: &Client, name: &str) {
    // Let what was lit after a change come to rest.
    tokio::time::sleep(std::time::Duration::from_millis(1_500)).await;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/pictures");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(format!("{name}.png")), client.screenshot().await.unwrap()).unwrap();
}

async fn click(client: &Client, css: &str) {
    client.find(Locator::Css(css)).await.unwrap().click().await.unwrap();
}

async fn scan(client: &Client, post: &Post, zone: &str) {
    client.goto(&format!("{}/counter", post.address)).await.unwrap();
    let field = client.find(Locator::Css("#mrz")).await.unwrap();
    field.send_keys(zone).await.unwrap();
    client.wait().for_element(Locator::Css(".instrument")).await.unwrap();
}

/// Sets the traveller aside, so that the next one can come.
async fn set_aside(client: &Client, post: &Post) {
    client.goto(&format!("{}/counter?panel=withdraw", post.address)).await.unwrap();
    // An alert that was not judged asks why the traveller goes.
    if let Ok(reason) = client.find(Locator::Css("input[value=left][form=withdraw]")).await {
        reason.click().await.unwrap();
    }
    click(client, "button[form=withdraw]").await;
}

async fn counter() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = limen();
    command.args(["demo", "--port", "0", "--crossings", "200000", "--data"]).arg(folder.path());
    let post = Post::start(command, folder.path().to_owned(), None);
    let cards = Officer::sign_in(&post.address, "ibrahima").await;
    let browser = Browser::start(1366, 768).await;
    let client = &browser.client;
    client.goto(&format!("{}/sign-in", post.address)).await.unwrap();
    take(client, "sign-in-fr").await;
    client.find(Locator::Css("#account")).await.unwrap().send_keys("aminata").await.unwrap();
    client.find(Locator::Css("#password")).await.unwrap().send_keys(PASSWORD).await.unwrap();
    click(client, "form button").await;
    client.wait().for_element(Locator::Css(".ready")).await.unwrap();
    let yesterday = (support::now() - SignedDuration::from_hours(24)).to_zoned_datetime(TimeZone::UTC).date();
    browser::name_purpose(client, &post.address, "/day").await;
    for language in ["fr", "en"] {
        if language == "en" {
            browser::speak(client, "en").await;
        }
        client.goto(&format!("{}/counter", post.address)).await.unwrap();
        take(client, &format!("counter-empty-{language}")).await;
        for (case, name) in [
            ("clean", "clean"),
            ("possible-hit", "possible-hit"),
            ("stolen", "stop"),
            ("check-digit", "check-digit"),
            ("minor", "minor"),
        ] {
            scan(client, &post, &cards.card(case).await).await;
            take(client, &format!("counter-{name}-{language}")).await;
            set_aside(client, &post).await;
        }
        scan(client, &post, &cards.card("expired").await).await;
        client.goto(&format!("{}/counter?panel=stop", post.address)).await.unwrap();
        click(client, "input[value=A]").await;
        take(client, &format!("counter-refusing-{language}")).await;
        click(client, "button[value=refuse]").await;
        client.wait().for_element(Locator::Css(".done")).await.unwrap();
        take(client, &format!("counter-refused-{language}")).await;
        client.goto(&format!("{}/day?day={yesterday}", post.address)).await.unwrap();
        take(client, &format!("day-{language}")).await;
        let asked = "rule=90%2F180&on=2026-04-20&history=01.01.2026+31.03.2026";
        client.goto(&format!("{}/stay?{asked}", post.address)).await.unwrap();
        take(client, &format!("stays-{language}")).await;
        client.goto(&format!("{}/overstays", post.address)).await.unwrap();
        take(client, &format!("overstays-{language}")).await;
        scan(client, &post, &zone_of("JPN", "TJ1234567", "TANAKA")).await;
        take(client, &format!("counter-visa-needed-{language}")).await;
        set_aside(client, &post).await;
    }
    client.close_window().await.unwrap();
}

async fn alerts() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = limen();
    command.args(["demo", "--port", "0", "--crossings", "100000", "--data"]).arg(folder.path());
    let post = Post::start(command, folder.path().to_owned(), None);
    let seydou = Officer::sign_in(&post.address, "seydou").await;
    let first = "id,full_name,birth_date,sex,nationality,action\nL-1,Mamadou Lamine Diallo,1992,M,GIN,arrest\nL-2,Fanta Keïta,1980-02-14,F,MLI,refer\nL-3,Moussa Koné,1971,M,CIV,refer\n";
    let kadiatou = Officer::sign_in(&post.address, "kadiatou").await;
    let new = [("list", ""), ("new_list", "regionale")];
    let proposed = seydou.send_bytes("/alerts/upload", &new, "list.csv", first.as_bytes()).await;
    let proposal = proposed.headers()["location"].to_str().unwrap().to_owned();
    kadiatou.post(&proposal, &[("decision", "approve"), ("password", PASSWORD)]).await;
    let second = "id,full_name,birth_date,sex,nationality,action,document_number\nL-1,Mamadou Lamine Diallo,1992-02-14,M,GIN,arrest,GN7654321\nL-2,Fanta Keïta,1980-02-14,F,MLI,refuse,\nL-4,Salif Ouattara,1966..1968,M,BFA,arrest,\nL-5,,,,,seize-document,\nL-6,Adama Sangaré,17/35/1988,M,Ruritanie,surveiller,\n";
    let proposal = seydou.upload("regionale", second).await.headers()["location"].to_str().unwrap().to_owned();
    let strange = folder.path().join("recherches-2026.csv");
    let rows = "Quidam;Né le;Nationalité;Signe distinctif;N° PV\nAdama Sangaré;17/05/1988;MLI;cicatrice;412/2026\nSalif Ouattara;1966;BFA;boite;413/2026\n";
    std::fs::write(&strange, rows).unwrap();
    let browser = Browser::start(1366, 768).await;
    let client = &browser.client;
    client.goto(&format!("{}/sign-in", post.address)).await.unwrap();
    client.find(Locator::Css("#account")).await.unwrap().send_keys("kadiatou").await.unwrap();
    client.find(Locator::Css("#password")).await.unwrap().send_keys(PASSWORD).await.unwrap();
    click(client, "form button").await;
    client.wait().for_element(Locator::Css(".alerts")).await.unwrap();
    for language in ["fr", "en"] {
        if language == "en" {
            browser::speak(client, "en").await;
        }
        client.goto(&format!("{}/alerts?search=Mamadu+Jallow", post.address)).await.unwrap();
        take(client, &format!("alerts-{language}")).await;
        client.goto(&format!("{}{proposal}", post.address)).await.unwrap();
        take(client, &format!("alerts-comparison-{language}")).await;
        client.goto(&format!("{}/alerts/list/national", post.address)).await.unwrap();
        take(client, &format!("alerts-threshold-{language}")).await;
        client.goto(&format!("{}/alerts/draft", post.address)).await.unwrap();
        client.find(Locator::Css("#names")).await.unwrap().send_keys("Moussa Traore").await.unwrap();
        client.find(Locator::Css("#birth_dates")).await.unwrap().send_keys("1985..1990").await.unwrap();
        click(client, "button[value=try]").await;
        client.wait().for_element(Locator::Css(".tried")).await.unwrap();
        take(client, &format!("alerts-try-out-{language}")).await;
        client.goto(&format!("{}/alerts", post.address)).await.unwrap();
        let file = client.find(Locator::Css("#upload ~ form input[type=file]")).await.unwrap();
        file.send_keys(strange.to_str().unwrap()).await.unwrap();
        click(client, "#upload ~ form select[name=list] option[value='']").await;
        let name = client.find(Locator::Css("#upload ~ form input[name=new_list]")).await.unwrap();
        name.send_keys("recherches").await.unwrap();
        click(client, "#upload ~ form button").await;
        client.wait().for_element(Locator::Css(".columns")).await.unwrap();
        take(client, &format!("alerts-columns-{language}")).await;
    }
    client.clone().close_window().await.unwrap();
}

async fn second_line() {
    let post = Post::demo();
    let first = Officer::sign_in(&post.address, "aminata").await;
    for (zone, reason) in [(first.card("stolen").await, "hit"), (first.card("expired").await, "document")] {
        let id = first.scan(&zone).await;
        first
            .post(
                "/counter/decide",
                &[("presentation", &id), ("decision", "refer"), ("reason", reason), ("mode", "bus")],
            )
            .await;
    }
    let child = first.scan(&first.card("minor").await).await;
    let words = "Ne connaît pas le nom de l'homme qui l'accompagne.";
    first.post("/protection/new", &[("presentation", &child), ("need", "child"), ("words", words)]).await;
    let refused = first.scan(&zone_of("PRT", "CC1234567", "SILVA")).await;
    let grounds = [
        ("presentation", refused.as_str()),
        ("decision", "refuse"),
        ("grounds", "C"),
        ("grounds", "G"),
        ("mode", "bus"),
    ];
    first.post("/counter/decide", &grounds).await;
    let second = Officer::sign_in(&post.address, "oumar").await;
    second.post(&format!("/second-line/{child}/take"), &[]).await;
    let answer = [("question", "minor-alone"), ("text", "« Un ami de mon oncle. » Personne n'attend à Bamako.")];
    second.post(&format!("/second-line/{child}/note"), &answer).await;
    let case = second.page(&format!("/second-line/{child}")).await;
    let protection = support::between(&case, "href=\"/protection/", "\"").to_owned();
    first.scan(&zone_of("CMR", "0123456", "NGUEMA")).await;

    let supervisor = Officer::sign_in(&post.address, "mariam").await;
    let shift = supervisor.page("/shift").await;
    let from = support::between(&shift, "name=\"from\" value=\"", "\"");
    let note = "Lecteur du guichet 2 en panne : utiliser le guichet 3.\nUn bus de 38 voyageurs est attendu à 17 h.";
    supervisor.post("/shift", &[("from", from), ("note", note)]).await;

    let browser = Browser::start(1366, 768).await;
    let client = &browser.client;
    for (account, pages) in [
        (
            "oumar",
            vec![
                ("/second-line".to_owned(), "second-line"),
                (format!("/second-line/{child}"), "second-line-case"),
                ("/protection".to_owned(), "protection"),
                (format!("/protection/{protection}"), "protection-case"),
                (format!("/protection/{protection}/form"), "protection-form"),
            ],
        ),
        (
            "aminata",
            vec![
                ("/protection/new".to_owned(), "protection-new"),
                ("/counter?panel=stop".to_owned(), "counter-stop-panel"),
                (format!("/crossing/{refused}/notice"), "refusal-notice"),
            ],
        ),
        (
            "mariam",
            vec![
                ("/find?search=jalloh".to_owned(), "find"),
                ("/shift".to_owned(), "shift"),
                ("/shift/sheet".to_owned(), "shift-sheet"),
            ],
        ),
        ("fanta", vec![("/lists".to_owned(), "lists")]),
    ] {
        client.delete_all_cookies().await.unwrap();
        browser::enter(client, &post.address, account).await;
        browser::is_in(client).await;
        if account != "fanta" {
            browser::name_purpose(client, &post.address, "/day").await;
        }
        for language in ["fr", "en"] {
            if language == "en" {
                client.goto(&format!("{}{}", post.address, pages[0].0)).await.unwrap();
                browser::speak(client, "en").await;
            }
            for (address, name) in &pages {
                client.goto(&format!("{}{address}", post.address)).await.unwrap();
                take(client, &format!("{name}-{language}")).await;
            }
        }
    }
    client.clone().close_window().await.unwrap();
}

async fn whole_post() {
    let post = Post::demo();
    let address = &post.address;
    let officer = Officer::sign_in(address, "aminata").await;
    let (supervisor, cards) = (Officer::sign_in(address, "mariam").await, Officer::sign_in(address, "ibrahima").await);
    let count = |id: &str, group: &'static str| {
        vec![
            ("id".to_owned(), id.to_owned()),
            ("direction".to_owned(), "entry".to_owned()),
            ("mode".to_owned(), "foot".to_owned()),
            ("count".to_owned(), group.to_owned()),
        ]
    };
    for (id, group) in [
        ("0198f0e2-0000-7000-8000-000000000001", "F/18-59=23"),
        ("0198f0e2-0000-7000-8000-000000000002", "M/18-59=31"),
        ("0198f0e2-0000-7000-8000-000000000003", "F/0-4/child-alone=1"),
    ] {
        let fields = count(id, group);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        officer.post("/tally", &fields).await;
    }
    // The announced bus arrives at this counter; three of it have passed, one was referred.
    let parties = officer.page("/party").await;
    let bus = format!("/party/{}", support::between(&parties, "href=\"/party/", "\""));
    officer.post(&format!("{bus}/work"), &[]).await;
    for member in ["0", "1", "2"] {
        officer.post(&format!("{bus}/next"), &[("member", member)]).await;
        let id = support::presentation(&officer.page("/counter").await);
        let fields = [("decision", if member == "2" { "refer" } else { "admit" }), ("reason", "document")];
        officer.decide(&id, &fields).await;
    }
    let sought = [("kind", "vehicle"), ("plate", "RC9911B"), ("country", "GIN"), ("mode", "lorry"), ("goods", "food")];
    let lorry = supervisor.post("/party", &sought).await.headers()["location"].to_str().unwrap().to_owned();

    let browser = Browser::with_camera(1366, 768).await;
    let client = &browser.client;
    browser::enter(client, address, "aminata").await;
    browser::is_in(client).await;
    for language in ["fr", "en"] {
        if language == "en" {
            client.goto(&format!("{address}/counter")).await.unwrap();
            browser::speak(client, "en").await;
        }
        for (path, name) in [("/party", "parties"), (bus.as_str(), "party"), (lorry.as_str(), "party-alert")] {
            client.goto(&format!("{address}{path}")).await.unwrap();
            take(client, &format!("{name}-{language}")).await;
        }
        client.goto(&format!("{address}{bus}")).await.unwrap();
        if language == "fr" {
            click(client, "button.main").await;
            client.wait().for_element(Locator::Css(".ready")).await.unwrap();
        }
        client.goto(&format!("{address}/counter")).await.unwrap();
        take(client, &format!("counter-party-{language}")).await;
        for (case, name) in
            [("visa", "counter-visa"), ("renewed", "counter-same-person"), ("minor", "counter-minor-in-party")]
        {
            scan(client, &post, &cards.card(case).await).await;
            if name == "counter-same-person" {
                click(client, ".photos a").await;
                tokio::time::sleep(std::time::Duration::from_millis(1_500)).await;
                take(client, &format!("camera-{language}")).await;
                if language == "fr" {
                    click(client, "#shoot").await;
                    client.wait().for_element(Locator::Css(".attachments img")).await.unwrap();
                }
                client.goto(&format!("{address}/counter")).await.unwrap();
            }
            take(client, &format!("{name}-{language}")).await;
            set_aside(client, &post).await;
        }
    }
    client.clone().close_window().await.unwrap();

    issue_visa(&post).await;
    for (browser, width) in [(Browser::start(1366, 768).await, ""), (Browser::phone(390, 844).await, "-phone")] {
        let client = &browser.client;
        browser::enter(client, address, "mariam").await;
        browser::is_in(client).await;
        browser::name_purpose(client, address, "/day").await;
        for language in ["fr", "en"] {
            for (path, name) in [
                ("/tally?direction=entry&mode=foot", "tally"),
                ("/visas/entry/MLX00042", "visa"),
                ("/visas/entry/MLX00042/sticker", "visa-sticker"),
                ("/visas/new", "visa-new"),
            ] {
                client.goto(&format!("{address}{path}")).await.unwrap();
                if width.is_empty() || name == "tally" {
                    take(client, &format!("{name}{width}-{language}")).await;
                }
            }
            let other = if language == "fr" { "en" } else { "fr" };
            client.goto(&format!("{address}/counter")).await.unwrap();
            browser::speak(client, other).await;
        }
        client.clone().close_window().await.unwrap();
    }
}

/// The second line issues a visa against a receipt, and extends it against another.
async fn issue_visa(post: &Post) {
    let today = support::now().to_zoned_datetime(TimeZone::UTC).date();
    let day = |days: i32| (today + jiff::Span::new().days(days)).to_string();
    let (from, to, later) = (day(0), day(29), day(59));
    let oumar = Officer::sign_in(&post.address, "oumar").await;
    let visa = [
        ("number", "MLX00042"),
        ("kind", "visa"),
        ("from", from.as_str()),
        ("to", to.as_str()),
        ("entries", "1"),
        ("days", "30"),
        ("conditions", "Bamako, Kayes"),
        ("fee_receipt", "Q-0045/26"),
        ("fee", "50 000 F CFA"),
        ("surname", "KOWALSKI"),
        ("given_names", "ANNA MARIA"),
        ("birth_date", "1987-03-14"),
        ("nationality", "POL"),
        ("issuer", "POL"),
        ("document_number", "EH9876543"),
    ];
    assert!(oumar.post("/visas/new", &visa).await.status().is_redirection());
    let extension =
        [("to", later.as_str()), ("reason", "maladie"), ("fee_receipt", "Q-0051/26"), ("fee", "25 000 F CFA")];
    assert!(oumar.post("/visas/entry/MLX00042/extend", &extension).await.status().is_redirection());
}

async fn network_board() {
    let demo = network::Demo::start("3000");
    for (browser, width) in [(Browser::start(1366, 768).await, ""), (Browser::phone(390, 844).await, "-phone")] {
        let client = &browser.client;
        for (address, account, path, name) in
            [(&demo.addresses[0], "fanta", "/network", "board"), (&demo.addresses[1], "mariam", "/network", "link")]
        {
            browser::enter(client, address, account).await;
            browser::is_in(client).await;
            for language in ["fr", "en"] {
                client.goto(&format!("{address}{path}")).await.unwrap();
                take(client, &format!("{name}{width}-{language}")).await;
                let other = if language == "fr" { "en" } else { "fr" };
                browser::speak(client, other).await;
            }
        }
        client.goto(&format!("{}/network", demo.addresses[0])).await.unwrap();
        let password = client.find(Locator::Css("form[action='/network/invite'] input[type=password]")).await.unwrap();
        password.send_keys(PASSWORD).await.unwrap();
        click(client, "form[action='/network/invite'] button").await;
        browser::shows(client, "limen init post").await;
        take(client, &format!("invitation{width}-fr")).await;
        client.clone().close_window().await.unwrap();
    }
}

async fn flows() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = limen();
    command.args(["demo", "--port", "0", "--crossings", "200000", "--data"]).arg(folder.path());
    let mut post = Post::start(command, folder.path().to_owned(), None);
    let analyst = Officer::sign_in_at(&post.address, "djeneba", "/flows/take?what=series").await;
    while !analyst.get("/flows").await.status().is_success() {
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    }
    let browser = Browser::start(1366, 1900).await;
    let client = &browser.client;
    browser::enter(client, &post.address, "djeneba").await;
    browser::says(client, "flows-entries").await;
    let last_month = support::now().to_zoned_datetime(TimeZone::UTC).date().first_of_month();
    let last_month = last_month.yesterday().unwrap().strftime("%Y-%m");
    for language in ["fr", "en"] {
        if language == "en" {
            browser::speak(client, "en").await;
        }
        for (path, name) in [
            ("/flows".to_owned(), "flows"),
            ("/flows?days=30&nationality=GIN&sex=F".to_owned(), "flows-filtered"),
            ("/flows/warnings".to_owned(), "flow-warnings"),
            (format!("/flows/reports/month:{last_month}"), "flow-report"),
            ("/flows/reports".to_owned(), "flow-reports"),
            ("/flows/take?what=figure:ages&days=90".to_owned(), "flow-take"),
        ] {
            client.goto(&format!("{}{path}", post.address)).await.unwrap();
            take(client, &format!("{name}-{language}")).await;
        }
        client.goto(&format!("{}/flows/questions", post.address)).await.unwrap();
        click(client, "form button.main").await;
        client.wait().for_element(Locator::Css("#answer")).await.unwrap();
        take(client, &format!("flow-questions-{language}")).await;
    }
    assert!(post.terminate());
    let pictures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/pictures");
    for language in ["fr", "en"] {
        let pdf = folder.path().join(format!("{language}.pdf"));
        let data = folder.path().to_str().unwrap();
        let kind = format!("month:{last_month}");
        let to = pdf.to_str().unwrap();
        let arguments =
            ["statistics", "report", "--data", data, &kind, "--to", to, "--language", language, "--why", "docs"];
        assert!(limen().args(arguments).status().unwrap().success());
        let name = pictures.join(format!("bulletin-{language}"));
        let drawn = std::process::Command::new("pdftoppm").args(["-png", "-r", "90"]).arg(&pdf).arg(&name).status();
        assert!(drawn.is_ok_and(|status| status.success()), "pdftoppm (poppler-utils) turns the bulletin to pictures");
    }
}

/// What the auditor's pages show in pictures: officers at work, and one who looks at more than the others.
async fn look_about(post: &Post) {
    let first = Officer::sign_in(&post.address, "aminata").await;
    let other = Officer::sign_in(&post.address, "ibrahima").await;
    let mut seen = Vec::new();
    for number in 0..24 {
        let id = first.scan(&zone_of("GIN", &format!("GN09100{number:02}"), "QUIVORA")).await;
        first.post("/counter/decide", &[("presentation", &id), ("decision", "admit"), ("mode", "bus")]).await;
        seen.push(id);
    }
    let inquiry = [("purpose", "inquiry"), ("reference", "Réquisition 47/2026, parquet de Kati")];
    other.post("/purpose", &inquiry).await;
    for id in &seen {
        other.get(&format!("/crossing/{id}")).await;
    }
    let own = other.scan(&zone_of("MLI", "ML0911001", "SACKO IBRAHIMA")).await;
    other.post("/counter/withdraw", &[("presentation", &own), ("why", "left")]).await;
    let supervisor = Officer::sign_in(&post.address, "mariam").await;
    supervisor.post("/purpose", &[("purpose", "traveller"), ("reference", "Demande du 25.11.")]).await;
    supervisor.get(&format!("/crossing/{}", seen[0])).await;
    supervisor.get("/day").await;
    supervisor.get("/day.csv").await;
}

async fn audit() {
    let post = Post::demo();
    look_about(&post).await;
    for (browser, width) in [(Browser::start(1366, 768).await, ""), (Browser::phone(390, 844).await, "-phone")] {
        let client = &browser.client;
        browser::enter(client, &post.address, "mariam").await;
        browser::is_in(client).await;
        for language in ["fr", "en"] {
            client.goto(&format!("{}/purpose?back=/day", post.address)).await.unwrap();
            take(client, &format!("purpose{width}-{language}")).await;
            let next = if language == "fr" { "en" } else { "fr" };
            browser::speak(client, next).await;
        }
        client.delete_all_cookies().await.unwrap();
        browser::enter(client, &post.address, "salif").await;
        browser::is_in(client).await;
        for language in ["fr", "en"] {
            for (path, name) in [
                ("/audit", "audit"),
                ("/audit/person?document=GIN%20GN0910000", "audit-person"),
                ("/audit/officer?officer=ibrahima", "audit-officer"),
                ("/audit/exports", "audit-exports"),
            ] {
                client.goto(&format!("{}{path}", post.address)).await.unwrap();
                take(client, &format!("{name}{width}-{language}")).await;
            }
            let next = if language == "fr" { "en" } else { "fr" };
            browser::speak(client, next).await;
        }
        client.clone().close_window().await.unwrap();
    }
}

async fn rights() {
    let post = Post::demo();
    let folder = tempfile::tempdir().unwrap();
    let browser = Browser::start(1366, 768).await;
    let client = &browser.client;
    browser::enter(client, &post.address, "nana").await;
    browser::is_in(client).await;
    for language in ["fr", "en"] {
        client.goto(&format!("{}/rights", post.address)).await.unwrap();
        take(client, &format!("rights-{language}")).await;
        let next = if language == "fr" { "en" } else { "fr" };
        browser::speak(client, next).await;
    }
    look_about(&post).await;
    claims(&post, client).await;
    for language in ["fr", "en"] {
        let to = folder.path().join(language);
        let known = ["--request", "7/2026", "--language", language, "--document", "GIN GN0910000", "--to"];
        let made = limen().args(["data", "person", "--data"]).arg(&post.data).args(known).arg(&to).status();
        assert!(made.unwrap().success());
        client.goto(&format!("file://{}", to.join("person.html").display())).await.unwrap();
        take(client, &format!("person-report-{language}")).await;
    }
    client.clone().close_window().await.unwrap();
}

/// A claim to rectify, one to erase, and the letter that answers a third.
async fn claims(post: &Post, client: &Client) {
    let nana = Officer::sign_in_at(&post.address, "nana", "/rights").await;
    let received = support::now().to_zoned_datetime(TimeZone::UTC).date().to_string();
    let mut pages = Vec::new();
    for (right, reference, words) in [
        ("rectification", "2026/114", "né le 14 mars et non le 4"),
        ("erasure", "2026/115", "ce passage n'est pas le mien"),
        ("erasure", "2026/116", "effacez tout"),
    ] {
        let claim = [
            ("right", right),
            ("reference", reference),
            ("document", "GIN GN0910000"),
            ("words", words),
            ("received", received.as_str()),
        ];
        let entered = nana.post("/rights/claim", &claim).await;
        pages.push(entered.headers()["location"].to_str().unwrap().to_owned());
    }
    let refused = [("answer", "refused"), ("reason", "La loi 2013-015 fait conserver les passages cinq ans.")];
    assert!(nana.post(&pages[2], &refused).await.status().is_redirection());
    for language in ["fr", "en"] {
        for (page, name) in [(&pages[0], "claim-rectify"), (&pages[1], "claim-erase")] {
            client.goto(&format!("{}{page}", post.address)).await.unwrap();
            take(client, &format!("{name}-{language}")).await;
        }
        client.goto(&format!("{}{}/letter?language={language}", post.address, pages[2])).await.unwrap();
        take(client, &format!("claim-letter-{language}")).await;
        let next = if language == "fr" { "en" } else { "fr" };
        client.goto(&format!("{}/rights", post.address)).await.unwrap();
        browser::speak(client, next).await;
    }
}

async fn account() {
    let post = Post::demo();
    let address = post.address.replace("127.0.0.1", "localhost");
    for (browser, width, account) in
        [(Browser::start(1366, 768).await, "", "aminata"), (Browser::phone(390, 844).await, "-phone", "oumar")]
    {
        let client = &browser.client;
        browser::enter(client, &address, account).await;
        browser::is_in(client).await;
        keys::plug_in(client, true).await;
        keys::add_key(client, &address).await;
        browser::says(client, "account-passkey-added").await;
        for language in ["fr", "en"] {
            client.goto(&format!("{address}/account")).await.unwrap();
            take(client, &format!("account{width}-{language}")).await;
            let keys = "document.getElementById('passkeys-title').scrollIntoView()";
            client.execute(keys, vec![]).await.unwrap();
            take(client, &format!("passkeys{width}-{language}")).await;
            client.execute("scrollTo(0, 0)", vec![]).await.unwrap();
            let next = if language == "fr" { "en" } else { "fr" };
            browser::speak(client, next).await;
        }
        client.execute("document.querySelector(`form[action='/sign-out']`).requestSubmit()", vec![]).await.unwrap();
        browser::says(client, "sign-in-with-passkey").await;
        take(client, &format!("sign-in{width}-fr")).await;
        browser::enter(client, &address, account).await;
        browser::says(client, "sign-in-code-help").await;
        take(client, &format!("sign-in-second{width}-fr")).await;
        client.clone().close_window().await.unwrap();
    }
}

async fn people() {
    let demo = Post::demo();
    let port = support::port();
    let settings = format!("[pages]\ndevices = \"127.0.0.1:{port}\"\nnames = [\"kouremale.local\", \"localhost\"]\n");
    std::fs::write(demo.data.join("limen.toml"), settings).unwrap();
    let post = demo.restart();
    let fanta = Officer::sign_in_at(&post.address, "fanta", "/people").await;
    let new =
        [("id", "bintou"), ("name", "Bintou Keïta"), ("role", "first-line"), ("stamp", "KRM-21"), ("post", "KRM")];
    let proposal = fanta.post("/people/new", &new).await.headers()["location"].to_str().unwrap().to_owned();
    let supervisor = Officer::sign_in(&post.address, "mariam").await;
    supervisor.post("/devices", &[("name", "Guichet 2")]).await;
    for (browser, width) in [(Browser::start(1366, 768).await, ""), (Browser::phone(390, 844).await, "-phone")] {
        let client = &browser.client;
        browser::enter(client, &post.address, "lassana").await;
        browser::is_in(client).await;
        for language in ["fr", "en"] {
            for (path, name) in [
                ("/people", "people"),
                ("/people/entry/mariam", "people-entry"),
                (proposal.as_str(), "people-proposal"),
                ("/devices", "devices"),
                ("/account", "account"),
            ] {
                client.goto(&format!("{}{path}", post.address)).await.unwrap();
                take(client, &format!("{name}{width}-{language}")).await;
            }
            let other = if language == "fr" { "en" } else { "fr" };
            browser::speak(client, other).await;
        }
        click(client, "form[action='/aside'] button").await;
        take(client, &format!("aside{width}-fr")).await;
        client.goto(&format!("https://localhost:{port}/enrol")).await.unwrap();
        take(client, &format!("enrol{width}-fr")).await;
        client.clone().close_window().await.unwrap();
    }
}
