//! Readers of chips on this machine, through pcscd.

use super::Place;
use crate::settings::ChipReaders;
use limen_chip::{Card, Lost};
use pcsc::{Context, Disposition, Error, MAX_BUFFER_SIZE_EXTENDED, Protocols, ReaderState, Scope, ShareMode, State};
use std::{ffi::CString, time::Duration};

/// The longest response of an extended command that readers are known to pass on.
const EXTENDED: usize = 65_536 - 2;

/// The readers of this machine.
pub struct PcscPlace {
    wanted: ChipReaders,
    context: Option<Context>,
    /// The reader that was given last: of two with a document, the other is next.
    last: Option<CString>,
}

/// The names of the readers that are there now.
///
/// # Errors
/// pcscd can't be asked: a sentence.
pub fn names(wanted: &ChipReaders) -> Result<Vec<String>, String> {
    let found = PcscPlace::new(wanted.clone()).readers()?;
    Ok(found.iter().map(|name| name.to_string_lossy().into_owned()).collect())
}

impl PcscPlace {
    /// Those of them that are wanted.
    pub fn new(wanted: ChipReaders) -> Self {
        Self { wanted, context: None, last: None }
    }

    fn readers(&mut self) -> Result<Vec<CString>, String> {
        let context = match self.context.take().filter(|context| context.is_valid().is_ok()) {
            Some(context) => context,
            None => Context::establish(Scope::User).map_err(|error| said(&error))?,
        };
        let found = context.list_readers_owned();
        self.context = Some(context);
        let found = match found {
            Ok(found) => found,
            Err(Error::NoReadersAvailable) => Vec::new(),
            // pcscd was started anew: the next look asks it afresh.
            Err(error) => {
                self.context = None;
                return Err(said(&error));
            }
        };
        let is_wanted = |name: &CString| name.to_string_lossy().contains(&self.wanted.named);
        Ok(found.into_iter().filter(is_wanted).collect())
    }
}

impl Place for PcscPlace {
    fn card(&mut self) -> Result<Option<Box<dyn Card + '_>>, String> {
        let readers = self.readers()?;
        if readers.is_empty() {
            return Err("no reader of chips is there".to_owned());
        }
        let Some(context) = &self.context else { return Ok(None) };
        let mut states: Vec<ReaderState> =
            readers.into_iter().map(|name| ReaderState::new(name, State::UNAWARE)).collect();
        match context.get_status_change(Duration::ZERO, &mut states) {
            Ok(()) => {}
            Err(Error::Timeout) => return Ok(None),
            Err(error) => return Err(said(&error)),
        }
        let is_there = |state: &&ReaderState| {
            state.event_state().contains(State::PRESENT)
                && !state.event_state().intersects(State::MUTE | State::EXCLUSIVE)
        };
        let mut there: Vec<CString> = states.iter().filter(is_there).map(|state| state.name().to_owned()).collect();
        if let Some(at) = there.iter().position(|name| Some(name) == self.last.as_ref()) {
            there.rotate_left(at + 1);
        }
        let Some(name) = there.into_iter().next() else { return Ok(None) };
        let connected = context.connect(&name, ShareMode::Exclusive, Protocols::T0 | Protocols::T1);
        self.last = Some(name);
        match connected {
            Ok(card) => {
                let most_response = if self.wanted.extended { EXTENDED } else { 256 };
                Ok(Some(Box::new(PcscCard {
                    card: Some(card),
                    most_response,
                    buffer: vec![0; MAX_BUFFER_SIZE_EXTENDED],
                })))
            }
            // Taken away in this moment, or held by another program.
            Err(Error::NoSmartcard | Error::RemovedCard | Error::ResetCard | Error::UnpoweredCard) => Ok(None),
            Err(Error::UnresponsiveCard | Error::ProtoMismatch) => Ok(None),
            Err(error) => Err(said(&error)),
        }
    }
}

struct PcscCard {
    card: Option<pcsc::Card>,
    most_response: usize,
    buffer: Vec<u8>,
}

impl Card for PcscCard {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Lost> {
        let Some(card) = &self.card else { return Err(Lost("it was let go".to_owned())) };
        match card.transmit(command, &mut self.buffer) {
            Ok(response) => Ok(response.to_vec()),
            // A reader that does not pass on extended length says so in its own way: the chip would have said 6700.
            Err(Error::InsufficientBuffer | Error::InvalidParameter | Error::InvalidValue | Error::NotTransacted)
                if is_extended(command) =>
            {
                Ok(vec![0x67, 0x00])
            }
            Err(error) => Err(Lost(said(&error))),
        }
    }

    fn most_response(&self) -> usize {
        self.most_response
    }
}

impl Drop for PcscCard {
    fn drop(&mut self) {
        // A chip that is powered off forgets its keys, and the next program finds it as new.
        if let Some(card) = self.card.take() {
            let _ = card.disconnect(Disposition::UnpowerCard);
        }
    }
}

/// Whether a command's lengths are extended (ISO/IEC 7816-4 §5.2).
fn is_extended(command: &[u8]) -> bool {
    command.len() > 5 && command[4] == 0
}

fn said(error: &Error) -> String {
    match error {
        Error::NoService | Error::ServiceStopped => "pcscd does not run; install it, or start it".to_owned(),
        other => other.to_string(),
    }
}
