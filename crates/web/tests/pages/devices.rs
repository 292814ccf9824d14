//! Browsers on other machines: nobody sees a page there who was not let in with a code. What TLS does for them is shown where
//! there is a program (`crates/limen/tests/devices.rs`).

use crate::support::{Answer, Officer, PASSWORD, Post};
use axum::http::{StatusCode, header};
use jiff::civil::datetime;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// A code for a device of this name.
async fn code(supervisor: &Officer, name: &str) -> String {
    let answer = supervisor.post("/devices", &[("name", name)]).await;
    answer.page().part_of_class("p", "code").text()
}

/// A browser on another machine that was let in as a device of this name.
pub async fn device(post: &Post, supervisor: &Officer, name: &str) -> Officer {
    let (mut browser, code) = (post.nobody_elsewhere(), code(supervisor, name).await);
    let enrolled = browser.post("/enrol", &[("code", &code)]).await;
    assert_eq!(enrolled.to(), "/sign-in");
    browser.keep_cookies(&enrolled);
    browser
}

/// Ends the one device whose row says this name.
async fn end(supervisor: &Officer, name: &str) {
    let rows = supervisor.page("/devices").await.parts("tr");
    let row = rows.into_iter().find(|row| row.contains(name)).expect("a row");
    let ended = supervisor.post(&row.address("/devices/"), &[("reason", "volé")]).await;
    assert_eq!(ended.status(), StatusCode::SEE_OTHER);
}

fn cookie(answer: &Answer, name: &str) -> String {
    let found = answer.cookies().into_iter().find(|cookie| cookie.starts_with(&format!("{name}=")));
    found.unwrap_or_else(|| panic!("no {name} in {answer:?}")).to_owned()
}

#[tokio::test]
async fn a_browser_on_another_machine_sees_nothing_until_it_was_let_in_with_a_code() {
    let post = Post::new().await;
    let mariam = post.sign_in("mariam").await;
    let mut elsewhere = post.nobody_elsewhere();
    for (name, value) in
        [("limen-session", mariam.cookie("limen-session")), ("limen-browser", mariam.cookie("limen-browser"))]
    {
        elsewhere.plant(&format!("__Host-{name}"), value.unwrap_or_default());
    }
    for path in ["/", "/sign-in", "/counter", "/day", "/nothing"] {
        let answer = elsewhere.get(path).await;
        assert_eq!((answer.status(), answer.to()), (StatusCode::SEE_OTHER, "/enrol"), "{path}");
        assert_eq!(answer.header(header::STRICT_TRANSPORT_SECURITY), "max-age=31536000");
    }
    let refused = elsewhere.tries_to_sign_in("mariam", PASSWORD).await;
    assert_eq!(refused.status(), StatusCode::FORBIDDEN, "a password is not enough");
    assert_eq!(elsewhere.post("/enrol", &[("code", "aaaa-bbbb-cccc")]).await.status(), StatusCode::UNAUTHORIZED);

    let mut elsewhere = post.nobody_elsewhere();
    let typed = code(&mariam, "Guichet 2").await.to_uppercase().replace(' ', "-");
    let enrolled = elsewhere.post("/enrol", &[("code", &typed)]).await;
    let set = cookie(&enrolled, "__Host-limen-device");
    for attribute in ["HttpOnly", "Secure", "SameSite=Strict", "Path=/"] {
        assert!(set.contains(attribute), "{set}");
    }
    elsewhere.keep_cookies(&enrolled);
    let again = post.nobody_elsewhere().post("/enrol", &[("code", &typed)]).await;
    assert_eq!(again.status(), StatusCode::UNAUTHORIZED, "a code is good once");
    assert!(elsewhere.page("/sign-in").await.says("sign-in-title"));
    let signed_in = elsewhere.tries_to_sign_in("mariam", PASSWORD).await;
    assert!(signed_in.cookies().iter().all(|cookie| cookie.starts_with("__Host-")), "{signed_in:?}");
    assert_eq!(elsewhere.get("/counter").await.status(), StatusCode::OK);
    // What another name of the machine may have set.
    let mut planted = elsewhere.clone();
    planted.plant("limen-session", elsewhere.cookie("__Host-limen-session").expect("a session"));
    planted.forget("__Host-limen-session");
    assert_eq!(planted.get("/counter").await.to(), "/sign-in");

    // Shut out, it sees nothing again.
    end(&mariam, "Guichet 2").await;
    assert_eq!(elsewhere.get("/sign-in").await.to(), "/enrol");
    assert!(mariam.page("/devices").await.says_with("devices-ended", &[("reason", "volé")]));
}

#[tokio::test]
async fn wrong_codes_sent_at_once_keep_nobody_waiting_lock_no_right_one_out_and_stand_in_the_journal() {
    let post = Post::new().await;
    let mariam = post.sign_in("mariam").await;
    let right = code(&mariam, "Guichet 2").await;
    let mut together = JoinSet::new();
    for number in 0..60 {
        let browser = post.nobody_elsewhere();
        together.spawn(async move { browser.post("/enrol", &[("code", &format!("aaaa-bbbb-{number:04}"))]).await });
    }
    tokio::task::yield_now().await;
    let begun = Instant::now();
    let mistyped = post.nobody_elsewhere().post("/enrol", &[("code", "aaaa-bbbb-oooo")]).await;
    assert_eq!(mistyped.status(), StatusCode::UNAUTHORIZED);
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    for answer in together.join_all().await {
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
        assert!(answer.page().says("enrol-wrong"), "{}", answer.page().text());
    }
    let browser = post.nobody_elsewhere();
    assert_eq!(browser.post("/enrol", &[("code", &right)]).await.status(), StatusCode::SEE_OTHER);
    let noted = post.journal("device-refused").await;
    assert!(noted.len() >= 60 && noted[0].contains("127.0.0.1"), "{} {noted:?}", noted.len());
    // A machine that goes on within a moment is told to wait, and fills no journal.
    for _ in 0..250 {
        post.set(datetime(2027, 3, 3, 9, 0, 0, 0));
        let answer = browser.post("/enrol", &[("code", "aaaa-bbbb-cccc")]).await;
        if answer.status() == StatusCode::TOO_MANY_REQUESTS {
            assert!(!answer.header(header::RETRY_AFTER).is_empty());
            assert_eq!(post.journal("device-refused").await.len(), noted.len() + 60);
            return;
        }
    }
    panic!("250 codes were looked at");
}

#[tokio::test]
async fn a_session_is_good_on_the_device_on_which_it_began_and_ends_with_it() {
    let post = Post::new().await;
    let mariam = post.sign_in("mariam").await;
    let mut first = device(&post, &mariam, "Guichet 2").await;
    let second = device(&post, &mariam, "Guichet 3").await;
    first.signs_in("mariam", PASSWORD).await;
    let hers = first.clone();
    let with_hers = |mut browser: Officer, prefix: &str| {
        for name in ["limen-session", "limen-browser"] {
            let value = hers.cookie(&format!("__Host-{name}")).expect("a cookie");
            browser.plant(&format!("{prefix}{name}"), value);
        }
        browser
    };
    assert_eq!(first.get("/counter").await.status(), StatusCode::OK);
    let elsewhere = with_hers(second, "__Host-");
    assert_eq!(elsewhere.get("/counter").await.to(), "/sign-in?over=yes", "on another device");
    let own_port = with_hers(post.nobody(), "");
    assert_eq!(own_port.get("/counter").await.to(), "/sign-in?over=yes", "at the node's own machine");
    let mut from_here = first.clone();
    from_here.plant("__Host-limen-session", mariam.cookie("limen-session").expect("a session"));
    assert_eq!(from_here.get("/counter").await.to(), "/sign-in?over=yes", "the node's own on a device");
    assert_eq!(first.get("/counter").await.status(), StatusCode::OK, "where it began it is good");

    // What is set aside is taken up on the same device alone, whatever the browser says that it is.
    let aside = first.post("/aside", &[("pin", "2580"), ("again", "2580")]).await;
    assert_eq!(aside.to(), "/resume");
    let back = [("account", "mariam"), ("pin", "2580")];
    for other in [&elsewhere, &own_port] {
        assert_eq!(other.post("/resume", &back).await.status(), StatusCode::UNAUTHORIZED);
    }
    let resumed = first.post("/resume", &back).await;
    assert_eq!(resumed.status(), StatusCode::SEE_OTHER);
    first.keep_cookies(&resumed);

    // Ended as stolen: its session is over.
    assert_eq!(first.get("/counter").await.status(), StatusCode::OK);
    end(&mariam, "Guichet 2").await;
    let mut own_port = post.nobody();
    own_port.plant("limen-session", first.cookie("__Host-limen-session").expect("a session"));
    assert_eq!(own_port.get("/counter").await.to(), "/sign-in?over=yes");
    assert_eq!(first.get("/counter").await.to(), "/enrol");
}
