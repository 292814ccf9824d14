//! Foreign names in Chinese characters: 穆罕默德 is Muhammad, 弗拉基米尔·普京 Vladimir Putin.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Marks between the parts of a transcribed name.
const DOTS: [char; 5] = ['·', '・', '•', '‧', '．'];
/// Maximum number of readings of one name.
const MOST_READINGS: usize = 3;

#[derive(Default)]
struct Table {
    names: FxHashMap<String, Vec<&'static str>>,
    characters: FxHashMap<char, &'static str>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::default();
    for line in include_str!("transcription.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split(' ');
        let (Some(kind), Some(written), Some(read)) = (fields.next(), fields.next(), fields.next()) else { continue };
        for written in written.split('/') {
            if kind == "n" {
                table.names.entry(written.to_owned()).or_default().extend(read.split(','));
            } else if let Some(character) = written.chars().next() {
                table.characters.entry(character).or_insert(read.split(',').next().unwrap_or_default());
            }
        }
    }
    table
});

/// The names that a name in Chinese characters transcribes, in Latin letters; none where it is no transcription.
pub(crate) fn readings(name: &str) -> Vec<String> {
    let is_han = |letter: char| matches!(letter, '\u{3400}'..='\u{9fff}');
    let parts: Vec<&str> = name
        .split(|letter: char| DOTS.contains(&letter) || letter.is_whitespace())
        .filter(|part| !part.is_empty())
        .collect();
    if parts.is_empty() || !parts.iter().all(|part| part.chars().all(is_han)) {
        return Vec::new();
    }
    let has_dot = name.contains(DOTS);
    let is_whole = |part: &&str| TABLE.names.contains_key(*part);
    // Without a dot it may be a Chinese name; only names that are known whole are told from it.
    if !has_dot && !parts.iter().all(is_whole) {
        return Vec::new();
    }
    let mut read: Vec<String> = vec![String::new()];
    for part in parts {
        let by_sounds =
            || part.chars().map(|letter| TABLE.characters.get(&letter).copied()).collect::<Option<String>>();
        let ways: Vec<String> = match TABLE.names.get(part) {
            Some(names) => names.iter().map(|name| (*name).to_owned()).collect(),
            None => by_sounds().into_iter().collect(),
        };
        let longer = read.iter().flat_map(|read| ways.iter().map(move |way| format!("{read} {way}")));
        read = longer.take(MOST_READINGS).collect();
    }
    read.into_iter().map(|read| read.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_names_in_chinese_characters_are_read_back() {
        assert!(readings("穆罕默德").iter().any(|name| name.starts_with("mu") || name.starts_with("mo")));
        assert!(!readings("弗拉基米尔·普京").is_empty());
        assert!(readings("毛泽东").is_empty());
    }
}
