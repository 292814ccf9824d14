//! One's own account and its passkeys, officers who take turns, people who work here, devices and readers.

use super::{LANGUAGES, SIZES, click, enter_as, fill, of_size, open, sent_to, take, turn, visit};
use crate::{
    browser, keys,
    support::{self, Officer, Post},
};
use fantoccini::{Client, Locator};

/// A PIN that nobody would try first.
const PIN: &str = "7394";

pub(super) async fn take_all() {
    account().await;
    house().await;
}

/// One's own account, a passkey, and the two pages of a sign-in.
async fn account() {
    let post = Post::demo();
    // Passkeys want a name, no address.
    let address = post.address.replace("127.0.0.1", "localhost");
    for (size, officer) in SIZES.into_iter().zip(["aminata", "oumar"]) {
        let (browser, ending) = of_size(size).await;
        let client = &browser.client;
        enter_as(client, &address, officer).await;
        keys::plug_in(client, true).await;
        keys::add_key(client, &address).await;
        browser::says(client, "account-passkey-added").await;
        for language in LANGUAGES {
            open(client, &address, "/account").await;
            turn(client, language).await;
            open(client, &address, "/account").await;
            take(client, &format!("account{ending}-{language}")).await;
            client.execute("document.getElementById('passkeys-title').scrollIntoView()", vec![]).await.unwrap();
            take(client, &format!("passkeys{ending}-{language}")).await;
        }
        client.execute("document.querySelector(`form[action='/sign-out']`).requestSubmit()", vec![]).await.unwrap();
        browser::says(client, "sign-in-with-passkey").await;
        for language in LANGUAGES {
            open(client, &address, &format!("/sign-in?language={language}")).await;
            take(client, &format!("sign-in-passkey{ending}-{language}")).await;
            browser::enter(client, &address, officer).await;
            browser::says(client, "sign-in-code-help").await;
            take(client, &format!("sign-in-second{ending}-{language}")).await;
        }
        client.clone().close_window().await.unwrap();
    }
}

/// People who work here, devices, and a counter that is set aside.
async fn house() {
    let demo = Post::demo();
    let port = support::port();
    let settings = format!("[pages]\ndevices = \"127.0.0.1:{port}\"\nnames = [\"kouremale.local\", \"localhost\"]\n");
    std::fs::write(demo.data.join("limen.toml"), settings).unwrap();
    let post = demo.restart();
    let fanta = Officer::sign_in_at(&post.address, "fanta", "/people").await;
    let new =
        [("id", "bintou"), ("name", "Bintou Keïta"), ("role", "first-line"), ("stamp", "KRM-21"), ("post", "KRM")];
    let proposal = sent_to(&fanta, "/people/new", &new).await;
    let supervisor = Officer::sign_in(&post.address, "mariam").await;
    supervisor.post("/devices", &[("name", "Guichet 2")]).await;
    let pages = [
        ("people", "/people"),
        ("people-new", "/people/new"),
        ("people-entry", "/people/entry/mariam"),
        ("people-proposal", proposal.as_str()),
        ("devices", "/devices"),
    ];
    for size in SIZES {
        let (browser, ending) = of_size(size).await;
        let client = &browser.client;
        enter_as(client, &post.address, "lassana").await;
        visit(client, &post.address, ending, &pages).await;
        for language in LANGUAGES {
            device_code(client, &post, &format!("{ending}-{language}"), language).await;
            set_aside(client, &post, &format!("{ending}-{language}"), language).await;
        }
        let door = format!("https://localhost:{port}");
        for language in LANGUAGES {
            open(client, &door, "/enrol").await;
            let speaks = format!("document.cookie = '__Host-limen-language={language}; path=/; secure'");
            client.execute(&speaks, vec![]).await.unwrap();
            open(client, &door, "/enrol").await;
            take(client, &format!("enrol{ending}-{language}")).await;
        }
        client.clone().close_window().await.unwrap();
    }
}

/// The code with which a device is let in.
async fn device_code(client: &Client, post: &Post, ending: &str, language: &str) {
    enter_as(client, &post.address, "lassana").await;
    open(client, &post.address, "/devices").await;
    turn(client, language).await;
    open(client, &post.address, "/devices").await;
    fill(client, "form[action='/devices'] input[name=name]", "Guichet 3").await;
    click(client, "form[action='/devices'] button.main").await;
    client.wait().for_element(Locator::Css("p.code")).await.unwrap();
    take(client, &format!("device-code{ending}")).await;
}

/// An officer sets their session aside with a PIN, for another one to take turns.
async fn set_aside(client: &Client, post: &Post, ending: &str, language: &str) {
    enter_as(client, &post.address, "aminata").await;
    open(client, &post.address, "/account").await;
    turn(client, language).await;
    let aside = "document.querySelector(`form[action='/aside']`).requestSubmit()";
    client.execute(aside, vec![]).await.unwrap();
    client.wait().for_element(Locator::Css("#pin")).await.unwrap();
    take(client, &format!("aside{ending}")).await;
    fill(client, "#pin", PIN).await;
    fill(client, "#again", PIN).await;
    click(client, "form.stacked button.main").await;
    client.wait().for_element(Locator::Css("form[action='/resume']")).await.unwrap();
    take(client, &format!("resume{ending}")).await;
}
