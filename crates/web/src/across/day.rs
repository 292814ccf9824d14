//! A day of a pair: both sides by groups, every version of what was said of it with the paper that proves it, and notes.

use crate::{
    access::{ACROSS, Nobody, PAIR_NOTES, Pages, anywhere},
    across::asked::{address, address_of_pair, chosen, code, states},
    app::App,
    kit::{
        failure::Failure,
        form::{self, FormTrouble},
        session::SignedIn,
        shell::{Shell, answer, moment},
    },
    node::neighbours::{
        NeighbourError,
        across::{LONGEST_NOTE, SeenPair, Version, said, versions, waiting, write_note},
    },
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use jiff::civil::Date;
use limen_domain::{Direction, Permission, Role};
use limen_neighbour::{Content, GroupBy};
use limen_statistics::{
    UNKNOWN,
    across::{DayAcross, across},
    across_report::{band_in_words, facts_in_words, way},
};
use serde::Deserialize;
use std::{collections::BTreeSet, sync::Arc};

pub(crate) fn pages() -> Pages {
    Pages::new().get("/across/day", anywhere(ACROSS, Nobody::Counts), show).post(
        "/across/day",
        anywhere(PAIR_NOTES, Nobody::Counts),
        note,
    )
}

/// Characters of a paper's fingerprint that are shown: enough to compare two.
const FINGERPRINT: usize = 16;

#[derive(Default, Deserialize)]
#[serde(default)]
struct DayQuery {
    pair: String,
    day: String,
}

/// A group on both sides.
struct GroupRow {
    name: String,
    /// `None` where the side does not tell this kind of group.
    ours: Option<String>,
    theirs: Option<String>,
}

/// Groups of one kind.
struct GroupTable {
    name: String,
    rows: Vec<GroupRow>,
}

/// A direction.
struct WayView {
    code: &'static str,
    name: String,
    ours: Option<String>,
    theirs: Option<String>,
    gap: Option<String>,
    usual: String,
    is_unusual: bool,
    facts: Vec<String>,
    groups: Vec<GroupTable>,
}

/// A version of what was said.
struct VersionRow {
    state: String,
    what: String,
    says: String,
    number: Option<String>,
    fingerprint: String,
    at: String,
    holds: String,
}

/// A note of ours that is not said yet.
struct WaitingLine {
    text: String,
    at: String,
}

#[derive(Template)]
#[template(path = "across/day.html")]
struct DayPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    name: String,
    day: String,
    back: String,
    own: String,
    neighbour: String,
    ways: Vec<WayView>,
    versions: Vec<VersionRow>,
    /// Whether papers are kept here, with their numbers and earlier versions.
    has_papers: bool,
    waiting: Vec<WaitingLine>,
    may_write: bool,
    /// What the form is sent with: the pair and the day as the address has them.
    pair_code: String,
    day_code: String,
    text: String,
    most: usize,
    message: Option<String>,
}

/// The pair and the day that an address names, if someone may see them.
async fn found(app: &App, signed: &SignedIn, asked: &DayQuery) -> Result<(SeenPair, Date), Failure> {
    let day: Date = asked.day.parse().map_err(|_| Failure::NotFound)?;
    if asked.pair.is_empty() || !(1900..=2200).contains(&day.year()) {
        return Err(Failure::NotFound);
    }
    let (_, seen) = chosen(app, signed, &asked.pair).await?;
    Ok((seen.ok_or(Failure::NotFound)?, day))
}

async fn show(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Query(asked): Query<DayQuery>,
) -> Result<Response, Failure> {
    let (seen, day) = found(&app, &signed, &asked).await?;
    shown(&app, &signed, &seen, day, (String::new(), None)).await
}

/// Whether someone may write notes here: the chief of a post, and who answers for headquarters.
fn may_write(app: &App, role: Role, seen: &SeenPair) -> bool {
    let is_theirs = role.may(Permission::Correct) || (app.is_headquarters() && role.may(Permission::ManageNetwork));
    is_theirs && seen.takes_notes()
}

async fn shown(
    app: &App,
    signed: &SignedIn,
    seen: &SeenPair,
    day: Date,
    (text, message): (String, Option<String>),
) -> Result<Response, Failure> {
    let w = signed.words(app);
    let said = said(app, seen).await?;
    let days = |direction: Direction| across(direction, &said.ours, &said.theirs, (day, day));
    let ways = Direction::ALL.iter().flat_map(|direction| days(*direction)).map(|day| view(w, seen, &day));
    let waiting = waiting(app, seen).await?.into_iter().filter(|waiting| waiting.note.day == day);
    Ok(answer(
        message.is_some(),
        &DayPage {
            name: seen.pair.name.clone(),
            day: w.date(day),
            back: address_of_pair(seen),
            own: w.state(seen.own),
            neighbour: w.state(seen.neighbour),
            ways: ways.collect(),
            versions: rows(app, w, seen, versions(app, seen, day).await?),
            has_papers: app.is_headquarters(),
            waiting: waiting.map(|one| WaitingLine { text: one.note.text, at: moment(app, w, one.at) }).collect(),
            may_write: may_write(app, signed.session.account.role, seen),
            pair_code: code(seen),
            day_code: day.to_string(),
            text,
            most: LONGEST_NOTE,
            message,
            shell: Shell::new(app, signed, "across"),
            w,
        },
    ))
}

fn view(w: &Words, seen: &SeenPair, day: &DayAcross) -> WayView {
    let number = |people: u64| w.number(people);
    let groups = GroupBy::ALL.iter().filter_map(|by| {
        let rows: Vec<GroupRow> = day
            .groups(*by)
            .into_iter()
            .map(|(code, ours, theirs)| GroupRow {
                name: group_name(w, *by, &code),
                ours: ours.map(number),
                theirs: theirs.map(number),
            })
            .collect();
        (!rows.is_empty()).then(|| GroupTable { name: w.coded("across-by", by.code()), rows })
    });
    WayView {
        code: day.direction.code(),
        name: way(w, states(seen), day.direction),
        ours: day.ours.as_ref().map(|figures| number(figures.people)),
        theirs: day.theirs.as_ref().map(|figures| number(figures.people)),
        gap: day.gap().map(|gap| w.difference(gap)),
        usual: band_in_words(w, day.usual.band()),
        is_unusual: day.is_unusual(),
        facts: facts_in_words(w, states(seen), day),
        groups: groups.collect(),
    }
}

/// What a group is called. A code that this version does not know is shown as it was sent.
fn group_name(w: &Words, by: GroupBy, code: &str) -> String {
    match by {
        GroupBy::Nationality if code == "others" => w.t("across-others"),
        GroupBy::Nationality => code.parse().map_or_else(|_| code.to_owned(), |state| w.state(state)),
        GroupBy::Age => w.coded_elsewhere("age-band", code),
        _ if code == UNKNOWN => w.t("flows-unknown"),
        GroupBy::Sex => w.coded_elsewhere("sex", code),
        GroupBy::Mode => w.coded_elsewhere("mode", code),
    }
}

fn rows(app: &App, w: &Words, seen: &SeenPair, versions: Vec<Version>) -> Vec<VersionRow> {
    let mut holding = BTreeSet::new();
    let mut row = |version: Version| {
        let about = version.content.as_ref().map(|content| (version.is_ours, content.kind(), content.about()));
        // The latest comes first.
        let is_held = about.is_some_and(|about| version.refused.is_empty() && holding.insert(about));
        let holds = match (version.refused.as_str(), is_held) {
            ("", true) => w.t("across-holds"),
            ("", false) => w.t("across-earlier"),
            (why, _) => w.t1("across-refused", "why", w.coded_elsewhere("across-refused", why)),
        };
        let (own, neighbour) = states(seen);
        // Directions are as the sender sees them.
        let sender = if version.is_ours { (own, neighbour) } else { (neighbour, own) };
        let (what, says) = match version.content {
            Some(Content::Figures(figures)) => (
                w.t1("across-version", "version", i64::from(figures.version)),
                w.t2(
                    "across-count",
                    ("direction", way(w, sender, figures.direction)),
                    ("people", w.number(figures.people)),
                ),
            ),
            Some(Content::PairNote(note)) => (w.t("across-version-note"), note.text),
            _ => (String::new(), w.t("across-gone")),
        };
        VersionRow {
            state: w.state(sender.0),
            what,
            says,
            number: version.number.map(|number| w.t1("across-paper-number", "number", number as i64)),
            fingerprint: version.paper.chars().take(FINGERPRINT).collect(),
            at: moment(app, w, version.at),
            holds,
        }
    };
    let mut rows = Vec::with_capacity(versions.len());
    for version in versions {
        rows.push(row(version));
    }
    rows
}

#[derive(Deserialize)]
struct NoteForm {
    pair: String,
    day: String,
    #[serde(default)]
    text: String,
}

async fn note(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let NoteForm { pair, day, text } = form::read(&signed, body).await?;
    let (seen, day) = found(&app, &signed, &DayQuery { pair, day }).await?;
    let account = &signed.session.account;
    if !may_write(&app, account.role, &seen) {
        return Err(Failure::NotAllowed);
    }
    if text.chars().count() > 2 * LONGEST_NOTE {
        return Err(FormTrouble::TooLarge.into());
    }
    let key = if text.trim().is_empty() {
        "across-note-empty"
    } else {
        match write_note(&app, &account.id, &seen, day, &text).await {
            Ok(()) => return Ok(Redirect::to(&address(&seen, day)).into_response()),
            Err(NeighbourError::NotAllowed(_)) => "across-note-refused",
            Err(NeighbourError::Busy) => "across-note-busy",
            Err(NeighbourError::NotHeardYet) => "neighbour-not-heard-yet",
            Err(NeighbourError::Store(error)) => return Err(error.into()),
            Err(error) => {
                tracing::error!("a note about a pair could not be said: {error}");
                return Err(Failure::Fault);
            }
        }
    };
    let message = Some(signed.words(&app).t(key));
    shown(&app, &signed, &seen, day, (text, message)).await
}
