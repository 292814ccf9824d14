//! Numbers modulo an odd prime of a fixed width, as Montgomery has them: `L` words of 64 bits, multiplied without branches
//! on what they are.

/// A number below the modulus, in Montgomery's form.
pub(super) type Residue<const L: usize> = [u64; L];

/// An odd modulus, and what is needed to multiply by it.
pub(super) struct Modulus<const L: usize> {
    words: [u64; L],
    /// -1/modulus, modulo 2⁶⁴.
    inverse: u64,
    /// The form of 1.
    one: Residue<L>,
    /// The form of 2 to the power of 64·L.
    square: Residue<L>,
}

impl<const L: usize> Modulus<L> {
    pub(super) fn new(words: [u64; L]) -> Self {
        // Newton's iteration: each step doubles the bits that are right.
        let mut inverse = 1_u64;
        for _ in 0..6 {
            inverse = inverse.wrapping_mul(2_u64.wrapping_sub(words[0].wrapping_mul(inverse)));
        }
        let mut modulus = Self { words, inverse: inverse.wrapping_neg(), one: [0; L], square: [0; L] };
        let mut power = [0; L];
        power[0] = 1;
        for bit in 0..128 * L {
            power = modulus.add(&power, &power);
            if bit + 1 == 64 * L {
                modulus.one = power;
            }
        }
        modulus.square = power;
        modulus
    }

    pub(super) fn words(&self) -> &[u64; L] {
        &self.words
    }

    pub(super) fn one(&self) -> Residue<L> {
        self.one
    }

    /// The form of a number, which may be larger than the modulus.
    pub(super) fn residue(&self, number: &[u64; L]) -> Residue<L> {
        self.multiply(number, &self.square)
    }

    /// The number of a form.
    pub(super) fn number(&self, residue: &Residue<L>) -> [u64; L] {
        let mut one = [0; L];
        one[0] = 1;
        self.multiply(residue, &one)
    }

    #[inline]
    pub(super) fn add(&self, one: &Residue<L>, other: &Residue<L>) -> Residue<L> {
        let (mut sum, mut carry) = ([0; L], 0);
        for at in 0..L {
            (sum[at], carry) = add_carry(one[at], other[at], carry);
        }
        self.reduced(&sum, carry)
    }

    #[inline]
    pub(super) fn subtract(&self, one: &Residue<L>, other: &Residue<L>) -> Residue<L> {
        let (difference, borrow) = difference(one, other);
        // The modulus again where it went below zero.
        let mask = borrow.wrapping_neg();
        let (mut sum, mut carry) = ([0; L], 0);
        for at in 0..L {
            (sum[at], carry) = add_carry(difference[at], self.words[at] & mask, carry);
        }
        sum
    }

    #[inline]
    pub(super) fn negate(&self, residue: &Residue<L>) -> Residue<L> {
        self.subtract(&[0; L], residue)
    }

    /// The product, word by word with a reduction after each (CIOS; Koç, Acar and Kaliski 1996). It is one piece of code
    /// for all who call it: unrolled into each of them, it would not fit the processor's cache of instructions.
    #[inline(never)]
    pub(super) fn multiply(&self, one: &Residue<L>, other: &Residue<L>) -> Residue<L> {
        let (mut sum, mut high) = ([0; L], 0);
        for word in other {
            let mut carry = 0;
            for at in 0..L {
                (sum[at], carry) = multiply_add(sum[at], one[at], *word, carry);
            }
            let (top, over) = add_carry(high, carry, 0);
            let factor = sum[0].wrapping_mul(self.inverse);
            (_, carry) = multiply_add(sum[0], factor, self.words[0], 0);
            for at in 1..L {
                (sum[at - 1], carry) = multiply_add(sum[at], factor, self.words[at], carry);
            }
            let (top, more) = add_carry(top, carry, 0);
            sum[L - 1] = top;
            high = over + more;
        }
        self.reduced(&sum, high)
    }

    #[inline]
    pub(super) fn square(&self, residue: &Residue<L>) -> Residue<L> {
        self.multiply(residue, residue)
    }

    /// A power; how long it takes depends on the power, which is public wherever this is asked.
    pub(super) fn power(&self, residue: &Residue<L>, power: &[u64; L]) -> Residue<L> {
        let mut result = self.one;
        for word in power.iter().rev() {
            for bit in (0..64).rev() {
                result = self.square(&result);
                if word >> bit & 1 == 1 {
                    result = self.multiply(&result, residue);
                }
            }
        }
        result
    }

    /// 1 over a number, by Fermat; 0 for 0.
    pub(super) fn inverse(&self, residue: &Residue<L>) -> Residue<L> {
        let mut two = [0; L];
        two[0] = 2;
        self.power(residue, &difference(&self.words, &two).0)
    }

    /// A sum below twice the modulus, less the modulus where it is not below it.
    #[inline]
    fn reduced(&self, sum: &[u64; L], carry: u64) -> Residue<L> {
        let (less, borrow) = difference(sum, &self.words);
        // Below the modulus: nothing was carried, and something was borrowed.
        let mask = (borrow & !carry & 1).wrapping_neg();
        let mut result = [0; L];
        for at in 0..L {
            result[at] = (sum[at] & mask) | (less[at] & !mask);
        }
        result
    }
}

/// Whether one number is below another.
pub(super) fn is_below<const L: usize>(one: &[u64; L], other: &[u64; L]) -> bool {
    difference(one, other).1 == 1
}

/// The difference, modulo 2 to the power of 64·L, and whether something was borrowed.
#[inline]
pub(super) fn difference<const L: usize>(one: &[u64; L], other: &[u64; L]) -> ([u64; L], u64) {
    let (mut result, mut borrow) = ([0; L], 0);
    for at in 0..L {
        let (less, first) = one[at].overflowing_sub(other[at]);
        let (less, second) = less.overflowing_sub(borrow);
        result[at] = less;
        borrow = u64::from(first | second);
    }
    (result, borrow)
}

#[inline]
fn add_carry(one: u64, other: u64, carry: u64) -> (u64, u64) {
    let sum = u128::from(one) + u128::from(other) + u128::from(carry);
    (sum as u64, (sum >> 64) as u64)
}

/// `sum + one · other + carry`.
#[inline]
fn multiply_add(sum: u64, one: u64, other: u64, carry: u64) -> (u64, u64) {
    let result = u128::from(sum) + u128::from(one) * u128::from(other) + u128::from(carry);
    (result as u64, (result >> 64) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_bigint::BigUint;
    use proptest::prelude::*;

    fn big(words: &[u64]) -> BigUint {
        let octets: Vec<u8> = words.iter().rev().flat_map(|word| word.to_be_bytes()).collect();
        BigUint::from_bytes_be(&octets)
    }

    proptest! {
        #[test]
        fn it_computes_as_numbers_of_any_size_do(
            one in any::<[u64; 3]>(),
            other in any::<[u64; 3]>(),
            modulus in any::<[u64; 3]>(),
            is_full: bool,
        ) {
            let mut words = modulus;
            words[0] |= 1;
            words[2] |= 1;
            if is_full {
                // Nothing left at the top: sums overflow the words.
                words[2] |= 1 << 63;
            }
            let modulus = Modulus::new(words);
            let n = big(&words);
            let (a, b) = (modulus.residue(&one), modulus.residue(&other));
            prop_assert_eq!(big(&modulus.number(&a)), big(&one) % &n);
            let check = |residue: Residue<3>| big(&modulus.number(&residue));
            prop_assert_eq!(check(modulus.multiply(&a, &b)), big(&one) * big(&other) % &n);
            prop_assert_eq!(check(modulus.add(&a, &b)), (big(&one) + big(&other)) % &n);
            prop_assert_eq!(check(modulus.subtract(&a, &b)), (&n + big(&one) % &n - big(&other) % &n) % &n);
            prop_assert_eq!(check(modulus.power(&a, &other)), big(&one).modpow(&big(&other), &n));
            prop_assert_eq!(check(modulus.one()), BigUint::from(1u32) % &n);
            prop_assert!(is_below(&modulus.negate(&a), &words));
        }
    }
}
