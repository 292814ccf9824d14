//! `limen serve`: the pages of a node and its part in the network, until it is told to stop.

pub mod doors;
mod metrics;
pub mod network;

use crate::{
    commands::{backup, data, statistics},
    folder::{
        self,
        lock::Lock,
        settings::{self, Settings},
        vault::{self, Unlocked},
    },
    outcome::Outcome,
    serve::doors::Door,
};
use limen_exchange::{https, page_certificate::PagesAuthority};
use limen_node::{
    NetworkRole,
    neighbours::talk,
    scanner_folder,
    schedule::{self, Job},
    trial::{TRIAL, TrialPerson},
};
use limen_store::Store;
use limen_web::{App, Names, ToDevices};
use std::{
    io::Write,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
    time::Duration,
};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};

/// How long requests under way may take once the program was told to stop.
const GRACE: Duration = Duration::from_secs(5);

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The data folder of the node
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// The port of the pages, instead of the one in limen.toml; 0 takes any free port
    #[arg(long)]
    port: Option<u16>,
    /// The folder into which a scanner puts pages; a folder in it named after an account is that officer's own
    #[arg(long, value_name = "DIR")]
    scanner: Option<PathBuf>,
}

pub(crate) async fn run(arguments: Arguments) -> Outcome {
    let mut settings = Settings::load(&arguments.data)?;
    if let Some(port) = arguments.port {
        settings.pages.address.set_port(port);
    }
    settings.pages.scanner = arguments.scanner.or(settings.pages.scanner);
    serve(&Unlocked::of(&arguments.data)?, settings).await
}

/// Serves the node in `folder` until SIGTERM or SIGINT.
pub(crate) async fn serve(home: &Unlocked, settings: Settings) -> Outcome {
    let (mut stop, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let running = start(home, settings, doors::room(1)).await?;
    // The listener takes connections since it was bound; the pages answer them from here on.
    {
        let mut out = std::io::stdout().lock();
        writeln!(out, "Limen is ready at http://{}", running.pages)?;
        for address in &running.devices {
            writeln!(out, "Devices find it at {address}")?;
        }
        if let Some(address) = running.exchange {
            writeln!(out, "Posts are answered at {address}")?;
        }
        out.flush()?;
    }
    if let Some(hint) = &running.hint {
        eprintln!("{hint}");
    }
    tokio::select! {
        _ = stop.recv() => {}
        _ = interrupt.recv() => {}
    }
    running.stop().await;
    Ok(ExitCode::SUCCESS)
}

/// A node that is served.
pub(crate) struct Running {
    /// Where its pages are.
    pub(crate) pages: SocketAddr,
    /// Where devices find them.
    devices: Vec<String>,
    /// Where headquarters answers posts.
    pub(crate) exchange: Option<SocketAddr>,
    /// A hint for someone who tries Limen out at a terminal; not printed to standard output, which scripts read.
    hint: Option<String>,
    store: Store,
    told: tokio::sync::watch::Sender<bool>,
    server: tokio::task::JoinHandle<()>,
    tasks: tokio::task::JoinSet<()>,
    /// Given back last.
    _lock: Lock,
}

/// Starts to serve the node in `home`, with at most `room` connections at each port.
pub(crate) async fn start(home: &Unlocked, settings: Settings, room: usize) -> Result<Running, crate::outcome::Failed> {
    let folder = home.folder();
    let lock = Lock::take(folder)?;
    if let Some(scanner) = settings.pages.scanner.as_ref().filter(|scanner| !scanner.is_dir()) {
        return Err(format!("{} is no folder; make it, or give another with --scanner", scanner.display()).into());
    }
    if let Some(scanimage) = settings.pages.scanimage.as_ref().filter(|scanimage| !scanimage.is_file()) {
        let said = "is no program; install sane-utils, or take scanimage in [pages] out of limen.toml";
        return Err(format!("{} {said}", scanimage.display()).into());
    }
    let address = settings.pages.address;
    if !address.ip().is_loopback() {
        return Err(format!(
            "without TLS, pages are served to this machine only, and {address} is not on it; for other machines, set devices \
             in [pages] of limen.toml"
        )
        .into());
    }
    let port = address.port();
    let listener = TcpListener::bind(address)
        .await
        .map_err(|error| format!("port {port} on this machine can't be used ({error}); choose another with --port"))?;
    let pages = listener.local_addr()?;
    let store = home.store().await?;
    let trial = store.read(&TRIAL).await?;
    let started = limen_domain::Event::NodeStarted { version: env!("CARGO_PKG_VERSION").to_owned() };
    store.append(None, vec![started], None).await?;
    // Whatever interrupted an erasure.
    store.note_erased().await?;
    let hint = trial.as_ref().and_then(|trial| trial.people.first()).map(|TrialPerson { id, password }| {
        format!(
            "Sign in as {id} with the password {password}; documents to scan are on the page /card. Ctrl+C stops it."
        )
    });
    let (network, rounds) = folder::network::of(&store, home, &settings).await?;
    let (told, tell) = tokio::sync::watch::channel(false);
    let mut tasks = tokio::task::JoinSet::new();
    let door = match &network {
        NetworkRole::Headquarters(headquarters) => {
            Some((network::door(headquarters, &settings.exchange, room).await?, headquarters.clone()))
        }
        _ => None,
    };
    let link = match &network {
        NetworkRole::Post(link) => Some(link.clone()),
        _ => None,
    };
    let app = App::start(store.clone(), trial, settings.pages.scanner.clone(), folder, network).await?;
    if let Some(scanimage) = settings.pages.scanimage.clone() {
        app.scans_by(scanimage);
    }
    let exchange = match door {
        Some((door, headquarters)) => {
            let address = door.listener.local_addr()?;
            let node = app.running_node();
            let neighbours = https::for_neighbours(Arc::new(talk::Answers(node.clone())));
            tasks.spawn(door.serve(network::router(headquarters, neighbours, &settings.exchange), tell.clone()));
            tasks.spawn(talk::go_on(node));
            Some(address)
        }
        None => None,
    };
    if let (Some(link), Some(rounds)) = (link, rounds) {
        let every = Duration::from_secs(settings.link.every_seconds.max(1));
        tasks.spawn(network::go_round(app.clone(), link, rounds, every));
        tasks.spawn(network::forget(store.clone(), app.clone()));
    }
    tasks.spawn(schedule::run(store.clone(), daily(&store, folder, &settings)));
    if let Some(scanner) = settings.pages.scanner.clone() {
        tasks.spawn(scanner_folder::forget_taken(store.clone(), scanner));
    }
    if let Some(address) = settings.metrics.address {
        let listener = TcpListener::bind(address).await?;
        let names = own_names(&settings.pages).into_iter().chain(settings.pages.hosts.clone());
        let router = metrics::router(app.clone(), Names::with_loopback(names).and_addresses());
        tasks.spawn(Door { name: "figures", listener, tls: None, room }.serve(router, tell.clone()));
    }
    let devices = match settings.pages.devices {
        Some(address) => {
            let (door, devices) = to_devices(home, &settings.pages, address, &app, room).await?;
            let names = own_names(&settings.pages).into_iter().chain(settings.pages.hosts.clone());
            tasks.spawn(door.serve(limen_web::router_for_devices(app.clone(), Names::new(names)), tell.clone()));
            devices
        }
        None => Vec::new(),
    };
    let names = settings.pages.hosts.into_iter().chain([address.ip().to_string()]);
    let router = limen_web::router(app, Names::with_loopback(names));
    let server = tokio::spawn(Door { name: "pages", listener, tls: None, room }.serve(router, tell));
    Ok(Running { pages, devices, exchange, hint, store, told, server, tasks, _lock: lock })
}

/// What this node does each day: a backup before anything is erased, and reports while what they count is there.
fn daily(store: &Store, folder: &Path, settings: &Settings) -> Vec<Job> {
    let mut jobs = Vec::new();
    if let Some(to) = settings.backup.folder.clone() {
        let (store, folder, keep) = (store.clone(), folder.to_owned(), settings.backup.keep);
        jobs.push(Job::new("backup", settings.backup.at, move |_| {
            let (store, folder, to) = (store.clone(), folder.clone(), to.clone());
            async move { backup::nightly(&store, &folder, &to, keep).await }
        }));
    }
    if let Some(to) = settings.statistics.reports.clone() {
        let store = store.clone();
        jobs.push(Job::new("reports", settings.statistics.at, move |day| {
            let (store, to) = (store.clone(), to.clone());
            async move { statistics::bulletins::each_morning(&store, &to, day).await }
        }));
    }
    let store = store.clone();
    jobs.push(Job::new("erasing", settings.retention.at, move |_| {
        let store = store.clone();
        async move { data::nightly(&store).await }
    }));
    jobs
}

/// Where pages are served to other machines, over TLS, and how those find them.
async fn to_devices(
    home: &Unlocked,
    settings: &settings::Pages,
    address: SocketAddr,
    app: &App,
    room: usize,
) -> Result<(Door, Vec<String>), crate::outcome::Failed> {
    let names = own_names(settings);
    let authority = PagesAuthority::of(home, app.node().as_str(), app.now())?;
    let config = authority.server(&names, app.now())?;
    let listener = TcpListener::bind(address)
        .await
        .map_err(|error| format!("devices can't be served at {address} ({error}); choose another in [pages]"))?;
    let port = listener.local_addr()?.port();
    let addresses: Vec<String> = names.iter().map(|name| format!("https://{name}:{port}")).collect();
    app.is_served_to_devices(ToDevices {
        addresses: addresses.clone(),
        authority: authority.pem(),
        fingerprint: authority.fingerprint(),
    });
    Ok((Door { name: "devices", listener, tls: Some(config), room }, addresses))
}

/// What other machines call this one: as the settings say; otherwise its name, and its name as machines of one network find
/// each other.
fn own_names(settings: &settings::Pages) -> Vec<String> {
    if !settings.names.is_empty() {
        return settings.names.clone();
    }
    let name = rustix::system::uname().nodename().to_string_lossy().to_ascii_lowercase();
    if name.contains('.') { vec![name] } else { vec![format!("{name}.local"), name] }
}

impl Running {
    /// Ends requests under way, and closes the database.
    pub(crate) async fn stop(mut self) {
        let _ = self.told.send(true);
        // A browser that keeps its connection open does not keep the program running.
        let _ = tokio::time::timeout(GRACE, self.server).await;
        self.tasks.shutdown().await;
        vault::close(self.store).await;
    }
}
