//! Questions of an analyst's own, in SQL, of tables that know nobody's identity.

use crate::{
    app::App,
    flows::board::Seen,
    kit::{
        failure::Failure,
        form,
        session::SignedIn,
        shell::{Shell, page},
    },
    words::Words,
};
use askama::Template;
use axum::{Router, body::Body, extract::State, response::Response, routing::get};
use limen_domain::Event;
use limen_query::{Answer, Limits, ask_apart};
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new().route("/flows/questions", get(show).post(ask))
}

/// What this program is given so that it answers one question, see [`limen_query::answer`].
pub const ANSWER: [&str; 2] = ["statistics", "answer"];
/// The longest question that the journal keeps.
const LONGEST: usize = 10_000;
const EXAMPLE: &str = "select post, nationality, sum(people) as people\nfrom flows\nwhere direction = 'entry'\ngroup by post, nationality\norder by people desc\nlimit 20";

#[derive(Template)]
#[template(path = "flows/questions.html")]
struct QuestionsPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    question: String,
    tables: Vec<(&'static str, String)>,
    answer: Option<Answer>,
    trouble: Option<String>,
    took: String,
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn) -> Result<Response, Failure> {
    Ok(questions_page(&app, &signed, EXAMPLE.to_owned(), None, String::new()))
}

#[derive(Deserialize)]
struct Asked {
    question: String,
}

async fn ask(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let Asked { question } = form::read(&signed, body).await?;
    // One question at a time: each may use the whole machine.
    let _one = app.questions.lock().await;
    let seen = Seen::now(&app).await?;
    let (files, table) = (app.parquet.clone(), seen.table.clone());
    let written = tokio::task::spawn_blocking(move || files.update(&table, |_, _| ())).await;
    if let Err(error) | Ok(Err(error)) =
        written.map_err(|error| error.to_string()).map(|done| done.map_err(|e| e.to_string()))
    {
        tracing::error!("{error}");
        return Err(Failure::Fault);
    }
    let begun = std::time::Instant::now();
    let program = std::env::current_exe().map_err(|error| {
        tracing::error!("this program does not find itself: {error}");
        Failure::Fault
    })?;
    let answer = ask_apart(&program, &ANSWER, &app.parquet, &question, Limits::default()).await;
    let took = begun.elapsed().as_millis();
    let rows = answer.as_ref().ok().map(|answer| answer.rows.len() as u64);
    let asked = Event::FlowsQueried { question: question.chars().take(LONGEST).collect(), rows };
    app.store.append(Some(&signed.session.account.id), vec![asked], None).await?;
    let w = signed.words(&app);
    let took = w.t1("questions-took", "milliseconds", w.number(took as u64));
    Ok(questions_page(&app, &signed, question, Some(answer.map_err(|error| error.to_string())), took))
}

fn questions_page(
    app: &App,
    signed: &SignedIn,
    question: String,
    answered: Option<Result<Answer, String>>,
    took: String,
) -> Response {
    let w = signed.words(app);
    let (answer, trouble) = match answered {
        None => (None, None),
        Some(Ok(answer)) => (Some(answer), None),
        Some(Err(trouble)) => (None, Some(trouble)),
    };
    let names: Vec<String> = limen_query::schema().fields().iter().map(|field| field.name().clone()).collect();
    page(&QuestionsPage {
        tables: vec![
            ("flows", "post, day, direction, nationality, residence, sex, age_band, purpose, mode, people".to_owned()),
            ("crossings", format!("{}, month", names.join(", "))),
        ],
        question,
        answer,
        trouble,
        took,
        shell: Shell::new(app, signed, "flows"),
        w,
    })
}
