//! Headquarters in a network namespace of its own, the post in another: the link between them is cut and joined again,
//! delayed and lossy where the kernel can do that, and both programs are killed meanwhile.
//!
//! It needs the right to make namespaces; where the kernel forbids that, it is left out and says so.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

#[path = "support/network.rs"]
mod network;
mod support;

use network::{Network, journals, kill, shell, until};
use reqwest::StatusCode;
use std::process::Command;
use support::{Officer, Post, zone};

/// A namespace with a link to it; gone when dropped.
struct Namespace {
    name: String,
    link: String,
    address: String,
}

impl Namespace {
    fn make() -> Self {
        let number = std::process::id() % 200;
        let (name, link) = (format!("limen{number}"), format!("lm{number}a"));
        let here = Self { address: format!("10.77.{number}.2"), name, link };
        let (name, link) = (&here.name, &here.link);
        let made = shell(&format!(
            "ip netns add {name} && ip link add {link} type veth peer name {link}b && ip link set {link}b netns {name} \
             && ip addr add 10.77.{number}.1/24 dev {link} && ip link set {link} up && ip netns exec {name} sh -c \
             'ip addr add {}/24 dev {link}b && ip link set {link}b up && ip link set lo up'",
            here.address
        ));
        assert!(made, "the namespace {name}");
        let is_late = shell(&format!("tc qdisc add dev {link} root netem delay 80ms 20ms loss 3% duplicate 1%"));
        println!("a link with delay and loss: {is_late}");
        here
    }

    /// Headquarters inside.
    fn serve(&self, data: &std::path::Path) -> Post {
        let mut command = Command::new("ip");
        command.args(["netns", "exec", &self.name, env!("CARGO_BIN_EXE_limen"), "serve", "--port", "0", "--data"]);
        command.arg(data);
        Post::start(command, data.to_owned(), None)
    }
}

impl Drop for Namespace {
    fn drop(&mut self) {
        shell(&format!("ip link del {}; ip netns del {}", self.link, self.name));
    }
}

async fn admit(officer: &Officer, number: u64) {
    let id = officer.scan(&zone(number, "DEMBELE RAMATA")).await;
    assert_eq!(officer.decide(&id, &[("decision", "admit"), ("purpose", "family")]).await.0, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_is_cut_and_programs_that_are_killed_cost_nothing_that_was_confirmed() {
    if !support::kernel_allows("a network namespace") {
        return;
    }
    let namespace = Namespace::make();
    let network = Network::at(&namespace.address).await;
    let mut headquarters = namespace.serve(&network.data("HQ"));
    let krm = network.join("KRM", "KRM");
    let mut post = Post::serve(&krm);
    let mut number = 0;
    for round in 0..6 {
        let aminata = network.sign_in(&post.address, "aminata", "/counter").await;
        for _ in 0..5 {
            number += 1;
            admit(&aminata, number).await;
        }
        match round % 3 {
            0 => {
                assert!(shell(&format!("ip link set {} down", namespace.link)));
                number += 1;
                admit(&aminata, number).await;
                assert!(shell(&format!("ip link set {} up", namespace.link)));
            }
            1 => {
                kill(&mut headquarters);
                headquarters = namespace.serve(&network.data("HQ"));
            }
            _ => {
                kill(&mut post);
                post = Post::serve(&krm);
            }
        }
    }
    until("headquarters holds the whole journal", || async {
        journals(&krm).get("KRM") == journals(&network.data("HQ")).get("KRM")
    })
    .await;
    let store = network.store().await;
    let (node, mut found) = (limen_domain::NodeId::parse("KRM").unwrap(), 0);
    let mut after = 0;
    loop {
        let events = store.journal_after(&node, after, usize::MAX).await.unwrap();
        let Some(last) = events.last() else { break };
        after = last.seq;
        found += events.iter().filter(|event| event.kind == "crossing-recorded").count();
    }
    store.close().await;
    assert_eq!(found as u64, number);
}
