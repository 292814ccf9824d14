//! What is likely before a zone is decoded as a whole: the network's weights of each letter, what may stand at a position,
//! codes of states (Doc 9303-3 §5), names filled up with fillers (Doc 9303-3 §4.6).

use crate::{layout::Kind, net::NO_LETTER};
use limen_domain::StateCode;
use std::sync::OnceLock;

/// The letters of a zone (Doc 9303-3 §4.2.3), in the order of the network's classes.
pub(crate) const LETTERS: &[u8; NO_LETTER] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<";
/// How often a position holds what the standard does not let stand there.
const FOREIGN: f64 = 0.0004;
/// The share of a state's code that is none known.
const UNKNOWN_STATE: f64 = 0.08;
/// The network is surer than right: its logarithms are multiplied by this.
const TEMPER: f32 = 0.8;

/// Probabilities of the letters at a position.
pub(crate) type Odds = [f64; NO_LETTER];

/// What a network's logarithms say of the letters alone.
pub(crate) fn odds_of(logs: &[f32]) -> Odds {
    let mut odds = [0.0; NO_LETTER];
    let most = logs.iter().take(NO_LETTER).copied().fold(f32::MIN, f32::max);
    for (own, log) in odds.iter_mut().zip(logs) {
        *own = f64::from(((log - most) * TEMPER).exp()).max(1e-9);
    }
    normalise(&mut odds);
    odds
}

/// Brings the sum to 1.
pub(crate) fn normalise(odds: &mut Odds) {
    let sum = odds.iter().sum::<f64>().max(1e-300);
    odds.iter_mut().for_each(|own| *own /= sum);
}

/// How often a letter stands at a position of a kind.
pub(crate) fn prior(kind: Kind, class: usize) -> f64 {
    let (is_digit, is_filler, letter) = (class < 10, class == 36, LETTERS[class]);
    let among = |is: bool, count: f64| if is { (1.0 - FOREIGN) / count } else { FOREIGN / 37.0 };
    match kind {
        Kind::Any => 1.0 / 37.0,
        Kind::Letters => among(!is_digit, 27.0),
        Kind::Digits if is_filler => 0.002,
        Kind::Digits => among(is_digit, 10.0),
        Kind::MonthTens if is_filler => 0.002,
        Kind::MonthTens => {
            if class < 2 {
                0.497
            } else if is_digit {
                0.0005
            } else {
                FOREIGN / 37.0
            }
        }
        Kind::DayTens if is_filler => 0.002,
        Kind::DayTens => {
            if class < 4 {
                0.248
            } else if is_digit {
                0.0008
            } else {
                FOREIGN / 37.0
            }
        }
        Kind::Check if is_filler => 0.02,
        Kind::Check => among(is_digit, 10.0),
        Kind::Sex => among(matches!(letter, b'M' | b'F' | b'<'), 3.0),
        Kind::Of(letters) if letters.contains(&letter) => 0.98 / letters.len() as f64,
        Kind::Of(_) => {
            if is_digit {
                FOREIGN / 37.0
            } else {
                0.02 / 27.0
            }
        }
    }
}

/// The codes of three letters that states and organizations have, as classes.
fn known_states() -> &'static [[usize; 3]] {
    static KNOWN: OnceLock<Vec<[usize; 3]>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let mut known = vec![[13, 36, 36]];
        for code in 0..26 * 26 * 26 {
            let classes = [code / 676, code / 26 % 26, code % 26].map(|letter| letter + 10);
            let text: String = classes.iter().map(|&class| char::from(LETTERS[class])).collect();
            if text.parse::<StateCode>().is_ok_and(StateCode::is_known) {
                known.push(classes);
            }
        }
        known
    })
}

/// Weighs three positions as a state's code.
pub(crate) fn weigh_state(odds: &mut [Odds]) {
    let [a, b, c] = odds else { return };
    let known = known_states();
    let share = (1.0 - UNKNOWN_STATE) / known.len() as f64;
    let other = UNKNOWN_STATE / 27f64.powi(3);
    let mut marginals = [[0.0; NO_LETTER]; 3];
    // The codes that none has: the positions apart.
    let of_letters = |odds: &Odds| odds[10..].iter().sum::<f64>();
    let sums = [of_letters(a), of_letters(b), of_letters(c)];
    for class in 0..NO_LETTER {
        let damp = if class < 10 { FOREIGN } else { 1.0 };
        marginals[0][class] = other * damp * a[class] * sums[1] * sums[2];
        marginals[1][class] = other * damp * b[class] * sums[0] * sums[2];
        marginals[2][class] = other * damp * c[class] * sums[0] * sums[1];
    }
    for &[x, y, z] in known {
        let joint = share * a[x] * b[y] * c[z];
        marginals[0][x] += joint;
        marginals[1][y] += joint;
        marginals[2][z] += joint;
    }
    for (own, mut marginal) in [a, b, c].into_iter().zip(marginals) {
        normalise(&mut marginal);
        *own = marginal;
    }
}

/// How a field that is filled up with fillers goes on.
pub(crate) struct Filled {
    /// How often a letter follows on a letter, and on one, two and more fillers in a row.
    after: [f64; 4],
    /// The letters that it may have, the first of the classes or, of names, those behind the digits.
    letters: f64,
}

/// A name has some six or seven letters. Behind three fillers, names have nothing but fillers (Doc 9303-3 §4.6); what is
/// clearly printed there is read all the same.
pub(crate) const NAME: Filled = Filled { after: [0.85, 0.6, 0.5, 0.1], letters: 26.0 };
/// Optional data, at the State's choice (Doc 9303-4 to -7): some ten characters, then fillers. Check digits don't tell an A, K
/// or U there from a filler.
pub(crate) const OPTIONAL: Filled = Filled { after: [0.9, 0.3, 0.1, 0.05], letters: 36.0 };

/// Weighs the positions of a field as one: sums over all ways through it, forward and backward, with the number of fillers
/// just before as the state.
pub(crate) fn weigh_filled(odds: &mut [Odds], filled: &Filled) {
    let next = |state: usize, is_letter: bool| if is_letter { 0 } else { (state + 1).min(3) };
    let share = |state: usize, is_letter: bool| {
        let letter = filled.after[state];
        if is_letter { letter / filled.letters } else { 1.0 - letter }
    };
    let weight_of = |odds: &Odds, is_letter: bool| if is_letter { odds[..36].iter().sum::<f64>() } else { odds[36] };
    let mut before = vec![[0.0; 4]; odds.len() + 1];
    before[0][0] = 1.0;
    for (at, odds) in odds.iter().enumerate() {
        let mut sums = [0.0; 4];
        for state in 0..4 {
            for is_letter in [true, false] {
                sums[next(state, is_letter)] +=
                    before[at][state] * share(state, is_letter) * weight_of(odds, is_letter);
            }
        }
        let sum = sums.iter().sum::<f64>().max(1e-300);
        before[at + 1] = sums.map(|own| own / sum);
    }
    let mut behind = [1.0; 4];
    for (at, odds) in odds.iter_mut().enumerate().rev() {
        let mut factors = [0.0; 2];
        let mut now = [0.0; 4];
        for (state, now) in now.iter_mut().enumerate() {
            for (factor, is_letter) in factors.iter_mut().zip([true, false]) {
                let weight = share(state, is_letter) * behind[next(state, is_letter)];
                *factor += before[at][state] * weight;
                *now += weight * weight_of(odds, is_letter);
            }
        }
        let most = now.iter().copied().fold(1e-300, f64::max);
        behind = now.map(|own| own / most);
        for (class, own) in odds.iter_mut().enumerate() {
            *own *= factors[usize::from(class == 36)];
        }
        normalise(odds);
    }
}
