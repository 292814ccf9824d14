//! Questions as data: the guide of the second line, and questions on health that a post must ask for a time.
//!
//! A guide has the columns `code, about, fr, en`; `about` is a reason of referral or a need of protection, or `*`. A
//! guide helps to listen; it is never added up to a score.
//!
//! Questions on health have `code, from, to, states, refer_on, fr, en`: asked from one day to another of those who come
//! from these states (by nationality, or over the border with that state), or of everyone (`*`). `refer_on` is the
//! answer, `yes` or `no`, with which an officer is told to call the health service.

use super::{
    fault::{ListFault, ListProblem},
    table::{self, Line, Texts},
};
use crate::{StateCode, coded::coded};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One question of the second line's guide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuideQuestion {
    /// Its code.
    pub code: String,
    /// The reason of referral or the need of protection it is for; empty for all.
    pub about: String,
    /// How it is asked.
    pub texts: Texts,
}

/// The second line's guide.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Guide(Vec<GuideQuestion>);

impl Guide {
    /// Reads a guide, or says everything that is wrong with it.
    ///
    /// # Errors
    /// Everything in the list that can't be taken, line by line.
    pub fn read(csv: &[u8]) -> Result<Self, Vec<ListProblem>> {
        let mut read = table::read(csv, &["code", "about", "fr", "en"], |line| {
            let about = line.get("about");
            let is_known =
                about == "*" || about.parse::<crate::ReferralReason>().is_ok() || about.parse::<crate::Need>().is_ok();
            if !is_known {
                return Err(ListFault::About(table::cut(about)));
            }
            let about = if about == "*" { String::new() } else { about.to_owned() };
            Ok(GuideQuestion { code: line.code()?, about, texts: line.texts()? })
        });
        read.codes_are_distinct(|question| &question.code);
        read.whole().map(Self)
    }

    /// How many questions there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The questions about any of `subjects`, with those for all at the end.
    pub fn about<'a>(&'a self, subjects: &'a [&str]) -> impl Iterator<Item = &'a GuideQuestion> {
        let of = |is_general: bool| {
            self.0.iter().filter(move |question| {
                if is_general { question.about.is_empty() } else { subjects.contains(&question.about.as_str()) }
            })
        };
        of(false).chain(of(true))
    }

    /// A question's text; its code where the guide no longer has it.
    pub fn text<'a>(&'a self, code: &'a str, language: &str) -> &'a str {
        self.0.iter().find(|question| question.code == code).map_or(code, |question| question.texts.of(language))
    }
}

coded! {
    /// Answers to a question on health.
    "answers"
    pub enum Answer {
        /// Yes.
        Yes = "yes",
        /// No.
        No = "no",
    }
}

/// How one question on health was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HealthAnswer {
    /// The question's code.
    pub question: String,
    /// What was said.
    pub answer: Answer,
}

/// A question on health.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HealthQuestion {
    /// Its code.
    pub code: String,
    from: Date,
    to: Option<Date>,
    states: Vec<StateCode>,
    /// The answer with which the health service is called.
    pub refer_on: Option<Answer>,
    /// How it is asked.
    pub texts: Texts,
}

/// The questions on health that a node knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HealthQuestions(Vec<HealthQuestion>);

impl HealthQuestions {
    /// Reads a list of questions, or says everything that is wrong with it.
    ///
    /// # Errors
    /// Everything in the list that can't be taken, line by line.
    pub fn read(csv: &[u8]) -> Result<Self, Vec<ListProblem>> {
        let mut read =
            table::read(csv, &["code", "from", "to", "states", "refer_on", "fr", "en"], |line: &Line<'_>| {
                let refer_on = match line.get("refer_on") {
                    "" => None,
                    answer => Some(answer.parse()?),
                };
                let (from, to) = (line.day("from")?, line.day_or_none("to")?);
                if to.is_some_and(|to| to < from) {
                    return Err(ListFault::Backwards);
                }
                Ok(HealthQuestion {
                    code: line.code()?,
                    from,
                    to,
                    states: line.states("states")?,
                    refer_on,
                    texts: line.texts()?,
                })
            });
        read.codes_are_distinct(|question| &question.code);
        read.whole().map(Self)
    }

    /// How many questions there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// What is asked on `day` of someone who comes from any of `places`.
    pub fn asked<'a>(&'a self, places: &'a [StateCode], day: Date) -> impl Iterator<Item = &'a HealthQuestion> {
        self.0.iter().filter(move |question| {
            question.from <= day
                && question.to.is_none_or(|last| day <= last)
                && (question.states.is_empty() || question.states.iter().any(|state| places.contains(state)))
        })
    }

    /// A question's text; its code where the list no longer has it.
    pub fn text<'a>(&'a self, code: &'a str, language: &str) -> &'a str {
        self.0.iter().find(|question| question.code == code).map_or(code, |question| question.texts.of(language))
    }
}
