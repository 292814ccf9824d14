//! The protection way: a person who needs it is seen, goes past the ordinary decisions, and is handed over to the
//! authority that the law names, with proof.

use crate::{AccountId, CrossingId, PostId, coded::coded, ids::uuid_id};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

coded! {
    /// Why someone needs protection.
    "needs of protection"
    pub enum Need {
        /// They ask for asylum, in whatever words (1951 Convention, art. 33).
        Asylum = "asylum",
        /// They may be trafficked (Palermo Protocol, art. 6). Presumed is enough; nobody counts signs.
        Trafficking = "trafficking",
        /// A child without, or parted from, those who care for them (Convention on the Rights of the Child, art. 20, 22).
        Child = "child",
        /// They need a doctor.
        Medical = "medical",
    }
}

uuid_id!(
    /// One person's way of protection.
    ProtectionId
);

/// A need of protection as it was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Protection {
    /// Its identifier.
    pub id: ProtectionId,
    /// Where.
    pub post: PostId,
    /// When it was seen.
    pub at: Timestamp,
    /// By whom.
    pub officer: AccountId,
    /// Why.
    pub need: Need,
    /// The referral that holds the person; nothing for someone who was never presented at a counter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referral: Option<CrossingId>,
    /// Who it is, as said or as seen.
    pub person: String,
    /// What was seen or said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// To whom they are to be handed over.
    pub authority: String,
    /// How that authority is reached.
    pub contact: String,
    /// Until when.
    pub due: Timestamp,
}

/// The proof that someone was handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOver {
    /// Which way of protection it ends.
    pub protection: ProtectionId,
    /// Who received the person: name and office.
    pub receiver: String,
    /// The receipt or file number that the receiver gave.
    pub reference: String,
}
