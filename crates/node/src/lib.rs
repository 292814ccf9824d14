//! The use cases of a node, for pages, rounds of the network and commands alike. No page, template or text of one is
//! here.

#![warn(clippy::disallowed_methods, clippy::missing_errors_doc)]

mod credentials;
pub mod desk;
mod file_name;
pub mod health;
pub mod in_force;
pub mod limits;
pub mod link_state;
pub mod lists_coming;
pub mod metrics;
mod node;
pub mod oversight;
pub mod person_report;
pub mod picture;
pub mod scanner_folder;
pub mod schedule;
pub mod settings;
pub mod token;
pub mod trial;

pub use credentials::{
    CredentialsError, device_code, drawn, hashing, own, passwords, pin, second_factor, session, sign_in,
};
pub use file_name::file_name;
pub use node::{JournalState, Network, Node, PARQUET_FOLDER, PATIENCE, StartError};
