//! What is said to the node: by HTTP over TLS to the node whose authority this program was told to trust. docs/readers.md has
//! every request, for other programs too.

use crate::settings::Counter;
use rustls::crypto::{CryptoProvider, ring};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{fmt, sync::Arc, time::Duration};
use thiserror::Error;
use ureq::{
    Agent,
    http::{Response, StatusCode},
    tls::{Certificate, RootCerts, TlsConfig},
};

/// The longest that the node takes to answer, with room.
const LONGEST: Duration = Duration::from_secs(25);
/// Maximum number of bytes of an answer.
const MOST_BYTES: u64 = 64 * 1024;

/// Why the node did not take something.
#[derive(Debug, Error)]
pub enum NodeError {
    /// It can't be reached, or is not the node whose authority is trusted.
    #[error("the node can't be reached: {0}")]
    Away(String),
    /// It does not know this program, or not any more.
    #[error("this program is let in no more; an administrator makes a new code on the page Devices")]
    NotLetIn,
    /// The code is wrong.
    #[error("the code is wrong, was used, or is more than an hour old; ask for a new one")]
    WrongCode,
    /// It wants to be left alone for a while.
    #[error("the node is asked too often; wait a minute")]
    TooMany,
    /// It takes something else.
    #[error("the node does not take it ({0})")]
    Refused(StatusCode),
    /// The certificate is none.
    #[error("the authority's certificate can't be read; take limen.crt from the page Devices again")]
    Authority,
    /// The address is none that is spoken to.
    #[error(
        "give the node's address as the page Devices shows it: https://NAME:PORT with --authority limen.crt, or http://127.0.0.1:PORT on the node's own machine"
    )]
    Address,
}

/// The node.
#[derive(Debug, Clone)]
pub struct Node {
    agent: Agent,
    address: String,
    token: String,
}

/// What is at this counter, for the page to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Presence {
    /// The readers, each with its name and whether it is there.
    pub readers: Vec<Reader>,
    /// Whether chips can be read.
    pub chips: bool,
}

/// A reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reader {
    /// What it is called.
    pub name: String,
    /// How it is.
    pub state: State,
}

/// How a reader is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It is there.
    Here,
    /// It is not.
    Away,
    /// It sends what is no document.
    Noise,
}

/// What the counter asks for: to read the chip of the document whose zone is this.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct Request {
    /// Which request.
    pub id: String,
    /// The zone, its lines parted by line feeds.
    pub zone: String,
    /// The card access number, where the officer typed one.
    pub can: Option<String>,
    /// What active authentication is to ask, in hexadecimal.
    pub challenge: String,
}

/// What opens a chip is said nowhere.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request").field("id", &self.id).finish_non_exhaustive()
    }
}

/// How reading goes on, for those who wait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Which request.
    pub request: String,
    /// What happens.
    pub step: Step,
    /// The file that is read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Octets of it that are there.
    pub read: usize,
    /// Octets that it has.
    pub total: usize,
}

/// What happens while a chip is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// No document lies on the reader.
    LayDown,
    /// The chip opened.
    Opened,
    /// A file is read.
    Reading,
    /// The chip is asked whether it is the original.
    Proving,
    /// The document was taken away before the end.
    Lost,
    /// No reading of the zone opens it.
    WrongKey,
    /// What lies there is no travel document.
    NoDocument,
    /// It was given up.
    GivenUp,
    /// There is no reader of chips.
    NoReader,
}

/// What is handed in: one request for everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// Short texts, by their names.
    pub texts: Vec<(&'static str, String)>,
    /// Pictures and files, by their names.
    pub files: Vec<(String, Vec<u8>)>,
}

#[derive(Serialize)]
struct Code<'a> {
    code: &'a str,
}

#[derive(Deserialize)]
struct Token {
    token: String,
}

#[derive(Deserialize)]
struct Asked {
    request: Option<Request>,
}

#[derive(Deserialize)]
struct GoesOn {
    goes_on: bool,
}

impl Node {
    /// The node of a counter.
    ///
    /// # Errors
    /// The address or the authority's certificate is none.
    pub fn of(counter: &Counter) -> Result<Self, NodeError> {
        let agent = agent(&counter.address, counter.authority.as_deref())?;
        let address = counter.address.trim_end_matches('/').to_owned();
        Ok(Self { agent, address, token: counter.token.clone() })
    }

    /// Asks to be let in with a code.
    ///
    /// # Errors
    /// [`NodeError`] says why it was not.
    pub fn enrol(address: &str, authority: Option<String>, code: &str) -> Result<Counter, NodeError> {
        let mut counter =
            Counter { address: address.trim_end_matches('/').to_owned(), token: String::new(), authority };
        let node = Self::of(&counter)?;
        let answered: Token = node.json("/reader/enrol", &Code { code }).map_err(|error| match error {
            NodeError::NotLetIn => NodeError::WrongCode,
            other => other,
        })?;
        counter.token = answered.token;
        Ok(counter)
    }

    /// Says what is here, and waits some seconds for what the counter asks for.
    ///
    /// # Errors
    /// [`NodeError`] says why it was not heard.
    pub fn ask(&self, presence: &Presence) -> Result<Option<Request>, NodeError> {
        Ok(self.json::<Asked>("/reader/requests", presence)?.request)
    }

    /// Says how reading goes on; the answer is whether it is still wanted.
    ///
    /// # Errors
    /// [`NodeError`] says why it was not heard.
    pub fn progress(&self, progress: &Progress) -> Result<bool, NodeError> {
        Ok(self.json::<GoesOn>("/reader/progress", progress)?.goes_on)
    }

    /// Hands in what was read.
    ///
    /// # Errors
    /// [`NodeError`] says why it was not taken.
    pub fn hand_in(&self, reading: &Reading) -> Result<(), NodeError> {
        let (kind, body) = reading.encoded();
        let request = self.agent.post(format!("{}/reader/readings", self.address));
        let request = request.header("authorization", format!("Bearer {}", self.token)).header("content-type", kind);
        taken(request.send(&body[..])).map(|_| ())
    }

    fn json<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> Result<T, NodeError> {
        let body = serde_json::to_vec(body).map_err(|error| NodeError::Away(error.to_string()))?;
        let request = self.agent.post(format!("{}{path}", self.address)).header("content-type", "application/json");
        let request = request.header("authorization", format!("Bearer {}", self.token));
        let mut answer = taken(request.send(&body[..]))?;
        let bytes = answer.body_mut().with_config().limit(MOST_BYTES).read_to_vec();
        let bytes = bytes.map_err(|error| NodeError::Away(error.to_string()))?;
        serde_json::from_slice(&bytes).map_err(|_| NodeError::Refused(answer.status()))
    }
}

fn taken(answer: Result<Response<ureq::Body>, ureq::Error>) -> Result<Response<ureq::Body>, NodeError> {
    let answer = answer.map_err(|error| NodeError::Away(error.to_string()))?;
    match answer.status() {
        status if status.is_success() => Ok(answer),
        StatusCode::UNAUTHORIZED => Err(NodeError::NotLetIn),
        StatusCode::TOO_MANY_REQUESTS => Err(NodeError::TooMany),
        StatusCode::BAD_GATEWAY | StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => {
            Err(NodeError::Away(answer.status().to_string()))
        }
        other => Err(NodeError::Refused(other)),
    }
}

/// What speaks to an address: over TLS with the authority that was given and no other, or in the open on this machine alone.
fn agent(address: &str, authority: Option<&str>) -> Result<Agent, NodeError> {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .proxy(None)
        .timeout_connect(Some(Duration::from_secs(5)))
        .timeout_global(Some(LONGEST));
    if let Some(rest) = address.strip_prefix("http://") {
        let host = rest.split('/').next().unwrap_or_default();
        let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
        let is_here = ["localhost", "127.0.0.1", "[::1]"].contains(&name);
        return if is_here { Ok(config.build().into()) } else { Err(NodeError::Address) };
    }
    let (true, Some(authority)) = (address.starts_with("https://"), authority) else { return Err(NodeError::Address) };
    let certificate = Certificate::from_pem(authority.as_bytes()).map_err(|_| NodeError::Authority)?;
    let provider: Arc<CryptoProvider> = Arc::new(ring::default_provider());
    let tls = TlsConfig::builder()
        .root_certs(RootCerts::new_with_certs(&[certificate]))
        .unversioned_rustls_crypto_provider(provider)
        .build();
    Ok(config.https_only(true).tls_config(tls).build().into())
}

impl Reading {
    /// As multipart/form-data (RFC 7578): its type, and its bytes.
    pub fn encoded(&self) -> (String, Vec<u8>) {
        let is_within = |boundary: &str| {
            let texts = self.texts.iter().map(|(_, text)| text.as_bytes());
            let files = self.files.iter().map(|(_, bytes)| bytes.as_slice());
            texts.chain(files).any(|bytes| bytes.windows(boundary.len()).any(|part| part == boundary.as_bytes()))
        };
        // A boundary that stands in nothing of it.
        let boundary = (0_u32..).map(|count| format!("limen-reader-{count:08x}")).find(|boundary| !is_within(boundary));
        let boundary = boundary.unwrap_or_default();
        let mut body = Vec::new();
        for (name, text) in &self.texts {
            let head = format!("--{boundary}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n");
            body.extend([head.as_bytes(), text.as_bytes(), b"\r\n"].concat());
        }
        for (name, bytes) in &self.files {
            let head = format!(
                "--{boundary}\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"{name}\"\r\n\
                 content-type: application/octet-stream\r\n\r\n"
            );
            body.extend([head.as_bytes(), bytes.as_slice(), b"\r\n"].concat());
        }
        body.extend(format!("--{boundary}--\r\n").as_bytes());
        (format!("multipart/form-data; boundary={boundary}"), body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_sent_in_the_open_to_another_machine_or_to_one_that_nobody_vouches_for() {
        for address in ["http://node:8080", "https://node:8444", "ftp://127.0.0.1", "http://127.0.0.1.example:80", ""] {
            assert!(matches!(agent(address, None), Err(NodeError::Address)), "{address}");
        }
        assert!(agent("http://127.0.0.1:8080", None).is_ok());
        assert!(matches!(agent("https://node:8444", Some("no certificate")), Err(NodeError::Authority)));
    }

    #[test]
    fn a_reading_is_one_request_whatever_its_files_hold() {
        let reading = Reading {
            texts: vec![("zone", "P<UTO".into())],
            files: vec![("DG1".into(), b"--limen-reader-00000000\r\n".to_vec())],
        };
        let (kind, body) = reading.encoded();
        assert_eq!(kind, "multipart/form-data; boundary=limen-reader-00000001");
        let text = String::from_utf8(body).expect("text");
        assert!(text.contains("name=\"zone\"\r\n\r\nP<UTO\r\n--") && text.ends_with("--limen-reader-00000001--\r\n"));
    }
}
