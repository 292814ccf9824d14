//! Diffie-Hellman over numbers (Doc 9303-11 §9.5.1): the three groups of RFC 5114 that PACE uses, and those that chips write
//! out for chip authentication.

use num_bigint::BigUint;
use std::sync::LazyLock;

/// The longest prime, in bits.
const MOST_BITS: u64 = 4096;
/// The shortest, in bits.
const FEWEST_BITS: u64 = 1024;

/// A group of numbers: a prime, a generator, and the prime order of what it generates, where that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    prime: BigUint,
    generator: BigUint,
    order: Option<BigUint>,
}

impl Group {
    /// The group of these numbers; `None` if they are none, or too small or large.
    pub fn new(prime: BigUint, generator: BigUint, order: Option<BigUint>) -> Option<Self> {
        let one = BigUint::from(1u32);
        let fits = (FEWEST_BITS..=MOST_BITS).contains(&prime.bits()) && prime.bit(0);
        let generates = generator > one && generator < prime;
        let divides =
            order.as_ref().is_none_or(|order| order.bits() >= 160 && (&prime - &one) % order == BigUint::ZERO);
        (fits && generates && divides).then_some(Self { prime, generator, order })
    }

    /// The group of a number of standardised domain parameters: 0, 1 or 2.
    pub fn standard(number: u32) -> Option<&'static Self> {
        STANDARD.get(usize::try_from(number).ok()?)
    }

    /// Octets of a number of the group.
    pub fn octets(&self) -> usize {
        usize::try_from(self.prime.bits().div_ceil(8)).unwrap_or_default()
    }

    /// The generator.
    pub fn generator(&self) -> &BigUint {
        &self.generator
    }

    /// The prime.
    pub fn prime(&self) -> &BigUint {
        &self.prime
    }

    /// The order of what the generator generates, where it is known.
    pub fn order(&self) -> Option<&BigUint> {
        self.order.as_ref()
    }

    /// Whether a number is one of the group and none of the small ones that give a secret away.
    pub fn contains(&self, number: &BigUint) -> bool {
        let one = BigUint::from(1u32);
        let inside = *number > one && *number < &self.prime - &one;
        inside && self.order.as_ref().is_none_or(|order| self.power(number, order) == one)
    }

    /// A number to a power.
    pub fn power(&self, number: &BigUint, power: &BigUint) -> BigUint {
        number.modpow(power, &self.prime)
    }

    /// The product of two numbers.
    pub fn product(&self, one: &BigUint, other: &BigUint) -> BigUint {
        one * other % &self.prime
    }

    /// A number of the subgroup, from any number (§4.4.3.3.2: to the power of (p-1)/q).
    pub fn into_subgroup(&self, number: &BigUint) -> Option<BigUint> {
        let order = self.order.as_ref()?;
        Some(self.power(number, &((&self.prime - 1u32) / order)))
    }

    /// A secret for one use.
    pub fn draw(&self, random: &mut dyn FnMut(&mut [u8])) -> BigUint {
        let bits = self.order.as_ref().map_or(self.prime.bits() - 1, BigUint::bits);
        // Eight octets more than the order: what the remainder prefers is not to be seen.
        let mut octets = vec![0; usize::try_from(bits.div_ceil(8)).unwrap_or_default() + 8];
        random(&mut octets);
        let number = BigUint::from_bytes_be(&octets);
        match &self.order {
            Some(order) => number % (order - 2u32) + 1u32,
            None => number % (&self.prime - 3u32) + 2u32,
        }
    }
}

/// Prime, generator and order of each, as RFC 5114 prints them.
const WRITTEN: [[&str; 3]; 3] = [
    // 1024 bits, order of 160 bits (RFC 5114 §2.1).
    [
        "B10B8F96A080E01DDE92DE5EAE5D54EC52C99FBCFB06A3C69A6A9DCA52D23B616073E28675A23D189838EF1E2EE652C0 \
         13ECB4AEA906112324975C3CD49B83BFACCBDD7D90C4BD7098488E9C219A73724EFFD6FAE5644738FAA31A4FF55BCCC0 \
         A151AF5F0DC8B4BD45BF37DF365C1A65E68CFDA76D4DA708DF1FB2BC2E4A4371",
        "A4D1CBD5C3FD34126765A442EFB99905F8104DD258AC507FD6406CFF14266D31266FEA1E5C41564B777E690F5504F213 \
         160217B4B01B886A5E91547F9E2749F4D7FBD7D3B9A92EE1909D0D2263F80A76A6A24C087A091F531DBF0A0169B6A28A \
         D662A4D18E73AFA32D779D5918D08BC8858F4DCEF97C2A24855E6EEB22B3B2E5",
        "F518AA8781A8DF278ABA4E7D64B7CB9D49462353",
    ],
    // 2048 bits, order of 224 bits (RFC 5114 §2.2).
    [
        "AD107E1E9123A9D0D660FAA79559C51FA20D64E5683B9FD1B54B1597B61D0A75E6FA141DF95A56DBAF9A3C407BA1DF15 \
         EB3D688A309C180E1DE6B85A1274A0A66D3F8152AD6AC2129037C9EDEFDA4DF8D91E8FEF55B7394B7AD5B7D0B6C12207 \
         C9F98D11ED34DBF6C6BA0B2C8BBC27BE6A00E0A0B9C49708B3BF8A317091883681286130BC8985DB1602E714415D9330 \
         278273C7DE31EFDC7310F7121FD5A07415987D9ADC0A486DCDF93ACC44328387315D75E198C641A480CD86A1B9E587E8 \
         BE60E69CC928B2B9C52172E413042E9B23F10B0E16E79763C9B53DCF4BA80A29E3FB73C16B8E75B97EF363E2FFA31F71 \
         CF9DE5384E71B81C0AC4DFFE0C10E64F",
        "AC4032EF4F2D9AE39DF30B5C8FFDAC506CDEBE7B89998CAF74866A08CFE4FFE3A6824A4E10B9A6F0DD921F01A70C4AFA \
         AB739D7700C29F52C57DB17C620A8652BE5E9001A8D66AD7C17669101999024AF4D027275AC1348BB8A762D0521BC98A \
         E247150422EA1ED409939D54DA7460CDB5F6C6B250717CBEF180EB34118E98D119529A45D6F834566E3025E316A330EF \
         BB77A86F0C1AB15B051AE3D428C8F8ACB70A8137150B8EEB10E183EDD19963DDD9E263E4770589EF6AA21E7F5F2FF381 \
         B539CCE3409D13CD566AFBB48D6C019181E1BCFE94B30269EDFE72FE9B6AA4BD7B5A0F1C71CFFF4C19C418E1F6EC0179 \
         81BC087F2A7065B384B890D3191F2BFA",
        "801C0D34C58D93FE997177101F80535A4738CEBCBF389A99B36371EB",
    ],
    // 2048 bits, order of 256 bits (RFC 5114 §2.3).
    [
        "87A8E61DB4B6663CFFBBD19C651959998CEEF608660DD0F25D2CEED4435E3B00E00DF8F1D61957D4FAF7DF4561B2AA30 \
         16C3D91134096FAA3BF4296D830E9A7C209E0C6497517ABD5A8A9D306BCF67ED91F9E6725B4758C022E0B1EF4275BF7B \
         6C5BFC11D45F9088B941F54EB1E59BB8BC39A0BF12307F5C4FDB70C581B23F76B63ACAE1CAA6B7902D52526735488A0E \
         F13C6D9A51BFA4AB3AD8347796524D8EF6A167B5A41825D967E144E5140564251CCACB83E6B486F6B3CA3F7971506026 \
         C0B857F689962856DED4010ABD0BE621C3A3960A54E710C375F26375D7014103A4B54330C198AF126116D2276E11715F \
         693877FAD7EF09CADB094AE91E1A1597",
        "3FB32C9B73134D0B2E77506660EDBD484CA7B18F21EF205407F4793A1A0BA12510DBC15077BE463FFF4FED4AAC0BB555 \
         BE3A6C1B0C6B47B1BC3773BF7E8C6F62901228F8C28CBB18A55AE31341000A650196F931C77A57F2DDF463E5E9EC144B \
         777DE62AAAB8A8628AC376D282D6ED3864E67982428EBC831D14348F6F2F9193B5045AF2767164E1DFC967C1FB3F2E55 \
         A4BD1BFFE83B9C80D052B985D182EA0ADB2A3B7313D3FE14C8484B1E052588B9B7D2BBD2DF016199ECD06E1557CD0915 \
         B3353BBB64E0EC377FD028370DF92B52C7891428CDC67EB6184B523D1DB246C32F63078490F00EF8D647D148D4795451 \
         5E2327CFEF98C582664B4C0F6CC41659",
        "8CF83642A709A097B447997640129DA299B1A47D1EB3750BA308B0FE64F5FBD3",
    ],
];

static STANDARD: LazyLock<Vec<Group>> = LazyLock::new(|| {
    let number = |hex: &str| {
        let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
        BigUint::parse_bytes(&digits, 16).unwrap_or_default()
    };
    WRITTEN.iter().filter_map(|[p, g, q]| Group::new(number(p), number(g), Some(number(q)))).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_groups_are_groups() {
        for number in 0..3 {
            let group = Group::standard(number).expect("a group");
            assert!(group.contains(group.generator()), "{number}");
            assert!(!group.contains(&BigUint::from(1u32)));
            assert!(!group.contains(&(group.prime() - 1u32)));
            assert!(!group.contains(&BigUint::from(2u32)), "2 is not of the subgroup");
        }
        assert_eq!(Group::standard(3), None);
    }

    #[test]
    fn two_sides_agree() {
        let group = Group::standard(2).expect("a group");
        let mut octet = 0u8;
        let mut random = |bytes: &mut [u8]| {
            for byte in bytes {
                octet = octet.wrapping_mul(5).wrapping_add(113);
                *byte = octet;
            }
        };
        let (one, other) = (group.draw(&mut random), group.draw(&mut random));
        let public = |secret: &BigUint| group.power(group.generator(), secret);
        assert!(group.contains(&public(&one)));
        assert_eq!(group.power(&public(&one), &other), group.power(&public(&other), &one));
    }
}
