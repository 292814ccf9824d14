//! A day at the counter in a real browser: keyboard only, scripts on, every page held against WCAG 2.2 AA.
#![allow(clippy::unwrap_used)]

#[path = "support/browser.rs"]
mod browser;
mod support;

use browser::{
    Browser, enter, fits, is_accessible, lay_on_reader, name_purpose, press, says, says_with, shows, speak, types,
};
use fantoccini::{Client, Locator, key::Key};
use std::time::Duration;
use support::{Officer, PASSWORD, Post, word};

/// A counter's window, as wide as old screens are.
const WIDTH: u32 = 1366;
const HEIGHT: u32 = 768;

async fn sign_in(client: &Client, post: &Post, account: &str) {
    enter(client, &post.address, account).await;
    says(client, "ready-entry").await;
}

#[tokio::test]
async fn an_officer_works_a_queue_by_keyboard_alone() {
    let post = Post::demo();
    let cards = Officer::sign_in(&post.address, "ibrahima").await;
    let browser = Browser::start(WIDTH, HEIGHT).await;
    let client = &browser.client;
    client.goto(&format!("{}/sign-in", post.address)).await.unwrap();
    is_accessible(client, "sign-in").await;
    sign_in(client, &post, "aminata").await;
    is_accessible(client, "empty counter").await;

    // A clean traveller: one scan, one key.
    lay_on_reader(client, &cards.card("clean").await).await;
    says(client, "verdict-clear").await;
    is_accessible(client, "clean traveller").await;
    assert!(fits(client).await);
    press(client, Key::Enter).await;
    says(client, "recorded").await;
    says(client, "decision-admit").await;

    // A possible hit: Enter does nothing; a digit says why, a letter clears it, Enter admits.
    lay_on_reader(client, &cards.card("false-hit").await).await;
    says_with(client, "verdict-possible-hits", &[("count", "1")]).await;
    is_accessible(client, "possible hit").await;
    assert!(fits(client).await);
    press(client, Key::Enter).await;
    says(client, "verdict-check").await;
    types(client, &["1", "A"]).await;
    says(client, "judgement-cleared").await;
    says(client, "verdict-clear").await;
    press(client, Key::Enter).await;
    says(client, "recorded").await;

    // A stolen document: stop, referred with F8.
    lay_on_reader(client, &cards.card("stolen").await).await;
    says(client, "action-seize-document").await;
    is_accessible(client, "stolen document").await;
    press(client, Key::F8).await;
    says(client, "refer-why").await;
    is_accessible(client, "referral").await;
    assert!(fits(client).await);
    press(client, Key::Enter).await;
    says(client, "decision-refer").await;

    // An expired passport: refused with F9, not without a ground.
    lay_on_reader(client, &cards.card("expired").await).await;
    says(client, "expired-since").await;
    press(client, Key::F9).await;
    says(client, "stop-why-refuse").await;
    is_accessible(client, "refusal").await;
    assert!(fits(client).await);
    press(client, Key::Enter).await;
    says(client, "not-open-ground").await;
    // F9, the ground's letter, Enter.
    types(client, &["A"]).await;
    press(client, Key::Enter).await;
    says(client, "decision-refuse").await;

    // A child with a parent: a digit, a letter, and the key that lets pass whatever was expected.
    lay_on_reader(client, &cards.card("minor").await).await;
    says_with(client, "verdict-minor", &[("sex", "F")]).await;
    types(client, &["1", "A"]).await;
    press(client, Key::F10).await;
    says(client, "decision-admit").await;

    // The other way: F2 turns the counter, and back.
    press(client, Key::F2).await;
    says(client, "ready-exit").await;
    lay_on_reader(client, &cards.card("national").await).await;
    says(client, "do-let-depart").await;
    press(client, Key::Enter).await;
    says(client, "decision-let-depart").await;
    client.close_window().await.unwrap();
}

#[tokio::test]
async fn a_scan_lands_wherever_the_focus_is_and_damages_nothing_there() {
    let post = Post::demo();
    let cards = Officer::sign_in(&post.address, "ibrahima").await;
    let (first, second) = (cards.card("expired").await, cards.card("clean").await);
    let browser = Browser::start(WIDTH, HEIGHT).await;
    let client = &browser.client;
    sign_in(client, &post, "aminata").await;
    lay_on_reader(client, &first).await;
    shows(client, "SANGARE").await;
    let town = client.find(Locator::Css("input[name=origin]")).await.unwrap();
    town.clear().await.unwrap();
    // A person's fingers leave time between two letters.
    for letter in ["K", "i", "t", "a"] {
        town.send_keys(letter).await.unwrap();
        tokio::time::sleep(Duration::from_millis(60)).await;
    }
    assert_eq!(town.prop("value").await.unwrap().as_deref(), Some("Kita"));
    tokio::time::sleep(Duration::from_millis(100)).await;
    town.send_keys(&format!("{second}\n")).await.unwrap();
    says_with(client, "pending-title", &[("name", "SANGARE, BAKARY")]).await;
    is_accessible(client, "question about the open decision").await;
    press(client, Key::Escape).await;
    says(client, "expired-since").await;
    let town = client.find(Locator::Css("input[name=origin]")).await.unwrap();
    assert_eq!(town.prop("value").await.unwrap().as_deref(), Some("Kita"), "what was typed before the scan is there");

    // Half a scan: a message, and who waited is still there.
    lay_on_reader(client, second.lines().next().unwrap()).await;
    says(client, "scan-shape").await;
    shows(client, "SANGARE").await;

    // Ten megabytes into the scan field: refused at once, and nothing is lost.
    let paste = "const data = new DataTransfer(); data.setData('text', 'P<UTO'.repeat(2000000));
        const field = document.getElementById('mrz'); field.focus();
        field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));";
    client.execute(paste, vec![]).await.unwrap();
    says(client, "scan-too-long").await;
    shows(client, "SANGARE").await;
    client.close_window().await.unwrap();
}

#[tokio::test]
async fn a_slow_reader_and_an_officer_who_types_a_zone_are_waited_for() {
    let post = Post::demo();
    let cards = Officer::sign_in(&post.address, "ibrahima").await;
    let zone = cards.card("possible-hit").await;
    let browser = Browser::start(WIDTH, HEIGHT).await;
    let client = &browser.client;
    sign_in(client, &post, "aminata").await;
    let judged = post.journal("hit-judged").await.len();
    // 60 milliseconds between two characters, Enter behind each line, and the focus nowhere.
    let slowly = async || {
        client.execute("document.activeElement.blur()", vec![]).await.unwrap();
        for character in zone.chars().chain(['\n']) {
            client.active_element().await.unwrap().send_keys(&character.to_string()).await.unwrap();
            tokio::time::sleep(Duration::from_millis(60)).await;
        }
    };
    slowly().await;
    says_with(client, "verdict-possible-hits", &[("count", "1")]).await;
    // The letters of the next zone are no keys: nothing is judged by what a reader types.
    slowly().await;
    tokio::time::sleep(Duration::from_millis(800)).await;
    says_with(client, "verdict-possible-hits", &[("count", "1")]).await;
    assert_eq!(post.journal("hit-judged").await.len(), judged);
    client.close_window().await.unwrap();
}

#[tokio::test]
async fn a_reader_that_presses_the_keys_of_another_keyboard_is_put_right() {
    let post = Post::demo();
    let cards = Officer::sign_in(&post.address, "ibrahima").await;
    let zone = cards.card("possible-hit").await;
    let browser = Browser::start(WIDTH, HEIGHT).await;
    let client = &browser.client;
    sign_in(client, &post, "aminata").await;
    client.execute("document.activeElement.blur()", vec![]).await.unwrap();
    // QWERTY's keys on AZERTY: digits arrive as signs, M as the question mark that is a key of the page otherwise.
    let arrives = |printed: char| match printed {
        '0'..='9' => "à&é\"'(-è_ç".chars().nth(printed.to_digit(10).unwrap() as usize).unwrap(),
        'A' => 'Q',
        'Q' => 'A',
        'Z' => 'W',
        'W' => 'Z',
        'M' => '?',
        '<' => '.',
        other => other,
    };
    for character in zone.chars().map(arrives).chain(['\n']) {
        client.active_element().await.unwrap().send_keys(&character.to_string()).await.unwrap();
    }
    says_with(client, "verdict-possible-hits", &[("count", "1")]).await;
    client.close_window().await.unwrap();
}

#[tokio::test]
async fn a_scan_that_meets_the_end_of_a_session_is_there_after_signing_in() {
    let post = Post::demo();
    let cards = Officer::sign_in(&post.address, "ibrahima").await;
    let zone = cards.card("clean").await;
    let browser = Browser::start(WIDTH, HEIGHT).await;
    let client = &browser.client;
    sign_in(client, &post, "aminata").await;
    // The session ends elsewhere: its cookie is good for nothing.
    let mut ended = client.get_named_cookie("limen-session").await.unwrap();
    client.delete_cookie("limen-session").await.unwrap();
    ended.set_value("ended-elsewhere");
    client.add_cookie(ended).await.unwrap();
    lay_on_reader(client, &zone).await;
    says(client, "session-over").await;
    enter(client, &post.address, "aminata").await;
    says(client, "scan-kept").await;
    let field = client.find(Locator::Css("#mrz")).await.unwrap();
    assert_eq!(field.prop("value").await.unwrap().unwrap_or_default().trim(), zone.trim());
    press(client, Key::Enter).await;
    says(client, "verdict-clear").await;
    client.close_window().await.unwrap();
}

#[tokio::test]
async fn while_the_posts_computer_does_not_answer_the_page_says_so_and_the_scan_goes_on_afterwards() {
    let post = Post::demo();
    let cards = Officer::sign_in(&post.address, "ibrahima").await;
    let zone = cards.card("clean").await;
    let browser = Browser::start(WIDTH, HEIGHT).await;
    let client = &browser.client;
    sign_in(client, &post, "aminata").await;
    let signal = |name: &str| {
        let id = post.child.id().to_string();
        assert!(std::process::Command::new("kill").args([name, &id]).status().unwrap().success());
    };
    signal("-STOP");
    lay_on_reader(client, &zone).await;
    says(client, "link-cut").await;
    let kept = client.find(Locator::Css("#mrz")).await.unwrap().prop("value").await.unwrap().unwrap_or_default();
    assert_eq!(kept.trim(), zone.trim(), "the scan is on the page");
    signal("-CONT");
    says(client, "verdict-clear").await;
    client.close_window().await.unwrap();
}

#[tokio::test]
async fn the_keys_of_a_page_are_shown_by_a_question_mark() {
    let post = Post::demo();
    let cards = Officer::sign_in(&post.address, "ibrahima").await;
    let browser = Browser::start(WIDTH, HEIGHT).await;
    let client = &browser.client;
    sign_in(client, &post, "aminata").await;
    lay_on_reader(client, &cards.card("clean").await).await;
    says(client, "verdict-clear").await;
    types(client, &["?"]).await;
    says(client, "keys-title").await;
    says(client, "help-traveller").await;
    says(client, "term-match").await;
    is_accessible(client, "help and keys").await;
    let shown = client.find(Locator::Css("#keys dl")).await.unwrap().text().await.unwrap();
    for said in ["F10", word("do-admit").as_str(), "F8", "F9", "F7", "F4"] {
        assert!(shown.contains(said), "{said} in {shown}");
    }
    types(client, &["?"]).await;
    press(client, Key::Enter).await;
    says(client, "decision-admit").await;
    // A document that is laid down while they are shown is read.
    client.execute("document.activeElement.blur()", vec![]).await.unwrap();
    types(client, &["?"]).await;
    says(client, "keys-title").await;
    lay_on_reader(client, &cards.card("possible-hit").await).await;
    says_with(client, "verdict-possible-hits", &[("count", "1")]).await;
    client.close_window().await.unwrap();
}

#[tokio::test]
async fn a_renewed_passport_is_tied_to_the_old_one_by_two_keys_and_keeps_nobody_waiting() {
    let post = Post::demo();
    let cards = Officer::sign_in(&post.address, "ibrahima").await;
    let browser = Browser::start(WIDTH, HEIGHT).await;
    let client = &browser.client;
    sign_in(client, &post, "aminata").await;
    lay_on_reader(client, &cards.card("renewed").await).await;
    client.wait().for_element(Locator::Css(".found .namesake")).await.unwrap();
    is_accessible(client, "renewed passport").await;
    assert!(fits(client).await);
    let same: String = word("judge-confirm").chars().take(1).collect();
    types(client, &["1", &same]).await;
    client.wait().for_element(Locator::Css(".before li")).await.unwrap();
    client.wait().for_element(Locator::Css(".found:not(:has(.namesake))")).await.unwrap();
    // Enter in a list that is closed decides, as it does in every other field.
    client.execute("document.querySelector('select[name=mode]').focus()", vec![]).await.unwrap();
    press(client, Key::Enter).await;
    says(client, "recorded").await;
    client.close_window().await.unwrap();
}

#[tokio::test]
async fn what_may_be_done_stands_in_one_row_of_fixed_slots_on_every_desk_in_both_languages() {
    let post = Post::demo();
    let cards = Officer::sign_in(&post.address, "ibrahima").await;
    let zone = cards.card("overstay").await;
    let one_row = "const all = [...document.querySelectorAll('.slots :is(button, .button)')];
        const places = all.map((one) => one.getBoundingClientRect());
        const fits = all.every((one) => one.scrollWidth <= one.clientWidth && one.scrollHeight <= one.clientHeight);
        return all.length > 6 && fits && places.every(({ top, height }) => top === places[0].top && height === places[0].height)";
    for (width, height) in [(1366, 768), (1024, 768), (1920, 1080)] {
        let browser = Browser::start(width, height).await;
        let client = &browser.client;
        enter(client, &post.address, "aminata").await;
        client.wait().for_element(Locator::Css("#scan")).await.unwrap();
        if client.find(Locator::Css(".ready")).await.is_ok() {
            press(client, Key::F2).await;
            says(client, "ready-exit").await;
            lay_on_reader(client, &zone).await;
        }
        for language in ["en", "fr"] {
            client.wait().for_element(Locator::Css(".slots")).await.unwrap();
            speak(client, language).await;
            client.wait().for_element(Locator::Css(".slots")).await.unwrap();
            let stands = client.execute(one_row, vec![]).await.unwrap();
            assert_eq!(stands, serde_json::json!(true), "{width}x{height} {language}");
            // Whoever it is and what was found is in sight, wherever the focus went.
            let in_sight =
                "return [...document.querySelectorAll('#who, .verdict')].map((one) => one.getBoundingClientRect())
                .every(({ top, bottom }) => top >= 0 && bottom <= innerHeight)";
            let seen = client.execute(in_sight, vec![]).await.unwrap();
            assert_eq!(seen, serde_json::json!(true), "name and verdict, {width}x{height} {language}");
        }
        client.clone().close_window().await.unwrap();
    }
}

#[tokio::test]
async fn at_twice_the_size_name_and_verdict_stay_in_sight_wherever_the_page_is_scrolled() {
    let post = Post::demo();
    let cards = Officer::sign_in(&post.address, "ibrahima").await;
    // 1366 x 768 at 200 %.
    let browser = Browser::start(683, 384).await;
    let client = &browser.client;
    sign_in(client, &post, "aminata").await;
    lay_on_reader(client, &cards.card("possible-hit").await).await;
    shows(client, "N-0001").await;
    let in_sight =
        "return [...document.querySelectorAll('#who, .verdict h2')].map((one) => one.getBoundingClientRect())
        .every(({ top, bottom }) => top >= 0 && bottom <= innerHeight)";
    for to in ["0", "document.body.scrollHeight / 2"] {
        client.execute(&format!("scrollTo(0, {to})"), vec![]).await.unwrap();
        assert_eq!(client.execute(in_sight, vec![]).await.unwrap(), serde_json::json!(true), "scrolled to {to}");
    }
    client.close_window().await.unwrap();
}

#[tokio::test]
async fn the_buttons_that_judge_a_hit_are_in_sight_on_every_counters_screen() {
    let post = Post::demo();
    let cards = Officer::sign_in(&post.address, "ibrahima").await;
    let zone = cards.card("possible-hit").await;
    for (width, height) in [(1366, 768), (1280, 800), (1280, 720)] {
        let browser = Browser::start(width, height).await;
        let client = &browser.client;
        enter(client, &post.address, "aminata").await;
        client.wait().for_element(Locator::Css("#scan")).await.unwrap();
        if client.find(Locator::Css(".ready")).await.is_ok() {
            lay_on_reader(client, &zone).await;
        }
        shows(client, "N-0001").await;
        let in_sight = "const panel = document.querySelector('.found').getBoundingClientRect();
            return [...document.querySelectorAll('.hit .judge button')].map((button) => button.getBoundingClientRect())
                .every((button) => button.bottom <= panel.bottom && button.bottom <= innerHeight)";
        assert_eq!(client.execute(in_sight, vec![]).await.unwrap(), serde_json::json!(true), "{width}x{height}");
        client.clone().close_window().await.unwrap();
    }
}

#[tokio::test]
async fn while_the_counter_asks_which_traveller_it_is_no_key_decides_about_whoever_waits() {
    let post = Post::demo();
    let cards = Officer::sign_in(&post.address, "ibrahima").await;
    let (first, second) = (cards.card("clean").await, cards.card("expired").await);
    let recorded = post.journal("crossing-recorded").await.len();
    let browser = Browser::start(WIDTH, HEIGHT).await;
    let client = &browser.client;
    sign_in(client, &post, "aminata").await;
    lay_on_reader(client, &first).await;
    says(client, "verdict-clear").await;
    lay_on_reader(client, &second).await;
    says(client, "pending-title").await;
    // A click on bare ground takes the focus from the question's button.
    let ground = client.find(Locator::Css(".question h2")).await.unwrap();
    let is_bare = "return document.activeElement === document.body || document.activeElement.id === 'main'";
    for key in [Key::Enter, Key::F2, Key::F4, Key::F7, Key::F8, Key::F9] {
        ground.click().await.unwrap();
        assert_eq!(client.execute(is_bare, vec![]).await.unwrap(), serde_json::json!(true));
        press(client, key).await;
        tokio::time::sleep(Duration::from_millis(300)).await;
        says(client, "pending-title").await;
    }
    assert_eq!(post.journal("crossing-recorded").await.len(), recorded, "nothing is recorded");
    says_with(client, "pending-text", &[("name", "SANGARE, BAKARY")]).await;
    let escapes = format!(
        "return [...document.querySelectorAll('kbd')]
            .filter((key) => key.innerText === {:?} && key.getClientRects().length).length",
        word("key-escape")
    );
    assert_eq!(client.execute(&escapes, vec![]).await.unwrap(), serde_json::json!(1), "one key, one meaning");
    press(client, Key::Escape).await;
    says(client, "verdict-clear").await;
    press(client, Key::Enter).await;
    says(client, "recorded").await;
    client.close_window().await.unwrap();
}

#[tokio::test]
async fn the_other_pages_are_accessible_in_both_languages_and_by_supervisors() {
    let post = Post::demo();
    let browser = Browser::start(WIDTH, HEIGHT).await;
    let client = &browser.client;
    sign_in(client, &post, "mariam").await;
    press(client, Key::F4).await;
    says(client, "typed-title").await;
    is_accessible(client, "typing a traveller").await;
    client.goto(&format!("{}/card", post.address)).await.unwrap();
    is_accessible(client, "card").await;
    let yesterday = support::now() - jiff::SignedDuration::from_hours(24);
    let day = yesterday.to_zoned_datetime(jiff::tz::TimeZone::UTC).date();
    client.goto(&format!("{}/day?day={day}", post.address)).await.unwrap();
    says(client, "purpose-title").await;
    is_accessible(client, "purpose").await;
    client.find(Locator::Css("input[value=supervision]")).await.unwrap().click().await.unwrap();
    press(client, Key::Enter).await;
    says(client, "chart-title").await;
    is_accessible(client, "day").await;
    client.find(Locator::Css(".list tbody a")).await.unwrap().click().await.unwrap();
    says_with(client, "record-event", &[("node", "KRM")]).await;
    is_accessible(client, "record").await;
    client.find(Locator::Css("a[href$='/correct']")).await.unwrap().click().await.unwrap();
    says(client, "correct-explains").await;
    is_accessible(client, "correction").await;
    client.find(Locator::Css("button[value=en]")).await.unwrap().click().await.unwrap();
    says(client, "totals-title").await;
    is_accessible(client, "day in English").await;
    for (path, title) in [("/find?search=jalloh", "find-title"), ("/shift", "shift-title"), ("/stay", "stay-title")] {
        client.goto(&format!("{}{path}", post.address)).await.unwrap();
        says(client, title).await;
        is_accessible(client, path).await;
    }
    client.goto(&format!("{}/party", post.address)).await.unwrap();
    let list = post.data.join("bus.csv");
    std::fs::write(&list, "Quidam;Nationalité\nBah Awa;GIN\n").unwrap();
    client.find(Locator::Css("#list-plate")).await.unwrap().send_keys("AB 12").await.unwrap();
    client.find(Locator::Css("#file")).await.unwrap().send_keys(list.to_str().unwrap()).await.unwrap();
    client.find(Locator::Css("form[action='/party/list'] button")).await.unwrap().click().await.unwrap();
    says(client, "columns-title").await;
    is_accessible(client, "columns").await;
    client.goto(&format!("{}/nothing", post.address)).await.unwrap();
    says(client, "not-found-title").await;
    is_accessible(client, "failure").await;
    client.close_window().await.unwrap();
}

#[tokio::test]
async fn the_pages_of_alert_managers_are_accessible_in_both_languages_and_at_the_width_of_a_phone() {
    let post = Post::demo();
    let seydou = Officer::sign_in(&post.address, "seydou").await;
    let list = "id,full_name,birth_date\nN-0001,Mamadou Lamine Diallo,1991\nZ-1,Sira Specimen,1980\n";
    let proposal = seydou.upload("national", list).await.headers()["location"].to_str().unwrap().to_owned();
    for (browser, is_phone) in [(Browser::start(WIDTH, HEIGHT).await, false), (Browser::phone(390, 844).await, true)] {
        let client = &browser.client;
        enter(client, &post.address, "kadiatou").await;
        client.wait().for_element(Locator::Css(".alerts")).await.unwrap();
        for language in ["fr", "en"] {
            for path in [
                "/alerts",
                "/alerts?search=Diallo",
                "/alerts/draft?list=national&id=N-0001",
                "/alerts/list/national",
                "/alerts/entry/national/N-0001",
                "/hits",
                &proposal,
            ] {
                client.goto(&format!("{}{path}", post.address)).await.unwrap();
                is_accessible(client, path).await;
                if is_phone {
                    stays_in_width(client, path).await;
                }
            }
            client.goto(&format!("{}/alerts/draft", post.address)).await.unwrap();
            client.find(Locator::Css("#names")).await.unwrap().send_keys("Mamadou Traore").await.unwrap();
            client.find(Locator::Css("button[value=try]")).await.unwrap().click().await.unwrap();
            client.wait().for_element(Locator::Css(".tried")).await.unwrap();
            is_accessible(client, "try-out").await;
            if is_phone {
                stays_in_width(client, "try-out").await;
            }
            let other = if language == "fr" { "en" } else { "fr" };
            speak(client, other).await;
        }
        client.clone().close_window().await.unwrap();
    }
}

#[tokio::test]
async fn every_page_holds_together_at_the_width_of_a_phone() {
    let post = Post::demo();
    let cards = Officer::sign_in(&post.address, "mariam").await;
    let browser = Browser::phone(390, 844).await;
    let client = &browser.client;
    client.goto(&format!("{}/sign-in", post.address)).await.unwrap();
    client.find(Locator::Css("#account")).await.unwrap().send_keys("aminata").await.unwrap();
    client.find(Locator::Css("#password")).await.unwrap().send_keys(PASSWORD).await.unwrap();
    press(client, Key::Enter).await;
    says(client, "ready-entry").await;
    let yesterday = support::now() - jiff::SignedDuration::from_hours(24);
    let day = format!("/day?day={}", yesterday.to_zoned_datetime(jiff::tz::TimeZone::UTC).date());
    for language in ["fr", "en"] {
        let stay = "/stay?rule=90%2F180&on=2026-04-20&history=01.01.2026";
        client.goto(&format!("{}/purpose?back=/day", post.address)).await.unwrap();
        stays_in_width(client, "/purpose").await;
        name_purpose(client, &post.address, "/day").await;
        for path in ["/counter", "/counter/typed", "/card", &day, "/stay", "/nothing"] {
            client.goto(&format!("{}{path}", post.address)).await.unwrap();
            stays_in_width(client, path).await;
        }
        for path in [stay, "/stay?rule=90&on=x&history=soon", "/overstays"] {
            client.goto(&format!("{}{path}", post.address)).await.unwrap();
            stays_in_width(client, path).await;
            is_accessible(client, path).await;
        }
        client.goto(&format!("{}/counter", post.address)).await.unwrap();
        lay_on_reader(client, &cards.card("possible-hit").await).await;
        shows(client, "N-0001").await;
        for panel in ["", "?panel=refer", "?panel=stop", "?panel=withdraw"] {
            client.goto(&format!("{}/counter{panel}", post.address)).await.unwrap();
            stays_in_width(client, panel).await;
            is_accessible(client, panel).await;
        }
        // An alert that was not judged asks why the traveller goes.
        client.find(Locator::Css("input[value=left][form=withdraw]")).await.unwrap().click().await.unwrap();
        client.find(Locator::Css("button[form=withdraw]")).await.unwrap().click().await.unwrap();
        client.wait().for_element(Locator::Css(".ready")).await.unwrap();
        if language == "fr" {
            speak(client, "en").await;
            says(client, "ready-entry").await;
        }
    }
    client.close_window().await.unwrap();
}

#[tokio::test]
async fn the_name_of_the_post_is_read_whole_beside_the_longest_menu_and_every_page_is_reached() {
    let post = Post::demo();
    let browser = Browser::start(1366, 768).await;
    let client = &browser.client;
    sign_in(client, &post, "mariam").await;
    name_purpose(client, &post.address, "/day").await;
    for language in ["fr", "en"] {
        client.goto(&format!("{}/counter", post.address)).await.unwrap();
        let menu = "return [...document.querySelectorAll('.bar nav > a')].map((one) => one.getAttribute('href'))";
        let menu: Vec<String> = serde_json::from_value(client.execute(menu, vec![]).await.unwrap()).unwrap();
        assert!(menu.len() > 3, "{menu:?}");
        for path in menu {
            client.goto(&format!("{}{path}", post.address)).await.unwrap();
            let whole = "const name = document.querySelector('.where strong');
                return name.scrollWidth <= name.clientWidth
                    && document.documentElement.scrollWidth <= window.innerWidth";
            assert_eq!(client.execute(whole, vec![]).await.unwrap(), true, "{language} {path}");
            let reached = "const seen = (one) => getComputedStyle(one).display !== 'none';
                const at_hand = [...document.querySelectorAll('.bar nav > a')];
                const behind = [...document.querySelectorAll('.more li')].filter(seen).map((one) => one.firstChild.href);
                return at_hand.every((one) => seen(one) !== behind.includes(one.href))";
            assert_eq!(client.execute(reached, vec![]).await.unwrap(), true, "{language} {path}: each once");
        }
        if language == "fr" {
            speak(client, "en").await;
        }
    }
    client.close_window().await.unwrap();
}

async fn stays_in_width(client: &Client, page: &str) {
    let beyond = "return [window.innerWidth, document.documentElement.scrollWidth]";
    assert_eq!(client.execute(beyond, vec![]).await.unwrap(), serde_json::json!([390, 390]), "{page}");
}
