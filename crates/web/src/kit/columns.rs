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
    node::headings::{self, Answer},
    words::Words,
};
use askama::Template;
use axum::{
    body::{Body, Bytes},
    response::{IntoResponse, Redirect, Response},
};
use limen_screening::list;
use limen_tables::{Answers, Column, Field, manifest_columns, visa_columns};
use serde::Deserialize;
use std::io::Cursor;

/// Maximum number of columns that are asked about at once.
const MOST_ASKED: usize = 60;
/// A kind of table that people send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Table {
    /// A carrier's list.
    Manifest,
    /// Records of visas.
    Visas,
    /// A list of alerts.
    Alerts,
}

/// What a column of any table of persons may hold.
const OF_PERSONS: [Field; 14] = [
    Field::FullName,
    Field::Surname,
    Field::GivenNames,
    Field::BirthDate,
    Field::BirthYear,
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
const OF_ALERTS: [Field; 8] = [
    Field::Aliases,
    Field::Plate,
    Field::Action,
    Field::Instruction,
    Field::Reason,
    Field::Reference,
    Field::ReviewOn,
    Field::Id,
];

impl Table {
    /// The page on which its columns are asked about.
    pub(crate) const fn address(self) -> &'static str {
        match self {
            Self::Manifest => "/party/list/columns",
            Self::Visas => "/visas/import/columns",
            Self::Alerts => "/alerts/upload/columns",
        }
    }

    /// The page that takes its files, and that page's name in the bar.
    const fn home(self) -> (&'static str, &'static str) {
        match self {
            Self::Manifest => ("/party", "party"),
            Self::Visas => ("/visas", "visas"),
            Self::Alerts => ("/alerts", "alerts"),
        }
    }

    /// What its columns may hold.
    fn fields(self) -> Vec<Field> {
        let more = match self {
            Self::Manifest => &[][..],
            Self::Visas => &OF_VISAS,
            Self::Alerts => &OF_ALERTS,
        };
        [&OF_PERSONS, more, &[Field::Unneeded]].concat()
    }

    /// The columns of a file about which somebody must be asked.
    fn columns_to_ask(self, file: &Bytes, answers: &Answers) -> Vec<Column> {
        match self {
            Self::Manifest => manifest_columns(&file[..], answers),
            Self::Visas => visa_columns(file, answers),
            Self::Alerts => list::columns_to_ask(Box::new(Cursor::new(file.clone())), answers),
        }
    }
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
    table: Table,
    /// The name of the file that waits; `None` where no file does, and what was answered before is shown.
    file: Option<String>,
    asked: Vec<Asked>,
    back: &'static str,
}

impl<'a> ColumnsPage<'a> {
    fn new(
        app: &'a App,
        signed: &'a SignedIn,
        table: Table,
        file: Option<String>,
        columns: impl Iterator<Item = Column>,
    ) -> Self {
        let w = signed.words(app);
        let asked = columns.map(|column| {
            let mut choices: Vec<Choice> = Vec::new();
            // What was answered is taken back by no answer; a column of a file is asked about until it is answered.
            if file.is_none() {
                choices.push(Choice::new("", w.t("columns-forget"), false));
            }
            let held = column.field.unwrap_or(Field::Unneeded);
            let mut fields = table.fields();
            if !fields.contains(&held) {
                fields.push(held);
            }
            choices.extend(
                fields
                    .into_iter()
                    .map(|field| Choice::new(field.code(), w.coded("table-field", field.code()), field == held)),
            );
            Asked { sample: column.sample.join(" · "), heading: column.heading, choices }
        });
        let asked = asked.collect();
        let (back, bar) = table.home();
        Self { shell: Shell::new(app, signed, bar), w, table, file, asked, back }
    }
}

/// The way to the page that asks about the columns of a file, which waits meanwhile; `None` where all of them are
/// understood.
pub(crate) async fn ask(
    app: &App,
    signed: &SignedIn,
    table: Table,
    upload: &Upload,
) -> Result<Option<Response>, Failure> {
    if columns_of(app, table, &upload.bytes).await?.is_empty() {
        return Ok(None);
    }
    app.kept_files.put(signed.session.token, table.address(), app.now(), upload.clone().into());
    Ok(Some(Redirect::to(table.address()).into_response()))
}

/// The columns of a file about which somebody must be asked.
async fn columns_of(app: &App, table: Table, file: &Bytes) -> Result<Vec<Column>, Failure> {
    let (answers, bytes) = (headings::answers(&app.store).await?, file.clone());
    // Unpacking a workbook takes a moment: it is done beside the counters' requests.
    let columns = tokio::task::spawn_blocking(move || table.columns_to_ask(&bytes, &answers));
    columns.await.map_err(|_| Failure::Fault)
}

/// The page about columns: of the file that waits, or what was answered about headings before.
pub(crate) async fn show(app: &App, signed: &SignedIn, table: Table) -> Result<Response, Failure> {
    if let Some(file) = app.kept_files.waiting(&signed.session.token, table.address(), app.now()) {
        let columns = columns_of(app, table, &file.bytes).await?.into_iter().take(MOST_ASKED);
        return Ok(page(&ColumnsPage::new(app, signed, table, Some(file.name), columns)));
    }
    let answers = headings::answers(&app.store).await?;
    let column = |(heading, field): (&str, Field)| Column {
        heading: heading.to_owned(),
        field: Some(field),
        sample: Vec::new(),
    };
    let mut columns: Vec<Column> = answers.iter().map(column).collect();
    columns.sort_by(|one, other| one.heading.cmp(&other.heading));
    Ok(page(&ColumnsPage::new(app, signed, table, None, columns.into_iter())))
}

/// Answers as a form sends them: headings, and what each holds.
#[derive(Deserialize)]
struct AnswersForm {
    #[serde(default)]
    heading: Vec<String>,
    #[serde(default)]
    field: Vec<String>,
}

/// Remembers what was answered. Returns the file that waited for it; `None` where none did, or it waited too long.
pub(crate) async fn answered(
    app: &App,
    signed: &SignedIn,
    table: Table,
    body: Body,
) -> Result<Option<Upload>, Failure> {
    let given: AnswersForm = form::read(signed, body).await?;
    let answer = |code: &str| match code {
        "" => Some(Answer::Forgotten),
        code => Field::of_code(code).map(Answer::Holds),
    };
    let answers = given.heading.into_iter().zip(&given.field);
    let answers = answers.filter_map(|(heading, code)| Some((heading, answer(code)?))).collect();
    headings::remember(&app.store, &signed.session.account.id, answers).await?;
    Ok(app.kept_files.take(&signed.session.token, table.address(), app.now()).map(Upload::from))
}
