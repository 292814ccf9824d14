//! National letters as the letters A to Z that an MRZ may hold (Doc 9303-3 §6 and Appendix B).
//!
//! Where the standard offers several forms, the first one is taken (`Ä` becomes `AE`, `Ñ` becomes `N`). Scripts for
//! which it has no table (Greek, Chinese, ...) are refused: their Latin form stands in the document's printed zone.

use std::{collections::HashMap, sync::LazyLock};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

/// The language of a name in Cyrillic letters, for the letters whose Latin form depends on it (Doc 9303-3 §6 B).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Cyrillic {
    /// Russian, and every language without forms of its own.
    #[default]
    General,
    /// Belarusian.
    Belarusian,
    /// Bulgarian.
    Bulgarian,
    /// Macedonian.
    Macedonian,
    /// Serbian.
    Serbian,
    /// Ukrainian.
    Ukrainian,
}

/// A letter for which Doc 9303 has no Latin form.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("Doc 9303 has no Latin form for \u{201c}{0}\u{201d}; type the name as it is printed in Latin letters")]
pub struct NoLatinForm(pub char);

/// One word (no spaces) in letters A to Z. Marks that the standard does not encode are left out, as are characters
/// that are no letters; a digit or a letter without a Latin form is an error.
///
/// # Errors
/// [`NoLatinForm`]: a digit, or a letter that has no form in A to Z.
pub fn word(word: &str, cyrillic: Cyrillic) -> Result<String, NoLatinForm> {
    let letters: Vec<char> = word.nfc().flat_map(char::to_uppercase).collect();
    let mut latin = String::with_capacity(letters.len() * 2);
    let mut last = String::new();
    for (at, &letter) in letters.iter().enumerate() {
        let is_first = at == 0;
        let is_last = letters[at + 1..].iter().all(|&mark| arabic(mark, true).is_some_and(str::is_empty));
        let form = match letter {
            'A'..='Z' => Some(letter.to_string()),
            // Shadda doubles the letter before it, as a whole sequence (Doc 9303-3 §6 C note 3).
            '\u{651}' => Some(last.clone()),
            _ => latin_letter(letter)
                .or_else(|| cyrillic_letter(letter, cyrillic, is_first))
                .or_else(|| arabic(letter, is_last))
                .map(str::to_owned)
                .or_else(|| base_letter(letter)),
        };
        match form {
            Some(form) => {
                latin.push_str(&form);
                if !form.is_empty() {
                    last = form;
                }
            }
            None if letter.is_alphanumeric() => return Err(NoLatinForm(letter)),
            None => {}
        }
    }
    Ok(latin)
}

/// Latin letters that are more than a base letter with a mark (Doc 9303-3 §6 A).
fn latin_letter(letter: char) -> Option<&'static str> {
    Some(match letter {
        'Ä' | 'Æ' => "AE",
        'Å' => "AA",
        'Ð' | 'Đ' => "D",
        'Ö' | 'Ø' | 'Œ' => "OE",
        'Ü' => "UE",
        'Þ' => "TH",
        'Ħ' => "H",
        'ı' => "I",
        'Ĳ' => "IJ",
        'Ŀ' | 'Ł' => "L",
        'Ŋ' => "N",
        'Ŧ' => "T",
        'ẞ' | 'ß' => "SS",
        // Letters of West African languages, which the standard's table leaves out; taken as their nearest letter.
        'Ɛ' => "E",
        'Ɔ' => "O",
        'Ɲ' => "N",
        'Ɓ' => "B",
        'Ɗ' => "D",
        'Ƴ' => "Y",
        _ => return None,
    })
}

/// The base letter of a letter with marks: every other row of Doc 9303-3 §6 A.
fn base_letter(letter: char) -> Option<String> {
    let base: String = std::iter::once(letter).nfd().filter(char::is_ascii_uppercase).collect();
    (!base.is_empty()).then_some(base)
}

/// Doc 9303-3 §6 B. The standard prints Ћ and Ѓ under the code points of other letters; here both code points work.
fn cyrillic_letter(letter: char, language: Cyrillic, is_first: bool) -> Option<&'static str> {
    use Cyrillic::{Belarusian, Bulgarian, Macedonian, Serbian, Ukrainian};
    let first_in_ukrainian = language == Ukrainian && is_first;
    Some(match letter {
        'Ё' if language == Belarusian => "IO",
        'Ё' | 'Е' | 'Э' => "E",
        'Ђ' | 'Д' => "D",
        'Є' if first_in_ukrainian => "YE",
        'Є' | 'Ъ' => "IE",
        'Ѕ' => "DZ",
        'Ї' if first_in_ukrainian => "YI",
        'І' | 'Ї' => "I",
        'Ј' => "J",
        'Љ' => "LJ",
        'Њ' => "NJ",
        'Ќ' if language == Macedonian => "KJ",
        'Ќ' | 'К' => "K",
        'Ў' | 'У' | 'Ѫ' => "U",
        'Џ' if language == Macedonian => "DJ",
        'Џ' => "DZ",
        'А' => "A",
        'Б' => "B",
        'В' => "V",
        'Г' if matches!(language, Belarusian | Serbian | Ukrainian) => "H",
        'Г' | 'Ґ' => "G",
        'Ғ' | 'Ѓ' if language == Macedonian => "GJ",
        'Ғ' | 'Ѓ' => "G",
        'Ж' if language == Serbian => "Z",
        'Ж' => "ZH",
        'З' => "Z",
        'И' if language == Ukrainian => "Y",
        'Й' if first_in_ukrainian => "Y",
        'И' | 'Й' => "I",
        'Л' => "L",
        'М' => "M",
        'Н' => "N",
        'О' => "O",
        'П' => "P",
        'Р' => "R",
        'С' => "S",
        'Т' => "T",
        'Ф' => "F",
        'Х' if matches!(language, Serbian | Macedonian) => "H",
        'Х' => "KH",
        'Ц' if matches!(language, Serbian | Macedonian) => "C",
        'Ц' => "TS",
        'Ч' if language == Serbian => "C",
        'Ч' => "CH",
        'Ш' if language == Serbian => "S",
        'Ш' => "SH",
        'Щ' if language == Bulgarian => "SHT",
        'Щ' => "SHCH",
        'Ы' | 'Ѵ' => "Y",
        'Ю' if first_in_ukrainian => "YU",
        'Ю' => "IU",
        'Я' if first_in_ukrainian => "YA",
        'Я' => "IA",
        'Ћ' | 'Һ' => "C",
        // The soft sign stands in no row: it has no sound of its own.
        'Ь' => "",
        _ => return None,
    })
}

/// Doc 9303-3 §6 C, with 06A4 and 06A5 from Appendix B §B.7.1. Nothing stands for what is not encoded.
fn arabic(letter: char, is_last: bool) -> Option<&'static str> {
    Some(match letter {
        '\u{621}' => "XE",
        '\u{622}' => "XAA",
        '\u{623}' => "XAE",
        '\u{624}' => "U",
        '\u{625}' => "I",
        '\u{626}' => "XI",
        '\u{627}' => "A",
        '\u{628}' => "B",
        // Teh marbuta: XTA, at the end of a name component XAH (note 2).
        '\u{629}' if is_last => "XAH",
        '\u{629}' => "XTA",
        '\u{62A}' => "T",
        '\u{62B}' => "XTH",
        '\u{62C}' => "J",
        '\u{62D}' => "XH",
        '\u{62E}' => "XKH",
        '\u{62F}' => "D",
        '\u{630}' => "XDH",
        '\u{631}' => "R",
        '\u{632}' => "Z",
        '\u{633}' => "S",
        '\u{634}' => "XSH",
        '\u{635}' => "XSS",
        '\u{636}' => "XDZ",
        '\u{637}' => "XTT",
        '\u{638}' => "XZZ",
        '\u{639}' => "E",
        '\u{63A}' => "G",
        '\u{641}' => "F",
        '\u{642}' => "Q",
        '\u{643}' => "K",
        '\u{644}' => "L",
        '\u{645}' => "M",
        '\u{646}' => "N",
        '\u{647}' => "H",
        '\u{648}' => "W",
        '\u{649}' => "XAY",
        '\u{64A}' | '\u{6D0}' => "Y",
        // Tatweel, short vowels, sukun, superscript alef, and the obsolete letters of B.5.8.
        '\u{640}' | '\u{64B}'..='\u{650}' | '\u{652}' | '\u{670}' => "",
        '\u{69C}' | '\u{6A2}' | '\u{6A7}' | '\u{6A8}' => "",
        '\u{671}' => "XXA",
        '\u{679}' => "XXT",
        '\u{67C}' => "XRT",
        '\u{67E}' => "P",
        '\u{681}' => "XKE",
        '\u{685}' => "XXH",
        '\u{686}' => "XC",
        '\u{688}' => "XXD",
        '\u{689}' => "XDR",
        '\u{691}' => "XXR",
        '\u{693}' => "XRR",
        '\u{696}' => "XRX",
        '\u{698}' => "XJ",
        '\u{69A}' => "XXS",
        '\u{6A4}' => "XV",
        '\u{6A5}' => "XF",
        '\u{6A9}' => "XKK",
        '\u{6AB}' => "XXK",
        '\u{6AD}' => "XNG",
        '\u{6AF}' => "XGG",
        '\u{6BA}' => "XNN",
        '\u{6BC}' => "XXN",
        '\u{6BE}' => "XDO",
        '\u{6C0}' => "XYH",
        '\u{6C1}' => "XXG",
        '\u{6C2}' => "XGE",
        '\u{6C3}' => "XTG",
        '\u{6CC}' => "XYA",
        '\u{6CD}' => "XXY",
        '\u{6D2}' => "XYB",
        '\u{6D3}' => "XBE",
        _ => return None,
    })
}

/// The Arabic word that these capitals of an MRZ stand for: each longest form first, as §6 C means it to be read back.
/// `None` if some letter is no form of an Arabic letter. `XH` may stand for heh too: B.5.9 writes Allah `ALLXH`.
pub fn arabic_of(capitals: &str) -> Option<String> {
    static FORMS: LazyLock<HashMap<&'static str, char>> = LazyLock::new(|| {
        // Where two letters share a form, the plain one, which comes first, is meant.
        let letters = ('\u{621}'..='\u{6d5}').rev();
        let forms = letters.flat_map(|letter| [true, false].map(|is_last| (arabic(letter, is_last), letter)));
        forms.filter_map(|(form, letter)| Some((form.filter(|form| !form.is_empty())?, letter))).collect()
    });
    let mut word = String::new();
    let mut at = 0;
    while at < capitals.len() {
        let longest = (1..=3).rev().find_map(|length| Some((length, FORMS.get(capitals.get(at..at + length)?)?)));
        let (length, letter) = longest?;
        word.push(*letter);
        at += length;
    }
    Some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arabic_words_of_appendix_b_are_read_back_from_their_capitals() {
        for word in ["محمد", "الناصر", "الشماع", "سمير", "إسماعيل", "جميلة"] {
            assert_eq!(arabic_of(&general(word)).as_deref(), Some(word));
        }
        assert_eq!(arabic_of("PXQ"), None);
    }

    /// Doc 9303-3 §6 A, every row: the letter and the first form that the standard recommends.
    const LATIN: &str = "À A Á A Â A Ã A Ä AE Å AA Æ AE Ç C È E É E Ê E Ë E Ì I Í I Î I Ï I Ð D Ñ N Ò O Ó O Ô O Õ O \
        Ö OE Ø OE Ù U Ú U Û U Ü UE Ý Y Þ TH Ā A Ă A Ą A Ć C Ĉ C Ċ C Č C Ď D Đ D Ē E Ĕ E Ė E Ę E Ě E Ĝ G Ğ G Ġ G Ģ G \
        Ĥ H Ħ H Ĩ I Ī I Ĭ I Į I İ I ı I Ĳ IJ Ĵ J Ķ K Ĺ L Ļ L Ľ L Ŀ L Ł L Ń N Ņ N Ň N Ŋ N Ō O Ŏ O Ő O Œ OE Ŕ R Ŗ R Ř R \
        Ś S Ŝ S Ş S Š S Ţ T Ť T Ŧ T Ũ U Ū U Ŭ U Ů U Ű U Ų U Ŵ W Ŷ Y Ÿ Y Ź Z Ż Z Ž Z ẞ SS";

    fn general(text: &str) -> String {
        word(text, Cyrillic::General).expect("a Latin form")
    }

    #[test]
    fn every_row_of_the_latin_table_is_followed() {
        let cells: Vec<&str> = LATIN.split_whitespace().collect();
        for row in cells.chunks(2) {
            assert_eq!(general(row[0]), row[1], "{}", row[0]);
            assert_eq!(general(&row[0].to_lowercase()), row[1], "lower case of {}", row[0]);
        }
        assert_eq!(cells.len() / 2, 95);
    }

    #[test]
    fn a_letter_and_its_mark_apart_are_one_letter() {
        assert_eq!(general("e\u{301}"), "E");
        assert_eq!(general("A\u{308}"), "AE");
    }

    #[test]
    fn cyrillic_follows_the_language_of_the_name() {
        assert_eq!(general("Щербаков"), "SHCHERBAKOV");
        assert_eq!(word("Щербаков", Cyrillic::Bulgarian).as_deref(), Ok("SHTERBAKOV"));
        assert_eq!(word("Їжакевич", Cyrillic::Ukrainian).as_deref(), Ok("YIZHAKEVYCH"));
        assert_eq!(word("Зоя", Cyrillic::Ukrainian).as_deref(), Ok("ZOIA"));
        assert_eq!(word("Яна", Cyrillic::Ukrainian).as_deref(), Ok("YANA"));
        assert_eq!(word("Жика", Cyrillic::Serbian).as_deref(), Ok("ZIKA"));
        assert_eq!(word("Ќосев", Cyrillic::Macedonian).as_deref(), Ok("KJOSEV"));
        assert_eq!(word("Гомель", Cyrillic::Belarusian).as_deref(), Ok("HOMEL"));
    }

    #[test]
    fn the_arabic_words_of_appendix_b_come_out_as_printed_there() {
        // B.5.7 and B.5.9.
        for (arabic, latin) in [
            ("ابو", "ABW"),
            ("بكر", "BKR"),
            ("محمد", "MXHMD"),
            ("بن", "BN"),
            ("زكريا", "ZKRYA"),
            ("الرازي", "ALRAZY"),
            ("الشماع", "ALXSHMAE"),
            ("سمير", "SMYR"),
            ("بادمكدوذيل", "BADMKDWXDHYL"),
            ("جمال", "JMAL"),
            ("عبد", "EBD"),
            ("الناصر", "ALNAXSSR"),
            ("العباس", "ALEBAS"),
            ("السفاح", "ALSFAXH"),
            ("إسماعيل", "ISMAEYL"),
            ("عزّ", "EZZ"),
            ("الدين", "ALDYN"),
            ("جميلة", "JMYLXAH"),
            ("نعيمة", "NEYMXAH"),
        ] {
            assert_eq!(general(arabic), latin, "{arabic}");
        }
    }

    #[test]
    fn shadda_doubles_the_whole_sequence_before_it() {
        // §6 C note 3.
        assert_eq!(general("عبّاس"), "EBBAS");
        assert_eq!(general("فضّة"), "FXDZXDZXAH");
        // A teh marbuta is last even where a vowel sign follows it.
        assert_eq!(general("نعيمةُ"), "NEYMXAH");
    }

    #[test]
    fn scripts_without_a_table_are_refused_by_letter() {
        assert_eq!(word("Ωmega", Cyrillic::General), Err(NoLatinForm('Ω')));
        assert_eq!(word("李", Cyrillic::General), Err(NoLatinForm('李')));
        assert_eq!(word("Louis2", Cyrillic::General), Err(NoLatinForm('2')));
    }
}
