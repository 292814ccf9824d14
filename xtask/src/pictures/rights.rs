//! Rights of travellers: who claims, their claim, the letter that answers, the file of a person.

use super::{LANGUAGES, enter_as, office::look_about, sent_to, take, visit};
use crate::{
    browser::Browser,
    support::{self, Officer, Post, limen},
};
use jiff::tz::TimeZone;

pub(super) async fn take_all() {
    let post = Post::demo();
    let browser = Browser::start(1366, 768).await;
    let client = &browser.client;
    look_about(&post).await;
    let [rectify, erase, answered] = claims(&post).await;
    enter_as(client, &post.address, "nana").await;
    let pages = [
        ("rights", "/rights"),
        ("rights-find", "/rights/find?name=quivora"),
        ("claim-rectify", rectify.as_str()),
        ("claim-erase", erase.as_str()),
    ];
    visit(client, &post.address, "", &pages).await;
    for language in LANGUAGES {
        let letter = format!("{}{answered}/letter?language={language}", post.address);
        client.goto(&letter).await.unwrap();
        take(client, &format!("claim-letter-{language}")).await;
        let to = post.data.join(format!("file-{language}"));
        let known = ["--request", "7/2026", "--language", language, "--document", "GIN GN0910000", "--to"];
        let made = limen().args(["data", "person", "--data"]).arg(&post.data).args(known).arg(&to).status();
        assert!(made.unwrap().success());
        client.goto(&format!("file://{}", to.join("person.html").display())).await.unwrap();
        take(client, &format!("person-report-{language}")).await;
    }
    client.clone().close_window().await.unwrap();
}

/// A claim to rectify, one to erase, and one that was refused with a reason.
async fn claims(post: &Post) -> [String; 3] {
    let nana = Officer::sign_in_at(&post.address, "nana", "/rights").await;
    let received = support::now().to_zoned_datetime(TimeZone::UTC).date().to_string();
    let enter = async |right: &str, reference: &str, words: &str| {
        let claim = [
            ("right", right),
            ("reference", reference),
            ("document", "GIN GN0910000"),
            ("words", words),
            ("received", received.as_str()),
        ];
        sent_to(&nana, "/rights/claim", &claim).await
    };
    let pages = [
        enter("rectification", "2026/114", "né le 14 mars et non le 4").await,
        enter("erasure", "2026/115", "ce passage n'est pas le mien").await,
        enter("erasure", "2026/116", "effacez tout").await,
    ];
    let refused = [("answer", "refused"), ("reason", "La loi 2013-015 fait conserver les passages cinq ans.")];
    assert!(nana.post(&pages[2], &refused).await.status().is_redirection());
    pages
}
