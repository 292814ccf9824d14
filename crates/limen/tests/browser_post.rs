//! The whole post in a real browser: a bus of forty by keyboard, a photo by the camera, a tally with the link gone.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

#[path = "support/browser.rs"]
mod browser;
mod support;

use browser::{
    Browser, enter, fits, is_accessible, is_in, is_true, lay_on_reader, name_purpose, press, says, says_with, shows,
    speak, types,
};
use fantoccini::{Client, Locator, key::Key};
use limen_test_support::documents::picture;
use serde_json::Value;
use std::time::Duration;
use support::{Officer, PASSWORD, Post, born, born_years_ago, limen, word, zone_of};

/// A keyboard that counts how often it is pressed; what a reader types is not counted.
struct Keyboard<'a> {
    client: &'a Client,
    pressed: u32,
}

impl Keyboard<'_> {
    async fn press(&mut self, key: Key) {
        self.pressed += 1;
        press(self.client, key).await;
    }

    async fn types(&mut self, text: &str) {
        for letter in text.chars() {
            self.pressed += 1;
            self.client.active_element().await.unwrap().send_keys(&letter.to_string()).await.unwrap();
            // A person's fingers leave time between two letters.
            tokio::time::sleep(Duration::from_millis(60)).await;
        }
    }

    /// Goes on with Tab until what matches `selector` has the focus.
    async fn tab_to(&mut self, selector: &str) {
        for _ in 0..40 {
            let has_focus = format!("return document.activeElement.matches({selector:?})");
            if self.client.execute(&has_focus, vec![]).await.unwrap() == Value::Bool(true) {
                return;
            }
            self.press(Key::Tab).await;
        }
        panic!("Tab never came to {selector}");
    }
}

/// Waits until the record of who was just decided stands on the counter.
async fn is_recorded(client: &Client, name: &str, decision: &str) {
    shows(client, &format!("{name} · {}", word(decision))).await;
}

#[tokio::test]
async fn a_bus_of_forty_is_worked_through_by_keyboard_and_an_alert_stops_one_person_and_not_the_bus() {
    let post = Post::demo();
    let cards = Officer::sign_in(&post.address, "ibrahima").await;
    let sought = cards.card("possible-hit").await;
    let overstayed = cards.card("overstay").await;
    let browser = Browser::start(1366, 768).await;
    let client = &browser.client;
    enter(client, &post.address, "aminata").await;
    says(client, "ready-entry").await;
    let mut keyboard = Keyboard { client, pressed: 0 };
    keyboard.press(Key::F2).await;
    says(client, "ready-exit").await;
    keyboard.press(Key::F6).await;
    says(client, "party-begin-title").await;
    is_accessible(client, "parties").await;
    keyboard.types("ab1234").await;
    keyboard.press(Key::Enter).await;
    shows(client, "AB1234").await;
    is_accessible(client, "counter with a party").await;
    let begun = keyboard.pressed;

    let letters: Vec<char> = ('A'..='Z').collect();
    for member in 0..40usize {
        match member {
            // Someone who looks like an alert: referred, and the bus goes on.
            7 => {
                lay_on_reader(client, &sought).await;
                says_with(client, "verdict-possible-hits", &[("count", "1")]).await;
                assert!(fits(client).await);
                is_accessible(client, "possible hit in a party").await;
                keyboard.press(Key::F8).await;
                says(client, "refer-why").await;
                keyboard.press(Key::Enter).await;
                is_recorded(client, "DIALLO, MAMADOU LAMINE", "decision-refer").await;
            }
            // A child with a parent who has just passed.
            19 => {
                let child = born("GNC000001", "QUIVORS", born_years_ago(8));
                lay_on_reader(client, &child).await;
                says(client, "verdict-minor").await;
                assert!(fits(client).await);
                is_accessible(client, "a minor in a party").await;
                types(client, &["1", "A"]).await;
                keyboard.pressed += 2;
                keyboard.press(Key::F10).await;
                is_recorded(client, "QUIVORS", "decision-let-depart").await;
            }
            // Someone who stayed too long: it is said, and keeps nobody from leaving.
            31 => {
                lay_on_reader(client, &overstayed).await;
                says(client, "stays-overstayed").await;
                assert!(fits(client).await);
                keyboard.press(Key::Enter).await;
                is_recorded(client, "CAMARA, FODE", "decision-let-depart").await;
            }
            _ => {
                let name = format!("QUIV{}{}", letters[member / 26], letters[member % 26]);
                lay_on_reader(client, &zone_of("GIN", &format!("GNB{member:06}"), &name)).await;
                shows(client, &name).await;
                says(client, "verdict-clear").await;
                // The first one drives.
                if member == 0 {
                    types(client, &["V"]).await;
                    keyboard.pressed += 1;
                }
                keyboard.press(Key::Enter).await;
                is_recorded(client, &name, "decision-let-depart").await;
            }
        }
    }
    says_with(client, "party-decided", &[("count", "39")]).await;
    says_with(client, "party-referred", &[("count", "1")]).await;
    let worked = keyboard.pressed - begun;
    keyboard.tab_to(".party-bar form:last-of-type button").await;
    keyboard.press(Key::Enter).await;
    says(client, "ready-exit").await;
    println!("keystrokes: {begun} to begin, {worked} for 40 travellers, {} in all", keyboard.pressed);
    // One key each, and a handful for the three who are looked at.
    assert!(worked <= 46, "{worked}");
    client.clone().close_window().await.unwrap();
}

#[tokio::test]
async fn a_photo_is_taken_by_the_camera_and_stands_beside_the_documents_own_data() {
    let post = Post::demo();
    let browser = Browser::with_camera(1366, 768).await;
    let client = &browser.client;
    enter(client, &post.address, "aminata").await;
    says(client, "ready-entry").await;
    lay_on_reader(client, &zone_of("GIN", "GN0800001", "QUIVORS")).await;
    says(client, "verdict-clear").await;
    client.find(Locator::Css(".photos a")).await.unwrap().click().await.unwrap();
    says(client, "camera-help-face").await;
    is_accessible(client, "camera").await;
    is_true(client, "document.getElementById('video').videoWidth > 0").await;
    press(client, Key::Enter).await;
    client.wait().for_element(Locator::Css(".attachments img")).await.unwrap();
    is_accessible(client, "pictures").await;
    press(client, Key::Escape).await;
    client.wait().for_element(Locator::Css(".photos img")).await.unwrap();
    is_true(client, "document.querySelector('.photos img').naturalWidth > 0").await;
    assert!(fits(client).await);
    is_accessible(client, "counter with a photo").await;
    client.clone().close_window().await.unwrap();
}

#[tokio::test]
async fn people_are_counted_on_a_phone_while_the_link_is_gone_and_sent_when_it_is_back() {
    let mut post = Post::demo();
    let port = post.address.rsplit(':').next().unwrap().to_owned();
    let browser = Browser::phone(390, 844).await;
    let client = &browser.client;
    enter(client, &post.address, "aminata").await;
    says(client, "ready-entry").await;
    client.goto(&format!("{}/tally?direction=entry&mode=foot", post.address)).await.unwrap();
    says(client, "tally-sent").await;
    is_accessible(client, "tally").await;
    let small =
        "return [...document.querySelectorAll('.keys button, .ways button, .exposed label, .tally-where select')]
        .filter((one) => one.getBoundingClientRect().height < 48).length";
    assert_eq!(client.execute(small, vec![]).await.unwrap(), serde_json::json!(0), "keys are as large as thumbs");
    assert_eq!(client.execute("return document.documentElement.scrollWidth", vec![]).await.unwrap(), 390);
    // The post is gone: a power cut.
    post.child.kill().unwrap();
    post.child.wait().unwrap();
    let women = client.find(Locator::Css("button[value='F/18-59']")).await.unwrap();
    for _ in 0..3 {
        women.click().await.unwrap();
    }
    client.find(Locator::Css("input[value=pregnant]")).await.unwrap().click().await.unwrap();
    women.click().await.unwrap();
    client.find(Locator::Css("button[value='M/0-4']")).await.unwrap().click().await.unwrap();
    client.find(Locator::Css("#undo")).await.unwrap().click().await.unwrap();
    let unsent = format!("{} 4", word("tally-unsent"));
    shows(client, &unsent).await;
    tokio::time::sleep(Duration::from_secs(5)).await;
    shows(client, &unsent).await;
    // It is back; the page is opened again, and what it kept is sent.
    let mut command = limen();
    command.args(["serve", "--port", &port, "--data"]).arg(&post.data);
    let again = Post::start(command, post.data.clone(), None);
    client.refresh().await.unwrap();
    says(client, "tally-sent").await;
    let officer = Officer::sign_in(&again.address, "mariam").await;
    let tally = officer.page("/tally?direction=entry").await;
    assert!(tally.contains("<b id=\"people\">4</b>"), "{tally}");
    client.clone().close_window().await.unwrap();
}

#[tokio::test]
async fn the_pages_of_a_whole_post_are_accessible_in_both_languages_at_a_desk_and_on_a_phone() {
    let post = Post::demo();
    let supervisor = Officer::sign_in(&post.address, "mariam").await;
    let bus = [("kind", "vehicle"), ("plate", "RC9911B"), ("country", "GIN"), ("mode", "bus"), ("goods", "livestock")];
    let begun = supervisor.post("/party", &bus).await;
    let party = begun.headers()["location"].to_str().unwrap().to_owned();
    // A child of a party who comes in is asked most of all: it still fits the screen.
    let adult = supervisor.scan(&zone_of("GIN", "GN0900001", "QUIVORA")).await;
    supervisor.decide(&adult, &[("decision", "admit")]).await;
    supervisor.scan(&born("GN0900002", "QUIVORB", born_years_ago(9))).await;
    for (browser, is_phone) in [(Browser::start(1366, 768).await, false), (Browser::phone(390, 844).await, true)] {
        let client = &browser.client;
        enter(client, &post.address, "mariam").await;
        client.wait().for_element(Locator::Css("main")).await.unwrap();
        is_in(client).await;
        name_purpose(client, &post.address, "/day").await;
        for language in ["fr", "en"] {
            for path in
                ["/counter", "/party", &party, "/visas", "/visas/new", "/visas/entry/ML2604711", "/tally", "/day"]
            {
                client.goto(&format!("{}{path}", post.address)).await.unwrap();
                is_accessible(client, path).await;
                if path == "/counter" && !is_phone {
                    assert!(fits(client).await, "the counter with a party and a minor, {language}");
                }
                if is_phone {
                    let width = "return document.documentElement.scrollWidth";
                    assert_eq!(client.execute(width, vec![]).await.unwrap(), 390, "{path}");
                }
            }
            let other = if language == "fr" { "en" } else { "fr" };
            speak(client, other).await;
        }
        client.clone().close_window().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_auditors_pages_can_be_read_by_everyone_on_any_screen() {
    let post = Post::demo();
    let supervisor = Officer::sign_in(&post.address, "mariam").await;
    let id = supervisor.scan(&zone_of("GIN", "GN0900009", "QUIVORA")).await;
    supervisor.decide(&id, &[("decision", "admit")]).await;
    supervisor.get("/day").await;
    supervisor.get("/day.csv").await;
    for (browser, is_phone) in [(Browser::start(1366, 768).await, false), (Browser::phone(390, 844).await, true)] {
        let client = &browser.client;
        enter(client, &post.address, "salif").await;
        is_in(client).await;
        for language in ["fr", "en"] {
            for path in
                ["/audit", "/audit/person?document=GIN%20GN0900009", "/audit/officer?officer=mariam", "/audit/exports"]
            {
                client.goto(&format!("{}{path}", post.address)).await.unwrap();
                client.wait().for_element(Locator::Css("main table")).await.unwrap();
                is_accessible(client, path).await;
                if is_phone {
                    let width = "return document.documentElement.scrollWidth";
                    assert_eq!(client.execute(width, vec![]).await.unwrap(), 390, "{path}");
                }
            }
            let other = if language == "fr" { "en" } else { "fr" };
            speak(client, other).await;
        }
        client.delete_all_cookies().await.unwrap();
        enter(client, &post.address, "nana").await;
        is_in(client).await;
        for path in ["/rights", "/account"] {
            client.goto(&format!("{}{path}", post.address)).await.unwrap();
            client.wait().for_element(Locator::Css("main section form")).await.unwrap();
            is_accessible(client, path).await;
            if is_phone {
                let width = "return document.documentElement.scrollWidth";
                assert_eq!(client.execute(width, vec![]).await.unwrap(), 390, "{path}");
            }
        }
        client.clone().close_window().await.unwrap();
    }
}

#[tokio::test]
async fn a_page_is_compared_with_a_genuine_one_by_a_slider_and_by_blinking_that_ends() {
    let post = Post::demo();
    let (author, second) = (
        Officer::sign_in_at(&post.address, "fanta", "/lists").await,
        Officer::sign_in_at(&post.address, "lassana", "/lists").await,
    );
    let fields = [("code", "gin-1"), ("state", "GIN"), ("kind", "passport"), ("look", "Filigrane"), ("light", "white")];
    let proposed = author.send_bytes("/documents/edit", &fields, "page.png", &picture(90)).await;
    let proposal = proposed.headers()["location"].to_str().unwrap().to_owned();
    let approved = second.post(&proposal, &[("decision", "approve"), ("password", PASSWORD)]).await;
    assert!(approved.status().is_redirection(), "{}", approved.status());
    let officer = Officer::sign_in(&post.address, "ibrahima").await;
    let id = officer.scan(&zone_of("GIN", "GN0800003", "QUIVORS")).await;
    officer.send_bytes(&format!("/crossing/{id}/pictures"), &[("kind", "page")], "page.png", &picture(160)).await;

    let browser = Browser::start(1366, 768).await;
    let client = &browser.client;
    enter(client, &post.address, "ibrahima").await;
    client.goto(&format!("{}/crossing/{id}/beside", post.address)).await.unwrap();
    says(client, "beside-blink").await;
    is_accessible(client, "a page beside a genuine one").await;
    let uncovered =
        |part: u8| format!("document.querySelectorAll('#beside img')[1].style.clipPath.includes(' {part}%')");
    is_true(client, &uncovered(50)).await;
    let slider = client.find(Locator::Css("#beside-slider")).await.unwrap();
    slider.send_keys(&char::from(Key::Right).to_string()).await.unwrap();
    is_true(client, &uncovered(51)).await;
    let blink = client.find(Locator::Css("#beside-blink")).await.unwrap();
    blink.click().await.unwrap();
    is_true(client, &uncovered(100)).await;
    // It ends by itself, and on any key.
    tokio::time::sleep(Duration::from_millis(4_600)).await;
    is_true(client, &uncovered(51)).await;
    blink.click().await.unwrap();
    is_true(client, &uncovered(100)).await;
    press(client, Key::Shift).await;
    is_true(client, &uncovered(51)).await;
    client.clone().close_window().await.unwrap();
}
