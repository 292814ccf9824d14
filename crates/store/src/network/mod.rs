//! What other nodes send and are sent: journals taken in, what other posts saw, reference data as it is published and
//! followed, and the members of the network.

pub(crate) mod followed;
pub(crate) mod intake;
pub(crate) mod kinds;
pub(crate) mod known;
pub(crate) mod lineage;
pub(crate) mod members;
pub(crate) mod published;
pub(crate) mod recovery;
