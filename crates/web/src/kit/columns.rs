//! Columns of a table that Limen does not understand: what they hold is asked once, and remembered at this node.
//!
//! The file waits in memory until it is answered. The page of a kind of table shows what was answered before, so that it can
//! be put right.

use crate::{
    app::App,
    kit::{
        failure::Failure,
        form,
        parts::Choice,
        session::SignedIn,
        shell::{Shell, page},
        upload::Upload,
    },
    node::headings::{self, Answer, TableKind},
    words::Words,
};
use askama::Template;
use axum::{
    body::{Body, Bytes},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use limen_screening::list;
use limen_tables::{Column, Field, comparable, manifest_columns, visa_columns};
use serde::Deserialize;
use std::io::Cursor;
use uuid::Uuid;

/// Maximum number of columns that are asked about at once.
const MOST_ASKED: usize = 60;
/// What a column of any table of persons may hold.
const OF_PERSONS: [Field; 16] = [
    Field::FullName,
    Field::Surname,
    Field::GivenNames,
    Field::BirthDate,
    Field::BirthYear,
    Field::BirthMonth,
    Field::BirthDay,
    Field::BirthPlace,
    Field::Sex,
    Field::Nationality,
    Field::DocumentKind,
    Field::DocumentNumber,
    Field::PassportNumber,
    Field::CardNumber,
    Field::Issuer,
    Field::Expiry,
];
const OF_VISAS: [Field; 8] = [
    Field::VisaNumber,
    Field::VisaKind,
    Field::ValidFrom,
    Field::ValidUntil,
    Field::Entries,
    Field::StayDays,
    Field::Conditions,
    Field::Status,
];
const OF_ALERTS: [Field; 10] = [
    Field::Aliases,
    Field::Plate,
    Field::Action,
    Field::Instruction,
    Field::Reason,
    Field::Reference,
    Field::ValidUntil,
    Field::ReviewOn,
    Field::Status,
    Field::Id,
];

/// The page on which the columns of a kind of table are asked about.
pub(crate) const fn address(kind: TableKind) -> &'static str {
    match kind {
        TableKind::Manifest => "/party/list/columns",
        TableKind::Visas => "/visas/import/columns",
        TableKind::Alerts => "/alerts/upload/columns",
    }
}

/// The page that takes such files, and that page's name in the bar.
const fn home(kind: TableKind) -> (&'static str, &'static str) {
    match kind {
        TableKind::Manifest => ("/party", "party"),
        TableKind::Visas => ("/visas", "visas"),
        TableKind::Alerts => ("/alerts", "alerts"),
    }
}

/// What the columns of a kind of table may hold.
fn fields(kind: TableKind) -> Vec<Field> {
    let more = match kind {
        TableKind::Manifest => &[][..],
        TableKind::Visas => &OF_VISAS,
        TableKind::Alerts => &OF_ALERTS,
    };
    [&OF_PERSONS, more, &[Field::Unneeded]].concat()
}

/// The columns of a file about which somebody must be asked.
async fn columns_to_ask(app: &App, kind: TableKind, file: &Bytes) -> Result<Vec<Column>, Failure> {
    let (answers, file) = (headings::answers(&app.store, kind).await?, file.clone());
    // Unpacking a workbook takes a moment: it is done beside the counters' requests.
    let columns = tokio::task::spawn_blocking(move || match kind {
        TableKind::Manifest => manifest_columns(&file[..], &answers),
        TableKind::Visas => visa_columns(&file, &answers),
        TableKind::Alerts => list::columns_to_ask(Box::new(Cursor::new(file)), &answers),
    });
    columns.await.map_err(|_| Failure::Fault)
}

/// A column with what it may hold.
struct Asked {
    heading: String,
    sample: String,
    choices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "kit/columns.html")]
struct ColumnsPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    address: &'static str,
    /// The file that waits, by its identifier and its name; `None` where no file does, and what was answered before is
    /// shown.
    file: Option<(Uuid, String)>,
    asked: Vec<Asked>,
    /// Why there is no file to read any more.
    message: Option<String>,
    back: &'static str,
}

impl<'a> ColumnsPage<'a> {
    fn new(
        app: &'a App,
        signed: &'a SignedIn,
        kind: TableKind,
        file: Option<(Uuid, String)>,
        columns: impl Iterator<Item = Column>,
    ) -> Self {
        let w = signed.words(app);
        let is_remembered = file.is_none();
        let asked = columns.map(|column| {
            // What is passed over once is asked about again with the next file; what was remembered may be forgotten.
            let nothing = w.t(if is_remembered { "columns-forget" } else { "columns-not-now" });
            let mut choices = vec![Choice::new("", nothing, column.field.is_none())];
            let mut offered = fields(kind);
            offered.extend(column.field.filter(|held| !offered.contains(held)));
            choices.extend(offered.into_iter().map(|field| {
                Choice::new(field.code(), w.coded("table-field", field.code()), Some(field) == column.field)
            }));
            Asked { sample: column.sample.join(" · "), heading: column.heading, choices }
        });
        let asked = asked.collect();
        let (back, bar) = home(kind);
        let address = address(kind);
        Self { shell: Shell::new(app, signed, bar), w, address, file, asked, message: None, back }
    }
}

/// The way to the page that asks about the columns of a file, which waits meanwhile; `None` where all of them are
/// understood.
pub(crate) async fn ask(
    app: &App,
    signed: &SignedIn,
    kind: TableKind,
    upload: &Upload,
) -> Result<Option<Response>, Failure> {
    if columns_to_ask(app, kind, &upload.bytes).await?.is_empty() {
        return Ok(None);
    }
    let file = upload.clone().kept(app.store.new_id());
    app.kept_files.put(signed.session.token, address(kind), app.now(), file);
    Ok(Some(Redirect::to(address(kind)).into_response()))
}

/// The page about columns: of the file that waits, or what was answered about headings before.
pub(crate) async fn show(app: &App, signed: &SignedIn, kind: TableKind) -> Result<Response, Failure> {
    if let Some(file) = app.kept_files.waiting(&signed.session.token, address(kind), app.now()) {
        let columns = columns_to_ask(app, kind, &file.bytes).await?.into_iter().take(MOST_ASKED);
        return Ok(page(&ColumnsPage::new(app, signed, kind, Some((file.id, file.name)), columns)));
    }
    Ok(page(&remembered(app, signed, kind).await?))
}

/// What was answered about headings before.
async fn remembered<'a>(app: &'a App, signed: &'a SignedIn, kind: TableKind) -> Result<ColumnsPage<'a>, Failure> {
    let answers = headings::answers(&app.store, kind).await?;
    let column = |(heading, field): (&str, Field)| Column {
        heading: heading.to_owned(),
        field: Some(field),
        sample: Vec::new(),
    };
    let mut columns: Vec<Column> = answers.iter().map(column).collect();
    columns.sort_by(|one, other| one.heading.cmp(&other.heading));
    Ok(ColumnsPage::new(app, signed, kind, None, columns.into_iter()))
}

/// Answers as a form sends them: headings, and what each holds.
#[derive(Deserialize)]
struct AnswersForm {
    /// The file that they are about; `None` where they are about what was answered before.
    file: Option<Uuid>,
    #[serde(default)]
    heading: Vec<String>,
    #[serde(default)]
    field: Vec<String>,
}

/// What came of answers.
pub(crate) enum Answered {
    /// The file that waited for them, to be read.
    File(Upload),
    /// A page.
    Page(Response),
}

/// Remembers what was answered about the headings of the file that waits, or about those that are remembered: of no
/// others, and where it says something new.
pub(crate) async fn answered(app: &App, signed: &SignedIn, kind: TableKind, body: Body) -> Result<Answered, Failure> {
    let given: AnswersForm = form::read(signed, body).await?;
    let (token, now) = (&signed.session.token, app.now());
    // The file goes on waiting until the answers are remembered: a request that fails or is dropped before loses neither.
    let file = match given.file {
        None => None,
        Some(id) => match app.kept_files.waiting(token, address(kind), now).filter(|file| file.id == id) {
            Some(file) => Some(file),
            None => return gone(app, signed, kind).await,
        },
    };
    let asked: Vec<(String, Option<Field>)> = match &file {
        Some(file) => {
            let columns = columns_to_ask(app, kind, &file.bytes).await?;
            columns.into_iter().map(|column| (comparable(&column.heading), column.field)).collect()
        }
        None => {
            let known = headings::answers(&app.store, kind).await?;
            known.iter().map(|(heading, field)| (heading.to_owned(), Some(field))).collect()
        }
    };
    let answer = |(heading, code): (String, &String)| {
        let held = asked.iter().find(|(known, _)| *known == comparable(&heading)).map(|(_, held)| *held)?;
        let answer = match code.as_str() {
            "" if file.is_some() => return None,
            "" => Answer::Forgotten,
            code => {
                let field = Field::of_code(code).filter(|field| fields(kind).contains(field))?;
                (Some(field) != held).then_some(Answer::Holds(field))?
            }
        };
        Some((heading, answer))
    };
    let answers: Vec<_> = given.heading.into_iter().zip(&given.field).filter_map(answer).collect();
    if !answers.is_empty() {
        headings::remember(&app.store, kind, &signed.session.account.id, answers).await?;
    }
    let Some(file) = file else {
        return Ok(Answered::Page(Redirect::to(address(kind)).into_response()));
    };
    // Of two windows that answer at once, one reads the file.
    match app.kept_files.take(token, address(kind), file.id, now) {
        Some(file) => Ok(Answered::File(file.into())),
        None => gone(app, signed, kind).await,
    }
}

/// The page that says that the file waits no more.
async fn gone(app: &App, signed: &SignedIn, kind: TableKind) -> Result<Answered, Failure> {
    let message = Some(signed.words(app).t("columns-gone"));
    let gone = ColumnsPage { message, ..remembered(app, signed, kind).await? };
    Ok(Answered::Page((StatusCode::GONE, page(&gone)).into_response()))
}
