//! Words of any script as Latin capitals, so that names of all scripts can be held against each other.
//!
//! Arabic and Hebrew write no short vowels; nor does the Latin form that Doc 9303-3 §6 C gives Arabic letters in an
//! MRZ (`MXHMD` is محمد). Such a word is *unvowelled*: its vowels are unknown, not absent.

use super::scripts;
use limen_document::transliterate;

/// A word in Latin capitals A to Z.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Latin {
    /// The letters.
    pub letters: String,
    /// Whether the script it comes from leaves vowels out.
    pub unvowelled: bool,
    /// Whether each character of it was a syllable (Chinese, Korean): where those end, in bytes of `letters`.
    pub syllables: Vec<usize>,
}

/// The Latin form of one word without spaces; characters that are no letters are left out.
pub(crate) fn latin(word: &str) -> Latin {
    if let Some(letters) = scripts::latin(word) {
        return Latin { letters, unvowelled: false, syllables: Vec::new() };
    }
    let mut letters = String::with_capacity(word.len());
    let (mut unvowelled, mut all_syllables, mut syllables) = (false, true, Vec::new());
    let mut characters = word.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            'A'..='Z' => letters.push(character),
            'a'..='z' => letters.push(character.to_ascii_uppercase()),
            _ => {
                unvowelled |= matches!(character, '\u{590}'..='\u{5ff}' | '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}');
                match semitic(character) {
                    Some(form) => letters.push_str(form),
                    None => letters.extend(
                        any_ascii::any_ascii_char(character)
                            .chars()
                            .filter(char::is_ascii_alphabetic)
                            .map(|letter| letter.to_ascii_uppercase()),
                    ),
                }
            }
        }
        if indian(character).0 && characters.peek().is_some_and(|next| !indian(*next).1) {
            letters.push('A');
        }
        if matches!(character, '\u{ac00}'..='\u{d7a3}') {
            unvoice(&mut letters);
        }
        if matches!(character, '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
        {
            syllables.push(letters.len());
        } else {
            all_syllables = false;
        }
    }
    if !all_syllables {
        syllables.clear();
    }
    Latin { letters, unvowelled, syllables }
}

/// A Korean syllable ends in k, t or p, whatever letter stands for it in hangul: Bak, not Bag.
fn unvoice(letters: &mut String) {
    let end = match letters.as_bytes() {
        [.., before, b'G'] if *before != b'N' => 'K',
        [.., b'D'] => 'T',
        [.., b'B'] => 'P',
        _ => return,
    };
    letters.pop();
    letters.push(end);
}

/// Whether a character is a consonant of an Indian script, which is spoken with a after it where nothing says otherwise,
/// and whether it is one of the signs that say otherwise. The blocks of these scripts are laid out alike.
fn indian(character: char) -> (bool, bool) {
    let place = u32::from(character) & 0x7f;
    let is_indian = matches!(character, '\u{900}'..='\u{d7f}');
    (
        is_indian && matches!(place, 0x15..=0x39 | 0x58..=0x5f),
        is_indian && matches!(place, 0x3c | 0x3e..=0x4d | 0x55..=0x57),
    )
}

/// Arabic and Hebrew letters by what they sound like; vowel marks are left out, since they are seldom written.
fn semitic(letter: char) -> Option<&'static str> {
    Some(match letter {
        'א' | 'ע' | 'ا' | 'أ' | 'آ' | 'إ' | 'ٱ' | 'ع' | 'ى' => "A",
        'ء' | 'ـ' | '\u{64b}'..='\u{65f}' | '\u{670}' => "",
        'ב' | 'ب' => "B",
        'פ' | 'ף' | 'پ' => "P",
        'ת' | 'ט' | 'ت' | 'ط' | 'ٹ' | 'ث' => "T",
        'ج' => "J",
        'چ' => "CH",
        'ה' | 'ח' | 'ح' | 'ه' | 'ہ' | 'ھ' | 'ۀ' => "H",
        'ة' => "A",
        'خ' => "KH",
        'צ' | 'ץ' => "TS",
        'ד' | 'د' | 'ذ' | 'ض' | 'ڈ' => "D",
        'ר' | 'ر' | 'ڑ' => "R",
        'ז' | 'ز' | 'ظ' => "Z",
        'ژ' => "J",
        'ס' | 'س' | 'ص' => "S",
        'ש' | 'ش' => "SH",
        'ג' | 'غ' | 'گ' => "G",
        'ف' => "F",
        'ڤ' => "V",
        'כ' | 'ך' | 'ק' | 'ق' | 'ك' | 'ک' => "K",
        'ל' | 'ل' => "L",
        'מ' | 'ם' | 'م' => "M",
        'נ' | 'ן' | 'ن' | 'ں' => "N",
        'ו' | 'و' | 'ؤ' => "W",
        'י' | 'ي' | 'ی' | 'ئ' | 'ے' => "Y",
        _ => return None,
    })
}

/// The Arabic words that the Latin capitals of an MRZ stand for, where all of `words` can be read so and at least one
/// can hardly be anything else.
pub(crate) fn arabic_of_mrz(words: &[&str]) -> Option<Vec<String>> {
    let is_capital = |word: &&str| word.bytes().all(|letter| letter.is_ascii_uppercase());
    // Within a word, the forms of Arabic letters have neither I, O nor U, and E but seldom.
    let is_open = |word: &&str| !word[1..].bytes().any(|letter| matches!(letter, b'I' | b'O' | b'U'));
    let has_late_e = |word: &&str| word[1..].contains('E');
    let is_escaped = |word: &&str| word.contains('X');
    let is_bare =
        |word: &&str| word.len() >= 3 && !word.bytes().any(|letter| matches!(letter, b'A' | b'E' | b'I' | b'O' | b'U'));
    if words.is_empty() || words.iter().any(|word| word.is_empty()) || !words.iter().all(is_capital) {
        return None;
    }
    // EBD is the servant of a name of God, and nothing else.
    let is_servant = words.windows(2).any(|two| two[0] == "EBD" && two[1].starts_with("AL"));
    let speaks_for_it =
        is_servant || words.iter().any(is_escaped) || (words.iter().any(is_bare) && !words.iter().any(has_late_e));
    if !speaks_for_it || !words.iter().all(is_open) {
        return None;
    }
    words.iter().map(|word| transliterate::arabic_of(word)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_many_scripts_have_a_latin_form() {
        for (word, letters) in [
            ("Traoré", "TRAORE"),
            ("Михаил", "MIKHAIL"),
            ("Γεώργιος", "GEORGIOS"),
            ("محمد", "MHMD"),
            ("김", "GIM"),
            ("毛", "MAO"),
            ("Ɓaariyo", "BAARIYO"),
        ] {
            assert_eq!(latin(word).letters, letters, "{word}");
        }
        assert!(latin("محمد").unvowelled && !latin("Mohamed").unvowelled);
    }

    #[test]
    fn the_arabic_of_an_mrz_is_read_back() {
        assert_eq!(
            arabic_of_mrz(&["MXHMD", "EBD", "ALNAXSSR"]),
            Some(vec!["محمد".into(), "عبد".into(), "الناصر".into()])
        );
        assert_eq!(arabic_of_mrz(&["EBD", "ALQADR"]), Some(vec!["عبد".into(), "القادر".into()]));
        assert_eq!(latin(&arabic_of_mrz(&["ALLXH"]).expect("Arabic")[0]), latin("الله"));
        for latin in [
            &["FELIX", "MAX"][..],
            &["GRANIT", "XHAKA"],
            &["MAMADOU", "DIALLO"],
            &["LYNN", "SMITH"],
            &["ADAMA", "SALL"],
        ] {
            assert_eq!(arabic_of_mrz(latin), None, "{latin:?}");
        }
    }
}
