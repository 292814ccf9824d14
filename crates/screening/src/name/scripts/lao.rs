//! Words in Lao letters as Latin capitals, as passports of Laos write names: by ear and in the French manner.
//!
//! Lao writes every vowel, some of them before the consonant they follow; a word is cut into syllables by them.

/// The Latin capitals of a word in Lao letters, in the likeliest spelling.
///
/// Letters A to Z are kept as capitals; other characters are left out.
pub(super) fn latin(word: &str) -> String {
    forms(word).into_iter().next().unwrap_or_default()
}

/// The Latin capitals of a word in Lao letters in the usual spellings, the likeliest first.
pub(super) fn forms(word: &str) -> Vec<String> {
    let characters: Vec<char> = word.chars().filter(|one| !is_mark(*one)).collect();
    let mut first = String::with_capacity(characters.len() * 2);
    let mut at = 0;
    while at < characters.len() {
        at += syllable(&characters[at..], &mut first).max(1);
    }
    let mut forms = vec![first];
    // ຊ is s or x, ວ v or w, ພ is ph and not f, ຈ ch or j; the y of ai may be i, the nh of ຍ a y.
    for (written, other) in [("S", "X"), ("V", "W"), ("PH", "P"), ("NH", "Y"), ("CH", "J")] {
        let begins = word.contains(['ຊ']) || written != "S";
        if begins && forms[0].contains(written) {
            let form = if written == "S" { with_x(word, &forms[0]) } else { forms[0].replace(written, other) };
            forms.push(form);
        }
    }
    forms.dedup();
    forms
}

/// The spelling with x for ຊ, of which the n-th s is the n-th of the word's letters that are spoken s.
fn with_x(word: &str, spelt: &str) -> String {
    let mut letters = word.chars().filter(|letter| matches!(letter, 'ຊ' | 'ສ'));
    spelt.chars().map(|letter| if letter == 'S' && letters.next() == Some('ຊ') { 'X' } else { letter }).collect()
}

/// Tone marks and the like, which Latin spelling leaves out.
fn is_mark(character: char) -> bool {
    matches!(character, '່'..='໋' | '\u{200b}'..='\u{200d}' | 'ໆ' | 'ຯ')
}

fn is_consonant(character: Option<&char>) -> bool {
    matches!(character, Some('ກ'..='ຮ' | 'ໜ' | 'ໝ' | 'ໞ' | 'ໟ')) && character != Some(&'ຯ')
}

/// Whether a sign stands here that makes a vowel with the consonant before it.
fn is_vowel(character: Option<&char>) -> bool {
    matches!(character, Some('ະ'..='ຼ' | 'ຽ' | 'ໍ'))
}

/// Writes the syllable that characters begin with; returns how many they are.
fn syllable(characters: &[char], written: &mut String) -> usize {
    let lead = characters.first().copied().filter(|first| matches!(first, 'ເ'..='ໄ'));
    let mut at = usize::from(lead.is_some());
    let Some(&base) = characters.get(at).filter(|base| is_consonant(Some(base))) else {
        if let Some(letter) = characters.first().filter(|letter| letter.is_ascii_alphabetic()) {
            written.push(letter.to_ascii_uppercase());
        }
        return 1;
    };
    at += 1;
    let get = |at: usize| characters.get(at).copied();
    // ຫ before n, m, l and the like is silent; a second l or r is written below or beside.
    let begins_with_h = base == 'ຫ'
        && matches!(get(at), Some('ງ' | 'ຍ' | 'ນ' | 'ມ' | 'ຣ' | 'ລ' | 'ວ' | 'ຼ'))
        && (lead.is_some()
            && (is_vowel(characters.get(at + 1))
                || !is_consonant(characters.get(at + 1))
                || is_last_consonant(characters, at + 1))
            || is_vowel(characters.get(at + 1))
            || get(at) == Some('ຼ')
            || matches!(get(at + 1), Some('ວ' | 'ອ')));
    if begins_with_h {
        written.push_str(match get(at) {
            Some('ຼ') => "L",
            Some(next) => initial(next),
            None => "",
        });
        at += 1;
    } else {
        written.push_str(initial(base));
        match get(at) {
            Some('ຼ') => {
                written.push('L');
                at += 1;
            }
            Some('ຣ' | 'ລ')
                if matches!(base, 'ກ' | 'ປ' | 'ພ' | 'ຄ' | 'ຕ' | 'ທ')
                    && (is_vowel(characters.get(at + 1)) || lead.is_some()) =>
            {
                written.push_str(if get(at) == Some('ລ') { "L" } else { "R" });
                at += 1;
            }
            Some('ວ') if matches!(base, 'ກ' | 'ຄ' | 'ຂ') && is_vowel(characters.get(at + 1)) => {
                written.push('W');
                at += 1;
            }
            _ => {}
        }
    }
    let (vowel, taken, may_close) = vowel(lead, &characters[at..]);
    written.push_str(vowel);
    at += taken;
    if may_close && is_last_consonant(characters, at) {
        let coda = characters[at];
        // A last n after o has a silent e after it: Phone, Sone.
        let is_one = vowel == "O" && coda == 'ນ' && matches!(get(at - 1), Some('ອ' | 'ໍ'));
        written.push_str(match coda {
            'ວ' if vowel == "I" => "OU",
            'ຍ' if vowel == "OUA" || vowel == "O" => "Y",
            _ => last(coda),
        });
        if is_one && at + 1 == characters.len() {
            written.push('E');
        }
        at += 1;
    }
    at
}

/// Whether the consonant at `at` ends a syllable: one that no vowel follows, and that does not begin the next syllable.
fn is_last_consonant(characters: &[char], at: usize) -> bool {
    let Some(consonant) = characters.get(at) else { return false };
    let can_end = matches!(
        consonant,
        'ກ' | 'ງ'
            | 'ຍ'
            | 'ດ'
            | 'ນ'
            | 'ບ'
            | 'ມ'
            | 'ວ'
            | 'ຣ'
            | 'ລ'
            | 'ຕ'
            | 'ສ'
            | 'ຈ'
            | 'ຊ'
            | 'ທ'
            | 'ພ'
            | 'ຄ'
            | 'ປ'
    );
    let next = characters.get(at + 1);
    let begins = is_vowel(next)
        || matches!(next, Some('ອ' | 'ວ'))
            && characters.get(at + 2).is_none_or(|after| is_consonant(Some(after)))
            && !matches!(consonant, 'ວ' | 'ຍ')
            && !is_vowel(characters.get(at + 2));
    can_end && !begins
}

/// The vowel that follows a consonant, how many characters it takes, and whether a final consonant can follow.
fn vowel(lead: Option<char>, rest: &[char]) -> (&'static str, usize, bool) {
    match (lead, rest) {
        (Some('ໄ' | 'ໃ'), ['ຍ', after, ..]) if !is_vowel(Some(after)) => ("AY", 1, false),
        (Some('ໄ' | 'ໃ'), _) => ("AY", 0, false),
        (Some('ເ'), ['ົ', 'າ', ..]) => ("AO", 2, false),
        (Some('ເ'), ['າ', 'ະ', ..]) => ("O", 2, false),
        (Some('ເ'), ['ຶ' | 'ື', 'ອ', ..]) => ("EUA", 2, true),
        (Some('ເ'), ['ິ' | 'ີ', ..]) => ("EU", 1, true),
        (Some('ເ'), ['ັ', 'ຍ', ..]) => ("IA", 2, false),
        (Some('ເ'), ['ຍ' | 'ຽ', ..]) => ("IE", 1, true),
        (Some('ເ' | 'ແ'), ['ະ' | 'ັ', ..]) => ("E", 1, true),
        (Some('ແ' | 'ເ'), ['ວ', ..]) => ("EO", 1, false),
        (Some('ເ' | 'ແ'), _) => ("E", 0, true),
        (Some('ໂ'), ['ະ', ..]) => ("O", 1, false),
        (Some(_), _) => ("O", 0, true),
        (None, ['ົ', 'ວ', 'ະ', ..]) => ("OUA", 3, false),
        (None, ['ົ' | 'ັ', 'ວ', ..]) => ("OUA", 2, true),
        (None, ['ົ', ..]) => ("O", 1, true),
        (None, ['ັ', 'ຽ', ..]) => ("IA", 2, false),
        (None, ['ັ' | 'າ', ..]) => ("A", 1, true),
        (None, ['ະ', ..]) => ("A", 1, false),
        (None, ['ຳ', ..]) | (None, ['ໍ', 'າ', ..]) => {
            ("AM", if rest.first() == Some(&'ຳ') { 1 } else { 2 }, false)
        }
        (None, ['ິ' | 'ີ', ..]) => ("I", 1, true),
        (None, ['ຶ' | 'ື', ..]) => ("EU", 1, true),
        (None, ['ຸ' | 'ູ', ..]) => ("OU", 1, true),
        (None, ['ໍ', ..]) => ("O", 1, true),
        (None, ['ຽ', ..]) => ("IE", 1, true),
        (None, ['ວ', after, ..]) if is_consonant(Some(after)) => ("OUA", 1, true),
        (None, ['ອ', ..]) => ("O", 1, true),
        _ => ("", 0, true),
    }
}

/// A consonant at the beginning of a syllable.
fn initial(consonant: char) -> &'static str {
    match consonant {
        'ກ' => "K",
        'ຂ' | 'ຄ' => "KH",
        'ງ' => "NG",
        'ຈ' => "CH",
        'ສ' | 'ຊ' => "S",
        'ຍ' => "NH",
        'ດ' => "D",
        'ຕ' => "T",
        'ຖ' | 'ທ' => "TH",
        'ນ' | 'ໜ' => "N",
        'ບ' => "B",
        'ປ' => "P",
        'ຜ' | 'ພ' => "PH",
        'ຝ' | 'ຟ' => "F",
        'ມ' | 'ໝ' => "M",
        'ຢ' => "Y",
        'ຣ' => "R",
        'ລ' => "L",
        'ວ' => "V",
        'ຫ' | 'ຮ' => "H",
        _ => "",
    }
}

/// A consonant at the end of a syllable.
fn last(consonant: char) -> &'static str {
    match consonant {
        'ກ' | 'ຄ' => "K",
        'ງ' => "NG",
        'ຍ' => "Y",
        'ດ' | 'ຕ' | 'ສ' | 'ຈ' | 'ຊ' | 'ທ' => "T",
        'ນ' | 'ຣ' | 'ລ' => "N",
        'ບ' | 'ພ' | 'ປ' => "P",
        'ມ' => "M",
        'ວ' => "O",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_out_as_passports_write_them() {
        for (word, usual) in [
            ("ສົມໄຊ", "SOMXAY"),
            ("ບຸນຍັງ", "BOUNNHANG"),
            ("ທອງລຸນ", "THONGLOUN"),
            ("ສີພັນດອນ", "SIPHANDONE"),
            ("ໄກສອນ", "KAYSONE"),
            ("ໜູຮັກ", "NOUHAK"),
            ("ສຸພານຸວົງ", "SOUPHANOUVONG"),
            ("ພັນຄຳ", "PHANKHAM"),
            ("ບຸນທອງ", "BOUNTHONG"),
            ("ຢາທໍ່ຕູ້", "YATHOTOU"),
            ("ທອງສິງ", "THONGSING"),
            ("ທຳມະວົງ", "THAMMAVONG"),
            ("ບົວສອນ", "BOUASONE"),
            ("ບຸນນຳ", "BOUNNAM"),
            ("ຄຳພູ", "KHAMPHOU"),
            ("ຄຳແພງ", "KHAMPHENG"),
            ("ຄຳສິງ", "KHAMSING"),
            ("ແກ້ວ", "KEO"),
            ("ສີວິໄລ", "SIVILAY"),
            ("ວຽງໄຊ", "VIENGXAY"),
            ("ວຽງຄຳ", "VIENGKHAM"),
            ("ສຸກ", "SOUK"),
            ("ສຸລິຍາ", "SOULIYA"),
            ("ວົງສາ", "VONGSA"),
            ("ພົມມາ", "PHOMMA"),
            ("ພອນ", "PHONE"),
            ("ຈັນທະວົງ", "CHANTHAVONG"),
            ("ຈັນສະໝອນ", "CHANSAMONE"),
            ("ຈັນທາ", "CHANTHA"),
            ("ມະນີວົງ", "MANIVONG"),
        ] {
            assert!(forms(word).iter().any(|form| form == usual), "{word} {usual} {:?}", forms(word));
        }
    }
}
