//! A name as written, as the parts that are compared.
//!
//! Particles (bin, ould, van der, El-) are parts that weigh next to nothing; `Abd` with its article and what follows
//! is one part (Abd al-Karim, Abdoul Karim, Abdelkrim); titles are left out; a surname that stands first, parted from
//! the given names by `<<` or a comma, goes to the end, so that all names stand in one order.

use super::{
    east_given, forms,
    latin::{self, Latin},
    likeness::{MOST_LETTERS, Part, slips},
};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Maximum number of parts of one name that are looked at; more is no name.
pub(crate) const MOST_PARTS: usize = 12;
/// Maximum number of characters of a name that are looked at.
const MOST_CHARACTERS: usize = 300;

/// What a part is worth in its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// A name.
    Strong,
    /// A particle or an honorific within a name.
    Particle,
    /// A single letter that stands for a name.
    Initial,
}

/// A part of a name with the text it was written as.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NamePart {
    /// As it was written, for showing.
    pub text: String,
    /// As it is compared.
    pub part: Part,
    /// What it is worth.
    pub kind: Kind,
}

/// A name in parts, given names first.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Parts {
    /// The parts, in order.
    pub parts: Vec<NamePart>,
    /// Junior, senior, the third: which of those who carry the same name. Junior is 2.
    pub generation: Option<u8>,
}

const TITLES: &[&str] = &[
    "MR",
    "MRS",
    "MS",
    "MISS",
    "DR",
    "PROF",
    "SIR",
    "LORD",
    "MME",
    "MLLE",
    "PHD",
    "ESQ",
    "HRH",
    "GENERAL",
    "COLONEL",
    "CAPTAIN",
    "HERR",
    "FRAU",
    "SRA",
    "SRTA",
    "AYATOLLAH",
    "MAULVI",
    "MAULAVI",
    "MAWLAWI",
    "MULLAH",
    "MAULANA",
];

const PARTICLES: &[&str] = &[
    "AL", "EL", "UL", "AR", "ER", "AS", "ES", "ASH", "ESH", "AT", "ET", "AN", "EN", "AD", "ED", "AZ", "EZ", "BIN",
    "IBN", "BEN", "BN", "BINT", "BINTI", "OULD", "WALAD", "MINT", "WULD", "WELD", "AIT", "AG", "VAN", "DER", "DEN",
    "TER", "TEN", "VON", "ZU", "ZUM", "DE", "DI", "DA", "DO", "DOS", "DAS", "DU", "DEL", "DELLA", "LA", "LE", "LAS",
    "LOS", "Y", "E", "ST", "SAN", "ABU", "ABOU", "UMM", "OUM", "OGLU", "OGLY", "OGHLU", "KIZI", "KYZY", "QIZI",
    "ELHADJ", "ELHADJI", "ELHAJ", "ELH", "ALHAJI", "ALHADJI", "ALHADJ", "ALHAJ", "ALHAGIE", "ALAGIE", "ALADJI", "ALH",
    "HAJ", "HAJI", "HADJI", "HADJ", "HAJJI", "SHEIKH", "SHAYKH", "SHEYKH",
];

/// Words that stand where a name is not known: they are no names.
const PLACEHOLDERS: &[&str] = &[
    "FNU",
    "LNU",
    "MNU",
    "SNU",
    "NFN",
    "NLN",
    "NMN",
    "NMI",
    "NFI",
    "NFG",
    "NN",
    "XX",
    "XXX",
    "XXXX",
    "XXXXX",
    "UNKNOWN",
    "UNK",
    "UNNAMED",
    "ANONYMOUS",
    "INCONNU",
    "INCONNUE",
    "ANONYME",
    "SANSNOM",
    "SANSPRENOM",
    "NEANT",
    "DESCONOCIDO",
    "DESCONOCIDA",
    "DESCONHECIDO",
    "DESCONHECIDA",
    "UNBEKANNT",
    "NIL",
    "NULL",
    "NONE",
    "NAME",
];

const GENERATIONS: &[(&str, u8)] =
    &[("SR", 1), ("SENIOR", 1), ("JR", 2), ("JUNIOR", 2), ("II", 2), ("III", 3), ("IV", 4), ("2ND", 2), ("3RD", 3)];

/// A word that is no ordinary part of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Marked {
    Title,
    Particle,
    Placeholder,
}

static MARKED: LazyLock<FxHashMap<&str, Marked>> = LazyLock::new(|| {
    let lists = [(TITLES, Marked::Title), (PARTICLES, Marked::Particle), (PLACEHOLDERS, Marked::Placeholder)];
    lists.into_iter().flat_map(|(words, marked)| words.iter().map(move |word| (*word, marked))).collect()
});

/// What a word in Latin capitals is beside a part of a name; `None` for what is one.
fn marked(letters: &str) -> Option<Marked> {
    MARKED.get(letters).copied()
}

/// Chinese and Korean surnames of two characters.
const DOUBLE_SURNAMES: &[&str] = &[
    "欧阳", "歐陽", "司马", "司馬", "诸葛", "諸葛", "上官", "夏侯", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐",
    "남궁", "황보", "선우", "독고", "제갈",
];

/// The parts of a name.
pub(crate) fn parts(name: &str) -> Parts {
    let name: String = name.chars().take(MOST_CHARACTERS).collect();
    let ordered = in_order(&name);
    let words: Vec<String> = split(&ordered);
    let words = cut_syllables(words);
    let borrowed: Vec<&str> = words.iter().map(String::as_str).collect();
    let arabic = latin::arabic_of_mrz(&borrowed);
    let mut generation = None;
    let mut tokens: Vec<(String, Latin)> = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        if at > 0
            && let Some((_, known)) = GENERATIONS.iter().find(|(text, _)| text.eq_ignore_ascii_case(word))
        {
            generation = Some(*known);
            continue;
        }
        let latin = latin::latin(arabic.as_ref().map_or(word.as_str(), |arabic| &arabic[at]));
        if !latin.letters.is_empty() {
            tokens.push((word.clone(), latin));
        }
    }
    tokens.retain(|(_, latin)| marked(&latin.letters) != Some(Marked::Placeholder));
    // N.N. is nobody's initials.
    if tokens.len() == 2 && tokens.iter().all(|(_, latin)| latin.letters == "N") {
        tokens.clear();
    }
    if tokens.len() > 2 || tokens.len() == 2 && words.len() == 2 {
        let is_title = |(_, latin): &(String, Latin)| marked(&latin.letters) == Some(Marked::Title);
        if tokens.iter().filter(|token| !is_title(token)).count() >= 2 {
            tokens.retain(|token| !is_title(token));
        }
    }
    let is_in_characters = tokens.len() > 1 && tokens.iter().all(|(_, latin)| !latin.syllables.is_empty());
    let mut parts = joined(tokens);
    parts.truncate(MOST_PARTS);
    east_given::mark(&mut parts, is_in_characters);
    promote(&mut parts);
    Parts { parts, generation }
}

/// Given names first: `DIALLO<<MAMADOU` and `Diallo, Mamadou` begin with the surname.
fn in_order(name: &str) -> String {
    for mark in ["<<", ","] {
        if let Some((surname, given)) = name.split_once(mark)
            && !given.contains(',')
            && given.chars().any(char::is_alphabetic)
            && !GENERATIONS.iter().any(|(text, _)| *text == given.trim().trim_end_matches('.').to_uppercase())
        {
            return format!("{given} {surname}");
        }
    }
    name.to_owned()
}

/// Words, parted at everything that is no letter; apostrophes join (N'Diaye).
fn split(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for character in name.chars().chain([' ']) {
        if character.is_alphanumeric() || unicode_normalization::char::is_combining_mark(character) {
            word.push(character);
        } else if !matches!(
            character,
            '\'' | '’' | '‘' | '`' | 'ʼ' | 'ʻ' | 'ʿ' | 'ʾ' | '´' | '\u{200c}' | '\u{200d}' | '·'
        ) && !word.is_empty()
        {
            words.push(without_digits(std::mem::take(&mut word)));
        }
    }
    words.truncate(MOST_PARTS * 2);
    words
}

/// A word in which digits that a machine misread are letters again: MAMAD0U. A word of digits alone stays one.
fn without_digits(word: String) -> String {
    if !word.bytes().any(|letter| letter.is_ascii_digit())
        || word.chars().filter(|letter| letter.is_alphabetic()).count() < 2
    {
        return word;
    }
    let letter = |letter| match letter {
        '0' => 'O',
        '1' => 'I',
        '2' => 'Z',
        '5' => 'S',
        '6' => 'G',
        '8' => 'B',
        other => other,
    };
    word.chars().map(letter).collect()
}

/// A Chinese or Korean name written without a space: the surname is its first character, or its first two.
fn cut_syllables(words: Vec<String>) -> Vec<String> {
    let [only] = &words[..] else { return words };
    let count = only.chars().count();
    if !(2..=4).contains(&count) || latin::latin(only).syllables.len() != count {
        return words;
    }
    let length = if count > 2 && DOUBLE_SURNAMES.iter().any(|surname| only.starts_with(surname)) { 2 } else { 1 };
    let cut = only.char_indices().nth(length).map_or(only.len(), |(at, _)| at);
    vec![only[..cut].to_owned(), only[cut..].to_owned()]
}

/// Joins what belongs together, and tells particles and initials.
fn joined(tokens: Vec<(String, Latin)>) -> Vec<NamePart> {
    let mut parts: Vec<NamePart> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let (mut text, mut latin) = tokens[at].clone();
        at += 1;
        let next = |at: usize| tokens.get(at).map(|(_, latin)| latin.letters.as_str());
        if is_servant(&latin.letters) && next(at).is_some() {
            if let Some(servant) = as_servant(&latin.letters) {
                latin.letters = servant;
            }
            let mut from = at;
            while next(from).is_some_and(is_article) && next(from + 1).is_some() {
                from += 1;
            }
            let joined = format!("{}{}", latin.letters, next(from).unwrap_or_default());
            // Abdoul, Abdou and Abdi are names too: they take what follows only where that can be a name of God.
            if latin.letters == "ABD"
                || latin.letters.ends_with('L')
                || from > at
                || forms::known(&servant_of(&joined), latin.unvowelled).is_some()
            {
                for (more, _) in &tokens[at..=from] {
                    text = format!("{text} {more}");
                }
                latin.letters = joined;
                at = from + 1;
            }
        } else if let Some(following) = next(at) {
            let together = || format!("{}{following}", latin.letters);
            let together = match latin.letters.as_str() {
                "MC" | "MAC" => Some(together()),
                "ABU" | "ABOU" | "ABW" | "EL" | "AL" | "N" | "M" | "NOUR" | "SALAH" | "FATIMA" => {
                    Some(together()).filter(|name| forms::known(name, latin.unvowelled).is_some())
                }
                _ => None,
            };
            if let Some(together) = together {
                text = format!("{text} {}", tokens[at].0);
                latin.letters = together;
                at += 1;
            }
        }
        let letters = canonical(&latin);
        let kind = match letters.len() {
            // A single letter is an initial, save where a whole syllable was written (이).
            1 if latin.syllables.is_empty() => Kind::Initial,
            _ if marked(&letters) == Some(Marked::Particle) => Kind::Particle,
            _ => Kind::Strong,
        };
        parts.push(NamePart { text, part: Part::new(&letters, latin.unvowelled), kind });
    }
    parts
}

/// Whether a word is the *servant* of a name like Abd al-Rahman, with or without the article.
fn is_servant(letters: &str) -> bool {
    is_servant_as_written(letters) || as_servant(letters).is_some()
}

/// The servant of which a word that is no name is one slip away: ABUDL, BADUR and ABBDEL are ABDUL, ABDUR and ABDEL.
fn as_servant(letters: &str) -> Option<String> {
    if !(4..=7).contains(&letters.len()) || !letters.is_ascii() {
        return None;
    }
    let is_near = |servant: &&&str| {
        let is_swapped = letters.len() == servant.len();
        slips(letters.as_bytes(), servant.as_bytes()) && (is_swapped || letters.len() > servant.len())
    };
    let servant = SLIPPED_SERVANTS.iter().find(is_near).filter(|_| forms::known(letters, false).is_none());
    servant.map(|servant| (*servant).to_owned())
}

/// Servants that are long enough to be told with a slip in them.
const SLIPPED_SERVANTS: &[&str] = &["ABDUL", "ABDOUL", "ABDEL", "ABDER", "ABDUR", "ABDAL"];

fn is_servant_as_written(letters: &str) -> bool {
    matches!(
        letters,
        "ABD"
            | "ABDUL"
            | "ABDOUL"
            | "ABDEL"
            | "ABDAL"
            | "ABDIL"
            | "ABDU"
            | "ABDOU"
            | "ABDER"
            | "ABDUR"
            | "ABDOUR"
            | "ABDAR"
            | "ABDUS"
            | "ABDAS"
            | "ABDES"
    )
}

fn is_article(letters: &str) -> bool {
    matches!(letters, "AL" | "EL" | "UL" | "AR" | "ER" | "UR" | "AS" | "ES" | "US" | "ASH" | "AN" | "EN" | "AZ" | "EZ")
}

/// One form for all that differ only in how the article was written: Abdelkader and Abdul Qader, El-Hussein and Hussein.
fn canonical(latin: &Latin) -> String {
    let letters: &str = &latin.letters[..latin.letters.len().min(MOST_LETTERS * 2)];
    if forms::known(letters, latin.unvowelled).is_some() {
        return letters.to_owned();
    }
    if letters.starts_with("ABD") && letters.len() >= 6 {
        return servant_of(letters);
    }
    for article in ["AL", "EL"] {
        if let Some(rest) = letters.strip_prefix(article) {
            // Danielsen, parted, has no article.
            let known = rest.len() >= 3 && rest != "SEN" && forms::known(rest, latin.unvowelled).is_some();
            let long = rest.len() >= if latin.unvowelled { 3 } else { 6 }
                && !rest.starts_with(['A', 'E', 'I', 'O', 'U', 'L', 'V', 'Z', 'T', 'P', 'C']);
            if known || long {
                return rest.to_owned();
            }
        }
    }
    letters.to_owned()
}

/// `ABD` and the name, without the article between: `ABDELKADER`, `ABDOULKADER` and `ABDALQADER` begin alike.
fn servant_of(letters: &str) -> String {
    let Some(rest) = letters.strip_prefix("ABD") else { return letters.to_owned() };
    let open = rest.trim_start_matches(['A', 'E', 'I', 'O', 'U']);
    if rest.len() - open.len() > 2 || open.len() < 3 {
        return letters.to_owned();
    }
    let bytes = open.as_bytes();
    let name = match bytes {
        [b'L', second, ..] if *second != b'Y' || open.len() > 4 => &open[1..],
        [first, second, ..] if first == second => &open[1..],
        _ => open,
    };
    // Allah keeps its article.
    if matches!(name, "LAH" | "LLAH" | "LH" | "LLH" | "AH" | "LAHI") {
        return "ABDULLAH".to_owned();
    }
    format!("ABD{name}")
}

/// Where too little else is left, a particle is the name: Ben Carson, Le Duc Tho, Y Lan.
fn promote(parts: &mut [NamePart]) {
    let strong = parts.iter().filter(|part| part.kind == Kind::Strong).count();
    if strong < 2 && parts.len() <= 3 {
        // In Arabic letters a particle is always one.
        for part in parts.iter_mut().filter(|part| part.kind == Kind::Particle && !part.part.unvowelled) {
            part.kind = Kind::Strong;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(name: &str) -> Vec<String> {
        parts(name).parts.iter().map(|part| String::from_utf8_lossy(&part.part.letters).into_owned()).collect()
    }

    #[test]
    fn names_stand_in_one_order_whoever_wrote_them() {
        assert_eq!(letters("Mamadou Lamine Diallo"), ["MAMADOU", "LAMINE", "DIALLO"]);
        assert_eq!(letters("DIALLO<<MAMADOU<LAMINE<<<<<"), ["MAMADOU", "LAMINE", "DIALLO"]);
        assert_eq!(letters("Diallo, Mamadou Lamine"), ["MAMADOU", "LAMINE", "DIALLO"]);
        assert_eq!(letters("毛泽东"), ["MAO", "ZEDONG"]);
    }

    #[test]
    fn abd_is_one_part_with_the_name_that_follows() {
        for name in ["Abd al-Karim", "Abdul Karim", "Abdoulkarim", "Abdel-Karim", "ABDELKARIM", "Abd El Karim"] {
            assert_eq!(letters(name), ["ABDKARIM"], "{name}");
        }
        assert_eq!(letters("Abdurrahman"), letters("Abdul Rahman"));
        assert_eq!(letters("Abdou Diallo"), ["ABDOU", "DIALLO"]);
        assert_eq!(letters("Abdoulaye Diallo"), ["ABDOULAYE", "DIALLO"]);
        assert_eq!(letters("EBD<ALNAXSSR"), ["ABDNASR"]);
    }

    #[test]
    fn articles_titles_and_apostrophes_make_no_other_name() {
        assert_eq!(letters("Saddam Al-Hussein"), ["SADDAM", "AL", "HUSSEIN"]);
        assert_eq!(letters("Saddam Alhussein"), ["SADDAM", "HUSSEIN"]);
        for (name, without) in [("Fatima Elnur", "NUR"), ("Khaled Alnur", "NUR"), ("Omar Elali", "ALI")] {
            assert_eq!(letters(name).last().map(String::as_str), Some(without), "{name}");
        }
        assert_eq!(letters("Luise Dani Elsen"), ["LUISE", "DANI", "ELSEN"]);
        assert_eq!(letters("Dr. Aïssatou N’Diaye"), ["AISSATOU", "NDIAYE"]);
        assert_eq!(parts("John Smith Jr.").generation, Some(2));
        assert_eq!(parts("Ben Carson").parts[0].kind, Kind::Strong);
        assert_eq!(parts("Osama bin Laden").parts[1].kind, Kind::Particle);
    }

    #[test]
    fn names_of_no_sense_do_no_harm() {
        for name in [
            "",
            "\u{301}\u{301}",
            "'",
            "<<",
            ",",
            "12",
            &"A ".repeat(10_000),
            &"A".repeat(10_000),
            "\u{202e}abc\u{202c}",
        ] {
            assert!(parts(name).parts.len() <= MOST_PARTS);
        }
    }
}
