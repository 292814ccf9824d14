//! Japanese readings as passports write them: without the length of vowels.

/// A reading in Hepburn with long vowels in full (`satou`, `yuuko`, `oono`), as a passport has it (`sato`, `yuko`, `ono`).
pub(super) fn plain(reading: &str) -> String {
    let mut plain = String::with_capacity(reading.len());
    for letter in reading.chars() {
        let is_long = matches!((plain.chars().last(), letter), (Some('o'), 'u' | 'o') | (Some('u'), 'u'));
        if !is_long {
            plain.push(letter);
        }
    }
    plain
}
