//! Flows: the board, warnings, reports, exports, questions, and the bulletin as it is printed.

use super::{LANGUAGES, click, demo_with, enter_as, folder, open, take, turn, visit};
use crate::{
    browser::{self, Browser},
    support::{self, Officer, Post, limen},
};
use fantoccini::Locator;
use jiff::tz::TimeZone;
use std::{process::Command, time::Duration};

pub(super) async fn take_all() {
    let mut post = demo_with("200000");
    let analyst = Officer::sign_in_at(&post.address, "djeneba", "/flows/take?what=series").await;
    while !analyst.get("/flows").await.status().is_success() {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    // Two questions that are asked each week, kept by name.
    for (name, asked) in
        [("Guinéennes, 30 jours", "days=30&nationality=GIN&sex=F"), ("Sierra Leone", "nationality=SLE")]
    {
        assert!(analyst.post("/flows/views", &[("name", name), ("asked", asked)]).await.status().is_redirection());
    }
    let browser = Browser::start(1366, 1900).await;
    let client = &browser.client;
    enter_as(client, &post.address, "djeneba").await;
    browser::says(client, "flows-entries").await;
    let last_month = support::now().to_zoned_datetime(TimeZone::UTC).date().first_of_month();
    let month = format!("month:{}", last_month.yesterday().unwrap().strftime("%Y-%m"));
    let report = format!("/flows/reports/{month}");
    let pages = [
        ("flows", "/flows"),
        ("flows-filtered", "/flows?days=30&nationality=GIN&sex=F"),
        // Few cross: weeks are counted, and drawn as bars.
        ("flows-weeks", "/flows?days=365&nationality=SLE"),
        ("flow-warnings", "/flows/warnings"),
        ("flow-report", report.as_str()),
        ("flow-reports", "/flows/reports"),
        ("flow-take", "/flows/take?what=figure:ages&days=90"),
    ];
    visit(client, &post.address, "", &pages).await;
    for language in LANGUAGES {
        open(client, &post.address, "/flows/questions").await;
        turn(client, language).await;
        open(client, &post.address, "/flows/questions").await;
        click(client, "form button.main").await;
        client.wait().for_element(Locator::Css("#answer")).await.unwrap();
        take(client, &format!("flow-questions-{language}")).await;
    }
    client.clone().close_window().await.unwrap();
    assert!(post.terminate());
    bulletins(&post, &month);
}

/// The month's bulletin in each language, page by page.
fn bulletins(post: &Post, month: &str) {
    for language in LANGUAGES {
        let pdf = post.data.join(format!("{language}.pdf"));
        let (data, to) = (post.data.to_str().unwrap(), pdf.to_str().unwrap());
        let arguments =
            ["statistics", "report", "--data", data, month, "--to", to, "--language", language, "--why", "docs"];
        assert!(limen().args(arguments).status().unwrap().success());
        let name = folder().join(format!("bulletin-{language}"));
        let drawn = Command::new("pdftoppm").args(["-png", "-r", "90"]).arg(&pdf).arg(&name).status();
        assert!(drawn.is_ok_and(|status| status.success()), "pdftoppm (poppler-utils) turns the bulletin to pictures");
    }
}
