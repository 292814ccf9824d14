//! The words that stand in cells: sexes, months, kinds of documents, actions, what says that nothing is known.

use crate::heading::comparable;
use std::{collections::HashMap, sync::LazyLock};

type Group = HashMap<String, &'static str>;

static GROUPS: LazyLock<HashMap<&'static str, Group>> = LazyLock::new(|| {
    let mut groups: HashMap<&str, Group> = HashMap::new();
    let lines = include_str!("words.txt").lines().filter(|line| !line.starts_with('#'));
    for (name, words) in lines.filter_map(|line| line.split_once(':')) {
        let (group, code) = name.trim().split_once('.').unwrap_or((name.trim(), ""));
        let group = groups.entry(group).or_default();
        for word in words.split('|').map(str::trim).filter(|word| !word.ends_with('?')) {
            group.entry(compared(word)).or_insert(code);
        }
    }
    groups
});

/// A word as it is compared: one without a letter or a digit as it stands.
fn compared(word: &str) -> String {
    let plain = comparable(word);
    if plain.is_empty() { word.trim().to_owned() } else { plain }
}

/// The code that a text has in a group of words; `None` where it stands for none.
pub(crate) fn code(group: &str, text: &str) -> Option<&'static str> {
    GROUPS.get(group)?.get(&compared(text)).copied()
}

/// Whether a text begins with a word of a group.
pub(crate) fn begins(group: &str, text: &str) -> bool {
    let text = compared(text);
    let begins =
        |word: &String| text.strip_prefix(word.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    GROUPS.get(group).is_some_and(|words| words.keys().any(begins))
}
