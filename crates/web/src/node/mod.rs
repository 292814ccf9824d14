//! What a node does, whoever asks: what is in force, passwords, health. It knows no page.

pub(crate) mod hashing;
pub(crate) mod in_force;
pub(crate) mod limits;
pub(crate) mod link_state;
pub(crate) mod lists_coming;
pub(crate) mod metrics;
pub(crate) mod passwords;
pub(crate) mod picture;
pub(crate) mod settings;
pub(crate) mod token;
