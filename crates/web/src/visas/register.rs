//! Visas and permits as a list: found by number, document or name, and taken in from a file.

use crate::{
    access::{CORRECT, COUNTER, Look, Nobody, Pages, again, asked::VisasAsked, at_posts},
    app::App,
    kit::{
        columns::{self, Answered},
        failure::Failure,
        session::SignedIn,
        shell::{Shell, answer},
        upload::{self, Upload},
    },
    node::{
        headings::TableKind,
        level::Level,
        visas::{self, TakeInError},
    },
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Multipart, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use jiff::civil::Date;
use limen_domain::{Authorised, Entries, HeldVisa, Permission, REVOKED_BY_ISSUER, VisaNumber, VisaStanding};
use limen_store::VISAS_LISTED;
use limen_tables::{RecordFault, VisaProblem};
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    let columns = columns::address(TableKind::Visas);
    Pages::new()
        .get("/visas", at_posts(COUNTER, Look::Visas), list)
        .a_step_away()
        .upload("/visas/import", at_posts(CORRECT, again(Look::Visas)), upload::limit(MOST_BYTES), import)
        .get(columns, at_posts(CORRECT, Nobody::Typed), ask_columns)
        .post(columns, at_posts(CORRECT, again(Look::Visas)), answered)
}

/// Maximum bytes of a file of records.
pub(crate) const MOST_BYTES: usize = 16 * 1024 * 1024;
/// Maximum number of problems of a file that are shown.
const MOST_PROBLEMS_SHOWN: usize = 100;

/// A visa as a row of the list, and as the head of its own page.
pub(super) struct Row {
    pub(super) number: VisaNumber,
    pub(super) kind: String,
    holder: String,
    document: String,
    from: String,
    to: String,
    entries: String,
    pub(super) standing: String,
    pub(super) level: Level,
}

pub(super) fn row(w: &Words, held: &HeldVisa, today: Date) -> Row {
    let visa = &held.visa;
    let (standing, level) = standing(w, held, today);
    Row {
        number: visa.number.clone(),
        kind: w.coded("visa-kind", visa.kind.code()),
        holder: visa.holder.to_string(),
        document: visa.document.to_string(),
        from: w.date(visa.from),
        to: w.date(held.last_day()),
        entries: entries(w, held),
        standing,
        level,
    }
}

/// `1 sur 2`, `3 · multiples`
pub(super) fn entries(w: &Words, held: &HeldVisa) -> String {
    match held.visa.entries {
        Entries::Times(times) => w.t2("visas-entries-of", ("used", held.used), ("times", i64::from(times.get()))),
        Entries::Several => w.t1("visas-entries-several", "used", held.used),
    }
}

fn standing(w: &Words, held: &HeldVisa, today: Date) -> (String, Level) {
    match held.standing(today) {
        VisaStanding::Good(Authorised::To(last)) => (w.t1("visa-standing-good", "date", w.date(last)), Level::Clear),
        VisaStanding::Good(Authorised::Freely) => (w.t("visa-standing-good-freely"), Level::Clear),
        VisaStanding::NotYet(from) => (w.t1("visa-standing-not-yet", "date", w.date(from)), Level::Check),
        VisaStanding::Past(last) => (w.t1("visa-standing-past", "date", w.date(last)), Level::Check),
        VisaStanding::UsedUp(_) => (w.t("visa-standing-used-up"), Level::Check),
        VisaStanding::Revoked(reason) => {
            (w.t1("visa-standing-revoked", "reason", revoked_because(w, &reason)), Level::Stop)
        }
    }
}

/// Why a visa was revoked, in words.
pub(crate) fn revoked_because(w: &Words, reason: &str) -> String {
    if reason == REVOKED_BY_ISSUER { w.t("visa-reason-issuer") } else { reason.to_owned() }
}

#[derive(Template)]
#[template(path = "visas/visas.html")]
struct ListPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    search: String,
    rows: Vec<Row>,
    may_issue: bool,
    may_import: bool,
    message: Option<String>,
    problems: Vec<String>,
    done: Option<String>,
}

async fn list(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Query(asked): Query<VisasAsked>,
) -> Result<Response, Failure> {
    let done = asked.taken.map(|taken| signed.words(&app).t1("visas-taken", "count", taken));
    list_page(&app, &signed, asked.searched(), None, Vec::new(), done).await
}

async fn list_page(
    app: &App,
    signed: &SignedIn,
    search: String,
    message: Option<String>,
    problems: Vec<String>,
    done: Option<String>,
) -> Result<Response, Failure> {
    let (w, role) = (signed.words(app), signed.session.account.role);
    let held = app.store.search_visas(&search, VISAS_LISTED).await?;
    let is_wrong = message.is_some();
    Ok(answer(
        is_wrong,
        &ListPage {
            shell: Shell::new(app, signed, "visas"),
            w,
            rows: held.iter().map(|held| row(w, held, app.today())).collect(),
            search,
            may_issue: role.may(Permission::IssueVisas),
            may_import: role.may(Permission::Correct),
            message,
            problems,
            done,
        },
    ))
}

/// Records of visas issued elsewhere, as a file.
async fn import(State(app): State<Arc<App>>, signed: SignedIn, parts: Multipart) -> Result<Response, Failure> {
    let upload = Upload::receive(&signed, parts, MOST_BYTES).await?;
    match columns::ask(&app, &signed, TableKind::Visas, &upload).await? {
        Some(page) => Ok(page),
        None => take_in(&app, &signed, upload).await,
    }
}

async fn ask_columns(State(app): State<Arc<App>>, signed: SignedIn) -> Result<Response, Failure> {
    columns::show(&app, &signed, TableKind::Visas).await
}

async fn answered(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    match columns::answered(&app, &signed, TableKind::Visas, body).await? {
        Answered::File(upload) => take_in(&app, &signed, upload).await,
        Answered::Page(page) => Ok(page),
    }
}

/// Takes in the records of a file, once its columns are understood.
async fn take_in(app: &App, signed: &SignedIn, upload: Upload) -> Result<Response, Failure> {
    match visas::take_in(app, &signed.session.account.id, upload.bytes.into()).await {
        Ok(taken) => Ok(Redirect::to(&format!("/visas?taken={taken}")).into_response()),
        Err(TakeInError::Problems(problems)) => {
            let w = signed.words(app);
            let message = w.t("visas-refused");
            let problems = problems.iter().take(MOST_PROBLEMS_SHOWN).map(|problem| problem_words(w, problem)).collect();
            list_page(app, signed, String::new(), Some(message), problems, None).await
        }
        Err(TakeInError::Store(error)) => Err(error.into()),
    }
}

/// A field of a record as people say it.
fn field_words(w: &Words, field: &str) -> String {
    let code = match field {
        "number" => "visa_number",
        "kind" => "visa_kind",
        "from" => "valid_from",
        "to" => "valid_until",
        "days" => "stay_days",
        field => field,
    };
    w.coded("table-field", code)
}

/// What is wrong with a file, in the reader's language.
fn problem_words(w: &Words, problem: &VisaProblem) -> String {
    let what = match &problem.fault {
        RecordFault::Field(field, fault) => w.colon(field_words(w, field), w.coded("visa-fault", fault.code())),
        RecordFault::Table(code, _) => w.t(&format!("table-error-{code}")),
        RecordFault::Damaged => w.t("table-row-damaged"),
        RecordFault::NotJson(column) => w.t1("visas-not-json", "column", *column),
        RecordFault::NotAnArray | RecordFault::NotAnObject => w.t("visas-not-records"),
        RecordFault::Twice(first) => w.t1("visas-twice", "line", *first),
        RecordFault::TooMany => w.t("visas-too-many"),
        RecordFault::Empty => w.t("visas-empty"),
    };
    if problem.line == 0 { what } else { w.t2("visas-line", ("line", problem.line), ("what", what)) }
}
