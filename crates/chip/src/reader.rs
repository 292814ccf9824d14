//! A chip read from beginning to end (Doc 9303-11 §4.2): opened by PACE or, where it has none that works, by basic access
//! control, but never by that after PACE failed for a wrong key; its files read, the zone first and the face last; asked whether it is the original.
//!
//! [`ChipReader::run`] can be called again after the chip was lost: it goes on at the file and the octet that it reached.

use crate::active;
use crate::apdu::Status;
use crate::authentication::{self, Agreed};
use crate::bac::{self, BacError};
use crate::card::Card;
use crate::chip_data::{Access, ChipData, Progress, ReadError, USUAL};
use crate::files::{FileError, Pace, Part};
use crate::key::AccessKey;
use crate::pace::{self, PaceError};
use crate::security::{Mapping, PaceInfo, SecurityInfos};
use crate::select::{answers, is_open, select_application, select_master, ways};
use crate::session::{Fault, Session};
use limen_trust::{FileName, Group, Proof, SecurityObject, lds};

const CARD_ACCESS: u16 = 0x011C;
const CARD_SECURITY: u16 = 0x011D;
/// How often a chip that gave up the connection is opened anew before it is left alone.
const MOST_OPENINGS: usize = 6;

/// Reads a chip.
pub struct ChipReader {
    keys: Vec<AccessKey>,
    /// The key that opened it, once one did.
    opener: usize,
    challenge: Option<[u8; active::CHALLENGE_OCTETS]>,
    wanted: Vec<Group>,
    data: ChipData,
    infos: Option<SecurityInfos>,
    pace: Option<Pace>,
    part: Option<(FileName, Part)>,
    openings: usize,
}

impl ChipReader {
    /// A reader of the chip that one of these keys opens, the likeliest first.
    pub fn new(keys: Vec<AccessKey>) -> Self {
        Self {
            keys,
            opener: 0,
            challenge: None,
            wanted: USUAL.to_vec(),
            data: ChipData::default(),
            infos: None,
            pace: None,
            part: None,
            openings: 0,
        }
    }

    /// With the challenge that active authentication asks, so that who set it can check the answer elsewhere.
    pub fn challenge(mut self, challenge: [u8; active::CHALLENGE_OCTETS]) -> Self {
        self.challenge = Some(challenge);
        self
    }

    /// With other data groups than the usual, in their order.
    pub fn wanted(mut self, groups: Vec<Group>) -> Self {
        self.wanted = groups;
        self
    }

    /// What was read so far.
    pub fn data(&self) -> &ChipData {
        &self.data
    }

    /// What was read.
    pub fn into_data(self) -> ChipData {
        self.data
    }

    /// Reads the chip, or reads on.
    ///
    /// # Errors
    /// The chip was lost, did not open, or its answers do not count. What was read so far is kept.
    pub fn run(
        &mut self,
        card: &mut dyn Card,
        random: &mut dyn FnMut(&mut [u8]),
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<(), ReadError> {
        self.openings = 0;
        let mut session = Session::new(card);
        let result = self.go(&mut session, random, progress);
        match result {
            Err(ReadError::Fault(Fault::Lost(lost))) => Err(ReadError::Lost(lost)),
            other => other,
        }
    }

    fn go(
        &mut self,
        session: &mut Session<'_>,
        random: &mut dyn FnMut(&mut [u8]),
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<(), ReadError> {
        self.open(session, random, progress)?;
        for file in [FileName::Common, FileName::SecurityObject] {
            self.file(session, file, random, progress)?;
        }
        for group in self.present() {
            self.file(session, FileName::Group(group), random, progress)?;
        }
        self.prove(session, random, progress)
    }

    /// The data groups that are wanted and there, as EF.SOD or else EF.COM says; where neither can be read, those that every
    /// document has.
    fn present(&self) -> Vec<Group> {
        let signed = self.data.files.get(FileName::SecurityObject).and_then(|file| SecurityObject::read(file).ok());
        let there: Vec<Group> = match signed {
            Some(object) => object.digests.keys().filter_map(|&number| Group::new(number)).collect(),
            None => match self.data.files.get(FileName::Common).and_then(|file| lds::listed(file).ok()) {
                Some(listed) => listed,
                None => vec![Group::ZONE, Group::FACE],
            },
        };
        self.wanted.iter().copied().filter(|group| there.contains(group)).collect()
    }

    /// Opens the chip and selects its application.
    fn open(
        &mut self,
        session: &mut Session<'_>,
        random: &mut dyn FnMut(&mut [u8]),
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<(), ReadError> {
        self.openings += 1;
        session.unprotect();
        if self.infos.is_none() {
            self.infos = Some(self.card_access(session)?);
        }
        let infos = self.infos.clone().unwrap_or_default();
        let mut access = None;
        for info in ways(&infos.pace) {
            let ambiguous = infos.pace.iter().any(|other| other.parameters != info.parameters);
            // Some chips want to be told the parameters also where there is one choice.
            for name_parameters in [ambiguous, true] {
                match self.open_by_pace(session, info, name_parameters, random) {
                    // Refused before the password came into it: the chip does not mean what it offers.
                    Err(ReadError::Pace(PaceError::Refused(_))) if access.is_none() => {}
                    other => {
                        access = Some(other?);
                        break;
                    }
                }
            }
            if access.is_some() {
                break;
            }
        }
        let access = match access {
            Some(access) => access,
            None => self.open_by_zone(session, random)?,
        };
        progress(Progress::Opened(&access));
        self.data.access = Some(access);
        Ok(())
    }

    /// EF.CardAccess (§4.4.5), which is read in the open: not there is no PACE.
    fn card_access(&mut self, session: &mut Session<'_>) -> Result<SecurityInfos, ReadError> {
        select_master(session)?;
        let mut part = Part::new(CARD_ACCESS);
        match part.read(session, &mut Pace::of(256), &mut |_, _| {}) {
            Ok(()) => {
                let infos = SecurityInfos::card_access(&part.octets).unwrap_or_default();
                self.data.card_access = Some(part.octets);
                Ok(infos)
            }
            Err(FileError::Fault(Fault::Lost(lost))) => Err(lost.into()),
            Err(_) => Ok(SecurityInfos::default()),
        }
    }

    fn open_by_pace(
        &mut self,
        session: &mut Session<'_>,
        info: &PaceInfo,
        name_parameters: bool,
        random: &mut dyn FnMut(&mut [u8]),
    ) -> Result<Access, ReadError> {
        // A chip may know no number of the card, and take no more tries after a wrong key. Only where it took none at all is
        // it as if it had no PACE.
        let (mut refused, mut is_wrong) = (None, false);
        for at in self.opener..self.keys.len() {
            let kind = self.keys[at].reference();
            if refused.is_some_and(|(of, _)| of == kind) {
                continue;
            }
            session.unprotect();
            // A try that failed leaves some chips where only this helps.
            select_master(session)?;
            match pace::open(session, info, name_parameters, &self.keys[at], random) {
                Ok(evidence) => {
                    self.opener = at;
                    if evidence.is_some() {
                        self.data.mapped = evidence;
                    }
                    if info.mapping == Mapping::ChipAuthentication && self.data.card_security.is_none() {
                        self.card_security(session)?;
                    }
                    select_application(session)?;
                    let by_can = matches!(self.keys[at], AccessKey::CardAccessNumber(_));
                    return Ok(Access::Pace { mapping: info.mapping, by_can });
                }
                Err(PaceError::WrongKey(_)) => is_wrong = true,
                Err(PaceError::Refused(status)) => refused = Some((kind, status)),
                Err(PaceError::Fault(fault)) => return Err(ReadError::Fault(fault)),
                Err(other) => return Err(ReadError::Pace(other)),
            }
        }
        match refused {
            Some((_, status)) if !is_wrong => Err(ReadError::Pace(PaceError::Refused(status))),
            _ => Err(ReadError::WrongKey { tried: self.keys.len() }),
        }
    }

    /// EF.CardSecurity holds the key for chip authentication mapping; it stands beside the application.
    fn card_security(&mut self, session: &mut Session<'_>) -> Result<(), ReadError> {
        let mut part = Part::new(CARD_SECURITY);
        match part.read(session, &mut Pace::of(256), &mut |_, _| {}) {
            Ok(()) => self.data.card_security = Some(part.octets),
            Err(FileError::Fault(fault)) => return Err(ReadError::Fault(fault)),
            // DG14 may have the key too.
            Err(_) => {}
        }
        Ok(())
    }

    fn open_by_zone(
        &mut self,
        session: &mut Session<'_>,
        random: &mut dyn FnMut(&mut [u8]),
    ) -> Result<Access, ReadError> {
        let zones: Vec<usize> =
            (self.opener..self.keys.len()).filter(|&at| matches!(self.keys[at], AccessKey::Zone(_))).collect();
        select_application(session)?;
        for (count, &at) in zones.iter().enumerate() {
            if count > 0 {
                select_application(session)?;
            }
            let AccessKey::Zone(zone) = &self.keys[at] else { continue };
            match bac::open(session, zone, random) {
                Ok(()) => {
                    self.opener = at;
                    return Ok(Access::Basic);
                }
                Err(BacError::WrongKey(_)) => {}
                Err(BacError::Unknown(status)) => return is_open(session, status),
                Err(BacError::Fault(fault)) => return Err(ReadError::Fault(fault)),
            }
        }
        if zones.is_empty() {
            // A chip that is open needs no key.
            return is_open(session, Status::NOT_ALLOWED).map_err(|_| ReadError::NeedsZone);
        }
        Err(ReadError::WrongKey { tried: zones.len() })
    }

    /// Reads one file, unless it is there; opens the chip anew where it gave up the connection.
    fn file(
        &mut self,
        session: &mut Session<'_>,
        name: FileName,
        random: &mut dyn FnMut(&mut [u8]),
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<(), ReadError> {
        if self.data.files.get(name).is_some() || self.data.missing.iter().any(|(missing, _)| *missing == name) {
            return Ok(());
        }
        let mut pace = self.pace.unwrap_or_else(|| Pace::of(session.most_response()));
        let mut part = match self.part.take() {
            Some((of, part)) if of == name => part,
            _ => Part::new(name.identifier()),
        };
        let result = loop {
            let mut each = |read, total| progress(Progress::Reading { file: name, read, total });
            match part.read(session, &mut pace, &mut each) {
                Err(FileError::Fault(Fault::Ended(status))) if self.openings < MOST_OPENINGS => {
                    if status.is_about_length() && !pace.less() {
                        break Err(FileError::Refused(status));
                    }
                    self.pace = Some(pace);
                    self.part = Some((name, part.clone()));
                    self.open(session, random, progress)?;
                }
                other => break other,
            }
        };
        self.pace = Some(pace);
        match result {
            Ok(()) => match self.data.files.add(name, part.octets) {
                Ok(()) => progress(Progress::Read { file: name, files: &self.data.files }),
                Err(_) => self.data.missing.push((name, FileError::NoLength)),
            },
            Err(FileError::Fault(fault)) => {
                self.part = Some((name, part));
                return Err(ReadError::Fault(fault));
            }
            Err(error) => self.data.missing.push((name, error)),
        }
        Ok(())
    }

    /// Asks the chip whether it is the original, in every way it has. That it does not answer is kept, and is no reason to
    /// throw away what was read.
    fn prove(
        &mut self,
        session: &mut Session<'_>,
        random: &mut dyn FnMut(&mut [u8]),
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<(), ReadError> {
        let kept = |fault: Fault| match fault {
            Fault::Lost(lost) => Err(ReadError::Lost(lost)),
            Fault::Ended(status) => Ok(status),
            Fault::Broken(_) => Ok(Status(0)),
        };
        let key = self.data.files.group(Group::ACTIVE_AUTHENTICATION).and_then(|dg15| active::key(dg15).ok());
        if let (Some(key), None) = (key, &self.data.active) {
            progress(Progress::Proving(Proof::ActiveAuthentication));
            let mut challenge = [0; active::CHALLENGE_OCTETS];
            random(&mut challenge);
            let challenge = self.challenge.unwrap_or(challenge);
            let answer = match active::ask(session, &key, challenge) {
                Ok(answer) => answer,
                Err(fault) => {
                    let status = kept(fault)?;
                    self.open(session, random, progress)?;
                    Err(status)
                }
            };
            self.data.active = Some(answer);
        }
        let infos = self.data.files.group(Group::SECURITY).and_then(|dg14| SecurityInfos::dg14(dg14).ok());
        let way = infos.as_ref().and_then(SecurityInfos::chip_authentication);
        if let (Some((info, key)), None) = (way, &self.data.chip) {
            progress(Progress::Proving(Proof::ChipAuthentication));
            self.data.chip = match authentication::agree(session, &info, key, random) {
                Ok(Agreed::Keys) => Some(Ok(answers(session)?)),
                Ok(Agreed::Refused(status)) => Some(Err(status)),
                Ok(Agreed::NotRandom) => return Err(ReadError::Pace(PaceError::Random)),
                Err(fault) => Some(Err(kept(fault)?)),
            };
        }
        Ok(())
    }
}
