//! Whatever a chip answers: reading it ends, with few commands, and keeps only what it gave. Each answer is two bytes of
//! length and its bytes; they come again from the beginning when they are used up.
#![no_main]

use libfuzzer_sys::fuzz_target;
use limen_chip::{AccessKey, Card, ChipReader, Lost, ZoneKey};

struct Chip<'a> {
    answers: Vec<&'a [u8]>,
    commands: usize,
}

impl Card for Chip<'_> {
    fn transmit(&mut self, _: &[u8]) -> Result<Vec<u8>, Lost> {
        self.commands += 1;
        assert!(self.commands < 100_000, "it goes on for ever");
        let answer = self.answers.get((self.commands - 1) % self.answers.len().max(1));
        answer.map(|answer| answer.to_vec()).ok_or_else(|| Lost("no answer".into()))
    }
}

fuzz_target!(|bytes: &[u8]| {
    let mut answers = Vec::new();
    let mut rest = bytes;
    while let Some((length, after)) = rest.split_first_chunk::<2>() {
        let length = usize::from(u16::from_be_bytes(*length)).min(after.len());
        let (answer, after) = after.split_at(length);
        answers.push(answer);
        rest = after;
    }
    let Ok(key) = ZoneKey::new("L898902C", "690806", "940623") else { return };
    let mut chip = Chip { answers, commands: 0 };
    let mut octet = 0_u8;
    let mut random = |bytes: &mut [u8]| {
        for byte in bytes {
            octet = octet.wrapping_mul(5).wrapping_add(113);
            *byte = octet;
        }
    };
    let mut reader = ChipReader::new(vec![AccessKey::Zone(key)]);
    let _ = reader.run(&mut chip, &mut random, &mut |_| {});
    let _ = limen_chip::is_downgraded(reader.data());
});
