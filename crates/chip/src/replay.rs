//! A chip that plays back what a document of Doc 9303 says, and holds the commands against it.

use crate::card::{Card, Lost};
use data_encoding::HEXUPPER;
use std::collections::VecDeque;

/// The octets of hexadecimal text.
pub(crate) fn hex(text: &str) -> Vec<u8> {
    let text: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    HEXUPPER.decode(text.as_bytes()).expect("hexadecimal")
}

/// Commands and their responses.
pub(crate) struct Replay(VecDeque<(Vec<u8>, Vec<u8>)>);

impl Replay {
    pub(crate) fn of(exchanges: &[(&str, &str)]) -> Self {
        Self(exchanges.iter().map(|(command, response)| (hex(command), hex(response))).collect())
    }

    pub(crate) fn is_over(&self) -> bool {
        self.0.is_empty()
    }
}

impl Card for Replay {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Lost> {
        let (expected, response) = self.0.pop_front().expect("one more command");
        assert_eq!(HEXUPPER.encode(command), HEXUPPER.encode(&expected));
        Ok(response)
    }
}

/// Random numbers that are these, one after another.
pub(crate) fn drawing(numbers: &[&str]) -> impl FnMut(&mut [u8]) + use<> {
    let mut numbers: VecDeque<Vec<u8>> = numbers.iter().map(|number| hex(number)).collect();
    move |bytes: &mut [u8]| {
        let number = numbers.pop_front().expect("one more number");
        assert!(number.len() <= bytes.len());
        bytes.fill(0);
        let start = bytes.len() - number.len();
        bytes[start..].copy_from_slice(&number);
    }
}
