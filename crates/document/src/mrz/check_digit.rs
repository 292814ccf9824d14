//! Check digits (Doc 9303-3 §4.9): weights 7, 3, 1 repeated, modulus 10; A to Z count 10 to 35, the filler 0.

/// The sum's remainder, 0 to 9, over characters A to Z, 0 to 9 and `<`; any other character counts 0.
pub(super) fn compute(characters: impl IntoIterator<Item = u8>) -> u8 {
    let weights = [7u64, 3, 1].into_iter().cycle();
    let sum: u64 = characters.into_iter().zip(weights).map(|(character, weight)| value(character) * weight).sum();
    u8::try_from(sum % 10).unwrap_or_default()
}

fn value(character: u8) -> u64 {
    match character {
        b'0'..=b'9' => u64::from(character - b'0'),
        b'A'..=b'Z' => u64::from(character - b'A') + 10,
        _ => 0,
    }
}

/// The check digit as the character that is printed.
pub fn check_digit(characters: &[u8]) -> u8 {
    compute(characters.iter().copied()) + b'0'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_examples_of_9303_3_appendix_a_come_out() {
        assert_eq!(check_digit(b"520727"), b'3'); // Example 1
        assert_eq!(check_digit(b"AB2134<<<"), b'5'); // Example 2
        assert_eq!(check_digit(b"HA672242<658022549601086<<<<<<<<<<<<<<0"), b'8'); // Example 3
        assert_eq!(check_digit(b"D231458907<<<<<<<<<<<<<<<34071279507122<<<<<<<<<<<"), b'2'); // Example 4
    }

    #[test]
    fn six_and_g_are_ten_apart_so_no_check_digit_can_tell_them() {
        assert_eq!(check_digit(b"A6"), check_digit(b"AG"));
    }
}
