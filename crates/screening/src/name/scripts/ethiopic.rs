//! Words in Ethiopic letters as Latin capitals, as Ethiopians and Eritreans write their names in passports.
//!
//! Each letter is a consonant with one of seven vowels. The sixth vowel is the hard one: the same letter stands for the
//! bare consonant and for the consonant with a short i, and which it is follows from its neighbours. Letters that sound
//! alike today (the three h, the two s, the two ts, the two glottal stops) come out alike. Doubled consonants are not
//! written in Ethiopic and so not here.

use super::by_elements;

/// A letter: its consonant in Latin capitals and its vowel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Letter {
    consonant: &'static str,
    vowel: Vowel,
}

/// The vowel of a letter, by its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Vowel {
    /// Spoken, with these Latin letters.
    Spoken(&'static str),
    /// The sixth order: a short i or nothing.
    Sixth,
}

/// The consonants of the main block, a row of eight letters each, from U+1200 on. A `W` at the end marks the rows of the
/// rounded consonants; the glottal stops are empty.
const ROWS: [&str; 43] = [
    "H", "L", "H", "M", "S", "R", "S", "SH", "K", "KW", "K", "KW", "B", "V", "T", "CH", "H", "HW", "N", "GN", "", "K",
    "KW", "KH", "KHW", "W", "", "Z", "ZH", "Y", "D", "D", "J", "G", "GW", "NG", "T", "CH", "P", "TS", "TS", "F", "P",
];

/// The vowels of the orders one to seven, and of the eighth letter of a row.
const ORDERS: [Vowel; 8] = [
    Vowel::Spoken("E"),
    Vowel::Spoken("U"),
    Vowel::Spoken("I"),
    Vowel::Spoken("A"),
    Vowel::Spoken("E"),
    Vowel::Sixth,
    Vowel::Spoken("O"),
    Vowel::Spoken("WA"),
];

/// Names whose usual Latin spelling the rules don't reach, in letters as [`plain`] leaves them.
const ELEMENTS: &[(&str, &str)] = &[
    ("ስላሴ", "SELASSIE"),
    ("ዮሀንስ", "YOHANNES"),
    ("ክርስቶስ", "KRISTOS"),
    ("ክርስትያን", "KRISTIAN"),
    ("አብርሀም", "ABRAHAM"),
    ("ሰለሞን", "SOLOMON"),
    ("ሰሎሞን", "SOLOMON"),
    ("ትንሳኤ", "TINSAE"),
    ("ትንሳይ", "TINSAE"),
    ("ፍሬ", "FRE"),
    ("ፍስሀ", "FISEHA"),
    ("ህይወት", "HIWOT"),
    ("እየሱስ", "EYESUS"),
    ("ፍቅር", "FIKIR"),
    ("ጽዮን", "TSION"),
    ("ጽጌ", "TSIGE"),
    ("ልኡል", "LEUL"),
    ("አህመድ", "AHMED"),
    ("ሙሀመድ", "MUHAMMED"),
    ("መሀመድ", "MOHAMMED"),
];

/// The Latin capitals of a word in Ethiopic letters.
///
/// Letters A to Z are kept as capitals; other characters are left out.
pub(super) fn latin(word: &str) -> String {
    let plain: Vec<char> = word.chars().map(plain).filter(|character| *character != '\u{135f}').collect();
    by_elements(&plain, ELEMENTS, |_| true, by_letters)
}

/// One letter for all that sound alike: h, s, ts and the glottal stop. The first and the fourth order of h and of the
/// glottal stop are both spoken with a.
fn plain(character: char) -> char {
    let code = u32::from(character);
    let order = code % 8;
    let row = match code - order {
        0x1210 | 0x1280 => 0x1200,
        0x1220 => 0x1230,
        0x12d0 => 0x12a0,
        0x1340 => 0x1338,
        row => row,
    };
    let is_open = matches!(row, 0x1200 | 0x12a0);
    char::from_u32(row + if is_open && order == 3 { 0 } else { order }).unwrap_or(character)
}

/// The consonant and the vowel of an Ethiopic character.
fn letter(character: char) -> Option<Letter> {
    let code = u32::from(character).checked_sub(0x1200)?;
    let consonant = *ROWS.get(usize::try_from(code / 8).ok()?)?;
    let order = code % 8;
    let vowel = match (code / 8, order) {
        // H and the glottal stop have a where others have a short e; w has o.
        (0 | 20, 0) => Vowel::Spoken("A"),
        (25, 0) => Vowel::Spoken("O"),
        (20, 7) => Vowel::Spoken("E"),
        (0 | 8, 7) => Vowel::Spoken("O"),
        // The rounded consonants have five letters.
        (9 | 11 | 17 | 22 | 24 | 34, 5) => Vowel::Spoken("I"),
        _ => ORDERS[order as usize],
    };
    Some(Letter { consonant, vowel })
}

/// Writes letters by rule.
fn by_letters(characters: &[char], written: &mut String) {
    let letters: Vec<Letter> = characters
        .iter()
        .filter_map(|character| {
            if character.is_ascii_alphabetic() {
                written.push(character.to_ascii_uppercase());
            }
            letter(*character)
        })
        .collect();
    for at in 0..letters.len() {
        let Letter { consonant, vowel } = letters[at];
        let after_vowel = written.ends_with(['A', 'E', 'I', 'O', 'U']);
        let is_last = at + 1 == letters.len();
        match (vowel, consonant) {
            // A y between i or a consonant and a or o is hardly heard: Biniam, Mariam, Giorgis.
            (Vowel::Spoken(vowel @ ("A" | "O")), "Y") if written.ends_with('I') => written.push_str(vowel),
            (Vowel::Spoken(vowel @ ("A" | "O")), "Y") if !written.is_empty() && !after_vowel => {
                written.push('I');
                written.push_str(vowel);
            }
            (Vowel::Spoken(vowel), _) => {
                written.push_str(consonant);
                written.push_str(vowel);
            }
            // Glides after a vowel end its syllable.
            (Vowel::Sixth, "Y") if after_vowel && is_last => written.push('Y'),
            (Vowel::Sixth, "Y") if written.ends_with('I') => {}
            (Vowel::Sixth, "Y") if after_vowel => written.push('I'),
            (Vowel::Sixth, "W") if after_vowel => written.push('W'),
            (Vowel::Sixth, "W") => written.push_str(if is_last { "W" } else { "WU" }),
            (Vowel::Sixth, "") if written.is_empty() => written.push('E'),
            (Vowel::Sixth, "") if after_vowel || is_last => {}
            (Vowel::Sixth, _) => {
                written.push_str(consonant);
                if has_vowel(&letters, at, after_vowel, written.len() == consonant.len()) {
                    written.push('I');
                }
            }
        }
    }
}

/// Whether the letter at `at`, of the sixth order, is spoken with its vowel.
fn has_vowel(letters: &[Letter], at: usize, after_vowel: bool, is_first: bool) -> bool {
    let is_sixth = |at: usize| letters.get(at).is_some_and(|letter| letter.vowel == Vowel::Sixth);
    let consonant = |at: usize| letters.get(at).map_or("", |letter| letter.consonant);
    if at + 1 == letters.len() {
        return is_first;
    }
    // A vowel that follows needs one before it: Gebriel, Daniel.
    if is_first || !after_vowel || consonant(at + 1).is_empty() {
        return true;
    }
    if !is_sixth(at + 1) {
        return false;
    }
    if at + 2 == letters.len() {
        return !ends_a_word(letters[at].consonant, consonant(at + 1));
    }
    // Two of the sixth order in a row: one of them is spoken.
    let ends = is_sixth(at + 2) && at + 3 == letters.len() && ends_a_word(consonant(at + 1), consonant(at + 2));
    let is_weak = matches!(consonant(at + 1), "R" | "L" | "N" | "M") && !consonant(at + 2).is_empty();
    let is_strong = !matches!(letters[at].consonant, "R" | "L" | "N" | "M" | "S");
    ends || is_weak && is_strong && !is_sixth(at + 2)
}

/// Whether two consonants can end a word without a vowel between them: Work, Tigist.
fn ends_a_word(one: &str, two: &str) -> bool {
    let is_hard = !matches!(two, "R" | "L" | "N" | "M" | "W" | "Y" | "H" | "V" | "");
    match one {
        "R" | "L" | "N" | "M" | "W" | "Y" => is_hard,
        "S" | "SH" | "F" => matches!(two, "T" | "K"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_out_as_passports_write_them() {
        for (word, usual) in [
            ("ተስፋዬ", "TESFAYE"),
            ("አበበ", "ABEBE"),
            ("ኃይለ", "HAILE"),
            ("ሥላሴ", "SELASSIE"),
            ("ገብረ", "GEBRE"),
            ("ወልደ", "WOLDE"),
            ("መለስ", "MELES"),
            ("ዘናዊ", "ZENAWI"),
            ("ዮሐንስ", "YOHANNES"),
            ("ፀሐይ", "TSEHAY"),
            ("አብይ", "ABIY"),
            ("አህመድ", "AHMED"),
            ("ኃይለማርያም", "HAILEMARIAM"),
            ("ደሳለኝ", "DESALEGN"),
            ("መንግሥቱ", "MENGISTU"),
            ("ቴዎድሮስ", "TEWODROS"),
            ("አድሃኖም", "ADHANOM"),
            ("ብርሃኑ", "BIRHANU"),
            ("ጥሩነሽ", "TIRUNESH"),
            ("ዲባባ", "DIBABA"),
            ("ቀነኒሳ", "KENENISA"),
            ("በቀለ", "BEKELE"),
            ("ገብርኤል", "GEBRIEL"),
            ("ሚካኤል", "MIKAEL"),
            ("ዳንኤል", "DANIEL"),
            ("ሳሙኤል", "SAMUEL"),
            ("ጊዮርጊስ", "GIORGIS"),
            ("ክርስቶስ", "KRISTOS"),
            ("ትግስት", "TIGIST"),
            ("መስፍን", "MESFIN"),
            ("ፍቅሬ", "FIKRE"),
            ("ክፍሌ", "KIFLE"),
            ("ግርማ", "GIRMA"),
            ("ሰይፉ", "SEIFU"),
            ("እንዳለ", "ENDALE"),
            ("እሸቱ", "ESHETU"),
            ("አለማየሁ", "ALEMAYEHU"),
            ("ስንታየሁ", "SINTAYEHU"),
            ("ሕይወት", "HIWOT"),
            ("ወርቁ", "WORKU"),
            ("ምህረት", "MIHRET"),
            ("ሰላማዊት", "SELAMAWIT"),
            ("ሄኖክ", "HENOK"),
            ("ናትናኤል", "NATNAEL"),
            ("አስቴር", "ASTER"),
            ("ሙሉጌታ", "MULUGETA"),
            ("ሙሉ", "MULU"),
            ("ነሽ", "NESH"),
            ("ዘውዴ", "ZEWDE"),
            ("ሣህለወርቅ", "SAHLEWORK"),
        ] {
            assert_eq!(latin(word), usual, "{word}");
        }
    }
}
