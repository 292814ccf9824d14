//! Scripts that a general table reads letter by letter and wrongly: each by rules of its own.

mod burmese;
mod ethiopic;
mod khmer;
mod lao;
mod thai;

/// A script with rules of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Thai,
    Lao,
    Burmese,
    Ethiopic,
    Khmer,
}

/// The script of a word; `None` for those without rules of their own.
fn script(word: &str) -> Option<Script> {
    word.chars().find_map(|letter| match letter {
        '\u{e00}'..='\u{e7f}' => Some(Script::Thai),
        '\u{e80}'..='\u{eff}' => Some(Script::Lao),
        '\u{1000}'..='\u{109f}' => Some(Script::Burmese),
        '\u{1200}'..='\u{139f}' | '\u{2d80}'..='\u{2ddf}' => Some(Script::Ethiopic),
        '\u{1780}'..='\u{17ff}' => Some(Script::Khmer),
        _ => None,
    })
}

/// The Latin capitals of a word, the likeliest spelling; `None` where its script has no rules of its own.
pub(super) fn latin(word: &str) -> Option<String> {
    Some(match script(word)? {
        Script::Thai => thai::latin(word),
        Script::Lao => lao::latin(word),
        Script::Burmese => burmese::latin(word),
        Script::Ethiopic => ethiopic::latin(word),
        Script::Khmer => khmer::latin(word),
    })
}

/// The Latin capitals of a word in all usual spellings, the likeliest first; none where its script has but one.
pub(super) fn spellings(word: &str) -> Vec<String> {
    match script(word) {
        Some(Script::Thai) => thai::forms(word),
        Some(Script::Lao) => lao::forms(word),
        Some(Script::Burmese) => burmese::forms(word),
        _ => Vec::new(),
    }
}
