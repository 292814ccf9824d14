//! The desk: what is done with a traveller at a counter and at the second line, for pages, commands and tests alike. Each
//! file is one thing that is done, with its rules and the events that keep it; no words stand here.

pub mod amend;
pub mod asked_correction;
pub mod correction;
pub mod decide;
pub mod draft;
pub mod journey;
pub mod judge;
pub mod known;
pub mod party;
pub mod present;
pub mod protection;
pub mod referral;
pub mod same_person;
pub mod set_aside;
pub mod stay;
pub mod typed;

use limen_domain::{Direction, PartyId};
use limen_store::{Account, Session};

/// A counter at work: who works there, which way, and the party that it works through.
#[derive(Debug, Clone, Copy)]
pub struct Counter<'a> {
    /// SHA-256 of the token of its session.
    pub session: &'a [u8; 32],
    /// Who works there.
    pub account: &'a Account,
    /// Which way it works.
    pub direction: Direction,
    /// The party that it works through.
    pub party: Option<PartyId>,
}

impl<'a> From<&'a Session> for Counter<'a> {
    fn from(session: &'a Session) -> Self {
        let Session { token, account, direction, party, .. } = session;
        Self { session: token, account, direction: *direction, party: *party }
    }
}
