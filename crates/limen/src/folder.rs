//! The files of a data folder beside its database.

use crate::settings;
use limen_exchange::keys;

/// Everything beside the database and what opens the folder: keys, certificates, settings.
pub(crate) fn beside_the_database() -> impl Iterator<Item = String> {
    let of_node = keys::FILES.iter().map(|name| format!("{}/{name}", keys::FOLDER));
    of_node.chain([settings::FILE.to_owned()])
}
