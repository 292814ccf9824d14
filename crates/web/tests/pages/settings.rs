//! A setting that can't be read closes what depends on it, and the page says which.

use crate::support::Post;
use axum::http::StatusCode;

/// A post in whose database a setting says this.
async fn post_with(name: &str, value: &str) -> Post {
    let post = Post::new().await;
    post.store.set_setting(name, value).await.expect("set");
    post.started_again().await
}

#[tokio::test]
async fn a_role_of_a_later_version_among_those_that_need_a_second_factor_takes_it_from_nobody() {
    let post = post_with("second-factor-roles", r#"["administrator","inspector-general"]"#).await;
    assert_eq!(post.sign_in("fanta").await.get("/lists").await.to(), "/account");
    assert_eq!(post.sign_in("aminata").await.get("/counter").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_list_of_roles_that_cant_be_read_asks_a_second_factor_of_everyone_and_says_what_to_mend() {
    let post = post_with("second-factor-roles", "[administrator").await;
    let officer = post.sign_in("aminata").await;
    assert_eq!(officer.get("/counter").await.to(), "/account");
    assert!(officer.page("/account").await.contains("second-factor-roles"));
}

#[tokio::test]
async fn days_that_cant_be_read_let_in_and_the_counter_goes_on() {
    let post = post_with("people-good-days", "soixante").await;
    assert!(post.sign_in("aminata").await.page("/counter").await.contains("people-good-days"));
}

#[tokio::test]
async fn a_clock_of_which_nothing_can_be_read_is_doubted_and_the_counter_goes_on() {
    let post = post_with("clock", "long ago").await;
    let supervisor = post.sign_in("mariam").await;
    assert!(supervisor.page("/counter").await.says("clock-question"));
    assert_eq!(supervisor.post("/clock", &[]).await.status(), StatusCode::SEE_OTHER);
    assert!(!supervisor.page("/counter").await.says("clock-question"));
}
