//! Secure messaging (Doc 9303-11 §9.8): commands encrypted and checked, responses likewise, in a sequence that is counted.

use crate::apdu::{Command, Response, Status};
use crate::cipher::{Cipher, Key, Use, padded, unpadded};
use limen_trust::asn1::{Elements, object};
use thiserror::Error;

/// Why a response is not believed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Broken {
    /// Its checksum does not match: it was not made by the chip that agreed on the keys, or for another command.
    #[error("an answer of the chip is not authentic: its checksum does not match")]
    Checksum,
    /// It lacks what every answer has.
    #[error("an answer of the chip is not protected as was agreed")]
    Unprotected,
    /// It has no form of the standard.
    #[error("an answer of the chip can't be read")]
    Malformed,
}

/// Keys and counter that both sides agreed on.
#[derive(Clone)]
pub struct Channel {
    encryption: Key,
    checksum: Key,
    counter: Vec<u8>,
}

impl Channel {
    /// A channel with these keys, whose counter starts at `counter` (Doc 9303-11 §9.8.2): from BAC eight octets, else zero.
    pub fn new(encryption: Key, checksum: Key, counter: Option<[u8; 8]>) -> Self {
        let counter = counter.map_or_else(|| vec![0; encryption.cipher().block()], |counter| counter.to_vec());
        Self { encryption, checksum, counter }
    }

    /// The channel whose keys are derived from a shared secret.
    pub fn of_secret(cipher: Cipher, secret: &[u8]) -> Self {
        Self::new(cipher.derive(secret, Use::Encryption), cipher.derive(secret, Use::Checksum), None)
    }

    /// The same, so many commands and responses later.
    #[cfg(test)]
    pub(crate) fn counted(mut self, count: u8) -> Self {
        if let Some(last) = self.counter.last_mut() {
            *last = count;
        }
        self
    }

    /// How many octets a response of `total` octets can bring.
    pub fn room(&self, total: usize) -> usize {
        // Around the data: their tag, length and indicator, the status and the checksum; and at least one octet of padding.
        let around = 1 + 3 + 1 + 4 + 10;
        let block = self.encryption.cipher().block();
        (total.saturating_sub(around) / block * block).saturating_sub(1)
    }

    /// The command as it is sent.
    pub fn protect(&mut self, command: &Command) -> Command {
        self.count();
        let class = command.class | 0x0C;
        let block = self.encryption.cipher().block();
        let header = padded(&[class, command.instruction, command.p1, command.p2], block);
        let mut objects = Vec::new();
        if !command.data.is_empty() {
            let encrypted = self.encryption.encrypt(&self.start(), &padded(&command.data, block));
            // An odd instruction's data are data objects themselves (ISO/IEC 7816-4 §10.2).
            if command.instruction & 1 == 1 {
                objects.extend(object(0x85, &encrypted));
            } else {
                objects.extend(object(0x87, &[&[1], &encrypted[..]].concat()));
            }
        }
        if let Some(expected) = command.expected {
            let octets = (expected as u16).to_be_bytes();
            objects.extend(object(0x97, if expected <= 256 { &octets[1..] } else { &octets }));
        }
        let mut message = header;
        if !objects.is_empty() {
            message.extend_from_slice(&objects);
        }
        objects.extend(object(0x8E, &self.checksum_of(&message)));
        // The response is longer than what it brings: as much as may be is wanted.
        let expected =
            if command.expected.is_some_and(|expected| expected > 256) || objects.len() > 255 { 65_536 } else { 256 };
        Command { class, data: objects, expected: Some(expected), ..command.clone() }
    }

    /// The response as the chip meant it.
    ///
    /// # Errors
    /// It is not the chip's answer to the command before.
    pub fn open(&mut self, response: &Response) -> Result<Response, Broken> {
        self.count();
        let (mut data, mut status, mut checksum, mut covered) = (None, None, None, 0);
        let mut objects = Elements::of(&response.data);
        while let Some(object) = objects.next("a response").map_err(|_| Broken::Malformed)? {
            match object.tag {
                0x87 | 0x85 if data.is_none() && checksum.is_none() => data = Some(object),
                0x99 if status.is_none() && checksum.is_none() => status = Some(object.value),
                0x8E if checksum.is_none() => {
                    checksum = Some(object.value);
                    continue;
                }
                _ => return Err(Broken::Malformed),
            }
            covered += object.whole.len();
        }
        let (Some(&[high, low]), Some(checksum)) = (status, checksum) else { return Err(Broken::Unprotected) };
        let message = response.data.get(..covered).ok_or(Broken::Malformed)?;
        if !self.checks(message, checksum) {
            return Err(Broken::Checksum);
        }
        let data = match data {
            Some(object) => {
                let encrypted = match (object.tag, object.value) {
                    (0x87, [1, encrypted @ ..]) => encrypted,
                    (0x85, encrypted) => encrypted,
                    _ => return Err(Broken::Malformed),
                };
                let decrypted = self.encryption.decrypt(&self.start(), encrypted).ok_or(Broken::Malformed)?;
                unpadded(&decrypted).ok_or(Broken::Malformed)?.to_vec()
            }
            None => Vec::new(),
        };
        Ok(Response { data, status: Status(u16::from_be_bytes([high, low])) })
    }

    /// Where encryption starts: zeros for 3DES; for AES the counter, encrypted (§9.8.6.1).
    fn start(&self) -> Vec<u8> {
        let zeros = self.encryption.zeros();
        match self.encryption.cipher() {
            Cipher::Des3 => zeros,
            _ => self.encryption.encrypt(&zeros, &self.counter),
        }
    }

    fn covered(&self, message: &[u8]) -> Vec<u8> {
        let block = self.encryption.cipher().block();
        let message = [&self.counter[..], message].concat();
        // A header alone is whole already.
        if message.len() == 2 * block { message } else { padded(&message, block) }
    }

    fn checksum_of(&self, message: &[u8]) -> [u8; 8] {
        self.checksum.checksum(&self.covered(message))
    }

    fn checks(&self, message: &[u8], checksum: &[u8]) -> bool {
        let padded = padded(&[&self.counter[..], message].concat(), self.encryption.cipher().block());
        self.checksum.checks(&padded, checksum)
    }

    fn count(&mut self) {
        for octet in self.counter.iter_mut().rev() {
            *octet = octet.wrapping_add(1);
            if *octet != 0 {
                break;
            }
        }
    }
}

/// The chip's side, for chips in software.
#[cfg(feature = "simulated")]
impl Channel {
    /// The command that was protected; `None` if its checksum does not match.
    pub fn open_command(&mut self, command: &Command) -> Option<Command> {
        self.count();
        let block = self.encryption.cipher().block();
        let (mut data, mut expected, mut checksum, mut covered) = (Vec::new(), None, None, 0);
        let mut objects = Elements::of(&command.data);
        while let Some(object) = objects.next("a command").ok()? {
            match (object.tag, object.value) {
                (0x87, [1, encrypted @ ..]) | (0x85, encrypted) => {
                    data = unpadded(&self.encryption.decrypt(&self.start(), encrypted)?)?.to_vec();
                }
                (0x97, [octet]) => expected = Some(if *octet == 0 { 256 } else { usize::from(*octet) }),
                (0x97, [high, low]) => {
                    let octets = usize::from(u16::from_be_bytes([*high, *low]));
                    expected = Some(if octets == 0 { 65_536 } else { octets });
                }
                (0x8E, octets) => {
                    checksum = Some(octets);
                    continue;
                }
                _ => return None,
            }
            covered += object.whole.len();
        }
        let mut message = padded(&[command.class, command.instruction, command.p1, command.p2], block);
        message.extend_from_slice(&command.data[..covered]);
        if !self.checksum.checks(&self.covered(&message), checksum?) {
            return None;
        }
        Some(Command { class: command.class & !0x0C, data, expected, ..command.clone() })
    }

    /// The response, protected.
    pub fn protect_response(&mut self, response: &Response, odd: bool) -> Response {
        self.count();
        let block = self.encryption.cipher().block();
        let mut objects = Vec::new();
        if !response.data.is_empty() {
            let encrypted = self.encryption.encrypt(&self.start(), &padded(&response.data, block));
            if odd {
                objects.extend(object(0x85, &encrypted));
            } else {
                objects.extend(object(0x87, &[&[1], &encrypted[..]].concat()));
            }
        }
        objects.extend(object(0x99, &response.status.0.to_be_bytes()));
        let message = padded(&[&self.counter[..], &objects].concat(), block);
        objects.extend(object(0x8E, &self.checksum.checksum(&message)));
        Response { data: objects, status: response.status }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::replay::hex;

    /// Doc 9303 prints no trace of AES; this one is of a recorded session.
    #[test]
    fn a_command_under_aes_is_what_chips_take() {
        let key = |octets: &str| Cipher::Aes128.key(&hex(octets)).expect("a key");
        let mut channel =
            Channel::new(key("CC86415F2ED7E8FD663B754265695AE1"), key("581E84B8EE06C4D3EEE30461498D7FB3"), None)
                .counted(0xBA);
        let command = Command::new(0x22, 0x41, 0xA4).data(hex("800A04007F000702020302028401C3"));
        let expected = "0C2241A41D 871101980953D37F67558690045D78A853B18A 8E08929767A2CEF172E2 00";
        assert_eq!(channel.protect(&command).octets(), hex(expected));
        let answer = Response::read(hex("990290008E08FC873EBB62219C8A9000")).expect("a response");
        assert_eq!(channel.open(&answer), Ok(Response { data: vec![], status: Status::DONE }));
    }

    #[test]
    fn what_is_not_protected_is_not_believed() {
        for (answer, expected) in [
            ("9000", Broken::Unprotected),
            ("990290009000", Broken::Unprotected),
            ("990290008E08FC873EBB62219C8B9000", Broken::Checksum),
            ("8E08FC873EBB62219C8A990290009000", Broken::Malformed),
            ("8709019FF0EC34F9922651 8709019FF0EC34F9922651 990290008E08AD55CC17140B2DED9000", Broken::Malformed),
            ("99029000 0102 9000", Broken::Malformed),
        ] {
            let mut channel = Channel::of_secret(Cipher::Aes128, b"secret");
            let answer = Response::read(hex(answer)).expect("a response");
            assert_eq!(channel.open(&answer), Err(expected));
        }
    }
}
