//! How people come to work here, get other rights, and leave: two administrators together, or one alone. How a post hears of
//! it is shown where there is a network (`crates/limen/tests/people.rs`).

use crate::support::{Officer, PASSWORD, Page, Post};
use axum::http::StatusCode;

async fn proposed(by: &Officer, path: &str, fields: &[(&str, &str)]) -> String {
    let answer = by.post(path, fields).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{}", answer.page().text());
    answer.to().to_owned()
}

/// The page that shows a drawn password.
async fn approved(by: &Officer, proposal: &str) -> Page {
    by.post(proposal, &[("decision", "approve"), ("reason", ""), ("password", PASSWORD)]).await.page()
}

fn drawn(page: &Page) -> String {
    page.part_of_class("p", "code").text().trim().to_owned()
}

#[tokio::test]
async fn whoever_leaves_is_out_at_once_and_comes_back_only_by_two_administrators() {
    let post = Post::new().await;
    let (fanta, lassana) = (post.sign_in("fanta").await, post.sign_in("lassana").await);
    let kadiatou = post.sign_in("kadiatou").await;
    assert_eq!(kadiatou.get("/alerts").await.status(), StatusCode::OK);
    let without = fanta.post("/people/entry/kadiatou/end", &[("reason", " ")]).await;
    assert_eq!(without.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let ended = fanta.post("/people/entry/kadiatou/end", &[("reason", "retraite")]).await;
    assert_eq!(ended.status(), StatusCode::SEE_OTHER);
    assert_eq!(kadiatou.get("/alerts").await.to(), "/sign-in?over=yes");
    assert!(fanta.page("/people?search=retraite").await.says("people-none"));
    assert!(fanta.page("/people?search=kadiatou").await.says_with("people-ended", &[("reason", "retraite")]));

    let back = [("name", "Kadiatou"), ("role", "alert-manager")];
    let proposal = proposed(&fanta, "/people/entry/kadiatou", &back).await;
    let own = fanta.post(&proposal, &[("decision", "approve"), ("password", PASSWORD)]).await;
    assert_eq!(own.status(), StatusCode::FORBIDDEN, "nobody approves what they proposed");
    let password = drawn(&approved(&lassana, &proposal).await);
    let fields = [("account", "kadiatou"), ("password", password.as_str())];
    assert_eq!(post.nobody().post("/sign-in", &fields).await.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_lost_password_is_drawn_anew_by_someone_who_proves_again_who_they_are() {
    let post = Post::new().await;
    let (fanta, seydou) = (post.sign_in("fanta").await, post.sign_in("seydou").await);
    let wrong = fanta.post("/people/entry/seydou/reset", &[("password", "not hers")]).await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(seydou.get("/alerts").await.status(), StatusCode::OK, "nothing has happened");
    let password = drawn(&fanta.post("/people/entry/seydou/reset", &[("password", PASSWORD)]).await.page());
    assert_eq!(seydou.get("/alerts").await.to(), "/sign-in?over=yes");
    // Someone who drew the password of another administrator could approve what they proposed themselves.
    let of_lassana = fanta.post("/people/entry/lassana/reset", &[("password", PASSWORD)]).await;
    assert_eq!(of_lassana.status(), StatusCode::FORBIDDEN);
    let entry = fanta.page("/people/entry/lassana").await;
    assert!(!entry.addresses().contains(&"/people/entry/lassana/reset"));
    // Nobody does this, or worse, to themselves.
    for (path, field) in [("reset", ("password", PASSWORD)), ("end", ("reason", "x"))] {
        let own = fanta.post(&format!("/people/entry/fanta/{path}"), &[field]).await;
        assert_eq!(own.status(), StatusCode::FORBIDDEN, "{path}");
    }

    // Once its time is over it is worth nothing.
    let account = limen_domain::AccountId::parse("seydou").expect("an identifier");
    let mut credentials = post.store.account(&account).await.expect("read").expect("there").credentials;
    credentials.drawn_until = Some("2020-01-01T00:00:00Z".parse().expect("a moment"));
    let change = limen_domain::CredentialChange::Reset;
    post.store.set_credentials(None, &account, &credentials, change).await.expect("set");
    let late = post.nobody().post("/sign-in", &[("account", "seydou"), ("password", &password)]).await;
    assert_eq!(late.status(), StatusCode::UNAUTHORIZED);
    assert!(late.page().says("sign-in-expired"), "{}", late.page().text());
}

#[tokio::test]
async fn what_a_form_of_people_says_wrongly_is_said_and_changes_nothing() {
    let post = Post::new().await;
    let fanta = post.sign_in("fanta").await;
    for (id, name, says) in
        [("Bin tou", "B", "people-no-id"), ("mariam", "B", "people-known"), ("bintou", "  ", "people-no-name")]
    {
        let answer = fanta.post("/people/new", &[("id", id), ("name", name), ("role", "first-line")]).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.page().says(says), "{says}: {}", answer.page().text());
    }
    for wrong in [("role", "king"), ("post", "NOWHERE")] {
        let role = if wrong.0 == "role" { wrong } else { ("role", "first-line") };
        let fields = [("id", "bintou"), ("name", "B"), role, ("post", wrong.1)];
        let answer = fanta.post("/people/new", &fields[..if wrong.0 == "post" { 4 } else { 3 }]).await;
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{wrong:?}");
    }
    assert_eq!(post.journal("account-%").await.len(), 11, "nobody came by these forms");
    let name = "<script>alert(1)</script>";
    let proposal = proposed(&fanta, "/people/new", &[("id", "bintou"), ("name", name), ("role", "first-line")]).await;
    assert!(!fanta.text(&proposal).await.contains(name), "a name is text");
}
