//! What a node does in the network while it serves its pages: a post's rounds, headquarters' listener.

use crate::{folder::settings, outcome::Failed, serve::doors::Door};
use axum::{Router, middleware};
use limen_exchange::{
    Headquarters, PostNode, RefusalReason,
    headquarters::history,
    https::{self, AnswerError},
    round::{Round, RoundError, Rounds},
    tls,
};
use limen_node::link_state::PostLink;
use limen_store::Store;
use limen_web::{App, Names};
use std::{sync::Arc, time::Duration};
use tokio::{
    net::TcpListener,
    time::{sleep, timeout},
};

/// Wait before the next round after a failed one; doubled after each further failure, up to [`LONGEST_WAIT`].
const FIRST_WAIT: Duration = Duration::from_secs(2);
const LONGEST_WAIT: Duration = Duration::from_secs(120);
/// How long changes are gathered before a round begins.
const GATHER: Duration = Duration::from_millis(20);
/// With less room than this on its disk, a post keeps a quarter of what it might of the others.
const NO_ROOM_BYTES: u64 = 1 << 30;
/// How often what the law wants forgotten is forgotten.
const FORGET_EVERY: Duration = Duration::from_secs(6 * 3_600);

/// Where headquarters answers posts: the settings' address, with the certificate that posts know.
///
/// # Errors
/// No certificate can be issued for the settings' names, or the address is in use or not of this machine.
pub async fn door(headquarters: &Headquarters, settings: &settings::Exchange, room: usize) -> Result<Door, Failed> {
    let authority = headquarters.authority();
    let identity = headquarters.identity();
    let chain = authority.for_server(identity, &settings.names, headquarters.store().now())?;
    let config = tls::server(identity, &chain, authority.certificate())?;
    let address = settings.address;
    let listener = TcpListener::bind(address).await.map_err(|error| {
        format!("posts can't be answered at {address} ({error}); choose another [exchange] address")
    })?;
    Ok(Door { name: "posts", listener, tls: Some(config), room })
}

/// What posts ask headquarters for, by the names in its certificate, and what neighbouring states' headquarters say to it.
pub fn router(headquarters: Arc<Headquarters>, neighbours: Router, settings: &settings::Exchange) -> Router {
    let names = Names::new(&settings.names);
    https::router(headquarters).merge(neighbours).layer(middleware::from_fn_with_state(names, limen_web::own_names))
}

/// A post's rounds, for as long as the program runs: when something was written, and every `every`.
pub(crate) async fn go_round(app: Arc<App>, link: Arc<PostLink>, mut rounds: Rounds, every: Duration) {
    let mut written = rounds.post().store().written();
    let mut wait = FIRST_WAIT;
    loop {
        written.mark_unchanged();
        match rounds.round(&app.status(&link)).await {
            Ok(round) => {
                wait = FIRST_WAIT;
                let is_quiet = round.is_quiet;
                took(&app, &link, &rounds, round).await;
                if is_quiet {
                    let _ = timeout(every, written.changed()).await;
                    sleep(GATHER).await;
                }
            }
            Err(error) => {
                tracing::info!("no exchange with headquarters: {error}");
                let waiting = rounds.post().waiting().await.unwrap_or(0);
                link.note(|state| {
                    state.trouble = Some(code(&error).to_owned());
                    state.waiting = waiting;
                    if let RoundError::NoAnswer(AnswerError::Refused(_, Some(at))) = &error {
                        state.clock_ahead = Some(app.now().duration_since(*at));
                    }
                });
                sleep(wait).await;
                wait = (wait * 2).min(LONGEST_WAIT);
            }
        }
    }
}

async fn took(app: &App, link: &PostLink, rounds: &Rounds, round: Round) {
    let waiting = rounds.post().waiting().await.unwrap_or(0);
    let store = rounds.post().store();
    // What can't be read is said, and not taken for well.
    let is_rewritten = PostNode::headquarters_rewritten(store).await.unwrap_or(true);
    let evidence = PostNode::evidence(store).await.unwrap_or(0);
    store.hear_clock(&rounds.post().belongs_to().headquarters, round.clock_ahead);
    link.note(|state| {
        state.headquarters_rewritten = is_rewritten;
        state.evidence = evidence;
        state.twin = round.twin;
        state.is_recovering = round.is_recovering;
        state.is_behind = round.is_behind;
        state.contact = Some(app.now());
        state.trouble = None;
        state.clock_ahead = Some(round.clock_ahead);
        state.waiting = waiting;
        state.wanted = rounds.wanted().to_vec();
        state.rejected = round.rejected;
    });
    if !round.effects.is_empty()
        && let Err(error) = app.take_effect().await
    {
        tracing::error!("what came from headquarters is on disk and not in use yet: {error}");
    }
}

/// A code for the sentence that pages show.
fn code(error: &RoundError) -> &'static str {
    match error {
        RoundError::NoAnswer(AnswerError::Address(_) | AnswerError::Unsafe(_)) => "unsafe",
        RoundError::NoAnswer(AnswerError::Unreachable(_)) => "unreachable",
        RoundError::NoAnswer(AnswerError::TooSlow) => "too-slow",
        RoundError::NoAnswer(AnswerError::Refused(refused, _)) if refused.why == RefusalReason::Trouble => {
            "unreachable"
        }
        RoundError::NoAnswer(AnswerError::Refused(..)) => "refused",
        RoundError::Refused(refused) if refused.why == RefusalReason::Trouble => "database",
        RoundError::Refused(_) => "unsafe",
    }
}

/// At a post, forgets what happened at other posts once the law wants it forgotten; sooner where the disk has no room for
/// it: what happens here comes first.
pub(crate) async fn forget(store: Store, app: Arc<App>) {
    loop {
        let is_full = app.disk_free().is_some_and(|free| free < NO_ROOM_BYTES);
        let forgotten = match history(&store).await {
            Ok(kept) => {
                let now = store.now();
                store.forget_known(now - if is_full { kept / 4 } else { kept }, now).await
            }
            Err(error) => Err(error),
        };
        match forgotten {
            Ok(0) => {}
            Ok(forgotten) => tracing::info!("forgot {forgotten} events of other posts"),
            Err(error) => tracing::warn!("what happened at other posts could not be forgotten: {error}"),
        }
        sleep(FORGET_EVERY).await;
    }
}
