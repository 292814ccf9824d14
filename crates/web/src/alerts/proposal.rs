//! What waits for a second person: one alert, or a new version of a list beside the one that holds; and the upload that
//! such a version comes by.

use crate::{
    access::{ALERTS, Look, Nobody, Pages, again, anywhere},
    alerts::{
        list_choice::{self, Chosen},
        view::{AlertRow, Change, alert_changes, alert_facts, alert_row, version_words},
    },
    app::App,
    kit::{
        columns::{self, Answered},
        failure::Failure,
        form,
        names::Names,
        parts::Fact,
        second_person::{GivenWord, SecondPersonForm},
        session::SignedIn,
        shell::{Shell, closed_words, moment, page},
        upload::{self, Upload},
    },
    node::{
        alerts::proposal::{self, AlertsDecideError, Effect},
        headings::TableKind,
        in_force::Progress,
        lists_coming::{Coming, Reading},
    },
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Multipart, Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use limen_domain::Alert;
use limen_screening::list::{Problem, Reason, ReportLine};
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

pub(crate) fn pages() -> Pages {
    let columns = columns::address(TableKind::Alerts);
    Pages::new()
        .upload("/alerts/upload", anywhere(ALERTS, Nobody::Typed), upload::limit(MOST_BYTES), upload)
        .get(columns, anywhere(ALERTS, Nobody::Typed), ask_columns)
        .post(columns, anywhere(ALERTS, Nobody::Typed), answered)
        .get("/alerts/proposal/{id}", anywhere(ALERTS, Look::Proposal), show)
        .post("/alerts/proposal/{id}", anywhere(ALERTS, again(Look::Proposal)), decide)
}

/// Maximum bytes of a list that a browser sends; larger ones are imported by command.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// The longest number that is shown again, in characters.
const LONGEST_COUNT: usize = 12;

/// A list that can't be taken.
#[derive(Template)]
#[template(path = "alerts/list_refused.html")]
struct RefusedPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    file: String,
    /// Why.
    reason: String,
    /// The columns that it has, or what is wrong with its first entry.
    details: Vec<String>,
}

/// Begins to read a file that is to be proposed; a broken one changes nothing and is said to be.
async fn upload(State(app): State<Arc<App>>, signed: SignedIn, parts: Multipart) -> Result<Response, Failure> {
    let upload = Upload::receive(&signed, parts, MOST_BYTES).await?;
    if let Chosen::Page(page) = list_choice::chosen(&app, &signed, &upload).await? {
        return Ok(page);
    }
    match columns::ask(&app, &signed, TableKind::Alerts, &upload).await? {
        Some(page) => Ok(page),
        None => begin(&app, &signed, upload).await,
    }
}

async fn ask_columns(State(app): State<Arc<App>>, signed: SignedIn) -> Result<Response, Failure> {
    columns::show(&app, &signed, TableKind::Alerts).await
}

async fn answered(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    match columns::answered(&app, &signed, TableKind::Alerts, body).await? {
        Answered::File(upload) => begin(&app, &signed, upload).await,
        Answered::Page(page) => Ok(page),
    }
}

/// Begins to read a list, once its columns are understood.
async fn begin(app: &App, signed: &SignedIn, upload: Upload) -> Result<Response, Failure> {
    let name = match list_choice::chosen(app, signed, &upload).await? {
        Chosen::List(name) => name,
        Chosen::Page(page) => return Ok(page),
    };
    let author = signed.session.account.id.clone();
    let file = (upload.name, std::io::Cursor::new(upload.bytes));
    let begun = app.lists_coming.begin(&app.store, name, file, author);
    let id = begun.ok_or(Failure::Busy)?;
    match app.lists_coming.coming(id).await {
        // A page of its own, which can be asked for again while it goes on.
        Some(Reading { outcome: None, .. }) => Ok(Redirect::to(&format!("/alerts/proposal/{id}")).into_response()),
        _ => coming(app, signed, id).await,
    }
}

/// A list that is being read, with how far it is.
#[derive(Template)]
#[template(path = "alerts/list_coming.html")]
struct ComingPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    id: Uuid,
    title: String,
    progress: String,
}

/// Which list is being read, from which file.
pub(crate) fn coming_title(w: &Words, coming: &Coming) -> String {
    w.t2("list-coming-title", ("file", coming.file.as_str()), ("list", coming.list.as_str()))
}

/// How far the reading is.
pub(crate) fn coming_progress(w: &Words, coming: &Coming) -> String {
    w.t1("list-coming-read", "count", coming.staged())
}

/// The page of a list that is being read, or why it was refused; of one that was proposed, the way to its proposal.
async fn coming(app: &App, signed: &SignedIn, id: Uuid) -> Result<Response, Failure> {
    let w = signed.words(app);
    let Reading { list: coming, outcome } = app.lists_coming.coming(id).await.ok_or(Failure::NotFound)?;
    match outcome.transpose()? {
        None => Ok(page(&ComingPage {
            id,
            title: coming_title(w, &coming),
            progress: coming_progress(w, &coming),
            shell: Shell::new(app, signed, "alerts"),
            w,
        })),
        Some(None) => Ok(Redirect::to(&format!("/alerts/proposal/{id}")).into_response()),
        Some(Some(refused)) => {
            let reason = w.t1(&refused.message, "line", refused.line);
            let details = refused.first.iter().map(|line| report_words(w, line)).chain(refused.columns).collect();
            let refused =
                RefusedPage { shell: Shell::new(app, signed, "alerts"), w, file: coming.file, reason, details };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&refused)).into_response())
        }
    }
}

/// A line of the report of a list.
struct ReportWords {
    text: String,
    /// Whether a version before kept it in words, which are English.
    is_english: bool,
}

/// A line of a report as it was kept with a proposal.
fn kept_words(w: &Words, kept: &str) -> ReportWords {
    match ReportLine::of_kept(kept) {
        Some(line) => ReportWords { text: report_words(w, &line), is_english: false },
        None => ReportWords { text: kept.to_owned(), is_english: true },
    }
}

/// A line of a report, in the reader's language.
fn report_words(w: &Words, line: &ReportLine) -> String {
    match line {
        ReportLine::NoOtherNames => w.t("report-no-other-names"),
        ReportLine::Part { read, of } => w.t2("report-part", ("read", w.number(*read as u64)), ("of", w.number(*of))),
        ReportLine::Column { heading, sample } => {
            w.t2("report-column", ("heading", heading.as_str()), ("sample", sample.join(", ")))
        }
        ReportLine::Entry(Problem { line, reason, is_left_out }) => {
            let what = reason_words(w, reason);
            let message = if *is_left_out { "report-entry-left-out" } else { "report-entry-weakened" };
            w.t2(message, ("line", *line), ("what", what))
        }
    }
}

/// What is wrong with an entry, in the reader's language.
fn reason_words(w: &Words, reason: &Reason) -> String {
    let message = format!("list-reason-{}", reason.code());
    let field = |code: &str| w.coded("table-field", code);
    match reason {
        Reason::NotUnderstood { what, text } => w.t2(&message, ("field", field(what)), ("text", text.as_str())),
        Reason::LongNames { count, most } => w.t2(&message, ("count", *count), ("most", *most)),
        Reason::TooMany { what, more, most } => {
            w.t_of(&message, &[("field", field(what)), ("count", more.to_string()), ("most", most.to_string())])
        }
        Reason::Twice { id } => w.t1(&message, "id", id.as_str()),
        Reason::LongId { text } => w.t1(&message, "id", text.as_str()),
        Reason::NoEntity { column } => w.t1(&message, "column", *column),
        Reason::FewColumns { count } => w.t1(&message, "count", *count),
        Reason::Letters | Reason::NothingToFind | Reason::NoId | Reason::RemarksCut => w.t(&message),
    }
}

/// An alert that changes, with what of it does.
struct ChangedRow {
    row: AlertRow,
    changes: Vec<Change>,
}

/// The first of some alerts, and that they are not all.
struct Part<T> {
    rows: Vec<T>,
    /// `None` where they are all.
    of: Option<String>,
}

impl<T> Part<T> {
    fn new(w: &Words, rows: Vec<T>, count: usize) -> Self {
        let of = w.t2("difference-first", ("shown", rows.len()), ("count", count));
        Self { of: (rows.len() < count).then_some(of), rows }
    }
}

#[derive(Template)]
#[template(path = "alerts/proposal.html")]
struct ProposalPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    id: Uuid,
    title: String,
    by: String,
    version: String,
    sha256: String,
    report: Vec<ReportWords>,
    /// For one alert: what it says, and what of the one in its place changes.
    facts: Vec<Fact>,
    /// For a whole list: how many alerts are added, changed, removed and left.
    counts: Option<[String; 4]>,
    /// What is still under way.
    waits: Option<String>,
    added: Part<AlertRow>,
    changed: Part<ChangedRow>,
    removed: Part<AlertRow>,
    /// Who closed it, and how; `None` while it waits for a second person.
    closed: Option<String>,
    is_own: bool,
    /// What was given already.
    given: Given,
    /// Why it was not decided.
    message: Option<String>,
    /// That it takes many alerts away, so that the number is typed. `None` where it does not.
    removes: Option<String>,
    /// Whether the alert's last day is over, so that it can't be approved.
    is_past: bool,
}

/// The form of a second person's word on alerts.
#[derive(Deserialize)]
struct DecideForm {
    #[serde(flatten)]
    word: SecondPersonForm,
    /// How many alerts go, as it was typed.
    #[serde(default)]
    removed: String,
}

/// What of the form stands on its page already.
#[derive(Default)]
struct Given {
    word: GivenWord,
    removed: String,
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    proposal_page(&app, &signed, id, Given::default(), None).await
}

async fn proposal_page(
    app: &App,
    signed: &SignedIn,
    id: Uuid,
    given: Given,
    message: Option<String>,
) -> Result<Response, Failure> {
    let Some(proposal) = app.store.proposal(id).await? else { return coming(app, signed, id).await };
    let (w, names) = (signed.words(app), Names::load(app).await?);
    let changes = proposal::changes(app, &proposal).await?;
    let waits = match &proposal.closed {
        Some(_) => coming_into_force(app, w).await?,
        None => changes.is_none().then(|| w.t("proposal-comparing")),
    };
    let comparison = changes.unwrap_or_default();
    let today = app.today();
    let row = |alert: &Alert| alert_row(w, alert, today, None);
    let changed = comparison
        .changed
        .iter()
        .map(|(before, after)| ChangedRow { row: row(after), changes: alert_changes(w, before, after) });
    let is_open = proposal.closed.is_none() && waits.is_none();
    let removes = (is_open && comparison.removes_much()).then(|| {
        let counts =
            [("removed", w.number(comparison.counts[2] as u64)), ("hand", w.number(comparison.by_hand as u64))];
        w.t_of(if comparison.by_hand > 0 { "proposal-removes-hand" } else { "proposal-removes" }, &counts)
    });
    let is_past = proposal.closed.is_none() && proposal.alert.as_ref().is_some_and(|alert| !alert.holds_on(today));
    Ok(page(&ProposalPage {
        given,
        message,
        removes,
        is_past,
        id,
        title: match &proposal.alert {
            Some(alert) => format!("{} · {}", w.coded("action", alert.action.code()), row(alert).name),
            None => w.t1("proposal-list-title", "list", proposal.list.to_string()),
        },
        by: w.t2("proposal-by", ("author", names.of(&proposal.author)), ("at", moment(app, w, proposal.at))),
        version: version_words(w, &proposal.version),
        sha256: proposal.sha256.chars().take(16).collect(),
        report: proposal.report.iter().map(|line| kept_words(w, line)).collect(),
        facts: proposal.alert.as_ref().map(|alert| alert_facts(w, alert)).unwrap_or_default(),
        counts: (proposal.alert.is_none() && proposal.closed.is_none() && waits.is_none())
            .then(|| comparison.counts.map(|count| w.number(count as u64))),
        added: Part::new(w, comparison.added.iter().map(row).collect(), comparison.counts[0]),
        changed: Part::new(w, changed.collect(), comparison.counts[1]),
        removed: Part::new(w, comparison.removed.iter().map(row).collect(), comparison.counts[2]),
        waits,
        closed: proposal.closed.as_ref().map(|closed| closed_words(app, w, &names, closed)),
        is_own: proposal.author == signed.session.account.id,
        shell: Shell::new(app, signed, "alerts"),
        w,
    }))
}

/// A message that something approved is not in force yet, and how far it is; `None` if everything is.
pub(crate) async fn coming_into_force(app: &App, w: &Words) -> Result<Option<String>, Failure> {
    let progress = proposal::coming_into_force(app).await?;
    Ok(progress.map(|Progress { ready, all }| w.t2("coming-into-force", ("ready", ready), ("all", all))))
}

async fn decide(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<Uuid>,
    body: Body,
) -> Result<Response, Failure> {
    let DecideForm { word, removed } = form::read(&signed, body).await?;
    let w = signed.words(&app);
    let mut given = Given { word: word.given(), removed: form::short(&removed, LONGEST_COUNT) };
    let removed = removed.split_whitespace().collect::<String>().parse().ok();
    let message = match proposal::decide(&app, &signed.session, id, word.word(), removed).await {
        Ok(Effect::Holds) => return Ok(Redirect::to("/alerts").into_response()),
        // Its page says how far it is.
        Ok(Effect::OnItsWay) => return Ok(Redirect::to(&format!("/alerts/proposal/{id}")).into_response()),
        Err(AlertsDecideError::Word(error)) => {
            given.word = word.again(&app, w, error)?;
            None
        }
        Err(AlertsDecideError::Past) => Some("proposal-past"),
        Err(AlertsDecideError::Comparing) => Some("proposal-comparing"),
        Err(AlertsDecideError::NotCounted) => Some("proposal-not-counted"),
    };
    let page = proposal_page(&app, &signed, id, given, message.map(|message| w.t(message))).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}
