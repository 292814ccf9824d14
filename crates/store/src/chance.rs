//! Chance: this machine's generator or, in tests, numbers that follow from a seed. The one place that draws, but for
//! libraries that make keys.

use rand::{Rng, RngExt, SeedableRng, rngs::StdRng};
use std::sync::{Arc, Mutex, PoisonError};

/// Letters and digits that are not mistaken for each other.
const LEGIBLE: &[u8] = b"23456789abcdefghjkmnpqrstuvwxyz";
const SUFFIX_CHARACTERS: usize = 6;

/// What a node draws identifiers, passwords, codes and tokens from: a generator for cryptography that the system seeds. Its
/// clones draw from the same.
#[derive(Debug, Clone, Default)]
pub struct Chance(Option<Arc<Mutex<StdRng>>>);

impl Chance {
    /// Chance that draws the same each time, for tests.
    pub fn seeded(seed: u64) -> Self {
        Self(Some(Arc::new(Mutex::new(StdRng::seed_from_u64(seed)))))
    }

    /// Random bytes, for secrets and for what must be told apart.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.draw(|random| random.fill_bytes(&mut bytes));
        bytes
    }

    /// A random text that people can read and type: each character is worth almost five bits.
    pub fn legible(&self, characters: usize) -> String {
        let letter = |random: &mut dyn Rng| char::from(LEGIBLE[random.random_range(0..LEGIBLE.len())]);
        self.draw(|random| (0..characters).map(|_| letter(random)).collect())
    }

    /// A random suffix that tells apart things of one name; nobody need remember which were drawn before.
    pub(crate) fn suffix(&self) -> String {
        self.legible(SUFFIX_CHARACTERS)
    }

    #[expect(clippy::disallowed_methods, reason = "the one place that draws")]
    fn draw<T>(&self, draw: impl FnOnce(&mut dyn Rng) -> T) -> T {
        match &self.0 {
            Some(seeded) => draw(&mut *seeded.lock().unwrap_or_else(PoisonError::into_inner)),
            None => draw(&mut rand::rng()),
        }
    }
}
