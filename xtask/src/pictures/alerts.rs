//! Alert managers' pages: search, all alerts, one alert, a new version beside the old one, thresholds, drafts, hits.

use super::{LANGUAGES, click, demo_with, enter_as, fill, led_to, open, send_file, take, turn, visit};
use crate::{
    browser::Browser,
    support::{self, Officer, PASSWORD, Post},
};
use fantoccini::{Client, Locator};
use std::path::Path;

/// The list `regionale`, as it is approved.
const FIRST: &str = "id,full_name,birth_date,sex,nationality,action\nL-1,Mamadou Lamine Diallo,1992,M,GIN,arrest\nL-2,Fanta Keïta,1980-02-14,F,MLI,refer\nL-3,Moussa Koné,1971,M,CIV,refer\n";

/// Its next version, with lines that can't be understood.
const SECOND: &str = "id,full_name,birth_date,sex,nationality,action,document_number\nL-1,Mamadou Lamine Diallo,1992-02-14,M,GIN,arrest,GN7654321\nL-2,Fanta Keïta,1980-02-14,F,MLI,refuse,\nL-4,Salif Ouattara,1966..1968,M,BFA,arrest,\nL-5,,,,,seize-document,\nL-6,Adama Sangaré,17/35/1988,M,Ruritanie,surveiller,\n";

/// A list whose columns nobody knows.
const STRANGE: &str = "Quidam;Né le;Nationalité;Signe distinctif;N° PV\nAdama Sangaré;17/05/1988;MLI;cicatrice;412/2026\nSalif Ouattara;1966;BFA;boite;413/2026\n";

pub(super) async fn take_all() {
    let post = demo_with("100000");
    let proposal = propose(&post).await;
    let hit = find_a_hit(&post).await;
    let strange = post.data.join("recherches-2026.csv");
    std::fs::write(&strange, STRANGE).unwrap();
    let browser = Browser::start(1366, 768).await;
    let client = &browser.client;
    enter_as(client, &post.address, "kadiatou").await;
    let pages = [
        ("alerts", "/alerts?search=Mamadu+Jallow"),
        ("alerts-all", "/alerts/all?list=national"),
        ("alert", "/alerts/entry/national/N-0001"),
        ("alerts-comparison", proposal.as_str()),
        ("alerts-threshold", "/alerts/list/national"),
        ("hits", "/hits"),
        ("hit", hit.as_str()),
    ];
    visit(client, &post.address, "", &pages).await;
    for language in LANGUAGES {
        open(client, &post.address, "/alerts/draft").await;
        turn(client, language).await;
        open(client, &post.address, "/alerts/draft").await;
        fill(client, "#names", "Moussa Traore").await;
        fill(client, "#birth_dates", "1985..1990").await;
        click(client, "button[value=try]").await;
        client.wait().for_element(Locator::Css(".tried")).await.unwrap();
        take(client, &format!("alerts-try-out-{language}")).await;
        columns(client, &post, &strange).await;
        take(client, &format!("alerts-columns-{language}")).await;
    }
    // Whoever proposed it takes it back, and approves nothing of their own.
    enter_as(client, &post.address, "seydou").await;
    visit(client, &post.address, "", &[("alerts-own-proposal", &proposal)]).await;
    client.clone().close_window().await.unwrap();
}

/// A version of a list that waits for a second person; its page.
async fn propose(post: &Post) -> String {
    let (seydou, kadiatou) =
        (Officer::sign_in(&post.address, "seydou").await, Officer::sign_in(&post.address, "kadiatou").await);
    let new = [("list", ""), ("new_list", "regionale")];
    let proposal = led_to(&seydou.send_bytes("/alerts/upload", &new, "list.csv", FIRST.as_bytes()).await);
    kadiatou.post(&proposal, &[("decision", "approve"), ("password", PASSWORD)]).await;
    led_to(&seydou.upload("regionale", SECOND).await)
}

/// A stolen passport was laid on a reader and its holder referred; the page of its hit.
async fn find_a_hit(post: &Post) -> String {
    let aminata = Officer::sign_in(&post.address, "aminata").await;
    let id = aminata.scan(&aminata.card("stolen").await).await;
    let referred = aminata.decide(&id, &[("decision", "refer"), ("reason", "hit")]).await;
    assert!(referred.0.is_redirection(), "{}", referred.1);
    let hits = Officer::sign_in_at(&post.address, "kadiatou", "/alerts").await.page("/hits").await;
    format!("/hits/{}", support::between(&hits, "href=\"/hits/", "\""))
}

/// Sends a file whose columns are asked about.
async fn columns(client: &Client, post: &Post, file: &Path) {
    open(client, &post.address, "/alerts").await;
    click(client, "#upload ~ form select[name=list] option[value='']").await;
    fill(client, "#upload ~ form input[name=new_list]", "recherches").await;
    send_file(client, "#upload ~ form", file).await;
    client.wait().for_element(Locator::Css(".columns")).await.unwrap();
}
