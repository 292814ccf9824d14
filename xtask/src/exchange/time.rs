//! How long crossings take to headquarters over TLS on a link of 600 ms there and back and 64 kbit/s.

use super::{days, headquarters, line, median, post};
use crate::Failed;
use limen::{doors, network, settings::Settings};
use limen_domain::{Event, NodeId};
use limen_exchange::{Headquarters, Status, round::Rounds};
use limen_store::Store;
use std::{io::Write, net::SocketAddr, path::Path, sync::Arc, time::Instant};
use tokio::sync::watch;

/// How many decisions are timed.
const DECISIONS: usize = 15;
/// Crossings of a post that was away for a week.
const WEEK: usize = 20_000;

/// Headquarters that answers posts over TLS.
async fn answering(folder: &Path) -> Result<(Arc<Headquarters>, SocketAddr), Failed> {
    std::fs::create_dir_all(folder)?;
    let store = Store::create(folder, &NodeId::parse("HQ")?).await?;
    let headquarters = Arc::new(headquarters(&store, folder)?);
    let mut settings = Settings::default();
    settings.exchange.address = "127.0.0.1:0".parse()?;
    let door = network::door(&headquarters, &settings.exchange, doors::room(1)).await?;
    let address = door.listener.local_addr()?;
    let router = network::router(headquarters.clone(), Default::default(), &settings.exchange);
    let (told, stop) = watch::channel(false);
    tokio::spawn(async move {
        door.serve(router, stop).await;
        drop(told);
    });
    Ok((headquarters, address))
}

async fn rounds(
    headquarters: &Headquarters,
    folder: &Path,
    crossings: usize,
    address: SocketAddr,
) -> Result<Rounds, Failed> {
    std::fs::create_dir_all(folder)?;
    let address = format!("https://localhost:{}", address.port());
    let post = post(headquarters, folder, "KRM", crossings, &address).await?;
    Rounds::new(post, folder)
}

/// From a decision that is on the post's disk to headquarters' disk.
pub(super) async fn one(out: &mut impl Write) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let (headquarters, address) = answering(&folder.path().join("HQ")).await?;
    let (address, passed) = line::open(address, true).await?;
    let mut rounds = rounds(&headquarters, &folder.path().join("KRM"), 2, address).await?;
    let status = Status::default();
    let begin = Instant::now();
    while !rounds.round(&status).await?.is_quiet {}
    writeln!(
        out,
        "600 ms there and back, 64 kbit/s. The first round, with its handshake: {:.2} s",
        begin.elapsed().as_secs_f64()
    )?;
    let (mut times, mut bytes) = (Vec::new(), Vec::new());
    let journal = days::journal(7, 200)?;
    for pair in journal.chunks(2).take(DECISIONS) {
        let events: Vec<Event> = pair.iter().map(|new| new.event.clone()).collect();
        let before = passed.bytes();
        rounds.post().store().append(pair[0].actor.as_ref(), events, None).await?;
        let begin = Instant::now();
        let (node, end) = (NodeId::parse("KRM")?, rounds.post().store().journal_head(&NodeId::parse("KRM")?).await?);
        let store = headquarters.store().clone();
        let arrived = tokio::spawn(async move {
            while store.journal_head(&node).await.is_ok_and(|head| head != end) {
                tokio::time::sleep(std::time::Duration::from_millis(2)).await;
            }
            begin.elapsed().as_secs_f64()
        });
        rounds.round(&status).await?;
        times.push(arrived.await?);
        bytes.push((passed.bytes().0 - before.0) as f64);
    }
    writeln!(
        out,
        "From decision to headquarters' disk, link open: median {:.2} s, {:.0} bytes up",
        median(times),
        median(bytes)
    )?;
    Ok(())
}

/// A post that comes back after a week.
pub(super) async fn back(out: &mut impl Write) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let (headquarters, address) = answering(&folder.path().join("HQ")).await?;
    let (address, passed) = line::open(address, true).await?;
    let mut rounds = rounds(&headquarters, &folder.path().join("KRM"), WEEK, address).await?;
    let crossings = rounds.post().waiting().await? / 2;
    let (begin, mut asked) = (Instant::now(), 0);
    loop {
        asked += 1;
        if rounds.round(&Status::default()).await?.is_quiet {
            break;
        }
    }
    let (up, down) = passed.bytes();
    let seconds = begin.elapsed().as_secs_f64();
    let best = up as f64 / 8_000.0;
    writeln!(
        out,
        "{crossings} crossings over that link: {seconds:.0} s in {asked} questions; {up} bytes up ({:.0} a crossing, TLS \
         and HTTP included), {down} down; the line alone takes {best:.0} s for them",
        up as f64 / crossings as f64
    )?;
    Ok(())
}
