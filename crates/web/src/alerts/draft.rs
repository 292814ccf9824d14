//! Drafting an alert: all its names and documents, a try-out against past travellers, and the proposal that a second
//! person approves.

use crate::{
    access::{ALERTS, Look, Pages, Shows, anywhere, asked::DraftAsked},
    alerts::view::reasons_line,
    app::App,
    kit::{
        failure::Failure,
        form,
        session::SignedIn,
        shell::{Shell, page},
    },
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use jiff::{SignedDuration, Timestamp, civil::Date};
use limen_domain::{
    Action, Alert, AlertId, BirthDate, DocumentNumber, Event, ListName, PartialDate, Sex, StateCode, Traveller,
};
use limen_screening::{AlertIndex, Subject};
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new().get("/alerts/draft", anywhere(ALERTS, Look::Draft), show).post(
        "/alerts/draft",
        anywhere(ALERTS, Shows::Noted("draft-tried", None)),
        take,
    )
}

/// How far back a try-out looks, and how many travellers it takes at most.
const TRIED_DAYS: i64 = 30;
pub(crate) const MOST_TRIED: i64 = 20_000;
/// How many of those stopped are shown.
const SHOWN: usize = 10;

/// What is typed, as it is typed; several values stand on lines of their own.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Draft {
    list: String,
    id: String,
    names: String,
    birth_dates: String,
    sex: String,
    nationalities: String,
    birth_places: String,
    document_numbers: String,
    plates: String,
    action: String,
    instruction: String,
    reference: String,
    valid_until: String,
    review_on: String,
    /// `try` or `propose`.
    next: String,
}

/// What came of holding a draft against past travellers.
struct Tried {
    headline: String,
    rows: Vec<TriedRow>,
}

struct TriedRow {
    at: String,
    name: String,
    born: String,
    score: String,
    reasons: String,
}

#[derive(Template)]
#[template(path = "alerts/draft.html")]
struct DraftPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    draft: Draft,
    wrong: Vec<(&'static str, String)>,
    lists: Vec<String>,
    actions: Vec<(&'static str, String)>,
    sexes: Vec<(&'static str, String)>,
    tried: Option<Tried>,
}

impl DraftPage<'_> {
    fn wrong(&self, field: &str) -> Option<&str> {
        self.wrong.iter().find(|(name, _)| *name == field).map(|(_, reason)| reason.as_str())
    }
}

async fn show(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Query(asked): Query<DraftAsked>,
) -> Result<Response, Failure> {
    let known = match asked.begins_with() {
        Some((list, id)) => app.store.alert(&list, &id).await?,
        None => None,
    };
    let draft = known
        .map_or_else(|| Draft { action: Action::Refer.code().into(), ..Draft::default() }, |alert| written(&alert));
    draft_page(&app, &signed, draft, vec![], None).await
}

async fn draft_page(
    app: &App,
    signed: &SignedIn,
    draft: Draft,
    wrong: Vec<(&'static str, String)>,
    tried: Option<Tried>,
) -> Result<Response, Failure> {
    let w = signed.words(app);
    let mut lists: Vec<String> = app.store.alert_lists().await?.into_iter().map(|list| list.name.to_string()).collect();
    if lists.is_empty() {
        lists.push("national".to_owned());
    }
    Ok(page(&DraftPage {
        lists,
        actions: Action::ALL.iter().map(|action| (action.code(), w.coded("action", action.code()))).collect(),
        sexes: [Sex::Female, Sex::Male].map(|sex| (sex.code(), w.coded("sex", sex.code()))).to_vec(),
        shell: Shell::new(app, signed, "alerts"),
        w,
        draft,
        wrong,
        tried,
    }))
}

async fn take(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let draft: Draft = form::read(&signed, body).await?;
    let w = signed.words(&app);
    let alert = match read(w, &draft, app.now()) {
        Ok(alert) => alert,
        Err(wrong) => {
            let response = draft_page(&app, &signed, draft, wrong, None).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, response).into_response());
        }
    };
    if draft.next == "propose" {
        let id = app.store.propose_alert(&alert, &signed.session.account.id).await?;
        return Ok(Redirect::to(&format!("/alerts/proposal/{id}")).into_response());
    }
    let tried = try_out(&app, &signed, &alert).await?;
    let draft = Draft { id: alert.id.to_string(), ..draft };
    draft_page(&app, &signed, draft, vec![], Some(tried)).await
}

/// Holds a draft against the travellers of the last month.
async fn try_out(app: &Arc<App>, signed: &SignedIn, alert: &Alert) -> Result<Tried, Failure> {
    let w = signed.words(app);
    let today = app.today();
    let travellers = app.store.past_travellers(month_ago(app), MOST_TRIED).await?;
    let count = travellers.len();
    let oldest = travellers.last().map(|(at, _)| w.date(app.day_of(*at))).unwrap_or_default();
    let index = AlertIndex::build([alert]).with_threshold(alert.list.clone(), app.threshold(&alert.list));
    let stopped = tokio::task::spawn_blocking(move || {
        let held = |(at, traveller): (Timestamp, Traveller)| {
            let hit = index.screen(&Subject::from(&traveller), today).into_iter().next()?;
            Some((at, traveller, hit))
        };
        travellers.into_iter().filter_map(held).collect::<Vec<_>>()
    });
    let mut stopped = stopped.await.map_err(|_| Failure::Fault)?;
    let tried = Event::DraftTried { list: alert.list.clone(), travellers: count as u64, stopped: stopped.len() as u64 };
    app.store.append(Some(&signed.session.account.id), vec![tried], None).await?;
    let headline = w.t3("tried-headline", ("stopped", stopped.len()), ("travellers", count), ("since", oldest));
    stopped.sort_by(|one, other| other.2.score.total_cmp(&one.2.score));
    let rows = stopped.into_iter().take(SHOWN).map(|(at, traveller, hit)| TriedRow {
        at: w.date(app.day_of(at)),
        name: traveller.name.to_string(),
        born: w.partial_date(traveller.birth_date),
        score: w.percent(hit.score),
        reasons: reasons_line(w, &hit),
    });
    Ok(Tried { headline, rows: rows.collect() })
}

/// The moment from which past travellers are taken.
pub(crate) fn month_ago(app: &App) -> Timestamp {
    app.now() - SignedDuration::from_hours(24 * TRIED_DAYS)
}

/// A known alert as it would be typed.
fn written(alert: &Alert) -> Draft {
    let lines = |values: Vec<String>| values.join("\n");
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    Draft {
        list: alert.list.to_string(),
        id: alert.id.to_string(),
        names: lines(alert.names.clone()),
        birth_dates: lines(alert.birth_dates.iter().map(ToString::to_string).collect()),
        sex: alert.sex.map(|sex| sex.code().to_owned()).unwrap_or_default(),
        nationalities: lines(alert.nationalities.iter().map(ToString::to_string).collect()),
        birth_places: lines(alert.birth_places.clone()),
        document_numbers: lines(alert.document_numbers.iter().map(ToString::to_string).collect()),
        plates: lines(alert.plates.iter().map(ToString::to_string).collect()),
        action: alert.action.code().to_owned(),
        instruction: alert.instruction.clone().unwrap_or_default(),
        reference: alert.reference.clone().unwrap_or_default(),
        valid_until: day(alert.valid_until),
        review_on: day(alert.review_on),
        next: String::new(),
    }
}

/// The alert that a draft of now spells, or what of it can't be taken.
fn read(w: &Words, draft: &Draft, now: Timestamp) -> Result<Alert, Vec<(&'static str, String)>> {
    let mut wrong = Vec::new();
    let mut fail = |field: &'static str, message: &str| wrong.push((field, w.t(message)));
    fn lines(text: &str) -> Vec<String> {
        text.lines().map(form::single_spaced).filter(|line| !line.is_empty()).take(100).collect()
    }
    let list = ListName::parse(draft.list.trim());
    // An identifier is made where none is given; it says when, and is no one's already.
    let made = || format!("D-{}", now.as_millisecond());
    let given = draft.id.trim();
    let id = AlertId::parse(if given.is_empty() { made() } else { given.to_owned() }.as_str());
    let (Ok(list), Ok(id)) = (list, id) else {
        fail("id", "draft-id-wrong");
        return Err(wrong);
    };
    let mut alert = Alert::new(list, id, draft.action.parse().unwrap_or(Action::Refer));
    alert.names = lines(&draft.names);
    if alert.names.iter().any(|name| name.chars().count() > 200) {
        fail("names", "draft-name-long");
    }
    for line in lines(&draft.birth_dates) {
        match line.parse::<BirthDate>() {
            Ok(date) => alert.birth_dates.push(date),
            Err(_) => fail("birth_dates", "draft-birth-wrong"),
        }
    }
    alert.sex = draft.sex.parse().ok();
    for line in lines(&draft.nationalities) {
        match StateCode::from_iso(&line) {
            Ok(state) => alert.nationalities.push(state),
            Err(_) => fail("nationalities", "draft-state-wrong"),
        }
    }
    alert.birth_places = lines(&draft.birth_places);
    let numbers = |text: &str| {
        lines(text).iter().map(|line| DocumentNumber::new(line)).filter(|number| !number.is_empty()).collect()
    };
    alert.document_numbers = numbers(&draft.document_numbers);
    alert.plates = numbers(&draft.plates);
    let text = |text: &str| Some(form::reason(text)).filter(|text| !text.is_empty());
    alert.instruction = text(&draft.instruction);
    alert.reference = text(&draft.reference);
    let mut day = |field: &'static str, text: &str| match text.trim().parse() {
        Ok(PartialDate::Full(date)) => Some(date),
        Ok(PartialDate::Unknown) => None,
        _ => {
            fail(field, "draft-day-wrong");
            None
        }
    };
    alert.valid_until = day("valid_until", &draft.valid_until);
    alert.review_on = day("review_on", &draft.review_on);
    if !alert.can_be_found() {
        fail("names", "draft-nothing-to-find");
    }
    if wrong.is_empty() { Ok(alert) } else { Err(wrong) }
}
