//! Headquarters of neighbouring states: who they are, what was agreed with them, and what was said and heard.

pub(crate) mod asked_documents;
pub(crate) mod days;
pub(crate) mod documents;
pub(crate) mod forks;
pub(crate) mod known;
pub(crate) mod papers;
