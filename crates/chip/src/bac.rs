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
    let shared: Zeroizing<Vec<u8>> = Zeroizing::new(own_key.iter().zip(chip_key).map(|(one, other)| one ^ other).collect());
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
