//! The link: questions to headquarters over HTTPS, and headquarters that answers them.

use crate::{
    ExchangeError, Headquarters, RefusalReason,
    enrolment::{Request, Welcome},
    neighbours::MOST_SEALED_MESSAGE,
    seal::{MOST_SEALED, sender_of_beginning},
    tls::Peer,
};
use axum::{
    Json, Router,
    body::{Body, to_bytes},
    extract::{ConnectInfo, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use http_body_util::{BodyExt, Full, Limited};
use hyper::{body::Bytes, client::conn::http1};
use hyper_util::rt::TokioIo;
use jiff::Timestamp;
use limen_domain::NodeId;
use serde::{Deserialize, Serialize};
use std::{
    collections::{HashMap, VecDeque},
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{
    net::TcpStream,
    sync::{Semaphore, SemaphorePermit, oneshot},
    time::timeout,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, pki_types::ServerName},
};

/// Where questions go.
const EXCHANGE: &str = "/exchange/1";
/// Where headquarters of neighbouring states speak.
const NEIGHBOUR: &str = "/neighbour/1";
/// Where machines become nodes.
const ENROL: &str = "/enrol/1";
/// How many questions are read and answered at once: each may hold [`MOST_SEALED`] bytes.
const AT_ONCE: usize = 24;
/// How many of them are read from one node. A node asks one at a time; a second is of a connection that broke without a word.
const OF_ONE_NODE: usize = 2;
/// How many codes of machines that want to join are looked up at once: strangers take no more of the database.
const CODES_AT_ONCE: usize = 1;
/// How many messages of one neighbour are read and answered at once: each may hold [`MOST_SEALED_MESSAGE`] bytes.
const OF_ONE_NEIGHBOUR: usize = 2;
/// How long a neighbour's message may take until its beginning says who sends it, and how long until all of it is there.
const NEIGHBOUR_BEGINS: Duration = Duration::from_secs(5);
const NEIGHBOUR_READ: Duration = Duration::from_secs(20);
/// Maximum bytes of a request to become a node, and how long it may take to arrive.
const MOST_REQUEST: usize = 4 << 10;
const REQUEST: Duration = Duration::from_secs(15);
/// How long the question of a node that is refused is passed over, so that it reads why and not of a broken connection.
const PASSED_OVER: Duration = Duration::from_secs(5);
/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(30);
/// How long a question and its answer may take; posts ask for as much as their link carries in a fraction of this.
const ANSWER: Duration = Duration::from_secs(300);

/// What headquarters serves to posts.
pub fn router(headquarters: Arc<Headquarters>) -> Router {
    let rooms = Rooms { all: Semaphore::new(AT_ONCE), read: Reading::default() };
    let state = Served { headquarters, rooms: Arc::new(rooms), codes: Arc::new(Semaphore::new(CODES_AT_ONCE)) };
    Router::new().route(EXCHANGE, post(exchange)).route(ENROL, post(enrol)).with_state(state)
}

/// Who answers what headquarters of neighbouring states say.
pub trait AnswersNeighbours: Send + Sync + 'static {
    /// Whether a neighbour signs by this name.
    fn knows(&self, sender: &NodeId) -> impl Future<Output = Result<bool, ExchangeError>> + Send;
    /// Takes in a sealed message; returns the sealed answer.
    fn answer(&self, message: Vec<u8>) -> impl Future<Output = Result<Vec<u8>, ExchangeError>> + Send;
    /// Counts what is refused.
    fn refused(&self, refused: &ExchangeError);
    /// The time here.
    fn now(&self) -> Timestamp;
}

/// What a headquarters serves to those of neighbouring states. They show no certificate: what they say is signed. A room to be
/// read in is each neighbour's own, so a stranger finds none, and nobody who knows a neighbour's name takes another's.
pub fn for_neighbours<A: AnswersNeighbours>(answers: Arc<A>) -> Router {
    let rooms = Arc::new(OfNeighbours::default());
    let answer = move |body: Body| async move {
        match answer_neighbour(&rooms, &answers, body).await {
            Ok(answer) => ([(header::CONTENT_TYPE, "application/octet-stream")], answer).into_response(),
            Err(refused) => {
                answers.refused(&refused);
                told(refused, answers.now())
            }
        }
    };
    Router::new().route(NEIGHBOUR, post(answer))
}

async fn answer_neighbour<A: AnswersNeighbours>(
    rooms: &OfNeighbours,
    answers: &Arc<A>,
    mut body: Body,
) -> Result<Vec<u8>, ExchangeError> {
    let slow = |_| ExchangeError::new(RefusalReason::TooLarge, "or it took too long".into());
    let (sender, begun) = timeout(NEIGHBOUR_BEGINS, beginning(&mut body)).await.map_err(slow)??;
    if !answers.knows(&sender).await? {
        pass_over(body).await;
        return Err(ExchangeError::new(RefusalReason::UnknownSender, sender.as_str().to_owned()));
    }
    let (room, ended) = (rooms.of(&sender), rooms.read.begin(&sender));
    let read = async {
        // Nobody closes it.
        let room = room.acquire_owned().await.ok();
        rest(begun, body).await.map(|message| (message, room))
    };
    let (message, room) = tokio::select! {
        read = timeout(NEIGHBOUR_READ, read) => read.map_err(slow)??,
        _ = ended => return Err(ExchangeError::new(RefusalReason::Trouble, "the neighbour spoke again meanwhile".into())),
    };
    // It goes on although who asked has gone, in the room that it took: what was taken in is answered the next time.
    let answers = answers.clone();
    let answered = tokio::spawn(async move {
        let _room = room;
        answers.answer(message).await
    });
    let failed = |_| ExchangeError::new(RefusalReason::Trouble, "the answer could not be made".into());
    answered.await.map_err(failed)?
}

/// Reads the beginning of a neighbour's message: who says that they send it, and what was read by then.
async fn beginning(body: &mut Body) -> Result<(NodeId, Vec<u8>), ExchangeError> {
    let mut begun = Vec::new();
    while let Some(Ok(frame)) = body.frame().await {
        let Ok(bytes) = frame.into_data() else { continue };
        begun.extend_from_slice(&bytes);
        if let Some(sender) = sender_of_beginning(&begun)? {
            return Ok((sender, begun));
        }
    }
    Err(ExchangeError::new(RefusalReason::Damaged, "it ends too early".into()))
}

/// Reads a neighbour's message to its end.
async fn rest(mut message: Vec<u8>, body: Body) -> Result<Vec<u8>, ExchangeError> {
    let large = || ExchangeError::new(RefusalReason::TooLarge, format!("more than {MOST_SEALED_MESSAGE} bytes"));
    let room = MOST_SEALED_MESSAGE.checked_sub(message.len()).ok_or_else(large)?;
    let rest = to_bytes(body, room).await.map_err(|_| large())?;
    message.extend_from_slice(&rest);
    Ok(message)
}

#[derive(Clone)]
struct Served {
    headquarters: Arc<Headquarters>,
    rooms: Arc<Rooms>,
    codes: Arc<Semaphore>,
}

/// The rooms in which questions are read and answered.
#[derive(Debug)]
struct Rooms {
    all: Semaphore,
    read: Reading,
}

/// The rooms in which messages of neighbours are read and answered: each neighbour has its own.
#[derive(Debug, Default)]
struct OfNeighbours {
    rooms: Mutex<HashMap<NodeId, Arc<Semaphore>>>,
    read: Reading,
}

impl OfNeighbours {
    /// The rooms of one that is known.
    fn of(&self, neighbour: &NodeId) -> Arc<Semaphore> {
        let mut rooms = self.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        rooms.entry(neighbour.clone()).or_insert_with(|| Arc::new(Semaphore::new(OF_ONE_NEIGHBOUR))).clone()
    }
}

/// The questions of each node that are being read, the oldest first; one ends when its sender is dropped.
#[derive(Debug, Default)]
struct Reading(Mutex<HashMap<NodeId, VecDeque<oneshot::Sender<Infallible>>>>);

impl Reading {
    /// Begins to read a question of a node. Its oldest ends where it has too many: what it waits for is the newest. Returns
    /// what resolves when this one has to end.
    fn begin(&self, node: &NodeId) -> oneshot::Receiver<Infallible> {
        let (stays, ended) = oneshot::channel();
        let mut read = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let of_node = read.entry(node.clone()).or_default();
        of_node.retain(|question| !question.is_closed());
        of_node.push_back(stays);
        while of_node.len() > OF_ONE_NODE {
            of_node.pop_front();
        }
        ended
    }
}

/// A refusal as it is told to a post.
#[derive(Debug, Serialize, Deserialize)]
struct Told {
    why: RefusalReason,
    detail: String,
    /// Headquarters' clock, in milliseconds since 1970.
    at: i64,
}

/// A refusal as an answer to a post, by headquarters' clock.
fn told(refused: ExchangeError, now: Timestamp) -> Response {
    let status = match refused.why {
        RefusalReason::Trouble => StatusCode::SERVICE_UNAVAILABLE,
        RefusalReason::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        _ => StatusCode::FORBIDDEN,
    };
    // What is wrong with headquarters' database is no post's concern.
    let detail = if refused.why == RefusalReason::Trouble { String::new() } else { refused.detail };
    (status, Json(Told { why: refused.why, detail, at: now.as_millisecond() })).into_response()
}

async fn exchange(State(served): State<Served>, ConnectInfo(peer): ConnectInfo<Peer>, body: Body) -> Response {
    match answer(&served, &peer, body).await {
        Ok(answer) => ([(header::CONTENT_TYPE, "application/octet-stream")], answer).into_response(),
        Err(refused) => told(refused, served.headquarters.store().now()),
    }
}

async fn answer(served: &Served, peer: &Peer, body: Body) -> Result<Vec<u8>, ExchangeError> {
    let Some(key) = peer.0 else {
        return Err(ExchangeError::new(RefusalReason::UnknownSender, "no certificate was shown".into()));
    };
    let sender = match served.headquarters.sender(&key, served.headquarters.store().now()).await {
        Ok(sender) => sender,
        Err(refused) => {
            pass_over(body).await;
            return Err(refused);
        }
    };
    let ended = served.rooms.read.begin(&sender);
    let (question, _room) = tokio::select! {
        read = read(&served.rooms, body) => read?,
        _ = ended => return Err(ExchangeError::new(RefusalReason::Trouble, "the node asked again meanwhile".into())),
    };
    served.headquarters.answer_over_link(&question, &key, served.headquarters.store().now()).await
}

/// Reads a question in a room, once there is one.
async fn read(rooms: &Rooms, body: Body) -> Result<(Bytes, Option<SemaphorePermit<'_>>), ExchangeError> {
    let read = timeout(ANSWER, async {
        // Nobody closes it.
        let room = rooms.all.acquire().await.ok();
        to_bytes(body, MOST_SEALED).await.map(|question| (question, room))
    });
    read.await
        .ok()
        .and_then(Result::ok)
        .ok_or_else(|| ExchangeError::new(RefusalReason::TooLarge, "or it took too long".into()))
}

/// Reads on and keeps nothing.
async fn pass_over(mut body: Body) {
    let all = async { while let Some(Ok(_)) = body.frame().await {} };
    let _ = timeout(PASSED_OVER, all).await;
}

/// Enrols a machine. A refusal closes its connection, so that each guess costs a new one.
async fn enrol(State(served): State<Served>, body: Body) -> Response {
    match welcome(&served, body).await {
        Ok(welcome) => Json(welcome).into_response(),
        Err(refused) => {
            ([(header::CONNECTION, "close")], told(refused, served.headquarters.store().now())).into_response()
        }
    }
}

async fn welcome(served: &Served, body: Body) -> Result<Welcome, ExchangeError> {
    let request = timeout(REQUEST, to_bytes(body, MOST_REQUEST)).await.ok().and_then(Result::ok);
    let request = request.and_then(|request| serde_json::from_slice::<Request>(&request).ok());
    let request =
        request.ok_or_else(|| ExchangeError::new(RefusalReason::Damaged, "this is no request to join".into()))?;
    let _turn = served.codes.acquire().await;
    served.headquarters.enrol(&request, served.headquarters.store().now()).await
}

/// Why a question got no answer.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
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
    Refused(ExchangeError, Option<Timestamp>),
}

/// The way to headquarters: one connection, kept as long as it holds.
pub struct Link {
    /// As requests name it: with its port, where the address has one.
    authority: String,
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
    ///
    /// # Errors
    /// [`AnswerError::Address`]: the address is not `https://name` or `https://name:port`.
    pub fn new(address: &str, config: Arc<ClientConfig>) -> Result<Self, AnswerError> {
        let wrong = || AnswerError::Address(address.to_owned());
        let uri: hyper::Uri = address.parse().map_err(|_| wrong())?;
        let authority = uri.authority().filter(|_| uri.scheme_str() == Some("https")).ok_or_else(wrong)?;
        let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_owned();
        let port = authority.port_u16().unwrap_or(PORT);
        Ok(Self { authority: authority.to_string(), host, port, config, connection: None })
    }

    /// Speaks with other certificates from the next connection on.
    pub fn renew(&mut self, config: Arc<ClientConfig>) {
        self.config = config;
        self.connection = None;
    }

    /// Asks headquarters. A connection that has ended meanwhile is made anew.
    ///
    /// # Errors
    /// [`AnswerError`]: headquarters can't be reached, is another, or refuses.
    pub async fn ask(&mut self, question: Vec<u8>) -> Result<Vec<u8>, AnswerError> {
        Ok(self.send(EXCHANGE, "application/octet-stream", question.into(), MOST_SEALED).await?.to_vec())
    }

    /// Speaks to a neighbouring state's headquarters.
    ///
    /// # Errors
    /// [`AnswerError`]: it can't be reached, is another, or refuses.
    pub async fn say(&mut self, message: Vec<u8>) -> Result<Vec<u8>, AnswerError> {
        Ok(self.send(NEIGHBOUR, "application/octet-stream", message.into(), MOST_SEALED_MESSAGE).await?.to_vec())
    }

    /// Asks headquarters to make this machine a node.
    ///
    /// # Errors
    /// [`AnswerError`]: headquarters can't be reached, is another, or refuses.
    pub async fn enrol(&mut self, request: &Request) -> Result<Welcome, AnswerError> {
        let odd = |error: serde_json::Error| AnswerError::Unsafe(error.to_string());
        let body = serde_json::to_vec(request).map_err(odd)?;
        serde_json::from_slice(&self.send(ENROL, "application/json", body.into(), MOST_SEALED).await?).map_err(odd)
    }

    /// Sends something, and reads an answer of at most so many bytes.
    async fn send(&mut self, path: &str, media: &str, body: Bytes, most: usize) -> Result<Bytes, AnswerError> {
        let sent = timeout(ANSWER, self.try_send(path, media, body, most)).await.unwrap_or(Err(AnswerError::TooSlow));
        if sent.as_ref().is_err_and(|error| !matches!(error, AnswerError::Refused(..))) {
            self.connection = None;
        }
        sent
    }

    async fn try_send(&mut self, path: &str, media: &str, body: Bytes, most: usize) -> Result<Bytes, AnswerError> {
        let unreachable = |error: hyper::Error| AnswerError::Unreachable(error.to_string());
        let kept = match self.connection.take() {
            Some(mut kept) => kept.ready().await.is_ok().then_some(kept),
            None => None,
        };
        let mut connection = match kept {
            Some(kept) => kept,
            None => timeout(CONNECT, self.connect()).await.unwrap_or(Err(AnswerError::TooSlow))?,
        };
        let request = hyper::Request::post(path)
            .header(header::HOST, &self.authority)
            .header(header::CONTENT_TYPE, media)
            .body(Full::new(body))
            .map_err(|error| AnswerError::Address(error.to_string()))?;
        let response = connection.send_request(request).await.map_err(unreachable)?;
        let status = response.status();
        let body = Limited::new(response.into_body(), most).collect().await;
        let body = body.map_err(|error| AnswerError::Unreachable(error.to_string()))?.to_bytes();
        self.connection = Some(connection);
        if status == StatusCode::OK {
            return Ok(body);
        }
        match serde_json::from_slice::<Told>(&body) {
            Ok(Told { why, detail, at }) => {
                Err(AnswerError::Refused(ExchangeError { why, detail }, Timestamp::from_millisecond(at).ok()))
            }
            Err(_) => Err(AnswerError::Unreachable(format!("it answered {status}"))),
        }
    }

    async fn connect(&self) -> Result<http1::SendRequest<Full<Bytes>>, AnswerError> {
        let unreachable = |error: std::io::Error| AnswerError::Unreachable(error.to_string());
        let stream = TcpStream::connect((self.host.as_str(), self.port)).await.map_err(unreachable)?;
        let _ = stream.set_nodelay(true);
        let name = ServerName::try_from(self.host.clone()).map_err(|_| AnswerError::Address(self.host.clone()))?;
        let stream = TlsConnector::from(self.config.clone()).connect(name, stream).await;
        let stream = stream.map_err(|error| AnswerError::Unsafe(error.to_string()))?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream))
            .await
            .map_err(|error| AnswerError::Unreachable(error.to_string()))?;
        tokio::spawn(connection);
        Ok(sender)
    }
}
