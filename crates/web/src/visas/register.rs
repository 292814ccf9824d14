//! Visas and permits: found, read, issued at the border, taken in from elsewhere, extended and revoked.

use crate::{
    access::{CORRECT, COUNTER, Look, Nobody, Pages, VISAS, again, asked::VisasAsked, at_posts},
    app::App,
    kit::{
        failure::Failure,
        form,
        parts::{Choice, Fact, WrongField, choices},
        session::SignedIn,
        shell::{Shell, answer},
        upload::{self, Upload},
    },
    node::{
        level::Level,
        visas::{self, Extension, IssueError, Issued, TakeInError, VisaError},
    },
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Multipart, Path, Query, State},
    response::{IntoResponse, Redirect, Response},
};
use jiff::civil::Date;
use limen_domain::{
    Authorised, CrossingId, HeldVisa, Permission, StatedReason, VisaFault, VisaKind, VisaNumber, VisaStanding,
    WrittenVisa,
};
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .get("/visas", at_posts(COUNTER, Look::Visas), list)
        .a_step_away()
        .get("/visas/new", at_posts(VISAS, Nobody::AtCounter), ask)
        .post("/visas/new", at_posts(VISAS, Nobody::Typed), issue)
        .upload("/visas/import", at_posts(CORRECT, again(Look::Visas)), upload::limit(MOST_BYTES), import)
        .get("/visas/entry/{number}", at_posts(COUNTER, Look::Visa), show)
        .post("/visas/entry/{number}/extend", at_posts(VISAS, again(Look::Visa)), extend)
        .post("/visas/entry/{number}/revoke", at_posts(VISAS, again(Look::Visa)), revoke)
}

/// Maximum bytes of a file of records.
pub(crate) const MOST_BYTES: usize = 16 * 1024 * 1024;
/// Maximum number of visas that one page shows.
const MOST_SHOWN: i64 = 50;
/// Maximum number of problems of a file that are shown.
const MOST_PROBLEMS_SHOWN: usize = 100;

struct Row {
    number: VisaNumber,
    kind: String,
    holder: String,
    document: String,
    from: String,
    to: String,
    entries: String,
    standing: String,
    level: Level,
}

fn row(w: &Words, held: &HeldVisa, today: Date) -> Row {
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

/// `1 sur 2`, `3 · plusieurs`
fn entries(w: &Words, held: &HeldVisa) -> String {
    match held.visa.entries {
        limen_domain::Entries::Times(times) => {
            w.t2("visas-entries-of", ("used", held.used), ("times", i64::from(times.get())))
        }
        limen_domain::Entries::Several => w.t1("visas-entries-several", "used", held.used),
    }
}

fn standing(w: &Words, held: &HeldVisa, today: Date) -> (String, Level) {
    match held.standing(today) {
        VisaStanding::Good(Authorised::To(last)) => (w.t1("visa-standing-good", "date", w.date(last)), Level::Clear),
        VisaStanding::Good(Authorised::Freely) => (w.t("visa-standing-good-freely"), Level::Clear),
        VisaStanding::NotYet(from) => (w.t1("visa-standing-not-yet", "date", w.date(from)), Level::Check),
        VisaStanding::Past(last) => (w.t1("visa-standing-past", "date", w.date(last)), Level::Check),
        VisaStanding::UsedUp(_) => (w.t("visa-standing-used-up"), Level::Check),
        VisaStanding::Revoked(reason) => (w.t1("visa-standing-revoked", "reason", reason), Level::Stop),
    }
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
    let held = app.store.search_visas(&search, MOST_SHOWN).await?;
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

/// What is asked beside what stands on a visa.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct IssueForm {
    fee_receipt: String,
    /// Whether it was issued elsewhere and is only recorded here.
    elsewhere: Option<String>,
}

#[derive(Template)]
#[template(path = "visas/visa_new.html")]
struct NewPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    visa: WrittenVisa,
    form: IssueForm,
    kinds: Vec<Choice>,
    wrong: Option<WrongField>,
}

impl NewPage<'_> {
    fn wrong(&self, field: &str) -> Option<&str> {
        WrongField::reason(&self.wrong, field)
    }
}

#[derive(Deserialize)]
struct For {
    presentation: Option<CrossingId>,
}

async fn ask(State(app): State<Arc<App>>, signed: SignedIn, Query(asked): Query<For>) -> Result<Response, Failure> {
    let visa = visas::begun(&app, &signed.session.account.id, asked.presentation).await?;
    Ok(new_page(&app, &signed, visa, IssueForm::default(), None))
}

fn new_page(app: &App, signed: &SignedIn, visa: WrittenVisa, form: IssueForm, wrong: Option<WrongField>) -> Response {
    let w = signed.words(app);
    let kinds = choices(w, "visa-kind", VisaKind::ALL, VisaKind::code, &visa.kind);
    let is_wrong = wrong.is_some();
    answer(is_wrong, &NewPage { shell: Shell::new(app, signed, "visas"), w, visa, form, kinds, wrong })
}

async fn issue(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let received = form::receive(&signed, body).await?;
    let (written, form): (WrittenVisa, IssueForm) = (received.fields()?, received.fields()?);
    let (w, me) = (signed.words(&app), &signed.session.account.id);
    let issued = match form.elsewhere {
        Some(_) => Issued::Elsewhere,
        None => Issued::Here { fee_receipt: &form.fee_receipt },
    };
    let (field, reason) = match visas::issue(&app, me, &written, issued).await {
        Ok(number) => {
            // It holds for the traveller at the counter from now on.
            let next = match app.store.open_presentation(me).await? {
                Some(_) => "/counter".to_owned(),
                None => format!("/visas/entry/{number}"),
            };
            return Ok(Redirect::to(&next).into_response());
        }
        Err(IssueError::Fault(field, fault)) => (field, w.coded("visa-fault", fault.code())),
        Err(IssueError::NumberTaken) => ("number", w.t("visa-number-taken")),
        Err(IssueError::NoReceipt) => ("fee_receipt", w.coded("visa-fault", VisaFault::Missing.code())),
        Err(IssueError::Store(error)) => return Err(error.into()),
    };
    Ok(new_page(&app, &signed, written, form, Some(WrongField { field, reason })))
}

#[derive(Template)]
#[template(path = "visas/visa.html")]
struct VisaPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    row: Row,
    facts: Vec<Fact>,
    may_issue: bool,
    is_revoked: bool,
    last_day: String,
    message: Option<String>,
}

async fn show(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(number): Path<VisaNumber>,
) -> Result<Response, Failure> {
    visa_page(&app, &signed, &number, None).await
}

async fn visa_page(
    app: &App,
    signed: &SignedIn,
    number: &VisaNumber,
    message: Option<String>,
) -> Result<Response, Failure> {
    let held = app.store.visa(number).await?.ok_or(Failure::NotFound)?;
    let w = signed.words(app);
    let is_wrong = message.is_some();
    Ok(answer(
        is_wrong,
        &VisaPage {
            shell: Shell::new(app, signed, "visas"),
            w,
            row: row(w, &held, app.today()),
            facts: facts(app, w, &held),
            may_issue: signed.session.account.role.may(Permission::IssueVisas),
            is_revoked: held.revoked.is_some(),
            last_day: held.last_day().to_string(),
            message,
        },
    ))
}

fn facts(app: &App, w: &Words, held: &HeldVisa) -> Vec<Fact> {
    let visa = &held.visa;
    let nationality = visa.nationality.map_or_else(|| w.t("nationality-unknown"), |code| w.state(code));
    let mut facts = vec![
        Fact::new(w.t("visas-holder"), visa.holder.to_string()),
        Fact::new(w.t("field-birth_date"), w.partial_date(visa.birth_date)),
        Fact::new(w.t("field-nationality"), nationality),
        Fact::new(w.t("record-document"), visa.document.to_string()),
        Fact::new(w.t("visas-from"), w.date(visa.from)),
        Fact::new(w.t("visas-to"), w.date(visa.to)),
        Fact::new(w.t("visas-entries"), entries(w, held)),
    ];
    let mut fact = |label: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            facts.push(Fact::new(w.t(label), value));
        }
    };
    fact("visas-extended", held.extended_to.map(|to| w.date(to)));
    fact("visas-days", visa.days.map(|days| w.t1("distance-days", "count", i64::from(days.get()))));
    fact("visas-conditions-title", Some(visa.conditions.clone()));
    let issued_by = visa.post.as_ref().map(|post| app.post_name(post));
    fact("visas-issued-by", Some(issued_by.unwrap_or_else(|| w.t("visas-elsewhere"))));
    fact("visas-receipt", Some(visa.fee_receipt.clone()));
    fact("record-officer", visa.officer.as_ref().map(ToString::to_string));
    facts.push(Fact::new(w.t("visas-recorded"), crate::kit::shell::moment(app, w, visa.at)));
    facts
}

#[derive(Deserialize)]
struct Extend {
    to: String,
    #[serde(default)]
    fee_receipt: String,
    #[serde(default)]
    reason: String,
}

async fn extend(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(number): Path<VisaNumber>,
    body: Body,
) -> Result<Response, Failure> {
    let Extend { to, fee_receipt, reason } = form::read(&signed, body).await?;
    let Ok(reason) = StatedReason::parse(&reason) else { return no_reason(&app, &signed, &number).await };
    let extension = Extension { to: &to, fee_receipt: &fee_receipt, reason: &reason };
    let extended = visas::extend(&app, &signed.session.account.id, &number, extension).await;
    changed_page(&app, &signed, &number, extended).await
}

/// The page of a visa that was changed, with what is wrong where it was not.
async fn changed_page(
    app: &App,
    signed: &SignedIn,
    number: &VisaNumber,
    changed: Result<(), VisaError>,
) -> Result<Response, Failure> {
    let wrong = match changed {
        Ok(()) => return Ok(Redirect::to(&format!("/visas/entry/{number}")).into_response()),
        Err(VisaError::NotLater) => "visa-extend-later",
        Err(VisaError::NotFound) => return Err(Failure::NotFound),
        Err(VisaError::Store(error)) => return Err(error.into()),
    };
    visa_page(app, signed, number, Some(signed.words(app).t(wrong))).await
}

/// The page of a visa that is changed with a reason alone, and there is none.
async fn no_reason(app: &App, signed: &SignedIn, number: &VisaNumber) -> Result<Response, Failure> {
    visa_page(app, signed, number, Some(signed.words(app).t("correct-reason-missing"))).await
}

#[derive(Deserialize)]
struct Revoke {
    #[serde(default)]
    reason: String,
}

async fn revoke(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(number): Path<VisaNumber>,
    body: Body,
) -> Result<Response, Failure> {
    let Revoke { reason } = form::read(&signed, body).await?;
    let Ok(reason) = StatedReason::parse(&reason) else { return no_reason(&app, &signed, &number).await };
    let revoked = visas::revoke(&app, &signed.session.account.id, &number, reason).await;
    changed_page(&app, &signed, &number, revoked).await
}

/// Records of visas issued elsewhere, as a file.
async fn import(State(app): State<Arc<App>>, signed: SignedIn, parts: Multipart) -> Result<Response, Failure> {
    let upload = Upload::receive(&signed, parts, MOST_BYTES).await?;
    match visas::take_in(&app, &signed.session.account.id, &upload.bytes).await {
        Ok(taken) => Ok(Redirect::to(&format!("/visas?taken={taken}")).into_response()),
        Err(TakeInError::Problems(problems)) => {
            let message = signed.words(&app).t("visas-refused");
            let problems = problems.iter().take(MOST_PROBLEMS_SHOWN).map(ToString::to_string).collect();
            list_page(&app, &signed, String::new(), Some(message), problems, None).await
        }
        Err(TakeInError::Store(error)) => Err(error.into()),
    }
}
