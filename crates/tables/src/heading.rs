//! Which field a heading names, as administrations and carriers write it in five languages.

use crate::{brackets::brackets, field::Field};
use std::{collections::HashMap, sync::LazyLock};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Maximum number of characters of a heading that are looked at.
const MOST_CHARACTERS: usize = 100;

/// What a heading says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named {
    /// A field.
    Field(Field),
    /// A name: which part of it, the other columns tell (`Nom` beside `Prénoms` is the surname).
    Name,
}

/// What people answered about headings that this reader does not know, by heading in comparison form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers(HashMap<String, Field>);

impl Answers {
    /// Notes that a heading names a field.
    pub fn put(&mut self, heading: &str, field: Field) {
        self.0.insert(comparable(heading), field);
    }

    /// Whether somebody answered that a heading names nothing that is needed.
    pub fn leaves_out(&self, heading: &str) -> bool {
        self.0.get(&comparable(heading)) == Some(&Field::Unneeded)
    }

    /// Each heading in comparison form with its field.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Field)> {
        self.0.iter().map(|(heading, field)| (heading.as_str(), *field))
    }
}

/// The table of known headings: a field, a colon, its headings parted by `|`, all in comparison form.
static KNOWN: LazyLock<HashMap<String, Named>> = LazyLock::new(|| {
    let mut known = HashMap::new();
    for field in Field::ALL {
        known.insert(comparable(field.code()), Named::Field(*field));
    }
    let lines = include_str!("headings.txt").lines().filter(|line| !line.starts_with('#'));
    for (code, headings) in lines.filter_map(|line| line.split_once(':')) {
        let named = match code.trim() {
            "name" => Some(Named::Name),
            // What Limen has no use for is known all the same.
            code => Some(Named::Field(Field::of_code(code).unwrap_or(Field::Unneeded))),
        };
        for heading in headings.split('|').map(comparable) {
            known.extend(named.map(|named| (heading, named)));
        }
    }
    known
});

/// What a heading names, by what people answered and by the table; `None` where neither knows it.
pub(crate) fn named(heading: &str, answers: &Answers) -> Option<Named> {
    let whole = comparable(heading);
    if whole.is_empty() {
        return None;
    }
    if let Some(field) = answers.0.get(&whole) {
        return Some(Named::Field(*field));
    }
    if let Some(named) = KNOWN.get(&whole) {
        return Some(*named);
    }
    // What stands in brackets explains: `Date of birth (DD/MM/YYYY)`.
    let outside = comparable(&brackets(heading.chars()).0);
    KNOWN
        .get(&outside)
        .or_else(|| JOINED.get(&joined(&whole)))
        .or_else(|| JOINED.get(&joined(&outside)))
        .copied()
        .or_else(|| {
            // `Nom / Name`: two languages that say the same. `Contact - Nom` is another name.
            let parts = heading.split(['/', '|', '\n', '-']).map(comparable).filter(|part| !part.is_empty());
            let mut named = parts.map(|part| KNOWN.get(&part));
            let first = named.next()??;
            named.all(|other| other == Some(first)).then_some(*first)
        })
}

/// The known headings without their spaces: `DateOfBirth`, `NumPasseport`.
static JOINED: LazyLock<HashMap<String, Named>> =
    LazyLock::new(|| KNOWN.iter().map(|(heading, named)| (joined(heading), *named)).collect());

fn joined(heading: &str) -> String {
    heading.replace(' ', "")
}

/// The fields of headings that stand in one row: names are told apart by what stands beside them.
pub(crate) fn fields<'a>(headings: impl Iterator<Item = &'a str>, answers: &Answers) -> Vec<Option<Field>> {
    let named: Vec<Option<Named>> = headings.map(|heading| named(heading, answers)).collect();
    let has = |field| named.contains(&Some(Named::Field(field)));
    let name = if has(Field::GivenNames) && !has(Field::Surname) {
        Field::Surname
    } else if has(Field::Surname) && !has(Field::GivenNames) {
        Field::GivenNames
    } else {
        Field::FullName
    };
    let field = |named: Option<Named>| match named? {
        Named::Field(field) => Some(field),
        Named::Name => Some(name),
    };
    named.into_iter().map(field).collect()
}

/// A text as it is compared: small letters without marks, and digits, in words parted by one space; Arabic letters that
/// are written in several ways are one.
pub fn comparable(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for letter in text.chars().take(MOST_CHARACTERS).nfkd().filter(|letter| !is_combining_mark(*letter)) {
        let letter = match letter {
            'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
            'ى' | 'ی' => 'ي',
            'ک' => 'ك',
            'ة' => 'ه',
            'ـ' | '\u{200b}'..='\u{200f}' | '\u{feff}' => continue,
            '\u{660}'..='\u{669}' => digit(letter, '\u{660}'),
            '\u{6f0}'..='\u{6f9}' => digit(letter, '\u{6f0}'),
            'ß' => 's',
            letter => letter,
        };
        if letter.is_alphanumeric() {
            kept.extend(letter.to_lowercase());
        } else if !kept.ends_with(' ') {
            kept.push(' ');
        }
    }
    kept.trim().to_owned()
}

/// A digit of another script as the one of Latin script.
fn digit(letter: char, nought: char) -> char {
    let value = u32::from(letter).saturating_sub(u32::from(nought));
    char::from_digit(value, 10).unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(headings: &[&str]) -> Vec<Option<&'static str>> {
        fields(headings.iter().copied(), &Answers::default()).into_iter().map(|field| Some(field?.code())).collect()
    }

    #[test]
    fn a_name_beside_given_names_is_a_surname_and_alone_it_is_whole() {
        assert_eq!(of(&["Nom", "Prénom(s)"]), [Some("surname"), Some("given_names")]);
        assert_eq!(of(&["NAME", "Surname"]), [Some("given_names"), Some("surname")]);
        assert_eq!(of(&["Nom", "N° passeport"]), [Some("full_name"), Some("passport_number")]);
    }

    #[test]
    fn headings_are_known_however_they_are_written() {
        let births =
            ["Né(e) le", "DOB", "Date of birth (DD/MM/YYYY)", "DateOfBirth", "Date de naissance / Date of birth"];
        assert_eq!(of(&births), [Some("birth_date"); 5]);
        assert_eq!(of(&["Couleur préférée", "Siège"]), [None, Some("unneeded")]);
        assert_eq!(of(&["Contact d'urgence - Nom"]), [None], "not the traveller's");
    }

    #[test]
    fn what_someone_answered_about_a_heading_counts() {
        let mut answers = Answers::default();
        answers.put("Matricule voyageur", Field::DocumentNumber);
        assert_eq!(fields(["MATRICULE  VOYAGEUR"].into_iter(), &answers), [Some(Field::DocumentNumber)]);
    }
}
