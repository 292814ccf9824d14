//! Who signs in, with what, and from which device.

pub(crate) mod account_proposals;
pub(crate) mod accounts;
pub(crate) mod credentials;
pub(crate) mod devices;
pub(crate) mod passkeys;
pub(crate) mod sessions;
pub(crate) mod tries;
