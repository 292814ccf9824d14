//! Headquarters' page while it was restored from a backup and does not go on yet: what its posts were heard to hold, what is
//! missing, and the word of two people where something can't be had back.

use crate::{
    access::{NODES, Nobody, Pages, at_headquarters},
    app::App,
    kit::{
        failure::Failure,
        form::{self, FormTrouble},
        names::Names,
        proof::unproved,
        second_person::GivenWord,
        session::SignedIn,
        shell::{Shell, answer, moment},
    },
    node::{
        NetworkRole,
        network::recovery::{self, GoOn, GoOnError},
    },
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use limen_domain::{NodeId, Permission, StatedReason};
use limen_exchange::recovery::{Heard, Missing, Recovery};
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new().get("/network/continue", at_headquarters(NODES, Nobody::House), open).post(
        "/network/continue",
        at_headquarters(NODES, Nobody::House),
        decide,
    )
}

/// A machine of the network.
struct MachineRow {
    node: String,
    post: String,
    /// When it was heard of, if it was.
    heard: String,
    is_heard: bool,
}

#[derive(Template)]
#[template(path = "network/recovery.html")]
struct RecoveryPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    title: String,
    is_restored: bool,
    from: String,
    version: String,
    machines: Vec<MachineRow>,
    missing: Vec<String>,
    /// Who proposed to go on without it, and when.
    proposed: Option<String>,
    /// Why.
    reason: String,
    /// Whether something else is missing by now.
    has_changed: bool,
    manages: bool,
    /// Whether this person proposed it, and it still stands: another one confirms it.
    is_own: bool,
    may_confirm: bool,
    /// What was given already.
    given: GivenWord,
}

async fn open(State(app): State<Arc<App>>, signed: SignedIn) -> Result<Response, Failure> {
    let NetworkRole::Headquarters(headquarters) = &app.network else { return Err(Failure::NotFound) };
    match headquarters.recovery().await? {
        Some(recovery) => show(&app, &signed, &recovery, GivenWord::default()).await,
        None => Ok(Redirect::to("/network").into_response()),
    }
}

pub(crate) async fn show(
    app: &App,
    signed: &SignedIn,
    recovery: &Recovery,
    given: GivenWord,
) -> Result<Response, Failure> {
    let (w, names) = (signed.words(app), Names::load(app).await?);
    let machines = recovery.machines.iter().map(|Heard { node, post, at }| MachineRow {
        node: node.to_string(),
        post: app.post_name(post),
        heard: at.map_or_else(|| w.t("recovery-not-yet"), |at| moment(app, w, at)),
        is_heard: at.is_some(),
    });
    let proposed = recovery.restored.proposed.as_ref();
    let me = &signed.session.account.id;
    let has_changed = proposed.is_some_and(|proposed| proposed.without != recovery.without());
    let manages = signed.session.account.role.may(Permission::ManageNetwork);
    let title = if recovery.is_restored { "recovery-title" } else { "recovery-left-out" };
    let recovery_page = RecoveryPage {
        title: w.t(title),
        reason: proposed.map(|proposed| proposed.reason.clone()).unwrap_or_default(),
        is_restored: recovery.is_restored,
        from: w.t2(
            "recovery-from",
            ("journal", recovery.restored.before.to_string()),
            ("count", recovery.restored.events),
        ),
        version: w.t1("recovery-version", "version", recovery.version.version),
        machines: machines.collect(),
        missing: recovery.missing.iter().map(|missing| sentence(app, w, recovery, missing)).collect(),
        proposed: proposed.map(|proposed| {
            w.t2("proposal-by", ("author", names.of(&proposed.by)), ("at", moment(app, w, proposed.at)))
        }),
        has_changed,
        manages,
        is_own: !has_changed && proposed.is_some_and(|proposed| proposed.by == *me),
        may_confirm: manages && recovery.is_confirmed_by(me),
        given,
        shell: Shell::new(app, signed, "network"),
        w,
    };
    Ok(answer(recovery_page.given.wrong.is_some(), &recovery_page))
}

fn sentence(app: &App, w: &Words, recovery: &Recovery, missing: &Missing) -> String {
    let key = format!("recovery-{}", missing.code());
    // A machine by its post, with its code: a post may have had several.
    let machine = |node: &NodeId| {
        let post = recovery.machines.iter().find(|heard| heard.node == *node);
        post.map_or_else(|| node.to_string(), |heard| format!("{} ({node})", app.post_name(&heard.post)))
    };
    match missing {
        Missing::NotHeard(node) => w.t1(&key, "node", machine(node)),
        Missing::OnItsWay { node, version } | Missing::NotSigned { node, version } => {
            w.t2(&key, ("node", machine(node)), ("version", *version))
        }
        Missing::OfAnother { node, source: journal, .. } | Missing::Rewritten { node, journal } => {
            w.t2(&key, ("node", machine(node)), ("journal", journal.to_string()))
        }
        Missing::Events { journal, first, last } => {
            let events = if first == last { first.to_string() } else { format!("{first}\u{2013}{last}") };
            w.t3(&key, ("journal", journal.to_string()), ("count", last - first + 1), ("events", events))
        }
        Missing::Waiting { from, to } => w.t2(&key, ("from", moment(app, w, *from)), ("to", moment(app, w, *to))),
    }
}

#[derive(Deserialize)]
struct Decide {
    decision: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    password: String,
}

/// Proposes that headquarters goes on without what is missing, or confirms what someone else proposed.
async fn decide(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let Decide { decision, reason, password } = form::read(&signed, body).await?;
    let word = match decision.as_str() {
        "confirm" => GoOn::Confirmed,
        _ => GoOn::Proposed(StatedReason::parse(&reason).map_err(|_| FormTrouble::Malformed)?),
    };
    let error = match recovery::go_on(&app, &signed.session, &password, word).await {
        // Where something else is missing by now, the page that follows says so.
        Ok(()) => return Ok(Redirect::to("/network").into_response()),
        Err(GoOnError::Unproved(error)) => error,
        Err(GoOnError::NotHere) => return Err(Failure::NotFound),
        Err(GoOnError::Refused(refused)) => return Err(refused.into()),
        Err(GoOnError::Store(error)) => return Err(error.into()),
    };
    let wrong = Some(unproved(&app, signed.words(&app), error)?);
    let NetworkRole::Headquarters(headquarters) = &app.network else { return Err(Failure::NotFound) };
    let held = headquarters.recovery().await?.ok_or(Failure::NotFound)?;
    let reason = StatedReason::parse(&reason).map(String::from).unwrap_or_default();
    show(&app, &signed, &held, GivenWord { reason, wrong }).await
}
