//! The question whether somebody of the same name and birth date, who crossed with another document, is this traveller.

use crate::{
    app::App,
    kit::parts::{AnswerView, Lettered, choices},
    words::Words,
};
use limen_domain::{DocumentKey, SamePersonReason};
use limen_store::Namesake;

/// The question.
pub(super) struct NamesakeView {
    /// The document under which they crossed.
    pub(super) document: DocumentKey,
    /// The document, how often it crossed and when last.
    pub(super) words: String,
    /// What tells whether it is the same person.
    pub(super) reasons: Vec<Lettered>,
    pub(super) answers: [AnswerView; 2],
}

/// How many digits and letters another question of the page has for keys, from the first on.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct TakenKeys {
    pub(super) digits: usize,
    pub(super) letters: usize,
}

/// The question about a namesake, by keys that are not taken.
pub(super) fn namesake_view(app: &App, w: &Words, namesake: Namesake, taken: TakenKeys) -> NamesakeView {
    let words = [
        ("document", namesake.document.to_string()),
        ("count", namesake.crossings.to_string()),
        ("date", w.date(app.day_of(namesake.last))),
    ];
    let reasons = choices(w, "same-person", &SamePersonReason::TYING, SamePersonReason::code, "");
    let digits = ('1'..='9').skip(taken.digits);
    let mut answers = AnswerView::both(w, "judge");
    if taken.letters > 0 {
        for (answer, letter) in answers.iter_mut().zip(('A'..='Z').skip(taken.letters)) {
            answer.key = letter;
        }
    }
    NamesakeView {
        words: w.t_of("namesake", &words),
        document: namesake.document,
        reasons: reasons.into_iter().zip(digits).map(|(choice, letter)| Lettered { letter, choice }).collect(),
        answers,
    }
}
