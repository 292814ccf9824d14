//! The network as this node sees it: at headquarters each post's node, at a post its link; and what is exchanged by hand.

use crate::{
    access::{NETWORK, NODES, Nobody, Pages, anywhere, at_headquarters},
    app::App,
    kit::{
        bar::When,
        download::Download,
        failure::Failure,
        form::{self, FormTrouble},
        proof::unproved,
        second_person::GivenWord,
        session::SignedIn,
        shell::{Shell, moment, page},
        upload::{self, Upload},
    },
    network::board::{self, Given},
    node::{
        NetworkRole,
        health::{CLOCK_OFF, LOW_DISK_BYTES},
        level::Level,
        link_state::{LinkState, PostLink},
        network::{
            members::{self, MemberError, Revoked},
            sticks::{self, MOST_BYTES, StickError, StickFile},
        },
        own::UnprovedError,
    },
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Multipart, Path, State},
    response::{IntoResponse, Redirect, Response},
};
use limen_domain::{NodeId, PostId, StatedReason};
use limen_exchange::{ExchangeError, RefusalReason};
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .get("/network", anywhere(NETWORK, Nobody::House), show)
        .beside_counter_if(When::InNetwork)
        .post("/network/invite", at_headquarters(NODES, Nobody::House), invite)
        .post("/network/revoke", at_headquarters(NODES, Nobody::House), revoke)
        .get("/network/stick", anywhere(NETWORK, Nobody::Sealed), own_stick)
        .upload("/network/stick", anywhere(NETWORK, Nobody::House), upload::limit(MOST_BYTES), take_stick)
        .get("/network/stick/{node}", anywhere(NETWORK, Nobody::Sealed), stick_for)
}

impl From<ExchangeError> for Failure {
    fn from(refused: ExchangeError) -> Self {
        tracing::warn!("the network: {refused}");
        match refused.why {
            RefusalReason::UnknownSender => Self::NotFound,
            _ => Self::Fault,
        }
    }
}

/// The board again, with the form whose password was not taken; any other error is a failure.
async fn board_again(
    app: &App,
    signed: &SignedIn,
    error: MemberError,
    given: impl FnOnce(String) -> Given,
) -> Result<Response, Failure> {
    let error: UnprovedError = match error {
        MemberError::Unproved(error) => error,
        MemberError::NotHere | MemberError::NoSuchPost(_) | MemberError::NotFound(_) => return Err(Failure::NotFound),
        MemberError::Refused(refused) => return Err(refused.into()),
        MemberError::Store(error) => return Err(error.into()),
    };
    let NetworkRole::Headquarters(headquarters) = &app.network else { return Err(Failure::NotFound) };
    let wrong = unproved(app, signed.words(app), error)?;
    board::show(app, signed, headquarters, given(wrong)).await
}

impl From<StickError> for Failure {
    fn from(error: StickError) -> Self {
        match error {
            StickError::NotHere => Self::NotFound,
            StickError::Refused(refused) => refused.into(),
            StickError::Store(error) => error.into(),
        }
    }
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn) -> Result<Response, Failure> {
    match &app.network {
        NetworkRole::Alone => Err(Failure::NotFound),
        NetworkRole::Headquarters(headquarters) => board::show(&app, &signed, headquarters, Given::Nothing).await,
        NetworkRole::Post(link) => Ok(page(&LinkPage::new(&app, &signed, link).await?)),
    }
}

/// Something worth knowing about the link.
struct Line {
    name: String,
    text: String,
    is_well: bool,
}

#[derive(Template)]
#[template(path = "network/link.html")]
struct LinkPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    headquarters: String,
    lines: Vec<Line>,
}

impl<'a> LinkPage<'a> {
    async fn new(app: &'a App, signed: &'a SignedIn, link: &PostLink) -> Result<Self, Failure> {
        let w = signed.words(app);
        let state = link.state();
        let reached = app.store.reference_reached().await?;
        let waiting = link.post.waiting().await?;
        let known = app.store.known_journals().await?.len();
        let line = |name: &str, text: String, is_well: bool| Line { name: w.t(name), text, is_well };
        let mut lines = vec![
            line("link-contact", contact(app, w, &state), state.trouble.is_none()),
            line("link-waiting", w.t1("link-events", "count", waiting), true),
            line("link-reference", w.t1("link-version", "version", reached.version), true),
            line("link-known", w.t1("link-journals", "count", known as i64), true),
        ];
        if let Some(ahead) = state.clock_ahead {
            lines.push(line("link-clock", w.clock_ahead(ahead.as_secs()), ahead.abs() <= CLOCK_OFF));
        }
        if let Some(free) = app.disk_free() {
            lines.push(line("link-disk", w.gigabytes(free), free >= LOW_DISK_BYTES));
        }
        if let Some(trouble) = &state.trouble {
            lines.push(line("link-trouble", w.coded("link-trouble", trouble), false));
        }
        if let Some(twin) = &state.twin {
            lines.push(line("link-twin", w.t1("link-twin-text", "journal", twin.to_string()), false));
        }
        if state.is_recovering {
            lines.push(line("link-restored", w.t("link-recovering-text"), true));
        }
        if state.is_behind {
            lines.push(line("link-restored", w.t("link-behind-text"), false));
        }
        if state.evidence > 0 {
            lines.push(line("link-evidence", w.t1("link-evidence-text", "count", state.evidence as i64), true));
        }
        if let Some(rejected) = &state.rejected {
            let text = w.t2("link-rejected-text", ("journal", rejected.journal.to_string()), ("seq", rejected.seq));
            lines.push(line("link-rejected", text, false));
        }
        let headquarters = link.post.belongs_to().address.clone();
        Ok(Self { shell: Shell::new(app, signed, "network"), w, headquarters, lines })
    }
}

/// When headquarters was heard last, as one says it.
pub(crate) fn contact(app: &App, w: &Words, state: &LinkState) -> String {
    match state.contact {
        None => w.t("link-never"),
        Some(at) => {
            let minutes = app.now().duration_since(at).as_mins();
            if minutes < 1 {
                w.t("link-now")
            } else {
                w.t2("link-ago", ("distance", w.minutes(minutes)), ("at", moment(app, w, at)))
            }
        }
    }
}

#[derive(Deserialize)]
struct Invite {
    post: PostId,
    #[serde(default)]
    password: String,
}

#[derive(Template)]
#[template(path = "network/invitation.html")]
struct InvitationPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    post: String,
    code: String,
    until: String,
}

/// A code is shown once: headquarters keeps only what it can be recognised by.
async fn invite(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let Invite { post, password } = form::read(&signed, body).await?;
    let (code, until) = match members::invite_as(&app, &signed.session, &password, &post).await {
        Ok(made) => made,
        Err(error) => return board_again(&app, &signed, error, |wrong| Given::Invite { post, wrong }).await,
    };
    let w = signed.words(&app);
    Ok(page(&InvitationPage {
        post: app.post_name(&post),
        code: code.to_string(),
        until: moment(&app, w, until),
        shell: Shell::new(&app, &signed, "network"),
        w,
    }))
}

#[derive(Deserialize)]
struct Revoke {
    /// A machine; or `journal:` and one of two journals that are written under one name.
    node: String,
    reason: StatedReason,
    #[serde(default)]
    password: String,
}

async fn revoke(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let Revoke { node, reason, password } = form::read(&signed, body).await?;
    let parsed = |node: &str| NodeId::parse(node).map_err(|_| FormTrouble::Malformed);
    let revoked = match node.strip_prefix("journal:") {
        Some(journal) => Revoked::Journal(parsed(journal)?),
        None => Revoked::Machine(parsed(&node)?),
    };
    match members::revoke_as(&app, &signed.session, &password, &revoked, &reason).await {
        Ok(()) => Ok(Redirect::to("/network").into_response()),
        Err(error) => {
            let given = |wrong| {
                let word = GivenWord { reason: reason.to_string(), wrong: Some(wrong) };
                Given::Revoke { node, word }
            };
            board_again(&app, &signed, error, given).await
        }
    }
}

fn download(StickFile { name, bytes }: StickFile) -> Response {
    Download::new(&name, "application/octet-stream", bytes).into_response()
}

/// What a post has for headquarters, as a file for a stick.
async fn own_stick(State(app): State<Arc<App>>, _: SignedIn) -> Result<Response, Failure> {
    Ok(download(sticks::own(&app).await?))
}

/// What headquarters has for a node, as a file for a stick.
async fn stick_for(State(app): State<Arc<App>>, _: SignedIn, Path(node): Path<NodeId>) -> Result<Response, Failure> {
    Ok(download(sticks::for_machine(&app, &node).await?))
}

#[derive(Template)]
#[template(path = "network/stick.html")]
struct StickPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    level: Level,
    /// What the stick came to.
    headline: String,
    lines: Vec<String>,
    /// The node for which there is something to take back, at headquarters.
    answer_for: Option<String>,
}

/// Takes in a stick's file, and says what it was.
async fn take_stick(State(app): State<Arc<App>>, signed: SignedIn, parts: Multipart) -> Result<Response, Failure> {
    let upload = Upload::receive(&signed, parts, MOST_BYTES).await?;
    let imported = sticks::take(&app, &upload.bytes).await?;
    let w = signed.words(&app);
    let sender = imported.from.as_ref().map_or_else(|| w.t("stick-unknown"), ToString::to_string);
    let lacks = imported.lacks();
    let (level, headline) = match (imported.is_new(), imported.refused.is_empty()) {
        (_, false) => (Level::Stop, w.t1("stick-refused", "sender", sender)),
        _ if lacks.is_some() => (Level::Check, w.t1("stick-lacks", "sender", sender)),
        (true, true) => (Level::Clear, w.t1("stick-taken", "sender", sender)),
        (false, true) if imported.is_recalled => (Level::Check, w.t1("stick-recalled", "sender", sender)),
        (false, true) => (Level::Check, w.t1("stick-old", "sender", sender)),
    };
    let mut lines: Vec<String> = lacks.into_iter().map(|why| w.coded("stick-lacks", why.code())).collect();
    if imported.is_recalled {
        lines.push(w.t("stick-recalled-advice"));
    }
    if let Some(at) = imported.made_at {
        lines.push(w.t1("stick-made", "at", moment(&app, w, at)));
    }
    if app.is_headquarters() {
        lines.push(w.t1("stick-events", "count", imported.events));
    } else {
        lines.push(w.t1("stick-parts", "count", imported.parts as i64));
    }
    let mut reasons: Vec<&str> = imported.refused.iter().map(|refused| refused.why.code()).collect();
    reasons.dedup();
    lines.extend(reasons.iter().map(|why| w.coded("why", why)));
    let answer_for = imported.from.filter(|_| app.is_headquarters() && imported.refused.is_empty());
    Ok(page(&StickPage {
        shell: Shell::new(&app, &signed, "network"),
        w,
        level,
        headline,
        lines,
        answer_for: answer_for.map(|node| node.to_string()),
    }))
}
