//! `limen serve`: the pages of a post, until it is told to stop.

use crate::Outcome;
use limen_store::Store;
use limen_web::{App, Trial};
use std::{
    io::Write,
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    process::ExitCode,
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
    /// The folder that holds the database
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// The port on this machine; 0 takes any that is free
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The folder into which a scanner puts pages; a folder in it named as an account is that officer's own
    #[arg(long, value_name = "DIR")]
    scanner: Option<PathBuf>,
}

/// The setting that holds a trial's card and people, so that it is the same after a restart.
pub(crate) const TRIAL_SETTING: &str = "trial";

pub(crate) async fn run(arguments: Arguments) -> Outcome {
    serve(&arguments.data, arguments.port, arguments.scanner).await
}

/// Serves the post in `folder` on loopback until SIGTERM or SIGINT.
pub(crate) async fn serve(folder: &Path, port: u16, scanner: Option<PathBuf>) -> Outcome {
    if let Some(scanner) = scanner.as_ref().filter(|scanner| !scanner.is_dir()) {
        return Err(format!("{} is no folder; make it, or give another with --scanner", scanner.display()).into());
    }
    let (mut stop, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))
        .await
        .map_err(|error| format!("port {port} on this machine can't be used ({error}); choose another with --port"))?;
    let store = Store::open(folder).await?;
    let trial: Option<Trial> =
        store.setting(TRIAL_SETTING).await?.map(|text| serde_json::from_str(&text)).transpose()?;
    let started = limen_domain::Event::NodeStarted { version: env!("CARGO_PKG_VERSION").to_owned() };
    store.append(None, vec![started], None).await?;
    // For whoever tries Limen out at a terminal; scripts read standard output.
    let hint = trial.as_ref().and_then(|trial| trial.people.first()).map(|(name, password)| {
        format!(
            "Sign in as {name} with the password {password}; documents to scan are on the page /card. Ctrl+C stops it."
        )
    });
    let pages = limen_web::router(App::start(store.clone(), trial, scanner).await?);

    // The listener takes connections since it was bound; the pages answer them from here on.
    {
        let mut out = std::io::stdout().lock();
        writeln!(out, "Limen is ready at http://{}", listener.local_addr()?)?;
        out.flush()?;
    }
    if let Some(hint) = hint {
        eprintln!("{hint}");
    }
    let (told, tell) = tokio::sync::watch::channel(false);
    let mut wait = tell;
    let server = tokio::spawn(
        axum::serve(listener, pages)
            .with_graceful_shutdown(async move {
                let _ = wait.changed().await;
            })
            .into_future(),
    );
    tokio::select! {
        _ = stop.recv() => {}
        _ = interrupt.recv() => {}
    }
    let _ = told.send(true);
    // A browser that keeps its connection open does not keep the program running.
    let _ = tokio::time::timeout(GRACE, server).await;
    store.close().await;
    Ok(ExitCode::SUCCESS)
}
