//! How people prove who they are where it takes a network, the command, or a crowd of connections. What else there is to it
//! is shown at the pages (`crates/web/tests/pages/sign_in.rs`).
#![allow(clippy::unwrap_used, clippy::print_stdout)]

#[path = "support/network.rs"]
mod network;
mod support;

use network::{Network, until};
use reqwest::{Client, StatusCode, header, redirect::Policy};
use std::{
    net::IpAddr,
    time::{Duration, Instant},
};
use support::{PASSWORD, Post, between};
use tokio::task::JoinSet;

/// A browser that keeps its cookies.
#[derive(Clone)]
struct Browser {
    client: Client,
    address: String,
    cookies: Vec<(String, String)>,
}

impl Browser {
    fn new(address: &str) -> Self {
        Self::at(address, None)
    }

    /// One on another machine: its requests come from an address of its own.
    fn at(address: &str, machine: Option<IpAddr>) -> Self {
        let client = Client::builder().redirect(Policy::none()).timeout(Duration::from_secs(20));
        let client = client.local_address(machine).build().unwrap();
        Self { client, address: address.to_owned(), cookies: Vec::new() }
    }

    async fn send(&mut self, path: &str, fields: Option<&[(&str, &str)]>) -> (StatusCode, String) {
        let url = format!("{}{path}", self.address);
        let request = match fields {
            Some(fields) => self.client.post(url).form(fields),
            None => self.client.get(url),
        };
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let answer = request.header(header::COOKIE, cookies.join("; ")).send().await.unwrap();
        for cookie in answer.headers().get_all(header::SET_COOKIE) {
            let (name, value) = cookie.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.retain(|(other, _)| other != name);
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
        (answer.status(), answer.text().await.unwrap())
    }

    async fn sign_in(&mut self, account: &str, password: &str) -> (StatusCode, String) {
        self.send("/sign-in", Some(&[("account", account), ("password", password)])).await
    }

    fn forget(&mut self, name: &str) {
        self.cookies.retain(|(other, _)| other != name);
    }

    async fn form_key(&mut self) -> String {
        let (_, page) = self.send("/account", None).await;
        between(&page, "name=\"form_key\" value=\"", "\"").to_owned()
    }
}

#[tokio::test]
async fn a_password_changed_at_a_post_holds_at_the_others_and_nobody_becomes_someone_elsewhere() {
    let mut network = Network::new().await;
    let data = network.data("HQ");
    let out = network::run(&[
        "accounts",
        "add",
        "--data",
        data.to_str().unwrap(),
        "--id",
        "bintou",
        "--name",
        "Bintou",
        "--role",
        "first-line",
        "--post",
        "KRM",
    ]);
    let drawn = between(&out, "password ", ";").trim().to_owned();
    network.start();
    let krm = network.join("KRM", "KRM");
    let post = Post::serve(&krm);
    let mut bintou = Browser::new(&post.address);
    assert_eq!(bintou.sign_in("bintou", &drawn).await.0, StatusCode::SEE_OTHER);
    let (key, new) = (bintou.form_key().await, "trois chameaux lisent");
    let fields = [("form_key", key.as_str()), ("password", &drawn), ("new", new), ("again", new)];
    assert_eq!(bintou.send("/account/password", Some(&fields)).await.0, StatusCode::OK);
    until("headquarters knows the new password", || async {
        let store = network.store().await;
        let account = store.account(&limen_domain::AccountId::parse("bintou").unwrap()).await.unwrap().unwrap();
        store.close().await;
        account.credentials.at > jiff::Timestamp::UNIX_EPOCH
    })
    .await;
    // Another machine of the post gets it from there.
    let second = Post::serve(&network.join("KRM", "KRM2"));
    until("the other machine takes the new password", || async {
        Browser::new(&second.address).sign_in("bintou", new).await.0 == StatusCode::SEE_OTHER
    })
    .await;
    // Someone bound to no post does not change it at one: a thief of that machine would become them everywhere.
    let aminata = network.sign_in(&post.address, "aminata", "/counter").await;
    let refused = aminata.post("/account/password", &[("password", "x"), ("new", new), ("again", new)]).await;
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn whoever_lost_password_and_phone_gets_a_new_password_and_is_signed_out_everywhere() {
    let post = Post::demo();
    let mut fanta = Browser::new(&post.address);
    assert_eq!(fanta.sign_in("fanta", PASSWORD).await.0, StatusCode::SEE_OTHER);
    let out = network::run(&["accounts", "reset", "--data", post.data.to_str().unwrap(), "--id", "fanta"]);
    let drawn = between(&out, "password ", ";").trim().to_owned();
    assert_eq!(fanta.send("/account", None).await.0, StatusCode::SEE_OTHER, "out");
    assert_eq!(fanta.sign_in("fanta", PASSWORD).await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(fanta.sign_in("fanta", &drawn).await.0, StatusCode::SEE_OTHER);
}

/// Run by hand: how long an honest sign-in waits while strangers send wrong ones over 800 connections.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement: cargo nextest run --release --run-ignored only -E 'test(honest_sign_in)' --no-capture"]
async fn an_honest_sign_in_waits_under_two_seconds_while_800_wrong_ones_are_under_way() {
    let post = Post::demo();
    let mut known = Browser::new(&post.address);
    assert_eq!(known.sign_in("aminata", PASSWORD).await.0, StatusCode::SEE_OTHER);
    let mut strangers = JoinSet::new();
    for number in 0..800 {
        let mut stranger = Browser::new(&post.address);
        strangers.spawn(async move {
            for again in 0.. {
                let fields = [("account", format!("name-{number}-{again}")), ("password", "wrong".to_owned())];
                let url = format!("{}/sign-in", stranger.address);
                // A try that is refused at once is repeated after a moment, as an attacking program does.
                let answer = stranger.client.post(url).form(&fields).send().await;
                if answer.is_ok_and(|answer| answer.status() == StatusCode::TOO_MANY_REQUESTS) {
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                stranger.cookies.clear();
            }
        });
    }
    tokio::time::sleep(Duration::from_secs(3)).await;
    let (mut at_own_counter, mut on_another_machine) = (Vec::new(), Vec::new());
    for number in 2..12 {
        known.forget("limen-session");
        let mut newcomer = Browser::at(&post.address, Some(IpAddr::from([127, 0, 0, number])));
        for (browser, waits) in [(&mut known, &mut at_own_counter), (&mut newcomer, &mut on_another_machine)] {
            let begun = Instant::now();
            assert_eq!(browser.sign_in("aminata", PASSWORD).await.0, StatusCode::SEE_OTHER);
            waits.push(begun.elapsed());
        }
    }
    strangers.shutdown().await;
    for (who, mut waits) in [("at their own counter", at_own_counter), ("on another machine", on_another_machine)] {
        waits.sort_unstable();
        println!("an honest sign-in {who} among 800 wrong ones: median {:?}, longest {:?}", waits[5], waits[9]);
        assert!(waits[9] < Duration::from_secs(2), "{waits:?}");
    }
}
