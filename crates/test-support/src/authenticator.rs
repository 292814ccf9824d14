//! An authenticator on a telephone (RFC 6238).

use jiff::Timestamp;
use totp_rs::{Builder, Secret};

/// The code that it shows at a moment for a secret in base 32.
pub fn code(secret: &str, at: Timestamp) -> String {
    let secret = Secret::try_from_base32(secret).expect("a secret");
    let authenticator = Builder::new().with_secret(secret).build().expect("an authenticator");
    authenticator.generate(at.as_second().unsigned_abs()).to_string()
}
