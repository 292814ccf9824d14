//! A chip in software behind the trait [`Card`]: for tests, and for demonstrations without a document at hand.
//!
//! It does what Doc 9303-10 and -11 ask of a chip, and where it is told, what a broken, copied or hostile one does.

mod agreement;
mod chip_key;
mod passport;

pub use chip_key::{ChipSecret, Written};
pub use passport::{Issuer, Passport, passport, way};

use crate::apdu::{Command, Response, Status};
use crate::card::{Card, Lost};
use crate::channel::Channel;
use crate::cipher::{Cipher, Use, padded};
use crate::key::ZoneKey;
use crate::pace::domain::{Domain, Secret};
use crate::security::{AgreementKey, PaceInfo};
use agreement::Pace;
use limen_trust::asn1::{Elements, object, without_zeros};
use limen_trust::{FileName, Files, Hash, mint};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// What opens the chip, and how.
#[derive(Clone, Default)]
pub struct Locks {
    /// The zone that opens it.
    pub zone: Option<ZoneKey>,
    /// The card access number that opens it.
    pub can: Option<String>,
    /// Ways of PACE; none is a chip without.
    pub pace: Vec<PaceInfo>,
    /// Whether it knows basic access control.
    pub basic: bool,
}

/// A key by which the chip proves itself.
#[derive(Clone)]
pub enum ProofKey {
    /// For active authentication, with the hash that it signs by.
    Active(mint::Secret, Hash),
    /// For chip authentication: the public key, its secret, the cipher.
    Chip(AgreementKey, Vec<u8>, Cipher),
}

/// What a broken or hostile chip does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// It is taken away after so many commands, and is back at once.
    LostAfter(usize),
    /// It is taken away after so many commands, again and again.
    LostEvery(usize),
    /// It gives no more than so many octets at once, and says 6700 for more.
    Gives(usize),
    /// The same, and says 6700 in the open, having forgotten its keys.
    GivesAndForgets(usize),
    /// It ends the channel with 6988 after so many commands.
    EndsAfter(usize),
    /// It refuses this file.
    Refuses(FileName, Status),
    /// This file says that it has so many octets.
    Says(FileName, u32),
    /// It has no EF.CardAccess to give, though it knows PACE.
    HidesPace,
    /// It refuses PACE though it offers it.
    RefusesPace,
    /// It takes no more tries at PACE after a wrong key.
    RefusesAfterWrongKey,
    /// It selects a file only where it may answer with what it says of it.
    SelectsWithAnswer,
    /// It flips a bit in the response to the command of this number.
    Flips(usize),
    /// It shows another token in PACE than one who knows the password.
    WrongToken,
    /// It answers the command of this number with these octets.
    Answers(usize, Vec<u8>),
}

/// A chip.
pub struct SimulatedChip {
    files: BTreeMap<u16, Vec<u8>>,
    master_files: BTreeMap<u16, Vec<u8>>,
    locks: Locks,
    proofs: Vec<ProofKey>,
    troubles: Vec<Trouble>,
    /// Octets of a response that reader and chip pass on: 256 without extended length.
    most_response: usize,
    commands: usize,
    /// Whether PACE was tried with a wrong key.
    was_wrong: bool,
    seed: Vec<u8>,
    state: State,
}

#[derive(Default)]
struct State {
    channel: Option<Channel>,
    /// Keys that hold from the next command on.
    next_channel: Option<Channel>,
    is_in_application: bool,
    is_open: bool,
    selected: Option<u16>,
    challenge: Option<[u8; 8]>,
    pace: Option<Pace>,
    chip_key: Option<usize>,
}

impl SimulatedChip {
    /// A chip with these files, locks and proofs.
    pub fn new(files: &Files, locks: Locks, proofs: Vec<ProofKey>) -> Self {
        let mut master_files = BTreeMap::new();
        if !locks.pace.is_empty() {
            master_files.insert(0x011C, passport::card_access(&locks.pace));
        }
        Self {
            files: files.iter().map(|(name, bytes)| (name.identifier(), bytes.to_vec())).collect(),
            master_files,
            locks,
            proofs,
            troubles: Vec::new(),
            most_response: 256,
            commands: 0,
            was_wrong: false,
            seed: b"a chip in software".to_vec(),
            state: State::default(),
        }
    }

    /// With EF.CardSecurity.
    pub fn card_security(mut self, file: Vec<u8>) -> Self {
        self.master_files.insert(0x011D, file);
        self
    }

    /// With trouble.
    pub fn trouble(mut self, trouble: Trouble) -> Self {
        self.troubles.push(trouble);
        self
    }

    /// With responses of so many octets at most.
    pub fn most(mut self, octets: usize) -> Self {
        self.most_response = octets;
        self
    }

    /// How many commands it was sent.
    pub fn commands(&self) -> usize {
        self.commands
    }

    /// Another file in place of one.
    pub fn exchange(&mut self, name: FileName, bytes: Vec<u8>) {
        self.files.insert(name.identifier(), bytes);
    }

    fn random(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            self.seed = Hash::Sha256.of(&self.seed);
            chunk.copy_from_slice(&Hash::Sha512.of(&self.seed)[..chunk.len()]);
        }
    }

    fn drawn(&mut self, octets: usize) -> Vec<u8> {
        let mut drawn = vec![0; octets];
        self.random(&mut drawn);
        drawn
    }

    fn draw(&mut self, domain: &Domain) -> Option<Secret> {
        let seed = self.drawn(32);
        let mut state = seed;
        domain.draw(&mut |bytes: &mut [u8]| {
            for chunk in bytes.chunks_mut(32) {
                state = Hash::Sha256.of(&state);
                chunk.copy_from_slice(&state[..chunk.len()]);
            }
        })
    }

    fn answer(&mut self, octets: &[u8]) -> Option<Response> {
        let command = Command::read(octets)?;
        if command.class & 0x0C == 0 {
            // In the open, the keys are forgotten.
            self.state.channel = None;
            self.state.is_open = self.locks.zone.is_none() && self.locks.can.is_none();
            return Some(self.execute(&command));
        }
        let mut channel = self.state.channel.take()?;
        let Some(opened) = channel.open_command(&command) else { return Some(status(0x6988)) };
        for trouble in &self.troubles {
            match trouble {
                Trouble::EndsAfter(commands) if self.commands.is_multiple_of(*commands) => return Some(status(0x6988)),
                Trouble::GivesAndForgets(most) if opened.expected.is_some_and(|wanted| wanted > *most) => {
                    return Some(status(0x6700));
                }
                _ => {}
            }
        }
        let response = self.execute(&opened);
        let protected = channel.protect_response(&response, opened.instruction & 1 == 1);
        self.state.channel = Some(self.state.next_channel.take().unwrap_or(channel));
        Some(protected)
    }

    fn execute(&mut self, command: &Command) -> Response {
        let gives = self.troubles.iter().find_map(|trouble| match trouble {
            Trouble::Gives(most) => Some(*most),
            _ => None,
        });
        if command.instruction | 1 == 0xB1
            && command.expected.is_some_and(|wanted| gives.is_some_and(|most| wanted > most))
        {
            return status(0x6700);
        }
        match (command.instruction, command.p1, command.p2) {
            (0xA4, 0x04, _) => {
                self.state.is_in_application = true;
                self.state.selected = None;
                status(0x9000)
            }
            (0xA4, 0x00, _) => {
                self.state =
                    State { channel: self.state.channel.take(), is_open: self.state.is_open, ..State::default() };
                status(0x9000)
            }
            (0xA4, 0x02, 0x0C) if self.troubles.contains(&Trouble::SelectsWithAnswer) => status(0x6A86),
            (0xA4, 0x02, _) => self.select(&command.data),
            (0xB0, 0x9C, offset) => {
                self.state.selected = Some(0x011C);
                self.read(usize::from(offset), command.expected, false)
            }
            (0xB0, high, low) if high < 0x80 => {
                self.read(usize::from(u16::from_be_bytes([high, low])), command.expected, false)
            }
            (0xB1, 0, 0) => {
                let Ok(offset) = Elements::of(&command.data).expect(0x54, "an offset") else { return status(0x6A80) };
                let offset = offset.value.iter().fold(0, |offset, &octet| offset << 8 | usize::from(octet));
                self.read(offset, command.expected, true)
            }
            (0x84, 0, 0) if self.locks.basic && self.state.is_in_application => {
                let mut challenge = [0; 8];
                self.random(&mut challenge);
                self.state.challenge = Some(challenge);
                Response { data: challenge.to_vec(), status: Status::DONE }
            }
            (0x82, 0, 0) if self.locks.basic => self.basic(&command.data).unwrap_or(status(0x6300)),
            (0x22, 0xC1, 0xA4) if self.troubles.contains(&Trouble::RefusesPace) => status(0x6A80),
            (0x22, 0xC1, 0xA4) if self.was_wrong && self.troubles.contains(&Trouble::RefusesAfterWrongKey) => {
                status(0x6985)
            }
            (0x22, 0xC1, 0xA4) => self.set_pace(&command.data).unwrap_or(status(0x6A88)),
            (0x22, 0x41, 0xA6) => self.agree_at_once(&command.data).unwrap_or(status(0x6A80)),
            (0x22, 0x41, 0xA4) => self.set_chip(&command.data).unwrap_or(status(0x6A80)),
            (0x86, 0, 0) if self.state.chip_key.is_some() => self.agree(&command.data).unwrap_or(status(0x6A80)),
            (0x86, 0, 0) => self.step(command).unwrap_or(status(0x6A80)),
            (0x88, 0, 0) if self.state.is_open => self.active(&command.data).unwrap_or(status(0x6A88)),
            _ => status(0x6D00),
        }
    }

    fn select(&mut self, identifier: &[u8]) -> Response {
        let &[high, low] = identifier else { return status(0x6A80) };
        let identifier = u16::from_be_bytes([high, low]);
        let hides = self.troubles.contains(&Trouble::HidesPace);
        let there = if self.state.is_in_application {
            self.files.contains_key(&identifier)
        } else {
            self.master_files.contains_key(&identifier) && !(hides && identifier == 0x011C)
        };
        if !there {
            return status(0x6A82);
        }
        let refused = self.troubles.iter().find_map(|trouble| match trouble {
            Trouble::Refuses(name, status) if self.state.is_in_application && name.identifier() == identifier => {
                Some(*status)
            }
            _ => None,
        });
        if let Some(refused) = refused {
            return Response { data: Vec::new(), status: refused };
        }
        self.state.selected = Some(identifier);
        status(0x9000)
    }

    fn read(&mut self, offset: usize, wanted: Option<usize>, wrapped: bool) -> Response {
        let Some(identifier) = self.state.selected else { return status(0x6986) };
        let is_free = !self.state.is_in_application && identifier == 0x011C;
        if !self.state.is_open && !is_free {
            return status(0x6982);
        }
        let files = if self.state.is_in_application { &self.files } else { &self.master_files };
        let Some(file) = files.get(&identifier) else { return status(0x6A82) };
        let mut file = file.clone();
        for trouble in &self.troubles {
            if let Trouble::Says(name, octets) = trouble
                && self.state.is_in_application
                && name.identifier() == identifier
                && file.len() > 6
            {
                file[1] = 0x84;
                file[2..6].copy_from_slice(&octets.to_be_bytes());
            }
        }
        if offset >= file.len() {
            return status(0x6B00);
        }
        let wanted = wanted.unwrap_or(0).min(self.most_response);
        let room = if wrapped { wanted.saturating_sub(4) } else { wanted };
        let end = file.len().min(offset + room);
        let data = file[offset..end].to_vec();
        let data = if wrapped { object(0x53, &data) } else { data };
        Response { data, status: if end - offset < room { Status::END_OF_FILE } else { Status::DONE } }
    }

    fn basic(&mut self, data: &[u8]) -> Option<Response> {
        let seed = self.locks.zone.as_ref()?.seed();
        let encryption = Cipher::Des3.derive(&seed, Use::Encryption);
        let checksum = Cipher::Des3.derive(&seed, Use::Checksum);
        let challenge = self.state.challenge.take()?;
        let (encrypted, mac) = data.split_at_checked(32)?;
        if !checksum.checks(&padded(encrypted, 8), mac) {
            return None;
        }
        let plain = encryption.decrypt(&[0; 8], encrypted)?;
        let (of_terminal, rest) = plain.split_at(8);
        let (of_chip, terminal_key) = rest.split_at(8);
        if of_chip != challenge {
            return None;
        }
        let key = self.drawn(16);
        let mut answer = encryption.encrypt(&[0; 8], &[&challenge[..], of_terminal, &key].concat());
        answer.extend(checksum.checksum(&padded(&answer, 8)));
        let shared: Zeroizing<Vec<u8>> =
            Zeroizing::new(key.iter().zip(terminal_key).map(|(one, other)| one ^ other).collect());
        let mut counter = [0; 8];
        counter[..4].copy_from_slice(&challenge[4..]);
        counter[4..].copy_from_slice(&of_terminal[4..]);
        self.state.channel = Some(Channel::new(
            Cipher::Des3.derive(&shared, Use::Encryption),
            Cipher::Des3.derive(&shared, Use::Checksum),
            Some(counter),
        ));
        self.state.is_open = true;
        Some(Response { data: answer, status: Status::DONE })
    }

    fn active(&self, challenge: &[u8]) -> Option<Response> {
        let signature = self.proofs.iter().find_map(|proof| match proof {
            ProofKey::Active(secret @ mint::Secret::Rsa(p, q, _), hash) => {
                let octets = usize::try_from((p * q).bits() / 8).ok()?;
                Some(secret.raised(&crate::active::encoded(octets, *hash, challenge)))
            }
            ProofKey::Active(secret, hash) => Some(secret.sign(limen_trust::Algorithm::EcdsaPlain(*hash), challenge)),
            ProofKey::Chip(..) => None,
        })?;
        Some(Response { data: signature, status: Status::DONE })
    }
}

impl Card for SimulatedChip {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Lost> {
        self.commands += 1;
        let count = self.commands;
        let lost = self.troubles.iter().any(|trouble| match trouble {
            Trouble::LostAfter(commands) => count == *commands,
            Trouble::LostEvery(commands) => count.is_multiple_of(*commands),
            _ => false,
        });
        if lost {
            self.state = State::default();
            return Err(Lost("it was taken away".into()));
        }
        let response = self.answer(command).unwrap_or_else(|| {
            self.state = State { is_in_application: self.state.is_in_application, ..State::default() };
            status(0x6882)
        });
        let mut octets = [&response.data[..], &response.status.0.to_be_bytes()].concat();
        for trouble in &self.troubles {
            match trouble {
                Trouble::Flips(command) if count == *command => octets[count % response.data.len().max(1)] ^= 1,
                Trouble::Answers(command, answer) if count == *command => octets.clone_from(answer),
                _ => {}
            }
        }
        Ok(octets)
    }

    fn most_response(&self) -> usize {
        self.most_response
    }
}

fn status(status: u16) -> Response {
    Response { data: Vec::new(), status: Status(status) }
}

/// A number without the zeros before it, for comparing references of keys.
fn number(octets: &[u8]) -> &[u8] {
    without_zeros(octets)
}
