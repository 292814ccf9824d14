//! Two states at one border: counts of both sides, an agreement, notices, what waits for a second person, where the next post
//! should be.

use super::{LANGUAGES, SIZES, enter_as, led_to, of_size, page_by_page, visit};
use crate::{
    network::Demo,
    support::{self, Officer, between},
};
use jiff::{
    ToSpan,
    civil::{Date, Weekday},
    tz::TimeZone,
};
use std::time::Duration;

pub(super) async fn take_all() {
    let demo = Demo::neighbours("60000");
    let [mali, malian_post, guinea, _] = &demo.addresses[..] else { panic!("a demonstration of four nodes") };
    let analyst = Officer::sign_in_at(mali, "djeneba", "/across").await;
    while !analyst.get("/flows").await.status().is_success() {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    let today = support::now().to_zoned_datetime(TimeZone::UTC).date();
    let market = (1..=7).map(|back| today - back.days()).find(|day| day.weekday() == Weekday::Saturday).unwrap();
    let market = format!("/across/day?pair=GIN%2FKOUREMALE&day={market}");

    // What waits for a second person: the agreement that is in force, proposed again, and a vehicle.
    let fanta = Officer::sign_in_at(mali, "fanta", "/neighbours").await;
    let agreement = between(&fanta.page("/neighbours/GIN").await, "/neighbours/agreement/", "\"").to_owned();
    let agreement = format!("/neighbours/agreement/{agreement}");
    let file = fanta.get(&format!("{agreement}/file")).await.bytes().await.unwrap();
    let proposal = led_to(&fanta.send_bytes("/neighbours/GIN/file", &[], "agreement.txt", &file).await);
    let hadja = Officer::sign_in_at(guinea, "hadja", "/notices").await;
    let vehicle = [
        ("to", "MLI"),
        ("about", "stolen-vehicle"),
        ("text", "Taxi-brousse blanc volé à Siguiri, pare-brise fêlé"),
        ("place", "Siguiri"),
        ("hours", "48"),
        ("reference", "PV 204, Siguiri"),
        ("plates", "RC7714D"),
    ];
    let notice = led_to(&hadja.post("/notices/new", &vehicle).await);

    for size in SIZES {
        let (browser, ending) = of_size(size).await;
        let client = &browser.client;
        enter_as(client, mali, "djeneba").await;
        let counts = [
            ("across", "/across"),
            ("across-day", market.as_str()),
            ("across-report", "/across/report"),
            ("planning", "/planning"),
            ("waits", "/flows/waits"),
        ];
        visit(client, mali, ending, &counts).await;
        enter_as(client, malian_post, "mariam").await;
        let of_both = [("notices", "/notices"), ("joint-work", "/neighbours/work"), ("plan", "/neighbours/plan")];
        visit(client, malian_post, ending, &of_both).await;
        if ending.is_empty() {
            enter_as(client, mali, "lassana").await;
            let print = format!("{agreement}/print");
            let pages = [
                ("neighbours", "/neighbours"),
                ("neighbour", "/neighbours/GIN"),
                ("agreement", agreement.as_str()),
                ("agreement-form", "/neighbours/GIN/agreement"),
                ("agreement-proposal", proposal.as_str()),
                ("agreement-print", print.as_str()),
                ("joint-record", "/neighbours/work/record?to=GIN"),
                ("joint-contacts", "/neighbours/work/contacts?to=GIN"),
                ("plan-item", "/neighbours/plan/item?to=GIN"),
                ("plan-print", "/neighbours/plan/print"),
            ];
            visit(client, mali, "", &pages).await;
            enter_as(client, guinea, "mamady").await;
            visit(client, guinea, "", &[("notice-new", "/notices/new?to=MLI"), ("notice-proposal", &notice)]).await;
        }
        client.clone().close_window().await.unwrap();
    }
    report(&analyst, agreement.trim_start_matches("/neighbours/agreement/"), today).await;
}

/// The report of last month for the mixed commission, in each language.
async fn report(analyst: &Officer, agreement: &str, today: Date) {
    let month = today.first_of_month().yesterday().unwrap().strftime("%Y-%m").to_string();
    for language in LANGUAGES {
        let asked = [
            ("agreement", agreement),
            ("period", month.as_str()),
            ("form", "pdf"),
            ("language", language),
            ("why", "docs"),
        ];
        let answer = analyst.post("/across/report", &asked).await;
        assert!(answer.status().is_success(), "limen-analyst beside limen draws it: {}", answer.status());
        let pdf = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(pdf.path(), answer.bytes().await.unwrap()).unwrap();
        page_by_page(pdf.path(), &format!("mixed-commission-{language}"));
    }
}
