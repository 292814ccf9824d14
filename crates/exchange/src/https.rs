//! The link: questions to headquarters over HTTPS, and headquarters that answers them.

use crate::{
    Headquarters, Refused, Why,
    enrolment::{Request, Welcome},
    seal::MOST_SEALED,
    tls::Peer,
};
use axum::{
    Json, Router,
    body::{Body, to_bytes},
    extract::{ConnectInfo, DefaultBodyLimit, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use http_body_util::{BodyExt, Full, Limited};
use hyper::{body::Bytes, client::conn::http1};
use hyper_util::rt::TokioIo;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::{sync::Arc, time::Duration};
use tokio::{net::TcpStream, sync::Semaphore, time::timeout};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, pki_types::ServerName},
};

/// Where questions go.
const EXCHANGE: &str = "/exchange/1";
/// Where machines become nodes.
const ENROL: &str = "/enrol/1";
/// How many questions are read and answered at once: each may hold [`MOST_SEALED`] bytes.
const AT_ONCE: usize = 24;
/// How long a machine that sent a wrong code waits for its answer.
const WRONG_CODE: Duration = Duration::from_secs(1);
/// The most bytes of a request to become a node.
const MOST_REQUEST: usize = 4 << 10;
/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(30);
/// How long a question and its answer may take; posts ask for as much as their link carries in a fraction of this.
const ANSWER: Duration = Duration::from_secs(300);

/// What headquarters serves to posts.
pub fn router(headquarters: Arc<Headquarters>) -> Router {
    let state = Served { headquarters, room: Arc::new(Semaphore::new(AT_ONCE)) };
    Router::new()
        .route(EXCHANGE, post(exchange).layer(DefaultBodyLimit::disable()))
        .route(ENROL, post(enrol).layer(DefaultBodyLimit::max(MOST_REQUEST)))
        .with_state(state)
}

#[derive(Clone)]
struct Served {
    headquarters: Arc<Headquarters>,
    room: Arc<Semaphore>,
}

/// A refusal as it is told to a post.
#[derive(Debug, Serialize, Deserialize)]
struct Told {
    why: Why,
    detail: String,
    /// Headquarters' clock, in milliseconds since 1970.
    at: i64,
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = match self.why {
            Why::Trouble => StatusCode::SERVICE_UNAVAILABLE,
            Why::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            _ => StatusCode::FORBIDDEN,
        };
        // What is wrong with headquarters' database is no post's concern.
        let detail = if self.why == Why::Trouble { String::new() } else { self.detail };
        (status, Json(Told { why: self.why, detail, at: Timestamp::now().as_millisecond() })).into_response()
    }
}

async fn exchange(
    State(served): State<Served>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    body: Body,
) -> Result<Response, Refused> {
    let key = peer.0.ok_or_else(|| Refused::new(Why::UnknownSender, "no certificate was shown".into()))?;
    let _room = served.room.acquire().await;
    let question = timeout(ANSWER, to_bytes(body, MOST_SEALED)).await;
    let question = question.ok().and_then(Result::ok);
    let question = question.ok_or_else(|| Refused::new(Why::TooLarge, "or it took too long".into()))?;
    let answer = served.headquarters.answer_over_link(&question, &key, Timestamp::now()).await?;
    Ok(([(header::CONTENT_TYPE, "application/octet-stream")], answer).into_response())
}

async fn enrol(State(served): State<Served>, Json(request): Json<Request>) -> Result<Json<Welcome>, Refused> {
    let welcome = served.headquarters.enrol(&request, Timestamp::now()).await;
    if welcome.is_err() {
        tokio::time::sleep(WRONG_CODE).await;
    }
    welcome.map(Json)
}

/// Why a question got no answer.
#[derive(Debug, thiserror::Error)]
pub enum NoAnswer {
    /// The address can't be one.
    #[error("{0} is no address of a headquarters; it begins with https:// and has a name")]
    Address(String),
    /// Headquarters can't be reached.
    #[error("headquarters can't be reached: {0}")]
    Unreachable(String),
    /// The connection came about, but not with headquarters, or not with this node.
    #[error("no safe connection with headquarters: {0}")]
    Unsafe(String),
    /// It took too long.
    #[error("headquarters did not answer in time")]
    TooSlow,
    /// Headquarters refuses the question.
    #[error("headquarters refuses: {0}")]
    Refused(Refused, Option<Timestamp>),
}

/// The way to headquarters: one connection, kept as long as it holds.
pub struct Link {
    host: String,
    port: u16,
    config: Arc<ClientConfig>,
    connection: Option<http1::SendRequest<Full<Bytes>>>,
}

impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Link").field("host", &self.host).field("port", &self.port).finish_non_exhaustive()
    }
}

/// The port where headquarters is found if its address names none.
pub const PORT: u16 = 8443;

impl Link {
    /// A way to the headquarters at `address`: `https://name` or `https://name:port`.
    pub fn new(address: &str, config: Arc<ClientConfig>) -> Result<Self, NoAnswer> {
        let wrong = || NoAnswer::Address(address.to_owned());
        let uri: hyper::Uri = address.parse().map_err(|_| wrong())?;
        let host = uri.host().filter(|_| uri.scheme_str() == Some("https")).ok_or_else(wrong)?;
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        Ok(Self { host, port: uri.port_u16().unwrap_or(PORT), config, connection: None })
    }

    /// Speaks with other certificates from the next connection on.
    pub fn renew(&mut self, config: Arc<ClientConfig>) {
        self.config = config;
        self.connection = None;
    }

    /// Asks headquarters. A connection that has ended meanwhile is made anew.
    pub async fn ask(&mut self, question: Vec<u8>) -> Result<Vec<u8>, NoAnswer> {
        Ok(self.send(EXCHANGE, "application/octet-stream", question.into()).await?.to_vec())
    }

    /// Asks headquarters to make this machine a node.
    pub async fn enrol(&mut self, request: &Request) -> Result<Welcome, NoAnswer> {
        let odd = |error: serde_json::Error| NoAnswer::Unsafe(error.to_string());
        let body = serde_json::to_vec(request).map_err(odd)?;
        serde_json::from_slice(&self.send(ENROL, "application/json", body.into()).await?).map_err(odd)
    }

    async fn send(&mut self, path: &str, media: &str, body: Bytes) -> Result<Bytes, NoAnswer> {
        let sent = timeout(ANSWER, self.try_send(path, media, body)).await.unwrap_or(Err(NoAnswer::TooSlow));
        if sent.as_ref().is_err_and(|error| !matches!(error, NoAnswer::Refused(..))) {
            self.connection = None;
        }
        sent
    }

    async fn try_send(&mut self, path: &str, media: &str, body: Bytes) -> Result<Bytes, NoAnswer> {
        let unreachable = |error: hyper::Error| NoAnswer::Unreachable(error.to_string());
        let kept = match self.connection.take() {
            Some(mut kept) => kept.ready().await.is_ok().then_some(kept),
            None => None,
        };
        let mut connection = match kept {
            Some(kept) => kept,
            None => timeout(CONNECT, self.connect()).await.unwrap_or(Err(NoAnswer::TooSlow))?,
        };
        let request = hyper::Request::post(path)
            .header(header::HOST, &self.host)
            .header(header::CONTENT_TYPE, media)
            .body(Full::new(body))
            .map_err(|error| NoAnswer::Address(error.to_string()))?;
        let response = connection.send_request(request).await.map_err(unreachable)?;
        let status = response.status();
        let body = Limited::new(response.into_body(), MOST_SEALED).collect().await;
        let body = body.map_err(|error| NoAnswer::Unreachable(error.to_string()))?.to_bytes();
        self.connection = Some(connection);
        if status == StatusCode::OK {
            return Ok(body);
        }
        match serde_json::from_slice::<Told>(&body) {
            Ok(Told { why, detail, at }) => {
                Err(NoAnswer::Refused(Refused { why, detail }, Timestamp::from_millisecond(at).ok()))
            }
            Err(_) => Err(NoAnswer::Unreachable(format!("it answered {status}"))),
        }
    }

    async fn connect(&self) -> Result<http1::SendRequest<Full<Bytes>>, NoAnswer> {
        let unreachable = |error: std::io::Error| NoAnswer::Unreachable(error.to_string());
        let stream = TcpStream::connect((self.host.as_str(), self.port)).await.map_err(unreachable)?;
        let _ = stream.set_nodelay(true);
        let name = ServerName::try_from(self.host.clone()).map_err(|_| NoAnswer::Address(self.host.clone()))?;
        let stream = TlsConnector::from(self.config.clone()).connect(name, stream).await;
        let stream = stream.map_err(|error| NoAnswer::Unsafe(error.to_string()))?;
        let (sender, connection) =
            http1::handshake(TokioIo::new(stream)).await.map_err(|error| NoAnswer::Unreachable(error.to_string()))?;
        tokio::spawn(connection);
        Ok(sender)
    }
}
