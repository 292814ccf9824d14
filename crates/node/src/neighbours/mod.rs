//! Headquarters of neighbouring states: agreements with them, and what is said to and heard of them under these.
//!
//! ```text
//! a content ─▶ said (lets_through? two people? protected?) ─▶ paper ─▶ talk ══ link or stick ══▶ heard ─▶ facts ─▶ posts
//! ```
//!
//! Headquarters alone speaks. Posts read what holds (`held`), and write what headquarters says for them (`drafts`).

pub mod across;
pub mod agreements;
pub(crate) mod answers;
pub mod documents;
pub mod drafts;
mod effects;
mod forks;
mod heard;
pub mod held;
pub mod joint_post;
pub mod nightly;
pub mod notices;
pub mod proposals;
mod protected;
pub mod said;
mod sweep;
pub mod talk;
pub mod work;

pub use effects::{list_of, neighbour_of};
pub use sweep::sweep;

use crate::{NetworkRole, Node};
use jiff::{civil::Date, tz::TimeZone};
use limen_domain::{AccountId, StateCode};
use limen_exchange::Identity;
use limen_neighbour::{Card, CardError, Party};
use limen_store::{
    Neighbour, NeighbourDay, Store, StoreError,
    settings::{self, Setting},
};
use std::collections::BTreeMap;

/// Why nothing was said, agreed or taken in.
#[derive(Debug, thiserror::Error)]
pub enum NeighbourError {
    /// This node is no headquarters.
    #[error("headquarters alone speaks to neighbouring states")]
    NotHere,
    /// The neighbour is not known.
    #[error("this state's headquarters is not known here: exchange cards first")]
    Unknown,
    /// The card can't be taken.
    #[error(transparent)]
    Card(#[from] CardError),
    /// The fingerprint that was typed is not the card's.
    #[error("the fingerprint that was typed is not that of the card: read it to each other again")]
    Fingerprint,
    /// The card is this headquarters' own, or another key of a neighbour that is known.
    #[error("this card is this headquarters' own, or has another key than the one that is known: end that first")]
    OtherKey,
    /// A card of this state waits for a second person already.
    #[error("a card of this state waits for a second person: have it approved or rejected first")]
    CardWaits,
    /// No such notice of ours holds.
    #[error("no such notice of this side holds")]
    NoNotice,
    /// What was to be agreed can't be.
    #[error(transparent)]
    Agreement(#[from] limen_neighbour::AgreementError),
    /// The agreement is none between these two.
    #[error("this agreement is not between this state and a neighbour that is known")]
    NotOurs,
    /// No agreement in force lets it through.
    #[error("no agreement in force lets this through: {0}")]
    NotAllowed(limen_neighbour::NotAllowed),
    /// It names someone, and needs a second person.
    #[error("a notice that names someone or something takes two people")]
    TwoPeople,
    /// Someone whom it may name sought protection here.
    #[error("someone whom this may name sought protection here: nothing of it is said to another state")]
    Protected,
    /// Another was said meanwhile, again and again.
    #[error("others are saying something to this neighbour just now; try again")]
    Busy,
    /// This headquarters was restored, and does not know yet what it said to this neighbour last.
    #[error(
        "this headquarters was restored: it says nothing to this neighbour until that one has told what it holds of ours"
    )]
    NotHeardYet,
    /// A paper or a message can't be made.
    #[error("it can't be written: {0}")]
    Unwritable(String),
    /// A message, a stick or a connection was refused.
    #[error(transparent)]
    Exchange(#[from] limen_exchange::ExchangeError),
    /// It could not be screened.
    #[error("it could not be held against who is protected")]
    NotScreened,
    /// Flows can't be counted now.
    #[error("the counts can't be made now: {0}")]
    Flows(#[from] crate::flows::CurrentFlowsError),
    /// No headquarters can be reached at this address.
    #[error("{0} is no address of a headquarters: https://name:port is expected")]
    Address(String),
    /// A second person's word was not taken.
    #[error(transparent)]
    SecondPerson(#[from] Box<crate::second_person::SecondPersonError>),
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Where neighbours reach this headquarters: `https://name:port`; empty where they can't.
pub const ADDRESS: Setting<String> = settings::NEIGHBOUR_ADDRESS;

/// Where neighbours are reached that have moved since their card was taken. A new address needs no new card: whoever answers
/// there must show the certificate that the card names.
pub const MOVED: Setting<BTreeMap<StateCode, String>> = settings::NEIGHBOURS_AT;

/// Says where a neighbour is reached that has moved; empty: where its card says. It needs no new card.
///
/// # Errors
/// [`NeighbourError`]: that is no address, or the neighbour is not known here.
pub async fn moved(
    store: &Store,
    by: Option<&AccountId>,
    state: StateCode,
    address: &str,
) -> Result<(), NeighbourError> {
    if !address.is_empty() && !is_address(address) {
        return Err(NeighbourError::Address(address.to_owned()));
    }
    store.neighbour(state).await?.ok_or(NeighbourError::Unknown)?;
    let mut all = store.read(&MOVED).await?;
    match address {
        "" => all.remove(&state),
        address => all.insert(state, address.to_owned()),
    };
    store.decide(by, &MOVED, all).await?;
    Ok(())
}

/// Maximum characters of an address, as a card may have.
pub const MOST_ADDRESS: usize = 300;

/// Whether a headquarters may be reached at this address: `https://name` or `https://name:port`.
pub fn is_address(address: &str) -> bool {
    if address.len() > MOST_ADDRESS {
        return false;
    }
    let Some(rest) = address.strip_prefix("https://") else { return false };
    let (name, port) = rest.rsplit_once(':').unwrap_or((rest, "8443"));
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "-.[]:".contains(c));
    is_name && port.parse::<u16>().is_ok_and(|port| port > 0)
}

/// This headquarters as neighbours know it.
#[derive(Debug)]
pub struct Own<'a> {
    /// Its name and key.
    pub party: Party,
    /// Its keys.
    pub identity: &'a Identity,
    /// The SHA-256 of the certificate by which its address is known.
    authority: [u8; 32],
}

impl<'a> Own<'a> {
    /// This node, if it is a headquarters.
    ///
    /// # Errors
    /// [`NeighbourError::NotHere`].
    pub fn of(node: &'a Node) -> Result<Self, NeighbourError> {
        let NetworkRole::Headquarters(headquarters) = &node.network else { return Err(NeighbourError::NotHere) };
        let identity = headquarters.identity();
        let party = Party { state: node.post.country, name: node.post.name.clone(), key: identity.public_key() };
        Ok(Self { party, identity, authority: headquarters.authority().fingerprint() })
    }

    /// Its card, signed.
    ///
    /// # Errors
    /// The setting of its address can't be read.
    pub async fn card(&self, node: &Node) -> Result<String, NeighbourError> {
        let address = node.store.read(&ADDRESS).await?;
        let authority = if address.is_empty() { String::new() } else { limen_store::hex(&self.authority) };
        let card = Card::new(self.party.clone(), &self.identity.recipient(), &address, &authority);
        card.signed(self.identity).map_err(|error| NeighbourError::Unwritable(error.to_string()))
    }
}

/// The day by which agreements hold: in UTC, since the two sides may be in two zones.
pub(crate) fn utc_day(node: &Node) -> Date {
    node.now().to_zoned_datetime(TimeZone::UTC).date()
}

/// What a neighbour brought today, and what of it was refused or left until tomorrow.
///
/// # Errors
/// The database can't be read.
pub async fn brought_today(node: &Node, state: StateCode) -> Result<NeighbourDay, StoreError> {
    node.store.neighbour_day(state, utc_day(node)).await
}

/// A neighbour and its card, read.
///
/// # Errors
/// It is not known, or its card can't be read.
pub(crate) async fn known(node: &Node, state: StateCode) -> Result<(Neighbour, Card), NeighbourError> {
    let neighbour = node.store.neighbour(state).await?.ok_or(NeighbourError::Unknown)?;
    let card = Card::read(&neighbour.card)?;
    Ok((neighbour, card))
}
