//! A conversation with a chip: commands sent plainly or through a channel, responses fetched whole.

use crate::apdu::{Command, Response, Status};
use crate::card::{Card, Lost};
use crate::channel::{Broken, Channel};
use thiserror::Error;

/// How often more of a response may be fetched.
const MOST_PIECES: usize = 64;

/// Why a command brought no answer that counts.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Fault {
    /// The chip was lost.
    #[error(transparent)]
    Lost(#[from] Lost),
    /// The answer is not authentic.
    #[error(transparent)]
    Broken(#[from] Broken),
    /// The chip gave up the channel: it has forgotten the keys.
    #[error("the chip ended the protected connection: {0}")]
    Ended(Status),
}

/// A card, and the channel to it once there is one.
pub struct Session<'a> {
    card: &'a mut dyn Card,
    channel: Option<Channel>,
}

impl<'a> Session<'a> {
    /// A conversation in the open.
    pub fn new(card: &'a mut dyn Card) -> Self {
        Self { card, channel: None }
    }

    /// Goes on through a channel, in place of the one before.
    pub fn protect(&mut self, channel: Channel) {
        self.channel = Some(channel);
    }

    /// Goes on in the open.
    pub fn unprotect(&mut self) {
        self.channel = None;
    }

    /// The longest response that the reader passes on.
    pub fn most_response(&self) -> usize {
        self.card.most_response()
    }

    /// How many octets a response of `total` octets can bring through the channel that is open.
    pub fn room(&self, total: usize) -> usize {
        self.channel.as_ref().map_or(total, |channel| channel.room(total))
    }

    /// Sends a command and returns the answer.
    ///
    /// # Errors
    /// The chip was lost, or the answer does not count.
    pub fn send(&mut self, command: &Command) -> Result<Response, Fault> {
        let Some(channel) = &mut self.channel else { return exchange(self.card, command) };
        let response = exchange(self.card, &channel.protect(command))?;
        if response.data.is_empty() && response.status != Status::DONE {
            // An error that is not protected proves nothing, but is what chips say that have forgotten the keys.
            return Err(Fault::Ended(response.status));
        }
        match channel.open(&response) {
            Ok(response) if response.status.ends_channel() => Err(Fault::Ended(response.status)),
            Ok(response) => Ok(response),
            Err(broken) => Err(broken.into()),
        }
    }
}

/// One command and its whole answer, of which chips may give the end on request (ISO/IEC 7816-4 §5.3.4: 61xx).
fn exchange(card: &mut dyn Card, command: &Command) -> Result<Response, Fault> {
    let read = |octets| Response::read(octets).ok_or(Fault::Broken(Broken::Malformed));
    let mut response = read(card.transmit(&command.octets())?)?;
    for _ in 0..MOST_PIECES {
        if response.status.0 >> 8 != 0x61 {
            return Ok(response);
        }
        let wanted = match response.status.0 & 0xFF {
            0 => 256,
            some => usize::from(some),
        };
        let fetch = Command { class: command.class & 0x0F, ..Command::new(0xC0, 0, 0) }.expecting(wanted);
        let more = read(card.transmit(&fetch.octets())?)?;
        response.data.extend(more.data);
        response.status = more.status;
    }
    Err(Fault::Broken(Broken::Malformed))
}
