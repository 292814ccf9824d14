//! The ciphers, checksums and key derivation of chips (Doc 9303-11 §9.7, §9.8): two-key 3DES with the retail MAC, and AES
//! with CMAC.

use aes::cipher::{Block, BlockDecrypt, BlockEncrypt, BlockSizeUser, KeyInit};
use cmac::{Cmac, Mac};
use limen_trust::Hash;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// A cipher and the length of its keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cipher {
    /// Two-key 3DES.
    Des3,
    /// AES with 128 bits.
    Aes128,
    /// AES with 192 bits.
    Aes192,
    /// AES with 256 bits.
    Aes256,
}

/// A key, wiped when it is dropped.
#[derive(Clone)]
pub struct Key {
    cipher: Cipher,
    octets: Zeroizing<Vec<u8>>,
}

/// What a derived key is for (Doc 9303-11 §9.7.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// Encryption.
    Encryption = 1,
    /// Checksums.
    Checksum = 2,
    /// Encryption of PACE's nonce.
    Password = 3,
}

impl Cipher {
    /// Octets of a block.
    pub fn block(self) -> usize {
        if self == Cipher::Des3 { 8 } else { 16 }
    }

    /// Octets of a key.
    pub fn key_octets(self) -> usize {
        match self {
            Cipher::Des3 | Cipher::Aes128 => 16,
            Cipher::Aes192 => 24,
            Cipher::Aes256 => 32,
        }
    }

    /// The hash by which keys are derived.
    fn derivation(self) -> Hash {
        match self {
            Cipher::Des3 | Cipher::Aes128 => Hash::Sha1,
            Cipher::Aes192 | Cipher::Aes256 => Hash::Sha256,
        }
    }

    /// The key that is derived from a shared secret for a use.
    pub fn derive(self, secret: &[u8], use_: Use) -> Key {
        let input = Zeroizing::new([secret, &[0, 0, 0, use_ as u8]].concat());
        let mut octets = Zeroizing::new(self.derivation().of(&input));
        octets.truncate(self.key_octets());
        Key { cipher: self, octets }
    }

    /// A key of these octets; `None` if they are too few or too many.
    pub fn key(self, octets: &[u8]) -> Option<Key> {
        (octets.len() == self.key_octets()).then(|| Key { cipher: self, octets: Zeroizing::new(octets.to_vec()) })
    }
}

impl Key {
    /// Its cipher.
    pub fn cipher(&self) -> Cipher {
        self.cipher
    }

    /// Encrypts whole blocks in CBC mode.
    pub fn encrypt(&self, start: &[u8], data: &[u8]) -> Vec<u8> {
        match self.cipher {
            Cipher::Des3 => encrypt::<des::TdesEde2>(&self.octets, start, data),
            Cipher::Aes128 => encrypt::<aes::Aes128>(&self.octets, start, data),
            Cipher::Aes192 => encrypt::<aes::Aes192>(&self.octets, start, data),
            Cipher::Aes256 => encrypt::<aes::Aes256>(&self.octets, start, data),
        }
    }

    /// Decrypts whole blocks in CBC mode; `None` if they are not whole.
    pub fn decrypt(&self, start: &[u8], data: &[u8]) -> Option<Vec<u8>> {
        if !data.len().is_multiple_of(self.cipher.block()) {
            return None;
        }
        Some(match self.cipher {
            Cipher::Des3 => decrypt::<des::TdesEde2>(&self.octets, start, data),
            Cipher::Aes128 => decrypt::<aes::Aes128>(&self.octets, start, data),
            Cipher::Aes192 => decrypt::<aes::Aes192>(&self.octets, start, data),
            Cipher::Aes256 => decrypt::<aes::Aes256>(&self.octets, start, data),
        })
    }

    /// A start of zeros.
    pub fn zeros(&self) -> Vec<u8> {
        vec![0; self.cipher.block()]
    }

    /// A checksum of eight octets over data: CMAC for AES; for 3DES the retail MAC (ISO/IEC 9797-1 algorithm 3), which
    /// takes whole blocks.
    pub fn checksum(&self, data: &[u8]) -> [u8; 8] {
        match self.cipher {
            Cipher::Des3 => retail(&self.octets, data),
            Cipher::Aes128 => cmac::<Cmac<aes::Aes128>>(&self.octets, data),
            Cipher::Aes192 => cmac::<Cmac<aes::Aes192>>(&self.octets, data),
            Cipher::Aes256 => cmac::<Cmac<aes::Aes256>>(&self.octets, data),
        }
    }

    /// Whether a checksum is the one over data, in a time that does not depend on it.
    pub fn checks(&self, data: &[u8], checksum: &[u8]) -> bool {
        self.checksum(data).ct_eq(checksum).into()
    }
}

/// Whole blocks: 80, then zeros (ISO/IEC 9797-1 padding method 2).
pub fn padded(data: &[u8], block: usize) -> Vec<u8> {
    let mut padded = data.to_vec();
    padded.push(0x80);
    padded.resize(padded.len().next_multiple_of(block), 0);
    padded
}

/// Data without their padding; `None` if there is none.
pub fn unpadded(data: &[u8]) -> Option<&[u8]> {
    let end = data.iter().rposition(|&octet| octet != 0)?;
    (data[end] == 0x80).then(|| &data[..end])
}

fn encrypt<C: BlockEncrypt + KeyInit + BlockSizeUser>(key: &[u8], start: &[u8], data: &[u8]) -> Vec<u8> {
    let Ok(cipher) = C::new_from_slice(key) else { return Vec::new() };
    let mut encrypted = Vec::with_capacity(data.len());
    let mut last = start.to_vec();
    for chunk in data.chunks(C::block_size()) {
        let mut block = Block::<C>::default();
        for ((octet, plain), before) in block.iter_mut().zip(chunk).zip(&last) {
            *octet = plain ^ before;
        }
        cipher.encrypt_block(&mut block);
        last = block.to_vec();
        encrypted.extend_from_slice(&block);
    }
    encrypted
}

fn decrypt<C: BlockDecrypt + KeyInit + BlockSizeUser>(key: &[u8], start: &[u8], data: &[u8]) -> Vec<u8> {
    let Ok(cipher) = C::new_from_slice(key) else { return Vec::new() };
    let mut decrypted = Vec::with_capacity(data.len());
    let mut last = start;
    for chunk in data.chunks_exact(C::block_size()) {
        let mut block = Block::<C>::default();
        block.copy_from_slice(chunk);
        cipher.decrypt_block(&mut block);
        decrypted.extend(block.iter().zip(last).map(|(octet, before)| octet ^ before));
        last = chunk;
    }
    decrypted
}

fn cmac<M: Mac + KeyInit>(key: &[u8], data: &[u8]) -> [u8; 8] {
    let mut checksum = [0; 8];
    if let Ok(mut mac) = <M as KeyInit>::new_from_slice(key) {
        mac.update(data);
        for (octet, other) in checksum.iter_mut().zip(mac.finalize().into_bytes()) {
            *octet = other;
        }
    }
    checksum
}

fn retail(key: &[u8], data: &[u8]) -> [u8; 8] {
    let (first, second) = key.split_at(8);
    let (Ok(first), Ok(second)) = (des::Des::new_from_slice(first), des::Des::new_from_slice(second)) else {
        return [0; 8];
    };
    let mut block = Block::<des::Des>::default();
    for chunk in data.chunks(8) {
        for (octet, plain) in block.iter_mut().zip(chunk) {
            *octet ^= plain;
        }
        first.encrypt_block(&mut block);
    }
    second.decrypt_block(&mut block);
    first.encrypt_block(&mut block);
    block.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use data_encoding::HEXUPPER;

    fn hex(text: &str) -> Vec<u8> {
        HEXUPPER.decode(text.as_bytes()).expect("hexadecimal")
    }

    #[test]
    fn keys_are_derived_as_in_doc_9303_11_appendix_d() {
        let seed = hex("239AB9CB282DAF66231DC5A4DF6BFBAE");
        // The standard prints them with the parity bits of DES set, which the cipher does not look at.
        let without_parity = |octets: &[u8]| octets.iter().map(|octet| octet & 0xFE).collect::<Vec<_>>();
        for (use_, expected) in
            [(Use::Encryption, "AB94FDECF2674FDFB9B391F85D7F76F2"), (Use::Checksum, "7962D9ECE03D1ACD4C76089DCE131543")]
        {
            let key = Cipher::Des3.derive(&seed, use_);
            assert_eq!(without_parity(&key.octets), without_parity(&hex(expected)));
        }
    }

    #[test]
    fn encryption_and_checksum_are_those_of_doc_9303_11_appendix_d() {
        let encryption = Cipher::Des3.key(&hex("AB94FDECF2674FDFB9B391F85D7F76F2")).expect("a key");
        let checksum = Cipher::Des3.key(&hex("7962D9ECE03D1ACD4C76089DCE131543")).expect("a key");
        let plain = hex("781723860C06C2264608F919887022120B795240CB7049B01C19B33E32804F0B");
        let expected = hex("72C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F2");
        assert_eq!(encryption.encrypt(&[0; 8], &plain), expected);
        assert_eq!(encryption.decrypt(&[0; 8], &expected), Some(plain));
        assert_eq!(checksum.checksum(&padded(&expected, 8)), hex("5F1448EEA8AD90A7")[..]);
    }

    #[test]
    fn padding_is_taken_off_again() {
        for length in 0..40 {
            let data = vec![0; length];
            let padded = padded(&data, 16);
            assert!(padded.len().is_multiple_of(16) && padded.len() > length);
            assert_eq!(unpadded(&padded), Some(&data[..]));
        }
        assert_eq!(unpadded(&[1, 2, 0]), None);
        assert_eq!(unpadded(&[0, 0]), None);
    }
}
