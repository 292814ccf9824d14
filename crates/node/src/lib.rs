//! What a node does, whoever asks: pages, a round of the network, a command. It knows no page, no template and no words.

pub mod desk;
pub mod hashing;
pub mod in_force;
pub mod limits;
pub mod link_state;
pub mod lists_coming;
pub mod metrics;
mod node;
pub mod oversight;
pub mod passwords;
pub mod picture;
pub mod second_factor;
pub mod settings;
pub mod token;
pub mod trial;

pub use node::{JournalState, Network, Node, PARQUET_FOLDER, PATIENCE, StartError};
