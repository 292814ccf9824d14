//! Who looked at whom, when and why: for auditors, who change nothing, and whose own looking is noted too.

use crate::{
    access::{AUDIT, Look, Pages, anywhere, asked::AuditAsked},
    app::App,
    kit::{
        failure::Failure,
        names::Names,
        session::SignedIn,
        shell::{Shell, moment, page},
    },
    words::Words,
};
use askama::Template;
use axum::{
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use limen_domain::{AccountId, AuditView, DocumentKey, Event, Role};
use limen_store::{Account, Between, Look as NotedLook, LooksOfQuarter};
use std::{collections::BTreeMap, sync::Arc};

pub(crate) fn pages() -> Pages {
    Pages::new()
        .get("/audit", anywhere(AUDIT, Look::Audit(AuditView::Unusual)), unusual)
        .at_hand()
        .get("/audit/person", anywhere(AUDIT, Look::Audit(AuditView::Person)), person)
        .get("/audit/officer", anywhere(AUDIT, Look::Audit(AuditView::Officer)), officer)
        .get("/audit/exports", anywhere(AUDIT, Look::Audit(AuditView::Exports)), exports)
}

/// Away from the counter, these hours are night: from the first on, to before the second.
const NIGHT: (i8, i8) = (22, 5);
/// Looking is unusual from so many times what is usual for the role on,
const TIMES_USUAL: i64 = 3;
/// and from so many looks on.
const FEWEST: i64 = 20;
/// So many looks at night are unusual.
const FEWEST_AT_NIGHT: i64 = 5;

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
    officer: String,
    officers: Vec<(String, String)>,
    from: String,
    to: String,
}

impl Ask {
    fn new(asked: &AuditAsked, days: (Date, Date), accounts: &[Account]) -> Self {
        Self {
            document: asked.document.clone(),
            officer: asked.officer.clone(),
            officers: accounts.iter().map(|account| (account.id.to_string(), account.name.clone())).collect(),
            from: days.0.to_string(),
            to: days.1.to_string(),
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

fn look_view(app: &App, w: &Words, look: &NotedLook, names: &Names) -> LookView {
    let why = match &look.why {
        None if look.kind == "traveller-presented" => w.t("look-at-the-counter"),
        None => w.t("look-no-purpose"),
        Some(why) if why.reference.is_empty() => w.coded("look-purpose", why.purpose.code()),
        Some(why) => format!("{} · {}", w.coded("look-purpose", why.purpose.code()), why.reference),
    };
    let names_a_record = look.about.parse::<uuid::Uuid>().is_ok();
    LookView {
        at: moment(app, w, look.at),
        officer: names.of(&look.officer),
        what: w.coded("look", &look.kind),
        about: if names_a_record { String::new() } else { look.about.clone() },
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
    Ok(page(&LooksPage {
        ask: Ask::new(&asked, asked.days(&app), &accounts),
        title: w.t1("audit-person-title", "document", document.to_string()),
        explains: w.t2("audit-person-explains", ("count", looks.len() as i64), ("documents", others.join(", "))),
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

/// How much someone looked, each with whether it is unusual.
struct Looked {
    officer: String,
    name: String,
    role: String,
    presented: String,
    counts: Vec<(String, bool)>,
}

#[derive(Template)]
#[template(path = "oversight/audit.html")]
struct AuditPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    ask: Ask,
    days: String,
    rows: Vec<Looked>,
    unusual: i64,
}

/// What someone looked at, added up.
#[derive(Debug, Default, Clone, Copy)]
struct Sums {
    presented: i64,
    without_decision: i64,
    away: i64,
    at_night: i64,
    elsewhere: i64,
    own_name: i64,
}

fn is_night(zone: &TimeZone, at: Timestamp) -> bool {
    let hour = at.to_zoned_datetime(zone.clone()).hour();
    hour >= NIGHT.0 || hour < NIGHT.1
}

fn add_up(zone: &TimeZone, quarters: &[LooksOfQuarter]) -> BTreeMap<AccountId, Sums> {
    let mut sums: BTreeMap<AccountId, Sums> = BTreeMap::new();
    for quarter in quarters {
        let of = sums.entry(quarter.officer.clone()).or_default();
        of.presented += quarter.presented;
        of.without_decision += quarter.without_decision;
        of.away += quarter.away;
        of.elsewhere += quarter.elsewhere;
        of.at_night += if is_night(zone, quarter.from) { quarter.away } else { 0 };
    }
    sums
}

/// What is usual for a role: the median of those who have it.
fn usual(of_role: &[Sums], count: impl Fn(&Sums) -> i64) -> i64 {
    let mut counts: Vec<i64> = of_role.iter().map(count).collect();
    counts.sort_unstable();
    counts.get(counts.len().saturating_sub(1) / 2).copied().unwrap_or_default()
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
    let mut sums = add_up(&app.zone, &app.store.looks_by_quarter(between).await?);
    for account in &accounts {
        let own = app.store.looks_at_own_name(&account.id, &account.name, between).await?;
        if !own.is_empty() {
            sums.entry(account.id.clone()).or_default().own_name = own.len() as i64;
        }
    }
    let role_of = |id: &AccountId| accounts.iter().find(|account| account.id == *id).map(|account| account.role);
    let mut by_role: BTreeMap<Option<Role>, Vec<Sums>> = BTreeMap::new();
    for (officer, of) in &sums {
        by_role.entry(role_of(officer)).or_default().push(*of);
    }
    let mut unusual_ones = 0;
    let names = Names::among(&accounts);
    let rows = sums.iter().map(|(officer, of)| {
        let role = role_of(officer);
        let peers = by_role.get(&role).map_or(&[][..], |peers| peers);
        let far = |count: fn(&Sums) -> i64| count(of) >= FEWEST && count(of) > TIMES_USUAL * usual(peers, count);
        let counts = [
            (of.away, far(|sums| sums.away)),
            (of.at_night, of.at_night >= FEWEST_AT_NIGHT),
            (of.without_decision, far(|sums| sums.without_decision)),
            (of.elsewhere, far(|sums| sums.elsewhere)),
            (of.own_name, of.own_name > 0),
        ];
        unusual_ones += counts.iter().filter(|(_, unusual)| *unusual).count();
        Looked {
            officer: officer.to_string(),
            name: names.of(officer),
            role: role.map(|role| w.coded("role", role.code())).unwrap_or_default(),
            presented: w.number(of.presented as u64),
            counts: counts.map(|(count, unusual)| (w.number(count as u64), unusual)).to_vec(),
        }
    });
    let rows = rows.collect();
    Ok(page(&AuditPage {
        ask: Ask::new(&asked, days, &accounts),
        days: in_words(w, days),
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

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::{ToSpan, civil::date};
    use limen_domain::{LookPurpose, NodeId, Why};
    use limen_store::{NewEvent, Store};

    #[tokio::test]
    async fn looking_at_night_is_at_night_by_the_clocks_of_the_post() {
        for (zone, day) in [
            ("Africa/Bamako", date(2026, 5, 10)),
            ("America/Bogota", date(2026, 5, 10)),
            ("Asia/Kathmandu", date(2026, 5, 10)),
            ("Europe/Paris", date(2026, 3, 28)),
            ("Europe/Paris", date(2026, 10, 24)),
        ] {
            let zone = TimeZone::get(zone).expect("a zone");
            let at = |day: Date, (hour, minute)| zone.to_timestamp(day.at(hour, minute, 0, 0)).expect("a moment");
            let evening = [(21, 59), (22, 0), (22, 10), (23, 30)].map(|time| at(day, time));
            let morning = [(4, 59), (5, 0)].map(|time| at(day + 1.day(), time));
            let officer = AccountId::parse("aminata").expect("an identifier");
            let looks = evening.into_iter().chain(morning).map(|at| {
                let why = Why::new(LookPurpose::Traveller, "asked").ok();
                let event = Event::DayConsulted { day, search: String::new(), why };
                NewEvent { at, actor: Some(officer.clone()), event }
            });
            let (folder, node) = (tempfile::tempdir().expect("a folder"), NodeId::parse("KRM").expect("a node"));
            let store = Store::create(folder.path(), &node).await.expect("a store");
            store.bring_in(&node, looks.collect()).await.expect("brought in");
            let between = (at(day, (0, 0)), at(day + 2.days(), (0, 0)));
            let sums = add_up(&zone, &store.looks_by_quarter(between).await.expect("read"));
            let of = sums.get(&officer).expect("looks");
            assert_eq!((of.away, of.at_night), (6, 4), "{day} by {zone:?}");
            store.close().await;
        }
    }
}
