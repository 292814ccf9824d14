//! Zones in a text, parted by blank lines.

use limen_document::mrz::MOST_CHARACTERS;
use std::io::{self, BufRead};

/// Maximum bytes of a block that are kept: enough to say that it is too long.
const MOST_BYTES: usize = 4 * MOST_CHARACTERS + 8;

/// Blocks of lines parted by blank lines; line ends are CR, LF or CRLF. Memory does not grow with the input.
pub(super) struct Blocks<R> {
    input: R,
    /// Whether the line under way has anything but spaces.
    line_is_blank: bool,
    after_cr: bool,
    block: Vec<u8>,
}

impl<R: BufRead> Blocks<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, line_is_blank: true, after_cr: false, block: Vec::new() }
    }

    /// Takes a byte; answers whether it ended a block.
    fn take(&mut self, byte: u8) -> bool {
        let is_second_of_crlf = byte == b'\n' && self.after_cr;
        self.after_cr = byte == b'\r';
        if self.block.len() < MOST_BYTES {
            self.block.push(byte);
        }
        if matches!(byte, b'\r' | b'\n') {
            let ended = self.line_is_blank && !is_second_of_crlf;
            self.line_is_blank = true;
            return ended && !is_blank(&self.block);
        }
        self.line_is_blank &= byte.is_ascii_whitespace();
        false
    }
}

fn is_blank(bytes: &[u8]) -> bool {
    bytes.iter().all(u8::is_ascii_whitespace)
}

impl<R: BufRead> Iterator for Blocks<R> {
    type Item = io::Result<Vec<u8>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.block.clear();
        loop {
            let buffered = match self.input.fill_buf() {
                Ok([]) => {
                    let last = std::mem::take(&mut self.block);
                    return (!is_blank(&last)).then_some(Ok(last));
                }
                Ok(buffered) => buffered.to_vec(),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Some(Err(error)),
            };
            for (at, &byte) in buffered.iter().enumerate() {
                if self.take(byte) {
                    self.input.consume(at + 1);
                    return Some(Ok(std::mem::take(&mut self.block)));
                }
            }
            self.input.consume(buffered.len());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &str) -> Vec<String> {
        Blocks::new(text.as_bytes())
            .map(|block| String::from_utf8(block.expect("read")).expect("text").trim().to_owned())
            .collect()
    }

    #[test]
    fn blocks_are_parted_by_blank_lines_whatever_ends_a_line() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a", "b", "", "  ", "c", "", ""].join(end);
            let found = blocks(&text);
            assert_eq!(found, [format!("a{end}b"), "c".to_owned()], "{end:?}");
        }
        assert_eq!(blocks(""), Vec::<String>::new());
        assert_eq!(blocks("\n\n \n"), Vec::<String>::new());
    }

    #[test]
    fn a_block_without_end_takes_bounded_memory_and_is_called_too_long() {
        let flood = "A".repeat(1_000_000);
        let found = blocks(&flood);
        assert_eq!(found.len(), 1);
        assert!(found[0].len() <= MOST_BYTES);
        let read = limen_document::mrz::read(&found[0], jiff::civil::Date::constant(2026, 11, 24));
        assert!(matches!(read, Err(limen_document::mrz::Unreadable::TooLong { .. })), "{read:?}");
    }
}
