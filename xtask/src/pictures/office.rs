//! The auditor's pages, the purpose of a look, and the administrators' reference lists.

use super::{SIZES, enter_as, led_to, of_size, visit};
use crate::support::{Officer, Post, zone_of};

/// What an administrator proposes of the grounds of refusal.
const GROUNDS: &str = "code,direction,fr,en\nK1,entry,poste fermé par arrêté,post closed by order\nK2,exit,interdiction de sortie,order not to leave\n";

pub(super) async fn take_all() {
    let post = Post::demo();
    look_about(&post).await;
    let author = Officer::sign_in_at(&post.address, "lassana", "/lists").await;
    let proposal = led_to(&author.send_file("/lists/upload", ("kind", "refusal-grounds"), GROUNDS).await);
    for size in SIZES {
        let (browser, ending) = of_size(size).await;
        let client = &browser.client;
        enter_as(client, &post.address, "mariam").await;
        visit(client, &post.address, ending, &[("purpose", "/purpose?back=/day")]).await;
        enter_as(client, &post.address, "salif").await;
        let pages = [
            ("audit", "/audit"),
            ("audit-person", "/audit/person?document=GIN%20GN0910000"),
            ("audit-officer", "/audit/officer?officer=ibrahima"),
            ("audit-exports", "/audit/exports"),
        ];
        visit(client, &post.address, ending, &pages).await;
        if ending.is_empty() {
            enter_as(client, &post.address, "fanta").await;
            visit(client, &post.address, "", &[("lists", "/lists"), ("list-proposal", &proposal)]).await;
        }
        client.clone().close_window().await.unwrap();
    }
}

/// Officers at work, and one who looks at more than the others.
pub(super) async fn look_about(post: &Post) {
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
