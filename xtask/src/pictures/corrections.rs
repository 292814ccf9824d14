//! Corrections: asked for by the officer who recorded, waiting for the supervisor, and made.

use super::{enter_as, visit};
use crate::{
    browser::Browser,
    support::{Officer, Post, zone_of},
};

pub(super) async fn take_all() {
    let post = Post::demo();
    let aminata = Officer::sign_in(&post.address, "aminata").await;
    let mut records = Vec::new();
    for (number, name, note) in [
        ("SN0950001", "FAYE", "Le motif est le commerce, et non la famille."),
        ("SN0950002", "DIOUF", "Le document dit 1981 : j’ai saisi 1918."),
    ] {
        let id = aminata.scan(&zone_of("SEN", number, name)).await;
        let admitted = aminata.decide(&id, &[("decision", "admit"), ("purpose", "family")]).await;
        assert!(admitted.0.is_redirection(), "{}", admitted.1);
        let record = format!("/crossing/{id}");
        let asked = aminata.post(&format!("{record}/ask-correction"), &[("note", note)]).await;
        assert!(asked.status().is_redirection(), "{}", asked.status());
        records.push(record);
    }
    let correct = format!("{}/correct", records[0]);
    let browser = Browser::start(1366, 768).await;
    let client = &browser.client;
    enter_as(client, &post.address, "aminata").await;
    visit(client, &post.address, "", &[("record-asked", &records[0])]).await;
    enter_as(client, &post.address, "mariam").await;
    visit(client, &post.address, "", &[("corrections", "/corrections"), ("correct", &correct)]).await;
    client.clone().close_window().await.unwrap();
}
