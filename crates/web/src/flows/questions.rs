//! Questions of an analyst's own, in SQL, of what may be published of flows.

use crate::{
    access::{ANALYSIS, Nobody, Pages, anywhere},
    app::App,
    kit::{
        failure::Failure,
        form,
        session::SignedIn,
        shell::{Shell, page},
    },
    node::flows::questions::{self, Answered, QuestionError},
    words::Words,
};
use askama::Template;
use axum::{body::Body, extract::State, response::Response};
use limen_analyst_protocol::{AnalystError, Answer, LONGEST_QUESTION, Part};
use limen_statistics::ParquetError;
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new().get("/flows/questions", anywhere(ANALYSIS, Nobody::Counts), show).post(
        "/flows/questions",
        anywhere(ANALYSIS, Nobody::Counts),
        ask,
    )
}

const EXAMPLE: &str = "select post, nationality, sum(people) as people\nfrom flows\nwhere direction = 'entry'\ngroup by post, nationality\norder by people desc\nlimit 20";

/// A table that questions are asked of.
struct AskedTable {
    name: &'static str,
    /// What it counts.
    meaning: String,
    columns: String,
}

impl AskedTable {
    fn of(part: Part, w: &Words) -> Self {
        let meaning = match part {
            Part::People => "questions-people",
            Part::Passages => "questions-passages",
        };
        Self { name: part.name(), meaning: w.t(meaning), columns: format!("{}, month", part.columns().join(", ")) }
    }
}

#[derive(Template)]
#[template(path = "flows/questions.html")]
struct QuestionsPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    /// Whether the program that answers is there.
    is_answered: bool,
    question: String,
    tables: Vec<AskedTable>,
    /// What counts are multiples of, and that what stands in two tables is not told of the same people.
    counts: Option<String>,
    answer: Option<Answer>,
    trouble: Option<Trouble>,
    took: String,
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn) -> Result<Response, Failure> {
    Ok(questions_page(&app, &signed, EXAMPLE.to_owned(), None, String::new()))
}

#[derive(Deserialize)]
struct QuestionForm {
    question: String,
}

async fn ask(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let QuestionForm { question } = form::read(&signed, body).await?;
    let Answered { answer, took } = match questions::ask(&app, &signed.session.account.id, &question).await {
        Ok(answered) => answered,
        // Nothing was asked: the page says what is missing.
        Err(QuestionError::NotWritten(ParquetError::Analyst(AnalystError::NotInstalled))) => {
            return Ok(questions_page(&app, &signed, question, None, String::new()));
        }
        Err(error @ QuestionError::NotWritten(_)) => {
            tracing::error!("{error}");
            return Err(Failure::Fault);
        }
        Err(QuestionError::NoFlows(error)) => return Err(error.into()),
        Err(QuestionError::Store(error)) => return Err(error.into()),
    };
    let w = signed.words(&app);
    let took = w.t1("questions-took", "milliseconds", w.number(took.as_millis() as u64));
    Ok(questions_page(&app, &signed, question, Some(answer.map_err(|error| Trouble::of(w, error))), took))
}

/// Why a question has no answer.
struct Trouble {
    /// In the reader's language.
    words: String,
    /// What the engine said, in English; empty where it says no more.
    detail: String,
}

impl Trouble {
    fn of(w: &Words, error: AnalystError) -> Self {
        let (words, detail) = match error {
            AnalystError::NotInstalled => (w.t("analyst-missing"), String::new()),
            AnalystError::OtherRelease => (w.t("questions-other-release"), String::new()),
            AnalystError::Length => {
                (w.t1("questions-length", "most", w.number(LONGEST_QUESTION as u64)), String::new())
            }
            AnalystError::NotAllowed(why) => (w.t("questions-not-allowed"), why),
            AnalystError::NotUnderstood(why) => (w.t("questions-not-understood"), why),
            AnalystError::TooLong(seconds) => (w.t1("questions-too-long", "seconds", seconds), String::new()),
            AnalystError::TooLarge => (w.t("questions-too-large"), String::new()),
            AnalystError::Failed(why) => (w.t("questions-failed"), why),
        };
        Self { words, detail }
    }
}

fn questions_page(
    app: &App,
    signed: &SignedIn,
    question: String,
    answered: Option<Result<Answer, Trouble>>,
    took: String,
) -> Response {
    let w = signed.words(app);
    let (answer, trouble) = match answered {
        None => (None, None),
        Some(Ok(answer)) => (Some(answer), None),
        Some(Err(trouble)) => (None, Some(trouble)),
    };
    page(&QuestionsPage {
        is_answered: app.analyst.is_there(),
        counts: app.settings().flows_bound.map(|bound| w.t1("questions-counts", "bound", i64::from(bound.get()))),
        tables: vec![
            AskedTable {
                name: "flows",
                meaning: w.t("questions-flows"),
                columns: "post, day, direction, nationality, residence, sex, age_band, purpose, mode, people"
                    .to_owned(),
            },
            AskedTable::of(Part::People, w),
            AskedTable::of(Part::Passages, w),
        ],
        question,
        answer,
        trouble,
        took,
        shell: Shell::new(app, signed, "flows"),
        w,
    })
}
