//! Passwords: argon2id with the parameters of OWASP's cheat sheet (19 MiB, two passes), checked off the pages' threads.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier},
};
use std::sync::OnceLock;

/// The longest password that is looked at, in bytes: a longer one is only work for an attacker to give us.
pub(crate) const LONGEST: usize = 256;

/// The hash of a password, as a PHC string with a salt of its own.
pub fn hash(password: &str) -> Result<String, PasswordError> {
    let hash = Argon2::default().hash_password(password.as_bytes()).map_err(|_| PasswordError)?;
    Ok(hash.to_string())
}

/// A password could not be hashed: no randomness, or no memory.
#[derive(Debug, thiserror::Error)]
#[error("the password could not be hashed; the system gave no randomness or no memory")]
pub struct PasswordError;

/// Whether `password` is the one of `hash`. Without a hash it takes as long as with one, and is never right, so that
/// nobody learns from the time which accounts exist.
pub(crate) async fn is_right(password: String, hash: Option<String>) -> bool {
    static NOBODY: OnceLock<String> = OnceLock::new();
    let check = move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.get_or_init(|| self::hash("nobody").unwrap_or_default()).clone());
        let fits = argon2::PasswordHash::new(&hash)
            .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
        fits && known
    };
    tokio::task::spawn_blocking(check).await.unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_of_an_account_that_exists_is_right() {
        let hash = hash("kouremale").expect("a hash");
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(is_right("kouremale".into(), Some(hash.clone())).await);
        assert!(!is_right("Kouremale".into(), Some(hash)).await);
        assert!(!is_right("nobody".into(), None).await);
        assert!(!is_right("kouremale".into(), Some("not a hash".into())).await);
    }
}
