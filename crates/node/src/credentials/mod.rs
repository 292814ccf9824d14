//! What people prove who they are with: passwords, second factors, PINs; and what follows from the proof.

pub mod hashing;
pub mod passwords;
pub mod second_factor;
