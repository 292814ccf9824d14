//! A data folder on the disk: its settings and what they decide, its key, its files, and who may read them.

pub(crate) mod files;
pub(crate) mod lock;
pub(crate) mod network;
pub(crate) mod private;
pub(crate) mod set_aside;
#[doc(hidden)]
pub mod settings;
pub(crate) mod vault;
