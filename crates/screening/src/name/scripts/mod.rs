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

/// The Latin capitals of a word in all usual spellings, the likeliest first; none where its script has but one, or where
/// others found nobody more and stopped more (Khmer, measured on pairs).
pub(super) fn spellings(word: &str) -> Vec<String> {
    match script(word) {
        Some(Script::Thai) => thai::forms(word),
        Some(Script::Lao) => lao::forms(word),
        Some(Script::Burmese) => burmese::forms(word),
        Some(Script::Ethiopic | Script::Khmer) | None => Vec::new(),
    }
}

/// The Latin capitals of letters in which known elements of names are spelt as they are usual, and what stands between them
/// by `rule`. `is_end`: whether an element may end before these letters.
fn by_elements(
    letters: &[char],
    elements: &[(&str, &str)],
    is_end: fn(&[char]) -> bool,
    rule: fn(&[char], &mut String),
) -> String {
    let mut written = String::with_capacity(letters.len() * 3);
    let (mut at, mut from) = (0, 0);
    while at < letters.len() {
        let found = elements.iter().find_map(|(element, spelling)| {
            let rest = after(&letters[at..], element).filter(|rest| is_end(rest))?;
            Some((letters.len() - rest.len(), spelling))
        });
        let Some((end, spelling)) = found else {
            at += 1;
            continue;
        };
        rule(&letters[from..at], &mut written);
        written.push_str(spelling);
        (at, from) = (end, end);
    }
    rule(&letters[from..], &mut written);
    written
}

/// What stands after an element with which these letters begin; `None` where they begin otherwise.
fn after<'a>(letters: &'a [char], element: &str) -> Option<&'a [char]> {
    element.chars().try_fold(letters, |rest, wanted| {
        rest.split_first().filter(|(letter, _)| **letter == wanted).map(|(_, rest)| rest)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_in_no_sensible_order_do_no_harm() {
        type Latin = fn(&str) -> String;
        let blocks: [(u32, u32, Latin); 5] = [
            (0xe00, 96, thai::latin),
            (0xe80, 128, lao::latin),
            (0x1000, 160, burmese::latin),
            (0x1200, 384, ethiopic::latin),
            (0x1780, 128, khmer::latin),
        ];
        for (first, count, latin) in blocks {
            let mut state = 1u32;
            for _ in 0..20_000 {
                let word: String = (0..12)
                    .filter_map(|_| {
                        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                        char::from_u32(first + (state >> 16) % count)
                    })
                    .collect();
                assert!(latin(&word).bytes().all(|letter| letter.is_ascii_uppercase()), "{word}");
                assert!(spellings(&word).len() <= 8, "{word}");
            }
            assert_eq!(latin(""), "");
            assert_eq!(latin("ab"), "AB");
        }
    }
}
