//! A poor link: between two sockets, everything comes late and no faster than the line carries. It counts what passes.

use std::{
    collections::VecDeque,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::mpsc,
    time::{Instant, sleep_until},
};

/// One way of it.
const LATE: Duration = Duration::from_millis(300);
/// 64 kbit/s.
const BYTES_A_SECOND: f64 = 8_000.0;
/// Bytes passed on at once.
const PIECE: usize = 512;

/// What has passed through a line.
#[derive(Debug, Clone, Default)]
pub(super) struct Passed {
    up: Arc<AtomicU64>,
    down: Arc<AtomicU64>,
}

impl Passed {
    /// Bytes towards headquarters, and back.
    pub(super) fn bytes(&self) -> (u64, u64) {
        (self.up.load(Ordering::Relaxed), self.down.load(Ordering::Relaxed))
    }
}

/// Opens a line to `to`; where it begins, and what passes. Without `is_poor` it only counts.
pub(super) async fn open(to: SocketAddr, is_poor: bool) -> std::io::Result<(SocketAddr, Passed)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let (from, passed) = (listener.local_addr()?, Passed::default());
    let counts = passed.clone();
    tokio::spawn(async move {
        while let Ok((near, _)) = listener.accept().await {
            let Ok(far) = TcpStream::connect(to).await else { continue };
            let _ = (near.set_nodelay(true), far.set_nodelay(true));
            let ((near_in, near_out), (far_in, far_out)) = (near.into_split(), far.into_split());
            tokio::spawn(carry(near_in, far_out, counts.up.clone(), is_poor));
            tokio::spawn(carry(far_in, near_out, counts.down.clone(), is_poor));
        }
    });
    Ok((from, passed))
}

/// Carries one way: each piece leaves when the line is free, and arrives after its delay.
async fn carry(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin + Send + 'static,
    count: Arc<AtomicU64>,
    is_poor: bool,
) {
    let (queue, mut arriving) = mpsc::channel::<(Instant, Vec<u8>)>(64);
    tokio::spawn(async move {
        let mut waiting = VecDeque::new();
        while let Some(next) = arriving.recv().await {
            waiting.push_back(next);
            while let Some((at, bytes)) = waiting.pop_front() {
                sleep_until(at).await;
                if to.write_all(&bytes).await.is_err() {
                    return;
                }
            }
        }
        let _ = to.shutdown().await;
    });
    let (mut piece, mut free) = ([0; PIECE], Instant::now());
    while let Ok(length) = from.read(&mut piece).await {
        if length == 0 {
            return;
        }
        count.fetch_add(length as u64, Ordering::Relaxed);
        let mut arrives = Instant::now();
        if is_poor {
            free = free.max(Instant::now()) + Duration::from_secs_f64(length as f64 / BYTES_A_SECOND);
            // The line takes no more than it carries: senders wait.
            sleep_until(free).await;
            arrives = free + LATE;
        }
        if queue.send((arrives, piece[..length].to_vec())).await.is_err() {
            return;
        }
    }
}
