//! The zone as one weighted choice: what the network says of each cell, what may stand where, and which check digits fit.
//!
//! The model is a chain from the first position to the last. Its state is the sum of the field so far, the sum of the
//! composite check digit so far (both modulo 10, Doc 9303-3 §4.9), and whether a field's check digit has failed. Forward and
//! backward sums give each letter's probability; the best path is the zone that is read, and its share of all paths is how
//! likely the whole of it is right.
//!
//! Check digits weigh, they don't decide: documents with wrong ones exist, and a zone whose picture clearly says so is read
//! as it stands.

use crate::{
    layout::{Layout, layouts},
    net::NO_LETTER,
    prior::{NAME, OPTIONAL, Odds, normalise, prior, weigh_filled, weigh_state},
};
use limen_document::mrz::Format;

/// How often a check digit of a document is wrong as printed, for the purpose of reading.
const WRONG: f64 = 0.05;
/// How often the composite check digit is wrong where another is.
const WRONG_TOO: f64 = 0.9;
/// States of the chain.
const STATES: usize = 200;
/// A zone as decoded.
#[derive(Debug, Clone)]
pub(crate) struct Decoded {
    pub format: Format,
    /// Classes, line after line.
    pub classes: Vec<usize>,
    /// Each position's probabilities.
    pub odds: Vec<Odds>,
    /// The probability that the whole is right.
    pub whole: f64,
    /// Whether every check digit fits.
    pub fits: bool,
}

/// The value of a class in a check digit (Doc 9303-3 §4.9).
fn value(class: usize) -> usize {
    if class == 36 { 0 } else { class }
}

/// What is done with a letter at a position.
#[derive(Debug, Clone, Copy, Default)]
struct Step {
    /// A field begins here.
    begins: bool,
    /// Weight in its field and in the composite check digit.
    weight: usize,
    composite_weight: usize,
    is_check: bool,
    is_composite: bool,
}

fn steps(layout: &Layout) -> Vec<Step> {
    let mut steps = vec![Step::default(); layout.kinds.len()];
    let weights = || [7, 3, 1].into_iter().cycle();
    for field in &layout.fields {
        for (position, weight) in field.covered.iter().cloned().flatten().zip(weights()) {
            steps[position - 1].weight = weight;
        }
        if let Some(first) = field.covered.first() {
            steps[first.start() - 1].begins = true;
        }
        steps[field.check - 1].is_check = true;
    }
    if let Some(composite) = &layout.composite {
        for (position, weight) in composite.covered.iter().cloned().flatten().zip(weights()) {
            steps[position - 1].composite_weight = weight;
        }
        steps[composite.check - 1].is_composite = true;
    }
    steps
}

impl Step {
    /// The state after a letter, and the factor of the check digit that it is.
    fn take(self, state: usize, class: usize) -> (usize, f64) {
        let (mut failed, mut field, mut composite) = (state / 100, state / 10 % 10, state % 10);
        if self.begins {
            field = 0;
        }
        let mut factor = 1.0;
        if self.is_check {
            // A filler stands there for a field that is not used, or for a number that goes on: neither for nor against.
            let fits = class == field || class == 36;
            factor *= if fits { (1.0 - WRONG) * 10.0 } else { WRONG };
            if class == 36 {
                factor = 1.0;
            }
            failed |= usize::from(!fits);
            field = 0;
        }
        if self.is_composite {
            let wrong = if failed == 1 { WRONG_TOO } else { WRONG };
            factor *= if class == composite { (1.0 - wrong) * 10.0 } else { wrong };
        }
        let class = value(class);
        if self.weight > 0 {
            field = (field + self.weight * class) % 10;
        }
        if self.composite_weight > 0 {
            composite = (composite + self.composite_weight * class) % 10;
        }
        (failed * 100 + field * 10 + composite, factor)
    }
}

/// The best reading of cells in so many lines of so many letters; `None` where no format has that shape.
pub(crate) fn decode(lines: usize, width: usize, seen: &[Odds]) -> Option<Decoded> {
    let mut best: Option<(f64, Decoded)> = None;
    for layout in layouts(lines, width) {
        if layout.kinds.len() != seen.len() {
            continue;
        }
        let (evidence, decoded) = decode_as(&layout, seen);
        let evidence = evidence + f64::from(layout.share).ln();
        if best.as_ref().is_none_or(|best| evidence > best.0) {
            best = Some((evidence, decoded));
        }
    }
    best.map(|(_, decoded)| decoded)
}

/// The classes that may stand at a position at all: check digits never outweigh a millionth.
fn likely(odds: &Odds) -> Vec<(usize, f64)> {
    let most = odds.iter().copied().fold(0.0, f64::max);
    odds.iter().copied().enumerate().filter(|(_, own)| *own > most * 1e-6).collect()
}

fn decode_as(layout: &Layout, seen: &[Odds]) -> (f64, Decoded) {
    let mut given: Vec<Odds> = seen.to_vec();
    for &position in &layout.states {
        weigh_state(&mut given[position - 1..position + 2]);
    }
    for (fields, filled) in [(&layout.names, &NAME), (&layout.optional, &OPTIONAL)] {
        for field in fields {
            weigh_filled(&mut given[field.start() - 1..*field.end()], filled);
        }
    }
    for (odds, &kind) in given.iter_mut().zip(&layout.kinds) {
        for (class, own) in odds.iter_mut().enumerate() {
            *own *= prior(kind, class) * 37.0;
        }
    }
    let likely: Vec<Vec<(usize, f64)>> = given.iter().map(likely).collect();
    let steps = steps(layout);
    let count = likely.len();
    // Forward: sums and best paths, each brought to a sum of 1 at every position.
    let mut forward = vec![[0.0f64; STATES]; count + 1];
    let mut paths = vec![[0.0f64; STATES]; count + 1];
    let mut from = vec![[(0u8, 0u8); STATES]; count];
    forward[0][0] = 1.0;
    paths[0][0] = 1.0;
    let (mut evidence, mut best_path) = (0.0, 0.0);
    for (at, (likely, step)) in likely.iter().zip(&steps).enumerate() {
        let (before, after) = forward.split_at_mut(at + 1);
        let (paths_before, paths_after) = paths.split_at_mut(at + 1);
        for state in (0..STATES).filter(|&state| before[at][state] > 0.0) {
            for &(class, own) in likely {
                let (next, factor) = step.take(state, class);
                after[0][next] += before[at][state] * own * factor;
                let path = paths_before[at][state] * own * factor;
                if path > paths_after[0][next] {
                    paths_after[0][next] = path;
                    from[at][next] = (state as u8, class as u8);
                }
            }
        }
        evidence += scale(&mut after[0]).ln();
        best_path += scale(&mut paths_after[0]).ln();
    }
    // The best path, from its end.
    let mut state =
        (0..STATES).fold(0, |best, state| if paths[count][state] > paths[count][best] { state } else { best });
    let end = paths[count][state];
    let mut classes = vec![0; count];
    for at in (0..count).rev() {
        let (before, class) = from[at][state];
        classes[at] = usize::from(class);
        state = usize::from(before);
    }
    // Backward: each letter's probability.
    let mut odds = vec![[0.0; NO_LETTER]; count];
    let mut behind = [1.0f64; STATES];
    for at in (0..count).rev() {
        let mut now = [0.0; STATES];
        for state in (0..STATES).filter(|&state| forward[at][state] > 0.0) {
            for &(class, own) in &likely[at] {
                let (next, factor) = steps[at].take(state, class);
                let weight = own * factor * behind[next];
                now[state] += weight;
                odds[at][class] += forward[at][state] * weight;
            }
        }
        scale(&mut now);
        behind = now;
        normalise(&mut odds[at]);
    }
    let fits = fits(&steps, &classes);
    let whole = (best_path + end.ln() - evidence).exp().min(1.0);
    (evidence, Decoded { format: layout.format, classes, odds, whole, fits })
}

/// Brings the sum to 1; gives what it was.
fn scale(values: &mut [f64; STATES]) -> f64 {
    let sum: f64 = values.iter().sum::<f64>().max(1e-300);
    values.iter_mut().for_each(|value| *value /= sum);
    sum
}

/// Whether every check digit fits.
fn fits(steps: &[Step], classes: &[usize]) -> bool {
    let mut state = 0;
    for (step, &class) in steps.iter().zip(classes) {
        if step.is_composite && class != state % 10 {
            return false;
        }
        state = step.take(state, class).0;
    }
    state < 100
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prior::LETTERS;

    /// What a clear picture says of these lines: each letter with a probability near 1.
    fn clear(lines: &[&str]) -> Vec<Odds> {
        let class = |letter: u8| LETTERS.iter().position(|&own| own == letter).unwrap_or(36);
        lines
            .concat()
            .bytes()
            .map(|letter| {
                let mut odds = [1e-5; NO_LETTER];
                odds[class(letter)] = 1.0;
                normalise(&mut odds);
                odds
            })
            .collect()
    }

    /// Makes a position stand between two letters, the first this much likelier.
    fn between(odds: &mut Odds, first: u8, second: u8, ratio: f64) {
        odds.fill(1e-6);
        for (letter, weight) in [(first, ratio), (second, 1.0)] {
            if let Some(class) = LETTERS.iter().position(|&own| own == letter) {
                odds[class] = weight;
            }
        }
        normalise(odds);
    }

    fn text(decoded: &Decoded) -> String {
        decoded.classes.iter().map(|&class| char::from(LETTERS[class])).collect()
    }

    /// The specimen of Doc 9303-4 Appendix B.
    const PASSPORT: [&str; 2] =
        ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];
    /// The specimen of Doc 9303-5 Appendix B.
    const CARD: [&str; 3] =
        ["I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"];

    #[test]
    fn a_clear_passport_is_read_as_it_stands_and_fits() {
        let decoded = decode(2, 44, &clear(&PASSPORT)).expect("a passport");
        assert_eq!((text(&decoded), decoded.format), (PASSPORT.concat(), Format::Td3));
        assert!(decoded.fits && decoded.whole > 0.95, "{}", decoded.whole);
    }

    #[test]
    fn the_formats_of_one_size_are_told_by_what_stands_in_them() {
        let visa = ["V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<"];
        assert_eq!(decode(2, 44, &clear(&visa)).map(|decoded| decoded.format), Some(Format::MrvA));
        let french = ["IDFRAMARCHAND<<<<<<<<<<<<<<<<<751034", "1907751034122ADELE<<LOUISE<9206171F7"];
        let decoded = decode(2, 36, &clear(&french)).expect("a card");
        assert_eq!((decoded.format, decoded.fits), (Format::French, true));
        let card = decode(3, 30, &clear(&CARD)).expect("a card");
        assert_eq!((text(&card), card.fits), (CARD.concat(), true));
    }

    #[test]
    fn a_letter_where_a_digit_must_stand_is_read_as_the_digit_it_looks_like() {
        let mut odds = clear(&PASSPORT);
        // The birth year's 7 looks more like Z.
        between(&mut odds[57], b'Z', b'7', 3.0);
        let decoded = decode(2, 44, &odds).expect("a passport");
        assert_eq!(text(&decoded), PASSPORT.concat());
    }

    #[test]
    fn check_digits_decide_between_look_alikes_in_a_number() {
        let mut odds = clear(&PASSPORT);
        // The 8 in the document number looks more like B.
        between(&mut odds[45], b'B', b'8', 4.0);
        let decoded = decode(2, 44, &odds).expect("a passport");
        assert_eq!(text(&decoded), PASSPORT.concat());
        assert!(decoded.odds[45][8] > 0.8, "{}", decoded.odds[45][8]);
    }

    #[test]
    fn what_check_digits_cannot_tell_stays_in_doubt() {
        let mut odds = clear(&PASSPORT);
        // G is ten more than 6: both fit.
        between(&mut odds[44], b'G', b'6', 1.2);
        let decoded = decode(2, 44, &odds).expect("a passport");
        assert!(decoded.whole < 0.7, "{}", decoded.whole);
    }

    #[test]
    fn a_wrong_check_digit_that_is_clearly_printed_is_read_as_printed() {
        let wrong = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C37UTO7408122F1204159ZE184226B<<<<<10"];
        let decoded = decode(2, 44, &clear(&wrong)).expect("a passport");
        assert_eq!(text(&decoded), wrong.concat());
        assert!(!decoded.fits);
    }

    #[test]
    fn a_state_that_exists_is_likelier_than_one_that_does_not() {
        let mut odds = clear(&PASSPORT);
        between(&mut odds[3], b'I', b'T', 2.0);
        let decoded = decode(2, 44, &odds).expect("a passport");
        assert!(text(&decoded).starts_with("P<UTO"), "UIO is no state");
    }

    #[test]
    fn a_letter_among_the_fillers_behind_a_name_needs_a_clear_picture() {
        let mut odds = clear(&PASSPORT);
        between(&mut odds[38], b'K', b'<', 8.0);
        let decoded = decode(2, 44, &odds).expect("a passport");
        assert_eq!(text(&decoded), PASSPORT.concat());
        between(&mut odds[38], b'K', b'<', 1e5);
        let decoded = decode(2, 44, &odds).expect("a passport");
        assert_eq!(decoded.classes[38], 20, "nothing is corrected that is clearly printed");
    }

    #[test]
    fn a_worn_letter_within_a_name_is_no_filler() {
        let mut odds = clear(&PASSPORT);
        // The K of ERIKSSON has lost its stem.
        between(&mut odds[8], b'K', b'<', 8.0);
        let decoded = decode(2, 44, &odds).expect("a passport");
        assert_eq!(text(&decoded), PASSPORT.concat());
    }

    #[test]
    fn a_letter_behind_optional_data_needs_a_clear_picture_where_check_digits_do_not_tell() {
        // The specimen of Doc 9303-6 Appendix B; K counts 20, so that the check digit fits with it too.
        let card = ["I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"];
        let mut odds = clear(&card);
        between(&mut odds[69], b'K', b'<', 8.0);
        let decoded = decode(2, 36, &odds).expect("a card");
        assert_eq!((text(&decoded), decoded.fits), (card.concat(), true));
        between(&mut odds[69], b'K', b'<', 1e5);
        let decoded = decode(2, 36, &odds).expect("a card");
        assert_eq!((decoded.classes[69], decoded.fits), (20, true), "nothing is corrected that is clearly printed");
    }

    #[test]
    fn probabilities_of_each_position_add_up() {
        let mut odds = clear(&CARD);
        between(&mut odds[7], b'3', b'8', 1.0);
        let decoded = decode(3, 30, &odds).expect("a card");
        for position in &decoded.odds {
            assert!((position.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        }
        assert!((0.0..=1.0).contains(&decoded.whole));
    }

    #[test]
    fn other_shapes_are_no_zone() {
        assert!(decode(2, 30, &clear(&CARD[..2])).is_none());
        assert!(decode(2, 44, &clear(&CARD)).is_none());
    }
}
