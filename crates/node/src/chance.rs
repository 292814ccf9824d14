//! Random bytes: the one place that asks the system for them. Texts that people type are [`limen_store::legible`].

/// Bytes drawn by chance, for secrets and for what must be told apart.
#[expect(clippy::disallowed_methods, reason = "the one place that draws bytes")]
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::fill(&mut bytes);
    bytes
}
