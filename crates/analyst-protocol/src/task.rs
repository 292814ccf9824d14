//! What is asked of `limen-analyst`, and what it answers.

use crate::Day;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;
use std::{collections::BTreeMap, path::PathBuf, time::Duration};

/// The longest question, in characters.
pub const LONGEST_QUESTION: usize = 10_000;

/// What is asked.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Task {
    /// A question in SQL of the Parquet files in a folder.
    Answer {
        /// The folder that holds a folder for each table.
        folder: PathBuf,
        /// The question.
        question: String,
        /// How much it may take.
        limits: Limits,
    },
    /// Bring the Parquet files in a folder up to date.
    Write {
        /// The folder.
        folder: PathBuf,
        /// Each month there is, such as `2026-10`, with its state: a text that changes whenever the month does.
        months: BTreeMap<String, String>,
    },
    /// Draw an SVG as PNG, twice as large as its units.
    Picture {
        /// The drawing.
        svg: String,
    },
    /// Put pages on paper, as PDF.
    Paper {
        /// The pages.
        pages: Vec<Page>,
        /// What the document says of itself.
        about: About,
    },
}

/// What follows on [`Task::Write`], month by month.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Sent {
    /// A day in one of the tables, of a month that was said to be out of date; days of one month come together.
    Day(String, Box<Day>),
    /// Everything was sent.
    End,
}

/// A page: what stands on it, in the order in which it is read.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Page(pub Vec<Piece>);

/// A part of a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Piece {
    /// What it is to someone who hears the document. Pieces of one element have one number, also on the next page.
    pub role: Role,
    /// The number of the element that it belongs to.
    pub element: u32,
    /// The part alone, as an SVG of A4 in points.
    pub svg: String,
}

/// What a part of a page is (ISO 14289-1, PDF/UA; the names of its tags are those of ISO 32000-1 §14.8.4).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Role {
    /// A heading: H1 to H6.
    Heading {
        /// Its level, from 1.
        level: u8,
        /// Its text, for the outline.
        text: String,
    },
    /// A paragraph: P.
    Text,
    /// A drawing: Figure.
    Figure {
        /// What is said in its place.
        words: String,
        /// Where it is: left, top, width and height, in points.
        at: [f32; 4],
    },
    /// A cell of a table: TH or TD.
    Cell {
        /// Which cell.
        kind: CellKind,
        /// The number of its table.
        table: u32,
        /// The number of its row.
        row: u32,
    },
    /// Nothing that is read: a rule, a footer, the heads of a table that goes on.
    Artifact,
}

/// What a cell of a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CellKind {
    /// The head of a column.
    Column,
    /// The head of a row.
    Row,
    /// A value.
    Value,
}

/// What a PDF says of itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct About {
    /// Its title.
    pub title: String,
    /// What it is of.
    pub description: String,
    /// Its language (BCP 47).
    pub language: String,
}

/// How much a question may take.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Limits {
    /// How long it may take.
    pub time: Duration,
    /// How many bytes it may hold.
    pub bytes: usize,
    /// How many rows it may give. More are left out, and that is said.
    pub rows: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { time: Duration::from_secs(10), bytes: 512 << 20, rows: 1_000 }
    }
}

/// What was done.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Reply {
    /// The answer to a question.
    Answer(Answer),
    /// How many months were written.
    Written(usize),
    /// A PNG or a PDF.
    Drawn(ByteBuf),
}

/// An answer as texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows; `None` where a value is null.
    pub rows: Vec<Vec<Option<String>>>,
    /// Whether there were more rows than are given.
    pub is_cut: bool,
}

/// A column of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Whether it holds numbers.
    pub is_number: bool,
}

/// Why a task was not done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum AnalystError {
    /// The program is not there.
    #[error(
        "questions in SQL, Parquet, PDF and PNG need a second program: copy limen-analyst, of the same release, into the \
         folder of limen (/usr/lib/limen/current/ where Limen was installed as a package)"
    )]
    NotInstalled,
    /// The program is of another release.
    #[error("limen-analyst is of another release than limen: put the one of the same release beside it")]
    OtherRelease,
    /// A question is empty or too long.
    #[error("a question has 1 to {LONGEST_QUESTION} characters")]
    Length,
    /// A question would change something, or read what is no table of flows.
    #[error("this is not answered: {0}")]
    NotAllowed(String),
    /// A question can't be understood.
    #[error("this is not understood: {0}")]
    NotUnderstood(String),
    /// It took too long, in seconds.
    #[error("no answer within {0} seconds; ask for a shorter time or fewer groups")]
    TooLong(u64),
    /// It needed too much memory.
    #[error("the answer needs more memory than is allowed; ask for a shorter time or fewer groups")]
    TooLarge,
    /// The engine, the disk or the program itself failed.
    #[error("limen-analyst failed: {0}")]
    Failed(String),
}

impl AnalystError {
    /// A failure, for this reason.
    pub fn failed(reason: impl std::fmt::Display) -> Self {
        Self::Failed(reason.to_string())
    }
}
