//! Basic access control (Doc 9303-11 §4.3): both sides show that they know the zone, and agree on 3DES keys.

use crate::apdu::{Command, Status};
use crate::channel::{Broken, Channel};
use crate::cipher::{Cipher, Use, padded};
use crate::key::ZoneKey;
use crate::session::{Fault, Session};
use thiserror::Error;
use zeroize::Zeroizing;

/// Why a chip did not open.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BacError {
    /// The chip was lost, or its answer does not count.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The zone is not this chip's.
    #[error("the chip does not open with this zone: {0}")]
    WrongKey(Status),
    /// The chip does not know basic access control.
    #[error("the chip knows no basic access control: {0}")]
    Unknown(Status),
}

/// Opens a chip, whose application is selected.
///
/// # Errors
/// It does not open.
pub fn open(session: &mut Session<'_>, key: &ZoneKey, random: &mut dyn FnMut(&mut [u8])) -> Result<(), BacError> {
    let challenge = session.send(&Command::new(0x84, 0, 0).expecting(8))?;
    if challenge.status != Status::DONE {
        return Err(BacError::Unknown(challenge.status));
    }
    let of_chip: [u8; 8] = challenge.data.try_into().map_err(|_| Fault::Broken(Broken::Malformed))?;
    let mut own = [0; 8];
    random(&mut own);
    let mut own_key = Zeroizing::new([0; 16]);
    random(&mut *own_key);

    let seed = key.seed();
    let encryption = Cipher::Des3.derive(&seed, Use::Encryption);
    let checksum = Cipher::Des3.derive(&seed, Use::Checksum);
    let plain = Zeroizing::new([&own[..], &of_chip, &own_key[..]].concat());
    let mut data = encryption.encrypt(&[0; 8], &plain);
    data.extend(checksum.checksum(&padded(&data, 8)));
    let response = session.send(&Command::new(0x82, 0, 0).data(data).expecting(40))?;
    if response.status != Status::DONE {
        return Err(BacError::WrongKey(response.status));
    }
    let malformed = || Fault::Broken(Broken::Malformed);
    let (encrypted, mac) = response.data.split_at_checked(32).ok_or_else(malformed)?;
    if !checksum.checks(&padded(encrypted, 8), mac) {
        return Err(Fault::Broken(Broken::Checksum).into());
    }
    let decrypted = Zeroizing::new(encryption.decrypt(&[0; 8], encrypted).ok_or_else(malformed)?);
    let (nonces, chip_key) = decrypted.split_at(16);
    if nonces != [of_chip, own].concat() {
        return Err(Fault::Broken(Broken::Checksum).into());
    }
    let shared: Zeroizing<Vec<u8>> =
        Zeroizing::new(own_key.iter().zip(chip_key).map(|(one, other)| one ^ other).collect());
    // §9.8.6.3: the last four octets of both challenges.
    let mut counter = [0; 8];
    counter[..4].copy_from_slice(&of_chip[4..]);
    counter[4..].copy_from_slice(&own[4..]);
    session.protect(Channel::new(
        Cipher::Des3.derive(&shared, Use::Encryption),
        Cipher::Des3.derive(&shared, Use::Checksum),
        Some(counter),
    ));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::{Pace, Part};
    use crate::replay::{Replay, drawing, hex};

    /// Doc 9303-11 Appendix D.3 and D.4.
    #[test]
    fn the_worked_example_of_the_standard_is_spoken_octet_by_octet() {
        let mut card = Replay::of(&[
            ("0084000008", "4608F919887022129000"),
            (
                "0082000028 72C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F25F1448EEA8AD90A7 28",
                "46B9342A41396CD7386BF5803104D7CEDC122B9132139BAF2EEDC94EE178534F2F2D235D074D7449 9000",
            ),
            ("0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800", "990290008E08FA855A5D4C50A8ED9000"),
            ("0CB000000D9701048E08ED6705417E96BA5500", "8709019FF0EC34F9922651990290008E08AD55CC17140B2DED9000"),
            (
                "0CB000040D9701128E082EA28A70F3C7B53500",
                "871901FB9235F4E4037F2327DCC8964F1F9B8C30F42C8E2FFF224A990290008E08C8B2787EAEA07D749000",
            ),
        ]);
        let key = ZoneKey::new("L898902C", "690806", "940623").expect("a key");
        let mut random = drawing(&["781723860C06C226", "0B795240CB7049B01C19B33E32804F0B"]);
        let mut session = Session::new(&mut card);
        open(&mut session, &key, &mut random).expect("open");
        let mut part = Part::new(0x011E);
        part.read(&mut session, &mut Pace::of(256), &mut |_, _| {}).expect("EF.COM");
        assert_eq!(part.octets, hex("60145F0104303130365F36063034303030305C026175"));
        assert!(card.is_over());
    }

    #[test]
    fn another_zone_does_not_open() {
        let mut card = Replay::of(&[
            ("0084000008", "4608F919887022129000"),
            ("0082000028 72C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F25F1448EEA8AD90A7 28", "6300"),
        ]);
        let key = ZoneKey::new("L898902C", "690806", "940623").expect("a key");
        let mut random = drawing(&["781723860C06C226", "0B795240CB7049B01C19B33E32804F0B"]);
        let error = open(&mut Session::new(&mut card), &key, &mut random).expect_err("refused");
        assert_eq!(error, BacError::WrongKey(Status(0x6300)));
    }
}
