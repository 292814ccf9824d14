//! How people prove who they are at a browser, and what those meet who are not them.

use crate::support::{Answer, Officer, PASSWORD, Page, Post, authenticator};
use axum::http::StatusCode;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::task::JoinSet;

const NEW: &str = "trois chameaux lisent";

/// The fields by which someone changes their password.
fn change<'a>(present: &'a str, new: &'a str) -> [(&'a str, &'a str); 3] {
    [("password", present), ("new", new), ("again", new)]
}

/// What the page says of recovery codes that were just drawn.
fn drawn(page: &Page) -> Vec<String> {
    page.part_of_class("ul", "codes").texts("code")
}

/// Someone in whose account a second factor was just turned on: their browser, its secret, and their recovery codes.
async fn with_second_factor(post: &Post, account: &str) -> (Officer, String, Vec<String>) {
    let officer = post.sign_in(account).await;
    let secret = officer.page("/account").await.value("secret").expect("a secret");
    let code = authenticator::code(&secret, post.now());
    let on = [("secret", secret.as_str()), ("code", &code), ("password", PASSWORD)];
    let answer = officer.post("/account/second-factor", &on).await;
    assert_eq!(answer.status(), StatusCode::OK, "{}", answer.page().text());
    let codes = drawn(&answer.page());
    (officer, secret, codes)
}

/// The ticket of someone who has given their password and not their code yet.
async fn ticket(browser: &Officer, account: &str) -> String {
    let answer = browser.post("/sign-in", &[("account", account), ("password", PASSWORD)]).await;
    assert_eq!(answer.status(), StatusCode::OK, "the password alone is not enough");
    answer.page().value("ticket").expect("a ticket")
}

async fn give(browser: &Officer, ticket: &str, code: &str) -> StatusCode {
    browser.post("/sign-in/code", &[("ticket", ticket), ("code", code)]).await.status()
}

/// What comes of codes that are given at the same moment.
async fn give_at_once(browser: &Officer, tickets_and_codes: Vec<(String, String)>) -> Vec<StatusCode> {
    let mut together = JoinSet::new();
    for (ticket, code) in tickets_and_codes {
        let browser = browser.clone();
        together.spawn(async move { give(&browser, &ticket, &code).await });
    }
    together.join_all().await
}

/// How many recovery codes someone has left.
async fn codes_left(post: &Post, account: &str) -> usize {
    post.store
        .account(&limen_domain::AccountId::parse(account).expect("an identifier"))
        .await
        .expect("read")
        .map_or(0, |account| account.credentials.recovery.len())
}

/// The reasons of sign-ins that were refused, as the journal has them.
async fn refused(post: &Post, reason: &str) -> usize {
    post.journal("sign-in-refused").await.iter().filter(|event| event.contains(reason)).count()
}

fn is_locked(answer: &Answer) -> bool {
    answer.status() == StatusCode::UNAUTHORIZED && answer.page().says("sign-in-locked")
}

#[tokio::test]
async fn a_second_factor_is_asked_for_and_each_code_is_good_once() {
    let post = Post::new().await;
    let aminata = post.sign_in("aminata").await;
    let page = aminata.page("/account").await;
    let secret = page.value("secret").expect("a secret");
    assert_eq!(page.part("figure").parts("svg").len(), 1, "a picture to read");
    let turn_on = async |code: &str, password: &str| {
        let fields = [("secret", secret.as_str()), ("code", code), ("password", password)];
        aminata.post("/account/second-factor", &fields).await
    };
    let first = authenticator::code(&secret, post.now());
    for (code, password) in [("000000", PASSWORD), (first.as_str(), "not hers")] {
        assert_eq!(turn_on(code, password).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
    let on = turn_on(&first, PASSWORD).await;
    assert_eq!(on.status(), StatusCode::OK, "{}", on.page().text());
    let recovery = drawn(&on.page())[0].clone();

    let mut again = post.nobody();
    let asked = again.tries_to_sign_in("aminata", PASSWORD).await;
    assert_eq!(asked.status(), StatusCode::OK, "the password alone is not enough");
    assert_eq!(again.cookie("limen-session"), None);
    let ticket_of = |answer: &Answer| answer.page().value("ticket").expect("a ticket");
    let asked = ticket_of(&asked);
    for used in [first.as_str(), "123456"] {
        assert_eq!(give(&again, &asked, used).await, StatusCode::UNAUTHORIZED, "{used}");
    }
    post.minutes_pass(1);
    let next = authenticator::code(&secret, post.now());
    assert_eq!(give(&again, &asked, &next).await, StatusCode::SEE_OTHER);
    assert_eq!(give(&again, &asked, &next).await, StatusCode::UNAUTHORIZED, "the ticket is used up");

    // Without the telephone: a recovery code, once.
    for expected in [StatusCode::SEE_OTHER, StatusCode::UNAUTHORIZED] {
        let lost = post.nobody();
        let asked = ticket(&lost, "aminata").await;
        assert_eq!(give(&lost, &asked, &recovery).await, expected);
    }
}

#[tokio::test]
async fn a_changed_password_puts_everyone_else_out_and_common_ones_are_not_taken() {
    let post = Post::new().await;
    let (mut own, mut thief) = (post.sign_in("oumar").await, post.sign_in("oumar").await);
    for (present, new, again) in [
        (PASSWORD, "motdepasse1", "motdepasse1"),
        (PASSWORD, "Oumar Kanté 1990", "Oumar Kanté 1990"),
        (PASSWORD, NEW, "trois chameaux rient"),
        ("not his", NEW, NEW),
        (PASSWORD, "court", "court"),
    ] {
        let answer = own.post("/account/password", &[("password", present), ("new", new), ("again", again)]).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{new}");
    }
    assert_eq!(own.post("/account/password", &change(PASSWORD, NEW)).await.status(), StatusCode::OK);
    assert_eq!(own.get("/account").await.status(), StatusCode::OK, "the session that changed it stays");
    assert_eq!(thief.get("/account").await.to(), "/sign-in?over=yes", "everyone else is out");
    assert_eq!(thief.tries_to_sign_in("oumar", PASSWORD).await.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(own.tries_to_sign_in("oumar", NEW).await.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn whoever_tries_passwords_elsewhere_does_not_lock_an_officer_out_of_their_counter() {
    let post = Post::new().await;
    let mut counter = post.sign_in("mariam").await;
    counter.forget("limen-session");
    let mut attacker = post.nobody();
    for _ in 0..6 {
        assert_eq!(attacker.tries_to_sign_in("mariam", "guess").await.status(), StatusCode::UNAUTHORIZED);
    }
    assert!(is_locked(&attacker.tries_to_sign_in("mariam", PASSWORD).await), "the attacker waits");
    let own = counter.tries_to_sign_in("mariam", PASSWORD).await;
    assert_eq!(own.status(), StatusCode::SEE_OTHER, "the officer does not");
    // Made-up cookies are no known browser.
    attacker.plant("limen-browser", &"0".repeat(64));
    assert_eq!(attacker.tries_to_sign_in("mariam", PASSWORD).await.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_session_that_was_planted_in_the_browser_is_not_the_one_that_begins() {
    let post = Post::new().await;
    let planted = "f".repeat(64);
    let (mut victim, mut attacker) = (post.nobody(), post.nobody());
    for browser in [&mut victim, &mut attacker] {
        browser.plant("limen-session", &planted);
    }
    assert_eq!(victim.tries_to_sign_in("aminata", PASSWORD).await.status(), StatusCode::SEE_OTHER);
    assert!(victim.cookie("limen-session").is_some_and(|session| session != planted));
    assert_eq!(attacker.get("/counter").await.to(), "/sign-in?over=yes");
}

#[tokio::test]
async fn a_page_that_was_left_open_and_renews_itself_keeps_no_session_alive() {
    let post = Post::new().await;
    let (used, left_open) = (post.sign_in("aminata").await, post.sign_in("ibrahima").await);
    for _ in 0..2 {
        post.minutes_pass(29);
        assert_eq!(used.get("/party").await.status(), StatusCode::OK);
        assert_eq!(left_open.get_with("/party", "limen-follows", "1").await.status(), StatusCode::OK);
    }
    post.minutes_pass(5);
    assert_eq!(used.get("/party").await.status(), StatusCode::OK);
    assert_eq!(
        left_open.get_with("/party", "limen-follows", "1").await.to(),
        "/sign-in?over=yes",
        "nobody may be there"
    );
}

#[tokio::test]
async fn officers_take_turns_at_a_counter_with_a_pin_after_a_full_sign_in() {
    let post = Post::new().await;
    let mut counter = post.sign_in("aminata").await;
    // The first time in a shift a PIN is chosen; one that anyone would try is not taken.
    let asked = counter.post("/aside", &[]).await;
    assert!(asked.status() == StatusCode::OK && asked.page().has_field("again"), "{}", asked.page().text());
    for (pin, again) in [("1234", "1234"), ("2580", "2581")] {
        let weak = counter.post("/aside", &[("pin", pin), ("again", again)]).await;
        assert_eq!(weak.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
    let session = counter.cookie("limen-session").expect("a session").to_owned();
    let aside = async |counter: &mut Officer, fields: &[(&str, &str)]| {
        let answer = counter.post("/aside", fields).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        counter.keep_cookies(&answer);
    };
    aside(&mut counter, &[("pin", "2580"), ("again", "2580")]).await;
    let mut thief = post.nobody();
    thief.plant("limen-session", &session);
    assert_eq!(thief.get("/counter").await.to(), "/sign-in?over=yes", "its token is good for nothing meanwhile");

    // Oumar signs in whole; Aminata's work waits in this browser, and in no other.
    counter.signs_in("oumar", PASSWORD).await;
    aside(&mut counter, &[("pin", "9041"), ("again", "9041")]).await;
    assert_eq!(counter.page("/resume").await.values("account"), ["aminata", "oumar"]);
    let back = [("account", "aminata"), ("pin", "2580")];
    assert_eq!(post.nobody().post("/resume", &back).await.status(), StatusCode::UNAUTHORIZED);
    let of_another = [("account", "aminata"), ("pin", "9041")];
    assert_eq!(counter.post("/resume", &of_another).await.status(), StatusCode::UNAUTHORIZED);
    let resumed = counter.post("/resume", &back).await;
    assert_eq!(resumed.status(), StatusCode::SEE_OTHER);
    counter.keep_cookies(&resumed);
    let page = counter.page("/counter").await;
    assert!(page.contains("A. Coulibaly"), "{}", page.text());
    // The second time one key is enough.
    counter.form_key = page.value("form_key").expect("a key");
    aside(&mut counter, &[]).await;

    // Three wrong PINs, and a password is needed.
    for _ in 0..3 {
        let wrong = counter.post("/resume", &[("account", "oumar"), ("pin", "0000")]).await;
        assert_eq!(wrong.status(), StatusCode::UNAUTHORIZED);
    }
    let right = counter.post("/resume", &[("account", "oumar"), ("pin", "9041")]).await;
    assert_eq!(right.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(counter.page("/resume").await.values("account"), ["aminata"]);
}

#[tokio::test]
async fn of_thirty_wrong_pins_at_once_three_are_looked_at() {
    let post = Post::new().await;
    let mut counter = post.sign_in("aminata").await;
    let aside = counter.post("/aside", &[("pin", "2580"), ("again", "2580")]).await;
    assert_eq!(aside.status(), StatusCode::SEE_OTHER);
    counter.keep_cookies(&aside);
    let mut together = JoinSet::new();
    for _ in 0..30 {
        let counter = counter.clone();
        together.spawn(async move { counter.post("/resume", &[("account", "aminata"), ("pin", "0000")]).await });
    }
    together.join_all().await;
    assert_eq!(refused(&post, "pin").await, 3, "looked at");
    let right = counter.post("/resume", &[("account", "aminata"), ("pin", "2580")]).await;
    assert_eq!(right.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_role_that_must_have_a_second_factor_sets_it_up_before_anything_else() {
    let headquarters = Post::headquarters().await;
    headquarters.store.set_setting("second-factor-roles", r#"["administrator"]"#).await.expect("set");
    let headquarters = headquarters.started_again().await;
    let fanta = headquarters.sign_in("fanta").await;
    assert_eq!(fanta.get("/network").await.to(), "/account");
    let page = fanta.page("/account").await;
    assert!(page.says("account-factor-demanded"), "{}", page.text());
    assert_eq!(fanta.post("/network/invite", &[("post", "KRM")]).await.status(), StatusCode::FORBIDDEN);
    let secret = page.value("secret").expect("a secret");
    let code = authenticator::code(&secret, headquarters.now());
    let on = [("secret", secret.as_str()), ("code", &code), ("password", PASSWORD)];
    assert_eq!(fanta.post("/account/second-factor", &on).await.status(), StatusCode::OK);
    assert_eq!(fanta.get("/network").await.status(), StatusCode::OK);
    let off = fanta.post("/account/second-factor/off", &[("password", PASSWORD)]).await;
    assert_eq!(off.status(), StatusCode::UNPROCESSABLE_ENTITY);

    // At a post of a network, where hers can't be set, an alert manager without one is told where.
    let post = Post::in_network().await;
    post.store.set_setting("second-factor-roles", r#"["alert-manager"]"#).await.expect("set");
    let refused = post.started_again().await.nobody().tries_to_sign_in("kadiatou", PASSWORD).await;
    assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
    assert!(refused.page().says("sign-in-no-factor"), "{}", refused.page().text());
}

#[tokio::test]
async fn a_post_that_has_not_heard_of_headquarters_for_too_long_lets_nobody_sign_in() {
    let post = Post::in_network().await;
    assert!(!post.sign_in("aminata").await.page("/counter").await.says("people-old-warning"));
    post.days_pass(50).await;
    let page = post.sign_in("aminata").await.page("/counter").await;
    assert!(page.says("people-old-warning"), "{}", page.text());
    post.days_pass(11).await;
    let refused = post.nobody().tries_to_sign_in("aminata", PASSWORD).await;
    assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
    assert!(refused.page().says("sign-in-stale"), "{}", refused.page().text());
}

#[tokio::test]
async fn whoever_is_signed_in_elsewhere_sees_it_and_ends_it() {
    let post = Post::new().await;
    let (there, here) = (post.sign_in("aminata").await, post.sign_in("aminata").await);
    let page = here.page("/account").await;
    assert!(page.addresses().contains(&"/account/sessions/end"), "{}", page.text());
    assert_eq!(here.post("/account/sessions/end", &[]).await.status(), StatusCode::OK);
    assert_eq!(there.get("/counter").await.to(), "/sign-in?over=yes");
    assert_eq!(here.get("/counter").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn of_240_wrong_passwords_sent_at_once_five_are_looked_at_and_then_the_right_one_waits_too() {
    let post = Post::new().await;
    let mut together = JoinSet::new();
    for number in 0..240 {
        let mut attacker = post.nobody();
        together.spawn(async move { attacker.tries_to_sign_in("mariam", &format!("guess {number}")).await.status() });
    }
    for status in together.join_all().await {
        assert!([StatusCode::UNAUTHORIZED, StatusCode::TOO_MANY_REQUESTS].contains(&status), "{status}");
    }
    assert_eq!(refused(&post, "wrong").await, 5, "looked at");
    assert!(is_locked(&post.nobody().tries_to_sign_in("mariam", PASSWORD).await));
}

#[tokio::test]
async fn a_recovery_code_sent_three_times_at_once_lets_one_in_and_of_two_codes_at_once_neither_comes_back() {
    let post = Post::new().await;
    let (browser, _, codes) = with_second_factor(&post, "aminata").await;
    let mut thrice = Vec::new();
    for _ in 0..3 {
        thrice.push((ticket(&browser, "aminata").await, codes[0].clone()));
    }
    let let_in = give_at_once(&browser, thrice).await;
    assert_eq!(let_in.iter().filter(|status| **status == StatusCode::SEE_OTHER).count(), 1, "{let_in:?}");
    let mut two = Vec::new();
    for code in &codes[1..3] {
        two.push((ticket(&browser, "aminata").await, code.clone()));
    }
    assert_eq!(give_at_once(&browser, two).await, [StatusCode::SEE_OTHER; 2]);
    for code in &codes[..3] {
        let again = ticket(&browser, "aminata").await;
        assert_eq!(give(&browser, &again, code).await, StatusCode::UNAUTHORIZED, "used");
    }
    assert_eq!(codes_left(&post, "aminata").await, 7, "of ten");
}

#[tokio::test]
async fn a_recovery_code_used_while_its_owner_changes_the_password_does_not_come_back() {
    let post = Post::new().await;
    let (changing, _, codes) = with_second_factor(&post, "oumar").await;
    let lost = changing.clone();
    let asked = ticket(&lost, "oumar").await;
    let changed =
        tokio::spawn(async move { changing.post("/account/password", &change(PASSWORD, NEW)).await.status() });
    // The password is read when the request comes, and written once it is hashed.
    tokio::time::sleep(Duration::from_millis(40)).await;
    assert_eq!(give(&lost, &asked, &codes[0]).await, StatusCode::SEE_OTHER);
    let changed = changed.await.expect("answered");
    assert!([StatusCode::OK, StatusCode::UNPROCESSABLE_ENTITY].contains(&changed), "{changed}");
    assert_eq!(codes_left(&post, "oumar").await, 9, "of ten");
}

#[tokio::test]
async fn whoever_has_the_password_tries_five_codes_of_the_second_factor_and_no_more_with_new_tickets() {
    let post = Post::new().await;
    with_second_factor(&post, "aminata").await;
    let mut thief = post.nobody();
    for _ in 0..5 {
        let again = ticket(&thief, "aminata").await;
        assert_eq!(give(&thief, &again, "000000").await, StatusCode::UNAUTHORIZED);
    }
    assert!(is_locked(&thief.tries_to_sign_in("aminata", PASSWORD).await));
    // Four mistakes with the password leave the code one try, and being let in forgives all of them.
    let (mut own, _, codes) = with_second_factor(&post, "oumar").await;
    for code in &codes[..2] {
        for _ in 0..4 {
            assert_eq!(own.tries_to_sign_in("oumar", "a slip").await.status(), StatusCode::UNAUTHORIZED);
        }
        let asked = ticket(&own, "oumar").await;
        assert_eq!(give(&own, &asked, code).await, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn wrong_passwords_tried_elsewhere_keep_no_officer_from_what_asks_for_theirs() {
    let post = Post::new().await;
    let own = post.sign_in("oumar").await;
    for _ in 0..6 {
        let tried = post.nobody().tries_to_sign_in("oumar", "guess").await;
        assert_eq!(tried.status(), StatusCode::UNAUTHORIZED);
    }
    assert_eq!(own.post("/account/password", &change(PASSWORD, NEW)).await.status(), StatusCode::OK);
    // Someone who found the browser open has five tries, and is told that the sixth waits.
    for _ in 0..5 {
        let tried = own.post("/account/password", &change("guess", PASSWORD)).await;
        assert_eq!(tried.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
    let waits = own.post("/account/password", &change(NEW, "quatre chameaux lisent")).await;
    assert_eq!(waits.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(waits.page().says("sign-in-locked"), "{}", waits.page().text());
}

#[tokio::test]
async fn what_no_key_signed_and_what_was_asked_elsewhere_lets_nobody_in() {
    let post = Post::new().await;
    let nobody = post.nobody();
    let asked: Value = serde_json::from_str(&nobody.post("/sign-in/passkey/options", &[]).await.text()).expect("JSON");
    assert_eq!((&asked["rpId"], &asked["userVerification"]), (&json!("localhost"), &json!("required")));
    for credential in ["", "{}", "null", "[[[", "\u{0}", &"x".repeat(60_000), &asked.to_string()] {
        let answer = nobody.post("/sign-in/passkey", &[("credential", credential)]).await;
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{}", &credential[..credential.len().min(40)]);
    }
    // Under an address of numbers nothing is asked.
    let by_number = post.nobody().by_name("127.0.0.1");
    assert_eq!(by_number.post("/sign-in/passkey/options", &[]).await.status(), StatusCode::NOT_FOUND);
}
