//! A reader of documents at the counter, in software: it is let in, and hands in chips that are sound, altered or copied.

use super::drawn;
use crate::support::{Officer, Post, between};
use limen_chip::simulated::{Issuer, Passport, passport};
use reqwest::Client;
use serde_json::{Value, json};
use tokio::task::JoinHandle;

/// The state whose passports have chips here, in two letters.
const STATE: &str = "GN";

/// How a chip is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Chip {
    /// As its state made it.
    Sound,
    /// The file of its face is another than the one that was signed, and still shows one.
    Altered,
    /// Its files are right, and its key is not there: a copy.
    Copied,
}

/// A reader that was let in at the node's own counter. It is there until it is dropped.
pub(super) struct Reader {
    client: Client,
    address: String,
    token: String,
    presence: JoinHandle<()>,
}

impl Reader {
    /// Lets one in, by a supervisor's code.
    pub(super) async fn let_in(post: &Post) -> Self {
        let supervisor = Officer::sign_in(&post.address, "mariam").await;
        let made = supervisor.post("/devices", &[("name", "Lecteur du guichet"), ("reads_for", "node")]).await;
        let page = made.text().await.unwrap();
        let code = json!({ "code": between(&page, "<p class=\"code\"><code>", "</code>") });
        let client = Client::new();
        let answer = sent(&client, &format!("{}/reader/enrol", post.address), "", &code).await.unwrap();
        let answer: Value = serde_json::from_str(&answer).unwrap();
        let token = answer["token"].as_str().unwrap().to_owned();
        let presence = tokio::spawn(stays(client.clone(), format!("{}/reader/requests", post.address), token.clone()));
        Self { client, address: post.address.clone(), token, presence }
    }

    /// A passport with a chip was laid on it: its zone, its page and the chip's files.
    pub(super) async fn reads(&self, zone: &str, chip: Chip) {
        let letters: String = zone.lines().map(str::trim).collect();
        let (_, files) = passport(&Passport::new(&letters, &drawn::face()), &Issuer::of(STATE));
        let page = drawn::written(drawn::page(), image::ImageFormat::Jpeg);
        let mut parts = vec![
            ("zone".to_owned(), zone.as_bytes().to_vec()),
            ("read_by".to_owned(), b"desko".to_vec()),
            ("access".to_owned(), b"pace".to_vec()),
            ("white".to_owned(), page),
        ];
        parts.extend(files.iter().map(|(name, bytes)| (name.to_string(), bytes.to_vec())));
        match chip {
            Chip::Sound => {}
            Chip::Altered => {
                let (_, face) = parts.iter_mut().find(|(name, _)| name == "DG2").unwrap();
                // The sex that the record of the face states, 20 octets behind its start (ISO/IEC 19794-5).
                let record = face.windows(4).position(|start| start == b"FAC\0").unwrap();
                face[record + 20] ^= 1;
            }
            Chip::Copied => parts.push(("chip_authentication".to_owned(), b"no".to_vec())),
        }
        let mut body = Vec::new();
        for (name, bytes) in &parts {
            body.extend(format!("--edge\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n").as_bytes());
            body.extend_from_slice(bytes);
            body.extend(b"\r\n");
        }
        body.extend(b"--edge--\r\n");
        let request = self.client.post(format!("{}/reader/readings", self.address)).bearer_auth(&self.token);
        let answer =
            request.header("content-type", "multipart/form-data; boundary=edge").body(body).send().await.unwrap();
        assert!(answer.status().is_success(), "{}", answer.text().await.unwrap());
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.presence.abort();
    }
}

/// The certificate by which chips of the state are believed.
pub(super) fn certificate() -> Vec<u8> {
    Issuer::of(STATE).authority.certificate.der().to_vec()
}

/// Says again and again that the reader is there, until the post is gone.
async fn stays(client: Client, address: String, token: String) {
    let presence = json!({ "readers": [{ "name": "desko", "state": "here" }], "chips": true });
    while sent(&client, &address, &token, &presence).await.is_ok() {}
}

/// Sends JSON, and reads the answer.
async fn sent(client: &Client, address: &str, token: &str, said: &Value) -> reqwest::Result<String> {
    let request = client.post(address).bearer_auth(token).header("content-type", "application/json");
    request.body(said.to_string()).send().await?.error_for_status()?.text().await
}
