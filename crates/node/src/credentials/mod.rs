//! What people prove who they are with: passwords, second factors, PINs; and what follows from the proof.

pub mod device_code;
pub mod drawn;
mod error;
pub mod hashing;
pub mod own;
pub(crate) mod passkey_questions;
pub mod passkeys;
pub mod passwords;
pub mod pin;
pub mod second_factor;
pub mod session;
pub mod sign_in;

pub use error::CredentialsError;
