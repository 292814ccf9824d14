//! Integrated mapping (Doc 9303-11 §4.4.3.3.2, figure 2): both nonces become a number, and the number a generator.

use super::domain::{Domain, Element};
use crate::cipher::Cipher;
use limen_trust::rsa::padded;
use num_bigint::BigUint;

// Constants for ciphers of 128 bits.
const C0_128: [u8; 16] = 0xA668_892A_7C41_E3CA_739F_40B0_57D8_5904_u128.to_be_bytes();
const C1_128: [u8; 16] = 0xA4E1_36AC_725F_738B_01C1_F602_17C1_88AD_u128.to_be_bytes();
// And of 192 and 256.
const C0_256: [[u8; 16]; 2] = [
    0xD463_D652_3412_4EF7_8970_5498_6DCA_0A17_u128.to_be_bytes(),
    0x4E28_DF75_8CBA_A03F_2406_1641_4D5A_1676_u128.to_be_bytes(),
];
const C1_256: [[u8; 16]; 2] = [
    0x54BD_7255_F0AA_F831_BEC3_423F_CF39_D69B_u128.to_be_bytes(),
    0x6CBF_0666_77D0_FAAE_5AAD_D99D_F8E5_3517_u128.to_be_bytes(),
];

/// The generator that two nonces are mapped to: the chip's, and the terminal's, which has the length of a key.
pub fn integrated(domain: &Domain, cipher: Cipher, of_chip: &[u8], of_terminal: &[u8]) -> Option<Element> {
    let prime = match domain {
        Domain::Curve(curve) => BigUint::from_bytes_be(&curve.prime()),
        Domain::Group(group) => group.prime().clone(),
    };
    let number = BigUint::from_bytes_be(&pseudo_random(cipher, of_chip, of_terminal, prime.bits())?) % prime;
    match domain {
        Domain::Curve(curve) => curve.encoded(&padded(&number, curve.field_octets())).map(Element::Point),
        Domain::Group(group) => group.into_subgroup(&number).map(Element::Number),
    }
}

/// R(s, t): at least 64 bits more than the prime has.
pub(super) fn pseudo_random(cipher: Cipher, of_chip: &[u8], of_terminal: &[u8], bits: u64) -> Option<Vec<u8>> {
    let (c0, c1) = match cipher {
        Cipher::Des3 | Cipher::Aes128 => (C0_128.to_vec(), C1_128.to_vec()),
        Cipher::Aes192 | Cipher::Aes256 => (C0_256.concat(), C1_256.concat()),
    };
    let mut key = cipher.key(of_terminal)?.encrypt(&vec![0; cipher.block()], of_chip);
    let mut random = Vec::new();
    while (random.len() as u64) * 8 < bits + 64 {
        key.truncate(cipher.key_octets());
        let step = cipher.key(&key)?;
        random.extend(step.encrypt(&step.zeros(), &c1));
        key = step.encrypt(&step.zeros(), &c0);
    }
    Some(random)
}
