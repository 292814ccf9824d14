//! Entries of which a list says something in several rows: gathered by their key, handed on at the end.

use super::{Entry, ListError, Read, Reason, Taking};
use limen_domain::Alert;
use std::collections::HashMap;

/// Entries in the order in which they first stood in the list.
#[derive(Default)]
pub(super) struct Gathered {
    places: HashMap<String, usize>,
    entries: Vec<(u64, Result<Entry, Reason>)>,
}

impl Gathered {
    /// The person of a key, made where the key is new; `None` where the entry is about no person or can't be taken.
    pub fn person(
        &mut self,
        key: &str,
        line: u64,
        make: impl FnOnce() -> Result<Option<Read>, Reason>,
    ) -> Option<&mut Read> {
        let place = match self.places.get(key) {
            Some(place) => *place,
            None => {
                let entry = make().map(|read| read.map_or(Entry::PassedOver, |read| Entry::Alert(Box::new(read))));
                self.entries.push((line, entry));
                self.places.insert(key.to_owned(), self.entries.len() - 1);
                self.entries.len() - 1
            }
        };
        match &mut self.entries[place].1 {
            Ok(Entry::Alert(read)) => Some(read),
            _ => None,
        }
    }

    /// Hands every entry on.
    pub fn finish<F: FnMut(Alert)>(self, taking: &mut Taking<'_, F>) -> Result<(), ListError> {
        self.entries.into_iter().try_for_each(|(line, entry)| taking.entry(line, entry))
    }
}

/// Where each column stands; of two of one name the first.
pub(super) fn places_of(headings: &[String]) -> HashMap<String, usize> {
    let mut places = HashMap::new();
    for (at, heading) in headings.iter().enumerate() {
        places.entry(heading.trim().to_owned()).or_insert(at);
    }
    places
}

/// A value with its number in a field that counts them: `(1) Iraq (2) Syria`, `1) Iraq 2) Syria`, `a) … b) …`.
pub(super) fn counted(text: &str) -> Vec<String> {
    let mut values = vec![String::new()];
    let letters: Vec<char> = text.chars().take(4_000).collect();
    let mut at = 0;
    while at < letters.len() {
        match mark(&letters[at..]).filter(|_| at == 0 || !letters[at - 1].is_alphanumeric()) {
            Some(length) => {
                values.push(String::new());
                at += length;
            }
            None => {
                values.last_mut().into_iter().for_each(|value| value.push(letters[at]));
                at += 1;
            }
        }
    }
    let trimmed = |value: String| value.trim().trim_matches([',', ';', '.', '-']).trim().to_owned();
    values.into_iter().map(trimmed).filter(|value| !value.is_empty()).collect()
}

/// How long a mark is that a text begins with: `(1)`, `1)`, `(a)`, `(12)`.
fn mark(letters: &[char]) -> Option<usize> {
    let open = usize::from(letters.first() == Some(&'('));
    let counter = letters[open..].iter().take_while(|letter| letter.is_ascii_digit()).count();
    let is_letter = letters.get(open).is_some_and(char::is_ascii_lowercase);
    let count = match counter {
        1..=2 => counter,
        0 if is_letter && open == 1 => 1,
        _ => return None,
    };
    (letters.get(open + count) == Some(&')')).then_some(open + count + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counted_values_are_told_apart() {
        assert_eq!(counted("(1) Iraq (2) Syria"), ["Iraq", "Syria"]);
        assert_eq!(counted("1) Saudi Arabia 2) Qatar"), ["Saudi Arabia", "Qatar"]);
        assert_eq!(counted("(1)-(2) Indonesia"), ["Indonesia"]);
        assert_eq!(counted("Congo (Democratic Republic)"), ["Congo (Democratic Republic)"]);
        assert_eq!(counted("No. 12 (34)"), ["No. 12",]);
    }
}
