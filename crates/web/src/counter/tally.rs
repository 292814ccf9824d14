//! The tally: people counted by big keys on a phone, at the post or on a path beside it.
//!
//! Each key adds one person. With scripts the phone keeps what was counted until it has been sent, and sends it again
//! until it is confirmed; without them each press is a request of its own.

use crate::{
    access::{CORRECT, COUNTER, Nobody, Pages, at_posts},
    app::App,
    kit::{
        failure::Failure,
        form::{self, FormTrouble},
        names::Names,
        parts::{Choice, choices},
        session::SignedIn,
        shell::{Shell, page},
    },
    node::tally::{self, Counted, TallyError},
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use jiff::Timestamp;
use limen_domain::{Direction, Mode, Permission, Sex, StatedReason, TallyAge, TallyCount, TallyId, Vulnerability};
use limen_store::{TallyRow, TallyTotals};
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .get("/tally", at_posts(COUNTER, Nobody::Counts), show)
        .a_step_away()
        .post("/tally", at_posts(COUNTER, Nobody::Counts), count)
        .post("/tally/{id}/cancel", at_posts(CORRECT, Nobody::Moves), cancel)
}

/// Maximum number of groups of one tally: all there are.
const MOST_GROUPS: usize = 100;
/// How many tallies are listed.
const MOST_SHOWN: usize = 20;

/// What the address keeps: which way, how and where is counted.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct TallyQuery {
    direction: String,
    mode: String,
    place: String,
}

impl TallyQuery {
    fn direction(&self, signed: &SignedIn) -> Direction {
        self.direction.parse().unwrap_or(signed.session.direction)
    }

    fn mode(&self) -> Mode {
        self.mode.parse().unwrap_or(Mode::Foot)
    }

    fn address(&self) -> String {
        let pairs = [("direction", &self.direction), ("mode", &self.mode), ("place", &self.place)];
        let filled: Vec<_> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        format!("/tally?{}", serde_html_form::to_string(&filled).unwrap_or_default())
    }
}

/// A key: one more person of this group.
struct Key {
    /// `F/18-59` and, for the more exposed, `F/18-59/pregnant`.
    group: String,
    sex: String,
    age: String,
    people: u64,
}

struct TallyView {
    id: TallyId,
    words: String,
    people: u64,
    cancelled: Option<String>,
}

#[derive(Template)]
#[template(path = "counter/tally.html")]
struct TallyPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    id: TallyId,
    direction: Direction,
    mode: Mode,
    place: String,
    /// The names of places at which this post counts.
    points: Vec<String>,
    modes: Vec<Choice>,
    keys: Vec<Key>,
    vulnerabilities: Vec<Choice>,
    people: u64,
    tallies: Vec<TallyView>,
    may_cancel: bool,
}

async fn show(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Query(asked): Query<TallyQuery>,
) -> Result<Response, Failure> {
    let (w, direction, mode) = (signed.words(&app), asked.direction(&signed), asked.mode());
    let tallies = tally::of_day(&app, app.today()).await?.ok_or(Failure::NotFound)?;
    let (totals, names) = (TallyTotals::of(&tallies), Names::load(&app).await?);
    let keys = TallyAge::ALL.iter().flat_map(|age| [Sex::Female, Sex::Male].map(|sex| (sex, *age)));
    let keys = keys.map(|(sex, age)| Key {
        group: format!("{sex}/{age}"),
        sex: w.coded("tally-sex", sex.code()),
        age: w.coded("tally-age", age.code()),
        people: totals.groups.get(&(direction, sex, age)).copied().unwrap_or_default(),
    });
    Ok(page(&TallyPage {
        shell: Shell::new(&app, &signed, "tally"),
        w,
        id: TallyId(app.store.new_id()),
        direction,
        mode,
        place: tally::place(&asked.place),
        points: app.reference().tally_points.of_post(&app.post.id).map(|point| point.name.clone()).collect(),
        modes: choices(w, "mode", Mode::ALL, Mode::code, mode.code()),
        keys: keys.collect(),
        vulnerabilities: choices(w, "vulnerability", Vulnerability::ALL, Vulnerability::code, ""),
        people: totals.people(direction),
        tallies: tallies.iter().take(MOST_SHOWN).map(|row| view(&app, w, &names, row)).collect(),
        may_cancel: signed.session.account.role.may(Permission::Correct),
    }))
}

fn view(app: &App, w: &Words, names: &Names, row: &TallyRow) -> TallyView {
    let tally = &row.tally;
    let time = w.time(tally.from.to_zoned_datetime(app.zone.clone()).time());
    let mut words = vec![time, w.coded("direction", tally.direction.code()), w.coded("mode", tally.mode.code())];
    if !tally.place.is_empty() {
        words.push(tally.place.clone());
    }
    words.push(names.of(&tally.officer));
    TallyView { id: tally.id, words: words.join(" · "), people: tally.people(), cancelled: row.cancelled.clone() }
}

/// The form of a phone: the counts since it last sent, or one press.
#[derive(Deserialize)]
struct CountForm {
    id: Uuid,
    direction: Direction,
    mode: Mode,
    #[serde(default)]
    place: String,
    /// Milliseconds since 1970; without them, now.
    from: Option<i64>,
    to: Option<i64>,
    /// `group` or `group=people`, as often as there are groups.
    #[serde(default)]
    count: Vec<String>,
    /// Whether scripts send it, which want no page for an answer.
    parcel: Option<String>,
    /// Ticked for the next person only.
    #[serde(default)]
    vulnerability: String,
}

/// `F/18-59/pregnant=3`
fn group(text: &str, ticked: &str) -> Option<TallyCount> {
    let (group, people) = text.split_once('=').unwrap_or((text, "1"));
    let mut parts = group.split('/');
    let (sex, age) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let vulnerability = match parts.next().or(Some(ticked).filter(|ticked| !ticked.is_empty())) {
        Some(code) => Some(code.parse().ok()?),
        None => None,
    };
    Some(TallyCount { sex, age, vulnerability, people: people.parse().ok()? })
}

async fn count(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let form: CountForm = form::read(&signed, body).await?;
    let moment = |at: Option<i64>| at.and_then(|at| Timestamp::from_millisecond(at).ok());
    let counts = form.count.iter().take(MOST_GROUPS).map(|text| group(text, &form.vulnerability));
    let counts = counts.collect::<Option<Vec<TallyCount>>>().ok_or(FormTrouble::Malformed)?;
    let CountForm { direction, mode, .. } = form;
    let counted = Counted {
        id: TallyId(form.id),
        place: &form.place,
        from: moment(form.from),
        to: moment(form.to),
        direction,
        mode,
        counts,
    };
    tally::count(&app, &signed.session.account.id, counted).await?;
    if form.parcel.is_some() {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let asked = TallyQuery { direction: direction.to_string(), mode: mode.to_string(), place: form.place };
    Ok(Redirect::to(&asked.address()).into_response())
}

#[derive(Deserialize)]
struct Cancel {
    reason: StatedReason,
}

async fn cancel(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<Uuid>,
    body: Body,
) -> Result<Response, Failure> {
    let Cancel { reason } = form::read(&signed, body).await?;
    tally::cancel(&app, &signed.session.account.id, TallyId(id), reason).await?;
    Ok(Redirect::to("/tally").into_response())
}

impl From<TallyError> for Failure {
    fn from(error: TallyError) -> Self {
        match error {
            TallyError::Invalid(_) | TallyError::NotFound => FormTrouble::Malformed.into(),
            TallyError::Store(error) => error.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_press_and_a_sum_are_read_and_nonsense_is_not() {
        let people = |text| group(text, "").map(|count| count.people);
        assert_eq!((people("F/18-59"), people("M/0-4/ill=12"), people("X/9")), (Some(1), Some(12), None));
        assert_eq!(people("F/18-59/nonsense"), None);
        assert_eq!(people("F/18-59=-1"), None);
        assert_eq!(group("F/60", "disabled").and_then(|count| count.vulnerability), Some(Vulnerability::Disabled));
    }
}
