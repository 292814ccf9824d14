//! Chip authentication (Doc 9303-11 §6.2): new keys for the channel, which only the chip with the secret of its key can use.

use crate::apdu::{Command, Status};
use crate::channel::{Broken, Channel};
use crate::cipher::Cipher;
use crate::pace::domain::Domain;
use crate::security::{ChipInfo, ChipKey};
use crate::session::{Fault, Session};
use limen_trust::asn1::object;

/// How agreeing on new keys went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Agreed {
    /// The channel has new keys; whether the chip has them too, its next answer shows.
    Keys,
    /// The chip refused.
    Refused(Status),
    /// What was drawn is not random.
    NotRandom,
}

/// Agrees on new keys with the secret of the chip's key.
pub(crate) fn agree(
    session: &mut Session<'_>,
    info: &ChipInfo,
    key: &ChipKey,
    random: &mut dyn FnMut(&mut [u8]),
) -> Result<Agreed, Fault> {
    let (domain, of_chip) = Domain::of_key(&key.key);
    let Some(secret) = domain.draw(random) else { return Ok(Agreed::NotRandom) };
    let malformed = || Fault::Broken(Broken::Malformed);
    let own = domain.times(&domain.generator(), &secret).ok_or_else(malformed)?;
    let own = domain.octets(&own);
    let reference = info.key.as_ref().or(key.number.as_ref()).map(|number| object(0x84, number)).unwrap_or_default();

    // 3DES: one command (§6.2.4.1). AES, and 3DES of chips that refuse it: two (§6.2.4.2).
    let mut refused = None;
    if info.cipher == Cipher::Des3 {
        let data = [object(0x91, &own), reference.clone()].concat();
        let response = session.send(&Command::new(0x22, 0x41, 0xA6).data(data))?;
        refused = Some(response.status).filter(|status| *status != Status::DONE);
    }
    if info.cipher != Cipher::Des3 || refused.is_some() {
        let data = [object(0x80, &info.protocol), reference].concat();
        let response = session.send(&Command::new(0x22, 0x41, 0xA4).data(data))?;
        if response.status != Status::DONE {
            return Ok(Agreed::Refused(refused.unwrap_or(response.status)));
        }
        let data = object(0x7C, &object(0x80, &own));
        let response = session.send(&Command::new(0x86, 0, 0).data(data).expecting(256))?;
        if response.status != Status::DONE {
            return Ok(Agreed::Refused(response.status));
        }
    }
    let shared = domain.times(&of_chip, &secret).ok_or_else(malformed)?;
    session.protect(Channel::of_secret(info.cipher, &domain.shared(&shared)));
    Ok(Agreed::Keys)
}
