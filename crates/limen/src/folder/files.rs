//! The files of a data folder beside its database.

use crate::folder::settings;
use limen_exchange::keys;
use std::path::PathBuf;

/// A data folder, as several commands take it.
#[derive(clap::Args)]
pub(crate) struct DataFolder {
    /// The data folder of the node
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
}

/// Everything beside the database and what opens the folder: keys, certificates, settings.
pub(crate) fn beside_the_database() -> impl Iterator<Item = String> {
    let of_node = keys::FILES.iter().map(|name| format!("{}/{name}", keys::FOLDER));
    of_node.chain([settings::FILE.to_owned()])
}
