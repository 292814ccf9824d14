//! What the law on data asks: what is held about a person, what they claim, and what is erased when.

pub(crate) mod about;
pub(crate) mod claim_erasure;
pub(crate) mod claims;
pub(crate) mod draft_erasure;
pub(crate) mod erasure;
pub(crate) mod erasure_brake;
pub(crate) mod seen;
