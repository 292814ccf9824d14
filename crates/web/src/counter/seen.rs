//! A page that a picture was not sure of: each doubtful character with its picture and what else it may be, and the whole
//! zone to correct. Nothing goes on before the officer has compared it; what they change is noted.

use crate::{
    access::{COUNTER, Nobody, Pages, at_posts},
    app::App,
    counter::desk::{self, ScanForm, keep_answers},
    kit::{
        failure::Failure,
        form,
        session::SignedIn,
        shell::{Shell, page},
    },
    node::eye::{Character, HeldPage, Reading},
    traveller::set_aside::AsideForm,
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .get("/counter/seen/{id}", at_posts(COUNTER, Nobody::AtCounter), show)
        .post("/counter/seen/{id}", at_posts(COUNTER, Nobody::AtCounter), compared)
        .get("/counter/seen/{id}/{line}/{place}", at_posts(COUNTER, Nobody::AtCounter), character)
}

/// Where a page is compared with the document.
pub(super) fn address(id: Uuid) -> String {
    format!("/counter/seen/{id}")
}

/// Maximum number of characters that are asked about one by one, the least sure ones; with more, the zone itself is compared.
const MOST_ASKED: usize = 12;
/// How many are asked about at least, where a page is not sure.
const FEWEST_ASKED: usize = 3;
/// What the name of a choice begins with: its line and its place follow.
const CHOICE: &str = "at-";

/// A character that is in doubt.
struct Doubtful {
    /// The name of its choice.
    name: String,
    /// Its line and its place.
    words: String,
    /// Whether the page begins at it.
    is_first: bool,
    picture: String,
    /// As it was read, and what else it may be.
    choices: Vec<char>,
}

#[derive(Template)]
#[template(path = "counter/seen.html")]
struct SeenPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    id: Uuid,
    zone: String,
    lines: usize,
    doubtful: Vec<Doubtful>,
}

fn held(app: &App, signed: &SignedIn, id: Uuid) -> Option<HeldPage> {
    app.held.page(&signed.session.token, id, app.now())
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    // A page that is gone is shown to the camera again.
    let Some(held) = held(&app, &signed, id) else { return Ok(Redirect::to("/counter/camera").into_response()) };
    Ok(page(&SeenPage {
        shell: Shell::new(&app, &signed, "counter").about("seen"),
        w: signed.words(&app),
        id,
        zone: held.reading.text(),
        lines: held.reading.lines.len(),
        doubtful: doubtful(signed.words(&app), id, &held.reading),
    }))
}

/// Whether a character is to be compared: the picture alone is not sure of it, or says another.
fn is_in_doubt(character: &Character) -> bool {
    character.seen.is_some() || character.confidence < Reading::CLEAR_CHARACTER
}

/// The characters that are least sure, in the order in which they stand.
fn doubtful(w: &Words, id: Uuid, reading: &Reading) -> Vec<Doubtful> {
    let lines = reading.lines.iter().enumerate();
    let mut all: Vec<(usize, usize, &Character)> = lines
        .flat_map(|(line, characters)| {
            characters.iter().enumerate().map(move |(place, character)| (line, place, character))
        })
        .collect();
    all.sort_by(|(.., one), (.., other)| one.confidence.total_cmp(&other.confidence));
    let count = all.iter().filter(|(.., character)| is_in_doubt(character)).count();
    let fewest = if reading.sure { 0 } else { FEWEST_ASKED };
    // Those that position or check digit decided against the picture come first.
    all.sort_by_key(|(.., character)| !is_in_doubt(character));
    all.truncate(count.clamp(fewest, MOST_ASKED));
    all.sort_by_key(|(line, place, _)| (*line, *place));
    let view = |(line, place, character): (usize, usize, &Character)| {
        let others = character.seen.into_iter().chain(character.alternatives.iter().map(|(letter, _)| *letter));
        let mut choices = vec![character.letter];
        for letter in others {
            if !choices.contains(&letter) {
                choices.push(letter);
            }
        }
        Doubtful {
            name: format!("{CHOICE}{line}-{place}"),
            words: w.t2("seen-place", ("line", line as i64 + 1), ("place", place as i64 + 1)),
            is_first: false,
            picture: format!("{}/{line}/{place}", address(id)),
            choices,
        }
    };
    let mut all: Vec<Doubtful> = all.into_iter().map(view).collect();
    if let Some(first) = all.first_mut() {
        first.is_first = true;
    }
    all
}

/// The picture of a character between its neighbours.
async fn character(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path((id, line, place)): Path<(Uuid, usize, usize)>,
) -> Result<Response, Failure> {
    let picture = held(&app, &signed, id).and_then(|held| held.character(line, place)).ok_or(Failure::NotFound)?;
    Ok(([(header::CONTENT_TYPE, "image/png")], picture).into_response())
}

#[derive(Deserialize)]
struct Compared {
    mrz: String,
}

/// Goes on with the zone as the officer leaves it.
async fn compared(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<Uuid>,
    body: Body,
) -> Result<Response, Failure> {
    let received = form::receive(&signed, body).await?;
    keep_answers(&app, &signed, &received).await?;
    let (Compared { mrz }, choices): (_, Vec<(String, String)>) = (received.fields()?, received.fields()?);
    let mrz = match held(&app, &signed, id) {
        Some(held) => chosen(&held.reading, &mrz, &choices),
        None => mrz,
    };
    let scan = ScanForm { mrz, seen: id.to_string(), compared: "yes".into(), ..ScanForm::default() };
    desk::take_scan(&app, &signed, scan, AsideForm::default()).await
}

/// The zone with the choices put in, each where the zone itself still says what was read.
fn chosen(reading: &Reading, typed: &str, choices: &[(String, String)]) -> String {
    let mut lines: Vec<Vec<char>> = typed.trim().lines().map(|line| line.trim().chars().collect()).collect();
    for (name, value) in choices {
        let place = name.strip_prefix(CHOICE).and_then(|place| place.split_once('-'));
        let Some((Ok(line), Ok(place))) = place.map(|(line, place)| (line.parse::<usize>(), place.parse::<usize>()))
        else {
            continue;
        };
        let read = reading.lines.get(line).and_then(|line| line.get(place)).map(|character| character.letter);
        let stands = lines.get_mut(line).and_then(|line| line.get_mut(place));
        if let (Some(read), Some(stands), Some(value)) = (read, stands, value.chars().next())
            && *stands == read
        {
            *stands = value;
        }
    }
    lines.into_iter().map(String::from_iter).collect::<Vec<_>>().join("\n")
}
