//! What waits for a second person: one alert, or a new version of a list beside the one that holds; and the upload that
//! such a version comes by.

use crate::{
    account,
    alert_view::{AlertRow, alert_changes, alert_facts, alert_row},
    alerts::LONGEST_REASON,
    failure::Failure,
    form::{self, FormTrouble},
    session::SignedIn,
    shell::{Shell, page},
    state::App,
    upload::{self, Upload},
    words::Words,
};
use askama::Template;
use axum::{
    Router,
    body::Body,
    extract::{Multipart, Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use limen_domain::{Alert, ListName};
use limen_screening::{Changes, list};
use limen_store::Proposal;
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

pub(crate) fn routes() -> Router<Arc<App>> {
    let upload_route = post(upload).layer(upload::limit(MOST_BYTES));
    Router::new().route("/alerts/upload", upload_route).route("/alerts/proposal/{id}", get(show).post(decide))
}

/// The most bytes of a list that a browser sends; larger ones are imported by command.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// The most alerts of each kind that the comparison shows; the counts are of all.
const MOST_SHOWN: usize = 50;

/// A list that can't be taken.
#[derive(Template)]
#[template(path = "list_refused.html")]
struct RefusedPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    file: String,
    reason: String,
}

/// Reads a file and proposes it; a broken one changes nothing and is said to be.
async fn upload(State(app): State<Arc<App>>, signed: SignedIn, parts: Multipart) -> Result<Response, Failure> {
    let upload = Upload::receive(&signed, parts, MOST_BYTES).await?;
    let name = ListName::parse(upload.field("list")).map_err(|_| FormTrouble::Malformed)?;
    let is_of_documents = upload.field("format") == "documents";
    let (bytes, file) = (upload.bytes, upload.name);
    let read = {
        let (name, bytes) = (name.clone(), bytes.clone());
        let format = if is_of_documents { list::Format::Documents } else { list::Format::detect(&bytes) };
        tokio::task::spawn_blocking(move || list::read_all(&bytes[..], format, &name))
            .await
            .map_err(|_| Failure::Fault)?
    };
    match read {
        Ok(read) if read.report.taken > 0 => {
            let report: Vec<String> = read.report.problems.iter().map(ToString::to_string).collect();
            let version = read.report.version.unwrap_or_default();
            let about = (version.as_str(), limen_store::sha256_hex(&bytes), &report[..]);
            let id = app
                .store
                .propose_list(&name, &read.alerts, (about.0, &about.1, about.2), &signed.session.account.id)
                .await?;
            Ok(Redirect::to(&format!("/alerts/proposal/{id}")).into_response())
        }
        other => {
            let w = signed.words(&app);
            let reason = match other {
                Err(error) => error.to_string(),
                Ok(read) => read.report.problems.first().map_or_else(|| w.t("list-empty"), ToString::to_string),
            };
            let refused = RefusedPage { shell: Shell::new(&app, &signed, "alerts"), w, file, reason };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&refused)).into_response())
        }
    }
}

/// An alert that changes, with what of it does.
struct ChangedRow {
    row: AlertRow,
    changes: Vec<(String, String, String)>,
}

#[derive(Template)]
#[template(path = "proposal.html")]
struct ProposalPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    id: Uuid,
    title: String,
    by: String,
    version: String,
    sha256: String,
    report: Vec<String>,
    /// For one alert: what it says, and what of the one in its place changes.
    facts: Vec<(String, String)>,
    /// For a whole list: how many alerts are added, changed, removed and left.
    counts: Option<[usize; 4]>,
    added: Vec<AlertRow>,
    changed: Vec<ChangedRow>,
    removed: Vec<AlertRow>,
    is_open: bool,
    is_own: bool,
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    let proposal = app.store.proposal(id).await?.ok_or(Failure::NotFound)?;
    let w = signed.words(&app);
    let difference = list::difference(holding(&app, &proposal).await?, coming(&app, &proposal).await?);
    let row = |alert: &Alert| alert_row(w, alert, None);
    let changed = difference
        .changed
        .iter()
        .take(MOST_SHOWN)
        .map(|(before, after)| ChangedRow { row: row(after), changes: alert_changes(w, before, after) });
    Ok(page(&ProposalPage {
        id,
        title: match &proposal.alert {
            Some(alert) => format!("{} · {}", w.coded("action", alert.action.code()), row(alert).name),
            None => w.t1("proposal-list-title", "list", proposal.list.to_string()),
        },
        by: w.t2("proposal-by", ("author", proposal.author.to_string()), ("at", w.date(app.day_of(proposal.at)))),
        version: proposal.version.clone(),
        sha256: proposal.sha256.chars().take(16).collect(),
        report: proposal.report.clone(),
        facts: proposal.alert.as_ref().map(|alert| alert_facts(w, alert)).unwrap_or_default(),
        counts: proposal.alert.is_none().then_some([
            difference.added.len(),
            difference.changed.len(),
            difference.removed.len(),
            difference.same,
        ]),
        added: if proposal.alert.is_some() {
            vec![]
        } else {
            difference.added.iter().take(MOST_SHOWN).map(row).collect()
        },
        changed: changed.collect(),
        removed: difference.removed.iter().take(MOST_SHOWN).map(row).collect(),
        is_open: proposal.is_open,
        is_own: proposal.author == signed.session.account.id,
        shell: Shell::new(&app, &signed, "alerts"),
        w,
    }))
}

/// The alerts in whose place a proposal's would come.
async fn holding(app: &App, proposal: &Proposal) -> Result<Vec<Alert>, Failure> {
    Ok(match &proposal.alert {
        Some(alert) => app.store.alert(&alert.list, &alert.id).await?.into_iter().collect(),
        None => app.store.alerts_of(&proposal.list).await?,
    })
}

async fn coming(app: &App, proposal: &Proposal) -> Result<Vec<Alert>, Failure> {
    Ok(match &proposal.alert {
        Some(alert) => vec![alert.clone()],
        None if proposal.is_open => app.store.staged_alerts(proposal.id).await?,
        None => app.store.alerts_of(&proposal.list).await?,
    })
}

/// The second person's word on what waits for it.
#[derive(Deserialize)]
pub(crate) struct Decide {
    decision: String,
    #[serde(default)]
    reason: String,
    /// Their own: asked of whoever approves.
    #[serde(default)]
    pub(crate) password: String,
}

impl Decide {
    pub(crate) fn is_approval(&self) -> bool {
        self.decision == "approve"
    }

    pub(crate) fn reason(&self) -> String {
        form::short(&self.reason, LONGEST_REASON)
    }
}

async fn decide(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<Uuid>,
    body: Body,
) -> Result<Response, Failure> {
    let decide: Decide = form::read(&signed, body).await?;
    let proposal = app.store.proposal(id).await?.ok_or(Failure::NotFound)?;
    let by = &signed.session.account.id;
    // Four eyes: nobody approves what they proposed; taking one's own proposal back is no decision of a second person.
    if proposal.author == *by {
        return Err(Failure::NotAllowed);
    }
    let approved = decide.is_approval();
    if approved {
        account::make_sure(&app, &signed, &decide.password).await?;
    }
    let reason = decide.reason();
    let difference = list::difference(holding(&app, &proposal).await?, coming(&app, &proposal).await?);
    if app.store.decide_proposal(id, approved, by, &reason).await? && approved {
        let put = difference.added.into_iter().chain(difference.changed.into_iter().map(|(_, after)| after)).collect();
        let removed = difference.removed.into_iter().map(|alert| (alert.list, alert.id)).collect();
        app.change_alerts(Changes { put, removed }).await?;
    }
    Ok(Redirect::to("/alerts").into_response())
}
