//! What demonstrations of several nodes share: folders that appear whole, headquarters and posts made, served and stopped.
//!
//! Each node has a loopback address of its own: browsers keep one cookie for all ports of an address.

use crate::{
    commands::init,
    folder::{
        settings::{Devices, Settings},
        vault::Unlocked,
    },
    outcome::Failed,
    serve::{self, Running},
};
use jiff::Timestamp;
use limen_domain::{NodeId, PostId, StateCode};
use limen_exchange::{
    Headquarters, Identity, PostNode,
    authority::Certificates,
    enrolment::{self, Request, Welcome},
    post::BelongsTo,
};
use limen_store::{FILE_NAME, NewEvent, Post, Store, settings::POST};
use std::{
    fs,
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
};
use tokio::signal::unix::{Signal, SignalKind, signal};

/// The name of headquarters' journal.
pub(super) const HEADQUARTERS: &str = "HQ";

/// The folder beside their place in which nodes are made; one that was cut off begins anew.
pub(super) fn making(folder: &Path) -> Result<PathBuf, Failed> {
    let making = folder.join("making");
    let _ = fs::remove_dir_all(&making);
    fs::create_dir(&making)?;
    Ok(making)
}

/// Moves what was made to its place. The folder named `last` says that all is there: it is moved last.
pub(super) fn moved(making: &Path, folder: &Path, last: &str) -> Result<(), Failed> {
    for entry in fs::read_dir(making)? {
        let entry = entry?;
        if entry.file_name() != last {
            fs::rename(entry.path(), folder.join(entry.file_name()))?;
        }
    }
    fs::rename(making.join(last), folder.join(last))?;
    Ok(fs::remove_dir(making)?)
}

/// Where headquarters of a state is.
pub(super) fn place(name: &str, country: StateCode, time_zone: &str) -> Result<Post, Failed> {
    Ok(Post {
        id: PostId::parse(HEADQUARTERS)?,
        name: name.into(),
        country,
        time_zone: time_zone.into(),
        neighbour: country,
        town_in: String::new(),
        town_out: String::new(),
        records_all_exits: true,
        place: None,
    })
}

/// Makes headquarters in a folder, with these posts described.
pub(super) async fn found(folder: &Path, place: Post, posts: &[Post]) -> Result<Store, Failed> {
    let (node, hosts, devices) = (NodeId::parse(HEADQUARTERS)?, ["localhost".to_owned()], Devices::default());
    let founding = init::Founding { node: &node, place, hosts: &hosts, postgres: None, devices: &devices };
    let store = init::found(&Unlocked::plain(folder), &founding).await?;
    for post in posts {
        store.add_post(post).await?;
    }
    Ok(store)
}

/// Headquarters in a folder, as it lets machines join.
pub(super) fn headquarters(folder: &Path, store: &Store) -> Result<Headquarters, Failed> {
    Ok(Headquarters::new(store.clone(), Identity::load(folder)?, limen_exchange::Authority::load(folder)?))
}

/// Makes a post's node in a folder, which joins headquarters and has this past.
pub(super) async fn join(
    headquarters: &Headquarters,
    folder: &Path,
    post: &Post,
    past: Vec<NewEvent>,
    now: Timestamp,
) -> Result<Store, Failed> {
    fs::create_dir(folder)?;
    let identity = Identity::generate()?;
    identity.save(folder)?;
    let code = enrolment::invite(headquarters.store(), headquarters.authority(), None, &post.id, now).await?;
    let welcome = headquarters.enrol(&Request::new(&code, &identity), now).await?;
    let store = settle(folder, &welcome, post).await?;
    store.bring_in(&welcome.node, past).await?;
    Ok(store)
}

/// Makes the database of a post that has just become a node.
async fn settle(folder: &Path, welcome: &Welcome, post: &Post) -> Result<Store, Failed> {
    let certificates = Certificates::new(welcome.certificates()?).ok_or("headquarters sent no certificate")?;
    certificates.save(folder)?;
    debug_assert!(!folder.join(FILE_NAME).exists());
    let store = Store::create(folder, &welcome.node).await?;
    PostNode::belong(&store, &welcome.belongs_to).await?;
    store.write(&POST, &Some(welcome.post.clone())).await?;
    // What the rest of the reference data brings with the first round; without this the pages have no post.
    store.add_post(post).await?;
    Ok(store)
}

/// Serves headquarters, and says where it answers posts this time.
pub(super) async fn serve_headquarters(
    folder: &Path,
    pages: SocketAddr,
    room: usize,
) -> Result<(Running, String), Failed> {
    let mut settings = Settings::load(folder)?;
    settings.pages.address = pages;
    settings.exchange.address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let running = serve::start(&Unlocked::plain(folder), settings, room).await?;
    let exchange = running.exchange.ok_or("headquarters answers no posts")?;
    Ok((running, format!("https://localhost:{}", exchange.port())))
}

/// Serves a post whose headquarters answers there this time.
pub(super) async fn serve_post(
    folder: &Path,
    headquarters: &str,
    pages: SocketAddr,
    room: usize,
) -> Result<Running, Failed> {
    let store = Store::open(folder).await?;
    let node = PostNode::new(store.clone(), Identity::load(folder)?).await?;
    PostNode::belong(&store, &BelongsTo { address: headquarters.to_owned(), ..node.belongs_to().clone() }).await?;
    store.close().await;
    let mut settings = Settings::load(folder)?;
    settings.pages.address = pages;
    serve::start(&Unlocked::plain(folder), settings, room).await
}

/// Where the pages of a node are: each has an address of its own on this machine.
pub(super) fn address(place: u8, port: u16) -> SocketAddr {
    SocketAddr::from((Ipv4Addr::new(127, 0, 0, place), port))
}

/// What ends a demonstration.
pub(super) struct Ends(Signal, Signal);

impl Ends {
    /// Hears it from now on.
    pub(super) fn heard() -> Result<Self, Failed> {
        Ok(Self(signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?))
    }

    /// Waits for it, and stops all nodes.
    pub(super) async fn stop(mut self, running: Vec<Running>) {
        tokio::select! {
            _ = self.0.recv() => {}
            _ = self.1.recv() => {}
        }
        for node in running {
            node.stop().await;
        }
    }
}
