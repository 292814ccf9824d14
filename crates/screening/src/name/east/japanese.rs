//! Names in kanji, read as Japanese: 山田太郎 is Yamada Taro, or Yamada Tarou. The table is of usual names.

use super::kana;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Maximum number of readings of one name.
const MOST_READINGS: usize = 4;

#[derive(Default)]
struct Table {
    surnames: FxHashMap<&'static str, Vec<&'static str>>,
    given: FxHashMap<&'static str, Vec<&'static str>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::default();
    for line in include_str!("japanese.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split(' ');
        let (Some(kanji), Some(readings), Some(kind)) = (fields.next(), fields.next(), fields.next()) else { continue };
        let names = match kind {
            "s" => &mut table.surnames,
            "m" | "f" => &mut table.given,
            _ => continue,
        };
        names.entry(kanji).or_default().extend(readings.split(','));
    }
    table
});

/// The readings of a name in kanji as Japanese, given name first, in Latin letters; none where it is no usual name.
pub(crate) fn readings(name: &str) -> Vec<String> {
    let kanji: Vec<char> = name.chars().filter(|letter| !letter.is_whitespace()).collect();
    let is_kanji = |letter: &char| matches!(letter, '\u{3400}'..='\u{9fff}' | '々');
    if !(3..=6).contains(&kanji.len()) || !kanji.iter().all(is_kanji) {
        return Vec::new();
    }
    let text = |part: &[char]| part.iter().collect::<String>();
    for cut in [2, 3, 1] {
        if cut >= kanji.len() || cut == 1 && kanji.len() < 3 {
            continue;
        }
        let (surname, given) = (text(&kanji[..cut]), text(&kanji[cut..]));
        if let (Some(surnames), Some(given)) = (TABLE.surnames.get(&*surname), TABLE.given.get(&*given)) {
            let pairs = given.iter().flat_map(|given| surnames.iter().map(move |surname| (given, surname)));
            let read = pairs.map(|(given, surname)| format!("{} {}", kana::plain(given), kana::plain(surname)));
            return read.take(MOST_READINGS).collect();
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_names_in_kanji_are_read_as_japanese() {
        assert!(readings("山田太郎").contains(&"taro yamada".to_owned()), "{:?}", readings("山田太郎"));
        assert!(readings("毛泽东").is_empty());
    }
}
