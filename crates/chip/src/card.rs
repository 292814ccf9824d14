//! What a chip is reached through: a reader that passes commands on, or a chip in software.

use thiserror::Error;

/// The chip does not answer: it was taken away, or the reader was.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the chip was lost ({0}); lay the document on the reader again")]
pub struct Lost(pub String);

/// A chip on a reader.
pub trait Card {
    /// Sends a command APDU and returns the response with its two octets of status (ISO/IEC 7816-3 §12).
    ///
    /// # Errors
    /// The chip does not answer.
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Lost>;

    /// The longest response that the reader passes on, in octets without the status: 256 where it knows no extended length.
    fn most_response(&self) -> usize {
        256
    }
}

impl<C: Card + ?Sized> Card for &mut C {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Lost> {
        (**self).transmit(command)
    }

    fn most_response(&self) -> usize {
        (**self).most_response()
    }
}
