//! The door for readers of documents: programs at a counter's machine that were let in with a code, and at no other counter.
//! docs/readers.md has every request, for vendors' programs too. Nothing here shows anything that is kept.

use crate::{
    access::{Nobody, Pages, anyone, of_reader},
    app::App,
    kit::{
        failure::Failure,
        reader::{AtCounter, refused},
    },
    node::{
        chip_check::{HandedChip, agreed},
        device_code::Enrolment,
        handed_in::{self, ChipTaken},
        limits::Sender,
        readers::{ChipProgress, ChipRequest, Handed, Presence},
    },
};
use axum::{
    Json,
    extract::{ConnectInfo, DefaultBodyLimit, Multipart, State, multipart::Field},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use limen_document::mrz::MOST_CHARACTERS;
use limen_domain::{PageLight, text::short};
use limen_trust::{FileName, Group, lds};
use serde::{Deserialize, Serialize};
use std::{sync::Arc, time::Duration};
use uuid::Uuid;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .upload("/reader/enrol", anyone(Nobody::House), DefaultBodyLimit::max(MOST_BYTES_OF_JSON), enrol)
        .upload("/reader/requests", of_reader(Nobody::AtCounter), DefaultBodyLimit::max(MOST_BYTES_OF_JSON), requests)
        .upload("/reader/progress", of_reader(Nobody::Typed), DefaultBodyLimit::max(MOST_BYTES_OF_JSON), progress)
        .upload("/reader/readings", of_reader(Nobody::Typed), DefaultBodyLimit::max(MOST_BYTES), readings)
}

const MOST_BYTES_OF_JSON: usize = 8 * 1024;
/// Maximum bytes of a reading: three pictures and the files of a chip.
const MOST_BYTES: usize = 24 * 1024 * 1024;
/// Maximum bytes of a picture, of a chip's file, of what a chip signed, and of a text.
const MOST_BYTES_OF_PICTURE: usize = 6 * 1024 * 1024;
const MOST_BYTES_OF_FILE: usize = 1024 * 1024;
const MOST_BYTES_OF_SIGNATURE: usize = 2 * 1024;
const MOST_BYTES_OF_TEXT: usize = 2 * 1024;
/// The longest name of a reader, and how many stand at a counter.
const LONGEST_NAME: usize = 40;
const MOST_READERS: usize = 8;
/// How long a reader waits for what its counter asks.
const WAITS: Duration = Duration::from_secs(10);

#[derive(Deserialize)]
struct Code {
    code: String,
}

#[derive(Serialize)]
struct Token {
    token: String,
}

/// `POST /reader/enrol`: a program with a good code is a reader from now on.
async fn enrol(
    State(app): State<Arc<App>>,
    ConnectInfo(sender): ConnectInfo<Sender>,
    Json(Code { code }): Json<Code>,
) -> Result<Response, Failure> {
    Ok(match app.enrol_reader(&code, sender).await? {
        Enrolment::Enrolled { token } => Json(Token { token }).into_response(),
        Enrolment::Wrong => {
            refused(StatusCode::UNAUTHORIZED, "the code is wrong, was used, or is more than an hour old")
        }
        Enrolment::TooMany { again_in } => {
            let later = [(header::RETRY_AFTER, again_in.as_secs().to_string())];
            (later, refused(StatusCode::TOO_MANY_REQUESTS, "too many codes were tried; wait")).into_response()
        }
    })
}

#[derive(Serialize)]
struct Asked {
    request: Option<ChipRequest>,
}

/// `POST /reader/requests`: what stands at the counter; answered with what the counter asks for, or with nothing after a while.
async fn requests(
    State(app): State<Arc<App>>,
    AtCounter(counter): AtCounter,
    Json(mut presence): Json<Presence>,
) -> Json<Asked> {
    presence.readers.truncate(MOST_READERS);
    for reader in &mut presence.readers {
        reader.name = short(&reader.name, LONGEST_NAME);
    }
    let chips = presence.chips;
    let mut changed = app.readers.changed();
    let mut request = app.readers.heard(counter, presence, app.now());
    let waiting = async {
        while request.is_none() && changed.changed().await.is_ok() {
            request = app.readers.next(counter, chips, app.now());
        }
        request
    };
    Json(Asked { request: tokio::time::timeout(WAITS, waiting).await.ok().flatten() })
}

#[derive(Serialize)]
struct GoesOn {
    goes_on: bool,
}

/// `POST /reader/progress`: how reading a chip goes on; answered with whether it is still wanted.
async fn progress(
    State(app): State<Arc<App>>,
    AtCounter(counter): AtCounter,
    Json(mut progress): Json<ChipProgress>,
) -> Json<GoesOn> {
    progress.file = progress.file.map(|file| short(&file, LONGEST_NAME));
    Json(GoesOn { goes_on: app.readers.progress(counter, progress, app.now()) })
}

#[derive(Serialize)]
struct Taken {
    /// What was handed in, for the log.
    reading: Uuid,
}

/// What a reading says beside its pictures and files.
#[derive(Debug, Default)]
struct Said {
    request: Option<Uuid>,
    agreed: Option<bool>,
    /// Whether it is the zone alone, and the rest is still being read.
    is_zone_alone: bool,
}

/// Why a reading is not taken: a status, and a sentence.
type NotTaken = (StatusCode, String);

/// `POST /reader/readings`: a scan, pictures, a chip's files, in one multipart form.
async fn readings(
    State(app): State<Arc<App>>,
    AtCounter(counter): AtCounter,
    mut parts: Multipart,
) -> Result<Response, Failure> {
    let (mut handed, mut said) = (Handed::default(), Said::default());
    loop {
        let part = match parts.next_field().await {
            Ok(Some(part)) => part,
            Ok(None) => break,
            Err(error) => return Ok(refused(error.status(), "the form is cut off, or larger than 24 MB")),
        };
        if let Err((status, problem)) = take_part(part, &mut handed, &mut said).await {
            return Ok(refused(status, &problem));
        }
    }
    if let Some(chip) = &mut handed.chip {
        chip.agreed = said.agreed;
    }
    let id = app.store.new_id();
    if said.is_zone_alone && said.request.is_none() {
        let problem = "part goes with the request that the counter asked with";
        return Ok(refused(StatusCode::UNPROCESSABLE_ENTITY, problem));
    }
    if let Some(request) = said.request {
        let taken = if said.is_zone_alone {
            handed_in::zone_was_read(&app, counter, request, handed).await?
        } else {
            handed_in::chip_was_read(&app, counter, request, handed).await?
        };
        return Ok(match taken {
            ChipTaken::Kept => Json(Taken { reading: id }).into_response(),
            ChipTaken::NotWanted => refused(StatusCode::GONE, "the counter does not wait for this chip any more"),
        });
    }
    if handed.zone.is_none() {
        let printed = handed.chip.as_ref().and_then(|chip| chip.files.group(Group::ZONE));
        handed.zone = printed.and_then(|file| lds::zone(file).ok()).map(|lines| lines.join("\n"));
    }
    if handed.zone.is_none() {
        let problem = "send the zone that was read as zone, or DG1: without one nobody knows whose document it is";
        return Ok(refused(StatusCode::UNPROCESSABLE_ENTITY, problem));
    }
    app.readers.hand_in(counter, id, handed, app.now());
    Ok(Json(Taken { reading: id }).into_response())
}

async fn take_part(part: Field<'_>, handed: &mut Handed, said: &mut Said) -> Result<(), NotTaken> {
    let malformed = |what: &str| (StatusCode::UNPROCESSABLE_ENTITY, what.to_owned());
    let name = part.name().unwrap_or_default().to_owned();
    match name.as_str() {
        "zone" => {
            let zone = text(part, &name).await?;
            if zone.chars().count() > MOST_CHARACTERS {
                return Err(malformed("zone is longer than any zone"));
            }
            (handed.zone, handed.is_printed) = (Some(zone), true);
        }
        "read_by" => handed.read_by = short(&text(part, &name).await?, LONGEST_NAME),
        "access" => {
            handed.access = text(part, &name).await?;
            if !["pace", "bac", "open"].contains(&handed.access.as_str()) {
                return Err(malformed("access is pace, bac or open"));
            }
        }
        "request" => {
            let request = text(part, &name).await?.parse();
            said.request = Some(request.map_err(|_| malformed("request is the id that the counter asked with"))?);
        }
        "part" => {
            said.is_zone_alone = text(part, &name).await? == "zone";
            if !said.is_zone_alone {
                return Err(malformed("part is zone, where the rest of the chip is still being read"));
            }
        }
        // Letters that were not read are marked in the zone itself.
        "unread" => drop(text(part, &name).await?),
        "chip_authentication" | "pace_mapping" => {
            said.agreed = agreed(said.agreed, &text(part, &name).await?);
        }
        "white" | "infrared" | "ultraviolet" => {
            let light: PageLight = name.parse().map_err(|_| malformed("the light of a picture is not known"))?;
            let picture = bytes(part, &name, MOST_BYTES_OF_PICTURE).await?;
            if handed.pictures.insert(light, picture).is_some() {
                return Err(malformed("a reading has one picture in each light"));
            }
        }
        "active" => {
            let signature = bytes(part, &name, MOST_BYTES_OF_SIGNATURE).await?;
            chip(handed).active = Some(([0; 8], signature));
        }
        "EF.CardAccess" => chip(handed).card_access = Some(bytes(part, &name, MOST_BYTES_OF_FILE).await?),
        "EF.CardSecurity" => chip(handed).card_security = Some(bytes(part, &name, MOST_BYTES_OF_FILE).await?),
        other => {
            let file = FileName::of(other)
                .ok_or_else(|| malformed(&format!("the field {} is not known", short(other, LONGEST_NAME))))?;
            let file_bytes = bytes(part, &name, MOST_BYTES_OF_FILE).await?;
            chip(handed).files.add(file, file_bytes).map_err(|error| malformed(&error.to_string()))?;
        }
    }
    Ok(())
}

fn chip(handed: &mut Handed) -> &mut HandedChip {
    handed.chip.get_or_insert_default()
}

async fn bytes(mut part: Field<'_>, name: &str, most: usize) -> Result<Vec<u8>, NotTaken> {
    let mut kept = Vec::new();
    while let Some(piece) = part.chunk().await.map_err(|error| (error.status(), "the form is cut off".to_owned()))? {
        if kept.len() + piece.len() > most {
            return Err((StatusCode::PAYLOAD_TOO_LARGE, format!("{name} has more than {most} bytes")));
        }
        kept.extend_from_slice(&piece);
    }
    Ok(kept)
}

async fn text(part: Field<'_>, name: &str) -> Result<String, NotTaken> {
    let read = bytes(part, name, MOST_BYTES_OF_TEXT).await?;
    String::from_utf8(read).map_err(|_| (StatusCode::UNPROCESSABLE_ENTITY, format!("{name} is no text in UTF-8")))
}
