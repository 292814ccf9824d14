//! The parts that many pages are filled with.

use crate::words::Words;
use limen_domain::{DecisionKind, Judgement, StateCode};
use limen_store::DecisionCounts;

/// A line of a list of facts.
#[derive(Clone)]
pub(crate) struct Fact {
    /// What it is.
    pub(crate) label: String,
    pub(crate) value: String,
}

impl Fact {
    pub(crate) fn new(label: String, value: String) -> Self {
        Self { label, value }
    }
}

/// How many entered, left, were stopped and were referred, as every page that counts decisions says it.
pub(crate) fn decided_facts(w: &Words, decided: &DecisionCounts) -> Vec<Fact> {
    [
        ("totals-entries", decided.of(DecisionKind::Admit)),
        ("totals-exits", decided.of(DecisionKind::LetDepart)),
        ("totals-stopped", decided.stopped()),
        ("totals-referred", decided.of(DecisionKind::Refer)),
    ]
    .map(|(label, count)| Fact::new(w.t(label), w.number(count)))
    .into()
}

/// A part of a node's pages, by its address.
pub(crate) struct Link {
    pub(crate) address: String,
    pub(crate) words: String,
}

/// An option of a form's field.
pub(crate) struct Choice {
    pub(crate) code: String,
    pub(crate) word: String,
    pub(crate) is_chosen: bool,
}

impl Choice {
    pub(crate) fn new(code: impl Into<String>, word: String, is_chosen: bool) -> Self {
        Self { code: code.into(), word, is_chosen }
    }
}

/// A choice with the letter or digit that ticks it.
pub(crate) struct Lettered {
    pub(crate) letter: char,
    pub(crate) choice: Choice,
}

/// The values of a closed list as options; `words` is the list of their words, `chosen` the code of the value that stands
/// in the field.
pub(crate) fn choices<T: Copy>(
    w: &Words,
    words: &str,
    all: &[T],
    code: fn(T) -> &'static str,
    chosen: &str,
) -> Vec<Choice> {
    all.iter().map(|&value| Choice::new(code(value), w.coded(words, code(value)), code(value) == chosen)).collect()
}

/// The states as options. A code that stands in the field and is no state's is one of them: an organization's, or one that
/// nobody has.
pub(crate) fn state_choices(w: &Words, chosen: &str) -> Vec<Choice> {
    let choice = |code: &str, name: &str| Choice::new(code, format!("{name} ({code})"), code == chosen);
    let mut all: Vec<Choice> = w.states().iter().map(|(code, name)| choice(code.as_str(), name)).collect();
    if !chosen.is_empty() && all.iter().all(|state| !state.is_chosen) {
        let name = chosen.parse().map_or_else(|_| chosen.to_owned(), |code: StateCode| w.state(code));
        all.insert(0, choice(chosen, &name));
    }
    all
}

/// An option that needs a sentence more than its word.
pub(crate) struct ExplainedChoice {
    pub(crate) choice: Choice,
    pub(crate) explanation: String,
}

/// A field that was not taken, and why.
pub(crate) struct WrongField {
    /// Its name in the form.
    pub(crate) field: &'static str,
    pub(crate) reason: String,
}

impl WrongField {
    /// Why a field was not taken. `None` for one that was.
    pub(crate) fn reason<'a>(wrong: impl IntoIterator<Item = &'a Self>, field: &str) -> Option<&'a str> {
        wrong.into_iter().find(|wrong| wrong.field == field).map(|wrong| wrong.reason.as_str())
    }
}

/// One of the two answers to a hit.
pub(crate) struct AnswerView {
    pub(crate) judgement: Judgement,
    pub(crate) words: String,
    /// The key that gives it: the first letter of its words.
    pub(crate) key: char,
}

impl AnswerView {
    /// That it is another, and that it is the same: the messages `…-clear` and `…-confirm` of what is asked.
    pub(crate) fn both(w: &Words, asked: &str) -> [Self; 2] {
        [("clear", Judgement::Cleared), ("confirm", Judgement::Confirmed)].map(|(answer, judgement)| {
            let words = w.coded(asked, answer);
            Self { judgement, key: words.chars().next().unwrap_or('?'), words }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use limen_words::{AllWords, Language};

    #[test]
    fn the_two_answers_to_a_hit_have_two_keys_in_each_language() {
        let words = AllWords::load();
        for language in [Language::French, Language::English] {
            for asked in ["judge", "judge-document", "party-hit"] {
                let [clear, confirm] = AnswerView::both(words.of(language), asked);
                assert!(clear.key.is_ascii_uppercase() && confirm.key.is_ascii_uppercase(), "keys of any keyboard");
                assert_ne!(clear.key, confirm.key, "{} {}", clear.words, confirm.words);
            }
        }
    }
}
