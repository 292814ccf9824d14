//! Texts as people type them, made fit to be kept: single spaces, no control characters, a bounded length.

/// A text with single spaces between its words, and none around it.
pub fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text of single-spaced words without control characters, cut to `most` characters.
pub fn short(text: &str, most: usize) -> String {
    single_spaced(text).chars().filter(|c| !c.is_control()).take(most).collect()
}
