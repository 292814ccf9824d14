//! Documents in words: kinds, and numbers with what lists write around them.

use crate::{
    brackets::brackets,
    heading::comparable,
    values::{state, words},
};
use limen_domain::{DocumentKey, DocumentKind, StateCode};

/// The kind of document that a text names: by Limen's code, or in words; `None` where it is not known.
pub fn document_kind(text: &str) -> Option<DocumentKind> {
    if let Ok(kind) = text.trim().parse() {
        return Some(kind);
    }
    Some(match words::code("document", text)? {
        "consular-card" => DocumentKind::IdentityCard,
        "driving-licence" => DocumentKind::Other,
        code => code.parse().ok()?,
    })
}

/// Words after which a text says when and by whom a document was issued, and no more numbers of documents.
const CLAUSES: &[&str] = &[
    "issued",
    "issue",
    "expires",
    "expired",
    "expiry",
    "expire",
    "expiring",
    "expiration",
    "valid",
    "delivre",
    "delivree",
    "dated",
    "date",
    "born",
    "dob",
    "since",
    "until",
    "as",
    "cancelled",
    "canceled",
    "revoked",
    "stolen",
    "lost",
    "confiscated",
    "seized",
    "renewed",
];

/// Short words before a number that are no part of it.
const BEFORE_NUMBERS: &[&str] = &[
    "no", "nos", "nr", "num", "number", "n", "nb", "num", "numero", "of", "the", "and", "or", "id", "alt", "pp", "ppt",
    "in", "by", "de", "du", "la", "le", "for", "via", "pass", "book", "card", "cni", "cin", "nina", "dni", "ssn",
    "nit", "ruc", "rfc", "curp", "tax", "ref", "ser", "new", "old", "un", "nid",
];

/// The documents of which a text gives the numbers, of this issuer where the text names none.
pub fn documents_of(text: &str, issuer: Option<StateCode>) -> impl Iterator<Item = DocumentKey> + use<> {
    let of_issuer = move |key: DocumentKey| DocumentKey { issuer: key.issuer.or(issuer), ..key };
    documents_in_words(text).into_iter().map(of_issuer)
}

/// Maximum number of characters of a text that are looked at.
const MOST_CHARACTERS: usize = 400;

/// The documents of which a text gives the numbers, with the issuer where it names one: `French passport number
/// 09XY123456`, `D00000123 (expired 25 Jan. 2016)`, `RL 1620000 (Lebanon)`, `R00012000, South Sudan`.
pub fn documents_in_words(text: &str) -> Vec<DocumentKey> {
    let only = text.trim();
    if is_damaged_by_a_spreadsheet(only) {
        return Vec::new();
    }
    if !only.is_empty()
        && only.chars().any(char::is_numeric)
        && only.chars().all(|letter| letter.is_alphanumeric() || "-/.".contains(letter))
    {
        return DocumentKey::of(None, only).into_iter().collect();
    }
    let in_capitals = is_typed_small(only).then(|| only.to_uppercase());
    let letters = in_capitals.as_deref().unwrap_or(text).chars().take(MOST_CHARACTERS);
    let (outside, bracketed) = brackets(letters);
    let mut issuer = bracketed.iter().find_map(|inside| state_in_words(inside));
    let mut numbers: Vec<String> = Vec::new();
    for segment in outside.split([',', ';', '\n']) {
        let words: Vec<&str> = segment.split_whitespace().take(40).collect();
        let words: Vec<&str> = words.into_iter().flat_map(cut_from_number).collect();
        let until = words.iter().position(|word| CLAUSES.contains(&comparable(word).as_str())).unwrap_or(words.len());
        let is_clause = until < words.len();
        let words = &words[..until];
        let mut number = String::new();
        let mut prefix = String::new();
        let mut others: Vec<&str> = Vec::new();
        for word in words {
            if word.chars().any(|letter| letter.is_numeric()) {
                if number.is_empty() {
                    number.push_str(&prefix);
                }
                number.push_str(word);
            } else {
                if !number.is_empty() {
                    numbers.push(std::mem::take(&mut number));
                }
                // `RL 1620000`: letters that stand before a number in capitals are a part of it.
                prefix = if is_prefix(word) { (*word).to_owned() } else { String::new() };
                others.push(word);
            }
        }
        if !number.is_empty() {
            numbers.push(number);
        }
        issuer = issuer.or_else(|| state_of_words(&others));
        if is_clause && !numbers.is_empty() {
            break;
        }
    }
    if numbers.is_empty() && outside.split_whitespace().count() == 1 && is_bare_number(outside.trim()) {
        numbers.push(outside);
    }
    let is_one = |number: &&String| number.chars().filter(|letter| letter.is_alphanumeric()).count() >= 3;
    numbers.iter().filter(is_one).filter_map(|number| DocumentKey::of(issuer, number)).collect()
}

/// A number as someone types it without capitals: `ml 1234567`.
fn is_typed_small(text: &str) -> bool {
    let is_letters = |word: &str| word.chars().all(char::is_alphabetic);
    text.chars().any(char::is_numeric)
        && !text.chars().any(char::is_uppercase)
        && text.split_whitespace().filter(|word| is_letters(word)).all(|word| is_prefix(&word.to_uppercase()))
}

/// A long number as a spreadsheet writes it: `4,12E+05`. Which one it was is lost.
fn is_damaged_by_a_spreadsheet(text: &str) -> bool {
    let is_of = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ',' | 'E' | '+');
    text.contains("E+") && text.chars().all(is_of)
}

/// A number without digits is one only where it is in capitals.
fn is_bare_number(word: &str) -> bool {
    word.chars().filter(|letter| letter.is_uppercase()).count() >= 5 && !word.chars().any(char::is_lowercase)
}

/// `no.03820000` and `N°123` as a word and a number.
fn cut_from_number(word: &str) -> impl Iterator<Item = &str> {
    let cut = word.find(['.', ':', '#', '°', '\u{ba}']).filter(|at| {
        let before = comparable(&word[..*at]);
        before.is_empty() || BEFORE_NUMBERS.contains(&before.as_str()) || before.ends_with("passport")
    });
    let end = cut.map(|at| at + word[at..].chars().next().map_or(0, char::len_utf8));
    let (first, second) = word.split_at(end.unwrap_or(0));
    [first, second].into_iter().filter(|piece| piece.chars().any(char::is_alphanumeric))
}

fn is_prefix(word: &str) -> bool {
    let letters = word.chars().filter(|letter| letter.is_alphanumeric()).count();
    (1..=4).contains(&letters)
        && !word.chars().any(char::is_lowercase)
        && !word.ends_with([':', '.'])
        && !BEFORE_NUMBERS.contains(&comparable(word).as_str())
}

/// The state that a text names, whole or among other words: `Iraqi passport, expires 2030`.
pub fn state_in_words(text: &str) -> Option<StateCode> {
    state(text).or_else(|| {
        let words: Vec<&str> = text.split([' ', ',', ';']).filter(|word| !word.is_empty()).take(20).collect();
        state_of_words(&words)
    })
}

/// The state that some of these words name, the longest name first.
fn state_of_words(words: &[&str]) -> Option<StateCode> {
    // A code among words is rather a prefix or an abbreviation.
    let lengths = (1..=words.len().min(6)).rev();
    let runs = lengths.flat_map(|length| words.windows(length));
    let named = runs.map(|run| run.join(" ")).filter(|name| name.chars().count() > 3);
    named.map(|name| name.trim_matches([':', '.', '-']).to_owned()).find_map(|name| state(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        documents_in_words(text).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn numbers_are_found_among_the_words_that_lists_write_around_them() {
        for (text, documents) in [
            ("09XY123456", &["09XY123456"][..]),
            ("French passport number 09XY123456", &["FRA 09XY123456"]),
            ("D00000123 (Expired 25 Jan. 2016)", &["D00000123"]),
            ("No.: 28640000", &["28640000"]),
            ("Diplomatic Passport: Z30300000", &["Z30300000"]),
            ("Libya B/002000", &["LBY B002000"]),
            ("R00012000, South Sudan", &["SSD R00012000"]),
            ("RL 1620000 (Lebanon)", &["LBN RL1620000"]),
            ("TR-P 614000 (Turkey)", &["TUR TRP614000"]),
            ("K 815000 issued 17 Sep 1994 expires 16 Sep 1999", &["K815000"]),
            ("Booklet A5250000 (Pakistan)", &["PAK A5250000"]),
            ("#H0040000 (Iraq)", &["IRQ H0040000"]),
            ("R 0412 345", &["R0412345"]),
            ("ml 1234567", &["ML1234567"]),
            ("passport 1234567", &["1234567"]),
            ("Oman passport no.03820000, date of issue 4 May 2014", &["OMN 03820000"]),
            ("A1234567, B7654321", &["A1234567", "B7654321"]),
            ("unknown", &[]),
            ("", &[]),
        ] {
            assert_eq!(read(text), documents, "{text}");
        }
    }

    #[test]
    fn kinds_of_documents_are_known_in_words() {
        assert_eq!(document_kind("Carte nationale d’identité"), Some(DocumentKind::IdentityCard));
        assert_eq!(document_kind("PASSEPORT"), Some(DocumentKind::Passport));
        assert_eq!(document_kind("identity-card"), Some(DocumentKind::IdentityCard));
        assert_eq!(document_kind("ticket"), None);
    }
}
