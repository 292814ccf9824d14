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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::replay::{Replay, drawing, hex};
    use crate::security::SecurityInfos;

    /// Doc 9303-11 prints no trace of chip authentication by itself; this one was recorded with a passport in use, and published
    /// as a test (gmrtd/gmrtd): brainpoolP256r1, its numbers written out, AES-128.
    #[test]
    fn a_recorded_session_is_spoken_octet_by_octet() {
        let dg14 = hex("
            6E82017E3182017A300D060804007F0007020202020101300F060A04007F000702020302020201013012060A04007F00070202
            04020202010202010D30820142060904007F000702020102308201333081EC06072A8648CE3D02013081E0020101302C06072A
            8648CE3D0101022100A9FB57DBA1EEA9BC3E660A909D838D726E3BF623D52620282013481D1F6E5377304404207D5A0975FC2C
            3057EEF67530417AFFE7FB8055C126DC5C6CE94A4B44F330B5D9042026DC5C6CE94A4B44F330B5D9BBD77CBF958416295CF7E1
            CE6BCCDC18FF8C07B60441048BD2AEB9CB7E57CB2C4B482FFC81B7AFB9DE27E1E3BD23C23A4453BD9ACE3262547EF835C3DAC4
            FD97F8461A14611DC9C27745132DED8E545C1D54C72F046997022100A9FB57DBA1EEA9BC3E660A909D838D718C397AA3B561A6
            F7901E0E82974856A7020101034200041983917269AC877C0B61544C2C022000D2A5ABA723E2D80141E648B40911DC3459761F
            27480E4B57181A53D8FE1190EA86C939AC14363178CAFFC621F0F905C3");
        let mut card = Replay::of(&[
            (
                "0C2241A41D8711015D8F69B1EA365CCE4304970DB12421F38E085340D338128085E700",
                "990290008E083F5136E82A6C34779000",
            ),
            (
                "0C860000608751019E18F1BA79D805379752BB560EB70AAC3CE3BC5AFE2FDD4AEB325CA8B578B4A93B9F66A5DF40005F
                 8E878535251D33DD974AAF77FB858773E5799FA9DC1034E89B1150EC7F0BB3DB4BF37A1B9EA4458A9701008E089D204D
                 950C0B95DB00",
                "8711010B0A5DFFC7432DE4DEB604291377A05B990290008E08B3384A1F5D1579739000",
            ),
            // SELECT of DG14 with the new keys, and an answer that only who has them makes.
            (
                "0CA4020C1D8711011B2EE500E84960DF7F37AFE7ADFF53838E084500F3B43E192A5700",
                "990290008E0803C4B125B4218CEF9000",
            ),
        ]);
        let infos = SecurityInfos::dg14(&dg14).expect("DG14");
        let (info, key) = infos.chip_authentication().expect("a key");
        let of = |octets: &str| Cipher::Aes128.key(&hex(octets)).expect("a key");
        let channel =
            Channel::new(of("524170DE3419B7AF2F23E45AD6EF9595"), of("97893F5FDC29A5C13A924FE7D8ED44FD"), None)
                .counted(0xF0);
        let mut session = Session::new(&mut card);
        session.protect(channel);
        let mut random = drawing(&["80EBAFC8A51BECD4D90BB640EE38C9FD5C12748D28AAA37096B98C4533C4F5F5"]);
        assert_eq!(agree(&mut session, &info, key, &mut random), Ok(Agreed::Keys));
        let select = Command::new(0xA4, 0x02, 0x0C).data([0x01, 0x0E]);
        assert_eq!(session.send(&select).map(|answer| answer.status), Ok(Status::DONE));
        assert!(card.is_over());
    }
}
