//! The form of a joint record: a patrol, a meeting, an incident. It names no traveller.

use crate::{
    access::{JOINT_WRITTEN, Nobody, Pages, anywhere},
    app::App,
    kit::{
        failure::Failure,
        form::{self, short},
        parts::{Choice, WrongField, choices},
        session::SignedIn,
        shell::{Shell, answer},
    },
    neighbours_work::why::why,
    node::{
        neighbours::work,
        typed_day::{day_as_typed, whole_day},
    },
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use jiff::{Timestamp, civil::Time, tz::TimeZone};
use limen_domain::StateCode;
use limen_neighbour::{JointKind, JointRecord, MOST_LINE, MOST_NOTE};
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

/// Maximum number of those who took part.
const MOST_PEOPLE: usize = 100;

pub(crate) fn pages() -> Pages {
    Pages::new().get("/neighbours/work/record", anywhere(JOINT_WRITTEN, Nobody::Staff), show).post(
        "/neighbours/work/record",
        anywhere(JOINT_WRITTEN, Nobody::Staff),
        write,
    )
}

/// The form, as it is sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct RecordForm {
    to: String,
    /// The record that it takes the place of; empty for a new one.
    id: String,
    kind: String,
    pair: String,
    place: String,
    from_day: String,
    from_time: String,
    to_day: String,
    to_time: String,
    who: String,
    found: String,
}

/// A field and the message that says what is wrong with it.
type Wrong = (&'static str, &'static str);

fn typed_moment(zone: &TimeZone, day: &str, time: &str) -> Option<Timestamp> {
    let time = Time::strptime("%H:%M", time.trim()).ok()?;
    let at = whole_day(day)?.to_datetime(time);
    Some(at.to_zoned_datetime(zone.clone()).ok()?.timestamp())
}

impl RecordForm {
    /// The form of a record that is to be corrected.
    fn of(to: StateCode, record: &JointRecord, zone: &TimeZone) -> Self {
        let typed = |at: Timestamp| {
            let at = at.to_zoned_datetime(zone.clone());
            (day_as_typed(at.date()), at.time().strftime("%H:%M").to_string())
        };
        let ((from_day, from_time), (to_day, to_time)) = (typed(record.from), typed(record.to));
        Self {
            to: to.to_string(),
            id: record.id.to_string(),
            kind: record.kind.code().to_owned(),
            pair: record.pair.clone(),
            place: record.place.clone(),
            from_day,
            from_time,
            to_day,
            to_time,
            who: record.who.join("\n"),
            found: record.found.clone(),
        }
    }

    /// The record that it says.
    fn read(&self, new_id: Uuid, zone: &TimeZone) -> Result<JointRecord, Wrong> {
        let kind: JointKind = self.kind.parse().map_err(|_| ("kind", "joint-wrong-kind"))?;
        let from = typed_moment(zone, &self.from_day, &self.from_time).ok_or(("from_day", "joint-wrong-time"))?;
        let to_day = if self.to_day.trim().is_empty() { &self.from_day } else { &self.to_day };
        let to = typed_moment(zone, to_day, &self.to_time).ok_or(("to_day", "joint-wrong-time"))?;
        if to < from {
            return Err(("to_day", "joint-wrong-order"));
        }
        let place = short(&self.place, MOST_LINE);
        if place.is_empty() {
            return Err(("place", "joint-wrong-place"));
        }
        let lines = self.who.split(['\n', ';']).map(|line| short(line, MOST_LINE));
        let who: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
        if who.is_empty() || who.len() > MOST_PEOPLE {
            return Err(("who", "joint-wrong-who"));
        }
        let found = short(&self.found, MOST_NOTE);
        if found.is_empty() {
            return Err(("found", "joint-wrong-found"));
        }
        let id = if self.id.is_empty() { Ok(new_id) } else { Uuid::parse_str(&self.id) };
        let id = id.map_err(|_| ("kind", "joint-wrong-kind"))?;
        Ok(JointRecord { id, kind, pair: self.pair.clone(), place, from, to, who, found })
    }
}

#[derive(Template)]
#[template(path = "neighbours_work/record_form.html")]
struct FormPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    form: RecordForm,
    neighbour: String,
    kinds: Vec<Choice>,
    pairs: Vec<Choice>,
    at_headquarters: bool,
    wrong: Vec<WrongField>,
    problem: Option<String>,
}

impl FormPage<'_> {
    fn wrong(&self, field: &str) -> Option<&str> {
        WrongField::reason(&self.wrong, field)
    }
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    to: String,
    id: Option<Uuid>,
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let state: StateCode = asked.to.parse().map_err(|_| Failure::NotFound)?;
    let form = match asked.id {
        None => RecordForm { to: asked.to, from_day: day_as_typed(app.today()), ..RecordForm::default() },
        Some(id) => {
            let all = work::records(&app, signed.session.account.role).await?;
            let ours = |seen: &&work::SeenRecord| seen.is_ours && seen.neighbour == state && seen.record.id == id;
            let seen = all.iter().find(ours).ok_or(Failure::NotFound)?;
            RecordForm::of(state, &seen.record, &app.zone)
        }
    };
    form_page(&app, &signed, form, (None, None)).await
}

async fn form_page(
    app: &App,
    signed: &SignedIn,
    form: RecordForm,
    (wrong, problem): (Option<Wrong>, Option<String>),
) -> Result<Response, Failure> {
    let (w, state) = (signed.words(app), form.to.parse::<StateCode>().map_err(|_| Failure::NotFound)?);
    let pairs = work::pairs_to_write(app, state).await?;
    if pairs.is_empty() {
        return Err(Failure::NotFound);
    }
    let pair = |pair: &limen_neighbour::Pair| {
        Choice::new(pair.code.as_str(), format!("{} ({})", pair.name, pair.code), pair.code == form.pair)
    };
    Ok(answer(
        wrong.is_some() || problem.is_some(),
        &FormPage {
            neighbour: w.state(state),
            kinds: choices(w, "joint-kind", JointKind::ALL, JointKind::code, &form.kind),
            pairs: pairs.iter().map(pair).collect(),
            at_headquarters: app.is_headquarters(),
            wrong: wrong.map(|(field, message)| WrongField { field, reason: w.t(message) }).into_iter().collect(),
            problem,
            form,
            shell: Shell::new(app, signed, "joint"),
            w,
        },
    ))
}

async fn write(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let form: RecordForm = form::read(&signed, body).await?;
    let state: StateCode = form.to.parse().map_err(|_| Failure::NotFound)?;
    let record = match form.read(app.store.new_id(), &app.zone) {
        Ok(record) => record,
        Err(wrong) => return form_page(&app, &signed, form, (Some(wrong), None)).await,
    };
    // A post writes about its own pairs alone.
    if !work::pairs_to_write(&app, state).await?.iter().any(|pair| pair.code == record.pair) {
        return form_page(&app, &signed, form, (Some(("pair", "joint-wrong-pair")), None)).await;
    }
    match work::write(&app, &signed.session.account.id, state, record).await {
        Ok(()) => Ok(Redirect::to("/neighbours/work").into_response()),
        Err(error) => {
            let problem = why(signed.words(&app), error)?;
            form_page(&app, &signed, form, (None, Some(problem))).await
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> RecordForm {
        RecordForm {
            kind: "patrol".into(),
            pair: "KRM".into(),
            place: "Djikoni".into(),
            from_day: "10/03/2031".into(),
            from_time: "06:00".into(),
            to_time: "11:30".into(),
            who: "PAF\nGendarmerie".into(),
            found: "Rien".into(),
            ..RecordForm::default()
        }
    }

    #[test]
    fn a_record_of_one_day_needs_one_day_and_reads_back_as_it_was_typed() {
        let record = form().read(Uuid::from_u128(1), &TimeZone::UTC).expect("a record");
        assert_eq!(
            (record.from.to_string(), record.to.to_string()),
            ("2031-03-10T06:00:00Z".into(), "2031-03-10T11:30:00Z".into())
        );
        assert_eq!(record.who, ["PAF", "Gendarmerie"]);
        let again = RecordForm::of("MLI".parse().expect("a state"), &record, &TimeZone::UTC);
        assert_eq!(again.read(Uuid::nil(), &TimeZone::UTC), Ok(record));
    }

    #[test]
    fn what_is_missing_or_ends_before_it_began_is_asked_again() {
        let wrong = |form: RecordForm| form.read(Uuid::nil(), &TimeZone::UTC).expect_err("refused").1;
        assert_eq!(wrong(RecordForm { kind: "dance".into(), ..form() }), "joint-wrong-kind");
        assert_eq!(wrong(RecordForm { from_time: "25:00".into(), ..form() }), "joint-wrong-time");
        assert_eq!(wrong(RecordForm { to_time: "05:00".into(), ..form() }), "joint-wrong-order");
        assert_eq!(wrong(RecordForm { who: " ; ".into(), ..form() }), "joint-wrong-who");
        assert_eq!(wrong(RecordForm { found: String::new(), ..form() }), "joint-wrong-found");
    }
}
