//! The second line, people in need of protection, and the supervisor's search and handover.

use super::{enter_as, sent_to, visit};
use crate::{
    browser::Browser,
    support::{self, Officer, Post, zone_of},
};
use fantoccini::Client;

pub(super) async fn take_all() {
    let post = Post::demo();
    let (child, refused) = referrals(&post).await;
    let protection = interview(&post, &child).await;
    hand_over(&post).await;
    let browser = Browser::start(1366, 768).await;
    let client = &browser.client;
    let (case, protection) = (format!("/second-line/{child}"), format!("/protection/{protection}"));
    let form = format!("{protection}/form");
    let pages = [
        ("second-line", "/second-line"),
        ("second-line-case", case.as_str()),
        ("protection", "/protection"),
        ("protection-case", protection.as_str()),
        ("protection-form", form.as_str()),
    ];
    of(client, &post, "oumar", &pages).await;
    // Somebody waits at her counter, and is refused: the grounds are one panel of it.
    let notice = format!("/crossing/{refused}/notice");
    let pages = [
        ("protection-new", "/protection/new"),
        ("counter-stop-panel", "/counter?panel=stop"),
        ("refusal-notice", notice.as_str()),
    ];
    of(client, &post, "aminata", &pages).await;
    let pages = [("find", "/find?search=jalloh"), ("shift", "/shift"), ("shift-sheet", "/shift/sheet")];
    of(client, &post, "mariam", &pages).await;
    client.clone().close_window().await.unwrap();
}

async fn of(client: &Client, post: &Post, account: &str, pages: &[(&str, &str)]) {
    enter_as(client, &post.address, account).await;
    visit(client, &post.address, "", pages).await;
}

/// Two are referred, a child is in need of protection, one is refused, one waits; the child, and who was refused.
async fn referrals(post: &Post) -> (String, String) {
    let first = Officer::sign_in(&post.address, "aminata").await;
    for (case, reason) in [("stolen", "hit"), ("expired", "document")] {
        let id = first.scan(&first.card(case).await).await;
        first.decide(&id, &[("decision", "refer"), ("reason", reason)]).await;
    }
    let child = first.scan(&first.card("minor").await).await;
    let words = "Ne connaît pas le nom de l'homme qui l'accompagne.";
    first.post("/protection/new", &[("presentation", &child), ("need", "child"), ("words", words)]).await;
    let refused = first.scan(&zone_of("PRT", "CC1234567", "SILVA")).await;
    first.decide(&refused, &[("decision", "refuse"), ("grounds", "C"), ("grounds", "G")]).await;
    first.scan(&zone_of("CMR", "0123456", "NGUEMA")).await;
    (child, refused)
}

/// The second line takes the child's case and notes an answer; the protection that was noted of it.
async fn interview(post: &Post, child: &str) -> String {
    let second = Officer::sign_in(&post.address, "oumar").await;
    second.post(&format!("/second-line/{child}/take"), &[]).await;
    let answer = [("question", "minor-alone"), ("text", "« Un ami de mon oncle. » Personne n'attend à Bamako.")];
    second.post(&format!("/second-line/{child}/note"), &answer).await;
    let case = second.page(&format!("/second-line/{child}")).await;
    support::between(&case, "href=\"/protection/", "\"").to_owned()
}

/// The supervisor closes the shift, with a note for those who come.
async fn hand_over(post: &Post) {
    let supervisor = Officer::sign_in(&post.address, "mariam").await;
    let shift = supervisor.page("/shift").await;
    let from = support::between(&shift, "name=\"from\" value=\"", "\"");
    let note = "Lecteur du guichet 2 en panne : utiliser le guichet 3.\nUn bus de 38 voyageurs est attendu à 17 h.";
    sent_to(&supervisor, "/shift", &[("from", from), ("note", note)]).await;
}
