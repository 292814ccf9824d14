//! Corrections that common reading errors explain: letters and digits that look alike in OCR-B.

/// The character that is most often taken for this one.
fn look_alike(character: u8) -> Option<u8> {
    Some(match character {
        b'O' => b'0',
        b'0' => b'O',
        b'I' => b'1',
        b'1' => b'I',
        b'S' => b'5',
        b'5' => b'S',
        b'B' => b'8',
        b'8' => b'B',
        b'Z' => b'2',
        b'2' => b'Z',
        b'G' => b'6',
        b'6' => b'G',
        _ => return None,
    })
}

/// The text with every digit that looks like a letter replaced; `None` where another digit is left.
pub(super) fn to_letters(text: &[u8]) -> Option<Vec<u8>> {
    text.iter().map(|&c| if c.is_ascii_digit() { look_alike(c) } else { Some(c) }).collect()
}

/// The text with every letter that looks like a digit replaced; `None` where another letter is left.
pub(super) fn to_digits(text: &[u8]) -> Option<Vec<u8>> {
    text.iter().map(|&c| if c.is_ascii_uppercase() { look_alike(c) } else { Some(c) }).collect()
}

/// Maximum number of characters that are thought misread at once in one field.
const MOST_CHANGES: usize = 3;
/// Maximum number of corrections offered for one field: an officer reads them, so they are few.
pub(super) const MOST_SUGGESTIONS: usize = 3;

/// The texts that `accept` takes and that differ from `text` in as few look-alikes as possible, three at the most.
pub(super) fn candidates(text: &[u8], accept: impl Fn(&[u8]) -> bool) -> Vec<Vec<u8>> {
    let doubtful: Vec<usize> = (0..text.len()).filter(|&at| look_alike(text[at]).is_some()).collect();
    let mut found = Vec::new();
    for changes in 1..=MOST_CHANGES {
        change(text.to_vec(), &doubtful, changes, &accept, &mut found);
        if !found.is_empty() {
            break;
        }
    }
    found
}

fn change(text: Vec<u8>, places: &[usize], changes: usize, accept: &impl Fn(&[u8]) -> bool, found: &mut Vec<Vec<u8>>) {
    if changes == 0 {
        if accept(&text) {
            found.push(text);
        }
        return;
    }
    for (index, &place) in places.iter().enumerate() {
        if let Some(character) = look_alike(text[place]) {
            let mut changed = text.clone();
            changed[place] = character;
            change(changed, &places[index + 1..], changes - 1, accept, found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_fewest_changes_are_offered_and_never_the_text_itself() {
        assert_eq!(candidates(b"O1", |_| true), [b"01".to_vec(), b"OI".to_vec()]);
        assert_eq!(candidates(b"O1", |text| text == b"0I"), [b"0I".to_vec()]);
        assert!(candidates(b"ACD", |_| true).is_empty());
    }

    #[test]
    fn a_letter_that_looks_like_no_digit_can_not_become_one() {
        assert_eq!(to_digits(b"7O08I2"), Some(b"700812".to_vec()));
        assert_eq!(to_digits(b"7X0812"), None);
        assert_eq!(to_letters(b"UT0"), Some(b"UTO".to_vec()));
    }
}
