//! Words in Burmese letters as Latin capitals, as people in Myanmar write their names.
//!
//! The script marks every syllable: a consonant that carries no killer sign begins one. Vowels and final consonants
//! change each other, so that a rhyme is read as a whole (ောင် is aung). Names are written without spaces in Burmese
//! but with one between syllables in Latin: [`syllables`] gives them apart. Text has to be in Unicode, not in the older
//! Zawgyi encoding, which uses the same codes otherwise.

/// A syllable as it is written.
#[derive(Debug, Clone, Default)]
struct Written {
    /// The consonant, or an independent vowel.
    base: Option<char>,
    /// The signs of y, r, w and h under it.
    medials: Vec<char>,
    /// The vowel signs.
    vowels: Vec<char>,
    /// The final consonant.
    last: Option<char>,
    /// Whether the tone is the creaky one.
    creaky: bool,
}

/// The Latin capitals of a word in Burmese letters, its syllables joined.
///
/// Letters A to Z are kept as capitals; other characters are left out.
pub(super) fn latin(word: &str) -> String {
    syllables(word).concat()
}

/// The same with AR for ာ (Thandar, Zarni), as many write it.
fn with_ar(word: &str) -> String {
    spelt(word, "AR").concat()
}

/// The Latin capitals of a word in Burmese letters in the usual spellings, the likeliest first.
pub(super) fn forms(word: &str) -> Vec<String> {
    let first = latin(word);
    let mut forms = vec![first];
    // The breath of ဖ is written or not: Hpe, Pe, Phyo.
    for (written, other) in [("PH", "P"), ("EIN", "AIN")] {
        if forms[0].contains(written) {
            forms.push(forms[0].replace(written, other));
        }
    }
    forms.push(with_ar(word));
    forms.dedup();
    forms
}

/// The Latin capitals of each syllable of a word in Burmese letters.
fn syllables(word: &str) -> Vec<String> {
    spelt(word, "A")
}

/// The syllables, with these letters for ာ.
fn spelt(word: &str, long_a: &'static str) -> Vec<String> {
    let mut latin = String::new();
    let written = cut(word, &mut latin);
    let mut syllables: Vec<String> = Vec::with_capacity(written.len() + 1);
    if !latin.is_empty() {
        syllables.push(latin);
    }
    for (at, syllable) in written.iter().enumerate() {
        let is_after_nasal = at > 0 && matches!(written[at - 1].last, Some('န' | 'မ' | 'ံ' | 'င' | 'ဏ'));
        let spelt = format!("{}{}", initial(syllable, at > 0, is_after_nasal), rhyme(syllable, long_a));
        if !spelt.is_empty() {
            syllables.push(spelt);
        }
    }
    syllables
}

/// Cuts a word into syllables.
fn cut(word: &str, latin: &mut String) -> Vec<Written> {
    let characters: Vec<char> = word.chars().filter(|one| !matches!(one, '\u{200b}'..='\u{200d}')).collect();
    let mut syllables: Vec<Written> = Vec::with_capacity(characters.len() / 2);
    let mut stacked = false;
    for (at, &character) in characters.iter().enumerate() {
        // A consonant with a killer or a stacked one under it ends the syllable before.
        let ends =
            matches!((characters.get(at + 1), characters.get(at + 2)), (Some('်' | '္'), _) | (Some('့'), Some('်')));
        match character {
            'က'..='အ' | 'ဿ' => {
                match syllables.last_mut() {
                    Some(last) if ends && last.last.is_none() && !stacked => last.last = Some(character),
                    _ => syllables.push(Written { base: Some(character), ..Written::default() }),
                }
                stacked = false;
            }
            'ဣ'..='ဪ' => syllables.push(Written { base: Some(character), ..Written::default() }),
            '္' => stacked = true,
            'A'..='Z' | 'a'..='z' => latin.push(character.to_ascii_uppercase()),
            _ => {
                if let Some(last) = syllables.last_mut() {
                    match character {
                        'ျ' | 'ြ' | 'ွ' | 'ှ' => last.medials.push(character),
                        'ါ' | 'ာ' | 'ိ' | 'ီ' | 'ု' | 'ူ' | 'ေ' | 'ဲ' => last.vowels.push(character),
                        'ံ' => last.last = Some('ံ'),
                        '့' => last.creaky = true,
                        // The killer on a vowel sign is the tone of aw.
                        _ => {}
                    }
                }
            }
        }
    }
    syllables
}

/// The beginning of a syllable.
fn initial(syllable: &Written, is_within: bool, after_nasal: bool) -> String {
    let has = |medial: char| syllable.medials.contains(&medial);
    let is_palatal = has('ျ') || has('ြ');
    let Some(base) = syllable.base else { return String::new() };
    let is_plain = syllable.medials.is_empty() && syllable.last.is_none();
    let (consonant, y) = match base {
        'က' if is_palatal => ("KY", ""),
        'ခ' if is_palatal => ("CH", ""),
        'ဂ' | 'ဃ' if is_palatal => ("GY", ""),
        'သ' if has('ျ') && has('ှ') => ("SH", ""),
        'လ' if has('ျ') && has('ှ') => ("SH", ""),
        'ရ' if has('ှ') => ("SH", ""),
        'ယ' if has('ှ') => ("SH", ""),
        'က' => ("K", "Y"),
        'ခ' => ("KH", "Y"),
        'ဂ' | 'ဃ' => ("G", "Y"),
        'င' => ("NG", "Y"),
        'စ' | 'ဆ' => ("S", "Y"),
        'ဇ' | 'ဈ' => ("Z", "Y"),
        'ဉ' | 'ည' => ("NY", ""),
        'တ' | 'ဋ' if is_within && after_nasal && is_plain => ("D", "Y"),
        'တ' | 'ဋ' => ("T", "Y"),
        'ထ' | 'ဌ' => ("HT", "Y"),
        'ဍ' | 'ဎ' | 'ဒ' | 'ဓ' => ("D", "Y"),
        'ဏ' | 'န' => ("N", "Y"),
        'ပ' => ("P", "Y"),
        'ဖ' => ("PH", "Y"),
        'ဗ' | 'ဘ' => ("B", "Y"),
        'မ' => ("M", "Y"),
        // Within a word it is r in Pali names: Thura.
        'ရ' if is_within && is_plain && !syllable.vowels.contains(&'ေ') => ("R", ""),
        'ယ' | 'ရ' => ("Y", ""),
        'လ' | 'ဠ' => ("L", "Y"),
        'ဝ' => ("W", "Y"),
        'သ' | 'ဿ' => ("TH", "Y"),
        'ဟ' => ("H", "Y"),
        _ => ("", "Y"),
    };
    let breath = if has('ှ') && matches!(base, 'င' | 'ည' | 'န' | 'မ' | 'လ' | 'ဝ' | 'ဏ') && consonant != "SH"
    {
        "H"
    } else {
        ""
    };
    // W before u is not written: Tun, Nyunt.
    let is_w =
        has('ွ') && !matches!((syllable.last, &syllable.vowels[..]), (Some('န' | 'မ' | 'တ' | 'ပ' | 'ဋ' | 'ံ' | 'ဏ'), []));
    format!("{breath}{consonant}{}{}", if is_palatal { y } else { "" }, if is_w { "W" } else { "" })
}

/// The vowel of a syllable with what ends it.
fn rhyme(syllable: &Written, long_a: &'static str) -> String {
    let has = |vowel: char| syllable.vowels.contains(&vowel);
    let is_w = syllable.medials.contains(&'ွ');
    let is_aw = has('ေ') && (has('ာ') || has('ါ'));
    let is_o = has('ိ') && has('ု');
    let independent = match syllable.base {
        Some('ဣ' | 'ဤ') => "I",
        Some('ဥ' | 'ဦ') => "U",
        Some('ဧ') => "E",
        Some('ဩ' | 'ဪ') => "AW",
        _ => "",
    };
    let vowel = match syllable.last {
        None | Some('သ' | 'ဟ') => match () {
            () if !independent.is_empty() => independent,
            () if is_aw => "AW",
            () if is_o => "O",
            () if has('ေ') && syllable.base == Some('ဝ') => "AI",
            () if has('ေ') && syllable.base == Some('အ') => "AYE",
            () if has('ေ') && syllable.base == Some('မ') && syllable.medials.is_empty() => "AY",
            () if has('ေ') || has('ဲ') => "E",
            () if has('ိ') && syllable.base == Some('အ') => "EI",
            () if has('ိ') || has('ီ') => "I",
            () if has('ု') || has('ူ') => "U",
            () if has('ာ') || has('ါ') => long_a,
            () => "A",
        },
        Some('င') if is_aw => "AUNG",
        Some('င') if is_o => "AING",
        Some('င') => "IN",
        Some('ဉ') => "IN",
        Some('ည') if syllable.base == Some('ပ') => "E",
        Some('ည') => "I",
        Some('ယ') => "E",
        Some('က') if is_aw => "AUK",
        Some('က') if is_o => "AIK",
        Some('က' | 'ခ' | 'ဂ') => "ET",
        Some('စ' | 'ဇ') => "IT",
        Some('န' | 'မ' | 'ံ' | 'ဏ') => match () {
            () if has('ိ') => "EIN",
            () if has('ု') || independent == "U" => "OUN",
            () if is_w => "UN",
            () => "AN",
        },
        Some('တ' | 'ပ' | 'ဋ' | 'ဒ' | 'ဓ' | 'ဗ' | 'ဘ' | 'ဌ' | 'ထ') => match () {
            () if has('ိ') => "EIT",
            () if has('ု') => "OUT",
            () if is_w || syllable.base == Some('ဝ') => "UT",
            () => "AT",
        },
        Some(_) if has('ေ') => "E",
        Some(_) => "A",
    };
    // Short nasal syllables end in nt: Myint, Nyunt.
    let is_short_nasal =
        syllable.creaky && matches!(syllable.last, Some('န' | 'မ' | 'င' | 'ဉ' | 'ံ')) && !is_aw && !is_o;
    format!("{vowel}{}", if is_short_nasal { "T" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_out_as_passports_write_them() {
        for (word, usual) in [
            ("အောင်ဆန်း", "AUNGSAN"),
            ("သိန်းစိန်", "THEINSEIN"),
            ("ထင်ကျော်", "HTINKYAW"),
            ("ဦးနု", "UNU"),
            ("ခင်ညွန့်", "KHINNYUNT"),
            ("မြင့်ဆွေ", "MYINTSWE"),
            ("ကျော်", "KYAW"),
            ("လှ", "HLA"),
            ("စုစု", "SUSU"),
            ("မြမြ", "MYAMYA"),
            ("ခင်ခင်", "KHINKHIN"),
            ("နီလာ", "NILAR"),
            ("ဖြူ", "PHYU"),
            ("ဖြိုးဝေ", "PHYOWAI"),
            ("မောင်", "MAUNG"),
            ("နန်း", "NAN"),
            ("အေးအေး", "AYEAYE"),
            ("ဇေယျာ", "ZEYA"),
            ("ညီ", "NYI"),
            ("စန္ဒာ", "SANDAR"),
            ("လင်း", "LIN"),
            ("ဝေ", "WAI"),
            ("ချို", "CHO"),
            ("ချမ်း", "CHAN"),
            ("သော်", "THAW"),
            ("သူရ", "THURA"),
            ("နိုင်", "NAING"),
            ("ဟိန်း", "HEIN"),
            ("ထက်", "HTET"),
            ("ငွေ", "NGWE"),
            ("ဇော်ဂျီ", "ZAWGYI"),
            ("ဆွေ", "SWE"),
            ("ဆောင်း", "SAUNG"),
            ("မေ", "MAY"),
            ("နှင်းဆီ", "HNINSI"),
        ] {
            assert!(forms(word).iter().any(|form| form == usual), "{word} {usual} {:?}", forms(word));
        }
    }
}
