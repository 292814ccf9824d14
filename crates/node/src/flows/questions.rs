//! Questions of an analyst's own, in SQL, of what may be published of flows.

use crate::{
    Node,
    flows::{CurrentFlowsError, published},
};
use limen_analyst_protocol::{AnalystError, Answer, LONGEST_QUESTION, Limits};
use limen_domain::{AccountId, Event};
use limen_statistics::{ParquetError, write_parquet};
use limen_store::StoreError;
use std::time::{Duration, Instant};

/// What a question came to.
#[derive(Debug)]
pub struct Answered {
    /// The answer, or why there is none.
    pub answer: Result<Answer, AnalystError>,
    /// How long it took.
    pub took: Duration,
}

/// Why nothing was asked.
#[derive(Debug, thiserror::Error)]
pub enum QuestionError {
    /// There are no flows to ask about.
    #[error(transparent)]
    NoFlows(#[from] CurrentFlowsError),
    /// The flows could not be written for the program that answers.
    #[error("flows could not be written as Parquet: {0}")]
    NotWritten(#[from] ParquetError),
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Asks a question of what may be published of flows; the journal notes it. One is asked at a time: each may use the whole
/// machine.
///
/// # Errors
/// [`QuestionError`] says why nothing was asked.
pub async fn ask(node: &Node, by: &AccountId, question: &str) -> Result<Answered, QuestionError> {
    let _one = node.questions.lock().await;
    write_parquet(&node.analyst, &node.parquet, published(node).await?, |_, _| ()).await?;
    let begun = Instant::now();
    let answer = node.analyst.answer(&node.parquet, question, Limits::default()).await;
    let took = begun.elapsed();
    node.store.append(Some(by), vec![asked(question, &answer)], None).await?;
    Ok(Answered { answer, took })
}

/// The event of a question, with what came of it.
pub fn asked(question: &str, answer: &Result<Answer, AnalystError>) -> Event {
    let rows = answer.as_ref().ok().map(|answer| answer.rows.len() as u64);
    Event::FlowsQueried { question: question.chars().take(LONGEST_QUESTION).collect(), rows }
}
