//! What other services' lists say in free text: identifiers, and names with remarks among them.

use super::Reason;
use limen_domain::{AlertId, BirthDate, DocumentKey};
use limen_tables::{
    brackets,
    values::{self, DayOrder},
};
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// An identifier of whatever characters the source has in it: what may not stand in ours becomes a hyphen. Where letters
/// do, their hash is added, for two of them are not one.
pub(super) fn id(text: &str) -> Result<AlertId, Reason> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Reason::NoId);
    }
    let may_stand = |letter: char| letter.is_ascii_alphanumeric() || "-_.@".contains(letter);
    let mut id: String = text.chars().map(|letter| if may_stand(letter) { letter } else { '-' }).collect();
    if text.chars().any(|letter| letter.is_alphanumeric() && !may_stand(letter)) {
        let mut hasher = FxHasher::default();
        hasher.write(text.as_bytes());
        id.push_str(&format!("-{:016x}", hasher.finish()));
    }
    AlertId::parse(&id).map_err(|_| Reason::LongId { text: id.chars().take(60).collect() })
}

/// A birth date in words.
pub(super) fn birth_date(text: &str) -> Option<BirthDate> {
    values::birth_date(text, DayOrder::DayFirst)
}

/// What a field of names says: `Amir Khaznat (original script: Амир Хазнат)`, `Wardaki Achakzai born in 1963`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Named {
    pub names: Vec<String>,
    pub birth_dates: Vec<BirthDate>,
    pub documents: Vec<DocumentKey>,
}

/// Words after which a field says something else than a name.
const REMARKS: &[&str] = &[
    " born ",
    " born:",
    ", born",
    " son of ",
    " daughter of ",
    " brother of ",
    " father of ",
    ", son of",
    " wife of ",
    " passport ",
    " date of birth",
    " dob ",
    " dob:",
    " listed as",
    " previously ",
    " formerly listed",
    " - ",
    " reportedly ",
    " nationality",
    " nom de guerre",
    " birth name",
];

/// Words that introduce a name within a field.
const INTRODUCTIONS: &[&str] = &[
    "original script:",
    "original script",
    "previously listed as",
    "formerly listed as",
    "alias",
    "a.k.a.",
    "aka",
    "f.k.a.",
    "fka",
    "formerly",
    "also known as",
    "transliterated as",
    "also spelled",
    "spelled",
    "birth name:",
    "born as",
    "née",
    "nee",
];

/// Names of one field, with what is said among them. Several are parted by semicolons, or counted by letters (`a) … b) …`).
pub(super) fn named(text: &str) -> Named {
    let mut said = Named::default();
    let text: String = text.chars().take(4_000).collect();
    for one in text.split([';', '\n']).flat_map(lettered) {
        let (outside, inside) = brackets(one.chars());
        let outside = outside.trim().trim_end_matches([',', ':']).to_owned();
        let lower = format!("{} ", outside.to_lowercase());
        // Lower case may have other lengths in a few scripts: a remark is looked for only where it has not.
        let cut = if lower.len() == outside.len() + 1 {
            REMARKS.iter().filter_map(|remark| lower.find(remark)).min().filter(|at| *at > 0)
        } else {
            None
        };
        let (name, remark) = outside.split_at(cut.filter(|at| outside.is_char_boundary(*at)).unwrap_or(outside.len()));
        said.name(name);
        said.remark(remark);
        inside.iter().for_each(|inside| said.bracket(inside));
    }
    said
}

impl Named {
    fn name(&mut self, text: &str) {
        let marks = ['\'', '"', '\u{201c}', '\u{201d}', '\u{2018}', '\u{2019}', '«', '»', ')', '(', ',', '-', ' '];
        let name = text.trim().trim_matches(marks).trim_start_matches('.');
        // A dot behind a letter belongs to it: Fanta K.
        let is_short = name.trim_end_matches('.').rsplit(' ').next().is_some_and(|last| last.chars().count() <= 2);
        let name = if is_short { name } else { name.trim_end_matches('.') };
        if name.chars().any(char::is_alphabetic) && !self.names.iter().any(|known| known == name) {
            self.names.push(name.to_owned());
        }
    }

    /// Takes what stands in brackets behind a name: a birth date, or a remark.
    fn bracket(&mut self, text: &str) {
        match birth_date(text) {
            Some(date) => self.birth_dates.push(date),
            None => self.remark(text),
        }
    }

    /// Takes from a note what it says, remark by remark.
    pub fn note(&mut self, text: &str) {
        text.replace('\n', " ").split(';').for_each(|remark| self.remark(remark));
    }

    /// Takes from a remark what it says of the person: another name, a birth date, a document.
    fn remark(&mut self, text: &str) {
        let text = text.trim().trim_matches([',', '.', ' ', '-']);
        let lower = text.to_lowercase();
        if let Some(after) = INTRODUCTIONS.iter().find_map(|word| lower.strip_prefix(word)) {
            let rest = text.get(text.len().saturating_sub(after.len())..).unwrap_or_default();
            return self.name(rest.trim_start_matches([':', ' ']));
        }
        if text.chars().filter(|letter| letter.is_alphabetic()).any(|letter| letter > '\u{24f}') {
            return self.name(text);
        }
        if lower.contains("passport") || lower.contains(" id ") || lower.contains("identity") || lower.contains(" card")
        {
            self.documents.extend(values::documents_in_words(text));
        }
        let born =
            ["born", "dob:", "dob ", "dpob:"].iter().find_map(|word| lower.split_once(word)).map(|(_, born)| born);
        if let Some(born) = born {
            // What follows the date is where.
            let born = born.trim_start_matches([':', ' ']);
            let pieces = [
                born,
                born.split([',', ';']).next().unwrap_or_default(),
                born.split(" in ").next().unwrap_or_default(),
            ];
            self.birth_dates.extend(pieces.iter().find_map(|piece| birth_date(piece)));
        }
    }
}

/// `a) One b) Two` as its names.
fn lettered(text: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    let mut at_start = true;
    while let Some(letter) = letters.next() {
        if (before == ' ' || at_start) && letter.is_ascii_lowercase() && letters.peek() == Some(&')') {
            letters.next();
            names.push(String::new());
            before = ' ';
        } else {
            names.last_mut().into_iter().for_each(|name| name.push(letter));
            before = letter;
        }
        at_start = false;
    }
    names.retain(|name| !name.trim().is_empty());
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_the_remarks_among_them() {
        for (text, names) in [
            ("Encep Nurdin Wahyudi (birth name)", &["Encep Nurdin Wahyudi"][..]),
            ("Ezatullah Paktinwal (previously listed as)", &["Ezatullah Paktinwal"]),
            ("Mohammad Wardaki Achakzai born in 1963", &["Mohammad Wardaki Achakzai"]),
            ("Amir Khaznat (original script: Амир Хазнат)", &["Amir Khaznat", "Амир Хазнат"]),
            ("Akhter Mohmad Sangari son of Noor Mohmad Sangari (اختر محمد ),", &["Akhter Mohmad Sangari", "اختر محمد"]),
            ("Abou Leyth; Abu Laith", &["Abou Leyth", "Abu Laith"]),
            ("a) Seif Allah b) Sayf Ullah", &["Seif Allah", "Sayf Ullah"]),
            ("Osborn Kouyaté", &["Osborn Kouyaté"]),
        ] {
            assert_eq!(named(text).names, names, "{text}");
        }
        let said = named(
            "Safia Farkat Mohammed Al-Hamid, born 1 Jan. 1953 (Oman passport no.03820000, date of issue 4 May 2014)",
        );
        assert_eq!(said.names, ["Safia Farkat Mohammed Al-Hamid"]);
        assert_eq!(said.birth_dates.iter().map(ToString::to_string).collect::<Vec<_>>(), ["1953-01-01"]);
        assert_eq!(said.documents.iter().map(ToString::to_string).collect::<Vec<_>>(), ["OMN 03820000"]);
        assert_eq!(named("Mohammad Wardaki born in 1963").birth_dates.len(), 1);
    }
}
