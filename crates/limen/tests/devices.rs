//! Pages served to other machines of a post: over TLS, to browsers that were let in with a code.
#![allow(clippy::unwrap_used)]

#[path = "support/browser.rs"]
mod browser;
mod support;

use browser::{Browser, enter, is_accessible, shows};
use fantoccini::Locator;
use std::{
    net::TcpListener,
    sync::Arc,
    time::{Duration, Instant},
};
use support::{Officer, Post, between};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinSet,
};
use tokio_rustls::{
    TlsConnector,
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
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let settings = format!("[pages]\ndevices = \"127.0.0.1:{port}\"\nnames = [\"localhost\", \"127.0.0.1\"]\n");
    std::fs::write(demo.data.join("limen.toml"), settings).unwrap();
    (demo.restart(), port)
}

/// Sends a request to the port of devices as a machine would that trusts this authority; the whole answer.
async fn send(port: u16, authority: &str, request: &str) -> std::io::Result<String> {
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
    let mut answer = Vec::new();
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
async fn a_browser_on_another_machine_sees_nothing_until_it_was_let_in_with_a_code() {
    let (here, port) = served();
    let mariam = Officer::sign_in(&here.address, "mariam").await;
    let authority = mariam.page("/devices/authority").await;
    // A browser that trusts another authority does not get a connection.
    let other = authority_of_nobody();
    assert!(send(port, &other, &get("/sign-in", "")).await.is_err());

    for path in ["/", "/sign-in", "/counter", "/day", "/nothing"] {
        let answer = send(port, &authority, &get(path, &mariam.cookie)).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 303") && answer.contains("location: /enrol"), "{path}: {answer}");
        assert!(answer.contains("strict-transport-security: max-age=31536000"), "{answer}");
    }
    let password = format!("account=mariam&password={}", support::PASSWORD);
    let answer = send(port, &authority, &post("/sign-in", "", &password)).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 403"), "a password is not enough: {answer}");
    let wrong = send(port, &authority, &post("/enrol", "", "code=aaaa-bbbb-cccc")).await.unwrap();
    assert!(wrong.starts_with("HTTP/1.1 401"), "{wrong}");

    let page = mariam.post("/devices", &[("name", "Guichet 2")]).await.text().await.unwrap();
    let code = between(&page, "<p class=\"code\"><code>", "</code>").to_owned();
    let typed = format!("code={}", code.to_uppercase().replace(' ', "-"));
    let enrolled = send(port, &authority, &post("/enrol", "", &typed)).await.unwrap();
    let set = between(&enrolled, "set-cookie: ", "\r\n");
    for attribute in ["__Host-limen-device=", "HttpOnly", "Secure", "SameSite=Strict", "Path=/"] {
        assert!(set.contains(attribute), "{set}");
    }
    let cookie = set.split(';').next().unwrap();
    let again = send(port, &authority, &post("/enrol", "", &typed)).await.unwrap();
    assert!(again.starts_with("HTTP/1.1 401"), "a code is good once");
    let page = send(port, &authority, &get("/sign-in", cookie)).await.unwrap();
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("Connexion"), "{page}");
    let answer = send(port, &authority, &post("/sign-in", cookie, &password)).await.unwrap();
    let sessions = answer.split("set-cookie: __Host-limen-session=").nth(1);
    let session = format!("__Host-limen-session={}", sessions.unwrap().split(';').next().unwrap());
    assert!(!answer.contains("set-cookie: limen-"), "no cookie without the prefix: {answer}");
    let counter = send(port, &authority, &get("/counter", &format!("{cookie}; {session}"))).await.unwrap();
    assert!(counter.starts_with("HTTP/1.1 200"), "{counter}");
    let planted = format!("{cookie}; {}", session.trim_start_matches("__Host-"));
    let refused = send(port, &authority, &get("/counter", &planted)).await.unwrap();
    assert!(refused.contains("location: /sign-in"), "what another name of the machine may have set: {refused}");

    // Shut out, it sees nothing again.
    let devices = mariam.page("/devices").await;
    let end = between(&devices, "action=\"/devices/", "\"");
    let ended = mariam.post(&format!("/devices/{end}"), &[("reason", "volé")]).await;
    assert!(ended.status().is_redirection());
    let answer = send(port, &authority, &get("/sign-in", cookie)).await.unwrap();
    assert!(answer.contains("location: /enrol"), "{answer}");
    assert!(mariam.page("/devices").await.contains("exclu : volé"));
}

#[tokio::test]
async fn devices_ask_for_the_node_by_the_names_in_its_certificate_alone() {
    let (here, port) = served();
    let mariam = Officer::sign_in(&here.address, "mariam").await;
    let authority = mariam.page("/devices/authority").await;
    let by = |host: &str| format!("GET /enrol HTTP/1.1\nHost: {host}\nConnection: close\n\n");
    for host in ["evil.example", &format!("evil.example:{port}"), "kouremale.local", "192.168.1.10"] {
        let answer = send(port, &authority, &by(host)).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 421") && !answer.contains("name=\"code\""), "{host}: {answer}");
    }
    for host in ["localhost", &format!("localhost:{port}"), &format!("127.0.0.1:{port}")] {
        let answer = send(port, &authority, &by(host)).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("name=\"code\""), "{host}: {answer}");
    }
}

#[tokio::test]
async fn wrong_codes_sent_at_once_keep_nobody_waiting_lock_no_right_one_out_and_stand_in_the_journal() {
    let (here, port) = served();
    let mariam = Officer::sign_in(&here.address, "mariam").await;
    let authority = mariam.page("/devices/authority").await;
    let page = mariam.post("/devices", &[("name", "Guichet 2")]).await.text().await.unwrap();
    let right = between(&page, "<p class=\"code\"><code>", "</code>").replace(' ', "-");
    let mut together = JoinSet::new();
    for number in 0..60 {
        let authority = authority.clone();
        together.spawn(async move {
            send(port, &authority, &post("/enrol", "", &format!("code=aaaa-bbbb-{number:04}"))).await.unwrap()
        });
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
    let begun = Instant::now();
    let mistyped = send(port, &authority, &post("/enrol", "", "code=aaaa-bbbb-oooo")).await.unwrap();
    assert!(mistyped.starts_with("HTTP/1.1 401") && mistyped.contains("Demandez-en un autre"), "{mistyped}");
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    for answer in together.join_all().await {
        assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    }
    let enrolled = send(port, &authority, &post("/enrol", "", &format!("code={right}"))).await.unwrap();
    assert!(enrolled.starts_with("HTTP/1.1 303"), "{enrolled}");
    let noted = here.journal("device-refused").await;
    assert!(noted.len() == 60 && noted[0].contains("127.0.0.1"), "{} {noted:?}", noted.len());
    // A machine that goes on is told to wait.
    for _ in 0..250 {
        let answer = send(port, &authority, &post("/enrol", "", "code=aaaa-bbbb-cccc")).await.unwrap();
        if answer.starts_with("HTTP/1.1 429") && answer.contains("retry-after: ") {
            return;
        }
    }
    panic!("250 codes were looked at");
}

/// Lets a browser on another machine be a device; its cookie.
async fn enrolled(mariam: &Officer, port: u16, authority: &str, name: &str) -> String {
    let page = mariam.post("/devices", &[("name", name)]).await.text().await.unwrap();
    let code = between(&page, "<p class=\"code\"><code>", "</code>").replace(' ', "");
    let answer = send(port, authority, &post("/enrol", "", &format!("code={code}"))).await.unwrap();
    between(&answer, "set-cookie: ", ";").to_owned()
}

/// The cookies of someone who signs in on a device: of their session, and of the browser.
async fn signed_in(port: u16, authority: &str, device: &str, account: &str) -> Vec<String> {
    let password = format!("account={account}&password={}", support::PASSWORD);
    let answer = send(port, authority, &post("/sign-in", device, &password)).await.unwrap();
    let set = answer.split("set-cookie: ").skip(1).map(|rest| rest.split(';').next().unwrap().to_owned());
    set.filter(|cookie| !cookie.contains("limen-device")).collect()
}

#[tokio::test]
async fn a_session_is_good_on_the_device_on_which_it_began_and_ends_with_it() {
    let (here, port) = served();
    let mut mariam = Officer::sign_in(&here.address, "mariam").await;
    let authority = mariam.page("/devices/authority").await;
    let first = enrolled(&mariam, port, &authority, "Guichet 2").await;
    let second = enrolled(&mariam, port, &authority, "Guichet 3").await;
    let cookies = signed_in(port, &authority, &first, "mariam").await.join("; ");
    let at = async |device: &str, path: &str| {
        send(port, &authority, &get(path, &format!("{device}; {cookies}"))).await.unwrap()
    };
    assert!(at(&first, "/counter").await.starts_with("HTTP/1.1 200"));
    let elsewhere = at(&second, "/counter").await;
    assert!(elsewhere.contains("location: /sign-in"), "on another device: {elsewhere}");
    let mut own_port = Officer::nobody(&here.address);
    own_port.cookie = cookies.replace("__Host-", "");
    assert_eq!(own_port.get("/counter").await.status(), 303, "at the node's own port");
    let from_here = mariam.cookie.split("; ").map(|cookie| format!("__Host-{cookie}")).collect::<Vec<_>>().join("; ");
    let answer = send(port, &authority, &get("/counter", &format!("{first}; {from_here}"))).await.unwrap();
    assert!(answer.contains("location: /sign-in"), "the node's own on a device: {answer}");
    assert!(at(&first, "/counter").await.starts_with("HTTP/1.1 200"), "where it began it is good");

    // What is set aside is taken up on the same device alone, whatever the browser says that it is.
    let page = at(&first, "/account").await;
    let key = between(&page, "name=\"form_key\" value=\"", "\"").to_owned();
    let pin = format!("form_key={key}&pin=2580&again=2580");
    let answer = send(port, &authority, &post("/aside", &format!("{first}; {cookies}"), &pin)).await.unwrap();
    assert!(answer.contains("location: /resume"), "{answer}");
    let (resume, back) = (format!("{second}; {cookies}"), "account=mariam&pin=2580");
    let answer = send(port, &authority, &post("/resume", &resume, back)).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 401"), "on another device: {answer}");
    assert_eq!(own_port.post("/resume", &[("account", "mariam"), ("pin", "2580")]).await.status(), 401);
    let answer = send(port, &authority, &post("/resume", &format!("{first}; {cookies}"), back)).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    let set = answer.split("set-cookie: ").skip(1).map(|rest| rest.split(';').next().unwrap());
    let session = set.into_iter().find(|cookie| cookie.contains("limen-session=")).unwrap().to_owned();

    // Ended as stolen: its sessions are over, and what followed the node is told nothing more.
    let follows = get("/live", &format!("{first}; {session}"));
    let stream = tokio::time::timeout(Duration::from_secs(20), send(port, &authority, &follows));
    let end = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let devices = mariam.page("/devices").await;
        let row = devices.split("<th scope=\"row\">Guichet 2").nth(1).unwrap();
        let id = between(row, "action=\"/devices/", "\"").to_owned();
        let ended = mariam.post(&format!("/devices/{id}"), &[("reason", "volé")]).await;
        assert!(ended.status().is_redirection());
        Instant::now()
    };
    let (streamed, at) = tokio::join!(stream, end);
    let answer = streamed.expect("the stream ends").unwrap();
    assert!(answer.contains("text/event-stream"), "{answer}");
    assert!(at.elapsed() < Duration::from_secs(6), "{:?}", at.elapsed());
    mariam.cookie = session.replace("__Host-", "");
    assert_eq!(mariam.get("/counter").await.status(), 303, "its session is over");
}

/// The certificate of an authority that signed nothing here.
fn authority_of_nobody() -> String {
    let folder = tempfile::tempdir().unwrap();
    limen_exchange::page_certificate::PagesAuthority::of(folder.path(), "NOBODY", jiff::Timestamp::now()).unwrap().pem()
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
    shows(&second.client, "Admettre cette machine").await;
    is_accessible(&second.client, "enrol").await;
    second.client.active_element().await.unwrap().send_keys(&format!("{code}\n")).await.unwrap();
    shows(&second.client, "Identifiant").await;
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
