//! Texts as people type them, made fit to be kept: single spaces, no control characters, a bounded length.

/// The longest reason of anything, in characters.
const LONGEST_REASON_CHARACTERS: usize = 300;

/// A text with single spaces between its words, and none around it.
pub fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text of single-spaced words without control characters, cut to `most` characters.
pub fn short(text: &str, most: usize) -> String {
    single_spaced(text).chars().filter(|c| !c.is_control()).take(most).collect()
}

/// A reason of anything, in words: short.
pub fn reason(text: &str) -> String {
    short(text, LONGEST_REASON_CHARACTERS)
}
