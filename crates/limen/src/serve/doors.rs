//! The doors: how each port takes connections, so that nobody holds it by being silent, slow or many.
//!
//! A connection is waiting (it agrees on keys, sends the head of a request, or is idle between two), receiving (the body of a
//! request arrives) or answering. Waiting ends after `HEAD`, agreeing on keys after `HANDSHAKE`, an answer that the other
//! side does not take after `STALLED`. An answer that goes on, such as a stream of events, has no end of ours.
//!
//! A port has room for a maximum number of connections, and each address for a share of them. Where there is no more
//! room, the newcomer gets in and another connection is closed: of the waiting connections of the address with the
//! most, the one that has waited longest; if none waits, one whose other side is slow. A newcomer is turned away only
//! if everyone is being answered.

use axum::{Router, body::Body, extract::ConnectInfo};
use hyper::{
    body::{Body as _, Bytes, Frame, Incoming, SizeHint},
    server::conn::http1,
    service::{Service, service_fn},
};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use limen_exchange::tls::Peer;
use limen_node::limits::Sender;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::{
    cmp::Reverse,
    collections::HashMap,
    convert::Infallible,
    io::{self, IoSlice},
    net::{IpAddr, Ipv6Addr, SocketAddr},
    pin::{Pin, pin},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    sync::{mpsc, oneshot, watch},
    time::{Sleep, sleep, timeout},
};
use tokio_rustls::{TlsAcceptor, rustls::ServerConfig};

/// How long the other side may take to agree on keys.
const HANDSHAKE: Duration = Duration::from_secs(30);
/// How long a connection may be open, or idle after an answer, until the head of the next request is there. Posts ask every
/// 20 s, so that they keep theirs.
const HEAD: Duration = Duration::from_secs(30);
/// How long the other side may take none of an answer's bytes.
const STALLED: Duration = Duration::from_secs(30);
/// Maximum bytes of a request's head, and of what waits to be sent, for each connection.
const MOST_HEAD_BYTES: usize = 64 << 10;
/// How long to wait after a connection could not be taken: most likely too many files are open.
const AFTER_TROUBLE: Duration = Duration::from_millis(200);
/// How often the log says that a door is full.
const SAY_EVERY: Duration = Duration::from_secs(60);

/// The ports of a node: pages, devices, posts, figures.
const DOORS: u64 = 4;
/// Maximum number of connections at one port.
const MOST_ROOM: u64 = 2_048;
/// The fewest.
const LEAST_ROOM: u64 = 4;
/// Part of the files that the process may open (one in this number) kept for the database and other files, up to
/// [`MOST_FILES_BESIDE`].
const FILES_BESIDE_PART: u64 = 4;
const MOST_FILES_BESIDE: u64 = 256;

/// Maximum number of connections at each port, with this many nodes in the process. First it raises the limit on open
/// files to what they can use.
pub fn room(nodes: u64) -> usize {
    let mut limit = getrlimit(Resource::Nofile);
    let wanted = nodes * DOORS * MOST_ROOM + MOST_FILES_BESIDE;
    let possible = limit.maximum.map_or(wanted, |most| most.min(wanted));
    if limit.current.is_some_and(|now| now < possible) {
        let raised = Rlimit { current: Some(possible), ..limit };
        match setrlimit(Resource::Nofile, raised) {
            Ok(()) => limit.current = Some(possible),
            Err(error) => tracing::info!("the limit on open files stays as it is: {error}"),
        }
    }
    room_of(limit.current.unwrap_or(wanted), nodes)
}

fn room_of(files: u64, nodes: u64) -> usize {
    let beside = (files / FILES_BESIDE_PART).min(MOST_FILES_BESIDE);
    let room = ((files - beside) / (DOORS * nodes)).clamp(LEAST_ROOM, MOST_ROOM);
    usize::try_from(room).unwrap_or(usize::MAX)
}

/// A port that connections come to.
pub struct Door {
    /// What it is for, as the log says it.
    pub(crate) name: &'static str,
    pub listener: TcpListener,
    /// The keys of the port; without, it speaks no TLS.
    pub(crate) tls: Option<Arc<ServerConfig>>,
    /// How many connections it takes at once.
    pub(crate) room: usize,
}

impl Door {
    /// Accepts and serves connections until `stop` says so, then answers the requests under way.
    pub async fn serve(self, router: Router, mut stop: watch::Receiver<bool>) {
        let Self { name, listener, tls, room } = self;
        let tls = tls.map(TlsAcceptor::from);
        // Routes are put together once, and not for each request.
        let router = router.with_state::<()>(());
        let seats = Arc::new(Seats { name, table: Mutex::new(Table::new(room)) });
        let (open, mut all_closed) = mpsc::channel::<Infallible>(1);
        loop {
            let taken = tokio::select! {
                taken = listener.accept() => taken,
                _ = stop.wait_for(|is_told| *is_told) => break,
            };
            let Ok((stream, from)) = taken else {
                sleep(AFTER_TROUBLE).await;
                continue;
            };
            let Some((seat, closed)) = seats.take(from.ip()) else { continue };
            let connection = Connection { from, router: router.clone(), place: seat.place.clone(), stop: stop.clone() };
            let (tls, open) = (tls.clone(), open.clone());
            tokio::spawn(async move {
                let _seat = seat;
                let _open = open;
                tokio::select! {
                    () = connection.serve(stream, tls) => {}
                    // Its seat was given to someone else.
                    _ = closed => {}
                }
            });
            // A connection that was closed gives its file back before the next one is accepted.
            tokio::task::yield_now().await;
        }
        drop((listener, open));
        all_closed.recv().await;
    }
}

/// One connection, and what it needs to be served.
struct Connection {
    from: SocketAddr,
    router: Router,
    place: Arc<Place>,
    stop: watch::Receiver<bool>,
}

impl Connection {
    async fn serve(self, stream: TcpStream, tls: Option<TlsAcceptor>) {
        let _ = stream.set_nodelay(true);
        let from = self.from;
        let stream = Client { stream, place: self.place.clone(), stalled: None };
        let Some(tls) = tls else { return self.serve_http(stream, Peer(None)).await };
        match timeout(HANDSHAKE, tls.accept(stream)).await {
            Ok(Ok(stream)) => {
                let peer = Peer::of(stream.get_ref().1);
                self.serve_http(stream, peer).await;
            }
            Ok(Err(error)) => tracing::info!(%from, "no connection: {error}"),
            Err(_) => tracing::info!(%from, "no connection: the other side took too long"),
        }
    }

    async fn serve_http<S>(self, stream: S, peer: Peer)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let Self { from, router, place, mut stop } = self;
        let router = TowerToHyperService::new(router);
        let service = service_fn(move |request: hyper::Request<Incoming>| {
            place.begins(request.body().is_end_stream());
            let mut request = request.map(|body| Body::new(Arriving { body, place: place.clone() }));
            request.extensions_mut().insert(ConnectInfo(peer));
            request.extensions_mut().insert(ConnectInfo(Sender(from.ip())));
            let (answer, place) = (router.call(request), place.clone());
            async move { answer.await.map(|answer| answer.map(|body| Leaving { body, place })) }
        });
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(MOST_HEAD_BYTES);
        let mut served = pin!(http.serve_connection(TokioIo::new(stream), service));
        // Connections that break, are slow or speak no HTTP are no news.
        tokio::select! {
            _ = served.as_mut() => return,
            _ = stop.wait_for(|is_told| *is_told) => served.as_mut().graceful_shutdown(),
        }
        let _ = served.await;
    }
}

/// What a connection is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// It agrees on keys, sends a head, or is idle.
    Waiting,
    /// The body of its request arrives.
    Receiving,
    /// Its request is worked on, or its answer goes out.
    Answering,
}

/// How easily a connection may be closed for another: those that wait first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Closable {
    Waits,
    IsSlow,
}

#[derive(Debug)]
struct State {
    step: Step,
    since: Instant,
    /// Whether the other side takes none of what is sent.
    is_stalled: bool,
}

/// What one connection is at, told by those who serve it.
#[derive(Debug)]
struct Place(Mutex<State>);

impl Place {
    fn new() -> Self {
        Self(Mutex::new(State { step: Step::Waiting, since: Instant::now(), is_stalled: false }))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn turn(&self, step: Step) {
        let mut state = self.lock();
        (state.step, state.since) = (step, Instant::now());
    }

    /// A request's head is there.
    fn begins(&self, is_whole: bool) {
        self.turn(if is_whole { Step::Answering } else { Step::Receiving });
    }

    /// A request's body is there, or nobody wants the rest of it.
    fn has_arrived(&self) {
        if self.lock().step == Step::Receiving {
            self.turn(Step::Answering);
        }
    }

    /// The answer is out.
    fn is_done(&self) {
        self.turn(Step::Waiting);
    }

    fn closable(&self) -> Option<(Closable, Instant)> {
        let state = self.lock();
        let closable = match state.step {
            Step::Waiting => Closable::Waits,
            Step::Receiving => Closable::IsSlow,
            Step::Answering if state.is_stalled => Closable::IsSlow,
            Step::Answering => return None,
        };
        Some((closable, state.since))
    }
}

/// A request's body on its way in.
struct Arriving {
    body: Incoming,
    place: Arc<Place>,
}

impl hyper::body::Body for Arriving {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<hyper::Result<Frame<Bytes>>>> {
        let polled = Pin::new(&mut self.body).poll_frame(cx);
        if self.body.is_end_stream() || matches!(polled, Poll::Ready(None | Some(Err(_)))) {
            self.place.has_arrived();
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Arriving {
    fn drop(&mut self) {
        self.place.has_arrived();
    }
}

/// An answer's body on its way out.
struct Leaving {
    body: Body,
    place: Arc<Place>,
}

impl hyper::body::Body for Leaving {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Leaving {
    fn drop(&mut self) {
        self.place.is_done();
    }
}

/// The other side of a connection: it has to take what is sent to it.
struct Client {
    stream: TcpStream,
    place: Arc<Place>,
    /// Runs while the other side takes nothing.
    stalled: Option<Pin<Box<Sleep>>>,
}

impl Client {
    fn sent<T>(&mut self, cx: &mut Context<'_>, polled: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if polled.is_ready() {
            if self.stalled.take().is_some() {
                self.place.lock().is_stalled = false;
            }
            return polled;
        }
        let stalled = self.stalled.get_or_insert_with(|| {
            self.place.lock().is_stalled = true;
            Box::pin(sleep(STALLED))
        });
        stalled.as_mut().poll(cx).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Client {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Client {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(cx, buf);
        self.sent(cx, polled)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write_vectored(cx, bufs);
        self.sent(cx, polled)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// Where connections come from: an IPv4 address, or the network of an IPv6 address (its first 64 bits), of which one machine
/// has every address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Origin(IpAddr);

impl From<IpAddr> for Origin {
    fn from(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V6(address) if !address.is_loopback() => {
                IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)))
            }
            address => address,
        })
    }
}

impl Origin {
    /// How many of a port's connections it may have: half of them, so that another always finds room, and a post's counters
    /// behind one address do too; three quarters on this machine itself, where a proxy brings everyone.
    fn share(self, room: usize) -> usize {
        if self.0.is_loopback() { (room * 3 / 4).max(1) } else { (room / 2).max(1) }
    }
}

#[derive(Debug)]
struct Taken {
    from: Origin,
    place: Arc<Place>,
    /// The connection is closed when this is dropped.
    _stays: oneshot::Sender<Infallible>,
}

/// The connections of one port.
#[derive(Debug)]
struct Table {
    room: usize,
    next: u64,
    taken: HashMap<u64, Taken>,
    /// How many were closed for others, or turned away, since the log said so.
    full: (usize, usize),
    said: Option<Instant>,
}

impl Table {
    fn new(room: usize) -> Self {
        Self { room, next: 0, taken: HashMap::new(), full: (0, 0), said: None }
    }

    /// Gives a newcomer a place, for which another connection may be closed. `None` where everyone is being answered.
    fn take(&mut self, from: Origin) -> Option<(u64, Arc<Place>, oneshot::Receiver<Infallible>)> {
        let mut counted: HashMap<Origin, usize> = HashMap::new();
        self.taken.values().for_each(|taken| *counted.entry(taken.from).or_default() += 1);
        let has_share = counted.get(&from).is_some_and(|count| *count >= from.share(self.room));
        if has_share || self.taken.len() >= self.room {
            let others = self.taken.iter().filter(|(_, taken)| !has_share || taken.from == from);
            let closable = others.filter_map(|(id, taken)| {
                let (closable, since) = taken.place.closable()?;
                Some(((closable, Reverse(counted[&taken.from]), since, *id), *id))
            });
            let Some((_, closed)) = closable.min() else {
                self.full.1 += 1;
                return None;
            };
            self.taken.remove(&closed);
            self.full.0 += 1;
        }
        let (stays, closed) = oneshot::channel();
        let (id, place) = (self.next, Arc::new(Place::new()));
        self.next += 1;
        self.taken.insert(id, Taken { from, place: place.clone(), _stays: stays });
        Some((id, place, closed))
    }
}

/// The connections of one port, as those who serve them share them.
#[derive(Debug)]
struct Seats {
    name: &'static str,
    table: Mutex<Table>,
}

impl Seats {
    fn lock(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(self: &Arc<Self>, from: IpAddr) -> Option<(Seat, oneshot::Receiver<Infallible>)> {
        let mut table = self.lock();
        let taken = table.take(from.into());
        if table.full != (0, 0) && table.said.is_none_or(|said| said.elapsed() >= SAY_EVERY) {
            let ((closed, turned_away), room) = (std::mem::take(&mut table.full), table.room);
            table.said = Some(Instant::now());
            tracing::warn!(%from, room, closed, turned_away, "{}: connections were closed so that others get in", self.name);
        }
        let (id, place, closed) = taken?;
        Some((Seat { id, place, seats: self.clone() }, closed))
    }
}

/// The place of one connection, given back when it ends.
struct Seat {
    id: u64,
    place: Arc<Place>,
    seats: Arc<Seats>,
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.seats.lock().taken.remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn origin(last: u8) -> Origin {
        Origin::from(IpAddr::from([192, 168, 1, last]))
    }

    #[test]
    fn the_room_is_what_the_database_and_files_leave_of_the_files_that_may_be_open() {
        assert_eq!(room_of(40, 1), 7);
        assert_eq!(room_of(512, 1), 96);
        assert_eq!(room_of(1_024, 1), 192);
        assert_eq!(room_of(1_024, 4), 48);
        assert_eq!(room_of(1 << 20, 1), 2_048);
    }

    #[test]
    fn one_machine_with_many_addresses_is_one() {
        let of = |text: &str| Origin::from(text.parse::<IpAddr>().expect("an address"));
        assert_eq!(of("2001:db8:0:1::7"), of("2001:db8:0:1:ffff::1"));
        assert_ne!(of("2001:db8:0:1::7"), of("2001:db8:0:2::7"));
        assert_eq!(of("::ffff:192.168.1.4"), of("192.168.1.4"));
        assert!(of("::1").0.is_loopback() && of("::ffff:127.0.0.1").0.is_loopback());
    }

    #[test]
    fn a_silent_address_gives_up_its_own_connections_and_its_oldest_first() {
        let mut table = Table::new(8);
        let silent: Vec<_> = (0..4).map(|_| table.take(origin(1)).expect("room").0).collect();
        let counter = table.take(origin(2)).expect("room").0;
        let fifth = table.take(origin(1)).expect("room for the newcomer").0;
        assert!(!table.taken.contains_key(&silent[0]), "the oldest of its own was closed");
        assert!([silent[1], silent[2], silent[3], counter, fifth].iter().all(|id| table.taken.contains_key(id)));
    }

    #[test]
    fn a_stream_that_goes_on_is_never_closed_for_another_and_a_slow_body_is_only_when_nobody_waits() {
        let mut table = Table::new(4);
        let (stream, place, _) = table.take(origin(1)).expect("room");
        place.begins(true);
        let (upload, place, _) = table.take(origin(2)).expect("room");
        place.begins(false);
        let idle = [3, 4].map(|last| table.take(origin(last)).expect("room").0);
        let next: Vec<_> = (5..8).map(|last| table.take(origin(last)).expect("room")).collect();
        assert!(table.taken.contains_key(&stream) && table.taken.contains_key(&upload));
        assert!(idle.iter().all(|id| !table.taken.contains_key(id)));
        for (_, place, _) in &next {
            place.begins(true);
        }
        let last = table.take(origin(9)).expect("the slow one makes room");
        assert!(!table.taken.contains_key(&upload) && table.taken.contains_key(&stream));
        last.1.begins(true);
        assert!(table.take(origin(10)).is_none(), "everyone is being answered");
    }

    proptest! {
        /// A newcomer gets in unless all who could leave for them are being answered; there are never more than there
        /// is room for, nor more of one address than its share; and nobody is closed in the midst of an answer.
        #[test]
        fn someone_new_gets_in_and_nobody_has_more_than_their_share(
            room in 4usize..40,
            arrivals in prop::collection::vec((0u8..6, 0u8..3), 1..200),
        ) {
            let mut table = Table::new(room);
            let mut answered = Vec::new();
            for (last, step) in arrivals {
                let from = origin(last);
                let of = |table: &Table| table.taken.values().filter(|taken| taken.from == from).count();
                let may_close = {
                    let has_share = of(&table) >= from.share(room);
                    table.taken.len() < room && !has_share
                        || table.taken.values().any(|taken| (!has_share || taken.from == from) && taken.place.closable().is_some())
                };
                let taken = table.take(from);
                prop_assert_eq!(taken.is_some(), may_close);
                prop_assert!(table.taken.len() <= room && of(&table) <= from.share(room));
                prop_assert!(answered.iter().all(|id| table.taken.contains_key(id)));
                let Some((id, place, _)) = taken else { continue };
                match step {
                    0 => {}
                    1 => place.begins(false),
                    _ => {
                        place.begins(true);
                        answered.push(id);
                    }
                }
            }
        }
    }
}
