//! Pages served to other machines of a post over TLS. Who is let in there with a code is shown at the pages
//! (`crates/web/tests/pages/devices.rs`).
#![allow(clippy::unwrap_used)]

#[path = "support/browser.rs"]
mod browser;
mod support;

use browser::{Browser, enter, is_accessible, says, shows};
use fantoccini::Locator;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use support::{Officer, Page, Post, between};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use tokio_rustls::{
    TlsConnector,
    client::TlsStream,
    rustls::{
        ClientConfig, RootCertStore,
        crypto::ring,
        pki_types::{CertificateDer, ServerName, pem::PemObject},
        version,
    },
};

/// The demonstration's post, served to other machines too; with its port there.
fn served() -> (Post, u16) {
    let demo = Post::demo();
    let port = support::port();
    let settings = format!("[pages]\ndevices = \"127.0.0.1:{port}\"\nnames = [\"localhost\", \"127.0.0.1\"]\n");
    std::fs::write(demo.data.join("limen.toml"), settings).unwrap();
    (demo.restart(), port)
}

/// Sends a request to the port of devices as a machine would that trusts this authority; where the answer comes.
async fn ask(port: u16, authority: &str, request: &str) -> std::io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(authority.as_bytes()).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(&[&version::TLS13])
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let stream = TcpStream::connect(("127.0.0.1", port)).await?;
    let name = ServerName::try_from("localhost").unwrap();
    let mut stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await?;
    stream.write_all(request.replace('\n', "\r\n").as_bytes()).await?;
    Ok(stream)
}

/// The same; the whole answer.
async fn send(port: u16, authority: &str, request: &str) -> std::io::Result<String> {
    let (mut stream, mut answer) = (ask(port, authority, request).await?, Vec::new());
    let _ = stream.read_to_end(&mut answer).await;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

fn get(path: &str, cookie: &str) -> String {
    format!("GET {path} HTTP/1.1\nHost: localhost\nCookie: {cookie}\nConnection: close\n\n")
}

fn post(path: &str, cookie: &str, body: &str) -> String {
    format!(
        "POST {path} HTTP/1.1\nHost: localhost\nCookie: {cookie}\nConnection: close\n\
         Content-Type: application/x-www-form-urlencoded\nContent-Length: {}\n\n{body}",
        body.len()
    )
}

#[tokio::test]
async fn a_browser_on_another_machine_trusts_the_nodes_authority_alone_asks_by_its_names_and_keeps_its_cookies_apart() {
    let (here, port) = served();
    let mariam = Officer::sign_in(&here.address, "mariam").await;
    let authority = mariam.page("/devices/authority").await;
    let other = authority_of_nobody();
    assert!(send(port, &other, &get("/sign-in", "")).await.is_err(), "a browser that trusts another authority");
    let by = |host: &str| format!("GET /enrol HTTP/1.1\nHost: {host}\nConnection: close\n\n");
    for host in ["evil.example", &format!("evil.example:{port}"), "kouremale.local", "192.168.1.10"] {
        let answer = send(port, &authority, &by(host)).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 421") && !answer.contains("name=\"code\""), "{host}: {answer}");
    }
    for host in ["localhost", &format!("localhost:{port}"), &format!("127.0.0.1:{port}")] {
        let answer = send(port, &authority, &by(host)).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("name=\"code\""), "{host}: {answer}");
    }
    let answer = send(port, &authority, &get("/counter", &mariam.cookie)).await.unwrap();
    assert!(answer.contains("location: /enrol") && answer.contains("strict-transport-security: "), "{answer}");

    // Let in with a code, someone signs in there, and is put out at once when the device is ended as stolen: what follows
    // the node is told nothing more.
    let page = Page::read(&mariam.post("/devices", &[("name", "Guichet 2")]).await.text().await.unwrap());
    let code = format!("code={}", page.part_of_class("p", "code").text().replace(' ', ""));
    let answer = send(port, &authority, &post("/enrol", "", &code)).await.unwrap();
    let device = between(&answer, "set-cookie: ", ";").to_owned();
    let password = format!("account=mariam&password={}", support::PASSWORD);
    let answer = send(port, &authority, &post("/sign-in", &device, &password)).await.unwrap();
    let session = format!("__Host-limen-session={}", between(&answer, "set-cookie: __Host-limen-session=", ";"));
    let mut stream = ask(port, &authority, &get("/live", &format!("{device}; {session}"))).await.unwrap();
    let (mut answer, limit) = (Vec::new(), Duration::from_secs(20));
    while !String::from_utf8_lossy(&answer).contains("text/event-stream") {
        let read = tokio::time::timeout(limit, stream.read_buf(&mut answer)).await.expect("it follows").unwrap();
        assert!(read > 0, "{}", String::from_utf8_lossy(&answer));
    }
    let devices = mariam.read("/devices").await;
    let end = devices.addresses().into_iter().find(|address| address.ends_with("/end")).unwrap();
    assert!(mariam.post(end, &[("reason", "volé")]).await.status().is_redirection());
    let at = Instant::now();
    let _ = tokio::time::timeout(limit, stream.read_to_end(&mut answer)).await.expect("the stream ends");
    assert!(at.elapsed() < Duration::from_secs(6), "{:?}", at.elapsed());
}

/// The certificate of an authority that signed nothing here.
fn authority_of_nobody() -> String {
    let folder = tempfile::tempdir().unwrap();
    limen_exchange::page_certificate::PagesAuthority::of(folder.path(), "NOBODY", support::now()).unwrap().pem()
}

#[tokio::test]
async fn an_officer_at_a_second_counter_enrols_it_and_works() {
    let (here, port) = served();
    let mariam = Officer::sign_in(&here.address, "mariam").await;
    let page = mariam.post("/devices", &[("name", "Guichet 2")]).await.text().await.unwrap();
    let code = between(&page, "<p class=\"code\"><code>", "</code>").to_owned();
    let second = Browser::start(1366, 768).await;
    let address = format!("https://localhost:{port}");
    second.client.goto(&address).await.unwrap();
    says(&second.client, "enrol-title").await;
    is_accessible(&second.client, "enrol").await;
    let field = second.client.wait().for_element(Locator::Css("input[name=code]:focus")).await.unwrap();
    field.send_keys(&format!("{code}\n")).await.unwrap();
    second.client.wait().for_element(Locator::Css("input[name=account]")).await.unwrap();
    enter(&second.client, &address, "aminata").await;
    second.client.wait().for_element(Locator::Css("header.bar")).await.unwrap();
    second.client.goto(&format!("{address}/counter")).await.unwrap();
    shows(&second.client, "Kourémalé").await;
    // The supervisor sees that it is used.
    let first = Browser::start(1366, 768).await;
    enter(&first.client, &here.address, "mariam").await;
    first.client.wait().for_element(Locator::Css("header.bar")).await.unwrap();
    first.client.goto(&format!("{}/devices", here.address)).await.unwrap();
    shows(&first.client, "Guichet 2").await;
    is_accessible(&first.client, "devices").await;
}
