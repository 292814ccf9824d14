//! Passwords: argon2id with the parameters of OWASP's cheat sheet (19 MiB, two passes), checked off the pages' threads.
//! Each takes a turn of [`crate::credentials::hashing`], held until the hash is computed even if the client hung up.

use crate::credentials::hashing::Turn;
use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier},
};
use jiff::{SignedDuration, Timestamp};
use limen_store::{Chance, Credentials};
use std::sync::OnceLock;
use zxcvbn::{Score, zxcvbn};

/// The longest password that is looked at, in bytes: a longer one is only work for an attacker to give us.
const LONGEST: usize = 256;

/// The shortest password that people may choose, in characters.
pub const SHORTEST: usize = 10;
/// The longest word, in characters, that a password is held against because anyone knows it.
const LONGEST_KNOWN: usize = 24;

/// Why a password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weak {
    /// Too few characters.
    Short,
    /// Too many bytes.
    Long,
    /// Common, or easily guessed from it: in lists of passwords, a name, rows of keys, dates, the person's own name.
    Guessed,
}

impl Weak {
    /// The code by which messages name it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Long => "long",
            Self::Guessed => "guessed",
        }
    }
}

/// Whether a password that someone chooses is taken; `known` is what anyone knows of them: their name, the post's.
pub fn weakness(password: &str, known: &[&str]) -> Option<Weak> {
    if password.len() > LONGEST {
        return Some(Weak::Long);
    }
    if password.chars().count() < SHORTEST {
        return Some(Weak::Short);
    }
    // Whole names and their parts. Of a long word zxcvbn counts more ways to write it than fit into its numbers.
    let parts = known.iter().flat_map(|text| text.split_whitespace().chain([*text]));
    let parts: Vec<&str> = parts.filter(|part| part.chars().count() <= LONGEST_KNOWN).collect();
    (zxcvbn(password, &parts).score() < Score::Three).then_some(Weak::Guessed)
}

/// The hash of a password, as a PHC string with a salt of its own.
///
/// # Errors
/// The system gives no randomness or no memory.
pub fn hash(password: &str) -> Result<String, PasswordError> {
    let hash = Argon2::default().hash_password(password.as_bytes()).map_err(|_| PasswordError)?;
    Ok(hash.to_string())
}

/// The same off the pages' threads: it takes a while.
///
/// # Errors
/// The system gives no randomness or no memory.
pub async fn hash_apart(turn: Turn, password: String) -> Result<String, PasswordError> {
    apart(turn, move || hash(&password)).await
}

/// [`draw`], off the pages' threads.
///
/// # Errors
/// The system gives no randomness or no memory.
pub async fn draw_apart(turn: Turn, chance: Chance, now: Timestamp) -> Result<DrawnPassword, PasswordError> {
    apart(turn, move || draw(&chance, now)).await
}

async fn apart<T: Send + 'static>(
    turn: Turn,
    work: impl FnOnce() -> Result<T, PasswordError> + Send + 'static,
) -> Result<T, PasswordError> {
    let work = move || {
        let _turn = turn;
        work()
    };
    tokio::task::spawn_blocking(work).await.map_err(|_| PasswordError)?
}

/// The length of drawn passwords: 79 bits.
const DRAWN_LETTERS: usize = 16;
/// Days for which a drawn password is good: its owner may be far away.
pub const DRAWN_GOOD_DAYS: i64 = 14;

/// A password drawn for someone.
pub struct DrawnPassword {
    /// The password, to be said once.
    pub password: String,
    /// What is kept of it.
    pub credentials: Credentials,
}

/// Draws a password for someone. They choose their own before they do anything else.
///
/// # Errors
/// The system gives no randomness or no memory.
pub fn draw(chance: &Chance, now: Timestamp) -> Result<DrawnPassword, PasswordError> {
    let password = chance.legible(DRAWN_LETTERS);
    let until = now + SignedDuration::from_hours(24 * DRAWN_GOOD_DAYS);
    let credentials = Credentials::drawn(hash(&password)?, until);
    Ok(DrawnPassword { password, credentials })
}

/// A password could not be hashed: no randomness, or no memory.
#[derive(Debug, thiserror::Error)]
#[error("the password could not be hashed; the system gave no randomness or no memory")]
pub struct PasswordError;

/// Whether `password` is the one of `hash`. Without a hash it takes as long as with one, and is never right, so that
/// nobody learns from the time which accounts exist. One that is too long is never right, and takes no time.
pub async fn is_right(turn: Turn, password: String, hash: Option<String>) -> bool {
    static NOBODY: OnceLock<String> = OnceLock::new();
    if password.len() > LONGEST {
        return false;
    }
    let check = move || {
        let _turn = turn;
        let nobody = NOBODY.get_or_init(|| self::hash("nobody").unwrap_or_default());
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| nobody.clone());
        let fits = argon2::PasswordHash::new(&hash)
            .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
        fits && known
    };
    tokio::task::spawn_blocking(check).await.unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credentials::hashing::{Queue, Who};
    use limen_domain::AccountId;

    #[test]
    fn a_password_that_others_use_or_that_names_its_owner_is_not_taken() {
        let known = ["aminata", "Aminata Coulibaly", "Kourémalé"];
        for weak in ["password123", "azertyuiop", "1234567890", "aminata1990", "Coulibaly2026", "iloveyou12"] {
            assert_eq!(weakness(weak, &known), Some(Weak::Guessed), "{weak}");
        }
        assert_eq!(weakness("xq7-vbn!", &known), Some(Weak::Short));
        assert_eq!(weakness(&"é".repeat(129), &known), Some(Weak::Long));
        assert_eq!(weakness("trois chameaux lisent", &known), None);
        assert_eq!(weakness(&Chance::default().legible(16), &known), None, "what Limen draws is taken");
    }

    #[tokio::test]
    async fn only_the_right_password_of_an_account_that_exists_is_right() {
        let hash = hash("kouremale").expect("a hash");
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        let (queue, who) = (Queue::default(), Who::signed_in(&AccountId::parse("aminata").expect("an identifier")));
        for (password, hash, expected) in [
            ("kouremale", Some(hash.as_str()), true),
            ("Kouremale", Some(&hash), false),
            ("nobody", None, false),
            ("kouremale", Some("not a hash"), false),
        ] {
            let turn = queue.wait(who.clone()).await.expect("a turn");
            assert_eq!(is_right(turn, password.into(), hash.map(str::to_owned)).await, expected, "{password}");
        }
    }
}
