//! Who looked at whom, when and why: for auditors, who change nothing, and whose own looking is noted too.

use crate::{
    access::{AUDIT, Look, Pages, anywhere, asked::AuditAsked},
    app::App,
    kit::{
        failure::Failure,
        names::Names,
        parts::Choice,
        session::SignedIn,
        shell::{Shell, moment, page},
    },
    node::{
        oversight::{self, FEWEST, FEWEST_AT_NIGHT, Looked, TIMES_USUAL},
        typed_day::day_as_typed,
    },
    words::Words,
};
use askama::Template;
use axum::{
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use jiff::civil::Date;
use limen_domain::{AccountId, AuditView, DocumentKey, Event};
use limen_store::{Account, Between, RecordedLook};
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .get("/audit", anywhere(AUDIT, Look::Audit(AuditView::Unusual)), unusual)
        .at_hand()
        .get("/audit/person", anywhere(AUDIT, Look::Audit(AuditView::Person)), person)
        .get("/audit/officer", anywhere(AUDIT, Look::Audit(AuditView::Officer)), officer)
        .get("/audit/exports", anywhere(AUDIT, Look::Audit(AuditView::Exports)), exports)
}

fn in_words(w: &Words, (from, to): (Date, Date)) -> String {
    format!("{} – {}", w.date(from), w.date(to))
}

fn between(app: &App, (from, to): (Date, Date)) -> Result<Between, Failure> {
    let bounds = |day| app.bounds_of(day).ok_or(Failure::NotFound);
    Ok((bounds(from)?.0, bounds(to)?.1))
}

/// What every view begins with: how the others are asked for.
struct Ask {
    document: String,
    officers: Vec<Choice>,
    from: String,
    to: String,
}

impl Ask {
    fn new(asked: &AuditAsked, days: (Date, Date), accounts: &[Account]) -> Self {
        let officer = |account: &Account| {
            Choice::new(account.id.as_str(), account.name.clone(), account.id.as_str() == asked.officer)
        };
        Self {
            document: asked.document.clone(),
            officers: accounts.iter().map(officer).collect(),
            from: day_as_typed(days.0),
            to: day_as_typed(days.1),
        }
    }
}

/// A look as it is shown.
struct LookView {
    at: String,
    officer: String,
    what: String,
    about: String,
    document: String,
    why: String,
    event: String,
}

fn look_view(app: &App, w: &Words, look: &RecordedLook, names: &Names) -> LookView {
    let why = match &look.why {
        None if look.kind == "traveller-presented" => w.t("look-at-the-counter"),
        None => w.t("look-no-purpose"),
        Some(why) if why.reference.is_empty() => w.coded("look-purpose", why.purpose.code()),
        Some(why) => format!("{} · {}", w.coded("look-purpose", why.purpose.code()), why.reference),
    };
    // Identifiers of records say nothing to a reader; the event says them.
    let about = look.about.split(" · ").filter(|part| part.parse::<uuid::Uuid>().is_err());
    LookView {
        at: moment(app, w, look.at),
        officer: names.of(&look.officer),
        what: w.coded("look", &look.kind),
        about: about.collect::<Vec<_>>().join(" · "),
        document: look.document.clone(),
        why,
        event: format!("{}/{}", look.node, look.seq),
    }
}

#[derive(Template)]
#[template(path = "oversight/audit_looks.html")]
struct LooksPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    ask: Ask,
    title: String,
    explains: String,
    looks: Vec<LookView>,
}

async fn person(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Query(asked): Query<AuditAsked>,
) -> Result<Response, Failure> {
    let w = signed.words(&app);
    let Ok(document) = asked.document.trim().parse::<DocumentKey>() else {
        return Ok(Redirect::to("/audit").into_response());
    };
    let documents = app.store.documents_with(std::slice::from_ref(&document)).await?;
    let accounts = app.store.accounts().await?;
    let looks = app.store.looks_at(&documents).await?;
    let names = Names::among(&accounts);
    let others: Vec<String> = documents.iter().map(ToString::to_string).collect();
    // Nobody looked at a document that nobody knows: said so, that a slip is not taken for an answer.
    let is_known = !looks.is_empty() || app.store.are_known(&documents).await?;
    let explains = match is_known {
        true => w.t2("audit-person-explains", ("count", looks.len() as i64), ("documents", others.join(", "))),
        false => w.t1("audit-person-unknown", "document", document.to_string()),
    };
    Ok(page(&LooksPage {
        ask: Ask::new(&asked, asked.days(&app), &accounts),
        title: w.t1("audit-person-title", "document", document.to_string()),
        explains,
        looks: looks.iter().map(|look| look_view(&app, w, look, &names)).collect(),
        shell: Shell::new(&app, &signed, "audit"),
        w,
    }))
}

async fn officer(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Query(asked): Query<AuditAsked>,
) -> Result<Response, Failure> {
    let w = signed.words(&app);
    let Ok(officer) = AccountId::parse(&asked.officer) else { return Ok(Redirect::to("/audit").into_response()) };
    let days = asked.days(&app);
    let accounts = app.store.accounts().await?;
    let names = Names::among(&accounts);
    let looks = app.store.looks_of(&officer, between(&app, days)?).await?;
    let name = names.of(&officer);
    Ok(page(&LooksPage {
        ask: Ask::new(&asked, days, &accounts),
        title: w.t1("audit-officer-title", "name", name),
        explains: w.t2("audit-officer-explains", ("count", looks.len() as i64), ("days", in_words(w, days))),
        looks: looks.iter().map(|look| look_view(&app, w, look, &names)).collect(),
        shell: Shell::new(&app, &signed, "audit"),
        w,
    }))
}

/// How much someone looked.
struct LookedView {
    officer: String,
    name: String,
    role: String,
    presented: String,
    counts: Vec<CountView>,
}

/// How often someone looked in one way.
struct CountView {
    count: String,
    is_unusual: bool,
}

#[derive(Template)]
#[template(path = "oversight/audit.html")]
struct AuditPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    ask: Ask,
    days: String,
    /// From what on each count is marked.
    explains: String,
    rows: Vec<LookedView>,
    unusual: i64,
}

async fn unusual(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Query(asked): Query<AuditAsked>,
) -> Result<Response, Failure> {
    let w = signed.words(&app);
    let days = asked.days(&app);
    let between = between(&app, days)?;
    let accounts = app.store.accounts().await?;
    let looked = oversight::looked(&app.store, &app.zone, &accounts, between).await?;
    let names = Names::among(&accounts);
    let unusual_ones = looked.iter().flat_map(Looked::counts).filter(|(_, unusual)| *unusual).count();
    let rows = looked.iter().map(|looked| LookedView {
        officer: looked.officer.to_string(),
        name: names.of(&looked.officer),
        role: looked.role.map(|role| w.coded("role", role.code())).unwrap_or_default(),
        presented: w.number(looked.presented.unsigned_abs()),
        counts: looked
            .counts()
            .into_iter()
            .map(|(count, is_unusual)| CountView { count: w.number(count.unsigned_abs()), is_unusual })
            .collect(),
    });
    let rows = rows.collect();
    Ok(page(&AuditPage {
        ask: Ask::new(&asked, days, &accounts),
        days: in_words(w, days),
        explains: w.t3("audit-explains", ("fewest", FEWEST), ("times", TIMES_USUAL), ("night", FEWEST_AT_NIGHT)),
        rows,
        unusual: unusual_ones as i64,
        shell: Shell::new(&app, &signed, "audit"),
        w,
    }))
}

struct ExportView {
    at: String,
    officer: String,
    what: String,
    why: String,
}

#[derive(Template)]
#[template(path = "oversight/audit_exports.html")]
struct ExportsPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    ask: Ask,
    days: String,
    exports: Vec<ExportView>,
}

async fn exports(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Query(asked): Query<AuditAsked>,
) -> Result<Response, Failure> {
    let w = signed.words(&app);
    let days = asked.days(&app);
    let accounts = app.store.accounts().await?;
    let names = Names::among(&accounts);
    let exports = app.store.exports(between(&app, days)?).await?;
    let exports = exports.iter().map(|export| {
        let (what, why) = match &export.event {
            Event::DayExported { day, rows, why } => (
                w.t2("audit-day-exported", ("day", day.to_string()), ("rows", *rows as i64)),
                why.as_ref().map(|why| w.coded("look-purpose", why.purpose.code())).unwrap_or_default(),
            ),
            Event::FlowsExported { what, form, why, .. } => {
                (w.t2("audit-flows-exported", ("what", what), ("form", form)), why.clone())
            }
            Event::FlowsQueried { question, rows } => (
                w.t1("audit-flows-queried", "rows", rows.map_or_else(|| "0".to_owned(), |rows| rows.to_string())),
                question.clone(),
            ),
            other => (other.kind().to_owned(), String::new()),
        };
        ExportView { at: moment(&app, w, export.at), officer: names.of(&export.officer), what, why }
    });
    Ok(page(&ExportsPage {
        exports: exports.collect(),
        ask: Ask::new(&asked, days, &accounts),
        days: in_words(w, days),
        shell: Shell::new(&app, &signed, "audit"),
        w,
    }))
}
